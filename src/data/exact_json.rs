//! Exact JSON: integers that JSON's numbers would round, kept as text.

/// Integers of more than fifteen digits outside strings, put in quotes: JSON's numbers would round them.
pub fn long_integers_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut is_string, mut is_escaped) = (false, false);
    let mut digits = String::new();
    let flush = |digits: &mut String, out: &mut String| {
        let is_long = digits.len() > 15 && digits.bytes().all(|b| b.is_ascii_digit());
        out.push_str(&if is_long { format!("\"{digits}\"") } else { std::mem::take(digits) });
        digits.clear();
    };
    for c in text.chars() {
        if !is_string && (c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')) {
            digits.push(c);
            continue;
        }
        flush(&mut digits, &mut out);
        is_string = if is_string { c != '"' || is_escaped } else { c == '"' };
        is_escaped = is_string && c == '\\' && !is_escaped;
        out.push(c);
    }
    flush(&mut digits, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_integers_become_text_and_nothing_else_is_touched() {
        let text = r#"{"a": 1234567890123456789, "b": 12.5, "c": "1234567890123456789", "d": -3}"#;
        let quoted = r#"{"a": "1234567890123456789", "b": 12.5, "c": "1234567890123456789", "d": -3}"#;
        assert_eq!(long_integers_quoted(text), quoted);
    }
}
