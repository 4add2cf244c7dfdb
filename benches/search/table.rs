//! What a run measured, as a table: times and how many times faster than the others.

use std::path::Path;

/// The mean of a benchmark of this run in milliseconds, for one query.
pub(crate) fn mean_ms(results: &Path, group: &str, name: &str, size: usize, queries: usize) -> Option<f64> {
    let file = results.join(group).join(name).join(size.to_string()).join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()?;
    Some(estimates.get("mean")?.get("point_estimate")?.as_f64()? / 1e6 / queries as f64)
}

/// Three digits that tell something.
fn shown(ms: f64) -> String {
    match ms {
        ms if ms >= 100.0 => format!("{ms:.0}"),
        ms if ms >= 10.0 => format!("{ms:.1}"),
        ms if ms >= 1.0 => format!("{ms:.2}"),
        ms => format!("{ms:.3}"),
    }
}

/// One table: a row for each name with its time and, behind it, how many times slower than the first it is.
pub(crate) fn print(title: &str, sizes: &[usize], rows: &[(&str, Vec<Option<f64>>)]) {
    let head: Vec<String> = sizes.iter().map(|size| format!("{}k", size / 1000)).collect();
    println!("\n| {title} | {} |\n|---|{}", head.join(" | "), "---|".repeat(sizes.len()));
    let ours: Vec<Option<f64>> = rows.first().map(|(_, times)| times.clone()).unwrap_or_default();
    for (nth, (name, times)) in rows.iter().enumerate() {
        let cells = times.iter().zip(&ours).map(|(time, ours)| match (time, ours) {
            (Some(time), _) if nth == 0 => shown(*time),
            (Some(time), Some(ours)) => format!("{} ({}×)", shown(*time), ratio(time / ours)),
            _ => "–".to_owned(),
        });
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

fn ratio(ratio: f64) -> String {
    if ratio >= 10.0 { format!("{ratio:.0}") } else { format!("{ratio:.1}") }
}
