//! Who is at which scenario, and in which cell: a row for each open page, which expires by age.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "scenario_presence";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(schema::uuid("id").primary_key())
            .col(schema::uuid("scenario_id"))
            .col(schema::uuid("account_id"))
            .col(schema::text("name"))
            .col(schema::string_len_null("cpi", 20))
            .col(schema::string_len_null("profile", 20))
            .col(schema::timestamp_with_time_zone("moved_at"))
            .col(schema::timestamp_with_time_zone("seen_at"))
            .foreign_key(ForeignKey::create().from(TABLE, "scenario_id").to("scenario", "id"))
            .foreign_key(ForeignKey::create().from(TABLE, "account_id").to("account", "id"))
            .to_owned();
        manager.create_table(table).await?;
        for (name, column) in [("scenario_presence_scenario", "scenario_id"), ("scenario_presence_seen", "seen_at")] {
            manager.create_index(Index::create().name(name).table(TABLE).col(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
