//! Two scenarios put together, as partners see it: what each changed since both were one. The model compares; this reads and names.

use std::collections::BTreeMap;

use async_graphql::{Context, Enum, ID, Object, SimpleObject};
use shared::{
    Rule,
    id::{GlobalId, Kind},
    identity::Resource,
    staffing::{
        CellKey, CellValue, FigureKey,
        merge::{Fate, Sides, beside, common},
    },
};
use uuid::Uuid;

use super::{Scenario, sizing::scenario_key};
use crate::{
    cx::Cx,
    error::{Error, Result},
    graphql::int,
    staffing::store::{self, ScenarioRow, ScenarioWas},
};

/// What it costs beside to go through three logs.
pub(super) const MERGE_COST: usize = 3_000;
/// How many scenarios a line of copies is followed back; whoever goes on copying copies beyond that comes from nothing known.
const MAX_LINE: usize = 32;

/// What became of a value since both scenarios were one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "Fate")]
pub(crate) enum MergeFate {
    /// Neither changed it.
    Alike,
    /// The scenario that is merged into alone changed it: it stands.
    Mine,
    /// The other one alone changed it: it is taken.
    Theirs,
    /// Both changed it to the same: it stands.
    Same,
    /// Both changed it, each otherwise: someone has to say.
    Conflict,
}

/// What two scenarios both come from.
#[derive(SimpleObject)]
pub(crate) struct MergeBase {
    scenario: ID,
    name: String,
    /// The revision up to which all of it is in both.
    revision: i32,
}

/// A cell that one of the two scenarios changed.
#[derive(SimpleObject)]
pub(crate) struct MergedCell {
    /// Code of the CPI.
    cpi: String,
    /// Code of the profile.
    profile: String,
    base: MergedValue,
    mine: MergedValue,
    theirs: MergedValue,
    fate: MergeFate,
    /// Whether someone has to say what is done: both changed it, or the other one did and it is locked here.
    asks: bool,
    /// `mine + theirs - base`, where that is another number than either, and one that a cell can hold.
    both: Option<MergedValue>,
}

/// What a cell holds.
#[derive(SimpleObject)]
pub(crate) struct MergedValue {
    operators: i32,
    locked: bool,
}

/// A figure of their own that one of the two scenarios changed.
#[derive(SimpleObject)]
pub(crate) struct MergedFigure {
    /// Its name, as of `Figure.key`.
    key: String,
    /// Null where the base of all scenarios stands.
    base: Option<f64>,
    mine: Option<f64>,
    theirs: Option<f64>,
    fate: MergeFate,
}

/// A bound of a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ScenarioBound {
    /// Operators to place.
    HeadCount,
    /// Money there is, euro cents.
    BudgetCents,
    /// Months that the money has to last.
    Months,
}

/// A bound that one of the two scenarios changed.
#[derive(SimpleObject)]
pub(crate) struct MergedBound {
    bound: ScenarioBound,
    /// Null when both come from nothing known.
    base: Option<f64>,
    mine: f64,
    theirs: f64,
    fate: MergeFate,
}

/// What would come of bringing another scenario's changes into one.
pub(crate) struct ScenarioMerge {
    mine: ScenarioRow,
    theirs: ScenarioRow,
    base: Option<(ScenarioRow, i64)>,
    then: Option<ScenarioWas>,
    now: [ScenarioWas; 2],
}

impl ScenarioMerge {
    /// Reads both scenarios as they are, and what both come from as the log says it was.
    ///
    /// # Errors
    /// `NOT_FOUND`, when there is no such scenario that the caller may read; `INVALID` names `from` when it is the same.
    pub(super) async fn of(ctx: &Context<'_>, scenario: &ID, from: &ID) -> Result<Self> {
        let cx = Cx::of(ctx)?;
        let permit = cx.may(&Resource::Region).map_err(|_| Error::not_found())?;
        let (id, other) = scenario_key(scenario).zip(scenario_key(from)).ok_or_else(Error::not_found)?;
        let db = cx.db().read();
        let find = async |id: Uuid| store::scenario_find(db, &permit, id).await;
        let mine = find(id).await?.ok_or_else(Error::not_found)?;
        let theirs = find(other).await?.ok_or_else(Error::not_found)?;
        if id == other {
            return Err(Error::invalid("from", Rule::Duplicate));
        }
        let mut known: BTreeMap<Uuid, ScenarioRow> = BTreeMap::new();
        let mut lines = Vec::with_capacity(2);
        for first in [&mine, &theirs] {
            let (mut row, mut line) = (first.clone(), vec![(first.0.id, first.1.unsigned_abs())]);
            while let Some((id, revision)) =
                row.0.copied_from.zip(row.0.copied_revision).filter(|_| line.len() < MAX_LINE)
            {
                line.push((id, revision.unsigned_abs()));
                known.insert(row.0.id, row.clone());
                let found = match known.get(&id) {
                    Some(known) => Some(known.clone()),
                    None => find(id).await?,
                };
                let Some(found) = found else { break };
                row = found;
            }
            known.insert(row.0.id, row);
            lines.push(line);
        }
        let [one, another] = lines.as_slice() else {
            return Err(Error::fault("merging scenarios", "two have no lines"));
        };
        let base = common(one, another)
            .and_then(|(id, revision)| Some((known.remove(&id)?, i64::try_from(revision).unwrap_or(i64::MAX))));
        let then = match &base {
            Some(((row, _), revision)) => Some(store::scenario_was(db, row, *revision).await?),
            None => None,
        };
        let now =
            [store::scenario_was(db, &mine.0, mine.1).await?, store::scenario_was(db, &theirs.0, theirs.1).await?];
        Ok(Self { mine, theirs, base, then, now })
    }

