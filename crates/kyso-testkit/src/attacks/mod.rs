//! Attacks on a signed file: each family is a function over its bytes and gives back forged files
//! none of which may pass.

mod bytes;
mod increment;
mod revisions;
mod signature;
pub mod text;

pub use bytes::{byte_attacks, flip, flips};
pub use increment::{Tweaks, append_increment, last_startxref};
pub use revisions::revision_attacks;
pub use signature::signature_attacks;

/// A forged file. Its verdict must be *failed*.
#[derive(Clone, Debug)]
pub struct Attack {
    /// What was done, in kebab-case.
    pub name: &'static str,
    /// The forged file.
    pub bytes: Vec<u8>,
}

/// Every attack on a file whose last revision is a signature. The file must come from
/// [`crate::pdf::PdfKind::Classic`], whose objects and text the attacks know.
#[must_use]
pub fn all(signed: &[u8]) -> Vec<Attack> {
    [byte_attacks(signed), revision_attacks(signed), signature_attacks(signed)].concat()
}

#[cfg(test)]
mod tests {
    use super::text::{latest_object, signatures};
    use super::{Tweaks, all, append_increment};
    use crate::pdf::{PdfKind, object, pdf};

    /// A file shaped like a signed one; the signature value itself is of no matter here.
    fn signed_like() -> Vec<u8> {
        let file = pdf(PdfKind::Classic);
        let body = "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached \
                    /ByteRange [0 0000000000 0000000000 0000000000] /Contents <00112233445566> >>";
        let field = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (S) /V 20 0 R >>".to_vec();
        let catalog = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [21 0 R] >> >>";
        let objects =
            [(20, 0, body.into()), (21, 0, field), (object::CATALOG, 0, catalog.to_vec())];
        let mut out = append_increment(&file, &objects, &Tweaks::default());
        let start = super::text::find(&out, b"<0011", 0).unwrap();
        let range = format!("0 {start:010} {:010} {:010}", start + 16, out.len() - start - 16);
        let at = super::text::find(&out, b"0 0000000000 0000000000 0000000000", 0).unwrap();
        out[at..at + range.len()].copy_from_slice(range.as_bytes());
        out
    }

    #[test]
    fn a_signature_is_found_by_its_text() {
        let file = signed_like();
        let spots = signatures(&file);
        assert_eq!(spots.len(), 1);
        assert_eq!(spots[0].object, 20);
        assert_eq!(file[spots[0].contents.clone()], *b"<00112233445566>");
        assert!(latest_object(&file, object::CATALOG).unwrap().ends_with(b">> >>"));
    }

    #[test]
    fn every_attack_changes_the_file_and_has_its_own_name() {
        let file = signed_like();
        let attacks = all(&file);
        let mut names: Vec<_> = attacks.iter().map(|attack| attack.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), attacks.len());
        assert!(attacks.iter().all(|attack| attack.bytes != file));
    }

    #[test]
    fn an_increment_follows_every_kind_of_file() {
        for kind in PdfKind::ALL {
            let file = pdf(kind);
            let out = append_increment(&file, &[(30, 0, b"null".to_vec())], &Tweaks::default());
            assert!(out.starts_with(&file));
            let stream = String::from_utf8_lossy(&out[file.len()..]).contains("/Type /XRef");
            let expected = matches!(kind, PdfKind::XrefStream | PdfKind::LinearizedXrefStream);
            assert_eq!(stream, expected, "{kind:?}");
        }
    }
}
