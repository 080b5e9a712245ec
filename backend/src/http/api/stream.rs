//! Answers as server-sent events, for clients that cannot hold a socket: one request, one stream (`graphql-sse`'s distinct connections).
//!
//! What is no request is refused before, with its status. From here on everything is an event: `next` for each answer,
//! `complete` at the end. A stream that ends without `complete` was cut, and its client comes back. One whose session or
//! token is over says so and is complete: its client must not come back.

use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_graphql::{Request as Query, Response as Answer};
use axum::{
    http::{HeaderName, HeaderValue, header},
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures::{
    Stream, StreamExt as _,
    stream::{self, BoxStream},
};
use shared::Problem;

use super::respond::{Reply, event};
use crate::{app::App, cx::Who, graphql::errors, http::doors::Door, identity::Credentials};

/// How often a silent stream says that it is still there: less than proxies wait.
const STILL_THERE: Duration = Duration::from_secs(12);
/// Tells a proxy to pass events on as they come.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// What a stream is made of.
pub(super) enum Events {
    /// One answer, which is there already.
    Answer(Box<Answer>),
    /// The answers of a subscription, as they come.
    Subscription(Box<Query>),
}

/// Who hears a stream.
pub(super) struct Heard {
    /// It is counted as open until this is dropped: when it has ended, or its client is gone.
    pub(super) door: Door,
    pub(super) who: Who,
    pub(super) shown: Credentials,
}

/// Opens a stream. It ends when the server stops, and when the session or token that opened it does.
pub(super) fn open(app: &App, reply: &Reply, events: Events, heard: Heard) -> Response {
    let answers: BoxStream<'static, Answer> = match events {
        Events::Answer(answer) => stream::iter([*answer]).boxed(),
        Events::Subscription(query) => app.schema().execute_stream(*query),
    };
    let over = Arc::new(AtomicBool::new(false));
    let ends = ends(app.clone(), heard.who, heard.shown, Arc::clone(&over));
    let signed_out = Answer::from_errors(vec![errors::server_error(&Problem::SignedOut)]);
    let last = told(stream::iter([signed_out]).boxed(), reply.clone());
    let last = last.filter(move |_| std::future::ready(over.load(Ordering::Relaxed)));
    let door = heard.door;
    let all = told(answers, reply.clone()).take_until(ends).chain(last).map(move |event| {
        // The stream holds its door for as long as it is there.
        let _ = &door;
        Ok::<_, Infallible>(event)
    });
    let mut response = Sse::new(all).keep_alive(KeepAlive::new().interval(STILL_THERE)).into_response();
    reply.tell_limits(reply.meter.left(), response.headers_mut());
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response.headers_mut().insert(BUFFERING, HeaderValue::from_static("no"));
    response
}

/// Waits until the server stops, or until what was shown counts no longer, and says whether it was that.
async fn ends(app: App, who: Who, shown: Credentials, over: Arc<AtomicBool>) {
    let live = app.live().clone();
    let mut rights = live.listen(&who.topic());
    let still = app.settings().periods.still;
    loop {
        tokio::select! {
            () = live.closed() => return,
            () = rights.wait_at_most(still) => {}
        }
        match app.still(&shown, &who).await {
            Ok(true) => {}
            Ok(false) => {
                over.store(true, Ordering::Relaxed);
                return;
            }
            // A database that does not answer tells nothing about rights; it is asked again.
            Err(error) => tracing::warn!(%error, "rights could not be checked"),
        }
    }
}

fn told(answers: BoxStream<'static, Answer>, reply: Reply) -> impl Stream<Item = Event> + use<> {
    let next = answers.map(move |mut answer| {
        errors::finish(&mut answer, &reply.id.0);
        Event::default().event("next").data(event(&reply.id, &reply.meter, &answer))
    });
    let complete = stream::iter([Event::default().event("complete").data("")]);
    next.chain(complete)
}
