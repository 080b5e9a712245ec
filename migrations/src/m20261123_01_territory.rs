//! Provinces, job centres and municipalities, with whom they serve and where that is known from.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("province")
                    .col(schema::string_len("code", 12).primary_key())
                    .col(schema::string_len("istat", 3).unique_key())
                    .col(schema::string("name"))
                    .col(schema::big_integer("residents").check(Expr::col("residents").gte(0)))
                    .col(schema::big_integer("working_age").check(Expr::col("working_age").gte(0)))
                    .col(schema::double("area_km2").check(Expr::col("area_km2").gt(0)))
                    .col(schema::string_len("origin", 12))
                    .col(schema::text("source"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("cpi")
                    .col(schema::string_len("code", 12).primary_key())
                    .col(schema::string_len("province", 12))
                    .col(schema::string("name"))
                    .col(schema::string_len("seat_istat", 6))
                    .col(schema::double("latitude").check(Expr::col("latitude").between(-90, 90)))
                    .col(schema::double("longitude").check(Expr::col("longitude").between(-180, 180)))
                    .col(schema::big_integer("residents").check(Expr::col("residents").gte(0)))
                    .col(schema::big_integer("working_age").check(Expr::col("working_age").gte(0)))
                    .col(schema::double("area_km2").check(Expr::col("area_km2").gt(0)))
                    .col(
                        schema::big_integer_null("registered_unemployed")
                            .check(Expr::col("registered_unemployed").gte(0)),
                    )
                    .col(schema::string_len("seat_origin", 12))
                    .col(schema::text("seat_source"))
                    .col(schema::string_len("catchment_origin", 12))
                    .col(schema::text("catchment_source"))
                    .foreign_key(ForeignKey::create().from("cpi", "province").to("province", "code"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(Index::create().name("cpi_province").table("cpi").col("province").to_owned()).await?;
        manager
            .create_table(
                Table::create()
                    .table("municipality")
                    .col(schema::string_len("istat", 6).primary_key())
                    .col(schema::string_len("cpi", 12))
                    .col(schema::string("name"))
                    .col(schema::big_integer("residents").check(Expr::col("residents").gte(0)))
                    .col(schema::big_integer("working_age").check(Expr::col("working_age").gte(0)))
                    .col(schema::double("area_km2").check(Expr::col("area_km2").gt(0)))
                    .col(schema::double("latitude").check(Expr::col("latitude").between(-90, 90)))
                    .col(schema::double("longitude").check(Expr::col("longitude").between(-180, 180)))
                    .col(schema::string_len("origin", 12))
                    .col(schema::text("source"))
                    .foreign_key(ForeignKey::create().from("municipality", "cpi").to("cpi", "code"))
                    .to_owned(),
            )
            .await?;
        manager.create_index(Index::create().name("municipality_cpi").table("municipality").col("cpi").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["municipality", "cpi", "province"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
