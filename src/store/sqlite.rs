//! The embedded engine: one SQLite file, in WAL mode, every commit flushed to the disk.

use super::{
    Store,
    error::StoreError,
    rows::{Added, ArticleRow, ClaimFilter, ClaimRow, FetchRow, SourceRow, Stats, StoredClaim},
    tables::MIGRATIONS,
};
use crate::model::ArchiveRecord;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, ToSql, Transaction, params, params_from_iter};
use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::Duration,
};

/// Marks the file as ours (`PRAGMA application_id`): the letters `clmt`.
const APPLICATION_ID: i64 = 0x636c_6d74;
const WAIT_FOR_OTHERS: Duration = Duration::from_secs(10);

/// A store in one file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    path: PathBuf,
}

impl Sqlite {
    /// Opens a store for writing; makes it, and its folder, where there is none.
    pub fn open(path: &Path) -> Result<Sqlite, StoreError> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|error| StoreError::Folder {
                file: path.display().to_string(),
                message: error.to_string(),
            })?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let mut store = Sqlite::connect(path, flags)?;
        store.prepare_to_write()?;
        Ok(store)
    }

    /// Opens a store that is there, to read from it. A store of an older version is read only after `open`
    /// has brought it up to date.
    pub fn open_to_read(path: &Path) -> Result<Sqlite, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { file: path.display().to_string() });
        }
        let mut store = Sqlite::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        if let Err(StoreError::ReadOnly { .. }) = store.version() {
            store = Sqlite::connect_unchanging(path)?;
        }
        match store.version()? {
            Some(version) if version == known_version() => Ok(store),
            Some(version) if version > 0 => Sqlite::open(path),
            _ => Err(StoreError::NotAStore { file: path.display().to_string() }),
        }
    }

    /// A store in a folder that may not be written: SQLite cannot put its index of the log beside it, so the
    /// file is read as one that nobody changes, which holds as long as no log lies there.
    fn connect_unchanging(path: &Path) -> Result<Sqlite, StoreError> {
        let log = PathBuf::from(format!("{}-wal", path.display()));
        if log.metadata().is_ok_and(|log| log.len() > 0) {
            return Err(StoreError::ReadOnly { file: path.display().to_string() });
        }
        let absolute = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let Ok(mut url) = url::Url::from_file_path(absolute) else {
            return Err(StoreError::ReadOnly { file: path.display().to_string() });
        };
        url.set_query(Some("immutable=1"));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Ok(Sqlite { path: path.to_owned(), ..Sqlite::connect(Path::new(url.as_str()), flags)? })
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<Sqlite, StoreError> {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| StoreError::from_sqlite(path, &error))?;
        let store = Sqlite { connection, path: path.to_owned() };
        store.say(store.connection.busy_timeout(WAIT_FOR_OTHERS))?;
        Ok(store)
    }

    /// Lets the file grow to so many pages (of 4 KiB) at most, for who shares a disk with others.
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        self.say(self.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())))
    }

    fn prepare_to_write(&mut self) -> Result<(), StoreError> {
        let version =
            self.version()?.ok_or_else(|| StoreError::NotAStore { file: self.path.display().to_string() })?;
        self.say(self.connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())))?;
        self.say(self.connection.pragma_update(None, "synchronous", "FULL"))?;
        self.say(self.connection.pragma_update(None, "foreign_keys", true))?;
        if version < known_version() {
            self.transact(migrate)?;
        }
        Ok(())
    }

    /// Schema version; 0 for an empty file, `None` for somebody else's database.
    fn version(&self) -> Result<Option<i64>, StoreError> {
        let number = |name: &str| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let version = self.say(number("user_version"))?;
        let ours = self.say(number("application_id"))? == APPLICATION_ID;
        let empty = self.say(number("schema_version"))? == 0;
        match (ours, empty) {
            (true, _) if version > known_version() => Err(StoreError::Newer {
                file: self.path.display().to_string(),
                found: version,
                known: known_version(),
            }),
            (true, _) => Ok(Some(version)),
            (false, true) => Ok(Some(0)),
            (false, false) => Ok(None),
        }
    }

    fn say<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }

    /// Runs one transaction; it takes the writer's place at once, so that two writers never deadlock.
    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let transaction = self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
        let done = transaction.and_then(|transaction| {
            let answer = work(&transaction)?;
            transaction.commit()?;
            Ok(answer)
        });
        self.say(done)
    }
}

fn known_version() -> i64 {
    MIGRATIONS.len() as i64
}

/// Applies what the store has not had yet. The version is read again inside the transaction, since another
/// program may have migrated in between.
fn migrate(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known_version())
}

