//! One test binary: a module a concern.

mod archive;
mod article;
mod attribution;
mod cli;
mod crawl;
mod feeds;
mod fixtures;
mod house;
mod knowledge;
mod language;
mod numbers;
mod output;
mod postgres;
mod readings;
mod readme;
mod recorded;
mod robots;
mod score;
mod secured;
mod sharing;
mod spans;
mod store;
mod story;
mod tables;
mod trees;
