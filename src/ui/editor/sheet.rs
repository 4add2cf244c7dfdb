//! Shops, fields, look-up tables, forbidden words and backups, in place of the list and the form.

use egui::{EventFilter, Id, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::{EditorKeys, EditorView};
use crate::app::editor::{Ask, CellKind, Editor, EditorAction, Page, Pane, Sheet, SheetEdit, Title};
use crate::check::Checker;
use crate::lang::capitalized;
use crate::ui::shared::paint::{Button, button, choice, field_frame, hold_keys, job, one_line, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

pub(super) fn show(
    ui: &mut Ui,
    view: &EditorView<'_>,
    page: Page,
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let title = view.words.text(word_of(page)).into_owned();
    ui.label(egui::RichText::new(title).font(font(size::SEARCH_TEXT)).color(tokens.text));
    ui.label(small(&view.words.hint(word_of(page)), tokens.dim));
    ui.add_space(size::GAP);
    if page == Page::Backups {
        return backups(ui, view, actions);
    }
    let sheet = view.editor.sheet(page);
    // A cell that is left for one of these counts first.
    let mut commanded = Vec::new();
    if page == Page::Rules && !view.editor.has_shops() {
        ui.label(small(&view.words.text("sheet-no-shop"), tokens.gap));
    }
    if page != Page::Rules || !view.editor.has_shops() {
        commands(ui, view, page, &mut commanded);
        ui.add_space(size::GAP);
    }
    ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
    ScrollArea::both().id_salt(word_of(page)).auto_shrink(false).show_rows(
        ui,
        size::FIELD,
        sheet.rows.len() + 1 + usize::from(page == Page::Tables),
        |ui, rows| {
            for row in rows {
                ui.horizontal(|ui| match row.checked_sub(1) {
                    None => titles(ui, view, page, &sheet, actions),
                    Some(row) if row == sheet.rows.len() => removals(ui, view, page, &sheet, actions),
                    Some(row) => cells(ui, view, page, (&sheet, row), actions),
                });
            }
        },
    );
    actions.extend(commanded);
    keys.is_typing_cell = ui.data(|data| data.get_temp::<bool>(typing_id())).unwrap_or_default();
}

/// The key of a page's words.
pub(super) fn word_of(page: Page) -> &'static str {
    match page {
        Page::Shops => "page-shops",
        Page::Fields => "page-fields",
        Page::Tables => "page-tables",
        Page::Words => "page-words",
        Page::Rules => "page-rules",
        Page::Backups => "page-backups",
    }
}

fn commands(ui: &mut Ui, view: &EditorView<'_>, page: Page, actions: &mut Vec<EditorAction>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
        let names = view.editor.table_names();
        let questions: &[(&str, Ask)] = match page {
            Page::Shops => &[("sheet-add-shop", Ask::Shop), ("sheet-add-shop-field", Ask::ShopField)],
            Page::Fields => &[("sheet-add-field", Ask::Field)],
            Page::Words => &[("sheet-add-word", Ask::Word)],
            Page::Tables if names.is_empty() => &[("sheet-add-table", Ask::Table)],
            Page::Tables => &[
                ("sheet-add-table", Ask::Table),
                ("sheet-add-row", Ask::Row),
                ("sheet-add-input", Ask::Input),
                ("sheet-add-output", Ask::Output),
            ],
            Page::Rules if !view.editor.has_shops() => &[("sheet-add-shop", Ask::Shop)],
            Page::Rules | Page::Backups => &[],
        };
        if page == Page::Tables {
            for (idx, name) in names.iter().enumerate() {
                if choice(ui, name, idx == view.editor.table_idx()).clicked() {
                    actions.push(EditorAction::ChooseTable(idx));
                }
            }
            for name in view.editor.example_tables() {
                let said = view.words.with("sheet-adopt-table", &[("name", name)]);
                if button(ui, &said, None, Button::Small) {
                    actions.push(EditorAction::AdoptTable(name.to_owned()));
                }
            }
        }
        for (word, ask) in questions {
            if button(ui, &view.words.text(word), None, Button::Small) {
                actions.push(EditorAction::Ask(ask.clone()));
            }
        }
        if page == Page::Tables
            && !names.is_empty()
            && button(ui, &view.words.text("sheet-remove-table"), None, Button::Small)
        {
            actions.push(EditorAction::EditSheet(page, SheetEdit::RemoveTable));
        }
    });
}

