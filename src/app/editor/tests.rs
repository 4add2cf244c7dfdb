use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::app::{EditProblem, Move};
use crate::diag::SystemError;
use crate::model::{Pack, SheetChange};
use crate::search::Index;
use crate::store::{replies, ron_file, sheets, shops};

const OWN: &str = r#"(format: 1, replies: [
    (id: "a", title: "什么时候发货", stage: "售前/发货", code: "smsh", text: "亲，{发货日期}发"),
    (id: "b", title: "几天能到", stage: "售前/发货", text: "一般三天"),
    (id: "c", title: "偏远地区运费", stage: "售前/运费", tags: ["运费"], text: "补{运费}元"),
    (id: "d", title: "退货", stage: "售后", text: "可以退"),
])"#;

const BELOW: &str = r#"(format: 1, id: "starter", name: "通用", replies: [
    (id: "s", title: "催发货", stage: "售中", code: "cfh", text: "马上发"),
    (id: "d", title: "退货", stage: "售后", text: "七天可退"),
])"#;

/// An editor with a file of its own.
pub(crate) struct Session {
    pub editor: Editor,
    pub file: String,
    pub shops: String,
    /// The pack below.
    below: String,
    env: Env,
    pub kept: Vec<Draft>,
    /// Why nothing can be written, where that is so.
    pub disk_fault: Option<String>,
    pub others: Vec<EditorEffect>,
    /// Drafts are not answered.
    pub is_slow: bool,
}

fn loaded(file: &str, below: &str) -> LoadedLibrary {
    let (own, diagnostics) = ron_file::parse_pack("r.ron", file);
    let own = Pack { id: "my".to_owned(), ..own };
    let below = ron_file::parse_pack("s.ron", below).0;
    let built_in = (Layer::BuiltIn, ron_file::built_in().clone());
    let library = Library::new(vec![(Layer::Personal, own), (Layer::Starter, below), built_in]);
    let index = Arc::new(Index::build(&library));
    LoadedLibrary { library: Arc::new(library), index, diagnostics }
}

impl Session {
    pub(crate) fn new() -> Self {
        Self::opened(Opening::Plain)
    }

    /// With this file.
    pub(crate) fn of(file: &str) -> Self {
        let mut session = Self::new();
        file.clone_into(&mut session.file);
        session.reload();
        session
    }

