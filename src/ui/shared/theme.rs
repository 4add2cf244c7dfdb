//! Every colour and size. Nowhere else is one written.

use egui::{Color32, Context, CornerRadius, FontFamily, FontId, Stroke, Style, TextStyle, Ui, Visuals};

use crate::model::Theme;

/// Sizes in logical pixels.
pub mod size {
    /// The popup.
    pub const WINDOW: [f32; 2] = [780.0, 480.0];
    /// The bar while messages are copied one by one, and its distance from the edge of the screen.
    pub const BAR: [f32; 2] = [540.0, 46.0];
    pub const BAR_MARGIN: f32 = 56.0;
    /// The room for an image in the preview.
    pub const IMAGE: [f32; 2] = [280.0, 130.0];
    pub const SEARCH_BAR: f32 = 54.0;
    pub const HINT_BAR: f32 = 36.0;
    /// A row of chips.
    pub const STRIP: f32 = 36.0;
    pub const LIST: f32 = 308.0;
    pub const MARGIN: f32 = 18.0;
    pub const MARGIN_I8: i8 = 18;
    pub const ROW: f32 = 52.0;
    pub const SECTION: f32 = 26.0;
    /// Between the edge of the list and the tint of the selected row.
    pub const ROW_INSET: f32 = 6.0;
    pub const ROW_INSET_I8: i8 = 6;
    pub const RADIUS: u8 = 6;
    pub const LINE: f32 = 1.0;
    pub const SEARCH_TEXT: f32 = 20.0;
    pub const TITLE: f32 = 15.0;
    pub const BODY: f32 = 15.0;
    pub const BODY_LINE: f32 = 25.0;
    pub const SMALL: f32 = 12.0;
    pub const SMALL_LINE: f32 = 18.0;
    pub const CHIP: f32 = 22.0;
    pub const CHIP_PADDING: f32 = 9.0;
    /// A chip while its value is changed.
    pub const CHIP_TEXT: f32 = 150.0;
    /// Around a chip that is focused.
    pub const RING: f32 = 3.0;
    /// Half of a cross.
    pub const CROSS: f32 = 3.0;
    pub const FIELD: f32 = 32.0;
    /// Between the edge of a field and its text.
    pub const FIELD_MARGIN: [i8; 2] = [10, 5];
    /// The edge of a field that is focused.
    pub const FIELD_EDGE: f32 = 1.5;
    pub const FIELD_LABEL: f32 = 88.0;
    pub const GAP: f32 = 10.0;
    /// Around a filled value in a text.
    pub const VALUE_PADDING: f32 = 3.0;
    pub const DASH: f32 = 3.0;
    pub const NOTE_BAR: f32 = 2.0;
    pub const HELP_ROW: f32 = 24.0;
    pub const HELP_KEYS: f32 = 110.0;
    /// The editor.
    pub const EDITOR: [f32; 2] = [1140.0, 720.0];
    pub const EDITOR_MIN: [f32; 2] = [900.0, 560.0];
    pub const EDITOR_SEARCH: f32 = 240.0;
    pub const TREE: f32 = 190.0;
    pub const TREE_ROW: f32 = 26.0;
    pub const TREE_HEADING: f32 = 34.0;
    pub const TREE_STEP: f32 = 16.0;
    pub const TREE_TEXT: f32 = 13.5;
    pub const EDITOR_LIST: f32 = 270.0;
    pub const BUTTON: f32 = 28.0;
    pub const FORM_LABEL: f32 = 72.0;
    pub const FORM_INNER_LABEL: f32 = 44.0;
    pub const FORM_CODE: f32 = 120.0;
    pub const FORM_TIME: f32 = 150.0;
    /// The room for the chip that takes a message away.
    pub const FORM_REMOVE: f32 = 56.0;
    pub const COMPLETION: f32 = 180.0;
    pub const SHEET_LABEL: f32 = 110.0;
    pub const SHEET_NUMBER: f32 = 68.0;
    pub const SHEET_CELL: f32 = 104.0;
    pub const SHEET_WIDE: f32 = 210.0;
    pub const SHEET_RULE: f32 = 330.0;
    /// Where files are dropped.
    pub const DROP: f32 = 158.0;
    pub const IMPORT_PATH: f32 = 420.0;
    pub const IMPORT_UNDO: f32 = 90.0;
    pub const IMPORT_PANEL: f32 = 312.0;
    pub const IMPORT_DETAIL: f32 = 148.0;
    pub const IMPORT_FIELD: f32 = 120.0;
    /// The side of a box that is ticked.
    pub const TICK: f32 = 16.0;
    /// The most room for an overlay.
    pub const OVERLAY: [f32; 2] = [760.0, 520.0];
    pub const ASK: f32 = 420.0;
    pub const ASK_LIST: f32 = 180.0;
    /// A wave under a text: its height, and how far from one crest to the next.
    pub const WAVE: [f32; 2] = [1.5, 4.0];
}

/// The colours of one appearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    pub background: Color32,
    pub panel: Color32,
    pub line: Color32,
    pub text: Color32,
    pub dim: Color32,
    pub accent: Color32,
    pub accent_tint: Color32,
    pub selected: Color32,
    pub gap: Color32,
    pub gap_tint: Color32,
    pub finding: Color32,
    pub field: Color32,
    /// Text and icons on the accent colour.
    pub on_accent: Color32,
    /// Over a window while something is above it.
    pub shade: Color32,
    /// What leaves an image as it is.
    pub untinted: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

