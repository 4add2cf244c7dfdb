//! The real binary on the command line, without a display and with a home of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use suda::model::Use;

struct Home {
    root: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn suda(&self, arguments: &[&str]) -> Output {
        self.suda_in("UTC0", arguments)
    }

    /// Runs the program in a time zone (POSIX, `TZ`).
    fn suda_in(&self, time_zone: &str, arguments: &[&str]) -> Output {
        let root = self.root.path();
        Command::new(env!("CARGO_BIN_EXE_suda"))
            .args(arguments)
            .env_clear()
            .env("TZ", time_zone)
            .env("HOME", root)
            .env("XDG_DATA_HOME", root.join("data"))
            .env("XDG_CONFIG_HOME", root.join("config"))
            .env("XDG_RUNTIME_DIR", root.join("run"))
            .output()
            .unwrap()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn search_prints_the_best_first_with_its_reason() {
    let home = Home::new();
    let output = home.suda(&["search", "催发货", "--json", "--limit", "2"]);
    assert_eq!(output.status.code(), Some(0));
    let hits = json(&output);
    let first = &hits[0];
    for (key, value) in [
        ("id", "insale.urge_shipping"),
        ("pack", "starter"),
        ("title", "催发货"),
        ("scenario", "insale.urge_shipping"),
        ("stage", "售中"),
        ("code", "cfh"),
        ("tier", "title"),
    ] {
        assert_eq!(first[key], value);
    }
    assert!(first["score"].is_i64());
    assert_eq!(first.as_object().unwrap().len(), 8);
    assert!(hits.as_array().unwrap().len() <= 2);
    assert!(out(&home.suda(&["search", "cfh"])).starts_with("cfh\t催发货\t"));
}

#[test]
fn search_without_a_hit_ends_with_1_and_an_empty_list() {
    let home = Home::new();
    let output = home.suda(&["search", "zzzzqq", "--json"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), "[]\n"));
    let output = home.suda(&["search", "--", "--jjqqzz"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("--jjqqzz"));
}

#[test]
fn render_gives_what_the_popup_copies_or_the_gaps() {
    let home = Home::new();
    let output = home.suda(&["render", "售后跟进"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""));
    assert!(err(&output).contains("处理进展"));
    let output = home.suda(&["render", "shgj", "--json"]);
    assert_eq!(json(&output)["gaps"], serde_json::json!(["处理进展"]));
    assert_eq!(json(&output)["text"], Value::Null);
    let filled = home.suda(&["render", "aftersale.follow_up", "--set", "处理进展=321"]);
    assert_eq!(filled.status.code(), Some(0));
    assert!(out(&filled).contains("：321。"));
    let dated = home.suda(&[
        "render",
        "fhtz",
        "--set",
        "快递=顺丰",
        "--set",
        "快递单号=SF1",
        "--now",
        "2026-02-03T15:30",
    ]);
    assert!(out(&dated).contains("2月3日"), "{}", out(&dated));
    assert_eq!(home.suda(&["render", "没有这条"]).status.code(), Some(1));
}

#[test]
fn today_is_the_day_on_the_users_wall() {
    let home = Home::new();
    let library = home.write("my.ron", r#"(replies: [(id: "t", title: "今天", text: "{日期}")])"#);
    let today = |zone| out(&home.suda_in(zone, &["render", "t", "--library", &library]));
    // Twenty-six hours apart: never the same day.
    assert_ne!(today("<+14>-14"), today("<-12>12"));
}

#[test]
fn a_shop_of_the_settings_fills_its_values() {
    let home = Home::new();
    let shops = r#"(shops: [{"店铺名": "木棉女装"}, {"店铺名": "木棉童装"}])"#;
    home.write("config/suda/shops.ron", shops);
    let library = home.write("my.ron", r#"(replies: [(id: "t", title: "谢谢", text: "{店铺名}谢谢您")])"#);
    let render = |more: &[&str]| home.suda(&[&["render", "t", "--library", &library], more].concat());
    assert_eq!(out(&render(&[])), "木棉女装谢谢您\n");
    assert_eq!(out(&render(&["--shop", "木棉童装"])), "木棉童装谢谢您\n");
    let unknown = render(&["--shop", "别家"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("别家"));
}

#[test]
fn check_names_file_line_and_column_and_what_to_do() {
    let home = Home::new();
    let bad = home.write(
        "bad.ron",
        "(replies: [\n    (title: \"一\", text: \"{店铺}\"),\n    (title: \"二\" text: \"x\"),\n])",
    );
    let output = home.suda(&["check", &bad]);
    assert_eq!(output.status.code(), Some(1));
    for wanted in
        [":2:25: 提醒: 没有 {店铺} 这个占位符", "是不是 {店铺名}", ":3:17: 错误: ", "^", "1 个错误，1 个提醒"]
    {
        assert!(out(&output).contains(wanted), "{wanted} in {}", out(&output));
    }
    let findings = json(&home.suda(&["check", &bad, "--json"]));
    let first = &findings[0];
    assert_eq!(
        (&first["line"], &first["column"], &first["rule"]),
        (&2.into(), &25.into(), &"placeholder.unknown".into())
    );
    assert_eq!(
        (&first["start"], &first["end"], &first["severity"]),
        (&0.into(), &4.into(), &"warning".into())
    );
    let keys = [
        "file", "line", "column", "reply", "rule", "severity", "points", "penalty", "start", "end",
        "message", "rewrite",
    ];
    assert_eq!(first.as_object().unwrap().len(), keys.len());
    assert!(keys.iter().all(|key| first.get(key).is_some()));
}

#[test]
fn check_is_content_with_a_clean_file_and_with_none() {
    let home = Home::new();
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("replies.ron");
    let output = home.suda(&["check", &starter.display().to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert_eq!(home.suda(&["check"]).status.code(), Some(0));
    assert_eq!(out(&home.suda(&["check", "--json"])), "[]\n");
}

#[test]
fn check_of_a_text_finds_its_gaps() {
    let home = Home::new();
    let output = home.suda(&["check", "--text", "亲{订单号}好", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let finding = &json(&output)[0];
    assert_eq!(
        (&finding["rule"], &finding["start"], &finding["end"]),
        (&"text.unfilled".into(), &1.into(), &6.into())
    );
    assert_eq!(home.suda(&["check", "--text", "亲，您好"]).status.code(), Some(0));
}

#[test]
fn bad_usage_and_unreadable_input_end_with_2_and_a_sentence() {
    let home = Home::new();
    home.write("data/suda/replies.ron", "()");
    let cases: [(&[&str], &str); 9] = [
        (&["serch", "x"], "search"),
        (&["search"], "QUERY"),
        (&["search", "x", "--limit", "many"], "many"),
        (&["render", "cfh", "--set", "订单号"], "订单号"),
        (&["render", "cfh", "--now", "yesterday"], "yesterday"),
        (&["check", "no-such-file.ron"], "no-such-file.ron"),
        (&["search", "x", "--library", "no-such-file.ron"], "no-such-file.ron"),
        (&["check", "a.ron", "--text", "x"], "--text"),
        (&["--no-such-option"], "--no-such-option"),
    ];
    for (arguments, wanted) in cases {
        let output = home.suda(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(wanted), "{arguments:?}: {}", err(&output));
        assert_eq!(out(&output), "", "{arguments:?}");
    }
}

#[test]
fn a_broken_personal_library_is_told_and_the_starter_still_answers() {
    let home = Home::new();
    for broken in ["(replies: [(title: \"x\" text: \"y\")])".as_bytes(), b"\xb4\xdf\xb7\xa2", b""] {
        home.write("data/suda/replies.ron", broken);
        let output = home.suda(&["search", "cfh"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(out(&output).contains("催发货") && err(&output).contains("replies.ron"), "{}", err(&output));
        assert_eq!(fs::read(home.path("data/suda/replies.ron")).unwrap(), broken);
    }
}

#[test]
fn the_starter_can_be_switched_off() {
    let home = Home::new();
    home.write("config/suda/settings.ron", "(starter: false)");
    assert_eq!(home.suda(&["search", "cfh"]).status.code(), Some(1));
}

#[test]
fn the_interface_speaks_english_when_it_is_set() {
    let home = Home::new();
    home.write("config/suda/settings.ron", "(language: \"en\")");
    assert!(out(&home.suda(&["--help"])).contains("Find replies, best first"));
    assert!(err(&home.suda(&["render", "shgj"])).contains("still missing: 处理进展"));
}

#[test]
fn the_window_needs_a_display_and_says_so() {
    let home = Home::new();
    let output = home.suda(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("DISPLAY"), "{}", err(&output));
    let output = home.suda(&["toggle"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("没有在运行"), "{}", err(&output));
}

#[test]
fn the_same_question_gets_the_same_answer_whatever_was_used_before() {
    let home = Home::new();
    let before = out(&home.suda(&["search", "退款", "--json"]));
    let history = suda::store::history::History::open(&home.path("data/suda/history.sqlite")).unwrap();
    for _ in 0..50 {
        history
            .record_use(&Use {
                reply_id: "aftersale.refund_only".into(),
                at_seconds: 1,
                query: Some("退款".into()),
                wording: None,
            })
            .unwrap();
    }
    assert_eq!(out(&home.suda(&["search", "退款", "--json"])), before);
}

/// The ids that a search finds, with their tiers.
fn found(home: &Home, query: &str) -> Vec<(String, String)> {
    let hits: Value =
        serde_json::from_str(&out(&home.suda(&["search", query, "--json", "--limit", "5"]))).unwrap();
    let text = |hit: &Value, name: &str| hit.get(name).unwrap().as_str().unwrap().to_owned();
    hits.as_array().unwrap().iter().map(|hit| (text(hit, "id"), text(hit, "tier"))).collect()
}

#[test]
fn every_way_to_type_a_title_finds_it() {
    let home = Home::new();
    for (query, tier) in [
        ("cfh", "code-prefix"),
        ("催发货", "title"),
        ("cuifahuo", "title"),
        ("CuiFaHuo", "title"),
        ("cui'fa'huo", "title"),
        ("ｃｕｉ发货", "title"),
        ("催發貨", "title"),
        ("发货 催", "title"),
        ("cuifah", "initials"),
        ("cuifhuo", "initials"),
        ("催货", "gaps"),
        ("货发催", "any-order"),
        ("cuifahou", "slip"),
        ("cuiffahuo", "slip"),
        ("崔法或", "slip"),
    ] {
        let found = found(&home, query);
        let hit = found.iter().find(|(id, _)| id == "insale.urge_shipping");
        let tier = if query == "cfh" { "code" } else { tier };
        assert_eq!(hit.map(|(_, tier)| tier.as_str()), Some(tier), "{query}: {found:?}");
    }
}

#[test]
fn an_at_sign_stays_within_a_stage_a_category_a_tag_or_a_pack() {
    let home = Home::new();
    home.write(
        "my.ron",
        r#"(id: "team", name: "一组", replies: [
            (id: "one", title: "退给谁", stage: "售后/退货", tags: ["急件"], text: "甲"),
            (id: "two", title: "退押金", stage: "会员", text: "乙"),
        ])"#,
    );
    let library = home.path("my.ron").display().to_string();
    let column = |query: &str, name: &str| {
        let output = home.suda(&["--library", &library, "search", query, "--json", "--limit", "50"]);
        let hits: Value = serde_json::from_str(&out(&output)).unwrap();
        hits.as_array().unwrap().iter().map(|hit| hit[name].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let ids = |query: &str| column(query, "id");
    for (query, expected) in [
        ("@会员 退", &["two"][..]),
        ("@急件 退", &["one"]),
        ("@一组 退", &["one", "two"]),
        ("退 @team", &["one", "two"]),
        ("@售后/退货 @急件", &["one"]),
        ("@没有这个", &[]),
    ] {
        assert_eq!(ids(query), expected, "{query}");
    }
    assert_eq!(ids("@没有这个 退"), ids("退"), "a name that nothing has is passed over");
    assert_eq!(ids("＠小店客服 什么时候发货"), ids("什么时候发货"));
    assert!(column("@售后 退", "stage").iter().all(|stage| stage.starts_with("售后")));
    assert!(ids("@sh 退").contains(&"one".to_owned()));
}

#[test]
fn a_place_that_nothing_has_is_told_beside_the_hits_of_the_rest() {
    let home = Home::new();
    let plain = home.suda(&["search", "什么时候发货", "--json"]);
    let named = home.suda(&["search", "@小店客服 什么时候发货", "--json"]);
    assert_eq!((out(&named), named.status.code()), (out(&plain), Some(0)));
    assert_eq!(err(&plain), "");
    assert_eq!(err(&named), "没有叫“小店客服”的分类，已按其余文字查找\n");
    assert_eq!(err(&home.suda(&["search", "@售后 退", "--json"])), "");
    let nothing = home.suda(&["search", "@小店客服 zzzzqq"]);
    assert_eq!(nothing.status.code(), Some(1));
    assert!(err(&nothing).contains("小店客服") && err(&nothing).contains("zzzzqq"), "{}", err(&nothing));
}

#[test]
fn a_message_is_searched_as_if_it_had_been_pasted() {
    let home = Home::new();
    // Five hanzi that are typed may be a code; those that are pasted are what a buyer says.
    let library =
        home.write("own.ron", r#"(replies: [(id: "a", title: "甲", code: "能便宜点吗", text: "一")])"#);
    let first = |message: &[&str]| {
        let arguments = [&["search", "能便宜点吗", "--json", "--library", &library], message].concat();
        let hit = json(&home.suda(&arguments))[0].clone();
        (hit["id"].as_str().unwrap().to_owned(), hit["tier"].as_str().unwrap().to_owned())
    };
    assert_eq!(first(&[]), ("a".to_owned(), "code".to_owned()));
    assert_eq!(first(&["--message"]), ("presale.bargain".to_owned(), "question".to_owned()));
    // A name behind an at sign is a word of the message.
    let named = home.suda(&["search", "--message", "@小店客服 什么时候发货呀", "--json"]);
    assert_eq!((named.status.code(), err(&named).as_str()), (Some(0), ""));
    assert!(json(&named)[0]["tier"].is_string());
}

#[test]
fn equal_codes_find_all_their_replies_and_render_takes_the_first_and_names_the_others() {
    let home = Home::new();
    let library = home.write(
        "own.ron",
        r#"(replies: [
            (id: "none", title: "无", code: "", text: "零"),
            (id: "one", title: "甲", code: "CFH", text: "一"),
            (id: "two", title: "乙", code: "cfh", text: "二"),
        ])"#,
    );
    let search = home.suda(&["search", "cfh", "--json", "--library", &library]);
    let found = json(&search);
    let coded: Vec<_> = found.as_array().unwrap().iter().filter(|hit| hit["tier"] == "code").collect();
    let ids: Vec<_> = coded.iter().map(|hit| hit["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["one", "two", "insale.urge_shipping"]);
    let rendered = home.suda(&["render", "cfh", "--library", &library]);
    assert_eq!((out(&rendered).as_str(), rendered.status.code()), ("一\n", Some(0)));
    assert_eq!(
        err(&rendered),
        "有 3 条话术的编码是“cfh”，这是 one；要其余的，写 id：two insale.urge_shipping\n"
    );
    let by_id = home.suda(&["render", "two", "--library", &library]);
    assert_eq!((out(&by_id).as_str(), err(&by_id).as_str()), ("二\n", ""));
    let checked = json(&home.suda(&["check", &library, "--json"]));
    assert_eq!((&checked[0]["rule"], &checked[0]["line"]), (&"format.duplicate-code".into(), &4.into()));
    assert_eq!(checked.as_array().unwrap().len(), 1);
    // Of equal titles none is the first.
    let titles = home.write(
        "titles.ron",
        r#"(replies: [(id: "one", title: "甲", text: "一"), (id: "two", title: "甲", text: "二")])"#,
    );
    let refused = home.suda(&["render", "甲", "--library", &titles]);
    assert_eq!((out(&refused).as_str(), refused.status.code()), ("", Some(1)));
    assert!(err(&refused).contains("one two"), "{}", err(&refused));
}

#[test]
fn kept_questions_are_found_and_a_broken_file_of_them_is_told_and_left_alone() {
    let home = Home::new();
    home.write("my.ron", "(replies: [])");
    home.write(
        "my.questions.ron",
        r#"(format: 1, questions: [(reply: "insale.urge_shipping", text: "石头开花没有")])"#,
    );
    let library = home.path("my.ron").display().to_string();
    let search = || home.suda(&["--library", &library, "search", "石头开花没有", "--json"]);
    assert!(out(&search()).contains("insale.urge_shipping"));
    home.write("my.questions.ron", "(format: 1, questions: [");
    let output = search();
    assert!(err(&output).contains("my.questions.ron:1:"), "{}", err(&output));
    assert_eq!(fs::read_to_string(home.path("my.questions.ron")).unwrap(), "(format: 1, questions: [");
}

#[test]
fn a_larger_limit_goes_on_where_a_smaller_one_stopped() {
    let home = Home::new();
    let few = out(&home.suda(&["search", "退", "--limit", "5"]));
    let many = out(&home.suda(&["search", "退", "--limit", "60"]));
    assert!(many.starts_with(&few));
    assert!(many.lines().count() > 10, "{many}");
}

/// A library with everything that a text can be made of, and two shops.
fn full_library(home: &Home) -> String {
    home.write(
        "config/suda/shops.ron",
        r#"(shops: [
            { "店铺名": "木棉", "截单时间": "15:00", "默认快递": "申通" },
            (values: { "店铺名": "童装" }, tables: [(name: "尺码表", inputs: ["身高"], outputs: ["尺码"], rows: [["100-110", "110码"]])]),
        ])"#,
    );
    home.write(
        "full.ron",
        r#"(
        tables: [
            (name: "尺码表", inputs: ["身高", "体重"], outputs: ["尺码"], rows: [["150-165", "80-105斤", "M"]]),
            (name: "快递表", inputs: ["快递", "省份"], outputs: ["运费", "天数"], rows: [
                ["申通", "浙江 江苏", "5", "1-2"], ["申通", "*", "10", "2-4"]]),
        ],
        replies: [
            (title: "尺码", code: "cm", text: "{身高}、{体重}建议{尺码}"),
            (title: "运费", code: "yf", text: "{快递}到{省份}{运费}元，{天数}天"),
            (title: "发货", code: "fh", variants: [
                (when: (days: "restday"), text: "{问候}，{工作日+1}发"),
                (when: (after: "cutoff"), text: "截单了，{日期+1=M月d日（E）}发"),
                "{时间}前付款一般今天发",
            ]),
            (title: "每天", code: "mt", text: "一天只要{=金额/365}元"),
            (title: "退货", code: "th", text: "请寄到{退货地址:杭州}，{片段:发货}"),
        ],
    )"#,
    )
}

#[test]
fn render_looks_up_counts_and_chooses_as_the_popup_does() {
    let home = Home::new();
    let library = full_library(&home);
    // A Friday before and after the cut-off, a Saturday, and a Saturday that is worked.
    let [friday, late, saturday, worked] =
        ["2026-11-20T10:00", "2026-11-20T15:00", "2026-11-21T10:00", "2026-10-10T09:00"];
    let cases: [(&str, &str, &[&str], &str); 12] = [
        ("cm", friday, &["身高=1米6", "体重=50公斤"], "160cm、100斤建议M"),
        ("cm", friday, &["身高=160", "体重=200", "尺码=3XL"], "160cm、200斤建议3XL"),
        ("yf", friday, &["省份=浙江省"], "申通到浙江省5元，1-2天"),
        ("yf", friday, &["省份=四川"], "申通到四川10元，2-4天"),
        ("yf", friday, &["省份=四川", "运费=8元"], "申通到四川8元，2-4天"),
        ("fh", friday, &[], "10:00前付款一般今天发"),
        ("fh", late, &[], "截单了，11月21日（周六）发"),
        ("fh", saturday, &[], "上午好，11月23日发"),
        ("fh", worked, &[], "9:00前付款一般今天发"),
        ("mt", friday, &["金额=￥299"], "一天只要0.82元"),
        ("th", saturday, &[], "请寄到杭州，上午好，11月23日发"),
        ("退货", friday, &["退货地址=上海"], "请寄到上海，10:00前付款一般今天发"),
    ];
    for (reply, now, values, expected) in cases {
        let mut arguments = vec!["render", reply, "--library", &library, "--now", now];
        arguments.extend(values.iter().flat_map(|value| ["--set", value]));
        let output = home.suda(&arguments);
        assert_eq!(out(&output), format!("{expected}\n"), "{reply} {now} {values:?} {}", err(&output));
        assert_eq!(output.status.code(), Some(0));
    }
    let other_shop = home.suda(&[
        "render",
        "cm",
        "--library",
        &library,
        "--shop",
        "童装",
        "--set",
        "身高=105",
        "--set",
        "体重=35斤",
    ]);
    assert_eq!(out(&other_shop), "105cm、35斤建议110码\n");
}

#[test]
fn render_says_which_gaps_are_open_and_what_does_not_look_right() {
    let home = Home::new();
    let library = full_library(&home);
    let render =
        |arguments: &[&str]| home.suda(&[&["render", "--library", &library, "--json"], arguments].concat());
    let output = render(&["cm", "--set", "身高=150", "--set", "体重=180斤"]);
    assert_eq!((output.status.code(), &json(&output)["gaps"]), (Some(1), &serde_json::json!(["尺码"])));
    assert_eq!(
        json(&output)["notes"],
        serde_json::json!(["尺码：尺码表里没有 150cm / 180斤 这一行，请直接填"])
    );
    let output = render(&["mt"]);
    assert_eq!((output.status.code(), &json(&output)["gaps"]), (Some(1), &serde_json::json!(["金额"])));
    let output = render(&["fh", "--now", "2031-01-04T10:00"]);
    assert_eq!((output.status.code(), json(&output)["text"].as_str()), (Some(0), Some("上午好，1月6日发")));
    assert!(json(&output)["notes"][0].as_str().unwrap().starts_with("没有 2031 年的放假安排"));
    let text = r#"(replies: [(title: "节日", variants: [(when: (until: "2026-01-01"), text: "x")]),
        (title: "旧", text: "y", expires: "2026-01-01")])"#;
    let old = home.write("old.ron", text);
    let output = home.suda(&["render", "节日", "--library", &old, "--now", "2026-11-21T10:00"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""));
    let output = home.suda(&["render", "旧", "--library", &old, "--now", "2026-11-21T10:00"]);
    assert_eq!((out(&output).as_str(), err(&output).as_str()), ("y\n", "这条话术已过期\n"));
    assert_eq!(home.suda(&["check", &library]).status.code(), Some(0));
    let output = render(&["mt", "--set", "金额=1", "--set", "金客=2"]);
    assert_eq!(json(&output)["notes"], serde_json::json!(["这条话术用不到“金客”，是不是“金额”？"]));
}

#[test]
fn extract_finds_the_values_of_a_copied_text() {
    let home = Home::new();
    let output = home.suda(&["extract", "--now", "2026-12-28T15:30", "--json", "1月5日发货的那件"]);
    assert_eq!(json(&output)[0]["value"], "2027-01-05", "the nearest one, not the one of the year");
    let output =
        home.suda(&["extract", "我160的，一百零五斤，昨天付的款", "--json", "--now", "2026-11-21T15:30"]);
    assert_eq!(output.status.code(), Some(0));
    let expected = serde_json::json!([
        {"field": "身高", "value": "160", "start": 1, "end": 4},
        {"field": "体重", "value": "52.5", "start": 6, "end": 11},
        {"field": "付款日期", "value": "2026-11-20", "start": 12, "end": 14},
    ]);
    assert_eq!(json(&output), expected);
    let output = home.suda(&["extract", "满200减20", "--json"]);
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), "[]\n"));
}

#[test]
fn check_knows_the_file_of_the_shops_and_every_unfilled_placeholder() {
    let home = Home::new();
    let shops =
        home.write("config/suda/shops.ron", "(shops: [{ \"店铺名\": \"木棉\", \"截单时间\": \"傍晚\" }])");
    let findings = json(&home.suda(&["check", &shops, "--json"]));
    let rules: Vec<_> = findings.as_array().unwrap().iter().map(|found| found["rule"].clone()).collect();
    assert_eq!(rules, ["when.invalid-time"]);
    let text = "合计{=金额/2}元，{日期}发，｛片段：谢谢｝，{订单号}";
    let findings = json(&home.suda(&["check", "--text", text, "--json"]));
    let spans: Vec<_> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["rule"].as_str().unwrap().to_owned(), found["start"].as_u64().unwrap()))
        .collect();
    let expected = [2, 11, 17, 25].map(|start| ("text.unfilled".to_owned(), start));
    assert_eq!(spans, expected);
}

#[test]
fn a_value_of_an_example_table_says_so_until_the_user_has_a_table() {
    let home = Home::new();
    let size = ["render", "presale.size", "--json", "--set", "身高=165", "--set", "体重=120斤"];
    let output = home.suda(&size);
    assert_eq!(output.status.code(), Some(0));
    assert!(json(&output)["notes"][0].as_str().unwrap().contains("示例尺码表"), "{}", out(&output));
    let own = r#"(tables: [(name: "尺码表", inputs: ["身高", "体重"], outputs: ["尺码"], rows: [["*", "*", "均码"]])],
        replies: [(title: "一", text: "二")])"#;
    let library = home.write("own.ron", own);
    let output = home.suda(&[size.as_slice(), &["--library", &library]].concat());
    assert!(json(&output)["text"].as_str().unwrap().contains("均码"), "{}", out(&output));
    assert_eq!(json(&output)["notes"], serde_json::json!([]));
}

#[test]
fn check_tells_what_breaks_a_rule_in_a_text_and_in_a_file() {
    let home = Home::new();
    let output = home.suda(&["check", "--json", "--text", "您放心，保证三天内到。发票要加收税点"]);
    assert_eq!(output.status.code(), Some(1));
    let found = &json(&output)[0];
    assert_eq!((&found["rule"], &found["severity"]), (&"promise.arrival".into(), &"error".into()));
    assert_eq!((&found["start"], &found["end"]), (&4.into(), &10.into()));
    assert_eq!((&found["rewrite"], &found["points"]), (&"一般三天内到".into(), &Value::Null));
    assert_eq!(
        (&json(&output)[1]["rule"], &json(&output)[1]["points"]),
        (&"invoice.tax_fee".into(), &6.into())
    );
    let output = home.suda(&["check", "--json", "--text", "您拍吧，今天肯定给您发"]);
    assert_eq!(json(&output)[0]["penalty"], "违背承诺赔付商品价格的 30%");
    let gap = home.suda(&["check", "--json", "--text", "{店铺名}感谢您"]);
    assert_eq!(json(&gap)[0]["rule"], "text.unfilled");

    let text = "(replies: [\n    (id: \"a\", title: \"一\", text: \"{店铺名}：好的，保证明天到\"),\n])";
    let library = home.write("team.ron", text);
    let output = home.suda(&["check", "--json", &library]);
    let found = &json(&output)[0];
    assert_eq!((&found["line"], &found["column"], &found["reply"]), (&2.into(), &43.into(), &"a".into()));
    assert_eq!((&found["start"], &found["end"]), (&9.into(), &14.into()));
    assert_eq!(json(&output).as_array().unwrap().len(), 1);
    assert!(out(&home.suda(&["check", &library])).contains("“保证明天到”：哪天送到由快递决定"));
}

#[test]
fn what_cannot_be_read_is_never_taken_for_clean() {
    let home = Home::new();
    let good = home.write("good.ron", r#"(replies: [(title: "一", text: "保证明天到")])"#);
    let missing = home.path("none.ron").display().to_string();
    let folder = home.path("data").display().to_string();
    fs::create_dir_all(&folder).unwrap();
    for library in [&missing, &folder] {
        for args in
            [&["check", "--text", "好的"] as &[&str], &["check", &good], &["search", "好"], &["render", "一"]]
        {
            let output = home.suda(&[args, &["--library", library]].concat());
            assert_eq!((output.status.code(), out(&output).as_str()), (Some(2), ""), "{args:?} {library}");
            assert!(err(&output).contains(library.as_str()), "{}", err(&output));
        }
    }
    let output = home.suda(&["check", "--json", &missing, &good]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(json(&output)[0]["rule"], "promise.arrival", "the others are checked all the same");
}

#[test]
fn an_image_that_is_not_there_is_a_finding() {
    let home = Home::new();
    let text = "(replies: [\n    (title: \"图\", parts: [\"看这里\", (image: \"img/a.png\"), (image: \"b.png\")]),\n])";
    home.write("img/a.png", "");
    let output = home.suda(&["check", "--json", &home.write("team.ron", text)]);
    let found = json(&output);
    assert_eq!((found.as_array().unwrap().len(), &found[0]["rule"]), (1, &"format.image-missing".into()));
    assert_eq!((&found[0]["line"], &found[0]["column"]), (&2.into(), &63.into()));
    assert!(found[0]["message"].as_str().unwrap().contains("b.png"), "{}", out(&output));
}

#[test]
fn a_pack_and_the_shops_change_rules_and_add_words() {
    let home = Home::new();
    let text = r#"(rules: { "promise.arrival": "off", "tone.but": "error", "promise.arival": "off" }, words: [(word: "亲亲", instead: "您")],
        replies: [(title: "一", text: "亲亲，您眼光真好，但是保证明天到")])"#;
    let library = home.write("team.ron", text);
    let output = home.suda(&["check", "--json", &library]);
    let codes: Vec<_> = json(&output).as_array().unwrap().iter().map(|found| found["rule"].clone()).collect();
    assert_eq!(codes, ["format.unknown-value", "shop.word", "tone.but"], "{}", out(&output));
    assert_eq!(json(&output)[1]["rewrite"], "您");
    home.write("config/suda/shops.ron", r#"(words: ["小仙女"])"#);
    let output = home.suda(&["check", "--json", "--text", "好的小仙女"]);
    assert_eq!(json(&output)[0]["rule"], "shop.word");
}

#[cfg(unix)]
#[test]
fn a_library_that_is_a_link_to_nowhere_is_told_as_such_and_left_alone() {
    let home = Home::new();
    fs::create_dir_all(home.path("data/suda")).unwrap();
    let (link, target) = (home.path("data/suda/replies.ron"), home.path("sync/lib.ron"));
    std::os::unix::fs::symlink("../../sync/lib.ron", &link).unwrap();
    let named = link.display().to_string();
    for command in [vec!["check"], vec!["search", "催发货"], vec!["render", "ship.urge"]] {
        for library in [vec![], vec!["--library", &named]] {
            let output = home.suda(&[library, command.clone()].concat());
            let told = err(&output);
            assert_eq!(output.status.code(), Some(2), "{command:?}: {told}");
            assert!(told.contains(&named) && told.contains("sync/lib.ron"), "{command:?}: {told}");
            assert!(told.contains("链接"), "{command:?}: {told}");
        }
    }
    assert!(!target.exists() && fs::symlink_metadata(&link).unwrap().is_symlink());
    // As soon as the target is there it is read.
    home.write("sync/lib.ron", "(replies: [(id: \"a\", title: \"鼉鼊\", text: \"一\")])");
    let found = home.suda(&["search", "鼉鼊"]);
    assert_eq!((found.status.code(), out(&found).contains("鼉鼊")), (Some(0), true));
}

#[test]
fn what_render_refuses_check_reports() {
    let chain: Vec<String> =
        (0..10).map(|idx| format!(r#"(title: "d{idx}", text: "{{片段:d{}}}")"#, idx + 1)).collect();
    let chain = format!(r#"{}, (title: "d10", text: "底")"#, chain.join(",\n"));
    let cases = [
        (chain.as_str(), "d0", "placeholder.snippet-too-deep"),
        (r#"(title: "甲", text: "{=1/0}元")"#, "甲", "placeholder.sum-impossible"),
        (r#"(title: "甲", text: "{=金额/(1-1)}元")"#, "甲", "placeholder.sum-impossible"),
        (r#"(title: "甲", variants: [(when: (shops: "木绵"), text: "a")])"#, "甲", "when.unknown-shop"),
        (
            r#"(title: "甲", text: "{片段:乙}"), (title: "乙", text: "a"), (title: "乙", text: "b")"#,
            "甲",
            "placeholder.several-snippets",
        ),
        (
            r#"(title: "甲", text: "{片段:乙}"), (title: "乙", parts: [(image: "a.png")])"#,
            "甲",
            "placeholder.snippet-without-text",
        ),
    ];
    for (replies, title, rule) in cases {
        let home = Home::new();
        home.write("config/suda/settings.ron", "(starter: false)");
        home.write("config/suda/shops.ron", r#"(shops: [{ "店铺名": "木棉" }])"#);
        home.write("a.png", "");
        let library = home.write("own.ron", format!("(replies: [{replies}])"));
        let refused = home.suda(&["--library", &library, "render", title, "--set", "金额=1"]);
        assert_eq!(refused.status.code(), Some(1), "{replies} {}", out(&refused));
        let checked = home.suda(&["check", &library, "--json"]);
        let found = json(&checked);
        let rules: Vec<&str> =
            found.as_array().unwrap().iter().map(|found| found["rule"].as_str().unwrap()).collect();
        assert!(rules.contains(&rule), "{replies} {rules:?}");
        assert!(found[0]["line"].is_u64());
    }
}

#[test]
fn a_default_outside_its_choices_is_told_of_a_field_and_in_a_text() {
    let home = Home::new();
    let library = home.write(
        "own.ron",
        "(fields: [(name: \"盒\", default: \"中\", choices: [\"大\", \"小\"])],\n replies: [(title: \"甲\", text: \"{盒:特大}\")])",
    );
    let found = json(&home.suda(&["check", &library, "--json"]));
    let places: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["rule"].as_str().unwrap(), found["line"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [("field.default-outside-choices", 1), ("field.default-outside-choices", 2)]);
}

#[test]
fn doubled_braces_are_a_text_and_no_gap() {
    let home = Home::new();
    let library =
        home.write("own.ron", r#"(replies: [(title: "甲", text: "模板里写 {{订单号}} 就会填好")])"#);
    assert_eq!(
        home.suda(&["check", &library]).status.code(),
        Some(0),
        "{}",
        out(&home.suda(&["check", &library]))
    );
    assert!(out(&home.suda(&["--library", &library, "render", "甲"])).contains("{订单号}"));
    // A finished text was filled by somebody else.
    assert_eq!(home.suda(&["check", "--text", "模板里写 {订单号} 就会填好"]).status.code(), Some(1));
}

#[test]
fn messages_name_what_is_wrong_and_what_such_a_file_begins_with() {
    let home = Home::new();
    home.write("config/suda/settings.ron", "");
    home.write("config/suda/shops.ron", " \n");
    let said = err(&home.suda(&["search", "催发货"]));
    assert!(said.contains("()") && said.contains("(format: 1, shops: [])"), "{said}");
    assert!(!said.contains("replies: []"), "{said}");
    let library = home.write(
        "own.ron",
        "(fields: [(name: \"码\", pattern: \"[0-9\")],\n replies: [\n(title: \"甲\", text: 没引号),\n(title: \"乙\", text: \"a\\q\"),\n])",
    );
    let found = json(&home.suda(&["check", &library, "--json"]));
    let lines: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["line"].as_u64().unwrap(), found["message"].as_str().unwrap()))
        .collect();
    assert_eq!(lines.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3, 4], "{lines:?}");
    assert!(lines[1].1.contains("text") && !lines[1].1.contains("parts"), "{lines:?}");
    let is_english = |message: &str| {
        message.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count() > 2
    };
    assert!(lines.iter().all(|(_, message)| !is_english(message)), "{lines:?}");
}

/// How a reply with the third working day is rendered, and what is noted about it.
fn third_working_day(home: &Home, library: &str, now: &str) -> (String, String, String) {
    let output = home.suda(&["render", "days", "--library", library, "--now", now, "--json"]);
    let rendered = json(&output);
    let [text, notes] = ["text", "notes"].map(|name| rendered.get(name).unwrap());
    (text.as_str().unwrap().to_owned(), notes.to_string(), err(&output))
}

#[test]
fn a_year_that_a_library_supplies_is_counted_and_that_of_the_settings_before_it() {
    let home = Home::new();
    let library = home.write(
        "team.ron",
        r#"(
    calendar: ["notice 2028 通知", "off 2028-05-01 2028-05-05 劳动节", "work 2028-04-29"],
    replies: [(id: "days", title: "发货", text: "{工作日+3}前发出")],
)"#,
    );
    let render = || third_working_day(&home, &library, "2028-04-28T10:00");
    assert_eq!(render(), ("5月9日前发出".into(), "[]".into(), String::new()));
    assert_eq!(home.suda(&["check", &library]).status.code(), Some(0));
    assert_eq!(home.suda(&["search", "发货", "--library", &library]).status.code(), Some(0));
    home.write("config/suda/calendar.txt", "notice 2028\noff 2028-05-01 2028-05-01\n");
    assert_eq!(render(), ("5月4日前发出".into(), "[]".into(), String::new()));
    home.write("team.ron", fs::read_to_string(&library).unwrap().replace("work 2028-04-29", "work 29"));
    let checked = home.suda(&["check", &library, "--json"]);
    let found = &json(&checked)[0];
    assert_eq!(
        (&found["rule"], &found["line"], &found["column"]),
        (&"calendar.invalid-line".into(), &2.into(), &68.into())
    );
    let (text, _, told) = render();
    assert_eq!(text, "5月4日前发出");
    assert!(told.contains("team.ron:2:68"), "{told}");
}

#[test]
fn check_tells_the_faults_of_a_calendar_of_whatever_name() {
    let home = Home::new();
    let text = "\u{feff}# 团队\r\nnotice 2028 通知\r\noff 2028-05-01 2028-05-05\r\n";
    for name in ["config/suda/calendar.txt", "假日.txt"] {
        let path = home.write(name, text);
        let clean = home.suda(&["check", &path]);
        assert_eq!(clean.status.code(), Some(0), "{}", out(&clean));
        assert!(out(&clean).contains("1 年"), "{}", out(&clean));
        home.write(name, format!("{text}work 2028-13-01\r\n"));
        let found = json(&home.suda(&["check", &path, "--json"]));
        assert_eq!(
            (&found[0]["rule"], &found[0]["line"], &found[0]["file"]),
            (&"calendar.invalid-line".into(), &4.into(), &path.as_str().into())
        );
        assert_eq!(found.as_array().unwrap().len(), 1);
    }
    // By its name alone, whatever stands in it.
    let path = home.write("calendar.txt", "元旦放假三天\n");
    assert_eq!(json(&home.suda(&["check", &path, "--json"]))[0]["rule"], "calendar.invalid-line");
    home.write("calendar.txt", "");
    assert_eq!(json(&home.suda(&["check", &path, "--json"]))[0]["rule"], "format.empty-file");
    // The team's own is checked with the library where no file is named.
    let found = json(&home.suda(&["check", "--json"]));
    assert!(found[0]["file"].as_str().unwrap().ends_with("config/suda/calendar.txt"), "{found}");
    assert_eq!(home.suda(&["check", "none/calendar.txt"]).status.code(), Some(2));
}

#[test]
fn a_year_that_the_team_supplies_is_counted_and_no_longer_said_to_be_unknown() {
    let home = Home::new();
    let library =
        home.write("team.ron", r#"(replies: [(id: "days", title: "发货", text: "{工作日+3}前发出")])"#);
    let render = || third_working_day(&home, &library, "2028-04-28T10:00");
    let (text, notes, _) = render();
    assert_eq!(text, "5月3日前发出");
    assert!(notes.contains("2028"), "{notes}");
    let path = home.write(
        "config/suda/calendar.txt",
        "notice 2028 通知\noff 2028-05-01 2028-05-05 劳动节\nwork 2028-04-29\n",
    );
    assert_eq!(render(), ("5月9日前发出".into(), "[]".into(), String::new()));
    home.write("config/suda/calendar.txt", "notice 2028 通知\noff 2028-05-01 2028-05-05\nwork 29日\n");
    let (text, notes, told) = render();
    assert_eq!(text, "5月3日前发出");
    assert!(told.contains(&format!("{path}:3:1")), "{told}");
    assert!(notes.contains("2028"), "{notes}");
}

#[test]
fn the_options_of_every_command_may_stand_before_and_behind_it() {
    let home = Home::new();
    let text = r#"(replies: [(id: "own", title: "鼉鼊", text: "{日期}")])"#;
    let library = home.write("own.ron", text);
    let data = home.path("other").display().to_string();
    home.write("other/replies.ron", text);
    home.write("other/replies.questions.ron", r#"(questions: [(reply: "own", text: "石头开花没有")])"#);
    let now = ["--now", "2026-02-03T15:30"];
    for named in [["--library", &library], ["--data", &data]] {
        for (command, wanted) in [
            (&["search", "鼉鼊"][..], "鼉鼊"),
            (&["render", "own"], "2月3日"),
            (&["check"], "1 条话术"),
            (&["check", "--text", "好的"], ""),
            (&["extract", "昨天付的款"], "2026-02-02"),
        ] {
            for arguments in [[&named, &now, command].concat(), [command, &named, &now].concat()] {
                let output = home.suda(&arguments);
                assert_eq!((output.status.code(), err(&output).as_str()), (Some(0), ""), "{arguments:?}");
                assert!(out(&output).contains(wanted), "{arguments:?}: {}", out(&output));
            }
        }
    }
    // What belongs to the library is in the same folder; the settings are not.
    let kept = home.suda(&["search", "石头开花没有", "--data", &data]);
    assert!(out(&kept).contains("鼉鼊"), "{}", out(&kept));
    home.write("config/suda/settings.ron", "(starter: false)");
    assert_eq!(home.suda(&["search", "cfh", "--data", &data]).status.code(), Some(1));
    // A folder that is not there yet holds nothing; nobody makes it for a question.
    let missing = home.path("missing").display().to_string();
    assert_eq!(home.suda(&["search", "鼉鼊", "--data", &missing]).status.code(), Some(1));
    assert!(!home.path("missing").exists());
    for command in ["toggle", "quit"] {
        assert_eq!(home.suda(&[command, "--data", &data]).status.code(), Some(1));
    }
    assert_eq!(home.suda(&["search", "x", "--data"]).status.code(), Some(2));
}

#[test]
fn what_the_system_says_is_said_in_the_users_language() {
    let home = Home::new();
    let folder = home.path("folder");
    fs::create_dir_all(&folder).unwrap();
    let (folder, below) = (folder.display().to_string(), home.write("a.ron", "()") + "/b.ron");
    let suda = |arguments: &[&str]| err(&home.suda(arguments));
    for command in [&["check", &folder][..], &["search", "x", "--library", &folder]] {
        assert!(suda(command).contains("这是文件夹，不是文件"), "{}", suda(command));
        assert!(!suda(command).contains("os error"), "{}", suda(command));
    }
    assert!(suda(&["check", "none.ron"]).contains("找不到文件"), "{}", suda(&["check", "none.ron"]));
    assert!(suda(&["check", &below]).contains("路径中间有一段不是文件夹"), "{}", suda(&["check", &below]));
    fs::create_dir_all(home.path("data/suda/replies.ron")).unwrap();
    assert!(suda(&["search", "x"]).contains("文件读不了：这是文件夹"), "{}", suda(&["search", "x"]));
    home.write("config/suda/settings.ron", "(language: \"en\")");
    assert!(suda(&["check", &folder]).contains("this is a folder"), "{}", suda(&["check", &folder]));
}

#[test]
fn two_dashes_end_the_options_of_every_command() {
    let home = Home::new();
    let text = "(replies: [(id: \"--x\", title: \"--now\", text: \"一\"), (title: \"-h\", text: \"二\")])";
    let library = home.write("own.ron", text);
    let named = ["--library", &library];
    let suda = |arguments: &[&str]| home.suda(&[&named, arguments].concat());
    assert!(out(&suda(&["search", "--", "--now"])).contains("--now"));
    assert_eq!(out(&suda(&["render", "--", "--now"])), "一\n");
    assert_eq!(out(&suda(&["render", "--", "-h"])), "二\n");
    assert!(out(&suda(&["extract", "--json", "--", "--data", "13800138000"])).contains("13800138000"));
    let output = suda(&["check", "--", "--text"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("--text"), "{}", err(&output));
}

#[test]
fn the_help_names_every_option_in_the_users_language() {
    let home = Home::new();
    let help = || out(&home.suda(&["--help"])) + &out(&home.suda(&["search", "--help"]));
    let chinese = help();
    home.write("config/suda/settings.ron", "(language: \"en\")");
    for (help, language) in [(chinese, "用法"), (help(), "Usage")] {
        assert!(help.contains(language), "{help}");
        for option in ["--data <DIR>", "--library <FILE>", "--now <NOW>", "--message", "--limit", "--json"] {
            assert!(help.contains(option), "{option} {help}");
        }
        assert!(!help.contains("cli-"), "{help}");
    }
}

#[test]
fn a_hidden_reply_is_not_found_but_rendered_by_its_id_and_check_names_one_that_is_not_there() {
    let home = Home::new();
    let file = home.write(
        "lib.ron",
        "(format: 1, hidden: [\n  \"starter/insale.urge_shipping\",\n  \"starter/insale.nothing\",\n  \"my/a\",\n], replies: [\n  (id: \"a\", title: \"鼉鼊\", text: \"一\"),\n])",
    );
    let ids = |output: &Output| {
        let hits = json(output).as_array().unwrap().clone();
        hits.iter().map(|hit| hit["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let found = ids(&home.suda(&["search", "催发货", "--json", "--library", &file]));
    assert!(!found.is_empty() && !found.contains(&"insale.urge_shipping".to_owned()), "{found:?}");
    let asked = ids(&home.suda(&["search", "--message", "怎么还不发货呀", "--json", "--library", &file]));
    assert!(!asked.contains(&"insale.urge_shipping".to_owned()), "{asked:?}");
    assert_eq!(home.suda(&["search", "鼉鼊", "--library", &file]).status.code(), Some(1));
    assert_eq!(out(&home.suda(&["render", "a", "--library", &file])), "一\n");
    let checked = home.suda(&["check", &file, "--json"]);
    let problems = json(&checked);
    assert_eq!(problems.as_array().unwrap().len(), 1, "{problems}");
    let told = (&problems[0]["line"], &problems[0]["column"], &problems[0]["rule"], &problems[0]["severity"]);
    let expected = serde_json::json!([3, 3, "reply.unknown-hidden", "warning"]);
    assert_eq!(serde_json::json!([told.0, told.1, told.2, told.3]), expected);
}
