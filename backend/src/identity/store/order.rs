//! The orders of the list of accounts, and what stands behind a position in each.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait as _, Condition, QueryOrder as _, Select,
    sea_query::{Expr, ExprTrait as _, Func, SimpleExpr},
};
use uuid::Uuid;

use crate::identity::entity::account::{Column, Entity};

/// The order of a list of accounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AccountOrder {
    #[default]
    Email,
    Name,
    /// Who signed in last comes first, who never did last.
    SignedIn,
}

/// A position in the list: what any of its orders asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AccountAt {
    pub(crate) id: Uuid,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) signed_in_at: Option<DateTime<Utc>>,
}

impl AccountOrder {
    /// Puts a list into this order.
    pub(super) fn sort(self, query: Select<Entity>) -> Select<Entity> {
        let sorted = match self {
            Self::Email => query.order_by_asc(Column::Email),
            Self::Name => query.order_by_asc(lower(Expr::col(Column::Name))),
            Self::SignedIn => query.order_by_asc(Column::SignedInAt.is_null()).order_by_desc(Column::SignedInAt),
        };
        sorted.order_by_asc(Column::Id)
    }

    /// What stands behind a position.
    pub(super) fn behind(self, at: &AccountAt) -> Condition {
        let next = Condition::all().add(Column::Id.gt(at.id));
        match (self, at.signed_in_at) {
            (Self::Email, _) => {
                Condition::any().add(Column::Email.gt(&*at.email)).add(next.add(Column::Email.eq(&*at.email)))
            }
            (Self::Name, _) => {
                // The database makes both small, so that they are small in the same way.
                let (name, stands) = (lower(Expr::col(Column::Name)), lower(Expr::val(&*at.name)));
                Condition::any().add(name.clone().gt(stands.clone())).add(next.add(name.eq(stands)))
            }
            (Self::SignedIn, None) => next.add(Column::SignedInAt.is_null()),
            (Self::SignedIn, Some(time)) => {
                let earlier = Column::SignedInAt.lt(time).or(Column::SignedInAt.is_null());
                Condition::any().add(earlier).add(next.add(Column::SignedInAt.eq(time)))
            }
        }
    }
}

fn lower(text: SimpleExpr) -> SimpleExpr {
    Func::lower(text).into()
}
