//! Shared: a value that components pass on without copying it; two are equal only where they are the same.

use std::ops::Deref;
use std::rc::Rc;

/// A value behind a count of owners.
pub struct Shared<T>(Rc<T>);

impl<T> Shared<T> {
    /// Takes the value.
    pub fn new(value: T) -> Shared<T> {
        Shared(Rc::new(value))
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Rc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
