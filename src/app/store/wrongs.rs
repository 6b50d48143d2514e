//! Wrongs: what is typed wrong, by input. Pairs in the order of their inputs: there are few at a time, and a tree of them
//! would be 11 KB of code in the first download.

use second_engine::plan::address::Address;

use crate::app::store::act::Wrong;

/// What is typed wrong, each input once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrongs(Vec<(Address, Wrong)>);

impl Wrongs {
    /// What is typed wrong in this input.
    pub fn get(&self, at: &Address) -> Option<&Wrong> {
        self.iter().find(|(one, _)| *one == at).map(|(_, wrong)| wrong)
    }

    /// The same, to be changed.
    pub fn get_mut(&mut self, at: &Address) -> Option<&mut Wrong> {
        self.0.iter_mut().find(|(one, _)| one == at).map(|(_, wrong)| wrong)
    }

    /// Keeps it, in place of what was kept of this input.
    pub fn insert(&mut self, at: Address, wrong: Wrong) {
        self.remove(&at);
        let place = self.0.iter().position(|(one, _)| *one > at).unwrap_or(self.0.len());
        self.0.insert(place, (at, wrong));
    }

    /// Throws away what is kept of this input.
    pub fn remove(&mut self, at: &Address) {
        self.retain(|one| one != at);
    }

    /// Throws away what is kept of the inputs that are not meant.
    pub fn retain(&mut self, is_kept: impl Fn(&Address) -> bool) {
        self.0.retain(|(at, _)| is_kept(at));
    }

    /// Each, in the order of the inputs.
    pub fn iter(&self) -> impl Iterator<Item = (&Address, &Wrong)> {
        self.0.iter().map(|(at, wrong)| (at, wrong))
    }

    /// Says all of it.
    pub fn say(&mut self) {
        self.0.iter_mut().for_each(|(_, wrong)| wrong.is_said = true);
    }
}

impl IntoIterator for Wrongs {
    type Item = (Address, Wrong);
    type IntoIter = std::vec::IntoIter<(Address, Wrong)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Wrong {
        Wrong { text: text.into(), said: "No number.".into(), offers: Vec::new(), waits: false, is_said: false }
    }

    #[test]
    fn one_input_has_one_and_they_stand_in_the_order_of_their_inputs_however_they_came() {
        let rows = ["shock.vix", "market.vix", "pool.low"].map(Address::from);
        let (mut a, mut b) = (Wrongs::default(), Wrongs::default());
        for at in rows {
            a.insert(at, wrong("x"));
            a.insert(at, wrong(at.row));
        }
        for at in rows.into_iter().rev() {
            b.insert(at, wrong(at.row));
        }
        assert_eq!(a, b);
        let texts: Vec<&str> = a.iter().map(|(_, wrong)| wrong.text.as_str()).collect();
        assert_eq!(texts, ["market.vix", "pool.low", "shock.vix"]);
        a.remove(&rows[1]);
        assert_eq!((a.get(&rows[1]), a.get(&rows[0])), (None, Some(&wrong("shock.vix"))));
        a.retain(|at| at.row == "pool.low");
        a.say();
        assert_eq!(a.iter().map(|(at, wrong)| (at.row, wrong.is_said)).collect::<Vec<_>>(), [("pool.low", true)]);
    }
}
