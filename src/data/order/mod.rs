//! Order: the line of an iron condor on SPX as brokers write it, made into a condor of a plan.
//!
//! Accepted: thinkorswim's line; legs, one a line or by their OCC symbols; a sentence with the same words in any order.
//! Whatever else it says is refused in words. No clock is read: the expiry stays a date until 'today' is passed.

pub mod date;
pub mod legs;
pub mod place;
pub mod text;
pub mod word;
pub mod words;

use crate::plan::{CondorPlan, Settlement, StrikeRule};
use crate::units::Points;
use crate::units::day::Day;
use crate::words::dates::{date, why_shut};
use crate::words::{calendar_days, clip, fixed, listed, number};

use legs::{Priced, by_leg, condor, in_one};
use text::{legs_of, lines};
use word::WANTED;
use words::Words;

/// Longest text that is read, in characters.
pub const LONGEST: usize = 4_000;
/// Farthest expiry of a condor of a plan, calendar days.
const MOST_DAYS: f64 = 730.0;
/// Days of a session, 9:30 to 16:00, as they are typed: what a condor that expires today has left at most.
const SESSION: f64 = 0.27;
/// Calendar days since it was sold at most: an input's range.
const MOST_OPENED: f64 = 3650.0;

/// An iron condor that was sold.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Condors sold.
    pub contracts: u32,
    /// Whether it is of the weekly root SPXW.
    pub weeklys: bool,
    /// Whether it settles at the open; where the line does not tell what expires on a third Friday does, all else at the close.
    pub am: Option<bool>,
    /// Last day.
    pub expiry: Day,
    /// Long put, short put, short call, long call.
    pub strikes: [f64; 4],
    /// Points received per condor, where a price is there.
    pub credit: Option<f64>,
    /// Of it those for the put side, where each leg has its price.
    pub put_credit: Option<f64>,
    /// The day on which it was traded, where the line tells.
    pub traded: Option<Day>,
    /// Whether it is of a list of what is held: sold before today, and nobody says when.
    pub is_held: bool,
    /// Words that say nothing here.
    pub left_out: Vec<String>,
}

/// Reads an order.
///
/// # Errors
/// The sentence that says what was seen and what is wanted.
pub fn read(text: &str) -> Result<Order, String> {
    if text.trim().is_empty() {
        return Err(format!("There is nothing to read. {WANTED}"));
    }
    let length = text.chars().count();
    if length > LONGEST {
        return Err(format!(
            "This is {} characters long; an order has at most {}.",
            number(length as f64),
            number(LONGEST as f64)
        ));
    }
    let lines = lines(text);
    let parts = lines.iter().flat_map(|line| legs_of(line)).map(|words| Words::read(&words));
    let mut parts = parts.collect::<Result<Vec<Words>, String>>()?;
    parts.iter_mut().for_each(Words::find_strikes);
    let mut all = Words::default();
    parts.iter().for_each(|part| all.join(part.clone()));
    product(&all, text)?;
    kind(&all)?;
    let many = parts.iter().filter(|part| part.strikes.len() > 1).count();
    if many > 1 {
        return Err(format!("Here are {many} orders; paste one at a time. {WANTED}"));
    }
    let is_by_leg = many == 0 && parts.iter().filter(|part| part.strikes.len() == 1).count() > 1;
    let Priced { legs, credit, put_credit } = if is_by_leg {
        by_leg(parts)?
    } else {
        let (legs, credit) = in_one(all.clone())?;
        Priced { legs, credit, put_credit: None }
    };
    let (contracts, strikes) = condor(&legs)?;
    let expiry = expiry(&all)?;
    if all.is_weekly && all.am == Some(true) {
        return Err(format!("This says weekly options and AM: those settle at the close. {WANTED}"));
    }
    Ok(Order {
        contracts,
        weeklys: all.is_weekly,
        am: all.am.or(all.is_weekly.then_some(false)).or(expiry.is_am_expiry().then_some(true)),
        expiry,
        strikes,
        credit: credit.map(|credit| checked(credit, strikes, all.is_debit)).transpose()?,
        put_credit,
        traded: all.traded,
        is_held: false,
        left_out: all.unknown.iter().map(|word| clip(word)).collect(),
    })
}

