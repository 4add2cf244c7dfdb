//! Text → segments, with problems that name the place.

use std::ops::Range;

use super::SNIPPET;
use super::clock::{Clock, Format};
use super::measure::half_width;
use super::problem::{LONGEST_NAME, MAX_DAYS, TemplateProblem};
use super::segments::{DayText, Placeholder, Segment, Template};
use super::sum::Sum;

/// Reads a text. Every text can be read: what is wrong becomes [`Segment::Broken`] and a problem.
pub fn parse(source: &str) -> Template {
    let mut template = Template::default();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = source.get(at + c.len_utf8()..).unwrap_or_default();
        match half_width(c) {
            '{' | '}' if rest.starts_with(c) => {
                plain.push(c);
                at += 2 * c.len_utf8();
            }
            '{' => {
                // A placeholder ends in its line: an open brace spoils one line, not the rest of the text.
                let end = rest
                    .find(['{', '}', '｛', '｝', '\n'])
                    .filter(|end| rest.get(*end..).is_some_and(|r| r.starts_with(['}', '｝'])));
                let inner_len = end.unwrap_or_else(|| rest.find(['{', '｛', '\n']).unwrap_or(rest.len()));
                let inner = rest.get(..inner_len).unwrap_or_default();
                let closing = end.and_then(|end| rest.get(end..)?.chars().next()).map_or(0, char::len_utf8);
                let span = at..at + c.len_utf8() + inner_len + closing;
                let read = if end.is_some() {
                    placeholder(inner, span.clone())
                } else {
                    Err(TemplateProblem::Unclosed)
                };
                flush(&mut plain, &mut template.segments);
                at = span.end;
                template.push(read, source, span);
            }
            '}' => {
                flush(&mut plain, &mut template.segments);
                template.push(Err(TemplateProblem::StrayClose), source, at..at + c.len_utf8());
                at += c.len_utf8();
            }
            _ => {
                plain.push(c);
                at += c.len_utf8();
            }
        }
    }
    flush(&mut plain, &mut template.segments);
    template
}

