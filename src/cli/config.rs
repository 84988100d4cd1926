//! `claimtrail config check`: whether the config file says only what it may say.

use super::{Loudness, Outcome, terminal::printable};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Read the file and name every slip, with its line and what to write instead.
    Check {
        #[arg(default_value = "config.toml", value_name = "FILE")]
        file: PathBuf,
    },
}

pub fn run(args: Args, loudness: &Loudness) -> miette::Result<Outcome> {
    let What::Check { file } = args.what;
    match crate::config::read(&file) {
        Err(invalid) => {
            eprintln!("{}", printable(&invalid.to_string()));
            Ok(Outcome::Nothing)
        }
        Ok(config) => {
            if !loudness.quiet {
                println!("{}: good, {} sources", printable(&file.display().to_string()), config.source.len());
                if config.needs_contact() {
                    println!("before a live crawl, set `contact` under [crawl]; a replay does not need it");
                }
            }
            Ok(Outcome::Done)
        }
    }
}
