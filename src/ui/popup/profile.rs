//! The short form for the facts of a shop, and the question of the first start.

use egui::{Label, ScrollArea, Ui};

use super::form::{Asked, field_ui};
use super::view::View;
use crate::app::popup::{Action, Form};
use crate::ui::shared::paint::small;
use crate::ui::shared::theme::{Tokens, font, size};

/// The form for the facts of the shop.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, form: &Form, actions: &mut Vec<Action>) {
    heading(ui, view, ("profile-title", "profile-about"));
    ScrollArea::vertical()
        .id_salt("profile")
        .auto_shrink(false)
        .show(ui, |ui| fields(ui, view, form, actions));
}

/// The question of the first start; its lines come when it is answered or skipped.
pub(super) fn trade(ui: &mut Ui, view: &View<'_>, form: &Form, actions: &mut Vec<Action>) {
    heading(ui, view, ("trade-title", "trade-about"));
    fields(ui, view, form, actions);
}

/// What is asked for, and why.
fn heading(ui: &mut Ui, view: &View<'_>, (title, about): (&str, &str)) {
    let tokens = Tokens::of(ui);
    let title = egui::RichText::new(view.words.text(title)).font(font(size::TITLE)).color(tokens.text);
    ui.label(title);
    ui.add(Label::new(small(&view.words.text(about), tokens.dim)).wrap());
    ui.add_space(size::GAP);
}

fn fields(ui: &mut Ui, view: &View<'_>, form: &Form, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = size::ROW_INSET;
    for (field_idx, field) in form.fields().iter().enumerate() {
        let has_focus = field_idx == form.focused() && view.popup.face().chip().is_none();
        field_ui(ui, &Asked { words: view.words, field_idx, field, has_focus }, actions);
    }
}
