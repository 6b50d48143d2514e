//! Trades: what each condor has made so far, open and realised apart.

use crate::book::trade::{SpreadPnl, TradePnl};
use crate::views::pinned::{Table, with_column};
use crate::views::report::{CondorReport, Report};
use crate::words::{fixed, listed, signed, usd};

/// What all trades together have made.
pub fn finding(report: &Report) -> String {
    let TradePnl { open, realised, total, .. } = report.condor.trade;
    let made = if realised.0 == 0.0 {
        format!("So far {}: {} open, less fees", usd(total.0), usd(open.0))
    } else {
        format!("So far {}: {} open, less fees, and {} realised", usd(total.0), usd(open.0), usd(realised.0))
    };
    let awaits: Vec<String> = report.condors.iter().filter(|c| c.trade.awaits).map(|c| c.name.clone()).collect();
    if awaits.is_empty() {
        made
    } else {
        format!("{made}; without what {} settled at, which is not typed", listed(&awaits))
    }
}

/// Headings and a row a condor, closed ones too, and all together where there are several; beside it what plan A has made.
pub fn table(report: &Report, pinned: Option<&Report>) -> Table {
    let head = ["Condor", "Sold for", "Mark", "Open", "Put side", "Call side", "Realised", "Fees", "Total"];
    let row = |c: &CondorReport| {
        let TradePnl { mark, open, realised, fees, total, awaits, sides } = c.trade;
        let points = |x: f64| fixed(x, 2);
        let side =
            |side: Option<SpreadPnl>| side.and_then(|side| side.open).map_or_else(|| "—".into(), |x| signed(x.0));
        let is_held = sides.is_some();
        vec![
            c.name.clone(),
            points(c.credit.0),
            match (is_held, awaits) {
                (true, _) => points(mark.0),
                (false, true) => "expired".into(),
                (false, false) => "closed".into(),
            },
            if is_held { signed(open.0) } else { "—".into() },
            side(sides.map(|sides| sides[0])),
            side(sides.map(|sides| sides[1])),
            if is_held || awaits { "—".into() } else { signed(realised.0) },
            if is_held || awaits { signed(-fees.0) } else { "—".into() },
            signed(total.0),
        ]
    };
    let mut rows: Vec<Vec<String>> = report.condors.iter().map(row).collect();
    if rows.len() > 1 {
        let TradePnl { open, realised, fees, total, .. } = report.condor.trade;
        let none = || "—".to_string();
        let [open, realised, fees, total] = [open.0, realised.0, -fees.0, total.0].map(signed);
        rows.push(vec!["Together".into(), none(), none(), open, none(), none(), realised, fees, total]);
    }
    let table = (head.map(String::from).to_vec(), rows);
    let Some(a) = pinned else { return table };
    let of_a = |c: &CondorReport| Some(signed(a.condors.iter().find(|a| a.id == c.id)?.trade.total.0));
    let together = Some(signed(a.condor.trade.total.0));
    with_column(table, "A: total", report.condors.iter().map(of_a).chain([together]))
}
