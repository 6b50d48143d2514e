//! Corridor in words: the chance of having stayed in it, where it ends, and by which law the chance is.

use crate::book::Book;
use crate::book::corridor::{Ends, Week};
use crate::book::corridor_token::TokenAlone;
use crate::book::curves::HeatAxis;
use crate::book::staying::{Chance, Stretch};
use crate::holdings::Entry;
use crate::plan::EventPlan;
use crate::plan::holding::Kind;
use crate::views::book::linked;
use crate::views::engines::Engines;
use crate::views::time::on_day;
use crate::words::{calendar_days, capital, dates, fixed, listed, number, price, share, trading_days};

/// Of a book without anything.
const NOTHING: &str = "Nothing held, no corridor";
/// What a corridor's error may be said to be below.
const BOUNDS: [f64; 3] = [0.0001, 0.001, 0.01];

/// The token alone at the end, where nothing held moves with anything else: its chance is the one that is named.
fn token_only(weeks: &[Week]) -> Option<&TokenAlone> {
    weeks.last()?.token_alone.as_ref().filter(|alone| alone.is_all)
}

/// The finding: how likely the book gains on every date, with its hedge and, where there is one, without.
pub fn headline(weeks: &[Week], is_hedged: bool) -> String {
    let Some(last) = weeks.last() else { return NOTHING.into() };
    if let Some(alone) = token_only(weeks) {
        let chance = of_100(alone.chance.stayed);
        return format!(
            "Chance {chance} of 100 that the book gains {}, by the token's own volatility",
            every_date(weeks)
        );
    }
    let without =
        if is_hedged { format!("; without the hedge {}", of_100(last.unhedged.chance.stayed)) } else { String::new() };
    format!("Chance {} of 100 that the book gains {}{without}", of_100(last.chance.stayed), every_date(weeks))
}

/// `on every Fri to 12 Jan`, `on all 7 dates to expiry`, `on all 5 dates of 30 calendar days`, `at expiry`.
fn every_date(weeks: &[Week]) -> String {
    let Some(last) = weeks.last() else { return String::new() };
    let expires = last.ends.is_some();
    let (2.., Some(day)) = (last.dates, last.date) else {
        return match (last.dates, expires) {
            (2.., true) => format!("on all {} dates to expiry", last.dates),
            (2.., false) => format!("on all {} dates of {}", last.dates, calendar(last.weeks)),
            (_, true) => "at expiry".into(),
            (_, false) => format!("after {}", calendar(last.weeks)),
        };
    };
    let is_weekly = last.weeks == last.dates as f64
        && weeks.iter().all(|week| week.date.is_some_and(|date| date.weekday() == day.weekday()));
    let to = dates::short_date(day);
    if is_weekly {
        format!("on every {} to {to}", dates::weekday(day))
    } else {
        format!("on all {} dates to {to}", last.dates)
    }
}

/// A chance in hundredths; what is neither never nor always is not called so.
pub fn of_100(chance: f64) -> String {
    match fixed(100.0 * chance, 0).as_str() {
        "0" if chance > 0.0 => "less than 1".into(),
        "100" if chance < 1.0 - 1e-9 => "more than 99".into(),
        whole => whole.into(),
    }
}

/// The stretch that holds this level.
pub fn here(gains: &[Stretch], level: f64) -> Option<Stretch> {
    let holds = |[low, high]: &&Stretch| low.is_none_or(|low| low <= level) && high.is_none_or(|high| high >= level);
    gains.iter().find(holds).copied()
}

/// `At expiry`, or `After 30 calendar days` where nothing expires.
fn end(last: &Week) -> String {
    last.ends.map_or_else(|| format!("After {}", calendar(last.weeks)), |_| "At expiry".into())
}

/// How wide it is at the end, round where SPX is now.
pub fn at_expiry(weeks: &[Week], spx: f64) -> String {
    let Some(last) = weeks.last() else { return NOTHING.into() };
    let at = end(last);
    let inner = here(&last.gains, spx);
    let others: Vec<String> = last.gains.iter().filter(|one| Some(**one) != inner).map(stretch).collect();
    let also = match (others.is_empty(), inner) {
        (true, _) => String::new(),
        (_, Some(_)) => format!("; it gains {} too", listed(&others)),
        (_, None) => format!("; it gains {}", listed(&others)),
    };
    let round = match inner {
        Some([Some(low), Some(high)]) => format!(
            "{at} the book gains from {} to {}: {} wide",
            fixed(low, 0),
            fixed(high, 0),
            share((high - low) / spx, 1)
        ),
        Some([Some(low), None]) => format!("{at} the book gains above {}", fixed(low, 0)),
        Some([None, Some(high)]) => format!("{at} the book gains below {}", fixed(high, 0)),
        Some([None, None]) => format!("{at} the book gains wherever SPX ends, VIX with it"),
        None => format!("{at} the book loses where SPX is now"),
    };
    round + &also
}

