//! Fields, tables, shops, wordings: what is in the text that is copied.

use super::*;
use crate::draft::{FieldNote, SnippetReason};

/// A library with declared fields and tables, and shops.
pub(super) fn shop_session(library: &str, shops: &str) -> Session {
    let (pack, problems) = ron_file::parse_pack("t.ron", library);
    assert_eq!(problems, []);
    let (shops, problems) = crate::store::shops::parse("shops.ron", shops);
    assert_eq!(problems, []);
    Session::with_shops(vec![(Layer::Personal, pack)], &Settings::default(), shops)
}

pub(super) const SIZES: &str = r#"
    tables: [(name: "尺码表", inputs: ["身高", "体重"], outputs: ["尺码"], rows: [
        ["150-158", "80-95斤", "S"], ["156-164", "96-110斤", "M"]])],
    replies: [(title: "推荐", text: "{身高}{体重}建议{尺码}码，{=体重/2}")]"#;

pub(super) fn note(session: &mut Session, name: &str) -> Option<FieldNote> {
    let draft = session.draft().unwrap();
    draft.fields.into_iter().find(|field| field.name == name).unwrap().note
}

#[test]
fn a_size_is_looked_up_when_its_inputs_are_known_and_can_be_overruled() {
    let mut session = shop_session(&format!("({SIZES})"), "(shops: [])");
    session.summon();
    session.enter();
    assert_eq!(note(&mut session, "尺码"), Some(FieldNote::Waits(vec!["身高".into(), "体重".into()])));
    let focused = |session: &Session| {
        let form = session.popup.face().form().unwrap();
        form.fields()[form.focused()].name.clone()
    };
    assert_eq!(focused(&session), "身高");
    session.fill("身高", "1米6");
    assert_eq!(note(&mut session, "身高"), Some(FieldNote::Means("160cm".into())));
    session.enter();
    assert_eq!(focused(&session), "体重");
    session.fill("体重", "50公斤");
    assert_eq!(note(&mut session, "体重"), Some(FieldNote::Means("100斤".into())));
    let row = FieldNote::Row { table: "尺码表".into(), row: "156-164 / 96-110斤".into() };
    assert_eq!(note(&mut session, "尺码"), Some(row));
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm100斤建议M码，50"));
    session.fill("体重", "180斤");
    let no_row =
        FieldNote::NoRow { table: "尺码表".into(), inputs: vec!["160cm".into(), "180斤".into()] };
    assert_eq!(note(&mut session, "尺码"), Some(no_row));
    session.enter();
    assert_eq!((session.copied_text(), focused(&session).as_str()), (None, "尺码"));
    session.fill("尺码", "3XL");
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm180斤建议3XL码，90"));
    // Emptied again, it goes on looking.
    session.fill("体重", "100");
    session.fill("尺码", "");
    session.enter();
    assert_eq!(session.copied_text(), Some("160cm100斤建议M码，50"));
}

#[test]
fn a_shops_own_table_comes_before_that_of_the_pack() {
    let shops = r#"(shops: [(values: {"店铺名": "童装"}, tables: [(name: "尺码表", inputs: ["身高"],
        outputs: ["尺码"], rows: [["100-110", "110码"], ["*", "均"]])])])"#;
    let mut session = shop_session(&format!("({SIZES})"), shops);
    session.summon();
    session.fill("身高", "105");
    session.fill("体重", "36");
    session.enter();
    assert_eq!(session.copied_text(), Some("105cm36斤建议110码，18"));
}

#[test]
fn a_table_never_gives_out_a_placeholder() {
    let text = r#"(tables: [(name: "尺码表", inputs: ["身高"], outputs: ["尺码"], rows: [["*", "{尺码}"]])],
        replies: [(title: "一", text: "{尺码}")])"#;
    let mut session = shop_session(text, "(shops: [])");
    session.summon();
    session.fill("身高", "160");
    session.enter();
    assert_eq!(session.copied_text(), None);
    assert_eq!(session.draft().unwrap().gaps(), ["尺码"]);
}

#[test]
fn a_value_that_does_not_look_right_is_told_and_never_refused() {
    let text = r#"(fields: [(name: "券码", pattern: "[A-Z]{2}[0-9]+", message: "两个字母加数字")],
        replies: [(title: "券", text: "{券码}，{发货日期+1}，{=金额*2}元，{库存}")])"#;
    let mut session = shop_session(text, "(shops: [])");
    session.summon();
    let cases = [
        ("券码", "12", FieldNote::Mismatch("两个字母加数字".into())),
        ("发货日期", "改天", FieldNote::NotADate),
        ("金额", "很多", FieldNote::NotANumber),
        ("库存", "一些", FieldNote::NotANumber),
    ];
    for (name, value, expected) in cases {
        session.fill(name, value);
        assert_eq!(note(&mut session, name), Some(expected));
    }
    session.enter();
    assert_eq!(session.copied_text(), None, "there is no date and no sum to copy");
    session.fill("发货日期", "明天");
    session.fill("金额", "￥9.9");
    session.enter();
    assert_eq!(session.copied_text(), Some("12，11月23日，19.80元，一些"));
}

