//! The page: contents, chapters, cards.

use std::collections::HashMap;

use super::html::{add, data_url, escaped, items};
use super::{HandbookWord, HandbookWords};
use crate::exchange::writers::Selection;
use crate::model::{Message, Reply, Wording};
use crate::template::{self, Segment};

const STYLE: &str = include_str!("style.css");

/// The order of a sale; other categories come behind, in the order of the library.
const STAGES: [&str; 4] = ["售前", "售中", "售后", "主动营销"];

/// The whole file. `held` are the paths of the pictures that are put in.
pub(super) fn page(selection: &Selection, words: &dyn HandbookWords, held: &[&str]) -> String {
    let places: HashMap<&str, usize> =
        selection.replies.iter().enumerate().map(|(at, reply)| (reply.id.as_str(), at)).collect();
    let page = Page { selection, words, held, places };
    let title = match selection.name.as_str() {
        "" => words.word(HandbookWord::Title),
        name => name.to_owned(),
    };
    let chapters = page.chapters();
    let main: String = chapters.iter().enumerate().map(|(nth, chapter)| page.chapter(nth, chapter)).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n{}{}<main>\n{main}</main>\n</body>\n</html>\n",
        words.language(),
        escaped(&title),
        page.cover(&title),
        page.contents(&chapters),
    )
}

/// What goes into a page.
struct Page<'a> {
    selection: &'a Selection,
    words: &'a dyn HandbookWords,
    held: &'a [&'a str],
    /// Of the replies, counted from 0, by their ids.
    places: HashMap<&'a str, usize>,
}

/// The replies of a top category.
struct Chapter<'a> {
    name: String,
    /// By the rest of their category, in the order of the first of each.
    sections: Vec<(&'a str, Vec<&'a Reply>)>,
}

impl<'a> Page<'a> {
    fn chapters(&self) -> Vec<Chapter<'a>> {
        let mut chapters: Vec<(&str, Chapter<'a>)> = Vec::new();
        for reply in &self.selection.replies {
            let (top, rest) = reply.category.split_once('/').unwrap_or((&reply.category, ""));
            let at = chapters.iter().position(|(name, _)| *name == top).unwrap_or_else(|| {
                let name =
                    if top.is_empty() { self.words.word(HandbookWord::NoCategory) } else { top.to_owned() };
                chapters.push((top, Chapter { name, sections: Vec::new() }));
                chapters.len() - 1
            });
            let Some((_, chapter)) = chapters.get_mut(at) else { continue };
            match chapter.sections.iter_mut().find(|(name, _)| *name == rest) {
                Some((_, replies)) => replies.push(reply),
                None => chapter.sections.push((rest, vec![reply])),
            }
        }
        let rank = |name: &str| match name {
            "" => STAGES.len() + 1,
            name => STAGES.iter().position(|stage| *stage == name).unwrap_or(STAGES.len()),
        };
        chapters.sort_by_key(|(name, _)| rank(name));
        chapters.into_iter().map(|(_, chapter)| chapter).collect()
    }

    fn cover(&self, title: &str) -> String {
        let Selection { version, author, replies, .. } = self.selection;
        let count = self.words.count(replies.len());
        let facts: Vec<String> = [author, version, &count]
            .into_iter()
            .filter(|fact| !fact.is_empty())
            .map(|it| escaped(it))
            .collect();
        let legend = escaped(&self.words.word(HandbookWord::Legend));
        format!(
            "<header class=\"cover\"><h1>{}</h1><p class=\"facts\">{}</p><p class=\"legend\">{legend}</p></header>\n",
            escaped(title),
            facts.join("<i></i>")
        )
    }

