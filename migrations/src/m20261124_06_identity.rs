//! Accounts, the parts they play, their sessions, one-time links, tokens of partners, and failed tries to sign in.
//!
//! No secret is stored: passwords as argon2id, all other secrets as hashes of what only their holder knows.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(account()).await?;
        manager.create_table(grant()).await?;
        manager.create_table(foreign_identity()).await?;
        manager.create_table(session()).await?;
        manager.create_table(link()).await?;
        manager.create_table(token()).await?;
        manager.create_table(failure()).await?;
        for (name, table, column) in [
            ("session_account", "session", "account_id"),
            ("link_account", "link", "account_id"),
            ("token_organisation", "api_token", "organisation"),
            ("sign_in_failure_who", "sign_in_failure", "who"),
            ("sign_in_failure_address", "sign_in_failure", "address"),
        ] {
            manager.create_index(Index::create().name(name).table(table).col(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["sign_in_failure", "api_token", "link", "session", "account_identity", "account_grant", "account"]
        {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}

fn account() -> TableCreateStatement {
    Table::create()
        .table("account")
        .col(schema::uuid("id").primary_key())
        .col(schema::string_len("email", 254).unique_key())
        .col(schema::string_len("name", 160))
        .col(schema::string_len_null("password", 200))
        .col(schema::boolean("active"))
        .col(schema::boolean("demo"))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::timestamp_with_time_zone_null("signed_in_at"))
        .to_owned()
}

fn grant() -> TableCreateStatement {
    Table::create()
        .table("account_grant")
        .col(schema::uuid("account_id"))
        .col(schema::string_len("role", 20))
        // The code of a province, CPI or organisation; empty for the region.
        .col(schema::string_len("scope", 20))
        .primary_key(Index::create().col("account_id").col("role").col("scope"))
        .foreign_key(ForeignKey::create().from("account_grant", "account_id").to("account", "id"))
        .to_owned()
}

fn foreign_identity() -> TableCreateStatement {
    Table::create()
        .table("account_identity")
        .col(schema::string_len("issuer", 200))
        .col(schema::string_len("subject", 200))
        .col(schema::uuid("account_id"))
        .col(schema::timestamp_with_time_zone("linked_at"))
        .primary_key(Index::create().col("issuer").col("subject"))
        .foreign_key(ForeignKey::create().from("account_identity", "account_id").to("account", "id"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    Table::create()
        .table("session")
        .col(schema::uuid("id").primary_key())
        .col(schema::string_len("hash", 64).unique_key())
        .col(schema::uuid("account_id"))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::timestamp_with_time_zone("seen_at"))
        .col(schema::timestamp_with_time_zone("expires_at"))
        .col(schema::string_len("browser", 200))
        .col(schema::string_len("address", 60))
        .foreign_key(ForeignKey::create().from("session", "account_id").to("account", "id"))
        .to_owned()
}

fn link() -> TableCreateStatement {
    Table::create()
        .table("link")
        .col(schema::uuid("id").primary_key())
        .col(schema::string_len("hash", 64).unique_key())
        // None: the link of the first administrator.
        .col(schema::uuid_null("account_id"))
        .col(schema::string_len("purpose", 20))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::timestamp_with_time_zone("expires_at"))
        .col(schema::timestamp_with_time_zone_null("used_at"))
        .foreign_key(ForeignKey::create().from("link", "account_id").to("account", "id"))
        .to_owned()
}

fn token() -> TableCreateStatement {
    Table::create()
        .table("api_token")
        .col(schema::uuid("id").primary_key())
        .col(schema::string_len("hash", 64).unique_key())
        .col(schema::string_len("shown", 16))
        .col(schema::string_len("name", 160))
        .col(schema::string_len("organisation", 20))
        .col(schema::string_len("scopes", 100))
        .col(schema::string_len("made_by", 160))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::timestamp_with_time_zone("expires_at"))
        .col(schema::timestamp_with_time_zone_null("used_at"))
        .col(schema::timestamp_with_time_zone_null("revoked_at"))
        .to_owned()
}

fn failure() -> TableCreateStatement {
    Table::create()
        .table("sign_in_failure")
        .col(schema::uuid("id").primary_key())
        // A hash of the address that was typed, whether an account has it or not.
        .col(schema::string_len("who", 64))
        .col(schema::string_len("address", 60))
        .col(schema::timestamp_with_time_zone("at"))
        .to_owned()
}
