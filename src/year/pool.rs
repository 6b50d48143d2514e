//! Pool: entered today, marked each day, its range set round the price again when that is due, its size asked each month.
//!
//! As in the back-test, model book 6, 7 and 13: gas is paid at leaving, and what of the base has to be bought or sold pays
//! the pool's own fee. Fees are half of what a day earns at its start and half at its end, each 0 out of range, and grow
//! with VIX as in the shock. Loan and cover begin with every entry and end with every leaving; on the first day on which the
//! lender sells nothing is left in it until a size is asked again, and then the range is set anew.

use crate::book::limits::fee_factor;
use crate::holdings::pool::backing::{Backed, Backing};
use crate::holdings::pool::position::Position;
use crate::holdings::pool::{Pool, Reserves};
use crate::odds::pools::gas_multiple;
use crate::plan::odds::Recentre;
use crate::units::{CALENDAR_DAYS, Frac, Years};

/// Dollars in the position that every size is a multiple of.
pub const UNIT: f64 = 1000.0;
/// Dollars below which nothing is put in.
const LEAST: f64 = 1.0;

/// The pool of the programme, [`UNIT`] dollars of it.
#[derive(Clone, Debug)]
pub struct Terms {
    pub(super) position: Position,
    pool: Pool,
    /// Its value and delta dollars where the range is round the price.
    fresh: [f64; 2],
    /// Its loan and cover.
    pub(super) backing: Option<Backing>,
}

/// The pool on one path by one schedule, whatever its size.
#[derive(Clone, Copy, Debug, Default)]
pub struct Path {
    /// The token's log return when it was entered.
    entered: f64,
    /// Value and delta dollars of the unit.
    now: [f64; 2],
    rate: f64,
    /// Dollars that one dollar has made since the start, fees and gas aside: before it was last entered, and since.
    done: f64,
    /// Fees of the unit since the start.
    pub fees: f64,
    /// Gas of every leaving since the start.
    pub gas: f64,
    /// Gas of leaving now.
    gas_now: f64,
    /// Whether the lender has sold it and no size has been asked since.
    pub is_out: bool,
    lien: Lien,
}

/// Loan and cover of what was entered last: untouched where there is none.
#[derive(Clone, Copy, Debug, Default)]
struct Lien {
    /// Value of the unit then, and what it held.
    value: f64,
    kept: Reserves,
    /// VIX over today's then.
    ratio: f64,
    /// Calendar days since.
    days: f64,
    /// What they have come to.
    now: Backed,
}

/// The pool as it is held through, whatever its size.
#[derive(Clone, Copy, Debug)]
pub struct Held<'a> {
    /// Its path.
    pub path: &'a Path,
    /// What cover with an agreed limit stood at on every leaving: of all else that is in proportion to the size.
    pub ended: &'a [Backed],
    /// What is written on the unit has made since the start, dollars.
    pub written: f64,
}

/// What one way to size it holds of a path.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stake {
    /// Dollars put in.
    pub usd: f64,
    /// Value and fees of the unit then.
    then: [f64; 2],
    factor: f64,
    entering: f64,
    realised: f64,
}

impl Terms {
    /// Of a position of [`UNIT`] dollars; `None` where it holds nothing.
    pub fn of(position: Position) -> Option<Terms> {
        let pool = position.pool?;
        let price = position.entry;
        let fresh = [pool.value(price), price * pool.delta(price)];
        let backing = Backing::of(&position);
        fresh.iter().all(|x| x.is_finite()).then_some(Terms { position, pool, fresh, backing })
    }

    /// Fees of a size over those of the unit.
    pub fn factor(&self, usd: f64) -> f64 {
        if usd >= LEAST { fee_factor(&self.position, usd) } else { 0.0 }
    }

    fn rate(&self, price: f64) -> f64 {
        self.pool.fee_rate(price, Frac(self.position.fee_apr))
    }

