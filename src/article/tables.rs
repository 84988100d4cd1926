//! Tables: those that hold figures are not the story's sentences; those that arrange the page hold the story.

use super::clean;
use super::dom::{Dom, NodeId};

/// Cells looked at before a table is judged.
const ENOUGH: usize = 400;
/// A cell with more words than this is a column of a page.
const LONG_CELL: usize = 40;

/// Whether a table holds figures: two rows and two columns or more, none of its cells long, no table within it.
pub fn holds_figures(dom: &Dom, table: NodeId) -> bool {
    let (mut rows, mut cells, mut words) = (0, 0, 0);
    for id in dom.subtree(table) {
        match dom.name(id) {
            "table" if id != table => return false,
            "tr" => rows += 1,
            "td" | "th" => {
                let cell = clean::words(&dom.text(id));
                if cell > LONG_CELL {
                    return false;
                }
                cells += 1;
                words += cell;
                if cells > ENOUGH {
                    return true;
                }
            }
            _ => {}
        }
    }
    rows >= 2 && cells >= rows * 2 && words <= cells * 15
}
