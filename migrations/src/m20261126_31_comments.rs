//! What is said of a scenario's cells and job centres: threads, their comments, and whom these mention.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const THREAD: &str = "scenario_thread";
const COMMENT: &str = "scenario_comment";
const MENTION: &str = "scenario_mention";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [thread(), comment(), mention()] {
            manager.create_table(table).await?;
        }
        let indexes = [
            Index::create().name("scenario_thread_begun").table(THREAD).col("scenario_id").col("begun").unique().take(),
            Index::create().name("scenario_comment_made").table(COMMENT).col("thread_id").col("made").unique().take(),
            Index::create().name("scenario_mention_account").table(MENTION).col("account_id").take(),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [MENTION, COMMENT, THREAD] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn thread() -> TableCreateStatement {
    Table::create()
        .table(THREAD)
        .col(schema::uuid("id").primary_key())
        .col(schema::uuid("scenario_id"))
        // The scenario's revision that its first comment made.
        .col(schema::big_integer("begun"))
        .col(schema::string_len("cpi", 20))
        // None: of the whole job centre.
        .col(schema::string_len_null("profile", 20))
        .col(schema::boolean("resolved"))
        .col(schema::text_null("resolved_by"))
        .col(schema::timestamp_with_time_zone_null("resolved_at"))
        .foreign_key(ForeignKey::create().from(THREAD, "scenario_id").to("scenario", "id"))
        .to_owned()
}

fn comment() -> TableCreateStatement {
    Table::create()
        .table(COMMENT)
        .col(schema::uuid("id").primary_key())
        .col(schema::uuid("thread_id"))
        .col(schema::big_integer("made"))
        .col(schema::uuid("account_id"))
        .col(schema::text("by"))
        .col(schema::timestamp_with_time_zone("at"))
        .col(schema::timestamp_with_time_zone_null("edited_at"))
        .col(schema::boolean("deleted"))
        .col(schema::text("text"))
        .foreign_key(ForeignKey::create().from(COMMENT, "thread_id").to(THREAD, "id"))
        .foreign_key(ForeignKey::create().from(COMMENT, "account_id").to("account", "id"))
        .to_owned()
}

fn mention() -> TableCreateStatement {
    Table::create()
        .table(MENTION)
        .col(schema::uuid("comment_id"))
        .col(schema::uuid("account_id"))
        .col(schema::text("name"))
        .primary_key(Index::create().col("comment_id").col("account_id"))
        .foreign_key(ForeignKey::create().from(MENTION, "comment_id").to(COMMENT, "id"))
        .foreign_key(ForeignKey::create().from(MENTION, "account_id").to("account", "id"))
        .to_owned()
}
