//! Replay: the layers along a path of VIX, day by day, under rules by band and untouched; a ledger of every trade.
//!
//! Each day is priced on today's curve, aged and moved to that day's VIX, VVIX following by the shock's rule. Cash
//! earns nothing and starts at zero, so the value of a book is its P&L. Source: model book 2 and 9.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::vix_layer::Layer;
use crate::market::Market;
use crate::market::futures::shocked_vvix;
use crate::plan::rules_hedge::{Action, Band};
use crate::plan::{AdaptivePlan, LayerPlan};
use crate::units::{CALENDAR_DAYS, MULTIPLIER, Points, TRADING_DAYS};

/// What a trade was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// Bought where there was none.
    Opened,
    /// Bought to bring the layer back to its contracts.
    Refilled,
    /// The old one sold for a fresh one.
    Rolled,
    /// Sold out of a layer to take profit.
    Taken,
    /// Bought in the long layer with that profit.
    Moved,
    /// Settled at VIX.
    Expired,
}

impl Event {
    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Event::Opened => "opened",
            Event::Refilled => "refilled",
            Event::Rolled => "rolled",
            Event::Taken => "profit taken",
            Event::Moved => "moved into long",
            Event::Expired => "expired",
        }
    }
}

/// A purchase, a sale or a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Trade {
    /// Trading day, 0 is the first.
    pub day: usize,
    /// Which layer, counted among those that are replayed.
    pub layer: usize,
    /// What makes it: a purchase back to size, a roll, a profit taken, an expiry, …
    pub event: Event,
    /// Contracts bought; sold or settled ones are negative.
    pub contracts: f64,
    /// Points a contract.
    pub price: f64,
    /// Dollars of cost, positive; a settlement has none.
    pub cost: f64,
}

impl Trade {
    /// What it does to the cash, dollars.
    pub fn cash(&self) -> f64 {
        -MULTIPLIER * self.contracts * self.price - self.cost
    }
}

/// A book at the end of one day.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Day {
    /// Cash, dollars.
    pub cash: f64,
    /// Cash and what the layers would bring, dollars.
    pub value: f64,
    /// Contracts of each layer held.
    pub contracts: Vec<f64>,
    /// Price of one contract of each layer at the end of the day, points; 0 where none is held.
    pub prices: Vec<f64>,
    /// Strikes held; 0 where none is.
    pub strikes: Vec<f64>,
    /// Calendar days left; 0 where none is held.
    pub days_left: Vec<f64>,
}

/// One way to hold the layers along a path.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Track {
    /// One a trading day.
    pub days: Vec<Day>,
    /// In the order in which they were made.
    pub trades: Vec<Trade>,
}

impl Track {
    /// P&L at the end, dollars; 0 for an empty path.
    pub fn end(&self) -> f64 {
        self.days.last().map_or(0.0, |day| day.value)
    }

    /// Highest P&L on the way and its day.
    pub fn best(&self) -> (usize, f64) {
        let first = (0, self.days.first().map_or(0.0, |day| day.value));
        let days = self.days.iter().enumerate().map(|(i, day)| (i, day.value));
        days.fold(first, |best, here| if here.1 > best.1 { here } else { best })
    }

    /// Costs of all trades, dollars, positive.
    pub fn costs(&self) -> f64 {
        self.trades.iter().map(|trade| trade.cost).sum()
    }
}

/// The layers that are replayed and the rules that they follow.
#[derive(Clone, Debug)]
pub struct Replay<'a> {
    /// Today.
    pub market: &'a Market,
    /// What is done by band.
    pub rules: &'a AdaptivePlan,
    /// Terms of each layer, at which a fresh one is bought, and its contracts.
    pub layers: Vec<(&'a LayerPlan, f64)>,
    /// Which of the plan's layers each is: whose own actions it has.
    pub nth: Vec<usize>,
}

/// The layers of a book that are on, under the rules of its plan.
pub fn of(book: &Book) -> Replay<'_> {
    let layers = book.planned_layers().map(|(_, layer, plan)| (plan, layer.contracts)).collect();
    let nth = book.planned_layers().map(|(entry, ..)| entry.nth).collect();
    Replay { market: &book.market, rules: &book.plan.hedge_rules, layers, nth }
}

/// A layer held: its terms when it was bought, and what it must rise above before profit is taken.
#[derive(Clone, Copy)]
struct Lot {
    layer: Layer,
    contracts: f64,
    /// Trading day on which it was bought.
    bought: usize,
    /// Points: what was paid, or the price at which profit was last taken.
    mark: f64,
}

