//! What the programme of events rests on: the events that the act names, who can hold sessions, patron saints' days.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [act_event(), facilitator(), patron_day()] {
            manager.create_table(table).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["patron_day", "facilitator", "act_event"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn act_event() -> TableCreateStatement {
    Table::create()
        .table("act_event")
        .col(schema::string_len("code", 20).primary_key())
        // `REQUIRED`, `PLANNED` or `PAST`.
        .col(schema::string_len("status", 12))
        .col(schema::string_len("title_it", 200))
        .col(schema::string_len("title_en", 200))
        .col(schema::string_len("audience_it", 200))
        .col(schema::string_len("audience_en", 200))
        .col(schema::string_len("kind", 24))
        .col(schema::string_len("reach", 12))
        .col(schema::string_len_null("province", 12))
        .col(schema::integer_null("number").check(Expr::col("number").gte(0)))
        .col(schema::integer_null("done").check(Expr::col("done").gte(0)))
        .col(schema::boolean("at_least"))
        .col(schema::string_len_null("frequency", 12))
        .col(schema::string_len("area", 12))
        .col(schema::string_len("objective", 20))
        .col(schema::string_len_null("result", 20))
        .col(schema::string_len_null("indicator", 20))
        .col(schema::integer_null("people").check(Expr::col("people").gte(0)))
        .col(schema::string_len_null("people_unit", 40))
        // As far as it is known: a year and a month, or a day.
        .col(schema::string_len_null("first_day", 10))
        .col(schema::string_len_null("last_day", 10))
        .col(schema::string_len("place", 200))
        .col(schema::text("quote"))
        .col(schema::text("note"))
        .foreign_key(ForeignKey::create().from("act_event", "province").to("province", "code"))
        .to_owned()
}

fn facilitator() -> TableCreateStatement {
    Table::create()
        .table("facilitator")
        .col(schema::string_len("code", 20).primary_key())
        .col(schema::string_len("name", 160))
        .col(schema::string_len("role", 160))
        .col(schema::string_len("organisation", 160))
        .col(schema::string_len("province", 12))
        .col(schema::integer("weekly_limit").check(Expr::col("weekly_limit").gte(0)))
        // Days away, first and last, as JSON.
        .col(schema::json("away"))
        .col(schema::string_len("origin", 12))
        .col(schema::text("source"))
        .foreign_key(ForeignKey::create().from("facilitator", "province").to("province", "code"))
        .to_owned()
}

fn patron_day() -> TableCreateStatement {
    Table::create()
        .table("patron_day")
        .col(schema::string_len("cpi", 12).primary_key())
        .col(schema::integer("month").check(Expr::col("month").between(1, 12)))
        .col(schema::integer("day").check(Expr::col("day").between(1, 31)))
        .col(schema::string_len("name", 160))
        .col(schema::string_len("origin", 12))
        .col(schema::text("source"))
        .foreign_key(ForeignKey::create().from("patron_day", "cpi").to("cpi", "code"))
        .to_owned()
}
