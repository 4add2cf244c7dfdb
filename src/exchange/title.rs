//! A title for a reply that has none: what it says first, without greetings.

use crate::text::is_hanzi;

/// In characters: a title that is made is no longer.
const LONGEST: usize = 16;

/// A code is no longer in characters; what is longer is a title.
const LONGEST_CODE: usize = 12;

/// What agents begin with, whatever they say then.
const GREETINGS: &[&str] = &[
    "亲爱的",
    "亲亲",
    "亲",
    "您好",
    "你好",
    "客官",
    "小主",
    "宝子",
    "宝贝",
    "宝",
    "哈喽",
    "在的",
    "好的",
    "嗯嗯",
    "尊敬的客户",
];

/// The first clause of a text that says something, shortened; empty where there is none.
pub(super) fn title_of(text: &str) -> String {
    let is_end = |c: char| {
        matches!(c, '，' | '。' | '！' | '？' | '；' | '~' | '～' | '!' | '?' | '\n' | '\r' | ',' | ';')
    };
    let clauses = || text.split(is_end).map(without_greeting).filter(|clause| !clause.is_empty());
    let says_something = |clause: &&str| clause.chars().filter(|c| c.is_alphanumeric()).count() >= 3;
    let clause = clauses().find(says_something).or_else(|| clauses().next()).unwrap_or_else(|| text.trim());
    let title: String = clause.chars().take(LONGEST).collect();
    without_open_bracket(title.trim()).to_owned()
}

/// A title that was cut inside of brackets ends before them.
fn without_open_bracket(title: &str) -> &str {
    const BRACKETS: [(char, char); 4] = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')];
    let open = BRACKETS.iter().filter_map(|(open, close)| {
        let last = title.rfind(*open)?;
        (!title.get(last..)?.contains(*close)).then_some(last)
    });
    let before = open.min().and_then(|at| title.get(..at)).map(str::trim_end);
    before.filter(|before| !before.is_empty()).unwrap_or(title)
}

fn without_greeting(clause: &str) -> &str {
    let mut rest = clause.trim_matches(|c: char| !c.is_alphanumeric());
    while let Some(behind) = GREETINGS.iter().find_map(|greeting| rest.strip_prefix(greeting)) {
        // 亲爱 and 宝贝 are also parts of words: a greeting is followed by something else than one more hanzi of it.
        rest = behind.trim_start_matches(|c: char| !c.is_alphanumeric());
        rest = rest.trim_start_matches(['呢', '哦', '哈', '呀', '啊']);
    }
    rest.trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a code of another tool can be a code here: short, in one word, of letters and digits that are typed at once.
/// One with hanzi is a title: it is found by its letters anyway.
pub(super) fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.chars().count() <= LONGEST_CODE
        && code.chars().all(|c| !c.is_whitespace() && !c.is_control() && !is_hanzi(c))
        && code.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_what_a_text_says_first() {
        let cases = [
            ("亲，您好，付款后48小时内发出哦", "付款后48小时内发出哦"),
            ("亲亲~ 这款是纯棉的，不会褪色", "这款是纯棉的"),
            ("您好", "您好"),
            ("航空公司（国内, 国际）", "航空公司"),
            ("这里是一句非常非常长而且没有任何标点符号的话术内容", "这里是一句非常非常长而且没有任何"),
            ("", ""),
        ];
        for (text, title) in cases {
            assert_eq!(title_of(text), title, "{text}");
        }
    }

    #[test]
    fn long_codes_and_those_with_hanzi_are_titles() {
        for (code, expected) in [
            ("fh", true),
            (";th1", true),
            ("退换地址-7天无理由", false),
            ("", false),
            ("a b", false),
            ("--", false),
        ] {
            assert_eq!(is_code(code), expected, "{code}");
        }
    }
}
