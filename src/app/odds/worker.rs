//! Worker: a thread's own side of the odds. It walks every so manieth batch, or puts together what others have counted.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Date};
use second_engine::book::Book;
use second_engine::odds::ask::Ask;
use second_engine::odds::moments::ThreeWays;
use second_engine::odds::setup::Setup;
use second_engine::odds::tally::Tally;
use second_engine::odds::{
    self,
    figures::{Figure, Odds},
};
use second_engine::plan::url;
use second_engine::units::Usd;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

/// What every message about the odds begins with.
pub const WORD: &str = "odds";
/// Asks to walk: rules' size or null, the first batch, how many threads walk.
pub const WALK: &str = "odds-walk";
/// Asks to join: rules' size or null, trading day and P&L of the shock, then the tallies as they were told.
pub const JOIN: &str = "odds-join";
/// Tells how many paths are walked so far.
pub const COUNTED: &str = "counted";
/// Tells a tally, as text.
pub const TALLY: &str = "tally";
/// Tells the figures, or why there are none, as text.
pub const FIGURES: &str = "figures";

/// Milliseconds between two words about how far it is.
const STEP_MS: f64 = 80.0;
/// Milliseconds after which a first tally is told; each later one is told after twice as long.
const FIRST_MS: f64 = 250.0;

/// What the paths say and where the shock stands among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The figures.
    pub odds: Odds,
    /// Share of paths that stand below the shock's P&L on its day; none where no path goes so far.
    pub place: Option<Figure>,
    /// How VIX, SPX and ether move on the paths, once all are walked.
    pub moments: Vec<ThreeWays>,
}

thread_local! {
    /// The last plan's tables.
    static SETUP: RefCell<Option<(String, Rc<Setup>)>> = const { RefCell::new(None) };
}

fn setup(link: &str, rules: Option<f64>) -> Result<Rc<Setup>, String> {
    let key = format!("{link} {rules:?}");
    if let Some(known) = SETUP.with_borrow(|last| last.as_ref().filter(|last| last.0 == key).map(|last| last.1.clone()))
    {
        return Ok(known);
    }
    let plan = url::recall(link).map_err(|wrong| wrong.text)?.plan;
    let book = Book::resolve(&plan).map_err(|wrong| wrong.to_string())?;
    let ask = Ask::of(&book);
    let ask = rules.map_or_else(|| ask.clone(), |usd| ask.clone().with_rules_size(Usd(usd)));
    let setup = Rc::new(odds::setup(&book, &ask)?);
    SETUP.set(Some((key, setup.clone())));
    Ok(setup)
}

/// Answers one message.
pub fn answer(word: &str, link: &str, about: &Array, tell: &dyn Fn(&JsValue)) {
    let say = |word: &str, value: JsValue| tell(&Array::of2(&word.into(), &value));
    let number = |i: u32| about.get(i).as_f64();
    let setup = match setup(link, number(0)) {
        Ok(setup) => setup,
        Err(said) => return say(FIGURES, text(&Err::<Joined, String>(said))),
    };
    match word {
        WALK => walk(&setup, number(1).unwrap_or(0.0) as u32, number(2).unwrap_or(1.0) as usize, &say),
        JOIN => {
            let mut tally = Tally::default();
            for text in about.iter().skip(3).filter_map(|text| text.as_string()) {
                serde_json::from_str(&text).iter().for_each(|other| tally.merge(other));
            }
            let place = number(1).zip(number(2)).map(|(day, usd)| tally.place(&setup, day as u32, Usd(usd)));
            let is_whole = tally.paths() >= setup.ask.paths;
            let moments = if is_whole { setup.moments() } else { Vec::new() };
            say(FIGURES, text(&Ok::<Joined, String>(Joined { odds: tally.odds(&setup), place, moments })));
        }
        _ => {}
    }
}

fn text(value: &impl Serialize) -> JsValue {
    serde_json::to_string(value).unwrap_or_default().into()
}

fn walk(setup: &Setup, first: u32, stride: usize, say: &dyn Fn(&str, JsValue)) {
    let mut tally = Tally::default();
    let (mut told, mut step, mut next) = (Date::now(), FIRST_MS, Date::now() + FIRST_MS);
    for index in (first..setup.batches()).step_by(stride.max(1)) {
        tally.add(&setup.batch(index));
        let now = Date::now();
        if now > told + STEP_MS {
            told = now;
            say(COUNTED, tally.paths().into());
        }
        if now > next {
            step *= 2.0;
            next = now + step;
            say(TALLY, text(&tally));
        }
    }
    say(COUNTED, tally.paths().into());
    say(TALLY, text(&tally));
}
