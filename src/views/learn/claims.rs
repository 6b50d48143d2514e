//! The table of claims and notes, in the order of the page.
//!
//! Sources are the pages as they were read; where the page or its date was not noted, it says so.

use crate::plan::Plan;
use crate::plan::holding::Terms;
use crate::views::learn::claim::{Claim, Scan, Source};
use crate::views::learn::{condor, hedge, notes, pool};
use crate::words::{amount, fixed, number, percent, quantity, share, vix};

const fn ask(place: &'static str) -> Source {
    Source { place, date: "May 2026" }
}

const ALVH: Source = ask(
    "vixshield.com/ask: ‘Anyone using something like ALVH … 4-4-2 VIX call ratio per 10 ICs, cutting drawdowns 35–40 % …’",
);
const BRIEF: Source = ask(
    "vixshield.com/ask: ‘Russell Clark’s SPX Mastery mentions treating DEX LP as a second engine, how do you size and correlate it …’",
);
const RATIO: Source =
    ask("vixshield.com/ask: ‘What’s the right ratio of VIX futures or calls to a 10–15 delta iron condor …’");
const RISK_SCALING: Source = Source {
    place: "vixshield.com/glossary: VIX Risk Scaling, after R. Clark, SPX Mastery: Iron Condor Command",
    date: "2025",
};
const OWN_NOTES: Source = Source { place: "The method’s own course notes", date: "no date" };

type Say = fn(&Plan) -> String;

const fn scan(knob: &'static str, ends: [f64; 2], step: f64, (name, say): (&'static str, Say)) -> Option<Scan> {
    Some(Scan { knob, ends, step, name, say })
}

const SHOCK_VIX: (&str, Say) = ("VIX after the shock", |plan| vix(plan.event.vix.unwrap_or(plan.market.vix).0));
const DEPOSIT: (&str, Say) = ("Deposit of the pool", |plan| amount(plan.pool(0).map_or(0.0, |pool| pool.deposit.0)));
const TOKEN_MOVE: (&str, Say) = ("Move of the token", |plan| percent(plan.event.token.unwrap_or_default().0, 1));
const TOKEN_VOL: (&str, Say) = ("Volatility of the token", |plan| share(plan.market.token_vol.0, 0));
const MULTIPLE: (&str, Say) = ("Short strikes, in expected moves", |plan| {
    format!("× {}", fixed(plan.condor(0).map_or(0.0, |condor| condor.multiple), 2))
});
const DELTA: (&str, Say) = ("Short delta", |plan| fixed(plan.condor(0).map_or(0.0, |condor| condor.delta), 2));
const SPX: (&str, Say) = ("SPX today", |plan| fixed(plan.market.spx.0, 0));
const VVIX: (&str, Say) = ("VVIX today", |plan| fixed(plan.market.vvix.0, 0));
const VIX: (&str, Say) = ("VIX before it doubles", |plan| vix(plan.market.vix.0));
const CAPITAL: (&str, Say) = ("Risk capital", |plan| amount(plan.account.risk_capital().0));
const CONDORS: (&str, Say) =
    ("Condors over one 4/4/2", |plan| quantity(plan.condor(0).map_or(0.0, |condor| condor.contracts)));
const OPTIONS: (&str, Say) = ("Options a side", |plan| {
    let strips = plan.each().filter_map(|(.., holding)| match &holding.terms {
        Terms::Strip(strip) => Some(strip.per_side),
        _ => None,
    });
    number(strips.sum())
});
const PART: (&str, Say) = ("Pool, of risk capital", |plan| {
    share(plan.pool(0).map_or(0.0, |pool| pool.deposit.0) / plan.account.risk_capital().0, 1)
});
const GAS: (&str, Say) = ("Gas each time", |plan| format!("${}", number(plan.pool(0).map_or(0.0, |pool| pool.gas.0))));

