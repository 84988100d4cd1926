//! The shared engine: a PostgreSQL server, where any number of crawlers on any number of machines meet.
//!
//! Transactions read what is committed, and lock the rows they decide by. Where two collide, one runs again. Where the
//! connection breaks, a new one is made, and the server is asked what became of a commit whose answer was lost.

mod fault;
mod link;
mod schema;
mod server;
mod tls;
mod value;

pub use server::Server;

use super::{
    error::StoreError,
    sql::{Database, Row, Sql, Value},
    tables::KNOWN,
};
use crate::crash;
use fault::Fault;
use link::Link;
use schema::{Found, LOCKS};
use std::{
    cell::RefCell,
    ops::ControlFlow,
    thread,
    time::{Duration, Instant},
};

/// Seconds that a statement of a crawl may take; an export may take as long as its reader does.
const LONGEST: u32 = 60;
/// How long a server that cannot be reached is waited for: before anything was done, and in the midst of it.
const FIRST: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(60);
/// The server's clock, in milliseconds since 1970.
const TIME: &str = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";
/// Times that a transaction is run again which others stood in the way of.
const COLLISIONS: u32 = 10;

/// A store on a server.
#[derive(Debug)]
pub struct Postgres {
    server: Server,
    link: RefCell<Option<Link>>,
    longest: u32,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Link")
    }
}

impl Postgres {
    /// Opens a store for writing; makes its tables where there are none.
    pub fn open(server: &Server) -> Result<Postgres, StoreError> {
        let store = Postgres::connect(server, LONGEST)?;
        store.with(schema::migrate).map_err(Fault::into_error)?;
        Ok(store)
    }

    /// Opens a store that is there, to read from it; one of an older version is brought up to date.
    pub fn open_to_read(server: &Server) -> Result<Postgres, StoreError> {
        let store = Postgres::connect(server, 0)?;
        match store.with(|link, server| schema::look(link, server)).map_err(Fault::into_error)? {
            Found::Version(version) if version == KNOWN => Ok(store),
            Found::Version(_) => Postgres::open(server),
            Found::Nothing => Err(StoreError::Missing { file: server.to_string() }),
        }
    }

    fn connect(server: &Server, longest: u32) -> Result<Postgres, StoreError> {
        let store = Postgres { server: server.clone(), link: RefCell::new(None), longest };
        let mut tries = Tries::new(FIRST);
        while let Err(fault) = store.with(|_, _| Ok(())) {
            tries.again(fault)?;
        }
        Ok(store)
    }

    /// Speaks over the connection. It is made anew where it is gone, or where a panic left it in the midst of a
    /// transaction.
    fn with<T>(&self, speak: impl FnOnce(&mut Link, &Server) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut place = self.link.borrow_mut();
        let open = match place.take().filter(|link| !link.is_closed() && !link.within) {
            Some(open) => open,
            None => Link::open(&self.server, self.longest)?,
        };
        let said = speak(place.insert(open), &self.server);
        if matches!(said, Err(Fault::Lost(_))) {
            *place = None;
        }
        said
    }

    /// Speaks within the transaction that was begun; where its connection is gone, so is the transaction.
    fn within<T>(&self, speak: impl FnOnce(&mut Link, &Server) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut place = self.link.borrow_mut();
        let said = match place.as_mut().filter(|link| link.within && !link.is_closed()) {
            Some(link) => speak(link, &self.server),
            None => Err(Fault::Lost(StoreError::Unreachable {
                file: self.server.to_string(),
                message: "the connection broke".to_owned(),
            })),
        };
        if matches!(said, Err(Fault::Lost(_))) {
            *place = None;
        }
        said
    }

    /// Begins a transaction; its number, by which the server can be asked about it, and the server's time.
    fn begin(&self) -> Result<(String, Duration), Fault> {
        self.with(|link, server| {
            let told = link.simple(server, &format!("BEGIN; SELECT txid_current(), {TIME}"))?;
            link.within = true;
            let mut told = told.into_iter();
            let number = told.next().unwrap_or_default();
            let time = told.next().and_then(|time| time.parse().ok()).unwrap_or(0);
            Ok((number, Duration::from_millis(time)))
        })
    }

    fn finish(&self, word: &str) -> Result<(), Fault> {
        self.within(|link, server| {
            link.simple(server, word)?;
            link.within = false;
            Ok(())
        })
    }

    /// Whether a transaction was committed whose end nobody heard of.
    fn was_committed(&self, number: &str) -> Result<bool, StoreError> {
        let mut tries = Tries::new(PATIENCE);
        loop {
            let told = self.with(|link, server| {
                link.simple(server, &format!("SELECT coalesce(txid_status({number}), 'unknown')"))
            });
            let unheard = || StoreError::Unreachable {
                file: self.server.to_string(),
                message: "the connection broke, and what became of the last transaction is not known"
                    .to_owned(),
            };
            match told.as_ref().map(|told| told.first().map(String::as_str)) {
                Ok(Some("committed")) => return Ok(true),
                Ok(Some("aborted")) => return Ok(false),
                Ok(Some("in progress")) => tries.again(Fault::Lost(unheard()))?,
                Ok(_) => return Err(unheard()),
                Err(_) => tries.again(told.err().unwrap_or(Fault::Lost(unheard())))?,
            }
        }
    }

