//! Mints PKIs and builds sample files for the tests of kyso.
