//! Notes: what the person must know about these numbers, beside the input it belongs to.

use crate::book::Book;
use crate::book::{liquidity, way};
use crate::holdings::condor::{Condor, LEGS};
use crate::plan::{FeeBy, MarketPlan, PoolPlan, Token};
use crate::views::book::say::Say;
use crate::views::book::{event_notes, leg_notes, nudge_notes};
use crate::views::report::whole::{Note, Report};
use crate::words::{amount, fixed, number, price, share, trading_days, vix};

/// Warnings and estimates' errors that apply to this report.
pub(in crate::views) fn of(book: &Book, report: &Report) -> Vec<Note> {
    let mut say = Say::new(book);
    condors(book, report, &mut say);
    leg_notes::of(book, &mut say);
    smile(book, report, &mut say);
    shock(book, report, &mut say);
    calendar(book, report, &mut say);
    event_notes::of(book, report, &mut say);
    nudge_notes::of(book, &mut say);
    explained(book, &mut say);
    token(book, &mut say);
    pools(book, &mut say);
    say.notes
}

/// P&L is explained from no day after the shock's.
fn explained(book: &Book, say: &mut Say) {
    let (from, shock) = (book.plan.explain.days, book.shock.event.days);
    if from > shock {
        let day = trading_days(shock);
        say.of("explain.days", 0, format!("After the shock, which comes in {day}: explained from its own day."));
    }
}

fn condors(book: &Book, report: &Report, say: &mut Say) {
    for condor in &report.condors {
        if condor.vol_offset.is_none() {
            let edge = fixed(condor.credit.0 - condor.model_credit.0, 2);
            say.of("condor.fill", condor.nth, format!(
                "This fill is outside the model's range: no one vol shift prices it. The P&L starts at {edge} points against the model."
            ));
        }
        let terms = book.plan.condor(condor.nth);
        let of_today = terms.is_some_and(|terms| terms.opened <= 0.0 && !terms.closed);
        if terms.is_some_and(|terms| terms.opened > 0.0 && terms.fill.is_none()) {
            say.of(
                "condor.fill",
                condor.nth,
                "No credit is typed for a sale of an earlier day: it counts as sold at today’s price.",
            );
        }
        if condor.legs.iter().all(|leg| leg.is_priced) && say.has_typed_credit(condor.nth) {
            let mark: f64 = condor.legs.iter().zip(LEGS).map(|(leg, (_, held))| -held * leg.price.0).sum();
            let open = condor.credit.0 - mark;
            if open.abs() >= 0.005 {
                say.of(
                    "condor.fill",
                    condor.nth,
                    format!(
                        "The four legs cost {} to buy back at the prices you typed: the P&L starts {} points {}.",
                        fixed(mark, 2),
                        fixed(open.abs(), 2),
                        if open > 0.0 { "ahead" } else { "behind" }
                    ),
                );
            }
        } else if let Some(offset) = condor.vol_offset.filter(|_| of_today && say.has_typed_credit(condor.nth)) {
            let (size, side) = (fixed(100.0 * offset.0.abs(), 2), if offset.0 < 0.0 { "under" } else { "over" });
            say.of("condor.fill", condor.nth, format!(
                "It belongs to these strikes and moves with the strikes at the fill's offset of {size} vol points {side} the model, on every leg without a price of its own."
            ));
        }
        if condor.max_loss.0 < 0.0 {
            say.of("condor.fill", condor.nth, "The credit is larger than the wing: no fill like this exists.");
        }
        let wing = book.condor_at(condor.nth).map_or(0.0, Condor::widest_wing);
        let closed_at = terms.filter(|terms| terms.closed).and_then(|terms| terms.closed_at);
        if let Some(paid) = closed_at.filter(|paid| paid.0.abs() > wing) {
            let [paid, wing] = [fixed(paid.0, 2), fixed(wing, 0)];
            say.of("condor.closed_at", condor.nth, format!(
                "{paid} points for a condor {wing} wide: it settles at 0 to {wing}, and is bought back for little more. SPX’s own level does not go here."
            ));
        }
        if condor.trade.awaits {
            say.of("condor.closed_at", condor.nth, "It has expired: type what it settled at, in points, 0 where it ended worthless. Until then nothing of its credit is counted.");
        }
        if condor.is_settled && condor.days <= 0.0 {
            let text = "Settled at today’s close, at SPX as it stands today: nothing that comes moves it.";
            say.of("condor.days", condor.nth, text);
        } else if condor.is_settled {
            let text = "Settled on the way, path unknown: the condor pays intrinsic at the scenario's SPX.";
            let listed = leg_notes::by_closes(book);
            say.of("condor.days", condor.nth, format!("{text}{listed}"));
        }
    }
}

