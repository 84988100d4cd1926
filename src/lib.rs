//! claimtrail reads reporting on export controls and answers claims, each field tied to its characters.
//!
//! ```text
//! crawl ─▶ archive ─▶ article ─▶ language ─▶ mentions ─▶ attribution ─▶ claims ─▶ output
//! ```
//!
//! Rooms know the hall ([`model`]) and, where needed, the library ([`lexicon`]), never each other;
//! only [`pipeline`] and [`cli`] open their doors. `tests/it/house.rs` keeps it so.
#![forbid(unsafe_code)]

pub mod archive;
pub mod article;
pub mod attribution;
pub mod claims;
pub mod cli;
pub mod coding;
pub mod config;
#[cfg(feature = "crawl")]
pub mod crawl;
pub mod evaluate;
pub mod language;
pub mod lexicon;
pub mod mentions;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod store;
