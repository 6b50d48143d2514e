//! Claims about the condor and about VIX.

use crate::book::Book;
use crate::holdings::condor::{Condor, Greeks};
use crate::market::spx::SpxSmile;
use crate::options::strikes::shorts_at_move;
use crate::plan::StrikeRule;
use crate::units::{Points, Vol, Years};
use crate::views::learn::claim::Finding;
use crate::words::{calendar_days, capital, fixed, percent, rounded, share, usd, vix};

const NO_CONDOR: &str = "There is no condor to test it on.";
const EXPIRED: &str = "The condor expires today.";

/// The condor of which most are sold, and which of the plan's it is: what a claim about one condor is tested on.
fn largest(book: &Book) -> Option<(usize, &Condor)> {
    let all = book.plan.each().filter(|(kind, ..)| *kind == crate::plan::holding::Kind::Condor);
    let on = all.filter(|(.., holding)| holding.on).map(|(_, nth, _)| nth);
    let sold = on.zip(book.condors()).filter(|(_, condor)| condor.contracts > 0.0);
    sold.max_by(|a, b| a.1.contracts.total_cmp(&b.1.contracts))
}

fn smile(book: &Book, condor: &Condor) -> SpxSmile {
    condor.model_smile(&book.market, Years::left(condor.days, 0.0))
}

/// Vega of the condors as sold.
pub(super) fn long_vega(book: &Book) -> Finding {
    if !book.has_condor() {
        return Finding::nothing(NO_CONDOR);
    }
    let rates = [book.market.rate.0, book.market.dividend_yield.0];
    let one = |condor: &Condor| condor.greeks(&smile(book, condor).shifted(condor.offset), rates);
    let vega = book.condors().fold(Greeks::default(), |sum, condor| sum.plus(&one(condor))).vega;
    let sold: f64 = book.condors().map(|condor| condor.contracts).sum();
    let (verb, hedge) = if vega < 0.0 {
        ("lose", "a hedge that is short VIX would add to it")
    } else {
        ("gain", "a hedge that is long VIX would add to it")
    };
    let condors = if sold == 1.0 { "condor".to_string() } else { format!("{} condors", crate::words::quantity(sold)) };
    let text =
        format!("{condors} {verb}{} when vol rises: {hedge}. A gain is a yes.", if sold == 1.0 { "s" } else { "" });
    Finding::new(vega > 0.0, format!("{} per vol point", usd(vega)), capital(&text))
}

/// Short put and call, unrounded where they stand at a multiple of the expected move: listed strikes would turn a
/// claim about a multiple by half a step.
fn shorts(book: &Book, nth: usize, condor: &Condor) -> [f64; 2] {
    let by_move = book.plan.condor(nth).filter(|plan| plan.strikes_by == StrikeRule::ExpectedMove);
    match by_move {
        Some(plan) => shorts_at_move(&smile(book, condor), book.market.spx, plan.multiple),
        None => [condor.strikes[1], condor.strikes[2]],
    }
}

/// Probability that SPX ends between the short strikes.
pub(super) fn odds(book: &Book) -> Finding {
    let Some((nth, condor)) = largest(book) else { return Finding::nothing(NO_CONDOR) };
    if condor.days <= 0.0 {
        return Finding::nothing(EXPIRED);
    }
    let smile = smile(book, condor);
    let [put, call] = shorts(book, nth, condor);
    let between = smile.probability_below(call) - smile.probability_below(put);
    let text = format!(
        "Both shorts, {} and {}, {} of the expected move away, end worthless after {} this often, under the surface’s own density; 82 % is a yes. A normal bell holds 45 % within 0.6 deviations.",
        fixed(put, 0),
        fixed(call, 0),
        fixed(0.5 * (call - put) / smile.expected_move(book.market.spx).0, 2),
        calendar_days(condor.days)
    );
    Finding::new(between >= 0.82, share(between, 0), text)
}

/// The condor with its shorts unrounded where they stand at a multiple of the expected move; wings as wide, credit the
/// model's where the plan takes the model's.
fn unrounded(book: &Book, nth: usize, condor: &Condor) -> Condor {
    let is_typed = book.plan.condor(nth).is_some_and(|plan| plan.fill.is_some());
    let [put, call] = shorts(book, nth, condor);
    let width = condor.strikes[1] - condor.strikes[0];
    let strikes = [put - width, put, call, call + (condor.strikes[3] - condor.strikes[2])];
    let moved = Condor { strikes, ..*condor };
    if is_typed { moved } else { Condor { credit: moved.value(&book.market, Years::left(condor.days, 0.0)), ..moved } }
}

