//! A client of server-sent events.

use std::time::Duration;

use reqwest::Response;
use serde_json::Value;
use tokio::time::timeout;

/// How long an event may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// An open stream.
pub(crate) struct Events {
    response: Response,
    heard: String,
}

impl Events {
    /// Reads the events of an answer.
    pub(crate) fn of(response: Response) -> Self {
        assert_eq!(response.status(), 200);
        let media_type = response.headers()["content-type"].to_str().expect("text");
        assert!(media_type.starts_with("text/event-stream"), "{media_type}");
        Self { response, heard: String::new() }
    }

    /// The next event: its name and what it says. Nothing when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((event, rest)) =
                self.heard.split_once("\n\n").map(|(event, rest)| (event.to_owned(), rest.to_owned()))
            {
                self.heard = rest;
                let field = |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                // A line that only says that the stream is still there is no event.
                let Some(name) = field("event:") else { continue };
                let said = field("data:").filter(|text| !text.is_empty());
                let said = said.map_or(Value::Null, |text| serde_json::from_str(text).expect("an event is JSON"));
                return Some((name.to_owned(), said));
            }
            let part = timeout(PATIENCE, self.response.chunk()).await.expect("an event comes in time").ok()??;
            self.heard.push_str(std::str::from_utf8(&part).expect("it is text"));
        }
    }

    /// The data of the next answer.
    pub(crate) async fn data(&mut self) -> Value {
        let (name, said) = self.next().await.expect("there is a next");
        assert_eq!(name, "next", "{said}");
        said["data"].clone()
    }
}
