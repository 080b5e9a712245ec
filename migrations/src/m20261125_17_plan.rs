//! The act as rows: the plan, its tree, the indicators with their targets, the figures of the state of the art, the ambiguities.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// In the order in which they are made.
const TABLES: [&str; 6] = ["plan", "plan_item", "plan_indicator", "plan_target", "plan_baseline", "plan_ambiguity"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [plan(), item(), indicator(), target(), baseline(), ambiguity()] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in TABLES.into_iter().rev() {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn plan() -> TableCreateStatement {
    Table::create()
        .table("plan")
        .col(schema::string_len("code", 24).primary_key())
        .col(schema::text("title_it"))
        .col(schema::text("title_en"))
        .col(schema::text("act"))
        .col(schema::date("start"))
        .col(schema::date("end"))
        .to_owned()
}

/// What every row of the act has: its code, its place in the file, the lines of the act and what is printed there.
fn row(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(schema::string_len("code", 24).primary_key())
        .col(schema::integer("place"))
        .col(schema::text("lines"))
        .col(schema::text("printed"))
        .to_owned()
}

fn texts(table: &mut TableCreateStatement, names: &[&'static str]) {
    for name in names {
        table.col(schema::text(*name));
    }
}

fn item() -> TableCreateStatement {
    let mut table = row("plan_item");
    table.col(schema::string_len("kind", 12)).col(schema::string_len("parent", 24));
    texts(&mut table, &["text_it", "text_en", "unit_it", "unit_en", "condition_it", "condition_en", "links"]);
    table
        .col(schema::string_len("comparator", 2))
        .col(schema::string_len("frequency", 12))
        .col(schema::string_len("territory", 12))
        .col(schema::double_null("quantity"))
        .col(schema::double_null("per_unit"))
        .col(schema::integer_null("units"));
    table
}

fn indicator() -> TableCreateStatement {
    let mut table = row("plan_indicator");
    table.col(schema::string_len("section", 12)).col(schema::string_len("area", 12));
    texts(
        &mut table,
        &[
            "text_it",
            "text_en",
            "activity_it",
            "result_it",
            "unit_it",
            "unit_en",
            "breakdown",
            "condition_it",
            "condition_en",
            "links",
        ],
    );
    for name in ["measure", "comparator", "frequency", "finest", "certainty"] {
        table.col(schema::string_len(name, 12));
    }
    table.col(schema::string_len("derived", 24));
    table
}

fn target() -> TableCreateStatement {
    let mut table = Table::create().table("plan_target").to_owned();
    table
        .col(schema::string_len("indicator", 24))
        // 0: for the whole plan.
        .col(schema::integer("year"))
        .col(schema::string_len("certainty", 12));
    for name in ["value", "share", "per_province", "per_cpi"] {
        table.col(schema::double_null(name));
    }
    texts(&mut table, &["printed", "lines"]);
    table
        .primary_key(Index::create().col("indicator").col("year"))
        .foreign_key(ForeignKey::create().from("plan_target", "indicator").to("plan_indicator", "code"));
    table
}

fn baseline() -> TableCreateStatement {
    let mut table = row("plan_baseline");
    table.col(schema::string_len("area", 12)).col(schema::double("value"));
    texts(
        &mut table,
        &[
            "subject_en",
            "metric_en",
            "unit_it",
            "unit_en",
            "qualifier",
            "status",
            "period",
            "date",
            "province",
            "indicators",
            "quote",
        ],
    );
    table
}

fn ambiguity() -> TableCreateStatement {
    let mut table = row("plan_ambiguity");
    texts(
        &mut table,
        &["topic_it", "topic_en", "readings_it", "readings_en", "choice_it", "choice_en", "quotes", "rows"],
    );
    table
}
