//! Solvers: how many contracts for no net vega, for a coverage, for the loss budget, and the cheapest mix for it.
//!
//! Every answer is written into the plan by the very changes that the page's button makes, the plan is resolved again,
//! and what the book does then is what stands in the table.

use crate::book::Book;
use crate::book::pnl::Pnl;
use crate::holdings::vix_layer::{Layer, strike_at_delta};
use crate::plan::LayerPlan;
use crate::plan::knobs::knob;
use crate::sizing::solve::{LAYERS, MOST_CONTRACTS, Mix, Offer, Why, cheapest_mix, fewest, nearest_zero};
use crate::units::{Points, Usd, Years};
use crate::views::hedge::vega;
use crate::words::{amount, fixed, number, share, usd};

/// Forward deltas at which the mix is offered calls.
const DELTAS: [f64; 6] = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
const NAMES: [&str; LAYERS] = ["Short layer alone", "Medium layer alone", "Long layer alone"];
const CONTRACTS: [&str; LAYERS] = ["hedge.short.contracts", "hedge.medium.contracts", "hedge.long.contracts"];
const STRIKES: [&str; LAYERS] = ["hedge.short.strike", "hedge.medium.strike", "hedge.long.strike"];
const SPREADS: [&str; LAYERS] = ["hedge.short.spread", "hedge.medium.spread", "hedge.long.spread"];
const ONS: [&str; LAYERS] = ["hedge.short.on", "hedge.medium.on", "hedge.long.on"];

const NAME: &str = "Cheapest mix";
const BEYOND: &str = "Beyond the budget";

/// What the knobs are turned to.
pub type Changes = Vec<(&'static str, Option<f64>)>;

/// Contracts that do what is asked, and what the book is with them, evaluated again.
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// `4/4/2 set`, `Short layer alone`, `Cheapest mix`.
    pub name: String,
    /// Whole contracts, shortest layer first.
    pub contracts: [f64; LAYERS],
    /// Listed strikes.
    pub strikes: [f64; LAYERS],
    /// Paid today for the layers.
    pub outlay: Usd,
    /// What the VIX-linked legs carry a year.
    pub carry: Usd,
    /// Net VIX vega, dollars per point.
    pub vega: f64,
    /// P&L of the three parts in the shock.
    pub pnl: Pnl,
    /// What the knobs are turned to.
    pub changes: Changes,
}

impl Solution {
    /// Hedge gain over the loss of condor and pool; `None` where they do not lose.
    pub fn coverage(&self) -> Option<f64> {
        let lost = -(self.pnl.condor + self.pnl.pool);
        (lost > 0.0).then(|| self.pnl.hedge / lost)
    }
}

/// One question: an answer for the whole set and for each layer alone, or why there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// `zero_vega`, `coverage`, `budget`, `mix`.
    pub id: &'static str,
    /// What is asked.
    pub asked: String,
    /// The answer in a sentence.
    pub answer: String,
    /// Name and solution, or name and why there is none.
    pub rows: Vec<(String, Result<Solution, String>)>,
}

/// All solvers.
#[derive(Clone, Debug, PartialEq)]
pub struct SolversReport {
    /// The first sentence.
    pub answer: String,
    /// The questions.
    pub questions: [Question; 4],
}

/// What the solvers know of the book: what layers cannot change.
struct Known {
    /// Dollars per VIX point of one contract of each layer.
    vega: [f64; LAYERS],
    /// The same of condor and the legs that are no layers.
    other_vega: f64,
    /// P&L of condor and pool in the shock.
    unhedged: f64,
    /// P&L of the legs that are no layers.
    others: f64,
    /// Gain of one contract of each layer in the shock.
    gain: [f64; LAYERS],
    /// Sets of the plan: contracts per ten condors of the layers that are on.
    ratio: [f64; LAYERS],
    /// What may be spent a year on layers.
    room: f64,
}

/// Contracts for each question, on the shock as it is set.
pub fn of(book: &Book) -> SolversReport {
    let known = known(book);
    let questions = [zero_vega(book, &known), coverage(book, &known), within_budget(book, &known), mix(book, &known)];
    let answer = format!("{} {}", questions[0].answer, questions[1].answer);
    SolversReport { answer, questions }
}

