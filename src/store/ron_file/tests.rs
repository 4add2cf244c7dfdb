mod damage;
mod time;

use super::*;
use crate::model::{Message, Shop};
use crate::template::calendar::DayKind;
use crate::template::{Moment, Trade, Trades};

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
    assert_eq!(
        (reply.title.as_str(), reply.top_category(), reply.note.as_deref()),
        ("催\"发\"货", "售中", None)
    );
    assert_eq!(reply.scenario(), Some("insale.urge_shipping"));
    assert_eq!(reply.questions, ["怎么还没发"]);
    assert_eq!(reply.wordings.len(), 4);
    assert_eq!(
        reply.wordings[1].messages[1..],
        [Message::Text("第\"二\"条".into()), Message::Image("img/a.png".into())]
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
        ("(id: \"b\", title: \"中\", text: \"二\"", "5:40 format.syntax"),
        ("(id: \"b\", title: \"中\", text: [\"二\")", "5:41 format.syntax"),
        ("(id: \"b\", title: \"中\", text: \"\\q\")", "5:38 format.syntax"),
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
fn a_comma_forgotten_between_replies_costs_neither() {
    let text =
        around("(id: \"b\", title: \"中\", text: \"二\") // no comma\n        (title: \"又\", text: \"三\")");
    assert_eq!(
        (problems(&text).as_str(), titles(&text)),
        ("6:9 format.syntax", ["前", "中", "又", "后"].map(str::to_owned).to_vec())
    );
    let text = "(replies: [(title: \"一\", variants: [(text: \"甲\") (text: \"乙\")])])";
    assert_eq!((problems(text).as_str(), titles(text)), ("1:48 format.syntax", vec!["一".to_owned()]));
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
fn what_says_nothing_is_left_out_as_the_editor_does() {
    let text = "(replies: [(title: \" 甲\\n\", stage: \" 售前 / 价格/\", code: \" jia \", tags: [\" x\", \" \"], asks: \"y \", note: \" n\", next: [\"\"], text: \"{片段:甲}\")])";
    let (pack, found) = parse_pack("t", text);
    let reply = &pack.replies[0];
    assert_eq!(reply, &reply.clone().tidied());
    assert_eq!(
        (reply.title.as_str(), reply.category.as_str(), reply.id.as_str()),
        ("甲", "售前/价格", "t-20-7532-a")
    );
    let codes: Vec<_> = found.iter().map(|found| found.problem.code()).collect();
    assert_eq!(codes, ["reply.unknown-next", "placeholder.snippet-cycle"]);
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
fn a_code_used_twice_is_told_and_both_keep_it() {
    let text = "(replies: [(title: \"一\", code: \"cfh\", text: \"x\", id: \"a\"),\n (title: \"二\", code: \"CFH\", text: \"y\", id: \"b\")])";
    assert_eq!(problems(text), "2:21 format.duplicate-code");
    let (pack, found) = parse_pack("my.ron", text);
    assert_eq!(
        (pack.replies[0].code.as_deref(), pack.replies[1].code.as_deref()),
        (Some("cfh"), Some("CFH"))
    );
    assert_eq!(found[0].problem, Problem::DuplicateCode { code: "CFH".into(), first_line: 1 });
}

#[test]
fn a_blank_code_is_none_and_no_two_of_them_are_equal() {
    let text =
        "(replies: [(title: \"一\", code: \"\", text: \"x\"), (title: \"二\", code: \" \", text: \"y\"),
        (title: \"三\", code: Some(\"\"), note: \"\", scenario: \"\", text: \"z\")])";
    assert_eq!(problems(text), "");
    for reply in parse_pack("my.ron", text).0.replies {
        assert_eq!((reply.code, reply.note, reply.scenarios), (None, None, Vec::new()));
        assert!(reply.id.starts_with("t-"), "{}", reply.id);
    }
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
        let (pack, found) = parse_bytes("my.ron", bytes, None);
        assert!(pack.replies.is_empty());
        assert!(found.iter().any(|diagnostic| diagnostic.problem.code() == expected), "{found:?}");
    }
    let (_, found) = parse_bytes("my.ron", &big, None);
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
    assert_eq!(problems("(replies: [(title: \"一\", text: \"x\"),\n"), "1:35 format.syntax");
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
    assert!(pack.replies.len() >= 80);
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

#[test]
fn the_fields_that_every_library_knows_are_without_a_mistake() {
    let Decoded { pack, diagnostics: found, .. } =
        read_library(BUILT_IN_FILE, BUILT_IN_TEXT, Some(&[]), None);
    let codes: Vec<_> = found.iter().map(|found| (found.problem.code(), &found.problem)).collect();
    // Their tables come from packs and shops.
    assert!(codes.iter().all(|(code, _)| *code == "field.unknown-table"), "{codes:?}");
    assert_eq!(pack.fields.len(), 35);
    for field in &pack.fields {
        if let (Some(pattern), Some(example)) = (&field.pattern, &field.example) {
            assert!(pattern.fits(example), "{}", field.name);
        }
    }
}

#[test]
fn fields_tables_conditions_and_ends_are_read() {
    let text = r#"(
        fields: [
            (name: "券码", kind: "longtext", scope: "shop", pattern: "[0-9]+", message: "数字", example: "1", unit: "件"),
            (name: "码", kind: "lookup", table: "表", column: "尺码", scope: "buyer"),
            (name: "色", kind: "choice", choices: ["红", "蓝"]),
            (name: "天", kind: "date"), (name: "数", kind: "number", unit: "件"),
        ],
        tables: [(name: "表", inputs: ["身高"], outputs: ["尺码", "号"], rows: [["150-160", "S", 1], ["*", "M", 2]])],
        replies: [(title: "发货", expires: "2026-11-12", variants: [
            (when: (days: "周末", before: "15:00"), text: "一"),
            (when: (days: ["holiday", "makeup"], after: "cutoff", from: "2026-11-01", until: "2026-11-11", shops: "木棉"), parts: ["二"]),
            "三",
        ]), (title: "又", text: "x", expires: "2026-11-12 20:00")],
    )"#;
    let (pack, found) = parse_pack("my.ron", text);
    assert_eq!(found, []);
    let codes: Vec<_> = pack.fields.iter().map(|field| (field.kind.code(), field.scope.code())).collect();
    let expected =
        [("longtext", "shop"), ("lookup", "buyer"), ("choice", "now"), ("date", "now"), ("number", "now")];
    assert_eq!(codes, expected);
    assert!(pack.fields[0].pattern.as_ref().is_some_and(|pattern| pattern.message == "数字"));
    assert_eq!(
        (pack.tables[0].rows.len(), pack.tables[0].rows[1].values.as_slice()),
        (2, &["M".to_owned(), "2".into()][..])
    );
    let whens: Vec<_> = pack.replies[0].wordings.iter().map(|wording| &wording.when).collect();
    assert_eq!((whens[0].days.as_slice(), whens[0].before), (&[DayKind::Weekend][..], Some(at(15))));
    assert_eq!((whens[1].after, whens[1].shops.as_slice()), (Some(Moment::CutOff), &["木棉".to_owned()][..]));
    assert!(whens[2].is_always());
    let ends: Vec<_> = pack.replies.iter().map(|reply| reply.expires.unwrap().to_string()).collect();
    assert_eq!(ends, ["2026-11-13T00:00:00", "2026-11-12T20:00:00"]);
}

#[test]
fn trades_are_read_by_code_or_chinese_word_and_an_unknown_one_is_named_with_those_that_are_known() {
    let text = r#"(replies: [
        (title: "一", when: (trades: ["clothes", "鞋靴"]), text: "x"),
        (title: "二", variants: [(when: (trades: "茶"), text: "x"), "y"]),
        (title: "三", when: (trades: ["cloths"]), text: "x"),
        (title: "四", variants: [(when: (trades: ["茶", "花"]), text: "x"), "y"]),
        (title: "五", when: (days: "weekend"), text: "x"),
        (title: "六", when: "clothes", text: "x"),
    ])"#;
    let (pack, found) = parse_pack("my.ron", text);
    let of = |trades: &[Trade]| trades.iter().copied().collect::<Trades>();
    let trades: Vec<_> = pack.replies.iter().map(|reply| reply.trades).collect();
    let (none, worn) = (of(&[]), of(&[Trade::Clothes, Trade::Shoes]));
    // What cannot be read does not take a reply away.
    assert_eq!(trades, [worn, none, none, none, none, none]);
    assert_eq!(pack.replies[1].wordings[0].when.trades, of(&[Trade::Tea]));
    // A wording whose condition cannot be read is never taken.
    assert_eq!(pack.replies[3].wordings.len(), 1);
    let told: Vec<_> = found
        .iter()
        .map(|found| (found.place.as_ref().map(|place| place.line), found.problem.code()))
        .collect();
    let expected = [
        (4, "when.unknown-trade"),
        (5, "when.unknown-trade"),
        (6, "format.unknown-field"),
        (7, "format.wrong-type"),
    ];
    assert_eq!(told, expected.map(|(line, code)| (Some(line), code)));
}

#[test]
fn the_choices_of_the_trade_are_those_that_are_known() {
    let (built_in, _) = parse_pack("f", BUILT_IN_TEXT);
    let field = built_in.fields.iter().find(|field| field.name == Shop::TRADE).unwrap();
    assert_eq!(field.choices, Trade::ALL.map(Trade::name));
}

#[test]
fn a_field_may_have_a_default_for_some_trades() {
    let text = r#"(fields: [
        (name: "留", default: "标签", defaults: { "服装、shoes": "吊牌", "花": "花", "茶": "{封}", "食品": 1 }),
        (name: "错", defaults: ["吊牌"]),
    ], replies: [(title: "一", text: "x")])"#;
    let (pack, found) = parse_pack("my.ron", text);
    let codes: Vec<_> = found.iter().map(|found| found.problem.code()).collect();
    let expected = ["when.unknown-trade", "field.unusable-default", "format.wrong-type", "format.wrong-type"];
    assert_eq!(codes, expected);
    let cases = [(Trade::Shoes, "吊牌"), (Trade::Tea, "标签"), (Trade::Food, "标签")];
    for (trade, default) in cases {
        assert_eq!(pack.fields[0].default_in(Trades::from(vec![trade])), Some(default), "{trade:?}");
    }
    assert_eq!(pack.fields[0].default_in(Trades::default()), Some("标签"));
    assert_eq!(pack.fields[1].default_in(Trades::default()), None);
}

