//! What a chain of options says: forwards, vols and the surface that is fitted to them, beside the plan's own surface.
//!
//! `cargo run --release --example chain -- FILE [market.vix=66 market.vvix=187 …]`: the opening plan with these inputs.
//! Exit code 2 and a sentence on standard error where it cannot be read.

#[path = "shared/answer.rs"]
mod answer;

use std::process::ExitCode;
use std::time::Instant;

use answer::answer;
use second_engine::calibration::{self, Fit};
use second_engine::data::{Imported, read_bytes};
use second_engine::plan::Plan;
use second_engine::plan::address::Address;
use second_engine::words::fixed;

fn main() -> ExitCode {
    answer(said())
}

fn said() -> Result<Vec<String>, String> {
    let mut words = std::env::args().skip(1);
    let file = words.next().ok_or("Which file? For instance: cargo run --release --example chain -- quotedata.csv")?;
    let mut plan = Plan::default();
    for word in words {
        let unread = || format!("'{word}' is no input and its value, as in market.vix=17.");
        let (key, value) = word.split_once('=').ok_or_else(unread)?;
        let value: f64 = value.parse().map_err(|_| unread())?;
        plan.set(Address::read(key).ok_or_else(unread)?, Some(value))?;
    }
    let bytes = std::fs::read(&file).map_err(|wrong| format!("It cannot be opened: {wrong}."))?;
    let start = Instant::now();
    let Imported::Chain(chain) = read_bytes(&bytes, &mut |_| true)? else {
        return Err("This is no chain of options.".into());
    };
    let read = start.elapsed().as_millis();
    let fit = calibration::of(&chain, &plan)?;
    let both = start.elapsed().as_millis();
    let mut lines = match &fit {
        Fit::Spx(report) => surface(report),
        Fit::Vix(report) => vix_smile(report),
    };
    lines.push(format!("({read} ms to read, {} ms to fit)", both.saturating_sub(read)));
    Ok(lines)
}

fn vix_smile(report: &calibration::vix_report::VixReport) -> Vec<String> {
    let mut lines = report.said.clone();
    lines.push("Expiry       root   days   future  plan's  quotes  ATM %  plan %  own %  common %  plan %, of the quotes' vols".into());
    for one in &report.expiries {
        let fitted = one.fitted.map_or(["–".to_string(), "–".to_string()], |fit| {
            [fit.own, fit.common].map(|off| fixed(100.0 * off.relative, 1))
        });
        lines.push(format!(
            "{} {:>5} {:>7} {:>7} {:>7} {:>4}/{:<4} {:>6} {:>6} {:>6} {:>6} {:>6}",
            String::from(one.expiry),
            one.root,
            fixed(one.days, 2),
            fixed(one.forward, 2),
            fixed(one.rule_future, 2),
            one.quotes,
            one.left_out.count(),
            fixed(100.0 * one.atm_vol, 1),
            fixed(100.0 * one.rule_atm_vol, 1),
            fitted[0],
            fitted[1],
            fixed(100.0 * one.rule.relative, 1)
        ));
    }
    lines.extend(report.levels.iter().map(|(days, ratio)| format!("level {days}: {ratio}")));
    lines
}

fn surface(report: &calibration::report::ChainReport) -> Vec<String> {
    let mut lines = report.said.clone();
    lines.push("Expiry       root   days  forward  discount  quotes   ATM %     ρ     φ   rms  common  plan".into());
    for one in &report.expiries {
        lines.push(format!(
            "{} {:>5} {:>7} {:>8} {:>9} {:>4}/{:<4} {:>6} {:>6} {:>6} {:>5} {:>6}{} {:>6}",
            String::from(one.expiry),
            one.root,
            fixed(one.days, 2),
            fixed(one.forward, 2),
            fixed(one.discount, 5),
            one.quotes,
            one.left_out.count(),
            fixed(100.0 * one.atm_vol, 2),
            fixed(one.rho, 2),
            fixed(one.phi, 1),
            fixed(one.rms, 2),
            fixed(one.common_rms, 2),
            if one.is_common { '*' } else { ' ' },
            fixed(one.rule_rms, 2)
        ));
    }
    for band in &report.bands {
        let place = band.z.map_or("all".into(), |z| fixed(z, 0));
        lines.push(format!(
            "{:>3}–{:<3} days, z {place:>3}: fit {:>5} ({}), plan {:>5} ({})",
            band.days[0],
            band.days[1],
            fixed(band.mean, 2),
            fixed(band.rms, 2),
            fixed(band.rule_mean, 2),
            fixed(band.rule_rms, 2)
        ));
    }
    for (input, value) in &report.changes {
        lines.push(format!("{input} = {}", value.map_or("—".into(), |value| fixed(value, 4))));
    }
    lines
}