    fn opened(opening: Opening) -> Self {
        let now = date(2026, 11, 22).at(10, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        let mut session = Self {
            editor: Editor::new(opening).with_refuges(vec!["/refuge".into(), "/last".into()]),
            file: OWN.to_owned(),
            shops: shops::TEMPLATE.to_owned(),
            below: BELOW.to_owned(),
            env: Env { now },
            kept: Vec::new(),
            disk_fault: None,
            others: Vec::new(),
            is_slow: false,
        };
        session.reload();
        session
    }

    fn file_problem(&self) -> EditProblem {
        let said = self.disk_fault.clone().unwrap_or_default();
        let error = SystemError::of_kind(std::io::ErrorKind::StorageFull, said);
        EditProblem::File { path: "replies.ron".to_owned(), error }
    }

    /// The file as it is now.
    fn reload(&mut self) {
        self.act(EditorAction::LibraryLoaded(loaded(&self.file, &self.below)));
    }

    /// Carries out what the action asks for, as the program does.
    pub(crate) fn act(&mut self, action: EditorAction) -> &mut Self {
        for effect in self.editor.apply(action, &self.env) {
            match effect {
                EditorEffect::Change { ticket, changes } => {
                    let result = match replies::changed("r.ron", &self.file, &changes) {
                        Ok(_) if self.disk_fault.is_some() => Err(self.file_problem()),
                        Ok(text) => {
                            self.file = text;
                            Ok(Some(loaded(&self.file, &self.below)))
                        }
                        Err(ron_file::EditError::Changed) => Err(EditProblem::Changed),
                        Err(_) => Err(EditProblem::Mismatch),
                    };
                    if result.is_err() {
                        // What has changed comes before the answer.
                        self.reload();
                    }
                    self.act(EditorAction::Changed { ticket, result });
                }
                EditorEffect::SaveDrafts { .. } if self.is_slow => {}
                EditorEffect::SaveDrafts { generation, drafts } => {
                    let result = self.disk_fault.clone().map_or(Ok(()), Err);
                    if result.is_ok() {
                        self.kept = drafts;
                    }
                    self.act(EditorAction::DraftsSaved { generation, result });
                }
                EditorEffect::CheckLibrary => {
                    let (library, policy) = self.editor.policy();
                    let ids = breaching(library, policy);
                    self.act(EditorAction::Checked(ids));
                }
                EditorEffect::ChangeSheet { ticket, change } => self.change_sheet(ticket, &change),
                other @ (EditorEffect::ListBackups
                | EditorEffect::RestoreBackup { .. }
                | EditorEffect::ReadClipboard
                | EditorEffect::SaveElsewhere { .. }
                | EditorEffect::CopyUnstored(_)
                | EditorEffect::Show
                | EditorEffect::Close) => {
                    self.others.push(other);
                }
            }
        }
        self
    }

    fn change_sheet(&mut self, ticket: u64, change: &SheetChange) {
        let is_of_shops = matches!(change, SheetChange::Shops(_) | SheetChange::Words(_));
        let file = if is_of_shops { &mut self.shops } else { &mut self.file };
        let result = match sheets::changed("f.ron", file, change) {
            Ok(_) if self.disk_fault.is_some() => Err(self.file_problem()),
            Ok(text) => {
                *file = text;
                Ok(Some(loaded(&self.file, &self.below)))
            }
            Err(_) => Err(EditProblem::Mismatch),
        };
        let file = shops::parse_all("s.ron", &self.shops);
        self.act(EditorAction::ShopsLoaded(file.shops, file.words));
        self.act(EditorAction::Changed { ticket, result });
    }

    fn open(&mut self, key: &str) -> &mut Self {
        self.act(EditorAction::Open(Opening::Reply(key.into())))
    }

    fn edit(&mut self, edit: FormEdit) -> &mut Self {
        self.act(EditorAction::Edit(edit))
    }

    fn title(&mut self, title: &str) -> &mut Self {
        self.edit(FormEdit::Title(title.into()))
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.edit(FormEdit::Text { wording: 0, message: 0, text: text.into() })
    }

    fn choose(&mut self, ids: &[&str]) -> &mut Self {
        self.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
        for (place, id) in ids.iter().enumerate() {
            let row = self.editor.rows().iter().position(|row| row == id).unwrap();
            let choice = if place == 0 { Choice::Alone } else { Choice::Toggle };
            self.act(EditorAction::Select { row, choice });
        }
        self
    }

    fn answer(&mut self, ask: Ask, text: &str) -> &mut Self {
        self.act(EditorAction::Ask(ask)).act(EditorAction::SetAskText(text.into())).act(EditorAction::Answer)
    }

    fn wait(&mut self, seconds: i64) -> &mut Self {
        self.env.now = self.env.now.checked_add(seconds.seconds()).unwrap();
        self
    }

    fn rows(&self) -> Vec<&str> {
        self.editor.rows().iter().map(String::as_str).collect()
    }

    fn shown(&self) -> &Reply {
        self.editor.current().and_then(|id| self.editor.reply(id)).unwrap()
    }

    fn own(&self) -> Vec<Reply> {
        ron_file::parse_pack("r.ron", &self.file).0.replies
    }
}

fn tree(session: &Session) -> String {
    let line = |row: &TreeRow| {
        let name = match &row.node {
            Node::All(layer) => format!("{layer:?}"),
            Node::Category(_, path) => path.clone(),
            Node::Favourites => "Favourites".to_owned(),
            Node::Troubled => "Troubled".to_owned(),
            Node::Expiring => "Expiring".to_owned(),
            Node::Trash => "Trash".to_owned(),
            Node::Page(page) => format!("{page:?}"),
        };
        format!("{}{name} {}", " ".repeat(row.depth), row.count)
    };
    session.editor.tree().iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_tree_counts_what_is_in_each_category_and_below_it() {
    let mut session = Session::new();
    session.act(EditorAction::FavouritesLoaded(vec!["b".into(), "gone".into()]));
    let expected = "Personal 4\nFavourites 1\n售前 3\n 售前/发货 2\n 售前/运费 1\n售后 1\nStarter 1\n售中 1\nTroubled 1\nExpiring 0\nTrash 0\nShops 0\nFields 0\nTables 0\nWords 0\nRules 0\nBackups 0";
    assert_eq!(tree(&session), expected.replace("Troubled 1", "Troubled 0"));
    let above = Node::Category(Layer::Personal, "售前".into());
    session.act(EditorAction::SelectNode(above.clone()));
    assert_eq!(session.rows(), ["a", "b", "c"]);
    session.act(EditorAction::ToggleNode(above));
    assert!(!tree(&session).contains("售前/发货"));
    // By key: in, out, along.
    session.act(EditorAction::OpenNode(true)).act(EditorAction::OpenNode(true));
    assert_eq!(session.rows(), ["a", "b"]);
    session.act(EditorAction::OpenNode(false)).act(EditorAction::OpenNode(false));
    assert!(!tree(&session).contains("售前/发货"));
    session.act(EditorAction::MoveNode(Move::Last));
    assert_eq!(
        (session.editor.page(), session.others.last()),
        (Some(Page::Backups), Some(&EditorEffect::ListBackups))
    );
    session.act(EditorAction::MoveNode(Move::First));
    assert_eq!(*session.editor.node(), Node::All(Layer::Personal));
    session.act(EditorAction::SelectNode(Node::Favourites));
    assert_eq!(session.rows(), ["b"]);
}

#[test]
fn the_editor_opens_at_a_reply_and_the_search_is_the_same_engine() {
    let mut session = Session::opened(Opening::Reply("smsh".into()));
    assert_eq!((session.editor.current(), session.rows()), (Some("a"), vec!["a", "b", "c", "d"]));
    session.open("催发货");
    assert_eq!((session.editor.current(), session.rows()), (Some("s"), vec!["s"]));
    session.act(EditorAction::SetQuery("pydq".into()));
    assert_eq!((session.editor.current(), session.rows()), (Some("c"), vec!["c"]));
    session.act(EditorAction::Dismiss);
    assert!(session.editor.query().is_empty() && session.rows() == ["s"]);
    session.open("没有");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotFound("没有".into())));
}

#[test]
fn a_reply_is_saved_in_its_place_and_a_draft_is_kept_until_then() {
    let mut session = Session::opened(Opening::Reply("b".into()));
    session.text("一般三四天").edit(FormEdit::Tags("时效 物流".into()));
    assert_eq!((session.editor.unsaved(), session.kept.len()), (1, 1));
    assert_eq!(session.file, OWN);
    session.act(EditorAction::Save);
    let expected = OWN.replace(
        "stage: \"售前/发货\", text: \"一般三天\"",
        "stage: \"售前/发货\", tags: [\"时效\", \"物流\"], text: \"一般三四天\"",
    );
    assert_eq!(session.file, expected);
    assert_eq!((session.editor.unsaved(), session.kept.len(), session.editor.notice()), (0, 0, None));
    // Typed back to what it was: nothing is unsaved.
    session.title("别的").title("几天能到");
    assert_eq!((session.editor.unsaved(), session.kept.len()), (0, 0));
}

