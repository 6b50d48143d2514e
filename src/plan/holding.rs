//! Holding: one thing that a plan holds, with its name, whether it is on, and its terms.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::{
    ChainPlan, CondorPlan, ConversionPlan, EtpPlan, LayerPlan, Plan, PoolPlan, RangeBy, StrikeRule, StripPlan, Token,
};
use crate::units::{Points, Usd};

/// Most holdings in one plan.
pub const MOST: usize = 100;

/// Number of a pool that no plan has: with a leg written on it, there is room for one fewer.
pub const NO_POOL: f64 = MOST as f64;

/// Kinds of holdings, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// SPX iron condor.
    Condor,
    /// Liquidity position.
    Pool,
    /// VIX calls or call spreads of one expiry.
    Layer,
    /// Exchange-traded product on VIX futures, or calls on it.
    Etp,
    /// Options or a squared perpetual on the market's token.
    Chain,
    /// Puts and calls that replicate a pool's impermanent loss.
    Strip,
    /// A pool's tokens sold short by calls and puts.
    Conversion,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] =
        [Kind::Condor, Kind::Pool, Kind::Layer, Kind::Etp, Kind::Chain, Kind::Strip, Kind::Conversion];

    /// The word that ids, links and files use.
    pub const fn word(self) -> &'static str {
        match self {
            Kind::Condor => "condor",
            Kind::Pool => "pool",
            Kind::Layer => "layer",
            Kind::Etp => "etp",
            Kind::Chain => "chain",
            Kind::Strip => "strip",
            Kind::Conversion => "conversion",
        }
    }

    /// What the ids of holding `nth`, and its inputs' addresses, begin with: `pool`, `pool2`.
    pub fn id(self, nth: usize) -> String {
        if nth == 0 { self.word().to_string() } else { format!("{}{}", self.word(), nth + 1) }
    }

    /// The row that switches holdings of this kind on and off.
    pub const fn switch(self) -> &'static str {
        match self {
            Kind::Condor => "condor.on",
            Kind::Pool => "pool.on",
            Kind::Layer => "layer.on",
            Kind::Etp => "etp.on",
            Kind::Chain => "chain.on",
            Kind::Strip => "strip.on",
            Kind::Conversion => "conversion.on",
        }
    }

    /// The kind of this word.
    pub fn of_word(word: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// What it is called where the person gave no name.
    pub const fn label(self) -> &'static str {
        match self {
            Kind::Condor => "Condor",
            Kind::Pool => "Pool",
            Kind::Layer => "VIX calls",
            Kind::Etp => "VIX ETP",
            Kind::Chain => "On the chain",
            Kind::Strip => "IL strip",
            Kind::Conversion => "Conversion",
        }
    }

    /// Whether it is part of the hedge.
    pub const fn is_hedge(self) -> bool {
        !matches!(self, Kind::Condor | Kind::Pool)
    }
}

/// What a holding is, with the terms that its kind has.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(tag = "kind", content = "terms", rename_all = "snake_case")]
pub enum Terms {
    /// SPX iron condor.
    Condor(CondorPlan),
    /// Liquidity position.
    Pool(Box<PoolPlan>),
    /// VIX calls.
    Layer(LayerPlan),
    /// Exchange-traded product.
    Etp(EtpPlan),
    /// On the chain.
    Chain(ChainPlan),
    /// Impermanent-loss strip.
    Strip(StripPlan),
    /// Conversion.
    Conversion(ConversionPlan),
}

