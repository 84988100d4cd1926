//! The tables of `data/`, proof-read.
