//! `suda export`: replies for other tools and people, and all files for a new computer.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use suda::model::Use;
use suda::store::history::History;

use super::{Home, err, json, out};

const LIBRARY: &str = r#"(name: "木棉女装", replies: [
    (id: "own.ship", title: "发货说明", stage: "售中/发货", code: "fhsm", asks: ["什么时候发"], text: "亲，{快递|申通|顺丰}发"),
    (id: "own.pic", title: "尺码图", stage: "售前", parts: ["看图", (image: "p/size.png")]),
])"#;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

fn home() -> Home {
    let home = Home::new();
    home.write("data/suda/replies.ron", LIBRARY);
    home.write("data/suda/p/size.png", PNG);
    home
}

#[test]
fn every_format_is_written_and_says_what_is_lost() {
    let home = home();
    let cases = [
        ("a.ron", "ron", 0, "(\n    format: 1,\n    name: \"木棉女装\""),
        ("a.csv", "csv", 0, "\u{feff}编号,标题,短码,分类"),
        ("a.json", "beeftext", 4, "{\n  \"fileFormatVersion\": 10"),
        ("a.html", "handbook", 0, "<!doctype html>"),
        ("espanso/package.yml", "espanso", 4, "matches:\n"),
    ];
    for (file, format, lost, start) in cases {
        let path = home.path(&format!("out/{file}"));
        let named = if format == "espanso" { path.parent().unwrap().to_owned() } else { path.clone() };
        let output = home.suda(&["export", &named.display().to_string(), "--as", format, "--json"]);
        assert_eq!(output.status.code(), Some(0), "{format}: {}", err(&output));
        let report = json(&output);
        assert_eq!((&report["format"], &report["replies"]), (&format.into(), &2.into()));
        assert_eq!(report["lost"].as_array().unwrap().len(), lost, "{format}: {report}");
        assert!(fs::read_to_string(&path).unwrap().starts_with(start), "{format}");
    }
    assert_eq!(fs::read(home.path("out/p/size.png")).unwrap(), PNG);
    let xlsx = home.path("out/a.xlsx").display().to_string();
    let output = home.suda(&["export", &xlsx, "--as", "xlsx", "--layout", "qianniu"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(err(&output).contains("own.pic：没有图片（p/size.png）"), "{}", err(&output));
    assert!(fs::read(&xlsx).unwrap().starts_with(b"PK"));
}

#[test]
fn a_category_or_single_replies_are_chosen_and_nothing_is_said_so() {
    let home = home();
    let count = |arguments: &[&str]| {
        let file = home.path("a.ron").display().to_string();
        let output = home.suda(&[&["export", &file, "--as", "ron", "--json"], arguments].concat());
        (
            output.status.code(),
            if output.stdout.is_empty() { 0 } else { json(&output)["replies"].as_u64().unwrap() },
        )
    };
    assert_eq!(count(&["--category", "售中"]), (Some(0), 1));
    assert_eq!(count(&["--category", "售"]), (Some(1), 0));
    assert_eq!(count(&["--reply", "own.pic", "--reply", "fhsm"]), (Some(0), 2));
    assert_eq!(count(&["--reply", "没有"]), (Some(2), 0));
    assert!(count(&["--starter"]).1 > 100);
}

#[test]
fn bad_usage_and_files_in_the_way_end_with_2_and_write_nothing() {
    let home = home();
    let csv = home.path("a.csv").display().to_string();
    for (arguments, said) in [
        (vec!["export", &csv], "--as"),
        (vec!["export", &csv, "--as", "word"], "handbook"),
        (vec!["export", &csv, "--as", "ron", "--layout", "full"], "full"),
        (vec!["export", &csv, "--everything", "--as", "ron"], "--everything"),
        (vec!["export", "-", "--as", "xlsx"], "xlsx"),
    ] {
        let output = home.suda(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
    }
    assert!(!home.path("a.csv").exists());
    home.write("out/p/size.png", "mine");
    let ron = home.path("out/a.ron").display().to_string();
    assert_eq!(home.suda(&["export", &ron, "--as", "ron"]).status.code(), Some(2));
    assert!(!home.path("out/a.ron").exists());
    let shown = home.suda(&["export", "-", "--as", "csv", "--layout", "kefubao"]);
    assert!(out(&shown).contains("售前,,尺码图,看图,"), "{}", out(&shown));
}

#[test]
fn everything_is_one_file_with_a_manifest() {
    let home = home();
    home.write("config/suda/shops.ron", "(shops: [])");
    let zip = home.path("all.zip").display().to_string();
    let now = ["--now", "2026-11-30T12:00"];
    let output = home.suda(&[&["export", &zip, "--everything"], &now[..]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let bytes = fs::read(&zip).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    for part in [
        "manifest.json",
        "\"date\": \"2026-11-30\"",
        "data/replies.ron",
        "config/shops.ron",
        "pictures/p/size.png",
    ] {
        assert!(text.contains(part), "{part}");
    }
    home.suda(&[&["export", &zip, "--everything"], &now[..]].concat());
    assert_eq!(fs::read(&zip).unwrap(), bytes);
}

/// The files of a home, without those of the run.
fn files(home: &Home) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, root: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, root, found);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    for folder in ["data", "config"] {
        add(&home.path(folder), &home.path(""), &mut found);
    }
    found
}

#[test]
fn everything_comes_back_on_a_new_computer() {
    let old = home();
    old.write("config/suda/shops.ron", r#"(shops: [(name: "木棉", fields: {"店名": "木棉女装"})])"#);
    old.write("config/suda/settings.ron", r#"(language: "en")"#);
    let csv = old.write("a.csv", "标题,内容,短码\n退货,亲，这边给您登记退货,th\n");
    assert_eq!(old.suda(&["import", &csv]).status.code(), Some(0));
    let used = Use { reply_id: "own.ship".into(), at_seconds: 1, query: None, wording: None };
    History::open(&old.path("data/suda/history.sqlite")).unwrap().record_use(&used).unwrap();
    let zip = old.path("all.zip").display().to_string();
    assert_eq!(old.suda(&["export", &zip, "--everything"]).status.code(), Some(0));

    let new = Home::new();
    new.write("config/suda/shops.ron", "(shops: [])");
    let before = files(&new);
    let shown = new.suda(&["import", &zip, "--dry-run", "--json"]);
    assert_eq!(shown.status.code(), Some(0), "{}", err(&shown));
    let report = json(&shown);
    assert_eq!((&report["format"], &report["written"]), (&"everything".into(), &false.into()));
    let from: Vec<&str> =
        report["files"].as_array().unwrap().iter().map(|file| file["from"].as_str().unwrap()).collect();
    let expected = [
        "config/settings.ron",
        "config/shops.ron",
        "data/history.sqlite",
        "data/replies.imports/1.json",
        "data/replies.ron",
        "pictures/p/size.png",
    ];
    assert_eq!(from, expected);
    let told = out(&new.suda(&["import", &zip, "--dry-run"]));
    assert_eq!(told.lines().count(), expected.len() + 1, "{told}");
    assert_eq!(files(&new), before);

    let restored = new.suda(&["import", &zip]);
    assert_eq!(restored.status.code(), Some(0), "{}", err(&restored));
    let of_old = files(&old);
    for (name, bytes) in files(&new).into_iter().filter(|(name, _)| {
        !name.contains("backups") && std::path::Path::new(name).extension() != Some("lock".as_ref())
    }) {
        assert!(of_old.get(&name) == Some(&bytes), "{name}");
    }
    assert!(files(&new).iter().any(|(name, bytes)| name.contains("backups") && bytes == b"(shops: [])"));
    for asked in [
        &["search", "--json", "退货"][..],
        &["render", "--json", "own.ship"],
        &["render", "--json", "own.pic"],
        &["import", &csv, "--dry-run", "--json"],
    ] {
        let (of_old, of_new) = (old.suda(asked), new.suda(asked));
        let place = |home: &Home| home.path("").display().to_string();
        assert_eq!(
            out(&of_old).replace(&place(&old), ""),
            out(&of_new).replace(&place(&new), ""),
            "{asked:?}"
        );
        assert!(!of_new.stdout.is_empty(), "{asked:?}: {}", err(&of_new));
    }
    let undone = new.suda(&["import", "--undo", "1"]);
    assert_eq!(undone.status.code(), Some(0), "{}", err(&undone));
}

#[test]
fn a_damaged_archive_of_everything_is_refused_and_nothing_is_written() {
    let old = home();
    let zip = old.path("all.zip").display().to_string();
    assert_eq!(old.suda(&["export", &zip, "--everything"]).status.code(), Some(0));
    let whole = fs::read(&zip).unwrap();
    let new = Home::new();
    let cut = new.write("cut.zip", &whole[..whole.len() / 2]);
    let text = String::from_utf8_lossy(&whole).into_owned();
    assert!(text.contains("replies.ron"));
    let renamed = whole.windows(16).position(|bytes| bytes == b"data/replies.ron").unwrap();
    let mut foreign = whole.clone();
    foreign[renamed..renamed + 16].copy_from_slice(b"data/repliez.ron");
    let foreign = new.write("foreign.zip", foreign);
    for file in [cut, foreign] {
        let output = new.suda(&["import", &file]);
        assert_eq!(output.status.code(), Some(2), "{file}: {}", out(&output));
        assert!(!err(&output).is_empty() && files(&new).is_empty(), "{file}");
    }
}
