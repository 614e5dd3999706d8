//! Whether two certificates are one person's.

use crate::x509::{Certificate, Name};

/// Whether both are one signer's: the same key, the same name whatever the order of its parts, or
/// the same UID. A renewed certificate makes nobody another one.
pub(crate) fn same_person(one: &Certificate, other: &Certificate) -> bool {
    let (mine, theirs) = (one.subject(), other.subject());
    let same_uid = match (mine.uid(), theirs.uid()) {
        (Some(mine), Some(theirs)) => mine.trim().eq_ignore_ascii_case(theirs.trim()),
        _ => false,
    };
    same_uid || one.spki_der() == other.spki_der() || same_parts(mine, theirs)
}

fn same_parts(one: &Name, other: &Name) -> bool {
    one.parts() == other.parts()
}

/// How many different persons these are.
pub(super) fn count<'c>(certificates: impl Iterator<Item = &'c Certificate>) -> usize {
    let mut known: Vec<&Certificate> = Vec::new();
    for certificate in certificates {
        if !known.iter().any(|one| same_person(one, certificate)) {
            known.push(certificate);
        }
    }
    known.len()
}

#[cfg(test)]
mod tests {
    use kyso_testkit::pki::{Dn, Key, KeyKind, Pki, Template};

    use super::{count, same_person};
    use crate::x509::Certificate;

    #[test]
    fn a_key_a_name_or_a_uid_makes_one_person() {
        let pki = Pki::new(KeyKind::P256);
        let of = |key: &Key, name: Dn| {
            let der = pki.intermediate.issue(key.clone(), &Template::signer(name)).cert_der;
            Certificate::from_der(&der).expect("the testkit's are sound")
        };
        let (mine, other) = (Key::generate(KeyKind::P256), Key::generate(KeyKind::P256));
        let name = || Dn::new().c("VN").cn("Nguyễn Thị Ánh");
        let known = of(&mine, name().uid("CCCD:001"));
        // One alone is enough, and what differs beside it makes nobody another one.
        let same = [
            of(&other, Dn::new().cn("Ánh").uid(" cccd:001 ")),
            of(&mine, Dn::new().cn("Trần Văn Bình").uid("CCCD:002")),
            of(&other, Dn::new().uid("CCCD:001").cn("Nguyễn Thị Ánh").c("VN")),
        ];
        for one in &same {
            assert!(same_person(&known, one), "{one:?}");
            assert_eq!(count([&known, one, &known].into_iter()), 1);
        }
        let nameless = of(&mine, name());
        assert!(same_person(&nameless, &of(&other, Dn::new().cn("Nguyễn Thị Ánh").c("VN"))));
        let others = [of(&other, name().uid("CCCD:002")), of(&other, name())];
        for one in &others {
            assert!(!same_person(&known, one), "{one:?}");
            assert_eq!(count([&known, one, &known].into_iter()), 2);
        }
    }
}
