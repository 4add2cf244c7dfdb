//! What can be chosen about an import: how it is read, what is changed on the way, and what to look at.

use egui::{Id, ScrollArea, Ui, vec2};

use super::act;
use crate::app::editor::import::{Decision, ImportAction, ImportView, Part, Preview, ReadChoice};
use crate::app::editor::{EditorAction, Pane};
use crate::exchange::{
    Affix, AffixChoice, Cleaning, Column, End, FieldFound, OnDuplicate, SecretKind, SheetInfo, Target,
    formats,
};
use crate::ui::editor::EditorView;
use crate::ui::shared::paint::{FOCUS_LOCK, choice, field_frame, hold_focus, small};
use crate::ui::shared::theme::{Tokens, font, size};
use crate::ui::shared::typed::Typed;

/// What is chosen among, where the program has taken another one.
const ENCODINGS: [&str; 4] = ["utf-8", "gb18030", "utf-16le", "big5"];

/// How many of a list are shown.
const SHOWN: usize = 30;

pub(super) fn show(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview, actions: &mut Vec<EditorAction>) {
    // The keys that have come to the panel are on its first chip, until they move.
    let is_entered = view.editor.pane() == Pane::Form && view.editor.overlay().is_none();
    chips(ui, |ui| {
        if is_entered && ui.memory(egui::Memory::focused).is_none_or(|it| it == Id::unique("import-keys")) {
            hold_focus(ui, ui.next_auto_id());
        }
        for part in Part::ALL {
            let (word, count) = match part {
                Part::Reading => ("import-part-reading", 0),
                Part::Changes => ("import-part-changes", preview.plan.fields.len()),
                Part::Remarks => ("import-part-remarks", remark_count(preview)),
            };
            let label = view.words.text(word);
            let label = if count == 0 { label.into_owned() } else { format!("{label} {count}") };
            if choice(ui, &label, preview.part == part).clicked() {
                act(actions, ImportAction::View(ImportView::Part(part)));
            }
        }
    });
    ui.add_space(size::GAP);
    ScrollArea::vertical().id_salt(("import-part", preview.part)).auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::ROW_INSET;
        match preview.part {
            Part::Reading => reading(ui, view, preview, actions),
            Part::Changes => changes(ui, view, preview, actions),
            Part::Remarks => remarks(ui, view, preview),
        }
    });
}

fn remark_count(preview: &Preview) -> usize {
    let remarks = &preview.plan.remarks;
    preview.plan.lost.len()
        + remarks.secrets.len()
        + remarks.long.len()
        + remarks.findings.values().sum::<usize>()
}

/// Chips beside one another, on as many lines as they need.
fn chips(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::ROW_INSET, size::ROW_INSET);
        add(ui);
    });
}

fn heading(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    ui.add_space(size::ROW_INSET);
    ui.label(egui::RichText::new(text).font(font(size::TREE_TEXT)).color(tokens.text));
}

fn line(ui: &mut Ui, text: &str) {
    let tokens = Tokens::of(ui);
    ui.add(egui::Label::new(small(text, tokens.dim)).wrap());
}

/// Format, encoding, sheets and columns.
fn reading(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview, actions: &mut Vec<EditorAction>) {
    let words = view.words;
    heading(ui, &words.text("import-format"));
    line(ui, &words.with("import-format-is", &[("name", &preview.content.format)]));
    let known = preview.options.format.as_deref();
    chips(ui, |ui| {
        if choice(ui, &words.text("import-recognised"), known.is_none()).clicked() {
            act(actions, ImportAction::ReadAs(ReadChoice::Format(None)));
        }
        let is_fit =
            |format: &&dyn crate::exchange::Format| format.fit(&preview.input) != crate::exchange::Fit::No;
        for format in formats().filter(is_fit) {
            let name = format.name();
            if choice(ui, name, known == Some(name)).clicked() {
                act(actions, ImportAction::ReadAs(ReadChoice::Format(Some(name.to_owned()))));
            }
        }
    });
    if !preview.content.encoding.is_empty() {
        heading(ui, &words.text("import-encoding"));
        chips(ui, |ui| {
            let encoding = preview.content.encoding.to_lowercase();
            for name in ENCODINGS {
                if choice(ui, name, encoding == name).clicked() {
                    act(actions, ImportAction::ReadAs(ReadChoice::Encoding(name.to_owned())));
                }
            }
        });
    }
    let sheets = &preview.content.sheets;
    if sheets.len() > 1 {
        heading(ui, &words.text("import-sheets"));
        chips(ui, |ui| {
            for sheet in sheets {
                if choice(ui, &sheet_label(view, sheet), sheet.is_read).clicked() {
                    act(actions, ImportAction::ReadAs(ReadChoice::Sheet(sheet.name.clone())));
                }
            }
        });
    }
    let columns =
        sheets.iter().find(|sheet| sheet.is_read && !sheet.columns.is_empty()).map(|it| &it.columns);
    let Some(columns) = columns else { return };
    heading(ui, &words.text("import-columns"));
    for column in columns {
        column_ui(ui, view, column, actions);
    }
    heading(ui, &words.text("import-table"));
    chips(ui, |ui| {
        if choice(ui, &words.text("import-transposed"), preview.options.is_transposed).clicked() {
            act(actions, ImportAction::ReadAs(ReadChoice::Transposed));
        }
        if choice(ui, &words.text("import-joined"), preview.options.joins_rows).clicked() {
            act(actions, ImportAction::ReadAs(ReadChoice::Joined));
        }
    });
}

