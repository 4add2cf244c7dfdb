//! The rows of `formats.md` that are tables, and what real ones look like. The texts are made up.

use std::fmt::Write as _;

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::super::content::{Content, Entry, EntryMessage, Loss, Reason};
use super::super::super::grid::{Grid, Merge};
use super::super::super::input::{Fit, Format, Input, InputFile, Options, Target};
use super::super::super::work::Work;
use super::super::{format, read};
use super::csv::{self, Csv};
use super::entries;
use super::records::{Dialect, Quoting, Records};
use super::textexpander::TextExpander;

fn content_of(text: &str) -> Content {
    with(text, &Options::default())
}

fn with(text: &str, options: &Options) -> Content {
    Csv.read(&Input::file("a.csv", text.into()), options, &Work::default()).unwrap()
}

fn texts(entry: &Entry) -> Vec<String> {
    let text = |message: &EntryMessage| match message {
        EntryMessage::Text(text) => text.source(),
        EntryMessage::Picture(path) => format!("<{path}>"),
    };
    entry.wordings.iter().map(|wording| wording.iter().map(text).collect::<Vec<_>>().join(" + ")).collect()
}

/// Each entry as `row code title path questions: texts`.
fn lines(content: &Content) -> Vec<String> {
    let line = |entry: &Entry| {
        let parts = [
            entry.code.clone(),
            entry.title.clone(),
            entry.category.join(">"),
            entry.questions.join("?"),
            texts(entry).join(" / "),
        ];
        format!("{} {}", entry.at.row, parts.join("|"))
    };
    content.entries.iter().map(line).collect()
}

fn lost(content: &Content) -> Vec<(usize, Loss)> {
    content.lost.iter().map(|lost| (lost.at.row, lost.what)).collect()
}

fn rejected(content: &Content) -> Vec<(usize, Reason)> {
    content.rejected.iter().map(|row| (row.at.row, row.reason)).collect()
}

fn targets(content: &Content) -> Vec<Option<Target>> {
    content.sheets[0].columns.iter().map(|column| column.target).collect()
}

fn grid(name: &str, rows: &[&[&str]]) -> Grid {
    let mut grid = Grid::new(name);
    for (row_idx, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            grid.set(row_idx + 1, column, (*cell).to_owned()).unwrap();
        }
    }
    grid
}

fn of_grids(grids: Vec<Grid>, options: &Options) -> Content {
    entries(grids, "xlsx", options, &Work::default()).unwrap()
}

fn down(first_row: usize, last_row: usize, column: usize) -> Merge {
    Merge { first_row, last_row, first_column: column, last_column: column }
}

#[test]
fn qianniu_csv_with_an_empty_group_at_the_top() {
    for codes in ["快捷短语编码", "快捷编码"] {
        let text = format!(
            "{codes},快捷短语,快捷短语分组\r\nkf,\"亲，在的\n请说\",售前\r\n退换地址-7天无理由,亲请寄到仓库,\r\n"
        );
        let content = content_of(&text);
        assert_eq!((content.format.as_str(), content.encoding.as_str()), ("qianniu", "utf-8"));
        assert_eq!(lines(&content), ["2 kf||售前||亲，在的\n请说", "3 退换地址-7天无理由||||亲请寄到仓库"]);
        assert_eq!(Csv.fit(&Input::file("x", text.into())), Fit::Certain);
    }
}

#[test]
fn shop_workbook_with_dates_that_are_no_expiry() {
    let content =
        content_of("登记日期,分组,快捷编码,快捷短语,是否加入团队\n2024/5/1,售后,th,亲，可以退的,是\n");
    assert_eq!(content.format, "shop-workbook");
    assert_eq!(lines(&content), ["2 th||售后||亲，可以退的"]);
    assert_eq!(content.entries[0].expires, None);
}

#[test]
fn platform_csv_of_a_single_column_with_commas_in_it() {
    let content = content_of("快捷短语内容（必填）\n您好,欢迎光临,有什么可以帮您\n\n亲,在的\n");
    assert_eq!(content.format, "platform");
    assert_eq!(lines(&content), ["2 ||||您好,欢迎光临,有什么可以帮您", "4 ||||亲,在的"]);
}

