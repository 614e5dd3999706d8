//! The document as it will look, without a signature and before any key is touched.

use lopdf::Dictionary;

use super::plan::Plan;
use super::prepare::visible;
use super::signed::Original;
use super::{SignError, SignatureBuilder, covering};
use crate::pdf::{self, NewSignature};
use crate::x509::Certificate;

impl<S> SignatureBuilder<'_, S> {
    /// PDF: the document with all that will be seen, and an empty signature: to be looked at, and
    /// never to be sent. Without the certificate, what it will say stands in braces. Neither the
    /// certificate nor what the field asks of the signer is checked.
    ///
    /// # Errors
    ///
    /// [`SignError`], where the look cannot be drawn or the place cannot be signed.
    pub fn preview(self, certificate: Option<&Certificate>) -> Result<Vec<u8>, SignError> {
        let mut request = self.request;
        let plan = match Plan::of(&mut request)? {
            Plan::Pdf(plan) => plan,
            Plan::Xml(_) | Plan::Cades(_) | Plan::Container(_) => {
                let format = request.document.format();
                return Err(SignError::OptionMisplaced { option: "preview", format });
            }
        };
        let signature = NewSignature {
            field_name: Some(plan.field.clone()),
            dictionary: Dictionary::new(),
            contents_room: 0,
            lock: plan.new_lock(),
            certifies: plan.certifies(),
        };
        let visible = visible(&request, certificate);
        visible
            .as_ref()
            .map_or(Ok(()), |visible| covering::hides_nothing_signed(&plan, visible))?;
        let increment =
            pdf::visible_increment(&plan.document, signature, visible.as_ref(), &request.fills)?;
        let mut bytes = Vec::new();
        Original::of(&plan.document).write_to(&mut bytes)?;
        bytes.extend_from_slice(&increment.bytes);
        Ok(bytes)
    }
}
