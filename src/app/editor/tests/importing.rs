//! Importing: a preview first, one key takes it in, one takes it back.

use std::sync::Arc;

use super::*;
use crate::app::editor::import::{
    Decision, ImportAction, ImportEffect, ImportOutcome, ImportProblem, ImportReport, ImportSource,
    ImportView, Preview, ReadChoice, Stage,
};
use crate::exchange::{self, Input, OnDuplicate, Plan, ReadError, RowOutcome, Target};

impl Session {
    /// Does what the outside would, on the file of the session.
    pub(super) fn import(&mut self, effect: ImportEffect) {
        let report = match effect {
            ImportEffect::Read { ticket, source, options, choices, work } => {
                let input = match source {
                    ImportSource::Pasted(text) => Arc::new(Input::file("pasted", text.into_bytes())),
                    ImportSource::Again(input) => input,
                    ImportSource::Path(path) => panic!("{}", path.display()),
                };
                let read = exchange::read(&input, &options, &work);
                let result = read.map_err(ImportProblem::Read).map(|content| {
                    let plan = Plan::within(self.editor.library(), &content, &[], &choices, 500);
                    Box::new(Preview::new(
                        input,
                        Arc::new(content),
                        options,
                        choices,
                        Arc::default(),
                        Arc::new(plan),
                    ))
                });
                ImportReport::Read { ticket, result }
            }
            ImportEffect::Plan { ticket, content, choices, .. } => {
                let plan = Plan::within(self.editor.library(), &content, &[], &choices, 500);
                ImportReport::Planned { ticket, plan: Arc::new(plan) }
            }
            ImportEffect::CarryOut { plan, .. } => {
                self.before_import = self.file.clone();
                self.file = replies::changed("r.ron", &self.file, &plan.changes()).unwrap();
                ImportReport::CarriedOut(Ok((7, Some(loaded(&self.file, &self.below)))))
            }
            ImportEffect::Undo(number) => {
                assert_eq!(number, 7);
                self.file = std::mem::take(&mut self.before_import);
                ImportReport::Undone(Ok((2, Vec::new(), Some(loaded(&self.file, &self.below)))))
            }
            ImportEffect::List => return,
            ImportEffect::Choose { .. } | ImportEffect::ReadClipboard | ImportEffect::SaveReport { .. } => {
                return self.others.push(effect.into());
            }
        };
        self.act(EditorAction::Import(ImportAction::Report(report)));
    }

    fn do_import(&mut self, action: ImportAction) -> &mut Self {
        self.act(EditorAction::Import(action))
    }

    fn preview(&self) -> &Preview {
        let Stage::Preview(preview) = self.editor.import_stage() else {
            panic!("{:?}", self.editor.import_stage())
        };
        preview
    }
}

const TABLE: &str =
    "标题\t内容\t快捷编码\n停电通知\t亲，今天仓库停电，晚些发出\ttdtz\n新品\t这款下周上架哦\txp\n空的\t\tk\n";

#[test]
fn a_pasted_table_is_previewed_taken_with_one_key_and_taken_back_with_one() {
    let mut session = Session::new();
    let before = session.file.clone();
    session.do_import(ImportAction::Paste(TABLE.to_owned()));
    assert!(session.editor.is_importing());
    let outcomes = RowOutcome::ALL.map(|outcome| session.preview().plan.count(outcome));
    assert_eq!(outcomes, [2, 0, 0, 1]);
    assert_eq!(session.file, before, "nothing is written before the yes");

    session.do_import(ImportAction::CarryOut);
    assert_eq!(session.editor.import_outcome(), Some(&ImportOutcome::Done { number: 7, count: 2 }));
    let titles: Vec<String> = replies_text(&session.file).into_iter().map(|reply| reply.title).collect();
    assert!(titles.contains(&"停电通知".to_owned()) && titles.contains(&"新品".to_owned()), "{titles:?}");

    session.act(EditorAction::Undo);
    assert_eq!(session.file, before);
    assert_eq!(
        session.editor.import_outcome(),
        Some(&ImportOutcome::TakenBack { count: 2, edited: Vec::new() })
    );
}

#[test]
fn rows_are_taken_and_left_by_space_and_listed_by_outcome() {
    let mut session = Session::new();
    session.do_import(ImportAction::Paste(TABLE.to_owned()));
    session.do_import(ImportAction::Decide(Decision::Row(None)));
    assert_eq!(session.preview().count_taken(), 1);
    session.do_import(ImportAction::Decide(Decision::Row(None)));
    assert_eq!(session.preview().count_taken(), 2);
    session.do_import(ImportAction::View(ImportView::Filter(Some(RowOutcome::Rejected))));
    assert_eq!(session.preview().listed_count(), 1);
    // What is no reply cannot be taken.
    session.do_import(ImportAction::Decide(Decision::Row(Some(0))));
    assert_eq!(session.preview().count_taken(), 2);
    session.do_import(ImportAction::View(ImportView::Filter(None)));
    session.act(EditorAction::MoveRow(Move::Down, Choice::Alone));
    assert_eq!(session.preview().selected(), 1);
}

#[test]
fn columns_can_be_said_and_doubles_decided() {
    let mut session = Session::new();
    session.do_import(ImportAction::Paste(TABLE.to_owned()));
    session.do_import(ImportAction::ReadAs(ReadChoice::Column {
        column: "快捷编码".to_owned(),
        target: Some(Target::Note),
    }));
    let entry = session.preview().plan.replies[0].after.clone();
    assert_eq!((entry.code, entry.note.as_deref()), (None, Some("tdtz")));
    session.do_import(ImportAction::Decide(Decision::OnDuplicate(OnDuplicate::Both)));
    assert_eq!(session.preview().choices.on_duplicate, OnDuplicate::Both);
}

#[test]
fn what_cannot_be_read_is_said_and_escape_leaves_everything_as_it_was() {
    let mut session = Session::new();
    session.do_import(ImportAction::Paste("PK\u{3}\u{4}".to_owned()));
    let Some(ImportOutcome::Failed { problem, .. }) = session.editor.import_outcome() else {
        panic!("{:?}", session.editor.import_stage())
    };
    assert!(
        matches!(problem, ImportProblem::Read(ReadError::Unknown | ReadError::Malformed { .. })),
        "{problem:?}"
    );
    session.do_import(ImportAction::Paste(TABLE.to_owned()));
    let before = session.file.clone();
    session.act(EditorAction::Dismiss);
    assert!(matches!(session.editor.import_stage(), Stage::Idle));
    assert_eq!(session.file, before);
}
