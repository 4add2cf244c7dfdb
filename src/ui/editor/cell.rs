//! One cell of a page: drawn as what it is, typed into or chosen from.

use egui::{Color32, EventFilter, Id, Role, Sense, Ui, WidgetInfo, vec2};

use super::EditorView;
use crate::app::editor::pages::{Label, Position, Press, Sheet, SheetButton, SheetCell, SheetRow};
use crate::app::editor::{Ask, Editor, EditorAction, Page, Pane, SheetEdit};
use crate::lang::capitalized;
use crate::ui::shared::paint::{Button, button, choice, field_frame, hold_focus, job, one_line};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// Esc is the editor's; Tab goes to the next cell.
const FOCUS_LOCK_BUT_TAB: EventFilter =
    EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };

/// Where it is noted that something is typed into a cell.
pub(super) fn typing_id() -> Id {
    Id::unique("typing-cell")
}

/// The page that is drawn.
pub(super) struct SheetView<'a, 'v> {
    pub view: &'a EditorView<'v>,
    pub page: Page,
    pub sheet: &'a Sheet,
}

impl SheetView<'_, '_> {
    /// A button of the page.
    pub(super) fn button(&self, ui: &mut Ui, shown: &SheetButton, actions: &mut Vec<EditorAction>) {
        let words = self.view.words;
        let is_pressed = match &shown.label {
            Label::Word(word) => button(ui, &words.text(word), None, Button::Small),
            Label::WordOf(word, name) => {
                button(ui, &words.with(word, &[("name", name)]), None, Button::Small)
            }
            Label::Name { name, is_chosen } => choice(ui, name, *is_chosen).clicked(),
        };
        if is_pressed {
            actions.push(match &shown.press {
                Press::Add(addition) => EditorAction::Ask(Ask::Add(*addition)),
                Press::Use(tool) => self.edit(SheetEdit::Press(tool.clone())),
            });
        }
    }

    pub(super) fn edit(&self, edit: SheetEdit) -> EditorAction {
        EditorAction::EditSheet(self.page, edit)
    }

    /// The cell that is focused when the page is.
    fn is_first(&self, at: Position) -> bool {
        let editable = |row: &SheetRow| row.cells.iter().position(SheetCell::is_editable);
        at.row == 0 && self.sheet.rows.first().and_then(editable) == Some(at.column)
    }
}

/// Whether the first cell is to be focused.
fn wants_focus(editor: &Editor) -> bool {
    editor.pane() == Pane::Form && editor.overlay().is_none() && editor.spot().is_some()
}

/// A cell, or the title of a column.
pub(super) struct Cell<'a> {
    pub sheet: &'a SheetView<'a, 'a>,
    /// Where it is; `None` for a title.
    pub at: Option<Position>,
    /// Counted from 0.
    pub column_idx: usize,
    pub width: f32,
    /// What it is called, for screen readers.
    pub label: &'a str,
}

