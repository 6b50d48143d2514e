//! Walk: day after day, every way to run the programme at once, so that each day is priced once.

use crate::backtest::condors::{self, Close, Condors};
use crate::backtest::curve::{Curve, Running, drawn};
use crate::backtest::days::Days;
use crate::backtest::held_legs::HeldLegs;
use crate::backtest::layers::Layers;
use crate::backtest::pool::Pool;
use crate::backtest::programme::Programme;
use crate::backtest::schedules::Schedules;
use crate::backtest::shocks::ExplosionRow;
use crate::backtest::trade::Trade;
use crate::backtest::ways::{PROMOTER, RULED, TYPED};
use crate::backtest::{BackTest, Parts, RuleRow};
use crate::market::Market;
use crate::numbers::by_rising;
use crate::numbers::pieces::pause;
use crate::plan::ExitsPlan;
use crate::signals::flags;
use crate::sizing::RULES;
use crate::units::Frac;
use crate::units::day::Day;

/// Days between two pauses.
const PIECE: usize = 50;

/// An exit rule and the plan's exits without it.
struct Exit {
    id: &'static str,
    name: &'static str,
    without: ExitsPlan,
}

/// The exit rules that a plan has on.
fn exit_rules(exits: &ExitsPlan) -> Vec<Exit> {
    let all = [
        (exits.profit.0 < 1.0, "exits.profit", "taking profit", ExitsPlan { profit: Frac(1.0), ..exits.clone() }),
        (true, "exits.stop", "the stop", ExitsPlan { stop: f64::INFINITY, ..exits.clone() }),
        (exits.days > 0.0, "exits.days", "the exit by days", ExitsPlan { days: 0.0, ..exits.clone() }),
    ];
    all.into_iter().filter(|one| one.0).map(|(_, id, name, without)| Exit { id, name, without }).collect()
}

/// Ways that are told whole: by the rules, untouched, and of a promoter.
const WHOLE: usize = 3;

/// A day of the programme.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WalkedDay {
    /// By the rules, untouched, and of a promoter.
    pub whole: [Parts; WHOLE],
    /// Dollars in the pool by the rules.
    held: f64,
}

/// How often something could not be done.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Missed {
    /// Days on which the rule of the strikes found none.
    pub unsold: usize,
    /// Days on which the plan was none that can be sized.
    pub unsized_days: usize,
}

/// Every day of the programme.
pub struct Walked {
    start: f64,
    budget: f64,
    /// One a row.
    pub days: Vec<WalkedDay>,
    /// Equity on each row: by the rules, untouched, of a promoter, then with each rule switched over.
    pub lines: Vec<Vec<f64>>,
    ends: [Curve; WHOLE],
    rules: Vec<RuleRow>,
    /// As in the back-test.
    pub trades: Vec<Trade>,
    pool_from: Option<Day>,
    pool_days: usize,
    /// What could not be done, to be said.
    pub missed: Missed,
}

/// Walks every day.
pub async fn walked(programme: &Programme, days: &Days, progress: &mut dyn FnMut(usize)) -> Result<Walked, String> {
    let plan = &programme.plan;
    let start = plan.account.equity.0;
    let (exits, level) = (exit_rules(&plan.exits), plan.market.spx.0);
    let left =
        [plan.exits.clone(), condors::held(&plan.exits)].into_iter().chain(exits.iter().map(|one| one.without.clone()));
    let mut condors: Vec<Condors> = left.map(|exits| Condors::new(&programme.condors, exits, level)).collect();
    let mut layers = Layers::new(&programme.layers, &plan.hedge_rules);
    let mut legs = HeldLegs::new(programme);
    let mut pools = Schedules::of(programme);
    let ways = WHOLE + RULES.len() + exits.len();
    let mut running = vec![Running::new(start); ways];
    let mut held = vec![0.0; 1 + RULES.len()];
    let mut known = vec![0_usize; RULES.len()];
    let mut all = Walked {
        start,
        budget: start * plan.account.loss_budget.0,
        days: Vec::with_capacity(days.rows.len()),
        lines: vec![Vec::with_capacity(days.rows.len()); ways],
        ends: std::array::from_fn(|_| Running::new(start).ended()),
        rules: Vec::new(),
        trades: Vec::new(),
        pool_from: None,
        pool_days: 0,
        missed: Missed::default(),
    };
    let mut base: Option<Market> = None;
    for (nth, row) in days.rows.iter().enumerate() {
        if nth % PIECE == 0 {
            progress(nth);
            pause().await;
        }
        let Some(market) = programme.market(row, base.as_ref()) else {
            return Err("The plan’s own curve or smile allows no market: put what is typed of them back.".into());
        };
        let mut close = Close::new(row, &market);
        let condor: Vec<f64> = condors.iter_mut().map(|one| one.step(&mut close)).collect();
        let hedge = layers.step(row, &market) + legs.step(row, &market, base.as_ref());
        base = Some(market);
        if let Some(pools) = &mut pools {
            pools.step(programme, row).await;
            if Pool::can_enter(row) {
                all.pool_days += 1;
                all.pool_from = all.pool_from.or(Some(row.day));
                for (count, rule) in known.iter_mut().zip(RULES) {
                    *count += usize::from(rule.signal.is_some_and(|signal| flags::is_known(&row.flags, signal)));
                }
                for (way, sum) in held.iter_mut().enumerate() {
                    *sum += pools.usd(way);
                }
            }
        }
        let pool = |way: usize| pools.as_ref().map_or(0.0, |pools| pools.pnl(way));
        // What is written on the pool goes with its size.
        let hedged = |way: usize| hedge + pools.as_ref().map_or(0.0, |pools| pools.hedge(way));
        let parts = Parts { condor: condor[0], pool: pool(RULED), hedge: hedged(RULED) };
        let untouched = Parts { condor: condor[1], pool: pool(TYPED), hedge: hedged(TYPED) };
        let promoter = Parts { pool: pool(PROMOTER), hedge: 0.0, ..parts };
        let switched = (0..RULES.len()).map(|nth| Parts { pool: pool(1 + nth), hedge: hedged(1 + nth), ..parts });
        let unexited = condor[2..].iter().map(|condor| Parts { condor: *condor, ..parts });
        let whole = [parts, untouched, promoter];
        let all_parts = whole.into_iter().chain(switched).chain(unexited);
        for ((one, line), parts) in running.iter_mut().zip(&mut all.lines).zip(all_parts) {
            let equity = start + parts.total();
            one.push(row.day, equity);
            line.push(equity);
        }
        all.days.push(WalkedDay { whole, held: pools.as_ref().map_or(0.0, |pools| pools.usd(RULED)) });
    }
    all.missed.unsized_days = pools.as_ref().map_or(0, |pools| pools.unsized_days);
    all.missed.unsold = condors.first().map_or(0, |one| one.unsold);
    all.trades = trades(days, &condors, &(layers, legs), pools.as_ref());
    let mut curves = running.into_iter().map(Running::ended);
    all.ends = std::array::from_fn(|_| curves.next().unwrap_or_else(|| Running::new(start).ended()));
    let row = |(id, name, is_on, held, known): (&str, &str, bool, f64, Option<usize>), curve: Curve| RuleRow {
        id: id.into(),
        name: name.into(),
        is_on,
        end: curve.end,
        drawdown: curve.drawdown.map_or(0.0, |fall| fall.share),
        held,
        known,
    };
    let mean = |sum: f64| if all.pool_days > 0 { sum / all.pool_days as f64 } else { 0.0 };
    let rules = &plan.sizing.rules;
    let named = RULES
        .iter()
        .zip(held[RULED + 1..].iter().zip(&known))
        .map(|(rule, (sum, known))| (rule.id, rule.name, (rule.is_on)(rules), mean(*sum), rule.signal.map(|_| *known)));
    let named = named.chain(exits.iter().map(|one| (one.id, one.name, true, mean(held[RULED]), None)));
    all.rules = named.zip(curves).map(|(named, curve)| row(named, curve)).collect();
    Ok(all)
}

