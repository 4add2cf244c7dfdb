//! The selected reply as it will be copied: filled values tinted, gaps dashed.

use std::sync::Arc;

use egui::text::TextWrapping;
use egui::{
    Align, ColorImage, Id, Layout, Rect, ScrollArea, Sense, Stroke, StrokeKind, TextureHandle,
    TextureOptions, Ui, Vec2, pos2, vec2,
};

use super::View;
use crate::app::popup::Command;
use crate::diag::Finding;
use crate::draft::{Draft, DraftFinding, FieldNote};
use crate::lang::capitalized;
use crate::model::{Layer, Picture, Shop};
use crate::ui::shared::message::{self, finding_colour};
use crate::ui::shared::paint::{chip, full_width, key_hint, small};
use crate::ui::shared::theme::{Tokens, size};

/// The selected reply as it would be copied, with its note.
pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    let Some(draft) = view.draft() else { return };
    header(ui, view);
    ui.add_space(size::GAP);
    let below = if selected_note(view).is_some() { size::BODY_LINE * 2.0 } else { size::GAP };
    let height = (ui.available_height() - below).max(size::BODY_LINE);
    ScrollArea::vertical()
        .id_salt("preview")
        .max_height(height)
        .auto_shrink(false)
        .show(ui, |ui| messages(ui, view, draft));
    note(ui, view);
}

/// Where it is in the library, whose it is, and which of its wordings this is.
pub(super) fn header(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let Some((at, reply)) =
        view.popup.finder().selected().and_then(|at| view.popup.library().reply(at).map(|reply| (at, reply)))
    else {
        return;
    };
    ui.horizontal(|ui| {
        ui.set_height(size::CHIP);
        ui.spacing_mut().item_spacing.x = size::GAP;
        if !reply.category.is_empty() {
            ui.label(small(&reply.category.replace('/', " › "), tokens.dim));
        }
        if let Some((layer, pack)) = view.popup.library().pack_of(at) {
            let own = view.words.text("preview-own");
            let name = if layer == Layer::Personal && pack.name.is_empty() {
                own.as_ref()
            } else {
                pack.name.as_str()
            };
            chip(ui, name, tokens.dim, tokens.background, tokens.line);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let wording = view.draft().map_or(0, |draft| draft.wording.idx);
            let (current, total) = (wording + 1, reply.wordings.len());
            if total > 1 {
                let args = [("current", &*current.to_string()), ("total", &*total.to_string())];
                ui.label(small(&view.words.with("preview-variant", &args), tokens.dim));
            }
            version(ui, view, &tokens);
            if view.draft().is_some_and(|draft| draft.is_expired) {
                ui.label(small(&view.words.text("row-expired"), tokens.gap));
            }
            let count = view.draft().map_or(0, |draft| draft.messages.len());
            if count > 1 {
                let is_split = view.draft().is_some_and(|draft| draft.split.is_some());
                let limit = Shop::length_limit(view.popup.shops().current()).to_string();
                let args = [("count", &*count.to_string()), ("limit", &*limit)];
                let said = view.words.with(if is_split { "preview-split" } else { "preview-parts" }, &args);
                ui.label(small(&said, tokens.dim));
            }
        });
    });
}

/// Why this wording was taken, or that it is not meant for now.
fn version(ui: &mut Ui, view: &View<'_>, tokens: &Tokens) {
    let Some(draft) = view.draft().filter(|draft| !draft.reasons.is_empty()) else { return };
    let reasons = view.words.reasons(&draft.reasons);
    let (id, colour) = if draft.wording.holds {
        ("preview-version", tokens.accent)
    } else {
        ("preview-version-not-now", tokens.gap)
    };
    ui.label(small(&view.words.with(id, &[("reasons", &reasons)]), colour));
}

/// The messages; several are numbered.
pub(super) fn messages(ui: &mut Ui, view: &View<'_>, draft: &Draft) {
    let tokens = Tokens::of(ui);
    let is_numbered = draft.messages.len() > 1;
    for (message_idx, message) in draft.messages.iter().enumerate() {
        let number = is_numbered.then_some(message_idx + 1);
        let of_message = draft.findings.iter().filter(|found| found.message_idx == message_idx);
        let findings: Vec<&Finding> = of_message.map(|found| &found.finding).collect();
        message::show(ui, number, message, &findings, |ui, indent, path| image(ui, view, indent, path));
    }
    for (nth, found) in draft.findings.iter().enumerate() {
        // The key means the first one.
        let keys: &[_] = if nth == 0 { &[(Command::Waive, "hint-waive")] } else { &[] };
        finding(ui, view, found, keys);
    }
    for field in &draft.fields {
        if let Some(note @ FieldNote::ExampleRow { .. }) = &field.note {
            let said = view.words.field_note(note);
            let args = [("field", field.name.as_str()), ("note", said.as_str())];
            ui.label(small(&view.words.with("preview-field-note", &args), tokens.gap));
        }
    }
    if let Some(year) = draft.unknown_year {
        let said = view.words.with("preview-unknown-year", &[("year", &year.to_string())]);
        ui.label(small(&said, tokens.gap));
    }
}

