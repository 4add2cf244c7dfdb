//! Values out of the copied text, for one buyer and not for the next.

use super::filling::{SIZES, note, shop_session};
use super::*;

/// The popup opens, and the clipboard holds a text.
fn copied_before(session: &mut Session, text: &str) {
    session.summon();
    let opening = session.app.popup().openings();
    let values = crate::template::extract(text, session.env.civil().date());
    session.act(Action::ClipboardText { opening, text: text.to_owned() });
    session.act(Action::ValuesFound { opening, values });
}

#[test]
fn values_of_the_copied_text_are_offered_and_taken_by_key_or_click() {
    let mut session = shop_session(&format!("({SIZES})"), "(shops: [])");
    copied_before(&mut session, "我160的，一百零五斤，电话13800000000");
    let offers: Vec<_> =
        session.app.popup().offers_of_clipboard().iter().map(|offer| offer.value.clone()).collect();
    assert_eq!(offers, ["160cm", "105斤", "13800000000"]);
    // Nothing is filled in by itself.
    assert_eq!(session.app.draft(&session.env).unwrap().gaps().len(), 3);
    session.enter();
    assert_eq!(note(&session, "身高"), Some(FieldNote::Offered("160cm".into())));
    session.fill("体重", "100");
    session.act(Action::TakeOffers);
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm100斤建议M码，50"), "what was typed stays");
    session.answer(Ok(()));
    session.summon();
    assert!(session.app.popup().offers_of_clipboard().is_empty());
    assert_eq!(session.app.draft(&session.env).unwrap().gaps().len(), 3);
    copied_before(&mut session, "我160的，一百零五斤");
    session.act(Action::TakeOffer(1));
    assert_eq!(session.app.draft(&session.env).unwrap().gaps(), ["身高", "尺码"]);
}

#[test]
fn a_number_for_two_fields_is_taken_for_the_one_that_the_text_needs() {
    let replies = r#"(title: "查件", code: "cj", text: "{快递单号}"), (title: "查单", code: "cd", text: "{订单号}"),
        (title: "都查", code: "dc", text: "{订单号}{快递单号}")"#;
    for (code, expected) in [("cj", Some("123456789012345")), ("cd", Some("123456789012345")), ("dc", None)] {
        let mut session = Session::of(replies);
        copied_before(&mut session, "123456789012345");
        session.find(code);
        session.act(Action::TakeOffers);
        session.enter();
        assert_eq!(session.copied_text(), expected, "{code}");
    }
}

#[test]
fn of_two_values_for_a_field_the_agent_chooses_and_a_click_replaces() {
    let mut session = Session::of(r#"(title: "核对", text: "{手机号}，{快递}，{快递单号}")"#);
    copied_before(&mut session, "不是13812345678是13912345678，SF1234567890123");
    session.act(Action::TakeOffers);
    assert_eq!(session.app.draft(&session.env).unwrap().gaps(), ["手机号"]);
    session.act(Action::TakeOffer(0));
    session.act(Action::TakeOffer(1));
    session.enter();
    assert_eq!(session.copied_text(), Some("13912345678，顺丰，SF1234567890123"));
}

#[test]
fn nothing_is_offered_out_of_an_own_copy_or_for_an_earlier_popup() {
    let mut session = Session::of(r#"(title: "一", text: "订单3214567890126789发出")"#);
    session.summon();
    session.enter();
    let own = session.copied_text().unwrap().to_owned();
    session.answer(Ok(()));
    copied_before(&mut session, &own);
    assert!(session.app.popup().offers_of_clipboard().is_empty());
    session.summon();
    let values = crate::template::extract("订单3214567890126789", session.env.civil().date());
    session.act(Action::ClipboardText { opening: 1, text: "x".into() });
    session.act(Action::ValuesFound { opening: 1, values });
    assert!(session.app.popup().offers_of_clipboard().is_empty());
}
