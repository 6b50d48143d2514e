//! Typed: text in a number box to the plan's unit, and back.

use second_engine::plan::knobs::{Knob, Unit};
use second_engine::words;

/// The number as it stands in the box, without its unit.
pub fn text(knob: &Knob, x: f64) -> String {
    let x = x * knob.unit.screen_factor();
    match (knob.unit, x.abs()) {
        (Unit::Day, _) => knob.shown(x),
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
        Unit::Index | Unit::Count | Unit::Number | Unit::Price | Unit::Day => "",
    }
}

/// What a text says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Typed {
    /// This, in the plan's unit; `None` where an empty box links the knob.
    Is(Option<f64>),
    /// One of two, which only the person knows: with its comma or point as a decimal sign, and as one of thousands.
    Either([f64; 2]),
}

/// What was typed, in the plan's unit; `None` where an empty box links the knob. `near` is what stands in the plan.
///
/// # Errors
/// The sentence that the person reads, also where the text can be read in two ways.
pub fn value(knob: &Knob, text: &str, near: Option<f64>) -> Result<Option<f64>, String> {
    match read(knob, text, near)? {
        Typed::Is(value) => Ok(value),
        Typed::Either(_) => Err(question(knob, text)),
    }
}

/// The question about a text that can be read in two ways.
pub fn question(knob: &Knob, text: &str) -> String {
    format!("{}: '{}' can be read in two ways. Which is it?", knob.label, words::clip(text.trim()))
}

/// Reads what was typed: either decimal sign, units, `k` and `m`. `near` is what stands in the plan.
///
/// # Errors
/// The sentence that the person reads.
pub fn read(knob: &Knob, text: &str, near: Option<f64>) -> Result<Typed, String> {
    let bare = bare(text);
    if bare.is_empty() {
        let refuse = || format!("{} is empty.", knob.label);
        return knob.is_auto().then_some(Typed::Is(None)).ok_or_else(refuse);
    }
    if knob.unit == Unit::Day {
        let read = words::dates::read_day(text).map_err(|said| format!("{}: {said}", knob.label));
        return read.map(|day| Typed::Is(Some(f64::from(day.0))));
    }
    let (digits, thousands) = match bare.strip_suffix('k') {
        Some(digits) => (digits, 3),
        None => bare.strip_suffix('m').map_or((bare.as_str(), 0), |digits| (digits, 6)),
    };
    let refuse = || format!("{} must be a number, not '{}'.", knob.label, words::clip(text));
    let exponent = thousands - if knob.unit.screen_factor() == 100.0 { 2 } else { 0 };
    let readings: Vec<f64> = notations(digits).iter().filter_map(|digits| scaled(digits, exponent)).collect();
    match readings[..] {
        [x] => Ok(Typed::Is(Some(x))),
        [decimal, grouped] => Ok(chosen(knob, digits, [decimal, grouped], near)),
        _ => Err(refuse()),
    }
}

/// A number without a knob, in the plan's unit; of two readings the one in range, as a decimal where both are. `None`
/// where it is none.
pub fn plain(unit: Unit, [low, high]: [f64; 2], text: &str) -> Option<f64> {
    let bare = bare(text);
    let exponent = if unit.screen_factor() == 100.0 { -2 } else { 0 };
    let readings: Vec<f64> = notations(&bare).iter().filter_map(|digits| scaled(digits, exponent)).collect();
    readings.iter().find(|x| (low..=high).contains(*x)).or(readings.first()).copied()
}

/// The text without units, spaces and signs of money.
fn bare(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '$' | '%' | '×' | '\'' | '’' | '_'))
        .map(|c| if matches!(c, '−' | '–') { '-' } else { c.to_ascii_lowercase() })
        .collect();
    let ends = ["points", "pts", "days", "day", "trading", "calendar", "/yr", "usd", "d", "x"];
    ends.iter().fold(kept.as_str(), |rest, end| rest.trim_end_matches(end)).trim_start_matches("usd").to_string()
}

