//! What the form says of a reply, and its preview.

use super::*;
use crate::model::ShopProfiles;

#[test]
fn what_cannot_be_saved_says_why_and_where() {
    type Case = (FormEdit, Spot, fn(&Problem) -> bool);
    use crate::diag::Problem;
    let message = Spot::Message { wording: 0, message: 0 };
    let cases: [Case; 5] = [
        (FormEdit::Typed(TypedField::Title, " ".into()), Spot::Title, |found| {
            matches!(found, Problem::MissingField { .. })
        }),
        (FormEdit::Typed(TypedField::Code, "SMSH".into()), Spot::Code, |found| {
            matches!(found, Problem::CodeTaken { .. })
        }),
        (FormEdit::Timed(Timed::Expires, "明年".into()), Spot::Timed(Timed::Expires), |found| {
            matches!(found, Problem::InvalidDate { .. })
        }),
        (FormEdit::Text { wording: 0, message: 0, text: " ".into() }, Spot::Wordings, |found| {
            *found == Problem::NoText
        }),
        (FormEdit::Image { wording: 0, message: 0, path: "/etc/a".into() }, message, |found| {
            matches!(found, Problem::ImageOutside { .. })
        }),
    ];
    for (edit, spot, is_meant) in cases {
        let mut session = Session::opened(Opening::Reply("b".into()));
        session.edit(edit).act(EditorAction::Save);
        assert_eq!((session.file.as_str(), session.editor.spot()), (OWN, Some(spot)));
        assert!(
            matches!(session.editor.notice(), Some(EditorNotice::Blocked(found)) if is_meant(found)),
            "{spot:?}"
        );
        assert_eq!(session.kept.len(), 1);
    }
}

#[test]
fn broken_and_unknown_placeholders_are_told_where_they_stand_and_may_be_saved() {
    let mut session = Session::opened(Opening::Reply("b".into()));
    session.text("亲，{店铺}的{订单号，{片段:没有}");
    let found: Vec<(&str, std::ops::Range<usize>)> = session
        .editor
        .troubles()
        .iter()
        .map(|trouble| (trouble.problem.code(), trouble.range.clone().unwrap()))
        .collect();
    assert_eq!(found[0], ("placeholder.unknown", 6..14));
    assert!(found.iter().any(|(code, _)| *code == "placeholder.unknown-snippet"), "{found:?}");
    let mended = session.editor.troubles()[0].mend.clone().unwrap();
    session.edit(mended).act(EditorAction::Save);
    assert!(session.file.contains("亲，{店铺名}的{订单号，"));
}

#[test]
fn what_the_rules_are_against_is_listed_told_in_the_form_and_mended() {
    let file = r#"(replies: [
    (id: "good", title: "好", text: "亲，在的。"),
    (id: "bad", title: "承诺", text: "{店铺名}：保证三天内到"),
])"#;
    let mut session = Session::of(file);
    session.act(EditorAction::SelectNode(Node::Troubled));
    assert_eq!((session.editor.rows(), session.editor.current()), (&["bad".to_owned()][..], Some("bad")));
    let [trouble] = session.editor.troubles() else { panic!("{:?}", session.editor.troubles()) };
    let text = "{店铺名}：保证三天内到";
    assert_eq!(trouble.range.clone().and_then(|range| text.get(range)), Some("保证三天内到"));
    assert!(!trouble.is_blocking());
    let mended = trouble.mend.clone().unwrap();
    session.edit(mended);
    assert_eq!(session.editor.troubles(), []);
    session.act(EditorAction::Save);
    assert!(session.file.contains("{店铺名}：一般三天内到"));
    session.act(EditorAction::SelectNode(Node::Troubled));
    assert_eq!(session.editor.rows(), [""; 0]);
    // The shop does not mind.
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
    session.open("bad").text("一定明天到").act(EditorAction::Save);
    let mut shop = Shop::default();
    shop.rules.insert("promise.arrival".to_owned(), crate::model::RuleChange::Off);
    assert_eq!(session.editor.troubles().len(), 1);
    session.act(EditorAction::Report(Report::ShopsLoaded(ShopProfiles {
        shops: vec![shop],
        ..ShopProfiles::default()
    })));
    assert_eq!(session.editor.troubles(), []);
}

