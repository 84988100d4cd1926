//! The embedded engine: one SQLite file, in WAL mode, every commit flushed to the disk.

use super::{
    error::StoreError,
    sql::{Database, Row, Sql, Value},
    tables::{KNOWN, MIGRATIONS},
};
use crate::crash;
use rusqlite::{
    Connection, OpenFlags, ToSql, Transaction, params_from_iter,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    time::{Duration, SystemTime, UNIX_EPOCH},
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
            Some(version) if version == KNOWN => Ok(store),
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
        if version < KNOWN {
            let transaction =
                self.connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate);
            let done = transaction.and_then(|transaction| {
                migrate(&transaction)?;
                transaction.commit()
            });
            self.say(done)?;
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
            (true, _) if version > KNOWN => {
                Err(StoreError::Newer { file: self.path.display().to_string(), found: version, known: KNOWN })
            }
            (true, _) => Ok(Some(version)),
            (false, true) => Ok(Some(0)),
            (false, false) => Ok(None),
        }
    }

    fn say<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| StoreError::from_sqlite(&self.path, &error))
    }
}

/// Applies what the store has not had yet. The version is read again inside the transaction, since another
/// program may have migrated in between.
fn migrate(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for step in MIGRATIONS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        transaction.execute_batch(step.tables)?;
        transaction.execute_batch(step.sqlite)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", KNOWN)
}

impl Database for Sqlite {
    /// The transaction takes the writer's place at once, so that two writers never deadlock.
    fn transact<T>(
        &mut self,
        mut work: impl FnMut(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let Sqlite { connection, path } = self;
        let say = |error: rusqlite::Error| StoreError::from_sqlite(path, &error);
        let transaction =
            connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(say)?;
        let answer = work(&mut Session { connection: &transaction, path })?;
        crash::here("store: before commit");
        transaction.commit().map_err(say)?;
        Ok(answer)
    }

    /// The log of the file keeps its order, so that whatever is flushed later carries this with it.
    fn transact_soon<T>(
        &mut self,
        work: impl FnMut(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.say(self.connection.pragma_update(None, "synchronous", "NORMAL"))?;
        let answer = self.transact(work);
        self.say(self.connection.pragma_update(None, "synchronous", "FULL"))?;
        answer
    }

    fn read<T>(&self, work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError>) -> Result<T, StoreError> {
        work(&mut Session { connection: &self.connection, path: &self.path })
    }

    fn now(&self) -> Result<Duration, StoreError> {
        Ok(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
    }

    fn is_shared(&self) -> bool {
        false
    }

    fn connected(&self) -> Duration {
        Duration::MAX
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }
}

struct Session<'c> {
    connection: &'c Connection,
    path: &'c Path,
}

impl Session<'_> {
    fn say<T>(&self, result: rusqlite::Result<T>) -> Result<T, StoreError> {
        result.map_err(|error| StoreError::from_sqlite(self.path, &error))
    }
}

impl Sql for Session<'_> {
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        let run = || {
            let rows = self.connection.prepare_cached(&numbered(sql))?.execute(params_from_iter(values))?;
            Ok(rows as u64)
        };
        self.say(run())
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut read = || {
            let mut query = self.connection.prepare_cached(&numbered(sql))?;
            let columns = query.column_count();
            let mut rows = query.query(params_from_iter(values))?;
            while let Some(row) = rows.next()? {
                let values = (0..columns).map(|column| row.get_ref(column).map(Value::from));
                if visit(Row(values.collect::<rusqlite::Result<_>>()?)).is_break() {
                    break;
                }
            }
            Ok(())
        };
        self.say(read())
    }

    fn lock(&self) -> &'static str {
        ""
    }

    fn lock_free(&self) -> &'static str {
        ""
    }

    fn clock(&self, told: Duration) -> Duration {
        told
    }

    /// A writer is always alone.
    fn alone(&mut self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// SQLite numbers `?1`, and takes `$1` for a name.
fn numbered(sql: &str) -> String {
    sql.replace('$', "?")
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(value) => ValueRef::Integer(*value),
            Value::Real(value) => ValueRef::Real(*value),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl From<ValueRef<'_>> for Value {
    fn from(value: ValueRef<'_>) -> Value {
        match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(value) => Value::Integer(value),
            ValueRef::Real(value) => Value::Real(value),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        }
    }
}
