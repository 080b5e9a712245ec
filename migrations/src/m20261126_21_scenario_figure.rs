//! The figures that a scenario changes for itself, and the base that it was approved on.
//!
//! What was approved before has kept no base of its own: it takes today's, so that it moves no more from now on.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A scenario's own figures.
const OWN: &str = "scenario_figure";
/// The base figures that an approved scenario rests on.
const BASE: &str = "scenario_base_figure";
/// When the base was kept, and the revision of the figures that it is.
const COLUMNS: [&str; 2] = ["base_at", "base_revision"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(own()).await?;
        manager.create_table(base()).await?;
        let [at, revision] = COLUMNS;
        // One column a statement: SQLite takes no more.
        for column in [schema::timestamp_with_time_zone_null(at), schema::big_integer_null(revision)] {
            manager.alter_table(Table::alter().table("scenario").add_column(column).to_owned()).await?;
        }
        let approved = Expr::col(("scenario", "state")).is_in(["APPROVED", "IN_FORCE"]);
        let figures = Query::select()
            .column(("scenario", "id"))
            .columns(["key", "value", "origin", "source"].map(|column| ("figure", column)))
            .from("scenario")
            .join(JoinType::InnerJoin, "figure", Expr::col(("figure", "value")).is_not_null())
            .and_where(approved.clone())
            .to_owned();
        let mut kept = Query::insert();
        kept.into_table(BASE).columns(["scenario_id", "key", "value", "origin", "source"]);
        kept.select_from(figures).map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.execute(kept).await?;
        let seen =
            Query::select().column("revision").from("topic").and_where(Expr::col("name").eq("figures")).to_owned();
        let dated = Query::update()
            .table("scenario")
            .value(at, Expr::current_timestamp())
            .value(revision, seen)
            .and_where(approved)
            .to_owned();
        manager.execute(dated).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("scenario").drop_column(column).to_owned()).await?;
        }
        for table in [BASE, OWN] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn own() -> TableCreateStatement {
    Table::create()
        .table(OWN)
        .col(schema::uuid("scenario_id"))
        .col(schema::string_len("key", 80))
        .col(schema::double("value").check(Expr::col("value").gte(0)))
        .col(schema::text_null("note"))
        .col(schema::big_integer("revision").check(Expr::col("revision").gt(0)))
        .col(schema::string_len("edited_by", 80))
        .col(schema::timestamp_with_time_zone("edited_at"))
        .primary_key(Index::create().col("scenario_id").col("key"))
        .foreign_key(ForeignKey::create().from(OWN, "scenario_id").to("scenario", "id"))
        .to_owned()
}

fn base() -> TableCreateStatement {
    Table::create()
        .table(BASE)
        .col(schema::uuid("scenario_id"))
        .col(schema::string_len("key", 80))
        .col(schema::double("value").check(Expr::col("value").gte(0)))
        .col(schema::string_len("origin", 12))
        .col(schema::text("source"))
        .primary_key(Index::create().col("scenario_id").col("key"))
        .foreign_key(ForeignKey::create().from(BASE, "scenario_id").to("scenario", "id"))
        .to_owned()
}
