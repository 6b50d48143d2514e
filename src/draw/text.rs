//! How wide words are, as far as that can be known without a screen.

/// The page's font stack.
pub const FONT: &str = "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif";

/// Estimated width in pixels at this size and weight: a little more than common system fonts need.
pub fn width(words: &str, size: f64, weight: u16) -> f64 {
    let ems: f64 = words.chars().map(ems).sum();
    ems * size * (1.0 + 0.0003 * (f64::from(weight) - 400.0))
}

/// Width of a letter in ems.
fn ems(letter: char) -> f64 {
    match letter {
        '0'..='9' | '$' | '+' | '\u{2212}' | '<' | '>' | '±' | '–' => 0.635,
        ',' | '.' | ':' | ';' | '\'' | '’' | '|' | 'i' | 'l' | 'j' => 0.28,
        ' ' | '\u{a0}' => 0.28,
        '\u{202f}' => 0.2,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '·' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '—' => 0.9,
        'A'..='Z' => 0.69,
        _ => 0.58,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_names_the_same_fonts() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/static/styles.css");
        let Ok(css) = std::fs::read_to_string(path) else { return };
        assert!(css.contains(&format!("--font: {FONT};")));
    }

    #[test]
    fn figures_are_all_as_wide() {
        assert_eq!(width("1,111", 11.0, 400), width("8,888", 11.0, 400));
    }

    #[test]
    fn heavier_words_are_wider() {
        assert!(width("budget", 11.0, 600) > width("budget", 11.0, 400));
    }
}
