//! Knobs: one row an input. The slider, the number box, the link key, the help text, the bounds of a file and
//! the law tests all come from this table.

pub mod adaptive;
mod conversion;
mod hedge;
mod pool;
mod sizing;

use super::{FeeBy, Plan, PoolKind, StrikeRule, Token};
use crate::units::{Frac, Points, Usd, Vol};
use crate::words::decimal;

/// Groups of the left rail, in order; shock knobs live in the shock bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Levels today.
    Market,
    /// The first engine.
    Condor,
    /// The second engine.
    Pool,
    /// VIX layers.
    Hedge,
    /// Money and limits.
    Account,
    /// The pool's token sold short.
    Conversion,
    /// The joint shock.
    Shock,
    /// The pool's size, rule by rule.
    Sizing,
}

/// What the number on screen is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A plain index level, no unit shown.
    Level,
    /// Index or VIX points.
    Points,
    /// Dollars.
    Usd,
    /// A decimal in the plan, per cent on screen.
    Percent,
    /// A decimal in the plan, per cent a year on screen.
    PercentYear,
    /// Calendar days.
    Days,
    /// Trading days.
    TradingDays,
    /// A whole number.
    Count,
    /// A plain number.
    Number,
    /// A multiple, shown with ×.
    Times,
    /// A pool price: quote per base as shown.
    Price,
}

impl Unit {
    /// What a plan's number is multiplied by on screen.
    pub fn screen_factor(self) -> f64 {
        match self {
            Unit::Percent | Unit::PercentYear => 100.0,
            _ => 1.0,
        }
    }
}

