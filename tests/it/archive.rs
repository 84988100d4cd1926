//! The archive: WARC written, read back, cut off and replayed.
