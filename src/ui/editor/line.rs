//! What every line of the form is made of: a label, what is behind it ([`super::text`]), and what is wrong in a place.

use egui::{Sense, Ui, vec2};

use super::EditorView;
use super::text::colour_of;
use crate::app::editor::{EditorAction, EditorCommand, RuledClause, Spot};
use crate::ui::shared::paint::{choice, job, one_line, small};
use crate::ui::shared::theme::{Tokens, size};

/// One line of the form: a label and what is behind it.
pub(super) fn line<R>(ui: &mut Ui, label: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = Tokens::of(ui);
    let inner = ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        let (rect, _) = ui.allocate_exact_size(vec2(size::FORM_LABEL, size::FIELD), Sense::hover());
        let top = egui::pos2(rect.left(), rect.center().y - size::TREE_TEXT * 0.72);
        one_line(ui, top, size::FORM_LABEL, job(label, size::TREE_TEXT, tokens.dim));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::ROW_INSET;
            add(ui)
        })
        .inner
    });
    inner.inner
}

/// A label inside of a line, between two fields.
pub(super) fn inner_label(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(size::FORM_INNER_LABEL, size::FIELD), Sense::hover());
    let top = egui::pos2(rect.left(), rect.center().y - size::TREE_TEXT * 0.72);
    one_line(ui, top, size::FORM_INNER_LABEL, job(text, size::TREE_TEXT, tokens.dim));
}

/// What is wrong in a place, one line each; a name that is likely meant can be put in, and what a rule has found can be said
/// to be no breach of it.
pub(super) fn troubles(ui: &mut Ui, view: &EditorView<'_>, spot: Spot, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    for trouble in view.editor.troubles().iter().filter(|trouble| trouble.spot == spot) {
        let said = view.words.problem_with_advice(&trouble.problem);
        ui.horizontal_wrapped(|ui| {
            ui.label(small(&said, colour_of(trouble, &tokens)));
            if let Some(mended) = trouble.mend.clone()
                && choice(ui, &view.words.text("form-mend"), false).clicked()
            {
                actions.push(EditorAction::Edit(mended));
            }
            if let Some(clause) = trouble.clause.clone()
                && not_a_breach(ui, view, &clause)
            {
                actions.push(EditorAction::SayInnocent(clause));
            }
        });
    }
}

/// A chip that says of a clause that it does not break its rule; true when it was pressed.
fn not_a_breach(ui: &mut Ui, view: &EditorView<'_>, clause: &RuledClause) -> bool {
    let keys = EditorCommand::NotABreach.keys();
    let what = view.words.with("form-not-a-breach-what", &[("clause", &clause.text), ("keys", keys)]);
    choice(ui, &view.words.text("form-not-a-breach"), false).on_hover_text(what).clicked()
}
