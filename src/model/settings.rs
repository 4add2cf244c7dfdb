//! What the user has chosen. How it is written in a file is in [`crate::store::settings`].

/// The language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Simplified Chinese.
    #[default]
    Chinese,
    /// English.
    English,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the desktop says.
    #[default]
    System,
    /// Light, whatever the desktop says.
    Light,
    /// Dark, whatever the desktop says.
    Dark,
}

/// Every setting. What a file leaves out has its default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The language of the interface; replies are in whatever language they are written in.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// Modifiers and a key, joined by `+`.
    pub hotkey: String,
    /// Opens the editor with a new reply from the copied text, where one is set.
    pub hotkey_from_clipboard: Option<String>,
    /// Whether the embedded library is used.
    pub uses_starter: bool,
    /// Whether the popup looks at the clipboard when it opens, and ranks the replies by a message that it finds there.
    pub reads_clipboard: bool,
    /// The 1-based line of `hotkey` in the file, 0 where it does not name one.
    pub hotkey_line: usize,
    /// The same of `hotkey_from_clipboard`.
    pub hotkey_from_clipboard_line: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            hotkey: "Ctrl+Alt+Space".to_owned(),
            hotkey_from_clipboard: None,
            uses_starter: true,
            reads_clipboard: false,
            hotkey_line: 0,
            hotkey_from_clipboard_line: 0,
        }
    }
}
