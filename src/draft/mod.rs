//! A reply on its way to the clipboard: one wording, filled as far as its values are known.
//!
//! [`ChosenWording`] says which wording is meant now, [`Filling`] what is known: what was typed, of the [`Buyer`], of the shop, of
//! look-up tables. [`Draft::new`] fills it, [`Draft::checked`] asks the rules, and [`Draft::finished`] gives the text out, or
//! says why not. What the copied text holds comes as [`Offer`]s, which are never filled in by themselves.

mod buyer;
mod fields;
mod findings;
mod innocent;
mod kinds;
mod messages;
mod note;
mod offer;
mod snippets;
mod values;
mod wording;

pub use buyer::{Buyer, Buyers, KnownValue, Stamp};
pub use fields::FormField;
pub use findings::{DraftFinding, shown_piece};
pub use innocent::Waiver;
pub use messages::{DraftMessage, ReadyMessage, Split};
pub use note::FieldNote;
pub use offer::Offer;
pub use snippets::SnippetReason;
pub use values::Filling;
pub(crate) use values::{is_plain, settled};
pub use wording::ChosenWording;

use std::collections::BTreeMap;

use fields::{form_field, form_fields};
use findings::Rules;
use snippets::Snippets;
use values::ValueSource;

use crate::check::{Checker, Policy};
use crate::diag::Severity;
use crate::model::{Library, Message, ReplyRef, Shop};
use crate::template::{self, AskedField, Filled, Piece, Reason, Setting, Template};

/// One wording of a reply with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The reply's id, which outlives edits of the library.
    pub reply_id: String,
    /// Which of its wordings, and why this one.
    pub wording: ChosenWording,
    /// The conditions of the wording.
    pub reasons: Vec<Reason>,
    /// The messages as they are sent; one text that is too long for the shop is split into several, see `split`.
    pub messages: Vec<DraftMessage>,
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

/// Why a draft cannot be copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfinished {
    /// Fields without a value, in order, without repeats.
    Gaps(Vec<String>),
    /// A placeholder that cannot be read, as it is in the library.
    Broken(String),
    /// The text of another reply cannot be put in.
    Snippet {
        /// What the text names the other reply by: its id, code or title.
        key: String,
        /// Why its text is missing.
        reason: SnippetReason,
    },
    /// There is no text to copy.
    OnlyImages,
    /// No wording is meant for now, and none was chosen.
    NotNow,
}

