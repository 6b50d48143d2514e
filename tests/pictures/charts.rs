//! Charts: every file that draws one. The pictures and the journeys through the page go by this table.

/// The DOM id of each chart's room, with which the names of its pictures begin, and its file below `src/views`, whose
/// first folder is its view.
pub const CHARTS: [(&str, &str); 33] = [
    ("payoff", "book/payoff_chart/mod.rs"),
    ("heat", "book/heat_chart/mod.rs"),
    ("ridge", "book/pnl_by_vix_chart.rs"),
    ("strip", "pool/strip_chart.rs"),
    ("growth", "pool/growth_chart.rs"),
    ("hedge-payoff", "hedge/payoff_chart.rs"),
    ("explosions", "hedge/explosions_chart.rs"),
    ("bend", "hedge/put_two_ways_chart.rs"),
    ("break-evens", "hedge/break_evens_chart.rs"),
    ("replay", "hedge/replay_chart.rs"),
    ("conversion", "hedge/conversion_chart.rs"),
    ("waterfall", "size/waterfall_chart.rs"),
    ("sensitivities", "size/sensitivities_chart.rs"),
    ("correlation", "size/correlation_chart.rs"),
    ("frontier", "size/frontier_chart.rs"),
    ("corridor", "time/corridor_chart.rs"),
    ("lanes", "time/lanes_chart.rs"),
    ("decay", "time/decay_chart.rs"),
    ("explained", "time/explained_chart.rs"),
    ("greeks", "time/greeks_chart.rs"),
    ("crush", "time/crush_chart.rs"),
    ("signals", "data/signals_chart.rs"),
    ("rolling", "data/rolling_chart.rs"),
    ("rolling-factor", "data/rolling_chart.rs"),
    ("equity", "data/backtest/equity_chart.rs"),
    ("smile", "data/smile_chart.rs"),
    ("odds-bars", "odds/histogram_chart.rs"),
    ("fan", "odds/fan_chart.rs"),
    ("sizes", "odds/sizes_chart.rs"),
    ("convergence", "odds/convergence_chart.rs"),
    ("ruin", "year/ruin_chart.rs"),
    ("years", "year/years_chart.rs"),
    ("year-fan", "year/fan_chart.rs"),
];

/// Charts of files that were read, which two plans share, of how errors fall, and of sizes and years, which are walked for A
/// once those of the plan on the page are: journeys of their own look at them.
pub const OF_FILES: [&str; 10] =
    ["signals", "rolling", "rolling-factor", "equity", "smile", "sizes", "convergence", "ruin", "years", "year-fan"];
