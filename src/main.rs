//! The program `claimtrail`.

fn main() {}
