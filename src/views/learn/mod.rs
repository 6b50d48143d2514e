//! Claims: what is said in public about the method, each with a plan that tests it and the number that comes out.
//!
//! Neutral wording: the claim, a figure, and whether it holds in that plan. A claim is tried in the person's own plan
//! by the same function.

pub mod condor;
pub mod hedge;
pub mod pool;

use crate::views::assemble;
use serde::Serialize;

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::fault::PlanError;
use crate::plan::knobs::knob;
use crate::views::report::Report;

/// Whether a claim holds in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It does.
    Holds,
    /// It does not.
    Fails,
    /// The plan holds nothing that the claim is about.
    NothingToTest,
}

impl Outcome {
    /// Holds, or fails.
    fn of(holds: bool) -> Outcome {
        if holds { Outcome::Holds } else { Outcome::Fails }
    }

    /// On screen.
    pub fn words(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::Fails => "does not hold",
            Outcome::NothingToTest => "nothing to test",
        }
    }
}

/// What a plan says of a claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Finding {
    /// Whether it holds.
    pub outcome: Outcome,
    /// The number that decides, short.
    pub figure: String,
    /// What the number is, in one sentence.
    pub text: String,
}

impl Finding {
    fn new(holds: bool, figure: String, text: String) -> Finding {
        Finding { outcome: Outcome::of(holds), figure, text }
    }

    fn nothing(text: &str) -> Finding {
        Finding { outcome: Outcome::NothingToTest, figure: "—".into(), text: text.into() }
    }
}

/// One claim.
pub struct Claim {
    /// DOM id. Forever.
    pub id: &'static str,
    /// What is said.
    pub said: &'static str,
    /// Knobs of the opening plan that test it.
    pub settings: &'static [(&'static str, f64)],
    /// What a plan says of it.
    pub test: fn(&Book, &Report) -> Finding,
}

/// Every claim, in the order of the page.
pub static CLAIMS: &[Claim] = &[
    Claim {
        id: "cost",
        said: "The 4/4/2 hedge costs 1–2 % a year.",
        settings: &[("condor.contracts", 10.0)],
        test: hedge::cost,
    },
    Claim {
        id: "drawdown",
        said: "The layered hedge cuts drawdowns by 35–40 %.",
        settings: &[("condor.contracts", 10.0)],
        test: hedge::drawdown,
    },
    Claim {
        id: "net-vega",
        said: "4/4/2 VIX calls per ten condors bring net vega to zero.",
        settings: &[("condor.contracts", 10.0)],
        test: hedge::net_vega,
    },
    Claim {
        id: "long-layer",
        said: "The 220-day layer pays like the 30-day one when VIX explodes.",
        settings: &[("condor.contracts", 10.0), ("shock.vix", 40.0), ("shock.days", 5.0)],
        test: hedge::long_layer,
    },
    Claim {
        id: "crypto-crash",
        said: "VIX calls also protect the pool when crypto alone crashes.",
        settings: &[("shock.vix", 17.75), ("shock.days", 1.0), ("shock.crypto", -0.27)],
        test: hedge::crypto_crash,
    },
    Claim {
        id: "negative-convexity",
        said: "A negative-convexity product protects the pool.",
        settings: &[("chain.kind", 3.0), ("chain.tokens", 5.0)],
        test: hedge::negative_convexity,
    },
    Claim {
        id: "conversion",
        said: "A conversion of the pool’s tokens is free money.",
        settings: &[("conversion.share", 1.0)],
        test: hedge::conversion,
    },
    Claim {
        id: "long-vega",
        said: "A 10–15 delta iron condor is long vega.",
        settings: &[("condor.delta", 0.12)],
        test: condor::long_vega,
    },
    Claim {
        id: "odds",
        said: "Short strikes at 0.6 × the expected move expire worthless 82–88 % of the time.",
        settings: &[
            ("condor.days", 1.0),
            ("condor.strikes_by", 2.0),
            ("condor.multiple", 0.6),
            ("condor.width", 5.0),
            ("shock.days", 0.0),
        ],
        test: condor::odds,
    },
    Claim {
        id: "seven-in-ten",
        said: "A 45-day condor with 16-delta shorts makes money seven times out of ten.",
        settings: &[("condor.delta", 0.16), ("condor.days", 45.0)],
        test: condor::seven_in_ten,
    },
    Claim {
        id: "credits",
        said: "One-day condors, 5 wide, bring 0.70, 1.15 and 1.60 at 1.4, 1.1 and 0.85 × the expected move.",
        settings: &[
            ("market.spx", 6000.0),
            ("market.rate", 0.0425),
            ("condor.days", 1.0),
            ("condor.strikes_by", 2.0),
            ("condor.multiple", 1.1),
            ("condor.width", 5.0),
            ("shock.days", 0.0),
        ],
        test: condor::credits,
    },
    Claim {
        id: "doubling",
        said: "VIX gains 4.5 % for each 1 % that SPX loses, so VIX doubling in a day is SPX down 22 %.",
        settings: &[("shock.vix", 34.0), ("shock.days", 1.0)],
        test: condor::doubling,
    },
    Claim {
        id: "il-cap",
        said: "An 8 % cap on impermanent loss caps the pool’s loss at 8 %.",
        settings: &[("pool.cover", 1.0), ("pool.cover_premium", 0.02)],
        test: pool::il_cap,
    },
    Claim {
        id: "insurance",
        said: "Pool insurance pays in full when it is needed.",
        settings: &[
            ("pool.cover", 1.0),
            ("pool.cover_premium", 0.02),
            ("shock.vix", 60.0),
            ("shock.days", 21.0),
            ("shock.crypto", -0.3),
        ],
        test: pool::insurance,
    },
    Claim {
        id: "fee-spike",
        said: "Fees rise with VIX and make up for impermanent loss.",
        settings: &[("shock.vix", 45.0), ("shock.days", 10.0)],
        test: pool::fee_spike,
    },
    Claim {
        id: "narrow",
        said: "A narrower range makes fees pay for impermanent loss.",
        settings: &[("pool.low", 2900.0), ("pool.high", 3500.0)],
        test: pool::narrow,
    },
    Claim {
        id: "strip",
        said: "Impermanent loss is a short strangle that options can buy back.",
        settings: &[("strip.per_side", 3.0)],
        test: pool::strip,
    },
    Claim {
        id: "second-engine",
        said: "A liquidity pool is not correlated with stocks: it runs when the condor does not.",
        settings: &[("shock.vix", 45.0)],
        test: pool::second_engine,
    },
    Claim {
        id: "share",
        said: "A pool of 15–25 % of risk capital survives a VIX explosion.",
        settings: &[("pool.deposit", 50_000.0), ("shock.vix", 60.0), ("shock.days", 10.0)],
        test: pool::share_of_capital,
    },
    Claim { id: "sandwich", said: "Sandwich attacks eat the pool’s yield.", settings: &[], test: pool::sandwich },
    Claim {
        id: "compounding",
        said: "Compounding the fees every day earns the most.",
        settings: &[],
        test: pool::compounding,
    },
];

