//! What an `@name` restricts a query to, and the tags that a word fits.

use crate::search::board::DocSet;
use crate::search::index::{DocRef, Index};
use crate::search::pattern::{Fit, Ways, WordPattern};
use crate::search::query::AtName;
use crate::search::word::Word;

/// The replies that are in every one of the places; `None` where nothing is called so. A name that nothing has is passed
/// over: what was pasted often begins with somebody's `@name`.
pub(super) fn within(index: &Index, places: &[AtName]) -> Option<DocSet> {
    let known = places.iter().map(|place| in_place(index, place)).filter(|found| !found.is_empty());
    known.reduce(|mut all, found| {
        all.intersect_with(&found);
        all
    })
}

/// The replies in one place; none where nothing is called so.
pub(super) fn in_place(index: &Index, place: &AtName) -> DocSet {
    let mut found = DocSet::new(index);
    each_facet(
        index,
        &place.word,
        |_, _| true,
        |at, _| {
            if !index.is_hidden(at) {
                found.insert(at);
            }
        },
    );
    found
}

/// Calls back for the replies of every facet that a word fits, with how it fits.
pub(super) fn each_facet(
    index: &Index,
    word: &Word,
    wanted: impl Fn(bool, &Fit) -> bool,
    mut found: impl FnMut(DocRef, &Fit),
) {
    for (segment, side) in index.segments() {
        let Some(pattern) = WordPattern::compile(word, &segment.alphabet, Ways::Short) else { continue };
        segment.facets.each_doc(&pattern, &segment.alphabet, &wanted, |doc, fit| {
            found(DocRef { side, doc }, fit);
        });
    }
}
