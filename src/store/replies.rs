//! Changes of replies in the personal library, in their place: everything else stays byte for byte.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::path::Path;

use jiff::civil::DateTime;

use super::file_system::{Disk, FileSystem};
use super::ron_file::decode::Decoded;
use super::ron_file::edit::{EditError, edit_file, hold};
use super::ron_file::encode::{self, INDENT, Layout};
use super::ron_file::scan::{self, Field, Node};
use super::ron_file::splice::{Splices, appended, line_break, own_line};
use super::ron_file::{self, rewrite};
use super::trash;
use crate::diag::Problem;
use crate::model::{Place, Reply, ReplyChange};

/// A personal library without a reply.
pub(super) const EMPTY: &str = "(\n    format: 1,\n    replies: [\n    ],\n)\n";

/// Makes the changes, all of them or none. What is taken out goes into the [`trash`].
///
/// # Errors
/// The file cannot be read or written, is broken, one of the replies is another one by now, or the result would be read
/// as something else. Then it is as it was.
pub fn change(path: &Path, changes: &[ReplyChange], now: DateTime) -> Result<(), EditError> {
    change_on(&Disk, path, changes, now)
}

/// As [`change`], on any file system.
pub(super) fn change_on(
    disk: &dyn FileSystem,
    path: &Path,
    changes: &[ReplyChange],
    now: DateTime,
) -> Result<(), EditError> {
    let back: Vec<&Reply> = changes
        .iter()
        .filter(|change| change.before.is_none())
        .filter_map(|change| change.after.as_ref())
        .collect();
    // A deleted reply comes back as it was written.
    let entries = if back.is_empty() { Vec::new() } else { trash::load(disk, path)? };
    let entry = |reply: &&Reply| {
        entries.iter().find(|entry| entry.id == reply.id && entry.reply().as_ref() == Some(*reply))
    };
    let sources: Sources =
        back.iter().filter_map(|reply| Some((reply.id.clone(), entry(reply)?.source.clone()))).collect();
    edit_file(disk, path, EMPTY, |name, text| {
        let edited = match changed_from(name, text, changes, &sources) {
            Err(EditError::Mismatch) if !sources.is_empty() => changed(name, text, changes)?,
            result => result?,
        };
        // Into the trash first: what is in both places is not lost.
        let deleted = deleted(text, changes, now);
        if !deleted.is_empty() {
            trash::change(disk, path, deleted, &[], now)?;
        }
        Ok::<_, EditError>((edited, ()))
    })?;
    if !sources.is_empty() {
        let _hold = hold(disk, path)?;
        trash::change(disk, path, Vec::new(), &back, now)?;
    }
    Ok(())
}

/// How replies were written, by their ids.
type Sources = HashMap<String, String>;

/// The replies that the changes take out, with their sources.
fn deleted(text: &str, changes: &[ReplyChange], now: DateTime) -> Vec<trash::Entry> {
    let gone: HashSet<&str> =
        changes.iter().filter(|change| change.after.is_none()).map(ReplyChange::id).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let decoded = ron_file::decode("", text);
    let replies = decoded.pack.replies.into_iter().zip(decoded.spans);
    let gone = replies.filter(|(reply, _)| gone.contains(reply.id.as_str()));
    let entry = |(reply, span): (Reply, Range<usize>)| {
        Some(trash::Entry { at: now, id: reply.id, source: text.get(span)?.to_owned() })
    };
    gone.filter_map(entry).collect()
}

/// The text of a library with the changes. `name` is what messages call the file.
///
/// # Errors
/// As [`change`].
pub fn changed(name: &str, text: &str, changes: &[ReplyChange]) -> Result<String, EditError> {
    changed_from(name, text, changes, &Sources::new())
}

fn changed_from(
    name: &str,
    text: &str,
    changes: &[ReplyChange],
    sources: &Sources,
) -> Result<String, EditError> {
    let decoded = ron_file::decode(name, text);
    let breaks = |problem: &Problem| matches!(problem, Problem::Syntax { .. } | Problem::NewerFormat { .. });
    if let Some(found) = decoded.diagnostics.iter().find(|found| breaks(&found.problem)) {
        return Err(EditError::Mistake(Box::new(found.clone())));
    }
    let (text, replies) = with_old(text, decoded, changes)?;
    let added: Vec<(&Reply, &Place)> = changes
        .iter()
        .filter(|change| change.before.is_none())
        .filter_map(|change| Some((change.after.as_ref()?, &change.place)))
        .collect();
    let (text, expected) = with_new(text, replies, &added, sources).ok_or(EditError::Mismatch)?;
    let ids: HashSet<&str> = changes.iter().map(ReplyChange::id).collect();
    let read = ron_file::decode(name, &text).pack.replies;
    if is_alike(&read, &expected, &ids) { Ok(text) } else { Err(EditError::Mismatch) }
}

/// Whether these are the same replies. An id that is made up because the file gives none may be another one by now, but for
/// those of `ids`.
fn is_alike(replies: &[Reply], expected: &[Reply], ids: &HashSet<&str>) -> bool {
    let without_id = |reply: &Reply| Reply { id: String::new(), ..reply.clone() };
    let is_same = |(reply, expected): (&Reply, &Reply)| {
        reply == expected || !ids.contains(expected.id.as_str()) && without_id(reply) == without_id(expected)
    };
    replies.len() == expected.len() && replies.iter().zip(expected).all(is_same)
}

