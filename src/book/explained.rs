//! Explained: every dollar between two places, today and the shock or any two dates and shocks, by what made it.
//!
//! A condor's and a hedge leg's change is taken apart by moving one thing at a time from the first place, then two at a
//! time (cross); what three or more explain together is the residual, always shown. A pool's is taken apart by its own
//! parts. Everything adds up to the P&L at the second place. Source: model book 10.

use serde::Serialize;

use crate::book::place::{DRIVERS, Moved, Place};
use crate::book::{Book, attribution};
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::world::World;
use crate::holdings::{Entry, Held};
use crate::plan::holding::Kind;
use crate::plan::{EventPlan, ExplainPlan, Plan};
use crate::units::{Frac, Points, Usd, Years, calendar_days};

/// Ends of the tenors, calendar days left at the first place.
pub const TENORS: [f64; 2] = [30.0, 90.0];

/// Dollars by what made them; they add up to the P&L at the second place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Causes {
    /// P&L at the first place: from today what is open, less opening fees and the gas to leave.
    pub before: f64,
    /// The first place's delta times the move of SPX; condors only.
    pub delta: f64,
    /// SPX moved and nothing else, less delta.
    pub gamma: f64,
    /// VIX moved and nothing else: its curve and what follows it but VVIX; events that pass are time's.
    pub vega: f64,
    /// VVIX moved along with VIX, beyond VIX alone: the skew of SPX, the vols of VIX options.
    pub vvix: f64,
    /// Time passed and nothing else.
    pub theta: f64,
    /// Tokens and peg moved and nothing else; of legs on the chain.
    pub token: f64,
    /// The rate moved and nothing else.
    pub rate: f64,
    /// What a pool's deposit is worth if held.
    pub price_move: f64,
    /// What the pool is worth less that.
    pub il: f64,
    /// A pool's fees.
    pub fees: f64,
    /// Gas to leave a pool, beyond that of the first place.
    pub gas: f64,
    /// Interest on a pool's loan.
    pub interest: f64,
    /// Premium of a pool's insurance.
    pub premium: f64,
    /// What it pays.
    pub claims: f64,
    /// Penalty of a liquidation.
    pub liquidation: f64,
    /// What each two move together beyond what each moves alone.
    pub cross: f64,
    /// What three or more move together.
    pub residual: f64,
}

impl Causes {
    /// In the order of the page: id, name, dollars.
    pub fn each(&self) -> [(&'static str, &'static str, f64); 18] {
        [
            ("before", "So far", self.before),
            ("delta", "Delta", self.delta),
            ("gamma", "Gamma", self.gamma),
            ("vega", "Vega", self.vega),
            ("vvix", "VVIX", self.vvix),
            ("theta", "Theta", self.theta),
            ("token", "Token", self.token),
            ("rate", "Rate", self.rate),
            ("price_move", "Price move", self.price_move),
            ("il", "IL", self.il),
            ("fees", "Fees", self.fees),
            ("gas", "Gas", self.gas),
            ("interest", "Interest", self.interest),
            ("premium", "Premium", self.premium),
            ("claims", "Claims", self.claims),
            ("liquidation", "Liquidation", self.liquidation),
            ("cross", "Cross", self.cross),
            ("residual", "Residual", self.residual),
        ]
    }

    /// P&L at the second place.
    pub fn after(&self) -> f64 {
        self.each().iter().map(|cause| cause.2).sum()
    }

    /// Change between the places.
    pub fn change(&self) -> f64 {
        self.after() - self.before
    }

    /// Both together.
    pub fn plus(&self, other: &Causes) -> Causes {
        Causes {
            before: self.before + other.before,
            delta: self.delta + other.delta,
            gamma: self.gamma + other.gamma,
            vega: self.vega + other.vega,
            vvix: self.vvix + other.vvix,
            theta: self.theta + other.theta,
            token: self.token + other.token,
            rate: self.rate + other.rate,
            price_move: self.price_move + other.price_move,
            il: self.il + other.il,
            fees: self.fees + other.fees,
            gas: self.gas + other.gas,
            interest: self.interest + other.interest,
            premium: self.premium + other.premium,
            claims: self.claims + other.claims,
            liquidation: self.liquidation + other.liquidation,
            cross: self.cross + other.cross,
            residual: self.residual + other.residual,
        }
    }
}

