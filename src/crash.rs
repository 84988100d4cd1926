//! Crash points for tests: a debug build dies where `CLAIMTRAIL_CRASH` tells it to. A release build has none.
//!
//! `CLAIMTRAIL_CRASH="store: before commit"` dies at the first passage, `"store: before commit*7"` at the seventh.

/// Dies here, as if by `kill -9`, where the environment says so.
#[cfg(debug_assertions)]
pub fn here(point: &str) {
    if is_due(point) {
        here_and_now();
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
    use std::sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    };
    static PLAN: OnceLock<Option<(String, AtomicU32)>> = OnceLock::new();
    let plan = PLAN.get_or_init(|| {
        let plan = std::env::var("CLAIMTRAIL_CRASH").ok()?;
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