/// SPX, and nothing else.
fn product(all: &Words, text: &str) -> Result<(), String> {
    let is_name = |word: &&&str| word.len() <= 6 && word.chars().all(char::is_alphabetic);
    let other = all.others.first().or_else(|| all.unknown.iter().find(is_name).filter(|_| !all.strikes.is_empty()));
    match other {
        Some(word) if !all.is_spx => Err(format!(
            "This is an order of '{}', another product: iron condors on SPX are read here. {WANTED}",
            clip(word)
        )),
        Some(word) if all.others.contains(word) => {
            Err(format!("This names SPX and '{}': an order of SPX alone is read here. {WANTED}", clip(word)))
        }
        None if !all.is_spx => Err(format!("'{}' names no SPX. {WANTED}", clip(text.trim()))),
        _ => Ok(()),
    }
}

/// An iron condor that is opened.
fn kind(all: &Words) -> Result<(), String> {
    match all.strategy {
        Some(word) => Err(format!("This is an order of the kind '{word}': iron condors are read here. {WANTED}")),
        None if all.is_close => {
            Err("This order closes a condor: paste the one that opened it, 'SELL …', for it is what is held.".into())
        }
        None => Ok(()),
    }
}

fn expiry(all: &Words) -> Result<Day, String> {
    match all.dates[..] {
        [] => Err(format!("No expiry is there, such as 15 DEC 28. {WANTED}")),
        [first, ref others @ ..] => match others.iter().find(|date| **date != first) {
            Some(other) => Err(format!(
                "Two expiries are there, {} and {}: the four legs of a condor have one.",
                date(first),
                date(*other)
            )),
            None => Ok(first),
        },
    }
}

/// A credit that a condor of these strikes can bring.
fn checked(credit: f64, [long_put, short_put, short_call, long_call]: [f64; 4], is_debit: bool) -> Result<f64, String> {
    let width = (short_put - long_put).max(long_call - short_call);
    let said = fixed(credit, 2);
    if is_debit {
        return Err(format!("{said} is a debit: a condor that is sold brings a credit."));
    }
    if credit <= 0.0 {
        return Err(
            "The price is 0: a condor that is sold brings a credit; leave the price out and the model's is used."
                .into(),
        );
    }
    if credit >= width {
        let width = number(width);
        return Err(format!(
            "A credit of {said} points for a condor {width} wide cannot be: it is less than the wider wing."
        ));
    }
    Ok(credit)
}

impl Order {
    /// Calendar days from a day to the expiry; of one that expires on it those of a whole session.
    ///
    /// # Errors
    /// The expiry is past, or farther than a plan's condor may be.
    pub fn days(&self, today: Day) -> Result<f64, String> {
        let (days, on) = (self.expiry.since(today), date(self.expiry));
        if days < 0.0 {
            let now = date(today);
            return Err(format!(
                "It expired on {on}, and today is {now}: wanted is a condor that is still held. Change the date where it is another."
            ));
        }
        if days == 0.0 && self.am == Some(true) {
            return Err(format!(
                "It settled at the open of {on}, and that is today: wanted is a condor that is still held. Change the date where it is another."
            ));
        }
        if days > MOST_DAYS {
            return Err(format!(
                "It expires on {on}, in {}: at most {} are reckoned with.",
                calendar_days(days),
                number(MOST_DAYS)
            ));
        }
        Ok(if days == 0.0 { SESSION } else { days })
    }

    /// When what it sells settles.
    fn settles(&self) -> Settlement {
        if self.am == Some(true) { Settlement::Am } else { Settlement::Pm }
    }

    /// What was read, in one sentence.
    ///
    /// # Errors
    /// As [`Order::days`].
    pub fn said(&self, today: Day) -> Result<String, String> {
        let root = if self.weeklys { "SPXW" } else { "SPX" };
        let condors = if self.contracts == 1 { "condor" } else { "condors" };
        let settles = match self.settles() {
            Settlement::Am => ", settled at the open",
            Settlement::Pm => ", settled at the close",
        };
        let days = match self.days(today)? {
            days if days < 1.0 => "today, taken to have the whole session of 6.5 hours left: type fewer".into(),
            days => calendar_days(days),
        };
        let strikes = self.strikes.map(trimmed).join("/");
        let opened = self.opened(today)?;
        let sold = match self.traded {
            Some(day) if opened > 0.0 => format!(", sold on {}", date(day)),
            None if opened > 0.0 => ", sold before today".into(),
            None if self.credit.is_some() => ", taken to be sold today: type when it was".into(),
            _ => String::new(),
        };
        let credit = match self.credit {
            Some(credit) => format!("credit {}", fixed(credit, 2)),
            None => "no price, so that the credit is the model's".into(),
        };
        let (contracts, on) = (number(f64::from(self.contracts)), date(self.expiry));
        let shut = why_shut(self.expiry).map_or_else(String::new, |why| format!(" ({why}, no trading day)"));
        Ok(format!("Read: {contracts} {root} {condors}, {on}{shut}, {days}{settles}, {strikes}, {credit}{sold}."))
    }

