//! GraphQL over WebSocket, protocol graphql-transport-ws: subscriptions, and anything else that the API answers.
//!
//! A slow reader holds nothing in memory: its subscriptions read the log only as fast as it takes the messages.

use std::{collections::BTreeMap, convert::Infallible, time::Duration};

use async_graphql::{Request as Query, parser::types::OperationType};
use axum::{
    Extension,
    extract::{
        FromRequestParts as _, Request, State,
        ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade},
    },
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use futures::{SinkExt as _, Stream, StreamExt as _, stream::SplitSink};
use serde::Deserialize;
use shared::Problem;
use tokio::{
    sync::mpsc,
    task::AbortHandle,
    time::{Instant, timeout, timeout_at},
};

use super::{
    Edge, MAX_TIME, RequestId, api, doors,
    errors::refusal,
    who::{self, Shown, bearer, same_origin},
};
use crate::{
    app::App,
    caller::Caller,
    clock::new_id,
    cx::Who,
    graphql::{
        budget::{Meter, REQUEST_POINTS},
        errors, prepared,
    },
    identity::Credentials,
    live::Pulse,
};

const PROTOCOL: &str = "graphql-transport-ws";
/// How long a client has to say `connection_init`.
const INIT_TIME: Duration = Duration::from_secs(5);
/// How often a client is asked whether it is still there before it is given up.
const MAX_SILENCES: u32 = 2;
/// How long one message may take to be taken by the client.
const SEND_TIME: Duration = Duration::from_secs(30);
/// The most operations at once on one socket.
const MAX_OPERATIONS: usize = 20;
/// The largest message that is read, bytes.
const MAX_MESSAGE: usize = 128 * 1024;
/// The longest id of an operation, characters.
const MAX_ID: usize = 100;

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Said {
    ConnectionInit {
        #[serde(default)]
        payload: Option<InitPayload>,
    },
    Ping,
    Pong,
    Subscribe {
        id: String,
        payload: Box<Query>,
    },
    Complete {
        id: String,
    },
}

#[derive(Default, Deserialize)]
struct InitPayload {
    /// `Bearer tvl_...`: a program's token, where it cannot set headers.
    #[serde(default, alias = "Authorization")]
    authorization: Option<String>,
}

/// Why a socket is closed, as the protocol numbers it.
struct Close(u16, &'static str);

/// Opens a socket.
pub(super) async fn open(
    State(app): State<App>,
    Extension(edge): Extension<Edge>,
    Extension(request_id): Extension<RequestId>,
    Extension(who): Extension<Who>,
    Extension(Shown(shown)): Extension<Shown>,
    request: Request,
) -> Response {
    if !same_origin(request.headers()) {
        let problem = Problem::BadRequest { reason: "a socket opens from the server's own pages only".to_owned() };
        return refusal(StatusCode::FORBIDDEN, &problem);
    }
    let caller = who::caller(&request);
    let (mut parts, _) = request.into_parts();
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &app).await {
        Ok(upgrade) => upgrade.protocols([PROTOCOL]).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE),
        Err(rejection) => return rejection.into_response(),
    };
    if upgrade.selected_protocol().is_none() {
        let problem = Problem::BadRequest { reason: format!("the socket must speak {PROTOCOL}") };
        return refusal(StatusCode::BAD_REQUEST, &problem);
    }
    let Some(door) = edge.doors.open(caller) else { return doors::full(&request_id) };
    let open = app.live().socket();
    upgrade.on_upgrade(move |socket| async move {
        let _open = (open, door);
        let (sink, mut stream) = socket.split();
        let (out, outgoing) = mpsc::channel(1);
        let writer = tokio::spawn(write(sink, outgoing));
        let mut talk = Talk {
            app,
            edge,
            caller,
            who,
            shown,
            request_id,
            out,
            pulse: Pulse::new(),
            operations: BTreeMap::new(),
            ready: false,
        };
        let Close(code, reason) = talk.run(&mut stream).await;
        talk.end_all();
        // The writer ends when the last sender is gone; a client that does not read is left.
        let _ = talk.out.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
        drop(talk);
        let _ = writer.await;
    })
}

async fn write(mut sink: SplitSink<WebSocket, Message>, mut outgoing: mpsc::Receiver<Message>) {
    while let Some(message) = outgoing.recv().await {
        let last = matches!(message, Message::Close(_));
        match timeout(SEND_TIME, sink.send(message)).await {
            Ok(Ok(())) if !last => {}
            _ => return,
        }
    }
}

