//! What an export leaves out or changes.

use super::Words;
use crate::exchange::ExportLossKind;

impl Words {
    /// What becomes of something that a format cannot hold.
    pub fn export_loss(&self, kind: ExportLossKind) -> String {
        let id = match kind {
            ExportLossKind::Title => "export-loss-title",
            ExportLossKind::Code => "export-loss-code",
            ExportLossKind::Category => "export-loss-category",
            ExportLossKind::CategoryCut => "export-loss-category-cut",
            ExportLossKind::TextSplit => "export-loss-text-split",
            ExportLossKind::Wordings => "export-loss-wordings",
            ExportLossKind::Messages => "export-loss-messages",
            ExportLossKind::Picture => "export-loss-picture",
            ExportLossKind::Placeholder => "export-loss-placeholder",
            ExportLossKind::Questions => "export-loss-questions",
            ExportLossKind::Tags => "export-loss-tags",
            ExportLossKind::Note => "export-loss-note",
            ExportLossKind::Next => "export-loss-next",
            ExportLossKind::Scenarios => "export-loss-scenarios",
            ExportLossKind::Conditions => "export-loss-conditions",
            ExportLossKind::Trades => "export-loss-trades",
            ExportLossKind::Expires => "export-loss-expires",
        };
        self.text(id).into_owned()
    }
}
