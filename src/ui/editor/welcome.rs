//! What is shown in place of the list and the form while there is no own reply: the ways to have one.

use egui::{Id, Ui};

use super::{EditorView, tree};
use crate::app::editor::import::ImportAction;
use crate::app::editor::{EditorAction, EditorCommand, Node, Pane};
use crate::model::Layer;
use crate::ui::shared::key_table;
use crate::ui::shared::paint::{Button, button, hold_focus};
use crate::ui::shared::theme::{Tokens, font, size};

/// A way to have a reply.
struct Way {
    label: String,
    keys: Option<&'static str>,
    about: String,
    actions: Vec<EditorAction>,
}

/// The ways to a first reply, while the user has none.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    ui.add_space(size::MARGIN);
    key_table::heading(ui, &view.words.text("editor-welcome"));
    let mut buttons: Vec<Id> = Vec::new();
    for way in ways(view) {
        let look = if buttons.is_empty() { Button::Primary } else { Button::Plain };
        buttons.push(ui.next_auto_id());
        if button(ui, &way.label, way.keys, look) {
            actions.extend(way.actions);
        }
        let text = egui::RichText::new(way.about).font(font(size::BODY)).color(tokens.text);
        ui.add(egui::Label::new(text.line_height(Some(size::BODY_LINE))).wrap());
        ui.add_space(size::MARGIN);
    }
    let has_focus = view.editor.pane() == Pane::List && view.editor.overlay().is_none();
    let focused = ui.memory(egui::Memory::focused);
    if let Some(first) = buttons.first()
        && has_focus
        && !focused.is_some_and(|focused| buttons.contains(&focused))
    {
        hold_focus(ui, *first);
    }
}

/// The ways to a first reply, the usual one first.
fn ways(view: &EditorView<'_>) -> Vec<Way> {
    let way = |command: EditorCommand, about: &str, action| Way {
        label: view.words.text(command.word()).into_owned(),
        keys: Some(command.keys()),
        about: view.words.text(about).into_owned(),
        actions: vec![action],
    };
    let mut ways = vec![
        way(EditorCommand::New, "editor-welcome-new", EditorAction::New),
        way(EditorCommand::FromClipboard, "editor-welcome-from-clipboard", EditorAction::ReadClipboard),
    ];
    ways.push(Way {
        label: view.words.text("editor-import").into_owned(),
        keys: None,
        about: view.words.text("editor-welcome-import").into_owned(),
        actions: vec![EditorAction::Import(ImportAction::Open)],
    });
    if view.editor.has_starter() {
        let pack = tree::layer_name(view, Layer::Starter);
        ways.push(Way {
            label: view.words.with("editor-welcome-starter", &[("pack", &pack)]),
            keys: None,
            about: view.words.text("editor-welcome-starter-about").into_owned(),
            actions: vec![
                EditorAction::SelectNode(Node::All(Layer::Starter)),
                EditorAction::FocusPane(Pane::List),
            ],
        });
    }
    ways
}
