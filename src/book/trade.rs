//! TradePnl: what a condor has made since it was sold: open at today's marks, realised once it is closed, each apart.
//!
//! Source: model book 12. What is realised lies in the cash; no shock moves it.

use serde::Serialize;

use crate::book::attribution::SEEN;
use crate::holdings::condor::Condor;
use crate::plan::CondorPlan;
use crate::units::{MULTIPLIER, Points, Usd};

/// One side of a condor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SpreadPnl {
    /// What was paid for it, points; `None` while only the whole credit is known.
    pub credit: Option<Points>,
    /// What it costs to buy back today, points.
    pub mark: Points,
    /// Dollars that it is ahead, before fees; `None` while its credit is not known.
    pub open: Option<Usd>,
}

/// What a condor has made so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TradePnl {
    /// Points that it costs to buy back today; 0 once it is closed.
    pub mark: Points,
    /// Dollars that it is ahead at that mark, before fees; 0 once it is closed.
    pub open: Usd,
    /// Dollars that it brought, closed, after the fees of both ends (what ends worthless costs one); 0 while it is held.
    pub realised: Usd,
    /// Fees of the open, positive; 0 once it is closed, for what is realised has them.
    pub fees: Usd,
    /// Open and realised less fees.
    pub total: Usd,
    /// Whether it has expired and what it settled at is not typed: of what that brought nothing is counted.
    pub awaits: bool,
    /// The put spread and the call spread; `None` once it is closed.
    pub sides: Option<[SpreadPnl; 2]>,
}

impl TradePnl {
    /// Whether it is bought back.
    pub fn is_closed(&self) -> bool {
        self.sides.is_none()
    }

    /// Both together; sides are each condor's own.
    pub fn plus(&self, other: &TradePnl) -> TradePnl {
        TradePnl {
            mark: Points(0.0),
            open: self.open + other.open,
            realised: self.realised + other.realised,
            fees: self.fees + other.fees,
            total: self.total + other.total,
            awaits: self.awaits || other.awaits,
            sides: None,
        }
    }
}

