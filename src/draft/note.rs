//! What there is to say about a value in a form.

/// What there is to say about a field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldNote {
    /// The value does not look as its pattern says; the pack's own words.
    Mismatch(String),
    /// A number is needed and the value is not one.
    NotANumber,
    /// A date is needed and the value is not one.
    NotADate,
    /// The sum has no result: it divides by zero, or is too large.
    Impossible,
    /// How the value is written in the text, where that is not as it was typed.
    Means(String),
    /// It will be found in a table when these fields are filled.
    Waits(Vec<String>),
    /// Where it was found.
    Row {
        /// The table's name.
        table: String,
        /// The inputs of the row, as the table writes them.
        row: String,
    },
    /// As `Row`, in a table that is only an example.
    ExampleRow {
        /// The table's name.
        table: String,
        /// The inputs of the row, as the table writes them.
        row: String,
    },
    /// The table has no row for these values.
    NoRow {
        /// The table's name.
        table: String,
        /// The values that it was asked for, in the order of its inputs.
        inputs: Vec<String>,
    },
    /// The value will be written into the shop's profile.
    WillBeSaved,
    /// The copied text has this value.
    Offered(String),
    /// It had this value, perhaps for another buyer.
    ToConfirm(String),
}

impl FieldNote {
    /// Whether the agent should look again.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Mismatch(_)
            | Self::NotANumber
            | Self::NotADate
            | Self::Impossible
            | Self::ExampleRow { .. }
            | Self::NoRow { .. } => true,
            Self::Means(_)
            | Self::Waits(_)
            | Self::Row { .. }
            | Self::WillBeSaved
            | Self::Offered(_)
            | Self::ToConfirm(_) => false,
        }
    }
}
