//! The editor's window: a program of its own, so that nothing it does can hold up the popup, nor a crash of one take the
//! other along. Both work on the same files, and see each other's changes by watching them.

mod importing;
#[cfg(unix)]
mod session_end;
mod workers;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender};

use eframe::egui_glow::GlowConfiguration;
use eframe::{Frame, NativeOptions};
use egui::{Context, RawInput, Ui, ViewportBuilder, ViewportCommand};
use jiff::Zoned;

use super::shared::icon;
use super::{RunError, env_at};
use crate::app::Opening;
use crate::app::editor::import::ImportAction;
use crate::app::editor::{Editor, EditorAction, EditorEffect, Report};
use crate::cli::Start;
use crate::lang::Words;
use crate::platform::handover::Handover;
use crate::platform::instance::{self, Claim, Request, Room};
use crate::ui::editor::{self as editor_ui, EditorKeys, EditorView};
use crate::ui::shared::{fonts, theme};
use workers::Workers;

/// Where threads leave actions for the window, waking it.
#[derive(Debug, Clone)]
struct Inbox {
    sender: Sender<EditorAction>,
    ctx: Context,
}

impl Inbox {
    fn send(&self, action: EditorAction) {
        if self.sender.send(action).is_err() {
            tracing::debug!("the editor's window has gone");
        }
        self.ctx.request_repaint();
    }
}

/// Runs the editor until its window is closed. One that is open already is shown instead.
///
/// # Errors
/// See [`RunError`].
pub(super) fn run(start: &Start, opening: &Opening) -> Result<(), RunError> {
    let claim = instance::claim(&start.paths, Room::Editor);
    let Some(claim) = claim.map_err(|error| RunError::Instance((&error).into()))? else {
        let sent = instance::send(&start.paths, Room::Editor, &request_of(opening));
        return sent.map_err(|error| super::not_delivered(&error));
    };
    super::require_display()?;
    let words = Words::new(start.settings.language);
    let viewport = ViewportBuilder::default()
        .with_icon(icon::of_window())
        .with_title(words.text("editor-window").into_owned())
        .with_app_id("suda")
        .with_inner_size(theme::size::EDITOR)
        .with_min_inner_size(theme::size::EDITOR_MIN);
    let glow_options = GlowConfiguration { vsync: false, ..GlowConfiguration::default() };
    let options = NativeOptions {
        viewport,
        glow_options,
        centered: true,
        dithering: false,
        ..NativeOptions::default()
    };
    let (leaving, left) = mpsc::channel();
    let create = |ctx: &Context| Window::new(start, opening, claim, ctx, words, leaving);
    let ended =
        eframe::run_native("suda", options, Box::new(|context| Ok(Box::new(create(&context.egui_ctx)))));
    // The window's own handle of the clipboard is gone by now.
    left.try_iter().for_each(Handover::finish);
    ended.map_err(|error| RunError::Window(error.to_string()))
}

fn request_of(opening: &Opening) -> Request {
    match opening {
        Opening::Plain => Request::Show,
        Opening::Reply(key) => Request::EditReply(key.clone()),
        Opening::New(text) => Request::EditNew(text.clone()),
        Opening::Clipboard => Request::EditClipboard,
    }
}

/// What a request of another program does here; `None` for one that is the popup's.
fn action_of(request: Request) -> Option<EditorAction> {
    let opening = match request {
        Request::Show => Opening::Plain,
        Request::EditReply(key) => Opening::Reply(key),
        Request::EditNew(text) => Opening::New(text),
        Request::EditClipboard => Opening::Clipboard,
        Request::Quit => return Some(EditorAction::Close),
        Request::Toggle => return None,
    };
    Some(EditorAction::Open(opening))
}

/// The file or the folder that was dropped into the window; of several the first one is brought, for each has a preview of its
/// own.
fn dropped(ctx: &Context) -> Option<PathBuf> {
    ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()))
}

struct Window {
    editor: Editor,
    words: Words,
    library_path: String,
    received: Receiver<EditorAction>,
    workers: Workers,
    keys: EditorKeys,
    /// The command of this frame, to be applied once the widgets have taken what was typed before it.
    command: Option<EditorAction>,
    /// The window is to be closed: applied by the next frame without a command, so that a cell that is typed into is applied.
    closing: Option<EditorAction>,
    /// Nothing is left to be stored: the window may close.
    may_close: bool,
    fixed_now: Option<Zoned>,
    /// Takes what was copied out of the window when it closes.
    leaving: Sender<Handover>,
}

