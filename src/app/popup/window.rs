//! The window as a whole: whether it is shown and focused, light or dark, the first start, and the line for
//! messages. What is drawn inside it is the matter of the other parts.

use super::notice::Notice;
use crate::model::Theme;

/// See the module.
#[derive(Debug, Default)]
pub struct Window {
    is_shown: bool,
    /// `None` until the popup was focused for the first time since it was opened.
    has_focus: Option<bool>,
    openings: u64,
    /// The user's choice.
    theme: Theme,
    /// What the desktop says, where it says something.
    desktop_is_dark: Option<bool>,
    /// The first start has not been seen to its end yet.
    is_first_start: bool,
    /// What the shop sells was not asked yet in it.
    has_trade_question: bool,
    /// A message that goes with the next step.
    passing: Option<Notice>,
    /// Messages that stay until they are put away, the oldest first.
    staying: Vec<Notice>,
}

impl Window {
    pub(super) fn new(theme: Theme, staying: Vec<Notice>, is_first_start: bool) -> Self {
        Self { theme, is_first_start, has_trade_question: is_first_start, staying, ..Self::default() }
    }

    pub fn is_shown(&self) -> bool {
        self.is_shown
    }

    /// How often the popup was opened: what belongs to one opening does not belong to the next.
    pub fn openings(&self) -> u64 {
        self.openings
    }

    pub fn is_first_start(&self) -> bool {
        self.is_first_start
    }

    /// The appearance to draw: the user's choice, else the desktop's. `System` where only the window can know.
    pub fn theme(&self) -> Theme {
        match (self.theme, self.desktop_is_dark) {
            (Theme::System, Some(true)) => Theme::Dark,
            (Theme::System, Some(false)) => Theme::Light,
            (chosen, _) => chosen,
        }
    }

    pub(super) fn set_desktop_dark(&mut self, is_dark: bool) {
        self.desktop_is_dark = Some(is_dark);
    }

    /// Whether the popup is focused, or about to be.
    pub(super) fn has_focus(&self) -> bool {
        self.is_shown && self.has_focus != Some(false)
    }

    /// A window that is only being mapped reports that it is not focused: that is not a loss of focus. True
    /// when the popup is focused again after it had lost the focus.
    pub(super) fn set_focus(&mut self, has_focus: bool) -> bool {
        let is_back = self.is_shown && has_focus && self.has_focus == Some(false);
        if has_focus || self.has_focus.is_some() {
            self.has_focus = Some(has_focus);
        }
        is_back
    }

    pub(super) fn open(&mut self) {
        self.close();
        self.is_shown = true;
        self.openings += 1;
    }

    pub(super) fn close(&mut self) {
        self.is_shown = false;
        self.has_focus = None;
        self.passing = None;
    }

    /// True for the first popup of the first start, once.
    pub(super) fn end_first_start(&mut self) -> bool {
        self.has_trade_question = false;
        std::mem::take(&mut self.is_first_start)
    }

    /// True in the first start, once.
    pub(super) fn take_trade_question(&mut self) -> bool {
        std::mem::take(&mut self.has_trade_question)
    }

    /// The message to show: the one that goes with the next step, else the oldest that stays.
    pub(super) fn notice(&self) -> Option<&Notice> {
        self.passing.as_ref().or(self.staying.first())
    }

    /// How many messages stay, and how many of them are behind the one of [`Self::notice`].
    pub(super) fn staying(&self) -> usize {
        self.staying.len()
    }

    pub(super) fn staying_behind(&self) -> usize {
        self.staying.len().saturating_sub(usize::from(self.passing.is_none()))
    }

    /// Shows a message until the next step.
    pub(super) fn show(&mut self, notice: Notice) {
        self.passing = Some(notice);
    }

    /// Shows a message until it is put away.
    pub(super) fn hold(&mut self, notice: Notice) {
        self.staying.push(notice);
    }

    /// Reports what went wrong: in this popup, else in the next one.
    pub(super) fn report(&mut self, notice: Notice) {
        if self.is_shown {
            self.show(notice);
        } else {
            self.hold(notice);
        }
    }

    /// The user goes on: what was said about the step before has been read.
    pub(super) fn clear_notice(&mut self) {
        self.passing = None;
    }

    pub(super) fn put_notice_away(&mut self) {
        if self.passing.take().is_none() && !self.staying.is_empty() {
            self.staying.remove(0);
        }
    }

    /// What was wrong with the library's files before may be mended: these messages take the place of those.
    pub(super) fn replace_lasting(&mut self, before: &[Notice], after: Vec<Notice>) {
        self.staying.retain(|notice| !before.contains(notice));
        self.staying.extend(after);
    }
}
