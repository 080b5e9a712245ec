//! The tables of the organisations.

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![table::<organisation::Entity, _>(), table::<trigram::Entity, _>()]
}

/// An organisation.
pub(crate) mod organisation {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub number: i64,
        pub name: String,
        pub folded: String,
        pub kind: String,
        pub level: String,
        pub province: Option<String>,
        pub municipality: Option<String>,
        pub aliases: String,
        pub address: String,
        pub email: String,
        pub phone: String,
        pub website: String,
        pub note: String,
        pub generic: bool,
        pub quote: Option<String>,
        pub act_line: Option<i32>,
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

/// Three letters of what an organisation is found by.
pub(crate) mod trigram {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "organisation_trigram")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub trigram: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
