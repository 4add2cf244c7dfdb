//! Keys → actions, by the table of [`Command`]s.
//!
//! Keys are taken from the input before any widget sees them, and left alone while an input method composes: then
//! Enter, Esc, arrows and digits belong to it.

use egui::{Context, Event, ImeEvent, Key, Modifiers, RawInput};

use super::search_bar;
use crate::app::Direction;
use crate::app::popup::{Action, Command, Popup, PopupScope, Press};
use crate::draft::FormField;
use crate::search;
use crate::ui::shared::shortcut::{digit_idx, is_pressed, is_typed};

/// What has to be remembered between frames.
#[derive(Debug, Default)]
pub struct Keys {
    is_composing: bool,
    held: Modifiers,
    /// The blank that the Space key has typed is not wanted: the key has pressed a chip.
    drops_blank: bool,
    /// What was typed behind a command in the same frame: its turn is the next one.
    held_back: Vec<Event>,
    /// A command has just acted: another field of a form may be focused, which takes what is typed in this frame. Until
    /// then what is typed would go into both.
    settles: bool,
}

impl Keys {
    /// Takes the first key that means a command out of the input of this frame and gives its action. What was typed
    /// before it stays for the widgets, to be applied before the action; what was typed behind it waits for the next
    /// frame, which the caller has to ask for while [`Keys::has_more`]. So the order of the keys is kept however slow
    /// the frames are. `ctx` knows where the caret of the search box is.
    pub fn take(&mut self, input: &mut RawInput, popup: &Popup, ctx: &Context) -> Option<Action> {
        let mut events = std::mem::take(&mut self.held_back);
        events.append(&mut input.events);
        if std::mem::take(&mut self.settles) && popup.face().has_fields() {
            (self.held_back, input.events) = events.into_iter().partition(is_typed);
            return None;
        }
        let mut events = events.into_iter();
        let mut action = None;
        for event in events.by_ref() {
            // Whether an arrow means a row depends on the rows and the caret behind what was typed before it.
            if is_arrow_of_list(&event, popup) && input.events.iter().any(is_typed) {
                self.held_back.push(event);
                break;
            }
            match self.meaning(&event, popup, ctx) {
                Meaning::Widgets => input.events.push(event),
                Meaning::Nothing => {}
                Meaning::After(found) => {
                    self.held_back.push(event);
                    action = Some(found);
                    break;
                }
                Meaning::Command(found) => {
                    action = Some(found);
                    break;
                }
            }
        }
        self.held_back.extend(events);
        self.settles = action.is_some();
        action
    }

    /// Whether something waits for the next frame.
    pub fn has_more(&self) -> bool {
        !self.held_back.is_empty()
    }

    /// What an event does here, or whether it is for the widgets.
    fn meaning(&mut self, event: &Event, popup: &Popup, ctx: &Context) -> Meaning {
        if let Event::ModifiersChanged(held) = event {
            self.held = *held;
        } else if let Event::WindowFocused(_) = event {
            self.held = Modifiers::NONE;
            self.is_composing = false;
        }
        if let Event::Ime(ime) = event {
            self.is_composing = matches!(ime, ImeEvent::Preedit { text, .. } if !text.is_empty());
            return Meaning::Widgets;
        }
        if self.is_composing {
            return Meaning::Widgets;
        }
        // The platform layer turns Ctrl+C, with Shift or without, into this event.
        if self.held.shift && matches!(event, Event::Copy) {
            return Command::CopyStay.action(&Press::default()).map_or(Meaning::Nothing, Meaning::Command);
        }
        if let Event::Text(text) = event
            && std::mem::take(&mut self.drops_blank)
            && text == " "
        {
            return Meaning::Nothing;
        }
        // What is typed while a chip is focused is for what was focused before.
        let has_chip = popup.face().chip().is_some() && popup.face().chip_text().is_none();
        if has_chip && matches!(event, Event::Text(_) | Event::Paste(_)) {
            return Meaning::After(Action::LeaveChip);
        }
        // Alt+1 picks a row, 1 or a letter alone a choice; what they would type is not wanted.
        if let Event::Text(text) = event {
            let is_of_row = self.held.alt && text.bytes().all(|byte| byte.is_ascii_digit());
            let is_of_choice = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if is_of_row || is_of_choice && field_with_choices(popup).is_some() {
                return Meaning::Nothing;
            }
        }
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return Meaning::Widgets };
        let action = choice(popup, *key, *modifiers)
            .or_else(|| along_chips(popup, *key, *modifiers))
            .or_else(|| command(popup, ctx, *key, *modifiers));
        self.drops_blank = *key == Key::Space && action.is_some();
        action.map_or(Meaning::Widgets, Meaning::Command)
    }
}

/// Who handles an event.
enum Meaning {
    Command(Action),
    /// It is applied after this.
    After(Action),
    Widgets,
    Nothing,
}

