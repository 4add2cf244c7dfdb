//! The wordings of a reply: which one, its messages, when it is meant.

use egui::{Id, Ui};

use super::line::{inner_label, line, troubles};
use super::text::Input;
use super::{EditorKeys, EditorView};
use crate::app::editor::{EditorAction, FormEdit, Spot, Timed, Working};
use crate::lang::capitalized;
use crate::model::{Message, Wording};
use crate::template::calendar::{Calendar, DayKind};
use crate::template::{Reason, Setting, Trade, Trades};
use crate::ui::shared::paint::{choice, small};
use crate::ui::shared::theme::{Tokens, size};

/// The wordings of the reply, and the messages and conditions of the one that is chosen.
pub(super) fn show(
    ui: &mut Ui,
    view: &EditorView<'_>,
    working: &Working,
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    line(ui, &view.words.text("form-wordings"), |ui| {
        chips(ui, view, working, actions);
        let idx = view.editor.wording();
        if let Some(wording) = working.reply.wordings.get(idx) {
            messages(ui, view, (idx, wording), keys, actions);
            conditions(ui, view, working, (idx, wording), actions);
        }
        troubles(ui, view, Spot::Wordings, actions);
    });
}

/// One chip a wording, named by when it is meant.
fn chips(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    ui.horizontal_wrapped(|ui| {
        ui.set_min_height(size::FIELD);
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        let wordings = &working.reply.wordings;
        for (idx, wording) in wordings.iter().enumerate() {
            let label = format!("{} {}", idx + 1, meant_for(view, wording));
            if choice(ui, label.trim(), idx == view.editor.wording()).clicked() {
                actions.push(EditorAction::TurnWording(idx));
            }
        }
        if choice(ui, &view.words.text("form-add-wording"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::AddWording));
        }
        if wordings.len() > 1 {
            let idx = view.editor.wording();
            if idx > 0 && choice(ui, &view.words.text("form-raise-wording"), false).clicked() {
                actions.push(EditorAction::Edit(FormEdit::RaiseWording(idx)));
            }
            if choice(ui, &view.words.text("form-remove-wording"), false).clicked() {
                actions.push(EditorAction::Edit(FormEdit::RemoveWording(idx)));
            }
        }
    });
}

/// The conditions of a wording in a few words.
pub(super) fn meant_for(view: &EditorView<'_>, wording: &Wording) -> String {
    let (now, trades) = (jiff::civil::DateTime::MIN, Trades::default());
    let nowhere = Setting { now, shop: None, trades, cut_off: None, calendar: Calendar::china() };
    let reasons = wording.when.reasons(&nowhere);
    if reasons.is_empty() { String::new() } else { view.words.reasons(&reasons) }
}

/// The messages of a wording, each with its buttons and what is wrong in it.
fn messages(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (wording_idx, wording): (usize, &Wording),
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    let count = wording.messages.len();
    for (message_idx, message) in wording.messages.iter().enumerate() {
        let spot = Spot::Message { wording: wording_idx, message: message_idx };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::ROW_INSET;
            let edit = message_ui(ui, view, (wording_idx, message_idx, count), message, keys, actions);
            actions.extend(edit.map(EditorAction::Edit));
            if count > 1 && choice(ui, &view.words.text("form-remove-part"), false).clicked() {
                actions.push(EditorAction::Edit(FormEdit::RemoveMessage {
                    wording: wording_idx,
                    message: message_idx,
                }));
            }
        });
        troubles(ui, view, spot, actions);
    }
    additions(ui, view, (wording_idx, wording), actions);
}

/// The field of one message: its wording and itself, counted from 0, of so many. Gives the edit of what was typed.
fn message_ui(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (wording, message, count): (usize, usize, usize),
    shown: &Message,
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) -> Option<FormEdit> {
    let room = if count > 1 { size::FORM_REMOVE } else { 0.0 };
    let width = ui.available_width() - room;
    let spot = Some(Spot::Message { wording, message });
    match shown {
        Message::Text(text) => {
            let rows = if count > 1 { 2 } else { 3 };
            let input = Input { word: "form-text", place: ("text", wording, message), rows, width, spot };
            let new = input.show_template(ui, view, text, keys, actions);
            new.map(|text| FormEdit::Text { wording, message, text })
        }
        Message::Image(path) => {
            let place = ("image", wording, message);
            let input = Input { word: "form-image", place, rows: 1, width, spot };
            let new = input.show(ui, view, path, actions);
            new.map(|path| FormEdit::Image { wording, message, path })
        }
    }
}

/// What can be added to a wording: a text, an image, conditions.
fn additions(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (wording_idx, wording): (usize, &Wording),
    actions: &mut Vec<EditorAction>,
) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        if choice(ui, &view.words.text("form-add-part"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::AddText(wording_idx)));
        }
        if choice(ui, &view.words.text("form-add-image"), false).clicked() {
            actions.push(EditorAction::Edit(FormEdit::AddImage(wording_idx)));
        }
        if wording.when.is_always() {
            let id = conditions_id(view, wording_idx);
            let is_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or_default();
            if choice(ui, &view.words.text("form-conditions"), is_open).clicked() {
                ui.data_mut(|data| data.insert_temp(id, !is_open));
            }
        }
    });
}

fn conditions_id(view: &EditorView<'_>, wording: usize) -> Id {
    Id::unique(("conditions", view.editor.current(), wording))
}

/// When the wording is meant: on which days, at which hours, between which dates, for which shops and trades.
fn conditions(
    ui: &mut Ui,
    view: &EditorView<'_>,
    working: &Working,
    (wording_idx, shown): (usize, &Wording),
    actions: &mut Vec<EditorAction>,
) {
    let is_open = ui.data(|data| data.get_temp::<bool>(conditions_id(view, wording_idx))).unwrap_or_default();
    let is_unread = working.unread().any(|(timed, _)| timed.wording() == Some(wording_idx));
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
                actions.push(EditorAction::Edit(FormEdit::Day { wording: wording_idx, day, is_on: !is_on }));
            }
        }
    });
    let pairs = [
        ("form-after", Timed::After(wording_idx)),
        ("form-before", Timed::Before(wording_idx)),
        ("form-from", Timed::From(wording_idx)),
        ("form-until", Timed::Until(wording_idx)),
    ];
    for row in pairs.chunks(2) {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::GAP;
            for (word, timed) in row {
                inner_label(ui, &view.words.text(word));
                let spot = Some(Spot::Timed(*timed));
                let input =
                    Input { word, place: (word, wording_idx, 0), rows: 1, width: size::FORM_TIME, spot };
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
        let input =
            Input { word: "form-shops", place: ("shops", wording_idx, 0), rows: 1, width, spot: None };
        if let Some(names) = input.show(ui, view, &working.shops(wording_idx), actions) {
            actions.push(EditorAction::Edit(FormEdit::Shops { wording: wording_idx, names }));
        }
    });
    let label = view.words.text("form-trades");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        ui.label(small(&label, tokens.dim));
        trades(ui, view, shown.when.trades, &mut |trade, is_on| {
            actions.push(EditorAction::Edit(FormEdit::Trade { wording: Some(wording_idx), trade, is_on }));
        });
    });
}

/// A chip a trade, to switch on and off.
pub(super) fn trades(
    ui: &mut Ui,
    view: &EditorView<'_>,
    chosen: Trades,
    switch: &mut dyn FnMut(Trade, bool),
) {
    for trade in Trade::ALL {
        let is_on = chosen.has(trade);
        if choice(ui, &capitalized(&view.words.trade(trade)), is_on).clicked() {
            switch(trade, !is_on);
        }
    }
}