/// Each way to read the digits, with a point as the decimal sign: as a decimal first, then with thousands. The last of
/// two different signs is the decimal one; one sign that comes twice, or before three digits, can part thousands.
fn notations(digits: &str) -> Vec<String> {
    let signs: Vec<char> = digits.chars().filter(|c| matches!(c, ',' | '.')).collect();
    let plain = |decimal: Option<char>| -> String {
        digits.chars().filter(|c| Some(*c) == decimal || !matches!(c, ',' | '.')).map(pointed).collect()
    };
    match signs[..] {
        [] => vec![digits.to_string()],
        [sign] => {
            let mut ways = vec![plain(Some(sign))];
            if is_grouped(digits, sign) {
                ways.push(plain(None));
            }
            ways
        }
        [first, .., last] if first == last => {
            // Of one sign only where it parts groups, and the other is not among them.
            let is_one = signs.iter().all(|sign| *sign == first) && is_grouped(digits, first);
            is_one.then(|| plain(None)).into_iter().collect()
        }
        [first, .., last] => {
            let (whole, _) = digits.rsplit_once(last).unwrap_or((digits, ""));
            let is_one = signs.iter().filter(|sign| **sign == last).count() == 1 && is_grouped(whole, first);
            is_one.then(|| plain(Some(last))).into_iter().collect()
        }
    }
}

fn pointed(c: char) -> char {
    if c == ',' { '.' } else { c }
}

/// Whether the sign parts groups of three, after one of one to three that does not begin with 0.
fn is_grouped(digits: &str, sign: char) -> bool {
    let mut groups = digits.trim_start_matches(['-', '+']).split(sign);
    let is_number = |group: &str| group.chars().all(|c| c.is_ascii_digit());
    let leads = |group: &str| (1..=3).contains(&group.len()) && !group.starts_with('0') && is_number(group);
    groups.next().is_some_and(leads) && groups.all(|group| group.len() == 3 && is_number(group))
}

/// The decimal point is moved in the text, so that 16.3 % is exactly what 0.163 reads as.
fn scaled(digits: &str, exponent: i32) -> Option<f64> {
    if !digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e')) {
        return None;
    }
    match digits.contains('e') {
        true => words::decimal(digits).map(|x| x * f64::powi(10.0, exponent)),
        false => words::decimal(&format!("{digits}e{exponent}")),
    }
}

/// Times that a value of a row without steps may lie from what stands there and still be a likely change.
const LIKELY: f64 = 10.0;

