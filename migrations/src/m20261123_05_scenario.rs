//! The scenarios and the cells that were ever set. A scenario's revision is its topic's.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("scenario")
                    .col(schema::uuid("id").primary_key())
                    .col(schema::string_len("topic", 80).unique_key())
                    .col(schema::string_len("name", 160))
                    .col(schema::integer("year").check(Expr::col("year").between(2000, 2100)))
                    .col(schema::big_integer("head_count").check(Expr::col("head_count").gte(0)))
                    .col(schema::big_integer("budget_cents").check(Expr::col("budget_cents").gte(0)))
                    .col(schema::integer("months").check(Expr::col("months").gte(1)))
                    .col(schema::string_len("origin", 12))
                    .col(schema::text("source"))
                    .col(schema::string_len("created_by", 80))
                    .col(schema::timestamp_with_time_zone("created_at"))
                    .col(schema::timestamp_with_time_zone("edited_at"))
                    .foreign_key(ForeignKey::create().from("scenario", "topic").to("topic", "name"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create().name("scenario_newest").table("scenario").col("created_at").col("id").to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("scenario_cell")
                    .col(schema::uuid("scenario_id"))
                    .col(schema::string_len("cpi", 12))
                    .col(schema::string_len("profile", 12))
                    .col(schema::integer("operators").check(Expr::col("operators").between(0, 9_999)))
                    .col(schema::boolean("locked"))
                    .col(schema::big_integer("revision").check(Expr::col("revision").gt(0)))
                    .col(schema::string_len("edited_by", 80))
                    .col(schema::timestamp_with_time_zone("edited_at"))
                    .primary_key(Index::create().col("scenario_id").col("cpi").col("profile"))
                    .foreign_key(ForeignKey::create().from("scenario_cell", "scenario_id").to("scenario", "id"))
                    .foreign_key(ForeignKey::create().from("scenario_cell", "cpi").to("cpi", "code"))
                    .foreign_key(ForeignKey::create().from("scenario_cell", "profile").to("profile", "code"))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["scenario_cell", "scenario"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
