//! Findings: the headlines over the hedge's figures, each by the sign of what it is about.

use crate::book::explosions::Cuts;
use crate::book::vega::NetVega;
use crate::units::Frac;
use crate::views::engines::Engines;
use crate::words::{amount, share, usd};

/// How much of the loss the hedge covers, and for what; a hedge that loses too covers nothing.
pub fn cover(coverage: Option<Frac>, efficiency: Option<Frac>, is_held: bool, engines: Engines) -> String {
    match (coverage, efficiency) {
        (Some(coverage), _) if coverage.0 < -0.0005 => {
            format!("It covers nothing: it loses {} of the loss on top", share(-coverage.0, 0))
        }
        (Some(coverage), Some(efficiency)) if coverage.0 > 0.0 => format!(
            "Covers {} of the loss: {} for each 1\u{202f}% a year",
            share(coverage.0, 0),
            share(efficiency.0, 0)
        ),
        (Some(coverage), _) => format!("Covers {} of the loss", share(coverage.0, 0)),
        (None, _) if !is_held => "No hedge is held".into(),
        (None, _) if engines.is_empty() => "Nothing to cover: the hedge stands alone".into(),
        (None, _) => format!("Nothing to cover: {} here", engines.does("does not lose")),
    }
}

/// How much of the loss in the explosions the hedge takes away in the median.
pub fn cut(cuts: &Cuts, is_held: bool) -> String {
    match cuts.median {
        None => "No explosion costs anything".into(),
        Some(_) if !is_held => format!("No hedge is held: nothing is taken off the loss in {}", cuts.losing),
        Some(cut) if cut.0 < -0.0005 => {
            format!("{} more loss in the median; the claim is 35–40\u{202f}% less", share(-cut.0, 0))
        }
        Some(cut) if cut.0 > 1.0005 => {
            "More than the whole loss taken away in the median; the claim is 35–40\u{202f}%".into()
        }
        Some(cut) => format!("{} less loss in the median; the claim is 35–40\u{202f}%", share(cut.0, 0)),
    }
}

/// What a VIX point does to condors and hedge.
pub fn vega(vega: &NetVega) -> String {
    match vega.pays_back {
        None => format!("A VIX point more makes {}", usd(vega.net.0)),
        Some(_) if vega.hedge.0 < -0.5 => {
            format!(
                "A VIX point costs the condors {} and the hedge {} more",
                amount(-vega.condor.0),
                amount(-vega.hedge.0)
            )
        }
        Some(back) => {
            format!(
                "A VIX point costs the condors {}; the hedge pays back {}",
                amount(-vega.condor.0),
                share(back.0, 0)
            )
        }
    }
}

/// A part of a loss that a hedge takes away, or adds: `takes away 32 %`.
pub(super) fn taken(cut: Frac) -> String {
    match cut.0 {
        cut if cut < -0.0005 => format!("adds {}", share(-cut, 0)),
        cut if cut > 1.0005 => "takes away more than the whole".into(),
        cut => format!("takes away {}", share(cut, 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Usd;

    const BOTH: Engines = Engines { condors: 1, pools: 1 };

    #[test]
    fn a_hedge_that_loses_is_not_said_to_cover_or_to_take_away() {
        let some = |x: f64| Some(Frac(x));
        assert_eq!(
            cover(some(0.4), some(0.2), true, BOTH),
            "Covers 40\u{202f}% of the loss: 20\u{202f}% for each 1\u{202f}% a year"
        );
        assert_eq!(
            cover(some(-0.12), some(-0.1), true, BOTH),
            "It covers nothing: it loses 12\u{202f}% of the loss on top"
        );
        assert_eq!(cover(some(0.0), None, false, BOTH), "Covers 0\u{202f}% of the loss");
        assert!(
            cover(None, None, true, BOTH).starts_with("Nothing to cover")
                && cover(None, None, false, BOTH) == "No hedge is held"
        );
        let cuts = |x: f64| Cuts { losing: 9, mean: some(x), median: some(x) };
        assert!(cut(&cuts(0.3), true).starts_with("30\u{202f}% less loss"));
        assert!(cut(&cuts(-0.1), true).starts_with("10\u{202f}% more loss"));
        assert!(
            cut(&cuts(0.0), false).starts_with("No hedge is held")
                && cut(&Cuts::default(), true).starts_with("No explosion")
        );
        assert_eq!([taken(Frac(0.3)), taken(Frac(-0.3))], ["takes away 30\u{202f}%", "adds 30\u{202f}%"]);
    }

    #[test]
    fn a_vix_point_says_what_it_does_to_each_by_its_sign() {
        let of = |condor: f64, hedge: f64| {
            let pays_back = (condor < 0.0).then(|| Frac((hedge / -condor).max(0.0)));
            vega(&NetVega { condor: Usd(condor), hedge: Usd(hedge), net: Usd(condor + hedge), pays_back })
        };
        assert_eq!(of(-100.0, 40.0), "A VIX point costs the condors $100; the hedge pays back 40\u{202f}%");
        assert_eq!(of(-100.0, -40.0), "A VIX point costs the condors $100 and the hedge $40 more");
        assert_eq!(of(20.0, 40.0), "A VIX point more makes +$60");
    }
}
