//! Claims about the condor and about VIX.

use crate::book::Book;
use crate::holdings::condor::Condor;
use crate::options::strikes::{shorts_at_move, with_wings};
use crate::units::{Points, Vol, Years};
use crate::views::learn::Finding;
use crate::views::report::{CondorReport, Report};
use crate::words::{fixed, percent, share, usd, vix};

const NO_CONDOR: &str = "There is no condor to test it on.";

/// The condor of which most are sold: what a claim about one condor is tested on.
fn largest(report: &Report) -> Option<&CondorReport> {
    let sold = report.condors.iter().filter(|condor| condor.contracts > 0.0);
    sold.max_by(|a, b| a.contracts.total_cmp(&b.contracts))
}

/// Vega of the condors as sold.
pub(super) fn long_vega(book: &Book, report: &Report) -> Finding {
    if !book.has_condor() {
        return Finding::nothing(NO_CONDOR);
    }
    let vega = report.condor.greeks.vega;
    let figure = format!("{} per vol point", usd(vega));
    let verb = if vega < 0.0 { "lose" } else { "gain" };
    let text = format!(
        "{} condors {verb} when vol rises: a hedge that is short VIX would add to it.",
        crate::words::number(report.condor.contracts)
    );
    Finding::new(vega > 0.0, figure, text)
}

/// Probability that the index ends within 0.6 expected moves of where it is, at the condor's expiry.
pub(super) fn odds(book: &Book, report: &Report) -> Finding {
    let Some(condor) = largest(report) else { return Finding::nothing(NO_CONDOR) };
    if condor.days <= 0.0 {
        return Finding::nothing("The condor expires today.");
    }
    let smile = book.market.spx_smile(Years::left(condor.days, 0.0));
    let [put, call] = shorts_at_move(&smile, book.market.spx, 0.6);
    let between = smile.probability_below(call) - smile.probability_below(put);
    let text = format!(
        "Between {} and {} after {}, under the surface’s own density; a normal bell holds 45 % within 0.6 deviations.",
        fixed(put, 0),
        fixed(call, 0),
        crate::views::size::risk_answers::days(condor.days)
    );
    Finding::new(between >= 0.82, share(between, 0), text)
}

/// Probability of profit at expiry.
pub(super) fn seven_in_ten(_: &Book, report: &Report) -> Finding {
    let Some(condor) = largest(report) else { return Finding::nothing(NO_CONDOR) };
    let (own, log) = (condor.profit_probability.0, condor.profit_probability_lognormal.0);
    let text = format!(
        "Probability of profit at expiry under the surface’s own density; {} under a lognormal, as other tools count. It breaks even at {}.",
        share(log, 0),
        share(condor.break_even_win_rate.0, 0)
    );
    Finding::new((own - 0.7).abs() <= 0.05, share(own, 0), text)
}

/// Credits of the three one-day presets on this market, points.
pub(super) fn credits(book: &Book, _: &Report) -> Finding {
    let left = Years::from_calendar_days(1.0);
    let smile = book.market.spx_smile(left);
    let credit = |multiple: f64| {
        let strikes = with_wings(shorts_at_move(&smile, book.market.spx, multiple), Points(5.0));
        let condor = Condor {
            strikes,
            contracts: 1.0,
            days: 1.0,
            credit: 0.0,
            offset: Vol(0.0),
            fee: 0.0,
            model_credit: 0.0,
            is_fill_in_range: true,
        };
        condor.value(&book.market, left)
    };
    let said = [0.70, 1.15, 1.60];
    let found = [1.4, 1.1, 0.85].map(credit);
    let holds = found.iter().zip(said).all(|(found, said)| (found / said - 1.0).abs() < 0.1);
    let figure = found.map(|x| fixed(x, 2)).join(" · ");
    let text =
        format!("The model’s credits at VIX {}; within 10 % of those is a yes.", vix(book.market.calibration.vix.0));
    Finding::new(holds, figure, text)
}

/// SPX where VIX doubles in one day, by the spot–vol link, against the regression of VIX on SPX turned round.
pub(super) fn doubling(book: &Book, _: &Report) -> Finding {
    let from = book.market.calibration.vix.0;
    let to = Points((2.0 * from).min(crate::shock::VIX_RANGE[1]));
    let shock = book.shock.over(1.0);
    let (move_, error) = (shock.link().spx_return(to).0, shock.link().error(to).0);
    let said = (1.0f64 - 0.22).ln();
    let holds = (move_ - said).abs() <= 2.0 * error;
    let text = format!(
        "VIX {} → {} in a day on the fitted link, ± {} for two standard errors. A regression of VIX on SPX must not be read backwards.",
        vix(from),
        vix(to.0),
        share(2.0 * error, 1)
    );
    Finding::new(holds, format!("SPX {}", percent(move_.exp_m1(), 1)), text)
}
