//! What can happen to the [`Popup`](super::Popup), and what it asks of the outside.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::Chip;
use crate::app::{EditProblem, LoadedLibrary, Move, Opening, Step};
use crate::diag::{Diagnostic, Problem, Severity, SystemError};
use crate::draft::SnippetReason;
use crate::model::{ForbiddenWord, ImageProblem, Picture, Remembered, ReplyChange, SheetChange, Shop};
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
    /// The window got the keyboard, or lost it.
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
    /// Another wording of the selected reply.
    TurnWording(Step),
    /// What the rules would write takes the place of what they are against, or goes again.
    Rewrite,
    /// The values of the next shop are filled in, or of the previous one.
    TurnShop(Step),
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
    MoveField(Step),
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

/// What the outside reports: the answer to an [`Effect`], or that something was read or has changed.
#[derive(Debug)]
pub enum Report {
    /// The clipboard was written and read back, or not.
    Copied {
        ticket: u64,
        result: Result<(), CopyError>,
    },
    /// The time of an [`Effect::Remind`] is over.
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
    /// The answer to [`Effect::ChangeHidden`].
    HiddenChanged(Result<(), EditProblem>),
    /// The answer to [`Effect::SaveSplit`].
    SplitSaved(Result<(), EditProblem>),
    /// So many of so many replies are prepared for the search.
    Progress {
        done: usize,
        total: usize,
    },
    LibraryLoaded(LoadedLibrary),
    /// The profiles were changed elsewhere.
    ShopsLoaded(Vec<Shop>, Vec<ForbiddenWord>),
    HistoryLoaded(Remembered),
    /// Texts can be checked against the rules from now on.
    RulesReady,
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
    /// Whether the user goes on elsewhere: what was typed into a chip counts.
    pub(super) fn leaves_chip(&self) -> bool {
        matches!(
            self,
            Self::Select(_)
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

/// What was to be thought of, with the number of the reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// The next press is one of its own, not the second of a double one.
    PressOver(u64),
    /// The bar has stood for long enough.
    Over(u64),
    /// A copy takes so long that it is told of.
    LongWait(u64),
}

/// Why a text is not on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyError {
    /// The system's words.
    System(String),
    /// Something else was read back.
    Changed,
    /// The clipboard holds this text, which somebody has copied meanwhile.
    Foreign(String),
    /// The image is not there, too large, or no image.
    Image { path: String, reason: ImageProblem },
}

/// What the outside has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    ShowWindow,
    /// The popup, or the bar.
    HideWindow,
    /// Write to the clipboard, read back, and answer with [`Report::Copied`].
    Copy {
        /// Tells the answer to this copy from those to others.
        ticket: u64,
        text: String,
        /// Only where the clipboard holds one of these texts, or none; empty for whatever it holds.
        only_over: Vec<String>,
    },
    /// Put an image of the personal library on the clipboard, and answer with [`Report::Copied`].
    CopyImage {
        ticket: u64,
        /// As the library gives it.
        path: String,
        /// As with a text.
        only_over: Vec<String>,
    },
    /// Read an image of the personal library, small enough for the preview, and answer with [`Report::ImageLoaded`].
    LoadImage {
        path: String,
    },
    /// Write which replies are not to be offered into the personal library, and answer with [`Report::HiddenChanged`].
    ChangeHidden(Box<SheetChange>),
    /// Write a reply whose text was split into the personal library, and answer with [`Report::SplitSaved`].
    SaveSplit(Box<ReplyChange>),
    /// Show the bar, without taking the keyboard from anybody.
    ShowBar,
    /// Answer with [`Report::Reminded`] after this time.
    Remind {
        after: Duration,
        reminder: Reminder,
    },
    /// Answer with [`Report::ClipboardText`] when there is one, and with [`Report::ValuesFound`] in any case.
    ReadClipboard {
        opening: u64,
    },
    /// Note in the history that a reply was used, and for which query.
    RecordUse {
        reply_id: String,
        query: Option<String>,
        /// Counted from 0.
        wording: usize,
    },
    /// Note in the history that a text was copied in spite of these rules.
    RecordOverrides {
        rules: Vec<String>,
    },
    /// Write values into the profile of a shop (counted from 0), and answer with [`Report::ShopSaved`].
    SaveShop {
        shop_idx: usize,
        /// What it is called, to know it again where the file was changed meanwhile.
        shop_name: Option<String>,
        values: BTreeMap<String, String>,
    },
    /// Keep a message as a sample question of a reply, and answer with [`Report::Learned`].
    LearnQuestion {
        reply_id: String,
        text: String,
    },
    /// Drop it again.
    ForgetQuestion {
        reply_id: String,
        text: String,
    },
    /// Note it in the history; where that fails, answer with [`Report::FavouriteNotSaved`].
    SetFavourite {
        reply_id: String,
        is_favourite: bool,
    },
    MarkFirstStartSeen,
    /// Open the editor, a program of its own.
    OpenEditor(Opening),
    Quit,
}

