//! Work over many items on all cores, the answers taken in the order of the items, and never more than a few
//! items in memory at once.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::mpsc::{self, Receiver},
};

/// Room for deeply nested pages; memory is only used as the stack grows.
const STACK: usize = 16 << 20;
/// Items a thread that are read ahead of the one being written.
const AHEAD: usize = 8;
/// Weight of the items read ahead beyond which nothing more is read.
const WEIGHT: usize = 48 << 20;

/// A pool of so many threads; 0 for one a core.
pub fn pool(threads: usize) -> miette::Result<ThreadPool> {
    ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).build().map_err(|error| {
        miette::miette!(help = "try fewer with --threads", "the threads cannot be started: {error}")
    })
}

/// What is under way and what waits for its turn.
struct Window<R> {
    answers: Receiver<(usize, usize, R)>,
    waiting: BTreeMap<usize, R>,
    begun: usize,
    taken: usize,
    weight: usize,
}

impl<R> Window<R> {
    /// Waits for one answer, then hands over all whose turn has come.
    fn turn(&mut self, take: &mut impl FnMut(Vec<R>) -> ControlFlow<()>) -> ControlFlow<()> {
        let Ok(answer) = self.answers.recv() else { return ControlFlow::Break(()) };
        self.note(answer);
        self.hand_over(take)
    }

    fn note(&mut self, (place, weight, answer): (usize, usize, R)) {
        self.weight -= weight;
        self.waiting.insert(place, answer);
    }

    /// Hands over, together, all that are ready and whose turn has come.
    fn hand_over(&mut self, take: &mut impl FnMut(Vec<R>) -> ControlFlow<()>) -> ControlFlow<()> {
        while let Ok(answer) = self.answers.try_recv() {
            self.note(answer);
        }
        let mut ready = Vec::new();
        while let Some(answer) = self.waiting.remove(&self.taken) {
            self.taken += 1;
            ready.push(answer);
        }
        if ready.is_empty() { ControlFlow::Continue(()) } else { take(ready) }
    }

    fn is_full(&self, most: usize) -> bool {
        self.begun - self.taken >= most || (self.weight >= WEIGHT && self.taken < self.begun)
    }
}

/// Runs `work` over `items` in the pool and hands the answers to `take`, in the order of the items and
/// several together where they are ready together, until it breaks off. `weight` is the memory an item holds, in bytes. `work` must not panic.
pub fn run<T: Send, R: Send>(
    pool: &ThreadPool,
    items: impl Iterator<Item = T>,
    weight: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(Vec<R>) -> ControlFlow<()>,
) {
    let most = pool.current_num_threads() * AHEAD;
    let (send, answers) = mpsc::channel();
    let mut window = Window { answers, waiting: BTreeMap::new(), begun: 0, taken: 0, weight: 0 };
    let work = &work;
    pool.in_place_scope_fifo(|scope| {
        for item in items {
            let (place, weight, send) = (window.begun, weight(&item), send.clone());
            window.begun += 1;
            window.weight += weight;
            scope.spawn_fifo(move |_| {
                // Nobody listens any more once `take` has broken off.
                let _ = send.send((place, weight, work(item)));
            });
            // What is ready goes out at once: the next item may be long in coming.
            if window.hand_over(&mut take).is_break() {
                return;
            }
            while window.is_full(most) {
                if window.turn(&mut take).is_break() {
                    return;
                }
            }
        }
        drop(send);
        while window.turn(&mut take).is_continue() {}
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_order_whatever_the_threads() {
        for threads in [1, 2, 7] {
            let mut out = Vec::new();
            let slow = |n: u64| {
                std::thread::sleep(std::time::Duration::from_micros(n * 37 % 400));
                n
            };
            run(
                &pool(threads).unwrap(),
                0..300,
                |_| 1 << 20,
                slow,
                |together| {
                    out.extend(together);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(out, (0..300).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_taker_that_has_enough_ends_it() {
        let mut out = Vec::new();
        run(
            &pool(2).unwrap(),
            0..,
            |_| 0,
            |n: usize| n,
            |together| {
                out.extend(together);
                if out.len() > 40 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert!(out.len() > 40);
        assert_eq!(out, (0..out.len()).collect::<Vec<_>>());
    }
}
