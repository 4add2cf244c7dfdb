//! The form for the gaps of a reply, with the text below it as it fills.

use egui::text::TextWrapping;
use egui::{
    Id, Key, KeyboardShortcut, Label, Modifiers, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use super::preview;
use super::view::View;
use crate::app::popup::{Action, Form};
use crate::draft::FormField;
use crate::lang::Words;
use crate::ui::shared::paint::{FOCUS_LOCK, field_frame, full_width, hold_focus, right_text, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// The form of the selected reply's fields, with its preview below.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, form: &Form, actions: &mut Vec<Action>) {
    let Some(draft) = view.draft() else { return };
    let tokens = Tokens::of(ui);
    preview::header(ui, view);
    ui.add_space(size::GAP);
    let fields_height = (ui.available_height() * 0.6).max(size::FIELD);
    ScrollArea::vertical().id_salt("fields").max_height(fields_height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::ROW_INSET;
        for (field_idx, field) in draft.fields.iter().enumerate() {
            let has_focus = field_idx == form.focused() && view.popup.face().chip().is_none();
            field_ui(ui, &Asked { words: view.words, field_idx, field, has_focus }, actions);
        }
    });
    ui.add_space(size::GAP);
    let line = full_width(ui, size::LINE);
    ui.painter().hline(line.x_range(), line.center().y, Stroke::new(size::LINE, tokens.line));
    ui.add_space(size::GAP);
    ScrollArea::vertical()
        .id_salt("filled")
        .auto_shrink(false)
        .show(ui, |ui| preview::messages(ui, view, draft));
}

/// A long text shows so many lines at least.
const LONG_LINES: usize = 2;

/// A field that is asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub words: &'a Words,
    pub field_idx: usize,
    pub field: &'a FormField,
    pub has_focus: bool,
}

/// One field: its name, its input, and a remark below where there is one.
pub(super) fn field_ui(ui: &mut Ui, asked: &Asked<'_>, actions: &mut Vec<Action>) {
    let field = asked.field;
    let tokens = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        let (label, _) = ui.allocate_exact_size(vec2(size::FIELD_LABEL, size::FIELD), Sense::hover());
        let is_gap = field.value.trim().is_empty();
        let colour = if is_gap { tokens.gap } else { tokens.text };
        let name = crate::ui::shared::paint::job(&field.name, size::TITLE, colour);
        let top = egui::pos2(label.left(), label.center().y - size::TITLE * 0.72);
        crate::ui::shared::paint::one_line(ui, top, size::FIELD_LABEL - size::GAP, name);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if field.choices.is_empty() {
                text_ui(ui, asked, actions);
            } else {
                choices_ui(ui, asked, actions);
            }
            if let Some(note) = &field.note {
                let colour = if note.is_warning() { tokens.gap } else { tokens.dim };
                ui.add(Label::new(small(&asked.words.field_note(note), colour)).wrap());
            }
        });
    });
}

/// The input of a field that is typed.
fn text_ui(ui: &mut Ui, asked: &Asked<'_>, actions: &mut Vec<Action>) {
    let &Asked { words, field_idx, field, has_focus } = asked;
    let tokens = Tokens::of(ui);
    let mut value = Typed(field.value.clone());
    let frame = field_frame(ui, has_focus);
    let id = Id::unique(("field", &field.name));
    let is_new = has_focus && hold_focus(ui, id);
    let hint = field.example.as_ref().map_or_else(
        || words.text("field-gap").into_owned(),
        |example| words.with("field-example", &[("example", example)]),
    );
    let edit = if field.is_long {
        let line_break = KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter);
        value.lines(LONG_LINES).return_key(line_break)
    } else {
        value.one_line()
    };
    let edit = edit
        .id(id)
        .font(font(size::BODY))
        .frame(frame)
        .desired_width(ui.available_width())
        .align(if field.is_long { egui::Align2::LEFT_TOP } else { egui::Align2::LEFT_CENTER })
        .hint_text(small(&hint, tokens.dim))
        .event_filter(FOCUS_LOCK);
    let response = ui.add(edit);
    value.keep_cursor_whole(ui, id);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &field.name));
    if response.changed() {
        actions.push(Action::SetField { name: field.name.clone(), value: value.0 });
    }
    if is_new {
        response.scroll_to_me(None);
    } else if !has_focus && response.gained_focus() {
        actions.push(Action::FocusField(field_idx));
    }
}

