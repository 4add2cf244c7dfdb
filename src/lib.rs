//! 速答 (suda): the quick-reply assistant of customer-service agents.
//!
//! A hotkey opens a popup over any chat client; a few letters find a reply, its placeholders are filled, and Enter puts
//! the finished text on the clipboard. `suda search` and its like answer in a terminal with the same engine.
//!
//! # Code map
//!
//! | module | what it holds |
//! |---|---|
//! | [`diag`] | a problem in a user's file: code, place, caret snippet |
//! | [`model`] | replies, packs, the library with its layers, fields, shops, settings |
//! | [`template`] | texts with placeholders: parse, fill; clock and calendar, sums, units, look-up tables, conditions; values out of copied text |
//! | [`check`] | finished texts against the rules of the platforms: findings with place, reason and rewrite |
//! | `text` | characters and words as they are compared: folded, without greetings, synonyms in groups |
//! | [`learn`] | what a text is about, learned from examples: scenarios of messages and of replies |
//! | [`search`] | index, query, pinyin, ranking, highlights |
//! | [`exchange`] | files of other tools: recognised, read, compared with the library, written |
//! | [`draft`] | a reply on its way to the clipboard: wording, values, messages, findings; the buyers and what the copied text offers |
//! | [`app`] | the state of each window: action → `apply` → effects; the table of its commands |
//! | [`lang`] | the words, in Chinese and English, from `assets/lang` |
//! | [`ron_edit`] | RON files that people write: a tree with the bytes of every value, recovery from damage, changes in place; knows nothing of the rest |
//! | [`store`] | library files, shops, settings, history; safe saves, backups, changes from outside; where they live |
//! | [`platform`] | hotkey, clipboard, tray, running instance, light or dark desktop |
//! | [`shell`] | the event loops, the threads, carrying out effects; the editor runs as a program of its own |
//! | [`ui`] | what the windows draw, keys, theme, fonts |
//! | [`cli`] | arguments and sub-commands |
//!
//! `app`, `ui` and `shell` have a room for each window, `popup` and `editor`, and one for what they share; no window imports
//! from another.
//!
//! `text`, `diag`, `model`, `template`, `learn`, `check`, `search` and `draft` are the core: no window, no file system, no clock, no thread, no log.
//! Everything public in it has docs.
//! `tests/architecture.rs` reads the source and fails when that changes, or when a part imports from above.
//!
//! # Invariants
//!
//! - The library files are the user's. One that does not parse is never overwritten and never replaced by defaults.
//! - Every save of a user's file keeps the version before it ([`store::backup`]), and the old or the new one is there,
//!   whole, whatever call fails and whenever the process ends: `store/tests` lets every call fail.
//! - One program at a time edits a user's file ([`store::lock`]), and changes only the bytes that it means to: the rest stays
//!   byte for byte ([`store::replies`], [`store::sheets`]).
//! - What is typed into the editor is in its drafts until it is saved ([`store::drafts`]); what is deleted is in the trash for
//!   30 days ([`store::trash`]).
//! - One bad reply never hides the rest: reading gives `(value, Vec<Diagnostic>)`.
//! - A text with an open placeholder is never given out: [`draft::Draft::finished`] is the only way to one.
//! - "Copied" is said when the clipboard was read back and holds the text, byte for byte.
//! - Nothing that an agent fills in is written to a file or a log. What is known of a buyer is a gap again after a few
//!   minutes, and as soon as something speaks for another buyer ([`draft::Buyers`]).
//! - The core speaks in codes with arguments; words are made where they are shown.
//! - The global hotkeys that the settings name, one or two, and no other look at the keyboard. No network.
//! - The window's thread never waits; hidden, the program takes no processor time.

pub mod app;
#[warn(missing_docs)]
pub mod check;
pub mod cli;
#[warn(missing_docs)]
pub mod diag;
#[warn(missing_docs)]
pub mod draft;
#[warn(missing_docs)]
pub mod exchange;
pub mod lang;
#[warn(missing_docs)]
pub mod learn;
#[warn(missing_docs)]
pub mod model;
pub mod platform;
pub mod ron_edit;
#[warn(missing_docs)]
pub mod search;
pub mod shell;
pub mod store;
#[warn(missing_docs)]
pub mod template;
mod text;
pub mod ui;
