//! Saving on a file system that fails.

mod faulty_disk;
mod saving;
