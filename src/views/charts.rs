//! Charts: each is a function from the report to a [`crate::draw::scene::Scene`]; one renderer draws them all.

/// A picture that the house can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it is called on screen.
    pub name: &'static str,
    /// Its file below `src/views`.
    pub file: &'static str,
}

/// Every chart: a new one is a file and a row.
pub const CHARTS: &[Chart] = &[
    Chart { name: "Payoff", file: "book/payoff_chart/mod.rs" },
    Chart { name: "Heat map", file: "book/heat_chart/mod.rs" },
    Chart { name: "VIX slider", file: "book/pnl_by_vix_chart.rs" },
    Chart { name: "Impermanent loss and its strip", file: "pool/strip_chart.rs" },
    Chart { name: "Compounding", file: "pool/growth_chart.rs" },
    Chart { name: "Payoff of each leg over VIX", file: "hedge/payoff_chart.rs" },
    Chart { name: "Explosions with the hedge and without", file: "hedge/explosions_chart.rs" },
    Chart { name: "Convex and concave", file: "hedge/put_two_ways_chart.rs" },
    Chart { name: "Break-evens with the hedge and without", file: "hedge/break_evens_chart.rs" },
    Chart { name: "Adaptive rules along a path", file: "hedge/replay_chart.rs" },
    Chart { name: "Conversion", file: "hedge/conversion_chart.rs" },
    Chart { name: "Size, rule by rule", file: "size/waterfall_chart.rs" },
    Chart { name: "Size against one input", file: "size/sensitivities_chart.rs" },
    Chart { name: "Correlation by VIX and horizon", file: "size/correlation_chart.rs" },
    Chart { name: "Where the budget breaks", file: "size/frontier_chart.rs" },
    Chart { name: "Break-even corridor", file: "size/corridor_chart.rs" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_with_a_scene_is_in_the_table() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/views");
        let (mut found, mut folders) = (Vec::new(), vec![std::path::PathBuf::from(root)]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if std::fs::read_to_string(&path).is_ok_and(|code| code.contains("\npub fn scene(")) {
                    found.push(path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned());
                }
            }
        }
        let mut named: Vec<&str> = CHARTS.iter().map(|chart| chart.file).collect();
        found.sort();
        named.sort_unstable();
        assert_eq!(found, named);
    }
}
