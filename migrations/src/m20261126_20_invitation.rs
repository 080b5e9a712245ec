//! An invitation to an address that has an account elsewhere says so in a column of its own; until this step it carried blanks
//! behind the address. One address has one account, and as many such invitations as there are.
//!
//! SQLite takes no column's uniqueness away, so there the table is made anew. What points at its rows is checked when the
//! transaction ends, and by then they are all there again.

use sea_orm_migration::{
    prelude::*,
    schema,
    sea_orm::{DbBackend, prelude::Uuid},
    sea_query::{ColumnDef, SimpleExpr},
};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

const TABLE: &str = "account";
/// Holds the rows while the table of SQLite is made anew.
const COPY: &str = "account_copy";
/// The index that lets an address have one account.
const ONE: &str = "account_email_one";
/// What PostgreSQL called the uniqueness of the column.
const UNIQUE: &str = "account_email_key";
const ELSEWHERE: &str = "elsewhere";
const BEFORE: [&str; 8] = ["id", "email", "name", "password", "active", "demo", "created_at", "signed_in_at"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// On SQLite too, where nothing is checked later outside of one.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            rebuild(manager, table(false).col(elsewhere()).to_owned()).await?;
        } else {
            let freed = format!("ALTER TABLE {TABLE} DROP CONSTRAINT {UNIQUE}");
            manager.get_connection().execute_unprepared(&freed).await?;
            manager.alter_table(Table::alter().table(TABLE).add_column(elsewhere()).to_owned()).await?;
        }
        let address: SimpleExpr = Func::cust("rtrim").arg(Expr::col("email")).into();
        let mut told = Query::update().table(TABLE).value(ELSEWHERE, true).value("email", address.clone()).to_owned();
        manager.execute(told.and_where(Expr::col("email").ne(address)).to_owned()).await?;
        let mut one = Index::create().unique().name(ONE).table(TABLE).col("email").to_owned();
        manager.create_index(one.and_where(Expr::col(ELSEWHERE).eq(false)).to_owned()).await?;
        manager.create_index(Index::create().name("account_email").table(TABLE).col("email").to_owned()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for index in ["account_email", ONE] {
            manager.drop_index(Index::drop().name(index).table(TABLE).to_owned()).await?;
        }
        blanks_put(manager).await?;
        if manager.get_database_backend() == DbBackend::Sqlite {
            return rebuild(manager, table(true)).await;
        }
        manager.alter_table(Table::alter().table(TABLE).drop_column(ELSEWHERE).to_owned()).await?;
        let held = format!("ALTER TABLE {TABLE} ADD CONSTRAINT {UNIQUE} UNIQUE (email)");
        manager.get_connection().execute_unprepared(&held).await.map(|_| ())
    }
}

fn elsewhere() -> ColumnDef {
    schema::boolean(ELSEWHERE).default(false).to_owned()
}

/// The table as it was, its addresses unique or not.
fn table(is_unique: bool) -> TableCreateStatement {
    let mut email = schema::string_len("email", 254);
    if is_unique {
        email.unique_key();
    }
    Table::create()
        .table(TABLE)
        .col(schema::uuid("id").primary_key())
        .col(email)
        .col(schema::string_len("name", 160))
        .col(schema::string_len_null("password", 200))
        .col(schema::boolean("active"))
        .col(schema::boolean("demo"))
        .col(schema::timestamp_with_time_zone("created_at"))
        .col(schema::timestamp_with_time_zone_null("signed_in_at"))
        .to_owned()
}

/// Makes the table of SQLite anew, with the rows that are there.
async fn rebuild(manager: &SchemaManager<'_>, table: TableCreateStatement) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    connection.execute_unprepared("PRAGMA defer_foreign_keys = ON").await?;
    connection.execute_unprepared(&format!("CREATE TABLE {COPY} AS SELECT * FROM {TABLE}")).await?;
    manager.drop_table(Table::drop().table(TABLE).to_owned()).await?;
    manager.create_table(table).await?;
    let rows = Query::select().columns(BEFORE).from(COPY).to_owned();
    let mut back = Query::insert().into_table(TABLE).columns(BEFORE).to_owned();
    back.select_from(rows).map_err(|error| DbErr::Custom(error.to_string()))?;
    manager.execute(back).await?;
    manager.drop_table(Table::drop().table(COPY).to_owned()).await
}

/// Puts blanks behind the addresses of invitations again, one more for each of the same address.
async fn blanks_put(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let mut asked =
        Query::select().columns(["id", "email"]).from(TABLE).and_where(Expr::col(ELSEWHERE).eq(true)).to_owned();
    let asked = asked.order_by("email", Order::Asc).order_by("id", Order::Asc).to_owned();
    let (mut last, mut blanks) = (String::new(), 0);
    for row in manager.get_connection().query_all(&asked).await? {
        let (id, email): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "email")?);
        blanks = if email == last { blanks + 1 } else { 1 };
        let address = format!("{email}{}", " ".repeat(blanks));
        let put = Query::update().table(TABLE).value("email", address).and_where(Expr::col("id").eq(id)).to_owned();
        manager.execute(put).await?;
        last = email;
    }
    Ok(())
}
