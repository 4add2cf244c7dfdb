//! The search beside other matchers, over the same texts in one run. `cargo bench --bench search` prints the tables;
//! `benches/speed.sh` puts them into the docs.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a measurement prints its figures, and its numbers are small"
)]

mod library;
mod peers;
mod table;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{BenchmarkGroup, BenchmarkId, Criterion, measurement::WallTime};
use jiff::civil::DateTime;
use suda::search::{Habits, Index, Query};

use library::library;
use peers::Texts;

/// Before anything can be out of date.
const NOW: DateTime = DateTime::ZERO;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// What agents type, in hanzi.
const HANZI: [&str; 8] = ["发货", "退货运费", "催发货", "优惠券", "掉色", "什么时候", "货到付款", "破损补发"];
/// What agents type in pinyin and initials.
const PINYIN: [&str; 8] = ["fahuo", "tuihuo", "tk", "yunfei", "wlcx", "youhui", "shouhou", "kuaidi"];
/// Typed key by key, to find the slowest key.
const KEYS: [&str; 12] = [
    "fahuo",
    "shouhuo",
    "zhuangxiu",
    "yunfeixian",
    "tuikuan",
    "发货时间",
    "的确良",
    "cuifahou",
    "发活",
    "hm",
    LONG_PINYIN,
    RANDOM,
];
const LONG_PINYIN: &str = "tuihuoyunfeishuichengdann";
const RANDOM: &str = "qwertyuiopasdfghjklzxcvbnmqwer";
/// What buyers write.
const MESSAGES: [&str; 4] = [
    "亲，在吗？我前天买的那个怎么还没有发货啊，急用",
    "收到的衣服有个洞，能不能给我换一件，运费谁出",
    "你好 这个洗了会不会掉色 质量怎么样",
    "我不想要了，退款多久能到账呀 订单2837465019283746",
];

const LIMIT: usize = 50;

fn search(index: &Index, query: &str) -> usize {
    index.search(&Query::typed(query), &Habits::default(), NOW, LIMIT).len()
}

fn run(
    group: &mut BenchmarkGroup<'_, WallTime>,
    name: &str,
    size: usize,
    queries: &[&str],
    find: impl Fn(&str) -> usize,
) {
    group.bench_function(BenchmarkId::new(name, size), |bencher| {
        bencher.iter(|| queries.iter().map(|query| find(black_box(query))).sum::<usize>());
    });
}

/// The slowest first key and the slowest later key, in milliseconds, each the best of several tries.
fn slowest_keys(index: &Index, texts: &Texts) -> (f64, f64) {
    let time = |query: &str| {
        let once = |_| {
            let start = Instant::now();
            black_box(search(index, query));
            start.elapsed()
        };
        (0..15).map(once).min().unwrap_or(Duration::ZERO).as_secs_f64() * 1e3
    };
    let (mut first, mut later) = (0.0_f64, 0.0_f64);
    for letter in
        ('a'..='z').map(String::from).chain(["发".to_owned(), "的".to_owned(), texts.rarest_character()])
    {
        first = first.max(time(&letter));
    }
    for word in KEYS {
        for (end, _) in word.char_indices().skip(2).chain([(word.len(), ' ')]) {
            let Some(typed) = word.get(..end) else { continue };
            later = later.max(time(typed));
        }
    }
    (first, later)
}

fn main() {
    let results = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("criterion");
    let mut criterion = Criterion::default()
        .output_directory(&results)
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .without_plots()
        .configure_from_args();
    let mut keys = Vec::new();
    let mut memory = Vec::new();
    for size in SIZES {
        let library = library(size);
        let index = Index::build(&library);
        let texts = Texts::new(&library);
        let mut full = criterion.benchmark_group("full text");
        run(&mut full, "suda", size, &HANZI, |query| search(&index, query));
        run(&mut full, "skim", size, &HANZI, |query| texts.skim(query));
        run(&mut full, "nucleo", size, &HANZI, |query| texts.nucleo(query));
        run(&mut full, "frizbee", size, &HANZI, |query| texts.frizbee(query));
        run(&mut full, "memmem", size, &HANZI, |query| texts.memmem(query));
        run(&mut full, "one pass", size, &["x"], |_| texts.one_pass());
        full.finish();
        let mut spelt = criterion.benchmark_group("pinyin");
        run(&mut spelt, "suda", size, &PINYIN, |query| search(&index, query));
        run(&mut spelt, "ib-matcher", size, &PINYIN, |query| texts.ib_matcher(query));
        run(&mut spelt, "skim", size, &PINYIN, |query| texts.skim_spelt(query));
        spelt.finish();
        let mut message = criterion.benchmark_group("message");
        run(&mut message, "suda", size, &MESSAGES, |text| {
            index.search(&Query::message(text), &Habits::default(), NOW, LIMIT).len()
        });
        message.finish();
        let mut making = criterion.benchmark_group("index");
        making.bench_function(BenchmarkId::new("build", size), |bencher| {
            bencher.iter(|| Index::build(&library));
        });
        making.bench_function(BenchmarkId::new("update", size), |bencher| {
            bencher.iter(|| index.updated(&library, ["r7"]));
        });
        making.finish();
        keys.push(slowest_keys(&index, &texts));
        memory.push((index.bytes(), texts.joined.len()));
    }
    criterion.final_summary();
    let times = |group: &str, name: &str, queries: usize| {
        SIZES.iter().map(|size| table::mean_ms(&results, group, name, *size, queries)).collect::<Vec<_>>()
    };
    let named = |group: &str, names: &[(&'static str, &str)], queries: usize| {
        names.iter().map(|(shown, name)| (*shown, times(group, name, queries))).collect::<Vec<_>>()
    };
    let mut full = named(
        "full text",
        &[
            ("速答", "suda"),
            ("SkimMatcherV2", "skim"),
            ("nucleo-matcher", "nucleo"),
            ("frizbee", "frizbee"),
            ("memmem", "memmem"),
        ],
        HANZI.len(),
    );
    full.push(("one pass over the text", times("full text", "one pass", 1)));
    table::print("full text, hanzi, ms", &SIZES, &full);
    let pinyin =
        [("速答", "suda"), ("ib-matcher", "ib-matcher"), ("SkimMatcherV2 on spelt-out titles", "skim")];
    table::print("pinyin over titles, ms", &SIZES, &named("pinyin", &pinyin, PINYIN.len()));
    let (first, later) = keys.iter().map(|(first, later)| (Some(*first), Some(*later))).unzip();
    let alone = [
        ("a buyer's message, ms", times("message", "suda", MESSAGES.len())),
        ("slowest first key, ms", first),
        ("slowest later key, ms", later),
        ("building the index, ms", times("index", "build", 1)),
        ("following an edit, ms", times("index", "update", 1)),
        ("memory of the index, MB", memory.iter().map(|(bytes, _)| Some(*bytes as f64 / 1e6)).collect()),
        ("the text itself, MB", memory.iter().map(|(_, bytes)| Some(*bytes as f64 / 1e6)).collect()),
    ];
    for row in alone {
        table::print(row.0, &SIZES, &[("速答", row.1)]);
    }
}
