//! What is wrong with a reply in the form, and in which place.

use std::ops::Range;

use super::Editor;
use super::working::{FormEdit, Timed, Working};
use crate::check::{Checker, Policy};
use crate::diag::Problem;
use crate::model::{Layer, Library, Lookup, Message, Placeholders, Reply, ReplyRef};
use crate::template;

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
}

impl Trouble {
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

impl Trouble {
    /// The edit that puts the name in that is likely meant, or the words that a rule would write.
    pub fn mended(&self, editor: &Editor) -> Option<FormEdit> {
        let Spot::Message { wording, message } = self.spot else { return None };
        let reply = editor.current().and_then(|id| editor.reply(id))?;
        let text = reply.wordings.get(wording)?.messages.get(message)?.text()?;
        let range = self.range.clone()?;
        let words = text.get(range.clone())?;
        let better = if let Problem::UnknownPlaceholder { name, suggestion: Some(meant) } = &self.problem {
            words.replacen(name, meant, 1)
        } else if let Problem::Breach { finding, .. } = &self.problem {
            finding.rewrite.clone()?
        } else {
            return None;
        };
        let text = [text.get(..range.start)?, &better, text.get(range.end..)?].concat();
        Some(FormEdit::Text { wording, message, text })
    }
}

/// Everything that is wrong, in the order of the form. `known` are the placeholders of the library, `policy` says which rules
/// count.
pub(super) fn of(
    working: &Working,
    library: &Library,
    known: &Placeholders,
    policy: &Policy,
) -> Vec<Trouble> {
    let reply = working.finished();
    let mut found = Vec::new();
    let mut tell = |spot: Spot, range: Option<Range<usize>>, problem: Problem| {
        found.push(Trouble { spot, range, problem });
    };
    if reply.title.is_empty() {
        tell(Spot::Title, None, Problem::MissingField { name: "title" });
    }
    if let Some(code) = &reply.code
        && let Some(title) = other_with_code(library, code, &reply.id)
    {
        tell(Spot::Code, None, Problem::CodeTaken { code: code.clone(), reply: title });
    }
    if reply.wordings.is_empty() {
        tell(Spot::Wordings, None, Problem::NoText);
    }
    for (wording_idx, wording) in working.reply.wordings.iter().enumerate() {
        for (message_idx, message) in wording.messages.iter().enumerate() {
            let spot = Spot::Message { wording: wording_idx, message: message_idx };
            match message {
                Message::Text(text) => {
                    for (range, problem) in of_text(text, library, known, policy) {
                        tell(spot, Some(range), problem);
                    }
                }
                Message::Image(path) if !Message::is_inside(path) => {
                    tell(spot, None, Problem::ImageOutside { path: path.clone() });
                }
                Message::Image(_) => {}
            }
        }
        if let (Some(from), Some(until)) = (wording.when.from, wording.when.until)
            && from >= until
        {
            let problem = Problem::NeverHolds { from: from.to_string(), until: until.to_string() };
            tell(Spot::Timed(Timed::Until(wording_idx)), None, problem);
        }
    }
    for id in reply.next.iter().filter(|id| library.by_id(id).is_none()) {
        tell(Spot::Next, None, Problem::UnknownNext { id: id.clone(), suggestion: None });
    }
    for (timed, value) in working.unread() {
        let value = value.to_owned();
        let problem =
            if timed.is_time() { Problem::InvalidTime { value } } else { Problem::InvalidDate { value } };
        tell(Spot::Timed(timed), None, problem);
    }
    found
}

/// What is wrong with the placeholders of one text, and what the rules have against it.
pub(super) fn of_text(
    text: &str,
    library: &Library,
    known: &Placeholders,
    policy: &Policy,
) -> Vec<(Range<usize>, Problem)> {
    let parsed = template::parse(text);
    let snippets = parsed.snippets().filter(|(key, _)| library.find(key) == Lookup::NotFound);
    let missing = snippets
        .map(|(key, span)| (span.clone(), Problem::UnknownSnippet { key: key.to_owned(), suggestion: None }));
    let breaches = Checker::built_in().check_template(text, &parsed, known, policy).into_iter();
    let breaches = breaches.map(|found| (found.range.clone(), Problem::breach(found, text)));
    let mut found: Vec<_> = known.problems(&parsed).into_iter().chain(missing).chain(breaches).collect();
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// The ids of the replies that the rules have something against, in the order of the library.
pub fn breaching(library: &Library, policy: &Policy) -> Vec<String> {
    let known = Placeholders::new(library.fields());
    let breaks = |reply: &Reply| {
        reply.texts().any(|text| {
            let parsed = template::parse(text);
            !Checker::built_in().check_template(text, &parsed, &known, policy).is_empty()
        })
    };
    library.replies().filter(|(_, reply)| breaks(reply)).map(|(_, reply)| reply.id.clone()).collect()
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
