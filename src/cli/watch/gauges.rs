//! What a watch counts, for Prometheus and for whoever asks whether it is well.

use crate::cli::crawl::Totals;
use crate::crawl::Summary;
use axum::{Router, http::StatusCode, routing::get};
use miette::IntoDiagnostic;
use std::{
    collections::BTreeMap,
    fmt::Write,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Seconds without anything done, be it waiting for the next round, after which a watch is not well. A host may make a
/// crawl wait for a while.
const PATIENCE: u64 = 600;

/// Counts since the start of the program.
#[derive(Default)]
pub struct Gauges {
    pub delivered: AtomicU64,
    pub failed_deliveries: AtomicU64,
    pub undelivered: AtomicU64,
    /// Seconds since 1970 at which a sign of life was last given.
    beaten: AtomicU64,
    rounds: Mutex<Rounds>,
}

/// What the rounds brought, added up.
#[derive(Default)]
struct Rounds {
    count: u64,
    /// Seconds since 1970 at which the last one ended.
    ended: u64,
    asked: BTreeMap<&'static str, u64>,
    skipped: BTreeMap<String, u64>,
    bytes: u64,
    kept: u64,
    unchanged: u64,
    articles: u64,
    claims: u64,
    silent: u64,
}

impl Gauges {
    /// Adds a round.
    pub fn add(&self, summary: &Summary, totals: &Totals) {
        let mut rounds = self.rounds.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        rounds.count += 1;
        rounds.ended = now();
        for (purpose, count) in &summary.asked {
            *rounds.asked.entry(purpose.as_str()).or_default() += count;
        }
        for (reason, count) in &summary.skipped {
            *rounds.skipped.entry(reason.word()).or_default() += count;
        }
        rounds.bytes += summary.bytes;
        rounds.kept += summary.kept;
        rounds.unchanged += summary.unchanged;
        rounds.articles += totals.new_articles;
        rounds.claims += totals.new_claims;
        rounds.silent = summary.silent().count() as u64;
    }

    /// A sign of life.
    pub fn beat(&self) {
        self.beaten.store(now(), Ordering::Relaxed);
    }

    /// One line about everything so far.
    pub fn line(&self) -> String {
        let rounds = self.rounds.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let waiting = self.undelivered.load(Ordering::Relaxed);
        let asked: u64 = rounds.asked.values().sum();
        format!(
            "{} rounds, {asked} URLs asked, {} new articles, {} new claims, {waiting} in the outbox",
            rounds.count, rounds.articles, rounds.claims
        )
    }

    /// The text format of Prometheus.
    fn metrics(&self) -> String {
        let rounds = self.rounds.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let mut out = String::new();
        let mut family = |name: &str, kind: &str, help: &str, values: &[(String, u64)]| {
            // Writing to a string cannot fail.
            _ = writeln!(out, "# HELP claimtrail_{name} {help}\n# TYPE claimtrail_{name} {kind}");
            for (labels, value) in values {
                _ = writeln!(out, "claimtrail_{name}{labels} {value}");
            }
        };
        let one = |value: u64| vec![(String::new(), value)];
        let asked: Vec<_> =
            rounds.asked.iter().map(|(kind, count)| (format!("{{purpose=\"{kind}\"}}"), *count)).collect();
        let skipped: Vec<_> =
            rounds.skipped.iter().map(|(why, count)| (format!("{{reason=\"{why}\"}}"), *count)).collect();
        let load = |value: &AtomicU64| one(value.load(Ordering::Relaxed));
        family("rounds_total", "counter", "Rounds over all sources.", &one(rounds.count));
        family("requests_total", "counter", "Requests, by what was asked for.", &asked);
        family("left_out_total", "counter", "URLs left out, by reason.", &skipped);
        family("bytes_total", "counter", "Bytes of bodies as they came.", &one(rounds.bytes));
        family("pages_kept_total", "counter", "Pages about the topic.", &one(rounds.kept));
        family("unchanged_total", "counter", "Answers that nothing had changed.", &one(rounds.unchanged));
        family("articles_new_total", "counter", "Articles that were new.", &one(rounds.articles));
        family("claims_new_total", "counter", "Claims that were new.", &one(rounds.claims));
        family("claims_delivered_total", "counter", "Claims that arrived.", &load(&self.delivered));
        family("deliveries_failed_total", "counter", "Tries that failed.", &load(&self.failed_deliveries));
        family("outbox_articles", "gauge", "Articles that wait to be delivered.", &load(&self.undelivered));
        family(
            "sources_silent",
            "gauge",
            "Sources of which nothing could be read last.",
            &one(rounds.silent),
        );
        family("last_round_seconds", "gauge", "When the last round ended (Unix time).", &one(rounds.ended));
        out
    }

    fn is_well(&self) -> bool {
        now().saturating_sub(self.beaten.load(Ordering::Relaxed)) < PATIENCE
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs()
}

/// Serves `/metrics` and `/healthz` on loopback alone, until the program ends; the address it listens on.
pub fn serve(port: u16, gauges: Arc<Gauges>) -> miette::Result<SocketAddr> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let refused = |error: std::io::Error| {
        miette::miette!(help = "give --listen a port that is free", "{address}: {error}")
    };
    let listener = std::net::TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    let bound = listener.local_addr().map_err(refused)?;
    let (metrics, health) = (Arc::clone(&gauges), gauges);
    let app = Router::new().route("/metrics", get(move || async move { metrics.metrics() })).route(
        "/healthz",
        get(move || async move {
            match health.is_well() {
                true => (StatusCode::OK, "well\n"),
                false => (StatusCode::SERVICE_UNAVAILABLE, "nothing has moved for ten minutes\n"),
            }
        }),
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    std::thread::Builder::new()
        .name("metrics".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener)?;
                axum::serve(listener, app).await
            })
        })
        .into_diagnostic()?;
    Ok(bound)
}
