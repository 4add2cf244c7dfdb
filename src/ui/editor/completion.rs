//! The names of fields that a placeholder may be completed to while it is typed.

use std::ops::Range;

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Event, Id, Key, Order, Role, Sense, Ui, WidgetInfo, vec2};

use super::EditorKeys;
use crate::model::Placeholders;
use crate::search::fitting;
use crate::ui::shared::paint::{job, one_line};
use crate::ui::shared::theme::{Tokens, size};

/// How many names are offered at most.
const MAX_NAMES: usize = 8;

/// A placeholder that is being typed in a text field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Completion {
    /// The characters of the text that a name takes the place of: behind the brace, up to the cursor.
    typed: Range<usize>,
    names: Vec<String>,
    selected: usize,
}

/// What the keys of this frame have done.
pub(super) enum Outcome {
    Nothing,
    /// The text with the name put in, and the cursor behind it.
    Completed(String, usize),
}

/// The text between the last open brace and the cursor, in characters; `None` where no name is being typed.
pub(super) fn being_typed(text: &str, cursor: usize) -> Option<(Range<usize>, String)> {
    let before: Vec<char> = text.chars().take(cursor).collect();
    let brace = before.iter().rposition(|c| matches!(c, '{' | '｛'))?;
    let name: String = before.iter().skip(brace + 1).collect();
    let ends = |c: char| {
        matches!(c, '}' | '｝' | ':' | '：' | '|' | '｜' | '+' | '=' | '{' | '\n') || c.is_whitespace()
    };
    (!name.contains(ends)).then_some((brace + 1..cursor, name))
}

impl Completion {
    pub(super) fn load(ui: &Ui, field: Id) -> Option<Self> {
        ui.data(|data| data.get_temp::<Option<Self>>(field.with("completion"))).flatten()
    }

    fn store(ui: &Ui, field: Id, completion: Option<Self>) {
        ui.data_mut(|data| data.insert_temp(field.with("completion"), completion));
    }

    /// Takes the keys that are for the list before the field sees them.
    pub(super) fn take_keys(ui: &Ui, field: Id, text: &str, keys: &mut EditorKeys) -> Outcome {
        let Some(mut completion) = Self::load(ui, field) else { return Outcome::Nothing };
        if !ui.memory(|memory| memory.has_focus(field)) {
            Self::store(ui, field, None);
            keys.is_completing = false;
            return Outcome::Nothing;
        }
        let mut outcome = Outcome::Nothing;
        let mut is_open = true;
        ui.input_mut(|input| {
            input.events.retain(|event| {
                let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                if modifiers.any() || !is_open {
                    return true;
                }
                let count = completion.names.len().max(1);
                if *key == Key::ArrowDown {
                    completion.selected = (completion.selected + 1) % count;
                } else if *key == Key::ArrowUp {
                    completion.selected = (completion.selected + count - 1) % count;
                } else if [Key::Enter, Key::Tab].contains(key) {
                    outcome = completion.completed(text, completion.selected);
                    is_open = false;
                } else if *key == Key::Escape {
                    is_open = false;
                } else {
                    return true;
                }
                false
            });
        });
        keys.is_completing = is_open;
        Self::store(ui, field, is_open.then_some(completion));
        outcome
    }

    /// The text with a name put in; a closing brace is added where there is none.
    fn completed(&self, text: &str, place: usize) -> Outcome {
        let Some(name) = self.names.get(place) else { return Outcome::Nothing };
        let chars: Vec<char> = text.chars().collect();
        let behind: String = chars.iter().skip(self.typed.end).collect();
        let closing = if behind.starts_with(['}', '｝']) { "" } else { "}" };
        let before: String = chars.iter().take(self.typed.start).collect();
        let cursor = self.typed.start + name.chars().count() + 1;
        Outcome::Completed(format!("{before}{name}{closing}{behind}"), cursor)
    }

