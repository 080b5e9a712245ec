//! Two scenarios that come from one, put together cell by cell. Nothing is overwritten unasked: what both changed is a question.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{CellValue, scenario::MAX_OPERATORS};

/// A value in the three tables: where both come from, in mine and in theirs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides<V> {
    /// In what both come from.
    pub base: V,
    /// In the scenario that is merged into.
    pub mine: V,
    /// In the one whose changes are brought in.
    pub theirs: V,
}

/// What became of a value since both came from the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Fate {
    /// Nobody changed it.
    Alike,
    /// I alone changed it: it stands.
    Mine,
    /// They alone changed it: it is taken.
    Theirs,
    /// Both changed it to the same: it stands.
    Same,
    /// Both changed it, each otherwise: someone has to say.
    Conflict,
}

impl<V: PartialEq> Sides<V> {
    /// What became of it.
    pub fn fate(&self) -> Fate {
        match (self.mine == self.base, self.theirs == self.base) {
            (true, true) => Fate::Alike,
            (false, true) => Fate::Mine,
            (true, false) => Fate::Theirs,
            (false, false) if self.mine == self.theirs => Fate::Same,
            (false, false) => Fate::Conflict,
        }
    }
}

impl<V> Sides<V> {
    /// The same with mine and theirs exchanged.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { base: self.base, mine: self.theirs, theirs: self.mine }
    }
}

/// What is done with a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Choice {
    /// What I have stays.
    #[default]
    Mine,
    /// What they have comes in its place.
    Theirs,
    /// What both added to the base, together.
    Both,
}

impl Sides<CellValue> {
    /// What both changed together: `mine + theirs - base` operators, locked as whoever changed the lock left it. `None` where that is less than
    /// nothing or more than a cell holds, or is what one of them has anyway, or both agree.
    pub fn both(&self) -> Option<CellValue> {
        let Self { base, mine, theirs } = self;
        let sum = (mine.operators + theirs.operators).checked_sub(base.operators)?;
        let is_new = self.fate() == Fate::Conflict && sum != mine.operators && sum != theirs.operators;
        let value =
            CellValue { operators: sum, locked: if mine.locked == base.locked { theirs.locked } else { mine.locked } };
        (is_new && sum <= MAX_OPERATORS).then_some(value)
    }

    /// What a choice makes of it; mine where it is not offered.
    pub fn chosen(&self, choice: Choice) -> CellValue {
        match choice {
            Choice::Mine => self.mine,
            Choice::Theirs => self.theirs,
            Choice::Both => self.both().unwrap_or(self.mine),
        }
    }

    /// Whether it is taken unless someone says otherwise: they alone changed it, and I have it open.
    pub fn is_taken(&self) -> bool {
        self.fate() == Fate::Theirs && !self.mine.locked
    }

    /// Whether someone has to say what is done with it: both changed it, or they did and I have it locked.
    pub fn asks(&self) -> bool {
        match self.fate() {
            Fate::Conflict => true,
            Fate::Theirs => self.mine.locked,
            Fate::Alike | Fate::Mine | Fate::Same => false,
        }
    }
}

/// Every key of three tables with its three values, by key; the default where one has none.
pub fn beside<K: Ord + Clone, V: Clone + Default>(
    base: &BTreeMap<K, V>,
    mine: &BTreeMap<K, V>,
    theirs: &BTreeMap<K, V>,
) -> Vec<(K, Sides<V>)> {
    let keys: BTreeSet<&K> = base.keys().chain(mine.keys()).chain(theirs.keys()).collect();
    let of = |table: &BTreeMap<K, V>, key: &K| table.get(key).cloned().unwrap_or_default();
    let sides = |key: &K| Sides { base: of(base, key), mine: of(mine, key), theirs: of(theirs, key) };
    keys.into_iter().map(|key| (key.clone(), sides(key))).collect()
}

