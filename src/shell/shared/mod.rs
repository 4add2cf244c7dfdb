//! What the shells of both windows work with.

pub(super) mod files;
pub(super) mod icon;
pub(super) mod shelf;
pub(super) mod threads;
