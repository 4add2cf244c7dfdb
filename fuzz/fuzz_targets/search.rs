//! See `suda_fuzz::search`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::search::holds(bytes));
