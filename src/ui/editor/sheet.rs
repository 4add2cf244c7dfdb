//! A page of the editor as a table, in place of the list and the form: drawn from its typed cells, whichever page it is.

use egui::{Rect, ScrollArea, Sense, Ui, vec2};

use super::cell::{Cell, SheetView, typing_id};
use super::{EditorKeys, EditorView};
use crate::app::editor::pages::{Column, Position, Removal, SheetRow, Title, Width};
use crate::app::editor::{EditorAction, Page, SheetEdit};
use crate::ui::shared::paint::{choice, job, one_line, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The page as a sheet. Afterwards the keys know whether a cell is being typed into.
pub(super) fn show(
    ui: &mut Ui,
    view: &EditorView<'_>,
    page: Page,
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    let Some(sheet) = view.editor.pages().sheet() else { return };
    SheetView { view, page, sheet }.show(ui, actions);
    keys.is_typing_cell = ui.data(|data| data.get_temp::<bool>(typing_id())).unwrap_or_default();
}

impl SheetView<'_, '_> {
    /// The page from its title down to the table.
    fn show(&self, ui: &mut Ui, actions: &mut Vec<EditorAction>) {
        let (tokens, words) = (Tokens::of(ui), self.view.words);
        let title = words.text(self.page.word()).into_owned();
        ui.label(egui::RichText::new(title).font(font(size::SEARCH_TEXT)).color(tokens.text));
        ui.label(small(&words.hint(self.page.word()), tokens.dim));
        ui.add_space(size::GAP);
        // A cell that is left for one of these is applied first.
        let mut commanded = Vec::new();
        if let Some(missing) = self.sheet.missing {
            let colour = if self.sheet.rows.is_empty() { tokens.dim } else { tokens.gap };
            ui.label(small(&words.text(missing), colour));
        }
        if !self.sheet.buttons.is_empty() {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
                for button in &self.sheet.buttons {
                    self.button(ui, button, &mut commanded);
                }
                if let Some(remark) = self.sheet.remark {
                    ui.label(small(&words.text(remark), tokens.dim));
                }
            });
            ui.add_space(size::GAP);
        }
        self.table(ui, actions);
        actions.extend(commanded);
    }

    /// The lines in sight: titles, rows, and the buttons below that remove columns.
    fn table(&self, ui: &mut Ui, actions: &mut Vec<EditorAction>) {
        let columns = &self.sheet.columns;
        let has_titles = columns.iter().any(|column| column.title != Title::Blank);
        let has_removals = columns.iter().any(|column| column.removal == Removal::BelowRows);
        let lines = usize::from(has_titles) + self.sheet.rows.len() + usize::from(has_removals);
        ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
        let area = ScrollArea::both().id_salt(self.page.word()).auto_shrink(false);
        area.show_rows(ui, size::FIELD, lines, |ui, lines| {
            for line in lines {
                ui.horizontal(|ui| {
                    // The first cell may be one that needs less.
                    ui.set_min_height(size::FIELD);
                    match line.checked_sub(usize::from(has_titles)) {
                        None => self.titles(ui, actions),
                        Some(row) => match self.sheet.rows.get(row) {
                            Some(cells) => self.row(ui, row, cells, actions),
                            None => self.removals(ui, actions),
                        },
                    }
                });
            }
        });
    }

    /// What a column is called.
    fn title_of(&self, column: &Column) -> String {
        match &column.title {
            Title::Blank => String::new(),
            Title::Word(word) => self.view.words.text(word).into_owned(),
            Title::Name(name) | Title::Editable(name) => name.clone(),
        }
    }

    /// The line of titles; those of a look-up table can be edited.
    fn titles(&self, ui: &mut Ui, actions: &mut Vec<EditorAction>) {
        for (column_idx, column) in self.sheet.columns.iter().enumerate() {
            let text = self.title_of(column);
            if matches!(column.title, Title::Editable(_)) {
                let cell = Cell { sheet: self, at: None, column_idx, width: width(column), label: &text };
                if let Some(text) = cell.text_ui(ui, &text, actions) {
                    actions.push(self.edit(SheetEdit::Title { column: column_idx, text }));
                }
            } else {
                self.title(ui, (column_idx, column), &text, actions);
            }
        }
    }

    /// A title that cannot be edited, with a button beside it where the column can be removed.
    fn title(
        &self,
        ui: &mut Ui,
        (column_idx, column): (usize, &Column),
        text: &str,
        actions: &mut Vec<EditorAction>,
    ) {
        let tokens = Tokens::of(ui);
        let (rect, _) = ui.allocate_exact_size(vec2(width(column), size::FIELD), Sense::hover());
        let top = egui::pos2(rect.left() + size::ROW_INSET, rect.center().y - size::SMALL * 0.72);
        let room = if column.removal == Removal::BesideTitle { size::CHIP * 2.0 } else { 0.0 };
        one_line(ui, top, width(column) - room, job(text, size::SMALL, tokens.dim));
        if room > 0.0 {
            let middle = egui::pos2(rect.right() - size::CHIP, rect.center().y);
            let chip = Rect::from_center_size(middle, vec2(room, size::CHIP));
            let mut beside = ui.new_child(egui::UiBuilder::new().max_rect(chip));
            self.removal(&mut beside, SheetEdit::RemoveColumn(column_idx), actions);
        }
    }

    /// Below each column what removes it.
    fn removals(&self, ui: &mut Ui, actions: &mut Vec<EditorAction>) {
        for (column_idx, column) in self.sheet.columns.iter().enumerate() {
            let (rect, _) = ui.allocate_exact_size(vec2(width(column), size::FIELD), Sense::hover());
            let mut below = ui.new_child(egui::UiBuilder::new().max_rect(rect));
            if column.removal == Removal::BelowRows {
                self.removal(&mut below, SheetEdit::RemoveColumn(column_idx), actions);
            }
        }
    }

    /// A chip that removes a row or a column.
    fn removal(&self, ui: &mut Ui, edit: SheetEdit, actions: &mut Vec<EditorAction>) {
        if choice(ui, &self.view.words.text("form-remove-part"), false).clicked() {
            actions.push(self.edit(edit));
        }
    }

    /// The cells of a row, with a button behind them where it can be removed.
    fn row(&self, ui: &mut Ui, row_idx: usize, row: &SheetRow, actions: &mut Vec<EditorAction>) {
        for (column_idx, (column, shown)) in self.sheet.columns.iter().zip(&row.cells).enumerate() {
            let label = format!("{} {}", row.name, self.title_of(column));
            let at = Some(Position { row: row_idx, column: column_idx });
            let cell = Cell { sheet: self, at, column_idx, width: width(column), label: &label };
            cell.show(ui, shown, actions);
        }
        if row.is_removable {
            self.removal(ui, SheetEdit::RemoveRow(row_idx), actions);
        }
    }
}

fn width(column: &Column) -> f32 {
    match column.width {
        Width::Label => size::SHEET_LABEL,
        Width::Number => size::SHEET_NUMBER,
        Width::Word => size::SHEET_CELL,
        Width::Words => size::SHEET_WIDE,
        Width::Sentence => size::SHEET_RULE,
    }
}
