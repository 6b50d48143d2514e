//! Sentence: words with figures in them that can be asked 'why?'.

use second_engine::numbers::by_rising;
use second_engine::words::kept;
use yew::prelude::*;

use crate::app::controls::popover::Why;

/// A figure in the sentence that can be asked 'why?'.
pub struct Strong {
    /// As it stands in the sentence.
    pub figure: String,
    /// What it is.
    pub title: &'static str,
    /// Its formula.
    pub formula: AttrValue,
    /// The formula with its numbers.
    pub said: String,
    /// Where it comes from.
    pub source: &'static str,
}

/// The sentence with its strong figures set apart.
pub fn sentence(text: &str, strong: Vec<Strong>) -> Html {
    let place = |s: &Strong| text.find(&s.figure).filter(|_| s.figure.len() > 2);
    let strong = by_rising(strong, |s| place(s).map_or(f64::INFINITY, |at| at as f64));
    let mut out = Vec::new();
    let mut done = 0;
    for s in &strong {
        let Some(at) = place(s).filter(|at| *at >= done) else { continue };
        out.push(html! { { kept(&text[done..at]) } });
        out.push(html! {
            <Why title={s.title} formula={s.formula.clone()} said={s.said.clone()} source={s.source}
                label={format!("{}: why?", s.figure)}>{ kept(&s.figure) }</Why>
        });
        done = at + s.figure.len();
    }
    out.push(html! { { kept(&text[done..]) } });
    out.into_iter().collect()
}
