//! Replies that the user does not want to be offered.

use super::*;
use crate::model::SheetChange;

const REPLIES: &str = r#"
    (id: "hi", title: "欢迎光临", asks: ["有人在吗"], text: "亲，在的。", next: ["size", "bye"]),
    (id: "size", title: "尺码推荐", asks: ["我穿多大码"], text: "建议L。"),
    (id: "bye", title: "感谢道别", text: "不客气。{片段:size}"),
"#;

fn packs(hidden: &str) -> Vec<(Layer, Pack)> {
    let (pack, problems) =
        ron_file::parse_pack("t.ron", &format!("(hidden: [{hidden}], replies: [{REPLIES}])"));
    assert_eq!(problems, []);
    vec![(Layer::Personal, Pack { id: "my".into(), ..pack }), (Layer::BuiltIn, ron_file::built_in().clone())]
}

fn shops() -> Vec<Shop> {
    ["木棉", "小舟"].map(|name| Shop::new(vec![("店铺名".into(), name.into())], Vec::new())).to_vec()
}

fn listed(session: &Session) -> Vec<&str> {
    let rows = session.popup.finder().rows().iter();
    rows.filter_map(|row| session.popup.library().reply(row.at)).map(|reply| reply.id.as_str()).collect()
}

#[test]
fn a_hidden_reply_is_in_no_list_and_no_search_and_comes_next_after_none() {
    let mut session = Session::with(packs(r#""my/size""#), &Settings::default());
    let remembered = Remembered {
        favourites: vec!["size".into(), "bye".into()],
        recent: vec!["size".into()],
        ..Remembered::default()
    };
    session.act(Report::HistoryLoaded(remembered));
    session.summon();
    assert_eq!(listed(&session), ["bye", "hi"]);
    for query in ["尺码", "cmtj", "我穿多大码"] {
        session.find(query);
        assert!(!listed(&session).contains(&"size"), "{query}");
    }
    session.act(Action::SetPastedQuery("亲 我穿多大码呀".into()));
    assert!(!listed(&session).contains(&"size"));
    session.find("欢迎");
    session.enter();
    session.answer(Ok(()));
    session.summon();
    let next: Vec<_> = session.popup.next_steps().map(|reply| reply.id.as_str()).collect();
    assert_eq!(next, ["bye"]);
    // Other replies take it in all the same.
    session.find("道别");
    session.enter();
    assert_eq!(session.copied_text(), Some("不客气。建议L。"));
}

#[test]
fn hiding_and_showing_count_at_once_while_the_popup_is_open() {
    let mut session = Session::with(packs(""), &Settings::default());
    session.summon();
    session.find("尺码");
    assert_eq!(listed(&session), ["size"]);
    session.load(packs(r#""my/size""#));
    assert_eq!(listed(&session), [""; 0]);
    session.load(packs(""));
    assert_eq!(listed(&session), ["size"]);
}

#[test]
fn what_is_hidden_in_one_shop_is_offered_in_the_other() {
    let hidden = r#"(reply: "my/size", shops: ["小舟"])"#;
    let mut session = Session::with_shops(packs(hidden), &Settings::default(), shops());
    session.summon();
    session.find("尺码");
    assert_eq!(listed(&session), ["size"]);
    session.act(Action::ChooseShop(1));
    assert_eq!(listed(&session), [""; 0]);
    session.act(Action::ChooseShop(0));
    assert_eq!(listed(&session), ["size"]);
}

#[test]
fn one_key_hides_the_selected_reply_and_another_brings_it_back() {
    let mut session = Session::with(packs(""), &Settings::default());
    session.summon();
    session.find("尺码");
    let asked = |session: &Session| {
        let [Effect::ChangeHidden(change)] = session.effects.as_slice() else {
            panic!("{:?}", session.effects)
        };
        let SheetChange::Hidden(both) = &**change else { panic!("{change:?}") };
        both.after.iter().map(|hiding| hiding.reply.clone()).collect::<Vec<_>>()
    };
    session.act(Action::ShowHidden);
    assert!(session.effects.is_empty(), "nothing was hidden");
    session.act(Action::HideReply);
    assert_eq!(asked(&session), ["my/size"]);
    session.act(Action::HideReply);
    assert!(session.effects.is_empty(), "it is being written");
    session.load(packs(r#""my/size""#));
    session.act(Report::HiddenChanged(Ok(())));
    assert_eq!(session.popup.notice(), Some(&Notice::Hidden("尺码推荐".into())));
    assert_eq!(listed(&session), [""; 0]);
    session.act(Action::ShowHidden);
    assert_eq!(asked(&session), [""; 0]);
    session.act(Report::HiddenChanged(Err(EditProblem::Changed)));
    assert_eq!(session.popup.notice(), Some(&Notice::HiddenNotChanged(EditProblem::Changed)));
    session.act(Action::ShowHidden);
    session.load(packs(""));
    session.act(Report::HiddenChanged(Ok(())));
    assert_eq!(session.popup.notice(), Some(&Notice::ShownAgain("尺码推荐".into())));
    assert_eq!(listed(&session), ["size"]);
    session.act(Action::ShowHidden);
    assert!(session.effects.is_empty(), "it is shown already");
}
