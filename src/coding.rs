//! Content codings: gzip, deflate, brotli and zstd undone under caps on size and ratio.
