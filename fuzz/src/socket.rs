//! Any bytes over the socket of the running program: a message or none, and what was read can be sent on.

use std::io;

use suda::platform::instance::Request;

/// `bytes` is what another program says.
pub fn holds(bytes: &[u8]) {
    let read = |bytes: &[u8]| Request::read(bytes).unwrap_or_else(|error| panic!("{error}"));
    let message = read(bytes);
    // It is one line, whatever comes behind.
    let line = bytes.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    assert_eq!(read(line), message);
    // However it arrives.
    let slowly = Request::read(io::Read::chain(&bytes[..bytes.len() / 2], &bytes[bytes.len() / 2..]));
    assert_eq!(slowly.unwrap_or_else(|error| panic!("{error}")), message);
    if let Some(message) = message {
        let mut written = Vec::new();
        message.write(&mut written).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(written.iter().position(|byte| *byte == b'\n'), Some(written.len() - 1));
        assert_eq!(read(&written), Some(message));
    }
}
