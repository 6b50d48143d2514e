//! Histories: the files that were read, sorted by what the signals read of them, and where every signal then stands.

use crate::data::Imported;
use crate::data::account::Rhythm;
use crate::data::series::{Series, What};
use crate::plan::Token;
use crate::shock::closes;
use crate::signals::correlation_shift::{self, Correlations};
use crate::signals::flags::Standings;
use crate::signals::joined::{Share, filled, joined, longest};
use crate::signals::series::{on, until};
use crate::signals::standing::Standing;
use crate::signals::{advance_decline, betas, big_top};
use crate::units::day::Day;
use crate::words::number;

type Rows = Vec<(Day, f64)>;

/// Dated rows of everything that a signal reads, each empty where no file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histories {
    /// SPX, points.
    pub spx: Rows,
    /// VIX, points.
    pub vix: Rows,
    /// VIX over 9 calendar days, points.
    pub vix9d: Rows,
    /// VIX over 3 months, points.
    pub vix3m: Rows,
    /// The plan's token, dollars.
    pub token: Rows,
    /// The advance–decline line, stocks.
    pub line: Rows,
    /// First and second month of VIX futures, points.
    pub futures: [Rows; 2],
}

/// Counts of rises and falls of the market that is read: New York's where it is there, else the first that has both.
fn breadth(series: &Series) -> Vec<(Day, [f64; 2])> {
    let fallers = |column: &str| column.strip_suffix("advancers").map(|of| format!("{of}decliners"));
    let names: Vec<[String; 2]> = series
        .columns
        .iter()
        .filter_map(|column| Some([column.name.clone(), fallers(&column.name)?]))
        .filter(|[_, down]| series.columns.iter().any(|column| column.name == *down))
        .collect();
    let nyse = names.iter().find(|[up, _]| up == "nyse_advancers");
    let Some([up, down]) = nyse.or(names.first()) else { return Vec::new() };
    let down = series.column(down);
    series.column(up).into_iter().filter_map(|(day, up)| Some((day, [up, on(&down, day)?]))).collect()
}

/// How many kinds of rows there are.
pub const KINDS: usize = 8;
/// Which of them add up from their first day.
const SUMMED: [usize; 1] = [5];

