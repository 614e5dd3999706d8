//! The structure of containers, and what is refused.
