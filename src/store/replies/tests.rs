use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::model::{Message, Wording};
use crate::store::{atomic, libraries};
use crate::template::calendar::DayKind;
use crate::template::{Moment, Trade, When};

const NOW: DateTime = date(2026, 11, 22).at(10, 0, 0, 0);

fn replies_of(text: &str) -> Vec<Reply> {
    ron_file::parse_pack("r.ron", text).0.replies
}

fn reply_of(text: &str, id: &str) -> Reply {
    replies_of(text).into_iter().find(|reply| reply.id == id).unwrap()
}

/// The text with one reply changed.
fn edited(text: &str, id: &str, edit: impl FnOnce(&mut Reply)) -> String {
    let before = reply_of(text, id);
    let mut after = before.clone();
    edit(&mut after);
    let change = ReplyChange { before: Some(before), after: Some(after), place: Place::ByCategory };
    changed("r.ron", text, &[change]).unwrap()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn wording(texts: &[&str]) -> Wording {
    Wording {
        messages: texts.iter().map(|text| Message::Text((*text).into())).collect(),
        ..Wording::default()
    }
}

const OWN: &str = r##"// 我的
(replies: [
  (id: "a", title: "甲", stage: "售前/价格", text: "一。 二\"。"), // 一
  /* 二 */ (title: "乙", code: "yi", tags: ["x", "y"], // 标签
      asks: [
          "问一", // 常见
          r#"问"二""#,
      ],
      variants: ["x", r#"三。四"#, (when: (days: "weekend"), text: "五。六"), ["七。八"]], note: r"记"),
  // 坏的也留着
  (title: "没有正文"),
  (title: "丙", stage: "售后", parts: ["九。", (image: "a.png")]),
])
"##;

#[test]
fn what_a_newer_program_has_written_stays_whatever_is_changed_around_it() {
    const NEWER: &str = r#"(colour: "red", replies: [
  (id: "a", title: "甲", mood: (by: "b"), parts: ["一", (image: "a.png", alt: "图")]),
  (id: "b", title: "乙", variants: [(text: "二", weight: 3), (when: (days: "weekend"), text: "三", /* 四 */ weight: 4), "五"]),
  (id: "c", title: "丙", variants: [(image: "c.png", alt: "丙"), "八"]),
])"#;
    type Case = (&'static str, fn(&mut Reply));
    let cases: [Case; 9] = [
        ("c", |reply| reply.wordings[0].messages[0] = Message::Image("d.png".into())),
        ("a", |reply| reply.title = "甲甲".into()),
        ("a", |reply| reply.wordings[0].messages[1] = Message::Image("b.png".into())),
        ("a", |reply| reply.wordings[0].messages.reverse()),
        ("b", |reply| reply.wordings[0] = wording(&["六"])),
        ("b", |reply| reply.wordings[0] = wording(&["六", "七"])),
        ("b", |reply| reply.wordings[1].when = When::default()),
        ("b", |reply| reply.wordings[0].when.days = vec![DayKind::Weekend]),
        ("b", |reply| reply.wordings[2] = wording(&["六"])),
    ];
    for (id, edit) in cases {
        let text = edited(NEWER, id, edit);
        for kept in
            ["colour: \"red\"", "mood: (by: \"b\")", "alt: \"图\"", "alt: \"丙\"", "weight: 3", "weight: 4"]
        {
            assert_eq!(text.matches(kept).count(), 1, "{kept} in {text}");
        }
    }
    // It goes where its wording goes.
    let text = edited(NEWER, "b", |reply| reply.wordings.swap(0, 2));
    assert!(
        text.contains("variants: [\"五\", (when:") && text.contains("(text: \"二\", weight: 3)]"),
        "{text}"
    );
}

#[test]
fn what_is_not_known_of_an_image_stays_when_one_wording_becomes_several() {
    let text = r#"(replies: [(id: "a", title: "甲", parts: ["一", (image: "a.png", alt: "图")])])"#;
    let edited = edited(text, "a", |reply| reply.wordings.push(wording(&["二"])));
    let expected = "variants: [\n    [\"一\", (image: \"a.png\", alt: \"图\")],\n    \"二\",\n]";
    assert_eq!(edited, text.replace(r#"parts: ["一", (image: "a.png", alt: "图")]"#, expected));
    let text = edited;
    let back = self::edited(&text, "a", |reply| drop(reply.wordings.pop()));
    assert!(back.contains(r#"(image: "a.png", alt: "图")"#), "{back}");
}

#[test]
fn a_condition_that_is_not_known_is_named_when_the_wordings_cannot_be_changed() {
    let text =
        "(replies: [(title: \"甲\", variants: [\"一\",\n  (when: (weather: \"rain\"), text: \"二\")])])";
    let before = replies_of(text).remove(0);
    let after = Reply { wordings: vec![wording(&["三"])], ..before.clone() };
    let change =
        |after: Reply| ReplyChange { before: Some(before.clone()), after: Some(after), place: Place::First };
    let Err(EditError::Mistake(found)) = changed("r.ron", text, &[change(after)]) else { panic!() };
    let name = "weather".to_owned();
    assert_eq!(found.problem, Problem::UnknownField { name, suggestion: None });
    assert_eq!(found.location(), "r.ron:2:11");
    // What has nothing to do with it can be changed.
    let noted = Reply { note: Some("记".into()), ..before.clone() };
    assert!(changed("r.ron", text, &[change(noted)]).unwrap().contains("note: \"记\""));
}

#[test]
fn a_file_of_a_newer_format_is_not_written() {
    for format in ["2", "1.1"] {
        let text = format!("(format: {format}, replies: [(id: \"a\", title: \"甲\", text: \"一\")])");
        let before = reply_of(&text, "a");
        let change = ReplyChange { before: Some(before), ..ReplyChange::default() };
        let Err(EditError::Mistake(found)) = changed("r.ron", &text, &[change]) else { panic!("{format}") };
        assert_eq!((found.problem.code(), found.location().as_str()), ("format.newer", "r.ron:1:10"));
    }
}

#[test]
fn a_change_touches_what_it_changes_and_nothing_else() {
    type Case = (&'static str, fn(&mut Reply), &'static str, &'static str);
    let cases: [Case; 16] = [
        ("a", |reply| reply.title = "甲甲".into(), "\"甲\"", "\"甲甲\""),
        ("a", |reply| reply.category = String::new(), " stage: \"售前/价格\",", ""),
        ("a", |reply| reply.code = Some("jj".into()), "\"售前/价格\",", "\"售前/价格\", code: \"jj\","),
        ("a", |reply| reply.note = Some("记".into()), "二\\\"。\"", "二\\\"。\", note: \"记\""),
        ("a", |reply| reply.wordings = vec![wording(&["一"])], "\"一。 二\\\"。\"", "\"一\""),
        (
            "a",
            |reply| reply.wordings = vec![wording(&["一", "二"])],
            "text: \"一。 二\\\"。\"",
            "parts: [\"一\", \"二\"]",
        ),
        ("yi", |reply| reply.tags.remove(0).clear(), "[\"x\", \"y\"]", "[\"y\"]"),
        ("yi", |reply| reply.tags.clear(), " tags: [\"x\", \"y\"],", ""),
        (
            "yi",
            |reply| reply.questions.push("问三".into()),
            "          r#\"问\"二\"\"#,\n",
            "          r#\"问\"二\"\"#,\n          \"问三\",\n",
        ),
        ("yi", |reply| reply.questions.remove(0).clear(), "          \"问一\", // 常见\n", ""),
        ("yi", |reply| reply.wordings[1] = wording(&["五\"。四"]), "r#\"三。四\"#", "r#\"五\"。四\"#"),
        (
            "yi",
            |reply| reply.wordings[2].messages = wording(&["五", "六"]).messages,
            "text: \"五。六\"",
            "parts: [\"五\", \"六\"]",
        ),
        ("yi", |reply| reply.wordings[3] = wording(&["七", "八"]), "[\"七。八\"]", "[\"七\", \"八\"]"),
        ("yi", |reply| drop(reply.wordings.remove(1)), "r#\"三。四\"#, ", ""),
        ("yi", |reply| reply.note = Some("记\"".into()), "r\"记\"", "\"记\\\"\""),
        (
            "t-4e19",
            |reply| reply.wordings[0].messages[1] = Message::Text("十".into()),
            "(image: \"a.png\")",
            "\"十\"",
        ),
    ];
    for (id, edit, old, new) in cases {
        assert!(OWN.contains(old), "{old}");
        assert_eq!(edited(OWN, id, edit), OWN.replace(old, new), "{id} {old}");
    }
}

#[test]
fn the_public_holidays_of_a_library_stay_as_they_were_written() {
    let text = "(\n  calendar: [ // 团队\n    \"notice 2028\",\n    \"off 2028-05-01\", // 还没写完\n  ],\n  replies: [\n    (id: \"a\", title: \"甲\", text: \"一\"),\n  ],\n)\n";
    let changed = edited(text, "a", |reply| reply.title = "乙".to_owned());
    assert_eq!(changed, text.replace("甲", "乙"));
}

#[test]
fn what_is_blank_is_not_written() {
    let blank = Some(" ".to_owned());
    let reply = Reply { title: "甲".into(), code: blank.clone(), note: blank, ..Reply::default() };
    let written = schema::reply::write(&reply, Layout { indent: "", line_break: "\n" });
    assert_eq!(written, "(\n    title: \"甲\",\n)");
}

#[test]
fn a_made_up_id_is_written_down_before_it_would_change() {
    let text = edited(OWN, "t-4e19", |reply| reply.title = "丁".into());
    assert_eq!(text, OWN.replace("(title: \"丙\"", "(id: \"t-4e19\", title: \"丁\""));
    let text = edited(OWN, "yi", |reply| reply.code = None);
    assert_eq!(text, OWN.replace("(title: \"乙\", code: \"yi\",", "(id: \"yi\", title: \"乙\","));
}

#[test]
fn of_replies_with_one_title_each_keeps_its_id_whichever_is_changed_or_goes() {
    let text = "(replies: [\n  (title: \"长\", text: \"一\"),\n  (title: \"长\", text: \"二\"), // 二\n  (title: \"长\", text: \"三\"),\n])\n";
    let [first, second, third] = ["t-957f", "t-957f.2", "t-957f.3"];
    let cut = edited(text, second, |reply| reply.wordings = vec![wording(&["二", "二"])]);
    assert_eq!(cut, text.replace("text: \"二\"", "parts: [\"二\", \"二\"]"));
    let without = |id: &str| {
        let gone = ReplyChange { before: Some(reply_of(text, id)), ..ReplyChange::default() };
        replies_of(&changed("r.ron", text, &[gone]).unwrap())
    };
    for (gone, left) in [(first, [second, third]), (second, [first, third]), (third, [first, second])] {
        assert_eq!(without(gone), left.map(|id| reply_of(text, id)), "{gone}");
    }
}

#[test]
fn a_made_up_id_is_none_that_another_reply_is_given() {
    let text = "(replies: [(title: \"长\", text: \"一\"), (id: \"t-957f\", title: \"长\", text: \"二\")])";
    let (pack, problems) = ron_file::parse_pack("r.ron", text);
    let ids: Vec<&str> = pack.replies.iter().map(|reply| reply.id.as_str()).collect();
    assert_eq!((ids, problems), (vec!["t-957f.2", "t-957f"], Vec::new()));
}

#[test]
fn what_is_wrong_is_told_of_the_one_reply_where_several_have_its_title() {
    let text = "(replies: [(title: \"长\", text: \"{片段:短}\"), (title: \"长\", text: \"{订单号\"), (title: \"短\", text: \"{片段:t-957f.2}\")])";
    let problems = ron_file::parse_pack("r.ron", text).1;
    let told: Vec<_> = problems.iter().map(|found| (found.reply.as_deref(), found.problem.code())).collect();
    assert_eq!(told, [(Some("t-957f.2"), "placeholder.unclosed")]);
}

#[test]
fn a_condition_is_written_as_it_is_read() {
    let when = When {
        days: vec![DayKind::Weekend, DayKind::Holiday],
        before: Some(Moment::CutOff),
        after: Some(Moment::At(jiff::civil::Time::MAX)),
        from: Some(date(2026, 11, 1).at(0, 0, 0, 0)),
        until: Some(date(2026, 11, 12).at(20, 30, 0, 0)),
        shops: texts(&["木\"棉"]),
        trades: [Trade::Shoes, Trade::Clothes].into_iter().collect(),
    };
    let wording = Wording { when, ..wording(&["一"]) };
    let text = edited(OWN, "a", |reply| {
        reply.wordings.push(wording);
        reply.expires = Some(date(2026, 12, 1).at(0, 0, 0, 0));
    });
    let expected = "(when: (days: [\"weekend\", \"holiday\"], before: \"cutoff\", after: \"24:00\", from: \"2026-11-01\", until: \"2026-11-12T20:30\", shops: [\"木\\\"棉\"], trades: [\"clothes\", \"shoes\"]), text: \"一\")";
    assert!(text.contains(expected) && text.contains("expires: \"2026-11-30\""), "{text}");
}

#[test]
fn a_new_reply_goes_where_its_neighbours_are() {
    let new =
        Reply { id: "n".into(), title: "新".into(), wordings: vec![wording(&["文"])], ..Reply::default() };
    let add = |category: &str, place: Place, text: &str| {
        let after = Some(Reply { category: category.into(), ..new.clone() });
        changed("r.ron", text, &[ReplyChange { before: None, after, place }]).unwrap()
    };
    let source = |category: &str, indent: &str| {
        let stage =
            if category.is_empty() { String::new() } else { format!("{indent}    stage: \"{category}\",\n") };
        format!(
            "{indent}(\n{indent}    id: \"n\",\n{indent}    title: \"新\",\n{stage}{indent}    text: \"文\",\n{indent}),\n"
        )
    };
    let behind =
        |anchor: &str, category: &str| OWN.replace(anchor, &(anchor.to_owned() + &source(category, "  ")));
    for category in ["售前/价格", "售前", "售前/尺码"] {
        assert_eq!(add(category, Place::ByCategory, OWN), behind(" // 一\n", category), "{category}");
    }
    for category in ["售后/退款", "别的"] {
        assert_eq!(add(category, Place::ByCategory, OWN), behind("\"a.png\")]),\n", category), "{category}");
    }
    assert_eq!(add("售后", Place::First, OWN), behind("(replies: [\n", "售后"));
    assert_eq!(add("售后", Place::Behind("a".into()), OWN), behind(" // 一\n", "售后"));
    assert_eq!(
        add("", Place::Behind("gone".into()), BEGINNING.new),
        BEGINNING.new.replace("[\n", &format!("[\n{}", source("", "        ")))
    );
    assert_eq!(
        add("", Place::ByCategory, "(name: \"空\")"),
        format!("(name: \"空\", replies: [\n{}])", source("", "    "))
    );
    let crlf = OWN.replace('\n', "\r\n");
    assert!(!add("售后", Place::First, &crlf).replace("\r\n", "").contains('\n'));
}

#[test]
fn replies_are_taken_out_and_changed_in_one_go() {
    let text = OWN.to_owned();
    let gone = |id: &str| ReplyChange { before: Some(reply_of(&text, id)), ..ReplyChange::default() };
    let mut after = reply_of(&text, "t-4e19");
    after.category = "售后/物流".into();
    let moved =
        ReplyChange { before: Some(reply_of(&text, "t-4e19")), after: Some(after), place: Place::First };
    let result = changed("r.ron", &text, &[gone("a"), moved]).unwrap();
    let expected = OWN
        .replace("  (id: \"a\", title: \"甲\", stage: \"售前/价格\", text: \"一。 二\\\"。\"), // 一\n", "")
        .replace("stage: \"售后\"", "stage: \"售后/物流\"");
    assert_eq!(result, expected);
    let nothing = changed("r.ron", &text, &[gone("a"), gone("yi"), gone("t-4e19")]).unwrap();
    assert!(
        replies_of(&nothing).is_empty() && nothing.contains("// 坏的也留着\n  (title: \"没有正文\"),"),
        "{nothing}"
    );
}

#[test]
fn what_was_changed_meanwhile_is_left_alone_and_so_is_a_broken_file() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("replies.ron");
    let before = reply_of(OWN, "a");
    let after = Reply { title: "别的".into(), ..before.clone() };
    let edit = ReplyChange { before: Some(before), after: Some(after.clone()), place: Place::ByCategory };
    let added = ReplyChange { before: None, ..edit.clone() };
    let cases = [
        (OWN.replace("\"甲\"", "\"甲二\""), &edit),
        (BEGINNING.new.to_owned(), &edit),
        (OWN.to_owned(), &added),
    ];
    for (text, change) in cases {
        atomic::write(&path, text.as_bytes()).unwrap();
        assert!(matches!(super::change(&path, std::slice::from_ref(change), NOW), Err(EditError::Changed)));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    // A code that another reply has stays with both.
    let double = Reply { code: Some("yi".into()), id: "b".into(), ..after };
    let double = ReplyChange { before: None, after: Some(double), place: Place::ByCategory };
    let saved = changed("r", OWN, &[double]).unwrap();
    assert_eq!(reply_of(&saved, "b").code.as_deref(), Some("yi"));
    let broken = "(replies: [(title: \"甲\" text)])";
    atomic::write(&path, broken.as_bytes()).unwrap();
    assert!(matches!(super::change(&path, &[edit], NOW), Err(EditError::Mistake(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
}

#[test]
fn the_starter_library_is_written_as_it_stands() {
    let replies = libraries::starter().replies;
    let mut text = BEGINNING.new.to_owned();
    let add =
        |reply: &Reply| ReplyChange { before: None, after: Some(reply.clone()), place: Place::ByCategory };
    text = changed("r", &text, &replies.iter().map(add).collect::<Vec<_>>()).unwrap();
    assert_eq!(replies_of(&text).len(), replies.len());
    for reply in &replies {
        assert_eq!(reply_of(&text, &reply.id), *reply);
    }
}

#[test]
fn what_is_taken_out_is_in_the_trash_as_it_was_written_until_it_is_back_or_too_old() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("replies.ron");
    atomic::write(&path, OWN.as_bytes()).unwrap();
    let day = |days: i64| NOW.checked_add(jiff::ToSpan::days(days)).unwrap();
    let reply = reply_of(OWN, "yi");
    let gone = ReplyChange { before: Some(reply.clone()), ..ReplyChange::default() };
    super::change(&path, std::slice::from_ref(&gone), NOW).unwrap();
    let entries = trash::load(&Disk, &path).unwrap();
    assert_eq!((entries.len(), entries[0].reply()), (1, Some(reply)));
    assert!(OWN.contains(&entries[0].source) && entries[0].source.contains("// 常见"));
    // Back again: it is in one place only.
    super::change(&path, &[gone.inverse()], day(1)).unwrap();
    assert_eq!(trash::load(&Disk, &path).unwrap(), []);
    super::change(&path, &[gone], day(2)).unwrap();
    for (id, days, left) in [("a", 32, 2), ("t-4e19", 33, 2)] {
        let text = std::fs::read_to_string(&path).unwrap();
        let gone = ReplyChange { before: Some(reply_of(&text, id)), ..ReplyChange::default() };
        super::change(&path, &[gone], day(days)).unwrap();
        assert_eq!(trash::load(&Disk, &path).unwrap().len(), left, "day {days}");
    }
    // One that cannot be read is left alone, and nothing is deleted.
    let before = std::fs::read_to_string(&path).unwrap();
    atomic::write(&trash::path_of(&path), b"(format: 9, deleted: [])").unwrap();
    let reply =
        Reply { id: "n".into(), title: "新".into(), wordings: vec![wording(&["文"])], ..Reply::default() };
    let add = ReplyChange { after: Some(reply), ..ReplyChange::default() };
    assert!(matches!(super::change(&path, &[add], NOW), Err(EditError::Mistake(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
}

#[test]
fn what_comes_back_from_the_trash_is_as_it_was_written() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("replies.ron");
    atomic::write(&path, OWN.as_bytes()).unwrap();
    let before = reply_of(OWN, "yi");
    let place = Place::Behind("a".into());
    let gone = ReplyChange { before: Some(before), after: None, place };
    super::change(&path, std::slice::from_ref(&gone), NOW).unwrap();
    super::change(&path, &[gone.inverse()], NOW).unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    assert!(written.contains("          \"问一\", // 常见\n          r#\"问\"二\"\"#,\n"), "{written}");
    assert_eq!(replies_of(&written), replies_of(OWN));
}

type Edit = fn(&mut Reply);

#[test]
fn a_blank_text_or_a_list_within_a_list_keeps_no_reply_from_being_edited() {
    for body in [
        "text: \"a\", tags: [\"x\", \" \"], asks: [\"\", \"问\"], next: [\" \"]",
        "variants: [\"\", \"a\", (when: (before: \"15:00\"), text: \"b\"), []]",
        "variants: [[\"\", \"a\"], (text: \"\"), (when: (before: \"15:00\"), parts: [\"\", \"b\"])]",
        "parts: [\"\", \"a\", \" \", \"b\"]",
        "parts: [\"\", [\"a\", \"b\"]]",
        "text: [[\"a\", \"\"], \"b\"]",
    ] {
        let text = format!("(replies: [(id: \"a\", title: \"甲\", {body}), (title: \"乙\", text: \"z\")])");
        let mut edits: Vec<fn(&mut Reply)> = vec![
            |reply| reply.tags = texts(&["新", "y"]),
            |reply| reply.questions.push("又问".into()),
            |reply| reply.next = texts(&["b"]),
            |reply| reply.wordings.push(wording(&["c", "d"])),
            |reply| reply.wordings[0].messages[0] = Message::Text("新".into()),
            |reply| reply.wordings = vec![wording(&["只有"])],
        ];
        edits.push(|reply| drop(reply.wordings.last_mut().unwrap().messages.pop()));
        for edit in edits {
            let mut expected = reply_of(&text, "a");
            edit(&mut expected);
            if expected.clone().tidied() == expected {
                let edited = edited(&text, "a", edit);
                assert_eq!(reply_of(&edited, "a"), expected, "{edited}");
                assert!(edited.ends_with(", (title: \"乙\", text: \"z\")])"), "{edited}");
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_not_written_away() {
    let text = r#"(replies: [
        (id: "a", title: "甲", variants: ["平时", (when: (days: ["周未"]), text: "周末")]),
        (id: "b", title: "乙", parts: ["一", (image: "/etc/x"), "二"]),
        (id: "c", title: "丙", tags: ["x", 3], text: "文"),
    ])"#;
    let cases: [(&str, Edit, Edit); 3] = [
        ("a", |reply| reply.title = "别的".into(), |reply| reply.wordings = vec![wording(&["平时呀"])]),
        ("b", |reply| reply.note = Some("记".into()), |reply| reply.wordings = vec![wording(&["一", "三"])]),
        ("c", |reply| reply.wordings = vec![wording(&["新"])], |reply| reply.tags = texts(&["x", "y"])),
    ];
    for (id, harmless, harmful) in cases {
        let before = reply_of(text, id);
        for (edit, is_done) in [(harmless, true), (harmful, false)] {
            let mut after = before.clone();
            edit(&mut after);
            let change =
                ReplyChange { before: Some(before.clone()), after: Some(after), place: Place::ByCategory };
            let result = changed("r", text, &[change]);
            assert_eq!(result.is_ok(), is_done, "{id} {result:?}");
        }
    }
}

fn any_text() -> impl Strategy<Value = String> {
    "[a-c中文\"\\\\{}#,\\[\\]()/ \n]{0,8}"
}

fn any_wording() -> impl Strategy<Value = Wording> {
    let message =
        prop_oneof![3 => any_text().prop_map(Message::Text), 1 => Just(Message::Image("img/a.png".into()))];
    let when = prop_oneof![
        3 => Just(When::default()),
        1 => Just(When { days: vec![DayKind::Weekend], ..When::default() }),
        1 => Just(When { trades: [Trade::Tea].into_iter().collect(), ..When::default() }),
        1 => Just(When { after: Some(Moment::CutOff), shops: vec!["店\"".into()], ..When::default() }),
    ];
    (prop::collection::vec(message, 1..3), when).prop_map(|(messages, when)| Wording { messages, when })
}

/// A reply without an id. Its title is never blank, nor are its texts.
fn any_reply() -> impl Strategy<Value = Reply> {
    let lists = || prop::collection::vec(any_text(), 0..4);
    let wordings = prop::collection::vec(any_wording(), 1..4);
    let trades = prop_oneof![Just(Vec::new()), Just(vec![Trade::Food]), Just(vec![Trade::Food, Trade::Tea])];
    (any_text(), any_text(), lists(), lists(), wordings, prop::option::of(any_text()), any::<bool>(), trades)
        .prop_map(|(title, category, tags, questions, mut wordings, note, expires, trades)| {
            wordings.push(wording(&["文"]));
            let title = format!("题{title}");
            let expires = expires.then(|| date(2026, 12, 1).at(0, 0, 0, 0));
            let trades = trades.into();
            Reply { title, category, trades, tags, questions, wordings, note, expires, ..Reply::default() }
                .tidied()
        })
}

/// A reply as somebody might write it: on one line or several, with comments, raw strings and an id or none.
fn source_of(reply: &Reply, style: u8) -> String {
    let layout = Layout { indent: "  ", line_break: "\n" };
    let source = schema::reply::write(reply, layout);
    match style % 4 {
        0 => source,
        1 => source.replace(",\n", ", // 注 \"(\n"),
        2 => {
            let lines: Vec<&str> = source.split('\n').map(str::trim).collect();
            lines.join(" ")
        }
        _ => source.replace('\n', "\n/* [ */ "),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1500), ..ProptestConfig::default() })]
    #[test]
    fn everything_outside_the_edited_reply_stays_and_it_reads_back_as_meant(
        originals in prop::collection::vec((any_reply(), any::<u8>(), any::<bool>()), 1..5),
        separator in prop_oneof![Just(", "), Just(",\n  "), Just(", // 间\n"), Just(" ,\n\n/* 间 */ ")],
        end in prop_oneof![Just(""), Just(","), Just(", // 末\n"), Just("\n")],
        target in any::<prop::sample::Index>(),
        new in any_reply(),
        deed in 0..4_u8,
        is_crlf in any::<bool>(),
    ) {
        let named = |(idx, (reply, style, has_id)): (usize, &(Reply, u8, bool))| {
            let id = if *has_id { format!("r{idx}") } else { String::new() };
            source_of(&Reply { id, ..reply.clone() }, *style)
        };
        let sources: Vec<String> = originals.iter().enumerate().map(named).collect();
        let text = format!("// 头\n(format: 1, replies: [{}{end}], name: \"库\")\n// 尾", sources.join(separator));
        let text = if is_crlf { text.replace('\n', "\r\n") } else { text };
        let before = replies_of(&text);
        prop_assert_eq!(before.len(), originals.len(), "{}", text);
        let target = target.index(before.len());
        let old = &before[target];
        let (change, mut expected) = (ReplyChange { before: Some(old.clone()), ..ReplyChange::default() }, before.clone());
        let change = match deed {
            0 => {
                expected[target] = Reply { id: old.id.clone(), ..new };
                ReplyChange { after: Some(expected[target].clone()), ..change }
            }
            1 => {
                // One thing alone.
                expected[target].wordings[0].messages = vec![Message::Text("只改\n这里".into())];
                ReplyChange { after: Some(expected[target].clone()), ..change }
            }
            2 => {
                expected.remove(target);
                change
            }
            _ => {
                let new = Reply { id: "new".into(), ..new };
                expected.insert(target + 1, new.clone());
                ReplyChange { before: None, after: Some(new), place: Place::Behind(old.id.clone()) }
            }
        };
        let after = changed("r", &text, std::slice::from_ref(&change)).unwrap();
        prop_assert_eq!(replies_of(&after), expected, "{}\n->\n{}", text, after);
        // Every other reply with its comments, and what is outside the list, byte for byte.
        let line_ends = |text: &str| if is_crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        for (idx, source) in sources.iter().enumerate() {
            let source = line_ends(source);
            // A made-up id is written down where it would go over to another one when a reply goes.
            let head = |reply: &Reply| reply.title.chars().take(16).collect::<String>();
            let goes_over = deed == 2 && head(&before[idx]) == head(old);
            let with_id = schema::reply::with_id(&source, &before[idx].id).unwrap();
            let stays = after.contains(&source) || goes_over && after.contains(&with_id);
            prop_assert!(idx == target || stays, "{}\n->\n{}", text, after);
        }
        let tail = line_ends("], name: \"库\")\n// 尾");
        prop_assert!(after.starts_with(&line_ends("// 头\n(format: 1, replies: [")) && after.ends_with(&tail));
        if deed == 0 || deed == 1 {
            // What is before and after it is all there was.
            let span_of = |text: &str| ron_file::reply_spans(text)[target].clone();
            let (old_span, new_span) = (span_of(&text), span_of(&after));
            prop_assert_eq!(text.get(..old_span.start), after.get(..new_span.start));
            prop_assert_eq!(text.get(old_span.end..), after.get(new_span.end..));
        }
    }
}

#[test]
fn scenarios_are_written_as_they_were_where_that_can_be() {
    let file = |scenario: &str| {
        format!("(replies: [\n    (id: \"a\", title: \"甲\",{scenario} text: \"一\"), // 一\n])")
    };
    let cases: [(&str, &[&str], &str); 6] = [
        (" scenario: \"x\",", &["y"], " scenario: \"y\","),
        (" scenario: \"x\",", &["x", "y"], " scenario: [\"x\", \"y\"],"),
        (" scenario: [/* 二 */ \"x\", \"y\"],", &["x"], " scenario: [/* 二 */ \"x\"],"),
        (" scenario: [\"x\"],", &["x", "y"], " scenario: [\"x\", \"y\"],"),
        (" scenario: \"x\",", &[], ""),
        ("", &["x"], " scenario: \"x\","),
    ];
    for (before, scenarios, after) in cases {
        let text = file(before);
        let reply = ron_file::parse_pack("s.ron", &text).0.replies.remove(0);
        let new = scenarios.iter().map(|id| (*id).to_owned()).collect();
        let changed_reply = Reply { scenarios: new, ..reply.clone() };
        let change =
            ReplyChange { before: Some(reply), after: Some(changed_reply), place: Place::ByCategory };
        assert_eq!(changed("s.ron", &text, &[change]).unwrap(), file(after), "{before}");
    }
}
