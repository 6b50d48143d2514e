//! Back-test: the programme of a plan walked through dated closes, with what was known on each day.
//!
//! Condors are sold and left by their rules, the hedge held and rolled, the pool held at the size that the rules gave;
//! untouched beside it: the same condors held to their expiry, the pool at the size that is typed; and a promoter, who keeps
//! no rule of the size and holds no hedge. Every price of an option is the
//! model's, of the day's VIX and SPX. Model book 13.

pub mod condors;
pub mod curve;
pub mod days;
pub mod held_legs;
pub mod layers;
pub mod legs;
pub mod pool;
pub mod pool_legs;
pub mod programme;
pub mod say;
pub mod shocks;
pub mod sizes;
pub mod trade;
pub mod schedules;
pub mod walk;
pub mod ways;

use serde::{Deserialize, Serialize};

use crate::backtest::curve::Curve;
use crate::backtest::days::Days;
use crate::backtest::programme::Programme;
use crate::backtest::shocks::ExplosionRow;
use crate::backtest::trade::Trade;
use crate::plan::Plan;
use crate::shock::explosions::EXPLOSIONS;
use crate::signals::histories::Histories;
use crate::signals::series::on;
use crate::units::day::Day;

/// What each engine made, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// The condors.
    pub condor: f64,
    /// The pool.
    pub pool: f64,
    /// The hedge: VIX calls, products, legs on the chain and on the pool.
    pub hedge: f64,
}

impl Parts {
    /// All together.
    pub fn total(&self) -> f64 {
        self.condor + self.pool + self.hedge
    }
}

/// The programme with one rule switched over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleRow {
    /// Its row in the table of inputs.
    pub id: String,
    /// Inside a sentence: 'the stress cap'.
    pub name: String,
    /// Whether it is on in the plan; the figures are those with it off then, and on where it is off.
    pub is_on: bool,
    /// Equity at the end.
    pub end: f64,
    /// Deepest drawdown as a share, positive.
    pub drawdown: f64,
    /// Mean of the dollars in the pool over the days on which there could be one.
    pub held: f64,
    /// Of those days the ones on which the signal that it hangs on was known; `None` where it hangs on none.
    pub known: Option<usize>,
}

/// A programme and what it came to. Lines are thinned; every total is of all days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Days that were walked.
    pub rows: usize,
    /// First day on which the token had two months of closes behind it.
    pub pool_from: Option<Day>,
    /// Days on which there could be a pool.
    pub pool_days: usize,
    /// Equity before the first day.
    pub start: f64,
    /// Loss that the plan's shock may cost, dollars.
    pub budget: f64,
    /// Days of the lines.
    pub days: Vec<Day>,
    /// By the rules.
    pub with_rules: Curve,
    /// Untouched.
    pub untouched: Curve,
    /// Of a promoter: no rule of the size on, no hedge, condors left by their rules.
    pub promoter: Curve,
    /// What each engine made up to each day of the lines, by the rules.
    pub parts: Vec<Parts>,
    /// What each made in all, by the rules, untouched and of a promoter.
    pub made: [Parts; 3],
    /// Dollars in the pool on each day of the lines, by the rules.
    pub held: Vec<f64>,
    /// Every trade by the rules, by the day on which it ended; those that are open at the end last.
    pub trades: Vec<Trade>,
    /// Each rule switched over, in the order of the waterfall, then each exit rule switched off.
    pub rules: Vec<RuleRow>,
    /// Each explosion, oldest first.
    pub explosions: Vec<ExplosionRow>,
    /// What has to be known of it, a sentence each.
    pub said: Vec<String>,
}

/// Walks a plan's programme through histories, in pieces; `progress` hears which part of it is done. Without a history of VIX
/// the closes that are shipped stand in. Where a first day is said nothing is held before it; signals and vols of that day
/// are of all rows up to it.
///
/// # Errors
/// Rows that are none, no day that SPX and VIX have in common, a plan whose own terms allow no market: in words.
pub async fn run(
    plan: &Plan,
    all: &Histories,
    from: Option<Day>,
    progress: &mut dyn FnMut(f64),
) -> Result<BackTest, String> {
    let programme = Programme::of(plan);
    // What was dropped stands; the closes that are shipped are put where it has none.
    let known = match days::of(&all.with_shipped_vix()) {
        // Each explosion has its own VIX: what the rules would have held needs no walk.
        Err(said) if all.spx.is_empty() => return explosions_alone(&programme, said, progress).await,
        known => known?,
    };
    let days = known.since(from)?;
    let is_shipped = days.rows.iter().any(|row| on(&all.vix, row.day).is_none());
    // The explosions ask for as many sizes as two years of months.
    let (rows, shocks) = (days.rows.len() as f64, 500.0);
    let whole = rows + shocks;
    let walked = walk::walked(&programme, &days, &mut |row| progress(row as f64 / whole)).await?;
    let mut done = 0.0;
    let mut tell = || {
        done += 1.0;
        progress((rows + shocks * done / EXPLOSIONS.len() as f64) / whole);
    };
    let explosions = shocks::of(&programme, [&known, &days], walked.lines(), &mut tell).await;
    let missed = walked.missed;
    let mut found = walked.ended(&days, explosions);
    found.said = say::said(&programme, &days, &found, missed);
    found.said.extend(is_shipped.then(say::shipped));
    if found.is_finite() { Ok(found) } else { Err("These closes are so far apart that a price is no number.".into()) }
}

