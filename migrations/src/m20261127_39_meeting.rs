//! Meetings at a scenario, what was said of it there, and what the board of whoever leads one shows.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const MEETING: &str = "scenario_meeting";
const OPINION: &str = "scenario_opinion";
const PRESENCE: &str = "scenario_presence";
const LOOK: &str = "look";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let meeting = Table::create()
            .table(MEETING)
            .col(schema::uuid("id").primary_key())
            .col(schema::uuid("scenario_id"))
            // The scenario's revision that began it: its place among the scenario's meetings.
            .col(schema::big_integer("begun"))
            .col(schema::timestamp_with_time_zone("begun_at"))
            .col(schema::uuid("leader_id"))
            .col(schema::text("leader"))
            .col(schema::timestamp_with_time_zone_null("ended_at"))
            .col(schema::text_null("ended_by"))
            .col(schema::text_null("outcome"))
            .foreign_key(ForeignKey::create().from(MEETING, "scenario_id").to("scenario", "id"))
            .index(Index::create().unique().name("scenario_meeting_begun").col("scenario_id").col("begun"))
            .to_owned();
        manager.create_table(meeting).await?;
        let opinion = Table::create()
            .table(OPINION)
            .col(schema::uuid("meeting_id"))
            .col(schema::uuid("account_id"))
            .col(schema::text("by"))
            .col(schema::string_len("stance", 20))
            .col(schema::text_null("remark"))
            // The scenario's revision of which it is.
            .col(schema::big_integer("revision"))
            .col(schema::timestamp_with_time_zone("at"))
            .primary_key(Index::create().col("meeting_id").col("account_id"))
            .foreign_key(ForeignKey::create().from(OPINION, "meeting_id").to(MEETING, "id"))
            .to_owned();
        manager.create_table(opinion).await?;
        let look = Table::alter().table(PRESENCE).add_column(schema::text_null(LOOK)).to_owned();
        manager.alter_table(look).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table(PRESENCE).drop_column(LOOK).to_owned()).await?;
        manager.drop_table(Table::drop().table(OPINION).to_owned()).await?;
        manager.drop_table(Table::drop().table(MEETING).to_owned()).await
    }
}