fn known(book: &Book) -> Known {
    let scenario = book.shock.as_set(0.0);
    let pnl = book.pnl(&book.shock, &scenario);
    let one = |layer: &Layer| Layer { contracts: 1.0, ..*layer }.pnl(&scenario.market, scenario.days);
    let mut gain = [0.0; LAYERS];
    let vega = vega::by_layer(book);
    let (mut held, mut carried, mut vega_held) = (0.0, 0.0, 0.0);
    for ((gain, vega), layer) in gain.iter_mut().zip(&vega).zip(&book.layers) {
        *gain = one(layer);
        vega_held += layer.contracts * vega;
        held += layer.contracts * *gain;
        carried += layer.carry(&book.market).map_or(0.0, |carry| carry.0);
    }
    let [budget, _] = book.plan.hedge.budgets(&book.plan.account);
    let [vix_linked, _] = book.carries();
    Known {
        vega,
        other_vega: vega::of(book).net.0 - vega_held,
        unhedged: pnl.condor + pnl.pool,
        others: pnl.hedge - held,
        gain,
        ratio: book.plan.hedge.layers().map(|(_, layer)| if layer.on { layer.per_ten } else { 0.0 }),
        room: budget.0 - (vix_linked.0 - carried),
    }
}

/// The book with these knobs turned, resolved and evaluated anew.
fn with(book: &Book, name: String, changes: Changes) -> Result<Solution, String> {
    let mut plan = book.plan.clone();
    for (id, value) in &changes {
        if let Some(knob) = knob(id) {
            knob.set(&mut plan, *value)?;
        }
    }
    let there = book.resolve_beside(&plan).map_err(|wrong| wrong.to_string())?;
    let of = |value: fn(&Layer) -> f64| {
        let mut values = [0.0; LAYERS];
        for (slot, layer) in values.iter_mut().zip(&there.layers) {
            *slot = value(layer);
        }
        values
    };
    Ok(Solution {
        name,
        contracts: of(|layer| layer.contracts),
        strikes: of(|layer| layer.strike.0),
        outlay: there.layers.iter().map(Layer::outlay).sum(),
        carry: there.carries()[0],
        vega: there.net_vega().net.0,
        pnl: there.pnl(&there.shock, &there.shock.as_set(0.0)),
        changes,
    })
}

/// The set, then each layer alone.
fn rows(
    book: &Book,
    known: &Known,
    solve: impl Fn(&[f64; LAYERS]) -> Result<[f64; LAYERS], Why>,
    said: impl Fn(Why) -> String,
) -> Vec<(String, Result<Solution, String>)> {
    let set = known.ratio.map(number).join("/") + " set";
    let alone = (0..LAYERS).map(|i| {
        let mut one = [0.0; LAYERS];
        one[i] = 1.0;
        (NAMES[i].to_string(), one)
    });
    let row = |(name, ratio): (String, [f64; LAYERS])| {
        let found = solve(&ratio).map_err(&said);
        let found = found.and_then(|contracts| with(book, name.clone(), as_changes(book, &contracts)));
        (name, found)
    };
    std::iter::once((set, known.ratio)).chain(alone).map(row).collect()
}

/// Contracts as changes of the plan; a layer that is needed is switched on.
fn as_changes(book: &Book, contracts: &[f64; LAYERS]) -> Changes {
    let mut changes = Changes::new();
    for (i, (_, plan)) in book.plan.hedge.layers().into_iter().enumerate() {
        if !plan.on && contracts[i] > 0.0 {
            changes.push((ONS[i], Some(1.0)));
        }
        changes.push((CONTRACTS[i], Some(contracts[i])));
    }
    changes
}

fn zero_vega(book: &Book, known: &Known) -> Question {
    let other = known.other_vega;
    let said = |why| match why {
        Why::NothingToCover => {
            format!("Without layers the book gains {} per VIX point: none is needed.", amount(other))
        }
        Why::NoGain => "It gains nothing when VIX rises a point.".into(),
        why => refusal(why),
    };
    let rows = rows(book, known, |ratio| nearest_zero(other, ratio, &known.vega), said);
    let answer = match &rows[0].1 {
        Ok(found) => {
            format!("For no net vega hold {} calls: {} per VIX point is left.", counts(found), usd(found.vega))
        }
        Err(said) => said.clone(),
    };
    let asked = "No net vega: condor, pool and hedge together gain nothing when VIX moves a point".into();
    Question { id: "zero_vega", asked, answer, rows }
}

