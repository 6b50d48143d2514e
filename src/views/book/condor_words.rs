//! Condor words: its credit against the model's, today and at expiry; every figure to the cent, so that they add up.

use crate::views::report::condor::CondorReport;
use crate::words::fixed;

/// Points to the cent, as they are shown.
fn cents(x: f64) -> f64 {
    (x * 100.0).round() / 100.0
}

/// Credit in use, against the model's of today.
pub fn credit(c: &CondorReport) -> String {
    let [fill, model] = [c.credit.0, c.model_credit.0].map(|x| fixed(cents(x), 2));
    match c.vol_offset {
        _ if c.credit == c.model_credit => fill,
        Some(offset) => {
            let (size, side) = (fixed(100.0 * offset.0.abs(), 2), if offset.0 < 0.0 { "lower" } else { "higher" });
            format!("{fill}, model today {model}; vols {size} points {side}")
        }
        None => format!("{fill}, model today {model}; no vol explains it"),
    }
}

/// Fill less what the model pays at expiry: the model's credit of today with interest until then.
pub fn fill_minus_model(c: &CondorReport) -> String {
    let fill = cents(c.credit.0);
    let [model, at_expiry] = [c.model_credit.0, c.credit.0 - c.fill_minus_model.0].map(cents);
    let difference = fill - at_expiry;
    format!(
        "{}{} = {} − {}; the model\u{2019}s {} with {} interest to expiry",
        if difference > 0.0 { "+" } else { "" },
        fixed(difference, 2),
        fixed(fill, 2),
        fixed(at_expiry, 2),
        fixed(model, 2),
        fixed(at_expiry - model, 2)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::units::Points;
    use crate::views::report::evaluate;

    /// The numbers of a sentence, as they stand there.
    fn numbers(said: &str) -> Vec<f64> {
        let word = |word: &str| {
            let word = word.trim_end_matches([';', ',']).replace('−', "-").replace('+', "");
            word.parse::<f64>().ok()
        };
        said.split(' ').filter_map(word).collect()
    }

    #[test]
    fn what_is_said_of_the_credit_adds_up_to_the_cent() {
        for fill in [None, Some(9.4), Some(13.157), Some(20.005), Some(0.5)] {
            for days in [3.0, 38.0, 400.0] {
                let mut plan = Plan::default();
                let condor = plan.a_condor();
                (condor.fill, condor.days) = (fill.map(Points), days);
                let Ok(report) = evaluate(&plan) else { continue };
                let Some(c) = report.condors.first() else { unreachable!() };
                let said = fill_minus_model(c);
                let [difference, credit, at_expiry, model, interest] = numbers(&said)[..] else { unreachable!() };
                assert!((credit - at_expiry - difference).abs() < 1e-9, "{said}");
                assert!((model + interest - at_expiry).abs() < 1e-9, "{said}");
                let above = super::credit(c);
                assert_eq!(numbers(&above)[0], credit, "{above}");
                assert!(c.credit == c.model_credit || above.contains(&format!("model today {}", fixed(model, 2))));
            }
        }
    }
}