/// VIX of today above which the base curve without quotes is too high: it was 43 against 33 in April 2025.
const FAST_SPIKE: f64 = 35.0;

fn smile(book: &Book, report: &Report, say: &mut Say) {
    let (shock, market) = (&report.shock, &book.plan.market);
    let (from, then) = (&shock.smile_from, &shock.smile);
    // Only a condor is priced on the SPX smile.
    let is_used = book.has_condor();
    if from.is_typed && is_used {
        say.of("market.skew", 0, "Typed: a shock keeps this smile at every VIX and VVIX.");
    }
    let vvix = if from.is_typed || !is_used {
        format!("Usual at this VIX: {}.", fixed(from.usual_vvix.0, 0))
    } else {
        format!("Usual at this VIX: {}; the SPX smile is {}.", fixed(from.usual_vvix.0, 0), regime_word(from.regime))
    };
    say.of("market.vvix", 0, vvix);
    if market.vix.0 > FAST_SPIKE && market.futures.is_empty() {
        say.of("market.vix", 0, "In a fast spike the base curve is too high: type VIX futures quotes below.");
    }
    if !is_used {
        return;
    }
    let behind = match then.dates {
        [0, 0] if shock.vix.0 > 12.0 => "no real chain at this VIX: extrapolation".to_string(),
        [0, 0] => "no real chain below VIX 12: extrapolation".to_string(),
        [0, first] => format!("{first} real dates, known by their fit alone"),
        [1, _] => "one real date, 20 March 2020".to_string(),
        [dates, 0] => format!("{dates} real dates"),
        [dates, first] => format!("{dates} real dates and {first} of the first fit"),
    };
    let shape = if then.is_typed {
        "the typed shape".to_string()
    } else {
        format!("{} (VVIX {}, usual {})", regime_word(then.regime), fixed(shock.vvix.0, 0), fixed(then.usual_vvix.0, 0))
    };
    say.of(
        "shock.vix",
        0,
        format!(
            "SPX smile then: {shape}; it prints {} of VIX {}; behind it {behind}.",
            fixed(then.prints.0, 1),
            vix(shock.vix.0)
        ),
    );
}

/// The smile's slope by the regime of VVIX.
fn regime_word(regime: f64) -> &'static str {
    match regime {
        x if x < 0.25 => "flat",
        x if x > 0.75 => "steep",
        _ => "between flat and steep",
    }
}

/// What VIX alone does beside a move that is held by hand.
pub const HELD: &str =
    "A move is held by hand: VIX alone turned further is another shock, not a larger one, and may allow a larger pool.";

fn shock(book: &Book, report: &Report, say: &mut Say) {
    let shock = &report.shock;
    if !way::is_linked(&book.shock.event) && book.has_pool() {
        say.of("shock.vix", 0, HELD);
    }
    if shock.is_spx_linked {
        say.of("shock.spx", 0, format!(
            "One standard error of SPX at this VIX is {}; on 22 explosions the fit of SPX on VIX missed by 3.7 points on average.",
            share(shock.spx_error.0, 1)
        ));
    }
}

/// Points of VIX from which on what the calendar does is said.
const SEEN: f64 = 0.05;

/// What the events that pass or come until the shock's date do to the VIX printed then.
fn calendar(book: &Book, report: &Report, say: &mut Say) {
    let shut = book.plan.events_on_no_trading_day();
    if !shut.is_empty() {
        say.of("market.events", 0, format!("{}.", shut.join("; ")));
    }
    let curve = book.shock.as_set(0.0).market.curve;
    let (set, printed) = (report.shock.vix.0, curve.vix().0);
    if (set - printed).abs() >= SEEN && curve.is_all_events() {
        let from = if book.shock.is_vix_of_date() { "its date" } else { "today" };
        say.of(
            "shock.vix_of",
            0,
            format!(
                "The events of the 30 calendar days from {from} alone make more than VIX {}. One point is left beside them, \
                 so that on its date it prints {}.",
                vix(set),
                fixed(printed, 1)
            ),
        );
    } else if (set - printed).abs() >= SEEN {
        let what =
            if printed < set { "events that pass until then take theirs" } else { "events that come up add theirs" };
        say.of(
            "shock.vix_of",
            0,
            format!(
                "VIX {} counts the events of the 30 calendar days from today. On its date it prints {}: {what}.",
                vix(set),
                fixed(printed, 1)
            ),
        );
    }
}

