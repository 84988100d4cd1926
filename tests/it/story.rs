//! The story of the front page: every claim of it, field by field, and nothing beside them.
