//! The popup's window: what eframe draws each frame.

use std::cell::RefCell;
use std::rc::Rc;

use eframe::egui_glow::GlowConfiguration;
use eframe::{CreationContext, Frame, NativeOptions};
use egui::{Event, RawInput, Ui, ViewportBuilder, X11WindowType};
use thiserror::Error;

use super::core::Core;
use crate::app::popup::Action;
use crate::model::Theme;
use crate::shell::shared::icon;
use crate::ui::popup::{self as popup_ui, Host, Keys, View};
use crate::ui::shared::{fonts, theme};

#[derive(Debug, Error)]
#[error("eframe gave no window")]
pub(super) struct NoWindow;

pub(super) struct PopupWindow {
    core: Rc<RefCell<Core>>,
    keys: Keys,
    /// The command of this frame, to be applied once the text typed before it has been.
    command: Option<Action>,
    theme: Theme,
}

/// No frame, above the others, not in the taskbar.
pub(super) fn options(title: &str) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title(title)
        .with_app_id("suda")
        .with_icon(icon::of_window())
        .with_inner_size(theme::size::WINDOW)
        .with_resizable(false)
        .with_decorations(false)
        .with_always_on_top()
        .with_active(true)
        .with_window_type(X11WindowType::Utility);
    // A frame is drawn when something happened, not for each refresh: waiting for the refresh would only make it late.
    let glow_options = GlowConfiguration { vsync: false, ..GlowConfiguration::default() };
    let centered = true;
    NativeOptions {
        viewport,
        glow_options,
        centered,
        dithering: false,
        run_and_return: true,
        ..NativeOptions::default()
    }
}

impl PopupWindow {
    pub(super) fn new(context: &CreationContext<'_>, core: Rc<RefCell<Core>>) -> Result<Self, NoWindow> {
        let theme = core.borrow().popup.window().theme();
        fonts::install(&context.egui_ctx, core.borrow().words.language());
        theme::install(&context.egui_ctx, theme);
        core.borrow_mut().window.set_window(context.winit_window().cloned().ok_or(NoWindow)?);
        Ok(Self { core, keys: Keys::default(), command: None, theme })
    }
}

impl Host for Rc<RefCell<Core>> {
    fn view(&self, draw: &mut dyn FnMut(&View<'_>)) {
        let core = self.borrow();
        let env = core.env();
        draw(&View { popup: &core.popup, words: &core.words, facts: &core.facts, env: &env });
    }

    fn apply(&self, action: Action) {
        self.borrow_mut().apply(action);
    }
}

impl eframe::App for PopupWindow {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        let wanted = self.core.borrow().popup.window().theme();
        if wanted != self.theme {
            self.theme = wanted;
            theme::set_theme(ui.ctx(), wanted);
        }
        popup_ui::frame(ui, &self.core, self.command.take());
        if self.keys.has_more() {
            ui.ctx().request_repaint();
        }
    }

    fn raw_input_hook(&mut self, ctx: &egui::Context, input: &mut RawInput) {
        let mut core = self.core.borrow_mut();
        if !core.popup.window().is_shown() {
            // Typed into a popup that is gone: it is not for the next one. The bar takes the mouse alone.
            let is_bar = core.popup.bar().is_some();
            let is_of_mouse = |event: &Event| {
                matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. } | Event::PointerGone)
            };
            input.events.retain(|event| is_bar && is_of_mouse(event));
            self.keys = Keys::default();
            self.command = None;
            return;
        }
        core.pass_time();
        self.command = self.keys.take(input, &core.popup, ctx);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
