//! The shops' profiles: `shops.ron`, written by hand; the program only adds a value that was asked for, in its place.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::file_system::Disk;
use super::lock::EditError;
use super::ron_file::edit::{Beginning, edit_file};
use super::ron_file::reader::Reader;
use super::ron_file::schema::{Item as _, Record, Row, format, list, names, read_only, read_rows, shop};
use super::{atomic, libraries, links, own_rules, ron_file};
use crate::diag::{Diagnostic, Problem};
use crate::model::{ForbiddenWord, Innocent, Shop, ShopProfiles};
use crate::ron_edit::{self, Shape, appended, literal, replaced, spans};

/// What a new user's file holds: an example in comments.
pub const TEMPLATE: &str = include_str!("../../assets/shops.ron");

/// The shortest file.
const SMALLEST: &str = "(format: 1, shops: [])";
pub(super) const BEGINNING: Beginning = Beginning { new: TEMPLATE, smallest: SMALLEST };
const ROWS: &[Row<ShopsFile>] = &[
    read_only("format", |read, field, _| format(read, &field.value)),
    read_only("shops", |read, field, file| file.profiles.shops = list(read, &field.value)),
    read_only("words", |read, field, file| file.profiles.forbidden = list(read, &field.value)),
    read_only("innocent", |read, field, file| file.profiles.innocent = list(read, &field.value)),
];

impl Record for ShopsFile {
    const ROWS: &'static [Row<Self>] = ROWS;
    const NAMES: &'static [&'static str] = &names::<Self, { ROWS.len() }>(ROWS);
}

const SHAPE: Shape =
    Shape { fields: ShopsFile::NAMES, lists: &[Shop::LIST, ForbiddenWord::LIST, Innocent::LIST] };

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShopsFile {
    pub profiles: ShopProfiles,
    pub diagnostics: Vec<Diagnostic>,
}

/// The folder of the user's own rules, beside the file: a rule a file.
const RULES_FOLDER: &str = "rules";

/// The folder of the user's own rules that belongs to a file of shops. It need not exist.
pub fn rules_folder(path: &Path) -> PathBuf {
    path.with_file_name(RULES_FOLDER)
}

/// Reads the file, and the rules in the folder beside it. A missing one holds nothing; what a mistake is in is left out and
/// reported.
pub fn load_all(path: &Path) -> ShopsFile {
    let mut file = load_file(path);
    let (rules, diagnostics) = own_rules::load(&rules_folder(path));
    file.profiles.rules = rules;
    file.diagnostics.extend(diagnostics);
    file
}

fn load_file(path: &Path) -> ShopsFile {
    let name = path.display().to_string();
    let broken = |found: Diagnostic| ShopsFile { diagnostics: vec![found], ..ShopsFile::default() };
    match links::or_missing(path, std::fs::read(path)) {
        Ok(None) => ShopsFile::default(),
        Err(error) => broken(Diagnostic::of_file(&name.as_str().into(), links::problem_of(&error))),
        Ok(Some(bytes)) => match ron_file::text_of(&name, &bytes, SMALLEST) {
            Ok(text) => parse_all(&name, text),
            Err(diagnostic) => broken(*diagnostic),
        },
    }
}

/// Reads the file again. Where it is gone, cannot be read or is damaged, the profiles of `last` stay.
pub fn renewed(path: &Path, last: &ShopsFile) -> ShopsFile {
    let is_gone = last.profiles != ShopProfiles::default() && matches!(links::exists(&Disk, path), Ok(false));
    let mut file = load_all(path);
    if is_gone {
        let name = path.display().to_string();
        file.diagnostics.push(Diagnostic::of_file(&name.into(), Problem::Gone));
    }
    if libraries::is_lost(&file.diagnostics) || libraries::is_damaged(&file.diagnostics) {
        file.profiles.clone_from(&last.profiles);
    }
    file
}

/// Reads the shops, and what is wrong with the file.
pub fn load(path: &Path) -> (Vec<Shop>, Vec<Diagnostic>) {
    let file = load_all(path);
    (file.profiles.shops, file.diagnostics)
}

/// Reads the shops from their text.
pub fn parse(file: &str, text: &str) -> (Vec<Shop>, Vec<Diagnostic>) {
    let file = parse_all(file, text);
    (file.profiles.shops, file.diagnostics)
}

/// Reads the file from its text.
pub fn parse_all(file: &str, text: &str) -> ShopsFile {
    let (mut read, fields) = Reader::open(file, text, &SHAPE);
    let mut shops = ShopsFile::default();
    read_rows(&mut shops, &mut read, &fields);
    ShopsFile { diagnostics: read.finish(), ..shops }
}

