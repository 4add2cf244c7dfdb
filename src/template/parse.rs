//! Text → segments, with problems that name the place.

use std::ops::Range;

use thiserror::Error;

use super::TODAY;

/// A parsed text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    pub segments: Vec<Segment>,
    /// What is wrong, with byte ranges in the source text, in order.
    pub problems: Vec<(Range<usize>, TemplateProblem)>,
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Plain text; doubled braces are single here.
    Text(String),
    Field(Placeholder),
    /// `{日期}`: the date of the moment it is copied.
    Today,
    /// A placeholder that cannot be read, as it stands in the source. It is never copied.
    Broken(String),
}

/// `{name}`, `{name:default}` or `{name|one|two}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    pub name: String,
    pub default: Option<String>,
    /// Empty for a free text.
    pub choices: Vec<String>,
    /// Bytes in the source text, braces included.
    pub span: Range<usize>,
}

/// Why a placeholder cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TemplateProblem {
    #[error("the brace is not closed")]
    Unclosed,
    #[error("a closing brace without an opening one")]
    StrayClose,
    #[error("a placeholder without a name")]
    NoName,
    #[error("a choice without a text")]
    EmptyChoice,
    #[error("the name of a placeholder is longer than {LONGEST_NAME} characters")]
    LongName,
}

impl TemplateProblem {
    /// The stable rule id, see [`crate::diag::Problem::code`].
    pub fn code(self) -> &'static str {
        match self {
            Self::Unclosed => "placeholder.unclosed",
            Self::StrayClose => "placeholder.stray-close",
            Self::NoName => "placeholder.no-name",
            Self::EmptyChoice => "placeholder.empty-choice",
            Self::LongName => "placeholder.long-name",
        }
    }
}

/// A longer name is rather a sentence whose brace was meant as a brace.
const LONGEST_NAME: usize = 24;

/// Reads a text. Every text can be read: what is wrong becomes [`Segment::Broken`] and a problem.
pub fn parse(source: &str) -> Template {
    let mut template = Template::default();
    let mut plain = String::new();
    let mut at = 0;
    while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = source.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '{' | '}' if rest.starts_with(c) => {
                plain.push(c);
                at += 2;
            }
            '{' => {
                // A placeholder ends in its line: an open brace spoils one line, not the rest of the text.
                let end = rest
                    .find(['{', '}', '\n'])
                    .filter(|end| rest.get(*end..).is_some_and(|r| r.starts_with('}')));
                let inner_len = end.unwrap_or_else(|| rest.find(['{', '\n']).unwrap_or(rest.len()));
                let inner = rest.get(..inner_len).unwrap_or_default();
                let span = at..at + 1 + inner_len + usize::from(end.is_some());
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
                template.push(Err(TemplateProblem::StrayClose), source, at..at + 1);
                at += 1;
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

fn flush(plain: &mut String, segments: &mut Vec<Segment>) {
    if !plain.is_empty() {
        segments.push(Segment::Text(std::mem::take(plain)));
    }
}

impl Template {
    fn push(&mut self, read: Result<Segment, TemplateProblem>, source: &str, span: Range<usize>) {
        match read {
            Ok(segment) => self.segments.push(segment),
            Err(problem) => {
                self.segments.push(Segment::Broken(source.get(span.clone()).unwrap_or_default().to_owned()));
                self.problems.push((span, problem));
            }
        }
    }

    /// The placeholders, in order, with repeats.
    pub fn placeholders(&self) -> impl Iterator<Item = &Placeholder> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Field(placeholder) => Some(placeholder),
            Segment::Text(_) | Segment::Today | Segment::Broken(_) => None,
        })
    }
}

/// `inner` is what stands between the braces.
fn placeholder(inner: &str, span: Range<usize>) -> Result<Segment, TemplateProblem> {
    let (head, choices) = match inner.split_once('|') {
        Some((head, list)) => (head, list.split('|').map(|choice| choice.trim().to_owned()).collect()),
        None => (inner, Vec::new()),
    };
    let (name, default) = match head.split_once([':', '：']) {
        Some((name, default)) => (name, Some(default.trim().to_owned())),
        None => (head, None),
    };
    let name = name.trim();
    if name.is_empty() {
        return Err(TemplateProblem::NoName);
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(TemplateProblem::LongName);
    }
    if choices.iter().any(String::is_empty) {
        return Err(TemplateProblem::EmptyChoice);
    }
    if name == TODAY && default.is_none() && choices.is_empty() {
        return Ok(Segment::Today);
    }
    let default = default.filter(|text| !text.is_empty());
    Ok(Segment::Field(Placeholder { name: name.to_owned(), default, choices, span }))
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
                    format!("field {} default={:?} choices={:?}", field.name, field.default, field.choices)
                }
                Segment::Today => "today".to_owned(),
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
            ("{日期}发", "today\ntext 发"),
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
        ];
        for (source, expected) in cases {
            assert_eq!(shape(source), expected, "{source}");
        }
        let long = format!("{{{}}}", "长".repeat(25));
        assert_eq!(parse(&long).problems, [(0..77, TemplateProblem::LongName)]);
    }

    fn print(template: &Template) -> String {
        let double = |text: &str| text.replace('{', "{{").replace('}', "}}");
        template
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Text(text) => double(text),
                Segment::Today => format!("{{{TODAY}}}"),
                Segment::Broken(raw) => raw.clone(),
                Segment::Field(field) => {
                    let default = field.default.as_ref().map(|text| format!(":{text}")).unwrap_or_default();
                    let head = format!("{}{default}", field.name);
                    let options: Vec<_> =
                        std::iter::once(&head).chain(&field.choices).map(String::as_str).collect();
                    format!("{{{}}}", options.join("|"))
                }
            })
            .collect()
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic_and_spans_lie_on_characters(source in "[{}|:：亲a\n ]{0,40}") {
            let parsed = parse(&source);
            for (span, _) in &parsed.problems {
                prop_assert!(source.get(span.clone()).is_some());
            }
            for field in parsed.placeholders() {
                let raw = source.get(field.span.clone()).unwrap();
                prop_assert_eq!(raw.matches(['{', '}']).count(), 2);
            }
        }

        #[test]
        fn printing_and_reading_again_changes_nothing(source in "([{}|:亲a ]|\\{[a亲]\\}|\\{亲:a\\}|\\{a\\|b\\|c\\}){0,12}") {
            let once = parse(&source);
            prop_assume!(once.problems.is_empty());
            let again = parse(&print(&once));
            prop_assert_eq!(print(&again), print(&once));
            prop_assert_eq!(again.placeholders().count(), once.placeholders().count());
        }
    }
}
