//! What a scenario has room for: its operators and its money. No edit takes a table beyond them, or further beyond.
//!
//! A table may stand beyond its bounds all the same: when a planner lowers them, or when an operator becomes dearer. Then it
//! may only come nearer to them.

use std::collections::BTreeMap;

use super::{CellEdit, CellKey, CellValue, scenario::Outline, totals::cost_cents};
use crate::{
    code::ProfileCode,
    problem::{Fields, Problem, Rule},
};

/// The bounds that the sums of a table are held to, and what an operator costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    head_count: u32,
    budget_cents: u64,
    months: u32,
    /// Euro cents a year, by profile; a profile without a cost costs nothing yet.
    costs: BTreeMap<ProfileCode, u64>,
}

/// The operators of a table, by profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed(BTreeMap<ProfileCode, u64>);

impl Placed {
    /// Counts the operators of cells. Time O(cells log profiles).
    pub fn of<'a>(cells: impl IntoIterator<Item = (&'a ProfileCode, u32)>) -> Self {
        let mut placed = Self::default();
        for (profile, operators) in cells {
            placed.change(profile, 0, operators);
        }
        placed
    }

    /// One cell of a profile changes from so many operators to so many. Nothing goes below none.
    pub fn change(&mut self, profile: &ProfileCode, before: u32, after: u32) {
        let placed = self.0.entry(profile.clone()).or_default();
        *placed = (*placed + u64::from(after)).saturating_sub(u64::from(before));
    }

    fn operators(&self) -> u64 {
        self.0.values().sum()
    }
}

impl Room {
    /// The room that a scenario's outline gives, with the yearly costs of operators, euro cents.
    pub fn new(outline: &Outline, costs: BTreeMap<ProfileCode, u64>) -> Self {
        let Outline { head_count, budget_cents, months, .. } = *outline;
        Self { head_count, budget_cents, months, costs }
    }

    /// What the operators cost over the scenario's months, euro cents.
    fn cents(&self, placed: &Placed) -> u64 {
        let cost = |profile| self.costs.get(profile).copied().unwrap_or_default();
        let (operators, costs): (Vec<u64>, Vec<u64>) =
            placed.0.iter().map(|(profile, operators)| (*operators, cost(profile))).unzip();
        cost_cents(&operators, &costs, self.months)
    }

    /// Whether a table may go from `before` to `after`.
    ///
    /// # Errors
    /// [`Problem::Invalid`] names `headCount` when there would be more operators than the scenario has, and more than
    /// before; `budgetCents` the same of the money. The rule tells the bound.
    pub fn check(&self, before: &Placed, after: &Placed) -> Result<(), Problem> {
        let mut fields = Fields::default();
        let operators = after.operators();
        if operators > u64::from(self.head_count) && operators > before.operators() {
            fields.push(HEAD_COUNT, Rule::TooGreat { max: f64::from(self.head_count) });
        }
        let cents = self.cents(after);
        if cents > self.budget_cents && cents > self.cents(before) {
            fields.push(BUDGET, Rule::TooGreat { max: self.budget_cents as f64 });
        }
        fields.finish()
    }

    /// As much of some edits as there is room for: what gives room first, then each in its order, as many as fit.
    ///
    /// `now` says what a cell holds, `placed` counts the whole table. An edit of which nothing fits is left out. Shape: at
    /// most one a cell of `wishes`. Time O(wishes log `MAX_OPERATORS`).
    pub fn fit(&self, placed: &Placed, wishes: &[CellEdit], now: impl Fn(&CellKey) -> CellValue) -> Vec<CellEdit> {
        let mut placed = placed.clone();
        let mut taken = Vec::new();
        let (more, less): (Vec<&CellEdit>, Vec<&CellEdit>) =
            wishes.iter().partition(|wish| wish.value.operators > now(&wish.cell).operators);
        for wish in less.into_iter().chain(more) {
            let before = now(&wish.cell);
            let fits = self.most(&placed, &wish.cell.profile, before.operators, wish.value.operators);
            placed.change(&wish.cell.profile, before.operators, fits);
            let value = CellValue { operators: fits, ..wish.value };
            if value != before {
                taken.push(CellEdit { value, ..wish.clone() });
            }
        }
        taken
    }

    /// The most operators, up to `wish`, that one cell of a profile may have in place of `before`.
    fn most(&self, placed: &Placed, profile: &ProfileCode, before: u32, wish: u32) -> u32 {
        let fits = |operators: u32| {
            let mut after = placed.clone();
            after.change(profile, before, operators);
            self.check(placed, &after).is_ok()
        };
        if wish <= before || fits(wish) {
            return wish;
        }
        let (mut least, mut beyond) = (before, wish);
        while beyond - least > 1 {
            let middle = least + (beyond - least) / 2;
            if fits(middle) { least = middle } else { beyond = middle }
        }
        least
    }
}

/// The field that a refusal names when there are no operators left.
pub const HEAD_COUNT: &str = "headCount";
/// The field that a refusal names when there is no money left.
pub const BUDGET: &str = "budgetCents";

