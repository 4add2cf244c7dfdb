//! Where a text may be cut into several messages: never inside a placeholder, a number or a link.

/// How a text is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Behind sentences.
    Sentences,
    /// Behind commas too.
    Phrases,
}

/// What may be behind the end of a sentence and still belongs to it.
const CLOSERS: [char; 11] = ['”', '’', '」', '』', '）', ')', '】', '》', '"', '\'', '\u{fe0f}'];

/// The pieces of a text with placeholders; put together they are the text.
pub fn pieces(text: &str, cut: Cut) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if let Some(length) = whole(text.get(at..).unwrap_or_default()) {
            at += length;
            continue;
        }
        at += c.len_utf8();
        if !ends(text, at, c, cut) {
            continue;
        }
        at += tail(text.get(at..).unwrap_or_default());
        let rest = text.get(at..).unwrap_or_default();
        at += rest.len() - rest.trim_start().len();
        out.extend(text.get(start..at));
        start = at;
    }
    out.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    out
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '!' | '?' | '；' | ';' | '…' | '～' | '~' | '\n')
}

/// Emoji and their like follow the sentence that they belong to.
fn is_symbol(c: char) -> bool {
    // Joined ones too.
    c == '\u{200d}' || !c.is_alphanumeric() && u32::from(c) >= 0x1_f000
}

/// The length of what still belongs to the sentence that has ended.
fn tail(rest: &str) -> usize {
    let mut at = 0;
    let mut is_joined = false;
    for c in rest.chars() {
        if !(is_joined || ends_sentence(c) || CLOSERS.contains(&c) || is_symbol(c)) {
            break;
        }
        // A joiner takes the next character along, whatever it is.
        is_joined = c == '\u{200d}';
        at += c.len_utf8();
    }
    at
}

/// Whether a piece may end behind `c`, which ends at `at`.
fn ends(text: &str, at: usize, c: char, cut: Cut) -> bool {
    let head = text.get(..at - c.len_utf8()).unwrap_or_default();
    let behind = text.get(at..).and_then(|rest| rest.chars().next());
    let is_between_digits =
        head.ends_with(|c: char| c.is_ascii_digit()) && behind.is_some_and(|c| c.is_ascii_digit());
    match c {
        // 3~5天, 6月1日~6月3日, 周一～周五.
        '~' | '～' => !head.trim_end().ends_with(|c: char| {
            c.is_ascii_alphanumeric() || "日号天点月年时分元块斤码岁寸折}一二三四五六七八九十百".contains(c)
        }),
        // In a link without its scheme.
        '?' | '!' | ';' => !behind.is_some_and(|c| c.is_ascii_graphic()) || behind == Some(c),
        c if ends_sentence(c) => true,
        ',' | '，' | '、' => cut == Cut::Phrases && !is_between_digits,
        _ => false,
    }
}

/// The length of what is at the beginning and is never cut: a placeholder, a doubled brace, a link.
fn whole(rest: &str) -> Option<usize> {
    if rest.starts_with("{{") || rest.starts_with("}}") {
        return Some(2);
    }
    if rest.starts_with(['{', '｛']) {
        return rest
            .find(['}', '｝'])
            .map(|at| at + rest.get(at..).and_then(|c| c.chars().next()).map_or(1, char::len_utf8));
    }
    let is_link = ["http://", "https://", "www."]
        .iter()
        .any(|start| rest.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)));
    let is_of_link = |c: char| c.is_ascii_graphic() && !matches!(c, '{' | '}');
    is_link.then(|| rest.find(|c| !is_of_link(c)).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_behind_sentences_and_nowhere_else() {
        let cases: [(&str, &[&str]); 11] = [
            ("亲，在的。请问？？好的！", &["亲，在的。", "请问？？", "好的！"]),
            ("订单{订单号。}发了。{快递|申通。|顺丰}", &["订单{订单号。}发了。", "{快递|申通。|顺丰}"]),
            ("看https://a.cn/x?a=1;b=2!c 这里。好", &["看https://a.cn/x?a=1;b=2!c 这里。", "好"]),
            ("3~5天到哦~谢谢", &["3~5天到哦~", "谢谢"]),
            ("好的😊。谢谢！🌹🌹 再见", &["好的😊。", "谢谢！🌹🌹 ", "再见"]),
            ("他说“好。”然后", &["他说“好。”", "然后"]),
            ("一{{。}}二。三", &["一{{。", "}}二。", "三"]),
            ("没有句号", &["没有句号"]),
            ("6月1日~6月3日，周一～周五，{甲}~{乙}", &["6月1日~6月3日，周一～周五，{甲}~{乙}"]),
            ("看item.taobao.com/i.htm?id=1;x 好!!谢谢", &["看item.taobao.com/i.htm?id=1;x 好!!", "谢谢"]),
            ("好的！🙋\u{200d}♀️嗯", &["好的！🙋\u{200d}♀\u{fe0f}", "嗯"]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text, Cut::Sentences), expected, "{text}");
        }
        assert_eq!(
            pieces("共1,299元，亲，{a，b}好、谢谢", Cut::Phrases),
            ["共1,299元，", "亲，", "{a，b}好、", "谢谢"]
        );
        assert!(pieces("", Cut::Phrases).is_empty());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_placeholder_number_or_link_is_cut(
            words in prop::collection::vec(prop::sample::select(vec![
                "{订单号}", "{快递|申通。|顺丰}", "1,299", "3.5", "http://a.cn/?q=1;2", "。", "！", "，", "～", "\n", " ", "亲", "好", "😊", "👨\u{200d}👩", "{{", "}}",
            ]), 0..30)
        ) {
            let text = words.concat();
            for cut in [Cut::Sentences, Cut::Phrases] {
                let pieces = pieces(&text, cut);
                prop_assert_eq!(pieces.concat(), text.clone());
                let count = |part: &str| pieces.iter().map(|piece| piece.matches(part).count()).sum::<usize>();
                for part in ["{订单号}", "{快递|申通。|顺丰}", "1,299", "http://a.cn/?q=1;2", "👨\u{200d}👩"] {
                    prop_assert_eq!(count(part), text.matches(part).count(), "{} in {:?}", part, pieces);
                }
            }
        }
    }
}
