//! Characters and what they mean: the signs that input methods write, what cannot be seen, the lines that a merge leaves.

/// Where the first character of a line is that is not an indent.
pub(super) fn behind_indent(text: &str, line_start: usize) -> Option<usize> {
    let line = text.get(line_start..)?;
    Some(line_start + line.len() - line.trim_start_matches([' ', '\t', '\u{3000}']).len())
}

/// The sign that was meant by one that input methods write for it.
pub(super) fn meant_sign(c: char) -> Option<char> {
    match c {
        '（' => Some('('),
        '）' => Some(')'),
        '［' | '【' => Some('['),
        '］' | '】' => Some(']'),
        '｛' => Some('{'),
        '｝' => Some('}'),
        '，' | '、' | '；' | ';' => Some(','),
        '：' => Some(':'),
        _ => None,
    }
}

/// Characters without a width that are not white space, as copying from web pages leaves them.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a line that a merge leaves begins here: `<<<<<<< HEAD`, `=======`, `>>>>>>> branch`, `||||||| base`.
pub(super) fn is_marker_line(text: &str, at: usize) -> bool {
    let is_line_start = at == 0 || text.get(..at).is_some_and(|before| before.ends_with('\n'));
    let Some(rest) = text.get(at..).filter(|_| is_line_start) else { return false };
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|marker| {
        rest.strip_prefix(marker)
            .is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\r', '\n']))
    })
}

/// Characters of numbers, names and the like. Letters of any script, so that a Chinese field name gets a message of
/// its own instead of a syntax error.
pub(super) fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.')
}
