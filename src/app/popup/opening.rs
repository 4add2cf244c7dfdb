//! Opening and closing: the hotkey, gaining and losing the focus, one step back, the editor.

use super::chat::Taking;
use super::face::Closed;
use super::{Effect, Popup};
use crate::app::{Env, Opening};

impl Popup {
    /// The hotkey: hides the popup that is focused, continues the sequence of the bar, else opens the popup.
    pub(super) fn toggle(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        let Some(bar) = self.bar() else {
            return if self.window.has_focus() { self.hide(env, fx) } else { self.summon(env, fx) };
        };
        if bar.is_pressed() {
            self.search_instead(env, fx);
        } else if bar.is_done() {
            self.end_sequence(fx);
            self.summon(env, fx);
        } else {
            self.sender.copy_next(fx);
        }
    }

    pub(super) fn hotkey_held(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        if self.bar().is_some() {
            self.search_instead(env, fx);
        }
    }

    /// The press of the hotkey was meant for the search, not for the next message.
    fn search_instead(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        self.sender.take_press_back(fx);
        self.summon(env, fx);
    }

    /// Opens the popup empty, for what may be another buyer.
    pub(super) fn summon(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        // Also when it is open behind the chat client: whoever presses the hotkey there may have gone on to the next buyer.
        // A click brings it back as it was.
        self.hold_typed(Taking::Left, env);
        self.chat.open(env.at());
        // They may have been changed since.
        self.catalog.forget_images();
        self.clear();
        self.window.open();
        self.sender.open();
        self.finder.offer_next_steps(self.catalog.library(), env.at());
        self.list(env);
        self.ask_for_trade();
        fx.push(Effect::ShowWindow);
        self.sender.read_clipboard(self.window.openings(), fx);
    }

    /// Closes the popup; the values that were typed are held for this buyer.
    pub(super) fn hide(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        self.hold_typed(Taking::Left, env);
        self.clear();
        self.window.close();
        self.sender.close();
        fx.push(Effect::HideWindow);
        if self.window.end_first_start() {
            fx.push(Effect::MarkFirstStartSeen);
        }
        self.sender.show_bar(fx);
    }

    /// Nothing of the last buyer is left for the next opening.
    fn clear(&mut self) {
        self.finder.clear();
        self.chat.clear();
        self.shops.list_called(None);
        self.face.show_preview();
        self.edits.set_learned(None);
    }

    pub(super) fn window_focused(&mut self, is_focused: bool, fx: &mut Vec<Effect>) {
        if self.window.set_focus(is_focused) {
            self.sender.read_clipboard(self.window.openings(), fx);
        }
    }

    /// Closes what is on top, one thing a call: the list of shops, the help or a chip, a form with what was typed into it, at
    /// last the popup.
    pub(super) fn dismiss(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        if self.shops.list().is_some() {
            return self.clear_query(env);
        }
        self.sender.cancel_waiting_copy();
        match self.face.step_back() {
            Closed::Nothing => self.hide(env, fx),
            Closed::Layer => {}
            Closed::Form(form) => {
                self.chat.forget_fields(&|name| form.fields().iter().any(|field| field.name == name));
            }
        }
    }

    pub(super) fn toggle_help(&mut self) {
        self.sender.cancel_waiting_copy();
        self.face.toggle_help();
    }

    /// The selected reply in the editor; where there is none, the editor as it is.
    pub(super) fn edit(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        let id = self.selected_reply().map(|reply| reply.id.clone());
        self.open_editor(id.map_or(Opening::Plain, Opening::Reply), env, fx);
    }

    /// A new reply from what is in the search box.
    pub(super) fn edit_new(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        let text = self.finder.query_text().to_owned();
        self.open_editor(Opening::New(text), env, fx);
    }

    pub(super) fn open_editor(&mut self, opening: Opening, env: &Env, fx: &mut Vec<Effect>) {
        self.hide(env, fx);
        fx.push(Effect::OpenEditor(opening));
    }

    pub(super) fn quit(&mut self, env: &Env, fx: &mut Vec<Effect>) {
        if self.window.is_shown() {
            self.hide(env, fx);
        }
        fx.push(Effect::Quit);
    }
}
