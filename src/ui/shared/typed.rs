//! The text of a field that is typed into. Backspace and Delete take, and Left and Right step over, what the eye takes for
//! one character.

use std::any::TypeId;
use std::ops::Range;

use egui::text::{CCursor, CCursorRange, CharIndex};
use egui::text_edit::TextEditState;
use egui::{Event, Id, Key, Modifiers, TextBuffer, TextEdit, Ui};
use unicode_segmentation::UnicodeSegmentation as _;

/// A text while it is edited. Every field of the windows is made from one.
///
/// A text field of egui deletes and steps over code points; a family emoji of five would be torn apart.
#[derive(Debug)]
pub(in crate::ui) struct Typed(pub String);

impl Typed {
    /// A field of one line.
    pub(in crate::ui) fn one_line(&mut self) -> TextEdit<'_> {
        TextEdit::singleline(self)
    }

    /// A field of so many lines at least.
    pub(in crate::ui) fn lines(&mut self, rows: usize) -> TextEdit<'_> {
        TextEdit::multiline(self).desired_rows(rows)
    }

    /// Keeps the cursor of the field, and the ends of what is selected, out of grapheme clusters. To be called behind the
    /// field, with its id.
    pub(in crate::ui) fn keep_cursor_whole(&self, ui: &Ui, id: Id) {
        let known = id.with("cursor");
        if !ui.memory(|memory| memory.has_focus(id)) {
            return ui.data_mut(|data| data.remove::<(String, CCursorRange)>(known));
        }
        let Some(mut state) = TextEditState::load(ui.ctx(), id) else { return };
        let Some(now) = state.cursor.char_range() else { return };
        let before = ui.data(|data| data.get_temp::<(String, CCursorRange)>(known));
        let before = before.filter(|(text, _)| *text == self.0).map(|(_, range)| range);
        let places = Places::of(&self.0);
        let wanted = match (before, ui.input(|input| arrows(&input.events))) {
            (Some(before), Some(arrows)) => {
                arrows.iter().fold(before, |range, arrow| places.moved(range, *arrow))
            }
            (before, _) => places.outside(now, before.unwrap_or(now)),
        };
        if ends(wanted) != ends(now) {
            state.cursor.set_char_range(Some(wanted));
            state.store(ui.ctx(), id);
            ui.ctx().request_repaint();
        }
        ui.data_mut(|data| data.insert_temp(known, (self.0.clone(), wanted)));
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

/// Left or Right, perhaps with Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Arrow {
    is_right: bool,
    selects: bool,
}

/// The arrows of a frame in which nothing else has moved the cursor; `None` where there are none, or something else has.
fn arrows(events: &[Event]) -> Option<Vec<Arrow>> {
    let mut arrows = Vec::new();
    for event in events {
        if let Event::Key { key, pressed: true, modifiers, .. } = event {
            let is_plain = modifiers.is_none() || modifiers.matches_exact(Modifiers::SHIFT);
            if !is_plain || ![Key::ArrowLeft, Key::ArrowRight].contains(key) {
                return None;
            }
            arrows.push(Arrow { is_right: *key == Key::ArrowRight, selects: modifiers.shift });
        } else if matches!(
            event,
            Event::Text(_) | Event::Paste(_) | Event::Cut | Event::Ime(_) | Event::PointerButton { .. }
        ) {
            return None;
        }
    }
    (!arrows.is_empty()).then_some(arrows)
}

/// The ends of a selection, in characters.
fn ends(range: CCursorRange) -> [usize; 2] {
    [range.primary.index.0, range.secondary.index.0]
}

/// Where a cursor may be in a text: between grapheme clusters, in characters.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &str) -> Self {
        let lengths = text.graphemes(true).map(|cluster| cluster.chars().count());
        let behind = lengths.scan(0, |at, length| {
            *at += length;
            Some(*at)
        });
        Self(std::iter::once(0).chain(behind).collect())
    }

    fn behind(&self, at: usize) -> usize {
        self.0.iter().copied().find(|place| *place > at).unwrap_or(at)
    }

    fn before(&self, at: usize) -> usize {
        self.0.iter().copied().rev().find(|place| *place < at).unwrap_or(0)
    }

    /// As a text field moves its cursor: what is selected is left at its end.
    fn moved(&self, range: CCursorRange, arrow: Arrow) -> CCursorRange {
        let [start, end] = range.sorted_cursors();
        let primary = if !arrow.selects && !range.is_empty() {
            if arrow.is_right { end } else { start }
        } else {
            let at = range.primary.index.0;
            CCursor::new(CharIndex(if arrow.is_right { self.behind(at) } else { self.before(at) }))
        };
        CCursorRange {
            primary,
            secondary: if arrow.selects { range.secondary } else { primary },
            h_pos: None,
        }
    }

    /// The range with its ends between clusters; one that has come into a cluster goes on in the way that it came.
    fn outside(&self, range: CCursorRange, before: CCursorRange) -> CCursorRange {
        let end = |cursor: CCursor, before: CCursor| {
            let at = cursor.index.0;
            if self.0.binary_search(&at).is_ok() {
                return cursor;
            }
            let at = if at > before.index.0 { self.behind(at) } else { self.before(at) };
            CCursor { index: CharIndex(at), ..cursor }
        };
        CCursorRange {
            primary: end(range.primary, before.primary),
            secondary: end(range.secondary, before.secondary),
            ..range
        }
    }
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

/// Selects the text of a field, so that typing replaces it.
pub(in crate::ui) fn select_all(ctx: &egui::Context, id: Id, text: &str) {
    let mut state = TextEditState::load(ctx, id).unwrap_or_default();
    state.cursor.set_char_range(Some(whole(text)));
    state.store(ctx, id);
}

pub(in crate::ui) fn whole(text: &str) -> CCursorRange {
    CCursorRange::two(CCursor::default(), CCursor::new(text.chars().count()))
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
    fn a_cursor_steps_over_a_whole_character_and_never_stands_in_one() {
        for taken in CLUSTERS {
            let text = format!("a{taken}z");
            let (places, behind) = (Places::of(&text), 1 + taken.chars().count());
            let at = |idx: usize| CCursorRange::one(CCursor::new(CharIndex(idx)));
            for selects in [false, true] {
                let [right, left] = [true, false].map(|is_right| Arrow { is_right, selects });
                assert_eq!(
                    ends(places.moved(at(1), right)),
                    [behind, if selects { 1 } else { behind }],
                    "{taken:?}"
                );
                assert_eq!(ends(places.moved(at(behind), left))[0], 1, "{taken:?}");
            }
            for inside in 2..behind {
                assert_eq!(ends(places.outside(at(inside), at(0))), [behind; 2], "{taken:?}");
                assert_eq!(ends(places.outside(at(inside), at(behind))), [1; 2], "{taken:?}");
            }
            // What is selected is left at its end.
            let both = CCursorRange::two(CCursor::new(CharIndex(1)), CCursor::new(CharIndex(behind)));
            let left = Arrow { is_right: false, selects: false };
            assert_eq!(ends(places.moved(both, left)), [1; 2]);
        }
        let places = Places::of("好");
        let right = Arrow { is_right: true, selects: false };
        assert_eq!(ends(places.moved(CCursorRange::one(CCursor::new(CharIndex(1))), right)), [1; 2]);
    }

    #[test]
    fn at_either_end_nothing_is_taken() {
        let mut typed = Typed("👍🏽".to_owned());
        typed.delete_previous_char(CCursor::new(CharIndex(0)));
        typed.delete_next_char(CCursor::new(CharIndex(2)));
        assert_eq!(typed.0, "👍🏽");
    }
}
