//! Solvers: how many contracts for no net vega, for a coverage, for the loss budget, and the cheapest mix for it.
//!
//! Every answer is written into the plan by the very changes that the page's button makes, the plan is resolved again,
//! and what the book does then is what stands in the table.

use serde::Serialize;

use crate::book::{Book, carry, hedge_budget, pnl, vega};
use crate::holdings::Entry;
use crate::holdings::vix_layer::{Layer, strike_at_delta};
use crate::plan::LayerPlan;
use crate::plan::address::{Address, Changes};
use crate::plan::knobs::knob;
use crate::sizing::solve::{Limits, Mix, Need, Offer, Why, cheapest_mix, fewest, nearest_zero};
use crate::units::{Frac, Points, Usd, Years};
use crate::views::engines::Engines;
use crate::views::hedge::on_way::{Way, settled};
use crate::words::{amount, calendar_days, fixed, number, quantity, share, usd};

/// Forward deltas at which the mix is offered calls.
const DELTAS: [f64; 6] = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1];
const CONTRACTS: &str = "layer.contracts";
const STRIKE: &str = "layer.strike";
const SPREAD: &str = "layer.spread";

const NAME: &str = "Cheapest mix";
const BEYOND: &str = "Beyond the budget";

/// Contracts that do what is asked, and what the book is with them, evaluated again.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Solution {
    /// `4/4/2 set`, `VIX calls 1 alone`, `Cheapest mix`.
    pub name: String,
    /// Whole contracts of each layer that is on, in the order of the book.
    pub contracts: Vec<f64>,
    /// Listed strikes of them.
    pub strikes: Vec<Points>,
    /// Paid today for the layers.
    pub outlay: Usd,
    /// What the VIX-linked legs carry a year.
    pub carry: Usd,
    /// Net VIX vega, dollars per point.
    pub vega: Usd,
    /// P&L of the hedge in the shock.
    pub hedge: Usd,
    /// P&L of the whole book in the shock.
    pub combined: Usd,
    /// The worst of it on the way to the shock, where that is asked: for the loss budget.
    pub worst: Option<Usd>,
    /// Hedge gain over the loss of condors and pools; `None` where they do not lose.
    pub coverage: Option<Frac>,
    /// Every layer that is bought: contracts, days, strike; `none` where nothing is.
    pub layers: String,
    /// What the inputs are set to.
    pub changes: Changes,
}

/// A way to do what is asked, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Answer {
    /// `4/4/2 set`, `VIX calls 1 alone`, `Cheapest mix`.
    pub name: String,
    /// The solution, or the sentence that says why there is none.
    pub found: Result<Solution, String>,
}

/// One question: an answer for the whole set and for each layer alone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Question {
    /// `zero_vega`, `coverage`, `budget`, `mix`.
    pub id: &'static str,
    /// What is asked.
    pub asked: String,
    /// The answer in a sentence.
    pub answer: String,
    /// The whole set, then each layer alone; the cheapest mix, then the one beyond the budget.
    pub rows: Vec<Answer>,
}

/// All solvers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SolversReport {
    /// The first sentence.
    pub answer: String,
    /// The questions.
    pub questions: [Question; 4],
}

/// What the solvers know of the book: what layers cannot change. Lists run over the layers that are on.
struct Known {
    /// Dollars per VIX point of one contract of each layer.
    vega: Vec<f64>,
    /// The same of condors and the legs that are no layers.
    other_vega: f64,
    /// P&L of condors and pools in the shock.
    unhedged: f64,
    /// P&L of the legs that are no layers.
    others: f64,
    /// Gain of one contract of each layer in the shock.
    gain: Vec<f64>,
    /// Sets of the plan: contracts per ten condors.
    ratio: Vec<f64>,
    /// What may be spent a year on layers.
    room: f64,
    /// Most contracts of one layer.
    most: f64,
    /// What it is that loses.
    engines: Engines,
}

/// Contracts for each question, on the shock as it is set.
pub fn of(book: &Book) -> SolversReport {
    let known = known(book);
    let questions = [zero_vega(book, &known), coverage(book, &known), within_budget(book, &known), mix(book, &known)];
    let [first, second] = [&questions[0].answer, &questions[1].answer];
    // One reason for both is said once.
    let answer = if first == second { first.clone() } else { format!("{first} {second}") };
    SolversReport { answer, questions }
}

