//! Bytes that the caller owns.

use std::ffi::c_char;

use serde::Serialize;

use crate::call::{Output, call, free, handle, output};
use crate::code::KYSO_PANIC;
use crate::error::{Fault, kyso_error};

/// Bytes, or a text, that the library made for the caller, who frees it with kyso_buffer_free. It
/// never changes: any number of threads may read it at once.
pub struct kyso_buffer {
    /// A NUL stands after the last byte.
    bytes: Vec<u8>,
}

impl kyso_buffer {
    pub(crate) fn new(mut bytes: Vec<u8>) -> Self {
        bytes.push(0);
        Self { bytes }
    }

    /// A text of names with commas between.
    pub(crate) fn names<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        Self::new(names.collect::<Vec<_>>().join(",").into_bytes())
    }

    /// A JSON text.
    pub(crate) fn json(value: &impl Serialize) -> Result<Self, Fault> {
        let text = serde_json::to_vec(value);
        Ok(Self::new(text.map_err(|error| Fault::of(KYSO_PANIC, &error))?))
    }

    fn content(&self) -> &[u8] {
        self.bytes.split_last().map_or(&[], |(_, content)| content)
    }
}

/// Writes where the bytes are to `data`, and how many to `len`. They are the buffer's and live
/// until kyso_buffer_free. A NUL that is not counted stands after them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_buffer_data(
    buffer: *const kyso_buffer,
    data: *mut *const u8,
    len: *mut usize,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_buffer_data", error, || {
            let content = handle(buffer, "buffer")?.content();
            give_slice(content, output(data, "data")?, output(len, "len")?);
            Ok(())
        })
    }
}

/// Writes where the text is to `text`: UTF-8, ended by a NUL, the buffer's, alive until
/// kyso_buffer_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_buffer_text(
    buffer: *const kyso_buffer,
    text: *mut *const c_char,
    error: *mut *mut kyso_error,
) -> u32 {
    // SAFETY: the caller owes what stands at the top of the header.
    unsafe {
        call(c"kyso_buffer_text", error, || {
            let (buffer, place) = (handle(buffer, "buffer")?, output(text, "text")?);
            place.put(buffer.bytes.as_ptr().cast());
            Ok(())
        })
    }
}

/// Frees the buffer with its bytes. NULL is left alone.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn kyso_buffer_free(buffer: *mut kyso_buffer) {
    // SAFETY: NULL, or a buffer that was not freed.
    unsafe { free(buffer) };
}

/// Gives out bytes that belong to a handle.
pub(crate) fn give_slice(content: &[u8], data: Output<*const u8>, len: Output<usize>) {
    data.put(content.as_ptr());
    len.put(content.len());
}

#[cfg(test)]
mod tests {
    use super::kyso_buffer;

    #[test]
    fn a_nul_stands_behind_and_is_not_counted() {
        for text in ["", "abc"] {
            let buffer = kyso_buffer::new(text.into());
            assert_eq!(buffer.content(), text.as_bytes());
            assert_eq!(buffer.bytes.last(), Some(&0));
        }
    }
}