fn at(hour: i8) -> Moment {
    Moment::At(jiff::civil::time(hour, 0, 0, 0))
}

#[test]
fn every_mistake_in_fields_tables_and_conditions_is_named_with_its_place() {
    let reply = "replies: [(title: \"一\", text: \"x\")]";
    let wordings = |wordings: &str| format!("(replies: [(title: \"一\", variants: [{wordings}])])");
    let cases = [
        (format!("(fields: [(name: \"a\", kind: \"nummer\")], {reply})"), "1:29 format.unknown-value"),
        (format!("(fields: [(name: \"a\", scope: \"x\")], {reply})"), "1:30 format.unknown-value"),
        (format!("(fields: [(name: \"a\", pattern: \"[\")], {reply})"), "1:32 field.invalid-pattern"),
        (format!("(fields: [\"a\", (name: \"a\")], {reply})"), "1:16 format.duplicate-name"),
        (format!("(fields: [(name: \"a\", kind: \"choice\")], {reply})"), "1:11 format.missing-field"),
        (format!("(fields: [(name: \"a\", kind: \"lookup\")], {reply})"), "1:11 format.missing-field"),
        (
            format!("(fields: [(name: \"a\", kind: \"lookup\", table: \"t\")], {reply})"),
            "1:46 field.unknown-table",
        ),
        (
            format!(
                "(tables: [(name: \"t\", inputs: [\"b\"], outputs: [\"c\"])], fields: [(name: \"a\", kind: \"lookup\", table: \"t\")], {reply})"
            ),
            "1:100 field.unknown-column",
        ),
        (
            format!(
                "(tables: [(name: \"t\", inputs: \"b\", outputs: \"c\", rows: [[\"1\"], [\"1\", \"2\"]])], {reply})"
            ),
            "1:57 table.row-length",
        ),
        (format!("(tables: [(name: \"t\", inputs: \"b\")], {reply})"), "1:11 format.missing-field"),
        (
            format!("(tables: [(name: \"t\", inputs: \"b\", outputs: \"c\", rows: 1)], {reply})"),
            "1:56 format.wrong-type",
        ),
        (
            format!("(tables: [(name: \"t\", inputs: \"b\", outputs: \"c\", rows: [1])], {reply})"),
            "1:57 format.wrong-type",
        ),
        (format!("(tables: 1, {reply})"), "1:10 format.wrong-type"),
        (wordings("\"a\", (when: (days: \"weekand\"), text: \"b\")"), "1:55 format.unknown-value"),
        (wordings("\"a\", (when: (before: \"noon\"), text: \"b\")"), "1:57 when.invalid-time"),
        (wordings("\"a\", (when: (from: \"明天\"), text: \"b\")"), "1:55 when.invalid-date"),
        (
            wordings("\"a\", (when: (from: \"2026-11-02\", until: \"2026-11-01\"), text: \"b\")"),
            "1:48 when.never-holds",
        ),
        (wordings("\"a\", (when: (day: \"weekend\"), text: \"b\")"), "1:49 format.unknown-field"),
        (wordings("\"a\", (when: \"weekend\", text: \"b\")"), "1:48 format.wrong-type"),
        (wordings("\"a\", (when: (days: \"weekend\"))"), "1:41 format.no-text"),
        (wordings("\"a\", (text: \"b\", parts: [\"c\"])"), "1:53 format.several-texts"),
        ("(replies: [(title: \"一\", text: \"x\", expires: \"明年\")])".to_owned(), "1:45 when.invalid-date"),
        ("(replies: [(title: \"一\", text: \"{数量+1=M月d日}\")])".to_owned(), "1:32 placeholder.not-a-date"),
        ("(replies: [(title: \"一\", text: \"{=金客/2}\")])".to_owned(), "1:32 placeholder.unknown"),
        (
            "(replies: [(title: \"一\", text: \"{=2/}{日期=YYYY}\")])".to_owned(),
            "1:32 placeholder.sum-term\n1:37 placeholder.bad-format",
        ),
        ("(replies: [(title: \"一\", text: \"{片段:二}\")])".to_owned(), "1:32 placeholder.unknown-snippet"),
    ];
    for (text, expected) in cases {
        assert_eq!(problems(&text), expected, "{text}");
        assert_eq!(titles(&text), ["一"], "{text}");
    }
}

