//! Values out of the copied text, for one buyer and not for the next.

use proptest::prelude::*;

use super::filling::{SIZES, note, shop_session};
use super::*;
use crate::draft::FieldNote;

/// The popup opens, and the clipboard holds a text.
fn copied_before(session: &mut Session, text: &str) {
    let opening = session.open();
    session.clipboard_has(opening, text);
}

#[test]
fn values_of_the_copied_text_are_offered_and_taken_by_key_or_click() {
    let mut session = shop_session(&format!("({SIZES})"), "(shops: [])");
    copied_before(&mut session, "我160的，一百零五斤，电话13800000000");
    let offers: Vec<_> = session.popup.chat().offers().iter().map(|offer| offer.value.clone()).collect();
    assert_eq!(offers, ["160cm", "105斤", "13800000000"]);
    // Nothing is filled in by itself.
    assert_eq!(session.draft().unwrap().gaps().len(), 3);
    session.enter();
    assert_eq!(note(&mut session, "身高"), Some(FieldNote::Offered("160cm".into())));
    session.fill("体重", "100");
    session.act(Action::TakeOffers);
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm100斤建议M码，50"), "what was typed stays");
    session.answer(Ok(()));
    session.summon();
    assert!(session.popup.chat().offers().is_empty());
    session.act(Action::NextBuyer);
    assert_eq!(session.gaps().len(), 3);
    copied_before(&mut session, "我170的，一百二十斤");
    session.act(Action::PressChip(Chip::Offer(1)));
    assert_eq!(session.gaps(), ["身高", "尺码"]);
    assert!(session.popup.chat().has_taken(&session.popup.chat().offers()[1], session.env.at()));
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
    copied_before(&mut session, "13812345678，13912345678，SF1234567890123");
    session.act(Action::TakeOffers);
    assert_eq!(session.draft().unwrap().gaps(), ["手机号"]);
    session.act(Action::PressChip(Chip::Offer(0)));
    session.act(Action::PressChip(Chip::Offer(1)));
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
    assert!(session.popup.chat().offers().is_empty());
    session.summon();
    let values = crate::template::extract("订单3214567890126789", session.env.civil().date());
    session.act(Report::ClipboardText { opening: 1, text: "x".into() });
    session.act(Report::ValuesFound { opening: 1, values });
    assert!(session.popup.chat().offers().is_empty());
}

/// One reply for each field that leads to a person, and for a height.
const ASKING: &str = r#"(title: "订单", code: "dd", text: "{订单号}"), (title: "电话", code: "dh", text: "{手机号}"),
    (title: "姓名", code: "xm", text: "{姓名}"), (title: "地址", code: "dz", text: "{地址}"),
    (title: "单号", code: "kd", text: "{快递单号}"), (title: "身高", code: "sg", text: "{身高}"),
    (title: "数量", code: "sl", text: "{数量}"), (title: "库存", code: "kc", text: "{库存}"),
    (title: "快递", code: "kk", text: "{快递:申通}"), (title: "发货", code: "fh", text: "{发货日期}"),
    (title: "两项", code: "lx", text: "{订单号}，{手机号}")"#;

/// The popup opens on a clipboard with this text; all that is offered is taken.
fn take(session: &mut Session, text: &str) {
    copied_before(session, text);
    session.act(Action::TakeOffers);
}

/// The fields of [`ASKING`] that are filled in.
fn filled(session: &mut Session) -> Vec<String> {
    let mut out = Vec::new();
    for code in ["dd", "dh", "xm", "dz", "kd", "sg", "sl"] {
        session.find(code);
        if let Ok(text) = session.draft().unwrap().finished() {
            out.push(text);
        }
    }
    session.find("");
    out
}

/// Types the value that a reply asks for, and copies it.
fn copy_with(session: &mut Session, code: &str, name: &str, value: &str) {
    session.find(code);
    session.enter();
    session.fill(name, value);
    session.enter();
    assert!(session.copied_text().is_some(), "{name} {value}");
    session.answer(Ok(()));
}

