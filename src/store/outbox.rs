//! The outbox: new readings that somebody waits for, kept until they are known to have arrived.
//!
//! A reading goes into the outbox in the transaction that stores it, and out of it after its delivery; so a claim is
//! delivered at least once, whenever the program ends.

use super::{
    Outbox,
    error::StoreError,
    rows::Letter,
    sql::{Database, Row, Sql, values},
};

impl<D: Database> Outbox for D {
    fn watch(&mut self) -> Result<(), StoreError> {
        self.transact(|sql| {
            sql.run("INSERT INTO watchers (name) VALUES ('watch') ON CONFLICT (name) DO NOTHING", values![])?;
            Ok(())
        })
    }

    fn letters(&self, most: usize) -> Result<Vec<Letter>, StoreError> {
        self.read(|sql| {
            let rows = sql.rows(
                "SELECT outbox.id, articles.id, articles.url, outbox.known FROM outbox
                 JOIN articles ON articles.id = outbox.article ORDER BY outbox.id LIMIT $1",
                values![most as u64],
            )?;
            let letter = |row: &Row| -> Result<Letter, StoreError> {
                Ok(Letter {
                    id: row.integer(0),
                    url: row.text(2),
                    claims: claims_of(&mut *sql, row.integer(1), &row.text(3))?,
                })
            };
            rows.iter().map(letter).collect()
        })
    }

    fn delivered(&mut self, letter: i64) -> Result<(), StoreError> {
        self.transact(|sql| {
            sql.run("DELETE FROM outbox WHERE id = $1", values![letter])?;
            Ok(())
        })
    }

    fn undelivered(&self) -> Result<u64, StoreError> {
        self.read(|sql| Ok(sql.row("SELECT count(*) FROM outbox", values![])?.map_or(0, |row| row.count(0))))
    }
}

/// Claims of a reading that no earlier reading has made, nor this one before it was made anew: a page that was
/// corrected says most of them again.
fn claims_of(sql: &mut dyn Sql, article: i64, known: &str) -> Result<Vec<String>, StoreError> {
    let rows = sql.rows(
        "SELECT id, json FROM claims WHERE article = $1 AND NOT EXISTS
             (SELECT 1 FROM claims AS other WHERE other.id = claims.id AND other.article < $1)
         ORDER BY place",
        values![article],
    )?;
    let is_new = |row: &&Row| known.split('\n').all(|id| id != row.text(0));
    Ok(rows.iter().filter(is_new).map(|row| row.text(1)).collect())
}

/// Puts a reading into the outbox, where anybody watches; `known` are the claims that it had before.
pub fn put(sql: &mut dyn Sql, article: i64, known: &[String]) -> Result<(), StoreError> {
    sql.run(
        "INSERT INTO outbox (article, known) SELECT $1, $2 WHERE EXISTS (SELECT 1 FROM watchers)
         ON CONFLICT (article) DO NOTHING",
        values![article, known.join("\n")],
    )?;
    Ok(())
}
