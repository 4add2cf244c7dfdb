//! The one table of commands: keys, help page, hints at the bottom and the README come from it.

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// With the search box or the form.
    Popup,
    /// While a form is shown.
    Form,
    /// While no form is shown.
    List,
    /// While a chip has the keys.
    Chip,
}

/// Something a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    Copy,
    CopyJoined,
    CopyStay,
    CopyOverriding,
    Rewrite,
    TakeNext,
    Back,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Pick,
    NextWording,
    PreviousWording,
    NextShop,
    PreviousShop,
    OpenForm,
    NextField,
    PreviousField,
    Favourite,
    Hide,
    ShowHidden,
    SaveSplit,
    TakeOffers,
    SameBuyer,
    NextBuyer,
    PressChip,
    DropChip,
    Learn,
    Profile,
    Edit,
    New,
    Help,
    Quit,
}

impl Command {
    /// Every command, in the order of the help page.
    pub const ALL: [Self; 36] = [
        Self::Copy,
        Self::CopyJoined,
        Self::CopyStay,
        Self::CopyOverriding,
        Self::Rewrite,
        Self::TakeNext,
        Self::Back,
        Self::Up,
        Self::Down,
        Self::PageUp,
        Self::PageDown,
        Self::First,
        Self::Last,
        Self::Pick,
        Self::NextWording,
        Self::PreviousWording,
        Self::NextShop,
        Self::PreviousShop,
        Self::OpenForm,
        Self::NextField,
        Self::PreviousField,
        Self::Favourite,
        Self::Hide,
        Self::ShowHidden,
        Self::SaveSplit,
        Self::TakeOffers,
        Self::SameBuyer,
        Self::NextBuyer,
        Self::PressChip,
        Self::DropChip,
        Self::Learn,
        Self::Profile,
        Self::Edit,
        Self::New,
        Self::Help,
        Self::Quit,
    ];

    /// The keys, as they are shown: modifiers and a key joined by `+`. `1-9` stands for each of the digits.
    /// On macOS `Ctrl` means the command key.
    pub fn keys(self) -> &'static str {
        match self {
            Self::Copy => "Enter",
            Self::CopyJoined => "Ctrl+Enter",
            Self::CopyStay => "Ctrl+Shift+C",
            Self::CopyOverriding => "Shift+Enter",
            Self::Rewrite => "F2",
            Self::TakeNext => "Ctrl+1-9",
            Self::Back => "Esc",
            Self::Up => "↑",
            Self::Down => "↓",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::First => "Home",
            Self::Last => "End",
            Self::Pick => "Alt+1-9",
            Self::NextWording => "Alt+→",
            Self::PreviousWording => "Alt+←",
            Self::NextShop => "Ctrl+Tab",
            Self::PreviousShop => "Ctrl+Shift+Tab",
            Self::OpenForm | Self::NextField => "Tab",
            Self::PreviousField => "Shift+Tab",
            Self::Favourite => "Ctrl+D",
            Self::Hide => "Ctrl+H",
            Self::ShowHidden => "Ctrl+Shift+H",
            Self::SaveSplit => "Ctrl+K",
            Self::TakeOffers => "Ctrl+T",
            Self::SameBuyer => "Ctrl+L",
            Self::NextBuyer => "Ctrl+B",
            Self::PressChip => "Space",
            Self::DropChip => "Delete",
            Self::Learn => "Ctrl+M",
            Self::Profile => "F4",
            Self::Edit => "Ctrl+E",
            Self::New => "Ctrl+N",
            Self::Help => "F1",
            Self::Quit => "Ctrl+Q",
        }
    }

    pub fn scope(self) -> Scope {
        match self {
            Self::Up
            | Self::Down
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::Pick
            | Self::NextWording
            | Self::PreviousWording
            | Self::Favourite
            | Self::Hide
            | Self::ShowHidden
            | Self::SaveSplit
            | Self::Learn
            | Self::OpenForm => Scope::List,
            Self::NextField => Scope::Form,
            Self::PressChip | Self::DropChip => Scope::Chip,
            Self::Copy
            | Self::CopyJoined
            | Self::CopyStay
            | Self::CopyOverriding
            | Self::Rewrite
            | Self::TakeNext
            | Self::Back
            | Self::NextShop
            | Self::PreviousShop
            | Self::TakeOffers
            | Self::SameBuyer
            | Self::NextBuyer
            | Self::PreviousField
            | Self::Profile
            | Self::Edit
            | Self::New
            | Self::Help
            | Self::Quit => Scope::Popup,
        }
    }

    /// The key of its words in the language files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Copy => "command-copy",
            Self::CopyJoined => "command-copy-joined",
            Self::CopyStay => "command-copy-stay",
            Self::CopyOverriding => "command-copy-in-spite",
            Self::Rewrite => "command-rewrite",
            Self::TakeNext => "command-take-next",
            Self::Back => "command-back",
            Self::Up => "command-up",
            Self::Down => "command-down",
            Self::PageUp => "command-page-up",
            Self::PageDown => "command-page-down",
            Self::First => "command-first",
            Self::Last => "command-last",
            Self::Pick => "command-pick",
            Self::NextWording => "command-next-variant",
            Self::PreviousWording => "command-previous-variant",
            Self::NextShop => "command-next-shop",
            Self::PreviousShop => "command-previous-shop",
            Self::OpenForm => "command-open-form",
            Self::NextField => "command-next-field",
            Self::PreviousField => "command-previous-field",
            Self::Favourite => "command-favourite",
            Self::Hide => "command-hide",
            Self::ShowHidden => "command-show-hidden",
            Self::SaveSplit => "command-keep-split",
            Self::TakeOffers => "command-take-offers",
            Self::SameBuyer => "command-same-buyer",
            Self::NextBuyer => "command-next-buyer",
            Self::PressChip => "command-press-chip",
            Self::DropChip => "command-drop-chip",
            Self::Learn => "command-keep",
            Self::Profile => "command-profile",
            Self::Edit => "command-edit",
            Self::New => "command-new",
            Self::Help => "command-help",
            Self::Quit => "command-quit",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key_where_both_work() {
        for (idx, one) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[idx + 1..] {
                let meet = one.scope() == other.scope()
                    || one.scope() == Scope::Popup
                    || other.scope() == Scope::Popup;
                assert!(one.keys() != other.keys() || !meet, "{one:?} and {other:?}");
                assert_ne!(one.word(), other.word());
            }
        }
    }
}
