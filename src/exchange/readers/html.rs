//! HTML as plain text: what a chat window shows of it.

/// A text without its tags, and whether anything was lost with them that is seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PlainText {
    pub text: String,
    /// Bold, colours, lists, tables: it was formatted.
    pub was_formatted: bool,
    /// The addresses of its pictures.
    pub pictures: Vec<String>,
}

/// Whether a text has tags that are HTML's.
pub(super) fn is_html(text: &str) -> bool {
    const TAGS: [&str; 20] = [
        "p", "br", "div", "span", "b", "strong", "i", "em", "u", "s", "font", "a", "img", "ul", "ol", "li",
        "table", "tr", "td", "body",
    ];
    let mut tags = text.match_indices('<').filter_map(|(at, _)| text.get(at + 1..));
    tags.any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let is_tag = name.get(end..).is_some_and(|rest| rest.starts_with(['>', ' ', '/']));
        is_tag && name.get(..end).is_some_and(|name| TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(name)))
    })
}

/// Reads HTML; what is no tag stays as it is.
pub(super) fn plain_text(html: &str) -> PlainText {
    let mut out = PlainText::default();
    let mut link = None;
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        push(&mut out.text, before);
        let is_tag = behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some((tag, after)) = behind.split_once('>').filter(|_| is_tag) else {
            out.text.push('<');
            rest = behind;
            continue;
        };
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        rest = match name.as_str() {
            "style" | "script" if !tag.starts_with('/') => {
                let close = format!("</{name}");
                let hidden = after.to_ascii_lowercase().find(&close);
                hidden.and_then(|at| after.get(at..)).unwrap_or_default()
            }
            _ => {
                add_tag(&mut out, &name, tag, &mut link);
                after
            }
        };
    }
    push(&mut out.text, rest);
    out.text = tidy(&out.text);
    out
}

fn add_tag(out: &mut PlainText, name: &str, tag: &str, link: &mut Option<(String, usize)>) {
    let is_end = tag.starts_with('/');
    match name {
        "br" => out.text.push('\n'),
        "p" | "div" | "tr" | "ul" | "ol" | "table" | "blockquote" => new_line(&mut out.text),
        "li" => {
            new_line(&mut out.text);
            if !is_end {
                out.was_formatted = true;
                out.text.push_str("· ");
            }
        }
        "td" | "th" if is_end => out.text.push('\t'),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            out.was_formatted = true;
            new_line(&mut out.text);
        }
        "img" => out.pictures.extend(attribute(tag, "src")),
        "a" if is_end => {
            if let Some((address, from)) = link.take()
                && out.text.get(from..).is_some_and(|shown| shown.trim() != address)
            {
                out.text.push(' ');
                out.text.push_str(&address);
            }
        }
        "a" => {
            let address = attribute(tag, "href").filter(|href| href.starts_with("http"));
            *link = address.map(|address| (address, out.text.len()));
        }
        "b" | "strong" | "i" | "em" | "u" | "s" | "font" | "code" | "pre" => out.was_formatted = true,
        "span" if tag.contains("style") => out.was_formatted = true,
        _ => {}
    }
}

fn new_line(text: &mut String) {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// The value of an attribute, with its entities read.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.to_ascii_lowercase().find(&format!("{name}="))?;
    let rest = tag.get(at + name.len() + 1..)?;
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest.get(1..)?.split(quote).next()?,
        _ => rest.split([' ', '/', '>']).next()?,
    };
    Some(entities(value))
}

/// Adds text between tags: white space is one blank, and none between hanzi of two lines.
fn push(out: &mut String, text: &str) {
    let is_wide = |c: char| c >= '\u{2e80}';
    let mut blank: Option<char> = None;
    for c in entities(text).chars() {
        if c.is_ascii_whitespace() {
            blank = if blank == Some('\n') { blank } else { Some(c) };
            continue;
        }
        if let Some(blank) = blank.take() {
            let is_within = is_wide(c) && out.chars().next_back().is_some_and(is_wide);
            let is_start = out.is_empty() || out.ends_with(['\n', ' ']);
            if !(is_start || is_within && matches!(blank, '\n' | '\r')) {
                out.push(' ');
            }
        }
        out.push(c);
    }
    if blank.is_some_and(|blank| blank != '\n') && !out.is_empty() && !out.ends_with(['\n', ' ']) {
        out.push(' ');
    }
}

/// Without blanks at the ends of lines, and with at most one blank line between two.
fn tidy(text: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && out.last().is_none_or(|last| last.is_empty())) {
            out.push(line);
        }
    }
    out.join("\n").trim().to_owned()
}

/// The characters that entities stand for; unknown ones stay.
pub(super) fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let entity =
            behind.char_indices().take(10).find(|(_, c)| *c == ';').and_then(|(end, _)| behind.get(..end));
        if let Some((entity, c)) = entity.and_then(|entity| Some((entity, character(entity)?))) {
            out.push(c);
            rest = behind.get(entity.len() + 1..).unwrap_or_default();
        } else {
            out.push('&');
            rest = behind;
        }
    }
    out.push_str(rest);
    out
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
    }
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ensp" | "emsp" => ' ',
        "bull" => '•',
        "deg" => '°',
        "rarr" => '→',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "middot" => '·',
        "times" => '×',
        "yen" => '¥',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "copy" => '©',
        "reg" => '®',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_is_read_as_a_chat_window_shows_it() {
        let cases = [
            ("<p>亲，<b>今天</b>发</p><p>谢谢</p>", "亲，今天发\n谢谢"),
            ("一<br>二<br/>三", "一\n二\n三"),
            ("<ul><li>甲</li><li>乙</li></ul>", "· 甲\n· 乙"),
            ("<a href=\"https://a.cn/x\">这里</a>", "这里 https://a.cn/x"),
            ("<a href='https://a.cn'>https://a.cn</a>", "https://a.cn"),
            ("a&nbsp;b &lt;c&gt; &#39;&#x4f60;&nix;", "a\u{a0}b <c> '你&nix;"),
            ("<style>p{}</style>甲<!-- 乙 -->", "甲"),
            ("3<5，好", "3<5，好"),
            ("甲\n  乙 丙\nd e", "甲乙 丙 d e"),
            ("", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(plain_text(html).text, expected, "{html}");
        }
        assert_eq!(plain_text("<img src=\"a.png\">").pictures, ["a.png"]);
        assert!(plain_text("<b>甲</b>").was_formatted && !plain_text("<p>甲</p>").was_formatted);
        assert!(is_html("甲<br>乙") && !is_html("<姓名>，3<5，a<b"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(html in "([<>/&;#x a\n'\"=!-]|br|script|style|img|href|亲){0,30}") {
            plain_text(&html);
            is_html(&html);
        }
    }
}
