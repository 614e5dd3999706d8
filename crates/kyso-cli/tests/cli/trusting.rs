//! Whom a call that makes signatures trusts: what it names, else the user's store.

use kyso_testkit::server::Services;
use kyso_testkit::{KeyKind, Pki};

use crate::office::Office;

/// Signs at a level, by the authority of services whose root only some trust.
fn world() -> (Services, Office, String) {
    let (services, pki) = Services::mint(KeyKind::P256).unwrap();
    let tsa = services.urls().tsa();
    (services, Office::with(&pki.signer), tsa)
}

#[test]
fn the_store_says_whose_time_stamps_will_do() {
    let (_services, office, tsa) = world();
    office.put("other.pem", Pki::new(KeyKind::P384).root_pem());
    let level = ["--level", "lt", "--tsa", &tsa];
    let sign = |name: &str, more: &[&str]| {
        office.sign(&[&["in.pdf", "-o", name], &level[..], more].concat())
    };
    // Nobody said whom to trust.
    assert_eq!(sign("free.pdf", &[]).status, 0);
    office.kyso(&["trust", "add", "other.pem", "--yes"]);
    let refused = sign("refused.pdf", &[]);
    assert_eq!(refused.status, 6, "{refused:?}");
    assert!(refused.err.contains("--no-store") && !office.has("refused.pdf"), "{refused:?}");
    assert_eq!(sign("none.pdf", &["--no-store"]).status, 0);
    assert_eq!(sign("named.pdf", &["--trust", "root.pem"]).status, 0);
    let both = sign("both.pdf", &["--trust", "other.pem"]);
    assert_eq!(both.status, 6, "{both:?}");
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let both = sign("both.pdf", &["--trust", "other.pem", "--store", "trust"]);
    assert_eq!(both.status, 0, "{both:?}");
    assert_eq!(sign("stored.pdf", &[]).status, 0);
    let said = office.kyso(&["verify", "stored.pdf", "--json"]);
    assert_eq!((said.status, &said.json()[0]["signatures"][0]["level"]), (0, &"B-LT".into()));
}

#[test]
fn extend_and_timestamp_ask_the_store_too() {
    let (_services, office, tsa) = world();
    office.put("other.pem", Pki::new(KeyKind::P384).root_pem());
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "other.pem", "--yes"]);
    for (verb, level) in [("extend", ["--level", "t"].as_slice()), ("timestamp", &[])] {
        let call = [&[verb, "signed.pdf", "-o", "out.pdf", "--tsa", &tsa], level].concat();
        let refused = office.kyso(&call);
        assert_eq!(refused.status, 6, "{refused:?}");
        assert!(!office.has("out.pdf"));
        let said = office.kyso(&[&call[..], &["--no-store"]].concat());
        assert_eq!(said.status, 0, "{said:?}");
        std::fs::remove_file(office.path("out.pdf")).unwrap();
    }
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    for (verb, level) in [("extend", ["--level", "lta"].as_slice()), ("timestamp", &[])] {
        let out = format!("{verb}.pdf");
        let call = [&[verb, "signed.pdf", "-o", &out, "--tsa", &tsa], level].concat();
        let said = office.kyso(&call);
        assert_eq!(said.status, 0, "{said:?}");
    }
}
