//! Gate: which condors may be opened and which way those that are held are rolled, now and in the shock. Size asks it of
//! new ones, Time of those that are held.

use serde::Serialize;

use crate::book::Book;
use crate::market::Market;
use crate::sizing::checks::gate::{ROLL_EDR, ROLL_VIX, Roll, TIERS, edr, edr_as_printed, open_tiers, roll};
use crate::units::{Frac, Points, Years};
use crate::views::pinned::Table;
use crate::words::{fixed, share, vix};

/// How the range as printed is off.
pub const AS_PRINTED: &str =
    "As printed the range is m × (0.1 VIX9D + 0.5 HV20) ÷ √252: its weights sum to 0.6, so it reads low.";
/// Where the triggers stand.
pub const FORWARD_ABOVE: &str = "Forward above an EDR of 0.94 % or VIX 16";

/// The gate at one VIX.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GateReport {
    /// VIX that it is asked at, points.
    pub vix: Points,
    /// VIX9D: entered, or the curve's.
    pub vix9d: Points,
    /// Expected daily range.
    pub edr: Frac,
    /// The same as printed.
    pub edr_as_printed: Frac,
    /// Which way condors that are held are rolled.
    pub roll: Roll,
    /// Whether each tier may be opened.
    pub is_open: [bool; 3],
}

/// The gate now and in the shock.
pub fn of(book: &Book) -> [GateReport; 2] {
    let then = book.shock.as_set(0.0);
    let (set, printed) = (book.shock.vix(), then.market.curve.vix());
    // VIX as it prints on its date, once its events are over (model book 10); as typed where that is it but for the last
    // digits, which a trigger may stand on.
    let vix = if (printed.0 - set.0).abs() < 1e-9 { set } else { printed };
    [at(book, book.market.calibration.vix, &book.market), at(book, vix, &then.market)]
}

fn at(book: &Book, vix: Points, market: &Market) -> GateReport {
    let vix9d = market.curve.level(Years::from_calendar_days(9.0));
    let sizing = &book.plan.sizing;
    let (plain, open) = (edr(vix9d), open_tiers(vix));
    GateReport {
        vix,
        vix9d,
        edr: plain,
        edr_as_printed: edr_as_printed(vix9d, sizing.hv20, sizing.range_factor),
        roll: roll(plain, vix),
        is_open: TIERS.map(|tier| open.contains(&tier)),
    }
}

/// Which tiers may be opened, and which way those that are held go, at one gate.
pub fn answer(gate: &GateReport, has_condor: bool) -> String {
    let open = match gate.is_open.iter().filter(|open| **open).count() {
        3 => "every tier may be opened",
        0 => "no new condor is opened",
        _ => "conservative and balanced may be opened, aggressive may not",
    };
    let roll = match gate.roll {
        _ if !has_condor => "you hold none to roll",
        Roll::Forward => "roll those you hold forward",
        Roll::Back => "those you hold may be rolled back",
    };
    format!("At VIX {} {open}; {roll}. The hedge never pauses.", vix(gate.vix.0))
}

/// Whether a roll trigger is met, today and in the shock.
pub fn finding(gates: &[GateReport; 2]) -> &'static str {
    match gates.each_ref().map(|gate| gate.roll) {
        [Roll::Forward, Roll::Forward] => "A roll trigger is met, today and in the shock",
        [Roll::Forward, Roll::Back] => "A roll trigger is met today, none in the shock",
        [Roll::Back, Roll::Forward] => "No roll trigger is met today, but one in the shock",
        [Roll::Back, Roll::Back] => "No roll trigger is met, today or in the shock",
    }
}

/// Whether a roll trigger is met today and in the shock, which, and the way that it sends condors.
pub fn triggers([now, then]: &[GateReport; 2]) -> String {
    let today = match met(now) {
        Some(met) => format!("A roll trigger is met today, condors are rolled forward: {met}."),
        None => "No roll trigger is met today: condors may be rolled back.".into(),
    };
    let shock = match met(then) {
        Some(met) => format!("In the shock one is met: {met}."),
        None => "In the shock none is.".into(),
    };
    format!("{today} {shock}")
}

