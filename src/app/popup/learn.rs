//! Keeping what a buyer wrote as a sample question of a reply.

use super::App;
use super::action::{Effect, Notice};
use crate::app::EditProblem;
use crate::search::{self, Query};

/// A message that is about to be kept as a sample question, or dropped again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learn {
    pub reply_id: String,
    pub reply_title: String,
    pub text: String,
    /// Numbers or a name were taken out of it.
    pub is_shortened: bool,
    /// It was kept before: then it can be dropped.
    pub is_learned: bool,
}

/// A question on its way to the file.
#[derive(Debug)]
pub(super) struct Learning {
    /// Of the popup that asked for it.
    opening: u64,
    reply_id: String,
    text: String,
}

impl App {
    pub(super) fn open_learn(&mut self) {
        let Some(reply) = self.selected_reply() else { return };
        let original = self.popup.message().unwrap_or_default();
        let shortened = search::without_private(original);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
        // What was kept just now may have been changed by hand before.
        let kept =
            self.popup.learned().filter(|(reply_id, _)| *reply_id == reply.id).map(|(_, text)| text.clone());
        let learned = self.loaded.library.learned(&reply.id);
        let known = kept.into_iter().chain([shortened.clone()]).find(|text| learned.contains(text));
        let learn = Learn {
            is_learned: known.is_some(),
            is_shortened: letters(&shortened) < letters(original),
            reply_id: reply.id.clone(),
            reply_title: reply.title.clone(),
            text: known.unwrap_or(shortened),
        };
        if Query::pasted(&learn.text).is_empty() {
            self.popup.set_notice(Notice::NothingToLearn);
        } else {
            self.popup.show_learn(learn);
        }
    }

    /// Keeps the question, or drops the one that was kept.
    pub(super) fn settle_learn(&mut self, learn: Learn) -> Vec<Effect> {
        let text = learn.text.trim().to_owned();
        let opening = self.popup.openings();
        if self.learning.as_ref().is_some_and(|learning| learning.opening == opening)
            || Query::pasted(&text).is_empty()
        {
            return Vec::new();
        }
        let reply_id = learn.reply_id;
        self.learning = Some(Learning { opening, reply_id: reply_id.clone(), text: text.clone() });
        vec![if learn.is_learned {
            Effect::ForgetQuestion { reply_id, text }
        } else {
            Effect::LearnQuestion { reply_id, text }
        }]
    }

    /// The popup may show something else by now, or be another one.
    pub(super) fn learned(&mut self, is_learned: bool, result: Result<(), EditProblem>) {
        let learning = self.learning.take();
        let is_here =
            |learning: &Learning| self.popup.is_shown() && learning.opening == self.popup.openings();
        let asked = learning.filter(is_here);
        match (result, asked) {
            (Ok(()), Some(Learning { reply_id, text, .. })) => {
                if self.popup.learn().is_some_and(|learn| learn.reply_id == reply_id) {
                    self.popup.leave_form();
                }
                self.popup.set_learned(is_learned.then_some((reply_id, text)));
                self.popup.set_notice(if is_learned {
                    Notice::QuestionLearned
                } else {
                    Notice::QuestionForgotten
                });
            }
            (Ok(()), None) => {}
            (Err(problem), Some(_)) => self.popup.set_notice(Notice::QuestionNotLearned(problem)),
            (Err(problem), None) => self.notices.push(Notice::QuestionNotLearned(problem)),
        }
    }
}