    fn cells_of(&self) -> Vec<(CellKey, Sides<CellValue>)> {
        let nothing = BTreeMap::new();
        let [mine, theirs] = &self.now;
        beside(self.then.as_ref().map_or(&nothing, |then| &then.cells), &mine.cells, &theirs.cells)
    }
}

/// What would come of bringing another scenario's changes into one: cell by cell, what each changed since both were one. Nothing is
/// written; what is wanted of it goes by `scenarioCellsSet`.
#[Object]
impl ScenarioMerge {
    /// The scenario that is merged into.
    async fn scenario(&self) -> Scenario {
        Scenario(self.mine.clone())
    }

    /// The one whose changes are brought in.
    async fn from(&self) -> Scenario {
        Scenario(self.theirs.clone())
    }

    /// What both come from: the nearest scenario that both were copied from, or one of the two, at the older of the revisions at which they
    /// left it. Null when there is none: then both are held against an empty table.
    async fn base(&self) -> Option<MergeBase> {
        let ((row, _), revision) = self.base.as_ref()?;
        let scenario = GlobalId::new(Kind::Scenario, row.id.to_string()).to_string().into();
        Some(MergeBase { scenario, name: row.name.clone(), revision: int(*revision) })
    }

    /// The cells that one of the two changed, by CPI and profile.
    #[graphql(complexity = "1 + 250 * child_complexity")]
    async fn cells(&self) -> Vec<MergedCell> {
        self.cells_of().into_iter().filter(|(_, sides)| sides.fate() != Fate::Alike).map(MergedCell::of).collect()
    }

    /// The figures of their own that one of the two changed, by key.
    #[graphql(complexity = "1 + 50 * child_complexity")]
    async fn figures(&self) -> Vec<MergedFigure> {
        let values = |of: &ScenarioWas| -> BTreeMap<FigureKey, Option<f64>> {
            of.figures.iter().map(|(key, (value, _))| (key.clone(), Some(*value))).collect()
        };
        let [mine, theirs] = &self.now;
        let base = self.then.as_ref().map(values).unwrap_or_default();
        let all = beside(&base, &values(mine), &values(theirs)).into_iter();
        all.filter(|(_, sides)| sides.fate() != Fate::Alike)
            .map(|(key, sides)| MergedFigure {
                key: key.to_string(),
                fate: sides.fate().into(),
                base: sides.base,
                mine: sides.mine,
                theirs: sides.theirs,
            })
            .collect()
    }

    /// The bounds that one of the two changed; where both come from nothing known, those that differ.
    #[graphql(complexity = "1 + 3 * child_complexity")]
    async fn bounds(&self) -> Vec<MergedBound> {
        let all = [ScenarioBound::HeadCount, ScenarioBound::BudgetCents, ScenarioBound::Months].into_iter();
        let [mine, theirs] = &self.now;
        all.map(|bound| {
            let base = self.then.as_ref().map(|then| bound.of(then));
            let (mine, theirs) = (bound.of(mine), bound.of(theirs));
            let sides = Sides { base, mine: Some(mine), theirs: Some(theirs) };
            MergedBound { bound, base, mine, theirs, fate: sides.fate().into() }
        })
        .filter(|of| {
            !matches!(of.fate, MergeFate::Alike) && (of.base.is_some() || of.mine.to_bits() != of.theirs.to_bits())
        })
        .collect()
    }
}

impl ScenarioBound {
    fn of(self, then: &ScenarioWas) -> f64 {
        let outline = &then.bounds.outline;
        match self {
            Self::HeadCount => f64::from(outline.head_count),
            Self::BudgetCents => outline.budget_cents as f64,
            Self::Months => f64::from(outline.months),
        }
    }
}

impl MergedCell {
    fn of((key, sides): (CellKey, Sides<CellValue>)) -> Self {
        Self {
            cpi: key.cpi.to_string(),
            profile: key.profile.to_string(),
            fate: sides.fate().into(),
            asks: sides.asks(),
            both: sides.both().map(MergedValue::of),
            base: MergedValue::of(sides.base),
            mine: MergedValue::of(sides.mine),
            theirs: MergedValue::of(sides.theirs),
        }
    }
}

impl MergedValue {
    fn of(value: CellValue) -> Self {
        Self { operators: int(i64::from(value.operators)), locked: value.locked }
    }
}