    fn contents(&self, chapters: &[Chapter<'_>]) -> String {
        let mut out = format!("<nav><h2>{}</h2>\n", escaped(&self.words.word(HandbookWord::Contents)));
        for (nth, chapter) in chapters.iter().enumerate() {
            let count: usize = chapter.sections.iter().map(|(_, replies)| replies.len()).sum();
            let name = escaped(&chapter.name);
            add(&mut out, format_args!("<section><h3><a href=\"#c{nth}\">{name}</a><b>{count}</b></h3>\n"));
            for (name, replies) in &chapter.sections {
                if !name.is_empty() {
                    add(&mut out, format_args!("<h4>{}</h4>\n", escaped(name)));
                }
                out += "<ul>\n";
                for reply in replies {
                    add(&mut out, format_args!("<li>{}</li>\n", self.link(reply)));
                }
                out += "</ul>\n";
            }
            out += "</section>\n";
        }
        out + "</nav>\n"
    }

    /// A link to the card of a reply.
    fn link(&self, reply: &Reply) -> String {
        let title = escaped(&reply.title);
        let code = reply.code.as_ref().map(|code| format!("<kbd>{}</kbd>", escaped(code)));
        match self.places.get(reply.id.as_str()) {
            Some(at) => format!("<a href=\"#r{at}\">{title}{}</a>", code.unwrap_or_default()),
            None => title,
        }
    }

    fn chapter(&self, nth: usize, chapter: &Chapter<'_>) -> String {
        let mut out =
            format!("<section class=\"chapter\" id=\"c{nth}\">\n<h2>{}</h2>\n", escaped(&chapter.name));
        for (name, replies) in &chapter.sections {
            if !name.is_empty() {
                add(&mut out, format_args!("<h3>{}</h3>\n", escaped(name)));
            }
            out.extend(replies.iter().map(|reply| self.card(reply)));
        }
        out + "</section>\n"
    }

    fn card(&self, reply: &Reply) -> String {
        let at = self.places.get(reply.id.as_str()).copied().unwrap_or_default();
        let code =
            reply.code.as_ref().map(|code| format!("<kbd>{}</kbd>", escaped(code))).unwrap_or_default();
        let tags = items("span", &reply.tags);
        let mut out = format!(
            "<article id=\"r{at}\">\n<header><h4>{}</h4>{code}<p class=\"tags\">{tags}</p></header>\n",
            escaped(&reply.title)
        );
        if !reply.questions.is_empty() {
            let asked = items("li", &reply.questions);
            add(
                &mut out,
                format_args!(
                    "<div class=\"asks\"><b>{}</b><ul>{asked}</ul></div>\n",
                    self.word(HandbookWord::Questions)
                ),
            );
        }
        let is_one = reply.wordings.len() == 1;
        for (nth, wording) in reply.wordings.iter().enumerate() {
            out += &self.wording(wording, (!is_one).then_some(nth + 1));
        }
        out += &self.below(reply);
        out + "</article>\n"
    }

    /// What is for the agent alone.
    fn below(&self, reply: &Reply) -> String {
        let mut out = String::new();
        if let Some(note) = &reply.note {
            add(
                &mut out,
                format_args!(
                    "<p class=\"note\"><b>{}</b>{}</p>\n",
                    self.word(HandbookWord::Note),
                    escaped(note)
                ),
            );
        }
        if let Some(end) = reply.expires {
            add(&mut out, format_args!("<p class=\"until\">{}</p>\n", escaped(&self.words.until(end))));
        }
        let known: Vec<&Reply> = reply
            .next
            .iter()
            .filter_map(|id| self.selection.replies.get(*self.places.get(id.as_str())?))
            .collect();
        if !known.is_empty() {
            let links: String = known.iter().map(|next| self.link(next)).collect();
            add(
                &mut out,
                format_args!("<p class=\"next\"><b>{}</b>{links}</p>\n", self.word(HandbookWord::Next)),
            );
        }
        out
    }

    /// A wording, with its number where there are several.
    fn wording(&self, wording: &Wording, number: Option<usize>) -> String {
        let mut head = String::new();
        if let Some(number) = number {
            add(&mut head, format_args!("<b>{} {number}</b>", self.word(HandbookWord::Wording)));
        }
        if !wording.when.is_always() {
            add(
                &mut head,
                format_args!(
                    "<span class=\"when\">{}</span>",
                    escaped(&self.words.conditions(&wording.when))
                ),
            );
        }
        if !head.is_empty() {
            head = format!("<p class=\"head\">{head}</p>\n");
        }
        let messages: String = wording.messages.iter().map(|message| self.message(message)).collect();
        format!("<div class=\"wording\">\n{head}{messages}</div>\n")
    }

    fn message(&self, message: &Message) -> String {
        let path = match message {
            Message::Text(text) => return format!("<p class=\"said\">{}</p>\n", self.text(text)),
            Message::Image(path) => path,
        };
        let bytes = self.selection.pictures.get(path).filter(|_| self.held.contains(&path.as_str()));
        if let Some(url) = bytes.and_then(|bytes| data_url(bytes)) {
            return format!("<img src=\"{url}\" alt=\"{}\">\n", escaped(path));
        }
        let missing = self.word(HandbookWord::NoPicture);
        format!("<p class=\"missing\">{missing} {}</p>\n", escaped(path))
    }

    /// A text with its placeholders in boxes.
    fn text(&self, source: &str) -> String {
        let chip = |text: &str| format!("<mark>{}</mark>", escaped(text));
        let segment = |segment: &Segment| match segment {
            Segment::Text(text) => escaped(text),
            Segment::Field(field) => {
                let choices = field.choices.join(" / ");
                let more = field.default.iter().chain((!choices.is_empty()).then_some(&choices));
                let more = items("small", more);
                format!("<mark>{}{more}</mark>", escaped(&field.name))
            }
            Segment::Clock { clock, days, .. } => match days {
                0 => chip(clock.name()),
                days => chip(&format!("{} {days:+}", clock.name())),
            },
            Segment::Snippet { key, .. } => match self.selection.snippet(key) {
                Some(reply) => format!("<mark class=\"snippet\">{}</mark>", self.link(reply)),
                None => chip(key),
            },
            Segment::Sum { sum, .. } => chip(&format!("= {}", sum.source())),
            Segment::Broken(raw) => escaped(raw),
        };
        template::parse(source).segments.iter().map(segment).collect()
    }

    fn word(&self, word: HandbookWord) -> String {
        escaped(&self.words.word(word))
    }
}
