//! Runs and the crawlers at work on them: who lives, who is dead, and what becomes of what the dead held.

use super::{
    error::StoreError,
    frontier::{HOST_COLUMNS, host_of, save_host},
    rows::{Run, Start},
    sql::{Sql, values},
};
use std::time::Duration;

/// Goes on with the run that is unfinished, or begins one.
pub fn start(
    sql: &mut dyn Sql,
    start: &Start,
    now: Duration,
    shared: bool,
    name: &str,
) -> Result<Run, StoreError> {
    sql.alone()?;
    let epoch = new_epoch(sql, start, now)?;
    // Where nobody else can be at work, every other start is over; else those that gave no sign for too long, and
    // those of this very crawler.
    match shared {
        true => {
            sql.run(
                "UPDATE crawlers SET alive_until = 0 WHERE name = $1 AND epoch <> $2 AND ended = 0",
                values![&start.crawler, epoch],
            )?;
            take_over(sql, epoch, now, now)?;
        }
        false => {
            if take_over(sql, epoch, Duration::MAX, now)? {
                put_off(sql, now)?;
            }
        }
    }
    let unfinished = sql
        .row("SELECT id FROM runs WHERE ended IS NULL ORDER BY id DESC LIMIT 1", values![])?
        .map(|row| row.integer(0));
    if start.fresh {
        give_up(sql, epoch, now, name)?;
    }
    let (id, resumed) = match unfinished.filter(|_| !start.fresh) {
        Some(id) => (id, true),
        None => (begin(sql, now)?, false),
    };
    Ok(Run { id, epoch, resumed, shared, start: start.clone() })
}

fn new_epoch(sql: &mut dyn Sql, start: &Start, now: Duration) -> Result<i64, StoreError> {
    let row = sql.row(
        "INSERT INTO crawlers (name, started, alive_until, ended) VALUES ($1, $2, $3, 0) RETURNING epoch",
        values![&start.crawler, now, now + start.lease],
    )?;
    Ok(row.map_or(0, |row| row.integer(0)))
}

/// Begins a run: hosts that were gone get another chance, and so does what an earlier run left for this one.
fn begin(sql: &mut dyn Sql, now: Duration) -> Result<i64, StoreError> {
    let row = sql.row("INSERT INTO runs (started) VALUES ($1) RETURNING id", values![now])?;
    let id = row.map_or(0, |row| row.integer(0));
    sql.run("UPDATE hosts SET gone = NULL WHERE gone IS NOT NULL", values![])?;
    sql.run(
        "UPDATE hosts SET waiting = 1
         WHERE id IN (SELECT host FROM frontier WHERE next_run = 1 AND state = 'done')",
        values![],
    )?;
    sql.run(
        "UPDATE frontier SET state = 'waiting', run = $1, tries = 0, next_run = 0
         WHERE next_run = 1 AND state = 'done' AND host <> 0",
        values![id],
    )?;
    visit_again(sql, id, now)?;
    Ok(id)
}

/// Pages that were kept and are due again wait behind everything that is new.
fn visit_again(sql: &mut dyn Sql, run: i64, now: Duration) -> Result<(), StoreError> {
    const DUE: &str = "state = 'done' AND kept = 1 AND host <> 0 AND next_due <= $1";
    sql.run(
        &format!("UPDATE hosts SET waiting = 1 WHERE id IN (SELECT host FROM frontier WHERE {DUE})"),
        values![now],
    )?;
    sql.run(
        &format!("UPDATE frontier SET state = 'waiting', run = $2, tries = 0, rank = 5 WHERE {DUE}"),
        values![now, run],
    )?;
    Ok(())
}

