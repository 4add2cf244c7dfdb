//! What real files are like, and what is right then.

use rust_xlsxwriter::{Format, Workbook};

use super::{Home, preview, utf16, workbook};

#[test]
fn every_encoding_of_any_text_is_recognised() {
    let text = "标题,内容\r\n发货,亲，您的宝贝今天就会发出，请您耐心等待\r\n退款,我们收到后马上给您退款\r";
    let gbk = encode_gbk(text);
    let with_bom = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for bytes in [text.as_bytes().to_vec(), gbk, utf16(text), with_bom] {
        let found = preview("a.csv", bytes);
        let rows = ["发货|亲，您的宝贝今天就会发出，请您耐心等待", "退款|我们收到后马上给您退款"];
        assert_eq!(found.rows(&["title", "text"]), rows, "{}", found.json["encoding"]);
    }
    let home = Home::new();
    home.write("b.csv", encode_gbk(text));
    let forced = home.import(&["b.csv", "--encoding", "utf-8", "--dry-run"]);
    assert_eq!(forced.code, 1, "{}", forced.json);
    assert!(forced.rows(&["outcome"]).iter().all(|outcome| outcome == "rejected"));
}

fn encode_gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

#[test]
fn braces_of_any_text_are_doubled_and_sent_single() {
    let home = Home::new();
    home.write("a.csv", "标题,内容\n花括号,写{这样}的\n");
    let found = home.import(&["a.csv"]);
    assert_eq!(found.rows(&["text"]), ["写{{这样}}的"]);
    let shown = home.suda(&["render", "花括号"]);
    assert_eq!(String::from_utf8_lossy(&shown.stdout).trim_end(), "写{这样}的");
}

#[test]
fn the_same_code_twice_is_never_the_last_one_wins() {
    let csv = "快捷编码,快捷短语,快捷短语分组\nfh,今天发货,物流\nfh,明天发货,物流\n";
    let home = Home::new();
    home.write("a.csv", csv);
    let wordings = home.import(&["a.csv", "--dry-run"]);
    assert_eq!(wordings.rows(&["outcome", "text", "code"]), ["new|今天发货|fh", "new|明天发货|fh"]);
    let both = home.import(&["a.csv", "--on-duplicate", "both", "--dry-run"]);
    assert_eq!(both.rows(&["outcome", "code"]), ["new|fh", "new|fh2"]);
}

#[test]
fn gaps_become_fields_and_other_marks_do_not() {
    let found = preview(
        "a.csv",
        "标题,内容\n一,您的快递单号是***\n二,点击【立即付款】，**很重要**\n三,亲{{name}}您好\n",
    );
    let texts = ["您的快递单号是{快递单号}", "点击【立即付款】，**很重要**", "亲{姓名}您好"];
    assert_eq!(found.rows(&["text"]), texts);
    assert_eq!(found.fields(), ["快递单号|***", "姓名|{{name}}"]);
}

#[test]
fn secrets_are_kept_and_warned_of() {
    let home = Home::new();
    home.write("a.csv", "标题,内容\n后台,账号 admin 密码：Abc12345\n");
    let shown = home.suda(&["import", "a.csv", "--dry-run"]);
    let said = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(said.contains("密码") || said.contains("password"), "{said}");
}

#[test]
fn nothing_to_take_is_said_with_exit_code_1() {
    for text in ["标题,内容\n,\n,\n", "# 标题,内容\n# 甲,乙\n# 丙,丁\n", "\n\n \n"] {
        let found = preview("a.csv", text);
        assert_eq!(found.code, 1, "{text:?}: {}", found.json);
    }
}

