//! The upper and the lower edge: commands, search, messages, what is saved, keys.

use egui::{Align, Id, Layout, Ui};

use super::EditorView;
use crate::app::editor::import::{ImportAction, Stage};
use crate::app::editor::{EditorAction, EditorCommand, EditorNotice, Overlay, Pane, Saving};
use crate::ui::shared::paint::FOCUS_LOCK;
use crate::ui::shared::paint::{Button, button, field_frame, hold_focus, key_cap, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// The bar above the window: buttons, and the search.
pub(super) fn top(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        let editor = view.editor;
        let label = |command: EditorCommand| view.words.text(command.word()).into_owned();
        let keys = Some(EditorCommand::New.keys());
        if button(ui, &label(EditorCommand::New), keys, Button::Primary) {
            actions.push(EditorAction::New);
        }
        let plain = |is_on: bool| if is_on { Button::Plain } else { Button::Off };
        if button(ui, &label(EditorCommand::FromClipboard), None, Button::Plain) {
            actions.push(EditorAction::ReadClipboard);
        }
        if button(ui, &label(EditorCommand::Import), None, Button::Plain) {
            actions.push(EditorAction::Import(ImportAction::Open));
        }
        if button(ui, &label(EditorCommand::Undo), None, plain(editor.can_undo())) {
            actions.push(EditorAction::Undo);
        }
        if button(ui, &label(EditorCommand::Redo), None, plain(editor.can_redo())) {
            actions.push(EditorAction::Redo);
        }
        let is_unsaved = editor.current().is_some_and(|id| editor.draft(id).is_some());
        if is_unsaved
            && editor.page().is_none()
            && button(ui, &label(EditorCommand::Save), None, Button::Plain)
        {
            actions.push(EditorAction::Save);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| search(ui, view, actions));
    });
}

/// The search field.
fn search(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    let id = Id::unique("editor-search");
    let has_focus = view.editor.pane() == Pane::Search && view.editor.overlay().is_none();
    if has_focus {
        hold_focus(ui, id);
    }
    let mut query = Typed(view.editor.query().to_owned());
    let frame = field_frame(ui, has_focus);
    let hint = view.words.text("editor-search-hint");
    let edit = query
        .one_line()
        .id(id)
        .font(font(size::BODY))
        .frame(frame)
        .desired_width(size::EDITOR_SEARCH)
        .hint_text(small(&hint, tokens.dim))
        .event_filter(FOCUS_LOCK);
    let response = ui.add(edit);
    query.keep_cursor_whole(ui, id);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &*hint));
    if response.changed() {
        actions.push(EditorAction::SetQuery(query.0));
    }
    if !has_focus && response.gained_focus() {
        actions.push(EditorAction::FocusPane(Pane::Search));
    }
}

/// A message to the user, with a button that puts it away.
pub(super) fn notice(
    ui: &mut Ui,
    view: &EditorView<'_>,
    notice: &EditorNotice,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(size::STRIP);
        let said = view.words.editor_notice(notice);
        let width = ui.available_width() - size::MARGIN * 4.0;
        ui.allocate_ui(egui::vec2(width, size::SMALL_LINE), |ui| {
            ui.add(egui::Label::new(small(&said, tokens.text)).wrap());
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if button(ui, &view.words.text("editor-notice-close"), None, Button::Plain) {
                actions.push(EditorAction::PutNoticeAway);
            }
        });
    });
}

/// The bar below the window: whether everything is saved, and the keys that work now.
pub(super) fn bottom(ui: &mut Ui, view: &EditorView<'_>) {
    let tokens = Tokens::of(ui);
    let editor = view.editor;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let file = std::path::Path::new(view.library_path).file_name();
        let file = file.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let count = editor.unsaved().to_string();
        let (said, colour) = match editor.unsaved() {
            _ if editor.is_saving() => (view.words.text("editor-saving").into_owned(), tokens.dim),
            0 => (view.words.with("editor-saved", &[("file", &file)]), tokens.dim),
            _ if editor.unstored() == 0 => {
                (view.words.with("editor-unsaved", &[("count", &count)]), tokens.gap)
            }
            _ if *editor.saving() == Saving::Writing => {
                (view.words.with("editor-unsaved-writing", &[("count", &count)]), tokens.gap)
            }
            _ => (view.words.with("editor-unstored", &[("count", &count)]), tokens.finding),
        };
        ui.label(small(&said, colour)).on_hover_text(view.library_path);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            for (keys, word) in hints(view).into_iter().rev() {
                let meaning = view.words.text(word);
                let width = |text: &str| {
                    let text = text.to_owned();
                    ui.painter().layout_no_wrap(text, font(size::SMALL), tokens.dim).size().x
                };
                // What has no room is left out.
                if ui.available_width() < width(&meaning) + width(keys) + 3.0 * size::MARGIN {
                    break;
                }
                // Drawn from the right: the meaning first.
                ui.label(small(&meaning, tokens.dim));
                ui.add_space(size::ROW_INSET);
                key_cap(ui, keys, &tokens);
                ui.add_space(size::MARGIN);
            }
        });
    });
}

/// The keys worth showing now.
fn hints(view: &EditorView<'_>) -> Vec<(&'static str, &'static str)> {
    let editor = view.editor;
    let of = |command: EditorCommand| (command.keys(), command.word());
    match editor.overlay() {
        Some(Overlay::Ask { .. }) => {
            return vec![("Enter", "hint-answer"), ("↓", "hint-next-offer"), of(EditorCommand::Back)];
        }
        Some(Overlay::Unstored(_)) => {
            return vec![("Enter", "hint-answer"), ("↓", "hint-next-rescue"), ("Esc", "hint-go-on")];
        }
        Some(Overlay::Help | Overlay::Difference) => return vec![of(EditorCommand::Back)],
        None => {}
    }
    if editor.is_importing() {
        let own = match editor.import_stage() {
            Stage::Preview(_) => vec![EditorCommand::CarryOut, EditorCommand::ToggleRow, EditorCommand::Back],
            Stage::Idle => vec![EditorCommand::Import],
            Stage::Reading { .. } | Stage::Writing(_) => vec![EditorCommand::Back],
        };
        return own.into_iter().chain([EditorCommand::NextPane, EditorCommand::Help]).map(of).collect();
    }
    if editor.page().is_some() {
        let new = editor.ask_of_page().map(|_| (EditorCommand::New.keys(), "hint-new-line"));
        let others = [EditorCommand::Undo, EditorCommand::NextPane, EditorCommand::Help].map(of);
        return new.into_iter().chain(others).collect();
    }
    let is_unsaved = editor.current().is_some_and(|id| editor.draft(id).is_some());
    let mut hints = Vec::new();
    if is_unsaved {
        hints.push(EditorCommand::Save);
    }
    match editor.pane() {
        Pane::Form => {
            hints.extend([EditorCommand::AddWording, EditorCommand::NextWording, EditorCommand::Back]);
        }
        Pane::List if editor.is_trash() || editor.lacks_own() => {}
        Pane::List => hints.extend([
            EditorCommand::OpenForm,
            EditorCommand::Move,
            EditorCommand::Tag,
            EditorCommand::Duplicate,
            EditorCommand::Delete,
        ]),
        Pane::Tree => {
            hints.extend([EditorCommand::TreeOpen, EditorCommand::Rename, EditorCommand::NewCategory]);
        }
        Pane::Search => hints.extend([EditorCommand::OpenForm, EditorCommand::Back]),
    }
    hints.extend([EditorCommand::NextPane, EditorCommand::Help]);
    hints.into_iter().map(of).collect()
}
