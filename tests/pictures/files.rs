//! Files: what the signals of histories say, drawn.

use second_engine::backtest::{self, BackTest};
use second_engine::data::account::Account;
use second_engine::data::chain::{Expiry, OptionChain, Quote, Side};
use second_engine::data::occ::Index;
use second_engine::data::{Imported, read};
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::market::surface::Shape;
use second_engine::numbers::pieces::whole;
use second_engine::options::black;
use second_engine::plan::{Plan, Token};
use second_engine::signals::betas::Factor;
use second_engine::signals::histories::Histories;
use second_engine::units::day::Day;
use second_engine::views::data::backtest::equity_chart::{self, EquityView};
use second_engine::views::data::rolling_chart::{self, Rolled, RollingView};
use second_engine::views::data::signals_chart::{self, SignalsView, Span};
use second_engine::views::data::smile_chart::{self, SmileView};
use second_engine::views::data::{DataTab, Set, betas, of, sets, signals};

use crate::check;

/// Trading days of the histories: four years.
const COUNT: usize = 1_000;

fn set(id: u64, name: &str, head: &str, row: impl Fn(usize) -> String) -> Set {
    let days = std::iter::successors(Day::iso("2022-01-03"), |day| Some(day.next_trading_day())).take(COUNT);
    let rows: String = days.enumerate().map(|(nth, day)| format!("{},{}\n", String::from(day), row(nth))).collect();
    let text = format!("{head}\n{rows}");
    Set::new(id, name, text.len(), None, read(&text).expect("a history"))
}

/// Histories of sums and remainders: a market that swings, a VIX against it, a token with a rhythm of its own. Nothing but
/// the four operations, so that every machine has the same.
fn files() -> [Set; 4] {
    let swing = |nth: usize, length: usize| {
        let place = (nth % length) as f64 / length as f64;
        if place < 0.5 { 4.0 * place - 1.0 } else { 3.0 - 4.0 * place }
    };
    let jitter = |nth: usize, by: usize| ((nth * nth * 31 + nth * by) % 101) as f64 / 50.0 - 1.0;
    let spx = |nth: usize| 4_000.0 + 0.9 * nth as f64 + 160.0 * swing(nth, 130) + 22.0 * jitter(nth, 7);
    let vix = |nth: usize| 19.0 - 4.5 * swing(nth, 130) + 1.6 * jitter(nth, 19);
    let token =
        |nth: usize| 2_000.0 + nth as f64 + 420.0 * swing(nth, 130) + 190.0 * swing(nth, 57) + 40.0 * jitter(nth, 43);
    [
        set(1, "SP500.csv", "observation_date,SP500", |nth| spx(nth).to_string()),
        set(2, "VIXCLS.csv", "observation_date,VIXCLS", |nth| vix(nth).to_string()),
        set(3, "ETH.csv", "observation_date,CBETHUSD", |nth| token(nth).to_string()),
        set(4, "breadth.csv", "date,nyse_advancers,nyse_decliners", |nth| {
            format!("{},{}", 1_500 + (600.0 * swing(nth + 40, 130)) as i64, 1_480)
        }),
    ]
}

fn tab() -> DataTab {
    of(&files(), &Plan::default())
}

fn signal(tab: &DataTab, id: &str, span: Span, (width, height): (f64, f64)) -> Scene {
    let series = tab.signal_series.iter().find(|series| series.id == id).expect("a signal");
    signals_chart::scene(&SignalsView { series, span, width, height })
}

fn rolling(tab: &DataTab, of: Rolled, (width, height): (f64, f64)) -> Scene {
    rolling_chart::scene(&RollingView { rolling: &tab.betas[0].rolling, of, token: "ETH", width, height })
}

#[test]
fn signals_and_the_days_on_which_they_acted() {
    let tab = tab();
    check("signals-wide-light", &signal(&tab, "ad_divergence", Span::All, (700.0, 240.0)), Palette::Light);
    check("signals-correlation-light", &signal(&tab, "correlation_alarm", Span::All, (700.0, 240.0)), Palette::Light);
    check("signals-macd-light", &signal(&tab, "macd", Span::Year, (700.0, 240.0)), Palette::Light);
    check("signals-phone-dark", &signal(&tab, "rsi", Span::Year, (358.0, 240.0)), Palette::Dark);
    assert!(tab.signal_series.iter().all(|series| !series.headline.is_empty()));
}

#[test]
fn the_beta_of_each_year() {
    let tab = tab();
    check("rolling-wide-light", &rolling(&tab, Rolled::Spx, (700.0, 240.0)), Palette::Light);
    check("rolling-phone-dark", &rolling(&tab, Rolled::Spx, (358.0, 240.0)), Palette::Dark);
    check("rolling-factor-light", &rolling(&tab, Rolled::Factor(Factor::Points), (700.0, 240.0)), Palette::Light);
}

