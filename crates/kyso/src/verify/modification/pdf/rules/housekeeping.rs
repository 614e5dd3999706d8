//! Rule: cross-reference streams and object streams are how a revision is written, not what it
//! says. The objects inside an object stream are judged one by one.

use lopdf::{Object, Stream};

use super::super::engine::Step;
use crate::pdf::PdfError;
use crate::report::Modification;

pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    for number in step.added.clone() {
        let is_section = |object: &Object| {
            matches!(object, Object::Stream(Stream { dict, .. })
                if dict.has_type(b"XRef") || dict.has_type(b"ObjStm"))
        };
        if step.new.look((number, 0), is_section)? {
            step.explain(number, Modification::None);
        }
    }
    Ok(())
}
