//! A client of graphql-transport-ws.

use std::{net::SocketAddr, time::Duration};

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderValue, protocol::CloseFrame},
};

use super::Server;

/// How long a message may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open socket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a socket without greeting.
    pub(crate) async fn connect(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self, Error> {
        let mut request = format!("ws://{address}/graphql/ws").into_client_request()?;
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).expect("it is a header's value"));
        }
        connect_async(request).await.map(|(stream, _)| Self(stream))
    }

    /// Opens a socket and greets.
    pub(crate) async fn open(address: SocketAddr, cookie: &str) -> Self {
        Self::try_open(address, cookie).await.expect("the socket opens")
    }

    /// The same, if the server is there.
    pub(crate) async fn try_open(address: SocketAddr, cookie: &str) -> Result<Self, String> {
        let headers = [("sec-websocket-protocol", "graphql-transport-ws"), ("cookie", cookie)];
        let mut socket = Self::connect(address, &headers).await.map_err(|error| error.to_string())?;
        socket.try_say(&json!({ "type": "connection_init" })).await?;
        let greeting: Value = serde_json::from_str(&socket.try_hear_text().await?).expect("a message is JSON");
        assert_eq!(greeting["type"], "connection_ack");
        Ok(socket)
    }

    pub(crate) async fn say(&mut self, message: &Value) {
        self.try_say(message).await.expect("the socket takes it");
    }

    async fn try_say(&mut self, message: &Value) -> Result<(), String> {
        self.0.send(Message::text(message.to_string())).await.map_err(|error| error.to_string())
    }

    pub(crate) async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        self.try_subscribe(id, query, variables).await.expect("the socket takes it");
    }

    async fn try_subscribe(&mut self, id: &str, query: &str, variables: Value) -> Result<(), String> {
        let payload = json!({ "query": query, "variables": variables });
        self.try_say(&json!({ "type": "subscribe", "id": id, "payload": payload })).await
    }

    /// Follows the changes of the scenario that comes with the data.
    pub(crate) async fn follow(&mut self, after: i64) {
        self.try_follow(after).await.expect("the socket takes it");
    }

    /// The same, if the server is there.
    pub(crate) async fn try_follow(&mut self, after: i64) -> Result<(), String> {
        let query = "subscription($scenario: ID!, $after: Int!) { scenarioChanges(scenario: $scenario, after: $after) {
            revision write by outline { name headCount } cells { cpi profile operators locked revision editedBy } } }";
        self.try_subscribe("changes", query, json!({ "scenario": Server::scenario(), "after": after })).await
    }

    /// The next message.
    pub(crate) async fn hear(&mut self) -> Value {
        serde_json::from_str(&self.hear_text().await).expect("a message is JSON")
    }

    /// The next message, as it was sent.
    pub(crate) async fn hear_text(&mut self) -> String {
        self.try_hear_text().await.expect("a message comes")
    }

    /// The next message, if one comes in time.
    async fn try_hear_text(&mut self) -> Result<String, String> {
        loop {
            match timeout(PATIENCE, self.0.next()).await.map_err(|_| "no message came in time".to_owned())? {
                Some(Ok(Message::Text(text))) => return Ok(text.to_string()),
                Some(Ok(Message::Close(frame))) => return Err(format!("the socket was closed: {frame:?}")),
                Some(Ok(_)) => {}
                other => return Err(format!("the socket broke: {other:?}")),
            }
        }
    }

    /// The next change of the scenario, as long as the server is there and can tell it.
    pub(crate) async fn try_change(&mut self) -> Result<Value, String> {
        loop {
            let text = self.try_hear_text().await?;
            let message: Value = serde_json::from_str(&text).expect("a message is JSON");
            match message["type"].as_str() {
                Some("next") => return Ok(message["payload"]["data"]["scenarioChanges"].clone()),
                Some("ping") => self.try_say(&json!({ "type": "pong" })).await?,
                _ => return Err(text),
            }
        }
    }

    /// The next change of the scenario.
    pub(crate) async fn change(&mut self) -> Value {
        self.change_of("scenarioChanges").await
    }

    /// The next change, of the subscription of this name.
    pub(crate) async fn change_of(&mut self, subscription: &str) -> Value {
        let message = self.hear().await;
        assert_eq!(message["type"], "next", "{message}");
        message["payload"]["data"][subscription].clone()
    }

    /// Waits until the server closes the socket.
    pub(crate) async fn closed(&mut self) -> CloseFrame {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("it is closed in time") {
                Some(Ok(Message::Close(Some(frame)))) => return frame,
                Some(Ok(_)) => {}
                other => panic!("the socket broke without a word: {other:?}"),
            }
        }
    }
}
