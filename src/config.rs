//! Exactly what `config.toml` may say.
