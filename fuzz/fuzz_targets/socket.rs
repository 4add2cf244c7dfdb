//! See `suda_fuzz::socket`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::socket::holds(bytes));
