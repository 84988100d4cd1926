//! From what came over the wire to what the article room reads.

use crate::coding;
use crate::model::{ArchiveRecord, Capture, Exchange, NotAnArticle};

/// Undoes the content coding of an exchange under `limits`. Status and media type are left for the article
/// room to judge; a body cut short by us or by the server keeps what came.
pub fn capture(
    exchange: Exchange,
    record: Option<ArchiveRecord>,
    limits: &coding::Limits,
) -> Result<Capture, NotAnArticle> {
    let codings: Vec<&str> = exchange
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
        .map(|(_, value)| value.as_str())
        .collect();
    let limits = match exchange.truncated {
        Some(_) => limits.keeping_partial(),
        None => *limits,
    };
    let came = exchange.body.len();
    let decoded =
        coding::decode(&codings.join(","), &exchange.body, &limits).map_err(|error| match error {
            coding::Error::TooLarge { limit } => NotAnArticle::TooLarge { size: came.max(limit + 1), limit },
            other => NotAnArticle::Undecodable(other.to_string()),
        })?;
    Ok(Capture {
        url: exchange.url,
        status: exchange.status,
        headers: exchange.headers,
        body: decoded.body,
        fetched: Some(exchange.started),
        record,
        published: None,
    })
}
