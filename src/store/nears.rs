//! Hashes of kept pages, found again by any of their four bands: hashes that differ by three bits share one.

use super::{
    error::StoreError,
    sql::{Sql, values},
};

/// Bits by which the hashes of nearly the same pages may differ; fewer than there are bands.
const APART: u32 = 3;

/// The four bands of a hash.
fn bands(near: u64) -> impl Iterator<Item = (u32, u32)> {
    (0..4u32).map(move |band| (band, (near >> (16 * band) & 0xffff) as u32))
}

/// Another page of the host with nearly this hash.
pub fn twin(sql: &mut dyn Sql, host: &str, near: u64, url: &str) -> Result<Option<String>, StoreError> {
    for (band, value) in bands(near) {
        let rows = sql.rows(
            "SELECT near, url FROM nears WHERE host = $1 AND band = $2 AND value = $3 AND url <> $4 ORDER BY url",
            values![host, band, value, url],
        )?;
        let is_near = |other: u64| (other ^ near).count_ones() <= APART;
        let twin = rows.iter().find(|row| is_near(row.integer(0).cast_unsigned()));
        if let Some(row) = twin {
            return Ok(Some(row.text(1)));
        }
    }
    Ok(None)
}

/// Notes the hash of a page that is kept, in place of the one that it had.
pub fn save(sql: &mut dyn Sql, host: &str, near: u64, url: &str) -> Result<(), StoreError> {
    for (band, value) in bands(near) {
        sql.run("DELETE FROM nears WHERE host = $1 AND band = $2 AND url = $3", values![host, band, url])?;
        sql.run(
            "INSERT INTO nears (host, band, value, near, url) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT DO NOTHING",
            values![host, band, value, near.cast_signed(), url],
        )?;
    }
    Ok(())
}
