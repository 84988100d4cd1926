//! What a crawl says and keeps where it cannot go on: an unfinished run, a lost store, a spent budget.

use super::trial::Trial;
use std::fs;

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
