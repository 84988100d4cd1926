//! A word of one of the codebook's closed lists, as JSON: spelled by the hall, listed whole in the schema.

use crate::model::Closed;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// A value of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<T>(pub T);

impl<T: Closed> Word<T> {
    pub fn as_str(self) -> &'static str {
        self.0.word()
    }
}

impl<T: Closed> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<'de, T: Closed> Deserialize<'de> for Word<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Word<T>, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let known = T::ALL.iter().find(|value| value.word() == text);
        known.map(|value| Word(*value)).ok_or_else(|| {
            let words: Vec<&str> = T::ALL.iter().map(|value| value.word()).collect();
            D::Error::custom(format!("`{text}` is no {}; it is one of {}", T::NAME, words.join(", ")))
        })
    }
}

impl<T: Closed> JsonSchema for Word<T> {
    fn schema_name() -> Cow<'static, str> {
        T::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let words: Vec<&str> = T::ALL.iter().map(|value| value.word()).collect();
        json_schema!({ "type": "string", "enum": words })
    }
}