    /// What going in and out of the base costs, dollars, from so many dollars of it to so many.
    fn swap(&self, from: f64, to: f64) -> f64 {
        self.position.tier.0 * (to - from).abs()
    }

    /// Entered today.
    pub fn start(&self) -> Path {
        let done = -self.swap(0.0, self.fresh[1]) / UNIT;
        let rate = self.rate(self.position.entry);
        let mut path = Path { now: self.fresh, rate, done, gas_now: self.position.gas.0, ..Path::default() };
        path.borrow(self, 0.0, 1.0);
        path
    }

    /// Dollars that a dollar has made by loan and cover, all but what hangs on an agreed limit.
    fn backed(&self, now: &Backed) -> f64 {
        self.backing.as_ref().map_or(0.0, |terms| {
            let paid = if terms.is_agreed() { 0.0 } else { terms.paid(now, 1.0) };
            paid - now.costs
        })
    }
}

impl Path {
    /// A day: the token's log return since today, VIX over today's, calendar days that have passed with it.
    pub fn step(&mut self, terms: &Terms, token: f64, ratio: f64, days: f64) {
        let price = self.price(terms, token);
        let rate = terms.rate(price) * ratio;
        self.fees += 0.5 * (self.rate + rate) * days / CALENDAR_DAYS;
        self.rate = rate;
        self.now = [terms.pool.value(price), price * terms.pool.delta(price)];
        self.gas_now = terms.position.gas.0 * gas_multiple(ratio);
        if let Some(backing) = &terms.backing {
            let lien = &mut self.lien;
            lien.days += days;
            let [value, hodl] = [self.now[0], lien.kept.value(price)].map(|usd| usd / lien.value);
            lien.now = backing.since(Years::from_calendar_days(lien.days), value, hodl, ratio / lien.ratio);
        }
    }

    /// Its price with the token at this log return since today, where the range is as it was entered.
    pub fn price(&self, terms: &Terms, token: f64) -> f64 {
        terms.position.entry * libm::exp(token - self.entered)
    }

    /// Value of the unit, dollars, above 0.
    pub fn value(&self) -> f64 {
        self.now[0].max(1e-9)
    }

    /// Whether the lender sells it now.
    pub fn is_called(&self) -> bool {
        self.lien.now.is_called
    }

    /// What loan and cover have come to since they began.
    pub fn backed(&self) -> Backed {
        self.lien.now
    }

    /// Loan and cover begin anew on what is in it.
    pub fn borrow(&mut self, terms: &Terms, token: f64, ratio: f64) {
        if terms.backing.is_some() {
            let kept = terms.pool.reserves(self.price(terms, token));
            self.lien = Lien { value: self.now[0].max(1e-9), kept, ratio, ..Lien::default() };
        }
    }

    /// Sold by the lender: as in the shock gas and his penalty are paid, and nothing is swapped.
    pub fn call(&mut self, terms: &Terms) {
        self.done += (self.now[0] - terms.fresh[0]) / UNIT + terms.backed(&self.lien.now);
        self.gas += self.gas_now;
        (self.now, self.rate, self.is_out) = (terms.fresh, 0.0, true);
        self.lien = Lien::default();
    }

    /// Entered anew after the lender has sold it.
    pub fn enter(&mut self, terms: &Terms, token: f64, ratio: f64) {
        self.done -= terms.swap(0.0, terms.fresh[1]) / UNIT;
        self.rate = terms.rate(terms.position.entry) * ratio;
        (self.entered, self.now, self.is_out) = (token, terms.fresh, false);
        self.borrow(terms, token, ratio);
    }

    /// Whether the range is to be set anew on a day that begins a month or not.
    pub fn is_due(&self, terms: &Terms, schedule: Recentre, token: f64, is_month: bool) -> bool {
        match schedule {
            Recentre::Month => is_month,
            Recentre::Leaves => !terms.pool.in_range(self.price(terms, token)),
            Recentre::Never => false,
        }
    }

