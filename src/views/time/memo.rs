//! Memo: what stands of Time on paper. Words and figures are those of the tab's own sentences and tables.

use serde::Serialize;

use crate::book::Book;
use crate::book::corridor::Week;
use crate::book::exits::{Choice, Exit, Leave};
use crate::book::explained::Explanation;
use crate::plan::EventDay;
use crate::views::book::event_notes::named;
use crate::views::gate;
use crate::views::pinned::Table;
use crate::views::time::explained_chart::{self, from_words};
use crate::views::time::{TimeTab, choices, corridor_chart, corridor_words, on_day};
use crate::words::{calendar_days, capital, dates, listed, rounded, signed, trading_days};

/// What a memo has of Time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeMemo {
    /// Of which day the figures are, and on which the shock is seen.
    pub dates: String,
    /// The tab's answer, then what the book has to say; what it has not is left out.
    pub parts: Vec<MemoPart>,
}

/// A finding with its figures.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MemoPart {
    /// The finding.
    pub finding: String,
    /// Names of the columns; none where there is no table.
    pub head: Vec<String>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<String>>,
    /// How to read it.
    pub note: String,
}

/// Columns of the corridor's table that have room on paper.
const COLUMNS: [&str; 6] =
    ["After", "Gains, SPX", "Without the hedge, SPX", "Inside", "Stayed", "Stayed without the hedge"];

/// The memo of a book; tab, corridor and explanation are its own.
pub fn of(book: &Book, tab: &TimeTab, weeks: &[Week], told: &Explanation) -> TimeMemo {
    let answer = MemoPart { finding: tab.answer.clone(), ..decided(book, tab).unwrap_or_default() };
    let corridor = (!weeks.is_empty()).then(|| corridor(book, weeks));
    let explained = (!book.entries.is_empty()).then(|| explained(book, told));
    let parts = std::iter::once(answer).chain(corridor).chain(events(book)).chain(explained);
    TimeMemo { dates: days(book), parts: parts.collect() }
}

fn days(book: &Book) -> String {
    let days = book.shock.event.days;
    let (today, shock) = match book.plan.market.today {
        Some(today) => {
            let shock = on_day(today, days);
            (format!("{} {}", dates::weekday(today), dates::date(today)), format!("on {shock}, "))
        }
        None => ("a day without a date".into(), String::new()),
    };
    if days <= 0.0 {
        return format!("The figures are of {today}. The shock comes at once.");
    }
    let passed = calendar_days(rounded(book.shock.calendar_days(), 1));
    format!("The figures are of {today}. The shock is seen {shock}{} or {passed} on.", trading_days(days))
}

/// Close, roll or wait, a row a condor.
fn decided(book: &Book, tab: &TimeTab) -> Option<MemoPart> {
    let when = crate::views::time::in_the_shock(book);
    let head =
        ["Condor".into(), "Close".into(), "Roll".into(), "Wait".into(), "Of the credit today".into(), capital(&when)];
    let row = |exit: &Exit| {
        let made = |choice: Option<&Choice>| choice.map_or_else(|| "—".into(), |choice| signed(choice.shocked.0));
        vec![
            choices::name(exit),
            made(exit.choice(Leave::Close)),
            made(exit.choice(Leave::Roll)),
            made(exit.choice(Leave::Wait)),
            choices::standing(exit.gained, exit.due),
            choices::standing(exit.gained_then, exit.due_then),
        ]
    };
    let rolls = tab.exits.iter().flat_map(|exit| &exit.choices).filter(|choice| choice.way == Leave::Roll);
    let to = |choice: &Choice| choices::heading(choice).trim_start_matches("Roll to ").to_string();
    let to = crate::words::each_once(rolls.map(to));
    let rolled = if to.is_empty() { String::new() } else { format!("; rolled to {}", listed(&to)) };
    let note = format!(
        "Dollars since each was sold, decided today and taken to the shock, costs of every trade counted{rolled}. {} Expected daily range {}",
        tab.triggers,
        ranges(tab)
    );
    let rows: Vec<Vec<String>> = tab.exits.iter().map(row).collect();
    (!rows.is_empty()).then(|| MemoPart { finding: String::new(), head: head.to_vec(), rows, note })
}

/// The expected daily range now and in the shock, plain and as printed.
fn ranges(tab: &TimeTab) -> String {
    let (_, rows) = gate::table(&tab.gates, true, gate::About::Held);
    let [_, plain, printed, ..] = rows.as_slice() else { return String::new() };
    let both = |row: &[String]| row.iter().skip(1).cloned().collect::<Vec<_>>().join(" and ");
    format!("now and in the shock: {}; as printed {}. {}", both(plain), both(printed), gate::AS_PRINTED)
}