/// Every claim and note.
pub static CLAIMS: &[Claim] = &[
    Claim {
        id: "cost",
        said: "The 4/4/2 hedge costs 1–2 % a year.",
        source: ALVH,
        settings: &[("condor.contracts", 0, 10.0)],
        test: hedge::cost,
        scan: scan("account.equity", [50_000.0, 10_000_000.0], 0.0, CAPITAL),
    },
    Claim {
        id: "drawdown",
        said: "The layered hedge cuts drawdowns by 35–40 %.",
        source: ALVH,
        settings: &[("condor.contracts", 0, 10.0)],
        test: hedge::drawdown,
        scan: scan("pool.deposit", [1_000.0, 250_000.0], 0.0, DEPOSIT),
    },
    Claim {
        id: "hedge-above-25",
        said: "Above VIX 25 the hedge cuts losses by 40 %.",
        source: RISK_SCALING,
        settings: &[("condor.contracts", 0, 10.0), ("shock.vix", 0, 40.0), ("shock.days", 0, 5.0)],
        test: hedge::coverage_above_25,
        scan: scan("shock.vix", [25.0, 100.0], 0.5, SHOCK_VIX),
    },
    Claim {
        id: "net-vega",
        said: "4/4/2 VIX calls per ten condors bring net vega to zero.",
        source: RATIO,
        settings: &[
            ("condor.contracts", 0, 10.0),
            ("layer.contracts", 0, 4.0),
            ("layer.contracts", 1, 4.0),
            ("layer.contracts", 2, 2.0),
        ],
        test: hedge::net_vega,
        scan: scan("condor.contracts", [1.0, 20.0], 1.0, CONDORS),
    },
    Claim {
        id: "long-layer",
        said: "Four contracts at 30 calendar days and two at 220: the faster layer is worth it when VIX explodes.",
        source: ask("vixshield.com/ask: ‘Why does the ALVH hedge put 4 contracts …’"),
        settings: &[("condor.contracts", 0, 10.0), ("shock.vix", 0, 40.0), ("shock.days", 0, 10.0)],
        test: hedge::short_layer,
        scan: scan("shock.vix", [17.0, 80.0], 0.25, SHOCK_VIX),
    },
    Claim {
        id: "crypto-crash",
        said: "VIX calls also protect the pool when crypto alone crashes.",
        source: ask(
            "vixshield.com/ask: ‘Anyone using VixShield-style ALVH hedging on their LP …’; the crash of 19 May 2021 is our case",
        ),
        settings: &[("shock.vix", 0, 17.75), ("shock.days", 0, 1.0), ("shock.crypto", 0, -0.27)],
        test: hedge::crypto_crash,
        scan: scan("pool.deposit", [10.0, 100_000.0], 0.0, DEPOSIT),
    },
    Claim {
        id: "negative-convexity",
        said: "On-chain products of negative convexity protect the pool in a tail event.",
        source: BRIEF,
        settings: &[
            ("chain.kind", 0, 3.0),
            ("chain.tokens", 0, 5.0),
            ("shock.vix", 0, 45.0),
            ("shock.days", 0, 10.0),
            ("shock.token", 0, -0.3),
        ],
        test: hedge::negative_convexity,
        scan: scan("shock.token", [-0.6, 0.0], 0.005, TOKEN_MOVE),
    },
    Claim {
        id: "conversion",
        said: "A conversion neutralises the pool’s delta.",
        source: BRIEF,
        settings: &[("conversion.share", 0, 1.0), ("shock.token", 0, -0.3)],
        test: hedge::conversion,
        scan: scan("shock.token", [-0.6, -0.005], 0.005, TOKEN_MOVE),
    },
    Claim {
        id: "long-vega",
        said: "A 10–15 delta iron condor is long vega.",
        source: RATIO,
        settings: &[("condor.delta", 0, 0.12)],
        test: condor::long_vega,
        scan: scan("condor.delta", [0.02, 0.48], 0.01, DELTA),
    },
    Claim {
        id: "odds",
        said: "Short strikes at 0.6 × the expected move expire worthless 82–88 % of the time.",
        source: Source { place: "vixshield.com/ask, a page on tiers that was not noted", date: "no date" },
        settings: &[
            ("condor.days", 0, 1.0),
            ("condor.strikes_by", 0, 2.0),
            ("condor.multiple", 0, 0.6),
            ("condor.width", 0, 5.0),
            ("shock.days", 0, 0.0),
        ],
        test: condor::odds,
        scan: scan("condor.multiple", [0.3, 2.5], 0.05, MULTIPLE),
    },
    Claim {
        id: "ninety",
        said: "The conservative one-day condor wins 90 % of the time.",
        source: ask("vixshield.com/ask: ‘VixShield claims 90 % win rate on conservative 0.70 credit 1DTE SPX ICs …’"),
        settings: &[
            ("condor.days", 0, 1.0),
            ("condor.strikes_by", 0, 2.0),
            ("condor.multiple", 0, 1.4),
            ("condor.width", 0, 5.0),
            ("shock.days", 0, 0.0),
        ],
        test: condor::nine_in_ten,
        scan: scan("condor.multiple", [0.5, 2.5], 0.05, MULTIPLE),
    },
    Claim {
        id: "seven-in-ten",
        said: "A condor of 45 calendar days with 16-delta shorts makes money seven times out of ten.",
        source: OWN_NOTES,
        settings: &[("condor.delta", 0, 0.16), ("condor.days", 0, 45.0)],
        test: condor::seven_in_ten,
        scan: scan("condor.delta", [0.02, 0.4], 0.01, DELTA),
    },
    Claim {
        id: "credits",
        said: "One-day condors, 5 wide, bring 0.70, 1.15 and 1.60 at 1.4, 1.1 and 0.85 × the expected move.",
        source: ask(
            "vixshield.com/ask: ‘Anyone using the EDR tiers (conservative 1.4x, balanced 1.1x, aggressive 0.85x) on 1DTE SPX …’",
        ),
        settings: &[
            ("market.spx", 0, 6000.0),
            ("condor.days", 0, 1.0),
            ("condor.strikes_by", 0, 2.0),
            ("condor.multiple", 0, 1.1),
            ("condor.width", 0, 5.0),
            ("shock.days", 0, 0.0),
        ],
        test: condor::credits,
        scan: scan("market.vvix", [75.0, 150.0], 1.0, VVIX),
    },
    Claim {
        id: "daily-range",
        said: "At VIX 20 SPX is expected to move 25–30 points a day.",
        source: ask("vixshield.com/ask: ‘What is EDR (expected daily range)?’"),
        settings: &[("market.vix", 0, 20.0)],
        test: condor::daily_range,
        scan: scan("market.spx", [1000.0, 8000.0], 25.0, SPX),
    },
    Claim {
        id: "doubling",
        said: "VIX gains 4.5 % for each 1 % that SPX loses, so VIX doubling in a day is SPX down 22 %.",
        source: Source {
            place: "Regressions of VIX on SPX at volatilitytradingstrategies.com (−4.9 since 2004) and derivatives.garven.com (−4.3, 1990–2024), read backwards",
            date: "2024",
        },
        settings: &[("shock.vix", 0, 34.0), ("shock.days", 0, 1.0)],
        test: condor::doubling,
        scan: scan("market.vix", [10.0, 75.0], 0.5, VIX),
    },
    Claim {
        id: "il-cap",
        said: "An 8 % cap on impermanent loss per event caps what the pool loses.",
        source: BRIEF,
        settings: &[("pool.cover", 0, 1.0), ("pool.cover_premium", 0, 0.02), ("shock.token", 0, -0.3)],
        test: pool::il_cap,
        scan: scan("shock.token", [-0.6, 0.0], 0.005, TOKEN_MOVE),
    },
    Claim {
        id: "fee-spike",
        said: "Fees rise with VIX and make up for impermanent loss.",
        source: ask(
            "vixshield.com/ask: ‘What happens to LP returns …’ and ‘What happens to LP profitability …’ in VIX spikes",
        ),
        settings: &[("shock.vix", 0, 45.0), ("shock.days", 0, 10.0)],
        test: pool::fee_spike,
        scan: scan("shock.vix", [17.0, 100.0], 0.5, SHOCK_VIX),
    },
    Claim {
        id: "narrow",
        said: "A narrower range earns more.",
        source: OWN_NOTES,
        settings: &[("pool.low", 0, 2900.0), ("pool.high", 0, 3500.0)],
        test: pool::narrow,
        scan: scan("market.token_vol", [0.2, 1.5], 0.01, TOKEN_VOL),
    },
    Claim {
        id: "strip",
        said: "Impermanent loss is a short strangle that options can buy back.",
        source: ask("vixshield.com/ask: ‘How does treating LP as a continuous short straddle …’"),
        settings: &[("strip.per_side", 0, 3.0)],
        test: pool::strip,
        scan: scan("strip.per_side", [1.0, 10.0], 1.0, OPTIONS),
    },
    Claim {
        id: "second-engine",
        said: "The second engine is structurally uncorrelated with the primary one.",
        source: Source {
            place: "vixshield.com/glossary: The Second Engine, after R. Clark, The Second Engine: Portfolio Architecture for the Systems-Minded Trader",
            date: "2025",
        },
        settings: &[("shock.vix", 0, 45.0)],
        test: pool::second_engine,
        scan: scan("shock.vix", [10.0, 100.0], 0.5, SHOCK_VIX),
    },
    Claim {
        id: "share",
        said: "A pool of 15–25 % of risk capital survives a VIX explosion.",
        source: BRIEF,
        settings: &[("pool.deposit", 0, 50_000.0), ("shock.vix", 0, 60.0), ("shock.days", 0, 10.0)],
        test: pool::share_of_capital,
        scan: scan("pool.deposit", [500.0, 250_000.0], 0.0, PART),
    },
    Claim {
        id: "losing",
        said: "Liquidity providers lose more to the price than their fees bring.",
        source: Source {
            place: "arXiv 2111.09192, 17 Uniswap v3 pools: fees $199 m against $260 m of impermanent loss",
            date: "November 2021",
        },
        settings: &[],
        test: pool::losing,
        scan: scan("market.token_vol", [0.2, 1.5], 0.01, TOKEN_VOL),
    },
    Claim {
        id: "compounding",
        said: "Compounding the fees every day earns the most.",
        source: OWN_NOTES,
        settings: &[],
        test: pool::compounding,
        scan: scan("pool.gas", [0.001, 100.0], 0.0, GAS),
    },
    Claim {
        id: "insurance",
        said: "Pool insurance pays in full when it is needed.",
        source: Source {
            place: "The brief’s IL cap by DAO insurance; against it cryptotimes.io on Bancor, which halted its protection in the crash",
            date: "20 June 2022",
        },
        settings: &[
            ("pool.cover", 0, 1.0),
            ("pool.cover_premium", 0, 0.02),
            ("shock.vix", 0, 60.0),
            ("shock.token", 0, -0.5),
        ],
        test: notes::insurance,
        scan: None,
    },
    Claim {
        id: "sandwich",
        said: "Sandwich attacks eat the pool’s yield.",
        source: Source { place: "Said on the web; against it blog.1inch.io on LP sandwiches", date: "no date" },
        settings: &[],
        test: notes::sandwich,
        scan: None,
    },
    Claim {
        id: "break-even",
        said: "A narrower range makes fees pay for impermanent loss.",
        source: OWN_NOTES,
        settings: &[],
        test: notes::break_even,
        scan: None,
    },
    Claim {
        id: "recovery",
        said: "Time-shifting recovers 88 % of losing condors.",
        source: ask(
            "vixshield.com/ask: ‘How does the Temporal Theta Martingale actually turn 88 % of losing 1DTE condors …’",
        ),
        settings: &[],
        test: notes::recovery,
        scan: None,
    },
];
