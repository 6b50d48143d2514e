//! Chips: a whole shock at one press, with what really happened beside what the model says.

use second_engine::plan::{Plan, Token};
use second_engine::shock::explosions::{EXPLOSIONS, Explosion};
use second_engine::shock::link::Link;
use second_engine::shock::token::Response;
use second_engine::units::Points;
use second_engine::words;
use yew::prelude::*;

use super::derived::token as token_name;
use super::row::Dispatch;
use super::store::Act;

/// A shock on a chip.
#[derive(Clone, Debug, PartialEq)]
pub struct Chip {
    /// DOM id.
    pub id: AttrValue,
    /// Its name.
    pub name: AttrValue,
    /// VIX before, after, trading days.
    pub vix: [f64; 3],
    /// Second line.
    pub said: String,
    /// SPX and token as they really were.
    pub happened: Option<(f64, Option<f64>)>,
}

/// Explosions that have a chip; the others are in the list behind 'More'.
const CHOSEN: [&str; 7] = ["aug_2024", "apr_2025", "feb_2018", "mar_2020", "oct_2008", "oct_1987", "ftx_2022"];

fn spx(from: f64, to: f64, days: f64, severity: f64) -> f64 {
    f64::exp_m1(Link::new(Points(from), days, severity).spx_return(Points(to)).0)
}

fn of_explosion(explosion: &Explosion, plan: &Plan) -> Chip {
    let token = match plan.market.token {
        Token::Eth => explosion.eth,
        Token::Btc => explosion.btc,
    };
    let (from, to) = (tenth(explosion.vix_from), tenth(explosion.vix_to).min(150.0));
    let model = spx(from, to, explosion.days, plan.shock.severity);
    // On the link, without a crash of crypto's own: that is what the model cannot see.
    let response = Response::fitted(plan.market.token, Points(from), Points(to));
    let linked = f64::exp_m1(response.beta_spx * f64::ln_1p(model) + response.beta_vix * (to - from));
    let (name, real, model) = match token {
        Some(real) if explosion.is_crypto_led() => (token_name(plan), real, linked),
        _ => ("SPX", explosion.spx, model),
    };
    let bare = |x: f64| words::percent(x, 1).trim_end_matches(['%', words::THIN]).to_string();
    Chip {
        id: explosion.id.into(),
        name: explosion.name.into(),
        vix: [from, to, explosion.days],
        said: format!("{name} {}, model {}", bare(real), words::percent(model, 1)),
        happened: Some((explosion.spx, token)),
    }
}

fn tenth(x: f64) -> f64 {
    (10.0 * x).round() / 10.0
}

fn of_model(id: &'static str, name: &'static str, to: f64, plan: &Plan) -> Chip {
    let (from, days) = (plan.market.vix.0, plan.shock.days);
    let to = tenth(to).clamp(9.0, 150.0);
    let said = format!("SPX {}", words::percent(spx(from, to, days, plan.shock.severity), 1));
    Chip { id: id.into(), name: name.into(), vix: [from, to, days], said, happened: None }
}

/// The chips for this plan, 'yours' not among them.
pub fn chips(plan: &Plan) -> Vec<Chip> {
    let vix = plan.market.vix.0;
    let sigma = plan.market.vvix.0 / 100.0 * (plan.shock.days / 252.0).sqrt();
    let mut chips = vec![of_model("two_sigma", "2-sigma", vix * f64::exp(2.0 * sigma), plan)];
    let chosen = CHOSEN.iter().filter_map(|id| EXPLOSIONS.iter().find(|explosion| explosion.id == *id));
    chips.extend(chosen.map(|explosion| of_explosion(explosion, plan)));
    chips.push(of_model("doubling", "Doubling", 2.0 * vix, plan));
    chips
}

/// Every explosion, newest first, for the list behind 'More'.
pub fn all(plan: &Plan) -> Vec<Chip> {
    EXPLOSIONS.iter().rev().map(|explosion| of_explosion(explosion, plan)).collect()
}

impl Chip {
    /// Whether the plan stands so.
    pub fn is_set(&self, plan: &Plan) -> bool {
        [plan.market.vix.0, plan.shock.vix.map_or(plan.market.vix.0, |vix| vix.0), plan.shock.days] == self.vix
    }

    /// The knobs that bring it about. Links stay as they are, unless another shock's history holds them: that goes
    /// with that shock.
    pub fn changes(&self, is_held_by_history: bool) -> Vec<(&'static str, Option<f64>)> {
        let [from, to, days] = self.vix;
        let mut changes = vec![("market.vix", Some(from)), ("shock.vix", Some(to)), ("shock.days", Some(days))];
        if is_held_by_history {
            changes.extend([("shock.spx", None), ("shock.token", None)]);
        }
        changes
    }
}

/// What the row of chips shows.
#[derive(Properties, PartialEq)]
pub struct ChipsProps {
    /// The chips.
    pub chips: Vec<Chip>,
    /// Which one stands.
    pub chosen: Option<usize>,
    /// VIX before, after, days of the plan.
    pub vix: [f64; 3],
    /// SPX return of the plan.
    pub spx: f64,
    /// Whether SPX and token are held as they really were.
    pub is_as_it_happened: bool,
    /// Whether 'More' is open.
    pub is_open: bool,
    /// Opens and closes it.
    pub toggle: Callback<()>,
}

/// The row of chips: yours first.
#[component]
pub fn Chips(props: &ChipsProps) -> Html {
    let yours = use_mut_ref(|| props.vix);
    let Some(dispatch) = use_context::<Dispatch>() else { return Html::default() };
    if props.chosen.is_none() {
        *yours.borrow_mut() = props.vix;
    }
    let own = *yours.borrow();
    let said = match props.chosen {
        None => format!("SPX {}", words::percent(props.spx, 1)),
        Some(_) => format!("in {} days", words::number(own[2])),
    };
    let own = Chip { id: "yours".into(), name: "Yours".into(), vix: own, said, happened: None };
    let one = |chip: &Chip, is_set: bool| {
        let (dispatch, changes) = (dispatch.clone(), chip.changes(props.is_as_it_happened));
        let press = Callback::from(move |_: MouseEvent| dispatch.dispatch(Act::Turn(changes.clone())));
        html! {
            <button type="button" class="chip" id={format!("chip-{}", chip.id)} aria-pressed={is_set.to_string()} onclick={press}>
                <span><b>{ chip.name.clone() }</b>{ format!(" {:.0} → {:.0}", chip.vix[0], chip.vix[1]) }</span>
                { &chip.said }
            </button>
        }
    };
    let toggle = {
        let toggle = props.toggle.clone();
        Callback::from(move |_: MouseEvent| toggle.emit(()))
    };
    html! {
        <div class="chips" id="chips" role="group" aria-label="Shocks that happened">
            { one(&own, props.chosen.is_none()) }
            { for props.chips.iter().enumerate().map(|(i, chip)| one(chip, props.chosen == Some(i))) }
            <button type="button" class="tool more" aria-expanded={props.is_open.to_string()} aria-controls="shock-more" onclick={toggle}>
                { "More…" }
            </button>
        </div>
    }
}