    /// Left and entered anew with as many dollars.
    pub fn recentre(&mut self, terms: &Terms, token: f64, ratio: f64) {
        let fresh = terms.fresh;
        self.done += (self.now[0] - fresh[0] - terms.swap(self.now[1], fresh[1])) / UNIT;
        self.done += terms.backed(&self.lien.now);
        self.gas += self.gas_now;
        self.rate = terms.rate(terms.position.entry) * ratio;
        (self.entered, self.now) = (token, fresh);
        self.borrow(terms, token, ratio);
    }

    /// P&L of a size that is held through, whose fees are so many times the unit's, since today, dollars.
    pub fn pnl(&self, terms: &Terms, usd: f64, factor: f64) -> f64 {
        if usd < LEAST {
            return 0.0;
        }
        usd * (self.done + (self.now[0] - terms.fresh[0]) / UNIT) + factor * self.fees - self.gas
    }
}

impl Held<'_> {
    /// What is written on a size that is held through has made since today, dollars.
    pub fn hedge(&self, terms: &Terms, usd: f64) -> f64 {
        if usd < LEAST { 0.0 } else { usd / terms.fresh[0] * self.written }
    }

    /// P&L of a size that is held through, whose fees are so many times the unit's, since today, dollars.
    pub fn pnl(&self, terms: &Terms, usd: f64, factor: f64) -> f64 {
        let made = self.path.pnl(terms, usd, factor);
        match &terms.backing {
            Some(backing) if usd >= LEAST => {
                let now = self.path.backed();
                let one = |backed: &Backed| if backing.is_agreed() { backing.paid(backed, usd) } else { 0.0 };
                made + usd * terms.backed(&now) + one(&now) + self.ended.iter().map(one).sum::<f64>()
            }
            _ => made,
        }
    }
}

impl Stake {
    /// So many dollars on the first day.
    pub fn start(terms: &Terms, path: &Path, usd: f64) -> Stake {
        let mut stake = Stake::default();
        stake.resize(terms, path, path, usd);
        stake
    }

    /// Left on a path as it was and entered with so many dollars on it as it is, the range the same or set anew.
    pub fn resize(&mut self, terms: &Terms, was: &Path, is: &Path, usd: f64) {
        let usd = if usd >= LEAST { usd } else { 0.0 };
        let base = |path: &Path, usd: f64, value: f64| usd * path.now[1] / value.max(1e-9);
        let swap = terms.swap(base(was, self.usd, self.then[0]), base(is, usd, is.now[0]));
        if self.usd > 0.0 {
            let leaving = was.gas_now + if usd > 0.0 { 0.0 } else { swap };
            self.realised += self.open(terms, was) - leaving;
        }
        self.entering = if usd > 0.0 { swap } else { 0.0 };
        // So many dollars of liquidity round the price are this much of the unit.
        let units = usd * UNIT / is.now[0].max(1e-9);
        (self.usd, self.then, self.factor) = (usd, [is.now[0], is.fees], terms.factor(units));
    }

    fn open(&self, terms: &Terms, path: &Path) -> f64 {
        if self.usd == 0.0 {
            return 0.0;
        }
        let fees = self.factor * (path.fees - self.then[1]);
        let made = self.usd * (path.now[0] / self.then[0].max(1e-9) - 1.0) + fees - self.entering;
        // Loan and cover began with the stake: whoever holds one begins them when he enters.
        terms.backing.as_ref().map_or(made, |backing| {
            let now = &path.lien.now;
            made + backing.paid(now, self.usd) - self.usd * now.costs
        })
    }

    /// Sold by the lender on a path that he has not left yet.
    pub fn call(&mut self, terms: &Terms, path: &Path) {
        if self.usd > 0.0 {
            self.realised += self.open(terms, path) - path.gas_now;
        }
        (self.usd, self.entering) = (0.0, 0.0);
    }

    /// P&L since today, dollars.
    pub fn pnl(&self, terms: &Terms, path: &Path) -> f64 {
        self.realised + self.open(terms, path)
    }
}
