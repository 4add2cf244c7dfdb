//! All keys (F1), and the few lines of the first start.

use egui::{Sense, Ui, vec2};

use super::View;
use super::paint::{key_cap, right_text, small};
use super::theme::{Tokens, font, size};
use crate::app::Command;

/// All keys in two columns, over the whole body.
pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let version = view.words.with("help-version", &[("version", env!("CARGO_PKG_VERSION"))]);
    right_text(ui, ui.max_rect().right_top() + vec2(0.0, size::SEARCH_TEXT / 2.0), &version, tokens.dim);
    heading(ui, &view.words.text("help-title"));
    let hotkey = view.facts.hotkey.as_deref().map(|hotkey| (hotkey, "help-hotkey"));
    let commands = Command::ALL.iter().map(|command| (command.keys(), command.word()));
    let said = |(keys, word)| (keys, view.words.text(word).into_owned());
    let rows: Vec<_> = hotkey.into_iter().chain(commands).map(said).collect();
    columns(ui, &rows);
    ui.add_space(size::GAP);
    ui.label(small(&view.words.text("help-quit"), tokens.dim));
    for (word, path) in [
        ("help-library", &view.facts.library_path),
        ("help-shops", &view.facts.shops_path),
        ("help-settings", &view.facts.settings_path),
    ] {
        ui.horizontal(|ui| {
            ui.label(small(&view.words.text(word), tokens.dim));
            ui.add(egui::Label::new(small(path, tokens.text)).truncate());
        });
    }
}

/// Keys and what they do, in two columns.
pub(super) fn columns(ui: &mut Ui, rows: &[(&str, String)]) {
    let (left, right) = rows.split_at(rows.len().div_ceil(2));
    ui.columns(2, |columns| {
        for (column, rows) in columns.iter_mut().zip([left, right]) {
            column.spacing_mut().item_spacing.y = 0.0;
            for (keys, meaning) in rows {
                row(column, keys, meaning);
            }
        }
    });
}

pub(super) fn heading(ui: &mut Ui, text: &str) {
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
    view.app.is_first_start()
        && view.app.popup().query_text().is_empty()
        && view.app.popup().selected_row() == 0
}

pub(super) fn welcome(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let title = match &view.facts.hotkey {
        Some(hotkey) => view.words.with("welcome-title", &[("hotkey", hotkey)]),
        None => view.words.text("welcome-title-no-hotkey").into_owned(),
    };
    heading(ui, &title);
    let mut lines = vec!["welcome-type", "welcome-enter", "welcome-quit"];
    if view.app.lacks_shop() {
        lines.insert(2, "welcome-shop");
    }
    for (idx, word) in lines.into_iter().enumerate() {
        ui.horizontal_top(|ui| {
            super::preview::number(ui, idx + 1, &tokens);
            let text = egui::RichText::new(view.words.text(word)).font(font(size::BODY)).color(tokens.text);
            ui.add(egui::Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
        });
        ui.add_space(size::GAP);
    }
}