/// The opening plan through the same histories, which are given to it as files.
fn walked() -> BackTest {
    let all = Histories::of(files().iter().map(|set| &set.read), Token::Eth).expect("histories");
    whole(backtest::run(&Plan::example(), &all, None, &mut |_| {})).expect("a back-test")
}

fn equity(found: &BackTest, (width, height): (f64, f64)) -> Scene {
    equity_chart::scene(&EquityView { found, width, height })
}

#[test]
fn equity_by_the_rules_and_untouched() {
    let found = walked();
    check("equity-wide-light", &equity(&found, (700.0, 300.0)), Palette::Light);
    check("equity-phone-dark", &equity(&found, (358.0, 300.0)), Palette::Dark);
    for size in [(0.0, 0.0), (90.0, 30.0), (f64::NAN, f64::INFINITY)] {
        assert!(equity(&found, size).points().iter().all(|(x, y)| x.is_finite() && y.is_finite()));
    }
}

/// A chain of two expiries, made of a surface that is not the plan's, its quotes as wide as real ones.
fn chain() -> Set {
    let shape = Shape { rho: -0.7, eta: 1.6, gamma: 0.4 };
    let made = Day::iso("2026-01-09").expect("a day");
    let expiry = |ahead: i32| {
        let years = f64::from(ahead) / 365.0;
        let (forward, slice) = (6_400.0 * (1.0 + 0.03 * years), shape.slice(0.03 * years));
        let side = |of, strike: f64| {
            let vol = (slice.total_variance((strike / forward).ln()) / years).sqrt();
            let fair = black::price(of, forward, strike, vol, years, 0.04);
            let (mid, half) = (fair * (1.0 + 0.01 * ((strike / 50.0) % 3.0 - 1.0)), 0.3 + 0.02 * fair);
            Side { bid: (mid - half).max(0.0), ask: mid + half, ..Side::default() }
        };
        let quote = |nth: i32| {
            let strike = 5_000.0 + 50.0 * f64::from(nth);
            let [call, put] = [black::Side::Call, black::Side::Put].map(|of| side(of, strike));
            Quote { strike, call, put }
        };
        Expiry { day: Day(made.0 + ahead), root: "SPXW".into(), am: false, quotes: (0..48).map(quote).collect() }
    };
    let (expiries, account) = ([21, 45].map(expiry).to_vec(), Account::new("Test"));
    let chain = OptionChain { index: Index::Spx, made: Some(made), spot: None, expiries, account };
    Set::new(9, "quotes.csv", 1, None, Imported::Chain(Box::new(chain)))
}

fn smile(tab: &DataTab, nth: usize, (width, height): (f64, f64)) -> Scene {
    smile_chart::scene(&SmileView { chain: &tab.chains[0], nth, width, height })
}

#[test]
fn the_smile_of_a_chain_beside_the_plans() {
    let tab = of(&[chain()], &Plan::default());
    check("smile-wide-light", &smile(&tab, 1, (700.0, 260.0)), Palette::Light);
    check("smile-phone-dark", &smile(&tab, 0, (358.0, 260.0)), Palette::Dark);
}

#[test]
fn the_tables_behind_have_a_cell_for_every_heading() {
    let tab = tab();
    let tables = [
        sets::table(&tab.sets),
        sets::repairs_table(&tab.sets),
        signals::table(&tab.signals),
        signals::runs_table(&tab.signal_series),
        betas::table(&tab.betas),
        signals_chart::table(&tab.signal_series[0]),
        rolling_chart::table(&tab.betas[0].rolling, "VIX point"),
    ];
    for (head, rows) in tables {
        assert!(!rows.is_empty() && rows.iter().all(|row| row.len() == head.len()), "{head:?}");
    }
}

#[test]
fn no_room_and_no_data_draw_nothing_and_do_not_fail() {
    for tab in [tab(), of(&[], &Plan::default())] {
        for size in [(0.0, 0.0), (90.0, 30.0), (200.0, 120.0), (f64::NAN, f64::INFINITY)] {
            let all = tab
                .signal_series
                .iter()
                .map(|series| signal(&tab, &series.id, Span::All, size))
                .chain([Rolled::Spx, Rolled::Factor(Factor::Points)].map(|of| rolling(&tab, of, size)));
            for scene in all {
                assert!(scene.points().iter().all(|(x, y)| x.is_finite() && y.is_finite()));
            }
        }
    }
}
