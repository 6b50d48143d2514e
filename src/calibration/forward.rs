//! Forward: what put–call parity says of the forward and the discount of one expiry, C − P = D(F − K).
//!
//! Source: model book 13. A weighted line through the pairs near the money; the discount, which is the line's slope and
//! which a few days of strikes hardly tell, leans on the plan's rate by how well it is known.

use crate::calibration::left_out::LeftOut;
use crate::data::chain::{Quote, Side};
use crate::words::number;

/// Fewest pairs that a forward is read from.
const FEWEST: usize = 3;
/// How far from the money pairs count, as a share of the strike.
const NEAR: f64 = 0.10;
/// Pairs nearest the money that count beside those, where strikes are far apart as of VIX options.
const NEAREST: usize = 8;
/// Spreads that are so many times the middle one are wide.
const WIDE: f64 = 3.0;
/// Deviations, by the middle one of all, past which a pair is off.
const OFF: f64 = 4.0;
/// Standard deviation of the true rate around the plan's, a year.
const RATE_ERROR: f64 = 0.02;
/// A spread counts as at least this share of the strike.
const LEAST_SPREAD: f64 = 1e-5;

/// What parity says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forward {
    /// Forward of the index, points.
    pub level: f64,
    /// What a point at expiry is worth today.
    pub discount: f64,
    /// Pairs of a call and a put that it is read from.
    pub pairs: usize,
    /// Pairs near the money that it is not.
    pub left_out: LeftOut,
}

/// A strike with both mids.
#[derive(Clone, Copy, Debug)]
struct Pair {
    strike: f64,
    /// Call less put, mids.
    gap: f64,
    /// Both spreads together.
    spread: f64,
}

impl Pair {
    fn weight(&self) -> f64 {
        self.spread.max(LEAST_SPREAD * self.strike).powi(-2)
    }
}

/// What is wrong with a quote's bid and ask.
pub fn count_fault(side: &Side, left: &mut LeftOut) {
    // Where no ask is there it is 0.
    if side.bid > side.ask && side.ask > 0.0 {
        left.crossed += 1;
    } else {
        left.no_bid += 1;
    }
}

/// The middle one of some numbers; 0 of none.
fn middle(values: impl Iterator<Item = f64>) -> f64 {
    let mut all: Vec<f64> = values.collect();
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(0.0)
}

/// A line by its value at the strike `at` and its slope.
#[derive(Clone, Copy, Debug)]
struct Line {
    at: f64,
    value: f64,
    slope: f64,
}

impl Line {
    fn through(pairs: &[Pair], rate_discount: f64, years: f64) -> Line {
        let all: f64 = pairs.iter().map(Pair::weight).sum();
        let mean = |of: &dyn Fn(&Pair) -> f64| pairs.iter().map(|one| one.weight() * of(one)).sum::<f64>() / all;
        let (at, value) = (mean(&|one| one.strike), mean(&|one| one.gap));
        let spread_of_strikes: f64 = pairs.iter().map(|one| one.weight() * (one.strike - at).powi(2)).sum();
        let both: f64 = pairs.iter().map(|one| one.weight() * (one.strike - at) * (one.gap - value)).sum();
        let own = both / spread_of_strikes;
        let over = |one: &Pair| one.gap - value - own * (one.strike - at);
        let squares: f64 = pairs.iter().map(|one| one.weight() * over(one).powi(2)).sum();
        let known = spread_of_strikes * (pairs.len() as f64 - 2.0).max(1.0) / squares.max(1e-18);
        let prior = (RATE_ERROR * years.max(1e-4)).powi(-2);
        Line { at, value, slope: (known * own - prior * rate_discount) / (known + prior) }
    }

    fn over(&self, pair: &Pair) -> f64 {
        pair.gap - self.value - self.slope * (pair.strike - self.at)
    }
}

