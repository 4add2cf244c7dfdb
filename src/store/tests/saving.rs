//! Every way of saving, with every call that it makes failing in every way.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};

use jiff::civil::date;

use super::super::backup::{self, Version};
use super::super::file_system::{Disk, FileSystem};
use super::super::history::{History, HistoryError};
use super::super::lock::EditError;
use super::super::lock::Hold;
use super::super::questions::{self, Question};
use super::super::ron_file::edit::{Beginning, edit_file};
use super::super::{replies, ron_file, sheets, shops, trash};
use super::faulty_disk::{Ended, Fault, FaultyDisk};
use crate::diag::Problem;
use crate::model::{Both, Place, Reply, ReplyChange, SheetChange};

const FAULTS: [Fault; 9] = [
    Fault::Once(ErrorKind::StorageFull),
    Fault::Once(ErrorKind::ReadOnlyFilesystem),
    Fault::Once(ErrorKind::NotFound),
    Fault::Once(ErrorKind::Unsupported),
    Fault::Once(ErrorKind::Other),
    Fault::AnswerLost,
    Fault::Gone,
    Fault::Killed,
    Fault::PowerCut,
];

const LIBRARY: &str = "(\n    replies: [\n        (title: \"a\", text: \"b\"), // c\n    ],\n)\n";

/// One way of saving `path`.
struct Operation {
    name: &'static str,
    prepare: fn(&Path),
    run: fn(&dyn FileSystem, &Path) -> Result<(), String>,
    /// Looks at what is beside the file when it is the new one.
    beside: fn(&Path),
    /// So many calls can fail at least.
    fewest_calls: usize,
}

const OPERATIONS: [Operation; 9] = [
    Operation { name: "first save", prepare: |_| {}, run: save, beside: |_| {}, fewest_calls: 15 },
    Operation {
        name: "save over an old one",
        prepare: prepare_versions,
        run: save,
        beside: |_| {},
        fewest_calls: 20,
    },
    Operation {
        name: "edit over a link",
        prepare: prepare_link,
        run: edit,
        beside: |_| {},
        fewest_calls: 20,
    },
    Operation { name: "edit", prepare: prepare_versions, run: edit, beside: |_| {}, fewest_calls: 20 },
    Operation {
        name: "keep a question",
        prepare: prepare_questions,
        run: learn_question,
        beside: |_| {},
        fewest_calls: 20,
    },
    Operation { name: "prune", prepare: prepare_many_versions, run: save, beside: |_| {}, fewest_calls: 30 },
    Operation { name: "restore", prepare: prepare_versions, run: restore, beside: |_| {}, fewest_calls: 20 },
    Operation {
        name: "change a reply",
        prepare: prepare_versions,
        run: change,
        beside: |_| {},
        fewest_calls: 20,
    },
    Operation {
        name: "delete a reply",
        prepare: prepare_versions,
        run: delete,
        beside: is_in_trash,
        fewest_calls: 25,
    },
];

pub(super) fn put(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    File::create(path).unwrap().write_all(bytes).unwrap();
}

fn prepare_versions(path: &Path) {
    put(path, LIBRARY.as_bytes());
    for day in 1..4 {
        put_version(path, day);
    }
    // What an ended program left.
    put(&path.with_file_name("replies.ron.1.tmp"), b"(replies");
    put(&path.with_file_name("backups").join("replies.2026-01-01T09-00-00.000.ron.1.tmp"), b"(repl");
}

/// On systems where only an administrator makes links, a file.
fn prepare_link(path: &Path) {
    prepare_versions(path);
    #[cfg(unix)]
    {
        let target = path.with_file_name("../sync/lib.ron");
        fs::create_dir(target.parent().unwrap()).unwrap();
        fs::rename(path, &target).unwrap();
        std::os::unix::fs::symlink("../sync/lib.ron", path).unwrap();
        fs::rename(path.with_file_name("replies.ron.1.tmp"), target.with_file_name("lib.ron.1.tmp")).unwrap();
    }
}

