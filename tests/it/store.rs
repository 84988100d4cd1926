//! The store: idempotent, migrated, queried.
