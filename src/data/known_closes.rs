//! Known closes: what each index and token closed at on days that history remembers, by which a file that names nothing is
//! told.
//!
//! Days of the lowest and the highest VIX close of each explosion from 1997 on. Facts from daily closes: Cboe VIX, VIX9D,
//! VIX3M, VIX6M and VVIX, the S&P 500, ETH and BTC by Yahoo and CoinMarketCap; as of 2026-11-22. `tests/real_data.rs` holds
//! them against the files they are from.

use crate::data::series::What;
use crate::plan::Token;
use crate::units::day::Day;

/// What the columns are of, with how far a close may be off: in points of the volatility indices, else as a share. Tokens
/// close at another hour wherever they trade.
pub const OF: [(What, f64); 8] = [
    (What::Vix, 0.02),
    (What::Vix9d, 0.02),
    (What::Vix3m, 0.02),
    (What::Vix6m, 0.02),
    (What::Vvix, 0.02),
    (What::Spx, 0.001),
    (What::Coin(Token::Eth), 0.06),
    (What::Coin(Token::Btc), 0.06),
];

/// Columns whose closes are compared in points.
const IN_POINTS: usize = 5;

/// Days since 1970 and the closes of that day; 0 where there is none.
pub static CLOSES: &[(i32, [f64; 8])] = &[
    (10_155, [19.53, 0.0, 0.0, 0.0, 0.0, 972.28, 0.0, 0.0]),
    (10_164, [38.2, 0.0, 0.0, 0.0, 0.0, 903.68, 0.0, 0.0]),
    (10_424, [16.23, 0.0, 0.0, 0.0, 0.0, 1186.75, 0.0, 0.0]),
    (10_507, [45.74, 0.0, 0.0, 0.0, 0.0, 959.44, 0.0, 0.0]),
    (11_558, [19.71, 0.0, 0.0, 0.0, 0.0, 1184.93, 0.0, 0.0]),
    (11_585, [43.74, 0.0, 0.0, 0.0, 0.0, 984.54, 0.0, 0.0]),
    (11_824, [17.7, 0.0, 0.0, 0.0, 0.0, 1106.59, 0.0, 0.0]),
    (11_904, [45.08, 0.0, 0.0, 0.0, 0.0, 834.6, 0.0, 0.0]),
    (14_113, [18.81, 0.0, 0.0, 22.54, 73.56, 1292.2, 0.0, 0.0]),
    (14_203, [80.86, 0.0, 0.0, 61.47, 106.71, 752.44, 0.0, 0.0]),
    (14_711, [15.58, 0.0, 18.96, 21.0, 80.06, 1196.48, 0.0, 0.0]),
    (14_749, [45.79, 0.0, 40.83, 38.83, 145.12, 1071.59, 0.0, 0.0]),
    (15_156, [15.87, 15.29, 17.93, 20.43, 78.64, 1339.67, 0.0, 0.0]),
    (15_194, [48.0, 68.0, 38.1, 35.0, 134.63, 1119.46, 0.0, 0.0]),
    (16_633, [11.95, 9.72, 14.61, 16.13, 85.32, 2126.64, 0.0, 279.47]),
    (16_671, [40.74, 54.61, 31.14, 27.36, 168.75, 1893.21, 1.23, 210.49]),
    (17_541, [9.82, 7.85, 12.36, 14.31, 93.7, 2748.23, 1255.82, 14_973.3]),
    (17_567, [37.32, 59.34, 28.13, 24.55, 177.34, 2648.94, 697.95, 6955.27]),
    (17_868, [16.44, 17.21, 17.95, 18.6, 85.87, 2790.37, 108.93, 3894.13]),
    (17_889, [36.07, 42.4, 28.84, 26.36, 111.88, 2351.1, 140.24, 4078.6]),
    (18_306, [13.68, 10.98, 15.5, 16.46, 98.17, 3380.16, 284.22, 10_312.12]),
    (18_337, [82.69, 106.66, 67.7, 55.4, 207.59, 2386.13, 110.61, 5014.48]),
    (18_754, [16.69, 14.09, 20.79, 23.13, 107.03, 4232.6, 3484.73, 57_356.4]),
    (18_759, [27.59, 29.55, 28.18, 28.62, 146.28, 4063.04, 3785.85, 49_150.54]),
    (19_151, [23.96, 23.91, 26.54, 28.41, 92.68, 4115.77, 1793.57, 30_214.36]),
    (19_156, [34.02, 38.86, 34.24, 34.16, 113.72, 3749.63, 1204.58, 22_487.39]),
    (19_303, [24.35, 27.16, 26.26, 27.85, 79.95, 3806.8, 1568.59, 20_602.82]),
    (19_305, [26.09, 28.9, 27.91, 29.26, 90.11, 3748.57, 1100.17, 15_880.78]),
    (19_419, [18.49, 17.76, 19.98, 21.82, 75.93, 4045.64, 1569.17, 22_362.68]),
    (19_429, [26.52, 30.93, 26.64, 27.0, 114.54, 3855.76, 1680.31, 24_197.53]),
    (19_919, [13.12, 12.18, 14.87, 17.07, 83.86, 5631.22, 3489.55, 64_870.15]),
    (19_940, [38.57, 42.79, 33.71, 30.28, 173.32, 5186.33, 2417.21, 53_991.46]),
    (20_063, [12.77, 10.38, 16.32, 18.21, 87.38, 6090.27, 4005.81, 99_920.71]),
    (20_075, [27.62, 35.42, 24.24, 23.62, 129.79, 5872.16, 3618.79, 100_041.54]),
    (20_172, [17.15, 18.01, 19.05, 20.08, 87.46, 5776.65, 2067.76, 87_471.7]),
    (20_186, [52.33, 67.63, 41.5, 35.77, 170.92, 4982.77, 1472.55, 76_271.95]),
    (20_362, [16.29, 13.53, 18.76, 20.97, 93.22, 6711.2, 4351.11, 118_648.93]),
    (20_377, [25.31, 25.87, 24.87, 25.15, 134.25, 6629.07, 3894.75, 108_186.04]),
    (20_509, [17.93, 16.28, 20.36, 22.79, 103.98, 6946.13, 2054.63, 67_960.12]),
    (20_539, [31.05, 30.64, 29.27, 29.78, 133.18, 6368.85, 1980.4, 66_338.38]),
    (20_602, [15.32, 12.59, 18.66, 0.0, 86.06, 7580.06, 2011.98, 73_372.52]),
    (20_614, [22.22, 25.67, 22.89, 0.0, 108.16, 7266.99, 0.0, 61_449.29]),
];

