//! Output: readings to records; the only home of serde for results, and the place where spans become code points.
