//! What was learned beside the rules of the program, kept in the data folder: learning takes a second, reading a frame.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file_system::{Disk, FileSystem as _};
use super::{atomic, libraries};
use crate::check::{Learned, Lessons, Policy, RulesError};

/// So many models are kept: one for each shop, and those of the last changes.
const MAX_KEPT: usize = 12;

/// What these lessons teach: as it was learned before, else learned now and kept in `folder`. `None`, with a line in the log,
/// where they cannot be learned: then the rules of the program alone apply.
pub fn learned(folder: &Path, lessons: &Lessons) -> Option<Arc<Learned>> {
    reported(remembered_or_learned(folder, lessons))
}

fn reported(learned: Result<Learned, RulesError>) -> Option<Arc<Learned>> {
    let learned =
        learned.inspect_err(|error| tracing::error!(%error, "the rules of the program alone apply"));
    learned.ok().map(Arc::new)
}

/// That what was learned cannot be kept only means that it is learned again.
fn remembered_or_learned(folder: &Path, lessons: &Lessons) -> Result<Learned, RulesError> {
    let path = folder.join(format!("{:016x}.bin", lessons.key()));
    if let Ok(model) = std::fs::read(&path)
        && let Some(learned) = lessons.remembered(model)?
    {
        return Ok(learned);
    }
    let learned = lessons.learn(&libraries::starter())?;
    if let Err(error) = keep(folder, &path, learned.model()) {
        tracing::warn!(%error, "what was learned is learned again next time");
    }
    Ok(learned)
}

/// A policy with what these lessons teach, which are learned now where `folder` does not have them. Where they cannot be
/// learned, the rules of the program alone apply.
pub fn taught(policy: Policy, lessons: &Lessons, folder: Option<&Path>) -> Policy {
    if lessons.is_empty() {
        return policy;
    }
    let learned = match folder {
        Some(folder) => learned(folder, lessons),
        None => reported(lessons.learn(&libraries::starter())),
    };
    policy.taught(lessons, learned)
}

/// Writes a model, and takes the oldest away where there are too many.
fn keep(folder: &Path, path: &Path, model: &[u8]) -> io::Result<()> {
    atomic::make_folder(&Disk, folder)?;
    atomic::write(path, model)?;
    let mut kept: Vec<(std::time::SystemTime, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "bin") {
            kept.push((entry.metadata()?.modified()?, entry.path()));
        }
    }
    kept.sort();
    let too_many = kept.len().saturating_sub(MAX_KEPT);
    kept.iter().take(too_many).try_for_each(|(_, path)| Disk.remove(path))
}
