//! What a shop sells: which replies it is offered, in which wording, and the question of the first start.

use super::*;

const REPLIES: &str = r#"
    (id: "care", title: "洗涤保养", text: "按说明保养。", next: ["care.wool", "bye"]),
    (id: "care.wool", title: "洗涤保养 · 羊毛", when: (trades: ["clothes"]), text: "平铺晾干。"),
    (id: "care.tea", title: "洗涤保养 · 茶", when: (trades: ["食品", "茶"]), text: "密封放。"),
    (id: "size", title: "尺码推荐", variants: [(when: (trades: "clothes"), text: "报身高。"), "看尺寸。"]),
    (id: "worn", title: "试穿", variants: [(when: (trades: ["clothes", "shoes"]), text: "在家试穿。")]),
    (id: "bye", title: "感谢道别", text: "不客气。"),
"#;

fn packs() -> Vec<(Layer, Pack)> {
    let (pack, problems) = ron_file::parse_pack("t.ron", &format!("(replies: [{REPLIES}])"));
    assert_eq!(problems, []);
    vec![(Layer::Personal, pack)]
}

fn shop(name: &str, trade: &str) -> Shop {
    Shop::new(vec![("店铺名".into(), name.into()), ("行业".into(), trade.into())], Vec::new())
}

fn session() -> Session {
    let shops = vec![shop("木棉", "服装"), shop("小舟", "茶、女鞋"), shop("无", "")];
    Session::with_shops(packs(), &Settings::default(), shops)
}