fn known(book: &Book) -> Known {
    let world = book.shock.as_set(0.0);
    let pnl = pnl::of(book, &world);
    let one = |layer: &Layer| Layer { contracts: 1.0, ..*layer }.pnl(&world.market, world.days);
    let (gain, vega): (Vec<f64>, Vec<f64>) = (book.layers().map(one).collect(), vega::by_contract(book));
    let held: Vec<f64> = book.layers().map(|layer| layer.contracts).collect();
    let [budget, _] = book.plan.hedge.budgets(&book.plan.account);
    Known {
        other_vega: vega::of(book).net.0 - hedge_budget::dot(&held, &vega),
        unhedged: settled(pnl.condor + pnl.pool),
        others: pnl.hedge - hedge_budget::dot(&held, &gain),
        ratio: book.planned_layers().map(|(.., plan)| plan.per_ten).collect(),
        room: budget.0 - hedge_budget::others_carry(book).0,
        most: book.plan.hedge_solve.most,
        engines: Engines::of(book),
        vega,
        gain,
    }
}

/// The book with these inputs set, resolved and evaluated anew.
fn with(book: &Book, name: String, changes: Changes) -> Result<Solution, String> {
    let mut plan = book.plan.clone();
    for (at, value) in &changes {
        plan.set(*at, *value)?;
    }
    let there = book.resolve_beside(&plan).map_err(|wrong| wrong.to_string())?;
    let pnl = pnl::of(&there, &there.shock.as_set(0.0));
    let lost = -(pnl.condor + pnl.pool);
    Ok(Solution {
        name,
        contracts: there.layers().map(|layer| layer.contracts).collect(),
        strikes: there.layers().map(|layer| layer.strike).collect(),
        outlay: there.layers().map(Layer::outlay).sum(),
        carry: carry::of(&there)[0],
        vega: vega::of(&there).net,
        hedge: Usd(pnl.hedge),
        combined: Usd(pnl.combined()),
        worst: None,
        coverage: (lost > 0.0).then(|| Frac(pnl.hedge / lost)),
        layers: spelled(&there),
        changes,
    })
}

/// The set, then each layer alone.
fn rows(
    book: &Book,
    known: &Known,
    solve: impl Fn(&[f64]) -> Result<Vec<f64>, Why>,
    said: impl Fn(Why) -> String,
) -> Vec<Answer> {
    let set = if known.ratio.is_empty() { "No set".into() } else { joined(&known.ratio) + " set" };
    let alone = book.planned_layers().enumerate().map(|(i, (entry, ..))| {
        let mut one = vec![0.0; known.ratio.len()];
        one[i] = 1.0;
        (format!("{} alone", entry.name), one)
    });
    let row = |(name, ratio): (String, Vec<f64>)| {
        let found = solve(&ratio).map_err(&said);
        let found = found.and_then(|contracts| with(book, name.clone(), as_changes(book, &contracts)));
        Answer { name, found }
    };
    std::iter::once((set, known.ratio.clone())).chain(alone).map(row).collect()
}

/// Contracts of the layers that are on as changes of the plan.
fn as_changes(book: &Book, contracts: &[f64]) -> Changes {
    let layers = book.planned_layers().zip(contracts);
    layers.map(|((entry, ..), n)| (Address::new(CONTRACTS, entry.nth), Some(*n))).collect()
}

/// The answer to the first row in words: of a solution, or why there is none.
fn first(rows: &[Answer], words: impl Fn(&Solution) -> String) -> String {
    match rows.first().map(|row| &row.found) {
        Some(Ok(found)) => words(found),
        Some(Err(said)) => said.clone(),
        None => String::new(),
    }
}