impl Terms {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Terms::Condor(_) => Kind::Condor,
            Terms::Pool(_) => Kind::Pool,
            Terms::Layer(_) => Kind::Layer,
            Terms::Etp(_) => Kind::Etp,
            Terms::Chain(_) => Kind::Chain,
            Terms::Strip(_) => Kind::Strip,
            Terms::Conversion(_) => Kind::Conversion,
        }
    }

    /// The terms of this kind that JSON says; what it leaves out is the kind's.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(kind: Kind, terms: Value) -> serde_json::Result<Terms> {
        Ok(match kind {
            Kind::Condor => Terms::Condor(serde_json::from_value(terms)?),
            Kind::Pool => Terms::Pool(serde_json::from_value(terms)?),
            Kind::Layer => Terms::Layer(serde_json::from_value(terms)?),
            Kind::Etp => Terms::Etp(serde_json::from_value(terms)?),
            Kind::Chain => Terms::Chain(serde_json::from_value(terms)?),
            Kind::Strip => Terms::Strip(serde_json::from_value(terms)?),
            Kind::Conversion => Terms::Conversion(serde_json::from_value(terms)?),
        })
    }

    /// The terms that a link leaves out: those of the kind, for layers by their place (30, 110, 220 days; 4/4/2).
    pub fn fresh(kind: Kind, nth: usize) -> Terms {
        match kind {
            Kind::Condor => Terms::Condor(CondorPlan::default()),
            Kind::Pool => Terms::Pool(Box::default()),
            Kind::Layer => Terms::Layer(LayerPlan::nth(nth)),
            Kind::Etp => Terms::Etp(EtpPlan::default()),
            Kind::Chain => Terms::Chain(ChainPlan::default()),
            Kind::Strip => Terms::Strip(StripPlan::default()),
            Kind::Conversion => Terms::Conversion(ConversionPlan::default()),
        }
    }

    /// The terms of one that the person adds: of size zero, so that it changes nothing until something is typed.
    pub fn added(kind: Kind, nth: usize) -> Terms {
        match Terms::fresh(kind, nth) {
            Terms::Condor(terms) => Terms::Condor(CondorPlan { contracts: 0.0, ..terms }),
            // Its range stands round its own price, whatever its pair becomes.
            Terms::Pool(terms) => {
                // And nobody has said yet what its token is worth trusting.
                let vetting = crate::plan::Vetting::UNKNOWN;
                Terms::Pool(Box::new(PoolPlan { deposit: Usd(0.0), range_by: RangeBy::Factor, vetting, ..*terms }))
            }
            Terms::Layer(terms) => Terms::Layer(LayerPlan { contracts: Some(0.0), ..terms }),
            Terms::Etp(terms) => Terms::Etp(EtpPlan { shares: 0.0, contracts: 0.0, ..terms }),
            Terms::Chain(terms) => Terms::Chain(ChainPlan { tokens: 0.0, ..terms }),
            Terms::Strip(terms) => Terms::Strip(StripPlan { per_side: 0.0, ..terms }),
            Terms::Conversion(terms) => Terms::Conversion(ConversionPlan { share: crate::units::Frac(0.0), ..terms }),
        }
    }
}

/// One thing held.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Holding {
    /// The person's name for it; empty takes the kind's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Whether it counts; one that is off keeps its terms and changes no figure.
    #[serde(default = "on")]
    pub on: bool,
    /// What it is.
    #[serde(flatten)]
    pub terms: Terms,
}

fn on() -> bool {
    true
}

/// By hand: what serde derives for a tagged list reads every kind's terms by two ways, a twentieth of the chunk.
impl<'de> Deserialize<'de> for Holding {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Holding, D::Error> {
        let mut fields = Map::<String, Value>::deserialize(from)?;
        let mut take = |field: &str| fields.remove(field);
        let kind = take("kind").as_ref().and_then(Value::as_str).and_then(Kind::of_word);
        let kind = kind.ok_or_else(|| D::Error::missing_field("kind"))?;
        let (name, is_on, terms) = (take("name"), take("on"), take("terms").unwrap_or_else(|| Map::new().into()));
        Ok(Holding {
            name: name.map_or(Ok(String::new()), serde_json::from_value).map_err(D::Error::custom)?,
            on: is_on.map_or_else(|| Ok(on()), serde_json::from_value).map_err(D::Error::custom)?,
            terms: Terms::read(kind, terms).map_err(D::Error::custom)?,
        })
    }
}

impl Holding {
    /// One that is on and has no name of its own.
    pub fn new(terms: Terms) -> Holding {
        Holding { name: String::new(), on: true, terms }
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.terms.kind()
    }
}

