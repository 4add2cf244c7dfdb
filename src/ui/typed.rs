//! The text of a field that is typed into: Backspace and Delete take what the eye takes for one character.

use std::any::TypeId;
use std::ops::Range;

use egui::text::{CCursor, CharIndex};
use egui::{TextBuffer, TextEdit};
use unicode_segmentation::UnicodeSegmentation as _;

/// A text while it is edited. Every field of the windows is made from one.
///
/// A text field of egui deletes code points; a family emoji of five would be torn apart.
#[derive(Debug)]
pub(super) struct Typed(pub String);

impl Typed {
    /// A field of one line.
    pub(super) fn one_line(&mut self) -> TextEdit<'_> {
        TextEdit::singleline(self)
    }

    /// A field of so many lines at least.
    pub(super) fn lines(&mut self, rows: usize) -> TextEdit<'_> {
        TextEdit::multiline(self).desired_rows(rows)
    }

    /// Deletes the grapheme cluster that holds this character.
    fn delete_cluster(&mut self, char_idx: usize) -> CCursor {
        let Range { start, end } = cluster(&self.0, char_idx);
        self.delete_selected_ccursor_range([start, end].map(|idx| CCursor::new(CharIndex(idx))))
    }
}

/// The characters of the grapheme cluster that holds this one; behind the end, none.
fn cluster(text: &str, char_idx: usize) -> Range<usize> {
    let mut start = 0;
    for cluster in text.graphemes(true) {
        let end = start + cluster.chars().count();
        if char_idx < end {
            return start..end;
        }
        start = end;
    }
    start..start
}

impl TextBuffer for Typed {
    fn is_mutable(&self) -> bool {
        true
    }

    fn as_str(&self) -> &str {
        &self.0
    }

    fn insert_text(&mut self, text: &str, char_index: CharIndex) -> usize {
        self.0.insert_text(text, char_index)
    }

    fn delete_char_range(&mut self, char_range: Range<CharIndex>) {
        self.0.delete_char_range(char_range);
    }

    fn delete_previous_char(&mut self, ccursor: CCursor) -> CCursor {
        match ccursor.index.0.checked_sub(1) {
            Some(char_idx) => self.delete_cluster(char_idx),
            None => ccursor,
        }
    }

    fn delete_next_char(&mut self, ccursor: CCursor) -> CCursor {
        self.delete_cluster(ccursor.index.0)
    }

    fn type_id(&self) -> TypeId {
        TypeId::of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each is one character to the eye.
    const CLUSTERS: [&str; 7] = ["👨‍👩‍👧", "🇨🇳", "👍🏽", "e\u{301}", "\u{1112}\u{1161}\u{11ab}", "\r\n", "好"];

    #[test]
    fn backspace_and_delete_take_a_whole_character_wherever_the_cursor_stands_in_it() {
        for taken in CLUSTERS {
            let (before, chars) = ("🇫🇷a", taken.chars().count());
            let text = format!("{before}{taken}z");
            let start = before.chars().count();
            for (offset, is_backspace) in
                (1..=chars).map(|offset| (offset, true)).chain((0..chars).map(|offset| (offset, false)))
            {
                let mut typed = Typed(text.clone());
                let cursor = CCursor::new(CharIndex(start + offset));
                let left = if is_backspace {
                    typed.delete_previous_char(cursor)
                } else {
                    typed.delete_next_char(cursor)
                };
                assert_eq!(
                    (typed.0.as_str(), left.index.0),
                    ("🇫🇷az", start),
                    "{taken:?}, {offset}, {is_backspace}"
                );
            }
        }
    }

    #[test]
    fn at_either_end_nothing_is_taken() {
        let mut typed = Typed("👍🏽".to_owned());
        typed.delete_previous_char(CCursor::new(CharIndex(0)));
        typed.delete_next_char(CCursor::new(CharIndex(2)));
        assert_eq!(typed.0, "👍🏽");
    }
}
