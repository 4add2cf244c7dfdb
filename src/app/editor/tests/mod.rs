//! The editor driven by actions, with a file of its own and no window.

mod asking;
mod browsing;
mod closing;
mod editing;
mod form;
mod importing;
mod inferred;
mod innocence;
mod learning;
mod outside;
mod pages;
mod rules;
mod several;
mod undoing;
mod working;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::ToSpan as _;
use jiff::civil::date;
use jiff::tz::TimeZone;

pub(crate) use super::form::FormCounts;
use super::pages::{Label, Position, Sheet, SheetCell, Title, fields, shops as shops_page, tables, words};
use super::*;
use crate::app::{EditProblem, Env, LoadedLibrary, Move};
use crate::check::{Learned, Lessons};
use crate::diag::SystemError;
use crate::draft::DraftMessage;
use crate::model::{Layer, Library, Pack, Reply, SheetChange, Shop};
use crate::search::Index;
use crate::store::{lock, replies, ron_file, sheets, shops};

const OWN: &str = r#"(format: 1, replies: [
    (id: "a", title: "什么时候发货", stage: "售前/发货", code: "smsh", text: "亲，{发货日期}发"),
    (id: "b", title: "几天能到", stage: "售前/发货", text: "一般三天"),
    (id: "c", title: "偏远地区运费", stage: "售前/运费", tags: ["运费"], text: "补{运费}元"),
    (id: "d", title: "退货", stage: "售后", text: "可以退"),
])"#;

const BELOW: &str = r#"(format: 1, id: "starter", name: "通用", replies: [
    (id: "s", title: "催发货", stage: "售中", code: "cfh", text: "已经在催了"),
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
    pub kept: Vec<EditDraft>,
    /// Why nothing can be written, where that is so.
    pub disk_fault: Option<String>,
    pub others: Vec<EditorEffect>,
    /// Drafts are not answered.
    pub is_slow: bool,
    /// What is asked of the library's file waits, in its order.
    is_busy: bool,
    waiting: Vec<EditorEffect>,
    /// What is to be learned waits here.
    lessons: Option<Lessons>,
    /// Where only the shops are written, the library is not given out again.
    is_library_unchanged: bool,
    /// The file as it was before the last import.
    before_import: String,
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

