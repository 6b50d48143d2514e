//! Leg prices: the implied vol of a condor's leg that has a price of its own. Model book 4, 5.

use crate::holdings::condor::{Condor, LEGS};
use crate::market::spx::SpxSmile;
use crate::options::black::Side;
use crate::options::implied::{self, NoVol};
use crate::plan::CondorPlan;
use crate::plan::fault::Fault;
use crate::units::{Frac, Points, Vol};

/// Most that a leg's price may imply: beyond, it was meant in dollars.
const MOST_VOL: f64 = 5.0;

/// What the typed price of each leg implies, less the smile's vol; at expiry a leg is worth what it pays.
///
/// # Errors
/// A price that no volatility gives, or only an absurd one, beside its input.
pub(super) fn own_vols(
    c: &CondorPlan,
    condor: &Condor,
    smile: &SpxSmile,
    rate: Frac,
) -> Result<[Option<Vol>; 4], Fault> {
    const ROWS: [&str; 4] =
        ["condor.long_put_price", "condor.short_put_price", "condor.short_call_price", "condor.long_call_price"];
    let mut own = [None; 4];
    if smile.expiry.0 <= 0.0 {
        return Ok(own);
    }
    let points = |x: f64| crate::words::fixed(x, 2);
    for (i, typed) in c.prices().into_iter().enumerate() {
        let Some(Points(typed)) = typed else { continue };
        let (side, strike) = (LEGS[i].0, condor.strikes[i]);
        let bounds = implied::bounds(side, smile.forward, strike);
        let [least, upper] = bounds.map(|x| points(x * (-rate.0 * smile.expiry.0).exp()));
        let leg = format!("{} at {}", if side == Side::Put { "A put" } else { "A call" }, crate::words::number(strike));
        let text = match implied::implied_vol(side, typed, smile.forward, strike, smile.expiry.0, rate.0) {
            Ok(vol) if vol <= MOST_VOL => {
                own[i] = Some(Vol(vol - smile.vol(strike).0));
                continue;
            }
            Ok(vol) => format!(
                "{leg} for {} would have a volatility of {}: prices are index points, a hundredth of a contract’s dollars.",
                points(typed),
                crate::words::share(vol, 0)
            ),
            Err(NoVol::AtOrBelowIntrinsic) => {
                format!(
                    "{leg} is worth more than {least} with SPX where it is: {} leaves no volatility.",
                    points(typed)
                )
            }
            Err(NoVol::AtOrAboveUpper) => format!("{leg} is always worth less than {upper}, so not {}.", points(typed)),
        };
        return Err(Fault::new(ROWS[i], text, None));
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use crate::book::Book;
    use crate::plan::Plan;
    use crate::units::Points;

    /// The opening condor at these strikes with prices for its legs.
    fn plan(prices: [Option<f64>; 4]) -> Plan {
        let mut plan = Plan::default();
        plan.pin_strikes(0, [5900.0, 5950.0, 6720.0, 6770.0]);
        plan.a_condor().set_prices(prices.map(|x| x.map(Points)));
        plan
    }

    #[test]
    fn a_price_that_no_leg_can_have_is_refused_beside_its_input() {
        for (prices, row, said) in [
            ([None, Some(7000.0), None, None], "condor.short_put_price", "always worth less than 5,9"),
            ([None, None, Some(0.0), None], "condor.short_call_price", "is worth more than 0.00"),
            ([Some(4500.0), None, None, None], "condor.long_put_price", "prices are index points"),
        ] {
            let fault = Book::resolve(&plan(prices)).err().and_then(|error| error.faults.first().cloned());
            assert!(fault.as_ref().is_some_and(|f| f.at.row == row && f.text.contains(said)), "{fault:?}");
        }
    }

    #[test]
    fn four_typed_prices_are_the_credit_and_one_beside_them_is_open_profit() {
        let all = plan([Some(30.0), Some(35.0), Some(14.0), Some(9.0)]);
        let credit = |plan: &Plan| {
            let Ok(book) = Book::resolve(plan) else { unreachable!() };
            let found = book.condors().next().copied();
            let Some(condor) = found else { unreachable!() };
            (condor, condor.value(&book.market, crate::units::Years::from_calendar_days(condor.days)))
        };
        let (condor, mark) = credit(&all);
        assert!((condor.credit - 10.0).abs() < 1e-9 && (mark - 10.0).abs() < 1e-9, "{condor:?} {mark}");
        let mut sold = all.clone();
        sold.a_condor().fill = Some(Points(12.0));
        let (condor, mark) = credit(&sold);
        assert!(condor.credit == 12.0 && (mark - 10.0).abs() < 1e-9 && condor.offset.0 == 0.0);
        // One leg without a price takes what is left of a typed credit.
        let mut three = sold.clone();
        three.a_condor().long_call_price = None;
        let (condor, mark) = credit(&three);
        assert!((mark - 12.0).abs() < 1e-9 && condor.is_fill_in_range && condor.own[3].is_none());
        // At expiry a leg is worth what it pays, whatever was typed.
        let mut due = all;
        due.a_condor().days = 0.0;
        assert_eq!(credit(&due).0.own, [None; 4]);
    }
}
