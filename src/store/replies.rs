//! Changes of replies in the personal library, in their place: everything else stays byte for byte.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use jiff::civil::DateTime;

use super::file_system::{Disk, FileSystem};
use super::lock::{EditError, hold};
use super::ron_file::edit::{Beginning, edit_file, refuse_broken};
use super::ron_file::{self, Decoded, ReplyList, schema};
use super::trash;
use crate::diag::{Diagnostic, Problem, Severity};
use crate::model::{self, Place, Reply, ReplyChange};
use crate::ron_edit::{self, INDENT, Layout, Splices, appended, line_break, own_line, runs, spans};

/// A personal library without a reply.
pub(super) const BEGINNING: Beginning =
    Beginning { new: "(\n    format: 1,\n    replies: [\n    ],\n)\n", smallest: ron_file::SMALLEST };

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
    edit_file(disk, path, BEGINNING, |name, text| {
        let edited = match changed_from(name, text, changes, &sources) {
            Err(EditError::Mismatch) if !sources.is_empty() => {
                changed_from(name, text, changes, &Sources::new())?
            }
            result => result?,
        };
        // Into the trash first: what is in both places is not lost.
        if !edited.taken_out.is_empty() {
            let entry = |(id, source)| trash::Entry { at: now, id, source };
            trash::change(disk, path, edited.taken_out.into_iter().map(entry).collect(), &[], now)?;
        }
        Ok::<_, EditError>((edited.text, ()))
    })?;
    if !sources.is_empty() {
        let _hold = hold(disk, path)?;
        trash::change(disk, path, Vec::new(), &back, now)?;
    }
    Ok(())
}

/// How replies were written, by their ids.
type Sources = HashMap<String, String>;

/// A library with changes made.
struct Edited {
    text: String,
    replies: Vec<Reply>,
    /// The ids of the replies that are no longer in it, with how they were written.
    taken_out: Vec<(String, String)>,
}

/// The text of a library with the changes. `name` is what messages call the file.
///
/// # Errors
/// As [`change`].
pub fn changed(name: &str, text: &str, changes: &[ReplyChange]) -> Result<String, EditError> {
    Ok(changed_from(name, text, changes, &Sources::new())?.text)
}

/// The text of a library with the changes. `sources` holds how replies were written that may come back.
fn changed_from(
    name: &str,
    text: &str,
    changes: &[ReplyChange],
    sources: &Sources,
) -> Result<Edited, EditError> {
    let decoded = ron_file::decode(name, text);
    refuse_broken(&decoded.diagnostics)?;
    let edited = with_old(text, decoded, changes)?;
    let added: Vec<(&Reply, &Place)> = changes
        .iter()
        .filter(|change| change.before.is_none())
        .filter_map(|change| Some((change.after.as_ref()?, &change.place)))
        .collect();
    let edited = with_new(edited, &added, sources).ok_or(EditError::Mismatch)?;
    let (edited, read) = with_ids(edited).ok_or(EditError::Mismatch)?;
    if read == edited.replies { Ok(edited) } else { Err(EditError::Mismatch) }
}

/// The library in which every reply has the id that it had. One that the file does not give, and that would be another one
/// now, is written down: what is known of a reply (favourites, questions, what comes next) refers to it. Also gives the replies
/// as they read back.
fn with_ids(edited: Edited) -> Option<(Edited, Vec<Reply>)> {
    let Edited { text, replies, taken_out } = edited;
    let decoded = ron_file::decode("", &text);
    let list = decoded.list.unwrap_or_default();
    let mut splices = Splices::default();
    let mut has_other_ids = false;
    for ((read, item_idx), expected) in decoded.pack.replies.iter().zip(&list.replies).zip(&replies) {
        if read.id != expected.id {
            has_other_ids = true;
            let span = list.items.get(*item_idx)?;
            splices.replace(span.clone(), schema::reply::with_id(text.get(span.clone())?, &expected.id)?);
        }
    }
    if !has_other_ids {
        return Some((Edited { text, replies, taken_out }, decoded.pack.replies));
    }
    let text = splices.applied(&text)?;
    let read = ron_file::decode("", &text).pack.replies;
    Some((Edited { text, replies, taken_out }, read))
}

