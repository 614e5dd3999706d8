//! The built binary, called as the contract says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod batch;
mod contract;
mod demo;
mod export;
mod fields;
mod levels;
mod office;
mod output;
mod profiles;
mod report;
mod secrets;
mod tls;
mod trust;
mod trust_list;
mod two_phase;
mod usage;
mod verdicts;
mod xml;
