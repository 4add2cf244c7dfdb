//! What is wrong with a reply in the form, and in which place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::catalog::Catalog;
use super::working::{FormEdit, Timed, Working};
use crate::check::{Checker, Policy};
use crate::diag::{Cause, Finding, Problem, Severity};
use crate::model::{Layer, Library, Lookup, Message, Placeholders, Reply, ReplyRef};
use crate::template;

/// How many texts are remembered with what is wrong with them.
const MAX_TEXTS: usize = 256;

/// A place of the form. Wordings and messages are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Title,
    Code,
    Timed(Timed),
    Message {
        wording: usize,
        message: usize,
    },
    /// All wordings together.
    Wordings,
    /// The replies that usually come next.
    Next,
}

/// Something wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    pub spot: Spot,
    /// The bytes of the text that cause it, where it is a part of it.
    pub range: Option<Range<usize>>,
    pub problem: Problem,
    /// The edit that puts the name in that is likely meant, or the words that a rule would write.
    pub mend: Option<FormEdit>,
    /// The clause that breaks a rule, with its placeholders, where the user can say that it does not.
    pub clause: Option<RuledClause>,
}

/// A clause of which a rule says that it breaks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuledClause {
    /// The id of the rule.
    pub rule: String,
    /// As the text has it.
    pub text: String,
}

impl RuledClause {
    /// Of a breach in a text; `None` where the rule has not learned its meaning, or guards the data of buyers.
    fn of(problem: &Problem, text: &str) -> Option<Self> {
        let Problem::Breach { finding, .. } = problem else { return None };
        let Finding { cause: Cause::Rule(rule), clause: Some(clause), .. } = &**finding else { return None };
        if rule.of_others {
            return None;
        }
        Some(Self { rule: rule.id.clone(), text: text.get(clause.clone())?.trim().to_owned() })
    }
}

impl Trouble {
    fn new(spot: Spot, problem: Problem) -> Self {
        Self { spot, range: None, problem, mend: None, clause: None }
    }

    /// Something wrong in a part of a text.
    fn in_text(spot: Spot, text: &str, (range, problem): (Range<usize>, Problem)) -> Self {
        let mend = mended(spot, text, &range, &problem);
        let clause = RuledClause::of(&problem, text);
        Self { spot, range: Some(range), problem, mend, clause }
    }

    /// Whether it is perhaps nothing at all.
    pub fn is_hint(&self) -> bool {
        self.problem.severity() == Severity::Hint
    }

    /// Whether the reply cannot be saved so.
    pub fn is_blocking(&self) -> bool {
        matches!(
            self.problem,
            Problem::MissingField { .. }
                | Problem::NoText
                | Problem::CodeTaken { .. }
                | Problem::InvalidTime { .. }
                | Problem::InvalidDate { .. }
                | Problem::NeverHolds { .. }
                | Problem::ImageOutside { .. }
        )
    }
}

/// The edit that mends a problem, where it is known what was meant.
fn mended(spot: Spot, text: &str, range: &Range<usize>, problem: &Problem) -> Option<FormEdit> {
    let Spot::Message { wording, message } = spot else { return None };
    let words = text.get(range.clone())?;
    let better = if let Problem::UnknownPlaceholder { name, suggestion: Some(meant) } = problem {
        words.replacen(name, meant, 1)
    } else if let Problem::Breach { finding, .. } = problem {
        finding.rewrite.clone()?
    } else {
        return None;
    };
    let text = [text.get(..range.start)?, &better, text.get(range.end..)?].concat();
    Some(FormEdit::Text { wording, message, text })
}

/// What is wrong with texts that were looked through already. The rules run once for each text, while they are the same.
#[derive(Debug, Default)]
pub(super) struct TextChecks {
    /// The [revision](Catalog::revision) of the library and the policy that these hold for.
    revision: u64,
    found: BTreeMap<String, Vec<(Range<usize>, Problem)>>,
    /// How many texts the rules have looked through.
    #[cfg(test)]
    pub runs: usize,
}

impl TextChecks {
    /// What is wrong with a text: bytes of it, in its order, hints behind the others.
    fn of(&mut self, text: &str, catalog: &Catalog) -> &[(Range<usize>, Problem)] {
        let is_stale = self.revision != catalog.revision();
        let is_full = self.found.len() >= MAX_TEXTS && !self.found.contains_key(text);
        if is_stale || is_full {
            self.revision = catalog.revision();
            self.found.clear();
        }
        if !self.found.contains_key(text) {
            #[cfg(test)]
            {
                self.runs += 1;
            }
            self.found.insert(text.to_owned(), of_text(text, catalog));
        }
        self.found.get(text).map_or(&[], Vec::as_slice)
    }
}