#[test]
fn a_wording_whose_condition_cannot_be_read_is_never_taken() {
    let text = "(replies: [(title: \"一\", variants: [(when: (days: \"weekand\"), text: \"a\"), \"b\"])])";
    let (pack, _) = parse_pack("t", text);
    assert_eq!(pack.replies[0].texts().collect::<Vec<_>>(), ["b"]);
}

#[test]
fn snippets_that_lead_back_are_told_with_their_way() {
    let text = "(replies: [(title: \"甲\", text: \"{片段:乙}\"),\n (title: \"乙\", text: \"{片段:bb}\"), (title: \"丙\", code: \"bb\", text: \"{片段:甲}\"),\n (title: \"丁\", text: \"{片段:甲}\"), (title: \"戊\", text: \"{片段:戊}\")])";
    let (_, found) = parse_pack("t", text);
    let ways: Vec<_> = found.iter().map(|found| (found.location(), found.problem.clone())).collect();
    let way = |way: &str| Problem::SnippetCycle { way: way.to_owned() };
    let expected = [
        ("t:1:32".to_owned(), way("甲 → 乙 → 丙 → 甲")),
        ("t:2:22".to_owned(), way("乙 → 丙 → 甲 → 乙")),
        ("t:2:65".to_owned(), way("丙 → 甲 → 乙 → 丙")),
        ("t:3:52".to_owned(), way("戊 → 戊")),
    ];
    assert_eq!(ways, expected);
}

