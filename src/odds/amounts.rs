//! Amounts: what is counted of a path at the end of a day: each part of the book, and all of it by each other way.

use crate::book::limits::BySize;
use crate::odds::bins::cents;
use crate::odds::layout::{AMOUNTS, PARTS};
use crate::odds::setup::Setup;
use crate::odds::walk::{Marks, Seen};
use crate::odds::ways::{OtherWay, Way};
use crate::units::Usd;

/// What a path has gained by the size of the sized pool, dollars.
pub struct Resized<'a> {
    marks: &'a Marks,
    /// Hedge without what is written on the sized pool.
    hedge: f64,
    /// With what is written on it.
    sized: BySize,
}

impl Resized<'_> {
    /// The whole book with so much in the sized pool, dollars.
    pub fn pnl(&self, size: Usd) -> f64 {
        self.marks.condor + self.marks.others + self.hedge + self.sized.pnl(size.0)
    }

    /// The whole book by another way, in cents; `condor` is that of the condors.
    #[inline(always)]
    fn by(&self, other: &OtherWay, condor: i64) -> i64 {
        let size = other.size.0;
        let pool = cents(self.marks.others + self.sized.bare().pnl(size));
        match other.way {
            Way::Promoter => condor + pool,
            Way::Held | Way::Rules => condor + pool + cents(self.hedge + self.sized.legs(size)),
        }
    }
}

impl Seen<'_> {
    /// The same with other sizes of the sized pool; `None` where no pool is sized.
    #[inline(always)]
    pub fn resized(&self, setup: &Setup) -> Option<Resized<'_>> {
        let sized = setup.sized?;
        let marks = &self.marks;
        let held = if setup.is_stand_in { 0.0 } else { marks.on_sized };
        let by_size = BySize::new(&setup.pools[sized].position, &self.pools[sized].pnl).with_legs(marks.on_sized);
        Some(Resized { marks, hedge: marks.hedge - held, sized: by_size })
    }

    /// Condors, pools, hedge, all of it and all but the hedge, then all of it by each other way, in cents; as many as
    /// [`Setup::amounts`] says, the rest 0.
    pub fn amounts(&self, setup: &Setup) -> [i64; AMOUNTS] {
        let mut all = [0; AMOUNTS];
        all[..PARTS].copy_from_slice(&self.marks.in_cents());
        let Some(resized) = self.resized(setup) else { return all };
        let condor = all[0];
        for (nth, other) in setup.others.iter().enumerate() {
            all[PARTS + nth] = resized.by(other, condor);
        }
        all
    }
}
