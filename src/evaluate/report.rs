//! Figures as tables that a person reads.

use super::figures::{interval, interval_of_difference};
use super::matching::Score;

/// The table of all figures: value, 95% interval, counts.
pub fn table(score: &Score) -> String {
    let mut out = format!(
        "{:<46} {:>6} {:>6} {:>6}  {:<13} {:>6} {:>6} {:>6}\n",
        "", "P", "R", "F1", "95%", "right", "found", "gold"
    );
    for figure in &score.figures {
        let total = figure.total();
        let (low, high) = interval(&figure.articles);
        out += &if figure.accuracy {
            format!(
                "{:<46} {:>20.3}  {low:.3}–{high:.3} {:>7} {:>6}\n",
                figure.name,
                total.precision(),
                total.right,
                total.found
            )
        } else {
            format!(
                "{:<46} {:>6.3} {:>6.3} {:>6.3}  {low:.3}–{high:.3} {:>7} {:>6} {:>6}\n",
                figure.name,
                total.precision(),
                total.recall(),
                total.f1(),
                total.right,
                total.found,
                total.gold
            )
        };
    }
    out + &reliability(score)
}

/// Confidence against how often such claims were right in all fields.
fn reliability(score: &Score) -> String {
    if score.confidences.is_empty() {
        return String::new();
    }
    let mut out = "\nconfidence   claims   right in all fields\n".to_owned();
    for tenth in 0..10 {
        let (low, high) = (f64::from(tenth) / 10.0, f64::from(tenth + 1) / 10.0);
        let inside = score.confidences.iter().filter(|(c, _)| *c >= low && (*c < high || tenth == 9));
        let (all, right) = inside.fold((0, 0), |(all, right), (_, ok)| (all + 1, right + u32::from(*ok)));
        if all > 0 {
            out += &format!("{low:.1}–{high:.1}      {all:>6}   {:.3}\n", f64::from(right) / f64::from(all));
        }
    }
    out
}

/// Two systems on the same articles: which differences in F1 are more than noise.
pub fn against(ours: &Score, theirs: &Score) -> String {
    let mut out = format!("{:<46} {:>6} {:>6} {:>7}  {:<15} \n", "F1", "first", "second", "differ", "95%");
    for figure in &ours.figures {
        let Some(other) = theirs.figures.iter().find(|other| other.name == figure.name) else { continue };
        let (a, b) = (figure.total().f1(), other.total().f1());
        let (low, high) = interval_of_difference(&figure.articles, &other.articles);
        let verdict = if low > 0.0 || high < 0.0 { "more than noise" } else { "may be noise" };
        out += &format!(
            "{:<46} {a:>6.3} {b:>6.3} {:>+7.3}  {low:+.3}–{high:+.3} {verdict}\n",
            figure.name,
            a - b
        );
    }
    out
}