#[test]
fn kefubao_with_instructions_above_the_header() {
    let header = [
        "一级分类（必填）（最多20个字）",
        "二级分类（选填）",
        "话术标题（选填）",
        "话术内容（必填）",
        "话术问题（选填）",
    ];
    let rows: [&[&str]; 4] = [
        &["填写说明：1、带必填的列不能为空；2、请勿改动表头。"],
        &header,
        &["售后", "退货", "退货流程", "亲，在订单里点申请售后就可以了", "怎么退货\n如何退款"],
        &["售后", "", "", "", ""],
    ];
    let content = of_grids(vec![grid("Sheet1", &rows)], &Options::default());
    assert_eq!(content.format, "kefubao");
    assert_eq!(lines(&content), ["3 |退货流程|售后>退货|怎么退货?如何退款|亲，在订单里点申请售后就可以了"]);
    assert_eq!(rejected(&content), [(1, Reason::Malformed), (4, Reason::NoText)]);
}

#[test]
fn question_and_answer_sheets() {
    let two = content_of("问题,答案\n多久发货,今天下午就发\n多久发货,亲，今天发\n");
    assert_eq!(two.format, "qa");
    assert_eq!(lines(&two), ["2 |多久发货||多久发货|今天下午就发", "3 |多久发货||多久发货|亲，今天发"]);
    let four = content_of("产品,问题,回答,话术\n水壶,漏水吗,不漏,亲，我们的水壶不漏水的\n");
    assert_eq!(lines(&four), ["2 |漏水吗|水壶|漏水吗|不漏 / 亲，我们的水壶不漏水的"]);
    let model = content_of("产品型号;问题;答案\nA-1;多大;很大的, 亲\n");
    assert_eq!(
        (model.format.as_str(), lines(&model)),
        ("qa", vec!["2 |多大|A-1|多大|很大的, 亲".to_owned()])
    );
}

#[test]
fn textexpander_csv_with_broken_quoting() {
    let text = ";hi,\"Hello \"there\", how are you?\",greeting\n;bye,Good bye, see you,farewell\n;br,\"say \\\"yes\\\"\"\n;x,\"\n";
    let input = Input::file("support.csv", text.into());
    assert_eq!(TextExpander.fit(&input), Fit::Likely);
    let content = read(&input, &Options::default(), &Work::default()).unwrap();
    assert_eq!(content.format, "textexpander-csv");
    let expected = [
        "1 ;hi|greeting|support||Hello \"there\", how are you?",
        "2 ;bye|farewell|support||Good bye, see you",
        "3 ;br||support||say \"yes\"",
    ];
    assert_eq!(lines(&content), expected);
    assert_eq!(rejected(&content), [(4, Reason::NoText)]);
    assert!(lost(&content).contains(&(2, Loss::SurplusField)));
}

#[test]
fn escapes_with_backslashes_and_line_breaks_of_two_characters() {
    let content = content_of("标题,内容\n问候,\"亲 \\\"您好\\\", 在的\\n请说\"\n再见,\"亲 \"\"慢走\"\"\"\n");
    assert_eq!(lines(&content), ["2 |问候|||亲 \"您好\", 在的\n请说", "3 |再见|||亲 \"慢走\""]);
}

#[test]
fn unquoted_commas_go_back_into_the_text() {
    let content =
        content_of("快捷编码,快捷短语,快捷短语分组\nhi,您好,在的,售前\nth,可以退, 请拍照,\nok,好的,售后\n");
    assert_eq!(lines(&content), ["2 hi||售前||您好,在的", "3 th||||可以退, 请拍照", "4 ok||售后||好的"]);
    assert_eq!(lost(&content), [(2, Loss::SurplusField), (3, Loss::SurplusField)]);
}

