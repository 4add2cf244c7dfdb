//! The facts of a shop, asked for in one short form.

use super::*;

#[test]
fn what_is_filled_in_once_is_kept_and_used_by_every_reply() {
    let mut session = Session::starter();
    session.summon();
    assert!(session.app.lacks_shop());
    session.act(Action::OpenProfile);
    let names: Vec<String> =
        session.app.popup().form().unwrap().fields().iter().map(|field| field.name.clone()).collect();
    assert_eq!(names[..5], ["店铺名", "客服名", "平台", "默认快递", "截单时间"]);
    session.fill("店铺名", " 木棉女装 ");
    session.fill("平台", "拼多多");
    let effects = session.enter().to_vec();
    let [Effect::SaveShop { shop_idx: 0, values, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(
        values.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>(),
        ["平台=拼多多", "店铺名=木棉女装"]
    );
    assert_eq!((session.app.notice(), session.app.popup().form()), (Some(&Notice::ProfileKept), None));
    assert!(!session.app.lacks_shop());
    session.find("hygl");
    session.enter();
    assert!(session.copied_text().is_some_and(|text| text.contains("木棉女装")));
    // The rest can follow.
    session.act(Action::OpenProfile);
    assert_eq!(session.app.popup().form().unwrap().fields()[0].name, "客服名");
    session.fill("客服名", "小棉");
    session.act(Action::Dismiss);
    assert_eq!(session.app.popup().form(), None);
    session.act(Action::OpenProfile);
    assert_eq!(session.app.popup().form().unwrap().fields()[0].value, "");
}
