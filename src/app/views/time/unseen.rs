//! Unseen: the room of a figure that nobody has looked at yet.

use yew::prelude::*;

/// As large as such a figure is, so that it comes into view by being scrolled to.
pub fn unseen(room: NodeRef) -> Html {
    html! { <div ref={room} class="wide-figure unseen"></div> }
}
