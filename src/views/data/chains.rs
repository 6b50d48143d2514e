//! Chains: what the options of each file say as a surface, beside the plan's own on the same quotes.

use serde::{Deserialize, Serialize};

use crate::calibration::report::{ChainReport, Drawn, ExpiryFit, Joint};
use crate::calibration::vix_report::{VixExpiry, VixJoint, VixReport};
use crate::calibration::{self, Fit};
use crate::data::Imported;
use crate::plan::Plan;
use crate::units::day::Day;
use crate::views::data::Set;
use crate::words::dates::date;
use crate::words::{fixed, number, rounded};

/// Expiries that are kept at most.
const MOST: usize = 12;
/// Digits behind the point of what is drawn.
const DIGITS: usize = 6;
/// Calendar days that expiries are chosen around where the plan has no condor, or no layer.
const AROUND: f64 = 45.0;

/// Which quotes of SPX options errors are of, and of VIX options.
const OF_SPX: &str = "within two standard deviations";
const OF_VIX: &str = "from 0.6 to 3 times the future";

/// One expiry of a chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChainExpiry {
    /// `26 Aug 2022 SPXW`.
    pub label: String,
    /// Days until it settles.
    pub days: f64,
    /// Forward by put–call parity, points.
    pub forward: f64,
    /// Vol at the money, a fraction.
    pub atm_vol: f64,
    /// Quotes out of the money that give a vol.
    pub quotes: usize,
    /// What is fitted to it; `None` where its quotes are too few.
    pub fitted: Option<Fitted>,
    /// Error of the plan's own vols, vol points rms.
    pub rule_rms: f64,
    /// Quotes that are drawn, by rising strike.
    pub points: Vec<Drawn>,
}

/// How far from its quotes the shapes are that are fitted to an expiry, vol points rms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Its own slice.
    pub rms: f64,
    /// The common shape.
    pub common_rms: f64,
    /// Whether the common shape is fitted to it too.
    pub is_common: bool,
}

/// One chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChainTab {
    /// Number of its file.
    pub set: u64,
    /// Name of its file.
    pub file: String,
    /// The day of its quotes; `None` where nothing was found.
    pub day: Option<Day>,
    /// What was found, or why nothing was, without a full stop.
    pub finding: String,
    /// All of it, a sentence each.
    pub said: Vec<String>,
    /// Expiries by days: those near the plan's first condor, of VIX options near its first layer, and some of the others.
    pub expiries: Vec<ChainExpiry>,
    /// Which of its quotes its errors are of: `within two standard deviations`.
    pub within: String,
    /// Which of them is nearest to that.
    pub near: usize,
    /// How many there are in the file.
    pub of: usize,
}

impl ChainTab {
    /// That not all of its expiries can be drawn, where that is so.
    pub fn left_out(&self) -> Option<String> {
        let (shown, all) = (self.expiries.len(), self.of);
        (all > shown)
            .then(|| format!("{shown} of its {} expiries, those near the plan's closest together", number(all as f64)))
    }
}

/// The fit of each file that is a chain and is not set aside, in the order of the files.
pub fn fits(sets: &[Set], plan: &Plan) -> Vec<Option<Result<Fit, String>>> {
    let one = |set: &Set| match &set.read {
        Imported::Chain(chain) if !set.is_aside() => Some(calibration::of(chain, plan)),
        _ => None,
    };
    sets.iter().map(one).collect()
}

/// Every chain among the files, by their fits.
pub fn of(sets: &[Set], fits: &[Option<Result<Fit, String>>], plan: &Plan) -> Vec<ChainTab> {
    let each = sets.iter().zip(fits);
    each.filter_map(|(set, fit)| Some(tab(set, fit.as_ref()?, plan))).collect()
}

