//! The question before the window closes over texts that are stored nowhere.

use std::path::Path;

use crate::app::Direction;

/// A way out for texts that cannot be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rescue {
    Retry,
    SaveElsewhere,
    Copy,
    CloseAnyway,
}

impl Rescue {
    pub const ALL: [Self; 4] = [Self::Retry, Self::SaveElsewhere, Self::Copy, Self::CloseAnyway];
}

/// What can happen to [`Unstored`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnstoredAction {
    /// Another path for the texts.
    SetPlace(String),
    /// Another way out.
    Move(Direction),
    /// This way out, or the one that is chosen.
    Take(Option<Rescue>),
    /// The texts were saved elsewhere: the path, or the system's words.
    SavedElsewhere(Result<String, String>),
    /// The texts were copied; an error in the system's words.
    Copied(Result<(), String>),
}

/// The outcome of a way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rescued {
    /// They are in this file.
    Saved(String),
    Copied,
    /// The system's words.
    NotSaved(String),
    NotCopied(String),
}

/// The question before the window closes over texts that are stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unstored {
    /// Where they may be saved instead, as it is typed.
    pub place: String,
    /// What Enter takes.
    pub rescue: Rescue,
    pub outcome: Option<Rescued>,
    /// The folder that is proposed, counted from 0.
    refuge: usize,
}

impl Unstored {
    /// Proposes the first folder; `place` is the file there.
    pub(super) fn new(place: Option<&Path>) -> Self {
        Self { place: written(place), rescue: Rescue::Retry, outcome: None, refuge: 0 }
    }

    pub(super) fn set_place(&mut self, place: String) {
        self.place = place;
        self.rescue = Rescue::SaveElsewhere;
    }

    /// Chooses the next way out, or the one before.
    pub(super) fn move_rescue(&mut self, direction: Direction) {
        let at = Rescue::ALL.iter().position(|rescue| *rescue == self.rescue).unwrap_or(0);
        self.rescue = Rescue::ALL.get(direction.from(at, Rescue::ALL.len())).copied().unwrap_or(self.rescue);
    }

    /// The outcome of saving elsewhere: the path, or the system's words. Then the file in the next folder is proposed, which
    /// `place_in` names for its index.
    pub(super) fn saved_elsewhere(
        &mut self,
        result: Result<String, String>,
        place_in: impl FnOnce(usize) -> Option<std::path::PathBuf>,
    ) {
        match result {
            Ok(place) => {
                self.outcome = Some(Rescued::Saved(place));
                self.rescue = Rescue::CloseAnyway;
            }
            Err(reason) => {
                self.outcome = Some(Rescued::NotSaved(reason));
                self.refuge += 1;
                if let Some(place) = place_in(self.refuge) {
                    self.place = written(Some(&place));
                }
            }
        }
    }

    pub(super) fn copied(&mut self, result: Result<(), String>) {
        self.outcome = Some(result.map_or_else(Rescued::NotCopied, |()| Rescued::Copied));
    }
}

fn written(place: Option<&Path>) -> String {
    place.map(|path| path.display().to_string()).unwrap_or_default()
}
