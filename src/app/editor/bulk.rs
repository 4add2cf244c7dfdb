//! Commands for several replies at once, saved at once.

use std::collections::{HashMap, HashSet};

use super::inferred;
use super::troubles;
use super::undo::{DraftChange, UndoStep};
use super::working::is_tag_separator;
use super::{Editor, EditorEffect, EditorNotice};
use crate::learn::Scenario;
use crate::model::{self, Layer, Place, Reply, ReplyChange};

/// What is in front of a tag to drop.
const DROP: [char; 2] = ['-', '－'];

impl Editor {
    /// Changes replies. Of those of a pack below a personal copy is made.
    fn change_all(&mut self, ids: &[String], change: &dyn Fn(&mut Reply), fx: &mut Vec<EditorEffect>) {
        let mut step =
            UndoStep { reply_id: self.current().unwrap_or_default().to_owned(), ..UndoStep::default() };
        for id in ids {
            if let Some(stored) = self.catalog.stored(id) {
                let mut after = stored.clone();
                change(&mut after);
                let after = after.tidied();
                if after != *stored {
                    let before = self.catalog.own(id).cloned();
                    step.changes.push(ReplyChange { before, after: Some(after), place: Place::ByCategory });
                }
            }
            if let Some(draft) = self.desk.draft(id) {
                let mut after = draft.working.clone();
                change(&mut after.reply);
                if after != draft.working {
                    let before = Some(draft.working.clone());
                    step.drafts.push(DraftChange { id: id.clone(), before, after: Some(after) });
                }
            }
        }
        if !step.changes.is_empty() || !step.drafts.is_empty() {
            self.do_step(step, fx);
        }
    }

    pub(super) fn move_replies(&mut self, category: &str, fx: &mut Vec<EditorEffect>) {
        let ids = self.browser.targets();
        self.change_all(&ids, &|reply| category.clone_into(&mut reply.category), fx);
    }

    /// Adds tags; those with a minus in front are dropped.
    pub(super) fn tag(&mut self, text: &str, fx: &mut Vec<EditorEffect>) {
        let names: Vec<&str> = text.split(is_tag_separator).filter(|name| !name.is_empty()).collect();
        let ids = self.browser.targets();
        let retag = |reply: &mut Reply| {
            for name in &names {
                match name.strip_prefix(DROP) {
                    Some(dropped) => reply.tags.retain(|tag| tag != dropped),
                    None if reply.tags.iter().any(|tag| tag == name) => {}
                    None => reply.tags.push((*name).to_owned()),
                }
            }
        };
        self.change_all(&ids, &retag, fx);
    }

    /// Has each of those chosen that names no scenario name the surest of those that it seems to answer, and says of how many
    /// nothing could be said.
    pub(super) fn take_inferred(&mut self, fx: &mut Vec<EditorEffect>) {
        let ids = self.browser.targets();
        let is_open = |id: &&String| self.reply(id).is_some_and(|reply| reply.scenarios.is_empty());
        let open: Vec<&String> = ids.iter().filter(is_open).collect();
        let surest = |id: &String| inferred::of(self.reply(id)?).first().copied();
        let taken: HashMap<&str, &Scenario> =
            open.iter().filter_map(|id| Some((id.as_str(), surest(id)?))).collect();
        let count = open.len() - taken.len();
        let take = |reply: &mut Reply| {
            if reply.scenarios.is_empty()
                && let Some(scenario) = taken.get(reply.id.as_str())
            {
                reply.scenarios.push(scenario.id.clone());
            }
        };
        self.change_all(&ids, &take, fx);
        if count > 0 {
            self.face.notify(EditorNotice::NotInferred(count));
        }
    }

    /// Copies the chosen replies, each behind its original where that is the user's own. The copies have no code, for
    /// codes are unique.
    pub(super) fn duplicate(&mut self, fx: &mut Vec<EditorEffect>) {
        let mut step = UndoStep::default();
        for id in self.browser.targets() {
            let Some(reply) = self.replies().working(&id).map(|working| working.finished()) else { continue };
            let title = format!("{} 2", reply.title);
            let place = if self.is_own(&id) { Place::Behind(id) } else { Place::ByCategory };
            let taken = |id: &str| step.changes.iter().any(|change: &ReplyChange| change.id() == id);
            let copy =
                Reply { id: self.desk.free_id(&self.catalog, self.now, &taken), title, code: None, ..reply };
            if !copy.wordings.is_empty() {
                step.reply_id.clone_from(&copy.id);
                step.changes.push(ReplyChange { before: None, after: Some(copy), place });
            }
        }
        if !step.changes.is_empty() {
            self.do_step(step, fx);
        }
    }

