//! The data view: what was read of each file, where the signals of these files stand, what their betas are, and what of it
//! may be put into the plan.
//!
//! Everything in [`DataTab`] is text, days and numbers that are numbers: it crosses from where files are read to the page as
//! JSON and comes back the same.

pub mod betas;
pub mod flags;
pub mod of_sets;
pub mod offers;
pub mod read_signals;
pub mod readings;
pub mod rolling_chart;
pub mod sets;
pub mod signals;
pub mod signals_chart;
pub mod thin;

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::data::Imported;
use crate::plan::Plan;
use crate::shock::closes::{FIRST_DAY, LAST_DAY};
use crate::units::day::Day;
use crate::words::dates::date;

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
    /// What was read.
    pub read: Imported,
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
    /// What may be put into the plan.
    pub offers: Vec<offers::Offer>,
    /// What is in the way of several files, a sentence each.
    pub problems: Vec<String>,
}

/// Everything that the view says of these files and this plan.
pub fn of(sets: &[Set], plan: &Plan) -> DataTab {
    let readings = readings::Readings::of(sets, plan.market.token);
    let book = Book::resolve(plan).ok();
    let carried = [FIRST_DAY, LAST_DAY].map(Day::iso);
    let scale = sets::scale(sets, carried[1].into_iter().chain(plan.market.today));
    let offered = of_sets::of(&readings, plan);
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
    let offers = offered.into_iter().flat_map(|one| one.offers).chain(found.offers).chain(fitted.offers);
    DataTab {
        answer,
        scale,
        sets_said: sets::headline(&rows),
        sets: rows,
        signals_said: signals::headline(&found.rows),
        signals: found.rows,
        signal_series: found.series,
        betas_said: fitted.said,
        betas: fitted.tables,
        offers: offers.collect(),
        problems,
    }
}
