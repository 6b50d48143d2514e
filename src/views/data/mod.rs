//! The data view: what was read of each file, where the signals of these files stand, what their betas are, and what of it
//! may be put into the plan.
//!
//! Everything in [`DataTab`] is text, days and numbers that are numbers: it crosses from where files are read to the page as
//! JSON and comes back the same.

pub mod backtest;
pub mod betas;
pub mod chains;
pub mod flags;
pub mod of_chains;
pub mod of_positions;
pub mod of_sets;
pub mod offers;
pub mod read_signals;
pub mod readings;
pub mod rolling_chart;
pub mod say;
pub mod sets;
pub mod signals;
pub mod signals_chart;
pub mod smile_chart;
pub mod thin;

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::data::Imported;
use crate::data::named_by_file::named_by_file;
use crate::data::series::Series;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::shock::closes::{FIRST_DAY, LAST_DAY};
use crate::units::day::Day;
use crate::views::data::say::Say;
use crate::words::dates::date;
use crate::words::listed;

/// One file that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Set {
    /// Its number, as no other file's.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Its size, bytes.
    pub bytes: usize,
    /// The day it was kept on this device; `None` where it was not.
    pub kept: Option<Day>,
    /// What was read, as the person says.
    pub read: Imported,
    /// What the person says of it.
    pub say: Say,
    /// The history by its own words, where the person says another thing.
    own: Option<Box<Series>>,
}

impl Set {
    /// One that is what it says, or where it says nothing what its name does.
    pub fn new(id: u64, name: &str, bytes: usize, kept: Option<Day>, read: Imported) -> Set {
        let read = named_by_file(read, name);
        Set { id, name: name.into(), bytes, kept, read, say: Say::Itself, own: None }
    }

    /// Takes the person's word for what it is; one that cannot be said of such a file leaves it as it was.
    pub fn tell(&mut self, say: Say) {
        if !Say::of(&self.read).contains(&say) {
            return;
        }
        if let Imported::Series(series) = &mut self.read {
            let own = self.own.take().unwrap_or_else(|| series.clone());
            match say.what().filter(|what| *what != own.what) {
                Some(what) => {
                    **series = (*own).clone().named(what);
                    self.own = Some(own);
                }
                None => *series = own,
            }
        }
        self.say = say;
    }

    /// Whether nothing of it is used.
    pub fn is_aside(&self) -> bool {
        self.say == Say::Aside
    }
}

/// Everything that the view says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DataTab {
    /// What was read and which signals act.
    pub answer: String,
    /// First and last day of the scale that coverage is drawn on.
    pub scale: [Day; 2],
    /// The files.
    pub sets: Vec<sets::SetRow>,
    /// What reaches furthest back: the headline of the files.
    pub sets_said: String,
    /// The signals; those that set a flag first.
    pub signals: Vec<signals::SignalRow>,
    /// How many act: the headline of the signals.
    pub signals_said: String,
    /// What the chart of each signal is drawn from, in the order of [`DataTab::signals`].
    pub signal_series: Vec<signals::SignalSeries>,
    /// Betas by factor.
    pub betas: Vec<betas::BetaTable>,
    /// What they come to: the headline of the betas.
    pub betas_said: String,
    /// What the chains of options say.
    pub chains: Vec<chains::ChainTab>,
    /// What may be put into the plan.
    pub offers: Vec<offers::Offer>,
    /// What is in the way of several files, a sentence each.
    pub problems: Vec<String>,
}

/// Everything that the view says of these files and this plan.
pub fn of(sets: &[Set], plan: &Plan) -> DataTab {
    let readings = readings::Readings::of(sets, &plan.market);
    let book = Book::resolve(plan).ok();
    let carried = [FIRST_DAY, LAST_DAY].map(Day::iso);
    let scale = sets::scale(sets, carried[1].into_iter().chain(plan.market.today));
    let fits = chains::fits(sets, plan);
    let offered = of_sets::of(&readings, &fits, plan);
    let rows = sets::rows(&readings, &offered, scale);
    let found = signals::of(&readings, plan, book.as_ref());
    let fitted = betas::of(&readings, plan, book.as_ref());
    let mut problems = readings.doubles();
    problems.extend(found.problems);
    problems.extend(fitted.problems);
    let said = carried.map(|day| day.map(date).unwrap_or_default());
    let answer = match sets {
        [] => format!(
            "No file is read yet. Drop histories of VIX and its family, SPX, {}, VIX futures, advances and declines or a pool's days; option chains; a strip of VIX futures; a broker's positions; a pool. Until then every signal is unknown. The page carries the closes of VIX itself, {} to {}.",
            plan.market.token.name(),
            said[0],
            said[1]
        ),
        _ => format!("{} {} The page carries the closes of VIX itself.", sets::said(&rows), found.acting),
    };
    let answer = match held(plan, &found.rows) {
        Some(said) => format!("{answer} {said}"),
        None => answer,
    };
    let offers = offered.into_iter().flat_map(|one| one.offers).chain(found.offers).chain(fitted.offers);
    DataTab {
        answer,
        scale,
        sets_said: sets::headline(&rows),
        sets: rows,
        signals_said: signals::headline(&found.rows, plan.market.today),
        signals: found.rows,
        signal_series: found.series,
        betas_said: fitted.said,
        betas: fitted.tables,
        chains: chains::of(sets, &fits, plan),
        offers: offers.collect(),
        problems,
    }
}

