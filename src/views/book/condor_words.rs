//! Condor words: its credit against the model's, today and at expiry; every figure to the cent, so that they add up.

use crate::book::trade::TradePnl;
use crate::units::Vol;
use crate::views::report::condor::CondorReport;
use crate::views::report::condor::LegReport;
use crate::words::{fixed, rounded, share, usd};

/// Points to the cent, as they are shown.
fn cents(x: f64) -> f64 {
    rounded(x, 2)
}

/// Credit in use, against the model's of today.
pub fn credit(c: &CondorReport) -> String {
    let [fill, model] = [c.credit.0, c.model_credit.0].map(|x| fixed(cents(x), 2));
    match c.vol_offset {
        _ if c.credit == c.model_credit => fill,
        Some(Vol(0.0)) if c.legs.iter().any(|leg| leg.is_priced) => {
            format!("{fill}, model today {model}; legs at their own prices")
        }
        Some(Vol(0.0)) => format!("{fill} when it was sold, model today {model}"),
        Some(offset) => {
            let (size, side) = (fixed(100.0 * offset.0.abs(), 2), if offset.0 < 0.0 { "lower" } else { "higher" });
            format!("{fill}, model today {model}; vols {size} points {side}")
        }
        None => format!("{fill}, model today {model}; no vol explains it"),
    }
}

/// What it has made so far, open or realised.
pub fn made(c: &CondorReport) -> String {
    let TradePnl { mark, open, realised, total, sides, .. } = c.trade;
    let Some(sides) = sides else {
        return format!("{} realised, fees counted", usd(realised.0));
    };
    let apart: Vec<String> = ["puts", "calls"]
        .into_iter()
        .zip(sides)
        .filter_map(|(name, side)| Some(format!("{name} {}", usd(side.open?.0))))
        .collect();
    let apart = if apart.is_empty() { String::new() } else { format!(" ({})", apart.join(", ")) };
    format!("{} open{apart} at {}, {} after fees", usd(open.0), fixed(cents(mark.0), 2), usd(total.0))
}

/// SPX levels between which the condor alone gains on the shock's date with the vols of the shock, before fees; where there
/// is none, on which side of zero it is at all of them. The chart's are the whole book's.
pub fn even_in_the_shock(c: &CondorReport) -> String {
    let levels: Vec<String> = c.break_evens_then.iter().map(|level| fixed(level.0, 0)).collect();
    match levels.as_slice() {
        [] if c.value_after.0 > c.credit.0 => "none: with the shock's vols it loses at any SPX".into(),
        [] => "none: with the shock's vols it gains at any SPX".into(),
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        [last, ..] => last.clone(),
    }
}

/// Implied vol of a leg beside the model's, and the difference in vol points: '21.3 %, model 19.8 %, +1.5 points'. As shown,
/// the difference is that of the two.
pub fn leg_vol(leg: &LegReport) -> [String; 3] {
    let [own, model] = [leg.vol.0, leg.model_vol.0].map(|vol| rounded(100.0 * vol, 1));
    let apart = own - model;
    let sign = if apart > 0.05 { "+" } else { "" };
    [share(leg.vol.0, 1), share(leg.model_vol.0, 1), format!("{sign}{}", fixed(apart, 1))]
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
    fn without_a_break_even_in_the_shock_the_side_of_zero_is_said() {
        let said = |vix: f64, fill: Option<f64>| {
            let mut plan = Plan::default();
            (plan.event.vix, plan.a_condor().fill) = (Some(Points(vix)), fill.map(Points));
            evaluate(&plan).ok().and_then(|report| report.condors.first().map(even_in_the_shock)).unwrap_or_default()
        };
        assert!(said(17.0, Some(20.0)).contains(" and "), "{}", said(17.0, Some(20.0)));
        assert_eq!(said(80.0, Some(1.0)), "none: with the shock's vols it loses at any SPX");
        let mut dear = Plan::default();
        (dear.event.vix, dear.a_condor().fill) = (Some(Points(80.0)), Some(Points(49.9)));
        let report = evaluate(&dear).ok().and_then(|report| report.condors.first().cloned());
        assert!(report.is_some_and(|c| !c.break_evens_then.is_empty() || even_in_the_shock(&c).contains("gains")));
    }

    #[test]
    fn a_leg_says_its_own_vol_beside_the_models_and_what_lies_between() {
        let mut plan = Plan::default();
        let Ok(before) = evaluate(&plan) else { unreachable!() };
        let price = before.condors[0].legs[1].price.0 + 5.0;
        plan.a_condor().short_put_price = Some(Points(price));
        let Ok(report) = evaluate(&plan) else { unreachable!() };
        let (was, now) = (&before.condors[0], &report.condors[0]);
        for (i, leg) in now.legs.iter().enumerate() {
            assert_eq!((leg.is_priced, leg.model_vol), (i == 1, was.legs[i].model_vol));
            assert!(leg.is_priced || leg.vol == was.legs[i].vol);
            let [own, model, apart] = leg_vol(leg).map(|text| {
                text.trim_end_matches(['%', '\u{202f}', '\u{a0}', ' '])
                    .replace('−', "-")
                    .parse::<f64>()
                    .unwrap_or(f64::NAN)
            });
            assert!((own - model - apart).abs() < 1e-9, "{:?}", leg_vol(leg));
        }
        // The leg is marked at what was typed, today, and the credit is the four prices' sum.
        assert!((now.legs[1].price.0 - price).abs() < 1e-9 && now.legs[1].vol.0 > was.legs[1].vol.0);
        assert!((now.credit.0 - was.credit.0 - 5.0).abs() < 1e-9 && now.model_credit == was.credit);
        assert!(super::credit(now).ends_with("legs at their own prices"), "{}", super::credit(now));
        assert!(super::leg_vol(&now.legs[1])[2].starts_with('+'));
        // And it stays off the model in the shock.
        assert!(now.legs[1].price_after.0 > was.legs[1].price_after.0 + 1.0);
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
