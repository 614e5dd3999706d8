//! Tells the tests for which machine they are built.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=KYSO_TARGET={}", env::var("TARGET").unwrap_or_default());
}
