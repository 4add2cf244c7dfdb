//! The list of replies: only the rows in sight are laid out.

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, CornerRadius, Frame, Margin, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::view::View;
use crate::app::popup::{Action, CopyMode, Row, Section};
use crate::draft::DraftMessage;
use crate::model::Reply;
use crate::search::{MatchReason, Matched, byte_ranges};
use crate::template::Piece;
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
    response.widget_info(|| {
        let name = view.words.with("row-name", &[("title", &reply.title), ("second", &second)]);
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
    let left = rect.left() + size::MARGIN;
    let right = rect.right() - size::MARGIN;
    let first_line = rect.top() + size::ROW * 0.31;
    let mut code_width = 0.0;
    if let Some(code) = &reply.code {
        code_width = right_text(ui, pos2(right, first_line), code, tokens.dim) + size::GAP;
    }
    if row.is_expired {
        let said = view.words.text("row-expired");
        let right = right - code_width;
        code_width += right_text(ui, pos2(right, first_line), &said, tokens.gap) + size::GAP;
    }
    let heading = title_job(reply, &matched, view, &tokens);
    let title_top = pos2(left, first_line - size::TITLE * 0.72);
    one_line(ui, title_top, right - left - code_width, heading);
    let second_top = pos2(left, rect.top() + size::ROW * 0.70 - size::SMALL * 0.72);
    one_line(ui, second_top, right - left, job(&second, size::SMALL, tokens.dim));
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

/// The sample question or the tag that was found; else the reply as the preview shows it, and as it would be copied: from
/// where it matched, or the top category and the beginning.
fn second_line(view: &View<'_>, row: &Row, is_selected: bool, matched: &Matched) -> String {
    let Some(reply) = view.popup.library().reply(row.at) else { return String::new() };
    let own = if is_selected { None } else { view.popup.draft_of(row.at, view.env) };
    let draft = if is_selected { view.draft() } else { own.as_deref() };
    let texts: Vec<String> =
        draft.into_iter().flat_map(|draft| &draft.messages).filter_map(text_of).collect();
    match &matched.reason {
        Some(MatchReason::Ask(ask)) => return view.words.with("row-like-question", &[("question", ask)]),
        Some(MatchReason::Tag(tag)) => return view.words.with("row-tag", &[("tag", tag)]),
        Some(MatchReason::Text { text_idx, range }) => {
            let found = reply.texts().nth(*text_idx).and_then(|text| text.get(range.clone()));
            let excerpt = found.and_then(|found| texts.iter().find_map(|text| excerpt(text, found)));
            if let Some(excerpt) = excerpt {
                return excerpt;
            }
        }
        None => {}
    }
    let beginning = match draft.and_then(|draft| draft.messages.first()) {
        Some(DraftMessage::Text(_)) => in_one_line(texts.first().map_or("", String::as_str)),
        Some(DraftMessage::Image(_)) => view.words.text("row-image").into_owned(),
        None => String::new(),
    };
    let category = reply.top_category();
    if category.is_empty() { beginning } else { format!("{category} · {beginning}") }
}

/// The text of a message; what has to be filled in is "…".
fn text_of(message: &DraftMessage) -> Option<String> {
    let shown = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Value { value: text, .. } => text.clone(),
        Piece::Gap { .. } | Piece::Broken(_) => "…".to_owned(),
    };
    match message {
        DraftMessage::Text(filled) => Some(filled.pieces.iter().map(shown).collect()),
        DraftMessage::Image(_) => None,
    }
}

/// A text in one line, from a few characters before the words that it was found by; `None` where it has not got them.
fn excerpt(text: &str, found: &str) -> Option<String> {
    const BEFORE: usize = 6;
    let (head, _) = text.split_once(found)?;
    let start = head.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    let mark = if start > 0 { "…" } else { "" };
    Some(format!("{mark}{}", in_one_line(text.get(start..)?)))
}

fn in_one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_shown_from_a_few_characters_before_it() {
        let text = "周末不发，3214567890126789\n请等等";
        assert_eq!(excerpt(text, "请等等").as_deref(), Some("…26789 请等等"));
        assert_eq!(excerpt(text, "周末").as_deref(), Some("周末不发，3214567890126789 请等等"));
        assert_eq!(excerpt(text, "{订单号}"), None);
    }
}