/// Whether a refusal says that there is no room: of operators, of money.
pub fn is_full(problem: &Problem) -> (bool, bool) {
    let Problem::Invalid { fields } = problem else { return (false, false) };
    let names = |field: &str| fields.iter().any(|problem| problem.field == field);
    (names(HEAD_COUNT), names(BUDGET))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::code::CpiCode;

    fn profile(code: &str) -> ProfileCode {
        ProfileCode::new(code).expect("a code")
    }

    fn room(head_count: u32, budget_cents: u64) -> Room {
        let outline = Outline { name: "Ipotesi".into(), year: 2020, head_count, budget_cents, months: 12 };
        Room::new(&outline, [(profile("OR"), 300), (profile("AM"), 200)].into())
    }

    fn placed(or: u32, am: u32) -> Placed {
        Placed::of([(&profile("OR"), or), (&profile("AM"), am)])
    }

    fn wish(cpi: &str, code: &str, operators: u32) -> CellEdit {
        let cell = CellKey { cpi: CpiCode::new(cpi).expect("a code"), profile: profile(code) };
        CellEdit { cell, value: CellValue { operators, locked: false }, seen: 0, reason: None }
    }

    #[test]
    fn the_last_operator_and_the_last_euro_are_given_once() {
        let room = room(3, 900);
        assert_eq!(room.check(&placed(2, 0), &placed(3, 0)), Ok(()));
        let full = room.check(&placed(3, 0), &placed(3, 1)).expect_err("no operator and no money is left");
        assert_eq!(is_full(&full), (true, true));
        let poor = room.check(&placed(1, 1), &placed(2, 2)).expect_err("four are more than three");
        assert_eq!(is_full(&poor), (true, true));
        assert_eq!(
            is_full(&self::room(9, 900).check(&placed(3, 0), &placed(3, 1)).expect_err("no money")),
            (false, true)
        );
        assert_eq!(is_full(&Problem::NotFound), (false, false));
    }

    #[test]
    fn a_table_beyond_its_bounds_may_come_nearer_but_not_go_further() {
        let room = room(3, 100_000);
        assert_eq!(room.check(&placed(5, 0), &placed(4, 0)), Ok(()));
        assert_eq!(room.check(&placed(5, 0), &placed(4, 1)), Ok(()), "it stands as far beyond as before");
        assert!(room.check(&placed(4, 0), &placed(5, 0)).is_err());
    }

    #[test]
    fn what_fits_is_taken_and_what_gives_room_goes_first() {
        let now =
            |cell: &CellKey| CellValue { operators: if cell.cpi.as_str() == "FG01" { 2 } else { 0 }, locked: false };
        let wishes = [wish("BA01", "OR", 5), wish("FG01", "OR", 1), wish("BA02", "AM", 1)];
        let taken = room(4, 100_000).fit(&placed(2, 0), &wishes, now);
        let told: Vec<(&str, u32)> = taken.iter().map(|edit| (edit.cell.cpi.as_str(), edit.value.operators)).collect();
        assert_eq!(told, [("FG01", 1), ("BA01", 3)], "the third finds no room");
    }

    proptest! {
        #[test]
        fn what_fits_is_within_the_bounds_and_nothing_more_would_be(
            head_count in 0_u32..30,
            budget in 0_u64..9_000,
            stands in prop::collection::vec(0_u32..6, 4),
            wanted in prop::collection::vec(0_u32..20, 4),
        ) {
            let room = room(head_count, budget);
            let cells = [("BA01", "OR"), ("BA01", "AM"), ("FG01", "OR"), ("FG01", "AM")];
            let wishes: Vec<CellEdit> = cells.iter().zip(&wanted).map(|((cpi, code), n)| wish(cpi, code, *n)).collect();
            let at = |cell: &CellKey| cells.iter().position(|(cpi, code)| cell.cpi.as_str() == *cpi && cell.profile.as_str() == *code);
            let now = |cell: &CellKey| CellValue { operators: at(cell).map_or(0, |place| stands[place]), locked: false };
            let before = Placed::of(wishes.iter().map(|wish| (&wish.cell.profile, now(&wish.cell).operators)));
            let taken = room.fit(&before, &wishes, now);
            let mut after = before.clone();
            for edit in &taken {
                after.change(&edit.cell.profile, now(&edit.cell).operators, edit.value.operators);
            }
            prop_assert!(room.check(&before, &after).is_ok());
            for wish in &wishes {
                let given = taken.iter().find(|edit| edit.cell == wish.cell).map_or(now(&wish.cell), |edit| edit.value);
                if given.operators < wish.value.operators {
                    let mut one_more = after.clone();
                    one_more.change(&wish.cell.profile, 0, 1);
                    prop_assert!(room.check(&after, &one_more).is_err(), "there was room for one more");
                }
                prop_assert!(given.operators <= wish.value.operators.max(now(&wish.cell).operators));
            }
        }
    }
}