fn tab(set: &Set, fit: &Result<Fit, String>, plan: &Plan) -> ChainTab {
    let bare = |day, finding: &str, said: &[String], within: &str| ChainTab {
        set: set.id,
        file: set.name.clone(),
        day,
        finding: finding.trim_end_matches('.').into(),
        said: said.to_vec(),
        expiries: Vec::new(),
        within: within.into(),
        near: 0,
        of: 0,
    };
    let (all, around, found): (Vec<ChainExpiry>, _, _) = match fit {
        Ok(Fit::Spx(report)) => (
            report.expiries.iter().map(expiry).collect(),
            plan.condor(0).map(|condor| condor.days_left()),
            bare(Some(report.day), &finding(report), &report.said, OF_SPX),
        ),
        Ok(Fit::Vix(report)) => (
            report.expiries.iter().map(vix_expiry).collect(),
            plan.layer(0).map(|layer| layer.days),
            bare(Some(report.day), &of_vix(report), &report.said, OF_VIX),
        ),
        Err(why) => return bare(None, why, &[], ""),
    };
    let around = around.unwrap_or(AROUND);
    let of = all.len();
    let expiries = chosen(all, around);
    let away = |nth: &usize| (expiries[*nth].days - around).abs();
    let near = (0..expiries.len()).reduce(|a, b| if away(&b) < away(&a) { b } else { a }).unwrap_or(0);
    ChainTab { expiries, near, of, ..found }
}

/// `SPX surface of 12 Jul 2022: skew −0.63, wings 2.45, decay 0.230, 0.41 vol points rms from its quotes; the plan's is 1.01`.
fn finding(report: &ChainReport) -> String {
    match &report.joint {
        Some(joint) => format!(
            "SPX surface of {}: {} from its quotes; the plan's is {}",
            date(report.day),
            shape(joint),
            fixed(joint.rule_rms, 2)
        ),
        None => format!("SPX options of {}: no shape is common to their expiries", date(report.day)),
    }
}

fn of_vix(report: &VixReport) -> String {
    match &report.joint {
        Some(joint) => format!(
            "Smile of VIX options of {}: {} from its quotes; the plan's is {}",
            date(report.day),
            vix_shape(joint),
            fixed(joint.rule.rms, 2)
        ),
        None => format!("VIX options of {}: no smile is fitted, their quotes are too few", date(report.day)),
    }
}

/// `skew 0.90, wings 0.785, 1.20 vol points rms`.
pub fn vix_shape(joint: &VixJoint) -> String {
    format!("skew {}, wings {}, {} vol points rms", fixed(joint.rho, 2), fixed(joint.wing, 3), fixed(joint.off.rms, 2))
}

/// `skew −0.63, wings 2.45, decay 0.230, 0.41 vol points rms`.
pub fn shape(joint: &Joint) -> String {
    format!(
        "skew {}, wings {}, decay {}, {} vol points rms",
        fixed(joint.rho, 2),
        fixed(joint.eta, 2),
        fixed(joint.gamma, 3),
        fixed(joint.rms, 2)
    )
}

/// The expiry nearest to so many days, then one after another the one furthest from those that are chosen, the nearer the
/// sooner; by days.
fn chosen(mut left: Vec<ChainExpiry>, around: f64) -> Vec<ChainExpiry> {
    let apart = |a: f64, b: f64| (a.max(0.1) / b.max(0.1)).ln().abs();
    let mut found: Vec<ChainExpiry> = Vec::new();
    while found.len() < MOST && !left.is_empty() {
        let worth = |one: &ChainExpiry| {
            let off = 1.0 + apart(one.days, around);
            let free = found.iter().map(|other| apart(one.days, other.days)).fold(f64::INFINITY, f64::min);
            if found.is_empty() { 1.0 / off } else { free / off }
        };
        let best = (0..left.len()).reduce(|a, b| if worth(&left[b]) > worth(&left[a]) { b } else { a });
        found.push(left.remove(best.unwrap_or(0)));
    }
    found.sort_by(|a, b| a.days.total_cmp(&b.days));
    found
}

fn short(x: f64) -> f64 {
    rounded(x, DIGITS)
}

/// A quote with as many digits as are drawn.
fn shortened(drawn: &Drawn) -> Drawn {
    Drawn {
        strike: short(drawn.strike),
        k: short(drawn.k),
        bid: short(drawn.bid),
        ask: short(drawn.ask),
        mid: short(drawn.mid),
        fitted: short(drawn.fitted),
        common: short(drawn.common),
        rule: short(drawn.rule),
    }
}

