//! Files for what XML signatures refer to outside of their document. Nothing is opened but what the
//! call names.

use std::fs::File;

use kyso::xml::signature::{ExternalBytes, Resolver};

use crate::args::External;
use crate::error::Failure;

/// The files of a call, by the URI that a reference has.
pub(crate) struct Files<'a>(&'a [External]);

impl<'a> Files<'a> {
    /// Looks whether each can be opened, so that a wrong name is said and not a verdict.
    pub(crate) fn open(files: &'a [External]) -> Result<Self, Failure> {
        for external in files {
            File::open(&external.file).map_err(|error| Failure::reading(&external.file, &error))?;
        }
        Ok(Self(files))
    }
}

impl Resolver for Files<'_> {
    fn resolve(&self, uri: Option<&str>, _kind: Option<&str>) -> Option<ExternalBytes<'_>> {
        let uri = uri.unwrap_or_default();
        let found = self.0.iter().find(|external| external.uri == uri)?;
        Some(Box::new(File::open(&found.file).ok()?))
    }
}