impl Store for Sqlite {
    fn add_source(&mut self, source: &SourceRow) -> Result<Added, StoreError> {
        self.transact(|transaction| {
            let was: Option<(String, String)> = transaction
                .query_row("SELECT kind, name FROM sources WHERE url = ?1", [&source.url], |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let added = match was {
                None => Added::New,
                Some((kind, name)) if kind == source.kind && name == source.name => return Ok(Added::Same),
                Some(_) => Added::Replaced,
            };
            transaction.execute(
                "INSERT INTO sources (url, kind, name) VALUES (?1, ?2, ?3)
                 ON CONFLICT (url) DO UPDATE SET kind = excluded.kind, name = excluded.name",
                params![source.url, source.kind, source.name],
            )?;
            Ok(added)
        })
    }

    fn add_fetch(&mut self, fetch: &FetchRow) -> Result<Added, StoreError> {
        self.transact(|transaction| {
            let record = fetch.record.as_ref();
            let rows = transaction.execute(
                "INSERT INTO fetches
                     (url, purpose, fetched, status, bytes, outcome, note, file, offset, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (url, fetched) DO NOTHING",
                params![
                    fetch.url,
                    fetch.purpose,
                    fetch.fetched.to_string(),
                    fetch.status,
                    as_integer(fetch.bytes),
                    fetch.outcome,
                    fetch.note,
                    record.map(|r| &r.file),
                    record.map(|r| as_integer(r.offset)),
                    record.map(|r| &r.digest),
                ],
            )?;
            Ok(if rows == 0 { Added::Same } else { Added::New })
        })
    }

    fn add_article(&mut self, article: &ArticleRow, claims: &[ClaimRow]) -> Result<Added, StoreError> {
        self.transact(|transaction| {
            let (id, added) = match kept(transaction, article)? {
                Some(was) if was.json == article.json => return note_seen(transaction, &was, article),
                Some(was) => {
                    replace(transaction, &was, article)?;
                    (was.id, Added::Replaced)
                }
                None => (insert(transaction, article)?, Added::New),
            };
            insert_claims(transaction, id, claims)?;
            Ok(added)
        })
    }

    fn last_fetch(&self, url: &str) -> Result<Option<FetchRow>, StoreError> {
        self.say(
            self.connection
                .query_row(
                    "SELECT url, purpose, fetched, status, bytes, outcome, note, file, offset, digest
                     FROM fetches WHERE url = ?1 ORDER BY fetched DESC LIMIT 1",
                    [url],
                    fetch_row,
                )
                .optional(),
        )
    }

    fn article(&self, url: &str) -> Result<Option<String>, StoreError> {
        self.say(
            self.connection
                .query_row("SELECT json FROM current WHERE url = ?1", [url], |row| row.get(0))
                .optional(),
        )
    }

    fn claims_by_id(&self, prefix: &str, limit: usize) -> Result<Vec<StoredClaim>, StoreError> {
        let read = || {
            let mut query = self.connection.prepare(
                "SELECT claims.id, current.url, claims.json
                 FROM claims JOIN current ON current.id = claims.article
                 WHERE substr(claims.id, 1, length(?1)) = ?1
                 ORDER BY claims.id, current.url LIMIT ?2",
            )?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            query.query_map(params![prefix, limit], stored_claim)?.collect()
        };
        self.say(read())
    }

    fn each_claim(
        &self,
        filter: &ClaimFilter,
        visit: &mut dyn FnMut(StoredClaim) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let (condition, values) = condition(filter);
        let mut read = || {
            let mut query = self.connection.prepare(&format!(
                "SELECT claims.id, current.url, claims.json
                 FROM claims JOIN current ON current.id = claims.article
                 WHERE {condition}
                 ORDER BY current.day, current.url, claims.place"
            ))?;
            let mut rows = query.query(params_from_iter(values.iter()))?;
            while let Some(row) = rows.next()? {
                if visit(stored_claim(row)?).is_break() {
                    break;
                }
            }
            Ok(())
        };
        self.say(read())
    }

    fn stats(&self) -> Result<Stats, StoreError> {
        let counts = |sql: &str| -> rusqlite::Result<Vec<(String, u64)>> {
            self.connection
                .prepare(sql)?
                .query_map([], |row| Ok((row.get(0)?, as_count(row.get(1)?))))?
                .collect()
        };
        let one = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(as_count);
        let day = |which: &str| {
            self.connection.query_row(&format!("SELECT {which}(day) FROM current"), [], |row| row.get(0))
        };
        let read = || {
            Ok(Stats {
                sources: one("SELECT count(*) FROM sources")?,
                fetches: counts("SELECT outcome, count(*) FROM fetches GROUP BY 1 ORDER BY 2 DESC, 1")?,
                articles: one("SELECT count(*) FROM current")?,
                claims: counts(
                    "SELECT kind, count(*) FROM claims JOIN current ON current.id = claims.article
                     GROUP BY 1 ORDER BY 2 DESC, 1",
                )?,
                countries: counts(
                    "SELECT country, count(*) FROM claim_countries
                     JOIN current ON current.id = claim_countries.article
                     GROUP BY 1 ORDER BY 2 DESC, 1",
                )?,
                publishers: counts(
                    "SELECT coalesce(publisher, '(unknown)'), count(*) FROM current
                     GROUP BY 1 ORDER BY 2 DESC, 1",
                )?,
                first_day: day("min")?,
                last_day: day("max")?,
            })
        };
        self.say(read())
    }
}

/// A reading that is already kept under the same key.
struct Kept {
    id: i64,
    json: String,
    fetched: Option<String>,
}

fn kept(transaction: &Transaction<'_>, article: &ArticleRow) -> rusqlite::Result<Option<Kept>> {
    transaction
        .query_row(
            "SELECT id, json, fetched FROM articles
             WHERE url = ?1 AND text_digest = ?2 AND extractor = ?3",
            params![article.url, article.text_digest, article.extractor],
            |row| Ok(Kept { id: row.get(0)?, json: row.get(1)?, fetched: row.get(2)? }),
        )
        .optional()
}

/// The same reading again: only the time it was last seen may move on.
fn note_seen(transaction: &Transaction<'_>, was: &Kept, article: &ArticleRow) -> rusqlite::Result<Added> {
    let now = article.fetched.map(|at| at.to_string());
    if now > was.fetched {
        transaction.execute("UPDATE articles SET fetched = ?2 WHERE id = ?1", params![was.id, now])?;
    }
    Ok(Added::Same)
}

fn replace(transaction: &Transaction<'_>, was: &Kept, article: &ArticleRow) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM claims WHERE article = ?1", [was.id])?;
    let record = article.record.as_ref();
    transaction.execute(
        "UPDATE articles SET title = ?2, publisher = ?3, day = ?4, fetched = max(coalesce(fetched, ''), ?5),
             file = ?6, offset = ?7, digest = ?8, json = ?9
         WHERE id = ?1",
        params![
            was.id,
            article.title,
            article.publisher,
            article.day.map(|day| day.to_string()),
            article.fetched.map(|at| at.to_string()).unwrap_or_default(),
            record.map(|r| &r.file),
            record.map(|r| as_integer(r.offset)),
            record.map(|r| &r.digest),
            article.json,
        ],
    )?;
    Ok(())
}

fn insert(transaction: &Transaction<'_>, article: &ArticleRow) -> rusqlite::Result<i64> {
    let record = article.record.as_ref();
    transaction.execute(
        "INSERT INTO articles
             (url, text_digest, extractor, title, publisher, day, fetched, file, offset, digest, json)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            article.url,
            article.text_digest,
            article.extractor,
            article.title,
            article.publisher,
            article.day.map(|day| day.to_string()),
            article.fetched.map(|at| at.to_string()),
            record.map(|r| &r.file),
            record.map(|r| as_integer(r.offset)),
            record.map(|r| &r.digest),
            article.json,
        ],
    )?;
    Ok(transaction.last_insert_rowid())
}

fn insert_claims(transaction: &Transaction<'_>, article: i64, claims: &[ClaimRow]) -> rusqlite::Result<()> {
    let mut claim_row = transaction.prepare_cached(
        "INSERT INTO claims (article, place, id, kind, confidence, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut country_row = transaction.prepare_cached(
        "INSERT INTO claim_countries (article, place, country) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
    for (place, claim) in (0_i64..).zip(claims) {
        claim_row.execute(params![article, place, claim.id, claim.kind, claim.confidence, claim.json])?;
        for country in &claim.countries {
            country_row.execute(params![article, place, country])?;
        }
    }
    Ok(())
}

/// The filter as SQL over `claims` and `current`, with its values.
fn condition(filter: &ClaimFilter) -> (String, Vec<Box<dyn ToSql>>) {
    let mut parts = vec!["1".to_owned()];
    let mut values: Vec<Box<dyn ToSql>> = Vec::new();
    for (comparison, day) in [(">=", filter.since), ("<=", filter.until)] {
        if let Some(day) = day {
            values.push(Box::new(day.to_string()));
            parts.push(format!("current.day {comparison} ?{}", values.len()));
        }
    }
    let mut any_of = |words: &[String], column: &str| {
        let places: Vec<String> = words
            .iter()
            .map(|word| {
                values.push(Box::new(word.clone()));
                format!("?{}", values.len())
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

fn stored_claim(row: &Row<'_>) -> rusqlite::Result<StoredClaim> {
    Ok(StoredClaim { id: row.get(0)?, article_url: row.get(1)?, json: row.get(2)? })
}

fn fetch_row(row: &Row<'_>) -> rusqlite::Result<FetchRow> {
    let fetched: String = row.get(2)?;
    let record = match (row.get(7)?, row.get::<_, Option<i64>>(8)?, row.get(9)?) {
        (Some(file), Some(offset), Some(digest)) => {
            Some(ArchiveRecord { file, offset: as_count(offset), digest })
        }
        _ => None,
    };
    Ok(FetchRow {
        url: row.get(0)?,
        purpose: row.get(1)?,
        fetched: fetched.parse().map_err(|error: jiff::Error| {
            rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(error))
        })?,
        status: row.get(3)?,
        bytes: as_count(row.get(4)?),
        outcome: row.get(5)?,
        note: row.get(6)?,
        record,
    })
}

/// SQLite keeps signed integers.
fn as_integer(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn as_count(integer: i64) -> u64 {
    u64::try_from(integer).unwrap_or(0)
}
