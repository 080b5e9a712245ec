//! The tables of the staffing.

mod together;

pub(crate) use together::{comment, decision, meeting, mention, opinion, presence, thread};

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![
        table::<profile::Entity, _>(),
        table::<service::Entity, _>(),
        table::<figure::Entity, _>(),
        table::<scenario::Entity, _>(),
        table::<scenario_cell::Entity, _>(),
        table::<scenario_figure::Entity, _>(),
        table::<scenario_base_figure::Entity, _>(),
        table::<presence::Entity, _>(),
        table::<thread::Entity, _>(),
        table::<comment::Entity, _>(),
        table::<mention::Entity, _>(),
        table::<decision::Entity, _>(),
        table::<meeting::Entity, _>(),
        table::<opinion::Entity, _>(),
    ]
}

/// A professional profile.
pub(crate) mod profile {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "profile")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub place: i32,
        pub name_it: String,
        pub name_en: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A service.
pub(crate) mod service {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "service")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub place: i32,
        pub name_it: String,
        pub name_en: String,
        pub target: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A number that the sizing rests on.
pub(crate) mod figure {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "figure")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: Option<f64>,
        pub origin: String,
        pub source: String,
        pub built_in: Option<f64>,
        pub built_in_origin: Option<String>,
        pub built_in_source: Option<String>,
        pub revision: i64,
        pub edited_by: Option<String>,
        pub edited_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A hypothesis of where new operators go.
pub(crate) mod scenario {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub topic: String,
        pub name: String,
        pub year: i32,
        pub head_count: i64,
        pub budget_cents: i64,
        pub months: i32,
        pub origin: String,
        pub source: String,
        pub created_by: String,
        pub created_at: DateTimeUtc,
        pub edited_at: DateTimeUtc,
        pub state: String,
        pub archived: bool,
        pub step_by: Option<String>,
        pub step_at: Option<DateTimeUtc>,
        pub step_note: Option<String>,
        pub copied_from: Option<Uuid>,
        pub copied_name: Option<String>,
        pub copied_revision: Option<i64>,
        pub base_at: Option<DateTimeUtc>,
        pub base_revision: Option<i64>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// One cell of a scenario that was set.
pub(crate) mod scenario_cell {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_cell")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scenario_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub cpi: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub profile: String,
        pub operators: i32,
        pub locked: bool,
        pub revision: i64,
        pub edited_by: String,
        pub edited_at: DateTimeUtc,
        /// Of a locked cell: who answers for the lock, since when, and why.
        pub lock_by: Option<String>,
        pub lock_at: Option<DateTimeUtc>,
        pub lock_reason: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A figure that a scenario changes for itself.
pub(crate) mod scenario_figure {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_figure")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scenario_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: f64,
        pub note: Option<String>,
        pub revision: i64,
        pub edited_by: String,
        pub edited_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A figure of the base on which a scenario was approved.
pub(crate) mod scenario_base_figure {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "scenario_base_figure")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub scenario_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub key: String,
        pub value: f64,
        pub origin: String,
        pub source: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
