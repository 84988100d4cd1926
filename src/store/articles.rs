//! Sources, fetches, articles and claims, on either engine.

use super::{
    Store,
    error::StoreError,
    outbox,
    rows::{Added, ArticleRow, ClaimFilter, ClaimRow, FetchRow, PageRead, SourceRow, Stats, StoredClaim},
    sql::{Database, Row, Sql, Value, values},
};
use crate::model::ArchiveRecord;
use std::ops::ControlFlow;

const FETCH_COLUMNS: &str = "url, purpose, fetched, status, bytes, outcome, note, file, \"offset\", digest";

impl<D: Database> Store for D {
    fn add_sources(&mut self, sources: &[SourceRow]) -> Result<Vec<Added>, StoreError> {
        self.transact(|sql| sources.iter().map(|source| insert_source(sql, source)).collect())
    }

    fn add_fetch(&mut self, fetch: &FetchRow) -> Result<Added, StoreError> {
        self.transact(|sql| insert_fetch(sql, fetch))
    }

    fn add_article(&mut self, article: &ArticleRow, claims: &[ClaimRow]) -> Result<Added, StoreError> {
        self.transact(|sql| keep_article(sql, article, claims))
    }

    fn add_readings(&mut self, pages: &[PageRead<'_>]) -> Result<Vec<Added>, StoreError> {
        self.transact(|sql| pages.iter().map(|page| keep_reading(sql, page)).collect())
    }

    fn last_fetch(&self, url: &str) -> Result<Option<FetchRow>, StoreError> {
        self.read(|sql| {
            let row = sql.row(
                &format!("SELECT {FETCH_COLUMNS} FROM fetches WHERE url = $1 ORDER BY fetched DESC LIMIT 1"),
                values![url],
            )?;
            row.map(|row| fetch_of(&row)).transpose()
        })
    }

    fn fetch_of_payload(&self, digest: &str, files: &str) -> Result<Option<FetchRow>, StoreError> {
        self.read(|sql| {
            let row = sql.row(
                &format!(
                    "SELECT {FETCH_COLUMNS} FROM fetches
                     WHERE digest = $1 AND substr(file, 1, length($2)) = $2 ORDER BY id LIMIT 1"
                ),
                values![digest, files],
            )?;
            row.map(|row| fetch_of(&row)).transpose()
        })
    }

    fn last_whole_fetch(&self, url: &str, files: &str) -> Result<Option<FetchRow>, StoreError> {
        self.read(|sql| {
            let row = sql.row(
                &format!(
                    "SELECT {FETCH_COLUMNS} FROM fetches
                     WHERE url = $1 AND status = 200 AND substr(file, 1, length($2)) = $2
                     ORDER BY fetched DESC LIMIT 1"
                ),
                values![url, files],
            )?;
            row.map(|row| fetch_of(&row)).transpose()
        })
    }

    fn unread(&self, files: &str) -> Result<Vec<FetchRow>, StoreError> {
        self.read(|sql| {
            let rows = sql.rows(
                &format!(
                    "SELECT {FETCH_COLUMNS} FROM fetches
                     WHERE outcome = 'kept' AND substr(file, 1, length($1)) = $1
                     ORDER BY file, \"offset\""
                ),
                values![files],
            )?;
            rows.iter().map(fetch_of).collect()
        })
    }

    fn article(&self, url: &str) -> Result<Option<String>, StoreError> {
        self.read(|sql| {
            Ok(sql.row("SELECT json FROM current WHERE url = $1", values![url])?.map(|row| row.text(0)))
        })
    }

    fn claims_by_id(&self, prefix: &str, limit: usize) -> Result<Vec<StoredClaim>, StoreError> {
        self.read(|sql| {
            let rows = sql.rows(
                "SELECT claims.id, current.url, claims.json
                 FROM claims JOIN current ON current.id = claims.article
                 WHERE substr(claims.id, 1, length($1)) = $1
                 ORDER BY claims.id, current.url LIMIT $2",
                values![prefix, limit as u64],
            )?;
            Ok(rows.iter().map(stored_claim).collect())
        })
    }

    fn each_claim(
        &self,
        filter: &ClaimFilter,
        visit: &mut dyn FnMut(StoredClaim) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let (condition, values) = condition(filter);
        self.read(|sql| {
            sql.each(
                &format!(
                    "SELECT claims.id, current.url, claims.json
                     FROM claims JOIN current ON current.id = claims.article
                     WHERE {condition}
                     ORDER BY current.day, current.url, claims.place"
                ),
                &values,
                &mut |row| visit(stored_claim(&row)),
            )
        })
    }

    fn stats(&self) -> Result<Stats, StoreError> {
        self.read(|sql| {
            let one = |row: Option<Row>| row.map_or(0, |row| row.count(0));
            let days = sql.row("SELECT min(day), max(day) FROM current", &[])?;
            let day = |column| days.as_ref().and_then(|row| row.maybe_text(column));
            Ok(Stats {
                sources: one(sql.row("SELECT count(*) FROM sources", &[])?),
                fetches: counts(sql, "SELECT outcome, count(*) FROM fetches GROUP BY 1 ORDER BY 2 DESC, 1")?,
                articles: one(sql.row("SELECT count(*) FROM current", &[])?),
                claims: counts(
                    sql,
                    "SELECT kind, count(*) FROM claims JOIN current ON current.id = claims.article
                     GROUP BY 1 ORDER BY 2 DESC, 1",
                )?,
                countries: counts(
                    sql,
                    "SELECT country, count(*) FROM claim_countries
                     JOIN current ON current.id = claim_countries.article
                     GROUP BY 1 ORDER BY 2 DESC, 1",
                )?,
                publishers: counts(
                    sql,
                    "SELECT coalesce(publisher, '(unknown)'), count(*) FROM current
                     GROUP BY 1 ORDER BY 2 DESC, 1",
                )?,
                first_day: day(0),
                last_day: day(1),
            })
        })
    }
}

fn counts(sql: &mut dyn Sql, query: &str) -> Result<Vec<(String, u64)>, StoreError> {
    Ok(sql.rows(query, &[])?.iter().map(|row| (row.text(0), row.count(1))).collect())
}

fn insert_source(sql: &mut dyn Sql, source: &SourceRow) -> Result<Added, StoreError> {
    let was = sql.row("SELECT kind, name FROM sources WHERE url = $1", values![&source.url])?;
    let added = match was {
        None => Added::New,
        Some(row) if row.text(0) == source.kind && row.text(1) == source.name => return Ok(Added::Same),
        Some(_) => Added::Replaced,
    };
    sql.run(
        "INSERT INTO sources (url, kind, name) VALUES ($1, $2, $3)
         ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, name = excluded.name",
        values![&source.url, &source.kind, &source.name],
    )?;
    Ok(added)
}

fn keep_reading(sql: &mut dyn Sql, page: &PageRead<'_>) -> Result<Added, StoreError> {
    let PageRead { fetch, article } = page;
    let added = match article {
        Some((article, claims)) => keep_article(sql, article, claims)?,
        None => Added::Same,
    };
    if insert_fetch(sql, fetch)? == Added::Same {
        let record = fetch.record.as_ref();
        sql.run(
            "UPDATE fetches SET outcome = $3, note = $4
             WHERE url = $1 AND outcome = 'kept'
               AND (file = $5 AND \"offset\" = $6 OR file IS NULL AND fetched = $2)",
            values![
                &fetch.url,
                fetch.fetched.to_string(),
                &fetch.outcome,
                fetch.note.as_deref(),
                record.map(|r| &r.file),
                record.map(|r| r.offset),
            ],
        )?;
    }
    Ok(added)
}

/// Notes a fetch, unless it is noted already.
pub(super) fn insert_fetch(sql: &mut dyn Sql, fetch: &FetchRow) -> Result<Added, StoreError> {
    let record = fetch.record.as_ref();
    let rows = sql.run(
        "INSERT INTO fetches (url, purpose, fetched, status, bytes, outcome, note, file, \"offset\", digest)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (url, fetched) DO NOTHING",
        values![
            &fetch.url,
            &fetch.purpose,
            fetch.fetched.to_string(),
            fetch.status,
            fetch.bytes,
            &fetch.outcome,
            fetch.note.as_deref(),
            record.map(|r| &r.file),
            record.map(|r| r.offset),
            record.map(|r| &r.digest),
        ],
    )?;
    Ok(if rows == 0 { Added::Same } else { Added::New })
}

fn keep_article(sql: &mut dyn Sql, article: &ArticleRow, claims: &[ClaimRow]) -> Result<Added, StoreError> {
    let mut known = Vec::new();
    let (id, added) = match kept(sql, article)? {
        Some(was) if was.json == article.json => return note_seen(sql, &was, article),
        Some(was) => {
            let rows =
                sql.rows("SELECT id FROM claims WHERE article = $1 ORDER BY place", values![was.id])?;
            known.extend(rows.iter().map(|row| row.text(0)));
            replace(sql, &was, article)?;
            (was.id, Added::Replaced)
        }
        None => (insert(sql, article)?, Added::New),
    };
    insert_claims(sql, id, claims)?;
    if claims.iter().any(|claim| !known.contains(&claim.id)) {
        outbox::put(sql, id, &known)?;
    }
    Ok(added)
}

/// A reading that is already kept under the same key.
struct Kept {
    id: i64,
    json: String,
    fetched: Option<String>,
}

fn kept(sql: &mut dyn Sql, article: &ArticleRow) -> Result<Option<Kept>, StoreError> {
    let row = sql.row(
        "SELECT id, json, fetched FROM articles WHERE url = $1 AND text_digest = $2 AND extractor = $3",
        values![&article.url, &article.text_digest, &article.extractor],
    )?;
    Ok(row.map(|row| Kept { id: row.integer(0), json: row.text(1), fetched: row.maybe_text(2) }))
}

/// The same reading again: only the time it was last seen may move on.
fn note_seen(sql: &mut dyn Sql, was: &Kept, article: &ArticleRow) -> Result<Added, StoreError> {
    let now = article.fetched.map(|at| at.to_string());
    if now > was.fetched {
        sql.run("UPDATE articles SET fetched = $2 WHERE id = $1", values![was.id, now])?;
    }
    Ok(Added::Same)
}

fn replace(sql: &mut dyn Sql, was: &Kept, article: &ArticleRow) -> Result<(), StoreError> {
    sql.run("DELETE FROM claims WHERE article = $1", values![was.id])?;
    let record = article.record.as_ref();
    let now = article.fetched.map(|at| at.to_string());
    sql.run(
        "UPDATE articles SET title = $2, publisher = $3, day = $4, fetched = $5,
             file = $6, \"offset\" = $7, digest = $8, json = $9
         WHERE id = $1",
        values![
            was.id,
            article.title.as_deref(),
            article.publisher.as_deref(),
            article.day.map(|day| day.to_string()),
            now.max(was.fetched.clone()),
            record.map(|r| &r.file),
            record.map(|r| r.offset),
            record.map(|r| &r.digest),
            &article.json,
        ],
    )?;
    Ok(())
}

fn insert(sql: &mut dyn Sql, article: &ArticleRow) -> Result<i64, StoreError> {
    let record = article.record.as_ref();
    let row = sql.row(
        "INSERT INTO articles
             (url, text_digest, extractor, title, publisher, day, fetched, file, \"offset\", digest, json)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
        values![
            &article.url,
            &article.text_digest,
            &article.extractor,
            article.title.as_deref(),
            article.publisher.as_deref(),
            article.day.map(|day| day.to_string()),
            article.fetched.map(|at| at.to_string()),
            record.map(|r| &r.file),
            record.map(|r| r.offset),
            record.map(|r| &r.digest),
            &article.json,
        ],
    )?;
    Ok(row.map_or(0, |row| row.integer(0)))
}

fn insert_claims(sql: &mut dyn Sql, article: i64, claims: &[ClaimRow]) -> Result<(), StoreError> {
    for (place, claim) in (0_i64..).zip(claims) {
        sql.run(
            "INSERT INTO claims (article, place, id, kind, confidence, json) VALUES ($1, $2, $3, $4, $5, $6)",
            values![article, place, &claim.id, &claim.kind, claim.confidence, &claim.json],
        )?;
        for country in &claim.countries {
            sql.run(
                "INSERT INTO claim_countries (article, place, country) VALUES ($1, $2, $3)
                 ON CONFLICT DO NOTHING",
                values![article, place, country],
            )?;
        }
    }
    Ok(())
}

/// The filter as SQL over `claims` and `current`, with its values.
fn condition(filter: &ClaimFilter) -> (String, Vec<Value>) {
    let mut parts = vec!["1 = 1".to_owned()];
    let mut values: Vec<Value> = Vec::new();
    for (comparison, day) in [(">=", filter.since), ("<=", filter.until)] {
        if let Some(day) = day {
            values.push(day.to_string().into());
            parts.push(format!("current.day {comparison} ${}", values.len()));
        }
    }
    let mut any_of = |words: &[String], column: &str| {
        let places: Vec<String> = words
            .iter()
            .map(|word| {
                values.push(word.into());
                format!("${}", values.len())
            })
            .collect();
        format!("{column} IN ({})", places.join(", "))
    };
    if !filter.kinds.is_empty() {
        parts.push(any_of(&filter.kinds, "claims.kind"));
    }
    if !filter.countries.is_empty() {
        parts.push(format!(
            "EXISTS (SELECT 1 FROM claim_countries AS c
                     WHERE c.article = claims.article AND c.place = claims.place AND {})",
            any_of(&filter.countries, "c.country")
        ));
    }
    (parts.join(" AND "), values)
}

fn stored_claim(row: &Row) -> StoredClaim {
    StoredClaim { id: row.text(0), article_url: row.text(1), json: row.text(2) }
}

fn fetch_of(row: &Row) -> Result<FetchRow, StoreError> {
    let record = match (row.maybe_text(7), row.maybe_integer(8), row.maybe_text(9)) {
        (Some(file), Some(_), Some(digest)) => Some(ArchiveRecord { file, offset: row.count(8), digest }),
        _ => None,
    };
    let fetched = row.text(2);
    Ok(FetchRow {
        url: row.text(0),
        purpose: row.text(1),
        fetched: fetched
            .parse()
            .map_err(|_| StoreError::Unreadable { what: "time of a fetch", found: fetched })?,
        status: row.maybe_integer(3).and_then(|status| u16::try_from(status).ok()),
        bytes: row.count(4),
        outcome: row.text(5),
        note: row.maybe_text(6),
        record,
    })
}
