//! Levels, evidence and outside services: `sign --level`, `extend`, `timestamp`, `verify`.

use std::time::Duration;

use kyso_testkit::evidence::CrlTemplate;
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::{KeyKind, Pki};

use crate::office::{Office, Said};

/// An office whose certificates name services on loopback.
struct World {
    services: Services,
    office: Office,
    tsa: String,
}

impl World {
    fn new() -> Self {
        let (services, pki) = Services::mint(KeyKind::P256).unwrap();
        let tsa = services.urls().tsa();
        Self { services, office: Office::with(&pki.signer), tsa }
    }

    /// `kyso sign in.pdf -o NAME --level LEVEL`, by the authority of these services; what is asked
    /// before the key is used is for `signer_check.rs`.
    fn sign(&self, name: &str, level: &str, more: &[&str]) -> Said {
        let call = ["in.pdf", "-o", name, "--level", level, "--tsa", &self.tsa];
        self.office.sign(&[&call[..], &["--revocation-check", "off"], more].concat())
    }

    /// Status of `kyso verify --trust`, and the level of the first signature.
    fn judged(&self, name: &str, more: &[&str]) -> (i32, String, Said) {
        let call = ["verify", name, "--trust", "root.pem", "--json"];
        let said = self.office.kyso(&[&call, more].concat());
        let level = said.json()[0]["signatures"][0]["level"].as_str().unwrap().to_owned();
        (said.status, level, said)
    }
}

#[test]
fn each_level_is_reached_said_and_passes() {
    let world = World::new();
    for (level, name) in [("t", "B-T"), ("lt", "B-LT"), ("lta", "B-LTA")] {
        let file = format!("{level}.pdf");
        let said = world.sign(&file, level, &["--json", "--trust", "root.pem"]);
        assert_eq!(said.status, 0, "{said:?}");
        assert_eq!(said.json()[0]["level"], name);
        assert!(said.json()[0]["shortfall"].is_null());
        let (status, found, said) = world.judged(&file, &[]);
        assert_eq!((status, found.as_str()), (0, name), "{said:?}");
        assert!(said.json()[0]["signatures"][0]["signing_time"]["proven"].is_string());
    }
    let said = world.sign("text.pdf", "lta", &[]);
    assert!(said.out.contains("B-LTA"), "{said:?}");
    // What a level from lt on carries needs nobody's help.
    let (status, _, said) = world.judged("lta.pdf", &["--offline"]);
    assert_eq!(status, 0, "{said:?}");
}

#[test]
fn revocation_is_fetched_unless_offline_and_given_evidence_does_as_well() {
    let world = World::new();
    world.office.signed("b.pdf");
    world.services.forget_requests();
    let (status, level, said) = world.judged("b.pdf", &["--offline"]);
    assert_eq!((status, level.as_str()), (4, "B-B"), "{said:?}");
    assert_eq!(said.json()[0]["signatures"][0]["sub_indication"], "TRY_LATER");
    assert_eq!(world.services.requests("/ocsp"), 0);
    let (status, _, said) = world.judged("b.pdf", &["--evidence-out", "kept/all"]);
    assert_eq!(status, 0, "{said:?}");
    let kept = world.office.names("kept/all");
    let count = |end: &str| kept.iter().filter(|name| name.ends_with(end)).count();
    // The path, and the responders that answered for its two authorities.
    assert_eq!((count(".cer"), count(".ocsp") + count(".crl")), (5, 2), "{kept:?}");
    // What was not needed is not kept.
    let other = CrlTemplate::new("20261122080000Z").issue(&Pki::new(KeyKind::P256).intermediate);
    world.office.put("kept/all/unused.crl", other);
    let call = ["--offline", "--evidence", "kept/all", "--evidence-out", "kept/used"];
    assert_eq!(world.judged("b.pdf", &call).0, 0);
    assert_eq!(world.office.names("kept/used"), kept);
    std::fs::remove_file(world.office.path("kept/all/unused.crl")).unwrap();
    assert!(kept.iter().all(|name| name.len() >= 64 + 4), "{kept:?}");
    // That it cannot be kept does not take the report away.
    let (status, _, said) = world.judged("b.pdf", &["--evidence-out", "in.pdf"]);
    said.complains(5, &["in.pdf"]);
    assert_eq!((status, &said.json()[0]["conclusion"]), (5, &"passed".into()));
    let (status, _, said) = world.judged("b.pdf", &["--offline", "--evidence", "kept/all"]);
    assert_eq!(status, 0, "{said:?}");
}

