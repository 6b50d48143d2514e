//! Series: a history, one row a day, rising; what it is of, and its columns.

use std::borrow::Cow;

use crate::data::account::{Account, Rhythm};
use crate::plan::Token;
use crate::units::day::Day;

/// What a series is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Cboe Volatility Index, points.
    Vix,
    /// The same over 9 calendar days.
    Vix9d,
    /// The same over 3 months.
    Vix3m,
    /// The same over 6 months.
    Vix6m,
    /// Volatility of VIX.
    Vvix,
    /// VIX by the old way, of the S&P 100.
    Vxo,
    /// S&P 500, points.
    Spx,
    /// Ether or bitcoin, dollars.
    Coin(Token),
    /// Deribit's volatility index of a token, points.
    Dvol(Token),
    /// VIX futures by their place in the strip, VX1 to VX8, points.
    VixFutures,
    /// The same by month, from the first that is quoted.
    VixMonths,
    /// Stocks that rose and fell.
    Breadth,
    /// A pool's days: price, liquidity, fees, volume, value.
    PoolDays,
    /// A pool's days as yields, per cent a year.
    PoolYields,
    /// Another one, by the name that the file gives.
    Named(String),
    /// Prices that the file does not name and whose closes are none that are known.
    Unnamed,
}

impl What {
    /// Its name for the person.
    pub fn name(&self) -> String {
        let coin = |token: &Token| match token {
            Token::Eth => "ETH",
            Token::Btc => "BTC",
            Token::Own => "another token",
        };
        match self {
            What::Vix => "VIX".into(),
            What::Vix9d => "VIX9D".into(),
            What::Vix3m => "VIX3M".into(),
            What::Vix6m => "VIX6M".into(),
            What::Vvix => "VVIX".into(),
            What::Vxo => "VXO".into(),
            What::Spx => "SPX".into(),
            What::Coin(token) => coin(token).into(),
            What::Dvol(token) => format!("{} DVOL", coin(token)),
            What::VixFutures | What::VixMonths => "VIX futures".into(),
            What::Breadth => "advances and declines".into(),
            What::PoolDays => "a pool".into(),
            What::PoolYields => "a pool's yields".into(),
            What::Named(name) => format!("'{}'", crate::words::clip(name)),
            What::Unnamed => "prices whose name the file does not say".into(),
        }
    }

    /// What a symbol names: `^VIX`, `VIXCLS`, `ETH-USD`, `BTC/USDT`.
    pub fn of_symbol(symbol: &str) -> What {
        let bare: String = symbol.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
        let name = bare.strip_suffix("CLS").filter(|rest| rest.len() >= 3).unwrap_or(&bare);
        match name {
            "VIX" => What::Vix,
            "VIX9D" | "VXST" => What::Vix9d,
            "VIX3M" | "VXV" => What::Vix3m,
            "VIX6M" | "VXMT" => What::Vix6m,
            "VVIX" => What::Vvix,
            "VXO" => What::Vxo,
            "SPX" | "GSPC" | "SP500" | "INX" => What::Spx,
            "ETH" | "WETH" | "ETHUSD" | "ETHUSDT" | "ETHUSDC" | "CBETHUSD" | "ETHEREUM" => What::Coin(Token::Eth),
            "BTC" | "XBT" | "WBTC" | "BTCUSD" | "BTCUSDT" | "BTCUSDC" | "CBBTCUSD" | "BITCOIN" => {
                What::Coin(Token::Btc)
            }
            _ => What::Named(symbol.trim().into()),
        }
    }

    /// The least and the most that a level of it can be: beyond them no day was or will be; `None` where that is not known.
    /// House choice, wide of every close and hour that there was.
    pub fn range(&self) -> Option<[f64; 2]> {
        match self {
            What::Vix | What::Vix9d | What::Vix3m | What::Vix6m | What::Vxo => Some([3.0, 200.0]),
            What::VixFutures | What::VixMonths => Some([3.0, 200.0]),
            What::Vvix => Some([20.0, 400.0]),
            What::Spx => Some([1.0, 100_000.0]),
            What::Coin(_) => Some([1e-12, 1e8]),
            What::Dvol(_) => Some([1.0, 1_000.0]),
            What::Breadth => Some([0.0, 100_000.0]),
            What::PoolDays | What::PoolYields | What::Named(_) | What::Unnamed => None,
        }
    }

    /// Which days it should have rows for; `None` where that depends on what it is.
    pub fn rhythm(&self) -> Option<Rhythm> {
        match self {
            What::Coin(_) | What::Dvol(_) | What::PoolDays | What::PoolYields => Some(Rhythm::Calendar),
            What::Named(_) | What::Unnamed => None,
            _ => Some(Rhythm::Trading),
        }
    }
}

/// Numbers of a series under one heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, as the format gives it in lower case: `open`, `close`, `vx1`, `nyse_advancers`.
    pub name: String,
    /// One a day; none where the cell is blank.
    pub values: Vec<Option<f64>>,
}

/// A history.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is of.
    pub what: What,
    /// Its days, rising, none twice.
    pub days: Vec<Day>,
    /// Its columns, each as long as the days.
    pub columns: Vec<Column>,
    /// The column that every day has a number in: the close where there is one.
    pub main: usize,
    /// What was read.
    pub account: Account,
}

