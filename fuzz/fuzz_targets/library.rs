//! See `suda_fuzz::library`.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| suda_fuzz::library::holds(bytes));
