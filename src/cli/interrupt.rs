//! Ctrl-C: the first asks for an end after the record in hand, the second ends at once.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Whether Ctrl-C was pressed.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on. Where listening is not possible, Ctrl-C ends the program as it always does.
    pub fn listen() -> Interrupt {
        let asked = Interrupt::default();
        let flag = asked.clone();
        let listening = ctrlc::set_handler(move || {
            if flag.0.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
            eprintln!("\nending after the record in hand; Ctrl-C again ends at once");
        });
        if let Err(error) = listening {
            tracing::debug!("Ctrl-C is not listened for: {error}");
        }
        asked
    }

    pub fn asked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
