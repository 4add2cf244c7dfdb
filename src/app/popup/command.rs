//! The one table of the popup's commands: keys, actions, help page, hints at the bottom and the tables of the guide come
//! from it. A new command is a row here, its words in the language files, and the part that carries its action out.

use super::{Action, Chip, CopyMode};
use crate::app::shared::command_table;
use crate::app::{Direction, Move};

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PopupScope {
    /// With the search box or the form.
    Popup,
    /// While a form is shown.
    Form,
    /// While no form is shown.
    List,
    /// While a chip is focused.
    Chip,
}

/// What an action may take from the moment of the key press.
#[derive(Debug, Clone, Copy, Default)]
pub struct Press<'a> {
    /// The digit among the keys, counted from 0: the key `1` is 0.
    pub digit_idx: Option<usize>,
    /// The focused chip.
    pub chip: Option<&'a Chip>,
    /// The row, counted from 0, that an arrow unfolds; `None` while the caret is not at the end of the search text.
    pub unfolds: Option<usize>,
    /// The same for the arrow that folds.
    pub folds: Option<usize>,
}

command_table! {
    /// Something a key does in the popup.
    pub enum Command in PopupScope, |press: &Press<'_>| -> Action;

    Copy,            Popup, "Enter",          "command-copy" => Action::Accept(CopyMode::AndHide);
    CopyJoined,      Popup, "Ctrl+Enter",     "command-copy-joined" => Action::Accept(CopyMode::JoinedAndHide);
    CopyStay,        Popup, "Ctrl+Shift+C",   "command-copy-stay" => Action::Accept(CopyMode::AndStay);
    CopyOverriding,  Popup, "Shift+Enter",    "command-copy-in-spite" => Action::Accept(CopyMode::OverrideAndHide);
    Rewrite,         Popup, "F2",             "command-rewrite" => Action::Rewrite;
    Waive,           Popup, "F7",             "command-waive" => Action::Waive;
    TakeWaiverBack,  Popup, "Shift+F7",       "command-take-waiver-back" => Action::TakeWaiverBack;
    TakeNext,        Popup, "Ctrl+1-9",       "command-take-next" => Action::TakeNext(press.digit_idx?);
    Back,            Popup, "Esc",            "command-back" => Action::Dismiss;
    Up,              List,  "↑",              "command-up" => Action::MoveSelection(Move::Up);
    Down,            List,  "↓",              "command-down" => Action::MoveSelection(Move::Down);
    PageUp,          List,  "PgUp",           "command-page-up" => Action::MoveSelection(Move::PageUp);
    PageDown,        List,  "PgDn",           "command-page-down" => Action::MoveSelection(Move::PageDown);
    First,           List,  "Home",           "command-first" => Action::MoveSelection(Move::First);
    Last,            List,  "End",            "command-last" => Action::MoveSelection(Move::Last);
    Pick,            List,  "Alt+1-9",        "command-pick" => Action::Pick(press.digit_idx?);
    Unfold,          List,  "→",              "command-unfold" => Action::Unfold(press.unfolds?);
    Fold,            List,  "←",              "command-fold" => Action::Fold(press.folds?);
    NextWording,     List,  "Alt+→",          "command-next-variant" => Action::TurnWording(Direction::Next);
    PreviousWording, List,  "Alt+←",          "command-previous-variant" => Action::TurnWording(Direction::Previous);
    NextShop,        Popup, "Ctrl+Tab",       "command-next-shop" => Action::TurnShop(Direction::Next);
    PreviousShop,    Popup, "Ctrl+Shift+Tab", "command-previous-shop" => Action::TurnShop(Direction::Previous);
    OpenForm,        List,  "Tab",            "command-open-form" => Action::OpenForm;
    NextField,       Form,  "Tab",            "command-next-field" => Action::MoveField(Direction::Next);
    PreviousField,   Popup, "Shift+Tab",      "command-previous-field" => Action::MoveField(Direction::Previous);
    Favourite,       List,  "Ctrl+D",         "command-favourite" => Action::ToggleFavourite;
    Hide,            List,  "Ctrl+H",         "command-hide" => Action::HideReply;
    ShowHidden,      List,  "Ctrl+Shift+H",   "command-show-hidden" => Action::ShowHidden;
    SaveSplit,       List,  "Ctrl+K",         "command-keep-split" => Action::SaveSplit;
    TakeOffers,      Popup, "Ctrl+T",         "command-take-offers" => Action::TakeOffers;
    SameBuyer,       Popup, "Ctrl+L",         "command-same-buyer" => Action::SameBuyer;
    NextBuyer,       Popup, "Ctrl+B",         "command-next-buyer" => Action::NextBuyer;
    PressChip,       Chip,  "Space",          "command-press-chip" => Action::PressChip(press.chip?.clone());
    DropChip,        Chip,  "Delete",         "command-drop-chip" => Action::DropChip(press.chip?.clone());
    Learn,           List,  "Ctrl+M",         "command-keep" => Action::OpenLearn;
    Profile,         Popup, "F4",             "command-profile" => Action::OpenProfile;
    Edit,            Popup, "Ctrl+E",         "command-edit" => Action::Edit;
    New,             Popup, "Ctrl+N",         "command-new" => Action::New;
    Help,            Popup, "F1",             "command-help" => Action::ToggleHelp;
    Quit,            Popup, "Ctrl+Q",         "command-quit" => Action::Quit;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::shared::assert_no_two_share_a_key;

    #[test]
    fn no_two_commands_share_a_key_where_both_work() {
        let rows: Vec<_> = Command::ALL.iter().map(|command| command.row()).collect();
        assert_no_two_share_a_key(&rows, PopupScope::Popup);
    }

    #[test]
    fn every_command_does_something() {
        let press =
            Press { digit_idx: Some(0), chip: Some(&Chip::Offer(0)), unfolds: Some(0), folds: Some(0) };
        for command in Command::ALL {
            assert!(command.action(&press).is_some(), "{command:?}");
        }
    }
}
