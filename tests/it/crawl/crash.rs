//! The program dies at each step of its protocol and again while it recovers, and goes on: all invariants hold.
//!
//! The steps are the crash points in the source, found there, so that none can be forgotten.

use super::{checker::Checker, trial::Trial};
use regex::Regex;
use std::{collections::BTreeSet, fs, time::Duration};

const DELAY: Duration = Duration::from_millis(5);

/// Points that one start of the program passes once at most.
const ONCE: [&str; 4] =
    ["crawl: closed", "recovery: archive cut", "recovery: before leases", "recovery: leases taken back"];

/// The point that needs an archive of several files.
const ROLLING: &str = "recovery: later file removed";

/// Points that are passed only on a start after a crash at another.
const AFTER: [(&str, &str); 2] =
    [(ROLLING, "archive: file made*2"), ("recovery: reading on", "reading: before")];

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_each_step_and_during_recovery_loses_nothing() {
    crashes(&[4], false).await;
}

/// Every pair of a step and a step of recovery; `docs/reliability.md` says how it is started.
#[ignore = "takes minutes"]
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_at_each_passage_of_each_step_and_at_each_step_of_recovery_loses_nothing() {
    crashes(&[2, 3, 5, 8, 13, 21], true).await;
}

/// Crashes at the first passage of each point, and then at these; after each crash the next start crashes in its recovery,
/// at one point of it or, one start after the other, at `all`.
async fn crashes(later: &[u32], all: bool) {
    let crawl = format!("delay_seconds = {}", DELAY.as_secs_f64());
    let mut plain = Trial::new(2, 6, &crawl).await;
    let mut rolling = Trial::new(2, 6, &crawl).await;
    rolling.append("[archive]\nmax_bytes = 1048576\n");
    for site in &rolling.sites {
        site.pad("/gone", 1_200_000);
    }
    let later = later.to_vec();
    tokio::task::spawn_blocking(move || {
        let points = points();
        let known = |point: &str| points.contains(point.split('*').next().unwrap());
        assert!(ONCE.into_iter().chain(AFTER.iter().flat_map(|(a, b)| [*a, *b])).all(known));
        let recovery = &ONCE[1..];
        let mut crashed = 0;
        for (n, point) in points.iter().enumerate() {
            let trial = if point == ROLLING { &mut rolling } else { &mut plain };
            trial.begin_anew();
            let mut checker = Checker::new(DELAY);
            for (m, passage) in [1].iter().chain(&later).enumerate() {
                let before = AFTER.iter().find(|(after, _)| after == point);
                if before.is_some_and(|(_, before)| !crash(trial, &mut checker, before, m == 0)) {
                    break;
                }
                let once = before.is_some() || ONCE.contains(&point.as_str());
                let times = if once { 1 } else { *passage };
                let must = m == 0 || once && before.is_none();
                if !crash(trial, &mut checker, &format!("{point}*{times}"), must) {
                    break;
                }
                for (k, point) in recovery.iter().enumerate() {
                    if all || k == (n + m) % recovery.len() {
                        crash(trial, &mut checker, point, true);
                    }
                }
            }
            checker.finish(trial, point);
            crashed += checker.stops;
        }
        println!("{} points, {crashed} crashes", points.len());
    })
    .await
    .unwrap();
}

/// Runs into a crash, and looks; false where the crawl came to its end, since it passes there less often than the plan says,
/// which is no fault unless it `must`.
fn crash(trial: &Trial, checker: &mut Checker, plan: &str, must: bool) -> bool {
    let (code, told) = trial.run_to(plan);
    if code.is_some() {
        assert!(!must, "{plan}: not reached, exit code {code:?} {told}");
        return false;
    }
    checker.after_stop(trial, plan.starts_with("archive: torn"));
    true
}

/// The crash points of the source.
fn points() -> BTreeSet<String> {
    let call = Regex::new(r#"crash::(?:here|is_due)\(\s*"([^"]+)""#).unwrap();
    let calls = Regex::new(r"crash::(?:here|is_due)\(").unwrap();
    let mut points = BTreeSet::new();
    for entry in walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let code = fs::read_to_string(entry.path()).unwrap();
        let found: Vec<String> = call.captures_iter(&code).map(|call| call[1].to_owned()).collect();
        assert_eq!(
            found.len(),
            calls.find_iter(&code).count(),
            "{}: a point without a name",
            entry.path().display()
        );
        points.extend(found);
    }
    assert!(points.len() >= 15, "{points:?}");
    points
}
