//! The overlays: all keys, the difference to the original, a line that is asked for.

use egui::{Align2, Frame, Id, Margin, Order, ScrollArea, Stroke, Ui, vec2};

use super::{EditorView, scenario, tree, wording};
use crate::app::editor::{Ask, Candidate, EditorAction, EditorCommand};
use crate::model::{Layer, Reply};
use crate::ui::shared::key_table;
use crate::ui::shared::paint::FOCUS_LOCK;
use crate::ui::shared::paint::{choice, field_frame, hold_focus, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// A plate in the middle of the window; a click beside it closes it.
pub(super) fn plate(
    ui: &Ui,
    name: &str,
    wanted: egui::Vec2,
    actions: &mut Vec<EditorAction>,
    add: impl FnOnce(&mut Ui, &mut Vec<EditorAction>),
) {
    let tokens = Tokens::of(ui);
    let window = ui.ctx().viewport_rect();
    let behind = egui::Area::new(Id::unique((name, "behind"))).order(Order::Middle).fixed_pos(window.min);
    behind.show(ui.ctx(), |ui| {
        let (_, response) = ui.allocate_exact_size(window.size(), egui::Sense::click());
        ui.painter().rect_filled(window, 0.0, tokens.shade);
        if response.clicked() {
            actions.push(EditorAction::Dismiss);
        }
    });
    let size = wanted.min(window.size() - vec2(size::MARGIN, size::MARGIN) * 2.0);
    let area =
        egui::Area::new(Id::unique(name)).order(Order::Foreground).anchor(Align2::CENTER_CENTER, [0.0, 0.0]);
    area.show(ui.ctx(), |ui| {
        let frame = Frame::new()
            .fill(tokens.background)
            .stroke(Stroke::new(size::LINE, tokens.line))
            .corner_radius(size::RADIUS)
            .inner_margin(Margin::same(size::MARGIN_I8));
        frame.show(ui, |ui| {
            ui.set_width(size.x);
            ui.set_max_height(size.y);
            add(ui, actions);
        });
    });
}

/// All keys and what they do.
pub(super) fn help(ui: &Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    plate(ui, "editor-help", vec2(size::OVERLAY[0], size::OVERLAY[1]), actions, |ui, _| {
        key_table::heading(ui, &view.words.text("help-title"));
        let rows: Vec<(&str, String)> = EditorCommand::ALL
            .iter()
            .map(|command| (command.keys(), view.words.text(command.word()).into_owned()))
            .collect();
        key_table::columns(ui, &rows);
    });
}

/// A reply beside the one that it is a copy of: what differs, piece by piece.
pub(super) fn difference(ui: &Ui, view: &EditorView<'_>, actions: &mut Vec<EditorAction>) {
    let (Some(original), Some(working)) = (view.editor.original(), view.editor.working()) else { return };
    let own = working.finished();
    let tokens = Tokens::of(ui);
    plate(ui, "difference", vec2(size::OVERLAY[0], size::OVERLAY[1]), actions, |ui, _| {
        key_table::heading(ui, &view.words.text("editor-difference"));
        let pieces = differences(view, original, &own);
        if pieces.is_empty() {
            ui.label(small(&view.words.text("editor-same"), tokens.dim));
        }
        ScrollArea::vertical().id_salt("difference").max_height(size::OVERLAY[1]).show(ui, |ui| {
            for (word, before, after) in pieces {
                ui.label(small(&view.words.text(word), tokens.dim));
                let names = [tree::layer_name(view, Layer::Starter), tree::layer_name(view, Layer::Personal)];
                ui.columns(2, |columns| {
                    let sides = [(before, tokens.panel), (after, tokens.accent_tint)];
                    for ((column, (text, fill)), name) in columns.iter_mut().zip(sides).zip(&names) {
                        column.label(small(name, tokens.dim));
                        Frame::new()
                            .fill(fill)
                            .corner_radius(size::RADIUS)
                            .inner_margin(size::ROW_INSET)
                            .show(column, |ui| {
                                ui.set_min_width(ui.available_width());
                                let text = if text.is_empty() { "—".to_owned() } else { text };
                                ui.add(
                                    egui::Label::new(egui::RichText::new(text).font(font(size::TREE_TEXT)))
                                        .wrap(),
                                );
                            });
                    }
                });
                ui.add_space(size::GAP);
            }
        });
    });
}

/// The pieces that are not the same: the key of their words, then both sides.
fn differences(view: &EditorView<'_>, original: &Reply, own: &Reply) -> Vec<(&'static str, String, String)> {
    let text = |reply: &Reply| {
        let wordings = reply.wordings.iter().map(|wording| {
            let messages = wording.messages.iter().map(|message| match message {
                crate::model::Message::Text(text) | crate::model::Message::Image(text) => text.as_str(),
            });
            messages.collect::<Vec<_>>().join("\n")
        });
        wordings.collect::<Vec<_>>().join("\n\n")
    };
    let conditions = |reply: &Reply| {
        let all = reply.wordings.iter().map(|wording| wording::meant_for(view, wording));
        all.collect::<Vec<_>>().join("\n").trim().to_owned()
    };
    let sides = |of: &dyn Fn(&Reply) -> String| (of(original), of(own));
    let pieces = [
        ("form-title", sides(&|reply| reply.title.clone())),
        ("form-code", sides(&|reply| reply.code.clone().unwrap_or_default())),
        ("form-category", sides(&|reply| reply.category.clone())),
        ("form-scenario", sides(&|reply| scenario::labels(view, reply).join("\n"))),
        ("form-tags", sides(&|reply| reply.tags.join(" "))),
        ("form-asks", sides(&|reply| reply.questions.join("\n"))),
        ("form-wordings", sides(&text)),
        ("form-conditions", sides(&conditions)),
        ("form-note", sides(&|reply| reply.note.clone().unwrap_or_default())),
        ("form-next", sides(&|reply| super::next::titles(view, reply).join("\n"))),
    ];
    pieces
        .into_iter()
        .filter(|(_, (one, other))| one != other)
        .map(|(word, (one, other))| (word, one, other))
        .collect()
}

/// A line of text, with the candidates for it.
pub(super) fn ask(
    ui: &Ui,
    view: &EditorView<'_>,
    (ask, text): (&Ask, &str),
    (candidates, selected): (&[Candidate], Option<usize>),
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    plate(ui, "ask", vec2(size::ASK, size::OVERLAY[1]), actions, |ui, actions| {
        let count = view.editor.chosen().to_string();
        let word = match ask {
            Ask::Move => "ask-move",
            Ask::Tag => "ask-tag",
            Ask::Scenario => "ask-scenario",
            Ask::Next => "ask-next",
            Ask::Rename => "ask-rename",
            Ask::NewCategory => "ask-new-category",
            Ask::Add(addition) => addition.question,
        };
        let question = view.words.with(word, &[("count", &count)]);
        ui.label(small(&question, tokens.text));
        ui.add_space(size::ROW_INSET);
        let id = Id::unique("ask-text");
        let is_new = hold_focus(ui, id);
        if is_new {
            crate::ui::shared::typed::select_all(ui.ctx(), id, text);
        }
        let mut new = Typed(text.to_owned());
        let frame = field_frame(ui, true);
        let edit = new
            .one_line()
            .id(id)
            .font(font(size::BODY))
            .frame(frame)
            .desired_width(ui.available_width())
            .event_filter(FOCUS_LOCK);
        let response = ui.add(edit);
        new.keep_cursor_whole(ui, id);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &question));
        if response.changed() {
            actions.push(EditorAction::SetAskText(new.0));
        }
        if !candidates.is_empty() {
            ui.add_space(size::GAP);
            // What is typed has its own order, the best first.
            let is_by_stage = text.trim().is_empty();
            ScrollArea::vertical().id_salt("candidates").max_height(size::ASK_LIST).show(ui, |ui| {
                candidates_ui(ui, view, (candidates, selected), is_by_stage, actions);
            });
        }
    });
}