/// One of two readings. The page writes a point for decimals and a comma for thousands: so does a person unless the
/// row's range, its steps, or the value that stands there say otherwise; where nothing says, the person is asked.
fn chosen(knob: &Knob, digits: &str, [decimal, grouped]: [f64; 2], near: Option<f64>) -> Typed {
    let [low, high, step] = knob.range;
    let is_in = |x: f64| (low..=high).contains(&x);
    let one = |x: f64| Typed::Is(Some(x));
    match (is_in(decimal), is_in(grouped)) {
        (true, false) => return one(decimal),
        (false, true) => return one(grouped),
        (false, false) => return one(if digits.contains('.') { decimal } else { grouped }),
        (true, true) => {}
    }
    let is_likely = |x: f64| near.is_some_and(|near| near != 0.0 && (1.0 / LIKELY..=LIKELY).contains(&(x / near)));
    let is_whole = step * knob.unit.screen_factor() >= 1.0;
    if digits.contains('.') {
        let is_doubtful = is_whole && !is_likely(decimal);
        return if is_doubtful { Typed::Either([decimal, grouped]) } else { one(decimal) };
    }
    match (is_likely(decimal), is_likely(grouped)) {
        // Three decimals in a row that moves by whole numbers are none.
        _ if is_whole => one(grouped),
        (true, false) => one(decimal),
        (false, true) => one(grouped),
        _ => Typed::Either([decimal, grouped]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use second_engine::plan::Plan;
    use second_engine::plan::knobs::{KNOBS, knob};

    fn read(id: &str, text: &str) -> Option<Result<Option<f64>, String>> {
        knob(id).map(|knob| value(knob, text, knob.value(&Plan::default(), 0)))
    }

    #[test]
    fn units_and_separators_may_be_typed_or_left_out() {
        assert_eq!(read("pool.deposit", "$30,000"), Some(Ok(Some(30_000.0))));
        assert_eq!(read("pool.deposit", "30k"), Some(Ok(Some(30_000.0))));
        for dollars in ["30000 USD", "USD 30,000", "30k usd"] {
            assert_eq!(read("pool.deposit", dollars), Some(Ok(Some(30_000.0))), "{dollars}");
        }
        assert_eq!(read("account.loss_budget", "16.3 %"), Some(Ok(Some(0.163))));
        assert_eq!(read("shock.spx", "−8.6"), Some(Ok(Some(-0.086))));
        assert_eq!(read("condor.days", "45 d"), Some(Ok(Some(45.0))));
        assert_eq!(read("condor.days", "45 calendar days"), Some(Ok(Some(45.0))));
        assert_eq!(read("shock.days", "1 trading day"), Some(Ok(Some(1.0))));
        assert_eq!(read("condor.fill", " "), Some(Ok(None)));
    }

    #[test]
    fn a_comma_is_a_decimal_sign_or_parts_thousands_as_the_row_says() {
        let is = |x: f64| Some(Ok(Some(x)));
        assert_eq!(read("account.loss_budget", "3,5"), is(0.035));
        assert_eq!(read("condor.fill", "9,40"), is(9.4));
        assert_eq!(read("market.spx", "6,400"), is(6400.0));
        assert_eq!(read("market.spx", "6.400"), is(6400.0));
        assert_eq!(read("account.equity", "1,234,567"), is(1_234_567.0));
        assert_eq!(read("account.equity", "1.234.567"), is(1_234_567.0));
        assert_eq!(read("account.equity", "1.234.567,5"), is(1_234_567.5));
        assert_eq!(read("account.equity", "1,234,567.5"), is(1_234_567.5));
        assert_eq!(read("pool.deposit", "35,000"), is(35_000.0));
        assert_eq!(read("pool.deposit", "$1.5m"), is(1_500_000.0));
        assert_eq!(read("pool.deposit", "1,5 k"), is(1500.0));
        assert_eq!(read("pool.low", "2,500"), is(2500.0));
        assert_eq!(read("shock.severity", "1.5x"), is(1.5));
        assert_eq!(read("market.vix", "0,125"), is(0.125));
        for strange in ["1,23,456", "1.2.3", "12,345,67", ",", "1,234.567.8", "1..2", "1,000,00.5"] {
            assert!(read("account.equity", strange).is_some_and(|said| said.is_err()), "{strange}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_asked_about() {
        let knob = knob("pool.low");
        let both = |near: f64| knob.map(|knob| super::read(knob, "1,234", Some(near)));
        assert_eq!(both(2200.0), Some(Ok(Typed::Is(Some(1234.0)))));
        assert_eq!(both(2.0), Some(Ok(Typed::Is(Some(1.234)))));
        assert_eq!(both(60.0), Some(Ok(Typed::Either([1.234, 1234.0]))));
        assert!(knob.is_some_and(|knob| question(knob, "1,234").contains("'1,234'")));
        // A row of whole dollars: three digits after a point may be thousands, however far from what stands there.
        let dollars = |id: &str, near: f64, text: &str| {
            second_engine::plan::knobs::knob(id).map(|knob| super::read(knob, text, Some(near)))
        };
        for (id, near, text, both) in [
            ("pool.deposit", 30_000.0, "500.000", [500.0, 500_000.0]),
            ("pool.deposit", 30_000.0, "2.500", [2.5, 2500.0]),
            ("pool.loan", 0.0, "600.000", [600.0, 600_000.0]),
        ] {
            assert_eq!(dollars(id, near, text), Some(Ok(Typed::Either(both))), "{id} {text}");
        }
        assert_eq!(dollars("pool.deposit", 30.0, "30.000"), Some(Ok(Typed::Is(Some(30.0)))));
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
        let plan = Plan::default();
        for knob in KNOBS {
            if let (None, false, Some(x)) = (knob.options(), knob.is_switch(), knob.value(&plan, 0)) {
                assert_eq!(value(knob, &text(knob, x), Some(x)), Ok(Some(x)), "{}", knob.id);
            }
        }
    }
}