impl Cell<'_> {
    /// Draws the cell, and reports what is typed, chosen or pressed in it.
    pub(super) fn show(&self, ui: &mut Ui, shown: &SheetCell, actions: &mut Vec<EditorAction>) {
        let (tokens, words) = (Tokens::of(ui), self.sheet.view.words);
        match shown {
            SheetCell::Label(text) => self.plain(ui, text, tokens.text),
            SheetCell::Remark(text) => self.plain(ui, text, tokens.dim),
            SheetCell::Word(word) => self.plain(ui, &words.text(word), tokens.dim),
            SheetCell::Rule(rule) => self.plain(ui, &capitalized(words.said(&rule.why)), tokens.text),
            SheetCell::Weight(rule) => self.plain(ui, &capitalized(&words.rule_weight(rule)), tokens.dim),
            SheetCell::Moment(at) => {
                self.plain(ui, &at.strftime("%Y-%m-%d %H:%M:%S").to_string(), tokens.text);
            }
            SheetCell::Size(bytes) => {
                let size = bytes.div_ceil(1024).to_string();
                self.plain(ui, &words.with("backups-size", &[("size", &size)]), tokens.dim);
            }
            SheetCell::Button(button) => self.sheet.button(ui, button, actions),
            SheetCell::Text(value) => {
                let typed = self.text_ui(ui, value, actions);
                self.change(typed, actions);
            }
            SheetCell::Choice { code, choices } => {
                let label_of = |code: &str| {
                    let chosen = choices.iter().find(|choice| choice.code == code);
                    chosen.map(|choice| words.text(choice.word).into_owned()).unwrap_or_default()
                };
                let codes = choices.iter().map(|choice| choice.code);
                let chosen = self.choice_ui(ui, code, codes, &label_of, actions);
                self.change(chosen, actions);
            }
            SheetCell::RuleChoice { id, rules } => {
                let label_of = |id: &str| {
                    let chosen = rules.iter().find(|rule| rule.id == id);
                    chosen.map_or_else(|| id.to_owned(), |rule| capitalized(words.said(&rule.why)))
                };
                let ids = rules.iter().map(|rule| rule.id.as_str());
                let chosen = self.choice_ui(ui, id, ids, &label_of, actions);
                self.change(chosen, actions);
            }
        }
    }

    fn change(&self, text: Option<String>, actions: &mut Vec<EditorAction>) {
        if let (Some(at), Some(text)) = (self.at, text) {
            actions.push(self.sheet.edit(SheetEdit::Cell { at, text }));
        }
    }

    /// A cell that cannot be changed; what has no room is shown on hover.
    fn plain(&self, ui: &mut Ui, text: &str, colour: Color32) {
        let (rect, response) = ui.allocate_exact_size(vec2(self.width, size::FIELD), Sense::hover());
        let top = egui::pos2(rect.left() + size::ROW_INSET, rect.center().y - size::TREE_TEXT * 0.72);
        one_line(ui, top, self.width - size::ROW_INSET, job(text, size::TREE_TEXT, colour));
        self.whole_on_hover(ui, &response, text, 0.0);
    }

    /// Shows on hover what has no room beside `margin`.
    fn whole_on_hover(&self, ui: &Ui, response: &egui::Response, text: &str, margin: f32) {
        if response.hovered() {
            let whole =
                ui.painter().layout_no_wrap(text.to_owned(), font(size::TREE_TEXT), Color32::PLACEHOLDER);
            if whole.size().x > self.width - size::ROW_INSET - margin {
                response.clone().on_hover_text(text);
            }
        }
    }

    fn is_to_be_focused(&self) -> bool {
        self.at.is_some_and(|at| self.sheet.is_first(at)) && wants_focus(self.sheet.view.editor)
    }

    /// One of several codes, each with its words; gives the one that was chosen.
    fn choice_ui<'c>(
        &self,
        ui: &mut Ui,
        code: &str,
        codes: impl Iterator<Item = &'c str>,
        label_of: &dyn Fn(&str) -> String,
        actions: &mut Vec<EditorAction>,
    ) -> Option<String> {
        let row = self.at.map(|at| at.row);
        let id = Id::unique(("choice", self.sheet.page.word(), row, self.column_idx));
        let combo = egui::ComboBox::from_id_salt(id).width(self.width).truncate();
        let mut chosen = None;
        let text = |code: &str| egui::RichText::new(label_of(code)).font(font(size::TREE_TEXT));
        let list = |ui: &mut Ui| {
            for other in codes {
                if ui.selectable_label(code == other, text(other)).clicked() {
                    chosen = Some(other.to_owned());
                }
            }
        };
        let shown = ui.scope(|ui| {
            ui.set_max_width(self.width);
            combo.selected_text(text(code)).show_ui(ui, list)
        });
        let shown = shown.inner;
        shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, self.label));
        if self.is_to_be_focused() {
            shown.response.request_focus();
            actions.push(EditorAction::SpotTaken);
        }
        chosen
    }

    /// A text that is typed into; it is applied when it loses the focus, unless that is by Esc. Gives the new text,
    /// where it is another one.
    pub(super) fn text_ui(
        &self,
        ui: &mut Ui,
        value: &str,
        actions: &mut Vec<EditorAction>,
    ) -> Option<String> {
        let editor = self.sheet.view.editor;
        let (page, table_idx) = (self.sheet.page.word(), self.sheet.sheet.table_idx);
        let id = Id::unique(("cell", page, table_idx, self.at.map(|at| at.row), self.column_idx));
        let kept = id.with(("typed", value));
        let mut text =
            Typed(ui.data(|data| data.get_temp::<String>(kept)).unwrap_or_else(|| value.to_owned()));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let frame = field_frame(ui, has_focus);
        let edit = text
            .one_line()
            .id(id)
            .font(font(size::TREE_TEXT))
            .frame(frame)
            .desired_width(self.width)
            .event_filter(FOCUS_LOCK_BUT_TAB);
        if self.is_to_be_focused() {
            hold_focus(ui, id);
            actions.push(EditorAction::SpotTaken);
        }
        let response = ui.add(edit);
        text.keep_cursor_whole(ui, id);
        let text = text.0;
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, self.label));
        self.whole_on_hover(ui, &response, &text, 2.0 * f32::from(size::FIELD_MARGIN[0]));
        if response.gained_focus() && editor.pane() != Pane::Form {
            actions.push(EditorAction::FocusPane(Pane::Form));
        }
        if response.has_focus() {
            let is_typing = text != value;
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
            return (!editor.cancels_cell() && text != value).then_some(text);
        }
        None
    }
}
