//! Codes with arguments → words: diagnostics and notices.

use super::{Words, capitalized};
use jiff::ToSpan as _;
use jiff::civil::{DateTime, Time};

use crate::app::EditProblem;
use crate::app::editor::{EditorNotice, Rescued};
use crate::app::popup::{CopyError, Notice};
use crate::diag::{Diagnostic, Expected, Problem, Severity, SyntaxError, Token};
use crate::draft::{FieldNote, SnippetReason};
use crate::model::ImageProblem;
use crate::template::calendar::DayKind;
use crate::template::{Moment, Reason, TemplateProblem, Trade};

impl Words {
    /// What is wrong, in one line without the place.
    pub fn problem(&self, problem: &Problem) -> String {
        if let Problem::Breach { finding, quote } = problem {
            return self.finding(finding, quote);
        }
        let (id, args) = self.problem_parts(problem);
        self.with(&id, &borrowed(&args))
    }

    /// What to do about it.
    pub fn advice(&self, problem: &Problem) -> Option<String> {
        if let Problem::Breach { finding, .. } = problem {
            return self.finding_instead(finding);
        }
        let (id, args) = self.problem_parts(problem);
        self.attribute(&id, "advice", &borrowed(&args))
    }

    /// The whole message with the line and a caret, for a terminal.
    pub fn diagnostic(&self, found: &Diagnostic) -> String {
        let severity = self.severity(found.severity());
        let advice = self.advice(&found.problem);
        let message = self.problem(&found.problem);
        found.snippet(&severity, &message, &self.text("advice-label"), advice.as_deref())
    }

    /// What is wrong and what to do about it, in one line; of a hint it says that it is one.
    pub fn problem_with_advice(&self, problem: &Problem) -> String {
        let mut said = self.problem(problem);
        if problem.severity() == Severity::Hint {
            said = self.with("problem-hint", &[("problem", &said)]);
        }
        // What a rule advises is a sentence; other advice may begin with the name of a field.
        let is_of_rule = matches!(problem, Problem::Breach { .. });
        let advice =
            self.advice(problem).map(|advice| if is_of_rule { capitalized(&advice) } else { advice });
        match advice {
            Some(advice) => self.with("problem-with-advice", &[("problem", &said), ("advice", &advice)]),
            None => said,
        }
    }

    pub(super) fn severity(&self, severity: Severity) -> String {
        let id = match severity {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
            Severity::Hint => "severity-hint",
        };
        self.text(id).into_owned()
    }

