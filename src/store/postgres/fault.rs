//! What the server says when something goes wrong, sorted by what can be done about it.

use super::super::error::StoreError;
use super::server::Server;
use std::error::Error as _;
use tokio_postgres::error::{DbError, SqlState};

/// A fault of one statement.
#[derive(Debug)]
pub enum Fault {
    /// Two transactions stood in each other's way; the same again may pass.
    Collision(StoreError),
    /// The connection is gone, or cannot be had now.
    Lost(StoreError),
    /// It will not pass.
    Final(StoreError),
}

impl Fault {
    pub fn of(server: &Server, error: &tokio_postgres::Error) -> Fault {
        match error.as_db_error() {
            Some(told) => Fault::of_server(server, told),
            None => Fault::of_connection(server, error),
        }
    }

    fn of_server(server: &Server, told: &DbError) -> Fault {
        let file = server.to_string();
        let code = told.code();
        let message = match told.detail() {
            Some(detail) => format!("{} ({detail})", told.message()),
            None => told.message().to_owned(),
        };
        if [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::LOCK_NOT_AVAILABLE,
        ]
        .contains(code)
        {
            return Fault::Collision(StoreError::Busy { file });
        }
        // 08: the connection; 57P: the server is shutting down or starting up, or an administrator ended the
        // session; 25P03: it stood still within a transaction for too long.
        let gone = code.code().starts_with("08") || code.code().starts_with("57P") || code.code() == "25P03";
        if gone || *code == SqlState::TOO_MANY_CONNECTIONS {
            return Fault::Lost(StoreError::Unreachable { file, message });
        }
        Fault::Final(match code.code() {
            "28000" | "28P01" => StoreError::Refused { file, message },
            "3D000" => StoreError::NoDatabase { file },
            "53100" => StoreError::Full { file },
            "25006" | "42501" => StoreError::NotAllowed { file, message },
            "XX001" | "XX002" => StoreError::Damaged { file, message },
            code => StoreError::Sql { file, message: format!("{message} [{code}]") },
        })
    }

    fn of_connection(server: &Server, error: &tokio_postgres::Error) -> Fault {
        let file = server.to_string();
        let kind = error.to_string();
        let cause = error.source().map(ToString::to_string);
        let message = match &cause {
            Some(cause) => format!("{kind}: {cause}"),
            None => kind.clone(),
        };
        let starts = |words: &str| kind.starts_with(words);
        if starts("error performing TLS") {
            return Fault::Final(StoreError::Insecure { file, message: cause.unwrap_or(kind) });
        }
        if starts("authentication") || starts("invalid configuration") {
            return Fault::Final(StoreError::Refused { file, message: cause.unwrap_or(kind) });
        }
        let gone = ["error communicating", "connection closed", "error connecting", "timeout"];
        match error.is_closed() || gone.into_iter().any(starts) {
            true => Fault::Lost(StoreError::Unreachable { file, message }),
            false => Fault::Final(StoreError::Sql { file, message }),
        }
    }

    pub fn into_error(self) -> StoreError {
        match self {
            Fault::Collision(error) | Fault::Lost(error) | Fault::Final(error) => error,
        }
    }
}
