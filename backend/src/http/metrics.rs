//! The page of figures for whoever watches the server: on an address of its own, which the world does not reach.

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::get,
};

use crate::{app::App, metrics::MEDIA_TYPE};

/// The one route.
pub(crate) fn router(app: App) -> Router {
    Router::new().route("/metrics", get(told)).with_state(app)
}

async fn told(State(app): State<App>) -> Response {
    match app.metrics_now() {
        Ok(text) => ([(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics were not told");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
