//! What the [`Popup`](super::Popup) asks of the outside: window, clipboard, files, editor.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::app::Opening;
use crate::check::Lessons;
use crate::model::{ImageProblem, ReplyChange, SheetChange};

/// What the outside has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    ShowWindow,
    /// The popup, or the bar.
    HideWindow,
    /// Write to the clipboard, read back, and answer with [`super::Report::Copied`].
    Copy {
        /// Tells the answer to this copy from those to others.
        ticket: u64,
        text: String,
        /// Only where the clipboard holds one of these texts, or none; empty for whatever it holds.
        only_over: Vec<String>,
    },
    /// Put an image of the personal library on the clipboard, and answer with [`super::Report::Copied`].
    CopyImage {
        ticket: u64,
        /// As the library gives it.
        path: String,
        /// As with a text.
        only_over: Vec<String>,
    },
    /// Read an image of the personal library, small enough for the preview, and answer with [`super::Report::ImageLoaded`].
    LoadImage {
        path: String,
    },
    /// Write which replies are not to be offered into the personal library, and answer with [`super::Report::HiddenChanged`].
    ChangeHidden(Box<SheetChange>),
    /// Write what the shops have said to be no breach of a rule into their file, and answer with
    /// [`super::Report::InnocentChanged`].
    ChangeInnocent(Box<SheetChange>),
    /// Learn what packs, the settings folder and the shops add to the rules, and answer with [`super::Report::RulesLearned`].
    LearnRules(Box<Lessons>),
    /// Write a reply whose text was split into the personal library, and answer with [`super::Report::SplitSaved`].
    SaveSplit(Box<ReplyChange>),
    /// Show the bar, without taking the focus from another window.
    ShowBar,
    /// Answer with [`super::Report::Reminded`] after this time.
    Remind {
        after: Duration,
        reminder: Reminder,
    },
    /// Answer with [`super::Report::ClipboardText`] when there is one, and with [`super::Report::ValuesFound`] in any case.
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
    /// Write values into the profile of a shop (counted from 0), and answer with [`super::Report::ShopSaved`].
    SaveShop {
        shop_idx: usize,
        /// What it is called, to know it again where the file was changed meanwhile.
        shop_name: Option<String>,
        values: BTreeMap<String, String>,
    },
    /// Keep a message as a sample question of a reply, and answer with [`super::Report::Learned`].
    LearnQuestion {
        reply_id: String,
        text: String,
    },
    /// Drop it again.
    ForgetQuestion {
        reply_id: String,
        text: String,
    },
    /// Note it in the history; where that fails, answer with [`super::Report::FavouriteNotSaved`].
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

/// What the program asked to be reminded of, with the number of the reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// The next press is one of its own, not the second of a double one.
    PressOver(u64),
    /// The bar was shown for long enough.
    Over(u64),
    /// A copy takes so long that it is reported.
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
