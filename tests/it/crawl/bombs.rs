//! What a hostile answer may cost: CPU and memory of the program itself, as the system counts them.

use assert_cmd::cargo::CommandCargoExt;
use claimtrail::{archive, coding, model::Exchange};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// CPU seconds and the most memory (MB) that a run took, and what it said.
#[derive(Debug)]
pub struct Cost {
    pub cpu: f64,
    pub memory: f64,
    pub told: String,
}

/// Runs the program on a file, and reads what the system says of it until it ends.
pub fn cost(arguments: &[&str]) -> Cost {
    let mut command = Command::cargo_bin("claimtrail").unwrap();
    let mut child = command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut cpu, mut memory) = (0.0_f64, 0.0_f64);
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(300), "it hangs: {arguments:?}");
        let of = |what: &str| fs::read_to_string(format!("/proc/{}/{what}", child.id())).unwrap_or_default();
        let peak = of("status").lines().find_map(|line| line.strip_prefix("VmHWM:").map(str::to_owned));
        let kilobytes = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse::<f64>().ok());
        memory = memory.max(kilobytes.unwrap_or(0.0) / 1000.0);
        // Fields 14 and 15 are ticks of user and system time, a hundred a second; the name before may hold spaces.
        let stat = of("stat");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
        cpu = cpu.max((ticks(11) + ticks(12)) / 100.0);
        std::thread::sleep(Duration::from_millis(2));
    }
    let done = child.wait_with_output().unwrap();
    let told = [done.stdout, done.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Cost { cpu, memory, told }
}

/// A WARC file of one page with that content coding.
fn recorded(folder: &Path, coding: &str, body: Vec<u8>) -> String {
    let mut writer = archive::Writer::open(folder, archive::Options::default()).unwrap();
    let exchange = Exchange {
        url: "https://bombs.example/story".to_owned(),
        purpose: Some(claimtrail::model::Purpose::Page),
        started: "2024-03-06T10:00:00Z".parse().unwrap(),
        peer: None,
        request: vec![],
        status: 200,
        headers: vec![
            ("content-type".to_owned(), "text/html".to_owned()),
            ("content-encoding".to_owned(), coding.to_owned()),
        ],
        body,
        truncated: None,
    };
    let record = writer.write(&exchange).unwrap();
    writer.close().unwrap();
    folder.join(record.file).display().to_string()
}

/// One MiB of an element within itself.
fn nested(open: &str) -> String {
    open.repeat((1 << 20) / open.len())
}

#[cfg(target_os = "linux")]
#[test]
fn bombs_cost_next_to_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = dir.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let bomb = |name: &str| fs::read(format!("fixtures/crawl/bombs/{name}")).unwrap();
    let gzip = coding::decode(
        "br",
        &bomb("zeros.gz.br"),
        &coding::Limits { ratio: usize::MAX, ..coding::Limits::PAGE },
    )
    .unwrap()
    .body;
    let story =
        "The ministry fined Acme Optics $3 million for exports to Russia on Tuesday, it said. ".repeat(20);
    let plain = file("plain.html", &format!("<title>Fine</title><p>{story}</p>"));
    let mut cases = vec![("an ordinary page", plain)];
    for (name, open) in [
        ("div", "<div>"),
        ("ul/li", "<ul><li>"),
        ("svg", "<svg>"),
        ("svg/g", "<svg><g>"),
        ("table", "<table><tr><td>"),
        ("span", "<span>"),
        ("b", "<b>"),
        ("font", "<font>"),
        ("a", "<a href=x>"),
        ("p/b", "<p><b>"),
    ] {
        let path = file(&format!("{}.html", name.replace('/', "-")), &format!("{}<p>{story}", nested(open)));
        cases.push((name, path));
    }
    for (name, coding, body) in [
        ("1 GiB of zeros, gzip", "gzip", gzip),
        ("1 GiB of zeros, brotli", "br", bomb("zeros.br")),
        ("1 GiB of zeros, zstd", "zstd", bomb("zeros.zst")),
        ("gzip within brotli", "gzip, br", bomb("zeros.gz.br")),
    ] {
        cases.push((name, recorded(&dir.path().join(coding.replace(", ", "-")), coding, body)));
    }
    // Without optimisation the program itself starts slowly.
    let slow = if cfg!(debug_assertions) { 20.0 } else { 1.0 };
    println!("{:<26} {:>8} {:>8}  answer", "1 MiB of nested …", "CPU s", "MB");
    for (name, path) in &cases {
        let cost = cost(&["extract", path]);
        if *name == "an ordinary page" {
            assert!(cost.told.contains("Acme Optics"), "{}", cost.told);
        }
        let answer = cost.told.lines().next().unwrap_or_default();
        let answer: String = answer.rsplit(": ").next().unwrap_or_default().chars().take(60).collect();
        println!("{name:<26} {:>8.2} {:>8.0}  {answer}", cost.cpu, cost.memory);
        assert!(cost.cpu < slow, "{name}: {cost:?}");
        assert!(cost.memory < 200.0, "{name}: {cost:?}");
        if name.contains("zeros") {
            assert!(
                cost.told.contains("grows more than")
                    || cost.told.contains("larger than")
                    || cost.told.contains("limit"),
                "{}",
                cost.told
            );
        }
    }
}
