//! Inputs that are made to harm, through the real program: each ends with a sentence, in bounded memory and time.
//!
//! `cargo test --test hostile -- --nocapture` prints what each took.

#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]
#![expect(clippy::print_stdout, reason = "the figures are for who changes a reader")]

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// In KiB: more than this the program cannot ask for.
const MEMORY: u32 = 1_500_000;

/// As long as the slowest may take, in a build for tests on a busy machine.
const TIME: Duration = Duration::from_mins(1);

struct Taken {
    output: Output,
    time: Duration,
}

struct Place {
    root: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Looks at a file or folder as `suda import --dry-run` does, with less memory than a computer has.
    fn import(&self, path: &Path) -> Taken {
        let home = self.root.path().join("home");
        let limited = format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"");
        let start = Instant::now();
        let output = Command::new("bash")
            .args(["-c", &limited, env!("CARGO_BIN_EXE_suda"), "import"])
            .arg(path)
            .arg("--dry-run")
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("TZ", "UTC0")
            .env("HOME", &home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .output()
            .unwrap();
        Taken { output, time: start.elapsed() }
    }

    /// It ends with a sentence and this exit code, and writes nothing.
    fn ends(&self, path: &Path, exit_code: i32, said: &str) {
        let Taken { output, time } = self.import(path);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let name = path.file_name().unwrap().display();
        let line = |text: &str| text.lines().next().unwrap_or_default().chars().take(120).collect::<String>();
        println!("{name}: {time:.1?}, {:?}: {}{}", output.status.code(), line(&out), line(&err));
        assert_eq!(output.status.code(), Some(exit_code), "{name}: {}{}", line(&out), line(&err));
        assert!(out.contains(said) || err.contains(said), "{name}: {}{}", line(&out), line(&err));
        assert!(!err.contains("panicked") && time < TIME, "{name} took {time:?}: {err}");
        assert!(!self.root.path().join("home/data/suda/replies.ron").exists(), "{name}");
    }
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    packed(files, CompressionMethod::Deflated)
}

fn packed(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of one sheet, with this inside of its `sheetData`, and these shared strings.
fn workbook(rows: &str, strings: &str) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="一" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>"#);
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
    ])
}

fn shared_strings(texts: &[&str]) -> String {
    let string = |text: &&str| format!("<si><t>{text}</t></si>");
    let strings: String = texts.iter().map(string).collect();
    format!(r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>"#)
}

const HEADER: &str = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c><c r="B1" t="inlineStr"><is><t>内容</t></is></c></row>"#;

#[test]
fn archives_that_become_too_large_lead_out_or_hold_too_much_are_refused() {
    let place = Place::new();
    let zeros = vec![b' '; 300 << 20];
    let bomb = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", &zeros)]);
    place.ends(&place.file("bomb.xlsx", bomb), 2, "太大了");
    let names: Vec<String> = (0..20_000).map(|nth| format!("{nth}.json")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"{}".as_slice())).collect();
    place.ends(&place.file("entries.alfredsnippets", archive(&files)), 2, "太大了");
    let snippet = r#"{"alfredsnippet": {"snippet": "您好", "uid": "A", "name": "您好"}}"#;
    let out = archive(&[("../../../out.json", snippet.as_bytes())]);
    place.ends(&place.file("out.alfredsnippets", out), 2, "");
    let mut nested = archive(&[("您好 A.json", snippet.as_bytes())]);
    for _ in 0..50 {
        nested = packed(&[("a.zip", &nested)], CompressionMethod::Stored);
    }
    place.ends(&place.file("nested.zip", nested), 2, "");
    place.ends(&place.file("cut.zip", &archive(&[("a", b"x")])[..40]), 2, "");
}

