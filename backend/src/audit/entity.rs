//! The tables of the register.

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![table::<row::Entity, _>(), table::<end::Entity, _>()]
}

/// One change.
pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seq: i64,
        pub at: DateTimeUtc,
        pub actor: String,
        pub actor_name: String,
        pub request: String,
        pub address: String,
        pub action: String,
        pub kind: String,
        pub record: String,
        pub before: Option<String>,
        pub after: Option<String>,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The end of the chain: one row.
pub(crate) mod end {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_end")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: i32,
        pub seq: i64,
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
