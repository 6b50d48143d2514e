//! Pool: entered at a size, marked at each close of the token, left and entered anew when the size is asked again.
//!
//! Model book 6, 7, 13. The range is set round the price again at every entry, as the plan has it round its own. Fees are
//! the model's for the way from close to close at the plan's rate, the same at every VIX; gas is paid at leaving, and what
//! of the base has to be bought or sold pays the pool's own fee. The loan is borrowed anew at every entry, in proportion to
//! the size, and paid back at leaving; on the first close on which the lender sells nothing is left in it until a size is
//! asked again.

use crate::backtest::days::Row;
use crate::backtest::pool_legs::{Close, Lot, PoolLeg, PoolLegs};
use crate::backtest::programme::pair_vol;
use crate::backtest::trade::{How, Part, Trade};
use crate::book::limits::fee_factor;
use crate::holdings::pool::Reserves;
use crate::holdings::pool::backing::{Backed, Backing, loan_at};
use crate::holdings::pool::bridge::Bridge;
use crate::holdings::pool::position::Position;
use crate::holdings::world::Tokens;
use crate::plan::holding::Kind;
use crate::plan::{MarketPlan, PoolPlan};
use crate::units::day::Day;
use crate::units::{Frac, Usd, Years};

/// Dollars in the position that every size is a multiple of.
const UNIT: f64 = 1000.0;
/// Dollars below which nothing is put in.
const LEAST: f64 = 1.0;
/// Calendar days without a close of the token after which the pool is left at its last mark.
const MOST_SILENT: f64 = 10.0;

/// A position of [`UNIT`] dollars since the day on which it was entered.
#[derive(Clone, Debug)]
struct Path {
    position: Position,
    day: Day,
    /// The token then, dollars.
    token: f64,
    /// Price of the pool at the last close, and that close's day.
    price: f64,
    last: Day,
    value: f64,
    base: f64,
    fees: f64,
    /// What it held when it was entered, and VIX then.
    kept: Reserves,
    vix: f64,
    backing: Option<Backing>,
    /// What loan and cover have come to by now.
    backed: Backed,
    /// What is written on it, and the pair's vol at the last close that had one.
    legs: PoolLegs,
    vol: f64,
}

/// What is written on a pool, and the rate it is priced at.
#[derive(Clone, Copy, Debug)]
struct Written<'a> {
    all: &'a [PoolLeg],
    rate: f64,
}

impl Path {
    fn entered(terms: &PoolPlan, market: &MarketPlan, written: &Written, row: &Row) -> Option<Path> {
        let vol = pair_vol(terms, market, row.token_vol?);
        let market = MarketPlan { token_vol: row.token_vol?, ..market.clone() };
        let loan = loan_at(terms.loan, terms.deposit, terms.loan_threshold, Usd(UNIT));
        let terms = PoolPlan { deposit: Usd(UNIT), loan, ..terms.clone() };
        let position = Position::resolve(&terms, &market, &mut Tokens::of(&market)).ok()?;
        let (pool, price) = (position.pool?, position.entry);
        let (value, base) = (pool.value(price), price * pool.delta(price));
        let is_priced = [value, base, position.fee_apr].iter().all(|x| x.is_finite());
        let mut path = Path {
            day: row.day,
            token: row.token?,
            price,
            last: row.day,
            value,
            base,
            fees: 0.0,
            kept: pool.reserves(price),
            vix: row.vix,
            backing: Backing::of(&position),
            backed: Backed::default(),
            legs: PoolLegs::default(),
            vol,
            position,
        };
        let mut legs = PoolLegs::default();
        legs.begin(written.all, &path.close(written));
        path.legs = legs;
        Some(path).filter(|_| is_priced)
    }

