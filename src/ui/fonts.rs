//! The bundled Chinese font. Glyphs it lacks (rare hanzi, emoji) come from the system, on demand.

use std::sync::Arc;

use egui::{Context, FontData, FontDefinitions, FontFamily};

const NAME: &str = "noto-sans-sc";

/// Makes the bundled font the first of every family.
pub fn install(ctx: &Context) {
    let mut fonts = FontDefinitions::default();
    let data = FontData::from_static(include_bytes!("../../assets/fonts/NotoSansSC-subset.otf"));
    fonts.font_data.insert(NAME.to_owned(), Arc::new(data));
    for family in [FontFamily::Proportional, FontFamily::Monospace] {
        fonts.families.entry(family).or_default().insert(0, NAME.to_owned());
    }
    ctx.set_fonts(fonts);
}
