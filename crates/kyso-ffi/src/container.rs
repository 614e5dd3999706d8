//! Containers of several files (ASiC), to be signed as one document.

use std::ffi::c_char;

use kyso::container::Kind;
use kyso::{Document, Opening, Source};

use crate::call::{call, copied, free, handle, handle_mut, output, path, text, unknown};
use crate::document::kyso_document;
use crate::error::kyso_error;
use crate::names::{KYSO_FORMAT_ASIC_E, KYSO_FORMAT_ASIC_S};

/// Files on their way into a container. One thread at a time may use it.
pub struct kyso_pack {
    kind: Kind,
    files: Vec<(String, Source)>,
}

/// Starts a container of the kind `format`: KYSO_FORMAT_ASIC_E for any number of files,
/// KYSO_FORMAT_ASIC_S for one. `pack` is the caller's, to be freed with kyso_pack_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_pack_new(
    format: u32,
    pack: *mut *mut kyso_pack,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_pack_new", error, || {
            let place = output(pack, "pack")?;
            let kind = match format {
                KYSO_FORMAT_ASIC_E => Kind::Extended,
                KYSO_FORMAT_ASIC_S => Kind::Simple,
                other => return Err(unknown("format", other)),
            };
            place.give(kyso_pack { kind, files: Vec::new() });
            Ok(())
        })
    }
}

/// Adds the file at `path`, which is read where it is, under `name`: a path in the container with
/// slashes. Names are checked by kyso_pack_document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_pack_add_file(
    pack: *mut kyso_pack,
    name: *const c_char,
    path: *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_pack_add_file", error, || {
            let pack = handle_mut(pack, "pack")?;
            let name = text(name, "name")?.to_owned();
            pack.files.push((name, Source::open(self::path(path, "path")?)?));
            Ok(())
        })
    }
}

/// Adds `len` bytes at `data`, which are copied, under `name`, as kyso_pack_add_file does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_pack_add_memory(
    pack: *mut kyso_pack,
    name: *const c_char,
    data: *const u8,
    len: usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_pack_add_memory", error, || {
            let pack = handle_mut(pack, "pack")?;
            let name = text(name, "name")?.to_owned();
            pack.files.push((name, Source::from_bytes(copied(data, len, "data")?)));
            Ok(())
        })
    }
}

/// The container of these files, unsigned, as a document to be signed. `document` is the caller's,
/// to be freed with kyso_document_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_pack_document(
    pack: *const kyso_pack,
    document: *mut *mut kyso_document,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_pack_document", error, || {
            let pack = handle(pack, "pack")?;
            let place = output(document, "document")?;
            let packed = Document::pack(pack.kind, &pack.files)?;
            let source = packed.container().map(|container| container.source().clone());
            let source = source.unwrap_or_else(|| Source::from_bytes(Vec::new()));
            place.give(kyso_document::of(packed, source, Opening::new()));
            Ok(())
        })
    }
}

/// Frees it; documents made of it keep what they need. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_pack_free(pack: *mut kyso_pack) {
    // SAFETY: NULL, or a pack that was not freed.
    unsafe { free(pack) };
}
