//! Values out of what a buyer wrote or what was copied from an order page: an order number, a phone, a height.
//!
//! Nothing is invented: every digit of a value is in the text (or is what a Chinese numeral or a unit says), and what may be
//! something else is left out. A number that fits two fields is given for both.

mod addresses;
mod body;
mod corrections;
mod couriers;
mod dates;
mod ids;
mod money;
mod names;
mod phones;
mod places;
mod quantities;
mod sizes;

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::known_field::{KnownField, Trait};
use super::measure::half_width;
use crate::text::simplified;

/// In front of what something is changed into.
const CHANGED: &str = "(?:更改|变更|修改|更换|更正|调换|改|换|变|转)(?:成|为|到|至|回|寄到?|发到?|送到?)了?";

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// In characters of the text, counted from 0.
    pub span: Range<usize>,
    /// The field that it is a value of.
    pub field: KnownField,
    /// Normalised: centimetres, kilograms, ISO dates, numbers without blanks, short names of provinces and couriers.
    pub value: String,
}

/// In characters. Longer texts are not messages of a buyer: only the beginning is read.
const LONGEST: usize = 2000;

/// The values in a text, in the order of the text; each field and value once. A date without a year is the one nearest to
/// `today`, rather before it than after.
pub fn extract(text: &str, today: Date) -> Vec<Extracted> {
    let mut copied = CopiedText::new(text, today);
    if copied.is_of_bank() {
        return Vec::new();
    }
    copied.leave_out_others();
    phones::phones(&mut copied);
    ids::orders_and_parcels(&mut copied);
    dates::dates(&mut copied);
    addresses::addresses(&mut copied);
    couriers::couriers(&mut copied);
    names::names(&mut copied);
    body::height_and_weight(&mut copied);
    body::ages(&mut copied);
    sizes::sizes(&mut copied);
    money::amounts(&mut copied);
    quantities::quantities(&mut copied);
    corrections::drop_old(&mut copied);
    if copied.is_of_courier() {
        copied.found.retain(|found| found.field.has(Trait::OfCourier));
    }
    copied.finish()
}

/// A regular expression that is compiled when it is first used; `None` for one that cannot be compiled, which the tests find.
type LazyRegex = LazyLock<Option<Regex>>;

const fn pattern(make: fn() -> Option<Regex>) -> LazyRegex {
    LazyLock::new(make)
}

static LINK: LazyRegex = pattern(|| Regex::new(r"(?:https?://|www\.)[^\s]+|[A-Za-z]+=\d+").ok());

/// Where a part of a sentence ends.
const CLAUSE_ENDS: [char; 11] = [',', '。', ';', '!', '?', '\n', '~', '…', '\r', '！', '？'];

/// The text being looked through.
struct CopiedText {
    /// Half-width, in simplified hanzi, and without what the buyer takes back.
    text: String,
    /// The text with its traditional hanzi and its commas as they are; as many characters.
    written: Vec<char>,
    /// Where each character of the text begins in `text`, and the end. One that is cut out begins where the next one does.
    starts: Vec<usize>,
    /// The characters that already belong to a value.
    taken: Vec<bool>,
    found: Vec<Extracted>,
    today: Date,
}

impl CopiedText {
    /// Prepares a text for the patterns: plain and simplified characters, cut to `LONGEST`, without what was corrected.
    fn new(text: &str, today: Date) -> Self {
        let written: Vec<char> = text.chars().take(LONGEST + 1).map(legible).collect();
        let mut text: String = written.iter().map(|c| simplified(plain(*c))).collect();
        if text.chars().count() > LONGEST {
            // A number that is cut in two is not a number.
            let end = text.trim_end_matches(|c: char| !c.is_whitespace()).len();
            text.truncate(if end == 0 { text.floor_char_boundary(LONGEST) } else { end });
        }
        let (text, starts) = without(&text, &corrections::left_out(&text));
        let taken = vec![false; starts.len()];
        Self { text, written, starts, taken, found: Vec::new(), today }
    }

