//! Legs: options that are held, each once, from rows of a statement or from trades that opened and closed them.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::occ::{Index, SIGNS};
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{clip, listed, number};

/// Contracts of one option, and points of a strike or price, that are beyond any account's.
const MOST: f64 = 1e7;
const LEAST: f64 = 1e-6;
const DEAREST: f64 = 1e6;
/// Names of other products in one sentence, and sentences of them.
const NAMED: usize = 5;
const SAID: usize = 20;
/// Other products that are kept.
const MOST_OTHERS: usize = 1_000;

/// One option that is held.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// What it is on.
    pub index: Index,
    /// `SPX`, `SPXW`, `VIX`, `VIXW`.
    pub root: String,
    /// The last day.
    pub expiry: Day,
    /// Strike in points.
    pub strike: f64,
    /// Call, or put.
    pub call: bool,
    /// How many; below 0 where they are sold.
    pub quantity: f64,
    /// Points paid or received for each; none where the file does not say.
    pub price: Option<f64>,
    /// The trade that it belongs to, where the file says one.
    pub trade: String,
}

impl Leg {
    /// `−5 SPXW 16 Jan 2026 5,985 put`.
    pub fn name(&self) -> String {
        format!("{} {}", number(self.quantity), option_name(&self.root, self.expiry, self.strike, self.call))
    }
}

/// `SPY 16 Jan 2026 690 call`.
pub fn option_name(root: &str, expiry: Day, strike: f64, call: bool) -> String {
    let kind = if call { "call" } else { "put" };
    format!("{} {} {} {kind}", root.trim_start_matches(SIGNS), date(expiry), number(strike))
}

/// A row of another product than options on SPX or VIX.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Other {
    /// What it is called.
    name: String,
    /// What it is an option on; none where it is no option.
    underlying: Option<String>,
}

impl Other {
    /// No option: a stock, a fund, a future.
    pub fn plain(name: &str) -> Other {
        Other { name: called(name), underlying: None }
    }

    /// An option on something else.
    pub fn option(name: &str, underlying: &str) -> Other {
        Other { underlying: Some(shown(underlying.trim_start().trim_start_matches(SIGNS))), ..Other::plain(name) }
    }

    /// Why it is not taken, a sentence.
    fn why(&self) -> String {
        match &self.underlying {
            Some(underlying) if underlying.is_empty() => format!("{}: an option whose symbol is missing.", self.name),
            Some(underlying) => format!("{}: an option on {underlying}, neither SPX nor VIX.", self.name),
            None => format!("{}: no option, but a stock, a fund, a future or the like.", self.name),
        }
    }
}

/// As it may stand in a sentence: in short, without signs that no person sees.
fn shown(text: &str) -> String {
    clip(text.replace(char::is_control, "").trim())
}

/// What a sentence about a product begins with: its name, in quotes where that is no capital or figure.
fn called(name: &str) -> String {
    let name = shown(name);
    match name.chars().next() {
        None => "A row without a name".into(),
        Some(first) if first.is_uppercase() || first.is_ascii_digit() => name,
        Some(_) => format!("'{name}'"),
    }
}

/// What tells one option from another.
type Key = (String, String, Day, i64, bool);

fn key(leg: &Leg) -> Key {
    let root = leg.root.trim_start_matches(SIGNS).to_string();
    (leg.trade.clone(), root, leg.expiry, (leg.strike * 1_000.0).round() as i64, leg.call)
}

/// What was done with one option.
#[derive(Clone, Debug)]
struct Done {
    index: Index,
    strike: f64,
    /// Quantity and price of each trade.
    trades: Vec<(f64, Option<f64>)>,
    /// Whether it expired or was settled.
    gone: bool,
}

/// Trades and rows as they are read.
#[derive(Clone, Debug, Default)]
pub struct Legs {
    done: BTreeMap<Key, Done>,
    /// Other products.
    others: BTreeSet<Other>,
    /// Rows that are options on SPX or VIX.
    pub rows: usize,
}

impl Legs {
    /// Adds what one row or trade did.
    ///
    /// # Errors
    /// A quantity, strike or price that no account has.
    pub fn add(&mut self, leg: Leg) -> Result<(), String> {
        let Leg { quantity, strike, price, .. } = leg;
        for (x, most, what) in
            [(quantity, MOST, "quantity"), (strike, DEAREST, "strike"), (price.unwrap_or(0.0), DEAREST, "price")]
        {
            if !(-most..=most).contains(&x) {
                return Err(format!("A {what} of {} cannot be.", number(x)));
            }
        }
        if quantity != 0.0 && quantity.abs() < LEAST {
            return Err("A quantity next to nothing cannot be.".into());
        }
        self.rows = self.rows.saturating_add(1);
        let new = || Done { index: leg.index, strike, trades: Vec::new(), gone: false };
        let done = self.done.entry(key(&leg)).or_insert_with(new);
        done.trades.push((quantity, price));
        Ok(())
    }

