//! What cannot be copied is found by the check of the library.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::diag::Problem;
use crate::draft::{Buyer, ChosenWording, Draft, Filling, Unfinished};
use crate::model::{Layer, Library};
use crate::store::ron_file::{self, Checks};
use crate::template::calendar::Calendar;

/// Pieces of texts; the snippets name replies that are there, that are not, and that have no text.
const PIECES: [&str; 22] = [
    "好的",
    "{订单号}",
    "{数量:1}",
    "{盒:大}",
    "{盒:特大}",
    "{=金额*2}",
    "{=1/0}",
    "{=金额/(1-1)}",
    "{=数量/0}",
    "{日期+3}",
    "{日期=YY}",
    "{{订单号}}",
    "{",
    "}",
    "{片段:甲}",
    "{片段:乙}",
    "{片段:丙}",
    "{片段:图}",
    "{片段:无}",
    "{片段:}",
    "{颜色|红|}",
    "{时间+1}",
];

fn library() -> impl Strategy<Value = String> {
    let text =
        prop::collection::vec(prop::sample::select(&PIECES[..]), 1..4).prop_map(|pieces| pieces.concat());
    prop::collection::vec((prop::sample::select(&["甲", "乙", "丙"][..]), text), 1..6).prop_map(|replies| {
        let replies: Vec<String> = replies
            .iter()
            .map(|(title, text)| format!("(title: {title:?}, text: {text:?})"))
            .chain(["(title: \"图\", parts: [(image: \"a.png\")])".to_owned()])
            .collect();
        format!("(fields: [(name: \"盒\", choices: [\"大\", \"小\"])], replies: [{}])", replies.join(","))
    })
}

proptest! {
    #[test]
    fn a_reply_that_cannot_be_copied_is_reported(text in library()) {
        let (pack, found) = ron_file::parse_bytes("t", text.as_bytes(), Some(&Checks::default()));
        let is_reported = found.iter().any(|found| !matches!(found.problem, Problem::Breach { .. }));
        let library = Library::new(vec![(Layer::Personal, pack), (Layer::BuiltIn, ron_file::built_in().clone())]);
        let values = ["订单号", "数量", "盒", "金额", "颜色"].map(|name| (name.to_owned(), "1".to_owned()));
        let typed: BTreeMap<String, String> = values.into_iter().collect();
        let nobody = Buyer::default();
        let now = jiff::civil::date(2026, 11, 22).at(10, 0, 0, 0).in_tz("UTC").unwrap();
        for (at, reply) in library.replies() {
            let filling = Filling {
                typed: &typed,
                calendar: Calendar::china(),
                shop: None,
                clipboard: None,
                offers: &[],
                buyer: &nobody,
                now: now.datetime(),
                at: now.timestamp(),
            };
            let wording = ChosenWording::choose(reply, &filling.setting(), None);
            let draft = Draft::new(&library, at, wording, filling).unwrap();
            let refused = draft.finished().err().filter(|why| !matches!(why, Unfinished::Gaps(_) | Unfinished::OnlyImages));
            prop_assert!(refused.is_none() || is_reported, "{refused:?} of {}\n{text}", reply.title);
        }
    }
}