fn zero_vega(book: &Book, known: &Known) -> Question {
    let other = known.other_vega;
    let said = |why| match why {
        Why::NothingToCover if other < 0.5 => "Without layers the book has no net vega: none is needed.".into(),
        Why::NothingToCover => {
            format!("Without layers the book gains {} per VIX point: none is needed.", amount(other))
        }
        Why::NoGain => "It gains nothing when VIX rises a point.".into(),
        why => refusal(known, why),
    };
    let rows = rows(book, known, |ratio| nearest_zero(other, ratio, &known.vega, known.most), said);
    let answer = first(&rows, |found| {
        format!("For no net vega hold {}: {} per VIX point is left.", found.layers, usd(found.vega.0))
    });
    let asked = format!("No net vega: {} nothing when VIX moves a point", known.engines.gain_with_hedge());
    Question { id: "zero_vega", asked, answer, rows }
}

fn coverage(book: &Book, known: &Known) -> Question {
    let wanted = book.plan.hedge_solve.coverage.0;
    let need = [Need { target: settled(-wanted * known.unhedged - known.others), each: known.gain.clone() }];
    let rows = rows(book, known, |ratio| fewest(&need, ratio, known.most), |why| covered(known, why));
    let answer =
        first(&rows, |found| format!("To cover {} of this shock's loss hold {}.", share(wanted, 0), found.layers));
    let asked = format!("Cover {} of {} in this shock", share(wanted, 0), known.engines.loss());
    Question { id: "coverage", asked, answer, rows }
}

fn within_budget(book: &Book, known: &Known) -> Question {
    let way = Way::of(book);
    // The worst of the way without layers.
    let left = way.places.iter().map(|place| place.left).fold(f64::INFINITY, f64::min);
    let said = |why| match why {
        Why::NothingToCover if left.abs() < 0.5 => "Without layers the book comes out even in this shock.".into(),
        Why::NothingToCover if left < 0.0 => {
            format!("Without layers the book loses {}, within the budget of {}.", amount(-left), amount(book.budget))
        }
        Why::NothingToCover => format!("Without layers the book gains {} in this shock.", amount(left)),
        Why::NoGain if way.places.first().is_some_and(|today| -today.left > book.budget) => {
            "The budget is broken already at today's VIX, where a call more gains nothing.".into()
        }
        Why::NoGain => "It gains nothing where the budget is broken.".into(),
        why => refusal(known, why),
    };
    let mut rows = rows(book, known, |ratio| way.fewest(book, ratio, known.most), said);
    for found in rows.iter_mut().filter_map(|row| row.found.as_mut().ok()) {
        found.worst = Some(Usd(way.worst(book, &found.contracts).of(&found.contracts)));
    }
    let answer = first(&rows, |found| {
        format!("To lose no more than {} at any VIX on the way hold {}.", amount(book.budget), found.layers)
    });
    let asked = format!("Lose no more than the budget of {} in this shock, on the way too", amount(book.budget));
    Question { id: "budget", asked, answer, rows }
}

fn mix(book: &Book, known: &Known) -> Question {
    let wanted = book.plan.hedge_solve.coverage.0;
    let target = settled(-wanted * known.unhedged - known.others);
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
        Why::NoGain if offers.is_empty() => "No layer is on that a call could be taken from.".into(),
        Why::NoGain => "No call on offer gains in this shock.".into(),
        why => covered(known, why),
    };
    let with = |name: &str, mix: Mix| {
        let proven = if mix.is_proven { "" } else { ", perhaps not the very cheapest" };
        with(book, format!("{name}{proven}"), mixed(book, &offers, &mix))
    };
    let limits = Limits { budget: known.room, cash, most: known.most };
    let found = cheapest_mix(&offers, target, &limits);
    // What the budget does not allow can still be looked at, and used.
    let beyond = match found {
        Err(Why::BudgetTooSmall(_)) => cheapest_mix(&offers, target, &Limits { budget: f64::INFINITY, ..limits }).ok(),
        _ => None,
    };
    let beyond = beyond.map(|mix| Answer { name: BEYOND.into(), found: with(BEYOND, mix) });
    let is_of = match beyond.as_ref().map(|row| &row.found) {
        Some(Ok(found)) => format!(" It is {}.", found.layers),
        _ => String::new(),
    };
    let solved = found.map_err(|why| said(why) + &is_of).and_then(|mix| with(NAME, mix));
    let rows: Vec<Answer> = std::iter::once(Answer { name: NAME.into(), found: solved }).chain(beyond).collect();
    let answer = first(&rows, |found| {
        format!(
            "The cheapest way to cover {} is {}: {} a year, {} today.",
            share(wanted, 0),
            found.layers,
            amount(found.carry.0),
            amount(found.outlay.0)
        )
    });
    let asked = format!(
        "Cover {} for the least carry, at most {} a year{}",
        share(wanted, 0),
        amount(known.room.max(0.0)),
        cash.map_or(String::new(), |cash| format!(" and {} today", amount(cash)))
    );
    Question { id: "mix", asked, answer, rows }
}

