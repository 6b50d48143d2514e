//! Knobs: one row an input. The slider, the number box, the link key, the help text, the bounds of a file and
//! the law tests all come from this table.

mod access;
mod account;
pub mod adaptive;
mod chain;
mod condor;
mod conversion;
mod etp;
mod hedge;
mod layer;
mod lists;
mod market;
mod pool;
mod shock;
mod sizing;
mod strip;
mod texts;

pub use access::{Access, Field};
pub use lists::{LISTS, ListKnob, ListNames, ListWords, MOST_ROWS, NO_WORD, RowHead};
pub use texts::{LONGEST_TEXT, TEXTS, TextKnob, text};

use super::Plan;
use super::holding::Kind;
use access::Asks;

/// Where a row stands on the page; the first word of its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Levels today.
    Market,
    /// Of a condor.
    Condor,
    /// Of a pool.
    Pool,
    /// Of a layer of VIX calls.
    Layer,
    /// Of an exchange-traded product.
    Etp,
    /// Of a leg on the chain.
    Chain,
    /// Of an impermanent-loss strip.
    Strip,
    /// Of a conversion.
    Conversion,
    /// Budget, solvers and rules of the hedge.
    Hedge,
    /// Money and limits.
    Account,
    /// Event and response.
    Shock,
    /// The sized pool, rule by rule.
    Sizing,
}

/// What the number on screen is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain index level, no unit shown.
    Index,
    /// Index or VIX points.
    Points,
    /// Dollars.
    Usd,
    /// A decimal in the plan, per cent on screen.
    Percent,
    /// A decimal in the plan, per cent a year on screen.
    PercentYear,
    /// Calendar days.
    Days,
    /// Trading days.
    TradingDays,
    /// A whole number.
    Count,
    /// A plain number.
    Number,
    /// A multiple, shown with ×.
    Times,
    /// A pool price: quote per base as shown.
    Price,
}

impl Unit {
    /// What a plan's number is multiplied by on screen.
    pub fn screen_factor(self) -> f64 {
        match self {
            Unit::Percent | Unit::PercentYear => 100.0,
            _ => 1.0,
        }
    }
}

/// Words in links and labels on screen.
pub type Options = &'static [(&'static str, &'static str)];

/// One input.
#[derive(Clone, Copy)]
pub struct Knob {
    /// Dotted id: link key, DOM id, test name. Forever.
    pub id: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Words beside it.
    pub label: &'static str,
    /// Unit on screen.
    pub unit: Unit,
    /// Least, most and step, in the plan's unit.
    pub range: [f64; 3],
    /// Reads and writes the field.
    pub access: Access,
    /// Window of the slider where narrower than the range; it may follow the plan.
    pub window: Option<fn(&Plan, usize) -> [f64; 2]>,
    /// Whether the slider moves in logs.
    pub is_log: bool,
    /// Whether it hides under 'more'.
    pub is_advanced: bool,
    /// Whether it matters for this plan.
    pub applies: fn(&Plan, usize) -> bool,
}

/// A row as the tables write it. [`KNOBS`] and [`HELP`] are its halves: in the table that everything reads the words
/// behind the '?' would be part of the first download.
#[derive(Clone, Copy)]
struct Row {
    knob: Knob,
    help: Help,
}

/// The words behind the '?' of an input.
#[derive(Clone, Copy)]
pub struct Help {
    /// One sentence.
    pub said: &'static str,
    /// Where the number or the rule comes from.
    pub source: &'static str,
}

