//! Shapes, references and manifests.

mod shape;
mod vectors;

use crate::xml::{ParseOptions, Tree};

fn tree(text: &str) -> Tree {
    Tree::parse(text.as_bytes(), &ParseOptions::default()).expect("well-formed")
}
