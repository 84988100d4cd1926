//! The JSON Schema of the records, made from their Rust types.

use super::record::{ArticleRecord, ClaimRecord};
use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

/// Of an article with its claims: a line of `extract`.
pub fn article() -> Value {
    schema_of::<ArticleRecord>("An article and its claims")
}

/// Of a claim that stands alone: a line of `extract --claims` and of `export`.
pub fn claim() -> Value {
    schema_of::<ClaimRecord>("A claim")
}

fn schema_of<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    schema.insert("title".to_owned(), title.into());
    schema.to_value()
}
