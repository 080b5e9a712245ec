//! What a planner asks for: the fields, and the request that they make.

use leptos::prelude::*;
use shared::{
    Rule,
    staffing::{
        allocate::{
            Basis, Budget, Constraints, Level, Limit, Lock, MAX_KM, MIN_KM, Objective, Range, Reach, Request,
            Rule as SeatRule, THRESHOLD, Transfers, Weight,
        },
        scenario::{MAX_BUDGET_CENTS, MAX_HEAD_COUNT, MAX_MONTHS},
    },
};

use crate::{
    allocation::{board::Board, field::Field, plan::Plan},
    i18n::{Words, t_string},
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

/// The value of the choice that asks for a distance.
pub(super) const DISTANCE: &str = "distance";

/// How far people may move, by the value of the choice.
pub(super) const REACHES: [(&str, Text); 2] = [
    ("province", |words| t_string!(words, proposal.reach_province)),
    (DISTANCE, |words| t_string!(words, proposal.reach_distance)),
];

/// What the seats of a rule follow, by the value of its choice.
pub(super) const BASES: [(&str, Basis, Text); 2] = [
    ("missing", Basis::Missing, |words| t_string!(words, proposal.basis_missing)),
    ("required", Basis::Required, |words| t_string!(words, proposal.basis_required)),
];

/// The largest weight of an hour.
const MAX_WEIGHT: f64 = 1_000.0;

const fn seats(rule: SeatRule) -> Objective {
    Objective::Apportionment { rule, basis: Basis::Missing }
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
        self.range_from(words, None)
    }

    /// The same, where an empty field for the fewest means `every`.
    fn range_from(self, words: Words, every: Option<u32>) -> Result<Option<Range>, ()> {
        let (least, most) = (self.least.whole(words, MAX_HEAD_COUNT), self.most.whole(words, MAX_HEAD_COUNT));
        let (least, most) = (least?.or(every), most?);
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
    /// The fewest of each CPI that has no number of its own; empty for none.
    pub(super) every_cpi: Field,
    pub(super) within_budget: RwSignal<bool>,
    /// What the seats of a rule follow.
    pub(super) basis: RwSignal<&'static str>,
    /// Empty for [`THRESHOLD`].
    pub(super) threshold: Field,
    /// Euro and months; empty for the scenario's.
    pub(super) euro: Field,
    pub(super) months: Field,
    /// What an unmet hour counts; empty for 1. A CPI's own goes before its province's.
    pub(super) province_weights: StoredValue<Vec<Field>>,
    pub(super) cpi_weights: StoredValue<Vec<Field>>,
    pub(super) transfers: RwSignal<bool>,
    /// How far: one of [`REACHES`].
    pub(super) reach: RwSignal<&'static str>,
    /// Kilometres through the air.
    pub(super) km: Field,
    pub(super) move_cost: Field,
    /// The most people who may move; empty for no limit.
    pub(super) most_moves: Field,
    pub(super) profiles: StoredValue<Vec<Ends>>,
    pub(super) provinces: StoredValue<Vec<Ends>>,
    pub(super) cpis: StoredValue<Vec<Ends>>,
    /// The cells for which there are fields, each by its number.
    pub(super) cells: RwSignal<Vec<(usize, Ends)>>,
}

impl Ask {
    pub(super) fn new(board: Board) -> Self {
        let head_count = board.outline.with_untracked(|outline| outline.head_count);
        let (profiles, provinces, cpis) =
            board.plan.with_value(|plan| (plan.columns(), plan.provinces.len(), plan.cpis.len()));
        let ends = |count: usize| StoredValue::new((0..count).map(|_| Ends::new()).collect());
        let weights = |count: usize| StoredValue::new((0..count).map(|_| Field::new("")).collect());
        Self {
            objective: RwSignal::new("equity"),
            level: RwSignal::new("cpi"),
            head_count: Field::new(&head_count.to_string()),
            exactly: RwSignal::new(true),
            every_cpi: Field::new(""),
            within_budget: RwSignal::new(false),
            basis: RwSignal::new("missing"),
            threshold: Field::new(""),
            euro: Field::new(""),
            months: Field::new(""),
            province_weights: weights(provinces),
            cpi_weights: weights(cpis),
            transfers: RwSignal::new(false),
            reach: RwSignal::new("province"),
            km: Field::new(""),
            move_cost: Field::new("1"),
            most_moves: Field::new(""),
            profiles: ends(profiles),
            provinces: ends(provinces),
            cpis: ends(cpis),
            cells: RwSignal::new(Vec::new()),
        }
    }

    /// Adds fields for a cell that has none.
    pub(super) fn add_cell(self, cell: usize) {
        if self.cells.with_untracked(|cells| cells.iter().all(|(known, _)| *known != cell)) {
            self.cells.update(|cells| cells.push((cell, Ends::new())));
        }
    }

    /// Takes a cell's fields away.
    pub(super) fn remove_cell(self, cell: usize) {
        self.cells.update(|cells| cells.retain(|(known, _)| *known != cell));
    }

    pub(super) fn chosen(self) -> Objective {
        let chosen = self.objective.get();
        let known = OBJECTIVES.iter().find(|(value, ..)| *value == chosen);
        let objective = known.map_or(Objective::Equity, |(_, objective, _)| *objective);
        let Objective::Apportionment { rule, .. } = objective else { return objective };
        let basis = self.basis.get();
        let basis = BASES.iter().find(|(value, ..)| *value == basis).map_or(Basis::Missing, |(_, basis, _)| *basis);
        Objective::Apportionment { rule, basis }
    }

    /// Whether hours have weights under the objective and the level chosen.
    pub(super) fn has_weights(self) -> bool {
        self.chosen() == Objective::LeastUnmet && self.level.get() != "province"
    }

    /// The weights typed: a CPI's own, or its province's.
    fn weights(self, words: Words, plan: &Plan) -> Result<Vec<Weight>, ()> {
        if !untrack(|| self.has_weights()) {
            return Ok(Vec::new());
        }
        let read = |fields: StoredValue<Vec<Field>>| -> Vec<Result<Option<f64>, ()>> {
            fields.with_value(|fields| fields.iter().map(|field| field.decimal(words, MAX_WEIGHT)).collect())
        };
        let (provinces, cpis) = (read(self.province_weights), read(self.cpi_weights));
        let provinces = provinces.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut weights = Vec::new();
        for (cpi, own) in plan.cpis.iter().zip(cpis) {
            let weight = own?.or(provinces.get(cpi.province).copied().flatten());
            weights.extend(weight.map(|weight| Weight { cpi: cpi.code.clone(), weight }));
        }
        Ok(weights)
    }

    /// The scenario's budget, or what was typed in place of it.
    fn budget(self, words: Words, board: Board) -> Result<Option<Budget>, ()> {
        if !self.within_budget.get_untracked() {
            return Ok(None);
        }
        let own = board.outline.with_untracked(|o| Budget { cents: o.budget_cents, months: o.months });
        let euro = self.euro.decimal(words, MAX_BUDGET_CENTS as f64 / 100.0);
        let months = self.months.whole(words, MAX_MONTHS).and_then(|months| {
            let is_none = months == Some(0);
            is_none.then(|| self.months.wrong.set(Some(Rule::TooSmall { min: 1.0 }))).map_or(Ok(months), |()| Err(()))
        });
        let cents = euro?.map_or(own.cents, |euro| (euro * 100.0).round() as u64);
        Ok(Some(Budget { cents, months: months?.unwrap_or(own.months) }))
    }

    /// How far people may move.
    fn reach(self, words: Words) -> Result<Reach, ()> {
        if self.reach.get_untracked() != DISTANCE {
            return Ok(Reach::Province);
        }
        let typed = self.km.decimal(words, MAX_KM)?;
        let wrong = match typed {
            None => Rule::Required,
            Some(km) if km < MIN_KM => Rule::TooSmall { min: MIN_KM },
            Some(km) => return Ok(Reach::Within { km }),
        };
        self.km.wrong.set(Some(wrong));
        Err(())
    }

    /// Below 1: a whole operator always counts.
    fn least_need(self, words: Words) -> Result<f64, ()> {
        let typed = self.threshold.decimal(words, 1.0)?.unwrap_or(THRESHOLD);
        if typed < 1.0 {
            return Ok(typed);
        }
        self.threshold.wrong.set(Some(Rule::TooGreat { max: 0.99 }));
        Err(())
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
        let every = self.every_cpi.whole(words, MAX_HEAD_COUNT);
        let cpis: Vec<Result<Option<Range>, ()>> = self
            .cpis
            .with_value(|ends| ends.iter().map(|ends| ends.range_from(words, every.unwrap_or_default())).collect());
        // Fields that are wrong are told all at once.
        let cells = self.cells.get_untracked().into_iter().map(|(cell, ends)| (cell, ends.range(words)));
        let cells: Vec<(usize, Result<Option<Range>, ()>)> = cells.collect();
        let moves = self.transfers.get_untracked() && self.may_move();
        let move_cost = if moves { self.move_cost.decimal(words, 1e6) } else { Ok(None) };
        let reach = if moves { self.reach(words) } else { Ok(Reach::Province) };
        let most_moves = if moves { self.most_moves.whole(words, MAX_HEAD_COUNT) } else { Ok(None) };
        let (threshold, budget) = (self.least_need(words), self.budget(words, board));
        let weights = self.weights(words, &plan);
        let mut constraints = Constraints { locked: locks(board, &plan), ..Constraints::default() };
        for ((code, _), range) in plan.profiles.iter().zip(profiles) {
            constraints.profiles.extend(range?.map(|range| Limit { of: code.clone(), range }));
        }
        for (province, range) in plan.provinces.iter().zip(provinces) {
            let code = shared::code::ProvinceCode::new(&*province.code).map_err(|_| ())?;
            constraints.provinces.extend(range?.map(|range| Limit { of: code, range }));
        }
        for (cpi, range) in plan.cpis.iter().zip(cpis) {
            constraints.cpis.extend(range?.map(|range| Limit { of: cpi.code.clone(), range }));
        }
        for (cell, range) in cells {
            let limit = range?.and_then(|range| Some(Limit { of: plan.key(cell)?, range }));
            constraints.cells.extend(limit);
        }
        every?;
        let head_count = head_count?;
        constraints.head_count =
            if self.exactly.get_untracked() { Range::exactly(head_count) } else { Range::at_most(head_count) };
        (constraints.budget, constraints.weights) = (budget?, weights?);
        let cost = move_cost?.unwrap_or_default();
        let at_most = most_moves?;
        let reach = reach?;
        constraints.transfers = moves.then_some(Transfers { reach, cost, at_most });
        Ok(Request { objective: untrack(|| self.chosen()), level, threshold: threshold?, constraints })
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
