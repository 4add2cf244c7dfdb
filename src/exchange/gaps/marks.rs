//! The gaps that people write into any text by hand.

use std::sync::LazyLock;

use regex::Regex;

use super::names::{Names, is_known, proposed};
use super::{Piece, Text, field};

/// Whatever can be a gap. What is one is decided by [`name_of`], with the words beside it.
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?:[XxＸ×*]{2,4}年)?[XxＸ×*]{1,2}月[XxＸ×*]{1,2}[日号]",
        r"|\$\{[^{}\n]{1,40}\}|\{\{[^{}\n]{1,40}\}\}",
        r"|\[[^\[\]\n]{1,16}\]|【[^【】\n]{1,16}】|<[^<>\n]{1,16}>",
        r"|[_＿]{2,}|\*{2,}|[×✕╳]{2,}|[XＸ]+|x{2,}",
    ))
    .ok()
});

/// Units behind a gap: they make one of a single letter.
const UNITS: [&str; 12] = ["月", "日", "天", "元", "块", "点", "件", "折", "码", "号", "小时", "分钟"];

/// Words that say of what follows that it is typed, pressed or sent by the buyer.
const ASKING: [&str; 12] =
    ["提供", "发", "告知", "告诉", "填", "填写", "输入", "点", "点击", "选择", "选", "报"];

/// How brackets begin that are to be filled.
const TO_FILL: [&str; 6] = ["变量", "此处", "待填", "请填", "请输入", "填入"];

/// The last characters of what a gap between angle brackets is called.
const NAME_ENDS: [char; 20] = [
    '名', '称', '号', '码', '址', '期', '间', '额', '价', '数', '量', '色', '话', '人', '店', '品', '型',
    '天', '元', '件',
];

/// The same with what was read of the syntax of a tool before: only its plain pieces are looked at.
pub(in crate::exchange) fn with_marks(text: Text) -> Text {
    let mut out = Text::default();
    let mut names = Names::default();
    for piece in text.pieces {
        match piece {
            Piece::Plain(plain) => add_plain(&mut out, &plain, &mut names),
            Piece::Field { .. } | Piece::Ours(_) => out.pieces.push(piece),
        }
    }
    out
}

fn add_plain(out: &mut Text, text: &str, names: &mut Names) {
    let (mut done, mut at) = (0, 0);
    while let Some(found) = MARKS.as_ref().and_then(|marks| marks.find_at(text, at)) {
        let mark = Mark { text, start: found.start(), written: found.as_str() };
        match name_of(&mark, names) {
            Some(name) => {
                out.push(text.get(done..found.start()).unwrap_or_default());
                out.pieces.push(field(&name, mark.written));
                done = found.end();
                at = done;
            }
            // In brackets that are none there may be one. A run of one character is looked at once.
            None if mark.is_bracket() => {
                at = found.start() + mark.written.chars().next().map_or(1, char::len_utf8);
            }
            None => at = found.end(),
        }
    }
    out.push(text.get(done..).unwrap_or_default());
}

/// Something that may be a gap, and where it is.
struct Mark<'a> {
    text: &'a str,
    start: usize,
    written: &'a str,
}

impl<'a> Mark<'a> {
    fn is_bracket(&self) -> bool {
        self.written.starts_with(['[', '【', '<', '{', '$'])
    }

    fn before(&self) -> &'a str {
        self.text.get(..self.start).unwrap_or_default()
    }

    fn after(&self) -> &'a str {
        self.text.get(self.start + self.written.len()..).unwrap_or_default()
    }

    fn char_before(&self) -> Option<char> {
        self.before().chars().next_back()
    }

    fn char_after(&self) -> Option<char> {
        self.after().chars().next()
    }

    /// Its line, without blanks around it.
    fn line(&self) -> &'a str {
        let start = self.before().rfind('\n').map_or(0, |at| at + 1);
        let end =
            self.after().find('\n').map_or(self.text.len(), |at| self.text.len() - self.after().len() + at);
        self.text.get(start..end).unwrap_or_default().trim()
    }

    fn has_unit(&self) -> bool {
        UNITS.iter().any(|unit| self.after().starts_with(unit))
    }

    fn touches(&self, is: impl Fn(char) -> bool) -> bool {
        self.char_before().is_some_and(&is) || self.char_after().is_some_and(&is)
    }
}

