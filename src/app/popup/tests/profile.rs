//! The facts of a shop, asked for in one short form.

use super::*;

#[test]
fn what_is_filled_in_once_is_kept_and_used_by_every_reply() {
    let mut session = Session::starter();
    session.summon();
    assert!(session.popup.shops().is_unnamed());
    session.act(Action::OpenProfile);
    let names: Vec<String> =
        session.popup.face().form().unwrap().fields().iter().map(|field| field.name.clone()).collect();
    assert_eq!(names[..5], ["店铺名", "行业", "客服名", "平台", "默认快递"]);
    session.fill("店铺名", " 木棉女装 ");
    session.fill("平台", "拼多多");
    let effects = session.enter().to_vec();
    let [Effect::SaveShop { shop_idx: 0, values, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(
        values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(),
        ["平台=拼多多", "店铺名=木棉女装"]
    );
    // It is not said before it is so, and a second Enter writes nothing twice.
    assert_eq!((session.popup.notice(), session.popup.face().has_profile()), (None, true));
    assert_eq!(session.enter(), []);
    let shop = Shop::new(values.clone().into_iter().collect(), Vec::new());
    session.act(Report::ShopSaved(Ok(vec![shop])));
    assert_eq!((session.popup.notice(), session.popup.face().form()), (Some(&Notice::ProfileSaved), None));
    assert!(!session.popup.shops().is_unnamed());
    session.find("hygl");
    session.enter();
    assert!(session.copied_text().is_some_and(|text| text.contains("木棉女装")));
    // The rest can follow.
    session.act(Action::OpenProfile);
    assert_eq!(session.popup.face().form().unwrap().fields()[0].name, "行业");
    session.fill("客服名", "小棉");
    session.act(Action::Dismiss);
    assert_eq!(session.popup.face().form(), None);
    session.act(Action::OpenProfile);
    assert_eq!(session.popup.face().form().unwrap().fields()[0].value, "");
}

#[test]
fn a_profile_that_cannot_be_written_stays_in_its_form_with_the_reason() {
    let refused = || Report::ShopSaved(Err(EditProblem::Busy("shops.ron".into())));
    let mut session = Session::starter();
    session.summon();
    session.act(Action::OpenProfile);
    session.fill("店铺名", "木棉女装");
    session.enter();
    session.act(refused());
    let told = Notice::ShopNotSaved(EditProblem::Busy("shops.ron".into()));
    assert_eq!((session.popup.notice(), session.popup.shops().is_unnamed()), (Some(&told), true));
    assert_eq!(session.popup.face().form().unwrap().fields()[0].value, "木棉女装");
    // Enter tries again. What is typed before the answer comes stays to be kept.
    let [Effect::SaveShop { values, .. }] = session.enter() else { panic!() };
    let shop = Shop::new(values.clone().into_iter().collect(), Vec::new());
    session.fill("行业", "服装");
    session.act(Report::ShopSaved(Ok(vec![shop])));
    let form = session.popup.face().form().unwrap();
    assert_eq!((form.fields()[0].name.as_str(), form.fields()[0].value.as_str()), ("行业", "服装"));
    assert_eq!(session.popup.notice(), Some(&Notice::ProfileSaved));
    // It is reported also where the user has gone on meanwhile, and the values hold.
    session.enter();
    session.act(Action::Hide);
    session.act(refused());
    assert_eq!(session.popup.notice(), Some(&told));
    assert_eq!(session.popup.shops().current().unwrap().value("行业"), Some("服装"));
}

#[test]
fn a_shop_that_gets_its_name_stays_the_one_in_use() {
    let shops = r#"(shops: [{"店铺名": "甲"}, {"默认快递": "申通"}])"#;
    let mut session = super::filling::shop_session(r#"(replies: [(title: "好", text: "好")])"#, shops);
    session.summon();
    session.act(Action::ChooseShop(1));
    session.act(Action::OpenProfile);
    session.fill("店铺名", "乙");
    session.enter();
    let saved = crate::store::shops::parse_all("s", r#"(shops: [{"店铺名": "甲"}, {"店铺名": "乙"}])"#)
        .profiles
        .shops;
    session.act(Report::ShopSaved(Ok(saved)));
    assert_eq!(session.popup.shops().current().and_then(Shop::name), Some("乙"));
}