impl Series {
    /// Days and numbers of a column, days without one left out; nothing where it has no such column.
    pub fn column(&self, name: &str) -> Vec<(Day, f64)> {
        let found = self.columns.iter().find(|column| column.name == name);
        let values = found.map_or(&[] as &[Option<f64>], |column| &column.values);
        self.days.iter().zip(values).filter_map(|(day, value)| Some((*day, (*value)?))).collect()
    }

    /// Days and closes, in the units of what it is of.
    pub fn closes(&self) -> Vec<(Day, f64)> {
        self.columns.get(self.main).map_or_else(Vec::new, |main| self.column(&main.name))
    }

    /// The last day and its close.
    pub fn last(&self) -> Option<(Day, f64)> {
        let values = &self.columns.get(self.main)?.values;
        self.days.iter().copied().zip(values.iter().copied()).next_back().and_then(|(day, close)| Some((day, close?)))
    }

    /// Its days up to a day; all where none is said.
    pub fn days_until(&self, today: Option<Day>) -> &[Day] {
        today.map_or(&self.days, |today| &self.days[..self.days.partition_point(|day| *day <= today)])
    }

    /// Its rows up to a day; all where none is said.
    pub fn until(&self, today: Option<Day>) -> Cow<'_, Series> {
        let count = self.days_until(today).len();
        if count == self.days.len() {
            return Cow::Borrowed(self);
        }
        let mut cut = self.clone();
        cut.days.truncate(count);
        cut.columns.iter_mut().for_each(|column| column.values.truncate(count));
        Cow::Owned(cut)
    }

    /// The series as one of what the person says it is of; rows whose close that never has are left out, and counted.
    pub fn named(mut self, what: What) -> Series {
        let left = self.leave_impossible(&what);
        let rhythm = Rhythm::of(&self.days, what.rhythm());
        if rhythm != self.account.gaps.rhythm || left {
            self.account.find_gaps(&self.days, rhythm);
        }
        self.what = what;
        self
    }

    /// Leaves out the rows whose close is none of this; whether there were some.
    fn leave_impossible(&mut self, what: &What) -> bool {
        let closes = self.columns.get(self.main).map_or(&[] as &[Option<f64>], |main| &main.values);
        let Some([low, high]) = what.range() else { return false };
        let stays: Vec<bool> = closes.iter().map(|close| close.is_none_or(|x| (low..=high).contains(&x))).collect();
        let left = stays.iter().filter(|stays| !**stays).count();
        let kept = |nth: usize| stays.get(nth).copied().unwrap_or(true);
        let mut row = 0..;
        self.days.retain(|_| row.next().is_some_and(kept));
        for column in &mut self.columns {
            let mut row = 0..;
            column.values.retain(|_| row.next().is_some_and(kept));
        }
        self.account.rows = self.days.len();
        let name = what.name();
        self.account.repair(
            left,
            &format!("row has a close that {name} never has and was left out."),
            &format!("rows have closes that {name} never has and were left out."),
        );
        left > 0
    }

    /// Whether it may be of this: most of its closes can be.
    pub fn can_be(&self, what: &What) -> bool {
        let Some([low, high]) = what.range() else { return true };
        let closes = || self.columns.get(self.main).into_iter().flat_map(|main| &main.values).flatten();
        let wrong = closes().filter(|close| !(low..=high).contains(*close)).count();
        wrong <= closes().count().saturating_sub(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_name_what_they_are_of() {
        for (symbol, what) in [
            ("^VIX", What::Vix),
            ("VIXCLS", What::Vix),
            ("VXVCLS", What::Vix3m),
            ("VXOCLS", What::Vxo),
            ("^GSPC", What::Spx),
            ("SP500", What::Spx),
            ("ETH-USD", What::Coin(Token::Eth)),
            ("BTC/USDT", What::Coin(Token::Btc)),
            ("M2SL", What::Named("M2SL".into())),
        ] {
            assert_eq!(What::of_symbol(symbol), what, "{symbol}");
        }
    }

    #[test]
    fn a_name_that_the_person_gives_changes_which_days_are_missing() {
        let series = Series {
            what: What::Unnamed,
            days: vec![Day(20_629), Day(20_633)],
            columns: vec![Column { name: "close".into(), values: vec![Some(1.0), Some(2.0)] }],
            main: 0,
            account: Account::new("Test"),
        };
        let spx = series.clone().named(What::Spx);
        assert_eq!((spx.account.gaps.count, spx.last()), (1, Some((Day(20_633), 2.0))));
        assert_eq!(series.clone().named(What::Coin(Token::Eth)).account.gaps.count, 3);
        assert_eq!((series.closes().len(), series.column("open").len()), (2, 0));
        // Of VIX neither row can be, of DVOL both; with one that can be the other is left out.
        assert_eq!([What::Vix, What::Dvol(Token::Eth)].map(|what| series.can_be(&what)), [false, true]);
        let mut one = series;
        one.columns[0].values[0] = Some(16.0);
        assert!(one.can_be(&What::Vix));
        let vix = one.named(What::Vix);
        assert_eq!((vix.closes(), vix.account.repaired("never has")), (vec![(Day(20_629), 16.0)], 1));
    }
}
