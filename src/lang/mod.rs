//! The words that users see, in Chinese and English, from `assets/lang/*.ftl` (Fluent).
//!
//! Everything else speaks in codes with arguments; [`Words`] says them.

mod export;
mod finding;
mod handbook;
mod import;
mod said;
mod system;

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use crate::model::Language;

const CHINESE: &str = include_str!("../../assets/lang/zh.ftl");
const ENGLISH: &str = include_str!("../../assets/lang/en.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    language: Language,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Words").field("locales", &self.bundle.locales).finish_non_exhaustive()
    }
}

impl Words {
    pub fn new(language: Language) -> Self {
        let (source, locale) = match language {
            Language::Chinese => (CHINESE, "zh-CN"),
            Language::English => (ENGLISH, "en"),
        };
        // A mistake in the file costs its own line only; the tests find it.
        let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(rest, _)| rest);
        let mut bundle =
            FluentBundle::new_concurrent(vec![locale.parse::<LanguageIdentifier>().unwrap_or_default()]);
        bundle.set_use_isolating(false);
        bundle.add_resource_overriding(resource);
        Self { bundle, language }
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of a message without arguments. An unknown id is shown as it is.
    pub fn text<'a>(&'a self, id: &'a str) -> Cow<'a, str> {
        self.find(id, None, None).unwrap_or(Cow::Borrowed(id))
    }

    /// The words of a message with its arguments.
    pub fn with(&self, id: &str, args: &[(&str, &str)]) -> String {
        self.find(id, None, Some(&arguments(args))).map_or_else(|| id.to_owned(), Cow::into_owned)
    }

    /// What an empty field of this name shows.
    pub fn hint(&self, id: &str) -> String {
        self.attribute(id, "hint", &[]).unwrap_or_default()
    }

    /// A command where there is little room.
    pub fn short(&self, id: &str) -> String {
        self.attribute(id, "short", &[]).unwrap_or_else(|| self.text(id).into_owned())
    }

    /// The words of a message's attribute, if it has that one.
    fn attribute(&self, id: &str, attribute: &str, args: &[(&str, &str)]) -> Option<String> {
        self.find(id, Some(attribute), Some(&arguments(args))).map(Cow::into_owned)
    }

    fn find<'a>(
        &'a self,
        id: &str,
        attribute: Option<&str>,
        args: Option<&FluentArgs<'_>>,
    ) -> Option<Cow<'a, str>> {
        let message = self.bundle.get_message(id)?;
        let pattern = match attribute {
            Some(name) => message.get_attribute(name)?.value(),
            None => message.value()?,
        };
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, args, &mut errors);
        Some(Cow::Owned(said.into_owned()))
    }
}

/// Words that otherwise are inside a sentence, as a label.
pub fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn arguments<'a>(args: &[(&'a str, &'a str)]) -> FluentArgs<'a> {
    args.iter().map(|(name, value)| (*name, *value)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use fluent_bundle::FluentResource;

    use super::*;
    use crate::app::popup::Notice;
    use crate::diag::{Diagnostic, Problem};

    /// Every message and attribute with the arguments that it names, one a line.
    fn shape(source: &str) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        let mut message = "";
        for line in source.lines() {
            let attribute = line.trim_start().strip_prefix('.');
            let Some((name, _)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else { continue };
            if attribute.is_none() {
                message = name;
            }
            let args: BTreeSet<&str> =
                line.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next()).collect();
            out.insert(format!("{message}{} {args:?}", attribute.map_or("", |_| name.trim())));
        }
        out
    }

    #[test]
    fn both_languages_parse_and_say_the_same_with_the_same_arguments() {
        for source in [CHINESE, ENGLISH] {
            assert!(FluentResource::try_new(source.to_owned()).is_ok());
        }
        let (chinese, english) = (shape(CHINESE), shape(ENGLISH));
        let only_one: Vec<_> = chinese.symmetric_difference(&english).collect();
        assert!(only_one.is_empty(), "{only_one:#?}");
        assert!(chinese.len() > 100);
    }

    /// Messages that are inside others, behind a colon or in brackets, or that a terminal shows behind a file's name.
    const PARTS: [&str; 15] = [
        "import-large-",
        "import-because-",
        "import-loss-",
        "export-loss-",
        "problem-",
        "syntax-",
        "token-",
        "expected-",
        "reason",
        "finding",
        "severity-",
        "advice-",
        "age-",
        "list-",
        "system-",
    ];
    /// Reasons why something was not done.
    const REASONS: [&str; 5] =
        ["edit-mismatch", "reply-changed", "questions-changed", "file-busy", "shop-changed"];

    #[test]
    fn every_label_in_english_begins_with_a_capital() {
        let mut message = "";
        for line in ENGLISH.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, said)) = line.split_once(" = ") else { continue };
            if !name.starts_with(' ') {
                message = name;
            }
            let is_of_terminal = message.starts_with("cli-") && !message.starts_with("cli-edit");
            if is_of_terminal
                || PARTS.iter().any(|part| message.starts_with(part))
                || REASONS.contains(&message)
            {
                continue;
            }
            let said = said.strip_prefix("+ ").unwrap_or(said);
            assert!(said.starts_with("suda") || !said.starts_with(char::is_lowercase), "{message}: {said}");
        }
    }

    #[test]
    fn a_word_of_a_sentence_becomes_a_label() {
        let labels = ["weekdays", "周末", ""].map(capitalized);
        assert_eq!(labels, ["Weekdays", "周末", ""]);
    }

    #[test]
    fn english_has_one_apostrophe() {
        for line in ENGLISH.lines().filter(|line| !line.starts_with('#')) {
            let is_straight = line.split('\'').skip(1).any(|rest| rest.starts_with(char::is_alphabetic));
            assert!(!is_straight, "{line}");
        }
    }

    #[test]
    fn the_notice_of_a_dead_link_names_both_places_once_and_what_to_do() {
        let problem = Problem::LinkNowhere { link: "/a/replies.ron".into(), target: "/b/lib.ron".into() };
        let first = Box::new(Diagnostic::of_file(&"/a/replies.ron".into(), problem));
        let notice = Notice::File { first, more: 0 };
        for (language, advice) in [(Language::Chinese, "把链接改对"), (Language::English, "the link")] {
            let said = Words::new(language).notice(&notice);
            assert_eq!(
                ["/a/replies.ron", "/b/lib.ron"].map(|path| said.matches(path).count()),
                [1, 1],
                "{said}"
            );
            assert!(said.contains(advice), "{said}");
        }
        let gone = Notice::File {
            first: Box::new(Diagnostic::of_file(&"/a/replies.ron".into(), Problem::Gone)),
            more: 0,
        };
        let said = Words::new(Language::Chinese).notice(&gone);
        assert!(said.starts_with("/a/replies.ron：文件不在了") && said.contains("放回原处"), "{said}");
    }

    #[test]
    fn arguments_are_put_in_without_marks_around_them() {
        let words = Words::new(Language::Chinese);
        assert_eq!(words.with("preview-variant", &[("current", "2"), ("total", "4")]), "说法 2/4");
        assert_eq!(words.text("no-such-message"), "no-such-message");
    }
}
