//! Small drawings that several parts share.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, CornerRadius, EventFilter, Frame, Galley, Id, Margin, Pos2, Rect, Response, Sense,
    Stroke, StrokeKind, Ui, Vec2, pos2, vec2,
};

use super::theme::{Tokens, font, size};

/// The keys that a text field must not use to give the focus away.
pub(in crate::ui) const FOCUS_LOCK: EventFilter =
    EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };

/// A rounded label: a shop, a pack.
pub(in crate::ui) fn chip(
    ui: &mut Ui,
    text: &str,
    colour: Color32,
    fill: Color32,
    edge: Color32,
) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font(size::SMALL), colour);
    let wanted = vec2(galley.size().x + 2.0 * size::CHIP_PADDING, size::CHIP);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    let radius = size::CHIP / 2.0;
    ui.painter().rect(rect, radius, fill, Stroke::new(size::LINE, edge), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    response
}

/// A key cap and what it does.
pub(in crate::ui) fn key_hint(ui: &mut Ui, keys: &str, meaning: &str, tokens: &Tokens) {
    key_cap(ui, keys, tokens);
    ui.add_space(size::ROW_INSET);
    ui.label(small(meaning, tokens.dim));
    ui.add_space(size::MARGIN);
}

/// A key cap. Where Ctrl is the command key, it is shown as that.
pub(in crate::ui) fn key_cap(ui: &mut Ui, keys: &str, tokens: &Tokens) {
    let shown = if cfg!(target_os = "macos") { keys.replace("Ctrl", "Cmd") } else { keys.to_owned() };
    let caps = ui.painter().layout_no_wrap(shown.replace('+', " "), font(size::SMALL), tokens.text);
    let wanted = vec2(caps.size().x + 2.0 * size::ROW_INSET, size::CHIP - 2.0);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let edge = Stroke::new(size::LINE, tokens.line);
    ui.painter().rect(rect, CornerRadius::same(size::RADIUS / 2), tokens.field, edge, StrokeKind::Inside);
    ui.painter().galley(rect.center() - caps.size() / 2.0, caps, tokens.text);
}

/// A cross that closes or drops something.
pub(in crate::ui) fn cross(ui: &Ui, middle: Pos2, colour: Color32) {
    let half = vec2(size::CROSS, size::CROSS);
    let other = vec2(half.x, -half.y);
    let stroke = Stroke::new(1.5, colour);
    ui.painter().line_segment([middle - half, middle + half], stroke);
    ui.painter().line_segment([middle - other, middle + other], stroke);
}

/// A triangle that points down, or to the right.
pub(in crate::ui) fn triangle(ui: &Ui, middle: Pos2, points_down: bool, colour: Color32) {
    let [long, short] = [size::CROSS + 1.0, size::CROSS - 0.5];
    let corners = if points_down {
        [vec2(-long, -short), vec2(long, -short), vec2(0.0, short + 1.0)]
    } else {
        [vec2(-short, -long), vec2(short + 1.0, 0.0), vec2(-short, long)]
    };
    let points = corners.map(|corner| middle + corner).to_vec();
    ui.painter().add(egui::Shape::convex_polygon(points, colour, Stroke::NONE));
}

/// Small text in one colour.
pub(in crate::ui) fn small(text: &str, colour: Color32) -> egui::RichText {
    egui::RichText::new(text).font(font(size::SMALL)).color(colour)
}

/// A line at the left edge of the part.
pub(in crate::ui) fn left_line(ui: &Ui, tokens: &Tokens) {
    let rect = ui.max_rect().expand(size::MARGIN);
    ui.painter().vline(rect.left(), rect.y_range(), Stroke::new(size::LINE, tokens.line));
}

/// The lines between the parts and around the window.
pub(in crate::ui) fn window_edge(ui: &Ui, tokens: &Tokens) {
    let rect = ui.ctx().viewport_rect();
    let stroke = Stroke::new(size::LINE, tokens.line);
    let painter = ui.ctx().layer_painter(ui.layer_id());
    painter.hline(rect.x_range(), rect.top() + size::SEARCH_BAR, stroke);
    painter.hline(rect.x_range(), rect.bottom() - size::HINT_BAR, stroke);
    painter.rect_stroke(rect, 0.0, stroke, StrokeKind::Inside);
}

/// One line of text, cut with "…" where it would leave the width.
pub(in crate::ui) fn one_line(ui: &Ui, pos: Pos2, width: f32, job: LayoutJob) -> Rect {
    let mut job = job;
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    let galley = ui.painter().layout_job(job);
    let rect = Rect::from_min_size(pos, galley.size());
    ui.painter().galley(pos, galley, Color32::PLACEHOLDER);
    rect
}

/// Text in one format.
pub(in crate::ui) fn job(text: &str, text_size: f32, colour: Color32) -> LayoutJob {
    LayoutJob::single_section(text.to_owned(), TextFormat::simple(font(text_size), colour))
}

/// A text that ends at the right of `right_centre`; gives back its width.
pub(in crate::ui) fn right_text(ui: &Ui, right_centre: Pos2, text: &str, colour: Color32) -> f32 {
    ui.painter().text(right_centre, Align2::RIGHT_CENTER, text, font(size::SMALL), colour).width()
}

