//! Upgrades lose nothing: a folder that the program at e4da8da has written opens as it was. `tests/upgrade/README.md` says
//! how it was made.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::{DateTime, date};
use suda::app::editor::EditDraft;
use suda::check::Checker;
use suda::diag::Severity;
use suda::model::{
    Language, Layer, Library, Place, Reply, ReplyChange, RuleChange, Settings, Shop, Theme, Use,
};
use suda::store::file_system::Disk;
use suda::store::history::History;
use suda::store::libraries::{self, Loaded, Sources};
use suda::store::lock::EditError;
use suda::store::paths::Paths;
use suda::store::questions::Question;
use suda::store::{backup, drafts, questions, replies, ron_file, settings, shops, trash};

/// Shortly after the folder was written.
const NOW: DateTime = date(2026, 11, 30).at(20, 0, 0, 0);

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade").join(path)
}

/// A copy of the folder, for one test.
struct Home {
    root: tempfile::TempDir,
    paths: Paths,
}

impl Home {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        for (path, bytes) in files(&repository("e4da8da")) {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
            fs::write(path, bytes).unwrap();
        }
        let paths = Paths::below(root.path());
        Self { root, paths }
    }

    fn load(&self) -> Loaded {
        let library = self.paths.library();
        libraries::load(&Sources::new(&self.paths, &library, true), &Library::default())
    }

    fn own(&self) -> Vec<Reply> {
        self.load().library.of_layer(Layer::Personal).cloned().collect()
    }

    fn drafts(&self) -> Vec<EditDraft> {
        let loaded = drafts::load(&self.paths.library()).unwrap();
        assert_eq!(loaded.put_aside, None);
        loaded.drafts
    }

    fn trash(&self) -> Vec<trash::Entry> {
        trash::load(&Disk, &self.paths.library()).unwrap()
    }

    /// What the program prints, from its command line.
    fn suda(&self, arguments: &[&str]) -> (String, i32) {
        let data = self.root.path().join("data");
        let library = self.paths.library();
        let output = Command::new(env!("CARGO_BIN_EXE_suda"))
            .args(["--data", data.to_str().unwrap(), "--library", library.to_str().unwrap()])
            .args(arguments)
            .env_clear()
            .envs([("HOME", self.root.path()), ("XDG_CONFIG_HOME", &self.root.path().join("none"))])
            .output()
            .unwrap();
        (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
    }
}

/// The files below a folder with their bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn add(folder: &Path, root: &Path, out: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                add(&path, root, out);
            } else {
                out.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    let mut out = BTreeMap::new();
    add(folder, folder, &mut out);
    out
}

fn titles(replies: &[Reply]) -> Vec<&str> {
    replies.iter().map(|reply| reply.title.as_str()).collect()
}

#[test]
fn every_id_of_the_starter_and_of_the_rules_means_what_it_meant() {
    let table = |name: &str| fs::read_to_string(repository(name)).unwrap();
    let retired = table("retired.txt");
    let retired: BTreeSet<&str> = retired.lines().filter(|line| !line.starts_with('#')).collect();
    let starter = libraries::starter();
    let mut known: BTreeMap<String, (String, String)> = BTreeMap::new();
    for reply in &starter.replies {
        let scenario = reply.scenario().unwrap_or("-").to_owned();
        known.insert(format!("reply\t{}", reply.id), (scenario, reply.title.clone()));
    }
    for rule in Checker::built_in().rules() {
        let about = rule.why.zh.clone();
        known.insert(format!("rule\t{}", rule.id), ("-".to_owned(), about));
    }
    let mut count = 0;
    for line in table("ids.txt").lines().filter(|line| !line.starts_with('#')) {
        let [kind, id, scenario, about] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let name = format!("{kind}\t{id}");
        match known.get(&name) {
            None => assert!(retired.contains(name.as_str()), "{name} is gone and not called retired"),
            Some(_) if retired.contains(name.as_str()) => panic!("{name} is retired and used again"),
            Some((now_scenario, now_about)) => {
                let is_alike = scenario != "-" && scenario == now_scenario
                    || strsim::normalized_levenshtein(about, now_about) >= 0.5;
                assert!(is_alike, "{name} meant {about}, and means {now_about}");
            }
        }
        count += 1;
    }
    assert_eq!(count, 216 + 23);
}

