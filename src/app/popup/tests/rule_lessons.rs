//! Rules of packs and what the shops say to be innocent: learned outside, while the popup goes on.

use std::sync::Arc;

use super::*;
use crate::check::{Learned, Lessons};
use crate::model::Innocent;

const GIFT: &str = r#"(
    own_rules: [(
        id: "own.gift", severity: error,
        why: (zh: "赠品不能随机", en: "gifts are not random"), instead: (zh: "写明赠品", en: "name the gift"),
        breaks: ["⟦赠品随机发⟧", "⟦赠品是随机发的⟧哦", "小礼品⟦随机发的哈⟧"],
        innocent: ["赠品是一双袜子", "赠品和衣服一起发", "颜色随机发"],
    )],
    replies: [
        (id: "gift", title: "赠品", text: "亲，赠品随机发。"),
        (id: "promise", title: "承诺", text: "亲，保证明天到。"),
    ],
)"#;

fn session() -> Session {
    let (pack, problems) = ron_file::parse_pack("t.ron", GIFT);
    assert_eq!(problems, []);
    let shops = ["木棉", "小舟"].map(|name| Shop::new(vec![("店铺名".into(), name.into())], Vec::new()));
    Session::with_shops(vec![(Layer::Personal, pack)], &Settings::default(), shops.to_vec())
}

/// What the last action asks to learn.
fn asked(session: &Session) -> Option<Lessons> {
    let of_effect = |effect: &Effect| {
        if let Effect::LearnRules(lessons) = effect { Some((**lessons).clone()) } else { None }
    };
    session.effects.iter().find_map(of_effect)
}

fn found(session: &mut Session, query: &str) -> Vec<String> {
    session.find(query);
    let findings = session.draft().unwrap().findings;
    findings.iter().map(|found| found.finding.code().to_owned()).collect()
}

fn answer(session: &mut Session, lessons: Lessons, learned: Option<&Arc<Learned>>) {
    session.act(Report::RulesLearned { lessons: Box::new(lessons), learned: learned.cloned() });
}

#[test]
fn a_rule_of_the_library_is_learned_once_and_holds_in_every_shop() {
    let mut session = session();
    let of_first = asked(&session).expect("the library adds a rule");
    session.summon();
    assert_eq!(asked(&session), None, "it is being learned");
    assert_eq!(found(&mut session, "赠品"), [""; 0]);
    let learned = Arc::new(of_first.learn(&crate::model::Pack::default()).unwrap());
    answer(&mut session, of_first.clone(), Some(&learned));
    // The draft that is shown is checked anew.
    assert_eq!(session.draft().unwrap().errors(), ["own.gift"]);
    session.enter();
    assert_eq!((session.copied_text(), session.popup.notice()), (None, Some(&Notice::Breaches(1))));

    // What is innocent in one shop is learned there, without the rules failing meanwhile.
    let innocent =
        Innocent {
            rule: "promise.arrival".into(), text: "保证明天到".into(), shops: vec!["小舟".into()]
        };
    let shops = session.popup.shops().all().to_vec();
    session.act(Report::ShopsLoaded(ShopProfiles {
        shops,
        innocent: vec![innocent],
        ..ShopProfiles::default()
    }));
    assert_eq!(asked(&session), None);
    session.act(Action::TurnShop(Direction::Next));
    let of_second = asked(&session).expect("something is innocent there");
    assert_eq!(of_second.innocent.get("promise.arrival"), Some(&vec!["保证明天到".to_owned()]));
    assert_eq!(found(&mut session, "承诺"), [""; 0], "at once");
    assert_eq!(found(&mut session, "赠品"), ["own.gift"]);
    session.act(Action::TurnShop(Direction::Next));
    assert_eq!(found(&mut session, "承诺"), ["promise.arrival"]);
    answer(&mut session, of_second, Some(&learned));
    for _ in 0..4 {
        session.act(Action::TurnShop(Direction::Next));
        assert_eq!(asked(&session), None, "both are known");
    }
}

#[test]
fn lessons_that_cannot_be_learned_leave_the_rules_of_the_program_and_are_not_tried_again() {
    let mut session = session();
    let lessons = asked(&session).unwrap();
    answer(&mut session, lessons, None);
    session.summon();
    assert_eq!(asked(&session), None);
    assert_eq!(found(&mut session, "承诺"), ["promise.arrival"]);
    assert_eq!(found(&mut session, "赠品"), [""; 0]);
}

#[test]
fn of_lessons_that_change_while_something_is_learned_the_last_are_learned_next() {
    let mut session = session();
    let first = asked(&session).unwrap();
    for text in ["保证后天到", "保证明天到"] {
        let innocent = Innocent { rule: "promise.arrival".into(), text: text.into(), shops: Vec::new() };
        session
            .act(Report::ShopsLoaded(ShopProfiles { innocent: vec![innocent], ..ShopProfiles::default() }));
        assert_eq!(asked(&session), None, "one after the other");
    }
    answer(&mut session, first, None);
    let next = asked(&session).unwrap();
    assert_eq!(next.innocent.get("promise.arrival"), Some(&vec!["保证明天到".to_owned()]));
}
