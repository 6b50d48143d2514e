//! CVaR: the book's outcomes over the horizon with their probabilities, the mean of the worst twentieth, and the
//! largest pool that keeps it within a budget.
//!
//! Source: model book 11.5 and 14; Rockafellar & Uryasev 2000. The residual of the token is normal, as in the
//! deterministic map (the paths of 14 draw it from Student's t).

use crate::book::Book;
use crate::book::at_vix;
use crate::book::limits;
use crate::book::limits::BySize;
use crate::numbers::pieces::{pause, whole};
use crate::numbers::quadrature::normal_rule;
use crate::numbers::{by_rising, normal_cdf};
use crate::simulation::dynamics::Dynamics;
use crate::simulation::horizon::{VixSteps, vix_levels};
use crate::units::{Frac, Usd};

/// Share of outcomes that CVaR₉₅ is the mean of.
pub const TAIL: f64 = 0.05;

/// What [`Outcomes::chance_beyond`] may be off by over so many trading days, of 1: a quadrature of several times as many
/// places a side says no other. Beyond a month condors are settled on the way and their P&L has corners.
pub fn chance_error(days: f64) -> f64 {
    if days <= 21.0 { 0.005 } else { 0.02 }
}

/// One outcome at the horizon, dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// VIX then, points.
    pub vix: f64,
    /// Its probability.
    pub weight: f64,
    /// Condors after opening fees.
    pub condor: f64,
    /// Every other pool.
    pub others: f64,
    /// Condors, hedge (but what is written on the sized pool) and every other pool.
    pub other: f64,
    /// The sized pool at any size, with what is written on it.
    pub sized: BySize,
}

impl Outcome {
    /// Dollars gained with so much deposited in the sized pool.
    pub fn pnl(&self, deposit: Usd) -> f64 {
        self.other + self.sized.pnl(deposit.0)
    }
}

/// Every outcome at the horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// Weights sum to 1.
    pub all: Vec<Outcome>,
    /// Deposit that the sized pool was priced at, one of $1,000 where none is held; 0 where its terms allow none.
    pub unit: Usd,
    /// Deposit held; 0 without one.
    pub held: Usd,
    /// How many places were looked at: for each VIX every SPX, for each SPX every residual.
    pub nodes: Nodes,
}

/// How many places the quadrature looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nodes {
    /// Steps of VIX.
    pub vix: VixSteps,
    /// SPX given VIX.
    pub spx: usize,
    /// The token's residual.
    pub token: usize,
    /// Probability below which a VIX, an SPX or a residual is not looked at; the others take what it had.
    pub least: f64,
}

impl Nodes {
    /// About 70 × 14 × 14: CVaR within 1 % of several times as many a side, from one day to half a year.
    pub const HOUSE: Nodes = Nodes { vix: VixSteps { calm: 0.3, jumped: 0.06 }, spx: 16, token: 16, least: 1e-8 };
    /// For a probability: closer along SPX, where a condor that is settled on the way has its corners.
    pub const CHANCE: Nodes = Nodes { spx: 32, token: 12, ..Nodes::HOUSE };

    /// Of places with their probabilities those that are likely enough, their probabilities summing to 1.
    fn likely<T: Copy>(&self, places: &[(T, f64)]) -> Vec<(T, f64)> {
        let kept = || places.iter().filter(|place| place.1 >= self.least);
        let sum: f64 = kept().map(|place| place.1).sum();
        kept().map(|(place, weight)| (*place, weight / sum)).collect()
    }

    /// Places of SPX given VIX, in deviations, by rising place.
    fn spx_rule(&self) -> Vec<(f64, f64)> {
        self.likely(&normal_rule(self.spx))
    }

    /// Places of the token's residual, in deviations.
    fn token_rule(&self) -> Vec<(f64, f64)> {
        self.likely(&normal_rule(self.token))
    }
}

/// Outcomes over the shock's horizon from today's VIX: none of them moves with the slider.
pub fn outcomes(book: &Book) -> Outcomes {
    outcomes_at(book, Nodes::HOUSE)
}

/// The same with so many nodes.
pub fn outcomes_at(book: &Book, nodes: Nodes) -> Outcomes {
    whole(making(book, nodes))
}

