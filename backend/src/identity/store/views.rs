//! The views of pages that people keep: each its owner's alone.

use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _,
    PaginatorTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use serde_json::json;
use shared::{
    Rule,
    identity::{
        Permit,
        policy::act::ManageSelf,
        saved_view::{MAX_VIEWS, SavedView, ViewPage},
    },
};
use uuid::Uuid;

use crate::{
    audit::{Record, append},
    cx::WriteStamp,
    db::{Tx, Write},
    error::{Context as _, Error, Result},
    identity::entity::saved_view::{Column, Entity, Model},
};

/// What the register calls such a view.
const RECORD: &str = "savedView";

/// The views of a page that an account keeps, by name.
pub(crate) async fn view_list(
    db: &impl ConnectionTrait,
    _permit: &Permit<ManageSelf>,
    account: Uuid,
    page: ViewPage,
) -> Result<Vec<Model>> {
    let own = Entity::find().filter(Column::AccountId.eq(account)).filter(Column::Page.eq(page.name()));
    let mut rows = own.limit(MAX_VIEWS).all(db).await.context("reading the views that somebody keeps")?;
    // Sorted here, so that both databases agree whatever their collation.
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

/// Keeps a view; one of the same name is replaced. Gives its row.
#[derive(Debug)]
pub(crate) struct ViewKeep {
    pub(crate) account: Uuid,
    pub(crate) view: SavedView,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageSelf>,
    pub(crate) stamp: WriteStamp,
}

impl Write for ViewKeep {
    type Done = Model;

    async fn run(&self, tx: &Tx) -> Result<Model> {
        let own = Entity::find().filter(Column::AccountId.eq(self.account));
        // Near the end there are rows to lock: those who keep one at once count in turn.
        let turn = own.clone().order_by_asc(Column::Id).lock_exclusive();
        let all = turn.all(tx).await.context("locking the views that somebody keeps")?;
        let SavedView { page, name, query } = &self.view;
        let known = all.into_iter().find(|row| row.page == page.name() && row.name == *name);
        let after = Model {
            id: known.as_ref().map_or(self.stamp.id, |row| row.id),
            account_id: self.account,
            page: page.name().to_owned(),
            name: name.clone(),
            query: query.clone(),
            kept_at: self.stamp.at,
        };
        if let Some(before) = &known {
            let mut changed = before.clone().into_active_model();
            changed.query = Set(after.query.clone());
            changed.kept_at = Set(after.kept_at);
            changed.update(tx).await.context("replacing a view")?;
        } else {
            if own.count(tx).await.context("counting the views that somebody keeps")? >= MAX_VIEWS {
                return Err(Error::invalid("name", Rule::TooGreat { max: MAX_VIEWS as f64 }));
            }
            let new = after.clone().into_active_model().reset_all();
            Entity::insert(new).exec_without_returning(tx).await.context("keeping a view")?;
        }
        let record = Record::new(RECORD, after.id, known.as_ref().map(told).as_ref(), Some(&told(&after)))?;
        append(tx, &self.stamp, vec![record]).await?;
        Ok(after)
    }
}

/// Gives up a view of one's own.
#[derive(Debug)]
pub(crate) struct ViewDrop {
    pub(crate) account: Uuid,
    pub(crate) id: Uuid,
    #[expect(dead_code, reason = "held so that the write cannot be made without it")]
    pub(crate) permit: Permit<ManageSelf>,
    pub(crate) stamp: WriteStamp,
}

impl Write for ViewDrop {
    type Done = ();

    async fn run(&self, tx: &Tx) -> Result<()> {
        let own = Entity::find_by_id(self.id).filter(Column::AccountId.eq(self.account)).lock_exclusive();
        let before = own.one(tx).await.context("reading a view that somebody keeps")?.ok_or_else(Error::not_found)?;
        Entity::delete_by_id(self.id).exec(tx).await.context("giving up a view")?;
        append(tx, &self.stamp, vec![Record::new(RECORD, self.id, Some(&told(&before)), None::<&()>)?]).await
    }
}

fn told(row: &Model) -> serde_json::Value {
    json!({ "page": row.page, "name": row.name, "query": row.query })
}
