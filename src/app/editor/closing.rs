//! How far closing the window has come, and where texts may go that cannot be stored beside the library.

use std::path::PathBuf;

use jiff::civil::DateTime;

/// How far closing the window has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Stage {
    #[default]
    Open,
    /// As soon as everything is written; a question where it cannot be.
    Asked,
    /// The same, but nobody can be asked.
    Ending,
}

#[derive(Debug, Default)]
pub(super) struct Closing {
    stage: Stage,
    /// Folders for texts that cannot be stored beside the library, the best first.
    refuges: Vec<PathBuf>,
}

impl Closing {
    pub(super) fn with_refuges(refuges: Vec<PathBuf>) -> Self {
        Self { refuges, ..Self::default() }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage
    }

    pub(super) fn set_stage(&mut self, stage: Stage) {
        self.stage = stage;
    }

    /// The file in a folder, counted from 0, for what is not stored now.
    pub(super) fn place_in(&self, refuge: usize, now: DateTime) -> Option<PathBuf> {
        let name = now.strftime("suda-unsaved-%Y%m%d-%H%M%S.ron").to_string();
        self.refuges.get(refuge).map(|folder| folder.join(name))
    }

    /// The file in each of the folders.
    pub(super) fn places(&self, now: DateTime) -> Vec<PathBuf> {
        (0..self.refuges.len()).filter_map(|refuge| self.place_in(refuge, now)).collect()
    }
}
