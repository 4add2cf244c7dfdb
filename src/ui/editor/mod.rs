//! The editor's window, one file a part. Functions take the state and push [`EditorAction`]s; none of them changes it.

mod cell;
mod completion;
mod form;
mod import;
mod in_sight;
mod keys;
mod line;
mod list;
mod next;
mod overlay;
mod scenario;
mod sheet;
mod text;
mod toolbar;
mod tree;
mod unstored;
mod welcome;
mod wording;

#[cfg(test)]
mod tests;

pub use keys::EditorKeys;

use egui::{CentralPanel, Frame, Id, Margin, Panel, Ui};

use crate::app::editor::{Editor, EditorAction, Overlay, Pane};
use crate::lang::Words;
use crate::ui::shared::paint::hold_focus;
use crate::ui::shared::theme::{Tokens, size};

/// Everything that a part of the window is drawn from.
#[derive(Debug)]
pub struct EditorView<'a> {
    pub editor: &'a Editor,
    pub words: &'a Words,
    /// The personal library.
    pub library_path: &'a str,
}

/// What is dragged from one part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Dragged {
    /// Those chosen.
    Replies,
    /// A category of the personal library.
    Category(String),
}

/// Draws one frame and gives what it leads to. `command` is the key of this frame, as [`EditorKeys::take`] gave it: it applies
/// behind what was typed.
pub fn frame(
    ui: &mut Ui,
    view: &EditorView<'_>,
    keys: &mut EditorKeys,
    command: Option<EditorAction>,
) -> Vec<EditorAction> {
    let mut actions = Vec::new();
    // The field that offers names says so again, as long as it is drawn.
    keys.is_completing = false;
    keys.is_typing_cell = false;
    restore_focus(ui, view);
    if matches!(command, Some(EditorAction::Close | EditorAction::End)) {
        // A cell that is typed into is applied when it loses the focus.
        ui.memory_mut(egui::Memory::stop_text_input);
    }
    let tokens = Tokens::of(ui);
    let bar = |fill| Frame::new().fill(fill).inner_margin(Margin::symmetric(size::MARGIN_I8, 0));
    let top = Panel::top("toolbar").exact_size(size::SEARCH_BAR).frame(bar(tokens.background));
    top.show(ui, |ui| toolbar::top(ui, view, &mut actions));
    let bottom = Panel::bottom("status").exact_size(size::HINT_BAR).frame(bar(tokens.panel));
    bottom.show(ui, |ui| toolbar::bottom(ui, view));
    if let Some(notice) = view.editor.notice() {
        let fill = if notice.is_good() { tokens.accent_tint } else { tokens.gap_tint };
        let panel = Panel::top("notice").frame(bar(fill)).resizable(false);
        panel.show(ui, |ui| toolbar::notice(ui, view, notice, &mut actions));
    }
    let side = Panel::left("tree").exact_size(size::TREE).resizable(false);
    side.frame(Frame::new().fill(tokens.panel)).show(ui, |ui| tree::show(ui, view, &mut actions));
    let right = Frame::new().inner_margin(Margin::same(size::MARGIN_I8));
    if let Some(page) = view.editor.page() {
        CentralPanel::no_frame().frame(right).show(ui, |ui| sheet::show(ui, view, page, keys, &mut actions));
    } else if view.editor.is_importing() {
        CentralPanel::no_frame().show(ui, |ui| import::show(ui, view, &mut actions));
    } else if view.editor.lacks_own() {
        CentralPanel::no_frame().frame(right).show(ui, |ui| welcome::show(ui, view, &mut actions));
    } else {
        let side = Panel::left("list").exact_size(size::EDITOR_LIST).resizable(false);
        side.frame(Frame::NONE).show(ui, |ui| list::show(ui, view, &mut actions));
        CentralPanel::no_frame().frame(right).show(ui, |ui| {
            if view.editor.current().is_some() {
                form::show(ui, view, keys, &mut actions);
            } else if view.editor.is_trash() {
                list::trashed(ui, view, &mut actions);
            } else {
                list::nothing(ui, view);
            }
        });
    }
    match view.editor.overlay() {
        Some(Overlay::Help) => overlay::help(ui, view, &mut actions),
        Some(Overlay::Difference) => overlay::difference(ui, view, &mut actions),
        Some(Overlay::Unstored(unstored)) => unstored::show(ui, view, unstored, &mut actions),
        Some(Overlay::Ask { ask, text, candidates, selected }) => {
            overlay::ask(ui, view, (ask, text), (candidates, *selected), &mut actions);
        }
        None => {}
    }
    actions.extend(command);
    actions
}

/// Focuses the field again that was focused before the overlay, unless another place is to be focused.
fn restore_focus(ui: &Ui, view: &EditorView<'_>) {
    let [field, is_covered] = ["keys-below", "is-covered"].map(Id::unique);
    let covers = view.editor.overlay().is_some();
    let was_covered = ui.data_mut(|data| data.get_temp::<bool>(is_covered)).unwrap_or_default();
    ui.data_mut(|data| data.insert_temp(is_covered, covers));
    if covers {
        return;
    }
    let known = ui.data(|data| data.get_temp::<Id>(field));
    if was_covered {
        let wants_focus = view.editor.pane() == Pane::Form && view.editor.spot().is_none();
        if let Some(known) = known.filter(|_| wants_focus) {
            hold_focus(ui, known);
        }
    } else if let Some(focused) = ui.memory(egui::Memory::focused) {
        ui.data_mut(|data| data.insert_temp(field, focused));
    }
}
