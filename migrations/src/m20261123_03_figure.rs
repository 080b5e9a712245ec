//! The figures that the sizing rests on, each with its source and what came with the built-in data.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("figure")
                    .col(schema::string_len("key", 80).primary_key())
                    .col(schema::double_null("value").check(Expr::col("value").gte(0)))
                    .col(schema::string_len("origin", 12))
                    .col(schema::text("source"))
                    .col(schema::double_null("built_in"))
                    .col(schema::string_len_null("built_in_origin", 12))
                    .col(schema::text_null("built_in_source"))
                    .col(schema::big_integer("revision").check(Expr::col("revision").gte(0)))
                    .col(schema::string_len_null("edited_by", 80))
                    .col(schema::timestamp_with_time_zone_null("edited_at"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("figure").to_owned()).await
    }
}
