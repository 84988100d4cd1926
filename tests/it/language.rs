//! Sentences, tokens, tags and arcs.
