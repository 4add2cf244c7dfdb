//! The rows of a preview: how many become what, each with its outcome, and the selected one in full.

use egui::{CornerRadius, Id, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::act;
use crate::app::editor::EditorAction;
use crate::app::editor::Pane;
use crate::app::editor::import::{Decision, ImportAction, ImportView, Preview};
use crate::exchange::{PlanRow, RowOutcome};
use crate::ui::editor::{EditorView, in_sight};
use crate::ui::shared::paint::{choice, job, one_line, right_text, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// What was brought, and a chip for each outcome with its count; one that is pressed lists its rows alone.
pub(super) fn counts(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        let name = egui::RichText::new(&preview.input.name).font(font(size::TITLE)).color(tokens.text);
        ui.add(egui::Label::new(name).truncate());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = size::ROW_INSET;
            // Drawn from the right.
            for outcome in RowOutcome::ALL.into_iter().rev() {
                let count = preview.plan.count(outcome);
                if count == 0 {
                    continue;
                }
                let label = view.words.outcome(outcome);
                let is_on = preview.filter() == Some(outcome);
                if choice(ui, &format!("{label} {count}"), is_on).clicked() {
                    act(actions, ImportAction::View(ImportView::Filter((!is_on).then_some(outcome))));
                }
            }
            let all = view.words.with("import-all", &[("count", &preview.plan.rows.len().to_string())]);
            if choice(ui, &all, preview.filter().is_none()).clicked() {
                act(actions, ImportAction::View(ImportView::Filter(None)));
            }
        });
    });
}

/// The rows in sight.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    if preview.listed_count() == 0 {
        ui.add_space(size::MARGIN);
        ui.horizontal(|ui| {
            ui.add_space(size::MARGIN);
            ui.label(small(&view.words.text("import-no-rows"), tokens.dim));
        });
        return;
    }
    let selected = preview.selected();
    let has_sheets = preview.content.sheets.len() > 1;
    let mut area = ScrollArea::vertical().id_salt("import-rows").auto_shrink(false);
    if let Some(offset) = in_sight::offset(ui, "import", selected, preview.listed_count()) {
        area = area.vertical_scroll_offset(offset);
    }
    let output = area.show_rows(ui, size::ROW, preview.listed_count(), |ui, rows| {
        for row_idx in rows {
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), Sense::hover());
            if let Some(row) = preview.row(row_idx) {
                row_ui(ui, view, (row_idx, row), (row_idx == selected, has_sheets), rect, actions);
            }
        }
    });
    in_sight::note(ui, "import", &output);
}

fn row_ui(
    ui: &Ui,
    view: &EditorView<'_>,
    (row_idx, row): (usize, &PlanRow),
    (is_selected, has_sheets): (bool, bool),
    rect: Rect,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let plate = rect.shrink2(vec2(size::ROW_INSET, 0.0));
    let response = ui.interact(plate, Id::unique(("import-row", row_idx)), Sense::click());
    let outcome = view.words.outcome(row.outcome);
    let because = row.because.as_ref().map(|because| view.words.because(because));
    response.widget_info(|| {
        let said = because.as_deref().unwrap_or(&outcome);
        let name = view.words.with("row-name", &[("title", &row.title), ("second", said)]);
        WidgetInfo::selected(Role::ListBoxOption, true, is_selected, name)
    });
    if is_selected {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.selected);
        if view.editor.pane() == Pane::List {
            let edge = Stroke::new(size::LINE, tokens.accent);
            ui.painter().rect_stroke(plate, CornerRadius::same(size::RADIUS), edge, StrokeKind::Inside);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.panel);
    }
    let middle = pos2(rect.left() + size::MARGIN + size::TICK / 2.0, rect.center().y);
    let tick_rect = Rect::from_center_size(middle, vec2(size::TICK, size::TICK));
    if Preview::can_toggle(row) {
        tick(ui, view, (row_idx, row), tick_rect, actions);
    }
    let left = tick_rect.right() + size::GAP;
    let right = rect.right() - size::MARGIN;
    let first_line = rect.top() + size::ROW * 0.31;
    let colour = match row.outcome {
        RowOutcome::New => tokens.accent,
        RowOutcome::Changed => tokens.gap,
        RowOutcome::Duplicate => tokens.dim,
        RowOutcome::Rejected => tokens.finding,
    };
    let taken = right_text(ui, pos2(right, first_line), &outcome, colour) + size::GAP;
    let title = if row.title.is_empty() { one(&row.text) } else { row.title.clone() };
    let is_in = row.reply.is_some();
    let mut line = job(&title, size::TITLE, if is_in { tokens.text } else { tokens.dim });
    if !row.code.is_empty() {
        line.append(&row.code, size::GAP, egui::TextFormat::simple(font(size::SMALL), tokens.dim));
    }
    one_line(ui, pos2(left, first_line - size::TITLE * 0.72), right - left - taken, line);
    let second = because.unwrap_or_else(|| {
        let text = one(&row.text);
        if row.category.is_empty() { text } else { format!("{} · {text}", row.category) }
    });
    // The name of the only sheet says nothing.
    let at = if has_sheets { view.words.row_at(&row.at) } else { row.at.row.to_string() };
    let second = format!("{at}  {second}");
    let top = pos2(left, rect.top() + size::ROW * 0.70 - size::SMALL * 0.72);
    one_line(ui, top, right - left, job(&second, size::SMALL, tokens.dim));
    if response.clicked() {
        act(actions, ImportAction::View(ImportView::Select(row_idx)));
        actions.push(EditorAction::FocusPane(Pane::List));
    }
}