fn coverage(book: &Book, known: &Known) -> Question {
    let wanted = book.plan.hedge_solve.coverage.0;
    let target = -wanted * known.unhedged - known.others;
    let rows = rows(book, known, |ratio| fewest(target, ratio, &known.gain), |why| covered(known, why));
    let answer = match &rows[0].1 {
        Ok(found) => format!("To cover {} of this shock's loss hold {}.", share(wanted, 0), counts(found)),
        Err(said) => said.clone(),
    };
    let asked = format!("Cover {} of what condor and pool lose in this shock", share(wanted, 0));
    Question { id: "coverage", asked, answer, rows }
}

fn within_budget(book: &Book, known: &Known) -> Question {
    let target = -(known.unhedged + known.others) - book.budget;
    let left = known.unhedged + known.others;
    let said = |why| match why {
        Why::NothingToCover if left < 0.0 => {
            format!("Without layers the book loses {}, within the budget of {}.", amount(-left), amount(book.budget))
        }
        Why::NothingToCover => format!("Without layers the book gains {} in this shock.", amount(left)),
        why => refusal(why),
    };
    let rows = rows(book, known, |ratio| fewest(target, ratio, &known.gain), said);
    let answer = match &rows[0].1 {
        Ok(found) => format!("To lose no more than {} hold {}.", amount(book.budget), counts(found)),
        Err(said) => said.clone(),
    };
    let asked = format!("Lose no more than the budget of {} in this shock", amount(book.budget));
    Question { id: "budget", asked, answer, rows }
}

fn mix(book: &Book, known: &Known) -> Question {
    let wanted = book.plan.hedge_solve.coverage.0;
    let target = -wanted * known.unhedged - known.others;
    let cash = book.plan.hedge_solve.within_cash.then_some(book.plan.account.cash.0);
    let offers = offers(book);
    let said = |why| match why {
        Why::BudgetTooSmall(needed) if known.room <= 0.0 => {
            format!("There is no budget for VIX layers: the cheapest mix needs {} a year.", amount(needed))
        }
        Why::BudgetTooSmall(needed) => format!(
            "The budget of {} a year is too small: the cheapest mix needs {}.",
            amount(known.room),
            amount(needed)
        ),
        Why::CashTooSmall(needed) => format!(
            "{} of cash does not pay for it: the mix of least outlay takes {}.",
            amount(book.plan.account.cash.0),
            amount(needed)
        ),
        Why::NoGain => "No call on offer gains in this shock.".into(),
        why => covered(known, why),
    };
    let with = |name: &str, mix: Mix| {
        let mut changes = as_changes(book, &[0.0; LAYERS]);
        for (offer, n) in &mix.bought {
            let Offer { layer, strike, .. } = offers[*offer];
            changes.retain(|(id, _)| *id != CONTRACTS[layer]);
            if !book.plan.hedge.layers()[layer].1.on {
                changes.push((ONS[layer], Some(1.0)));
            }
            changes.extend([(SPREADS[layer], Some(0.0)), (STRIKES[layer], Some(strike)), (CONTRACTS[layer], Some(*n))]);
        }
        let proven = if mix.is_proven { "" } else { ", perhaps not the very cheapest" };
        with(book, format!("{name}{proven}"), changes)
    };
    let found = cheapest_mix(&offers, target, known.room, cash);
    // What the budget does not allow can still be looked at, and used.
    let beyond = match found {
        Err(Why::BudgetTooSmall(_)) => cheapest_mix(&offers, target, f64::INFINITY, cash).ok(),
        _ => None,
    };
    let solved = found.map_err(said).and_then(|mix| with(NAME, mix));
    let beyond = beyond.map(|mix| (BEYOND.to_string(), with(BEYOND, mix)));
    let answer = match &solved {
        Ok(found) => format!(
            "The cheapest way to cover {} is {}: {} a year, {} today.",
            share(wanted, 0),
            spelled(found, &book.layers),
            amount(found.carry.0),
            amount(found.outlay.0)
        ),
        Err(said) => said.clone(),
    };
    let asked = format!(
        "Cover {} for the least carry, at most {} a year{}",
        share(wanted, 0),
        amount(known.room.max(0.0)),
        cash.map_or(String::new(), |cash| format!(" and {} today", amount(cash)))
    );
    Question { id: "mix", asked, answer, rows: std::iter::once((NAME.to_string(), solved)).chain(beyond).collect() }
}

