//! The same file again, doubles, mapped columns, several files, and the way back.

use super::Home;

const FIRST: &str = "标题,内容\n发货,今天就会发出\n退款,三天内到账\n地址,请寄到东仓库\n";

#[test]
fn the_same_file_again_shows_only_what_changed_and_own_edits_stay() {
    let home = Home::new();
    home.write("a.csv", FIRST);
    assert_eq!(home.import(&["a.csv"]).json["import"], 1);
    let again = home.import(&["a.csv", "--dry-run"]);
    assert_eq!(again.code, 1);
    assert_eq!(again.rows(&["outcome"]), ["duplicate"; 3]);

    let library = std::fs::read_dir(home.path("data/suda")).unwrap();
    let file = library.map(|entry| entry.unwrap().path()).find(|path| path.ends_with("replies.ron")).unwrap();
    let edited = std::fs::read_to_string(&file).unwrap().replace("三天内到账", "我改成五天内到账");
    home.write(file.strip_prefix(home.root.path()).unwrap().to_str().unwrap(), edited);
    home.write("a.csv", FIRST.replace("今天就会发出", "今天下午四点前就会发出"));
    let changed = home.import(&["a.csv"]);
    let rows = ["changed|今天下午四点前就会发出", "duplicate|我改成五天内到账", "duplicate|请寄到东仓库"];
    assert_eq!(changed.rows(&["outcome"]), rows.map(|row| row.split('|').next().unwrap()));
    assert!(std::fs::read_to_string(&file).unwrap().contains("我改成五天内到账"));

    let undone = home.suda(&["import", "--undo", "2"]);
    assert_eq!(undone.status.code(), Some(0));
    let undone = home.suda(&["import", "--undo", "1"]);
    assert!(String::from_utf8_lossy(&undone.stdout).contains("退款"), "the edited one is listed");
    let left = std::fs::read_to_string(&file).unwrap();
    assert!(left.contains("我改成五天内到账") && !left.contains("东仓库"), "{left}");
}

#[test]
fn doubles_are_treated_as_is_asked() {
    let cases = [("skip", "duplicate"), ("replace", "changed"), ("both", "new"), ("wording", "changed")];
    for (policy, outcome) in cases {
        let home = Home::new();
        home.write("a.csv", "标题,内容\n发货,今天就会发出\n");
        home.write("b.csv", "标题,内容\n发货,周末休息，周一统一安排\n");
        home.import(&["a.csv"]);
        let found = home.import(&["b.csv", "--on-duplicate", policy, "--dry-run"]);
        assert_eq!(found.rows(&["outcome"]), [outcome], "{policy}");
        assert_eq!(found.code, i32::from(policy == "skip"));
    }
}

#[test]
fn columns_are_mapped_by_header() {
    let home = Home::new();
    home.write("a.csv", "甲,乙,丙\n发货,今天就会发出,售后\n退款,三天内到账,售后\n");
    let found =
        home.import(&["a.csv", "--map", "甲=title", "--map", "乙=text", "--map", "丙=category", "--dry-run"]);
    let rows = ["发货|今天就会发出|售后", "退款|三天内到账|售后"];
    assert_eq!(found.rows(&["title", "text", "category"]), rows);
    let wrong = home.suda(&["import", "a.csv", "--map", "甲=title2"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn a_layout_is_asked_for_by_name_in_a_workbook_without_headers() {
    let home = Home::new();
    let sheet: &[&[&str]] = &[&["fh", "亲，今天就会发出", "物流"], &["tk", "亲，三天内到账", "售后"]];
    home.write("a.xlsx", super::workbook(&[("Sheet1", sheet)]));
    let found = home.import(&["a.xlsx", "--as", "qianniu", "--dry-run"]);
    let rows = ["亲，今天就会发出|物流|fh", "亲，三天内到账|售后|tk"];
    assert_eq!(found.rows(&["text", "category", "code"]), rows);
}

#[test]
fn several_files_are_imported_one_after_the_other() {
    let home = Home::new();
    home.write("a.csv", FIRST);
    home.write("b.csv", "标题,内容\n发票,订单里申请\n发货,今天就会发出\n");
    let output = home.suda(&["import", "a.csv", "b.csv", "--json"]);
    let lines: Vec<serde_json::Value> =
        serde_json::Deserializer::from_slice(&output.stdout).into_iter().map(Result::unwrap).collect();
    assert_eq!(lines.iter().map(|line| line["import"].as_u64()).collect::<Vec<_>>(), [Some(1), Some(2)]);
    assert_eq!(lines[1]["rows"][1]["outcome"], "duplicate");
}