/// Probability of profit at expiry of at least this much.
fn profit(book: &Book, least: f64) -> Finding {
    let Some((nth, condor)) = largest(book) else { return Finding::nothing(NO_CONDOR) };
    if condor.days <= 0.0 {
        return Finding::nothing(EXPIRED);
    }
    let (smile, condor) = (smile(book, condor), unrounded(book, nth, condor));
    let own = condor.profit_probability(&smile).0;
    let wing = condor.widest_wing();
    let text = format!(
        "Probability of profit at expiry under the surface’s own density; {} under a lognormal, as other tools count. {} is a yes. At a credit of {} it breaks even at {}.",
        share(condor.profit_probability_lognormal(&smile).0, 0),
        share(least, 0),
        fixed(condor.credit, 2),
        share((wing - condor.credit) / wing, 0)
    );
    Finding::new(own >= least, share(own, 0), text)
}

/// Probability of profit at expiry, seven in ten.
pub(super) fn seven_in_ten(book: &Book) -> Finding {
    profit(book, 0.7)
}

/// Probability of profit at expiry, nine in ten, of a condor that a weekend at most keeps from its last day.
pub(super) fn nine_in_ten(book: &Book) -> Finding {
    match largest(book) {
        Some((_, condor)) if condor.days > 3.0 => Finding::nothing(format!(
            "It is said of a one-day condor: yours has {}.",
            calendar_days(rounded(condor.days, 1))
        )),
        _ => profit(book, 0.9),
    }
}

/// Credits of the three one-day tiers on this market, points; strikes unrounded.
pub(super) fn credits(book: &Book) -> Finding {
    let left = Years::from_calendar_days(1.0);
    let smile = book.market.spx_smile(left);
    let credit = |multiple: f64| {
        let [put, call] = shorts_at_move(&smile, book.market.spx, multiple);
        let condor = Condor {
            strikes: [put - 5.0, put, call, call + 5.0],
            contracts: 1.0,
            days: 1.0,
            sold_days: 1.0,
            credit: 0.0,
            shift: Vol(0.0),
            offset: Vol(0.0),
            own: [None; 4],
            fee: 0.0,
            model_credit: 0.0,
            is_fill_in_range: true,
            settled: None,
        };
        condor.value(&book.market, left)
    };
    let said = [0.70, 1.15, 1.60];
    let found = [1.4, 1.1, 0.85].map(credit);
    let gaps = found.iter().zip(said).map(|(found, said)| found / said - 1.0);
    let furthest = gaps.fold(0.0_f64, |most, gap| if gap.abs() > most.abs() { gap } else { most });
    let text = format!(
        "The model’s credits at SPX {}, VIX {} and VVIX {}, strikes unrounded; the furthest of the three is off by {}, and 10 % is a yes.",
        fixed(book.market.spx.0, 0),
        vix(book.market.calibration.vix.0),
        fixed(book.market.vvix.0, 0),
        percent(furthest, 0)
    );
    Finding::new(furthest.abs() <= 0.1, found.map(|x| fixed(x, 2)).join(" · "), text)
}

/// Points that SPX is expected to move a day, VIX/√252 of it, against 25 to 30 at VIX 20 and in proportion.
pub(super) fn daily_range(book: &Book) -> Finding {
    let level = book.market.calibration.vix.0;
    let points = book.market.spx.0 * crate::sizing::checks::gate::edr(Points(level)).0;
    let [low, high] = [25.0, 30.0].map(|said| said * level / 20.0);
    let text = format!(
        "SPX {} × VIX {} / √252, one standard deviation of a day; {} to {} points at this VIX is a yes.",
        fixed(book.market.spx.0, 0),
        vix(level),
        fixed(low, 0),
        fixed(high, 0)
    );
    Finding::new((low..=high).contains(&points), format!("± {} points", fixed(points, 0)), text)
}

/// SPX where VIX doubles in one day, by the spot–vol link, against the regression of VIX on SPX turned round.
pub(super) fn doubling(book: &Book) -> Finding {
    let from = book.market.calibration.vix.0;
    let to = Points((2.0 * from).min(crate::shock::spot_vol::VIX_RANGE[1]));
    let shock = book.shock.over(1.0);
    let (move_, error) = (shock.link().spx_return(to).0, shock.link().error(to).0);
    let said = (1.0f64 - 0.22).ln();
    let text = format!(
        "VIX {} → {} in a day, SPX by the fit of SPX on VIX, ± {} for two standard errors: −22 % within them is a yes. A regression of VIX on SPX must not be read backwards.",
        vix(from),
        vix(to.0),
        share(2.0 * error, 1)
    );
    Finding::new((move_ - said).abs() <= 2.0 * error, format!("SPX {}", percent(move_.exp_m1(), 1)), text)
}