fn listed(session: &Session) -> Vec<&str> {
    let rows = session.popup.finder().rows().iter();
    let mut ids: Vec<_> =
        rows.filter_map(|row| session.popup.library().reply(row.at)).map(|reply| reply.id.as_str()).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_shop_is_offered_what_is_for_its_trade_and_for_all() {
    let mut session = session();
    session.summon();
    let expected: [&[&str]; 3] = [
        &["bye", "care", "care.wool", "size", "worn"],
        &["bye", "care", "care.tea", "size", "worn"],
        &["bye", "care", "size"],
    ];
    for (idx, expected) in expected.iter().enumerate() {
        session.act(Action::ChooseShop(idx));
        session.find("");
        assert_eq!(listed(&session), *expected, "shop {idx}");
        session.find("洗涤保养");
        let found: Vec<&str> = expected.iter().copied().filter(|id| id.starts_with("care")).collect();
        // Others are like it only a little.
        let listed: Vec<_> = listed(&session).into_iter().filter(|id| id.starts_with("care")).collect();
        assert_eq!(listed, found, "shop {idx}");
    }
}

#[test]
fn a_wording_of_the_trade_comes_before_the_general_one() {
    let mut session = session();
    session.summon();
    for (idx, text) in [(0, "报身高。"), (1, "看尺寸。"), (2, "看尺寸。")] {
        session.act(Action::ChooseShop(idx));
        session.find("尺码推荐");
        assert_eq!(session.draft().unwrap().finished().as_deref(), Ok(text), "shop {idx}");
    }
}

#[test]
fn what_a_return_has_to_keep_follows_the_trade() {
    let text = r#"(replies: [(title: "退货", text: "{退货须留}和包装先留着。")])"#;
    let (pack, _) = ron_file::parse_pack("t.ron", text);
    let shops = ["服装", "食品", "数码、茶", "玩具", ""].map(|trade| shop("店", trade)).to_vec();
    let mut session = Session::with_shops(vec![(Layer::Personal, pack)], &Settings::default(), shops);
    session.summon();
    for (idx, kept) in ["吊牌", "封条", "封条", "标签", "标签"].iter().enumerate() {
        session.act(Action::ChooseShop(idx));
        let text = session.draft().unwrap().finished().unwrap();
        assert!(text.starts_with(kept), "{text} in shop {idx}");
    }
}

#[test]
fn what_comes_next_and_favourites_are_of_the_trade_too() {
    let mut session = session();
    let favourites = vec!["care.tea".into(), "bye".into()];
    session.act(Report::HistoryLoaded(Remembered { favourites, ..Remembered::default() }));
    session.summon();
    assert_eq!(session.titles()[0], "感谢道别");
    session.act(Action::ChooseShop(1));
    session.find("洗涤保养");
    session.enter();
    session.answer(Ok(()));
    session.summon();
    let next: Vec<_> = session.popup.next_steps().map(|reply| reply.id.as_str()).collect();
    assert_eq!((next, session.titles()[0]), (vec!["bye"], "洗涤保养 · 茶"));
}

/// The first popup of the first start, in which the library is read after it opens.
fn first_start(shops: Vec<Shop>) -> Session {
    let mut session = Session::with_shops(packs(), &Settings::default(), shops);
    let settings = Settings::default();
    let profiles = ShopProfiles { shops: session.popup.shops().all().to_vec(), ..ShopProfiles::default() };
    session.popup = Popup::new(&settings, profiles, Vec::new(), true);
    session.summon();
    assert_eq!(session.popup.face().form(), None, "the library is not there yet");
    session.load([packs(), vec![(Layer::BuiltIn, ron_file::built_in().clone())]].concat());
    session
}

fn asked(session: &Session) -> Vec<&str> {
    let fields = session.popup.face().form().map(Form::fields).unwrap_or_default();
    fields.iter().map(|field| field.name.as_str()).collect()
}

#[test]
fn the_first_start_asks_once_what_the_shop_sells_and_esc_skips() {
    let mut session = first_start(Vec::new());
    assert_eq!(asked(&session), ["行业"]);
    assert_eq!(session.popup.face().form().unwrap().fields()[0].choices.len(), 10);
    assert_eq!(session.act(Action::Dismiss), []);
    assert_eq!((asked(&session), session.popup.window().is_first_start()), (vec![], true));
    session.summon();
    assert_eq!(asked(&session), [""; 0], "asked once");
    assert_eq!(session.act(Action::Dismiss), [Effect::HideWindow, Effect::MarkFirstStartSeen]);
    session.summon();
    assert_eq!(asked(&session), [""; 0]);
    // F4 has it beside the other facts.
    session.act(Action::OpenProfile);
    assert_eq!(asked(&session)[..3], ["店铺名", "行业", "客服名"]);
}

#[test]
fn the_answer_of_the_first_start_is_written_and_counts_at_once() {
    let mut session = first_start(Vec::new());
    assert!(!listed(&session).contains(&"care.wool"));
    session.fill("行业", "服装");
    let [Effect::SaveShop { shop_idx: 0, shop_name: None, values }] = session.enter() else { panic!() };
    let shop = Shop::new(values.clone().into_iter().collect(), Vec::new());
    assert_eq!(shop.value("行业"), Some("服装"));
    session.act(Report::ShopSaved(Ok(vec![shop])));
    assert_eq!((asked(&session), session.popup.notice()), (vec![], Some(&Notice::ProfileSaved)));
    assert!(listed(&session).contains(&"care.wool"));
    // All other facts are asked for by F4 only.
    session.act(Action::OpenProfile);
    assert_eq!(asked(&session)[..2], ["店铺名", "客服名"]);
}

#[test]
fn who_has_said_it_or_has_gone_on_is_not_asked() {
    assert_eq!(asked(&first_start(vec![shop("木棉", "服装")])), [""; 0]);
    let mut session = first_start(Vec::new());
    session.find("洗涤");
    assert_eq!((asked(&session), session.selected()), (vec![], "洗涤保养"));
    // Enter without a choice goes on, too, and writes nothing; F4 goes on to all facts.
    let mut session = first_start(Vec::new());
    assert_eq!(session.enter(), []);
    assert_eq!(asked(&session), [""; 0]);
    let mut session = first_start(Vec::new());
    session.act(Action::OpenProfile);
    assert!(asked(&session).len() > 5);
}
