//! Bytes: a file as it lies on a disk made into text, or refused by what it is instead.

use std::borrow::Cow;

use crate::words::fixed;

/// Largest file that is read, in bytes.
pub const LARGEST: usize = 20_000_000;
/// Bytes that tell what a file is.
const LOOKED_AT: usize = 4_096;
/// Of so many characters one may be a control character.
const CONTROLS: usize = 200;

/// Said of what is no text.
const NO_TEXT: &str = "This is no text but data of a program: export it as CSV.";

/// Beginnings of files that are no text, and what they are.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a GZIP archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"\0asm", "a program"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "a Word file"),
];

/// The text of a file, and what had to be done to read it: UTF-8, UTF-16 with its mark, else Latin-1.
///
/// # Errors
/// The sentence that says what the file is instead: too large, empty, of another kind, a web page.
pub fn text(bytes: &[u8]) -> Result<(Cow<'_, str>, Option<String>), String> {
    if bytes.is_empty() {
        return Err("This file is empty.".into());
    }
    if bytes.len() > LARGEST {
        return Err(too_large(bytes.len()));
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(format!("This is {what}, not a text of rows: save or export it as CSV."));
    }
    let (text, remark) = match bytes {
        [0xff, 0xfe, rest @ ..] => (Cow::Owned(wide(rest, u16::from_le_bytes)?), Some("UTF-16")),
        [0xfe, 0xff, rest @ ..] => (Cow::Owned(wide(rest, u16::from_be_bytes)?), Some("UTF-16")),
        [0xef, 0xbb, 0xbf, rest @ ..] => of_bytes(rest),
        all if all.contains(&0) => return Err(NO_TEXT.into()),
        all => of_bytes(all),
    };
    is_rows(&text)?;
    Ok((text, remark.map(|name| format!("The file was read as {name} text."))))
}

/// What a text is instead of rows.
///
/// # Errors
/// The sentence that says so.
pub fn checked(text: &str) -> Result<(), String> {
    if text.len() > LARGEST {
        return Err(too_large(text.len()));
    }
    is_rows(text)
}

fn is_rows(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        return Err("There is nothing to read.".into());
    }
    let start: String = text.chars().take(LOOKED_AT).collect::<String>().trim_start().to_ascii_lowercase();
    if start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || (start.starts_with('<') && start.contains("<body"))
    {
        return Err(
            "This is a web page, not the file that it links to: open the page and download the CSV itself.".into()
        );
    }
    if start.starts_with('<') {
        return Err("This is XML or HTML, not a text of rows: export it as CSV.".into());
    }
    let is_control = |byte: &&u8| **byte < 32 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 12 | 26);
    let controls = text.as_bytes().iter().filter(is_control).count();
    if text.contains('\0') || controls > text.len() / CONTROLS {
        return Err(NO_TEXT.into());
    }
    Ok(())
}

/// Why a file of so many bytes, more than [`LARGEST`], is not read: for who knows its size before its bytes.
pub fn too_large(bytes: usize) -> String {
    format!(
        "This file has {} MB; at most {} MB are read. Export fewer rows, or daily ones.",
        fixed(bytes as f64 / 1e6, 1),
        fixed(LARGEST as f64 / 1e6, 0)
    )
}

fn of_bytes(bytes: &[u8]) -> (Cow<'_, str>, Option<&'static str>) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        // Every byte is a character of Latin-1.
        Err(_) => (Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()), Some("Latin-1")),
    }
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<String, _>>()
        .map_err(|_| "This file begins like UTF-16 text and is none: export it as CSV.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        text(bytes).err().unwrap_or_default()
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert!(refused(b"%PDF-1.7 ...").contains("a PDF"));
        assert!(refused(b"PK\x03\x04....").contains("Excel workbook"));
        assert!(refused(b"<!DOCTYPE html><html><body>DATE,CLOSE").contains("web page"));
        assert!(refused(b"\n<Table><Row>").contains("XML"));
        assert!(refused(b"a\0b,c\0d").contains("no text"));
        assert!(refused(&[7; 900]).contains("no text"));
        assert!(refused(b"").contains("empty") && refused(b" \r\n").contains("nothing"));
        assert!(refused(&vec![b'x'; LARGEST + 1]).contains("20.0 MB; at most 20 MB"));
        assert!(refused(b"\xff\xfe\x00\xd8\x00\xd8").contains("UTF-16"));
    }

    #[test]
    fn text_is_read_in_the_code_it_was_saved_in() {
        let wide: Vec<u8> = "\u{feff}DATE,é".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide).map(|(text, _)| text.into_owned()), Ok("DATE,é".into()));
        let turned: Vec<u8> = "\u{feff}DATE".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&turned).map(|(text, _)| text.into_owned()), Ok("DATE".into()));
        let latin = text(b"DATE,caf\xe9");
        assert!(
            latin
                .is_ok_and(|(text, remark)| text == "DATE,café" && remark.is_some_and(|said| said.contains("Latin-1")))
        );
        assert_eq!(text(b"\xef\xbb\xbfDATE"), Ok((Cow::Borrowed("DATE"), None)));
    }
}
