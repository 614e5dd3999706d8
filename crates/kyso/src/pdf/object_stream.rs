//! Object streams (ISO 32000-1 §7.5.7): decoded within bounds, a few kept for their neighbours.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use lopdf::{Object, ObjectId, Stream};

use super::error::{ObjectFault, PdfError};
use super::lex::{Lexer, Stop};
use super::object::RawObject;
use crate::limits::{MAX_CACHED_BYTES, MAX_INFLATED_BYTES, MAX_STREAM_OBJECTS, MAX_WORK_BYTES};

/// A decoded object stream.
#[derive(Debug)]
pub(super) struct ObjectStream {
    bytes: Vec<u8>,
    /// Object number and place in `bytes`, in the order of the stream's header.
    index: Vec<(u32, usize)>,
}

impl ObjectStream {
    /// Decodes a stream of `/Type /ObjStm`; `id` names it in errors.
    pub(super) fn decode(id: ObjectId, stream: &Stream) -> Result<Self, PdfError> {
        let limit = MAX_INFLATED_BYTES;
        let bytes = stream.decompressed_content_with_limit(limit).map_err(|error| match error {
            lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => {
                PdfError::InflatesTooLarge { object: id.0, limit }
            }
            _ => PdfError::BadObject { object: id, offset: None, fault: ObjectFault::Filter },
        })?;
        let integer = |key: &[u8]| match stream.dict.as_hashmap().get(key) {
            Some(Object::Integer(value)) => usize::try_from(*value).ok(),
            _ => None,
        };
        let bad =
            PdfError::BadObject { object: id, offset: None, fault: ObjectFault::ObjectStream };
        let (Some(count), Some(first)) = (integer(b"N"), integer(b"First")) else {
            return Err(bad);
        };
        if count > MAX_STREAM_OBJECTS {
            let limit = MAX_STREAM_OBJECTS as u64;
            return Err(PdfError::ObjectTooLarge { offset: 0, limit });
        }
        let index = header(&bytes, count, first).map_err(|_| bad)?;
        Ok(Self { bytes, index })
    }

    /// What it was decoded to.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The numbers that its header names, in its order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.index.iter().map(|entry| entry.0)
    }

    /// The object `number` at `index`.
    pub(super) fn object(&self, number: u32, index: u32) -> Result<RawObject, PdfError> {
        let id = (number, 0);
        let fault = ObjectFault::ObjectStream;
        let bad = PdfError::BadObject { object: id, offset: None, fault };
        let entry = usize::try_from(index).ok().and_then(|index| self.index.get(index));
        let Some(&(found, start)) = entry else { return Err(bad) };
        if found != number {
            let fault = ObjectFault::OtherObject((found, 0));
            return Err(PdfError::BadObject { object: id, offset: None, fault });
        }
        let piece = self.bytes.get(start..).unwrap_or_default();
        let mut lexer = Lexer::new(piece, start as u64, true);
        match lexer.written() {
            Ok(written) => Ok(written.into_raw(id, piece, start as u64, None)),
            // Places in decoded data are no places in the file.
            Err(Stop::Fault(PdfError::Syntax { .. } | PdfError::Truncated { .. })) => Err(bad),
            Err(stop) => Err(stop.at(start as u64)),
        }
    }
}

/// The pairs of number and relative place before `first`.
fn header(bytes: &[u8], count: usize, first: usize) -> Result<Vec<(u32, usize)>, Stop> {
    let truncated = || Stop::Fault(PdfError::Truncated { offset: bytes.len() as u64 });
    let pairs = bytes.get(..first).ok_or_else(truncated)?;
    let mut lexer = Lexer::new(pairs, 0, true);
    let mut index = Vec::new();
    for _ in 0..count {
        let number = u32::try_from(lexer.expect_number()?).map_err(|_| truncated())?;
        let place = usize::try_from(lexer.expect_number()?).map_err(|_| truncated())?;
        index.push((number, place.saturating_add(first)));
    }
    // Readers differ in which of two places for one number they take.
    let mut numbers: Vec<u32> = index.iter().map(|entry| entry.0).collect();
    numbers.sort_unstable();
    if numbers.windows(2).any(|pair| matches!(pair, [a, b] if a == b)) {
        return Err(truncated());
    }
    Ok(index)
}

