//! Access: how a row reaches its field, whosever it is.

use crate::plan::holding::{Kind, Terms};
use crate::plan::{ChainPlan, CondorPlan, ConversionPlan, EtpPlan, LayerPlan, Plan, PoolPlan, StripPlan};

/// Words in links and labels on screen.
pub type Options = &'static [(&'static str, &'static str)];

/// What each place of a choice between no, yes and not known stands for.
pub(super) const KNOWN_AS: [Option<bool>; 3] = [Some(false), Some(true), None];

/// Its place.
pub(super) fn known(answer: Option<bool>) -> usize {
    answer.map_or(2, usize::from)
}

/// How a field of `T` is read and written.
pub enum Field<T: 'static> {
    /// A number.
    Number(fn(&T) -> f64, fn(&mut T, f64)),
    /// A number, or empty: it follows the model.
    Auto(fn(&T) -> Option<f64>, fn(&mut T, Option<f64>)),
    /// One of several.
    Choice(Options, fn(&T) -> usize, fn(&mut T, usize)),
    /// On or off.
    Switch(fn(&T) -> bool, fn(&mut T, bool)),
}

impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Field<T> {}

impl<T> Field<T> {
    fn get(self, of: &T) -> Option<f64> {
        match self {
            Field::Number(get, _) => Some(get(of)),
            Field::Auto(get, _) => get(of),
            Field::Choice(_, get, _) => Some(get(of) as f64),
            Field::Switch(get, _) => Some(f64::from(u8::from(get(of)))),
        }
    }

    fn set(self, of: &mut T, value: Option<f64>) {
        match (self, value) {
            (Field::Auto(_, set), value) => set(of, value),
            (Field::Number(_, set), Some(x)) => set(of, x),
            (Field::Choice(_, _, set), Some(x)) => set(of, x as usize),
            (Field::Switch(_, set), Some(x)) => set(of, x != 0.0),
            (_, None) => {}
        }
    }

    fn set_in(self, of: Option<&mut T>, value: Option<f64>) {
        if let Some(of) = of {
            self.set(of, value);
        }
    }

    fn asks(self) -> Asks {
        match self {
            Field::Number(..) => Asks::Number,
            Field::Auto(..) => Asks::Auto,
            Field::Choice(options, ..) => Asks::Choice(options),
            Field::Switch(..) => Asks::Switch,
        }
    }
}

/// What an input asks for, whosever it is.
#[derive(Clone, Copy)]
pub(super) enum Asks {
    Number,
    Auto,
    Choice(Options),
    Switch,
}

/// Whose field it is.
#[derive(Clone, Copy)]
pub enum Access {
    /// The whole plan's.
    Plan(Field<Plan>),
    /// Whether a holding of this kind is on.
    On(Kind),
    /// A condor's.
    Condor(Field<CondorPlan>),
    /// A pool's.
    Pool(Field<PoolPlan>),
    /// A layer's.
    Layer(Field<LayerPlan>),
    /// An exchange-traded product's.
    Etp(Field<EtpPlan>),
    /// Of a leg on the chain.
    Chain(Field<ChainPlan>),
    /// A strip's.
    Strip(Field<StripPlan>),
    /// A conversion's.
    Conversion(Field<ConversionPlan>),
}

impl Access {
    pub(super) fn kind(self) -> Option<Kind> {
        match self {
            Access::Plan(_) => None,
            Access::On(kind) => Some(kind),
            Access::Condor(_) => Some(Kind::Condor),
            Access::Pool(_) => Some(Kind::Pool),
            Access::Layer(_) => Some(Kind::Layer),
            Access::Etp(_) => Some(Kind::Etp),
            Access::Chain(_) => Some(Kind::Chain),
            Access::Strip(_) => Some(Kind::Strip),
            Access::Conversion(_) => Some(Kind::Conversion),
        }
    }

    pub(super) fn asks(self) -> Asks {
        match self {
            Access::Plan(field) => field.asks(),
            Access::On(_) => Asks::Switch,
            Access::Condor(field) => field.asks(),
            Access::Pool(field) => field.asks(),
            Access::Layer(field) => field.asks(),
            Access::Etp(field) => field.asks(),
            Access::Chain(field) => field.asks(),
            Access::Strip(field) => field.asks(),
            Access::Conversion(field) => field.asks(),
        }
    }

    /// The field of holding `nth` as a number; `None` while it follows the model, and where there is no such holding.
    pub(super) fn get(self, plan: &Plan, nth: usize) -> Option<f64> {
        match self {
            Access::Plan(field) => field.get(plan),
            Access::On(kind) => plan.holding(kind, nth).map(|holding| f64::from(u8::from(holding.on))),
            Access::Condor(field) => field.get(plan.condor(nth)?),
            Access::Pool(field) => field.get(plan.pool(nth)?),
            Access::Layer(field) => field.get(plan.layer(nth)?),
            Access::Etp(field) => field.get(plan.etp(nth)?),
            Access::Chain(field) => field.get(plan.chain(nth)?),
            Access::Strip(field) => field.get(plan.strip(nth)?),
            Access::Conversion(field) => field.get(plan.conversion(nth)?),
        }
    }

    /// Writes the field; nothing happens where there is no such holding.
    pub(super) fn set(self, plan: &mut Plan, nth: usize, value: Option<f64>) {
        match self {
            Access::Plan(field) => field.set(plan, value),
            Access::On(kind) => {
                if let Some(holding) = plan.holding_mut(kind, nth) {
                    holding.on = value != Some(0.0);
                }
            }
            Access::Condor(field) => field.set_in(plan.condor_mut(nth), value),
            Access::Pool(field) => field.set_in(plan.pool_mut(nth), value),
            Access::Layer(field) => field.set_in(plan.layer_mut(nth), value),
            Access::Etp(field) => field.set_in(plan.etp_mut(nth), value),
            Access::Chain(field) => field.set_in(plan.chain_mut(nth), value),
            Access::Strip(field) => field.set_in(plan.strip_mut(nth), value),
            Access::Conversion(field) => field.set_in(plan.conversion_mut(nth), value),
        }
    }

    /// What stands in the field of a fresh holding `nth` of its kind, or of the plan that the page opens with.
    pub(super) fn initial(self, nth: usize) -> Option<f64> {
        let fresh = |kind| Terms::fresh(kind, nth);
        match (self, self.kind().map(fresh)) {
            (Access::On(_), _) => Some(1.0),
            (Access::Plan(field), _) => field.get(&Plan::default()),
            (Access::Condor(field), Some(Terms::Condor(terms))) => field.get(&terms),
            (Access::Pool(field), Some(Terms::Pool(terms))) => field.get(&terms),
            (Access::Layer(field), Some(Terms::Layer(terms))) => field.get(&terms),
            (Access::Etp(field), Some(Terms::Etp(terms))) => field.get(&terms),
            (Access::Chain(field), Some(Terms::Chain(terms))) => field.get(&terms),
            (Access::Strip(field), Some(Terms::Strip(terms))) => field.get(&terms),
            (Access::Conversion(field), Some(Terms::Conversion(terms))) => field.get(&terms),
            _ => None,
        }
    }
}
