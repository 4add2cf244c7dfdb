use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::exchange::full::tests::any_replies;
use crate::exchange::guard::{guarded, unguarded};
use crate::exchange::{Content, EntryMessage, Input, Options, Work, read};
use crate::lang::Words;
use crate::model::{FieldDecl, FieldKind, Language, Layer, Library, Reply, Wording};
use crate::store::ron_file;
use crate::template::When;
use ExportLossKind as Kind;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nand so on";

fn written(format: &str, layout: Option<Layout>, selection: &Selection) -> Vec<ExportFile> {
    let words = Words::new(Language::Chinese);
    writer(format).unwrap().write(selection, &WriteOptions { layout, words: &words }).unwrap()
}

fn text(files: &[ExportFile]) -> String {
    String::from_utf8(files[0].bytes.clone()).unwrap()
}

fn lost(format: &str, layout: Option<Layout>, selection: &Selection) -> Vec<(String, Kind)> {
    let words = Words::new(Language::Chinese);
    let losses = writer(format).unwrap().losses(selection, &WriteOptions { layout, words: &words });
    losses.into_iter().map(|loss| (loss.reply, loss.what)).collect()
}

fn wording(texts: &[&str]) -> Wording {
    let messages = texts.iter().map(|text| Message::Text((*text).to_owned())).collect();
    Wording { messages, ..Wording::default() }
}

fn reply(id: &str, title: &str, texts: &[&str]) -> Reply {
    Reply { id: id.into(), title: title.into(), wordings: vec![wording(texts)], ..Reply::default() }
}

fn selection(replies: Vec<Reply>) -> Selection {
    Selection { replies, ..Selection::default() }
}

fn imported(name: &str, bytes: Vec<u8>) -> Content {
    read(&Input::file(name, bytes), &Options::default(), &Work::default()).unwrap()
}

/// A library that has everything: fields of several kinds, a table, a snippet, conditions, a picture.
fn sample() -> Selection {
    let source = r#"(name: "木棉女装", version: "3", author: "小棉",
        fields: [(name: "面料", choices: ["棉", "麻"]), (name: "尺寸", kind: "lookup", table: "尺寸表"), "没用到"],
        tables: [(name: "尺寸表", inputs: ["鞋长"], outputs: ["尺寸"], rows: [["22-24", "36"]]), (name: "另一张", inputs: ["a"], outputs: ["b"], rows: [])],
        replies: [
            (id: "own.ship", title: "发货说明", stage: "售中/发货", code: "fhsm01", tags: ["发货"], asks: ["什么时候发", "今天能发吗"],
             variants: ["亲，{{今天}} {订单号} 由 {快递|申通|顺丰} 发，{日期+7=M月d日（E）}到。{片段:own.address}",
                        (when: (days: "weekend", after: "15:00"), parts: ["亲，周末{工作日+1}发。", (image: "p/包裹.png")])],
             note: "先看库存", next: ["own.size"]),
            (id: "own.size", title: "选尺寸", stage: "售前", text: "{面料}的您穿{尺寸}，{=金额/365}元一天。您说的“{剪贴板}”我记下了。"),
            (id: "own.address", title: "退货地址", text: "=寄到{退货地址}"),
        ])"#;
    let (pack, _) = ron_file::parse_pack("my.ron", source);
    let (name, version, author) = (pack.name.clone(), pack.version.clone(), pack.author.clone());
    let library = Library::new(vec![(Layer::Personal, pack), (Layer::BuiltIn, ron_file::built_in().clone())]);
    let chosen: Vec<_> = library.replies().map(|(at, _)| at).take(2).collect();
    let pictures = BTreeMap::from([("p/包裹.png".to_owned(), PNG.to_vec())]);
    Selection { name, version, author, pictures, ..Selection::of(&library, &chosen) }
}

#[test]
fn a_selection_has_the_fields_tables_and_snippets_that_its_replies_need() {
    let selection = sample();
    let names = |fields: &[FieldDecl]| fields.iter().map(|field| field.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&selection.fields), ["尺寸", "面料"]);
    assert!(matches!(selection.fields[0].kind, FieldKind::LookUp { .. }));
    assert_eq!(selection.tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["尺寸表"]);
    assert_eq!(selection.snippets.iter().map(|reply| reply.id.as_str()).collect::<Vec<_>>(), ["own.address"]);
    assert!(selection.picture_paths().into_iter().eq(["p/包裹.png"]));
}

