//! Pictures of the rules along a path and of the conversion.

use second_engine::book::Book;
use second_engine::draw::palette::Palette;
use second_engine::draw::scene::Scene;
use second_engine::plan::holding::{Holding, Terms};
use second_engine::plan::{ConversionPlan, Plan};
use second_engine::units::Usd;
use second_engine::views::hedge::conversion;
use second_engine::views::hedge::conversion_chart;
use second_engine::views::hedge::conversion_chart::ConversionView;
use second_engine::views::hedge::replay;
use second_engine::views::hedge::replay_chart;
use second_engine::views::hedge::replay_chart::ReplayView;

use crate::check;

fn book(change: impl Fn(&mut Plan)) -> Book {
    let mut plan = Plan::default();
    plan.condor_mut(0).expect("a condor").contracts = 20.0;
    plan.add(Holding::new(Terms::Conversion(ConversionPlan::default())));
    change(&mut plan);
    Book::resolve(&plan).expect("a plan")
}

fn replay_of(book: &Book, (width, height): (f64, f64)) -> Scene {
    replay_chart::scene(&ReplayView { replay: &replay::of(book), pinned: None, width, height })
}

fn conversion_of(book: &Book, (width, height): (f64, f64)) -> Scene {
    conversion_chart::scene(&ConversionView {
        conversion: &conversion::of(book).remove(0),
        pinned: None,
        width,
        height,
    })
}

#[test]
fn rules_along_a_path() {
    let covid = book(|plan| plan.hedge_rules.from = "mar_2020".into());
    check("replay-wide-light", &replay_of(&covid, (700.0, 420.0)), Palette::Light);
    let drawn = book(|plan| plan.hedge_rules.from = "drawn".into());
    check("replay-phone-dark", &replay_of(&drawn, (358.0, 380.0)), Palette::Dark);
    let (head, rows) = replay_chart::table(&replay::of(&covid), None);
    assert!(rows.len() == 102 && rows.iter().all(|row| row.len() == head.len()));
}

#[test]
fn the_pool_and_its_conversion() {
    check("conversion-wide-light", &conversion_of(&book(|_| ()), (700.0, 380.0)), Palette::Light);
    let dear = book(|plan| {
        let conversion = plan.conversion_mut(0).expect("a conversion");
        conversion.strike.0 = 0.8;
        conversion.put = Some(Usd(120.0));
    });
    check("conversion-phone-dark", &conversion_of(&dear, (358.0, 320.0)), Palette::Dark);
}

#[test]
fn no_room_no_path_and_nothing_held_draw_nothing_and_do_not_fail() {
    for size in [(0.0, 0.0), (60.0, 20.0), (f64::NAN, f64::INFINITY)] {
        let _ = (replay_of(&book(|_| ()), size), conversion_of(&book(|_| ()), size));
    }
    let empty = book(|plan| {
        plan.hedge_rules.from = "drawn".into();
        plan.hedge_rules.path.clear();
        plan.condor_mut(0).expect("a condor").contracts = 0.0;
    });
    assert_eq!(replay_of(&empty, (700.0, 400.0)).marks, []);
}
