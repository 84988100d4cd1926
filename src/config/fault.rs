//! Faults of a config file, each with its line, its column and a cure.

use super::check::Finding;
use std::{fmt, ops::Range};

/// One thing wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// From 1; 0 where the whole file is meant.
    pub line: usize,
    /// In characters, from 1; 0 where the whole file is meant.
    pub column: usize,
    /// Where it lies, in bytes of the text.
    pub span: Option<Range<usize>>,
    pub message: String,
    /// What to write instead, where that is known.
    pub cure: Option<String>,
}

/// A config file that cannot be used, with everything wrong in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct InvalidConfig {
    pub file: String,
    pub faults: Vec<Fault>,
}

impl InvalidConfig {
    pub(super) fn unreadable(file: &str, error: &std::io::Error) -> InvalidConfig {
        let message = format!("cannot be read: {error}");
        let cure = Some("Give another with --config FILE.".to_owned());
        let fault = Fault { line: 0, column: 0, span: None, message, cure };
        InvalidConfig { file: file.to_owned(), faults: vec![fault] }
    }
}

impl fmt::Display for InvalidConfig {
    /// A line a fault: `config.toml:3:1: unknown key `delay_second`. Did you mean `delay_seconds`?`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.faults.iter().enumerate() {
            if at > 0 {
                writeln!(f)?;
            }
            match fault.line {
                0 => write!(f, "{}: {}", self.file, fault.message)?,
                _ => write!(f, "{}:{}:{}: {}", self.file, fault.line, fault.column, fault.message)?,
            }
            if let Some(cure) = &fault.cure {
                write!(f, ". {cure}")?;
            }
        }
        Ok(())
    }
}

/// From what the TOML reader says.
pub(super) fn from_toml(file: &str, text: &str, error: &toml::de::Error) -> InvalidConfig {
    let (message, cure) = match unknown_key(error.message()) {
        Some((key, known)) => (format!("unknown key `{key}`"), Some(cure_for(key, &known))),
        None => (error.message().lines().collect::<Vec<_>>().join(", "), None),
    };
    InvalidConfig { file: file.to_owned(), faults: vec![placed(text, error.span(), message, cure)] }
}

/// From what our own checks found.
pub(super) fn from_checks(file: &str, text: &str, findings: Vec<Finding>) -> InvalidConfig {
    let root = toml::de::DeTable::parse(text).ok();
    let mut faults: Vec<Fault> = findings
        .into_iter()
        .map(|finding| {
            let span = root.as_ref().and_then(|root| span_of(root, &finding.path));
            placed(text, span, finding.message, Some(finding.cure))
        })
        .collect();
    faults.sort_by_key(|fault| (fault.line, fault.column));
    InvalidConfig { file: file.to_owned(), faults }
}

fn placed(text: &str, span: Option<Range<usize>>, message: String, cure: Option<String>) -> Fault {
    let (line, column) = span.as_ref().map_or((0, 0), |span| place(text, span.start));
    Fault { line, column, span, message, cure }
}

/// Line and column, from 1, of a byte of the text.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// The value at a path, or the deepest part of the path that the file holds.
fn span_of(root: &toml::Spanned<toml::de::DeTable<'_>>, path: &[Step]) -> Option<Range<usize>> {
    let (Step::Key(first), rest) = path.split_first()? else { return None };
    let mut here = root.get_ref().get(*first)?;
    for step in rest {
        let next = match step {
            Step::Key(key) => here.get_ref().get(*key),
            Step::Item(at) => here.get_ref().get(*at),
        };
        match next {
            Some(next) => here = next,
            None => break,
        }
    }
    Some(here.span())
}

/// One step down into the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Key(&'static str),
    Item(usize),
}

/// The key and the known ones, out of serde's own message for an unknown field.
fn unknown_key(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message.strip_prefix("unknown field `")?;
    let (key, rest) = rest.split_once('`')?;
    Some((key, rest.split('`').skip(1).step_by(2).collect()))
}

/// The nearest known key where one is near, else all of them.
fn cure_for(key: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|candidate| (strsim::jaro_winkler(key, candidate), *candidate))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match nearest {
        Some((likeness, candidate)) if likeness > 0.75 => format!("Did you mean `{candidate}`?"),
        _ => format!("Known here: {}.", known.join(", ")),
    }
}
