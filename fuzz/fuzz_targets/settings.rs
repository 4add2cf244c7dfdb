//! See `suda_fuzz::settings`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::settings::holds(bytes));
