//! The built binary, called as the contract says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod at_text;
mod batch;
mod cades;
mod containers;
mod contract;
mod demo;
mod encrypted;
mod export;
mod fields;
mod flow;
mod folders;
#[cfg(target_os = "linux")]
mod interrupted;
mod levels;
mod office;
mod one_verdict;
mod output;
mod overwrites;
mod preview;
mod profiles;
mod remote;
mod repair;
mod report;
mod secrets;
mod tls;
mod told;
mod trust;
mod trust_again;
mod trust_list;
mod trusting;
mod two_phase;
mod usage;
mod verdicts;
mod xml;
