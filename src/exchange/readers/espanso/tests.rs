use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::super::hostile;
use super::*;
use crate::exchange::content::Text;
use crate::exchange::gaps::shape::shape;

const FILE: &str = r#"# 客服
imports: ["other.yml"]
global_vars:
  - {name: shop, type: echo, params: {echo: 木棉女装}}
  - name: cl
    type: clipboard
anchors: &polite
  word: true
  propagate_case: true
matches:
  - trigger: ":hi"
    label: 问候
    replace: "您好，这里是{{shop}}。{{cl}}$|$"
    search_terms: [在吗, 你好]
    <<: *polite
  - triggers: [":fh", ":fahuo"]
    replace: |
      快递***，{{d}}前到
    vars:
      - {name: d, type: date, params: {format: "%m月%d日", offset: 172800}}
  - trigger: ":tk"
    form: "亲，[[name]]的[[way]]已退"
    form_fields:
      way: {type: choice, values: [原路, 余额], default: 原路}
      name: {multiline: true}
  - regex: ":(?P<n>\\d+)件"
    replace: "一共{{n}}件"
  - trigger: ":ip"
    replace: "地址是{{out}}"
    vars: [{name: out, type: shell, params: {cmd: "rm -rf /"}}]
  - trigger: ":ch"
    replace: "{{c}}{{r}}{{m}}{{f.a}}"
    vars:
      - {name: c, type: choice, params: {values: [甲, {label: 乙的, id: 乙}]}}
      - {name: r, type: random, params: {choices: [一, 二]}}
      - {name: m, type: match, params: {trigger: ":hi"}}
      - {name: f, type: form, params: {layout: "尺码: [[a]]", fields: {a: {values: "S\nM"}}}}
  - trigger: ":img"
    image_path: "$CONFIG/images/a.png"
  - trigger: ":html"
    html: "<b>亲</b>，在的"
  - trigger: ":none"
    replace: ""
  - 7
  - trigger: 123
    replace: 1.50
"#;

fn read(input: &Input) -> Result<Content, ReadError> {
    Espanso.read(input, &Options::default(), &Work::default())
}

fn file(path: &str, content: &str) -> InputFile {
    InputFile { path: path.to_owned(), bytes: content.into() }
}

fn text(entry: &Entry) -> String {
    let shown = |message: &EntryMessage| match message {
        EntryMessage::Text(text) => shape(text),
        EntryMessage::Picture(path) => format!("[{path}]"),
    };
    entry.wordings.iter().flatten().map(shown).collect()
}

fn folder() -> Input {
    Input {
        name: "espanso".to_owned(),
        files: vec![
            file("config/default.yml", "matches: no"),
            file("images/a.png", "picture"),
            file("match/base.yml", FILE),
            file("match/broken.yml", "matches:\n  - trigger: \"x\n"),
            file("match/packages/thanks/_manifest.yml", "name: thanks\ntitle: 道谢\nversion: 0.1.0\n"),
            file("match/packages/thanks/package.yml", "matches:\n  - trigger: xx\n    replace: 谢谢\n"),
            file("match/售后/退货.yml", "matches:\n- trigger: th\n  replace: 退货{{shop}}\n"),
        ],
    }
}

#[test]
fn espanso_matches_become_replies_with_fields() {
    let input = Input::file("客服.yml", FILE.into());
    assert_eq!(Espanso.fit(&input), Fit::Certain);
    let content = read(&input).unwrap();
    let seen: Vec<_> = content.entries.iter().map(|entry| (entry.code.as_str(), text(entry))).collect();
    let expected = [
        ("hi", "您好，这里是木棉女装。‹{剪贴板}›"),
        ("fh", "快递⟨快递⟩，‹{日期+2=MM月dd日}›前到"),
        ("tk", "亲，⟨姓名⟩的⟨way:原路|原路|余额⟩已退"),
        ("", "一共⟨n⟩件"),
        ("ip", "地址是⟨out⟩"),
        ("ch", "⟨c|甲|乙⟩⟨r|一|二⟩‹{片段:hi}›⟨尺码|S|M⟩"),
        ("html", "亲，在的"),
        ("123", "1.50"),
    ]
    .map(|(code, text)| (code, text.to_owned()));
    assert_eq!(seen, expected);
    let first = &content.entries[0];
    assert_eq!((first.title.as_str(), first.at.row, first.key.as_str()), ("问候", 11, ":hi"));
    assert_eq!((first.tags.join(" "), first.category.join("/")), ("在吗 你好".to_owned(), "客服".to_owned()));
    assert_eq!(content.entries[1].tags, ["fahuo"]);
}

