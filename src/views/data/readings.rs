//! Readings: which of several files is read for what, and the rows that the signals take from them.

use crate::data::Imported;
use crate::data::series::What;
use crate::plan::MarketPlan;
use crate::signals::histories::{Histories, KINDS};
use crate::signals::joined::Share;
use crate::signals::series::on;
use crate::units::day::Day;
use crate::views::data::Set;
use crate::words::dates::date;
use crate::words::{listed, number, share};

/// Rows that signals read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// SPX.
    Spx,
    /// VIX.
    Vix,
    /// VIX over 9 calendar days.
    Vix9d,
    /// VIX over 3 months.
    Vix3m,
    /// The plan's token.
    Token,
    /// Advances and declines.
    Line,
    /// VIX futures of the first month.
    First,
    /// Those of the second.
    Second,
}

impl Place {
    /// Every one, in the order of [`Histories::kinds`].
    pub const ALL: [Place; KINDS] =
        [Place::Spx, Place::Vix, Place::Vix9d, Place::Vix3m, Place::Token, Place::Line, Place::First, Place::Second];

    /// What is reckoned from them.
    fn uses(self) -> &'static [&'static str] {
        match self {
            Place::Spx => &["A/D divergence", "Big Top", "RSI", "MACD", "betas", "exposure gap"],
            Place::Vix => &["correlation shift", "Big Top", "betas", "exposure gap"],
            Place::Vix9d | Place::First | Place::Second => &["Big Top"],
            Place::Vix3m => &["betas to VIX/VIX3M"],
            Place::Token => &["correlation shift", "betas", "exposure gap"],
            Place::Line => &["A/D divergence", "Big Top"],
        }
    }
}

/// What the page's own closes of VIX are called among files.
const SHIPPED: &str = "the page's VIX";

/// What was read, sorted by what is asked of it.
pub struct Readings<'a> {
    /// The files.
    pub sets: &'a [Set],
    /// The plan's day: no later row is read.
    pub today: Option<Day>,
    /// The rows that signals read, of all files, and on days without one VIX as the page carries it.
    pub all: Histories,
    /// The same of each file alone, or why none can be read; nothing of one that is set aside.
    alone: Vec<Result<Histories, String>>,
    /// What became of each file's rows, by place and file.
    shares: [Vec<Share>; KINDS],
    /// Whether the closes of VIX that the page carries stand on a day on which no file has it.
    is_vix_shipped: bool,
}

impl<'a> Readings<'a> {
    /// Of these files, for a plan on this token, up to its day: nothing of the tab knows what came after it. A file whose
    /// rows are none is left out, and [`Readings::wrong`] says why.
    pub fn of(sets: &'a [Set], market: &MarketPlan) -> Readings<'a> {
        let MarketPlan { token, today, .. } = *market;
        let one = |set: &Set| match set.is_aside() {
            true => Ok(Histories::default()),
            false => Histories::of_one(&set.read, token).map(|all| all.until(today)),
        };
        let alone: Vec<_> = sets.iter().map(one).collect();
        let each: Vec<Histories> = alone.iter().map(|alone| alone.clone().unwrap_or_default()).collect();
        let (joined, shares) = Histories::joined(&each);
        let all = joined.with_shipped_vix().until(today);
        let lacks = |row: &(Day, f64)| on(&joined.vix, row.0).is_none() && on(&all.vix, row.0).is_some();
        let is_vix_shipped = joined.spx.iter().chain(&joined.token).any(lacks);
        Readings { sets, today, all, alone, shares, is_vix_shipped }
    }

    /// Why nothing of a file can be read for the signals.
    pub fn wrong(&self, nth: usize) -> Option<&str> {
        self.alone.get(nth)?.as_ref().err().map(String::as_str)
    }

    /// The files that rows are read from, the first of them first.
    fn sources(&self, place: Place) -> Vec<usize> {
        let shares = Place::ALL.iter().position(|one| *one == place).and_then(|kind| self.shares.get(kind));
        let each = shares.into_iter().flatten().enumerate();
        each.filter(|(_, share)| share.days > 0).map(|(nth, _)| nth).collect()
    }

    /// Names of the files that these rows are read from, each once; of VIX that the page carries last.
    pub fn names(&self, places: &[Place]) -> Vec<String> {
        let mut found: Vec<usize> = Vec::new();
        for nth in places.iter().flat_map(|place| self.sources(*place)) {
            if !found.contains(&nth) {
                found.push(nth);
            }
        }
        let files = found.into_iter().filter_map(|nth| self.sets.get(nth)).map(|set| set.name.clone());
        let shipped = (self.is_vix_shipped && places.contains(&Place::Vix)).then(|| SHIPPED.to_string());
        files.chain(shipped).collect()
    }

    /// What is reckoned from a file, each once.
    pub fn uses(&self, nth: usize) -> Vec<&'static str> {
        let mut found = Vec::new();
        let places = Place::ALL.into_iter().filter(|place| self.sources(*place).contains(&nth));
        for name in places.flat_map(Place::uses) {
            if !found.contains(name) {
                found.push(*name);
            }
        }
        found
    }

