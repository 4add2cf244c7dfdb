use proptest::prelude::*;

use super::*;

fn kinds(text: &str) -> Vec<FaultKind> {
    parse(text).faults.into_iter().map(|fault| fault.kind).collect()
}

#[test]
fn every_value_knows_its_bytes() {
    let text =
        "#![enable(implicit_some)]\nFile(a: [1, \"二\\n\"], b: Some(\"x\"), /* c */ c: { \"k\": r#\"v\"# })";
    let root = parse(text).root.unwrap();
    let written = |name: &str| text.get(root.field(name).unwrap().span()).unwrap();
    assert_eq!(written("a"), "a: [1, \"二\\n\"]");
    assert_eq!(written("b"), "b: Some(\"x\")");
    assert_eq!(written("c"), "c: { \"k\": r#\"v\"# }");
    let items = root.field("a").unwrap().value.as_list().unwrap();
    assert_eq!((items[0].as_bare(), items[1].as_text()), (Some("1"), Some("二\n")));
    assert_eq!(root.field("c").unwrap().value.as_map().unwrap()[0].1.as_text(), Some("v"));
}

#[test]
fn signs_whose_meaning_is_certain_are_forgiven_and_named() {
    let forgiven = |wanted, found: &str| FaultKind::Unexpected { wanted, found: found.to_owned() };
    for (text, faults) in [
        ("（a: 1)", vec![forgiven(Wanted::Sign('('), "（")]),
        ("(a：1；)", vec![forgiven(Wanted::Sign(':'), "："), forgiven(Wanted::Sign(','), "；")]),
        ("(a: 1,, b: 2)", vec![forgiven(Wanted::Value, ",")]),
        ("[(a: 1) (a: 2)]", vec![forgiven(Wanted::CommaOrClose, "(")]),
        ("(a: 1, # b\n)", vec![FaultKind::HashComment]),
        ("(a:\u{200b} 1)", vec![FaultKind::Invisible { code_point: 0x200b }]),
        ("(\n=======\na: 1)", vec![FaultKind::MergeMarker]),
    ] {
        assert_eq!(kinds(text), faults, "{text}");
        assert!(parse(text).root.is_some(), "{text}");
    }
}

#[test]
fn what_cannot_be_forgiven_ends_the_reading_and_is_the_last_fault() {
    for (text, fault) in [
        ("(a: [1", FaultKind::UnclosedBracket { bracket: '[', open: 4 }),
        ("(a: \"x)", FaultKind::UnclosedString),
        ("(a: 1 /* b", FaultKind::UnclosedComment),
        ("(a: \"\\q\")", FaultKind::BadEscape { escape: "\\q".to_owned() }),
        ("(a: 1) b", FaultKind::Trailing),
        (&"[".repeat(40), FaultKind::TooDeep),
    ] {
        assert_eq!((parse(text).root, kinds(text)), (None, vec![fault]), "{text}");
    }
}

const SHAPE: Shape = Shape {
    fields: &["name", "items"],
    lists: &[ListShape {
        name: "items",
        fields: &["title", "note"],
        key: "title",
        starts: &["title"],
        inner_fields: &[],
        has_maps: false,
    }],
};

/// The titles of the items that are read, and what is wrong.
fn recovered(text: &str) -> (Vec<String>, Vec<FaultKind>) {
    let file = recover(text, &SHAPE);
    let root = file.root.unwrap();
    let items = root.field("items").and_then(|items| items.value.as_list()).unwrap_or_default();
    let title = |item: &Node| item.field("title")?.value.as_text().map(str::to_owned);
    (items.iter().filter_map(title).collect(), file.faults.into_iter().map(|fault| fault.kind).collect())
}

#[test]
fn items_before_and_behind_a_damage_are_read() {
    let (titles, faults) =
        recovered("(items: [\n  (title: \"a\"),\n  (title: \"b\", note: ),\n  (title: \"c\"),\n])");
    assert_eq!(titles, ["a", "c"]);
    assert_eq!(faults, [FaultKind::Unexpected { wanted: Wanted::Value, found: ")".to_owned() }]);
    let (titles, faults) = recovered("(items: [\n  (title: \"a\"),\n  (title: \"b\",\n  (title: \"c\"),\n])");
    assert_eq!(titles, ["a", "c"]);
    assert_eq!(faults, [FaultKind::UnclosedBracket { bracket: '(', open: 28 }]);
}

