//! What a planner asks for: the fields, and the request that they make.

use leptos::prelude::*;
use shared::{
    Rule,
    number::parse_decimal,
    staffing::{
        allocate::{
            Basis, Budget, Constraints, Level, Limit, Lock, Objective, Range, Reach, Request, Rule as SeatRule,
            Transfers,
        },
        scenario::MAX_HEAD_COUNT,
    },
};

use crate::{
    allocation::{board::Board, plan::Plan},
    i18n::{Words, language, t_string},
};

/// A text in the language chosen.
pub(super) type Text = fn(Words) -> &'static str;

/// The objectives, by the value of their choice.
pub(super) const OBJECTIVES: [(&str, Objective, Text); 8] = [
    ("equity", Objective::Equity, |words| t_string!(words, proposal.equity)),
    ("unmet", Objective::LeastUnmet, |words| t_string!(words, proposal.unmet)),
    ("proportional", Objective::Proportional, |words| t_string!(words, proposal.proportional)),
    ("hamilton", seats(SeatRule::Hamilton), |words| t_string!(words, proposal.hamilton)),
    ("dhondt", seats(SeatRule::DHondt), |words| t_string!(words, proposal.dhondt)),
    ("sainte-lague", seats(SeatRule::SainteLague), |words| t_string!(words, proposal.sainte_lague)),
    ("huntington-hill", seats(SeatRule::HuntingtonHill), |words| t_string!(words, proposal.huntington_hill)),
    ("adams", seats(SeatRule::Adams), |words| t_string!(words, proposal.adams)),
];

/// The levels, by the value of their choice.
pub(super) const LEVELS: [(&str, Level, Text); 3] = [
    ("cpi", Level::Cpi, |words| t_string!(words, proposal.by_cpi)),
    ("cell", Level::Cell, |words| t_string!(words, proposal.by_cell)),
    ("province", Level::Province, |words| t_string!(words, proposal.by_province)),
];

const fn seats(rule: SeatRule) -> Objective {
    Objective::Apportionment { rule, basis: Basis::Missing }
}

/// One number that may be left empty, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) text: RwSignal<String>,
    pub(super) wrong: RwSignal<Option<Rule>>,
}

impl Field {
    fn new(text: &str) -> Self {
        Self { text: RwSignal::new(text.to_owned()), wrong: RwSignal::new(None) }
    }

    /// The whole number typed; `None` when empty. What is wrong is told at the field.
    fn whole(self, words: Words, max: u32) -> Result<Option<u32>, ()> {
        let value = self.decimal(words, f64::from(max))?;
        if value.is_some_and(|value| value % 1.0 != 0.0) {
            self.wrong.set(Some(Rule::NotWhole));
            return Err(());
        }
        Ok(value.map(|value| value as u32))
    }

    fn decimal(self, words: Words, max: f64) -> Result<Option<f64>, ()> {
        let typed = self.text.get_untracked();
        if typed.trim().is_empty() {
            self.wrong.set(None);
            return Ok(None);
        }
        let read = parse_decimal(&typed, language(words)).and_then(|value| {
            let broken = shared::problem::out_of(value, 0.0, max);
            broken.map_or(Ok(value), Err)
        });
        self.wrong.set(read.clone().err());
        read.map(Some).map_err(|_| ())
    }
}

/// The fewest and the most of something.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) least: Field,
    pub(super) most: Field,
}

impl Ends {
    fn new() -> Self {
        Self { least: Field::new(""), most: Field::new("") }
    }

    fn range(self, words: Words) -> Result<Option<Range>, ()> {
        let (least, most) = (self.least.whole(words, MAX_HEAD_COUNT), self.most.whole(words, MAX_HEAD_COUNT));
        let (least, most) = (least?, most?);
        let at_least = least.unwrap_or_default();
        if most.is_some_and(|most| most < at_least) {
            self.most.wrong.set(Some(Rule::TooSmall { min: f64::from(at_least) }));
            return Err(());
        }
        Ok((least.is_some() || most.is_some()).then_some(Range { at_least, at_most: most }))
    }
}