impl Claim {
    /// The plan that tests it: the opening plan with its inputs set, and with what it does not hold yet.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan::default();
        for (id, value) in self.settings {
            let Some(knob) = knob(id) else { continue };
            if let Some(kind) = knob.kind().filter(|kind| plan.count(*kind) == 0) {
                plan.add_fresh(kind);
            }
            // A setting that its knob refuses is a fault of the table, which a test of the table finds.
            let _ = knob.set(&mut plan, 0, Some(*value));
        }
        plan
    }

    /// What its own plan says.
    ///
    /// # Errors
    /// The faults of its plan; a test holds that there are none.
    pub fn finding(&self) -> Result<Finding, PlanError> {
        let book = Book::resolve(&self.plan())?;
        Ok((self.test)(&book, &assemble::report(&book)))
    }
}

/// A claim with what a plan says of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ClaimReport {
    /// Its id.
    pub id: &'static str,
    /// What is said.
    pub said: &'static str,
    /// What the plan that tests it says.
    pub tested: Option<Finding>,
    /// What this plan says.
    pub here: Finding,
}

/// Every claim, by the plan that tests it and by this book.
pub fn reports(book: &Book, report: &Report) -> Vec<ClaimReport> {
    let one = |claim: &Claim| ClaimReport {
        id: claim.id,
        said: claim.said,
        tested: claim.finding().ok(),
        here: (claim.test)(book, report),
    };
    CLAIMS.iter().map(one).collect()
}

