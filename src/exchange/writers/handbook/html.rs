//! Texts and bytes as HTML.

use std::fmt::{self, Write as _};

/// A text between tags or quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            // Not allowed in HTML; a lone CR is a line break.
            '\r' => {}
            _ if c.is_control() => {}
            _ => out.push(c),
        }
    }
    out
}

/// The type of a picture, by its first bytes; `None` for what is no picture of ours.
pub(super) fn picture_type(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else {
        None
    }
}

/// A picture as an address that holds it (RFC 2397); `None` for what is no picture.
pub(super) fn data_url(bytes: &[u8]) -> Option<String> {
    Some(format!("data:{};base64,{}", picture_type(bytes)?, base64(bytes)))
}

/// RFC 4648
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let value = usize::try_from(bits >> (18 - 6 * digit) & 63).unwrap_or(0);
            let is_filler = digit > three.len();
            out.push(if is_filler { '=' } else { char::from(DIGITS.get(value).copied().unwrap_or(b'=')) });
        }
    }
    out
}

/// Adds to a page.
pub(super) fn add(page: &mut String, text: fmt::Arguments<'_>) {
    // Writing into a string never fails.
    page.write_fmt(text).unwrap_or_default();
}

/// Texts, each in a tag of this name.
pub(super) fn items<'t>(tag: &str, texts: impl IntoIterator<Item = &'t String>) -> String {
    let mut out = String::new();
    for text in texts {
        add(&mut out, format_args!("<{tag}>{}</{tag}>", escaped(text)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_as_the_rfc_says() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
        assert_eq!(data_url(b"\xff\xd8\xff").as_deref(), Some("data:image/jpeg;base64,/9j/"));
        assert_eq!(data_url(b"<svg>"), None);
    }

    #[test]
    fn a_text_is_a_text_in_html() {
        assert_eq!(escaped("<b>\"a\" & b</b>\r\n\u{1}"), "&lt;b&gt;&quot;a&quot; &amp; b&lt;/b&gt;\n");
    }
}
