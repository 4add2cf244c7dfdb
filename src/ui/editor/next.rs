//! The replies that usually come next, which the popup offers behind this one.

use egui::{Id, Ui};

use super::EditorView;
use super::line::{line, troubles};
use crate::app::Opening;
use crate::app::editor::{Ask, EditorAction, FormEdit, Spot, Working};
use crate::model::Reply;
use crate::ui::shared::paint::choice;
use crate::ui::shared::theme::size;

/// The line of the form with those of one reply: they can be added, moved and taken out.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-next"), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::FIELD);
            ui.spacing_mut().item_spacing = egui::vec2(size::ROW_INSET, size::ROW_INSET);
            chips(ui, view, &working.reply, actions);
        });
        troubles(ui, view, Spot::Next, actions);
    });
}

/// What they are called; one that is not there by its id.
pub(super) fn titles<'a>(view: &'a EditorView<'_>, reply: &'a Reply) -> Vec<&'a str> {
    let title = |id: &'a String| view.editor.reply(id).map_or(id.as_str(), |next| next.title.as_str());
    reply.next.iter().map(title).collect()
}

/// One chip a reply; the one that was clicked can be moved, taken out and opened.
fn chips(ui: &mut Ui, view: &EditorView<'_>, reply: &Reply, actions: &mut Vec<EditorAction>) {
    let chosen_id = Id::unique(("next", &reply.id));
    let mut chosen = ui.data(|data| data.get_temp::<Option<usize>>(chosen_id)).flatten();
    for (idx, title) in titles(view, reply).into_iter().enumerate() {
        let is_chosen = chosen == Some(idx);
        if choice(ui, &format!("{} {title}", idx + 1), is_chosen).clicked() {
            chosen = (!is_chosen).then_some(idx);
        }
    }
    if choice(ui, &view.words.text("form-add-next"), false).clicked() {
        actions.push(EditorAction::Ask(Ask::Next));
    }
    if let Some((idx, id)) = chosen.and_then(|idx| Some((idx, reply.next.get(idx)?))) {
        if idx > 0 && choice(ui, &view.words.text("form-raise-next"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::RaiseNext(idx)));
            chosen = Some(idx - 1);
        }
        if choice(ui, &view.words.text("form-remove-next"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::RemoveNext(idx)));
            chosen = None;
        }
        if view.editor.reply(id).is_some() && choice(ui, &view.words.text("form-open-next"), false).clicked()
        {
            actions.push(EditorAction::Open(Opening::Reply(id.clone())));
            chosen = None;
        }
    }
    ui.data_mut(|data| data.insert_temp(chosen_id, chosen));
}
