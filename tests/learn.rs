//! The classifiers and the sentences that they were trained on belong together.

use std::collections::HashSet;

use suda::learn::{self, Classifier, scenarios, train};
use suda::store::libraries;

const DATA: [&str; 2] =
    [include_str!("../assets/learn/messages.tsv"), include_str!("../assets/learn/phrases.tsv")];

/// The sets that measure: whoever trains on them measures nothing.
const SETS: [&str; 8] = [
    include_str!("quality/dev.tsv"),
    include_str!("quality/own.tsv"),
    include_str!("quality/blind.tsv"),
    include_str!("quality/fresh.tsv"),
    include_str!("quality/nothing.txt"),
    include_str!("quality/shops/snacks.lines.tsv"),
    include_str!("quality/shops/appliances.lines.tsv"),
    include_str!("quality/shops/daily.lines.tsv"),
];

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[test]
fn training_again_gives_the_same_models() {
    let trained = [train::messages().unwrap(), train::replies(&libraries::starter()).unwrap()];
    for ((name, model, bytes), trained) in learn::files().into_iter().zip(&trained) {
        let (old, new) = (model.unwrap(), Classifier::new(trained).unwrap());
        assert!(
            bytes == trained.as_slice(),
            "assets/models/{name}.bin is not what the sentences in assets/learn and replies.ron give: \
             run `cargo run --release --example train` ({} pieces, trained anew {})",
            old.piece_count(),
            new.piece_count()
        );
    }
}

#[test]
fn the_models_are_small_and_know_every_scenario() {
    for (name, model, bytes) in learn::files() {
        assert!(bytes.len() <= 2_000_000, "{name}: {} bytes", bytes.len());
        let labels: Vec<&str> = model.unwrap().label_names().collect();
        let known = scenarios().iter().map(|scenario| scenario.id.as_str()).chain([learn::NONE]);
        assert!(labels.iter().copied().eq(known), "{name}");
    }
    assert_eq!(scenarios().len(), 108);
}

#[test]
fn every_scenario_has_sentences_and_no_sentence_is_there_twice() {
    for text in DATA {
        let mut seen = HashSet::new();
        let mut labelled: HashSet<&str> = HashSet::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let (labels, _) = line.split_once('\t').unwrap();
            labelled.extend(labels.split('|'));
            let (_, sentence) = line.rsplit_once('\t').unwrap();
            assert!(seen.insert(sentence), "twice: {sentence}");
        }
        for scenario in scenarios() {
            assert!(labelled.contains(scenario.id.as_str()), "{}", scenario.id);
        }
    }
}

#[test]
fn nothing_that_measures_is_trained_on() {
    let measured: HashSet<String> = SETS
        .iter()
        .flat_map(|set| set.lines())
        .map(|line| letters(line.rsplit('\t').next().unwrap()))
        .filter(|line| !line.is_empty())
        .collect();
    let sentences =
        DATA[0].lines().filter(|line| !line.starts_with('#')).map(|line| line.rsplit('\t').next().unwrap());
    for sentence in sentences.filter(|sentence| !letters(sentence).is_empty()) {
        assert!(!measured.contains(&letters(sentence)), "{sentence}");
    }
}

#[test]
fn learning_the_rules_again_gives_the_same_model() {
    let (bytes, trained) = (suda::check::model(), suda::check::train_rules(&libraries::starter()).unwrap());
    let [old, new] = [bytes, &trained].map(|bytes| Classifier::new(bytes).unwrap());
    assert!(
        bytes == trained.as_slice(),
        "assets/models/rules.bin is not what the examples in assets/rules and replies.ron give: \
         run `cargo run --release --example train` ({} pieces, trained anew {})",
        old.piece_count(),
        new.piece_count()
    );
    assert!(bytes.len() <= 2_500_000, "{} bytes", bytes.len());
}
