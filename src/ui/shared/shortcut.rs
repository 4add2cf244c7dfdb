//! Keys as the tables of commands write them.

use egui::{Event, Key, Modifiers};

/// Whether it comes from the keyboard.
pub(in crate::ui) fn is_typed(event: &Event) -> bool {
    matches!(
        event,
        Event::Text(_) | Event::Key { .. } | Event::Paste(_) | Event::Cut | Event::Copy | Event::Ime(_)
    )
}

/// The modifiers and the keys of a shortcut, as the tables of commands write it; any one of the keys is meant.
pub(in crate::ui) fn shortcut(written: &str) -> (Modifiers, Vec<Key>) {
    let mut modifiers = Modifiers::NONE;
    let mut keys = Vec::new();
    for part in written.split('+') {
        match part {
            "Ctrl" => modifiers |= Modifiers::COMMAND,
            "Alt" => modifiers |= Modifiers::ALT,
            "Shift" => modifiers |= Modifiers::SHIFT,
            "↑" => keys.push(Key::ArrowUp),
            "↓" => keys.push(Key::ArrowDown),
            "←" => keys.push(Key::ArrowLeft),
            "→" => keys.push(Key::ArrowRight),
            "Esc" => keys.push(Key::Escape),
            "PgUp" => keys.push(Key::PageUp),
            "PgDn" => keys.push(Key::PageDown),
            "1-9" => keys.extend(DIGITS),
            name => keys.extend(Key::from_name(name)),
        }
    }
    (modifiers, keys)
}

const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Whether a key press is what the table writes so.
pub(in crate::ui) fn is_pressed(written: &str, key: Key, modifiers: Modifiers) -> bool {
    let (wanted, keys) = shortcut(written);
    keys.contains(&key) && modifiers.matches_exact(wanted)
}

/// The digit of a key, counted from 0: the key `1` is 0, `9` is 8.
pub(in crate::ui) fn digit_idx(key: Key) -> Option<usize> {
    DIGITS.iter().position(|digit| *digit == key)
}
