//! What can happen to the [`Popup`](super::Popup): what the user does, and what the outside reports.

use std::sync::Arc;

use super::chips::Chip;
use super::effect::{CopyError, Reminder};
use super::notice::Notice;
use crate::app::{Direction, EditProblem, LoadedLibrary, Move};
use crate::check::{Learned, Lessons};
use crate::diag::Problem;
use crate::model::{ImageProblem, Picture, Remembered, Shop, ShopProfiles};
use crate::template::Extracted;

/// Something that happened: a key, a click, or what the outside reports.
#[derive(Debug)]
pub enum Action {
    /// Hide the popup if it is focused, else go on with the bar, else summon the popup.
    Toggle,
    /// The hotkey is held down for longer than a press.
    HotkeyHeld,
    /// Show the popup, empty and ready; one that is shown already only comes to the front.
    Summon,
    /// The window gained the focus, or lost it.
    WindowFocused(bool),
    /// One step back, at last hiding the popup.
    Dismiss,
    Hide,
    Quit,
    /// Opens the editor at the selected reply.
    Edit,
    /// Opens the editor as it is.
    OpenEditor,
    /// Opens the editor with a new reply from what was typed into the search box.
    New,
    /// Opens the editor with a new reply from the copied text.
    NewFromClipboard,
    ToggleHelp,
    PutNoticeAway,
    SetQuery(String),
    /// The query, of which some part was pasted: it may be what a buyer wrote, and is not recorded.
    SetPastedQuery(String),
    /// The end of the list came in sight.
    MoreRows,
    MoveSelection(Move),
    /// Selects a row, counted from 0.
    Select(usize),
    /// Shows what is folded away under a row, counted from 0.
    Unfold(usize),
    /// Folds away again what is shown below a row, counted from 0, or together with it below another one.
    Fold(usize),
    /// Another wording of the selected reply.
    TurnWording(Direction),
    /// What the rules would write takes the place of what they are against, or goes again.
    Rewrite,
    /// The first finding of the selected reply is no problem.
    Waive,
    /// What was said last to be no problem is one again.
    TakeWaiverBack,
    /// The values of the next shop are filled in, or of the previous one.
    TurnShop(Direction),
    /// The values of this shop are filled in, counted from 0.
    ChooseShop(usize),
    /// Shows the form of the selected reply, when it has fields.
    OpenForm,
    /// Goes back to the search box; what was typed into the form is kept.
    LeaveForm,
    SetField {
        name: String,
        value: String,
    },
    /// Focuses a field of the form, counted from 0.
    FocusField(usize),
    MoveField(Direction),
    /// Fills in all values that were found in the copied text.
    TakeOffers,
    /// The agent talks with another buyer now.
    NextBuyer,
    /// It is still the same one: what was asked for again is right.
    SameBuyer,
    PressChip(Chip),
    /// Forgets what a chip shows.
    DropChip(Chip),
    /// What was focused before a chip is focused again.
    LeaveChip,
    /// The value of the chip that is typed into.
    SetChipText(String),
    Accept(CopyMode),
    /// Selects a row and copies it.
    Pick(usize),
    /// Copies one of the replies that usually come next, counted from 0.
    TakeNext(usize),
    /// Copies the next message of the bar.
    CopyNext,
    /// The rest of the messages is not wanted.
    EndSequence,
    /// Asks for the facts of the shop.
    OpenProfile,
    /// Shows what of the query would be learned as a sample question of the selected reply.
    OpenLearn,
    SetQuestionText(String),
    ToggleFavourite,
    /// The selected reply is not to be offered any more.
    HideReply,
    /// The reply that was hidden last is to be offered again.
    ShowHidden,
    /// The selected reply, whose text is too long for one message, is to be in the library as it is sent.
    SaveSplit,
    Report(Report),
}

/// What the outside reports: the answer to an [`Effect`](super::Effect), or that something was read or has changed.
#[derive(Debug)]
pub enum Report {
    /// The clipboard was written and read back, or not.
    Copied {
        ticket: u64,
        result: Result<(), CopyError>,
    },
    /// The time of an [`super::Effect::Remind`] is over.
    Reminded(Reminder),
    /// What the clipboard held when the popup was opened.
    ClipboardText {
        /// The popup that asked, see [`super::Window::openings`].
        opening: u64,
        text: String,
    },
    /// What of it is a value of a field; nothing where there was no text. The reading has ended.
    ValuesFound {
        opening: u64,
        values: Vec<Extracted>,
    },
    /// The clipboard holds something, and it could not be read.
    ClipboardUnreadable {
        opening: u64,
    },
    /// An image for the preview.
    ImageLoaded {
        path: String,
        result: Result<Arc<Picture>, ImageProblem>,
    },
    /// Values were written into a shop's profile, or not.
    ShopSaved(Result<Vec<Shop>, EditProblem>),
    /// A sample question was learned or forgotten, or that failed.
    Learned {
        is_learned: bool,
        result: Result<(), EditProblem>,
    },
    /// The history could not be written.
    FavouriteNotSaved {
        reply_id: String,
        /// What was to be written.
        is_favourite: bool,
        problem: Problem,
    },
    /// The answer to [`super::Effect::ChangeHidden`].
    HiddenChanged(Result<(), EditProblem>),
    /// The answer to [`super::Effect::ChangeInnocent`].
    InnocentChanged(Result<(), EditProblem>),
    /// The answer to [`super::Effect::SaveSplit`].
    SplitSaved(Result<(), EditProblem>),
    /// How many replies are prepared for the search, and of how many.
    Progress {
        done: usize,
        total: usize,
    },
    LibraryLoaded(LoadedLibrary),
    /// The profiles were changed elsewhere.
    ShopsLoaded(ShopProfiles),
    HistoryLoaded(Remembered),
    /// Texts can be checked against the rules from now on.
    RulesReady,
    /// The answer to [`super::Effect::LearnRules`].
    RulesLearned {
        lessons: Box<Lessons>,
        /// `None` where they cannot be learned.
        learned: Option<Arc<Learned>>,
    },
    /// The desktop says that it is dark, or light.
    DesktopIsDark(bool),
    Notify(Notice),
}

impl From<Report> for Action {
    fn from(report: Report) -> Self {
        Self::Report(report)
    }
}

impl Action {
    /// Whether the user goes on elsewhere: what was typed into a chip is applied.
    pub(super) fn leaves_chip(&self) -> bool {
        matches!(
            self,
            Self::Select(_)
                | Self::Unfold(_)
                | Self::Fold(_)
                | Self::SetQuery(_)
                | Self::SetPastedQuery(_)
                | Self::LeaveForm
                | Self::LeaveChip
                | Self::FocusField(_)
                | Self::ChooseShop(_)
                | Self::TurnShop(_)
                | Self::NextBuyer
                | Self::SameBuyer
                | Self::TakeOffers
                | Self::Summon
                | Self::Toggle
                | Self::Hide
                | Self::Quit
        )
    }
}

/// What is copied, and what happens to the popup then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyMode {
    /// The first message, and then the others from the bar.
    AndHide,
    /// All texts joined.
    JoinedAndHide,
    /// All texts joined; the popup stays.
    AndStay,
    /// As `AndHide`, whatever the rules have against it.
    OverrideAndHide,
}