/// The fields of the form.
#[derive(Clone, Copy)]
pub(super) struct Ask {
    pub(super) objective: RwSignal<&'static str>,
    pub(super) level: RwSignal<&'static str>,
    pub(super) head_count: Field,
    /// Whether all of the head-count has to be placed.
    pub(super) exactly: RwSignal<bool>,
    pub(super) within_budget: RwSignal<bool>,
    pub(super) transfers: RwSignal<bool>,
    pub(super) move_cost: Field,
    pub(super) profiles: StoredValue<Vec<Ends>>,
    pub(super) provinces: StoredValue<Vec<Ends>>,
}

impl Ask {
    pub(super) fn new(board: Board) -> Self {
        let head_count = board.outline.with_untracked(|outline| outline.head_count);
        let (profiles, provinces) = board.plan.with_value(|plan| (plan.columns(), plan.provinces.len()));
        Self {
            objective: RwSignal::new("equity"),
            level: RwSignal::new("cpi"),
            head_count: Field::new(&head_count.to_string()),
            exactly: RwSignal::new(true),
            within_budget: RwSignal::new(false),
            transfers: RwSignal::new(false),
            move_cost: Field::new("1"),
            profiles: StoredValue::new((0..profiles).map(|_| Ends::new()).collect()),
            provinces: StoredValue::new((0..provinces).map(|_| Ends::new()).collect()),
        }
    }

    pub(super) fn chosen(self) -> Objective {
        let chosen = self.objective.get();
        OBJECTIVES.iter().find(|(value, ..)| *value == chosen).map_or(Objective::Equity, |(_, objective, _)| *objective)
    }

    /// Whether people in service may move under the objective chosen.
    pub(super) fn may_move(self) -> bool {
        !matches!(self.chosen(), Objective::Apportionment { .. })
    }

    /// The request that the fields make. What is wrong is told at the fields, all of it at once.
    pub(super) fn request(self, words: Words, board: Board) -> Result<Request, ()> {
        let level = self.level.get_untracked();
        let level = LEVELS.iter().find(|(value, ..)| *value == level).map_or(Level::Cpi, |(_, level, _)| *level);
        let head_count = self
            .head_count
            .whole(words, MAX_HEAD_COUNT)
            .and_then(|typed| typed.ok_or_else(|| self.head_count.wrong.set(Some(Rule::Required))));
        let plan = board.plan.get_value();
        let ranges = |ends: StoredValue<Vec<Ends>>| -> Vec<Result<Option<Range>, ()>> {
            ends.with_value(|ends| ends.iter().map(|ends| ends.range(words)).collect())
        };
        let (profiles, provinces) = (ranges(self.profiles), ranges(self.provinces));
        let moves = self.transfers.get_untracked() && self.may_move();
        let move_cost = if moves { self.move_cost.decimal(words, 1e6) } else { Ok(None) };
        let mut constraints = Constraints { locked: locks(board, &plan), ..Constraints::default() };
        for ((code, _), range) in plan.profiles.iter().zip(profiles) {
            constraints.profiles.extend(range?.map(|range| Limit { of: code.clone(), range }));
        }
        for (province, range) in plan.provinces.iter().zip(provinces) {
            let code = shared::code::ProvinceCode::new(&*province.code).map_err(|_| ())?;
            constraints.provinces.extend(range?.map(|range| Limit { of: code, range }));
        }
        let head_count = head_count?;
        constraints.head_count =
            if self.exactly.get_untracked() { Range::exactly(head_count) } else { Range::at_most(head_count) };
        if self.within_budget.get_untracked() {
            let budget = board.outline.with_untracked(|o| Budget { cents: o.budget_cents, months: o.months });
            constraints.budget = Some(budget);
        }
        let cost = move_cost?.unwrap_or_default();
        constraints.transfers = moves.then_some(Transfers { reach: Reach::Province, cost });
        Ok(Request { objective: untrack(|| self.chosen()), level, threshold: 0.5, constraints })
    }
}

/// The cells that are locked on the board, with their numbers.
fn locks(board: Board, plan: &Plan) -> Vec<Lock> {
    let locked = (0..plan.cells()).filter_map(|cell| {
        let value = board.shown(cell);
        let key = plan.key(cell).filter(|_| value.locked)?;
        Some(Lock { cell: key, operators: value.operators })
    });
    locked.collect()
}
