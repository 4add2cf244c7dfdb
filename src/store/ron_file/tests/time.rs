//! Reading takes time in proportion to the file, whatever is in it.

use std::time::{Duration, Instant};

use crate::store::ron_file::{Checks, parse_bytes};
use crate::store::{settings, shops};

/// So long a file takes some hundredths of a second; where each part of it is compared with each other one, minutes.
const LENGTH: usize = 256 * 1024;
const LIMIT: Duration = Duration::from_secs(5);

/// `head`, and behind it `part` over and over; `№` in it is a number of its own.
fn long(head: &str, part: &str, end: &str) -> String {
    let mut text = head.to_owned();
    for number in 0.. {
        if text.len() >= LENGTH {
            break;
        }
        text += &part.replace('№', &number.to_string());
    }
    text + end
}

fn assert_quick(name: &str, text: &str, read: impl Fn(&str)) {
    let start = Instant::now();
    read(text);
    let time = start.elapsed();
    assert!(time < LIMIT, "{name} takes {time:?}");
}

fn assert_library_quick(head: &str, part: &str, end: &str) {
    assert_quick(part, &long(head, part, end), |text| {
        parse_bytes("r", text.as_bytes(), Some(&Checks::default()));
    });
}

#[test]
fn comments_and_raw_strings_that_are_not_closed_are_looked_for_once() {
    for part in [
        "/*",
        "/*\n",
        "a /*\n",
        "(a /*\n",
        "title: /*\n",
        "name: 1 /*\n",
        "(title: \"a\" /*,\n",
        "r###\"",
        "r###\"\n",
        "title: r#\"\n",
        "(a: r#\"\n",
        "(//",
        "\"\\\n",
        "#",
        "# x\n",
    ] {
        for head in
            ["", "(replies: [", "(replies: [(title: r#\"", "(replies: [\n(title: \"a\", text: \"b\"),\n"]
        {
            for end in ["", "*/", "\"#", "])"] {
                assert_library_quick(head, part, end);
            }
        }
    }
}

#[test]
fn brackets_names_and_signs_that_do_not_fit_are_passed_over_once() {
    for part in [
        "(",
        "[",
        "{",
        "(\n",
        "[\n",
        "(a:\n",
        "\"\n",
        ",\n",
        "),\n",
        "],\n",
        "})\n",
        "\u{200b}",
        "，",
        "<<<<<<<\n",
        "<<<<<<<\n(title: \"№\", text: \"b\"),\n=======\n(title: \"№\", text: \"c\"),\n>>>>>>>\n",
        "name:\n",
        "name: \"a\",\n",
        "fields: [\n",
        "replies: [\n",
        "replies: [(title: \"a\", text: \"b\")],\n",
        "name: (title:\n",
        "text: \"b\"),\n",
        "title: \"b\"\n",
        "(title: \"a\", text: \"b\n",
        "(title: \"a\", text: \"b\",\n",
        "(title: \"a\" text: \"b\"),\n",
        "(title: \"a\", text: [[[[\n",
        "(title: \"a\", text: (\n",
        "((title: \"a\", text: \"b\"),",
        "1,",
        "1,\n",
        "a: 1,",
        "(title: 1, x: 2),",
        "(text: (title: \"a\", text: \"b\"),",
    ] {
        for head in ["", "(", "(replies: ["] {
            assert_library_quick(head, part, "");
        }
    }
}

#[test]
fn a_long_list_of_anything_is_read_in_one_pass() {
    for (head, part, end) in [
        ("(replies: [", "(title: \"a\", text: \"b\"),", "])"),
        ("(replies: [", "(title: \"a\", text: \"b\"),\n", "])"),
        ("(replies: [", "(title: \"№\", text: \"b\", next: \"t№\"),\n", "])"),
        ("(replies: [", "(title: \"№\", text: \"b{片段:t№}\"),\n", "])"),
        ("(fields: [\"a\"], replies: [", "(title: \"№\", text: \"b{n№}\"),\n", "])"),
        ("(replies: [(title: \"a\", text: \"", "{n№}", "\")])"),
        ("(replies: [(title: \"a\", text: \"", "{a", "\")])"),
        ("(replies: [(title: \"a\", text: \"", "{=(a)}", "\")])"),
        ("(replies: [(title: \"a\", variants: [", "(when: (days: 1), text: \"a\"),", "])])"),
        ("(replies: [(title: \"a\", next: [", "\"b\",", "], text: \"a\")])"),
        ("(replies: [(title: \"a\", text: \"b\", ", "a: 1,", ")])"),
        ("(fields: [", "\"n№\",", "])"),
        ("(fields: [", "(name: \"n№\", kind: \"lookup\", table: \"t№\"),", "])"),
        ("(tables: [", "(name: \"n№\", inputs: \"a\", outputs: \"b\", rows: []),", "])"),
        ("(words: [", "\"n№\",", "])"),
        ("(rules: {", "\"n№\": \"off\",", "})"),
    ] {
        assert_library_quick(head, part, end);
    }
}

#[test]
fn replies_that_take_each_other_in_one_after_the_other_are_followed_once() {
    let chain = |first: usize, of: usize| {
        let next = |number: usize| (number + 1) % of;
        let reply =
            |number: usize| format!("(title: \"t{number}\", text: \"{{片段:t{}}}\"),\n", next(number));
        format!("(replies: [{}])", (first..10_000).map(reply).collect::<String>())
    };
    for of in [usize::MAX, 10_000, 1000, 8] {
        assert_quick("a chain", &chain(0, of), |text| {
            parse_bytes("r", text.as_bytes(), None);
        });
    }
}

#[test]
fn a_text_in_the_place_of_a_name_is_compared_with_no_other() {
    let (one, other) = ("a".repeat(LENGTH / 2), "b".repeat(LENGTH / 2));
    for text in [
        format!("(replies: [(title: \"{one}\", text: \"x\", next: \"{other}\")])"),
        format!("(replies: [(title: \"{one}\", text: \"x{{片段:{other}}}\")])"),
        format!(
            "(tables: [(name: \"{one}\", inputs: \"a\", outputs: \"b\")], fields: [(name: \"x\", kind: \"lookup\", table: \"{other}\")])"
        ),
    ] {
        assert_quick("a long name", &text, |text| {
            parse_bytes("r", text.as_bytes(), None);
        });
    }
}

#[test]
fn shops_and_settings_are_read_in_one_pass_too() {
    let shops = |text: &str| drop(shops::parse_all("s", text));
    assert_quick("values", &long("(shops: [{", "\"n№\": 1,", "}])"), shops);
    assert_quick("broken shops", &long("(shops: [", "{\"a\" 1},\n", "])"), shops);
    assert_quick("settings", &long("(", "language: \"a\n", ")"), |text| drop(settings::parse("s", text)));
}