    /// A notice of a bank, not a message of a buyer.
    fn is_of_bank(&self) -> bool {
        const WORDS: [&str; 8] = ["尾号", "余额", "验证码", "收益", "银行】", "储蓄卡", "信用卡", "理赔"];
        let count = WORDS.iter().filter(|word| self.text.contains(**word)).count();
        count > 1 || count > 0 && self.text.contains('【')
    }

    /// A notice of a courier: its phones, names and places are not the buyer's.
    fn is_of_courier(&self) -> bool {
        const WORDS: [&str; 12] = [
            "快件",
            "取件码",
            "派件",
            "派送员",
            "配送员",
            "签收人",
            "代收",
            "已发往",
            "已到达",
            "揽收",
            "营业部",
            "转运中心",
        ];
        let count = WORDS.iter().filter(|word| self.text.contains(**word)).count();
        count > 2 || count > 0 && self.text.contains('【')
    }

    /// Marks as used what is not the buyer's: links, what the shop said, what is said of others.
    fn leave_out_others(&mut self) {
        for groups in self.matches(&LINK) {
            if let Some(link) = group(&groups, 0) {
                self.take(&link);
            }
        }
        let mut start = 0;
        let lines: Vec<Range<usize>> = self
            .text
            .split_inclusive('\n')
            .map(|line| {
                start += line.len();
                start - line.len()..start
            })
            .collect();
        for line in lines {
            let text = self.part(&line);
            let is_quoted = is_of_shop(text);
            let said = ["客服说", "客服刚说", "你们说", "你们客服说", "你们客服刚说", "他们说"]
                .iter()
                .filter_map(|word| text.find(word))
                .min();
            if let Some(at) = if is_quoted { Some(0) } else { said } {
                let from = line.start + at;
                let clause =
                    self.part(&(from..line.end)).find([',', '。', '?']).map_or(line.end, |end| from + end);
                self.take(&(from..if is_quoted { line.end } else { clause }));
            }
        }
    }

    /// The values, each field and value once, in order.
    fn finish(mut self) -> Vec<Extracted> {
        self.found.sort_by(|one, other| {
            let (own, others) = (one.field.name(), other.field.name());
            (one.span.start, own, &one.value).cmp(&(other.span.start, others, &other.value))
        });
        let mut out: Vec<Extracted> = Vec::new();
        for found in self.found {
            if !out.iter().any(|known| known.field == found.field && known.value == found.value) {
                out.push(found);
            }
        }
        out
    }

    /// Every match of a pattern: the bytes of the whole and of each group.
    fn matches(&self, pattern: &LazyRegex) -> Vec<Vec<Option<Range<usize>>>> {
        let spans = |captures: Captures<'_>| {
            captures.iter().map(|part| part.map(|part| part.range())).collect::<Vec<_>>()
        };
        debug_assert!(pattern.is_some(), "a pattern that cannot be read finds nothing");
        pattern.as_ref().into_iter().flat_map(|regex| regex.captures_iter(&self.text)).map(spans).collect()
    }

    fn part(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// Some bytes as the buyer wrote them, but half-width.
    fn written(&self, span: &Range<usize>) -> String {
        self.written.get(self.chars(span)).unwrap_or_default().iter().collect()
    }

    /// The last characters of the same line before a byte.
    fn before(&self, at: usize, count: usize) -> &str {
        let head = self.text.get(..at).unwrap_or_default();
        let line = head.rsplit('\n').next().unwrap_or_default();
        let from = line.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(from, _)| from);
        line.get(from..).unwrap_or_default()
    }

    /// The first characters of the same line behind a byte.
    fn after(&self, at: usize, count: usize) -> &str {
        let line = self.text.get(at..).unwrap_or_default().lines().next().unwrap_or_default();
        let end = line.char_indices().nth(count).map_or(line.len(), |(end, _)| end);
        line.get(..end).unwrap_or_default()
    }

    /// The sentence part around some bytes: up to the next comma, full stop or line end.
    fn clause(&self, span: &Range<usize>) -> &str {
        let start = span.start - self.phrase_before(span.start).len();
        let rest = self.text.get(span.end..).unwrap_or_default();
        let end = span.end + rest.find(CLAUSE_ENDS).unwrap_or(rest.len());
        self.text.get(start..end).unwrap_or_default()
    }

    /// What is before a byte since the last comma, full stop or line end.
    fn phrase_before(&self, at: usize) -> &str {
        let head = self.text.get(..at).unwrap_or_default();
        let start = head.rfind(CLAUSE_ENDS).map_or(0, |at| {
            at + head.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8)
        });
        head.get(start..).unwrap_or_default()
    }

    fn chars(&self, span: &Range<usize>) -> Range<usize> {
        let start = self.starts.partition_point(|start| *start <= span.start).saturating_sub(1);
        start..self.starts.partition_point(|start| *start < span.end).max(start)
    }

    fn is_free(&self, span: &Range<usize>) -> bool {
        let chars = self.chars(span);
        self.taken.get(chars).is_some_and(|taken| taken.iter().all(|taken| !taken))
    }

    /// Marks these bytes as used: no later pattern reads another value from them.
    fn take(&mut self, span: &Range<usize>) {
        let chars = self.chars(span);
        if let Some(taken) = self.taken.get_mut(chars) {
            taken.fill(true);
        }
    }

    fn add(&mut self, field: KnownField, span: &Range<usize>, value: impl Into<String>) {
        self.take(span);
        let span = self.chars(span);
        self.found.push(Extracted { span, field, value: value.into() });
    }

    fn has(&self, field: KnownField) -> bool {
        self.found.iter().any(|found| found.field == field)
    }
}

