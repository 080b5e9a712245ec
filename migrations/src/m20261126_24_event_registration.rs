//! Who registered how many people for an event, and whether they have their places.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "event_registration";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::create()
            .table(TABLE)
            .col(schema::uuid("event_id"))
            .col(schema::string_len("organisation", 20))
            .col(schema::integer("people").check(Expr::col("people").gt(0)))
            // The revision of the events' log that put it there: who has less came before.
            .col(schema::big_integer("turn"))
            .col(schema::boolean("seated"))
            .col(schema::string_len("registered_by", 160))
            .col(schema::timestamp_with_time_zone("registered_at"))
            .primary_key(Index::create().col("event_id").col("organisation"))
            .foreign_key(ForeignKey::create().from(TABLE, "event_id").to("event", "id"))
            .foreign_key(ForeignKey::create().from(TABLE, "organisation").to("organisation", "code"))
            .to_owned();
        manager.create_table(table).await?;
        for (name, columns) in
            [("event_registration_turn", &["event_id", "turn"][..]), ("event_registration_of", &["organisation"])]
        {
            let mut index = Index::create().name(name).table(TABLE).to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table(TABLE).to_owned()).await
    }
}
