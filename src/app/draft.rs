//! A reply on its way to the clipboard: one wording, filled as far as its values are known.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::findings::DraftFinding;
use super::parts::{self, Message, Split};
use super::values::{Filling, NoRow, Origin, Source, is_plain};
use super::wording::Wording;
use crate::model::{FieldKind, Library, Lookup, Part, ReplyRef, Shop};
use crate::template::{self, Asked, Filled, GapReason, Piece, Reason, Setting, Template};

/// One wording of a reply with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub reply_id: String,
    pub wording: Wording,
    /// The conditions of the wording.
    pub reasons: Vec<Reason>,
    pub parts: Vec<DraftPart>,
    /// The one text is longer than the shop's limit: this is how it is sent.
    pub split: Option<Split>,
    /// What a form asks for, in the order of the text, without repeats; the inputs of a look-up before it.
    pub fields: Vec<FormField>,
    /// A day was counted, or a condition held, in this year, whose holidays are not announced.
    pub unknown_year: Option<i16>,
    /// The reply is out of date, or one whose text it takes in.
    pub is_expired: bool,
    /// The shop's cut-off decides about the wording, and nobody knows it.
    needs_cut_off: bool,
    /// The first text of another reply that cannot be put in.
    broken_snippet: Option<(String, SnippetReason)>,
    /// What the rules have against its messages, in order.
    pub findings: Vec<DraftFinding>,
    /// What belongs into the shop's profile once it is copied.
    pub shop_values: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftPart {
    Text(Filled),
    /// The path of the image, as the library gives it.
    Image(String),
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormField {
    pub name: String,
    /// Its value goes over several lines.
    pub is_long: bool,
    /// Empty for a free text.
    pub choices: Vec<String>,
    pub example: Option<String>,
    /// What is filled in now: as it was typed, of the shop, of a table, or a default. Blank for a gap.
    pub value: String,
    pub note: Option<FieldNote>,
}

/// What there is to say about a field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldNote {
    /// The value does not look as its pattern says; the pack's own words.
    Mismatch(String),
    NotANumber,
    NotADate,
    /// The sum has no result: it divides by zero, or is too large.
    Impossible,
    /// How the value stands in the text, where that is not as it was typed.
    Means(String),
    /// It will be found in a table when these fields are filled.
    Waits(Vec<String>),
    /// Where it was found.
    Row {
        table: String,
        row: String,
    },
    /// As `Row`, in a table that is only an example.
    ExampleRow {
        table: String,
        row: String,
    },
    /// The table has no row for these values.
    NoRow {
        table: String,
        inputs: Vec<String>,
    },
    /// The value will be written into the shop's profile.
    WillBeKept,
    /// The copied text has this value.
    Offered(String),
    /// It had this value, perhaps for another buyer.
    ToConfirm(String),
}

impl FieldNote {
    /// Whether the agent should look again.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Mismatch(_)
            | Self::NotANumber
            | Self::NotADate
            | Self::Impossible
            | Self::ExampleRow { .. }
            | Self::NoRow { .. } => true,
            Self::Means(_)
            | Self::Waits(_)
            | Self::Row { .. }
            | Self::WillBeKept
            | Self::Offered(_)
            | Self::ToConfirm(_) => false,
        }
    }
}

/// Why a draft cannot be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfinished {
    /// Fields without a value, in order, without repeats.
    Gaps(Vec<String>),
    /// A placeholder that cannot be read, as it stands in the library.
    Broken(String),
    /// The text of another reply cannot be put in.
    Snippet { key: String, reason: SnippetReason },
    /// There is no text to copy.
    OnlyImages,
    /// No wording is meant for now, and none was chosen.
    NotNow,
}

/// Why the text of another reply cannot be put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnippetReason {
    Missing,
    /// Several replies have this title.
    Several,
    /// None of its wordings is meant for now.
    NotNow,
    OnlyImages,
}