struct Talk {
    app: App,
    edge: Edge,
    caller: Caller,
    who: Who,
    shown: Credentials,
    request_id: RequestId,
    out: mpsc::Sender<Message>,
    pulse: Pulse,
    operations: BTreeMap<String, AbortHandle>,
    ready: bool,
}

impl Talk {
    async fn run(&mut self, stream: &mut (impl Stream<Item = Result<Message, axum::Error>> + Unpin)) -> Close {
        match self.talk(stream).await {
            Ok(never) => match never {},
            Err(close) => close,
        }
    }

    async fn talk(
        &mut self,
        stream: &mut (impl Stream<Item = Result<Message, axum::Error>> + Unpin),
    ) -> Result<Infallible, Close> {
        let opened = Instant::now();
        let live = self.app.live().clone();
        let periods = self.app.settings().periods;
        // Both times go on across messages: neither a talkative client nor a busy topic puts the other off.
        let (mut asked, mut checked, mut silences) = (opened, opened, 0);
        let mut rights = live.listen(&self.who.topic());
        loop {
            let until = if self.ready { asked + periods.ping } else { opened + INIT_TIME };
            let said = tokio::select! {
                said = timeout_at(until, stream.next()) => said,
                () = live.closed() => return Err(Close(1001, "the server stops")),
                () = rights.wait_at_most((checked + periods.still).saturating_duration_since(Instant::now())) => {
                    self.check_rights().await?;
                    checked = Instant::now();
                    continue;
                }
            };
            asked = Instant::now();
            let message = match said {
                Ok(Some(Ok(message))) => message,
                Ok(Some(Err(_))) => return Err(Close(1009, "message too large or broken")),
                Ok(None) => return Err(Close(1000, "gone")),
                Err(_) if !self.ready => return Err(Close(4408, "Connection initialisation timeout")),
                Err(_) if silences >= MAX_SILENCES => return Err(Close(4000, "no answer")),
                Err(_) => {
                    silences += 1;
                    if self.send(&serde_json::json!({ "type": "ping" })).await.is_err() {
                        return Err(Close(1000, "gone"));
                    }
                    continue;
                }
            };
            silences = 0;
            self.pulse.note();
            let done = match message {
                Message::Text(text) => self.hear(&text).await,
                Message::Binary(_) => Err(Close(4400, "messages are text")),
                Message::Close(_) => Err(Close(1000, "gone")),
                Message::Ping(_) | Message::Pong(_) => Ok(()),
            };
            done?;
            // A token that was shown just now has a topic of its own.
            if rights.topic() != self.who.topic() {
                rights = live.listen(&self.who.topic());
            }
        }
    }

    async fn hear(&mut self, text: &str) -> Result<(), Close> {
        let said: Said = serde_json::from_str(text).map_err(|_| Close(4400, "Invalid message"))?;
        match said {
            Said::ConnectionInit { .. } if self.ready => Err(Close(4429, "Too many initialisation requests")),
            Said::ConnectionInit { payload } => {
                if let Some(stated) = payload.and_then(|payload| payload.authorization) {
                    self.take_token(&stated).await?;
                }
                self.ready = true;
                self.send(&serde_json::json!({ "type": "connection_ack" })).await
            }
            Said::Ping => self.send(&serde_json::json!({ "type": "pong" })).await,
            Said::Pong => Ok(()),
            Said::Subscribe { .. } if !self.ready => Err(Close(4401, "Unauthorized")),
            Said::Subscribe { id, payload } => self.subscribe(id, *payload),
            Said::Complete { id } => {
                if let Some(operation) = self.operations.remove(&id) {
                    operation.abort();
                }
                Ok(())
            }
        }
    }

    async fn take_token(&mut self, stated: &str) -> Result<(), Close> {
        let Some(token) = bearer(stated) else { return Err(Close(4401, "Unauthorized")) };
        let shown = Credentials::Token(token.to_owned());
        let from = self.who.address.parse().ok();
        let who = who::looked_up(&self.app, &self.edge, from, &shown).await;
        let who = who.map_err(|_| Close(4401, "Unauthorized"))?;
        self.who = Who { request: self.who.request.clone(), address: self.who.address.clone(), ..who };
        self.shown = shown;
        // From here on the token's own points are spent. The socket is still counted where it was opened from.
        self.caller = self.who.token.map_or(self.caller, Caller::Token);
        Ok(())
    }

