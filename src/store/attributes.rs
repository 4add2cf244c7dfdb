//! Mode, owner and extended attributes of a file that takes the place of another one, so that a save changes its text alone.
//!
//! Nobody may read the new file who could not read the old one: it is made for its owner alone, and what cannot be kept is
//! left at less. ACLs are extended attributes on Linux. On Windows a new file has the rights of its folder.

use std::fs::File;
use std::io;
use std::path::Path;

/// Takes the rights of others away; a file that an ended program has left keeps the mode that it had.
#[cfg(unix)]
pub(super) fn make_private(file: &File) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    const OTHERS: u32 = 0o077;
    let mode = file.metadata()?.permissions().mode();
    if mode & OTHERS == 0 {
        return Ok(());
    }
    file.set_permissions(Permissions::from_mode(0o600))
}

#[cfg(not(unix))]
pub(super) fn make_private(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Copies them as far as the system lets us.
///
/// # Errors
/// The old file cannot be looked at, or the mode cannot be set; the new one is its owner's alone then.
#[cfg(unix)]
pub(super) fn copy(from: &Path, to: &File) -> io::Result<()> {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};

    let (old, new) = (std::fs::metadata(from)?, to.metadata()?);
    let has_group = old.gid() == new.gid() || try_chown(to, None, Some(old.gid()));
    if old.uid() != new.uid() {
        try_chown(to, Some(old.uid()), None);
    }
    // Rights of a group are not another group's: it has those of everybody, as in vim.
    let mode = old.permissions().mode() & 0o777;
    let mode = if has_group { mode } else { mode & !0o070 | (mode & 0o007) << 3 };
    to.set_permissions(Permissions::from_mode(mode))?;
    copy_extended(from, to, has_group);
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn copy(_from: &Path, _to: &File) -> io::Result<()> {
    Ok(())
}

/// Only an administrator gives files away; the save goes on with our own.
#[cfg(unix)]
fn try_chown(file: &File, user: Option<u32>, group: Option<u32>) -> bool {
    let changed = std::os::unix::fs::fchown(file, user, group);
    changed.inspect_err(|error| tracing::debug!(%error, "an owner cannot be kept")).is_ok()
}

/// What the other file system does not take, or only an administrator may set, is left out.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn copy_extended(from: &Path, to: &File, has_group: bool) {
    use rustix::fs::{XattrFlags, fsetxattr};

    /// It speaks of the file's group.
    const ACL: &[u8] = b"system.posix_acl_access";

    let names = extended_names(from).unwrap_or_default();
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        if name == ACL && !has_group {
            continue;
        }
        let copied = extended_value(from, name)
            .and_then(|value| fsetxattr(to, name, &value, XattrFlags::empty()).map_err(io::Error::from));
        if let Err(error) = copied {
            tracing::debug!(%error, "an extended attribute cannot be kept");
        }
    }
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "macos"))))]
fn copy_extended(_from: &Path, _to: &File, _has_group: bool) {}

/// Each with a zero behind it.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn extended_names(path: &Path) -> io::Result<Vec<u8>> {
    filled(|room| Ok(rustix::fs::listxattr(path, room)?))
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn extended_value(path: &Path, name: &[u8]) -> io::Result<Vec<u8>> {
    filled(|room| Ok(rustix::fs::getxattr(path, name, room)?))
}

/// What `read` fills in: Linux has at most 64 KiB of it, other systems report by an error that there is more.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn filled(read: impl FnOnce(&mut [u8]) -> io::Result<usize>) -> io::Result<Vec<u8>> {
    const MAX_BYTES: usize = 64 * 1024;

    let mut room = vec![0; MAX_BYTES];
    let length = read(&mut room)?;
    room.truncate(length);
    Ok(room)
}