/// Gives up what is unfinished.
fn give_up(sql: &mut dyn Sql, epoch: i64, now: Duration, name: &str) -> Result<(), StoreError> {
    let others = sql.row("SELECT 1 FROM crawlers WHERE ended = 0 AND epoch <> $1 LIMIT 1", values![epoch])?;
    if others.is_some() {
        return Err(StoreError::Shared { file: name.to_owned() });
    }
    sql.run(
        "UPDATE frontier SET state = 'done', epoch = NULL, outcome = 'given_up', next_run = 0
         WHERE state <> 'done'",
        values![],
    )?;
    sql.run("UPDATE frontier SET next_run = 0 WHERE next_run = 1", values![])?;
    sql.run("UPDATE hosts SET waiting = 0 WHERE waiting = 1", values![])?;
    sql.run("UPDATE runs SET ended = $1 WHERE ended IS NULL", values![now])?;
    Ok(())
}

/// Ends a crawler's part; the last one ends the run, where nothing is left in it. True where nothing is left, or others
/// go on with it.
pub fn end(sql: &mut dyn Sql, run: &Run, now: Duration) -> Result<bool, StoreError> {
    sql.alone()?;
    free(sql, run.epoch, now)?;
    sql.run("UPDATE crawlers SET ended = 1 WHERE epoch = $1", values![run.epoch])?;
    let left = sql.row("SELECT 1 FROM frontier WHERE state <> 'done' LIMIT 1", values![])?;
    let others = sql.row(
        "SELECT 1 FROM crawlers WHERE ended = 0 AND epoch <> $1 AND alive_until >= $2 LIMIT 1",
        values![run.epoch, now],
    )?;
    if left.is_none() && others.is_none() {
        sql.run("UPDATE runs SET ended = $2 WHERE id = $1 AND ended IS NULL", values![run.id, now])?;
    }
    Ok(left.is_none() || others.is_some())
}

/// Says that a crawler lives. One that was taken for dead learns it here, and nothing it brings counts.
pub fn alive(sql: &mut dyn Sql, run: &Run, now: Duration, name: &str) -> Result<(), StoreError> {
    let rows = sql.run(
        "UPDATE crawlers SET alive_until = $2 WHERE epoch = $1 AND ended = 0",
        values![run.epoch, now + run.start.lease],
    )?;
    if rows == 0 { Err(StoreError::Fenced { file: name.to_owned() }) } else { Ok(()) }
}

/// Where the machine went down, leases of its last moments may be lost, and with them whom it asked: every host is given
/// its delay.
fn put_off(sql: &mut dyn Sql, now: Duration) -> Result<(), StoreError> {
    sql.run("UPDATE hosts SET next_at = $1 + delay WHERE next_at < $1 + delay AND delay > 0", values![now])?;
    Ok(())
}

/// Takes back what crawlers held that were to give a sign before `until` and gave none; whether there were any.
pub fn take_over(sql: &mut dyn Sql, epoch: i64, until: Duration, now: Duration) -> Result<bool, StoreError> {
    let lock = sql.lock_free();
    let dead = sql.rows(
        &format!("SELECT epoch FROM crawlers WHERE ended = 0 AND alive_until < $1 AND epoch <> $2{lock}"),
        values![until, epoch],
    )?;
    let any = !dead.is_empty();
    for row in dead {
        let dead = row.integer(0);
        sql.run("UPDATE crawlers SET ended = 1 WHERE epoch = $1", values![dead])?;
        free(sql, dead, now)?;
    }
    Ok(any)
}

/// Frees the hosts and items of a crawler. Its hosts may have been asked a moment ago.
fn free(sql: &mut dyn Sql, epoch: i64, now: Duration) -> Result<(), StoreError> {
    let lock = sql.lock();
    let hosts = sql.rows(
        &format!("SELECT {HOST_COLUMNS} FROM hosts WHERE owner = $1 ORDER BY id{lock}"),
        values![epoch],
    )?;
    for row in hosts {
        let (id, mut host) = host_of(&row);
        host.abandoned(now);
        save_host(sql, id, &host, None)?;
        sql.run("UPDATE hosts SET waiting = 1 WHERE id = $1", values![id])?;
    }
    sql.run(
        "UPDATE frontier SET state = 'waiting', epoch = NULL WHERE state = 'leased' AND epoch = $1",
        values![epoch],
    )?;
    Ok(())
}
