//! What the crawlers of a run have spent together, and what they may.

use super::{
    error::StoreError,
    rows::{Run, Settled},
    sql::{Sql, values},
};
use crate::model::{Allowance, Item, Over, Purpose};
use std::collections::BTreeMap;

/// The row that counts all sources together; it sorts before any name.
const ALL: &str = "";

/// Adds the bytes that came to those that the run has spent on their sources; in order of source, so that two crawlers do
/// not wait for each other.
pub fn spend(sql: &mut dyn Sql, run: &Run, settled: &[Settled]) -> Result<(), StoreError> {
    let mut spent: BTreeMap<&str, u64> = BTreeMap::new();
    for one in settled {
        let bytes: u64 = one.fetches.iter().map(|fetch| fetch.bytes).sum();
        if let Some(source) = run.start.sources.get(one.settlement.lease.item.source).filter(|_| bytes > 0) {
            *spent.entry(ALL).or_default() += bytes;
            *spent.entry(source).or_default() += bytes;
        }
    }
    for (source, bytes) in spent {
        sql.run(
            "INSERT INTO spent (run, source, bytes) VALUES ($1, $2, $3)
             ON CONFLICT (run, source) DO UPDATE SET bytes = spent.bytes + excluded.bytes",
            values![run.id, source, bytes],
        )?;
    }
    Ok(())
}

/// Pays for an item, or says which bound that would break. As in a settlement, the page's row comes before those of what
/// was spent, so that two crawlers do not wait for each other.
pub fn pay(
    sql: &mut dyn Sql,
    run: &Run,
    item: &Item,
    allowed: &Allowance,
) -> Result<Option<Over>, StoreError> {
    let source = run.start.sources.get(item.source).map_or(ALL, String::as_str);
    let is_to_pay = item.purpose == Purpose::Page
        && sql.run(
            "UPDATE frontier SET paid = $2 WHERE url = $1 AND (paid IS NULL OR paid <> $2)",
            values![item.url.as_str(), run.id],
        )? > 0;
    let (all, own) = (spent(sql, run, ALL)?, spent(sql, run, source)?);
    let over = match is_to_pay {
        _ if all.bytes >= allowed.bytes || own.bytes >= allowed.bytes_of_source => Some(Over::Bytes),
        true if all.pages >= allowed.pages || own.pages >= allowed.pages_of_source => Some(Over::Pages),
        _ => None,
    };
    if is_to_pay {
        match over {
            None => sql.run(
                "UPDATE spent SET pages = pages + 1 WHERE run = $1 AND (source = $2 OR source = $3)",
                values![run.id, ALL, source],
            )?,
            Some(_) => {
                sql.run("UPDATE frontier SET paid = NULL WHERE url = $1", values![item.url.as_str()])?
            }
        };
    }
    Ok(over)
}

/// What was spent on a source, in a row that nobody else changes meanwhile.
fn spent(sql: &mut dyn Sql, run: &Run, source: &str) -> Result<Sum, StoreError> {
    sql.run(
        "INSERT INTO spent (run, source, bytes) VALUES ($1, $2, 0) ON CONFLICT (run, source) DO NOTHING",
        values![run.id, source],
    )?;
    let lock = sql.lock();
    let row = sql.row(
        &format!("SELECT pages, bytes FROM spent WHERE run = $1 AND source = $2{lock}"),
        values![run.id, source],
    )?;
    Ok(row.map_or(Sum::default(), |row| Sum { pages: row.small(0), bytes: row.count(1) }))
}

#[derive(Default)]
struct Sum {
    pages: u32,
    bytes: u64,
}
