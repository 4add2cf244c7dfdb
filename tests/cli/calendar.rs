//! Working days of years that a library, a team or nobody has supplied.

use std::fs;

use super::{Home, err, json, out};

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