/// [`outcomes_at`], with a pause after each VIX of the horizon.
pub async fn making(held: &Book, nodes: Nodes) -> Outcomes {
    // A pool of $1,000 where the sized one holds nothing.
    let is_empty = held.sized_position().is_some_and(|position| position.pool.is_none());
    let stand_in = if is_empty { limits::with_stand_in(held) } else { None };
    let book = stand_in.as_ref().unwrap_or(held);
    let sized = book.sized_position();
    let shock = book.shock.calm(book.shock.event.days);
    let (spx, token) = (nodes.spx_rule(), nodes.token_rule());
    let mut all = Vec::new();
    let dynamics = Dynamics::of(&book.plan);
    let levels = vix_levels(book.market.calibration.vix, book.shock.event.days, nodes.vix, &dynamics);
    for (vix, chance) in nodes.likely(&levels) {
        let mut level = at_vix::drawn(book, &shock, vix);
        let (mean, error) = (shock.link().spx_return(vix).0, shock.link().error(vix).0);
        for (step, spx_weight) in &spx {
            let x = mean + error * step;
            let condor = level.condor(x);
            for (z, token_weight) in &token {
                let [pool, others] = level.pools(x, *z);
                let [hedge, legs] = level.hedge(x, *z);
                all.push(Outcome {
                    vix: vix.0,
                    weight: chance * spx_weight * token_weight,
                    condor,
                    others: others.total(),
                    other: condor + hedge + others.total(),
                    sized: sized.map_or_else(BySize::default, |position| BySize::new(position, &pool).with_legs(legs)),
                });
            }
        }
        pause().await;
    }
    Outcomes {
        all,
        unit: sized.map_or(Usd(0.0), |position| position.deposit),
        held: held.sized_position().map_or(Usd(0.0), |position| position.deposit),
        nodes,
    }
}

impl Outcomes {
    /// Mean P&L with so much deposited, dollars.
    pub fn mean(&self, deposit: Usd) -> Usd {
        Usd(self.all.iter().map(|outcome| outcome.weight * outcome.pnl(deposit)).sum())
    }

    /// VaR₉₅ and CVaR₉₅ with so much deposited: the loss that one outcome in twenty exceeds, and the mean loss of
    /// that twentieth; positive dollars are lost.
    pub fn tail(&self, deposit: Usd) -> [Usd; 2] {
        tail(&self.all, |outcome| -outcome.pnl(deposit))
    }

    /// CVaR₉₅ with so much deposited: mean loss of the worst twentieth, positive dollars; convex in the deposit.
    pub fn cvar_95(&self, deposit: Usd) -> Usd {
        self.tail(deposit)[1]
    }

    /// CVaR₉₅ of what each outcome gains when something is turned, positive dollars are lost.
    pub fn cvar_of(&self, pnl: impl Fn(&Outcome) -> f64) -> Usd {
        tail(&self.all, |outcome| -pnl(outcome))[1]
    }

    /// What one more dollar in a pool of this size adds to CVaR₉₅: below 0 where the pool hedges the rest.
    pub fn cvar_slope(&self, deposit: Usd) -> f64 {
        let [edge, _] = self.tail(deposit).map(|usd| usd.0);
        let (mut weight, mut sum) = (0.0, 0.0);
        let on_edge = |is_on: bool| {
            let is_it = move |loss: f64| if is_on { loss == edge } else { loss > edge };
            self.all.iter().filter(move |outcome| is_it(-outcome.pnl(deposit)))
        };
        for outcome in on_edge(false).chain(on_edge(true)) {
            let taken = outcome.weight.min(TAIL - weight).max(0.0);
            weight += taken;
            sum -= taken * outcome.sized.slope(deposit.0);
        }
        if weight > 0.0 { sum / weight } else { 0.0 }
    }

    /// Probability that more than `loss` is lost with so much deposited, within [`chance_error`] at [`Nodes::CHANCE`].
    ///
    /// At each VIX and residual of the token P&L goes along SPX as a cubic through the four places next to it: a place
    /// counts with the part of it that is beyond, and not as a whole or not at all.
    pub fn chance_beyond(&self, deposit: Usd, loss: Usd) -> Frac {
        let (between, tokens) = (Between::new(&self.nodes.spx_rule()), self.nodes.token_rule().len());
        let beyond = |level: &[Outcome]| -> f64 {
            let along = |token: usize| {
                let line = || level.iter().skip(token).step_by(tokens);
                let weight: f64 = line().map(|outcome| outcome.weight).sum();
                let left: Vec<f64> = line().map(|outcome| outcome.pnl(deposit) + loss.0).collect();
                weight * between.share_below_zero(&left)
            };
            (0..tokens).map(along).sum()
        };
        let levels = self.all.chunks(between.count * tokens);
        Frac(levels.map(beyond).sum::<f64>().clamp(0.0, 1.0))
    }