/// What a plan opens with: a condor, a pool, three layers of VIX calls.
pub fn opening() -> Vec<Holding> {
    [(Kind::Condor, 0), (Kind::Pool, 0), (Kind::Layer, 0), (Kind::Layer, 1), (Kind::Layer, 2)]
        .map(|(kind, nth)| Holding::new(Terms::fresh(kind, nth)))
        .into()
}

macro_rules! reached {
    ($one:ident, $one_mut:ident, $all:ident, $kind:ident, $terms:ty) => {
        /// The terms of holding `nth` of this kind, on or off.
        pub fn $one(&self, nth: usize) -> Option<&$terms> {
            self.$all().nth(nth)
        }

        /// The same, to be changed.
        pub fn $one_mut(&mut self, nth: usize) -> Option<&mut $terms> {
            let picked = self.holdings.iter_mut().filter_map(|holding| match &mut holding.terms {
                Terms::$kind(terms) => Some(&mut *terms),
                _ => None,
            });
            picked.map(|terms| -> &mut $terms { terms }).nth(nth)
        }

        /// The terms of every holding of this kind, on or off.
        pub fn $all(&self) -> impl Iterator<Item = &$terms> {
            self.holdings
                .iter()
                .filter_map(|holding| match &holding.terms {
                    Terms::$kind(terms) => Some(&*terms),
                    _ => None,
                })
                .map(|terms| -> &$terms { terms })
        }
    };
}

impl Plan {
    reached!(condor, condor_mut, condors, Condor, CondorPlan);
    reached!(pool, pool_mut, pools, Pool, PoolPlan);
    reached!(layer, layer_mut, layers, Layer, LayerPlan);
    reached!(etp, etp_mut, etps, Etp, EtpPlan);
    reached!(chain, chain_mut, chains, Chain, ChainPlan);
    reached!(strip, strip_mut, strips, Strip, StripPlan);
    reached!(conversion, conversion_mut, conversions, Conversion, ConversionPlan);

    /// How many holdings of a kind there are, on or off.
    pub fn count(&self, kind: Kind) -> usize {
        self.holdings.iter().filter(|holding| holding.kind() == kind).count()
    }

    /// Whether a pool, on or off, is of this token.
    pub fn holds(&self, token: Token) -> bool {
        self.pools().any(|pool| [pool.base_in(&self.market), pool.quote_in(&self.market)].contains(&Some(token)))
    }

    /// Where holding `nth` of a kind stands in the list.
    pub fn place(&self, kind: Kind, nth: usize) -> Option<usize> {
        let of_kind = |(_, holding): &(usize, &Holding)| holding.kind() == kind;
        self.holdings.iter().enumerate().filter(of_kind).nth(nth).map(|(place, _)| place)
    }

    /// Every holding with its kind and its place among its kind, on or off.
    pub fn each(&self) -> impl Iterator<Item = (Kind, usize, &Holding)> {
        let mut counts = [0; Kind::ALL.len()];
        self.holdings.iter().map(move |holding| {
            let kind = holding.kind();
            let nth = counts[kind as usize];
            counts[kind as usize] += 1;
            (kind, nth, holding)
        })
    }

    /// Holding `nth` of a kind.
    pub fn holding(&self, kind: Kind, nth: usize) -> Option<&Holding> {
        self.place(kind, nth).and_then(|place| self.holdings.get(place))
    }

    /// The same, to be changed.
    pub fn holding_mut(&mut self, kind: Kind, nth: usize) -> Option<&mut Holding> {
        self.place(kind, nth).and_then(|place| self.holdings.get_mut(place))
    }

    /// Whether holding `nth` of a kind is there and on.
    pub fn is_on(&self, kind: Kind, nth: usize) -> bool {
        self.holding(kind, nth).is_some_and(|holding| holding.on)
    }

    /// Writes the four strikes of a condor as levels, so that moving one leaves the others where they are.
    pub fn pin_strikes(&mut self, nth: usize, strikes: [f64; 4]) {
        if let Some(condor) = self.condor_mut(nth) {
            condor.strikes_by = StrikeRule::Level;
            [condor.long_put, condor.short_put, condor.short_call, condor.long_call] = strikes.map(Points);
        }
    }