impl Effect {
    /// Whether it puts something on the clipboard.
    pub(super) fn is_copy(&self) -> bool {
        matches!(self, Self::Copy { .. } | Self::CopyImage { .. })
    }
}

/// A message to the user, as a code with its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// The clipboard takes its time.
    Copying,
    Copied,
    CopyFailed(CopyError),
    /// The selected reply has this placeholder, which cannot be read.
    BrokenPlaceholder(String),
    OnlyImages,
    /// What is wrong first in a file, and how many more things are.
    File {
        first: Box<Diagnostic>,
        more: usize,
    },
    /// The rules are against the text in so many ways.
    Breaches(usize),
    /// No wording of the selected reply is meant for now.
    NotNow,
    ProfileSaved,
    ShopNotSaved(EditProblem),
    /// The text of another reply cannot be put in.
    Snippet {
        key: String,
        reason: SnippetReason,
    },
    HotkeyTaken {
        hotkey: String,
        settings: String,
        /// 1-based; 0 where the file does not name a hotkey.
        line: usize,
    },
    HotkeyInvalid {
        hotkey: String,
        settings: String,
        line: usize,
    },
    /// The session has no global hotkeys for programs.
    HotkeyUnsupported,
    HistoryUnusable(Problem),
    /// A favourite is not in the history.
    FavouriteNotSaved(Problem),
    QuestionLearned,
    QuestionForgotten,
    /// There is nothing in the query that could be kept.
    NothingToLearn,
    QuestionNotLearned(EditProblem),
    SplitSaved,
    SplitNotSaved(EditProblem),
    /// The reply of this title is not offered any more.
    Hidden(String),
    /// The reply of this title is offered again.
    ShownAgain(String),
    HiddenNotChanged(EditProblem),
    /// The editor did not start, or ended by itself: the system's words.
    EditorFailed(SystemError),
}

impl Notice {
    /// One message a file, for those with errors; slips that do no harm are for `suda check`.
    pub fn of_diagnostics(diagnostics: &[Diagnostic]) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for found in diagnostics.iter().filter(|found| found.severity() == Severity::Error) {
            let same_file =
                |notice: &&mut Self| matches!(notice, Self::File { first, .. } if first.file == found.file);
            match out.iter_mut().find(same_file) {
                Some(Self::File { more, .. }) => *more += 1,
                _ => out.push(Self::File { first: Box::new(found.clone()), more: 0 }),
            }
        }
        out
    }

    /// Whether it tells of success.
    pub fn is_good(&self) -> bool {
        matches!(
            self,
            Self::Copying
                | Self::Copied
                | Self::ProfileSaved
                | Self::QuestionLearned
                | Self::QuestionForgotten
                | Self::SplitSaved
                | Self::Hidden(_)
                | Self::ShownAgain(_)
        )
    }
}
