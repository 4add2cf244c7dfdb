//! The form for the gaps of a reply, with the text below it as it fills.

use egui::{Frame, Id, Margin, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, vec2};

use super::View;
use super::paint::{full_width, hold_keys, right_text, small};
use super::theme::{Tokens, font, size};
use super::{preview, search_bar};
use crate::app::{Action, Form, FormField};

pub(super) fn show(ui: &mut Ui, view: &View<'_>, form: &Form, actions: &mut Vec<Action>) {
    let Some(draft) = view.draft else { return };
    let tokens = Tokens::of(ui);
    let fields_height = (ui.available_height() * 0.6).max(size::FIELD);
    ScrollArea::vertical().id_salt("fields").max_height(fields_height).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::ROW_INSET;
        for (field_idx, field) in draft.fields.iter().enumerate() {
            let has_keys = field_idx == form.focused();
            field_ui(ui, view, (field_idx, field), has_keys, actions);
        }
    });
    ui.add_space(size::GAP);
    let line = full_width(ui, size::LINE);
    ui.painter().hline(line.x_range(), line.center().y, Stroke::new(size::LINE, tokens.line));
    ui.add_space(size::GAP);
    ScrollArea::vertical()
        .id_salt("filled")
        .auto_shrink(false)
        .show(ui, |ui| preview::parts(ui, view, draft));
}

fn field_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (field_idx, field): (usize, &FormField),
    has_keys: bool,
    actions: &mut Vec<Action>,
) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.set_height(size::FIELD);
        let (label, _) = ui.allocate_exact_size(vec2(size::FIELD_LABEL, size::FIELD), Sense::hover());
        let is_gap = field.value.trim().is_empty();
        let colour = if is_gap { tokens.gap } else { tokens.text };
        let name = super::paint::job(&field.name, size::TITLE, colour);
        let top = egui::pos2(label.left(), label.center().y - size::TITLE * 0.72);
        super::paint::one_line(ui, top, size::FIELD_LABEL - size::GAP, name);
        if field.choices.is_empty() {
            text_ui(ui, view, (field_idx, field), has_keys, actions);
        } else {
            choices_ui(ui, view, (field_idx, field), has_keys, actions);
        }
    });
}

fn text_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (field_idx, field): (usize, &FormField),
    has_keys: bool,
    actions: &mut Vec<Action>,
) {
    let tokens = Tokens::of(ui);
    let mut value = field.value.clone();
    let edge = if has_keys { tokens.accent } else { tokens.line };
    let frame = Frame::new()
        .fill(tokens.field)
        .stroke(Stroke::new(if has_keys { 1.5 } else { size::LINE }, edge))
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(10, 5));
    let id = Id::unique(("field", &field.name));
    let is_new = has_keys && hold_keys(ui, id);
    let edit = TextEdit::singleline(&mut value)
        .id(id)
        .font(font(size::BODY))
        .frame(frame)
        .desired_width(ui.available_width())
        .align(egui::Align2::LEFT_CENTER)
        .hint_text(small(&view.words.text("field-gap"), tokens.dim))
        .event_filter(search_bar::KEEPS);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &field.name));
    if response.changed() {
        actions.push(Action::SetField { name: field.name.clone(), value });
    }
    if is_new {
        response.scroll_to_me(None);
    } else if !has_keys && response.gained_focus() {
        actions.push(Action::FocusField(field_idx));
    }
}

/// The choices in a row; the one that is filled in is tinted.
fn choices_ui(
    ui: &mut Ui,
    view: &View<'_>,
    (field_idx, field): (usize, &FormField),
    has_keys: bool,
    actions: &mut Vec<Action>,
) {
    let tokens = Tokens::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), size::FIELD), Sense::click());
    let edge = if has_keys { Stroke::new(1.5, tokens.accent) } else { Stroke::new(size::LINE, tokens.line) };
    ui.painter().rect(rect, f32::from(size::RADIUS), tokens.field, edge, StrokeKind::Inside);
    response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &field.name));
    if has_keys {
        hold_keys(ui, response.id);
    } else if response.clicked() {
        actions.push(Action::FocusField(field_idx));
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, search_bar::KEEPS));
    let hint_width = right_text(
        ui,
        rect.right_center() - vec2(size::GAP, 0.0),
        &view.words.text("field-choose"),
        tokens.dim,
    );
    let mut left = rect.left() + size::ROW_INSET;
    for (choice_idx, choice) in field.choices.iter().enumerate() {
        let is_chosen = *choice == field.value;
        let colour = if is_chosen { tokens.accent } else { tokens.text };
        let shown = format!("{} {choice}", choice_idx + 1);
        let galley = ui.painter().layout_no_wrap(shown, font(size::SMALL), colour);
        let width = galley.size().x + 2.0 * size::CHIP_PADDING;
        if left + width > rect.right() - hint_width - 2.0 * size::GAP {
            break;
        }
        let plate = egui::Rect::from_min_size(
            egui::pos2(left, rect.center().y - size::CHIP / 2.0),
            vec2(width, size::CHIP),
        );
        if is_chosen {
            ui.painter().rect_filled(plate, size::CHIP / 2.0, tokens.accent_tint);
        }
        let centre = plate.center() - galley.size() / 2.0;
        ui.painter().galley(centre, galley, colour);
        let clicked = ui.interact(plate, Id::unique(("choice", field_idx, choice_idx)), Sense::click());
        clicked.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, choice));
        if clicked.clicked() {
            actions.push(Action::FocusField(field_idx));
            actions.push(Action::SetField { name: field.name.clone(), value: choice.clone() });
        }
        left += width;
    }
}