#[test]
fn a_pack_holds_everything_and_its_pictures_lie_beside_it() {
    let selection = sample();
    let files = written("ron", None, &selection);
    let (pack, problems) = ron_file::parse_pack("out.ron", &text(&files));
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!((pack.name.as_str(), pack.author.as_str()), ("木棉女装", "小棉"));
    assert_eq!(pack.replies, selection.all().cloned().collect::<Vec<_>>());
    assert_eq!((pack.fields, pack.tables), (selection.fields.clone(), selection.tables.clone()));
    assert_eq!(files[1], ExportFile { path: "p/包裹.png".into(), bytes: PNG.into() });
    assert_eq!(lost("ron", None, &selection), []);
    let without = Selection { pictures: BTreeMap::new(), ..selection };
    assert_eq!(lost("ron", None, &without), [("own.ship".to_owned(), Kind::Picture)]);
}

#[test]
fn qianniu_gets_what_it_can_hold_and_the_rest_is_listed_before() {
    let layout = Some(Layout::Qianniu);
    let table = text(&written("csv", layout, &sample()));
    let expected = "\u{feff}快捷短语编码,快捷短语,快捷短语分组\r\n\
        fhsm,亲，{今天} 【订单号】 由 【快递】 发，【日期】到。=寄到【退货地址】,售中/发货\r\n\
        fhsm,亲，周末【工作日】发。,售中/发货\r\n\
        选尺寸,【面料】的您穿【尺寸】，【金额/365】元一天。您说的“【剪贴板】”我记下了。,售前\r\n";
    assert_eq!(table, expected);
    let kinds: Vec<Kind> = lost("csv", layout, &sample()).into_iter().map(|(_, kind)| kind).collect();
    for kind in [
        Kind::Title,
        Kind::Code,
        Kind::Wordings,
        Kind::Picture,
        Kind::Placeholder,
        Kind::Questions,
        Kind::Tags,
        Kind::Note,
        Kind::Next,
        Kind::Conditions,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} is not among {kinds:?}");
    }
    assert!(!kinds.contains(&Kind::Trades) && !kinds.contains(&Kind::TextSplit));
}

#[test]
fn a_long_text_is_split_behind_sentences_and_a_long_group_cut() {
    let long = "这一句有十个字左右吧。".repeat(90);
    let own = Reply { category: "一二三四五六七八九十/一".into(), ..reply("a", "长", &[&long]) };
    let selection = selection(vec![own]);
    let content = imported("a.csv", written("csv", Some(Layout::Qianniu), &selection)[0].bytes.clone());
    let pieces: Vec<String> = texts(&content);
    assert!(pieces.iter().all(|piece| piece.chars().count() <= 430 && piece.ends_with('。')));
    assert_eq!((pieces.len(), pieces.concat()), (3, long));
    assert_eq!(content.entries[0].category.join("/"), "一二三四五六七八九十");
    let kinds: Vec<Kind> =
        lost("csv", Some(Layout::Qianniu), &selection).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [Kind::CategoryCut, Kind::TextSplit]);
}

#[test]
fn a_cell_that_a_program_would_run_is_a_text() {
    for (cell, guarded_cell) in
        [("=1+1", "'=1+1"), ("'=x", "''=x"), ("'x", "'x"), ("-", "'-"), ("亲=", "亲=")]
    {
        assert_eq!(guarded(cell), guarded_cell);
        assert_eq!(unguarded(guarded_cell), cell);
    }
}

#[test]
fn kefubao_gets_two_categories_the_title_and_the_questions() {
    let table = text(&written("csv", Some(Layout::Kefubao), &sample()));
    assert!(table.contains("售中,发货,发货说明,"), "{table}");
    assert!(table.contains("\"什么时候发\n今天能发吗\"\r\n"), "{table}");
    assert!(table.contains("售前,,选尺寸,"), "{table}");
}

