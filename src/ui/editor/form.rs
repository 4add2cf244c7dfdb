//! The form of one reply: its fields, its wordings, what is wrong, and the preview.

use egui::{Align, Label, Layout, ScrollArea, Ui};

use super::line::{inner_label, line, troubles};
use super::text::Input;
use super::{EditorKeys, EditorView, list, next, scenario, tree, wording};
use crate::app::editor::{
    EditDraft, EditorAction, EditorCommand, FormEdit, Spot, Theirs, Timed, TypedField, Working,
};
use crate::draft::DraftMessage;
use crate::model::Layer;
use crate::template::Piece;
use crate::ui::shared::message;
use crate::ui::shared::paint::{Button, button, small};
use crate::ui::shared::theme::{Tokens, size};

/// The form of the current reply, with what needs a decision above it.
pub(super) fn show(
    ui: &mut Ui,
    view: &EditorView<'_>,
    keys: &mut EditorKeys,
    actions: &mut Vec<EditorAction>,
) {
    let Some(working) = view.editor.working() else { return };
    conflict(ui, view, actions);
    layer(ui, view, actions);
    hidden(ui, view, actions);
    ScrollArea::vertical().id_salt("form").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP;
        // Room for the scroll bar.
        ui.set_max_width(ui.available_width() - size::GAP);
        // What is sent comes first: it is what people come to change. Long lists of questions are below it.
        title(ui, view, actions);
        wording::show(ui, view, working, keys, actions);
        preview_ui(ui, view);
        code_and_tags(ui, view, actions);
        category_and_end(ui, view, working, actions);
        for field in TypedField::BELOW {
            typed_line(ui, view, field, actions);
        }
        next::show(ui, view, working, actions);
        scenario::show(ui, view, working, actions);
        trades(ui, view, working, actions);
    });
}

/// A field of the form that is typed as one text.
fn typed(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (field, width): (TypedField, f32),
    spot: Option<Spot>,
    actions: &mut Vec<EditorAction>,
) {
    let Some(text) = view.editor.working().map(|working| field.text(&working.reply)) else { return };
    let lines = field.lines();
    let rows = text.lines().count().clamp(*lines.start(), *lines.end());
    let input = Input { word: field.word(), place: (field.word(), 0, 0), rows, width, spot };
    if let Some(text) = input.show(ui, view, &text, actions) {
        actions.push(EditorAction::Edit(FormEdit::Typed(field, text)));
    }
}

/// A field with a line to itself.
fn typed_line(ui: &mut Ui, view: &EditorView<'_>, field: TypedField, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text(field.word()), |ui| {
        typed(ui, view, (field, ui.available_width()), None, actions);
    });
}

fn title(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-title"), |ui| {
        typed(ui, view, (TypedField::Title, ui.available_width()), Some(Spot::Title), actions);
        troubles(ui, view, Spot::Title, actions);
    });
}

/// The line of the code and the tags.
fn code_and_tags(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-code"), |ui| {
        let width = ui.available_width() - size::FORM_CODE - size::FORM_INNER_LABEL - 2.0 * size::GAP;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::GAP;
            typed(ui, view, (TypedField::Code, size::FORM_CODE), Some(Spot::Code), actions);
            inner_label(ui, &view.words.text("form-tags"));
            typed(ui, view, (TypedField::Tags, width), None, actions);
        });
        troubles(ui, view, Spot::Code, actions);
    });
}

/// The line of the category and the expiry.
fn category_and_end(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-category"), |ui| {
        let width = ui.available_width() - size::FORM_CODE - size::FORM_INNER_LABEL - 2.0 * size::GAP;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::GAP;
            typed(ui, view, (TypedField::Category, width), None, actions);
            inner_label(ui, &view.words.text("form-expires"));
            let timed = Timed::Expires;
            let input = Input {
                word: "form-expires",
                place: ("expires", 0, 0),
                rows: 1,
                width: size::FORM_CODE,
                spot: Some(Spot::Timed(timed)),
            };
            if let Some(text) = input.show(ui, view, &working.timed(timed), actions) {
                actions.push(EditorAction::Edit(FormEdit::Timed(timed, text)));
            }
        });
        troubles(ui, view, Spot::Timed(Timed::Expires), actions);
    });
}

/// What shops the reply is for: those that sell one of these; without any, all.
fn trades(ui: &mut Ui, view: &EditorView<'_>, working: &Working, actions: &mut Vec<EditorAction>) {
    line(ui, &view.words.text("form-trades"), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.set_min_height(size::FIELD);
            ui.spacing_mut().item_spacing.x = size::ROW_INSET;
            wording::trades(ui, view, working.reply.trades, &mut |trade, is_on| {
                actions.push(EditorAction::Edit(FormEdit::Trade { wording: None, trade, is_on }));
            });
        });
    });
}

