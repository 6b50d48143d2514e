//! Say: what a back-test came to, and what has to be known of it.

use crate::backtest::days::Days;
use crate::backtest::pool::Pool;
use crate::backtest::programme::Programme;
use crate::backtest::schedules::JUMP;
use crate::backtest::shocks::ExplosionRow;
use crate::backtest::walk::Missed;
use crate::backtest::{BackTest, curve::Curve};
use crate::book::limits::is_past;
use crate::plan::StrikeRule;
use crate::plan::estimates::Estimate;
use crate::plan::holding::Kind;
use crate::shock::closes;
use crate::signals::flags;
use crate::words::dates::date;
use crate::words::{amount, listed, number, share};

/// Dollars that are no difference.
const SAME: f64 = 0.5;

impl BackTest {
    /// What both ways came to, in a sentence.
    pub fn headline(&self) -> String {
        let down = |curve: &Curve| share(curve.drawdown.map_or(0.0, |fall| fall.share), 1);
        let [ruled, untouched, promoter] = [&self.with_rules, &self.untouched, &self.promoter];
        format!(
            "With the rules {} and at worst {} down; untouched {} and {}; a promoter {} and {}.",
            amount(ruled.end),
            down(ruled),
            amount(untouched.end),
            down(untouched),
            amount(promoter.end),
            down(promoter)
        )
    }

    /// In how many explosions the book lost less, or made more, by the rules, untouched, and in none of the two: at its end.
    pub fn won(&self) -> [usize; 3] {
        let better = |by: f64| {
            let than = |row: &&ExplosionRow| by * (row.with_rules.pnl - row.untouched.pnl) > SAME;
            self.explosions.iter().filter(than).count()
        };
        let [ruled, untouched] = [better(1.0), better(-1.0)];
        [ruled, untouched, self.explosions.len() - ruled - untouched]
    }

    /// In how many explosions the way there costs more than the budget by the rules, untouched, and of a promoter.
    pub fn broken(&self) -> [usize; 3] {
        let past = |worst: &dyn Fn(&ExplosionRow) -> f64| {
            self.explosions.iter().filter(|row| is_past(-worst(row), self.budget)).count()
        };
        [past(&|row| row.with_rules.worst), past(&|row| row.untouched.worst), past(&|row| row.promoter.worst)]
    }

    /// The same in a sentence.
    pub fn broken_said(&self) -> String {
        let [ruled, untouched, promoter] = self.broken();
        let (budget, all) = (amount(self.budget), self.explosions.len());
        format!(
            "On the eve of each explosion, at its own VIX, sized by the rules the book loses more than {budget} in {ruled} of {all} explosions, at the typed size in {untouched}, a promoter’s in {promoter}."
        )
    }

    /// What [`BackTest::won`] finds, in a sentence.
    pub fn won_said(&self) -> String {
        let [ruled, untouched, _] = self.won();
        let all = self.explosions.len();
        format!("The rules did better in {ruled} of {all} explosions, the typed size in {untouched}.")
    }
}

/// Where VIX is from, where no file has it.
pub(super) fn shipped() -> String {
    let day = |text: &str| crate::units::day::Day::iso(text).map(date).unwrap_or_default();
    format!(
        "VIX by the closes that are shipped, {} to {}, where no file has it.",
        day(closes::FIRST_DAY),
        day(closes::LAST_DAY)
    )
}

/// Whether an input that data have set is the same on every day that is walked: levels and flags are each day's own.
fn stays(one: &Estimate) -> bool {
    const OF_THE_DAY: [&str; 12] = [
        "market.vix",
        "market.vix9d",
        "market.vix3m",
        "market.vix6m",
        "market.vvix",
        "market.spx",
        "market.futures",
        "market.vol_levels",
        "market.vix_option_levels",
        "market.token_price",
        "market.token_vol",
        "sizing.rho",
    ];
    // What was received of a condor that is held says nothing of those that are sold.
    const FORGOTTEN: [&str; 7] = [
        "condor.fill",
        "condor.put_credit",
        "condor.opened",
        "condor.long_put_price",
        "condor.short_put_price",
        "condor.short_call_price",
        "condor.long_call_price",
    ];
    let row = one.of.row;
    !FORGOTTEN.contains(&row) && !OF_THE_DAY.contains(&row) && !flags::ROWS.contains(&row)
}

