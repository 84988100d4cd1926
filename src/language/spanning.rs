//! From arc scores to a tree: the best head for each word, and where those make no tree, the best tree.

/// The head of each of `count` words: 0 for the root, else counted from 1. `scores` holds a row a word of
/// `1 + count` numbers, the root first. The answer is always a tree with one root word.
pub(super) fn tree(scores: &[f32], count: usize) -> Vec<usize> {
    if count == 0 {
        return Vec::new();
    }
    let row = |word: usize| &scores[(word - 1) * (count + 1)..word * (count + 1)];
    let heads: Vec<usize> = (1..=count).map(|word| best_head(row(word), word, true)).collect();
    if heads.iter().filter(|&&h| h == 0).count() == 1 && cycle(&heads).is_none() {
        return heads;
    }
    let root = best_root(scores, count);
    let mut graph: Vec<Vec<f32>> = (1..=count)
        .map(|word| {
            let mut row = row(word).to_vec();
            for (head, score) in row.iter_mut().enumerate() {
                let barred = head == word || (head == 0) != (word == root);
                if barred {
                    *score = f32::NEG_INFINITY;
                }
            }
            row
        })
        .collect();
    contract(&mut graph)
}

fn best_head(row: &[f32], word: usize, root: bool) -> usize {
    let mut best = usize::from(!root);
    if best == word {
        best += 1;
    }
    for (head, &score) in row.iter().enumerate() {
        if head != word && (root || head > 0) && row.get(best).is_none_or(|&b| score > b) {
            best = head;
        }
    }
    best
}

/// The word that gains most by being the root.
fn best_root(scores: &[f32], count: usize) -> usize {
    let gain = |word: usize| {
        let row = &scores[(word - 1) * (count + 1)..word * (count + 1)];
        let other = row.get(best_head(row, word, false)).copied().unwrap_or(0.0);
        row[0] - if count > 1 { other } else { 0.0 }
    };
    (1..=count)
        .fold((1, f32::NEG_INFINITY), |best, word| {
            let gain = gain(word);
            if gain > best.1 { (word, gain) } else { best }
        })
        .0
}

/// The words of a cycle, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    // 0: not seen; otherwise the walk that saw the word.
    let mut seen = vec![0usize; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            let mut members = vec![at];
            let mut next = heads[at - 1];
            while next != at {
                members.push(next);
                next = heads[next - 1];
            }
            return Some(members);
        }
    }
    None
}

/// A member of a cycle: the real arc that held it there, and the words it stood for.
struct Inside {
    arc: (usize, usize),
    words: Vec<usize>,
}

/// Chu-Liu-Edmonds: cycles are drawn together into one node until the best heads make a tree.
fn contract(graph: &mut [Vec<f32>]) -> Vec<usize> {
    let count = graph.len();
    // For each word, the node that stands for it now; nodes are named by one of their words.
    let mut alive: Vec<bool> = vec![true; count + 1];
    // The real arc behind a score between nodes: (head word, dependent word).
    let mut arc: Vec<Vec<(usize, usize)>> =
        (1..=count).map(|word| (0..=count).map(|head| (head, word)).collect()).collect();
    let mut words: Vec<Vec<usize>> = (0..=count).map(|word| vec![word]).collect();
    let mut steps: Vec<Vec<Inside>> = Vec::new();
    loop {
        let heads: Vec<usize> = (1..=count)
            .map(|word| if alive[word] { best_alive(&graph[word - 1], &alive, word) } else { 0 })
            .collect();
        let Some(members) = cycle(&heads) else {
            return expand(&heads, &alive, &arc, &steps);
        };
        let inside =
            members.iter().map(|&m| Inside { arc: arc[m - 1][heads[m - 1]], words: words[m].clone() });
        steps.push(inside.collect());
        let own: Vec<f32> = members.iter().map(|&m| graph[m - 1][heads[m - 1]]).collect();
        let node = members[0];
        let others = (0..=count).filter(|other| alive[*other] && !members.contains(other));
        for other in others {
            draw_in(graph, &mut arc, &members, &own, other);
            if other > 0 {
                draw_out(graph, &mut arc, &members, other);
            }
        }
        for &member in &members[1..] {
            alive[member] = false;
            let drawn = std::mem::take(&mut words[member]);
            words[node].extend(drawn);
        }
        graph[node - 1][node] = f32::NEG_INFINITY;
    }
}

