//! See `suda_fuzz::check`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::check::holds(bytes));