/// A mix as changes of the plan: plain calls at the strikes chosen, none of the layers that are left out.
fn mixed(book: &Book, offers: &[Offer], mix: &Mix) -> Changes {
    let one = |(i, (entry, ..)): (usize, (&Entry, &Layer, &LayerPlan))| {
        let at = |row| Address::new(row, entry.nth);
        let bought = mix.bought.iter().map(|(offer, n)| (&offers[*offer], *n)).find(|(offer, _)| offer.layer == i);
        match bought {
            None => vec![(at(CONTRACTS), Some(0.0))],
            Some((offer, n)) => {
                vec![(at(SPREAD), Some(0.0)), (at(STRIKE), Some(offer.strike)), (at(CONTRACTS), Some(n))]
            }
        }
    };
    book.planned_layers().enumerate().flat_map(one).collect()
}

/// Calls of each layer's days at strikes from its future upward, each once.
fn offers(book: &Book) -> Vec<Offer> {
    let world = book.shock.as_set(0.0);
    let mut offers: Vec<Offer> = Vec::new();
    for (layer, (.., plan)) in book.planned_layers().enumerate() {
        for delta in DELTAS {
            let strike = strike_at_delta(&book.market, delta, Years::from_calendar_days(plan.days));
            let terms = LayerPlan { strike: Some(strike), spread: Points(0.0), ..plan.clone() };
            let call = Layer::bought(&book.market, &terms, 1.0);
            let Some(carry) = call.carry(&book.market) else { continue };
            let is_known = offers.iter().any(|offer| offer.layer == layer && offer.strike == strike.0);
            if !is_known && knob(STRIKE).is_some_and(|knob| knob.check(strike.0).is_ok()) {
                offers.push(Offer {
                    layer,
                    strike: strike.0,
                    outlay: call.outlay().0,
                    carry: carry.0,
                    gain: call.pnl(&world.market, world.days),
                });
            }
        }
    }
    offers
}

/// `4/4/2`.
fn joined(contracts: &[f64]) -> String {
    contracts.iter().map(|n| quantity(*n)).collect::<Vec<_>>().join("/")
}

/// `6 of 220 calendar days at 30.0 and 2 of 30 calendar days at 22.0 to 27.0`, the second a spread.
fn spelled(book: &Book) -> String {
    let one = |layer: &Layer| {
        let wing = layer.wing.map_or(String::new(), |wing| format!(" to {}", fixed(wing.0, 1)));
        let days = calendar_days(layer.days);
        format!("{} of {days} at {}{wing}", quantity(layer.contracts), fixed(layer.strike.0, 1))
    };
    let rows: Vec<String> = book.layers().filter(|layer| layer.contracts > 0.0).map(one).collect();
    if rows.is_empty() { "none".into() } else { rows.join(" and ") }
}

fn covered(known: &Known, why: Why) -> String {
    match why {
        Why::NothingToCover if known.unhedged > -0.5 => known.engines.without_loss(known.unhedged),
        Why::NothingToCover => format!("The other legs gain {}, which covers it already.", amount(known.others)),
        why => refusal(known, why),
    }
}

