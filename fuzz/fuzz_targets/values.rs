//! See `suda_fuzz::values`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::values::holds(bytes));
