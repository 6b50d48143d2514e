//! The page: a thin browser shell over the library.

mod app;

fn main() {
    app::start();
}