#[test]
fn what_was_typed_or_taken_serves_every_reply_until_the_next_buyer() {
    let mut session = Session::of(ASKING);
    session.summon();
    copy_with(&mut session, "dd", "订单号", " 3214567890126789 ");
    session.summon();
    copy_with(&mut session, "sg", "身高", "1米65");
    session.summon();
    assert_eq!(filled(&mut session), ["3214567890126789", "165cm"]);
    session.act(Action::NextBuyer);
    assert_eq!(filled(&mut session), [""; 0]);
    let label = |session: &Session| {
        let earlier = session.popup.chat().buyers().earlier();
        earlier.map(|buyer| buyer.label().unwrap().value.clone()).collect::<Vec<_>>()
    };
    assert_eq!(label(&session), ["3214567890126789"]);
    take(&mut session, "收货人：王小云，电话13800000000");
    assert_eq!(filled(&mut session), ["13800000000", "王小云"]);
    session.act(Action::PressChip(Chip::Earlier(0)));
    assert_eq!(filled(&mut session), ["3214567890126789", "165cm"]);
    assert_eq!(label(&session), ["王小云"]);
    for order in 0..7 {
        session.act(Action::NextBuyer);
        copy_with(&mut session, "dd", "订单号", &format!("900000000000000{order}"));
        session.summon();
    }
    assert_eq!(label(&session).len(), 5);
    assert_eq!(label(&session).first().unwrap(), "9000000000000005");
}

#[test]
fn what_leads_to_a_person_is_asked_for_again_after_three_minutes_and_the_rest_after_ten() {
    let page = "订单号3214567890126789，快递单号SF1234567890123，收货人：王小云，电话13800000000，地址：浙江省杭州市西湖区文三路100号，身高160，要2件";
    let mut session = Session::of(ASKING);
    take(&mut session, page);
    let all = filled(&mut session);
    assert_eq!(all.len(), 7, "{all:?}");
    session.wait(179);
    assert_eq!(filled(&mut session), all);
    session.wait(1);
    assert_eq!(filled(&mut session), ["160cm", "2"]);
    session.summon();
    session.find("dd");
    session.enter();
    assert_eq!(note(&mut session, "订单号"), Some(FieldNote::ToConfirm("3214567890126789".into())));
    // A courier that is known is not replaced by the usual one without a word.
    session.wait(419);
    session.find("kk");
    assert_eq!(session.draft().unwrap().finished().unwrap(), "顺丰");
    session.wait(1);
    assert_eq!(filled(&mut session), [""; 0]);
    session.find("kk");
    assert_eq!(session.gaps(), ["快递"]);
    session.act(Action::SameBuyer);
    assert_eq!(filled(&mut session), all);
    // A clock that is set back makes nothing young.
    session.wait(-3600);
    assert_eq!(filled(&mut session), [""; 0]);
    session.act(Action::PressChip(Chip::Known("身高".into())));
    assert_eq!(filled(&mut session), ["160cm"]);
    // The next morning it is nobody's.
    session.wait(50_000);
    session.summon();
    assert!(session.popup.chat().buyers().current().is_empty());
    assert_eq!(session.popup.chat().buyers().earlier().len(), 1);
}

#[test]
fn the_copied_text_of_another_buyer_makes_gaps_of_what_is_known_until_it_is_confirmed() {
    const KNOWN: &str = "订单号3214567890126789，收货人：王小云，身高160，要2件";
    let none: [&str; 0] = [];
    let all = ["3214567890126789", "王小云", "160cm", "2"];
    let cases: [(&str, &[&str]); 12] = [
        ("订单号7770000000000001", &none),
        ("电话13900000000", &none),
        ("收货人：李大海", &none),
        // It is this name that is known; the order is another one.
        ("订单号7770000000000001，收货人：王小云", &["王小云"]),
        ("订单号3214567890126789，电话13900000000", &["3214567890126789"]),
        ("订单号3214567890126789", &all),
        ("收货人：王小云", &all),
        // One of two orders is the known one.
        ("订单号3214567890126789，订单号7770000000000001", &all),
        ("我身高170", &none),
        ("我身高1米6", &all),
        ("要3件", &["3214567890126789", "王小云", "160cm"]),
        ("你们家衣服真好看", &all),
    ];
    for (text, expected) in cases {
        let mut session = Session::of(ASKING);
        take(&mut session, KNOWN);
        assert_eq!(filled(&mut session), all);
        session.wait(60);
        copied_before(&mut session, text);
        assert_eq!(filled(&mut session), expected, "{text}");
        session.act(Action::SameBuyer);
        assert_eq!(filled(&mut session), all, "{text}, confirmed");
        // The same text is not new when the popup opens again.
        copied_before(&mut session, text);
        assert_eq!(filled(&mut session), all, "{text}, again");
        // And without that, the doubt stays, also when the text is gone.
        let mut session = Session::of(ASKING);
        take(&mut session, KNOWN);
        copied_before(&mut session, text);
        copied_before(&mut session, "好的");
        assert_eq!(filled(&mut session), expected, "{text}, later");
    }
}

