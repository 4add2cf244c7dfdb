//! A buyer's text without the words that say nothing about the question.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::normal::{data_lines, plain};
use super::words::longest_words;

/// Greetings, thanks and other words that say nothing about the question.
const FILLERS: &str = include_str!("../../assets/text/fillers.txt");

static FILLER_WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| longest_words(&data_lines(FILLERS).flat_map(str::split_whitespace).collect::<Vec<_>>()));

/// Orders, parcels and phones, with the word that says what the number is.
static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let label = "(?:订单编号|订单号|订单|快递单号|物流单号|运单号|单号|编号|联系电话|电话号码|电话|手机号码|手机号|手机)";
    Regex::new(&format!(r"(?:{label}(?:是|为)? ?)?[a-z]{{0,4}}[0-9]{{5,}}[a-z0-9]*")).ok()
});

/// A buyer's text in its normal form, without greetings, thanks, emoji, links and long numbers. A text of nothing else
/// stays as it is: then the greeting is the question.
pub(crate) fn without_fillers(text: &str) -> String {
    let no_links = text.split_whitespace().filter(|chunk| !is_link(chunk)).collect::<Vec<_>>().join(" ");
    let all = plain(&without_emoticons(&no_links));
    let no_numbers =
        NUMBERS.as_ref().map_or_else(|| all.clone(), |numbers| numbers.replace_all(&all, " ").into_owned());
    let text = plain(&no_numbers);
    let fillers: Vec<Range<usize>> = FILLER_WORDS
        .iter()
        .flat_map(|fillers| fillers.find_iter(&text))
        .map(|filler| filler.start()..filler.end())
        .collect();
    let mut out = String::with_capacity(all.len());
    let mut end = 0;
    for (idx, filler) in fillers.iter().enumerate() {
        let before = idx.checked_sub(1).and_then(|idx| fillers.get(idx)).map(|before| before.end);
        let next = fillers.get(idx + 1).map(|next| next.start);
        if is_apart(&text, filler, before == Some(filler.start), next == Some(filler.end)) {
            out.extend([text.get(end..filler.start).unwrap_or_default(), " "]);
            end = filler.end;
        }
    }
    out.push_str(text.get(end..).unwrap_or_default());
    let kept: Vec<&str> =
        out.split_whitespace().map(without_address).filter(|chunk| is_informative(chunk)).collect();
    if kept.is_empty() { all } else { kept.join(" ") }
}

/// Whether a filler is one here: short ones also are parts of other words (现在没货), so they count at the edge of a
/// sentence or beside another filler only, letters as whole words only.
fn is_apart(text: &str, filler: &Range<usize>, behind_filler: bool, before_filler: bool) -> bool {
    const LONG: usize = 3;
    let word = text.get(filler.clone()).unwrap_or_default();
    let before = text.get(..filler.start).and_then(|text| text.chars().next_back());
    let next = text.get(filler.end..).and_then(|text| text.chars().next());
    let is_edge = |c: Option<char>| c.is_none_or(|c| c == ' ');
    if word.is_ascii() {
        return !before.is_some_and(|c| c.is_ascii_alphanumeric())
            && !next.is_some_and(|c| c.is_ascii_alphanumeric());
    }
    word.chars().count() >= LONG || is_edge(before) || is_edge(next) || behind_filler || before_filler
}

fn is_link(chunk: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| chunk.starts_with(start))
}

/// Chat clients write their pictures as `[微笑]`.
fn without_emoticons(text: &str) -> String {
    const LONGEST: usize = 5;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        rest = match behind.split_once(']') {
            Some((name, after)) if !name.is_empty() && name.chars().count() <= LONGEST => {
                out.push(' ');
                after
            }
            _ => {
                out.push(' ');
                behind
            }
        };
    }
    out + rest
}

/// 亲 before a sentence is how buyers and agents address each other; 亲肤 is not.
fn without_address(chunk: &str) -> &str {
    const WORDS: [char; 9] = ['子', '肤', '自', '测', '戚', '人', '友', '密', '生'];
    chunk.strip_prefix('亲').filter(|rest| !rest.starts_with(WORDS)).unwrap_or(chunk)
}

fn is_informative(chunk: &str) -> bool {
    const PARTICLES: &str = "啊呀呢吧吗嘛么哦喔哈哟诶欸哇啦了的";
    chunk.chars().any(|c| !PARTICLES.contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings_links_numbers_and_pictures_say_nothing() {
        for (text, expected) in [
            ("亲，在吗？退款多久到账", "退款多久到账"),
            ("你好 你好 能便宜点不[微笑][玫瑰]", "能便宜点不"),
            ("订单2837465019283746帮我看看到哪了 https://m.tb.cn/h.5x", "帮我看看到哪了"),
            ("怎么还没动静呀，订单号：3214567890126789", "怎么还没动静呀"),
            ("单号SF1234567890123", "单号sf1234567890123"),
            ("3847561029384756 到哪了", "到哪了"),
            ("亲肤吗", "亲肤吗"),
            ("在吗", "在吗"),
            ("现在没货吗", "现在没货吗"),
            ("现在不想要了怎么退", "现在不想要了怎么退"),
            ("退款金额不对", "退款金额不对"),
            ("喂奶能穿吗", "喂奶能穿吗"),
            ("white有吗", "white有吗"),
            ("hi老板请问能便宜吗谢谢", "能便宜吗"),
            ("老板在不在呀", "老板在不在呀"),
            ("亲", "亲"),
            ("😀😀", ""),
        ] {
            assert_eq!(without_fillers(text), expected, "{text}");
        }
    }
}