/// The file that a save puts another one in the place of.
fn target_of(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn prepare_many_versions(path: &Path) {
    put(path, LIBRARY.as_bytes());
    for day in 1..31 {
        put_version(path, day);
    }
}

fn put_version(path: &Path, day: u32) {
    let name = format!("replies.2020-01-{day:02}T09-00-00.000.ron");
    put(&path.with_file_name("backups").join(name), format!("version {day}").as_bytes());
}

fn prepare_questions(path: &Path) {
    put(path, b"(format: 1, questions: [(reply: \"a\", text: \"b\")])");
}

fn save(disk: &dyn FileSystem, path: &Path) -> Result<(), String> {
    let saved = Hold::of(disk, path).map_err(io::Error::from);
    saved.and_then(|hold| backup::save_held(&hold, b"(replies: [])")).map_err(|error| error.to_string())
}

const NEW: Beginning = Beginning { new: LIBRARY, smallest: "()" };

fn edit(disk: &dyn FileSystem, path: &Path) -> Result<(), String> {
    let edited = edit_file(disk, path, NEW, |_, text| {
        Ok::<_, EditError>((text.replace("text: \"b\"", "text: \"d\""), ()))
    });
    edited.map_err(|error| told(&error, path))
}

fn learn_question(disk: &dyn FileSystem, path: &Path) -> Result<(), String> {
    let question = Question { reply: "c".into(), text: "d".into() };
    let changed = questions::change_on(disk, path, question, true);
    changed.map(|_| ()).map_err(|error| told(&error, path))
}

fn restore(disk: &dyn FileSystem, path: &Path) -> Result<(), String> {
    let version = backup::versions(path).unwrap().pop().unwrap();
    backup::restore_on(disk, path, &version).map_err(|error| told(&error, path))
}

/// The one reply of [`LIBRARY`].
fn reply() -> Reply {
    ron_file::parse_pack("", LIBRARY).0.replies.remove(0)
}

fn change(disk: &dyn FileSystem, path: &Path) -> Result<(), String> {
    let after = Reply { title: "d".into(), ..reply() };
    let change = ReplyChange { before: Some(reply()), after: Some(after), ..ReplyChange::default() };
    let changed = replies::change_on(disk, path, &[change], date(2026, 11, 22).at(10, 0, 0, 0));
    changed.map_err(|error| told(&error, path))
}

fn delete(disk: &dyn FileSystem, path: &Path) -> Result<(), String> {
    let gone = ReplyChange { before: Some(reply()), ..ReplyChange::default() };
    let changed = replies::change_on(disk, path, &[gone], date(2026, 11, 22).at(10, 0, 0, 0));
    changed.map_err(|error| told(&error, path))
}

fn is_in_trash(path: &Path) {
    let entries = trash::load(&Disk, path).unwrap();
    assert_eq!(entries.iter().map(trash::Entry::reply).collect::<Vec<_>>(), [Some(reply())]);
}

/// The words of an error, which name the file.
fn told(error: &EditError, path: &Path) -> String {
    let told = error.to_string();
    // Where the drive is gone before the link could be followed, the link is named.
    let names = |file: &Path| told.contains(&file.parent().unwrap().display().to_string());
    assert!(names(path) || names(&target_of(path)) || matches!(error, EditError::Changed), "{told}");
    told
}

/// What is at `path`; `None` where nothing is.
fn at(path: &Path) -> Option<Vec<u8>> {
    path.exists().then(|| fs::read(path).unwrap())
}

fn version_bytes(path: &Path) -> Vec<Vec<u8>> {
    backup::versions(path).unwrap().iter().map(|version: &Version| fs::read(&version.path).unwrap()).collect()
}

fn temporary_files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let found = paths.map(|path| if path.is_dir() { temporary_files(&path) } else { vec![path] });
    found.flatten().filter(|path| path.extension().is_some_and(|end| end == "tmp")).collect()
}