    /// Calendar days since it was traded; where nobody tells 0, or of what is held 1, for its price is not today's.
    ///
    /// # Errors
    /// The sentence about a day that is still to come.
    pub fn opened(&self, today: Day) -> Result<f64, String> {
        match self.traded.map(|day| today.since(day)) {
            Some(days) if days < 0.0 => Err(format!(
                "This was traded on {}, and today is {}.",
                self.traded.map(date).unwrap_or_default(),
                date(today)
            )),
            Some(days) => Ok(days.min(MOST_OPENED)),
            None => Ok(f64::from(u8::from(self.is_held && self.credit.is_some()))),
        }
    }

    /// What the person must know about it: words that were left out. Empty where there is nothing.
    pub fn note(&self) -> String {
        let words: Vec<String> = self.left_out.iter().map(|word| format!("'{word}'")).collect();
        if words.is_empty() { String::new() } else { format!("Left out: {}.", listed(&words)) }
    }

    /// The condor of a plan: contracts, days, strikes by level and the credit; legs priced by hand follow the model again.
    /// What an order does not say stays as in `like`.
    ///
    /// # Errors
    /// As [`Order::days`].
    pub fn condor(&self, today: Day, like: &CondorPlan) -> Result<CondorPlan, String> {
        let [long_put, short_put, short_call, long_call] = self.strikes.map(Points);
        let mut terms = CondorPlan {
            contracts: f64::from(self.contracts),
            days: self.days(today)?,
            strikes_by: StrikeRule::Level,
            long_put,
            short_put,
            short_call,
            long_call,
            fill: self.credit.map(Points),
            settles: self.settles(),
            // A new trade: nothing of the past of the one before.
            put_credit: Points(self.put_side()),
            opened: self.credit.map_or(Ok(0.0), |_| self.opened(today))?,
            closed: false,
            closed_at: None,
            ..like.clone()
        };
        terms.set_prices([None; 4]);
        Ok(terms)
    }

    /// Points of the credit that the put side brought; 0, not known, where nobody tells or either side brought nothing.
    fn put_side(&self) -> f64 {
        let sides = self.put_credit.zip(self.credit).filter(|(put, whole)| *put > 0.0 && put < whole);
        sides.map_or(0.0, |(put, _)| put)
    }
}

