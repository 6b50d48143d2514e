//! Words of an order line: what each of them is, whatever their order.

use crate::data::order::date::{self, month};
use crate::data::order::word::{
    Loose, Right, Side, Strike, Symbol, WANTED, is_noise, is_other, is_price, is_strategy, number, right, side, sign,
    strike, symbol, unread_number,
};
use crate::units::day::Day;
use crate::words::clip;

/// What the words of an order, or of one of its legs, are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words<'a> {
    /// Whether SPX or SPXW is named.
    pub is_spx: bool,
    /// Other products.
    pub others: Vec<&'a str>,
    /// Words that are known for nothing.
    pub unknown: Vec<&'a str>,
    /// What kind of order it is, other than an iron condor.
    pub strategy: Option<&'a str>,
    /// Whether it closes a position.
    pub is_close: bool,
    /// Bought or sold, by a word.
    pub side: Option<Side>,
    /// Whether it is of the weekly root, which settles in the afternoon.
    pub is_weekly: bool,
    /// Whether it settles at the open, where said.
    pub am: Option<bool>,
    /// Expiries.
    pub dates: Vec<Day>,
    /// When it was traded.
    pub traded: Option<Day>,
    /// Strikes in their order.
    pub strikes: Vec<Strike>,
    /// `CALL/PUT`: what the strikes are of, in their order.
    pub rights: Vec<Right>,
    /// Price behind `@`.
    pub price: Option<f64>,
    /// Whether the price is said to be paid.
    pub is_debit: bool,
    /// Numbers that stand alone.
    pub loose: Vec<Loose<'a>>,
}

/// How many words behind a time belong to it: the AM or PM of its twelve hours, which say nothing of a settlement.
fn half_of_day(next: Option<&&str>) -> usize {
    usize::from(next.is_some_and(|word| matches!(*word, "AM" | "PM")))
}

