//! Whole sessions, without a window.

use jiff::civil::date;
use jiff::tz::TimeZone;

use std::sync::Arc;

use super::*;
use crate::app::{Direction, EditProblem, LoadedLibrary, Move};
use crate::diag::{Problem, SystemError};
use crate::model::{Layer, Pack, Remembered, Shop, ShopProfiles, Theme, Use};
use crate::search::Index;
use crate::store::{libraries, ron_file};

mod buyers;
mod clipboard;
mod copying;
mod filling;
mod finding;
mod findings;
mod folding;
mod forms;
mod hidden;
mod history;
mod learning;
mod next;
mod opening;
mod profile;
mod refusals;
mod rule_lessons;
mod sequences;
mod trades;
mod wait;
mod waiving;

/// A popup with a fixed clock, and the effects of what was done last.
struct Session {
    popup: Popup,
    env: Env,
    effects: Vec<Effect>,
}

impl Session {
    fn with(packs: Vec<(Layer, Pack)>, settings: &Settings) -> Self {
        Self::with_shops(packs, settings, Vec::new())
    }

    fn with_shops(mut packs: Vec<(Layer, Pack)>, settings: &Settings, shops: Vec<Shop>) -> Self {
        packs.push((Layer::BuiltIn, ron_file::built_in().clone()));
        let now = date(2026, 11, 21).at(15, 30, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        // Ready, as in a program that has run for a moment.
        crate::check::Checker::built_in();
        let mut session = Self {
            popup: Popup::new(settings, ShopProfiles { shops, ..ShopProfiles::default() }, Vec::new(), false),
            env: Env { now },
            effects: Vec::new(),
        };
        session.load(packs);
        session
    }

    fn load(&mut self, packs: Vec<(Layer, Pack)>) {
        let library = Library::new(packs);
        let index = Arc::new(Index::build(&library));
        self.act(Report::LibraryLoaded(LoadedLibrary {
            library: Arc::new(library),
            index,
            diagnostics: Vec::new(),
        }));
    }

    /// The library was changed elsewhere: it has the replies that `text` lists.
    fn reload(&mut self, text: &str) {
        let (pack, problems) = ron_file::parse_pack("t.ron", &format!("(replies: [{text}])"));
        assert_eq!(problems, []);
        self.load(vec![(Layer::Personal, pack), (Layer::BuiltIn, ron_file::built_in().clone())]);
    }

    /// The starter library.
    fn starter() -> Self {
        Self::with(vec![(Layer::Starter, libraries::starter())], &Settings::default())
    }

    /// A library of the replies that `text` lists.
    fn of(text: &str) -> Self {
        let (pack, problems) = ron_file::parse_pack("t.ron", &format!("(replies: [{text}])"));
        assert_eq!(problems, []);
        Self::with(vec![(Layer::Personal, pack)], &Settings::default())
    }

    fn act(&mut self, action: impl Into<Action>) -> &[Effect] {
        self.effects = self.popup.apply(action.into(), &self.env);
        &self.effects
    }

    /// There is no text on the clipboard.
    fn summon(&mut self) {
        let opening = self.open();
        self.act(Report::ValuesFound { opening, values: Vec::new() });
    }

    /// The popup opens; the clipboard has not answered yet.
    fn open(&mut self) -> u64 {
        self.act(Action::Summon);
        let opening = self.popup.window().openings();
        assert_eq!(self.effects[..2], [Effect::ShowWindow, Effect::ReadClipboard { opening }]);
        self.act(Action::WindowFocused(true));
        opening
    }

    fn find(&mut self, query: &str) {
        self.act(Action::SetQuery(query.to_owned()));
    }

    fn fill(&mut self, name: &str, value: &str) {
        self.act(Action::SetField { name: name.to_owned(), value: value.to_owned() });
    }

    fn enter(&mut self) -> &[Effect] {
        self.act(Action::Accept(CopyMode::AndHide))
    }

    /// The text that the last action copies.
    fn copied_text(&self) -> Option<&str> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Copy { text, .. } => Some(text.as_str()),
            Effect::ShowWindow
            | Effect::CopyImage { .. }
            | Effect::LoadImage { .. }
            | Effect::ShowBar
            | Effect::ChangeHidden(_)
            | Effect::SaveSplit(_)
            | Effect::OpenEditor(_)
            | Effect::Remind { .. }
            | Effect::HideWindow
            | Effect::RecordUse { .. }
            | Effect::ReadClipboard { .. }
            | Effect::RecordOverrides { .. }
            | Effect::SaveShop { .. }
            | Effect::LearnQuestion { .. }
            | Effect::ForgetQuestion { .. }
            | Effect::SetFavourite { .. }
            | Effect::MarkFirstStartSeen
            | Effect::LearnRules(_)
            | Effect::ChangeInnocent(_)
            | Effect::Quit => None,
        })
    }

    /// The clipboard answers the last copy.
    fn answer(&mut self, result: Result<(), CopyError>) -> &[Effect] {
        let ticket = self.popup.sender.last_ticket();
        self.act(Report::Copied { ticket, result })
    }

    /// The clipboard has this text for the popup.
    fn clipboard_has(&mut self, opening: u64, text: &str) {
        let values = crate::template::extract(text, self.env.civil().date());
        self.act(Report::ClipboardText { opening, text: text.to_owned() });
        self.act(Report::ValuesFound { opening, values });
    }

    /// Time passes.
    fn wait(&mut self, seconds: i64) {
        self.env.now = self.env.now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap();
    }

    /// The selected reply as it is shown in the next frame.
    fn draft(&mut self) -> Option<Draft> {
        self.popup.pass_time(&self.env);
        self.popup.draft().cloned()
    }

    fn gaps(&mut self) -> Vec<String> {
        self.draft().unwrap().gaps()
    }

    fn titles(&self) -> Vec<&str> {
        let rows = self.popup.finder().rows();
        rows.iter().map(|row| self.popup.library().reply(row.at).unwrap().title.as_str()).collect()
    }

    fn selected(&self) -> &str {
        self.titles()[self.popup.finder().selected_row()]
    }
}

fn used(reply_id: &str, query: Option<&str>) -> Effect {
    Effect::RecordUse { reply_id: reply_id.to_owned(), query: query.map(str::to_owned), wording: 0 }
}
