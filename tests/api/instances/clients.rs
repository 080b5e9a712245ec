//! Clients that do not give up: they come back after a while, write again under the same id, and read on from where they were.

use std::time::Duration;

use serde_json::{Value, json};
use shared::Problem;
use tokio::time::{Interval, sleep};

use super::history::{Acknowledged, History};
use crate::support::{Person, Socket, edit, new_write};

/// The first wait, and the longest.
const WAITS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_millis(500));

/// Waits twice as long each time, up to a bound.
struct Backoff(Duration);

impl Backoff {
    fn new() -> Self {
        Self(WAITS.0)
    }

    async fn wait(&mut self) {
        sleep(self.0).await;
        self.0 = (self.0 * 2).min(WAITS.1);
    }
}

/// Sets one cell again and again, at a pace. Each write is sent until it is acknowledged.
pub(super) async fn write(person: Person, cpi: &'static str, edits: i64, mut pace: Interval, history: History) {
    let mut seen = 0;
    for turn in 1..=edits {
        pace.tick().await;
        let (write, operators) = (new_write(), 1 + turn % 5);
        seen = until_acknowledged(&person, &write, &json!([edit(cpi, "OR", operators, seen)])).await;
        history.add(Acknowledged { write, cpi, operators, revision: seen });
    }
}

/// The revision that a write made.
async fn until_acknowledged(person: &Person, write: &str, edits: &Value) -> i64 {
    let mut backoff = Backoff::new();
    loop {
        match person.try_set(write, edits.clone()).await {
            Ok(answer) if answer.0.get("errors").is_none() => {
                return answer.accepted()["scenarioCellsSet"]["revision"].as_i64().expect("a revision");
            }
            // Whether it was applied is not known: that is what the id is for.
            Ok(answer) => assert_eq!(answer.refused(), Problem::Unavailable, "nothing else is refused"),
            Err(_) => {}
        }
        backoff.wait().await;
    }
}

/// Follows the changes of the scenario until so many have come, over as many sockets as it takes.
pub(super) async fn follow(person: Person, count: usize) -> Vec<Value> {
    let cookie = person.cookie().await;
    let (mut seen, mut backoff) = (Vec::new(), Backoff::new());
    while seen.len() < count {
        if let Ok(mut socket) = Socket::try_open(person.address(), &cookie).await
            && socket.try_follow(i64::try_from(seen.len()).expect("a few")).await.is_ok()
        {
            while seen.len() < count
                && let Ok(change) = socket.try_change().await
            {
                seen.push(change);
                backoff = Backoff::new();
            }
        }
        backoff.wait().await;
    }
    seen
}