/// The bytes of one group of a match of [`CopiedText::matches`]; 0 is the whole.
fn group(groups: &[Option<Range<usize>>], nth: usize) -> Option<Range<usize>> {
    groups.get(nth).cloned().flatten()
}

/// A line that the shop wrote: 亲 is what an agent calls a buyer when something is recommended, not the other way round.
fn is_of_shop(line: &str) -> bool {
    let line = line.trim_start();
    ["客服:", "店家:", "商家:", "卖家:"].iter().any(|speaker| line.starts_with(speaker))
        || line.starts_with("亲") && has_any(line, &["建议", "推荐", "请核对", "退货地址"])
        || has_any(line, &["退货地址", "退回地址", "寄回地址", "寄件人", "寄件地址", "发件人"])
}

/// A text without some of its bytes, and where each of its characters begins then, and the end.
fn without(text: &str, cuts: &[Range<usize>]) -> (String, Vec<usize>) {
    let mut left = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(text.len() / 2);
    for (at, c) in text.char_indices() {
        starts.push(left.len());
        if !cuts.iter().any(|cut| cut.contains(&at)) {
            left.push(c);
        }
    }
    starts.push(left.len());
    (left, starts)
}

/// Half-width, but for commas: in an address they stay as they are.
fn legible(c: char) -> char {
    if c == '，' { c } else { plain(c) }
}

/// Half-width, and one kind of dash and blank.
fn plain(c: char) -> char {
    match half_width(c) {
        '—' | '–' | '−' | '－' => '-',
        '\t' | '\u{a0}' => ' ',
        c => c,
    }
}

/// Whether a text contains any of the words.
fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// The word that ends last in a text, and the byte where it ends.
fn last_of<'a>(text: &str, words: &[&'a str]) -> Option<(usize, &'a str)> {
    words
        .iter()
        .filter_map(|word| Some((text.rfind(word)? + word.len(), *word)))
        .max_by_key(|(end, word)| (*end, word.len()))
}