const fn row(
    id: &'static str,
    group: Group,
    label: &'static str,
    unit: Unit,
    range: [f64; 3],
    access: Access,
    text: [&'static str; 2],
) -> Row {
    let help = Help { said: text[0], source: text[1] };
    let knob = Knob {
        id,
        group,
        label,
        unit,
        range,
        access,
        window: None,
        is_log: false,
        is_advanced: false,
        applies: |_, _| true,
    };
    Row { knob, help }
}

/// The switch of a kind.
const fn switch(id: &'static str, group: Group, kind: Kind) -> Row {
    let text = ["One that is off keeps its terms and changes no figure.", "House choice"];
    row(id, group, "Held", Unit::Number, [0.0, 1.0, 1.0], Access::On(kind), text)
}

impl Row {
    const fn window(mut self, window: fn(&Plan, usize) -> [f64; 2]) -> Row {
        self.knob.window = Some(window);
        self
    }

    const fn log(mut self) -> Row {
        self.knob.is_log = true;
        self
    }

    const fn more(mut self) -> Row {
        self.knob.is_advanced = true;
        self
    }

    const fn when(mut self, applies: fn(&Plan, usize) -> bool) -> Row {
        self.knob.applies = applies;
        self
    }
}

/// Whether a number, in the plan's unit, is not 0 and too small to mean anything: formulas divide by it.
fn is_next_to_nothing(x: f64) -> bool {
    x != 0.0 && x.abs() < 1e-12
}

impl Knob {
    /// The field of holding `nth` of its kind (0 for what is the whole plan's) as a number in the plan's unit; `None`
    /// while it follows the model, and where there is no such holding. Choices count from 0.
    pub fn value(&self, plan: &Plan, nth: usize) -> Option<f64> {
        self.access.get(plan, nth)
    }

    /// Writes the field; `None` lets it follow the model again, or brings the default back where it cannot. Nothing
    /// happens where there is no such holding.
    ///
    /// # Errors
    /// A sentence with the value and the allowed range, where the value lies outside; the plan is untouched.
    pub fn set(&self, plan: &mut Plan, nth: usize, value: Option<f64>) -> Result<(), String> {
        if let Some(x) = value {
            self.check(x)?;
        }
        let value = value.or_else(|| if self.is_auto() { None } else { self.initial(nth) });
        self.access.set(plan, nth, value);
        Ok(())
    }

    /// What stands in this field of a fresh holding `nth` of its kind, or of the plan that the page opens with.
    pub fn initial(&self, nth: usize) -> Option<f64> {
        self.access.initial(nth)
    }

    /// Words in links and labels on screen, where it is one of several.
    pub fn options(&self) -> Option<Options> {
        if let Asks::Choice(options) = self.access.asks() { Some(options) } else { None }
    }

    /// Whether it may be left to the model.
    pub fn is_auto(&self) -> bool {
        matches!(self.access.asks(), Asks::Auto)
    }

    /// What an empty box says: of a token's vetting nobody knows, the rest the model fills in.
    pub fn left_empty(&self) -> &'static str {
        if self.id.starts_with("pool.vetting.") { "not known" } else { "follows the model" }
    }

    /// Whether it is on or off.
    pub fn is_switch(&self) -> bool {
        matches!(self.access.asks(), Asks::Switch)
    }

    /// The kind of holding that has this row; `None` for what is the whole plan's.
    pub fn kind(&self) -> Option<Kind> {
        self.access.kind()
    }

    /// Whether `x`, in the plan's unit, is a value this field may take.
    ///
    /// # Errors
    /// The sentence that the person reads.
    pub fn check(&self, x: f64) -> Result<(), String> {
        if !x.is_finite() {
            return Err(format!("{} must be a number.", self.label));
        }
        let [low, high, _] = self.range;
        let (low, high) = match self.options() {
            Some(options) => (0.0, options.len() as f64 - 1.0),
            None if self.is_switch() => (0.0, 1.0),
            None => (low, high),
        };
        let is_whole_enough = !matches!(self.unit, Unit::Count) || x.fract() == 0.0;
        if !is_whole_enough {
            return Err(format!("{} must be a whole number, not {}.", self.label, self.shown(x)));
        }
        if x < low || x > high {
            // The name says days already.
            let is_days = matches!(self.unit, Unit::Days | Unit::TradingDays);
            let [x, low] = [x, low].map(|x| if is_days { crate::words::number(x) } else { self.shown(x) });
            return Err(format!("{} {x} is out of range. It may be {low} to {}.", self.label, self.shown(high)));
        }
        if is_next_to_nothing(x) {
            return Err(format!("{} is next to nothing: it may be 0 or a size that means something.", self.label));
        }
        Ok(())
    }

    /// The number as it stands on screen, with its unit.
    pub fn shown(&self, x: f64) -> String {
        let number = crate::words::number(x * self.unit.screen_factor());
        match self.unit {
            Unit::Percent => format!("{number}\u{202f}%"),
            Unit::PercentYear => format!("{number}\u{202f}% a year"),
            Unit::Usd if x < 0.0 => format!("{}${}", crate::words::MINUS, crate::words::number(-x)),
            Unit::Usd => format!("${number}"),
            Unit::Times => format!("× {number}"),
            Unit::Days => format!("{number} calendar days"),
            Unit::TradingDays => format!("{number} trading days"),
            Unit::Points => format!("{number} points"),
            _ => number,
        }
    }

    /// The word that stands for the value in a link: a choice's word, else the shortest number that reads back.
    pub fn link_word(&self, plan: &Plan, nth: usize) -> Option<String> {
        let x = self.value(plan, nth)?;
        match self.options() {
            Some(options) => options.get(x as usize).map(|(word, _)| (*word).to_string()),
            None => Some(format!("{x}")),
        }
    }

    /// Reads a link's word; an empty one lets the field follow the model.
    ///
    /// # Errors
    /// The sentence that says what is wrong with it.
    pub fn set_word(&self, plan: &mut Plan, nth: usize, word: &str) -> Result<(), String> {
        if word.is_empty() {
            return self.set(plan, nth, None);
        }
        if let Some(options) = self.options() {
            let Some(i) = options.iter().position(|(name, _)| *name == word) else {
                let names: Vec<&str> = options.iter().map(|(name, _)| *name).collect();
                return Err(format!("{} may be {}, not '{}'.", self.label, names.join(", "), crate::words::clip(word)));
            };
            return self.set(plan, nth, Some(i as f64));
        }
        match crate::words::decimal(word) {
            Some(x) => self.set(plan, nth, Some(x)),
            None => Err(format!("{} must be a number, not '{}'.", self.label, crate::words::clip(word))),
        }
    }
}