/// Whether it is an arrow that folds or unfolds, or moves the caret.
fn is_arrow_of_list(event: &Event, popup: &Popup) -> bool {
    let Event::Key { key, pressed: true, modifiers, .. } = event else { return false };
    let is_arrow = [Key::ArrowLeft, Key::ArrowRight].contains(key) && modifiers.is_none();
    is_arrow && !popup.face().has_fields() && popup.face().chip().is_none()
}

/// The focused field, when it is one with choices.
fn field_with_choices(popup: &Popup) -> Option<&FormField> {
    let form = popup.face().form().filter(|_| popup.face().chip().is_none())?;
    let fields = if popup.face().has_profile() { form.fields() } else { &popup.draft()?.fields };
    fields.get(form.focused()).filter(|field| !field.choices.is_empty())
}

/// A key in a field with choices: arrows go through them, digits pick one, letters go through those that they find.
fn choice(popup: &Popup, key: Key, modifiers: Modifiers) -> Option<Action> {
    if modifiers.any() {
        return None;
    }
    let field = field_with_choices(popup)?;
    let value = if [Key::ArrowDown, Key::ArrowRight].contains(&key) {
        turned(field, Direction::Next)
    } else if [Key::ArrowUp, Key::ArrowLeft].contains(&key) {
        turned(field, Direction::Previous)
    } else if key == Key::Num0 {
        field.choices.get(TENTH)?.clone()
    } else if let Some(digit) = digit_idx(key) {
        field.choices.get(digit)?.clone()
    } else {
        lettered(field, key)?
    };
    Some(Action::SetField { name: field.name.clone(), value })
}

/// The choice of the key 0, counted from 0.
const TENTH: usize = 9;

/// The choice that a letter finds, as it would find a title; of several the one behind the one that is filled in, in the
/// order of the choices.
fn lettered(field: &FormField, key: Key) -> Option<String> {
    let letter = key.name().to_ascii_lowercase();
    if letter.len() != 1 || !letter.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let choices: Vec<&str> = field.choices.iter().map(String::as_str).collect();
    let mut found = search::fitting(&choices, &letter);
    found.sort_unstable();
    let of_found = |idx: &usize| choices.get(*idx).copied();
    let current = found.iter().position(|idx| of_found(idx) == Some(field.value.as_str()));
    let next = current.map_or(0, |current| Direction::Next.from(current, found.len()));
    found.get(next).and_then(of_found).map(str::to_owned)
}

/// The arrows go along the chips.
fn along_chips(popup: &Popup, key: Key, modifiers: Modifiers) -> Option<Action> {
    if modifiers.any() || popup.face().chip().is_none() || popup.face().chip_text().is_some() {
        return None;
    }
    let arrows = [(Key::ArrowRight, Direction::Next), (Key::ArrowLeft, Direction::Previous)];
    arrows.into_iter().find(|(arrow, _)| *arrow == key).map(|(_, direction)| Action::MoveField(direction))
}

/// The choice next to the one that is filled in; the first or the last when none is.
fn turned(field: &FormField, direction: Direction) -> String {
    let count = field.choices.len();
    let current = field.choices.iter().position(|choice| *choice == field.value);
    let next = match (current, direction) {
        (Some(current), direction) => direction.from(current, count),
        (None, Direction::Next) => 0,
        (None, Direction::Previous) => count.saturating_sub(1),
    };
    field.choices.get(next).cloned().unwrap_or_default()
}

/// The action of a key, by the table of commands and what is focused.
fn command(popup: &Popup, ctx: &Context, key: Key, modifiers: Modifiers) -> Option<Action> {
    let has_form = popup.face().has_fields();
    let has_chip = popup.face().chip().is_some() && popup.face().chip_text().is_none();
    let works = |command: &Command| match command.scope() {
        PopupScope::Chip => has_chip,
        PopupScope::Popup => true,
        PopupScope::Form => has_form,
        PopupScope::List => !has_form,
    };
    let finder = popup.finder();
    let goes_beside = popup.shops().list().is_none() && search_bar::is_caret_at_end(ctx, finder.query_text());
    let press = Press {
        digit_idx: digit_idx(key),
        chip: popup.face().chip(),
        unfolds: finder.row_to_unfold().filter(|_| goes_beside),
        folds: finder.row_to_fold().filter(|_| goes_beside),
    };
    let mut pressed =
        Command::ALL.iter().filter(|command| works(command) && is_pressed(command.keys(), key, modifiers));
    pressed.find_map(|command| command.action(&press))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::shared::shortcut::shortcut;

    #[test]
    fn every_command_has_a_key_that_can_be_pressed() {
        for command in Command::ALL {
            assert!(!shortcut(command.keys()).1.is_empty(), "{command:?}");
        }
    }
}
