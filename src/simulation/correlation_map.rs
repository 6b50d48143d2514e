//! Correlation map: how condor and pool move together once VIX has gone to a level, by horizon and by wing.
//!
//! At each level 24 × 24 Gauss–Hermite nodes: SPX's log return is normal round the link with the link's standard
//! error, the token's residual is normal and independent. The condor is marked before fees, the pool is its value
//! change plus fees. Source: model book 14. VIX is given in a cell: that both lose on average there is in the means,
//! not in the correlation; [`crate::simulation::cvar::Outcomes::correlation`] has VIX move as well.

use crate::book::at_vix;
use serde::Serialize;

use crate::book::Book;
use crate::book::at_vix::BookAtVix;
use crate::holdings::pool::pnl::PoolPnl;
use crate::numbers::pieces::{pause, whole};
use crate::numbers::quadrature::normal_rule;
use crate::numbers::{bracketed_root, by_rising, normal_cdf};
use crate::shock::Shock;
use crate::simulation::cvar::correlated;
use crate::units::{Frac, Points, Usd};

/// VIX levels of the map.
pub const LEVELS: [f64; 8] = [12.0, 15.0, 20.0, 25.0, 30.0, 40.0, 60.0, 80.0];
/// Horizons of the map in trading days, beside the shock's own.
pub const HORIZONS: [f64; 4] = [1.0, 5.0, 10.0, 21.0];
/// What of the condor is held against the pool.
pub const WINGS: [&str; 3] = ["Condor", "Put spread", "Call spread"];
/// Nodes per axis.
pub const NODES: usize = 24;

/// Correlation of ETH and SPX returns seen since 2020: over days, weeks, months. Model book 8.
pub const SEEN_BY_HORIZON: [(&str, f64); 3] = [("Seen daily", 0.41), ("Seen weekly", 0.48), ("Seen monthly", 0.65)];
/// The same, daily, by VIX the day before. Model book 8.
pub const SEEN_BY_VIX: [(&str, f64); 2] = [("Seen daily, VIX below 15", 0.13), ("Seen daily, VIX 40 and over", 0.67)];
/// Levels of the map at which what the parameters imply stands beside what was seen.
pub const IMPLIED_AT: [(&str, f64); 3] =
    [("Implied at VIX 12", 12.0), ("Implied at VIX 40", 40.0), ("Implied at VIX 80", 80.0)];

/// Tail of a wing: this share of its outcomes, the worst ones.
pub const TAIL: f64 = 0.1;
/// Equally likely SPX moves that the tail is picked from, and residuals in each.
const STRATA: usize = 100;
const TAIL_NODES: usize = 12;

/// Mean and standard deviation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Moments {
    /// Dollars.
    pub mean: Usd,
    /// Dollars, not negative.
    pub deviation: Usd,
}

/// One wing, or the whole condor, in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Together {
    /// Of the wing, before fees.
    pub own: Moments,
    /// With the pool; `None` where one of the two never moves.
    pub correlation: Option<f64>,
    /// Tail co-loss: what the pool gains on average in the worst tenth of the wing's outcomes.
    pub pool_in_tail: Usd,
}

/// One VIX level at one horizon.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cell {
    /// VIX then.
    pub vix: Points,
    /// Trading days.
    pub days: f64,
    /// Mean SPX log return: the link.
    pub spx_mean: f64,
    /// Its standard error.
    pub spx_error: f64,
    /// One deviation of the residual of the market's token.
    pub residual: f64,
    /// Value change and fees of every pool.
    pub pool: Moments,
    /// In the order of [`WINGS`].
    pub wings: [Together; 3],
}

/// The map.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CorrelationMap {
    /// VIX levels, rising.
    pub levels: Vec<Points>,
    /// Trading days, rising.
    pub days: Vec<f64>,
    /// Row by row of levels, a column a horizon.
    pub cells: Vec<Cell>,
    /// Correlation of token and SPX shock that the parameters imply at each level.
    pub implied: Vec<Frac>,
}

impl CorrelationMap {
    /// The cell of a level and a horizon, counted from 0.
    pub fn cell(&self, level: usize, horizon: usize) -> Option<&Cell> {
        (horizon < self.days.len()).then(|| self.cells.get(level * self.days.len() + horizon))?
    }

    /// What is implied at this level; `None` where the map has no such level.
    pub fn implied_at(&self, vix: f64) -> Option<Frac> {
        let mut levels = self.levels.iter().zip(&self.implied);
        levels.find(|(level, _)| level.0 == vix).map(|(_, implied)| *implied)
    }
}