/// The object streams decoded last, and what reading has cost.
#[derive(Debug, Default)]
pub(super) struct Cache {
    /// By file offset, most recently used last.
    kept: Mutex<Vec<(u64, Arc<ObjectStream>)>>,
    /// Bytes lexed and inflated since the last question.
    work: AtomicU64,
}

impl Cache {
    /// Starts a new question: what was read for the ones before does not count against it.
    pub(super) fn start(&self) {
        self.work.store(0, Ordering::Relaxed);
    }

    /// Counts bytes lexed or inflated.
    pub(super) fn spend(&self, bytes: u64) -> Result<(), PdfError> {
        let limit = MAX_WORK_BYTES;
        let before = self.work.fetch_add(bytes, Ordering::Relaxed);
        if before > limit { Err(PdfError::TooMuchWork { limit }) } else { Ok(()) }
    }

    /// The stream that starts at `offset`, decoded now if it is not kept.
    pub(super) fn get(
        &self,
        offset: u64,
        decode: impl FnOnce() -> Result<ObjectStream, PdfError>,
    ) -> Result<Arc<ObjectStream>, PdfError> {
        {
            let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(found) = kept.iter().position(|(at, _)| *at == offset) {
                let entry = kept.remove(found);
                let stream = Arc::clone(&entry.1);
                kept.push(entry);
                return Ok(stream);
            }
        }
        self.spend(0)?;
        let stream = decode().inspect_err(|error| {
            // What was inflated in vain counts too.
            if let PdfError::InflatesTooLarge { limit, .. } = error {
                self.work.fetch_add(*limit as u64, Ordering::Relaxed);
            }
        });
        let stream = Arc::new(stream?);
        self.spend(stream.bytes.len() as u64)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push((offset, Arc::clone(&stream)));
        let mut total: usize = kept.iter().map(|(_, stream)| stream.size()).sum();
        // The newest stays whatever its size: its neighbours come next.
        while total > MAX_CACHED_BYTES && kept.len() > 1 {
            total = total.saturating_sub(kept.remove(0).1.size());
        }
        Ok(stream)
    }
}

impl ObjectStream {
    /// Bytes that it takes in memory.
    pub(super) fn size(&self) -> usize {
        self.bytes.len().saturating_add(self.index.len().saturating_mul(16))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_stands_twice_in_the_header_is_refused() {
        assert!(header(b"3 0 4 5 ", 2, 8).is_ok());
        assert!(header(b"3 0 3 5 ", 2, 8).is_err());
    }

    #[test]
    fn work_is_bounded_for_one_question_at_a_time() {
        let cache = Cache::default();
        assert_eq!(cache.spend(MAX_WORK_BYTES), Ok(()));
        assert_eq!(cache.spend(1), Ok(()));
        assert_eq!(cache.spend(0), Err(PdfError::TooMuchWork { limit: MAX_WORK_BYTES }));
        cache.start();
        assert_eq!(cache.spend(1), Ok(()));
    }

    #[test]
    fn a_bomb_asked_for_again_and_again_is_soon_refused() {
        let cache = Cache::default();
        let (object, limit) = (4, MAX_INFLATED_BYTES);
        let mut inflated = 0_u64;
        for _ in 0..1000 {
            let bomb = || {
                inflated += limit as u64;
                Err(PdfError::InflatesTooLarge { object, limit })
            };
            assert!(cache.get(7, bomb).is_err());
        }
        assert!(inflated <= MAX_WORK_BYTES + 2 * limit as u64);
    }

    #[test]
    fn only_as_much_is_kept_as_the_bound_allows() {
        let cache = Cache::default();
        let decoded = |size| Ok(ObjectStream { bytes: vec![0; size], index: Vec::new() });
        for at in 0..3 {
            cache.get(at, || decoded(MAX_CACHED_BYTES / 2)).unwrap();
        }
        let again = |at| {
            let mut fresh = false;
            cache
                .get(at, || {
                    fresh = true;
                    decoded(1)
                })
                .unwrap();
            fresh
        };
        assert!(!again(1) && !again(2), "the last two fit");
        assert!(again(0), "the first had to go");
        cache.get(9, || decoded(MAX_CACHED_BYTES + 1)).unwrap();
        assert!(!again(9), "the newest stays whatever its size");
        assert!(again(2));
    }
}
