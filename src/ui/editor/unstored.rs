//! The question before the window closes over texts that are stored nowhere.

use egui::{Id, Ui, vec2};

use super::EditorView;
use super::overlay::plate;
use crate::app::editor::{EditorAction, Rescue, Rescued, Saving, Unstored, UnstoredAction};
use crate::ui::shared::key_table;
use crate::ui::shared::paint::FOCUS_LOCK;
use crate::ui::shared::paint::{choice, field_frame, hold_focus, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// The question what to do with texts that are stored nowhere, before the window closes.
pub(super) fn show(ui: &Ui, view: &EditorView<'_>, unstored: &Unstored, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    plate(ui, "unstored", vec2(size::ASK, size::OVERLAY[1]), actions, |ui, actions| {
        let count = view.editor.unstored().to_string();
        key_table::heading(ui, &view.words.with("unstored-title", &[("count", &count)]));
        let reason = match view.editor.saving() {
            Saving::Failed(reason) => view.words.with("editor-drafts-not-kept", &[("reason", reason)]),
            Saving::Writing => view.words.text("unstored-writing").into_owned(),
            Saving::Done => view.words.text("unstored-list").into_owned(),
        };
        ui.add(egui::Label::new(small(&reason, tokens.text)).wrap());
        ui.add_space(size::GAP);
        for rescue in Rescue::ALL {
            ui.horizontal(|ui| {
                ui.set_min_height(size::FIELD);
                let word = view.words.text(word_of(rescue, unstored.outcome.as_ref()));
                if choice(ui, &word, unstored.rescue == rescue).clicked() {
                    actions.push(EditorAction::Unstored(UnstoredAction::Take(Some(rescue))));
                }
            });
            if rescue == Rescue::SaveElsewhere {
                place(ui, view, unstored, actions);
            }
        }
        if let Some(outcome) = &unstored.outcome {
            ui.add_space(size::GAP);
            let is_good = matches!(outcome, Rescued::Saved(_) | Rescued::Copied);
            let colour = if is_good { tokens.accent } else { tokens.finding };
            ui.add(egui::Label::new(small(&view.words.rescued(outcome), colour)).wrap());
        }
    });
}

/// What a way out does, below the outcome of the one that was tried before.
fn word_of(rescue: Rescue, outcome: Option<&Rescued>) -> &'static str {
    match (rescue, outcome) {
        (Rescue::Retry, _) => "rescue-retry",
        (Rescue::SaveElsewhere, _) => "rescue-save-elsewhere",
        (Rescue::Copy, _) => "rescue-copy",
        (Rescue::CloseAnyway, Some(Rescued::Saved(_))) => "rescue-close-saved",
        (
            Rescue::CloseAnyway,
            Some(Rescued::Copied | Rescued::NotSaved(_) | Rescued::NotCopied(_)) | None,
        ) => "rescue-close-anyway",
    }
}

/// The path of the other file.
fn place(ui: &mut Ui, view: &EditorView<'_>, unstored: &Unstored, actions: &mut Vec<EditorAction>) {
    let id = Id::unique("unstored-place");
    hold_focus(ui, id);
    let mut path = Typed(unstored.place.clone());
    let frame = field_frame(ui, true);
    let edit = path
        .one_line()
        .id(id)
        .font(font(size::TREE_TEXT))
        .frame(frame)
        .desired_width(ui.available_width())
        .event_filter(FOCUS_LOCK);
    let response = ui.add(edit);
    path.keep_cursor_whole(ui, id);
    let label = view.words.text("rescue-place");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &*label));
    if response.changed() {
        actions.push(EditorAction::Unstored(UnstoredAction::SetPlace(path.0)));
    }
}
