//! Arguments, logging, load, run.

use std::process::ExitCode;

use suda::cli::{self, Request};
use suda::lang::Words;
use suda::shell::{self, RunError};
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    let arguments = std::env::args_os().skip(1).collect();
    match cli::handle(arguments, &jiff::Zoned::now) {
        Request::Print(outcome) => outcome.print().into(),
        Request::Run(start) => {
            tracing_subscriber::fmt().with_max_level(LevelFilter::WARN).with_writer(std::io::stderr).init();
            let words = Words::new(start.settings.language);
            match shell::run(&start) {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => cli::Outcome::failed(&words, &said(&words, &error)).print().into(),
            }
        }
    }
}

fn said(words: &Words, error: &RunError) -> String {
    match error {
        RunError::NoDisplay(_) => words.text("cli-no-display").into_owned(),
        RunError::Instance(reason) => words.with("cli-instance-failed", &[("reason", reason)]),
        RunError::Window(reason) => words.with("cli-window-failed", &[("reason", reason)]),
    }
}