/// The name of a mark that is a gap.
fn name_of(mark: &Mark<'_>, names: &mut Names) -> Option<String> {
    let written = mark.written;
    if written.contains('月') {
        let is_gap = !mark.touches(|c| c.is_ascii_alphanumeric());
        return is_gap.then(|| names.day(mark.before()));
    }
    if let Some(inner) = written.strip_prefix("${").or_else(|| written.strip_prefix("{{")) {
        let inner = inner.trim_end_matches('}').trim();
        let is_name = inner.chars().any(char::is_alphanumeric);
        return is_name.then(|| proposed(inner));
    }
    if mark.is_bracket() {
        let inner = written.trim_start_matches(['[', '【', '<']).trim_end_matches([']', '】', '>']).trim();
        return is_bracket_gap(mark, inner).then(|| proposed(inner));
    }
    let is_gap = match written.chars().next()? {
        '*' => is_star_gap(mark),
        '_' | '＿' => is_line_gap(mark),
        'X' | 'Ｘ' | 'x' => is_letter_gap(mark),
        _ => !mark.touches(|c| c.is_ascii_digit()) && !is_whole_line(mark),
    };
    is_gap.then(|| names.beside(mark.before(), mark.after()))
}

/// `[变量]`, `<姓名>`. 【】 are mostly headings, and places of the platform: only what says that it is to be filled is a gap.
fn is_bracket_gap(mark: &Mark<'_>, inner: &str) -> bool {
    let before = mark.before().trim_end();
    if ASKING.iter().any(|word| before.ends_with(word)) {
        return false;
    }
    let is_hanzi = inner.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    TO_FILL.iter().any(|word| inner.starts_with(word))
        || match mark.written.chars().next() {
            Some('[') => is_hanzi && is_known(inner),
            Some('<') => is_hanzi && (is_known(inner) || inner.ends_with(NAME_ENDS)),
            _ => false,
        }
}

/// Whether its line has nothing else: a rule, or an ornament.
fn is_whole_line(mark: &Mark<'_>) -> bool {
    mark.line() == mark.written && mark.text.trim() != mark.written
}

/// `***`, no Markdown and no masked number or name.
fn is_star_gap(mark: &Mark<'_>) -> bool {
    if mark.touches(|c| c.is_ascii_alphanumeric()) || is_whole_line(mark) {
        return false;
    }
    let line = mark.line();
    let is_framed =
        line.starts_with("**") && line.ends_with("**") && line.trim_matches('*').len() < line.len();
    match mark.written.len() {
        // A masked name has two, and so has bold text.
        2 => mark.has_unit() && !line.starts_with("**"),
        _ => !is_framed || line == mark.written,
    }
}

/// `____`, no part of a name, a link or a face.
fn is_line_gap(mark: &Mark<'_>) -> bool {
    let is_of_word = |c: char| c.is_ascii_alphabetic() || "-=;^~/.@".contains(c);
    if mark.touches(is_of_word) || is_whole_line(mark) {
        return false;
    }
    let is_asked = mark.before().trim_end().ends_with([':', '：', '是', '为']);
    mark.written.chars().count() > 2 || mark.has_unit() || is_asked
}

