//! JSON door: a plan's text in, its report's text out; what the command line and JavaScript share.

use crate::plan::file;
use crate::views::report::evaluate;

/// The report of a plan file (or a bare plan) as JSON text.
///
/// # Errors
/// One or more sentences for the person: what cannot be read, what is unknown, what is out of range.
pub fn evaluate_json(text: &str) -> Result<String, String> {
    let opened = file::open(text).map_err(|wrong| wrong.text)?;
    if !opened.unknown.is_empty() {
        return Err(format!("The plan has fields that this version does not know: {}.", opened.unknown.join(", ")));
    }
    let report = evaluate(&opened.plan).map_err(|wrong| wrong.to_string())?;
    serde_json::to_string_pretty(&report).map_err(|wrong| wrong.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_plan_is_the_opening_plan() {
        let report = evaluate_json("{}").unwrap_or_default();
        assert!(report.contains("\"schema\": \"second-engine-report/1\""));
    }

    #[test]
    fn nonsense_gets_its_sentence() {
        let said = |text: &str| evaluate_json(text).err().unwrap_or_default();
        assert!(said(r#"{"shock": {"vix": 900}}"#).contains("out of range"));
        assert!(said(r#"{"shock": {"vixx": 30}}"#).contains("shock.vixx"));
        assert!(said("").contains("empty"));
    }
}
