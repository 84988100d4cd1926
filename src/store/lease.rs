//! Taking an item out of the frontier: the host whose turn it is, then the item of it that promises most.

use super::{
    error::StoreError,
    frontier::{COLUMNS, HOST_COLUMNS, host_of, item_of, save_host},
    rows::Run,
    sql::{Row, Sql, values},
};
use crate::model::{Item, Lease, Next, RobotsFile, RobotsStanding};
use std::time::Duration;

/// How soon to look again where others hold what is left.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// At most so many items whose turn it is; where there are fewer, what to do then comes last.
pub fn several(sql: &mut dyn Sql, run: &Run, now: Duration, most: usize) -> Result<Vec<Next>, StoreError> {
    let mut all = Vec::new();
    while all.len() < most {
        all.push(one(sql, run, now)?);
        if let Some(Next::Wait(_) | Next::Empty) = all.last() {
            break;
        }
    }
    Ok(all)
}

fn one(sql: &mut dyn Sql, run: &Run, now: Duration) -> Result<Next, StoreError> {
    loop {
        let Some(row) = next_host(sql, run)? else { return others_at_work(sql, run, now) };
        let (id, mut host) = host_of(&row);
        let gone = host.gone_by(now, run.start.patience);
        if gone.is_none() && host.next_at > now {
            return Ok(Next::Wait(host.next_at));
        }
        let Some(item) = next_item(sql, run, id)? else {
            sql.run("UPDATE hosts SET waiting = 0 WHERE id = $1", values![id])?;
            continue;
        };
        let rules = rules_stamp(sql, &item, now)?;
        let lease = Lease { turn: host.next_at, failures: host.failures, rules, item };
        host.awaits_rules |= rules.is_none() && gone.is_none();
        host.begin(now);
        save_host(sql, id, &host, Some(run.epoch))?;
        return Ok(match gone {
            Some(gone) => Next::Gone(lease, gone),
            None => Next::Due(lease),
        });
    }
}

/// Hosts that are gone first, since nothing is asked of them; then the one that may be asked soonest.
fn next_host(sql: &mut dyn Sql, run: &Run) -> Result<Option<Row>, StoreError> {
    let lock = sql.lock_free();
    let gone = sql.row(
        &format!(
            "SELECT {HOST_COLUMNS} FROM hosts
             WHERE waiting = 1 AND gone IS NOT NULL AND (owner IS NULL OR owner = $1)
             ORDER BY id LIMIT 1{lock}"
        ),
        values![run.epoch],
    )?;
    if gone.is_some() {
        return Ok(gone);
    }
    sql.row(
        &format!(
            "SELECT {HOST_COLUMNS} FROM hosts
             WHERE waiting = 1 AND under_way < $1 AND awaits_rules = 0 AND (owner IS NULL OR owner = $2)
             ORDER BY next_at, id LIMIT 1{lock}"
        ),
        values![run.start.per_host.max(1), run.epoch],
    )
}

/// The first item of a host, leased. An item of a source that config.toml names no more is closed.
fn next_item(sql: &mut dyn Sql, run: &Run, host: i64) -> Result<Option<Item>, StoreError> {
    loop {
        let row = sql.row(
            &format!(
                "SELECT id, {COLUMNS} FROM frontier WHERE host = $1 AND state = 'waiting'
                 ORDER BY rank, place, id LIMIT 1"
            ),
            values![host],
        )?;
        let Some(row) = row else { return Ok(None) };
        let id = row.integer(0);
        if let Some(item) = item_of(&row, 1, run) {
            sql.run(
                "UPDATE frontier SET state = 'leased', epoch = $2 WHERE id = $1",
                values![id, run.epoch],
            )?;
            return Ok(Some(item));
        }
        sql.run("UPDATE frontier SET state = 'done', outcome = 'no_source' WHERE id = $1", values![id])?;
    }
}

/// When the rules of the item's origin were had, where they still count.
fn rules_stamp(sql: &mut dyn Sql, item: &Item, now: Duration) -> Result<Option<Duration>, StoreError> {
    let row = sql.row("SELECT fetched, standing FROM robots WHERE origin = $1", values![item.origin()])?;
    Ok(row.and_then(|row| {
        let shut = row.text(1) == "shut";
        let standing = if shut { RobotsStanding::Shut } else { RobotsStanding::Open };
        let file = RobotsFile { origin: String::new(), standing, fetched: row.time(0) };
        file.is_good(now).then_some(file.fetched)
    }))
}

/// Nothing may be leased: whether others hold something that may come back or lead to more.
fn others_at_work(sql: &mut dyn Sql, run: &Run, now: Duration) -> Result<Next, StoreError> {
    let row = sql.row(
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM frontier WHERE state = 'leased' AND epoch <> $1)
             OR EXISTS (SELECT 1 FROM hosts WHERE waiting = 1 AND (owner IS NULL OR owner <> $1))",
        values![run.epoch],
    )?;
    Ok(row.map_or(Next::Empty, |_| Next::Wait(now + LOOK_AGAIN)))
}
