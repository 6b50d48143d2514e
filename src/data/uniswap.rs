//! Uniswap v3: a position as `positions(tokenId)` returns it, or as the subgraph does, made into a pool of a plan.
//!
//! Accepted: JSON (the subgraph's, an object of the twelve fields, or the twelve in a row), the lines that a block
//! explorer shows, and the lines that `cast call` prints. Integers beyond 2^53 stay exact.

use serde_json::Value;

use crate::data::exact_json::long_integers_quoted;
use crate::data::known_tokens::KNOWN;
use crate::data::uniswap_past::{Now, Past};
use crate::holdings::pool::ticks::{Base, FeeTier, Ticks};
use crate::plan::knobs::check_text;
use crate::plan::{PoolKind, PoolPlan, PoolToken, QuoteToken, RangeBy};
use crate::units::{Frac, Usd};
use crate::words::clip;

/// Its name.
pub const NAME: &str = "Uniswap v3 position";

/// One token of the pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairToken {
    /// `WETH`, `USDC`, …
    pub symbol: String,
    /// Decimals of its smallest unit.
    pub decimals: u8,
}

/// A position as the chain keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct V3Position {
    /// The token with the lower address.
    pub token0: PairToken,
    /// The other one.
    pub token1: PairToken,
    /// Fee in hundredths of a basis point: 500 is 0.05 %.
    pub fee: u32,
    /// Lower tick.
    pub tick_lower: i32,
    /// Upper tick.
    pub tick_upper: i32,
    /// Liquidity in the smallest units, exact.
    pub liquidity: u128,
    /// The pool's tick when the file was made, where it holds it.
    pub tick_now: Option<i32>,
    /// What went in and came out since it was opened.
    pub past: Past,
}

/// Fields of `positions(tokenId)`, in order.
const FIELDS: [&str; 12] = [
    "nonce",
    "operator",
    "token0",
    "token1",
    "fee",
    "tickLower",
    "tickUpper",
    "liquidity",
    "feeGrowthInside0LastX128",
    "feeGrowthInside1LastX128",
    "tokensOwed0",
    "tokensOwed1",
];

const DOLLARS: [&str; 6] = ["USDC", "USDT", "DAI", "USDC.E", "USDBC", "FDUSD"];
/// Beyond these ticks a range is the full one.
const FULL_RANGE_TICK: i32 = 887_000;

/// Whether a text may be a position.
pub fn looks_like(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) && ["tick", "token0"].iter().any(|name| text.contains(name))
        || text.contains("tickLower")
        || bare(text).take(FIELDS.len().saturating_add(1)).count() == FIELDS.len()
}

/// Reads a position.
///
/// # Errors
/// The sentence that says which field is missing or wrong.
pub fn read(text: &str) -> Result<V3Position, String> {
    let text = text.trim();
    if text.starts_with(['{', '[']) {
        let value: Value = serde_json::from_str(&long_integers_quoted(text))
            .map_err(|wrong| format!("This is not JSON: line {}, column {}.", wrong.line(), wrong.column()))?;
        return from_json(&value);
    }
    let named = FIELDS.map(|name| named_line(text, name));
    if named[5].is_some() {
        return from_fields(&named);
    }
    let row = values(text);
    if row.len() != FIELDS.len() {
        return Err(format!("What positions(tokenId) returns has {} values; here are {}.", FIELDS.len(), row.len()));
    }
    from_fields(&std::array::from_fn(|i| row.get(i).map(ToString::to_string)))
}

/// The value on the line that begins with this name: `tickLower   int24 :  196250`.
fn named_line(text: &str, name: &str) -> Option<String> {
    let line = text
        .lines()
        .map(str::trim_start)
        .find(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', ':', '\t', '=', '('])))?;
    let value = line.rsplit_once([':', '=']).map(|(_, value)| value)?;
    value.split_whitespace().next().map(|word| word.trim_matches([',', '"']).to_string())
}

/// Bare values, one a line or separated by commas; what `cast` adds in brackets is left out.
fn values(text: &str) -> Vec<&str> {
    bare(text).collect()
}

fn bare(text: &str) -> impl Iterator<Item = &str> {
    text.trim()
        .trim_matches(['(', ')'])
        .split(['\n', ','])
        .filter_map(|part| part.split_whitespace().next())
        .map(|word| word.trim_matches('"'))
}

fn from_json(value: &Value) -> Result<V3Position, String> {
    let inside = |value: &'_ Value| -> Option<Value> {
        let data = value.get("data").unwrap_or(value);
        let found = data.get("position").or_else(|| data.get("positions")).unwrap_or(data);
        match found {
            Value::Array(rows) if rows.len() != FIELDS.len() => rows.first().cloned(),
            other => Some(other.clone()),
        }
    };
    let Some(position) = inside(value) else { return Err("This JSON holds no position.".into()) };
    if let Value::Array(row) = &position {
        return from_fields(&std::array::from_fn(|i| row.get(i).and_then(word)));
    }
    if position.get("token0").is_some_and(Value::is_object) {
        return from_subgraph(&position);
    }
    from_fields(&FIELDS.map(|name| position.get(name).and_then(word)))
}

/// A string, a number, or `{"hex": "0x…"}` as text.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(rows) => rows.get("hex").or_else(|| rows.get("_hex")).and_then(word),
        _ => None,
    }
}

