//! Keys and what they do, as the help of each window shows them.

use egui::{Sense, Ui, vec2};

use super::paint::{key_cap, small};
use super::theme::{Tokens, font, size};

/// Keys and what they do, in two columns.
pub(in crate::ui) fn columns(ui: &mut Ui, rows: &[(&str, String)]) {
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

pub(in crate::ui) fn heading(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    ui.label(egui::RichText::new(text).font(font(size::SEARCH_TEXT)).color(tokens.text));
    ui.add_space(size::GAP);
}

/// One row: keys as a key cap, and what they do.
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
