//! What was copied, after the program has ended.
//!
//! Windows and macOS keep it themselves. On X11 it lives with its owner: a clipboard manager takes it over where one runs
//! (`SAVE_TARGETS`, which arboard asks for when its last handle is dropped); else our own executable is started without a
//! window and serves it until somebody else copies or the desktop session ends. It hears the content over a pipe: no list
//! of processes and no file shows it.

#[cfg(target_os = "linux")]
mod keeper;

use std::io;

/// The only argument of the process that serves the content.
pub const KEEPER_ARGUMENT: &str = "keep-clipboard";

/// Holds this process's clipboard open until [`finish`](Self::finish).
#[derive(Default)]
pub struct Handover {
    #[cfg(target_os = "linux")]
    clipboard: Option<arboard::Clipboard>,
}

impl std::fmt::Debug for Handover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handover").finish_non_exhaustive()
    }
}

impl Handover {
    /// To be called while what the window has copied is still there: arboard shares one owner among a process's handles.
    pub fn prepare() -> Self {
        Self {
            #[cfg(target_os = "linux")]
            clipboard: arboard::Clipboard::new().ok(),
        }
    }

    /// Leaves what this process has copied to somebody who goes on serving it. To be called when every other handle of the
    /// process is dropped. Comes back when another process has it, or nobody can.
    pub fn finish(self) {
        #[cfg(target_os = "linux")]
        if let Some(clipboard) = self.clipboard
            && let Err(error) = keeper::hand_over(clipboard)
        {
            tracing::warn!(%error, "what was copied is gone");
        }
    }
}

/// Serves what comes over the standard input until somebody else copies or the desktop is gone.
///
/// # Errors
/// There is no desktop, or the input is not ours.
pub fn keep() -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        keeper::keep()
    }
    #[cfg(not(target_os = "linux"))]
    {
        Err(io::ErrorKind::Unsupported.into())
    }
}
