//! Counted: the moments of closes that were, with their errors.
//!
//! VIX from 1990-01-02 to 2026-07-23, 9,235 closes in 18 stretches (datasets/finance-vix, public domain; Cboe). SPX from
//! 2000-01-03 to 2025-10-31, 6,498 closes in 13 (Yahoo); ether on the days of SPX from 2017-11-09 to 2025-10-31, 2,005 closes
//! in 8 (Yahoo). `tests/real_data.rs` counts them anew.

use crate::odds::moments::moment::MOMENTS;

/// Stretches of VIX, SPX and ether.
pub const STRETCHES: [usize; 3] = [18, 13, 8];

/// Value and error of each of [`MOMENTS`].
pub const COUNTED: [[f64; 2]; MOMENTS.len()] = [
    [11.44, 0.3835],
    [17.60, 1.319],
    [32.92, 2.413],
    [46.75, 7.367],
    [0.06808, 0.003326],
    [9.713, 1.744],
    [0.1459, 0.007619],
    [0.3050, 0.01956],
    [0.5369, 0.04481],
    [0.8023, 0.03615],
    [0.6256, 0.07060],
    [-0.7313, 0.02152],
    [0.1943, 0.02278],
    [0.1768, 0.01772],
    [0.1676, 0.02095],
    [13.60, 3.224],
    [0.8211, 0.01860],
    [0.8453, 0.02142],
    [0.9324, 0.04409],
    [0.1853, 0.03690],
    [0.7027, 0.02771],
    [0.7883, 0.03266],
    [0.8283, 0.02588],
    [0.9164, 0.02312],
    [1.042, 0.05974],
    [0.8610, 0.09903],
    [0.8671, 0.08321],
    [0.6846, 0.05463],
    [0.1238, 0.04042],
    [0.2602, 0.08641],
    [0.2565, 0.08983],
    [0.4946, 0.09225],
];
