//! What the server counts of itself, in the text format of OpenMetrics, which Prometheus reads.

use std::{fmt, sync::Mutex, time::Duration};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};

use crate::error::{Context as _, Result};

/// Bounds of the buckets of durations, seconds: from a page's file to the longest that a request may take.
const SECONDS: [f64; 11] = [0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 10.0];
/// The media type of what is encoded.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What an answered request is counted under. Few values each: none comes from the caller.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    /// The route's pattern, or `pages`.
    route: String,
    /// The method; `OTHER` for what no route takes.
    method: &'static str,
    status: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Connections {
    state: &'static str,
}

/// What stands when it is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Now {
    /// Open sockets of subscriptions.
    pub(crate) sockets: usize,
    /// Connections to the database that are in use, and those that wait for work.
    pub(crate) connections: (u32, u32),
    /// Statements sent to the database since the start.
    pub(crate) statements: u64,
}

/// The counters of one server.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    sockets: Gauge,
    connections: Family<Connections, Gauge>,
    /// The lock keeps two who ask at once from adding the same statements twice.
    statements: Mutex<Counter>,
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("tavoliere");
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program that runs", build);
        let requests = Family::default();
        registry.register("http_requests", "Requests that were answered", requests.clone());
        let seconds = Family::new_with_constructor((|| Histogram::new(SECONDS)) as fn() -> Histogram);
        registry.register_with_unit(
            "http_request_duration",
            "From a request's headers to its answer's",
            Unit::Seconds,
            seconds.clone(),
        );
        let sockets = Gauge::default();
        registry.register("sockets_open", "Open sockets of subscriptions", sockets.clone());
        let connections = Family::default();
        registry.register("database_connections", "Connections to the database", connections.clone());
        let statements = Counter::default();
        registry.register("database_statements", "Statements sent to the database", statements.clone());
        Self { registry, requests, seconds, sockets, connections, statements: Mutex::new(statements) }
    }
}

impl Metrics {
    /// Counts an answer.
    pub(crate) fn answered(&self, route: Option<&str>, method: &str, status: u16, took: Duration) {
        let route = route.unwrap_or("pages").to_owned();
        let known = ["GET", "POST", "HEAD", "OPTIONS"];
        let method = known.into_iter().find(|known| *known == method).unwrap_or("OTHER");
        self.seconds.get_or_create(&Route { route: route.clone() }).observe(took.as_secs_f64());
        self.requests.get_or_create(&Answered { route, method, status }).inc();
    }

    /// All of it as text.
    ///
    /// # Errors
    /// When it cannot be written down.
    pub(crate) fn text(&self, now: Now) -> Result<String> {
        self.sockets.set(i64::try_from(now.sockets).unwrap_or(i64::MAX));
        for (state, count) in [("busy", now.connections.0), ("idle", now.connections.1)] {
            self.connections.get_or_create(&Connections { state }).set(count.into());
        }
        {
            let statements = self.statements.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            statements.inc_by(now.statements.saturating_sub(statements.get()));
        }
        let mut text = String::new();
        encode(&mut text, &self.registry).context("writing down the metrics")?;
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told_and_nothing_is_told_by_the_callers_words() {
        let metrics = Metrics::default();
        metrics.answered(Some("/graphql"), "POST", 200, Duration::from_millis(3));
        metrics.answered(Some("/graphql"), "POST", 200, Duration::from_millis(30));
        metrics.answered(None, "BREW", 405, Duration::ZERO);
        let text =
            |statements| metrics.text(Now { sockets: 2, connections: (1, 3), statements }).expect("it is written");
        let first = text(7);
        for line in [
            "tavoliere_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"} 2",
            "tavoliere_http_requests_total{route=\"pages\",method=\"OTHER\",status=\"405\"} 1",
            "tavoliere_http_request_duration_seconds_bucket{le=\"0.005\",route=\"/graphql\"} 1",
            "tavoliere_http_request_duration_seconds_count{route=\"/graphql\"} 2",
            "tavoliere_sockets_open 2",
            "tavoliere_database_connections{state=\"idle\"} 3",
            "tavoliere_database_statements_total 7",
            concat!("tavoliere_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
            "# EOF",
        ] {
            assert!(first.lines().any(|said| said == line), "{line} in {first}");
        }
        assert!(text(9).contains("tavoliere_database_statements_total 9"));
        assert!(!first.contains("BREW"));
    }
}
