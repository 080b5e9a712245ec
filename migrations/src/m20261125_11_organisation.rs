//! Organisations, and the trigrams of their names, by which they are found.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The topic on which those take turns who change organisations. Its changes are those of all of them.
const TOPIC: &str = "organisations";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("organisation")
                    .col(schema::string_len("code", 20).primary_key())
                    // Codes are counted: the next one is one more.
                    .col(schema::big_integer("number").unique_key())
                    .col(schema::string_len("name", 640))
                    // What it is found by: name, aliases and place, folded.
                    .col(schema::text("folded"))
                    .col(schema::string_len("kind", 24))
                    .col(schema::string_len("level", 12))
                    .col(schema::string_len_null("province", 12))
                    .col(schema::string_len_null("municipality", 12))
                    // One a line.
                    .col(schema::text("aliases"))
                    .col(schema::text("address"))
                    .col(schema::string_len("email", 254))
                    .col(schema::string_len("phone", 120))
                    .col(schema::text("website"))
                    .col(schema::text("note"))
                    // A kind of organisation that the act speaks of, and no single one.
                    .col(schema::boolean("generic"))
                    // The sentence of the act that names it, and its line; none of one that a person added.
                    .col(schema::text_null("quote"))
                    .col(schema::integer_null("act_line"))
                    .col(schema::big_integer("revision"))
                    .col(schema::string_len("created_by", 80))
                    .col(schema::timestamp_with_time_zone("created_at"))
                    .col(schema::string_len_null("edited_by", 80))
                    .col(schema::timestamp_with_time_zone_null("edited_at"))
                    .foreign_key(ForeignKey::create().from("organisation", "province").to("province", "code"))
                    .foreign_key(ForeignKey::create().from("organisation", "municipality").to("municipality", "istat"))
                    .to_owned(),
            )
            .await?;
        for (name, column) in [("organisation_kind", "kind"), ("organisation_province", "province")] {
            manager.create_index(Index::create().name(name).table("organisation").col(column).to_owned()).await?;
        }
        manager
            .create_table(
                Table::create()
                    .table("organisation_trigram")
                    .col(schema::string_len("trigram", 12))
                    .col(schema::string_len("organisation", 20))
                    .primary_key(Index::create().col("trigram").col("organisation"))
                    .foreign_key(
                        ForeignKey::create().from("organisation_trigram", "organisation").to("organisation", "code"),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("organisation_trigrams")
                    .table("organisation_trigram")
                    .col("organisation")
                    .to_owned(),
            )
            .await?;
        super::topics::add(manager, TOPIC).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["organisation_trigram", "organisation"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        super::topics::remove(manager, TOPIC).await
    }
}
