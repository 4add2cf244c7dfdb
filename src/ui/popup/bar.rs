//! The bar while the messages of a reply are copied one by one: how many are done, the next one, the hotkey.

use egui::{
    Align, CentralPanel, Frame, Id, Layout, Margin, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2,
};

use super::view::View;
use crate::app::popup::{Action, Notice, Sequence};
use crate::draft::ReadyMessage;
use crate::ui::shared::paint::{chip, cross, job, key_cap, one_line, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The bar; a click copies the next message, a drag moves it.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, bar: &Sequence, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let frame = Frame::new().inner_margin(Margin::symmetric(size::MARGIN_I8, 0));
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let whole = ui.max_rect();
        let said = words(view, bar);
        let pressed = ui.interact(whole, Id::unique("bar"), Sense::click_and_drag());
        pressed.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        if pressed.clicked() {
            actions.push(Action::CopyNext);
        }
        if pressed.drag_started() {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::StartDrag);
        }
        ui.scope_builder(UiBuilder::new().max_rect(whole), |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                contents(ui, view, bar, &said, actions);
            });
        });
    });
    let edge = ui.ctx().viewport_rect();
    ui.ctx().layer_painter(ui.layer_id()).rect_stroke(
        edge,
        0.0,
        egui::Stroke::new(size::LINE, tokens.line),
        egui::StrokeKind::Inside,
    );
}

/// What the bar says: how far the sequence is, and the message that comes next.
fn contents(ui: &mut Ui, view: &View<'_>, bar: &Sequence, said: &str, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    ui.spacing_mut().item_spacing.x = 0.0;
    end_ui(ui, view, actions);
    ui.add_space(size::GAP);
    if bar.next().is_some()
        && let Some(hotkey) = &view.facts.hotkey
    {
        key_cap(ui, hotkey, &tokens);
        ui.add_space(size::GAP);
    }
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let args = [("copied", &*bar.copied().to_string()), ("total", &*bar.total().to_string())];
        let done = view.words.with("bar-copied", &args);
        chip(ui, &done, tokens.accent, tokens.accent_tint, tokens.accent_tint);
        ui.add_space(size::GAP);
        let is_next = bar.next().is_some() && bar.problem().is_none() && !view.popup.sender().is_slow();
        if is_next {
            ui.label(small(&view.words.text("bar-next"), tokens.dim));
            ui.add_space(size::GAP);
        }
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::CHIP), Sense::hover());
        let is_incomplete = bar.next().is_none() && bar.passed_over() > 0;
        let colour = if bar.problem().is_some() || is_incomplete { tokens.gap } else { tokens.text };
        let galley_height = ui.painter().layout_no_wrap("字".to_owned(), font(size::SMALL), colour).size().y;
        let top = egui::pos2(rect.left(), rect.center().y - galley_height / 2.0);
        one_line(ui, top, rect.width(), job(said, size::SMALL, colour));
    });
}

/// What the bar says: that a copy takes long, why the last message is not on the clipboard, else the next one, else that all
/// is done.
fn words(view: &View<'_>, bar: &Sequence) -> String {
    if view.popup.sender().is_slow() {
        return view.words.notice(&Notice::Copying);
    }
    if let Some(problem) = bar.problem() {
        return view.words.copy_error(problem);
    }
    match bar.next() {
        Some(ReadyMessage::Text(text)) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Some(ReadyMessage::Image(path)) => format!("{} {path}", view.words.text("row-image")),
        None if bar.passed_over() > 0 => {
            let count = bar.passed_over().to_string();
            view.words.with("bar-done-without-images", &[("count", &count)])
        }
        None => view.words.text("bar-done").into_owned(),
    }
}

/// The cross that ends it.
fn end_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let (plate, _): (Rect, _) = ui.allocate_exact_size(vec2(size::CHIP, size::CHIP), Sense::hover());
    let button = ui.interact(plate, Id::unique("bar-end"), Sense::click());
    let label = view.words.text("bar-end").into_owned();
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    cross(ui, plate.center(), if button.hovered() { tokens.text } else { tokens.dim });
    if button.clicked() {
        actions.push(Action::EndSequence);
    }
}
