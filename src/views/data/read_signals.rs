//! Read signals: each signal of the histories with the line that its chart draws and what it reads now.

use crate::book::Book;
use crate::plan::Plan;
use crate::signals::big_top::{self, BigTop, CONTANGO};
use crate::signals::correlation_shift::{self, Correlations};
use crate::signals::exposure_gap::{self, Gap, exposures};
use crate::signals::histories::Histories;
use crate::signals::standing::{Signal, Unknown};
use crate::signals::{advance_decline, macd, rsi};
use crate::sizing::rules;
use crate::units::day::Day;
use crate::views::data::readings::Place;
use crate::words::{correlation as signed, fixed, listed, number, share};

/// A signal and what is shown of it.
pub struct Read {
    /// As its flag is called.
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What its line is.
    pub line: &'static str,
    /// Where it stands, day by day.
    pub signal: Signal,
    /// Its line, a value a day of the signal.
    pub values: Vec<Option<f64>>,
    /// What the line is held against.
    pub thresholds: Vec<Option<f64>>,
    /// What it reads on the last day up to the plan's.
    pub now: Option<String>,
    /// What it acts at.
    pub acts_at: String,
    /// Whether it sets a flag.
    pub sets: bool,
    /// What it leaves of the pool while it acts.
    pub factor: Option<f64>,
    /// The rows it is read from.
    pub places: &'static [Place],
    /// What else is worth knowing.
    pub notes: Vec<String>,
    /// Why it cannot be read, words after a colon.
    pub wrong: Option<String>,
    /// Of the correlation shift the correlations on the day of its standing.
    pub correlations: Option<Correlations>,
}

const SPX: &[Place] = &[Place::Spx];

/// Every signal, those that set a flag first.
pub fn all(all: &Histories, plan: &Plan, book: Option<&Book>) -> Vec<Read> {
    let today = plan.market.today;
    let mut reads =
        vec![divergence(all, today), big_top(all, today), shift(all, today), macd(all, today), rsi(all, today)];
    reads.extend(gap(all, today, book));
    reads
}

/// A signal of which nothing is known; `wrong` says why where rows are none.
fn bare(id: &'static str, name: &'static str, line: &'static str, places: &'static [Place]) -> Read {
    Read {
        id,
        name,
        line,
        signal: Signal { name, days: Vec::new(), answers: Vec::new(), absent: Unknown::NoData("it") },
        values: Vec::new(),
        thresholds: Vec::new(),
        now: None,
        acts_at: String::new(),
        sets: false,
        factor: None,
        places,
        notes: Vec::new(),
        wrong: None,
        correlations: None,
    }
}

/// The last row up to a day.
fn at(signal: &Signal, today: Option<Day>) -> Option<usize> {
    signal.until(today).checked_sub(1)
}

/// This level wherever there is a value.
fn level(values: &[Option<f64>], level: f64) -> Vec<Option<f64>> {
    values.iter().map(|value| value.map(|_| level)).collect()
}

fn wrong(said: &str) -> Option<String> {
    Some(said.trim_end_matches('.').to_string())
}

fn divergence(all: &Histories, today: Option<Day>) -> Read {
    let read = Read {
        acts_at: format!(
            "line below its mean of 21 trading days, SPX from {} of its high on",
            share(advance_decline::NEAR_HIGH, 1)
        ),
        sets: true,
        factor: Some(rules::ad_divergence::FACTOR),
        ..bare(
            "ad_divergence",
            "A/D divergence",
            "A/D line less its mean of 21 trading days, stocks",
            &[Place::Line, Place::Spx],
        )
    };
    let found = match advance_decline::read(&all.line, &all.spx) {
        Ok(found) => found,
        Err(said) => return Read { wrong: wrong(&said), ..read },
    };
    let values: Vec<Option<f64>> =
        found.line.iter().zip(&found.mean).map(|(line, mean)| Some(line - (*mean)?)).collect();
    let now = at(&found.signal, today).and_then(|row| {
        let (apart, high) = (values.get(row).copied().flatten()?, found.of_high.get(row).copied().flatten()?);
        Some(format!("line {} from its mean, SPX at {} of its high", plus(apart, 0), share(high, 1)))
    });
    Read { now, thresholds: level(&values, 0.0), values, signal: found.signal, ..read }
}