/// A range that does not hold today's price.
fn out_of_range(book: &Book, plan: &PoolPlan) -> String {
    let market = &book.plan.market;
    let now = plan.price_in(market);
    let now = if plan.inverted && now > 0.0 { 1.0 / now } else { now };
    format!(
        "The range does not hold today's price of {}: the position is all one token and earns nothing now.",
        price(now)
    )
}

/// The last close of each token that the page's table of closes has, dollars, and its day; Yahoo, CoinMarketCap.
const LAST_CLOSE: [(Token, f64, &str); 2] =
    [(Token::Eth, 1607.21, "5 June 2026"), (Token::Btc, 65_044.81, "23 July 2026")];

/// A price, a volatility and betas that stayed when the market's token was turned to another one.
fn token(book: &Book, say: &mut Say) {
    let (market, opening) = (&book.plan.market, MarketPlan::default());
    let (token, other) = (market.token, if market.token == Token::Btc { Token::Eth } else { Token::Btc });
    let is_turned = token != opening.token;
    let (name, other) = (token.name(), other.name());
    let price_now = market.token_price.0;
    // Far from anything that this token cost, near to what the other one does.
    let [low, high] = if token == Token::Btc { [10_000.0, f64::INFINITY] } else { [0.0, 10_000.0] };
    if !(low..=high).contains(&price_now) || is_turned && market.token_price == opening.token_price {
        let known = LAST_CLOSE.iter().find(|last| last.0 == token);
        let known = known.map_or_else(String::new, |(_, usd, day)| {
            format!("; it closed at {} on {day} (Yahoo, CoinMarketCap), the last that is known here", amount(*usd))
        });
        say.of("market.token_price", 0, format!(
            "{} is {other}'s price: it stays when the token is turned, and every pool and leg on {name} is priced by it. Type {name}'s{known}.",
            amount(price_now)
        ));
    }
    if is_turned && market.token_vol == opening.token_vol {
        let fitted = token.vol_in(&MarketPlan { token: opening.token, ..opening.clone() });
        say.of(
            "market.token_vol",
            0,
            format!(
                "{} is {other}'s volatility: it stays when the token is turned. {name}'s is {} where none is typed.",
                share(market.token_vol.0, 0),
                share(fitted.0, 0)
            ),
        );
    }
}

/// Volume and liquidity of the opening example's pool under another pair: they stay when the pair is turned.
fn turned_pair(plan: &PoolPlan, nth: usize, book: &Book, say: &mut Say) {
    let (market, opening) = (&book.plan.market, PoolPlan::default());
    let pair = plan.pair(market);
    let first = opening.pair(&MarketPlan::default());
    if pair == first || plan.kind.is_stable_pair() || plan.deposit.0 <= 0.0 {
        return;
    }
    if plan.fee_by == FeeBy::Volume && plan.volume == opening.volume {
        say.of(
            "pool.volume",
            nth,
            format!(
                "{} a day is the opening pool's, {first}: it stays when the pair is turned. Type that of {pair}.",
                amount(plan.volume.0)
            ),
        );
    }
    if plan.active_liquidity == opening.active_liquidity {
        say.of("pool.active_liquidity", nth, format!(
            "{} is the opening pool's, {first}: it stays when the pair is turned, and says what leaving costs. Type that of {pair}.",
            number(plan.active_liquidity)
        ));
    }
}

