//! The tables of the partnerships.

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![table::<partnership::Entity, _>(), table::<partner::Entity, _>(), table::<entry::Entity, _>()]
}

/// A partnership.
pub(crate) mod partnership {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "partnership")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub code: Option<String>,
        pub title: String,
        pub kind: String,
        pub level: String,
        pub province: Option<String>,
        pub state: String,
        pub serves: String,
        pub description: String,
        pub stands_for: i32,
        pub signed_on: Option<String>,
        pub starts_on: Option<String>,
        pub ends_on: Option<String>,
        pub next_step: String,
        pub next_owner: String,
        pub next_due: Option<String>,
        pub proposed_by: Option<String>,
        pub quote: Option<String>,
        pub act_line: Option<i32>,
        pub act_note: Option<String>,
        pub revision: i64,
        pub created_by: String,
        pub created_at: DateTimeUtc,
        pub edited_by: Option<String>,
        pub edited_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An organisation in a partnership, from when until when.
pub(crate) mod partner {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "partnership_partner")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub partnership_id: Uuid,
        pub organisation: String,
        pub role: String,
        pub joined_on: Option<String>,
        pub left_on: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened to a partnership.
pub(crate) mod entry {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "partnership_entry")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub partnership_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub revision: i64,
        pub what: String,
        pub state: Option<String>,
        pub text: String,
        pub by: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
