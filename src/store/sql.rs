//! SQL as both engines speak it: `$1` for values, whole numbers of 64 bits, text, bytes. What is written on top of it
//! is written once.

use super::error::StoreError;
use std::{ops::ControlFlow, time::Duration};

/// A value that goes in or comes out.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Bytes(Vec<u8>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Value {
        Value::Integer(value)
    }
}

/// The engines keep signed integers.
impl From<u64> for Value {
    fn from(value: u64) -> Value {
        Value::Integer(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(value: u32) -> Value {
        Value::Integer(value.into())
    }
}

impl From<u16> for Value {
    fn from(value: u16) -> Value {
        Value::Integer(value.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Integer(value.into())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        Value::Real(value)
    }
}

/// Milliseconds.
impl From<Duration> for Value {
    fn from(value: Duration) -> Value {
        Value::Integer(i64::try_from(value.as_millis()).unwrap_or(i64::MAX))
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::Text(value.to_owned())
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Value {
        Value::Text(value.clone())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Value {
        Value::Text(value)
    }
}

impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Value {
        Value::Bytes(value.to_vec())
    }
}

impl From<[u8; 32]> for Value {
    fn from(value: [u8; 32]) -> Value {
        Value::Bytes(value.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// One row of an answer.
#[derive(Clone, Debug)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// A whole number; 0 where there is none.
    pub fn integer(&self, column: usize) -> i64 {
        self.maybe_integer(column).unwrap_or(0)
    }

    pub fn maybe_integer(&self, column: usize) -> Option<i64> {
        match self.0.get(column) {
            Some(Value::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    pub fn count(&self, column: usize) -> u64 {
        u64::try_from(self.integer(column)).unwrap_or(0)
    }

    pub fn small(&self, column: usize) -> u32 {
        u32::try_from(self.integer(column)).unwrap_or(0)
    }

    pub fn time(&self, column: usize) -> Duration {
        Duration::from_millis(self.count(column))
    }

    /// Text; empty where there is none.
    pub fn text(&self, column: usize) -> String {
        self.maybe_text(column).unwrap_or_default()
    }

    pub fn maybe_text(&self, column: usize) -> Option<String> {
        match self.0.get(column) {
            Some(Value::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    pub fn bytes(&self, column: usize) -> Option<&[u8]> {
        match self.0.get(column) {
            Some(Value::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
    }
}

/// The values of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::store::sql::Value::from($value)),*] };
}
pub(super) use values;

/// A connection, within a transaction or for reading.
pub trait Sql {
    /// Runs a statement; how many rows it touched.
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError>;

    /// Hands over the rows of an answer one by one, until the visitor breaks off.
    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// What follows a SELECT of rows that are then changed; others wait for them.
    fn lock(&self) -> &'static str;

    /// The same; rows that others hold are passed over.
    fn lock_free(&self) -> &'static str;

    /// The time that counts in this transaction: where several share the store, the server's, when it began; else what
    /// the one who asks goes by.
    fn clock(&self, told: Duration) -> Duration;

    /// Waits until no other transaction that has asked for the same is open.
    fn alone(&mut self) -> Result<(), StoreError>;

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.each(sql, values, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })?;
        Ok(rows)
    }

    fn row(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        let mut first = None;
        self.each(sql, values, &mut |row| {
            first = Some(row);
            ControlFlow::Break(())
        })?;
        Ok(first)
    }
}

/// An engine.
pub trait Database: Send {
    /// Runs one transaction: it is done, on the disk, or it left no trace. Where engines collide, `work` runs again.
    fn transact<T>(
        &mut self,
        work: impl FnMut(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError>;

    /// The same for what may be lost with the machine, though not with the program: it is on the disk with the next
    /// transaction of the other kind at the latest.
    fn transact_soon<T>(
        &mut self,
        work: impl FnMut(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.transact(work)
    }

    fn read<T>(&self, work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError>) -> Result<T, StoreError>;

    /// The time by the clock that all who share the store go by, from the Unix epoch.
    fn now(&self) -> Result<Duration, StoreError>;

    /// Whether several crawlers may share it.
    fn is_shared(&self) -> bool;

    /// How long it has been reached without a break.
    fn connected(&self) -> Duration;

    /// The store's name in messages.
    fn name(&self) -> String;
}