#[test]
fn taking_the_values_of_another_buyer_begins_a_new_one_and_the_old_one_comes_back_by_its_order() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789，身高160");
    take(&mut session, "订单号7770000000000001");
    assert_eq!(filled(&mut session), ["7770000000000001"]);
    take(&mut session, "身高175");
    assert_eq!(filled(&mut session), ["7770000000000001", "175cm"]);
    take(&mut session, "订单号3214567890126789");
    assert_eq!(filled(&mut session), ["3214567890126789", "160cm"]);
    // What became too old while others were served is asked for again.
    take(&mut session, "订单号7770000000000001");
    session.wait(600);
    take(&mut session, "订单号3214567890126789");
    assert_eq!(filled(&mut session), ["3214567890126789"]);
    assert_eq!(session.popup.chat().buyers().earlier().len(), 1);
}

#[test]
fn another_order_typed_by_hand_makes_gaps_of_what_is_known() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789，电话13800000000");
    session.summon();
    session.find("lx");
    session.act(Action::OpenForm);
    session.fill("订单号", "7");
    assert_eq!(session.gaps(), ["手机号"]);
    session.fill("订单号", "7770000000000001");
    // It is the same buyer with another order.
    session.act(Action::SameBuyer);
    assert_eq!(session.gaps(), [""; 0]);
    session.fill("订单号", "7770000000000002");
    assert_eq!(session.gaps(), [""; 0]);
    session.enter();
    assert_eq!(session.copied_text(), Some("7770000000000002，13800000000"));
    session.answer(Ok(()));
    // And now it is not.
    session.summon();
    copy_with(&mut session, "dd", "订单号", "7770000000000003");
    session.summon();
    assert_eq!(filled(&mut session), ["7770000000000003"]);
}

#[test]
fn another_shop_is_another_buyer() {
    let mut session = shop_session(
        &format!("(replies: [{ASKING}])"),
        r#"(shops: [{"店铺名": "木棉"}, {"店铺名": "小舟"}])"#,
    );
    take(&mut session, "订单号3214567890126789");
    session.act(Action::TurnShop(Direction::Next));
    assert_eq!(filled(&mut session), ["3214567890126789"], "it was taken in this very popup");
    session.summon();
    session.act(Action::TurnShop(Direction::Next));
    assert_eq!(filled(&mut session), [""; 0]);
}

#[test]
fn a_text_that_was_left_on_the_clipboard_is_not_taken_for_the_next_buyer() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789");
    session.act(Action::NextBuyer);
    session.act(Action::TakeOffers);
    assert_eq!(filled(&mut session), [""; 0]);
    take(&mut session, "订单号3214567890126789");
    assert_eq!(filled(&mut session), [""; 0]);
    session.act(Action::PressChip(Chip::Offer(0)));
    assert_eq!(filled(&mut session), ["3214567890126789"], "a click is deliberate");
    // Of a buyer who is called back they are not news.
    session.act(Action::NextBuyer);
    session.act(Action::PressChip(Chip::Earlier(0)));
    session.act(Action::DropChip(Chip::Known("订单号".into())));
    session.act(Action::TakeOffers);
    assert_eq!(filled(&mut session), ["3214567890126789"]);
    // Copied anew it is news.
    session.act(Action::NextBuyer);
    copied_before(&mut session, "别的");
    take(&mut session, "订单号3214567890126789");
    assert_eq!(filled(&mut session), ["3214567890126789"]);
    // The next buyer's text was copied before the key was pressed.
    copied_before(&mut session, "电话13900000000");
    session.act(Action::NextBuyer);
    session.act(Action::TakeOffers);
    assert_eq!(filled(&mut session), ["13900000000"]);
}

