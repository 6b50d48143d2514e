//! Moment: what is counted of days, and between which levels and over how many days.

/// Levels of VIX the night before between which days are told apart.
pub const BANDS: [f64; 6] = [0.0, 15.0, 20.0, 25.0, 35.0, f64::MAX];
/// The same for ether, which has traded on too few days with VIX above 35.
pub const TOKEN_BANDS: [f64; 5] = [0.0, 15.0, 20.0, 25.0, f64::MAX];
/// Trading days of the two-sigma moves.
pub const UPS: [usize; 3] = [1, 5, 21];
/// Trading days after which VIX is set against itself.
pub const LAGS: [usize; 2] = [21, 63];
/// Trading days of realised vol.
pub const REALISED: [usize; 2] = [21, 32];
/// Trading days of SPX's longer moves.
pub const WIDE: [usize; 2] = [5, 32];
/// Levels of VIX before them between which they are told apart.
pub const WIDE_BANDS: [f64; 4] = [0.0, 20.0, 25.0, f64::MAX];
/// Trading days within which the deepest fall is looked for.
pub const YEAR: usize = 252;

/// One moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Moment {
    /// VIX that this share of days close below, points.
    Level(f64),
    /// Deviation of a day's change of ln VIX.
    Deviation,
    /// Kurtosis of the same; 3 for a normal one.
    Kurtosis,
    /// e^(2·deviation) − 1 of ln VIX's change over the nth of [`UPS`].
    Up(usize),
    /// Correlation of ln VIX with itself the nth of [`LAGS`] later.
    Lag(usize),
    /// Correlation of a day's SPX with its ln VIX.
    Beside,
    /// Deviation of SPX a year.
    SpxDeviation,
    /// Deviation of SPX's moves over the nth of [`WIDE`], a year: less than a day's where moves come back.
    Wide(usize),
    /// Kurtosis of a day's SPX.
    SpxKurtosis,
    /// Mean of SPX's realised vol, mean return taken as zero, over VIX before the nth of [`REALISED`].
    Realised(usize),
    /// Root mean square of the same.
    RealisedRms(usize),
    /// Mean of the deepest fall of SPX within [`YEAR`].
    Fall,
    /// Root mean square of a day's SPX, a year, over VIX the night before in the nth of [`BANDS`].
    Band(usize),
    /// Root mean square of SPX's move over the last of [`WIDE`], a year, over VIX before it in the nth of [`WIDE_BANDS`].
    WideBand(usize),
    /// Correlation of a day's ether with its SPX where VIX was in the nth of [`TOKEN_BANDS`] the night before.
    Token(usize),
}

/// Every moment, in the order of all that is said of them.
pub const MOMENTS: [Moment; 32] = [
    Moment::Level(0.05),
    Moment::Level(0.5),
    Moment::Level(0.95),
    Moment::Level(0.99),
    Moment::Deviation,
    Moment::Kurtosis,
    Moment::Up(0),
    Moment::Up(1),
    Moment::Up(2),
    Moment::Lag(0),
    Moment::Lag(1),
    Moment::Beside,
    Moment::SpxDeviation,
    Moment::Wide(0),
    Moment::Wide(1),
    Moment::SpxKurtosis,
    Moment::Realised(0),
    Moment::Realised(1),
    Moment::RealisedRms(1),
    Moment::Fall,
    Moment::Band(0),
    Moment::Band(1),
    Moment::Band(2),
    Moment::Band(3),
    Moment::Band(4),
    Moment::WideBand(0),
    Moment::WideBand(1),
    Moment::WideBand(2),
    Moment::Token(0),
    Moment::Token(1),
    Moment::Token(2),
    Moment::Token(3),
];
