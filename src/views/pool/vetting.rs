//! Vetting: hard items that stop a pool, scored items that do not, and a REIT beside it.

use serde::Serialize;

use crate::holdings::pool::vetting::{self, VettingItem};
use crate::plan::{Reit, Vetting};
use crate::units::Frac;

/// What the vetting comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VettingReport {
    /// Five hard items, then six scored ones.
    pub items: Vec<VettingItem>,
    /// Scored items that hold, of six.
    pub score: u8,
    /// Whether every hard item is known to hold.
    pub passes: bool,
    /// Above it: open, shut, or not known.
    pub title: String,
    /// In words.
    pub sentence: String,
}

/// The vetting of a token. Model book 15.
pub fn vetting(v: &Vetting) -> VettingReport {
    let (failed, unknown, score) = (vetting::failed(v), vetting::unknown(v), vetting::score(v));
    let (title, sentence) = match (failed.is_empty(), unknown.is_empty()) {
        (true, true) => (
            format!("The gate is open, {score} of 6 scored"),
            format!("Every hard item holds, {score} of 6 scored ones do."),
        ),
        (true, false) => (
            format!("Not vetted: {} of 5 hard items not known", unknown.len()),
            format!("No pass: of {} nobody knows. The weight is not cut, and the answer says so.", unknown.join(", ")),
        ),
        (false, _) => {
            ("The gate is shut: weight 0".to_string(), format!("The weight is 0: {} does not hold.", failed.join(", ")))
        }
    };
    VettingReport { score, passes: failed.is_empty() && unknown.is_empty(), title, sentence, items: vetting::items(v) }
}

/// A REIT against its dividend discount model, and the pair's stretch. A side gauge: it sizes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReitReport {
    /// D₁/(r − g).
    pub fair: f64,
    /// Price over it, less 1.
    pub premium: Frac,
    /// Market-value-weighted return of the pair's two tokens over one week, one month, three months; the dollar's is 0.
    pub stretch: [Frac; 3],
}

/// The gauge; none without a price or where growth is not below the discount rate.
pub fn reit(r: &Reit) -> Option<ReitReport> {
    let fair = fair_price(r.dividend.0, r.discount.0, r.growth.0)?;
    let stretch = [r.week, r.month, r.quarter].map(|x| Frac(r.cap_share.0 * x.0));
    (r.price.0 > 0.0 && fair > 0.0).then(|| ReitReport { fair, premium: Frac(r.price.0 / fair - 1.0), stretch })
}

/// Gordon's D₁/(r − g); none where g ≥ r.
pub fn fair_price(dividend: f64, discount: f64, growth: f64) -> Option<f64> {
    (discount > growth).then(|| dividend / (discount - growth))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Usd;

    #[test]
    fn one_hard_failure_stops_the_pool_and_a_scored_one_does_not() {
        assert!(vetting(&Vetting::default()).passes);
        let young = vetting(&Vetting { age: Some(0.2), ..Vetting::default() });
        assert!(young.passes && young.score == 5);
        let single = vetting(&Vetting { oracles: Some(false), ..Vetting::default() });
        assert!(!single.passes && single.sentence.contains("single-source"));
        let nobody = vetting(&Vetting::UNKNOWN);
        assert!(!nobody.passes && nobody.score == 0 && nobody.sentence.starts_with("No pass"), "{}", nobody.sentence);
    }

    #[test]
    fn growth_at_the_discount_rate_has_no_price() {
        assert_eq!(fair_price(4.0, 0.05, 0.05), None);
        assert_eq!(fair_price(4.0, 0.08, 0.03).map(|x| (x * 1e9).round()), Some(80e9));
        assert_eq!(reit(&Reit::default()), None);
        let dear = reit(&Reit { price: Usd(100.0), week: Frac(0.1), ..Reit::default() });
        assert!(dear.is_some_and(|r| (r.premium.0 - 0.25).abs() < 1e-12 && (r.stretch[0].0 - 0.08).abs() < 1e-12));
    }
}