#[test]
fn a_likely_name_is_suggested_for_every_unknown_one() {
    let text = r#"(fields: [(name: "a", kind: "lokup")], replies: [
        (title: "退货地址", text: "x"),
        (title: "一", variants: ["{片段:退货地扯}", "{=金客/2}", (when: (days: "周未"), text: "b")])])"#;
    let (_, found) = parse_pack("t", text);
    let shown: Vec<String> = found.iter().map(|found| format!("{:?}", found.problem)).collect();
    for (shown, expected) in shown.iter().zip(["lookup", "退货地址", "金额", "周末"]) {
        assert!(shown.contains(&format!("suggestion: Some(\"{expected}\")")), "{shown}");
    }
    assert_eq!(shown.len(), 4);
}

#[test]
fn the_public_holidays_of_a_year_are_read_and_a_bad_line_is_named() {
    let text = r#"(
    calendar: [
        "notice 2028 通知", "off 2028-05-01 2028-05-05 劳动节", "work 2028-04-29",
        "notice 2029",
        "off 2029-02-30 2029-03-01",
        "notice 2030\noff 2030-01-01 2030-01-01\nfrei 2030-05-01",
        r"
        notice 2031
        off 2031-01-01 2031-01-03
        ", 5,
    ],
    replies: [(title: "一", text: "二")],
)"#;
    let (pack, found) = parse_pack("my.ron", text);
    let places: Vec<_> = found.iter().map(|found| (found.location(), found.problem.code())).collect();
    let expected = [
        ("my.ron:5:10", "calendar.invalid-line"),
        ("my.ron:6:50", "calendar.invalid-line"),
        ("my.ron:10:12", "format.wrong-type"),
    ];
    assert_eq!(places, expected.map(|(place, code)| (place.to_owned(), code)));
    // Of a year with a fault nothing is used: the text behind 2031 is not one of its lines.
    assert_eq!((pack.calendar.len(), pack.calendar.unknown_year(2028..=2031)), (1, Some(2029)));
    assert_eq!(pack.calendar.kind(jiff::civil::date(2028, 5, 2)), DayKind::Holiday);
    assert_eq!(titles("(calendar: \"notice 2028\", replies: [(title: \"一\", text: \"二\")])"), ["一"]);
}

