//! What a column holds, by its cells: for tables without a header, and for columns whose header says nothing.

use std::collections::HashSet;

use crate::exchange::input::Target;

/// What is known of the cells of a column.
#[derive(Debug, Clone, Default)]
pub(super) struct Stats<'a> {
    filled: usize,
    chars: usize,
    longest: usize,
    distinct: HashSet<&'a str>,
    /// In order, from 0 or 1.
    in_sequence: usize,
    ascii_words: usize,
    images: usize,
    dates: usize,
    questions: usize,
}

/// File names that end so are pictures.
pub(super) const IMAGE_ENDINGS: [&str; 6] = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"];

impl<'a> Stats<'a> {
    /// Those of the cells of a column, from the top.
    pub(super) fn of(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut stats = Self::default();
        for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
            stats.add(cell);
        }
        stats
    }

    fn add(&mut self, cell: &'a str) {
        let len = cell.chars().count();
        let number = cell.strip_suffix(".0").unwrap_or(cell).parse::<usize>().ok();
        self.in_sequence += usize::from(number.is_some_and(|n| n == self.filled || n == self.filled + 1));
        self.filled += 1;
        self.chars += len;
        self.longest = self.longest.max(len);
        self.distinct.insert(cell);
        self.ascii_words += usize::from(cell.bytes().all(|byte| byte.is_ascii_graphic()));
        self.images += usize::from(is_image(cell));
        self.dates += usize::from(is_date(cell));
        self.questions += usize::from(is_question(cell));
    }

    /// In characters, of the cells that are not blank; 0 of none.
    pub(super) fn mean_len(&self) -> usize {
        self.chars.checked_div(self.filled).unwrap_or(0)
    }

    /// Whether at least so many per cent of the cells that are not blank are so; `false` of none.
    fn is_mostly(&self, count: usize, percent: usize) -> bool {
        self.filled > 0 && count * 100 >= self.filled * percent
    }

    /// Whether no reply has what is in it: numbers of the rows, dates; or nothing is.
    pub(super) fn is_nothing(&self) -> bool {
        let is_sequence = self.filled > 1 && self.is_mostly(self.in_sequence, 95);
        self.filled == 0 || is_sequence || self.is_mostly(self.dates, 80)
    }

    fn is_code(&self) -> bool {
        self.longest <= 30 && self.is_mostly(self.ascii_words, 90) && self.is_mostly(self.distinct.len(), 80)
    }

    fn is_category(&self) -> bool {
        self.mean_len() <= 12 && self.filled > 2 && self.distinct.len() * 2 <= self.filled + 1
    }
}

/// What columns hold by their cells, from the left; `None` where nothing of it is in a reply. At most one is the text, and it
/// is the one with the longest cells.
pub(super) fn targets(columns: &[Stats<'_>]) -> Vec<Option<Target>> {
    let is_special = |stats: &Stats<'_>| stats.is_nothing() || stats.is_mostly(stats.images, 80);
    let text_idx = (0..columns.len())
        .filter(|idx| columns.get(*idx).is_some_and(|stats| !is_special(stats)))
        .max_by_key(|idx| columns.get(*idx).map_or(0, Stats::mean_len));
    let (mut has_title, mut has_code) = (false, false);
    let mut target = |(idx, stats): (usize, &Stats<'_>)| {
        let is_left = text_idx.is_some_and(|text_idx| idx < text_idx);
        if Some(idx) == text_idx {
            return Some(Target::Text);
        }
        if stats.is_nothing() {
            return None;
        }
        if stats.is_mostly(stats.images, 80) {
            return Some(Target::Picture);
        }
        if stats.is_mostly(stats.questions, 50) {
            return Some(Target::Question);
        }
        if !has_code && stats.is_code() {
            has_code = true;
            return Some(Target::Code);
        }
        if stats.is_category() {
            return Some(Target::Category);
        }
        if !has_title && is_left && stats.mean_len() <= 30 {
            has_title = true;
            return Some(Target::Title);
        }
        Some(Target::Note)
    };
    columns.iter().enumerate().map(&mut target).collect()
}

/// Whether the cell is the name of an image file.
fn is_image(cell: &str) -> bool {
    let cell = cell.to_ascii_lowercase();
    IMAGE_ENDINGS.iter().any(|ending| cell.ends_with(ending)) && !cell.contains('\n')
}

/// Whether the cell is a date: `2024-05-01`, `2024/5/1 10:20`, `2024年5月1日`.
fn is_date(cell: &str) -> bool {
    let mut parts = cell.split(['-', '/', '.', '年', '月', '日', ' ', 'T']).filter(|part| !part.is_empty());
    let mut number = || parts.next().and_then(|part| part.parse::<u16>().ok());
    let (year, month, day) = (number(), number(), number());
    year.is_some_and(|year| (1990..2100).contains(&year))
        && month.is_some_and(|month| (1..=12).contains(&month))
        && day.is_some_and(|day| (1..=31).contains(&day))
        && cell.chars().count() <= 20
}

/// Whether the cell is a question of a buyer, by its end or a word in it.
fn is_question(cell: &str) -> bool {
    cell.ends_with(['?', '？', '吗', '呢', '么'])
        || cell.chars().count() <= 30
            && ["怎么", "什么", "多久", "多少", "如何", "为什么", "几天", "能不能", "可以", "有没有"]
                .iter()
                .any(|word| cell.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_known_by_their_cells() {
        let texts = [
            "亲，您的包裹今天下午已经发出了",
            "亲，支持七天无理由退货的，请放心购买",
            "您好，有什么可以帮您的呢",
        ];
        let cases: &[(&[&str], Option<Target>)] = &[
            (&["fh", "th", "hi"], Some(Target::Code)),
            (&["售前", "售后", "售后"], Some(Target::Category)),
            (&["已发货", "无理由退货", "欢迎语"], Some(Target::Title)),
            (&["什么时候发货", "能退吗", "在吗"], Some(Target::Question)),
            (&["a.png", "图/b.JPG", "c.jpeg"], Some(Target::Picture)),
            (&["0", "1", "2"], None),
            (&["2024-05-01", "2024/5/2 10:00", "2024年5月3日"], None),
            (&["", "", ""], None),
        ];
        for (cells, target) in cases {
            let columns = [Stats::of(cells.iter().copied()), Stats::of(texts.into_iter())];
            assert_eq!(targets(&columns), [*target, Some(Target::Text)], "{cells:?}");
        }
    }
}
