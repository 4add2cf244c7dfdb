//! Changes of the library that are made from the popup, on their way to its files: questions that are learned, replies
//! that are hidden, texts that are split.

use std::collections::VecDeque;

use super::effect::Effect;
use super::learn::Learn;
use crate::model::{Both, Hiding, Library, ReplyChange, SheetChange};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Edits {
    learning: Option<Learning>,
    /// The question that was learned last in this popup.
    learned: Option<Learned>,
    /// On its way to the file.
    hiding: Option<HidingChange>,
    /// What was hidden from here since the program started, the last one last.
    hidden: Vec<Hiding>,
    /// The ids of the replies whose split is being written, in the order of the answers.
    splitting: VecDeque<String>,
}

/// A question on its way to the file.
#[derive(Debug)]
pub(super) struct Learning {
    /// The popup that asked for it, see [`super::Window::openings`].
    pub opening: u64,
    pub question: Learned,
}

/// A sample question and its reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Learned {
    pub reply_id: String,
    pub text: String,
}

/// A reply that is hidden, or offered again.
#[derive(Debug)]
pub(super) struct HidingChange {
    pub hiding: Hiding,
    pub hides: bool,
}

impl Edits {
    /// What was learned last for this reply, in this popup.
    pub(super) fn learned(&self, reply_id: &str) -> Option<&str> {
        let learned = self.learned.as_ref().filter(|learned| learned.reply_id == reply_id);
        learned.map(|learned| learned.text.as_str())
    }

    pub(super) fn set_learned(&mut self, learned: Option<Learned>) {
        self.learned = learned;
    }

    /// Learns the question, or forgets the one that was learned; one at a time for each opening of the popup.
    pub(super) fn learn(&mut self, learn: &Learn, opening: u64, fx: &mut Vec<Effect>) {
        let text = learn.text.trim().to_owned();
        if self.learning.as_ref().is_some_and(|learning| learning.opening == opening)
            || !Learn::says_enough(&text)
        {
            return;
        }
        let reply_id = learn.reply_id.clone();
        let question = Learned { reply_id: reply_id.clone(), text: text.clone() };
        self.learning = Some(Learning { opening, question });
        fx.push(if learn.is_learned {
            Effect::ForgetQuestion { reply_id, text }
        } else {
            Effect::LearnQuestion { reply_id, text }
        });
    }

    /// What the answer that has come now is for.
    pub(super) fn end_learning(&mut self) -> Option<Learning> {
        self.learning.take()
    }

    /// The reply is not offered any more.
    pub(super) fn hide(&mut self, hiding: Hiding, library: &Library, fx: &mut Vec<Effect>) {
        let after = library.hidings().iter().cloned().chain([hiding.clone()]).collect();
        self.write_hidings(HidingChange { hiding, hides: true }, library, after, fx);
    }

    /// The reply that was hidden last is offered again.
    pub(super) fn show_hidden(&mut self, library: &Library, fx: &mut Vec<Effect>) {
        let Some(hiding) = self.hidden.last().cloned() else { return };
        let after = library.hidings().iter().filter(|known| **known != hiding).cloned().collect();
        self.write_hidings(HidingChange { hiding, hides: false }, library, after, fx);
    }

    /// One after the other: what comes next builds upon the library as it is then.
    fn write_hidings(
        &mut self,
        change: HidingChange,
        library: &Library,
        after: Vec<Hiding>,
        fx: &mut Vec<Effect>,
    ) {
        if self.hiding.is_some() {
            return;
        }
        self.hiding = Some(change);
        let before = library.hidings().to_vec();
        fx.push(Effect::ChangeHidden(Box::new(SheetChange::Hidden(Both { before, after }))));
    }

    /// What the answer that has come now is for; it can be taken back where it was written.
    pub(super) fn end_hiding(&mut self, is_written: bool) -> Option<HidingChange> {
        let change = self.hiding.take()?;
        if is_written {
            self.hidden.retain(|known| *known != change.hiding);
            if change.hides {
                self.hidden.push(change.hiding.clone());
            }
        }
        Some(change)
    }

    /// Writes a reply whose text was split, unless that is being done.
    pub(super) fn split(&mut self, change: ReplyChange, fx: &mut Vec<Effect>) {
        let reply_id = change.id().to_owned();
        if !self.splitting.contains(&reply_id) {
            self.splitting.push_back(reply_id);
            fx.push(Effect::SaveSplit(Box::new(change)));
        }
    }

    /// The oldest split was written, or not.
    pub(super) fn end_split(&mut self) {
        self.splitting.pop_front();
    }
}