fn from_subgraph(position: &Value) -> Result<V3Position, String> {
    let at = |path: &[&str]| path.iter().try_fold(position, |value, key| value.get(key)).and_then(word);
    let token = |side: &str| -> Result<PairToken, String> {
        let symbol = at(&[side, "symbol"]).ok_or_else(|| missing(&format!("{side}.symbol")))?;
        // In capitals it is as long or longer.
        check_text(&format!("'{side}.symbol'"), &symbol.to_uppercase())?;
        let decimals = integer(at(&[side, "decimals"]), &format!("{side}.decimals"))?;
        let decimals = u8::try_from(decimals)
            .ok()
            .filter(|d| *d <= 36)
            .ok_or_else(|| format!("'{side}.decimals' is {decimals}; a token has 0 to 36."))?;
        let known = at(&[side, "id"]).and_then(|id| KNOWN.iter().find(|(at, ..)| at.eq_ignore_ascii_case(&id)));
        if let Some((_, name, known)) = known.filter(|(.., known)| *known != decimals) {
            return Err(format!(
                "{name} has {known} decimals, not {decimals}: every price and amount here would be off."
            ));
        }
        Ok(PairToken { symbol, decimals })
    };
    let tick = |name: &str| integer(at(&[name, "tickIdx"]).or_else(|| at(&[name])), name);
    V3Position {
        token0: token("token0")?,
        token1: token("token1")?,
        fee: fee(at(&["pool", "feeTier"]).or_else(|| at(&["fee"])), "pool.feeTier")?,
        tick_lower: tick_number(tick("tickLower")?)?,
        tick_upper: tick_number(tick("tickUpper")?)?,
        liquidity: liquidity(at(&["liquidity"]))?,
        tick_now: at(&["pool", "tick"]).map(|text| tick_number(integer(Some(text), "pool.tick")?)).transpose()?,
        past: Past::read(|name| at(&[name])),
    }
    .checked()
}

fn from_fields(fields: &[Option<String>; 12]) -> Result<V3Position, String> {
    let token = |i: usize| -> Result<PairToken, String> {
        let address = fields[i].clone().ok_or_else(|| missing(FIELDS[i]))?;
        let known = KNOWN.iter().find(|(at, ..)| at.eq_ignore_ascii_case(&address)).ok_or_else(|| {
            format!(
                "'{}' {} is not among the tokens known here, so its decimals are not either. Paste the subgraph's JSON: it holds them.",
                FIELDS[i],
                clip(&address)
            )
        })?;
        Ok(PairToken { symbol: known.1.into(), decimals: known.2 })
    };
    let number = |i: usize| integer(fields[i].clone(), FIELDS[i]);
    V3Position {
        token0: token(2)?,
        token1: token(3)?,
        fee: fee(fields[4].clone(), "fee")?,
        tick_lower: tick_number(number(5)?)?,
        tick_upper: tick_number(number(6)?)?,
        liquidity: liquidity(fields[7].clone())?,
        tick_now: None,
        past: Past::default(),
    }
    .checked()
}

fn missing(field: &str) -> String {
    format!("This position has no '{field}'.")
}

fn integer(text: Option<String>, field: &str) -> Result<i128, String> {
    let text = text.ok_or_else(|| missing(field))?;
    let parsed = match text.strip_prefix("0x") {
        Some(hex) => i128::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    };
    parsed.ok_or_else(|| format!("'{field}' must be a whole number, not '{}'.", clip(&text)))
}

fn fee(text: Option<String>, field: &str) -> Result<u32, String> {
    let fee = integer(text, field)?;
    u32::try_from(fee).map_err(|_| format!("'{field}' is {fee}: no such fee."))
}

