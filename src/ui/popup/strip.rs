//! The chips above the list: what is known of the buyer and how old it is, the buyers before, and what the copied text has.

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, Frame, Id, Layout, Margin, Panel, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, WidgetInfo, vec2,
};
use jiff::SignedDuration;

use super::view::View;
use crate::app::popup::{Action, Chip, Command};
use crate::draft::{KnownValue, Offer};
use crate::ui::shared::paint::{self, FOCUS_LOCK, dashed_frame, hold_focus, key_cap, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::{Typed, select_all};

/// How many characters of a value are shown: a phone is shown whole.
const LONGEST: usize = 11;

/// Ages change, and values cease to hold, while nobody does anything.
const AGE_STEP: std::time::Duration = std::time::Duration::from_secs(5);

/// The lines above the form: next replies, offers of the copied text, the buyer's values. Each shows only where it has
/// something.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    if view.popup.next_steps().next().is_some() {
        row(ui, "next", &tokens, |ui| {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| next_ui(ui, view, actions));
        });
    }
    if !view.popup.chat().offers().is_empty() {
        row(ui, "offers", &tokens, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if has_open_offers(view) {
                    hint(ui, view, Command::TakeOffers, "hint-take-offers", &tokens);
                }
                chips(ui, "offer-chips", |ui| offers_ui(ui, view, actions));
            });
        });
    }
    if !view.popup.chat().buyers().is_empty() {
        ui.ctx().request_repaint_after(AGE_STEP);
        row(ui, "buyer", &tokens, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                hint(ui, view, Command::NextBuyer, "hint-next-buyer", &tokens);
                if kept(view, false).next().is_some() {
                    hint(ui, view, Command::SameBuyer, "hint-same-buyer", &tokens);
                }
                chips(ui, "buyer-chips", |ui| buyer_ui(ui, view, actions));
            });
        });
    }
}

/// The replies that usually come next, each with its key.
fn next_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    ui.spacing_mut().item_spacing.x = 0.0;
    ui.label(small(&view.words.text("strip-next"), tokens.dim));
    ui.add_space(size::GAP);
    for (step_idx, reply) in view.popup.next_steps().enumerate() {
        let (digit, title) = ((step_idx + 1).to_string(), reply.title.as_str());
        let keys = Command::TakeNext.keys().replace("1-9", &digit);
        key_cap(ui, &keys, &tokens);
        ui.add_space(size::ROW_INSET);
        let chip = paint::chip(ui, title, tokens.text, tokens.background, tokens.line);
        let chip = chip.interact(Sense::click());
        let said = view.words.with("chip-next", &[("title", title)]);
        chip.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        if chip.clicked() {
            actions.push(Action::TakeNext(step_idx));
        }
        ui.add_space(size::GAP);
    }
}

/// Whether something of the copied text is not filled in yet.
fn has_open_offers(view: &View<'_>) -> bool {
    let offers = view.popup.chat().offers();
    offers.iter().any(|offer| view.popup.chat().is_open(offer, view.env.at()))
}

fn row(ui: &mut Ui, id: &str, tokens: &Tokens, content: impl FnOnce(&mut Ui)) {
    let frame = Frame::new().inner_margin(Margin::symmetric(size::MARGIN_I8, 0));
    let panel = Panel::top(Id::unique(("strip", id))).exact_size(size::STRIP).frame(frame);
    let shown = panel.show_separator_line(false).show(ui, content);
    let rect = shown.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom(), Stroke::new(size::LINE, tokens.line));
}

/// A key and what it does, drawn from the right: the meaning first.
fn hint(ui: &mut Ui, view: &View<'_>, command: Command, word: &str, tokens: &Tokens) {
    ui.spacing_mut().item_spacing.x = 0.0;
    ui.label(small(&view.words.text(word), tokens.dim));
    ui.add_space(size::ROW_INSET);
    key_cap(ui, command.keys(), tokens);
    ui.add_space(size::GAP);
}

/// What is left of the row; more chips than it takes are scrolled to.
fn chips(ui: &mut Ui, id: &str, content: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let area = ScrollArea::horizontal().id_salt(id).auto_shrink(false);
        area.scroll_bar_visibility(egui::scroll_area::ScrollBarVisibility::AlwaysHidden).show(ui, |ui| {
            ui.set_height(size::STRIP - size::LINE);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = size::ROW_INSET;
                content(ui);
            });
        });
    });
}

/// What holds, or what is to be confirmed.
fn kept<'a>(view: &'a View<'_>, holds: bool) -> impl Iterator<Item = &'a KnownValue> {
    let values = view.popup.chat().buyers().current().values();
    values.iter().filter(move |kept| kept.holds(view.env.at()) == holds)
}

