//! The bottom line with the keys that act now, and the line for messages.

use egui::{Align, Color32, Id, Layout, Rect, Role, Sense, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::view::View;
use crate::app::popup::{Action, Chip, Command, Notice, Screen};
use crate::ui::shared::paint::{full_width, key_cap, key_hint, small};
use crate::ui::shared::theme::{Tokens, font, size};

/// The bar of hints: the keys that help now, and on the right the one of the help.
pub(super) fn show(ui: &mut Ui, view: &View<'_>) {
    let tokens = Tokens::of(ui);
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (command, word) in hints(view) {
            key_hint(ui, command.keys(), &view.words.text(word), &tokens);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // Drawn from the right: the meaning first.
            ui.label(small(&view.words.text(Command::Help.word()), tokens.dim));
            ui.add_space(size::ROW_INSET);
            key_cap(ui, Command::Help.keys(), &tokens);
        });
    });
}

/// The keys worth showing now, and what they do now.
fn hints(view: &View<'_>) -> Vec<(Command, &'static str)> {
    let face = view.popup.face();
    if face.chip_text().is_some() {
        return vec![(Command::Copy, "hint-set-value"), (Command::Back, "hint-back")];
    }
    if let Some(chip) = face.chip() {
        return chip_hints(view, chip);
    }
    match face.screen() {
        Screen::Help => vec![(Command::Back, "hint-back")],
        Screen::Form(form) => {
            let mut hints = vec![(Command::Copy, "hint-fill-and-copy")];
            if form.fields().len() > 1 {
                hints.insert(0, (Command::NextField, Command::NextField.word()));
            }
            hints.push((Command::Back, "hint-back"));
            hints
        }
        Screen::Profile(_) => vec![
            (Command::NextField, Command::NextField.word()),
            (Command::Copy, "hint-keep-profile"),
            (Command::Back, "hint-back"),
        ],
        Screen::Trade(_) => vec![(Command::Copy, "hint-keep-profile"), (Command::Back, "hint-skip")],
        Screen::Learn(learn) => {
            vec![
                (Command::Copy, if learn.is_learned { "hint-drop" } else { "hint-keep" }),
                (Command::Back, "hint-back"),
            ]
        }
        Screen::Preview if view.popup.shops().list().is_some() => {
            vec![(Command::Copy, "hint-choose-shop"), (Command::Back, "hint-back")]
        }
        Screen::Preview => preview_hints(view),
    }
}

/// What the keys do with the selected reply.
fn preview_hints(view: &View<'_>) -> Vec<(Command, &'static str)> {
    let Some(draft) = view.draft() else { return vec![(Command::Back, "hint-hide")] };
    let has_gaps = !draft.gaps().is_empty();
    let is_several = draft.messages.len() > 1;
    let copy = match (has_gaps, is_several) {
        (true, _) => "hint-fill-gap",
        (false, true) => "hint-copy-first",
        (false, false) => Command::Copy.word(),
    };
    let is_barred = !has_gaps && !draft.errors().is_empty();
    let mut hints = if draft.has_rewrite() { vec![(Command::Rewrite, "hint-rewrite")] } else { Vec::new() };
    hints.push(if is_barred {
        (Command::CopyOverriding, Command::CopyOverriding.word())
    } else {
        (Command::Copy, copy)
    });
    if is_several && !has_gaps && !is_barred {
        hints.push((Command::CopyJoined, "hint-copy-joined"));
    }
    if draft.split.is_some() {
        hints.push((Command::SaveSplit, "hint-keep-split"));
    }
    if !has_gaps && !draft.fields.is_empty() {
        hints.push((Command::OpenForm, Command::OpenForm.word()));
    }
    if view.popup.selected_reply().is_some_and(|reply| reply.wordings.len() > 1) {
        hints.push((Command::NextWording, Command::NextWording.word()));
    }
    if view.popup.shops().all().len() > 1 {
        hints.push((Command::NextShop, "hint-next-shop"));
    }
    if view.popup.finder().message().is_some() {
        hints.push((Command::Learn, Command::Learn.word()));
    }
    if view.popup.window().is_first_start() && view.popup.shops().is_unnamed() {
        hints.push((Command::Profile, Command::Profile.word()));
    }
    hints.push((Command::Back, "hint-hide"));
    hints
}

/// What the keys do with the focused chip.
fn chip_hints(view: &View<'_>, chip: &Chip) -> Vec<(Command, &'static str)> {
    let kept = |field: &str| view.popup.chat().buyers().current().known(field);
    let press = match chip {
        Chip::Offer(_) => "hint-take-offer",
        Chip::Earlier(_) => "hint-call-back",
        Chip::Known(field) if kept(field).is_some_and(|kept| kept.holds(view.env.at())) => "hint-change",
        Chip::Known(_) => "hint-confirm",
    };
    let mut hints = vec![(Command::PressChip, press)];
    if let Chip::Known(_) = chip {
        hints.push((Command::DropChip, Command::DropChip.word()));
    }
    hints.extend([(Command::PreviousField, Command::PreviousField.word()), (Command::Back, "hint-back")]);
    hints
}

/// A message, with a way to put it away. It takes the height of its text.
pub(super) fn notice(ui: &mut Ui, view: &View<'_>, notice: &Notice, actions: &mut Vec<Action>) {
    let tokens = Tokens::of(ui);
    let lay = |ui: &Ui, text: String, colour: Color32, width: f32| {
        ui.painter().layout(text, font(size::SMALL), colour, width)
    };
    let away = view.words.text("notice-put-away").into_owned();
    let button = (!notice.is_good()).then(|| lay(ui, away.clone(), tokens.accent, f32::INFINITY));
    let waiting = view.popup.notices_waiting();
    let more = (waiting > 0).then(|| {
        let said = view.words.with("notices-more", &[("count", &waiting.to_string())]);
        lay(ui, said, tokens.dim, f32::INFINITY)
    });
    let taken: f32 =
        [&button, &more].into_iter().flatten().map(|galley| galley.size().x + size::MARGIN).sum();
    let message = lay(ui, view.words.notice(notice), tokens.text, ui.available_width() - taken);
    let rect = full_width(ui, message.size().y + 2.0 * size::GAP);
    ui.painter().galley(rect.left_top() + vec2(0.0, size::GAP), message, tokens.text);
    let mut right = rect.right();
    if let Some(galley) = button {
        let plate = Rect::from_center_size(
            pos2(right - galley.size().x / 2.0, rect.center().y),
            galley.size() + Vec2::splat(size::GAP),
        );
        let response = ui.interact(plate, Id::unique("put-away"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &away));
        if response.hovered() {
            ui.painter().rect_filled(plate, f32::from(size::RADIUS), tokens.background);
        }
        if response.clicked() {
            actions.push(Action::PutNoticeAway);
        }
        right -= galley.size().x + size::MARGIN;
        ui.painter().galley(plate.center() - galley.size() / 2.0, galley, tokens.accent);
    }
    if let Some(galley) = more {
        let left_top = pos2(right - galley.size().x, rect.center().y - galley.size().y / 2.0);
        ui.painter().galley(left_top, galley, tokens.dim);
    }
}
