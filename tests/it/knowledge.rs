//! `--knowledge` and `claimtrail knowledge check`, as a newsroom uses them.

use assert_cmd::Command;
use predicates::prelude::*;
use std::fs;

const TIMBER: &str = "docs/knowledge/timber";

fn claimtrail() -> Command {
    Command::cargo_bin("claimtrail").unwrap()
}

#[test]
fn our_own_tables_have_no_fault() {
    claimtrail().args(["knowledge", "check"]).assert().success().stdout(predicate::str::contains("0 faults"));
}

#[test]
fn the_worked_example_comes_out_as_written() {
    let check = claimtrail().args(["knowledge", "check", "--list", "--knowledge", TIMBER]).assert().success();
    check.stdout(predicate::str::contains("0 faults; 2 pages of cases"));
}

#[test]
fn another_beat_is_read_without_rebuilding() {
    let text = "Poland bought plywood worth 3 million euros from Belarus in 2023.";
    let explain = |more: &[&str]| {
        let output = claimtrail().args(["explain", text]).args(more).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(explain(&["--knowledge", TIMBER]).contains("product=“plywood”"));
    assert!(!explain(&[]).contains("product"));
}

#[test]
fn a_slip_is_named_with_its_file_and_a_case_that_differs_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().to_str().unwrap();
    fs::write(folder.path().join("goods.toml"), "").unwrap();
    let unknown = claimtrail().args(["knowledge", "check", "--knowledge", dir]).assert().failure();
    unknown.stderr(predicate::str::contains("goods.toml").and(predicate::str::contains("products")));
    fs::remove_file(folder.path().join("goods.toml")).unwrap();
    fs::create_dir(folder.path().join("cases")).unwrap();
    fs::write(folder.path().join("cases/claims.md"), "> Nothing was sold.\n- sale “sold” factual\n").unwrap();
    let differs = claimtrail().args(["knowledge", "check", "--knowledge", dir]).assert().code(1);
    differs.stdout(predicate::str::contains("expected - sale").and(predicate::str::contains("1 faults")));
}
