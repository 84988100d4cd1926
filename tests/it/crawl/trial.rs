//! A crawl by the program itself that is killed, starved or stopped, and taken up again by the same command.

use super::{Page, Site, html, status};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
    time::Duration,
};

/// The program under test: the one that cargo has built, or that of `CLAIMTRAIL_PROGRAM` (a release build, say).
pub fn program() -> PathBuf {
    std::env::var_os("CLAIMTRAIL_PROGRAM")
        .map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_claimtrail")), PathBuf::from)
}

/// A site, and a folder for a crawl of it.
pub struct Trial {
    /// One host each.
    pub sites: Vec<Site>,
    pub paths: Vec<String>,
    folder: tempfile::TempDir,
    /// The folder of a crawl that nothing disturbed.
    control: OnceLock<tempfile::TempDir>,
}

impl Trial {
    /// Stories over so many hosts, each with its feed and a page that is gone. `crawl` are further lines of the config's `[crawl]`.
    pub async fn new(hosts: usize, stories: usize, crawl: &str) -> Trial {
        let mut sites = Vec::new();
        for _ in 0..hosts {
            sites.push(Site::start().await);
        }
        let paths: Vec<String> = (0..stories).map(|n| format!("/story-{n}")).collect();
        for (host, site) in sites.iter().enumerate() {
            let own: Vec<&str> = paths.iter().skip(host).step_by(hosts).map(String::as_str).collect();
            for path in &own {
                site.put(path, story(path));
            }
            site.put("/gone", Page { body: "It is gone.".into(), ..status(404) });
            site.feed("/feed", &[own.as_slice(), &["/gone"]].concat());
        }
        let trial = Trial { sites, paths, folder: tempfile::tempdir().unwrap(), control: OnceLock::new() };
        trial.configure(crawl);
        trial
    }

    /// Writes the config anew.
    pub fn configure(&self, crawl: &str) {
        let mut text = format!(
            "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\nmax_pages = 5000\n\
             pages_per_source = 5000\n{crawl}\n[topic]\nterms = [\"export control*\"]\n"
        );
        for (n, site) in self.sites.iter().enumerate() {
            text += &format!("[[source]]\nname = \"Site {n}\"\nfeeds = [\"{}\"]\n", site.url("/feed"));
        }
        fs::write(self.config(), text).unwrap();
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("config.toml")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// How often each URL was asked for.
    pub fn hits(&self) -> BTreeMap<String, usize> {
        let mut hits = BTreeMap::new();
        for site in &self.sites {
            for path in site.hits() {
                *hits.entry(site.url(&path)).or_default() += 1;
            }
        }
        hits
    }

    pub fn hit_count(&self) -> usize {
        self.sites.iter().map(|site| site.log.lock().unwrap().len()).sum()
    }

    /// The command of the crawl.
    pub fn command(&self) -> Command {
        self.command_into(&self.out())
    }

    /// The folder of a crawl of the same sites that nothing has disturbed, made once. The sites forget it.
    pub fn undisturbed(&self) -> &Path {
        let made = || {
            let hits = self.sites.iter().map(|site| site.log.lock().unwrap().len()).collect::<Vec<_>>();
            let out = tempfile::tempdir().unwrap();
            assert!(self.command_into(out.path()).status().unwrap().success());
            for (site, hits) in self.sites.iter().zip(hits) {
                site.log.lock().unwrap().truncate(hits);
            }
            out
        };
        self.control.get_or_init(made).path()
    }

    /// Further lines of the config.
    pub fn append(&self, lines: &str) {
        let text = fs::read_to_string(self.config()).unwrap();
        fs::write(self.config(), text + lines).unwrap();
    }

    /// Begins with a new folder, and logs of the sites that are empty.
    pub fn begin_anew(&mut self) {
        let config = fs::read(self.config()).unwrap();
        self.folder = tempfile::tempdir().unwrap();
        fs::write(self.config(), config).unwrap();
        self.sites.iter().for_each(|site| site.log.lock().unwrap().clear());
    }

    fn command_into(&self, out: &Path) -> Command {
        let mut command = Command::new(program());
        command.args(["crawl", "--quiet", "--config"]).arg(self.config()).arg("--out").arg(out);
        command.stdin(Stdio::null()).stdout(Stdio::null()).env_remove("CLAIMTRAIL_CRASH");
        command
    }

    /// Runs the crawl until it ends; its exit code and what it said.
    pub fn run(&self) -> (Option<i32>, String) {
        ended(self.command().stderr(Stdio::piped()).output().unwrap())
    }

    /// Runs the crawl until it ends or reaches a crash point for the so-manieth time (`"crawl: settled*3"`). Only debug builds
    /// have crash points.
    #[cfg(debug_assertions)]
    pub fn run_to(&self, point: &str) -> (Option<i32>, String) {
        ended(self.command().stderr(Stdio::piped()).env("CLAIMTRAIL_CRASH", point).output().unwrap())
    }
}

/// Exit code and message, the latter without the frame and the line breaks that it is drawn with.
pub fn ended(done: Output) -> (Option<i32>, String) {
    let told = String::from_utf8_lossy(&done.stderr).replace('│', " ");
    (done.status.code(), told.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// An article that makes one claim, its own.
fn story(path: &str) -> Page {
    let n: u64 = path.rsplit('-').next().and_then(|n| n.parse().ok()).unwrap();
    let page = html(&format!(
        "<title>Export controls, part {n}</title><h1>Export controls, part {n}</h1><p>The United States fined \
         Acme Optics ${} million for shipping drones to Iran. The order was published on the site of the bureau, \
         which gave no more details and would not say when the next one follows.</p><p>Lawyers in the city \
         described the measure at length and answered questions from reporters until late in the evening.</p>",
        n + 1
    ));
    Page { wait: Duration::from_millis(2), ..page }
}