impl Histories {
    /// Those of files, for a plan on this token; several of one thing are joined.
    ///
    /// # Errors
    /// A count of stocks that is none, in words.
    pub fn of<'a>(files: impl IntoIterator<Item = &'a Imported>, token: Token) -> Result<Histories, String> {
        let each: Result<Vec<Histories>, String> =
            files.into_iter().map(|file| Histories::of_one(file, token)).collect();
        Ok(Histories::joined(&each?).0)
    }

    /// Those of one file.
    ///
    /// # Errors
    /// A count of stocks that is none, or rows that are weeks or months, in words.
    pub fn of_one(file: &Imported, token: Token) -> Result<Histories, String> {
        let mut all = Histories::default();
        let Imported::Series(series) = file else { return Ok(all) };
        if Rhythm::of(&series.days, None) == Rhythm::Irregular {
            let days = series.days.first().zip(series.days.last()).map_or(0.0, |(first, last)| last.since(*first));
            return Err(format!(
                "Its rows are some {} calendar days apart: signals, betas and the back-test take daily closes.",
                number((days / series.days.len().saturating_sub(1).max(1) as f64).round())
            ));
        }
        match series.what {
            What::Spx => all.spx = series.closes(),
            What::Vix => all.vix = series.closes(),
            What::Vix9d => all.vix9d = series.closes(),
            What::Vix3m => all.vix3m = series.closes(),
            What::Coin(of) if of == token => all.token = series.closes(),
            What::Breadth => all.line = advance_decline::line(&breadth(series))?,
            What::VixFutures => all.futures = ["vx1", "vx2"].map(|name| series.column(name)),
            What::VixMonths => all.futures = ["f1", "f2"].map(|name| series.column(name)),
            _ => {}
        }
        Ok(all)
    }

    /// Those of several files as one, and what became of each file's rows of every kind, in the order of
    /// [`Histories::kinds`]. Sums of counts are not joined: the file that reaches further has them alone.
    pub fn joined(files: &[Histories]) -> (Histories, [Vec<Share>; KINDS]) {
        let mut all = Histories::default();
        let mut shares: [Vec<Share>; KINDS] = Default::default();
        for (kind, rows) in all.kinds_mut().into_iter().enumerate() {
            let each: Vec<&[(Day, f64)]> = files.iter().map(|file| file.kinds()[kind].as_slice()).collect();
            let found = if SUMMED.contains(&kind) { longest(&each) } else { joined(&each) };
            (*rows, shares[kind]) = (found.rows, found.shares);
        }
        (all, shares)
    }

    /// The same with the closes of VIX that are shipped on the days that have none.
    pub fn with_shipped_vix(&self) -> Histories {
        Histories { vix: filled(&self.vix, &closes::dated_vix()), ..self.clone() }
    }

    /// The same up to a day; all of it where none is said.
    pub fn until(mut self, today: Option<Day>) -> Histories {
        for rows in self.kinds_mut() {
            let count = until(rows, today, |row| row.0).len();
            rows.truncate(count);
        }
        self
    }

    /// SPX, VIX, VIX9D, VIX3M, the token, the A/D line, VIX futures of the first month and of the second.
    pub fn kinds(&self) -> [&Rows; KINDS] {
        let [first, second] = &self.futures;
        [&self.spx, &self.vix, &self.vix9d, &self.vix3m, &self.token, &self.line, first, second]
    }

    fn kinds_mut(&mut self) -> [&mut Rows; KINDS] {
        let Histories { spx, vix, vix9d, vix3m, token, line, futures: [first, second] } = self;
        [spx, vix, vix9d, vix3m, token, line, first, second]
    }

    /// What the betas are fitted to.
    pub fn levels(&self) -> betas::Levels<'_> {
        betas::Levels { token: &self.token, spx: &self.spx, vix: &self.vix, vix3m: &self.vix3m }
    }

    /// What the Big Top is read from; a pair of which one has no rows is not there.
    pub fn big_top_inputs(&self) -> big_top::Inputs<'_> {
        let [first, second] = &self.futures;
        let some = |pair: [&Rows; 2]| pair.iter().all(|rows| !rows.is_empty());
        big_top::Inputs {
            spx: &self.spx,
            line: &self.line,
            futures: some([first, second]).then_some([first, second]),
            vix9d: some([&self.vix9d, &self.vix]).then_some([&self.vix9d, &self.vix]),
        }
    }

    /// Where every signal that sets a flag stands on a day, by rows up to then; by all where no day is said.
    ///
    /// # Errors
    /// A row that is none, in words.
    pub fn standings(&self, today: Option<Day>) -> Result<Standings, String> {
        let inputs = self.big_top_inputs();
        let shift = correlation_shift::read(&self.token, &self.vix)?;
        let correlation: (Standing, Option<Correlations>) = (shift.signal.standing(today), shift.last(today));
        Ok(Standings {
            divergence: Some(advance_decline::read(&self.line, &self.spx)?.signal.standing(today)),
            big_top: Some(big_top::read(&inputs)?.signal.standing(today)),
            correlation: Some(correlation),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read;

    fn file(text: &str) -> Imported {
        let Ok(read) = read(text) else { unreachable!("{text}") };
        read
    }

    fn days(from: usize, count: usize) -> Vec<String> {
        let days = crate::signals::series::tests::trading_days(from + count);
        days.into_iter().skip(from).map(String::from).collect()
    }

    fn fred(name: &str, from: usize, values: &[f64]) -> Imported {
        let rows: String =
            days(from, values.len()).iter().zip(values).map(|(day, value)| format!("{day},{value}\n")).collect();
        file(&format!("observation_date,{name}\n{rows}"))
    }

    #[test]
    fn each_file_goes_to_what_reads_it_and_two_of_one_thing_are_joined() {
        let [near, far] = [fred("VIXCLS", 0, &[15.0, 16.0, 17.9]), fred("VIXCLS", 2, &[18.0, 19.0])];
        let nyse = days(0, 2);
        let counts = format!(
            "date,nasdaq_advancers,nasdaq_decliners,nyse_advancers,nyse_decliners\n{},1,2,30,10\n{},3,1,10,15\n",
            nyse[0], nyse[1]
        );
        let months = format!("date,vx1,vx2\n{},16,18\n{},17,19\n", nyse[0], nyse[1]);
        let files =
            [near.clone(), far.clone(), near, file(&counts), file(&months), fred("SP500", 0, &[5000.0, 5100.0])];
        let Ok(all) = Histories::of(&files, Token::Eth) else { unreachable!() };
        let values = |rows: &Rows| rows.iter().map(|row| row.1).collect::<Vec<_>>();
        assert_eq!((values(&all.vix), values(&all.spx)), (vec![15.0, 16.0, 18.0, 19.0], vec![5000.0, 5100.0]));
        assert_eq!(values(&all.line), [20.0, 15.0]);
        assert_eq!(all.futures.each_ref().map(values), [vec![16.0, 17.0], vec![18.0, 19.0]]);
        assert!(all.token.is_empty() && all.vix9d.is_empty() && all.vix3m.is_empty());
    }

    #[test]
    fn closes_of_weeks_are_no_days() {
        let all = days(0, 300);
        let every = |step: usize| {
            let rows: String = all.iter().step_by(step).map(|day| format!("{day},5000\n")).collect();
            Histories::of(&[file(&format!("observation_date,SP500\n{rows}"))], Token::Eth).map(|all| all.spx.len())
        };
        assert_eq!(every(1), Ok(300));
        for (step, apart) in [(5, 7), (21, 31)] {
            let Err(said) = every(step) else { unreachable!("{step}") };
            assert!(said.starts_with(&format!("Its rows are some {apart} calendar days apart: ")), "{said}");
        }
    }

    #[test]
    fn without_a_file_every_signal_is_unknown_and_sets_no_flag_off() {
        let Ok(none) = Histories::default().standings(None) else { unreachable!() };
        let all = [none.divergence, none.big_top, none.correlation.map(|one| one.0)];
        assert!(all.iter().all(|one| one.is_some_and(|one| one.is_on().is_none())));
    }

    #[test]
    fn an_index_that_rises_on_fewer_stocks_diverges_from_the_day_that_it_does() {
        let spx: Vec<f64> = (0..60).map(|day| 5_000.0 + 5.0 * f64::from(day)).collect();
        let rows: String = days(0, 60)
            .iter()
            .enumerate()
            .map(|(at, day)| if at < 50 { format!("{day},30,10\n") } else { format!("{day},10,900\n") })
            .collect();
        let files = [fred("SP500", 0, &spx), file(&format!("date,nyse_advancers,nyse_decliners\n{rows}"))];
        let standing = Histories::of(&files, Token::Eth).and_then(|all| all.standings(None));
        let Ok(Standings { divergence: Some(found), .. }) = standing else { unreachable!() };
        let all = crate::signals::series::tests::trading_days(60);
        assert_eq!(found, Standing::On { since: all[50], is_older: false, to: all[59] });
    }
}
