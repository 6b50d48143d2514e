//! Growth in words: how often to put fees back in.

use crate::holdings::pool::growth::Growth;
use crate::units::Usd;
use crate::words::{amount, fixed};

/// How often to compound at `gas` dollars each time, in one sentence.
pub(super) fn sentence(growth: &Growth, gas: Usd) -> String {
    match (growth.is_worthwhile, growth.best_days) {
        (true, Some(days)) => format!(
            "Compound every {} days: gas of {} each time then costs as much as the growth it forgoes.",
            fixed(days, 0),
            amount(gas.0)
        ),
        (true, None) => "Gas is free: compound as often as you like.".into(),
        (false, Some(_)) => "Do not compound: within a year the gas costs more than the growth.".into(),
        (false, None) => "There are no fees to compound.".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::growth;
    use crate::units::Frac;

    #[test]
    fn each_case_has_its_sentence() {
        let said = |deposit: f64, apr: f64, gas: f64| {
            let growth = growth::of(Usd(deposit), Frac(apr), Usd(gas), [Frac(0.0); 2]);
            sentence(&growth, Usd(gas))
        };
        // $10 000 at 20 %, gas $13.13: best every 93.5 days.
        assert!(said(10_000.0, 0.2, 13.13).starts_with("Compound every 94 days: gas of $13"));
        assert!(said(10_000.0, 0.2, 0.0).starts_with("Gas is free"));
        assert!(said(100.0, 0.06, 14.0).starts_with("Do not compound"));
        assert!(said(10_000.0, 0.0, 14.0).starts_with("There are no fees"));
    }
}
