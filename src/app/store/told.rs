//! Told: components that are drawn anew when something changes that no component holds, such as what a thread has found.

use std::cell::RefCell;
use std::thread::LocalKey;

use yew::prelude::*;

/// Who is told.
#[derive(Default)]
pub struct Told {
    all: Vec<(u32, Callback<()>)>,
    next: u32,
}

/// Draws the component anew whenever [`tell`] is called, as long as it stands.
#[hook]
pub fn use_told(told: &'static LocalKey<RefCell<Told>>) {
    let draw = use_force_update();
    use_effect_with((), move |()| {
        let id = told.with_borrow_mut(|told| {
            told.next += 1;
            told.all.push((told.next, Callback::from(move |()| draw.force_update())));
            told.next
        });
        move || told.with_borrow_mut(|told| told.all.retain(|(other, _)| *other != id))
    });
}

/// Tells all of them.
pub fn tell(told: &'static LocalKey<RefCell<Told>>) {
    // Drawing may add others or end these.
    let all: Vec<Callback<()>> = told.with_borrow(|told| told.all.iter().map(|(_, one)| one.clone()).collect());
    all.iter().for_each(|one| one.emit(()));
}
