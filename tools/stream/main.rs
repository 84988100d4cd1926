//! Streams a large WARC through `claimtrail extract` and prints how fast it went and what memory it took:
//!
//! ```text
//! cargo build --release && cargo run --release --example stream -- 10000
//! ```
//!
//! The WARC is made of the recorded articles, each under a new address and time, in a folder that is removed
//! afterwards. Peak memory is what Linux reports of the program (`VmHWM`); elsewhere it is not shown.

use claimtrail::archive::{Exchanges, Options, Writer};
use claimtrail::model::{Exchange, Purpose};
use jiff::SignedDuration;
use std::{
    error::Error,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

const RECORDING: &str = "fixtures/recorded/export-controls.warc.gz";

fn main() -> Result<(), Box<dyn Error>> {
    let pages = std::env::args().nth(1).map_or(Ok(10_000), |count| count.parse())?;
    let folder = tempfile::tempdir()?;
    let warc = multiply(folder.path(), pages)?;
    let size = fs::metadata(&warc)?.len();
    println!("{pages} pages, a WARC of {:.1} MB", size as f64 / 1e6);

    let started = Instant::now();
    let mut child = Command::new(program()?).arg("extract").arg(&warc).stdout(Stdio::piped()).spawn()?;
    let (mut lines, mut bytes, mut peak) = (0_usize, 0_usize, None);
    let mut out = BufReader::new(child.stdout.take().ok_or("no standard output")?);
    let mut line = Vec::new();
    while out.read_until(b'\n', &mut line)? > 0 {
        lines += 1;
        bytes += line.len();
        line.clear();
        if lines % 100 == 0 {
            peak = peak_memory(child.id()).max(peak);
            if lines % 2000 == 0 {
                println!("after {lines} articles: {}", shown(peak));
            }
        }
    }
    let status = child.wait()?;
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{lines} articles, {:.1} MB of JSON in {seconds:.1} s: {:.0} a second",
        bytes as f64 / 1e6,
        lines as f64 / seconds
    );
    println!("peak memory {} ({status})", shown(peak));
    Ok(())
}

/// A WARC of so many pages: the recorded articles over and over.
fn multiply(folder: &Path, pages: usize) -> Result<PathBuf, Box<dyn Error>> {
    let recorded: Vec<Exchange> = Exchanges::open(Path::new(RECORDING))?
        .map(|next| next.map(|archived| archived.exchange))
        .collect::<Result<_, _>>()?;
    let articles: Vec<&Exchange> = recorded
        .iter()
        .filter(|exchange| exchange.purpose == Some(Purpose::Page) && exchange.status == 200)
        .collect();
    let mut writer = Writer::open(folder, Options { roll_at: u64::MAX, ..Options::default() })?;
    for (number, exchange) in articles.iter().cycle().take(pages).enumerate() {
        let started = exchange.started + SignedDuration::from_secs(number as i64);
        let url = format!("{}?copy={number}", exchange.url);
        writer.write(&Exchange { url, started, ..(*exchange).clone() })?;
    }
    let position = writer.position()?;
    writer.close()?;
    Ok(folder.join(position.file))
}

/// `claimtrail` beside the folder of examples that this program runs from.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).ok_or("no folder above the example")?;
    let program = folder.join("claimtrail").with_extension(std::env::consts::EXE_EXTENSION);
    program.exists().then_some(program).ok_or_else(|| "build claimtrail first, in the same profile".into())
}

/// In kB.
fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

fn shown(peak: Option<u64>) -> String {
    peak.map_or("not known here".to_owned(), |kilobytes| format!("{:.1} MB", kilobytes as f64 / 1e3))
}