/// Calendar days from one trading day to another.
fn calendar(from: usize, to: usize) -> f64 {
    (to - from) as f64 * CALENDAR_DAYS / TRADING_DAYS
}

impl Lot {
    fn days_left(&self, day: usize) -> f64 {
        self.layer.days - calendar(self.bought, day)
    }

    fn price(&self, market: &Market, day: usize) -> f64 {
        self.layer.price(market, (day - self.bought) as f64)
    }
}

/// A book on the way.
struct Rehearsal<'a> {
    replay: &'a Replay<'a>,
    lots: Vec<Option<Lot>>,
    cash: f64,
    trades: Vec<Trade>,
}

impl Replay<'_> {
    /// Of these layers that have contracts the one whose days are better than the others'; of equals the first.
    fn end(&self, among: impl Fn(usize) -> bool, is_better: fn(f64, f64) -> bool) -> Option<usize> {
        let days = |i: usize| self.layers[i].0.days;
        let held = (0..self.layers.len()).filter(|&i| self.layers[i].1 > 0.0 && among(i));
        held.reduce(|best, i| if is_better(days(i), days(best)) { i } else { best })
    }

    /// Layers on which a band takes profit, and the one that it goes into: the layer of the most days that does not
    /// hold. Those that are told so alone, and of those that follow all the one of the fewest days; none that has not
    /// fewer days than it.
    fn takes_profit(&self, band: &Band) -> (Vec<usize>, Option<usize>) {
        let action = |i: usize| band.action(self.nth[i]);
        let Some(long) = self.end(|i| action(i) != Action::Hold, |new, best| new > best) else {
            return (Vec::new(), None);
        };
        let is_alone = |i: usize| band.own(self.nth[i]).is_some();
        let shortest = self.end(|i| !is_alone(i) && band.all == Action::TakeProfit, |new, best| new < best);
        let gives = |i: usize| action(i) == Action::TakeProfit && (is_alone(i) || shortest == Some(i));
        let days = |i: usize| self.layers[i].0.days;
        ((0..self.layers.len()).filter(|&i| gives(i) && days(i) < days(long)).collect(), Some(long))
    }

    /// The market with VIX at `vix`, `day` trading days on.
    pub fn market_on(&self, day: usize, vix: f64) -> Market {
        let calibration = &self.market.calibration;
        Market {
            curve: self.market.curve.aged(calendar(0, day)).moved_to(Points(vix)),
            vvix: shocked_vvix(calibration.vvix, vix / calibration.vix.0),
            ..self.market.clone()
        }
    }

    /// Under the rules and untouched, along VIX on day 0, 1, 2 … Both buy every layer on day 0.
    pub fn run(&self, path: &[f64]) -> [Track; 2] {
        let fresh = || Rehearsal { replay: self, lots: vec![None; self.layers.len()], cash: 0.0, trades: Vec::new() };
        let mut books = [fresh(), fresh()];
        let mut days = [Vec::with_capacity(path.len()), Vec::with_capacity(path.len())];
        for (day, &vix) in path.iter().enumerate() {
            let market = self.market_on(day, vix);
            for (i, book) in books.iter_mut().enumerate() {
                book.settle(&market, day);
                if day == 0 {
                    book.reopen(&vec![Action::Keep; self.layers.len()], &market, day);
                } else if i == 0 {
                    book.follow(self.rules.band(vix), &market, day);
                }
                days[i].push(book.close(&market, day));
            }
        }
        let [adaptive, untouched] = books;
        let [first, second] = days;
        [Track { days: first, trades: adaptive.trades }, Track { days: second, trades: untouched.trades }]
    }
}

