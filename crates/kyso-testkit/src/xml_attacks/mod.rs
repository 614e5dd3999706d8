//! Attacks on a signed XML file.
