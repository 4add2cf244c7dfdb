//! What the agent says to be no problem: for good where the reply's own words were found, for this copy otherwise.

use super::drafts::Purpose;
use super::finder::Waived;
use super::innocent_list::InnocentChange;
use super::{Effect, Notice, Popup, Screen};
use crate::app::{EditProblem, Env};
use crate::check::Checker;
use crate::draft::Waiver;
use crate::model::{Innocent, Shop};

impl Popup {
    /// The first finding of the draft is no problem.
    pub(super) fn waive(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        self.renew_draft(Purpose::Show, env);
        if !matches!(self.face.screen(), Screen::Preview | Screen::Form(_)) {
            return;
        }
        let Some(draft) = self.drafts.selected() else { return };
        let Some(found) = draft.findings.first() else { return };
        let (waiver, quote) = (Waiver::of(found), found.quote.clone());
        let clause = draft.innocent_clause(found, Checker::built_in(), self.shops.policy());
        let innocent = clause.map(|text| Innocent {
            rule: found.finding.code().to_owned(),
            text,
            shops: self.shops.current().and_then(Shop::name).map(str::to_owned).into_iter().collect(),
        });
        self.sender.cancel_waiting_copy();
        self.finder.waive(Waived { waiver, innocent: innocent.clone() });
        match innocent {
            Some(innocent) => {
                self.window.clear_notice();
                self.change_innocent(InnocentChange { innocent, is_said: true }, fx);
            }
            None => self.window.show(Notice::Waived(quote)),
        }
    }

    /// What was said last is a problem again: in this draft, else what was said for good since the program started.
    pub(super) fn take_waiver_back(&mut self, fx: &mut Vec<Effect>) {
        self.sender.cancel_waiting_copy();
        let waived = self.finder.take_waived();
        let innocent = match &waived {
            Some(waived) => waived.innocent.clone(),
            None => self.shops.last_said_innocent().cloned(),
        };
        match innocent {
            Some(innocent) => self.change_innocent(InnocentChange { innocent, is_said: false }, fx),
            None if waived.is_some() => self.window.show(Notice::ProblemAgain),
            None => {}
        }
    }

    /// It counts at once, and while it is being written.
    fn change_innocent(&mut self, change: InnocentChange, fx: &mut Vec<Effect>) {
        self.shops.change_innocent(change, fx);
        self.shops.renew_policy(self.catalog.library());
    }

    /// It is in the file of the shops, or the file is as it was. Then it stays waived in the draft where it was said.
    pub(super) fn innocent_changed(&mut self, result: Result<(), EditProblem>) {
        let Some(change) = self.shops.end_innocent_change(result.is_ok()) else { return };
        self.shops.renew_policy(self.catalog.library());
        match result {
            Err(problem) => self.window.report(Notice::InnocentNotChanged(problem)),
            Ok(()) if !self.window.is_shown() => {}
            Ok(()) if change.is_said => self.window.show(Notice::Innocent(change.innocent.text)),
            Ok(()) => self.window.show(Notice::ProblemAgain),
        }
    }
}
