//! Shops, fields, look-up tables, forbidden words and rules as tables.

use super::*;
use crate::app::editor::pages::Tool;

fn own_tables(session: &Session) -> Vec<String> {
    let own = |label| if let Label::Name { name, .. } = label { Some(name) } else { None };
    session.sheet(Page::Tables).buttons.into_iter().filter_map(|button| own(button.label)).collect()
}

/// The examples that can be adopted.
fn example_tables(session: &Session) -> Vec<String> {
    let example = |label| if let Label::WordOf(_, name) = label { Some(name) } else { None };
    session.sheet(Page::Tables).buttons.into_iter().filter_map(|button| example(button.label)).collect()
}

#[test]
fn shops_words_fields_and_tables_are_edited_as_tables_and_taken_back() {
    let mut session = Session::new();
    let page = |session: &mut Session, page: Page| {
        session.act(EditorAction::SelectNode(Node::Page(page)));
    };
    // A shop, its courier, a field of its own.
    page(&mut session, Page::Shops);
    session.answer(Ask::Add(shops_page::SHOP), "木棉").answer(Ask::Add(shops_page::SHOP_FIELD), "开门时间");
    let row_of = |session: &Session, name: &str| {
        session.cells(Page::Shops).iter().position(|row| row[0] == name).unwrap()
    };
    let (courier, hours) = (row_of(&session, "默认快递"), row_of(&session, "开门时间"));
    session.type_cell(Page::Shops, courier, "木棉", "申通");
    session.type_cell(Page::Shops, hours, "木棉", "9点");
    let shops = shops::parse_all("s", &session.shops).profiles.shops;
    assert_eq!(
        (shops[0].name(), shops[0].value("默认快递"), shops[0].value("开门时间")),
        (Some("木棉"), Some("申通"), Some("9点"))
    );
    // Words.
    page(&mut session, Page::Words);
    session.answer(Ask::Add(words::WORD), "最低价");
    session.type_cell(Page::Words, 0, "word-instead", "划算");
    assert_eq!(shops::parse_all("s", &session.shops).profiles.forbidden[0].instead.as_deref(), Some("划算"));
    // Fields: choices make it a choice.
    page(&mut session, Page::Fields);
    session.answer(Ask::Add(fields::FIELD), "礼物");
    session.type_cell(Page::Fields, 0, "field-choices", "袜子、发圈");
    session.type_cell(Page::Fields, 0, "field-default", "袜子");
    assert!(
        session.file.contains(r#"(name: "礼物", default: "袜子", choices: ["袜子", "发圈"])"#),
        "{}",
        session.file
    );
    // Tables: rows and columns.
    page(&mut session, Page::Tables);
    session
        .answer(Ask::Add(tables::TABLE), "尺码表 身高 尺码")
        .answer(Ask::Add(tables::ROW), "150-160")
        .answer(Ask::Add(tables::INPUT), "体重");
    for (column, text) in [("体重", "80-95"), ("尺码", "S")] {
        session.type_cell(Page::Tables, 0, column, text);
    }
    assert!(session.file.contains(r#"["150-160", "80-95", "S"],"#), "{}", session.file);
    let sheet = session.sheet(Page::Tables);
    assert_eq!(
        (sheet.rows.len(), sheet.columns.len(), own_tables(&session)),
        (1, 3, vec!["尺码表".to_owned()])
    );
    // All of it back, each where it was done, and the files are as before.
    while session.editor.can_undo() {
        session.act(EditorAction::Undo);
    }
    assert_eq!(session.editor.page(), Some(Page::Shops));
    assert_eq!((replies_text(&session.file), session.sheet(Page::Fields).rows.len()), (replies_text(OWN), 0));
    let file = shops::parse_all("s", &session.shops).profiles;
    assert_eq!((file.shops.len(), file.forbidden.len()), (0, 0));
    while session.editor.can_redo() {
        session.act(EditorAction::Redo);
    }
    assert!(session.file.contains(r#"["150-160", "80-95", "S"],"#) && session.shops.contains("最低价"));
    // What cannot be is not done: no name, the last column, the same name twice.
    session.type_cell(Page::Fields, 0, "field-name", " ");
    session.act(EditorAction::EditSheet(Page::Tables, SheetEdit::RemoveColumn(2)));
    assert_eq!(session.sheet(Page::Tables).columns.len(), 3);
    session.answer(Ask::Add(fields::FIELD), "礼物");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotSaved(EditProblem::Mismatch)));
}

#[test]
fn each_shop_says_on_its_page_which_rules_count() {
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(Node::Page(Page::Rules)));
    assert!(session.sheet(Page::Rules).missing == Some("sheet-no-shop"));
    session.answer(Ask::Add(shops_page::SHOP), "木棉");
    assert!(session.sheet(Page::Rules).missing.is_none());
    let sheet = session.sheet(Page::Rules);
    let is_meant = |cell: &SheetCell| matches!(cell, SheetCell::Rule(rule) if rule.id == "tone.but");
    let row = sheet.rows.iter().position(|row| is_meant(&row.cells[0])).unwrap();
    assert_eq!((sheet.columns.len(), sheet.rows[row].cells[4].text()), (5, ""));
    session.type_cell(Page::Rules, row, "木棉", "off");
    assert!(session.shops.contains("rules: { \"tone.but\": \"off\" }"), "{}", session.shops);
    assert_eq!(session.cells(Page::Rules)[row][4], "off");
    session.act(EditorAction::Undo);
    assert_eq!(session.cells(Page::Rules)[row][4], "");
    assert_eq!(session.editor.page(), Some(Page::Rules), "where it was done");
    session.type_cell(Page::Rules, row, "木棉", "error").type_cell(Page::Rules, row, "木棉", "");
    assert!(!session.shops.contains("tone.but"), "{}", session.shops);
    // What is there already cannot be removed.
    session.act(EditorAction::EditSheet(Page::Rules, SheetEdit::RemoveRow(row)));
    assert_eq!(session.editor.notice(), Some(&EditorNotice::BadCell(String::new())));
}

#[test]
fn an_example_of_a_table_is_made_the_users_own_and_is_no_example_then() {
    let mut session = Session::new();
    session.below = BELOW.replace(
        "replies:",
        "tables: [(name: \"尺码表\", example: true, inputs: [\"身高\"], outputs: [\"尺码\"], rows: [[\"150-160\", \"S\"]])], replies:",
    );
    session.reload();
    assert_eq!((example_tables(&session), own_tables(&session)), (vec!["尺码表".to_owned()], vec![]));
    let adopt = SheetEdit::Press(Tool::Adopt("尺码表".into()));
    session.act(EditorAction::EditSheet(Page::Tables, adopt));
    assert_eq!((example_tables(&session), own_tables(&session)), (vec![], vec!["尺码表".to_owned()]));
    assert!(
        session.file.contains("[\"150-160\", \"S\"]") && !session.file.contains("example"),
        "{}",
        session.file
    );
    session.act(EditorAction::Undo);
    assert_eq!(example_tables(&session), ["尺码表"]);
}
