//! A pack of ours: nothing is lost.

use super::loss::Losses;
use super::{ExportFile, ExportLoss, Selection, WriteError, WriteOptions, Writer, pictures_beside};
use crate::model::Pack;
use crate::store::ron_file;

/// The RON pack, with the pictures beside it.
#[derive(Debug)]
pub(super) struct Ron;

impl Writer for Ron {
    fn name(&self) -> &'static str {
        "ron"
    }

    /// Pictures that cannot be read.
    fn losses(&self, selection: &Selection, _options: &WriteOptions<'_>) -> Vec<ExportLoss> {
        let mut losses = Losses::default();
        for reply in selection.all() {
            losses.add_pictures(reply, |path| selection.pictures.contains_key(path));
        }
        losses.list
    }

    fn write(
        &self,
        selection: &Selection,
        _options: &WriteOptions<'_>,
    ) -> Result<Vec<ExportFile>, WriteError> {
        let pack = Pack {
            name: selection.name.clone(),
            version: selection.version.clone(),
            author: selection.author.clone(),
            fields: selection.fields.clone(),
            tables: selection.tables.clone(),
            replies: selection.all().cloned().collect(),
            ..Pack::default()
        };
        let library = ExportFile::named(ron_file::written(&pack));
        Ok(std::iter::once(library).chain(pictures_beside(selection)).collect())
    }
}