#[test]
fn delimiters_and_an_unnamed_index_column() {
    for delimiter in [",", ";", "\t", "‖"] {
        let text = ["|问题|答案", "0|多久发货|今天下午就发", "1|能退吗|可以的亲"]
            .join("\r\n")
            .replace('|', delimiter);
        let content = content_of(&text);
        assert_eq!(targets(&content), [None, Some(Target::Question), Some(Target::Text)], "{delimiter}");
        assert_eq!(content.entries.len(), 2, "{delimiter}");
    }
    assert_eq!(lines(&content_of("sep=;\n标题;内容\n问候;亲,在的\n")), ["3 |问候|||亲,在的"]);
}

#[test]
fn a_quote_never_closed_ends_its_row_and_the_rest_is_read() {
    let content = content_of("标题,内容\n一,\"没有关上的引号\n二,第二条\n三,\"第三\n条\"\n四,第四条\n");
    assert_eq!(
        lines(&content),
        ["2 |一|||没有关上的引号", "3 |二|||第二条", "4 |三|||第三\n条", "6 |四|||第四条"]
            .map(|line| line.replace("6 |四", "5 |四"))
    );
    assert_eq!(lost(&content), [(2, Loss::OpenQuote)]);
    let last = content_of("标题,内容\n一,第一条\n二,\"到文件末尾\n三,第三条");
    assert_eq!(lines(&last), ["2 |一|||第一条", "3 |二|||到文件末尾", "4 |三|||第三条"]);
}

#[test]
fn a_field_over_64_kilobytes_ends_the_row() {
    let long = "长".repeat(30_000);
    for field in [format!("\"{long}"), long.clone(), format!("\"{long}\"")] {
        let content = content_of(&format!("标题,内容,备注\n一,{field},x\n二,第二条,y\n"));
        assert_eq!(content.entries.len(), 2);
        assert_eq!(texts(&content.entries[1]), ["第二条"]);
        assert!(!content.lost.is_empty() && texts(&content.entries[0])[0].len() <= 64 << 10);
    }
}

#[test]
fn entities_and_tags_are_read_as_a_person_reads_them() {
    let content = content_of(
        "标题,内容\n一,亲&#44;您好&#13;&#10;请稍等&nbsp;哦\n二,<p>在的</p><p>您说</p>\n三,1.23E+18\n",
    );
    assert_eq!(lines(&content), ["2 |一|||亲,您好\n请稍等 哦", "3 |二|||在的\n您说", "4 |三|||1.23E+18"]);
    // A paragraph is a line: nothing is lost with it.
    assert_eq!(lost(&content), [(4, Loss::RoundedNumber)]);
}

#[test]
fn cells_pasted_from_a_spreadsheet() {
    let content = content_of(
        "售前\t在吗\t\"亲，在的\n请说\"\n售前\t你好\t您好，欢迎光临本店\n售后\t退货\t亲，支持七天无理由退货\n",
    );
    assert_eq!(targets(&content), [Some(Target::Category), Some(Target::Title), Some(Target::Text)]);
    assert_eq!(lines(&content)[0], "1 |在吗|售前||亲，在的\n请说");
}

