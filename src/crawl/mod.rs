//! Crawl: asks the web politely, or replays an archive, and answers captures.