#[test]
fn evidence_is_asked_for_once_in_a_batch() {
    let world = World::new();
    for number in 0..5 {
        world.office.put(&format!("{number}.pdf"), world.office.read("in.pdf"));
    }
    let call = ["0.pdf", "1.pdf", "2.pdf", "3.pdf", "4.pdf", "--out-dir", "out"];
    let level = ["--level", "lt", "--tsa", &world.tsa, "--evidence-out", "kept"];
    let said = world.office.sign(&[call.as_slice(), &level].concat());
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(world.services.requests("/tsa"), 5);
    // The signer and its issuer before the key is used; then, for the level, these and the
    // authority's certificate.
    assert_eq!(world.services.requests("/ocsp"), 2 + 3, "{:?}", world.services.counts());
    let kept = world.office.names("kept");
    assert_eq!(kept.iter().filter(|name| name.ends_with(".ocsp")).count(), 3, "{kept:?}");
    // Those three, the root, and who signed the responses for the two authorities.
    assert_eq!(kept.iter().filter(|name| name.ends_with(".cer")).count(), 6, "{kept:?}");
}

#[test]
fn each_fault_of_the_authority_is_told_with_its_name_and_leaves_nothing() {
    let world = World::new();
    let ours = |fault: &Fault| {
        !matches!(fault, Fault::Slow(_) | Fault::Revoked | Fault::Unknown | Fault::Stale)
    };
    let more = ["--timeout", "3", "--trust", "root.pem", "--evidence-out", "kept"];
    for fault in Fault::ALL.into_iter().filter(ours) {
        world.services.fault("/tsa", fault);
        let begun = std::time::Instant::now();
        let said = world.sign("out.pdf", "t", &more);
        assert!(begun.elapsed() < Duration::from_secs(8), "{fault:?}");
        assert!(!world.office.has("out.pdf") && !world.office.has("kept"), "{fault:?}");
        assert_eq!(said.out, "", "{fault:?}");
        said.complains(6, &[&world.tsa, "in.pdf"]);
    }
    world.services.fault("/tsa", Fault::Status(500));
    for lang in ["en", "vi"] {
        world.sign("out.pdf", "t", &["--lang", lang]).complains(6, &[&world.tsa, "500"]);
    }
}

/// One call for each fault, of both services at once: a list would do in the place of an answer.
#[test]
fn each_fault_of_the_revocation_services_is_told_with_a_name_and_leaves_nothing() {
    let world = World::new();
    let services = &world.services;
    let (ocsp, crl) = (services.urls().ocsp(), services.urls().crl("issuing"));
    let more = ["--timeout", "2", "--evidence-out", "kept"];
    // Slowness is none.
    for fault in Fault::ALL.into_iter().filter(|fault| !matches!(fault, Fault::Slow(_))) {
        services.heal();
        services.fault("/ocsp", fault);
        services.fault("/crl", fault);
        let begun = std::time::Instant::now();
        let said = world.sign("out.pdf", "lt", &more);
        // Two services, each within its deadline.
        assert!(begun.elapsed() < Duration::from_secs(7), "{fault:?}: {:?}", begun.elapsed());
        match fault {
            // Neither asks for an imprint; of what only OCSP knows, the list takes the place.
            Fault::WrongImprint
            | Fault::WrongNonce
            | Fault::WrongPurpose
            | Fault::Rejected
            | Fault::Unknown => {
                assert_eq!(said.status, 0, "{fault:?}: {said:?}");
                std::fs::remove_file(world.office.path("out.pdf")).unwrap();
                std::fs::remove_dir_all(world.office.path("kept")).unwrap();
                continue;
            }
            Fault::Revoked => said.complains(6, &["in.pdf", "revoked"]),
            _ => said.complains(6, &["in.pdf", &ocsp, &crl]),
        }
        assert_eq!(said.out, "", "{fault:?}");
        assert!(!world.office.has("out.pdf") && !world.office.has("kept"), "{fault:?}");
    }
}

/// The chain is not given, and a token carries no root: that has to be fetched.
#[test]
fn each_fault_of_the_issuers_certificates_is_told_and_leaves_nothing() {
    let world = World::new();
    let key = ["--key", "key.pem", "--cert", "cert.pem", "--level", "lt", "--timeout", "2"];
    let sign = |name: &str| {
        let call = ["sign", "in.pdf", "-o", name, "--tsa", &world.tsa, "--revocation-check", "off"];
        world.office.kyso(&[call.as_slice(), &key].concat())
    };
    let said = sign("fetched.pdf");
    assert_eq!(said.status, 0, "{said:?}");
    for fault in [
        Fault::Hang,
        Fault::Closed,
        Fault::Status(500),
        Fault::RedirectLoop,
        Fault::HugeBody,
        Fault::Truncated,
        Fault::NotDer,
        Fault::WrongCertificate,
    ] {
        world.services.heal();
        world.services.fault("/aia", fault);
        let begun = std::time::Instant::now();
        let said = sign("out.pdf");
        assert!(begun.elapsed() < Duration::from_secs(5), "{fault:?}: {:?}", begun.elapsed());
        said.complains(6, &["in.pdf", &world.services.urls().cer("root")]);
        assert!(!said.err.contains("/ocsp"), "who was not asked is not to blame: {said:?}");
        assert!(!world.office.has("out.pdf"), "{fault:?}");
    }
}

