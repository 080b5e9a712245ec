//! The views of pages that people keep under a name of their own.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "saved_view";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(schema::uuid("id").primary_key())
            .col(schema::uuid("account_id"))
            .col(schema::string_len("page", 20))
            .col(schema::string_len("name", 120))
            // The query of the page's address.
            .col(schema::string_len("query", 1000))
            .col(schema::timestamp_with_time_zone("kept_at"))
            .foreign_key(ForeignKey::create().from(TABLE, "account_id").to("account", "id"))
            .to_owned();
        manager.create_table(table).await?;
        let mut once = Index::create().name("saved_view_once").table(TABLE).unique().to_owned();
        manager.create_index(once.col("account_id").col("page").col("name").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
