//! What each window knows and what happens to it, without a window: a room for each.
//!
//! A room's `apply` takes an action and gives back the effects that the outside has to carry out. The window, a script in
//! the tests and the command line drive the same code. No room imports from another.

pub mod editor;
pub mod popup;
mod shared;

pub use shared::{CommandRow, Direction, EditProblem, Env, LoadedLibrary, Move, Opening};
