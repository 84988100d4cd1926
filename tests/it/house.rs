//! The house rules: which room may open which door.
use std::{fs, path::Path};

/// Room, and the rooms it may name after `crate::`. Everything else is a wall.
/// `cli` may open every door, so it does not stand here.
const DOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("config", &[]),
    ("lexicon", &["model"]),
    ("coding", &[]),
    ("crash", &[]),
    ("crawl", &["model", "coding"]),
    ("archive", &["model", "coding", "crash"]),
    ("article", &["model", "lexicon"]),
    ("language", &["model", "lexicon"]),
    ("mentions", &["model", "lexicon"]),
    ("attribution", &["model", "lexicon"]),
    ("claims", &["model", "lexicon"]),
    ("store", &["model", "crash"]),
    ("output", &["model"]),
    ("evaluate", &["model"]),
    ("pipeline", &["model", "lexicon", "article", "language", "mentions", "attribution", "claims"]),
];

#[test]
fn rooms_open_only_their_own_doors() {
    let mut breaches = Vec::new();
    for (room, allowed) in DOORS {
        for (file, code) in files_of(room) {
            for door in doors_named(&code) {
                if door != *room && !allowed.contains(&door) {
                    breaches.push(format!("{file}: `{room}` may not open `{door}`"));
                }
            }
        }
    }
    assert!(breaches.is_empty(), "{}", breaches.join("\n"));
}

#[test]
fn every_room_has_its_doors_listed() {
    for (file, _) in rust_files(Path::new("src")) {
        let name = file.trim_start_matches("src/").split(['/', '.']).next().unwrap();
        let open = ["lib", "main", "cli"].contains(&name);
        assert!(open || DOORS.iter().any(|(room, _)| *room == name), "{file}: list `{name}` in DOORS");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (file, code) in rust_files(Path::new("src")) {
        assert!(code.starts_with("//!"), "{file}: first line should be a `//!` sentence");
    }
}

/// Every word that follows `crate::` in code; doc comments may link anywhere.
/// A grouped `use crate::{..}` reads as `{`, which no room allows: one line per room.
fn doors_named(code: &str) -> impl Iterator<Item = &str> {
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| match rest.find(|c: char| !c.is_alphanumeric() && c != '_') {
            Some(0) => &rest[..1],
            Some(end) => &rest[..end],
            None => rest,
        })
}

/// A room is a folder, or one file while it is small.
fn files_of(room: &str) -> Vec<(String, String)> {
    let file = Path::new("src").join(room).with_extension("rs");
    match fs::read_to_string(&file) {
        Ok(code) => vec![(file.display().to_string(), code)],
        Err(_) => rust_files(&Path::new("src").join(room)),
    }
}

fn rust_files(dir: &Path) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for entry in fs::read_dir(dir).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            out.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push((path.display().to_string(), fs::read_to_string(&path).unwrap()));
        }
    }
    out
}
