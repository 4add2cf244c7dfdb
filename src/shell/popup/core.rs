//! The state with everything that its effects need. The event loop and the window share it.

use std::time::{Duration, Instant};

use jiff::Zoned;

use super::channels::Channels;
use super::desktop_window::DesktopWindow;
use super::inbox::Inbox;
use super::workers::{self, Content, Copy, Files, LibraryChange, Record, ShopValues};
use crate::app::Env;
use crate::app::popup::{Action, Effect, Notice, Popup};
use crate::cli::Start;
use crate::lang::Words;
use crate::model::Use;
use crate::platform::handover::Handover;
use crate::platform::tray::{self, Choice, Tray};
use crate::shell::env_at;
use crate::shell::shared::icon;
use crate::ui::popup::Facts;

/// At most this is between losing the focus to the grab of the hotkey and the press of the hotkey.
const HOTKEY_TAKES_FOCUS: Duration = Duration::from_millis(150);

/// See the module.
pub(super) struct Core {
    /// What the popup knows and shows, without a window.
    pub popup: Popup,
    pub words: Words,
    pub facts: Facts,
    pub inbox: Inbox,
    pub window: DesktopWindow,
    pub wants_exit: bool,
    /// The threads that work for it, until the end of the program.
    channels: Option<Channels>,
    files: Files,
    /// What is copied, to be served by another process after the end.
    handover: Option<Handover>,
    tray: Option<Tray>,
    /// The time that `--now` gave.
    fixed_now: Option<Zoned>,
    /// When the window lost the focus last.
    lost_focus_at: Option<Instant>,
}

impl Core {
    /// Starts the threads; there is no window yet.
    pub(super) fn new(start: &Start, inbox: Inbox, is_first_start: bool) -> Self {
        let mut notices = Notice::of_diagnostics(&start.settings_diagnostics);
        notices.extend(Notice::of_diagnostics(&start.shops.diagnostics));
        Self {
            popup: Popup::new(&start.settings, start.shops.profiles.clone(), notices, is_first_start),
            words: Words::new(start.settings.language),
            facts: Facts {
                hotkey: None,
                library_path: start.library.display().to_string(),
                settings_path: start.paths.settings().display().to_string(),
                shops_path: start.paths.shops().display().to_string(),
            },
            window: DesktopWindow::default(),
            wants_exit: false,
            channels: Some(Channels::start(start, &inbox)),
            files: Files {
                library: start.library.clone(),
                data: start.paths.data().to_owned(),
                lessons: start.paths.lessons(),
            },
            handover: None,
            tray: None,
            fixed_now: start.fixed_now.clone(),
            lost_focus_at: None,
            inbox,
        }
    }

    pub(super) fn hotkey_works(&mut self, hotkey: &str) {
        self.facts.hotkey = Some(hotkey.to_owned());
    }

    pub(super) fn env(&self) -> Env {
        env_at(self.fixed_now.as_ref())
    }

    /// Puts the icon into the tray, where the desktop has one. Once the event loop runs.
    pub(super) fn show_tray(&mut self) {
        let Some(picture) = icon::picture() else { return };
        let text = |key| self.words.text(key).into_owned();
        let labels = tray::Labels {
            name: text("app-name"),
            open: text("tray-open"),
            edit: text("tray-edit"),
            quit: text("command-quit"),
        };
        let inbox = self.inbox.clone();
        let shown = tray::show(labels, picture, move |choice| {
            inbox.send(match choice {
                Choice::Open => Action::Summon,
                Choice::Edit => Action::OpenEditor,
                Choice::Quit => Action::Quit,
            });
        });
        self.tray = shown.inspect_err(|error| tracing::info!(%error, "no tray")).ok();
    }

    /// Applies what the threads have sent. True when there was something.
    pub(super) fn drain(&mut self) -> bool {
        let mut any = false;
        while let Some(action) = self.inbox.take() {
            self.apply(action);
            any = true;
        }
        any
    }