#[test]
fn a_list_of_another_name_is_known_by_its_items_in_a_whole_file_and_in_a_damaged_one() {
    let unknown = FaultKind::UnknownList { name: "itmes".to_owned(), meant: "items" };
    for (end, more) in [(")", None), ("", Some(FaultKind::UnclosedBracket { bracket: '(', open: 0 }))] {
        let (titles, faults) = recovered(&format!("(itmes: [\n  (title: \"a\"),\n], name: \"x\"\n{end}"));
        assert_eq!(titles, ["a"]);
        assert_eq!(faults, [Some(unknown.clone()), more].into_iter().flatten().collect::<Vec<_>>());
    }
}

#[test]
fn both_sides_of_a_conflict_are_read_and_what_is_alike_once() {
    let text =
        "(items: [\n<<<<<<< a\n(title: \"a\"),\n=======\n(title: \"b\"),\n>>>>>>> b\n(title: \"c\"),\n])";
    let (titles, faults) = recovered(text);
    assert_eq!(titles, ["a", "b", "c"]);
    assert_eq!(faults, [FaultKind::MergeConflict]);
}

#[test]
fn fields_and_entries_are_changed_added_and_taken_out_in_their_places() {
    let order = ["a", "b", "c"];
    assert_eq!(with_field("(a: 1, c: 3)", &order, "b", "2").unwrap(), "(a: 1, b: 2, c: 3)");
    assert_eq!(with_field("(b: 1, x: 9)", &order, "a", "2").unwrap(), "(a: 2, b: 1, x: 9)");
    assert_eq!(without_field("(a: 1, /* c */ c: 3)", "c").unwrap(), "(a: 1, /* c */ )");
    assert_eq!(without_field("(a: 1)", "b").unwrap(), "(a: 1)");
    assert_eq!(with_field("[1]", &order, "a", "2"), None);
    let map = "{ \"k\": \"v\", /* l */ \"l\": \"w\" }";
    let root = parse(map).root.unwrap();
    assert_eq!(with_entry(map, &root, "l", "x\"").unwrap(), map.replace("\"w\"", "\"x\\\"\""));
    assert_eq!(without_entry(map, &root, "k").unwrap(), "{ /* l */ \"l\": \"w\" }");
}

#[test]
fn fields_that_nobody_knows_go_over_to_what_is_written_anew() {
    let old = Some("(name: \"a\", hidden: true)");
    let new = |source: &str| with_unknown_fields(old, source.to_owned(), "name", &["name"]).unwrap();
    assert_eq!(new("\"b\""), "(name: \"b\", hidden: true)");
    assert_eq!(new("(name: \"b\", unit: \"kg\")"), "(name: \"b\", unit: \"kg\", hidden: true)");
}

#[test]
fn an_item_of_a_list_that_has_only_moved_is_written_as_it_was() {
    let text = "[\n  \"a\", // 一\n  r\"b\",\n  \"c\",\n]";
    let items = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let old = items(&["a", "b", "c"]);
    let edited = |new: &[&str]| {
        let new = items(new);
        edited_list(text, &old, &new, &|_, idx| new.get(idx).map(|item| literal(item))).unwrap()
    };
    assert_eq!(edited(&["a", "c"]), "[\n  \"a\", // 一\n  \"c\",\n]");
    assert_eq!(edited(&["c", "b", "d"]), "[\n  \"c\", // 一\n  r\"b\",\n  \"d\",\n]");
    assert_eq!(edited(&["a", "b", "c", "b"]), text.replace("\"c\",", "\"c\",\n  r\"b\","));
}

proptest! {
    #[test]
    fn any_text_is_read_with_faults_in_order_and_spans_in_the_text(
        text in "[(){}\\[\\],:\"\\\\r#/*a中 \n]{0,60}",
    ) {
        let file = recover(&text, &SHAPE);
        let starts: Vec<usize> = file.faults.iter().map(|fault| fault.span.start).collect();
        prop_assert!(starts.is_sorted());
        for fault in file.faults {
            prop_assert!(fault.span.start <= text.len());
        }
        if let Some(root) = file.root {
            prop_assert!(text.get(root.span).is_some());
        }
    }
}
