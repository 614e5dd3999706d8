//! Verdicts by the names of EN 319 102-1: what content time-stamps prove, and every sub-indication.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../common/by_hand.rs"]
mod by_hand;
#[path = "../common/mod.rs"]
mod common;
mod content;
#[path = "../common/services.rs"]
mod services;
mod table;
mod world;
mod xml;
