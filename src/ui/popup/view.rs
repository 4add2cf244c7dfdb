//! What everything in the window is drawn from, and who holds it.

use egui::Ui;

use crate::app::Env;
use crate::app::popup::{Action, Popup};
use crate::draft::Draft;
use crate::lang::Words;

/// What the window shows besides the state.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The hotkey that works; `None` when there is none.
    pub hotkey: Option<String>,
    pub library_path: String,
    pub settings_path: String,
    pub shops_path: String,
}

/// Everything that a part of the window is drawn from.
#[derive(Debug)]
pub struct View<'a> {
    pub popup: &'a Popup,
    pub words: &'a Words,
    pub facts: &'a Facts,
    pub env: &'a Env,
}

impl<'a> View<'a> {
    /// The selected reply as it would be copied.
    pub fn draft(&self) -> Option<&'a Draft> {
        self.popup.draft()
    }
}

/// Who holds the state that is drawn.
pub trait Host {
    /// Shows the state as it is now.
    fn view(&self, draw: &mut dyn FnMut(&View<'_>));

    fn apply(&self, action: Action);

    /// One part of the window; its actions are applied at once, so that the next part shows their outcome.
    fn part(&self, ui: &mut Ui, draw: fn(&mut Ui, &View<'_>, &mut Vec<Action>)) {
        let mut actions = Vec::new();
        self.view(&mut |view| draw(ui, view, &mut actions));
        for action in actions {
            self.apply(action);
        }
    }
}
