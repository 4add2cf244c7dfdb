//! The list of replies: only the rows in sight are laid out.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, CornerRadius, Frame, Margin, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2,
    vec2,
};

use super::second_line::second_line;
use super::view::View;
use crate::app::popup::{Action, CopyMode, Fold, Row, Section};
use crate::model::Reply;
use crate::search::{Matched, byte_ranges};
use crate::ui::shared::paint::{job, one_line, right_text, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The rows of the list; only those in sight are drawn, and near the end more are asked for.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    unknown_at_names(ui, view);
    let rows = view.popup.finder().rows();
    if rows.is_empty() {
        return empty(ui, view);
    }
    ui.spacing_mut().scroll.floating = true;
    let height_of = |row: &Row| if row.section.is_some() { size::ROW + size::SECTION } else { size::ROW };
    let total: f32 = rows.iter().map(height_of).sum();
    ScrollArea::vertical().auto_shrink(false).show_viewport(ui, |ui, in_sight| {
        let (area, _) =
            ui.allocate_exact_size(vec2(ui.available_width(), total + size::ROW_INSET), Sense::hover());
        let mut top = size::ROW_INSET;
        for (row_idx, row) in rows.iter().enumerate() {
            let height = height_of(row);
            let rect = Rect::from_min_size(area.min + vec2(0.0, top), vec2(area.width(), height));
            let is_selected = row_idx == view.popup.finder().selected_row();
            if is_selected && has_moved(ui, view, row_idx) {
                ui.scroll_to_rect(rect, None);
            }
            if top + height >= in_sight.min.y && top <= in_sight.max.y {
                row_ui(ui, view, (row_idx, row), rect, actions);
            }
            top += height;
        }
        if in_sight.max.y + size::ROW >= total && view.popup.finder().may_have_more() {
            actions.push(Action::MoreRows);
        }
    });
}

/// Says which names behind an `@` were passed over.
fn unknown_at_names(ui: &mut Ui, view: &View<'_>) {
    let unknown = view.popup.finder().unknown_at_names();
    if unknown.is_empty() {
        return;
    }
    let said = view.words.unknown_at_names(unknown);
    let margin = Margin { bottom: 0, ..Margin::symmetric(size::MARGIN_I8, size::ROW_INSET_I8) };
    let colour = Tokens::of(ui).dim;
    Frame::new().inner_margin(margin).show(ui, |ui| ui.label(small(&said, colour)));
}

/// Whether the selection is another than in the frame before: then it must come into sight.
fn has_moved(ui: &Ui, view: &View<'_>, selected: usize) -> bool {
    let id = egui::Id::unique("last-selected");
    let now = (view.popup.window().openings(), selected, view.popup.finder().query_text().to_owned());
    let before = ui.data_mut(|data| data.get_temp::<(u64, usize, String)>(id));
    let has_moved = before.as_ref() != Some(&now);
    if has_moved {
        ui.data_mut(|data| data.insert_temp(id, now));
    }
    has_moved
}

/// One row, with the heading above it where a section begins.
fn row_ui(ui: &Ui, view: &View<'_>, (row_idx, row): (usize, &Row), rect: Rect, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let Some(reply) = view.popup.library().reply(row.at) else { return };
    let mut rect = rect;
    if let Some(section) = &row.section {
        let pos = rect.left_top() + vec2(size::MARGIN, size::SECTION / 2.0);
        ui.painter().text(pos, Align2::LEFT_CENTER, heading(view, section), font(size::SMALL), tokens.dim);
        rect.min.y += size::SECTION;
    }
    let plate = rect.shrink2(vec2(size::ROW_INSET, 0.0));
    let response = ui.interact(plate, egui::Id::unique(("row", row_idx)), Sense::click());
    let is_selected = row_idx == view.popup.finder().selected_row();
    let matched = view.popup.matched(row);
    let second = second_line(view, row, is_selected, &matched);
    let name = if row.fold == Fold::Under { "row-under-name" } else { "row-name" };
    response.widget_info(|| {
        let name = view.words.with(name, &[("title", &reply.title), ("second", &second)]);
        WidgetInfo::selected(Role::ListBoxOption, true, is_selected, name)
    });
    if response.double_clicked() {
        actions.push(Action::Accept(CopyMode::AndHide));
    } else if response.clicked() {
        actions.push(Action::Select(row_idx));
    }
    if is_selected {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.panel);
    }
    let step = if row.fold == Fold::Under { size::TREE_STEP } else { 0.0 };
    let left = rect.left() + size::MARGIN + step;
    let right = rect.right() - size::MARGIN;
    if row.fold == Fold::Under {
        let line = Stroke::new(size::LINE, tokens.line);
        ui.painter().vline(rect.left() + size::MARGIN, rect.y_range(), line);
    }
    let first_line = pos2(right, rect.top() + size::ROW * 0.31);
    let marks = marks(ui, view, (row_idx, row), reply, first_line, actions);
    let heading = title_job(reply, &matched, view, &tokens);
    let title_top = pos2(left, first_line.y - size::TITLE * 0.72);
    one_line(ui, title_top, right - left - marks, heading);
    let second_top = pos2(left, rect.top() + size::ROW * 0.70 - size::SMALL * 0.72);
    one_line(ui, second_top, right - left, job(&second, size::SMALL, tokens.dim));
}

