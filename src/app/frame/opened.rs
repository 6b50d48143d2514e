//! Opened: which parts of the rail are open. What stands in a part exists while it is.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// The open parts, by their DOM ids.
pub struct Opened {
    ids: Rc<RefCell<Vec<String>>>,
    draw: UseForceUpdateHandle,
}

impl Opened {
    /// Whether this part is open.
    pub fn has(&self, id: &str) -> bool {
        self.ids.borrow().iter().any(|open| open == id)
    }

    /// What its element tells once the browser has opened or closed it.
    pub fn toggled(&self, id: &str) -> Callback<Event> {
        let (ids, draw, id) = (self.ids.clone(), self.draw.clone(), id.to_string());
        Callback::from(move |event: Event| {
            let details = event.target_unchecked_into::<HtmlDetailsElement>();
            // A part inside of this one tells too.
            if details.id() != id {
                return;
            }
            let mut ids = ids.borrow_mut();
            let was_open = ids.contains(&id);
            if details.open() != was_open {
                ids.retain(|open| *open != id);
                if !was_open {
                    ids.push(id.clone());
                }
                draw.force_update();
            }
        })
    }
}

/// All closed at first.
#[hook]
pub fn use_opened() -> Opened {
    Opened { ids: use_mut_ref(Vec::new), draw: use_force_update() }
}
