//! A reply while it is typed into.

use super::*;
use crate::app::editor::TypedField;
use crate::template::{Edge, Trade, Trades, read_moment};

fn working() -> Working {
    let mut working = Working::default();
    working.apply(FormEdit::AddWording);
    working
}

#[test]
fn trades_are_switched_on_and_off_for_the_reply_and_for_a_wording() {
    let mut working = working();
    let switch = |wording, trade, is_on| FormEdit::Trade { wording, trade, is_on };
    for (wording, trade, is_on) in [
        (None, Trade::Tea, true),
        (None, Trade::Food, true),
        (None, Trade::Tea, false),
        (Some(0), Trade::Toys, true),
        (Some(7), Trade::Toys, true),
    ] {
        working.apply(switch(wording, trade, is_on));
    }
    let trades = [working.reply.trades, working.reply.wordings[0].when.trades];
    assert_eq!(trades, [Trade::Food, Trade::Toys].map(|trade| Trades::from(vec![trade])));
}

#[test]
fn what_is_typed_stays_as_it_is_until_it_is_finished() {
    let mut working = working();
    for text in ["运费 新疆", "运费 新疆 ", "运费，新疆、 西藏"] {
        working.apply(FormEdit::Typed(TypedField::Tags, text.into()));
        assert_eq!(TypedField::Tags.text(&working.reply), text);
    }
    for text in ["发货吗\n", "发货吗\n\n  几天", ""] {
        working.apply(FormEdit::Typed(TypedField::Questions, text.into()));
        assert_eq!(TypedField::Questions.text(&working.reply), text);
    }
    working.apply(FormEdit::Typed(TypedField::Questions, "发货吗\n\n  几天".into()));
    working.apply(FormEdit::Shops { wording: 0, names: "木棉，小舟、".into() });
    working.apply(FormEdit::Text { wording: 0, message: 0, text: "好的".into() });
    working.apply(FormEdit::AddText(0));
    working.apply(FormEdit::Typed(TypedField::Category, " 售后 / 物流/".into()));
    let reply = working.finished();
    assert_eq!(reply.tags, ["运费", "新疆", "西藏"]);
    assert_eq!(reply.questions, ["发货吗", "几天"]);
    assert_eq!(reply.wordings[0].when.shops, ["木棉", "小舟"]);
    assert_eq!((reply.wordings[0].messages.len(), reply.category.as_str()), (1, "售后/物流"));
}

#[test]
fn what_nobody_has_typed_stays_as_it_is_and_what_was_typed_goes_with_its_wording() {
    let mut working = Working::from(Reply { tags: vec!["双 十一".into()], ..Reply::default() });
    for _ in 0..3 {
        working.apply(FormEdit::AddWording);
    }
    working.reply.wordings[0].when.shops = vec!["Tom, Jerry".into()];
    for (wording, message) in [(0, "一"), (1, "二"), (2, "三")] {
        working.apply(FormEdit::Text { wording, message: 0, text: message.into() });
    }
    working.apply(FormEdit::Timed(Timed::Until(2), "11月32日".into()));
    assert_eq!((working.finished().tags.len(), working.finished().wordings[0].when.shops.len()), (1, 1));
    working.apply(FormEdit::RaiseWording(2));
    assert_eq!(working.timed(Timed::Until(1)), "11月32日");
    working.apply(FormEdit::RemoveWording(0));
    assert_eq!((working.timed(Timed::Until(0)), working.unread().count()), ("11月32日".to_owned(), 1));
    working.apply(FormEdit::RemoveWording(0));
    assert_eq!(working.unread().count(), 0);
}

#[test]
fn a_time_that_cannot_be_read_stays_in_the_field_and_is_told() {
    let mut working = working();
    for (timed, text, is_read) in [
        (Timed::Before(0), "下午3点", true),
        (Timed::After(0), "cutoff", true),
        (Timed::From(0), "2026-11", false),
        (Timed::Until(0), "2026-11-11", true),
        (Timed::Expires, "明年", false),
    ] {
        working.apply(FormEdit::Timed(timed, text.into()));
        assert_eq!(working.timed(timed), text);
        assert_eq!(working.unread().any(|(unread, _)| unread == timed), !is_read, "{text}");
    }
    assert_eq!(working.reply.wordings[0].when.until, read_moment("2026-11-12", Edge::Start));
    working.apply(FormEdit::Timed(Timed::Expires, String::new()));
    assert_eq!((working.reply.expires, working.unread().count()), (None, 1));
    assert_eq!(Working::from(working.reply.clone()).timed(Timed::Before(0)), "15:00");
}