/// Where the book gains week by week, with its hedge and without.
fn corridor(book: &Book, weeks: &[Week]) -> MemoPart {
    let (head, rows) = only(corridor_chart::table(weeks, &[], "", book.has_hedge()), &COLUMNS);
    MemoPart { finding: corridor_words::answer(book, weeks), head, rows, note: corridor_words::law(weeks) }
}

/// The columns of a table that are wanted, in its own order.
fn only((head, rows): Table, wanted: &[&str]) -> Table {
    let is_wanted: Vec<bool> = head.iter().map(|name| wanted.contains(&name.as_str())).collect();
    let kept =
        |cells: Vec<String>| cells.into_iter().zip(&is_wanted).filter(|cell| *cell.1).map(|cell| cell.0).collect();
    (kept(head), rows.into_iter().map(kept).collect())
}

/// What is on the calendar until the last of what is held has expired.
fn events(book: &Book) -> Option<MemoPart> {
    let held = book.entries.iter().filter(|entry| entry.held.quantity() != 0.0);
    let last = held.filter_map(|entry| entry.held.days()).fold(0.0, f64::max);
    let is_before = |event: &&EventDay| event.days > 0.0 && event.days <= last;
    let mut events: Vec<&EventDay> = book.plan.market.events.iter().filter(is_before).collect();
    events.sort_by(|a, b| a.days.total_cmp(&b.days));
    let each: Vec<String> = events.into_iter().map(|event| named(book, event)).collect();
    let end = match book.plan.market.today {
        Some(today) => format!("on {}", dates::named_day(today, today.plus(last))),
        None => format!("in {}", calendar_days(rounded(last, 1))),
    };
    (!each.is_empty()).then(|| MemoPart {
        finding: format!("Until the last expiry {end}: {}.", listed(&each)),
        ..MemoPart::default()
    })
}

