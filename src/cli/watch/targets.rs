//! Where new claims go: standard output, a file, a webhook. A letter has arrived when it has arrived everywhere.

use super::gauges::Gauges;
use super::webhook::Webhook;
use crate::cli::crawl::Shared;
use crate::cli::{Interrupt, printable};
use crate::store::Letter;
use miette::IntoDiagnostic;
use std::{
    fs::{File, OpenOptions},
    io::{self, BufRead, BufReader, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Letters taken out of the store at once.
const AT_ONCE: usize = 20;
const PAUSE: Duration = Duration::from_millis(300);
/// Longest between two tries at a target that does not answer.
const LONGEST: Duration = Duration::from_secs(300);

/// The targets of a watch.
#[derive(Default)]
pub struct Targets {
    pub stdout: bool,
    pub file: Option<(PathBuf, File)>,
    pub webhook: Option<Webhook>,
}

/// Opens a file to append to. A line that a crash cut short is taken off: it is still in the outbox.
pub fn open(path: &Path) -> miette::Result<(PathBuf, File)> {
    let refused = |error: io::Error| {
        miette::miette!(
            help = "give --to a file that you may write, in a folder that exists",
            "{}: {error}",
            printable(&path.display().to_string())
        )
    };
    let mut file = OpenOptions::new().read(true).append(true).create(true).open(path).map_err(refused)?;
    let whole = whole_lines(&file).map_err(refused)?;
    file.set_len(whole).map_err(refused)?;
    file.seek(SeekFrom::End(0)).map_err(refused)?;
    Ok((path.to_owned(), file))
}

/// Bytes up to the end of the last whole line.
fn whole_lines(file: &File) -> io::Result<u64> {
    let mut reader = BufReader::new(file);
    let (mut whole, mut line) = (0, Vec::new());
    loop {
        line.clear();
        match reader.read_until(b'\n', &mut line)? {
            0 => return Ok(whole),
            read if line.ends_with(b"\n") => whole += read as u64,
            _ => return Ok(whole),
        }
    }
}

impl Targets {
    /// Brings one letter to every target; why it did not arrive at one.
    async fn bring(&mut self, letter: &Letter) -> Result<(), String> {
        let body: String = letter.claims.iter().map(|claim| claim.trim_end().to_owned() + "\n").collect();
        if body.is_empty() {
            return Ok(());
        }
        // The webhook first: it fails most, and a file would get the letter again with each try.
        if let Some(webhook) = &self.webhook {
            webhook.send(&body).await?;
        }
        if let Some((path, file)) = &mut self.file {
            let written = file.write_all(body.as_bytes()).and_then(|()| file.sync_data());
            written.map_err(|error| format!("{}: {error}", path.display()))?;
        }
        if self.stdout {
            let mut out = io::stdout().lock();
            out.write_all(body.as_bytes())
                .and_then(|()| out.flush())
                .map_err(|error| format!("standard output: {error}"))?;
        }
        Ok(())
    }
}

/// The thread that empties the outbox.
pub struct Postman {
    thread: std::thread::JoinHandle<miette::Result<()>>,
    over: Arc<AtomicBool>,
}

impl Postman {
    pub fn start(
        targets: Targets,
        store: Shared,
        gauges: Arc<Gauges>,
        interrupt: Interrupt,
    ) -> miette::Result<Postman> {
        let over = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&over);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
        let thread = std::thread::Builder::new()
            .name("outbox".to_owned())
            .spawn(move || runtime.block_on(deliver(targets, store, gauges, interrupt, done)))
            .into_diagnostic()?;
        Ok(Postman { thread, over })
    }

    /// Lets it try once more what waits, and ends it.
    pub fn finish(self) -> miette::Result<()> {
        self.over.store(true, Ordering::SeqCst);
        self.thread.join().map_err(|_| miette::miette!("the delivery stumbled; please report it"))?
    }
}

async fn deliver(
    mut targets: Targets,
    store: Shared,
    gauges: Arc<Gauges>,
    interrupt: Interrupt,
    over: Arc<AtomicBool>,
) -> miette::Result<()> {
    let mut failures = 0;
    let mut not_before = Instant::now();
    loop {
        let last = over.load(Ordering::SeqCst);
        if last || Instant::now() >= not_before {
            let letters = store.with(|store| store.letters(AT_ONCE)).into_diagnostic()?;
            let none = letters.is_empty();
            for letter in letters {
                match targets.bring(&letter).await {
                    Ok(()) => {
                        store.with(|store| store.delivered(letter.id)).into_diagnostic()?;
                        gauges.delivered.fetch_add(letter.claims.len() as u64, Ordering::Relaxed);
                        failures = 0;
                    }
                    Err(why) => {
                        failures += 1;
                        gauges.failed_deliveries.fetch_add(1, Ordering::Relaxed);
                        let wait = Duration::from_secs(1 << failures.min(9)).min(LONGEST);
                        not_before = Instant::now() + wait;
                        eprintln!(
                            "{}; tried again in {} s, nothing is lost",
                            printable(&why),
                            wait.as_secs()
                        );
                        break;
                    }
                }
            }
            gauges
                .undelivered
                .store(store.with(|store| store.undelivered()).into_diagnostic()?, Ordering::Relaxed);
            if last && (none || failures > 0 || interrupt.asked()) {
                return Ok(());
            }
            if !none && failures == 0 {
                continue;
            }
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_line_is_taken_off_before_more_is_written() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("claims.jsonl");
        for (before, after) in
            [("", ""), ("{\"a\":1}\n", "{\"a\":1}\n"), ("{\"a\":1}\n{\"b", "{\"a\":1}\n"), ("{\"b", "")]
        {
            std::fs::write(&path, before).unwrap();
            let (_, mut file) = open(&path).unwrap();
            file.write_all(b"x\n").unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{after}x\n"), "{before:?}");
        }
    }
}
