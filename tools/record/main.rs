//! Turns `fixtures/recorded/sites` into `fixtures/recorded/export-controls.warc.gz`, always the same bytes:
//!
//! ```text
//! cargo run --example record
//! ```

mod recording;

use std::{fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let recorded = Path::new("fixtures/recorded");
    let folder = tempfile::tempdir()?;
    let made = recording::make(recorded, folder.path())?;
    let target = recorded.join("export-controls.warc.gz");
    fs::copy(made, &target)?;
    println!("{}: {} bytes", target.display(), fs::metadata(&target)?.len());
    Ok(())
}