fn tick_number(tick: i128) -> Result<i32, String> {
    i32::try_from(tick)
        .ok()
        .filter(|tick| (-887_272..=887_272).contains(tick))
        .ok_or_else(|| format!("Tick {tick} does not exist: ticks run from −887272 to 887272."))
}

fn liquidity(text: Option<String>) -> Result<u128, String> {
    let liquidity = integer(text, "liquidity")?;
    u128::try_from(liquidity).map_err(|_| format!("'liquidity' is {liquidity}: it cannot be below 0."))
}

impl V3Position {
    fn checked(self) -> Result<V3Position, String> {
        let Some(tier) = self.tier() else {
            return Err(format!("Fee {} is none of 100, 500, 3000 and 10000.", self.fee));
        };
        let spacing = i32::from(tier.spacing());
        if self.tick_lower >= self.tick_upper {
            return Err(format!("The range is empty: tick {} to {}.", self.tick_lower, self.tick_upper));
        }
        if let Some(tick) =
            [self.tick_lower, self.tick_upper].into_iter().find(|tick| tick.checked_rem(spacing) != Some(0))
        {
            return Err(format!("Tick {tick} is no multiple of {spacing}, the spacing of fee {}.", self.fee));
        }
        if self.liquidity == 0 {
            return Err("This position has no liquidity: it is closed.".into());
        }
        self.base()?;
        Ok(self)
    }

    fn tier(&self) -> Option<FeeTier> {
        FeeTier::ALL.into_iter().find(|tier| (tier.fee().0 * 1e6).round() == f64::from(self.fee))
    }

    /// Which token is the volatile one.
    ///
    /// # Errors
    /// Neither or both of the two are dollars.
    pub fn base(&self) -> Result<Base, String> {
        let is_dollar = |token: &PairToken| DOLLARS.iter().any(|name| name.eq_ignore_ascii_case(&token.symbol));
        match (is_dollar(&self.token0), is_dollar(&self.token1)) {
            (true, false) => Ok(Base::Token1),
            (false, true) => Ok(Base::Token0),
            (dollars, _) => Err(format!(
                "'{}/{}': {} of the two is a dollar token; the book needs exactly one.",
                clip(&self.token0.symbol),
                clip(&self.token1.symbol),
                if dollars { "each" } else { "none" }
            )),
        }
    }

    fn ticks(&self, base: Base) -> Ticks {
        let spacing = self.tier().map_or(1, FeeTier::spacing);
        Ticks { base, decimals0: self.token0.decimals, decimals1: self.token1.decimals, spacing }
    }

    /// Dollars per token when the file was made, where it holds the pool's tick; right to 0.01 %.
    pub fn price_then(&self) -> Option<f64> {
        Some(self.ticks(self.base().ok()?).price_at(self.tick_now?))
    }

    /// Bounds in dollars per token, rising.
    ///
    /// # Errors
    /// As [`V3Position::base`].
    pub fn bounds(&self) -> Result<[f64; 2], String> {
        let ticks = self.ticks(self.base()?);
        let (a, b) = (ticks.price_at(self.tick_lower), ticks.price_at(self.tick_upper));
        Ok([a.min(b), a.max(b)])
    }

    /// Liquidity in √(token · dollar).
    pub fn human_liquidity(&self) -> f64 {
        let shift = 0.5 * (f64::from(self.token0.decimals) + f64::from(self.token1.decimals));
        self.liquidity as f64 / 10f64.powf(shift)
    }

    /// What its past is read with.
    ///
    /// # Errors
    /// As [`V3Position::base`].
    pub fn now(&self) -> Result<Now, String> {
        Ok(Now { base: self.base()?, bounds: self.bounds()?, liquidity: self.human_liquidity() })
    }

    fn volatile(&self) -> Result<&PairToken, String> {
        Ok(if self.base()? == Base::Token0 { &self.token0 } else { &self.token1 })
    }

    /// What the dollar token is called in a plan: nothing for USDC, which an empty name stands for.
    fn quote_name(&self) -> Result<String, String> {
        let quote = if self.base()? == Base::Token0 { &self.token1 } else { &self.token0 };
        let symbol = quote.symbol.to_uppercase();
        Ok(if symbol == "USDC" { String::new() } else { symbol })
    }

    /// Which base token of a plan it is.
    ///
    /// # Errors
    /// As [`V3Position::base`].
    pub fn token(&self) -> Result<PoolToken, String> {
        Ok(match self.volatile()?.symbol.to_ascii_uppercase().as_str() {
            "WETH" | "ETH" => PoolToken::Eth,
            "WBTC" | "BTC" | "CBBTC" | "TBTC" => PoolToken::Btc,
            _ => PoolToken::Own,
        })
    }

