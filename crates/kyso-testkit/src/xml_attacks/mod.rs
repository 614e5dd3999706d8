//! Attacks on signed XML: text in, forged text out, each with the verdict that it must get.
//!
//! They are classes that libraries fell to: signature wrapping in its eight placements, values
//! read past comments, parsers that differ, keys taken from the attacker, and their like.

mod base;
pub mod forge;
pub mod scan;

pub use base::{Base, Layout};