#[test]
fn a_reply_of_a_pack_below_is_copied_and_can_be_had_back() {
    let mut session = Session::opened(Opening::Reply("s".into()));
    assert!(session.editor.original().is_none() || !session.editor.is_own("s"));
    session.text("今天就发").act(EditorAction::Save);
    assert!(session.editor.is_own("s") && session.own().iter().any(|reply| reply.id == "s"));
    assert_eq!(session.editor.original().unwrap().texts().next(), Some("马上发"));
    session.act(EditorAction::ToggleDifference);
    assert_eq!(session.editor.overlay(), Some(&Overlay::Difference));
    session.act(EditorAction::Dismiss).act(EditorAction::BackToOriginal);
    assert_eq!((session.shown().texts().next(), session.editor.is_own("s")), (Some("马上发"), false));
    assert_eq!(session.file, OWN);
    session.act(EditorAction::Undo);
    assert_eq!((session.shown().texts().next(), session.editor.is_own("s")), (Some("今天就发"), true));
    // One that lies above a reply of the starter is its copy too.
    session.open("d");
    assert_eq!(session.editor.original().unwrap().texts().next(), Some("七天可退"));
}

#[test]
fn an_empty_code_is_none_in_the_file_and_no_two_of_them_clash() {
    for empty in ["", " ", "\u{3000}"] {
        let mut session = Session::opened(Opening::Reply("a".into()));
        for id in ["a", "b"] {
            session.open(id).edit(FormEdit::Code(empty.into())).edit(FormEdit::Note(empty.into()));
            session.edit(FormEdit::Title(format!("新{id}"))).act(EditorAction::Save);
            assert_eq!(session.editor.notice(), None, "{empty:?}");
        }
        let own = session.own();
        assert_eq!((own[0].title.as_str(), own[1].title.as_str()), ("新a", "新b"));
        assert!(!session.file.contains("code") && !session.file.contains("note"), "{}", session.file);
    }
}

#[test]
fn what_cannot_be_saved_says_why_and_where() {
    type Case = (FormEdit, Spot, fn(&Problem) -> bool);
    use crate::diag::Problem;
    let message = Spot::Message { wording: 0, message: 0 };
    let cases: [Case; 5] = [
        (FormEdit::Title(" ".into()), Spot::Title, |found| matches!(found, Problem::MissingField { .. })),
        (FormEdit::Code("SMSH".into()), Spot::Code, |found| matches!(found, Problem::CodeTaken { .. })),
        (FormEdit::Timed(Timed::Expires, "明年".into()), Spot::Timed(Timed::Expires), |found| {
            matches!(found, Problem::InvalidDate { .. })
        }),
        (FormEdit::Text { wording: 0, message: 0, text: " ".into() }, Spot::Wordings, |found| {
            *found == Problem::NoText
        }),
        (FormEdit::Image { wording: 0, message: 0, path: "/etc/a".into() }, message, |found| {
            matches!(found, Problem::ImageOutside { .. })
        }),
    ];
    for (edit, spot, is_meant) in cases {
        let mut session = Session::opened(Opening::Reply("b".into()));
        session.edit(edit).act(EditorAction::Save);
        assert_eq!((session.file.as_str(), session.editor.spot()), (OWN, Some(spot)));
        assert!(
            matches!(session.editor.notice(), Some(EditorNotice::Blocked(found)) if is_meant(found)),
            "{spot:?}"
        );
        assert_eq!(session.kept.len(), 1);
    }
}

#[test]
fn broken_and_unknown_placeholders_are_told_where_they_stand_and_may_be_saved() {
    let mut session = Session::opened(Opening::Reply("b".into()));
    session.text("亲，{店铺}的{订单号，{片段:没有}");
    let found: Vec<(&str, std::ops::Range<usize>)> = session
        .editor
        .troubles()
        .iter()
        .map(|trouble| (trouble.problem.code(), trouble.range.clone().unwrap()))
        .collect();
    assert_eq!(found[0], ("placeholder.unknown", 6..14));
    assert!(found.iter().any(|(code, _)| *code == "placeholder.unknown-snippet"), "{found:?}");
    let mended = session.editor.troubles()[0].mended(&session.editor).unwrap();
    session.edit(mended).act(EditorAction::Save);
    assert!(session.file.contains("亲，{店铺名}的{订单号，"));
}

#[test]
fn letters_are_taken_back_together_and_everything_can_be_done_again() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.title("什").title("什么").wait(5).title("什么时").text("一").text("一二");
    for expected in ["什么时", "什么", "什么时候发货", "什么时候发货"] {
        session.act(EditorAction::Undo);
        assert_eq!(session.shown().title, expected);
    }
    assert_eq!((session.editor.unsaved(), session.editor.can_undo()), (0, false));
    for expected in ["什么", "什么时", "什么时"] {
        session.act(EditorAction::Redo);
        assert_eq!(session.shown().title, expected);
    }
    assert_eq!(session.shown().texts().next(), Some("一二"));
    // Across replies, and across a save.
    session.act(EditorAction::Save).open("c").title("远");
    session.act(EditorAction::Undo);
    assert_eq!((session.editor.current(), session.shown().title.as_str()), (Some("c"), "偏远地区运费"));
    session.act(EditorAction::Undo);
    assert_eq!(
        (session.editor.current(), session.shown().texts().next()),
        (Some("a"), Some("亲，{发货日期}发"))
    );
    assert_eq!(session.editor.unsaved(), 1, "saved as 一二, shown as before");
    session.act(EditorAction::Save);
    assert_eq!(session.own()[0].texts().next(), Some("亲，{发货日期}发"));
}

