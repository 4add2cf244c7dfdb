//! The tree, the list and the search.

use super::*;

#[test]
fn the_tree_counts_what_is_in_each_category_and_below_it() {
    let mut session = Session::new();
    session.act(EditorAction::Report(Report::FavouritesLoaded(vec!["b".into(), "gone".into()])));
    let expected = "Personal 4\nFavourites 1\n售前 3\n 售前/发货 2\n 售前/运费 1\n售后 1\nStarter 1\n售中 1\nTroubled 1\nExpiring 0\nTrash 0\nImport 0\nShops 0\nFields 0\nTables 0\nWords 0\nRules 0\nExamples 0\nBackups 0";
    assert_eq!(tree(&session), expected.replace("Troubled 1", "Troubled 0"));
    let above = Node::Category(Layer::Personal, "售前".into());
    session.act(EditorAction::SelectNode(above.clone()));
    assert_eq!(session.rows(), ["a", "b", "c"]);
    session.act(EditorAction::ToggleNode(above));
    assert!(!tree(&session).contains("售前/发货"));
    // By key: in, out, along.
    session.act(EditorAction::FoldNode(Fold::Expand)).act(EditorAction::FoldNode(Fold::Expand));
    assert_eq!(session.rows(), ["a", "b"]);
    session.act(EditorAction::FoldNode(Fold::Collapse)).act(EditorAction::FoldNode(Fold::Collapse));
    assert!(!tree(&session).contains("售前/发货"));
    session.act(EditorAction::MoveNode(Move::Last));
    assert_eq!(
        (session.editor.page(), session.others.last()),
        (Some(Page::Backups), Some(&EditorEffect::ListBackups))
    );
    session.act(EditorAction::MoveNode(Move::First));
    assert_eq!(*session.editor.node(), Node::All(Layer::Personal));
    session.act(EditorAction::SelectNode(Node::Favourites));
    assert_eq!(session.rows(), ["b"]);
}

#[test]
fn the_editor_opens_at_a_reply_and_the_search_is_the_same_engine() {
    let mut session = Session::opened(Opening::Reply("smsh".into()));
    assert_eq!((session.editor.current(), session.rows()), (Some("a"), vec!["a", "b", "c", "d"]));
    session.open("催发货");
    assert_eq!((session.editor.current(), session.rows()), (Some("s"), vec!["s"]));
    session.act(EditorAction::SetQuery("pydq".into()));
    assert_eq!((session.editor.current(), session.rows()), (Some("c"), vec!["c"]));
    session.act(EditorAction::Dismiss);
    assert!(session.editor.query().is_empty() && session.rows() == ["s"]);
    session.open("没有");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotFound("没有".into())));
}

#[test]
fn what_is_not_shown_is_not_deleted() {
    let mut session = Session::new();
    session.act(EditorAction::ChooseAll);
    for node in [Node::Page(Page::Shops), Node::Expiring, Node::Trash] {
        session.act(EditorAction::SelectNode(node)).act(EditorAction::Dismiss).act(EditorAction::Delete);
        session.edit(FormEdit::AddWording).act(EditorAction::BackToOriginal).act(EditorAction::Discard);
        assert_eq!((session.file.as_str(), session.editor.unsaved()), (OWN, 0));
        session.act(EditorAction::SelectNode(Node::All(Layer::Personal))).act(EditorAction::ChooseAll);
    }
    session.act(EditorAction::Duplicate).act(EditorAction::Duplicate);
    assert_eq!(session.own().len(), 9, "four copies, and one of the last");
}
