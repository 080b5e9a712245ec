//! Live changes: one subscription over graphql-transport-ws that never gives up and misses nothing.
//!
//! After a break it asks for everything since the last revision that was seen, so the page need not load again.

use std::{cell::Cell, rc::Rc};

use cynic::{GraphQlResponse, StreamingOperation};
use futures::{
    FutureExt,
    channel::oneshot,
    future::{AbortHandle, Abortable},
};
use gloo::{
    events::EventListener,
    timers::callback::{Interval, Timeout},
};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsCast as _;
use web_sys::{MessageEvent, WebSocket};

/// The sub-protocol that the server speaks.
const PROTOCOL: &str = "graphql-transport-ws";
/// The first wait after a break, and the longest, milliseconds; it doubles, and a random half keeps browsers apart.
const WAIT_MS: (u32, u32) = (250, 8_000);
/// How often a quiet connection is tried, milliseconds. Two tries without a word end it.
const KEEP_ALIVE_MS: u32 = 10_000;

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
    Q: DeserializeOwned + 'static,
    V: Serialize + 'static,
{
    let question = move || serde_json::to_string(&operation()).unwrap_or_default();
    let answer = move |text: &str| {
        let payload = serde_json::from_str::<Next<Q>>(text).ok().and_then(|next| next.payload.data);
        payload.map(&on_change).is_some()
    };
    follow_texts(Box::new(question), Rc::new(answer))
}

/// A message of the protocol that carries an answer.
#[derive(serde::Deserialize)]
#[serde(bound = "Q: DeserializeOwned")]
struct Next<Q> {
    payload: GraphQlResponse<Q>,
}

/// A message of the protocol, by its kind alone.
#[derive(serde::Deserialize)]
struct Message {
    #[serde(rename = "type")]
    kind: String,
}

/// The same for all questions, so that it is compiled once.
fn follow_texts(question: Box<dyn Fn() -> String>, answer: Rc<dyn Fn(&str) -> bool>) -> RwSignal<Link> {
    let link = RwSignal::new(Link::Connecting);
    let (handle, registration) = AbortHandle::new_pair();
    let endless = async move {
        let mut wait = WAIT_MS.0;
        loop {
            if once(question(), answer.clone(), link).await {
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

/// Closes the socket when its future is dropped or done.
struct Socket(WebSocket);

impl Drop for Socket {
    fn drop(&mut self) {
        let _ = self.0.close();
    }
}

/// One connection, from its beginning to its end. Says whether it ever came about.
async fn once(question: String, answer: Rc<dyn Fn(&str) -> bool>, link: RwSignal<Link>) -> bool {
    let Ok(socket) = WebSocket::new_with_str(&address(), PROTOCOL) else { return false };
    let socket = Socket(socket);
    let (ended, end) = oneshot::channel::<()>();
    let ended = Rc::new(Cell::new(Some(ended)));
    let quiet = Rc::new(Cell::new(0_u8));
    let live = Rc::new(Cell::new(false));
    let finish = {
        let ended = ended.clone();
        move || {
            if let Some(ended) = ended.take() {
                let _ = ended.send(());
            }
        }
    };
    let on_open = {
        let socket = socket.0.clone();
        EventListener::new(&socket.clone(), "open", move |_| {
            let _ = socket.send_with_str(r#"{"type":"connection_init"}"#);
        })
    };
    let on_message = {
        let (socket, quiet, live, finish) = (socket.0.clone(), quiet.clone(), live.clone(), finish.clone());
        EventListener::new(&socket.clone(), "message", move |event| {
            quiet.set(0);
            let text = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string()).unwrap_or_default();
            let kind = serde_json::from_str::<Message>(&text).map(|message| message.kind).unwrap_or_default();
            match kind.as_str() {
                "connection_ack" => {
                    live.set(true);
                    link.try_set(Link::Live);
                    let _ = socket.send_with_str(&format!(r#"{{"id":"1","type":"subscribe","payload":{question}}}"#));
                }
                "next" if answer(&text) => {}
                "ping" => {
                    let _ = socket.send_with_str(r#"{"type":"pong"}"#);
                }
                "pong" => {}
                // The server took the connection and refuses the subscription: it is asked more and more rarely.
                "error" => {
                    live.set(false);
                    finish();
                }
                // An answer that cannot be read, an end: begin again from the last revision.
                _ => finish(),
            }
        })
    };
    let on_close = EventListener::new(&socket.0, "close", {
        let finish = finish.clone();
        move |_| finish()
    });
    let pulse = Interval::new(KEEP_ALIVE_MS, {
        let socket = socket.0.clone();
        move || {
            quiet.set(quiet.get() + 1);
            if quiet.get() > 2 {
                finish();
            } else {
                let _ = socket.send_with_str(r#"{"type":"ping"}"#);
            }
        }
    });
    let _ = end.await;
    drop((on_open, on_message, on_close, pulse));
    live.get()
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
