//! The built binary, called as the contract says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod at_text;
mod batch;
mod before_the_pin;
mod cades;
mod config;
mod containers;
mod contract;
mod covering;
mod demo;
mod doctor;
mod drawn;
mod encrypted;
mod export;
mod fields;
mod flow;
mod folders;
#[cfg(target_os = "linux")]
mod interrupted;
#[cfg(unix)]
mod key_command;
mod levels;
mod office;
mod one_verdict;
mod output;
mod overwrites;
mod preview;
mod profiles;
mod remote;
mod remote_again;
mod remote_refusals;
mod repair;
mod report;
mod resume;
#[cfg(target_os = "linux")]
mod secret_memory;
mod secrets;
mod signer_check;
#[cfg(target_os = "linux")]
mod sparse;
mod texts;
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