    /// Correlation of condor and pools (at what is held) over all outcomes; `None` where one of them never moves.
    pub fn correlation(&self) -> Option<f64> {
        correlation(self.all.iter().map(|o| (o.weight, o.condor, self.pools(o))))
    }

    /// Probability that VIX ends from one level up to below another, and the correlation there; [`Outcomes::correlation`].
    pub fn between(&self, from: f64, to: f64) -> (Frac, Option<f64>) {
        let there = || self.all.iter().filter(|outcome| outcome.vix >= from && outcome.vix < to);
        let share: f64 = there().map(|outcome| outcome.weight).sum();
        (Frac(share), correlation(there().map(|o| (o.weight / share, o.condor, self.pools(o)))))
    }

    /// Tail co-loss: what the pools gain on average in the condor's worst twentieth, and what they gain in all of it.
    pub fn pools_in_tail(&self) -> [Usd; 2] {
        let [edge, _] = tail(&self.all, |outcome| -outcome.condor);
        let mean = |part: &dyn Fn(&&Outcome) -> bool| {
            let picked = || self.all.iter().filter(part);
            let weight: f64 = picked().map(|o| o.weight).sum();
            let sum: f64 = picked().map(|o| o.weight * self.pools(o)).sum();
            Usd(if weight > 0.0 { sum / weight } else { 0.0 })
        };
        // Condors at their largest loss are equal but for rounding: all of them are in it.
        let edge = edge.0 - room(edge.0);
        [mean(&|o| -o.condor >= edge), mean(&|_| true)]
    }

    fn pools(&self, outcome: &Outcome) -> f64 {
        outcome.others + outcome.sized.bare().pnl(self.held.0)
    }
}

/// What lies between the places of a normal rule.
struct Between {
    /// Places of the rule.
    count: usize,
    /// Places close together: where the four of the rule next to it begin, what each of them weighs there, and the
    /// probability below it.
    close: Vec<(usize, [f64; 4], f64)>,
}

impl Between {
    /// Places looked at between two of the rule's, on average.
    const FINER: usize = 8;

    fn new(rule: &[(f64, f64)]) -> Between {
        let places: Vec<f64> = rule.iter().map(|place| place.0).collect();
        let count = places.len();
        let (Some(&first), Some(&last)) = (places.first(), places.last()) else {
            return Between { count: 1, close: Vec::new() };
        };
        let steps = Between::FINER * count;
        let one = |i: usize| {
            let z = first + (last - first) * i as f64 / steps as f64;
            let above = places.iter().filter(|place| **place <= z).count();
            let start = above.saturating_sub(2).min(count.saturating_sub(4));
            let next = &places[start..count.min(start + 4)];
            let weight = |k: usize| {
                let others = next.iter().enumerate().filter(|(j, _)| *j != k);
                others.map(|(_, place)| (z - place) / (next[k] - place)).product::<f64>()
            };
            (start, std::array::from_fn(|k| if k < next.len() { weight(k) } else { 0.0 }), normal_cdf(z))
        };
        Between { count, close: (0..=steps).map(one).collect() }
    }

    /// Probability that the curve through these values, one a place of the rule, is below zero; level beyond the ends.
    fn share_below_zero(&self, values: &[f64]) -> f64 {
        let mut last: Option<(f64, f64)> = None;
        let mut share = 0.0;
        for (start, weights, below) in &self.close {
            let value: f64 = values.iter().skip(*start).zip(weights).map(|(value, weight)| value * weight).sum();
            share += match last {
                None => {
                    if value < 0.0 {
                        *below
                    } else {
                        0.0
                    }
                }
                Some((was, before)) => {
                    let part = match (was < 0.0, value < 0.0) {
                        (true, true) => 1.0,
                        (false, false) => 0.0,
                        (true, false) => was / (was - value),
                        (false, true) => value / (value - was),
                    };
                    part * (below - before)
                }
            };
            last = Some((value, *below));
        }
        share + last.filter(|(value, _)| *value < 0.0).map_or(0.0, |(_, below)| 1.0 - below)
    }
}

/// Dollars by which two outcomes near `edge` may differ by rounding alone.
pub fn room(edge: f64) -> f64 {
    1e-9 * edge.abs().max(1.0)
}

