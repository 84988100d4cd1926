//! Every span of every reading slices to the words it claims.