/// With a sign, also where it is above zero.
fn plus(x: f64, decimals: usize) -> String {
    let words = fixed(x, decimals);
    if x > 0.0 && words.contains(|c: char| ('1'..='9').contains(&c)) { format!("+{words}") } else { words }
}

fn big_top(all: &Histories, today: Option<Day>) -> Read {
    let read = Read {
        acts_at: format!(
            "RSI {} or more, A/D divergence, and VX2/VX1 from {} on or VIX9D/VIX below {}",
            number(rsi::OVERBOUGHT),
            number(CONTANGO),
            number(big_top::COMPLACENT)
        ),
        sets: true,
        factor: Some(rules::big_top::FACTOR),
        notes: vec!["A proxy: where only one of the two ratios is known and not stretched, it is not known.".into()],
        ..bare(
            "big_top",
            "Big Top",
            "RSI of SPX, 0 to 100",
            &[Place::Spx, Place::Line, Place::First, Place::Second, Place::Vix9d, Place::Vix],
        )
    };
    let BigTop { rsi, ratios, signal, .. } = match big_top::read(&all.big_top_inputs()) {
        Ok(found) => found,
        Err(said) => return Read { wrong: wrong(&said), ..read },
    };
    let now = at(&signal, today).and_then(|row| {
        let mut said = vec![format!("RSI {}", fixed(rsi.values.get(row).copied().flatten()?, 1))];
        let [futures, vix9d] = ratios.get(row).copied().unwrap_or_default();
        said.extend(futures.map(|ratio| format!("VX2/VX1 {}", fixed(ratio, 2))));
        said.extend(vix9d.map(|ratio| format!("VIX9D/VIX {}", fixed(ratio, 2))));
        Some(said.join(", "))
    });
    let values = rsi.values;
    Read { now, thresholds: level(&values, rsi::OVERBOUGHT), values, signal, ..read }
}

fn shift(all: &Histories, today: Option<Day>) -> Read {
    let read = Read {
        acts_at: "more than two standard errors apart".into(),
        sets: true,
        ..bare(
            "correlation_alarm",
            "Correlation shift",
            "Distance of the correlations over 20 and 120 trading days",
            &[Place::Token, Place::Vix],
        )
    };
    let found = match correlation_shift::read(&all.token, &all.vix) {
        Ok(found) => found,
        Err(said) => return Read { wrong: wrong(&said), ..read },
    };
    let last = found.last(today);
    Read {
        now: last.map(|both| {
            let [short, long] = [both.short, both.long].map(signed);
            format!("{} apart: {short} over 20 trading days, {long} over 120", fixed(both.distance(), 2))
        }),
        acts_at: last.map_or(read.acts_at.clone(), |both| format!("more than {} apart", fixed(both.threshold(), 2))),
        factor: last.map(|both| rules::correlation_shift::left(both.short)),
        notes: last.map(|both| both.said()).into_iter().collect(),
        values: found.values.iter().map(|both| both.map(|both| both.distance())).collect(),
        thresholds: found.values.iter().map(|both| both.map(|both| both.threshold())).collect(),
        signal: found.signal,
        correlations: last,
        ..read
    }
}

fn macd(all: &Histories, today: Option<Day>) -> Read {
    let read = Read {
        acts_at: "the line above its signal".into(),
        ..bare("macd", "MACD of SPX", "MACD of SPX, held against its signal, points", SPX)
    };
    let found = match macd::read("SPX", &all.spx) {
        Ok(found) => found,
        Err(said) => return Read { wrong: wrong(&said), ..read },
    };
    // Until it answers its averages are mostly their first value.
    let known = |line: &[f64]| -> Vec<Option<f64>> {
        line.iter().zip(&found.signal.answers).map(|(value, answer)| answer.is_ok().then_some(*value)).collect()
    };
    let [values, thresholds] = [&found.lines.line, &found.lines.signal].map(|line| known(line));
    let now = at(&found.signal, today).and_then(|row| against([&values, &thresholds], row, 1));
    Read { now: now.map(|said| format!("{said} points")), thresholds, values, signal: found.signal, ..read }
}