/// How a plan's field is read and written.
#[derive(Clone, Copy)]
pub enum Access {
    /// A number.
    Number(fn(&Plan) -> f64, fn(&mut Plan, f64)),
    /// A number, or empty: the model fills it in.
    Linked(fn(&Plan) -> Option<f64>, fn(&mut Plan, Option<f64>)),
    /// One of several: word in links, label on screen.
    Choice(&'static [(&'static str, &'static str)], fn(&Plan) -> usize, fn(&mut Plan, usize)),
    /// On or off.
    Switch(fn(&Plan) -> bool, fn(&mut Plan, bool)),
}

/// One input.
#[derive(Clone, Copy)]
pub struct Knob {
    /// Dotted id: link key, DOM id, test name. Forever.
    pub id: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Words beside it.
    pub label: &'static str,
    /// Unit on screen.
    pub unit: Unit,
    /// Least, most and step, in the plan's unit.
    pub range: [f64; 3],
    /// Reads and writes the field.
    pub access: Access,
    /// One sentence for the '?'.
    pub help: &'static str,
    /// Where the number or the rule comes from.
    pub source: &'static str,
    /// Window of the slider where narrower than the range; it may follow the plan.
    pub window: Option<fn(&Plan) -> [f64; 2]>,
    /// Whether the slider moves in logs.
    pub is_log: bool,
    /// Whether it hides under 'more'.
    pub is_advanced: bool,
    /// Whether it matters for this plan.
    pub applies: fn(&Plan) -> bool,
}

const fn row(
    id: &'static str,
    group: Group,
    label: &'static str,
    unit: Unit,
    range: [f64; 3],
    access: Access,
    text: [&'static str; 2],
) -> Knob {
    Knob {
        id,
        group,
        label,
        unit,
        range,
        access,
        help: text[0],
        source: text[1],
        window: None,
        is_log: false,
        is_advanced: false,
        applies: |_| true,
    }
}

impl Knob {
    const fn window(mut self, window: fn(&Plan) -> [f64; 2]) -> Knob {
        self.window = Some(window);
        self
    }

    const fn log(mut self) -> Knob {
        self.is_log = true;
        self
    }

    const fn more(mut self) -> Knob {
        self.is_advanced = true;
        self
    }

    const fn when(mut self, applies: fn(&Plan) -> bool) -> Knob {
        self.applies = applies;
        self
    }

    /// The field as a number in the plan's unit; `None` while it is linked. Choices count from 0.
    pub fn value(&self, plan: &Plan) -> Option<f64> {
        match self.access {
            Access::Number(get, _) => Some(get(plan)),
            Access::Linked(get, _) => get(plan),
            Access::Choice(_, get, _) => Some(get(plan) as f64),
            Access::Switch(get, _) => Some(f64::from(u8::from(get(plan)))),
        }
    }

    /// Writes the field; `None` links it again, or brings the default back where it cannot be linked.
    ///
    /// # Errors
    /// A sentence with the value and the allowed range, where the value lies outside; the plan is untouched.
    pub fn set(&self, plan: &mut Plan, value: Option<f64>) -> Result<(), String> {
        let Some(x) = value else {
            match self.access {
                Access::Linked(_, set) => set(plan, None),
                _ => self.set_number(plan, self.value(&Plan::default()).unwrap_or_default()),
            }
            return Ok(());
        };
        self.check(x)?;
        self.set_number(plan, x);
        Ok(())
    }

    fn set_number(&self, plan: &mut Plan, x: f64) {
        match self.access {
            Access::Number(_, set) => set(plan, x),
            Access::Linked(_, set) => set(plan, Some(x)),
            Access::Choice(_, _, set) => set(plan, x as usize),
            Access::Switch(_, set) => set(plan, x != 0.0),
        }
    }

    /// Whether `x`, in the plan's unit, is a value this field may take.
    ///
    /// # Errors
    /// The sentence that the person reads.
    pub fn check(&self, x: f64) -> Result<(), String> {
        if !x.is_finite() {
            return Err(format!("{} must be a number.", self.label));
        }
        let [low, high, _] = self.range;
        let (low, high) = match self.access {
            Access::Choice(options, ..) => (0.0, options.len() as f64 - 1.0),
            Access::Switch(..) => (0.0, 1.0),
            _ => (low, high),
        };
        let is_whole_enough = !matches!(self.unit, Unit::Count) || x.fract() == 0.0;
        if !is_whole_enough {
            return Err(format!("{} must be a whole number, not {}.", self.label, self.shown(x)));
        }
        if x < low || x > high {
            return Err(format!(
                "{} {} is out of range. It may be {} to {}.",
                self.label,
                self.shown(x),
                self.shown(low),
                self.shown(high)
            ));
        }
        Ok(())
    }

    /// The number as it stands on screen, with its unit.
    pub fn shown(&self, x: f64) -> String {
        let number = crate::words::number(x * self.unit.screen_factor());
        match self.unit {
            Unit::Percent => format!("{number}\u{202f}%"),
            Unit::PercentYear => format!("{number}\u{202f}% a year"),
            Unit::Usd if x < 0.0 => format!("{}${}", crate::words::MINUS, crate::words::number(-x)),
            Unit::Usd => format!("${number}"),
            Unit::Times => format!("× {number}"),
            Unit::Days => format!("{number} days"),
            Unit::TradingDays => format!("{number} trading days"),
            Unit::Points => format!("{number} points"),
            _ => number,
        }
    }

    /// The word that stands for the value in a link: a choice's word, else the shortest number that reads back.
    pub fn link_word(&self, plan: &Plan) -> Option<String> {
        let x = self.value(plan)?;
        Some(match self.access {
            Access::Choice(options, ..) => options.get(x as usize).map(|(word, _)| (*word).to_string())?,
            _ => format!("{x}"),
        })
    }

    /// Reads a link's word; an empty one links the field.
    ///
    /// # Errors
    /// The sentence that says what is wrong with it.
    pub fn set_word(&self, plan: &mut Plan, word: &str) -> Result<(), String> {
        if word.is_empty() {
            return self.set(plan, None);
        }
        if let Access::Choice(options, ..) = self.access {
            let Some(i) = options.iter().position(|(name, _)| *name == word) else {
                let names: Vec<&str> = options.iter().map(|(name, _)| *name).collect();
                return Err(format!("{} may be {}, not '{}'.", self.label, names.join(", "), crate::words::clip(word)));
            };
            return self.set(plan, Some(i as f64));
        }
        match decimal(word) {
            Some(x) => self.set(plan, Some(x)),
            None => Err(format!("{} must be a number, not '{}'.", self.label, crate::words::clip(word))),
        }
    }
}

/// The row with this id.
pub fn knob(id: &str) -> Option<&'static Knob> {
    KNOBS.iter().find(|knob| knob.id == id)
}

const BOOK: &str = "Model book";
const BY_LEVEL: fn(&Plan) -> [f64; 2] = |p| [(p.market.spx.0 * 0.7).round(), (p.market.spx.0 * 1.3).round()];
const PRICE_WINDOW: fn(&Plan) -> [f64; 2] = |p| {
    let price = p.pool_price_shown();
    [price / 8.0, price * 8.0]
};

macro_rules! strike {
    ($id:literal, $label:literal, $field:ident, $help:literal) => {
        row(
            $id,
            Group::Condor,
            $label,
            Unit::Level,
            [100.0, 100_000.0, 5.0],
            Access::Linked(
                |p| (p.condor.strikes_by == StrikeRule::Level).then_some(p.condor.$field.0),
                |p, x| match x {
                    Some(x) => {
                        p.condor.strikes_by = StrikeRule::Level;
                        p.condor.$field = Points(x);
                    }
                    None => p.condor.strikes_by = StrikeRule::Delta,
                },
            ),
            [$help, "Model book 5"],
        )
        .window(BY_LEVEL)
    };
}

macro_rules! vix_node {
    ($id:literal, $label:literal, $field:ident) => {
        row(
            $id,
            Group::Market,
            $label,
            Unit::Points,
            [5.0, 150.0, 0.1],
            Access::Linked(|p| p.market.$field.map(|v| v.0), |p, x| p.market.$field = x.map(Points)),
            ["Read off the screen where you have it; empty uses the base curve.", "Cboe; model book 1"],
        )
        .window(|_| [9.0, 60.0])
        .more()
    };
}

/// Every input, in the order of the page. `pool.inverted` stands before the bounds because it swaps them.
pub static KNOBS: &[Knob] = &joined::<{ count(TABLES) }>(TABLES);

const TABLES: &[&[Knob]] = &[FIRST, pool::ROWS, hedge::ROWS, sizing::ROWS, adaptive::ROWS, conversion::ROWS];

const fn count(tables: &[&[Knob]]) -> usize {
    let (mut rows, mut table) = (0, 0);
    while table < tables.len() {
        rows += tables[table].len();
        table += 1;
    }
    rows
}

/// Tables as one.
const fn joined<const N: usize>(tables: &[&[Knob]]) -> [Knob; N] {
    let mut rows = [tables[0][0]; N];
    let (mut at, mut table) = (0, 0);
    while table < tables.len() {
        let mut i = 0;
        while i < tables[table].len() {
            rows[at] = tables[table][i];
            (at, i) = (at + 1, i + 1);
        }
        table += 1;
    }
    rows
}

const FIRST: &[Knob] = &[
    row(
        "market.spx",
        Group::Market,
        "SPX",
        Unit::Level,
        [500.0, 50_000.0, 5.0],
        Access::Number(|p| p.market.spx.0, |p, x| p.market.spx = Points(x)),
        ["S&P 500 index level now.", "Cboe"],
    )
    .window(|_| [3000.0, 9000.0]),
    row(
        "market.vix",
        Group::Market,
        "VIX now",
        Unit::Points,
        [9.0, 100.0, 0.1],
        Access::Number(|p| p.market.vix.0, |p, x| p.market.vix = Points(x)),
        ["VIX before the shock: the level that the curve and every price start from.", "Cboe"],
    )
    .log(),
    row(
        "market.vvix",
        Group::Market,
        "VVIX",
        Unit::Points,
        [40.0, 300.0, 1.0],
        Access::Number(|p| p.market.vvix.0, |p, x| p.market.vvix = Points(x)),
        ["Implied volatility of VIX futures over 30 days; prices the VIX calls.", "Cboe"],
    )
    .window(|_| [60.0, 200.0]),
    row(
        "market.token",
        Group::Market,
        "Token",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Choice(
            &[("eth", "ETH / USDC"), ("btc", "BTC / USDC")],
            |p| p.market.token as usize,
            |p, i| p.market.token = if i == 1 { Token::Btc } else { Token::Eth },
        ),
        ["The pool's volatile token; it sets the two betas and the residual.", "Model book 8"],
    ),
    row(
        "market.token_price",
        Group::Market,
        "Token price",
        Unit::Usd,
        [0.01, 1_000_000.0, 10.0],
        Access::Number(|p| p.market.token_price.0, |p, x| p.market.token_price = Usd(x)),
        ["Dollars for one token now.", "Your exchange"],
    )
    .window(|p| match p.market.token {
        Token::Eth => [500.0, 10_000.0],
        Token::Btc => [10_000.0, 250_000.0],
    })
    .log(),
    row(
        "market.token_vol",
        Group::Market,
        "Token vol",
        Unit::Percent,
        [0.01, 4.0, 0.01],
        Access::Number(|p| p.market.token_vol.0, |p, x| p.market.token_vol = Vol(x)),
        ["Volatility of the token a year: drives fees in range and LVR.", "Deribit DVOL"],
    )
    .window(|_| [0.2, 1.5]),
    row(
        "market.rate",
        Group::Market,
        "Rate",
        Unit::Percent,
        [-0.05, 0.25, 0.0025],
        Access::Number(|p| p.market.rate.0, |p, x| p.market.rate = Frac(x)),
        ["Risk-free rate, continuous.", "Treasury bills"],
    )
    .window(|_| [0.0, 0.1]),
    row(
        "market.dividend_yield",
        Group::Market,
        "Dividend yield",
        Unit::Percent,
        [0.0, 0.1, 0.001],
        Access::Number(|p| p.market.dividend_yield.0, |p, x| p.market.dividend_yield = Frac(x)),
        ["SPX dividend yield, continuous; with the rate it sets the forward.", BOOK],
    )
    .more(),
    vix_node!("market.vix9d", "VIX9D", vix9d),
    vix_node!("market.vix3m", "VIX3M", vix3m),
    vix_node!("market.vix6m", "VIX6M", vix6m),
    row(
        "market.curve_level",
        Group::Market,
        "Curve level",
        Unit::Points,
        [10.0, 80.0, 1.0],
        Access::Number(|p| p.market.curve_level.0, |p, x| p.market.curve_level = Points(x)),
        ["Level θ that the base variance curve bends towards; 40 fits 1990–2026.", "Model book 1"],
    )
    .more(),
    row(
        "market.skew",
        Group::Market,
        "Skew",
        Unit::Number,
        [-0.95, 0.5, 0.01],
        Access::Number(|p| p.market.skew, |p, x| p.market.skew = x),
        ["SSVI slope ρ of the SPX smile: more negative makes puts dearer.", "Gatheral & Jacquier 2014; model book 3"],
    )
    .more(),
    row(
        "market.wing",
        Group::Market,
        "Wings",
        Unit::Number,
        [0.2, 3.0, 0.01],
        Access::Number(|p| p.market.wing, |p, x| p.market.wing = x),
        ["SSVI wing size η.", "Gatheral & Jacquier 2014; model book 3"],
    )
    .more(),
    row(
        "market.decay",
        Group::Market,
        "Smile decay",
        Unit::Number,
        [0.05, 0.5, 0.005],
        Access::Number(|p| p.market.decay, |p, x| p.market.decay = x),
        ["SSVI exponent γ: how fast the smile flattens with maturity.", "Gatheral & Jacquier 2014; model book 3"],
    )
    .more(),
    row(
        "market.vol_shift",
        Group::Market,
        "Vol shift",
        Unit::Percent,
        [-0.05, 0.2, 0.001],
        Access::Number(|p| p.market.vol_shift.0, |p, x| p.market.vol_shift = Vol(x)),
        ["Vol points added to every SPX implied vol by hand, where your screen disagrees.", "Model book 3"],
    )
    .more(),
    row(
        "condor.contracts",
        Group::Condor,
        "Contracts",
        Unit::Count,
        [0.0, 10_000.0, 1.0],
        Access::Number(|p| p.condor.contracts, |p, x| p.condor.contracts = x),
        ["Condors sold, each of four SPX legs at $100 a point; 0 is none.", "Cboe"],
    )
    .window(|_| [0.0, 40.0]),
    row(
        "condor.days",
        Group::Condor,
        "Days left",
        Unit::Days,
        [0.0, 730.0, 1.0],
        Access::Number(|p| p.condor.days, |p, x| p.condor.days = x),
        ["Calendar days to the condor's expiry.", BOOK],
    )
    .window(|_| [0.0, 120.0]),
    row(
        "condor.strikes_by",
        Group::Condor,
        "Strikes by",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Choice(
            &[("level", "Level"), ("delta", "Delta"), ("expected_move", "Expected move")],
            |p| p.condor.strikes_by as usize,
            |p, i| {
                p.condor.strikes_by = match i {
                    0 => StrikeRule::Level,
                    1 => StrikeRule::Delta,
                    _ => StrikeRule::ExpectedMove,
                }
            },
        ),
        ["Short strikes at levels you type, at a forward delta, or at a multiple of the expected move.", "Model book 5"],
    ),
    row(
        "condor.delta",
        Group::Condor,
        "Short delta",
        Unit::Number,
        [0.01, 0.49, 0.01],
        Access::Number(|p| p.condor.delta, |p, x| p.condor.delta = x),
        ["Undiscounted forward delta of the short strikes.", "Model book 5"],
    )
    .when(|p| p.condor.strikes_by == StrikeRule::Delta),
    row(
        "condor.multiple",
        Group::Condor,
        "EM multiple",
        Unit::Times,
        [0.1, 5.0, 0.05],
        Access::Number(|p| p.condor.multiple, |p, x| p.condor.multiple = x),
        ["Short strikes this many expected moves from SPX.", "Model book 5; tiers 1.4, 1.1, 0.85"],
    )
    .window(|_| [0.5, 2.5])
    .when(|p| p.condor.strikes_by == StrikeRule::ExpectedMove),
    row(
        "condor.width",
        Group::Condor,
        "Wing width",
        Unit::Points,
        [5.0, 2000.0, 5.0],
        Access::Number(|p| p.condor.width.0, |p, x| p.condor.width = Points(x)),
        ["Points between a short strike and its long wing.", BOOK],
    )
    .window(|_| [5.0, 300.0])
    .when(|p| p.condor.strikes_by != StrikeRule::Level),
    strike!("condor.long_put", "Long put", long_put, "The lowest strike: the wing that caps the loss below."),
    strike!("condor.short_put", "Short put", short_put, "The put sold."),
    strike!("condor.short_call", "Short call", short_call, "The call sold."),
    strike!("condor.long_call", "Long call", long_call, "The highest strike: the wing that caps the loss above."),
    row(
        "condor.fill",
        Group::Condor,
        "Credit",
        Unit::Points,
        [-1000.0, 2000.0, 0.05],
        Access::Linked(|p| p.condor.fill.map(|c| c.0), |p, x| p.condor.fill = x.map(Points)),
        ["Credit received per condor; empty is the model's. A typed fill shifts all four vols so that the P&L starts at zero.", "Model book 5"],
    )
    .window(|p| [0.0, p.condor.width.0]),
    row(
        "condor.fee",
        Group::Condor,
        "Fee per leg",
        Unit::Usd,
        [0.0, 50.0, 0.05],
        Access::Number(|p| p.condor.fee.0, |p, x| p.condor.fee = Usd(x)),
        ["Broker and exchange fee per contract and leg, paid at the open.", "Your broker"],
    )
    .window(|_| [0.0, 5.0])
    .more(),
    row(
        "pool.kind",
        Group::Pool,
        "Pool",
        Unit::Number,
        [0.0, 3.0, 1.0],
        Access::Choice(
            &[
                ("constant_product", "Uniswap v2, full range"),
                ("concentrated", "Uniswap v3, range"),
                ("weighted", "Balancer, weighted"),
                ("stable_swap", "Curve, two dollars"),
            ],
            |p| p.pool.kind as usize,
            |p, i| {
                p.pool.kind = match i {
                    0 => PoolKind::ConstantProduct,
                    1 => PoolKind::Concentrated,
                    2 => PoolKind::Weighted,
                    _ => PoolKind::StableSwap,
                }
            },
        ),
        ["The pool's curve. StableSwap holds two dollars: a shock reaches it through the peg only.", "Model book 6"],
    ),
    row(
        "pool.deposit",
        Group::Pool,
        "Deposit",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 1000.0],
        Access::Number(|p| p.pool.deposit.0, |p, x| p.pool.deposit = Usd(x)),
        ["Dollars put into the pool; 0 is none.", BOOK],
    )
    .window(|p| [0.0, (p.account.equity.0).max(1000.0)]),
    row(
        "pool.inverted",
        Group::Pool,
        "Invert quote",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Switch(
            |p| p.pool.inverted,
            |p, on| {
                if on != p.pool.inverted {
                    (p.pool.low, p.pool.high) = (1.0 / p.pool.high, 1.0 / p.pool.low);
                    p.pool.inverted = on;
                }
            },
        ),
        ["Show prices as tokens per dollar: bounds swap and invert, no figure changes.", "Model book 6"],
    )
    .more(),
    row(
        "pool.low",
        Group::Pool,
        "Lower bound",
        Unit::Price,
        [1e-12, 1e12, 0.0],
        Access::Number(|p| p.pool.low, |p, x| p.pool.low = x),
        ["Price at which the position is all token; snapped to the tier's ticks.", "Uniswap v3; model book 6"],
    )
    .window(PRICE_WINDOW)
    .log()
    .when(|p| p.pool.kind == PoolKind::Concentrated),
    row(
        "pool.high",
        Group::Pool,
        "Upper bound",
        Unit::Price,
        [1e-12, 1e12, 0.0],
        Access::Number(|p| p.pool.high, |p, x| p.pool.high = x),
        ["Price at which the position is all dollars; snapped to the tier's ticks.", "Uniswap v3; model book 6"],
    )
    .window(PRICE_WINDOW)
    .log()
    .when(|p| p.pool.kind == PoolKind::Concentrated),
    row(
        "pool.fee_apr",
        Group::Pool,
        "Fee APR",
        Unit::PercentYear,
        [0.0, 20.0, 0.001],
        Access::Number(|p| p.pool.fee_apr.0, |p, x| p.pool.fee_apr = Frac(x)),
        ["What a full-range position earns a year, simple, before losses. An assumption: its break-even volatility is √(8 × APR).", "Model book 7"],
    )
    .window(|_| [0.0, 0.5])
    .when(|p| p.pool.fee_by == FeeBy::Apr),
    row(
        "pool.tier",
        Group::Pool,
        "Fee tier",
        Unit::Percent,
        [0.0, 3.0, 1.0],
        Access::Choice(
            &[("0.0001", "0.01 %"), ("0.0005", "0.05 %"), ("0.003", "0.30 %"), ("0.01", "1.00 %")],
            |p| TIERS.iter().position(|tier| *tier == p.pool.tier.0).unwrap_or(1),
            |p, i| p.pool.tier = Frac(TIERS[i.min(3)]),
        ),
        ["Swap fee; it sets the tick spacing that the bounds snap to.", "Uniswap v3"],
    ),
    row(
        "pool.weight",
        Group::Pool,
        "Token weight",
        Unit::Percent,
        [0.01, 0.99, 0.01],
        Access::Number(|p| p.pool.weight.0, |p, x| p.pool.weight = Frac(x)),
        ["Value share of the token in a weighted pool.", "Balancer; model book 6"],
    )
    .when(|p| p.pool.kind == PoolKind::Weighted),
    row(
        "pool.amplification",
        Group::Pool,
        "Amplification",
        Unit::Number,
        [1.0, 100_000.0, 1.0],
        Access::Number(|p| p.pool.amplification, |p, x| p.pool.amplification = x),
        ["Curve's A: how flat the pool is round its peg.", "Curve; model book 6"],
    )
    .window(|_| [10.0, 2000.0])
    .log()
    .when(|p| p.pool.kind == PoolKind::StableSwap),
    row(
        "pool.gas",
        Group::Pool,
        "Gas",
        Unit::Usd,
        [0.0, 100_000.0, 1.0],
        Access::Number(|p| p.pool.gas.0, |p, x| p.pool.gas = Usd(x)),
        ["Gas to leave the pool at today's price; a shock multiplies it.", "Model book 8"],
    )
    .window(|_| [0.0, 100.0]),
    row(
        "account.equity",
        Group::Account,
        "Equity",
        Unit::Usd,
        [1.0, 1e12, 1000.0],
        Access::Number(|p| p.account.equity.0, |p, x| p.account.equity = Usd(x)),
        ["What the account is worth.", BOOK],
    )
    .window(|_| [10_000.0, 5_000_000.0])
    .log(),
    row(
        "account.loss_budget",
        Group::Account,
        "Loss budget",
        Unit::Percent,
        [0.0, 1.0, 0.001],
        Access::Number(|p| p.account.loss_budget.0, |p, x| p.account.loss_budget = Frac(x)),
        ["Loss that the whole book may take in the shock, of equity.", "Model book 11"],
    )
    .window(|_| [0.0, 0.2]),
    row(
        "account.risk_share",
        Group::Account,
        "Risk capital",
        Unit::Percent,
        [0.01, 1.0, 0.01],
        Access::Number(|p| p.account.risk_share.0, |p, x| p.account.risk_share = Frac(x)),
        ["Share of equity that is risk capital: the hedge budget is a rate of it.", "Model book 9, 11"],
    ),
    row(
        "shock.vix",
        Group::Shock,
        "VIX after the shock",
        Unit::Points,
        [9.0, 150.0, 0.25],
        Access::Linked(|p| p.shock.vix.map(|v| v.0), |p, x| p.shock.vix = x.map(Points)),
        ["VIX on the last day of the shock; empty leaves it where it is.", "Cboe VIX"],
    )
    .log(),
    row(
        "shock.days",
        Group::Shock,
        "Trading days",
        Unit::TradingDays,
        [0.0, 252.0, 1.0],
        Access::Number(|p| p.shock.days, |p, x| p.shock.days = x),
        ["Trading days over which it happens; 0 is an instant.", "Model book 0"],
    )
    .window(|_| [0.0, 63.0]),
    row(
        "shock.spx",
        Group::Shock,
        "SPX",
        Unit::Percent,
        [-0.95, 2.0, 0.001],
        Access::Linked(|p| p.shock.spx.map(|x| x.0), |p, x| p.shock.spx = x.map(Frac)),
        ["SPX move; empty follows VIX on the spot–vol link.", "Model book 8"],
    )
    .window(|_| [-0.35, 0.15]),
    row(
        "shock.token",
        Group::Shock,
        "Token",
        Unit::Percent,
        [-0.99, 5.0, 0.001],
        Access::Linked(|p| p.shock.token.map(|x| x.0), |p, x| p.shock.token = x.map(Frac)),
        ["Token move; empty follows SPX and VIX by two betas.", "Model book 8"],
    )
    .window(|_| [-0.7, 0.4]),
    row(
        "shock.crypto",
        Group::Shock,
        "Crypto-only",
        Unit::Percent,
        [-0.99, 1.0, 0.001],
        Access::Number(|p| p.shock.crypto.0, |p, x| p.shock.crypto = Frac(x)),
        ["A fall that VIX does not see, on top of the linked move. 58 of 100 crypto crashes since March 2020 were of this kind.", "Model book 8"],
    )
    .window(|_| [-0.6, 0.0]),
    row(
        "shock.severity",
        Group::Shock,
        "Severity",
        Unit::Times,
        [0.0, 4.0, 0.05],
        Access::Number(|p| p.shock.severity, |p, x| p.shock.severity = x),
        ["How hard SPX moves for a given VIX: 0.5 volatility event (Feb 2018), 1 central, 1.7 crash (Mar 2020), 2.1 Oct 1987.", "Model book 8"],
    )
    .window(|_| [0.0, 2.5])
    .more(),
    row(
        "shock.peg",
        Group::Shock,
        "Peg",
        Unit::Usd,
        [0.01, 2.0, 0.005],
        Access::Number(|p| p.shock.peg.0, |p, x| p.shock.peg = Usd(x)),
        ["Dollars a quote token (USDC) is worth after the shock. Below 0.98 depth falls to a twentieth.", "Model book 6, 8"],
    )
    .window(|_| [0.7, 1.05])
    .more(),
    row(
        "shock.correlation",
        Group::Shock,
        "Correlation stress",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Number(|p| p.shock.correlation, |p, x| p.shock.correlation = x),
        ["Moves the token's correlation with the shock towards one; 100 % is 'all correlations go to one'.", "Model book 8"],
    )
    .more(),
    row(
        "shock.band",
        Group::Shock,
        "Band",
        Unit::Number,
        [0.0, 5.0, 0.005],
        Access::Number(|p| p.shock.band, |p, x| p.shock.band = x),
        ["Half-width of the token band in standard deviations; 1.645 holds 90 %.", "Model book 8"],
    )
    .window(|_| [0.0, 3.0])
    .more(),
    row(
        "shock.beta_spx",
        Group::Shock,
        "Token beta to SPX",
        Unit::Number,
        [-5.0, 10.0, 0.05],
        Access::Linked(|p| p.shock.beta_spx, |p, x| p.shock.beta_spx = x),
        ["Token log return per SPX log return; empty uses the fitted one, which rises in a spike.", "Fitted 2017–2026; model book 8"],
    )
    .window(|_| [0.0, 4.0])
    .more(),
    row(
        "shock.beta_vix",
        Group::Shock,
        "Token beta to VIX",
        Unit::Number,
        [-0.1, 0.1, 0.0005],
        Access::Linked(|p| p.shock.beta_vix, |p, x| p.shock.beta_vix = x),
        ["Token log return per VIX point at a fixed SPX; empty uses the fitted one.", "Fitted 2017–2026; model book 8"],
    )
    .window(|_| [-0.02, 0.01])
    .more(),
    row(
        "shock.vvix",
        Group::Shock,
        "VVIX then",
        Unit::Points,
        [20.0, 400.0, 1.0],
        Access::Linked(|p| p.shock.vvix.map(|x| x.0), |p, x| p.shock.vvix = x.map(Points)),
        ["VVIX after the shock; empty follows VIX with elasticity 0.5.", "Model book 2"],
    )
    .window(|_| [60.0, 250.0])
    .more(),
    row(
        "shock.token_vol",
        Group::Shock,
        "Token vol then",
        Unit::Percent,
        [0.01, 8.0, 0.01],
        Access::Linked(|p| p.shock.token_vol.map(|x| x.0), |p, x| p.shock.token_vol = x.map(Vol)),
        ["Token volatility after the shock; empty follows VIX with elasticity 0.56.", "Model book 8"],
    )
    .window(|_| [0.2, 2.5])
    .more(),
    row(
        "shock.fee_multiple",
        Group::Shock,
        "Fee stream then",
        Unit::Times,
        [0.0, 50.0, 0.05],
        Access::Linked(|p| p.shock.fee_multiple, |p, x| p.shock.fee_multiple = x),
        ["Fee stream after the shock as a multiple of today's; empty follows VIX one for one.", "Model book 8"],
    )
    .window(|_| [0.0, 8.0])
    .more(),
    row(
        "shock.gas_multiple",
        Group::Shock,
        "Gas then",
        Unit::Times,
        [0.0, 1000.0, 0.5],
        Access::Linked(|p| p.shock.gas_multiple, |p, x| p.shock.gas_multiple = x),
        ["Gas after the shock as a multiple of today's; empty follows VIX, at most fifty times.", "Model book 8"],
    )
    .window(|_| [0.0, 50.0])
    .more(),
    row(
        "shock.rate",
        Group::Shock,
        "Rate change",
        Unit::Percent,
        [-0.1, 0.1, 0.0025],
        Access::Number(|p| p.shock.rate.0, |p, x| p.shock.rate = Frac(x)),
        ["Change of the risk-free rate in the shock.", "Model book 8"],
    )
    .window(|_| [-0.02, 0.02])
    .more(),
    row(
        "shock.dollar",
        Group::Shock,
        "Dollar (REER)",
        Unit::Percent,
        [-0.3, 0.3, 0.005],
        Access::Number(|p| p.shock.dollar.0, |p, x| p.shock.dollar = Frac(x)),
        ["Change of the dollar's real effective rate; a stronger dollar takes as much off the token.", "Model book 8"],
    )
    .window(|_| [-0.1, 0.1])
    .more(),
    row(
        "shock.surprise",
        Group::Shock,
        "Macro surprise",
        Unit::Number,
        [-6.0, 6.0, 0.5],
        Access::Number(|p| p.shock.surprise, |p, x| p.shock.surprise = x),
        ["CPI, PPI or FOMC surprise in standard deviations: VIX × e^(0.06 z) before the linked moves.", "Model book 8"],
    )
    .window(|_| [-4.0, 4.0])
    .more(),
];

