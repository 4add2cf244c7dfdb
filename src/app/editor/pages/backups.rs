//! Earlier versions of the user's files, to bring one back.

use super::sheet::{
    Column, Label, Outcome, PageKind, Press, Sheet, SheetButton, SheetCell, SheetRow, Title, Tool, Width,
};
use crate::app::editor::lists::{Backup, Lists};
use crate::model::SheetChange;

pub(super) struct BackupsPage;

impl PageKind for BackupsPage {
    fn word(&self) -> &'static str {
        "page-backups"
    }

    fn edits(&self, _change: &SheetChange) -> bool {
        false
    }

    fn shows_backups(&self) -> bool {
        true
    }

    fn sheet(&self, lists: &Lists) -> Sheet {
        let column = |width| Column::fixed(Title::Blank, width);
        Sheet {
            missing: lists.backups().is_empty().then_some("backups-none"),
            columns: [Width::Words, Width::Words, Width::Word, Width::Word].map(column).into(),
            rows: lists.backups().iter().enumerate().map(row).collect(),
            ..Sheet::default()
        }
    }

    fn press(&self, lists: &mut Lists, tool: &Tool) -> Outcome {
        match tool {
            Tool::Restore(idx) => lists.backups().get(*idx).cloned().map_or(Outcome::Shown, Outcome::Restore),
            Tool::ShowTable(_) | Tool::Adopt(_) | Tool::RemoveTable | Tool::TakeAsExample(_) => {
                Outcome::Refused
            }
        }
    }
}

/// The row of a backup.
fn row((idx, backup): (usize, &Backup)) -> SheetRow {
    let file = backup.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let restore =
        SheetButton { label: Label::Word("backups-restore"), press: Press::Use(Tool::Restore(idx)) };
    let cells = vec![
        SheetCell::Moment(backup.at),
        SheetCell::Remark(file.clone()),
        SheetCell::Size(backup.bytes),
        SheetCell::Button(restore),
    ];
    SheetRow { name: file, cells, is_removable: false }
}