/// The text with the replies that are in it changed or taken out.
fn with_old(text: &str, decoded: Decoded, changes: &[ReplyChange]) -> Result<Edited, EditError> {
    let ids: HashSet<&str> = decoded.pack.replies.iter().map(|reply| reply.id.as_str()).collect();
    let mut wanted: HashMap<&str, &ReplyChange> = HashMap::new();
    for change in changes {
        let is_there = ids.contains(change.id());
        if is_there != change.before.is_some() || wanted.insert(change.id(), change).is_some() {
            return Err(EditError::Changed);
        }
    }
    let ReplyList { span: brackets, items, replies: places } = decoded.list.unwrap_or_default();
    let mut splices = Splices::default();
    let mut replies = Vec::new();
    let mut taken_out = Vec::new();
    let mut removed: Vec<usize> = Vec::new();
    for (reply, item_idx) in decoded.pack.replies.into_iter().zip(places) {
        let Some(change) = wanted.get(reply.id.as_str()) else {
            replies.push(reply);
            continue;
        };
        if change.before.as_ref() != Some(&reply) {
            return Err(EditError::Changed);
        }
        let span = items.get(item_idx).ok_or(EditError::Mismatch)?;
        let source = text.get(span.clone()).ok_or(EditError::Mismatch)?;
        if let Some(after) = &change.after {
            let rewritten = schema::reply::edit(source, &reply, after)
                .ok_or_else(|| refused(&decoded.diagnostics, &reply.id))?;
            splices.replace(span.clone(), rewritten);
            replies.push(after.clone());
        } else {
            removed.push(item_idx);
            taken_out.push((reply.id, source.to_owned()));
        }
    }
    for run in runs(&removed) {
        splices.remove(text, &brackets, &items, run).ok_or(EditError::Mismatch)?;
    }
    let text = splices.applied(text).ok_or(EditError::Mismatch)?;
    Ok(Edited { text, replies, taken_out })
}

/// Why a reply cannot be changed in its place: something of it could not be read, and would be lost.
fn refused(diagnostics: &[Diagnostic], id: &str) -> EditError {
    let is_left_out = |found: &&Diagnostic| {
        found.reply.as_deref() == Some(id)
            && (found.problem.severity() == Severity::Error
                || matches!(found.problem, Problem::UnknownField { .. }))
    };
    match diagnostics.iter().find(is_left_out) {
        Some(found) => EditError::Mistake(Box::new(found.clone())),
        None => EditError::Mismatch,
    }
}

/// The library with new replies in their places.
fn with_new(edited: Edited, added: &[(&Reply, &Place)], sources: &Sources) -> Option<Edited> {
    if added.is_empty() {
        return Some(edited);
    }
    let Edited { text, mut replies, taken_out } = edited;
    let Some(list) = ron_file::decode("", &text).list else {
        let text = with_list(&text, added)?;
        return Some(Edited {
            text,
            replies: added.iter().map(|(reply, _)| (*reply).clone()).collect(),
            taken_out,
        });
    };
    let mut groups: BTreeMap<Option<usize>, Vec<&Reply>> = BTreeMap::new();
    for (reply, place) in added {
        groups.entry(behind(&replies, reply, place)).or_default().push(reply);
    }
    let mut splices = Splices::default();
    for (behind, group) in groups.into_iter().rev() {
        let item = match behind {
            Some(idx) => Some(*list.replies.get(idx)?),
            None => None,
        };
        let neighbour = list.items.get(item.unwrap_or(0));
        let indent = match neighbour {
            Some(neighbour) => own_line(&text, neighbour.start).unwrap_or(INDENT).to_owned(),
            None => own_line(&text, list.span.end - 1).unwrap_or_default().to_owned() + INDENT,
        };
        let layout = Layout { indent: &indent, line_break: line_break(&text) };
        let source = |reply: &&Reply| {
            sources.get(&reply.id).cloned().unwrap_or_else(|| schema::reply::write(reply, layout))
        };
        let written: Vec<String> = group.iter().map(source).collect();
        splices.insert(&text, &list.span, &list.items, item, &written)?;
        let at = behind.map_or(0, |idx| idx + 1);
        replies.splice(at..at, group.into_iter().cloned());
    }
    Some(Edited { text: splices.applied(&text)?, replies, taken_out })
}

/// The text, which has no list of replies, with one.
fn with_list(text: &str, added: &[(&Reply, &Place)]) -> Option<String> {
    let root = ron_edit::parse(text).root?;
    let line_break = line_break(text);
    let layout = Layout { indent: INDENT, line_break };
    let sources: Vec<String> = added
        .iter()
        .map(|(reply, _)| format!("{INDENT}{},{line_break}", schema::reply::write(reply, layout)))
        .collect();
    let fields = spans(root.as_struct().unwrap_or_default());
    let list = format!("replies: [{line_break}{}]", sources.concat());
    appended(text, &root.span, &fields, &list)
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
                let is_inside = |reply: &Reply| model::within(&reply.category, category).is_some();
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

#[cfg(test)]
mod tests;