    /// The message id of a problem, and its arguments.
    fn problem_parts(&self, problem: &Problem) -> (String, Vec<(&'static str, String)>) {
        let mut id = format!("problem-{}", problem.code().replace('.', "-"));
        let mut args = self.problem_args(problem);
        if let Some(suggestion) = suggestion_of(problem) {
            id.push_str("-suggested");
            args.push(("suggestion", suggestion));
        }
        (id, args)
    }

    /// The arguments of a problem's message, but for what it suggests.
    fn problem_args(&self, problem: &Problem) -> Vec<(&'static str, String)> {
        match problem {
            Problem::Template(TemplateProblem::BadFormat(letters)) => args([("letters", letters)]),
            // The words of a breach are made of the rule's own.
            Problem::Breach { .. }
            | Problem::Gone
            | Problem::NoText
            | Problem::SeveralTexts
            | Problem::Template(_) => Vec::new(),
            Problem::NotUtf8 { offset } => args([("offset", offset + 1)]),
            Problem::TooLarge { size_mb, limit_mb } => args([("size", size_mb), ("limit", limit_mb)]),
            Problem::Unreadable { error } => args([("reason", self.system(error))]),
            Problem::InvalidPattern { at } => args([("at", at)]),
            Problem::LinkNowhere { link, target } => args([("link", link), ("target", target)]),
            Problem::LinkCircle { link } => args([("link", link)]),
            Problem::Syntax { detail } => args([("detail", self.syntax(detail))]),
            Problem::NewerFormat { found, known } => args([("found", found), ("known", &known.to_string())]),
            Problem::UnknownField { name, .. }
            | Problem::UnknownTable { name, .. }
            | Problem::UnknownShop { name, .. }
            | Problem::RepeatedField { name }
            | Problem::DuplicateName { name } => args([("name", name)]),
            Problem::UnknownPlaceholder { name, .. } => args([("name", &braced(name)), ("bare", name)]),
            Problem::MissingField { name } => args([("name", name)]),
            Problem::WrongType { name, expected } => {
                let (expected, example) = self.expected(*expected);
                args([("name", name), ("expected", &expected), ("example", &example)])
            }
            Problem::InvalidId { id } | Problem::UnknownNext { id, .. } => args([("id", id)]),
            Problem::DuplicateId { id, first_line } => args([("id", id), ("line", &first_line.to_string())]),
            Problem::DuplicateCode { code, first_line } => {
                args([("code", code), ("line", &first_line.to_string())])
            }
            Problem::CodeTaken { code, reply } => args([("code", code), ("reply", reply)]),
            Problem::ImageOutside { path } | Problem::ImageMissing { path } => args([("path", path)]),
            Problem::InvalidSetting { name, value }
            | Problem::InvalidExpression { name, value }
            | Problem::UnknownValue { name, value, .. } => args([("name", name), ("value", value)]),
            Problem::UnknownTrade { value, .. } => {
                let known = Trade::ALL.map(Trade::name).join(&self.text("list-comma"));
                args([("value", value), ("known", &known)])
            }
            Problem::UnknownColumn { table, name, .. } => args([("table", table), ("name", name)]),
            Problem::RowLength { expected, found } => args([("expected", expected), ("found", found)]),
            Problem::DoubtfulCell { cell, .. } => args([("cell", cell)]),
            Problem::InvalidTime { value }
            | Problem::InvalidCalendarLine { value }
            | Problem::InvalidDate { value }
            | Problem::UnusableDefault { value }
            | Problem::DefaultOutsideChoices { value } => args([("value", value)]),
            Problem::NeverHolds { from, until } => args([("from", from), ("until", until)]),
            Problem::EmptyFile { smallest } => args([("smallest", smallest)]),
            Problem::UnknownSnippet { key, .. }
            | Problem::SeveralSnippets { key }
            | Problem::SnippetWithoutText { key }
            | Problem::UnknownHidden { key } => args([("key", key)]),
            Problem::SnippetTooDeep { most } => args([("most", most)]),
            Problem::SnippetCycle { way } => args([("way", way)]),
        }
    }

    fn syntax(&self, error: &SyntaxError) -> String {
        match error {
            SyntaxError::Unexpected { expected, found } => {
                let expected = match expected {
                    Token::Sign(sign) => self.with(expected.code(), &[("sign", &sign.to_string())]),
                    Token::Value | Token::FieldName | Token::CommaOrClose => {
                        self.text(expected.code()).into_owned()
                    }
                };
                let id = if found.is_empty() { "syntax-unexpected-end" } else { error.code() };
                self.with(id, &[("expected", &expected), ("found", found)])
            }
            SyntaxError::UnclosedBracket { open, line } => {
                self.with(error.code(), &[("open", &open.to_string()), ("line", &line.to_string())])
            }
            SyntaxError::ClosedEarly { close } => self.with(error.code(), &[("close", &close.to_string())]),
            SyntaxError::UnknownList { name, meant } => {
                self.with(error.code(), &[("name", name), ("meant", meant)])
            }
            SyntaxError::BadEscape { escape } => self.with(error.code(), &[("escape", escape)]),
            SyntaxError::Invisible { code_point } => {
                self.with(error.code(), &[("code", &format!("U+{code_point:04X}"))])
            }
            SyntaxError::UnclosedString
            | SyntaxError::UnclosedComment
            | SyntaxError::HashComment
            | SyntaxError::MergeMarker
            | SyntaxError::MergeConflict
            | SyntaxError::TooDeep
            | SyntaxError::Trailing => self.text(error.code()).into_owned(),
        }
    }

    fn expected(&self, expected: Expected) -> (String, String) {
        let example = self.attribute(expected.code(), "example", &[]).unwrap_or_default();
        (self.text(expected.code()).into_owned(), example)
    }

    /// A message of the window, in one line.
    pub fn notice(&self, notice: &Notice) -> String {
        match notice {
            Notice::Copying => self.text("notice-copying").into_owned(),
            Notice::Copied => self.text("notice-copied").into_owned(),
            Notice::CopyFailed(error) => self.copy_error(error),
            Notice::BrokenPlaceholder(raw) => self.with("notice-broken-placeholder", &[("raw", raw)]),
            Notice::Breaches(count) => self.with("notice-breaches", &[("count", &count.to_string())]),
            Notice::ProfileSaved => self.text("notice-profile-kept").into_owned(),
            Notice::NotNow => self.text("notice-not-now").into_owned(),
            Notice::ShopNotSaved(problem) => {
                self.not_changed("notice-shop-not-saved", problem, "shop-changed")
            }
            Notice::Snippet { key, reason } => self.snippet(key, *reason),
            Notice::OnlyImages => self.text("notice-only-images").into_owned(),
            Notice::QuestionLearned => self.text("notice-question-kept").into_owned(),
            Notice::QuestionForgotten => self.text("notice-question-dropped").into_owned(),
            Notice::NothingToLearn => self.text("notice-nothing-to-keep").into_owned(),
            Notice::EditorFailed(error) => {
                self.with("notice-editor-failed", &[("reason", &self.system(error))])
            }
            Notice::Hidden(title) => self.with("notice-hidden", &[("title", title)]),
            Notice::ShownAgain(title) => self.with("notice-shown-again", &[("title", title)]),
            Notice::HiddenNotChanged(problem) => {
                self.not_changed("notice-hidden-not-changed", problem, "reply-changed")
            }
            Notice::Waived(quote) => self.with("notice-waived", &[("quote", quote)]),
            Notice::Innocent(clause) => self.with("notice-innocent", &[("clause", clause)]),
            Notice::ProblemAgain => self.text("notice-problem-again").into_owned(),
            Notice::InnocentNotChanged(problem) => {
                self.not_changed("notice-innocent-not-changed", problem, "shop-changed")
            }
            Notice::SplitSaved => self.text("notice-split-kept").into_owned(),
            Notice::SplitNotSaved(problem) => {
                self.not_changed("notice-split-not-kept", problem, "reply-changed")
            }
            Notice::QuestionNotLearned(problem) => {
                self.not_changed("notice-question-not-kept", problem, "questions-changed")
            }
            Notice::File { first, more } => self.file_notice(first, *more),
            Notice::HotkeyTaken { hotkey, settings, line } => {
                let id = if *line == 0 { "notice-hotkey-taken-unset" } else { "notice-hotkey-taken" };
                self.hotkey(id, hotkey, settings, *line)
            }
            Notice::HotkeyInvalid { hotkey, settings, line } => {
                self.hotkey("notice-hotkey-invalid", hotkey, settings, *line)
            }
            Notice::HotkeyUnsupported => self.text("notice-hotkey-unsupported").into_owned(),
            Notice::FavouriteNotSaved(problem) => {
                self.with("notice-favourite-not-kept", &[("reason", &self.why(problem))])
            }
            Notice::HistoryUnusable(problem) => {
                self.with("notice-history-unusable", &[("reason", &self.why(problem))])
            }
        }
    }

    /// Why a file was not changed; `changed` is said where somebody else has changed it.
    fn not_changed(&self, id: &str, problem: &EditProblem, changed: &str) -> String {
        let reason = match problem {
            EditProblem::File { path, error } => {
                self.with("file-error", &[("path", path), ("reason", &self.system(error))])
            }
            EditProblem::Busy(path) => self.with("file-busy", &[("path", path)]),
            EditProblem::Mistake(found) => format!("{} {}", found.location(), self.problem(&found.problem)),
            EditProblem::Changed => self.text(changed).into_owned(),
            EditProblem::Mismatch => self.text("edit-mismatch").into_owned(),
        };
        self.with(id, &[("reason", &reason)])
    }

    /// That nothing is called by these names, and that the rest of a query was searched.
    pub fn unknown_at_names<S: AsRef<str>>(&self, names: &[S]) -> String {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        self.with("unknown-places", &[("names", &names.join(&self.text("list-comma")))])
    }

    /// What is wrong first in a file, and how much more.
    fn file_notice(&self, first: &Diagnostic, more: usize) -> String {
        // Where nothing of a file can be used, there is no `suda check` to go to: what to do is said here.
        let message = if first.problem.is_of_whole_file() {
            self.problem_with_advice(&first.problem)
        } else {
            self.problem(&first.problem)
        };
        if first.problem.is_dead_link() {
            return message;
        }
        let id = if more == 0 { "notice-file" } else { "notice-file-more" };
        let location = first.location();
        self.with(id, &[("location", &location), ("message", &message), ("more", &more.to_string())])
    }

    /// A message of the editor.
    pub fn editor_notice(&self, notice: &EditorNotice) -> String {
        match notice {
            EditorNotice::NotSaved(problem) => {
                self.not_changed("editor-not-saved", problem, "editor-changed-outside")
            }
            EditorNotice::Blocked(problem) => {
                self.with("editor-blocked", &[("reason", &self.problem(problem))])
            }
            EditorNotice::ReadOnly => self.text("editor-read-only-notice").into_owned(),
            EditorNotice::Restored(title) => self.with("editor-restored", &[("title", title)]),
            EditorNotice::BadCell(text) if text.is_empty() => self.text("editor-bad-cell").into_owned(),
            EditorNotice::BadCell(text) => self.with("editor-bad-cell-typed", &[("text", text)]),
            EditorNotice::AnswerFirst => self.text("editor-answer-first").into_owned(),
            EditorNotice::NothingCopied => self.text("editor-nothing-copied").into_owned(),
            EditorNotice::ChangedSince(replies) => {
                let said = replies.iter().map(|(title, fields)| {
                    let names: Vec<_> =
                        fields.iter().map(|field| self.text(&format!("form-{field}")).into_owned()).collect();
                    let fields = names.join(&self.text("list-comma"));
                    self.with("editor-changed-since", &[("title", title), ("fields", &fields)])
                });
                said.collect::<Vec<_>>().join("\n")
            }
            EditorNotice::NotInferred(count) => {
                self.with("editor-not-inferred", &[("count", &count.to_string())])
            }
            EditorNotice::DraftsNotSaved(reason) => {
                self.with("editor-drafts-not-kept", &[("reason", reason)])
            }
            EditorNotice::DraftsPutAside(path) => self.with("editor-drafts-put-aside", &[("path", path)]),
            EditorNotice::FavouritesUnreadable(problem) => {
                self.with("notice-history-unusable", &[("reason", &self.why(problem))])
            }
            EditorNotice::TrashUnreadable(problem) => {
                self.not_changed("editor-trash-unreadable", problem, "editor-changed-outside")
            }
            EditorNotice::File { first, more } => self.file_notice(first, *more),
            EditorNotice::NotFound(key) => self.with("editor-not-found", &[("key", key)]),
        }
    }

    /// What came of a way out for texts that cannot be kept.
    pub fn rescued(&self, outcome: &Rescued) -> String {
        match outcome {
            Rescued::Saved(path) => self.with("rescue-saved", &[("path", path)]),
            Rescued::Copied => self.text("rescue-copied").into_owned(),
            Rescued::NotSaved(reason) => self.with("rescue-not-saved", &[("reason", reason)]),
            Rescued::NotCopied(reason) => self.with("rescue-not-copied", &[("reason", reason)]),
        }
    }

    /// Why something is not on the clipboard.
    pub fn copy_error(&self, error: &CopyError) -> String {
        match error {
            CopyError::System(reason) => self.with("notice-copy-failed", &[("reason", reason)]),
            CopyError::Changed | CopyError::Foreign(_) => self.text("notice-copy-changed").into_owned(),
            CopyError::Image { path, reason } => self.image_problem(path, reason),
        }
    }

    /// Why an image cannot be sent.
    pub fn image_problem(&self, path: &str, problem: &ImageProblem) -> String {
        match problem {
            ImageProblem::Missing => self.with("image-missing", &[("path", path)]),
            ImageProblem::Unreadable(error) => {
                self.with("image-unreadable", &[("path", path), ("reason", &self.system(error))])
            }
            ImageProblem::TooLarge => self.with("image-too-large", &[("path", path)]),
            ImageProblem::NoImage => self.with("image-broken", &[("path", path)]),
        }
    }

    /// Why the text of another reply cannot be put in.
    pub fn snippet(&self, key: &str, reason: SnippetReason) -> String {
        let id = match reason {
            SnippetReason::Missing => "snippet-missing",
            SnippetReason::Several => "snippet-several",
            SnippetReason::NotNow => "snippet-not-now",
            SnippetReason::OnlyImages => "snippet-only-images",
        };
        self.with(id, &[("key", key)])
    }

    /// The conditions of a wording.
    pub fn reasons(&self, reasons: &[Reason]) -> String {
        let said: Vec<String> = reasons.iter().map(|reason| self.reason(reason)).collect();
        said.join(&self.text("reasons-between"))
    }

    fn reason(&self, reason: &Reason) -> String {
        let time = |time: &Time| format!("{}:{:02}", time.hour(), time.minute());
        let day = |moment: &DateTime| {
            let day = format!("{}-{}", moment.month(), moment.day());
            if moment.time() == Time::midnight() { day } else { format!("{day} {}", time(&moment.time())) }
        };
        // The end of a day is that day.
        let last = |end: &DateTime| match end.checked_sub(1.minute()) {
            Ok(before) if end.time() == Time::midnight() => day(&before.date().to_datetime(Time::midnight())),
            _ => day(end),
        };
        match reason {
            Reason::Day(DayKind::Working) => self.text("reason-weekday").into_owned(),
            Reason::Day(DayKind::MakeUp) => self.text("reason-make-up").into_owned(),
            Reason::Day(DayKind::Weekend) => self.text("reason-weekend").into_owned(),
            Reason::Day(DayKind::Holiday) => self.text("reason-holiday").into_owned(),
            Reason::WorkedDay(true) => self.text("reason-workday").into_owned(),
            Reason::WorkedDay(false) => self.text("reason-day-off").into_owned(),
            Reason::Before(Moment::CutOff) => self.text("reason-before-cut-off").into_owned(),
            Reason::After(Moment::CutOff) => self.text("reason-after-cut-off").into_owned(),
            Reason::Before(Moment::At(end)) => self.with("reason-before", &[("time", &time(end))]),
            Reason::After(Moment::At(start)) => self.with("reason-after", &[("time", &time(start))]),
            Reason::Between(Some(from), Some(until)) => {
                self.with("reason-between", &[("from", &day(from)), ("until", &last(until))])
            }
            Reason::Between(Some(from), None) => self.with("reason-from", &[("from", &day(from))]),
            Reason::Between(None, Some(until)) => self.with("reason-until", &[("until", &last(until))]),
            Reason::Between(None, None) => String::new(),
            Reason::Shop(shop) => shop.clone(),
            Reason::Trades(trades) => {
                let names: Vec<_> = trades.iter().map(|trade| self.trade(trade)).collect();
                names.join(&self.text("list-comma"))
            }
        }
    }

    /// What a trade is called, within a sentence.
    pub fn trade(&self, trade: Trade) -> String {
        let id = match trade {
            Trade::Clothes => "reason-trade-clothes",
            Trade::Shoes => "reason-trade-shoes",
            Trade::Beauty => "reason-trade-beauty",
            Trade::Baby => "reason-trade-baby",
            Trade::Food => "reason-trade-food",
            Trade::Tea => "reason-trade-tea",
            Trade::Appliances => "reason-trade-appliances",
            Trade::Digital => "reason-trade-digital",
            Trade::Furniture => "reason-trade-furniture",
            Trade::Toys => "reason-trade-toys",
        };
        self.text(id).into_owned()
    }

    /// What there is to say about a field of the form.
    pub fn field_note(&self, note: &FieldNote) -> String {
        let list = |names: &[String]| names.join(&self.text("list-comma"));
        match note {
            FieldNote::Mismatch(message) if message.is_empty() => self.text("field-mismatch").into_owned(),
            FieldNote::Mismatch(message) => message.clone(),
            FieldNote::NotANumber => self.text("field-not-a-number").into_owned(),
            FieldNote::NotADate => self.text("field-not-a-date").into_owned(),
            FieldNote::Impossible => self.text("field-impossible").into_owned(),
            FieldNote::Means(value) => self.with("field-means", &[("value", value)]),
            FieldNote::Waits(names) => self.with("field-waits", &[("names", &list(names))]),
            FieldNote::Row { table, row } => self.with("field-row", &[("table", table), ("row", row)]),
            FieldNote::ExampleRow { table, row } => {
                self.with("field-example-row", &[("table", table), ("row", row)])
            }
            FieldNote::NoRow { table, inputs } => {
                let values = inputs.join(" / ");
                self.with("field-no-row", &[("table", table), ("values", &values)])
            }
            FieldNote::WillBeSaved => self.text("field-will-be-kept").into_owned(),
            FieldNote::ToConfirm(value) => self.with("field-to-confirm", &[("value", value)]),
            FieldNote::Offered(value) => self.with("field-offered", &[("value", value)]),
        }
    }

    fn hotkey(&self, id: &str, hotkey: &str, settings: &str, line: usize) -> String {
        let line = line.to_string();
        self.with(id, &[("hotkey", hotkey), ("settings", settings), ("line", &line)])
    }
}

/// What a problem suggests in place of an unknown name, as its message writes it.
fn suggestion_of(problem: &Problem) -> Option<String> {
    if let Problem::UnknownPlaceholder { suggestion, .. } = problem {
        return suggestion.as_deref().map(braced);
    }
    if let Problem::UnknownField { suggestion, .. }
    | Problem::UnknownTable { suggestion, .. }
    | Problem::UnknownShop { suggestion, .. }
    | Problem::UnknownValue { suggestion, .. }
    | Problem::UnknownTrade { suggestion, .. }
    | Problem::UnknownColumn { suggestion, .. }
    | Problem::UnknownSnippet { suggestion, .. }
    | Problem::UnknownNext { suggestion, .. } = problem
    {
        return suggestion.clone();
    }
    None
}

fn args<const N: usize>(named: [(&'static str, impl ToString); N]) -> Vec<(&'static str, String)> {
    named.into_iter().map(|(name, value)| (name, value.to_string())).collect()
}

fn braced(name: &str) -> String {
    if name.is_empty() { String::new() } else { format!("{{{name}}}") }
}

fn borrowed<'a>(args: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    args.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Language, Reply, Winner};
    use crate::template::When;

    const TRADES: [Trade; 3] = [Trade::Tea, Trade::Toys, Trade::Food];

    /// A reply with this text in every field.
    fn filled(text: &str, day: u8) -> Reply {
        let filled = serde_json::json!({
            "id": "a", "title": text, "category": text, "scenario": [text], "trades": [TRADES[usize::from(day) % 3]], "code": text, "tags": [text],
            "asks": [text], "variants": [{ "parts": [{ "Text": text }], "when": When::default() }], "note": text,
            "next": [text], "expires": format!("2026-11-0{day}T00:00:00"),
        });
        serde_json::from_value(filled).unwrap()
    }

    #[test]
    fn every_field_that_two_have_changed_is_named_by_its_label() {
        let [here, before, after] = [filled("甲", 1), filled("乙", 2), filled("丙", 3)];
        let (_, both) = here.with_change(&before, &after, Winner::Change);
        assert!(both.len() >= 11, "{both:?}");
        for language in [Language::Chinese, Language::English] {
            let words = Words::new(language);
            for field in &both {
                let id = format!("form-{field}");
                assert_ne!(words.text(&id), id.as_str());
            }
        }
    }
}
