//! Rules of the user's own and the examples that rules learn from, on their pages.

use super::*;
use crate::app::editor::pages::{Press, Tool, examples, rules};
use crate::diag::{Rule, Said};
use crate::model::ShopProfiles;

fn own_rules(session: &Session) -> Vec<Rule> {
    ron_file::parse_pack("r.ron", &session.file).0.own_rules
}

/// The examples of a rule in the file: those that break it, and the others.
fn examples_of(session: &Session, id: &str) -> (Vec<String>, Vec<String>) {
    let rule = own_rules(session).into_iter().find(|rule| rule.id == id).unwrap_or_default();
    (rule.breaks, rule.innocent)
}

fn codes(session: &Session) -> Vec<&str> {
    session.editor.troubles().iter().map(|trouble| trouble.problem.code()).collect()
}

fn remove(session: &mut Session, page: Page, row: usize) {
    session.act(EditorAction::EditSheet(page, SheetEdit::RemoveRow(row)));
}

#[test]
fn a_rule_of_ones_own_is_made_taught_by_examples_and_finds_what_it_learned() {
    let mut session = Session::of(
        r#"(replies: [(id: "live", title: "直播", text: "亲，直播间有优惠哦"), (id: "b", title: "好", text: "亲，在的。")])"#,
    );
    session.act(EditorAction::SelectNode(Node::Page(Page::Rules)));
    session.answer(Ask::Add(rules::RULE), "不能提直播间");
    let [rule] = own_rules(&session).try_into().unwrap();
    assert_eq!(
        (rule.id.as_str(), rule.why.zh.as_str(), rule.why.en.as_str()),
        ("own.1", "不能提直播间", "不能提直播间")
    );
    let row = session.sheet(Page::Rules).rows.swap_remove(0);
    assert_eq!((row.cells[0].text(), row.cells[1].text()), ("不能提直播间", "warning"));
    assert!(row.is_removable);
    session.act(EditorAction::SelectNode(Node::Page(Page::Examples)));
    for text in ["直播间有优惠哦", "亲，【直播间下单更划算】", "去直播间看看", "今晚直播间有活动"]
    {
        session.answer(Ask::Add(examples::BREACH), text);
    }
    for text in ["店里有优惠哦", "亲，今天下单更划算", "您看看详情页", "今晚店里有活动"]
    {
        session.answer(Ask::Add(examples::HARMLESS), text);
    }
    let (breaks, innocent) = examples_of(&session, "own.1");
    assert_eq!(breaks[..2], ["⟦直播间有优惠哦⟧", "亲，⟦直播间下单更划算⟧"]);
    assert_eq!((breaks.len(), innocent.len(), session.cells(Page::Examples).len()), (4, 4, 8));
    assert_eq!(session.sheet(Page::Examples).remark, Some("sheet-learning"));
    session.learn();
    assert_eq!(session.sheet(Page::Examples).remark, None);
    let broken = &session.sheet(Page::Rules).rows[0].cells[3];
    assert_eq!(*broken, SheetCell::Remark("1".to_owned()), "one reply is found");
    session.open("live");
    assert_eq!(codes(&session), ["own.1"]);
    // Its weight and its name are the user's; nothing of another origin can be changed.
    session.type_cell(Page::Rules, 0, "sheet-weight", "hint").type_cell(
        Page::Rules,
        0,
        "sheet-rule",
        "别提直播",
    );
    assert!(session.file.contains("severity: hint") && session.file.contains("别提直播"), "{}", session.file);
    session.type_cell(Page::Rules, 1, "sheet-rule", "别的");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::BadCell("别的".to_owned())));
    remove(&mut session, Page::Rules, 0);
    assert_eq!((own_rules(&session), session.editor.is_learning()), (vec![], false));
    session.act(EditorAction::Undo);
    assert_eq!(examples_of(&session, "own.1").0.len(), 4);
}