/// What two scenarios both come from, and at which revision: the nearest one that both descend from, at the older of the two
/// revisions at which they left it, since all of it up to there is in both. `None` when they have nothing in common.
///
/// Each line begins with the scenario itself at its revision now, and goes on with what it was copied from at the revision that was
/// copied. A scenario is copied from one at most, so the nearest is one.
pub fn common<K: PartialEq + Clone>(one: &[(K, u64)], other: &[(K, u64)]) -> Option<(K, u64)> {
    one.iter().find_map(|(key, left)| {
        let (_, also) = other.iter().find(|(known, _)| known == key)?;
        Some((key.clone(), *left.min(also)))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        code::{CpiCode, ProfileCode},
        staffing::CellKey,
    };

    type Table = BTreeMap<CellKey, CellValue>;

    /// Whatever is told of two tables over what both come from.
    #[derive(Debug, Default)]
    struct Merge {
        taken: Vec<(CellKey, Sides<CellValue>)>,
        asked: Vec<(CellKey, Sides<CellValue>)>,
        mine: usize,
    }

    fn merge(base: &Table, mine: &Table, theirs: &Table) -> Merge {
        let all = beside(base, mine, theirs);
        let only = |is: fn(&Sides<CellValue>) -> bool| all.iter().filter(|(_, sides)| is(sides)).cloned().collect();
        let mine = all.iter().filter(|(_, sides)| sides.fate() == Fate::Mine).count();
        Merge { taken: only(Sides::is_taken), asked: only(Sides::asks), mine }
    }

    fn key(number: usize) -> CellKey {
        let cpi = CpiCode::new(format!("FG{number:02}")).expect("a code");
        CellKey { cpi, profile: ProfileCode::new("OR").expect("a code") }
    }

    fn some_table() -> impl Strategy<Value = Table> {
        prop::collection::btree_map(0_usize..8, (0_u32..4, prop::bool::weighted(0.2)), 0..8).prop_map(|cells| {
            let value = |(operators, locked)| CellValue { operators, locked };
            cells.into_iter().map(|(number, of)| (key(number), value(of))).collect()
        })
    }

    /// The table of mine after what is taken, and one choice for all that is asked.
    fn merged(mine: &Table, merge: &Merge, choice: Choice) -> Table {
        let mut table = mine.clone();
        table.extend(merge.taken.iter().map(|(key, sides)| (key.clone(), sides.theirs)));
        table.extend(merge.asked.iter().map(|(key, sides)| (key.clone(), sides.chosen(choice))));
        table.retain(|_, value| *value != CellValue::default());
        table
    }

    fn full(mut table: Table) -> Table {
        table.retain(|_, value| *value != CellValue::default());
        table
    }

    proptest! {
        #[test]
        fn merged_with_itself_nothing_comes(base in some_table(), mine in some_table()) {
            let told = merge(&base, &mine, &mine);
            prop_assert!(told.taken.is_empty() && told.asked.is_empty());
            prop_assert_eq!(told.mine, 0);
            prop_assert_eq!(merge(&mine, &mine, &base).mine, 0, "who changed nothing changed nothing");
        }

        #[test]
        fn what_one_side_changed_is_all_taken_and_what_is_locked_is_asked(mine in some_table(), theirs in some_table()) {
            let told = merge(&mine, &mine, &theirs);
            prop_assert!(told.taken.iter().all(|(_, sides)| !sides.mine.locked));
            prop_assert!(told.asked.iter().all(|(_, sides)| sides.mine.locked));
            prop_assert_eq!(merged(&mine, &told, Choice::Theirs), full(theirs));
        }

        #[test]
        fn what_nobody_else_changed_stands(base in some_table(), mine in some_table(), theirs in some_table()) {
            let told = merge(&base, &mine, &theirs);
            let after = merged(&mine, &told, Choice::Mine);
            for (key, sides) in beside(&base, &mine, &theirs) {
                let value = after.get(&key).copied().unwrap_or_default();
                match sides.fate() {
                    Fate::Alike | Fate::Mine | Fate::Same | Fate::Conflict => prop_assert_eq!(value, sides.mine),
                    Fate::Theirs => prop_assert_eq!(value, if sides.mine.locked { sides.mine } else { sides.theirs }),
                }
            }
        }

        #[test]
        fn the_other_way_round_the_same_is_disputed(base in some_table(), mine in some_table(), theirs in some_table()) {
            let disputed = |merge: Merge| merge.asked.into_iter().filter(|(_, sides)| sides.fate() == Fate::Conflict);
            let here: Vec<_> = disputed(merge(&base, &mine, &theirs)).collect();
            let there: Vec<_> = disputed(merge(&base, &theirs, &mine)).map(|(key, sides)| (key, sides.swapped())).collect();
            prop_assert_eq!(&here, &there);
            for (_, sides) in here {
                prop_assert_eq!(sides.both(), sides.swapped().both());
            }
        }
    }

    #[test]
    fn both_is_what_both_added_where_that_is_something() {
        let value = |operators, locked| CellValue { operators, locked };
        let sides = |base, mine, theirs| Sides { base: value(base, false), mine, theirs };
        assert_eq!(sides(2, value(3, false), value(5, false)).both(), Some(value(6, false)));
        assert_eq!(sides(2, value(3, true), value(5, true)).both(), Some(value(6, true)));
        assert_eq!(
            sides(2, value(3, true), value(5, false)).both(),
            Some(value(6, true)),
            "a lock stays as it was changed"
        );
        assert_eq!(sides(2, value(3, false), value(5, true)).both(), Some(value(6, true)));
        assert_eq!(sides(5, value(2, false), value(1, false)).both(), None, "less than nothing");
        assert_eq!(sides(2, value(2, true), value(5, false)).both(), None, "it is theirs anyway");
        assert_eq!(sides(0, value(MAX_OPERATORS, false), value(1, false)).both(), None, "more than a cell holds");
    }

    #[test]
    fn what_both_come_from_is_the_nearest_at_the_older_revision() {
        // A copy of P at 3 and one at 7, and a copy of the second.
        let first = [("A", 9), ("P", 3), ("G", 1)];
        let second = [("C", 2), ("B", 4), ("P", 7), ("G", 1)];
        assert_eq!(common(&first, &second), Some(("P", 3)));
        assert_eq!(common(&second, &first), Some(("P", 3)));
        assert_eq!(common(&[("P", 12), ("G", 1)], &second), Some(("P", 7)), "a copy and what it was copied from");
        assert_eq!(common(&[("X", 5)], &second), None);
    }
}
