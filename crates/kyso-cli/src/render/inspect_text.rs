//! What `kyso inspect` found, in words.
