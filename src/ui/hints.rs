//! The bottom line with the keys that act now, and the line for messages.

use egui::{Align, Layout, Role, Sense, Ui, WidgetInfo};

use super::View;
use super::paint::{key_cap, key_hint, small};
use super::theme::{Tokens, size};
use crate::app::{Action, Command, Notice, Screen};

pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (command, word) in hints(view) {
            key_hint(ui, command.keys(), &view.words.text(word), &tokens);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // Drawn from the right: the meaning first.
            ui.label(small(&view.words.text(Command::Help.word()), tokens.dim));
            ui.add_space(size::ROW_INSET);
            key_cap(ui, Command::Help.keys(), &tokens);
        });
    });
}

/// The keys worth showing now, and what they do now.
fn hints(view: &View<'_>) -> Vec<(Command, &'static str)> {
    let popup = view.app.popup();
    match popup.screen() {
        Screen::Help => vec![(Command::Back, "hint-back")],
        Screen::Form(form) => {
            let mut hints = vec![(Command::Copy, "hint-fill-and-copy")];
            if form.fields().len() > 1 {
                hints.insert(0, (Command::NextField, Command::NextField.word()));
            }
            hints.push((Command::Back, "hint-back"));
            hints
        }
        Screen::Preview => {
            let Some(draft) = view.draft else { return vec![(Command::Back, "hint-hide")] };
            let has_gaps = !draft.gaps().is_empty();
            let mut hints =
                vec![(Command::Copy, if has_gaps { "hint-fill-gap" } else { Command::Copy.word() })];
            if !has_gaps && !draft.fields.is_empty() {
                hints.push((Command::OpenForm, Command::OpenForm.word()));
            }
            let reply = popup.selected().and_then(|at| view.app.library().reply(at));
            if reply.is_some_and(|reply| reply.variants.len() > 1) {
                hints.push((Command::NextVariant, Command::NextVariant.word()));
            }
            hints.push((Command::Back, "hint-hide"));
            hints
        }
    }
}

/// A message, with a way to put it away.
pub(super) fn notice(ui: &mut Ui, view: &View<'_>, notice: &Notice, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    ui.add_space(size::ROW_INSET);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if !notice.is_good() {
            let label = view.words.text("notice-put-away");
            let response = ui.add(egui::Label::new(small(&label, tokens.accent)).sense(Sense::click()));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &*label));
            if response.clicked() {
                actions.push(Action::PutNoticeAway);
            }
            ui.add_space(size::GAP);
        }
        if view.app.notices_waiting() > 0 {
            let count = view.app.notices_waiting().to_string();
            ui.label(small(&view.words.with("notices-more", &[("count", &count)]), tokens.dim));
            ui.add_space(size::GAP);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(small(&view.words.notice(notice), tokens.text)).wrap());
        });
    });
    ui.add_space(size::ROW_INSET);
}
