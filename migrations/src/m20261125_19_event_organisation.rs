//! Who organises an event, and with whom: organisations of the register.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table("event_organisation")
            .col(schema::uuid("event_id"))
            .col(schema::string_len("organisation", 20))
            // Who does not organise it takes part as a partner.
            .col(schema::boolean("organises"))
            .primary_key(Index::create().col("event_id").col("organisation"))
            .foreign_key(ForeignKey::create().from("event_organisation", "event_id").to("event", "id"))
            .foreign_key(ForeignKey::create().from("event_organisation", "organisation").to("organisation", "code"))
            .to_owned();
        manager.create_table(table).await?;
        let mut index = Index::create().name("event_organisation_of").table("event_organisation").to_owned();
        manager.create_index(index.col("organisation").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("event_organisation").to_owned()).await
    }
}
