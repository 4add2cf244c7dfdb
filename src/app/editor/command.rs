//! The one table of the editor's commands: keys, actions, help page, hints and the tables of the guide come from it.
//! A new command is a row here, its words in the language files, and the part that carries its action out.

use super::import::{Decision, ImportAction};
use super::innocence;
use super::{Ask, Choice, Editor, EditorAction, Fold, FormEdit, Node, Pane};
use crate::app::shared::command_table;
use crate::app::{Direction, Move};

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditorScope {
    Window,
    /// While the list is focused.
    List,
    /// While the tree is focused.
    Tree,
    /// While the form is focused.
    Form,
    /// While an import is previewed and its rows are focused.
    Import,
}

command_table! {
    /// Something a key does in the editor.
    pub enum EditorCommand in EditorScope, |editor: &Editor| -> EditorAction;

    Import,          Window, "Ctrl+O",           "editor-import" => EditorAction::Import(ImportAction::Choose { is_folder: false });
    CarryOut,        Import, "Ctrl+Enter",       "editor-carry-out" => EditorAction::Import(ImportAction::CarryOut);
    ToggleRow,       Import, "Space",            "editor-toggle-row" => EditorAction::Import(ImportAction::Decide(Decision::Row(None)));
    Save,            Window, "Ctrl+S",           "editor-save" => EditorAction::Save;
    New,             Window, "Ctrl+N",           "editor-new" => new_of_page(editor)?;
    FromClipboard,   Window, "Ctrl+Shift+N",     "editor-from-clipboard" => EditorAction::ReadClipboard;
    Search,          Window, "Ctrl+F",           "editor-search" => EditorAction::FocusPane(Pane::Search);
    Undo,            Window, "Ctrl+Z",           "editor-undo" => EditorAction::Undo;
    Redo,            Window, "Ctrl+Y",           "editor-redo" => EditorAction::Redo;
    Discard,         Window, "Ctrl+R",           "editor-discard" => EditorAction::Discard;
    NextPane,        Window, "F6",               "editor-next-pane" => EditorAction::NextPane(Direction::Next);
    PreviousPane,    Window, "Shift+F6",         "editor-previous-pane" => EditorAction::NextPane(Direction::Previous);
    Up,              List,   "↑",                "editor-up" => in_list(editor, EditorAction::MoveRow(Move::Up, Choice::Alone))?;
    Down,            List,   "↓",                "editor-down" => in_list(editor, EditorAction::MoveRow(Move::Down, Choice::Alone))?;
    PageUp,          List,   "PgUp",             "editor-page-up" => EditorAction::MoveRow(Move::PageUp, Choice::Alone);
    PageDown,        List,   "PgDn",             "editor-page-down" => EditorAction::MoveRow(Move::PageDown, Choice::Alone);
    First,           List,   "Home",             "editor-first" => EditorAction::MoveRow(Move::First, Choice::Alone);
    Last,            List,   "End",              "editor-last" => EditorAction::MoveRow(Move::Last, Choice::Alone);
    Extend,          List,   "Shift+↓",          "editor-extend" => EditorAction::MoveRow(Move::Down, Choice::Range);
    ExtendBack,      List,   "Shift+↑",          "editor-extend-back" => EditorAction::MoveRow(Move::Up, Choice::Range);
    ChooseAll,       List,   "Ctrl+A",           "editor-choose-all" => EditorAction::ChooseAll;
    OpenForm,        List,   "Enter",            "editor-open-form" => in_list(editor, opened_row(editor))?;
    ToTree,          List,   "←",                "editor-to-tree" => EditorAction::FocusPane(Pane::Tree);
    Delete,          List,   "Delete",           "editor-delete" => EditorAction::Delete;
    Duplicate,       Window, "Ctrl+D",           "editor-duplicate" => EditorAction::Duplicate;
    Hide,            Window, "Ctrl+H",           "editor-hide" => EditorAction::ToggleHidden;
    Move,            Window, "Ctrl+M",           "editor-move" => EditorAction::Ask(Ask::Move);
    Tag,             Window, "Ctrl+T",           "editor-tag" => EditorAction::Ask(Ask::Tag);
    NotABreach,      Window, "F7",               "editor-not-a-breach" => said_innocent(editor)?;
    TakeInferred,    Window, "Ctrl+J",           "editor-take-inferred" => taken_inferred(editor)?;
    TreeUp,          Tree,   "↑",                "editor-tree-up" => EditorAction::MoveNode(Move::Up);
    TreeDown,        Tree,   "↓",                "editor-tree-down" => EditorAction::MoveNode(Move::Down);
    TreeFirst,       Tree,   "Home",             "editor-tree-first" => EditorAction::MoveNode(Move::First);
    TreeLast,        Tree,   "End",              "editor-tree-last" => EditorAction::MoveNode(Move::Last);
    TreeOpen,        Tree,   "→",                "editor-tree-open" => EditorAction::FoldNode(Fold::Expand);
    TreeClose,       Tree,   "←",                "editor-tree-close" => EditorAction::FoldNode(Fold::Collapse);
    Rename,          Tree,   "F2",               "editor-rename" => EditorAction::Ask(Ask::Rename);
    NewCategory,     Window, "Ctrl+G",           "editor-new-category" => EditorAction::Ask(Ask::NewCategory);
    NextWording,     Window, "Alt+→",            "editor-next-variant" => turned_wording(editor, Direction::Next)?;
    PreviousWording, Window, "Alt+←",            "editor-previous-variant" => turned_wording(editor, Direction::Previous)?;
    AddWording,      Form,   "Ctrl+Enter",       "editor-add-variant" => EditorAction::Edit(FormEdit::AddWording);
    AddText,         Form,   "Ctrl+Shift+Enter", "editor-add-text" => EditorAction::Edit(FormEdit::AddText(editor.wording()));
    Difference,      Window, "Ctrl+B",           "editor-difference" => EditorAction::ToggleDifference;
    BackToOriginal,  Window, "Ctrl+0",           "editor-back-to-original" => EditorAction::BackToOriginal;
    KeepMine,        Window, "Ctrl+1",           "editor-keep-mine" => EditorAction::KeepMine;
    TakeTheirs,      Window, "Ctrl+2",           "editor-take-theirs" => EditorAction::TakeTheirs;
    CheckAll,        Window, "F8",               "editor-check-all" => EditorAction::SelectNode(Node::Troubled);
    Help,            Window, "F1",               "editor-help" => EditorAction::ToggleHelp;
    Back,            Window, "Esc",              "editor-back" => EditorAction::Dismiss;
    Close,           Window, "Ctrl+W",           "editor-close" => EditorAction::Close;
}