    /// Applies an action and carries out its effects.
    pub(super) fn apply(&mut self, action: Action) {
        let env = self.env();
        if let Action::WindowFocused(false) = action {
            self.lost_focus_at = Some(Instant::now());
        } else if let Action::Toggle = action
            && self.lost_focus_at.take().is_some_and(|at| at.elapsed() < HOTKEY_TAKES_FOCUS)
        {
            // X takes the focus from the window while the hotkey is pressed: the user has not left the window.
            self.popup.apply(Action::WindowFocused(true), &env);
        }
        for effect in self.popup.apply(action, &env) {
            self.carry_out(effect, &env);
        }
    }

    /// Before each frame.
    pub(super) fn pass_time(&mut self) {
        let env = self.env();
        self.popup.pass_time(&env);
    }

    /// Does what an effect asks for, or gives it to the thread whose work it is.
    fn carry_out(&mut self, effect: Effect, env: &Env) {
        let at_seconds = env.now.timestamp().as_second();
        match effect {
            Effect::ShowWindow => self.window.show(),
            Effect::HideWindow => self.window.hide(),
            Effect::ShowBar => self.window.show_bar(),
            Effect::Quit => self.wants_exit = true,
            Effect::Copy { ticket, text, only_over } => {
                self.work(|threads| threads.copy(Copy { ticket, content: Content::Text(text), only_over }));
            }
            Effect::CopyImage { ticket, path, only_over } => {
                let content = Content::Image { path, library: self.files.library.clone() };
                self.work(|threads| threads.copy(Copy { ticket, content, only_over }));
            }
            Effect::ChangeHidden(change) => self.change_library(LibraryChange::Hidden(change)),
            Effect::ChangeInnocent(change) => self.change_library(LibraryChange::Innocent(change)),
            Effect::SaveSplit(change) => self.change_library(LibraryChange::Split(change)),
            Effect::LearnQuestion { reply_id, text } => {
                self.change_library(LibraryChange::Question { reply_id, text, is_learned: true });
            }
            Effect::ForgetQuestion { reply_id, text } => {
                self.change_library(LibraryChange::Question { reply_id, text, is_learned: false });
            }
            Effect::RecordUse { reply_id, query, wording } => {
                self.record(Record::Use(Use { reply_id, at_seconds, query, wording: Some(wording) }));
            }
            Effect::RecordOverrides { rules } => self.record(Record::Overrides { rules, at_seconds }),
            Effect::SetFavourite { reply_id, is_favourite } => {
                self.record(Record::Favourite { reply_id, is_favourite, at_seconds });
            }
            Effect::MarkFirstStartSeen => self.record(Record::FirstStartSeen),
            Effect::SaveShop { shop_idx, shop_name, values } => {
                self.work(|threads| threads.save_shop(ShopValues { shop_idx, shop_name, values }));
            }
            Effect::LoadImage { path } => {
                workers::load_image(path, self.files.library.clone(), self.inbox.clone());
            }
            Effect::LearnRules(lessons) => {
                workers::learn_rules(lessons, self.files.lessons.clone(), self.inbox.clone());
            }
            Effect::Remind { after, reminder } => workers::remind(after, reminder, self.inbox.clone()),
            Effect::ReadClipboard { opening } => {
                workers::read_clipboard(opening, env.civil().date(), self.inbox.clone());
            }
            Effect::OpenEditor(opening) => {
                workers::open_editor(&opening, &self.files, self.fixed_now.as_ref(), self.inbox.clone());
            }
        }
    }

    fn change_library(&self, change: LibraryChange) {
        self.work(|threads| threads.change_library(change));
    }

    fn record(&self, record: Record) {
        self.work(|threads| threads.record(record));
    }

    /// Gives work to the threads.
    fn work(&self, give: impl FnOnce(&Channels)) {
        if let Some(channels) = &self.channels {
            give(channels);
        } else {
            tracing::error!("the threads have ended");
        }
    }

    /// What was copied stays until [`finish`](Self::finish) has handed it over.
    pub(super) fn hold_clipboard(&mut self) {
        self.handover = Some(Handover::prepare());
    }

    /// Lets the threads finish what they were given, then hands over what is on the clipboard.
    pub(super) fn finish(&mut self) {
        self.tray = None;
        if let Some(channels) = self.channels.take() {
            channels.finish();
        }
        if let Some(handover) = self.handover.take() {
            handover.finish();
        }
    }
}
