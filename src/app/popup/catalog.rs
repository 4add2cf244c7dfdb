//! The library as it was read last, with its index, and its images as far as the preview has asked for them.

use std::collections::HashMap;
use std::sync::Arc;

use super::effect::Effect;
use super::notice::Notice;
use crate::app::LoadedLibrary;
use crate::model::{ImageProblem, Library, Message, Picture, ReplyRef};
use crate::search::Index;

/// An image for the preview, or what is wrong with it.
pub type LoadedImage = Result<Arc<Picture>, ImageProblem>;

/// See the module.
#[derive(Debug, Default)]
pub struct Catalog {
    loaded: LoadedLibrary,
    is_loaded: bool,
    /// How much of the library is prepared for the search, in percent.
    progress: Option<usize>,
    /// By path; `None` while they are read.
    images: HashMap<String, Option<LoadedImage>>,
}

impl Catalog {
    pub fn library(&self) -> &Library {
        &self.loaded.library
    }

    pub(super) fn index(&self) -> &Arc<Index> {
        &self.loaded.index
    }

    /// False until the library has been read once.
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// How much of the library is prepared for the search, in percent, while that is going on.
    pub fn progress(&self) -> Option<usize> {
        self.progress
    }

    /// An image of the library, once it has been read.
    pub fn image(&self, path: &str) -> Option<&LoadedImage> {
        self.images.get(path)?.as_ref()
    }

    /// What is wrong with the files, as messages.
    pub(super) fn notices(&self) -> Vec<Notice> {
        Notice::of_diagnostics(&self.loaded.diagnostics)
    }

    pub(super) fn load(&mut self, loaded: LoadedLibrary) {
        self.loaded = loaded;
        self.is_loaded = true;
        self.progress = None;
    }

    /// How many replies are prepared for the search, and of how many.
    pub(super) fn set_progress(&mut self, done: usize, total: usize) {
        self.progress = Some(done * 100 / total.max(1));
    }

    /// The files may have been changed since they were read.
    pub(super) fn forget_images(&mut self) {
        self.images.clear();
    }

    pub(super) fn set_image(&mut self, path: String, image: LoadedImage) {
        self.images.insert(path, Some(image));
    }

    /// Asks for the images of a reply that were not asked for before.
    pub(super) fn ask_for_images(&mut self, at: Option<ReplyRef>, fx: &mut Vec<Effect>) {
        let wordings = at.and_then(|at| self.loaded.library.reply(at)).map(|reply| &reply.wordings);
        let messages = wordings.into_iter().flatten().flat_map(|wording| &wording.messages);
        let paths = messages.filter_map(|message| match message {
            Message::Image(path) => Some(path),
            Message::Text(_) => None,
        });
        let unknown: Vec<String> = paths.filter(|path| !self.images.contains_key(*path)).cloned().collect();
        for path in unknown {
            self.images.insert(path.clone(), None);
            fx.push(Effect::LoadImage { path });
        }
    }
}
