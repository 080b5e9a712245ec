//! Events: what they are, whose they are, who holds them, how many people came.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The topic of all changes of events.
const TOPIC: &str = "events";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [event(), event_cpi(), event_facilitator(), event_people()] {
            manager.create_table(table).await?;
        }
        for (name, table, columns) in [
            ("event_start", "event", &["starts_at", "id"][..]),
            ("event_province", "event", &["province", "starts_at"]),
            ("event_requirement", "event", &["requirement"]),
            ("event_cpi_cpi", "event_cpi", &["cpi"]),
            ("event_facilitator_facilitator", "event_facilitator", &["facilitator"]),
        ] {
            let mut index = Index::create().name(name).table(table).to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        let mut topic = Query::insert().into_table("topic").columns(["name", "revision"]).to_owned();
        // As wide as the program binds it: a connection keeps a statement with the types of its first use.
        manager.execute(topic.values_panic([TOPIC.into(), 0_i64.into()]).to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["event_people", "event_facilitator", "event_cpi", "event"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for (table, column) in [("write", "topic"), ("change", "topic"), ("topic", "name")] {
            let gone = Query::delete().from_table(table).and_where(Expr::col(column).eq(TOPIC)).to_owned();
            manager.execute(gone).await?;
        }
        Ok(())
    }
}

fn event() -> TableCreateStatement {
    Table::create()
        .table("event")
        .col(schema::uuid("id").primary_key())
        .col(schema::string_len("title", 200))
        .col(schema::string_len("kind", 24))
        .col(schema::string_len("audience", 200))
        // Of the event's territory: none is the region.
        .col(schema::string_len_null("province", 12))
        .col(schema::string_len_null("cpi", 12))
        .col(schema::boolean("online"))
        .col(schema::string_len_null("municipality", 6))
        .col(schema::string_len("place", 200))
        .col(schema::timestamp_with_time_zone("starts_at"))
        .col(schema::timestamp_with_time_zone("ends_at"))
        .col(schema::integer_null("capacity").check(Expr::col("capacity").gt(0)))
        .col(schema::boolean("public"))
        // Whether it was ever public: then its end is told in public too.
        .col(schema::boolean("published"))
        .col(schema::string_len_null("requirement", 20))
        // Codes of the plan, with a blank between them.
        .col(schema::text("feeds"))
        .col(schema::text("notes"))
        .col(schema::string_len("state", 12))
        .col(schema::text_null("step_note"))
        .col(schema::big_integer("sequence"))
        .col(schema::big_integer("revision"))
        .col(schema::string_len("created_by", 160))
        .col(schema::string_len("created_actor", 80))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::string_len("edited_by", 160))
        .col(schema::timestamp_with_time_zone("edited_at"))
        .col(schema::string_len_null("counted_by", 160))
        .col(schema::timestamp_with_time_zone_null("counted_at"))
        .foreign_key(ForeignKey::create().from("event", "province").to("province", "code"))
        .foreign_key(ForeignKey::create().from("event", "cpi").to("cpi", "code"))
        .foreign_key(ForeignKey::create().from("event", "municipality").to("municipality", "istat"))
        .check(Expr::col("ends_at").gt(Expr::col("starts_at")))
        .to_owned()
}

fn event_cpi() -> TableCreateStatement {
    Table::create()
        .table("event_cpi")
        .col(schema::uuid("event_id"))
        .col(schema::string_len("cpi", 12))
        .primary_key(Index::create().col("event_id").col("cpi"))
        .foreign_key(ForeignKey::create().from("event_cpi", "event_id").to("event", "id"))
        .foreign_key(ForeignKey::create().from("event_cpi", "cpi").to("cpi", "code"))
        .to_owned()
}

fn event_facilitator() -> TableCreateStatement {
    Table::create()
        .table("event_facilitator")
        .col(schema::uuid("event_id"))
        .col(schema::string_len("facilitator", 20))
        .primary_key(Index::create().col("event_id").col("facilitator"))
        .foreign_key(ForeignKey::create().from("event_facilitator", "event_id").to("event", "id"))
        .to_owned()
}

fn event_people() -> TableCreateStatement {
    Table::create()
        .table("event_people")
        .col(schema::uuid("event_id"))
        .col(schema::string_len("category", 16))
        // Empty for all people of a category; a job centre's code for its own operators.
        .col(schema::string_len("cpi", 12))
        .col(schema::integer_null("planned").check(Expr::col("planned").gte(0)))
        .col(schema::integer_null("actual").check(Expr::col("actual").gte(0)))
        .primary_key(Index::create().col("event_id").col("category").col("cpi"))
        .foreign_key(ForeignKey::create().from("event_people", "event_id").to("event", "id"))
        .to_owned()
}
