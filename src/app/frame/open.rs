//! Open: what a file that the person chose comes to.

use second_engine::plan::file;
use second_engine::plan::url::LinkError;
use web_sys::File;
use yew::prelude::*;

use crate::app::browser::dom::once_settled;
use crate::app::store::Dispatch;
use crate::app::store::act::Act;
use crate::app::store::plans::Plans;
use crate::app::store::shelf_file;
use crate::app::store::storage::Device;

/// Largest file that is looked into, in bytes: every plan that a browser has room for is less.
const LARGEST: f64 = 12e6;

/// Opens a plan, or takes in the plans of a device.
pub fn open(file: &File, dispatch: &Dispatch) {
    let dispatch = dispatch.clone();
    let tell = move |text: Result<String, String>| {
        let text = match text {
            Ok(text) => text,
            Err(said) => {
                let refused = Err(LinkError::new(said, ""));
                return dispatch.dispatch(Act::OpenFile(Box::new(refused), String::new()));
            }
        };
        match shelf_file::take(&Plans(&Device), &text) {
            Some(said) => dispatch.dispatch(Act::Tell(said)),
            None => dispatch.dispatch(Act::OpenFile(Box::new(file::open(&text)), text)),
        }
    };
    read(file, Callback::from(tell));
}

/// The text of a file, or a sentence where it has none or is too large to be looked into.
pub fn read(file: &File, tell: Callback<Result<String, String>>) {
    if file.size() > LARGEST {
        return tell.emit(Err(format!("This file is {} bytes long; at most {LARGEST} are read.", file.size())));
    }
    once_settled(&file.text(), move |text| {
        let text = text.and_then(|text| text.as_string());
        tell.emit(text.ok_or_else(|| "This file cannot be read.".into()));
    });
}
