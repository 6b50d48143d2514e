//! Offers: actions that are asked of a book of their own: a larger hedge, a roll. They wait until the slider rests.

use crate::book::{Book, carry, hedge_budget};
use crate::holdings::Entry;
use crate::holdings::vix_layer::{Layer, rolled};
use crate::holdings::world::ROLL_DAYS;
use crate::numbers::pieces::{pause, whole};
use crate::plan::sizing::RuleSwitches;
use crate::plan::{LayerPlan, Plan};
use crate::sizing::kept::{At, broken};
use crate::sizing::ledger::{SizedPosition, Tweak};
use crate::sizing::size;
use crate::sizing::waterfall::waterfall;
use crate::units::Usd;
use crate::views::size::actions::{self, Action, Doing, resize, sized_name};
use crate::views::size::answer::SMALL;
use crate::words::{amount, calendar_days, number, quantity};

/// Everything that is offered beside [`super::SizeTab::actions`].
pub fn of(book: &Book, ledger: &SizedPosition) -> Vec<Action> {
    whole(making(book, ledger))
}

/// The same in pieces: each is asked of a book of its own.
pub async fn making(book: &Book, ledger: &SizedPosition) -> Vec<Action> {
    let mut all = Vec::from_iter(freed_for_the_hedge(book, ledger).await);
    for (entry, layer, plan) in book.planned_layers() {
        if layer.contracts > 0.0 && layer.days < ROLL_DAYS {
            all.extend(roll(book, ledger, (entry, layer, plan)).await);
        }
    }
    all.extend(larger_hedge(book, ledger).await);
    all.extend(without_loan(book, ledger).await);
    all
}

/// Share of what is held too much that paying back the loan must free.
const PART: f64 = 0.1;

/// The sized pool's loan paid back, where the rules allow a larger pool without it: emptied, a pool borrows nothing, and
/// what may be put in again is another one.
async fn without_loan(book: &Book, ledger: &SizedPosition) -> Option<Action> {
    let (nth, shocked) = (book.plan.sized_pool()?, ledger.shocked(book));
    let (loan, now) =
        (book.plan.pool(nth)?.loan.0, size(&ledger.case(&shocked, &ledger.as_is()), &ledger.plan.rules).usd);
    if loan <= 0.0 || ledger.held <= 0.0 || now >= ledger.held {
        return None;
    }
    let mut then = book.plan.clone();
    then.pool_mut(nth)?.loan = Usd(0.0);
    let is_paid = paid(&mut then, loan).is_some();
    let (free, asked, names) = broken_by(book, ledger, &then).await?;
    let allowed = size(&asked.case(&asked.shocked(&free), &asked.as_is()), &asked.plan.rules).usd;
    // Of what is too much it must be a good part: else it is another rule that speaks against the pool.
    if allowed < now + SMALL.max(PART * (ledger.held - now)) {
        return None;
    }
    let repay = format!("the loan of {} on {}", amount(loan), sized_name(book));
    let unpaid = (!is_paid).then(|| "cash at hand does not pay for it".to_string());
    let refused: Vec<String> = unpaid.into_iter().chain(names).collect();
    let is_offered = refused.is_empty();
    let what = if is_offered { format!("Or pay back {repay}") } else { format!("No repayment of {repay} is offered") };
    let why = format!(
        "It is what speaks against the pool: without it the rules allow {}, with it {}.{}",
        amount(allowed),
        amount(now),
        against(&refused)
    );
    Some(Action::new(Doing::Repay, [what, why], &book.plan, Some(&then)).refused(refused))
}

/// The rules that a plan breaks, or breaks further, each by its label; none where it cannot be priced or sized.
async fn broken_by(book: &Book, ledger: &SizedPosition, plan: &Plan) -> Option<(Book, SizedPosition, Vec<String>)> {
    let other = book.resolve_beside(plan).ok()?;
    let asked = SizedPosition::making_alone(&other).await?;
    let [shocked, then] = [ledger.shocked(book), asked.shocked(&other)];
    let now = At { ledger, shocked: &shocked, usd: ledger.held, cash: 0.0 };
    let then = At { ledger: &asked, shocked: &then, usd: asked.held, cash: 0.0 };
    let said = |pair: &[crate::sizing::kept::Kept; 2]| match pair[0] {
        before if before.past > 0.0 => format!("{}, broken already, would be broken further", before.rule.label),
        before => format!("{} would be broken", before.rule.label),
    };
    let names = broken(&now, &then).iter().map(said).collect();
    Some((other, asked, names))
}