fn pools(book: &Book, say: &mut Say) {
    let liquidated = liquidity::liquidated(book, &book.shock.as_set(0.0));
    for (entry, position, plan) in book.pools() {
        turned_pair(plan, entry.nth, book, say);
        if position.pool.is_some() {
            if position.range.is_some_and(|[low, high]| !(low < position.entry && position.entry < high)) {
                say.of("pool.low", entry.nth, out_of_range(book, plan));
            }
            if let Some(loan) = liquidated.iter().find(|loan| loan.nth == entry.nth) {
                say.of("pool.loan", entry.nth, format!(
                    "Liquidated in this shock: {} is owed against {}, and the lender takes 7\u{202f}% of the debt on top, {}.",
                    amount(loan.debt.0),
                    amount(loan.value.0),
                    amount(loan.penalty.0)
                ));
            }
        }
        let reit = &plan.reit;
        if reit.price.0 > 0.0 && reit.growth.0 >= reit.discount.0 {
            say.of(
                "pool.reit.growth",
                entry.nth,
                format!(
                    "Dividend growth of {} must be below the discount rate, {}: the model has no price.",
                    share(reit.growth.0, 2),
                    share(reit.discount.0, 2)
                ),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LAST_CLOSE;
    use crate::plan::{FeeBy, FutureQuote, Plan, PoolToken, Token};
    use crate::units::{Points, Usd, Vol};
    use crate::views::report::evaluate;

    #[test]
    fn a_pool_whose_range_does_not_hold_the_price_says_so_at_its_row() {
        let told = |change: fn(&mut Plan)| {
            let mut plan = Plan::default();
            change(&mut plan);
            let Ok(report) = evaluate(&plan) else { unreachable!() };
            report.notes.into_iter().find(|note| note.at.row == "pool.low").map(|note| note.text)
        };
        assert_eq!(told(|_| ()), None);
        let said = told(|plan| plan.a_pool().token = PoolToken::Btc).unwrap_or_default();
        assert!(
            said.starts_with("The range does not hold today's price of 100,000: ") && !said.contains("stay"),
            "{said}"
        );
        let by_factor = told(|plan| {
            plan.a_pool().token = PoolToken::Btc;
            plan.a_pool().range_by = crate::plan::RangeBy::Factor;
        });
        assert_eq!(by_factor, None);
    }

    #[test]
    fn a_credit_moves_with_the_strikes_today_and_of_an_earlier_day_it_stays_or_is_missed() {
        let said = |opened: f64, fill: Option<f64>, closed: bool| {
            noted("condor.fill", move |plan| {
                let condor = plan.a_condor();
                (condor.opened, condor.fill, condor.closed) = (opened, fill.map(Points), closed);
                condor.closed_at = closed.then_some(Points(4.0));
            })
            .unwrap_or_default()
        };
        assert!(said(0.0, Some(8.0), false).starts_with("It belongs to these strikes and moves with the strikes"));
        assert!(said(0.0, None, false).is_empty());
        for closed in [false, true] {
            assert!(!said(21.0, Some(8.0), closed).contains("moves with the strikes"));
        }
        assert!(said(21.0, None, false).starts_with("No credit is typed for a sale of an earlier day"));
    }

    #[test]
    fn vvix_names_its_regime_and_a_shock_what_stands_behind_its_smile() {
        let then = |vix: f64| noted("shock.vix", move |plan| plan.event.vix = Some(Points(vix))).unwrap_or_default();
        for (vix, behind) in [
            (15.0, "3 real dates and 15 of the first fit"),
            (25.0, "6 real dates and 15 of the first fit"),
            (21.0, "15 real dates, known by their fit alone"),
            (33.0, "3 real dates"),
            (66.0, "one real date, 20 March 2020"),
            (45.0, "no real chain at this VIX: extrapolation"),
            (11.0, "no real chain below VIX 12: extrapolation"),
        ] {
            let said = then(vix);
            assert!(said.ends_with(&format!("behind it {behind}.")) && said.contains("it prints "), "{vix}: {said}");
        }
        let regime = |vvix: f64| noted("market.vvix", move |plan| plan.market.vvix = Points(vvix)).unwrap_or_default();
        assert!(regime(60.0).ends_with("the SPX smile is flat.") && regime(140.0).ends_with("the SPX smile is steep."));
        let typed = |row| noted(row, |plan| plan.market.skew = Some(-0.5)).unwrap_or_default();
        assert_eq!(typed("market.skew"), "Typed: a shock keeps this smile at every VIX and VVIX.");
        assert!(typed("shock.vix").contains("the typed shape") && !typed("market.vvix").contains("smile"));
    }

    #[test]
    fn events_larger_than_vix_on_its_date_are_told_from_those_that_pass() {
        use crate::plan::{EventDay, VixOf};
        use crate::units::Frac;
        let told = |vix: f64, vix_of: VixOf, (days, size): (f64, f64)| {
            noted("shock.vix_of", move |plan| {
                plan.market.events = vec![EventDay { days, size: Frac(size), ..EventDay::default() }];
                (plan.event.vix, plan.event.days, plan.response.vix_of) = (Some(Points(vix)), 5.0, vix_of);
            })
        };
        // 5 % on day 33, within 30 calendar days of the shock's date and not of today: √(1 + 25·365/30).
        assert_eq!(
            told(12.0, VixOf::Auto, (33.0, 0.05)).as_deref(),
            Some(
                "The events of the 30 calendar days from its date alone make more than VIX 12. \
                 One point is left beside them, so that on its date it prints 17.5."
            )
        );
        assert_eq!(told(18.0, VixOf::Auto, (33.0, 0.05)), None);
        // 3.5 % on day 20, within 30 of today too.
        let said = told(12.0, VixOf::Today, (20.0, 0.035)).unwrap_or_default();
        assert!(
            said.starts_with("The events of the 30 calendar days from today alone make more than VIX 12."),
            "{said}"
        );
        let passes = told(12.0, VixOf::Today, (3.0, 0.02)).unwrap_or_default();
        assert!(passes.ends_with("events that pass until then take theirs."), "{passes}");
        let comes = told(17.0, VixOf::Today, (33.0, 0.02)).unwrap_or_default();
        assert!(comes.ends_with("events that come up add theirs."), "{comes}");
    }

    #[test]
    fn what_settled_before_a_pressed_explosions_end_says_that_the_lists_have_it_at_its_own_close() {
        let pressed = |id: Option<&str>| {
            noted("condor.days", move |plan| {
                plan.a_condor().days = 4.0;
                let event = id.and_then(crate::shock::explosions::explosion);
                if let Some(event) = event {
                    *plan = event.put_on(plan);
                }
            })
            .unwrap_or_default()
        };
        const OWN: &str = "The lists of explosions have it at the close of its own day.";
        assert!(pressed(Some("oct_2008")).contains("path unknown") && pressed(Some("oct_2008")).ends_with(OWN));
        assert!(pressed(None).contains("path unknown") && !pressed(None).contains(OWN));
    }

    #[test]
    fn a_vix_of_today_above_35_asks_for_quotes_of_futures() {
        let asked = |vix: f64, is_quoted: bool| {
            noted("market.vix", move |plan| {
                plan.market.vix = Points(vix);
                if is_quoted {
                    plan.market.futures = vec![FutureQuote { days: 30.0, level: Points(vix) }];
                }
            })
        };
        let said = "In a fast spike the base curve is too high: type VIX futures quotes below.";
        assert_eq!((asked(35.0, false), asked(36.0, true)), (None, None));
        assert_eq!(asked(36.0, false).as_deref(), Some(said));
    }

    /// The note at an input once the plan is changed.
    fn noted(row: &str, change: impl Fn(&mut Plan)) -> Option<String> {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(report) = evaluate(&plan) else { unreachable!() };
        report.notes.into_iter().find(|note| note.at.row == row).map(|note| note.text)
    }

    #[test]
    fn a_market_token_that_is_turned_says_at_its_price_and_vol_that_they_are_still_the_others() {
        let [price, vol] = ["market.token_price", "market.token_vol"];
        assert_eq!([price, vol].map(|row| noted(row, |_| ())), [None, None]);
        let said = noted(price, |plan| plan.market.token = Token::Btc).unwrap_or_default();
        assert!(
            said.starts_with("$3,200 is ETH's price") && said.contains("Type BTC's; it closed at $65,045 on"),
            "{said}"
        );
        let said = noted(vol, |plan| plan.market.token = Token::Btc).unwrap_or_default();
        assert!(said.starts_with("62\u{202f}% is ETH's volatility") && said.contains("BTC's is 45"), "{said}");
        // What was typed before the turn is caught too, and what is typed after it is not.
        let typed = |token: Token, usd: f64| {
            noted(price, move |plan| (plan.market.token, plan.market.token_price) = (token, Usd(usd)))
        };
        assert!(typed(Token::Btc, 2950.0).is_some() && typed(Token::Eth, 65_000.0).is_some());
        assert_eq!([typed(Token::Btc, 65_000.0), typed(Token::Eth, 2950.0)], [None, None]);
        let vol_typed = noted(vol, |plan| (plan.market.token, plan.market.token_vol) = (Token::Btc, Vol(0.5)));
        assert_eq!(vol_typed, None);
        assert!(LAST_CLOSE.iter().all(|(_, usd, day)| *usd > 0.0 && day.ends_with("2026")));
    }

    #[test]
    fn a_pair_that_is_turned_says_that_volume_and_liquidity_are_still_the_first_ones() {
        for row in ["pool.volume", "pool.active_liquidity"] {
            assert_eq!(noted(row, |plan| plan.a_pool().fee_by = FeeBy::Volume), None);
            let turned =
                noted(row, |plan| (plan.a_pool().token, plan.a_pool().fee_by) = (PoolToken::Btc, FeeBy::Volume));
            let said = turned.unwrap_or_default();
            assert!(
                said.contains("is the opening pool's, ETH / USDC") && said.contains("Type that of BTC / USDC"),
                "{said}"
            );
            let typed = noted(row, |plan| {
                let pool = plan.a_pool();
                (pool.token, pool.fee_by, pool.volume, pool.active_liquidity) =
                    (PoolToken::Btc, FeeBy::Volume, Usd(5e7), 1e6);
            });
            assert_eq!(typed, None);
        }
    }
}