/// One holding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExplainedHolding {
    /// `condor`, `pool2`, `layer3`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its kind.
    #[serde(skip)]
    pub kind: Kind,
    /// Calendar days that it has left at the first place; `None` without an expiry.
    pub days: Option<f64>,
    /// Whether it expires between the two places: it is settled where SPX, VIX or the token stand at the second, since
    /// the path is not known.
    pub is_settled: bool,
    /// Dollars by what made them.
    pub causes: Causes,
}

/// One of the two places.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct At {
    /// VIX.
    pub vix: Points,
    /// SPX.
    pub spx: Points,
    /// Dollars for one of the market's token.
    pub token: Usd,
    /// Trading days from today.
    pub days: f64,
}

/// One line of the whole book's explanation.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// `delta`, `vega.30`, `hedge.layer`.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Dollars.
    pub usd: Usd,
}

/// Two places and what lies between.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Explanation {
    /// Where it starts.
    pub from: At,
    /// Where it ends: the shock.
    pub to: At,
    /// Each holding, in the order of the book.
    pub holdings: Vec<ExplainedHolding>,
    /// The whole book by cause, every leg of the hedge one line; without what is nothing. They add up to `after`.
    pub bars: Vec<Bar>,
    /// P&L at the second place.
    pub after: Usd,
}

/// The trading day on which the explanation starts: as the plan has it, the shock's at the latest.
pub fn from_day(book: &Book) -> f64 {
    book.plan.explain.days.min(book.shock.event.days)
}

/// Where the explanation starts.
pub fn start(book: &Book) -> Place {
    let (ExplainPlan { vix, spx, token, .. }, days) = (book.plan.explain.clone(), from_day(book));
    // The token alone leaves SPX where it is: on its link so many days have a drift.
    let spx = if vix.is_none() && token.is_some() { spx.or(Some(Frac(0.0))) } else { spx };
    match (vix, spx, token) {
        (None, None, None) => Place::untouched(&book.shock, days),
        _ => Place::of(&book.shock.with_event(EventPlan { vix, spx, token, ..EventPlan::calm(days) })),
    }
}

/// From the place that the plan names to its shock.
pub fn of(book: &Book) -> Explanation {
    between(book, &start(book), &Place::of(&book.shock))
}

/// The plan that is explained from where its shock stands now; what of it is set by hand beside VIX, SPX, token and day
/// starts as it is today. Whatever comes next is then told from here.
pub fn from_here(book: &Book) -> Plan {
    let event = &book.shock.event;
    // Each by its own number: the link is another one on another day, and by another severity.
    let here = Place::of(&book.shock);
    let token = here.returns.first().filter(|_| book.hangs_on_tokens()).map(|log| Frac(log.exp_m1()));
    let explain =
        ExplainPlan { vix: Some(here.vix), spx: Some(Frac(here.spx_return.exp_m1())), token, days: event.days };
    Plan { explain, ..book.plan.clone() }
}

/// From one place to another.
pub fn between(book: &Book, from: &Place, to: &Place) -> Explanation {
    let none = [false; DRIVERS];
    let one: [World; DRIVERS] = std::array::from_fn(|i| from.moved(to, with(none, &[i]), &book.shock));
    let start = from.world(&book.shock);
    let mut curve = one[1].clone();
    curve.market.vvix = start.market.vvix;
    let worlds = Worlds {
        from: start,
        to: to.world(&book.shock),
        one,
        curve,
        two: PAIRS.map(|pair| from.moved(to, with(none, &pair), &book.shock)),
    };
    let explained = |entry: &Entry| {
        let days = entry.held.days().map(|days| days - calendar_days(worlds.from.days));
        let lives = |at: &World| entry.held.days().is_some_and(|days| Years::left(days, at.days).0 > 0.0);
        ExplainedHolding {
            id: entry.id(),
            name: entry.name.clone(),
            kind: entry.kind,
            days,
            is_settled: entry.held.days().is_some() && lives(&worlds.from) && !lives(&worlds.to),
            causes: worlds.causes(&entry.held),
        }
    };
    let holdings: Vec<ExplainedHolding> = book.entries.iter().map(|entry| explained(entry)).collect();
    let after = holdings.iter().map(|one| one.causes.after()).sum();
    let bars = bars(&holdings);
    Explanation { from: at(from, &worlds.from), to: at(to, &worlds.to), holdings, bars, after: Usd(after) }
}

