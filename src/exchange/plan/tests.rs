//! Plans of small inputs: what each row becomes.

use std::collections::BTreeSet;

use super::*;
use crate::exchange::content::{Entry, EntryMessage, Text};
use crate::model::{Message, Wording};

fn entry(row: usize, code: &str, title: &str, text: &str) -> Entry {
    Entry {
        at: RowAt { sheet: String::new(), row },
        code: code.to_owned(),
        title: title.to_owned(),
        category: vec!["售后".to_owned()],
        wordings: vec![vec![EntryMessage::Text(Text::plain(text))]],
        ..Entry::default()
    }
}

fn plan(entries: Vec<Entry>, own: &[Reply], came: &[Came], choices: &Choices) -> Plan {
    let content = Content { entries, ..Content::default() };
    let other_ids = BTreeSet::new();
    Plan::of(&content, Known { own, other_ids: &other_ids, came, length_limit: 120 }, choices)
}

fn shape(plan: &Plan) -> Vec<(RowOutcome, Option<&'static str>)> {
    plan.rows.iter().map(|row| (row.outcome, row.because.as_ref().map(Because::code))).collect()
}

fn own(id: &str, title: &str, text: &str) -> Reply {
    let wording = Wording { messages: vec![Message::Text(text.to_owned())], ..Wording::default() };
    Reply {
        id: id.to_owned(),
        title: title.to_owned(),
        category: "售后".to_owned(),
        wordings: vec![wording],
        ..Reply::default()
    }
}

#[test]
fn several_answers_to_one_name_are_wordings_and_the_same_text_is_a_duplicate() {
    let entries = vec![
        entry(2, "", "催发货", "已经在催了"),
        entry(3, "", "催发货", "仓库正在打包"),
        entry(4, "", "催发货", "亲 已经在催了哦"),
        entry(5, "fh", "", "明天发出"),
        entry(6, "fh", "", "后天发出"),
    ];
    let found = plan(entries.clone(), &[], &[], &Choices::default());
    let expected = [
        (RowOutcome::New, None),
        (RowOutcome::New, Some("wording-of")),
        (RowOutcome::Duplicate, Some("nearly-same")),
        (RowOutcome::New, None),
        (RowOutcome::New, Some("wording-of")),
    ];
    assert_eq!(shape(&found), expected);
    assert_eq!(found.replies.iter().map(|planned| planned.after.wordings.len()).collect::<Vec<_>>(), [2, 2]);
    let both = plan(entries, &[], &[], &Choices { on_duplicate: OnDuplicate::Both, ..Choices::default() });
    let codes: Vec<_> = both.replies.iter().filter_map(|planned| planned.after.code.as_deref()).collect();
    assert_eq!((both.replies.len(), codes), (4, vec!["fh", "fh2"]));
}

#[test]
fn the_policy_says_what_becomes_of_a_name_that_the_library_has() {
    let library = [own("a", "退款", "旧的说法")];
    let entries = || vec![entry(1, "", "退款", "新的写法不同"), entry(2, "", "别名", "旧的说法")];
    let count = |on_duplicate| {
        let found = plan(entries(), &library, &[], &Choices { on_duplicate, ..Choices::default() });
        let after =
            found.replies.first().map(|planned| planned.after.texts().map(str::to_owned).collect::<Vec<_>>());
        (shape(&found)[0].0, after)
    };
    let (old, new) = ("旧的说法".to_owned(), "新的写法不同".to_owned());
    assert_eq!(count(OnDuplicate::Skip), (RowOutcome::Duplicate, None));
    assert_eq!(count(OnDuplicate::Replace), (RowOutcome::Changed, Some(vec![new.clone()])));
    assert_eq!(count(OnDuplicate::Both), (RowOutcome::New, Some(vec![new.clone()])));
    assert_eq!(count(OnDuplicate::Wording), (RowOutcome::Changed, Some(vec![old, new])));
}

#[test]
fn the_same_file_a_month_later_changes_only_what_changed_there() {
    let first = plan(
        vec![entry(1, "", "甲", "第一句话术"), entry(2, "", "乙", "第二句话术")],
        &[],
        &[],
        &Choices::default(),
    );
    let came: Vec<Came> = first
        .replies
        .iter()
        .map(|planned| Came { key: planned.key.clone(), reply: planned.came.clone() })
        .collect();
    let mut library: Vec<Reply> = first.replies.iter().map(|planned| planned.after.clone()).collect();
    library[0].note = Some("自己的备注".to_owned());
    library[1].title = "自己改的".to_owned();
    let again = vec![
        entry(1, "", "甲", "第一句话术改了"),
        entry(2, "", "乙", "第二句话术"),
        entry(3, "", "丙", "全新的一句"),
    ];
    let found = plan(again, &library, &came, &Choices::default());
    let expected =
        [(RowOutcome::Changed, None), (RowOutcome::Duplicate, Some("unchanged")), (RowOutcome::New, None)];
    assert_eq!(shape(&found), expected);
    let changed = &found.replies[0].after;
    assert_eq!(
        (changed.note.as_deref(), changed.texts().next()),
        (Some("自己的备注"), Some("第一句话术改了"))
    );
    let gone = plan(vec![entry(1, "", "甲", "第一句话术")], &library, &came, &Choices::default());
    assert_eq!(gone.gone.len(), 1);
}

#[test]
fn braces_are_doubled_and_gaps_become_fields() {
    let found =
        plan(vec![entry(1, "退换地址-7天无理由", "", "单号***，{原样}　")], &[], &[], &Choices::default());
    let reply = &found.replies[0].after;
    assert_eq!((reply.title.as_str(), reply.code.as_deref()), ("退换地址-7天无理由", None));
    let text = reply.texts().next().unwrap();
    assert!(text.contains("{{原样}}") && !text.contains("***"), "{text}");
    assert_eq!(found.fields.len(), 1);
    assert_eq!(found.fields[0].from, "***");
}

#[test]
fn rows_that_are_left_out_or_taken_follow_the_user() {
    let at = |row| RowAt { sheet: String::new(), row };
    let entries = || vec![entry(1, "", "甲", "同一句话"), entry(2, "", "乙", "同一句话")];
    let choices = Choices { left_out: [at(1)].into(), ..Choices::default() };
    assert_eq!(plan(entries(), &[], &[], &choices).replies.len(), 1);
    let choices = Choices { taken: [at(2)].into(), ..Choices::default() };
    assert_eq!(plan(entries(), &[], &[], &choices).replies.len(), 2);
}

#[test]
fn remarks_name_secrets_long_texts_and_scenarios() {
    let long = "很长的一段。".repeat(30);
    let entries = vec![
        entry(1, "", "催发货", "亲，仓库在加急发货了"),
        entry(2, "", "长", &long),
        entry(3, "", "密", "后台密码：Abc12345"),
    ];
    let found = plan(entries.clone(), &[], &[], &Choices::default());
    assert_eq!((found.remarks.long.as_slice(), found.remarks.secrets.len()), ([1].as_slice(), 1));
    assert!(found.remarks.scenarios[0].is_some());
    let split = plan(entries, &[], &[], &Choices { splits_long: true, ..Choices::default() });
    assert!(split.replies[1].after.texts().count() > 1 && split.remarks.long.is_empty());
}
