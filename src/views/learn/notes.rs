//! Notes: what is said and cannot come out either way here, because arithmetic or an assumption of the model settles it.

use crate::book::Book;
use crate::holdings::pool::insurance::default_haircut;
use crate::holdings::pool::year::{self, CarryColumn};
use crate::units::CALENDAR_DAYS;
use crate::views::learn::claim::Finding;
use crate::views::pool::held::held;
use crate::words::{amount, share, vix};

/// Share of a claim that an insurer pays in this shock.
pub(super) fn insurance(book: &Book) -> Finding {
    let ratio = book.shock.vix().0 / book.market.calibration.vix.0;
    let paid = 1.0 - default_haircut(ratio).0;
    let text = format!(
        "The model takes half of a claim as paid at most, and less the more VIX has risen: {} of it at VIX {}. That is an assumption after covers that were suspended in a crash, so no plan can test it.",
        share(paid, 0),
        vix(book.shock.vix().0)
    );
    Finding::note(format!("{} paid", share(paid, 0)), text)
}

/// Who pays for a sandwich; what arbitrage takes of every pool a year.
pub(super) fn sandwich(book: &Book) -> Finding {
    let columns = held(book).map(|(_, position, _, pool)| year::column(position, pool, CALENDAR_DAYS));
    let year = columns.fold(CarryColumn::default(), |sum, one| sum.plus(&one));
    let text = format!(
        "Of a sandwich the trader pays, and the pool earns the fee of both swaps: it takes nothing from a pool in any plan. What the pool pays is arbitrage, {} of {} lost to rebalancing a year.",
        amount(year.arbitrage.0),
        amount(year.lvr.0)
    );
    Finding::note("$0 a year", text)
}

/// Break-even volatility, √(8a) for every range.
pub(super) fn break_even(book: &Book) -> Finding {
    let first = held(book).find_map(|(_, position, _, pool)| {
        pool.liquidity()?;
        Some((8.0 * position.fee_apr).sqrt())
    });
    let figure = first.map_or_else(|| "—".to_string(), |vol| share(vol, 0));
    let text = "In range fees and loss to rebalancing both grow with the liquidity, so the volatility that fees pay for is √(8 × fee APR) whatever the range. Concentration makes both larger: ‘A narrower range earns more’ is the claim that a plan can decide.";
    Finding::note(figure, text.into())
}

/// No path of the model says what a roll recovers.
pub(super) fn recovery(_: &Book) -> Finding {
    let text = "A roll takes the loss and sells new premium at the model’s own price, so on average it recovers nothing here, in any plan: there is no figure to set against the 88 %. Size shows when the rule would roll, the table of dates what waiting does.";
    Finding::note("—", text.into())
}
