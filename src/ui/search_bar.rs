//! The search box, and the shop at its right.

use egui::{Align, EventFilter, Frame, Id, Layout, Role, TextEdit, Ui, WidgetInfo};

use super::View;
use super::paint::{chip, hold_keys};
use super::theme::{Tokens, font, size};
use crate::app::Action;

/// The id of the search box, for those who give it the keys.
fn id() -> Id {
    Id::unique("search")
}

/// The keys that the box must not use to give the focus away.
pub(super) const KEEPS: EventFilter =
    EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };

pub(super) fn show(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(name) = view.app.shop().and_then(|shop| shop.name()) {
            chip(ui, name, tokens.accent, tokens.accent_tint, tokens.accent_tint);
            ui.add_space(size::GAP);
        }
        let mut query = view.app.popup().query().to_owned();
        let hint = view.words.text("search-hint").into_owned();
        let edit = TextEdit::singleline(&mut query)
            .id(id())
            .font(font(size::SEARCH_TEXT))
            .frame(Frame::NONE)
            .margin(0.0)
            .desired_width(ui.available_width())
            .align(egui::Align2::LEFT_CENTER)
            .hint_text(egui::RichText::new(hint).color(tokens.dim).font(font(size::TITLE)))
            .event_filter(KEEPS);
        let wants_keys = view.app.popup().form().is_none();
        if wants_keys {
            hold_keys(ui, id());
        }
        let response = ui.add(edit);
        let label = view.words.text("search-label").into_owned();
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
        if response.changed() {
            actions.push(Action::SetQuery(query));
        }
        if !wants_keys && response.gained_focus() {
            actions.push(Action::LeaveForm);
        }
    });
}
