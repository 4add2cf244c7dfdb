//! The values that were found in the copied text; a click takes one.

use egui::{Id, Role, Sense, Ui, WidgetInfo};

use super::View;
use super::paint::{chip, small};
use super::theme::{Tokens, size};
use crate::app::Action;

/// The room that they take, in two lines at most.
pub(super) fn height(view: &View<'_>) -> f32 {
    if view.app.popup().offers_of_clipboard().is_empty() { 0.0 } else { 2.0 * size::CHIP + 2.0 * size::GAP }
}

/// Longer values are cut: an address would fill the line.
const LONGEST: usize = 18;

fn shortened(value: &str) -> String {
    if value.chars().count() <= LONGEST {
        return value.to_owned();
    }
    value.chars().take(LONGEST - 1).chain(['…']).collect()
}

pub(super) fn show(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let offers = view.app.popup().offers_of_clipboard();
    if offers.is_empty() {
        return;
    }
    let tokens = Tokens::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::ROW_INSET, size::ROW_INSET);
        ui.label(small(&view.words.text("offers-title"), tokens.dim));
        for (offer_idx, offer) in offers.iter().enumerate() {
            let is_taken = view.app.popup().has_taken(offer);
            let fill = if is_taken { tokens.accent_tint } else { tokens.background };
            let value = shortened(&offer.value);
            let args = [("field", offer.field), ("value", value.as_str())];
            let said = view.words.with("offer", &args);
            let plate = chip(ui, &said, tokens.accent, fill, tokens.accent);
            let shown = ui.interact(plate.rect, Id::unique(("offer", offer_idx)), Sense::click());
            shown.widget_info(|| WidgetInfo::selected(Role::Button, true, is_taken, &said));
            if shown.clicked() {
                actions.push(Action::TakeOffer(offer_idx));
            }
        }
    });
    ui.add_space(size::GAP);
}
