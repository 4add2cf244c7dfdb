//! Workbooks made by code or by hand in the documented layouts.

use proptest::prelude::*;
use rust_xlsxwriter::{Format as Style, Workbook as Writer};

use super::*;
use crate::exchange::archive::tests::archive;
use crate::exchange::content::{Loss, Piece};
use crate::exchange::readers::{format, read};

fn input(bytes: Vec<u8>) -> Input {
    Input::file("话术.xls", bytes)
}

fn content(bytes: Vec<u8>) -> Content {
    read(&input(bytes), &Options::default(), &Work::default()).unwrap()
}

fn grids(bytes: Vec<u8>) -> Vec<Grid> {
    let file = InputFile { path: "a.xlsx".to_owned(), bytes };
    let read = if is_compound(&file.bytes) { xls::read } else { xlsx::read };
    read(&file, &Work::default()).unwrap().grids
}

/// The cells of a grid: the number of the row, and its texts.
fn cells(grid: &Grid) -> Vec<(usize, Vec<&str>)> {
    grid.rows.iter().map(|row| (row.number, row.cells.iter().map(String::as_str).collect())).collect()
}

fn texts(content: &Content) -> Vec<String> {
    let text = |message: &EntryMessage| match message {
        EntryMessage::Text(text) => text
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Plain(text) | Piece::Ours(text) | Piece::Field { source: text, .. } => text.as_str(),
            })
            .collect(),
        EntryMessage::Picture(path) => format!("[{path}]"),
    };
    content.entries.iter().flat_map(|entry| entry.wordings.iter().flatten()).map(text).collect()
}

/// A workbook of one sheet with this XML in it, and these shared strings.
fn raw(sheet: &str, strings: &str) -> Vec<u8> {
    let relations = |rows: &[(&str, &str, &str)]| {
        let row = |(id, kind, target): &(&str, &str, &str)| {
            format!("<Relationship Id=\"{id}\" Type=\"http://x/{kind}\" Target=\"{target}\"/>")
        };
        format!("<Relationships>{}</Relationships>", rows.iter().map(row).collect::<String>())
    };
    let main = relations(&[("r1", "officeDocument", "xl/workbook.xml")]);
    let parts = relations(&[
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "sharedStrings", "sharedStrings.xml"),
    ]);
    let book = "<workbook><sheets><sheet name=\"话术\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    archive(&[
        ("_rels/.rels", main.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", format!("<sst uniqueCount=\"99999999999999\">{strings}</sst>").as_bytes()),
    ])
}

#[test]
fn the_layout_of_kefubao_is_read_from_xlsx_whatever_the_file_is_called() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    let head = ["一级分类（必填）", "二级分类（选填）", "话术标题（选填）", "话术内容（必填）"];
    for (column, text) in (0..).zip(head) {
        sheet.write(0, column, text).unwrap();
    }
    for (column, text) in (0..).zip(["售后", "退货", "退货地址", "亲，请按页面上的地址寄回哦"])
    {
        sheet.write(1, column, text).unwrap();
    }
    let content = content(writer.save_to_buffer().unwrap());
    assert_eq!(content.format, "kefubao");
    assert_eq!(content.entries[0].category, ["售后", "退货"]);
    assert_eq!(texts(&content), ["亲，请按页面上的地址寄回哦"]);
}

#[test]
fn hidden_sheets_and_merged_cells_of_xlsx_are_known() {
    let mut writer = Writer::new();
    writer.add_worksheet().set_name("售前").unwrap().merge_range(0, 0, 2, 0, "发货", &Style::new()).unwrap();
    writer.add_worksheet().set_name("旧的").unwrap().set_hidden(true).write(0, 0, "x").unwrap();
    writer.add_worksheet().set_name("更旧的").unwrap().set_very_hidden(true);
    let grids = grids(writer.save_to_buffer().unwrap());
    let known: Vec<_> =
        grids.iter().map(|grid| (grid.name.as_str(), grid.is_hidden, grid.merges.len())).collect();
    assert_eq!(known, [("售前", false, 1), ("旧的", true, 0), ("更旧的", true, 0)]);
    let merge = grids[0].merges[0];
    assert_eq!((merge.first_row, merge.last_row, merge.first_column, merge.last_column), (1, 3, 0, 0));
}

