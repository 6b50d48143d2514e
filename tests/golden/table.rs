//! A golden table: rows by column name, and the comparison that names the row that fails.

use std::collections::HashMap;

/// One row of a golden table.
pub struct Row {
    file: &'static str,
    line: usize,
    cells: HashMap<String, String>,
}

/// Every row of `vectors/<file>.csv`.
pub fn rows(file: &'static str) -> Vec<Row> {
    let path = format!("{}/tests/golden/vectors/{file}.csv", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect(&path);
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
