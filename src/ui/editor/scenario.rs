//! The scenarios that a reply answers: those that it names, else those that it seems to answer.

use egui::{Response, Sense, Ui, WidgetInfo, vec2};

use super::EditorView;
use super::line::line;
use crate::app::editor::{Ask, EditorAction, EditorCommand, FormEdit, Working};
use crate::model::Reply;
use crate::ui::shared::paint::{Button, button, choice, dashed_frame, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The scenarios of the reply; a click removes one, a button asks for another.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-scenario"), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::FIELD);
            ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
            // A click takes one out.
            for (idx, label) in labels(view, &working.reply).into_iter().enumerate() {
                let said = view.words.with("form-remove-scenario", &[("scenario", label)]);
                if choice(ui, label, true).on_hover_text(said).clicked() {
                    actions.push(EditorAction::Edit(FormEdit::RemoveScenario(idx)));
                }
            }
            inferred(ui, view, actions);
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

/// What the reply seems to answer, in a quieter voice; a click takes one, a button with the key the surest.
fn inferred(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let scenarios = view.editor.inferred();
    let Some(surest) = scenarios.first() else { return };
    let tokens = Tokens::of(ui);
    let mut take = |id: &str| actions.push(EditorAction::Edit(FormEdit::AddScenario(id.to_owned())));
    ui.label(small(&view.words.text("form-seems"), tokens.dim));
    for scenario in scenarios {
        if guess(ui, view, view.editor.scenario_label(&scenario.id)).clicked() {
            take(&scenario.id);
        }
    }
    // With several chosen the key means all of them, the button the one in the form.
    let keys = (view.editor.chosen() <= 1).then_some(EditorCommand::TakeInferred.keys());
    if button(ui, &view.words.text("form-take-inferred"), keys, Button::Small) {
        take(&surest.id);
    }
}

/// A scenario that is inferred: without the tint of one that the reply names.
fn guess(ui: &mut Ui, view: &EditorView<'_>, label: &str) -> Response {
    let tokens = Tokens::of(ui);
    let galley = ui.painter().layout_no_wrap(label.to_owned(), font(size::SMALL), tokens.dim);
    let wanted = vec2(galley.size().x + 2.0 * size::CHIP_PADDING, size::CHIP);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    let said = view.words.with("form-seems-one", &[("scenario", label)]);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &said));
    let is_lit = response.hovered() || response.has_focus();
    dashed_frame(ui, rect, if is_lit { tokens.accent } else { tokens.line });
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, tokens.dim);
    response.on_hover_text(view.words.hint("form-seems-one"))
}