/// Why something must not be said, what it costs, and what to say in its place; behind it the keys that are about it.
fn finding(ui: &mut Ui, view: &View<'_>, found: &DraftFinding, keys: &[(Command, &str)]) {
    let tokens = Tokens::of(ui);
    let colour = finding_colour(&found.finding, &tokens);
    let mut said = view.words.finding(&found.finding, &found.quote);
    let overrides = view.popup.memory().overrides(found.finding.code());
    if overrides > 0 {
        said += &view.words.with("finding-overrides", &[("count", &overrides.to_string())]);
    }
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = size::ROW_INSET;
        let (rect, _) = ui.allocate_exact_size(vec2(size::NOTE_BAR, size::SMALL_LINE), Sense::hover());
        ui.painter().rect_filled(rect, 0.0, colour);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.label(small(&said, colour));
            ui.horizontal_wrapped(|ui| {
                if let Some(instead) = view.words.finding_instead(&found.finding) {
                    ui.label(small(&capitalized(&instead), tokens.dim));
                    ui.add_space(size::GAP);
                }
                for (command, word) in keys {
                    key_hint(ui, command.keys(), &view.words.text(word), &tokens);
                }
            });
        });
    });
    ui.add_space(size::ROW_INSET);
}

/// An image, or what is wrong with it.
fn image(ui: &mut Ui, view: &View<'_>, indent: f32, path: &str) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.add_space(indent);
        match view.popup.catalog().image(path) {
            Some(Ok(picture)) => {
                let texture = texture(ui, path, picture);
                let room = Vec2::from(size::IMAGE);
                let shown = texture.size_vec2();
                let scale = (room.x / shown.x).min(room.y / shown.y).min(1.0);
                let (rect, response) = ui.allocate_exact_size(shown * scale, Sense::hover());
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, path));
                let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
                ui.painter().image(texture.id(), rect, whole, tokens.untinted);
                ui.painter().rect_stroke(rect, 0.0, Stroke::new(size::LINE, tokens.line), StrokeKind::Inside);
            }
            Some(Err(problem)) => {
                ui.label(small(&view.words.image_problem(path, problem), tokens.gap));
            }
            None => {
                chip(ui, &view.words.text("row-image"), tokens.dim, tokens.panel, tokens.line);
                ui.label(small(path, tokens.dim));
            }
        }
    });
}

/// The picture on the graphics side, made once.
fn texture(ui: &Ui, path: &str, picture: &Arc<Picture>) -> TextureHandle {
    let id = Id::unique(("image", path));
    let known = ui.data(|data| data.get_temp::<(Arc<Picture>, TextureHandle)>(id));
    match known {
        Some((of, texture)) if Arc::ptr_eq(&of, picture) => texture,
        _ => {
            let image = ColorImage::from_rgba_unmultiplied([picture.width, picture.height], &picture.rgba);
            let texture = ui.ctx().load_texture(path, image, TextureOptions::LINEAR);
            ui.data_mut(|data| data.insert_temp(id, (Arc::clone(picture), texture.clone())));
            texture
        }
    }
}

fn selected_note<'a>(view: &View<'a>) -> Option<&'a str> {
    view.popup.selected_reply().and_then(|reply| reply.note.as_deref())
}

/// The note for the agent; it is never copied.
fn note(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    let Some(note) = selected_note(view) else { return };
    let rect = full_width(ui, size::BODY_LINE * 2.0 - size::GAP);
    let mut job = crate::ui::shared::paint::job(note, size::SMALL, tokens.dim);
    job.wrap = TextWrapping { max_width: rect.width() - size::GAP, max_rows: 2, ..TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let top = rect.bottom() - galley.size().y;
    let bar = Rect::from_min_max(pos2(rect.left(), top), pos2(rect.left() + size::NOTE_BAR, rect.bottom()));
    ui.painter().rect_filled(bar, 0.0, tokens.line);
    ui.painter().galley(pos2(rect.left() + size::GAP, top), galley, tokens.dim);
}
