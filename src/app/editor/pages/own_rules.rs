//! The rules of the personal library with their examples, changed one at a time.

use std::collections::HashSet;

use crate::app::editor::lists::Lists;
use crate::diag::{Rule, Said};
use crate::model::{Both, SheetChange};

/// Around what breaks a rule in an example.
const MARKS: [char; 2] = ['⟦', '⟧'];

/// What is shown and typed in their place, as every keyboard and font has it; the second pair where a text has the first one
/// for itself.
const SHOWN_MARKS: [[char; 2]; 2] = [['【', '】'], ['〖', '〗']];

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ExampleKind {
    Breaks,
    Innocent,
}

impl ExampleKind {
    pub(super) const ALL: [Self; 2] = [Self::Breaks, Self::Innocent];

    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Innocent => "innocent",
        }
    }

    /// The examples of a rule that show this.
    fn list(self, rule: &Rule) -> &Vec<String> {
        match self {
            Self::Breaks => &rule.breaks,
            Self::Innocent => &rule.innocent,
        }
    }

    fn list_mut(self, rule: &mut Rule) -> &mut Vec<String> {
        match self {
            Self::Breaks => &mut rule.breaks,
            Self::Innocent => &mut rule.innocent,
        }
    }

    /// A text that was typed, as an example of this kind: one that breaks its rule is marked, as a whole where nothing is; one
    /// that does not has no marks. `None` where nothing is left.
    pub(super) fn written(self, text: &str) -> Option<String> {
        let plain = text.replace(MARKS, "");
        let plain = plain.trim();
        if !plain.contains(char::is_alphanumeric) {
            return None;
        }
        let [first, second] = SHOWN_MARKS;
        let marked = || [MARKS, second, first].into_iter().find(|marks| is_marked(text, *marks));
        match self {
            Self::Innocent => Some(plain.to_owned()),
            Self::Breaks => Some(match marked() {
                Some(marks) => with_marks(text.trim(), marks, MARKS),
                None => format!("{}{plain}{}", MARKS[0], MARKS[1]),
            }),
        }
    }
}

/// An example as it is shown.
pub(super) fn shown(text: &str) -> String {
    let [first, second] = SHOWN_MARKS;
    with_marks(text, MARKS, if text.contains(first) { second } else { first })
}

/// A text with other marks in place of these.
fn with_marks(text: &str, [open, close]: [char; 2], [new_open, new_close]: [char; 2]) -> String {
    let of = |c| {
        if c == open {
            new_open
        } else if c == close {
            new_close
        } else {
            c
        }
    };
    text.chars().map(of).collect()
}

/// Whether every mark of a text is one of a pair around something, and there is one.
fn is_marked(text: &str, [open, close]: [char; 2]) -> bool {
    let mut parts = text.split(open);
    let is_whole = |part: &str| {
        let mut halves = part.split(close);
        halves.next().is_some_and(|inside| inside.contains(char::is_alphanumeric)) && halves.count() == 1
    };
    let starts_outside = parts.next().is_some_and(|before| !before.contains(close));
    let mut parts = parts.peekable();
    starts_outside && parts.peek().is_some() && parts.all(is_whole)
}

/// Which example of a list of rules is meant; rules and their examples are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ExamplePlace {
    pub rule: usize,
    pub kind: ExampleKind,
    pub nth: usize,
}

/// Every example, rule by rule, those first that break it.
pub(super) fn examples(rules: &[Rule]) -> impl Iterator<Item = (ExamplePlace, &Rule, &str)> {
    rules.iter().enumerate().flat_map(|(rule, of)| {
        ExampleKind::ALL.into_iter().flat_map(move |kind| {
            let texts = kind.list(of).iter().enumerate();
            texts.map(move |(nth, text)| (ExamplePlace { rule, kind, nth }, of, text.as_str()))
        })
    })
}

/// The rules with another text in place of an example; `None` where it cannot be one, or is known.
pub(super) fn with_text(rules: &[Rule], at: ExamplePlace, text: &str) -> Option<Vec<Rule>> {
    let text = at.kind.written(text)?;
    let mut after = rules.to_vec();
    let list = at.kind.list_mut(after.get_mut(at.rule)?);
    if list.iter().enumerate().any(|(nth, known)| nth != at.nth && *known == text) {
        return None;
    }
    *list.get_mut(at.nth)? = text;
    Some(after)
}

