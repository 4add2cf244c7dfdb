//! The form of one reply: which wording of it is shown, what is wrong with it, which scenarios it seems to answer, and its
//! preview.
//!
//! All of it is made when the reply, the library or the rules are others than before, not for each frame and not for each
//! action. Left out: what is typed ([`super::desk`]).

use jiff::civil::DateTime;

use super::inferred;
use super::replies::Replies;
use super::samples;
use super::troubles::{self, Spot, TextChecks, Trouble};
use super::working::Working;
use crate::draft::DraftMessage;
use crate::learn::Scenario;
use crate::model::{Layer, Reply, Shop};

/// What is shown of a reply, and what it was made of.
#[derive(Debug)]
struct Shown {
    id: String,
    working: Working,
    /// Of the library and the rules.
    revision: u64,
    /// What is wrong with the reply.
    troubles: Vec<Trouble>,
    /// The reply of the pack below that this one is a copy of.
    original: Option<Reply>,
    /// The scenarios that it seems to answer, where it names none.
    inferred: Vec<&'static Scenario>,
    preview: Option<Preview>,
}

/// One wording with samples filled in.
#[derive(Debug)]
struct Preview {
    /// Counted from 0.
    wording: usize,
    /// The minute that it was made in: a text may name the time.
    minute: DateTime,
    messages: Vec<DraftMessage>,
}

/// What was made for the form so far, as tests count it.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FormCounts {
    /// How many texts the rules have looked through.
    pub rule_runs: usize,
    pub previews: usize,
    /// How often it was looked which scenarios a reply seems to answer.
    pub inferences: usize,
}

#[cfg(test)]
impl std::ops::Sub for FormCounts {
    type Output = Self;

    fn sub(self, before: Self) -> Self {
        Self {
            rule_runs: self.rule_runs - before.rule_runs,
            previews: self.previews - before.previews,
            inferences: self.inferences - before.inferences,
        }
    }
}

/// The form of the reply that is selected.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// The wording that is shown, counted from 0.
    wording: usize,
    /// The place of the form to focus on the next frame.
    spot: Option<Spot>,
    /// The last reply that was shown.
    last: Option<Shown>,
    /// Whether that one is shown now.
    is_open: bool,
    checks: TextChecks,
    /// How many previews were made.
    #[cfg(test)]
    previews: usize,
    /// How often it was looked which scenarios a reply seems to answer.
    #[cfg(test)]
    inferences: usize,
}

impl Form {
    fn shown(&self) -> Option<&Shown> {
        self.last.as_ref().filter(|_| self.is_open)
    }

    /// The reply in the form, as it was typed.
    pub(super) fn working(&self) -> Option<&Working> {
        self.shown().map(|shown| &shown.working)
    }

    /// What is wrong with the reply in the form.
    pub(super) fn troubles(&self) -> &[Trouble] {
        self.shown().map_or(&[], |shown| &shown.troubles)
    }

    /// The reply of the pack below that the one in the form is a copy of.
    pub(super) fn original(&self) -> Option<&Reply> {
        self.shown()?.original.as_ref()
    }

    /// The scenarios that the reply in the form seems to answer, the surest first; none where it names its own.
    pub(super) fn inferred(&self) -> &[&'static Scenario] {
        self.shown().map_or(&[], |shown| &shown.inferred)
    }

    /// The wording in the form with samples filled in.
    pub(super) fn preview(&self) -> &[DraftMessage] {
        self.shown().and_then(|shown| shown.preview.as_ref()).map_or(&[], |preview| &preview.messages)
    }

    /// The wording in the form, counted from 0.
    pub(super) fn wording(&self) -> usize {
        self.wording
    }

    /// Shows another wording, counted from 0; the last one where there are fewer.
    pub(super) fn turn_to(&mut self, wording: usize) {
        self.wording = wording;
    }

    /// The place of the form to focus on the next frame.
    pub(super) fn spot(&self) -> Option<Spot> {
        self.spot
    }

    pub(super) fn focus(&mut self, spot: Spot) {
        self.spot = Some(spot);
    }

    /// The place is focused.
    pub(super) fn spot_taken(&mut self) {
        self.spot = None;
    }

    /// Shows this reply, or none: makes what is shown beside it where it is not made yet.
    pub(super) fn refresh(&mut self, id: Option<&str>, replies: Replies<'_>, shop: Option<&Shop>) {
        let working = id.and_then(|id| Some((id, replies.working(id)?)));
        self.is_open = working.is_some();
        let Some((id, working)) = working else { return };
        if self.last.as_ref().is_none_or(|last| last.id != id) {
            self.wording = 0;
        }
        self.wording = self.wording.min(working.reply.wordings.len().saturating_sub(1));
        let revision = replies.catalog.revision();
        let is_made = self
            .last
            .as_ref()
            .is_some_and(|last| (last.id.as_str(), &last.working, last.revision) == (id, &working, revision));
        if !is_made {
            let troubles = troubles::of(&working, replies.catalog, &mut self.checks);
            let original = replies.catalog.library().below(id, Layer::Personal).cloned();
            let inferred = inferred::of(&working.reply);
            let id = id.to_owned();
            self.last = Some(Shown { id, working, revision, troubles, original, inferred, preview: None });
            #[cfg(test)]
            {
                self.inferences += 1;
            }
        }
        self.refresh_preview(replies, shop);
    }

    /// Makes the preview again where the reply, the wording or the minute is another one.
    fn refresh_preview(&mut self, replies: Replies<'_>, shop: Option<&Shop>) {
        let Some(shown) = &mut self.last else { return };
        let (wording, now) = (self.wording, replies.now);
        let minute = now.with().second(0).subsec_nanosecond(0).build().unwrap_or(now);
        let is_made = shown
            .preview
            .as_ref()
            .is_some_and(|preview| (preview.wording, preview.minute) == (wording, minute));
        if !is_made {
            let library = replies.catalog.library();
            let messages = samples::preview(library, shop, &shown.working.reply, wording, now);
            shown.preview = Some(Preview { wording, minute, messages });
            #[cfg(test)]
            {
                self.previews += 1;
            }
        }
    }

    /// What was made so far.
    #[cfg(test)]
    pub(super) fn counts(&self) -> FormCounts {
        FormCounts { rule_runs: self.checks.runs, previews: self.previews, inferences: self.inferences }
    }
}
