//! The table of the editor's commands: keys, help page, hints and the README come from it.

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorScope {
    Window,
    /// While the list has the keys.
    List,
    /// While the tree has the keys.
    Tree,
    /// While the form has the keys.
    Form,
}

/// Something a key does in the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EditorCommand {
    Save,
    New,
    FromClipboard,
    Search,
    Undo,
    Redo,
    Discard,
    NextPane,
    PreviousPane,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Extend,
    ExtendBack,
    ChooseAll,
    OpenForm,
    ToTree,
    Delete,
    Duplicate,
    Hide,
    Move,
    Tag,
    TreeUp,
    TreeDown,
    TreeFirst,
    TreeLast,
    TreeOpen,
    TreeClose,
    Rename,
    NewCategory,
    NextWording,
    PreviousWording,
    AddWording,
    AddText,
    Difference,
    BackToOriginal,
    KeepMine,
    TakeTheirs,
    CheckAll,
    Help,
    Back,
    Close,
}

impl EditorCommand {
    /// Every command, in the order of the help page.
    pub const ALL: [Self; 45] = [
        Self::Save,
        Self::New,
        Self::FromClipboard,
        Self::Search,
        Self::Undo,
        Self::Redo,
        Self::Discard,
        Self::NextPane,
        Self::PreviousPane,
        Self::Up,
        Self::Down,
        Self::PageUp,
        Self::PageDown,
        Self::First,
        Self::Last,
        Self::Extend,
        Self::ExtendBack,
        Self::ChooseAll,
        Self::OpenForm,
        Self::ToTree,
        Self::Delete,
        Self::Duplicate,
        Self::Hide,
        Self::Move,
        Self::Tag,
        Self::TreeUp,
        Self::TreeDown,
        Self::TreeFirst,
        Self::TreeLast,
        Self::TreeOpen,
        Self::TreeClose,
        Self::Rename,
        Self::NewCategory,
        Self::NextWording,
        Self::PreviousWording,
        Self::AddWording,
        Self::AddText,
        Self::Difference,
        Self::BackToOriginal,
        Self::KeepMine,
        Self::TakeTheirs,
        Self::CheckAll,
        Self::Help,
        Self::Back,
        Self::Close,
    ];