#[test]
fn several_replies_are_moved_tagged_doubled_and_deleted_at_once_and_it_can_be_taken_back() {
    let mut session = Session::new();
    session.choose(&["b", "d"]).answer(Ask::Move, "售中/物流");
    let categories = |session: &Session| -> Vec<String> {
        session.own().into_iter().map(|reply| reply.category).collect()
    };
    assert_eq!(categories(&session), ["售前/发货", "售中/物流", "售前/运费", "售中/物流"]);
    session.choose(&["a", "c"]).answer(Ask::Tag, "常用，-运费");
    assert_eq!(
        (session.own()[0].tags.as_slice(), session.own()[2].tags.as_slice()),
        (&["常用".to_owned()][..], &["常用".to_owned()][..])
    );
    session.choose(&["a", "b"]).act(EditorAction::Duplicate);
    let titles: Vec<String> = session.own().into_iter().map(|reply| reply.title).collect();
    assert_eq!(titles, ["什么时候发货", "什么时候发货 2", "几天能到", "几天能到 2", "偏远地区运费", "退货"]);
    assert_eq!(session.own()[1].code, None);
    session.choose(&["a", "b", "d"]).act(EditorAction::Delete);
    assert_eq!(session.own().len(), 3);
    for _ in 0..4 {
        session.act(EditorAction::Undo);
    }
    assert_eq!(replies_text(&session.file), replies_text(OWN));
    for _ in 0..4 {
        session.act(EditorAction::Redo);
    }
    assert_eq!(session.own().len(), 3);
    assert_eq!(session.own()[2].category, "售前/运费");
}

/// What a file says, however it is laid out.
fn replies_text(text: &str) -> Vec<Reply> {
    ron_file::parse_pack("r.ron", text).0.replies
}

#[test]
fn a_reply_of_a_pack_below_cannot_be_deleted() {
    let mut session = Session::opened(Opening::Reply("s".into()));
    session.act(EditorAction::Delete);
    assert_eq!((session.editor.notice(), session.file.as_str()), (Some(&EditorNotice::ReadOnly), OWN));
}

#[test]
fn categories_are_renamed_and_nested_with_all_that_is_in_them() {
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(Node::Category(Layer::Personal, "售前".into())));
    session.answer(Ask::Rename, "咨询");
    let categories = |session: &Session| -> Vec<String> {
        session.own().into_iter().map(|reply| reply.category).collect()
    };
    assert_eq!(categories(&session), ["咨询/发货", "咨询/发货", "咨询/运费", "售后"]);
    assert_eq!(*session.editor.node(), Node::Category(Layer::Personal, "咨询".into()));
    session.act(EditorAction::DropCategory { from: "咨询/发货".into(), into: "售后".into() });
    assert_eq!(categories(&session), ["售后/发货", "售后/发货", "咨询/运费", "售后"]);
    // Not into itself.
    session.act(EditorAction::DropCategory { from: "售后".into(), into: "售后/发货".into() });
    assert_eq!(categories(&session)[3], "售后");
    session.act(EditorAction::Undo).act(EditorAction::Undo);
    assert_eq!(session.file, OWN);
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
    session.answer(Ask::NewCategory, " 活动 / 双11 ");
    assert!(tree(&session).contains("活动 0\n 活动/双11 0"));
    session.act(EditorAction::New);
    assert_eq!(session.shown().category, "活动/双11");
}

#[test]
fn a_new_reply_comes_from_what_was_typed_or_copied() {
    let mut session = Session::opened(Opening::New("发新疆吗".into()));
    assert_eq!(
        (session.shown().title.as_str(), session.editor.spot()),
        ("发新疆吗", Some(Spot::Message { wording: 0, message: 0 }))
    );
    session.text("发的").act(EditorAction::Save);
    assert_eq!((session.own().len(), session.own()[4].title.as_str()), (5, "发新疆吗"));
    session.act(EditorAction::Open(Opening::Clipboard));
    assert!(session.others.contains(&EditorEffect::ReadClipboard));
    session.act(EditorAction::NewFrom(" \n".into()));
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NothingCopied));
    session.act(EditorAction::NewFrom("亲，这款三天内发货，请放心下单哦".into()));
    assert_eq!(
        (session.shown().title.as_str(), session.shown().texts().next()),
        ("", Some("亲，这款三天内发货，请放心下单哦"))
    );
    // Taken back before it was saved, and the one before after it was.
    session.act(EditorAction::Undo);
    assert_eq!((session.editor.unsaved(), session.own().len()), (0, 5));
    session.act(EditorAction::Undo).act(EditorAction::Undo);
    assert_eq!(session.own().len(), 4);
}

#[test]
fn a_reply_changed_outside_while_it_is_edited_is_neither_lost_nor_overwritten() {
    let outside = OWN.replace("可以退", "外面改的");
    for keeps_mine in [true, false] {
        let mut session = Session::opened(Opening::Reply("d".into()));
        session.text("我改的");
        session.file.clone_from(&outside);
        session.reload();
        let draft = session.editor.draft("d").unwrap();
        assert!(matches!(draft.theirs(), Some(Theirs::Changed(reply)) if reply.texts().eq(["外面改的"])));
        assert_eq!(session.shown().texts().next(), Some("我改的"));
        // A save without an answer touches nothing.
        session.act(EditorAction::Save);
        assert_eq!(
            (session.editor.notice(), session.file.as_str()),
            (Some(&EditorNotice::NotSaved(EditProblem::Changed)), outside.as_str())
        );
        if keeps_mine {
            session.act(EditorAction::KeepMine).act(EditorAction::Save);
            assert_eq!(session.file, OWN.replace("可以退", "我改的"));
        } else {
            session.act(EditorAction::TakeTheirs);
            assert_eq!((session.shown().texts().next(), session.editor.unsaved()), (Some("外面改的"), 0));
            session.act(EditorAction::Undo);
            assert_eq!(session.shown().texts().next(), Some("我改的"));
        }
    }
}