#[test]
fn a_missing_value_of_the_shop_is_asked_for_once_and_written_down() {
    let library = r#"(replies: [(id: "a", title: "问候", text: "我是{店铺名}的{客服名}，{姓名}您好")])"#;
    let mut session = shop_session(library, r#"(shops: [{"店铺名": "木棉"}])"#);
    session.summon();
    session.enter();
    session.fill("客服名", " 小棉 ");
    session.fill("姓名", "王女士");
    assert_eq!(note(&mut session, "客服名"), Some(FieldNote::WillBeSaved));
    assert_eq!(note(&mut session, "姓名"), None);
    session.enter();
    assert_eq!(session.copied_text(), Some("我是木棉的小棉，王女士您好"));
    let values = [("客服名".to_owned(), "小棉".to_owned())].into();
    let save = Effect::SaveShop { shop_idx: 0, shop_name: Some("木棉".into()), values };
    assert_eq!(session.answer(Ok(())), [save, Effect::HideWindow, used("a", None)]);
    session.summon();
    assert_eq!(session.gaps(), [""; 0]);
    session.act(Action::NextBuyer);
    assert_eq!(session.gaps(), ["姓名"]);
    // Another value is for this once.
    session.fill("客服名", "小云");
    session.fill("姓名", "李先生");
    session.enter();
    assert_eq!(session.copied_text(), Some("我是木棉的小云，李先生您好"));
    assert_eq!(session.answer(Ok(())), [Effect::HideWindow, used("a", None)]);
    session.act(Report::ShopSaved(Err(EditProblem::Changed)));
    assert_eq!(session.popup.notice(), Some(&Notice::ShopNotSaved(EditProblem::Changed)));
    assert_eq!(session.popup.shops().current().unwrap().value("客服名"), Some("小棉"));
}

#[test]
fn one_pack_serves_every_shop_and_the_shop_is_changed_by_key_or_name() {
    let library = r#"(replies: [(title: "谢谢", code: "xx", text: "{店铺名}谢谢您，{默认快递}发出"),
        (title: "快递", text: "发{快递}")])"#;
    let shops = r#"(shops: [{"店铺名": "木棉女装", "默认快递": "申通"}, {"店铺名": "小舟童鞋", "默认快递": "顺丰"}])"#;
    let mut session = shop_session(library, shops);
    session.summon();
    session.find("xx");
    session.enter();
    assert_eq!(session.copied_text(), Some("木棉女装谢谢您，申通发出"));
    session.act(Action::TurnShop(Direction::Next));
    session.enter();
    assert_eq!(session.copied_text(), Some("小舟童鞋谢谢您，顺丰发出"));
    session.answer(Ok(()));
    // The shop stays for the next buyer.
    session.summon();
    assert_eq!(session.popup.shops().current().unwrap().name(), Some("小舟童鞋"));
    session.find("#m");
    assert_eq!(session.popup.shops().list().unwrap().shops, [0]);
    assert_eq!(session.enter(), []);
    assert_eq!(session.popup.shops().current().unwrap().name(), Some("木棉女装"));
    assert_eq!((session.popup.finder().query_text(), session.popup.shops().list()), ("", None));
    // A blank behind the name, and what comes then is searched for.
    session.find("#xztx ");
    session.find("kd");
    assert_eq!((session.popup.shops().current_idx(), session.selected()), (1, "快递"));
    session.enter();
    assert_eq!(session.copied_text(), Some("发顺丰"));
    session.find("#");
    session.act(Action::MoveSelection(Move::Down));
    session.act(Action::MoveSelection(Move::Up));
    session.act(Action::Pick(0));
    assert_eq!(session.popup.shops().current_idx(), 0);
    session.find("#没有");
    assert_eq!(session.enter(), []);
    assert!(session.popup.shops().list().unwrap().shops.is_empty());
    session.act(Action::Dismiss);
    assert!(session.popup.window().is_shown() && session.popup.shops().list().is_none());
}

/// At 15:30 of a Saturday.
const SHIPPING: &str = r#"(replies: [(id: "a", title: "发货", variants: [
    (when: (days: "holiday"), text: "假"),
    (when: (days: "weekend", shops: ["木棉"]), text: "周末"),
    (when: (after: "cutoff"), text: "截单后"),
    "一", "二", "三",
])])"#;