    /// Writes the bounds of a pool's range as prices, so that moving one leaves the other where it is.
    pub fn pin_range(&mut self, nth: usize) {
        let market = self.market.clone();
        let Some(pool) = self.pool_mut(nth).filter(|pool| pool.range_by != RangeBy::Level) else { return };
        if let Some([low, high]) = pool.bounds_in(&market) {
            pool.range_by = RangeBy::Level;
            [pool.low, pool.high] = pool.shown_range([low, high]);
        }
    }

    /// Condors sold in every condor that is on.
    pub fn condors_sold(&self) -> f64 {
        let on = self.holdings.iter().filter(|holding| holding.on);
        on.map(|holding| if let Terms::Condor(terms) = &holding.terms { terms.held() } else { 0.0 }).sum()
    }

    /// Adds a holding behind the others of its kind; false, and nothing done, where there are [`MOST`] already.
    pub fn add(&mut self, holding: Holding) -> bool {
        if self.holdings.len() >= MOST {
            return false;
        }
        let kind = holding.kind();
        let at = self.holdings.iter().rposition(|other| other.kind() <= kind).map_or(0, |last| last + 1);
        self.holdings.insert(at, holding);
        true
    }

    /// Adds one of this kind with the terms that a link leaves out; false, and nothing done, where there are [`MOST`]
    /// already.
    pub fn add_fresh(&mut self, kind: Kind) -> bool {
        self.add(Holding::new(Terms::fresh(kind, self.count(kind))))
    }

    /// Takes a holding away, with a layer's rules and the marks of its inputs. What points at a pool by its number follows
    /// that pool; a leg written on the pool taken away is off and points at [`NO_POOL`], and another pool is sized.
    pub fn remove(&mut self, kind: Kind, nth: usize) {
        let Some(place) = self.place(kind, nth) else { return };
        self.holdings.remove(place);
        self.forget_holding(kind, nth);
        match kind {
            Kind::Pool => {}
            Kind::Layer => return self.hedge_rules.forget_layer(nth),
            _ => return,
        }
        let (gone, last) = (nth as f64 + 1.0, self.count(Kind::Pool) as f64 + 1.0);
        let behind = |number: f64| if number > gone && number <= last { number - 1.0 } else { number };
        self.sizing.pool = self.sizing.pool.filter(|number| *number != gone).map(behind);
        for holding in &mut self.holdings {
            let number = match &mut holding.terms {
                Terms::Strip(strip) => &mut strip.pool,
                Terms::Conversion(conversion) => &mut conversion.pool,
                _ => continue,
            };
            if *number == gone {
                (*number, holding.on) = (NO_POOL, false);
            }
            *number = behind(*number);
        }
    }

