//! What should not be passed on: passwords, keys, addresses of staff. It is kept locally, and the user is told.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// What kind of secret something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SecretKind {
    /// Behind 密码, password and their like.
    Password,
    /// A long run of letters and digits as services give it out.
    Key,
    /// An e-mail address.
    Email,
    /// A mobile phone number.
    Phone,
    /// The number of an identity card or a bank card.
    Card,
}

impl SecretKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [Self; 5] = [Self::Password, Self::Key, Self::Card, Self::Phone, Self::Email];

    /// Its stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Key => "key",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Card => "card",
        }
    }
}

/// Each kind with how it is written; the secret itself is the group.
static FORMS: LazyLock<Vec<(SecretKind, Regex)>> = LazyLock::new(|| {
    let forms = [
        (SecretKind::Password, r"(?i)(?:密码|口令|password|passwd|pwd)\s*(?:[:：=是为]\s*)+([!-~]{4,40})"),
        (SecretKind::Key, r"(?:^|[^0-9A-Za-z_-])((?:sk|pk|ak|ghp|xox[bp]|AKIA|LTAI)[-_]?[0-9A-Za-z_-]{16,})"),
        (SecretKind::Email, r"([0-9A-Za-z._%+-]+@[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*\.[A-Za-z]{2,})"),
        (SecretKind::Card, r"(?:^|[^0-9])([1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx]|62[0-9]{14,17})(?:[^0-9]|$)"),
        (SecretKind::Phone, r"(?:^|[^0-9])(1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4})(?:[^0-9]|$)"),
    ];
    forms.into_iter().filter_map(|(kind, form)| Some((kind, Regex::new(form).ok()?))).collect()
});

/// Every secret of a text with its place in bytes, in the order of the text.
pub fn secrets(text: &str) -> Vec<(SecretKind, Range<usize>)> {
    let mut found: Vec<(SecretKind, Range<usize>)> = Vec::new();
    for (kind, form) in FORMS.iter() {
        for place in form.captures_iter(text).filter_map(|groups| Some(groups.get(1)?.range())) {
            if found.iter().all(|(_, known)| known.end <= place.start || place.end <= known.start) {
                found.push((*kind, place));
            }
        }
    }
    found.sort_by_key(|(_, place)| place.start);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_found_and_order_numbers_are_not() {
        let cases = [
            ("后台密码：Abc12345，别外传", vec![(SecretKind::Password, "Abc12345")]),
            ("key sk-0123456789abcdefABCDEF", vec![(SecretKind::Key, "sk-0123456789abcdefABCDEF")]),
            (
                "发到 li.si@example.com 或 139 0000 1234",
                vec![(SecretKind::Email, "li.si@example.com"), (SecretKind::Phone, "139 0000 1234")],
            ),
            ("订单号2984410327756601824", vec![]),
            ("密码锁怎么改密码", vec![]),
        ];
        assert_eq!(FORMS.len(), 5);
        for (text, expected) in cases {
            let found: Vec<_> =
                secrets(text).into_iter().map(|(kind, place)| (kind, text.get(place).unwrap())).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