#[test]
fn damage_in_the_public_holidays_costs_no_reply_and_no_half_of_a_year_is_used() {
    let whole = "(\n    calendar: [\n        \"notice 2028\",\n        \"off 2028-05-01 2028-05-05\",\n        \"work 2028-04-29\",\n    ],\n    replies: [\n        (title: \"一\", text: \"二\"),\n        (title: \"三\", text: \"四\"),\n    ],\n)\n";
    assert_eq!(parse_pack("my.ron", whole).0.calendar.len(), 1);
    for (sound, damaged) in [
        ("\"work 2028-04-29\"", "\"work 2028-04-29"),
        ("\"work 2028-04-29\"", "work 2028-04-29"),
        ("\"off 2028-05-01 2028-05-05\"", "off 2028-05-01 2028-05-05\""),
        ("\"notice 2028\",", "\"notice 2028\""),
        ("    ],\n    replies", "    replies"),
        ("calendar: [", "calendar: "),
        ("        \"work", "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n        \"work"),
    ] {
        let text = whole.replacen(sound, damaged, 1);
        assert_ne!(text, whole);
        let (pack, found) = parse_pack("my.ron", &text);
        let titles: Vec<_> = pack.replies.iter().map(|reply| reply.title.as_str()).collect();
        assert_eq!(titles, ["一", "三"], "{text}\n{found:?}");
        let is_whole = pack.calendar.kind(jiff::civil::date(2028, 4, 29)) == DayKind::MakeUp;
        assert!(pack.calendar.is_empty() || is_whole, "{text}");
        assert!(!found.is_empty());
    }
}

#[test]
fn hidden_replies_are_read_and_what_there_is_not_is_reported_where_it_stands() {
    let text = r#"(
    id: "my",
    hidden: [
        "my/a",
        (reply: "my/b", shops: ["木棉", "没有"]),
        "starter/no",
        "a",
        7,
        (shops: ["木棉"]),
        (reply: "my/b", shops: 7),
    ],
    replies: [(id: "a", title: "甲", text: "一"), (id: "b", title: "乙", text: "二")],
)"#;
    let checks = Checks { shops: Some(vec!["木棉".to_owned()]), ..Checks::default() };
    let (pack, found) = super::parse_bytes("h.ron", text.as_bytes(), Some(&checks));
    let read: Vec<_> = pack.hidden.iter().map(|hiding| (&*hiding.reply, hiding.shops.len())).collect();
    assert_eq!(read, [("my/a", 0), ("my/b", 2), ("starter/no", 0), ("a", 0)]);
    assert_eq!(pack.replies.len(), 2);
    let told: Vec<_> =
        found.iter().map(|found| format!("{} {}", found.location(), found.problem.code())).collect();
    assert_eq!(
        told,
        [
            "h.ron:5:9 when.unknown-shop",
            "h.ron:6:9 reply.unknown-hidden",
            "h.ron:7:9 reply.unknown-hidden",
            "h.ron:8:9 format.wrong-type",
            "h.ron:9:9 format.missing-field",
            "h.ron:10:32 format.wrong-type",
        ]
    );
}

#[test]
fn one_scenario_needs_no_list_and_several_stand_in_one() {
    let read = |scenario: &str| {
        let text = format!("(replies: [(id: \"a\", title: \"甲\", scenario: {scenario}, text: \"一\")])");
        let (pack, found) = parse_pack("s.ron", &text);
        (pack.replies[0].scenarios.clone(), found.len())
    };
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(read("\"a.b\""), (ids(&["a.b"]), 0));
    assert_eq!(read("Some(\"a.b\")"), (ids(&["a.b"]), 0));
    assert_eq!(read("None"), (Vec::new(), 0));
    assert_eq!(read("[]"), (Vec::new(), 0));
    assert_eq!(read("[\"a.b\", \"c\"]"), (ids(&["a.b", "c"]), 0));
    assert_eq!(read("[\"a.b\", 7]"), (ids(&["a.b"]), 1));
    assert_eq!(read("7"), (Vec::new(), 1));
}
