//! Growth: the deposit over years with fees put back in, with fees taken as cash, and a stock with its dividends.

use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines};
use crate::draw::palette::Role;
use crate::draw::scene::{Point, Scene};
use crate::holdings::pool::growth::{Growth, GrowthPoint};
use crate::units::Usd;
use crate::views::pinned::{self, said_usd, value_at, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct GrowthView<'a> {
    /// The deposit by year, dollars, in each of the three ways.
    pub growth: &'a Growth,
    /// The same position's in plan A, of which the compounded one is drawn.
    pub pinned: Option<&'a Growth>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// The finding: what compounding adds over the years, and how that compares with the stock.
pub fn headline(growth: &Growth) -> String {
    let Some(last) = growth.curve.last() else { return "Nothing to compound".into() };
    let years = say::fixed(last.years, 0);
    let gain = last.compounded.0 - last.cash.0;
    let beside = last.compounded.0 - last.stock.0;
    let stock = if beside < 0.0 { "less" } else { "more" };
    let most = format!("{} {stock} than the stock", say::amount(beside.abs()));
    match (growth.is_worthwhile, growth.net.0 < 0.0) {
        (true, _) => format!("Compounding adds {} in {years} years; {most}", say::amount(gain)),
        (false, true) if gain < -0.5 => {
            format!("A losing pool: compounding loses {} more in {years} years; {most}", say::amount(-gain))
        }
        (false, true) => format!("A losing pool: nothing to compound; in {years} years {most}"),
        _ => format!("Compounding does not pay its gas; in {years} years {most}"),
    }
}

/// Three curves over years: fees put back in, fees taken as cash, a stock with its dividends.
pub fn scene(view: &GrowthView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.growth);
    scene.description = match view.growth.curve.last() {
        Some(last) => format!(
            "After {} years: compounded {}, fees as cash {}, the stock {}.",
            say::fixed(last.years, 0),
            say::amount(last.compounded.0),
            say::amount(last.cash.0),
            say::amount(last.stock.0)
        ),
        None => "No curve.".into(),
    };
    if let (Some(a), Some(last)) = (view.pinned, view.growth.curve.last()) {
        scene.description += &said_usd(a.curve.last().map(|p| p.compounded.0), last.compounded.0);
    }
    let of = |name, role, width, dash, value: fn(&GrowthPoint) -> Usd| Curve {
        name,
        role,
        width,
        dash,
        points: view.growth.curve.iter().map(|p| (p.years, value(p).0)).collect(),
    };
    let curves = [
        of("Stock, DRIP", Role::Ink2, 1.75, &[1.5, 3.5], |p| p.stock),
        of("Fees as cash", Role::Pool, 1.75, &[9.0, 3.0, 2.0, 3.0], |p| p.cash),
        of("Compounded", Role::Pool, 2.75, &[], |p| p.compounded),
    ];
    let a: Vec<Point> = compounded(view.pinned);
    let curves: Vec<Curve> = pinned::curve(&a, &curves).into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[], 14.0, false);
    if !lines.has_room() || view.growth.curve.len() < 2 {
        return scene;
    }
    lines.grid(&mut scene);
    lines.draw(&mut scene, &curves, &mut Taken::default());
    lines.places(&mut scene, |years| match years {
        0.0 => "now".into(),
        1.0 => "1 year".into(),
        years => format!("{} years", say::number(years)),
    });
    scene
}

fn compounded(growth: Option<&Growth>) -> Vec<Point> {
    growth.iter().flat_map(|growth| growth.curve.iter().map(|p| (p.years, p.compounded.0))).collect()
}

/// Headings and a row a half-year, dollars.
pub fn table(growth: &Growth, pinned: Option<&Growth>) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = growth.curve.iter().map(|p| {
        let money = [p.compounded, p.cash, p.stock, p.stock_cash].map(|usd| say::fixed(usd.0, 0));
        std::iter::once(say::fixed(p.years, 1)).chain(money).collect()
    });
    let head = ["Years", "Compounded", "Fees as cash", "Stock, DRIP", "Stock, cash"].map(String::from).to_vec();
    let table = (head, rows.collect());
    let Some(a) = pinned.map(|a| compounded(Some(a))) else { return table };
    let at = |p: &GrowthPoint| value_at(&a, p.years).map(|usd| say::fixed(usd, 0));
    with_column(table, "A: compounded", growth.curve.iter().map(at))
}
