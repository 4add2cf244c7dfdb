//! Changes of the lists that are edited item by item: shops and forbidden words in `shops.ron`; fields, look-up tables and
//! hidden replies in the personal library. Everything else stays byte for byte.

use std::path::Path;

use super::file_system::Disk;
use super::lock::EditError;
use super::ron_file;
use super::ron_file::edit::{edit_file, refuse_broken};
use super::ron_file::schema::Item;
use super::{replies, shops};
use crate::diag::Diagnostic;
use crate::model::{Both, SheetChange};
use crate::ron_edit::{INDENT, Layout, Splices, edited_list, line_break, own_line, parse, replaced, spans};

/// Makes a change.
///
/// # Errors
/// The file cannot be read or written, is broken, holds another list by now, or the result would be read as something
/// else. Then it is as it was.
pub fn change(library: &Path, shops: &Path, change: &SheetChange) -> Result<(), EditError> {
    match change {
        SheetChange::Shops(_) | SheetChange::Words(_) | SheetChange::Innocent(_) => {
            edit_file(&Disk, shops, shops::BEGINNING, |name, text| Ok((changed(name, text, change)?, ())))
        }
        SheetChange::Fields(_)
        | SheetChange::Tables(_)
        | SheetChange::Hidden(_)
        | SheetChange::OwnRules(_) => {
            edit_file(&Disk, library, replies::BEGINNING, |name, text| Ok((changed(name, text, change)?, ())))
        }
    }
}

/// The text of a file with the change. `name` is what messages call the file.
///
/// # Errors
/// As [`change`].
pub fn changed(name: &str, text: &str, change: &SheetChange) -> Result<String, EditError> {
    let of_shops = |text: &str| shops::parse_all(name, text);
    let of_library = |text: &str| ron_file::decode(name, text);
    match change {
        SheetChange::Shops(both) => {
            edited(text, both, &|text| whole(of_shops(text), |file| (file.profiles.shops, file.diagnostics)))
        }
        SheetChange::Words(both) => edited(text, both, &|text| {
            whole(of_shops(text), |file| (file.profiles.forbidden, file.diagnostics))
        }),
        SheetChange::Innocent(both) => edited(text, both, &|text| {
            whole(of_shops(text), |file| (file.profiles.innocent, file.diagnostics))
        }),
        SheetChange::OwnRules(both) => edited(text, both, &|text| {
            whole(of_library(text), |file| (file.pack.own_rules, file.diagnostics))
        }),
        SheetChange::Fields(both) => {
            edited(text, both, &|text| whole(of_library(text), |file| (file.pack.fields, file.diagnostics)))
        }
        SheetChange::Hidden(both) => {
            edited(text, both, &|text| whole(of_library(text), |file| (file.pack.hidden, file.diagnostics)))
        }
        SheetChange::Tables(both) => {
            edited(text, both, &|text| whole(of_library(text), |file| (file.pack.tables, file.diagnostics)))
        }
    }
}

/// A list as a file gives it, unless the file is broken.
fn whole<F, T>(file: F, parts: impl FnOnce(F) -> (Vec<T>, Vec<Diagnostic>)) -> Result<Vec<T>, EditError> {
    let (list, diagnostics) = parts(file);
    refuse_broken(&diagnostics)?;
    Ok(list)
}

/// Edits a text that says `before`, so that it says `after`.
fn edited<T: Item>(
    text: &str,
    both: &Both<T>,
    read: &dyn Fn(&str) -> Result<Vec<T>, EditError>,
) -> Result<String, EditError> {
    if read(text)? != both.before {
        return Err(EditError::Changed);
    }
    let edited = with_list(text, both).ok_or(EditError::Mismatch)?;
    if read(&edited)? == both.after { Ok(edited) } else { Err(EditError::Mismatch) }
}

