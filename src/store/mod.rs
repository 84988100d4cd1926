//! Store: fetches, articles and claims, kept in SQLite.
