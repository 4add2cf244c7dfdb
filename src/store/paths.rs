//! Where things live: the platform's own folders (XDG on Linux, AppData on Windows, Library on macOS).

use std::io;
use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

/// The folders of one user. They need not exist yet.
#[derive(Debug, Clone)]
pub struct Paths {
    data: PathBuf,
    config: PathBuf,
    runtime: PathBuf,
    refuges: Vec<PathBuf>,
}

impl Paths {
    /// The folders of the user who runs the program; `None` where they have no home folder.
    pub fn of_user() -> Option<Self> {
        let dirs = ProjectDirs::from("", "", "suda")?;
        let data = dirs.data_dir().to_owned();
        let runtime = dirs.runtime_dir().unwrap_or(&data).to_owned();
        let refuges = UserDirs::new().map(|dirs| {
            let folders = [dirs.document_dir(), dirs.desktop_dir(), Some(dirs.home_dir())];
            folders.into_iter().flatten().map(Path::to_owned).collect()
        });
        let refuges: Vec<PathBuf> = refuges.unwrap_or_default();
        Some(Self { config: dirs.config_dir().to_owned(), data, runtime, refuges })
    }

    /// The same with another folder for the data. The settings stay where they are.
    ///
    /// # Errors
    /// The working folder, which a relative path is meant from, is not known.
    pub fn with_data(self, data: &Path) -> io::Result<Self> {
        Ok(Self { data: std::path::absolute(data)?, ..self })
    }

    /// Everything below one folder.
    pub fn below(root: &Path) -> Self {
        Self {
            data: root.join("data"),
            config: root.join("config"),
            runtime: root.join("run"),
            refuges: vec![root.join("documents")],
        }
    }

    /// The user's own replies.
    pub fn library(&self) -> PathBuf {
        self.data.join("replies.ron")
    }

    pub fn settings(&self) -> PathBuf {
        self.config.join("settings.ron")
    }

    /// The shops' profiles.
    pub fn shops(&self) -> PathBuf {
        self.config.join("shops.ron")
    }

    /// The team's public holidays, for years that the program does not know.
    pub fn calendar(&self) -> PathBuf {
        self.config.join("calendar.txt")
    }

    /// Which replies were used and which are favourites.
    pub fn history(&self) -> PathBuf {
        self.data.join("history.sqlite")
    }

    /// What was learned beside the rules of the program.
    pub fn lessons(&self) -> PathBuf {
        self.data.join("learned")
    }

    /// Exists once the lines of the first start have been seen.
    pub fn first_start_mark(&self) -> PathBuf {
        self.data.join("first-start-seen")
    }

    /// The folder of the data files; it also distinguishes the instances of two users.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Folders that the user looks into, for what cannot be saved where it belongs; the folder for temporary files is the
    /// last.
    pub fn refuges(&self) -> Vec<PathBuf> {
        self.refuges.iter().cloned().chain([std::env::temp_dir()]).collect()
    }

    /// The folder for the socket and the lock of the running instance.
    pub fn runtime(&self) -> &Path {
        &self.runtime
    }
}