/// A dashed frame.
pub(in crate::ui) fn dashed_frame(ui: &Ui, rect: Rect, colour: Color32) {
    let stroke = Stroke::new(size::LINE, colour);
    let corners =
        [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
    ui.painter().extend(egui::Shape::dashed_line(&corners, stroke, size::DASH, size::DASH));
}

/// The part of the parent that is left, with a fixed height.
pub(in crate::ui) fn full_width(ui: &mut Ui, height: f32) -> Rect {
    ui.allocate_exact_size(Vec2::new(ui.available_width(), height), Sense::hover()).0
}

/// Focuses a widget before it is drawn, so that it gets what was typed in this very frame; true when it was
/// not focused. One that is focused is not focused again: that would break off what an input method composes. While the
/// window itself has no focus `Response::has_focus` is false for all, so egui's memory is asked.
pub(in crate::ui) fn hold_focus(ui: &Ui, id: Id) -> bool {
    let is_new = !ui.memory(|memory| memory.has_focus(id));
    if is_new {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    is_new
}

/// As [`hold_focus`], for what is not a text field: arrows and Tab stay there, and no field is focused meanwhile.
pub(in crate::ui) fn hold_list_focus(ui: &mut Ui, id: Id) {
    let response = ui.interact(Rect::NOTHING, id, Sense::focusable_noninteractive());
    if hold_focus(ui, id) {
        response.request_focus();
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, FOCUS_LOCK));
}

/// The frame of a text field; in the accent colour where it is focused.
pub(in crate::ui) fn field_frame(ui: &Ui, has_focus: bool) -> Frame {
    let tokens = Tokens::of(ui);
    let edge = if has_focus { tokens.accent } else { tokens.line };
    Frame::new()
        .fill(tokens.field)
        .stroke(Stroke::new(if has_focus { size::FIELD_EDGE } else { size::LINE }, edge))
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(size::FIELD_MARGIN[0], size::FIELD_MARGIN[1]))
}

/// What a button looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Button {
    Primary,
    Plain,
    /// It cannot be pressed now.
    Off,
    Small,
}

/// A button, perhaps with its keys; true when it was pressed.
pub(in crate::ui) fn button(ui: &mut Ui, text: &str, keys: Option<&str>, look: Button) -> bool {
    let tokens = Tokens::of(ui);
    let (fill, edge, colour, text_size, height) = match look {
        Button::Primary => (tokens.accent, tokens.accent, tokens.on_accent, size::TREE_TEXT, size::BUTTON),
        Button::Plain => (tokens.field, tokens.line, tokens.text, size::TREE_TEXT, size::BUTTON),
        Button::Off => (tokens.background, tokens.line, tokens.dim, size::TREE_TEXT, size::BUTTON),
        Button::Small => (tokens.field, tokens.line, tokens.text, size::SMALL, size::CHIP),
    };
    let mut label = job(text, text_size, colour);
    if let Some(keys) = keys {
        let keys = if cfg!(target_os = "macos") { keys.replace("Ctrl", "Cmd") } else { keys.to_owned() };
        label.append(&keys.replace('+', " "), size::ROW_INSET, TextFormat::simple(font(size::SMALL), colour));
    }
    let galley = ui.painter().layout_job(label);
    let padding = if look == Button::Small { size::CHIP_PADDING } else { size::GAP };
    let wanted = vec2(galley.size().x + 2.0 * padding, height);
    let sense = if look == Button::Off { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(wanted, sense);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, look != Button::Off, text));
    let is_lit = response.hovered() && look != Button::Off || response.has_focus();
    let edge = Stroke::new(size::LINE, if is_lit { tokens.accent } else { edge });
    ui.painter().rect(rect, CornerRadius::same(size::RADIUS), fill, edge, StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    response.clicked()
}

/// A chip that can be pressed; the chosen one is tinted.
pub(in crate::ui) fn choice(ui: &mut Ui, text: &str, is_chosen: bool) -> Response {
    let tokens = Tokens::of(ui);
    let (colour, fill, edge) = if is_chosen {
        (tokens.accent, tokens.accent_tint, tokens.accent_tint)
    } else {
        (tokens.text, tokens.panel, tokens.line)
    };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font(size::SMALL), colour);
    let wanted = vec2(galley.size().x + 2.0 * size::CHIP_PADDING, size::CHIP);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, is_chosen, text));
    let edge = if response.hovered() || response.has_focus() { tokens.accent } else { edge };
    let radius = size::CHIP / 2.0;
    ui.painter().rect(rect, radius, fill, Stroke::new(size::LINE, edge), StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    response
}

/// A wave along the lower edge of a text.
pub(in crate::ui) fn wave(ui: &Ui, text: Rect, colour: Color32) {
    let [height, length] = size::WAVE;
    let base = text.bottom() - height * 2.0;
    let mut points = Vec::new();
    let mut x = text.left();
    while x <= text.right() {
        let is_up = points.len() % 2 == 0;
        points.push(pos2(x, if is_up { base - height } else { base + height }));
        x += length / 2.0;
    }
    ui.painter().add(egui::Shape::line(points, Stroke::new(size::LINE, colour)));
}

/// The rectangles that a range of characters takes, one a row.
pub(in crate::ui) fn rects(galley: &Galley, chars: &Range<usize>) -> Vec<Rect> {
    let mut out: Vec<Rect> = Vec::new();
    let mut char_idx = 0;
    for row in &galley.rows {
        let mut in_row: Option<Rect> = None;
        for glyph in &row.glyphs {
            if chars.contains(&char_idx) {
                let left = row.pos.x + glyph.pos.x;
                let rect = Rect::from_min_max(
                    pos2(left, row.pos.y),
                    pos2(left + glyph.advance_width, row.pos.y + row.size.y),
                );
                in_row = Some(in_row.map_or(rect, |known| known.union(rect)));
            }
            char_idx += 1;
        }
        out.extend(in_row);
        char_idx += usize::from(row.ends_with_newline);
    }
    out
}