#[test]
fn chips_are_changed_dropped_and_gone_through_by_key() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789，身高160");
    session.find("sl");
    let chip = |session: &Session| session.popup.face().chip().cloned();
    session.act(Action::OpenForm);
    session.act(Action::MoveField(Direction::Previous));
    assert_eq!(chip(&session), Some(Chip::Known("身高".into())));
    session.act(Action::PressChip(Chip::Known("身高".into())));
    assert_eq!(session.popup.face().chip_text(), Some("160cm"));
    session.act(Action::SetChipText("1.7米".into()));
    session.enter();
    assert_eq!((session.copied_text(), session.popup.face().chip_text()), (None, None));
    assert_eq!(filled(&mut session), ["3214567890126789", "170cm"]);
    // What was changed by hand is not taken back.
    session.act(Action::TakeOffers);
    assert_eq!(filled(&mut session), ["3214567890126789", "170cm"]);
    // Esc leaves the value as it was, an empty one is dropped.
    session.act(Action::PressChip(Chip::Known("身高".into())));
    session.act(Action::SetChipText("9".into()));
    session.act(Action::Dismiss);
    assert_eq!(filled(&mut session), ["3214567890126789", "170cm"]);
    session.act(Action::PressChip(Chip::Known("身高".into())));
    session.act(Action::SetChipText(" ".into()));
    session.act(Action::Select(0));
    assert_eq!(filled(&mut session), ["3214567890126789"]);
    for _ in 0..3 {
        session.act(Action::MoveField(Direction::Next));
    }
    assert_eq!(chip(&session), Some(Chip::Known("订单号".into())));
    session.act(Action::DropChip(Chip::Known("订单号".into())));
    assert_eq!((chip(&session), filled(&mut session).len()), (None, 0));
    // Around: the fields of the form, then the chips.
    copied_before(&mut session, "电话13900000000");
    session.find("lx");
    session.act(Action::OpenForm);
    session.act(Action::MoveField(Direction::Next));
    assert_eq!((chip(&session), session.popup.face().form().unwrap().focused()), (None, 1));
    session.act(Action::MoveField(Direction::Next));
    assert_eq!(chip(&session), Some(Chip::Offer(0)));
    session.act(Action::PressChip(Chip::Offer(0)));
    assert_eq!(session.gaps(), ["订单号"]);
    session.act(Action::MoveField(Direction::Next));
    session.act(Action::MoveField(Direction::Next));
    assert_eq!((chip(&session), session.popup.face().form().unwrap().focused()), (None, 0));
}

#[test]
fn a_copy_waits_for_the_clipboard_where_a_known_value_would_go_out() {
    for (clipboard, expected) in
        [("好的", Some("3214567890126789")), ("订单号7770000000000001", None), ("", Some("3214567890126789"))]
    {
        let mut session = Session::of(ASKING);
        take(&mut session, "订单号3214567890126789");
        let opening = session.open();
        session.find("dd");
        session.enter();
        assert_eq!(session.copied_text(), None);
        if !clipboard.is_empty() {
            session.act(Report::ClipboardText { opening, text: clipboard.into() });
        }
        let values = crate::template::extract(clipboard, session.env.civil().date());
        session.act(Report::ValuesFound { opening, values });
        assert_eq!(session.copied_text(), expected, "{clipboard}");
        assert_eq!(session.popup.face().form().is_some(), expected.is_none());
    }
    // Where nothing of a buyer goes out, nothing waits.
    let mut session =
        Session::of(r#"(title: "好", code: "h", text: "好的"), (title: "订单", text: "{订单号}")"#);
    take(&mut session, "订单号3214567890126789");
    session.act(Action::Summon);
    session.find("h");
    session.enter();
    assert_eq!(session.copied_text(), Some("好的"));
}

#[test]
fn what_is_for_one_copy_is_gone_after_it_and_a_day_stays_the_day_that_was_meant() {
    let mut session = Session::of(ASKING);
    session.summon();
    copy_with(&mut session, "kc", "库存", "2");
    session.summon();
    session.find("kc");
    assert_eq!(session.gaps(), ["库存"]);
    session.wait(8 * 3600 + 1795);
    copy_with(&mut session, "fh", "发货日期", "明天");
    session.wait(10);
    session.summon();
    session.find("fh");
    assert_eq!(session.draft().unwrap().finished().unwrap(), "11月22日");
}

#[test]
fn a_size_that_overruled_the_table_goes_with_the_measures_it_was_meant_for() {
    let mut session = shop_session(&format!("({SIZES})"), "(shops: [])");
    session.summon();
    session.enter();
    session.fill("身高", "160");
    session.fill("体重", "100");
    session.fill("尺码", "L");
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm100斤建议L码，50"));
    session.answer(Ok(()));
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm100斤建议L码，50"));
    session.answer(Ok(()));
    session.summon();
    session.act(Action::OpenForm);
    session.fill("身高", "152");
    session.fill("体重", "90");
    session.enter();
    assert_eq!(session.copied_text(), Some("152cm90斤建议S码，45"));
    session.answer(Ok(()));
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), Some("152cm90斤建议S码，45"));
}

