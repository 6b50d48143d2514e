//! Odds: how often a shock like this one was, how many explosions this book would not survive, and the model's chance of
//! losing more than the budget. Source: model book 10.

use serde::Serialize;

use crate::book::Book;
use crate::book::explosions::{self, Broken};
use crate::numbers::pieces::whole;
use crate::odds::batches::is_without_error;
use crate::odds::figures::Figure;
use crate::shock::base_rate::{BaseRate, NEAR, base_rate};
use crate::shock::explosions::SOURCE;
use crate::simulation::cvar::{self, Nodes, chance_error};
use crate::units::{Frac, Points, Usd};
use crate::views::odds::say::chance;
use crate::words::{amount, fixed, share, trading_days, vix};

/// What the model gives for a loss beyond the budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Chance {
    /// Probability over the shock's days, from VIX today and whatever the slider says.
    pub share: Frac,
    /// What the quadrature may be off by; what the model may be off by is not in it.
    pub error: Frac,
}

/// What drawn paths give for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByPaths {
    /// How many.
    pub paths: u32,
    /// Share of them that have lost more than the budget on the shock's day.
    pub chance: Figure,
}

/// What of the odds does not move with the VIX slider.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Steady {
    /// How many explosions cost more than the budget.
    pub broken: Broken,
    /// The model's chance of it.
    pub chance: Chance,
}

/// The odds of a shock and of a broken budget.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Odds {
    /// All of it in one sentence.
    pub sentence: String,
    /// VIX today and after the shock.
    pub vix: [Points; 2],
    /// Trading days of the shock.
    pub days: f64,
    /// The loss budget; positive.
    pub budget: Usd,
    /// How often VIX went there from near today's level; `None` where it stays.
    pub base_rate: Option<BaseRate>,
    /// How many explosions would cost more than the budget; `None` where nothing is on.
    pub explosions: Option<Broken>,
    /// The model's chance of losing more than the budget; `None` where nothing is on.
    pub chance: Option<Chance>,
    /// The same by drawn paths, on the page alone and once all are walked: the sentence says it instead.
    #[serde(skip)]
    pub by_paths: Option<ByPaths>,
}

/// Why a figure of the sentence is what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Why {
    /// As it stands in the sentence.
    pub figure: String,
    /// What it is.
    pub title: &'static str,
    /// Its formula, in words.
    pub formula: &'static str,
    /// The formula with its numbers.
    pub said: String,
    /// Where it comes from.
    pub source: &'static str,
}

/// What does not move with the VIX slider: the book in every explosion, and its outcomes under the model.
pub fn steady(book: &Book) -> Steady {
    whole(making(book))
}

/// [`steady`] in pieces: a VIX of the horizon or an explosion each.
pub async fn making(book: &Book) -> Steady {
    let outcomes = cvar::making(book, Nodes::CHANCE).await;
    let broken = explosions::counting(book).await;
    let share = outcomes.chance_beyond(outcomes.held, Usd(book.budget));
    Steady { broken, chance: Chance { share, error: Frac(chance_error(book.shock.event.days)) } }
}

/// The odds of a book's shock.
pub fn of(book: &Book) -> Odds {
    with(book, steady(book))
}

/// The same with what does not move with the VIX slider known.
pub fn with(book: &Book, steady: Steady) -> Odds {
    let (from, to, days) = (book.market.calibration.vix, book.shock.vix(), book.shock.event.days);
    let is_empty = !book.holds_anything();
    let mut odds = Odds {
        sentence: String::new(),
        vix: [from, to],
        days,
        budget: Usd(book.budget),
        base_rate: (from != to).then(|| base_rate(from, to, days)),
        explosions: (!is_empty).then_some(steady.broken),
        chance: (!is_empty).then_some(steady.chance),
        by_paths: None,
    };
    odds.sentence = sentence(&odds);
    odds
}

impl Odds {
    /// With what drawn paths give for a loss beyond the budget in place of the quadrature's figure.
    pub fn by_paths(self, by_paths: ByPaths) -> Odds {
        let mut odds = Odds { by_paths: Some(by_paths).filter(|by| !is_without_error(by.paths)), ..self };
        odds.sentence = sentence(&odds);
        odds
    }
}

