//! Replies as the rows of a table, in one of the layouts; CSV and Excel write the same rows.

use super::foreign::{Plain, Texts};
use super::loss::{ExportLossKind, Losses};
use super::{ExportFile, ExportLoss, Layout, Selection, WriteError, WriteOptions, Writer, pictures_beside};
use crate::exchange::full;
use crate::model::Reply;
use crate::template::{self, Cut};

/// 千牛, in characters: of a code, a phrase and a group.
const QIANNIU_CODE: usize = 4;
const QIANNIU_TEXT: usize = 430;
const QIANNIU_GROUP: usize = 10;

/// In characters: of a text in any other table, so that it fits a cell of Excel in every encoding.
const LONGEST_CELL: usize = 16_000;

/// 客服宝 asks for a category; of a reply without one it is this.
const NO_CATEGORY: &str = "未分类";

/// What a table does not hold in any layout of another tool.
const DROPPED: [ExportLossKind; 7] = [
    ExportLossKind::Tags,
    ExportLossKind::Note,
    ExportLossKind::Next,
    ExportLossKind::Scenarios,
    ExportLossKind::Conditions,
    ExportLossKind::Trades,
    ExportLossKind::Expires,
];

/// A table to be written.
#[derive(Debug)]
pub(super) struct Sheet {
    pub header: Vec<&'static str>,
    /// Of the columns, in characters.
    pub widths: Vec<u16>,
    pub rows: Vec<Vec<String>>,
    pub losses: Vec<ExportLoss>,
}

/// A format that is one table: the columns and the losses are those of the layout, the bytes its own.
#[derive(Debug)]
pub(super) struct TableWriter {
    pub name: &'static str,
    pub bytes: fn(&Sheet) -> Result<Vec<u8>, WriteError>,
}

impl Writer for TableWriter {
    fn name(&self) -> &'static str {
        self.name
    }

    fn layouts(&self) -> &'static [Layout] {
        &Layout::ALL
    }

    fn losses(&self, selection: &Selection, options: &WriteOptions<'_>) -> Vec<ExportLoss> {
        rows(selection, options.layout).losses
    }

    fn write(
        &self,
        selection: &Selection,
        options: &WriteOptions<'_>,
    ) -> Result<Vec<ExportFile>, WriteError> {
        let table = rows(selection, options.layout);
        Ok(files((self.bytes)(&table)?, selection, options))
    }
}

/// The files of a table: with the pictures beside it where it names them.
fn files(table: Vec<u8>, selection: &Selection, options: &WriteOptions<'_>) -> Vec<ExportFile> {
    let is_full = options.layout.is_none_or(|layout| layout == Layout::Full);
    let pictures = pictures_beside(selection).filter(|_| is_full);
    std::iter::once(ExportFile::named(table)).chain(pictures).collect()
}

/// The table of a selection.
fn rows(selection: &Selection, layout: Option<Layout>) -> Sheet {
    let mut losses = Losses::default();
    let (header, widths): (Vec<_>, Vec<_>) = columns(layout.unwrap_or(Layout::Full)).into_iter().unzip();
    let of_reply = |reply: &Reply| match layout.unwrap_or(Layout::Full) {
        Layout::Full => {
            losses.add_pictures(reply, |path| selection.pictures.contains_key(path));
            full::rows(reply)
        }
        Layout::Qianniu => Table { selection, reply, losses: &mut losses }.qianniu(),
        Layout::Kefubao => Table { selection, reply, losses: &mut losses }.kefubao(),
    };
    let rows = selection.replies.iter().flat_map(of_reply).collect();
    Sheet { header, widths, rows, losses: losses.list }
}

/// The headers with the widths of their columns.
fn columns(layout: Layout) -> Vec<(&'static str, u16)> {
    match layout {
        Layout::Full => {
            const WIDTHS: [(full::Column, u16); 5] = [
                (full::Column::Text, 60),
                (full::Column::Questions, 30),
                (full::Column::Note, 30),
                (full::Column::Message, 6),
                (full::Column::Wording, 6),
            ];
            let width =
                |column| WIDTHS.iter().find(|(known, _)| *known == column).map_or(14, |(_, width)| *width);
            full::Column::ALL.into_iter().map(|column| (column.header(), width(column))).collect()
        }
        Layout::Qianniu => vec![("快捷短语编码", 14), ("快捷短语", 80), ("快捷短语分组", 16)],
        Layout::Kefubao => vec![
            ("一级分类（必填）", 16),
            ("二级分类（选填）", 16),
            ("话术标题（选填）", 20),
            ("话术内容（必填）", 80),
            ("话术问题（选填）", 40),
        ],
    }
}

