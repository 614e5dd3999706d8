//! Rule: cross-reference streams and object streams are how a revision is written, not what it
//! says. The objects inside an object stream are judged one by one.

use lopdf::Object;

use super::super::engine::Step;
use crate::pdf::PdfError;
use crate::report::Modification;

pub(super) fn apply(step: &mut Step<'_>) -> Result<(), PdfError> {
    for number in step.added.clone() {
        if let Object::Stream(stream) = step.new.object((number, 0))?
            && (stream.dict.has_type(b"XRef") || stream.dict.has_type(b"ObjStm"))
        {
            step.explain(number, Modification::None);
        }
    }
    Ok(())
}
