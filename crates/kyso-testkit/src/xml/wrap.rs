//! Signature wrapping: the signed element moved away, a forged one in its place. The signature
//! itself still holds; the trick is on whoever reads the document beside it.

/// Where the signed element is hidden and the forged one put.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wrapping {
    /// The forged element first, the signed one behind it.
    Before,
    /// The signed element first, the forged one behind it.
    After,
    /// The signed element inside the forged one, as its last child.
    InsideForged,
    /// The forged element inside the signed document's wrapper, at the end of the document.
    EndOfDocument,
    /// The whole signed document as a child of a forged one.
    Envelope,
    /// The signed element in a `ds:Object` of the signature.
    InObject,
    /// The signed element in an unknown element inside the signature.
    InSignature,
    /// The forged element under the same `Id`.
    SameId,
}

impl Wrapping {
    /// Every placement.
    pub const ALL: [Self; 8] = [
        Self::Before,
        Self::After,
        Self::InsideForged,
        Self::EndOfDocument,
        Self::Envelope,
        Self::InObject,
        Self::InSignature,
        Self::SameId,
    ];
}

/// The attack on a document whose element `name` is signed by its `Id`. The forged element is the
/// signed one with `from` replaced by `to` and, but for [`Wrapping::SameId`], another `Id`.
///
/// # Panics
/// Where the document is not so.
#[must_use]
pub fn wrap(signed: &str, name: &str, from: &str, to: &str, how: Wrapping) -> String {
    let start = signed.find(&format!("<{name} ")).expect("the signed element");
    let close = format!("</{name}>");
    let end = signed.find(&close).expect("its end tag") + close.len();
    let (before, element, after) = (&signed[..start], &signed[start..end], &signed[end..]);
    assert!(element.contains(from), "{from} in {element}");
    let forged_same_id = element.replacen(from, to, 1);
    let forged = forged_same_id.replacen("Id=\"", "Id=\"forged-", 1);
    match how {
        Wrapping::Before => format!("{before}{forged}{element}{after}"),
        Wrapping::After => format!("{before}{element}{forged}{after}"),
        Wrapping::InsideForged => {
            let inner = forged.strip_suffix(&close).expect("its end tag");
            format!("{before}{inner}{element}{close}{after}")
        }
        Wrapping::EndOfDocument => {
            let last = after.rfind("</").expect("the end tag of the document");
            let (body, tail) = after.split_at(last);
            format!("{before}{forged}{body}<hidden>{element}</hidden>{tail}")
        }
        Wrapping::Envelope => {
            let declaration = before.find("?>").map_or(0, |at| at + 2);
            let (head, rest) = signed.split_at(declaration);
            let root = rest.trim_start().trim_start_matches('<');
            let root = &root[..root.find([' ', '>']).expect("a root")];
            format!("{head}<{root}>{forged}<old>{}</old></{root}>", rest.trim())
        }
        Wrapping::InObject => {
            let object = format!("<ds:Object>{element}</ds:Object></ds:Signature>");
            format!("{before}{forged}{}", after.replacen("</ds:Signature>", &object, 1))
        }
        Wrapping::InSignature => {
            let inner = format!("<extra>{element}</extra></ds:Signature>");
            format!("{before}{forged}{}", after.replacen("</ds:Signature>", &inner, 1))
        }
        Wrapping::SameId => format!("{before}{forged_same_id}{element}{after}"),
    }
}
