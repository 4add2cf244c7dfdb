//! From the selected reply to the clipboard, and on to the next message.

use std::collections::BTreeMap;

use super::chat::Taking;
use super::drafts::Purpose;
use super::sender::Copying;
use super::sequence::Answered;
use super::shops::ShopSave;
use super::{CopyError, CopyMode, Effect, Notice, Popup, Reminder};
use crate::app::Env;
use crate::draft::{Draft, ReadyMessage, Unfinished};
use crate::model::Use;

impl Popup {
    /// Selects a row of the list that is shown, counted from 0, and copies it.
    pub(super) fn pick(&mut self, row_idx: usize, env: &Env, fx: &mut Vec<Effect>) {
        if let Some(list) = self.shops.list() {
            if let Some(shop_idx) = list.shops.get(row_idx).copied() {
                self.choose_shop(shop_idx, env, fx);
            }
        } else if row_idx < self.finder.rows().len() {
            self.select(row_idx);
            self.accept(CopyMode::AndHide, env, fx);
        }
    }

    /// Copies one of the replies that usually come next, or asks for what it lacks.
    pub(super) fn take_next_step(&mut self, step_idx: usize, env: &Env, fx: &mut Vec<Effect>) {
        if self.put_next_step_on_top(step_idx, env) {
            self.accept(CopyMode::AndHide, env, fx);
        }
    }

    /// Does what Enter means for what is focused: learns, saves, chooses, or copies the selected reply.
    pub(super) fn accept(&mut self, mode: CopyMode, env: &Env, fx: &mut Vec<Effect>) {
        if self.face.close_help() {
            // What would be copied is not in sight.
        } else if let Some(learn) = self.face.learn() {
            self.edits.learn(learn, self.window.openings(), fx);
        } else if self.face.has_profile() {
            self.save_profile(fx);
        } else if let Some(selected) = self.shops.list().map(|list| list.selected) {
            self.pick(selected, env, fx);
        } else if !self.settle_chip_text(env) && !self.waits_for_clipboard(mode, env) {
            self.copy(mode, env, fx);
        }
    }

    /// Whether the copy has to wait: what was copied last may be of another buyer than the one whose values would be filled in.
    fn waits_for_clipboard(&mut self, mode: CopyMode, env: &Env) -> bool {
        if !self.sender.is_reading() || self.chat.buyers().current().is_empty() {
            return false;
        }
        self.renew_draft(Purpose::Show, env);
        let Some(selection) = self.finder.selection() else { return false };
        let of_nobody = self.source(env).for_nobody(&selection);
        let is_without = self.draft().map(Draft::finished) == of_nobody.map(|draft| draft.finished());
        if !is_without {
            self.sender.accept_when_read(mode);
        }
        !is_without
    }

    /// Copies the selected reply when it is whole and nothing is against it, else asks for what is missing.
    fn copy(&mut self, mode: CopyMode, env: &Env, fx: &mut Vec<Effect>) {
        self.renew_draft(Purpose::Copy, env);
        let Some(draft) = self.drafts.selected() else { return };
        let messages = match mode {
            CopyMode::AndHide | CopyMode::OverrideAndHide => draft.finished_messages(),
            CopyMode::JoinedAndHide | CopyMode::AndStay => {
                draft.finished().map(|text| vec![ReadyMessage::Text(text)])
            }
        };
        match messages {
            Err(unfinished) => self.ask_for(unfinished),
            Ok(messages) => {
                let overrides = draft.errors();
                if mode != CopyMode::OverrideAndHide && !overrides.is_empty() {
                    // What they are is to be seen.
                    self.face.leave_form();
                    return self.window.show(Notice::Breaches(overrides.len()));
                }
                let copying = Copying {
                    reply_id: draft.reply_id.clone(),
                    query: self.finder.recordable_query(),
                    wording: draft.wording.idx,
                    shop_idx: self.shops.current_idx(),
                    shop_values: draft.shop_values.clone(),
                    overrides,
                    mode,
                    messages,
                };
                self.sender.copy(copying, fx);
            }
        }
    }

