//! Facts: names with values, and small tables, under their findings.

use second_engine::words::kept;
use yew::prelude::*;

use crate::app::figures::figure::figure;
use crate::app::figures::sheet::Sheet;

/// Names and values.
pub type Facts = Vec<(&'static str, String)>;

/// A list of facts.
pub fn fact_list(facts: Facts) -> Html {
    html! {
        <dl class="facts">{ for facts.into_iter().map(|(name, value)| html! { <div><dt>{ name }</dt><dd>{ kept(&value) }</dd></div> }) }</dl>
    }
}

/// Facts under their finding.
pub fn facts(name: &str, title: String, dek: &str, facts: Facts) -> Html {
    figure(title, format!("{name}. {dek}"), Html::default(), fact_list(facts))
}

/// A table with its file, no finding.
pub fn table(caption: &str, sheet: Sheet, name: &str) -> Html {
    html! {
        <div class="small-table">
            <p class="dek">{ caption }{ sheet.saving(caption, name.to_string()) }</p>
            { sheet.table(caption) }
        </div>
    }
}

/// A table with its file, under its finding.
pub fn tabled(name: &str, title: String, dek: &str, sheet: Sheet, file: &'static str) -> Html {
    figure(title, format!("{name}. {dek}"), sheet.saving(name, file), sheet.table(dek))
}

/// The value in words, a dash where there is none.
pub fn or_dash<T>(value: Option<T>, shown: impl Fn(T) -> String) -> String {
    value.map_or_else(|| "—".into(), shown)
}
