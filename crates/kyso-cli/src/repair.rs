//! Opens PDFs whose structure is damaged, and says what a signer should know of a document.

use kyso::Document;
use kyso::pdf::PdfDocument;

use crate::error::Failure;
use crate::fault_words;
use crate::i18n::msg;
use crate::inputs::Input;
use crate::ui::Ui;

/// Opens the document to sign it, repaired where that is needed.
pub(crate) fn open(input: &Input) -> Result<Document, Failure> {
    let document = Document::repaired(input.source()?);
    document.map_err(|error| Failure::core(error, &input.name()))
}

/// Opens a file to look at it that does not open as it is. Stdin was read already.
pub(crate) fn open_damaged(input: &Input) -> Option<Document> {
    let Input::File(_) = input else { return None };
    let document = Document::repaired(input.source().ok()?).ok()?;
    document.pdf().is_some_and(|pdf| pdf.repair().is_some()).then_some(document)
}

/// Warns of what signing does not change: a repair, and a form of another kind.
pub(crate) fn warn(document: &Document, input: &Input, ui: &Ui) {
    let Some(pdf) = document.pdf() else { return };
    if let Some(repair) = pdf.repair().filter(|repair| repair.signed.is_none()) {
        ui.warn(&msg::warn_repaired(fault_words::pdf(&repair.fault), input.name()));
    }
    if has_xfa(pdf) {
        ui.warn(&msg::warn_xfa(input.name()));
    }
}

/// Whether the form is one of XFA too. What cannot be read is said when signing fails.
fn has_xfa(pdf: &PdfDocument) -> bool {
    let view = pdf.latest();
    let form = view.catalog().and_then(|catalog| view.get_dict(&catalog, b"AcroForm"));
    let Ok(Some(form)) = form else { return false };
    form.as_hashmap().get(&b"XFA"[..]).is_some_and(|xfa| !view.is_null(xfa).unwrap_or(false))
}
