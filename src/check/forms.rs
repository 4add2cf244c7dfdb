//! What rules look for by form: regular expressions over the plain form of a text.

use std::ops::Range;

use regex::{Captures, Regex, RegexSet};

use super::plain::Plain;
use crate::diag::{Form, Rule};

/// The expressions of a rule, ready to be used.
#[derive(Debug)]
pub(super) struct Forms {
    find: Vec<Compiled>,
    /// All of `find`: one look at a text says which of them are worth a second one.
    any: RegexSet,
    except: Vec<Regex>,
    needs: Option<Regex>,
    only: Option<Regex>,
    unless: Option<Regex>,
    rewrites: Vec<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    write: Option<String>,
}

/// Every expression of a rule.
pub(super) fn all(rule: &Rule) -> impl Iterator<Item = &str> {
    let forms = rule.forms.iter().chain(&rule.rewrites).map(|form| form.find.as_str());
    let others = [&rule.needs, &rule.only, &rule.unless].into_iter().flatten();
    forms.chain(rule.except.iter().chain(others).map(String::as_str))
}

/// Something that fits a form, and what to write in its place. Bytes of the plain form.
pub(super) type Match = (Range<usize>, Option<String>);

impl Forms {
    /// # Errors
    /// What is wrong with the first expression that cannot be read.
    pub(super) fn new(rule: &Rule) -> Result<Self, regex::Error> {
        let all = |forms: &[Form]| {
            let one =
                |form: &Form| Ok(Compiled { regex: Regex::new(&form.find)?, write: form.write.clone() });
            forms.iter().map(one).collect::<Result<Vec<_>, regex::Error>>()
        };
        let optional = |find: &Option<String>| find.as_deref().map(Regex::new).transpose();
        Ok(Self {
            find: all(&rule.forms)?,
            any: RegexSet::new(rule.forms.iter().map(|form| &form.find))?,
            except: rule.except.iter().map(|find| Regex::new(find)).collect::<Result<_, _>>()?,
            needs: optional(&rule.needs)?,
            only: optional(&rule.only)?,
            unless: optional(&rule.unless)?,
            rewrites: all(&rule.rewrites)?,
        })
    }

    /// What fits one of the forms and overlaps with nothing innocent; `original` is what `plain` is the plain form of.
    pub(super) fn matches(&self, plain: &Plain, original: &str) -> Vec<Match> {
        let mut found = Vec::new();
        for form in self.any.matches(&plain.text).iter().filter_map(|nth| self.find.get(nth)) {
            for groups in form.regex.captures_iter(&plain.text) {
                found.extend(form.read(&groups, |range| original.get(plain.original(&range))));
            }
        }
        if !found.is_empty() {
            let innocent =
                |except: &Regex| except.find_iter(&plain.text).map(|found| found.range()).collect();
            let innocent: Vec<Vec<Range<usize>>> = self.except.iter().map(innocent).collect();
            let is_innocent = |range: &Range<usize>| {
                innocent.iter().flatten().any(|one| one.start < range.end && range.start < one.end)
            };
            found.retain(|(range, _)| !is_innocent(range));
        }
        found
    }

    /// Whether a whole text is innocent, whatever it means.
    pub(super) fn spares(&self, text: &str) -> bool {
        self.unless.as_ref().is_some_and(|unless| unless.is_match(text))
            || self.only.as_ref().is_some_and(|only| !only.is_match(text))
    }

    /// Whether a clause can break the rule by its meaning.
    pub(super) fn allows(&self, clause: &str) -> bool {
        self.needs.as_ref().is_none_or(|needs| needs.is_match(clause))
    }

    /// What to mark of a clause that breaks the rule; `None` for all of it.
    pub(super) fn mark(&self, clause: &str) -> Option<Range<usize>> {
        let groups = self.needs.as_ref()?.captures(clause)?;
        Some(groups.name("mark").or_else(|| groups.get(0))?.range())
    }

    /// What to write in place of something in a clause, a byte range of the plain text, where that is certain.
    pub(super) fn rewrite(&self, plain: &Plain, clause: &Range<usize>, original: &str) -> Option<Match> {
        let words = plain.text.get(clause.clone())?;
        let moved = |range: &Range<usize>| clause.start + range.start..clause.start + range.end;
        let source = |range: Range<usize>| original.get(plain.original(&moved(&range)));
        let groups =
            |form: &Compiled| form.regex.captures(words).and_then(|groups| form.read(&groups, source));
        self.rewrites.iter().find_map(groups).map(|(range, write)| (moved(&range), write))
    }
}

impl Compiled {
    /// What was found, and what to write there; `source` gives the original of a range.
    fn read<'a>(
        &self,
        groups: &Captures<'_>,
        source: impl Fn(Range<usize>) -> Option<&'a str>,
    ) -> Option<Match> {
        let mark = groups.name("mark").or_else(|| groups.get(0))?;
        let group = |name: &str| groups.name(name).map_or(Some(""), |group| source(group.range()));
        let write = self.write.as_ref().and_then(|write| expanded(write, group));
        Some((mark.range(), write))
    }
}

/// What to write, with the groups of the match as `group` gives them.
fn expanded<'a>(write: &str, group: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = write;
    while let Some((before, behind)) = rest.split_once("${") {
        let (name, behind) = behind.split_once('}')?;
        out.push_str(before);
        out.push_str(group(name)?);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}
