//! Text of an order: its lines in capitals with plain signs, parted into words and legs.

use crate::data::order::words::Words;

/// Words of each line, in capitals, with plain signs.
pub fn lines(text: &str) -> Vec<Vec<String>> {
    let is_seen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}');
    let plain = |c: char| match c {
        '\n' => c,
        '\u{2010}'..='\u{2015}' | '−' | '﹘' | '﹣' | '－' => '-',
        '\u{2044}' | '\u{2215}' | '／' => '/',
        '‘' | '’' => '\'',
        '×' | '*' => 'X',
        '(' | ')' | '[' | ']' | '{' | '}' | '"' | '“' | '”' | '|' | ';' | '~' | '<' | '>' => ' ',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c.to_ascii_uppercase(),
    };
    let letters: Vec<char> = text.chars().filter(is_seen).map(plain).collect();
    let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let text: String = letters
        .iter()
        .enumerate()
        .map(|(i, c)| {
            let behind = letters.get(i.saturating_add(1)..).unwrap_or_default();
            let digits = behind.iter().take_while(|c| c.is_ascii_digit()).count();
            let is_in_number = is_digit(i.checked_sub(1).and_then(|i| letters.get(i))) && (1..=3).contains(&digits);
            if *c == ',' && !is_in_number { ' ' } else { *c }
        })
        .collect();
    let glued = |line: &str| {
        let mut words: Vec<String> = Vec::new();
        for word in line.split_whitespace().map(|word| word.trim_matches('\'').trim_end_matches(['.', '!', '?'])) {
            let is_next = |last: &String| {
                let is_slash = word.starts_with('/') && is_digit(last.chars().last().as_ref());
                last.ends_with('/') || last == "@" || word == "/" || is_slash
            };
            match words.last_mut() {
                Some(last) if is_next(last) => last.push_str(word),
                _ if word.is_empty() => {}
                _ => words.push(word.to_string()),
            }
        }
        words
    };
    text.lines().map(glued).filter(|words| !words.is_empty()).collect()
}

/// The words of a line, parted where another leg begins.
pub fn legs_of(line: &[String]) -> Vec<Vec<&str>> {
    let words: Vec<&str> = line.iter().map(String::as_str).collect();
    let ends = words.iter().filter(|word| Words::ends_option(word)).count();
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for word in words {
        let is_full = parts.last().is_some_and(|part| part.iter().any(|word| Words::ends_option(word)));
        if ends > 1 && is_full && Words::begins_leg(word) {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(word);
        }
    }
    parts
}
