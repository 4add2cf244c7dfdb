//! Arguments, logging, load, run.

use std::process::ExitCode;

use suda::cli::{self, Request};
use suda::lang::Words;
use suda::platform::handover;
use suda::shell::{self, RunError};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).collect();
    match cli::handle(arguments, &jiff::Zoned::now) {
        Request::Print(outcome) => outcome.print().into(),
        Request::KeepClipboard => match handover::keep() {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Request::Run(start) => {
            log_to_stderr();
            let words = Words::new(start.settings.language);
            match shell::run(&start) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => cli::Outcome::failed(&words, &said(&words, &error)).print().into(),
            }
        }
    }
}

/// Our own warnings, and the errors of others.
fn log_to_stderr() {
    let levels = Targets::new().with_default(LevelFilter::ERROR).with_target("suda", LevelFilter::WARN);
    let layer = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_filter(levels);
    tracing_subscriber::registry().with(layer).init();
}

fn said(words: &Words, error: &RunError) -> String {
    match error {
        RunError::NoDisplay(_) => words.text("cli-no-display").into_owned(),
        RunError::Instance(error) => words.with("cli-instance-failed", &[("reason", &words.system(error))]),
        RunError::Window(reason) => words.with("cli-window-failed", &[("reason", reason)]),
    }
}