/// A strike without thousands separators, as brokers write it.
fn trimmed(strike: f64) -> String {
    number(strike).replace(',', "")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::units::Usd;

    const ISSUE: &str = "SELL -5 IRON CONDOR SPX 100 (Weeklys) 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80";
    #[test]
    fn a_line_of_what_was_done_says_when_and_its_credit_is_of_that_day() {
        let filled = |when: &str| format!("{when} 10:32:05 SOLD {}", ISSUE.trim_start_matches("SELL "));
        let order = read(&filled("11/07/25")).unwrap();
        assert_eq!(order.traded, Some(day(2025, 11, 7)));
        assert!(order.said(TODAY).unwrap().ends_with("credit 12.80, sold on 7 Nov 2025."));
        let like = CondorPlan::default();
        assert_eq!(order.condor(TODAY, &like).map(|terms| terms.opened), Ok(21.0));
        assert_eq!(read(&filled("11/28/25")).unwrap().condor(TODAY, &like).map(|terms| terms.opened), Ok(0.0));
        let late = read(&filled("11/29/25")).unwrap();
        let said = "This was traded on 29 Nov 2025, and today is 28 Nov 2025.";
        assert_eq!((late.said(TODAY), late.condor(TODAY, &like)), (Err(said.into()), Err(said.into())));
        // Of what is held the price is of an earlier day, whichever it was.
        let held = Order { is_held: true, ..read(ISSUE).unwrap() };
        assert_eq!(held.condor(TODAY, &like).map(|terms| terms.opened), Ok(1.0));
        assert!(held.said(TODAY).unwrap().ends_with("credit 12.80, sold before today."));
        let unpriced = Order { credit: None, ..held };
        assert_eq!(unpriced.condor(TODAY, &like).map(|terms| terms.opened), Ok(0.0));
    }

    /// 28 November 2025.
    const TODAY: Day = Day(20_420);

    fn day(year: i32, month: i32, day: i32) -> Day {
        Day::of(year, month, day).unwrap()
    }

    fn refused(text: &str) -> String {
        read(text).err().unwrap_or_else(|| format!("{text} was read"))
    }

    #[test]
    fn the_order_of_the_issue_is_read() {
        let order = read(ISSUE).unwrap();
        let wanted = Order {
            contracts: 5,
            weeklys: true,
            am: Some(false),
            expiry: day(2026, 1, 16),
            strikes: [5985.0, 6035.0, 6715.0, 6765.0],
            credit: Some(12.8),
            put_credit: None,
            traded: None,
            is_held: false,
            left_out: Vec::new(),
        };
        assert_eq!(order, wanted);
        let said = "Read: 5 SPXW condors, 16 Jan 2026, 49 calendar days, settled at the close, 5985/6035/6715/6765, credit 12.80, taken to be sold today: type when it was.";
        assert_eq!(order.said(TODAY).unwrap(), said);
        // A line that tells no settlement has that of its day, whatever the condor that it replaces has.
        let other = read("SELL -5 IRON CONDOR SPX 100 9 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80").unwrap();
        let like = CondorPlan { settles: Settlement::Am, ..CondorPlan::default() };
        assert_eq!(other.condor(TODAY, &like).unwrap().settles, Settlement::Pm);
        assert!(other.said(TODAY).unwrap().contains(", settled at the close, "));
        assert_eq!(order.note(), "");
    }

    #[test]
    fn one_order_is_read_however_it_is_written() {
        for text in [
            "SELL -5 IRON CONDOR SPX 100 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80",
            "SOLD -5 IRON CONDOR SPX 100 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80 LMT",
            "SELL -5 IRON CONDOR SPX 100 16 JAN 26 6035/5985/6715/6765 PUT/CALL @12.80 LMT GTC",
            "SELL -5 IRON CONDOR SPX 100 16 JAN 26 [AM] 6715/6765/6035/5985 CALL/PUT @-12.80 LMT DAY",
            "SELL -5 IRON CONDOR SPX 100 (Weeklys) 16 JAN 26 [PM] 6715/6765/6035/5985 CALL/PUT @12.80 MARK",
            "SELL -5 ~IRON CONDOR SPX 100 16 JAN 26 6.715/6.765/6.035/5.985 CALL/PUT @12,80 LMT GTC 05 DEC 25",
            "SELL 5 SPX Jan16'26 6035/5985 Put 6715/6765 Call Iron Condor 12.80",
            "BOT +5 IRON CONDOR SPX 100 16 JAN 26 6765/6715/5985/6035 CALL/PUT @-12.80",
            "#100234 NEW SELL -5 IRON CONDOR SPX 100 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80 [TO OPEN/TO OPEN/TO OPEN/TO OPEN]",
            "11/28/25 10:32:05 SOLD -5 IRON CONDOR SPX 100 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80",
            "'SELL −5 IRON CONDOR SPX 100 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12,80'",
            "sell\u{a0}–5 iron condor spx  100 16\u{a0}jan 26   6,715 / 6,765 / 6,035 / 5,985  call / put @ 12.80.",
            "sell 5 SPX 16 Jan 2026 5985/6035/6715/6765 iron condor 12.80",
            "sell 5 SPX iron condors, 16 Jan 2026, 5985/6035/6715/6765, for 12,80 credit",
            "sell 5 SPX Jan 16 2026 5985 6035 6715 6765 iron condor 12.80",
            "Sell to open 5 SPX Jan 16, 2026 6765/6715/6035/5985 iron condor $12.80",
            "Sell 5x SPX 2026-01-16 5985-6035-6715-6765 IC limit 12.80",
            "sold 5 contracts $SPX 01/16/26 6035/5985/6715/6765 at 12.80 cr",
            "STO 5 SPX 16JAN26 5985P/6035P/6715C/6765C 12.80",
            "sell 5 Jan 16 2026 SPX 6035P/5985P/6715C/6765C 12.80",
            "-5 SPX 01/16/26 C6715\n+5 SPX 01/16/26 C6765\n-5 SPX 01/16/26 P6035\n+5 SPX 01/16/26 P5985\nnet credit 12.80",
            "SPX iron condor 16 Jan 26 @12.80\r\n-5 6715 call\r\n+5 6765 call\r\n-5 6035 put\r\n+5 5985 put",
            "Sold 5 SPX 01/16/26 Call 6715.00 @ 10.10\nBought 5 SPX 01/16/26 Call 6765.00 @ 4.10\nSold 5 SPX 01/16/26 Put 6035.00 @ 30.40\nBought 5 SPX 01/16/26 Put 5985.00 @ 23.60",
            "-5 SPX   260116C06715000\n5 SPX   260116C06765000\n-5 SPX   260116P06035000\n5 SPX   260116P05985000 @12.80",
            "-5 SPX   260116C06715000\n5 bot SPX   260116C06765000\n-5 SPX   260116P06035000\n+5 SPX   260116P05985000 @12.80",
            "-5 .SPX260116C6715 +5 .SPX260116C6765 -5 .SPX260116P6035 +5 .SPX260116P5985 @12.80",
            "SELL 5 SPX 16JAN26 6715 C, BUY 5 SPX 16JAN26 6765 C, SELL 5 SPX 16JAN26 6035 P, BUY 5 SPX 16JAN26 5985 P @12.80",
        ] {
            let order = read(text).unwrap_or_else(|said| unreachable!("{text}: {said}"));
            let found = (order.contracts, order.expiry, order.strikes, order.credit);
            assert_eq!(found, (5, day(2026, 1, 16), [5985.0, 6035.0, 6715.0, 6765.0], Some(12.8)), "{text}");
            // The line with a price a leg tells what each side brought.
            let put = if text.starts_with("Sold 5 SPX 01") { 6.8 } else { 0.0 };
            let terms = order.condor(TODAY, &CondorPlan::default()).map(|terms| terms.put_credit);
            assert_eq!(terms, Ok(Points(put)), "{text}");
            assert!(order.left_out.is_empty(), "{text}: {:?}", order.left_out);
        }
    }

    #[test]
    fn weekly_roots_settle_at_the_close_and_what_is_said_goes_before() {
        let of = |text: &str| read(text).map(|order| (order.weeklys, order.am)).unwrap();
        assert_eq!(of(ISSUE), (true, Some(false)));
        // A third Friday of the monthly root settles that morning; another day of it does not tell.
        assert_eq!(of(&ISSUE.replace(" (Weeklys)", "")), (false, Some(true)));
        assert_eq!(of(&ISSUE.replace(" (Weeklys)", "").replace("16 JAN", "14 JAN")), (false, None));
        assert_eq!(of(&ISSUE.replace("(Weeklys)", "[AM]")), (false, Some(true)));
        assert_eq!(of(&ISSUE.replace("SPX 100 (Weeklys)", "SPXW")), (true, Some(false)));
        // No weekly option settles at the open.
        let refused = read(&ISSUE.replace("SPX 100 (Weeklys)", "SPXW [AM]"));
        assert!(refused.is_err_and(|said| said.contains("weekly options and AM")));
    }

    #[test]
    fn the_half_of_the_day_at_which_it_was_filled_says_nothing_of_its_settlement() {
        let monthly = ISSUE.replace(" (Weeklys)", "");
        for time in ["10:32:05 AM", "02:15:22 PM", "10:32 AM", "10:32:05 PM ET"] {
            for (line, am) in [(ISSUE, Some(false)), (monthly.as_str(), Some(true))] {
                for text in [format!("11/07/25 {time} {}", line.replace("SELL", "SOLD")), format!("{line} {time}")] {
                    assert_eq!(read(&text).map(|order| (order.am, order.contracts)), Ok((am, 5)), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_hundred_contracts_are_no_strike() {
        let order = read("SELL 100 SPX iron condor 16 JAN 26 5985 6035 6715 6765 @12.80");
        assert_eq!(order.map(|order| (order.contracts, order.strikes)), Ok((100, [5985.0, 6035.0, 6715.0, 6765.0])));
    }

    #[test]
    fn without_a_price_the_models_credit_is_used_and_that_is_said() {
        for price in ["", "@MKT", "@MARK", "@ LMT", "MKT"] {
            let order = read(&ISSUE.replace("@12.80", price)).unwrap();
            assert_eq!(order.credit, None, "{price}");
            assert!(order.said(TODAY).is_ok_and(|said| said.ends_with("no price, so that the credit is the model's.")));
        }
    }

    #[test]
    fn words_that_say_nothing_are_told() {
        let order = read(&format!("{ISSUE} CBOE for Tom")).unwrap();
        assert_eq!(order.note(), "Left out: 'CBOE' and 'TOM'.");
    }

    #[test]
    fn what_is_no_iron_condor_on_spx_is_refused_in_words_that_name_what_was_seen() {
        let with = |old: &str, new: &str| ISSUE.replacen(old, new, 1);
        let leg = "-5 SPX 01/16/26 C6715";
        for (text, said) in [
            (with("SPX", "SPY"), "'SPY', another product"),
            (with("SPX", "XSP"), "'XSP', another product"),
            (with("SPX", "NDX"), "'NDX', another product"),
            (with("SPX", "RUT"), "'RUT', another product"),
            (with("SPX", "VIX"), "'VIX', another product"),
            (with("SPX", "AAPL"), "'AAPL', another product"),
            (with("SPX 100", "/ESH26"), "'/ESH26', another product"),
            (with("SPX", "SPX SPY"), "names SPX and 'SPY'"),
            (with("SPX 100", ""), "names no SPX"),
            ("SELL -1 VERTICAL SPX 100 16 JAN 26 6035/5985 PUT @5.20".into(), "of the kind 'VERTICAL'"),
            ("BUY +1 BUTTERFLY SPX 100 16 JAN 26 6400/6450/6500 CALL @5.20".into(), "of the kind 'BUTTERFLY'"),
            ("SELL -1 SPX 100 16 JAN 26 6715 CALL @5.20".into(), "One strike, 6,715, is there"),
            ("SELL -1 SPX 100 16 JAN 26 6035/5985 PUT @5.20".into(), "2 strikes, 6,035/5,985, are there"),
            (with(" 6715/6765/6035/5985", ""), "No strike is there"),
            (with("CALL/PUT", "CALL"), "Here are 0 puts and 4 calls"),
            (with("CALL/PUT", "CALL/PUT/CALL"), "3 words for puts and calls"),
            (with("SELL -5", "BOT +5"), "buys an iron condor"),
            (with("SELL -5", "BUY 5"), "buys an iron condor"),
            (with("SELL -5", "SELL +5"), "contradict"),
            (with("SELL -5", ""), "How many contracts is not said"),
            (with("SELL -5", "5"), "sold or bought is not said"),
            (with("SELL -5", "SELL -5 TO CLOSE"), "closes a condor"),
            (with("-5", "0"), "'0' contracts"),
            (with("-5", "-2.5"), "'-2.5' contracts"),
            (with("-5", "-10,001"), "'-10,001' contracts"),
            (with("16 JAN 26", ""), "No expiry is there"),
            (with("16 JAN 26", "31 FEB 26"), "no such day as 31 FEB 26"),
            (with("16 JAN 26", "16 JAN"), "has no year"),
            (with("16 JAN 26", "01/16"), "The date '01/16' has no year"),
            (with("16 JAN 26", "16 JAN 26 20 FEB 26"), "Two expiries are there, 16 Jan 2026 and 20 Feb 2026"),
            (
                with("6715/6765/6035/5985", "6715/6765/5985/6035"),
                "The strikes 6,035/5,985/6,715/6,765 are no iron condor",
            ),
            (with("6715/6765/6035/5985", "6400/6450/6400/6350"), "an iron butterfly"),
            (with("6715/6765/6035/5985", "6035/6085/6715/6665"), "above the call sold at 6,035"),
            (with("6715/6765/6035/5985", "6715/6715/6035/5985"), "Both calls are at 6,715"),
            (with("6715/6765/6035/5985", "67/68/60/59"), "The strike 59 is none of SPX"),
            (with("12.80", "50"), "A credit of 50.00 points for a condor 50 wide cannot be"),
            (with("12.80", "1,280"), "A credit of 1,280.00 points"),
            (with("12.80", "0.00"), "The price is 0"),
            (with("12.80", "12.80 DB"), "a debit"),
            (with("12.80", "twelve"), "'@TWELVE' is no price"),
            (with("@12.80", "@12.80 @13"), "Two prices"),
            (with("@12.80", "12.80 49"), "The number '49' is not understood here"),
            (with("CONDOR", "C0ND0R"), "'C0ND0R' is not understood here"),
            (format!("{ISSUE}\n{ISSUE}"), "Here are 2 orders"),
            (format!("{leg}\n+5 SPX 01/16/26 C6765"), "0 puts and 2 calls"),
            (
                format!("{leg}\n+5 SPX 01/16/26 C6765\n-4 SPX 01/16/26 P6035\n+5 SPX 01/16/26 P5985"),
                "5, 5, 4 and 5 contracts",
            ),
            (
                format!("{leg}\n-5 SPX 01/16/26 C6765\n-5 SPX 01/16/26 P6035\n+5 SPX 01/16/26 P5985"),
                "Both calls are sold",
            ),
            (
                format!("{leg} @1\n+5 SPX 01/16/26 C6765 @1\n-5 SPX 01/16/26 P6035\n+5 SPX 01/16/26 P5985"),
                "2 prices are there",
            ),
            (
                format!("{leg} @1\n+5 SPX 01/16/26 C6765 @2\n-5 SPX 01/16/26 P6035 @1\n+5 SPX 01/16/26 P5985 @2"),
                "come to −2.00 points",
            ),
            (format!("{leg}\n+5 SPXW261316P05985000"), "a day that does not exist"),
            ("hello".into(), "'hello' names no SPX"),
            (" \n ".into(), "nothing to read"),
            ("x".repeat(LONGEST + 1), "4,001 characters long"),
        ] {
            let found = refused(&text);
            assert!(found.contains(said) && found.ends_with('.'), "{text}\n{found}\n{said}");
        }
    }

    #[test]
    fn an_expiry_is_today_at_the_earliest_and_within_two_years() {
        let order = read(ISSUE).unwrap();
        assert_eq!([15, 16].map(|of_month| order.days(day(2026, 1, of_month))), [Ok(1.0), Ok(SESSION)]);
        let today = order.said(day(2026, 1, 16)).unwrap();
        assert!(
            today.contains(
                ", today, taken to have the whole session of 6.5 hours left: type fewer, settled at the close,"
            ),
            "{today}"
        );
        // Of the morning's settlement nothing is left.
        let monthly = read(&ISSUE.replace(" (Weeklys)", "")).unwrap();
        assert!(monthly.days(day(2026, 1, 15)) == Ok(1.0));
        assert!(
            monthly.days(day(2026, 1, 16)).is_err_and(|said| said.starts_with("It settled at the open of 16 Jan 2026"))
        );
        assert_eq!(order.days(day(2024, 1, 17)), Ok(730.0));
        assert!(
            order
                .days(day(2026, 1, 17))
                .is_err_and(|said| said.contains("expired on 16 Jan 2026, and today is 17 Jan 2026"))
        );
        assert!(order.days(day(2024, 1, 16)).is_err_and(|said| said.contains("in 731 calendar days")));
        assert!(
            order.said(day(2026, 1, 17)).is_err() && order.condor(day(2026, 1, 17), &CondorPlan::default()).is_err()
        );
    }

    #[test]
    fn it_becomes_a_condor_whose_legs_follow_the_model_and_whose_fee_stays() {
        let mut like = CondorPlan { fee: Usd(0.65), ..CondorPlan::default() };
        like.set_prices([Some(Points(1.0)); 4]);
        let terms = read(ISSUE).and_then(|order| order.condor(TODAY, &like)).unwrap();
        assert_eq!((terms.contracts, terms.days, terms.fill), (5.0, 49.0, Some(Points(12.8))));
        assert_eq!(
            [terms.long_put, terms.short_put, terms.short_call, terms.long_call].map(|level| level.0),
            [5985.0, 6035.0, 6715.0, 6765.0]
        );
        assert_eq!((terms.strikes_by, terms.prices(), terms.fee), (StrikeRule::Level, [None; 4], Usd(0.65)));
    }
}