    /// Deletes the chosen replies of the user, in one step.
    pub(super) fn delete(&mut self, fx: &mut Vec<EditorEffect>) {
        let ids = self.browser.targets();
        let gone: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let mut step = UndoStep::default();
        // Each goes back behind the one that stays in front of it.
        let mut place = Place::First;
        for reply in self.library().of_layer(Layer::Personal) {
            if gone.contains(reply.id.as_str()) {
                let before = Some(reply.clone());
                step.changes.push(ReplyChange { before, after: None, place: place.clone() });
            } else {
                place = Place::Behind(reply.id.clone());
            }
        }
        step.drafts = ids.iter().filter_map(|id| self.dropped_draft(id)).collect();
        if step.changes.is_empty() && step.drafts.is_empty() {
            self.face.clear_notice();
            if !ids.is_empty() {
                self.face.notify(EditorNotice::ReadOnly);
            }
            return;
        }
        step.reply_id = self.browser.neighbour().unwrap_or_default();
        self.do_step(step, fx);
    }

    /// The change that drops the draft of a reply, where it has one.
    fn dropped_draft(&self, id: &str) -> Option<DraftChange> {
        let before = self.desk.draft(id).map(|draft| draft.working.clone())?;
        Some(DraftChange { id: id.to_owned(), before: Some(before), after: None })
    }

    /// The deleted reply that is shown, back into the library.
    pub(super) fn restore(&mut self, fx: &mut Vec<EditorEffect>) {
        let Some(trashed) = self.trash().get(self.trash_row()) else { return };
        let mut reply = trashed.reply.clone();
        if self.is_own(&reply.id) {
            reply.id = self.free_id();
        }
        // Another reply may have got its code since.
        reply.code =
            reply.code.filter(|code| troubles::other_with_code(self.library(), code, &reply.id).is_none());
        let step = UndoStep {
            reply_id: reply.id.clone(),
            changes: vec![ReplyChange { before: None, after: Some(reply), place: Place::ByCategory }],
            ..UndoStep::default()
        };
        self.do_step(step, fx);
    }

    /// Deletes the personal copy of a reply, with its draft: the original below it is in use again.
    pub(super) fn back_to_original(&mut self, fx: &mut Vec<EditorEffect>) {
        let Some(id) = self.current().filter(|_| self.original().is_some()).map(str::to_owned) else {
            return;
        };
        let before = self.catalog.own(&id).cloned();
        let changes = before.map(|before| ReplyChange { before: Some(before), ..ReplyChange::default() });
        let drafts = self.dropped_draft(&id);
        let step = UndoStep {
            reply_id: id,
            drafts: drafts.into_iter().collect(),
            changes: changes.into_iter().collect(),
            ..UndoStep::default()
        };
        if !step.changes.is_empty() || !step.drafts.is_empty() {
            self.do_step(step, fx);
        }
    }

    /// A category with all below it under another name.
    pub(super) fn rename_category(&mut self, old: &str, new: &str, fx: &mut Vec<EditorEffect>) {
        if old == new {
            return;
        }
        let renamed = |category: &str| model::within(category, old).map(|rest| format!("{new}{rest}"));
        self.browser.rename_categories(renamed);
        let own = self.library().of_layer(Layer::Personal);
        let mut ids: Vec<String> =
            own.filter(|reply| renamed(&reply.category).is_some()).map(|reply| reply.id.clone()).collect();
        let drafts = self.desk.drafts().filter(|draft| renamed(&draft.working.reply.category).is_some());
        ids.extend(drafts.map(|draft| draft.id().to_owned()));
        ids.sort();
        ids.dedup();
        self.browser.list_category(new);
        let rename = |reply: &mut Reply| {
            if let Some(category) = renamed(&reply.category) {
                reply.category = category;
            }
        };
        self.change_all(&ids, &rename, fx);
        self.list();
    }

    /// A category into another one; an empty name is the top.
    pub(super) fn move_category(&mut self, from: &str, into: &str, fx: &mut Vec<EditorEffect>) {
        let name = from.rsplit('/').next().unwrap_or(from);
        let new = if into.is_empty() { name.to_owned() } else { format!("{into}/{name}") };
        if model::within(into, from).is_none() {
            self.rename_category(from, &new, fx);
        }
    }
}