/// What is there before and after a save without a fault.
struct Expected {
    old: Option<Vec<u8>>,
    old_versions: Vec<Vec<u8>>,
    new: Vec<u8>,
}

/// Lets one call of an operation fail and looks at what is there then. `false` where it makes fewer calls.
fn fails_safely(operation: &Operation, fault: Fault, fail_at: usize, expected: &Expected) -> bool {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("user/data/replies.ron");
    (operation.prepare)(&path);
    let target = target_of(&path);
    let disk = FaultyDisk::new(fail_at, fault);
    let ended = panic::catch_unwind(AssertUnwindSafe(|| (operation.run)(&disk, &path)));
    let result = match ended {
        Ok(result) => Some(result),
        Err(payload) if payload.is::<Ended>() => None,
        Err(payload) => panic::resume_unwind(payload),
    };
    let case = format!("{}, call {fail_at}, {fault:?}: {result:?}", operation.name);

    let found = at(&path);
    let is_new = found.as_ref() == Some(&expected.new);
    assert!(is_new || found == expected.old, "neither the old nor the new file: {case}");
    assert!(result != Some(Ok(())) || is_new, "said to be saved: {case}");
    assert!(fault == Fault::PowerCut || is_new == disk.has_replaced(&target), "{case}");
    if let Some(Err(reason)) = &result {
        // A file that is gone for a moment is a change.
        let is_told = reason.contains(&disk.reason().to_string());
        assert!(is_told || fault == Fault::Once(ErrorKind::NotFound), "the reason is lost: {case}");
    }

    assert_eq!(target_of(&path), target, "the link is gone: {case}");
    if is_new {
        (operation.beside)(&path);
    }
    let versions = version_bytes(&path);
    assert!(!is_new || expected.old.iter().all(|old| versions.contains(old)), "no way back: {case}");
    let is_known =
        |bytes: &Vec<u8>| expected.old_versions.iter().chain(&expected.old).any(|known| known == bytes);
    assert!(versions.iter().all(is_known), "half a version: {case}");
    // One place of the twenty is for the version before.
    assert!(expected.old_versions.iter().take(19).all(|old| versions.contains(old)), "lost versions: {case}");

    save_again(&path, found.as_ref(), &case);
    disk.has_failed()
}

/// A save on a sound disk mends everything.
fn save_again(path: &Path, found: Option<&Vec<u8>>, case: &str) {
    let disk = FaultyDisk::sound();
    backup::save_held(&Hold::of(&disk, path).unwrap(), b"again").unwrap();
    assert_eq!(at(path).unwrap(), b"again", "{case}");
    assert_eq!(temporary_files(path.parent().unwrap().parent().unwrap()), Vec::<PathBuf>::new(), "{case}");
    let versions = version_bytes(path);
    assert!(found.is_none_or(|found| versions.contains(found)), "no way back after the next save: {case}");
}

fn without_a_fault(operation: &Operation) -> Expected {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("user/data/replies.ron");
    (operation.prepare)(&path);
    let (old, old_versions) = (at(&path), version_bytes(&path));
    (operation.run)(&Disk, &path).unwrap();
    let new = at(&path).unwrap();
    assert_ne!(old.as_ref(), Some(&new), "{}", operation.name);
    Expected { old, old_versions, new }
}