/// SPX moves in standard errors: nodes, and equally likely ones for the tail; set up once for every cell.
#[derive(Clone, Debug)]
pub struct Grid {
    nodes: Vec<(f64, f64)>,
    strata: Vec<f64>,
    tail: Vec<(f64, f64)>,
}

impl Grid {
    /// A grid of `nodes` per axis.
    pub fn new(nodes: usize) -> Grid {
        let middle = |i: usize| (i as f64 + 0.5) / STRATA as f64;
        let quantile = |i: usize| bracketed_root(-9.0, 9.0, |z| normal_cdf(z) - middle(i)).unwrap_or(0.0);
        Grid { nodes: normal_rule(nodes), strata: (0..STRATA).map(quantile).collect(), tail: normal_rule(TAIL_NODES) }
    }
}

/// The map over every level and horizon.
pub fn of(book: &Book) -> CorrelationMap {
    whole(making(book))
}

/// [`of`], with a pause after each cell.
pub async fn making(book: &Book) -> CorrelationMap {
    let own = book.shock.event.days;
    let mut days: Vec<f64> = HORIZONS.to_vec();
    if !days.contains(&own) {
        days.push(own);
    }
    let days = by_rising(days, |day| *day);
    let shocks: Vec<Shock> = days.iter().map(|day| book.shock.calm(*day)).collect();
    let levels: Vec<Points> = LEVELS.map(Points).to_vec();
    let grid = Grid::new(NODES);
    let mut cells = Vec::new();
    for vix in &levels {
        for shock in &shocks {
            cells.push(cell(book, &grid, shock, *vix));
            pause().await;
        }
    }
    let at = book.shock.calm(own);
    let implied = levels.iter().map(|vix| Frac(at.market_response(*vix).correlation)).collect();
    CorrelationMap { levels, days, cells, implied }
}

/// Condor and its two spreads, gained; the pools; and what both make together, over the nodes at one VIX.
struct Moved {
    sums: [Sums; 3],
    pool: Moments,
    /// What the pools gain on average beyond their middle.
    off: f64,
}

/// What a wing gains from today, dollars before fees.
struct Gained {
    entry: [f64; 2],
    credit: f64,
}

impl Gained {
    fn of(book: &Book) -> Gained {
        let credit = book.condors().map(|condor| condor.dollars(condor.credit)).sum();
        Gained { entry: entry_wings(book), credit }
    }

    fn at(&self, level: &BookAtVix, x: f64) -> [f64; 3] {
        let now = level.wings(x);
        let [put, call] = [0, 1].map(|i| self.entry[i] - now[i]);
        [self.credit - now[0] - now[1], put, call]
    }
}

fn moved(level: &mut BookAtVix, grid: &Grid, gained: &Gained, [mean, error]: [f64; 2]) -> Moved {
    // Summed from where the middle stands, or the squares would lose the digits of what moves little.
    let middle = marked(&level.pools(mean, 0.0));
    let mut sums = gained.at(level, mean).map(Sums::from);
    let mut pool = [0.0; 2];
    for (step, chance) in &grid.nodes {
        let x = mean + error * step;
        let own = gained.at(level, x);
        let (mut first, mut second) = (0.0, 0.0);
        for (z, weight) in &grid.nodes {
            let usd = marked(&level.pools(x, *z)) - middle;
            first += weight * usd;
            second += weight * usd * usd;
        }
        pool[0] += chance * first;
        pool[1] += chance * second;
        for (sum, usd) in sums.iter_mut().zip(own) {
            sum.add(*chance, usd, first);
        }
    }
    let off = pool[0];
    let pool = Moments { mean: Usd(middle + off), deviation: Usd((pool[1] - off * off).max(0.0).sqrt()) };
    Moved { sums, pool, off }
}

/// One cell: VIX at a level after a shock's days.
pub fn cell(book: &Book, grid: &Grid, shock: &Shock, vix: Points) -> Cell {
    let (mean, error) = (shock.link().spx_return(vix).0, shock.link().error(vix).0);
    let mut level = at_vix::drawn(book, shock, vix);
    let gained = Gained::of(book);
    let Moved { sums, pool, off } = moved(&mut level, grid, &gained, [mean, error]);
    let strata: Vec<[f64; 3]> = grid.strata.iter().map(|step| gained.at(&level, mean + error * step)).collect();
    let mut known = vec![None; strata.len()];
    let mut pool_given = |i: usize| {
        *known[i].get_or_insert_with(|| {
            let x = mean + error * grid.strata[i];
            grid.tail.iter().map(|(z, weight)| weight * marked(&level.pools(x, *z))).sum::<f64>()
        })
    };
    let wings = std::array::from_fn(|wing| {
        let own: Vec<f64> = strata.iter().map(|gained| gained[wing]).collect();
        sums[wing].together(&pool, off, Usd(in_tail(&own, &mut pool_given)))
    });
    let residual = shock.market_response(vix).deviation(shock.event.days);
    Cell { vix, days: shock.event.days, spx_mean: mean, spx_error: error, residual, pool, wings }
}

