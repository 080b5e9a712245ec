//! What is asked of the API about the views that one keeps.

use cynic::{MutationBuilder, QueryBuilder};
use shared::identity::saved_view as model;

use crate::graphql::{Failure, ask, schema};

#[derive(cynic::Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ViewPage {
    Board,
    Comparison,
}

impl From<model::ViewPage> for ViewPage {
    fn from(page: model::ViewPage) -> Self {
        match page {
            model::ViewPage::Board => Self::Board,
            model::ViewPage::Comparison => Self::Comparison,
        }
    }
}

/// A view that one keeps.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq)]
pub(super) struct SavedView {
    pub(super) id: cynic::Id,
    pub(super) name: String,
    pub(super) query: String,
}

#[derive(cynic::QueryVariables)]
struct ViewsVariables {
    page: ViewPage,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ViewsVariables")]
struct Views {
    #[arguments(page: $page)]
    saved_views: Vec<SavedView>,
}

/// The views of a page, by name.
pub(super) async fn views(page: model::ViewPage) -> Result<Vec<SavedView>, Failure> {
    Ok(ask(Views::build(ViewsVariables { page: page.into() })).await?.saved_views)
}

#[derive(cynic::InputObject)]
struct ViewSaveInput {
    page: ViewPage,
    name: String,
    query: String,
}

#[derive(cynic::QueryVariables)]
struct SaveVariables {
    input: ViewSaveInput,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SaveVariables")]
struct Save {
    #[arguments(input: $input)]
    view_save: ViewSavePayload,
}

#[derive(cynic::QueryFragment)]
struct ViewSavePayload {
    view: SavedView,
}

/// Keeps a view; one of the same name is replaced. Gives it.
pub(super) async fn view_save(view: &model::SavedView) -> Result<SavedView, Failure> {
    let input = ViewSaveInput { page: view.page.into(), name: view.name.clone(), query: view.query.clone() };
    Ok(ask(Save::build(SaveVariables { input })).await?.view_save.view)
}

#[derive(cynic::QueryVariables)]
struct RemoveVariables {
    view: cynic::Id,
}

#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RemoveVariables")]
struct Remove {
    #[arguments(view: $view)]
    #[expect(dead_code, reason = "a payload must be asked for something")]
    view_remove: ViewRemovePayload,
}

#[derive(cynic::QueryFragment)]
struct ViewRemovePayload {
    #[expect(dead_code, reason = "as above")]
    removed: bool,
}

/// Gives up a view.
pub(super) async fn view_remove(view: cynic::Id) -> Result<(), Failure> {
    ask(Remove::build(RemoveVariables { view })).await.map(|_| ())
}
