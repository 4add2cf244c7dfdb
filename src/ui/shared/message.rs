//! A message as it will be sent: filled values tinted, gaps dashed, what the rules are against underlined.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Pos2, Sense, Stroke, Ui, vec2};

use super::paint::{dashed_frame, rects, wave};
use super::theme::{Tokens, font, size};
use crate::diag::Finding;
use crate::diag::Severity;
use crate::draft::{DraftMessage, shown_piece};
use crate::template::{Filled, Piece, char_range};

/// One message; `image` draws one that is an image, with this indent.
pub(in crate::ui) fn show(
    ui: &mut Ui,
    number: Option<usize>,
    message: &DraftMessage,
    findings: &[&Finding],
    image: impl FnOnce(&mut Ui, f32, &str),
) {
    let tokens = Tokens::of(ui);
    let indent = if number.is_some() { size::CHIP + size::GAP } else { 0.0 };
    if let Some(number) = number {
        paint_number(ui, ui.cursor().min, number, &tokens);
    }
    match message {
        DraftMessage::Text(filled) => text(ui, indent, filled, findings, &tokens),
        DraftMessage::Image(path) => image(ui, indent, path),
    }
    ui.add_space(size::GAP);
}

/// A number in a circle, taking its room in the layout.
pub(in crate::ui) fn number(ui: &mut Ui, number: usize, tokens: &Tokens) {
    let (rect, _) =
        ui.allocate_exact_size(vec2(size::CHIP + size::ROW_INSET, size::BODY_LINE), Sense::hover());
    paint_number(ui, rect.min, number, tokens);
}

/// The number of a message in a circle, to the left of its first line.
fn paint_number(ui: &Ui, left_top: Pos2, number: usize, tokens: &Tokens) {
    let centre = left_top + vec2(size::CHIP / 2.0, size::BODY_LINE / 2.0);
    ui.painter().circle(
        centre,
        size::CHIP / 2.0 - 1.0,
        tokens.accent_tint,
        Stroke::new(size::LINE, tokens.line),
    );
    let text = number.to_string();
    ui.painter().text(centre, egui::Align2::CENTER_CENTER, text, font(size::SMALL), tokens.accent);
}

/// A text with its values marked.
fn text(ui: &mut Ui, indent: f32, filled: &Filled, findings: &[&Finding], tokens: &Tokens) {
    let mut job = LayoutJob::default();
    let mut marks: Vec<(Range<usize>, bool)> = Vec::new();
    let mut chars = 0;
    let mut lead = 0.0;
    for piece in &filled.pieces {
        let shown = shown_piece(piece);
        let (colour, mark) = match piece {
            Piece::Text(_) => (tokens.text, None),
            Piece::Value { .. } => (tokens.accent, Some(false)),
            Piece::Gap { .. } => (tokens.gap, Some(true)),
            Piece::Broken(_) => (tokens.finding, Some(true)),
        };
        let leading = if mark.is_some() { size::VALUE_PADDING + 1.0 } else { lead };
        let format =
            TextFormat { line_height: Some(size::BODY_LINE), ..TextFormat::simple(font(size::BODY), colour) };
        let length = shown.chars().count();
        job.append(&shown, leading, format);
        if let Some(is_gap) = mark {
            marks.push((chars..chars + length, is_gap));
        }
        lead = if mark.is_some() { size::VALUE_PADDING + 1.0 } else { 0.0 };
        chars += length;
    }
    job.wrap.max_width = ui.available_width() - indent - size::VALUE_PADDING;
    let galley = ui.painter().layout_job(job);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(indent, 0.0), Sense::hover());
    let said = galley.text().to_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &said));
    let origin = rect.min + vec2(indent, 0.0);
    for (range, is_gap) in marks {
        for mark in rects(&galley, &range) {
            let mark = mark.translate(origin.to_vec2()).expand2(vec2(size::VALUE_PADDING, -2.0));
            let fill = if is_gap { tokens.gap_tint } else { tokens.accent_tint };
            ui.painter().rect_filled(mark, f32::from(size::RADIUS) / 2.0, fill);
            if is_gap {
                dashed_frame(ui, mark, tokens.gap);
            }
        }
    }
    for found in findings {
        let chars = char_range(galley.text(), &found.range);
        for mark in rects(&galley, &chars) {
            wave(ui, mark.translate(origin.to_vec2()), finding_colour(found, tokens));
        }
    }
    ui.painter().galley(origin, galley, Color32::PLACEHOLDER);
}

/// Errors are red; what is only unwise is amber, as gaps are. Both have a wave and words.
pub(in crate::ui) fn finding_colour(finding: &Finding, tokens: &Tokens) -> Color32 {
    match finding.severity {
        Severity::Error => tokens.finding,
        Severity::Warning => tokens.gap,
        Severity::Hint => tokens.dim,
    }
}