/// VIX calls, and what is held beside them.
type Hedge<'a> = (Layers<'a>, HeldLegs<'a>);

/// Every trade by the rules, by the day on which it ended, those that are open last.
fn trades(days: &Days, condors: &[Condors], hedge: &Hedge, pools: Option<&Schedules>) -> Vec<Trade> {
    let Some(last) = days.rows.last() else { return Vec::new() };
    let (layers, legs) = hedge;
    let ruled = condors.first();
    let closed = ruled.into_iter().flat_map(|one| &one.trades).chain(&layers.trades).chain(&legs.trades);
    let closed: Vec<Trade> = closed.chain(pools.into_iter().flat_map(|pools| pools.trades(RULED))).cloned().collect();
    let mut all = by_rising(closed, |trade| f64::from(trade.closed.0));
    all.extend(ruled.map(|one| one.still_open(last.day)).unwrap_or_default());
    all.extend(layers.still_open(last));
    all.extend(legs.still_open(last));
    all.extend(pools.and_then(|pools| pools.still_open(RULED, last)));
    all.extend(pools.map(|pools| pools.legs_open(RULED, last)).unwrap_or_default());
    all
}

impl Walked {
    /// Equity on each row by the rules and untouched.
    pub(super) fn lines(&self) -> [&[f64]; 2] {
        [&self.lines[0], &self.lines[1]]
    }

    /// The whole of it, thinned, nothing said yet.
    pub(super) fn ended(self, days: &Days, explosions: Vec<ExplosionRow>) -> BackTest {
        let place = |day: Day| days.rows.partition_point(|row| row.day < day);
        let falls = self.ends.iter().filter_map(|curve| curve.drawdown);
        let must: Vec<usize> = falls.flat_map(|fall| [place(fall.from), place(fall.to)]).collect();
        let places = drawn(&[&self.lines[0], &self.lines[1], &self.lines[2]], &must);
        let at = |line: &[f64]| places.iter().map(|place| line[*place]).collect::<Vec<f64>>();
        let [with_rules, untouched, promoter] = self.ends;
        let made = self.days.last().map_or([Parts::default(); WHOLE], |day| day.whole);
        let [first, last] = [days.rows.first(), days.rows.last()].map(|row| row.map_or(Day(0), |row| row.day));
        BackTest {
            from: first,
            to: last,
            rows: days.rows.len(),
            pool_from: self.pool_from,
            pool_days: self.pool_days,
            start: self.start,
            budget: self.budget,
            days: places.iter().map(|place| days.rows[*place].day).collect(),
            with_rules: Curve { equity: at(&self.lines[0]), ..with_rules },
            untouched: Curve { equity: at(&self.lines[1]), ..untouched },
            promoter: Curve { equity: at(&self.lines[2]), ..promoter },
            parts: places.iter().map(|place| self.days[*place].whole[0]).collect(),
            made,
            held: places.iter().map(|place| self.days[*place].held).collect(),
            trades: self.trades,
            rules: self.rules,
            explosions,
            said: Vec::new(),
        }
    }
}
