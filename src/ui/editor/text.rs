//! A text field whose placeholders are coloured, what is wrong underlined with the reason on hover.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{EventFilter, Galley, Id, TextBuffer, TextEdit, Ui, WidgetInfo, vec2};

use super::completion::{Completion, Outcome};
use super::{EditorKeys, EditorView};
use crate::app::editor::{EditorAction, Pane, Spot, Trouble};
use crate::diag::Severity;
use crate::template;
use crate::ui::shared::paint::{field_frame, hold_focus, rects, small, wave};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// A text field for one piece of the form.
pub(super) struct Input<'a> {
    /// The key of its words: its name for screen readers, and its hint.
    pub word: &'a str,
    /// Distinguishes it from the other fields of the form: what it is for, and the indices of its wording and message.
    pub place: (&'a str, usize, usize),
    /// Over so many lines at least; 1 for a single line.
    pub rows: usize,
    pub width: f32,
    /// It is focused where this place is asked for.
    pub spot: Option<Spot>,
}

impl Input<'_> {
    fn id(&self, view: &EditorView<'_>) -> Id {
        Id::unique(("form", view.editor.current(), self.place))
    }

    /// Draws the field; gives the text where it was changed.
    pub(super) fn show(
        &self,
        ui: &mut Ui,
        view: &EditorView<'_>,
        text: &str,
        actions: &mut Vec<EditorAction>,
    ) -> Option<String> {
        let id = self.id(view);
        let mut new = Typed(text.to_owned());
        let edit = self.edit(ui, view, &mut new);
        self.focus_if_asked_for(ui, view, actions);
        let response = ui.add(edit);
        new.keep_cursor_whole(ui, id);
        self.respond(view, &response, actions);
        response.changed().then_some(new.0)
    }

    /// As [`Input::show`], for a text with placeholders.
    pub(super) fn show_template(
        &self,
        ui: &mut Ui,
        view: &EditorView<'_>,
        text: &str,
        keys: &mut EditorKeys,
        actions: &mut Vec<EditorAction>,
    ) -> Option<String> {
        let (id, tokens) = (self.id(view), Tokens::of(ui));
        let mut new = Typed(text.to_owned());
        self.focus_if_asked_for(ui, view, actions);
        let completed = Completion::take_keys(ui, id, text, keys);
        let mut layouter =
            |ui: &Ui, text: &dyn TextBuffer, width: f32| layout(ui, text.as_str(), width, &tokens);
        // While names are offered, Tab and Esc are theirs.
        let is_open = Completion::load(ui, id).is_some();
        let filter =
            EventFilter { tab: is_open, escape: is_open, horizontal_arrows: true, vertical_arrows: true };
        let edit = self.edit(ui, view, &mut new).layouter(&mut layouter).event_filter(filter);
        let output = edit.show(ui);
        new.keep_cursor_whole(ui, id);
        self.respond(view, &output.response, actions);
        let origin = output.galley_pos.to_vec2();
        let has_changed = output.response.changed();
        let range = output.cursor_range.map(|range| range.primary.index);
        if !has_changed {
            self.underline(ui, view, text, (&output.galley, origin));
        }
        Completion::follow(
            ui,
            id,
            &new.0,
            range.map(usize::from),
            has_changed,
            view.editor.placeholders(),
            keys,
        );
        let clicked = match (range, output.response.has_focus()) {
            (Some(range), true) => {
                let at = output.galley.pos_from_cursor(egui::text::CCursor::new(range));
                let below = (at.left_bottom() + origin) + vec2(0.0, size::ROW_INSET);
                Completion::show(ui, id, &new.0, below)
            }
            _ => Outcome::Nothing,
        };
        for outcome in [completed, clicked] {
            if let Outcome::Completed(text, cursor) = outcome {
                Completion::set_cursor(ui, id, cursor);
                keys.is_completing = false;
                return Some(text);
            }
        }
        has_changed.then_some(new.0)
    }

    /// Underlines what is wrong in the text, with the reason on hover.
    fn underline(&self, ui: &Ui, view: &EditorView<'_>, text: &str, (galley, origin): (&Galley, egui::Vec2)) {
        let tokens = Tokens::of(ui);
        for trouble in view.editor.troubles().iter().filter(|trouble| Some(trouble.spot) == self.spot) {
            let Some(bytes) = &trouble.range else { continue };
            let colour = colour_of(trouble, &tokens);
            for rect in rects(galley, &template::char_range(text, bytes)) {
                let rect = rect.translate(origin);
                wave(ui, rect, colour);
                let hovered =
                    ui.interact(rect, self.id(view).with(("trouble", bytes.start)), egui::Sense::hover());
                hovered.on_hover_text(view.words.problem_with_advice(&trouble.problem));
            }
        }
    }

    /// The widget, with the look and the hint of every field of the form.
    fn edit<'t>(&self, ui: &Ui, view: &EditorView<'_>, text: &'t mut Typed) -> TextEdit<'t> {
        let (id, tokens) = (self.id(view), Tokens::of(ui));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let frame = field_frame(ui, has_focus);
        let edit = if self.rows > 1 { text.lines(self.rows) } else { text.one_line() };
        edit.id(id)
            .font(font(size::BODY))
            .frame(frame)
            .desired_width(self.width)
            .hint_text(small(&view.words.hint(self.word), tokens.dim))
    }

    /// Focuses the field where its place is asked for.
    fn focus_if_asked_for(&self, ui: &Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
        let editor = view.editor;
        if editor.pane() == Pane::Form
            && editor.overlay().is_none()
            && self.spot.is_some()
            && editor.spot() == self.spot
        {
            hold_focus(ui, self.id(view));
            actions.push(EditorAction::SpotTaken);
        }
    }

    /// Names the field for screen readers; one that becomes focused is scrolled to, and the form is the focused pane.
    fn respond(&self, view: &EditorView<'_>, response: &egui::Response, actions: &mut Vec<EditorAction>) {
        let label = || WidgetInfo::labeled(egui::Role::TextInput, true, view.words.text(self.word));
        response.widget_info(label);
        if response.gained_focus() {
            response.scroll_to_me(None);
            if view.editor.pane() != Pane::Form {
                actions.push(EditorAction::FocusPane(Pane::Form));
            }
        }
    }
}

/// Amber for what may be meant, red for what is wrong.
pub(super) fn colour_of(trouble: &Trouble, tokens: &Tokens) -> egui::Color32 {
    match trouble.problem.severity() {
        Severity::Error => tokens.finding,
        Severity::Warning => tokens.gap,
        Severity::Hint => tokens.dim,
    }
}

/// The text with its placeholders tinted.
fn layout(ui: &Ui, text: &str, width: f32, tokens: &Tokens) -> Arc<Galley> {
    let plain = TextFormat {
        line_height: Some(size::BODY_LINE),
        ..TextFormat::simple(font(size::BODY), tokens.text)
    };
    let mut job = LayoutJob::default();
    let mut done = 0;
    let parsed = template::parse(text);
    let mut spans: Vec<Range<usize>> = parsed.unfilled().map(|(_, span)| span.clone()).collect();
    spans.sort_by_key(|span| span.start);
    for span in spans {
        job.append(text.get(done..span.start).unwrap_or_default(), 0.0, plain.clone());
        let marked = TextFormat { color: tokens.accent, background: tokens.accent_tint, ..plain.clone() };
        job.append(text.get(span.clone()).unwrap_or_default(), 0.0, marked);
        done = span.end;
    }
    job.append(text.get(done..).unwrap_or_default(), 0.0, plain);
    job.wrap.max_width = width;
    ui.painter().layout_job(job)
}
