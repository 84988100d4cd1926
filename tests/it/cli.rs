//! The program as a user runs it.

use crate::{output::validate, readings};
use assert_cmd::Command;
use claimtrail::cli::rows_of;
use claimtrail::output::schema;
use claimtrail::store::{Sqlite, Store};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Output, Stdio},
};

const RECORDED: &str = "fixtures/recorded/export-controls.warc.gz";

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_claimtrail"));
    command.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE").env_remove("CLAIMTRAIL_LOG");
    command
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(args: &[&str]) -> Ran {
    ran(program().args(args).output().unwrap())
}

fn ran(output: Output) -> Ran {
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn records(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A page that is an article for every reader.
fn page(title: &str) -> String {
    let prose = [
        "The ministry said on Tuesday that exports of drones to Russia had reached $12 million, more than in any \
         month since the war began, and that it would look into the companies that had sent them there.",
        "Customs officers have stopped four consignments at the border since January, according to a report that \
         the government published last week, and two brokers have lost their licences.",
        "A spokesman for the trade association called the figures misleading, because many of the machines had \
         been ordered for farms and were never meant to leave the country.",
    ];
    let paragraphs: String = prose.iter().map(|prose| format!("<p>{prose}</p>")).collect();
    format!(
        "<!doctype html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>\
         {paragraphs}</article></body></html>"
    )
}

/// A folder of pages, good and bad, each named for what it is.
fn batch() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    write("1-good.html", page("A good page").as_bytes());
    write("2-empty.html", b"");
    let foreign: Vec<u8> = b"<!doctype html><meta charset=klingon-8><p>\xFF\x01\x02\x03\x04".repeat(40);
    write("3-charset.html", &foreign);
    let huge = fs::File::create(folder.path().join("4-huge.html")).unwrap();
    huge.set_len(50 << 20).unwrap();
    let broken =
        page("A broken page").replace("</p>", "</div></b>").replace("</article>", "<table><tr><p <!--");
    write("5-broken.html", broken.as_bytes());
    fs::create_dir(folder.path().join("6-inner")).unwrap();
    write("6-inner/good.txt", b"A title of its own\n\nA text that stands here long enough to be read, with words that \
        say who sold what to whom: China sold Russia drones worth $5 million in 2023, customs data show, and that is \
        all that can be told about it for now, since no one else would say more about the matter.\n");
    write("7-not-for-us.png", b"\x89PNG");
    folder
}

#[test]
fn a_batch_goes_on_past_what_fails_and_lists_it() {
    let folder = batch();
    let errors = folder.path().join("errors.jsonl");
    let missing = folder.path().join("missing.html");
    let ran = run(&[
        "extract",
        missing.to_str().unwrap(),
        folder.path().to_str().unwrap(),
        "--errors",
        errors.to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let inputs: Vec<String> = records(&ran.out)
        .iter()
        .map(|r| Path::new(r["input"].as_str().unwrap()).file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(inputs, ["1-good.html", "5-broken.html", "good.txt"], "{}", ran.err);

    let failed = records(&fs::read_to_string(&errors).unwrap());
    let reason = |name: &str| {
        let of = failed.iter().find(|f| f["input"].as_str().unwrap().ends_with(name)).expect(name);
        assert_eq!(of["kind"], "failed");
        of["reason"].as_str().unwrap().to_owned()
    };
    assert_eq!(failed.len(), 4, "{failed:#?}");
    assert!(reason("missing.html").contains("no such file"));
    assert!(reason("2-empty.html").contains("empty"));
    assert!(reason("3-charset.html").contains("klingon-8"));
    assert!(reason("4-huge.html").contains("52428800 bytes, more than the limit of 10485760"));
    for name in ["missing.html", "2-empty.html", "3-charset.html", "4-huge.html"] {
        assert!(ran.err.contains(name), "{name} is listed:\n{}", ran.err);
    }
    assert!(ran.err.contains("articles: 3,") && ran.err.contains("failed: 4"), "{}", ran.err);
}

#[test]
fn nothing_done_is_1_and_wrong_usage_is_2() {
    for (args, code, says) in [
        (&["extract", "no/such/file.html"][..], 1, "no such file"),
        (&["extract", "tests/it/main.rs", "--errors", "no/such/folder/errors"], 1, "--errors"),
        (&["extract"], 2, "PATH"),
        (&["extract", "a.html", "b.html", "--url", "https://a.example/"], 2, "--url"),
        (&["extract", "a.html", "--url", "a.example"], 2, "https://"),
        (&["extract", "a.html", "--published", "last week"], 2, "--published"),
        (&["extract", "a.html", "--claims", "--mentions"], 2, "--claims"),
        (&["export", "--type", "gift", "--store", "x"], 2, "the types are"),
        (&["export", "--since", "2024-02-02", "--until", "2024-02-01"], 2, "--until"),
        (&["show", "abc", "--store", "no-such-store.sqlite"], 1, "claimtrail crawl"),
        (&["stats", "--store", "Cargo.toml"], 1, "not a claimtrail store"),
        (&["config", "check", "no-such.toml"], 1, "no-such.toml"),
        (&["explain", "nosuchfile"], 2, "no such file"),
        (&["frobnicate"], 2, "frobnicate"),
    ] {
        let ran = run(args);
        // Long messages are folded to the width of the terminal.
        let said: String =
            ran.err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
        assert_eq!(ran.code, code, "{args:?}: {}", ran.err);
        assert!(said.contains(says), "{args:?} should say “{says}”: {}", ran.err);
        assert!(!ran.err.contains("panicked") && ran.out.is_empty(), "{args:?}");
    }
}

#[test]
fn a_slip_in_the_config_is_named_with_its_line_and_the_nearest_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, "[crawl]\ncontact = \"a@b.example\"\ndelay_secnods = 3\n").unwrap();
    let ran = run(&["config", "check", path.to_str().unwrap()]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("config.toml:3:1") && ran.err.contains("delay_seconds"), "{}", ran.err);
    let ran = run(&["config", "check", "config.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("config.toml: good"));
}

#[test]
fn the_recorded_web_comes_out_the_same_on_any_number_of_threads() {
    let one = run(&["extract", RECORDED, "--mentions", "--threads", "1"]);
    assert_eq!(one.code, 0, "{}", one.err);
    let articles = records(&one.out);
    assert!(articles.len() >= 10, "{} articles; {}", articles.len(), one.err);
    for threads in ["2", "8"] {
        assert_eq!(run(&["extract", RECORDED, "--mentions", "--threads", threads]).out, one.out);
    }
    for article in &articles {
        validate(&schema::article(), article);
        assert!(article["article"]["archive"]["offset"].is_u64(), "each points into its archive");
    }
    let claims = run(&["extract", RECORDED, "--claims"]);
    let claims = records(&claims.out);
    let within: usize = articles.iter().map(|a| a["claims"].as_array().unwrap().len()).sum();
    assert_eq!(claims.len(), within);
    for claim in &claims {
        validate(&schema::claim(), claim);
        assert!(claim["article"]["url"].is_string() && claim["article"].get("text").is_none());
    }
}

#[test]
fn a_truncated_archive_gives_what_it_has_and_says_where_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.warc.gz");
    let whole = fs::read(RECORDED).unwrap();
    fs::write(&path, &whole[..whole.len() * 2 / 3 + 7]).unwrap();
    let ran = run(&["extract", path.to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (cut, all) = (records(&ran.out).len(), records(&run(&["extract", RECORDED]).out).len());
    assert!(0 < cut && cut < all, "{cut} of {all}");
    assert!(ran.err.contains("cut.warc.gz: cut short in the record at byte"), "{}", ran.err);

    fs::write(&path, b"\x1f\x8b\x08\x00\x00 not gzip at all").unwrap();
    let ran = run(&["extract", path.to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    assert!(ran.err.contains("failed: "), "{}", ran.err);
}

#[test]
fn standard_input_may_be_a_page_a_text_or_an_archive() {
    let from = |input: Vec<u8>, more: &[&str]| {
        let output = program().args(["extract", "-"]).args(more).write_stdin(input).output().unwrap();
        let ran = ran(output);
        assert_eq!(ran.code, 0, "{}", ran.err);
        records(&ran.out)
    };
    let given = ["--url", "https://a.example/news/1", "--published", "2024-03-06"];
    let html = from(page("By pipe").into_bytes(), &given);
    assert_eq!(html[0]["article"]["title"], "By pipe");
    assert_eq!(html[0]["article"]["url"], "https://a.example/news/1");
    assert_eq!(html[0]["article"]["published"], "2024-03-06");
    assert_eq!(html[0]["input"], "-");
    let text =
        from(b"A title\n\nChina sold Russia drones worth $5 million in 2023, data show.\n".to_vec(), &[]);
    assert!(text[0]["article"]["text"].as_str().unwrap().contains("worth $5 million"));
    let archive = from(fs::read(RECORDED).unwrap(), &[]);
    let named = records(&run(&["extract", RECORDED]).out);
    assert_eq!(archive.len(), named.len());
}

#[test]
fn ctrl_c_ends_after_the_record_in_hand_and_the_rest_can_follow() {
    let whole = fs::read(RECORDED).unwrap();
    let all = run(&["extract", RECORDED]).out;
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_claimtrail"))
        .args(["extract", "-v", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map(|line| line.unwrap());
    let half = whole.len() / 2;
    input.write_all(&whole[..half]).unwrap();
    input.flush().unwrap();
    said.find(|line| line.contains("reading on")).expect("it says that it reads");
    let pid = child.id().to_string();
    assert!(
        std::process::Command::new("sh")
            .args(["-c", &format!("kill -INT {pid}")])
            .status()
            .unwrap()
            .success()
    );
    said.find(|line| line.contains("Ctrl-C again ends at once")).expect("it says that it heard");
    // What it writes is more than a pipe holds, so it is read while the rest goes in.
    let mut written = child.stdout.take().unwrap();
    let reader = std::thread::spawn(move || {
        let mut part = String::new();
        written.read_to_string(&mut part).unwrap();
        part
    });
    // The program may be gone before it has read all of this.
    let _ = input.write_all(&whole[half..]);
    drop(input);
    let last: Vec<String> = said.collect();
    let first_part = reader.join().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{last:?}");
    let how = last.iter().find(|line| line.contains("--skip ")).expect("it says how to go on");
    let skip = how.split("--skip ").nth(1).unwrap().split_whitespace().next().unwrap();
    let rest = run(&["extract", RECORDED, "--skip", skip]).out;
    let lines = |part: &str| part.lines().map(without_archive_name).collect::<Vec<_>>();
    assert_eq!([lines(&first_part), lines(&rest)].concat(), lines(&all));
}

/// From a pipe the archive has no name.
fn without_archive_name(line: &str) -> Value {
    let mut record: Value = serde_json::from_str(line).unwrap();
    record["article"]["archive"]["file"] = Value::Null;
    record
}

#[test]
fn nothing_that_a_terminal_obeys_comes_out() {
    let folder = tempfile::tempdir().unwrap();
    let evil = "Evil \u{1b}]0;owned\u{7} \u{9b}31m page";
    fs::write(folder.path().join("evil.html"), page(evil)).unwrap();
    let missing = "no\u{1b}[31m-such.html";
    let path = folder.path().join("evil.html");
    let ran = run(&["extract", missing, path.to_str().unwrap(), "--pretty"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for stream in [&ran.out, &ran.err] {
        assert!(stream.chars().all(|c| c == '\n' || !c.is_control()), "{stream:?}");
    }
    assert!(run(&["explain", path.to_str().unwrap()]).out.chars().all(|c| c == '\n' || !c.is_control()));
}

/// A store with two claims, one of them with a title that is a formula and holds an escape.
fn store() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("claims.sqlite");
    let mut store = Sqlite::open(&path).unwrap();
    let mut second = readings::full();
    second.document.article.url = Some("https://times.example/second".to_owned());
    second.document.article.title = Some("=2+2 \u{1b}[5m".to_owned());
    for reading in [readings::full(), second] {
        let (article, claims) = rows_of(&reading).unwrap();
        store.add_article(&article, &claims).unwrap();
    }
    (folder, path)
}

#[test]
fn export_writes_whole_files_of_valid_claims() {
    let (folder, path) = store();
    let store = folder.path().to_str().unwrap();
    let lines = run(&["export", "--store", store]);
    assert_eq!(lines.code, 0, "{}", lines.err);
    let claims = records(&lines.out);
    assert_eq!(claims.len(), 2);
    claims.iter().for_each(|claim| validate(&schema::claim(), claim));

    let out = folder.path().join("claims.csv");
    fs::write(&out, "what was there").unwrap();
    let written = run(&[
        "export",
        "--store",
        path.to_str().unwrap(),
        "--format",
        "csv",
        "--out",
        out.to_str().unwrap(),
    ]);
    assert_eq!((written.code, written.out.as_str()), (0, ""), "{}", written.err);
    let table = fs::read_to_string(&out).unwrap();
    assert_eq!(table.lines().filter(|line| line.contains(",sale,")).count(), 2, "{table}");
    assert!(table.contains(",'=2+2  [5m,"), "{table}");
    assert_eq!(table, run(&["export", "--store", store, "--format", "csv"]).out);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".claimtrail")), "{left:?}");

    let count = |more: &[&str]| records(&run(&[&["export", "--store", store], more].concat()).out).len();
    assert_eq!(count(&["--country", "ru", "--type", "sale,aid", "--since", "2024-03-06"]), 2);
    assert_eq!(count(&["--country", "CN"]), 0);
    assert_eq!(count(&["--type", "penalty"]), 0);

    let nowhere = run(&["export", "--store", store, "--out", "/no/such/folder/x"]);
    assert_eq!(nowhere.code, 1);
    assert!(nowhere.err.contains("--out"), "{}", nowhere.err);
}

#[test]
fn show_marks_the_fields_in_colour_where_colour_is_wanted() {
    let (folder, _) = store();
    let store = folder.path().to_str().unwrap();
    let article = run(&["show", "https://times.example/second", "--store", store]);
    assert_eq!(article.code, 0, "{}", article.err);
    assert_eq!(run(&["show", "https://times.example/second/", "--store", store]).out, article.out);
    let text = &article.out;
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "piped: no colour, no escapes: {text:?}");
    for words in [
        "“€1.2 billion” “worth of”  EUR 1200000000 …  more_than, value",
        "importer   “the country”  RU by name, from “Russia’s”",
        "Regional Desk [publisher] → The Exämple Times [outlet] (“told”) → a person [anonymous, unnamed] (“told”)",
        "crawl-0001.warc.gz at byte 4096, sha256:00",
        "predicate  amount  quantity  product  country  party  source  cue  time",
    ] {
        assert!(text.contains(words), "“{words}” in:\n{text}");
    }
    let id = records(&run(&["export", "--store", store]).out)[0]["id"].as_str().unwrap().to_owned();
    let args = ["show", &id[..6], "--store", store];
    let coloured = ran(program().args(args).env("CLICOLOR_FORCE", "1").output().unwrap());
    assert!(
        coloured.out.contains("\u{1b}[34mOn Tuesday\u{1b}[0m \u{1b}[96m“Beispielwerke”\u{1b}[0m "),
        "{:?}",
        coloured.out
    );
    let plain = ran(program().args(args).env("NO_COLOR", "1").output().unwrap());
    assert!(!plain.out.contains('\u{1b}') && plain.out.contains(&id), "{:?}", plain.out);

    let none = run(&["show", "zzzz", "--store", store]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("no claim and no article"), "{}", none.err);
}

#[test]
fn stats_count_what_is_there() {
    let (folder, _) = store();
    let ran = run(&["stats", "--store", folder.path().to_str().unwrap()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for line in ["        2  articles", "        2  claims", "        2  sale", "        2  Regional Desk"] {
        assert!(ran.out.lines().any(|l| l == line), "“{line}” in:\n{}", ran.out);
    }
}

#[test]
fn a_store_in_a_folder_that_may_not_be_written_can_still_be_read() {
    let (folder, path) = store();
    let mode = |mode: &str| {
        let status =
            std::process::Command::new("chmod").args([mode, folder.path().to_str().unwrap()]).status();
        assert!(status.unwrap().success());
    };
    mode("555");
    let ran = run(&["stats", "--store", path.to_str().unwrap()]);
    mode("755");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("2  articles"));
}

#[test]
fn the_schema_is_printed_as_it_lies_in_docs() {
    for name in ["article", "claim"] {
        let kept = fs::read_to_string(format!("docs/schema/{name}.json")).unwrap();
        assert_eq!(run(&["schema", name]).out, kept);
    }
    assert_eq!(run(&["schema"]).out, run(&["schema", "article"]).out);
}

#[test]
fn explain_says_why() {
    let ran = run(&[
        "explain",
        "--mentions",
        "China sold Russia drones worth $5 million in 2023, customs data show.",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("money “$5 million” USD 5000000 exact"), "{}", ran.out);
}
