//! Which page of a list is asked for. The API reads it, the stores answer it; neither knows the other.

/// So many rows, after a position in the list's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Page<Key> {
    pub(crate) first: u64,
    pub(crate) after: Option<Key>,
}

impl<Key> Page<Key> {
    /// The page with its position as the store names it.
    pub(crate) fn after<Named>(&self, name: impl Fn(&Key) -> Named) -> Page<Named> {
        Page { first: self.first, after: self.after.as_ref().map(name) }
    }
}
