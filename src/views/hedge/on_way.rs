//! The way to the shock as the solvers see it: what layers cannot change and what one contract of each gains, place by
//! place.

use crate::book::{Book, hedge_budget, pnl, way};
use crate::holdings::vix_layer::Layer;
use crate::numbers::{is_lower, lowest};
use crate::sizing::solve::{Need, Why, fewest};

/// One place of the way to the shock.
pub struct Place {
    /// How far it is, 1 being the shock.
    pub share: f64,
    /// P&L of everything but the layers.
    pub left: f64,
    /// Gain of one contract of each layer.
    pub gain: Vec<f64>,
}

impl Place {
    fn at(book: &Book, share: f64) -> Place {
        let world = way::world_at(book, share);
        let one = |layer: &Layer| Layer { contracts: 1.0, ..*layer }.pnl(&world.market, world.days);
        let gain: Vec<f64> = book.layers().map(one).collect();
        let held: Vec<f64> = book.layers().map(|layer| layer.contracts).collect();
        let left = settled(pnl::of(book, &world).combined() - hedge_budget::dot(&held, &gain));
        Place { share, left, gain }
    }

    /// P&L of the book with so many contracts.
    pub fn of(&self, contracts: &[f64]) -> f64 {
        self.left + hedge_budget::dot(contracts, &self.gain)
    }
}

/// The way to the shock: today's VIX first, the shock itself last.
pub struct Way {
    /// Its places.
    pub places: Vec<Place>,
}

/// Times that a place between two of the way is asked for more.
const ROUNDS: usize = 12;

impl Way {
    /// Of a book.
    pub fn of(book: &Book) -> Way {
        let parts = way::parts_of(book);
        let share = |i: u32| if parts == 0 { 1.0 } else { f64::from(i) / f64::from(parts) };
        Way { places: (0..=parts).map(|i| Place::at(book, share(i))).collect() }
    }

    /// The worst place of the way with so many contracts, between two of its places too.
    pub fn worst(&self, book: &Book, contracts: &[f64]) -> Place {
        let all = self.places.iter().map(|place| place.of(contracts)).enumerate();
        let (i, _) = all.reduce(|a, b| if is_lower(b.1, a.1) { b } else { a }).unwrap_or_default();
        let share = |i: usize| self.places.get(i).map_or(1.0, |place| place.share);
        let here = Place::at(book, share(i));
        let last = self.places.len().saturating_sub(1);
        let beside = [share(i.saturating_sub(1)), share((i + 1).min(last))];
        let between = lowest(beside, way::SECTIONS, &|share| Place::at(book, share).of(contracts));
        let between = Place::at(book, between);
        if between.of(contracts) < here.of(contracts) { between } else { here }
    }

    /// Fewest contracts that keep the budget on all of the way.
    pub fn fewest(&self, book: &Book, ratio: &[f64], most: f64) -> Result<Vec<f64>, Why> {
        let need = |place: &Place| Need { target: settled(-place.left - book.budget), each: place.gain.clone() };
        let mut needs: Vec<Need> = self.places.iter().map(need).collect();
        let mut found = fewest(&needs, ratio, most)?;
        // A place between two may ask for more: it is one more need.
        for _ in 0..ROUNDS {
            let worst = self.worst(book, &found);
            if worst.of(&found) >= -book.budget - 1e-6 {
                return Ok(found);
            }
            needs.push(need(&worst));
            found = fewest(&needs, ratio, most)?;
        }
        Err(Why::Opposed)
    }
}

/// Dollars of which less than half a cent is nothing: what large prices leave behind is no loss to cover.
pub fn settled(usd: f64) -> f64 {
    if usd.abs() < 0.005 { 0.0 } else { usd }
}
