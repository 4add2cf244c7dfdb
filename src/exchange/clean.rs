//! The cleaner: what old collections and other programs leave in texts, each kind a switch of its own.

use std::collections::BTreeSet;

/// A kind of thing that is cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cleaning {
    /// 旳 for 的, a trick against copying.
    Disguise,
    /// `，，` and `。。`: a mark that is doubled by mistake. `！！`, `~~` and `……` are meant.
    Marks,
    /// Digits and Latin letters of full width.
    Width,
    /// `&nbsp;`, `&amp;` and their like.
    Entities,
    /// Blanks at the ends of lines, blank lines at the end, no-break spaces, line breaks of other systems.
    Blanks,
    /// What has no width, and control characters.
    Invisible,
}

impl Cleaning {
    /// All kinds, in the order in which they are done.
    pub const ALL: [Self; 6] =
        [Self::Entities, Self::Invisible, Self::Blanks, Self::Disguise, Self::Width, Self::Marks];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disguise => "disguise",
            Self::Marks => "marks",
            Self::Width => "width",
            Self::Entities => "entities",
            Self::Blanks => "blanks",
            Self::Invisible => "invisible",
        }
    }

    fn done(self, text: &str) -> String {
        match self {
            Self::Disguise => text.replace('旳', "的"),
            Self::Marks => without_doubled_marks(text),
            Self::Width => text.chars().map(half_width).collect(),
            Self::Entities => without_entities(text),
            Self::Blanks => without_blanks(text),
            Self::Invisible => text.chars().filter(|c| !is_invisible(*c)).collect(),
        }
    }
}

/// The text after the cleanings of a set; which of them changed it is added to `changed`.
pub(super) fn cleaned(text: &str, wanted: &BTreeSet<Cleaning>, changed: &mut BTreeSet<Cleaning>) -> String {
    let mut text = text.to_owned();
    for cleaning in Cleaning::ALL.into_iter().filter(|cleaning| wanted.contains(cleaning)) {
        let done = cleaning.done(&text);
        if done != text {
            changed.insert(cleaning);
            text = done;
        }
    }
    text
}

fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// Emoji are joined by U+200D and chosen by U+FE0F: these stay.
fn is_invisible(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    is_control
        || matches!(c, '\u{200b}' | '\u{200c}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{202a}'..='\u{202e}')
}

fn without_doubled_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '，' | '。' | '、' | '；' | '：') && out.ends_with(c) {
            continue;
        }
        out.push(c);
    }
    out
}

fn without_blanks(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ");
    let lines: Vec<&str> =
        text.split('\n').map(|line| line.trim_end_matches([' ', '\t', '\u{3000}'])).collect();
    lines.join("\n").trim_matches('\n').trim().to_owned()
}

fn without_entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let found = behind.split_once(';').and_then(|(name, rest)| Some((entity(name)?, rest)));
        let (c, behind) = found.unwrap_or(('&', behind));
        out.push(c);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The character of an entity, by what is between `&` and `;`.
fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let number = hex.map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok());
        return number.and_then(char::from_u32);
    }
    let named = [
        ("nbsp", ' '),
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("hellip", '…'),
        ("mdash", '—'),
        ("middot", '·'),
        ("yen", '¥'),
        ("times", '×'),
    ];
    named.into_iter().find(|(known, _)| *known == name).map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_done_by_itself_and_said() {
        let cases = [
            (Cleaning::Disguise, "您旳快递", "您的快递"),
            (Cleaning::Marks, "好的，，稍等。。", "好的，稍等。"),
            (Cleaning::Marks, "好！！在~~……", "好！！在~~……"),
            (Cleaning::Width, "满３００减４０ ＸＬ", "满300减40 XL"),
            (Cleaning::Entities, "a&nbsp;b&#44;c&#x26;d &x; 5&6", "a b,c&d &x; 5&6"),
            (Cleaning::Blanks, "一行 \r\n二行\u{3000}\r三\u{a0}行\n\n", "一行\n二行\n三 行"),
            (Cleaning::Invisible, "\u{feff}零\u{200b}宽\u{202e}", "零宽"),
        ];
        for (kind, text, expected) in cases {
            let mut changed = BTreeSet::new();
            assert_eq!(cleaned(text, &BTreeSet::from([kind]), &mut changed), expected);
            assert_eq!(changed.contains(&kind), text != expected, "{text}");
            assert_eq!(cleaned(text, &BTreeSet::new(), &mut changed), text);
        }
    }
}
