//! Hiding the selected reply from the popup, and showing it again.

use super::App;
use super::action::{Effect, Notice};
use crate::app::EditProblem;
use crate::model::{Both, Hiding, SheetChange};

/// What is being written, and what can be taken back.
#[derive(Debug, Default)]
pub(super) struct Hidings {
    /// On its way to the file, with whether it hides.
    pending: Option<(Hiding, bool)>,
    /// What was hidden from here since the program started, the last one last.
    hidden: Vec<Hiding>,
}

impl App {
    /// The selected reply is not offered any more.
    pub(super) fn hide_reply(&mut self) {
        let library = self.library();
        let Some(at) = self.popup.selected() else { return };
        let (Some((_, pack)), Some(reply)) = (library.pack_of(at), library.reply(at)) else { return };
        let hiding = Hiding::everywhere(&pack.id, &reply.id);
        let after = library.hidings().iter().cloned().chain([hiding.clone()]).collect();
        self.write_hidings(hiding, true, after);
    }

    /// The reply that was hidden last is offered again.
    pub(super) fn show_hidden(&mut self) {
        let Some(hiding) = self.hidings.hidden.last().cloned() else { return };
        let after = self.library().hidings().iter().filter(|known| **known != hiding).cloned().collect();
        self.write_hidings(hiding, false, after);
    }

    /// One after the other: what comes next builds upon the library as it is then.
    fn write_hidings(&mut self, hiding: Hiding, hides: bool, after: Vec<Hiding>) {
        if self.hidings.pending.is_some() {
            return;
        }
        self.hidings.pending = Some((hiding, hides));
        let before = self.library().hidings().to_vec();
        self.popup.push(Effect::ChangeHidden(Box::new(SheetChange::Hidden(Both { before, after }))));
    }

    /// The library as it is by now was loaded before.
    pub(super) fn hidden_changed(&mut self, result: Result<(), EditProblem>) {
        let Some((hiding, hides)) = self.hidings.pending.take() else { return };
        if let Err(problem) = result {
            self.tell(Notice::HiddenNotChanged(problem));
            return;
        }
        let title = self.library().meant(&hiding).map(|reply| reply.title.clone()).unwrap_or_default();
        self.hidings.hidden.retain(|known| *known != hiding);
        if hides {
            self.hidings.hidden.push(hiding);
        }
        if self.popup.is_shown() {
            self.popup.set_notice(if hides { Notice::Hidden(title) } else { Notice::ShownAgain(title) });
        }
    }
}