/// Correlation of the whole condor and the pools alone, as in a cell; `None` where one of them never moves.
pub fn correlation_at(book: &Book, grid: &Grid, shock: &Shock, vix: Points) -> Option<f64> {
    let (mean, error) = (shock.link().spx_return(vix).0, shock.link().error(vix).0);
    let mut level = at_vix::drawn(book, shock, vix);
    let Moved { sums: [condor, ..], pool, off } = moved(&mut level, grid, &Gained::of(book), [mean, error]);
    condor.together(&pool, off, Usd(0.0)).correlation
}

/// Dollars that the model pays today for every put spread and every call spread.
fn entry_wings(book: &Book) -> [f64; 2] {
    let today = book.shock.calm(0.0);
    at_vix::at(book, &today, book.market.calibration.vix).wings(0.0)
}

/// Value change and fees: no gas, interest, premium or claim.
fn marked(pools: &[PoolPnl; 2]) -> f64 {
    pools.iter().map(|pool| pool.price_move + pool.divergence + pool.fees).sum()
}

/// Weighed sums of a wing, and with the pool, both from where their middle stands.
#[derive(Clone, Copy)]
struct Sums {
    middle: f64,
    own: f64,
    square: f64,
    with_pool: f64,
}

impl Sums {
    fn from(middle: f64) -> Sums {
        Sums { middle, own: 0.0, square: 0.0, with_pool: 0.0 }
    }

    /// `pool` is what the pools gain beyond their own middle.
    fn add(&mut self, weight: f64, own: f64, pool: f64) {
        let own = own - self.middle;
        self.own += weight * own;
        self.square += weight * own * own;
        self.with_pool += weight * own * pool;
    }

    /// `off` is what the pools gain on average beyond their middle.
    fn together(&self, pool: &Moments, off: f64, pool_in_tail: Usd) -> Together {
        let variance = (self.square - self.own * self.own).max(0.0);
        let own = Moments { mean: Usd(self.middle + self.own), deviation: Usd(variance.sqrt()) };
        let with = |one: &Moments| (one.deviation.0, one.mean.0);
        let correlation = correlated(self.with_pool - self.own * off, [with(&own), with(pool)]);
        Together { own, correlation, pool_in_tail }
    }
}