impl Rehearsal<'_> {
    /// Buys (or, below zero, sells) and writes it down.
    fn trade(&mut self, day: usize, layer: usize, event: Event, contracts: f64, price: f64) {
        let fee = if event == Event::Expired { 0.0 } else { self.replay.rules.cost.0 };
        let trade = Trade { day, layer, event, contracts, price, cost: fee * contracts.abs() };
        self.cash += trade.cash();
        self.trades.push(trade);
    }

    /// What has reached its expiry is paid out at VIX.
    fn settle(&mut self, market: &Market, day: usize) {
        for i in 0..self.lots.len() {
            if let Some(lot) = self.lots[i].filter(|lot| lot.days_left(day) <= 0.0) {
                self.trade(day, i, Event::Expired, -lot.contracts, lot.price(market, day));
                self.lots[i] = None;
            }
        }
    }

    fn follow(&mut self, band: Option<&Band>, market: &Market, day: usize) {
        let Some(band) = band else { return };
        let told: Vec<Action> = self.replay.nth.iter().map(|nth| band.action(*nth)).collect();
        self.roll(&told, market, day);
        self.reopen(&told, market, day);
        self.refill(&told, market, day);
        let (gives, long) = self.replay.takes_profit(band);
        for short in gives {
            self.take_profit([short, long.unwrap_or(short)], market, day);
        }
    }

    fn buy_fresh(&mut self, i: usize, contracts: f64, event: Event, market: &Market, day: usize) {
        if contracts <= 0.0 {
            return;
        }
        let layer = Layer::bought(market, self.replay.layers[i].0, 1.0);
        self.trade(day, i, event, contracts, layer.premium);
        self.lots[i] = Some(Lot { layer, contracts, bought: day, mark: layer.premium });
    }

    /// A layer with fewer days left than the rules ask for is sold for as many fresh contracts.
    fn roll(&mut self, told: &[Action], market: &Market, day: usize) {
        for i in (0..self.lots.len()).filter(|i| told[*i] != Action::Hold) {
            let due = |lot: &Lot| lot.bought < day && lot.days_left(day) < self.replay.rules.roll_days;
            if let Some(lot) = self.lots[i].filter(due) {
                self.trade(day, i, Event::Rolled, -lot.contracts, lot.price(market, day));
                self.lots[i] = None;
                self.buy_fresh(i, lot.contracts, Event::Rolled, market, day);
            }
        }
    }

    /// Every layer that is gone and is not to be held so is opened again.
    fn reopen(&mut self, told: &[Action], market: &Market, day: usize) {
        for i in (0..self.lots.len()).filter(|i| told[*i] != Action::Hold) {
            if self.lots[i].is_none() {
                self.buy_fresh(i, self.replay.layers[i].1, Event::Opened, market, day);
            }
        }
    }

    /// Every layer that is to be refreshed and is short of its contracts is filled up; none is cut.
    fn refill(&mut self, told: &[Action], market: &Market, day: usize) {
        for i in (0..self.lots.len()).filter(|i| told[*i] == Action::Refresh) {
            let Some(lot) = self.lots[i] else { continue };
            let missing = self.replay.layers[i].1 - lot.contracts;
            if missing > 0.0 {
                self.add(i, missing, Event::Refilled, lot.price(market, day), day);
            }
        }
    }

    /// More of what is held.
    fn add(&mut self, i: usize, contracts: f64, event: Event, price: f64, day: usize) {
        self.trade(day, i, event, contracts, price);
        if let Some(lot) = &mut self.lots[i] {
            lot.mark = (lot.contracts * lot.mark + contracts * price) / (lot.contracts + contracts);
            lot.contracts += contracts;
        }
    }

    /// Sells as many whole contracts of one layer as the share of its gain pays for and buys the other with it; what is
    /// left over stays cash. The gain counts from what was paid, or from where profit was last taken.
    fn take_profit(&mut self, [nearest, farthest]: [usize; 2], market: &Market, day: usize) {
        let (Some(short), Some(long)) = (self.lots[nearest], self.lots[farthest]) else { return };
        let price = short.price(market, day);
        let gain = short.contracts * (price - short.mark);
        let sold = (self.replay.rules.moved.0 * gain / price + 1e-9).floor().min(short.contracts);
        if sold.is_nan() || sold < 1.0 {
            return;
        }
        let (dear, cost) = (long.price(market, day), self.replay.rules.cost.0);
        let proceeds = sold * (MULTIPLIER * price - cost);
        let bought = (proceeds / (MULTIPLIER * dear + cost) + 1e-9).floor();
        if bought.is_nan() || bought < 1.0 {
            return;
        }
        self.trade(day, nearest, Event::Taken, -sold, price);
        let left = short.contracts - sold;
        self.lots[nearest] = (left > 0.0).then_some(Lot { contracts: left, mark: price, ..short });
        self.add(farthest, bought.min(1e6), Event::Moved, dear, day);
    }

    fn close(&self, market: &Market, day: usize) -> Day {
        let of = |value: &dyn Fn(&Lot) -> f64| -> Vec<f64> {
            self.lots.iter().map(|lot| lot.as_ref().map_or(0.0, value)).collect()
        };
        let (contracts, prices) = (of(&|lot| lot.contracts), of(&|lot| lot.price(market, day)));
        let worth: f64 = contracts.iter().zip(&prices).map(|(n, price)| MULTIPLIER * n * price).sum();
        Day {
            cash: self.cash,
            value: self.cash + worth,
            contracts,
            prices,
            strikes: of(&|lot| lot.layer.strike.0),
            days_left: of(&|lot| lot.days_left(day)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::units::Frac;

    /// The tracks of layers of so many days, four contracts each, on a rise from 17 to 60.
    fn spiked(days: &[f64]) -> [Track; 2] {
        told(days, AdaptivePlan::default().bands)
    }

    /// The same under these bands.
    fn told(days: &[f64], bands: Vec<Band>) -> [Track; 2] {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let rules = AdaptivePlan { moved: Frac(0.5), bands, ..AdaptivePlan::default() };
        let plans: Vec<LayerPlan> = days.iter().map(|days| LayerPlan { days: *days, ..LayerPlan::nth(0) }).collect();
        let layers = plans.iter().map(|plan| (plan, 40.0)).collect();
        let path: Vec<f64> = (0..=20).map(|i| 17.0 * (60.0f64 / 17.0).powf(f64::from(i) / 20.0)).collect();
        Replay { market: &book.market, rules: &rules, layers, nth: (0..days.len()).collect() }.run(&path)
    }

    fn layers_of(track: &Track, event: Event) -> Vec<usize> {
        let mut found: Vec<usize> = track.trades.iter().filter(|t| t.event == event).map(|t| t.layer).collect();
        found.dedup();
        found
    }

    #[test]
    fn profit_goes_from_the_fewest_days_to_the_most_wherever_they_stand() {
        let [rules, untouched] = spiked(&[110.0, 220.0, 60.0, 30.0, 150.0]);
        assert_eq!((layers_of(&rules, Event::Taken), layers_of(&rules, Event::Moved)), (vec![3], vec![1]));
        assert_eq!(untouched.days[20].contracts, [40.0; 5]);
        let [rules, _] = spiked(&[220.0, 30.0]);
        assert_eq!((layers_of(&rules, Event::Taken), layers_of(&rules, Event::Moved)), (vec![1], vec![0]));
    }

    #[test]
    fn one_layer_or_several_of_the_same_days_have_nowhere_to_move_it() {
        for days in [&[30.0][..], &[60.0, 60.0]] {
            let [rules, _] = spiked(days);
            assert_eq!(layers_of(&rules, Event::Taken), Vec::<usize>::new());
        }
    }

    #[test]
    fn a_layer_told_alone_does_its_own_and_the_others_what_all_do() {
        let [profit, hold, keep] = [Action::TakeProfit, Action::Hold, Action::Keep];
        let own = |own: &[Option<Action>]| {
            let bands = vec![Band::of_all(0.0, keep), Band { own: own.to_vec(), ..Band::of_all(25.0, keep) }];
            let [rules, _] = told(&[30.0, 110.0, 220.0], bands);
            (layers_of(&rules, Event::Taken), layers_of(&rules, Event::Moved))
        };
        assert_eq!(own(&[]), (vec![], vec![]));
        assert_eq!(own(&[None, Some(profit)]), (vec![1], vec![2]));
        let both = own(&[Some(profit), Some(profit)]);
        assert!(both.0.contains(&0) && both.0.contains(&1) && both.1 == [2], "{both:?}");
        // The longest has nowhere to put it, and one that holds buys nothing.
        assert_eq!(own(&[None, None, Some(profit)]), (vec![], vec![]));
        assert_eq!(own(&[Some(profit), None, Some(hold)]), (vec![0], vec![1]));
        // One that holds is not rolled while the others are: 20 trading days on only the first was due.
        let due = |bands| layers_of(&told(&[45.0, 46.0], bands)[0], Event::Rolled);
        assert_eq!(due(vec![Band::of_all(0.0, keep)]), [0, 1]);
        assert_eq!(due(vec![Band { own: vec![Some(hold)], ..Band::of_all(0.0, keep) }]), [1]);
    }

    #[test]
    fn below_the_first_band_and_without_any_nothing_is_traded() {
        for bands in [vec![], vec![Band::of_all(100.0, Action::Refresh)]] {
            let [rules, untouched] = told(&[30.0, 220.0], bands);
            assert_eq!(rules, untouched);
        }
    }

    #[test]
    fn no_layer_is_worth_nothing_on_any_day() {
        let [rules, untouched] = spiked(&[]);
        assert!(rules == untouched && rules.days.len() == 21 && rules.end() == 0.0 && rules.trades.is_empty());
    }

    #[test]
    fn a_layer_that_is_off_is_not_replayed() {
        let mut plan = Plan::default();
        plan.holdings[3].on = false;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let replay = of(&book);
        assert_eq!(
            replay.layers.iter().map(|(plan, n)| (plan.days, *n)).collect::<Vec<_>>(),
            [(30.0, 2.0), (220.0, 1.0)]
        );
    }
}