/// The trade behind a condor: its terms as typed and as resolved, and what each leg costs today, points.
pub fn of(plan: &CondorPlan, condor: &Condor, legs: [f64; 4]) -> TradePnl {
    if plan.closed {
        let fees = 4.0 * plan.contracts * condor.fee;
        let Some(Points(paid)) = plan.closed_at else {
            return TradePnl { fees: Usd(fees), total: Usd(-fees), awaits: true, ..TradePnl::default() };
        };
        let ends = if paid == 0.0 { 1.0 } else { 2.0 };
        let realised = Usd(MULTIPLIER * plan.contracts * (condor.credit - paid) - ends * fees);
        return TradePnl { realised, total: realised, ..TradePnl::default() };
    }
    let put = Some(plan.put_credit).filter(|put| plan.fill.is_some() && put.0 > 0.0);
    let credits = [put, put.map(|put| Points(condor.credit - put.0))];
    let marks = [legs[1] - legs[0], legs[2] - legs[3]];
    let mark = marks[0] + marks[1];
    let side = |i: usize| SpreadPnl {
        credit: credits[i],
        mark: Points(marks[i]),
        open: credits[i].map(|credit| Usd(condor.dollars(credit.0 - marks[i]))),
    };
    // The fit of vols to a credit leaves dust.
    let open = condor.dollars(condor.credit - mark);
    let (open, fees) = (if open.abs() < SEEN { 0.0 } else { open }, condor.fees().0);
    TradePnl {
        mark: Points(mark),
        open: Usd(open),
        realised: Usd(0.0),
        fees: Usd(fees),
        total: Usd(open - fees),
        awaits: false,
        sides: Some([side(0), side(1)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::plan::Plan;
    use crate::units::Years;

    fn trade(change: impl Fn(&mut CondorPlan)) -> (TradePnl, Book) {
        let mut plan = Plan::default();
        change(plan.a_condor());
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let made = plan
            .condor(0)
            .zip(book.condors().next())
            .map(|(terms, condor)| of(terms, condor, condor.legs_at(&book.market, Years::left(condor.days, 0.0))));
        (made.unwrap_or_default(), book)
    }

    #[test]
    fn a_credit_of_an_earlier_day_leaves_todays_vols_alone_and_makes_an_open_gain() {
        let (today, book) = trade(|condor| condor.fill = Some(Points(16.0)));
        assert!(today.open.0.abs() < 0.01, "sold today it is where it started: {today:?}");
        assert!(book.condors().all(|condor| condor.offset.0 > 0.0));
        let (then, book) = trade(|condor| (condor.fill, condor.opened) = (Some(Points(16.0)), 10.0));
        let model = book.condors().next().map_or(f64::NAN, |condor| condor.model_credit);
        assert!(book.condors().all(|condor| condor.offset.0 == 0.0 && condor.is_fill_in_range));
        assert!((then.open.0 - 500.0 * (16.0 - model)).abs() < 1e-6, "{then:?}");
        // Five condors, four legs, a dollar each.
        assert!((then.open.0 - then.total.0 - 20.0).abs() < 1e-9 && then.realised.0 == 0.0);
        // And the book begins there.
        let start = crate::book::pnl::condors(&book, &book.today);
        assert!((start - then.total.0).abs() < 1e-6, "{start} {then:?}");
    }

    #[test]
    fn the_sides_add_up_to_the_whole() {
        let (made, _) = trade(|condor| {
            (condor.fill, condor.opened, condor.put_credit) = (Some(Points(16.0)), 10.0, Points(10.5));
        });
        let Some([put, call]) = made.sides else { unreachable!() };
        assert_eq!((put.credit, call.credit), (Some(Points(10.5)), Some(Points(5.5))));
        assert!((put.mark.0 + call.mark.0 - made.mark.0).abs() < 1e-9);
        let open: f64 = [put, call].iter().filter_map(|side| side.open).map(|usd| usd.0).sum();
        assert!((open - made.open.0).abs() < 1e-6);
    }

    #[test]
    fn a_closed_condor_says_which_of_its_prices_is_missing() {
        let said = |fill: Option<f64>, closed_at: Option<f64>| {
            let mut plan = Plan::default();
            let condor = plan.a_condor();
            (condor.closed, condor.fill, condor.closed_at) = (true, fill.map(Points), closed_at.map(Points));
            let faults = Book::resolve(&plan).err().map(|error| error.faults).unwrap_or_default();
            faults.iter().map(|fault| fault.at.row).collect::<Vec<_>>()
        };
        assert_eq!(said(None, Some(4.0)), ["condor.fill"]);
        assert_eq!(said(Some(12.8), None), ["condor.closed_at"]);
        // What expired worthless cost nothing.
        assert_eq!(said(Some(12.8), Some(0.0)), [""; 0]);
    }

    /// 45 days on: no price of its settlement is known, and nothing is refused for that.
    #[test]
    fn what_has_expired_waits_for_what_it_settled_at_and_holds_nothing() {
        let of = |closed_at: Option<f64>| {
            trade(|condor| {
                (condor.fill, condor.opened, condor.days) = (Some(Points(12.8)), 46.0, 0.0);
                (condor.closed, condor.closed_at) = (true, closed_at.map(Points));
            })
        };
        let (made, book) = of(None);
        assert!(made.awaits && made.realised == Usd(0.0) && made.total == Usd(-20.0), "{made:?}");
        assert!(!book.has_condor() && crate::book::pnl::condors(&book, &book.shock.as_set(0.0)) == 0.0);
        // Worthless it costs nothing to end; settled at 3 points eight legs are paid for.
        assert_eq!([0.0, 3.0].map(|points| of(Some(points)).0.total), [Usd(6400.0 - 20.0), Usd(4900.0 - 40.0)]);
    }

    /// A condor whose expiry is today's close: nothing that comes moves what it has settled at.
    #[test]
    fn what_settles_today_is_settled_at_todays_level_in_every_shock() {
        let mut plan = Plan::default();
        let condor = plan.a_condor();
        condor.set_levels([6300.0, 6350.0, 6395.0, 6445.0].map(Points));
        (condor.days, condor.fill, condor.opened) = (0.0, Some(Points(12.0)), 30.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        // SPX at 6,400 is 5 above the short call.
        let made = 500.0 * (12.0 - 5.0) - 20.0;
        for vix in [9.0, 45.0, 100.0] {
            plan.event.vix = Some(Points(vix));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let world = book.shock.as_set(0.0);
            assert!((crate::book::pnl::condors(&book, &world) - made).abs() < 1e-9, "{vix}");
            let parts = crate::book::attribution::of(&book, &world);
            assert!([parts.delta, parts.gamma, parts.vega, parts.theta, parts.cross].iter().all(|x| x.abs() < 1e-9));
            let explained = crate::book::explained::of(&book);
            assert!(explained.holdings.iter().all(|one| one.name != "Condor" || one.causes.change().abs() < 1e-9));
        }
        assert!(crate::holdings::margin::portfolio_margin_of(book.condors(), &book.market, 0.0) == Usd(0.0));
        assert!(crate::book::walk::of(&book).is_empty());
        for row in crate::book::explosions::of(&book) {
            assert!(row.unhedged.0.is_finite());
        }
    }

    #[test]
    fn a_closed_condor_holds_nothing_and_keeps_what_it_made() {
        let (made, book) = trade(|condor| {
            (condor.fill, condor.opened, condor.closed, condor.closed_at) =
                (Some(Points(12.8)), 24.0, true, Some(Points(6.4)));
        });
        // 5 × 100 × 6.4, and eight legs at a dollar for each of five.
        assert!((made.realised.0 - 3160.0).abs() < 1e-9 && made.total == made.realised, "{made:?}");
        assert_eq!(made.fees, Usd(0.0));
        assert_eq!((made.open, made.sides), (Usd(0.0), None));
        assert!(!book.has_condor() && crate::book::pnl::condors(&book, &book.shock.as_set(0.0)) == 0.0);
    }

    #[test]
    fn what_cannot_be_is_refused_in_words_at_its_place() {
        let refused = |change: fn(&mut CondorPlan)| {
            let mut plan = Plan::default();
            change(plan.a_condor());
            let fault = Book::resolve(&plan).err().and_then(|error| error.faults.into_iter().next());
            fault.map(|fault| (fault.at.row, fault.text)).unwrap_or_default()
        };
        let (at, said) = refused(|condor| condor.closed = true);
        assert!(at == "condor.fill" && said.contains("needs the credit"), "{at} {said}");
        let (at, said) = refused(|condor| (condor.fill, condor.put_credit) = (Some(Points(12.8)), Points(13.0)));
        assert!(at == "condor.put_credit" && said.contains("more than the whole, 12.8"), "{at} {said}");
    }
}