/// Where a source has doubled braces around something in one line, `{{…}}`, as bytes: they are meant as braces, and what is
/// between them as a text.
pub fn literal_braces(source: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = source.get(at..).and_then(|rest| rest.find("{{")).map(|open| at + open) {
        let rest = source.get(open + 2..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        at = line.find("}}").map_or(open + 2, |close| open + 2 + close + 2);
        if at > open + 2 {
            found.push(open..at);
        }
    }
    found
}

fn flush(plain: &mut String, segments: &mut Vec<Segment>) {
    if !plain.is_empty() {
        segments.push(Segment::Text(std::mem::take(plain)));
    }
}

/// `inner` is what is between the braces.
fn placeholder(inner: &str, span: Range<usize>) -> Result<Segment, TemplateProblem> {
    if let Some(source) = inner.trim_start().strip_prefix(['=', '＝']) {
        return Ok(Segment::Sum { sum: Sum::parse(source)?, span });
    }
    let (whole, choices) = match inner.split_once(['|', '｜']) {
        Some((head, list)) => {
            (head, list.split(['|', '｜']).map(|choice| choice.trim().to_owned()).collect())
        }
        None => (inner, Vec::new()),
    };
    let end = whole.find([':', '：', '=', '＝']).unwrap_or(whole.len());
    let (head, rest) = whole.split_at_checked(end).unwrap_or((whole, ""));
    let (name, mut behind) = (head.trim(), rest.chars());
    let (sign, rest) = (behind.next().map(half_width), behind.as_str().trim());
    if name == SNIPPET && sign == Some(':') {
        let key = inner.split_once([':', '：']).map_or("", |(_, key)| key.trim());
        let is_given = !key.is_empty();
        return if is_given {
            Ok(Segment::Snippet { key: key.to_owned(), span })
        } else {
            Err(TemplateProblem::NoSnippet)
        };
    }
    if name.is_empty() {
        return Err(TemplateProblem::NoName);
    }
    if choices.iter().any(String::is_empty) {
        return Err(TemplateProblem::EmptyChoice);
    }
    let format =
        (sign == Some('=')).then(|| Format::parse(rest).map_err(TemplateProblem::BadFormat)).transpose()?;
    let default = (sign == Some(':') && !rest.is_empty()).then(|| rest.to_owned());
    let is_plain = default.is_none() && choices.is_empty();
    let (base, days) = shifted(name, format.is_some()).unwrap_or(Ok((name, 0)))?;
    if let Some(clock) = Clock::ALL.into_iter().find(|clock| clock.name() == base)
        && (is_plain || days != 0 || format.is_some())
    {
        let is_greeting = clock == Clock::Greeting && format.is_some();
        if !is_plain || days != 0 && !clock.is_day() || is_greeting {
            return Err(TemplateProblem::NotADate);
        }
        return Ok(Segment::Clock { clock, days, format, span });
    }
    if format.is_some() && !choices.is_empty() {
        return Err(TemplateProblem::NotADate);
    }
    if base.chars().count() > LONGEST_NAME {
        return Err(TemplateProblem::LongName);
    }
    let day = (days != 0 || format.is_some()).then_some(DayText { days, format });
    Ok(Segment::Field(Placeholder { name: base.to_owned(), default, choices, day, span }))
}

/// A name with a number of days behind it: `日期+7`. Other names may have a dash and a number in them, so a dash means days
/// with dates only: those of the clock, those that end in 日期, and those with a format.
fn shifted(name: &str, has_format: bool) -> Option<Result<(&str, i16), TemplateProblem>> {
    let at = name.rfind(['+', '-', '＋', '－'])?;
    let (base, shift) = name.split_at_checked(at)?;
    let base = base.trim_end();
    let shift: String = shift.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let digits = shift
        .get(1..)
        .filter(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let is_date = shift.starts_with('+')
        || has_format
        || base.ends_with(Clock::Date.name())
        || Clock::ALL.iter().any(|clock| clock.name() == base);
    if !is_date || base.is_empty() {
        return None;
    }
    let days = digits.parse::<i16>().ok().filter(|days| *days <= MAX_DAYS);
    Some(
        days.map(|days| (base, if shift.starts_with('-') { -days } else { days }))
            .ok_or(TemplateProblem::TooFar),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// One line a segment: what a template is made of, to compare with.
    fn shape(source: &str) -> String {
        let parsed = parse(source);
        let mut lines: Vec<String> = parsed
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Text(text) => format!("text {text}"),
                Segment::Field(field) => {
                    let day = field.day.as_ref().map(|day| {
                        format!(" day={} {:?}", day.days, day.format.as_ref().map(Format::source))
                    });
                    let (default, choices) = (&field.default, &field.choices);
                    let day = day.unwrap_or_default();
                    format!("field {} default={default:?} choices={choices:?}{day}", field.name)
                }
                Segment::Clock { clock, days, format, .. } => {
                    format!("clock {} {days} {:?}", clock.name(), format.as_ref().map(Format::source))
                }
                Segment::Snippet { key, .. } => format!("snippet {key}"),
                Segment::Sum { sum, .. } => format!("sum {} of {:?}", sum.source(), sum.fields()),
                Segment::Broken(raw) => format!("broken {raw}"),
            })
            .collect();
        lines.extend(parsed.problems.iter().map(|(span, problem)| format!("{span:?} {}", problem.code())));
        lines.join("\n")
    }

    #[test]
    fn every_form_of_a_placeholder_is_read() {
        let cases = [
            ("", ""),
            ("亲，您好", "text 亲，您好"),
            ("{订单号}", "field 订单号 default=None choices=[]"),
            ("{ 订单号 }", "field 订单号 default=None choices=[]"),
            ("{店铺名:本店}", "field 店铺名 default=Some(\"本店\") choices=[]"),
            ("{店铺名：本店}", "field 店铺名 default=Some(\"本店\") choices=[]"),
            ("{店铺名:}", "field 店铺名 default=None choices=[]"),
            ("{快递|申通|顺丰}", "field 快递 default=None choices=[\"申通\", \"顺丰\"]"),
            ("{快递:申通|申通|顺丰}", "field 快递 default=Some(\"申通\") choices=[\"申通\", \"顺丰\"]"),
            ("{日期}发", "clock 日期 0 None\ntext 发"),
            ("{日期+7=M月d日}", "clock 日期 7 Some(\"M月d日\")"),
            ("{ 日期 - 1 ＝ yyyy-MM-dd }", "clock 日期 -1 Some(\"yyyy-MM-dd\")"),
            ("{工作日＋2}", "clock 工作日 2 None"),
            ("{时间}{时间=H点}", "clock 时间 0 None\nclock 时间 0 Some(\"H点\")"),
            ("{问候}", "clock 问候 0 None"),
            ("{剪贴板}", "field 剪贴板 default=None choices=[]"),
            ("{发货日期}", "field 发货日期 default=None choices=[]"),
            ("{发货日期+3}", "field 发货日期 default=None choices=[] day=3 None"),
            ("{预售=M月d日:}", "field 预售 default=None choices=[] day=0 Some(\"M月d日:\")"),
            ("{预售+10=M/d}", "field 预售 default=None choices=[] day=10 Some(\"M/d\")"),
            ("{预售+3}", "field 预售 default=None choices=[] day=3 None"),
            ("订单｛订单号｝、｛｛好｝｝", "text 订单\nfield 订单号 default=None choices=[]\ntext 、｛好｝"),
            ("{iPhone-15}", "field iPhone-15 default=None choices=[]"),
            ("{片段:退货地址}", "snippet 退货地址"),
            ("{片段： aftersale.return }", "snippet aftersale.return"),
            ("{=金额/365}", "sum 金额/365 of [\"金额\"]"),
            ("{＝(金额－优惠)×数量+金额}", "sum (金额－优惠)×数量+金额 of [\"金额\", \"优惠\", \"数量\"]"),
            ("{快递｜申通｜顺丰}", "field 快递 default=None choices=[\"申通\", \"顺丰\"]"),
            ("{网址:https://a.cn/?b=c}", "field 网址 default=Some(\"https://a.cn/?b=c\") choices=[]"),
            ("{日期:明天}", "field 日期 default=Some(\"明天\") choices=[]"),
            ("{{不是}}", "text {不是}"),
            ("{{{订单号}}}", "text {\nfield 订单号 default=None choices=[]\ntext }"),
        ];
        for (source, expected) in cases {
            assert_eq!(shape(source), expected, "{source}");
        }
    }

    #[test]
    fn every_broken_placeholder_is_named_with_its_place() {
        let cases = [
            ("单号{订单号", "text 单号\nbroken {订单号\n6..16 placeholder.unclosed"),
            ("{订单{号}", "broken {订单\nfield 号 default=None choices=[]\n0..7 placeholder.unclosed"),
            ("{订单号\n第二行", "broken {订单号\ntext \n第二行\n0..10 placeholder.unclosed"),
            ("好}的", "text 好\nbroken }\ntext 的\n3..4 placeholder.stray-close"),
            ("{}", "broken {}\n0..2 placeholder.no-name"),
            ("{:本店}", "broken {:本店}\n0..9 placeholder.no-name"),
            ("{快递|}", "broken {快递|}\n0..9 placeholder.empty-choice"),
            ("{时间+2}", "broken {时间+2}\n0..10 placeholder.not-a-date"),
            ("{问候=H}", "broken {问候=H}\n0..10 placeholder.not-a-date"),
            ("{日期+1|甲}", "broken {日期+1|甲}\n0..14 placeholder.not-a-date"),
            ("{日子=M/d|甲}", "broken {日子=M/d|甲}\n0..16 placeholder.not-a-date"),
            ("{日期=YYYY}", "broken {日期=YYYY}\n0..13 placeholder.bad-format"),
            ("{日期=}", "broken {日期=}\n0..9 placeholder.bad-format"),
            ("{片段:}", "broken {片段:}\n0..9 placeholder.no-snippet"),
            ("{日期+1000}", "broken {日期+1000}\n0..13 placeholder.too-far"),
            ("｛订单号", "broken ｛订单号\n0..12 placeholder.unclosed"),
            ("好｝", "text 好\nbroken ｝\n3..6 placeholder.stray-close"),
            ("{=}", "broken {=}\n0..3 placeholder.sum-term"),
            ("{=金额/}", "broken {=金额/}\n0..10 placeholder.sum-term"),
            ("{=2(3)}", "broken {=2(3)}\n0..7 placeholder.sum-operator"),
            ("{=(金额}", "broken {=(金额}\n0..10 placeholder.sum-bracket"),
        ];
        for (source, expected) in cases {
            assert_eq!(shape(source), expected, "{source}");
        }
        let long = format!("{{{}}}", "长".repeat(25));
        assert_eq!(parse(&long).problems, [(0..77, TemplateProblem::LongName)]);
    }

    fn print_day(day: Option<&DayText>) -> String {
        let Some(day) = day else { return String::new() };
        let shift = if day.days == 0 { String::new() } else { format!("{:+}", day.days) };
        let format = day.format.as_ref().map(|format| format!("={}", format.source()));
        shift + &format.unwrap_or_default()
    }

    fn print(template: &Template) -> String {
        let double = |text: &str| {
            let doubled = |c: char| if "{}｛｝".contains(c) { format!("{c}{c}") } else { c.to_string() };
            text.chars().map(doubled).collect::<String>()
        };
        template
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Text(text) => double(text),
                Segment::Clock { clock, days, format, .. } => {
                    let day = DayText { days: *days, format: format.clone() };
                    format!("{{{}{}}}", clock.name(), print_day(Some(&day)))
                }
                Segment::Snippet { key, .. } => format!("{{{SNIPPET}:{key}}}"),
                Segment::Sum { sum, .. } => format!("{{={}}}", sum.source()),
                Segment::Broken(raw) => raw.clone(),
                Segment::Field(field) => {
                    let default = field.default.as_ref().map(|text| format!(":{text}")).unwrap_or_default();
                    let head = format!("{}{}{default}", field.name, print_day(field.day.as_ref()));
                    let options: Vec<_> =
                        std::iter::once(&head).chain(&field.choices).map(String::as_str).collect();
                    format!("{{{}}}", options.join("|"))
                }
            })
            .collect()
    }

    #[test]
    fn texts_of_other_replies_are_put_in_and_cycles_stay_broken() {
        let text_of = |key: &str| {
            let known = [
                ("地址", "寄到{退货地址}，{片段:谢谢}"),
                ("谢谢", "谢谢您"),
                ("圈", "转{片段:圈二}"),
                ("圈二", "{片段:圈}"),
            ];
            known.iter().find(|(known, _)| *known == key).map(|(_, text)| (*text).to_owned())
        };
        let expanded = |source: &str| print(&parse(source).expanded(&text_of));
        assert_eq!(expanded("请{片段:地址}。"), "请寄到{退货地址}，谢谢您。");
        assert_eq!(expanded("{片段:谢谢}{片段:谢谢}"), "谢谢您谢谢您");
        let bomb = |_: &str| Some("{片段:甲}{片段:乙}{片段:丙}{片段:丁}{片段:戊}{片段:己}".to_owned());
        assert!(parse("{片段:零}").expanded(&bomb).segments.len() < 10_000);
        for (source, broken) in [("{片段:没有}", "{片段:没有}"), ("{片段:圈}", "{片段:圈}")] {
            let template = parse(source).expanded(&text_of);
            assert_eq!(template.segments.last(), Some(&Segment::Broken(broken.to_owned())), "{source}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_spans_lie_on_characters(source in "([{}｛｝|:：亲a\n =+/1Md-]|日期|片段){0,40}") {
            let parsed = parse(&source);
            for (span, _) in &parsed.problems {
                prop_assert!(source.get(span.clone()).is_some());
            }
            for field in parsed.placeholders() {
                let raw = source.get(field.span.clone()).unwrap();
                prop_assert_eq!(raw.matches(['{', '}', '｛', '｝']).count(), 2);
            }
        }

        #[test]
        fn printing_and_reading_again_changes_nothing(source in "([|:亲a ]|\\{\\{|\\}\\}|\\{[a亲]\\}|\\{亲:a\\}|\\{a\\|b\\|c\\}|\\{(日期|工作日|付款日期)([+-][1-9])?(=M月d日)?\\}|\\{片段:a\\}|\\{=a[+/]2\\}){0,12}") {
            let once = parse(&source);
            prop_assert!(once.problems.is_empty());
            let again = parse(&print(&once));
            prop_assert_eq!(print(&again), print(&once));
            let names = |template: &Template| {
                template.field_names().map(|(name, _)| name.to_owned()).collect::<Vec<_>>()
            };
            prop_assert_eq!(names(&again), names(&once));
            prop_assert_eq!(again.snippets().count(), once.snippets().count());
        }
    }
}