/// Calls of each layer's days at strikes from its future upward, each once.
fn offers(book: &Book) -> Vec<Offer> {
    let scenario = book.shock.as_set(0.0);
    let mut offers: Vec<Offer> = Vec::new();
    for (i, (name, plan)) in book.plan.hedge.layers().into_iter().enumerate() {
        for delta in DELTAS {
            let strike = strike_at_delta(&book.market, delta, Years::from_calendar_days(plan.days));
            let terms = LayerPlan { strike: Some(strike), spread: Points(0.0), ..plan.clone() };
            let call = Layer::bought(&book.market, name, &terms, 1.0);
            let Some(carry) = call.carry(&book.market) else { continue };
            let is_known = offers.iter().any(|offer| offer.layer == i && offer.strike == strike.0);
            if !is_known && knob(STRIKES[i]).is_some_and(|knob| knob.check(strike.0).is_ok()) {
                offers.push(Offer {
                    layer: i,
                    strike: strike.0,
                    outlay: call.outlay().0,
                    carry: carry.0,
                    gain: call.pnl(&scenario.market, scenario.days),
                });
            }
        }
    }
    offers
}

fn counts(found: &Solution) -> String {
    found.contracts.map(number).join("/")
}

/// `6 calls of 220 days at 30 and 2 of 30 days at 22`.
fn spelled(found: &Solution, layers: &[Layer]) -> String {
    let of = |i: usize| {
        let days = layers.get(i).map_or(0.0, |layer| layer.days);
        format!("{} of {} days at {}", number(found.contracts[i]), number(days), fixed(found.strikes[i], 1))
    };
    let held: Vec<String> = (0..LAYERS).filter(|&i| found.contracts[i] > 0.0).map(of).collect();
    held.join(" and ")
}

fn covered(known: &Known, why: Why) -> String {
    match why {
        Why::NothingToCover if known.unhedged >= 0.0 => {
            format!("Condor and pool gain {} in this shock: there is no loss to cover.", amount(known.unhedged))
        }
        Why::NothingToCover => format!("The other legs gain {}, which covers it already.", amount(known.others)),
        why => refusal(why),
    }
}