/// The values of the buyer, those to confirm, and the earlier buyers.
fn buyer_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    for (holds, title, colour) in [(true, "strip-buyer", tokens.dim), (false, "strip-to-confirm", tokens.gap)]
    {
        for (place, kept) in kept(view, holds).enumerate() {
            if place == 0 {
                ui.label(small(&view.words.text(title), colour));
            }
            known_ui(ui, view, kept, holds, actions);
        }
    }
    for (earlier_idx, buyer) in view.popup.chat().buyers().earlier().enumerate() {
        let Some(label) = buyer.label() else { continue };
        if earlier_idx == 0 {
            if !view.popup.chat().buyers().current().is_empty() {
                ui.add_space(size::ROW_INSET);
            }
            ui.label(small(&view.words.text("strip-earlier"), tokens.dim));
        }
        let age = age(view, label.age(view.env.at()));
        let face = Face { name: "", value: &label.value, age: Some(&age), look: Look::Plain };
        let chip = Chip::Earlier(earlier_idx);
        let said = view.words.with("chip-earlier", &[("value", &label.value), ("age", &age)]);
        press_ui(ui, view, &chip, &face, &said, actions);
    }
}

/// A value of the buyer as a chip, or as a field while it is edited.
fn known_ui(ui: &mut Ui, view: &View<'_>, kept: &KnownValue, holds: bool, actions: &mut Vec<Action>) {
    let chip = Chip::Known(kept.field.clone());
    if view.popup.face().chip() == Some(&chip)
        && let Some(text) = view.popup.face().chip_text()
    {
        return edit_ui(ui, &kept.field, text, actions);
    }
    let age = age(view, kept.age(view.env.at()));
    let look = if holds { Look::Plain } else { Look::ToConfirm };
    let face = Face { name: &kept.field, value: &kept.value, age: Some(&age), look };
    let args = [("field", kept.field.as_str()), ("value", kept.value.as_str()), ("age", age.as_str())];
    let said = view.words.with(if holds { "chip-kept" } else { "chip-to-confirm" }, &args);
    press_ui(ui, view, &chip, &face, &said, actions);
}

/// The values of the copied text as chips.
fn offers_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let offers = view.popup.chat().offers();
    let is_previous_buyers = offers.iter().all(|offer| offer.is_previous_buyers);
    let (title, colour) =
        if is_previous_buyers { ("strip-offers-of-last", tokens.gap) } else { ("strip-offers", tokens.dim) };
    ui.label(small(&view.words.text(title), colour));
    for (offer_idx, offer) in offers.iter().enumerate() {
        let look = look_of(view, offer);
        let face = Face { name: offer.field, value: &offer.value, age: None, look };
        let said = view.words.with("chip-offer", &[("field", offer.field), ("value", &offer.value)]);
        press_ui(ui, view, &Chip::Offer(offer_idx), &face, &said, actions);
    }
}

/// How the chip of an offer looks.
fn look_of(view: &View<'_>, offer: &Offer) -> Look {
    if view.popup.chat().has_taken(offer, view.env.at()) {
        Look::Taken
    } else if offer.is_previous_buyers {
        Look::ToConfirm
    } else {
        Look::Offered
    }
}

/// How a chip looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Known, or an earlier buyer.
    Plain,
    /// Known, but not filled in any more.
    ToConfirm,
    Offered,
    Taken,
}

struct Colours {
    text: Color32,
    fill: Color32,
    edge: Color32,
}

impl Look {
    /// The colours of a chip.
    fn colours(self, tokens: &Tokens) -> Colours {
        let [text, fill, edge] = match self {
            Self::Plain => [tokens.text, tokens.panel, tokens.line],
            Self::ToConfirm => [tokens.gap, tokens.gap_tint, Color32::TRANSPARENT],
            Self::Offered => [tokens.accent, tokens.background, tokens.accent],
            Self::Taken => [tokens.accent, tokens.accent_tint, tokens.accent],
        };
        Colours { text, fill, edge }
    }
}

/// What is written in a chip.
struct Face<'a> {
    name: &'a str,
    value: &'a str,
    age: Option<&'a str>,
    look: Look,
}