/// Pays out of cash, then stablecoins; none where they do not reach.
fn paid(plan: &mut Plan, usd: f64) -> Option<()> {
    let account = &mut plan.account;
    if usd > account.cash.0 + account.stablecoins.0 {
        return None;
    }
    let from_cash = usd.min(account.cash.0);
    account.cash.0 -= from_cash;
    account.stablecoins.0 = (account.stablecoins.0 - (usd - from_cash)).max(0.0);
    Some(())
}

fn outlay(book: &Book) -> f64 {
    book.layers().map(|layer| layer.outlay().0).sum()
}

fn against(broken: &[String]) -> String {
    if broken.is_empty() { String::new() } else { format!(" Against it: {}.", broken.join("; ")) }
}

/// What the Big Top frees of the pool, in whole calls of the layers held.
async fn freed_for_the_hedge(book: &Book, ledger: &SizedPosition) -> Option<Action> {
    let shocked = ledger.shocked(book);
    let fall = waterfall(&ledger.case(&shocked, &ledger.as_is()));
    // Where no withdrawal is offered nothing is freed; of what is taken out a loan and gas are paid first.
    let (first, _) = resize(book, ledger, &shocked, &fall);
    let freed = actions::freed(book, std::slice::from_ref(&first), &fall).0;
    let mut plan = first.done(&book.plan).filter(|_| freed > 0.0)?;
    let why = "A big top is near: this much of what you hold is freed for it";
    // The withdrawal is part of it, and says so: it has a button of its own.
    let taken = ledger.held - fall.size.0;
    let what = format!("Put {} into the hedge, out of a withdrawal of {}", amount(freed), amount(taken));
    let now = outlay(book);
    let mut bought = Vec::new();
    let mut cost = 0.0;
    if now > 0.0 {
        let part = freed / now;
        for (entry, layer, _) in book.planned_layers().filter(|(_, layer, _)| layer.contracts > 0.0) {
            let more = (part * layer.contracts + 1e-9).floor();
            if more > 0.0 {
                cost += more * layer.outlay().0 / layer.contracts;
                plan.layer_mut(entry.nth)?.contracts = Some(layer.contracts + more);
                bought.push(format!("{} {}", quantity(more), entry.name));
            }
        }
    }
    let set_aside = |reason: &str| {
        let what = format!("Put {} aside for the hedge", amount(freed));
        let why = format!("{why}; {reason}, so the withdrawal leaves it in cash.");
        Some(Action::new(Doing::Free, [what, why], &book.plan, None))
    };
    if bought.is_empty() {
        let short =
            if now > 0.0 { "it is less than one more call of a layer that is held" } else { "no VIX calls are held" };
        return set_aside(short);
    }
    let asked = if paid(&mut plan, cost).is_some() { broken_by(book, ledger, &plan).await } else { None };
    let Some((larger, _, names)) = asked else {
        return set_aside("it pays for more calls than a layer takes");
    };
    let is_offered = names.is_empty();
    let what = if is_offered { what } else { format!("{} is not offered for the hedge", amount(freed)) };
    let against = against(&names) + &past_hedge_budget(&larger);
    let why = format!("{why}. It buys {} more for {}.{against}", bought.join(", "), amount(cost));
    Some(Action::new(Doing::Free, [what, why], &book.plan, Some(&plan)).refused(names))
}

/// A layer and what is planned of it.
type Planned<'a> = (&'a Entry, &'a Layer, &'a LayerPlan);

/// A layer that is due, into a fresh one.
async fn roll(book: &Book, ledger: &SizedPosition, (entry, layer, plan): Planned<'_>) -> Option<Action> {
    let fresh = rolled(plan);
    let days = fresh.days;
    let cost = layer.roll_cost(&book.market, &fresh, 0.0).0;
    let mut then = book.plan.clone();
    *then.layer_mut(entry.nth)? = LayerPlan { contracts: Some(layer.contracts), ..fresh };
    let is_paid = paid(&mut then, cost.max(0.0)).is_some();
    let (_, _, names) = broken_by(book, ledger, &then).await?;
    let costs = match cost {
        usd if usd < 0.0 => format!("rolling brings {}", amount(-usd)),
        usd if is_paid => format!("rolling costs {}", amount(usd)),
        usd => format!("rolling costs {}, more than the cash at hand", amount(usd)),
    };
    let is_offered = is_paid && names.is_empty();
    let roll = format!("{}, {} calls, into {}", entry.name, quantity(layer.contracts), calendar_days(days));
    let what = if is_offered { format!("Roll {roll}") } else { format!("No roll of {roll}, is offered") };
    let why = format!(
        "{} are left; below {} a layer is rolled: {costs}.{}",
        calendar_days(layer.days),
        number(ROLL_DAYS),
        against(&names)
    );
    let unpaid = (!is_paid).then(|| "Cash at hand does not pay for it".to_string());
    let refused = unpaid.into_iter().chain(names).collect();
    Some(Action::new(Doing::Roll, [what, why], &book.plan, Some(&then)).refused(refused))
}

