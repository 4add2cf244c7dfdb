//! Files of `PhraseExpress`: they are encrypted, so that it can only be said how to bring them in another form.

use super::super::archive::is_archive;
use super::super::content::Content;
use super::super::input::{Fit, Format, Input, InputFile, Options, ReadError};
use super::super::work::Work;

/// Files of `PhraseExpress`.
#[derive(Debug)]
pub(super) struct PhraseExpress;

impl Format for PhraseExpress {
    fn name(&self) -> &'static str {
        "phraseexpress"
    }

    fn fit(&self, input: &Input) -> Fit {
        if input.single().is_some_and(is_encrypted) { Fit::Likely } else { Fit::No }
    }

    fn read(&self, input: &Input, _: &Options, _: &Work) -> Result<Content, ReadError> {
        Err(ReadError::Encrypted { path: input.name.clone(), tool: "PhraseExpress" })
    }
}

/// The content has no beginning that is always the same: it is no text and no archive, and is called as the tool calls it.
fn is_encrypted(file: &InputFile) -> bool {
    let is_called_so = ["pxp", "pex", "pexdb"].iter().any(|extension| file.has_extension(extension));
    let is_text = std::str::from_utf8(&file.bytes).is_ok_and(|text| !text.contains('\0'));
    is_called_so && !is_text && !is_archive(&file.bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_phrase_express_is_said_to_be_encrypted_and_a_text_called_so_is_not() {
        let input = Input::file("phrases.pxp", vec![0x9f, 0x00, 0xfe, 0x13]);
        assert_eq!(PhraseExpress.fit(&input), Fit::Likely);
        let failed = PhraseExpress.read(&input, &Options::default(), &Work::default());
        assert!(matches!(failed, Err(ReadError::Encrypted { tool: "PhraseExpress", .. })));
        assert_eq!(PhraseExpress.fit(&Input::file("a.pxp", b"code,text".to_vec())), Fit::No);
    }
}
