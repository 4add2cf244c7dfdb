//! Texts that cannot be kept where they belong, saved somewhere else: a library of its own that can be read by a person and by
//! the program.

use std::io::{self, ErrorKind};
use std::path::Path;

use super::atomic;
use super::file_system::{Disk, FileSystem as _};
use super::ron_file::schema;
use crate::model::Reply;
use crate::ron_edit::{self, Layout};

/// Writes a library of these replies, with `remarks` as comments above it.
///
/// # Errors
/// The path is not absolute, a file is there already, or what the file system says.
pub fn save(path: &Path, replies: &[Reply], remarks: &[String]) -> io::Result<()> {
    if !path.is_absolute() {
        return Err(ErrorKind::InvalidFilename.into());
    }
    if Disk.exists(path)? {
        return Err(ErrorKind::AlreadyExists.into());
    }
    atomic::write(path, text(replies, remarks).as_bytes())
}

fn text(replies: &[Reply], remarks: &[String]) -> String {
    let lines = remarks.iter().flat_map(|remark| remark.lines());
    let remarks: String = lines.flat_map(|line| ["// ", line, "\n"]).collect();
    let inner = Layout { indent: ron_edit::INDENT, line_break: "\n" };
    let items: Vec<String> = replies.iter().map(|reply| schema::reply::write(reply, inner)).collect();
    let outer = Layout { indent: "", line_break: "\n" };
    format!("{remarks}(format: 1, replies: {})\n", outer.block('[', &items, ']'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Message, Wording};
    use crate::store::ron_file;

    fn reply(id: &str, text: &str) -> Reply {
        let wordings = vec![Wording { messages: vec![Message::Text(text.to_owned())], ..Wording::default() }];
        Reply { id: id.to_owned(), title: "甲".to_owned(), wordings, ..Reply::default() }
    }

    #[test]
    fn what_is_saved_elsewhere_is_a_library_that_can_be_read() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("new/unsaved.ron");
        let replies = [reply("a", "一\"\n二"), reply("b", "{订单号}")];
        save(&path, &replies, &["店铺名: 木棉\n*/ */".to_owned()]).unwrap();
        let written = std::fs::read_to_string(&path).unwrap();
        assert!(written.starts_with("// 店铺名: 木棉\n// */ */\n(format: 1"), "{written}");
        let (pack, problems) = ron_file::parse_pack("r.ron", &written);
        assert_eq!((pack.replies.as_slice(), problems.as_slice()), (replies.as_slice(), &[] as &[_]));
    }

    #[test]
    fn no_file_is_written_over_and_a_path_has_to_be_whole() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("taken.ron");
        atomic::write(&path, b"mine").unwrap();
        assert_eq!(save(&path, &[], &[]).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
        assert_eq!(save(Path::new("x.ron"), &[], &[]).unwrap_err().kind(), ErrorKind::InvalidFilename);
    }
}
