//! One fault for each place: what follows from another fault says nothing new.

use super::super::{Fault, FaultKind, Wanted, signs};

/// Sorted; of those in one line, and those with nothing but signs between them, the first alone. A sign that is missing
/// behind a comment is in the comment.
pub(super) fn first_of_each_place(text: &str, mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    let is_hidden = |next: &FaultKind, kept: &FaultKind| {
        let is_comment = matches!(kept, FaultKind::HashComment | FaultKind::UnclosedComment);
        let is_missing = matches!(
            next,
            FaultKind::UnclosedBracket { .. } | FaultKind::Unexpected { wanted: Wanted::CommaOrClose, .. }
        );
        is_comment && is_missing
    };
    // Whether a line ends and a word is between the fault that was kept last and `at`: nothing is looked at twice.
    let (mut at, mut is_line_over, mut has_word) = (0, false, false);
    faults.dedup_by(|next, kept| {
        let between = text.get(at.max(kept.span.start)..next.span.start).unwrap_or_default();
        at = next.span.start;
        is_line_over |= between.contains('\n');
        has_word |= between.contains(signs::is_bare);
        let is_dropped = !is_line_over || !has_word || is_hidden(&next.kind, &kept.kind);
        if !is_dropped {
            (is_line_over, has_word) = (false, false);
        }
        is_dropped
    });
    faults
}
