//! Falls: how low an amount has been on its way, and how far below the highest before it.

/// What a path's amount has done so far, cents; it starts at nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fall {
    top: i64,
    /// The lowest, at most 0.
    pub lowest: i64,
    /// The deepest fall from the highest before it; ≥ 0.
    pub deepest: i64,
}

impl Fall {
    /// Goes on to the next amount.
    #[inline(always)]
    pub fn go_on(&mut self, cents: i64) {
        self.top = self.top.max(cents);
        self.lowest = self.lowest.min(cents);
        self.deepest = self.deepest.max(self.top - cents);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_fall_is_from_the_highest_before_it_and_not_from_the_end() {
        let fall = |way: &[i64]| {
            let mut fall = Fall::default();
            way.iter().for_each(|cents| fall.go_on(*cents));
            [fall.lowest, fall.deepest]
        };
        assert_eq!(fall(&[300, -200, 900, 500, 1200]), [-200, 500]);
        // A first day that loses has fallen from nothing; one that only gains has not fallen.
        assert_eq!((fall(&[-250, -100]), fall(&[10, 20]), fall(&[])), ([-250, 250], [0, 0], [0, 0]));
    }
}
