//! The state with everything that its effects need. The event loop and the window share it.

use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Zoned;
use winit::dpi::{LogicalSize, PhysicalPosition};
use winit::window::Window;

use super::inbox::Inbox;
use super::workers::{self, Content, Copy, Files, LibraryChange, Record, ShopValues};
use crate::app::Env;
use crate::app::popup::{Action, Effect, Notice, Popup};
use crate::cli::Start;
use crate::lang::Words;
use crate::model::Use;
use crate::platform::focus;
use crate::platform::handover::Handover;
use crate::platform::tray::{self, Choice, Tray};
use crate::shell::env_at;
use crate::shell::shared::icon;
use crate::shell::shared::threads::{LONGEST_FINISH, join_until};
use crate::store::watch::Watch;
use crate::ui::popup::Facts;
use crate::ui::shared::theme::size;

/// How often the keyboard is asked for after the window was shown, until it comes: on X11 asking does nothing before
/// the window manager has mapped the window.
pub(super) const FOCUS_TRIES: u32 = 20;

/// Between losing the keyboard to the grab of the hotkey and hearing of the hotkey.
const HOTKEY_TAKES_KEYS: Duration = Duration::from_millis(150);

pub(super) struct Core {
    pub popup: Popup,
    pub words: Words,
    pub facts: Facts,
    pub inbox: Inbox,
    /// The window, once it was asked for.
    pub window: Option<Arc<Window>>,
    /// The window is to be created.
    pub wants_window: bool,
    pub wants_exit: bool,
    /// eframe has to hear that the window was shown (false) or hidden (true).
    pub occluded: Option<bool>,
    /// How often the keyboard may still be asked for.
    pub focus_tries: u32,
    /// Where the window stood when it was hidden; window managers place a window anew when it is mapped again.
    place: Option<PhysicalPosition<i32>>,
    fixed_now: Option<Zoned>,
    /// When the window lost the keyboard last.
    lost_keys_at: Option<Instant>,
    /// The window is shown as the bar.
    is_bar: bool,
    /// Where the bar stood last, when it was moved.
    bar_place: Option<PhysicalPosition<i32>>,
    files: Files,
    clipboard: Option<Sender<Copy>>,
    handover: Option<Handover>,
    history: Option<Sender<Record>>,
    library: Option<Sender<LibraryChange>>,
    library_watch: Option<Watch>,
    shops: Option<Sender<ShopValues>>,
    tray: Option<Tray>,
    /// Those that have to finish before the program ends.
    workers: Vec<JoinHandle<()>>,
}

