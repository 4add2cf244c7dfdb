//! Any bytes as a query, typed and pasted, over the starter library: no hit twice, positions in the title.

use std::collections::HashSet;
use std::sync::LazyLock;

use jiff::civil::DateTime;
use suda::model::{Layer, Library};
use suda::search::{Asked, Habits, Index, Query, matched, without_private};
use suda::store::libraries;

/// Before anything can be out of date.
const NOW: DateTime = DateTime::ZERO;

static LIBRARY: LazyLock<Library> =
    LazyLock::new(|| Library::new(vec![(Layer::Starter, libraries::starter())]));
static INDEX: LazyLock<Index> = LazyLock::new(|| Index::build(&LIBRARY));

/// The text of `bytes` is a query.
pub fn holds(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for query in [Query::typed(&text), Query::pasted(&text), Query::message(&text)] {
        let hits = INDEX.search(&query, &Habits::default(), NOW, 50);
        let mut seen = HashSet::new();
        for hit in hits {
            let id = INDEX.id(&hit);
            assert!(seen.insert(id.to_owned()), "{id} twice");
            let reply = LIBRARY.by_id(id).and_then(|at| LIBRARY.reply(at));
            let reply = reply.unwrap_or_else(|| panic!("{id} is not in the library"));
            let length = reply.title.chars().count();
            let positions = matched(reply, &[], &query, hit.tier, &Asked::by(&query)).title_positions;
            assert!(positions.is_sorted() && positions.iter().all(|at| *at < length), "{positions:?}");
        }
    }
    let once = without_private(&text);
    assert!(once.chars().count() <= text.chars().count());
}
