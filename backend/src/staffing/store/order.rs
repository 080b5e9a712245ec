//! The orders of the list of scenarios, and what stands behind a position in each.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, QueryOrder as _, Select,
    sea_query::{Expr, ExprTrait as _, Func, SimpleExpr},
};
use uuid::Uuid;

use super::scenarios::ScenarioRow;
use crate::staffing::entity::scenario::{Column, Entity};

/// The order of a list of scenarios.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ScenarioOrder {
    #[default]
    Newest,
    Name,
    /// The latest year first.
    Year,
    /// What was changed last comes first.
    Edited,
}

/// A position in the list: what any of its orders asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ScenarioAt {
    pub(crate) id: Uuid,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) edited_at: DateTime<Utc>,
    pub(crate) year: i32,
    pub(crate) name: String,
}

impl ScenarioAt {
    /// Where a scenario stands.
    pub(crate) fn of((row, _): &ScenarioRow) -> Self {
        let (created_at, edited_at) = (row.created_at, row.edited_at);
        Self { id: row.id, created_at, edited_at, year: row.year, name: row.name.clone() }
    }
}

impl ScenarioOrder {
    /// Puts a list into this order; of equals the newest comes first.
    pub(super) fn sort(self, query: Select<Entity>) -> Select<Entity> {
        let sorted = match self {
            Self::Newest => query,
            Self::Name => query.order_by_asc(lower(Expr::col(Column::Name.as_column_ref()))),
            Self::Year => query.order_by_desc(Column::Year),
            Self::Edited => query.order_by_desc(Column::EditedAt),
        };
        sorted.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id)
    }

    /// What stands behind a position.
    pub(super) fn behind(self, at: &ScenarioAt) -> Condition {
        let same_time = Condition::all().add(Column::CreatedAt.eq(at.created_at)).add(Column::Id.lt(at.id));
        let older = Condition::any().add(Column::CreatedAt.lt(at.created_at)).add(same_time);
        let (further, same) = match self {
            Self::Newest => return older,
            Self::Name => {
                // The database makes both small, so that they are small in the same way.
                let (name, stands) = (lower(Expr::col(Column::Name.as_column_ref())), lower(Expr::val(&*at.name)));
                (name.clone().gt(stands.clone()), name.eq(stands))
            }
            Self::Year => (Column::Year.lt(at.year), Column::Year.eq(at.year)),
            Self::Edited => (Column::EditedAt.lt(at.edited_at), Column::EditedAt.eq(at.edited_at)),
        };
        Condition::any().add(further).add(Condition::all().add(same).add(older))
    }
}

fn lower(text: SimpleExpr) -> SimpleExpr {
    Func::lower(text).into()
}
