//! The program `claimtrail`.

use claimtrail::cli;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let command = cli::Command::parse();
    cli::start_logging(&command.loudness);
    match cli::run(command) {
        Ok(outcome) => outcome.exit_code(),
        Err(report) => {
            eprintln!("{report:?}");
            cli::exit_code_of(&report)
        }
    }
}
