//! Reading and taking apart.
