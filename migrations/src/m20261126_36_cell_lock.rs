//! Who locked a cell, when, and why.
//!
//! Of cells that were locked before, whoever wrote them last is taken for it: who locked them stands in the log alone.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "scenario_cell";
const COLUMNS: [&str; 3] = ["lock_by", "lock_at", "lock_reason"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let [by, at, reason] = COLUMNS;
        // One column a statement: SQLite takes no more.
        for column in
            [schema::string_len_null(by, 80), schema::timestamp_with_time_zone_null(at), schema::text_null(reason)]
        {
            manager.alter_table(Table::alter().table(TABLE).add_column(column).to_owned()).await?;
        }
        let known = Query::update()
            .table(TABLE)
            .value(by, Expr::col("edited_by"))
            .value(at, Expr::col("edited_at"))
            .and_where(Expr::col("locked").eq(true))
            .to_owned();
        manager.execute(known).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table(TABLE).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
