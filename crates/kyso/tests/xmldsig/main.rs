//! XML signatures made and checked: what holds, what it covers, and what no forger gets through.

mod attacks;
mod coverage;
mod kit;
mod round_trip;
mod sparse;