fn is_digit_or_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn today() -> Date {
        date(2026, 11, 21)
    }

    fn shown(text: &str) -> Vec<String> {
        extract(text, today())
            .into_iter()
            .map(|found| format!("{}={}", found.field.name(), found.value))
            .collect()
    }

    #[test]
    fn values_are_found_and_normalised() {
        let cases: [(&str, &[&str]); 14] = [
            ("我160的，一百零五斤", &["身高=160", "体重=52.5"]),
            ("我１６５／１１０", &["身高=165", "体重=55"]),
            ("订单3214567890126789到哪了", &["订单号=3214567890126789"]),
            ("123456789012345", &["快递单号=123456789012345", "订单号=123456789012345"]),
            ("快递单号123456789012345", &["快递单号=123456789012345"]),
            ("sf1234567890123签收了？", &["快递=顺丰", "快递单号=SF1234567890123"]),
            ("13800000000-1234", &["手机号=13800000000-1234"]),
            ("我20号付的款", &["付款日期=2026-11-20"]),
            ("平时穿m，这个要L码的", &["平时尺码=M", "尺码=L"]),
            ("实付款¥1,299.00", &["金额=1299"]),
            ("+8613800000000", &["手机号=13800000000"]),
            ("订单号 32145678 90126789 012", &["订单号=3214567890126789012"]),
            ("女儿身高135体重28", &["身高=135", "体重=28"]),
            ("地址：青岛市市南区香港中路10号3单元", &["地址=青岛市市南区香港中路10号3单元"]),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_value_is_none() {
        for text in [
            "满200减20",
            "3单元501",
            "第2天",
            "99、129、159哪个好",
            "你们客服电话13800000000",
            "2.5米的窗帘",
            "10斤大米",
            "身高155-160 体重90-100斤",
            "我家狗105斤",
            "付了2小时了",
            "1-2天发货的",
            "199-50",
            "收件人是谁啊",
            "330106199001011234",
            "https://item.taobao.com/item.htm?id=678912345678&skuId=5012345678901",
            "【杭州市】快件已由驿站代收，取件码12-3-4567，电话13800000000",
            "退货地址：浙江省义乌市北苑街道100号 王老板 13800000000",
            "【某银行】您尾号1234的卡支付128.00元",
            "双11有活动吗",
            "买二送一",
            "7天无理由",
            "M还是L",
            "客服：亲，160/105建议拍M码",
            "",
        ] {
            assert_eq!(shown(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_span_names_the_characters_of_the_value() {
        let text = "亲😀，电话：１３８００００００００哦";
        let found = extract(text, today());
        let chars: String = text.chars().skip(found[0].span.start).take(found[0].span.len()).collect();
        assert_eq!(
            (found.len(), chars.as_str(), found[0].value.as_str()),
            (1, "１３８００００００００", "13800000000")
        );
    }

    /// Pieces that values are made of.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[0-9]{1,19}",
            "[a-zA-Z]{1,3}",
            "[一二三四五六七八九十百]{1,4}",
            "[，。 \n、:/-]",
            prop::sample::select(vec![
                "身高",
                "体重",
                "斤",
                "kg",
                "米",
                "cm",
                "订单",
                "快递单号",
                "电话",
                "付的款",
                "昨天",
                "号",
                "发货",
                "平时穿",
                "要",
                "码",
                "件",
                "元",
                "退我",
                "浙江省",
                "杭州市",
                "西湖区",
                "文三路",
                "栋",
                "收货人",
                "王小明",
                "岁",
                "块",
                "毛",
                "三天前",
                "仨",
                " x2",
                "差价",
                "SF",
                "顺丰",
                "𠮷",
                "😀",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_is_invented(text in pieces()) {
            let count = text.chars().count();
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            for found in extract(&text, today()) {
                prop_assert!(found.span.start < found.span.end && found.span.end <= count, "{found:?}");
                let part: String = text.chars().skip(found.span.start).take(found.span.len()).collect();
                let is_number = [KnownField::OrderNumber, KnownField::ParcelNumber, KnownField::Phone].contains(&found.field);
                if is_number {
                    let value: String = found.value.chars().filter(char::is_ascii_digit).collect();
                    let own: String = part.chars().filter(char::is_ascii_digit).collect();
                    prop_assert_eq!(&value, &own);
                    prop_assert!(digits.contains(&value));
                }
                if [KnownField::Name, KnownField::Address].contains(&found.field) {
                    prop_assert!(found.value.chars().all(|c| part.contains(c)), "{found:?} {part}");
                }
            }
        }
    }
}
