//! From what a reference names to the bytes that are digested (xmldsig-core1 §4.4.3.2, §6.6).

mod budget;

pub use budget::Budget;
