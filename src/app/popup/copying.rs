//! From the selected reply to the clipboard.

use std::collections::BTreeMap;

use super::App;
use super::action::{CopyError, CopyMode, Effect, Notice};
use super::profile::ShopSave;
use super::state::Copying;
use crate::app::Env;
use crate::draft::ReadyMessage;
use crate::draft::Unfinished;
use crate::model::Use;

impl App {
    pub(super) fn pick(&mut self, row_idx: usize, env: &Env) -> Vec<Effect> {
        if let Some(list) = self.popup.shop_list() {
            if let Some(shop_idx) = list.shops.get(row_idx).copied() {
                self.choose_shop(shop_idx);
            }
            return Vec::new();
        }
        if row_idx >= self.popup.rows().len() {
            return Vec::new();
        }
        self.popup.select(row_idx);
        self.accept(CopyMode::AndHide, env)
    }

    /// Copies the selected reply when it is whole, else asks for what is missing.
    pub(super) fn accept(&mut self, mode: CopyMode, env: &Env) -> Vec<Effect> {
        if self.popup.close_help() {
            // What would be copied is not in sight.
            return Vec::new();
        }
        if let Some(learn) = self.popup.learn().cloned() {
            return self.settle_learn(learn);
        }
        if self.popup.has_profile() {
            return self.save_profile();
        }
        if let Some(list) = self.popup.shop_list() {
            return self.pick(list.selected, env);
        }
        if self.settle_chip_text() || self.waits_for_clipboard(mode, env) {
            return Vec::new();
        }
        let Some(draft) = self.checked_draft(env) else { return Vec::new() };
        let messages = match mode {
            CopyMode::AndHide | CopyMode::OverrideAndHide => draft.finished_messages(),
            CopyMode::JoinedAndHide | CopyMode::AndStay => {
                draft.finished().map(|text| vec![ReadyMessage::Text(text)])
            }
        };
        let overrides = draft.errors();
        match messages {
            Ok(_) if mode != CopyMode::OverrideAndHide && !overrides.is_empty() => {
                // What they are is to be seen.
                self.popup.leave_form();
                self.popup.set_notice(Notice::Breaches(overrides.len()));
                Vec::new()
            }
            Ok(messages) => {
                self.copies += 1;
                let query = self.popup.recordable_query();
                let first = messages.first().cloned();
                self.popup.begin_copy(Copying {
                    ticket: self.copies,
                    reply_id: draft.reply_id,
                    query,
                    wording: draft.wording.idx,
                    shop_idx: self.shop_idx,
                    shop_values: draft.shop_values,
                    overrides,
                    mode,
                    messages,
                });
                if let Some(first) = first {
                    self.push_copy(first, Vec::new());
                }
                self.popup.take_effects()
            }
            Err(Unfinished::Gaps(_)) => {
                let fields_to_ask = draft.fields_to_ask();
                self.popup.show_form(draft.fields, &fields_to_ask);
                Vec::new()
            }
            Err(Unfinished::Snippet { key, reason }) => {
                self.popup.set_notice(Notice::Snippet { key, reason });
                Vec::new()
            }
            Err(Unfinished::NotNow) => {
                self.popup.set_notice(Notice::NotNow);
                Vec::new()
            }
            Err(Unfinished::Broken(raw)) => {
                self.popup.set_notice(Notice::BrokenPlaceholder(raw));
                Vec::new()
            }
            Err(Unfinished::OnlyImages) => {
                self.popup.set_notice(Notice::OnlyImages);
                Vec::new()
            }
        }
    }

    pub(super) fn copied(&mut self, ticket: u64, result: Result<(), CopyError>, env: &Env) -> Vec<Effect> {
        if self.message_copied(ticket, &result) {
            return self.popup.take_effects();
        }
        let Some(Copying {
            reply_id, query, wording, shop_idx, shop_values, overrides, mode, messages, ..
        }) = self.popup.end_copy(ticket)
        else {
            return Vec::new();
        };
        // An image that cannot be copied does not keep the messages behind it back.
        let passed_over = match result {
            Err(error @ CopyError::Image { .. }) if messages.len() > 1 => Some(error),
            Err(error) => {
                self.tell(Notice::CopyFailed(error));
                return Vec::new();
            }
            Ok(()) => None,
        };
        self.go_on_after(&reply_id);
        self.remembered.recent.retain(|id| *id != reply_id);
        self.remembered.recent.insert(0, reply_id.clone());
        let at_seconds = env.now.timestamp().as_second();
        self.last_wordings.insert(reply_id.clone(), wording);
        self.habits.add(&Use {
            reply_id: reply_id.clone(),
            at_seconds,
            query: query.clone(),
            wording: Some(wording),
        });
        if !shop_values.is_empty() {
            self.keep_shop_values(shop_idx, shop_values);
        }
        self.hold_typed(true);
        self.begin_sequence(messages, passed_over);
        match mode {
            CopyMode::AndStay => {
                self.popup.forget_copied();
                self.popup.set_notice(Notice::Copied);
            }
            CopyMode::AndHide | CopyMode::JoinedAndHide | CopyMode::OverrideAndHide => {
                if self.popup.is_shown() {
                    self.hide();
                } else {
                    self.show_bar();
                }
            }
        }
        self.popup.push(Effect::RecordUse { reply_id, query, wording });
        if !overrides.is_empty() {
            self.remembered.overrides.extend(overrides.iter().cloned());
            self.popup.push(Effect::RecordOverrides { rules: overrides });
        }
        self.popup.take_effects()
    }

    /// What was asked for once is filled in from now on, and written down.
    pub(super) fn keep_shop_values(&mut self, shop_idx: usize, values: BTreeMap<String, String>) {
        self.set_shop_values(shop_idx, &values);
        self.save_shop(shop_idx, values, ShopSave::Copy);
    }
}
