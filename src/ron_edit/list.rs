//! Changes of a list, item by item.

use std::ops::Range;

use super::{Splices, parse};

/// The source of a list that says `old`, changed so that it says `new`. Where items were only taken out, the others stay as
/// they are, else what is the same at both ends does.
/// `changed` gives the source of an item by its number among the new ones, in the place of one that is there or as one
/// more. `None` where the source is no such list.
pub fn edited_list<T: PartialEq>(
    source: &str,
    old: &[T],
    new: &[T],
    changed: &dyn Fn(Option<&str>, usize) -> Option<String>,
) -> Option<String> {
    let root = parse(source).root?;
    let spans: Vec<Range<usize>> = root.as_list()?.iter().map(|item| item.span.clone()).collect();
    if spans.len() != old.len() {
        return None;
    }
    if let Some(gone) = gone(old, new) {
        let mut splices = Splices::default();
        for run in runs(&gone) {
            splices.remove(source, &root.span, &spans, run)?;
        }
        return splices.applied(source);
    }
    let same = |(one, other): &(&T, &T)| one == other;
    let head = old.iter().zip(new).take_while(same).count();
    let shorter = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(shorter).take_while(same).count();
    let behind_changed = head + shorter - tail;
    // One that has only moved is written as it was, with what this program does not know of it.
    let moved = |idx: usize| {
        let from = old.iter().position(|known| Some(known) == new.get(idx))?;
        source.get(spans.get(from)?.clone()).map(str::to_owned)
    };
    let mut splices = Splices::default();
    for (idx, span) in spans.iter().enumerate().take(behind_changed).skip(head) {
        let written = moved(idx).or_else(|| changed(source.get(span.clone()), idx))?;
        splices.replace(span.clone(), written);
    }
    let surplus = behind_changed..old.len() - tail;
    if !surplus.is_empty() {
        splices.remove(source, &root.span, &spans, surplus)?;
    }
    let more = behind_changed..new.len() - tail;
    if !more.is_empty() {
        let more: Option<Vec<String>> = more.map(|idx| moved(idx).or_else(|| changed(None, idx))).collect();
        splices.insert(source, &root.span, &spans, behind_changed.checked_sub(1), &more?)?;
    }
    splices.applied(source)
}

/// The places of the old items that are not among the new ones, where the new ones are old ones in their order.
fn gone<T: PartialEq>(old: &[T], new: &[T]) -> Option<Vec<usize>> {
    let mut left = new.iter().peekable();
    let gone =
        (0..).zip(old).filter(|(_, item)| left.next_if_eq(item).is_none()).map(|(idx, _)| idx).collect();
    left.peek().is_none().then_some(gone)
}

/// Numbers in rising order as ranges.
pub fn runs(numbers: &[usize]) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some(run) if run.end == *number => run.end += 1,
            _ => runs.push(*number..number + 1),
        }
    }
    runs
}