/// The choices, in as many lines as they need; the one that is filled in is tinted. A value that is not one of them (of the
/// shop, or a default) is in front.
fn choices_ui(ui: &mut Ui, asked: &Asked<'_>, actions: &mut Vec<Action>) {
    let &Asked { words, field_idx, field, has_focus } = asked;
    let tokens = Tokens::of(ui);
    let is_foreign = !field.value.trim().is_empty() && !field.choices.contains(&field.value);
    let foreign = is_foreign.then(|| (field.value.clone(), field.value.as_str()));
    let numbered = field
        .choices
        .iter()
        .enumerate()
        // The tenth has the key 0.
        .map(|(idx, choice)| (format!("{} {choice}", (idx + 1) % 10), choice.as_str()));
    let hint = words.text("field-choose");
    let hint_width = ui.painter().layout_no_wrap(hint.to_string(), font(size::SMALL), tokens.dim).size().x;
    let width = ui.available_width();
    let room = width - hint_width - 3.0 * size::GAP;
    // Lay out first: the height of the field is that of its lines.
    let mut pos = vec2(size::ROW_INSET, (size::FIELD - size::CHIP) / 2.0);
    let mut chips = Vec::new();
    for (shown, choice) in foreign.into_iter().chain(numbered) {
        let colour = if choice == field.value { tokens.accent } else { tokens.text };
        let mut job = crate::ui::shared::paint::job(&shown, size::SMALL, colour);
        job.wrap = TextWrapping::truncate_at_width(room - 2.0 * size::CHIP_PADDING);
        let galley = ui.painter().layout_job(job);
        let chip_width = galley.size().x + 2.0 * size::CHIP_PADDING;
        if pos.x > size::ROW_INSET && pos.x + chip_width > room {
            pos = vec2(size::ROW_INSET, pos.y + size::CHIP + size::ROW_INSET);
        }
        chips.push((pos, vec2(chip_width, size::CHIP), galley, choice));
        pos.x += chip_width;
    }
    let height = pos.y + f32::midpoint(size::FIELD, size::CHIP);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let edge = if has_focus { Stroke::new(1.5, tokens.accent) } else { Stroke::new(size::LINE, tokens.line) };
    ui.painter().rect(rect, f32::from(size::RADIUS), tokens.field, edge, StrokeKind::Inside);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &field.name));
    if has_focus {
        if hold_focus(ui, response.id) {
            response.scroll_to_me(None);
        }
    } else if response.clicked() {
        actions.push(Action::FocusField(field_idx));
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, FOCUS_LOCK));
    let first_line = rect.right_top() + vec2(-size::GAP, size::FIELD / 2.0);
    right_text(ui, first_line, &hint, tokens.dim);
    for (chip_idx, (at, chip_size, galley, choice)) in chips.into_iter().enumerate() {
        let plate = Rect::from_min_size(rect.min + at, chip_size);
        let is_chosen = choice == field.value;
        if is_chosen {
            ui.painter().rect_filled(plate, size::CHIP / 2.0, tokens.accent_tint);
        }
        ui.painter().galley(plate.center() - galley.size() / 2.0, galley, tokens.text);
        let clicked = ui.interact(plate, Id::unique(("choice", field_idx, chip_idx)), Sense::click());
        clicked.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, choice));
        if clicked.clicked() {
            actions.push(Action::FocusField(field_idx));
            actions.push(Action::SetField { name: field.name.clone(), value: choice.to_owned() });
        }
    }
}
