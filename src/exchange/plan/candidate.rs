//! An entry of another tool as a reply of ours, before it is compared with anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{AffixChoice, Choices, FieldFound, Found};
use crate::exchange::alike::{End, core_of, without_affix};
use crate::exchange::clean::{Cleaning, cleaned};
use crate::exchange::content::{Content, Entry, EntryMessage, Loss, Lost, Piece, RowAt, Text};
use crate::exchange::gaps;
use crate::exchange::title::{is_code, title_of};
use crate::model::{Message, Reply, Wording};
use crate::template::{Cut, pieces};

/// A reply that may come in.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub at: RowAt,
    pub key: String,
    /// Without an id, unless it is of our own format.
    pub reply: Reply,
    /// What its texts say, without what does not count: see [`core_of`].
    pub core: String,
    /// Whether its title was given by the other tool, not made from its text.
    pub is_named: bool,
}

/// The candidates of an input, in its order.
pub(super) fn candidates(content: &Content, choices: &Choices, length_limit: usize) -> Found {
    let mut maker = Maker {
        choices,
        length_limit,
        pictures: content.pictures.iter().map(|picture| picture.path.as_str()).collect(),
        fields: Vec::new(),
        cleaned: BTreeMap::new(),
        texts: Vec::new(),
        lost: Vec::new(),
    };
    let candidates = content.entries.iter().map(|entry| maker.candidate(entry)).collect();
    Found { candidates, fields: maker.fields, cleaned: maker.cleaned, texts: maker.texts, lost: maker.lost }
}

struct Maker<'a> {
    choices: &'a Choices,
    length_limit: usize,
    /// The paths of those that came.
    pictures: BTreeSet<&'a str>,
    lost: Vec<Lost>,
    fields: Vec<FieldFound>,
    cleaned: BTreeMap<Cleaning, usize>,
    texts: Vec<String>,
}

