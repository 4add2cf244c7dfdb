//! Reading takes time in proportion to the file, whatever is in it.

use std::time::{Duration, Instant};

use crate::store::ron_file::{Checks, parse_bytes};
use crate::store::{settings, shops};

/// A file of this many bytes takes some hundredths of a second; where each part of it is compared with each other one,
/// minutes.
const LENGTH: usize = 256 * 1024;
/// The file that it is compared with is so many times shorter.
const TIMES: u32 = 4;
/// What is quicker than this says nothing of how the time grows.
const FLOOR: Duration = Duration::from_millis(30);
/// Another program may take the processor meanwhile.
const ATTEMPTS: usize = 5;

/// `head`, and behind it `part` over and over, up to so many bytes; `№` in it is a number of its own.
fn long(head: &str, part: &str, end: &str, length: usize) -> String {
    let mut text = head.to_owned();
    for number in 0.. {
        if text.len() >= length {
            break;
        }
        text += &part.replace('№', &number.to_string());
    }
    text + end
}

/// A text of the length given takes as many times longer as it is longer: four times, where in pairs it would be sixteen.
fn assert_in_proportion(name: &str, text_of: impl Fn(usize) -> String, read: impl Fn(&str)) {
    let time_of = |length: usize| {
        let text = text_of(length);
        let start = Instant::now();
        read(&text);
        start.elapsed()
    };
    let (mut short, mut whole) = (Duration::MAX, Duration::MAX);
    for _ in 0..ATTEMPTS {
        whole = whole.min(time_of(LENGTH));
        if whole <= FLOOR * TIMES {
            return;
        }
        short = short.min(time_of(LENGTH / TIMES as usize));
        if whole <= short.max(FLOOR) * TIMES * 2 {
            return;
        }
    }
    panic!("{name}: {short:?} become {whole:?} in a text that is {TIMES} times as long");
}

fn assert_library_in_proportion(head: &str, part: &str, end: &str) {
    assert_in_proportion(
        &format!("{head}{part}"),
        |length| long(head, part, end, length),
        |text| {
            parse_bytes("r", text.as_bytes(), Some(&Checks::default()));
        },
    );
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
                assert_library_in_proportion(head, part, end);
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
            assert_library_in_proportion(head, part, "");
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
        ("(words: [", "\"№号\",", "])"),
        ("(rules: {", "\"n№\": \"off\",", "})"),
    ] {
        assert_library_in_proportion(head, part, end);
    }
}

#[test]
fn replies_that_take_each_other_in_one_after_the_other_are_followed_once() {
    let chain = |count: usize, of: usize| {
        let next = |number: usize| (number + 1) % of;
        let reply =
            |number: usize| format!("(title: \"t{number}\", text: \"{{片段:t{}}}\"),\n", next(number));
        format!("(replies: [{}])", (0..count).map(reply).collect::<String>())
    };
    for of in [usize::MAX, 10_000, 1000, 8] {
        assert_in_proportion(
            "a chain",
            |length| chain(length / 26, of),
            |text| {
                parse_bytes("r", text.as_bytes(), None);
            },
        );
    }
}

#[test]
fn a_text_in_the_place_of_a_name_is_compared_with_no_other() {
    for text in [
        "(replies: [(title: \"ONE\", text: \"x\", next: \"OTHER\")])",
        "(replies: [(title: \"ONE\", text: \"x{片段:OTHER}\")])",
        "(tables: [(name: \"ONE\", inputs: \"a\", outputs: \"b\")], fields: [(name: \"x\", kind: \"lookup\", table: \"OTHER\")])",
    ] {
        let text_of = |length: usize| {
            text.replace("ONE", &"a".repeat(length / 2)).replace("OTHER", &"b".repeat(length / 2))
        };
        assert_in_proportion(text, text_of, |text| {
            parse_bytes("r", text.as_bytes(), None);
        });
    }
}

#[test]
fn shops_and_settings_are_read_in_one_pass_too() {
    let shops = |text: &str| drop(shops::parse_all("s", text));
    let values = |length: usize| long("(shops: [{", "\"n№\": 1,", "}])", length);
    assert_in_proportion("values", values, shops);
    let broken = |length: usize| long("(shops: [", "{\"a\" 1},\n", "])", length);
    assert_in_proportion("broken shops", broken, shops);
    let broken = |length: usize| long("(", "language: \"a\n", ")", length);
    assert_in_proportion("settings", broken, |text| drop(settings::parse("s", text)));
}
