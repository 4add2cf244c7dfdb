//! Any bytes as a library: every finding is at a place of the file, every reply is whole and in its place.

use std::collections::HashSet;

use suda::diag::Problem;
use suda::store::ron_file::{self, Checks};

use super::assert_places;

/// The text of `bytes` read as a library.
pub fn holds(bytes: &[u8]) {
    let (pack, found) = ron_file::parse_bytes("r", bytes, None);
    let Ok(text) = ron_file::text_of("r", bytes, "") else {
        assert!(pack.replies.is_empty() && found.len() == 1, "{found:?}");
        return;
    };
    assert_places(text, &found);
    let is_sorted =
        found.is_sorted_by_key(|found| found.place.as_ref().map(|place| (place.line, place.column)));
    assert!(is_sorted, "not in the order of the file: {found:?}");
    let checked = ron_file::parse_bytes("r", bytes, Some(&Checks::default()));
    assert_eq!(checked.0, pack, "more checks, another library");
    assert_places(text, &checked.1);
    for finding in &checked.1 {
        if let Problem::Breach { finding, quote } = &finding.problem {
            assert_eq!(finding.range.len(), quote.len());
        }
    }

    let mut ids = HashSet::new();
    for reply in &pack.replies {
        assert!(ids.insert(&reply.id), "id {} twice", reply.id);
        assert!(!reply.id.is_empty() && !reply.title.is_empty() && !reply.wordings.is_empty(), "{reply:?}");
        assert_eq!(&reply.clone().tidied(), reply, "not tidied");
    }
    let spans = ron_file::reply_spans(text);
    assert_eq!(spans.len(), pack.replies.len());
    assert!(spans.iter().all(|span| text.get(span.clone()).is_some_and(|source| !source.is_empty())));
    let is_conflict = found.iter().any(|found| matches!(&found.problem, Problem::Syntax { detail } if *detail == suda::diag::SyntaxError::MergeConflict));
    let is_apart = spans.iter().zip(spans.iter().skip(1)).all(|(one, next)| one.end <= next.start);
    assert!(is_apart || is_conflict, "replies within replies: {spans:?}");
}
