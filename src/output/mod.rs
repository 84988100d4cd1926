//! Output: readings to records; the only home of serde for results, and the place where spans become code points.
//!
//! In: a `Reading`. Out: records, and their JSON, CSV and JSON Schema.
//! Never: changes what was found, writes a file, adds a value that the reading does not hold.

mod failure;

pub use failure::FailureRecord;
