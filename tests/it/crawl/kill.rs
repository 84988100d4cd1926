//! A crawl that is killed at random moments, over and over, and goes on: all seven invariants hold after every kill.

use super::{checker::Checker, trial::Trial};
use std::{
    process::{Child, Stdio},
    thread,
    time::{Duration, Instant},
};

const DELAY: Duration = Duration::from_millis(10);
/// Of so many archives, one is read by programs of others too.
const READ_BY_OTHERS: usize = 10;
/// Where the random moments begin; the same each time, so that a failure can be looked at again.
const SEED: u64 = 20_231_017;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_nothing_and_keep_nothing_twice() {
    kills(20, 80).await;
}

/// The long run; `docs/reliability.md` says how it is started.
#[ignore = "takes minutes"]
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_kills_on_two_thousand_pages() {
    kills(200, 2_000).await;
}

async fn kills(wanted: usize, pages: usize) {
    let begun = Instant::now();
    let delay = format!("delay_seconds = {}", DELAY.as_secs_f64());
    let trial = Trial::new(4, pages, &delay).await;
    let mut checker = Checker::new(DELAY);
    tokio::task::spawn_blocking(move || {
        let mut random = Random(SEED);
        while checker.stops < wanted {
            let mut child = trial.command().stderr(Stdio::null()).spawn().unwrap();
            // Hits between two kills, so that something is left for every kill to come, however fast the program is.
            let left = pages.saturating_sub(trial.hits().len());
            let most = left / (wanted - checker.stops);
            let hits = trial.hit_count() + random.below(most as u64 + 1) as usize + 1;
            // Now and then while it starts, recovers, or soon after.
            let early = random.below(4) == 0;
            let time = if early { random.below(600) } else { 60_000 };
            wait(&mut child, Duration::from_millis(time), || trial.hit_count() >= hits);
            if !early {
                wait(&mut child, Duration::from_micros(random.below(15_000)), || false);
            }
            if let Some(status) = child.try_wait().unwrap() {
                checker.after_end(&trial, status.code());
                break;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            checker.after_stop(&trial, (checker.stops + 1).is_multiple_of(READ_BY_OTHERS));
        }
        assert_eq!(checker.stops, wanted, "the crawl was over before it was killed often enough");
        let (code, told) = trial.run();
        checker.at_end(&trial, code);
        let again: usize = trial.hits().values().map(|count| count - 1).sum();
        println!(
            "{wanted} kills, {pages} pages: each archived and stored once, as undisturbed; {again} asked for again, {} \
             were in flight; archives read by others {} times; {:?} {told}",
            checker.in_flight,
            checker.read_by_others,
            begun.elapsed()
        );
    })
    .await
    .unwrap();
}

/// Waits, unless the program ends before or it is enough.
fn wait(child: &mut Child, time: Duration, enough: impl Fn() -> bool) {
    let until = Instant::now() + time;
    while Instant::now() < until && !enough() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1).min(until.saturating_duration_since(Instant::now())));
    }
}

/// Numbers that look random (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }
}
