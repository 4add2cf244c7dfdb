//! The scenarios that a reply answers.

use egui::Ui;

use super::EditorView;
use super::line::line;
use crate::app::editor::{Ask, EditorAction, FormEdit, Working};
use crate::model::Reply;
use crate::ui::shared::paint::choice;
use crate::ui::shared::theme::size;

/// The scenarios of the reply; a click removes one, a button asks for another.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-scenario"), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::FIELD);
            ui.spacing_mut().item_spacing = egui::vec2(size::ROW_INSET, size::ROW_INSET);
            // A click takes one out.
            for (idx, label) in labels(view, &working.reply).into_iter().enumerate() {
                let said = view.words.with("form-remove-scenario", &[("scenario", label)]);
                if choice(ui, label, true).on_hover_text(said).clicked() {
                    actions.push(EditorAction::Edit(FormEdit::RemoveScenario(idx)));
                }
            }
            if choice(ui, &view.words.text("form-add-scenario"), false).clicked() {
                actions.push(EditorAction::Ask(Ask::Scenario));
            }
        });
    });
}

/// What they are called.
pub(super) fn labels<'a>(view: &'a EditorView<'_>, reply: &'a Reply) -> Vec<&'a str> {
    reply.scenarios.iter().map(|scenario| view.editor.scenario_label(scenario)).collect()
}
