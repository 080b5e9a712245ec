//! What the server counts of itself is told on an address of its own, and nowhere else.

use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{Server, TestDatabase, both_databases};

both_databases! {
    async fn what_was_answered_is_counted_by_route_and_not_told_to_the_world(database: TestDatabase) {
        let server = Server::start(database).await;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        server.running.app.serve_metrics(listener);
        let anna = server.person("Anna");
        for _ in 0..3 {
            anna.ask("{ provinces { code } }", json!({})).await.accepted();
        }
        let at = |address, path: &str| reqwest::get(format!("http://{address}{path}"));
        let page = at(server.running.address, "/metrics").await.expect("an answer").text().await.expect("text");
        assert!(!page.contains("tavoliere_"), "the public address tells nothing");
        let count = async |line: &str| -> f64 {
            let text = at(address, "/metrics").await.expect("an answer").text().await.expect("text");
            let value = text.lines().find_map(|said| said.strip_prefix(line).map(str::trim).map(str::to_owned));
            value.and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("{line} in {text}"))
        };
        let asked = "tavoliere_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"}";
        let before = count(asked).await;
        assert!(before >= 3.0, "{before}");
        anna.ask("{ provinces { code } }", json!({})).await.accepted();
        assert_eq!(count(asked).await, before + 1.0);
        assert_eq!(count("tavoliere_http_request_duration_seconds_count{route=\"/graphql\"}").await, before + 1.0);
        assert_eq!(count("tavoliere_sockets_open").await, 0.0);
        assert!(count("tavoliere_database_statements_total").await > 10.0);
        assert!(count("tavoliere_database_connections{state=\"idle\"}").await >= 1.0);
        let socket = server.socket().await;
        assert_eq!(count("tavoliere_sockets_open").await, 1.0);
        drop(socket);
    }
}
