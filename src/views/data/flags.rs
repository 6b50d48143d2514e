//! Flags: the sizing flags as the signals of the files would set them, all at once or one alone.

use crate::plan::Plan;
use crate::plan::address::Address;
use crate::signals::flags::{Standings, changes};
use crate::signals::standing::Standing;
use crate::signals::{advance_decline, big_top, correlation_shift};
use crate::units::day::Day;
use crate::views::data::offers::{Beside, Offer, SAME, written};
use crate::views::data::readings::{Place, Readings};
use crate::words::{capital, listed};

/// What is offered, and why something is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flags {
    /// All flags first, then each alone.
    pub offers: Vec<Offer>,
    /// Why a signal is not offered, by its id.
    pub why_not: Vec<(&'static str, String)>,
}

/// One signal as its flag would have it.
struct Flag {
    id: &'static str,
    name: &'static str,
    standing: Standing,
    files: Vec<String>,
    alone: Standings,
}

/// The correlation that the shift's alarm comes with.
const RHO: &str = "sizing.rho";

/// The input that a signal of this id sets; `None` of one that sets none.
pub fn row_of(id: &str) -> Option<&'static str> {
    crate::signals::flags::ROWS.into_iter().find(|row| row.strip_prefix("sizing.") == Some(id))
}

impl Flag {
    /// `A/D divergence since 12 Nov (advance_decline.csv, to 20 Nov)`.
    fn sentence(&self, today: Option<Day>) -> String {
        let said = self.standing.said(self.name, today);
        said.replacen("(data to ", &format!("({}, to ", listed(&self.files)), 1)
    }

    /// The inputs that it sets, with the day since which it is on, and the last of its own data.
    fn dated(&self) -> Vec<(String, Option<Day>, Day)> {
        let to = self.standing.data_to();
        // A correlation is that of the last day, since whenever its alarm is on.
        let since = |at: &Address| self.since().filter(|_| at.row != RHO);
        let one = |(at, _): (Address, Option<f64>)| Some((at.to_string(), since(&at), to?));
        changes(&self.alone).into_iter().filter_map(one).collect()
    }

    fn since(&self) -> Option<Day> {
        match self.standing {
            // What may be older has no first day.
            Standing::On { since, is_older: false, .. } => Some(since),
            Standing::On { .. } | Standing::Off { .. } | Standing::Unknown { .. } => None,
        }
    }
}

/// The flags of signals that have data; one without any leaves its flag as it is.
pub fn of(readings: &Readings, standings: &Standings, plan: &Plan) -> Flags {
    let today = plan.market.today;
    let mut found = Flags::default();
    let (mut known, mut all) = (Vec::new(), Standings::default());
    let mut add = |id, name, standing: Option<Standing>, places: &[Place], alone: Standings| {
        let Some(standing) = standing else { return false };
        let has_data = standing.data_to().is_some();
        if has_data {
            known.push(Flag { id, name, standing, files: readings.names(places), alone });
        } else {
            let why = format!("{}: its flag stays as it is.", standing.said(name, today));
            found.why_not.push((id, why));
        }
        has_data
    };
    let divergence = Standings { divergence: standings.divergence, ..Standings::default() };
    if add("ad_divergence", advance_decline::NAME, standings.divergence, &[Place::Line, Place::Spx], divergence) {
        all.divergence = standings.divergence;
    }
    let top = Standings { big_top: standings.big_top, ..Standings::default() };
    let places = [Place::Spx, Place::Line, Place::First, Place::Second, Place::Vix9d, Place::Vix];
    if add("big_top", big_top::NAME, standings.big_top, &places, top) {
        all.big_top = standings.big_top;
    }
    let shift = Standings { correlation: standings.correlation, ..Standings::default() };
    let stands = standings.correlation.map(|one| one.0);
    if add("correlation_alarm", correlation_shift::NAME, stands, &[Place::Token, Place::Vix], shift) {
        all.correlation = standings.correlation;
    }
    if known.len() > 1 {
        let whole = offer("flags".into(), Beside::Signals, "Set the flags", &known, &all, today);
        found.offers.extend(whole.checked(plan));
    }
    for flag in known {
        let (id, beside) = (format!("flag-{}", flag.id), Beside::Signal(flag.id.into()));
        let label = match flag.standing.is_on() {
            Some(true) => "Set it on",
            Some(false) => "Set it off",
            None => "Set it to not known",
        };
        let (name, alone) = (flag.id, flag.alone);
        match offer(id, beside, label, &[flag], &alone, today).checked(plan) {
            Ok(offer) => found.offers.push(offer),
            Err(why) if why == SAME => found.why_not.push((name, why)),
            Err(why) => found.why_not.push((name, capital(&why))),
        }
    }
    found
}

fn offer(id: String, beside: Beside, label: &str, flags: &[Flag], set: &Standings, today: Option<Day>) -> Offer {
    let sentences: Vec<String> = flags.iter().map(|flag| flag.sentence(today)).collect();
    let mut files: Vec<String> = Vec::new();
    for name in flags.iter().flat_map(|flag| &flag.files) {
        if !files.contains(name) {
            files.push(name.clone());
        }
    }
    let mut said: Vec<String> = sentences.iter().map(|sentence| format!("{sentence}.")).collect();
    if flags.iter().any(|flag| flag.standing.is_on().is_none()) {
        said.push("Not known is never a pass: the flag is set to not known, not to off.".into());
    }
    Offer {
        id,
        beside,
        label: label.into(),
        sentence: sentences.join("; "),
        said,
        changes: written(&changes(set)),
        lists: Vec::new(),
        holdings: Vec::new(),
        from: flags.iter().filter_map(Flag::since).min(),
        // The oldest of the data: to that day all of it is known.
        to: flags.iter().filter_map(|flag| flag.standing.data_to()).min(),
        dated: flags.iter().flat_map(Flag::dated).collect(),
        what: listed(&files),
        use_said: None,
        is_doubtful: false,
    }
}