/// A new reply; on a page that is a table, a new line of it.
fn new_of_page(editor: &Editor) -> Option<EditorAction> {
    if editor.page().is_none() {
        Some(EditorAction::New)
    } else {
        editor.ask_of_page().map(EditorAction::Ask)
    }
}

/// Nothing where buttons are in place of the list: there the keys move among them.
fn in_list(editor: &Editor, action: EditorAction) -> Option<EditorAction> {
    (!editor.lacks_own()).then_some(action)
}

/// The reply in the form; one in the trash comes back.
fn opened_row(editor: &Editor) -> EditorAction {
    if editor.is_trash() { EditorAction::Restore } else { EditorAction::OpenForm }
}

/// The surest scenario that the reply in the form seems to answer; where several are chosen, one for each of them.
fn taken_inferred(editor: &Editor) -> Option<EditorAction> {
    if editor.chosen() > 1 {
        return Some(EditorAction::TakeInferred);
    }
    let surest = editor.inferred().first()?;
    Some(EditorAction::Edit(FormEdit::AddScenario(surest.id.clone())))
}

/// That the first thing which a rule has found in the wording in the form is no breach of it.
fn said_innocent(editor: &Editor) -> Option<EditorAction> {
    let clause = innocence::first_clause(editor.troubles(), editor.wording())?;
    Some(EditorAction::SayInnocent(clause.clone()))
}

/// The wording next to the one in the form; nothing without a wording.
fn turned_wording(editor: &Editor, direction: Direction) -> Option<EditorAction> {
    let count = editor.current().and_then(|id| editor.reply(id))?.wordings.len();
    (count > 0).then(|| EditorAction::TurnWording(direction.from(editor.wording(), count)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::shared::assert_no_two_share_a_key;

    #[test]
    fn no_two_commands_share_a_key_where_both_work() {
        let rows: Vec<_> = EditorCommand::ALL.iter().map(|command| command.row()).collect();
        assert_no_two_share_a_key(&rows, EditorScope::Window);
    }
}