/// Something that an agent does with the buyer of one chat.
#[derive(Debug, Clone)]
enum Deed {
    /// Goes to the chat of this buyer.
    Turn(usize),
    /// Copies what the buyer wrote (which of the texts) and opens the popup.
    Copy(usize),
    /// Opens the popup.
    Open,
    TakeAll,
    Take(usize),
    /// Types the buyer's own value into the form of a reply.
    Fill(usize),
    /// Copies a reply.
    Reply(usize),
    Hide,
    Wait(i64),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop_oneof![
        2 => (0..3_usize).prop_map(Deed::Turn),
        3 => (0..5_usize).prop_map(Deed::Copy),
        2 => Just(Deed::Open),
        3 => Just(Deed::TakeAll),
        1 => (0..4_usize).prop_map(Deed::Take),
        2 => (0..5_usize).prop_map(Deed::Fill),
        4 => (0..5_usize).prop_map(Deed::Reply),
        1 => Just(Deed::Hide),
        1 => (1..400_i64).prop_map(Deed::Wait),
    ];
    proptest::collection::vec(deed, 1..60)
}

/// What leads to each of three buyers: order, phone, name, parcel, and a height.
const BUYERS: [[&str; 5]; 3] = [
    ["3214567890126701", "13800000001", "王小云", "SF1234567890101", "161"],
    ["3214567890126702", "13800000002", "李大海", "SF1234567890102", "172"],
    ["3214567890126703", "13800000003", "张春生", "SF1234567890103", "183"],
];
const PARTS: [(&str, &str); 5] =
    [("dd", "订单号"), ("dh", "手机号"), ("xm", "姓名"), ("kd", "快递单号"), ("sg", "身高")];

fn said([order, phone, name, parcel, height]: [&str; 5], which: usize) -> String {
    match which {
        0 => format!("订单号{order}"),
        1 => format!("收货人：{name}，电话{phone}"),
        2 => format!("订单号{order}，快递单号{parcel}，身高{height}"),
        3 => format!("{name}，{phone}"),
        _ => format!("订单号{order}，收货人：{name}，电话{phone}"),
    }
}

proptest! {
    /// Three chats at once, and the agent never says who is who: as long as each popup opens on a text of the buyer whose
    /// chat it is, or more than three minutes after the last one of another, nothing of one is copied for another.
    #[test]
    fn no_value_of_one_buyer_is_copied_for_another(deeds in deeds()) {
        let mut session = Session::of(ASKING);
        let mut chat = 0;
        // The chat was changed, and the program has no sign of it so far.
        let mut is_untold = true;
        for deed in deeds {
            let own = BUYERS[chat];
            let is_open = session.popup.window().is_shown() && !is_untold;
            match deed {
                Deed::Turn(other) => {
                    is_untold |= other != chat;
                    chat = other;
                }
                Deed::Copy(which) => {
                    copied_before(&mut session, &said(own, which));
                    is_untold = false;
                }
                Deed::Open if !is_untold => session.summon(),
                Deed::TakeAll if is_open => {
                    session.act(Action::TakeOffers);
                }
                Deed::Take(offer_idx) if is_open => {
                    session.act(Action::PressChip(Chip::Offer(offer_idx)));
                }
                Deed::Fill(part) if is_open => {
                    let (code, name) = PARTS[part];
                    session.find(code);
                    session.act(Action::OpenForm);
                    session.fill(name, own[part]);
                }
                Deed::Reply(part) if is_open => {
                    session.find(PARTS[part].0);
                    session.enter();
                    let copied = session.copied_text().map(str::to_owned);
                    if let Some(text) = copied {
                        prop_assert!(text.starts_with(own[part]), "{} for {}", text, own[part]);
                        session.answer(Ok(()));
                    }
                }
                Deed::Hide => {
                    session.act(Action::Hide);
                }
                Deed::Wait(seconds) => session.wait(seconds),
                Deed::Open | Deed::TakeAll | Deed::Take(_) | Deed::Fill(_) | Deed::Reply(_) => {}
            }
        }
    }
}

