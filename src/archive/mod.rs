//! Archive: exchanges to WARC 1.1 files and back; the same reader serves replay and bulk extraction.
//!
//! In: [`Exchange`](crate::model::Exchange)s, or WARC files of ours and of others (1.0 and 1.1, gzip or plain).
//! Out: an [`ArchiveRecord`](crate::model::ArchiveRecord) for each exchange written; exchanges and captures read.
//! Never: fetches, asks the clock (a record bears the time of its exchange, so equal exchanges make equal
//! files), names a file after anything that came from the network, holds more than one record in memory.
//!
//! An exchange is a group of three gzip members: request, metadata (its purpose), response. The response
//! comes last, so that whoever reads in order knows the rest when it arrives, and whoever cuts a file after
//! a response cuts between exchanges.

mod capture;
mod error;
mod group;
mod http;
mod members;
mod reader;
mod record;
mod replay;
mod writer;

pub use capture::capture;
pub use error::Error;
pub use group::{Revisit, pack, payload_digest};
pub use reader::{Archived, Exchanges, read_at};
pub use record::{Record, Records};
pub use replay::Replay;
pub use writer::{Options, Position, Writer};