fn width(page: Page, column: usize) -> f32 {
    match (page, column) {
        (Page::Shops, 0) => size::SHEET_LABEL,
        (Page::Rules, 0) => size::SHEET_RULE,
        (Page::Shops | Page::Words, _) | (Page::Rules, 1) => size::SHEET_WIDE,
        (Page::Fields | Page::Tables | Page::Rules | Page::Backups, _) => size::SHEET_CELL,
    }
}

fn titles(ui: &mut Ui, view: &EditorView<'_>, page: Page, sheet: &Sheet, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    for (column, head) in sheet.columns.iter().enumerate() {
        let width = width(page, column);
        let text = match &head.title {
            Title::Word(word) => view.words.text(word).into_owned(),
            Title::Name(name) => name.clone(),
        };
        if page == Page::Tables {
            let edit = SheetCell { page, row: usize::MAX, column, width, value: &text, label: &text };
            if let Some(text) = edit.show(ui, view, actions) {
                actions.push(EditorAction::EditSheet(page, SheetEdit::Title { column, text }));
            }
            continue;
        }
        let (rect, _) = ui.allocate_exact_size(vec2(width, size::FIELD), Sense::hover());
        let top = egui::pos2(rect.left() + size::ROW_INSET, rect.center().y - size::SMALL * 0.72);
        let room = if page == Page::Shops && column > 0 { size::CHIP * 2.0 } else { 0.0 };
        one_line(ui, top, width - room, job(&text, size::SMALL, tokens.dim));
        if room > 0.0 {
            let middle = egui::pos2(rect.right() - size::CHIP, rect.center().y);
            let chip = egui::Rect::from_center_size(middle, vec2(room, size::CHIP));
            let mut beside = ui.new_child(egui::UiBuilder::new().max_rect(chip));
            remove(&mut beside, view, page, SheetEdit::RemoveColumn(column), actions);
        }
    }
}

/// Below each column of a table what takes it away.
fn removals(ui: &mut Ui, view: &EditorView<'_>, page: Page, sheet: &Sheet, actions: &mut Vec<EditorAction>) {
    for column in 0..sheet.columns.len() {
        let (rect, _) = ui.allocate_exact_size(vec2(width(page, column), size::FIELD), Sense::hover());
        let mut below = ui.new_child(egui::UiBuilder::new().max_rect(rect));
        remove(&mut below, view, page, SheetEdit::RemoveColumn(column), actions);
    }
}

/// A chip that takes a row or a column away.
fn remove(ui: &mut Ui, view: &EditorView<'_>, page: Page, edit: SheetEdit, actions: &mut Vec<EditorAction>) {
    if choice(ui, &view.words.text("form-remove-part"), false).clicked() {
        actions.push(EditorAction::EditSheet(page, edit));
    }
}

fn cells(
    ui: &mut Ui,
    view: &EditorView<'_>,
    page: Page,
    (sheet, row): (&Sheet, usize),
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let Some(values) = sheet.rows.get(row) else { return };
    for (column, (head, value)) in sheet.columns.iter().zip(values).enumerate() {
        let width = width(page, column);
        let name = match &head.title {
            Title::Word(word) => view.words.text(word).into_owned(),
            Title::Name(name) => name.clone(),
        };
        let label = format!("{} {name}", values.first().map(String::as_str).unwrap_or_default());
        match head.kind {
            CellKind::Label => label_ui(ui, value, width, tokens.text),
            CellKind::Rule | CellKind::Weight => {
                let Some(rule) = Checker::built_in().rules().find(|rule| rule.id == *value) else { continue };
                if head.kind == CellKind::Rule {
                    label_ui(ui, &capitalized(view.words.said(&rule.why)), width, tokens.text);
                } else {
                    label_ui(ui, &capitalized(&view.words.rule_weight(rule)), width, tokens.dim);
                }
            }
            CellKind::Text => {
                let cell = SheetCell { page, row, column, width, value, label: &label };
                if let Some(text) = cell.show(ui, view, actions) {
                    actions.push(EditorAction::EditSheet(page, SheetEdit::Cell { row, column, text }));
                }
            }
            CellKind::Choice(codes) => {
                let id = Id::unique(("choice", word_of(page), row, column));
                let chosen = codes.iter().find(|(code, _)| code == value).map_or("", |(_, word)| word);
                let combo = egui::ComboBox::from_id_salt(id).width(width);
                let response = combo.selected_text(view.words.text(chosen)).show_ui(ui, |ui| {
                    for (code, word) in codes {
                        if ui.selectable_label(value == code, view.words.text(word)).clicked() {
                            let text = (*code).to_owned();
                            actions
                                .push(EditorAction::EditSheet(page, SheetEdit::Cell { row, column, text }));
                        }
                    }
                });
                response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
                let is_first = row == 0
                    && !sheet.columns.iter().take(column).any(|head| head.kind == CellKind::Choice(codes));
                if page == Page::Rules && is_first && wants_keys(view.editor) {
                    response.response.request_focus();
                    actions.push(EditorAction::SpotTaken);
                }
            }
        }
    }
    if !matches!(page, Page::Shops | Page::Rules) {
        remove(ui, view, page, SheetEdit::RemoveRow(row), actions);
    }
}