#[test]
fn espanso_asks_for_fields_in_a_form_and_fills_in_dates_itself() {
    let files = written("espanso", None, &sample());
    assert_eq!(
        files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
        ["package.yml", "_manifest.yml"]
    );
    let yaml: Value = serde_saphyr::from_str(&text(&files)).unwrap();
    let first = &yaml["matches"][0];
    assert_eq!(first["trigger"], ":fhsm01");
    assert_eq!(first["label"], "发货说明 (1)");
    assert_eq!(first["search_terms"], serde_json::json!(["发货说明", "发货"]));
    assert_eq!(
        first["replace"],
        "亲，{今天} {{form1.订单号}} 由 {{form1.快递}} 发，{{date1}}到。=寄到{{form1.退货地址}}"
    );
    assert_eq!(first["vars"][0]["params"]["format"], "%-m月%-d日（周%a）");
    assert_eq!(first["vars"][0]["params"]["offset"], 604_800);
    assert_eq!(first["vars"][1]["params"]["fields"]["快递"]["values"], serde_json::json!(["申通", "顺丰"]));
    let second = &yaml["matches"][2];
    assert!(second.get("trigger").is_none() && second["vars"][0]["type"] == "clipboard");
    assert_eq!(second["vars"][1]["params"]["fields"]["面料"]["type"], "choice");
    let manifest: Value = serde_saphyr::from_str(std::str::from_utf8(&files[1].bytes).unwrap()).unwrap();
    assert_eq!(
        (manifest["name"].as_str(), manifest["title"].as_str()),
        (Some("suda-replies"), Some("木棉女装"))
    );
}

#[test]
fn beeftext_gets_combos_in_groups_and_a_second_export_is_the_same() {
    let json = text(&written("beeftext", None, &sample()));
    assert_eq!(json, text(&written("beeftext", None, &sample())));
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["fileFormatVersion"], 10);
    let combos = json["combos"].as_array().unwrap();
    let keywords: Vec<&str> = combos.iter().map(|combo| combo["keyword"].as_str().unwrap()).collect();
    assert_eq!(keywords, ["fhsm01", "fhsm01-2", "own.size"]);
    assert_eq!(
        combos[0]["snippet"],
        "亲，{今天} #{input:订单号} 由 #{input:快递} 发，#{dateTime:+7d:M月d日（ddd）}到。=寄到#{input:退货地址}"
    );
    assert_eq!(combos[0]["group"], json["groups"][0]["uuid"]);
    assert_eq!(json["groups"][0]["name"], "售中/发货");
    let uuid = combos[0]["uuid"].as_str().unwrap();
    assert!(
        uuid.len() == 38
            && uuid.get(15..16) == Some("8")
            && uuid.get(20..21).is_some_and(|it| "89ab".contains(it)),
        "{uuid}"
    );
}

