//! The bundled fonts. Glyphs they lack (rare hanzi, emoji) come from the system, on demand.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

use crate::model::Language;

/// Hanzi and Latin letters, with quotes and dots as wide as a hanzi.
const CHINESE: (&str, &[u8]) =
    ("noto-sans-sc", include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf"));

/// Quotes and dots as wide as they are between Latin letters.
const LATIN_MARKS: (&str, &[u8]) =
    ("noto-sans-latin-marks", include_bytes!("../../../assets/fonts/NotoSans-latin-marks.otf"));

/// Makes the bundled fonts the first of every family. Where the interface speaks English, its quotes are drawn as English
/// sets them: the same characters are as wide as a hanzi in Chinese.
pub fn install(ctx: &Context, language: Language) {
    let order: &[_] = match language {
        Language::Chinese => &[CHINESE],
        Language::English => &[LATIN_MARKS, CHINESE],
    };
    let mut fonts = FontDefinitions::default();
    for (name, data) in order.iter().rev() {
        fonts.font_data.insert((*name).to_owned(), Arc::new(FontData::from_static(data)));
        for family in [FontFamily::Proportional, FontFamily::Monospace] {
            fonts.families.entry(family).or_default().insert(0, (*name).to_owned());
        }
    }
    ctx.set_fonts(fonts);
}

#[cfg(test)]
mod tests {
    use egui::RawInput;

    use super::*;
    use crate::ui::shared::theme::{font, size};

    /// The width of each character, in parts of the height of the letters, and the height of a line.
    fn widths(language: Language, text: &str) -> (Vec<f32>, f32) {
        let ctx = Context::default();
        install(&ctx, language);
        let mut found = (Vec::new(), 0.0);
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let font = font(size::BODY);
            found = ui.fonts_mut(|fonts| {
                let widths = text.chars().map(|c| fonts.glyph_width(&font, c) / size::BODY);
                (widths.collect(), fonts.row_height(&font))
            });
        });
        output.textures_delta.clear();
        found
    }

    #[test]
    fn the_marks_of_english_words_are_as_wide_as_between_latin_letters() {
        let english = include_str!("../../../assets/lang/en.ftl");
        let is_mark = |c: &char| !c.is_ascii() && !c.is_alphanumeric() && ('\u{80}'..='\u{2044}').contains(c);
        let mut marks: Vec<char> = english.chars().filter(is_mark).collect();
        marks.sort_unstable();
        marks.dedup();
        assert!(marks.contains(&'’') && marks.contains(&'“') && marks.contains(&'…'), "{marks:?}");
        let (narrow, height) = widths(Language::English, &marks.iter().collect::<String>());
        for (mark, width) in marks.iter().zip(narrow) {
            assert!(width > 0.2 && width < 0.85, "{mark}: {width}");
        }
        // In Chinese they are as wide as a hanzi, and a line is as high in both.
        let (wide, same_height) = widths(Language::Chinese, "’“”…·");
        assert!(wide.iter().all(|width| *width > 0.95), "{wide:?}");
        assert!((height - same_height).abs() < 0.01, "{height} {same_height}");
    }
}
