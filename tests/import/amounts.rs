//! What is left of real files: great ones, what a spreadsheet computes, what is damaged, and what both sides have changed.

use std::fmt::Write as _;

use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{Home, preview, utf16};

#[test]
fn thirty_thousand_phrases_of_an_input_method() {
    let mut text = String::new();
    for nth in 0..30_806 {
        writeln!(text, "c{nth},1=第{nth}句，等号=和；分号都在").unwrap();
    }
    let found = preview("sogou.ini", utf16(&text));
    assert_eq!((found.code, found.json["format"].as_str()), (0, Some("sogou")));
    let rows = found.rows(&["outcome", "text"]);
    assert_eq!(rows.len(), 30_806);
    assert_eq!(rows.last().map(String::as_str), Some("new|第30805句，等号=和；分号都在"));
}

#[test]
fn twenty_eight_thousand_matches_in_one_file() {
    let mut text = "matches:\n".to_owned();
    for nth in 0..28_047 {
        write!(text, "  - trigger: \":m{nth}\"\n    replace: \"第{nth}条\"\n").unwrap();
    }
    let found = preview("base.yml", text);
    assert_eq!(found.json["format"], "espanso");
    assert_eq!(found.rows(&["outcome"]).iter().filter(|outcome| *outcome == "new").count(), 28_047);
}

#[test]
fn formulas_and_dates_are_what_a_person_reads() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let date = Format::new().set_num_format("yyyy-mm-dd");
    for (column, title) in (0..).zip(["标题", "内容", "备注"]) {
        sheet.write_string(0, column, title).unwrap();
    }
    sheet.write_string(1, 0, "算出来的").unwrap();
    sheet.write_formula(1, 1, Formula::new("=\"满\"&300").set_result("满300")).unwrap();
    sheet.write_number_with_format(1, 2, 46_356.0, &date).unwrap();
    let found = preview("a.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(found.rows(&["outcome", "title", "text"]), ["new|算出来的|满300"]);
    let home = Home::new();
    home.write("a.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(home.import(&["a.xlsx"]).code, 0);
    let library = std::fs::read_to_string(home.path("data/suda/replies.ron")).unwrap();
    assert!(library.contains("2026-11-30"), "{library}");
}

#[test]
fn a_full_cell_and_an_open_quote_are_said() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip([["标题", "内容"], ["满了", &"a".repeat(32_767)]]) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    let found = preview("a.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(found.lost(), [2], "a cell as long as a cell can be was cut off");
    let found = preview("a.csv", "标题,内容\n一,\"没有结束\n二,第二条\n");
    assert!(!found.lost().is_empty(), "{}", found.json);
}

#[test]
fn texts_are_cleaned_and_what_they_share_is_said() {
    let mut text = "标题,内容\n".to_owned();
    for nth in 0..30 {
        writeln!(text, "第{nth}题,\"您好，这是您旳第{nth}个答案，，请看看　\"").unwrap();
    }
    let home = Home::new();
    home.write("a.csv", text);
    let found = home.import(&["a.csv", "--dry-run"]);
    assert_eq!(found.rows(&["text"])[7], "您好，这是您的第7个答案，请看看");
    let said = home.suda(&["import", "a.csv", "--dry-run"]);
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(said.contains("您好"), "{said}");
}

#[test]
fn what_both_sides_have_changed_stays_as_it_is_here() {
    let home = Home::new();
    home.write("a.csv", "标题,内容,备注\n发货,今天发出,旧备注\n");
    assert_eq!(home.import(&["a.csv"]).code, 0);
    let path = home.path("data/suda/replies.ron");
    let library = std::fs::read_to_string(&path).unwrap();
    home.write("data/suda/replies.ron", library.replace("今天发出", "我改成明天发出"));
    home.write("a.csv", "标题,内容,备注\n发货,那边改成后天发出,新备注\n");
    let found = home.import(&["a.csv"]);
    // The note was changed there alone and is taken; of the text both are known, and the own one stays.
    assert_eq!(found.rows(&["outcome"]), ["changed"]);
    assert!(found.rows(&["reason"])[0].contains("两边都改过"), "{}", found.json);
    let library = std::fs::read_to_string(&path).unwrap();
    assert!(library.contains("我改成明天发出") && library.contains("新备注"), "{library}");
    assert!(!library.contains("后天"), "{library}");
}

#[test]
fn a_folder_of_autokey_is_read_by_pairs_and_programs_are_not_replies() {
    let home = Home::new();
    home.write("ak/短语/发货.txt", "亲，今天发出");
    home.write(
        "ak/短语/.发货.json",
        r#"{"type": "phrase", "description": "什么时候发货", "abbreviation": {"abbreviations": ["fh"], "modes": [1]}}"#,
    );
    home.write("ak/程序/x.py", "keyboard.send_keys('x')");
    home.write(
        "ak/程序/.x.json",
        r#"{"type": "script", "description": "程序", "abbreviation": {"abbreviations": []}}"#,
    );
    let found = home.import(&["ak", "--dry-run"]);
    assert_eq!(found.json["format"], "autokey");
    let rows = found.rows(&["outcome", "title", "code", "text"]);
    assert!(rows.contains(&"new|什么时候发货|fh|亲，今天发出".to_owned()), "{rows:?}");
    assert!(rows.iter().any(|row| row.starts_with("rejected")), "{rows:?}");
}
