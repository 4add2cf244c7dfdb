//! Tables that other tools write or ask for, by their headers.
//!
//! Each is a format that can be asked for by name; then columns without a header are taken in its order. It is recognised
//! by what reads the table, which gives its name to the content.

use super::super::best;
use super::csv::Csv;
use super::words::without_brackets;
use crate::exchange::content::Content;
use crate::exchange::input::{Fit, Format, Input, Options, ReadError, Target};
use crate::exchange::work::Work;

/// A table with known headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) struct Layout {
    /// What `--as` and [`crate::exchange::Content::format`] call it.
    pub name: &'static str,
    /// The columns in their order: the headers that each may have, and what it holds.
    pub columns: &'static [LayoutColumn],
}

/// A column of a [`Layout`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) struct LayoutColumn {
    /// Without parts in brackets.
    headers: &'static [&'static str],
    /// What it holds; `None` where no reply has it.
    pub target: Option<Target>,
    /// Whether a table without it is of another layout.
    is_needed: bool,
}

const fn needed(headers: &'static [&'static str], target: Target) -> LayoutColumn {
    LayoutColumn { headers, target: Some(target), is_needed: true }
}

const fn optional(headers: &'static [&'static str], target: Target) -> LayoutColumn {
    LayoutColumn { headers, target: Some(target), is_needed: false }
}

const fn unread(headers: &'static [&'static str]) -> LayoutColumn {
    LayoutColumn { headers, target: None, is_needed: true }
}

/// Those that are known.
pub(in crate::exchange) static LAYOUTS: [Layout; 5] = [
    Layout {
        name: "qianniu",
        columns: &[
            needed(&["快捷短语编码", "快捷编码"], Target::Code),
            needed(&["快捷短语"], Target::Text),
            needed(&["快捷短语分组"], Target::Category),
        ],
    },
    Layout {
        name: "shop-workbook",
        columns: &[
            unread(&["登记日期"]),
            needed(&["分组"], Target::Category),
            needed(&["快捷编码"], Target::Code),
            needed(&["快捷短语"], Target::Text),
            unread(&["是否加入团队"]),
        ],
    },
    Layout { name: "platform", columns: &[needed(&["快捷短语内容"], Target::Text)] },
    Layout {
        name: "kefubao",
        columns: &[
            needed(&["一级分类"], Target::Category),
            optional(&["二级分类"], Target::Category),
            optional(&["话术标题"], Target::Title),
            needed(&["话术内容"], Target::Text),
            optional(&["话术问题"], Target::Question),
        ],
    },
    Layout {
        name: "qa",
        columns: &[
            optional(&["产品", "产品型号"], Target::Category),
            needed(&["问题"], Target::Question),
            needed(&["答案", "回答"], Target::Text),
            optional(&["话术"], Target::Text),
        ],
    },
];

impl Format for Layout {
    fn name(&self) -> &'static str {
        self.name
    }

    fn fit(&self, _: &Input) -> Fit {
        Fit::No
    }

    fn read(&self, input: &Input, options: &Options, work: &Work) -> Result<Content, ReadError> {
        let options = Options { format: Some(self.name.to_owned()), ..options.clone() };
        let is_workbook = |bytes: &[u8]| bytes.starts_with(b"PK") || bytes.starts_with(b"\xd0\xcf\x11\xe0");
        let workbook = input.single().filter(|file| is_workbook(&file.bytes)).and_then(|_| best(input));
        workbook.unwrap_or(&Csv).read(input, &options, work)
    }
}

impl Layout {
    /// The layout of a name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        LAYOUTS.iter().find(|layout| layout.name == name)
    }

    /// The layout whose columns, and no others, have these headers; blank ones are not counted.
    pub(super) fn of<'a>(headers: impl Iterator<Item = &'a str>) -> Option<&'static Self> {
        let headers: Vec<String> =
            headers.filter(|header| !header.trim().is_empty()).map(without_brackets).collect();
        LAYOUTS.iter().find(|layout| {
            headers.iter().all(|header| layout.column(header).is_some())
                && layout.columns.iter().all(|column| {
                    !column.is_needed
                        || headers.iter().any(|header| column.headers.contains(&header.as_str()))
                })
        })
    }

    /// Its column of a header.
    pub(super) fn column(&self, header: &str) -> Option<&'static LayoutColumn> {
        let header = without_brackets(header);
        self.columns.iter().find(|column| column.headers.contains(&header.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_known_by_their_headers_and_by_no_others() {
        let cases: &[(&[&str], Option<&str>)] = &[
            (&["快捷短语编码", "快捷短语", "快捷短语分组"], Some("qianniu")),
            (&["快捷编码", "快捷短语", "快捷短语分组"], Some("qianniu")),
            (&["登记日期", "分组", "快捷编码", "快捷短语", "是否加入团队"], Some("shop-workbook")),
            (&["快捷短语内容（必填）"], Some("platform")),
            (
                &["一级分类（必填）", "二级分类（选填）", "话术标题（选填）", "话术内容（必填）"],
                Some("kefubao"),
            ),
            (&["问题", "答案"], Some("qa")),
            (&["产品", "问题", "回答", "话术"], Some("qa")),
            (&["产品型号", "问题", "答案"], Some("qa")),
            (&["问题", "答案", "价格"], None),
            (&["标题", "内容"], None),
            (&[], None),
        ];
        for (headers, name) in cases {
            assert_eq!(Layout::of(headers.iter().copied()).map(|layout| layout.name), *name, "{headers:?}");
        }
    }
}