/// `XX`, no size, model, address of a page or Latin word.
fn is_letter_gap(mark: &Mark<'_>) -> bool {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || "./-_@&\\".contains(c);
    let mut before = mark.before().chars().rev();
    let (last, before_last) = (before.next(), before.next());
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let is_listed = |c: Option<char>| c.is_some_and(|c| " 、，,~和或".contains(c));
    let mut after = mark.after().chars();
    let (next, behind_next) = (after.next(), after.next());
    let is_between_sizes =
        is_listed(last) && is_latin(before_last) || is_listed(next) && is_latin(behind_next);
    if mark.touches(is_of_word) || is_between_sizes || is_whole_line(mark) {
        return false;
    }
    let is_hanzi = |c: Option<char>| c.is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    match mark.written {
        "X" | "Ｘ" => mark.has_unit() && !last.is_some_and(|c| c.is_ascii() && c != '\n'),
        written if written.starts_with('x') => is_hanzi(last) || is_hanzi(next),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::shape::shape;
    use super::*;

    fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(shape(&with_marks(Text::plain(text))), *expected, "{text}");
        }
    }

    #[test]
    fn any_text_stars_crosses_and_letters_are_gaps_with_a_name_from_beside() {
        check(&[
            ("走的是快递***，单号XX", "走的是快递⟨快递⟩，单号⟨单号⟩"),
            ("已到XX站，请签收", "已到⟨站点⟩站，请签收"),
            ("由XX快递发出，快递单号：XXXXXXXX", "由⟨快递⟩快递发出，快递单号：⟨快递单号⟩"),
            ("满XX元减XX元", "满⟨满减门槛⟩元减⟨优惠金额⟩元"),
            ("满**元", "满⟨满减门槛⟩元"),
            ("欢迎光临×××旗舰店，我是客服XX", "欢迎光临⟨店铺名⟩旗舰店，我是客服⟨客服名⟩"),
            ("预计X月X日发出", "预计⟨约定日期⟩发出"),
            ("发货日期：××月××日", "发货日期：⟨发货日期⟩"),
            ("尾款还差____元", "尾款还差⟨差额⟩元"),
            ("有***和***", "有⟨内容1⟩和⟨内容2⟩"),
            ("XXX", "⟨内容1⟩"),
            ("退货地址：***", "退货地址：⟨退货地址⟩"),
            ("退货请寄***省***市", "退货请寄⟨省份⟩省⟨内容1⟩市"),
            ("xx女士您好", "⟨姓名⟩女士您好"),
            ("预计X天", "预计⟨几天⟩天"),
            ("", ""),
        ]);
    }

    #[test]
    fn any_text_named_gaps_are_fields_of_that_name() {
        check(&[
            ("{{姓名}}您好，${orderNo}", "⟨姓名⟩您好，⟨orderNo⟩"),
            ("<姓名>您好，您要的<商品名称>到了", "⟨姓名⟩您好，您要的⟨商品⟩到了"),
            ("[变量]到货了，【变量1】", "⟨变量⟩到货了，⟨变量1⟩"),
            ("您的[快递单号]是它", "您的⟨快递单号⟩是它"),
            ("{{日期}}发出", "⟨约定日期⟩发出"),
            ("{{name}}和{{name}}", "⟨姓名⟩和⟨姓名⟩"),
        ]);
    }

    #[test]
    fn any_text_bold_sizes_masks_and_places_of_the_platform_are_no_gaps() {
        let none = [
            "**重要**：先看**这里**",
            "***全场包邮***",
            "**元旦**快乐",
            "XL和XXL都有，XXXL缺货",
            "L、XX、XXL",
            "iPhone X和XS Max",
            "X型支架",
            "款号XX-205",
            "点击【查看物流】，在【我的订单】里申请退款",
            "【发货说明】今天发",
            "请提供[订单号]，[微笑]",
            "手机号138****1234",
            "收件人张**",
            "t***8",
            "https://a.cn/xx/xxx.html",
            "a__b snake__case",
            "*********\n优惠\n*********",
            "______\n谢谢",
            "30*40厘米，60×90",
            "<b>粗</b>，<br>",
            "{name}和{}",
            "(T__T)",
        ];
        for text in none {
            assert_eq!(with_marks(Text::plain(text)).pieces, [Piece::Plain(text.to_owned())]);
        }
    }

    #[test]
    fn a_gap_within_a_heading_is_found() {
        check(&[("【XX快递】已揽收", "【⟨快递⟩快递】已揽收")]);
    }

    proptest! {
        #[test]
        fn no_character_of_any_text_is_lost(
            text in "([XxＸ×*_{}$<>\\[\\]【】年月日元 a1\n:：]|快递|单号|变量|姓名){0,24}",
        ) {
            prop_assert_eq!(with_marks(Text::plain(&text)).source(), text);
        }
    }
}
