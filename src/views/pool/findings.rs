//! Findings: headlines over the pools' figures, each by the sign of what it is about.

use crate::words::amount;

/// Dollars that are nothing.
const NOTHING: f64 = 0.5;

/// What a year brings after every cost.
pub fn year(net: f64) -> String {
    match net {
        net if net.abs() < NOTHING => "A year comes out even".into(),
        net if net < 0.0 => format!("A year loses {}", amount(-net)),
        net => format!("A year earns {}", amount(net)),
    }
}

/// The pools against a benchmark in the shock.
pub fn beyond(excess: f64, benchmark: &str) -> String {
    match excess {
        excess if excess.abs() < NOTHING => format!("In this shock level with {benchmark}"),
        excess if excess < 0.0 => format!("In this shock {} behind {benchmark}", amount(-excess)),
        excess => format!("In this shock {} ahead of {benchmark}", amount(excess)),
    }
}

/// Which engine time pays more; `None` where no condor is sold.
pub fn time(condor: Option<f64>, pool: f64) -> String {
    let does = |usd: f64| match usd {
        usd if usd.abs() < NOTHING => "brings it nothing".to_string(),
        usd if usd < 0.0 => format!("costs it {}", amount(-usd)),
        usd => format!("pays it {}", amount(usd)),
    };
    match condor {
        None => format!("The pool alone: time {}", does(pool)),
        Some(condor) if (condor - pool).abs() < NOTHING => "Time does the same to both".into(),
        Some(condor) => {
            let (name, more, less) = if condor > pool { ("condor", condor, pool) } else { ("pool", pool, condor) };
            match (more, less) {
                (more, _) if more < NOTHING => format!("Time pays neither, the {name} it costs less"),
                (_, less) if less < NOTHING => format!("Time pays the {name} alone"),
                _ => format!("Time pays the {name} more"),
            }
        }
    }
}

/// What those who search for trades take a year.
pub fn searchers(paid: f64) -> String {
    match paid {
        paid if paid.abs() < NOTHING => "Searchers cost nothing".into(),
        paid if paid < 0.0 => format!("Searchers leave {} a year", amount(-paid)),
        paid => format!("Searchers cost {} a year", amount(paid)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_headline_follows_the_sign_of_its_figure() {
        assert_eq!(
            [year(0.2), year(-90.0), year(90.0)],
            ["A year comes out even", "A year loses $90", "A year earns $90"]
        );
        let said = [beyond(0.0, "hodl"), beyond(-5.0, "hodl"), beyond(5.0, "hodl")];
        assert_eq!(
            said.map(|said| said["In this shock ".len()..].to_string()),
            ["level with hodl", "$5 behind hodl", "$5 ahead of hodl"]
        );
        assert_eq!([searchers(0.0), searchers(12.0)], ["Searchers cost nothing", "Searchers cost $12 a year"]);
    }

    #[test]
    fn time_that_costs_is_not_said_to_pay() {
        assert_eq!(time(Some(500.0), 100.0), "Time pays the condor more");
        assert_eq!(time(Some(-50.0), 100.0), "Time pays the pool alone");
        assert_eq!(time(Some(-50.0), -100.0), "Time pays neither, the condor it costs less");
        assert_eq!(time(Some(70.0), 70.2), "Time does the same to both");
        assert_eq!(
            [time(None, 80.0), time(None, -80.0)],
            ["The pool alone: time pays it $80", "The pool alone: time costs it $80"]
        );
    }
}