    /// The pool whose size is asked for, the others held: as chosen, else the first one that is on.
    pub fn sized_pool(&self) -> Option<usize> {
        let on = |nth: &usize| self.is_on(Kind::Pool, *nth);
        let chosen = self.sizing.pool.map(|number| (number.max(1.0) as usize) - 1);
        chosen.filter(on).or_else(|| (0..self.count(Kind::Pool)).find(on))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Settlement;
    use crate::plan::address::Address;
    use crate::plan::knobs::knob;

    #[test]
    fn a_pool_that_is_added_holds_nothing_and_its_range_stands_round_its_own_price() {
        let mut plan = Plan::default();
        (plan.market.token, plan.market.token_price) = (crate::plan::Token::Btc, Usd(100_000.0));
        assert!(plan.add(Holding::new(Terms::added(Kind::Pool, 1))));
        let Some(pool) = plan.pool(1) else { unreachable!() };
        assert_eq!((pool.deposit, pool.bounds_in(&plan.market)), (Usd(0.0), Some([50_000.0, 200_000.0])));
        // Pinned, the bounds stay where they are and can be moved one by one.
        plan.pin_range(1);
        let pinned = plan.pool(1).map(|pool| (pool.range_by, pool.low, pool.high));
        assert_eq!(pinned, Some((RangeBy::Level, 50_000.0, 200_000.0)));
    }

    #[test]
    fn every_kind_has_its_switch_and_its_id() {
        for kind in Kind::ALL {
            let switch = knob(kind.switch());
            assert!(switch.is_some_and(|knob| knob.is_switch() && knob.kind() == Some(kind)), "{kind:?}");
            let at = Address::new(kind.switch(), 4).to_string();
            assert_eq!(at, format!("{}.on", kind.id(4)));
        }
    }

    #[test]
    fn holdings_are_counted_within_their_kind() {
        let mut plan = Plan::default();
        assert!(plan.add(Holding::new(Terms::added(Kind::Condor, 1))));
        assert_eq!(plan.condors().map(|condor| condor.contracts).collect::<Vec<_>>(), [5.0, 0.0]);
        assert_eq!(plan.place(Kind::Layer, 2), Some(5));
        if let Some(layer) = plan.layer_mut(2) {
            layer.days = 300.0;
        }
        assert_eq!(plan.layer(2).map(|layer| layer.days), Some(300.0));
        plan.remove(Kind::Condor, 0);
        assert_eq!((plan.count(Kind::Condor), plan.condors_sold()), (1, 0.0));
        assert_eq!(plan.layer(3), None);
    }

    #[test]
    fn a_holding_has_a_name_and_a_number_where_there_are_several() {
        let mut plan = Plan::default();
        assert_eq!(plan.name(Kind::Condor, 0), "Condor");
        assert_eq!(plan.name(Kind::Layer, 1), "VIX calls 2");
        plan.holdings[0].name = "January".into();
        assert_eq!(plan.name(Kind::Condor, 0), "January");
    }

    #[test]
    fn what_points_at_a_pool_follows_it_and_what_was_written_on_one_that_went_is_off() {
        let mut plan = Plan::default();
        for kind in [Kind::Pool, Kind::Pool, Kind::Strip, Kind::Strip, Kind::Conversion] {
            plan.add_fresh(kind);
        }
        for (strip, pool) in [(0, 2.0), (1, 3.0)] {
            if let Some(strip) = plan.strip_mut(strip) {
                strip.pool = pool;
            }
        }
        plan.sizing.pool = Some(3.0);
        plan.remove(Kind::Pool, 1);
        assert_eq!(plan.strips().map(|strip| strip.pool).collect::<Vec<_>>(), [NO_POOL, 2.0]);
        // It stays so whatever else is removed.
        let mut fewer = plan.clone();
        fewer.remove(Kind::Pool, 0);
        assert_eq!(fewer.strips().map(|strip| strip.pool).collect::<Vec<_>>(), [NO_POOL, 1.0]);
        assert_eq!(fewer.conversion(0).map(|conversion| conversion.pool), Some(NO_POOL));
        assert_eq!([0, 1].map(|nth| plan.is_on(Kind::Strip, nth)), [false, true]);
        assert_eq!(plan.conversion(0).map(|conversion| conversion.pool), Some(1.0));
        assert_eq!((plan.is_on(Kind::Conversion, 0), plan.sizing.pool), (true, Some(2.0)));
    }

    #[test]
    fn a_condor_that_settles_at_the_open_has_six_and_a_half_hours_less() {
        let left = |days: f64, settles: Settlement| CondorPlan { days, settles, ..CondorPlan::default() }.days_left();
        assert_eq!([0.0, 0.25, 45.0].map(|days| left(days, Settlement::Pm)), [0.0, 0.25, 45.0]);
        assert_eq!([0.0, 0.25, 1.0].map(|days| 24.0 * left(days, Settlement::Am)), [0.0, 0.0, 17.5]);
    }

    #[test]
    fn the_list_ends_at_a_hundred() {
        let mut plan = Plan::default();
        while plan.add(Holding::new(Terms::added(Kind::Pool, 0))) {}
        assert_eq!(plan.holdings.len(), MOST);
    }

    #[test]
    fn the_sized_pool_is_the_one_chosen_or_the_first_that_is_on() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        assert_eq!(plan.sized_pool(), Some(0));
        plan.sizing.pool = Some(2.0);
        assert_eq!(plan.sized_pool(), Some(1));
        for holding in &mut plan.holdings {
            holding.on = holding.kind() != Kind::Pool;
        }
        assert_eq!(plan.sized_pool(), None);
    }
}
