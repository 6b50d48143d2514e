//! A golden table: rows by column name, and the comparison that names the row that fails.

use std::collections::HashMap;

/// One row of a golden table.
pub struct Row {
    file: &'static str,
    line: usize,
    cells: HashMap<String, String>,
}

macro_rules! tables {
    ($($name:literal),* $(,)?) => {
        /// The text of `vectors/<file>.csv`, in the program itself: a browser reads no file.
        fn text(file: &str) -> &'static str {
            match file {
                $($name => include_str!(concat!("vectors/", $name, ".csv")),)*
                _ => panic!("{file} is not in the list of tables"),
            }
        }
    };
}

tables!(
    "arb_share",
    "base_rates",
    "black",
    "book_pnl",
    "book_setup",
    "carry",
    "carry_bridge",
    "compounding",
    "condor",
    "condor_fill",
    "condor_presets",
    "condor_settlement",
    "conversion",
    "correlation_map",
    "correlation_shift",
    "correlation_stress",
    "corridor",
    "depeg",
    "drip",
    "edr",
    "entered_nodes",
    "etp_roll",
    "events",
    "events_with_nodes",
    "fee_rate",
    "gates",
    "gauges",
    "half_kelly",
    "hedge_carry",
    "hedge_roll",
    "il_cap",
    "il_strip",
    "il_strip_hedge",
    "implied_vol",
    "indicator_series",
    "indicators",
    "insurance",
    "joint_shock",
    "loan",
    "margin",
    "pool_stable",
    "pool_v2",
    "pool_v3",
    "pool_weighted",
    "regression",
    "regression_series",
    "reverse_stress",
    "sizing",
    "spx_surface",
    "ssvi_theta",
    "stress_cap",
    "ticks",
    "variance_curve",
    "vix_futures",
    "vix_futures_quotes",
    "vix_options",
    "vix_strikes",
);

/// Every row of `vectors/<file>.csv`.
pub fn rows(file: &'static str) -> Vec<Row> {
    let text = text(file);
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let rows: Vec<Row> = lines
        .enumerate()
        .map(|(i, line)| Row {
            file,
            line: i + 2,
            cells: header.iter().map(ToString::to_string).zip(line.split(',').map(ToString::to_string)).collect(),
        })
        .collect();
    assert!(!rows.is_empty(), "{file} is empty");
    rows
}

impl Row {
    /// The cell as it stands.
    pub fn text(&self, column: &str) -> &str {
        self.cells.get(column).unwrap_or_else(|| panic!("{} has no column {column}", self.file))
    }

    /// The cell as a number.
    pub fn number(&self, column: &str) -> f64 {
        self.text(column).parse().unwrap_or_else(|_| panic!("{}:{} {column} is no number", self.file, self.line))
    }

    /// The cell as a number, or nothing where it says NA.
    pub fn optional(&self, column: &str) -> Option<f64> {
        (self.text(column) != "NA").then(|| self.number(column))
    }

    /// `got` equals the cell within `tolerance`, relative.
    pub fn near(&self, column: &str, got: f64, tolerance: f64) {
        self.close(column, got, tolerance, 0.0);
    }

    /// `got` equals the cell within `relative` of it or within `absolute`.
    pub fn close(&self, column: &str, got: f64, relative: f64, absolute: f64) {
        let want = self.number(column);
        let gap = (got - want).abs();
        // Half a unit in the twelfth digit: the tables hold no more.
        let printed = 6e-12 * want.abs();
        assert!(
            gap <= relative * want.abs() + absolute + printed,
            "{}:{} {column}: got {got:.15e}, golden {want:.15e}, relative gap {:.2e}",
            self.file,
            self.line,
            gap / want.abs()
        );
    }
}