impl Core {
    pub(super) fn new(start: &Start, inbox: Inbox, is_first_start: bool) -> Self {
        let mut notices = Notice::of_diagnostics(&start.settings_diagnostics);
        notices.extend(Notice::of_diagnostics(&start.shops.diagnostics));
        let (clipboard, copying) = workers::clipboard(inbox.clone());
        let now = env_at(start.fixed_now.as_ref()).now.timestamp().as_second();
        let (history, learning) = workers::history(start.paths.clone(), now, inbox.clone());
        let (library, library_watch, loading) = workers::library(start, inbox.clone());
        let (shops, saving) = workers::shops(start.paths.shops(), inbox.clone());
        Self {
            popup: Popup::new(&start.settings, start.shops.profiles.clone(), notices, is_first_start),
            words: Words::new(start.settings.language),
            facts: Facts {
                hotkey: None,
                library_path: start.library.display().to_string(),
                settings_path: start.paths.settings().display().to_string(),
                shops_path: start.paths.shops().display().to_string(),
            },
            window: None,
            wants_window: false,
            wants_exit: false,
            occluded: None,
            focus_tries: 0,
            place: None,
            fixed_now: start.fixed_now.clone(),
            lost_keys_at: None,
            is_bar: false,
            bar_place: None,
            files: Files { library: start.library.clone(), data: start.paths.data().to_owned() },
            clipboard: Some(clipboard),
            handover: None,
            history: Some(history),
            library: Some(library),
            library_watch,
            shops: Some(shops),
            tray: None,
            workers: [copying, learning, loading, saving].into_iter().flatten().collect(),
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

    pub(super) fn apply(&mut self, action: Action) {
        let env = self.env();
        if let Action::WindowFocused(false) = action {
            self.lost_keys_at = Some(Instant::now());
        } else if let Action::Toggle = action
            && self.lost_keys_at.take().is_some_and(|at| at.elapsed() < HOTKEY_TAKES_KEYS)
        {
            // X takes the keyboard from the window while the hotkey is pressed: that is no loss.
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

    fn carry_out(&mut self, effect: Effect, env: &Env) {
        let at_seconds = env.now.timestamp().as_second();
        match effect {
            Effect::ShowWindow => self.show_window(),
            Effect::HideWindow => self.hide_window(),
            Effect::Copy { ticket, text, only_over } => {
                send(self.clipboard.as_ref(), Copy { ticket, content: Content::Text(text), only_over });
            }
            Effect::CopyImage { ticket, path, only_over } => {
                let content = Content::Image { path, library: self.files.library.clone() };
                send(self.clipboard.as_ref(), Copy { ticket, content, only_over });
            }
            Effect::LoadImage { path } => {
                workers::load_image(path, self.files.library.clone(), self.inbox.clone());
            }
            Effect::ChangeHidden(change) => send(self.library.as_ref(), LibraryChange::Hidden(change)),
            Effect::SaveSplit(change) => send(self.library.as_ref(), LibraryChange::Split(change)),
            Effect::ShowBar => self.show_bar(),
            Effect::Remind { after, reminder } => workers::remind(after, reminder, self.inbox.clone()),
            Effect::ReadClipboard { opening } => {
                workers::read_clipboard(opening, env.civil().date(), self.inbox.clone());
            }
            Effect::RecordUse { reply_id, query, wording } => {
                let used = Use { reply_id, at_seconds, query, wording: Some(wording) };
                send(self.history.as_ref(), Record::Use(used));
            }
            Effect::RecordOverrides { rules } => {
                send(self.history.as_ref(), Record::Overrides { rules, at_seconds });
            }
            Effect::SaveShop { shop_idx, shop_name, values } => {
                send(self.shops.as_ref(), ShopValues { shop_idx, shop_name, values });
            }
            Effect::LearnQuestion { reply_id, text } => {
                send(self.library.as_ref(), LibraryChange::Question { reply_id, text, is_learned: true });
            }
            Effect::ForgetQuestion { reply_id, text } => {
                send(self.library.as_ref(), LibraryChange::Question { reply_id, text, is_learned: false });
            }
            Effect::SetFavourite { reply_id, is_favourite } => {
                send(self.history.as_ref(), Record::Favourite { reply_id, is_favourite, at_seconds });
            }
            Effect::MarkFirstStartSeen => send(self.history.as_ref(), Record::FirstStartSeen),
            Effect::OpenEditor(opening) => {
                workers::open_editor(&opening, &self.files, self.fixed_now.as_ref(), self.inbox.clone());
            }
            Effect::Quit => self.wants_exit = true,
        }
    }

    /// What was copied stays until [`finish`](Self::finish) has handed it over.
    pub(super) fn hold_clipboard(&mut self) {
        self.handover = Some(Handover::prepare());
    }

    /// Lets the threads finish what they were given: the history is written, the last text copied; then hands over what is
    /// on the clipboard.
    pub(super) fn finish(&mut self) {
        self.tray = None;
        self.clipboard = None;
        self.history = None;
        self.library = None;
        self.library_watch = None;
        self.shops = None;
        join_until(&self.workers, Instant::now() + LONGEST_FINISH);
        if let Some(handover) = self.handover.take() {
            handover.finish();
        }
    }

    fn show_window(&mut self) {
        self.focus_tries = FOCUS_TRIES;
        let Some(window) = self.window.clone() else {
            self.wants_window = true;
            return;
        };
        if self.is_bar {
            self.hide_window();
            self.is_bar = false;
            resize(&window, size::WINDOW);
        }
        if let Some(place) = self.place {
            window.set_outer_position(place);
        }
        self.occluded = Some(false);
        window.set_visible(true);
        window.focus_window();
        window.request_redraw();
    }

    /// The same window as a bar at the lower edge of the screen. It was hidden before, so that the keyboard is with the chat
    /// client again.
    fn show_bar(&mut self) {
        let Some(window) = self.window.clone() else { return };
        if !self.is_bar {
            self.is_bar = true;
            resize(&window, size::BAR);
        }
        if let Some(place) = self.bar_place.or_else(|| bar_place(&window)) {
            window.set_outer_position(place);
        }
        self.occluded = Some(false);
        warn_of_keys(focus::show_without_keys(&window));
        window.request_redraw();
    }

    fn hide_window(&mut self) {
        self.focus_tries = 0;
        if let Some(window) = &self.window {
            let place = window.outer_position().ok();
            if self.is_bar {
                self.bar_place = place;
                warn_of_keys(focus::hide(window));
            } else {
                self.place = place;
                window.set_visible(false);
            }
            self.occluded = Some(true);
        }
    }
}

/// Another size for the hidden window.
fn resize(window: &Window, [width, height]: [f32; 2]) {
    // Where the size cannot be changed at once, the window gets it later.
    let _now = window.request_inner_size(LogicalSize::new(width, height));
}

fn warn_of_keys(result: Result<(), String>) {
    if let Err(error) = result {
        tracing::warn!(error, "the bar may take the keyboard");
    }
}

/// In the middle of the lower edge, above a taskbar.
fn bar_place(window: &Window) -> Option<PhysicalPosition<i32>> {
    let monitor = window.current_monitor().or_else(|| window.primary_monitor())?;
    let scale = monitor.scale_factor();
    let bar = LogicalSize::<f32>::from(size::BAR).to_physical::<i32>(scale);
    let margin = LogicalSize::new(0.0_f32, size::BAR_MARGIN).to_physical::<i32>(scale).height;
    let (corner, screen) = (monitor.position(), monitor.size().cast::<i32>());
    let left = corner.x + (screen.width - bar.width) / 2;
    Some(PhysicalPosition::new(left, corner.y + screen.height - bar.height - margin))
}

fn send<T>(worker: Option<&Sender<T>>, work: T) {
    if worker.is_none_or(|worker| worker.send(work).is_err()) {
        tracing::error!("a worker thread has ended");
    }
}
