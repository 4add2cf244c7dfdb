//! A reply on its way to the clipboard: one wording, filled as far as its values are known.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use crate::model::{Library, Part, ReplyRef, Shop};
use crate::template::{self, Filled, Piece, Template};

/// One wording of a reply with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub reply_id: String,
    pub parts: Vec<DraftPart>,
    /// What a form asks for, in the order of the text, without repeats.
    pub fields: Vec<FormField>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftPart {
    Text(Filled),
    /// The path of the image, as the library gives it.
    Image(String),
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormField {
    pub name: String,
    /// Empty for a free text.
    pub choices: Vec<String>,
    /// What is filled in now: as it was typed, of the shop, or a default. Blank for a gap.
    pub value: String,
}

/// Why a draft cannot be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfinished {
    /// Fields without a value, in order, without repeats.
    Gaps(Vec<String>),
    /// A placeholder that cannot be read, as it stands in the library.
    Broken(String),
    /// There is no text to copy.
    OnlyImages,
}

impl Draft {
    /// Fills a wording. Of several values for a field the first counts: typed (a field that was emptied by hand is
    /// a gap), the shop's, the default that the library declares, the default in the text. `None` when the reply or the wording does not exist.
    pub fn new(
        library: &Library,
        at: ReplyRef,
        variant_idx: usize,
        typed: &BTreeMap<String, String>,
        shop: Option<&Shop>,
        now: DateTime,
    ) -> Option<Self> {
        let reply = library.reply(at)?;
        let variant = reply.variants.get(variant_idx)?;
        let templates: Vec<Template> =
            variant.parts.iter().filter_map(Part::text).map(template::parse).collect();
        let known = |name: &str| {
            let of_shop = shop.and_then(|shop| shop.value(name));
            let declared = || library.field(at, name).and_then(|field| field.default.as_deref());
            of_shop.or_else(declared).filter(|value| is_plain(value)).map(str::to_owned)
        };
        let value = |name: &str| typed.get(name).map(|value| value.trim().to_owned()).or_else(|| known(name));
        let mut filled = template::fill(&templates, &value, now).into_iter();
        let parts = variant.parts.iter().filter_map(|part| match part {
            Part::Text(_) => filled.next().map(DraftPart::Text),
            Part::Image(path) => Some(DraftPart::Image(path.clone())),
        });
        let parts = parts.collect();
        let declared_choices = |name: &str| {
            let declared =
                library.field(at, name).map(|declared| declared.choices.clone()).unwrap_or_default();
            declared.into_iter().filter(|choice| is_plain(choice)).collect()
        };
        let fields = template::fields(&templates).into_iter().map(|field| FormField {
            value: typed
                .get(&field.name)
                .cloned()
                .or_else(|| known(&field.name))
                .or(field.default)
                .unwrap_or_default(),
            choices: if field.choices.is_empty() { declared_choices(&field.name) } else { field.choices },
            name: field.name,
        });
        Some(Self { reply_id: reply.id.clone(), parts, fields: fields.collect() })
    }

    fn texts(&self) -> impl Iterator<Item = &Filled> {
        self.parts.iter().filter_map(|part| match part {
            DraftPart::Text(text) => Some(text),
            DraftPart::Image(_) => None,
        })
    }

    /// The fields without a value.
    pub fn gaps(&self) -> Vec<String> {
        self.fields
            .iter()
            .filter(|field| field.value.trim().is_empty())
            .map(|field| field.name.clone())
            .collect()
    }

    /// The text to copy: all texts, one a line.
    ///
    /// # Errors
    /// A gap, a placeholder that cannot be read, or nothing to copy. No open placeholder is ever given out.
    pub fn finished(&self) -> Result<String, Unfinished> {
        Ok(self.finished_parts()?.join("\n"))
    }

    /// The texts to copy, one after the other.
    ///
    /// # Errors
    /// As [`Draft::finished`].
    pub fn finished_parts(&self) -> Result<Vec<String>, Unfinished> {
        let broken = self.texts().flat_map(|text| &text.pieces).find_map(|piece| match piece {
            Piece::Broken(raw) => Some(raw.clone()),
            Piece::Text(_) | Piece::Value { .. } | Piece::Gap(_) => None,
        });
        if let Some(raw) = broken {
            return Err(Unfinished::Broken(raw));
        }
        let texts: Result<Vec<String>, _> = self.texts().map(Filled::text).collect();
        match texts {
            Err(_) => Err(Unfinished::Gaps(self.gaps())),
            Ok(texts) if texts.is_empty() => Err(Unfinished::OnlyImages),
            Ok(texts) => Ok(texts),
        }
    }
}

/// Whether a value from a file may be copied: one with a brace is a placeholder that nobody would fill any more.
fn is_plain(value: &str) -> bool {
    !value.contains(['{', '}'])
}