fn sentence(odds: &Odds) -> String {
    let budget = amount(odds.budget.0);
    let history = odds.base_rate.map(|rate| base_rate_words(odds, &rate));
    let explosions = odds.explosions.map(|Broken { count, total, .. }| match count {
        0 => format!("none of {total} explosions would break the budget of {budget}"),
        n => format!("{n} of {total} explosions would break the budget of {budget}"),
    });
    let model = odds.chance.map(|chance| {
        // Said once: with how often it was, else here.
        let instant = if odds.base_rate.is_none() { instant(odds) } else { "" };
        match odds.by_paths {
            Some(by) => format!("{} break it after {}{instant}", by_paths_words(by), over(odds)),
            None => {
                format!("the model gives {} for breaking it after {}{instant}", chance_words(chance), over(odds))
            }
        }
    });
    let parts: Vec<String> = [history, explosions, model].into_iter().flatten().collect();
    let text = parts.join("; ");
    let mut letters = text.chars();
    letters.next().map_or(text.clone(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn level(points: Points) -> String {
    vix(points.0)
}

/// How long the odds are over: what is less than a day counts as one, in the closes and in the model.
fn over(odds: &Odds) -> String {
    trading_days(odds.days.max(1.0))
}

fn instant(odds: &Odds) -> &'static str {
    if odds.days < 1.0 { " (an instant counts as one)" } else { "" }
}

fn count(n: usize) -> String {
    fixed(n as f64, 0)
}

fn span(rate: &BaseRate) -> String {
    trading_days(rate.within as f64)
}

fn year(day: &str) -> &str {
    day.get(..4).unwrap_or(day)
}

fn base_rate_words(odds: &Odds, rate: &BaseRate) -> String {
    let ([from, to], since) = (odds.vix.map(level), year(rate.covered[0]));
    let verb = if rate.is_fall { "fell" } else { "rose" };
    if rate.share.is_none() {
        return format!(
            "VIX was near {from} on {} since {since}: too few to say how often it {verb} to {to} within {}{}",
            trading_days(rate.days as f64),
            span(rate),
            instant(odds)
        );
    }
    // Some of the days near today's level have the shock's already.
    let is_near = (odds.vix[1].0 / odds.vix[0].0 - 1.0).abs() <= NEAR;
    let became = match (is_near, rate.is_fall) {
        (true, true) => format!("VIX near {from} was {to} or less"),
        (true, false) => format!("VIX near {from} was {to} or more"),
        (false, _) => format!("VIX {verb} from near {from} to {to}"),
    };
    format!("{became} within {}{} on {} since {since} ({})", span(rate), instant(odds), hits(rate), episodes(rate))
}

fn hits(rate: &BaseRate) -> String {
    format!("{} of {}", count(rate.hits), trading_days(rate.days as f64))
}

fn episodes(rate: &BaseRate) -> String {
    if rate.episodes == 1 { "1 episode".into() } else { format!("{} episodes", count(rate.episodes)) }
}

/// A probability in words: none is said to be nothing.
fn chance_words(chance: Chance) -> String {
    let x = chance.share.0;
    if x < chance.error.0 {
        // Smaller than what the model may be off by.
        format!("less than {}", share((x + chance.error.0).max(0.001), 1))
    } else if x < 0.0005 {
        format!("less than {}", share(0.001, 1))
    } else if x > 0.9995 {
        format!("more than {}", share(0.999, 1))
    } else {
        share(x, 1)
    }
}

/// Of how many paths how many.
fn by_paths_words(by: ByPaths) -> String {
    let paths = count(by.paths as usize);
    if by.chance.value > 0.0 {
        format!("{} of {paths} paths", chance(by.chance))
    } else {
        format!("none of {paths} paths")
    }
}

/// Why each figure of the sentence is what it is, in its order.
pub fn whys(odds: &Odds) -> Vec<Why> {
    let history = odds.base_rate.filter(|rate| rate.share.is_some()).map(|rate| {
        let (end, reached) = if rate.is_fall { ("lowest", "fell to") } else { ("highest", "reached") };
        Why {
            figure: hits(&rate),
            title: "How often this shock was",
            formula: "days after which VIX got there ÷ days near today’s level",
            said: format!(
                "Of {} from {} to {} whose close was within 10\u{202f}% of {}, with {} after them, the {end} close of those {reached} {} after {}: {}, in {} (a hit counts anew when {} have passed since the last one counted). VXO before 1990 is not in it.",
                trading_days(rate.days as f64),
                rate.covered[0],
                rate.covered[1],
                level(odds.vix[0]),
                span(&rate),
                level(odds.vix[1]),
                count(rate.hits),
                rate.share.map_or_else(String::new, |part| share(part.0, 2)),
                episodes(&rate),
                span(&rate)
            ),
            source: "VIX daily closes, Cboe, as in github.com/datasets/finance-vix (public domain); model book 10",
        }
    });
    let explosions = odds.explosions.map(|Broken { count, total, .. }| Why {
        figure: if count == 0 { format!("of {total} explosions") } else { format!("{count} of {total} explosions") },
        title: "Explosions beyond the budget",
        formula: "each explosion’s VIX ratio, days, SPX and token, on today’s book",
        said: format!(
            "In {count} of {total} explosions from 1987 to 2026 the book as it stands, hedge included, would lose more than {}, at the end or on the way there. The Hedge view shows both of each. From {SOURCE}.",
            amount(odds.budget.0)
        ),
        source: "Model book 9",
    });
    let paths = odds.by_paths.zip(odds.chance).map(|(by, quadrature)| Why {
        figure: by_paths_words(by),
        title: "The chance of it on drawn paths",
        formula: "paths that have lost more than the budget on that day ÷ all paths",
        said: format!(
            "Of the paths that the Odds view has drawn for this very plan, each {} long at least and wherever VIX goes; ± is one standard error. By quadrature, where SPX given VIX is the shock’s own link, it is {}. How far the model itself may be off is in neither.",
            over(odds),
            chance_words(quadrature)
        ),
        source: "Model book 14",
    });
    let model = odds.chance.filter(|_| odds.by_paths.is_none()).map(|chance| Why {
        figure: chance_words(chance),
        title: "The model’s chance of it",
        formula: "∑ probability of every VIX, SPX and token at which the loss is beyond the budget",
        said: format!(
            "Over {} from VIX {}, wherever VIX goes: a loss beyond {} at the end, whatever stood on the way, has {}, give or take {} for the quadrature. How far the model itself may be off is not in that: its VIX reverts, diffuses and jumps as VIX did from 1990 to 2026.",
            over(odds),
            vix(odds.vix[0].0),
            amount(odds.budget.0),
            chance_words(chance),
            share(chance.error.0, 1)
        ),
        source: "Model book 14",
    });
    [history, explosions, paths, model].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn once_paths_are_walked_the_sentence_says_what_they_give_and_why() {
        let odds = odds_of(|_| ());
        let of = |value: f64| ByPaths { paths: 10_000, chance: Figure { value, error: Some(0.0003) } };
        let said = odds.clone().by_paths(of(0.0044));
        assert!(said.sentence.ends_with("; 0.44\u{202f}% ± 0.03 of 10,000 paths break it after 5 trading days."));
        assert!(!said.sentence.contains("the model gives") && odds.sentence.contains("the model gives"));
        let why = whys(&said).pop().map(|why| (why.figure, why.said)).unwrap_or_default();
        assert_eq!(why.0, "0.44\u{202f}% ± 0.03 of 10,000 paths");
        assert!(said.sentence.contains(&why.0) && why.1.contains("By quadrature"), "{}", why.1);
        let none = odds.clone().by_paths(of(0.0));
        assert!(none.sentence.ends_with("; none of 10,000 paths break it after 5 trading days."));
        // One path says no chance.
        assert_eq!(odds.clone().by_paths(ByPaths { paths: 1, chance: Figure::default() }).sentence, odds.sentence);
    }

    fn odds_of(change: impl Fn(&mut Plan)) -> Odds {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(&book)
    }

    #[test]
    fn the_opening_shock_is_said_to_have_never_happened() {
        let odds = odds_of(|_| ());
        assert!(
            odds.sentence.starts_with(
                "VIX rose from near 17 to 45 within 5 trading days on 0 of 2,061 trading days since 1990 (0 episodes); "
            ),
            "{}",
            odds.sentence
        );
        let count = odds.explosions.map_or(0, |broken| broken.count);
        assert!(odds.sentence.contains(&format!("; {count} of 22 explosions would break the budget of $7,500; ")));
        assert!(odds.sentence.ends_with(" for breaking it after 5 trading days."));
        assert!(odds.chance.is_some_and(|chance| chance.share.0 > 0.0 && chance.share.0 < 0.1));
    }

    #[test]
    fn every_figure_that_can_be_asked_about_stands_in_the_sentence_in_its_order() {
        let changes: [fn(&mut Plan); 6] = [
            |_| (),
            |plan| plan.event.vix = Some(Points(12.5)),
            |plan| plan.account.loss_budget = Frac(0.9),
            |plan| plan.event.days = 0.0,
            |plan| (plan.event.vix, plan.account.loss_budget) = (None, Frac(0.9)),
            |plan| (plan.market.vix, plan.event.vix) = (Points(70.0), Some(Points(80.0))),
        ];
        for change in changes {
            let odds = odds_of(change);
            let places: Vec<Option<usize>> = whys(&odds).iter().map(|why| odds.sentence.find(&why.figure)).collect();
            assert!(places.len() >= 2 && places.iter().all(Option::is_some) && places.is_sorted(), "{}", odds.sentence);
        }
    }

    #[test]
    fn an_instant_is_one_day_in_the_closes_and_in_the_model_and_that_is_said_once() {
        for vix in [None, Some(Points(45.0)), Some(Points(80.0))] {
            let odds = odds_of(|plan| (plan.event.days, plan.event.vix) = (0.0, vix));
            let said = &odds.sentence;
            assert_eq!(said.matches("(an instant counts as one)").count(), 1, "{said}");
            assert!(said.contains(" for breaking it after 1 trading day") && !said.contains("at once"), "{said}");
            assert!(whys(&odds).iter().all(|why| !why.said.contains("Over 0")), "{said}");
        }
        assert!(!odds_of(|_| ()).sentence.contains("instant"));
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        let rare = odds_of(|plan| (plan.market.vix, plan.event.vix) = (Points(70.0), Some(Points(80.0))));
        assert!(
            rare.sentence.contains("too few to say how often it rose to 80 within 5 trading days"),
            "{}",
            rare.sentence
        );
        let untouched = odds_of(|plan| plan.event.vix = None);
        assert!(untouched.base_rate.is_none() && !untouched.sentence.contains("since 1990"), "{}", untouched.sentence);
        let empty = odds_of(|plan| plan.holdings.clear());
        assert!(empty.explosions.is_none() && empty.chance.is_none() && empty.sentence.ends_with("(0 episodes)."));
        let nothing = odds_of(|plan| {
            plan.holdings.clear();
            plan.event.vix = None;
        });
        assert_eq!((nothing.sentence.as_str(), whys(&nothing)), ("", Vec::new()));
    }

    #[test]
    fn the_slider_moves_how_often_the_shock_was_and_nothing_else() {
        let [near, far] = [25.0, 60.0].map(|vix| odds_of(|plan| plan.event.vix = Some(Points(vix))));
        assert_eq!((near.explosions, near.chance), (far.explosions, far.chance));
        assert!(near.base_rate.map(|rate| rate.hits) > far.base_rate.map(|rate| rate.hits));
    }

    #[test]
    fn a_larger_budget_is_broken_less_often() {
        let of = |share: f64| odds_of(|plan| plan.account.loss_budget = Frac(share));
        let (tight, wide) = (of(0.01), of(0.08));
        assert!(tight.chance.map(|chance| chance.share) > wide.chance.map(|chance| chance.share));
        assert!(tight.explosions.map(|broken| broken.count) > wide.explosions.map(|broken| broken.count));
    }
}
