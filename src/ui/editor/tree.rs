//! The tree of categories.

use egui::{CornerRadius, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Dragged, EditorView};
use crate::app::editor::{EditorAction, Node, Pane, TreeRow};
use crate::model::Layer;
use crate::ui::shared::paint::{hold_list_focus, job, one_line, right_text, triangle};
use crate::ui::shared::theme::{Tokens, size};

/// The tree of layers, categories and pages.
pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let has_focus = view.editor.pane() == Pane::Tree && view.editor.overlay().is_none();
    if has_focus {
        hold_list_focus(ui, Id::unique("tree-keys"));
    }
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().id_salt("tree").auto_shrink(false).show(ui, |ui| {
        ui.add_space(size::GAP);
        for row in view.editor.tree() {
            match &row.node {
                Node::All(layer) => heading(ui, &layer_name(view, *layer)),
                Node::Troubled | Node::Import => ui.add_space(size::MARGIN),
                Node::Favourites | Node::Category(..) | Node::Expiring | Node::Trash | Node::Page(_) => {}
            }
            row_ui(ui, view, row, has_focus, actions);
        }
        ui.add_space(size::GAP);
    });
}

/// What a layer is called.
pub(super) fn layer_name(view: &EditorView<'_>, layer: Layer) -> String {
    let mut packs = view.editor.library().packs();
    let named = packs.find(|(of, pack)| *of == layer && !pack.name.is_empty());
    match named {
        Some((_, pack)) if layer != Layer::Personal => pack.name.clone(),
        _ => view.words.text("preview-own").into_owned(),
    }
}

fn heading(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TREE_HEADING), Sense::hover());
    let pos = pos2(rect.left() + size::MARGIN, rect.bottom() - size::SMALL - size::ROW_INSET);
    one_line(ui, pos, rect.width() - size::MARGIN * 2.0, job(text, size::SMALL, tokens.dim));
}

/// One node with its count; replies can be dropped on a category of the user's own.
fn row_ui(
    ui: &mut Ui,
    view: &EditorView<'_>,
    row: &TreeRow,
    has_focus: bool,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), size::TREE_ROW), Sense::hover());
    let plate = rect.shrink2(vec2(size::ROW_INSET, 0.0));
    let response = ui.interact(plate, Id::unique(("tree", &row.node)), Sense::click_and_drag());
    let is_selected = *view.editor.node() == row.node && view.editor.query().is_empty();
    let name = name(view, &row.node);
    response.widget_info(|| {
        let count = row.count.to_string();
        let said = view.words.with("editor-tree-row", &[("name", &name), ("count", &count)]);
        WidgetInfo::selected(Role::TreeItem, true, is_selected, said)
    });
    let is_target = drag_and_drop(ui, &response, row, actions);
    if is_selected || is_target {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(plate, CornerRadius::same(size::RADIUS), tokens.background);
    }
    if is_selected && has_focus {
        let edge = egui::Stroke::new(size::LINE, tokens.accent);
        ui.painter().rect_stroke(plate, CornerRadius::same(size::RADIUS), edge, egui::StrokeKind::Inside);
    }
    if is_selected && moved(ui, row) {
        ui.scroll_to_rect(rect, None);
    }
    let depth = u8::try_from(row.depth).unwrap_or(u8::MAX);
    let left = rect.left() + size::MARGIN + f32::from(depth) * size::TREE_STEP;
    if let Some(is_open) = row.children {
        arrow(ui, view, row, pos2(left - size::GAP, rect.center().y), is_open, actions);
    }
    let colour = match (&row.node, row.count) {
        (Node::Troubled, 1..) => tokens.finding,
        (Node::Expiring, 1..) => tokens.gap,
        _ => tokens.dim,
    };
    let right = rect.right() - size::MARGIN;
    let count =
        if matches!(row.node, Node::Page(_) | Node::Import) { String::new() } else { row.count.to_string() };
    let width = right_text(ui, pos2(right, rect.center().y), &count, colour);
    let top = pos2(left, rect.center().y - size::TREE_TEXT * 0.72);
    one_line(ui, top, right - width - left - size::GAP, job(&name, size::TREE_TEXT, tokens.text));
    if response.clicked() {
        actions.push(EditorAction::SelectNode(row.node.clone()));
        actions.push(EditorAction::FocusPane(Pane::Tree));
    }
}

/// Whether the selected row is another than in the frame before: then it must come into sight.
fn moved(ui: &Ui, row: &TreeRow) -> bool {
    let id = Id::unique("last-node");
    let is_new = ui.data(|data| data.get_temp::<Node>(id)).as_ref() != Some(&row.node);
    ui.data_mut(|data| data.insert_temp(id, row.node.clone()));
    is_new
}

/// A triangle that shows or hides what is below.
fn arrow(
    ui: &Ui,
    view: &EditorView<'_>,
    row: &TreeRow,
    middle: egui::Pos2,
    is_open: bool,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let rect = Rect::from_center_size(middle, vec2(size::TREE_STEP, size::TREE_ROW));
    let response = ui.interact(rect, Id::unique(("arrow", &row.node)), Sense::click());
    let label = view.words.text(if is_open { "editor-tree-close" } else { "editor-tree-open" });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &*label));
    triangle(ui, middle, is_open, tokens.dim);
    if response.clicked() {
        actions.push(EditorAction::ToggleNode(row.node.clone()));
    }
}

/// True while something is held over the row that may be dropped there.
fn drag_and_drop(ui: &Ui, response: &egui::Response, row: &TreeRow, actions: &mut Vec<EditorAction>) -> bool {
    let into = match &row.node {
        Node::Category(Layer::Personal, path) => {
            response.dnd_set_drag_payload(Dragged::Category(path.clone()));
            path.clone()
        }
        Node::Category(_, path) => path.clone(),
        Node::All(Layer::Personal) => String::new(),
        Node::All(_)
        | Node::Favourites
        | Node::Troubled
        | Node::Expiring
        | Node::Trash
        | Node::Import
        | Node::Page(_) => {
            return false;
        }
    };
    if let Some(dropped) = response.dnd_release_payload::<Dragged>() {
        actions.push(match &*dropped {
            Dragged::Replies => EditorAction::DropReplies(into),
            Dragged::Category(from) => EditorAction::DropCategory { from: from.clone(), into },
        });
    }
    response.dnd_hover_payload::<Dragged>().is_some() && ui.input(|input| input.pointer.any_down())
}

/// What a node is called.
fn name(view: &EditorView<'_>, node: &Node) -> String {
    let word = match node {
        Node::Category(_, path) => return path.rsplit('/').next().unwrap_or_default().to_owned(),
        Node::All(_) => "editor-all",
        Node::Favourites => "section-favourites",
        Node::Troubled => "editor-troubled",
        Node::Expiring => "editor-expiring",
        Node::Trash => "editor-trash",
        Node::Import => "editor-import-page",
        Node::Page(page) => page.word(),
    };
    view.words.text(word).into_owned()
}