/// A shop that still sends today.
const OPEN: &str = r#"(shops: [{"截单时间": "24:00"}])"#;

#[test]
fn the_wording_that_holds_now_is_taken_and_says_why() {
    for (shops, expected) in [
        (r#"(shops: [{"店铺名": "木棉"}])"#, "周末"),
        (r#"(shops: [{"店铺名": "小舟", "截单时间": "15:00"}])"#, "截单后"),
        (r#"(shops: [{"店铺名": "小舟", "截单时间": "16:00"}])"#, "一"),
    ] {
        let mut session = shop_session(SHIPPING, shops);
        session.summon();
        let draft = session.draft().unwrap();
        assert_eq!((draft.wording.holds, draft.reasons.is_empty()), (true, expected == "一"));
        session.enter();
        assert_eq!(session.copied_text(), Some(expected));
    }
}

#[test]
fn a_cut_off_that_decides_is_asked_for_and_kept() {
    for shop in ["{\"店铺名\": \"小舟\"}", "{\"店铺名\": \"小舟\", \"截单时间\": \"\"}"] {
        let mut session = shop_session(SHIPPING, &format!("(shops: [{shop}])"));
        session.summon();
        session.enter();
        assert_eq!(session.copied_text(), None);
        assert_eq!(session.draft().unwrap().gaps(), ["截单时间"]);
        session.fill("截单时间", "下午三点");
        assert_eq!(note(&mut session, "截单时间"), Some(FieldNote::WillBeSaved));
        session.enter();
        assert_eq!(session.copied_text(), Some("截单后"));
        let values = [("截单时间".to_owned(), "下午三点".to_owned())].into();
        let save = Effect::SaveShop { shop_idx: 0, shop_name: Some("小舟".into()), values };
        assert_eq!(session.answer(Ok(())).first(), Some(&save));
    }
}

#[test]
fn what_was_typed_for_one_shop_is_not_for_another() {
    let library =
        r#"(replies: [(title: "退货", text: "{店铺名}：{退货地址}，{订单号}"), (title: "别的", text: "x")])"#;
    let mut session =
        shop_session(library, r#"(shops: [{"店铺名": "甲"}, {"店铺名": "乙", "退货地址": "乙地"}])"#);
    session.summon();
    session.enter();
    session.fill("退货地址", "甲地");
    session.fill("订单号", "123456");
    session.act(Action::TurnShop(Direction::Next));
    session.enter();
    assert_eq!(session.copied_text(), Some("乙：乙地，123456"));
}

#[test]
fn the_keys_stay_on_their_field_when_the_shop_asks_for_others() {
    let shops = r#"(shops: [{"店铺名": "甲"}, (values: {"店铺名": "乙"},
        tables: [(name: "尺码表", inputs: ["年龄", "身高", "体重"], outputs: ["尺码"], rows: [])])])"#;
    let mut session = shop_session(&format!("({SIZES})"), shops);
    session.summon();
    session.enter();
    session.act(Action::MoveField(Direction::Next));
    let focused = |session: &Session| {
        let form = session.popup.face().form().unwrap();
        (form.fields()[form.focused()].name.clone(), form.fields().len())
    };
    assert_eq!(focused(&session), ("体重".to_owned(), 3));
    session.act(Action::TurnShop(Direction::Next));
    assert_eq!(focused(&session), ("体重".to_owned(), 4));
}

#[test]
fn a_default_in_the_text_comes_before_one_that_is_declared_and_serves_the_tables_too() {
    let text = r#"(tables: [(name: "快递表", inputs: ["快递"], outputs: ["运费"], rows: [["申通", "5"], ["顺丰", "15"]])],
        replies: [(title: "一", text: "{快递:顺丰}{运费}元，{快递}")])"#;
    let mut session = shop_session(text, r#"(shops: [{"店铺名": "甲", "默认快递": "申通"}])"#);
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), Some("顺丰15元，顺丰"));
}

#[test]
fn a_snippet_that_cannot_be_put_in_says_why() {
    let replies = r#"(title: "甲", code: "jia", text: "{片段:节}"), (title: "节", text: "x", variants: []),
        (id: "a", title: "同", text: "一"), (id: "b", title: "同", text: "二"), (title: "图", parts: [(image: "a.png")]),
        (title: "假", variants: [(when: (days: "holiday"), text: "h")]), (title: "旧", text: "旧", expires: "2026-01-01")"#;
    for (key, reason) in [
        ("没有", SnippetReason::Missing),
        ("同", SnippetReason::Several),
        ("图", SnippetReason::OnlyImages),
        ("假", SnippetReason::NotNow),
    ] {
        let text =
            format!("(replies: [(title: \"试\", code: \"shi\", text: \"{{片段:{key}}}\"), {replies}])");
        let pack = ron_file::parse_pack("t", &text).0;
        let mut session = Session::with(vec![(Layer::Personal, pack)], &Settings::default());
        session.summon();
        session.find("shi");
        session.enter();
        assert_eq!(session.copied_text(), None);
        let key = key.to_owned();
        assert_eq!(session.popup.notice(), Some(&Notice::Snippet { key, reason }));
    }
    let mut session = Session::of(
        r#"(title: "试", code: "shi", text: "{片段:旧}"), (title: "旧", text: "旧", expires: "2026-01-01")"#,
    );
    session.summon();
    session.find("shi");
    assert!(session.draft().unwrap().is_expired);
}