/// The text with the replies that stand in it changed or taken out, and what it says then.
fn with_old(
    text: &str,
    decoded: Decoded,
    changes: &[ReplyChange],
) -> Result<(String, Vec<Reply>), EditError> {
    let ids: HashSet<&str> = decoded.pack.replies.iter().map(|reply| reply.id.as_str()).collect();
    let mut wanted: HashMap<&str, &ReplyChange> = HashMap::new();
    for change in changes {
        let is_there = ids.contains(change.id());
        if is_there != change.before.is_some() || wanted.insert(change.id(), change).is_some() {
            return Err(EditError::Changed);
        }
    }
    let list = replies_field(text).map(|list| (list.value.span.clone(), spans(&list)));
    let (brackets, items) = list.unwrap_or_default();
    let places: HashMap<usize, usize> =
        items.iter().enumerate().map(|(idx, item)| (item.start, idx)).collect();
    let mut splices = Splices::default();
    let mut replies = Vec::new();
    let mut removed: Vec<usize> = Vec::new();
    for (reply, span) in decoded.pack.replies.into_iter().zip(decoded.spans) {
        let Some(change) = wanted.get(reply.id.as_str()) else {
            replies.push(reply);
            continue;
        };
        if change.before.as_ref() != Some(&reply) {
            return Err(EditError::Changed);
        }
        match &change.after {
            Some(after) => {
                let source = text.get(span.clone()).and_then(|source| rewrite::reply(source, &reply, after));
                splices.replace(span, source.ok_or(EditError::Mismatch)?);
                replies.push(after.clone());
            }
            None => removed.extend(places.get(&span.start)),
        }
    }
    for run in runs(&removed) {
        splices.remove(text, &brackets, &items, run).ok_or(EditError::Mismatch)?;
    }
    Ok((splices.applied(text).ok_or(EditError::Mismatch)?, replies))
}

/// Numbers in rising order as ranges.
fn runs(numbers: &[usize]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.end == *number => run.end += 1,
            _ => runs.push(*number..number + 1),
        }
    }
    runs
}

/// The text, which says `replies`, with new ones in their places, and what it says then.
fn with_new(
    text: String,
    mut replies: Vec<Reply>,
    added: &[(&Reply, &Place)],
    sources: &Sources,
) -> Option<(String, Vec<Reply>)> {
    if added.is_empty() {
        return Some((text, replies));
    }
    let Some(list) = replies_field(&text) else { return with_list(&text, added) };
    let items = spans(&list);
    let known = ron_file::decode("", &text).spans;
    let mut groups: BTreeMap<Option<usize>, Vec<&Reply>> = BTreeMap::new();
    for (reply, place) in added {
        groups.entry(behind(&replies, reply, place)).or_default().push(reply);
    }
    let mut splices = Splices::default();
    for (behind, group) in groups.into_iter().rev() {
        let item = behind
            .map(|idx| known.get(idx))
            .map_or(Some(None), |span| Some(Some(items.iter().position(|item| Some(item) == span)?)))?;
        let neighbour = items.get(item.unwrap_or(0));
        let indent = match neighbour {
            Some(neighbour) => own_line(&text, neighbour.start).unwrap_or(INDENT).to_owned(),
            None => own_line(&text, list.value.span.end - 1).unwrap_or_default().to_owned() + INDENT,
        };
        let layout = Layout { indent: &indent, line_break: line_break(&text) };
        let source =
            |reply: &&Reply| sources.get(&reply.id).cloned().unwrap_or_else(|| encode::reply(reply, layout));
        let written: Vec<String> = group.iter().map(source).collect();
        splices.insert(&text, &list.value.span, &items, item, &written)?;
        let at = behind.map_or(0, |idx| idx + 1);
        replies.splice(at..at, group.into_iter().cloned());
    }
    Some((splices.applied(&text)?, replies))
}

/// The text, which has no list of replies, with one.
fn with_list(text: &str, added: &[(&Reply, &Place)]) -> Option<(String, Vec<Reply>)> {
    let root = scan::scan(text).0?;
    let line_break = line_break(text);
    let layout = Layout { indent: INDENT, line_break };
    let sources: Vec<String> = added
        .iter()
        .map(|(reply, _)| format!("{INDENT}{},{line_break}", encode::reply(reply, layout)))
        .collect();
    let fields: Vec<Range<usize>> = match root.as_struct() {
        Some(fields) => fields.iter().map(Field::span).collect(),
        None => Vec::new(),
    };
    let list = format!("replies: [{line_break}{}]", sources.concat());
    let replies = added.iter().map(|(reply, _)| (*reply).clone()).collect();
    Some((appended(text, &root.span, &fields, &list)?, replies))
}

/// The reply that a new one goes behind; `None` for the first place.
fn behind(replies: &[Reply], new: &Reply, place: &Place) -> Option<usize> {
    let named = |id: &str| replies.iter().position(|reply| reply.id == id);
    match place {
        Place::First => None,
        Place::Behind(id) if named(id).is_some() => named(id),
        Place::Behind(_) | Place::ByCategory => {
            let mut category = new.category.as_str();
            loop {
                let is_inside = |reply: &Reply| {
                    reply
                        .category
                        .strip_prefix(category)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                };
                if let Some(last) = replies.iter().rposition(is_inside) {
                    return Some(last);
                }
                match category.rsplit_once('/') {
                    Some((above, _)) => category = above,
                    None => return replies.len().checked_sub(1),
                }
            }
        }
    }
}

fn replies_field(text: &str) -> Option<Field> {
    let root = scan::scan(text).0?;
    let field = root.as_struct()?.iter().find(|field| field.name == "replies")?;
    field.value.as_list().map(|_| field.clone())
}

fn spans(list: &Field) -> Vec<Range<usize>> {
    let items: &[Node] = list.value.as_list().unwrap_or_default();
    items.iter().map(|item| item.span.clone()).collect()
}

#[cfg(test)]
mod tests;
