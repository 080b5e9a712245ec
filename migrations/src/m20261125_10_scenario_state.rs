//! How far a scenario has come, whether it was put away, and what it was copied from.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The topic on which those take turns who put a scenario in force.
const TURN: &str = "scenarios";
/// The index that lets one scenario of a year be in force.
const IN_FORCE: &str = "scenario_in_force";
/// How far it has come; who took the last step, when, and what was said with it; what it was copied from.
const COLUMNS: [&str; 8] =
    ["state", "archived", "step_by", "step_at", "step_note", "copied_from", "copied_name", "copied_revision"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // One column a statement: SQLite takes no more.
        for column in columns() {
            manager.alter_table(Table::alter().table("scenario").add_column(column).to_owned()).await?;
        }
        let mut one = Index::create().unique().name(IN_FORCE).table("scenario").col("year").to_owned();
        manager.create_index(one.and_where(Expr::col("state").eq("IN_FORCE")).to_owned()).await?;
        let mut turn = Query::insert().into_table("topic").columns(["name", "revision"]).to_owned();
        // As wide as the program binds it: a connection keeps a statement with the types of its first use.
        manager.execute(turn.values_panic([TURN.into(), 0_i64.into()]).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let turn = Query::delete().from_table("topic").and_where(Expr::col("name").eq(TURN)).to_owned();
        manager.execute(turn).await?;
        manager.drop_index(Index::drop().name(IN_FORCE).table("scenario").to_owned()).await?;
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("scenario").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

fn columns() -> [ColumnDef; COLUMNS.len()] {
    let [state, archived, by, at, note, from, name, revision] = COLUMNS;
    [
        schema::string_len(state, 12).default("DRAFT").to_owned(),
        schema::boolean(archived).default(false).to_owned(),
        schema::string_len_null(by, 80),
        schema::timestamp_with_time_zone_null(at),
        schema::text_null(note),
        schema::uuid_null(from),
        schema::string_len_null(name, 160),
        schema::big_integer_null(revision),
    ]
}
