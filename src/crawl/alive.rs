//! Whether others may have taken a crawler for dead that shares its frontier: a program that was stopped, or a machine that
//! slept, must not ask for what is somebody else's by now.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant, SystemTime},
};

/// A moment by two clocks: one that nobody sets and that may stand still while the machine sleeps, and one that goes on and
/// may be set.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    steady: Instant,
    wall: SystemTime,
}

impl Moment {
    pub fn now() -> Moment {
        Moment { steady: Instant::now(), wall: SystemTime::now() }
    }

    /// Time since then, by the clock that says more.
    fn elapsed(self) -> Duration {
        self.steady.elapsed().max(self.wall.elapsed().unwrap_or_default())
    }
}

/// The last sign of life of a crawler; cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Alive(Option<Arc<Sign>>);

#[derive(Debug)]
struct Sign {
    lease: Duration,
    last: Mutex<Moment>,
}

impl Alive {
    /// A crawler that gives a sign now, and is not taken for dead before `lease` has passed.
    pub fn for_time(lease: Duration) -> Alive {
        Alive(Some(Arc::new(Sign { lease, last: Mutex::new(Moment::now()) })))
    }

    /// A sign has reached the store that was on its way at this moment.
    pub fn renew(&self, sent: Moment) {
        if let Some(sign) = &self.0 {
            *sign.last.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = sent;
        }
    }

    /// Whether nobody can have taken over what it holds. One that shares with nobody is always sure.
    pub fn is_sure(&self) -> bool {
        let Some(sign) = &self.0 else { return true };
        let last = *sign.last.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        last.elapsed() < sign.lease
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_counts_for_the_time_of_a_lease_by_either_clock() {
        let alive = Alive::for_time(Duration::from_secs(30));
        assert!(alive.is_sure() && Alive::default().is_sure());
        let (now, long_ago) = (Moment::now(), Duration::from_secs(31));
        let steady = now.steady.checked_sub(long_ago).unwrap();
        alive.renew(Moment { steady, ..now });
        assert!(!alive.is_sure(), "the program was stopped");
        alive.renew(Moment { wall: now.wall - long_ago, ..now });
        assert!(!alive.is_sure(), "the machine slept");
        alive.renew(Moment { wall: now.wall + long_ago, ..now });
        assert!(alive.is_sure(), "the wall clock was set back");
        alive.renew(now);
        assert!(alive.is_sure());
    }
}