impl Draft {
    /// Fills a wording. `None` when the reply or the wording does not exist.
    pub fn new(library: &Library, at: ReplyRef, chosen: ChosenWording, filling: Filling<'_>) -> Option<Self> {
        let reply = library.reply(at)?;
        let wording = reply.wordings.get(chosen.idx)?;
        let setting = filling.setting();
        let snippets = Snippets::new(library, setting);
        let text_of = |key: &str| snippets.text(key);
        let templates: Vec<Template> = wording
            .messages
            .iter()
            .filter_map(Message::text)
            .map(|text| template::parse(text).expanded(&text_of))
            .collect();
        let asked = template::fields(&templates);
        let defaults = asked.iter().filter_map(|field| Some((field.name.clone(), field.default.clone()?)));
        let source = ValueSource { library, at, filling, defaults: defaults.collect() };
        let filled = template::fill(&templates, &source, filling.now, filling.calendar);
        let mut fields = form_fields(&source, &asked, &filled);
        let needs_cut_off = chosen.needs_cut_off || snippets.needs_cut_off.get();
        // It stays in the form while it is typed there.
        let of_shop = Setting { cut_off: filling.shop.and_then(Shop::cut_off), ..setting };
        let is_asked = ChosenWording::choose(reply, &of_shop, None).needs_cut_off && !chosen.is_by_hand;
        if (is_asked || needs_cut_off) && !fields.iter().any(|field| field.name == Shop::CUT_OFF) {
            let cut_off = AskedField { name: Shop::CUT_OFF.to_owned(), ..AskedField::default() };
            fields.insert(0, form_field(&source, &cut_off, &filled));
        }
        let shop_values = shop_values(&source, &fields);
        let unknown_year = filled
            .iter()
            .find_map(|filled| filled.unknown_year)
            .or_else(|| reply.wordings.iter().find_map(|wording| wording.when.unknown_year(&setting)))
            .or(snippets.unknown_year.get());
        let split_up = match (wording.messages.as_slice(), filled.as_slice()) {
            ([Message::Text(text)], [whole]) => {
                let limit = Shop::length_limit(filling.shop);
                messages::split(text, whole, limit, &source, &text_of, &setting)
            }
            _ => None,
        };
        let (split, messages) = match split_up {
            Some((split, messages)) => (Some(split), messages.into_iter().map(DraftMessage::Text).collect()),
            None => (None, messages::filled(&wording.messages, filled)),
        };
        Some(Self {
            reply_id: reply.id.clone(),
            wording: chosen,
            reasons: wording.when.reasons(&setting),
            messages,
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

    /// With what the rules have against it, but for what is waived; with `is_rewritten` after whatever they would write in its
    /// place.
    #[must_use]
    pub fn checked(
        mut self,
        checker: &Checker,
        policy: &Policy,
        is_rewritten: bool,
        waivers: &[Waiver],
    ) -> Self {
        let rules = Rules { checker, policy, waivers };
        if is_rewritten {
            let whole = self.split.iter_mut().map(|split| &mut split.whole);
            let messages = self.messages.iter_mut().filter_map(|message| match message {
                DraftMessage::Text(filled) => Some(filled),
                DraftMessage::Image(_) => None,
            });
            for filled in whole.chain(messages) {
                findings::rewrite(filled, &rules);
            }
        }
        self.findings = findings::of_messages(&self.messages, &rules);
        self
    }

    /// The rules that it breaks badly enough for a second, deliberate key, without repeats.
    pub fn errors(&self) -> Vec<String> {
        let mut rules: Vec<String> = Vec::new();
        for found in self.findings.iter().filter(|found| found.finding.severity == Severity::Error) {
            if !rules.iter().any(|rule| rule == found.finding.code()) {
                rules.push(found.finding.code().to_owned());
            }
        }
        rules
    }

    /// Whether a rule knows what to write in place of something.
    pub fn has_rewrite(&self) -> bool {
        self.findings.iter().any(|found| found.finding.rewrite.is_some())
    }

    fn texts(&self) -> impl Iterator<Item = &Filled> {
        let whole = self.split.as_ref().map(|split| &split.whole);
        let messages = self.messages.iter().filter(move |_| whole.is_none());
        whole.into_iter().chain(messages.filter_map(|message| match message {
            DraftMessage::Text(text) => Some(text),
            DraftMessage::Image(_) => None,
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
    pub fn fields_to_ask(&self) -> Vec<String> {
        let mut fields_to_ask = Vec::new();
        for gap in self.gaps() {
            let note =
                self.fields.iter().find(|field| field.name == gap).and_then(|field| field.note.as_ref());
            if let Some(FieldNote::Waits(inputs)) = note {
                fields_to_ask.extend(inputs.clone());
            }
            fields_to_ask.push(gap);
        }
        fields_to_ask
    }

    /// The text to copy: all texts, one a line.
    ///
    /// # Errors
    /// A gap, a placeholder that cannot be read, or nothing to copy. No open placeholder is ever given out.
    pub fn finished(&self) -> Result<String, Unfinished> {
        Ok(self.finished_texts()?.join("\n"))
    }

    /// The messages to copy, one after the other.
    ///
    /// # Errors
    /// As [`Draft::finished`], but that images alone are messages too.
    pub fn finished_messages(&self) -> Result<Vec<ReadyMessage>, Unfinished> {
        match self.finished_texts() {
            Ok(_) | Err(Unfinished::OnlyImages) => {
                Ok(self.messages.iter().filter_map(messages::ready).collect())
            }
            Err(unfinished) => Err(unfinished),
        }
    }

    /// The texts to copy, one after the other; one that is split is whole.
    fn finished_texts(&self) -> Result<Vec<String>, Unfinished> {
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

/// What was typed into these fields and belongs into the shop's profile, which does not have it.
fn shop_values(source: &ValueSource<'_>, fields: &[FormField]) -> BTreeMap<String, String> {
    let is_typed =
        |field: &&FormField| !field.value.trim().is_empty() && source.filling.typed.contains_key(&field.name);
    let belongs = |field: &&FormField| source.is_missing_of_shop(&field.name) && is_plain(&field.value);
    let typed = fields.iter().filter(is_typed).filter(belongs);
    typed.map(|field| (field.name.clone(), field.value.trim().to_owned())).collect()
}