/// The candidates; scenarios perhaps under their stages. The selected one comes into sight.
fn candidates_ui(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (candidates, selected): (&[Candidate], Option<usize>),
    is_by_stage: bool,
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    let seen_id = Id::unique("candidate-seen");
    let seen = ui.data(|data| data.get_temp::<Option<usize>>(seen_id)).flatten();
    ui.data_mut(|data| data.insert_temp(seen_id, selected));
    ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
    let mut first = 0;
    for group in candidates.chunk_by(|one, other| !is_by_stage || one.stage == other.stage) {
        let has_stages = is_by_stage && candidates.iter().any(|candidate| candidate.stage.is_some());
        if has_stages {
            let others = view.words.text("ask-scenario-others");
            let stage = group.first().and_then(|candidate| candidate.stage).unwrap_or(&others);
            if first > 0 {
                ui.add_space(size::ROW_INSET);
            }
            ui.label(small(stage, tokens.dim));
        }
        ui.horizontal_wrapped(|ui| {
            for (idx, candidate) in (first..).zip(group) {
                let response = choice(ui, &candidate.label, selected == Some(idx));
                if selected == Some(idx) && seen != selected {
                    response.scroll_to_me(None);
                }
                if response.clicked() {
                    actions.push(EditorAction::TakeCandidate(idx));
                }
            }
        });
        first += group.len();
    }
}
