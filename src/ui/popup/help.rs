//! All keys (F1), and the few lines of the first start.

use egui::{ScrollArea, Ui, vec2};

use super::view::View;
use crate::app::popup::Command;
use crate::ui::shared::key_table::{columns, heading};
use crate::ui::shared::message::number;
use crate::ui::shared::paint::{right_text, small};
use crate::ui::shared::theme::{Tokens, font, size};

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
    ui.spacing_mut().scroll.floating = true;
    // There are more rows than a window has room for.
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        columns(ui, &rows);
        ui.add_space(size::GAP);
        files(ui, view, &tokens);
    });
}

/// Where the user's files are.
fn files(ui: &mut Ui, view: &View<'_>, tokens: &Tokens) {
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

/// Whether the lines of the first start take the place of the preview.
pub(super) fn is_welcome(view: &View<'_>) -> bool {
    view.popup.window().is_first_start()
        && view.popup.finder().query_text().is_empty()
        && view.popup.finder().selected_row() == 0
}

/// What a new user sees first, until the popup has been put away once.
pub(super) fn welcome(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let title = match &view.facts.hotkey {
        Some(hotkey) => view.words.with("welcome-title", &[("hotkey", hotkey)]),
        None => view.words.text("welcome-title-no-hotkey").into_owned(),
    };
    heading(ui, &title);
    let mut lines = vec!["welcome-type", "welcome-enter", "welcome-quit"];
    if view.popup.shops().is_unnamed() {
        lines.insert(2, "welcome-shop");
    }
    for (idx, word) in lines.into_iter().enumerate() {
        ui.horizontal_top(|ui| {
            number(ui, idx + 1, &tokens);
            let text = egui::RichText::new(view.words.text(word)).font(font(size::BODY)).color(tokens.text);
            ui.add(egui::Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
        });
        ui.add_space(size::GAP);
    }
}