/// Writes the rows of a reply.
struct Table<'a> {
    selection: &'a Selection,
    reply: &'a Reply,
    losses: &'a mut Losses,
}

impl Table<'_> {
    fn qianniu(mut self) -> Vec<Vec<String>> {
        self.losses.add_dropped(self.reply, &DROPPED);
        self.losses.add_dropped(self.reply, &[ExportLossKind::Questions]);
        let code = self.qianniu_code();
        let group = start(&self.reply.category, QIANNIU_GROUP);
        if group.len() < self.reply.category.len() {
            self.losses.add(self.reply, ExportLossKind::CategoryCut, &self.reply.category);
        }
        let texts = self.texts(QIANNIU_TEXT);
        texts.into_iter().map(|text| vec![code.clone(), text, group.to_owned()]).collect()
    }

    /// The code, or of a reply without one its title: that is what shops give as codes there.
    fn qianniu_code(&mut self) -> String {
        let reply = self.reply;
        let whole = reply.code.as_ref().unwrap_or(&reply.title);
        let code = start(whole, QIANNIU_CODE);
        if reply.code.is_some() {
            self.losses.add(reply, ExportLossKind::Title, &reply.title);
        }
        if code.len() < whole.len() {
            let kind = if reply.code.is_some() { ExportLossKind::Code } else { ExportLossKind::Title };
            self.losses.add(reply, kind, whole);
        }
        code.to_owned()
    }

    fn kefubao(mut self) -> Vec<Vec<String>> {
        self.losses.add_dropped(self.reply, &DROPPED);
        self.losses.add_dropped(self.reply, &[ExportLossKind::Code]);
        let (first, second) = self.reply.category.split_once('/').unwrap_or((&self.reply.category, ""));
        let first = if first.is_empty() { NO_CATEGORY } else { first };
        let (first, second) = (first.to_owned(), second.to_owned());
        let questions = self.reply.questions.join("\n");
        let title = &self.reply.title;
        let row = |text| vec![first.clone(), second.clone(), title.clone(), text, questions.clone()];
        self.texts(LONGEST_CELL).into_iter().map(row).collect()
    }

    /// The texts of the wordings that have any, in pieces of at most so many characters.
    fn texts(&mut self, longest: usize) -> Vec<String> {
        let mut texts = Texts { selection: self.selection, reply: self.reply, losses: self.losses };
        let written = self.reply.wordings.iter().map(|wording| texts.joined(wording, &mut Plain));
        let written: Vec<String> = written.filter(|text| !text.trim().is_empty()).collect();
        if written.len() > 1 {
            self.losses.add(self.reply, ExportLossKind::Wordings, &written.len().to_string());
        }
        let mut cut = Vec::new();
        for text in written {
            let pieces = pieces(&text, longest);
            if pieces.len() > 1 {
                self.losses.add(self.reply, ExportLossKind::TextSplit, &text);
            }
            cut.extend(pieces);
        }
        cut
    }
}

/// The first characters of a text.
fn start(text: &str, length: usize) -> &str {
    text.char_indices().nth(length).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}

/// A text in pieces of at most so many characters, cut behind sentences where that is possible; put together they are the text.
fn pieces(text: &str, most: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut length = 0;
    let sentences = template::pieces(text, Cut::Sentences).into_iter();
    let is_long = |sentence: &str| sentence.chars().count() > most;
    let phrases = sentences.flat_map(|sentence| {
        if is_long(sentence) { template::pieces(sentence, Cut::Phrases) } else { vec![sentence] }
    });
    for phrase in phrases {
        for part in phrase.chars().collect::<Vec<_>>().chunks(most) {
            if length > 0 && length + part.len() > most {
                pieces.push(String::new());
                length = 0;
            }
            if let Some(piece) = pieces.last_mut() {
                piece.extend(part);
            }
            length += part.len();
        }
    }
    pieces
}
