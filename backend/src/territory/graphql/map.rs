//! The map of today, read once in a request.

use std::sync::Arc;

use async_graphql::Context;
use tokio::sync::OnceCell;

use crate::{
    cx::Cx,
    error::{Error, Result},
    territory::{
        CpiRow,
        borders::{Borders, Map, Moment},
        store::{borders_read, cpi_list_all},
    },
};

/// What changed of the catchments, and how they are today.
#[derive(Default)]
pub(crate) struct MapCache {
    borders: OnceCell<Arc<Borders>>,
    today: OnceCell<Arc<Map>>,
}

/// All changes of the catchments.
pub(crate) async fn borders(ctx: &Context<'_>) -> Result<Arc<Borders>> {
    let db = Cx::of(ctx)?.db().read();
    let read = async || borders_read(db).await.map(Arc::new);
    cache(ctx)?.borders.get_or_try_init(read).await.cloned()
}

/// Today's map; an empty one while nothing was ever moved, when every row says itself whom it serves.
pub(super) async fn today(ctx: &Context<'_>) -> Result<Arc<Map>> {
    let cx = Cx::of(ctx)?;
    let drawn = async || {
        let borders = borders(ctx).await?;
        if borders.rows.is_empty() {
            return Ok(Arc::default());
        }
        borders.on(&cpi_list_all(cx.db().read()).await?, &Moment::today(cx.now())).map(Arc::new)
    };
    cache(ctx)?.today.get_or_try_init(drawn).await.cloned()
}

impl Map {
    /// A job centre with the people whom it serves.
    pub(super) fn cpi<'a>(&'a self, row: &'a CpiRow) -> &'a CpiRow {
        self.cpis.iter().find(|known| known.code == row.code).unwrap_or(row)
    }
}

fn cache<'a>(ctx: &'a Context<'_>) -> Result<&'a MapCache> {
    ctx.data_opt::<MapCache>().ok_or_else(|| Error::fault("finding the request's map", "there is none"))
}