/// What lessons teach: each is learned once for all tests.
fn learned(lessons: &Lessons) -> Arc<Learned> {
    static KNOWN: Mutex<Option<HashMap<u64, Arc<Learned>>>> = Mutex::new(None);
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    Arc::clone(
        known
            .entry(lessons.key())
            .or_insert_with(|| Arc::new(lessons.learn(&crate::store::libraries::starter()).unwrap())),
    )
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
            is_busy: false,
            waiting: Vec::new(),
            lessons: None,
            is_library_unchanged: false,
            before_import: String::new(),
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
        self.act(EditorAction::Report(Report::LibraryLoaded(loaded(&self.file, &self.below))));
    }

    /// Carries out what the action asks for, as the program does.
    pub(crate) fn act(&mut self, action: EditorAction) -> &mut Self {
        for effect in self.editor.apply(action, &self.env) {
            self.carry_out(effect);
        }
        self
    }

    /// Carries out what waited for the file, and what follows from it.
    fn catch_up(&mut self) -> &mut Self {
        self.is_busy = false;
        for effect in std::mem::take(&mut self.waiting) {
            self.carry_out(effect);
        }
        self
    }

    fn carry_out(&mut self, effect: EditorEffect) {
        match effect {
            change @ (EditorEffect::Change { .. } | EditorEffect::ChangeSheet { .. }) if self.is_busy => {
                self.waiting.push(change);
            }
            EditorEffect::Change { ticket, changes } => {
                let result = match replies::changed("r.ron", &self.file, &changes) {
                    Ok(_) if self.disk_fault.is_some() => Err(self.file_problem()),
                    Ok(text) => {
                        self.file = text;
                        Ok(Some(loaded(&self.file, &self.below)))
                    }
                    Err(lock::EditError::Changed) => Err(EditProblem::Changed),
                    Err(_) => Err(EditProblem::Mismatch),
                };
                if result.is_err() {
                    // What has changed comes before the answer.
                    self.reload();
                }
                self.act(EditorAction::Report(Report::Changed { ticket, result }));
            }
            EditorEffect::SaveDrafts { .. } if self.is_slow => {}
            EditorEffect::SaveDrafts { generation, drafts } => {
                let result = self.disk_fault.clone().map_or(Ok(()), Err);
                if result.is_ok() {
                    self.kept = drafts;
                }
                self.act(EditorAction::Report(Report::DraftsSaved { generation, result }));
            }
            EditorEffect::CheckLibrary => {
                let (library, policy) = self.editor.policy();
                let breaches = Breaches::of(library, policy);
                self.act(EditorAction::Report(Report::Checked(breaches)));
            }
            EditorEffect::Learn(lessons) => self.lessons = Some(lessons),
            EditorEffect::Import(effect) => self.import(*effect),
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

    fn change_sheet(&mut self, ticket: u64, change: &SheetChange) {
        let is_of_shops =
            matches!(change, SheetChange::Shops(_) | SheetChange::Words(_) | SheetChange::Innocent(_));
        let file = if is_of_shops { &mut self.shops } else { &mut self.file };
        let result = match sheets::changed("f.ron", file, change) {
            Ok(_) if self.disk_fault.is_some() => Err(self.file_problem()),
            Ok(text) => {
                *file = text;
                let is_new = !(is_of_shops && self.is_library_unchanged);
                Ok(is_new.then(|| loaded(&self.file, &self.below)))
            }
            Err(_) => Err(EditProblem::Mismatch),
        };
        let profiles = shops::parse_all("s.ron", &self.shops).profiles;
        self.act(EditorAction::Report(Report::ShopsLoaded(profiles)));
        self.act(EditorAction::Report(Report::Changed { ticket, result }));
    }

    /// Learns what waits for it, as the program does on a thread.
    pub(crate) fn learn(&mut self) -> &mut Self {
        if let Some(lessons) = self.lessons.take() {
            let learned = Some(learned(&lessons));
            self.act(EditorAction::Report(Report::Learned { key: lessons.key(), learned }));
        }
        self
    }

    fn open(&mut self, key: &str) -> &mut Self {
        self.act(EditorAction::Open(Opening::Reply(key.into())))
    }

    fn edit(&mut self, edit: FormEdit) -> &mut Self {
        self.act(EditorAction::Edit(edit))
    }

    fn title(&mut self, title: &str) -> &mut Self {
        self.edit(FormEdit::Typed(TypedField::Title, title.into()))
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

    /// What has been made for the form so far.
    pub(crate) fn counts(&self) -> FormCounts {
        self.editor.form.counts()
    }

    /// A page, also while another one is shown.
    fn sheet(&self, page: Page) -> Sheet {
        page.sheet(self.editor.lists())
    }

    /// What is typed or chosen in the cells of a page.
    fn cells(&self, page: Page) -> Vec<Vec<String>> {
        let texts = |cells: Vec<SheetCell>| cells.iter().map(|cell| cell.text().to_owned()).collect();
        self.sheet(page).rows.into_iter().map(|row| texts(row.cells)).collect()
    }

    /// Types into a cell: its row, counted from 0, and the title of its column or the key of that title's words.
    fn type_cell(&mut self, page: Page, row: usize, column: &str, text: &str) -> &mut Self {
        let is_meant = |title: &Title| match title {
            Title::Blank => false,
            Title::Word(word) => *word == column,
            Title::Name(name) | Title::Editable(name) => name == column,
        };
        let column = self.sheet(page).columns.iter().position(|known| is_meant(&known.title)).unwrap();
        let edit = SheetEdit::Cell { at: Position { row, column }, text: text.to_owned() };
        self.act(EditorAction::EditSheet(page, edit))
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

/// What a file says, however it is laid out.
fn replies_text(text: &str) -> Vec<Reply> {
    ron_file::parse_pack("r.ron", text).0.replies
}

/// The lines of the tree with their counts.
fn tree(session: &Session) -> String {
    let line = |row: &TreeRow| {
        let name = match &row.node {
            Node::All(layer) => format!("{layer:?}"),
            Node::Category(_, path) => path.clone(),
            Node::Favourites => "Favourites".to_owned(),
            Node::Troubled => "Troubled".to_owned(),
            Node::Expiring => "Expiring".to_owned(),
            Node::Trash => "Trash".to_owned(),
            Node::Import => "Import".to_owned(),
            Node::Page(page) => format!("{page:?}"),
        };
        format!("{}{name} {}", " ".repeat(row.depth), row.count)
    };
    session.editor.tree().iter().map(line).collect::<Vec<_>>().join("\n")
}
