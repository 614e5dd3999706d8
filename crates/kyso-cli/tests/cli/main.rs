//! The built binary, called as the contract says.

mod batch;
mod contract;
mod demo;
mod office;
mod output;
mod secrets;
mod two_phase;
mod usage;
mod verdicts;
