//! Growth in words: how often to put fees back in, and what the curve counts.

use crate::holdings::pool::growth::{Growth, Yields};
use crate::units::Usd;
use crate::words::{amount, calendar_days, share};

/// How often to compound at `gas` dollars each time, in one sentence.
pub(super) fn sentence(growth: &Growth, gas: Usd) -> String {
    if growth.net.0 < 0.0 && growth.apr.0 > 0.0 {
        return format!(
            "Do not compound: fees of {} a year do not pay for {} lost and paid, so what is put back loses too.",
            share(growth.apr.0, 1),
            share(growth.apr.0 - growth.net.0, 1)
        );
    }
    match (growth.is_worthwhile, growth.best_days) {
        (true, Some(days)) => format!(
            "Compound every {}: gas of {} each time then costs as much as the growth it forgoes.",
            calendar_days(days.round()),
            if gas.0 < 0.5 { "less than $1".into() } else { amount(gas.0) }
        ),
        (true, None) => "Gas is free: compound as often as you like.".into(),
        (false, Some(_)) => "Do not compound: the gas costs more than the growth.".into(),
        (false, None) => "There are no fees to compound.".into(),
    }
}

/// What the curve counts, in one sentence.
pub(super) fn counted(growth: &Growth, yields: &Yields) -> String {
    let anew = match yields.recentred {
        Some(_) => format!(
            " Once a year the range is set round the price again, which costs {} the first time (gas twice and half the value swapped); its shape stays.",
            amount(growth.recentring.0)
        ),
        None => String::new(),
    };
    format!(
        "Ten years on average: each year earns fees of {} of the value, time out of range counted, and loses {} to rebalancing and {} in interest and premium.{anew}",
        share(yields.fees.0, 1),
        share(yields.lost.0, 1),
        share(yields.paid.0, 1)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::growth;
    use crate::units::Frac;

    #[test]
    fn each_case_has_its_sentence() {
        let said = |deposit: f64, apr: f64, gas: f64, lost: f64| {
            let yields =
                Yields { deposit: Usd(deposit), fees: Frac(apr), lost: Frac(lost), gas: Usd(gas), ..Yields::default() };
            sentence(&growth::of(&yields, [Frac(0.0); 2]), Usd(gas))
        };
        // $10 000 at 20 %, gas $13.13: best every 93.5 days.
        assert!(said(10_000.0, 0.2, 13.13, 0.0).starts_with("Compound every 94 calendar days: gas of $13"));
        assert!(said(10_000.0, 0.2, 0.0, 0.0).starts_with("Gas is free"));
        assert!(said(100.0, 0.06, 14.0, 0.0).starts_with("Do not compound: the gas costs more"));
        assert!(said(10_000.0, 0.0, 14.0, 0.0).starts_with("There are no fees"));
        let losing = said(10_000.0, 0.2, 13.13, 0.3);
        assert!(losing.contains("fees of 20.0") && losing.contains("30.0") && losing.contains("loses too"), "{losing}");
    }
}