/// The row with this id.
pub fn knob(id: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| knob.id == id)
}

/// Every input, in the order of the page.
pub static KNOBS: &[Knob] = &knobs();

/// What is behind the '?' of each row of [`KNOBS`], in its order.
static HELP: &[Help] = &helps();

/// What is behind the '?' of the row with this id.
pub fn help(id: &str) -> Option<Help> {
    HELP.get(KNOBS.iter().position(|knob| knob.id == id)?).copied()
}

const TABLES: &[&[Row]] = &[
    market::ROWS,
    condor::ROWS,
    pool::ROWS,
    hedge::ROWS,
    layer::ROWS,
    etp::ROWS,
    chain::ROWS,
    strip::ROWS,
    conversion::ROWS,
    account::ROWS,
    shock::ROWS,
    sizing::ROWS,
    adaptive::ROWS,
];

const COUNT: usize = count(TABLES);

const fn count(tables: &[&[Row]]) -> usize {
    let (mut rows, mut table) = (0, 0);
    while table < tables.len() {
        rows += tables[table].len();
        table += 1;
    }
    rows
}

/// Tables as one.
const fn joined(tables: &[&[Row]]) -> [Row; COUNT] {
    let mut rows = [tables[0][0]; COUNT];
    let (mut at, mut table) = (0, 0);
    while table < tables.len() {
        let mut i = 0;
        while i < tables[table].len() {
            rows[at] = tables[table][i];
            (at, i) = (at + 1, i + 1);
        }
        table += 1;
    }
    rows
}

const fn knobs() -> [Knob; COUNT] {
    let rows = joined(TABLES);
    let (mut all, mut i) = ([rows[0].knob; COUNT], 0);
    while i < COUNT {
        all[i] = rows[i].knob;
        i += 1;
    }
    all
}

