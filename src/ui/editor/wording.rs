//! The wordings of a reply: which one, its messages, when it is meant.

use egui::{Id, Ui};

use super::form::{Input, inner_label, line, troubles};
use super::{EditorKeys, EditorView};
use crate::app::editor::{EditorAction, FormEdit, Spot, Timed, Working};
use crate::lang::capitalized;
use crate::model::{Part, Variant};
use crate::template::calendar::{Calendar, DayKind};
use crate::template::{Reason, Setting};
use crate::ui::shared::paint::{choice, small};
use crate::ui::shared::theme::{Tokens, size};

pub(super) fn show(
    ui: &mut Ui,
    view: &EditorView<'_>,
    working: &Working,
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    line(ui, &view.words.text("form-wordings"), |ui| {
        chips(ui, view, working, actions);
        let idx = view.editor.variant();
        if let Some(variant) = working.reply.variants.get(idx) {
            messages(ui, view, (idx, variant), keys, actions);
            conditions(ui, view, working, (idx, variant), actions);
        }
        troubles(ui, view, Spot::Wordings, actions);
    });
}

/// One chip a wording, named by when it is meant.
fn chips(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(size::FIELD);
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        let variants = &working.reply.variants;
        for (idx, variant) in variants.iter().enumerate() {
            let label = format!("{} {}", idx + 1, meant_for(view, variant));
            if choice(ui, label.trim(), idx == view.editor.variant()).clicked() {
                actions.push(EditorAction::TurnVariant(idx));
            }
        }
        if choice(ui, &view.words.text("form-add-wording"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::AddVariant));
        }
        if variants.len() > 1 {
            let idx = view.editor.variant();
            if idx > 0 && choice(ui, &view.words.text("form-raise-wording"), false).clicked() {
                actions.push(EditorAction::Edit(FormEdit::RaiseVariant(idx)));
            }
            if choice(ui, &view.words.text("form-remove-wording"), false).clicked() {
                actions.push(EditorAction::Edit(FormEdit::RemoveVariant(idx)));
            }
        }
    });
}

/// The conditions of a wording in a few words.
pub(super) fn meant_for(view: &EditorView<'_>, variant: &Variant) -> String {
    let now = jiff::civil::DateTime::MIN;
    let reasons =
        variant.when.reasons(&Setting { now, shop: None, cut_off: None, calendar: Calendar::china() });
    if reasons.is_empty() { String::new() } else { view.words.reasons(&reasons) }
}

fn messages(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (variant, wording): (usize, &Variant),
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    let count = wording.parts.len();
    for (part, message) in wording.parts.iter().enumerate() {
        let spot = Spot::Part { variant, part };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::ROW_INSET;
            let room = if count > 1 { size::FORM_REMOVE } else { 0.0 };
            let width = ui.available_width() - room;
            let edit = match message {
                Part::Text(text) => {
                    let input = Input {
                        word: "form-text",
                        part: ("text", variant, part),
                        rows: if count > 1 { 2 } else { 3 },
                        width,
                        spot: Some(spot),
                    };
                    let new = input.show_template(ui, view, text, keys, actions);
                    new.map(|text| FormEdit::Text { variant, part, text })
                }
                Part::Image(path) => {
                    let input = Input {
                        word: "form-image",
                        part: ("image", variant, part),
                        rows: 1,
                        width,
                        spot: Some(spot),
                    };
                    let new = input.show(ui, view, path, actions);
                    new.map(|path| FormEdit::Image { variant, part, path })
                }
            };
            actions.extend(edit.map(EditorAction::Edit));
            if count > 1 && choice(ui, &view.words.text("form-remove-part"), false).clicked() {
                actions.push(EditorAction::Edit(FormEdit::RemovePart { variant, part }));
            }
        });
        troubles(ui, view, spot, actions);
    }
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        if choice(ui, &view.words.text("form-add-part"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::AddText(variant)));
        }
        if choice(ui, &view.words.text("form-add-image"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::AddImage(variant)));
        }
        if wording.when.is_always() {
            let id = conditions_id(view, variant);
            let is_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or_default();
            if choice(ui, &view.words.text("form-conditions"), is_open).clicked() {
                ui.data_mut(|data| data.insert_temp(id, !is_open));
            }
        }
    });
}

fn conditions_id(view: &EditorView<'_>, variant: usize) -> Id {
    Id::unique(("conditions", view.editor.current(), variant))
}

/// When the wording is meant: on which days, at which hours, between which dates, for which shops.
fn conditions(
    ui: &mut Ui,
    view: &EditorView<'_>,
    working: &Working,
    (variant, shown): (usize, &Variant),
    actions: &mut Vec<EditorAction>,
) {
    let is_open = ui.data(|data| data.get_temp::<bool>(conditions_id(view, variant))).unwrap_or_default();
    let is_unread = working.unread().any(|(timed, _)| timed.variant() == Some(variant));
    if shown.when.is_always() && !is_open && !is_unread {
        return;
    }
    let tokens = Tokens::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        ui.label(small(&view.words.text("form-days"), tokens.dim));
        for day in DayKind::ALL {
            let is_on = shown.when.days.contains(&day);
            let label = capitalized(&view.words.reasons(&[Reason::Day(day)]));
            if choice(ui, &label, is_on).clicked() {
                actions.push(EditorAction::Edit(FormEdit::Day { variant, day, is_on: !is_on }));
            }
        }
    });
    let pairs = [
        ("form-after", Timed::After(variant)),
        ("form-before", Timed::Before(variant)),
        ("form-from", Timed::From(variant)),
        ("form-until", Timed::Until(variant)),
    ];
    for row in pairs.chunks(2) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::GAP;
            for (word, timed) in row {
                inner_label(ui, &view.words.text(word));
                let spot = Some(Spot::Timed(*timed));
                let input = Input { word, part: (word, variant, 0), rows: 1, width: size::FORM_TIME, spot };
                if let Some(text) = input.show(ui, view, &working.timed(*timed), actions) {
                    actions.push(EditorAction::Edit(FormEdit::Timed(*timed, text)));
                }
            }
        });
        for (_, timed) in row {
            troubles(ui, view, Spot::Timed(*timed), actions);
        }
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        inner_label(ui, &view.words.text("form-shops"));
        let width = ui.available_width();
        let input = Input { word: "form-shops", part: ("shops", variant, 0), rows: 1, width, spot: None };
        if let Some(names) = input.show(ui, view, &working.shops(variant), actions) {
            actions.push(EditorAction::Edit(FormEdit::Shops { variant, names }));
        }
    });
}