impl Window {
    /// Starts the threads, and loads what the window is opened for.
    fn new(
        start: &Start,
        opening: &Opening,
        claim: Claim,
        ctx: &Context,
        words: Words,
        leaving: Sender<Handover>,
    ) -> Self {
        fonts::install(ctx, words.language());
        theme::install(ctx, start.settings.theme);
        let (sender, received) = mpsc::channel();
        let inbox = Inbox { sender, ctx: ctx.clone() };
        workers::listen_for_instances(claim, inbox.clone());
        workers::follow_appearance(start.settings.theme, ctx.clone());
        #[cfg(unix)]
        session_end::listen(inbox.clone());
        let mut editor = Editor::new(opening.clone()).with_refuges(start.paths.refuges());
        let fixed_now = start.fixed_now.clone();
        let shops = EditorAction::Report(Report::ShopsLoaded(start.shops.profiles.clone()));
        editor.apply(shops, &env_at(fixed_now.as_ref()));
        let workers = Workers::start(start, inbox);
        let library_path = start.library.display().to_string();
        let keys = EditorKeys::default();
        Self {
            editor,
            words,
            library_path,
            received,
            workers,
            keys,
            command: None,
            closing: None,
            may_close: false,
            fixed_now,
            leaving,
        }
    }

    /// Applies an action and carries out its effects.
    fn apply(&mut self, action: EditorAction, ctx: &Context) {
        let env = env_at(self.fixed_now.as_ref());
        for effect in self.editor.apply(action, &env) {
            match effect {
                EditorEffect::Change { ticket, changes } => self.workers.change(ticket, changes),
                EditorEffect::ChangeSheet { ticket, change } => self.workers.change_sheet(ticket, change),
                EditorEffect::ListBackups => self.workers.list_backups(),
                EditorEffect::RestoreBackup { ticket, backup } => self.workers.restore(ticket, backup),
                EditorEffect::CheckLibrary => {
                    let (library, policy) = self.editor.policy();
                    self.workers.check_library(Arc::clone(library), policy.clone());
                }
                EditorEffect::Learn(lessons) => self.workers.learn(lessons),
                EditorEffect::SaveDrafts { generation, drafts } => {
                    self.workers.save_drafts(generation, drafts);
                }
                EditorEffect::SaveElsewhere { places, replies, remarks } => {
                    self.workers.save_elsewhere(places, replies, remarks);
                }
                EditorEffect::CopyUnstored(text) => self.workers.copy(text),
                EditorEffect::Import(effect) => self.workers.import(*effect, &self.editor),
                EditorEffect::ReadClipboard => self.workers.read_clipboard(EditorAction::NewFrom),
                EditorEffect::Show => {
                    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                    ctx.send_viewport_cmd(ViewportCommand::Focus);
                }
                EditorEffect::Close => {
                    self.may_close = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
            }
        }
    }
}

impl eframe::App for Window {
    /// Also while the window is minimized.
    fn logic(&mut self, ctx: &Context, _frame: &mut Frame) {
        let mut is_changed = false;
        while let Ok(action) = self.received.try_recv() {
            if matches!(action, EditorAction::Close | EditorAction::End) {
                self.closing = Some(action);
            } else {
                self.apply(action, ctx);
            }
            is_changed = true;
        }
        if let Some(path) = dropped(ctx) {
            self.apply(EditorAction::Import(ImportAction::Bring(path)), ctx);
            is_changed = true;
        }
        let viewport = ctx.input(|input| input.viewport().clone());
        if viewport.close_requested() && !self.may_close {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.closing.get_or_insert(EditorAction::Close);
        }
        let is_drawn = viewport.minimized != Some(true) && viewport.occluded != Some(true);
        if !is_drawn && let Some(closing) = self.closing.take() {
            self.apply(closing, ctx);
        }
        if is_changed {
            ctx.request_repaint();
        }
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut Frame) {
        let ctx = ui.ctx().clone();
        let command = self.command.take().or_else(|| self.closing.take());
        let view = EditorView { editor: &self.editor, words: &self.words, library_path: &self.library_path };
        let actions = editor_ui::frame(ui, &view, &mut self.keys, command);
        let is_changed = !actions.is_empty();
        for action in actions {
            self.apply(action, &ctx);
        }
        if is_changed || self.keys.has_more() || self.closing.is_some() {
            ctx.request_repaint();
        }
    }

    fn raw_input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        self.command = self.keys.take(input, &self.editor);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        if self.leaving.send(Handover::prepare()).is_err() {
            tracing::debug!("nobody hands the clipboard over");
        }
        self.workers.finish();
    }
}