/// Mean of the pool over the worst tenth of equally likely outcomes of `own`; equal ones at its edge share the rest.
fn in_tail(own: &[f64], pool_given: &mut impl FnMut(usize) -> f64) -> f64 {
    let sorted = by_rising(own.to_vec(), |usd| *usd);
    let size = TAIL * own.len() as f64;
    let Some(edge) = sorted.get((size - 0.5) as usize).copied() else { return 0.0 };
    let room = crate::simulation::cvar::room(edge);
    let worse = own.iter().filter(|usd| **usd < edge - room).count() as f64;
    let equal = own.iter().filter(|usd| (**usd - edge).abs() <= room).count() as f64;
    let mut sum = 0.0;
    for (i, usd) in own.iter().enumerate() {
        if *usd <= edge + room {
            let weight = if *usd < edge - room { 1.0 } else { (size - worse) / equal };
            sum += weight * pool_given(i);
        }
    }
    sum / size
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::simulation::draws::Draws;

    #[test]
    fn a_cell_is_what_drawn_moves_give() {
        let book = Book::opening();
        for (vix, days, seed) in [(12.0, 5.0, 1), (30.0, 5.0, 2), (60.0, 21.0, 3)] {
            let shock = book.shock.calm(days);
            let cell = cell(&book, &Grid::new(NODES), &shock, Points(vix));
            let mut draws = Draws(seed);
            let mut level = at_vix::drawn(&book, &shock, Points(vix));
            let count = 60_000;
            let pairs: Vec<(f64, f64)> = (0..count)
                .map(|_| {
                    let x = cell.spx_mean + cell.spx_error * draws.normal();
                    (
                        level.condor(x) + book.condors().map(|condor| condor.fees().0).sum::<f64>(),
                        marked(&level.pools(x, draws.normal())),
                    )
                })
                .collect();
            let n = f64::from(count);
            let mean = |pick: fn(&(f64, f64)) -> f64| pairs.iter().map(pick).sum::<f64>() / n;
            let (a, b) = (mean(|p| p.0), mean(|p| p.1));
            let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
            for (x, y) in &pairs {
                aa += (x - a).powi(2) / n;
                bb += (y - b).powi(2) / n;
                ab += (x - a) * (y - b) / n;
            }
            let whole = cell.wings[0];
            assert!((whole.own.mean.0 - a).abs() < 3.0 * (aa / n).sqrt(), "{vix}: {} {a}", whole.own.mean.0);
            assert!((cell.pool.mean.0 - b).abs() < 3.0 * (bb / n).sqrt(), "{vix}: {} {b}", cell.pool.mean.0);
            let (got, rho) = (whole.correlation.unwrap_or(9.0), ab / (aa * bb).sqrt());
            assert!((got - rho).abs() < 3.0 / n.sqrt(), "{vix}: {got} {rho}");
            let worst = &by_rising(pairs, |pair| pair.0)[..count as usize / 10];
            let tail = worst.iter().map(|p| p.1).sum::<f64>() / (0.1 * n);
            let error = (bb / (0.1 * n)).sqrt();
            assert!((whole.pool_in_tail.0 - tail).abs() < 3.0 * error, "{vix}: {} {tail}", whole.pool_in_tail.0);
        }
    }

    #[test]
    fn sixty_four_nodes_agree_to_five_in_ten_thousand() {
        let book = Book::opening();
        let (house, fine) = (Grid::new(NODES), Grid::new(64));
        for days in [5.0, 21.0] {
            let shock = book.shock.calm(days);
            for vix in LEVELS {
                let rho = |grid: &Grid| cell(&book, grid, &shock, Points(vix)).wings[0].correlation.unwrap_or(9.0);
                let (a, b) = (rho(&house), rho(&fine));
                assert!((a - b).abs() < 5e-4, "VIX {vix}, {days} days: {a} {b}");
            }
        }
    }

    #[test]
    fn the_correlation_alone_is_that_of_the_cell_and_unknown_where_the_cell_is() {
        let grid = Grid::new(NODES);
        let mut unknown = 0;
        // Pools of next to nothing: what moves less than prices are exact to does not move, in both.
        for deposit in [30_000.0, 1.0, 1e-3, 1e-5, 1e-6, 1e-7, 0.0] {
            let mut plan = Plan::default();
            plan.a_pool().deposit = Usd(deposit);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let shock = book.shock.calm(5.0);
            for vix in [12.0, 45.0] {
                let alone = correlation_at(&book, &grid, &shock, Points(vix));
                assert_eq!(alone, cell(&book, &grid, &shock, Points(vix)).wings[0].correlation, "{deposit}");
                unknown += u32::from(alone.is_none());
            }
        }
        assert!((4..10).contains(&unknown), "{unknown}");
    }

    #[test]
    fn the_wings_add_up_to_the_condor() {
        let book = Book::opening();
        let cell = cell(&book, &Grid::new(NODES), &book.shock.calm(5.0), Points(30.0));
        let [whole, put, call] = cell.wings.map(|wing| wing.own.mean.0);
        assert!((whole - put - call).abs() < 1e-6, "{whole} {put} {call}");
    }

    #[test]
    fn a_pool_held_alone_correlates_with_nothing() {
        let mut plan = Plan::default();
        plan.a_condor().contracts = 0.0;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        assert!(of(&book).cells.iter().all(|cell| cell.wings.iter().all(|w| w.correlation.is_none())));
    }

    #[test]
    fn what_stands_beside_what_was_seen_is_of_the_level_it_names() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let map = of(&book);
        for (name, vix) in IMPLIED_AT {
            let place = LEVELS.iter().position(|level| *level == vix);
            assert_eq!(map.implied_at(vix), place.and_then(|place| map.implied.get(place)).copied(), "{name}");
            assert!(place.is_some() && name == format!("Implied at VIX {vix:.0}"));
        }
        assert_eq!(map.implied_at(13.0), None);
    }

    #[test]
    fn equal_losses_at_the_edge_of_the_tail_share_it() {
        let own: Vec<f64> = (0..100).map(|i| if i < 40 { -5.0 } else { 0.0 }).collect();
        let mean = in_tail(&own, &mut |i| i as f64);
        assert!((mean - 19.5).abs() < 1e-12, "{mean}");
    }
}