/// The answer in one sentence: how many hold.
pub fn answer(findings: &[Finding]) -> String {
    let count = |outcome| findings.iter().filter(|finding| finding.outcome == outcome).count();
    format!(
        "Of {} things that are said about the method, {} hold in the plan that tests them and {} do not.",
        findings.len(),
        count(Outcome::Holds),
        count(Outcome::Fails)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::Kind;
    use crate::plan::url;

    fn found(id: &str) -> Finding {
        let claim = CLAIMS.iter().find(|claim| claim.id == id);
        claim.and_then(|claim| claim.finding().ok()).unwrap_or_else(|| Finding::nothing("no such claim"))
    }

    #[test]
    fn every_claim_loads_as_a_link_and_has_a_figure() {
        for claim in CLAIMS {
            let opened = url::parse(&url::fragment(&claim.plan())).ok();
            assert_eq!(opened.map(|opened| opened.plan), Some(claim.plan()), "{}", claim.id);
            for (id, value) in claim.settings {
                assert_eq!(knob(id).and_then(|knob| knob.value(&claim.plan(), 0)), Some(*value), "{} {id}", claim.id);
            }
            let found = found(claim.id);
            assert!(found.outcome != Outcome::NothingToTest && found.figure != "—", "{}: {found:?}", claim.id);
        }
        assert!(CLAIMS.len() >= 10);
    }

    #[test]
    fn every_claim_can_be_tried_on_an_empty_book() {
        let mut plan = Plan::default();
        plan.holdings.clear();
        let book = Book::resolve(&plan).ok();
        let report = book.as_ref().map(assemble::report);
        for claim in CLAIMS {
            let tried = book.as_ref().zip(report.as_ref()).map(|(book, report)| (claim.test)(book, report));
            let said = tried.map(|finding| finding.text).unwrap_or_default();
            assert!(!said.is_empty() && !said.contains("NaN") && !said.contains("inf "), "{}: {said}", claim.id);
        }
    }

    fn tried(change: impl FnOnce(&mut Plan)) -> Vec<ClaimReport> {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        reports(&book, &assemble::report(&book))
    }

    fn here<'a>(all: &'a [ClaimReport], id: &str) -> &'a Finding {
        let Some(found) = all.iter().find(|one| one.id == id) else { unreachable!() };
        &found.here
    }

    #[test]
    fn a_plan_with_two_of_each_answers_every_claim_and_names_the_pool_that_it_is_tried_on() {
        let all = tried(|plan| {
            for kind in [Kind::Condor, Kind::Pool, Kind::Chain, Kind::Chain, Kind::Strip, Kind::Conversion, Kind::Layer]
            {
                plan.add_fresh(kind);
            }
            plan.sizing.pool = Some(2.0);
            // Cover of the pool that is not sized is cover too.
            if let Some(pool) = plan.pool_mut(0) {
                pool.cover = crate::units::Frac(1.0);
            }
        });
        for one in &all {
            assert!(one.here.outcome != Outcome::NothingToTest && one.tested.is_some(), "{one:?}");
        }
        assert!(here(&all, "il-cap").text.starts_with("Pool 2: ") && here(&all, "narrow").text.starts_with("Pool 2: "));
        // Both pools' deposits of $30 000 over $250 000.
        assert!(here(&all, "share").text.contains("A pool of 24"), "{}", here(&all, "share").text);
    }

    #[test]
    fn one_layer_cannot_be_set_against_another_and_a_bought_put_is_told_from_a_sold_one() {
        let all = tried(|plan| {
            plan.remove(Kind::Layer, 2);
            plan.remove(Kind::Layer, 1);
            plan.add_fresh(Kind::Chain);
        });
        assert_eq!(here(&all, "long-layer").outcome, Outcome::NothingToTest);
        assert!(here(&all, "negative-convexity").text.contains("convex: it gains more"));
        assert!(found("negative-convexity").text.contains("concave: it loses more"));
        assert_ne!(here(&all, "drawdown").outcome, Outcome::NothingToTest);
    }

    #[test]
    fn where_the_sized_pool_is_empty_the_one_that_holds_something_is_tried() {
        let all = tried(|plan| {
            plan.add_fresh(Kind::Pool);
            if let Some(pool) = plan.pool_mut(0) {
                pool.deposit = crate::units::Usd(0.0);
            }
        });
        for id in ["il-cap", "narrow", "strip", "compounding", "sandwich", "fee-spike", "share"] {
            assert!(here(&all, id).outcome != Outcome::NothingToTest, "{id}");
        }
    }

    #[test]
    fn with_everything_off_there_is_nothing_to_test_of_what_is_held() {
        let all = tried(|plan| plan.holdings.iter_mut().for_each(|holding| holding.on = false));
        // What the market alone decides is still decided.
        let of_market = ["credits", "doubling"];
        for one in &all {
            let nothing = one.here.outcome == Outcome::NothingToTest;
            assert_eq!(nothing, !of_market.contains(&one.id), "{one:?}");
        }
    }

    #[test]
    fn claims_that_arithmetic_settles_are_settled() {
        // Vega of a sold condor is negative; a 0.6 σ interval holds about 45 % (published by the normal table: 0.4515).
        assert_eq!(found("long-vega").outcome, Outcome::Fails);
        assert_eq!(found("odds").outcome, Outcome::Fails);
        // A concentrated pool loses far more than the cap before impermanent loss reaches it (il_cap.csv).
        assert_eq!(found("il-cap").outcome, Outcome::Fails);
        // The break-even vol √(8a) is the same for every range.
        assert_eq!(found("narrow").outcome, Outcome::Fails);
        // The method's published credits against 0.68, 1.15, 1.73 of the book's check, section 5.
        assert_eq!(found("credits").outcome, Outcome::Holds);
    }
}
