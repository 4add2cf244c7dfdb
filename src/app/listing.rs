//! The rows of the list: what a query finds, or what is wanted most before anything is typed.

use std::collections::HashSet;

use crate::model::{Library, Remembered, ReplyRef};
use crate::search::{Hit, Index, Matched};

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub at: ReplyRef,
    pub matched: Matched,
    /// Given on the first row of a section.
    pub section: Option<Section>,
}

/// The heading above a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    Favourites,
    Recent,
    /// A stage by its name; the empty one is for replies without a stage.
    Stage(String),
}

/// So many replies are listed as last used.
pub(super) const RECENT: usize = 5;

/// So many hits are listed.
const MOST_HITS: usize = 200;

/// The stages in the order of a sale; a user's own come behind them.
const STAGES: [&str; 4] = ["售前", "售中", "售后", "主动营销"];

pub(super) fn of_query(index: &Index, query: &str) -> Vec<Row> {
    let row = |hit: Hit| Row { at: hit.at, matched: hit.matched, section: None };
    index.search(query, MOST_HITS).into_iter().map(row).collect()
}

/// Favourites, then the last used, then everything by stage; each reply once.
pub(super) fn without_query(library: &Library, remembered: &Remembered) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut seen = HashSet::new();
    let mut section = |section: Section, replies: &mut dyn Iterator<Item = ReplyRef>| {
        let mut heading = Some(section);
        for at in replies {
            if seen.insert(at) {
                rows.push(Row { at, matched: Matched::default(), section: heading.take() });
            }
        }
    };
    let known = |ids: &[String]| ids.iter().filter_map(|id| library.by_id(id)).collect::<Vec<_>>();
    section(Section::Favourites, &mut known(&remembered.favourites).into_iter());
    section(Section::Recent, &mut known(&remembered.recent).into_iter().take(RECENT));
    let mut stages = library.stages();
    stages.sort_by_key(|stage| STAGES.iter().position(|known| known == stage).unwrap_or(STAGES.len()));
    for stage in stages {
        let replies = library.replies().filter(|(_, reply)| reply.stage() == stage).map(|(at, _)| at);
        section(Section::Stage(stage.to_owned()), &mut replies.into_iter());
    }
    rows
}
