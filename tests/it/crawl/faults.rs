//! What a crawl says and keeps where it cannot go on: an unfinished run, a lost store, a spent budget,
//! a full disk, a folder that may not be written.

use super::{checker::Checker, trial::Trial};
use std::{fs, process::Command, time::Duration};

#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_in_which_something_still_waits_is_not_done() {
    let trial = Trial::new(1, 3, "delay_seconds = 0.0").await;
    tokio::task::spawn_blocking(move || {
        let (code, told) = trial.run_to("crawl: closed");
        assert_eq!(code, None, "{told}");
        // An item that nobody may take: its host is not there.
        let store = rusqlite::Connection::open(trial.out().join("claims.sqlite")).unwrap();
        let stuck = "UPDATE frontier SET state = 'waiting', host = 99 WHERE url LIKE '%/story-1'";
        assert_eq!(store.execute(stuck, []).unwrap(), 1);
        drop(store);
        for _ in 0..2 {
            let (code, told) = trial.run();
            assert!(code == Some(3) && told.contains("not done: 1 URLs still wait"), "{code:?} {told}");
        }
        let done = trial.command().arg("--fresh").status().unwrap();
        assert_eq!(done.code(), Some(0));
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_whose_store_is_lost_stops_the_crawl_before_anything_is_asked() {
    let trial = Trial::new(1, 3, "delay_seconds = 0.0").await;
    let site = trial.sites[0].clone();
    tokio::task::spawn_blocking(move || {
        assert_eq!(trial.run().0, Some(0));
        let file = trial.out().join("archive/claimtrail-00001.warc.gz");
        let (before, hits) = (fs::read(&file).unwrap(), site.hits().len());
        for entry in fs::read_dir(trial.out()).unwrap().map(Result::unwrap) {
            if entry.file_name().to_string_lossy().starts_with("claims.sqlite") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
        for _ in 0..2 {
            let (code, told) = trial.run();
            assert!(code == Some(1) && told.contains("not written for this store"), "{code:?} {told}");
        }
        assert!(fs::read(&file).unwrap() == before && site.hits().len() == hits);
        fs::rename(trial.out().join("archive"), trial.out().join("old")).unwrap();
        assert_eq!(trial.run().0, Some(0));
    })
    .await
    .unwrap();
}

#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn a_restart_does_not_renew_a_budget() {
    let trial = Trial::new(1, 30, "delay_seconds = 0.0\nmax_megabytes = 1").await;
    let site = trial.sites[0].clone();
    for path in &trial.paths {
        site.pad(path, 150_000);
    }
    tokio::task::spawn_blocking(move || {
        for _ in 0..3 {
            // The rules or a page, then two more.
            let (code, told) = trial.run_to("crawl: settled*3");
            assert_eq!(code, None, "{told}");
        }
        assert_eq!(trial.run().0, Some(0));
        trial.paths.iter().filter(|path| site.was_hit(path)).count()
    })
    .await
    .map(|asked| assert_eq!(asked, 7, "each is 150 kB: the seventh goes over a million"))
    .unwrap();
}

/// Runs the crawl on a disk of so many KiB that holds what there is so far; read-only where asked for. The disk is a tmpfs
/// in a namespace of its own; where the system does not allow that, a bound on the size of files stands for it.
fn run_on_disk(trial: &Trial, kib: u32, read_only: bool) -> (Option<i32>, String) {
    let out = trial.out();
    fs::create_dir_all(&out).unwrap();
    let disk = tempfile::tempdir().unwrap();
    let mut command = if has_namespaces() {
        let script = "set -e; mount -t tmpfs -o size=$1 none \"$2\"; cp -a \"$3/.\" \"$2\"; disk=$2; real=$3; kind=$4; shift 4
            mount -o remount,$kind \"$disk\"; set +e; \"$@\" --out \"$disk\"; code=$?; cp -a \"$disk/.\" \"$real\"; exit $code";
        let mut command = Command::new("unshare");
        command.args(["-Urm", "sh", "-c", script, "sh", &format!("{kib}k")]).arg(disk.path()).arg(&out);
        command.arg(if read_only { "ro" } else { "rw" });
        command
    } else {
        let mut command = Command::new("sh");
        let script = "trap '' XFSZ; real=$2; ulimit -f $1; shift 2; exec \"$@\" --out \"$real\"";
        command.args(["-c", script, "sh", &(kib * 2).to_string()]).arg(&out);
        command
    };
    let crawl = trial.command();
    command.arg(crawl.get_program()).args(crawl.get_args().take_while(|argument| *argument != "--out"));
    super::trial::ended(command.output().unwrap())
}

/// Whether a disk can be made without being root.
fn has_namespaces() -> bool {
    let tried = Command::new("unshare").args(["-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]).output();
    tried.is_ok_and(|done| done.status.success())
}

/// Stops on a full disk, each time a little later, then goes on to the end with room again.
fn starve(trial: &Trial, disks: &[u32], what: &str) {
    let mut checker = Checker::new(Duration::from_millis(5));
    let mut told_of = 0;
    for kib in disks {
        let (code, told) = run_on_disk(trial, *kib, false);
        let is_told = ["full", "make room", "limits on the size"].iter().any(|words| told.contains(words));
        assert!(code == Some(1) && is_told, "{kib} KiB: {code:?} {told}");
        told_of += usize::from(told.contains(what));
        checker.after_stop(trial, true);
    }
    assert!(told_of > 0, "{what} was never short of room");
    let (code, told) = trial.run();
    assert_eq!(code, Some(0), "{told}");
    checker.at_end(trial, code);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_the_store_and_with_room_again_it_goes_on() {
    let trial = Trial::new(1, 12, "delay_seconds = 0.005").await;
    tokio::task::spawn_blocking(move || starve(&trial, &[500, 600], "claims.sqlite")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_stops_the_archive_and_with_room_again_it_goes_on() {
    let trial = Trial::new(1, 2, "delay_seconds = 0.005").await;
    trial.sites[0].pad("/gone", 2_000_000);
    tokio::task::spawn_blocking(move || starve(&trial, &[1200, 1200], ".warc.gz")).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_may_not_be_written_stops_the_crawl_before_anything_is_asked() {
    let trial = Trial::new(1, 2, "delay_seconds = 0.005").await;
    tokio::task::spawn_blocking(move || {
        if !has_namespaces() {
            return println!("not tried: the system lets nobody mount a disk");
        }
        let mut checker = Checker::new(Duration::from_millis(5));
        for _ in 0..2 {
            let hits = trial.hit_count();
            let (code, told) = run_on_disk(&trial, 10_000, true);
            assert!(code == Some(1) && told.contains("write access"), "{code:?} {told}");
            assert_eq!(trial.hit_count(), hits);
            checker.after_stop(&trial, false);
            let (code, told) = trial.run();
            assert_eq!(code, Some(0), "{told}");
        }
        let (code, _) = trial.run();
        assert_eq!(code, Some(0));
    })
    .await
    .unwrap();
}