#[test]
fn numbers_dates_and_formulas_are_as_a_person_reads_them() {
    let mut writer = Writer::new();
    let sheet = writer.add_worksheet();
    sheet.write(0, 0, 1.0).unwrap();
    sheet.write(0, 1, 13_800_000_000_u64).unwrap();
    sheet.write(0, 2, 1.234_567_890_123_456_8e18).unwrap();
    sheet
        .write_with_format(0, 3, 45_000.0, &Style::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""))
        .unwrap();
    sheet.write(0, 4, true).unwrap();
    sheet.write(0, 5, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
    let grids = grids(writer.save_to_buffer().unwrap());
    assert_eq!(
        cells(&grids[0]),
        [(1, vec!["1", "13800000000", "1.23456789012346E+18", "2023-03-15", "TRUE", "2"])]
    );
}

#[test]
fn cells_that_others_write_are_read() {
    let sheet = "<row r=\"3\"><c t=\"inlineStr\"><is><r><rPr><b/></rPr><t>粗</t></r><r><t>细</t></r></is></c>\
        <c t=\"s\"><v>0</v></c><c t=\"s\"><v>77</v></c><c r=\"F3\" t=\"str\"><f>A1</f><v>值&amp;一</v></c></row>\
        <row><c><f>A1&amp;B1</f></c><c t=\"e\"><v>#N/A</v></c><c t=\"odd\"><v>x</v></c></row>";
    let grids = grids(raw(sheet, "<si><t>话</t><rPh><t>hua</t></rPh></si>"));
    assert_eq!(cells(&grids[0]), [(3, vec!["粗细", "话", "", "", "", "值&一"]), (4, vec!["", "", "x"])]);
    let lost: Vec<_> =
        grids[0].lost.iter().map(|lost| (lost.at.row, lost.what, lost.detail.as_str())).collect();
    assert_eq!(lost, [(3, Loss::Formatting, "粗细"), (4, Loss::Formula, "=A1&B1")]);
}

#[test]
fn one_cell_in_column_xfd_and_a_million_empty_rows_take_no_memory() {
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row><row r=\"1\"><c r=\"A1\"><v>2</v></c></row>";
    assert_eq!(cells(&grids(raw(far, ""))[0]), [(1, vec!["2"])]);
    let rows: String = (1..=1_000_000)
        .map(|row| ["<row r=\"", &row.to_string(), "\" ht=\"", &(row % 997).to_string(), "\"/>"].concat())
        .collect();
    assert_eq!(grids(raw(&rows, ""))[0].rows.len(), 0);
}

#[test]
fn a_zip_bomb_and_a_truncated_workbook_are_refused() {
    let bomb = raw(&"<row/>".repeat(20 << 20), "");
    let failed = read(&input(bomb.clone()), &Options::default(), &Work::default());
    assert!(matches!(failed, Err(ReadError::TooLarge { what: "ratio", .. })), "{failed:?}");
    let whole = raw("", "");
    let half = whole[..whole.len() / 2].to_vec();
    let failed = format("xlsx").unwrap().read(&input(half), &Options::default(), &Work::default());
    assert!(matches!(failed, Err(ReadError::Malformed { .. })), "{failed:?}");
}

