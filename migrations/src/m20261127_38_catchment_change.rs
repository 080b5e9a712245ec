//! Municipalities that go to another job centre, each from a day on.
//!
//! What `municipality.cpi` says holds from the beginning: only what departs from it is kept here.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "catchment_change";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            // The revision of the figures that it made: the map is a part of the base, as they are.
            .col(schema::big_integer("made"))
            .col(schema::string_len("municipality", 12))
            .col(schema::string_len("cpi", 12))
            .col(schema::date("valid_from"))
            .col(schema::text("note"))
            .col(schema::text("by"))
            .col(schema::timestamp_with_time_zone("at"))
            .primary_key(Index::create().col("made").col("municipality"))
            .foreign_key(ForeignKey::create().from(TABLE, "municipality").to("municipality", "istat"))
            .foreign_key(ForeignKey::create().from(TABLE, "cpi").to("cpi", "code"))
            .to_owned();
        manager.create_table(table).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
