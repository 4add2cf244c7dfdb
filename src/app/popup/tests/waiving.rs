//! Findings that the agent says to be no problem.

use super::*;
use crate::check::Lessons;
use crate::draft::DraftMessage;
use crate::model::{ForbiddenWord, Innocent, SheetChange};
use crate::store::history::History;
use crate::store::paths::Paths;
use crate::store::{lessons, sheets, shops};

const REPLIES: &str = r#"
    (id: "own", title: "承诺", text: "亲，{快递|申通|顺丰}的，保证明天到。"),
    (id: "mixed", title: "混合", text: "亲，保证{到货日}到。"),
    (id: "filled", title: "备注", text: "亲，{备注}"),
    (id: "behind", title: "转达", text: "亲，请您{备注}"),
    (id: "leak", title: "泄露", text: "发给另一位买家的：13867451290"),
    (id: "word", title: "敏感", text: "好的小仙女"),
    (id: "two", title: "两处", parts: ["您放心，保证明天到", "全网最低价"]),
"#;

fn session() -> Session {
    let (pack, problems) =
        ron_file::parse_pack("t.ron", &format!(r#"(fields: ["到货日", "备注"], replies: [{REPLIES}])"#));
    assert_eq!(problems, []);
    let shop = Shop::new(vec![("店铺名".into(), "木棉".into())], Vec::new());
    let mut session = Session::with(vec![(Layer::Personal, pack)], &Settings::default());
    let word = ForbiddenWord { word: "小仙女".into(), ..ForbiddenWord::default() };
    session.act(Report::ShopsLoaded(ShopProfiles {
        shops: vec![shop],
        forbidden: vec![word],
        ..ShopProfiles::default()
    }));
    session.summon();
    session
}

fn found(session: &mut Session) -> Vec<String> {
    let findings = session.draft().unwrap().findings;
    findings.iter().map(|found| found.finding.code().to_owned()).collect()
}

/// What is to be written: the clauses that are innocent before and after.
fn written(session: &Session) -> Option<(Vec<String>, Vec<String>)> {
    let texts = |list: &[Innocent]| list.iter().map(|innocent| innocent.text.clone()).collect();
    session.effects.iter().find_map(|effect| {
        let Effect::ChangeInnocent(change) = effect else { return None };
        let SheetChange::Innocent(both) = &**change else { panic!("{change:?}") };
        Some((texts(&both.before), texts(&both.after)))
    })
}

fn list(clauses: &[&str]) -> Vec<String> {
    clauses.iter().map(|clause| (*clause).to_owned()).collect()
}

#[test]
fn one_key_keeps_the_clause_of_the_reply_as_innocent_in_the_shop_and_another_takes_it_back() {
    let mut session = session();
    session.find("承诺");
    session.fill("快递", "申通");
    assert_eq!(found(&mut session), ["promise.arrival"]);
    session.act(Action::Waive);
    let expected =
        Innocent {
            rule: "promise.arrival".into(), text: "保证明天到".into(), shops: vec!["木棉".into()]
        };
    let [Effect::ChangeInnocent(change), Effect::LearnRules(lessons)] = session.effects.as_slice() else {
        panic!("{:?}", session.effects)
    };
    let SheetChange::Innocent(both) = &**change else { panic!("{change:?}") };
    assert_eq!((both.before.as_slice(), both.after.as_slice()), (&[][..], &[expected][..]));
    let lessons = lessons.clone();
    assert_eq!(found(&mut session), [""; 0], "at once");
    session.act(Report::InnocentChanged(Ok(())));
    assert_eq!(session.popup.notice(), Some(&Notice::Innocent("保证明天到".into())));
    session.act(Report::RulesLearned { lessons, learned: None });
    // In whatever draft it is.
    session.find("两处");
    assert_eq!(found(&mut session), ["absolute.word"]);
    session.find("承诺");
    session.enter();
    assert_eq!(session.copied_text(), Some("亲，申通的，保证明天到。"));
    session.answer(Ok(()));

    session.summon();
    session.find("承诺");
    session.act(Action::TakeWaiverBack);
    assert_eq!(written(&session), Some((list(&["保证明天到"]), list(&[]))));
    assert_eq!(found(&mut session), ["promise.arrival"], "at once");
    session.act(Report::InnocentChanged(Ok(())));
    assert_eq!(session.popup.notice(), Some(&Notice::ProblemAgain));
    session.act(Action::TakeWaiverBack);
    assert!(session.effects.is_empty(), "nothing is left to take back");
}

#[test]
fn what_was_filled_in_stands_as_its_placeholder_in_the_clause() {
    let mut session = session();
    session.find("混合");
    session.fill("到货日", "明天");
    assert_eq!(found(&mut session), ["promise.arrival"]);
    session.act(Action::Waive);
    assert_eq!(written(&session), Some((list(&[]), list(&["保证{到货日}到"]))));
    session.fill("到货日", "后天");
    assert_eq!(found(&mut session), [""; 0]);
}

#[test]
fn what_was_found_in_a_value_is_waived_for_this_copy_alone() {
    for (query, copied) in [("备注", "亲，加微信聊"), ("转达", "亲，请您加微信聊")] {
        let mut session = session();
        session.find(query);
        session.fill("备注", "加微信聊");
        assert_eq!(found(&mut session), ["offplatform.contact"], "{query}");
        session.act(Action::Waive);
        assert_eq!(session.effects, [], "nothing is written");
        assert!(matches!(session.popup.notice(), Some(Notice::Waived(_))));
        assert_eq!(found(&mut session), [""; 0]);
        session.act(Action::TakeWaiverBack);
        assert_eq!(session.popup.notice(), Some(&Notice::ProblemAgain));
        assert_eq!(found(&mut session), ["offplatform.contact"]);
        session.act(Action::Waive);
        session.enter();
        assert_eq!(session.copied_text(), Some(copied));
        // Another selection, another opening: it is found again.
        session.find("承诺");
        session.find(query);
        assert_eq!(found(&mut session), ["offplatform.contact"]);
    }
}

#[test]
fn words_forms_and_what_may_be_somebodys_data_are_waived_for_this_copy_alone() {
    for (query, code) in [("泄露", "privacy.leak"), ("敏感", "shop.word")] {
        let mut session = session();
        session.find(query);
        assert_eq!(found(&mut session), [code]);
        session.act(Action::Waive);
        assert_eq!(session.effects, [], "{code}");
        assert_eq!(found(&mut session), [""; 0]);
        session.act(Action::Hide);
        session.summon();
        session.find(query);
        assert_eq!(found(&mut session), [code]);
    }
}

#[test]
fn each_change_builds_upon_the_one_before_and_one_that_fails_is_told_of_and_waived_here() {
    let mut session = session();
    session.find("两处");
    assert_eq!(found(&mut session), ["promise.arrival", "absolute.word"]);
    session.act(Action::Waive);
    assert_eq!(written(&session), Some((list(&[]), list(&["保证明天到"]))));
    session.act(Action::Waive);
    assert_eq!(written(&session), Some((list(&["保证明天到"]), list(&["保证明天到", "全网最低价"]))));
    session.act(Action::Waive);
    assert_eq!(session.effects, [], "there is nothing any more");
    session.act(Report::InnocentChanged(Ok(())));
    session.act(Report::InnocentChanged(Err(EditProblem::Changed)));
    assert_eq!(session.popup.notice(), Some(&Notice::InnocentNotChanged(EditProblem::Changed)));
    assert_eq!(found(&mut session), [""; 0]);
    session.find("承诺");
    session.find("两处");
    assert_eq!(found(&mut session), ["absolute.word"], "it is not in the file");
}

/// A reply that has values in every way in which it can, and what is filled in: nothing of it is anywhere else.
const FIELDS: &str = r#"(
    fields: ["到货日", "备注", "收货地"],
    replies: [
        (id: "all", title: "全部", parts: [
            "{姓名}您好，保证{到货日}到", "{片段:tail}", "您放心，保证{付款日期+3=M月d日}一定送到", "亲，请您{备注}",
            "寄到{地址}、{收货地}，订单{订单号}，退{金额}元，每次{=金额/4}元，{身高}，{手机号}，{剪贴板}",
        ]),
        (id: "tail", title: "尾巴", code: "tail", text: "{快递}保证明天到"),
    ],
)"#;

const VALUES: [(&str, &str); 9] = [
    ("姓名", "欧阳璟雯"),
    ("到货日", "明天上午九点一刻"),
    ("地址", "西厢路八百一十二号"),
    ("金额", "8642"),
    ("手机号", "13867451290"),
    ("身高", "163cm"),
    ("备注", "加微信聊，鼉鼊"),
    ("快递", "飞毛腿速运"),
    ("收货地", "鹭岛环岛路"),
];

/// In memory alone: parts of what was filled in and pasted.
const TRACES: [&str; 12] = [
    "欧阳璟雯",
    "九点一刻",
    "西厢路",
    "8642",
    "2160",
    "13867451290",
    "163cm",
    "鼉鼊",
    "飞毛腿",
    "鹭岛",
    "3214567890126789",
    "翡翠湾",
];

/// Does on the disk what effects ask for, as the threads of the program do.
fn carry_out(effects: &[Effect], paths: &Paths) -> Vec<Action> {
    let mut answers: Vec<Action> = Vec::new();
    for effect in effects {
        if let Effect::ChangeInnocent(change) = effect {
            sheets::change(&paths.library(), &paths.shops(), change).unwrap();
            let profiles = shops::load_all(&paths.shops()).profiles;
            answers.extend([Report::ShopsLoaded(profiles).into(), Report::InnocentChanged(Ok(())).into()]);
        } else if let Effect::LearnRules(lessons) = effect {
            // Not answered: it would make other promises innocent too.
            lessons::learned(&paths.lessons(), lessons).unwrap();
        } else if let Effect::RecordOverrides { rules } = effect {
            History::open(&paths.history()).unwrap().record_overrides(rules, 1).unwrap();
        } else if let Effect::RecordUse { reply_id, query, .. } = effect {
            let used =
                Use { reply_id: reply_id.clone(), at_seconds: 1, query: query.clone(), wording: Some(0) };
            History::open(&paths.history()).unwrap().record_use(&used).unwrap();
        }
    }
    answers
}

/// The contents of every file below a folder.
fn files(folder: &std::path::Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let of = |path: std::path::PathBuf| {
        if path.is_dir() { files(&path) } else { vec![(path.clone(), std::fs::read(&path).unwrap())] }
    };
    entries.flat_map(of).collect()
}

#[test]
fn nothing_that_was_filled_in_or_pasted_gets_into_a_file_whatever_is_said_to_be_no_problem() {
    let root = tempfile::tempdir().unwrap();
    let paths = Paths::below(root.path());
    std::fs::create_dir_all(paths.data()).unwrap();
    let (pack, problems) = ron_file::parse_pack("t.ron", FIELDS);
    assert_eq!(problems, []);
    let settings = Settings { reads_clipboard: true, ..Settings::default() };
    let mut session = Session::with(vec![(Layer::Personal, pack)], &settings);
    let mut said = 0;
    for is_rewritten in [false, true] {
        let opening = session.open();
        session.clipboard_has(opening, "订单号3214567890126789，收件地址翡翠湾三栋");
        session.find("全部");
        session.act(Action::TakeOffers);
        for (name, value) in VALUES {
            session.fill(name, value);
        }
        session.fill("付款日期", "11-20");
        if is_rewritten {
            session.act(Action::Rewrite);
        }
        for _ in 0..40 {
            session.act(Action::Waive);
            said += usize::from(written(&session).is_some());
            let effects = session.effects.clone();
            for answer in carry_out(&effects, &paths) {
                session.act(answer);
            }
        }
        let draft = session.draft().unwrap();
        assert_eq!((draft.findings.len(), draft.gaps().len()), (0, 0));
        let shown = draft.messages.iter().map(|message| match message {
            DraftMessage::Text(filled) => filled.text().unwrap(),
            DraftMessage::Image(_) => String::new(),
        });
        let shown: String = shown.collect();
        assert!(TRACES.iter().all(|trace| shown.contains(trace)), "{shown}");
        session.enter();
        let effects = session.answer(Ok(())).to_vec();
        carry_out(&effects, &paths);
        session.act(Action::Hide);
    }
    assert!(said >= 1, "nothing was kept");
    let profiles = shops::load_all(&paths.shops()).profiles;
    let all = Lessons::of(&Library::default(), &profiles, None);
    lessons::learned(&paths.lessons(), &all).unwrap();
    let files = files(root.path());
    assert!(files.len() >= 3, "{files:?}");
    let kept = std::fs::read_to_string(paths.shops()).unwrap();
    assert!(["{到货日}", "{快递}", "{付款日期}"].iter().any(|field| kept.contains(field)), "{kept}");
    for (path, bytes) in files {
        for trace in TRACES {
            let is_there = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
            assert!(!is_there, "{} has {trace}", path.display());
        }
    }
}
