//! Options, help, language and exit codes of every command.

use std::fs;

use super::{Home, err, out};

#[test]
fn bad_usage_and_unreadable_input_end_with_2_and_a_sentence() {
    let home = Home::new();
    home.write("data/suda/replies.ron", "()");
    let cases: [(&[&str], &str); 11] = [
        (&["serch", "x"], "search"),
        (&["search"], "QUERY"),
        (&["search", "x", "--limit", "many"], "many"),
        (&["render", "cfh", "--set", "订单号"], "订单号"),
        (&["render", "cfh", "--now", "yesterday"], "yesterday"),
        (&["check", "no-such-file.ron"], "no-such-file.ron"),
        (&["search", "x", "--library", "no-such-file.ron"], "no-such-file.ron"),
        (&["check", "a.ron", "--text", "x"], "--text"),
        (&["check", "--why"], "--text"),
        (&["check", "a.ron", "--why"], "--why"),
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