    /// One try of a transaction; where it fails, it left no trace.
    fn attempt<T>(&self, work: &mut impl FnMut(&mut dyn Sql) -> Result<T, StoreError>) -> Result<T, Fault> {
        let (number, time) = self.begin()?;
        let mut session = Session { store: self, fault: None, within: Some(time) };
        let answer = match work(&mut session) {
            Ok(answer) => answer,
            Err(error) => {
                let fault = session.fault.take().unwrap_or(Fault::Final(error));
                // Where this fails, the connection stays marked and is not used again.
                let _ = self.finish("ROLLBACK");
                return Err(fault);
            }
        };
        crash::here("store: before commit");
        match self.finish("COMMIT") {
            Ok(()) => Ok(answer),
            Err(Fault::Lost(error)) => match self.was_committed(&number).map_err(Fault::Final)? {
                true => Ok(answer),
                false => Err(Fault::Lost(error)),
            },
            Err(fault) => Err(fault),
        }
    }
}

/// Tries of the same, further and further apart.
struct Tries {
    begun: Instant,
    patience: Duration,
    collisions: u32,
    losses: u32,
}

impl Tries {
    fn new(patience: Duration) -> Tries {
        Tries { begun: Instant::now(), patience, collisions: 0, losses: 0 }
    }

    /// Waits before the next try, or says that there is none.
    fn again(&mut self, fault: Fault) -> Result<(), StoreError> {
        let wait = match fault {
            Fault::Final(error) => return Err(error),
            Fault::Collision(error) => {
                self.collisions += 1;
                if self.collisions > COLLISIONS {
                    return Err(error);
                }
                // Two that collided should not come back at the same moment.
                let spread = u64::from(std::process::id() % 7) + 1;
                Duration::from_millis(5 * spread * u64::from(self.collisions))
            }
            Fault::Lost(error) => {
                if self.begun.elapsed() >= self.patience {
                    return Err(error);
                }
                if self.losses == 0 {
                    tracing::warn!("{error}; trying again");
                }
                self.losses += 1;
                Duration::from_millis(100 << self.losses.min(5))
            }
        };
        thread::sleep(wait);
        Ok(())
    }
}

impl Database for Postgres {
    fn transact<T>(
        &mut self,
        mut work: impl FnMut(&mut dyn Sql) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut tries = Tries::new(PATIENCE);
        loop {
            match self.attempt(&mut work) {
                Ok(answer) => return Ok(answer),
                Err(fault) => tries.again(fault)?,
            }
        }
    }

    fn read<T>(&self, work: impl FnOnce(&mut dyn Sql) -> Result<T, StoreError>) -> Result<T, StoreError> {
        work(&mut Session { store: self, fault: None, within: None })
    }

    /// The server's clock.
    fn now(&self) -> Result<Duration, StoreError> {
        let row = self.read(|sql| sql.row(&format!("SELECT {TIME}"), &[]))?;
        Ok(row.map_or(Duration::ZERO, |row| row.time(0)))
    }

    fn is_shared(&self) -> bool {
        true
    }

    fn connected(&self) -> Duration {
        self.link.borrow().as_ref().map_or(Duration::ZERO, |link| link.since.elapsed())
    }

    fn name(&self) -> String {
        self.server.to_string()
    }
}

/// Statements, within a transaction or each for itself.
struct Session<'p> {
    store: &'p Postgres,
    /// Why the last statement failed, for who decides whether to run the transaction again.
    fault: Option<Fault>,
    /// The time at which the transaction began, where there is one.
    within: Option<Duration>,
}

impl Session<'_> {
    /// One statement. Outside a transaction it is made again where the connection broke.
    fn say<T>(
        &mut self,
        tries: &mut Tries,
        mut speak: impl FnMut(&mut Link, &Server) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        loop {
            let said = match self.within {
                Some(_) => self.store.within(&mut speak),
                None => self.store.with(&mut speak),
            };
            match said {
                Ok(answer) => return Ok(answer),
                Err(fault) => self.again(tries, fault)?,
            }
        }
    }

    /// Waits before the statement is made again, where it may be. Within a transaction it may not: the fault is kept for
    /// who decides about the whole of it.
    fn again(&mut self, tries: &mut Tries, fault: Fault) -> Result<(), StoreError> {
        if self.within.is_none() {
            return tries.again(fault);
        }
        self.fault = Some(fault);
        Err(StoreError::Busy { file: self.store.server.to_string() })
    }
}

impl Sql for Session<'_> {
    fn run(&mut self, sql: &str, values: &[Value]) -> Result<u64, StoreError> {
        self.say(&mut Tries::new(PATIENCE), |link, server| link.run(server, sql, values))
    }

    fn each(
        &mut self,
        sql: &str,
        values: &[Value],
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let mut tries = Tries::new(PATIENCE);
        loop {
            let mut answer = self.say(&mut tries, |link, server| link.ask(server, sql, values))?;
            match answer.each(&self.store.server, visit) {
                Ok(()) => return Ok(()),
                // What was handed over must not come again.
                Err(Fault::Lost(error)) if answer.told => self.again(&mut tries, Fault::Final(error))?,
                Err(fault) => self.again(&mut tries, fault)?,
            }
        }
    }

    /// The whole answer is read, so that a fault after the first row is heard of.
    fn row(&mut self, sql: &str, values: &[Value]) -> Result<Option<Row>, StoreError> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    fn rows(&mut self, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.say(&mut Tries::new(PATIENCE), |link, server| {
            let mut rows = Vec::new();
            link.ask(server, sql, values)?.each(server, &mut |row| {
                rows.push(row);
                ControlFlow::Continue(())
            })?;
            Ok(rows)
        })
    }

    fn lock(&self) -> &'static str {
        " FOR UPDATE"
    }

    fn lock_free(&self) -> &'static str {
        " FOR UPDATE SKIP LOCKED"
    }

    fn clock(&self, told: Duration) -> Duration {
        self.within.unwrap_or(told)
    }

    fn alone(&mut self) -> Result<(), StoreError> {
        self.rows(&format!("SELECT pg_advisory_xact_lock({LOCKS}, hashtext(current_schema()))::text"), &[])?;
        Ok(())
    }
}
