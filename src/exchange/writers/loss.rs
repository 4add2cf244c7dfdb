//! What an export leaves out or changes, listed before anything is written.

use crate::model::Reply;

/// Something that a format cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportLoss {
    /// The id of the reply.
    pub reply: String,
    /// What becomes of it.
    pub what: ExportLossKind,
    /// What it is about, as it is in the library, shortened; empty where the kind says it all.
    pub detail: String,
}

/// What is left out or changed. The words are made where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExportLossKind {
    /// The title is left out, or what is behind its first characters.
    Title,
    /// A code is cut, or made up where a reply has none.
    Code,
    /// The category is left out.
    Category,
    /// A category is cut.
    CategoryCut,
    /// A text that is too long is written as several, in their order.
    TextSplit,
    /// Several wordings become several entries.
    Wordings,
    /// Several messages become one, line by line.
    Messages,
    /// A picture is left out.
    Picture,
    /// A placeholder becomes a word in brackets, or loses its choices or its way of counting days.
    Placeholder,
    /// The questions are left out.
    Questions,
    /// The tags are left out.
    Tags,
    /// The note is left out.
    Note,
    /// What comes next is left out.
    Next,
    /// The scenarios are left out.
    Scenarios,
    /// The conditions of a wording are left out.
    Conditions,
    /// The trades that a reply is for are left out.
    Trades,
    /// The end of its time is left out.
    Expires,
}

impl ExportLossKind {
    /// The stable name, for JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Code => "code",
            Self::Category => "category",
            Self::CategoryCut => "category-cut",
            Self::TextSplit => "text-split",
            Self::Wordings => "wordings",
            Self::Messages => "messages",
            Self::Picture => "picture",
            Self::Placeholder => "placeholder",
            Self::Questions => "questions",
            Self::Tags => "tags",
            Self::Note => "note",
            Self::Next => "next",
            Self::Scenarios => "scenarios",
            Self::Conditions => "conditions",
            Self::Trades => "trades",
            Self::Expires => "expires",
        }
    }
}

/// In characters: what is shown of a long text.
const SHOWN: usize = 60;

/// The losses of one export, in the order of the replies.
#[derive(Debug, Default)]
pub(super) struct Losses {
    pub list: Vec<ExportLoss>,
}

impl Losses {
    pub(super) fn add(&mut self, reply: &Reply, what: ExportLossKind, detail: &str) {
        let end = detail.char_indices().nth(SHOWN).map_or(detail.len(), |(at, _)| at);
        let mut shown = detail.get(..end).unwrap_or_default().to_owned();
        if end < detail.len() {
            shown.push('…');
        }
        let loss = ExportLoss { reply: reply.id.clone(), what, detail: shown };
        if !self.list.contains(&loss) || what == ExportLossKind::Picture {
            self.list.push(loss);
        }
    }

    /// Adds the pictures of a reply that are not written.
    pub(super) fn add_pictures(&mut self, reply: &Reply, is_written: impl Fn(&str) -> bool) {
        for path in reply.picture_paths().filter(|path| !is_written(path)) {
            self.add(reply, ExportLossKind::Picture, path);
        }
    }

    /// Adds those of these properties that the reply has.
    pub(super) fn add_dropped(&mut self, reply: &Reply, dropped: &[ExportLossKind]) {
        for kind in dropped {
            if let Some(detail) = property(reply, *kind).filter(|detail| !detail.is_empty()) {
                self.add(reply, *kind, &detail);
            }
        }
    }
}

/// A property of a reply in a line; `None` for what is no property of a whole reply.
fn property(reply: &Reply, kind: ExportLossKind) -> Option<String> {
    let joined = |texts: &[String]| texts.join("、");
    match kind {
        ExportLossKind::Title => Some(reply.title.clone()),
        ExportLossKind::Code => reply.code.clone(),
        ExportLossKind::Category => Some(reply.category.clone()),
        ExportLossKind::Questions => Some(joined(&reply.questions)),
        ExportLossKind::Tags => Some(joined(&reply.tags)),
        ExportLossKind::Note => reply.note.clone(),
        ExportLossKind::Next => Some(joined(&reply.next)),
        ExportLossKind::Scenarios => Some(joined(&reply.scenarios)),
        ExportLossKind::Trades => {
            Some(reply.trades.iter().map(crate::template::Trade::name).collect::<Vec<_>>().join("、"))
        }
        ExportLossKind::Expires => reply.expires.map(|at| at.to_string()),
        ExportLossKind::Conditions => {
            let conditional = |wording: &&crate::model::Wording| !wording.when.is_always();
            let count = reply.wordings.iter().filter(conditional).count();
            (count > 0).then(|| count.to_string())
        }
        ExportLossKind::CategoryCut
        | ExportLossKind::TextSplit
        | ExportLossKind::Wordings
        | ExportLossKind::Messages
        | ExportLossKind::Picture
        | ExportLossKind::Placeholder => None,
    }
}
