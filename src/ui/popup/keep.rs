//! What of a buyer's message is kept as a sample question, before it is.

use egui::{Id, Role, Ui, WidgetInfo};

use super::View;
use crate::app::popup::{Action, Keep};
use crate::ui::shared::paint::{field_frame, hold_keys, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// So many lines of the message are in sight.
const LINES: usize = 4;

pub(super) fn show(ui: &mut Ui, view: &View<'_>, keep: &Keep, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let title = view.words.text(if keep.is_kept { "keep-known" } else { "keep-title" });
    ui.label(egui::RichText::new(title).font(font(size::TITLE)).color(tokens.text));
    ui.add_space(size::GAP);
    text_ui(ui, view, keep, actions);
    ui.add_space(size::GAP);
    let about = if keep.is_kept { "keep-drop" } else { "keep-for" };
    ui.label(small(&view.words.with(about, &[("title", &keep.reply_title)]), tokens.text));
    if !keep.is_kept {
        let privacy = if keep.is_shortened { "keep-shortened" } else { "keep-whole" };
        ui.label(small(&view.words.text(privacy), tokens.dim));
    }
}

fn text_ui(ui: &mut Ui, view: &View<'_>, keep: &Keep, actions: &mut Vec<Action>) {
    let mut text = Typed(keep.text.clone());
    let id = Id::unique("keep");
    let frame = field_frame(ui, true);
    if !keep.is_kept {
        hold_keys(ui, id);
    }
    let edit = text
        .lines(LINES)
        .id(id)
        .font(font(size::BODY))
        .frame(frame)
        .desired_width(ui.available_width())
        .interactive(!keep.is_kept);
    let response = ui.add(edit);
    text.keep_cursor_whole(ui, id);
    let label = view.words.text("keep-label").into_owned();
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
    if response.changed() {
        actions.push(Action::SetKeepText(text.0));
    }
}
