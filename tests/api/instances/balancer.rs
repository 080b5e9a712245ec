//! A balancer before several instances, as simple as one can be: it asks each whether it is ready, passes a connection on to
//! one that is, and knows nothing of what is said over it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures::future::join_all;
use reqwest::Client;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time::sleep,
};

/// How often an instance is asked whether it is ready.
const PERIOD: Duration = Duration::from_millis(50);
/// How long an instance may take to say so.
const PATIENCE: Duration = Duration::from_secs(3);

/// The instances, each with what it said last.
type Instances = Arc<Mutex<Vec<(SocketAddr, bool)>>>;

/// A running balancer.
pub(super) struct Balancer {
    pub(super) address: SocketAddr,
    instances: Instances,
    tasks: [JoinHandle<()>; 2],
}

impl Drop for Balancer {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Balancer {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let instances = Instances::default();
        let tasks =
            [tokio::spawn(watch(Arc::clone(&instances))), tokio::spawn(accept(listener, Arc::clone(&instances)))];
        Self { address, instances, tasks }
    }

    /// Sends to one more instance, and returns when it has said that it is ready.
    pub(super) async fn add(&self, instance: SocketAddr) {
        lock(&self.instances).push((instance, false));
        while !lock(&self.instances).contains(&(instance, true)) {
            sleep(PERIOD).await;
        }
    }
}

fn lock(instances: &Instances) -> std::sync::MutexGuard<'_, Vec<(SocketAddr, bool)>> {
    instances.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn watch(instances: Instances) {
    // A new connection for each question: an old one may outlive the readiness of what it leads to.
    let client = Client::builder().pool_max_idle_per_host(0).timeout(PATIENCE).build().expect("a client can be made");
    loop {
        let known: Vec<SocketAddr> = lock(&instances).iter().map(|(address, _)| *address).collect();
        let said = join_all(known.into_iter().map(async |address| {
            let answer = client.get(format!("http://{address}/readyz")).send().await;
            (address, answer.is_ok_and(|answer| answer.status() == 200))
        }));
        for (address, is_ready) in said.await {
            for instance in lock(&instances).iter_mut().filter(|(known, _)| *known == address) {
                instance.1 = is_ready;
            }
        }
        sleep(PERIOD).await;
    }
}

async fn accept(listener: TcpListener, instances: Instances) {
    let mut turn = 0;
    loop {
        let (mut client, _) = listener.accept().await.expect("the listener holds");
        let ready: Vec<SocketAddr> = lock(&instances).iter().filter(|(_, ready)| *ready).map(|(at, _)| *at).collect();
        turn += 1;
        tokio::spawn(async move {
            for offset in 0..ready.len() {
                // One that is gone is passed by: nothing has been said to it yet.
                if let Ok(mut server) = TcpStream::connect(ready[(turn + offset) % ready.len()]).await {
                    // However it ends, both sides learn of it when the streams are dropped.
                    let _ = copy_bidirectional(&mut client, &mut server).await;
                    return;
                }
            }
        });
    }
}
