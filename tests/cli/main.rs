//! The real binary on the command line, without a display and with a home of its own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, in its helpers too")]

mod calendar;
mod check;
mod export;
mod extract;
mod lessons;
mod render;
mod search;
mod usage;

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

struct Home {
    root: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn suda(&self, arguments: &[&str]) -> Output {
        self.suda_in("UTC0", arguments)
    }

    /// Runs the program in a time zone (POSIX, `TZ`).
    fn suda_in(&self, time_zone: &str, arguments: &[&str]) -> Output {
        let root = self.root.path();
        Command::new(env!("CARGO_BIN_EXE_suda"))
            .args(arguments)
            .env_clear()
            .env("TZ", time_zone)
            .env("HOME", root)
            .env("XDG_DATA_HOME", root.join("data"))
            .env("XDG_CONFIG_HOME", root.join("config"))
            .env("XDG_RUNTIME_DIR", root.join("run"))
            .output()
            .unwrap()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}
