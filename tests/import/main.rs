//! Files of other tools, brought in by the real binary: a test for each layout that is known, and for each oddity of real files.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, in its helpers too"
)]

mod again;
mod amounts;
mod layouts;
mod oddities;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use rust_xlsxwriter::Workbook;
use serde_json::Value;

struct Home {
    root: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a test lays out its files")]
        fs::write(path, bytes).unwrap();
    }

    /// Runs the program in the home, where files are named without a path.
    fn suda(&self, arguments: &[&str]) -> Output {
        let root = self.root.path();
        Command::new(env!("CARGO_BIN_EXE_suda"))
            .args(arguments)
            .current_dir(root)
            .env_clear()
            .env("TZ", "UTC0")
            .env("HOME", root)
            .env("XDG_DATA_HOME", root.join("data"))
            .env("XDG_CONFIG_HOME", root.join("config"))
            .env("XDG_RUNTIME_DIR", root.join("run"))
            .output()
            .unwrap()
    }

    /// What an import says, with its exit code.
    fn import(&self, arguments: &[&str]) -> Found {
        let output = self.suda(&[&["import", "--json"], arguments].concat());
        let code = output.status.code().unwrap();
        let json = serde_json::from_slice(&output.stdout);
        let json =
            json.unwrap_or_else(|_| panic!("{arguments:?}: {}", String::from_utf8_lossy(&output.stderr)));
        Found { code, json }
    }
}

/// What an import found.
struct Found {
    code: i32,
    json: Value,
}

impl Found {
    /// Of each row the values of these keys, joined by `|`; line breaks are `⏎`.
    fn rows(&self, keys: &[&str]) -> Vec<String> {
        listed(&self.json["rows"], keys)
    }

    fn fields(&self) -> Vec<String> {
        listed(&self.json["fields"], &["name", "from"])
    }

    /// The row of each loss.
    fn lost(&self) -> Vec<u64> {
        self.json["lost"].as_array().unwrap().iter().map(|lost| lost["row"].as_u64().unwrap()).collect()
    }

    fn sheets(&self) -> Vec<String> {
        listed(&self.json["sheets"], &["name", "rows", "taken"])
    }
}

fn listed(list: &Value, keys: &[&str]) -> Vec<String> {
    let shown = |value: &Value| match value {
        Value::String(text) => text.replace('\n', "⏎"),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    let row = |row: &Value| keys.iter().map(|key| shown(&row[*key])).collect::<Vec<_>>().join("|");
    list.as_array().unwrap().iter().map(row).collect()
}

/// One file, previewed.
fn preview(name: &str, bytes: impl AsRef<[u8]>) -> Found {
    let home = Home::new();
    home.write(name, bytes);
    home.import(&[name, "--dry-run"])
}

/// A workbook with these sheets, each cell a text.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write_string(row, column, *cell).unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}
