//! A line that is asked for, and the candidates for it.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{Ask, Candidate, Editor, EditorEffect, EditorNotice, FormEdit, Node, Overlay};
use crate::app::Direction;
use crate::learn;
use crate::model::{Layer, Reply};
use crate::search::{self, Habits, Query};

/// How many replies are candidates at most.
const MAX_REPLIES: usize = 12;

impl Editor {
    /// The text of the line before anything is typed.
    pub(super) fn asked_text(&self, ask: &Ask) -> String {
        match (ask, self.node()) {
            (Ask::Rename, Node::Category(Layer::Personal, path)) => path.clone(),
            (Ask::NewCategory, Node::Category(_, path)) => format!("{path}/"),
            _ => String::new(),
        }
    }

    /// What a new line of the page that is shown is asked for.
    pub fn ask_of_page(&self) -> Option<Ask> {
        self.page()?.new_line(self.lists()).map(Ask::Add)
    }

    /// Asks for a line of text, where it can be asked for now.
    pub(super) fn ask(&mut self, ask: Ask) {
        match (&ask, self.node()) {
            (Ask::Rename, Node::Category(Layer::Personal, _)) => {}
            (Ask::Rename, _) => {
                self.face.notify(EditorNotice::ReadOnly);
                return;
            }
            (Ask::Move | Ask::Tag, _) if self.chosen() == 0 => return,
            (Ask::Next | Ask::Scenario, _) if self.current().is_none() => return,
            _ => {}
        }
        let text = self.asked_text(&ask);
        let candidates = self.candidates_for(&ask, &text);
        self.face.lay_over(Overlay::Ask { ask, text, candidates, selected: None });
    }

    /// The candidates that fit a text, the best first.
    fn candidates_for(&self, ask: &Ask, text: &str) -> Vec<Candidate> {
        if *ask == Ask::Move {
            self.categories_for(text)
        } else if *ask == Ask::Scenario {
            self.scenarios_for(text)
        } else if *ask == Ask::Next {
            self.next_for(text)
        } else {
            Vec::new()
        }
    }

    /// By hanzi, pinyin or initials.
    fn categories_for(&self, text: &str) -> Vec<Candidate> {
        let all = self.browser.categories();
        let candidate = |category: &&str| Candidate {
            label: (*category).to_owned(),
            stage: None,
            value: (*category).to_owned(),
        };
        if text.trim().is_empty() {
            return all.iter().map(candidate).collect();
        }
        search::fitting(&all, text).into_iter().filter_map(|place| all.get(place)).map(candidate).collect()
    }

    /// The scenarios that the reply in the form does not name: those that the program knows, by stage and then in the order
    /// of a chat, and behind them those that only replies of the library name.
    fn scenarios_for(&self, text: &str) -> Vec<Candidate> {
        let own = self.current().and_then(|id| self.reply(id));
        let own = own.map_or(&[][..], |reply| reply.scenarios.as_slice());
        let mut seen: HashSet<&String> = own.iter().collect();
        let known = learn::scenarios().iter().map(|known| &known.id);
        let named = self.library().replies().flat_map(|(_, reply)| &reply.scenarios);
        let new = known.chain(named).filter(|scenario| seen.insert(*scenario));
        let mut candidates: Vec<Candidate> = new
            .map(|scenario| Candidate {
                label: self.scenario_label(scenario).to_owned(),
                stage: learn::scenario(scenario).map(|known| known.stage.as_str()),
                value: scenario.clone(),
            })
            .collect();
        let stages: Vec<_> = candidates.iter().map(|candidate| candidate.stage).collect();
        candidates.sort_by_key(|candidate| stages.iter().position(|stage| *stage == candidate.stage));
        if text.trim().is_empty() {
            return candidates;
        }
        let labels: Vec<&str> = candidates.iter().map(|candidate| candidate.label.as_str()).collect();
        search::fitting(&labels, text)
            .into_iter()
            .filter_map(|place| candidates.get(place).cloned())
            .collect()
    }