/// Paints a chip that can be pressed, with the mouse, or with a key while it is focused.
fn press_ui(
    ui: &mut Ui,
    view: &View<'_>,
    chip: &Chip,
    face: &Face<'_>,
    said: &str,
    actions: &mut Vec<Action>,
) {
    let tokens = Tokens::of(ui);
    let Colours { text: colour, fill, edge } = face.look.colours(&tokens);
    let name_colour = if face.look == Look::Plain { tokens.dim } else { colour };
    let mut job = LayoutJob::default();
    let mut add = |text: &str, lead: f32, colour| {
        job.append(text, lead, TextFormat::simple(font(size::SMALL), colour));
    };
    add(face.name, 0.0, name_colour);
    add(&shortened(face.value), if face.name.is_empty() { 0.0 } else { size::ROW_INSET }, colour);
    let text = ui.painter().layout_job(job);
    let age = face.age.map(|age| ui.painter().layout_no_wrap(age.to_owned(), font(size::SMALL), name_colour));
    let age_width = age.as_ref().map_or(0.0, |age| size::GAP + age.size().x);
    let wanted = vec2(text.size().x + age_width + 2.0 * size::CHIP_PADDING, size::CHIP);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let shown = ui.interact(rect, Id::unique(("chip", chip)), Sense::click());
    let has_focus = view.popup.face().chip() == Some(chip);
    let radius = size::CHIP / 2.0;
    ui.painter().rect(rect, radius, fill, Stroke::new(size::LINE, edge), StrokeKind::Inside);
    if face.look == Look::ToConfirm {
        dashed_frame(ui, rect, tokens.gap);
    }
    let left = rect.left_center() + vec2(size::CHIP_PADDING, -text.size().y / 2.0);
    ui.painter().galley(left, text, colour);
    shown.widget_info(|| WidgetInfo::selected(Role::Button, true, face.look == Look::Taken, said));
    // A cross takes the place of the age while the chip is pointed at.
    match chip {
        Chip::Known(field) if has_focus || ui.rect_contains_pointer(rect) => {
            drop_ui(ui, view, rect, field, actions);
        }
        Chip::Known(_) | Chip::Offer(_) | Chip::Earlier(_) => {
            if let Some(age) = age {
                let right = rect.right_center() - vec2(size::CHIP_PADDING + age.size().x, age.size().y / 2.0);
                ui.painter().galley(right, age, name_colour);
            }
        }
    }
    if has_focus {
        focus_ui(ui, &shown);
    }
    if shown.clicked() {
        actions.push(Action::PressChip(chip.clone()));
    }
    shown.on_hover_text(face.value);
}

/// Shows that the chip is focused, by a ring around it, and gives it the keys.
fn focus_ui(ui: &Ui, shown: &Response) {
    let (radius, ring) = (size::CHIP / 2.0 + size::RING, Stroke::new(2.0, Tokens::of(ui).accent));
    ui.painter().rect_stroke(shown.rect.expand(size::RING), radius, ring, StrokeKind::Inside);
    if hold_focus(ui, shown.id) {
        shown.scroll_to_me(None);
    }
    ui.memory_mut(|memory| memory.set_focus_lock_filter(shown.id, FOCUS_LOCK));
}

/// The cross that forgets a value.
fn drop_ui(ui: &Ui, view: &View<'_>, chip: Rect, field: &str, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let plate = Rect::from_x_y_ranges(chip.right() - size::CHIP..=chip.right(), chip.y_range());
    let cross = ui.interact(plate, Id::unique(("drop", field)), Sense::click());
    let said = view.words.with("chip-drop", &[("field", field)]);
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    let colour = if cross.hovered() { tokens.text } else { tokens.dim };
    paint::cross(ui, plate.center(), colour);
    if cross.clicked() {
        actions.push(Action::DropChip(Chip::Known(field.to_owned())));
    }
}

/// A value while it is changed.
fn edit_ui(ui: &mut Ui, field: &str, text: &str, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    ui.label(small(field, tokens.dim));
    let mut text = Typed(text.to_owned());
    let id = Id::unique("chip-text");
    let is_new = hold_focus(ui, id);
    let frame = Frame::new()
        .fill(tokens.field)
        .stroke(Stroke::new(1.5, tokens.accent))
        .corner_radius(size::RADIUS)
        .inner_margin(Margin::symmetric(size::ROW_INSET_I8, 2));
    let edit = text
        .one_line()
        .id(id)
        .font(font(size::SMALL))
        .frame(frame)
        .desired_width(size::CHIP_TEXT)
        .event_filter(FOCUS_LOCK);
    let response = ui.add(edit);
    text.keep_cursor_whole(ui, id);
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, field));
    if is_new {
        select_all(ui.ctx(), id, &text.0);
        response.scroll_to_me(None);
    }
    if response.changed() {
        actions.push(Action::SetChipText(text.0));
    }
    if response.lost_focus() {
        actions.push(Action::LeaveChip);
    }
}

fn age(view: &View<'_>, age: SignedDuration) -> String {
    match age.as_mins() {
        0 => view.words.text("age-now").into_owned(),
        minutes @ 1..60 => view.words.with("age-minutes", &[("count", &minutes.to_string())]),
        minutes => view.words.with("age-hours", &[("count", &(minutes / 60).to_string())]),
    }
}

/// A long value, cut: of a number the ends are what people compare.
fn shortened(value: &str) -> String {
    let chars: Vec<char> = value.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    if chars.len() <= LONGEST {
        return chars.into_iter().collect();
    }
    let is_number = chars.iter().all(char::is_ascii_alphanumeric);
    let (head, tail) = if is_number { (4, 4) } else { (LONGEST - 1, 0) };
    let end = chars.iter().skip(chars.len() - tail);
    chars.iter().take(head).chain(['…'].iter()).chain(end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_number_both_ends_are_shown_and_of_a_text_its_beginning() {
        let cases = [
            ("张三", "张三"),
            ("13800000000", "13800000000"),
            ("SF1234567890123", "SF12…0123"),
            ("浙江省杭州市西湖区文三路一百号", "浙江省杭州市西湖区文…"),
        ];
        for (value, expected) in cases {
            assert_eq!(shortened(value), expected);
        }
    }
}
