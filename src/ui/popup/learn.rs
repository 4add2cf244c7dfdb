//! What of a buyer's message is kept as a sample question, before it is.

use egui::{Id, Role, Ui, WidgetInfo};

use super::view::View;
use crate::app::popup::{Action, Learn};
use crate::ui::shared::paint::{field_frame, hold_focus, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// How many lines of the message are in sight.
const LINES: usize = 4;

/// The question that is to be learned, or that is known already, with the reply it belongs to.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, learn: &Learn, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let title = view.words.text(if learn.is_learned { "keep-known" } else { "keep-title" });
    ui.label(egui::RichText::new(title).font(font(size::TITLE)).color(tokens.text));
    ui.add_space(size::GAP);
    text_ui(ui, view, learn, actions);
    ui.add_space(size::GAP);
    let about = if learn.is_learned { "keep-drop" } else { "keep-for" };
    ui.label(small(&view.words.with(about, &[("title", &learn.reply_title)]), tokens.text));
    if !learn.is_learned {
        let privacy = if learn.is_shortened { "keep-shortened" } else { "keep-whole" };
        ui.label(small(&view.words.text(privacy), tokens.dim));
    }
}

/// The field of the question; it cannot be edited once it is learned.
fn text_ui(ui: &mut Ui, view: &View<'_>, learn: &Learn, actions: &mut Vec<Action>) {
    let mut text = Typed(learn.text.clone());
    let id = Id::unique("keep");
    let frame = field_frame(ui, true);
    if !learn.is_learned {
        hold_focus(ui, id);
    }
    let edit = text
        .lines(LINES)
        .id(id)
        .font(font(size::BODY))
        .frame(frame)
        .desired_width(ui.available_width())
        .interactive(!learn.is_learned);
    let response = ui.add(edit);
    text.keep_cursor_whole(ui, id);
    let label = view.words.text("keep-label").into_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
    if response.changed() {
        actions.push(Action::SetQuestionText(text.0));
    }
}