impl Maker<'_> {
    fn candidate(&mut self, entry: &Entry) -> Candidate {
        let reply = match &entry.whole {
            Some(whole) => whole.as_ref().clone(),
            None => self.reply(entry),
        };
        let core = core_of(&reply.texts().collect::<String>());
        let is_named = entry.whole.is_some()
            || [&entry.title, &entry.code]
                .into_iter()
                .chain(entry.questions.first())
                .any(|name| *name == reply.title);
        Candidate { at: entry.at.clone(), key: entry.key.clone(), reply, core, is_named }
    }

    fn reply(&mut self, entry: &Entry) -> Reply {
        let mut cleaned = BTreeSet::new();
        let mut names = BTreeSet::new();
        let mut wordings = Vec::new();
        for messages in &entry.wordings {
            let mut made = Vec::new();
            for message in messages {
                match message {
                    EntryMessage::Picture(path) if self.pictures.contains(path.as_str()) => {
                        made.push(Message::Image(path.clone()));
                    }
                    EntryMessage::Picture(path) => self.lost.push(Lost {
                        at: entry.at.clone(),
                        what: Loss::Picture,
                        detail: path.clone(),
                    }),
                    EntryMessage::Text(text) => {
                        let text = self.template(text, &mut cleaned, &mut names);
                        made.extend(self.split(&text).into_iter().map(Message::Text));
                    }
                }
            }
            wordings.push(Wording { messages: made, ..Wording::default() });
        }
        let mut line = |text: &str| self.one_line(text, &mut cleaned);
        let (code, title) = (line(&entry.code), line(&entry.title));
        let steps = entry.category.iter().map(|step| line(step).replace('/', "／")).collect::<Vec<_>>();
        let questions = entry.questions.iter().map(|question| line(question)).collect();
        let tags = entry.tags.iter().map(|tag| line(tag)).collect();
        let mut reply = Reply {
            category: steps.join("/"),
            questions,
            tags,
            wordings,
            note: Some(entry.note.clone()),
            expires: entry.expires,
            ..Reply::default()
        }
        .tidied();
        for cleaning in cleaned {
            *self.cleaned.entry(cleaning).or_default() += 1;
        }
        for field in self.fields.iter_mut().filter(|field| names.contains(&field.name)) {
            field.count += 1;
        }
        Self::name(&mut reply, title, code);
        reply
    }

    /// Gives a title and a code. A code that is none here is the title, or a word that the reply is found by.
    fn name(reply: &mut Reply, title: String, code: String) {
        if is_code(&code) {
            reply.code = Some(code.clone());
        }
        reply.title = title;
        if reply.title.is_empty() && !code.is_empty() && reply.code.is_none() {
            reply.title.clone_from(&code);
        } else if !code.is_empty() && reply.code.is_none() && reply.title != code {
            reply.tags.push(code);
        }
        if reply.title.is_empty() {
            let first = reply.questions.first().cloned();
            let text = reply.texts().next().map(|text| title_of(&without_braces(text))).unwrap_or_default();
            reply.title = first.filter(|question| question.chars().count() <= 20).unwrap_or(text);
        }
        if reply.title.is_empty() {
            reply.title = reply.code.clone().unwrap_or_else(|| "图片".to_owned());
        }
    }

    fn one_line(&self, text: &str, changed: &mut BTreeSet<Cleaning>) -> String {
        let text = cleaned(text, &self.choices.cleanings, changed);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// A text as a template of ours.
    fn template(
        &mut self,
        text: &Text,
        changed: &mut BTreeSet<Cleaning>,
        names: &mut BTreeSet<String>,
    ) -> String {
        self.texts.push(text.source());
        let text = gaps::with_marks(self.without_affixes(text, names));
        let mut out = String::new();
        let last = text.pieces.len().saturating_sub(1);
        for (nth, piece) in text.pieces.iter().enumerate() {
            match piece {
                Piece::Ours(placeholder) => out.push_str(placeholder),
                Piece::Plain(plain) => out.push_str(&self.plain(plain, (nth == 0, nth == last), changed)),
                Piece::Field { name, source, default, choices } => {
                    let name = self.field(name, source, default, choices);
                    out.push_str(&placeholder(&name, default, choices));
                    names.insert(name);
                }
            }
        }
        out
    }

    /// A plain piece, cleaned, with its braces doubled. Blanks at its ends are part of the text, unless the text begins or
    /// ends there.
    fn plain(
        &self,
        plain: &str,
        (is_first, is_last): (bool, bool),
        changed: &mut BTreeSet<Cleaning>,
    ) -> String {
        let is_blank = |c: char| c == ' ' || c == '\n';
        let body = cleaned(plain, &self.choices.cleanings, changed);
        let start = plain.len() - plain.trim_start_matches(is_blank).len();
        let end = plain.trim_end_matches(is_blank).len().max(start);
        let (before, behind) = (plain.get(..start).unwrap_or_default(), plain.get(end..).unwrap_or_default());
        let body = body.trim_matches(is_blank);
        let mut out = String::with_capacity(plain.len());
        out.push_str(if is_first { "" } else { before });
        for c in body.chars() {
            out.push(c);
            if matches!(c, '{' | '}' | '｛' | '｝') {
                out.push(c);
            }
        }
        out.push_str(if is_last { "" } else { behind });
        out
    }

    /// The name of a field here; notes what it is.
    fn field(&mut self, name: &str, source: &str, default: &str, choices: &[String]) -> String {
        let proposed = gaps::proposed(name);
        let name = self.choices.names.get(&proposed).cloned().unwrap_or(proposed);
        if let Some(known) = self.fields.iter_mut().find(|field| field.name == name) {
            if known.choices.is_empty() {
                known.choices = choices.to_vec();
            }
        } else {
            let (default, choices) = (default.to_owned(), choices.to_vec());
            self.fields.push(FieldFound {
                name: name.clone(),
                from: source.to_owned(),
                count: 0,
                choices,
                default,
            });
        }
        name
    }

    /// The text without the beginnings and ends that the user wants to drop, with a field where one is wanted.
    fn without_affixes(&mut self, text: &Text, names: &mut BTreeSet<String>) -> Text {
        let mut text = text.clone();
        let choices = self.choices;
        for (affix, choice) in &choices.affixes {
            let place = match affix.end {
                End::Beginning => text.pieces.first_mut(),
                End::Close => text.pieces.last_mut(),
            };
            let Some(Piece::Plain(plain)) = place else { continue };
            let Some((rest, own)) = without_affix(plain, affix) else { continue };
            let (rest, own) = (rest.to_owned(), own.to_owned());
            *plain = rest;
            if let AffixChoice::Field(name) = choice {
                let name = self.field(name, &own, &own, &[]);
                names.insert(name.clone());
                let field = Piece::Ours(format!("{{{name}}}"));
                match affix.end {
                    End::Beginning => text.pieces.insert(0, field),
                    End::Close => text.pieces.push(field),
                }
            }
        }
        text
    }

    /// A text over the limit as several messages, where that is wanted.
    fn split(&self, text: &str) -> Vec<String> {
        if !self.choices.splits_long || self.length_limit == 0 || text.chars().count() <= self.length_limit {
            return vec![text.to_owned()];
        }
        let mut messages: Vec<String> = Vec::new();
        for sentence in pieces(text, Cut::Sentences) {
            match messages.last_mut() {
                Some(last) if last.chars().count() + sentence.chars().count() <= self.length_limit => {
                    last.push_str(sentence);
                }
                Some(_) | None => messages.push(sentence.to_owned()),
            }
        }
        messages
            .into_iter()
            .map(|message| message.trim().to_owned())
            .filter(|message| !message.is_empty())
            .collect()
    }
}

/// A placeholder with what it is filled with and what there is to choose from, as far as a placeholder can hold it.
fn placeholder(name: &str, default: &str, choices: &[String]) -> String {
    let is_usable =
        |text: &str| !text.is_empty() && !text.contains(['{', '}', '｛', '｝', '|', '｜', '\n', '\r']);
    let default = Some(default.trim()).filter(|text| is_usable(text)).map(|text| format!(":{text}"));
    let usable = choices.iter().map(|choice| choice.trim()).filter(|choice| is_usable(choice));
    let choices: String = usable.flat_map(|choice| ["|", choice]).collect();
    format!("{{{name}{}{choices}}}", default.unwrap_or_default())
}

/// A template with the bare names of its placeholders, for a title.
fn without_braces(template: &str) -> String {
    let (mut out, mut chars) = (String::with_capacity(template.len()), template.chars().peekable());
    while let Some(c) = chars.next() {
        let is_brace = matches!(c, '{' | '}' | '｛' | '｝');
        if is_brace && chars.next_if_eq(&c).is_none() {
            let mut is_name = true;
            for c in chars.by_ref().take_while(|c| !matches!(c, '}' | '｝')) {
                is_name &= !matches!(c, ':' | '：' | '|' | '｜' | '=' | '＝' | '+');
                out.extend(is_name.then_some(c));
            }
        } else {
            out.push(c);
        }
    }
    out
}
