//! Names: the best run of labels over a sentence, read as spans.

use crate::model::{Entity, EntityKind, Token};

/// What a label says: outside, or the begin or inside of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Outside,
    Begin(EntityKind),
    Inside(EntityKind),
}

fn label(text: &str) -> Label {
    let kind = match text.get(2..) {
        Some("PER") => EntityKind::Person,
        Some("ORG") => EntityKind::Organisation,
        Some("LOC") => EntityKind::Place,
        _ => return Label::Outside,
    };
    if text.starts_with('B') { Label::Begin(kind) } else { Label::Inside(kind) }
}

/// Whether `next` may follow `last`: an inside needs a begin or inside of its kind before it.
fn may_follow(last: Label, next: Label) -> bool {
    match next {
        Label::Inside(kind) => last == Label::Begin(kind) || last == Label::Inside(kind),
        _ => true,
    }
}

/// The names of a sentence, from a row of label scores a word (Viterbi).
pub(super) fn read(scores: &[f32], labels: &[&str], tokens: &[Token], out: &mut Vec<Entity>) {
    let labels: Vec<Label> = labels.iter().map(|l| label(l)).collect();
    let width = labels.len();
    if width == 0 || scores.len() < width * tokens.len() {
        return;
    }
    // Most sentences name nobody: no need to search where every word is best left outside.
    let plain = scores.chunks_exact(width).all(|row| row.iter().all(|&s| s <= row[0]));
    if plain {
        return;
    }
    collect(&best_path(scores, &labels), tokens, out);
}

fn best_path(scores: &[f32], labels: &[Label]) -> Vec<Label> {
    let width = labels.len();
    let mut best: Vec<f32> = vec![f32::NEG_INFINITY; width];
    let mut back: Vec<Vec<usize>> = Vec::new();
    for (t, row) in scores.chunks_exact(width).enumerate() {
        let mut next = vec![f32::NEG_INFINITY; width];
        let mut from = vec![0; width];
        for (to, &score) in row.iter().enumerate() {
            for (last, &before) in best.iter().enumerate() {
                let before = if t == 0 { if last == 0 { 0.0 } else { f32::NEG_INFINITY } } else { before };
                if may_follow(labels[last], labels[to]) && before + score > next[to] {
                    next[to] = before + score;
                    from[to] = last;
                }
            }
        }
        best = next;
        back.push(from);
    }
    let mut at = (0..width).fold(0, |b, i| if best[i] > best[b] { i } else { b });
    let mut path = Vec::with_capacity(back.len());
    for from in back.iter().rev() {
        path.push(labels[at]);
        at = from[at];
    }
    path.reverse();
    path
}

fn collect(path: &[Label], tokens: &[Token], out: &mut Vec<Entity>) {
    let mut open: Option<Entity> = None;
    for (label, span) in path.iter().zip(tokens.iter().map(|token| token.span)) {
        match (*label, &mut open) {
            (Label::Inside(_), Some(entity)) => entity.span = entity.span.cover(span),
            (Label::Begin(kind), _) => out.extend(open.replace(Entity { span, kind })),
            (_, _) => out.extend(open.take()),
        }
    }
    out.extend(open);
}