/// What made the P&L of the shock, the residual with it.
fn explained(book: &Book, told: &Explanation) -> MemoPart {
    let bars = told.bars.iter().map(|bar| vec![bar.label.clone(), signed(bar.usd.0)]);
    let after = [vec!["In the shock".into(), signed(told.after.0)]];
    let token = if book.hangs_on_tokens() { book.plan.market.token.name() } else { "" };
    MemoPart {
        finding: format!("{}.", explained_chart::headline(told, &from_words(book))),
        head: vec!["Cause".into(), "Dollars".into()],
        rows: bars.chain(after).collect(),
        note: format!(
            "{}, dollars. Cross is what two things move together, the residual what three do.",
            explained_chart::between(told, token)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{corridor as corridors, explained as explanations};
    use crate::plan::holding::Kind;
    use crate::plan::{EventName, Plan};
    use crate::units::day::Day;
    use crate::units::{Frac, Points};
    use crate::views::assemble;
    use crate::views::time::decay_chart;
    use crate::views::time::lanes_chart;

    /// A memo, and every word of the tab that it is taken from: its sentences, tables and lanes, as the page shows them.
    fn memo(plan: &Plan) -> (TimeMemo, String) {
        let Ok(book) = Book::resolve(plan) else { unreachable!() };
        let tab = crate::views::time::of(&book, &assemble::report(&book));
        let (weeks, told) = (corridors::of(&book), explanations::of(&book));
        let memo = of(&book, &tab, &weeks, &told);
        let days = crate::words::trading_days(book.shock.event.days);
        let mut tables: Vec<Table> = tab.exits.iter().map(|exit| choices::table(exit, &days, None)).collect();
        tables.push(corridor_chart::table(&weeks, &[], "ETH", book.has_hedge()));
        tables.push(gate::table(&tab.gates, true, gate::About::Held));
        tables.push(lanes_chart::table(&lanes_chart::lanes(&book), &[], &decay_chart::events(&book)));
        let when = crate::views::time::in_the_shock(&book);
        let mut said = vec![
            tab.answer.clone(),
            tab.triggers.clone(),
            when.clone(),
            gate::AS_PRINTED.into(),
            corridor_words::answer(&book, &weeks),
            corridor_words::law(&weeks),
            explained_chart::headline(&told, &from_words(&book)),
            explained_chart::places(&told, "ETH"),
            days,
        ];
        said.extend(tab.exits.iter().map(|exit| choices::rules(exit, &when)));
        said.extend(tab.exits.iter().map(choices::name));
        // The bars and their figures, as they are drawn.
        said.extend(told.bars.iter().map(|bar| format!("{} {}", bar.label, signed(bar.usd.0))));
        said.push(format!("In the shock {}", signed(told.after.0)));
        said.extend(tables.into_iter().flat_map(|(head, rows)| head.into_iter().chain(rows.into_iter().flatten())));
        (memo, said.join(" | "))
    }

    /// Figures of a text: what has a digit, without the marks of a sentence around it.
    fn figures(text: &str) -> Vec<&str> {
        let word = |c: char| c.is_whitespace() && c != '\u{202f}';
        let bare = |word: &str| word.trim_matches(|c: char| ".,;:()|".contains(c)).len();
        text.split(word)
            .filter(|one| one.contains(|c: char| c.is_ascii_digit()) && bare(one) > 0)
            .map(|one| one.trim_matches(|c: char| ".,;:()|".contains(c)))
            .collect()
    }

    fn whole() -> Plan {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Condor);
        plan.market.today = Day::iso("2026-11-27");
        let event = |days, name| crate::plan::EventDay { days, size: Frac(0.009), name, surprise: 0.0 };
        plan.market.events =
            vec![event(12.0, EventName::Fomc), event(13.0, EventName::Cpi), event(300.0, EventName::Ppi)];
        plan
    }

    #[test]
    fn every_figure_of_the_memo_stands_in_the_tab_word_for_word() {
        let two = whole();
        let mut bare = Plan::default();
        (bare.event.vix, bare.event.days) = (Some(Points(24.0)), 3.0);
        let mut checked = 0;
        for plan in [two, bare, Plan::example()] {
            let (memo, tab) = memo(&plan);
            let known = figures(&tab);
            for part in &memo.parts {
                // Days of events are days of the calendar, which the next test reads.
                if part.finding.starts_with("Until ") {
                    continue;
                }
                let texts = [&part.finding, &part.note].into_iter().chain(&part.head).chain(part.rows.iter().flatten());
                for figure in texts.flat_map(|text| figures(text)) {
                    assert!(known.contains(&figure), "{figure} of {part:?} is not in {tab}");
                    checked += 1;
                }
            }
        }
        assert!(checked > 300, "{checked}");
    }

    #[test]
    fn the_memo_says_its_dates_the_corridor_the_choices_the_events_and_what_is_left_over() {
        let (memo, _) = memo(&whole());
        assert_eq!(
            memo.dates,
            "The figures are of Fri 27 Nov 2026. The shock is seen on Fri 4 Dec, 5 trading days or 7 calendar days on."
        );
        let [decided, corridor, events, explained] = memo.parts.as_slice() else { unreachable!("{:?}", memo.parts) };
        assert_eq!(decided.rows.iter().map(Vec::len).collect::<Vec<_>>(), [6, 6]);
        assert_eq!(decided.head[1..4], ["Close", "Roll", "Wait"]);
        assert!(decided.note.contains("; rolled to 11 Jan. "), "{}", decided.note);
        assert_eq!(decided.head[5], "In the shock on Fri 4 Dec");
        assert!(decided.note.contains("oll trigger is met") && decided.note.contains("as printed"), "{}", decided.note);
        assert_eq!(corridor.head, COLUMNS, "every column that paper has room for is one of the tab's");
        assert!(corridor.note.contains("reckoned to "), "{}", corridor.note);
        // An event beyond the last expiry is nothing to this book.
        assert!(events.finding.contains(": FOMC on Wed 9 Dec and CPI on Thu 10 Dec."), "{}", events.finding);
        let causes: Vec<&str> = explained.rows.iter().map(|row| row[0].as_str()).collect();
        assert!(causes.contains(&"Residual") && causes.last() == Some(&"In the shock"), "{causes:?}");
    }

    #[test]
    fn what_the_book_has_not_is_left_out_and_an_empty_one_says_so_in_a_line() {
        let (empty, _) = memo(&Plan { holdings: Vec::new(), ..whole() });
        let [only] = empty.parts.as_slice() else { unreachable!("{:?}", empty.parts) };
        assert_eq!(only.finding, "Nothing is switched on: time brings nothing.");
        assert!(only.head.is_empty() && only.rows.is_empty() && only.note.is_empty());
        let mut pool = Plan { holdings: Vec::new(), ..Plan::default() };
        pool.add_fresh(Kind::Pool);
        let (memo, _) = memo(&pool);
        assert_eq!(memo.parts.len(), 3, "an answer, the corridor and what made the P&L: {:?}", memo.parts);
        assert!(
            memo.dates.starts_with("The figures are of a day without a date. The shock is seen 5 trading days or ")
        );
    }
}
