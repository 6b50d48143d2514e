//! Left out: quotes that nothing is computed from, counted by why.

use serde::{Deserialize, Serialize};

use crate::words::{listed, number};

/// How many quotes of an expiry are left out, by the first thing that is wrong with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Nobody bids, or nobody asks.
    pub no_bid: usize,
    /// The bid is above the ask.
    pub crossed: usize,
    /// Bid and ask are too far apart to say what lies between.
    pub wide: usize,
    /// Call and put disagree with those of the strikes around by more than they are apart.
    pub off: usize,
    /// No volatility gives the price.
    pub no_vol: usize,
}

impl LeftOut {
    /// All of them.
    pub fn count(&self) -> usize {
        self.each().iter().map(|one| one.0).sum()
    }

    fn each(&self) -> [(usize, &'static str); 5] {
        [
            (self.no_bid, "without a bid or an ask"),
            (self.crossed, "with a bid above the ask"),
            (self.wide, "with bid and ask too far apart"),
            (self.off, "against put-call parity"),
            (self.no_vol, "that no volatility gives"),
        ]
    }

    /// `3 without a bid or an ask and 1 with a bid above the ask`; nothing where none is left out.
    pub fn said(&self) -> Option<String> {
        let some = self.each().into_iter().filter(|one| one.0 > 0);
        let words: Vec<String> = some.map(|(count, why)| format!("{} {why}", number(count as f64))).collect();
        (!words.is_empty()).then(|| listed(&words))
    }
}

impl std::ops::AddAssign for LeftOut {
    fn add_assign(&mut self, other: LeftOut) {
        self.no_bid += other.no_bid;
        self.crossed += other.crossed;
        self.wide += other.wide;
        self.off += other.off;
        self.no_vol += other.no_vol;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_counted_and_said_by_why() {
        let mut all = LeftOut { no_bid: 3, crossed: 1, ..LeftOut::default() };
        all += LeftOut { no_bid: 1, ..LeftOut::default() };
        assert_eq!(all.count(), 5);
        assert_eq!(all.said().as_deref(), Some("4 without a bid or an ask and 1 with a bid above the ask"));
        assert_eq!(LeftOut::default().said(), None);
    }
}
