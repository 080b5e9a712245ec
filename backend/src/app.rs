//! The server as a whole: opened, started on a port, stopped in order.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum_server::{Handle, Server};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    changes,
    clock::Clock,
    config::Settings,
    cx::{Cx, Who},
    db::Db,
    error::{Context as _, Result},
    graphql::{ApiSchema, schema},
    http,
    identity::{self, Credentials, Gateway},
    live::Live,
    metrics::{Metrics, Now},
};

/// How long open requests and sockets have to finish when the server stops.
const DRAIN: Duration = Duration::from_secs(10);

/// What every request shares.
#[derive(Clone)]
pub struct App {
    db: Db,
    live: Live,
    clock: Clock,
    settings: Arc<Settings>,
    schema: ApiSchema,
    gateway: Option<Arc<Gateway>>,
    metrics: Arc<Metrics>,
}

impl App {
    /// The server on an open database. The caller has migrated and seeded it, or knows why not.
    pub fn new(db: Db, clock: Clock, settings: Settings) -> Self {
        let live = Live::new(settings.periods.poll);
        let gateway = settings.gateway.clone().map(|asked| Arc::new(Gateway::new(asked, &settings.public_url)));
        Self { db, live, clock, settings: Arc::new(settings), schema: schema(), gateway, metrics: Arc::default() }
    }

    /// The context of one request.
    pub(crate) fn cx(&self, who: Who) -> Cx {
        Cx::new(self.db.clone(), self.live.clone(), self.clock.clone(), Arc::clone(&self.settings), who)
    }

    /// Who shows these credentials.
    ///
    /// # Errors
    /// `UNAUTHENTICATED`, when a token is shown that is none.
    pub(crate) async fn who(&self, shown: &Credentials) -> Result<Who> {
        identity::who(&self.db, &self.settings, self.clock.now(), shown).await
    }

    /// Whether who showed these credentials is still who it was, with the same rights.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) async fn still(&self, shown: &Credentials, was: &Who) -> Result<bool> {
        identity::still(&self.db, &self.settings, self.clock.now(), shown, was).await
    }

    /// Now.
    pub(crate) fn now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.now()
    }

    /// The settings.
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The administration's gateway, when one is set up.
    pub(crate) fn gateway(&self) -> Option<&Gateway> {
        self.gateway.as_deref()
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The fan-out.
    pub(crate) fn live(&self) -> &Live {
        &self.live
    }

    /// The schema.
    pub(crate) fn schema(&self) -> &ApiSchema {
        &self.schema
    }

    /// What is counted.
    pub(crate) fn metrics(&self) -> Arc<Metrics> {
        Arc::clone(&self.metrics)
    }

    /// What was counted, and what stands now, as text.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub(crate) fn metrics_now(&self) -> Result<String> {
        let (sockets, connections) = (self.live.sockets_open(), self.db.connections());
        self.metrics.text(Now { sockets, connections, statements: self.db.statements() })
    }

    /// Tells what is counted, on a listener of its own, as long as the program runs.
    pub fn serve_metrics(&self, listener: TcpListener) {
        let router = http::metrics::router(self.clone());
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the metrics are no longer told");
            }
        });
    }

    /// Serves on a listener until `stop` is done; then says so to whoever asks whether it is ready, goes on answering for as long as
    /// the settings say, closes subscriptions, lets open requests finish, and ends.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let live = self.live.clone();
        tokio::spawn(changes::watch(self.db.clone(), live.clone()));
        let (headers, leave) = (self.settings.periods.headers, self.settings.leave);
        let handle = Handle::new();
        let mut server = Server::<SocketAddr>::from_listener(listener)
            .handle(handle.clone())
            .first_request_timeout(headers)
            .accept_error_handler(|_, error| tracing::warn!(%error, "a connection was not accepted"));
        server.http_builder().http1().header_read_timeout(headers);
        let service = http::router(self).into_make_service_with_connect_info::<SocketAddr>();
        let serving = async { server.serve(service).await.context("serving") };
        let stopping = async {
            stop.await;
            live.leave();
            if !leave.is_zero() {
                tracing::info!(leave_s = leave.as_secs(), "leaving: not ready any more, requests are still answered");
                tokio::time::sleep(leave).await;
            }
            tracing::info!("stopping: no new requests, open ones may finish");
            live.close();
            handle.graceful_shutdown(Some(DRAIN));
            // Sockets are no requests any more, and are waited for by themselves.
            if tokio::time::timeout(DRAIN, live.sockets_closed()).await.is_err() {
                tracing::warn!(waited_s = DRAIN.as_secs(), "some sockets did not close in time");
            }
            Ok(())
        };
        tokio::try_join!(serving, stopping)?;
        let cut = handle.connection_count();
        if cut > 0 {
            tracing::warn!(waited_s = DRAIN.as_secs(), connections = cut, "some requests did not finish in time");
        }
        Ok(())
    }

    /// Serves in the background. For tests: a free port, stopped when the handle is.
    ///
    /// # Errors
    /// When no port is free.
    pub async fn start(self) -> Result<Running> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("finding a free port")?;
        let address = listener.local_addr().context("asking for the port")?;
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let app = self.clone();
        let task = tokio::spawn(self.serve(listener, async move {
            // Told to stop, or whoever would tell is gone.
            let _ = stopped.await;
        }));
        Ok(Running { app, address, stop, task })
    }
}

/// A server that runs in the background.
pub struct Running {
    /// The server.
    pub app: App,
    /// Where it listens.
    pub address: SocketAddr,
    stop: tokio::sync::oneshot::Sender<()>,
    task: JoinHandle<Result<()>>,
}

impl Running {
    /// Stops it in order.
    ///
    /// # Errors
    /// When serving failed.
    pub async fn stop(self) -> Result<()> {
        let _ = self.stop.send(());
        self.task.await.context("waiting for the server to end")?
    }
}