const fn helps() -> [Help; COUNT] {
    let rows = joined(TABLES);
    let (mut all, mut i) = ([rows[0].help; COUNT], 0);
    while i < COUNT {
        all[i] = rows[i].help;
        i += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_inside_its_range() {
        for knob in KNOBS {
            if let Some(x) = knob.value(&Plan::one_more_of_each(), 0) {
                assert_eq!(knob.check(x), Ok(()), "{}", knob.id);
                assert_eq!(knob.initial(0), Some(x), "{}", knob.id);
            }
        }
    }

    #[test]
    fn every_row_says_what_it_is_and_where_it_comes_from() {
        for knob in KNOBS {
            assert!(
                help(knob.id).is_some_and(|help| help.said.ends_with('.') && !help.source.is_empty()),
                "{}",
                knob.id
            );
        }
        assert!(help("pool.deposit").is_some_and(|help| help.said.starts_with("Dollars put into the pool")));
        assert!(help("pool.sea").is_none());
    }

    #[test]
    fn every_id_is_unique_and_says_its_group() {
        let mut ids: Vec<&str> = KNOBS.iter().map(|knob| knob.id).collect();
        ids.extend(LISTS.iter().map(|list| list.id));
        ids.extend(TEXTS.iter().map(|text| text.id));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for knob in KNOBS {
            let group = format!("{:?}", knob.group).to_lowercase();
            assert!(knob.id.starts_with(&group), "{}", knob.id);
            let kind = Kind::of_word(&group);
            assert_eq!(knob.kind(), kind, "{}: its group and whose field it is", knob.id);
        }
    }

    #[test]
    fn what_is_set_is_read_back_on_every_holding_and_touches_no_other() {
        for knob in KNOBS {
            let mut plan = Plan::one_more_of_each();
            let x = match knob.options() {
                Some(_) => 1.0,
                None if knob.is_switch() => 0.0,
                None if knob.unit == Unit::Count => 7.0,
                None => 0.5 * (knob.range[0] + knob.range[1]),
            };
            let last = knob.kind().map_or(0, |kind| plan.count(kind) - 1);
            let first = knob.value(&plan, 0);
            assert_eq!(knob.set(&mut plan, last, Some(x)), Ok(()), "{}", knob.id);
            assert_eq!(knob.value(&plan, last), Some(x), "{}", knob.id);
            assert!(last == 0 || knob.value(&plan, 0) == first, "{}", knob.id);
            assert!(knob.kind().is_none() || knob.value(&plan, 50).is_none(), "{}", knob.id);
        }
    }

    #[test]
    fn nonsense_is_refused_in_words_and_changes_nothing() {
        let mut plan = Plan::default();
        let vix = knob("shock.vix").copied();
        let said = vix.map(|vix| vix.set(&mut plan, 0, Some(900.0)));
        assert_eq!(
            said,
            Some(Err("VIX after the shock 900 points is out of range. It may be 9 points to 150 points.".into()))
        );
        assert_eq!(plan, Plan::default());
    }

    #[test]
    fn inverting_twice_brings_the_bounds_back() {
        let mut plan = Plan::default();
        let inverted = knob("pool.inverted").copied();
        for on in [1.0, 0.0] {
            assert_eq!(inverted.map(|knob| knob.set(&mut plan, 0, Some(on))), Some(Ok(())));
        }
        let pool = plan.a_pool();
        assert!((pool.low - 2200.0).abs() < 1e-9 && (pool.high - 4400.0).abs() < 1e-9);
    }

    #[test]
    fn a_list_is_read_and_a_bad_row_is_named() {
        let mut plan = Plan::default();
        assert_eq!(LISTS[0].set_text(&mut plan, "20:17.6; 48:18.9"), Ok(()));
        assert_eq!(LISTS[0].text(&plan), "20:17.6;48:18.9");
        assert!(LISTS[0].set_text(&mut plan, "20;48").is_err_and(|said| said.contains("'20'")));
        assert!(LISTS[0].set_text(&mut plan, "48:18;20:17").is_err());
    }

    #[test]
    fn a_name_is_kept_trimmed_and_what_cannot_be_seen_is_refused() {
        let mut plan = Plan::one_more_of_each();
        let name = text("pool.name").copied();
        assert_eq!(name.map(|name| name.set(&mut plan, 1, " Second engine ")), Some(Ok(())));
        assert_eq!((plan.name(Kind::Pool, 1).as_str(), plan.name(Kind::Pool, 0).as_str()), ("Second engine", "Pool 1"));
        for text in ["a\nb", "a\u{202e}b", &"x".repeat(LONGEST_TEXT + 1)] {
            assert!(name.is_some_and(|name| name.set(&mut plan, 1, text).is_err()), "{text:?}");
        }
    }
}