    /// Ends the talk when the session or token is over, or its rights are others than when it began.
    async fn check_rights(&self) -> Result<(), Close> {
        match self.app.still(&self.shown, &self.who).await {
            Ok(true) => Ok(()),
            Ok(false) => Err(Close(4401, "Unauthorized")),
            // A database that does not answer tells nothing about rights; it is asked again.
            Err(error) => {
                tracing::warn!(%error, "rights could not be checked");
                Ok(())
            }
        }
    }

    async fn send(&self, message: &serde_json::Value) -> Result<(), Close> {
        let text = Message::Text(message.to_string().into());
        match timeout(SEND_TIME, self.out.send(text)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Close(1000, "gone")),
        }
    }

    fn subscribe(&mut self, id: String, query: Query) -> Result<(), Close> {
        self.operations.retain(|_, operation| !operation.is_finished());
        if id.is_empty() || id.chars().count() > MAX_ID {
            return Err(Close(4400, "Invalid message"));
        }
        if self.operations.contains_key(&id) {
            return Err(Close(4409, "Subscriber already exists"));
        }
        if self.operations.len() >= MAX_OPERATIONS {
            return Err(Close(4429, "Too many operations"));
        }
        let request_id = RequestId(new_id().to_string());
        tracing::info!(request_id = %request_id.0, socket = %self.request_id.0, "asked on a socket");
        let operation = Operation {
            app: self.app.clone(),
            who: Who { request: request_id.0.clone(), ..self.who.clone() },
            meter: self.edge.meter(self.caller),
            request_id,
            out: self.out.clone(),
            pulse: self.pulse.clone(),
            id: id.clone(),
        };
        let task = tokio::spawn(operation.run(query));
        self.operations.insert(id, task.abort_handle());
        Ok(())
    }

    fn end_all(&mut self) {
        for operation in std::mem::take(&mut self.operations).into_values() {
            operation.abort();
        }
    }
}

/// One operation of a socket, from `subscribe` to `complete`.
struct Operation {
    app: App,
    who: Who,
    meter: Meter,
    request_id: RequestId,
    out: mpsc::Sender<Message>,
    pulse: Pulse,
    id: String,
}

impl Operation {
    async fn run(self, query: Query) {
        let mut query = match self.meter.spend(REQUEST_POINTS).and_then(|()| api::checked(query)) {
            Ok(query) => query,
            Err(problem) => return self.refuse(&[errors::server_error(&problem)]).await,
        };
        let is_subscription = api::operation(&mut query) == Some(OperationType::Subscription);
        let query = prepared(query, &self.app.cx(self.who.clone())).data(self.meter.clone()).data(self.pulse.clone());
        let mut answers = self.app.schema().execute_stream(query);
        loop {
            // Only a subscription may take its time.
            let next = if is_subscription { Ok(answers.next().await) } else { timeout(MAX_TIME, answers.next()).await };
            let mut answer = match next {
                Ok(Some(answer)) => answer,
                Ok(None) => break,
                Err(_) => return self.refuse(&[errors::server_error(&Problem::Unavailable)]).await,
            };
            errors::finish(&mut answer, &self.request_id.0);
            let refused = answer.data == async_graphql::Value::Null && !answer.errors.is_empty();
            if refused {
                // An error without data ends the operation; `complete` must not follow it.
                return self.refuse(&answer.errors).await;
            }
            let payload = api::event(&self.request_id, &self.meter, &answer);
            if self.say("next", Some(&payload)).await.is_err() {
                return;
            }
        }
        // Whoever would read it may be gone.
        let _ = self.say("complete", None).await;
    }

    async fn refuse(&self, errors: &[async_graphql::ServerError]) {
        let payload = serde_json::to_string(errors).unwrap_or_default();
        // Whoever would read it may be gone.
        let _ = self.say("error", Some(&payload)).await;
    }

    /// Sends a message of the operation. Its payload is text already: read into a map, its fields would lose their order.
    async fn say(&self, kind: &str, payload: Option<&str>) -> Result<(), mpsc::error::SendError<Message>> {
        let id = serde_json::Value::from(self.id.as_str());
        let payload = payload.map(|payload| format!(",\"payload\":{payload}")).unwrap_or_default();
        self.out.send(Message::Text(format!("{{\"type\":\"{kind}\",\"id\":{id}{payload}}}").into())).await
    }
}
