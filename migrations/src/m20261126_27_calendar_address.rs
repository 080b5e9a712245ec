//! The secret addresses at which people subscribe to a calendar of what they may see. The database keeps their hashes.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "calendar_address";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(schema::uuid("id").primary_key())
            .col(schema::string_len("hash", 64).unique_key())
            .col(schema::string_len("shown", 20))
            .col(schema::uuid("account_id"))
            .col(schema::string_len("kind", 20))
            // Of the province, job centre or organisation.
            .col(schema::string_len_null("code", 20))
            .col(schema::timestamp_with_time_zone("created_at"))
            .col(schema::timestamp_with_time_zone_null("renewed_at"))
            .col(schema::timestamp_with_time_zone_null("used_at"))
            .foreign_key(ForeignKey::create().from(TABLE, "account_id").to("account", "id"))
            .to_owned();
        manager.create_table(table).await?;
        let of_account = Index::create().name("calendar_address_account").table(TABLE).col("account_id").to_owned();
        manager.create_index(of_account).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