fn at(place: &Place, world: &World) -> At {
    At { vix: world.market.curve.vix(), spx: world.market.spx, token: Usd(world.token), days: place.event.days }
}

/// Every two of the drivers.
const PAIRS: [[usize; 2]; 10] = [[0, 1], [0, 2], [0, 3], [0, 4], [1, 2], [1, 3], [1, 4], [2, 3], [2, 4], [3, 4]];

fn with(mut moved: Moved, drivers: &[usize]) -> Moved {
    drivers.iter().for_each(|i| moved[*i] = true);
    moved
}

/// Both places, and between them one thing moved and two.
struct Worlds {
    from: World,
    to: World,
    one: [World; DRIVERS],
    /// VIX moved with VVIX left behind.
    curve: World,
    two: [World; PAIRS.len()],
}

impl Worlds {
    fn causes(&self, held: &Held) -> Causes {
        if held.quantity() == 0.0 {
            return Causes::default();
        }
        if let Held::Pool(position) = held {
            return pool(&position.pnl(&self.from), &position.pnl(&self.to));
        }
        let before = held.pnl(&self.from);
        let alone: [f64; DRIVERS] = std::array::from_fn(|i| held.pnl(&self.one[i]) - before);
        let cross: f64 =
            PAIRS.iter().zip(&self.two).map(|([a, b], world)| held.pnl(world) - before - alone[*a] - alone[*b]).sum();
        let [spx, vix, theta, token, rate] = alone;
        let vega = held.pnl(&self.curve) - before;
        let delta = match held {
            Held::Condor(condor) => {
                condor.greeks_in(&self.from).delta * (self.to.market.spx.0 - self.from.market.spx.0)
            }
            _ => 0.0,
        };
        let known = Causes {
            before,
            delta,
            gamma: spx - delta,
            vega,
            vvix: vix - vega,
            theta,
            token,
            rate,
            cross,
            ..Causes::default()
        };
        Causes { residual: held.pnl(&self.to) - known.after(), ..known }
    }
}

fn pool(from: &PoolPnl, to: &PoolPnl) -> Causes {
    Causes {
        before: from.total(),
        price_move: to.price_move - from.price_move,
        il: to.divergence - from.divergence,
        fees: to.fees - from.fees,
        gas: from.gas - to.gas,
        interest: from.interest - to.interest,
        premium: from.premium - to.premium,
        claims: to.claims - from.claims,
        liquidation: from.penalty - to.penalty,
        ..Causes::default()
    }
}

/// The whole book by cause: vega by tenor, each leg of the hedge its own line.
fn bars(holdings: &[ExplainedHolding]) -> Vec<Bar> {
    let engines = || holdings.iter().filter(|one| !one.kind.is_hedge());
    let total = engines().fold(Causes::default(), |sum, one| sum.plus(&one.causes));
    let bar = |id: &str, label: &str, usd: f64| Bar { id: id.into(), label: label.into(), usd: Usd(usd) };
    let before: f64 = holdings.iter().map(|one| one.causes.before).sum();
    let mut bars = vec![bar("before", "So far", before)];
    for (id, label, usd) in total.each() {
        match id {
            "before" => {}
            "vega" => bars.extend(tenors().map(|(id, label, is_in)| {
                let of = engines().filter(|one| is_in(one.days.unwrap_or(0.0)));
                bar(id, label, of.map(|one| one.causes.vega).sum())
            })),
            "cross" => {
                let legs = holdings.iter().filter(|one| one.kind.is_hedge());
                bars.extend(legs.map(|one| bar(&format!("hedge.{}", one.id), &one.name, one.causes.change())));
                bars.push(bar(id, label, usd));
            }
            _ => bars.push(bar(id, label, usd)),
        }
    }
    // What is next to nothing is no line; what starts, crosses and is left over always is.
    let is_kept =
        |bar: &Bar| bar.usd.0.abs() >= attribution::SEEN || ["before", "cross", "residual"].contains(&&*bar.id);
    let dust: f64 = bars.iter().filter(|bar| !is_kept(bar)).map(|bar| bar.usd.0).sum();
    bars.retain(is_kept);
    if let Some(residual) = bars.last_mut() {
        residual.usd.0 += dust;
    }
    bars
}

