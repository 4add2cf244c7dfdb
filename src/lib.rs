//! 速答 (suda)
pub mod diag;
pub mod model;
pub mod search;
pub mod store;
pub mod template;