    /// As the popup finds them; with nothing typed, those in the category of the reply in the form.
    fn next_for(&self, text: &str) -> Vec<Candidate> {
        let Some(reply) = self.current().and_then(|id| self.reply(id)) else { return Vec::new() };
        let library = self.library();
        let ids: Vec<&str> = if text.trim().is_empty() {
            let beside = library.replies().filter(|(_, other)| other.category == reply.category);
            beside.map(|(_, other)| other.id.as_str()).collect()
        } else {
            let index = self.catalog.index();
            let hits = index.search(&Query::typed(text), &Habits::default(), self.now, MAX_REPLIES * 2);
            hits.iter().map(|hit| index.id(hit)).collect()
        };
        let is_new = |id: &&str| *id != reply.id && !reply.next.iter().any(|known| known == id);
        let stored = ids.into_iter().filter(is_new).filter_map(|id| self.catalog.stored(id));
        let candidate =
            |other: &Reply| Candidate { label: other.title.clone(), stage: None, value: other.id.clone() };
        stored.take(MAX_REPLIES).map(candidate).collect()
    }

    /// Letters alone mean the first category or scenario that fits, and any text the first reply; anything else means the one
    /// that is called so, or itself.
    pub(super) fn set_ask_text(&mut self, text: String) {
        let Some(Overlay::Ask { ask, .. }) = self.face.overlay() else { return };
        let ask = ask.clone();
        let candidates = self.candidates_for(&ask, &text);
        let typed = text.trim();
        let stands_for_another = text.is_ascii() || ask == Ask::Next;
        let named = candidates.iter().position(|candidate| candidate.label == typed);
        let selected = named.or((stands_for_another && !candidates.is_empty()).then_some(0));
        let selected = selected.filter(|_| !typed.is_empty());
        self.face.lay_over(Overlay::Ask { ask, text, candidates, selected });
    }

    /// Others may fit than before.
    pub(super) fn renew_candidates(&mut self) {
        let Some(Overlay::Ask { ask, text, .. }) = self.face.overlay() else { return };
        let fitting = self.candidates_for(ask, text);
        if let Some(Overlay::Ask { candidates, selected, .. }) = self.face.overlay_mut() {
            *selected = selected.filter(|idx| *idx < fitting.len());
            *candidates = fitting;
        }
    }

    /// Selects the next or the previous candidate, around the end.
    pub(super) fn move_candidate(&mut self, direction: Direction) {
        if let Some(Overlay::Ask { candidates, selected, .. }) = self.face.overlay_mut()
            && !candidates.is_empty()
        {
            *selected = Some(match (*selected, direction) {
                (Some(idx), direction) => direction.from(idx, candidates.len()),
                (None, Direction::Next) => 0,
                (None, Direction::Previous) => candidates.len() - 1,
            });
        }
    }

    pub(super) fn take_candidate(&mut self, idx: usize, at: Timestamp, fx: &mut Vec<EditorEffect>) {
        if let Some(Overlay::Ask { selected, .. }) = self.face.overlay_mut() {
            *selected = Some(idx);
        }
        self.answer(at, fx);
    }

    /// Does what the line was asked for, with the selected candidate or else the text.
    pub(super) fn answer(&mut self, at: Timestamp, fx: &mut Vec<EditorEffect>) {
        let Some(Overlay::Ask { ask, text, candidates, selected }) = self.face.take_overlay() else { return };
        let taken = selected.and_then(|idx| candidates.into_iter().nth(idx)).map(|candidate| candidate.value);
        let text = taken.clone().unwrap_or(text);
        let path = Reply { category: text.clone(), ..Reply::default() }.tidied().category;
        match ask {
            // Only what there is can come next.
            Ask::Next => taken.into_iter().for_each(|id| self.edit(FormEdit::AddNext(id), at, fx)),
            Ask::Scenario if text.trim().is_empty() => {}
            Ask::Scenario => self.edit(FormEdit::AddScenario(text.trim().to_owned()), at, fx),
            Ask::Move => self.move_replies(&path, fx),
            Ask::Tag => self.tag(&text, fx),
            Ask::Rename => {
                if let Node::Category(Layer::Personal, old) = self.node().clone()
                    && !path.is_empty()
                {
                    self.rename_category(&old, &path, fx);
                }
            }
            Ask::Add(addition) => self.add_to_sheet(addition, &text, fx),
            Ask::NewCategory if path.is_empty() => {}
            Ask::NewCategory => {
                self.browser.add_category(path.clone());
                self.select_node(Node::Category(Layer::Personal, path), fx);
            }
        }
    }
}