    fn close(&self, written: &Written) -> Close<'_> {
        let Path { position, price, vol, .. } = self;
        Close { position, price: *price, vol: *vol, rate: written.rate, time: f64::from(self.last.0) }
    }

    /// A day; what is written on it and is rolled.
    fn step(
        &mut self,
        terms: &PoolPlan,
        market: &MarketPlan,
        written: &Written,
        row: &Row,
    ) -> Vec<(PoolLeg, Lot, How)> {
        self.mark(row);
        let mut ended = Vec::new();
        if row.token.is_some() && !written.all.is_empty() {
            self.vol = row.token_vol.map_or(self.vol, |vol| pair_vol(terms, market, vol));
            let mut legs = std::mem::take(&mut self.legs);
            legs.step(written.all, &self.close(written), |leg, lot, how| ended.push((leg.clone(), lot.clone(), how)));
            self.legs = legs;
        }
        if let Some(backing) = &self.backing {
            // Debt and premium also grow while the token is silent.
            let after = Years::from_calendar_days(row.day.since(self.day));
            let [value, hodl] = [self.value, self.kept.value(self.price)].map(|usd| usd / UNIT);
            self.backed = backing.since(after, value, hodl, row.vix / self.vix);
            // He sells at a close.
            self.backed.is_called &= row.token.is_some();
        }
        ended
    }

    fn mark(&mut self, row: &Row) {
        let (Some(token), Some(pool)) = (row.token, self.position.pool) else { return };
        let price = self.position.entry * token / self.token;
        let horizon = Years::from_calendar_days(row.day.since(self.last));
        let bridge = Bridge::new(&pool, self.price, Frac(self.position.fee_apr), self.position.vol, horizon);
        self.fees += bridge.fees_given_end(price);
        (self.price, self.last) = (price, row.day);
        (self.value, self.base) = (pool.value(price), price * pool.delta(price));
    }
}

/// What one way to size it holds of the path.
#[derive(Clone, Debug, Default)]
pub struct Stake {
    /// Dollars put in.
    pub usd: f64,
    entering: f64,
    realised: f64,
    /// What everything that was written on it before made.
    hedged: f64,
    /// Every time that it, or what is written on it, was left.
    pub trades: Vec<Trade>,
}

/// The pool as it is entered on one schedule, whatever the sizes.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    terms: &'a (usize, PoolPlan),
    market: &'a MarketPlan,
    written: Written<'a>,
    path: Option<Path>,
    /// One a way to size it.
    pub stakes: Vec<Stake>,
}

