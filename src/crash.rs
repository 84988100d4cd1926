//! Crash points for tests: a debug build dies where `CLAIMTRAIL_CRASH` tells it to, and is stopped, as by Ctrl-Z, where
//! `CLAIMTRAIL_STOP` does. A release build has none.
//!
//! `CLAIMTRAIL_CRASH="store: before commit"` dies at the first passage, `"store: before commit*7"` at the seventh.

#[cfg(debug_assertions)]
use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

/// A point, and its passages until it counts.
#[cfg(debug_assertions)]
type Plan = OnceLock<Option<(String, AtomicU32)>>;

/// Dies here, as if by `kill -9`, or stops, where the environment says so.
#[cfg(debug_assertions)]
pub fn here(point: &str) {
    static STOP: Plan = OnceLock::new();
    if is_due(point) {
        here_and_now();
    }
    if passes("CLAIMTRAIL_STOP", &STOP, point) {
        let own = std::process::id().to_string();
        // Nobody looks at the answer: the test sees whether the program stands still.
        _ = std::process::Command::new("kill").args(["-STOP", &own]).status();
    }
}

/// Dies, after [`is_due`] has said so.
pub fn here_and_now() {
    std::process::abort();
}

#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn here(_point: &str) {}

/// Whether to die here, for what has to leave half a job behind first.
#[cfg(debug_assertions)]
pub fn is_due(point: &str) -> bool {
    static CRASH: Plan = OnceLock::new();
    passes("CLAIMTRAIL_CRASH", &CRASH, point)
}

/// Whether this is the passage that the variable names.
#[cfg(debug_assertions)]
fn passes(variable: &str, plan: &Plan, point: &str) -> bool {
    let plan = plan.get_or_init(|| {
        let plan = std::env::var(variable).ok()?;
        let (point, times) = plan.split_once('*').unwrap_or((&plan, "1"));
        Some((point.to_owned(), AtomicU32::new(times.parse().unwrap_or(1))))
    });
    match plan {
        Some((planned, times)) => planned == point && times.fetch_sub(1, Ordering::SeqCst) == 1,
        None => false,
    }
}

#[cfg(not(debug_assertions))]
#[inline(always)]
pub fn is_due(_point: &str) -> bool {
    false
}
