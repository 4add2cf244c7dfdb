//! Any bytes as the settings, the shops or the calendar: findings are at places of the file, and a shop that is edited in
//! place reads back as it was meant.

use suda::model::{Both, SheetChange, ShopProfiles};
use suda::store::ron_file::text_of;
use suda::store::{settings, sheets, shops};
use suda::template::calendar::Calendar;

use super::assert_places;

/// The text of `bytes` is any of the three files.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = text_of("s", bytes, "()") else { return };
    let lines = text.split('\n').count();

    let (read, found) = settings::parse("s", text);
    assert_places(text, &found);
    assert!(read.hotkey_line <= lines && read.hotkey_from_clipboard_line <= lines);

    let file = shops::parse_all("s", text);
    assert_places(text, &file.diagnostics);
    if file.diagnostics.is_empty() {
        edit_shops(text, &file.profiles);
    }

    let (_, wrong) = Calendar::read(text.lines());
    assert!(wrong.is_sorted() && wrong.iter().all(|line_idx| *line_idx < lines), "{wrong:?}");
}

/// Changes a value of the last shop and a word, each in a file without a mistake.
fn edit_shops(text: &str, profiles: &ShopProfiles) {
    let mut after = profiles.shops.clone();
    if let Some(shop) = after.last_mut() {
        shop.set_value("客服名", "小\"棉\\");
    }
    let both = Both { before: profiles.shops.clone(), after: after.clone() };
    let edited = sheets::changed("s", text, &SheetChange::Shops(both))
        .unwrap_or_else(|error| panic!("{error}: a shop of {text}"));
    let read = shops::parse_all("s", &edited).profiles;
    assert_eq!((read.shops, &read.forbidden), (after, &profiles.forbidden), "{edited}");

    let mut after = profiles.forbidden.clone();
    if let Some(word) = after.first_mut() {
        word.instead = Some("换\n行".to_owned());
    }
    let both = Both { before: profiles.forbidden.clone(), after: after.clone() };
    let edited = sheets::changed("s", text, &SheetChange::Words(both))
        .unwrap_or_else(|error| panic!("{error}: a word of {text}"));
    let read = shops::parse_all("s", &edited).profiles;
    assert_eq!((&read.shops, read.forbidden), (&profiles.shops, after), "{edited}");
}
