//! The library in a real browser gives the bits it gives on a processor: these tests run natively and as wasm, and so do
//! the golden numbers (`tests/golden`) and the old links (`tests/links.rs`).

use second_engine::book::Book;
use second_engine::numbers::normal_cdf;
use second_engine::odds::ask::Ask;
use second_engine::odds::draws::{BATCH, Source, Start};
use second_engine::odds::setup;
use second_engine::plan::Plan;
use second_engine::simulation::dynamics::Dynamics;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// x and Φ(x), both tails and both sides of every change of formula in erfc.
/// Source: this function on x86-64; glibc's erfc is within two units in the last place of every row.
const NORMAL_CDF: [(f64, f64); 14] = [
    (-37.0, 5.725571222524074e-300),
    (-8.0, 6.220960574271756e-16),
    (-4.5, 3.3976731247300518e-6),
    (-2.0, 0.022750131948179205),
    (-1.1, 0.13566606094638262),
    (-1.0, 0.15865525393145702),
    (-0.25, 0.4012936743170763),
    (0.0, 0.5),
    (1e-9, 0.5000000003989423),
    (0.5, 0.6914624612740131),
    (1.2, 0.8849303297782918),
    (3.0, 0.9986501019683699),
    (6.0, 0.9999999990134123),
    (9.0, 1.0),
];

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn the_normal_distribution_has_the_same_bits_in_wasm_as_on_a_processor() {
    for (x, expected) in NORMAL_CDF {
        let found = normal_cdf(x);
        assert_eq!(found.to_bits(), expected.to_bits(), "normal_cdf({x}) is {found:e}, expected {expected:e}");
    }
}

/// All numbers of a batch of paths, mixed into one. Source: this library on x86-64; the same in wasm.
const DRAWN: u64 = 0x1edb_db1f_968a_eb40;

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn the_paths_of_a_seed_are_the_same_on_every_machine_and_with_every_release_of_a_crate() {
    let source = Source { seed: 1, start: Start::Sobol, days: 9 };
    let draws = source.draws(23, 64, &Dynamics::default());
    let all = [draws.vix, draws.spx, draws.token, draws.jumps].concat();
    let mixed = all.iter().fold(0u64, |sum, x| (sum ^ x.to_bits()).wrapping_mul(0x0100_0000_01b3).rotate_left(17));
    assert_eq!(mixed, DRAWN, "{mixed:#018x}");
}

/// What a batch of the opening book counts, in whole numbers, mixed into one. Source: this library on x86-64; the same in wasm.
const COUNTED: u64 = 0xb7b2_9dcf_95f5_a2b1;

#[cfg_attr(not(target_arch = "wasm32"), test)]
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
fn a_batch_of_paths_of_the_opening_book_counts_the_same_on_every_machine() {
    let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
    let Ok(setup) = setup(&book, &Ask { days: 3, paths: BATCH, ..Ask::of(&book) }) else { unreachable!() };
    let text = serde_json::to_string(&setup.batch(0)).unwrap_or_default();
    let mixed =
        text.bytes().fold(0u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(17));
    assert_eq!(mixed, COUNTED, "{mixed:#018x} of {} bytes", text.len());
}
