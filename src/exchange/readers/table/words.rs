//! What the header of a column says that it holds, by the words in it.

use crate::exchange::input::Target;

/// What a header says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// This, and so clearly that a guess by the content does not change it.
    Target(Target),
    /// Something that no reply has: a date, a count.
    Nothing,
}

/// In characters, without bracketed parts: a longer cell is a sentence and no header.
const LONGEST: usize = 16;

/// The words in the order in which they decide: 快捷短语编码 is a code and 话术分类 a category, whatever else is in them.
const WORDS: &[(Meaning, &[&str], &[&str])] = &[
    (
        Meaning::Nothing,
        &["是否", "日期", "时间", "次数", "状态", "序号", "数量", "创建", "更新人", "修改", "排序"],
        &["date", "time", "no", "index", "created", "updated", "status", "enabled", "count", "color"],
    ),
    (
        Meaning::Target(Target::Picture),
        &["图片", "图像", "配图"],
        &["picture", "pictures", "image", "images", "img"],
    ),
    (
        Meaning::Target(Target::Category),
        &["分类", "分组", "类目", "类别", "目录", "类型", "组别", "文件夹"],
        &["category", "categories", "group", "folder"],
    ),
    (
        Meaning::Target(Target::Code),
        &["编码", "代码", "快捷键", "快捷码", "短码", "简码", "缩写", "触发", "指令", "快捷编号"],
        &["code", "shortcode", "shortcut", "keyword", "abbreviation", "abbr", "trigger"],
    ),
    (Meaning::Target(Target::Title), &["标题"], &["title", "label", "subject"]),
    (
        Meaning::Target(Target::Question),
        &["问题", "问句", "问法", "提问", "关键词", "关键字", "咨询"],
        &["question", "questions", "query", "q"],
    ),
    (
        Meaning::Target(Target::Note),
        &["备注", "说明", "注释"],
        &["note", "notes", "remark", "comment", "memo"],
    ),
    (
        Meaning::Target(Target::Text),
        &["内容", "答案", "回答", "答复", "回复", "话术", "短语", "正文", "文本", "常用语", "快捷语"],
        &[
            "text", "content", "reply", "answer", "answers", "response", "message", "body", "snippet",
            "phrase", "a",
        ],
    ),
    (
        Meaning::Target(Target::Category),
        &["产品", "商品", "型号", "场景", "模块", "板块", "阶段", "一级", "二级", "三级", "四级", "五级"],
        &["product", "scene", "level"],
    ),
    (Meaning::Target(Target::Title), &["名称", "主题"], &["name", "topic"]),
    (Meaning::Nothing, &["编号"], &["id"]),
];

/// What the cell says as a header; `None` where it is none that is known.
pub(super) fn meaning(cell: &str) -> Option<Meaning> {
    if !is_short(cell) {
        return None;
    }
    let bare = without_brackets(cell);
    let tokens: Vec<&str> =
        bare.split(|c: char| !c.is_ascii_alphabetic()).filter(|token| !token.is_empty()).collect();
    let says = |chinese: &[&str], english: &[&str]| {
        chinese.iter().any(|word| bare.contains(word))
            || tokens.iter().any(|token| english.contains(token) && (token.len() > 1 || bare == **token))
    };
    WORDS.iter().find(|(_, chinese, english)| says(chinese, english)).map(|(meaning, ..)| *meaning)
}

/// Whether a cell could be a header: few characters, and none that end a sentence.
pub(super) fn is_short(cell: &str) -> bool {
    let bare = without_brackets(cell);
    let len = bare.chars().count();
    (1..=LONGEST).contains(&len) && !bare.contains(['，', '。', '！', '？', '?', '!'])
}

/// A header as it is compared: without parts in brackets (（必填）, （最多20个字）), marks and spaces around, in small letters.
pub(super) fn without_brackets(cell: &str) -> String {
    let (mut depth, mut out) = (0_usize, String::new());
    for c in cell.chars() {
        match c {
            '(' | '（' | '[' | '【' | '<' => depth += 1,
            ')' | '）' | ']' | '】' | '>' => depth = depth.saturating_sub(1),
            '*' | '＊' | '\n' | '\r' | '\u{feff}' => {}
            _ if depth == 0 => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    let out = out.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：'));
    if out.is_empty() { cell.trim().to_lowercase() } else { out.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_say_what_their_columns_hold() {
        let cases: &[(Target, &[&str])] = &[
            (Target::Title, &["话术标题（选填）", "标题", "title", "名称"]),
            (
                Target::Text,
                &[
                    "快捷短语",
                    "话术内容（必填）",
                    "快捷短语内容(最多20个字)",
                    "答案",
                    "回答",
                    "话术",
                    "Content",
                ],
            ),
            (Target::Code, &["快捷短语编码", "快捷编码", "short_code", "*快捷编码：", "Keyword"]),
            (
                Target::Category,
                &["快捷短语分组", "一级分类（必填）", "产品型号", "产品", "问题分类", "三级", "group name"],
            ),
            (Target::Question, &["问题", "话术问题（选填）", "标准问题", "Question", "产品问题"]),
            (Target::Picture, &["图片", "回复图片", "image"]),
            (Target::Note, &["备注", "note"]),
        ];
        for (target, headers) in cases {
            for header in *headers {
                assert_eq!(meaning(header), Some(Meaning::Target(*target)), "{header}");
            }
        }
        for header in ["登记日期", "是否加入团队", "序号", "id", "created_at"] {
            assert_eq!(meaning(header), Some(Meaning::Nothing), "{header}");
        }
        for cell in
            ["", "thfh", "亲，商品已经在路上了", "您好", "请按下面的说明填写话术内容和分类不要改动表头"]
        {
            assert_eq!(meaning(cell), None, "{cell}");
        }
    }
}
