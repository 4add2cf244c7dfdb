//! The list of replies: only the rows in sight are laid out.

use egui::{
    CornerRadius, Frame, Id, Margin, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2, vec2,
};

use super::{Dragged, EditorView, in_sight, tree};
use crate::app::editor::{Choice, EditorAction, EditorCommand, Pane, Trashed};
use crate::model::{Layer, Message, Reply};
use crate::ui::shared::paint::{Button, button, hold_list_focus, job, one_line, right_text, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The replies of the selected node, or the trash; only the rows in sight are drawn.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let editor = view.editor;
    if editor.pane() == Pane::List && editor.overlay().is_none() {
        hold_list_focus(ui, Id::unique("list-keys"));
    }
    let is_trash = editor.is_trash();
    if editor.chosen() > 1 {
        chosen_bar(ui, view, actions);
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(size::ROW_INSET);
    let count = if is_trash { editor.trash().len() } else { editor.rows().len() };
    let current = if is_trash {
        Some(editor.trash_row())
    } else {
        editor.current().and_then(|id| editor.rows().iter().position(|row| row == id))
    };
    let mut area = ScrollArea::vertical().id_salt("replies").auto_shrink(false);
    if let Some(offset) = current.and_then(|row| in_sight::offset(ui, "replies", row, count)) {
        area = area.vertical_scroll_offset(offset);
    }
    let output = area.show_rows(ui, size::ROW, count, |ui, rows| {
        for row in rows {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::hover());
            if is_trash {
                if let Some(trashed) = editor.trash().get(row) {
                    trash_row(ui, (row, trashed), row == editor.trash_row(), rect, actions);
                }
            } else if let Some(id) = editor.rows().get(row)
                && let Some(reply) = editor.reply(id)
            {
                row_ui(ui, view, (row, reply), rect, actions);
            }
        }
    });
    in_sight::note(ui, "replies", &output);
}

/// What can be done with several replies.
fn chosen_bar(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    let commands = [
        (EditorCommand::Move, EditorAction::Ask(crate::app::editor::Ask::Move)),
        (EditorCommand::Tag, EditorAction::Ask(crate::app::editor::Ask::Tag)),
        (EditorCommand::TakeInferred, EditorAction::TakeInferred),
        (EditorCommand::Duplicate, EditorAction::Duplicate),
        (EditorCommand::Hide, EditorAction::ToggleHidden),
        (EditorCommand::Delete, EditorAction::Delete),
    ];
    let margin = Margin { bottom: 0, ..Margin::symmetric(size::MARGIN_I8, size::ROW_INSET_I8) };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::CHIP);
            ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
            let count = view.editor.chosen().to_string();
            ui.label(small(&view.words.with("editor-chosen", &[("count", &count)]), tokens.dim));
            for (command, action) in commands {
                if button(ui, &view.words.short(command.word()), None, Button::Small) {
                    actions.push(action);
                }
            }
        });
    });
}

/// One reply: title, second line, marks; it can be selected, opened and dragged.
fn row_ui(
    ui: &Ui,
    view: &EditorView<'_>,
    (row, reply): (usize, &Reply),
    rect: Rect,
    actions: &mut Vec<EditorAction>,
) {
    let (tokens, editor) = (Tokens::of(ui), view.editor);
    let plate = rect.shrink2(vec2(size::ROW_INSET, 0.0));
    let response = ui.interact(plate, Id::unique(("reply", row)), Sense::click_and_drag());
    let is_current = editor.current() == Some(reply.id.as_str());
    let is_chosen = editor.is_chosen(&reply.id);
    let title = if reply.title.trim().is_empty() {
        view.words.text("editor-untitled").into_owned()
    } else {
        reply.title.clone()
    };
    let second = second_line(view, reply);
    let hidden = hidden_mark(view, &reply.id);
    response.widget_info(|| {
        let said: Vec<&str> = hidden.iter().map(String::as_str).chain([second.as_str()]).collect();
        let name = view.words.with("row-name", &[("title", &title), ("second", &said.join(" "))]);
        WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, name)
    });
    if is_chosen || is_current {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.panel);
    }
    if is_current && editor.pane() == Pane::List {
        let edge = Stroke::new(size::LINE, tokens.accent);
        ui.painter().rect_stroke(plate, CornerRadius::same(size::RADIUS), edge, StrokeKind::Inside);
    }
    let (left, right) = (rect.left() + size::MARGIN, rect.right() - size::MARGIN);
    let first_line = rect.top() + size::ROW * 0.31;
    let mut taken = 0.0;
    if let Some(code) = &reply.code {
        taken = right_text(ui, pos2(right, first_line), code, tokens.dim) + size::GAP;
    }
    if editor.draft(&reply.id).is_some() {
        let said = view.words.text("editor-row-unsaved");
        taken += right_text(ui, pos2(right - taken, first_line), &said, tokens.gap) + size::GAP;
    }
    if let Some(said) = &hidden {
        taken += right_text(ui, pos2(right - taken, first_line), said, tokens.dim) + size::GAP;
    }
    let is_dim = hidden.is_some() || reply.title.trim().is_empty();
    let colour = if is_dim { tokens.dim } else { tokens.text };
    let top = pos2(left, first_line - size::TITLE * 0.72);
    one_line(ui, top, right - left - taken, job(&title, size::TITLE, colour));
    let top = pos2(left, rect.top() + size::ROW * 0.70 - size::SMALL * 0.72);
    one_line(ui, top, right - left, job(&second, size::SMALL, tokens.dim));
    respond(ui, &response, row, is_chosen, actions);
}

