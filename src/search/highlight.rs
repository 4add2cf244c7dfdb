//! Matched characters → ranges to draw.

use std::ops::Range;

/// Byte ranges of `text` that cover the characters at `positions` (ascending, in characters); neighbours are joined.
pub fn byte_ranges(text: &str, positions: &[usize]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (char_idx, (start, c)) in text.char_indices().enumerate() {
        if positions.binary_search(&char_idx).is_ok() {
            let end = start + c.len_utf8();
            match out.last_mut() {
                Some(last) if last.end == start => last.end = end,
                _ => out.push(start..end),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined_and_ranges_lie_on_characters() {
        assert_eq!(byte_ranges("催发货a", &[0, 2, 3]), [0..3, 6..10]);
        assert_eq!(byte_ranges("催发货", &[0, 1, 2]).first(), Some(&(0..9)));
        assert!(byte_ranges("催", &[5]).is_empty());
    }
}