    /// Counts an option as expired or settled.
    ///
    /// # Errors
    /// As [`Legs::add`].
    pub fn gone(&mut self, leg: Leg) -> Result<(), String> {
        let key = key(&leg);
        self.add(Leg { quantity: 0.0, ..leg })?;
        if let Some(done) = self.done.get_mut(&key) {
            done.gone = true;
        }
        Ok(())
    }

    /// Keeps what a row of another product is.
    pub fn other(&mut self, other: Other) {
        if self.others.len() < MOST_OTHERS {
            self.others.insert(other);
        }
    }

    /// What is held in the end: quantities that do not sum to 0, at the mean price of the trades in their direction.
    pub fn held(&self) -> Vec<Leg> {
        let leg = |((trade, root, expiry, _, call), done): (&Key, &Done)| {
            let quantity: f64 = if done.gone { 0.0 } else { done.trades.iter().map(|(quantity, _)| quantity).sum() };
            let same: Vec<&(f64, Option<f64>)> =
                done.trades.iter().filter(|(one, _)| *one != 0.0 && (*one > 0.0) == (quantity > 0.0)).collect();
            let all: f64 = same.iter().map(|(one, _)| one).sum();
            let paid: Option<f64> = same.iter().map(|(one, price)| Some(one * (*price)?)).sum();
            (quantity != 0.0).then(|| Leg {
                index: done.index,
                root: root.clone(),
                expiry: *expiry,
                strike: done.strike,
                call: *call,
                quantity,
                price: paid.map(|paid| paid / all),
                trade: trade.clone(),
            })
        };
        self.done.iter().filter_map(leg).collect()
    }

    /// Other products, the first by name.
    pub fn others(&self) -> String {
        let mut names: Vec<String> = self.others.iter().take(NAMED).map(|other| other.name.clone()).collect();
        if self.others.len() > NAMED {
            names.push("others".into());
        }
        listed(&names)
    }

    /// Why other products are not taken, a sentence each; how many more there are where they are many.
    pub fn others_said(&self) -> Vec<String> {
        let mut said: Vec<String> = self.others.iter().take(SAID).map(Other::why).collect();
        if let Some(more) = self.others.len().checked_sub(SAID).filter(|more| *more > 0) {
            said.push(format!("{} more are of other products.", number(more as f64)));
        }
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leg(quantity: f64, price: Option<f64>) -> Leg {
        Leg {
            index: Index::Spx,
            root: "SPXW".into(),
            expiry: Day(20_469),
            strike: 5985.0,
            call: false,
            quantity,
            price,
            trade: String::new(),
        }
    }

    #[test]
    fn a_product_without_a_name_or_with_unseen_signs_is_said_in_a_sentence() {
        assert_eq!(Other::option("", "").why(), "A row without a name: an option whose symbol is missing.");
        assert!(Other::plain("\u{1}AAPL").why().starts_with("AAPL: no option"));
        assert!(Other::plain("aapl").why().starts_with("'aapl': no option"));
        assert!(Other::option("/ES Z5", "./ES").why().starts_with("'/ES Z5': an option on /ES"));
    }

    #[test]
    fn trades_of_one_option_are_summed_and_closed_ones_are_not_held() {
        let mut legs = Legs::default();
        assert_eq!(legs.add(leg(-3.0, Some(10.0))), Ok(()));
        assert_eq!(legs.add(leg(-1.0, Some(14.0))), Ok(()));
        assert_eq!(legs.add(leg(2.0, Some(5.0))), Ok(()));
        assert_eq!(legs.held(), [leg(-2.0, Some(11.0))]);
        assert_eq!(legs.held()[0].name(), "−2 SPXW 16 Jan 2026 5,985 put");
        assert_eq!(legs.add(leg(2.0, None)), Ok(()));
        assert_eq!(legs.held(), []);
        assert_eq!(legs.add(leg(1.0, None)), Ok(()));
        assert_eq!(legs.held()[0].price, None);
        assert_eq!(legs.gone(leg(0.0, None)), Ok(()));
        assert_eq!((legs.held(), legs.rows), (Vec::new(), 6));
        assert!(legs.add(leg(1e-301, None)).is_err());
        assert!(legs.add(leg(1.0, Some(1e308))).is_err_and(|said| said.starts_with("A price of 1.000e308")));
    }
}