#[test]
fn an_outside_change_of_another_reply_keeps_selection_and_draft() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("我改的");
    session.file = OWN
        .replace("什么时候发货", "何时发货")
        .replace("    (id: \"b\"", "    (title: \"新\", text: \"x\"),\n    (id: \"b\"");
    session.reload();
    assert_eq!((session.editor.current(), session.shown().texts().next()), (Some("d"), Some("我改的")));
    assert!(session.editor.draft("d").unwrap().theirs().is_none() && session.rows().len() == 5);
    session.act(EditorAction::Save);
    assert!(session.file.contains("我改的") && session.file.contains("何时发货"));
}

#[test]
fn drafts_come_back_after_a_crash() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("没存的").act(EditorAction::New);
    session.title("新的");
    let kept = session.kept.clone();
    let text = ron::to_string(&kept).unwrap();
    let mut session = Session::new();
    session.act(EditorAction::DraftsLoaded(ron::from_str(&text).unwrap()));
    assert_eq!(session.editor.unsaved(), 2);
    session.open("d");
    assert_eq!(session.shown().texts().next(), Some("没存的"));
    session.act(EditorAction::Save);
    assert!(session.file.contains("没存的"));
}

#[test]
fn a_deleted_reply_goes_back_under_its_id_or_a_new_one() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    let reply = session.shown().clone();
    session.act(EditorAction::Delete);
    let at = date(2026, 11, 22).at(10, 0, 0, 0);
    session.act(EditorAction::TrashLoaded(vec![Trashed { reply, at }]));
    session.act(EditorAction::SelectNode(Node::Trash)).act(EditorAction::Restore);
    assert_eq!((session.own().len(), session.editor.current()), (4, Some("a")));
    session.act(EditorAction::SelectNode(Node::Trash)).act(EditorAction::Restore);
    assert_eq!(
        (session.own().len(), session.own().iter().filter(|reply| reply.code.is_some()).count()),
        (5, 1)
    );
}

#[test]
fn the_preview_is_filled_with_samples() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.text("{店铺名}{快递}{没有这个}{身高}");
    let messages = session.editor.preview();
    let [DraftMessage::Text(filled)] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!(filled.text(), Err(vec!["没有这个".to_owned()]));
    let said = format!("{:?}", filled.pieces);
    assert!(said.contains("木棉女装旗舰店") && said.contains("申通") && said.contains("160"), "{said}");
}