/// That a reply is not offered, or in which shops.
pub(super) fn hidden_mark(view: &EditorView<'_>, id: &str) -> Option<String> {
    let shops = view.editor.lists().hidden_in(id)?;
    Some(if shops.is_empty() {
        view.words.text("editor-row-hidden").into_owned()
    } else {
        view.words.with("editor-row-hidden-in", &[("shops", &shops.join("、"))])
    })
}

/// What clicks and drags on a row do. Dragging a row that is not chosen chooses it alone.
fn respond(ui: &Ui, response: &egui::Response, row: usize, is_chosen: bool, actions: &mut Vec<EditorAction>) {
    let modifiers = ui.input(|input| input.modifiers);
    let choice = match modifiers {
        Modifiers { command: true, .. } => Choice::Toggle,
        Modifiers { shift: true, .. } => Choice::Range,
        _ => Choice::Alone,
    };
    if response.drag_started() && !is_chosen {
        actions.push(EditorAction::Select { row, choice: Choice::Alone });
    }
    response.dnd_set_drag_payload(Dragged::Replies);
    if response.clicked() {
        actions.push(EditorAction::Select { row, choice });
        actions.push(EditorAction::FocusPane(Pane::List));
    }
    if response.double_clicked() {
        actions.push(EditorAction::OpenForm);
    }
}

/// What an own reply is a copy of, or how the first wording begins.
fn second_line(view: &EditorView<'_>, reply: &Reply) -> String {
    let library = view.editor.library();
    if view.editor.is_own(&reply.id) && library.below(&reply.id, Layer::Personal).is_some() {
        let pack = tree::layer_name(view, Layer::Starter);
        return view.words.with("editor-row-copy", &[("pack", &pack)]);
    }
    let messages = reply.wordings.iter().flat_map(|wording| &wording.messages);
    let text = messages.clone().find_map(Message::text).unwrap_or_default();
    text.lines().collect::<Vec<_>>().join(" ")
}

/// One deleted reply, with the time when it was deleted.
fn trash_row(
    ui: &Ui,
    (row, trashed): (usize, &Trashed),
    is_selected: bool,
    rect: Rect,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let plate = rect.shrink2(vec2(size::ROW_INSET, 0.0));
    let response = ui.interact(plate, Id::unique(("trashed", row)), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &trashed.reply.title));
    if is_selected {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.selected);
    }
    let (left, right) = (rect.left() + size::MARGIN, rect.right() - size::MARGIN);
    let first = pos2(left, rect.top() + size::ROW * 0.31 - size::TITLE * 0.72);
    one_line(ui, first, right - left, job(&trashed.reply.title, size::TITLE, tokens.text));
    let second = pos2(left, rect.top() + size::ROW * 0.70 - size::SMALL * 0.72);
    let at = trashed.at.strftime("%Y-%m-%d %H:%M").to_string();
    one_line(ui, second, right - left, job(&at, size::SMALL, tokens.dim));
    if response.clicked() {
        actions.push(EditorAction::Select { row, choice: Choice::Alone });
        actions.push(EditorAction::FocusPane(Pane::List));
    }
}

/// A deleted reply in place of the form.
pub(super) fn trashed(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    let Some(trashed) = view.editor.trash().get(view.editor.trash_row()) else {
        ui.label(small(&view.words.text("editor-trash-empty"), tokens.dim));
        return;
    };
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(&trashed.reply.title).font(font(size::TITLE)).color(tokens.text));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if button(ui, &view.words.text("editor-restore"), None, Button::Primary) {
                actions.push(EditorAction::Restore);
            }
        });
    });
    ui.label(small(&view.words.text("editor-trash-days"), tokens.dim));
    ui.add_space(size::GAP);
    ScrollArea::vertical().id_salt("trashed").auto_shrink(false).show(ui, |ui| {
        for text in trashed.reply.texts() {
            let text = egui::RichText::new(text).font(font(size::BODY)).color(tokens.text);
            ui.add(egui::Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
            ui.add_space(size::GAP);
        }
    });
}

/// Where no reply is selected.
pub(super) fn nothing(ui: &mut Ui, view: &EditorView<'_>) {
    let tokens = Tokens::of(ui);
    if view.editor.is_loaded() {
        ui.label(small(&view.words.text("editor-nothing"), tokens.dim));
    }
}
