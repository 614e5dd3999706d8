//! What a URI and transforms come to.
