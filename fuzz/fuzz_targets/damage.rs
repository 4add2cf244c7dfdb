//! See `suda_fuzz::damage`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::damage::holds(bytes));