/// Correlation of weighed pairs (weight, a, b), weights summing to 1; `None` where one of them never moves.
pub fn correlation(pairs: impl Iterator<Item = (f64, f64, f64)> + Clone) -> Option<f64> {
    let mean = |pick: fn(&(f64, f64, f64)) -> f64| pairs.clone().map(|pair| pair.0 * pick(&pair)).sum::<f64>();
    let (a, b) = (mean(|p| p.1), mean(|p| p.2));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (weight, x, y) in pairs {
        aa += weight * (x - a) * (x - a);
        bb += weight * (y - b) * (y - b);
        ab += weight * (x - a) * (y - b);
    }
    correlated(ab, [(aa.sqrt(), a), (bb.sqrt(), b)])
}

/// Correlation from a covariance and two (deviation, mean); `None` where one of them never moves: what moves less than
/// prices are exact to does not.
pub fn correlated(covariance: f64, [a, b]: [(f64, f64); 2]) -> Option<f64> {
    let moves = |(deviation, mean): (f64, f64)| deviation > 1e-6 * mean.abs().max(1.0);
    (moves(a) && moves(b)).then(|| (covariance / (a.0 * b.0)).clamp(-1.0, 1.0))
}

/// VaR and CVaR of a loss: the worst twentieth is found by halving the losses that may still be its edge, the weight
/// beyond them added up on the way; an outcome on the edge counts with what fits.
pub(super) fn tail(all: &[Outcome], loss: impl Fn(&Outcome) -> f64) -> [Usd; 2] {
    let (mut low, mut high) = (f64::MAX, f64::MIN);
    let mut rest: Vec<(f64, f64)> = Vec::with_capacity(all.len());
    rest.extend(all.iter().map(|outcome| {
        let loss = loss(outcome);
        (low, high) = (low.min(loss), high.max(loss));
        (loss, outcome.weight)
    }));
    let mut above = rest.clone();
    let (mut beyond, mut sum) = (0.0, 0.0);
    for _ in 0..64 {
        if rest.len() <= 16 {
            break;
        }
        let middle = 0.5 * (low + high);
        // Both halves in one pass, each in its order, without a branch that nobody can foretell.
        let (mut uppers, mut lowers, mut weight, mut part) = (0, 0, 0.0, 0.0);
        above.resize(rest.len(), (0.0, 0.0));
        for i in 0..rest.len() {
            let pair = rest[i];
            let is_upper = pair.0 > middle;
            above[uppers] = pair;
            rest[lowers] = pair;
            uppers += usize::from(is_upper);
            lowers += usize::from(!is_upper);
            weight += if is_upper { pair.1 } else { 0.0 };
            part += if is_upper { pair.0 * pair.1 } else { 0.0 };
        }
        if beyond + weight > TAIL {
            low = middle;
            above.truncate(uppers);
            std::mem::swap(&mut rest, &mut above);
        } else {
            high = middle;
            beyond += weight;
            sum += part;
            rest.truncate(lowers);
        }
    }
    let mut var = 0.0;
    for (loss, weight) in by_rising(rest, |pair| -pair.0) {
        let taken = weight.min(TAIL - beyond);
        beyond += taken;
        sum += taken * loss;
        var = loss;
        if beyond >= TAIL {
            break;
        }
    }
    [Usd(var), Usd(if beyond > 0.0 { sum / beyond } else { 0.0 })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::limits::LargestPool;
    use crate::book::pnl;
    use crate::plan::holding::Kind;
    use crate::plan::{FeeBy, Plan};
    use crate::simulation::draws::Draws;
    use crate::simulation::dynamics::{Dynamics, HELD};
    use crate::simulation::within::cap;
    use crate::units::Points;

    fn resolved(plan: &Plan) -> Book {
        let Ok(book) = Book::resolve(plan) else { unreachable!() };
        book
    }

    fn over(days: f64) -> Book {
        let mut plan = Plan::default();
        plan.event.days = days;
        resolved(&plan)
    }

    /// VIX day by day as the book has it, held every day.
    fn walked(draws: &mut Draws, from: f64, days: u32) -> f64 {
        let (step, dynamics) = (1.0 / 252.0, Dynamics::default());
        let [middle, width] = dynamics.jump;
        let rest = dynamics.resting_log();
        let (mut slow, mut passing) = (from.ln(), 0.0);
        for _ in 0..days {
            let mut moved = dynamics.diffusion * f64::sqrt(step) * draws.normal();
            if draws.uniform() < dynamics.jump_chance() {
                moved += (middle + width * draws.normal()).exp();
            }
            passing += dynamics.passing * moved - dynamics.passing_speed * passing * step;
            slow += dynamics.reversion * (rest - slow) * step + (1.0 - dynamics.passing) * moved;
            slow = (slow + passing).clamp(HELD[0].ln(), HELD[1].ln()) - passing;
        }
        (slow + passing).exp()
    }

    #[test]
    fn mean_and_cvar_are_those_of_drawn_paths() {
        for (days, seed) in [(5, 7), (21, 11)] {
            let book = over(f64::from(days));
            let shock = book.shock.calm(f64::from(days));
            let mut draws = Draws(seed);
            let count = 30_000;
            let mut losses: Vec<f64> = (0..count)
                .map(|_| {
                    let vix = Points(walked(&mut draws, 17.0, days));
                    let x = shock.link().spx_return(vix).0 + shock.link().error(vix).0 * draws.normal();
                    -pnl::of(&book, &shock.world(vix, x, draws.normal())).combined()
                })
                .collect();
            losses.sort_by(|a, b| b.total_cmp(a));
            let n = f64::from(count);
            let moments = |part: &[f64]| {
                let mean = part.iter().sum::<f64>() / part.len() as f64;
                (mean, part.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / part.len() as f64)
            };
            let outcomes = outcomes(&book);
            let held = outcomes.held;
            let (mean, variance) = moments(&losses);
            let gap = (outcomes.mean(held).0 + mean).abs() / (variance / n).sqrt();
            assert!(gap < 3.0, "{days} days: mean {} for {}, {gap} errors", outcomes.mean(held).0, -mean);
            let worst = &losses[..count as usize / 20];
            let (cvar, spread) = moments(worst);
            let beyond = cvar - worst[worst.len() - 1];
            let error = ((spread + (1.0 - TAIL) * beyond * beyond) / worst.len() as f64).sqrt();
            let got = outcomes.cvar_95(held).0;
            assert!((got - cvar).abs() < 3.0 * error, "{days} days: CVaR {got} for {cvar} ± {error}");
        }
    }

    #[test]
    fn three_times_as_many_nodes_a_side_move_cvar_by_less_than_a_hundredth() {
        for days in [1.0, 5.0, 21.0, 60.0, 126.0] {
            let book = over(days);
            let fine = Nodes { vix: VixSteps { calm: 0.1, jumped: 0.02 }, spx: 32, token: 40, least: 0.0 };
            let (house, fine) = (outcomes(&book), outcomes_at(&book, fine));
            let held = house.held;
            let size = fine.cvar_95(held).0.abs();
            let [got, want] = [&house, &fine].map(|outcomes| outcomes.cvar_95(held).0);
            assert!((got - want).abs() < 0.01 * size, "{days} days: {got} for {want}");
            assert!((house.mean(held).0 - fine.mean(held).0).abs() < 0.005 * size, "{days} days");
        }
    }

    #[test]
    fn a_chance_is_within_its_error_of_what_many_more_places_say() {
        let only = |kind: Kind| {
            let mut plan = Plan::default();
            plan.holdings.retain(|holding| holding.kind() == kind);
            plan
        };
        let mut tense = Plan::default();
        tense.market.vix = Points(35.0);
        let many = Nodes { vix: VixSteps { calm: 0.1, jumped: 0.02 }, spx: 48, token: 40, least: 0.0 };
        for mut plan in [Plan::default(), only(Kind::Condor), only(Kind::Pool), tense] {
            let mut last = 0.0;
            for days in [1.0, 5.0, 21.0, 60.0] {
                plan.event.days = days;
                let book = resolved(&plan);
                let [few, many] = [Nodes::CHANCE, many].map(|nodes| outcomes_at(&book, nodes));
                for budget in [1e9, 15_000.0, 7500.0, 3000.0, 1000.0] {
                    let of = |outcomes: &Outcomes| outcomes.chance_beyond(outcomes.held, Usd(budget)).0;
                    let (chance, truth) = (of(&few), of(&many));
                    assert!((chance - truth).abs() < chance_error(days), "{days} days, {budget}: {chance} for {truth}");
                    assert!(budget < 1e9 || chance == 0.0);
                    last = f64::max(last, chance);
                }
            }
            assert!(last > 0.2, "{last}");
        }
    }

    #[test]
    fn the_part_of_a_curve_below_zero_is_where_it_is() {
        let places = normal_rule(12);
        let between = Between::new(&places);
        let share = |curve: fn(f64) -> f64| {
            between.share_below_zero(&places.iter().map(|(z, _)| curve(*z)).collect::<Vec<_>>())
        };
        assert!((share(|z| z - 0.3) - normal_cdf(0.3)).abs() < 1e-3);
        assert!((share(|z| 1.0 - z * z) - 2.0 * normal_cdf(-1.0)).abs() < 1e-2);
        assert_eq!((share(|_| 1.0), share(|z| z * z + 0.1)), (0.0, 0.0));
        assert!((share(|_| -1.0) - 1.0).abs() < 1e-12);
        assert_eq!(between.share_below_zero(&[]), 0.0);
    }

    #[test]
    fn weights_sum_to_one_and_cvar_is_at_least_var() {
        for days in [0.0, 5.0, 63.0] {
            let outcomes = outcomes(&over(days));
            assert!((outcomes.all.iter().map(|o| o.weight).sum::<f64>() - 1.0).abs() < 1e-12);
            for deposit in [0.0, 10_000.0, 1e6] {
                let [var, cvar] = outcomes.tail(Usd(deposit));
                assert!(cvar >= var, "{var:?} {cvar:?}");
            }
        }
    }

    #[test]
    fn in_the_condors_worst_twentieth_the_pool_is_weighed_as_the_book_weighs_it() {
        let outcomes = outcomes(&over(5.0));
        let [in_tail, mean] = outcomes.pools_in_tail();
        // The smaller the tail, the rarer the worlds: its mean lies within the pools' own extremes.
        assert!(in_tail.0.is_finite() && in_tail != mean, "{in_tail:?} {mean:?}");
        let direct: f64 =
            outcomes.all.iter().map(|o| o.weight * (o.pnl(outcomes.held) - o.pnl(Usd(0.0)) + o.others)).sum();
        assert!((direct - mean.0).abs() < 1e-9);
    }

    #[test]
    fn the_tail_of_a_uniform_loss_is_known() {
        // Losses 0.5, 1.5, … 999.5: the worst twentieth is 950 to 1,000, its mean 975.
        let one = |i: i32| Outcome {
            vix: 20.0,
            weight: 1e-3,
            condor: 0.0,
            other: -(f64::from(i) + 0.5),
            others: 0.0,
            sized: BySize::default(),
        };
        let all: Vec<Outcome> = (0..1000).map(one).collect();
        let [var, cvar] = tail(&all, |o| -o.other);
        assert!((cvar.0 - 975.0).abs() < 1e-6 && (var.0 - 949.5).abs() <= 1.0 + 1e-6, "{var:?} {cvar:?}");
    }

    #[test]
    fn the_largest_pool_has_just_the_budget_for_its_cvar_and_grows_with_it() {
        let mut diluted = Plan::default();
        diluted.a_pool().fee_by = FeeBy::Volume;
        diluted.a_pool().active_liquidity = 2000.0;
        let mut none = Plan::default();
        none.a_pool().deposit = Usd(0.0);
        for plan in [Plan::default(), diluted, none] {
            let outcomes = outcomes(&resolved(&plan));
            let mut last = 0.0;
            for budget in [4000.0, 8000.0, 16_000.0, 64_000.0] {
                match cap(outcomes.within(Usd(budget))) {
                    LargestPool::None => assert_eq!(last, 0.0),
                    LargestPool::UpTo(most) => {
                        let cvar = outcomes.cvar_95(most).0;
                        assert!((cvar / budget - 1.0).abs() < 1e-9, "{cvar} for {budget}");
                        assert!(most.0 >= last);
                        last = most.0;
                    }
                    LargestPool::Unlimited => unreachable!(),
                }
            }
            assert!(last > 0.0);
        }
    }

    #[test]
    fn outcomes_do_not_move_with_the_slider_and_hold_the_pool_as_the_book_does() {
        let book = over(5.0);
        let mut plan = book.plan.clone();
        plan.event.vix = Some(Points(80.0));
        plan.event.spx = Some(Frac(0.02));
        assert_eq!(outcomes(&resolved(&plan)), outcomes(&book));
        let outcomes = outcomes(&book);
        let doubled = {
            plan.a_pool().deposit = Usd(2.0 * plan.a_pool().deposit.0);
            super::outcomes(&resolved(&plan))
        };
        let (a, b) = (outcomes.cvar_95(doubled.held).0, doubled.cvar_95(doubled.held).0);
        assert!((a / b - 1.0).abs() < 1e-9, "{a} {b}");
    }
}
