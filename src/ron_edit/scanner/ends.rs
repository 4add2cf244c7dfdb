//! Where lines, comments and raw strings of a text end. A damaged file is looked at from many places; what one look has found
//! is kept for the next, so that reading takes time in proportion to the text, whatever is in it.

use std::collections::HashMap;
use std::ops::Range;

/// What is known of a text so far.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Where the comment ends that begins at a place; `None` where it does not.
    comments: HashMap<usize, Option<usize>>,
    /// The raw strings by the number of their `#`.
    raw_strings: HashMap<usize, RawString>,
    /// A line, or the rest of one, without its line break.
    line: Option<Range<usize>>,
}

/// The next end of a raw string.
#[derive(Debug)]
struct RawString {
    /// From where on it was looked for.
    from: usize,
    end: Option<usize>,
    /// Where the last one begins that is in front of it.
    last_opening: Option<usize>,
}

impl Ends {
    /// Where the line ends that `at` is in: at its line break.
    pub(super) fn line(&mut self, text: &str, at: usize) -> usize {
        if let Some(line) = self.line.as_ref().filter(|line| line.start <= at && at <= line.end) {
            return line.end;
        }
        let rest = text.get(at..).unwrap_or_default();
        let end = at + rest.find('\n').unwrap_or(rest.len());
        self.line = Some(at..end);
        end
    }

    /// Behind the end of the comment that begins at `start`; comments may hold others. `None` where it is not closed.
    pub(super) fn comment(&mut self, text: &str, start: usize) -> Option<usize> {
        let mut open = vec![start];
        let mut at = start + 2;
        while let Some(innermost) = open.last().copied() {
            let found = if let Some(known) = self.comments.get(&innermost) {
                *known
            } else {
                match next_sign(text, at) {
                    Some((sign, true)) => {
                        open.push(sign);
                        at = sign + 2;
                        continue;
                    }
                    Some((sign, false)) => Some(sign + 2),
                    None => None,
                }
            };
            let Some(end) = found else {
                // Nor are those around it.
                self.comments.extend(open.iter().map(|start| (*start, None)));
                return None;
            };
            self.comments.insert(innermost, Some(end));
            open.pop();
            at = end;
        }
        Some(at)
    }

    /// Where the raw string of so many `#` ends whose text begins at `start`: at its quote. And where in it the last one of
    /// the same kind opens.
    pub(super) fn raw_string(
        &mut self,
        text: &str,
        start: usize,
        hashes: usize,
    ) -> Option<(usize, Option<usize>)> {
        let is_known = |known: &&RawString| known.from <= start && known.end.is_none_or(|end| start <= end);
        let known = self.raw_strings.get(&hashes).filter(is_known);
        let (end, last_opening) = if let Some(known) = known {
            (known.end, known.last_opening)
        } else {
            let signs = "#".repeat(hashes);
            let rest = text.get(start..).unwrap_or_default();
            let end = rest.find(&format!("\"{signs}"));
            let inside = end.and_then(|end| rest.get(..end));
            let last_opening = inside.and_then(|inside| inside.rfind(&format!("r{signs}\"")));
            let (end, last_opening) = (end.map(|at| start + at), last_opening.map(|at| start + at));
            self.raw_strings.insert(hashes, RawString { from: start, end, last_opening });
            (end, last_opening)
        };
        Some((end?, last_opening.filter(|opening| *opening >= start)))
    }
}

/// The next `/*` or `*/`, and whether it opens.
fn next_sign(text: &str, from: usize) -> Option<(usize, bool)> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        at += rest.find(['/', '*'])?;
        match text.as_bytes().get(at..at + 2)? {
            b"/*" => return Some((at, true)),
            b"*/" => return Some((at, false)),
            _ => at += 1,
        }
    }
}