// The dim colours and the gap colour of the light appearance differ from the first drawing, for 4.5:1 everywhere.
const LIGHT: Tokens = Tokens {
    background: rgb(0x00fb_fbf9),
    panel: rgb(0x00f3_f4f1),
    line: rgb(0x00e2_e4df),
    text: rgb(0x001d_2320),
    dim: rgb(0x0060_6863),
    accent: rgb(0x000c_7a5f),
    accent_tint: rgb(0x00df_f1ea),
    selected: rgb(0x00e6_f2ed),
    gap: rgb(0x0093_5800),
    gap_tint: rgb(0x00fd_f0d9),
    finding: rgb(0x00c2_362b),
    field: rgb(0x00ff_ffff),
    on_accent: rgb(0x00ff_ffff),
    shade: Color32::from_black_alpha(70),
    untinted: Color32::WHITE,
};

const DARK: Tokens = Tokens {
    background: rgb(0x001c_201f),
    panel: rgb(0x0023_2827),
    line: rgb(0x0034_3b39),
    text: rgb(0x00e8_ebe9),
    dim: rgb(0x00a4_ada9),
    accent: rgb(0x004f_c49f),
    accent_tint: rgb(0x001f_3d35),
    selected: rgb(0x0028_403a),
    gap: rgb(0x00f0_b45a),
    gap_tint: rgb(0x0043_351d),
    finding: rgb(0x00ff_8276),
    field: rgb(0x0016_1a19),
    on_accent: rgb(0x0011_1514),
    shade: Color32::from_black_alpha(120),
    untinted: Color32::WHITE,
};

impl Tokens {
    /// The colours that are in use.
    pub fn of(ui: &Ui) -> Self {
        if ui.visuals().dark_mode { DARK } else { LIGHT }
    }

    /// egui's own look, with the colours and shapes of these tokens.
    fn visuals(&self, base: Visuals) -> Visuals {
        let mut visuals = base;
        visuals.panel_fill = self.background;
        visuals.window_fill = self.background;
        visuals.extreme_bg_color = self.field;
        visuals.override_text_color = Some(self.text);
        visuals.selection.bg_fill = self.accent_tint;
        visuals.selection.stroke = Stroke::new(size::LINE, self.accent);
        visuals.text_cursor.stroke = Stroke::new(2.0, self.accent);
        visuals.weak_text_color = Some(self.dim);
        for widget in [
            &mut visuals.widgets.noninteractive,
            &mut visuals.widgets.inactive,
            &mut visuals.widgets.hovered,
            &mut visuals.widgets.active,
            &mut visuals.widgets.open,
        ] {
            widget.corner_radius = CornerRadius::same(size::RADIUS);
            widget.bg_stroke = Stroke::new(size::LINE, self.line);
            widget.weak_bg_fill = self.field;
        }
        visuals
    }
}

/// Sets colours, text sizes and spacing, and which appearance is used.
pub fn install(ctx: &Context, theme: Theme) {
    ctx.set_visuals_of(egui::Theme::Light, LIGHT.visuals(Visuals::light()));
    ctx.set_visuals_of(egui::Theme::Dark, DARK.visuals(Visuals::dark()));
    ctx.all_styles_mut(|style: &mut Style| {
        style.text_styles = [
            (TextStyle::Small, size::SMALL),
            (TextStyle::Body, size::BODY),
            (TextStyle::Button, size::BODY),
            (TextStyle::Heading, size::SEARCH_TEXT),
            (TextStyle::Monospace, size::SMALL),
        ]
        .map(|(text_style, size)| (text_style, FontId::new(size, FontFamily::Proportional)))
        .into();
        style.animation_time = 0.0;
        style.always_scroll_the_only_direction = true;
        style.interaction.selectable_labels = false;
        style.interaction.tooltip_delay = 0.4;
    });
    // A desktop that does not say what it likes gets the light appearance.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    set_theme(ctx, theme);
}

/// Follows the desktop, or not.
pub fn set_theme(ctx: &Context, theme: Theme) {
    ctx.set_theme(match theme {
        Theme::System => egui::ThemePreference::System,
        Theme::Light => egui::ThemePreference::Light,
        Theme::Dark => egui::ThemePreference::Dark,
    });
}

/// A font of the one family.
pub fn font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast as WCAG 2.2 defines it (success criterion 1.4.3).
    fn contrast(one: Color32, other: Color32) -> f32 {
        let luminance = |colour: Color32| {
            let channel = |value: u8| {
                let part = f32::from(value) / 255.0;
                if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(colour.r()) + 0.7152 * channel(colour.g()) + 0.0722 * channel(colour.b())
        };
        let (a, b) = (luminance(one), luminance(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn every_text_can_be_read_on_every_background_it_stands_on() {
        for tokens in [LIGHT, DARK] {
            let pairs = [
                (
                    tokens.text,
                    vec![tokens.background, tokens.panel, tokens.selected, tokens.field, tokens.accent_tint],
                ),
                (tokens.dim, vec![tokens.background, tokens.panel, tokens.selected, tokens.field]),
                (tokens.accent, vec![tokens.background, tokens.selected, tokens.accent_tint]),
                (tokens.gap, vec![tokens.background, tokens.gap_tint]),
                (tokens.finding, vec![tokens.background]),
                (tokens.text, vec![tokens.gap_tint]),
                (tokens.on_accent, vec![tokens.accent]),
                (tokens.gap, vec![tokens.panel, tokens.selected]),
                (tokens.finding, vec![tokens.panel]),
            ];
            for (text, backgrounds) in pairs {
                for background in backgrounds {
                    let ratio = contrast(text, background);
                    assert!(ratio >= 4.5, "{text:?} on {background:?}: {ratio:.2}");
                }
            }
        }
    }
}
