//! One test binary: a module a concern.

mod fixtures;
mod house;
