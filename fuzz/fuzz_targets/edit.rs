//! See `suda_fuzz::edit`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::edit::holds(bytes));
