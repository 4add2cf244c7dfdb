//! What the window draws, one file a part. Functions take the state and push [`Action`]s; none of them changes it.

mod bar;
mod form;
mod help;
mod hints;
mod keys;
mod learn;
mod list;
mod preview;
mod profile;
mod search_bar;
mod second_line;
mod shops;
mod strip;
mod view;

#[cfg(test)]
mod tests;

pub use keys::Keys;
pub use view::{Facts, Host, View};

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::app::popup::{Action, Screen};
use crate::ui::shared::paint;
use crate::ui::shared::theme::{Tokens, size};

/// Images are read for the preview in at most this size, in pixels: twice the room they have, for fine screens.
pub const PREVIEW_IMAGE: [u32; 2] = [560, 260];

/// Draws one frame. `command` is the key of this frame, as [`Keys::take`] gave it. What was typed before it is applied for
/// it: text first, then the key. The list shows both at once; a form is part of the body, so there the key comes last
/// and the next frame shows it.
pub fn frame(ui: &mut Ui, host: &impl Host, command: Option<Action>) {
    let mut is_bar = false;
    host.view(&mut |view| is_bar = view.popup.bar().is_some());
    if is_bar {
        return host.part(ui, |ui, view, actions| {
            if let Some(bar) = view.popup.bar() {
                bar::show(ui, view, bar, actions);
            }
        });
    }
    let mut has_form = false;
    host.view(&mut |view| has_form = view.popup.face().has_fields());
    let had_command = command.is_some();
    let apply = |command: Option<Action>| {
        if let Some(action) = command {
            host.apply(action);
        }
    };
    host.part(ui, search_bar_ui);
    if has_form {
        host.part(ui, body_ui);
        apply(command);
    } else {
        if had_command {
            // The search box has taken what was typed; a form that opens now must not take it again.
            ui.input_mut(|input| input.events.clear());
        }
        apply(command);
        host.part(ui, body_ui);
    }
    if had_command {
        ui.ctx().request_repaint();
    }
}

/// The search box and the shop.
fn search_bar_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let frame = Frame::new().inner_margin(Margin::symmetric(size::MARGIN_I8, 0));
    let panel = Panel::top("search-bar").exact_size(size::SEARCH_BAR).frame(frame).show_separator_line(false);
    panel.show(ui, |ui| search_bar::show(ui, view, actions));
}

/// Everything below the search box. The background is what the window is cleared with: filling it again would cost as
/// much as everything else together where there is no graphics processor.
fn body_ui(ui: &mut Ui, view: &View<'_>, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let bar = |fill| Frame::new().fill(fill).inner_margin(Margin::symmetric(size::MARGIN_I8, 0));
    let hints =
        Panel::bottom("hints").exact_size(size::HINT_BAR).frame(bar(tokens.panel)).show_separator_line(false);
    hints.show(ui, |ui| hints::show(ui, view));
    let is_help = *view.popup.face().screen() == Screen::Help;
    if !is_help {
        strip::show(ui, view, actions);
    }
    if let Some(notice) = view.popup.notice() {
        let fill = if notice.is_good() { tokens.accent_tint } else { tokens.gap_tint };
        let panel = Panel::top("notice").frame(bar(fill)).show_separator_line(false).resizable(false);
        panel.show(ui, |ui| hints::notice(ui, view, notice, actions));
    }
    if !is_help {
        let list = Panel::left("list").exact_size(size::LIST).resizable(false).show_separator_line(false);
        list.frame(Frame::NONE).show(ui, |ui| match view.popup.shops().list() {
            Some(shops) => shops::list(ui, view, shops, actions),
            None => list::show(ui, view, actions),
        });
    }
    let right = Frame::new().inner_margin(Margin::same(size::MARGIN_I8));
    CentralPanel::no_frame().frame(right).show(ui, |ui| {
        if !is_help {
            paint::left_line(ui, &tokens);
        }
        match view.popup.face().screen() {
            Screen::Help => help::show(ui, view),
            Screen::Form(form) => form::show(ui, view, form, actions),
            Screen::Profile(form) => profile::show(ui, view, form, actions),
            Screen::Trade(form) => profile::trade(ui, view, form, actions),
            Screen::Learn(learn) => learn::show(ui, view, learn, actions),
            Screen::Preview if help::is_welcome(view) => help::welcome(ui, view),
            Screen::Preview => match view.popup.shops().list() {
                Some(list) => shops::preview(ui, view, list),
                None => preview::show(ui, view),
            },
        }
    });
    paint::window_edge(ui, &tokens);
}