fn sheet_label(view: &EditorView<'_>, sheet: &SheetInfo) -> String {
    let name = format!("{} {}", sheet.name, sheet.row_count);
    match &sheet.same_as {
        Some(other) => format!("{name} = {other}"),
        None if sheet.is_hidden => format!("{name} {}", view.words.text("import-hidden")),
        None => name,
    }
}

/// A column with its first cells, and what it holds.
fn column_ui(ui: &mut Ui, view: &EditorView<'_>, column: &Column, actions: &mut Vec<EditorAction>) {
    let tokens = Tokens::of(ui);
    let name = if column.header.is_empty() { &column.letters } else { &column.header };
    let samples = column.samples.iter().take(2).map(|sample| sample.replace('\n', " "));
    let samples = samples.collect::<Vec<_>>().join(" / ");
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        ui.label(small(name, tokens.text));
        ui.add(egui::Label::new(small(&samples, tokens.dim)).truncate());
    });
    chips(ui, |ui| {
        ui.push_id(&column.letters, |ui| {
            let targets = std::iter::once(None).chain(Target::ALL.map(Some));
            for target in targets {
                let word = target
                    .map_or("import-target-none".to_owned(), |it| format!("import-target-{}", it.name()));
                if choice(ui, &view.words.text(&word), column.target == target).clicked() {
                    act(actions, ImportAction::ReadAs(ReadChoice::Column { column: name.clone(), target }));
                }
            }
        });
    });
}

/// Doubles, cleaning, placeholders, and what many texts share.
fn changes(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview, actions: &mut Vec<EditorAction>) {
    let words = view.words;
    let (plan, choices) = (&preview.plan, &preview.choices);
    heading(ui, &words.text("import-on-duplicate"));
    chips(ui, |ui| {
        for policy in OnDuplicate::ALL {
            let label = words.text(&format!("import-on-duplicate-{}", policy.name())).into_owned();
            if choice(ui, &label, choices.on_duplicate == policy).clicked() {
                act(actions, ImportAction::Decide(Decision::OnDuplicate(policy)));
            }
        }
    });
    if !plan.cleaned.is_empty() {
        heading(ui, &words.text("import-cleaning"));
        chips(ui, |ui| {
            for cleaning in Cleaning::ALL {
                let count = plan.cleaned.get(&cleaning).copied().unwrap_or_default();
                if count == 0 && choices.cleanings.contains(&cleaning) {
                    continue;
                }
                let label = words.text(&format!("import-cleaning-{}", cleaning.name())).into_owned();
                let label = if count == 0 { label } else { format!("{label} {count}") };
                if choice(ui, &label, choices.cleanings.contains(&cleaning)).clicked() {
                    act(actions, ImportAction::Decide(Decision::Cleaning(cleaning)));
                }
            }
        });
    }
    for affix in &plan.remarks.affixes {
        affix_ui(ui, view, preview, affix, actions);
    }
    if !plan.remarks.long.is_empty() || choices.splits_long {
        heading(ui, &words.with("import-long", &[("count", &plan.remarks.long.len().to_string())]));
        chips(ui, |ui| {
            if choice(ui, &words.text("import-split"), choices.splits_long).clicked() {
                act(actions, ImportAction::Decide(Decision::Split));
            }
        });
    }
    if !plan.fields.is_empty() {
        heading(ui, &words.text("import-fields"));
        for (nth, field) in plan.fields.iter().enumerate().take(SHOWN) {
            field_ui(ui, view, (nth, field), actions);
        }
    }
}