#[test]
fn sheets_without_headers_are_categories_and_doubles_and_hidden_ones_are_off() {
    let names: Vec<String> = (0..24).map(|nth| format!("分类{nth}")).collect();
    let texts: Vec<String> = (0..24).map(|nth| format!("亲，这是第{nth}类商品的说明，请看详情页")).collect();
    let mut book = Workbook::new();
    for (name, text) in names.iter().zip(&texts) {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write_string(0, 0, text).unwrap();
        sheet.write_string(1, 0, format!("{text}，谢谢亲的支持")).unwrap();
    }
    let hidden = book.add_worksheet();
    hidden.set_name("藏").unwrap().write_string(0, 0, "藏起来的一句话，不会被读到").unwrap();
    hidden.set_hidden(true);
    let double = book.add_worksheet();
    double.set_name("重复").unwrap().write_string(0, 0, &texts[3]).unwrap();
    double.write_string(1, 0, format!("{}，谢谢亲的支持", texts[3])).unwrap();
    let found = preview("多表.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(found.sheets().len(), 26);
    assert_eq!(found.sheets()[24..], ["藏|1|0", "重复|2|0"]);
    let rows = found.rows(&["outcome", "text", "category"]);
    assert_eq!(rows.len(), 48);
    assert_eq!(rows[6], "new|亲，这是第3类商品的说明，请看详情页|分类3");
}

#[test]
fn instructions_are_above_a_header_with_brackets() {
    let sheet: &[&[&str]] = &[
        &["请按模板填写，不要改动表头，带星号的必须填写"],
        &["话术标题（最多20个字）", "话术内容（必填）"],
        &["开票", "亲，发票在订单里申请"],
    ];
    let found = preview("模板.xlsx", workbook(&[("Sheet1", sheet)]));
    let taken: Vec<String> = found
        .rows(&["outcome", "row", "title", "text"])
        .into_iter()
        .filter(|row| row.starts_with("new"))
        .collect();
    assert_eq!(taken, ["new|3|开票|亲，发票在订单里申请"]);
}

#[test]
fn merged_categories_are_filled_down_inside_of_the_merged_range_only() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["分类", "标题", "内容"]) {
        sheet.write_string(0, column, header).unwrap();
    }
    sheet.merge_range(1, 0, 2, 0, "售后", &Format::new()).unwrap();
    for (row, title) in (1..).zip(["退货", "换货", "其他"]) {
        sheet.write_string(row, 1, title).unwrap();
        sheet.write_string(row, 2, format!("{title}请先联系我们")).unwrap();
    }
    let found = preview("合并.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(found.rows(&["title", "category"]), ["退货|售后", "换货|售后", "其他|"]);
}

#[test]
fn a_tree_in_four_columns_is_a_path() {
    let found =
        preview("树.csv", "一级,二级,三级,内容\n售后,退货,运费,运费由我们出\n售后,退货,,七天内可以退\n");
    assert_eq!(found.rows(&["text", "category"]), ["运费由我们出|售后/退货/运费", "七天内可以退|售后/退货"]);
}

#[test]
fn cells_are_read_as_a_person_reads_them() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["标题", "内容"]) {
        sheet.write_string(0, column, header).unwrap();
    }
    sheet.write_string(1, 0, "整数").unwrap().write_number(1, 1, 30.0).unwrap();
    let html = "<b>亲</b>，<br>请看&nbsp;这里&#13;";
    sheet.write_string(2, 0, "网页").unwrap().write_string(2, 1, html).unwrap();
    sheet.write_string(3, 0, "换行").unwrap().write_string(3, 1, "一_x000D_\n二").unwrap();
    sheet.write_string(4, 0, "单号").unwrap().write_string(4, 1, "1.23E+18").unwrap();
    let found = preview("单元格.xlsx", book.save_to_buffer().unwrap());
    assert_eq!(
        found.rows(&["title", "text"]),
        ["整数|30", "网页|亲，⏎请看 这里", "换行|一⏎二", "单号|1.23E+18"]
    );
    assert_eq!(found.lost(), [3, 5]);
}

#[test]
fn csv_with_other_delimiters_and_broken_quotes() {
    for delimiter in [";", "\t", "‖"] {
        let text = ["标题,内容", "发货,今天就会发出", "退款,三天内到账"].join("\n").replace(',', delimiter);
        let found = preview("a.csv", text);
        assert_eq!(found.rows(&["title", "text"]), ["发货|今天就会发出", "退款|三天内到账"], "{delimiter}");
    }
    let found = preview("a.csv", "标题,内容\n逗号,hello,您好,在的\n换行,一\\n二\n");
    assert_eq!(found.rows(&["title", "text"]), ["逗号|hello,您好,在的", "换行|一⏎二"]);
    assert_eq!(found.lost(), [2]);
}

#[test]
fn invalid_json_and_encrypted_and_missing_files_are_said_with_exit_code_2() {
    let home = Home::new();
    home.write("坏.json", "[{\"name\": \"a\", \"text\": \"b\", \"keyword\": \"c\",,}]");
    home.write("短语.pxp", [0x9f, 0x00, 0xfe, 0x13]);
    for name in ["坏.json", "短语.pxp", "没有.csv"] {
        let output = home.suda(&["import", name, "--json"]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(!output.stderr.is_empty(), "{name}");
    }
}

#[test]
fn autohotkey_and_helpdesks() {
    let found = preview("a.ahk", "::;fh::亲，`n今天发\n");
    assert_eq!(found.json["format"], "autohotkey");
    assert_eq!(found.rows(&["text"]), ["亲，⏎今天发"]);
    let macros = r#"{"macros": [{"title": "售后::道歉", "active": true, "actions": [
        {"field": "comment_value", "value": "{{ticket.requester.name}}，抱歉"}]}]}"#;
    let found = preview("z.json", macros);
    assert_eq!((found.json["format"].as_str(), found.code), (Some("zendesk"), 0));
    let found = preview("f.json", r#"[{"title": "到货", "content": "到了", "content_html": "<p>到了</p>"}]"#);
    assert_eq!(found.rows(&["title", "text"]), ["到货|到了"]);
}