/// What has to be known of products, legs on the chain and on the pool, a sentence each.
fn legs(programme: &Programme, days: &Days) -> Vec<String> {
    let of = |kind: Kind| programme.legs.iter().any(|leg| leg.kind == kind);
    let mut said = Vec::new();
    said.extend(of(Kind::Etp).then(|| {
        "The exchange-traded product rolls day by day through the model’s futures; its shares are bought anew at your price after each year, calls on it when they are rolled.".to_string()
    }));
    said.extend(of(Kind::Chain).then(|| match days.rows.iter().find(|row| Pool::can_enter(row)) {
        Some(row) => format!(
            "Legs on the chain begin on {}, each bought at your token’s price and priced at the vol that the token realised over two months.",
            date(row.day)
        ),
        None => "No leg on the chain: the token has no two months of closes beside SPX and VIX.".into(),
    }));
    said.extend((!programme.pool_legs.is_empty()).then(|| {
        "What is written on the pool is bought anew at every entry, in proportion to what is in it, and ends with every leaving.".to_string()
    }));
    said
}

/// What has to be known of it, a sentence each.
pub(super) fn said(programme: &Programme, days: &Days, found: &BackTest, missed: Missed) -> Vec<String> {
    let count = |n: usize| number(n as f64);
    let mut said = vec![
        "Prices of options are the model’s, of each day’s closes of VIX and SPX at the plan’s rate; nobody traded at them. Fees are of as many contracts as make the plan’s dollars at that day’s SPX.".to_string(),
        format!(
            "SPX and VIX on {} days from {} to {}, dollars of the plan on every one: nothing is compounded.",
            count(found.rows),
            date(found.from),
            date(found.to)
        ),
        "On each day the programme knows the closes up to it, and what these tell it to do is done at them. What is the same on all days is of today: the model’s formulas and the explosions that shape it, fitted on all years, and the plan’s own inputs.".to_string(),
    ];
    let mut ahead: Vec<String> = Vec::new();
    for label in programme.plan.estimates.iter().filter(|one| stays(one)).map(|one| one.of.label()) {
        // Of several holdings' the same input once.
        if !ahead.iter().any(|known| known == label) {
            ahead.push(label.into());
        }
    }
    said.extend(
        (!ahead.is_empty())
            .then(|| format!("Data of later days set these, and they are used on every day: {}.", listed(&ahead))),
    );
    if programme.condors.iter().any(|(_, terms)| terms.strikes_by == StrikeRule::Level) {
        said.push("Strikes that are typed are the same shares of SPX at every sale, whatever VIX is.".into());
    }
    if let Some((_, pool)) = &programme.pool {
        said.push(match found.pool_from {
            Some(day) => format!("The pool begins on {}, with two months of the token’s closes behind it.", date(day)),
            None => "No pool: the token has no two months of closes beside SPX and VIX.".into(),
        });
        said.extend(found.pool_from.map(|_| {
            format!(
                "The rules are asked for the pool’s size, and its range is set anew, on the first day of each month, where a signal turns that a rule hangs on, and where VIX closes more than {} from where they were asked last; between those days it stays as it is.",
                share(JUMP, 0)
            )
        }));
        let is_typed = pool.fee_by != crate::plan::FeeBy::Volume;
        said.extend((found.pool_from.is_some()).then(|| {
            let rate = if is_typed { "fee APR" } else { "volume" };
            format!("The pool’s fees are an assumption: the plan’s {rate}, the same on every day.")
        }));
        let backed = [
            (
                pool.loan.0 > 0.0 && pool.deposit.0 > 0.0,
                "The pool’s loan is borrowed anew at every entry, in proportion to what is in it, at the plan’s rate; where a close makes the lender sell the pool, nothing is in it until its size is asked again.",
            ),
            (
                pool.cover.0 > 0.0,
                "The pool’s cover begins with every entry and ends with every leaving; each day counts what it would pay then, at the VIX of that day over the one of the entry.",
            ),
        ];
        said.extend(backed.into_iter().filter(|one| one.0 && found.pool_from.is_some()).map(|one| one.1.to_string()));
    }
    said.extend(legs(programme, days));
    if !programme.left_out.is_empty() {
        said.push(format!("Not walked: {}.", listed(&programme.left_out)));
    }
    said.push("The VIX gate of new condors, the hedge’s rules by VIX band and margin calls are not walked.".into());
    let outside = found.explosions.iter().filter(|row| !row.has_eve).count();
    said.extend((outside > 0).then(|| {
        format!(
            "{} of {} explosions began on a day that the files do not have: there no signal is known, and the token’s vol is the plan’s.",
            count(outside),
            count(found.explosions.len())
        )
    }));
    let notes = [
        (days.holes(), "Stretches in which more trading days are missing than New York was ever shut"),
        (days.held(), "VIX closes that were held in 9 to 150"),
        (missed.unsold, "Closes at which the rule of the strikes found no condor"),
        (missed.unsized_days, "Days on which the plan could not be sized, and no pool was held"),
    ];
    said.extend(notes.into_iter().filter(|note| note.0 > 0).map(|(n, what)| format!("{what}: {}.", count(n))));
    said
}