/// What the plan holds of signals that these files do not know: set by data that are not here, a sentence.
fn held(plan: &Plan, rows: &[signals::SignalRow]) -> Option<String> {
    let unknown = rows.iter().filter(|row| row.sets && row.state == signals::SignalState::Unknown);
    let one = |row: &signals::SignalRow| {
        let at = Address::from(flags::row_of(&row.id)?);
        let mark = plan.estimate(at)?;
        let is_on = match plan.value(at) {
            Some(on) if on > 0.5 => "on",
            _ => "off",
        };
        Some(format!("{} {is_on}{}", row.name, mark.said(plan.market.today)))
    };
    let held: Vec<String> = unknown.filter_map(one).collect();
    let [its, is] = if held.len() == 1 { ["its", "is"] } else { ["their", "are"] };
    (!held.is_empty()).then(|| format!("The plan holds {}; {its} data {is} not here.", listed(&held)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::read;
    use crate::plan::address::Address;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{MarketPlan, Token};
    use crate::units::{Frac, Points};
    use crate::views::data::offers::Beside;
    use crate::views::data::signals::SignalState;

    macro_rules! fixture {
        ($name:literal) => {
            include_str!(concat!("../../../tests/fixtures/", $name))
        };
    }

    fn set(id: u64, name: &str, text: &str) -> Set {
        Set::new(id, name, text.len(), None, read(text).unwrap())
    }

    /// Trading days from 2 January 2024 on.
    fn days(count: usize) -> Vec<String> {
        let first = Day::of(2024, 1, 2);
        std::iter::successors(first, |day| Some(day.next_trading_day())).take(count).map(String::from).collect()
    }

    fn fred(id: u64, name: &str, values: &[f64]) -> Set {
        let rows: String = days(values.len()).iter().zip(values).map(|(day, x)| format!("{day},{x}\n")).collect();
        set(id, &format!("{name}.csv"), &format!("observation_date,{name}\n{rows}"))
    }

    /// SPX, VIX and ETH that wander together, and breadth that falls away in the last days while SPX stands at its high.
    fn four(count: usize) -> Vec<Set> {
        let mut seed = 7_u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as f64 / f64::from(1_u32 << 31) - 0.5
        };
        let (mut spx, mut vix, mut eth, mut breadth) = (vec![5_000.0], vec![20.0], vec![3_000.0], String::new());
        for row in 1..count {
            let (market, own) = (0.02 * next(), 0.03 * next());
            let level = 20.0 + 0.95 * (vix[row - 1] - 20.0) - 80.0 * market + next();
            let moved = if row + 10 > count { 0.002 } else { market };
            spx.push(spx[row - 1] * f64::exp(moved));
            eth.push(eth[row - 1] * f64::exp(1.5 * market + own));
            vix.push(level);
        }
        for (row, day) in days(count).iter().enumerate() {
            breadth += &if row + 10 > count { format!("{day},10,900\n") } else { format!("{day},500,480\n") };
        }
        vec![
            fred(1, "SP500", &spx),
            fred(2, "VIXCLS", &vix),
            fred(3, "CBETHUSD", &eth),
            set(4, "breadth.csv", &format!("date,nyse_advancers,nyse_decliners\n{breadth}")),
        ]
    }

    fn signal<'a>(tab: &'a DataTab, id: &str) -> &'a signals::SignalRow {
        tab.signals.iter().find(|row| row.id == id).unwrap()
    }

    fn offer<'a>(tab: &'a DataTab, id: &str) -> &'a offers::Offer {
        tab.offers.iter().find(|offer| offer.id == id).unwrap()
    }

    /// As where files are read sends it and the page gets it.
    fn crossed(tab: &DataTab) -> DataTab {
        serde_json::from_str(&serde_json::to_string(tab).unwrap()).unwrap()
    }

    #[test]
    fn without_a_file_it_says_what_may_be_dropped_and_knows_no_signal() {
        let tab = of(&[], &Plan::default());
        assert!(tab.answer.starts_with("No file is read yet. Drop histories of VIX") && tab.answer.contains("ETH"));
        assert!(tab.answer.ends_with("the closes of VIX itself, 2 Jan 1990 to 23 Jul 2026."), "{}", tab.answer);
        assert!(tab.sets.is_empty() && tab.offers.is_empty() && tab.problems.is_empty());
        assert!(tab.signals.iter().all(|row| row.state == SignalState::Unknown && row.last_said == "not known"));
        assert_eq!((tab.signals_said.as_str(), crossed(&tab) == tab), ("No signal is known", true));
        let [from, to] = tab.scale.map(String::from);
        assert_eq!([from.as_str(), to.as_str()], ["1990-01-01", "2026-07-23"]);
    }

    #[test]
    fn the_sets_headline_says_since_when_a_history_is_and_of_which_day_anything_else() {
        let said = |sets: &[Set]| of(sets, &Plan::default()).sets_said;
        let chain = set(9, "quotes.csv", fixture!("files/quotedata.csv"));
        assert_eq!(said(&four(30)[..1]), "SPX since 2024");
        assert_eq!(said(&four(30)), "SPX since 2024, everything else from then on or later");
        assert_eq!(said(&[chain]), "SPX options of 9 Jan 2026");
    }

    #[test]
    fn files_are_counted_signals_stand_with_their_dates_and_betas_are_fitted() {
        let sets = four(400);
        let tab = of(&sets, &Plan::default());
        assert!(tab.answer.starts_with("4 sets read, 1,600 rows; nothing had to be repaired."), "{}", tab.answer);
        let row = &tab.sets[0];
        assert_eq!((row.what.as_str(), row.rows, row.gaps.as_str(), row.refused), ("SPX, daily", 400, "none", 0));
        assert!(row.used_for.starts_with("A/D divergence, Big Top, RSI, MACD, betas"), "{}", row.used_for);
        assert!(row.used_for.ends_with("a level of the plan") && row.coverage.len() == 1);
        let divergence = signal(&tab, "ad_divergence");
        assert_eq!((divergence.state, divergence.last_said.as_str()), (SignalState::On, "5 Aug 2025, its last day"));
        assert_eq!((divergence.known, divergence.factor), (380, Some(0.6)));
        assert_eq!(divergence.files, ["breadth.csv", "SP500.csv"]);
        assert!(divergence.standing.starts_with("A/D divergence since "), "{}", divergence.standing);
        assert!(
            tab.problems == [tab.problems[0].clone()] && tab.problems[0].starts_with("The plan does not say its day")
        );
        assert!(tab.signals_said.starts_with("1 of 3 signals acts at the end of its data"), "{}", tab.signals_said);
        let dated = Plan { market: MarketPlan { today: row.to, ..Plan::default().market }, ..Plan::default() };
        let dated = of(&sets, &dated);
        assert!(signal(&dated, "ad_divergence").last_said == "now" && dated.problems.is_empty());
        assert!(dated.answer.contains("One signal acts now: the A/D divergence, which cuts the pool × 0.60 once"));
        // Of the Big Top no ratio is known: where the rest is on it is not known, else off.
        assert_ne!(signal(&tab, "big_top").state, SignalState::On);
        assert!(signal(&tab, "correlation_alarm").known > 200 && signal(&tab, "exposure_gap").files.len() == 3);
        assert_eq!(tab.signals.iter().filter(|row| row.sets).count(), 3);
        let [points, logs, slope] = &tab.betas[..] else { unreachable!() };
        let fitted = points.rows[0].fitted.as_ref().unwrap();
        assert!(fitted.count == 399 && (fitted.spx[0] - 1.5).abs() < 0.8 && fitted.spx[1] > 0.0, "{fitted:?}");
        assert!(points.rows[3].fitted.as_ref().is_some_and(|slow| slow.count == 395) && logs.rows[0].fitted.is_some());
        assert!(slope.rows[0].said.contains("no data of VIX3M") && slope.in_plan.is_none());
        assert!(points.in_plan.is_some() && points.rolling.len() == 8 && points.sources == ["by the model"; 2]);
        assert!(tab.betas_said.contains("in calm and by"), "{}", tab.betas_said);
    }

    /// Where the line stands above what it is held against the signal acts, and nowhere else.
    #[test]
    fn a_macd_is_drawn_with_its_signal_and_the_gap_with_its_rsi_and_both_are_shown_only() {
        let tab = of(&four(400), &Plan::default());
        for id in ["macd", "exposure_gap", "exposure_gap_rsi"] {
            let (row, series) = (signal(&tab, id), tab.signal_series.iter().find(|one| one.id == id).unwrap());
            assert!(!row.sets && row.factor.is_none() && row.known > 250 && row.acted > 0, "{row:?}");
            assert!(tab.offers.iter().all(|offer| offer.beside != Beside::Signal(id.into())));
            let acts = |day: &Day| series.runs.iter().any(|[from, to]| from <= day && day <= to);
            let mut known = 0;
            for ((day, value), level) in series.days.iter().zip(&series.values).zip(&series.thresholds) {
                assert_eq!(value.is_some(), level.is_some());
                let (Some(value), Some(level)) = (value, level) else { continue };
                known += 1;
                // Both are rounded.
                let is_above = if id == "exposure_gap_rsi" { value >= level } else { value > level };
                assert!(is_above == acts(day) || (value - level).abs() < 2e-4, "{id} {day:?} {value} {level}");
            }
            assert_eq!(known, row.known, "{id}");
        }
        let of = |id: &str| tab.signal_series.iter().find(|one| one.id == id).unwrap();
        assert!(of("exposure_gap_rsi").values.iter().flatten().all(|x| (0.0..=100.0).contains(x)));
        assert!(of("exposure_gap_rsi").thresholds.iter().flatten().all(|x| *x == 70.0));
        let mut levels: Vec<f64> = of("macd").thresholds.iter().flatten().copied().collect();
        levels.dedup();
        assert!(levels.len() > 300, "{}", levels.len());
    }

    #[test]
    fn it_crosses_as_json_and_comes_back_the_same() {
        let mut sets = four(900);
        sets.push(set(5, "quotes.csv", fixture!("files/quotedata.csv")));
        sets.push(set(6, "broker.csv", fixture!("files/thinkorswim.csv")));
        sets.push(set(7, "yields.csv", fixture!("files/defillama.csv")));
        sets.push(set(8, "position.txt", fixture!("uniswap_positions.txt")));
        let tab = of(&sets, &Plan::default());
        assert_eq!(crossed(&tab), tab);
        assert!(serde_json::to_string(&tab).is_ok_and(|text| !text.contains("NaN") && text.len() < 400_000));
        for series in &tab.signal_series {
            assert!(series.days.len() <= thin::MOST && series.days.len() == series.values.len());
            assert!(series.days.windows(2).all(|pair| pair[0] < pair[1]), "{}", series.id);
        }
    }

    #[test]
    fn every_offer_is_put_on_the_plan_and_what_is_there_already_is_said() {
        let plan = Plan::default();
        let tab = of(&four(400), &plan);
        for offer in &tab.offers {
            let then = offer.put_on(&plan).unwrap();
            assert_ne!(then, plan, "{}", offer.id);
            // Back to where it was, the way an undo would have it.
            let mut back = then.clone();
            for (at, value) in then.changes_to(&plan) {
                back.set(at, value).unwrap();
            }
            back.estimates.clear();
            assert_eq!(back, plan, "{}", offer.id);
        }
        // Each flag bears the days of its own data, and a day since which it is on where it is.
        let all = offer(&tab, "flags").put_on(&plan).unwrap();
        let since = |row: &'static str| all.estimate(row).map(|one| one.since.is_some());
        assert_eq!((since("sizing.ad_divergence"), since("sizing.big_top")), (Some(true), Some(false)));
        let flag = offer(&tab, "flag-ad_divergence");
        assert_eq!(flag.beside, Beside::Signal("ad_divergence".into()));
        assert!(
            flag.sentence.starts_with("A/D divergence since ")
                && flag.sentence.contains("(breadth.csv and SP500.csv, to ")
        );
        assert!(flag.from.is_some_and(|from| Some(from) < flag.to));
        assert_eq!(flag.put_on(&plan).unwrap().sizing.ad_divergence, Some(true));
        let betas = offer(&tab, "betas-all");
        assert!(betas.said.iter().any(|said| said.starts_with("Daily betas leave out what comes a day late")));
        let fitted = tab.betas[0].rows[0].fitted.as_ref().unwrap().spx[0];
        let then = betas.put_on(&plan).unwrap();
        assert!((then.response.beta_spx.unwrap() - fitted).abs() < 1e-4);
        assert!(of(&four(400), &then).betas[0].rows[0].why_not.contains("already"));
        assert!(offer(&tab, "level-2").sentence.starts_with("VIX ") && offer(&tab, "level-2").what == "VIXCLS.csv");
        let acting = of(&four(400), &flag.put_on(&plan).unwrap());
        assert!(acting.answer.contains("the A/D divergence cuts the pool × 0.60"), "{}", acting.answer);
        assert_eq!(signal(&acting, "ad_divergence").why_not, offers::SAME);
    }

    #[test]
    fn unknown_never_sets_a_flag_off() {
        let mut plan = Plan::default();
        (plan.sizing.ad_divergence, plan.sizing.big_top, plan.sizing.correlation_alarm) =
            (Some(false), Some(false), Some(false));
        // Data that end long before the plan's day.
        plan.market.today = Day::of(2026, 11, 27);
        let tab = of(&four(400), &plan);
        assert!(tab.signals.iter().filter(|row| row.sets).all(|row| row.state == SignalState::Unknown));
        let then = offer(&tab, "flags").put_on(&plan).unwrap();
        assert_eq!([then.sizing.ad_divergence, then.sizing.big_top, then.sizing.correlation_alarm], [None; 3]);
        assert!(offer(&tab, "flags").said.iter().any(|said| said.contains("never a pass")));
        // Of what no file was dropped nothing is set.
        let vix = of(&four(400)[1..2], &plan);
        assert!(vix.offers.iter().all(|offer| offer.id.starts_with("level-")), "{:?}", vix.offers);
        assert!(signal(&vix, "ad_divergence").why_not.ends_with("its flag stays as it is."));
    }

    #[test]
    fn several_files_of_one_thing_are_one_history_and_it_says_whose() {
        let named = |name: &str, id, values: &[f64]| Set { name: name.into(), ..fred(id, "VIXCLS", values) };
        let [near, far] = [fred(1, "VIXCLS", &[15.0, 16.0]), named("far.csv", 2, &[15.0, 16.0, 18.0])];
        let tab = of(&[near.clone(), far.clone()], &Plan::default());
        let said = "2 files are of VIX: far.csv is read, for it reaches to 4 Jan 2024; nothing of VIXCLS.csv.";
        assert_eq!(tab.problems, [said]);
        assert_eq!(
            (tab.sets[0].used_for.as_str(), &tab.sets[0].why_not[..]),
            ("nothing", &["far.csv is of the same and is read instead.".to_string()][..])
        );
        assert!(tab.sets[1].used_for.starts_with("correlation shift") && tab.offers.len() == 1);
        let twice = of(&[near.clone(), Set { id: 3, ..near.clone() }], &Plan::default());
        assert!(twice.problems[0].contains("for it comes first of those that reach as far;"), "{:?}", twice.problems);
        // An older one gives the days that the newer has not; one of other levels none.
        let tail = set(4, "tail.csv", "observation_date,VIXCLS\n2024-01-03,16.1\n2024-01-04,18\n");
        let both = of(&[near.clone(), tail.clone()], &Plan::default());
        assert!(both.problems[0].ends_with("; of VIXCLS.csv the 1 row that it has not."), "{:?}", both.problems);
        assert!(both.sets[0].used_for.starts_with("correlation shift"));
        assert!(both.sets[0].why_not[0].ends_with("the last level is its.") && both.offers.len() == 1);
        let other = of(&[named("other.csv", 5, &[30.0, 33.0]), tail], &Plan::default());
        assert!(
            other.problems[0].ends_with("nothing of other.csv, which is 105\u{202f}% off on the days of both."),
            "{other:?}"
        );
    }

    #[test]
    fn a_file_is_what_the_person_says_or_set_aside() {
        let mut sets = [
            fred(1, "VIXCLS", &[15.0, 16.0]),
            set(
                2,
                "prices.csv",
                "Date,Open,High,Low,Close,Adj Close,Volume\n2026-01-15,15,16,14,15.5,15.5,0\n2026-01-16,16,17,15,16.5,16.5,0\n",
            ),
        ];
        let tab = of(&sets, &Plan::default());
        assert!(tab.sets[1].why_not[0].contains("under Read as"), "{:?}", tab.sets[1]);
        // VVIX was never as low.
        let may_say: Vec<Say> = Say::ALL.into_iter().filter(|say| *say != Say::Vvix).collect();
        assert_eq!(tab.sets[1].may_say, may_say);
        sets[1].tell(Say::Vix3m);
        let tab = of(&sets, &Plan::default());
        assert_eq!((tab.sets[1].what.as_str(), tab.sets[1].say), ("VIX3M, daily", Say::Vix3m));
        assert_eq!(offer(&tab, "level-2").put_on(&Plan::default()).unwrap().market.vix3m, Some(Points(16.5)));
        sets[1].tell(Say::Itself);
        assert!(of(&sets, &Plan::default()).sets[1].why_not[0].contains("under Read as"));
        sets[0].tell(Say::Aside);
        let tab = of(&sets, &Plan::default());
        assert_eq!(
            (tab.sets[0].used_for.as_str(), tab.sets[0].why_not[0].as_str()),
            ("nothing", "It is set aside: nothing of it is used.")
        );
        assert!(tab.offers.is_empty());
        // What a chain is nobody has to say; it may be set aside.
        let mut chain = set(9, "quotes.csv", fixture!("files/quotedata.csv"));
        assert_eq!(Say::of(&chain.read), [Say::Itself, Say::Aside]);
        chain.tell(Say::Spx);
        assert_eq!(chain.say, Say::Itself);
        chain.tell(Say::Aside);
        let tab = of(&[chain], &Plan::default());
        assert!(tab.chains.is_empty() && tab.sets[0].why_not.len() == 1);
    }

    #[test]
    fn nothing_is_read_of_days_after_the_plans() {
        let mut plan = Plan::default();
        let all = four(400);
        let last = all[0].read.account().map(|_| sets::span(&all[0].read).unwrap()[1]).unwrap();
        plan.market.today = Some(Day(last.0 - 200));
        let tab = of(&all, &plan);
        // As with files that end on that day.
        let cut: Vec<Set> = all
            .iter()
            .map(|set| {
                let Imported::Series(series) = &set.read else { return set.clone() };
                Set { read: Imported::Series(Box::new(series.until(plan.market.today).into_owned())), ..set.clone() }
            })
            .collect();
        let then = of(&cut, &plan);
        for (one, other) in tab.signals.iter().zip(&then.signals) {
            assert_eq!(one, other);
        }
        assert_eq!((&tab.betas, &tab.offers), (&then.betas, &then.offers));
        assert!(tab.offers.iter().all(|offer| offer.to <= plan.market.today) && !tab.offers.is_empty());
        assert!(tab.sets[0].why_not[0].contains(" rows are of days after the plan's"), "{:?}", tab.sets[0].why_not);
        plan.market.today = Day::of(2020, 1, 2);
        assert!(of(&all, &plan).sets[0].why_not.iter().any(|said| said.contains("nothing is taken")));
    }

    #[test]
    fn a_level_of_long_ago_says_its_day_on_the_button() {
        let mut plan = Plan::default();
        for (day, label) in
            [(Day::of(2024, 1, 8), "Use this level"), (Day::of(2026, 1, 8), "Use this level, of 3 Jan 2024")]
        {
            plan.market.today = day;
            assert_eq!(offer(&of(&[fred(1, "VIXCLS", &[15.0, 16.0])], &plan), "level-1").label, label);
        }
    }

    #[test]
    fn a_chain_alone_is_shown_and_explained() {
        let tab = of(&[set(9, "quotes.csv", fixture!("files/quotedata.csv"))], &Plan::default());
        let row = &tab.sets[0];
        assert_eq!((row.what.as_str(), row.used_for.as_str(), row.coverage.len()), ("SPX options", "nothing", 1));
        assert!(row.why_not[0].starts_with("No expiry of this chain gives a smile. ") && tab.offers.is_empty());
        assert!(row.why_not[1].contains("lists four strikes") && tab.chains[0].expiries.is_empty());
        assert!(row.remarks[0].starts_with("Options on SPX") && tab.answer.starts_with("1 set read, "));
        assert_eq!(row.from.map(String::from).as_deref(), Some("2026-01-09"));
    }

    #[test]
    fn what_was_put_right_and_refused_is_listed_with_its_lines() {
        let rows = "DATE,OPEN,HIGH,LOW,CLOSE\n01/15/2026,15.5,16.5,15.1,15.9\n01/16/2026,2.58,16.9,15.7,16.25\n01/20/2026,17,18,16,soon\n01/21/2026,17,18,16,17\n01/22/2026,17,18,16,17\n01/23/2026,17,18,16,17\n01/26/2026,17,18,16,17\n02/06/2026,17,18,16,17\n";
        let tab = of(&[set(1, "VIX.csv", rows)], &Plan::default());
        let row = &tab.sets[0];
        assert_eq!((row.rows, row.refused, row.refusals[0].line), (7, 1, 4), "{row:?}");
        assert_eq!((row.repairs.len(), row.gaps.as_str(), row.coverage.len()), (1, "9 trading days", 2));
        assert!(tab.answer.contains("1 row or number put right, all listed; 1 line refused."), "{}", tab.answer);
        // Rows are counted, not kinds of what was done; that New York was shut is a remark.
        let twice = of(
            &[set(1, "VIX.csv", &rows.replace("01/15/2026,15.5", "01/15/2026,25.5").replace("01/26", "01/19"))],
            &Plan::default(),
        );
        let row = &twice.sets[0];
        assert_eq!((row.repaired, row.repairs.len()), (3, 2));
        assert_eq!(sets::repaired(row), "10 trading days missing, 3 put right, 1 refused");
        assert!(row.remarks.iter().any(|said| said.contains("New York is shut")), "{row:?}");
        let (head, rows) = sets::repairs_table(&tab.sets);
        assert!(rows.len() == 3 && rows.iter().all(|row| row.len() == head.len()) && rows[2][1] == "4");
    }

    #[test]
    fn a_plan_without_a_pool_is_told_of_none() {
        let mut plan = Plan::default();
        plan.remove(Kind::Pool, 0);
        let mut sets = four(400);
        sets.push(set(5, "yields.csv", fixture!("files/defillama.csv")));
        let tab = of(&sets, &plan);
        assert!(tab.answer.contains("One signal acts at the end of its data: the A/D divergence."), "{}", tab.answer);
        assert!(tab.sets[4].why_not[0].starts_with("There is no pool") && tab.sets[4].rows == 4);
        for id in ["exposure_gap", "exposure_gap_rsi"] {
            assert!(signal(&tab, id).standing.contains("it takes a condor and a pool"));
        }
        assert_eq!(crossed(&tab), tab);
    }

    #[test]
    fn pools_condors_and_yields_are_offered_as_holdings_and_inputs() {
        let mut plan = Plan::default();
        plan.market.today = Day::of(2025, 11, 28);
        plan.add_fresh(Kind::Pool);
        let sets = [
            set(1, "broker.csv", fixture!("files/thinkorswim.csv")),
            set(2, "yields.csv", fixture!("files/defillama.csv")),
            set(3, "position.txt", fixture!("uniswap_positions.txt")),
        ];
        let tab = of(&sets, &plan);
        let then = offer(&tab, "pool-3").put_on(&plan).unwrap();
        assert_eq!(then.count(Kind::Pool), 3);
        let mut fresh = plan.clone();
        fresh.add(Holding::new(Terms::Pool(Box::default())));
        for (at, _) in fresh.changes_to(&then) {
            assert_eq!(then.estimate(at).map(|one| one.to), Some(None), "{at}");
        }
        assert!(offer(&tab, "pool-3").said.iter().any(|said| said.contains("box of that pool's import")));
        // Yields of days after the plan's are none of its own.
        assert!(tab.sets[1].why_not == ["4 rows are of days after the plan's, 28 Nov 2025: not read."]);
        assert!(tab.offers.iter().all(|offer| !offer.id.starts_with("yields-")));
        let later = Plan { market: MarketPlan { today: Day::of(2026, 10, 10), ..plan.market.clone() }, ..plan.clone() };
        let second = offer(&of(&sets, &later), "yields-2-2").clone().put_on(&later).unwrap();
        assert_eq!(second.value(Address::new("pool.fee_apr", 1)), Some(0.0625));
        assert_ne!(second.value(Address::new("pool.fee_apr", 0)), Some(0.0625));
        assert!(
            second.estimate(Address::new("pool.fee_apr", 1)).is_some() && second.estimate("pool.fee_apr").is_none()
        );
        let condors = offer(&tab, "condors-1");
        assert_eq!((condors.label.as_str(), condors.sentence.as_str()), ("Add this condor", "1 condor (broker.csv)"));
        let said = "Read: 5 SPXW condors, 16 Jan 2026, 49 calendar days, settled at the close, 5985/6035/6715/6765, credit 12.00, sold before today.";
        assert_eq!((&condors.said[..], condors.to), (&[said.to_string()][..], Day::of(2025, 11, 28)));
        let then = condors.put_on(&plan).unwrap();
        assert_eq!(then.count(Kind::Condor), 2);
        let again = of(&sets, &then);
        assert_eq!(again.sets[0].has, ["The condor of 16 Jan 2026 is in the plan already."]);
        // Whatever it fills is marked: nothing of it differs from a condor that is added and is not.
        let (nth, mut fresh) = (plan.count(Kind::Condor), plan.clone());
        fresh.add(Holding::new(Terms::added(Kind::Condor, nth)));
        for (at, _) in fresh.changes_to(&then) {
            let marked = then.estimate(at).map(|one| one.to);
            assert_eq!(marked, Some(Day::of(2025, 11, 28)), "{at}");
        }
        let layers = offer(&tab, "layers-1");
        assert_eq!(
            (layers.label.as_str(), layers.sentence.as_str()),
            ("Add this layer", "1 layer of VIX calls (broker.csv)")
        );
        assert_eq!(layers.said[0], "Read: 10 VIX 21 Jan 2026 30 call, 54 calendar days, paid 0.85 each.");
        let hedged = layers.put_on(&plan).unwrap();
        let held = hedged.layer(plan.count(Kind::Layer)).unwrap();
        assert_eq!((held.days, held.contracts, held.strike), (54.0, Some(10.0), Some(Points(30.0))));
        assert!(hedged.estimate(Address::new("layer.strike", plan.count(Kind::Layer))).is_some());
        assert_eq!(of(&sets, &hedged).sets[0].has, ["10 VIX 21 Jan 2026 30 call: in the plan already."]);
        // Two months later they are expired, and that is said.
        plan.market.today = Day::of(2026, 2, 2);
        assert_eq!(of(&sets, &plan).sets[0].why_not[1], "10 VIX 21 Jan 2026 30 call: expired on 21 Jan 2026.");
        assert!(of(&sets, &plan).sets[0].why_not[0].starts_with("It expired on 16 Jan 2026"));
    }

    #[test]
    fn a_strip_is_offered_once_the_plan_says_its_day() {
        let strip = [set(1, "strip.csv", fixture!("files/strip.csv"))];
        let mut plan = Plan::default();
        assert!(of(&strip, &plan).sets[0].why_not[0].contains("today's date: enter it"));
        plan.market.today = Day::of(2026, 1, 16);
        let tab = of(&strip, &plan);
        let then = offer(&tab, "level-1").put_on(&plan).unwrap();
        assert_eq!(then.market.futures.iter().map(|one| one.days).collect::<Vec<_>>(), [5.0, 33.0]);
        assert!(tab.sets[0].used_for == "futures of the plan" && tab.sets[0].coverage.is_empty());
        assert_eq!(of(&strip, &then).sets[0].has, [offers::SAME]);
        // Once a month of it has expired its prices are old, and the button says so.
        plan.market.today = Day::of(2026, 1, 30);
        let old = of(&strip, &plan);
        assert_eq!(offer(&old, "level-1").label, "Use these futures, of 21 Jan 2026 or before");
        assert!(offer(&old, "level-1").said[1].contains("expired: it is of 21 Jan 2026 or before"));
    }

    #[test]
    fn the_days_of_a_pool_are_a_fee_apr_for_a_pool_of_the_plan() {
        let row = |nth: i64, value: f64| format!("{},500,3000,{value}\n", 1_768_521_600 + 86_400 * nth);
        let text = |value: f64| -> String {
            std::iter::once("date,feesUSD,token0Price,tvlUSD\n".into())
                .chain((0..40).map(|nth| row(nth, value)))
                .collect()
        };
        let mut plan = Plan::default();
        let tab = of(&[set(1, "pool.csv", &text(1e6))], &plan);
        let found = offer(&tab, "yields-1-1");
        assert_eq!((found.label.as_str(), tab.sets[0].used_for.as_str()), ("Use it for Pool", "fee APR"));
        assert!(
            found.said[1].starts_with("Mean of 30 calendar days from 26 Jan 2026 to 24 Feb 2026, fees only, simple.")
        );
        let then = found.put_on(&plan).unwrap();
        let value = |row: &'static str| then.value(Address::new(row, 0)).unwrap();
        assert!((value("pool.fee_apr") - 0.1825).abs() < 1e-9 && value("pool.vetting.tvl") == 1e6);
        plan.market.today = Day::of(2026, 11, 28);
        let old = of(&[set(1, "pool.csv", &text(1e6))], &plan);
        assert_eq!(offer(&old, "yields-1-1").label, "Use it for Pool, of 24 Feb 2026");
        // Of a plan of an earlier day its last thirty are those before it.
        plan.market.today = Day::of(2026, 2, 20);
        let earlier = of(&[set(1, "pool.csv", &text(1e6))], &plan);
        let said = &offer(&earlier, "yields-1-1").said[1];
        assert!(said.starts_with("Mean of 30 calendar days from 22 Jan 2026 to 20 Feb 2026, "), "{said}");
        plan.market.today = Day::of(2026, 11, 28);
        let none = of(&[set(1, "pool.csv", &text(-1.0))], &plan);
        assert!(none.offers.is_empty() && none.sets[0].why_not[0].contains("no fee APR is taken"));
    }

    #[test]
    fn where_no_file_has_vix_the_pages_own_closes_stand_and_are_named() {
        let [all, without] = [four(400), four(400).into_iter().filter(|set| set.id != 2).collect()];
        let [all, without] = [of(&all, &Plan::default()), of(&without, &Plan::default())];
        let alarm = signal(&without, "correlation_alarm");
        assert!(alarm.known > 200 && alarm.files.last().map(String::as_str) == Some("the page's VIX"), "{alarm:?}");
        assert!(without.betas[0].rows[0].fitted.as_ref().is_some_and(|fit| fit.count > 300));
        assert!(offer(&without, "betas-all").what.contains("the page's VIX"));
        // A file that has all of the days stands alone.
        assert!(all.signals.iter().all(|row| row.files.iter().all(|file| file != "the page's VIX")));
        // Nothing is known of it without days of anything else.
        assert_eq!(signal(&of(&[], &Plan::default()), "correlation_alarm").known, 0);
    }

    #[test]
    fn a_level_that_takes_a_pool_out_of_range_says_so_and_vol_levels_in_its_way_are_emptied_with_it() {
        let plan = Plan::default();
        let level = |name: &str, value: f64, plan: &Plan| of(&[fred(1, name, &[value])], plan);
        let said = |eth: f64| offer(&level("CBETHUSD", eth, &plan), "level-1").said.join(" ");
        let words = "Pool is out of range at this price: it trades nothing until its bounds are set anew.";
        assert!(said(1_000.0).contains(words) && !said(3_000.0).contains("out of range"), "{}", said(1_000.0));
        let mut levels = plan.clone();
        let level_of = |days, ratio| crate::plan::VolLevel { days, ratio: Frac(ratio) };
        levels.market.vol_levels = vec![level_of(20.0, 1.0), level_of(26.0, 0.88)];
        levels.mark_estimate("market.vol_levels".into(), None, Day::of(2025, 11, 20));
        assert!(Book::resolve(&levels).is_ok());
        let vix = level("VIXCLS", 60.0, &levels);
        let taken = offer(&vix, "level-1");
        assert_eq!(taken.label, "Use this level, and empty the vol levels");
        assert!(taken.said.iter().any(|said| said.ends_with("they are emptied with it.")), "{:?}", taken.said);
        let then = taken.put_on(&levels).unwrap();
        assert!(then.market.vix.0 == 60.0 && then.market.vol_levels.is_empty());
        assert_eq!(then.estimate("market.vol_levels"), None);
        assert_eq!(offer(&level("VIXCLS", 60.0, &plan), "level-1").label, "Use this level");
        // Where they let it in they stay, and that is said.
        let stay = offer(&level("VIXCLS", 18.0, &levels), "level-1").clone();
        assert!(stay.label == "Use this level" && stay.said.iter().any(|said| said.ends_with("as parts of this one.")));
        assert!(!taken.said.iter().any(|said| said.ends_with("as parts of this one.")));
    }

    #[test]
    fn what_a_plan_holds_of_signals_whose_files_are_not_here_is_said() {
        let plan = Plan::default();
        let then = offer(&of(&four(400), &plan), "flags").put_on(&plan).unwrap();
        let answer = of(&[], &then).answer;
        assert!(
            answer.contains(" The plan holds A/D divergence on since ") && answer.contains(" are not here."),
            "{answer}"
        );
        assert!(
            !of(&four(400), &then).answer.contains("The plan holds")
                && !of(&[], &plan).answer.contains("The plan holds")
        );
    }

    #[test]
    fn a_file_that_says_nothing_is_what_its_name_says() {
        let text = "Date,Open,High,Low,Close,Volume\n2026-07-15,16,16,16,16,0\n2026-07-16,17,17,17,17,0\n";
        let tab = of(&[set(1, "VIX_History.csv", text)], &Plan::default());
        assert_eq!(tab.sets[0].what, "VIX, daily");
        assert!(tab.sets[0].remarks.iter().any(|said| said == "Taken for VIX by the file's name."));
    }

    #[test]
    fn another_token_and_rows_that_are_none_are_said_and_fail_nothing() {
        let mut plan = Plan::default();
        plan.market.token = Token::Btc;
        let tab = of(&four(200), &plan);
        assert!(
            tab.sets[2].why_not[0].contains("of ETH, and the plan's token is BTC") && tab.sets[2].used_for == "nothing"
        );
        assert_eq!(signal(&tab, "correlation_alarm").state, SignalState::Unknown);
        assert!(tab.betas[0].rows.iter().all(|row| row.fitted.is_none()) && tab.betas_said.starts_with("No betas"));
        let wild =
            of(&[set(1, "SPX.csv", "observation_date,SP500\n2026-01-15,1e40\n2026-01-16,5000\n")], &Plan::default());
        let divergence = signal(&wild, "ad_divergence");
        assert!(divergence.state == SignalState::Unknown && crossed(&wild) == wild, "{divergence:?}");
    }
}