fn refusal(why: Why) -> String {
    match why {
        Why::NothingToCover => "There is nothing to make up for.".into(),
        Why::NoGain => "It gains nothing in this shock.".into(),
        Why::EmptySet => "No layer is on, or the set has no contracts: there is no proportion to scale.".into(),
        Why::TooMany => format!("More than {} contracts of one layer would be needed.", number(MOST_CONTRACTS)),
        Why::BudgetTooSmall(needed) => format!("It needs {} a year.", amount(needed)),
        Why::CashTooSmall(needed) => format!("It takes {} today.", amount(needed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ChainKind, Plan};
    use crate::units::Frac;

    fn solved(change: impl Fn(&mut Plan)) -> (Book, SolversReport) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        let report = of(book);
        (book, report)
    }

    fn found(question: &Question, row: usize) -> &Solution {
        let Ok(found) = &question.rows[row].1 else { unreachable!("{question:?}") };
        found
    }

    /// The plan with the changes of a solution, through the door that the command line uses.
    fn evaluated(book: &Book, found: &Solution) -> crate::views::report::Report {
        let mut plan = book.plan.clone();
        for (id, value) in &found.changes {
            let said = knob(id).map(|knob| knob.set(&mut plan, *value));
            assert_eq!(said, Some(Ok(())), "{id}");
        }
        let Ok(report) = crate::views::report::evaluate(&plan) else { unreachable!() };
        report
    }

    #[test]
    fn what_a_solution_promises_is_what_the_whole_book_then_is() {
        let (book, report) = solved(|plan| {
            plan.condor.contracts = 40.0;
            plan.account.equity = Usd(3_000_000.0);
            plan.account.loss_budget = Frac(0.01);
            plan.hedge.budget = Frac(0.1);
            plan.hedge.chain.kind = ChainKind::Put;
        });
        for question in &report.questions {
            for (name, row) in &question.rows {
                let Ok(found) = row else { unreachable!("{name}: {row:?}") };
                let then = evaluated(&book, found);
                assert!((then.combined.pnl.0 - found.pnl.combined()).abs() < 1e-6, "{name}");
                let coverage = then.hedge.coverage.map(|x| x.0);
                assert!((coverage.unwrap_or(-1.0) - found.coverage().unwrap_or(-1.0)).abs() < 1e-12, "{name}");
                match question.id {
                    "zero_vega" => assert!(found.vega.abs() < 0.5 * vega::by_layer(book).iter().sum::<f64>(), "{name}"),
                    "budget" => assert!(then.combined.pnl.0 >= -then.combined.budget.0 - 1e-6, "{name}"),
                    _ => assert!(coverage.is_some_and(|x| x >= 1.0 - 1e-9), "{name} {coverage:?}"),
                }
            }
        }
        // No layer alone carries less than the mix.
        let mix = found(&report.questions[3], 0);
        for row in 0..4 {
            assert!(mix.carry.0 <= found(&report.questions[1], row).carry.0 + 1e-6);
        }
    }

    #[test]
    fn one_contract_fewer_would_not_do() {
        let (book, report) = solved(|plan| plan.condor.contracts = 40.0);
        for row in 1..4 {
            let found = found(&report.questions[1], row);
            let fewer: Changes = found
                .changes
                .iter()
                .map(|&(id, value)| (id, value.map(|n| if id == CONTRACTS[row - 1] { n - 1.0 } else { n })))
                .collect();
            let Ok(less) = with(book, "fewer".into(), fewer) else { unreachable!() };
            assert!(less.coverage().is_some_and(|x| x < 1.0) && found.coverage().is_some_and(|x| x >= 1.0 - 1e-9));
        }
    }

    #[test]
    fn what_cannot_be_done_is_said_in_words() {
        let said = |change: &dyn Fn(&mut Plan), i: usize| solved(change).1.questions[i].answer.clone();
        let calm = |plan: &mut Plan| plan.shock.vix = Some(Points(17.0));
        assert!(said(&calm, 1).contains("no loss to cover") || said(&calm, 1).contains("gains nothing"));
        assert!(
            said(&|plan| plan.hedge.budget = Frac(0.0), 3)
                .contains("no budget for VIX layers: the cheapest mix needs $")
        );
        assert!(said(&|plan| plan.hedge.budget = Frac(1e-4), 3).contains("is too small: the cheapest mix needs $"));
        let (_, beyond) = solved(|plan| plan.hedge.budget = Frac(1e-4));
        let mix = found(&beyond.questions[3], 1);
        assert!(beyond.questions[3].answer.contains(&amount(mix.carry.0)) && mix.coverage().is_some_and(|x| x >= 1.0));
        assert!(said(&|_| (), 2).contains("within the budget") || said(&|_| (), 2).contains("hold"));
        let no_set = |plan: &mut Plan| {
            for layer in [&mut plan.hedge.short, &mut plan.hedge.medium, &mut plan.hedge.long] {
                layer.on = false;
            }
        };
        assert!(said(&no_set, 0).contains("No layer is on"));
        let falls = |plan: &mut Plan| {
            plan.shock.vix = Some(Points(11.0));
            plan.shock.spx = Some(Frac(-0.15));
        };
        assert!(said(&falls, 1).contains("gains nothing in this shock"), "{}", said(&falls, 1));
        let poor = |plan: &mut Plan| {
            plan.hedge.budget = Frac(0.1);
            plan.account.cash = Usd(10.0);
            plan.hedge_solve.within_cash = true;
        };
        assert!(said(&poor, 3).contains("the mix of least outlay takes $"), "{}", said(&poor, 3));
    }
}