#[test]
fn a_next_reply_that_is_not_there_is_told_in_its_place() {
    let mut session = Session::of("(replies: [(id: \"a\", title: \"甲\", text: \"好\", next: [\"gone\"])])");
    session.act(EditorAction::Select { row: 0, choice: Choice::Alone });
    let [trouble] = session.editor.troubles() else { panic!("{:?}", session.editor.troubles()) };
    assert_eq!(
        (trouble.spot, trouble.problem.code(), trouble.is_blocking()),
        (Spot::Next, "reply.unknown-next", false)
    );
}

#[test]
fn the_preview_is_filled_with_samples() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.text("{店铺名}{快递}{没有这个}{身高}");
    let messages = session.editor.preview();
    let [DraftMessage::Text(filled)] = messages else { panic!("{messages:?}") };
    assert_eq!(filled.text(), Err(vec!["没有这个".to_owned()]));
    let said = format!("{:?}", filled.pieces);
    assert!(said.contains("木棉女装旗舰店") && said.contains("申通") && said.contains("160"), "{said}");
}

/// What an action makes for the form.
fn made(session: &mut Session, action: EditorAction) -> FormCounts {
    let before = session.counts();
    session.act(action);
    session.counts() - before
}

#[test]
fn the_rules_and_the_preview_are_made_when_the_text_or_the_rules_change_and_not_otherwise() {
    const NOTHING: FormCounts = FormCounts { rule_runs: 0, previews: 0, inferences: 0 };
    const ONE: FormCounts = FormCounts { rule_runs: 1, previews: 1, inferences: 1 };
    let mut session = Session::opened(Opening::Reply("a".into()));
    // Along the tree and back: what is listed changes, the reply in the form does not.
    for step in [Move::Down, Move::Down, Move::Down, Move::Up, Move::First] {
        assert_eq!(made(&mut session, EditorAction::MoveNode(step)), NOTHING, "{step:?}");
        assert!(["a", ""].contains(&session.editor.current().unwrap_or_default()));
    }
    let others = [
        EditorAction::FocusPane(Pane::Form),
        EditorAction::ToggleHelp,
        EditorAction::Dismiss,
        EditorAction::SpotTaken,
        EditorAction::Ask(Ask::Tag),
        EditorAction::SetAskText("急".into()),
        EditorAction::Dismiss,
    ];
    for action in others {
        assert_eq!(made(&mut session, action.clone()), NOTHING, "{action:?}");
    }
    // A reply of several texts: only the one that is typed into is looked through.
    session.edit(FormEdit::AddWording).edit(FormEdit::AddText(0));
    for text in ["亲", "亲，", "亲，{", "亲，{店", "亲，{店铺名}"] {
        let edit = FormEdit::Text { wording: 0, message: 0, text: text.into() };
        session.act(EditorAction::TurnWording(0));
        assert_eq!(made(&mut session, EditorAction::Edit(edit)), ONE, "{text}");
    }
    assert_eq!(
        made(&mut session, EditorAction::Edit(FormEdit::Typed(TypedField::Title, "题".into()))).rule_runs,
        0
    );
    // Another reply is looked through once.
    session.open("b");
    assert_eq!(made(&mut session, EditorAction::Open(Opening::Reply("a".into()))).rule_runs, 0);
    // Other rules: all texts of the reply, one of them twice there.
    let shop = Shop::new(vec![(Shop::PLATFORM.to_owned(), "京东".to_owned())], Vec::new());
    let shops = Report::ShopsLoaded(ShopProfiles { shops: vec![shop], ..ShopProfiles::default() });
    assert_eq!(
        made(&mut session, EditorAction::Report(shops)),
        FormCounts { rule_runs: 2, previews: 1, inferences: 1 }
    );
}

#[test]
fn a_rule_that_is_changed_on_its_page_counts_at_once() {
    let mut session = Session::of("(replies: [(id: \"bad\", title: \"承诺\", text: \"保证明天到\")])");
    session.act(EditorAction::SelectNode(Node::Page(Page::Rules))).answer(Ask::Add(shops_page::SHOP), "木棉");
    let rules = session.sheet(Page::Rules).rows;
    let row = rules.iter().position(|row| row.name == "promise.arrival").unwrap();
    // Without the library being read anew.
    session.is_library_unchanged = true;
    session.type_cell(Page::Rules, row, "木棉", "off").open("bad");
    assert_eq!(session.editor.troubles(), []);
}
