//! All keys (F1), and the few lines of the first start.

use egui::{ScrollArea, Sense, Ui, vec2};

use super::View;
use super::paint::{key_cap, small};
use super::theme::{Tokens, font, size};
use crate::app::Command;

pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    heading(ui, &view.words.text("help-title"));
    ScrollArea::vertical().id_salt("help").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        if let Some(hotkey) = &view.facts.hotkey {
            row(ui, hotkey, &view.words.text("help-hotkey"));
        }
        for command in Command::ALL {
            row(ui, command.keys(), &view.words.text(command.word()));
        }
        ui.add_space(size::GAP);
        ui.label(small(&view.words.text("help-quit"), tokens.dim));
        for (word, path) in
            [("help-library", &view.facts.library_path), ("help-settings", &view.facts.settings_path)]
        {
            let said = format!("{} {path}", view.words.text(word));
            ui.add(egui::Label::new(small(&said, tokens.dim)).wrap());
        }
        let version = view.words.with("help-version", &[("version", env!("CARGO_PKG_VERSION"))]);
        ui.label(small(&version, tokens.dim));
    });
}

fn heading(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    ui.label(egui::RichText::new(text).font(font(size::SEARCH_TEXT)).color(tokens.text));
    ui.add_space(size::GAP);
}

fn row(ui: &mut Ui, keys: &str, meaning: &str) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.set_height(size::HELP_ROW);
        let (rect, _) = ui.allocate_exact_size(vec2(size::HELP_KEYS, size::HELP_ROW), Sense::hover());
        let mut cell = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        cell.horizontal_centered(|ui| key_cap(ui, keys, &tokens));
        ui.label(small(meaning, tokens.text));
    });
}

/// Whether the lines of the first start stand in place of the preview.
pub(super) fn is_welcome(view: &View<'_>) -> bool {
    view.app.is_first_start() && view.app.popup().query().is_empty() && view.app.popup().selected_row() == 0
}

pub(super) fn welcome(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let title = match &view.facts.hotkey {
        Some(hotkey) => view.words.with("welcome-title", &[("hotkey", hotkey)]),
        None => view.words.text("welcome-title-no-hotkey").into_owned(),
    };
    heading(ui, &title);
    for (idx, word) in ["welcome-type", "welcome-enter", "welcome-quit"].into_iter().enumerate() {
        ui.horizontal_top(|ui| {
            super::preview::number(ui, idx + 1, &tokens);
            let text = egui::RichText::new(view.words.text(word)).font(font(size::BODY)).color(tokens.text);
            ui.add(egui::Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
        });
        ui.add_space(size::GAP);
    }
}