#[test]
fn an_example_is_edited_marked_turned_round_given_to_another_rule_and_removed() {
    let mut session = Session::of(r#"(replies: [(id: "a", title: "题", text: "好")])"#);
    session.act(EditorAction::SelectNode(Node::Page(Page::Examples)));
    assert_eq!(session.sheet(Page::Examples).missing, Some("sheet-no-example"));
    session.answer(Ask::Add(examples::BREACH), "保证明天到");
    let [rule] = own_rules(&session).try_into().unwrap();
    assert!(rule.is_addition(), "it is for a rule of the program: {rule:?}");
    session.type_cell(Page::Examples, 0, "example-rule", "promise.arrival");
    assert_eq!(examples_of(&session, "promise.arrival").0, ["⟦保证明天到⟧"]);
    assert_eq!(own_rules(&session).len(), 1, "without examples there is nothing to add to the other");
    session.type_cell(Page::Examples, 0, "example-text", "您放心，⟦保证后天到⟧");
    session.type_cell(Page::Examples, 0, "example-kind", "innocent");
    assert_eq!(examples_of(&session, "promise.arrival"), (vec![], vec!["您放心，保证后天到".to_owned()]));
    session.type_cell(Page::Examples, 0, "example-kind", "breaks");
    assert_eq!(examples_of(&session, "promise.arrival").0, ["⟦您放心，保证后天到⟧"]);
    session.type_cell(Page::Examples, 0, "example-text", " ⟦⟧");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::BadCell("⟦⟧".to_owned())));
    remove(&mut session, Page::Examples, 0);
    assert_eq!(own_rules(&session), []);
    assert_eq!(session.editor.page(), Some(Page::Examples));
    while session.editor.can_undo() {
        session.act(EditorAction::Undo);
    }
    assert_eq!((own_rules(&session), session.editor.page()), (vec![], Some(Page::Examples)));
}

#[test]
fn what_a_shop_has_said_goes_into_the_library_row_by_row_and_only_when_asked() {
    let mut session = Session::of(r#"(replies: [(id: "a", title: "到", text: "您放心，保证明天到！")])"#);
    session.answer(Ask::Add(shops_page::SHOP), "木棉").open("a");
    for (rule, text) in [("promise.arrival", "保证明天到"), ("offplatform.contact", "加微信聊")] {
        let clause = RuledClause { rule: rule.to_owned(), text: text.to_owned() };
        session.act(EditorAction::SayInnocent(clause));
    }
    assert_eq!(own_rules(&session), [], "nothing goes by itself");
    let cells = session.cells(Page::Examples);
    assert_eq!((cells[0][2].as_str(), cells[0][3].as_str()), ("保证明天到", "木棉"));
    assert_eq!(cells[1][2], "加微信聊");
    session.act(EditorAction::EditSheet(Page::Examples, SheetEdit::Press(Tool::TakeAsExample(0))));
    assert_eq!(examples_of(&session, "promise.arrival"), (vec![], vec!["保证明天到".to_owned()]));
    let is_button = |session: &Session, row: usize| {
        let cell = session.sheet(Page::Examples).rows.swap_remove(row).cells.swap_remove(4);
        matches!(cell, SheetCell::Button(button) if matches!(button.press, Press::Use(Tool::TakeAsExample(_))))
    };
    assert_eq!(
        [1, 2].map(|row| is_button(&session, row)),
        [false, true],
        "what is there is not offered again"
    );
    session.type_cell(Page::Examples, 2, "example-text", "加微信");
    assert!(session.shops.contains("text: \"加微信\""), "{}", session.shops);
    remove(&mut session, Page::Examples, 1);
    remove(&mut session, Page::Examples, 1);
    assert!(shops::parse_all("s", &session.shops).profiles.innocent.is_empty());
}

#[test]
fn rules_of_packs_and_of_the_settings_folder_are_listed_as_such_and_examples_are_not_given_for_them() {
    let mut session = Session::of(r#"(replies: [(id: "a", title: "题", text: "好")])"#);
    let rule = r#"own_rules: [(id: "own.1", why: "不能提直播间")], replies:"#;
    session.below = BELOW.replace("replies:", rule);
    session.reload();
    let folder = Rule {
        id: "own.2".into(),
        why: Said { zh: "不能提同行".into(), en: String::new() },
        ..Rule::default()
    };
    let profiles = ShopProfiles { rules: vec![folder], ..ShopProfiles::default() };
    session.act(EditorAction::Report(Report::ShopsLoaded(profiles)));
    let rows = session.sheet(Page::Rules).rows;
    let origins = [0, 1, 2].map(|row: usize| rows[row].cells[2].clone());
    let expected = [
        SheetCell::Remark("通用".to_owned()),
        SheetCell::Word("rule-of-folder"),
        SheetCell::Word("rule-of-program"),
    ];
    assert_eq!(origins, expected);
    assert!(rows.iter().all(|row| !row.is_removable));
    session.answer(Ask::Add(rules::RULE), "不能提赠品");
    assert_eq!(own_rules(&session)[0].id, "own.3", "no other rule has this id");
    session.answer(Ask::Add(examples::BREACH), "送您赠品");
    let row = session.sheet(Page::Examples).rows.swap_remove(0);
    let SheetCell::RuleChoice { id, rules } = &row.cells[0] else { panic!("{row:?}") };
    let known: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    assert_eq!((id.as_str(), known[0]), ("own.3", "own.3"));
    assert!(
        known.contains(&"promise.arrival") && !known.contains(&"own.1") && !known.contains(&"text.too_long")
    );
}