fn best_alive(row: &[f32], alive: &[bool], word: usize) -> usize {
    let mut best: Option<usize> = None;
    for (head, &score) in row.iter().enumerate() {
        if head != word && alive[head] && best.is_none_or(|b| score > row[b]) {
            best = Some(head);
        }
    }
    best.unwrap_or(0)
}

/// The best arc from `other` into the cycle, less the arc of the cycle that it would replace.
fn draw_in(
    graph: &mut [Vec<f32>],
    arc: &mut [Vec<(usize, usize)>],
    members: &[usize],
    own: &[f32],
    other: usize,
) {
    let mut best: Option<(f32, (usize, usize))> = None;
    for (&member, &own) in members.iter().zip(own) {
        let gain = graph[member - 1][other] - own;
        if best.is_none_or(|(b, _)| gain > b) {
            best = Some((gain, arc[member - 1][other]));
        }
    }
    if let (Some((gain, real)), Some(&node)) = (best, members.first()) {
        graph[node - 1][other] = gain;
        arc[node - 1][other] = real;
    }
}

/// The best arc out of the cycle to `other`.
fn draw_out(graph: &mut [Vec<f32>], arc: &mut [Vec<(usize, usize)>], members: &[usize], other: usize) {
    let row = &graph[other - 1];
    let best = members.iter().copied().reduce(|a, b| if row[b] > row[a] { b } else { a });
    if let (Some(best), Some(&node)) = (best, members.first()) {
        graph[other - 1][node] = graph[other - 1][best];
        arc[other - 1][node] = arc[other - 1][best];
    }
}

/// The heads of the words behind the nodes: an arc into a drawn-together cycle breaks it where it enters.
fn expand(heads: &[usize], alive: &[bool], arc: &[Vec<(usize, usize)>], steps: &[Vec<Inside>]) -> Vec<usize> {
    let count = heads.len();
    let mut found: Vec<Option<usize>> = vec![None; count + 1];
    for word in 1..=count {
        if alive[word] {
            let (head, dependent) = arc[word - 1][heads[word - 1]];
            found[dependent] = Some(head);
        }
    }
    for step in steps.iter().rev() {
        for inside in step {
            if inside.words.iter().all(|&word| found[word].is_none()) {
                found[inside.arc.1] = Some(inside.arc.0);
            }
        }
    }
    found.into_iter().skip(1).map(|head| head.unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1 && cycle(heads).is_none()
    }

    /// The best tree by trying all.
    fn by_force(scores: &[f32], count: usize) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(count + 1).pow(count as u32) {
            let heads: Vec<usize> =
                (0..count).map(|i| code / (count + 1).pow(i as u32) % (count + 1)).collect();
            if is_tree(&heads) && heads.iter().enumerate().all(|(i, &h)| h != i + 1) {
                best = best.max(total(scores, count, &heads));
            }
        }
        best
    }

    fn total(scores: &[f32], count: usize, heads: &[usize]) -> f32 {
        heads.iter().enumerate().map(|(i, &h)| scores[i * (count + 1) + h]).sum()
    }

    #[test]
    fn the_answer_is_a_tree_and_mostly_the_best_one() {
        let mut seed = 7u64;
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f32 / 1e6
        };
        let (mut best, rounds) = (0, 300);
        for _ in 0..rounds {
            let count = 5;
            let scores: Vec<f32> = (0..count * (count + 1)).map(|_| next()).collect();
            let heads = tree(&scores, count);
            assert!(is_tree(&heads), "{heads:?}");
            best += usize::from((total(&scores, count, &heads) - by_force(&scores, count)).abs() < 1e-3);
        }
        // The root is chosen before the tree, so a few answers are a little below the best.
        assert!(best * 10 > rounds * 8, "{best} of {rounds}");
    }

    #[test]
    fn ties_and_single_words_are_trees() {
        assert_eq!(tree(&[0.0, 0.0], 1), [0]);
        for count in 2..20 {
            assert!(is_tree(&tree(&vec![0.5; count * (count + 1)], count)));
        }
    }
}
