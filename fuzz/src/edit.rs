//! Edits in place of any library: refused, or one reply changed, nothing else.
//!
//! The first three bytes say what is done, to which reply, and after which other one it is modelled; the rest is the file.

use suda::diag::{Diagnostic, Problem};
use suda::model::{Message, Pack, Place, Reply, ReplyChange, Wording};
use suda::store::lock::EditError;
use suda::store::replies;
use suda::store::ron_file::{parse_pack, reply_spans, text_of};

use super::numbers;

/// What is done to a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Its note is another.
    Note,
    /// It says what another reply says.
    Body,
    /// It is another but for its id.
    All,
    TakeOut,
    /// A copy is put behind it.
    Add,
}

const DEEDS: [Deed; 5] = [Deed::Note, Deed::Body, Deed::All, Deed::TakeOut, Deed::Add];

/// `bytes` is a deed and a library.
pub fn holds(bytes: &[u8]) {
    let ([deed, target, model], rest) = numbers(bytes);
    let Ok(text) = text_of("r", rest, "") else { return };
    let (pack, found) = parse_pack("r", text);
    write_anew(&pack.replies);
    let (Some(target), Some(model)) = (nth(&pack.replies, target), nth(&pack.replies, model)) else { return };
    let deed = DEEDS[deed % DEEDS.len()];
    let change = change(deed, &pack.replies, &pack.replies[target], &pack.replies[model]);
    match replies::changed("r", text, std::slice::from_ref(&change)) {
        Ok(edited) => assert_edited(text, &pack, target, &change, &edited),
        Err(EditError::Mistake(finding)) => {
            assert!(finding.place.is_some() && found.contains(&finding), "{finding:?} of {found:?}");
        }
        Err(EditError::Mismatch | EditError::Changed) => {
            assert!(!found.is_empty(), "{deed:?} is refused in a library without a mistake");
        }
        Err(error @ (EditError::File { .. } | EditError::Busy { .. })) => panic!("{error}"),
    }
}

fn nth(replies: &[Reply], number: usize) -> Option<usize> {
    number.checked_rem(replies.len())
}

fn is_broken(found: &[Diagnostic]) -> bool {
    found.iter().any(|found| matches!(found.problem, Problem::Syntax { .. } | Problem::NewerFormat { .. }))
}

fn change(deed: Deed, replies: &[Reply], target: &Reply, model: &Reply) -> ReplyChange {
    let before = Some(target.clone());
    let place = Place::Behind(target.id.clone());
    let after = match deed {
        Deed::Note => {
            let note = format!("{}！\"\\*/", target.note.as_deref().unwrap_or_default());
            Reply { note: Some(note), ..target.clone() }
        }
        Deed::Body => {
            let one = Wording { messages: vec![Message::Text(model.title.clone())], ..Wording::default() };
            let wordings = [&model.wordings[..], &[one]].concat();
            Reply { wordings, tags: model.questions.clone(), ..target.clone() }
        }
        Deed::All => Reply { id: target.id.clone(), code: None, ..model.clone() },
        Deed::TakeOut => return ReplyChange { before, after: None, place },
        Deed::Add => {
            let is_free = |id: &String| replies.iter().all(|reply| reply.id != *id);
            let numbers = 0..=replies.len();
            let id = numbers.map(|number| format!("new.{number}")).find(is_free).unwrap_or_default();
            let new = Reply { id, code: None, ..model.clone() };
            return ReplyChange { before: None, after: Some(new), place };
        }
    };
    ReplyChange { before, after: Some(after), place }
}

fn assert_edited(text: &str, pack: &Pack, target: usize, change: &ReplyChange, edited: &str) {
    let mut expected = pack.replies.clone();
    match (&change.before, &change.after) {
        (Some(_), Some(after)) => expected[target] = after.clone(),
        (Some(_), None) => drop(expected.remove(target)),
        (None, Some(after)) => expected.insert(target + 1, after.clone()),
        (None, None) => {}
    }
    let (read, found) = parse_pack("r", edited);
    assert!(!is_broken(&found), "{found:?} in {edited}");
    let without_ids = |replies: &[Reply]| -> Vec<Reply> {
        replies.iter().map(|reply| Reply { id: String::new(), ..reply.clone() }).collect()
    };
    assert_eq!(without_ids(&read.replies), without_ids(&expected), "{edited}");
    assert_eq!(Pack { replies: Vec::new(), ..read.clone() }, Pack { replies: Vec::new(), ..pack.clone() });
    // An id that is made up, of the title, may be that of another reply when that is gone.
    assert!(change.after.is_none() || read.replies.iter().any(|reply| reply.id == change.id()));

    let (old, new) = (reply_spans(text), reply_spans(edited));
    if change.before.is_some() && change.after.is_some() {
        assert_eq!(text[..old[target].start], edited[..new[target].start]);
        assert_eq!(text[old[target].end..], edited[new[target].end..]);
        return;
    }
    // What was written of the other replies is as it was.
    let mut sources: Vec<&str> = old.iter().map(|span| &text[span.clone()]).collect();
    let mut sources_now: Vec<&str> = new.iter().map(|span| &edited[span.clone()]).collect();
    if change.before.is_some() {
        sources.remove(target);
    } else {
        sources_now.remove(target + 1);
    }
    assert_eq!(sources, sources_now);
}

/// Every reply that was read can be written into an empty library and is the same then.
fn write_anew(replies: &[Reply]) {
    let empty = "(replies: [])";
    let new = |reply: &Reply| ReplyChange { before: None, after: Some(reply.clone()), place: Place::First };
    let changes: Vec<ReplyChange> = replies.iter().rev().map(new).collect();
    let written =
        replies::changed("r", empty, &changes).unwrap_or_else(|error| panic!("{error}: {replies:#?}"));
    let mut read = parse_pack("r", &written).0.replies;
    // `First` of several is in the order in which they are given.
    read.reverse();
    assert_eq!(read, replies, "{written}");
}
