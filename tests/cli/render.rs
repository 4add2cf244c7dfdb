//! `suda render`: the text that the popup would copy, or its gaps.

use serde_json::Value;

use super::{Home, err, json, out};

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
fn a_value_of_an_example_table_says_so_until_the_user_has_a_table() {
    let home = Home::new();
    home.write("config/suda/shops.ron", r#"(shops: [{ "行业": "服装" }])"#);
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
