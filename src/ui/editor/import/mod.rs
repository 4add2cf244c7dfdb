//! The page where replies of other tools are brought in: what to bring, the preview, and what came in before.

mod panel;
mod rows;

use egui::{Align, Frame, Id, Layout, Margin, Panel, Rect, ScrollArea, Ui, pos2, vec2};

use super::EditorView;
use crate::app::editor::import::{ImportAction, ImportListed, ImportOutcome, Preview, Stage};
use crate::app::editor::{EditorAction, EditorCommand, Node, Pane};
use crate::model::Layer;
use crate::ui::shared::key_table;
use crate::ui::shared::paint::{
    Button, FOCUS_LOCK, button, dashed_frame, field_frame, full_width, hold_focus, hold_list_focus, job,
    one_line, small,
};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    if view.editor.pane() == Pane::List && view.editor.overlay().is_none() {
        hold_list_focus(ui, Id::unique("import-keys"));
    }
    match view.editor.import_stage() {
        Stage::Idle => {
            margins().show(ui, |ui| {
                ScrollArea::vertical()
                    .id_salt("import")
                    .auto_shrink(false)
                    .show(ui, |ui| idle(ui, view, actions));
            });
        }
        Stage::Reading { name, work } => {
            margins().show(ui, |ui| reading(ui, view, name, work.rows_done(), actions));
        }
        Stage::Preview(preview) => previewed(ui, view, preview, true, actions),
        Stage::Writing(preview) => previewed(ui, view, preview, false, actions),
    }
}

fn margins() -> Frame {
    Frame::new().inner_margin(Margin::same(size::MARGIN_I8))
}

fn act(actions: &mut Vec<EditorAction>, action: ImportAction) {
    actions.push(EditorAction::Import(action));
}

/// Nothing is brought yet: the ways to bring something, and the imports before.
fn idle(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    if let Some(outcome) = view.editor.import_outcome() {
        told(ui, view, outcome, actions);
    }
    let area = full_width(ui, size::DROP);
    let is_over = ui.input(|input| !input.raw.hovered_files.is_empty());
    if is_over {
        ui.painter().rect_filled(area, size::RADIUS, tokens.accent_tint);
    }
    dashed_frame(ui, area, if is_over { tokens.accent } else { tokens.line });
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(area.shrink(size::MARGIN)));
    key_table::heading(&mut inside, &view.words.text("import-drop"));
    let about = view.words.text("import-drop-about");
    inside.add(egui::Label::new(small(&about, tokens.dim)).wrap());
    inside.add_space(size::GAP);
    inside.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        let keys = Some(EditorCommand::Import.keys());
        if button(ui, &view.words.text("import-choose-file"), keys, Button::Primary) {
            act(actions, ImportAction::Choose { is_folder: false });
        }
        if button(ui, &view.words.text("import-choose-folder"), None, Button::Plain) {
            act(actions, ImportAction::Choose { is_folder: true });
        }
        if button(ui, &view.words.text("import-paste"), Some("Ctrl+V"), Button::Plain) {
            act(actions, ImportAction::ReadClipboard);
        }
    });
    ui.add_space(size::GAP);
    typed_path(ui, view, actions);
    ui.add_space(size::MARGIN);
    before(ui, view, actions);
}

/// The path of what is to be brought, for who has it at hand.
fn typed_path(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        let id = Id::unique("import-path");
        let mut path = Typed(view.editor.import_path().to_owned());
        if view.editor.pane() == Pane::Form && view.editor.overlay().is_none() {
            let focused = ui.memory(egui::Memory::focused);
            if focused.is_none_or(|focused| focused == Id::unique("import-keys")) {
                hold_focus(ui, id);
            }
        }
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let hint = view.words.text("import-path-hint");
        let frame = field_frame(ui, has_focus);
        let edit = path
            .one_line()
            .id(id)
            .font(font(size::TREE_TEXT))
            .frame(frame)
            .desired_width(size::IMPORT_PATH)
            .hint_text(small(&hint, tokens.dim))
            .event_filter(FOCUS_LOCK);
        let response = ui.add(edit);
        path.keep_cursor_whole(ui, id);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &*hint));
        if response.gained_focus() {
            actions.push(EditorAction::FocusPane(Pane::Form));
        }
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        if response.changed() {
            act(actions, ImportAction::SetPath(path.0));
        }
        if button(ui, &view.words.text("import-read"), None, Button::Plain) || is_entered {
            act(actions, ImportAction::BringTyped);
        }
    });
}

/// The imports that were carried out, each with a button that takes it back.
fn before(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    let listed = view.editor.imports();
    if listed.is_empty() {
        return;
    }
    key_table::heading(ui, &view.words.text("import-before"));
    for import in listed {
        ui.horizontal(|ui| {
            ui.set_min_height(size::FIELD);
            let name = view.words.with(
                "import-listed",
                &[
                    ("number", &import.number.to_string()),
                    ("source", &import.source),
                    ("count", &import.count.to_string()),
                ],
            );
            let width = ui.available_width() - size::IMPORT_UNDO;
            let (rect, _) = ui.allocate_exact_size(vec2(width, size::FIELD), egui::Sense::hover());
            let colour = if import.is_undone { tokens.dim } else { tokens.text };
            let top = pos2(rect.left(), rect.top() + size::ROW_INSET);
            one_line(ui, top, width, listed_line(&name, import, colour, &tokens));
            if import.is_undone {
                ui.label(small(&view.words.text("import-undone"), tokens.dim));
            } else if button(ui, &view.words.text("import-undo"), None, Button::Small) {
                act(actions, ImportAction::UndoImport(import.number));
            }
        });
    }
}

