//! Articles: the body and metadata read out of real page shapes.
