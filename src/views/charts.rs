//! Charts: each is a function from the report to a [`crate::draw::scene::Scene`]; one renderer draws them all.

/// A picture that the house can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What it is called on screen.
    pub name: &'static str,
    /// The DOM id of its room on the page; its kept pictures' names begin with it.
    pub id: &'static str,
    /// Its file below `src/views`.
    pub file: &'static str,
}

/// Every chart: a new one is a file and a row.
pub const CHARTS: &[Chart] = &[
    Chart { name: "Payoff", id: "payoff", file: "book/payoff_chart/mod.rs" },
    Chart { name: "Heat map", id: "heat", file: "book/heat_chart/mod.rs" },
    Chart { name: "VIX slider", id: "ridge", file: "book/pnl_by_vix_chart.rs" },
    Chart { name: "Impermanent loss and its strip", id: "strip", file: "pool/strip_chart.rs" },
    Chart { name: "Compounding", id: "growth", file: "pool/growth_chart.rs" },
    Chart { name: "Payoff of each leg over VIX", id: "hedge-payoff", file: "hedge/payoff_chart.rs" },
    Chart { name: "Explosions with the hedge and without", id: "explosions", file: "hedge/explosions_chart.rs" },
    Chart { name: "Convex and concave", id: "bend", file: "hedge/put_two_ways_chart.rs" },
    Chart { name: "Break-evens with the hedge and without", id: "break-evens", file: "hedge/break_evens_chart.rs" },
    Chart { name: "Adaptive rules along a path", id: "replay", file: "hedge/replay_chart.rs" },
    Chart { name: "Conversion", id: "conversion", file: "hedge/conversion_chart.rs" },
    Chart { name: "Size, rule by rule", id: "waterfall", file: "size/waterfall_chart.rs" },
    Chart { name: "Size against one input", id: "sensitivities", file: "size/sensitivities_chart.rs" },
    Chart { name: "Correlation by VIX and horizon", id: "correlation", file: "size/correlation_chart.rs" },
    Chart { name: "Where the budget breaks", id: "frontier", file: "size/frontier_chart.rs" },
    Chart { name: "Break-even corridor", id: "corridor", file: "size/corridor_chart.rs" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chart_draws_a_pinned_plan() {
        let pictures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/pictures");
        for chart in CHARTS {
            let path = format!("{pictures}/{}-pinned-light.svg", chart.id);
            let drawn = std::fs::read_to_string(&path).unwrap_or_default();
            // The grey that is A's alone in a line or a tick.
            assert!(drawn.contains("A</text>") || drawn.contains("#5F6B75"), "{path} shows no A");
        }
    }

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

    #[test]
    fn every_chart_has_a_kept_picture_and_a_height_on_the_page() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"));
        let files = std::fs::read_dir(format!("{root}/tests/pictures")).into_iter().flatten().flatten();
        let pictures: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
        let css = ["styles", "later"]
            .map(|name| std::fs::read_to_string(format!("{root}/static/{name}.css")).unwrap_or_default());
        let css = css.concat();
        for chart in CHARTS {
            let is_its = |file: &&String| file.starts_with(&format!("{}-", chart.id)) && file.ends_with(".svg");
            assert!(pictures.iter().any(|file| is_its(&file)), "{} has no picture", chart.name);
            let code = std::fs::read_to_string(format!("{root}/src/views/{}", chart.file)).unwrap_or_default();
            // The slider says its own height; the waterfall is as high as the table in which it is a column.
            let is_own = code.contains("pub const HEIGHT: f64") || chart.id == "waterfall";
            let room = format!("#{}", chart.id);
            let rules = css.split('}').filter(|rule| rule.contains("height:"));
            let heads = rules.filter_map(|rule| rule.split_once('{')).flat_map(|(head, _)| head.split(','));
            let has_room = heads.map(str::trim).any(|head| head.ends_with(&room));
            assert!(is_own || has_room, "{} has no height", chart.name);
        }
    }
}