#[test]
fn shops_words_fields_and_tables_are_edited_as_tables_and_taken_back() {
    let mut session = Session::new();
    let page = |session: &mut Session, page: Page| {
        session.act(EditorAction::SelectNode(Node::Page(page)));
    };
    let cell = |row: usize, column: usize, text: &str| SheetEdit::Cell { row, column, text: text.into() };
    // A shop, its courier, a field of its own.
    page(&mut session, Page::Shops);
    session.answer(Ask::Shop, "木棉").answer(Ask::ShopField, "开门时间");
    let row_of = |session: &Session, name: &str| {
        session.editor.sheet(Page::Shops).rows.iter().position(|row| row[0] == name).unwrap()
    };
    let (courier, hours) = (row_of(&session, "默认快递"), row_of(&session, "开门时间"));
    session.act(EditorAction::EditSheet(Page::Shops, cell(courier, 1, "申通")));
    session.act(EditorAction::EditSheet(Page::Shops, cell(hours, 1, "9点")));
    let shops = shops::parse_all("s", &session.shops).shops;
    assert_eq!(
        (shops[0].name(), shops[0].value("默认快递"), shops[0].value("开门时间")),
        (Some("木棉"), Some("申通"), Some("9点"))
    );
    // Words.
    page(&mut session, Page::Words);
    session.answer(Ask::Word, "最低价");
    session.act(EditorAction::EditSheet(Page::Words, cell(0, 1, "划算")));
    assert_eq!(shops::parse_all("s", &session.shops).words[0].instead.as_deref(), Some("划算"));
    // Fields: a choice comes of its choices.
    page(&mut session, Page::Fields);
    session.answer(Ask::Field, "礼物");
    session.act(EditorAction::EditSheet(Page::Fields, cell(0, 5, "袜子、发圈")));
    session.act(EditorAction::EditSheet(Page::Fields, cell(0, 3, "袜子")));
    assert!(
        session.file.contains(r#"(name: "礼物", default: "袜子", choices: ["袜子", "发圈"])"#),
        "{}",
        session.file
    );
    // Tables: rows and columns.
    page(&mut session, Page::Tables);
    session.answer(Ask::Table, "尺码表 身高 尺码").answer(Ask::Row, "150-160").answer(Ask::Input, "体重");
    for (column, text) in [(1, "80-95"), (2, "S")] {
        session.act(EditorAction::EditSheet(Page::Tables, cell(0, column, text)));
    }
    assert!(session.file.contains(r#"["150-160", "80-95", "S"],"#), "{}", session.file);
    let sheet = session.editor.sheet(Page::Tables);
    assert_eq!((sheet.rows.len(), sheet.columns.len(), session.editor.table_names()), (1, 3, vec!["尺码表"]));
    // All of it back, each where it was done, and the files are as before.
    while session.editor.can_undo() {
        session.act(EditorAction::Undo);
    }
    assert_eq!(session.editor.page(), Some(Page::Shops));
    assert_eq!(
        (replies_text(&session.file), session.editor.sheet(Page::Fields).rows.len()),
        (replies_text(OWN), 0)
    );
    let file = shops::parse_all("s", &session.shops);
    assert_eq!((file.shops.len(), file.words.len()), (0, 0));
    while session.editor.can_redo() {
        session.act(EditorAction::Redo);
    }
    assert!(session.file.contains(r#"["150-160", "80-95", "S"],"#) && session.shops.contains("最低价"));
    // What cannot be is not done: no name, the last column, the same name twice.
    session.act(EditorAction::EditSheet(Page::Fields, cell(0, 0, " ")));
    session.act(EditorAction::EditSheet(Page::Tables, SheetEdit::RemoveColumn(2)));
    assert_eq!(session.editor.sheet(Page::Tables).columns.len(), 3);
    session.answer(Ask::Field, "礼物");
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotSaved(EditProblem::Mismatch)));
}

#[test]
fn a_save_that_meets_a_change_outside_leads_to_the_choice() {
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("我改的");
    session.file = OWN.replace("可以退", "外面改的");
    session.act(EditorAction::Save);
    assert_eq!(session.editor.notice(), Some(&EditorNotice::NotSaved(EditProblem::Changed)));
    assert!(session.editor.draft("d").unwrap().theirs().is_some());
    session.act(EditorAction::KeepMine).act(EditorAction::Save);
    assert!(session.file.contains("我改的"));
    // An undo back to before that save does not go over what was written there since.
    session.file = session.file.replace("我改的", "又是外面的");
    session.reload();
    session.act(EditorAction::Undo);
    assert!(session.editor.draft("d").unwrap().theirs().is_some());
}

/// The file with the note of the reply `d` changed by another device.
fn with_note(file: &str) -> String {
    file.replace("title: \"退货\"", "title: \"退货\", note: \"别处记的\"")
}

#[test]
fn a_step_taken_back_changes_only_what_it_changed() {
    // In the form, after a save.
    let mut session = Session::opened(Opening::Reply("d".into()));
    session.text("我改的").act(EditorAction::Save);
    session.file = with_note(&session.file);
    session.reload();
    session.act(EditorAction::Undo);
    let draft = session.editor.draft("d").unwrap();
    assert_eq!((draft.theirs(), draft.working.reply.note.as_deref()), (None, Some("别处记的")));
    session.act(EditorAction::Save);
    assert_eq!(session.own()[3], Reply { note: Some("别处记的".into()), ..replies_text(OWN).remove(3) });
    session.act(EditorAction::Redo).act(EditorAction::Save);
    assert_eq!(session.own()[3].texts().next(), Some("我改的"));
    assert_eq!(session.own()[3].note.as_deref(), Some("别处记的"));

    // A command for several, which is in the file at once.
    let mut session = Session::new();
    session.choose(&["c", "d"]).answer(Ask::Tag, "新");
    session.file = with_note(&session.file);
    session.reload();
    session.act(EditorAction::Undo);
    assert_eq!((session.editor.notice(), session.file.as_str()), (None, with_note(OWN).as_str()));
    session.act(EditorAction::Redo);
    assert_eq!((session.own()[3].tags.len(), session.own()[3].note.as_deref()), (1, Some("别处记的")));
}

#[test]
fn a_field_that_was_changed_since_is_told_of_and_stays_when_a_step_is_taken_back() {
    let mut session = Session::new();
    session.choose(&["c", "d"]).answer(Ask::Move, "别处");
    session.file =
        session.file.replacen("title: \"退货\", stage: \"别处\"", "title: \"退货\", stage: \"他处\"", 1);
    session.reload();
    session.act(EditorAction::Undo);
    let told = EditorNotice::ChangedSince(vec![("退货".into(), vec![crate::model::ReplyField::Category])]);
    assert_eq!(session.editor.notice(), Some(&told));
    let categories: Vec<String> = session.own().into_iter().map(|reply| reply.category).skip(2).collect();
    assert_eq!(categories, ["售前/运费", "他处"]);
}

#[test]
fn what_is_typed_while_a_command_is_carried_out_does_not_take_the_command_back() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.text("没存的");
    session.choose(&["b", "a"]);
    session.act(EditorAction::Ask(Ask::Move)).act(EditorAction::SetAskText("售后".into()));
    let effects = session.editor.apply(EditorAction::Answer, &session.env);
    session.text("又改了");
    let Some(EditorEffect::Change { ticket, changes }) = effects.into_iter().next() else { panic!() };
    session.file = replies::changed("r.ron", &session.file, &changes).unwrap();
    let result = Ok(Some(loaded(&session.file, &session.below)));
    session.act(EditorAction::Changed { ticket, result });
    session.open("a").act(EditorAction::Save);
    assert_eq!(
        (session.own()[0].category.as_str(), session.own()[0].texts().next()),
        ("售后", Some("又改了"))
    );
}

#[test]
fn a_command_for_several_leaves_an_unsaved_draft_and_what_is_typed_meanwhile() {
    let mut session = Session::opened(Opening::Reply("a".into()));
    session.text("没存的");
    session.choose(&["a", "b"]).answer(Ask::Move, "售后");
    let draft = session.editor.draft("a").unwrap();
    assert!(draft.theirs().is_none() && draft.working.reply.category == "售后");
    assert_eq!(session.own()[0].texts().next(), Some("亲，{发货日期}发"), "moved, not saved");
    session.open("a").act(EditorAction::Save);
    assert_eq!((session.own()[0].texts().next(), session.editor.unsaved()), (Some("没存的"), 0));
}

#[test]
fn what_is_not_shown_is_not_deleted() {
    let mut session = Session::new();
    session.act(EditorAction::ChooseAll);
    for node in [Node::Page(Page::Shops), Node::Expiring, Node::Trash] {
        session.act(EditorAction::SelectNode(node)).act(EditorAction::Dismiss).act(EditorAction::Delete);
        session.edit(FormEdit::AddWording).act(EditorAction::BackToOriginal).act(EditorAction::Discard);
        assert_eq!((session.file.as_str(), session.editor.unsaved()), (OWN, 0));
        session.act(EditorAction::SelectNode(Node::All(Layer::Personal))).act(EditorAction::ChooseAll);
    }
    session.act(EditorAction::Duplicate).act(EditorAction::Duplicate);
    assert_eq!(session.own().len(), 9, "four copies, and one of the last");
}

#[test]
fn a_blank_that_is_about_to_be_written_on_stays() {
    let mut session = Session::opened(Opening::Reply("c".into()));
    session.edit(FormEdit::Tags("运费 ".into()));
    assert_eq!(session.editor.working().unwrap().tags(), "运费 ");
    session.edit(FormEdit::Tags("运费 新疆".into())).edit(FormEdit::Asks("贵吗\n".into()));
    assert_eq!(session.editor.working().unwrap().questions(), "贵吗\n");
    session.edit(FormEdit::AddWording).act(EditorAction::Save);
    assert_eq!((session.own()[2].tags.len(), session.editor.unsaved()), (2, 0));
    session.edit(FormEdit::AddWording);
    assert_eq!((session.shown().wordings.len(), session.editor.wording()), (2, 1));
    session.edit(FormEdit::Text { wording: 1, message: 0, text: "二".into() }).act(EditorAction::Save);
    assert_eq!(session.own()[2].wordings.len(), 2);
}

#[test]
fn what_the_rules_are_against_is_listed_told_in_the_form_and_mended() {
    let file = r#"(replies: [
    (id: "good", title: "好", text: "亲，在的。"),
    (id: "bad", title: "承诺", text: "{店铺名}：保证三天内到"),
])"#;
    let mut session = Session::of(file);
    session.act(EditorAction::SelectNode(Node::Troubled));
    assert_eq!((session.editor.rows(), session.editor.current()), (&["bad".to_owned()][..], Some("bad")));
    let [trouble] = session.editor.troubles() else { panic!("{:?}", session.editor.troubles()) };
    let text = "{店铺名}：保证三天内到";
    assert_eq!(trouble.range.clone().and_then(|range| text.get(range)), Some("保证三天内到"));
    assert!(!trouble.is_blocking());
    let mended = trouble.mended(&session.editor).unwrap();
    session.edit(mended);
    assert_eq!(session.editor.troubles(), []);
    session.act(EditorAction::Save);
    assert!(session.file.contains("{店铺名}：一般三天内到"));
    session.act(EditorAction::SelectNode(Node::Troubled));
    assert_eq!(session.editor.rows(), [""; 0]);
    // The shop does not mind.
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
    session.open("bad").text("一定明天到").act(EditorAction::Save);
    let mut shop = Shop::default();
    shop.rules.insert("promise.arrival".to_owned(), crate::model::RuleChange::Off);
    assert_eq!(session.editor.troubles().len(), 1);
    session.act(EditorAction::ShopsLoaded(vec![shop], Vec::new()));
    assert_eq!(session.editor.troubles(), []);
}