/// Everything that is wrong, in the order of the form.
pub(super) fn of(working: &Working, catalog: &Catalog, checks: &mut TextChecks) -> Vec<Trouble> {
    let (reply, library) = (working.finished(), catalog.library());
    let mut found = Vec::new();
    if reply.title.is_empty() {
        found.push(Trouble::new(Spot::Title, Problem::MissingField { name: "title" }));
    }
    if let Some(code) = &reply.code
        && let Some(title) = other_with_code(library, code, &reply.id)
    {
        found.push(Trouble::new(Spot::Code, Problem::CodeTaken { code: code.clone(), reply: title }));
    }
    if reply.wordings.is_empty() {
        found.push(Trouble::new(Spot::Wordings, Problem::NoText));
    }
    troubles_of_wordings(working, catalog, checks, &mut found);
    for id in reply.next.iter().filter(|id| library.by_id(id).is_none()) {
        found.push(Trouble::new(Spot::Next, Problem::UnknownNext { id: id.clone(), suggestion: None }));
    }
    for (timed, value) in working.unread() {
        let value = value.to_owned();
        let problem =
            if timed.is_time() { Problem::InvalidTime { value } } else { Problem::InvalidDate { value } };
        found.push(Trouble::new(Spot::Timed(timed), problem));
    }
    found
}

/// Of the wordings: what is wrong in their texts, images outside the library's folder, dates of which the end is not behind the
/// start.
fn troubles_of_wordings(
    working: &Working,
    catalog: &Catalog,
    checks: &mut TextChecks,
    found: &mut Vec<Trouble>,
) {
    for (wording_idx, wording) in working.reply.wordings.iter().enumerate() {
        for (message_idx, message) in wording.messages.iter().enumerate() {
            let spot = Spot::Message { wording: wording_idx, message: message_idx };
            match message {
                Message::Text(text) => {
                    let wrong = checks.of(text, catalog).iter().cloned();
                    found.extend(wrong.map(|wrong| Trouble::in_text(spot, text, wrong)));
                }
                Message::Image(path) if !Message::is_inside(path) => {
                    found.push(Trouble::new(spot, Problem::ImageOutside { path: path.clone() }));
                }
                Message::Image(_) => {}
            }
        }
        if let (Some(from), Some(until)) = (wording.when.from, wording.when.until)
            && from >= until
        {
            let problem = Problem::NeverHolds { from: from.to_string(), until: until.to_string() };
            found.push(Trouble::new(Spot::Timed(Timed::Until(wording_idx)), problem));
        }
    }
}

/// What is wrong with the placeholders of one text, and what the rules have against it.
fn of_text(text: &str, catalog: &Catalog) -> Vec<(Range<usize>, Problem)> {
    let (library, known) = (catalog.library(), catalog.placeholders());
    let parsed = template::parse(text);
    let snippets = parsed.snippets().filter(|(key, _)| library.find(key) == Lookup::NotFound);
    let missing = snippets
        .map(|(key, span)| (span.clone(), Problem::UnknownSnippet { key: key.to_owned(), suggestion: None }));
    let breaches = Checker::built_in().check_template(text, &parsed, known, catalog.policy()).into_iter();
    let breaches = breaches.map(|found| (found.range.clone(), Problem::breach(found, text)));
    let mut found: Vec<_> = known.problems(&parsed).into_iter().chain(missing).chain(breaches).collect();
    found.sort_by_key(|(range, problem)| (problem.severity() == Severity::Hint, range.start));
    found
}

/// What the rules have against the replies of a library, hints apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Breaches {
    /// The ids of the replies concerned, in the order of the library.
    pub replies: Vec<String>,
    /// How many replies break each rule, by its id.
    pub by_rule: BTreeMap<String, usize>,
}

impl Breaches {
    /// Looks through every reply of a library.
    pub fn of(library: &Library, policy: &Policy) -> Self {
        let known = Placeholders::new(library.fields());
        let mut breaches = Self::default();
        for (_, reply) in library.replies() {
            let rules = rules_broken(reply, &known, policy);
            if !rules.is_empty() {
                breaches.replies.push(reply.id.clone());
            }
            for rule in rules {
                *breaches.by_rule.entry(rule).or_default() += 1;
            }
        }
        breaches
    }
}

/// The ids of the rules that a reply breaks.
fn rules_broken(reply: &Reply, known: &Placeholders, policy: &Policy) -> BTreeSet<String> {
    let found = reply.texts().flat_map(|text| {
        let parsed = template::parse(text);
        Checker::built_in().check_template(text, &parsed, known, policy)
    });
    let sure = found.filter(|finding| finding.severity != Severity::Hint);
    sure.map(|finding| finding.code().to_owned()).collect()
}

/// The title of another own reply with this code. A code that the starter has may be taken over.
pub(super) fn other_with_code(library: &Library, code: &str, id: &str) -> Option<String> {
    let found = match library.find(code) {
        Lookup::Found(at) => vec![at],
        Lookup::Several(found) => found,
        Lookup::NotFound => Vec::new(),
    };
    let is_own = |at: &ReplyRef| library.pack_of(*at).is_some_and(|(layer, _)| layer == Layer::Personal);
    let has_it =
        |reply: &&Reply| reply.code.as_ref().is_some_and(|known| known.to_lowercase() == code.to_lowercase());
    let own = found.into_iter().filter(is_own).filter_map(|at| library.reply(at));
    own.filter(has_it).find(|reply| reply.id != id).map(|reply| reply.title.clone())
}
