//! What is found goes into the frontier: each URL once a run, its host with it.

use super::{
    error::StoreError,
    rows::Run,
    sql::{Sql, values},
};
use crate::model::{Offer, Standing};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Items that one moment has room for in the order of a host.
const PLACES: u64 = 100_000;

/// Ids of the hosts of what is to be asked for, by name; made where they are new. In order of name, so that two
/// crawlers that bring the same hosts do not wait for each other.
pub fn hosts<'o>(
    sql: &mut dyn Sql,
    offers: impl IntoIterator<Item = &'o Offer>,
) -> Result<BTreeMap<String, i64>, StoreError> {
    let waiting = offers.into_iter().filter(|offer| offer.standing == Standing::Waiting);
    let names: BTreeSet<String> = waiting.map(|offer| offer.item.host()).collect();
    let mut ids = BTreeMap::new();
    for name in names {
        let id = match id_of(sql, &name)? {
            Some(id) => id,
            None => {
                sql.run(
                    "INSERT INTO hosts
                         (name, next_at, ended_at, delay, under_way, awaits_rules, failures, waiting)
                     VALUES ($1, 0, 0, 0, 0, 0, 0, 0) ON CONFLICT (name) DO NOTHING",
                    values![&name],
                )?;
                id_of(sql, &name)?.unwrap_or(0)
            }
        };
        ids.insert(name, id);
    }
    Ok(ids)
}

/// The id of a host.
pub fn id_of(sql: &mut dyn Sql, name: &str) -> Result<Option<i64>, StoreError> {
    Ok(sql.row("SELECT id FROM hosts WHERE name = $1", values![name])?.map(|row| row.integer(0)))
}

/// Locks hosts in order of their ids, so that two crawlers do not wait for each other.
pub fn lock(sql: &mut dyn Sql, hosts: impl Iterator<Item = i64>) -> Result<(), StoreError> {
    let lock = sql.lock();
    if lock.is_empty() {
        return Ok(());
    }
    for id in hosts.collect::<BTreeSet<i64>>() {
        sql.row(&format!("SELECT 1 FROM hosts WHERE id = $1{lock}"), values![id])?;
    }
    Ok(())
}

/// Takes offers in, under the hosts of [`hosts`]. A URL that this run has met is passed over.
pub fn take_in(
    sql: &mut dyn Sql,
    run: &Run,
    now: Duration,
    offers: &[Offer],
    hosts: &BTreeMap<String, i64>,
) -> Result<(), StoreError> {
    let first = u64::try_from(now.as_millis()).unwrap_or(0).saturating_mul(PLACES);
    let mut in_order: Vec<(u64, &Offer)> = (0..).zip(offers).collect();
    in_order.sort_by(|(_, a), (_, b)| a.item.url.as_str().cmp(b.item.url.as_str()));
    let mut delays: BTreeMap<i64, Duration> = BTreeMap::new();
    for (place, offer) in in_order {
        let host = hosts.get(&offer.item.host()).copied().unwrap_or(0);
        let taken = match &offer.standing {
            Standing::Waiting => insert(sql, run, offer, host, first + place.min(PLACES - 1), None)?,
            Standing::Left(word) if word == "known" => note(sql, run, offer)?,
            Standing::Left(word) => insert(sql, run, offer, host, 0, Some(word))?,
            Standing::Alias => note(sql, run, offer)? || insert(sql, run, offer, host, 0, Some("alias"))?,
        };
        if taken && offer.standing == Standing::Waiting {
            let delay = delays.entry(host).or_default();
            *delay = offer.delay.max(*delay);
        }
    }
    for (host, delay) in delays {
        sql.run(
            "UPDATE hosts SET waiting = 1, delay = CASE WHEN delay < $2 THEN $2 ELSE delay END WHERE id = $1",
            values![host, delay],
        )?;
    }
    Ok(())
}

/// Notes that this run has met a URL; what was kept of it stays.
fn note(sql: &mut dyn Sql, run: &Run, offer: &Offer) -> Result<bool, StoreError> {
    let rows = sql.run(
        "UPDATE frontier SET run = $2 WHERE url = $1 AND run < $2 AND state = 'done'",
        values![offer.item.url.as_str(), run.id],
    )?;
    Ok(rows > 0)
}

fn insert(
    sql: &mut dyn Sql,
    run: &Run,
    offer: &Offer,
    host: i64,
    place: u64,
    left: Option<&str>,
) -> Result<bool, StoreError> {
    let item = &offer.item;
    let source = run.start.sources.get(item.source).map_or("", String::as_str);
    let rows = sql.run(
        "INSERT INTO frontier
             (url, host, run, state, purpose, source, depth, via, is_seed, chain, turned, tries, promise, day, rank,
              place, outcome, next_run, kept, changed, unchanged)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, 0, 0)
         ON CONFLICT (url) DO UPDATE SET
             host = excluded.host, run = excluded.run, state = excluded.state, purpose = excluded.purpose,
             source = excluded.source, depth = excluded.depth, via = excluded.via, is_seed = excluded.is_seed,
             chain = excluded.chain, turned = excluded.turned, tries = excluded.tries,
             promise = excluded.promise, day = excluded.day, rank = excluded.rank, place = excluded.place,
             outcome = excluded.outcome, next_run = 0, epoch = NULL
         WHERE frontier.run < excluded.run",
        values![
            item.url.as_str(),
            host,
            run.id,
            if left.is_some() { "done" } else { "waiting" },
            item.purpose.as_str(),
            source,
            item.depth,
            item.via.as_deref(),
            item.is_seed,
            item.chain.join("\n"),
            item.turned,
            item.tries,
            u32::from(item.promise),
            item.date.map(|day| day.to_string()),
            u32::from(item.rank()),
            place,
            left,
        ],
    )?;
    Ok(rows > 0)
}