const TIERS: [f64; 4] = [0.0001, 0.0005, 0.003, 0.01];

/// A list typed as text: `day:value; day:value`.
#[derive(Clone, Copy)]
pub struct ListKnob {
    /// Dotted id: link key, DOM id. Forever.
    pub id: &'static str,
    /// Where it stands.
    pub group: Group,
    /// Words beside it.
    pub label: &'static str,
    /// What a row looks like.
    pub example: &'static str,
    /// One sentence for the '?'.
    pub help: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The rows as (day, value) in the plan's unit.
    pub get: fn(&Plan) -> Vec<(f64, f64)>,
    /// Writes the rows.
    pub set: fn(&mut Plan, &[(f64, f64)]),
    /// Least and most of the value.
    pub range: [f64; 2],
}

/// Longest list that is read.
pub const MOST_ROWS: usize = 60;

/// Lists, in the order of the page.
pub static LISTS: &[ListKnob] = &[
    ListKnob {
        id: "market.futures",
        group: Group::Market,
        label: "VIX futures",
        example: "20:17.6; 48:18.9",
        help: "VIX futures quotes as days:points; empty uses the variance curve.",
        source: "Cboe; model book 2",
        get: |p| p.market.futures.iter().map(|quote| (quote.days, quote.level.0)).collect(),
        set: |p, rows| {
            p.market.futures = rows.iter().map(|&(days, x)| super::FutureQuote { days, level: Points(x) }).collect();
        },
        range: [5.0, 150.0],
    },
    ListKnob {
        id: "market.events",
        group: Group::Market,
        label: "Events",
        example: "3:0.009; 12:0.008",
        help: "Known events as days:move, the one-standard-deviation SPX move as a decimal (FOMC 0.009, CPI 0.008, PPI 0.004).",
        source: "Model book 3",
        get: |p| p.market.events.iter().map(|event| (event.days, event.size.0)).collect(),
        set: |p, rows| {
            p.market.events = rows.iter().map(|&(days, x)| super::EventDay { days, size: Frac(x) }).collect();
        },
        range: [0.0, 0.2],
    },
    adaptive::PATH,
];

