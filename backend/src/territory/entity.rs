//! The tables of the territory.

use crate::db::{Table, table};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![table::<province::Entity, _>(), table::<cpi::Entity, _>(), table::<municipality::Entity, _>()]
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
