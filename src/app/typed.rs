//! Typed: text in a number box to the plan's unit, and back.

use second_engine::plan::knobs::{Access, Knob, Unit};
use second_engine::words::{self, decimal};

/// The number as it stands in the box, without its unit.
pub fn text(knob: &Knob, x: f64) -> String {
    let x = x * knob.unit.screen_factor();
    match (knob.unit, x.abs()) {
        (Unit::Usd, y) if (0.005..1000.0).contains(&y) && y.fract() != 0.0 => words::fixed(x, 2),
        // A tenth-step level is 17.0, a credit 12.80; what was typed finer stays finer.
        (Unit::Points, _) => {
            let (short, wanted) =
                (words::number(x), if knob.range[2] < 0.1 { 2 } else { usize::from(knob.range[2] < 1.0) });
            let has = short.split_once('.').map_or(0, |(_, rest)| rest.len());
            if has < wanted { words::fixed(x, wanted) } else { short }
        }
        (Unit::Price, y) if y >= 1000.0 => words::fixed(x, 0),
        _ => words::number(x),
    }
}

/// What the model fills in, as exact as the knob's steps are.
pub fn derived(knob: &Knob, x: f64) -> String {
    let step = knob.range[2] * knob.unit.screen_factor();
    let decimals = if step > 0.0 { (-f64::log10(step)).ceil().clamp(0.0, 6.0) } else { 6.0 };
    let tens = f64::powf(10.0, decimals);
    text(knob, (x * knob.unit.screen_factor() * tens).round() / tens / knob.unit.screen_factor())
}

/// The unit that stands in the box beside the number.
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Points => "pts",
        Unit::Usd => "$",
        Unit::Percent => "%",
        Unit::PercentYear => "%/yr",
        Unit::Days | Unit::TradingDays => "d",
        Unit::Times => "×",
        Unit::Level | Unit::Count | Unit::Number | Unit::Price => "",
    }
}

/// What was typed, in the plan's unit; `None` where an empty box links the knob.
///
/// # Errors
/// The sentence that the person reads.
pub fn value(knob: &Knob, text: &str) -> Result<Option<f64>, String> {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '$' | '%' | '×' | '\'' | '_' | '\u{202f}' | '\u{a0}'))
        .map(|c| if matches!(c, '−' | '–') { '-' } else { c.to_ascii_lowercase() })
        .collect();
    let kept = ["points", "pts", "days", "/yr", "d"].iter().fold(kept.as_str(), |rest, end| rest.trim_end_matches(end));
    if kept.is_empty() {
        return match knob.access {
            Access::Linked(..) => Ok(None),
            _ => Err(format!("{} is empty.", knob.label)),
        };
    }
    let (digits, thousands) = match kept.strip_suffix('k') {
        Some(digits) => (digits, 3),
        None => kept.strip_suffix('m').map_or((kept, 0), |digits| (digits, 6)),
    };
    let refuse = || format!("{} must be a number, not '{}'.", knob.label, words::clip(text));
    if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e')) {
        return Err(refuse());
    }
    let exponent = thousands - if knob.unit.screen_factor() == 100.0 { 2 } else { 0 };
    // The decimal point is moved in the text, so that 16.3 % is exactly what 0.163 reads as.
    let x = if digits.contains('e') {
        decimal(digits).map(|x| x * f64::powi(10.0, exponent))
    } else {
        decimal(&format!("{digits}e{exponent}"))
    };
    x.map(Some).ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use second_engine::plan::knobs::{KNOBS, knob};

    fn read(id: &str, text: &str) -> Option<Result<Option<f64>, String>> {
        knob(id).map(|knob| value(knob, text))
    }

    #[test]
    fn units_and_separators_may_be_typed_or_left_out() {
        assert_eq!(read("pool.deposit", "$30,000"), Some(Ok(Some(30_000.0))));
        assert_eq!(read("pool.deposit", "30k"), Some(Ok(Some(30_000.0))));
        assert_eq!(read("account.loss_budget", "16.3 %"), Some(Ok(Some(0.163))));
        assert_eq!(read("shock.spx", "−8.6"), Some(Ok(Some(-0.086))));
        assert_eq!(read("condor.days", "45 d"), Some(Ok(Some(45.0))));
        assert_eq!(read("condor.fill", " "), Some(Ok(None)));
    }

    #[test]
    fn the_models_values_are_as_exact_as_the_steps() {
        let shown = |id: &str, x: f64| knob(id).map(|knob| derived(knob, x)).unwrap_or_default();
        assert_eq!(shown("condor.fill", 12.7834), "12.78");
        assert_eq!(shown("shock.vvix", 171.651), "172");
        assert_eq!(shown("shock.token_vol", 1.20266), "120");
        assert_eq!(shown("shock.fee_multiple", 3.26471), "3.26");
        assert_eq!(shown("shock.beta_vix", -0.004), "−0.004");
    }

    #[test]
    fn what_is_no_number_is_named() {
        for text in ["abc", "1.2.3", "inf", "nan", "--4", "1e", ""] {
            assert!(read("market.vix", text).is_some_and(|said| said.is_err()), "{text}");
        }
    }

    #[test]
    fn every_default_reads_back_from_its_box() {
        let plan = second_engine::plan::Plan::default();
        for knob in KNOBS {
            if let (Access::Number(..), Some(x)) = (knob.access, knob.value(&plan)) {
                assert_eq!(value(knob, &text(knob, x)), Ok(Some(x)), "{}", knob.id);
            }
        }
    }
}