#[test]
fn what_is_typed_when_another_buyer_is_gone_to_is_neither_ones() {
    // A's order is known; B's phone is typed, and then the agent thinks of Ctrl+B.
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789");
    session.summon();
    session.find("dh");
    session.act(Action::OpenForm);
    session.fill("手机号", "13900000000");
    session.act(Action::NextBuyer);
    assert_eq!(filled(&mut session), [""; 0]);
    copy_with(&mut session, "dh", "手机号", "13900000000");
    session.summon();
    assert_eq!(filled(&mut session), ["13900000000"], "and not A's order with it");
    // A buyer who is called back is the one whose chip was pressed.
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126701，收货人：王小云");
    session.act(Action::NextBuyer);
    take(&mut session, "订单号3214567890126702，收货人：李大海");
    session.summon();
    session.find("dd");
    session.act(Action::OpenForm);
    session.fill("订单号", "3214567890126701");
    session.act(Action::PressChip(Chip::Earlier(0)));
    assert_eq!(filled(&mut session), ["3214567890126701", "王小云"]);
}

#[test]
fn a_phone_typed_for_a_buyer_of_whom_an_order_is_known_makes_a_gap_of_the_order() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789");
    session.summon();
    session.find("lx");
    session.act(Action::OpenForm);
    session.fill("手机号", "13900000000");
    assert_eq!(session.gaps(), ["订单号"]);
    session.act(Action::SameBuyer);
    assert_eq!(session.gaps(), [""; 0]);
}

#[test]
fn what_was_typed_long_ago_is_old_when_the_popup_opens_again() {
    let mut session = Session::of(ASKING);
    session.summon();
    session.find("dd");
    session.act(Action::OpenForm);
    session.fill("订单号", "3214567890126789");
    session.act(Action::WindowFocused(false));
    session.wait(170);
    session.summon();
    assert_eq!(filled(&mut session), ["3214567890126789"]);
    session.wait(10);
    assert_eq!(filled(&mut session), [""; 0]);
}

#[test]
fn a_text_that_was_left_and_is_copied_anew_is_news() {
    let mut session = Session::of(ASKING);
    take(&mut session, "3214567890126789012");
    session.act(Action::NextBuyer);
    copy_with(&mut session, "dh", "手机号", "13900000000");
    copied_before(&mut session, "3214567890126789012");
    assert_eq!(filled(&mut session), [""; 0]);
}

#[test]
fn a_popup_that_has_the_keys_again_looks_at_the_clipboard_again() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789");
    session.act(Action::WindowFocused(false));
    let opening = session.popup.window().openings();
    assert_eq!(session.act(Action::WindowFocused(true)), [Effect::ReadClipboard { opening }]);
    session.find("dd");
    session.enter();
    assert_eq!(session.copied_text(), None, "it waits for the answer");
    session.clipboard_has(opening, "订单号7770000000000001");
    assert_eq!(session.copied_text(), None);
    assert_eq!(session.gaps(), ["订单号"]);
}

#[test]
fn a_clipboard_that_cannot_be_read_may_hold_anything() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789");
    let opening = session.open();
    session.act(Report::ClipboardUnreadable { opening });
    assert_eq!(filled(&mut session), [""; 0]);
    session.act(Action::SameBuyer);
    assert_eq!(filled(&mut session), ["3214567890126789"]);
}

#[test]
fn an_enter_that_waits_is_for_the_row_it_was_pressed_on() {
    let mut session = Session::of(ASKING);
    take(&mut session, "订单号3214567890126789，电话13800000000");
    let opening = session.open();
    session.enter();
    session.act(Action::MoveSelection(Move::Down));
    session.act(Report::ValuesFound { opening, values: Vec::new() });
    assert_eq!(session.copied_text(), None);
}