#[test]
fn the_usual_next_replies_are_found_by_their_letters_ordered_and_saved() {
    let mut session = Session::new();
    session.act(EditorAction::Ask(Ask::Next));
    let labels = |session: &Session| -> Vec<String> {
        let Some(Overlay::Ask { offers, .. }) = session.editor.overlay() else { return Vec::new() };
        offers.iter().map(|offer| offer.label.clone()).collect()
    };
    assert_eq!(labels(&session), ["几天能到"], "beside it in its category");
    session.act(EditorAction::SetAskText("cfh".into()));
    assert_eq!(labels(&session)[0], "催发货");
    session.act(EditorAction::Answer);
    // What is typed without a hit adds nothing.
    session.act(EditorAction::Ask(Ask::Next)).act(EditorAction::SetAskText("没有这样的话术xyz".into()));
    session.act(EditorAction::Answer);
    session.act(EditorAction::Ask(Ask::Next)).act(EditorAction::SetAskText("退货".into()));
    assert_eq!(labels(&session)[0], "退货");
    session.act(EditorAction::Answer);
    assert_eq!(session.editor.reply("a").unwrap().next, ["s", "d"]);
    session.act(EditorAction::Ask(Ask::Next)).act(EditorAction::SetAskText("cfh".into()));
    assert!(labels(&session).iter().all(|label| label != "催发货"), "it is there already");
    session.act(EditorAction::Dismiss);
    session.act(EditorAction::Edit(FormEdit::RaiseNext(1)));
    assert_eq!(session.editor.reply("a").unwrap().next, ["d", "s"]);
    session.act(EditorAction::Save);
    assert!(session.file.contains("text: \"亲，{发货日期}发\", next: [\"d\", \"s\"])"), "{}", session.file);
    session.act(EditorAction::Edit(FormEdit::RemoveNext(0))).act(EditorAction::Save);
    assert!(
        session.file.contains("next: \"s\")") || session.file.contains("next: [\"s\"])"),
        "{}",
        session.file
    );
    session.act(EditorAction::Undo);
    assert_eq!(session.editor.reply("a").unwrap().next, ["d", "s"]);
}

#[test]
fn a_next_reply_that_is_not_there_is_told_in_its_place() {
    let mut session = Session::of("(replies: [(id: \"a\", title: \"甲\", text: \"好\", next: [\"gone\"])])");
    session.act(EditorAction::Select { row: 0, choice: Choice::Alone });
    let [trouble] = session.editor.troubles() else { panic!("{:?}", session.editor.troubles()) };
    assert_eq!(
        (trouble.spot, trouble.problem.code(), trouble.is_blocking()),
        (Spot::Next, "reply.unknown-next", false)
    );
}

