//! Charts: each is a function from the report to a [`scene::Scene`]; one renderer draws them all.

pub mod bend;
pub mod break_evens;
pub mod clip;
pub mod contour;
pub mod conversion;
pub mod correlation_map;
pub mod corridor;
pub mod explosions_hedged;
pub mod frontier;
pub mod growth;
pub mod heat;
pub mod hedge_payoff;
pub mod labels;
pub mod lines;
pub mod palette;
pub mod payoff;
pub mod render;
pub mod replay;
pub mod ridge;
pub mod scene;
pub mod sensitivities;
pub mod strip;
pub mod svg;
pub mod text;
pub mod ticks;
pub mod waterfall;

/// A picture that the house can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it is called on screen.
    pub name: &'static str,
    /// Its file in this folder.
    pub file: &'static str,
}

/// Every chart: a new one is a file and a row.
pub const CHARTS: &[Chart] = &[
    Chart { name: "Payoff", file: "payoff.rs" },
    Chart { name: "Heat map", file: "heat.rs" },
    Chart { name: "VIX slider", file: "ridge.rs" },
    Chart { name: "Impermanent loss and its strip", file: "strip.rs" },
    Chart { name: "Compounding", file: "growth.rs" },
    Chart { name: "Payoff of each leg over VIX", file: "hedge_payoff.rs" },
    Chart { name: "Explosions with the hedge and without", file: "explosions_hedged.rs" },
    Chart { name: "Convex and concave", file: "bend.rs" },
    Chart { name: "Break-evens with the hedge and without", file: "break_evens.rs" },
    Chart { name: "Adaptive rules along a path", file: "replay.rs" },
    Chart { name: "Conversion", file: "conversion.rs" },
    Chart { name: "Size, rule by rule", file: "waterfall.rs" },
    Chart { name: "Size against one input", file: "sensitivities.rs" },
    Chart { name: "Correlation by VIX and horizon", file: "correlation_map.rs" },
    Chart { name: "Where the budget breaks", file: "frontier.rs" },
    Chart { name: "Break-even corridor", file: "corridor.rs" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_with_a_scene_is_in_the_table() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/charts");
        let mut found: Vec<String> = Vec::new();
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let draws = std::fs::read_to_string(entry.path()).is_ok_and(|code| code.contains("\npub fn scene("));
            if draws {
                found.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        let mut named: Vec<&str> = CHARTS.iter().map(|chart| chart.file).collect();
        found.sort();
        named.sort_unstable();
        assert_eq!(found, named);
    }
}
