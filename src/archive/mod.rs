//! Archive: captures to WARC files and back; the same reader serves replay and bulk extraction.
