//! Decisions between scenarios, each with the comparison that it rests on.

use sea_orm_migration::{prelude::*, schema};

use crate::topics;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "scenario_decision";
const TOPIC: &str = "decisions";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(schema::uuid("id").primary_key())
            // The revision of all decisions that it made: its place in the log.
            .col(schema::big_integer("made").unique_key())
            .col(schema::uuid("chosen"))
            .col(schema::text("reason"))
            .col(schema::text_null("act"))
            // What was compared, as it was.
            .col(schema::json("compared"))
            .col(schema::text("by"))
            .col(schema::timestamp_with_time_zone("at"))
            .foreign_key(ForeignKey::create().from(TABLE, "chosen").to("scenario", "id"))
            .to_owned();
        manager.create_table(table).await?;
        topics::add(manager, TOPIC).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        topics::remove(manager, TOPIC).await?;
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
