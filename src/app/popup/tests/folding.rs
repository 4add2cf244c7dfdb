//! The program's own replies, folded away under own ones that answer the same; and what a message is understood as.

use super::*;
use crate::search::MatchReason;

const STARTER: &str = r#"
    (id: "s1", title: "催发货", text: "亲，已经帮您催了", scenario: "insale.urge_shipping"),
    (id: "s2", title: "催发货 · 周末", text: "亲，周一发出", scenario: "insale.urge_shipping"),
    (id: "s3", title: "催发票", text: "发票三天内开好", scenario: "presale.invoice"),
"#;

const OWN: &str = r#"
    (id: "o1", title: "催发货（本店）", text: "仓库正在打包，今天一定发出", scenario: "insale.urge_shipping"),
    (id: "o2", title: "催发错了颜色怎么办呢", text: "发错颜色给您换", scenario: "aftersale.wrong_item"),
"#;

const MESSAGE: &str = "亲，都四天了还没发货呀";

fn pack(replies: &str) -> Pack {
    let (pack, problems) = ron_file::parse_pack("t.ron", &format!("(replies: [{replies}])"));
    assert_eq!(problems, []);
    pack
}

fn packs(own: &str) -> Vec<(Layer, Pack)> {
    vec![(Layer::Starter, pack(STARTER)), (Layer::Personal, pack(own))]
}

fn session(own: &str) -> Session {
    let mut session = Session::with(packs(own), &Settings::default());
    session.summon();
    session
}

fn paste(session: &mut Session, message: &str) {
    session.act(Action::SetPastedQuery(message.to_owned()));
}

/// The ids of the rows, each with what is folded away under it.
fn listed(session: &Session) -> Vec<String> {
    let id = |row: &Row| session.popup.library().reply(row.at).unwrap().id.clone();
    let rows = session.popup.finder().rows().iter();
    rows.map(|row| match row.fold {
        Fold::Nothing => id(row),
        Fold::Closed(count) => format!("{} →{count}", id(row)),
        Fold::Open(count) => format!("{} ←{count}", id(row)),
        Fold::Under => format!("- {}", id(row)),
    })
    .collect()
}

fn reasons(session: &Session) -> Vec<Option<MatchReason>> {
    let rows = session.popup.finder().rows().iter();
    rows.map(|row| session.popup.matched(row).reason).collect()
}

#[test]
fn what_the_program_says_to_the_same_is_shown_on_demand_and_copied_like_any_other() {
    let mut session = session(OWN);
    for query in [Action::SetQuery("催发".into()), Action::SetPastedQuery(MESSAGE.into())] {
        session.act(query);
        assert_eq!(listed(&session)[0], "o1 →2");
        assert!(!listed(&session).iter().any(|row| row.ends_with("s1") || row.ends_with("s2")));
        session.act(Action::Unfold(0));
        assert_eq!(listed(&session)[..3], ["o1 ←2", "- s1", "- s2"]);
        assert_eq!(session.selected(), "催发货（本店）");
        session.act(Action::MoveSelection(Move::Down));
        session.enter();
        assert_eq!(session.copied_text(), Some("亲，已经帮您催了"));
        session.act(Action::MoveSelection(Move::Down));
        assert_eq!(session.selected(), "催发货 · 周末");
        session.act(Action::Fold(2));
        assert_eq!((listed(&session)[0].as_str(), session.selected()), ("o1 →2", "催发货（本店）"));
        session.enter();
        assert_eq!(session.copied_text(), Some("仓库正在打包，今天一定发出"));
    }
}

#[test]
fn a_row_is_picked_by_its_number_among_those_that_are_shown() {
    let mut session = session(OWN);
    session.find("催发");
    let second = session.titles()[1].to_owned();
    session.act(Action::Pick(1));
    assert_eq!(session.selected(), second);
    session.act(Action::Unfold(0));
    session.act(Action::Pick(1));
    assert_eq!(session.copied_text(), Some("亲，已经帮您催了"));
}

