//! Bytes → text: which encoding a file of another tool is in.
//!
//! A byte order mark decides; then what is valid UTF-8, but for a cut end or a few damaged characters, is UTF-8; then what has
//! every second byte of few kinds is UTF-16; the rest is GB18030, the encoding of Chinese Windows, unless it reads as something
//! rare in it, as Big5 and Shift-JIS do, and `chardetng` knows better.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::input::ReadError;

/// A text and the encoding that it was in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decoded {
    /// Without a byte order mark, with U+FFFD for what could not be read.
    pub text: String,
    /// Its name as the WHATWG writes it, in small letters: `utf-8`, `gb18030`.
    pub encoding: String,
}

/// Of a recognised text in GB18030, so many per cent of the hanzi are common ones.
const COMMON_PERCENT: usize = 60;

/// In bytes: so many are looked at to recognise an encoding.
const LOOKED_AT: usize = 64 << 10;

/// Reads the bytes in the encoding of a label (`gbk`, `utf-16le`), or in the one that they are most likely in.
///
/// # Errors
/// No encoding has this label.
pub(super) fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ReadError> {
    let encoding = match label {
        Some(label) => Encoding::for_label(label.as_bytes())
            .ok_or_else(|| ReadError::NoSuch { name: label.to_owned() })?,
        None => recognised(bytes),
    };
    // A byte order mark goes before a label, as in browsers.
    let (text, encoding, _) = encoding.decode(bytes);
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name().to_ascii_lowercase() })
}

fn recognised(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if is_utf_8(bytes) {
        return UTF_8;
    }
    if let Some(encoding) = wide(bytes) {
        return encoding;
    }
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let (text, _, _) = GB18030.decode(start);
    if common_percent(&text) >= COMMON_PERCENT {
        return GB18030;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(start, true);
    // Without a country: with China's it says GBK of everything that is valid in it.
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether it is UTF-8: all of it, all but a last character that is cut off, or all but few characters that are damaged.
/// Nearly all of a text in another encoding is damaged as UTF-8.
fn is_utf_8(bytes: &[u8]) -> bool {
    let Err(error) = std::str::from_utf8(bytes) else { return true };
    let (valid, _) = bytes.split_at(error.valid_up_to());
    if error.error_len().is_none() && !valid.is_ascii() {
        return true;
    }
    let text = String::from_utf8_lossy(bytes);
    let damaged = text.matches('\u{fffd}').count();
    damaged * 10 <= text.chars().filter(|c| !c.is_ascii()).count()
}

/// UTF-16 without a mark: of ASCII characters, which every such file has, one byte in two is 0.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, _) = bytes.get(..LOOKED_AT).unwrap_or(bytes).as_chunks::<2>();
    let count = |is: fn(&[u8; 2]) -> bool| pairs.iter().filter(|pair| is(pair)).count();
    let (first, second) = (count(|pair| pair[0] == 0), count(|pair| pair[1] == 0));
    let few = pairs.len() / 50 + 1;
    if second > few && first * 10 < second {
        Some(UTF_16LE)
    } else if first > few && second * 10 < first {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Of the hanzi of a text how many are in the first level of GB 2312, from 0 to 100; 100 of none.
fn common_percent(text: &str) -> usize {
    let (mut common, mut all) = (0, 0);
    for c in text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic() || *c == '\u{fffd}') {
        all += 1;
        let mut buffer = [0; 4];
        let (bytes, _, _) = GB18030.encode(c.encode_utf8(&mut buffer));
        // Rows 16 to 55 of GB 2312 are the 3,755 common hanzi.
        common += usize::from(matches!(*bytes, [0xb0..=0xd7, 0xa1..=0xfe]));
    }
    (common * 100).checked_div(all).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encodings_of_chinese_windows_are_recognised() {
        let text = "快捷编码,快捷短语\r\n催发货,亲，已经在催仓库了\r\n";
        let wide = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let cases: [(Vec<u8>, &str); 6] = [
            (text.into(), "utf-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "utf-8"),
            (GB18030.encode(text).0.into_owned(), "gb18030"),
            (wide(u16::to_le_bytes), "utf-16le"),
            (wide(u16::to_be_bytes), "utf-16be"),
            ([b"\xff\xfe".to_vec(), wide(u16::to_le_bytes)].concat(), "utf-16le"),
        ];
        for (bytes, encoding) in cases {
            let expected = Decoded { text: text.to_owned(), encoding: encoding.to_owned() };
            assert_eq!(decode(&bytes, None), Ok(expected), "{encoding}");
        }
    }

    #[test]
    fn a_cut_end_or_a_damaged_character_leaves_the_rest_as_it_is() {
        let text = "快捷编码,快捷短语\n催发货,亲，已经在催仓库了，请您耐心等一等，有消息马上告诉您\n";
        let cut = text.trim_end().as_bytes();
        let decoded = decode(&cut[..cut.len() - 1], None).unwrap();
        assert_eq!(decoded.encoding, "utf-8");
        assert_eq!(decoded.text, text.trim_end().replace("告诉您", "告诉\u{fffd}"));
        let mut damaged = text.as_bytes().to_vec();
        damaged.splice(30..31, [0xff]);
        let decoded = decode(&damaged, None).unwrap();
        assert_eq!((decoded.encoding.as_str(), decoded.text.matches("耐心").count()), ("utf-8", 1));
    }

    #[test]
    fn what_is_not_chinese_of_the_mainland_is_no_gb18030() {
        let big5 = "您好，商品已經寄出，請留意收件通知，感謝您的購買。退貨請在七天內申請，謝謝。";
        let japanese =
            "こんにちは。ご注文ありがとうございます。商品は本日発送いたしました。よろしくお願いいたします。";
        let cases = [(encoding_rs::BIG5, big5), (encoding_rs::SHIFT_JIS, japanese)];
        for (encoding, text) in cases {
            let decoded = decode(&encoding.encode(text).0, None).unwrap();
            assert_eq!(
                (decoded.encoding, decoded.text),
                (encoding.name().to_ascii_lowercase(), text.to_owned())
            );
        }
    }

    #[test]
    fn a_label_is_taken_and_an_unknown_one_is_an_error() {
        let bytes = GB18030.encode("您好").0;
        assert_eq!(decode(&bytes, Some("gbk")).unwrap().text, "您好");
        assert_eq!(decode(&bytes, Some("x")), Err(ReadError::NoSuch { name: "x".to_owned() }));
    }
}