/// The explosions of a programme that there is no history for; `said` is why.
async fn explosions_alone(
    programme: &Programme,
    said: String,
    progress: &mut dyn FnMut(f64),
) -> Result<BackTest, String> {
    let none = Days { rows: Vec::new() };
    let walked = walk::walked(programme, &none, &mut |_| {}).await?;
    let mut done = 0.0;
    let mut tell = || {
        done += 1.0;
        progress(done / EXPLOSIONS.len() as f64);
    };
    let explosions = shocks::of(programme, [&none, &none], walked.lines(), &mut tell).await;
    let mut found = walked.ended(&none, explosions);
    let eves =
        "On the eve of each explosion VIX is its own, the token's vol the plan's, and no signal is known.".into();
    found.said = vec![said, eves];
    if found.is_finite() { Ok(found) } else { Err("At these explosions a price is no number.".into()) }
}

impl BackTest {
    /// Whether a programme was walked, and not the explosions asked alone.
    pub fn is_walked(&self) -> bool {
        self.rows > 0
    }

    fn is_finite(&self) -> bool {
        let curve = |curve: &Curve| curve.end.is_finite() && curve.equity.iter().all(|x| x.is_finite());
        let parts = |parts: &Parts| parts.total().is_finite();
        let trade = |trade: &Trade| {
            let figures = [trade.contracts, trade.entry, trade.exit, trade.earned, trade.costs, trade.pnl];
            figures.iter().chain(&trade.strikes).all(|x| x.is_finite())
        };
        [&self.with_rules, &self.untouched, &self.promoter].into_iter().all(curve)
            && self.parts.iter().chain(&self.made).all(parts)
            && self.trades.iter().all(trade)
            && self.rules.iter().all(|row| row.end.is_finite() && row.drawdown.is_finite() && row.held.is_finite())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backtest::curve::Running;
    use crate::backtest::trade::{How, Part};
    use crate::backtest::walk::Walked;
    use crate::book::{Book, explosions};
    use crate::numbers::pieces::whole;
    use crate::plan::PoolKind;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::shock::closes;
    use crate::sizing::RULES;
    use crate::sizing::ledger::SizedPosition;
    use crate::units::{Frac, Points, Usd};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    type Rows = Vec<(Day, f64)>;

    /// From 2 January 2024 on.
    fn trading_days(count: usize) -> Vec<Day> {
        std::iter::successors(Some(Day(19_724)), |day| Some(day.next_trading_day())).take(count).collect()
    }

    /// Trading days on which everything wanders, futures with VIX, the same for one seed.
    fn wandering(count: usize, seed: u64) -> Histories {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        let (mut all, mut line) = (Histories::default(), 0.0);
        let [mut spx, mut vix, mut token] = [1_200.0f64, 17.0f64, 300.0f64];
        for day in trading_days(count) {
            let shock = next();
            (spx, vix) = (
                spx * (0.03 * shock).exp(),
                (vix * (-0.25 * shock + 0.04 * (17.0 / vix - 1.0)).exp()).clamp(9.5, 85.0),
            );
            token *= (0.05 * next() + 0.03 * shock).exp();
            line += 900.0 * next();
            all.spx.push((day, spx));
            all.vix.push((day, vix));
            all.vix9d.push((day, vix * (1.0 + 0.3 * next())));
            let apart = 0.12 * f64::from(day.0).sin();
            all.futures[0].push((day, 0.6 * vix + 7.5));
            all.futures[1].push((day, (0.6 * vix + 7.5) * (1.03 + apart)));
            all.token.push((day, token));
            all.line.push((day, line));
        }
        all
    }

    fn found(plan: &Plan, all: &Histories) -> BackTest {
        match whole(run(plan, all, None, &mut |_| {})) {
            Ok(found) => found,
            Err(said) => unreachable!("{said}"),
        }
    }

    fn walked(plan: &Plan, all: &Histories) -> Walked {
        let (programme, days) = (Programme::of(plan), days::of(all));
        let Ok(days) = days else { unreachable!() };
        let walked = whole(walk::walked(&programme, &days, &mut |_| {}));
        walked.unwrap_or_else(|said| unreachable!("{said}"))
    }

    /// The example with this share of its pool borrowed, and a cover that pays soon.
    fn backed(share: f64) -> Plan {
        let mut plan = Plan::example();
        let pool = plan.a_pool();
        pool.loan = Usd(share * pool.deposit.0);
        (pool.cover, pool.cover_premium, pool.deductible) = (Frac(0.8), Frac(0.02), Frac(0.01));
        plan
    }

    fn without_exits(plan: &mut Plan) {
        (plan.exits.profit, plan.exits.stop, plan.exits.days) = (Frac(1.0), 100.0, 0.0);
    }

    fn columns(all: &mut Histories) -> [&mut Rows; 7] {
        let [first, second] = &mut all.futures;
        [&mut all.spx, &mut all.vix, &mut all.vix9d, &mut all.token, &mut all.line, first, second]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6, rng_seed: RngSeed::Fixed(77), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_day_knows_what_comes_after_it(seed in 1..1_000u64, at in 70..230usize, factor in 0.3..3.0f64, cut in any::<bool>()) {
            let (plan, all) = (if seed % 2 == 0 { Plan::example() } else { backed(0.5) }, wandering(240, seed));
            let mut other = all.clone();
            for (nth, rows) in columns(&mut other).into_iter().enumerate() {
                if cut {
                    rows.truncate(at + 1);
                }
                for (later, row) in rows.iter_mut().enumerate().skip(at + 1) {
                    row.1 = (row.1 * factor * (1.0 + 0.4 * ((later * (nth + 2)) as f64).sin())).max(1.0);
                }
            }
            let [one, two] = [walked(&plan, &all), walked(&plan, &other)];
            // By the rules, untouched, and with every rule switched over: pool and condors.
            prop_assert_eq!(one.lines.len(), 3 + RULES.len() + 3);
            for (a, b) in one.lines.iter().zip(&two.lines) {
                prop_assert_eq!(&a[..=at], &b[..=at]);
            }
            prop_assert_eq!(&one.days[..=at], &two.days[..=at]);
            let last = all.spx[at].0;
            let past = |of: &Walked| of.trades.iter().filter(|trade| trade.closed <= last && trade.how != How::Open).cloned().collect::<Vec<_>>();
            prop_assert_eq!(past(&one), past(&two));
            prop_assert!(past(&one).len() > 2 && (cut || one.lines[0] != two.lines[0]));
            let [one, two] = [found(&plan, &all), found(&plan, &other)].map(|found| found.explosions);
            let known = |rows: &[ExplosionRow]| {
                let eve = rows.iter().filter(|row| row.from <= last);
                eve.map(|row| (row.id.clone(), row.has_eve, row.known, [row.with_rules, row.untouched, row.promoter])).collect::<Vec<_>>()
            };
            prop_assert_eq!(known(&one), known(&two));
            prop_assert!(at < 150 || one.iter().any(|row| row.has_eve && row.from <= last), "{last:?}");
        }
    }

    /// A file near the closes that are shipped, of which months are missing, and later rows of it that go far from them or
    /// are not there.
    #[test]
    fn what_stands_in_for_a_missing_close_of_vix_knows_no_later_row_either() {
        let plan = Plan::example();
        let shipped = closes::dated_vix();
        let mut would_be_refused = 0;
        for (seed, from, to, at, factor) in
            [(3, 30, 90, 105, 3.0), (4, 40, 100, 110, 0.4), (5, 25, 60, 130, 1.7), (6, 60, 140, 150, 0.0)]
        {
            let mut all = wandering(240, seed);
            let near = |day: Day| on(&shipped, day).map(|vix| (day, vix * (1.0 + 0.005 * f64::from(day.0 % 3 - 1))));
            all.vix = all.spx.iter().filter_map(|row| near(row.0)).collect();
            let [first, last] = [from, to].map(|row: usize| all.spx[row].0);
            all.vix.retain(|row| !(first..last).contains(&row.0));
            let day = all.spx[at].0;
            let mut other = all.clone();
            match factor {
                0.0 => other.vix.retain(|row| row.0 <= day),
                _ => other.vix.iter_mut().filter(|row| row.0 > day).for_each(|row| row.1 *= factor),
            }
            let is_far = |row: &&(Day, f64)| on(&shipped, row.0).is_some_and(|vix| (vix / row.1 - 1.0).abs() > 0.02);
            would_be_refused += usize::from(2 * other.vix.iter().filter(is_far).count() > other.vix.len());
            let [one, two] = [found(&plan, &all), found(&plan, &other)];
            let upto = |of: &BackTest| of.days.iter().filter(|one| **one <= day).count();
            let count = upto(&one);
            // The days that are missing were walked.
            assert_eq!((count, upto(&two)), (at + 1, at + 1), "{seed}");
            let lines = |of: &BackTest| {
                let curves = [&of.with_rules, &of.untouched, &of.promoter];
                (curves.map(|curve| curve.equity[..count].to_vec()), of.held[..count].to_vec())
            };
            assert_eq!(lines(&one), lines(&two), "{seed}");
            assert!(factor == 0.0 || one.with_rules.end != two.with_rules.end);
        }
        // By all days of both, later ones too, the shipped closes would have been another thing.
        assert!(would_be_refused >= 2, "{would_be_refused}");
    }

    #[test]
    fn a_rule_that_changes_nothing_has_the_programmes_own_mean_in_the_pool() {
        let found = found(&Plan::example(), &wandering(700, 5));
        // An exit rule changes no size: its mean is the programme's.
        let own = found.rules.last().map(|row| row.held).unwrap_or_default();
        assert!(own > 0.0);
        let sized = |row: &&RuleRow| RULES.iter().any(|rule| rule.id == row.id);
        let (same, other): (Vec<&RuleRow>, Vec<&RuleRow>) =
            found.rules.iter().filter(sized).partition(|row| row.end == found.with_rules.end);
        assert!(same.len() >= 2 && !other.is_empty(), "{:?}", found.rules);
        for row in &same {
            assert_eq!(row.held, own, "{}", row.name);
        }
        // A size that the rule turns is another on average; the days of entering alone may be others too.
        assert!(other.iter().any(|row| (row.held - own).abs() > 100.0), "{other:?}");
    }

    #[test]
    fn a_fall_from_the_first_dollar_on_begins_on_the_first_day() {
        let mut line = Running::new(1000.0);
        for (day, equity) in [(10, 990.0), (11, 700.0), (12, 800.0)] {
            line.push(Day(day), equity);
        }
        let fall = line.ended().drawdown;
        assert_eq!(fall.map(|fall| (fall.from, fall.to, fall.usd)), Some((Day(10), Day(11), 300.0)));
    }

    #[test]
    fn the_equity_is_the_start_and_the_parts_and_every_part_its_trades() {
        let (mut plan, all) = (Plan::example(), wandering(700, 5));
        for kind in [Kind::Etp, Kind::Strip, Kind::Conversion] {
            plan.holdings.push(Holding::new(Terms::fresh(kind, 0)));
        }
        let found = found(&plan, &all);
        assert_eq!((found.rows, found.days.len(), found.start), (700, 700, plan.account.equity.0));
        for (parts, equity) in found.parts.iter().zip(&found.with_rules.equity) {
            assert!((found.start + parts.total() - equity).abs() < 0.005);
        }
        let made = |of: &[Part]| {
            let trades = found.trades.iter().filter(|trade| of.contains(&trade.part));
            trades.map(|trade| trade.pnl).sum::<f64>()
        };
        let parts = found.made[0];
        let hedge = [Part::Hedge, Part::Etp, Part::Chain, Part::Strip, Part::Conversion];
        for (part, of) in [(&[Part::Condor][..], parts.condor), (&[Part::Pool], parts.pool), (&hedge, parts.hedge)] {
            assert!((made(part) - of).abs() < 0.005 && of != 0.0, "{part:?} {of} {}", made(part));
        }
        assert!(hedge.iter().all(|part| made(&[*part]) != 0.0));
        let said = found.said.join(" ");
        for words in ["product rolls day by day", "Legs on the chain begin on", "written on the pool is bought anew"] {
            assert!(said.contains(words) && !said.contains("Not walked"), "{said}");
        }
        assert!((found.with_rules.end - found.start - parts.total()).abs() < 0.005);
        assert!((found.untouched.end - found.start - found.made[1].total()).abs() < 0.005);
        for trade in &found.trades {
            let gain = match trade.part {
                Part::Condor => 100.0 * trade.contracts * (trade.entry - trade.exit),
                Part::Hedge => 100.0 * trade.contracts * (trade.exit - trade.entry),
                Part::Pool => trade.exit - trade.entry + trade.earned,
                _ => trade.contracts * (trade.exit - trade.entry),
            };
            assert!((gain - trade.costs - trade.pnl).abs() < 0.005, "{trade:?}");
            assert!(trade.opened <= trade.closed && trade.costs >= 0.0);
        }
        let ends = [How::Profit, How::Stop, How::Rolled, How::Resized, How::Open];
        assert!(ends.iter().all(|how| found.trades.iter().any(|trade| trade.how == *how)));
        // Fall and month are of all days.
        let fall = found.with_rules.drawdown.map_or(0.0, |fall| fall.usd);
        let deepest = (0..700).map(|to| {
            found.with_rules.equity[..=to].iter().fold(found.start, |a, b| a.max(*b)) - found.with_rules.equity[to]
        });
        assert!(deepest.fold(0.0, f64::max) >= fall && fall > 0.0);
    }

    #[test]
    fn a_pool_on_a_loan_is_its_trades_too_and_the_lenders_sales_are_among_them() {
        let mut plan = backed(0.77);
        plan.holdings.retain(|holding| holding.kind() == Kind::Pool);
        plan.sizing.rules = crate::plan::sizing::RuleSwitches::PROMOTER;
        let found = found(&plan, &wandering(700, 5));
        let made: f64 = found.trades.iter().map(|trade| trade.pnl).sum();
        assert!((made - found.made[0].pool).abs() < 0.005 && found.trades.len() > 30, "{made}");
        for trade in &found.trades {
            let gain = trade.exit - trade.entry + trade.earned - trade.costs;
            assert!((gain - trade.pnl).abs() < 0.005 && trade.costs > 0.0, "{trade:?}");
        }
        let sold = || found.trades.iter().filter(|trade| trade.how == How::Liquidated);
        // What is sold is worth less than may be owed of it, and nothing is held until a size is asked again.
        assert!(sold().count() > 2, "{}", sold().count());
        assert!(sold().all(|trade| 0.8 * trade.exit < 0.78 * trade.entry));
        let place = |day: Day| found.days.iter().position(|one| *one == day).unwrap_or(usize::MAX);
        assert!(sold().any(|trade| found.held[place(trade.closed)] == 0.0));
    }

    #[test]
    fn a_programme_of_nothing_stays_where_it_began() {
        let plan = Plan { holdings: Vec::new(), ..Plan::example() };
        let found = found(&plan, &wandering(100, 3));
        assert!(found.with_rules.equity.iter().chain(&found.untouched.equity).all(|equity| *equity == found.start));
        assert_eq!((found.trades.len(), found.with_rules.drawdown, found.explosions.len()), (0, None, 22));
        assert!(found.explosions.iter().all(|row| row.with_rules == row.untouched && row.with_rules.pnl == 0.0));
        assert!(found.rules.iter().all(|row| row.end == found.start));
    }

    /// VIX and SPX that never move.
    fn still(count: usize) -> Histories {
        let at = |level: f64| trading_days(count).into_iter().map(|day| (day, level)).collect::<Rows>();
        Histories { spx: at(900.0), vix: at(17.0), ..Histories::default() }
    }

    #[test]
    fn where_nothing_moves_every_condor_keeps_its_credit_less_what_selling_it_costs() {
        let mut plan = Plan::example();
        plan.holdings.truncate(1);
        without_exits(&mut plan);
        let held = found(&plan, &still(300));
        let closed: Vec<&Trade> = held.trades.iter().filter(|trade| trade.how == How::Expired).collect();
        // 45 days each, and the close at or behind the last of them.
        assert!((8..=10).contains(&closed.len()) && held.trades.len() == closed.len() + 1, "{}", closed.len());
        let credit = closed[0].entry * 6400.0 / 900.0;
        // A fee for each of the contracts that SPX at 900 takes.
        let fee = 6400.0 / 900.0;
        let each = 3.0 * (100.0 * credit - 4.0 * (fee + 5.0));
        for trade in &closed {
            assert!((trade.pnl - each).abs() < 1e-6 && trade.exit == 0.0, "{trade:?} {each}");
            assert!((45.0..=48.0).contains(&trade.closed.since(trade.opened)));
        }
        // The credit is the book's at that VIX and the usual VVIX there.
        let mut market = plan.clone();
        market.market.vvix = crate::market::surface::usual_vvix(Points(17.0));
        let book = Book::resolve(&market).unwrap_or_else(|_| unreachable!());
        let sold = book.condors().next().map_or(0.0, |condor| condor.credit);
        assert!((sold - credit).abs() < 1e-9 && credit > 3.0, "{sold} {credit}");
        assert_eq!(held.with_rules.equity, held.untouched.equity);
        // Left at half the credit it makes half of it, both ends paid.
        let mut plan = plan.clone();
        plan.exits.profit = Frac(0.5);
        let taken = found(&plan, &still(300));
        let first = &taken.trades[0];
        assert_eq!(first.how, How::Profit);
        let half = 3.0 * (100.0 * 0.5 * credit - 2.0 * 4.0 * (fee + 5.0));
        assert!(first.pnl >= half && first.pnl < half + 0.1 * 300.0 * credit, "{} {half}", first.pnl);
    }

    #[test]
    fn without_fees_the_level_of_an_index_and_of_a_token_changes_no_dollar() {
        let (mut plan, all) = (Plan::example(), wandering(260, 9));
        plan.a_condor().fee = Usd(0.0);
        let mut other = all.clone();
        other.spx.iter_mut().for_each(|row| row.1 *= 0.05);
        other.token.iter_mut().for_each(|row| row.1 *= 37.0);
        let [one, two] = [walked(&plan, &all), walked(&plan, &other)];
        for (a, b) in one.lines.iter().flatten().zip(two.lines.iter().flatten()) {
            assert!((a - b).abs() < 1e-3, "{a} {b}");
        }
    }

    #[test]
    fn every_contract_that_is_printed_pays_its_fee_and_slippage_is_of_the_plans_dollars() {
        let (plan, all) = (Plan::example(), wandering(260, 9));
        let found = found(&plan, &all);
        let condors: Vec<&Trade> = found.trades.iter().filter(|trade| trade.part == Part::Condor).collect();
        assert!(condors.len() > 5);
        for trade in condors {
            let sides = if matches!(trade.how, How::Expired | How::Open) { 1.0 } else { 2.0 };
            let wanted = sides * 4.0 * (trade.contracts * 1.0 + 3.0 * 100.0 * 0.05);
            assert!((trade.costs - wanted).abs() < 1e-9 && trade.contracts > 10.0, "{trade:?} {wanted}");
        }
    }

    #[test]
    fn a_vix_a_quarter_away_has_the_size_asked_again_by_the_rules_alone() {
        let mut plan = Plan::example();
        // So that no signal answers the jump.
        plan.sizing.rules.correlation = false;
        let is_within_a_month = |row: &&(Day, f64)| (10..20).contains(&row.0.date().2);
        let run = |factor: f64| {
            let mut all = still(200);
            let swings = |(nth, day)| (day, if nth % 2 == 0 { 300.0 } else { 306.0 });
            all.token = trading_days(200).into_iter().enumerate().map(swings).collect();
            let Some(day) = all.vix.iter().skip(120).find(is_within_a_month).map(|row| row.0) else { unreachable!() };
            all.vix.iter_mut().filter(|row| row.0 >= day).for_each(|row| row.1 *= factor);
            let found = found(&plan, &all);
            let is_left = |trade: &&Trade| trade.part == Part::Pool && trade.closed == day;
            (found.trades.iter().filter(is_left).count(), found.made[1].pool, found.made[2].pool)
        };
        let [near, above, below] = [1.2, 1.3, 0.7].map(run);
        assert_eq!([near.0, above.0, below.0], [0, 1, 1]);
        // The typed size and a promoter's hang on no VIX: both are entered each month and then only.
        assert_eq!([(near.1, near.2), (above.1, above.2)], [(below.1, below.2); 2]);
    }

    #[test]
    fn a_rule_that_is_off_leaves_its_signal_no_say() {
        // The same rules by two plans, one of which has no file of the signal.
        let (mut plan, all) = (Plan::example(), wandering(500, 3));
        plan.sizing.rules.ad_divergence = false;
        plan.sizing.rules.big_top = false;
        let mut without = all.clone();
        without.line.clear();
        let [one, two] = [walked(&plan, &all), walked(&plan, &without)];
        assert_eq!(one.lines[0], two.lines[0]);
        // With it on the line is another.
        let nth = 3 + RULES.iter().position(|rule| rule.id == "sizing.rule.ad_divergence").unwrap_or(0);
        assert_ne!(one.lines[nth], one.lines[0]);
        assert_eq!(two.lines[nth], two.lines[0]);
        // A promoter and the typed size hang on no signal.
        assert_eq!([&one.lines[1], &one.lines[2]], [&two.lines[1], &two.lines[2]]);
    }

    #[test]
    fn what_data_of_later_days_have_set_in_the_plan_is_said() {
        let mut plan = Plan::example();
        assert!(found(&plan, &wandering(90, 3)).said.iter().all(|said| !said.contains("later days")));
        plan.mark_estimate("sizing.big_top".into(), None, Some(Day(20_000)));
        plan.mark_estimate("shock.beta_spx".into(), None, Some(Day(20_000)));
        let said = found(&plan, &wandering(90, 3)).said.join(" ");
        let label = crate::plan::address::Address::from("shock.beta_spx").label();
        assert!(said.contains(&format!("used on every day: {label}.")), "{said}");
    }

    #[test]
    fn an_explosion_is_the_books_own_on_its_eve_sized_by_what_was_known() {
        for plan in [Plan::example(), backed(0.5)] {
            is_the_books_own(&plan);
        }
    }

    fn is_the_books_own(plan: &Plan) {
        let all = wandering(120, 2);
        let whole_of = found(plan, &all);
        let past = |row: &&ExplosionRow| -row.with_rules.worst > 7_500.5;
        assert_eq!((whole_of.budget, whole_of.broken()[0]), (7_500.0, whole_of.explosions.iter().filter(past).count()));
        let rows = whole_of.explosions;
        assert_eq!(rows.len(), EXPLOSIONS.len());
        let programme = Programme::of(plan);
        for (row, event) in rows.iter().zip(EXPLOSIONS).step_by(5) {
            let known = vec![];
            let mut eve = programme.plan_on(row.from, event.vix_from, None, &known);
            let sizing = &mut eve.sizing;
            (sizing.ad_divergence, sizing.big_top, sizing.correlation_alarm) = (None, None, None);
            for (side, usd) in [(row.with_rules, row.with_rules.held), (row.untouched, 30_000.0)] {
                let mut eve = eve.clone();
                let pool = eve.a_pool();
                (pool.loan, pool.deposit) = (Usd(pool.loan.0 / pool.deposit.0 * usd), Usd(usd));
                let Ok(book) = Book::resolve(&eve) else { unreachable!() };
                let wanted = explosions::of(&book).into_iter().find(|one| one.id == row.id);
                assert_eq!(wanted.map(|one| (one.hedged.0, one.worst.0)), Some((side.pnl, side.worst)), "{}", row.id);
                assert_eq!(side.held, usd);
            }
            let Ok(book) = Book::resolve(&eve) else { unreachable!() };
            let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
            let page = ledger.size_by(&ledger.shocked(&book), &ledger.as_is(), &eve.sizing.rules).usd;
            assert!((page - row.with_rules.held).abs() <= 0.02 * page, "{} {page} {}", row.id, row.with_rules.held);
            assert_eq!(row.walked, None);
        }
    }

    #[test]
    fn what_had_not_happened_yet_is_in_no_set_of_its_day() {
        let mut plan = Plan::example();
        (plan.sizing.set.feb_2018, plan.sizing.set.mar_2020) = (true, true);
        let programme = Programme::of(&plan);
        let set = |day: &str| {
            let day = Day::iso(day).unwrap_or_else(|| unreachable!());
            let set = programme.plan_on(day, 20.0, None, &vec![]).sizing.set;
            [set.two_sigma, set.feb_2018, set.mar_2020]
        };
        assert_eq!(set("2017-06-01"), [true, false, false]);
        assert_eq!(set("2019-01-02"), [true, true, false]);
        // The day of the highest close itself does not know that it was it.
        assert_eq!([set("2020-03-16"), set("2020-03-17")], [[true, true, false], [true; 3]]);
    }

    #[test]
    fn odd_histories_come_to_figures_or_to_a_sentence() {
        let plan = Plan::example();
        let all = wandering(200, 8);
        let with = |change: &dyn Fn(&mut Histories)| {
            let mut other = all.clone();
            change(&mut other);
            other
        };
        let odd: Vec<Histories> = vec![
            with(&|all| columns(all).into_iter().for_each(|rows| rows.truncate(10))),
            with(&|all| columns(all).into_iter().for_each(|rows| rows.truncate(1))),
            with(&|all| columns(all).into_iter().for_each(|rows| drop(rows.drain(60..130)))),
            with(&|all| all.token.drain(..150).for_each(drop)),
            with(&|all| all.token.truncate(90)),
            with(&|all| all.token.retain(|row| row.0.0 % 3 != 0)),
            with(&|all| all.token.iter_mut().for_each(|row| row.1 = 5.0)),
            with(&|all| all.token.iter_mut().skip(100).for_each(|row| row.1 *= 1e9)),
            with(&|all| all.token.iter_mut().skip(100).for_each(|row| row.1 *= 1e-9)),
            with(&|all| all.spx.iter_mut().skip(100).for_each(|row| row.1 *= 1e9)),
            with(&|all| all.spx.iter_mut().skip(100).for_each(|row| row.1 *= 1e-9)),
            with(&|all| all.vix.iter_mut().for_each(|row| row.1 *= 1e6)),
            with(&|all| all.vix.iter_mut().for_each(|row| row.1 *= 1e-6)),
            still(200),
        ];
        for (nth, all) in odd.iter().enumerate() {
            let found = found(&plan, all);
            assert!(found.is_finite() && !found.days.is_empty(), "{nth}");
            let said = found.said.join(" ") + &found.headline() + &found.won_said() + &found.broken_said();
            assert!(!said.contains("NaN") && !said.contains("inf"), "{nth} {said}");
        }
        let said = |all: &Histories| whole(run(&plan, all, None, &mut |_| {})).err().unwrap_or_default();
        // Without SPX nothing is walked, and what the rules would have held in each explosion is there all the same.
        let alone = found(&plan, &with(&|all| all.spx.clear()));
        assert!(!alone.is_walked() && alone.said[0].contains("no history of SPX") && alone.trades.is_empty());
        assert_eq!(alone.explosions.len(), EXPLOSIONS.len());
        assert!(alone.explosions.iter().all(|row| !row.has_eve && row.known == 0 && row.walked.is_none()));
        let walked = found(&plan, &all);
        let of_1990 = |found: &BackTest| found.explosions.iter().find(|row| !row.has_eve).map(|row| row.with_rules);
        assert!(walked.is_walked() && of_1990(&alone) == of_1990(&walked) && of_1990(&alone).is_some());
        assert!(said(&with(&|all| all.spx.iter_mut().for_each(|row| row.0.0 -= 20_000))).contains("no day in common"));
        assert!(said(&with(&|all| all.token[5].1 = f64::NAN)).contains("is no number"));
        assert!(said(&with(&|all| all.spx[5].1 = -1.0)).contains("not above 0"));
    }

    #[test]
    fn a_later_first_day_holds_nothing_before_it_and_knows_as_much() {
        let (plan, all) = (Plan::example(), wandering(240, 11));
        let from = all.spx[150].0;
        let run = |from: Day| whole(run(&plan, &all, Some(from), &mut |_| {}));
        let Ok(found) = run(from) else { unreachable!() };
        assert_eq!((found.from, found.rows, found.pool_from), (from, 90, Some(from)));
        assert!(found.trades.iter().all(|trade| trade.opened >= from) && found.held[0] > 0.0);
        assert!(run(Day(all.spx[239].0.0 + 1)).is_err_and(|said| said.contains("No day from")));
    }

    #[test]
    fn where_no_file_has_vix_its_shipped_closes_stand_in_and_are_said_to() {
        let (plan, mut all) = (Plan::example(), wandering(120, 4));
        let shipped = closes::dated_vix();
        all.vix.clear();
        let found = found(&plan, &all);
        let days = all.spx.iter().filter(|row| shipped.iter().any(|one| one.0 == row.0)).count();
        assert!(found.rows == days && days > 115 && found.said.iter().any(|said| said.contains("shipped")), "{days}");
        all.vix.clone_from(&shipped);
        assert_eq!(super::tests::found(&plan, &all).with_rules, found.with_rules);
        // A few rows of a file take no day away.
        all.vix = shipped.iter().rev().take(3).rev().copied().collect();
        assert_eq!(super::tests::found(&plan, &all).rows, days);
    }

    #[test]
    fn every_kind_of_pool_is_walked_and_one_of_another_token_is_left_out_and_named() {
        let all = wandering(200, 4);
        for kind in [PoolKind::Concentrated, PoolKind::ConstantProduct, PoolKind::Weighted] {
            let mut plan = Plan::example();
            plan.a_pool().kind = kind;
            let found = found(&plan, &all);
            assert!(found.made[1].pool != 0.0 && found.pool_from.is_some(), "{kind:?}");
        }
        // As much as may be owed.
        let mut plan = backed(0.8);
        plan.a_pool().cover_limit = Some(Usd(300.0));
        let lent = found(&plan, &all);
        assert!(lent.is_finite(), "{:?}", lent.made);
        let said = lent.said.join(" ");
        assert!(said.contains("The pool’s loan") && said.contains("The pool’s cover"), "{said}");
        assert_eq!(Programme::of(&plan).left_out, Programme::of(&Plan::example()).left_out);
        let mut plan = Plan::example();
        plan.a_pool().token = crate::plan::PoolToken::Btc;
        let found = found(&plan, &all);
        assert_eq!(found.made[1].pool, 0.0);
        assert!(
            found.said.iter().any(|said| said.starts_with("Not walked: ") && said.contains("Pool")),
            "{:?}",
            found.said
        );
    }

    #[test]
    fn it_crosses_as_text_and_comes_back_the_same_and_thin() {
        let mut all = wandering(2_000, 6);
        all.token.clear();
        let mut heard = Vec::new();
        let Ok(found) = whole(run(&Plan::example(), &all, None, &mut |part| heard.push(part))) else { unreachable!() };
        let text = serde_json::to_string(&found).unwrap_or_default();
        assert_eq!(serde_json::from_str::<BackTest>(&text).ok().as_ref(), Some(&found));
        assert!(found.days.len() <= curve::MOST_POINTS && found.rows == 2_000, "{}", found.days.len());
        let fall = found.with_rules.drawdown.unwrap_or_else(|| unreachable!());
        assert!(found.days.contains(&fall.from) && found.days.contains(&fall.to));
        assert_eq!(found.with_rules.equity.last(), Some(&found.with_rules.end));
        assert!(heard.windows(2).all(|pair| pair[0] <= pair[1]) && heard.last() == Some(&1.0) && heard.len() > 40);
    }
}
