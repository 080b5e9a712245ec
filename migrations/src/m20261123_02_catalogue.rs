//! The professional profiles and the services, in the plan's order.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("profile")
                    .col(schema::string_len("code", 12).primary_key())
                    .col(schema::integer("place").check(Expr::col("place").gte(0)))
                    .col(schema::string("name_it"))
                    .col(schema::string("name_en"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("service")
                    .col(schema::string_len("code", 12).primary_key())
                    .col(schema::integer("place").check(Expr::col("place").gte(0)))
                    .col(schema::string("name_it"))
                    .col(schema::string("name_en"))
                    .col(schema::string_len("target", 12).check(Expr::col("target").is_in(["PERSON", "EMPLOYER"])))
                    .to_owned(),
            )
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["service", "profile"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
