//! Closing leases: their fate, the pace of their hosts, the requests, the archive's end, and what was found, in one piece.

use super::{
    articles::insert_fetch,
    budget,
    error::StoreError,
    frontier::{HOST_COLUMNS, host_of, save_host},
    nears, offers,
    rows::{Added, ArchiveEnd, FetchRow, Run, Settled},
    sql::{Sql, values},
};
use crate::model::{Content, Fate, RobotsFile, RobotsStanding, Settlement};
use jiff::SignedDuration;
use std::collections::{BTreeMap, btree_map::Entry};

pub fn settle(
    sql: &mut dyn Sql,
    run: &Run,
    settled: &[Settled],
    archive: Option<&ArchiveEnd>,
    name: &str,
) -> Result<(), StoreError> {
    // Hosts before items, as everywhere: so two crawlers never wait for each other.
    let found = offers::hosts(sql, settled.iter().flat_map(|one| &one.settlement.offers))?;
    let mut own = BTreeMap::new();
    for one in settled {
        if let Entry::Vacant(place) = own.entry(one.settlement.lease.item.host()) {
            let id = offers::id_of(sql, place.key())?.unwrap_or(0);
            place.insert(id);
        }
    }
    offers::lock(sql, found.values().chain(own.values()).copied())?;
    for one in settled {
        let host = own.get(&one.settlement.lease.item.host()).copied().unwrap_or(0);
        close(sql, run, &one.settlement, name)?;
        set_pace(sql, run, &one.settlement, host)?;
        for fetch in &one.fetches {
            note_fetch(sql, fetch)?;
        }
        if let Some((file, _)) = &one.settlement.rules {
            save_rules(sql, file)?;
        }
        offers::take_in(sql, run, one.settlement.now, &one.settlement.offers, &found)?;
    }
    if let Some(end) = archive {
        save_archive_end(sql, &run.start.crawler, end)?;
    }
    // Last, since every crawler of a source waits for whoever has this row.
    budget::spend(sql, run, settled)
}

/// What a settlement means for the pace of the item's host.
fn set_pace(sql: &mut dyn Sql, run: &Run, settlement: &Settlement, host: i64) -> Result<(), StoreError> {
    let row = sql.row(&format!("SELECT {HOST_COLUMNS} FROM hosts WHERE id = $1"), values![host])?;
    if let Some((id, mut host)) = row.map(|row| host_of(&row)) {
        settlement.apply(&mut host, run.start.patience);
        // By the clock that counts it may be later than whoever asked thinks.
        host.later_by(sql.clock(settlement.now).saturating_sub(settlement.now));
        save_host(sql, id, &host, Some(run.epoch))?;
    }
    if !matches!(settlement.fate, Fate::Done { .. }) {
        sql.run("UPDATE hosts SET waiting = 1 WHERE id = $1", values![host])?;
    }
    Ok(())
}

/// Notes a request that was made just now. Another of the same URL may bear the same time, where the clock is coarse or was
/// set back: this one is then noted a nanosecond later, since its record in the archive must have a row of its own.
fn note_fetch(sql: &mut dyn Sql, fetch: &FetchRow) -> Result<(), StoreError> {
    let mut row = fetch.clone();
    while insert_fetch(sql, &row)? == Added::Same {
        row.fetched = row.fetched.checked_add(SignedDuration::from_nanos(1)).map_err(|_| {
            StoreError::Unreadable { what: "time of a fetch", found: fetch.fetched.to_string() }
        })?;
    }
    Ok(())
}

/// The item's own row. Where it is not leased to this crawler any more, nothing of the settlement counts.
fn close(sql: &mut dyn Sql, run: &Run, settlement: &Settlement, name: &str) -> Result<(), StoreError> {
    let item = &settlement.lease.item;
    let url = item.url.as_str();
    let asked = settlement.ended.is_some() && settlement.rules.is_none();
    let rows = match &settlement.fate {
        Fate::Waits => sql.run(
            "UPDATE frontier SET state = 'waiting', epoch = NULL
             WHERE url = $1 AND state = 'leased' AND epoch = $2",
            values![url, run.epoch],
        )?,
        Fate::Again => sql.run(
            "UPDATE frontier SET state = 'waiting', epoch = NULL, tries = tries + 1, asked = $3, place = $4
             WHERE url = $1 AND state = 'leased' AND epoch = $2",
            values![
                url,
                run.epoch,
                run.id,
                u64::try_from(settlement.now.as_millis()).unwrap_or(0).saturating_mul(100_000),
            ],
        )?,
        Fate::Done { outcome, status, next_run } => {
            let rows = sql.run(
                "UPDATE frontier SET state = 'done', epoch = NULL, outcome = $3, next_run = $4
                 WHERE url = $1 AND state = 'leased' AND epoch = $2",
                values![url, run.epoch, outcome, *next_run],
            )?;
            if asked {
                sql.run(
                    "UPDATE frontier SET status = $2, settled = $3, asked = $4 WHERE url = $1",
                    values![url, *status, settlement.now, run.id],
                )?;
            }
            rows
        }
    };
    if rows == 0 {
        return Err(StoreError::Fenced { file: name.to_owned() });
    }
    let Some(content) = &settlement.content else { return Ok(()) };
    if let Some(near) = content.near.filter(|_| content.kept) {
        nears::save(sql, &item.host(), near, url)?;
    }
    save_content(sql, url, content)
}

fn save_content(sql: &mut dyn Sql, url: &str, content: &Content) -> Result<(), StoreError> {
    let counted = |changed: bool| content.changed == Some(changed);
    if counted(false) {
        sql.run(
            "UPDATE frontier SET etag = coalesce($2, etag), last_modified = coalesce($3, last_modified),
                 next_due = $4, every = $5, unchanged = unchanged + 1
             WHERE url = $1",
            values![
                url,
                content.etag.as_deref(),
                content.last_modified.as_deref(),
                content.next_due,
                content.interval,
            ],
        )?;
        return Ok(());
    }
    sql.run(
        "UPDATE frontier SET etag = $2, last_modified = $3, digest = $4, near = $5, identity = $6, kept = $7,
             next_due = $8, every = $9, changed = changed + $10
         WHERE url = $1",
        values![
            url,
            content.etag.as_deref(),
            content.last_modified.as_deref(),
            content.digest,
            content.near.map(u64::cast_signed),
            content.identity.as_deref(),
            content.kept,
            content.next_due,
            content.interval,
            counted(true),
        ],
    )?;
    Ok(())
}

fn save_rules(sql: &mut dyn Sql, file: &RobotsFile) -> Result<(), StoreError> {
    let (standing, body) = match &file.standing {
        RobotsStanding::Open => ("open", None),
        RobotsStanding::Shut => ("shut", None),
        RobotsStanding::Text(bytes) => ("text", Some(bytes.as_slice())),
    };
    sql.run(
        "INSERT INTO robots (origin, standing, fetched, body) VALUES ($1, $2, $3, $4)
         ON CONFLICT (origin) DO UPDATE SET
             standing = excluded.standing, fetched = excluded.fetched, body = excluded.body",
        values![&file.origin, standing, file.fetched, body],
    )?;
    Ok(())
}

pub fn save_archive_end(sql: &mut dyn Sql, crawler: &str, end: &ArchiveEnd) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO archives (crawler, file, length) VALUES ($1, $2, $3)
         ON CONFLICT (crawler) DO UPDATE SET file = excluded.file, length = excluded.length",
        values![crawler, &end.file, end.length],
    )?;
    Ok(())
}