    /// Shows what the draft lacks.
    fn ask_for(&mut self, unfinished: Unfinished) {
        let notice = match unfinished {
            Unfinished::Gaps(_) => return self.show_form(),
            Unfinished::Snippet { key, reason } => Notice::Snippet { key, reason },
            Unfinished::NotNow => Notice::NotNow,
            Unfinished::Broken(raw) => Notice::BrokenPlaceholder(raw),
            Unfinished::OnlyImages => Notice::OnlyImages,
        };
        self.window.show(notice);
    }

    /// The clipboard's answer: to a message of the bar, or to what was copied from the popup.
    pub(super) fn copied(
        &mut self,
        ticket: u64,
        result: Result<(), CopyError>,
        env: &Env,
        fx: &mut Vec<Effect>,
    ) {
        match self.sender.message_copied(ticket, &result, fx) {
            Some(Answered::Foreign) => self.summon(env, fx),
            Some(Answered::Wait(_)) => {}
            None => {
                if let Some(copying) = self.sender.end_copy(ticket) {
                    self.reply_copied(copying, result.err(), env, fx);
                }
            }
        }
    }

    /// The first message of a reply is on the clipboard, unless there was an error.
    fn reply_copied(&mut self, copying: Copying, error: Option<CopyError>, env: &Env, fx: &mut Vec<Effect>) {
        let Copying { reply_id, query, wording, shop_idx, shop_values, overrides, mode, messages } = copying;
        // An image that cannot be copied does not hold up the messages behind it.
        let passed_over = match error {
            Some(error @ CopyError::Image { .. }) if messages.len() > 1 => Some(error),
            Some(error) => return self.window.report(Notice::CopyFailed(error)),
            None => None,
        };
        self.finder.go_on_after(&reply_id, self.catalog.library(), env.at());
        let at_seconds = env.at().as_second();
        let used =
            Use { reply_id: reply_id.clone(), at_seconds, query: query.clone(), wording: Some(wording) };
        self.memory.add_use(&used);
        if !shop_values.is_empty() {
            self.save_shop_values(shop_idx, shop_values, env, fx);
        }
        self.hold_typed(Taking::Copied, env);
        // A bar may be shown, where the popup was put away before the answer: it is that of another reply.
        self.end_sequence(fx);
        self.sender.begin_sequence(messages, passed_over);
        self.go_on(mode, env, fx);
        fx.push(Effect::RecordUse { reply_id, query, wording });
        if !overrides.is_empty() {
            self.memory.add_overrides(&overrides);
            fx.push(Effect::RecordOverrides { rules: overrides });
        }
    }

    /// What happens to the popup once something was copied.
    fn go_on(&mut self, mode: CopyMode, env: &Env, fx: &mut Vec<Effect>) {
        match mode {
            CopyMode::AndStay => {
                self.chat.forget_copied();
                self.finder.reset_shape();
                self.face.close_screen();
                self.window.show(Notice::Copied);
            }
            CopyMode::AndHide | CopyMode::JoinedAndHide | CopyMode::OverrideAndHide => {
                if self.window.is_shown() {
                    self.hide(env, fx);
                } else {
                    self.sender.show_bar(fx);
                }
            }
        }
    }

    /// What was asked for once is filled in from now on, and written down.
    fn save_shop_values(
        &mut self,
        shop_idx: usize,
        values: BTreeMap<String, String>,
        env: &Env,
        fx: &mut Vec<Effect>,
    ) {
        self.shops.set_values(shop_idx, &values);
        self.renew_shown_for_shop(env);
        self.shops.save(shop_idx, values, ShopSave::Copy, fx);
    }

    pub(super) fn reminded(&mut self, reminder: Reminder, fx: &mut Vec<Effect>) {
        if self.sender.reminded(reminder) && !self.window.is_shown() {
            self.end_sequence(fx);
        }
    }

    /// The rest of the messages is not wanted; the bar goes.
    pub(super) fn end_sequence(&mut self, fx: &mut Vec<Effect>) {
        if self.sender.end_sequence() && !self.window.is_shown() {
            fx.push(Effect::HideWindow);
        }
    }
}