/// Most times the hedge that is tried, in equal ratios, and tries in whole contracts.
const MOST_TIMES: f64 = 20.0;
const STEPS: u32 = 24;
const TRIES: usize = 6;

/// Keeping what is held with a larger hedge, where the rules then allow it: in whole contracts that the cash at hand pays
/// for, asked again of every rule that is on with a book that holds them. None where nothing is too large, no VIX layer is
/// held, or no such hedge does.
pub async fn larger_hedge(book: &Book, ledger: &SizedPosition) -> Option<Action> {
    let shocked = ledger.shocked(book);
    // CVaR, the dearest to ask, is asked last, and of what is held alone.
    let rules = &ledger.plan.rules;
    let allows = |hedge: f64| {
        let tweak = Tweak { hedge, ..ledger.as_is() };
        let besides = RuleSwitches { cvar: false, ..*rules };
        ledger.size_by(&shocked, &tweak, &besides).usd >= ledger.held
            && (!rules.cvar || ledger.keeps_cvar(ledger.held, &tweak))
    };
    if ledger.held <= 0.0 || allows(1.0) {
        return None;
    }
    // More is not always better: calls lose to time where VIX rests. The first multiple that does.
    let step = |i: u32| MOST_TIMES.powf(f64::from(i) / f64::from(STEPS));
    let mut first = None;
    for i in 1..=STEPS {
        pause().await;
        if allows(step(i)) {
            first = Some(step(i));
            break;
        }
    }
    let (mut short, mut enough) = (first? / step(1), first?);
    for _ in 0..8 {
        pause().await;
        let middle = 0.5 * (short + enough);
        if allows(middle) { enough = middle } else { short = middle }
    }
    // Rounding to whole contracts changes the proportion of the layers: try, and ask again.
    for i in 0..TRIES {
        if let Some(offer) = with_hedge(book, ledger, enough * (1.0 + 0.05 * i as f64)).await {
            return Some(offer);
        }
    }
    None
}

async fn with_hedge(book: &Book, ledger: &SizedPosition, times: f64) -> Option<Action> {
    let mut plan = book.plan.clone();
    let mut said = Vec::new();
    let mut cost = 0.0;
    for (entry, layer, _) in book.planned_layers().filter(|(_, layer, _)| layer.contracts > 0.0) {
        let contracts = (layer.contracts * times).ceil();
        plan.layer_mut(entry.nth)?.contracts = Some(contracts);
        cost += (contracts / layer.contracts - 1.0) * layer.outlay().0;
        said.push(format!("{} {}", quantity(contracts), entry.name));
    }
    paid(&mut plan, cost)?;
    let (larger, asked, names) = broken_by(book, ledger, &plan).await?;
    let shocked = asked.shocked(&larger);
    let allowed = size(&asked.case(&shocked, &asked.as_is()), &asked.plan.rules).usd;
    if said.is_empty() || allowed < ledger.held || !names.is_empty() {
        return None;
    }
    let carry = |book: &Book| book.legs().filter_map(|leg| leg.held.carry(&book.today)).map(|usd| usd.0).sum::<f64>();
    let what = format!("Or keep {} in {} and hold {}", amount(ledger.held), sized_name(book), said.join(", "));
    let why = format!(
        "Every rule that is on then allows {}. The hedge costs {} more today and carries {} a year instead of {}.{}",
        amount(allowed),
        amount(cost),
        amount(carry(&larger)),
        amount(carry(book)),
        past_hedge_budget(&larger)
    );
    Some(Action::new(Doing::Hedge, [what, why], &book.plan, Some(&plan)))
}

/// Where the legs on VIX carry more than their part of the hedge's budget.
fn past_hedge_budget(book: &Book) -> String {
    let [on_vix, _] = carry::of(book);
    let budget = hedge_budget::of(book).vix;
    if on_vix.0 <= budget.0 + 0.5 {
        return String::new();
    }
    format!(
        " Against it: {} a year on VIX is past the {} that your hedge budget has for it.",
        amount(on_vix.0),
        amount(budget.0)
    )
}
