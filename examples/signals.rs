//! Signals and betas of two-column files, date and value with a heading, oldest row first; a sentence a line.
//!
//! `cargo run --release --example signals -- spx=spx.csv vix=vix.csv token=eth.csv line=ad_line.csv vix3m=… vix9d=… first=…
//! second=…`: whatever is left out is unknown, and said to be. Dates as in `2026-11-28` or `28 Nov 2026`. Exit code 2 and a
//! sentence on standard error where a file or a row cannot be read.

use std::process::ExitCode;

use second_engine::signals::betas::{self, Factor, Levels, Sample};
use second_engine::signals::standing::Signal;
use second_engine::signals::{advance_decline, big_top, correlation_shift, macd, rsi};
use second_engine::units::day::Day;
use second_engine::words::dates::read_day;
use second_engine::words::decimal;

type Rows = Vec<(Day, f64)>;

fn main() -> ExitCode {
    match said() {
        Ok(lines) => {
            println!("{}", lines.join("\n"));
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::from(2)
        }
    }
}

fn said() -> Result<Vec<String>, String> {
    let files: Vec<(String, Rows)> = std::env::args().skip(1).map(|word| file(&word)).collect::<Result<_, String>>()?;
    let of = |name: &str| files.iter().find(|file| file.0 == name).map_or(&[][..], |file| &file.1);
    let both = |names: [&str; 2]| Some(names.map(of)).filter(|pair| pair.iter().all(|rows| !rows.is_empty()));
    let (spx, vix, token, line) = (of("spx"), of("vix"), of("token"), of("line"));
    let today = files.iter().filter_map(|file| file.1.last()).map(|row| row.0).max();
    let stands = |signal: &Signal| signal.standing(today).said(signal.name, today);

    let shift = correlation_shift::read(token, vix)?;
    let top = big_top::Inputs { spx, line, futures: both(["first", "second"]), vix9d: both(["vix9d", "vix"]) };
    let mut lines = vec![
        stands(&rsi::read("SPX", spx)?.signal),
        stands(&macd::read("SPX", spx)?.signal),
        stands(&advance_decline::read(line, spx)?.signal),
        stands(&big_top::read(&top)?.signal),
        stands(&shift.signal),
    ];
    lines.extend(shift.last(today).map(|both| both.said()));
    let levels = Levels { token, spx, vix, vix3m: of("vix3m") };
    for factor in Factor::ALL {
        let moves = betas::read(&levels, factor)?;
        lines.push(format!("Betas to SPX and {}. {}", factor.name(), moves.said));
        lines.extend([Sample::All, Sample::Calm, Sample::Stress].map(|sample| match moves.betas(sample) {
            Ok(found) => found.said("The token", today),
            Err(why) => format!("{sample:?}: {}.", why.said(today)),
        }));
    }
    Ok(lines)
}

/// `name=path`, and the rows of that file.
fn file(word: &str) -> Result<(String, Rows), String> {
    let (name, path) = word.split_once('=').ok_or_else(|| format!("'{word}' is no name=file."))?;
    let text = std::fs::read_to_string(path).map_err(|wrong| format!("{path} cannot be read: {wrong}."))?;
    let rows = text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()).map(|(i, line)| {
        let row = line.split_once(',').and_then(|(day, value)| Some((read_day(day).ok()?, decimal(value.trim())?)));
        row.ok_or_else(|| format!("Line {} of {path} is no date and value.", i + 1))
    });
    Ok((name.into(), rows.collect::<Result<_, String>>()?))
}