#[test]
fn evidence_that_cannot_be_had_is_told_with_the_services() {
    let world = World::new();
    world.services.fault("/ocsp", Fault::Rejected);
    world.services.fault("/crl", Fault::Status(404));
    let said = world.sign("out.pdf", "lt", &[]);
    let ocsp = world.services.urls().ocsp();
    said.complains(6, &[&ocsp, &world.services.urls().crl("issuing"), "404", "tryLater"]);
    assert!(!world.office.has("out.pdf"));
    world.services.heal();
    world.services.fault("/ocsp", Fault::Revoked);
    let said = world.sign("out.pdf", "lt", &[]);
    said.complains(6, &["Test TSA", "revoked", "--tsa"]);
    assert!(!world.office.has("out.pdf"));
}

#[test]
fn a_lower_level_is_taken_only_when_asked_for_and_said() {
    let world = World::new();
    world.services.fault("/ocsp", Fault::Closed);
    world.services.fault("/crl", Fault::Closed);
    let said = world.sign("out.pdf", "lta", &["--level-fallback", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["level"], "B-T");
    assert_eq!(said.json()[0]["shortfall"]["code"], "evidence-missing");
    assert!(said.err.contains("warning: only B-T was reached"), "{said:?}");
    world.services.heal();
    assert_eq!(world.judged("out.pdf", &[]).1, "B-T");
    let said = world.sign("plain.pdf", "t", &["--level-fallback", "--offline"]);
    assert!(said.status == 0 && said.err.contains("--offline"), "{said:?}");
    assert!(said.out.contains("B-B"), "{said:?}");
}

#[test]
fn an_extension_may_stop_at_a_lower_level_when_asked_for_and_says_so() {
    let world = World::new();
    world.office.signed("b.pdf");
    world.services.fault("/ocsp", Fault::Closed);
    world.services.fault("/crl", Fault::Closed);
    let call = ["extend", "b.pdf", "-o", "out.pdf", "--level", "lta", "--tsa", &world.tsa];
    world.office.kyso(&call).complains(6, &[&world.services.urls().ocsp()]);
    assert!(!world.office.has("out.pdf"));
    let said = world.office.kyso(&[call.as_slice(), &["--level-fallback", "--json"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["level"], "B-T");
    assert_eq!(said.json()[0]["shortfall"]["code"], "evidence-missing");
    assert!(said.err.contains("warning: only B-T was reached"), "{said:?}");
}

#[test]
fn a_grace_period_is_waited_for_by_extending_later() {
    let world = World::new();
    let grace = ["--grace", "3600"];
    let said = world.sign("out.pdf", "lt", &grace);
    said.complains(6, &["Nguyễn Thị Ánh", "grace period", "kyso extend"]);
    assert!(!world.office.has("out.pdf"));
    assert_eq!(world.sign("t.pdf", "t", &[]).status, 0);
    let said = world
        .office
        .kyso(&[["verify", "t.pdf", "--trust", "root.pem", "--json"].as_slice(), &grace].concat());
    assert_eq!(said.status, 4, "{said:?}");
    assert_eq!(said.json()[0]["signatures"][0]["sub_indication"], "TRY_LATER");
}

#[test]
fn what_is_fetched_is_kept_for_the_next_call_where_that_is_asked_for() {
    let world = World::new();
    world.office.signed("b.pdf");
    world.services.forget_requests();
    for expected in [2, 2] {
        assert_eq!(world.judged("b.pdf", &["--cache", "cache"]).0, 0);
        assert_eq!(world.services.requests("/ocsp"), expected);
    }
    assert_eq!(world.office.names("cache").len(), 2);
    world.services.forget_requests();
    assert_eq!(world.judged("b.pdf", &[]).0, 0);
    assert_eq!(world.services.requests("/ocsp"), 2);
    let call = ["verify", "b.pdf", "--cache", "cache", "--grace", "60"];
    world.office.kyso(&call).complains(2, &["--cache", "--grace"]);
}

#[test]
fn the_next_authority_is_asked_when_one_fails() {
    let world = World::new();
    let (first, second) = (format!("{}/1", world.tsa), format!("{}/2", world.tsa));
    world.services.fault("/tsa/1", Fault::Rejected);
    let call = ["in.pdf", "-o", "out.pdf", "--level", "t", "--tsa", &first, "--tsa", &second];
    let said = world.office.sign(&call);
    assert_eq!(said.status, 0, "{said:?}");
    world.services.fault("/tsa/2", Fault::WrongImprint);
    let said = world.office.sign(&[&call, ["--force"].as_slice()].concat());
    said.complains(6, &[&first, &second]);
}

#[test]
fn extend_raises_what_is_there_and_keeps_its_bytes() {
    let world = World::new();
    let before = world.office.signed("b.pdf");
    let extend = |name: &str, out: &[&str], level: &str| {
        let call = ["extend", name, "--level", level, "--tsa", &world.tsa, "--json"];
        world.office.kyso(&[&call, out, &["--trust", "root.pem"]].concat())
    };
    let said = extend("b.pdf", &["-o", "lta.pdf"], "lta");
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["level"], "B-LTA");
    assert!(world.office.read("lta.pdf").starts_with(&before));
    let (status, level, said) = world.judged("lta.pdf", &["--offline"]);
    assert_eq!((status, level.as_str()), (0, "B-LTA"), "{said:?}");
    // Nothing is missing for B-LT; B-LTA is renewed. Online newer evidence might be had.
    let stamped = world.office.read("lta.pdf");
    let said = extend("lta.pdf", &["--in-place", "--offline"], "lt");
    assert_eq!(said.json()[0]["unchanged"], true, "{said:?}");
    assert!(world.office.read("lta.pdf") == stamped);
    assert_eq!(extend("lta.pdf", &["--in-place"], "lta").status, 0);
    assert!(world.office.read("lta.pdf").len() > stamped.len());
    assert_eq!(world.judged("lta.pdf", &[]).0, 0);
    let said = world
        .office
        .kyso(&["extend", "in.pdf", "-o", "x.pdf", "--level", "t", "--tsa", &world.tsa]);
    said.complains(5, &["in.pdf", "kyso sign"]);
    assert!(!world.office.has("x.pdf"));
}

#[test]
fn a_time_stamp_alone_is_a_result_too() {
    let world = World::new();
    let call = ["timestamp", "in.pdf", "-o", "out.pdf", "--tsa", &world.tsa];
    let said = world.office.kyso(&call);
    assert_eq!(said.status, 0, "{said:?}");
    let said = world.office.kyso(&["verify", "out.pdf", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["signatures"][0]["kind"], "document-timestamp");
    world.services.fault("/tsa", Fault::Untrusted);
    let call = ["timestamp", "in.pdf", "-o", "none.pdf", "--tsa", &world.tsa];
    let said = world.office.kyso(&[call.as_slice(), &["--trust", "root.pem"]].concat());
    said.complains(6, &[&world.tsa, "trust"]);
    world.services.fault("/tsa", Fault::Closed);
    let call = ["timestamp", "in.pdf", "-o", "none.pdf", "--tsa", &world.tsa];
    world.office.kyso(&call).complains(6, &[&world.tsa]);
    assert!(!world.office.has("none.pdf"));
}

#[test]
fn wrong_calls_are_refused_before_anything_is_asked() {
    let world = World::new();
    let office = &world.office;
    let tsa = world.tsa.as_str();
    for call in [
        ["--level", "t"].as_slice(),
        &["--tsa", tsa],
        &["--level", "b", "--tsa", tsa],
        &["--level", "t", "--tsa", "ftp://tsa.example"],
        &["--level", "t", "--tsa", tsa, "--tsa-policy", "abc"],
        &["--level", "t", "--tsa", tsa, "--timeout", "0"],
        &["--level", "t", "--tsa", tsa, "--tsa-user", "an"],
        &["--level", "t", "--tsa", tsa, "--tsa", tsa, "--tsa-user", "an", "--tsa-passphrase-env"]
            .iter()
            .copied()
            .chain(["SECRET"])
            .collect::<Vec<_>>(),
        &[
            "--level",
            "t",
            "--tsa",
            "http://tsa.example",
            "--tsa-user",
            "an",
            "--tsa-passphrase-file",
            "secret.txt",
        ],
    ] {
        office.put("secret.txt", "x");
        office.sign(&[&["in.pdf", "-o", "out.pdf"], call].concat()).complains(2, &[]);
        assert!(!office.has("out.pdf"), "{call:?}");
    }
    office.kyso(&["timestamp", "in.pdf", "-o", "out.pdf"]).complains(2, &["--tsa"]);
    assert_eq!(world.services.requests("/tsa"), 0);
    let call = ["verify", "in.pdf", "--evidence", "key.pem"];
    office.kyso(&call).complains(5, &["key.pem"]);
}
