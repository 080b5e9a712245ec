//! Topics that a step brings along, so that writers find one to take turns on.

use sea_orm_migration::prelude::*;

/// Adds a topic, at revision 0.
pub(crate) async fn add(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    let mut topic = Query::insert().into_table("topic").columns(["name", "revision"]).to_owned();
    // As wide as the program binds it: a connection keeps a statement with the types of its first use.
    manager.execute(topic.values_panic([name.into(), 0_i64.into()]).to_owned()).await
}

/// Takes a topic away, with its changes.
pub(crate) async fn remove(manager: &SchemaManager<'_>, name: &str) -> Result<(), DbErr> {
    for (table, column) in [("write", "topic"), ("change", "topic"), ("topic", "name")] {
        let rows = Query::delete().from_table(table).and_where(Expr::col(column).eq(name)).to_owned();
        manager.execute(rows).await?;
    }
    Ok(())
}