/// A line and its signal on one row: `+12.3, its signal +10.1`.
fn against([line, signal]: [&[Option<f64>]; 2], row: usize, decimals: usize) -> Option<String> {
    let at = |values: &[Option<f64>]| values.get(row).copied().flatten().map(|x| plus(x, decimals));
    Some(format!("{}, its signal {}", at(line)?, at(signal)?))
}

fn rsi(all: &Histories, today: Option<Day>) -> Read {
    let read = Read {
        acts_at: format!("{} or more", number(rsi::OVERBOUGHT)),
        ..bare("rsi", "RSI of SPX", "RSI, 0 to 100", SPX)
    };
    let found = match rsi::read("SPX", &all.spx) {
        Ok(found) => found,
        Err(said) => return Read { wrong: wrong(&said), ..read },
    };
    let now = at(&found.signal, today).and_then(|row| found.values.get(row).copied().flatten());
    Read {
        now: now.map(|x| fixed(x, 1)),
        thresholds: level(&found.values, rsi::OVERBOUGHT),
        values: found.values,
        signal: found.signal,
        ..read
    }
}

/// The MACD of the gap, and its RSI.
fn gap(all: &Histories, today: Option<Day>, book: Option<&Book>) -> [Read; 2] {
    let places = &[Place::Spx, Place::Vix, Place::Token];
    let mut macd = Read {
        acts_at: "the line above its signal".into(),
        notes: vec![
            "Descriptive: what is held today, repriced at each day's levels; nothing says that it forecasts. Where SPX is far from today's strikes the condors have no delta, and nothing is known.".into(),
        ],
        ..bare("exposure_gap", "Exposure gap", "MACD of the gap, held against its signal, deviations", places)
    };
    let mut rsi = Read {
        acts_at: format!("{} or more", number(rsi::OVERBOUGHT)),
        notes: vec![
            "Descriptive: the RSI of the gap's MACD, how much of its last moves were up; nothing says that it forecasts."
                .into(),
        ],
        ..bare("exposure_gap_rsi", "RSI of the exposure gap", "RSI of the gap's MACD, 0 to 100", places)
    };
    let found = match read_gap(all, book) {
        Ok((found, left_out)) => {
            macd.notes.extend(left_out);
            found
        }
        Err(said) => {
            (macd.wrong, rsi.wrong) = (wrong(&said), wrong(&said));
            return [macd, rsi];
        }
    };
    let known = |line: usize| -> Vec<Option<f64>> {
        let rows = found.momentum.iter().zip(&found.signal.answers);
        rows.map(|(lines, answer)| lines.filter(|_| answer.is_ok()).map(|one| one[line])).collect()
    };
    let [values, thresholds] = [known(0), known(1)];
    let now = at(&found.signal, today).and_then(|row| against([&values, &thresholds], row, 2));
    let rows = found.rsi.values.iter().zip(&found.rsi.signal.answers);
    let index: Vec<Option<f64>> = rows.map(|(value, answer)| value.filter(|_| answer.is_ok())).collect();
    let index_now = at(&found.rsi.signal, today).and_then(|row| index.get(row).copied().flatten());
    [
        Read { now, thresholds, values, signal: found.signal, ..macd },
        Read {
            now: index_now.map(|x| fixed(x, 1)),
            thresholds: level(&index, rsi::OVERBOUGHT),
            values: index,
            signal: found.rsi.signal,
            ..rsi
        },
    ]
}

/// The gap, and which pools it leaves out, a sentence.
fn read_gap(all: &Histories, book: Option<&Book>) -> Result<(Gap, Option<String>), String> {
    let book = book.ok_or("the plan cannot be reckoned as it stands")?;
    if !book.has_condor() || !book.has_pool() {
        return Err("it takes a condor and a pool that are held".into());
    }
    let levels = exposure_gap::Levels { spx: &all.spx, vix: &all.vix, token: &all.token };
    let found = exposures(book, &levels)?;
    let left_out = (!found.left_out.is_empty()).then(|| format!("Left out: {}.", listed(&found.left_out)));
    Ok((exposure_gap::of(&found.condors, &found.pools)?, left_out))
}
