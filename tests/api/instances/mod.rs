//! Several instances on one PostgreSQL, behind one address: they come, go and die, and so does the database, and nothing that was
//! acknowledged is lost or done twice.

mod balancer;
mod clients;
mod history;

use std::time::Duration;

use backend::config::{Periods, Settings};
use futures::future::{join_all, try_join_all};
use sea_orm::{ConnectionTrait as _, Database, Statement, TransactionTrait as _};
use serde_json::json;
use tokio::{
    net::TcpStream,
    sync::watch,
    time::{interval, sleep, timeout},
};

use self::{balancer::Balancer, clients::follow, history::History};
use crate::support::{Cluster, FIRST_SCENARIO, Person, Program, Server, Socket, TestDatabase, edit};

/// Whose cell each writer sets.
const WRITERS: [&str; 6] = ["FG01", "BA03", "LE01", "TA03", "BR01", "BT01"];
/// Edits of each.
const EDITS: i64 = 40;
/// The pace of each: together a thousand edits a minute.
const PACE: Duration = Duration::from_millis(360);
/// After this long something is missing for ever.
const PATIENCE: Duration = Duration::from_secs(90);
/// How long an instance goes on answering when it is told to stop, seconds.
const LEAVE: [&str; 2] = ["--leave-seconds", "1"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_or_doubled_while_the_database_restarts_one_instance_dies_and_another_leaves() {
    let cluster = Cluster::take().await;
    let database = cluster.database().await;
    let mut first = Program::serve_with(&database, &LEAVE).await;
    let mut second = Program::serve_with(&database, &LEAVE).await;
    let balancer = Balancer::start().await;
    balancer.add(first.address).await;
    balancer.add(second.address).await;
    let count = WRITERS.len() * usize::try_from(EDITS).expect("a count");
    let people = WRITERS.map(|cpi| Person::new(cpi, balancer.address));
    for person in &people {
        person.cookie().await;
    }
    // Two that stay at one instance, as long as it lives, beside those that the balancer sends anywhere.
    let readers = [first.address, second.address].map(|address| Person::new("Lia", address));
    let mut sockets = Vec::new();
    for reader in &readers {
        let mut socket = Socket::open(reader.address(), &reader.cookie().await).await;
        socket.follow(0).await;
        sockets.push(socket);
    }
    let followers: Vec<_> = people.iter().take(4).map(|person| tokio::spawn(follow(person.clone(), count))).collect();
    let history = History::default();
    let writers: Vec<_> = people
        .iter()
        .zip(WRITERS)
        .map(|(person, cpi)| tokio::spawn(clients::write(person.clone(), cpi, EDITS, interval(PACE), history.clone())))
        .collect();

    // Edits through either instance arrive at the readers of both.
    history.reached(count / 8).await;
    for socket in &mut sockets {
        for revision in 1..=count / 8 {
            assert_eq!(socket.change().await["revision"], revision);
        }
    }
    drop(sockets);
    history.reached(count / 4).await;
    cluster.stop().await;
    cluster.start().await;
    history.reached(count / 2).await;
    first.kill().await;
    let third = Program::serve_with(&database, &LEAVE).await;
    balancer.add(third.address).await;
    history.reached(count * 3 / 4).await;
    assert_eq!(second.terminate().await, Some(0), "it stops in order");
    let writers = timeout(PATIENCE, try_join_all(writers)).await.expect("every write is acknowledged");
    writers.expect("no writer is refused");

    let log = follow(people[0].clone(), count).await;
    let scenario = third.signed_in("Lia", readers[0].cookie().await).scenario().await;
    assert_eq!(scenario["revision"], count, "no write was applied twice");
    let cells = scenario["cells"].as_array().expect("cells");
    let faults = history::faults(&history.all(), &log, cells);
    assert!(faults.is_empty(), "{faults:#?}");
    let seen = timeout(PATIENCE, join_all(followers)).await.expect("every change arrives");
    for seen in seen {
        assert!(seen.expect("a follower ends") == log, "a follower saw something else than the log has");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_subscription_outlives_an_absence_of_the_database() {
    const PRESENCE: &str = "subscription($scenario: ID!) { scenarioPresence(scenario: $scenario) { name } }";
    let cluster = Cluster::take().await;
    // A machine may be slow: nobody is asked whether they are there, and nobody is taken for gone.
    let periods = Periods { ping: Duration::from_hours(1), beat: Duration::from_hours(1), ..Periods::default() };
    let settings = Settings { periods, ..Server::behind_a_proxy() };
    let server = Server::start_with(cluster.database().await, settings).await;
    let (anna, bruno) = (server.person("Anna"), server.person("Bruno"));
    let mut changes = server.socket().await;
    changes.follow(0).await;
    let mut presence = Socket::open(server.running.address, &anna.cookie().await).await;
    presence.subscribe("1", PRESENCE, json!({ "scenario": Server::scenario() })).await;
    assert_eq!(presence.change_of("scenarioPresence").await, json!([{ "name": "Anna" }]));
    anna.set(json!([edit("FG01", "OR", 1, 0)])).await.accepted();
    assert_eq!(changes.change().await["revision"], 1);
    bruno.cookie().await;
    cluster.stop().await;
    // By the answer it has been tried and failed; the subscriptions look every second.
    for query in ["{ provinces { code } }", "{ cpis { nodes { code } } }"] {
        let refused = anna.try_ask(query, json!({})).await.expect("an answer").refused();
        assert_eq!(refused, shared::Problem::Unavailable);
    }
    cluster.start().await;
    clients::write(bruno.clone(), "FG02", 1, interval(PACE), History::default()).await;
    assert_eq!(changes.change().await["revision"], 2, "on the same socket");
    let mut brunos = Socket::open(server.running.address, &bruno.cookie().await).await;
    brunos.subscribe("1", PRESENCE, json!({ "scenario": Server::scenario() })).await;
    assert_eq!(presence.change_of("scenarioPresence").await, json!([{ "name": "Anna" }, { "name": "Bruno" }]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rolling_restart_behind_a_balancer_fails_no_request() {
    let database = TestDatabase::postgres().await;
    let balancer = Balancer::start().await;
    let mut instances = Vec::new();
    for _ in 0..2 {
        let instance = Program::serve_with(&database, &LEAVE).await;
        balancer.add(instance.address).await;
        instances.push(instance);
    }
    let (stop, stopped) = watch::channel(false);
    let people = ["FG01", "BA03", "LE01"].map(|cpi| (cpi, Person::new(cpi, balancer.address)));
    for (_, person) in &people {
        person.cookie().await;
    }
    let asking: Vec<_> = people
        .into_iter()
        .map(|(cpi, person)| {
            let stopped = stopped.clone();
            tokio::spawn(async move {
                let (mut seen, mut answered) = (0, 0);
                while !*stopped.borrow() {
                    person.ask("{ provinces { code } }", json!({})).await.accepted();
                    let set = person.set(json!([edit(cpi, "OR", 1 + answered % 5, seen)])).await.accepted();
                    seen = set["scenarioCellsSet"]["revision"].as_i64().expect("a revision");
                    answered += 1;
                }
                answered
            })
        })
        .collect();
    // Each gives its place to a new one.
    let mut kept = Vec::new();
    for mut old in instances {
        let new = Program::serve_with(&database, &LEAVE).await;
        balancer.add(new.address).await;
        assert_eq!(old.terminate().await, Some(0));
        kept.push(new);
    }
    stop.send_replace(true);
    for answered in try_join_all(asking).await.expect("no request fails") {
        assert!(answered > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_is_under_way_when_its_instance_is_told_to_stop_is_answered() {
    let database = TestDatabase::postgres().await;
    let mut program = Program::serve(&database).await;
    let anna = program.person("Anna");
    anna.cookie().await;
    let other = Database::connect(&database.url).await.expect("the database answers");
    let held = other.begin().await.expect("a transaction begins");
    let hold = format!("SELECT 1 FROM topic WHERE name = 'scenario:{FIRST_SCENARIO}' FOR UPDATE");
    held.execute_unprepared(&hold).await.expect("the topic is held");
    let asked = tokio::spawn(async move { anna.set(json!([edit("FG01", "OR", 3, 0)])).await });
    let waits = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let waiting = async || {
        let row = other.query_one_raw(Statement::from_string(other.get_database_backend(), waits)).await;
        row.expect("it answers").expect("a row").try_get_by_index::<i64>(0).expect("a number")
    };
    while waiting().await == 0 {
        sleep(Duration::from_millis(10)).await;
    }
    let address = program.address;
    let stopping = tokio::spawn(async move { program.terminate().await });
    while TcpStream::connect(address).await.is_ok() {
        sleep(Duration::from_millis(10)).await;
    }
    held.rollback().await.expect("the topic is let go");
    assert_eq!(asked.await.expect("an answer").accepted()["scenarioCellsSet"]["revision"], 1);
    assert_eq!(stopping.await.expect("it ends"), Some(0));
}
