//! Which view is in front, and how the views follow each other.

/// A view of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The book in the shock.
    #[default]
    Book,
    /// What time brings, and when a condor is left.
    Time,
    /// How large the pool may be.
    Size,
    /// The hedge.
    Hedge,
    /// The pool.
    Pool,
    /// How likely it all is.
    Odds,
    /// What the person's own files say.
    Data,
    /// What is said about the method.
    Learn,
}

/// Every view, in the order of their row and their keys.
pub const VIEWS: [View; 8] =
    [View::Book, View::Time, View::Size, View::Hedge, View::Pool, View::Odds, View::Data, View::Learn];

impl View {
    /// Word in links, and part of DOM ids.
    pub fn id(self) -> &'static str {
        match self {
            View::Book => "book",
            View::Time => "time",
            View::Size => "size",
            View::Hedge => "hedge",
            View::Pool => "pool",
            View::Odds => "odds",
            View::Data => "data",
            View::Learn => "learn",
        }
    }

    /// On screen.
    pub fn name(self) -> &'static str {
        match self {
            View::Book => "Book",
            View::Time => "Time",
            View::Size => "Size",
            View::Hedge => "Hedge",
            View::Pool => "Pool",
            View::Odds => "Odds",
            View::Data => "Data",
            View::Learn => "Learn",
        }
    }

    /// The view of a link's word; the book for any other word, and for none.
    pub fn of(word: &str) -> View {
        VIEWS.into_iter().find(|view| view.id() == word).unwrap_or_default()
    }

    /// The view of a key, `1` the first.
    pub fn of_key(key: &str) -> Option<View> {
        let number: usize = key.parse().ok()?;
        VIEWS.get(number.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_keys_lead_to_their_view() {
        for (i, view) in VIEWS.into_iter().enumerate() {
            assert_eq!(View::of(view.id()), view);
            assert_eq!(View::of_key(&(i + 1).to_string()), Some(view));
        }
        assert_eq!(View::of("moon"), View::Book);
        assert_eq!([View::of_key("0"), View::of_key("9"), View::of_key("a")], [None; 3]);
    }
}
