//! The exit rules in what really happened: how today's condors would have ended with them and without.

use serde::Serialize;

use crate::book::walk::{self, End, Ended, WalkRow};
use crate::book::{Book, exits};
use crate::holdings::Entry;
use crate::numbers::pieces::whole;
use crate::plan::Settlement;
use crate::plan::holding::Kind;
use crate::units::Usd;
use crate::views::pinned::{Table, with_column};
use crate::words::{amount, each_once, listed, signed};

/// Today's condors walked through every explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WalkReport {
    /// What each condor is called, in the order of a row's ends.
    pub condors: Vec<String>,
    /// Oldest first; empty without a condor that is held.
    pub rows: Vec<WalkRow>,
    /// In how many the rules end better.
    pub better: usize,
    /// In how many worse.
    pub worse: usize,
    /// What the rules make beyond holding, all explosions added up.
    pub gain: Usd,
    /// The finding.
    pub finding: String,
}

/// Today's condors walked through every explosion.
pub fn of(book: &Book) -> WalkReport {
    whole(making(book))
}

/// [`of`], with a pause after each explosion.
pub async fn making(book: &Book) -> WalkReport {
    let rows = walk::making(book).await;
    let apart = |row: &WalkRow| row.rule.0 - row.wait.0;
    let better = rows.iter().filter(|row| apart(row) > 0.5).count();
    let worse = rows.iter().filter(|row| apart(row) < -0.5).count();
    let gain = rows.iter().map(apart).sum();
    let finding = finding(rows.len(), better, worse, gain);
    let condors = exits::held_of(book).map(|(entry, ..)| entry.name.clone()).collect();
    WalkReport { condors, rows, better, worse, gain: Usd(gain), finding }
}

fn finding(all: usize, better: usize, worse: usize, gain: f64) -> String {
    if all == 0 {
        return "No condor to walk through history".into();
    }
    let each = amount(gain / all as f64);
    let ends = format!("The exit rules end better in {better} of {all} explosions, worse in {worse}");
    match (better, worse) {
        (0, 0) => format!("In {all} explosions the exit rules change nothing"),
        _ if (gain / all as f64).abs() < 0.5 => format!("{ends}: on average over all of them it comes to the same"),
        _ if gain > 0.0 => format!("{ends}: {each} more on average over all of them"),
        _ => format!("{ends}: {each} less on average over all of them"),
    }
}

/// How condors ended, those that did alike together, by name where some did not.
fn words(ended: &[Ended], names: &[String], is_told: fn(&Ended) -> bool) -> String {
    let one = |ended: &Ended| {
        let how = match ended.how {
            End::Profit => "profit",
            End::Stop => "stop",
            End::Days => "days left",
            End::Expired => "expired",
            End::Marked => "marked",
        };
        format!("{how}, day {}", ended.day)
    };
    let ways = each_once(ended.iter().filter(|ended| is_told(ended)).map(one));
    let whose = |way: &String| {
        let those = ended.iter().zip(names).filter(|(ended, _)| is_told(ended) && one(ended) == *way);
        listed(&those.map(|(_, name)| name.clone()).collect::<Vec<_>>())
    };
    match ways.as_slice() {
        [] => "—".into(),
        [only] if ended.iter().all(is_told) => only.clone(),
        ways => ways.iter().map(|way| format!("{}: {way}", whose(way))).collect::<Vec<_>>().join("; "),
    }
}

/// What the table shows.
pub fn dek(book: &Book) -> String {
    let is_am = |entry: &Entry| book.plan.condor(entry.nth).is_some_and(|condor| condor.settles == Settlement::Am);
    let has_am = book.of_kind(Kind::Condor).any(is_am);
    let am = if has_am {
        "; one that settles at the open does so at that day's close, for no opening prices are known"
    } else {
        ""
    };
    let is_short = |entry: &Entry| entry.lives() && entry.held.days().is_some_and(|days| days < 1.0);
    let short = if book.of_kind(Kind::Condor).any(is_short) {
        "; one with hours left has the whole day from one close to the next"
    } else {
        ""
    };
    format!(
        "Today's condors through the daily closes of 22 explosions from the day of the lowest VIX, dollars since they were sold{am}{short}"
    )
}

/// Headings and a row an explosion, dollars since the condors were sold, then how they ended; of those that are held only
/// what does not simply expire is said.
pub fn table(walk: &WalkReport, pinned: Option<&WalkReport>) -> Table {
    let is_marked = |ended: &Ended| ended.how != End::Expired;
    let has_marked = walk.rows.iter().flat_map(|row| &row.held).any(is_marked);
    let held = if has_marked { "Held" } else { "Held to expiry" };
    let mut head =
        ["Explosion", "By the rules", held, "Rules less held", "Left by the rules"].map(String::from).to_vec();
    head.extend(has_marked.then(|| "Held, not expired".to_string()));
    let row = |row: &WalkRow| {
        // The difference is that of the two as they are read.
        let [rule, wait] = [row.rule.0, row.wait.0].map(|usd| crate::words::rounded(usd, 0));
        let ends = words(&row.by_rule, &walk.condors, |_| true);
        let mut cells = vec![row.name.to_string(), signed(rule), signed(wait), signed(rule - wait), ends];
        cells.extend(has_marked.then(|| words(&row.held, &walk.condors, is_marked)));
        cells
    };
    let table = (head, walk.rows.iter().map(row).collect());
    let Some(a) = pinned else { return table };
    let of_a = |row: &WalkRow| Some(signed(a.rows.iter().find(|a| a.id == row.id)?.rule.0));
    with_column(table, "A: by the rules", walk.rows.iter().map(of_a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_end_is_of_the_condors_that_ended_so() {
        let ended = |how, day| Ended { how, day, pnl: Usd(0.0) };
        let names = ["Condor 1", "Condor 2", "Condor 3"].map(String::from);
        let ends = [ended(End::Stop, 4), ended(End::Profit, 9), ended(End::Stop, 4)];
        let said = words(&ends, &names, |_| true);
        assert_eq!(said, "Condor 1 and Condor 3: stop, day 4; Condor 2: profit, day 9");
        assert_eq!(words(&[ends[0], ends[2]], &names, |_| true), "stop, day 4");
        let held = [ended(End::Expired, 20), ended(End::Marked, 40), ended(End::Expired, 20)];
        assert_eq!(words(&held, &names, |ended| ended.how != End::Expired), "Condor 2: marked, day 40");
        assert_eq!(words(&held[..1], &names, |ended| ended.how != End::Expired), "—");
    }

    #[test]
    fn what_comes_to_the_same_on_average_is_neither_more_nor_less() {
        let of = |gain: f64| finding(22, 9, 4, gain);
        assert!(of(0.4 * 22.0).ends_with("it comes to the same") && of(-0.4 * 22.0).ends_with("it comes to the same"));
        assert!(of(22.0).contains("$1 more on average") && of(-22.0).contains("$1 less on average"));
        assert!(finding(22, 0, 0, 0.0).ends_with("change nothing"));
    }
}