impl<'a> Words<'a> {
    /// Reads words in capitals.
    ///
    /// # Errors
    /// The sentence about the first word that can be nothing.
    pub fn read(words: &[&'a str]) -> Result<Words<'a>, String> {
        let mut found = Words::default();
        let (mut rest, mut before) = (words, "");
        while let [word, behind @ ..] = rest {
            let count = found.take(word, behind, before)?;
            before = word;
            rest = behind.get(count..).unwrap_or_default();
        }
        Ok(found)
    }

    /// Whether a word ends the name of one option.
    pub fn ends_option(word: &str) -> bool {
        symbol(word).is_some() || right(word).is_some() || strike(word).is_some_and(|strike| strike.right.is_some())
    }

    /// Whether a word may begin another leg.
    pub fn begins_leg(word: &str) -> bool {
        let (sign, bare) = sign(word);
        (sign.is_some() && number(bare).is_some()) || side(word).is_some()
    }

    /// What another line says, behind what this one does.
    pub fn join(&mut self, more: Words<'a>) {
        self.is_spx |= more.is_spx;
        self.is_close |= more.is_close;
        self.is_weekly |= more.is_weekly;
        self.is_debit |= more.is_debit;
        self.strategy = self.strategy.or(more.strategy);
        self.side = self.side.or(more.side);
        self.am = self.am.or(more.am);
        self.price = self.price.or(more.price);
        self.traded = self.traded.max(more.traded);
        self.others.extend(more.others);
        self.unknown.extend(more.unknown);
        self.dates.extend(more.dates);
        self.strikes.extend(more.strikes);
        self.rights.extend(more.rights);
        self.loose.extend(more.loose);
    }

    /// Finds the strikes among the numbers that stand alone: the one of `6715 CALL`, or four.
    pub fn find_strikes(&mut self) {
        let is_large = |loose: &Loose| loose.sign.is_none() && loose.size >= 100.0;
        let wanted = if self.rights.len() == 1 { 1 } else { 4 };
        let large = self.loose.iter().filter(|loose| is_large(loose)).count();
        if !self.strikes.is_empty() || large < wanted {
            return;
        }
        // Of more than are wanted the one behind `SELL` is a number of contracts.
        let is_level = |loose: &Loose| is_large(loose) && (large == wanted || side(loose.before).is_none());
        for _ in 0..wanted {
            let Some(place) = self.loose.iter().position(is_level) else { return };
            let right = self.rights.first().copied().filter(|_| wanted == 1);
            self.strikes.push(Strike { level: self.loose.remove(place).size, right });
        }
    }

    /// Takes the number of contracts out of the numbers that stand alone.
    pub fn take_quantity(&mut self) -> Option<Loose<'a>> {
        let is_counted = |loose: &Loose| matches!(loose.behind, "X" | "CONTRACT" | "CONTRACTS" | "LOT" | "LOTS");
        let is_after =
            |loose: &Loose| side(loose.before).is_some() || matches!(loose.before, "OPEN" | "QTY" | "QUANTITY");
        let place = |is: &dyn Fn(&Loose) -> bool| self.loose.iter().position(is);
        let signed = || place(&|loose| loose.sign.is_some());
        let place = place(&is_counted)
            .or_else(|| place(&is_after))
            .or_else(signed)
            .or_else(|| place(&|loose| !is_price(loose)));
        place.map(|place| self.loose.remove(place))
    }

    /// The first number that stands alone with no word for a price beside it.
    pub fn other_number(&self) -> Option<&str> {
        self.loose.iter().find(|loose| !is_price(loose)).map(|loose| loose.text)
    }

    /// Takes the price: behind `@`, beside a word for it, or the one number that is left.
    ///
    /// # Errors
    /// The sentence about a number that is nothing.
    pub fn take_price(&mut self) -> Result<Option<f64>, String> {
        let place = self.loose.iter().position(is_price).or(self.loose.first().map(|_| 0));
        let price = self.price.or_else(|| place.map(|place| self.loose.remove(place).size));
        match self.loose.first() {
            Some(loose) => Err(unread_number(loose.text)),
            None => Ok(price),
        }
    }

    /// Takes a word; how many of those behind it belong to it.
    fn take(&mut self, word: &'a str, behind: &[&'a str], before: &'a str) -> Result<usize, String> {
        let next = behind.first().copied().unwrap_or_default();
        let all: Vec<&str> = [&[word], behind.get(..3.min(behind.len())).unwrap_or_default()].concat();
        if let Some((date, count)) = date::read(&all) {
            let more = count.saturating_sub(1);
            // A date with a time is when it was traded.
            let is_trade = behind.get(more).is_some_and(|time| time.contains(':'));
            // One behind these words is how long the order stood.
            let is_life = matches!(before, "GTC" | "GTD" | "UNTIL");
            if is_trade {
                self.traded = Some(date?);
            } else if !is_life {
                self.dates.push(date?);
            }
            return Ok(if is_trade { count.saturating_add(half_of_day(behind.get(count))) } else { more });
        }
        if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) {
            return Ok(half_of_day(behind.first()));
        }
        if self.product(word) {
            return Ok(usize::from(next == "100"));
        }
        if self.kind(word) || self.option(word)? || self.price(word)? {
            return Ok(0);
        }
        let (sign, bare) = sign(word);
        let ends = ["X", "LOT", "LOTS"];
        let counted = ends.iter().find_map(|end| bare.strip_suffix(end).or_else(|| bare.strip_prefix(end)));
        if let Some(size) = number(counted.filter(|rest| !rest.is_empty()).unwrap_or(bare)) {
            let behind = if counted.is_some() { "X" } else { next };
            self.loose.push(Loose { size, sign, before, behind, text: word });
            return Ok(0);
        }
        if month(word).is_some() {
            return Err(format!(
                "The date '{}' has no year, or is none; wanted is an expiry, as 16 JAN 26.",
                clip([before, word, next].join(" ").trim())
            ));
        }
        let is_days = word.strip_suffix('D').is_some_and(|days| days.bytes().all(|digit| digit.is_ascii_digit()));
        let is_told = word.starts_with('#') || word.contains(':') || !word.contains(char::is_alphanumeric);
        if is_noise(word) || is_days || is_told {
            return Ok(0);
        }
        if word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '_' | '&' | '\'' | '/')) {
            self.unknown.push(word);
            return Ok(0);
        }
        Err(format!("'{}' is not understood here. {WANTED}", clip(word)))
    }

    /// Whether it is the name of a product.
    fn product(&mut self, word: &'a str) -> bool {
        let bare = word.trim_start_matches(['$', '^', '.']).trim_end_matches([':', '.']);
        let bare = bare.strip_suffix(".X").unwrap_or(bare);
        if matches!(bare, "SPX" | "SPXW" | "SPXPM") {
            self.is_spx = true;
            self.is_weekly |= bare != "SPX";
        } else if is_other(bare) || (word.starts_with('/') && word.len() > 1) {
            self.others.push(word);
        } else {
            return false;
        }
        true
    }

    /// Whether it says what kind of order it is.
    fn kind(&mut self, word: &'a str) -> bool {
        if let Some(side) = side(word) {
            self.side = self.side.or(Some(side));
            return true;
        }
        match word {
            "CLOSE" | "CLOSING" | "BTC" | "STC" => self.is_close = true,
            "WEEKLYS" | "WEEKLY" | "WEEKLIES" | "QUARTERLYS" | "QUARTERLY" | "EOM" => self.is_weekly = true,
            "AM" => self.am = Some(true),
            "PM" => self.am = Some(false),
            "CREDIT" | "CR" => {}
            "DEBIT" | "DB" => self.is_debit = true,
            word if is_strategy(word) => self.strategy = self.strategy.or(Some(word)),
            _ => return false,
        }
        true
    }

    /// Whether it is strikes, or what strikes are of.
    fn option(&mut self, word: &'a str) -> Result<bool, String> {
        if let Some(Symbol { root, date, strike }) = symbol(word) {
            if !root.is_empty() && !self.product(root) {
                self.others.push(root);
            }
            let [year, month, day] = date.map(|part| part.parse::<i32>().unwrap_or(0));
            let date = year.checked_add(2000).and_then(|year| Day::of(year, month, day));
            self.dates.push(date.ok_or_else(|| {
                format!(
                    "'{}' expires on a day that does not exist; wanted are two digits each of year, month and day.",
                    clip(word)
                )
            })?);
            self.strikes.push(strike);
            return Ok(true);
        }
        let parts: Vec<&str> = word.split(['/', '-']).collect();
        if let Some(rights) = parts.iter().map(|part| right(part)).collect::<Option<Vec<Right>>>() {
            self.rights.extend(rights);
            return Ok(true);
        }
        let Some(strikes) = parts.iter().map(|part| strike(part)).collect::<Option<Vec<Strike>>>() else {
            return Ok(false);
        };
        if let [month, day] = strikes[..]
            && [month, day].iter().all(|part| part.level <= 31.0 && part.right.is_none())
        {
            return Err(format!("The date '{}' has no year; wanted is an expiry, as 16 JAN 26.", clip(word)));
        }
        let is_taken = strikes.len() > 1 || strikes.iter().any(|strike| strike.right.is_some());
        if is_taken {
            self.strikes.extend(strikes);
        }
        Ok(is_taken)
    }

    /// Whether it is a price behind `@`.
    fn price(&mut self, word: &str) -> Result<bool, String> {
        let Some(rest) = word.strip_prefix('@') else { return Ok(false) };
        let (_, bare) = sign(rest.trim_start_matches('$'));
        self.is_debit |= bare.ends_with("DB");
        let bare = bare.trim_end_matches("DB").trim_end_matches("CR");
        if !matches!(bare, "" | "MKT" | "MARK" | "MARKET" | "MID" | "LMT") {
            let price = number(bare).ok_or_else(|| {
                format!("'{}' is no price; wanted are points of credit for one condor, as @12.80.", clip(word))
            })?;
            if self.price.replace(price).is_some() {
                return Err("Two prices stand here; wanted is one, the credit of one condor, as @12.80.".into());
            }
        }
        Ok(true)
    }
}
