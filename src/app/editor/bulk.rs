//! Commands for several replies at once, saved at once.

use std::collections::HashSet;

use super::troubles;
use super::undo;
use super::working::is_tag_separator;
use super::{Editor, EditorNotice, Node};
use crate::model::{self, Layer, Place, Reply, ReplyChange};

/// What stands in front of a tag to drop.
const DROP: [char; 2] = ['-', '－'];

impl Editor {
    /// Those chosen, in the order of the list.
    pub(super) fn targets(&self) -> Vec<String> {
        self.rows.iter().filter(|id| self.chosen.contains(*id)).cloned().collect()
    }

    /// Changes replies. Of those of a pack below a personal copy is made.
    fn change_all(&mut self, ids: &[String], change: &dyn Fn(&mut Reply)) {
        let mut step =
            undo::Step { reply_id: self.current.clone().unwrap_or_default(), ..undo::Step::default() };
        for id in ids {
            if let Some(stored) = self.stored(id) {
                let mut after = stored.clone();
                change(&mut after);
                let after = after.tidied();
                if after != *stored {
                    let before = self.own(id).cloned();
                    step.changes.push(ReplyChange { before, after: Some(after), place: Place::ByCategory });
                }
            }
            if let Some(draft) = self.draft(id) {
                let mut after = draft.working.clone();
                change(&mut after.reply);
                if after != draft.working {
                    step.drafts.push((id.clone(), Some(draft.working.clone()), Some(after)));
                }
            }
        }
        if !step.changes.is_empty() || !step.drafts.is_empty() {
            self.do_step(step);
        }
    }

    pub(super) fn move_replies(&mut self, category: &str) {
        let ids = self.targets();
        self.change_all(&ids, &|reply| category.clone_into(&mut reply.category));
    }

    /// Adds tags; those with a minus in front are dropped.
    pub(super) fn tag(&mut self, text: &str) {
        let names: Vec<&str> = text.split(is_tag_separator).filter(|name| !name.is_empty()).collect();
        let ids = self.targets();
        self.change_all(&ids, &|reply| {
            for name in &names {
                match name.strip_prefix(DROP) {
                    Some(dropped) => reply.tags.retain(|tag| tag != dropped),
                    None if reply.tags.iter().any(|tag| tag == name) => {}
                    None => reply.tags.push((*name).to_owned()),
                }
            }
        });
    }

    pub(super) fn duplicate(&mut self) {
        let mut step = undo::Step::default();
        for id in self.targets() {
            let Some(reply) = self.working_of(&id).map(|working| working.finished()) else { continue };
            let title = format!("{} 2", reply.title);
            let place = if self.is_own(&id) { Place::Behind(id) } else { Place::ByCategory };
            let taken = |id: &str| step.changes.iter().any(|change: &ReplyChange| change.id() == id);
            let copy = Reply { id: self.free_id_but(&taken), title, code: None, ..reply };
            if !copy.wordings.is_empty() {
                step.reply_id.clone_from(&copy.id);
                step.changes.push(ReplyChange { before: None, after: Some(copy), place });
            }
        }
        if !step.changes.is_empty() {
            self.do_step(step);
        }
    }

    pub(super) fn delete(&mut self) {
        let ids = self.targets();
        let gone: HashSet<&str> = ids.iter().map(String::as_str).collect();
        let mut step = undo::Step::default();
        // Each goes back behind the one that stays in front of it.
        let mut place = Place::First;
        for reply in self.loaded.library.of_layer(Layer::Personal) {
            if gone.contains(reply.id.as_str()) {
                let before = Some(reply.clone());
                step.changes.push(ReplyChange { before, after: None, place: place.clone() });
            } else {
                place = Place::Behind(reply.id.clone());
            }
        }
        let drafts = ids.iter().filter_map(|id| self.draft(id).map(|draft| (id, draft)));
        step.drafts = drafts.map(|(id, draft)| (id.clone(), Some(draft.working.clone()), None)).collect();
        if step.changes.is_empty() && step.drafts.is_empty() {
            self.notice = (!ids.is_empty()).then_some(EditorNotice::ReadOnly);
            return;
        }
        step.reply_id = self.neighbour().unwrap_or_default();
        self.do_step(step);
    }

    /// The reply behind those, or in front of them, that is selected when they are gone.
    fn neighbour(&self) -> Option<String> {
        let last = self.rows.iter().rposition(|row| self.chosen.contains(row))?;
        let before = || self.rows.iter().take(last).rev().find(|row| !self.chosen.contains(*row));
        self.rows.get(last + 1).or_else(before).cloned()
    }

    /// The deleted reply that is shown, back into the library.
    pub(super) fn restore(&mut self) {
        let Some(trashed) = self.trash.get(self.trash_row) else { return };
        let mut reply = trashed.reply.clone();
        if self.is_own(&reply.id) {
            reply.id = self.free_id();
        }
        // Another reply may have got its code since.
        reply.code =
            reply.code.filter(|code| troubles::other_with_code(self.library(), code, &reply.id).is_none());
        let step = undo::Step {
            reply_id: reply.id.clone(),
            changes: vec![ReplyChange { before: None, after: Some(reply), place: Place::ByCategory }],
            ..undo::Step::default()
        };
        self.do_step(step);
    }

    pub(super) fn back_to_original(&mut self) {
        let Some(id) = self.current.clone().filter(|_| self.original.is_some()) else { return };
        let before = self.own(&id).cloned();
        let changes = before.map(|before| ReplyChange { before: Some(before), ..ReplyChange::default() });
        let drafts = self.draft(&id).map(|draft| (id.clone(), Some(draft.working.clone()), None));
        let step = undo::Step {
            reply_id: id,
            drafts: drafts.into_iter().collect(),
            changes: changes.into_iter().collect(),
            sheet: None,
        };
        if !step.changes.is_empty() || !step.drafts.is_empty() {
            self.do_step(step);
        }
    }

    /// A category with all below it under another name.
    pub(super) fn rename_category(&mut self, old: &str, new: &str) {
        if old == new {
            return;
        }
        let renamed = |category: &str| model::within(category, old).map(|rest| format!("{new}{rest}"));
        let empty = std::mem::take(&mut self.empty_categories);
        self.empty_categories = empty.into_iter().map(|path| renamed(&path).unwrap_or(path)).collect();
        let own = self.loaded.library.of_layer(Layer::Personal);
        let mut ids: Vec<String> =
            own.filter(|reply| renamed(&reply.category).is_some()).map(|reply| reply.id.clone()).collect();
        let drafts = self.drafts.values().filter(|draft| renamed(&draft.working.reply.category).is_some());
        ids.extend(drafts.map(|draft| draft.id().to_owned()));
        ids.sort();
        ids.dedup();
        self.node = Some(Node::Category(Layer::Personal, new.to_owned()));
        self.change_all(&ids, &|reply| {
            if let Some(category) = renamed(&reply.category) {
                reply.category = category;
            }
        });
        self.list();
    }

    /// A category into another one; an empty name is the top.
    pub(super) fn move_category(&mut self, from: &str, into: &str) {
        let name = from.rsplit('/').next().unwrap_or(from);
        let new = if into.is_empty() { name.to_owned() } else { format!("{into}/{name}") };
        if model::within(into, from).is_none() {
            self.rename_category(from, &new);
        }
    }
}
