//! What a person reads in a cell: entities, `_x000D_` and `\n` of programs become characters, tags of HTML go.

use super::super::html::{entities, is_html, plain_text};
use crate::exchange::content::Loss;
use crate::exchange::guard::unguarded;

/// The text of a cell with what was lost on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CellText {
    /// Lines end with `\n` alone.
    pub text: String,
    /// Formatting, a rounded number, a text that was cut off.
    pub lost: Option<Loss>,
}

/// In UTF-16 units: a cell of Excel holds no more.
const EXCEL_CELL: usize = 32_767;

impl CellText {
    /// That of a cell as it is in the grid.
    pub(super) fn of(cell: &str) -> Self {
        let is_cut_off = cell.len() >= EXCEL_CELL && cell.encode_utf16().count() >= EXCEL_CELL;
        // Programs that escape what was escaped write `_x005F_x000D_`.
        let text = unguarded(cell).replace("_x005F_x", "_x");
        let mut text = text.replace("_x000D_", "\r").replace("_x000A_", "\n").replace("_x0009_", "\t");
        if has_written_breaks(&text) {
            text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\\t", "\t");
        }
        let (text, is_formatted) = if is_html(&text) { shown(&text) } else { (entities(&text), false) };
        let text = lines(&text).replace('\u{a0}', " ");
        let lost = match () {
            () if is_cut_off => Some(Loss::CutOff),
            () if is_rounded(text.trim()) => Some(Loss::RoundedNumber),
            () if is_formatted => Some(Loss::Formatting),
            () => None,
        };
        Self { text, lost }
    }
}

/// Whether `\n` as two characters is a line break: not in a text with a path of Windows or with doubled backslashes.
fn has_written_breaks(text: &str) -> bool {
    let has_path = || text.as_bytes().windows(2).any(|pair| matches!(pair, [b':' | b'\\', b'\\']));
    (text.contains("\\n") || text.contains("\\r")) && !has_path()
}

/// The line ends of Windows and of old Macs as `\n`.
fn lines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// Whether it is a number that a program has rounded: `1.23E+18`.
fn is_rounded(text: &str) -> bool {
    text.split_once("E+").is_some_and(|(mantissa, exponent)| {
        mantissa.contains(|c: char| c.is_ascii_digit())
            && mantissa.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-'))
            && matches!(exponent.len(), 1..=3)
            && exponent.chars().all(|c| c.is_ascii_digit())
    })
}

/// What a chat window shows of HTML, and whether more than its paragraphs was lost. Line breaks of the cell are kept where
/// the HTML has none of its own.
fn shown(html: &str) -> (String, bool) {
    let broken = lines(
        &["&#13;&#10;", "&#10;", "&#13;"]
            .iter()
            .fold(html.to_owned(), |text, written| text.replace(written, "\n")),
    );
    let has_own =
        ["<br", "<p>", "<p ", "<div", "<li"].iter().any(|tag| broken.to_ascii_lowercase().contains(tag));
    let plain = plain_text(&if has_own { broken } else { broken.replace('\n', "<br>") });
    let is_formatted = plain.was_formatted || !plain.pictures.is_empty();
    (plain.text, is_formatted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_read_as_a_person_reads_it() {
        let cases = [
            ("亲&#44;您好&#13;&#10;请稍等&nbsp;哦", "亲,您好\n请稍等 哦", None),
            ("第一行\\n第二行", "第一行\n第二行", None),
            ("路径 C:\\new\\notes", "路径 C:\\new\\notes", None),
            ("一_x000D_\n二\r\n三\r四", "一\n二\n三\n四", None),
            ("一_x005F_x000D_\n二", "一\n二", None),
            ("<p>亲</p><p>在的<br/>您说</p>", "亲\n在的\n您说", None),
            ("<b>亲</b>，在的\n您说", "亲，在的\n您说", Some(Loss::Formatting)),
            ("3<5 且 a > b，<按钮>", "3<5 且 a > b，<按钮>", None),
            ("A&B; &unknown; &#0;", "A&B; &unknown; &#0;", None),
            ("1.23E+18", "1.23E+18", Some(Loss::RoundedNumber)),
        ];
        for (cell, text, lost) in cases {
            assert_eq!(CellText::of(cell), CellText { text: text.to_owned(), lost }, "{cell}");
        }
        assert_eq!(CellText::of(&"长".repeat(32_767)).lost, Some(Loss::CutOff));
    }
}
