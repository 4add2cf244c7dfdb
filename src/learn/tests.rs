//! The pieces, the classifier and its training, on a few sentences.

use super::train::{Example, Settings, train};
use super::*;
use crate::model::{Message, Reply, Wording};

fn example(text: &str, label: usize) -> Example {
    Example { features: Features::of_message(text), labels: vec![label], unknown: Vec::new() }
}

const LABELS: [&str; 2] = ["ship", "price"];

/// A model of four sentences.
fn model() -> Vec<u8> {
    let examples = [("怎么还没发货", 0), ("什么时候发货", 0), ("能便宜点吗", 1), ("便宜一点行不行", 1)];
    let examples: Vec<Example> = examples.iter().map(|(text, label)| example(text, *label)).collect();
    train(&LABELS, &examples, &Settings { min_examples: 1, ..Settings::default() })
}

fn first(classifier: &Classifier<'_>, text: &str) -> (String, f32) {
    let likely = classifier.classify(&Features::of_message(text))[0];
    (classifier.label(likely.label).to_owned(), likely.probability)
}

#[test]
fn a_model_knows_what_it_was_trained_on_and_what_is_like_it() {
    let bytes = model();
    let classifier = Classifier::new(&bytes).unwrap();
    assert_eq!(classifier.label_names().collect::<Vec<_>>(), LABELS);
    for (text, label) in [("还没发货呀", "ship"), ("再便宜点", "price")] {
        let (found, probability) = first(&classifier, text);
        assert_eq!(found, label, "{text}");
        assert!(probability > 0.5, "{text}: {probability}");
    }
    let all = classifier.probabilities(&Features::of_message("没见过的词"));
    assert!((all.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{all:?}");
}

#[test]
fn the_pieces_that_spoke_for_a_label_are_named_in_the_order_of_the_text() {
    let bytes = model();
    let classifier = Classifier::new(&bytes).unwrap();
    let features = Features::of_message("你好，今天能便宜点吗");
    let said: Vec<&str> = classifier
        .reasons(&features, 1)
        .into_iter()
        .map(|range| features.normal().get(range).unwrap())
        .collect();
    assert!(said.join("").contains("便宜"), "{said:?}");
    assert!(!said.join("").contains("今天"), "{said:?}");
}

#[test]
fn what_is_no_whole_model_is_refused() {
    let bytes = model();
    assert_eq!(Classifier::new(b"something").unwrap_err(), ModelError::NoModel);
    assert_eq!(Classifier::new(b"").unwrap_err(), ModelError::WrongLength);
    for len in [9, 40, bytes.len() - 1] {
        assert_eq!(Classifier::new(&bytes[..len]).unwrap_err(), ModelError::WrongLength, "{len}");
    }
    let longer = [bytes.as_slice(), b"x"].concat();
    assert_eq!(Classifier::new(&longer).unwrap_err(), ModelError::WrongLength);
    for (name, model, _) in files() {
        assert!(model.is_ok(), "{name}");
    }
}

#[test]
fn greetings_numbers_and_case_make_no_difference_to_a_message() {
    let pieces = |text: &str| Features::of_message(text).pieces().to_vec();
    assert_eq!(pieces("亲，在吗，XL码有货吗"), pieces("xl码有货吗"));
    assert_eq!(pieces("买3件"), pieces("买12件"));
    assert_eq!(pieces("訂單"), pieces("订单"));
    assert!(pieces("").is_empty());
    assert!(pieces("😀😀").is_empty());
    let squares: f32 = pieces("怎么还没发货").iter().map(|piece| piece.weight * piece.weight).sum();
    assert!((squares - 1.0).abs() < 1e-5, "{squares}");
}

fn reply(title: &str, text: &str) -> Reply {
    let messages = vec![Message::Text(text.into())];
    Reply {
        title: title.into(),
        wordings: vec![Wording { messages, ..Wording::default() }],
        ..Reply::default()
    }
}

#[test]
fn a_reply_answers_what_it_names_else_what_it_says() {
    let said = reply("催付2", "亲，您的订单还没有付款哦，库存不多，需要的话早点付款，我们好给您安排发货");
    let subject = Subject::of(&said);
    assert_eq!(subject.answers[0].scenario().unwrap().id, "insale.unpaid");
    assert!(!subject.answers[0].is_given && subject.answers[0].confidence > 0.3, "{subject:?}");
    let named = Reply { scenarios: vec!["presale.stock".into(), "own.thing".into()], ..said.clone() };
    let subject = Subject::of(&named);
    assert_eq!(subject.answers.len(), 1);
    assert_eq!(subject.answers[0].scenario().unwrap().title, "有货吗");
    assert!(subject.answers[0].is_given);
    let unknown = Reply { scenarios: vec!["own.thing".into()], ..said };
    assert_eq!(Subject::of(&unknown), Subject::default());
    let of_goods = reply("功率", "这款电热水壶的功率是1500瓦，宿舍限电的话不建议使用哦");
    assert!(Subject::of(&of_goods).goods > 0.5, "{:?}", Subject::of(&of_goods));
    assert!(Subject::of(&reply("", "")).answers.is_empty());
}