/// The text of a file with its list of such items changed. A list that is not there yet is made.
fn with_list<T: Item>(text: &str, Both { before, after }: &Both<T>) -> Option<String> {
    let name = T::LIST.name;
    let node = parse(text).root?;
    let line_break = line_break(text);
    let changed = |item: Option<&str>, idx: usize, layout: Layout<'_>| {
        let new = after.get(idx)?;
        match (item, before.get(idx)) {
            (Some(item), Some(old)) => new.write_over(item, old, layout),
            _ => Some(new.write(layout)),
        }
    };
    if let Some(field) = node.field(name) {
        let first = field.value.as_list()?.first().map(|item| item.span.start);
        let indent = first.and_then(|start| own_line(text, start)).unwrap_or(INDENT);
        let layout = Layout { indent, line_break };
        let span = &field.value.span;
        let changed = |item: Option<&str>, idx: usize| changed(item, idx, layout);
        return replaced(text, span, &edited_list(text.get(span.clone())?, before, after, &changed)?);
    }
    let outside = Layout { indent: INDENT, line_break };
    let inner = outside.deeper();
    let items: Vec<String> =
        after.iter().map(|item| item.write(Layout { indent: &inner, ..outside })).collect();
    let fields = node.as_struct().unwrap_or_default();
    // In front of the replies, which are many.
    let behind = fields.iter().position(|field| field.name == "replies");
    let behind = behind.map_or(fields.len().checked_sub(1), |idx| idx.checked_sub(1));
    let mut splices = Splices::default();
    let field = format!("{name}: {}", outside.block('[', &items, ']'));
    splices.insert(text, &node.span, &spans(fields), behind, &[field])?;
    splices.applied(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FieldDecl, ForbiddenWord, Hiding, RuleChange, Shop, TradeDefault};
    use crate::template::{Cell, Table, TableRow, Trade};

    fn shops_of(text: &str) -> Vec<Shop> {
        shops::parse_all("s", text).profiles.shops
    }

    #[test]
    fn a_value_of_a_shop_is_changed_added_and_taken_out_in_its_place() {
        let text = "(shops: [\n    // 一\n    { \"店铺名\": \"木棉\", \"客服名\": \"小棉\" }, // 主店\n    (values: {\n        \"店铺名\": \"小舟\", // 名\n    }, tables: []),\n])\n";
        let before = shops_of(text);
        let mut after = before.clone();
        after[0].set_value("客服名", " 小\"木 ");
        after[0].set_value("默认快递", "申通");
        after[1].set_value("店铺名", "");
        after.push(Shop::new(vec![("店铺名".into(), "新店".into())], Vec::new()));
        let edited = changed("s", text, &SheetChange::Shops(Both { before, after: after.clone() })).unwrap();
        let expected = text
            .replace("\"客服名\": \"小棉\" }", "\"客服名\": \"小\\\"木\", \"默认快递\": \"申通\" }")
            .replace("        \"店铺名\": \"小舟\", // 名\n", "")
            .replace("tables: []),\n", "tables: []),\n    {\n        \"店铺名\": \"新店\",\n    },\n");
        assert_eq!(edited, expected);
        let without = SheetChange::Shops(Both { before: after.clone(), after: after[1..].to_vec() });
        let edited = changed("s", &edited, &without).unwrap();
        assert!(edited.starts_with("(shops: [\n    // 一\n    (values: {"), "{edited}");
        assert!(matches!(changed("s", &edited, &without), Err(EditError::Changed)));
        assert!(matches!(changed("s", "(shops: [{\"a\" 1}])", &without), Err(EditError::Mistake(_))));
    }

    #[test]
    fn what_a_shop_makes_of_a_rule_is_written_changed_and_taken_out_in_its_place() {
        let text = "(shops: [\n    { \"店铺名\": \"木棉\" }, // 一\n    (values: { \"店铺名\": \"小舟\" }, rules: { \"tone.but\": \"off\", /* 二 */ \"tone.curt\": \"error\" }),\n])\n";
        let before = shops_of(text);
        let mut after = before.clone();
        after[0].rules.insert("tone.rival".into(), RuleChange::Off);
        after[1].rules.remove("tone.but");
        after[1].rules.insert("tone.curt".into(), RuleChange::Severity(crate::diag::Severity::Warning));
        after[1].rules.insert("cod.refuse".into(), RuleChange::Off);
        let change = SheetChange::Shops(Both { before, after });
        let edited = changed("s", text, &change).unwrap();
        let expected = text
            .replace(
                "{ \"店铺名\": \"木棉\" },",
                "(values: { \"店铺名\": \"木棉\" }, rules: { \"tone.rival\": \"off\" }),",
            )
            .replace(
                "\"tone.but\": \"off\", /* 二 */ \"tone.curt\": \"error\"",
                "/* 二 */ \"tone.curt\": \"warning\", \"cod.refuse\": \"off\"",
            );
        assert_eq!(edited, expected);
        let back = changed("s", &edited, &change.inverse()).unwrap();
        assert_eq!(shops_of(&back), shops_of(text));
    }

    #[test]
    fn a_shop_that_is_taken_out_comes_back_with_all_it_had() {
        let text = "(shops: [\n    (values: { \"店铺名\": \"小舟\" }, tables: [(name: \"尺码表\", inputs: [\"身高\"], outputs: [\"尺码\"], rows: [[\"150-160\", \"S\"]])], rules: { \"tone.but\": \"off\" }),\n])\n";
        let out = SheetChange::Shops(Both { before: shops_of(text), after: Vec::new() });
        let edited = changed("s", text, &out).unwrap();
        assert_eq!(shops_of(&edited), []);
        assert_eq!(shops_of(&changed("s", &edited, &out.inverse()).unwrap()), shops_of(text));
    }

    #[test]
    fn what_a_newer_program_has_written_stays_whatever_is_changed_around_it() {
        let shops_text = "(theme: \"x\", shops: [(values: { \"店铺名\": \"小舟\" }, logo: \"a.png\")], words: [(word: \"最\", scope: \"all\"), \"第一\"])";
        let library = "(fields: [(name: \"礼物\", hidden: true), \"盒\"], tables: [(name: \"运费表\", source: \"web\", inputs: [\"省份\"], outputs: [\"运费\"], rows: [[\"*\", \"5\"]])])";
        let file = shops::parse_all("s", shops_text).profiles;
        let pack = ron_file::decode("r", library).pack;
        let (mut shops, mut words) = (file.shops.clone(), file.forbidden.clone());
        shops[0].set_value("客服名", "小棉");
        words[0].instead = Some("很".into());
        let (mut fields, mut tables) = (pack.fields.clone(), pack.tables.clone());
        fields[0].default = Some("袋子".into());
        tables[0].name = "邮费表".into();
        let swapped: Vec<_> = pack.fields.iter().rev().cloned().collect();
        let changes = [
            (shops_text, SheetChange::Shops(Both { before: file.shops, after: shops })),
            (shops_text, SheetChange::Words(Both { before: file.forbidden, after: words })),
            (library, SheetChange::Fields(Both { before: pack.fields.clone(), after: fields })),
            (library, SheetChange::Fields(Both { before: pack.fields, after: swapped })),
            (library, SheetChange::Tables(Both { before: pack.tables, after: tables })),
        ];
        for (text, change) in changes {
            let edited = changed("f", text, &change).unwrap();
            assert_ne!(edited, text);
            let unknown =
                ["theme: \"x\"", "logo: \"a.png\"", "scope: \"all\"", "hidden: true", "source: \"web\""];
            for kept in unknown.iter().filter(|kept| text.contains(**kept)) {
                assert!(edited.contains(kept), "{kept} in {edited}");
            }
            assert!(!edited.contains("\"盒\", hidden"), "it stays with its field: {edited}");
        }
    }

    #[test]
    fn words_are_kept_beside_the_shops() {
        let word = |word: &str, instead: Option<&str>| ForbiddenWord {
            word: word.into(),
            instead: instead.map(str::to_owned),
            why: None,
        };
        let add = SheetChange::Words(Both {
            before: Vec::new(),
            after: vec![word("最低价", Some("划算")), word("包过", None)],
        });
        let text = changed("s", shops::TEMPLATE, &add).unwrap();
        assert_eq!(
            shops::parse_all("s", &text).profiles.forbidden,
            [word("最低价", Some("划算")), word("包过", None)]
        );
        assert!(
            text.contains("        (word: \"最低价\", instead: \"划算\"),\n") && text.contains("// 一家店")
        );
        let back = changed("s", &text, &add.inverse()).unwrap();
        assert_eq!(shops::parse_all("s", &back).profiles.forbidden, []);
    }

    #[test]
    fn hidden_replies_are_named_in_a_list_that_keeps_its_comments_and_its_order() {
        let hiding = |reply: &str, shops: &[&str]| Hiding {
            reply: reply.into(),
            shops: shops.iter().map(|shop| (*shop).to_owned()).collect(),
        };
        let text = "(\n    // 我的\n    format: 1,\n    replies: [\n    ],\n)\n";
        let all = vec![hiding("starter/a", &[]), hiding("starter/b", &["木棉"]), hiding("my/c", &[])];
        let add = SheetChange::Hidden(Both { before: Vec::new(), after: all.clone() });
        let edited = changed("r", text, &add).unwrap();
        let expected = text.replace(
            "1,\n",
            "1,\n    hidden: [\n        \"starter/a\",\n        (reply: \"starter/b\", shops: [\"木棉\"]),\n        \"my/c\",\n    ],\n",
        );
        assert_eq!(edited, expected);
        let noted = edited.replace("b\", shops: [\"木棉\"]),", "b\", shops: [\"木棉\"]), // 二");
        let show = SheetChange::Hidden(Both { before: all.clone(), after: vec![all[1].clone()] });
        let shown = changed("r", &noted, &show).unwrap();
        assert_eq!(shown, noted.replace("        \"starter/a\",\n", "").replace("        \"my/c\",\n", ""));
        // An item that cannot be read is not written over.
        let broken = noted.replace("\"my/c\"", "7");
        let both = Both { before: all[..2].to_vec(), after: all.clone() };
        assert!(matches!(changed("r", &broken, &SheetChange::Hidden(both)), Err(EditError::Mismatch)));
    }

    #[test]
    fn fields_and_tables_stand_in_front_of_the_replies_and_change_row_by_row() {
        let text = "(\n    format: 1,\n    replies: [\n        (title: \"甲\", text: \"{礼物}\"), // 一\n    ],\n)\n";
        let decl = |name: &str| FieldDecl { name: name.into(), ..FieldDecl::default() };
        let choice = FieldDecl {
            choices: vec!["大".into(), "小".into()],
            kind: crate::model::FieldKind::Choice,
            default: Some("大".into()),
            trade_defaults: vec![TradeDefault { trades: vec![Trade::Tea].into(), value: "小".into() }],
            ..decl("盒")
        };
        let fields = SheetChange::Fields(Both { before: Vec::new(), after: vec![decl("礼物"), choice] });
        let edited = changed("r", text, &fields).unwrap();
        let expected = text.replace("1,\n", "1,\n    fields: [\n        \"礼物\",\n        (name: \"盒\", default: \"大\", defaults: { \"茶\": \"小\" }, choices: [\"大\", \"小\"]),\n    ],\n");
        assert_eq!(edited, expected);
        let row =
            |cell: &str, value: &str| TableRow { cells: vec![Cell::read(cell)], values: vec![value.into()] };
        let table = Table {
            is_example: false,
            name: "运费表".into(),
            inputs: vec!["省份".into()],
            outputs: vec!["运费".into()],
            rows: vec![row("浙江", "5"), row("*", "10")],
        };
        let tables = SheetChange::Tables(Both { before: Vec::new(), after: vec![table.clone()] });
        let edited =
            changed("r", &edited, &tables).unwrap().replace("[\"浙江\", \"5\"],", "[\"浙江\", \"5\"], // 近");
        let mut after = table.clone();
        after.rows[1].values[0] = "12".into();
        after.rows.push(row("新疆 西藏", "25"));
        let more = SheetChange::Tables(Both { before: vec![table], after: vec![after] });
        let again = changed("r", &edited, &more).unwrap();
        let expected = edited
            .replace("[\"*\", \"10\"],\n", "[\"*\", \"12\"],\n                [\"新疆 西藏\", \"25\"],\n");
        assert_eq!(again, expected);
        assert_eq!(changed("r", &again, &more.inverse()).unwrap(), edited);
        // Twice the same name would be one field less.
        let double = SheetChange::Fields(Both {
            before: ron_file::decode("r", &again).pack.fields,
            after: vec![decl("礼物"), decl("礼物")],
        });
        assert!(matches!(changed("r", &again, &double), Err(EditError::Mismatch)));
    }
}