/// Writes values into the profile of a shop (by its place in the file, counted from 0; one more than there are makes a new
/// one) and gives all shops. Everything else in the file stays byte for byte.
///
/// # Errors
/// The file cannot be read or written, has mistakes, or has been changed: another shop is in the place, or has another
/// value already. Then it is as it was.
pub fn save(
    path: &Path,
    shop_idx: usize,
    shop_name: Option<&str>,
    values: &BTreeMap<String, String>,
) -> Result<Vec<Shop>, EditError> {
    edit_file(&Disk, path, BEGINNING, |name, text| {
        let (before, problems) = parse(name, text);
        if let Some(found) = problems.into_iter().next() {
            return Err(EditError::Mistake(Box::new(found)));
        }
        let known = before.get(shop_idx);
        let is_same = known.map_or(shop_idx == before.len(), |shop| shop.name() == shop_name);
        let has_other = |(field, value): (&String, &String)| {
            known.and_then(|shop| shop.value(field)).is_some_and(|known| known != value.trim())
        };
        if !is_same || values.iter().any(has_other) {
            return Err(EditError::Changed);
        }
        let mut edited = text.to_owned();
        for (field, value) in values {
            edited = with_value(&edited, shop_idx, field, value.trim()).ok_or(EditError::Changed)?;
        }
        let (shops, problems) = parse(name, &edited);
        if let Some(found) = problems.into_iter().next() {
            return Err(EditError::Mistake(Box::new(found)));
        }
        let mut expected = before;
        match expected.get_mut(shop_idx) {
            Some(shop) => shop.set(values),
            None => expected.push(Shop::new(values.clone().into_iter().collect(), Vec::new())),
        }
        if is_alike(&shops, &expected) { Ok((edited, shops)) } else { Err(EditError::Changed) }
    })
}

/// Whether shops have the same values and tables, blank values aside.
fn is_alike(shops: &[Shop], others: &[Shop]) -> bool {
    let values = |shop: &Shop| {
        let given = shop.values().filter(|(_, value)| !value.trim().is_empty());
        given.map(|(field, value)| (field.to_owned(), value.trim().to_owned())).collect::<BTreeMap<_, _>>()
    };
    shops.len() == others.len()
        && shops
            .iter()
            .zip(others)
            .all(|(one, other)| values(one) == values(other) && one.tables == other.tables)
}

/// Writes the commented example where there is no file yet.
///
/// # Errors
/// The folder or the file cannot be written.
pub fn write_template(path: &Path) -> io::Result<()> {
    atomic::write_missing(path, TEMPLATE.as_bytes())
}

