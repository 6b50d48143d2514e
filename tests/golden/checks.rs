//! Model book 12: the VIX gate and the expected daily range.

use crate::book::plan;
use crate::table::rows;
use second_engine::book::Book;
use second_engine::sizing::checks::gate::{Roll, edr, edr_as_printed, open_tiers, roll};
use second_engine::units::{Points, Vol, Years};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

#[test]
fn edr_is_a_days_deviation_plain_and_as_printed() {
    for row in rows("edr") {
        let vix9d = Points(row.number("vix9d_points"));
        row.near("edr_percent_per_day", 100.0 * edr(vix9d).0, 1e-12);
        let printed = edr_as_printed(vix9d, Vol(row.number("hv20_points") / 100.0), row.number("m"));
        row.near("edr_as_printed_percent_per_day", 100.0 * printed.0, 1e-12);
    }
}

#[test]
fn gates_open_and_roll_as_the_table_says() {
    for row in rows("gates") {
        let mut plan = plan();
        let vix = Points(row.number("vix_points"));
        plan.market.vix = vix;
        let market = Book::resolve(&plan).unwrap().market;
        let used = match row.optional("vix9d_entered_points") {
            Some(entered) => Points(entered),
            None => market.curve.level(Years::from_calendar_days(9.0)),
        };
        row.near("vix9d_used_points", used.0, 1e-11);
        row.near("edr_percent_per_day", 100.0 * edr(used).0, 1e-11);
        let want = if row.text("roll_trigger") == "forward" { Roll::Forward } else { Roll::Back };
        assert_eq!(roll(edr(used), vix), want, "VIX {}", vix.0);
        let tiers = match row.text("new_condors") {
            "all" => 3,
            "conservative_balanced" => 2,
            _ => 0,
        };
        assert_eq!(open_tiers(vix).len(), tiers, "VIX {}", vix.0);
    }
}
