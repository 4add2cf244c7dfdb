//! See `suda_fuzz::import`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::import::holds(bytes));
