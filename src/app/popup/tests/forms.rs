//! What is filled into the form of a reply.

use super::*;

#[test]
fn a_gap_is_asked_for_and_nothing_is_copied_before_it_is_filled() {
    let mut session = Session::starter();
    session.summon();
    session.find("shgj");
    for mode in [CopyMode::AndHide, CopyMode::AndStay] {
        session.act(Action::Accept(mode));
        assert_eq!(session.copied_text(), None);
    }
    assert_eq!(session.popup.face().form().unwrap().focused(), 0);
    session.fill("处理进展", "  ");
    session.enter();
    assert_eq!(session.copied_text(), None);
    session.fill("处理进展", " 3214567890126789 ");
    session.enter();
    let text = session.copied_text().unwrap();
    assert!(text.contains("：3214567890126789。") && !text.contains(['{', '}']), "{text}");
}

#[test]
fn enter_in_a_form_goes_to_the_next_gap() {
    let mut session = Session::of(r#"(title: "发货", text: "{快递|申通|顺丰}的{快递单号}，{店铺名:本店}")"#);
    session.summon();
    session.enter();
    session.fill("快递", "顺丰");
    session.enter();
    assert_eq!(session.popup.face().form().unwrap().focused(), 1);
    session.fill("快递单号", "SF1");
    session.enter();
    assert_eq!(session.copied_text(), Some("顺丰的SF1，本店"));
}

#[test]
fn a_default_that_was_cleared_by_hand_is_a_gap() {
    let mut session = Session::of(r#"(title: "发货", text: "{店铺名:本店}谢谢您")"#);
    session.summon();
    session.act(Action::OpenForm);
    session.fill("店铺名", "");
    session.enter();
    assert_eq!(session.copied_text(), None);
    session.fill("店铺名", "木棉");
    session.enter();
    assert_eq!(session.copied_text(), Some("木棉谢谢您"));
}

#[test]
fn shop_values_fill_a_reply_and_a_typed_one_counts_more() {
    let shop = Shop::new([("店铺名".to_owned(), "木棉女装".to_owned())].into(), Vec::new());
    let pack = ron_file::parse_pack("t", r#"(replies: [(title: "谢", text: "{店铺名:本店}谢谢您")])"#).0;
    let mut session = Session::with_shops(vec![(Layer::Personal, pack)], &Settings::default(), vec![shop]);
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), Some("木棉女装谢谢您"));
    session.fill("店铺名", "棉棉");
    session.enter();
    assert_eq!(session.copied_text(), Some("棉棉谢谢您"));
}

#[test]
fn escape_clears_the_form_first_and_then_hides() {
    let mut session = Session::starter();
    session.summon();
    session.find("shgj");
    session.enter();
    session.fill("处理进展", "123");
    assert_eq!(session.act(Action::Dismiss), []);
    assert_eq!(session.popup.face().form(), None);
    assert_eq!(session.draft().unwrap().gaps(), ["处理进展"]);
    assert_eq!(session.act(Action::Dismiss), [Effect::HideWindow]);
}

#[test]
fn a_value_from_a_file_that_is_a_placeholder_itself_is_a_gap() {
    let text = r#"(fields: [(name: "礼物", default: "{订单号}", choices: ["{甲}", "乙"])],
        replies: [(title: "送", text: "送您{礼物}，{店铺名}")])"#;
    let (pack, _) = ron_file::parse_pack("t", text);
    let shop = Shop::new([("店铺名".to_owned(), "{店}".to_owned())].into(), Vec::new());
    let mut session = Session::with_shops(vec![(Layer::Personal, pack)], &Settings::default(), vec![shop]);
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), None);
    let draft = session.draft().unwrap();
    assert_eq!(
        (draft.gaps(), &draft.fields[0].choices),
        (vec!["礼物".into(), "店铺名".into()], &vec!["乙".to_owned()])
    );
}