impl<'a> Pool<'a> {
    /// Nothing in it yet, for so many ways to size it.
    pub fn new(terms: &'a (usize, PoolPlan), market: &'a MarketPlan, ways: usize) -> Pool<'a> {
        let written = Written { all: &[], rate: market.rate.0 };
        Pool { terms, market, written, path: None, stakes: vec![Stake::default(); ways] }
    }

    /// The same with strips and conversions on it.
    pub fn with_legs(self, all: &'a [PoolLeg]) -> Pool<'a> {
        Pool { written: Written { all, ..self.written }, ..self }
    }

    /// Whether it can be entered on a day: the token has a close and two months behind it.
    pub fn can_enter(row: &Row) -> bool {
        row.token.is_some() && row.token_vol.is_some()
    }

    /// Whether the token has been silent for so long that nobody knows what it is worth.
    pub fn is_silent(&self, row: &Row) -> bool {
        self.path.as_ref().is_some_and(|path| row.day.since(path.last) > MOST_SILENT)
    }

    /// One day's close; where the lender sells, nothing is in it any more.
    pub fn step(&mut self, row: &Row) {
        let Some(path) = &mut self.path else { return };
        for (leg, lot, how) in path.step(&self.terms.1, self.market, &self.written, row) {
            self.stakes.iter_mut().for_each(|stake| stake.tell(&leg, &lot, row.day, how));
        }
        let Some(path) = self.path.take_if(|path| path.backed.is_called) else { return };
        for stake in &mut self.stakes {
            stake.end(self.written.all, &path, row.day, How::Liquidated);
            // As in the shock gas and his penalty are paid, and nothing is swapped.
            stake.leave(self.terms.0, &path, row.day, path.position.gas.0, How::Liquidated);
            stake.usd = 0.0;
        }
    }

    /// Left, and entered anew with so many dollars each.
    pub fn resize(&mut self, row: &Row, sizes: &[f64]) {
        let old = self.path.take();
        let new = Path::entered(&self.terms.1, self.market, &self.written, row);
        let tier = self.terms.1.tier.0;
        for (stake, size) in self.stakes.iter_mut().zip(sizes) {
            let then = if *size >= LEAST && new.is_some() { *size } else { 0.0 };
            let before = old.as_ref().map_or(0.0, |path| stake.usd / UNIT * path.base);
            let after = new.as_ref().map_or(0.0, |path| then / UNIT * path.base);
            let swap = tier * (after - before).abs();
            if let Some(path) = &old {
                stake.end(self.written.all, path, row.day, How::Resized);
                let leaving = path.position.gas.0 + if then > 0.0 { 0.0 } else { swap };
                stake.leave(self.terms.0, path, row.day, leaving, How::Resized);
            }
            (stake.usd, stake.entering) = (then, if then > 0.0 { swap } else { 0.0 });
        }
        self.path = new.filter(|_| self.stakes.iter().any(|stake| stake.usd > 0.0));
    }

    /// P&L since the first day, dollars.
    pub fn pnl(&self, way: usize) -> f64 {
        let open = |stake: &Stake| self.path.as_ref().map_or(0.0, |path| stake.gain(path));
        self.stakes.get(way).map_or(0.0, |stake| stake.realised + open(stake))
    }

    /// P&L since the first day of what is written on it, dollars.
    pub fn hedge(&self, way: usize) -> f64 {
        let open = |stake: &Stake| self.path.as_ref().map_or(0.0, |path| stake.usd / UNIT * path.legs.pnl());
        self.stakes.get(way).map_or(0.0, |stake| stake.hedged + open(stake))
    }

    /// What is written on it at the end.
    pub fn legs_open(&self, way: usize, row: &Row) -> Vec<Trade> {
        let Some((stake, path)) = self.stakes.get(way).zip(self.path.as_ref()) else { return Vec::new() };
        let open = path.legs.open(self.written.all).filter(|_| stake.usd > 0.0);
        open.map(|(leg, lot)| stake.leg(leg, lot, row.day, How::Open)).collect()
    }

    /// What is in it at the end.
    pub fn still_open(&self, way: usize, row: &Row) -> Option<Trade> {
        let stake = self.stakes.get(way).filter(|stake| stake.usd > 0.0)?;
        self.path.as_ref().map(|path| stake.trade(self.terms.0, path, row.day, 0.0, How::Open))
    }
}

impl Stake {
    /// Fees, and what the insurer would pay.
    fn earned(&self, path: &Path) -> f64 {
        let paid = path.backing.as_ref().map_or(0.0, |backing| backing.paid(&path.backed, self.usd));
        path.fees * fee_factor(&path.position, self.usd) + paid
    }

    /// What entering cost, and what loan and cover have.
    fn costs(&self, path: &Path) -> f64 {
        self.entering + self.usd * path.backed.costs
    }

    /// Since it was entered, what entering, loan and cover cost counted.
    fn gain(&self, path: &Path) -> f64 {
        if self.usd == 0.0 {
            return 0.0;
        }
        self.usd * (path.value / UNIT - 1.0) + self.earned(path) - self.costs(path)
    }

    /// What is written on it ends with it.
    fn end(&mut self, all: &[PoolLeg], path: &Path, day: Day, how: How) {
        self.hedged += self.usd / UNIT * path.legs.pnl();
        path.legs.open(all).for_each(|(leg, lot)| self.tell(leg, lot, day, how));
    }

    /// A leg that ended is a trade, where anything is in the pool.
    fn tell(&mut self, leg: &PoolLeg, lot: &Lot, day: Day, how: How) {
        if self.usd > 0.0 {
            self.trades.push(self.leg(leg, lot, day, how));
        }
    }

    fn leg(&self, leg: &PoolLeg, lot: &Lot, day: Day, how: How) -> Trade {
        let times = self.usd / UNIT;
        Trade {
            part: if leg.kind == Kind::Strip { Part::Strip } else { Part::Conversion },
            nth: leg.nth,
            opened: Day(lot.time as i32),
            closed: day,
            how,
            strikes: Vec::new(),
            contracts: 1.0,
            entry: times * lot.paid,
            exit: times * lot.worth,
            earned: 0.0,
            costs: times * lot.costs,
            pnl: times * lot.gain(),
        }
    }