/// A container with one stream of this name.
fn compound(name: &str, stream: &[u8]) -> Vec<u8> {
    let padded = stream.len().max(4096).next_multiple_of(512);
    let mut out = vec![0_u8; 512];
    out[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    out[30] = 9;
    out[48..52].copy_from_slice(&1_u32.to_le_bytes());
    for at in [60, 68] {
        out[at..at + 4].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
    }
    out[76..512].fill(0xff);
    out[76..80].copy_from_slice(&0_u32.to_le_bytes());
    // The first sector says what follows which: itself, the directory, and the stream from the third on.
    let mut next = vec![0xffff_fffd_u32, 0xffff_fffe];
    let last = 1 + padded / 512;
    next.extend(
        (2..=last)
            .map(|sector| if sector == last { 0xffff_fffe } else { u32::try_from(sector).unwrap() + 1 }),
    );
    next.resize(128, 0xffff_ffff);
    out.extend(next.into_iter().flat_map(u32::to_le_bytes));
    let mut directory = vec![0_u8; 512];
    for (nth, (name, start, len)) in
        [("Root Entry", 0xffff_fffe_u32, 0), (name, 2, padded)].into_iter().enumerate()
    {
        let entry = &mut directory[nth * 128..][..128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = u8::try_from(units.len() + 2).unwrap();
        entry[116..120].copy_from_slice(&start.to_le_bytes());
        entry[120..124].copy_from_slice(&u32::try_from(len).unwrap().to_le_bytes());
    }
    out.extend(directory);
    out.extend(stream);
    out.resize(1536 + padded, 0);
    out
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let len = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes(), &len.to_le_bytes(), data].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn cell(row: u16, column: u16, style: u16) -> Vec<u8> {
    [row, column, style].into_iter().flat_map(u16::to_le_bytes).collect()
}

/// A workbook of Excel 97 with a hidden sheet and one with all kinds of cells.
fn biff8() -> Vec<u8> {
    let begin = || record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = || record(0x0a, &[]);
    let style = |format: u16| record(0xe0, &[[0, 0].as_slice(), &format.to_le_bytes(), &[0; 16]].concat());
    // The second text goes on in a continuation, in narrow characters.
    let long = [[4, 0, 1].as_slice(), &wide("长")].concat();
    let strings = [
        record(0xfc, &[&[2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 1], wide("您好").as_slice(), &long].concat()),
        record(0x3c, b"\x00abc"),
    ];
    let sheet = |state: u8, name: &str, offset: usize| {
        let count = u8::try_from(name.chars().count()).unwrap();
        let offset = u32::try_from(offset).unwrap().to_le_bytes();
        record(0x85, &[offset.as_slice(), &[state, 0, count, 1], &wide(name)].concat())
    };
    let cells = [
        record(0xfd, &[cell(0, 0, 0), vec![0, 0, 0, 0]].concat()),
        record(0xfd, &[cell(0, 1, 0), vec![1, 0, 0, 0]].concat()),
        record(0x203, &[cell(0, 2, 0), 1.5_f64.to_le_bytes().to_vec()].concat()),
        record(0x27e, &[cell(0, 3, 1), (45_000_u32 << 2 | 2).to_le_bytes().to_vec()].concat()),
        record(0x205, &[cell(0, 4, 0), vec![1, 0]].concat()),
        record(0x06, &[cell(1, 0, 0), vec![0, 0, 0, 0, 0, 0, 0xff, 0xff], vec![0; 8]].concat()),
        record(0x207, &[[2, 0, 1].as_slice(), &wide("公式")].concat()),
        record(0x205, &[cell(1, 1, 0), vec![0x2a, 1]].concat()),
        record(0xe5, &[1, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
    ];
    let first = [vec![begin()], cells.to_vec(), vec![end()]].concat().concat();
    let second = [begin(), end()].concat();
    let globals = |first_at, second_at| {
        let all = [
            vec![begin(), style(0), style(14), sheet(0, "售后", first_at), sheet(1, "旧的", second_at)],
            strings.to_vec(),
            vec![end()],
        ];
        all.concat().concat()
    };
    let len = globals(0, 0).len();
    [globals(len, len + first.len()), first, second].concat()
}

#[test]
fn a_workbook_of_old_excel_is_read_with_its_sheets_merges_and_kinds_of_cells() {
    let grids = grids(compound("Workbook", &biff8()));
    let known: Vec<_> =
        grids.iter().map(|grid| (grid.name.as_str(), grid.is_hidden, grid.merges.len())).collect();
    assert_eq!(known, [("售后", false, 1), ("旧的", true, 0)]);
    assert_eq!(
        cells(&grids[0]),
        [(1, vec!["您好", "长abc", "1.5", "2023-03-15", "TRUE"]), (2, vec!["公式"])]
    );
    assert_eq!((grids[0].lost[0].what, grids[0].lost[0].detail.as_str()), (Loss::Formula, "#N/A"));
}

#[test]
fn workbooks_with_a_password_are_said_to_be_encrypted() {
    let with_password = [record(0x809, &[0, 6, 5, 0]), record(0x2f, &[0; 6]), record(0x0a, &[])].concat();
    for bytes in [compound("EncryptedPackage", b"x"), compound("Workbook", &with_password)] {
        let failed = read(&input(bytes), &Options::default(), &Work::default());
        assert!(matches!(failed, Err(ReadError::Encrypted { tool: "Excel", .. })), "{failed:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_readers_panic(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        random in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mutated = |mut bytes: Vec<u8>| {
            for (at, byte) in &edits {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
            bytes
        };
        let sheet = b"<row r=\"3\"><c r=\"B3\" t=\"s\" s=\"1\"><v>0</v></c><c><f>A</f></c></row><mergeCell ref=\"A1:B2\"/>";
        let sheet = String::from_utf8_lossy(&mutated(sheet.to_vec())).into_owned();
        for bytes in [compound("Workbook", &mutated(biff8())), mutated(compound("Workbook", &biff8())), raw(&sheet, &sheet), random] {
            for name in ["xls", "xlsx"] {
                drop(format(name).unwrap().read(&input(bytes.clone()), &Options::default(), &Work::default()));
            }
        }
    }
}
