//! The guides describe the command line whole, and its sample sessions are real.

use std::collections::BTreeSet;
use std::process::Command;

use crate::{ENGLISH_GUIDE, GUIDE, blocks, pages, read};

/// The program with a home of its own.
fn suda(arguments: &[String]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_suda"))
        .args(arguments)
        .env_clear()
        .env("TZ", "UTC0")
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_RUNTIME_DIR", home.path().join("run"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    text(output.stdout) + &text(output.stderr)
}

/// The words of a command; quotes hold blanks together.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (nth, part) in command.split('\'').enumerate() {
        if nth % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

#[test]
fn the_program_prints_what_the_guide_shows() {
    let guide = read(GUIDE);
    let mut commands = 0;
    for (_, session) in blocks(&guide).into_iter().filter(|(kind, _)| *kind == "console") {
        let session = format!("\n{session}\n");
        for part in session.split("\n$ suda ").skip(1) {
            let (command, shown) = part.split_once('\n').unwrap();
            assert_eq!(suda(&words(command)).trim_end(), shown.trim_end(), "suda {command}");
            commands += 1;
        }
    }
    assert!(commands >= 8, "{commands}");
}

/// The sub-commands and the options, as the help of the program lists them.
fn command_line() -> BTreeSet<String> {
    let help = |command: &str| suda(&words(&format!("{command} --help")));
    let listed = |help: &str, heading: &str| -> Vec<String> {
        let lines = help.lines().skip_while(|line| !line.starts_with(heading)).skip(1);
        let lines = lines.take_while(|line| !line.is_empty());
        lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
    };
    let general = help("");
    let commands = listed(&general, "命令");
    assert!(commands.contains(&"search".to_owned()), "{commands:?}");
    let helps = commands.iter().map(|command| help(command)).chain([general]).collect::<Vec<_>>();
    let options = helps
        .iter()
        .flat_map(|help| help.split_whitespace())
        .filter(|word| word.starts_with("--"))
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned());
    let options: BTreeSet<String> = options.collect();
    assert!(options.len() >= 12, "{options:?}");
    commands.into_iter().map(|command| format!("suda {command}")).chain(options).collect()
}

#[test]
fn the_guides_have_every_command_and_option_and_no_other() {
    let known = command_line();
    for page in [GUIDE, ENGLISH_GUIDE] {
        let text = read(page);
        for name in &known {
            // `suda toggle | quit` has both.
            let short = name.trim_start_matches("suda ");
            assert!(text.contains(name) || text.contains(&format!("| {short}")), "{page} lacks {name}");
        }
    }
    for (path, page) in pages().iter().filter(|(path, _)| !path.starts_with("CHANGELOG")) {
        for rest in page.split("suda --").skip(1) {
            let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap();
            assert!(known.contains(&format!("--{name}")), "{path} names suda --{name}");
        }
        for rest in page.split("`suda ").skip(1).filter(|rest| rest.starts_with(char::is_alphabetic)) {
            let name = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
            assert!(known.contains(&format!("suda {name}")), "{path} names suda {name}");
        }
    }
}

#[test]
fn the_guide_names_every_field_of_the_json() {
    let guide = read(GUIDE);
    for command in [
        "search --json 催发货 --limit 1",
        "render --json 催发货",
        "check --json --text 全网最低价",
        "check --why --json --text 全网最低价",
        "extract --json '我1米6'",
    ] {
        let printed: serde_json::Value =
            serde_json::from_str(suda(&words(command)).lines().next().unwrap()).unwrap();
        let one = printed.as_array().map_or(&printed, |all| &all[0]);
        for name in one.as_object().unwrap().keys() {
            let is_named = guide.contains(&format!("`{name}`")) || guide.contains(&format!("\"{name}\""));
            assert!(is_named, "suda {command} prints {name}");
        }
    }
}
