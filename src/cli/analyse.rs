//! `claimtrail analyse`: sentences, tags, arcs and names, as CoNLL-U or as trees.

use super::{
    Knowledge, Outcome,
    inputs::{self, Given},
    terminal::{forgive_closed_pipe, printable},
    usage,
};
use crate::article;
use crate::language;
use crate::lexicon::Lexicon;
use crate::model::{Article, BlockKind, Document, EntityKind, Sentence, Span, TokenId};
use miette::{Context, IntoDiagnostic};
use std::{
    fmt::Write as _,
    io::{Read, Write as _},
    path::{Path, PathBuf},
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A text or page, - for a text on standard input, or the text itself.
    #[arg(value_name = "FILE|TEXT")]
    what: String,
    /// Draw each sentence as a tree.
    #[arg(long)]
    tree: bool,
    /// Analyse only the sentences that extraction would; the others are printed without arcs.
    #[arg(long)]
    lazy: bool,
}

pub fn run(args: Args, knowledge: &Knowledge) -> miette::Result<Outcome> {
    let lexicon = knowledge.lexicon()?;
    let article = article_of(&args.what, &lexicon)?;
    let document = if args.lazy {
        language::analyse(article, &lexicon)
    } else {
        language::analyse_all(article, &lexicon)
    };
    let page = if args.tree { trees(&document) } else { conllu(&document) };
    forgive_closed_pipe(std::io::stdout().lock().write_all(page.as_bytes()))?;
    Ok(Outcome::Done)
}

fn article_of(what: &str, lexicon: &Lexicon) -> miette::Result<Article> {
    let path = Path::new(what);
    if what == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).into_diagnostic()?;
        return Ok(from_text(&String::from_utf8_lossy(&bytes)));
    }
    if !path.exists() {
        if !what.contains(char::is_whitespace) {
            return Err(usage(&format!("{}: no such file, and one word is no text", printable(what))));
        }
        return Ok(from_text(what));
    }
    if path.extension().is_none_or(|e| e == "txt" || e == "md") {
        let bytes = std::fs::read(path).into_diagnostic().wrap_err_with(|| what.to_owned())?;
        return Ok(from_text(&String::from_utf8_lossy(&bytes)));
    }
    from_page(path, lexicon)
}

fn from_page(path: &Path, lexicon: &Lexicon) -> miette::Result<Article> {
    let item = inputs::all(vec![PathBuf::from(path)]).next();
    let item = item.ok_or_else(|| miette::miette!("{}: holds no page", path.display()))?;
    let capture = item.page.open(&Given::default()).map_err(|(_, reason)| miette::miette!("{reason}"))?;
    article::extract(&capture, lexicon).into_diagnostic().wrap_err_with(|| path.display().to_string())
}

/// Paragraphs are parted by blank lines.
fn from_text(text: &str) -> Article {
    let text = text.replace("\r\n", "\n");
    Article::from_blocks(text.split("\n\n").map(|block| (BlockKind::Paragraph, block)))
}

/// The document in CoNLL-U; the kind of a name stands in the last column.
fn conllu(document: &Document) -> String {
    let mut out = String::from("# newdoc\n");
    let mut block = None;
    for (id, sentence) in document.sentences.iter().enumerate() {
        if block.replace(sentence.block) != Some(sentence.block) {
            out.push_str("# newpar\n");
        }
        let words: Vec<&str> = document.words(sentence.span).split_whitespace().collect();
        let _ = writeln!(out, "# sent_id = {}\n# text = {}", id + 1, words.join(" "));
        for token in sentence.tokens.clone() {
            row(document, sentence, token, &mut out);
        }
        out.push('\n');
    }
    out
}

fn row(document: &Document, sentence: &Sentence, token: TokenId, out: &mut String) {
    let first = sentence.tokens.start;
    let place = |t: TokenId| t - first + 1;
    let word = document.word(token);
    let Some(t) = document.token(token) else { return };
    let misc = misc(document, sentence, token);
    let _ = if sentence.analysed {
        let head = t.head.map_or(0, place);
        let (lemma, pos, rel) = (&t.lemma, t.pos.as_str(), t.rel.as_str());
        writeln!(out, "{}\t{word}\t{lemma}\t{pos}\t_\t_\t{head}\t{rel}\t_\t{misc}", place(token))
    } else {
        writeln!(out, "{}\t{word}\t_\t_\t_\t_\t_\t_\t_\t{misc}", place(token))
    };
}

fn misc(document: &Document, sentence: &Sentence, token: TokenId) -> String {
    let mut notes = Vec::new();
    let span = document.token(token).map(|t| t.span).unwrap_or_default();
    let name = document.entities.iter().find(|e| e.span.contains(span));
    if let Some(name) = name {
        let begins = if name.span.start == span.start { "B" } else { "I" };
        notes.push(format!("Name={begins}-{}", kind(name.kind)));
    }
    let next = document.token(token + 1).filter(|_| sentence.tokens.contains(&(token + 1)));
    if next.is_some_and(|n| n.span.start == span.end) {
        notes.push("SpaceAfter=No".to_owned());
    }
    if notes.is_empty() { "_".to_owned() } else { notes.join("|") }
}

fn kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "Person",
        EntityKind::Organisation => "Organisation",
        EntityKind::Place => "Place",
    }
}

/// Every sentence with its tree, and the names under it.
fn trees(document: &Document) -> String {
    let mut out = String::new();
    for (id, sentence) in document.sentences.iter().enumerate() {
        let _ = writeln!(out, "{}", printable(document.words(sentence.span)));
        match document.root(id) {
            Some(root) => branch(document, root, &mut Vec::new(), &mut out),
            None => out.push_str("  not analysed\n"),
        }
        let inside = |span: Span| sentence.span.contains(span);
        for name in document.entities.iter().filter(|e| inside(e.span)) {
            let _ = writeln!(out, "  {}: {}", kind(name.kind), printable(document.words(name.span)));
        }
        out.push('\n');
    }
    out
}

/// A word and what hangs from it; `last` says of each level above whether it is the last of its branch.
fn branch(document: &Document, token: TokenId, last: &mut Vec<bool>, out: &mut String) {
    let lines: Vec<&str> = last.iter().map(|&l| if l { "   " } else { "│  " }).collect();
    let stem = match lines.split_last() {
        Some((_, above)) => {
            format!("{}{}", above.concat(), if last.ends_with(&[true]) { "└─ " } else { "├─ " })
        }
        None => String::new(),
    };
    let (word, pos) = (printable(document.word(token)), document.pos(token).as_str());
    let _ = writeln!(out, "  {stem}{word}  {} {pos}", document.rel(token).as_str());
    let children: Vec<TokenId> = document.children(token).collect();
    for (at, &child) in children.iter().enumerate() {
        last.push(at + 1 == children.len());
        branch(document, child, last, out);
        last.pop();
    }
}