/// The rules with one more example of the rule of this id; `None` where it cannot be one, or is known.
pub(super) fn with_example(rules: &[Rule], id: &str, kind: ExampleKind, text: &str) -> Option<Vec<Rule>> {
    let text = kind.written(text)?;
    let mut after = rules.to_vec();
    let idx = after.iter().position(|rule| rule.id == id).unwrap_or(after.len());
    if idx == after.len() {
        after.push(Rule { id: id.to_owned(), ..Rule::default() });
    }
    let list = kind.list_mut(after.get_mut(idx)?);
    if list.contains(&text) {
        return None;
    }
    list.push(text);
    Some(after)
}

/// The rules without an example; examples for a rule of the program go with the last of them.
pub(super) fn without_example(rules: &[Rule], at: ExamplePlace) -> Option<Vec<Rule>> {
    let mut after = rules.to_vec();
    let rule = after.get_mut(at.rule)?;
    let list = at.kind.list_mut(rule);
    (at.nth < list.len()).then(|| list.remove(at.nth))?;
    if rule.is_addition() && rule.breaks.is_empty() && rule.innocent.is_empty() {
        after.remove(at.rule);
    }
    Some(after)
}

/// The rules with an example as one of another rule, or of the other kind.
pub(super) fn with_moved(rules: &[Rule], at: ExamplePlace, id: &str, kind: ExampleKind) -> Option<Vec<Rule>> {
    let rule = rules.get(at.rule)?;
    if (rule.id.as_str(), at.kind) == (id, kind) {
        return Some(rules.to_vec());
    }
    let text = at.kind.list(rule).get(at.nth)?;
    with_example(&without_example(rules, at)?, id, kind, text)
}

/// The rules with a new one of this name.
pub(super) fn with_rule(lists: &Lists, name: &str) -> Vec<Rule> {
    let rule = Rule { id: free_id(lists), why: named(name), ..Rule::default() };
    lists.own_rules().iter().cloned().chain([rule]).collect()
}

/// The same name in both languages.
pub(super) fn named(name: &str) -> Said {
    Said { zh: name.to_owned(), en: name.to_owned() }
}

/// An id that no rule has, and that nothing is known of.
fn free_id(lists: &Lists) -> String {
    let of_packs = lists.library().packs().flat_map(|(_, pack)| &pack.own_rules);
    let rules = of_packs.chain(lists.own_rules()).chain(lists.folder_rules()).map(|rule| &rule.id);
    let of_shops = lists.shops().iter().flat_map(|shop| shop.rules.keys());
    let taken: HashSet<&String> =
        rules.chain(of_shops).chain(lists.innocent().iter().map(|known| &known.rule)).collect();
    let mut numbered = (1..=taken.len() + 1).map(|number| format!("own.{number}"));
    numbered.find(|id| !taken.contains(id)).unwrap_or_default()
}

/// The rules of the personal library as they are to be.
pub(super) fn change(lists: &Lists, after: Vec<Rule>) -> SheetChange {
    SheetChange::OwnRules(Both { before: lists.own_rules().to_vec(), after })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_a_rule_is_marked_as_a_whole_where_nothing_is() {
        use ExampleKind::{Breaks, Innocent};
        let cases = [
            (Breaks, "去直播间看看", Some("⟦去直播间看看⟧")),
            (Breaks, " 亲，⟦去直播间⟧看看 ", Some("亲，⟦去直播间⟧看看")),
            (Breaks, "亲，【去直播间】看看", Some("亲，⟦去直播间⟧看看")),
            (Breaks, "【提示】⟦去直播间⟧", Some("【提示】⟦去直播间⟧")),
            (Breaks, "去⟦直播间", Some("⟦去直播间⟧")),
            (Breaks, "去⟧直播⟦间", Some("⟦去直播间⟧")),
            (Breaks, "去⟦⟧直播间", Some("⟦去直播间⟧")),
            (Breaks, "⟦去⟦直播⟧间⟧", Some("⟦去直播间⟧")),
            (Breaks, "【提示】〖去直播间〗", Some("【提示】⟦去直播间⟧")),
            (Innocent, "⟦店里⟧看看", Some("店里看看")),
            (Innocent, "【提示】看看", Some("【提示】看看")),
            (Breaks, " ⟦。⟧ ", None),
            (Innocent, "", None),
        ];
        for (kind, text, written) in cases {
            assert_eq!(kind.written(text).as_deref(), written, "{text}");
            if let Some(written) = written {
                assert_eq!(kind.written(&shown(written)).as_deref(), Some(written), "as it is shown");
            }
        }
    }
}
