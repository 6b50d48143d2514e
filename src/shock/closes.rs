//! Closes: what VIX, SPX and the tokens closed at, day by day, as tables of bytes.
//!
//! VIX: every close since 1990, Cboe's series as github.com/datasets/finance-vix has it (Public Domain Dedication and
//! License). SPX, ETH and BTC: their moves round each explosion, facts from daily closes (Yahoo, CoinMarketCap). Both are
//! written by `tools/closes.mjs`, which says how; `tests/data.rs` holds them against its files. Some twenty kilobytes:
//! only what lies in the page's second file may come here.

use crate::holdings::world::Close;
use crate::shock::Shock;
use crate::shock::explosions::{EXPLOSIONS, Explosion};
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::day::Day;

/// First day of the table of VIX.
pub const FIRST_DAY: &str = "1990-01-02";
/// Last day of it.
pub const LAST_DAY: &str = "2026-07-23";

static VIX: &[u8] = include_bytes!("vix_closes.bin");
static EXPLOSION: &[u8] = include_bytes!("explosion_closes.bin");

/// The days round an explosion, from 21 before its lowest VIX close to 60 after its highest, or to the last that is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    /// Day of the lowest close, counted from 0.
    pub low: usize,
    /// Day of the highest.
    pub peak: usize,
    /// VIX (VXO in 1987), points.
    pub vix: Vec<f64>,
    /// SPX since the first day, simple return.
    pub spx: Vec<Option<f64>>,
    /// ETH since its first close of these days; `None` on days without one.
    pub eth: Vec<Option<f64>>,
    /// BTC, the same.
    pub btc: Vec<Option<f64>>,
}

impl Around {
    /// VIX over that of the lowest close, and SPX's simple return since, day by day while both are known.
    pub fn since_low(&self) -> Vec<(f64, f64)> {
        let at = |day: usize| Some((*self.vix.get(day)?, (*self.spx.get(day)?)?));
        let Some((vix, spx)) = at(self.low) else { return Vec::new() };
        (self.low..).map_while(at).map(|(v, s)| (v / vix, (1.0 + s) / (1.0 + spx) - 1.0)).collect()
    }
}

/// An explosion as a shock on today's market, with the closes on the way to it: SPX as it moved from the day of the lowest
/// VIX close, VIX by its own ratios on today's level, held in its range. Without them where the table has none.
pub fn on_the_way(shock: Shock, explosion: &Explosion) -> Shock {
    let Some(around) = around(explosion) else { return shock };
    let (clock, spx, vix) = (shock.clock, shock.today.spx.0, shock.today.calibration.vix.0);
    let close = |(day, (ratio, moved)): (usize, (f64, f64))| Close {
        days: clock.passed(day as f64),
        spx: spx * (1.0 + moved),
        vix: (vix * ratio).clamp(VIX_RANGE[0], VIX_RANGE[1]),
    };
    shock.by_way_of(around.since_low().into_iter().enumerate().map(close).collect())
}

/// Every VIX close since 1990, oldest first, in hundredths of a point.
pub fn vix() -> Vec<i64> {
    let mut bytes = Bytes(VIX.iter());
    // No number takes less than a byte.
    bytes.series(VIX.len())
}

/// Trading days by the rules of New York without a close in the series: closures by decree, days of sorrow or storm, and
/// days that it lacks.
const LACKING: [&str; 13] = [
    "1991-03-01",
    "1994-04-27",
    "1997-01-31",
    "1997-11-26",
    "1999-12-31",
    "2001-09-11",
    "2001-09-12",
    "2001-09-13",
    "2001-09-14",
    "2007-01-02",
    "2012-10-29",
    "2012-10-30",
    "2018-12-05",
];
/// From this day on VIX closes on most of New York's holidays too.
const ON_HOLIDAYS: &str = "2022-05-01";
/// The holidays on which it still does not.
const SHUT: [&str; 3] = ["New Year’s Day", "Good Friday", "Christmas"];

/// Every VIX close since 1990 with its day, points. The days are in no table: they follow from the calendar and the few
/// on which the series departs from it; `tests/data.rs` holds every one against its file.
pub fn dated_vix() -> Vec<(Day, f64)> {
    let lacking = LACKING.map(Day::iso);
    let (first, on_holidays) = (Day::iso(FIRST_DAY), Day::iso(ON_HOLIDAYS));
    let has_close = |day: &Day| {
        let is_kept = day.holiday().is_some_and(|name| Some(*day) >= on_holidays && !SHUT.contains(&name));
        if is_kept { !day.is_weekend() } else { day.is_trading_day() && !lacking.contains(&Some(*day)) }
    };
    let days = first.into_iter().flat_map(|first| (first.0..).map(Day)).filter(has_close);
    days.zip(vix()).map(|(day, close)| (day, close as f64 / 100.0)).collect()
}

