//! Tells waiting subscriptions that a topic has changed. Only shortens their wait: the log is the truth, and a lost message loses nothing.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{broadcast, watch},
    time::Instant,
};

use crate::config::Periods;

/// The fan-out of one process.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    changed: broadcast::Sender<Arc<str>>,
    leaving: watch::Sender<bool>,
    closing: watch::Sender<bool>,
    sockets: watch::Sender<usize>,
    poll: Duration,
    followed: Followed,
}

/// The topics of the log that are followed, each with how many follow it: what `changes::watch` looks at.
#[derive(Clone, Debug, Default)]
struct Followed(Arc<Mutex<BTreeMap<Arc<str>, usize>>>);

impl Followed {
    fn counts(&self) -> MutexGuard<'_, BTreeMap<Arc<str>, usize>> {
        // Numbers that a panic left behind are still numbers.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One open socket: the server waits for it when it stops.
#[derive(Debug)]
pub(crate) struct OpenSocket(watch::Sender<usize>);

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open -= 1);
    }
}

/// When a socket was last heard from: what lasts only as long as somebody is there asks it.
#[derive(Clone, Debug)]
pub(crate) struct Pulse(watch::Sender<Instant>);

impl Pulse {
    /// A socket that was heard from just now.
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Instant::now()))
    }

    /// Notes that something was heard.
    pub(crate) fn note(&self) {
        self.0.send_replace(Instant::now());
    }

    /// For how long nothing was heard.
    pub(crate) fn silence(&self) -> Duration {
        self.0.borrow().elapsed()
    }
}

impl Default for Live {
    fn default() -> Self {
        Self::new(Periods::default().poll)
    }
}

impl Live {
    /// A fan-out whose listeners look by themselves so often.
    pub(crate) fn new(poll: Duration) -> Self {
        Self {
            changed: broadcast::Sender::new(256),
            leaving: watch::Sender::new(false),
            closing: watch::Sender::new(false),
            sockets: watch::Sender::new(0),
            poll,
            followed: Followed::default(),
        }
    }

    /// Says that a topic has changed. Called after the commit.
    pub(crate) fn tell(&self, topic: &str) {
        // Nobody listening is no error.
        let _ = self.changed.send(topic.into());
    }

    /// Starts to listen. Listen first, read the log after: then no change falls between.
    pub(crate) fn listen(&self, topic: &str) -> Listener {
        Listener { topic: topic.into(), changed: self.changed.subscribe(), poll: self.poll, followed: None }
    }

    /// Starts to listen to a topic of the log: also what other processes wrote is told, because one look for all who follow
    /// finds it.
    pub(crate) fn follow(&self, topic: &str) -> Listener {
        let mut listener = self.listen(topic);
        *self.followed.counts().entry(Arc::clone(&listener.topic)).or_default() += 1;
        listener.followed = Some(self.followed.clone());
        listener
    }

    /// The topics of the log that somebody follows.
    pub(crate) fn followed(&self) -> Vec<Arc<str>> {
        self.followed.counts().keys().cloned().collect()
    }

    /// How often is looked at what other processes wrote.
    pub(crate) fn poll(&self) -> Duration {
        self.poll
    }

    /// Counts a socket as open until what is given back is dropped.
    pub(crate) fn socket(&self) -> OpenSocket {
        self.sockets.send_modify(|open| *open += 1);
        OpenSocket(self.sockets.clone())
    }

    /// How many sockets are open.
    pub(crate) fn sockets_open(&self) -> usize {
        *self.sockets.borrow()
    }

    /// Waits until no socket is open.
    pub(crate) async fn sockets_closed(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.sockets.subscribe().wait_for(|open| *open == 0).await;
    }

    /// Says that the server is about to stop. It still answers.
    pub(crate) fn leave(&self) {
        self.leaving.send_replace(true);
    }

    /// Whether the server is about to stop.
    pub(crate) fn is_leaving(&self) -> bool {
        *self.leaving.borrow()
    }

    /// Ends all subscriptions: the server stops.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until the server stops.
    pub(crate) async fn closed(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }
}

/// Waits for the changes of one topic.
#[derive(Debug)]
pub(crate) struct Listener {
    topic: Arc<str>,
    changed: broadcast::Receiver<Arc<str>>,
    poll: Duration,
    followed: Option<Followed>,
}

/// After so many periods a follower of the log looks by itself, though nothing was told.
const PERIODS: u32 = 30;

impl Drop for Listener {
    fn drop(&mut self) {
        let Some(followed) = &self.followed else { return };
        let mut counts = followed.counts();
        if let Some(count) = counts.get_mut(&self.topic) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.topic);
            }
        }
    }
}

impl Listener {
    /// The topic.
    pub(crate) fn topic(&self) -> &str {
        &self.topic
    }

    /// Waits until the topic has changed, or may have: at most the period of the settings.
    pub(crate) async fn wait(&mut self) {
        self.wait_at_most(self.poll).await;
    }

    /// Waits until somebody tells that the topic has changed; a lost message costs a while.
    pub(crate) async fn wait_told(&mut self) {
        self.wait_at_most(self.poll * PERIODS).await;
    }

    /// Waits until the topic has changed, or may have, or the time is over.
    pub(crate) async fn wait_at_most(&mut self, time: Duration) {
        let told = async {
            loop {
                match self.changed.recv().await {
                    Ok(topic) if topic != self.topic => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return,
                    // The server is going; the poll below keeps the loop from spinning.
                    Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        let _ = tokio::time::timeout(time, told).await;
    }
}