#[test]
fn encodings_and_line_ends_of_any_text() {
    let text = "标题,内容\r\n一,亲，已经在催仓库了\n二,好的，请稍等一下\r三,谢谢";
    let gbk = encoding_rs::GB18030.encode(text).0.into_owned();
    let wide = [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    for (bytes, encoding) in [(gbk, "gb18030"), (wide, "utf-16le"), (marked, "utf-8")] {
        let content = Csv.read(&Input::file("x.csv", bytes), &Options::default(), &Work::default()).unwrap();
        assert_eq!(content.encoding, encoding);
        assert_eq!(lines(&content)[0], "2 |一|||亲，已经在催仓库了");
    }
    let returns = content_of("标题,内容\r一,亲，在的\r二,好的");
    assert_eq!(lines(&returns), ["2 |一|||亲，在的", "3 |二|||好的"]);
}

#[test]
fn a_row_with_lost_characters_is_rejected_with_its_reason() {
    let content = content_of("标题,内容\n一,亲\u{fffd}在的\n二,好的\n");
    assert_eq!(rejected(&content), [(2, Reason::Unreadable)]);
    assert_eq!(content.entries.len(), 1);
}

#[test]
fn blank_and_commented_tables_give_nothing_and_no_error() {
    for text in ["", "\n\n", ",,\n,,\n", "标题,内容\n", "\u{feff}"] {
        assert_eq!(content_of(text).entries, [], "{text:?}");
    }
    let content = content_of("# 标题,内容\n# 一,亲，在的\n#二,好的\n");
    assert_eq!(content.entries, []);
    assert_eq!(rejected(&content), [(2, Reason::SwitchedOff), (3, Reason::SwitchedOff)]);
}

#[test]
fn merged_categories_are_filled_down_inside_the_merged_range_only() {
    let mut sheet = grid(
        "Sheet1",
        &[
            &["分类", "标题", "内容"],
            &["售后", "退货", "亲，支持七天无理由退货"],
            &["", "换货", "亲，可以换货的"],
            &["", "其他", "亲，请您稍等一下"],
        ],
    );
    sheet.merges.push(down(2, 3, 0));
    let content = of_grids(vec![sheet], &Options::default());
    let paths: Vec<_> = content.entries.iter().map(|entry| entry.category.join(">")).collect();
    assert_eq!(paths, ["售后", "售后", ""]);
}

#[test]
fn an_answer_over_several_rows_is_joined_where_the_user_says_so() {
    let rows: [&[&str]; 4] = [
        &["问题", "答案"],
        &["怎么退货", "第一步，点申请售后"],
        &["", "第二步，填写单号"],
        &["多久发货", "今天"],
    ];
    let apart = of_grids(vec![grid("", &rows)], &Options::default());
    assert_eq!(apart.entries.len(), 3);
    let joined = of_grids(vec![grid("", &rows)], &Options { joins_rows: true, ..Options::default() });
    assert_eq!(texts(&joined.entries[0]), ["第一步，点申请售后\n第二步，填写单号"]);
    assert_eq!(joined.entries.len(), 2);
}

#[test]
fn one_answer_merged_down_several_questions_has_them_all() {
    let mut sheet =
        grid("", &[&["问题", "答案"], &["怎么退", "点申请售后"], &["如何退款", ""], &["几天发货", "今天"]]);
    sheet.merges.push(down(2, 3, 1));
    let content = of_grids(vec![sheet], &Options::default());
    assert_eq!(lines(&content), ["2 |怎么退||怎么退?如何退款|点申请售后", "4 |几天发货||几天发货|今天"]);
}

#[test]
fn a_tree_in_four_columns_is_a_path() {
    let rows: [&[&str]; 3] = [
        &["一级分类", "二级分类", "三级分类", "四级分类", "话术"],
        &["售后", "退货", "运费", "买家承担", "亲，运费由您承担"],
        &["售后", "退货", "", "", "亲，可以退货的"],
    ];
    let content = of_grids(vec![grid("", &rows)], &Options::default());
    assert_eq!(content.entries[0].category, ["售后", "退货", "运费", "买家承担"]);
    assert_eq!(content.entries[1].category, ["售后", "退货"]);
}

#[test]
fn a_transposed_table_is_read_where_the_user_says_so() {
    let rows: [&[&str]; 2] = [&["标题", "退货", "换货"], &["内容", "亲，支持退货", "亲，支持换货"]];
    let options = Options { is_transposed: true, ..Options::default() };
    assert_eq!(
        lines(&of_grids(vec![grid("", &rows)], &options)),
        ["2 |退货|||亲，支持退货", "3 |换货|||亲，支持换货"]
    );
}

#[test]
fn sheets_without_headers_are_categories_and_hidden_or_doubled_ones_are_off() {
    let rows = |word: &str| -> Vec<Vec<String>> {
        (0..4)
            .map(|nth| vec![format!("{word}{nth}"), format!("亲，这是{word}的第{nth}条回复，请您看一下")])
            .collect()
    };
    let sheet = |name: &str, word: &str| {
        let mut grid = Grid::new(name);
        for (row_idx, row) in rows(word).into_iter().enumerate() {
            for (column, cell) in row.into_iter().enumerate() {
                grid.set(row_idx + 1, column, cell).unwrap();
            }
        }
        grid
    };
    let mut hidden = sheet("旧的", "旧");
    hidden.is_hidden = true;
    let grids = vec![sheet("售前", "前"), sheet("售后", "后"), hidden, sheet("售前副本", "前")];
    let content = of_grids(grids.clone(), &Options::default());
    assert_eq!(content.format, "xlsx");
    assert_eq!(content.entries.len(), 8);
    assert_eq!(content.entries[4].category, ["售后"]);
    let read: Vec<_> = content.sheets.iter().map(|sheet| (sheet.is_read, sheet.same_as.as_deref())).collect();
    assert_eq!(read, [(true, None), (true, None), (false, None), (false, Some("售前"))]);
    let sheets = Some(BTreeSet::from(["旧的".to_owned()]));
    let chosen = of_grids(grids, &Options { sheets, ..Options::default() });
    assert_eq!(chosen.entries[0].category, ["旧的"]);
    assert_eq!(chosen.entries.len(), 4);
}

#[test]
fn what_the_user_says_of_columns_goes_before_the_guess() {
    let text =
        "甲,乙,丙\nfh,亲，今天发货的，请放心,短\nth,亲，支持七天无理由退货,长\nhh,亲，可以换货的呢,中\n";
    let said = |columns: &[(&str, Option<Target>)]| {
        let columns = columns.iter().map(|(name, target)| ((*name).to_owned(), *target)).collect();
        targets(&with(text, &Options { columns, ..Options::default() }))
    };
    assert_eq!(
        said(&[("C", Some(Target::Text)), ("b", Some(Target::Note))])[1..],
        [Some(Target::Note), Some(Target::Text)]
    );
    assert_eq!(said(&[("A", None)])[0], None);
    let named = with(
        "标题,内容\n一,好\n",
        &Options { columns: [("内容".to_owned(), Some(Target::Note))].into(), ..Options::default() },
    );
    assert_eq!(targets(&named), [Some(Target::Title), Some(Target::Note)]);
}

#[test]
fn a_layout_can_be_asked_for_where_there_is_no_header() {
    let qianniu = format("qianniu").unwrap();
    let input = Input::file("x.txt", "kf,亲，在的,售前\nth,亲，可以退,售后\n".into());
    let content = qianniu.read(&input, &Options::default(), &Work::default()).unwrap();
    assert_eq!((content.format.as_str(), lines(&content)[1].as_str()), ("qianniu", "2 th||售后||亲，可以退"));
}

#[test]
fn pictures_beside_a_table_are_taken_and_others_are_lost() {
    let file = |path: &str, bytes: &[u8]| InputFile { path: path.to_owned(), bytes: bytes.to_vec() };
    let table = "标题,内容,图片\n尺码,亲，看图,images/a.png\n颜色,亲，看图片,b.jpg\n";
    let files = vec![file("images/a.png", b"png"), file("话术.csv", table.as_bytes())];
    let content =
        Csv.read(&Input { name: "夹".to_owned(), files }, &Options::default(), &Work::default()).unwrap();
    assert_eq!(texts(&content.entries[0]), ["亲，看图 + <images/a.png>"]);
    assert_eq!(content.pictures.len(), 1);
    assert_eq!(lost(&content), [(3, Loss::Picture)]);
}

#[test]
fn what_is_no_text_is_no_table() {
    let binary: Vec<u8> = (0..4_000_u32).map(|n| (n * 7919 % 251) as u8).collect();
    for bytes in
        [b"PK\x03\x04\0\0\0\0\0\0\0\0".to_vec(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(), binary]
    {
        assert_eq!(Csv.fit(&Input::file("x.csv", bytes)), Fit::No);
    }
}

#[test]
fn twenty_thousand_rows_are_read_once_each() {
    let mut text = "快捷编码,快捷短语,快捷短语分组\n".to_owned();
    for nth in 0..20_000 {
        writeln!(text, "c{nth},\"亲，这是第{nth}条，请您看一下, 谢谢\",分组{}", nth % 30).unwrap();
    }
    let work = Work::default();
    let started = std::time::Instant::now();
    let content = Csv.read(&Input::file("x.csv", text.into()), &Options::default(), &work).unwrap();
    println!("20,000 rows: {:?}", started.elapsed());
    assert_eq!((content.entries.len(), work.rows_done()), (20_000, 20_000));
}

#[test]
fn quotes_that_never_close_do_not_make_the_time_quadratic() {
    let mut text = "标题,内容\n".to_owned();
    text.push_str(&"\"\"x\n".repeat(200_000));
    assert_eq!(csv::grid(&text, "").unwrap().rows.len(), 200_001);
}

#[test]
fn a_cancelled_reading_ends() {
    let work = Work::default();
    work.cancel();
    assert!(
        Csv.read(&Input::file("x.csv", "标题,内容\n一,二\n".into()), &Options::default(), &work).is_err()
    );
}

/// A table as CSV in a dialect; every field between quotes that needs them.
fn written(rows: &[Vec<String>], dialect: Dialect, end: &str) -> String {
    let field = |text: &String| {
        let needs = text.contains(['"', '\n', '\r', '\\', ' '])
            || dialect.delimiter.is_some_and(|c| text.contains(c));
        match dialect.quoting {
            Quoting::Backslash if needs => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
            Quoting::Doubled if needs => format!("\"{}\"", text.replace('"', "\"\"")),
            Quoting::None | Quoting::Doubled | Quoting::Backslash => text.clone(),
        }
    };
    let delimiter = dialect.delimiter.map(String::from).unwrap_or_default();
    rows.iter().map(|row| row.iter().map(field).collect::<Vec<_>>().join(&delimiter) + end).collect()
}

fn dialects() -> impl Strategy<Value = Dialect> {
    let delimiter = prop_oneof![Just(','), Just(';'), Just('\t'), Just('‖'), Just('|')];
    let quoting = prop_oneof![Just(Quoting::Doubled), Just(Quoting::Backslash)];
    (delimiter, quoting).prop_map(|(delimiter, quoting)| Dialect {
        delimiter: Some(delimiter),
        quoting,
        breaks_at_return: false,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn a_written_table_comes_back(
        rows in prop::collection::vec(prop::collection::vec("[a亲,;‖|\t\"\\\\ \r\n]{0,8}", 2..5), 1..6),
        dialect in dialects(),
        end in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let text = written(&rows, dialect, end);
        let read: Vec<Vec<String>> = Records::new(&text, dialect)
            .map(|record| record.fields.into_iter().map(std::borrow::Cow::into_owned).collect())
            .collect();
        prop_assert_eq!(read, rows);
    }

    #[test]
    fn a_table_with_a_header_comes_back_whatever_it_is_written_with(
        texts in prop::collection::vec("亲[a您好,;|，。\"\n]{0,20}好", 1..20),
        dialect in dialects(),
    ) {
        let header = ["编码", "内容", "分组"].map(String::from).to_vec();
        let row = |(nth, text): (usize, &String)| vec![format!("c{nth}"), text.clone(), "售前".to_owned()];
        let rows: Vec<Vec<String>> = std::iter::once(header).chain(texts.iter().enumerate().map(row)).collect();
        let content = content_of(&written(&rows, dialect, "\r\n"));
        let read: Vec<String> = content.entries.iter().flat_map(super::tests::texts).collect();
        prop_assert_eq!(read, texts);
    }

    #[test]
    fn no_bytes_make_the_readers_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        at in any::<prop::sample::Index>(),
        piece in prop::collection::vec(any::<u8>(), 0..6),
    ) {
        let sample = "标题,内容,图片\n一,\"亲 \"\"好\"\"\n<p>在的</p>&nbsp;\\\"\",a.png\n二;\t‖,1E+9\n".as_bytes();
        let mut mutated = sample.to_vec();
        let from = at.index(mutated.len());
        mutated.splice(from..(from + piece.len() / 2).min(sample.len()), piece);
        for bytes in [bytes, mutated] {
            let input = Input::file("x.csv", bytes);
            for format in [&Csv as &dyn Format, &TextExpander] {
                format.fit(&input);
                for is_transposed in [false, true] {
                    let options = Options { is_transposed, joins_rows: is_transposed, ..Options::default() };
                    prop_assert!(format.read(&input, &options, &Work::default()).is_ok());
                }
            }
        }
    }
}
