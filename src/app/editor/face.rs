//! What the window shows beside the replies: which part of it is focused, the overlay, and the message.

use super::ask::{Ask, Candidate};
use super::notice::EditorNotice;
use super::unstored::Unstored;
use crate::app::Direction;

/// The part of the window that is focused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    Tree,
    #[default]
    List,
    Search,
    Form,
}

impl Pane {
    /// In the order in which they are gone through.
    const ROUND: [Self; 4] = [Self::Tree, Self::List, Self::Form, Self::Search];

    /// The next or the previous one, around the end.
    pub(super) fn from(self, direction: Direction) -> Self {
        let at = Self::ROUND.iter().position(|pane| *pane == self).unwrap_or(0);
        Self::ROUND.get(direction.from(at, Self::ROUND.len())).copied().unwrap_or(self)
    }
}

/// Something shown over the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    Help,
    /// A reply beside the one of the pack below.
    Difference,
    /// Texts are stored nowhere, and the window is to be closed.
    Unstored(Unstored),
    /// A line of text is asked for.
    Ask {
        ask: Ask,
        text: String,
        /// What fits the text that was typed so far, the best first: categories, or replies that may come next.
        candidates: Vec<Candidate>,
        /// The candidate taken instead of the text, counted from 0.
        selected: Option<usize>,
    },
}

/// What is shown beside the replies.
#[derive(Debug, Default)]
pub(super) struct Face {
    pane: Pane,
    overlay: Option<Overlay>,
    notice: Option<EditorNotice>,
    /// What is being typed into a cell is not wanted.
    cancels_cell: bool,
    /// What was typed into a cell by the action before, and cannot be so.
    has_refused_cell: bool,
}

impl Face {
    pub(super) fn pane(&self) -> Pane {
        self.pane
    }

    pub(super) fn focus(&mut self, pane: Pane) {
        self.pane = pane;
    }

    pub(super) fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    pub(super) fn overlay_mut(&mut self) -> Option<&mut Overlay> {
        self.overlay.as_mut()
    }

    pub(super) fn lay_over(&mut self, overlay: Overlay) {
        self.overlay = Some(overlay);
    }

    /// Lays it over the window, or takes it away where it is there already.
    pub(super) fn toggle(&mut self, overlay: Overlay) {
        self.overlay = if self.overlay.as_ref() == Some(&overlay) { None } else { Some(overlay) };
    }

    pub(super) fn take_overlay(&mut self) -> Option<Overlay> {
        self.overlay.take()
    }

    /// The question over texts that are stored nowhere, where it is asked.
    pub(super) fn unstored_mut(&mut self) -> Option<&mut Unstored> {
        match &mut self.overlay {
            Some(Overlay::Unstored(unstored)) => Some(unstored),
            Some(Overlay::Ask { .. } | Overlay::Help | Overlay::Difference) | None => None,
        }
    }

    pub(super) fn notice(&self) -> Option<&EditorNotice> {
        self.notice.as_ref()
    }

    pub(super) fn notify(&mut self, notice: EditorNotice) {
        self.notice = Some(notice);
    }

    pub(super) fn clear_notice(&mut self) {
        self.notice = None;
    }

    /// Takes the message away where it is a certain one.
    pub(super) fn clear_notice_if(&mut self, is_meant: impl FnOnce(&EditorNotice) -> bool) {
        if self.notice.as_ref().is_some_and(is_meant) {
            self.notice = None;
        }
    }

    /// Takes away the overlay, else the message. Gives whether there was either.
    pub(super) fn take_away(&mut self) -> bool {
        self.overlay.take().is_some() || self.notice.take().is_some()
    }

    /// Whether what is being typed into a cell is not wanted.
    pub(super) fn cancels_cell(&self) -> bool {
        self.cancels_cell
    }

    pub(super) fn set_cancels_cell(&mut self, cancels_cell: bool) {
        self.cancels_cell = cancels_cell;
    }

    /// A cell cannot be what was typed.
    pub(super) fn refuse_cell(&mut self, typed: &str) {
        self.has_refused_cell = !typed.is_empty();
        self.notify(EditorNotice::BadCell(typed.to_owned()));
    }

    /// Whether the action before typed something into a cell that cannot be so; it is given once.
    pub(super) fn take_refused_cell(&mut self) -> bool {
        std::mem::take(&mut self.has_refused_cell)
    }
}