/// The text with one value changed or added. `None` where there is no place for it.
fn with_value(text: &str, shop_idx: usize, field: &str, value: &str) -> Option<String> {
    let entry = format!("{}: {}", literal(field), literal(value));
    let root = ron_edit::parse(text).root?;
    let Some(shops) = root.as_struct()?.iter().find(|field| field.name == "shops") else {
        return appended(text, &root.span, &spans(root.as_struct()?), &format!("shops: [{{ {entry} }}]"));
    };
    let items = shops.value.as_list()?;
    let Some(item) = items.get(shop_idx) else {
        let spans: Vec<Range<usize>> = items.iter().map(|item| item.span.clone()).collect();
        return appended(text, &shops.value.span, &spans, &format!("{{ {entry} }}"));
    };
    let changed = shop::with_value(text.get(item.span.clone())?, field, value)?;
    replaced(text, &item.span, &changed)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(field: &str, value: &str) -> BTreeMap<String, String> {
        BTreeMap::from([(field.to_owned(), value.to_owned())])
    }

    #[test]
    fn shops_that_were_read_stay_while_their_file_cannot_be_read() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("shops.ron");
        let put = |text: &str| atomic::write(&path, text.as_bytes()).unwrap();
        assert_eq!(renewed(&path, &ShopsFile::default()), ShopsFile::default());
        put("(shops: [{ \"店铺名\": \"木棉\" }, { \"店铺名\": \"小舟\" }], words: [\"最\"])");
        let known = renewed(&path, &ShopsFile::default());
        assert_eq!(
            (known.profiles.shops.len(), known.profiles.forbidden.len(), known.diagnostics.len()),
            (2, 1, 0)
        );
        let held = |problem: &str| {
            let file = renewed(&path, &known);
            let codes: Vec<_> = file.diagnostics.iter().map(|found| found.problem.code()).collect();
            assert_eq!(codes, [problem]);
            assert_eq!(file.profiles, known.profiles, "{problem}");
        };
        put("");
        held("format.empty-file");
        put("(shops: [{ \"店铺名\": \"木棉\" }, { \"店铺");
        held("format.syntax");
        std::fs::remove_file(&path).unwrap();
        held("format.gone");
        std::fs::create_dir(&path).unwrap();
        held("format.unreadable");
        std::fs::remove_dir(&path).unwrap();
        // A slip that loses nothing is taken over, and so is an empty list.
        put("(shops: [{ \"店铺名\": \"新\" }], colour: \"red\")");
        assert_eq!(renewed(&path, &known).profiles.shops.len(), 1);
        put("(shops: [])");
        assert_eq!(renewed(&path, &known), ShopsFile::default());
    }

    #[test]
    fn the_template_is_clean_and_has_no_shop() {
        assert_eq!(parse("shops.ron", TEMPLATE), (Vec::new(), Vec::new()));
    }

    #[test]
    fn both_ways_to_write_a_shop_are_read_and_mistakes_cost_only_themselves() {
        let text = r#"(format: 1, shops: [
    { "店铺名": "木棉", "截单时间": "下午3点", "满减门槛": 200 },
    (values: {"店铺名": "小舟"}, tables: [(name: "尺码表", inputs: ["身高"], outputs: ["尺码"], rows: [["150-160", "S"], ["S"]])]),
    "三",
])"#;
        let (shops, problems) = parse("shops.ron", text);
        let names: Vec<_> = shops.iter().map(Shop::name).collect();
        assert_eq!(names, [Some("木棉"), Some("小舟")]);
        assert_eq!(shops[0].value("满减门槛"), Some("200"));
        assert_eq!(shops[0].cut_off(), jiff::civil::Time::new(15, 0, 0, 0).ok());
        assert_eq!(shops[1].tables[0].rows.len(), 1);
        let codes: Vec<_> = problems.iter().map(|found| (found.problem.code(), found.location())).collect();
        let expected = [
            ("table.row-length", "shops.ron:3:110".to_owned()),
            ("format.wrong-type", "shops.ron:4:5".to_owned()),
        ];
        assert_eq!(codes, expected);
    }

    #[test]
    fn a_value_is_written_in_its_place_and_the_rest_stays() {
        let edit = |text: &str, shop_idx| with_value(text, shop_idx, "客服名", "小\"棉").unwrap();
        let cases = [
            (
                "(shops: [{\"店铺名\": \"甲\"}])",
                0,
                "(shops: [{\"店铺名\": \"甲\", \"客服名\": \"小\\\"棉\"}])",
            ),
            ("(shops: [{\"客服名\": \"\", \"a\": 1}])", 0, "(shops: [{\"客服名\": \"小\\\"棉\", \"a\": 1}])"),
            ("(shops: [{}])", 0, "(shops: [{ \"客服名\": \"小\\\"棉\" }])"),
            ("(shops: [])", 0, "(shops: [ { \"客服名\": \"小\\\"棉\" } ])"),
            ("(shops: [{\"a\": 1}])", 1, "(shops: [{\"a\": 1}, { \"客服名\": \"小\\\"棉\" }])"),
            (
                "(shops: [\n  (values: {\n    \"a\": \"x\" // 第一\n  }),\n])",
                0,
                "(shops: [\n  (values: {\n    \"a\": \"x\", // 第一\n    \"客服名\": \"小\\\"棉\",\n  }),\n])",
            ),
            ("(shops: [{ /* 空 */ }])", 0, "(shops: [{ /* 空 */  \"客服名\": \"小\\\"棉\" }])"),
            ("(shops: [{\n  /* 空 */ }])", 0, "(shops: [{\n  /* 空 */  \"客服名\": \"小\\\"棉\" }])"),
            (
                "(shops: [\r\n  {\r\n    \"a\": \"x\" /* 一\r\n 二 */ // 三\r\n  },\r\n])",
                0,
                "(shops: [\r\n  {\r\n    \"a\": \"x\", /* 一\r\n 二 */ // 三\r\n    \"客服名\": \"小\\\"棉\",\r\n  },\r\n])",
            ),
            ("(format: 1)", 0, "(format: 1, shops: [{ \"客服名\": \"小\\\"棉\" }])"),
            ("(shops: [(tables: [])])", 0, "(shops: [(tables: [], values: { \"客服名\": \"小\\\"棉\" })])"),
            (
                "(shops: [\n  {\n    \"a\": \"x\", // 第一\n    // 第二\n  },\n])",
                0,
                "(shops: [\n  {\n    \"a\": \"x\", // 第一\n    \"客服名\": \"小\\\"棉\",\n    // 第二\n  },\n])",
            ),
        ];
        for (text, shop_idx, expected) in cases {
            assert_eq!(edit(text, shop_idx), expected, "{text}");
            assert_eq!(parse("", expected).1, [], "{expected}");
        }
        let first = edit(TEMPLATE, 0);
        assert_eq!(parse("", &first).0[0].value("客服名"), Some("小\"棉"));
        assert!(first.contains("// 一家店一对花括号"));
    }

    #[test]
    fn the_first_value_makes_the_file_and_a_file_with_mistakes_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("config/shops.ron");
        assert_eq!(load(&path), (Vec::new(), Vec::new()));
        let shops = save(&path, 0, None, &one("店铺名", "木棉")).unwrap();
        assert_eq!((shops.len(), shops[0].name()), (1, Some("木棉")));
        save(&path, 0, Some("木棉"), &one("客服名", "小棉")).unwrap();
        assert_eq!(load(&path).0[0].value("客服名"), Some("小棉"));
        let broken = "(shops: [{\"a\" \"b\"}])";
        atomic::write(&path, broken.as_bytes()).unwrap();
        let error = save(&path, 0, None, &one("a", "b")).unwrap_err().to_string();
        assert!(error.contains("shops.ron:1:"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), broken);
        let gone = save(&root.path().join("config"), 0, None, &one("a", "b")).unwrap_err();
        assert!(matches!(gone, EditError::File { .. }));
    }

    #[test]
    fn a_file_that_was_changed_meanwhile_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("shops.ron");
        let text = "\u{feff}(shops: [{\"店铺名\": \"新店\"}, {\"店铺名\": \"木棉\", \"客服名\": \"小棉\"}])";
        atomic::write(&path, text.as_bytes()).unwrap();
        for (shop_idx, shop_name, field) in [
            (0, Some("木棉"), "默认快递"),
            (1, Some("木棉"), "客服名"),
            (3, None, "客服名"),
            (2, Some("x"), "a"),
        ] {
            let saved = save(&path, shop_idx, shop_name, &one(field, "别的"));
            let is_new = shop_idx == 2;
            assert_eq!(saved.is_ok(), is_new, "{shop_idx} {field}");
            assert!(is_new || matches!(saved, Err(EditError::Changed)));
        }
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(
            written.starts_with('\u{feff}')
                && written.ends_with("\"客服名\": \"小棉\"}, { \"a\": \"别的\" }])")
        );
    }

    #[test]
    fn a_bare_word_is_no_value_and_a_cut_off_has_to_be_a_time() {
        let text =
            "(shops: [{\"店铺名\": None, \"客服名\": true, \"满减门槛\": 200, \"截单时间\": \"三点多\"}])";
        let (shops, problems) = parse("s", text);
        assert_eq!(
            (shops[0].name(), shops[0].value("客服名"), shops[0].value("满减门槛")),
            (None, None, Some("200"))
        );
        let codes: Vec<_> = problems.iter().map(|found| found.problem.code()).collect();
        assert_eq!(codes, ["format.wrong-type", "when.invalid-time"]);
    }

    proptest! {
        #[test]
        fn a_saved_value_is_read_back_and_nothing_else_changes(
            layout in "(\\(shops: \\[\\{\"a\": \"1\"(,|, |\n)?\\}, \\(values: \\{\n  \"b\": 2(,| // x|,//x)?\n\\}\\)\\]\\))",
            shop_idx in 0_usize..3,
            field in "[a-c店名\"]{1,3}",
            value in "[a\"\\\\名,{}()]{1,5}",
        ) {
            let before = parse("", &layout).0;
            prop_assume!(before.len() == 2);
            let edited = with_value(&layout, shop_idx, &field, &value).unwrap();
            let (after, problems) = parse("", &edited);
            prop_assert_eq!(problems, []);
            prop_assert_eq!(after[shop_idx].value(&field), Some(value.as_str()));
            for (idx, shop) in before.iter().enumerate() {
                for known in ["a", "b"] {
                    if idx != shop_idx || known != field {
                        prop_assert_eq!(after[idx].value(known), shop.value(known));
                    }
                }
            }
        }
    }
}
