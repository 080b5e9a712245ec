//! The tables of the events.

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![
        table::<event::Entity, _>(),
        table::<event_cpi::Entity, _>(),
        table::<event_facilitator::Entity, _>(),
        table::<event_organisation::Entity, _>(),
        table::<event_registration::Entity, _>(),
        table::<event_people::Entity, _>(),
        table::<act_event::Entity, _>(),
        table::<facilitator::Entity, _>(),
        table::<patron_day::Entity, _>(),
        table::<calendar_address::Entity, _>(),
    ]
}

/// An event.
pub(crate) mod event {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub title: String,
        pub kind: String,
        pub audience: String,
        pub province: Option<String>,
        pub cpi: Option<String>,
        pub online: bool,
        pub municipality: Option<String>,
        pub place: String,
        pub starts_at: DateTimeUtc,
        pub ends_at: DateTimeUtc,
        pub capacity: Option<i32>,
        pub public: bool,
        pub published: bool,
        pub requirement: Option<String>,
        pub feeds: String,
        pub notes: String,
        pub state: String,
        pub step_note: Option<String>,
        pub sequence: i64,
        pub revision: i64,
        pub created_by: String,
        pub created_actor: String,
        pub created_at: DateTimeUtc,
        pub edited_by: String,
        pub edited_at: DateTimeUtc,
        pub counted_by: Option<String>,
        pub counted_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A job centre whose session an event is, its host among them.
pub(crate) mod event_cpi {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_cpi")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub cpi: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Somebody who holds an event.
pub(crate) mod event_facilitator {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_facilitator")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub facilitator: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An organisation that organises an event, or is a partner of it.
pub(crate) mod event_organisation {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_organisation")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation: String,
        pub organises: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many people an organisation brings to an event, and whether they have their places.
pub(crate) mod event_registration {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_registration")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation: String,
        pub people: i32,
        pub turn: i64,
        pub seated: bool,
        pub registered_by: String,
        pub registered_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How many people of a category, expected and come.
pub(crate) mod event_people {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_people")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub event_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub category: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub cpi: String,
        pub planned: Option<i32>,
        pub actual: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An event that the act names: required, planned or past.
pub(crate) mod act_event {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "act_event")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub status: String,
        pub title_it: String,
        pub title_en: String,
        pub audience_it: String,
        pub audience_en: String,
        pub kind: String,
        pub reach: String,
        pub province: Option<String>,
        pub number: Option<i32>,
        pub done: Option<i32>,
        pub at_least: bool,
        pub frequency: Option<String>,
        pub area: String,
        pub objective: String,
        pub result: Option<String>,
        pub indicator: Option<String>,
        pub people: Option<i32>,
        pub people_unit: Option<String>,
        pub first_day: Option<String>,
        pub last_day: Option<String>,
        pub place: String,
        pub quote: String,
        pub note: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Who can hold sessions.
pub(crate) mod facilitator {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "facilitator")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub name: String,
        pub role: String,
        pub organisation: String,
        pub province: String,
        pub weekly_limit: i32,
        pub away: Json,
        pub origin: String,
        pub source: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The patron saint's day of the town where a job centre has its seat.
pub(crate) mod patron_day {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "patron_day")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub cpi: String,
        pub month: i32,
        pub day: i32,
        pub name: String,
        pub origin: String,
        pub source: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The secret address of a calendar, by the hash of its secret.
pub(crate) mod calendar_address {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "calendar_address")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hash: String,
        pub shown: String,
        pub account_id: Uuid,
        pub kind: String,
        pub code: Option<String>,
        pub created_at: DateTimeUtc,
        pub renewed_at: Option<DateTimeUtc>,
        pub used_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