#[test]
fn an_edit_of_an_empty_file_says_what_such_a_file_begins_with() {
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    let (library, shops_path) = (at("replies.ron"), at("shops.ron"));
    for path in [&library, &shops_path, &questions::path_of(&library), &trash::path_of(&library)] {
        put(path, b" \n");
    }
    let now = date(2026, 11, 22).at(10, 0, 0, 0);
    let add = |reply: Reply| ReplyChange { before: None, after: Some(reply), place: Place::ByCategory };
    let question = Question { reply: "a".to_owned(), text: "在吗".to_owned() };
    let words = SheetChange::Words(Both { before: Vec::new(), after: Vec::new() });
    let fields = SheetChange::Fields(Both { before: Vec::new(), after: Vec::new() });
    let values = [("店铺名".to_owned(), "木棉".to_owned())].into();
    let cases: [(&str, EditError); 6] = [
        ("(format: 1, deleted: [])", replies::change(&library, &[add(Reply::default())], now).unwrap_err()),
        ("(format: 1, replies: [])", sheets::change(&library, &shops_path, &fields).unwrap_err()),
        ("(format: 1, shops: [])", sheets::change(&library, &shops_path, &words).unwrap_err()),
        ("(format: 1, shops: [])", shops::save(&shops_path, 0, None, &values).unwrap_err()),
        (
            "(format: 1, questions: [])",
            questions::change(&questions::path_of(&library), question, true).unwrap_err(),
        ),
        ("(format: 1, deleted: [])", trash::load(&Disk, &library).unwrap_err()),
    ];
    for (beginning, error) in cases {
        let EditError::Mistake(found) = error else { panic!("{error}") };
        assert_eq!(found.problem, Problem::EmptyFile { smallest: beginning });
    }
}

#[test]
fn whatever_fails_the_old_or_the_new_file_is_there_whole_with_a_way_back() {
    let mut total = 0;
    for operation in &OPERATIONS {
        let expected = without_a_fault(operation);
        let counts = FAULTS.map(|fault| {
            let mut count = 0;
            while fails_safely(operation, fault, count, &expected) {
                count += 1;
            }
            count
        });
        println!("{}: {counts:?} faults", operation.name);
        let fewest = counts.iter().min().unwrap();
        assert!(*fewest >= operation.fewest_calls, "{}: only {fewest} calls failed", operation.name);
        total += counts.iter().sum::<usize>();
    }
    println!("{total} faults in all");
}

#[test]
fn what_a_text_editor_saves_during_an_edit_is_not_overwritten() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("replies.ron");
    let edited = edit_file(&Disk, &path, NEW, |_, text| {
        put(&path, b"(typed)");
        Ok::<_, EditError>((text.to_owned(), ()))
    });
    assert!(matches!(edited, Err(EditError::Changed)));
    assert_eq!(at(&path).unwrap(), b"(typed)");
}

#[test]
fn who_waits_too_long_for_another_program_is_told_so() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("replies.ron");
    put(&path, LIBRARY.as_bytes());
    let held = Hold::of(&Disk, &path).unwrap();
    assert!(learn_question(&Disk, &path).unwrap_err().contains("another program"));
    drop(held);
    edit(&Disk, &path).unwrap();
}

#[test]
fn of_many_programs_that_edit_at_once_no_edit_is_lost() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("replies.ron");
    let add_a_line = || {
        edit_file(&Disk, &path, Beginning { new: "//\n", ..NEW }, |_, text| {
            Ok::<_, EditError>((format!("{text}//\n"), ()))
        })
        .unwrap();
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| (0..5).for_each(|_| add_a_line()));
        }
    });
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 21);
}

