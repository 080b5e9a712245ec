//! Where residents, jobseekers and points of the territory are known from: every figure carries its source.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// Columns that are filled by loading the data, which follows every migration: an origin and its source each.
const COLUMNS: [(&str, &str); 3] = [("cpi", "people"), ("municipality", "people"), ("municipality", "point")];

fn origin(name: &str) -> String {
    format!("{name}_origin")
}

fn source(name: &str) -> String {
    format!("{name}_source")
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in COLUMNS {
            add(manager, table, schema::string_len(origin(name), 12).default("ASSUMPTION").take()).await?;
            add(manager, table, schema::text(source(name)).default("").take()).await?;
        }
        add(manager, "cpi", schema::string_len_null(origin("unemployed"), 12).take()).await?;
        add(manager, "cpi", schema::text_null(source("unemployed")).take()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, name) in COLUMNS.into_iter().chain([("cpi", "unemployed")]) {
            for column in [origin(name), source(name)] {
                manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
            }
        }
        Ok(())
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}