fn listed_line(
    name: &str,
    import: &ImportListed,
    colour: egui::Color32,
    tokens: &Tokens,
) -> egui::text::LayoutJob {
    let mut line = job(name, size::TREE_TEXT, colour);
    let time = import.at.strftime("%Y-%m-%d %H:%M").to_string();
    line.append(&time, size::GAP, egui::TextFormat::simple(font(size::SMALL), tokens.dim));
    line
}

/// What happened last.
fn told(ui: &mut Ui, view: &EditorView<'_>, outcome: &ImportOutcome, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    let words = view.words;
    let (said, is_good) = match outcome {
        ImportOutcome::Failed { name, problem } => {
            let reason = words.import_problem(problem);
            (words.with("import-failed", &[("name", name), ("reason", &reason)]), false)
        }
        ImportOutcome::Done { number, count } => {
            let (number, count) = (number.to_string(), count.to_string());
            (words.with("import-done", &[("number", &number), ("count", &count)]), true)
        }
        ImportOutcome::TakenBack { count, edited } if edited.is_empty() => {
            (words.with("import-taken-back", &[("count", &count.to_string())]), true)
        }
        ImportOutcome::TakenBack { count, edited } => {
            let titles = edited.join(&words.text("list-comma"));
            let args = [("count", count.to_string()), ("titles", titles)];
            let args = args.each_ref().map(|(name, value)| (*name, value.as_str()));
            (words.with("import-taken-back-edited", &args), true)
        }
        ImportOutcome::ReportSaved(path) => (words.with("import-report-saved", &[("path", path)]), true),
    };
    let fill = if is_good { tokens.accent_tint } else { tokens.gap_tint };
    let margin = Margin::symmetric(size::MARGIN_I8, size::ROW_INSET_I8);
    Frame::new().fill(fill).corner_radius(size::RADIUS).inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal_wrapped(|ui| {
            ui.add(egui::Label::new(small(&said, tokens.text)).wrap());
            if matches!(outcome, ImportOutcome::Done { .. })
                && button(ui, &view.words.text("import-look"), None, Button::Small)
            {
                actions.push(EditorAction::SelectNode(Node::All(Layer::Personal)));
                actions.push(EditorAction::FocusPane(Pane::List));
            }
        });
    });
    ui.add_space(size::GAP);
}

fn reading(ui: &mut Ui, view: &EditorView<'_>, name: &str, rows: usize, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    key_table::heading(ui, &view.words.with("import-reading", &[("name", name)]));
    let rows = rows.to_string();
    ui.label(small(&view.words.with("import-rows-done", &[("count", &rows)]), tokens.dim));
    ui.add_space(size::GAP);
    if button(ui, &view.words.text("import-cancel"), Some(EditorCommand::Back.keys()), Button::Plain) {
        actions.push(EditorAction::Dismiss);
    }
    // The count goes on by itself.
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
}

/// What would become of what was read.
fn previewed(
    ui: &mut Ui,
    view: &EditorView<'_>,
    preview: &Preview,
    is_open: bool,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let edge = |ui: &Ui, rect: Rect| {
        ui.painter().hline(rect.x_range(), rect.top(), egui::Stroke::new(size::LINE, tokens.line));
    };
    let bar = Frame::new().inner_margin(Margin::symmetric(size::MARGIN_I8, 0));
    let top = Panel::top("import-top").exact_size(size::SEARCH_BAR).frame(bar).resizable(false);
    top.show(ui, |ui| rows::counts(ui, view, preview, actions));
    let bottom = Panel::bottom("import-bottom").exact_size(size::SEARCH_BAR).frame(bar).resizable(false);
    bottom.show(ui, |ui| {
        let rect = ui.max_rect().expand2(vec2(size::MARGIN, 0.0));
        edge(ui, rect);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = size::GAP;
            let count = preview.count_taken().to_string();
            let can_take = is_open && !preview.is_planning && preview.count_taken() > 0;
            let look = if can_take { Button::Primary } else { Button::Off };
            let label = view.words.with("import-take", &[("count", &count)]);
            if button(ui, &label, Some(EditorCommand::CarryOut.keys()), look) {
                act(actions, ImportAction::CarryOut);
            }
            if button(ui, &view.words.text("import-cancel"), Some(EditorCommand::Back.keys()), Button::Plain)
            {
                actions.push(EditorAction::Dismiss);
            }
            if button(ui, &view.words.text("import-save-report"), None, Button::Plain) {
                act(actions, ImportAction::SaveReport);
            }
            if let Some(ImportOutcome::ReportSaved(path)) = view.editor.import_outcome() {
                let said = view.words.with("import-report-saved", &[("path", path)]);
                ui.add(egui::Label::new(small(&said, tokens.dim)).truncate());
            } else if !is_open {
                ui.label(small(&view.words.text("import-writing"), tokens.dim));
            } else if preview.is_planning {
                ui.label(small(&view.words.text("import-planning"), tokens.dim));
            }
        });
    });
    let side = Panel::right("import-panel").exact_size(size::IMPORT_PANEL).resizable(false);
    let right = Frame::new().fill(tokens.panel).inner_margin(Margin::same(size::MARGIN_I8));
    side.frame(right).show(ui, |ui| panel::show(ui, view, preview, actions));
    let detail = Panel::bottom("import-detail").exact_size(size::IMPORT_DETAIL).resizable(false);
    detail.frame(margins()).show(ui, |ui| rows::detail(ui, view, preview));
    egui::CentralPanel::no_frame().show(ui, |ui| rows::show(ui, view, preview, actions));
}
