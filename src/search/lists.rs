//! Many lists in one piece of memory.

/// The `nth` of the lists that stand one after the other in `all`; `starts` says where each begins, and where the last
/// ends.
pub(super) fn list<'a, T>(all: &'a [T], starts: &[u32], nth: usize) -> &'a [T] {
    let range = starts.get(nth).zip(starts.get(nth + 1));
    range.and_then(|(start, end)| all.get(*start as usize..*end as usize)).unwrap_or_default()
}

/// Moves an ascending list on to the first item that is not before what is looked for, in steps that double: the next one is
/// often near. Gives that item.
pub(super) fn seek<T: Copy>(list: &mut &[T], is_before: impl Fn(T) -> bool) -> Option<T> {
    let mut reach = 1;
    while list.get(reach).is_some_and(|item| is_before(*item)) {
        reach *= 2;
    }
    let near = list.get(..=reach).unwrap_or(list);
    let passed = near.partition_point(|item| is_before(*item));
    *list = list.get(passed..).unwrap_or_default();
    list.first().copied()
}
