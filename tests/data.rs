//! The table of explosions against the file it was made from, where `SECOND_ENGINE_DATA` names its folder.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use second_engine::shock::explosions::EXPLOSIONS;
use serde_json::Value;

#[test]
fn the_table_of_explosions_is_the_files_where_the_file_is_there() {
    let Ok(folder) = std::env::var("SECOND_ENGINE_DATA") else { return };
    let text = std::fs::read_to_string(format!("{folder}/explosions.json")).expect("explosions.json");
    let rows: Vec<Value> = serde_json::from_str(&text).expect("JSON");
    assert_eq!(rows.len(), EXPLOSIONS.len());
    for (row, explosion) in rows.iter().zip(EXPLOSIONS) {
        let number = |field: &str| row[field].as_f64();
        assert_eq!(number("vix_low"), Some(explosion.vix_from), "{}", explosion.name);
        assert_eq!(number("vix_peak_close"), Some(explosion.vix_to), "{}", explosion.name);
        assert_eq!(number("td_to_peak"), Some(explosion.days), "{}", explosion.name);
        assert_eq!([&row["vix_low_date"], &row["vix_peak_date"]], [explosion.from, explosion.to], "{}", explosion.name);
        let near = |field: &str, held: Option<f64>| match (number(field), held) {
            (Some(percent), Some(held)) => (percent / 100.0 - held).abs() < 1e-9,
            (percent, held) => percent.is_none() && held.is_none(),
        };
        assert!(near("spx_lowVIX_to_peakVIX_pct", Some(explosion.spx)), "{}", explosion.name);
        assert!(near("ETH_lowVIX_to_peakVIX_pct", explosion.eth), "{}", explosion.name);
        assert!(near("BTC_lowVIX_to_peakVIX_pct", explosion.btc), "{}", explosion.name);
        assert_eq!([number("VVIX_low"), number("VVIX_peak")], explosion.vvix, "{}", explosion.name);
    }
}
