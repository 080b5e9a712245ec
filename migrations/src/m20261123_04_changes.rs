//! The append-only log of accepted changes, one dense count a topic, and the client-made ids of the writes.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("topic")
                    .col(schema::string_len("name", 80).primary_key())
                    .col(schema::big_integer("revision").check(Expr::col("revision").gte(0)))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("change")
                    .col(schema::string_len("topic", 80))
                    .col(schema::big_integer("revision").check(Expr::col("revision").gt(0)))
                    .col(schema::uuid("write_id"))
                    .col(schema::string_len("by", 80))
                    .col(schema::timestamp_with_time_zone("at"))
                    .col(schema::json("body"))
                    .primary_key(Index::create().col("topic").col("revision"))
                    .foreign_key(ForeignKey::create().from("change", "topic").to("topic", "name"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("write")
                    .col(schema::uuid("id").primary_key())
                    .col(schema::string_len("topic", 80))
                    .col(schema::big_integer("revision").check(Expr::col("revision").gte(0)))
                    .col(schema::string_len("digest", 64))
                    .foreign_key(ForeignKey::create().from("write", "topic").to("topic", "name"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["write", "change", "topic"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
