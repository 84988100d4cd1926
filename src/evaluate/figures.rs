//! Figures: counts to precision, recall and F1, with bootstrap intervals over articles.

/// What was found and what should have been.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found and right.
    pub right: u32,
    /// Found in all.
    pub found: u32,
    /// In gold in all.
    pub gold: u32,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.right += other.right;
        self.found += other.found;
        self.gold += other.gold;
    }
}

impl Counts {
    pub fn precision(self) -> f64 {
        share(self.right, self.found)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.gold)
    }

    /// Harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found.
    pub fn f1(self) -> f64 {
        if self.found + self.gold == 0 {
            1.0
        } else {
            2.0 * f64::from(self.right) / f64::from(self.found + self.gold)
        }
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// One figure: its name, and its counts an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub name: &'static str,
    /// Whether it is a share of matched items (accuracy) rather than precision and recall.
    pub accuracy: bool,
    pub articles: Vec<Counts>,
}

impl Figure {
    pub fn total(&self) -> Counts {
        let mut total = Counts::default();
        for counts in &self.articles {
            total += *counts;
        }
        total
    }
}

/// The 95% interval of F1 under 1,000 draws of articles with replacement. The draws are fixed, so that the same
/// input gives the same interval.
pub fn interval(articles: &[Counts]) -> (f64, f64) {
    let draws = draws(articles.len());
    let mut scores: Vec<f64> = draws.map(|draw| sum(articles, &draw).f1()).collect();
    middle(&mut scores)
}

/// The 95% interval of the difference in F1 between two systems on the same articles, drawn together.
pub fn interval_of_difference(ours: &[Counts], theirs: &[Counts]) -> (f64, f64) {
    let draws = draws(ours.len().min(theirs.len()));
    let mut scores: Vec<f64> = draws.map(|draw| sum(ours, &draw).f1() - sum(theirs, &draw).f1()).collect();
    middle(&mut scores)
}

fn sum(articles: &[Counts], draw: &[usize]) -> Counts {
    let mut total = Counts::default();
    for counts in draw.iter().filter_map(|at| articles.get(*at)) {
        total += *counts;
    }
    total
}

fn middle(scores: &mut [f64]) -> (f64, f64) {
    scores.sort_by(f64::total_cmp);
    let at = |share: f64| scores.get((share * scores.len() as f64) as usize).copied().unwrap_or(f64::NAN);
    (at(0.025), at(0.975))
}

/// 1,000 draws of `size` from `size`, from a fixed linear congruential sequence (Knuth's MMIX constants).
fn draws(size: usize) -> impl Iterator<Item = Vec<usize>> {
    let mut state: u64 = 20_240_306;
    (0..1_000).map(move |_| {
        (0..size)
            .map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                ((state >> 33) as usize) % size.max(1)
            })
            .collect()
    })
}