/// `above 7,000`, `from 5,024 to 6,178`.
fn stretch(stretch: &Stretch) -> String {
    match *stretch {
        [None, None] => "wherever SPX ends, VIX with it".to_string(),
        [Some(low), None] => format!("above {}", fixed(low, 0)),
        [None, Some(high)] => format!("below {}", fixed(high, 0)),
        [Some(low), Some(high)] => format!("from {} to {}", fixed(low, 0), fixed(high, 0)),
    }
}

/// Where the book gains on a date, every stretch of it, for the chance is of all: `gains below 5,024 and from 6,178 to
/// 6,538`.
fn span(week: &Week) -> String {
    match week.gains.as_slice() {
        [] => "loses wherever SPX ends, VIX with it".to_string(),
        gains => format!("gains {}", listed(&gains.iter().map(stretch).collect::<Vec<_>>())),
    }
}

/// The same of the shock's own day, [`crate::book::corridor::on_day`].
pub fn said_on_day(book: &Book, day: &Week) -> String {
    let on = match book.plan.market.today {
        Some(today) => format!("On {}", on_day(today, day.days)),
        None => format!("In {}", trading_days(day.days)),
    };
    format!("{on}, the shock's day, the book {}; {} of 100 inside.", span(day), of_100(day.chance.inside))
}

/// The corridor in a sentence or two.
pub fn answer(book: &Book, weeks: &[Week]) -> String {
    let (Some(first), Some(last)) = (weeks.first(), weeks.last()) else { return format!("{NOTHING}.") };
    let at = match last.ends {
        Some(Ends::Condor) if Engines::of(book).condors > 1 => "at the last condor's expiry".into(),
        Some(Ends::Condor) => "at the condor's expiry".into(),
        Some(Ends::Option) => "at the last option's expiry".into(),
        None => format!("after {}", calendar(last.weeks)),
    };
    let chance = headline(weeks, book.has_hedge());
    if weeks.len() == 1 {
        return format!("{} the book {}. {chance}.", capital(&at), span(last));
    }
    format!("After {} the book {}; {at} it {}. {chance}.", calendar(first.weeks), span(first), span(last))
}

/// `a week`, `4 weeks`, `3 calendar days`.
pub fn calendar(weeks: f64) -> String {
    match weeks {
        1.0 => "a week".into(),
        w if w.fract() == 0.0 => format!("{} weeks", number(w)),
        w => calendar_days((7.0 * w).round()),
    }
}

/// What the figure shows.
pub fn dek(book: &Book) -> String {
    let token = if book.hangs_on_tokens() { book.plan.market.token.name() } else { "" };
    let linked = linked::on_link(book.plan.event.token.is_none(), token);
    format!("Where the whole book gains, week by week; {linked}")
}

/// How to read it: where it ends, the marks, the law of the chances and how far they are off.
pub fn caption(book: &Book, weeks: &[Week], axis: HeatAxis) -> String {
    let dotted = match axis {
        HeatAxis::Spx if book.has_condor() => " Dotted: the short strikes.",
        HeatAxis::Spx => "",
        HeatAxis::Token => " Dotted: the pool's bounds.",
    };
    let dashed = if book.has_hedge() { " Dashed: without the hedge." } else { "" };
    let held = by_hand(&book.plan.event);
    let settled = settled(book, weeks);
    format!(
        "{}.{dashed}{held}{dotted}{settled}{} {}",
        at_expiry(weeks, book.market.spx.0),
        token_alone(book, weeks),
        law(weeks)
    )
}

/// An hour, calendar days.
const HOUR: f64 = 1.0 / 24.0;

/// Which condors settle before the last date, so that later rows have them at an SPX of their own: ` Condor 1 settles
/// before …`; empty where none does.
fn settled(book: &Book, weeks: &[Week]) -> String {
    let end = weeks.last().map_or(0.0, |last| 7.0 * last.weeks);
    let before = |entry: &&Entry| entry.lives() && entry.held.days().is_some_and(|days| days < end - HOUR);
    let names: Vec<String> = book.of_kind(Kind::Condor).filter(before).map(|entry| entry.name.clone()).collect();
    match names.len() {
        0 => String::new(),
        1 => format!(
            " {} settles before the end: later rows have it at their own SPX, for its path is not known.",
            names[0]
        ),
        _ => format!(
            " {} settle before the end: later rows have them at their own SPX, for the path is not known.",
            listed(&names)
        ),
    }
}