    /// Out of it, where anything is in it.
    fn leave(&mut self, nth: usize, path: &Path, day: Day, leaving: f64, how: How) {
        if self.usd > 0.0 {
            let trade = self.trade(nth, path, day, leaving, how);
            self.realised += trade.pnl;
            self.trades.push(trade);
        }
    }

    fn trade(&self, nth: usize, path: &Path, day: Day, leaving: f64, how: How) -> Trade {
        Trade {
            part: Part::Pool,
            nth,
            opened: path.day,
            closed: day,
            how,
            strikes: Vec::new(),
            contracts: 1.0,
            entry: self.usd,
            exit: self.usd * path.value / UNIT,
            earned: self.earned(path),
            costs: self.costs(path) + leaving,
            pnl: self.gain(path) - leaving,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::holdings::pool::loan::{LIQUIDATION_PENALTY, Loan};
    use crate::plan::address::Changes;
    use crate::plan::{Plan, PoolKind};
    use crate::units::{Points, Vol};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    const FIRST: Day = Day(19_724);
    const SIZE: f64 = 12_000.0;

    /// A close so many calendar days after the first.
    fn row(days: f64, token: f64, vix: f64) -> Row {
        Row {
            day: FIRST.plus(days),
            vix,
            is_held: false,
            anchor: vix,
            spx: 5_000.0,
            token: Some(token),
            token_vol: Some(Vol(0.7)),
            flags: Changes::new(),
        }
    }

    /// Half of it borrowed, no fees.
    fn lent(change: impl FnOnce(&mut PoolPlan)) -> (usize, PoolPlan) {
        let mut plan = PoolPlan { kind: PoolKind::ConstantProduct, fee_apr: Frac(0.0), ..PoolPlan::default() };
        plan.loan = Usd(0.5 * plan.deposit.0);
        change(&mut plan);
        (0, plan)
    }

    /// What each close leaves of a size entered at the first.
    fn walked(terms: &(usize, PoolPlan), size: f64, rows: &[Row]) -> (Vec<f64>, Vec<Trade>) {
        let market = MarketPlan::default();
        let mut pool = Pool::new(terms, &market, 1);
        let mut made = Vec::new();
        for (nth, row) in rows.iter().enumerate() {
            pool.step(row);
            if nth == 0 {
                pool.resize(row, &[size]);
            }
            made.push(pool.pnl(0));
        }
        let still = rows.last().and_then(|row| pool.still_open(0, row));
        (made, pool.stakes[0].trades.iter().cloned().chain(still).collect())
    }

    #[test]
    fn a_loan_costs_what_its_closed_form_says() {
        let terms = lent(|_| ());
        let (made, trades) = walked(&terms, SIZE, &[row(0.0, 2_000.0, 17.0), row(31.0, 2_100.0, 17.0)]);
        // Full range: its value follows the root of the price, and half of it is the token.
        let entering = 0.5 * SIZE * terms.1.tier.0;
        let interest = 0.5 * SIZE * ((0.08 * 31.0 / 365.0_f64).exp() - 1.0);
        let wanted = SIZE * (1.05_f64.sqrt() - 1.0) - entering - interest;
        assert!((made[1] - wanted).abs() < 1e-6 && (made[0] + entering).abs() < 1e-9, "{made:?} {wanted}");
        assert!(interest > 40.0 && (trades[0].costs - entering - interest).abs() < 1e-6 && trades[0].earned == 0.0);
        assert_eq!(trades[0].how, How::Open);
    }

    #[test]
    fn every_size_borrows_in_proportion_and_none_is_borrowed_of_an_empty_plan() {
        let rows = [row(0.0, 2_000.0, 17.0), row(9.0, 1_900.0, 17.0), row(60.0, 1_700.0, 17.0)];
        let made = |size: f64, terms: &(usize, PoolPlan)| walked(terms, size, &rows).0[2];
        let terms = lent(|_| ());
        assert!((made(3.0 * SIZE, &terms) - 3.0 * made(SIZE, &terms)).abs() < 1e-8);
        let [empty, none] = [lent(|plan| plan.deposit = Usd(0.0)), lent(|plan| plan.loan = Usd(0.0))];
        assert_eq!(made(SIZE, &empty), made(SIZE, &none));
        assert!(made(SIZE, &none) > made(SIZE, &terms));
    }

    #[test]
    fn terms_of_a_loan_and_a_cover_that_are_none_move_no_digit() {
        let none = |change: fn(&mut PoolPlan)| {
            lent(|plan| {
                plan.loan = Usd(0.0);
                plan.fee_apr = Frac(0.06);
                change(plan);
            })
        };
        let rows: Vec<Row> =
            (0..40).map(|i| row(1.4 * f64::from(i), 2_000.0 - 37.0 * f64::from(i), 17.0 + f64::from(i))).collect();
        let plain = walked(&none(|_| ()), SIZE, &rows);
        for other in [
            none(|plan| (plan.loan_rate, plan.loan_threshold) = (Frac(0.5), Frac(0.05))),
            none(|plan| (plan.deductible, plan.cover_limit) = (Frac(0.0), Some(Usd(1e6)))),
        ] {
            assert_eq!(walked(&other, SIZE, &rows), plain);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, rng_seed: RngSeed::Fixed(41), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn it_is_sold_on_the_first_close_below_its_liquidation_price_and_pays_its_penalty_once(
            moves in prop::collection::vec(-0.16..0.11f64, 30), share in 0.3..0.8f64, kind in 0..2usize,
        ) {
            let kind = [PoolKind::ConstantProduct, PoolKind::Concentrated][kind];
            let terms = lent(|plan| (plan.kind, plan.loan) = (kind, Usd(share * plan.deposit.0)));
            let mut token = 3_000.0;
            let mut rows = vec![row(0.0, token, 17.0)];
            for (day, by) in moves.iter().enumerate() {
                token *= by.exp();
                rows.push(row(1.5 * (day + 1) as f64, token, 17.0));
            }
            let (made, trades) = walked(&terms, SIZE, &rows);
            let market = MarketPlan::default();
            let plan = PoolPlan { deposit: Usd(SIZE), loan: Usd(share * SIZE), ..terms.1.clone() };
            let Ok(position) = Position::resolve(&plan, &market, &mut Tokens::of(&market)) else { unreachable!() };
            let Some(pool) = position.pool else { unreachable!() };
            let loan: Loan = position.loan;
            let after = |row: &Row| Years::from_calendar_days(row.day.since(FIRST));
            let price = |row: &Row| position.entry * row.token.unwrap_or(0.0) / 3_000.0;
            let below = |row: &&Row| {
                let at = loan.liquidation_price(&pool, position.entry, 1.0, after(row));
                at.is_some_and(|at| price(row) < at)
            };
            let first = rows.iter().position(|row| below(&row));
            let called = trades.iter().filter(|trade| trade.how == How::Liquidated).count();
            prop_assert_eq!(called, usize::from(first.is_some()));
            if let Some(nth) = first {
                let (row, trade) = (&rows[nth], &trades[0]);
                let debt = loan.debt(after(row)).0;
                let costs = debt - loan.principal.0 + LIQUIDATION_PENALTY.0 * debt + position.gas.0;
                let entering = -made[0];
                let wanted = pool.value(price(row)) - SIZE - costs - entering;
                prop_assert!((trade.pnl - wanted).abs() < 1e-6 && trade.closed == row.day, "{} {}", trade.pnl, wanted);
                prop_assert!(made[nth..].iter().all(|usd| *usd == trade.pnl) && trades.len() == 1);
            }
        }
    }

    #[test]
    fn after_it_is_sold_it_is_entered_anew_when_a_size_is_asked() {
        let (terms, market) = (lent(|_| ()), MarketPlan::default());
        let mut pool = Pool::new(&terms, &market, 2);
        let rows = [row(0.0, 3_000.0, 17.0), row(1.0, 900.0, 50.0), row(2.0, 800.0, 50.0)];
        pool.resize(&rows[0], &[SIZE, 0.0]);
        rows[1..].iter().for_each(|row| pool.step(row));
        // Sold once, and who had nothing in it sold nothing.
        let usd = |pool: &Pool| [pool.stakes[0].usd, pool.stakes[1].usd];
        assert_eq!((pool.stakes[0].trades.len(), pool.stakes[1].trades.len(), usd(&pool)), (1, 0, [0.0; 2]));
        assert_eq!((pool.pnl(1), pool.still_open(0, &rows[2])), (0.0, None));
        let lost = pool.pnl(0);
        pool.resize(&rows[2], &[500.0, SIZE]);
        assert!((pool.pnl(0) - lost + 250.0 * terms.1.tier.0).abs() < 1e-9 && usd(&pool) == [500.0, SIZE]);
        assert_eq!(pool.stakes[0].trades.len(), 1);
    }

    #[test]
    fn a_cover_pays_what_it_pays_in_the_shock_at_every_size() {
        let mut plan = Plan::default();
        (plan.event.vix, plan.event.days) = (Some(Points(48.0)), 12.0);
        plan.a_pool().loan = Usd(12_000.0);
        (plan.a_pool().cover, plan.a_pool().cover_premium) = (Frac(0.9), Frac(0.03));
        plan.a_pool().deductible = Frac(0.01);
        for limit in [None, Some(Usd(150.0))] {
            plan.a_pool().cover_limit = limit;
            let of = |usd: f64| {
                let mut plan = plan.clone();
                let pool = plan.a_pool();
                (pool.loan, pool.deposit) = (Usd(0.4 * usd), Usd(usd));
                Book::resolve(&plan).unwrap_or_else(|fault| unreachable!("{fault}"))
            };
            let unit = of(UNIT);
            let (world, Some(position)) = (unit.shock.as_set(0.0), unit.positions().next()) else { unreachable!() };
            let (Some(pool), Some(backing)) = (position.pool, Backing::of(position)) else { unreachable!() };
            let price = position.price_in(&world);
            let held = [pool.value(price), pool.reserves(position.entry).value(price)].map(|usd| usd / UNIT);
            let backed = backing.since(Years::from_trading_days(world.days), held[0], held[1], world.vix_ratio);
            let mut most = 0.0_f64;
            for usd in [700.0, 30_000.0, 250_000.0] {
                let whole = of(usd).positions().next().map(|one| one.pnl(&world)).unwrap_or_default();
                let paid = backing.paid(&backed, usd);
                assert!((paid - whole.claims).abs() < 1e-9 * usd, "{usd} {paid} {}", whole.claims);
                let costs = whole.interest + whole.premium + whole.penalty;
                assert!((usd * backed.costs - costs).abs() < 1e-9 * usd && costs > 0.0);
                assert!(limit.is_none_or(|limit| paid <= limit.0));
                most = most.max(paid);
            }
            assert!(most > 0.0, "nothing is claimed");
        }
    }

    #[test]
    fn a_premium_is_paid_by_calendar_days_and_what_a_cover_pays_is_earned_when_it_is_left() {
        let covered = |limit: Option<f64>| {
            lent(|plan| {
                plan.loan = Usd(0.0);
                (plan.cover, plan.cover_premium, plan.deductible) = (Frac(1.0), Frac(0.0365), Frac(0.08));
                plan.cover_limit = limit.map(Usd);
            })
        };
        // Friday, Monday, and a month on: nothing is claimed where nothing has moved.
        let rows = [0.0, 3.0, 31.0].map(|days| row(days, 2_000.0, 17.0));
        let (made, trades) = walked(&covered(None), SIZE, &rows);
        let paid = made.iter().map(|usd| made[0] - usd).collect::<Vec<_>>();
        assert!((paid[1] - SIZE * 3e-4).abs() < 1e-9 && (paid[2] - SIZE * 31e-4).abs() < 1e-9, "{paid:?}");
        assert_eq!(trades[0].earned, 0.0);
        // A quarter of the price is left: the pool holds half of its dollars, holding five eighths; at twice the VIX a
        // quarter of the claim is paid.
        let rows = [row(0.0, 2_000.0, 17.0), row(1.0, 500.0, 34.0)];
        let claim = SIZE * (0.625 - 0.5 - 0.08 * 0.625);
        for (limit, paid) in [(None, 0.25 * claim), (Some(1e6), 0.25 * claim), (Some(100.0), 25.0)] {
            let (_, trades) = walked(&covered(limit), SIZE, &rows);
            assert!((trades[0].earned - paid).abs() < 1e-6, "{limit:?} {} {paid}", trades[0].earned);
        }
    }
}