/// Whether the first cell is to get the keys.
fn wants_keys(editor: &Editor) -> bool {
    editor.pane() == Pane::Form && editor.overlay().is_none() && editor.spot().is_some()
}

/// A cell that cannot be changed.
fn label_ui(ui: &mut Ui, text: &str, width: f32, colour: egui::Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(width, size::FIELD), Sense::hover());
    let top = egui::pos2(rect.left() + size::ROW_INSET, rect.center().y - size::TREE_TEXT * 0.72);
    one_line(ui, top, width, job(text, size::TREE_TEXT, colour));
}

/// Where it is noted that something is typed into a cell.
fn typing_id() -> Id {
    Id::unique("typing-cell")
}

/// Esc is the editor's; Tab goes to the next cell.
const FOCUS_LOCK_BUT_TAB: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };

/// A cell that is typed into; it counts when the keys leave it, unless that is by Esc.
struct SheetCell<'a> {
    page: Page,
    row: usize,
    column: usize,
    width: f32,
    value: &'a str,
    /// What it is called, for screen readers.
    label: &'a str,
}

impl SheetCell<'_> {
    fn show(&self, ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) -> Option<String> {
        let table = (self.page == Page::Tables).then(|| view.editor.table_idx());
        let id = Id::unique(("cell", word_of(self.page), table, self.row, self.column));
        let kept = id.with(("typed", self.value));
        let mut text =
            Typed(ui.data(|data| data.get_temp::<String>(kept)).unwrap_or_else(|| self.value.to_owned()));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let frame = field_frame(ui, has_focus);
        let edit = text
            .one_line()
            .id(id)
            .font(font(size::TREE_TEXT))
            .frame(frame)
            .desired_width(self.width)
            .event_filter(FOCUS_LOCK_BUT_TAB);
        let is_first = self.row == 0 && self.column == usize::from(self.page == Page::Shops);
        let editor = view.editor;
        if is_first && wants_keys(editor) {
            hold_keys(ui, id);
            actions.push(EditorAction::SpotTaken);
        }
        let response = ui.add(edit);
        text.keep_cursor_whole(ui, id);
        let text = text.0;
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, self.label));
        if response.gained_focus() && view.editor.pane() != Pane::Form {
            actions.push(EditorAction::FocusPane(Pane::Form));
        }
        if response.has_focus() {
            let is_typing = text != self.value;
            ui.data_mut(|data| {
                data.insert_temp(typing_id(), is_typing);
                data.insert_temp(kept, text);
            });
            return None;
        }
        if response.lost_focus() {
            ui.data_mut(|data| {
                data.insert_temp(typing_id(), false);
                data.remove::<String>(kept);
            });
            return (!view.editor.cancels_cell() && text != self.value).then_some(text);
        }
        None
    }
}

fn backups(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    if view.editor.backups().is_empty() {
        ui.label(small(&view.words.text("backups-none"), tokens.dim));
        return;
    }
    let count = view.editor.backups().len();
    ScrollArea::vertical().id_salt("backups").auto_shrink(false).show_rows(
        ui,
        size::FIELD,
        count,
        |ui, rows| {
            for (idx, backup) in view.editor.backups().iter().enumerate().skip(rows.start).take(rows.len()) {
                ui.horizontal(|ui| {
                    ui.set_height(size::FIELD);
                    ui.spacing_mut().item_spacing.x = size::MARGIN;
                    let at = backup.at.strftime("%Y-%m-%d %H:%M:%S").to_string();
                    let file = backup.file.file_name().map(|name| name.to_string_lossy().into_owned());
                    let size = backup.bytes.div_ceil(1024).to_string();
                    ui.label(egui::RichText::new(&at).font(font(size::TREE_TEXT)).color(tokens.text));
                    ui.label(small(&file.unwrap_or_default(), tokens.dim));
                    ui.label(small(&view.words.with("backups-size", &[("size", &size)]), tokens.dim));
                    if button(ui, &view.words.text("backups-restore"), None, Button::Small) {
                        actions.push(EditorAction::RestoreBackup(idx));
                    }
                });
            }
        },
    );
}
