//! Live changes: one subscription over graphql-transport-ws that never gives up and misses nothing.
//!
//! After a break it asks for everything since the last revision that was seen, so the page need not load again.

use std::{cell::Cell, rc::Rc, time::Duration};

use cynic::StreamingOperation;
use futures::{
    FutureExt, StreamExt,
    channel::oneshot,
    future::{AbortHandle, Abortable},
};
use gloo::{events::EventListener, timers::callback::Timeout};
use graphql_ws_client::{Client, ws_stream_wasm::Connection};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use ws_stream_wasm::WsMeta;

/// The sub-protocol that the server speaks.
const PROTOCOL: &str = "graphql-transport-ws";
/// The first wait after a break, and the longest, milliseconds; it doubles, and a random half keeps browsers apart.
const WAIT_MS: (u32, u32) = (250, 8_000);
/// How often a quiet connection is tried.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// Whether changes arrive as they happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    /// The first try is under way.
    Connecting,
    /// Changes arrive.
    Live,
    /// The line is cut; it is tried again and again.
    Cut,
}

/// Follows a stream of changes until the owner is cleaned up.
///
/// `operation` asks for what comes after the newest revision that the page has; `on_change` takes each answer.
pub(crate) fn follow<Q, V>(
    operation: impl Fn() -> StreamingOperation<Q, V> + 'static,
    on_change: impl Fn(Q) + 'static,
) -> RwSignal<Link>
where
    Q: DeserializeOwned + Send + 'static,
    V: Serialize + Send + Unpin + 'static,
{
    let link = RwSignal::new(Link::Connecting);
    let (handle, registration) = AbortHandle::new_pair();
    let endless = async move {
        let mut wait = WAIT_MS.0;
        loop {
            if once(&operation, &on_change, link).await {
                wait = WAIT_MS.0;
            }
            link.try_set(Link::Cut);
            let jitter = (js_sys::Math::random() * f64::from(wait)) as u32;
            pause(wait / 2 + jitter / 2).await;
            wait = (wait * 2).min(WAIT_MS.1);
        }
    };
    wasm_bindgen_futures::spawn_local(Abortable::new(endless, registration).map(|_| ()));
    on_cleanup(move || handle.abort());
    link
}

/// One connection, from its beginning to its end. Says whether anything ever came through.
async fn once<Q, V>(
    operation: &impl Fn() -> StreamingOperation<Q, V>,
    on_change: &impl Fn(Q),
    link: RwSignal<Link>,
) -> bool
where
    Q: DeserializeOwned + Send + 'static,
    V: Serialize + Send + Unpin + 'static,
{
    let Ok(connection) = WsMeta::connect(address(), Some(vec![PROTOCOL])).await else { return false };
    let connection = Connection::new(connection).await;
    let client = Client::build(connection).keep_alive_interval(KEEP_ALIVE);
    let Ok(mut changes) = client.subscribe(operation()).await else { return false };
    link.try_set(Link::Live);
    while let Some(Ok(answer)) = changes.next().await {
        let Some(change) = answer.data else { break };
        on_change(change);
    }
    true
}

fn address() -> String {
    let location = window().location();
    let scheme = if location.protocol().is_ok_and(|protocol| protocol == "https:") { "wss" } else { "ws" };
    format!("{scheme}://{}/graphql/ws", location.host().unwrap_or_default())
}

/// Waits, but not longer than until the browser says that it is online again.
pub(crate) async fn pause(milliseconds: u32) {
    let (sender, woken) = oneshot::channel();
    let sender = Rc::new(Cell::new(Some(sender)));
    let wake = {
        let sender = sender.clone();
        move || {
            if let Some(sender) = sender.take() {
                let _ = sender.send(());
            }
        }
    };
    let late = wake.clone();
    let _timeout = Timeout::new(milliseconds, late);
    let _listener = EventListener::new(&window(), "online", move |_| wake());
    let _ = woken.await;
}