/// What the token does by itself, which the axis of the link leaves out: ` ETH alone, …`; empty where nothing hangs on it.
fn token_alone(book: &Book, weeks: &[Week]) -> String {
    let Some(alone) = weeks.last().and_then(|last| last.token_alone.as_ref()) else { return String::new() };
    format!(
        " {} alone, by its own volatility of {} with SPX and VIX at rest: at the end the book gains {}, chance {} of 100 to be there, {} to have stayed.",
        book.plan.market.token.name(),
        share(book.today.token_vol.0, 0),
        cell(&alone.gains, HeatAxis::Token),
        of_100(alone.chance.inside),
        of_100(alone.chance.stayed)
    )
}

/// What of the shock is held by hand on every date of the corridor, and that SPX is not: it runs over SPX, VIX on its link.
fn by_hand(event: &EventPlan) -> &'static str {
    let EventPlan { token, eth, btc, vvix, token_vol, fee_multiple, gas_multiple, depth, .. } = event;
    let moves = [token, eth, btc].into_iter().any(Option::is_some);
    let terms = vvix.is_some() || token_vol.is_some();
    let pools = [fee_multiple, gas_multiple, depth].into_iter().any(Option::is_some);
    let nudges = [event.crypto.0, event.peg.0 - 1.0, event.rate.0, event.differential.0, event.dollar.0];
    match (moves || terms || pools || nudges.into_iter().any(|by| by != 0.0), event.spx.is_some()) {
        (false, false) => "",
        (true, false) => " What the shock holds by hand holds on every date.",
        (false, true) => " SPX held by hand is let go: the corridor runs over it.",
        (true, true) => {
            " SPX held by hand is let go, the corridor runs over it; what else the shock holds holds on every date."
        }
    }
}

/// What the chances are of, by which law, and how far they are off.
pub fn law(weeks: &[Week]) -> String {
    let of = if token_only(weeks).is_some() {
        "The token without drift, normal in logs, by its own volatility, SPX and VIX at rest"
    } else {
        "SPX without drift, normal in logs, with the variance of today's options at the money"
    };
    format!(
        "Inside: the chance that the book gains on that date, in the table where the screen is narrow; stayed: on every week's date so far. {of}; reckoned to {}.",
        within(weeks)
    )
}

/// What the chances are off by at most as they are reckoned: `0.01 %`.
fn within(weeks: &[Week]) -> String {
    let alone = |week: &Week| week.token_alone.as_ref().map(|alone| alone.chance);
    let all = |week: &Week| [Some(week.chance), Some(week.unhedged.chance), alone(week)].into_iter().flatten();
    let most = weeks.iter().flat_map(all).map(|Chance { error, .. }| error).fold(0.0, f64::max);
    let bound = BOUNDS.into_iter().find(|bound| most <= *bound);
    bound.map_or_else(|| share(most, 1), |bound| format!("{}\u{202f}%", number(100.0 * bound)))
}

