//! Partnerships, who takes part in them, and what happened to each.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The topic of all partnerships.
const TOPIC: &str = "partnerships";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(partnership()).await?;
        for (name, column) in [("partnership_state", "state"), ("partnership_province", "province")] {
            manager.create_index(Index::create().name(name).table("partnership").col(column).to_owned()).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("partnership_partner")
                    .col(schema::uuid("id").primary_key())
                    .col(schema::uuid("partnership_id"))
                    .col(schema::string_len("organisation", 20))
                    .col(schema::text("role"))
                    .col(schema::string_len_null("joined_on", 10))
                    // Set once it has left: who took part before stays on record.
                    .col(schema::string_len_null("left_on", 10))
                    .foreign_key(
                        ForeignKey::create().from("partnership_partner", "partnership_id").to("partnership", "id"),
                    )
                    .foreign_key(
                        ForeignKey::create().from("partnership_partner", "organisation").to("organisation", "code"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("partnership_entry")
                    .col(schema::uuid("partnership_id"))
                    .col(schema::big_integer("revision"))
                    .col(schema::string_len("what", 12))
                    .col(schema::string_len_null("state", 16))
                    .col(schema::text("text"))
                    .col(schema::string_len("by", 80))
                    .col(schema::timestamp_with_time_zone("at"))
                    .primary_key(Index::create().col("partnership_id").col("revision"))
                    .foreign_key(
                        ForeignKey::create().from("partnership_entry", "partnership_id").to("partnership", "id"),
                    )
                    .to_owned(),
            )
            .await?;
        for (name, column) in [("partnership_partners", "partnership_id"), ("partnership_partner_of", "organisation")] {
            let index = Index::create().name(name).table("partnership_partner").col(column).to_owned();
            manager.create_index(index).await?;
        }
        super::topics::add(manager, TOPIC).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["partnership_entry", "partnership_partner", "partnership"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        super::topics::remove(manager, TOPIC).await
    }
}

fn partnership() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("partnership")
        .col(schema::uuid("id").primary_key())
        // Of those that came with the data: how the file calls it.
        .col(schema::string_len_null("code", 20).unique_key())
        .col(schema::text("title"))
        .col(schema::string_len("kind", 16))
        .col(schema::string_len("level", 12))
        .col(schema::string_len_null("province", 12))
        .col(schema::string_len("state", 16))
        // Codes of requirements, each with a space before and after it.
        .col(schema::text("serves"))
        .col(schema::text("description"))
        // How many partnerships the act means by this row.
        .col(schema::integer("stands_for").default(1))
        // Days as `2026-11-25`, which sort as they are.
        .col(schema::string_len_null("signed_on", 10))
        .col(schema::string_len_null("starts_on", 10))
        .col(schema::string_len_null("ends_on", 10))
        .col(schema::text("next_step"))
        .col(schema::text("next_owner"))
        .col(schema::string_len_null("next_due", 10))
        // The organisation whose proposal it is, or was.
        .col(schema::string_len_null("proposed_by", 20))
        .col(schema::text_null("quote"))
        .col(schema::integer_null("act_line"))
        .col(schema::text_null("act_note"))
        .col(schema::big_integer("revision"))
        .col(schema::string_len("created_by", 80))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::string_len_null("edited_by", 80))
        .col(schema::timestamp_with_time_zone_null("edited_at"))
        .foreign_key(ForeignKey::create().from("partnership", "province").to("province", "code"));
    table.clone()
}