impl ListKnob {
    /// The list as text.
    pub fn text(&self, plan: &Plan) -> String {
        let rows: Vec<String> = (self.get)(plan).iter().map(|(day, x)| format!("{day}:{x}")).collect();
        rows.join(";")
    }

    /// Reads the text; days must rise.
    ///
    /// # Errors
    /// A sentence that names the row that cannot be read.
    pub fn set_text(&self, plan: &mut Plan, text: &str) -> Result<(), String> {
        let mut rows = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let pair = part.split_once(':').and_then(|(day, x)| Some((decimal(day.trim())?, decimal(x.trim())?)));
            let Some(pair) = pair else {
                return Err(format!(
                    "{}: '{}' is not day:value, like {}.",
                    self.label,
                    crate::words::clip(part),
                    self.example
                ));
            };
            rows.push(pair);
        }
        self.check(&rows)?;
        (self.set)(plan, &rows);
        Ok(())
    }

    /// Whether these rows may stand in a plan.
    ///
    /// # Errors
    /// A sentence that names the row.
    pub fn check(&self, rows: &[(f64, f64)]) -> Result<(), String> {
        if rows.len() > MOST_ROWS {
            return Err(format!("{}: {} rows are too many; at most {MOST_ROWS} are read.", self.label, rows.len()));
        }
        let mut last = 0.0;
        for &(day, x) in rows {
            let [low, high] = self.range;
            if !(day.is_finite() && x.is_finite()) || day <= last || day > 1000.0 {
                return Err(format!("{}: days must rise from above 0 to at most 1000; {day} does not.", self.label));
            }
            if x < low || x > high {
                return Err(format!("{}: {x} on day {day} is out of range. It may be {low} to {high}.", self.label));
            }
            last = day;
        }
        Ok(())
    }
}