type Tenor = (&'static str, &'static str, fn(f64) -> bool);

fn tenors() -> impl Iterator<Item = Tenor> {
    let each: [Tenor; 3] = [
        ("vega.30", "Near vega", |days| days <= TENORS[0]),
        ("vega.90", "Middle vega", |days| days > TENORS[0] && days <= TENORS[1]),
        ("vega.later", "Far vega", |days| days > TENORS[1]),
    ];
    each.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::pnl;
    use crate::plan::Plan;
    use crate::units::day::Day;

    fn resolved(plan: &Plan) -> Book {
        let Ok(book) = Book::resolve(plan) else { unreachable!("{plan:?}") };
        book
    }

    fn place(book: &Book, vix: Option<f64>, days: f64) -> Place {
        let Some(vix) = vix else { return Place::untouched(&book.shock, days) };
        let event = EventPlan { vix: Some(Points(vix)), ..EventPlan::calm(days) };
        Place::of(&book.shock.with_event(event))
    }

    #[test]
    fn every_dollar_of_the_shock_is_explained_to_a_millionth_of_a_cent() {
        let plan = Plan::one_more_of_each();
        let book = resolved(&plan);
        let told = of(&book);
        let pnl = pnl::of(&book, &book.shock.as_set(0.0)).combined();
        let bars: f64 = told.bars.iter().map(|bar| bar.usd.0).sum();
        assert!((told.after.0 - pnl).abs() < 1e-8 && (bars - pnl).abs() < 1e-8, "{} {bars} {pnl}", told.after.0);
        for (one, entry) in told.holdings.iter().zip(&book.entries) {
            let own = entry.held.pnl(&book.shock.as_set(0.0));
            assert!((one.causes.after() - own).abs() < 1e-8, "{one:?}");
        }
    }

    #[test]
    fn the_token_typed_where_it_is_starts_where_nothing_has_moved() {
        let mut plan = Plan::one_more_of_each();
        plan.explain.days = 4.0;
        let told = |plan: &Plan| of(&resolved(plan));
        let untouched = told(&plan);
        plan.explain.token = Some(Frac(0.0));
        let typed = told(&plan);
        for (a, b) in untouched.bars.iter().zip(&typed.bars) {
            assert!(a.id == b.id && (a.usd.0 - b.usd.0).abs() < 1e-6, "{a:?} {b:?}");
        }
        plan.explain.token = Some(Frac(-0.1));
        assert_eq!(start(&resolved(&plan)).spx_return, 0.0);
    }

    #[test]
    fn from_today_a_condors_parts_are_those_of_the_attribution() {
        let book = resolved(&Plan::default());
        let told = of(&book);
        let parts = attribution::of(&book, &book.shock.as_set(0.0));
        let Some(condor) = told.holdings.iter().find(|one| one.kind == Kind::Condor) else { unreachable!() };
        let causes = condor.causes;
        for (a, b) in [
            (causes.delta, parts.delta),
            (causes.gamma, parts.gamma),
            (causes.vega, parts.vega),
            (causes.theta, parts.theta),
            (causes.vvix + causes.cross + causes.residual + causes.rate, parts.cross),
        ] {
            assert!((a - b).abs() < 1e-6, "{causes:?} {parts:?}");
        }
    }

    /// Small: within two points of VIX and two trading days. Against the gross of the causes, which may cancel, and where
    /// a third of them or more is left against the P&L itself.
    #[test]
    fn the_residual_of_a_small_shock_is_below_two_hundredths_of_what_moved() {
        let mut plan = Plan::one_more_of_each();
        let (mut of_pnl, mut all) = (0, 0);
        let event = crate::plan::EventDay { days: 1.0, size: Frac(0.009), ..crate::plan::EventDay::default() };
        for events in [Vec::new(), vec![event]] {
            plan.market.events = events;
            for (i, days) in (0..9).flat_map(|i| [0.0, 1.0, 2.0].map(|days| (i, days))) {
                (plan.event.vix, plan.event.days) = (Some(Points(15.0 + 0.5 * f64::from(i))), days);
                let told = of(&resolved(&plan));
                for one in &told.holdings {
                    let gross: f64 = one.causes.each().iter().skip(1).map(|cause| cause.2.abs()).sum();
                    assert!(one.causes.residual.abs() <= 0.02 * gross + 0.01, "{:?}: {one:?}", plan.event.vix);
                    all += 1;
                    let pnl = one.causes.change().abs();
                    if pnl > gross / 3.0 && gross > 0.0 {
                        assert!(one.causes.residual.abs() <= 0.02 * pnl, "{:?}: {one:?}", plan.event.vix);
                        of_pnl += 1;
                    }
                }
            }
        }
        assert!(of_pnl > 400, "{of_pnl} of {all}");
    }

    #[test]
    fn an_event_that_passes_is_times_and_not_vegas() {
        let mut plan = Plan::default();
        for day in [3.0, 48.0] {
            plan.market.events =
                vec![crate::plan::EventDay { days: day, size: Frac(0.02), ..crate::plan::EventDay::default() }];
            let book = resolved(&plan);
            let told = between(&book, &place(&book, None, 0.0), &place(&book, None, 5.0));
            for one in told.holdings.iter().filter(|one| one.kind != Kind::Pool) {
                assert!(one.causes.vega.abs() + one.causes.cross.abs() < 1e-9, "{one:?}");
            }
        }
    }

    #[test]
    fn an_explanation_never_starts_after_the_shock() {
        let mut plan = Plan::default();
        (plan.explain.days, plan.event.days) = (20.0, 2.0);
        let told = of(&resolved(&plan));
        assert_eq!((told.from.days, told.to.days), (2.0, 2.0));
    }

    #[test]
    fn by_way_of_a_third_place_the_dollars_are_the_same() {
        let book = resolved(&Plan::one_more_of_each());
        let [a, b, c] = [place(&book, None, 0.0), place(&book, Some(24.0), 3.0), place(&book, Some(45.0), 5.0)];
        let change = |told: &Explanation| told.holdings.iter().map(|one| one.causes.change()).sum::<f64>();
        let legs = change(&between(&book, &a, &b)) + change(&between(&book, &b, &c));
        let whole = change(&between(&book, &a, &c));
        assert!((legs - whole).abs() < 1e-8, "{legs} {whole}");
        let back = change(&between(&book, &c, &a));
        assert!((back + whole).abs() < 1e-8);
        let nothing = between(&book, &b, &b);
        assert!(nothing.holdings.iter().all(|one| one.causes.change().abs() < 1e-9));
    }

    #[test]
    fn time_alone_is_theta_and_nothing_else_of_options() {
        let book = resolved(&Plan::default());
        let told = between(&book, &place(&book, None, 0.0), &place(&book, None, 5.0));
        for one in told.holdings.iter().filter(|one| one.kind != Kind::Pool) {
            let Causes { delta, gamma, vega, theta, token, cross, .. } = one.causes;
            assert!(theta != 0.0 && [delta, gamma, token].iter().all(|x| x.abs() < 1e-9), "{one:?}");
            assert!((vega.abs() + cross.abs()) < 1e-9, "{one:?}");
        }
    }

    #[test]
    fn delta_and_gamma_of_a_small_move_are_the_taylor_series_of_the_price() {
        let mut plan = Plan::default();
        (plan.event.vix, plan.event.days) = (None, 0.0);
        let gamma = |by: f64, plan: &mut Plan| {
            plan.event.spx = Some(Frac(by));
            let book = resolved(plan);
            let told = of(&book);
            let condor = told.holdings.iter().find(|one| one.kind == Kind::Condor).map(|one| one.causes);
            condor.unwrap_or_default()
        };
        let (up, down) = (gamma(0.002, &mut plan), gamma(-0.002, &mut plan));
        assert!((up.delta + down.delta).abs() < 1e-9 && up.residual.abs() < 1e-9 && up.cross.abs() < 1e-9);
        // Delta is at a fixed vol a strike, the smile moves with SPX: what is left of first order is gamma's.
        assert!(up.gamma + down.gamma < 0.0);
    }

    /// By VIX alone, with SPX held, with the token too, from a day and from an instant.
    #[test]
    fn from_where_the_shock_stands_nothing_is_left_to_explain_and_what_comes_next_is_told_from_there() {
        let changes: [fn(&mut Plan); 4] = [
            |_| (),
            |plan| plan.event.spx = Some(Frac(-0.04)),
            |plan| (plan.event.spx, plan.event.token) = (Some(Frac(-0.04)), Some(Frac(-0.15))),
            |plan| (plan.event.vix, plan.event.days) = (None, 7.0),
        ];
        for change in changes {
            let mut plan = Plan::one_more_of_each();
            change(&mut plan);
            let here = of(&resolved(&from_here(&resolved(&plan))));
            let sum: f64 = here.bars.iter().skip(1).map(|bar| bar.usd.0.abs()).sum();
            assert!(sum < 0.01 && here.from == here.to, "{here:?}");
            let before = here.after.0;
            let mut next = from_here(&resolved(&plan));
            (next.event.days, next.event.spx) = (next.event.days + 5.0, Some(Frac(-0.1)));
            let told = of(&resolved(&next));
            assert!(told.from.days == here.to.days && told.from.spx == here.to.spx, "{:?} {:?}", told.from, here.to);
            assert!((told.bars[0].usd.0 - before).abs() < 0.01, "{} {before}", told.bars[0].usd.0);
            let all: f64 = told.bars.iter().map(|bar| bar.usd.0).sum();
            assert!((all - told.after.0).abs() < 0.005, "{all} {}", told.after.0);
        }
    }

    #[test]
    fn what_expires_on_the_way_is_marked_and_what_has_does_not_move_with_vols() {
        let mut plan = Plan::default();
        plan.a_condor().days = 3.0;
        plan.event.days = 5.0;
        let told = of(&resolved(&plan));
        let marked: Vec<&str> = told.holdings.iter().filter(|one| one.is_settled).map(|one| &*one.id).collect();
        assert_eq!(marked, ["condor"]);
        // On the very day, whatever the last digit of the days is: Monday 7 December.
        plan.market.today = Day::iso("2026-12-01");
        (plan.a_condor().days, plan.explain.days, plan.event.days) = (6.0, 1.0, 4.0);
        assert!(of(&resolved(&plan)).holdings.iter().any(|one| one.kind == Kind::Condor && one.is_settled));
        plan.event.days = 3.0;
        assert!(of(&resolved(&plan)).holdings.iter().all(|one| !one.is_settled));
        plan.market.today = None;
        (plan.a_condor().days, plan.explain.days, plan.event.days) = (3.0, 0.0, 5.0);
        let book = resolved(&plan);
        let later = between(&book, &place(&book, None, 5.0), &place(&book, Some(45.0), 10.0));
        let condor = later.holdings.iter().find(|one| one.kind == Kind::Condor);
        assert!(condor.is_some_and(|one| !one.is_settled && one.causes.vega == 0.0 && one.causes.theta == 0.0));
    }

    #[test]
    fn vega_stands_under_the_tenor_that_holds_the_expiry() {
        let mut plan = Plan::default();
        for (days, id) in [(20.0, "vega.30"), (45.0, "vega.90"), (120.0, "vega.later")] {
            plan.a_condor().days = days;
            let told = of(&resolved(&plan));
            let vegas: Vec<&str> = told.bars.iter().map(|bar| &*bar.id).filter(|id| id.starts_with("vega")).collect();
            assert_eq!(vegas, [id]);
        }
    }
}