#[test]
fn workbooks_of_the_ends_of_the_sheet_take_no_memory() {
    let place = Place::new();
    let far = r#"<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>"#;
    let one = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>退货</t></is></c><c r="B2" t="inlineStr"><is><t>亲，您好</t></is></c></row>"#;
    place.ends(&place.file("far.xlsx", workbook(&format!("{HEADER}{one}{far}"), "")), 0, "新的 1 行");
    let mut empty = format!("{HEADER}{one}");
    for row in 3..1_000_000 {
        write!(empty, r#"<row r="{row}"/>"#).unwrap();
    }
    place.ends(&place.file("empty.xlsx", workbook(&empty, "")), 0, "新的 1 行");
}

#[test]
fn a_workbook_that_names_one_long_text_in_every_cell_ends_at_a_bound() {
    let place = Place::new();
    let strings = shared_strings(&[&"长".repeat(30_000)]);
    let row = |row: usize| format!(r#"<row r="{row}"><c r="B{row}" t="s"><v>0</v></c></row>"#);
    let rows: String = (2..50_000).map(row).collect();
    place.ends(&place.file("shared.xlsx", workbook(&format!("{HEADER}{rows}"), &strings)), 2, "太大了");
}

#[test]
fn entities_of_xml_are_not_expanded() {
    let place = Place::new();
    let mut laughs = String::from("<!DOCTYPE a [<!ENTITY l0 \"哈哈哈哈\">");
    for level in 1..12 {
        let inner = format!("&l{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY l{level} \"{inner}\">").unwrap();
    }
    laughs += "]>";
    let strings = laughs.clone() + &shared_strings(&["&l11;"]);
    let row =
        r#"<row r="2"><c r="A2" t="inlineStr"><is><t>退货</t></is></c><c r="B2" t="s"><v>0</v></c></row>"#;
    // It is the text that it is written as.
    place.ends(&place.file("laughs.xlsx", workbook(&format!("{HEADER}{row}"), &strings)), 0, "新的 1 行");
    let plist = format!(
        r#"<?xml version="1.0"?>{laughs}<plist version="1.0"><dict><key>snippetsTE2</key><array><dict><key>plainText</key><string>&l11;</string></dict></array></dict></plist>"#
    );
    place.ends(&place.file("laughs.textexpander", plist), 1, "新的 0 行");
    let outside = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><plist version="1.0"><dict><key>snippetsTE2</key><array><dict><key>plainText</key><string>&x;</string></dict></array></dict></plist>"#;
    place.ends(&place.file("outside.textexpander", outside), 1, "新的 0 行");
}

#[test]
fn what_is_nested_without_end_is_refused() {
    let place = Place::new();
    let mut aliases = String::from("a0: &a0 [哈, 哈]\n");
    for level in 1..20 {
        let inner = format!("*a{}, ", level - 1).repeat(9);
        writeln!(aliases, "a{level}: &a{level} [{inner}]").unwrap();
    }
    aliases += "matches:\n  - {trigger: x, replace: *a19}\n";
    place.ends(&place.file("aliases.yml", aliases), 2, "");
    let deep = 1_000_000;
    let yaml = format!("matches:\n  - trigger: x\n    replace: {}{}\n", "[".repeat(deep), "]".repeat(deep));
    place.ends(&place.file("deep.yml", yaml), 2, "");
    let json = format!(
        r#"{{"fileFormatVersion": 10, "groups": [], "combos": [{}{}]}}"#,
        "[".repeat(deep),
        "]".repeat(deep)
    );
    place.ends(&place.file("deep.json", json), 2, "写法不对");
    let (open, close) = ("<array>".repeat(deep), "</array>".repeat(deep));
    let plist = format!(
        r#"<?xml version="1.0"?><plist version="1.0"><dict><key>snippetsTE2</key>{open}{close}</dict></plist>"#
    );
    place.ends(&place.file("deep.textexpander", plist), 2, "");
    let ron = format!("(replies: [{}{}])", "(".repeat(deep), ")".repeat(deep));
    place.ends(&place.file("deep.ron", ron), 2, "写法不对");
}

#[test]
fn a_quote_that_is_never_closed_ends_its_row() {
    let place = Place::new();
    let mut csv = String::from("标题,内容\n退货,\"亲，您好\n");
    while csv.len() < 10 << 20 {
        csv += "换货,亲，这边给您登记\n";
    }
    let Taken { output, time } = place.import(&place.file("quote.csv", csv));
    println!("quote.csv: {time:.1?}, {:?}", output.status.code());
    assert!(matches!(output.status.code(), Some(0 | 1)) && time < TIME, "{time:?}: {:?}", output.status);
}

#[test]
fn files_and_folders_that_are_too_large_are_not_read() {
    let place = Place::new();
    let sparse = place.file("sparse.csv", "标题,内容\n");
    fs::OpenOptions::new().write(true).open(&sparse).unwrap().set_len(200 << 20).unwrap();
    place.ends(&sparse, 2, "太大了");
    let folder = place.file("folder/a.yml", "matches: []\n").parent().unwrap().to_owned();
    let huge = place.file("folder/huge.bin", "");
    fs::OpenOptions::new().write(true).open(&huge).unwrap().set_len(3 << 40).unwrap();
    place.ends(&folder, 2, "太大了");
    place.ends(Path::new("/dev/zero"), 2, "太大了");
    place.ends(&place.file("nothing.csv", ""), 1, "新的 0 行");
}

#[test]
fn links_in_a_folder_are_not_followed() {
    let place = Place::new();
    let yaml = place.file("linked/match/a.yml", "matches:\n  - {trigger: nh, replace: 您好}\n");
    let folder = yaml.parent().unwrap();
    std::os::unix::fs::symlink("..", folder.join("round")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.join("b.yml")).unwrap();
    place.ends(folder.parent().unwrap(), 0, "新的 1 行");
}

#[test]
fn old_workbooks_whose_sectors_go_round_are_refused() {
    let place = Place::new();
    let mut whole = vec![0_u8; 512];
    whole[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    whole[28..30].copy_from_slice(&0xfffe_u16.to_le_bytes());
    whole[30..32].copy_from_slice(&9_u16.to_le_bytes());
    whole[32..34].copy_from_slice(&6_u16.to_le_bytes());
    whole[48..52].copy_from_slice(&1_u32.to_le_bytes());
    // The list of tables leads to itself.
    whole[68..72].copy_from_slice(&2_u32.to_le_bytes());
    whole[72..76].copy_from_slice(&u32::MAX.to_le_bytes());
    whole[76..80].copy_from_slice(&0_u32.to_le_bytes());
    whole[80..512].fill(0xff);
    let table: Vec<u8> = (0..128_u32).flat_map(|nth| (nth % 3 + 1).to_le_bytes()).collect();
    let directory = [b"W\0o\0r\0k\0b\0o\0o\0k\0".as_slice(), &[0_u8; 496]].concat();
    let list: Vec<u8> = std::iter::repeat_n(2_u32.to_le_bytes(), 128).flatten().collect();
    whole.extend(table);
    whole.extend(directory);
    whole.extend(list);
    for (name, length) in [("round.xls", whole.len()), ("cut.xls", 700), ("header.xls", 8)] {
        place.ends(&place.file(name, &whole[..length]), 2, "");
    }
    let mut noise = 7_u32;
    let garbled: Vec<u8> = whole[..8]
        .iter()
        .copied()
        .chain(std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            noise.to_be_bytes()[0]
        }))
        .take(1 << 20)
        .collect();
    place.ends(&place.file("garbled.xls", garbled), 2, "");
}
