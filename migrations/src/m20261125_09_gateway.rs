//! Signing in through the administration's gateway: identities that can be told apart and were used, and journeys to the gateway.
//!
//! Until this step nothing wrote `account_identity`, so it is made anew instead of being altered.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.drop_table(Table::drop().table("account_identity").to_owned()).await?;
        manager.create_table(identity()).await?;
        manager.create_table(journey()).await?;
        for (name, table, column) in
            [("identity_account", "account_identity", "account_id"), ("journey_address", "gateway_journey", "address")]
        {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        let mut pair = Index::create().name("identity_subject").table("account_identity").unique().to_owned();
        manager.create_index(pair.col("issuer").col("subject").to_owned()).await?;
        // The identity that a session was opened with; none for a password.
        let session = Table::alter().table("session").add_column(schema::uuid_null("identity_id")).to_owned();
        manager.alter_table(session).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.alter_table(Table::alter().table("session").drop_column("identity_id").to_owned()).await?;
        for table in ["gateway_journey", "account_identity"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        let before = Table::create()
            .table("account_identity")
            .col(schema::string_len("issuer", 200))
            .col(schema::string_len("subject", 200))
            .col(schema::uuid("account_id"))
            .col(schema::timestamp_with_time_zone("linked_at"))
            .primary_key(Index::create().col("issuer").col("subject"))
            .foreign_key(ForeignKey::create().from("account_identity", "account_id").to("account", "id"))
            .to_owned();
        manager.create_table(before).await
    }
}

fn identity() -> TableCreateStatement {
    Table::create()
        .table("account_identity")
        .col(schema::uuid("id").primary_key())
        .col(schema::string_len("issuer", 500))
        // OpenID Connect allows 255 characters.
        .col(schema::string_len("subject", 255))
        .col(schema::uuid("account_id"))
        .col(schema::timestamp_with_time_zone("linked_at"))
        .col(schema::timestamp_with_time_zone_null("used_at"))
        .foreign_key(ForeignKey::create().from("account_identity", "account_id").to("account", "id"))
        .to_owned()
}

/// A browser that is at the gateway, until it comes back or its time is over. No secret: hashes, and what it went for.
fn journey() -> TableCreateStatement {
    Table::create()
        .table("gateway_journey")
        .col(schema::string_len("hash", 64).primary_key())
        .col(schema::string_len("errand", 20))
        // The page to come back to, of who signs in.
        .col(schema::string_len_null("back", 200))
        // The account and its session, of who links.
        .col(schema::uuid_null("account_id"))
        .col(schema::uuid_null("session_id"))
        // The hash of the invitation and the name that was typed, of who accepts it.
        .col(schema::string_len_null("link", 64))
        .col(schema::string_len_null("name", 160))
        .col(schema::string_len("address", 60))
        .col(schema::timestamp_with_time_zone("expires_at"))
        .to_owned()
}