#[test]
fn another_query_folds_again_and_a_library_that_is_read_again_does_not() {
    let mut session = session(OWN);
    session.find("催发");
    session.act(Action::Unfold(0));
    session.act(Action::MoveSelection(Move::Down));
    session.load(packs(OWN));
    assert_eq!(
        (&listed(&session)[..2], session.selected()),
        (&["o1 ←2".into(), "- s1".into()][..], "催发货")
    );
    session.find("催发货");
    assert!(
        !listed(&session).iter().any(|row| row.starts_with('-') || row.contains('←')),
        "{:?}",
        listed(&session)
    );
    session.find("催发");
    assert_eq!(listed(&session)[0], "o1 →2");
    session.act(Action::Unfold(0));
    session.act(Action::Summon);
    session.find("催发");
    assert_eq!(listed(&session)[0], "o1 →2");
    // The own reply is gone: what was below it is a row of its own, and still selected.
    session.act(Action::Unfold(0));
    session.act(Action::Select(1));
    session.load(packs(""));
    assert_eq!((listed(&session)[0].as_str(), session.selected()), ("s1", "催发货"));
    // An own reply comes: what is selected is shown below it.
    session.load(packs(OWN));
    assert_eq!(
        (&listed(&session)[..2], session.selected()),
        (&["o1 ←2".into(), "- s1".into()][..], "催发货")
    );
}

#[test]
fn nothing_is_folded_or_unfolded_where_there_is_nothing() {
    let mut session = session(OWN);
    session.find("催发");
    let before = listed(&session);
    let finder = session.popup.finder();
    assert_eq!((finder.row_to_unfold(), finder.row_to_fold()), (Some(0), None));
    for action in [Action::Unfold(1), Action::Unfold(99), Action::Fold(0), Action::Fold(1), Action::Fold(99)]
    {
        session.act(action);
        assert_eq!(listed(&session), before);
    }
    session.act(Action::Select(1));
    let finder = session.popup.finder();
    assert_eq!((finder.row_to_unfold(), finder.row_to_fold()), (None, None));
    session.act(Action::Unfold(0));
    session.act(Action::Select(2));
    let finder = session.popup.finder();
    assert_eq!((finder.row_to_unfold(), finder.row_to_fold()), (None, Some(2)));
}

#[test]
fn an_own_reply_that_names_no_scenario_folds_and_is_explained_as_well() {
    let own = r#"(id: "o", title: "催发货话术", text: "亲，很抱歉让您久等了，这边马上帮您催仓库尽快发货。")"#;
    let mut session = session(own);
    paste(&mut session, MESSAGE);
    assert_eq!(listed(&session)[0], "o →2");
    let Some(MatchReason::Asked { scenario, pieces }) = &reasons(&session)[0] else { panic!() };
    assert_eq!(scenario.title, "催发货");
    assert!(pieces.iter().any(|piece| piece.contains("没发")), "{pieces:?}");
}

#[test]
fn only_a_reply_that_answers_a_message_is_said_to_and_one_to_a_message_that_asks_nothing_says_nothing() {
    let own = r#"
        (id: "o1", title: "本店", text: "今天发出", scenario: "insale.urge_shipping", asks: ["怎么还没发货"]),
        (id: "o2", title: "颜色", text: "发错颜色给您换", asks: ["颜色怎么发错了", "好的收到"], scenario: "aftersale.wrong_item"),
    "#;
    let mut session = session(own);
    paste(&mut session, MESSAGE);
    let of = |session: &Session, id: &str| {
        let row = listed(session).iter().position(|row| row.starts_with(id));
        row.and_then(|row| reasons(session)[row].clone())
    };
    assert!(matches!(of(&session, "o1"), Some(MatchReason::Asked { .. })));
    assert!(!matches!(of(&session, "o2"), Some(MatchReason::Asked { .. })));
    // The message is a sample question: that is said.
    paste(&mut session, "亲，怎么还没发货？");
    assert_eq!(of(&session, "o1"), Some(MatchReason::Ask("怎么还没发货".into())));
    paste(&mut session, "好的");
    assert!(!listed(&session).is_empty());
    assert!(reasons(&session).iter().all(Option::is_none));
    // Letters to find a reply by are no message.
    session.find("收到");
    assert_eq!(of(&session, "o2"), Some(MatchReason::Ask("好的收到".into())));
}