/// A text as one line.
fn one(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(" ")
}

/// Whether a row is taken.
fn tick(
    ui: &Ui,
    view: &EditorView<'_>,
    (row_idx, row): (usize, &PlanRow),
    rect: Rect,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let is_on = row.reply.is_some();
    let response =
        ui.interact(rect.expand(size::ROW_INSET), Id::unique(("import-tick", row_idx)), Sense::click());
    let label = view.words.text("import-tick");
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_on, &*label));
    let (fill, edge) = if is_on { (tokens.accent, tokens.accent) } else { (tokens.field, tokens.dim) };
    ui.painter().rect(rect, size::LINE * 3.0, fill, Stroke::new(size::LINE, edge), StrokeKind::Inside);
    if is_on {
        let at = |x: f32, y: f32| pos2(rect.left() + rect.width() * x, rect.top() + rect.height() * y);
        let points = vec![at(0.22, 0.52), at(0.42, 0.72), at(0.78, 0.30)];
        ui.painter().add(egui::Shape::line(points, Stroke::new(size::FIELD_EDGE, tokens.on_accent)));
    }
    if response.clicked() {
        act(actions, ImportAction::View(ImportView::Select(row_idx)));
        act(actions, ImportAction::Decide(Decision::Row(Some(row_idx))));
    }
}

/// The selected row in full, with what it seems to answer.
pub(super) fn detail(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview) {
    let tokens = Tokens::of(ui);
    ui.painter().hline(
        ui.max_rect().expand(size::MARGIN).x_range(),
        ui.max_rect().top() - size::MARGIN,
        Stroke::new(size::LINE, tokens.line),
    );
    let Some(row) = preview.selected_row() else { return };
    let scenario = row.reply.and_then(|reply| *preview.plan.remarks.scenarios.get(reply)?);
    let answers = scenario.and_then(crate::learn::scenario).map(|scenario| scenario.title.as_str());
    let mut facts: Vec<String> = Vec::new();
    if !row.category.is_empty() {
        facts.push(row.category.clone());
    }
    facts.extend(answers.map(|name| view.words.with("import-answers", &[("name", name)])));
    facts.extend(row.because.as_ref().map(|because| view.words.because(because)));
    if !facts.is_empty() {
        ui.add(egui::Label::new(small(&facts.join("  ·  "), tokens.dim)).truncate());
    }
    ScrollArea::vertical().id_salt("import-detail").auto_shrink(false).show(ui, |ui| {
        let text = egui::RichText::new(&row.text).font(font(size::BODY)).color(tokens.text);
        ui.add(egui::Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
    });
}
