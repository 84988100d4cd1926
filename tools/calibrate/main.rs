//! Fits `data/confidence.toml` to gold pages and prints it: logistic regression of "right in all fields of the strict
//! figure" on a claim's type and traits, with a ridge penalty, by Newton's method.
//!
//! `cargo run --release --example calibrate -- fixtures/gold/calibration fixtures/gold/press > confidence.toml`

use claimtrail::evaluate::{Annotated, compare, read_gold, read_predicted};
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, Claim, ClaimType, Moment};
use claimtrail::pipeline;
use std::error::Error;
use std::path::PathBuf;

/// The strength of the penalty on every weight but the base.
const RIDGE: f64 = 3.0;
const ROUNDS: usize = 25;

struct Row {
    features: Vec<usize>,
    right: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    if folders.is_empty() {
        return Err("name the folders of gold pages".into());
    }
    let lexicon = Lexicon::embedded()?;
    let traits: Vec<&str> = lexicon.confidence.traits().map(|found| found.id.as_str()).collect();
    let mut rows = Vec::new();
    for folder in &folders {
        for page in pages(folder)? {
            rows.extend(rows_of(&page, &lexicon, &traits)?);
        }
    }
    let weights = fit(&rows, 1 + ClaimType::ALL.len() + traits.len());
    print(&lexicon, &weights);
    let right = rows.iter().filter(|row| row.right).count();
    eprintln!("{} claims, {right} right in all fields", rows.len());
    Ok(())
}

fn pages(folder: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    pages.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    pages.sort();
    Ok(pages)
}

fn rows_of(page: &PathBuf, lexicon: &Lexicon, traits: &[&str]) -> Result<Vec<Row>, Box<dyn Error>> {
    let gold: Annotated = read_gold(&page.display().to_string(), &std::fs::read_to_string(page)?)?;
    let mut article = Article::from_blocks(gold.blocks());
    article.published = gold.published.as_deref().and_then(|date| date.parse().ok()).map(Moment::day);
    article.publisher.name = gold.publisher.clone();
    let reading = pipeline::read_article(article, lexicon);
    let line = serde_json::to_string(&reading.to_record_with_mentions())?;
    let found = read_predicted(&gold.name, &line)?.remove(0);
    let score = compare(&[(gold, found)]);
    let rows = reading.claims.iter().zip(&score.confidences);
    Ok(rows.map(|(claim, (_, right))| Row { features: features(claim, traits), right: *right }).collect())
}

/// The places of the weights that count for a claim: the base, its type, its traits.
fn features(claim: &Claim, traits: &[&str]) -> Vec<usize> {
    let kind = ClaimType::ALL.iter().position(|kind| *kind == claim.kind).unwrap_or(0);
    let own = traits.iter().enumerate().filter(|(_, id)| claim.traits.contains(id));
    let own = own.map(|(at, _)| 1 + ClaimType::ALL.len() + at);
    [0, 1 + kind].into_iter().chain(own).collect()
}

fn fit(rows: &[Row], size: usize) -> Vec<f64> {
    let mut weights = vec![0.0; size];
    for _ in 0..ROUNDS {
        let mut gradient: Vec<f64> =
            weights.iter().enumerate().map(|(at, w)| if at == 0 { 0.0 } else { -RIDGE * w }).collect();
        let mut curvature = vec![vec![0.0; size]; size];
        for (at, row) in curvature.iter_mut().enumerate() {
            row[at] = if at == 0 { 1e-6 } else { RIDGE };
        }
        for row in rows {
            let sum: f64 = row.features.iter().map(|at| weights[*at]).sum();
            let chance = 1.0 / (1.0 + (-sum).exp());
            let miss = f64::from(u8::from(row.right)) - chance;
            for &a in &row.features {
                gradient[a] += miss;
                for &b in &row.features {
                    curvature[a][b] += chance * (1.0 - chance);
                }
            }
        }
        for (weight, step) in weights.iter_mut().zip(solve(curvature, gradient)) {
            *weight += step;
        }
    }
    weights
}

/// Gaussian elimination; the penalty keeps the matrix positive definite.
fn solve(mut matrix: Vec<Vec<f64>>, mut right: Vec<f64>) -> Vec<f64> {
    let size = right.len();
    for pivot in 0..size {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let top = &above[pivot];
        for (at, row) in below.iter_mut().enumerate() {
            let factor = row[pivot] / top[pivot];
            for (value, upper) in row.iter_mut().zip(top).skip(pivot) {
                *value -= factor * upper;
            }
            right[pivot + 1 + at] -= factor * right[pivot];
        }
    }
    for row in (0..size).rev() {
        let known: f64 = (row + 1..size).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

fn print(lexicon: &Lexicon, weights: &[f64]) {
    let legend = include_str!("../../data/confidence.toml").lines().take_while(|line| line.starts_with('#'));
    for line in legend {
        println!("{line}");
    }
    println!("\nbase = {:.2}", weights[0]);
    for (at, found) in lexicon.confidence.traits().enumerate() {
        let weight = weights[1 + ClaimType::ALL.len() + at];
        println!("\n[[trait]]\nid = {:?}\nsays = {:?}\nweight = {weight:.2}", found.id, found.says);
    }
    println!("\n[type]");
    let mut types: Vec<(&str, f64)> =
        ClaimType::ALL.iter().enumerate().map(|(at, kind)| (kind.as_str(), weights[1 + at])).collect();
    types.sort_by_key(|(name, _)| *name);
    for (name, weight) in types {
        println!("{name} = {weight:.2}");
    }
}