#[test]
fn wordings_alike_take_turns_and_the_last_one_is_remembered() {
    let mut session = shop_session(SHIPPING, OPEN);
    let mut copied = Vec::new();
    for _ in 0..4 {
        session.summon();
        session.enter();
        copied.push(session.copied_text().unwrap().to_owned());
        session.answer(Ok(()));
    }
    assert_eq!(copied, ["一", "二", "三", "一"]);
    let mut session = shop_session(SHIPPING, OPEN);
    let copied = |wording| Use { reply_id: "a".into(), at_seconds: 1, query: None, wording: Some(wording) };
    let uses = vec![copied(4), copied(3)];
    session.act(Report::HistoryLoaded(Remembered { uses, ..Remembered::default() }));
    session.summon();
    session.enter();
    assert_eq!(session.copied_text(), Some("三"));
}

#[test]
fn a_wording_for_another_time_is_copied_by_choice_only() {
    let library = r#"(replies: [(title: "放假", variants: [(when: (days: "holiday"), text: "假期{工作日+1}发"),
        (when: (until: "2026-10-01"), text: "十月前")])])"#;
    let mut session = shop_session(library, "(shops: [])");
    session.summon();
    session.enter();
    assert_eq!((session.copied_text(), session.popup.notice()), (None, Some(&Notice::NotNow)));
    session.act(Action::TurnWording(Direction::Next));
    session.enter();
    assert_eq!(session.copied_text(), Some("十月前"));
    session.act(Action::TurnWording(Direction::Next));
    session.enter();
    assert_eq!(session.copied_text(), Some("假期11月23日发"));
}

#[test]
fn a_reply_out_of_date_is_marked_and_comes_last() {
    let library = r#"(replies: [
        (id: "old", title: "满减", code: "mj", text: "a", expires: "2026-11-20"),
        (id: "today", title: "满减今天", code: "mjj", text: "b", expires: "2026-11-21"),
        (id: "over", title: "满减三点", text: "c", expires: "2026-11-21T15:30"),
        (id: "new", title: "店铺满减活动", text: "d")])"#;
    let mut session = shop_session(library, "(shops: [])");
    session
        .act(Report::HistoryLoaded(Remembered { favourites: vec!["old".into()], ..Remembered::default() }));
    session.summon();
    for query in ["", "满减", "mj"] {
        session.find(query);
        let rows = session.popup.finder().rows().iter().map(|row| row.is_expired).collect::<Vec<_>>();
        assert_eq!(rows, [false, false, true, true], "{query}");
    }
    session.find("满减");
    assert_eq!(session.titles(), ["满减今天", "店铺满减活动", "满减", "满减三点"]);
}

#[test]
fn the_copied_text_fills_its_placeholder_and_is_forgotten_with_the_popup() {
    let mut session = Session::of(r#"(id: "a", title: "转发", text: "您说的“{剪贴板}”我记下了")"#);
    session.summon();
    session.act(Report::ClipboardText { opening: 1, text: " 明天到 \n".into() });
    session.enter();
    assert_eq!(session.copied_text(), Some("您说的“明天到”我记下了"));
    let own = session.copied_text().unwrap().to_owned();
    session.answer(Ok(()));
    session.summon();
    assert_eq!(session.draft().unwrap().gaps(), ["剪贴板"]);
    // What was copied from here is no news, and what comes for an earlier popup neither.
    session.act(Report::ClipboardText { opening: 2, text: own });
    session.act(Report::ClipboardText { opening: 1, text: "晚了".into() });
    assert_eq!(session.draft().unwrap().gaps(), ["剪贴板"]);
}

#[test]
fn a_snippet_brings_its_fields_along() {
    let mut session = Session::of(
        r#"(title: "地址", text: "寄到{退货地址}"),
        (title: "换货", code: "hh", text: "亲，请{片段:地址}。")"#,
    );
    session.summon();
    session.find("hh");
    session.fill("退货地址", "杭州");
    session.enter();
    assert_eq!(session.copied_text(), Some("亲，请寄到杭州。"));
}
