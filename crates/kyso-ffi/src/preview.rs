//! The document as it will look once signed.

use crate::buffer::kyso_buffer;
use crate::call::{call, handle, output, time};
use crate::document::kyso_document;
use crate::error::kyso_error;
use crate::signing::kyso_signing;

/// PDF: the document with all that will be seen of a signature, and an empty signature: to be drawn
/// and looked at before the key is touched, and never to be sent. `now` counts in seconds since
/// 1970. `pdf` is the caller's, to be freed with kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_preview(
    document: *const kyso_document,
    signing: *const kyso_signing,
    now: i64,
    pdf: *mut *mut kyso_buffer,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_preview", error, || {
            let (document, signing) = (handle(document, "document")?, handle(signing, "signing")?);
            let (now, place) = (time(now, "now")?, output(pdf, "pdf")?);
            let preview = signing.preview(&document.document, now, document.flag())?;
            place.give(kyso_buffer::new(preview));
            Ok(())
        })
    }
}