fn expiry(one: &ExpiryFit) -> ChainExpiry {
    ChainExpiry {
        label: format!("{} {}", date(one.expiry), one.root),
        days: short(one.days),
        forward: short(one.forward),
        atm_vol: short(one.atm_vol),
        quotes: one.quotes,
        fitted: Some(Fitted { rms: short(one.rms), common_rms: short(one.common_rms), is_common: one.is_common }),
        rule_rms: short(one.rule_rms),
        points: one.points.iter().map(shortened).collect(),
    }
}

fn vix_expiry(one: &VixExpiry) -> ChainExpiry {
    ChainExpiry {
        label: format!("{} {}", date(one.expiry), one.root),
        days: short(one.days),
        forward: short(one.forward),
        atm_vol: short(one.atm_vol),
        quotes: one.quotes,
        fitted: one.fitted.map(|fit| Fitted {
            rms: short(fit.own.rms),
            common_rms: short(fit.common.rms),
            is_common: fit.is_common,
        }),
        rule_rms: short(one.rule.rms),
        points: one.points.iter().map(shortened).collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::account::Account;
    use crate::data::chain::{Expiry, OptionChain, Quote, Side};
    use crate::data::levels::FUTURES;
    use crate::data::occ::Index;
    use crate::market::surface::Shape;
    use crate::options::black;
    use crate::plan::address::Address;
    use crate::views::data::offers::{Beside, SAME};
    use crate::views::data::smile_chart::{self, SmileView};
    use crate::views::data::{DataTab, of};

    const MADE: Day = Day(20_600);

    /// A chain made of a surface, then changed.
    fn set(days: &[i32], change: impl Fn(&mut Quote)) -> Set {
        let shape = Shape { rho: -0.7, eta: 1.3, gamma: 0.42 };
        let expiry = |ahead: &i32| {
            let years = f64::from(*ahead) / 365.0;
            let (forward, slice) = (6400.0 * (0.03 * years).exp(), shape.slice(0.04 * years));
            let side = |of, strike: f64| {
                let vol = (slice.total_variance((strike / forward).ln()) / years).sqrt();
                let mid = black::price(of, forward, strike, vol, years, 0.045);
                Side { bid: 0.999 * mid, ask: 1.001 * mid, ..Side::default() }
            };
            let quote = |i: i32| {
                let strike = 4000.0 + 25.0 * f64::from(i);
                let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
                let mut quote = Quote { strike, call, put };
                change(&mut quote);
                quote
            };
            let quotes = (0..180).map(quote).collect();
            Expiry { day: Day(MADE.0 + ahead), root: "SPXW".into(), am: false, quotes }
        };
        let (expiries, account) = (days.iter().map(expiry).collect(), Account::new("Test"));
        let chain = OptionChain { index: Index::Spx, made: Some(MADE), spot: None, expiries, account };
        let read = Imported::Chain(Box::new(chain));
        Set::new(4, "chain.csv", 1, None, read)
    }

    fn tab(days: &[i32]) -> DataTab {
        of(&[set(days, |_| ())], &Plan::default())
    }

    #[test]
    fn a_chain_crosses_as_json_and_comes_back_the_same() {
        let tab = tab(&[3, 7, 10, 14, 17, 21, 24, 28, 30, 38, 45, 60, 75, 90, 120, 200, 400]);
        let text = serde_json::to_string(&tab).unwrap();
        assert_eq!(serde_json::from_str::<DataTab>(&text).unwrap(), tab);
        assert!(!text.contains("NaN") && !text.contains("null,null") && text.len() < 200_000, "{}", text.len());
        let chain = &tab.chains[0];
        assert_eq!((chain.set, chain.file.as_str(), chain.day), (4, "chain.csv", Some(MADE)));
        assert!(chain.finding.contains("skew −0.70, wings 1.30, decay 0.420, 0.00 vol points rms"), "{chain:?}");
        let days: Vec<f64> = chain.expiries.iter().map(|one| one.days).collect();
        assert!(chain.of == 17 && chain.left_out().is_some_and(|said| said.starts_with("12 of its 17 ")), "{chain:?}");
        assert!(days.len() == MOST && days.windows(2).all(|pair| pair[0] < pair[1]), "{days:?}");
        assert!((days[chain.near] - 45.0).abs() < 1.0 && days[0] < 5.0 && days[MOST - 1] > 300.0, "{days:?}");
        assert!(
            chain
                .expiries
                .iter()
                .all(|one| one.points.len() > 5 && one.fitted.is_some_and(|fit| fit.common_rms < 0.01)),
            "{chain:?}"
        );
    }

    #[test]
    fn its_surface_and_its_strikes_are_put_on_a_plan_and_offered_once() {
        let (set, plan) = (set(&[10, 30, 45, 60, 90], |_| ()), Plan::default());
        let tab = of(std::slice::from_ref(&set), &plan);
        let [surface, snap, credit, natural] = &tab.offers[..] else { unreachable!() };
        assert_eq!((surface.id.as_str(), &surface.beside, surface.to), ("surface-4", &Beside::Set(4), Some(MADE)));
        let start = format!("SPX surface of {} (chain.csv): skew −0.70, wings 1.30, decay 0.420, ", date(MADE));
        assert!(surface.sentence.starts_with(&start) && surface.sentence.contains("; the plan's goes from "));
        assert!(surface.said.iter().any(|said| said.starts_with("With this surface the plan is ")));
        let then = surface.put_on(&plan).unwrap();
        assert!((then.value(Address::new("market.skew", 0)).unwrap() + 0.7).abs() < 1e-3);
        assert!(then.estimate("market.skew").is_some_and(|one| one.to == Some(MADE)));
        assert_eq!((snap.id.as_str(), &snap.beside), ("snap-4-1", &Beside::Set(4)));
        assert!(snap.said[1].contains(" points at mid and ") && snap.said[1].ends_with(" at the natural."));
        assert!(
            snap.said[2].starts_with("The model says ") && snap.said[2].ends_with(" on these strikes."),
            "{snap:?}"
        );
        assert_eq!((credit.id.as_str(), &credit.beside), ("credit-4-1", &Beside::Set(4)));
        let typed = credit.put_on(&plan).unwrap().condor(0).and_then(|one| one.fill).unwrap();
        assert_eq!(credit.label, format!("Use the credit at mid, {}", fixed(typed.0, 2)));
        assert_eq!((natural.id.as_str(), &natural.beside), ("natural-4-1", &Beside::Set(4)));
        let less = natural.put_on(&plan).unwrap().condor(0).and_then(|one| one.fill).unwrap();
        assert!(less < typed && natural.label == format!("Use the credit at the natural, {}", fixed(less.0, 2)));
        let then = snap.put_on(&then).unwrap();
        assert!(then.condor(0).is_some_and(|one| one.short_put.0 % 25.0 == 0.0 && one.days == 45.0));
        let again_set = [set];
        let again = of(&again_set, &then);
        let has = ["The plan has this surface already.", "Condor: Its strikes are listed ones already."];
        assert!(again.sets[0].has == has && again.sets[0].why_not.is_empty(), "{:?}", again.sets[0]);
        assert_eq!(again.offers.len(), 2, "{:?}", again.offers);
        let then = again.offers[0].put_on(&then).unwrap();
        let last = of(&again_set, &then);
        assert_eq!(last.sets[0].has[2], "Condor: Its credit is the one at mid already.");
        assert_eq!(last.offers.iter().map(|offer| offer.id.as_str()).collect::<Vec<_>>(), ["natural-4-1"]);
    }

    #[test]
    fn a_surface_that_takes_the_plan_further_from_its_quotes_is_no_invitation() {
        let set = set(&[10, 30, 45, 60, 90], |_| ());
        let mut seen = [false; 2];
        for vix in [12.0, 17.0, 22.0, 28.0, 36.0, 50.0] {
            let mut plan = Plan::default();
            plan.market.vix = crate::units::Points(vix);
            for offer in of(std::slice::from_ref(&set), &plan).offers.iter().filter(|one| one.id == "surface-4") {
                assert_eq!(offer.is_doubtful, offer.label.ends_with("all the same"), "{vix}");
                assert_eq!(offer.is_doubtful, offer.said[0].contains("is further from these quotes"), "{vix}");
                seen[usize::from(offer.is_doubtful)] = true;
            }
        }
        assert_eq!(seen, [true, true]);
    }

    #[test]
    fn garbage_says_why_nothing_is_offered() {
        for change in [
            &(|quote: &mut Quote| (quote.call, quote.put) = (Side::default(), Side::default())) as &dyn Fn(&mut Quote),
            &|quote| quote.call.bid = f64::NAN,
            &|quote| quote.put.ask = f64::INFINITY,
        ] {
            let tab = of(&[set(&[30, 45], change)], &Plan::default());
            let why = &tab.sets[0].why_not[0];
            assert!(why.starts_with("No expiry of this chain gives a smile. "), "{why}");
            assert!(tab.offers.iter().all(|offer| !offer.id.starts_with("surface-")), "{:?}", tab.offers);
            let text = serde_json::to_string(&tab).unwrap();
            assert!(tab.chains[0].expiries.is_empty() && serde_json::from_str::<DataTab>(&text).unwrap() == tab);
        }
    }

    /// Options on futures of these prices, so many calendar days ahead.
    fn vix_set(id: u64, futures: &[(i32, f64)]) -> Set {
        let expiry = |(ahead, future): &(i32, f64)| {
            let side = |of, strike: f64| {
                let mid = black::price(of, *future, strike, 0.9, f64::from(*ahead) / 365.0, 0.04);
                Side { bid: 0.99 * mid, ask: 1.01 * mid, ..Side::default() }
            };
            let quote = |i: i32| {
                let strike = 10.0 + 0.5 * f64::from(i);
                let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
                Quote { strike, call, put }
            };
            let root = if ahead % 7 == 0 { "VIX" } else { "VIXW" };
            Expiry { day: Day(MADE.0 + ahead), root: root.into(), am: true, quotes: (0..80).map(quote).collect() }
        };
        let (expiries, account) = (futures.iter().map(expiry).collect(), Account::new("Test"));
        let chain = OptionChain { index: Index::Vix, made: Some(MADE), spot: None, expiries, account };
        Set::new(id, &format!("vix-{id}.csv"), 1, None, Imported::Chain(Box::new(chain)))
    }

    #[test]
    fn of_several_chains_of_vix_options_each_is_drawn_by_expiry_and_offers_its_own_futures() {
        let sets =
            [vix_set(1, &[(10, 18.0), (28, 18.5), (63, 19.25)]), set(&[30, 45], |_| ()), vix_set(7, &[(28, 21.0)])];
        let plan = Plan::default();
        let tab = of(&sets, &plan);
        assert_eq!(serde_json::from_str::<DataTab>(&serde_json::to_string(&tab).unwrap()).unwrap(), tab);
        assert_eq!(tab.chains.iter().map(|one| one.expiries.len()).collect::<Vec<_>>(), [3, 2, 1]);
        // Nearest to the first layer, which has 30 calendar days.
        assert_eq!(tab.chains[0].near, 1);
        for (nth, one) in tab.chains[0].expiries.iter().enumerate() {
            let view = SmileView { chain: &tab.chains[0], nth, width: 700.0, height: 260.0 };
            assert!(one.fitted.is_some_and(|fit| fit.rms < 0.1 && fit.common_rms < 2.0), "{:?}", one.fitted);
            let said = smile_chart::headline(&view);
            assert!(said.contains("the common shape is ") && said.contains("the plan's "), "{said}");
            let (head, rows) = smile_chart::table(&view);
            assert_eq!(head.len(), 7);
            assert!(rows.len() == one.points.len() && rows.iter().all(|row| row.len() == head.len()));
            let said = smile_chart::caption(&view);
            assert!(said.contains("From the quotes from 0.6 to 3 times the future, "), "{said}");
        }
        let offered = |id: &str| tab.offers.iter().find(|offer| offer.id == id).unwrap();
        let [three, one] = [offered("level-1"), offered("level-7")];
        // Weekly ones too: calls of that week stand on them.
        assert_eq!(three.lists, [(FUTURES.to_string(), vec![(10.0, 18.0), (28.0, 18.5), (63.0, 19.25)])]);
        assert!(three.said[0].starts_with("3 VIX futures, ") && three.said[0].contains(", by put–call parity of its "));
        // The plan's calls of 110 and 220 calendar days.
        let held = "VIX calls 2 and VIX calls 3 expire later than the last of them and stand on its 19.25, ";
        assert!(three.said.iter().any(|said| said.starts_with(held)), "{:?}", three.said);
        assert_eq!(one.lists, [(FUTURES.to_string(), vec![(28.0, 21.0)])]);
        assert!(three.said.iter().any(|said| said.contains("put–call parity")), "{:?}", three.said);
        let then = three.put_on(&plan).unwrap();
        assert!(then.estimate("market.futures").is_some_and(|mark| mark.to == Some(MADE)));
        let again = of(&sets, &then);
        assert_eq!(again.sets[0].has, [SAME]);
        assert!(again.offers.iter().any(|offer| offer.id == "level-7"));
    }

    #[test]
    fn the_smile_of_vix_options_and_a_layers_listed_strike_are_put_on_a_plan_and_offered_once() {
        let (sets, plan) = ([vix_set(1, &[(28, 18.5), (63, 19.25)])], Plan::default());
        let tab = of(&sets, &plan);
        let offer = |id: &str| tab.offers.iter().find(|offer| offer.id == id).unwrap();
        let smile = offer("smile-1");
        assert!(smile.sentence.starts_with(&format!("Smile of VIX options of {} (vix-1.csv): skew ", date(MADE))));
        assert!(smile.sentence.contains("; the plan's goes from ") && !smile.is_doubtful, "{}", smile.sentence);
        let then = smile.put_on(&plan).unwrap();
        for row in ["market.vix_option_skew", "market.vix_option_wing", "market.vix_option_levels"] {
            assert!(then.estimate(row).is_some_and(|one| one.to == Some(MADE)), "{row}");
        }
        // Flat vols of 90 % are no smile of the rule's.
        assert!(then.market.vix_option_skew < 0.2, "{}", then.market.vix_option_skew);
        let again = of(&sets, &then);
        assert!(again.sets[0].has.iter().any(|has| has == "The plan has this smile of VIX options already."));
        let call = offer("call-1-1");
        assert!(call.sentence.contains(" of ") && call.sentence.contains(" call: "), "{}", call.sentence);
        let then = call.put_on(&then).unwrap();
        let name = format!("{}: Its strike is a listed one already.", plan.name(crate::plan::holding::Kind::Layer, 0));
        assert!(of(&sets, &then).sets[0].has.contains(&name), "{:?}", of(&sets, &then).sets[0].has);
    }

    #[test]
    fn its_smile_is_drawn_at_any_size_and_of_any_expiry() {
        let tab = tab(&[10, 45]);
        for (nth, (width, height)) in [
            (0, (0.0, 0.0)),
            (1, (90.0, 30.0)),
            (1, (f64::NAN, f64::INFINITY)),
            (9, (700.0, 260.0)),
            (1, (700.0, 260.0)),
        ] {
            let view = SmileView { chain: &tab.chains[0], nth, width, height };
            let scene = smile_chart::scene(&view);
            assert!(scene.points().iter().all(|(x, y)| x.is_finite() && y.is_finite()));
            let (head, rows) = smile_chart::table(&view);
            assert!(rows.iter().all(|row| row.len() == head.len()) && rows.is_empty() == (nth == 9));
            assert_eq!(scene.title.starts_with("No smile"), nth == 9);
            let caption = smile_chart::caption(&view);
            assert_eq!(caption.contains("Common shape 0.00, fitted to this expiry"), nth != 9, "{caption}");
            assert_eq!(caption.contains("This expiry alone 0.00"), nth != 9, "{caption}");
        }
    }
}
