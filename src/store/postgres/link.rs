//! One connection: made, set up, spoken over. Its input and output run on a thread of their own, so that who asks
//! may wait for the answer anywhere, also within a runtime.

use super::super::{
    error::StoreError,
    sql::{Row, Value},
};
use super::{fault::Fault, server::Server, tls};
use futures_executor::block_on;
use futures_util::StreamExt;
use std::{
    collections::HashMap,
    ops::ControlFlow,
    pin::pin,
    sync::{Arc, mpsc},
    time::Instant,
};
use tokio_postgres::{Client, RowStream, SimpleQueryMessage, Statement};

/// Statements kept ready; beyond that all are made anew.
const READY: usize = 200;
/// The oldest server that knows what is asked of it.
const OLDEST: i64 = 120_000;

/// What holds for the whole session. The server ends what a dead crawler left open, and a statement that takes too
/// long; a commit is on its disk.
const SESSION: &str = "
    SET client_min_messages = warning;
    SET lock_timeout = '20s';
    SET idle_in_transaction_session_timeout = '60s';
    SET tcp_keepalives_idle = 30;
    SET tcp_keepalives_interval = 10;
    SET tcp_keepalives_count = 3;
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
    SELECT current_setting('server_version_num'), current_setting('server_encoding');
";

/// A connection.
pub struct Link {
    client: Arc<Client>,
    ready: HashMap<String, Statement>,
    /// Since when it stands.
    pub since: Instant,
    /// Whether a transaction was begun and not ended.
    pub within: bool,
}

impl Link {
    /// Connects. `longest`: seconds that one statement may take, 0 for no bound.
    pub fn open(server: &Server, longest: u32) -> Result<Link, Fault> {
        let client = connect(server)?;
        let link =
            Link { client: Arc::new(client), ready: HashMap::new(), since: Instant::now(), within: false };
        let told = link.simple(server, SESSION)?;
        fit(server, &told)?;
        let schema = &server.schema;
        link.simple(
            server,
            &format!("SET search_path = \"{schema}\"; SET statement_timeout = '{longest}s'"),
        )?;
        Ok(link)
    }

    pub fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// Runs statements without values; the columns of the last row, as text.
    pub fn simple(&self, server: &Server, sql: &str) -> Result<Vec<String>, Fault> {
        let answers = block_on(self.client.simple_query(sql)).map_err(|error| Fault::of(server, &error))?;
        let last = answers.into_iter().rev().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => Some(row),
            _ => None,
        });
        Ok(last.map_or_else(Vec::new, |row| {
            (0..row.len()).map(|column| row.get(column).unwrap_or_default().to_owned()).collect()
        }))
    }

    fn prepare(&mut self, server: &Server, sql: &str) -> Result<Statement, Fault> {
        if let Some(statement) = self.ready.get(sql) {
            return Ok(statement.clone());
        }
        let statement = block_on(self.client.prepare(sql)).map_err(|error| Fault::of(server, &error))?;
        if self.ready.len() >= READY {
            self.ready.clear();
        }
        self.ready.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub fn run(&mut self, server: &Server, sql: &str, values: &[Value]) -> Result<u64, Fault> {
        let statement = self.prepare(server, sql)?;
        block_on(self.client.execute_raw(&statement, values)).map_err(|error| Fault::of(server, &error))
    }

    /// Begins to read an answer.
    pub fn ask(&mut self, server: &Server, sql: &str, values: &[Value]) -> Result<Answer, Fault> {
        let statement = self.prepare(server, sql)?;
        let rows = block_on(self.client.query_raw(&statement, values));
        let rows = rows.map_err(|error| Fault::of(server, &error))?;
        Ok(Answer { rows: Box::pin(rows), told: false })
    }
}

/// The rows of an answer as they come.
pub struct Answer {
    rows: std::pin::Pin<Box<RowStream>>,
    /// Whether a row was handed over.
    pub told: bool,
}

impl Answer {
    pub fn each(
        &mut self,
        server: &Server,
        visit: &mut dyn FnMut(Row) -> ControlFlow<()>,
    ) -> Result<(), Fault> {
        while let Some(row) = block_on(self.rows.next()) {
            let row = row.map_err(|error| Fault::of(server, &error))?;
            let values: Result<Vec<Value>, _> = (0..row.len()).map(|column| row.try_get(column)).collect();
            let values = values.map_err(|error| Fault::of(server, &error))?;
            self.told = true;
            if visit(Row(values)).is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Connects on a thread of its own, which lives as long as the connection.
fn connect(server: &Server) -> Result<Client, Fault> {
    let unable = |message: String| Fault::Final(StoreError::Sql { file: server.to_string(), message });
    let tls = tls::connector(server)
        .map_err(|message| Fault::Final(StoreError::Insecure { file: server.to_string(), message }))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| unable(error.to_string()))?;
    let (send, receive) = mpsc::sync_channel(1);
    let config = server.config.clone();
    let label = server.to_string();
    let work = move || {
        runtime.block_on(async move {
            let (client, connection) = match config.connect(tls).await {
                Ok(made) => made,
                Err(error) => {
                    // Who asked waits for it.
                    let _ = send.send(Err(error));
                    return;
                }
            };
            if send.send(Ok(client)).is_ok()
                && let Err(error) = pin!(connection).await
            {
                tracing::debug!("{label}: the connection ended: {error}");
            }
        });
    };
    let named = std::thread::Builder::new().name("store".to_owned());
    named.spawn(work).map_err(|error| unable(error.to_string()))?;
    match receive.recv() {
        Ok(Ok(client)) => Ok(client),
        Ok(Err(error)) => Err(Fault::of(server, &error)),
        Err(_) => Err(unable("the connection stumbled".to_owned())),
    }
}

/// Whether the server is young enough, and keeps every character.
fn fit(server: &Server, told: &[String]) -> Result<(), Fault> {
    let [version, encoding] = told else { return Ok(()) };
    let unfit = |message: String| Err(Fault::Final(StoreError::Unfit { file: server.to_string(), message }));
    if version.parse::<i64>().is_ok_and(|version| version < OLDEST) {
        return unfit(format!("PostgreSQL {version} is older than 12; update the server"));
    }
    if encoding != "UTF8" {
        return unfit(format!(
            "its encoding is {encoding}; make one that keeps every character: createdb -E UTF8 -T template0 NAME"
        ));
    }
    Ok(())
}
