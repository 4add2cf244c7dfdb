//! Keys → actions of the editor, by the table of [`EditorCommand`]s.

use egui::{Event, ImeEvent, Key, Modifiers, RawInput};

use crate::app::editor::import::ImportAction;
use crate::app::editor::{
    Choice, Editor, EditorAction, EditorCommand, EditorScope, Overlay, Pane, Spot, UnstoredAction,
};
use crate::app::{Direction, Move};
use crate::ui::shared::shortcut::{is_pressed, is_typed};

/// The keys of an open list of names.
const OF_COMPLETION: [Key; 5] = [Key::ArrowUp, Key::ArrowDown, Key::Enter, Key::Tab, Key::Escape];

/// What has to be remembered between frames.
#[derive(Debug, Default)]
pub struct EditorKeys {
    is_composing: bool,
    /// A list of names to complete with is open: the arrows, Enter, Tab and Esc are for it.
    pub(super) is_completing: bool,
    /// What is typed into a cell and not saved: taking back is the cell's own.
    pub(super) is_typing_cell: bool,
    /// What was typed behind a command in the same frame: its turn is the next one.
    held_back: Vec<Event>,
    /// What was focused in the last frame: the pane, whether there was an overlay, the place of the form.
    place: (Pane, bool, Option<Spot>),
}

impl EditorKeys {
    /// Takes the first key that means a command out of the input of this frame and gives its action, to be applied once the
    /// widgets have taken what was typed before it. What was typed behind it waits for the next frame, and for one more
    /// where the focus moves: the widgets gain and lose it in that frame, and what is typed would be lost, or go
    /// into both.
    pub fn take(&mut self, input: &mut RawInput, editor: &Editor) -> Option<EditorAction> {
        let mut events = std::mem::take(&mut self.held_back);
        events.append(&mut input.events);
        if self.has_moved(editor) {
            (self.held_back, input.events) = events.into_iter().partition(is_typed);
            return None;
        }
        let mut events = events.into_iter();
        let mut action = None;
        for event in events.by_ref() {
            action = self.meaning(&event, editor);
            if action.is_some() {
                break;
            }
            input.events.push(event);
        }
        self.held_back.extend(events);
        action
    }

    /// Whether something else is to be focused than in the last frame.
    fn has_moved(&mut self, editor: &Editor) -> bool {
        let place = (editor.pane(), editor.overlay().is_some(), editor.spot());
        let before = std::mem::replace(&mut self.place, place);
        (place.0, place.1) != (before.0, before.1) || place.2.is_some() && place.2 != before.2
    }

    /// Whether something waits for the next frame.
    pub fn has_more(&self) -> bool {
        !self.held_back.is_empty()
    }

    /// What an event does; `None` where it is for the widgets.
    fn meaning(&mut self, event: &Event, editor: &Editor) -> Option<EditorAction> {
        if let Event::WindowFocused(_) = event {
            self.is_composing = false;
        }
        if let Event::Ime(ime) = event {
            self.is_composing = matches!(ime, ImeEvent::Preedit { text, .. } if !text.is_empty());
        }
        if let Event::Paste(text) = event
            && editor.is_importing()
            && editor.pane() == Pane::List
            && editor.overlay().is_none()
        {
            return Some(EditorAction::Import(ImportAction::Paste(text.clone())));
        }
        let Event::Key { key, pressed: true, modifiers, .. } = event else { return None };
        if self.is_composing || self.is_completing && !modifiers.any() && OF_COMPLETION.contains(key) {
            return None;
        }
        if let Some(Overlay::Ask { .. }) = editor.overlay() {
            let meanings = [
                (Key::Enter, EditorAction::Answer),
                (Key::Escape, EditorAction::Dismiss),
                (Key::ArrowDown, EditorAction::MoveCandidate(Direction::Next)),
                (Key::ArrowUp, EditorAction::MoveCandidate(Direction::Previous)),
            ];
            return meanings.into_iter().find(|(meant, _)| meant == key).map(|(_, action)| action);
        }
        if let Some(Overlay::Unstored(_)) = editor.overlay() {
            let meanings = [
                (Key::Enter, EditorAction::Unstored(UnstoredAction::Take(None))),
                (Key::Escape, EditorAction::Dismiss),
                (Key::ArrowDown, EditorAction::Unstored(UnstoredAction::Move(Direction::Next))),
                (Key::ArrowUp, EditorAction::Unstored(UnstoredAction::Move(Direction::Previous))),
            ];
            return meanings.into_iter().find(|(meant, _)| meant == key).map(|(_, action)| action);
        }
        command(editor, *key, *modifiers, self.is_typing_cell)
    }
}

/// The action of a key outside of overlays and completion.
fn command(editor: &Editor, key: Key, modifiers: Modifiers, is_typing_cell: bool) -> Option<EditorAction> {
    let works = |command: &EditorCommand| match command.scope() {
        EditorScope::Window => true,
        EditorScope::List => editor.pane() == Pane::List,
        EditorScope::Tree => editor.pane() == Pane::Tree,
        EditorScope::Form => editor.pane() == Pane::Form,
        EditorScope::Import => editor.is_importing() && editor.pane() == Pane::List,
    };
    let found = EditorCommand::ALL
        .iter()
        .copied()
        .find(|command| works(command) && is_pressed(command.keys(), key, modifiers));
    // Letters that are typed elsewhere than in the form are the field's own to take back.
    let types_elsewhere = editor.pane() == Pane::Search || is_typing_cell;
    let is_for_field =
        [Some(EditorCommand::Undo), Some(EditorCommand::Redo)].contains(&found) && types_elsewhere;
    if let Some(command) = found.filter(|_| !is_for_field) {
        return command.action(editor);
    }
    // The arrows move in the list also while a search is typed.
    let meanings = [
        (Key::ArrowDown, EditorAction::MoveRow(Move::Down, Choice::Alone)),
        (Key::ArrowUp, EditorAction::MoveRow(Move::Up, Choice::Alone)),
        (Key::Enter, EditorAction::OpenForm),
    ];
    let is_search = editor.pane() == Pane::Search && !modifiers.any();
    meanings.into_iter().find(|(meant, _)| is_search && *meant == key).map(|(_, action)| action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::shared::shortcut::shortcut;

    #[test]
    fn every_command_has_a_key_that_can_be_pressed() {
        for command in EditorCommand::ALL {
            assert!(!shortcut(command.keys()).1.is_empty(), "{command:?}");
        }
    }
}