impl Draft {
    /// Fills a wording. `None` when the reply or the wording does not exist.
    pub fn new(library: &Library, at: ReplyRef, wording: Wording, filling: Filling<'_>) -> Option<Self> {
        let reply = library.reply(at)?;
        let variant = reply.variants.get(wording.idx)?;
        let setting = filling.setting();
        let snippets = Snippets::new(library, setting);
        let text_of = |key: &str| snippets.text(key);
        let templates: Vec<Template> = variant
            .parts
            .iter()
            .filter_map(Part::text)
            .map(|text| template::parse(text).expanded(&text_of))
            .collect();
        let asked = template::fields(&templates);
        let defaults = asked.iter().filter_map(|field| Some((field.name.clone(), field.default.clone()?)));
        let source = Source { library, at, filling, defaults: defaults.collect() };
        let filled = template::fill(&templates, &source, filling.now, filling.calendar);
        let mut fields = form_fields(&source, &asked, &filled);
        let needs_cut_off = wording.needs_cut_off || snippets.needs_cut_off.get();
        // It stays in the form while it is typed there.
        let of_shop = Setting { cut_off: filling.shop.and_then(Shop::cut_off), ..setting };
        let is_asked = Wording::choose(reply, &of_shop, None).needs_cut_off && !wording.is_by_hand;
        if (is_asked || needs_cut_off) && !fields.iter().any(|field| field.name == Shop::CUT_OFF) {
            let cut_off = Asked { name: Shop::CUT_OFF.to_owned(), ..Asked::default() };
            fields.insert(0, form_field(&source, &cut_off, &filled));
        }
        let unknown_year = filled
            .iter()
            .find_map(|filled| filled.unknown_year)
            .or_else(|| reply.variants.iter().find_map(|variant| variant.when.unknown_year(&setting)))
            .or(snippets.unknown_year.get());
        let shop_values = fields
            .iter()
            .map(|field| (&field.name, &field.value))
            .filter(|(name, value)| !value.trim().is_empty() && filling.typed.contains_key(*name))
            .filter(|(name, value)| source.is_missing_of_shop(name) && is_plain(value))
            .map(|(name, value)| (name.clone(), value.trim().to_owned()))
            .collect();
        let split_up = match (variant.parts.as_slice(), filled.as_slice()) {
            ([Part::Text(text)], [whole]) => {
                let limit = Shop::length_limit(filling.shop);
                parts::split(text, whole, limit, &source, &text_of, &setting)
            }
            _ => None,
        };
        let (split, parts) = if let Some((split, messages)) = split_up {
            (Some(split), messages.into_iter().map(DraftPart::Text).collect())
        } else {
            let mut filled = filled.into_iter();
            let parts = variant.parts.iter().filter_map(|part| match part {
                Part::Text(_) => filled.next().map(DraftPart::Text),
                Part::Image(path) => Some(DraftPart::Image(path.clone())),
            });
            (None, parts.collect())
        };
        Some(Self {
            reply_id: reply.id.clone(),
            wording,
            reasons: variant.when.reasons(&setting),
            parts,
            split,
            fields,
            unknown_year,
            is_expired: reply.is_expired(filling.now) || snippets.is_expired.get(),
            needs_cut_off,
            broken_snippet: snippets.broken.take(),
            findings: Vec::new(),
            shop_values,
        })
    }

    fn texts(&self) -> impl Iterator<Item = &Filled> {
        let whole = self.split.as_ref().map(|split| &split.whole);
        let parts = self.parts.iter().filter(move |_| whole.is_none());
        whole.into_iter().chain(parts.filter_map(|part| match part {
            DraftPart::Text(text) => Some(text),
            DraftPart::Image(_) => None,
        }))
    }

    /// The fields without a value that the text needs, in order, without repeats.
    pub fn gaps(&self) -> Vec<String> {
        let cut_off = self.needs_cut_off.then(|| Shop::CUT_OFF.to_owned());
        let mut gaps: Vec<String> = cut_off.into_iter().collect();
        for piece in self.texts().flat_map(|text| &text.pieces) {
            let Piece::Gap { needs, .. } = piece else { continue };
            for name in needs {
                if !gaps.contains(name) {
                    gaps.push(name.clone());
                }
            }
        }
        gaps
    }

