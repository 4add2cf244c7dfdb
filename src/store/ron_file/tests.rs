use super::*;
use crate::model::Part;

/// `line:column code` of every diagnostic, one a line.
fn problems(text: &str) -> String {
    let (_, found) = parse_pack("my.ron", text);
    let lines: Vec<_> = found
        .iter()
        .map(|d| {
            d.place.as_ref().map_or(String::from("-"), |p| format!("{}:{}", p.line, p.column))
                + " "
                + d.problem.code()
        })
        .collect();
    lines.join("\n")
}

fn titles(text: &str) -> Vec<String> {
    parse_pack("my.ron", text).0.replies.into_iter().map(|reply| reply.title).collect()
}

/// A library of three replies whose middle one is `broken`.
fn around(broken: &str) -> String {
    format!(
        "(\n    format: 1,\n    replies: [\n        (id: \"a\", title: \"前\", text: \"一\"),\n        {broken},\n        (\n            id: \"c\", title: \"后\",\n            text: \"三\",\n        ),\n    ],\n)\n"
    )
}

#[test]
fn a_library_written_with_everything_is_read() {
    let text = r##"#![enable(implicit_some)]
    // the user's comment
    (
        format: 1, id: "my", name: "我的话术", version: "2", author: "小棉", license: "CC0-1.0",
        fields: ["礼物", (name: "快递", default: "申通", choices: ["申通", "顺丰"])],
        replies: [
            Reply(
                id: "ship.1", title: "催\"发\"货", stage: "售中/发货/催单", scenario: Some("insale.urge_shipping"),
                code: "cfh", tags: ["发货", "快"], asks: "怎么还没发", note: None,
                variants: [
                    "亲，{订单号}",
                    ["第一条", r#"第"二"条"#, (image: "img/a.png")],
                    (parts: ["只一条"]),
                    (text: "一句"),
                ],
            ),
        ],
    )"##;
    let (pack, found) = parse_pack("my.ron", text);
    assert_eq!(found, []);
    assert_eq!((pack.id.as_str(), pack.fields.len(), pack.fields[1].choices.len()), ("my", 2, 2));
    let reply = &pack.replies[0];
    assert_eq!((reply.title.as_str(), reply.stage(), reply.note.as_deref()), ("催\"发\"货", "售中", None));
    assert_eq!(reply.scenario.as_deref(), Some("insale.urge_shipping"));
    assert_eq!(reply.asks, ["怎么还没发"]);
    assert_eq!(reply.variants.len(), 4);
    assert_eq!(
        reply.variants[1].parts[1..],
        [Part::Text("第\"二\"条".into()), Part::Image("img/a.png".into())]
    );
}

#[test]
fn a_reply_needs_a_title_and_a_text_only() {
    let (pack, found) = parse_pack(
        "my.ron",
        "(replies: [(title: \"催发货\", text: \"在发\"), (title: \"查\", code: \"cc\", text: \"一\")])",
    );
    assert_eq!(found, []);
    assert_eq!((pack.replies[0].id.as_str(), pack.replies[1].id.as_str()), ("t-50ac-53d1-8d27", "cc"));
}

#[test]
fn one_bad_reply_never_hides_the_others() {
    let cases = [
        ("(id: \"b\" title: \"中\", text: \"二\")", "5:18 format.syntax"),
        ("(id: \"b\", title = \"中\", text: \"二\")", "5:25 format.syntax"),
        ("(id: \"b\", title: \"中\", text: \"二)", "5:37 format.syntax"),
        ("(id: \"b\", title: \"中\", text: \"二\"", "6:9 format.syntax"),
        ("(id: \"b\", title: \"中\", text: [\"二\")", "5:41 format.syntax"),
        ("(id: \"b\", title: \"中\", text: \"\\q\")", "5:37 format.syntax"),
        ("(id: \"b\", title: \"中\", text: 二 三)", "5:39 format.syntax"),
        ("\"not a reply\"", "5:9 format.wrong-type"),
        ("(id: \"b\", text: \"二\")", "5:9 format.missing-field"),
        ("(id: \"b\", title: \"中\")", "5:9 format.no-text"),
        ("(id: \"b\", title: \"中\", text: \" \")", "5:37 format.no-text"),
        ("(id: \"坏\", title: \"中\", text: \"二\")", "5:14 format.invalid-id"),
        ("(id: \"a\", title: \"中\", text: \"二\")", "5:14 format.duplicate-id"),
        ("(id: \"b\", title: 7, text: \"二\")", "5:26 format.wrong-type"),
    ];
    for (broken, expected) in cases {
        let text = around(broken);
        assert_eq!(problems(&text), expected, "{broken}");
        assert_eq!(titles(&text), ["前", "后"], "{broken}");
    }
}

#[test]
fn what_is_probably_a_slip_is_named_and_the_reply_still_works() {
    let cases = [
        ("(id: \"b\", titel: \"x\", title: \"中\", text: \"二\")", "5:19 format.unknown-field"),
        ("(id: \"b\", title: \"中\", title: \"又\", text: \"二\")", "5:31 format.repeated-field"),
        ("(id: \"b\", title: \"中\", text: \"{店铺}\")", "5:38 placeholder.unknown"),
        ("(id: \"b\", title: \"中\", text: \"\\\"{店铺}\")", "5:40 placeholder.unknown"),
        ("(id: \"b\", title: \"中\", text: \"{订单号\")", "5:38 placeholder.unclosed"),
        ("(id: \"b\", title: \"中\", text: \"二\", parts: [\"三\"])", "5:42 format.several-texts"),
        ("(id: \"b\", title: \"中\", parts: [\"二\", (image: \"../a.png\")])", "5:52 format.image-outside"),
    ];
    for (slip, expected) in cases {
        let text = around(slip);
        assert_eq!(problems(&text), expected, "{slip}");
        assert_eq!(titles(&text), ["前", "中", "后"], "{slip}");
    }
}

#[test]
fn a_bad_reply_that_begins_in_the_line_of_the_list_hides_no_other() {
    let text = "(replies: [(\n    id: \"a\" title: \"坏\",\n    tags: [\n        \"x\",\n    ],\n    text: \"一\",\n), (\n    id: \"b\", title: \"好\", text: \"二\",\n)])";
    assert_eq!((problems(text).as_str(), titles(text)), ("2:13 format.syntax", vec!["好".to_owned()]));
}

#[test]
fn a_slip_between_the_fields_of_the_file_costs_no_reply() {
    let reply = "(title: \"好\", text: \"一\")";
    for (text, expected) in [
        (format!("(name: \"我的\"\n replies: [{reply}])"), "2:2 format.syntax"),
        (format!("(replies: [{reply}]\n name: \"我的\")"), "2:2 format.syntax"),
        (format!("(fields: [\"a\" \"b\"],\n replies: [{reply}])"), "1:15 format.syntax"),
        (format!("(replies: [{reply}]\n nam: \"x\")"), "2:2 format.syntax\n2:2 format.unknown-field"),
    ] {
        assert_eq!((problems(&text).as_str(), titles(&text)), (expected, vec!["好".to_owned()]), "{text}");
    }
}

#[test]
fn replies_without_an_id_never_clash() {
    let same = "一二三四五六七八九十一二三四五六七八";
    let text = format!(
        "(replies: [(title: \"{same}甲\", text: \"x\"), (title: \"{same}乙\", text: \"y\"), (title: \"甲\", code: \"fh\", text: \"z\"), (title: \"乙\", code: \"fh\", text: \"w\")])"
    );
    assert_eq!(parse_pack("t", &text).0.replies.len(), 4);
    assert!(problems(&text).ends_with("format.duplicate-code") && problems(&text).lines().count() == 1);
}

#[test]
fn a_text_over_several_lines_is_not_blamed_for_a_mistake_elsewhere() {
    let text = "(replies: [(title: \"一\", text: \"a\nb\", tags [\"t\"])])";
    assert_eq!(problems(text), "2:10 format.syntax");
}

#[test]
fn the_same_unknown_placeholder_twice_is_found_at_both_places() {
    assert_eq!(
        problems(r#"(replies: [(title: "一", text: "\n{店铺}和{店铺}")])"#),
        "1:34 placeholder.unknown\n1:39 placeholder.unknown"
    );
}

#[test]
fn a_code_used_twice_stays_with_the_first() {
    let text = "(replies: [(title: \"一\", code: \"cfh\", text: \"x\", id: \"a\"),\n (title: \"二\", code: \"CFH\", text: \"y\", id: \"b\")])";
    assert_eq!(problems(text), "2:21 format.duplicate-code");
    let (pack, found) = parse_pack("my.ron", text);
    assert_eq!((pack.replies[0].code.as_deref(), pack.replies[1].code.as_deref()), (Some("cfh"), None));
    assert_eq!(found[0].problem, Problem::DuplicateCode { code: "CFH".into(), first_line: 1 });
}

#[test]
fn an_unknown_placeholder_names_its_characters_in_the_text_and_the_likely_one() {
    let (_, found) = parse_pack("my.ron", "(replies: [(title: \"一\", text: \"欢迎来{店铺}\")])");
    assert_eq!(found[0].range_in_text, Some(3..7));
    let suggestion = Some("店铺名".to_owned());
    assert_eq!(found[0].problem, Problem::UnknownPlaceholder { name: "店铺".into(), suggestion });
}

#[test]
fn a_declared_placeholder_is_known_wherever_the_declaration_stands() {
    assert_eq!(problems("(replies: [(title: \"一\", text: \"{礼物}{日期}\")], fields: [\"礼物\"])"), "");
}

#[test]
fn a_whole_file_that_cannot_be_used_says_why() {
    let big = vec![b' '; 50 * 1024 * 1024];
    let cases: [(&[u8], &str); 7] = [
        (b"", "format.empty-file"),
        (b" \n\t", "format.empty-file"),
        (b"\xef\xbb\xbf", "format.empty-file"),
        (b"(replies: [\xb4\xdf])", "format.not-utf8"),
        (&big, "format.too-large"),
        (b"[]", "format.wrong-type"),
        (b"hello, world", "format.syntax"),
    ];
    for (bytes, expected) in cases {
        let (pack, found) = parse_bytes("my.ron", bytes);
        assert!(pack.replies.is_empty());
        assert!(found.iter().any(|diagnostic| diagnostic.problem.code() == expected), "{found:?}");
    }
    let (_, found) = parse_bytes("my.ron", &big);
    assert_eq!(found[0].problem, Problem::TooLarge { size_mb: 50, limit_mb: 45 });
}

#[test]
fn a_newer_format_is_named_and_what_can_be_read_is_kept() {
    let text = "(format: 2, replies: [(title: \"一\", text: \"x\", sound: \"a.ogg\")])";
    assert_eq!(problems(text), "1:10 format.newer\n1:47 format.unknown-field");
    assert_eq!(titles(text), ["一"]);
}

#[test]
fn an_unclosed_end_is_reported_and_nothing_before_it_is_lost() {
    assert_eq!(
        problems("(replies: [(title: \"一\", text: \"x\"),\n"),
        "1:1 format.syntax\n1:11 format.syntax"
    );
    assert_eq!(titles("(replies: [(title: \"一\", text: \"x\"),\n"), ["一"]);
}

#[test]
fn an_empty_library_is_a_library() {
    for text in ["()", "(format: 1, replies: [])", "// only a comment\n()"] {
        assert_eq!(problems(text), "", "{text}");
    }
}

#[test]
fn deep_nesting_is_refused_without_a_crash() {
    let text = format!("(replies: {})", "[".repeat(100_000));
    assert!(problems(&text).contains("format.syntax"));
}

#[test]
fn the_starter_library_is_without_a_finding() {
    let (pack, found) = parse_pack("replies.ron", crate::store::libraries::STARTER);
    assert_eq!(found, []);
    assert_eq!(pack.replies.len(), 80);
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "[(){}\\[\\],:\"\\\\r#/*a中 \n]{0,60}") {
        let (_, found) = parse_pack("my.ron", &text);
        for diagnostic in found {
            proptest::prop_assert!(diagnostic.place.is_some_and(|place| place.line > 0 && place.column > 0));
        }
    }
}
