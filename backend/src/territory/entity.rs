//! The tables of the territory.

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![
        table::<province::Entity, _>(),
        table::<cpi::Entity, _>(),
        table::<municipality::Entity, _>(),
        table::<catchment_change::Entity, _>(),
    ]
}

/// A province.
pub(crate) mod province {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "province")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub istat: String,
        pub name: String,
        pub residents: i64,
        pub working_age: i64,
        pub area_km2: f64,
        pub origin: String,
        pub source: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A job centre.
pub(crate) mod cpi {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "cpi")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub province: String,
        pub name: String,
        pub seat_istat: String,
        pub latitude: f64,
        pub longitude: f64,
        pub residents: i64,
        pub working_age: i64,
        pub area_km2: f64,
        pub registered_unemployed: Option<i64>,
        pub seat_origin: String,
        pub seat_source: String,
        pub catchment_origin: String,
        pub catchment_source: String,
        pub people_origin: String,
        pub people_source: String,
        pub unemployed_origin: Option<String>,
        pub unemployed_source: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A municipality.
pub(crate) mod municipality {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "municipality")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub istat: String,
        pub cpi: String,
        pub name: String,
        pub residents: i64,
        pub working_age: i64,
        pub area_km2: f64,
        pub latitude: f64,
        pub longitude: f64,
        pub origin: String,
        pub source: String,
        pub people_origin: String,
        pub people_source: String,
        pub point_origin: String,
        pub point_source: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A municipality that goes to another job centre from a day on.
pub(crate) mod catchment_change {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "catchment_change")]
    pub(crate) struct Model {
        /// The revision of the figures that it made: what was put in force together has the same.
        #[sea_orm(primary_key, auto_increment = false)]
        pub made: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub municipality: String,
        pub cpi: String,
        pub valid_from: Date,
        pub note: String,
        pub by: String,
        pub at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}
