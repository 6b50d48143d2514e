//! Next: what a wish comes to, by how the run stands.

use std::rc::Rc;

use second_engine::plan::Plan;

use crate::app::odds::run::Asked;
use crate::app::store::shared::Shared;

/// What is asked.
#[derive(Clone, PartialEq)]
pub struct Wish {
    /// The plan that is walked ([`crate::app::odds::run::Run::walked`]), as in a link.
    pub plan: Rc<str>,
    /// What is asked beside it.
    pub asked: Asked,
    /// The plan that figures are worded with.
    pub of: Shared<Plan>,
}

impl Wish {
    /// Whether the paths of another wish are the same, and all that is counted on them.
    pub fn has_paths_of(&self, other: &Wish) -> bool {
        self.plan == other.plan && self.asked.rules == other.asked.rules
    }
}

/// How a run stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Standing {
    /// Dollars that the rules allowed when those paths were walked that are kept; `None` where none are.
    pub kept: Option<Option<f64>>,
    /// Whether paths are being walked, or will be.
    pub is_running: bool,
    /// Whether some are being walked right now that can be asked.
    pub is_walking: bool,
    /// Whether the figures are of all paths.
    pub is_whole: bool,
    /// Whether the person has stopped it.
    pub is_stopped: bool,
}

/// What a wish comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// It is answered, or will be.
    Nothing,
    /// What is walked is asked where the shock stands, and nothing else is to be walked.
    Ask,
    /// So it is; then the same paths are walked for the size that the rules allow now.
    Resize,
    /// All is walked.
    Walk,
}

/// What this wish comes to after the last one.
pub fn next(last: Option<&Wish>, stands: Standing, wish: &Wish) -> Next {
    let Some(last) = last.filter(|last| last.plan == wish.plan) else { return Next::Walk };
    let has_size = stands.kept == Some(wish.asked.rules);
    let is_same = last.asked == wish.asked;
    let is_answered = stands.is_running || stands.is_stopped || stands.is_whole && has_size;
    match stands {
        _ if is_same && is_answered => Next::Nothing,
        // A person who has stopped it wants nothing walked.
        Standing { is_stopped: true, .. } => Next::Ask,
        Standing { kept: Some(_), .. } if has_size || stands.is_running && last.has_paths_of(wish) => Next::Ask,
        Standing { kept: Some(_), .. } => Next::Resize,
        Standing { is_walking: true, .. } if last.has_paths_of(wish) => Next::Ask,
        _ => Next::Walk,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(plan: &str, rules: f64, shock: f64) -> Wish {
        let asked = Asked { rules: Some(rules), shock: [5.0, shock] };
        Wish { plan: plan.into(), asked, of: Shared::new(Plan::default()) }
    }

    fn after(last: &Wish, stands: Standing, plan: &str, rules: f64, shock: f64) -> Next {
        next(Some(last), stands, &wish(plan, rules, shock))
    }

    /// All paths walked for rules that allow $1.
    const WHOLE: Standing =
        Standing { kept: Some(Some(1.0)), is_running: false, is_walking: false, is_whole: true, is_stopped: false };
    /// Under way for the first time.
    const WALKS: Standing =
        Standing { kept: None, is_running: true, is_walking: true, is_whole: false, is_stopped: false };

    #[test]
    fn the_first_wish_and_one_of_another_plan_walk_whatever_stands() {
        let last = wish("a", 1.0, 10.0);
        assert_eq!(next(None, Standing::default(), &last), Next::Walk);
        for stands in [Standing::default(), WHOLE, WALKS, Standing { is_stopped: true, ..WHOLE }] {
            assert_eq!(after(&last, stands, "b", 1.0, 10.0), Next::Walk);
        }
    }

    #[test]
    fn another_shock_is_asked_of_the_paths_that_are_there_or_on_their_way() {
        let last = wish("a", 1.0, 10.0);
        for (stands, shocked) in [(WHOLE, Next::Ask), (WALKS, Next::Ask)] {
            assert_eq!(after(&last, stands, "a", 1.0, 20.0), shocked);
            assert_eq!(after(&last, stands, "a", 1.0, 10.0), Next::Nothing);
        }
        // Waiting for its turn it has no paths to ask; where it had failed there are none.
        assert_eq!(after(&last, Standing { is_walking: false, ..WALKS }, "a", 1.0, 20.0), Next::Walk);
        assert_eq!(after(&last, Standing::default(), "a", 1.0, 10.0), Next::Walk);
    }

    #[test]
    fn where_the_rules_allow_another_size_the_paths_are_asked_first_and_walked_for_it_and_back_at_the_old_size_not_at_all()
     {
        let last = wish("a", 1.0, 10.0);
        assert_eq!(after(&last, WHOLE, "a", 2.0, 20.0), Next::Resize);
        // No kept paths: there is nothing to ask.
        assert_eq!(after(&last, WALKS, "a", 2.0, 20.0), Next::Walk);
        let last = wish("a", 2.0, 20.0);
        let resizes = Standing { is_running: true, is_walking: true, ..WHOLE };
        assert_eq!(after(&last, resizes, "a", 2.0, 20.0), Next::Nothing);
        assert_eq!(after(&last, resizes, "a", 2.0, 30.0), Next::Ask);
        assert_eq!(after(&last, resizes, "a", 3.0, 30.0), Next::Resize);
        assert_eq!(after(&last, resizes, "a", 1.0, 10.0), Next::Ask);
        // What they were is lost with the thread that knew it: nothing says of which size the figures are.
        assert_eq!(after(&last, Standing { kept: None, ..WHOLE }, "a", 2.0, 20.0), Next::Walk);
        // Its tab was left meanwhile: asked again it goes on.
        assert_eq!(after(&last, WHOLE, "a", 2.0, 20.0), Next::Resize);
    }

    #[test]
    fn what_a_hand_has_stopped_is_asked_and_never_walked_but_for_another_plan() {
        let last = wish("a", 1.0, 10.0);
        for kept in [None, Some(Some(1.0))] {
            let stopped = Standing { kept, is_stopped: true, ..Standing::default() };
            assert_eq!(after(&last, stopped, "a", 1.0, 10.0), Next::Nothing);
            assert_eq!(after(&last, stopped, "a", 1.0, 20.0), Next::Ask);
            assert_eq!(after(&last, stopped, "a", 2.0, 20.0), Next::Ask);
        }
    }
}