fn refusal(known: &Known, why: Why) -> String {
    match why {
        Why::NothingToCover => "There is nothing to make up for.".into(),
        Why::NoGain => "It gains nothing in this shock.".into(),
        Why::EmptySet => "No layer is on, or the set has no contracts: there is no proportion to scale.".into(),
        Why::TooMany => {
            format!("More than the limit of {} contracts of one layer would be needed.", number(known.most))
        }
        Why::BudgetTooSmall(needed) => format!("It needs {} a year.", amount(needed)),
        Why::CashTooSmall(needed) => format!("It takes {} today.", amount(needed)),
        Why::Opposed => {
            "No number of them keeps it at every VIX on the way: what is enough at one costs too much at another."
                .into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{ChainPlan, Plan};

    fn solved(change: impl Fn(&mut Plan)) -> (Book, SolversReport) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!("{plan:?}") };
        let report = of(&book);
        (book, report)
    }

    fn found(question: &Question, row: usize) -> &Solution {
        let Ok(found) = &question.rows[row].found else { unreachable!("{question:?}") };
        found
    }

    /// The plan with the changes of a solution, through the door that the command line uses.
    fn evaluated(book: &Book, found: &Solution) -> crate::views::report::Report {
        let mut plan = book.plan.clone();
        for (at, value) in &found.changes {
            assert_eq!(plan.set(*at, *value), Ok(()), "{at}");
        }
        let Ok(report) = crate::views::report::evaluate(&plan) else { unreachable!() };
        report
    }

    fn sell(plan: &mut Plan, contracts: f64) {
        if let Some(condor) = plan.condor_mut(0) {
            condor.contracts = contracts;
        }
    }

    /// A large book that may spend much, with puts on the token.
    fn large(plan: &mut Plan) {
        sell(plan, 40.0);
        plan.account.equity = Usd(3_000_000.0);
        plan.account.loss_budget = Frac(0.01);
        plan.hedge.budget = Frac(0.1);
        plan.add(Holding::new(Terms::Chain(ChainPlan::default())));
    }

    /// The same with two condors, two pools, two ETPs and five layers, one of which is off.
    fn larger(plan: &mut Plan) {
        large(plan);
        for kind in [Kind::Condor, Kind::Pool, Kind::Etp, Kind::Etp, Kind::Layer, Kind::Layer] {
            plan.add_fresh(kind);
        }
        for (nth, days) in [(3, 60.0), (4, 160.0)] {
            if let Some(layer) = plan.layer_mut(nth) {
                (layer.days, layer.per_ten) = (days, 3.0);
            }
        }
        if let Some(holding) = plan.holding_mut(Kind::Layer, 1) {
            holding.on = false;
        }
    }

    /// As it is large, with one layer.
    fn with_one_layer(plan: &mut Plan) {
        large(plan);
        plan.remove(Kind::Layer, 2);
        plan.remove(Kind::Layer, 0);
    }

    #[test]
    fn what_a_solution_promises_is_what_the_whole_book_then_is() {
        for (change, layers) in [(large as fn(&mut Plan), 3), (larger, 4), (with_one_layer, 1)] {
            let (book, report) = solved(change);
            let half = 0.5 * vega::by_contract(&book).iter().sum::<f64>();
            for question in &report.questions {
                let rows = if question.id == "mix" { 1 } else { 1 + layers };
                assert_eq!(question.rows.len(), rows, "{question:?}");
                for Answer { name, found } in &question.rows {
                    let Ok(found) = found else { unreachable!("{name}: {found:?}") };
                    assert_eq!((found.contracts.len(), found.strikes.len()), (layers, layers));
                    let then = evaluated(&book, found);
                    assert!((then.combined.pnl.0 - found.combined.0).abs() < 1e-6, "{name}");
                    let coverage = then.hedge.coverage.map(|x| x.0);
                    let said = found.coverage.map_or(-1.0, |x| x.0);
                    assert!((coverage.unwrap_or(-1.0) - said).abs() < 1e-12, "{name}");
                    match question.id {
                        "zero_vega" => assert!(found.vega.0.abs() < half, "{name} {half}"),
                        "budget" => {
                            assert!(then.combined.worst_on_way.0 >= -then.combined.budget.0 - 1e-5, "{name}");
                            let worst = found.worst.map_or(0.0, |usd| usd.0);
                            assert!((worst - then.combined.worst_on_way.0).abs() < 1.0, "{name} {worst}");
                        }
                        _ => assert!(coverage.is_some_and(|x| x >= 1.0 - 1e-9), "{name} {coverage:?}"),
                    }
                }
            }
            // No layer alone carries less than the mix.
            let mix = found(&report.questions[3], 0);
            for row in 0..=layers {
                assert!(mix.carry.0 <= found(&report.questions[1], row).carry.0 + 1e-6);
            }
        }
    }

    #[test]
    fn every_answer_names_whole_contracts_of_each_layer_with_its_days_and_strike() {
        for change in [large as fn(&mut Plan), larger, with_one_layer] {
            let (book, report) = solved(change);
            let rows = report.questions.iter().flat_map(|question| &question.rows);
            for found in rows.filter_map(|row| row.found.as_ref().ok()) {
                let mut plan = book.plan.clone();
                assert!(found.changes.iter().all(|(at, value)| plan.set(*at, *value).is_ok()));
                let Ok(then) = Book::resolve(&plan) else { unreachable!() };
                for layer in then.layers() {
                    let named =
                        format!("{} of {} at {:.1}", layer.contracts, calendar_days(layer.days), layer.strike.0);
                    assert_eq!(found.layers.contains(&named), layer.contracts > 0.0, "{named}: {}", found.layers);
                    assert!(layer.contracts.fract() == 0.0 && layer.contracts <= book.plan.hedge_solve.most);
                }
            }
            for question in &report.questions {
                assert!(question.answer.contains(&found(question, 0).layers), "{}", question.answer);
            }
        }
        let (_, report) = solved(|plan| {
            if let Some(layer) = plan.layer_mut(0) {
                layer.spread = Points(5.0)
            }
        });
        assert!(found(&report.questions[0], 1).layers.contains(" to "), "{:?}", found(&report.questions[0], 1));
    }

    #[test]
    fn no_answer_goes_beyond_the_limit_that_a_person_sets() {
        let most = |most: f64| solved(|plan| (large(plan), plan.hedge_solve.most = most).1);
        let free = found(&most(1000.0).1.questions[3], 0).clone();
        let needed = free.contracts.iter().copied().fold(0.0, f64::max);
        let (_, tight) = most(needed - 1.0);
        let mix = found(&tight.questions[3], 0);
        assert!(mix.contracts.iter().all(|n| *n < needed) && mix.carry.0 >= free.carry.0 - 1e-6, "{mix:?}");
        assert!(mix.coverage.is_some_and(|x| x.0 >= 1.0 - 1e-9));
        let (_, one) = most(1.0);
        let said = "More than the limit of 1 contracts of one layer would be needed.";
        assert!(one.questions.iter().all(|question| question.answer == said), "{one:?}");
    }

    #[test]
    fn so_many_contracts_keep_the_budget_at_every_vix_on_the_way_and_not_at_its_end_alone() {
        let mut longer = 0;
        for vix in [30.0, 45.0, 70.0, 110.0, 150.0] {
            let (book, report) = solved(|plan| {
                large(plan);
                plan.event.vix = Some(Points(vix));
            });
            let known = known(&book);
            for (i, row) in report.questions[2].rows.iter().enumerate() {
                let Ok(found) = &row.found else { continue };
                let mut plan = book.plan.clone();
                assert!(found.changes.iter().all(|(at, value)| plan.set(*at, *value).is_ok()));
                let Ok(then) = Book::resolve(&plan) else { unreachable!() };
                for step in 0..=700 {
                    let at = 17.0 + (vix - 17.0) * f64::from(step) / 700.0;
                    let pnl = pnl::on_link(&then, &then.shock, at);
                    assert!(pnl >= -book.budget * (1.0 + 1e-6), "{vix} {i}: {pnl} at {at}");
                }
                // What the end alone would ask for.
                let target = -(known.unhedged + known.others) - book.budget;
                let at_end = Need { target, each: known.gain.clone() };
                let mut ratio = known.ratio.clone();
                if i > 0 {
                    ratio.iter_mut().enumerate().for_each(|(layer, n)| *n = f64::from(u8::from(layer + 1 == i)));
                }
                let fewer = fewest(&[at_end], &ratio, known.most).unwrap_or_default();
                longer += u32::from(fewer.iter().sum::<f64>() < found.contracts.iter().sum::<f64>());
            }
        }
        assert!(longer >= 4, "{longer}");
    }

    #[test]
    fn a_layer_that_is_off_is_in_no_answer() {
        let (_, report) = solved(larger);
        let off = |at: &Address| at.nth == 1;
        let rows = report.questions.iter().flat_map(|question| &question.rows);
        assert!(
            rows.filter_map(|row| row.found.as_ref().ok()).all(|found| !found.changes.iter().any(|(at, _)| off(at)))
        );
        let names: Vec<&str> = report.questions[0].rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            names,
            ["4/2/3/3 set", "VIX calls 1 alone", "VIX calls 3 alone", "VIX calls 4 alone", "VIX calls 5 alone"]
        );
    }

    #[test]
    fn a_book_of_nothing_has_its_questions_and_no_answer() {
        let (_, report) = solved(|plan| plan.holdings.clear());
        assert!(report.questions.iter().all(|question| question.rows.len() == 1 && question.rows[0].found.is_err()));
        assert!(report.questions.iter().all(|question| !question.answer.is_empty()), "{report:?}");
    }

    #[test]
    fn one_contract_fewer_would_not_do() {
        let (book, report) = solved(|plan| sell(plan, 40.0));
        for row in 1..4 {
            let found = found(&report.questions[1], row);
            let fewer: Changes = found
                .changes
                .iter()
                .map(|&(at, value)| (at, value.map(|n| if at.nth == row - 1 { n - 1.0 } else { n })))
                .collect();
            let Ok(less) = with(&book, "fewer".into(), fewer) else { unreachable!() };
            assert!(less.coverage.is_some_and(|x| x.0 < 1.0) && found.coverage.is_some_and(|x| x.0 >= 1.0 - 1e-9));
        }
    }

    #[test]
    fn the_last_digits_of_large_prices_are_no_loss_to_cover() {
        assert_eq!([-1e-9, 0.004, -0.006, 12.0].map(settled), [0.0, 0.0, -0.006, 12.0]);
    }

    #[test]
    fn without_a_layer_the_reason_is_said_once() {
        let (_, report) = solved(|plan| plan.holdings.retain(|holding| holding.kind() != Kind::Layer));
        assert_eq!(report.answer.matches("No layer is on").count(), 1, "{}", report.answer);
        let (_, report) = solved(|_| ());
        let [first, second] = [&report.questions[0].answer, &report.questions[1].answer];
        assert!(report.answer.starts_with(first.as_str()) && report.answer.ends_with(second.as_str()));
    }

    #[test]
    fn what_cannot_be_done_is_said_in_words() {
        let said = |change: &dyn Fn(&mut Plan), i: usize| solved(change).1.questions[i].answer.clone();
        let calm = |plan: &mut Plan| plan.event.vix = Some(Points(17.0));
        assert!(said(&calm, 1).ends_with("there is no loss to cover."), "{}", said(&calm, 1));
        assert!(
            said(&|plan| plan.hedge.budget = Frac(0.0), 3)
                .contains("no budget for VIX layers: the cheapest mix needs $")
        );
        assert!(said(&|plan| plan.hedge.budget = Frac(1e-4), 3).contains("is too small: the cheapest mix needs $"));
        let (_, beyond) = solved(|plan| plan.hedge.budget = Frac(1e-4));
        let mix = found(&beyond.questions[3], 1);
        assert!(beyond.questions[3].answer.ends_with(&format!(" It is {}.", mix.layers)), "{beyond:?}");
        assert!(beyond.questions[3].answer.contains(&amount(mix.carry.0)) && mix.coverage.is_some_and(|x| x.0 >= 1.0));
        assert!(
            said(&|_| (), 2).starts_with("To lose no more than $7,500 at any VIX on the way hold "),
            "{}",
            said(&|_| (), 2)
        );
        let rich = |plan: &mut Plan| plan.account.loss_budget = Frac(0.5);
        assert!(said(&rich, 2).contains(", within the budget of $125,000"), "{}", said(&rich, 2));
        let no_set = |plan: &mut Plan| {
            plan.holdings.iter_mut().for_each(|holding| holding.on = holding.kind() != Kind::Layer);
        };
        assert!(said(&no_set, 0).contains("No layer is on"));
        let falls = |plan: &mut Plan| {
            plan.event.vix = Some(Points(11.0));
            plan.event.spx = Some(Frac(-0.15));
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