#[test]
fn everything_of_the_old_folder_is_there() {
    let home = Home::new();
    let before = files(home.root.path());
    let (settings, found) = settings::load(&home.paths.settings());
    let expected = Settings {
        language: Language::Chinese,
        theme: Theme::Dark,
        hotkey: "Ctrl+Alt+J".into(),
        hotkey_from_clipboard: Some("Ctrl+Alt+N".into()),
        uses_starter: true,
        reads_clipboard: true,
        ..settings.clone()
    };
    assert_eq!((settings, found), (expected, Vec::new()));
    let file = shops::load_all(&home.paths.shops());
    assert_eq!(file.diagnostics, []);
    let names: Vec<_> = file.profiles.shops.iter().map(Shop::name).collect();
    assert_eq!(names, [Some("木棉女装旗舰店"), Some("小舟男装")]);
    let [first, second] = file.profiles.shops.as_slice() else { panic!() };
    assert_eq!((first.values().count(), first.value("满减门槛")), (6, Some("200")));
    assert_eq!(first.tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [2]);
    let rules = [("absolute.word", RuleChange::Severity(Severity::Warning)), ("tone.but", RuleChange::Off)];
    assert_eq!(first.rules, rules.map(|(rule, change)| (rule.to_owned(), change)).into());
    assert_eq!(second.value("货到付款"), Some("开"));
    assert_eq!(
        file.profiles.forbidden.iter().map(|word| word.word.as_str()).collect::<Vec<_>>(),
        ["随便", "包过"]
    );
    assert_eq!(file.profiles.forbidden[1].instead.as_deref(), Some("尽力"));
    the_library(&home);
    the_rest(&home);
    // SQLite counts in the head of its file how often it was opened to be written.
    let after = files(home.root.path());
    let mut texts = before.iter().filter(|(path, _)| !path.ends_with("history.sqlite"));
    assert!(texts.all(|(path, bytes)| after.get(path) == Some(bytes)), "to look changes no file");
}

/// The replies with what was kept for them.
fn the_library(home: &Home) {
    let Loaded { library, diagnostics } = home.load();
    assert_eq!(diagnostics, []);
    let own = home.own();
    assert_eq!(
        titles(&own),
        ["身高体重选尺码", "催付款的旧话术", "没写编号的一条", "退款进度（本店）", "欢迎光临（改）"]
    );
    let (_, pack) = library.packs().find(|(layer, _)| *layer == Layer::Personal).unwrap();
    let names = (pack.id.as_str(), pack.name.as_str(), pack.version.as_str(), pack.author.as_str());
    assert_eq!(names, ("mumian", "木棉女装", "3", "小棉"));
    assert_eq!(pack.fields.iter().map(|field| field.name.as_str()).collect::<Vec<_>>(), ["礼物", "批次"]);
    assert_eq!(pack.fields[1].default.as_deref(), Some("秋"));
    assert_eq!(pack.tables.iter().map(|table| table.rows.len()).collect::<Vec<_>>(), [3]);
    assert_eq!(pack.rules, [("tone.curt".to_owned(), RuleChange::Off)].into());
    assert_eq!(pack.words[0].instead.as_deref(), Some("划算"));
    let [size, promise, unnamed, refund, greeting] = own.as_slice() else { panic!() };
    assert_eq!((size.code.as_deref(), size.questions.len(), size.tags.len()), (Some("zdcj"), 2, 2));
    assert_eq!((size.wordings[0].messages.len(), size.next.len()), (2, 2));
    assert_eq!(size.note.as_deref(), Some("先问平时穿的尺码。"));
    assert_eq!(promise.expires, Some(date(2028, 1, 1).at(0, 0, 0, 0)));
    assert!(promise.texts().next().unwrap().contains("\"全网最低价\""));
    assert_eq!(unnamed.wordings.len(), 3);
    assert_eq!(unnamed.wordings[1].when.shops, ["小舟男装"]);
    // Copies of starter replies lie over these, under their ids.
    for (copy, id, wordings) in [(refund, "aftersale.refund_progress", 3), (greeting, "presale.greeting", 5)]
    {
        assert_eq!((copy.id.as_str(), copy.wordings.len()), (id, wordings));
        assert!(library.below(id, Layer::Personal).is_some(), "there is a way back to {id}");
    }
    assert_eq!(library.learned("aftersale.tracking_stuck"), ["包裹怎么一直停在中转站没动静呢"]);
    let (kept, found) = questions::load(&questions::path_of(&home.paths.library()));
    assert_eq!((kept.len(), found), (1, Vec::new()));
    for reply in own.iter().flat_map(|reply| &reply.next) {
        assert!(library.by_id(reply).is_some(), "{reply} comes next, and is there");
    }
}

/// What stands beside the library.
fn the_rest(home: &Home) {
    let drafts = home.drafts();
    let typed: Vec<_> = drafts.iter().map(|draft| draft.working.reply.clone()).collect();
    assert_eq!(titles(&typed), ["身高体重选尺码（没存）", "新写的一条"]);
    assert_eq!(typed[0], Reply { title: typed[0].title.clone(), ..home.own()[0].clone() });
    let trash = home.trash();
    let deleted: Vec<Reply> = trash.iter().map(|entry| entry.reply().unwrap()).collect();
    assert_eq!((trash[0].id.as_str(), titles(&deleted)), ("own.old", vec!["去年的活动"]));
    let history = History::open(&home.paths.history()).unwrap();
    let now_seconds = NOW.in_tz("Asia/Shanghai").unwrap().timestamp().as_second();
    let remembered = history.remembered(9, now_seconds).unwrap();
    assert_eq!(remembered.favourites, ["presale.wait", "own.size"]);
    assert_eq!(remembered.recent, ["own.size", "own.promise", "presale.wait"]);
    let used = |used: &Use| (used.reply_id.clone(), used.query.clone().unwrap(), used.wording.unwrap());
    let expected = [
        ("own.size", "zdcj", 0),
        ("own.promise", "cfjh", 0),
        ("presale.wait", "qsd", 1),
        ("presale.wait", "qsd", 0),
    ];
    let expected = expected.map(|(id, query, wording)| (id.to_owned(), query.to_owned(), wording));
    assert_eq!(remembered.uses.iter().map(used).collect::<Vec<_>>(), expected);
    assert_eq!(remembered.overrides.len(), 2);
    let rules = || Checker::built_in().rules().map(|rule| rule.id.as_str()).chain(["shop.word"]);
    assert!(remembered.overrides.iter().all(|rule| rules().any(|known| known == rule)));
    let versions = backup::versions(&home.paths.library()).unwrap();
    assert_eq!(versions.len(), 5);
    for version in versions {
        let (pack, found) = ron_file::parse_bytes("version", &fs::read(&version.path).unwrap(), None);
        assert!(pack.replies.len() >= 4 && found.iter().all(|found| found.severity() != Severity::Error));
    }
}

