//! The built binary, called as the contract says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod at_text;
mod batch;
#[cfg(unix)]
mod before_signing;
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
mod globs;
mod inbox;
#[cfg(target_os = "linux")]
mod interrupted;
#[cfg(unix)]
mod key_command;
mod levels;
mod manifest;
mod office;
mod one_verdict;
mod output;
mod overwrites;
mod preview;
mod profiles;
#[cfg(unix)]
mod progress;
mod remote;
mod remote_again;
mod remote_batch;
mod remote_refusals;
mod repair;
mod report;
mod resume;
mod roles;
mod screen;
#[cfg(target_os = "linux")]
mod secret_memory;
mod secrets;
mod signer_check;
#[cfg(target_os = "linux")]
mod sparse;
#[cfg(unix)]
mod terminal;
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
