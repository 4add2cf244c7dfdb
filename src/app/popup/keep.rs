//! Keeping what a buyer wrote as a sample question of a reply.

use super::App;
use super::action::{Effect, Notice};
use crate::app::EditProblem;
use crate::search::{self, Query};

/// A message that is about to be kept as a sample question, or dropped again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    pub reply_id: String,
    pub reply_title: String,
    pub text: String,
    /// Numbers or a name were taken out of it.
    pub is_shortened: bool,
    /// It was kept before: then it can be dropped.
    pub is_kept: bool,
}

/// A question on its way to the file.
#[derive(Debug)]
pub(super) struct Keeping {
    /// Of the popup that asked for it.
    opening: u64,
    reply_id: String,
    text: String,
}

impl App {
    pub(super) fn open_keep(&mut self) {
        let Some(reply) = self.selected_reply() else { return };
        let original = self.popup.message().unwrap_or_default();
        let shortened = search::without_private(original);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        // What was kept just now may have been changed by hand before.
        let kept =
            self.popup.kept().filter(|(reply_id, _)| *reply_id == reply.id).map(|(_, text)| text.clone());
        let learned = self.loaded.library.learned(&reply.id);
        let known = kept.into_iter().chain([shortened.clone()]).find(|text| learned.contains(text));
        let keep = Keep {
            is_kept: known.is_some(),
            is_shortened: letters(&shortened) < letters(original),
            reply_id: reply.id.clone(),
            reply_title: reply.title.clone(),
            text: known.unwrap_or(shortened),
        };
        if Query::pasted(&keep.text).is_empty() {
            self.popup.set_notice(Notice::NothingToKeep);
        } else {
            self.popup.show_keep(keep);
        }
    }

    /// Keeps the question, or drops the one that was kept.
    pub(super) fn settle_keep(&mut self, keep: Keep) -> Vec<Effect> {
        let text = keep.text.trim().to_owned();
        let opening = self.popup.openings();
        if self.keeping.as_ref().is_some_and(|keeping| keeping.opening == opening)
            || Query::pasted(&text).is_empty()
        {
            return Vec::new();
        }
        let reply_id = keep.reply_id;
        self.keeping = Some(Keeping { opening, reply_id: reply_id.clone(), text: text.clone() });
        vec![if keep.is_kept {
            Effect::DropQuestion { reply_id, text }
        } else {
            Effect::KeepQuestion { reply_id, text }
        }]
    }

    /// The popup may show something else by now, or be another one.
    pub(super) fn kept(&mut self, is_kept: bool, result: Result<(), EditProblem>) {
        let keeping = self.keeping.take();
        let is_here = |keeping: &Keeping| self.popup.is_shown() && keeping.opening == self.popup.openings();
        let asked = keeping.filter(is_here);
        match (result, asked) {
            (Ok(()), Some(Keeping { reply_id, text, .. })) => {
                if self.popup.keep().is_some_and(|keep| keep.reply_id == reply_id) {
                    self.popup.leave_form();
                }
                self.popup.set_kept(is_kept.then_some((reply_id, text)));
                self.popup.set_notice(if is_kept { Notice::QuestionKept } else { Notice::QuestionDropped });
            }
            (Ok(()), None) => {}
            (Err(problem), Some(_)) => self.popup.set_notice(Notice::QuestionNotKept(problem)),
            (Err(problem), None) => self.notices.push(Notice::QuestionNotKept(problem)),
        }
    }
}
