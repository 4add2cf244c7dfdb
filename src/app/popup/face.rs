//! What the popup shows beside the list, and what is focused: a form, a message to learn, the help, a chip.

use super::chips::Chip;
use super::form::Form;
use super::learn::Learn;
use crate::draft::FormField;

/// What the popup shows in its right half.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Screen {
    #[default]
    Preview,
    Form(Form),
    /// The facts of the shop.
    Profile(Form),
    /// What the shop sells: the question of the first start.
    Trade(Form),
    Learn(Learn),
    Help,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Face {
    screen: Screen,
    /// The help is shown over the screen.
    is_help: bool,
    /// The chip that is focused, and what is typed into it.
    chip: Option<Chip>,
    chip_text: Option<String>,
}

/// What a step back has put away.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Closed {
    /// There is nothing but the list.
    Nothing,
    /// The help, a chip, or a message to learn.
    Layer,
    /// A form; what was typed into it is not wanted.
    Form(Form),
}

impl Face {
    pub fn screen(&self) -> &Screen {
        if self.is_help { &Screen::Help } else { &self.screen }
    }

    pub fn form(&self) -> Option<&Form> {
        match self.screen() {
            Screen::Form(form) | Screen::Profile(form) | Screen::Trade(form) => Some(form),
            Screen::Preview | Screen::Learn(_) | Screen::Help => None,
        }
    }

    pub fn learn(&self) -> Option<&Learn> {
        match self.screen() {
            Screen::Learn(learn) => Some(learn),
            Screen::Preview | Screen::Form(_) | Screen::Profile(_) | Screen::Trade(_) | Screen::Help => None,
        }
    }

    /// Whether a form, or a chip that is typed into, is focused instead of the list.
    pub fn has_fields(&self) -> bool {
        self.form().is_some() || self.learn().is_some() || self.chip_text().is_some()
    }

    /// Whether a form for facts of the shop is shown, or is below the help.
    pub fn has_profile(&self) -> bool {
        matches!(self.screen, Screen::Profile(_)) || self.asks_for_trade()
    }

    /// Whether only what the shop sells is asked for.
    pub(super) fn asks_for_trade(&self) -> bool {
        matches!(self.screen, Screen::Trade(_))
    }

    /// The chip that is focused.
    pub fn chip(&self) -> Option<&Chip> {
        self.chip.as_ref()
    }

    /// What is typed into it.
    pub fn chip_text(&self) -> Option<&str> {
        self.chip_text.as_deref()
    }

    /// The name of the focused field of the form.
    pub(super) fn focused_field(&self) -> Option<&str> {
        let form = self.form()?;
        form.fields().get(form.focused()).map(|field| field.name.as_str())
    }

    pub(super) fn focus_chip(&mut self, chip: Option<Chip>) {
        self.chip = chip;
        self.chip_text = None;
    }

    pub(super) fn leave_chip(&mut self) {
        self.focus_chip(None);
    }

    pub(super) fn edit_chip(&mut self, field: String, value: String) {
        self.focus_chip(Some(Chip::Known(field)));
        self.chip_text = Some(value);
    }

    pub(super) fn set_chip_text(&mut self, text: String) {
        if let Some(typed) = &mut self.chip_text {
            *typed = text;
        }
    }

    /// The field of the chip that was typed into, and what was typed. The chip stays focused.
    pub(super) fn end_chip_text(&mut self) -> Option<(String, String)> {
        let text = self.chip_text.take()?;
        match &self.chip {
            Some(Chip::Known(field)) => Some((field.clone(), text)),
            Some(Chip::Offer(_) | Chip::Earlier(_)) | None => None,
        }
    }

    /// The list is focused again, with the preview beside it.
    pub(super) fn show_preview(&mut self) {
        *self = Self::default();
    }

    /// The preview takes the place of a form; the help stays where it is.
    pub(super) fn close_screen(&mut self) {
        self.screen = Screen::Preview;
    }

    /// The preview takes the place of a form, and no chip is focused.
    pub(super) fn leave_form(&mut self) {
        self.close_screen();
        self.leave_chip();
    }

    /// Shows the form of a reply, with the first of `gaps` focused. Where it is shown already, the next gap is.
    pub(super) fn show_form(&mut self, fields: Vec<FormField>, gaps: &[String]) {
        match &mut self.screen {
            Screen::Form(form) => {
                if let Some(next) = form.fields().iter().position(|field| gaps.contains(&field.name)) {
                    form.focus(next);
                }
            }
            Screen::Preview | Screen::Profile(_) | Screen::Trade(_) | Screen::Learn(_) | Screen::Help => {
                self.screen = Screen::Form(Form::new(fields, gaps));
            }
        }
        self.leave_chip();
    }

    /// Shows the form for the facts of the shop.
    pub(super) fn show_profile(&mut self, fields: Vec<FormField>) {
        *self = Self { screen: Screen::Profile(Form::new(fields, &[])), ..Self::default() };
    }

    /// Asks what the shop sells.
    pub(super) fn show_trade(&mut self, fields: Vec<FormField>) {
        *self = Self { screen: Screen::Trade(Form::new(fields, &[])), ..Self::default() };
    }

    /// The form asks for these fields now; the one that was focused still is, where it is still there.
    pub(super) fn renew_form(&mut self, fields: Vec<FormField>) {
        if let Screen::Form(form) | Screen::Profile(form) | Screen::Trade(form) = &mut self.screen {
            form.renew(fields);
        }
    }

    /// Focuses a field of the form, counted from 0.
    pub(super) fn focus_field(&mut self, field_idx: usize) {
        self.leave_chip();
        if let Screen::Form(form) | Screen::Profile(form) | Screen::Trade(form) = &mut self.screen {
            form.focus(field_idx);
        }
    }

    pub(super) fn show_learn(&mut self, learn: Learn) {
        self.screen = Screen::Learn(learn);
    }

    pub(super) fn set_question_text(&mut self, text: String) {
        if let Screen::Learn(learn) = &mut self.screen {
            learn.text = text;
        }
    }

    pub(super) fn toggle_help(&mut self) {
        self.is_help = !self.is_help;
    }

    /// Whether the help was shown.
    pub(super) fn close_help(&mut self) -> bool {
        std::mem::take(&mut self.is_help)
    }

    /// Puts away what is on top.
    pub(super) fn step_back(&mut self) -> Closed {
        if self.close_help() || self.chip_text.take().is_some() || self.chip.take().is_some() {
            return Closed::Layer;
        }
        match std::mem::take(&mut self.screen) {
            Screen::Form(form) | Screen::Profile(form) | Screen::Trade(form) => Closed::Form(form),
            Screen::Learn(_) | Screen::Help => Closed::Layer,
            Screen::Preview => Closed::Nothing,
        }
    }
}
