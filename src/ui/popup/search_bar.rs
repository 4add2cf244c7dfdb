//! The search box, and the shop at its right.

use egui::text_edit::TextEditState;
use egui::{Align, Context, Event, Frame, Id, Key, Layout, Role, Sense, Ui, WidgetInfo};

use super::shops;
use super::view::View;
use crate::app::popup::Action;
use crate::ui::shared::paint::{FOCUS_LOCK, chip, hold_focus};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::{Typed, whole};

/// The id of the search box.
fn id() -> Id {
    Id::unique("search")
}

/// The search field, and the shop in use on the right.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        if let Some(shop) = view.popup.shops().current() {
            let name = shops::name(view, shop);
            let plate = chip(ui, &name, tokens.accent, tokens.accent_tint, tokens.accent_tint);
            let shown = ui.interact(plate.rect, Id::unique("shop"), Sense::click());
            shown.widget_info(|| WidgetInfo::labeled(Role::Button, true, &*name));
            if shown.clicked() {
                actions.push(Action::SetQuery("#".to_owned()));
            }
            ui.add_space(size::GAP);
        }
        let mut query = Typed(view.popup.finder().query_text().to_owned());
        let hint = view.words.text("search-hint").into_owned();
        let edit = query.one_line()
            .id(id())
            .font(font(size::SEARCH_TEXT))
            .frame(Frame::NONE)
            .margin(0.0)
            .desired_width(ui.available_width())
            .align(egui::Align2::LEFT_CENTER)
            .hint_text(egui::RichText::new(hint).color(tokens.dim).font(font(size::TITLE)))
            .event_filter(FOCUS_LOCK);
        let face = view.popup.face();
        let wants_focus = !face.has_fields() && face.chip().is_none();
        if wants_focus {
            hold_focus(ui, id());
        }
        // Undo and redo may bring back what was pasted.
        let was_pasted = ui.input(|input| {
            let is_undo = |key: Key| [Key::Z, Key::Y].contains(&key);
            let brings_back = |event: &Event| {
                matches!(event, Event::Paste(_))
                    || matches!(event, Event::Key { key, modifiers, .. } if modifiers.command && is_undo(*key))
            };
            input.events.iter().any(brings_back)
        });
        forget_last_opening(ui, view);
        let response = ui.add(edit);
        query.keep_cursor_whole(ui, id());
        select_offer(ui, view);
        let label = view.words.text("search-label").into_owned();
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, &label));
        if response.changed() {
            actions.push(if was_pasted { Action::SetPastedQuery(query.0) } else { Action::SetQuery(query.0) });
        }
        if !wants_focus && response.gained_focus() {
            actions.push(Action::LeaveForm);
        }
    });
}

/// Whether the caret is behind the last character of the text in the search box, also where that is selected.
pub(super) fn is_caret_at_end(ctx: &Context, text: &str) -> bool {
    let caret = TextEditState::load(ctx, id()).and_then(|state| state.cursor.char_range());
    caret.is_none_or(|range| range.primary.index.0 >= text.chars().count())
}

/// What the last buyer wrote does not come back by Ctrl+Z.
fn forget_last_opening(ui: &Ui, view: &View<'_>) {
    if let Some(mut state) = state_after_change(ui, "openings", view.popup.window().openings()) {
        state.clear_undoer();
        state.store(ui.ctx(), id());
    }
}

/// A text that was put into the box is selected once, so that typing replaces it.
fn select_offer(ui: &Ui, view: &View<'_>) {
    if let Some(mut state) = state_after_change(ui, "offers", view.popup.finder().prefills()) {
        state.cursor.set_char_range(Some(whole(view.popup.finder().query_text())));
        state.store(ui.ctx(), id());
    }
}

/// The box's own state, when a count is another than in the frame before.
fn state_after_change(ui: &Ui, counted: &str, count: u64) -> Option<TextEditState> {
    let before = ui
        .data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<u64>(Id::unique(counted)), count));
    if before == count { None } else { TextEditState::load(ui.ctx(), id()) }
}