    /// The fields to go to while there are gaps, in order: before one that a table would fill the inputs that it waits for.
    pub fn asks(&self) -> Vec<String> {
        let mut asks = Vec::new();
        for gap in self.gaps() {
            let note =
                self.fields.iter().find(|field| field.name == gap).and_then(|field| field.note.as_ref());
            if let Some(FieldNote::Waits(inputs)) = note {
                asks.extend(inputs.clone());
            }
            asks.push(gap);
        }
        asks
    }

    /// The text to copy: all texts, one a line.
    ///
    /// # Errors
    /// A gap, a placeholder that cannot be read, or nothing to copy. No open placeholder is ever given out.
    pub fn finished(&self) -> Result<String, Unfinished> {
        Ok(self.finished_parts()?.join("\n"))
    }

    /// The messages to copy, one after the other.
    ///
    /// # Errors
    /// As [`Draft::finished`], but that images alone are messages too.
    pub fn messages(&self) -> Result<Vec<Message>, Unfinished> {
        match self.finished_parts() {
            Ok(_) | Err(Unfinished::OnlyImages) => Ok(self.parts.iter().filter_map(parts::message).collect()),
            Err(unfinished) => Err(unfinished),
        }
    }

    /// The texts to copy, one after the other; one that is split is whole.
    fn finished_parts(&self) -> Result<Vec<String>, Unfinished> {
        if self.needs_cut_off {
            return Err(Unfinished::Gaps(self.gaps()));
        }
        if !self.wording.holds && !self.wording.is_by_hand {
            return Err(Unfinished::NotNow);
        }
        if let Some((key, reason)) = self.broken_snippet.clone() {
            return Err(Unfinished::Snippet { key, reason });
        }
        let broken = self.texts().flat_map(|text| &text.pieces).find_map(|piece| match piece {
            Piece::Broken(raw) => Some(raw.clone()),
            Piece::Text(_) | Piece::Value { .. } | Piece::Gap { .. } => None,
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

/// The texts of other replies, and what they bring along.
struct Snippets<'a> {
    library: &'a Library,
    setting: Setting<'a>,
    is_expired: Cell<bool>,
    needs_cut_off: Cell<bool>,
    unknown_year: Cell<Option<i16>>,
    broken: RefCell<Option<(String, SnippetReason)>>,
}

impl<'a> Snippets<'a> {
    fn new(library: &'a Library, setting: Setting<'a>) -> Self {
        Self {
            library,
            setting,
            is_expired: Cell::default(),
            needs_cut_off: Cell::default(),
            unknown_year: Cell::default(),
            broken: RefCell::default(),
        }
    }

    fn text(&self, key: &str) -> Option<String> {
        let found = self.find(key);
        if let Err(reason) = found {
            self.broken.borrow_mut().get_or_insert_with(|| (key.to_owned(), reason));
        }
        found.ok()
    }

    /// The text of the wording that holds now, its messages one a line.
    fn find(&self, key: &str) -> Result<String, SnippetReason> {
        let reply = match self.library.find(key) {
            Lookup::Found(at) => self.library.reply(at).ok_or(SnippetReason::Missing)?,
            Lookup::Several(_) => return Err(SnippetReason::Several),
            Lookup::NotFound => return Err(SnippetReason::Missing),
        };
        let wording = Wording::choose(reply, &self.setting, None);
        self.needs_cut_off.set(self.needs_cut_off.get() || wording.needs_cut_off);
        self.is_expired.set(self.is_expired.get() || reply.is_expired(self.setting.now));
        let unknown_year = reply.variants.iter().find_map(|variant| variant.when.unknown_year(&self.setting));
        self.unknown_year.set(self.unknown_year.get().or(unknown_year));
        let variant = reply.variants.get(wording.idx).filter(|_| wording.holds || wording.needs_cut_off);
        let texts: Vec<&str> =
            variant.ok_or(SnippetReason::NotNow)?.parts.iter().filter_map(Part::text).collect();
        if texts.is_empty() { Err(SnippetReason::OnlyImages) } else { Ok(texts.join("\n")) }
    }
}

fn form_fields(source: &Source<'_>, asked: &[Asked], filled: &[Filled]) -> Vec<FormField> {
    let mut fields: Vec<FormField> = Vec::new();
    for field in asked {
        for input in source.table(&field.name).into_iter().flat_map(|(table, _)| &table.inputs) {
            if !fields.iter().any(|known| known.name == *input) {
                let plain = Asked { name: input.clone(), ..Asked::default() };
                let of_text = asked.iter().find(|known| known.name == *input).unwrap_or(&plain);
                fields.push(form_field(source, of_text, filled));
            }
        }
        if !fields.iter().any(|known| known.name == field.name) {
            fields.push(form_field(source, field, filled));
        }
    }
    fields
}

fn form_field(source: &Source<'_>, asked: &Asked, filled: &[Filled]) -> FormField {
    let decl = source.decl(&asked.name);
    let known = source.known(&asked.name);
    let typed = source.filling.typed.get(&asked.name);
    let is_typed = known.as_ref().is_some_and(|known| known.origin == Origin::Typed);
    let declared = || decl.map(|decl| decl.choices.clone()).unwrap_or_default();
    let choices = if asked.choices.is_empty() { declared() } else { asked.choices.clone() };
    FormField {
        name: asked.name.clone(),
        is_long: decl.is_some_and(|decl| decl.kind == FieldKind::LongText),
        choices: choices.into_iter().filter(|choice| is_plain(choice)).collect(),
        example: decl.and_then(|decl| decl.example.clone()),
        note: note(
            source,
            &asked.name,
            known.as_ref().map(|known| (known.text.as_str(), &known.origin)),
            filled,
        ),
        // As it was typed, with the blank that a word may go on behind.
        value: typed.filter(|_| is_typed).cloned().or(known.map(|known| known.text)).unwrap_or_default(),
    }
}

fn note(
    source: &Source<'_>,
    name: &str,
    known: Option<(&str, &Origin)>,
    filled: &[Filled],
) -> Option<FieldNote> {
    let known = known.filter(|(text, _)| !text.is_empty());
    let Some((text, origin)) = known else {
        if let Some(offer) = source.filling.offers.iter().find(|offer| offer.field == name) {
            return Some(FieldNote::Offered(offer.value.clone()));
        }
        if let Some(value) = source.to_confirm(name) {
            return Some(FieldNote::ToConfirm(value.to_owned()));
        }
        return source.no_row(name).map(|no_row| match no_row {
            NoRow::Waits(inputs) => FieldNote::Waits(inputs),
            NoRow::None { table, inputs } => FieldNote::NoRow { table, inputs },
        });
    };
    let reason = filled.iter().flat_map(|filled| &filled.pieces).find_map(|piece| match piece {
        Piece::Gap { needs, reason, .. } if needs.iter().any(|need| need == name) => Some(*reason),
        Piece::Gap { .. } | Piece::Text(_) | Piece::Value { .. } | Piece::Broken(_) => None,
    });
    match reason {
        Some(GapReason::NotADate) => return Some(FieldNote::NotADate),
        Some(GapReason::NotANumber) => return Some(FieldNote::NotANumber),
        Some(GapReason::Impossible) => return Some(FieldNote::Impossible),
        Some(GapReason::Missing) | None => {}
    }
    if let Origin::Row { table, row, is_example } = origin {
        let (table, row) = (table.clone(), row.clone());
        let note =
            if *is_example { FieldNote::ExampleRow { table, row } } else { FieldNote::Row { table, row } };
        return Some(note);
    }
    let decl = source.decl(name)?;
    if let Some(pattern) = decl.pattern.as_ref().filter(|pattern| !pattern.fits(text)) {
        return Some(FieldNote::Mismatch(pattern.message.clone()));
    }
    let value = source.read(name, text);
    match (&decl.kind, &value) {
        (FieldKind::Date, template::Value::Text(_)) => return Some(FieldNote::NotADate),
        (FieldKind::Number, template::Value::Text(text))
            if template::measure::read_number(text).is_none() =>
        {
            return Some(FieldNote::NotANumber);
        }
        _ => {}
    }
    if *origin == Origin::Typed && source.is_missing_of_shop(name) {
        return Some(FieldNote::WillBeKept);
    }
    let shown = source.shown(name, text);
    (shown != text).then_some(FieldNote::Means(shown))
}
