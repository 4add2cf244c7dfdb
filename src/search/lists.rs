//! Many lists in one allocation.

/// The `nth` of the lists that follow one another in `all`; `starts` says where each begins, and where the last
/// ends.
pub(super) fn list<'a, T>(all: &'a [T], starts: &[u32], nth: usize) -> &'a [T] {
    let range = starts.get(nth).zip(starts.get(nth + 1));
    range.and_then(|(start, end)| all.get(*start as usize..*end as usize)).unwrap_or_default()
}
