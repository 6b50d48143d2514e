//! Places: which path of the pool each way of a year is on.

use crate::plan::odds::Recentre;
use crate::year::ways::{Size, Way};

/// Paths of one pool: each schedule's, and where a loan, a cover or a leg on it begins with every entry, a promoter's and that
/// of what is held through, which are entered on other days.
pub const PATHS: usize = Recentre::ALL.len() + 2;
/// That of a promoter.
pub const PROMOTERS: usize = Recentre::ALL.len();
/// And that of what is held through.
pub const HELD: usize = PROMOTERS + 1;

/// Which path of the pool a way is on.
#[derive(Clone, Debug)]
pub struct Places {
    /// How many paths differ.
    pub count: usize,
    /// That of what is held through.
    pub held: usize,
    /// One a way.
    pub of: Vec<usize>,
}

impl Places {
    /// Of these ways, with the schedule of the plan.
    pub fn of(ways: &[Way], recentre: Recentre, is_backed: bool) -> Places {
        let [count, held] = if is_backed { [PATHS, HELD] } else { [Recentre::ALL.len(), recentre as usize] };
        let place = |way: &Way| match way.size() {
            Size::Promoter if is_backed => PROMOTERS,
            Size::Typed | Size::None => held,
            _ => way.recentre(recentre) as usize,
        };
        Places { count, held, of: ways.iter().map(place).collect() }
    }
}