impl Plan {
    /// Today's token price as the pool shows it: quote per base, or base per quote where inverted.
    pub fn pool_price_shown(&self) -> f64 {
        let price = self.pool.price_in(&self.market).0;
        if self.pool.inverted { 1.0 / price } else { price }
    }

    /// Writes the four strikes as levels, so that moving one leaves the others where they are.
    pub fn pin_strikes(&mut self, strikes: [f64; 4]) {
        self.condor.strikes_by = StrikeRule::Level;
        let [long_put, short_put, short_call, long_call] = strikes.map(Points);
        self.condor.long_put = long_put;
        self.condor.short_put = short_put;
        self.condor.short_call = short_call;
        self.condor.long_call = long_call;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_inside_its_range() {
        for knob in KNOBS {
            if let Some(x) = knob.value(&Plan::default()) {
                assert_eq!(knob.check(x), Ok(()), "{}", knob.id);
            }
        }
    }

    #[test]
    fn every_id_is_unique_and_says_its_group() {
        let mut ids: Vec<&str> = KNOBS.iter().map(|knob| knob.id).collect();
        ids.extend(LISTS.iter().map(|list| list.id));
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for knob in KNOBS {
            let group = format!("{:?}", knob.group).to_lowercase();
            assert!(knob.id.starts_with(&group), "{}", knob.id);
        }
    }

    #[test]
    fn what_is_set_is_read_back() {
        for knob in KNOBS {
            let mut plan = Plan::default();
            let x = match knob.access {
                Access::Choice(..) | Access::Switch(..) => 1.0,
                _ if knob.unit == Unit::Count => 7.0,
                _ => 0.5 * (knob.range[0] + knob.range[1]),
            };
            assert_eq!(knob.set(&mut plan, Some(x)), Ok(()), "{}", knob.id);
            assert_eq!(knob.value(&plan), Some(x), "{}", knob.id);
        }
    }

    #[test]
    fn nonsense_is_refused_in_words_and_changes_nothing() {
        let mut plan = Plan::default();
        let vix = knob("shock.vix").copied();
        let said = vix.map(|vix| vix.set(&mut plan, Some(900.0)));
        assert_eq!(
            said,
            Some(Err("VIX after the shock 900 points is out of range. It may be 9 points to 150 points.".into()))
        );
        assert_eq!(plan, Plan::default());
    }

    #[test]
    fn inverting_twice_brings_the_bounds_back() {
        let mut plan = Plan::default();
        let inverted = knob("pool.inverted").copied();
        for on in [1.0, 0.0] {
            assert_eq!(inverted.map(|knob| knob.set(&mut plan, Some(on))), Some(Ok(())));
        }
        assert!((plan.pool.low - 2200.0).abs() < 1e-9 && (plan.pool.high - 4400.0).abs() < 1e-9);
    }

    #[test]
    fn a_list_is_read_and_a_bad_row_is_named() {
        let mut plan = Plan::default();
        assert_eq!(LISTS[0].set_text(&mut plan, "20:17.6; 48:18.9"), Ok(()));
        assert_eq!(LISTS[0].text(&plan), "20:17.6;48:18.9");
        assert!(LISTS[0].set_text(&mut plan, "20;48").is_err_and(|said| said.contains("'20'")));
        assert!(LISTS[0].set_text(&mut plan, "48:18;20:17").is_err());
    }
}
