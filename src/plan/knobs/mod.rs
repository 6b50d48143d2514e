//! Knobs: one row an input. The slider, the number box, the link key, the help text, the bounds of a file and
//! the law tests all come from this table.

mod access;
mod account;
pub mod adaptive;
mod chain;
mod condor;
mod conversion;
mod etp;
mod exits;
mod explain;
mod hedge;
mod input;
mod layer;
mod lists;
mod market;
mod odds;
mod pool;
mod row;
mod shock;
mod sizing;
mod strip;
mod texts;

pub use access::{Access, Field, Options};
pub use input::{Group, Knob, Unit};
pub use lists::{ListKnob, ListNames, ListNumber, ListWords, MOST_ROWS, NO_WORD, RowHead};
pub use row::Help;
pub use texts::{LONGEST_TEXT, TEXTS, TextKnob, check_text, text};

use row::Row;

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

/// What is behind the '?' of the list with this id; apart from the lists, so that it comes with what shows it.
pub fn list_help(id: &str) -> Option<Help> {
    let (said, source) = match id {
        "market.futures" => (
            "VIX futures quotes: calendar days to expiry and price in points; with none the variance curve is used.",
            "Cboe; model book 2",
        ),
        "market.events" => (
            "Known events: calendar days from now, the one-standard-deviation SPX move they bring (usually FOMC 0.9\u{202f}%, CPI 0.8\u{202f}%, PPI 0.4\u{202f}%), and by how many standard deviations they surprise: one on or before the shock's day multiplies VIX by e^(0.06 z), as the macro surprise does.",
            "Model book 3, 8",
        ),
        "market.vol_levels" => (
            "SPX vols of an expiry as a part of what VIX and its curve give them: calendar days to expiry, percent; straight between two days, the nearest one's beyond them. A chain's 'Use this surface' fills it, every shock keeps it; with none vols stand where the rule has them.",
            "Model book 3",
        ),
        "market.vix_option_levels" => (
            "Vols of VIX options of an expiry as a part of what VVIX gives them: calendar days to expiry, percent; straight between two days, the nearest one's beyond them. 'Use this smile' of a chain of VIX options fills it, every shock keeps it; with none vols stand where the rule has them.",
            "Model book 2",
        ),
        "hedge_rules.path" => {
            ("VIX as trading day:points, from today's level on; between two days it moves in logs.", "Yours")
        }
        "hedge_rules.bands" => (
            "What is done with the layers while VIX stands at a row's level or above it, up to the next row's; below the first row nothing is traded. A layer may have an action of its own. Where all layers take profit, the one of the fewest days gives to the one of the most and the others are kept; a layer told so alone gives to the longest that does not hold.",
            "ALVH: 15, 20, 25; model book 9",
        ),
        _ => return None,
    };
    Some(Help { said, source })
}

/// Lists, in the order of the page.
pub static LISTS: &[ListKnob] =
    &[lists::FUTURES, lists::EVENTS, market::VOL_LEVELS, market::VIX_OPTION_LEVELS, adaptive::BANDS, adaptive::PATH];

const TABLES: &[&[Row]] = &[
    market::ROWS,
    condor::ROWS,
    pool::ROWS,
    pool::own::ROWS,
    pool::running::ROWS,
    pool::vetting::ROWS,
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
    exits::ROWS,
    explain::ROWS,
    odds::ROWS,
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
    use crate::plan::Plan;
    use crate::plan::holding::Kind;

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
                None if knob.unit == Unit::Day => 20_785.0,
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