    /// What the person must know where the token is neither ether nor bitcoin.
    pub fn note(&self) -> Option<String> {
        let volatile = self.volatile().ok()?;
        (self.token().ok()? == PoolToken::Own).then(|| {
            format!(
                "{} is taken to answer VIX as ETH does until its own vol and betas are typed.",
                clip(&volatile.symbol)
            )
        })
    }

    /// The pool of a plan: bounds, fee tier, token, and the deposit that this liquidity is worth at `price` dollars per
    /// token; the quote token is its dollar token. Whatever the chain does not know stays as in `like`.
    ///
    /// # Errors
    /// A price that is none, a range or a deposit beyond what a plan may hold.
    pub fn pool_plan(&self, price: f64, like: &PoolPlan) -> Result<PoolPlan, String> {
        if !(price.is_finite() && price > 0.0) {
            return Err(format!("Today's price must be a number above 0, not {price}."));
        }
        let [low, high] = self.bounds()?;
        let (root, liquidity) = (price.clamp(low, high).sqrt(), self.human_liquidity());
        let base = liquidity * (1.0 / root - 1.0 / high.sqrt());
        let deposit = price * base + liquidity * (root - low.sqrt());
        if !(deposit.is_finite() && deposit <= 1e9) {
            return Err(format!("At {price} this position is worth {deposit:e} dollars: more than a plan holds."));
        }
        if deposit < 0.01 {
            return Err(format!(
                "At {price} this position is worth less than a cent: its decimals ({} and {}) or its liquidity cannot be right.",
                self.token0.decimals, self.token1.decimals
            ));
        }
        let is_full = self.tick_lower <= -FULL_RANGE_TICK && self.tick_upper >= FULL_RANGE_TICK;
        if !is_full && (low < 1e-12 || high > 1e12) {
            return Err(format!("The range runs from {low:e} to {high:e}: beyond what a plan holds."));
        }
        let token = self.token()?;
        let [low, high] = if is_full { [like.low, like.high] } else { [low, high] };
        Ok(PoolPlan {
            kind: if is_full { PoolKind::ConstantProduct } else { PoolKind::Concentrated },
            deposit: Usd(deposit),
            inverted: is_full && like.inverted,
            range_by: if is_full { like.range_by } else { RangeBy::Level },
            low,
            high,
            tier: self.tier().map_or(like.tier, |tier| Frac(tier.fee().0)),
            token,
            token_price: Some(Usd(price)),
            base_name: if token == PoolToken::Own { self.volatile()?.symbol.clone() } else { String::new() },
            paid_in: self.past.paid_in(&self.now()?).map(Usd),
            collected: Usd(self.past.collected(&self.now()?, price)),
            quote: QuoteToken::Stable,
            quote_name: self.quote_name()?,
            ..like.clone()
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const SUBGRAPH: &str = include_str!("../../tests/fixtures/uniswap_subgraph.json");
    const EXPLORER: &str = include_str!("../../tests/fixtures/uniswap_positions.txt");

    #[test]
    fn explorer_lines_cast_lines_and_json_are_one_position() {
        let lines = read(EXPLORER).unwrap();
        assert_eq!((lines.tick_lower, lines.tick_upper, lines.fee), (193_380, 200_310, 500));
        // Beyond 2^53, and beyond what a JSON number keeps.
        assert_eq!(lines.liquidity, 1_234_567_890_123_456_789);
        let [usdc, weth] = [KNOWN[0].0, KNOWN[3].0];
        let bare = format!("0\n0x0\n{usdc}\n{weth}\n500\n193380\n200310\n1234567890123456789 [1.234e18]\n0\n0\n0\n0");
        let row = format!("[0,\"0x0\",\"{usdc}\",\"{weth}\",500,193380,200310,1234567890123456789,0,0,0,0]");
        let hex = format!(
            r#"{{"token0":"{usdc}","token1":"{weth}","fee":500,"tickLower":193380,"tickUpper":200310,"liquidity":{{"type":"BigNumber","hex":"0x112210f47de98115"}}}}"#
        );
        for text in [bare, row, hex] {
            assert_eq!(read(&text).as_ref(), Ok(&lines), "{text}");
        }
    }

    #[test]
    fn the_mirrored_pair_gives_the_same_pool() {
        let plain = read(SUBGRAPH).unwrap();
        let mirrored = V3Position {
            token0: plain.token1.clone(),
            token1: plain.token0.clone(),
            tick_lower: -plain.tick_upper,
            tick_upper: -plain.tick_lower,
            ..plain.clone()
        };
        let [a, b] = [plain, mirrored].map(|one| one.pool_plan(3000.0, &PoolPlan::default()).unwrap());
        assert!((a.deposit.0 / b.deposit.0 - 1.0).abs() < 1e-12 && (a.low / b.low - 1.0).abs() < 1e-12);
    }

    #[test]
    fn it_is_quoted_in_its_own_dollar_token_whatever_the_pool_was_before() {
        let before = PoolPlan { quote: QuoteToken::Eth, quote_name: "DAI".into(), ..PoolPlan::default() };
        let plan = |symbol: &str| {
            let text = SUBGRAPH.replacen("\"USDC\"", &format!("\"{symbol}\""), 1);
            let plan = read(&text).unwrap().pool_plan(3000.0, &before).unwrap();
            (plan.quote, plan.quote_label(&crate::plan::MarketPlan::default()))
        };
        assert_eq!(plan("USDC"), (QuoteToken::Stable, "USDC".to_string()));
        assert_eq!(plan("USDT"), (QuoteToken::Stable, "USDT".to_string()));
    }

    #[test]
    fn a_full_range_is_the_constant_product() {
        let position = V3Position {
            tick_lower: -887_270,
            tick_upper: 887_270,
            liquidity: 10u128.pow(15),
            ..read(SUBGRAPH).unwrap()
        };
        let plan = position.pool_plan(2500.0, &PoolPlan::default()).unwrap();
        // 2L√P with L = 1000.
        assert!(plan.kind == PoolKind::ConstantProduct && (plan.deposit.0 - 100_000.0).abs() < 1e-3, "{plan:?}");
    }

    /// The position with its pool at this tick.
    fn with_tick(tick: &str) -> String {
        let mut value: Value = serde_json::from_str(SUBGRAPH).unwrap();
        let position = value.pointer_mut("/data/position").unwrap();
        position["pool"]["tick"] = Value::String(tick.into());
        value.to_string()
    }

    #[test]
    fn each_kind_of_wrong_position_has_its_sentence() {
        let with = |old: &str, new: &str| read(&SUBGRAPH.replacen(old, new, 1)).err().unwrap_or_default();
        assert!(with("\"193380\"", "\"200310\"").contains("empty"));
        assert!(with("\"193380\"", "\"193381\"").contains("multiple of 10"));
        assert!(with("\"193380\"", "\"-9193380\"").contains("does not exist"));
        // The least of 32 bits has no absolute value in them.
        assert!(with("\"193380\"", "\"-2147483648\"").contains("does not exist"));
        for far in ["-2147483648", "2147483647", "99999999999", "1.5"] {
            let said = read(&with_tick(far)).err().unwrap_or_default();
            assert!(said.contains("does not exist") || said.contains("whole number"), "{far}: {said}");
        }
        assert!(with("\"500\"", "\"750\"").contains("Fee 750"));
        assert!(with("1234567890123456789", "0").contains("closed"));
        assert!(with("1234567890123456789", "-4").contains("below 0"));
        assert!(with("1234567890123456789", "lots").contains("whole number"));
        assert!(with("\"decimals\": \"6\"", "\"decimals\": \"300\"").contains("0 to 36"));
        let long = format!("\"{}\"", "W".repeat(41));
        assert_eq!(with("\"WETH\"", &long), "'token1.symbol' is 41 characters long; it may be 40.");
        assert!(with("\"WETH\"", "\"W\u{200b}ETH\"").contains("cannot be seen"));
        assert!(with("\"USDC\"", "\"LINK\"").contains("none of the two"));
        assert!(with("\"WETH\"", "\"DAI\"").contains("each of the two"));
        assert!(with("\"liquidity\"", "\"liquid\"").contains("no 'liquidity'"));
        assert!(read("{").is_err_and(|said| said.contains("not JSON")));
        assert!(read("[]").is_err() && read("{\"data\": {\"positions\": []}}").is_err());
        assert!(read("1, 2, 3").is_err_and(|said| said.contains("12 values; here are 3")));
        assert!(read(&EXPLORER.replace("0xA0b8", "0xB0b8")).is_err_and(|said| said.contains("subgraph")));
        let fine = read(SUBGRAPH).unwrap();
        assert!(fine.pool_plan(f64::NAN, &PoolPlan::default()).is_err());
        assert!(V3Position { liquidity: u128::MAX, ..fine }.pool_plan(3000.0, &PoolPlan::default()).is_err());
    }
}
