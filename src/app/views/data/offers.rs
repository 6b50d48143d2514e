//! Offers: buttons that put what data say into the plan, each as one step that can be undone.

use std::rc::Rc;

use second_engine::plan::Plan;
use second_engine::views::data::DataTab;
use second_engine::views::data::offers::{Beside, Offer};
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::browser::dom::focus;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::shared::Shared;

/// What an offer needs to be put into the plan.
#[derive(Clone, PartialEq)]
pub struct Put {
    /// The plan on the page.
    pub plan: Shared<Plan>,
    /// Where it goes.
    pub dispatch: Dispatch,
    /// What the files say.
    pub tab: Rc<DataTab>,
}

/// The id of what says more about it, which has the focus once an offer beside it is taken.
pub fn about(beside: &Beside) -> String {
    match beside {
        Beside::Set(id) => format!("about-set-{id}"),
        Beside::Signals => "about-ad_divergence".into(),
        Beside::Signal(id) => format!("about-{id}"),
        Beside::Betas(id) => format!("about-betas-{id}"),
    }
}

impl Put {
    /// The offers that stand there, each with what is to be known of it.
    pub fn beside(&self, beside: &Beside) -> Html {
        self.tab.offers.iter().filter(|offer| offer.beside == *beside).map(|offer| self.offer(offer)).collect()
    }

    /// The buttons alone.
    pub fn buttons(&self, beside: &Beside) -> Html {
        self.tab.offers.iter().filter(|offer| offer.beside == *beside).map(|offer| self.button(offer)).collect()
    }

    fn offer(&self, offer: &Offer) -> Html {
        html! {
            <div class="offer">
                { self.button(offer) }
                <p class="note-row">{ kept(&offer.said.join(" ")) }</p>
            </div>
        }
    }

    fn button(&self, offer: &Offer) -> Html {
        let (plan, dispatch, put) = (self.plan.clone(), self.dispatch.clone(), offer.clone());
        let press = Callback::from(move |_: MouseEvent| {
            // The button may go with what it did, and what comes to its place is another offer.
            focus(&about(&put.beside));
            dispatch.dispatch(match put.put_on(&plan) {
                Ok(then) => Act::Estimated(Box::new(then)),
                Err(said) => Act::Tell(said),
            });
        });
        html! {
            <button type="button" class={classes!("tool", (!offer.is_doubtful).then_some("update"))} id={format!("offer-{}", offer.id)} title={offer.sentence.clone()} onclick={press}>
                { offer.label.clone() }
            </button>
        }
    }
}