/// What is at the right of the title, ending at `right_centre`: the code, that the reply is out of date, what is folded away.
/// Gives the width that it takes.
fn marks(
    ui: &Ui,
    view: &View<'_>,
    (row_idx, row): (usize, &Row),
    reply: &Reply,
    right_centre: Pos2,
    actions: &mut Vec<Action>,
) -> f32 {
    let tokens = Tokens::of(ui);
    let mut taken = 0.0;
    let left_of = |taken: f32| pos2(right_centre.x - taken, right_centre.y);
    if let Some(code) = &reply.code {
        taken += right_text(ui, left_of(taken), code, tokens.dim) + size::GAP;
    }
    if row.is_expired {
        let said = view.words.text("row-expired");
        taken += right_text(ui, left_of(taken), &said, tokens.gap) + size::GAP;
    }
    if let Some(mark) = FoldMark::of(row_idx, row.fold) {
        taken += mark.show(ui, view, left_of(taken), actions) + size::GAP;
    }
    taken
}

/// Says how many rows are folded away under one, and shows them, or folds them away again, when it is pressed.
struct FoldMark {
    row_idx: usize,
    count: usize,
    /// The id of what is shown, and of what is read out.
    words: [&'static str; 2],
    pressed: Action,
}

impl FoldMark {
    /// The mark of a row, counted from 0, which has something folded away under it.
    fn of(row_idx: usize, fold: Fold) -> Option<Self> {
        match fold {
            Fold::Closed(count) => Some(Self {
                row_idx,
                count,
                words: ["row-folded", "row-unfold"],
                pressed: Action::Unfold(row_idx),
            }),
            Fold::Open(count) => Some(Self {
                row_idx,
                count,
                words: ["row-unfolded", "row-fold"],
                pressed: Action::Fold(row_idx),
            }),
            Fold::Nothing | Fold::Under => None,
        }
    }

    /// Draws it so that it ends at `right_centre`; gives its width.
    fn show(self, ui: &Ui, view: &View<'_>, right_centre: Pos2, actions: &mut Vec<Action>) -> f32 {
        let tokens = Tokens::of(ui);
        let count = self.count.to_string();
        let [shown, read_out] = self.words.map(|word| view.words.with(word, &[("count", &count)]));
        let galley = ui.painter().layout_no_wrap(shown, font(size::SMALL), tokens.dim);
        let rect = Align2::RIGHT_CENTER.anchor_size(right_centre, galley.size());
        let id = egui::Id::unique(("fold", self.row_idx));
        let response = ui.interact(rect.expand(size::ROW_INSET), id, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &*read_out));
        let colour = if response.hovered() { tokens.accent } else { tokens.dim };
        ui.painter().galley_with_override_text_color(rect.min, galley, colour);
        if response.clicked() {
            actions.push(self.pressed);
        }
        rect.width()
    }
}

/// What a section is called.
fn heading(view: &View<'_>, section: &Section) -> String {
    match section {
        Section::Next => view.words.text("section-next").into_owned(),
        Section::Favourites => view.words.text("section-favourites").into_owned(),
        Section::Recent => view.words.text("section-recent").into_owned(),
        Section::Category(name) if name.is_empty() => view.words.text("section-no-category").into_owned(),
        Section::Category(name) => name.clone(),
        Section::Expired => view.words.text("section-expired").into_owned(),
    }
}

/// The title with its matched characters in the accent colour; a favourite has a star.
fn title_job(reply: &Reply, matched: &Matched, view: &View<'_>, tokens: &Tokens) -> LayoutJob {
    let mut title = LayoutJob::default();
    let mut done = 0;
    let mut add = |range: std::ops::Range<usize>, colour| {
        let text = reply.title.get(range).unwrap_or_default();
        title.append(text, 0.0, TextFormat::simple(font(size::TITLE), colour));
    };
    for range in byte_ranges(&reply.title, &matched.title_positions) {
        add(done..range.start, tokens.text);
        done = range.end;
        add(range, tokens.accent);
    }
    add(done..reply.title.len(), tokens.text);
    if view.popup.memory().is_favourite(&reply.id) {
        let star = view.words.text("favourite-mark");
        title.append(&star, size::ROW_INSET, TextFormat::simple(font(size::SMALL), tokens.gap));
    }
    title
}

/// An empty list says what to do next.
fn empty(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let (title, advice) = if !view.popup.catalog().is_loaded() {
        let percent = view.popup.catalog().progress().map(|percent| percent.to_string());
        let title = percent.map(|percent| view.words.with("indexing", &[("percent", &percent)]));
        (title.unwrap_or_else(|| view.words.text("loading").into_owned()), String::new())
    } else if view.popup.library().is_empty() {
        let path = view.facts.library_path.as_str();
        (
            view.words.text("empty-library").into_owned(),
            view.words.with("empty-library-advice", &[("path", path)]),
        )
    } else {
        (view.words.text("empty-no-hits").into_owned(), view.words.text("empty-no-hits-advice").into_owned())
    };
    Frame::new().inner_margin(size::MARGIN).show(ui, |ui| {
        ui.label(egui::RichText::new(title).font(font(size::TITLE)).color(tokens.text));
        ui.add_space(size::ROW_INSET);
        ui.label(small(&advice, tokens.dim));
    });
}