#[cfg(unix)]
mod on_unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::super::super::links::DeadLink;
    use super::super::super::{atomic, drafts};
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o777
    }

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn a_saved_file_has_the_mode_that_it_had_and_so_have_its_copies() {
        for kept in [0o600, 0o640, 0o664, 0o444] {
            let root = tempfile::tempdir().unwrap();
            let path = root.path().join("replies.ron");
            put(&path, LIBRARY.as_bytes());
            set_mode(&path, kept);
            delete(&Disk, &path).unwrap();
            drafts::save(&path, &["x".to_owned()]).unwrap();
            let version = backup::versions(&path).unwrap().pop().unwrap().path;
            let copies = [version, trash::path_of(&path), drafts::path_of(&path)];
            assert_eq!(copies.each_ref().map(|copy| mode(copy)), [kept; 3]);
            assert_eq!(mode(&path), kept);
            // A file that was deleted comes back as it was.
            fs::remove_file(&path).unwrap();
            restore(&Disk, &path).unwrap();
            assert_eq!(mode(&path), kept);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn extended_attributes_stay() {
        use rustix::fs::{XattrFlags, getxattr, setxattr};

        let root = tempfile::tempdir_in(env!("CARGO_MANIFEST_DIR")).unwrap();
        let path = root.path().join("replies.ron");
        put(&path, LIBRARY.as_bytes());
        if setxattr(&path, "user.suda", b"kept", XattrFlags::empty()).is_err() {
            return;
        }
        edit(&Disk, &path).unwrap();
        for file in [&path, &backup::versions(&path).unwrap()[0].path] {
            let mut value = [0; 9];
            let length = getxattr(file, "user.suda", value.as_mut_slice()).unwrap();
            assert_eq!(&value[..length], b"kept");
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_is_never_replaced_and_the_error_says_so() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("replies.ron");
        symlink("sync/lib.ron", &path).unwrap();
        for error in [
            save(&Disk, &path).unwrap_err(),
            edit_file(&Disk, &path, NEW, |_, _| Ok::<_, EditError>((String::new(), ())))
                .unwrap_err()
                .to_string(),
            shops::write_template(&path).unwrap_err().to_string(),
            atomic::write(&path, b"x").unwrap_err().to_string(),
        ] {
            assert!(error.contains("leads nowhere") && error.contains("sync/lib.ron"), "{error}");
        }
        let found = crate::store::libraries::load(
            &crate::store::libraries::Sources {
                personal: path.clone(),
                calendar: root.path().join("calendar.txt"),
                uses_starter: false,
            },
            &crate::model::Library::default(),
        )
        .diagnostics;
        assert!(found.len() == 1 && found[0].problem.is_dead_link(), "{found:?}");
        assert!(shops::load_all(&path).diagnostics[0].problem.is_dead_link());
        assert!(crate::store::settings::load(&path).1[0].problem.is_dead_link());
        let unopened = History::open(&path).unwrap_err();
        assert!(matches!(unopened, HistoryError::File(_)));
        assert_eq!(fs::read_link(&path).unwrap(), Path::new("sync/lib.ron"));
        let dead = io::Error::from(DeadLink::Circle { link: path });
        assert_ne!(dead.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn who_comes_by_another_way_waits_for_the_same_lock() {
        let root = tempfile::tempdir().unwrap();
        let (path, link) = (root.path().join("sync/lib.ron"), root.path().join("replies.ron"));
        put(&path, LIBRARY.as_bytes());
        symlink("sync/lib.ron", &link).unwrap();
        let held = Hold::of(&Disk, &link).unwrap();
        assert!(edit(&Disk, &path).unwrap_err().contains("another program"));
        drop(held);
        edit(&Disk, &link).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((version_bytes(&link).len(), version_bytes(&path).len()), (1, 0));
    }

    #[test]
    fn drafts_that_are_linked_stay_linked() {
        let root = tempfile::tempdir().unwrap();
        let library = root.path().join("replies.ron");
        let (link, target) = (drafts::path_of(&library), root.path().join("drafts"));
        put(&target, b"[\"x\", 3");
        symlink("drafts", &link).unwrap();
        assert_eq!(drafts::load::<String>(&library).unwrap().drafts, Vec::<String>::new());
        assert_eq!(at(&root.path().join("replies.drafts.ron.unreadable-1")).unwrap(), b"[\"x\", 3");
        drafts::save(&library, &["a".to_owned()]).unwrap();
        assert_eq!(drafts::load::<String>(&library).unwrap().drafts, ["a"]);
        drafts::save::<String>(&library, &[]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(drafts::load::<String>(&library).unwrap().drafts, Vec::<String>::new());
    }
}