/// The closes round an explosion; `None` for one that the table does not know.
pub fn around(explosion: &Explosion) -> Option<Around> {
    let place = EXPLOSIONS.iter().position(|one| one.id == explosion.id)?;
    let daily = vix();
    let mut bytes = Bytes(EXPLOSION.iter());
    (0..=place).map(|_| bytes.around(&daily)).last()
}

/// Numbers as `tools/closes.mjs` writes them; past the end there are none.
struct Bytes(std::slice::Iter<'static, u8>);

impl Bytes {
    fn unsigned(&mut self) -> Option<usize> {
        let mut x = 0;
        for shift in (0..usize::BITS).step_by(7) {
            let byte = *self.0.next()?;
            x |= usize::from(byte & 127) << shift;
            if byte < 128 {
                break;
            }
        }
        Some(x)
    }

    fn count(&mut self) -> usize {
        self.unsigned().unwrap_or(0)
    }

    /// At most so many numbers, each told by its difference to the one before it.
    fn series(&mut self, count: usize) -> Vec<i64> {
        let step = |zigzag: usize| (zigzag >> 1) as i64 ^ -((zigzag & 1) as i64);
        let next = |bytes: &mut Self, last: &mut i64| {
            *last += step(bytes.unsigned()?);
            Some(*last)
        };
        let mut last = 0;
        std::iter::from_fn(|| next(self, &mut last)).take(count).collect()
    }

    fn around(&mut self, daily: &[i64]) -> Around {
        let (low, rise, after) = (self.count(), self.count(), self.count());
        let days = low + rise + after + 1;
        let vix = match self.count() {
            0 => self.series(days),
            first => {
                let holidays = self.count();
                let holidays: Vec<usize> = (0..holidays).map(|_| self.count()).collect();
                let open = daily.iter().skip(first - 1).enumerate().filter(|(day, _)| !holidays.contains(day));
                open.map(|(_, close)| *close).take(days).collect()
            }
        };
        let vix = vix.into_iter().map(|close| close as f64 / 100.0).collect();
        let [spx, eth, btc] = [(); 3].map(|()| self.moves(days));
        Around { low, peak: low + rise, vix, spx, eth, btc }
    }

    fn moves(&mut self, days: usize) -> Vec<Option<f64>> {
        let (first, count) = (self.count(), self.count());
        let moves = self.series(count).into_iter().map(|tenths| Some(tenths as f64 / 1000.0));
        std::iter::repeat_n(None, first).chain(moves).chain(std::iter::repeat(None)).take(days).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_vix_is_whole() {
        let vix = vix();
        assert_eq!((vix.len(), vix.first(), vix.last()), (9235, Some(&1724), Some(&1870)));
        // The lowest close is that of 3 November 2017, the highest that of 16 March 2020.
        assert_eq!((vix.iter().min(), vix.iter().max()), (Some(&914), Some(&8269)));
    }

    #[test]
    fn every_close_has_its_day() {
        let dated = dated_vix();
        let day = |text: &str| Day::iso(text).unwrap_or_else(|| unreachable!());
        assert_eq!((dated.len(), dated[0]), (9235, (day(FIRST_DAY), 17.24)));
        assert_eq!(dated.last(), Some(&(day(LAST_DAY), 18.7)));
        let on = |text: &str| dated.iter().find(|row| row.0 == day(text)).map(|row| row.1);
        assert_eq!([on("2017-11-03"), on("2020-03-16"), on("2001-09-11")], [Some(9.14), Some(82.69), None]);
        for event in EXPLOSIONS.iter().skip(1) {
            assert_eq!([on(event.from), on(event.to)], [Some(event.vix_from), Some(event.vix_to)], "{}", event.name);
        }
    }

    #[test]
    fn every_explosion_has_its_days_and_peaks_where_it_did() {
        for explosion in EXPLOSIONS {
            let Some(days) = around(explosion) else { unreachable!("{}", explosion.name) };
            let after = if explosion.id == "jun_2026" { 29 } else { 60 };
            assert_eq!((days.low, days.peak - days.low), (21, explosion.days as usize), "{}", explosion.name);
            for count in [days.vix.len(), days.spx.len(), days.eth.len(), days.btc.len()] {
                assert_eq!(count, days.peak + after + 1, "{}", explosion.name);
            }
            assert_eq!([days.vix[days.low], days.vix[days.peak]], [explosion.vix_from, explosion.vix_to]);
            let moved = |of: &[Option<f64>]| Some((1.0 + of[days.peak]?) / (1.0 + of[days.low]?) - 1.0);
            let near = |a: Option<f64>, b: Option<f64>| a.zip(b).is_none_or(|(a, b)| (a - b).abs() < 2.5e-3);
            assert!(near(moved(&days.spx), Some(explosion.spx)) && moved(&days.spx).is_some(), "{}", explosion.name);
            assert!(near(moved(&days.eth), explosion.eth) && near(moved(&days.btc), explosion.btc));
        }
    }
}
