//! The table that holds every property of a reply, in CSV and in Excel: it comes back without loss.
//!
//! A reply is one row for each of its messages, all with its id in 编号. Its title, code, questions and so on are in its first
//! row; 说法 counts the wordings and 条 the messages of each, from 1. A text that is too long for a cell goes on in the next
//! row. Rows may be sorted and moved in Excel: the id, 说法 and 条 say where each belongs.
//!
//! ```text
//! 编号     标题  短码  …  问法        说法  条  话术            图片      条件
//! own.hi  问候  wh   …  在吗         1    1   亲，在的
//! own.hi                            1    2                  包裹.png
//! own.hi                            2    1   亲，晚点回您                晚于：22:00
//! ```

mod cell;
mod conditions;
mod read;
mod write;

pub(super) use read::{FORMAT, read};
pub(super) use write::rows;

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    Id,
    Title,
    Code,
    Category,
    Scenarios,
    Trades,
    Tags,
    Questions,
    Wording,
    Message,
    Text,
    Picture,
    Conditions,
    Note,
    Next,
    Expires,
}

impl Column {
    /// In the order of the table.
    pub(super) const ALL: [Self; 16] = [
        Self::Id,
        Self::Title,
        Self::Code,
        Self::Category,
        Self::Scenarios,
        Self::Trades,
        Self::Tags,
        Self::Questions,
        Self::Wording,
        Self::Message,
        Self::Text,
        Self::Picture,
        Self::Conditions,
        Self::Note,
        Self::Next,
        Self::Expires,
    ];

    /// Its header.
    pub(super) fn header(self) -> &'static str {
        match self {
            Self::Id => "编号",
            Self::Title => "标题",
            Self::Code => "短码",
            Self::Category => "分类",
            Self::Scenarios => "场景",
            Self::Trades => "行业",
            Self::Tags => "标签",
            Self::Questions => "问法",
            Self::Wording => "说法",
            Self::Message => "条",
            Self::Text => "话术",
            Self::Picture => "图片",
            Self::Conditions => "条件",
            Self::Note => "备注",
            Self::Next => "接着发",
            Self::Expires => "过期",
        }
    }
}

#[cfg(test)]
pub(in crate::exchange) mod tests;
