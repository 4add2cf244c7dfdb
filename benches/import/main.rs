//! 100,000 replies of other tools: how long it takes to read them, to compare them with a library, and to carry the import
//! out, and how much memory. `cargo bench --bench import` prints the table.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints its figures, and one that cannot be made fails"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use jiff::civil::date;
use rust_xlsxwriter::Workbook;
use suda::exchange::{Choices, Content, Input, Known, Options, Plan, Work, read};
use suda::model::Reply;
use suda::store::imports;

/// So many replies a large team has.
const ROWS: usize = 100_000;

/// A text that no other row has, as long as those of shops are.
fn text(row: usize) -> String {
    format!(
        "亲，您说的是第{row}款，这边帮您看了一下，{}号仓库现在有货的，今天下午四点以前下单当天就能发出，请您放心拍下~",
        row % 97
    )
}

fn csv() -> Input {
    let mut out = String::from("快捷短语编码,快捷短语,快捷短语分组\n");
    for row in 0..ROWS {
        writeln!(out, "k{row},\"{}\",组{}", text(row), row % 50).unwrap();
    }
    Input::file("a.csv", out.into_bytes())
}

fn xlsx() -> Input {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(["快捷短语编码", "快捷短语", "快捷短语分组"]) {
        sheet.write(0, column, header).unwrap();
    }
    for (number, row) in (1..).zip(0..ROWS) {
        sheet.write(number, 0, format!("k{row}")).unwrap();
        sheet.write(number, 1, text(row)).unwrap();
        sheet.write(number, 2, format!("组{}", row % 50)).unwrap();
    }
    Input::file("a.xlsx", book.save_to_buffer().unwrap())
}

fn beeftext() -> Input {
    let combo = |row: usize| {
        format!(
            r#"{{"uuid":"u{row}","name":"第{row}条","keyword":"k{row}","snippet":"{}","enabled":true,"group":"g{}"}}"#,
            text(row),
            row % 50
        )
    };
    let combos: Vec<String> = (0..ROWS).map(combo).collect();
    let groups: Vec<String> = (0..50).map(|nth| format!(r#"{{"uuid":"g{nth}","name":"组{nth}"}}"#)).collect();
    let whole = format!(
        r#"{{"fileFormatVersion":10,"combos":[{}],"groups":[{}]}}"#,
        combos.join(","),
        groups.join(",")
    );
    Input::file("a.json", whole.into_bytes())
}

/// In MiB: the most memory that this program has had at once.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kib.map_or_else(String::new, |kib| (kib >> 10).to_string())
}

fn print_row<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("| {what} | {} | {} |", start.elapsed().as_millis(), peak());
    result
}

fn planned(content: &Content, own: &[Reply]) -> Plan {
    let others = BTreeSet::new();
    let known = Known { own, other_ids: &others, came: &[], length_limit: 500 };
    Plan::of(content, known, &Choices::default())
}

fn main() {
    println!("| 100,000 rows | ms | MiB at most so far |");
    println!("|---|---|---|");
    let inputs = [("csv", csv()), ("xlsx", xlsx()), ("beeftext", beeftext())];
    let mut contents = Vec::new();
    for (name, input) in &inputs {
        let content =
            print_row(&format!("{name}: read"), || read(input, &Options::default(), &Work::default()));
        contents.push(content.unwrap());
    }
    let Some(content) = contents.first() else { return };
    let plan = print_row("compared with an empty library", || planned(content, &[]));
    let library: Vec<Reply> = plan.replies.iter().map(|planned| planned.after.clone()).collect();
    let some: Vec<Reply> = library.iter().take(1_000).cloned().collect();
    print_row("compared with 1,000 replies", || planned(content, &some));
    print_row("compared with 100,000 replies, all the same", || planned(content, &library));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("replies.ron");
    let now = date(2026, 11, 30).at(12, 0, 0, 0);
    let carried_out = print_row("carried out", || imports::carry_out(&path, "a.csv", content, &plan, now));
    carried_out.unwrap();
}
