//! The register of changes: who, when, what, before and after. Rows are chained by hash; one row holds the chain's end.

use sea_orm_migration::{prelude::*, schema};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("audit")
                    .col(schema::big_integer("seq").primary_key().check(Expr::col("seq").gt(0)))
                    .col(schema::timestamp_with_time_zone("at"))
                    // The account's id, `token:` and its id, or `system`.
                    .col(schema::string_len("actor", 60))
                    .col(schema::string_len("actor_name", 200))
                    .col(schema::string_len("request", 40))
                    .col(schema::string_len("address", 60))
                    .col(schema::string_len("action", 60))
                    .col(schema::string_len("kind", 20))
                    .col(schema::string_len("record", 80))
                    // JSON as it was hashed: text, because a database may write its own JSON anew.
                    .col(schema::text_null("before"))
                    .col(schema::text_null("after"))
                    .col(schema::string_len("hash", 64))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("audit_end")
                    .col(schema::integer("id").primary_key().check(Expr::col("id").eq(1)))
                    .col(schema::big_integer("seq").check(Expr::col("seq").gte(0)))
                    .col(schema::string_len("hash", 64))
                    .to_owned(),
            )
            .await?;
        let first = Query::insert()
            .into_table("audit_end")
            .columns(["id", "seq", "hash"])
            .values_panic([1.into(), 0.into(), "".into()])
            .to_owned();
        manager.execute(first).await?;
        for (name, columns) in [("audit_record", ["kind", "record"].as_slice()), ("audit_actor", &["actor"])] {
            let mut index = Index::create().name(name).table("audit").to_owned();
            for column in columns {
                index.col(*column);
            }
            manager.create_index(index.col("seq").to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_end", "audit"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        Ok(())
    }
}
