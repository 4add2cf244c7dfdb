//! What the windows draw, a room each, one file a part. Functions take the state and push actions; none of them changes it.

pub mod editor;
pub mod popup;
pub mod shared;