    /// The keys, written as those of [`crate::app::popup::Command`].
    pub fn keys(self) -> &'static str {
        match self {
            Self::Save => "Ctrl+S",
            Self::New => "Ctrl+N",
            Self::FromClipboard => "Ctrl+Shift+N",
            Self::Search => "Ctrl+F",
            Self::Undo => "Ctrl+Z",
            Self::Redo => "Ctrl+Y",
            Self::Discard => "Ctrl+R",
            Self::NextPane => "F6",
            Self::PreviousPane => "Shift+F6",
            Self::Up | Self::TreeUp => "↑",
            Self::Down | Self::TreeDown => "↓",
            Self::PageUp => "PgUp",
            Self::PageDown => "PgDn",
            Self::First | Self::TreeFirst => "Home",
            Self::Last | Self::TreeLast => "End",
            Self::Extend => "Shift+↓",
            Self::ExtendBack => "Shift+↑",
            Self::ChooseAll => "Ctrl+A",
            Self::OpenForm => "Enter",
            Self::ToTree | Self::TreeClose => "←",
            Self::Delete => "Delete",
            Self::Duplicate => "Ctrl+D",
            Self::Hide => "Ctrl+H",
            Self::Move => "Ctrl+M",
            Self::Tag => "Ctrl+T",
            Self::TreeOpen => "→",
            Self::Rename => "F2",
            Self::NewCategory => "Ctrl+G",
            Self::NextWording => "Alt+→",
            Self::PreviousWording => "Alt+←",
            Self::AddWording => "Ctrl+Enter",
            Self::AddText => "Ctrl+Shift+Enter",
            Self::Difference => "Ctrl+B",
            Self::BackToOriginal => "Ctrl+0",
            Self::KeepMine => "Ctrl+1",
            Self::TakeTheirs => "Ctrl+2",
            Self::CheckAll => "F8",
            Self::Help => "F1",
            Self::Back => "Esc",
            Self::Close => "Ctrl+W",
        }
    }

    pub fn scope(self) -> EditorScope {
        match self {
            Self::Save
            | Self::New
            | Self::FromClipboard
            | Self::Search
            | Self::Undo
            | Self::Redo
            | Self::Discard
            | Self::NextPane
            | Self::PreviousPane
            | Self::Duplicate
            | Self::Hide
            | Self::Move
            | Self::Tag
            | Self::NewCategory
            | Self::NextWording
            | Self::PreviousWording
            | Self::Difference
            | Self::BackToOriginal
            | Self::KeepMine
            | Self::TakeTheirs
            | Self::CheckAll
            | Self::Help
            | Self::Back
            | Self::Close => EditorScope::Window,
            Self::Up
            | Self::Down
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::Extend
            | Self::ExtendBack
            | Self::ChooseAll
            | Self::OpenForm
            | Self::ToTree
            | Self::Delete => EditorScope::List,
            Self::TreeUp
            | Self::TreeDown
            | Self::TreeFirst
            | Self::TreeLast
            | Self::TreeOpen
            | Self::TreeClose
            | Self::Rename => EditorScope::Tree,
            Self::AddWording | Self::AddText => EditorScope::Form,
        }
    }

    /// The key of its words in the language files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Save => "editor-save",
            Self::New => "editor-new",
            Self::FromClipboard => "editor-from-clipboard",
            Self::Search => "editor-search",
            Self::Undo => "editor-undo",
            Self::Redo => "editor-redo",
            Self::Discard => "editor-discard",
            Self::NextPane => "editor-next-pane",
            Self::PreviousPane => "editor-previous-pane",
            Self::Up => "editor-up",
            Self::Down => "editor-down",
            Self::PageUp => "editor-page-up",
            Self::PageDown => "editor-page-down",
            Self::First => "editor-first",
            Self::Last => "editor-last",
            Self::Extend => "editor-extend",
            Self::ExtendBack => "editor-extend-back",
            Self::ChooseAll => "editor-choose-all",
            Self::OpenForm => "editor-open-form",
            Self::ToTree => "editor-to-tree",
            Self::Delete => "editor-delete",
            Self::Duplicate => "editor-duplicate",
            Self::Hide => "editor-hide",
            Self::Move => "editor-move",
            Self::Tag => "editor-tag",
            Self::TreeUp => "editor-tree-up",
            Self::TreeDown => "editor-tree-down",
            Self::TreeFirst => "editor-tree-first",
            Self::TreeLast => "editor-tree-last",
            Self::TreeOpen => "editor-tree-open",
            Self::TreeClose => "editor-tree-close",
            Self::Rename => "editor-rename",
            Self::NewCategory => "editor-new-category",
            Self::NextWording => "editor-next-variant",
            Self::PreviousWording => "editor-previous-variant",
            Self::AddWording => "editor-add-variant",
            Self::AddText => "editor-add-text",
            Self::Difference => "editor-difference",
            Self::BackToOriginal => "editor-back-to-original",
            Self::KeepMine => "editor-keep-mine",
            Self::TakeTheirs => "editor-take-theirs",
            Self::CheckAll => "editor-check-all",
            Self::Help => "editor-help",
            Self::Back => "editor-back",
            Self::Close => "editor-close",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_a_key_where_both_work() {
        for (idx, one) in EditorCommand::ALL.iter().enumerate() {
            for other in &EditorCommand::ALL[idx + 1..] {
                let meet = one.scope() == other.scope()
                    || one.scope() == EditorScope::Window
                    || other.scope() == EditorScope::Window;
                assert!(one.keys() != other.keys() || !meet, "{one:?} and {other:?}");
                assert_ne!(one.word(), other.word());
            }
        }
    }
}
