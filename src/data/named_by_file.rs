//! Named by file: what a history is of by the name of its file, where nothing in it says.

use crate::data::Imported;
use crate::data::layout::UNNAMED;
use crate::data::series::{Series, What};

/// Signs that part the words of a name.
const SIGNS: [char; 8] = ['_', ' ', '.', '(', ')', '[', ']', '+'];
/// Currencies: prices of a token in one of them are no dollars.
const CURRENCIES: [&str; 9] = ["BTC", "XBT", "ETH", "EUR", "GBP", "JPY", "CHF", "AUD", "KRW"];
/// Second words of names whose prices are another thing than the first says.
const OTHERS: [&str; 6] = ["FUTURE", "FUTURES", "OPTION", "OPTIONS", "FUT", "ETF"];

/// What was read, where it is a history that nothing in it names as what the first word of its file's name says:
/// `VIX_History.csv`, `^GSPC.csv`, `ETH-USD_2023.csv`. Only where every close is one that this can have; that it was so taken
/// stands in its account.
pub fn named_by_file(read: Imported, name: &str) -> Imported {
    let Imported::Series(series) = read else { return read };
    let hint = Some(&series).filter(|series| series.what == What::Unnamed).and_then(|series| hint(series, name));
    let Some(what) = hint else { return Imported::Series(series) };
    let mut series = series.named(what);
    let said = format!("Taken for {} by the file's name.", series.what.name());
    match series.account.remarks.iter_mut().find(|remark| *remark == UNNAMED) {
        Some(remark) => *remark = said,
        None => series.account.remarks.push(said),
    }
    Imported::Series(Box::new(series))
}

/// What a name says, where the closes can be of it.
fn hint(series: &Series, name: &str) -> Option<What> {
    let what = symbol(name)?;
    let [low, high] = what.range()?;
    series.closes().iter().all(|(_, close)| (low..=high).contains(close)).then_some(what)
}

/// What the first word of a name is a symbol of: all of it, else what stands before its hyphens.
fn symbol(name: &str) -> Option<What> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let words: Vec<&str> = file.split(SIGNS).filter(|word| !word.is_empty()).collect();
    let (first, rest) = words.split_first()?;
    let parts: Vec<&str> = first.split('-').collect();
    let known = |count: usize| {
        let what = What::of_symbol(&parts.get(..count)?.join("-"));
        Some((what, count)).filter(|(what, _)| what.range().is_some())
    };
    let (what, count) = (1..=parts.len()).rev().find_map(known)?;
    let next = parts.get(count).or_else(|| rest.first()).map(|next| next.to_ascii_uppercase()).unwrap_or_default();
    let is_coin = matches!(what, What::Coin(_)) && count == 1;
    let is_other = OTHERS.contains(&next.as_str()) || (is_coin && CURRENCIES.contains(&next.as_str()));
    (!is_other).then_some(what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::read;
    use crate::plan::Token;

    fn named(name: &str, closes: [f64; 2]) -> Series {
        let [one, two] = closes;
        let text = format!(
            "Date,Open,High,Low,Close,Adj Close,Volume\n2026-07-15,{one},{one},{one},{one},{one},0\n2026-07-16,{two},{two},{two},{two},{two},0\n"
        );
        match read(&text).map(|found| named_by_file(found, name)) {
            Ok(Imported::Series(series)) => *series,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn the_first_word_of_a_name_says_what_an_unnamed_history_is_of() {
        for (name, close, what) in [
            ("VIX_History.csv", 16.0, What::Vix),
            ("VIX History (2).csv", 16.0, What::Vix),
            ("^GSPC.csv", 6_900.0, What::Spx),
            ("downloads/vix3m-2026.csv", 18.0, What::Vix3m),
            ("ETH-USD_2023.csv", 3_000.0, What::Coin(Token::Eth)),
            ("eth-usd-max.csv", 3_000.0, What::Coin(Token::Eth)),
            ("btc_history.csv", 60_000.0, What::Coin(Token::Btc)),
        ] {
            let series = named(name, [close, close]);
            assert_eq!(series.what, what, "{name}");
            let said = format!("Taken for {} by the file's name.", what.name());
            assert!(series.account.remarks.contains(&said), "{:?}", series.account.remarks);
            assert!(!series.account.remarks.iter().any(|said| said == UNNAMED), "{:?}", series.account.remarks);
        }
        for name in ["prices.csv", "History_VIX.csv", "eth-btc.csv", "ETH_EUR.csv", "VIX futures.csv", "vix3mx.csv", ""]
        {
            assert_eq!(named(name, [16.0, 16.0]).what, What::Unnamed, "{name}");
        }
    }

    #[test]
    fn closes_that_such_a_thing_never_has_are_taken_for_nothing() {
        let spx = named("VIX_History.csv", [16.0, 6_900.0]);
        assert!(spx.what == What::Unnamed && spx.account.remarks.iter().any(|said| said == UNNAMED));
        // What a file says of itself stands.
        let fred = read("observation_date,VIXCLS\n2026-07-15,16\n").map(|found| named_by_file(found, "SPX.csv"));
        assert!(fred.is_ok_and(|found| found.what().starts_with("a history of VIX (")));
    }
}
