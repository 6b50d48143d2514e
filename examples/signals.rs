//! Signals and betas of the files that one has, oldest or newest first, in any of the formats that are read; a sentence a
//! line.
//!
//! `cargo run --release --example signals -- [--btc] FILE…`: histories of SPX, VIX, VIX9D, VIX3M, ETH (or BTC), advances and
//! declines, VIX futures, told by what is in them. Whatever is left out is unknown, and said to be. Exit code 2 and a
//! sentence on standard error where a file cannot be read.

#[path = "shared/answer.rs"]
mod answer;
#[path = "shared/history.rs"]
mod history;

use std::process::ExitCode;

use answer::answer;
use history::history;
use second_engine::data::Imported;
use second_engine::plan::Token;
use second_engine::signals::betas::{self, Factor, Sample};
use second_engine::signals::histories::Histories;
use second_engine::signals::standing::Signal;
use second_engine::signals::{advance_decline, big_top, correlation_shift, macd, rsi};
use second_engine::units::day::Day;

fn main() -> ExitCode {
    answer(said())
}

fn said() -> Result<Vec<String>, String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let token = if words.iter().any(|word| word == "--btc") { Token::Btc } else { Token::Eth };
    let paths = words.iter().filter(|word| *word != "--btc");
    let files: Vec<Imported> = paths.map(|path| history(path)).collect::<Result<_, String>>()?;
    let all = Histories::of(&files, token)?;
    let today =
        [&all.spx, &all.vix, &all.token, &all.line].iter().filter_map(|rows| rows.last()).map(|row| row.0).max();
    let standings = all.standings(None)?;
    let mut lines =
        vec![said_of(&rsi::read("SPX", &all.spx)?.signal, today), said_of(&macd::read("SPX", &all.spx)?.signal, today)];
    lines.extend(standings.divergence.map(|one| one.said(advance_decline::NAME, today)));
    lines.extend(standings.big_top.map(|one| one.said(big_top::NAME, today)));
    if let Some((standing, both)) = standings.correlation {
        lines.push(standing.said(correlation_shift::NAME, today));
        lines.extend(both.map(|both| both.said()));
    }
    for factor in Factor::ALL {
        let moves = betas::read(&all.levels(), factor)?;
        lines.push(format!("Betas to SPX and {}. {}", factor.name(), moves.said));
        lines.extend([Sample::All, Sample::Calm, Sample::Stress].map(|sample| match moves.betas(sample) {
            Ok(found) => found.said(token.name(), today),
            Err(why) => format!("{sample:?}: {}.", why.said(today)),
        }));
    }
    Ok(lines)
}

fn said_of(signal: &Signal, today: Option<Day>) -> String {
    signal.standing(None).said(signal.name, today)
}