/// Stretches as a cell: `6,012 to 6,726; above 7,000`.
pub fn cell(gains: &[Stretch], axis: HeatAxis) -> String {
    let level = |x: f64| if axis == HeatAxis::Token { price(x) } else { fixed(x, 0) };
    let one = |stretch: &Stretch| match *stretch {
        [None, None] => "everywhere".to_string(),
        [Some(low), None] => format!("above {}", level(low)),
        [None, Some(high)] => format!("below {}", level(high)),
        [Some(low), Some(high)] => format!("{} to {}", level(low), level(high)),
    };
    if gains.is_empty() { "nowhere".into() } else { gains.iter().map(one).collect::<Vec<_>>().join("; ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::corridor;
    use crate::plan::Plan;
    use crate::units::day::Day;

    fn weeks(change: impl FnOnce(&mut Plan)) -> (Book, Vec<Week>) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let weeks = corridor::of(&book);
        (book, weeks)
    }

    #[test]
    fn the_shocks_own_day_is_said_with_its_edges_and_its_chance() {
        let (book, _) = weeks(|plan| (plan.market.today, plan.event.days) = (Day::iso("2026-11-30"), 9.0));
        let Some(day) = corridor::on_day(&book) else { unreachable!() };
        let Some([Some(low), Some(high)]) = day.gains.last().copied() else { unreachable!("{day:?}") };
        let said = said_on_day(&book, &day);
        assert!(said.starts_with("On Fri 11 Dec, the shock's day, the book gains "), "{said}");
        // Every stretch is in the chance, so that every one is told.
        assert!(said.contains(&format!("from {} to {}; ", fixed(low, 0), fixed(high, 0))), "{said}");
        assert!(said.matches(" to ").count() == day.gains.len() && said.ends_with(" of 100 inside."), "{said}");
    }

    #[test]
    fn the_end_tells_every_stretch_that_its_chance_is_of() {
        let (book, mut weeks) = weeks(|_| ());
        let Some(last) = weeks.last_mut() else { unreachable!() };
        last.gains = vec![[None, Some(4371.0)], [Some(6143.0), Some(6607.0)]];
        let said = at_expiry(&weeks, book.market.spx.0);
        assert!(
            said.starts_with("At expiry the book gains from 6,143 to 6,607: ")
                && said.ends_with("; it gains below 4,371 too"),
            "{said}"
        );
        let Some(last) = weeks.last_mut() else { unreachable!() };
        last.gains = vec![[Some(7000.0), None]];
        assert_eq!(at_expiry(&weeks, 6400.0), "At expiry the book loses where SPX is now; it gains above 7,000");
    }

    #[test]
    fn a_condor_that_settles_half_a_day_before_the_last_is_named_and_one_of_its_hour_is_not() {
        let said = |days: f64| {
            let (book, weeks) = weeks(|plan| {
                plan.add_fresh(crate::plan::holding::Kind::Condor);
                plan.condor_mut(1).into_iter().for_each(|condor| condor.days = days);
            });
            settled(&book, &weeks)
        };
        assert!(said(44.5).contains("settles before the end"), "{}", said(44.5));
        assert_eq!(said(45.0), "");
    }

    #[test]
    fn the_headline_says_the_chance_of_the_last_date_and_which_dates_they_are() {
        let (_, of_seven) = weeks(|_| ());
        let chance = of_100(of_seven[6].chance.stayed);
        let bare = of_100(of_seven[6].unhedged.chance.stayed);
        assert_eq!(
            headline(&of_seven, true),
            format!("Chance {chance} of 100 that the book gains on all 7 dates to expiry; without the hedge {bare}")
        );
        let on = |days: f64, today: &str| {
            headline(
                &weeks(|plan| {
                    plan.market.today = Day::iso(today);
                    plan.a_condor().days = days;
                })
                .1,
                false,
            )
        };
        assert!(on(42.0, "2026-11-27").ends_with("that the book gains on every Fri to 8 Jan"));
        assert!(on(45.0, "2026-11-27").ends_with("that the book gains on all 7 dates to 11 Jan"));
        assert!(on(112.0, "2026-11-27").ends_with("that the book gains on every Fri to 19 Mar"));
        assert!(on(115.0, "2026-11-27").ends_with("that the book gains on all 17 dates to 22 Mar"));
        assert!(on(5.0, "2026-11-27").ends_with("that the book gains at expiry"));
        assert_eq!(headline(&[], true), "Nothing held, no corridor");
    }

    #[test]
    fn a_book_without_a_condor_says_what_expires_last_or_how_long_is_looked() {
        use crate::plan::holding::Kind::{self, Layer, Pool};
        use crate::plan::holding::Terms;
        let said = |kinds: &[Kind], today: Option<&str>| {
            let (book, weeks) = weeks(|plan| {
                plan.holdings.retain(|holding| kinds.contains(&holding.kind()));
                plan.market.today = today.and_then(Day::iso);
                for holding in &mut plan.holdings {
                    if let Terms::Layer(layer) = &mut holding.terms {
                        layer.contracts = Some(4.0);
                    }
                }
            });
            [answer(&book, &weeks), at_expiry(&weeks, book.market.spx.0)]
        };
        let [answer, end] = said(&[Layer, Pool], None);
        assert!(
            answer.contains("; at the last option's expiry it ") && end.starts_with("At expiry the book "),
            "{answer}"
        );
        let [answer, end] = said(&[Pool], None);
        assert!(answer.contains("; after 30 calendar days it ") && end.starts_with("After 30 calendar days the book "));
        assert!(answer.contains(" on all 5 dates of 30 calendar days"), "{answer}");
        let (pools, weeks) = weeks(|plan| plan.holdings.retain(|holding| holding.kind() == Pool));
        assert!(!caption(&pools, &weeks, HeatAxis::Spx).contains("Dotted"));
        assert!(said(&[Pool], Some("2026-11-27"))[0].contains(" on all 5 dates to 27 Dec"));
    }

    #[test]
    fn the_answer_says_the_first_week_the_expiry_and_the_chance() {
        let (book, of_one) = weeks(|_| ());
        let said = answer(&book, &of_one);
        assert!(said.starts_with("After a week the book gains from ") && said.contains("; at the condor's expiry it "));
        assert!(said.ends_with(&format!(". {}.", headline(&of_one, true))), "{said}");
        let (book, of_two) = weeks(|plan| {
            plan.add_fresh(crate::plan::holding::Kind::Condor);
        });
        assert!(answer(&book, &of_two).contains("at the last condor's expiry"));
        assert_eq!(answer(&book, &[]), "Nothing held, no corridor.");
    }

    #[test]
    fn only_what_never_happens_is_0_of_100_and_only_what_always_does_100() {
        let said = [0.0, 0.002, 0.006, 0.994, 0.997, 1.0].map(of_100);
        assert_eq!(said, ["0", "less than 1", "1", "99", "more than 99", "100"]);
    }

    #[test]
    fn the_caption_names_the_law_and_the_error() {
        let (book, weeks) = weeks(|_| ());
        let said = caption(&book, &weeks, HeatAxis::Spx);
        assert!(said.contains("SPX without drift") && said.ends_with("reckoned to 0.01\u{202f}%."), "{said}");
        assert!(caption(&book, &weeks, HeatAxis::Token).contains("Dotted: the pool's bounds."));
    }

    /// By each field of the event that a person may type: the corridor moves with it exactly where the caption says so.
    #[test]
    fn the_caption_says_what_is_held_on_every_date_and_that_spx_is_not() {
        use crate::units::{Frac, Points, Usd, Vol};
        type Typed = (&'static str, fn(&mut EventPlan));
        let typed: [Typed; 13] = [
            ("token", |event| event.token = Some(Frac(-0.3))),
            ("eth", |event| event.eth = Some(Frac(-0.3))),
            ("btc", |event| event.btc = Some(Frac(-0.3))),
            ("vvix", |event| event.vvix = Some(Points(200.0))),
            ("token_vol", |event| event.token_vol = Some(Vol(1.5))),
            ("fee_multiple", |event| event.fee_multiple = Some(9.0)),
            ("gas_multiple", |event| event.gas_multiple = Some(40.0)),
            ("depth", |event| event.depth = Some(0.1)),
            ("crypto", |event| event.crypto = Frac(-0.2)),
            ("peg", |event| event.peg = Usd(0.9)),
            ("rate", |event| event.rate = Frac(0.02)),
            ("differential", |event| event.differential = Frac(0.02)),
            ("dollar", |event| event.dollar = Frac(0.1)),
        ];
        const HOLDS: &str = "holds on every date.";
        let gains = |weeks: &[Week]| weeks.iter().map(|week| week.gains.clone()).collect::<Vec<_>>();
        let (plain, of_plain) = weeks(|_| ());
        assert!(!caption(&plain, &of_plain, HeatAxis::Spx).contains(HOLDS));
        let mut moved = Vec::new();
        for (name, hold) in typed {
            let (book, of_it) = weeks(|plan| hold(&mut plan.event));
            let said = caption(&book, &of_it, HeatAxis::Spx);
            assert!(said.contains(&format!("What the shock holds by hand {HOLDS}")), "{name}: {said}");
            if gains(&of_it) != gains(&of_plain) {
                moved.push(name);
            }
            let (both, of_both) = weeks(|plan| {
                hold(&mut plan.event);
                plan.event.spx = Some(Frac(-0.05));
            });
            let said = caption(&both, &of_both, HeatAxis::Spx);
            assert!(said.contains("SPX held by hand is let go, ") && said.contains(HOLDS), "{name}: {said}");
            assert_eq!(gains(&of_both), gains(&of_it), "{name}");
        }
        // Depth is no part of a P&L, another token is not held in this book, an uninsured pool has no more of gas.
        assert!(moved.len() >= 8, "{moved:?}");
        let (book, of_it) = weeks(|plan| plan.event.spx = Some(Frac(-0.05)));
        let said = caption(&book, &of_it, HeatAxis::Spx);
        assert!(said.contains("SPX held by hand is let go: the corridor runs over it.") && !said.contains(HOLDS));
        assert_eq!(gains(&of_it), gains(&of_plain));
    }

    #[test]
    fn a_cell_has_every_stretch() {
        let gains = [[None, Some(5000.4)], [Some(6012.0), Some(6726.0)], [Some(7000.0), None]];
        assert_eq!(cell(&gains, HeatAxis::Spx), "below 5,000; 6,012 to 6,726; above 7,000");
        assert_eq!(
            (cell(&[], HeatAxis::Spx), cell(&[[None, None]], HeatAxis::Token)),
            ("nowhere".into(), "everywhere".into())
        );
    }
}