/// The wording as a buyer would read it, with samples.
fn preview_ui(ui: &mut Ui, view: &EditorView<'_>) {
    let messages = view.editor.preview();
    let is_blank =
        |message: &DraftMessage| matches!(message, DraftMessage::Text(filled) if filled.pieces.is_empty());
    if messages.iter().all(is_blank) {
        return;
    }
    let tokens = Tokens::of(ui);
    line(ui, &view.words.text("editor-preview"), |ui| {
        let margin = egui::Margin::symmetric(size::FIELD_MARGIN[0], size::FIELD_MARGIN[1]);
        let frame = egui::Frame::new().fill(tokens.panel).corner_radius(size::RADIUS).inner_margin(margin);
        frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let is_numbered = messages.len() > 1;
            for (idx, message) in messages.iter().enumerate() {
                message::show(ui, is_numbered.then_some(idx + 1), message, &[], |ui, indent, path| {
                    ui.horizontal(|ui| {
                        ui.add_space(indent);
                        ui.label(small(&view.words.with("editor-image", &[("path", path)]), tokens.dim));
                    });
                });
            }
            let samples = samples(messages);
            if !samples.is_empty() {
                let said = view.words.with("editor-preview-samples", &[("samples", &samples.join("、"))]);
                ui.add(Label::new(small(&said, tokens.dim)).truncate());
            }
        });
    });
}

/// The values that were filled in, each once.
fn samples(messages: &[DraftMessage]) -> Vec<&str> {
    let mut samples: Vec<&str> = Vec::new();
    for message in messages {
        let DraftMessage::Text(filled) = message else { continue };
        for piece in &filled.pieces {
            if let Piece::Value { value, .. } = piece
                && !samples.contains(&value.as_str())
            {
                samples.push(value);
            }
        }
    }
    samples
}

/// The reply was changed outside while it was edited.
fn conflict(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let draft = view.editor.current().and_then(|id| view.editor.draft(id));
    let Some(theirs) = draft.and_then(EditDraft::theirs) else { return };
    let tokens = Tokens::of(ui);
    let word = match theirs {
        Theirs::Changed(_) => "editor-conflict",
        Theirs::Gone => "editor-conflict-gone",
    };
    bar(ui, &view.words.text(word), tokens.gap_tint, |ui| {
        if command_button(ui, view, EditorCommand::TakeTheirs) {
            actions.push(EditorAction::TakeTheirs);
        }
        if command_button(ui, view, EditorCommand::KeepMine) {
            actions.push(EditorAction::KeepMine);
        }
    });
    if let Theirs::Changed(reply) = theirs {
        let text = reply.texts().next().unwrap_or_default().replace('\n', " ");
        let said = view.words.with("editor-theirs", &[("title", &reply.title), ("text", &text)]);
        ui.add(Label::new(small(&said, tokens.dim)).truncate());
        ui.add_space(size::GAP);
    }
}

/// Whose reply it is, where it is not simply the user's own.
fn layer(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let editor = view.editor;
    let Some(id) = editor.current() else { return };
    let tokens = Tokens::of(ui);
    let pack = tree::layer_name(view, Layer::Starter);
    if editor.original().is_some() && (editor.is_own(id) || editor.draft(id).is_some()) {
        bar(ui, &view.words.with("editor-copy-of", &[("pack", &pack)]), tokens.panel, |ui| {
            if command_button(ui, view, EditorCommand::BackToOriginal) {
                actions.push(EditorAction::BackToOriginal);
            }
            if command_button(ui, view, EditorCommand::Difference) {
                actions.push(EditorAction::ToggleDifference);
            }
        });
    } else if editor.original().is_some() {
        bar(ui, &view.words.with("editor-read-only", &[("pack", &pack)]), tokens.panel, |_| {});
    }
}

/// That the reply is not offered, and where.
fn hidden(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let Some(said) = view.editor.current().and_then(|id| list::hidden_mark(view, id)) else { return };
    let tokens = Tokens::of(ui);
    bar(ui, &view.words.with("editor-hidden", &[("hidden", &said)]), tokens.panel, |ui| {
        if button(ui, &view.words.text("editor-show"), Some(EditorCommand::Hide.keys()), Button::Small) {
            actions.push(EditorAction::ToggleHidden);
        }
    });
}

/// A small button with its keys.
fn command_button(ui: &mut Ui, view: &EditorView<'_>, command: EditorCommand) -> bool {
    button(ui, &view.words.text(command.word()), Some(command.keys()), Button::Small)
}

/// A line over the form with buttons at its right.
fn bar(ui: &mut Ui, text: &str, fill: egui::Color32, buttons: impl FnOnce(&mut Ui)) {
    let tokens = Tokens::of(ui);
    let frame = egui::Frame::new()
        .fill(fill)
        .corner_radius(size::RADIUS)
        .inner_margin(egui::Margin::symmetric(size::ROW_INSET_I8 * 2, size::ROW_INSET_I8));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(size::CHIP);
            ui.label(small(text, tokens.text));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = size::ROW_INSET;
                buttons(ui);
            });
        });
    });
    ui.add_space(size::GAP);
}
