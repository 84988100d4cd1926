//! The web as the crawler sees it: one question, one answer, no redirect followed. The network is one such web,
//! a recording is another; everything above does not know which it talks to.

use super::guard::Refused;
use crate::model::{ArchiveRecord, Exchange, Packed, Purpose};
use futures_util::future::BoxFuture;
use url::Url;

/// One question.
#[derive(Clone, Debug)]
pub struct Ask {
    pub url: Url,
    pub purpose: Purpose,
    /// Body bytes after which the answer is cut.
    pub max_bytes: u64,
    /// Headers besides the ones that every request bears, such as `If-None-Match`.
    pub headers: Vec<(String, String)>,
}

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub exchange: Exchange,
    /// Where it lies already; `None` for one that has just come from the network.
    pub record: Option<ArchiveRecord>,
    /// Its records, where they are made already.
    pub packed: Option<Packed>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    #[error(transparent)]
    Refused(#[from] Refused),
    #[error("no connection: {0}")]
    Connect(String),
    #[error("the certificate or the TLS handshake failed: {0}")]
    Tls(String),
    #[error("no answer within the time allowed")]
    Timeout,
    #[error("the answer broke off or was not HTTP: {0}")]
    Broken(String),
    #[error("the recording holds no answer for it")]
    NotRecorded,
    #[error("the recording cannot be read: {0}")]
    Recording(String),
}

impl FetchError {
    /// Whether another try may do better.
    pub fn may_pass(&self) -> bool {
        matches!(self, FetchError::Connect(_) | FetchError::Timeout | FetchError::Broken(_))
    }

    /// The word for it in counts.
    pub fn word(&self) -> &'static str {
        match self {
            FetchError::Refused(_) => "refused",
            FetchError::Connect(_) => "no_connection",
            FetchError::Tls(_) => "tls",
            FetchError::Timeout => "timeout",
            FetchError::Broken(_) => "broken",
            FetchError::NotRecorded => "not_recorded",
            FetchError::Recording(_) => "recording",
        }
    }
}

/// Something that answers.
pub trait Web: Send + Sync {
    fn fetch(&self, ask: Ask) -> BoxFuture<'_, Result<Answer, FetchError>>;

    /// Whether time passes between questions. It does not in a recording: waits are counted, not slept, and
    /// questions are asked one at a time so that the order of results never varies.
    fn is_live(&self) -> bool;
}

/// A recording, by way of a function that looks a URL up.
pub struct Recording<F>(pub F);

impl<F> Web for Recording<F>
where
    F: Fn(&str) -> Result<Option<Answer>, String> + Send + Sync,
{
    fn fetch(&self, ask: Ask) -> BoxFuture<'_, Result<Answer, FetchError>> {
        Box::pin(async move {
            match (self.0)(ask.url.as_str()) {
                Ok(Some(answer)) => Ok(answer),
                Ok(None) => Err(FetchError::NotRecorded),
                Err(why) => Err(FetchError::Recording(why)),
            }
        })
    }

    fn is_live(&self) -> bool {
        false
    }
}