#[test]
fn the_handbook_has_contents_cards_chips_conditions_and_pictures() {
    let page = text(&written("handbook", None, &sample()));
    for part in [
        "<html lang=\"zh-CN\">",
        "<h1>木棉女装</h1>",
        "<a href=\"#r0\">发货说明<kbd>fhsm01</kbd></a>",
        "<mark>快递<small>申通 / 顺丰</small></mark>",
        "<mark>工作日 +1</mark>",
        "<span class=\"when\">周末· 15:00 后</span>",
        "<li>什么时候发</li>",
        "<img src=\"data:image/png;base64,",
        "先看库存",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert!(!page.contains("<script") && page.contains("@media print"));
    // In the order of a sale.
    assert!(page.find("<h2>售前</h2>").unwrap() < page.find("<h2>售中</h2>").unwrap());
    let evil = selection(vec![reply("a", "<script>alert(1)</script>", &["<img src=x>&\"{x\"y}"])]);
    assert!(!text(&written("handbook", None, &evil)).contains("<script"));
}

/// The texts of the entries that were read, each wording one.
fn texts(content: &Content) -> Vec<String> {
    let text = |message: &EntryMessage| match message {
        EntryMessage::Text(text) => text.source(),
        EntryMessage::Picture(path) => path.clone(),
    };
    content.entries.iter().flat_map(|entry| entry.wordings.iter().flatten().map(text)).collect()
}

fn wholes(content: Content) -> Vec<Reply> {
    assert!(content.rejected.is_empty(), "{:?}", content.rejected);
    content.entries.into_iter().map(|entry| *entry.whole.unwrap()).collect()
}

proptest! {
    #[test]
    fn a_pack_reads_back_as_it_was(replies in any_replies()) {
        let file = text(&written("ron", None, &selection(replies.clone())));
        prop_assert_eq!(ron_file::parse_pack("out.ron", &file).0.replies, replies);
    }

    #[test]
    fn the_full_csv_reads_back_as_it_was(replies in any_replies()) {
        let bytes = written("csv", None, &selection(replies.clone()))[0].bytes.clone();
        let content = imported("out.csv", bytes);
        prop_assert_eq!(&content.format, "full");
        prop_assert_eq!(wholes(content), replies);
    }

    #[test]
    fn the_full_workbook_reads_back_as_it_was(replies in any_replies()) {
        let bytes = written("xlsx", None, &selection(replies.clone()))[0].bytes.clone();
        prop_assert_eq!(wholes(workbook(&bytes)), replies);
    }

    #[test]
    fn what_qianniu_can_hold_comes_back(
        rows in prop::collection::vec(("[a-z]{1,4}", "[亲好，=+@'a-]{1,40}", "[售后前]{1,8}"), 1..6)
    ) {
        let of_row = |(nth, (code, text, group)): (usize, &(String, String, String))| Reply {
            code: Some(code.clone()), category: group.clone(), ..reply(&format!("r{nth}"), "题", &[text])
        };
        let selection = selection(rows.iter().enumerate().map(of_row).collect());
        let bytes = written("csv", Some(Layout::Qianniu), &selection)[0].bytes.clone();
        let content = imported("out.csv", bytes);
        let found: Vec<_> = content.entries.iter().zip(texts(&content)).map(|(entry, text)| {
            (entry.code.clone(), text, entry.category.join("/"))
        }).collect();
        prop_assert_eq!(found, rows);
    }

    #[test]
    fn every_format_writes_any_replies_and_the_same_each_time(replies in any_replies()) {
        let selection = selection(replies);
        for writer in writers() {
            let files = written(writer.name(), None, &selection);
            prop_assert_eq!(&files, &written(writer.name(), None, &selection));
            match writer.name() {
                "espanso" => {
                    let yaml: Value = serde_saphyr::from_str(&text(&files)).unwrap();
                    prop_assert!(yaml["matches"].is_array());
                }
                "beeftext" => {
                    let json: Value = serde_json::from_str(&text(&files)).unwrap();
                    prop_assert!(json["combos"].is_array());
                }
                _ => {}
            }
        }
    }

    #[test]
    fn plain_texts_of_espanso_and_beeftext_come_back(plain in "[亲好a:#'\" \\\\\n-]{1,30}", title in "[发货a: ]{1,8}") {
        prop_assume!(!plain.trim().is_empty() && !plain.contains("#{"));
        let selection = selection(vec![Reply { code: Some("fh".into()), ..reply("a", &title, &[&plain]) }]);
        let yaml: Value = serde_saphyr::from_str(&text(&written("espanso", None, &selection))).unwrap();
        let found = &yaml["matches"][0];
        prop_assert_eq!((found["replace"].as_str(), found["label"].as_str(), found["trigger"].as_str()), (Some(plain.as_str()), Some(title.as_str()), Some(":fh")));
        let json: Value = serde_json::from_str(&text(&written("beeftext", None, &selection))).unwrap();
        let found = &json["combos"][0];
        prop_assert_eq!((found["snippet"].as_str(), found["name"].as_str(), found["keyword"].as_str()), (Some(plain.as_str()), Some(title.as_str()), Some("fh")));
    }
}

/// The workbook as calamine reads it, through the reader of tables.
fn workbook(bytes: &[u8]) -> Content {
    use calamine::Reader as _;
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range("话术").unwrap();
    let mut grid = crate::exchange::grid::Grid::new("话术");
    for (row_idx, row) in range.rows().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            grid.set(row_idx + 1, column, cell.to_string()).unwrap();
        }
    }
    crate::exchange::readers::table_entries(vec![grid])
}

#[test]
fn conditions_of_a_reply_are_listed_once() {
    let conditional =
        Wording { when: When { shops: vec!["店".into()], ..When::default() }, ..wording(&["a"]) };
    let own = Reply {
        wordings: vec![conditional.clone(), conditional],
        code: Some("a".into()),
        ..reply("a", "b", &[])
    };
    let kinds: Vec<Kind> =
        lost("beeftext", None, &selection(vec![own])).into_iter().map(|(_, kind)| kind).collect();
    assert_eq!(kinds, [Kind::Conditions, Kind::Wordings]);
}
