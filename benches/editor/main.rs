//! The editor at 10,000 replies: opening it, a frame, saving one reply, beside the `ron` crate doing the same the usual way.
//! `cargo bench --bench editor` prints the table.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints its figures, its numbers are small, and one that cannot be made fails"
)]

#[path = "../search/library.rs"]
mod library;
#[path = "../check/timing.rs"]
mod timing;

use std::fs::File;
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use egui::{Event, RawInput, Rect, pos2, vec2};
use jiff::Zoned;
use suda::app::Opening;
use suda::app::editor::{Choice, Editor, EditorAction, Report};
use suda::app::{Env, LoadedLibrary, Move};
use suda::lang::Words;
use suda::model::{Language, Layer, Library, Place, Reply, ReplyChange, Theme};
use suda::search::Index;
use suda::store::libraries::{self, Loaded, Sources};
use suda::store::replies;
use suda::ui::editor::{EditorKeys, EditorView, frame};
use suda::ui::shared::fonts::install as install_fonts;
use suda::ui::shared::theme;
use timing::median;

const COUNT: usize = 10_000;
fn print_row(what: &str, ours: Duration, other: Option<Duration>) {
    let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1000.0);
    let ratio =
        other.map(|other| format!("{} ({:.1}×)", ms(other), other.as_secs_f64() / ours.as_secs_f64()));
    println!("| {what} | {} | {} |", ms(ours), ratio.unwrap_or_default());
}

/// The file of a user with so many replies.
fn write_library(path: &Path) {
    let all: Vec<ReplyChange> = library::library(COUNT)
        .of_layer(Layer::Personal)
        .map(|reply| ReplyChange { before: None, after: Some(reply.clone()), place: Place::ByCategory })
        .collect();
    replies::change(path, &all, Zoned::now().datetime()).unwrap();
}

/// One save as a program does it that reads everything and writes everything.
fn write_whole(path: &Path, value: &ron::Value) {
    let text = ron::ser::to_string_pretty(value, ron::ser::PrettyConfig::new()).unwrap();
    let temporary = path.with_extension("tmp");
    let mut file = File::create(&temporary).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.sync_all().unwrap();
    std::fs::rename(temporary, path).unwrap();
}

/// The editor's window without a screen.
struct Window {
    ctx: egui::Context,
    editor: Editor,
    keys: EditorKeys,
    words: Words,
    env: Env,
}

impl Window {
    fn open(loaded: LoadedLibrary) -> Self {
        let ctx = egui::Context::default();
        install_fonts(&ctx, Language::Chinese);
        theme::install(&ctx, Theme::Light);
        let mut window = Self {
            ctx,
            editor: Editor::new(Opening::Plain),
            keys: EditorKeys::default(),
            words: Words::new(Language::Chinese),
            env: Env { now: Zoned::now() },
        };
        window.editor.apply(EditorAction::Report(Report::LibraryLoaded(loaded)), &window.env);
        window
    }

    fn frame(&mut self, events: Vec<Event>) {
        let [width, height] = theme::size::EDITOR;
        let screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height)));
        let input = RawInput { screen_rect, events, focused: true, ..RawInput::default() };
        let view = EditorView { editor: &self.editor, words: &self.words, library_path: "" };
        let mut actions = Vec::new();
        let mut output = self.ctx.run_ui(input, |ui| {
            actions = frame(ui, &view, &mut self.keys, None);
        });
        let shapes = std::mem::take(&mut output.shapes);
        black_box(self.ctx.tessellate(shapes, output.pixels_per_point));
        output.textures_delta.clear();
        for action in actions {
            self.editor.apply(action, &self.env);
        }
    }
}

fn read(path: &Path) -> Loaded {
    let calendar = path.with_file_name("calendar.txt");
    let sources = Sources { personal: path.to_owned(), calendar, uses_starter: true };
    libraries::load(&sources, &Library::default())
}

fn load(path: &Path) -> LoadedLibrary {
    let loaded = read(path);
    LoadedLibrary {
        library: Arc::new(loaded.library),
        index: Arc::new(Index::default()),
        diagnostics: loaded.diagnostics,
    }
}

fn main() {
    let root = tempfile::tempdir().unwrap();
    let (path, other) = (root.path().join("replies.ron"), root.path().join("other.ron"));
    write_library(&path);
    let text = std::fs::read_to_string(&path).unwrap();
    println!("| {COUNT} replies, ms | 速答 | the ron crate, everything anew |");
    println!("|---|---|---|");

    let read = median(|| drop(black_box(read(&path))));
    let other_read = median(|| drop(black_box(ron::from_str::<ron::Value>(&text).unwrap())));
    print_row("reading the file", read, Some(other_read));
    let open = median(|| Window::open(load(&path)).frame(Vec::new()));
    print_row("opening: read, state, first frame with its fonts", open, None);

    let mut window = Window::open(load(&path));
    window.frame(Vec::new());
    let scrolled = median(|| {
        window.editor.apply(EditorAction::MoveRow(Move::PageDown, Choice::Alone), &window.env);
        window.frame(Vec::new());
    });
    print_row("a page further in the list, with its frame", scrolled, None);
    let typed = median(|| {
        let id = window.editor.current().unwrap_or_default().to_owned();
        let title = window.editor.reply(&id).map(|reply| reply.title.clone() + "字").unwrap_or_default();
        let edit = suda::app::editor::FormEdit::Typed(suda::app::editor::TypedField::Title, title);
        window.editor.apply(EditorAction::Edit(edit), &window.env);
        window.frame(Vec::new());
    });
    print_row("a letter in the form, with its frame", typed, None);

    let mut reply = load(&path).library.of_layer(Layer::Personal).nth(COUNT / 2).unwrap().clone();
    let save = median(|| {
        let after = Reply { title: reply.title.clone() + "字", ..reply.clone() };
        let change =
            ReplyChange { before: Some(reply.clone()), after: Some(after.clone()), place: Place::ByCategory };
        replies::change(&path, &[change], Zoned::now().datetime()).unwrap();
        reply = after;
    });
    let other_save = median(|| write_whole(&other, &ron::from_str::<ron::Value>(&text).unwrap()));
    print_row("saving one reply, with lock, backup and sync", save, Some(other_save));
}