/// The forward and the discount of quotes by rising strike; `rate` is the plan's.
///
/// # Errors
/// A sentence where too few strikes have two quotes of both options, or where they contradict each other.
pub fn of(quotes: &[Quote], years: f64, rate: f64) -> Result<Forward, String> {
    let both = |quote: &Quote| {
        let (call, put) = (quote.call.mid()?, quote.put.mid()?);
        let spread = quote.call.ask - quote.call.bid + quote.put.ask - quote.put.bid;
        let pair = Pair { strike: quote.strike, gap: call - put, spread };
        (pair.gap.is_finite() && pair.spread.is_finite() && quote.strike > 0.0).then_some(pair)
    };
    let all: Vec<Pair> = quotes.iter().filter_map(both).collect();
    if all.len() < FEWEST {
        return Err(format!(
            "{} of its {} strikes have bid and ask of both call and put, and a forward needs {FEWEST}",
            number(all.len() as f64),
            number(quotes.len() as f64)
        ));
    }
    let money = all.iter().fold(all[0], |best, one| if one.gap.abs() < best.gap.abs() { *one } else { best }).strike;
    let mut reach: Vec<f64> = all.iter().map(|one| (one.strike / money - 1.0).abs()).collect();
    reach.sort_by(f64::total_cmp);
    let reach = NEAR.max(reach[(NEAREST - 1).min(reach.len() - 1)]);
    let is_near = |strike: f64| (strike / money - 1.0).abs() <= reach;
    let mut left_out = LeftOut::default();
    for quote in quotes.iter().filter(|quote| is_near(quote.strike) && both(quote).is_none()) {
        let faulty = if quote.call.mid().is_none() { &quote.call } else { &quote.put };
        count_fault(faulty, &mut left_out);
    }
    let near: Vec<Pair> = all.into_iter().filter(|one| is_near(one.strike)).collect();
    let usual = middle(near.iter().map(|one| one.spread));
    let mut used: Vec<Pair> = near.iter().copied().filter(|one| one.spread <= WIDE * usual).collect();
    if used.len() < FEWEST {
        return Err(format!(
            "{} of its {} pairs near the money are not too wide, and a forward needs {FEWEST}",
            number(used.len() as f64),
            number(near.len() as f64)
        ));
    }
    left_out.wide += near.len() - used.len();
    let rate_discount = (-rate * years).exp();
    let mut line = Line::through(&used, rate_discount, years);
    for _ in 0..4 {
        let usual = middle(used.iter().map(|one| line.over(one).abs()));
        let is_in = |one: &Pair| line.over(one).abs() <= (OFF * usual).max(0.5 * one.spread).max(1e-9 * money);
        let kept: Vec<Pair> = used.iter().copied().filter(is_in).collect();
        if kept.len() == used.len() || kept.len() < FEWEST {
            break;
        }
        left_out.off += used.len() - kept.len();
        used = kept;
        line = Line::through(&used, rate_discount, years);
    }
    let (discount, level) = (-line.slope, line.at - line.value / line.slope);
    let [over, spread] =
        [middle(used.iter().map(|one| line.over(one).abs())), middle(used.iter().map(|one| one.spread))];
    let [first, last] = [quotes.first(), quotes.last()].map(|end| end.map_or(0.0, |quote| quote.strike));
    if !((0.2..=1.5).contains(&discount) && over <= spread.max(2e-4 * money) && level.is_finite()) {
        return Err("its calls and puts contradict each other: put-call parity gives no forward".into());
    }
    if level <= first || level >= last {
        return Err(format!(
            "its forward by put-call parity, {}, is outside its strikes, {} to {}",
            number(level),
            number(first),
            number(last)
        ));
    }
    Ok(Forward { level, discount, pairs: used.len(), left_out })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::black;

    fn side(mid: f64, half: f64) -> Side {
        Side { bid: mid - half, ask: mid + half, ..Side::default() }
    }

    /// Options on a forward of 6012.3 at a flat vol, 0.21 years, rate 4.7 %.
    fn quotes(half: f64) -> Vec<Quote> {
        let price = |side, strike| black::price(side, 6012.3, strike, 0.2, 0.21, 0.047);
        (0..60)
            .map(|i| 5500.0 + 20.0 * f64::from(i))
            .map(|strike| Quote {
                strike,
                call: side(price(black::Side::Call, strike), half),
                put: side(price(black::Side::Put, strike), half),
            })
            .collect()
    }

    #[test]
    fn forward_and_discount_come_back_to_a_millionth() {
        for half in [0.0, 1e-6, 0.3] {
            let Ok(found) = of(&quotes(half), 0.21, 0.03) else { unreachable!() };
            assert!((found.level / 6012.3 - 1.0).abs() < 1e-9, "{found:?}");
            assert!((found.discount / (-0.047f64 * 0.21).exp() - 1.0).abs() < 1e-6, "{found:?}");
        }
    }

    #[test]
    fn crossed_zero_wide_and_wrong_quotes_are_left_out_and_counted() {
        let mut quotes = quotes(0.3);
        (quotes[20].call.bid, quotes[21].put.bid) = (quotes[20].call.ask + 1.0, 0.0);
        quotes[22].call.ask += 40.0;
        (quotes[23].put.bid, quotes[23].put.ask) = (quotes[23].put.bid + 9.0, quotes[23].put.ask + 9.0);
        let Ok(found) = of(&quotes, 0.21, 0.03) else { unreachable!() };
        let left = found.left_out;
        assert_eq!((left.crossed, left.no_bid, left.wide, left.off), (1, 1, 1, 1));
        assert!((found.level / 6012.3 - 1.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn noise_of_a_few_days_of_strikes_leaves_the_discount_at_the_rate() {
        let mut noisy = quotes(0.3)[20..30].to_vec();
        for (i, quote) in noisy.iter_mut().enumerate() {
            let noise = 0.2 * (i as f64 * 1.7).sin();
            (quote.call.bid, quote.call.ask) = (quote.call.bid + noise, quote.call.ask + noise);
        }
        let years = 2.0 / 365.0;
        let Ok(found) = of(&noisy, years, 0.03) else { unreachable!() };
        assert!((found.discount.ln() / -years - 0.03).abs() < 0.05 && (found.level - 6012.3).abs() < 0.3, "{found:?}");
    }

    #[test]
    fn where_nothing_can_be_read_a_sentence_says_why() {
        let said = |quotes: &[Quote]| of(quotes, 0.21, 0.03).err().unwrap_or_default();
        assert!(said(&quotes(0.3)[..1]).contains("a forward needs 3"));
        assert!(said(&[]).contains("0 of its 0 strikes"));
        let same: Vec<Quote> =
            quotes(0.3).iter().map(|quote| Quote { call: side(5.0, 0.1), put: side(5.0, 0.1), ..*quote }).collect();
        assert!(said(&same).contains("contradict"), "{}", said(&same));
        let endless: Vec<Quote> =
            quotes(0.3).iter().map(|quote| Quote { call: side(f64::INFINITY, 0.1), ..*quote }).collect();
        assert!(said(&endless).contains("a forward needs 3"));
    }
}
