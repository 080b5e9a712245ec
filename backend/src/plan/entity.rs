//! The tables of the plan. Their rows are read from the files of `data/plan/` as they are, but for the place and what is printed.

use crate::db::{Table, table, table_by};

/// All of them, so that what is pointed at comes before what points at it.
pub(crate) fn tables() -> Vec<Box<dyn Table>> {
    vec![
        table::<plan::Entity, _>(),
        table::<item::Entity, _>(),
        table::<indicator::Entity, _>(),
        table::<target::Entity, _>(),
        table::<baseline::Entity, _>(),
        table::<ambiguity::Entity, _>(),
        table_by::<measurement::Entity, _>(measurement::Column::Place),
    ]
}

/// The act, and the days from which and to which its plan runs.
pub(crate) mod plan {
    use sea_orm::entity::prelude::*;
    use serde::Deserialize;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
    #[sea_orm(table_name = "plan")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        pub title_it: String,
        pub title_en: String,
        pub act: String,
        pub start: Date,
        pub end: Date,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A row of the tree: area, objective, activity, result, or part of one.
pub(crate) mod item {
    use sea_orm::entity::prelude::*;
    use serde::Deserialize;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
    #[sea_orm(table_name = "plan_item")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        #[serde(skip)]
        pub place: i32,
        pub lines: String,
        #[serde(skip)]
        pub printed: String,
        pub kind: String,
        pub parent: String,
        pub text_it: String,
        pub text_en: String,
        pub unit_it: String,
        pub unit_en: String,
        pub condition_it: String,
        pub condition_en: String,
        pub links: String,
        pub comparator: String,
        pub frequency: String,
        pub territory: String,
        pub quantity: Option<f64>,
        pub per_unit: Option<f64>,
        pub units: Option<i32>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// An indicator of the summary sheet, or of the table of strategic results.
pub(crate) mod indicator {
    use sea_orm::entity::prelude::*;
    use serde::Deserialize;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
    #[sea_orm(table_name = "plan_indicator")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        #[serde(skip)]
        pub place: i32,
        pub lines: String,
        #[serde(skip)]
        pub printed: String,
        pub section: String,
        pub area: String,
        pub text_it: String,
        pub text_en: String,
        pub activity_it: String,
        pub result_it: String,
        pub unit_it: String,
        pub unit_en: String,
        pub breakdown: String,
        pub condition_it: String,
        pub condition_en: String,
        pub links: String,
        pub measure: String,
        pub comparator: String,
        pub frequency: String,
        pub finest: String,
        pub certainty: String,
        pub derived: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What an indicator asks for.
pub(crate) mod target {
    use sea_orm::entity::prelude::*;
    use serde::Deserialize;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
    #[sea_orm(table_name = "plan_target")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub indicator: String,
        #[sea_orm(primary_key, auto_increment = false)]
        #[serde(deserialize_with = "super::year")]
        pub year: i32,
        pub certainty: String,
        pub value: Option<f64>,
        pub share: Option<f64>,
        pub per_province: Option<f64>,
        pub per_cpi: Option<f64>,
        pub printed: String,
        pub lines: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A figure of the state of the art.
pub(crate) mod baseline {
    use sea_orm::entity::prelude::*;
    use serde::Deserialize;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
    #[sea_orm(table_name = "plan_baseline")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        #[serde(skip)]
        pub place: i32,
        pub lines: String,
        #[serde(skip)]
        pub printed: String,
        pub area: String,
        pub value: f64,
        pub subject_en: String,
        pub metric_en: String,
        pub unit_it: String,
        pub unit_en: String,
        pub qualifier: String,
        pub status: String,
        pub period: String,
        pub date: String,
        pub province: String,
        pub indicators: String,
        pub quote: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Where the act can be read in several ways, and the way that was chosen.
pub(crate) mod ambiguity {
    use sea_orm::entity::prelude::*;
    use serde::Deserialize;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel, Deserialize)]
    #[sea_orm(table_name = "plan_ambiguity")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub code: String,
        #[serde(skip)]
        pub place: i32,
        pub lines: String,
        #[serde(skip)]
        pub printed: String,
        pub topic_it: String,
        pub topic_en: String,
        pub readings_it: String,
        pub readings_en: String,
        pub choice_it: String,
        pub choice_en: String,
        pub quotes: String,
        pub rows: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// What somebody measured.
pub(crate) mod measurement {
    use sea_orm::entity::prelude::*;

    /// One row.
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "measurement")]
    pub(crate) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub place: i64,
        pub indicator: String,
        pub territory: String,
        pub value: f64,
        pub day: Date,
        pub source: String,
        pub note: String,
        pub corrects: Option<Uuid>,
        /// Whether no newer one corrects it.
        pub standing: bool,
        pub made_by: String,
        pub made_at: DateTimeUtc,
        pub confirmed_by: Option<String>,
        pub confirmed_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(crate) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The year of a target; an empty cell is the whole plan, kept as 0 because it is part of the key.
fn year<'de, D: serde::Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    Ok(<Option<i32> as serde::Deserialize>::deserialize(from)?.unwrap_or_default())
}
