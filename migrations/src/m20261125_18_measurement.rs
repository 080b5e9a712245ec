//! What was measured by hand. A correction is a measurement of its own that names the one it corrects; nothing is overwritten.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The topic of all measurements.
const TOPIC: &str = "measurements";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("measurement")
                    .col(schema::uuid("id").primary_key())
                    // The topic's revision that it made: the order in which measurements came.
                    .col(schema::big_integer("place").unique_key())
                    .col(schema::string_len("indicator", 24))
                    // The code of a province or of a job centre; empty for the region.
                    .col(schema::string_len("territory", 12))
                    .col(schema::double("value"))
                    .col(schema::date("day"))
                    .col(schema::string_len("source", 200))
                    .col(schema::text("note"))
                    // One correction each: whoever corrects a correction names that one.
                    .col(schema::uuid_null("corrects").unique_key())
                    .col(schema::boolean("standing"))
                    .col(schema::string_len("made_by", 80))
                    .col(schema::timestamp_with_time_zone("made_at"))
                    .col(schema::string_len_null("confirmed_by", 80))
                    .col(schema::timestamp_with_time_zone_null("confirmed_at"))
                    .foreign_key(ForeignKey::create().from("measurement", "indicator").to("plan_indicator", "code"))
                    .foreign_key(ForeignKey::create().from("measurement", "corrects").to("measurement", "id"))
                    .to_owned(),
            )
            .await?;
        let mut index = Index::create().name("measurement_indicator").table("measurement").to_owned();
        manager.create_index(index.col("indicator").col("place").to_owned()).await?;
        let mut topic = Query::insert().into_table("topic").columns(["name", "revision"]).to_owned();
        // As wide as the program binds it: a connection keeps a statement with the types of its first use.
        manager.execute(topic.values_panic([TOPIC.into(), 0_i64.into()]).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let topic = Query::delete().from_table("topic").and_where(Expr::col("name").eq(TOPIC)).to_owned();
        manager.execute(topic).await?;
        manager.drop_table(Table::drop().table("measurement").to_owned()).await
    }
}
