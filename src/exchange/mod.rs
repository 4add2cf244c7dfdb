//! Replies of other tools: recognised, read, compared with the library, and written for other tools.
//!
//! An [`Input`] is what the user brings. [`read`] finds the [`Format`] that fits it best and gives its [`Content`]: one
//! [`Entry`] for each reply that was found, with its row, and what could not be carried over. What becomes of the entries is
//! decided by the user, on a preview; nothing here writes a file.
//!
//! One file for each format, in `readers/` and `writers/`, and one row in its table. Everything that comes in is untrusted: an
//! input has at most [`MAX_INPUT`] bytes, archives are looked at before they are opened, and a [`Work`] can be cancelled.

mod alike;
mod archive;
mod clean;
mod content;
mod encoding;
mod everything;
mod full;
mod gaps;
mod grid;
mod guard;
mod input;
mod ole;
mod plan;
mod readers;
mod secrets;
mod title;
mod work;
mod writers;

pub use alike::{Affix, End};
pub use clean::Cleaning;
pub use content::{
    Column, Content, Entry, EntryMessage, Loss, Lost, Piece, Reason, Rejected, RowAt, SheetInfo, Text,
};
pub use everything::{Everything, MAX_EVERYTHING, is_everything, packed, unpacked};
pub use input::{Fit, Format, Input, InputFile, MAX_INPUT, Options, ReadError, Target};
pub use plan::{
    AffixChoice, Because, Came, Choices, FieldFound, Known, OnDuplicate, Plan, PlanRow, PlannedReply,
    Remarks, RowOutcome, SecretFound,
};
pub use readers::{format, formats, read};
pub use secrets::{SecretKind, secrets};
pub use work::{Cancelled, Work};
pub use writers::{
    ExportFile, ExportLoss, ExportLossKind, HandbookWord, HandbookWords, Layout, Selection, WriteError,
    WriteOptions, Writer, report, writer, writers,
};
