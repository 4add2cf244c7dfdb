//! Shops, fields, look-up tables, forbidden words and rules as tables.

use super::*;

#[test]
fn shops_words_fields_and_tables_are_edited_as_tables_and_taken_back() {
    let mut session = Session::new();
    let page = |session: &mut Session, page: Page| {
        session.act(EditorAction::SelectNode(Node::Page(page)));
    };
    let cell = |row: usize, column: usize, text: &str| SheetEdit::Cell { row, column, text: text.into() };
    // A shop, its courier, a field of its own.
    page(&mut session, Page::Shops);
    session.answer(Ask::Shop, "木棉").answer(Ask::ShopField, "开门时间");
    let row_of = |session: &Session, name: &str| {
        session.editor.sheet(Page::Shops).rows.iter().position(|row| row[0] == name).unwrap()
    };
    let (courier, hours) = (row_of(&session, "默认快递"), row_of(&session, "开门时间"));
    session.act(EditorAction::EditSheet(Page::Shops, cell(courier, 1, "申通")));
    session.act(EditorAction::EditSheet(Page::Shops, cell(hours, 1, "9点")));
    let shops = shops::parse_all("s", &session.shops).shops;
    assert_eq!(
        (shops[0].name(), shops[0].value("默认快递"), shops[0].value("开门时间")),
        (Some("木棉"), Some("申通"), Some("9点"))
    );
    // Words.
    page(&mut session, Page::Words);
    session.answer(Ask::Word, "最低价");
    session.act(EditorAction::EditSheet(Page::Words, cell(0, 1, "划算")));
    assert_eq!(shops::parse_all("s", &session.shops).words[0].instead.as_deref(), Some("划算"));
    // Fields: a choice comes of its choices.
    page(&mut session, Page::Fields);
    session.answer(Ask::Field, "礼物");
    session.act(EditorAction::EditSheet(Page::Fields, cell(0, 5, "袜子、发圈")));
    session.act(EditorAction::EditSheet(Page::Fields, cell(0, 3, "袜子")));
    assert!(
        session.file.contains(r#"(name: "礼物", default: "袜子", choices: ["袜子", "发圈"])"#),
        "{}",
        session.file
    );
    // Tables: rows and columns.
    page(&mut session, Page::Tables);
    session.answer(Ask::Table, "尺码表 身高 尺码").answer(Ask::Row, "150-160").answer(Ask::Input, "体重");
    for (column, text) in [(1, "80-95"), (2, "S")] {
        session.act(EditorAction::EditSheet(Page::Tables, cell(0, column, text)));
    }
    assert!(session.file.contains(r#"["150-160", "80-95", "S"],"#), "{}", session.file);
    let sheet = session.editor.sheet(Page::Tables);
    assert_eq!((sheet.rows.len(), sheet.columns.len(), session.editor.table_names()), (1, 3, vec!["尺码表"]));
    // All of it back, each where it was done, and the files are as before.
    while session.editor.can_undo() {
        session.act(EditorAction::Undo);
    }
    assert_eq!(session.editor.page(), Some(Page::Shops));
    assert_eq!(
        (replies_text(&session.file), session.editor.sheet(Page::Fields).rows.len()),
        (replies_text(OWN), 0)
    );
    let file = shops::parse_all("s", &session.shops);
    assert_eq!((file.shops.len(), file.words.len()), (0, 0));
    while session.editor.can_redo() {
        session.act(EditorAction::Redo);
    }
    assert!(session.file.contains(r#"["150-160", "80-95", "S"],"#) && session.shops.contains("最低价"));
    // What cannot be is not done: no name, the last column, the same name twice.
    session.act(EditorAction::EditSheet(Page::Fields, cell(0, 0, " ")));
    session.act(EditorAction::EditSheet(Page::Tables, SheetEdit::RemoveColumn(2)));
    assert_eq!(session.editor.sheet(Page::Tables).columns.len(), 3);
    session.answer(Ask::Field, "礼物");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotSaved(EditProblem::Mismatch)));
}

#[test]
fn each_shop_says_on_its_page_which_rules_count() {
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(Node::Page(Page::Rules)));
    assert!(!session.editor.has_shops());
    session.answer(Ask::Shop, "木棉");
    assert!(session.editor.has_shops());
    let sheet = session.editor.sheet(Page::Rules);
    let row = sheet.rows.iter().position(|row| row[0] == "tone.but").unwrap();
    assert_eq!((sheet.columns.len(), sheet.rows[row][2].as_str()), (3, ""));
    let cell = |text: &str| SheetEdit::Cell { row, column: 2, text: text.to_owned() };
    session.act(EditorAction::EditSheet(Page::Rules, cell("off")));
    assert!(session.shops.contains("rules: { \"tone.but\": \"off\" }"), "{}", session.shops);
    assert_eq!(session.editor.sheet(Page::Rules).rows[row][2], "off");
    session.act(EditorAction::Undo);
    assert_eq!(session.editor.sheet(Page::Rules).rows[row][2], "");
    session
        .act(EditorAction::EditSheet(Page::Rules, cell("error")))
        .act(EditorAction::EditSheet(Page::Rules, cell("")));
    assert!(!session.shops.contains("tone.but"), "{}", session.shops);
    // What stands there already cannot be removed.
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
    assert_eq!((session.editor.example_tables(), session.editor.table_names()), (vec!["尺码表"], vec![]));
    session.act(EditorAction::AdoptTable("尺码表".into()));
    assert_eq!((session.editor.example_tables(), session.editor.table_names()), (vec![], vec!["尺码表"]));
    assert!(
        session.file.contains("[\"150-160\", \"S\"]") && !session.file.contains("example"),
        "{}",
        session.file
    );
    session.act(EditorAction::Undo);
    assert_eq!(session.editor.example_tables(), ["尺码表"]);
}