#[test]
fn each_shop_says_on_its_page_which_rules_count() {
    let mut session = Session::new();
    session.act(EditorAction::SelectNode(Node::Page(Page::Rules)));
    assert!(!session.editor.has_shops());
    session.answer(Ask::Shop, "木棉");
    assert!(session.editor.has_shops());
    let sheet = session.editor.sheet(Page::Rules);
    let row = sheet.rows.iter().position(|row| row[0] == "tone.but").unwrap();
    assert_eq!((sheet.columns.len(), sheet.rows[row][2].as_str()), (3, ""));
    let cell = |text: &str| SheetEdit::Cell { row, column: 2, text: text.to_owned() };
    session.act(EditorAction::EditSheet(Page::Rules, cell("off")));
    assert!(session.shops.contains("rules: { \"tone.but\": \"off\" }"), "{}", session.shops);
    assert_eq!(session.editor.sheet(Page::Rules).rows[row][2], "off");
    session.act(EditorAction::Undo);
    assert_eq!(session.editor.sheet(Page::Rules).rows[row][2], "");
    session
        .act(EditorAction::EditSheet(Page::Rules, cell("error")))
        .act(EditorAction::EditSheet(Page::Rules, cell("")));
    assert!(!session.shops.contains("tone.but"), "{}", session.shops);
    // What stands there already cannot be removed.
    session.act(EditorAction::EditSheet(Page::Rules, SheetEdit::RemoveRow(row)));
    assert_eq!(session.editor.notice(), Some(&EditorNotice::BadCell(String::new())));
}

#[test]
fn an_example_of_a_table_is_made_the_users_own_and_is_no_example_then() {
    let mut session = Session::new();
    session.below = BELOW.replace(
        "replies:",
        "tables: [(name: \"尺码表\", example: true, inputs: [\"身高\"], outputs: [\"尺码\"], rows: [[\"150-160\", \"S\"]])], replies:",
    );
    session.reload();
    assert_eq!((session.editor.example_tables(), session.editor.table_names()), (vec!["尺码表"], vec![]));
    session.act(EditorAction::AdoptTable("尺码表".into()));
    assert_eq!((session.editor.example_tables(), session.editor.table_names()), (vec![], vec!["尺码表"]));
    assert!(
        session.file.contains("[\"150-160\", \"S\"]") && !session.file.contains("example"),
        "{}",
        session.file
    );
    session.act(EditorAction::Undo);
    assert_eq!(session.editor.example_tables(), ["尺码表"]);
}

#[test]
fn replies_are_hidden_and_shown_again_at_once_and_step_by_step() {
    let mut session = Session::new();
    let hidden = |session: &Session| {
        let ids = ["a", "b", "s"].into_iter();
        ids.filter(|id| session.editor.hidden_in(id).is_some()).collect::<Vec<_>>()
    };
    let before = session.file.clone();
    session.open("s").act(EditorAction::ToggleHidden);
    assert_eq!((hidden(&session), session.editor.current()), (vec!["s"], Some("s")));
    assert!(session.file.contains("\"starter/s\""), "{}", session.file);
    session.act(EditorAction::SetQuery("催发货".into()));
    assert_eq!(session.editor.rows().first().map(String::as_str), Some("s"), "the editor finds it");
    session.act(EditorAction::SelectNode(Node::All(Layer::Personal)));
    session.choose(&["a", "b"]).act(EditorAction::ToggleHidden);
    assert_eq!(hidden(&session), ["a", "b", "s"]);
    session.act(EditorAction::Undo);
    assert_eq!(hidden(&session), ["s"]);
    session.act(EditorAction::Redo);
    session.choose(&["a"]).act(EditorAction::ToggleHidden);
    assert_eq!(hidden(&session), ["b", "s"]);
    // One of the two is offered: both are hidden.
    session.choose(&["a", "b"]).act(EditorAction::ToggleHidden).act(EditorAction::ToggleHidden);
    assert_eq!(hidden(&session), ["s"]);
    session.open("s").act(EditorAction::ToggleHidden);
    assert_eq!(ron_file::parse_pack("r.ron", &session.file).0, ron_file::parse_pack("r.ron", &before).0);
}

#[test]
fn a_hidden_reply_stays_hidden_while_it_is_edited_and_nothing_is_hidden_that_cannot_be_written() {
    let mut session = Session::new();
    session.open("s").act(EditorAction::ToggleHidden).title("催一下").act(EditorAction::Save);
    assert!(session.editor.is_own("s") && session.editor.hidden_in("s").is_some(), "the copy of it");
    session.act(EditorAction::ToggleHidden);
    assert_eq!(session.editor.hidden_in("s"), None);
    session.disk_fault = Some("full".into());
    session.act(EditorAction::ToggleHidden);
    assert_eq!((session.editor.hidden_in("s"), session.editor.unsaved()), (None, 0));
    assert!(matches!(session.editor.notice(), Some(EditorNotice::NotSaved(_))));
}

#[test]
fn a_reply_gets_the_scenarios_that_others_have_and_own_ones_and_loses_them_again() {
    let mut session = Session::of(
        r#"(replies: [
    (id: "x", title: "催发货", scenario: ["x", "y"], text: "一"),
    (id: "a", title: "甲", text: "二"),
])"#,
    );
    let scenarios = |session: &Session| session.editor.reply("a").unwrap().scenarios.clone();
    session.open("a").act(EditorAction::Ask(Ask::Scenario));
    let Some(Overlay::Ask { offers, .. }) = session.editor.overlay() else { panic!() };
    assert_eq!(offers.iter().map(|offer| offer.label.as_str()).collect::<Vec<_>>(), ["催发货", "y"]);
    session.act(EditorAction::SetAskText("cfh".into())).act(EditorAction::Answer);
    assert_eq!(scenarios(&session), ["x"]);
    session.act(EditorAction::Ask(Ask::Scenario)).act(EditorAction::SetAskText(" 我的 ".into()));
    session.act(EditorAction::Answer);
    assert_eq!(scenarios(&session), ["x", "我的"]);
    session.act(EditorAction::Save);
    assert!(session.file.contains(r#"title: "甲", scenario: ["x", "我的"], text"#), "{}", session.file);
    session.edit(FormEdit::RemoveScenario(0)).act(EditorAction::Save);
    assert!(session.file.contains(r#"scenario: ["我的"]"#), "{}", session.file);
    session.act(EditorAction::Undo);
    assert_eq!(scenarios(&session), ["x", "我的"]);
}