#[test]
fn espanso_scripts_expressions_images_and_imports_outside_are_named() {
    let content = read(&Input::file("客服.yml", FILE.into())).unwrap();
    let lost: Vec<_> = content.lost.iter().map(|lost| lost.what).collect();
    let expected =
        [Loss::Property, Loss::Cursor, Loss::Expression, Loss::Script, Loss::Picture, Loss::Formatting];
    assert_eq!(lost, expected);
    assert!(content.lost.iter().any(|lost| lost.detail.contains("rm -rf /")));
    let rejected: Vec<_> = content.rejected.iter().map(|row| row.reason).collect();
    assert_eq!(rejected, [Reason::NoText, Reason::NoText, Reason::Malformed]);
}

#[test]
fn espanso_folders_and_packages_are_read_with_their_categories() {
    assert_eq!(Espanso.fit(&folder()), Fit::Certain);
    let content = read(&folder()).unwrap();
    let category = |code: &str| {
        let entry = content.entries.iter().find(|entry| entry.code == code).unwrap();
        (entry.category.join("/"), text(entry))
    };
    assert_eq!(category("xx"), ("道谢".to_owned(), "谢谢".to_owned()));
    assert_eq!(category("th"), ("售后/退货".to_owned(), "退货木棉女装".to_owned()));
    assert_eq!(category("img"), (String::new(), "[images/a.png]".to_owned()));
    assert_eq!(content.pictures, [file("images/a.png", "picture")]);
    let broken = content.rejected.iter().find(|row| row.at.sheet == "match/broken.yml").unwrap();
    assert_eq!(broken.reason, Reason::Malformed);
    assert!(content.sheets.iter().all(|sheet| !sheet.name.contains("config")));
}

#[test]
fn espanso_reads_28047_matches_in_a_few_seconds() {
    let mut yaml = "matches:\n".to_owned();
    for nth in 0..28_047 {
        writeln!(yaml, "  - trigger: \":t{nth}\"\n    replace: \"亲，第{nth}条{{{{x}}}}\"\n    word: true")
            .unwrap();
    }
    let started = Instant::now();
    let content = read(&Input::file("large.yml", yaml.clone().into_bytes())).unwrap();
    println!("28,047 matches, {} KB: {:?}", yaml.len() >> 10, started.elapsed());
    assert_eq!(content.entries.len(), 28_047);
    assert_eq!(content.entries.last().unwrap().at.row, 28_046 * 3 + 2);
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn what_is_no_match_file_is_not_taken_for_one() {
    for yaml in ["a: 1\n", "- matches\n", "", "亲，matches: x"] {
        assert_eq!(Espanso.fit(&Input::file("a.yml", yaml.into())), Fit::No, "{yaml}");
    }
    assert!(matches!(read(&Input::file("a.yml", b"{".to_vec())), Err(ReadError::Malformed { .. })));
}

#[test]
fn a_variable_that_names_itself_ends() {
    let yaml = "global_vars:\n- {name: a, type: echo, params: {echo: \"{{a}}{{a}}\"}}\nmatches:\n- {trigger: x, replace: \"{{a}}\"}\n";
    let content = read(&Input::file("a.yml", yaml.into())).unwrap();
    let [EntryMessage::Text(Text { pieces })] = content.entries[0].wordings[0].as_slice() else { panic!() };
    assert!(pieces.len() <= 256);
}

#[test]
fn no_bytes_panic() {
    hostile::check(&Espanso, "a.yml", FILE.as_bytes());
    hostile::check_among(&Espanso, &folder(), 5);
}