/// A beginning or an end that many texts share.
fn affix_ui(
    ui: &mut Ui,
    view: &EditorView<'_>,
    preview: &Preview,
    affix: &Affix,
    actions: &mut Vec<EditorAction>,
) {
    let words = view.words;
    let word = match affix.end {
        End::Beginning => "import-beginning",
        End::Close => "import-close",
    };
    heading(ui, &words.with(word, &[("count", &affix.count.to_string())]));
    line(ui, &affix.text);
    let chosen = preview.choices.affixes.iter().find(|(known, _)| known == affix).map(|(_, choice)| choice);
    let field = words.text("import-affix-name");
    chips(ui, |ui| {
        ui.push_id(&affix.text, |ui| {
            let offers = [
                ("import-affix-keep", None),
                ("import-affix-drop", Some(AffixChoice::Drop)),
                ("import-affix-field", Some(AffixChoice::Field(field.to_string()))),
            ];
            for (word, offer) in offers {
                if choice(ui, &words.text(word), chosen == offer.as_ref()).clicked() {
                    act(
                        actions,
                        ImportAction::Decide(Decision::Affix { affix: affix.clone(), choice: offer }),
                    );
                }
            }
        });
    });
}

/// A placeholder: how it is written in the other tool, and its name here.
fn field_ui(
    ui: &mut Ui,
    view: &EditorView<'_>,
    (nth, field): (usize, &FieldFound),
    actions: &mut Vec<EditorAction>,
) {
    let tokens = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::GAP;
        let id = Id::unique(("import-field", nth));
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let mut name = ui
            .data(|data| data.get_temp::<String>(id))
            .filter(|_| has_focus)
            .map_or_else(|| Typed(field.name.clone()), Typed);
        let frame = field_frame(ui, has_focus);
        let edit =
            name.one_line().id(id).font(font(size::TREE_TEXT)).frame(frame).desired_width(size::IMPORT_FIELD);
        let response = ui.add(edit.event_filter(FOCUS_LOCK));
        name.keep_cursor_whole(ui, id);
        let label = view.words.text("import-fields");
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &*label));
        if response.gained_focus() {
            actions.push(EditorAction::FocusPane(Pane::Form));
        }
        let typed = name.0.trim().to_owned();
        if response.lost_focus() && typed != field.name && !typed.is_empty() {
            act(
                actions,
                ImportAction::Decide(Decision::FieldName { proposed: field.name.clone(), name: typed }),
            );
        }
        ui.data_mut(|data| data.insert_temp(id, name.0));
        let from = view
            .words
            .with("import-field-from", &[("from", &field.from), ("count", &field.count.to_string())]);
        ui.add(egui::Label::new(small(&from, tokens.dim)).truncate());
    });
}

/// What to look at before it is taken.
fn remarks(ui: &mut Ui, view: &EditorView<'_>, preview: &Preview) {
    let words = view.words;
    let (plan, remarks) = (&preview.plan, &preview.plan.remarks);
    if !remarks.secrets.is_empty() {
        heading(ui, &words.text("import-secrets"));
        for kind in SecretKind::ALL {
            let count = remarks.secrets.iter().filter(|found| found.kind == kind).count();
            if count > 0 {
                line(ui, &format!("{} {count}", words.text(&format!("import-secret-{}", kind.name()))));
            }
        }
        line(ui, &words.text("import-secrets-about"));
    }
    if !remarks.findings.is_empty() {
        heading(ui, &words.text("import-findings"));
        for (rule, count) in &remarks.findings {
            line(ui, &format!("{} {count}", words.rule_by_id(rule)));
        }
    }
    if !plan.lost.is_empty() {
        heading(ui, &words.text("import-lost"));
        for lost in plan.lost.iter().take(SHOWN) {
            let place = words.row_at(&lost.at);
            line(ui, &format!("{place}  {}", words.import_loss(lost)));
        }
        if plan.lost.len() > SHOWN {
            let more = (plan.lost.len() - SHOWN).to_string();
            line(ui, &words.with("import-more", &[("count", &more)]));
        }
    }
    if !plan.gone.is_empty() {
        heading(ui, &words.with("import-gone", &[("count", &plan.gone.len().to_string())]));
        for reply in plan.gone.iter().take(SHOWN) {
            line(ui, &reply.title);
        }
    }
    if remark_count(preview) == 0 && plan.gone.is_empty() {
        line(ui, &words.text("import-no-remarks"));
    }
}
