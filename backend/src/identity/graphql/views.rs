//! The views of pages that one keeps.
#![expect(clippy::disallowed_types, reason = "the macros name async_graphql::Error; tidy looks for it in our own text")]

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use shared::{
    id::{GlobalId, Kind},
    identity::saved_view::{SavedView as Kept, ViewPage as ModelPage},
};
use uuid::Uuid;

use crate::{
    cx::Cx,
    error::{Error, Result},
    identity::{
        entity::saved_view::Model,
        store::{ViewDrop, ViewKeep, view_list},
    },
};

/// The query of one's own views.
#[derive(Debug, Default)]
pub(crate) struct ViewQuery;

/// The mutations of one's own views.
#[derive(Debug, Default)]
pub(crate) struct ViewMutation;

/// A page whose views are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "ModelPage")]
pub(crate) enum ViewPage {
    /// The board of a scenario; a view is of any scenario.
    Board,
    /// The comparison of scenarios; a view names them.
    Comparison,
}

/// What a page shows of its subject (filter, columns, order), kept under a name of one's own.
#[derive(SimpleObject)]
pub(crate) struct SavedView {
    id: ID,
    name: String,
    /// The query of the page's address, without the question mark.
    query: String,
}

impl SavedView {
    fn of(row: Model) -> Self {
        let id = GlobalId::new(Kind::SavedView, row.id.to_string()).to_string().into();
        Self { id, name: row.name, query: row.query }
    }
}

/// A view to keep.
#[derive(InputObject)]
pub(crate) struct ViewSaveInput {
    page: ViewPage,
    /// One of the same name is replaced.
    name: String,
    /// The query of the page's address, without the question mark.
    query: String,
}

/// The view that was kept.
#[derive(SimpleObject)]
pub(crate) struct ViewSavePayload {
    view: SavedView,
}

/// What giving up a view came to.
#[derive(SimpleObject)]
pub(crate) struct ViewRemovePayload {
    /// Always true: a refusal is an error.
    removed: bool,
}

#[Object]
impl ViewQuery {
    /// The views of a page that one keeps, by name, at most 100. Nobody else sees them.
    #[graphql(complexity = "1 + 100 * child_complexity")]
    async fn saved_views(&self, ctx: &Context<'_>, page: ViewPage) -> Result<Vec<SavedView>> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let rows = view_list(cx.db().read(), &permit, account, page.into()).await?;
        Ok(rows.into_iter().map(SavedView::of).collect())
    }
}

#[Object]
impl ViewMutation {
    /// Keeps a view of a page under a name; one of the same name is replaced.
    async fn view_save(&self, ctx: &Context<'_>, input: ViewSaveInput) -> Result<ViewSavePayload> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let view = Kept::new(input.page.into(), &input.name, &input.query)?;
        let keep = ViewKeep { account, view, permit, stamp: cx.mark("viewSave") };
        Ok(ViewSavePayload { view: SavedView::of(cx.db().write(&keep).await?) })
    }

    /// Gives up one of one's own views.
    async fn view_remove(&self, ctx: &Context<'_>, view: ID) -> Result<ViewRemovePayload> {
        let cx = Cx::of(ctx)?;
        let (account, permit) = cx.myself()?;
        let id = GlobalId::key_of(&view, Kind::SavedView).and_then(|key| Uuid::try_parse(&key).ok());
        let id = id.ok_or_else(Error::not_found)?;
        cx.db().write(&ViewDrop { account, id, permit, stamp: cx.mark("viewRemove") }).await?;
        Ok(ViewRemovePayload { removed: true })
    }
}