/// Days that must be in a series before it can be told.
const FEWEST: usize = 2;

/// What a series of closes on rising days is of: the one whose known closes it has on all its days but one in ten; `None`
/// where it fits none or has fewer than two of these days.
pub fn told(days: &[Day], closes: &[Option<f64>]) -> Option<What> {
    let common: Vec<(f64, &[f64; 8])> = CLOSES
        .iter()
        .filter_map(|(day, known)| {
            let place = days.binary_search(&Day(*day)).ok()?;
            Some((closes.get(place).copied().flatten()?, known))
        })
        .collect();
    let fits = |column: usize, within: f64| {
        let pairs: Vec<(f64, f64)> = common.iter().map(|(close, known)| (*close, known[column])).collect();
        let known: Vec<&(f64, f64)> = pairs.iter().filter(|(_, known)| *known > 0.0).collect();
        let near = |pair: &&&(f64, f64)| {
            let (close, known) = ***pair;
            (close - known).abs() <= if column < IN_POINTS { within } else { within * known }
        };
        let agreed = known.iter().filter(near).count();
        known.len() >= FEWEST && agreed as f64 >= 0.9 * known.len() as f64
    };
    OF.iter().enumerate().find(|(column, (_, within))| fits(*column, *within)).map(|(_, (what, _))| what.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_told_by_its_closes_and_a_stranger_is_not() {
        let days: Vec<Day> = CLOSES.iter().map(|(day, _)| Day(*day)).collect();
        assert!(days.windows(2).all(|pair| pair[0] < pair[1]));
        for (column, (what, _)) in OF.iter().enumerate() {
            let closes: Vec<Option<f64>> =
                CLOSES.iter().map(|(_, known)| Some(known[column]).filter(|x| *x > 0.0)).collect();
            assert_eq!(told(&days, &closes).as_ref(), Some(what));
            let off: Vec<Option<f64>> = closes.iter().map(|close| close.map(|x| 1.2 * x)).collect();
            assert_eq!(told(&days, &off), None, "{what:?}");
        }
        assert_eq!(told(&days[..1], &[Some(19.53)]), None);
    }
}