#[test]
fn a_save_in_the_old_folder_changes_one_word_and_nothing_else() {
    let home = Home::new();
    let library = home.paths.library();
    let before = files(home.root.path());
    let reply = home.own()[0].clone();
    let after = Reply { title: "身高体重选大小".into(), ..reply.clone() };
    let change = ReplyChange { before: Some(reply), after: Some(after), place: Place::ByCategory };
    replies::change(&library, &[change], NOW).unwrap();
    let saved = files(home.root.path());
    for (path, bytes) in &before {
        let expected = if home.root.path().join(path) == library {
            String::from_utf8(bytes.clone()).unwrap().replace("选尺码\"", "选大小\"").into_bytes()
        } else {
            bytes.clone()
        };
        assert_eq!(saved.get(path), Some(&expected), "{}", path.display());
    }
    let new: Vec<_> = saved.iter().filter(|(path, _)| !before.contains_key(*path)).collect();
    let backups = new.iter().filter(|(path, _)| path.starts_with("data/backups")).count();
    assert_eq!((backups, new.iter().filter(|(_, bytes)| !bytes.is_empty()).count()), (1, 1), "{new:?}");
    assert_eq!((home.drafts().len(), home.trash().len(), home.own().len()), (2, 1, 5));
}

#[test]
fn what_the_old_program_deleted_comes_back_as_it_was_written() {
    let home = Home::new();
    let entry = home.trash().remove(0);
    let change = ReplyChange { after: entry.reply(), ..ReplyChange::default() };
    replies::change(&home.paths.library(), &[change], NOW).unwrap();
    assert!(fs::read_to_string(home.paths.library()).unwrap().contains(&entry.source));
    assert_eq!((home.trash().len(), home.own().len()), (0, 6));
}

#[test]
fn the_command_line_answers_from_the_old_folder() {
    let home = Home::new();
    let (text, code) = home.suda(&["render", "own.promise"]);
    assert_eq!((text.contains("全网最低价"), code), (true, 0), "{text}");
    for (query, title) in
        [("欢迎光临", "欢迎光临（改）"), ("tkjd", "退款进度（本店）"), ("停在中转站没动静", "物流不更新")]
    {
        let (found, code) = home.suda(&["search", "--limit", "1", query]);
        assert!(code == 0 && found.contains(title), "{query}: {found}");
    }
}

#[test]
fn what_a_newer_program_says_beside_the_library_is_named_and_not_written_over() {
    let home = Home::new();
    let write = |path: &Path, old: &str, new: &str| {
        let text = fs::read_to_string(path).unwrap().replacen(old, new, 1);
        #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
        fs::write(path, &text).unwrap();
        text
    };
    write(&home.paths.settings(), "starter: true", "sound: \"ding\", starter: true");
    let (settings, found) = settings::load(&home.paths.settings());
    assert_eq!((settings.theme, found[0].problem.code()), (Theme::Dark, "format.unknown-field"));
    let kept = questions::path_of(&home.paths.library());
    let value = BTreeMap::from([("退货地址".to_owned(), "杭州".to_owned())]);
    for (old, new, code) in [
        ("format: 1", "format: 2", "format.newer"),
        ("format: 2", "sound: \"ding\", format: 1", "format.unknown-field"),
    ] {
        let text = write(&home.paths.shops(), old, new);
        let saved = shops::save(&home.paths.shops(), 0, Some("木棉女装旗舰店"), &value);
        let Err(EditError::Mistake(found)) = saved else { panic!("{new}") };
        assert_eq!(found.problem.code(), code);
        assert_eq!(fs::read_to_string(home.paths.shops()).unwrap(), text);
        let text = write(&kept, old, new);
        let question = Question { reply: "own.size".into(), text: "多大".into() };
        let Err(EditError::Mistake(found)) = questions::change(&kept, question, true) else {
            panic!("{new}")
        };
        assert_eq!(found.problem.code(), code);
        assert_eq!(fs::read_to_string(&kept).unwrap(), text);
    }
}