    /// Opens, follows or closes the list after the field has taken what was typed.
    pub(super) fn follow(
        ui: &Ui,
        field: Id,
        text: &str,
        cursor: Option<usize>,
        has_changed: bool,
        known: &Placeholders,
        keys: &mut EditorKeys,
    ) {
        let before = Self::load(ui, field);
        if before.is_none() && !has_changed {
            return;
        }
        let typed = cursor.and_then(|cursor| being_typed(text, cursor));
        let completion = typed.and_then(|(typed, name)| {
            let all: Vec<&str> = known.names().collect();
            let places: Vec<usize> =
                if name.is_empty() { (0..all.len()).collect() } else { fitting(&all, &name) };
            let names: Vec<String> = places
                .into_iter()
                .filter_map(|place| all.get(place))
                .take(MAX_NAMES)
                .map(|name| (*name).to_owned())
                .collect();
            let is_done = names.first().is_some_and(|first| *first == name);
            let kept = before.filter(|before| before.names == names).map_or(0, |before| before.selected);
            (!names.is_empty() && !is_done).then_some(Self { typed, names, selected: kept })
        });
        keys.is_completing = completion.is_some();
        Self::store(ui, field, completion);
    }

    /// Draws the list below the cursor; a click gives the completed text.
    pub(super) fn show(ui: &Ui, field: Id, text: &str, below: egui::Pos2) -> Outcome {
        let Some(completion) = Self::load(ui, field) else { return Outcome::Nothing };
        let tokens = Tokens::of(ui);
        let mut outcome = Outcome::Nothing;
        egui::Area::new(field.with("names")).order(Order::Foreground).fixed_pos(below).show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).fill(tokens.field).inner_margin(size::ROW_INSET).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                for (place, name) in completion.names.iter().enumerate() {
                    let wanted = vec2(size::COMPLETION, size::TREE_ROW);
                    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
                    let is_selected = place == completion.selected;
                    response
                        .widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, name));
                    if is_selected || response.hovered() {
                        ui.painter().rect_filled(rect, f32::from(size::RADIUS), tokens.selected);
                    }
                    let top = rect.left_center() + vec2(size::ROW_INSET, -size::TREE_TEXT * 0.72);
                    one_line(ui, top, rect.width(), job(name, size::TREE_TEXT, tokens.text));
                    if response.clicked() {
                        outcome = completion.completed(text, place);
                    }
                }
            });
        });
        outcome
    }

    /// Puts the cursor of a field there.
    pub(super) fn set_cursor(ui: &Ui, field: Id, cursor: usize) {
        let mut state = TextEditState::load(ui.ctx(), field).unwrap_or_default();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(cursor))));
        state.store(ui.ctx(), field);
        Self::store(ui, field, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_being_typed_behind_a_brace_that_is_still_open() {
        let cases = [
            ("亲，{", 3, Some("")),
            ("亲，{订单", 5, Some("订单")),
            ("亲，{订单号}的", 4, Some("订")),
            ("亲，{订单号}的", 7, None),
            ("{快递:申", 5, None),
            ("{快递|申", 5, None),
            ("没有", 2, None),
            ("{订单号}和{ddh", 10, Some("ddh")),
            ("{ 好", 3, None),
        ];
        for (text, cursor, expected) in cases {
            let typed = being_typed(text, cursor).map(|(_, name)| name);
            assert_eq!(typed.as_deref(), expected, "{text} {cursor}");
        }
    }

    #[test]
    fn a_name_takes_the_place_of_what_was_typed_and_the_brace_is_closed_once() {
        for (text, typed, expected) in
            [("亲，{dd", 3..5, ("亲，{订单号}", 7)), ("{d}好", 1..2, ("{订单号}好", 5))]
        {
            let completion = Completion { typed, names: vec!["订单号".into()], selected: 0 };
            let Outcome::Completed(text, cursor) = completion.completed(text, 0) else { panic!() };
            assert_eq!((text.as_str(), cursor), expected);
        }
    }
}