    /// The file of the same thing that reaches further than this one: the last level is its.
    pub fn instead(&self, nth: usize) -> Option<usize> {
        let thing = thing(self.sets.get(nth)?)?;
        let mut best = nth;
        for (other, set) in self.sets.iter().enumerate() {
            if self::thing(set).as_ref() != Some(&thing) {
                continue;
            }
            let [reach, most] = [other, best].map(|nth| self.reach(nth));
            if reach > most || (reach == most && other < best) {
                best = other;
            }
        }
        (best != nth).then_some(best)
    }

    /// Its last day and how many days it has, in what is read of it.
    fn reach(&self, nth: usize) -> (Option<Day>, usize) {
        let of = |rows: &[(Day, f64)]| (rows.last().map(|row| row.0), rows.len());
        let alone = self.alone.get(nth).and_then(|alone| alone.as_ref().ok());
        match (self.sets.get(nth).map(|set| &set.read), alone) {
            (Some(Imported::Series(series)), Some(alone)) => match series.what {
                What::Breadth => of(&alone.line),
                What::VixFutures | What::VixMonths => of(&alone.futures[0]),
                _ => {
                    let days = series.days_until(self.today);
                    (days.last().copied(), days.len())
                }
            },
            _ => (None, 0),
        }
    }

    /// Of what several files are, and which of them is read, a sentence each.
    pub fn doubles(&self) -> Vec<String> {
        (0..self.sets.len()).filter_map(|best| self.double(best)).collect()
    }

    /// The same of the file that is read; none where it is the only one.
    fn double(&self, best: usize) -> Option<String> {
        let others: Vec<usize> = (0..self.sets.len()).filter(|nth| self.instead(*nth) == Some(best)).collect();
        let further = others.iter().map(|nth| self.reach(*nth)).max()?;
        let set = self.sets.get(best)?;
        let Imported::Series(series) = &set.read else { return None };
        let are_days = |nth: usize| self.wrong(nth).is_none();
        let why = match self.reach(best) {
            _ if are_days(best) && !others.iter().any(|nth| are_days(*nth)) => "its rows alone are daily closes".into(),
            (Some(to), _) if Some(to) > further.0 => format!("it reaches to {}", date(to)),
            reach if reach > further => "it has more days".into(),
            _ => "it comes first of those that reach as far".into(),
        };
        let becomes: Vec<String> = others.iter().filter_map(|nth| self.share_said(*nth)).collect();
        Some(format!(
            "{} files are of {}: {} is read, for {why}; {}.",
            number((others.len() + 1) as f64),
            series.what.name(),
            set.name,
            listed(&becomes)
        ))
    }

    /// What became of a file beside one that reaches further.
    fn share_said(&self, nth: usize) -> Option<String> {
        let name = &self.sets.get(nth)?.name;
        let shares = || self.shares.iter().filter_map(|shares| shares.get(nth));
        let days = shares().map(|share| share.days).max().unwrap_or(0);
        Some(match shares().find_map(|share| share.apart) {
            Some(apart) => format!("nothing of {name}, which is {} off on the days of both", share(apart, 0)),
            None if days == 0 => format!("nothing of {name}"),
            None => format!("of {name} the {} that it has not", rows_of(days)),
        })
    }
}

/// `1 row`, `2,300 rows`.
fn rows_of(count: usize) -> String {
    format!("{} {}", number(count as f64), if count == 1 { "row" } else { "rows" })
}

/// What a file is of, where two of it are one thing; nothing of one that is set aside.
fn thing(set: &Set) -> Option<What> {
    let Imported::Series(series) = &set.read else { return None };
    if set.is_aside() {
        return None;
    }
    match &series.what {
        What::Named(_) | What::Unnamed | What::PoolDays | What::PoolYields => None,
        What::VixMonths => Some(What::VixFutures),
        what => Some(what.clone()),
    }
}