/// What is above its trigger; nothing where condors may be rolled back.
fn met(gate: &GateReport) -> Option<String> {
    let over = |level: f64, trigger: f64, said: [fn(f64) -> String; 2]| {
        let [plain, finely] = said;
        // A level that reads as its trigger does is read more finely.
        let reads = if plain(level) == plain(trigger) { finely } else { plain };
        (level > trigger).then(|| [reads(level), plain(trigger)])
    };
    let of_vix = over(gate.vix.0, ROLL_VIX, [vix, |level| fixed(level, 4)]);
    let of_range = over(gate.edr.0, ROLL_EDR, [|range| share(range, 2), |range| share(range, 4)]);
    match (of_vix, of_range) {
        (Some([vix, at]), Some([range, most])) => {
            Some(format!("VIX {vix} is above {at} and the expected daily range of {range} above {most}"))
        }
        (Some([vix, at]), None) => Some(format!("VIX {vix} is above {at}")),
        (None, Some([range, most])) => Some(format!("the expected daily range of {range} is above {most}")),
        (None, None) => None,
    }
}

/// What a table of the gate is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// New condors by tier, then those that are held.
    New,
    /// Those that are held, then new ones by tier.
    Held,
}

/// Headings and rows, now and in the shock.
pub fn table(gates: &[GateReport; 2], has_condor: bool, about: About) -> Table {
    let row = |name: &str, of: &dyn Fn(&GateReport) -> String| -> Vec<String> {
        std::iter::once(name.to_string()).chain(gates.iter().map(of)).collect()
    };
    let opens =
        |name: &str, tier: usize| row(name, &|gate| if gate.is_open[tier] { "may open" } else { "closed" }.to_string());
    let held = [
        row("Those you hold", &|gate| match gate.roll {
            _ if !has_condor => "none".into(),
            Roll::Forward => "roll forward".into(),
            Roll::Back => "may roll back".into(),
        }),
        row("Expected daily range", &|gate| share(gate.edr.0, 2)),
        row("The same as printed", &|gate| share(gate.edr_as_printed.0, 2)),
        row("VIX9D", &|gate| fixed(gate.vix9d.0, 1)),
    ];
    let [now, then] = [0, 1].map(|i| format!("VIX {}", vix(gates[i].vix.0)));
    let tiers = TIERS.iter().enumerate();
    let (first, rows) = match about {
        About::New => ("New condors", tiers.map(|(i, tier)| opens(tier, i)).chain(held).collect()),
        About::Held => {
            let new = tiers.map(|(i, tier)| opens(&format!("New, {}", tier.to_lowercase()), i));
            ("Condors you hold", held.into_iter().chain(new).collect())
        }
    };
    (vec![first.into(), format!("Now, {now}"), format!("Shock, {then}")], rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn gates(vix: f64, then: f64) -> [GateReport; 2] {
        let mut plan = Plan::default();
        (plan.market.vix, plan.event.vix) = (Points(vix), Some(Points(then)));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(&book)
    }

    /// By either trigger alone, both, none: whatever is above its own is named, and forward is said exactly then.
    #[test]
    fn a_trigger_that_is_met_is_named_with_its_level_and_none_that_is_not() {
        let gate = |vix: f64, range: f64| GateReport {
            vix: Points(vix),
            edr: Frac(range),
            roll: roll(Frac(range), Points(vix)),
            ..gates(17.0, 45.0)[0]
        };
        for (vix, range, wanted) in [
            (16.0, 0.0094, None),
            (17.5, 0.0090, Some("VIX 17.5 is above 16")),
            (15.0, 0.0101, Some("the expected daily range of 1.01\u{202f}% is above 0.94\u{202f}%")),
            (
                20.0,
                0.0126,
                Some("VIX 20 is above 16 and the expected daily range of 1.26\u{202f}% above 0.94\u{202f}%"),
            ),
            // What reads as its trigger is read more finely.
            (16.0004, 0.0090, Some("VIX 16.0004 is above 16")),
            (15.0, 0.009401, Some("the expected daily range of 0.9401\u{202f}% is above 0.94\u{202f}%")),
        ] {
            let gate = gate(vix, range);
            assert_eq!(met(&gate).as_deref(), wanted);
            assert_eq!(gate.roll == Roll::Forward, wanted.is_some(), "{vix} {range}");
        }
        let [calm, wild] = [gate(12.0, 0.007), gate(45.0, 0.03)];
        assert!(
            triggers(&[calm, wild]).starts_with("No roll trigger is met today: condors may be rolled back. In the")
        );
        assert!(triggers(&[wild, calm]).ends_with(". In the shock none is."));
        for pair in [[calm, calm], [calm, wild], [wild, calm], [wild, wild]] {
            let is_met = pair.map(|gate| gate.roll == Roll::Forward);
            let (short, long) = (finding(&pair), triggers(&pair));
            assert_eq!([short.starts_with("A roll"), long.starts_with("A roll")], [is_met[0]; 2], "{short} {long}");
            assert_eq!(long.contains("In the shock one is met"), is_met[1], "{long}");
            let says_shock = ["and in the shock", "but one in the shock"].iter().any(|said| short.ends_with(said));
            assert_eq!(says_shock, is_met[1], "{short}");
        }
    }

    /// The level of the crush chart on the same tab.
    #[test]
    fn in_the_shock_it_asks_vix_as_it_prints_once_an_event_is_over() {
        use crate::plan::{EventDay, EventPlan};
        let mut plan = Plan::default();
        plan.market.vix = Points(16.4);
        plan.market.events = vec![EventDay { days: 3.0, size: Frac(0.012), ..EventDay::default() }];
        let gates = |plan: &Plan| {
            let Ok(book) = Book::resolve(plan) else { unreachable!() };
            (of(&book), book.shock.untouched(book.shock.event.days).market.curve.vix())
        };
        plan.event = EventPlan { vix: None, days: 5.0, ..EventPlan::default() };
        let ([now, then], printed) = gates(&plan);
        assert_eq!((now.vix, then.vix), (Points(16.4), printed));
        assert!(printed.0 < 16.0 && now.roll == Roll::Forward, "{printed:?}");
        // Not over yet, it takes nothing; set, VIX is that of its date, to the last digit.
        plan.event.days = 1.0;
        assert_eq!(gates(&plan).0[1].vix, Points(16.4));
        (plan.event.vix, plan.event.days) = (Some(Points(ROLL_VIX)), 5.0);
        assert_eq!(gates(&plan).0[1].vix, Points(ROLL_VIX));
        // Of today, it has lost the event's part by then.
        plan.response.vix_of = crate::plan::VixOf::Today;
        assert!(gates(&plan).0[1].vix.0 < ROLL_VIX - 0.3);
    }

    #[test]
    fn what_is_held_stands_in_both_tables_in_the_same_words() {
        let gates = gates(17.0, 45.0);
        let [(_, new), (_, held)] = [About::New, About::Held].map(|about| table(&gates, true, about));
        let ends = held.len() - TIERS.len();
        assert_eq!(new[TIERS.len()..], held[..ends]);
        for (one, other) in new[..TIERS.len()].iter().zip(&held[ends..]) {
            assert!(one[1..] == other[1..] && other[0] == format!("New, {}", one[0].to_lowercase()));
        }
        assert!(held.iter().any(|row| row[0] == "The same as printed") && AS_PRINTED.contains("reads low"));
        let triggers = format!("Forward above an EDR of {} % or VIX {}", fixed(100.0 * ROLL_EDR, 2), vix(ROLL_VIX));
        assert_eq!(FORWARD_ABOVE, triggers);
    }
}
