//! The shops to choose from, while a `#` is typed: their list, and what the selected one says.

use egui::{Align2, CornerRadius, Label, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::view::View;
use crate::app::popup::{Action, ShopList};
use crate::model::Shop;
use crate::ui::shared::paint::{job, one_line, right_text, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The name to show; a shop may have none.
pub(super) fn name<'a>(view: &'a View<'_>, shop: &'a Shop) -> std::borrow::Cow<'a, str> {
    shop.name().map_or_else(|| view.words.text("shop-unnamed"), Into::into)
}

/// The shops to choose from, or why there are none.
pub(super) fn list(ui: &mut Ui, view: &View<'_>, list: &ShopList, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    if list.shops.is_empty() {
        let title = if view.popup.shops().all().is_empty() { "empty-shops" } else { "empty-no-shop" };
        egui::Frame::new().inner_margin(size::MARGIN).show(ui, |ui| {
            ui.label(egui::RichText::new(view.words.text(title)).font(font(size::TITLE)).color(tokens.text));
            ui.add_space(size::ROW_INSET);
            let advice = view.words.with("empty-shops-advice", &[("path", &view.facts.shops_path)]);
            ui.label(small(&advice, tokens.dim));
        });
        return;
    }
    let heights = size::ROW * 0.7;
    ui.add_space(size::ROW_INSET);
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, heights, list.shops.len(), |ui, in_sight| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for row_idx in in_sight {
            let Some(shop_idx) = list.shops.get(row_idx).copied() else { continue };
            let Some(shop) = view.popup.shops().all().get(shop_idx) else { continue };
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), heights), Sense::click());
            let is_selected = row_idx == list.selected;
            let shown = name(view, shop);
            response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_selected, &*shown));
            if response.clicked() {
                actions.push(Action::ChooseShop(shop_idx));
            }
            if is_selected {
                response.scroll_to_me(None);
            }
            let plate = rect.shrink2(vec2(size::ROW_INSET, 0.0));
            if is_selected || response.hovered() {
                let fill = if is_selected { tokens.selected } else { tokens.panel };
                ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), fill);
            }
            row(ui, view, rect, &shown, shop_idx == view.popup.shops().current_idx());
        }
    });
}

/// One shop of the list.
fn row(ui: &Ui, view: &View<'_>, rect: Rect, shown: &str, is_in_use: bool) {
    let tokens = Tokens::of(ui);
    let (left, right) = (rect.left() + size::MARGIN, rect.right() - size::MARGIN);
    let mut width = right - left;
    if is_in_use {
        let said = view.words.text("shop-in-use");
        width -= right_text(ui, egui::pos2(right, rect.center().y), &said, tokens.accent) + size::GAP;
    }
    let top = egui::pos2(left, rect.center().y - size::TITLE * 0.72);
    one_line(ui, top, width, job(shown, size::TITLE, tokens.text));
}

/// What the selected shop fills in.
pub(super) fn preview(ui: &mut Ui, view: &View<'_>, list: &ShopList) {
    let tokens = Tokens::of(ui);
    let Some(shop) = list.shops.get(list.selected).and_then(|idx| view.popup.shops().all().get(*idx)) else {
        return;
    };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let tables = shop.tables.iter().map(|table| (table.name.as_str(), table.outputs.join(" ")));
        let values = shop.values().map(|(field, value)| (field, value.to_owned()));
        for (field, value) in values.chain(tables) {
            ui.horizontal_top(|ui| {
                let (rect, _) =
                    ui.allocate_exact_size(vec2(size::FIELD_LABEL, size::BODY_LINE), Sense::hover());
                let centre = rect.left_center();
                ui.painter().text(centre, Align2::LEFT_CENTER, field, font(size::SMALL), tokens.dim);
                let text = egui::RichText::new(value).font(font(size::BODY)).color(tokens.text);
                ui.add(Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
            });
        }
    });
}
