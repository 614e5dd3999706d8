//! `--trust-list`: trust out of signed lists, in files and on the network.

use kyso_testkit::evidence::Moment;
use kyso_testkit::pki::pem;
use kyso_testkit::server::{Fault, Services};
use kyso_testkit::trust_list::{ListTemplate, StateTemplate};
use kyso_testkit::{Dn, Identity, KeyKind, Pki, Template};

use crate::office::{Office, Said};

const TYPE: &str = "application/vnd.etsi.tsl+xml";

/// An office whose signer's CA stands on lists, and who signs those.
struct World {
    services: Services,
    pki: Pki,
    office: Office,
    operator: Identity,
}

impl World {
    fn new() -> Self {
        let (services, pki) = Services::mint(KeyKind::P256).unwrap();
        let office = Office::with(&pki.signer);
        let template = Template::signer(Dn::new().cn("Cơ quan công bố"));
        let operator = Pki::new(KeyKind::P256).issue(KeyKind::P256, &template);
        office.put("operator.pem", pem("CERTIFICATE", &operator.cert_der));
        office.signed("signed.pdf");
        Self { services, pki, office, operator }
    }

    /// A list with the CA and the time-stamp authority in this state.
    fn list(&self, status: &str) -> ListTemplate {
        let since = "20200101000000Z";
        let ca = [self.pki.intermediate.cert_der()];
        ListTemplate::new(Moment::now())
            .service(StateTemplate::new("CA/QC", status, since, &ca))
            .service(StateTemplate::new(
                "TSA/QTST",
                status,
                since,
                &[&self.services.tsa().cert_der],
            ))
    }

    fn put(&self, name: &str, list: &ListTemplate) {
        self.office.put(name, list.sign(&self.operator));
    }

    fn judged(&self, list: &str, more: &[&str]) -> Said {
        let call = ["verify", "signed.pdf", "--trust-list", list, "--json"];
        let signer = ["--trust-list-signer", "operator.pem"];
        self.office.kyso(&[call.as_slice(), &signer, more].concat())
    }
}

#[test]
fn who_stands_on_a_signed_list_is_trusted_and_who_was_withdrawn_is_not() {
    let world = World::new();
    world.put("list.xml", &world.list("granted"));
    let said = world.judged("list.xml", &[]);
    assert_eq!(said.status, 0, "{said:?}");
    let anchor = said.json()[0]["signatures"][0]["trust_anchor"].as_str().unwrap().to_owned();
    assert!(anchor.contains("Test Issuing CA"), "{anchor}");
    world.put("list.xml", &world.list("withdrawn"));
    let said = world.judged("list.xml", &[]);
    assert_eq!(said.status, 4, "{said:?}");
    assert!(said.err.contains("list.xml") && said.err.contains("standing"), "{said:?}");
    // In both languages, and for who stamps time too.
    let url =
        world.services.serve("list.xml", TYPE, world.list("granted").sign(&world.operator).into());
    let tsa = world.services.urls().tsa();
    let call = ["in.pdf", "-o", "t.pdf", "--level", "t", "--tsa", &tsa];
    let lists = ["--trust-list", &url, "--trust-list-signer", "operator.pem"];
    let said = world.office.sign(&[call.as_slice(), &lists].concat());
    assert_eq!(said.status, 0, "{said:?}");
    world.services.fault("/tsa", Fault::Untrusted);
    world.office.sign(&[call.as_slice(), &lists, &["--force"]].concat()).complains(6, &[&tsa]);
}

#[test]
fn a_list_that_is_not_what_it_should_be_gives_no_trust_and_says_why() {
    let world = World::new();
    let list = world.list("granted");
    world.office.put("unsigned.xml", list.unsigned());
    let signed = list.sign(&world.operator);
    world.office.put("altered.xml", signed.replacen(">Operator<", ">Someone<", 1));
    world.office.put(
        "other.xml",
        list.sign(&world.pki.issue(KeyKind::P256, &Template::signer(Dn::new().cn("X")))),
    );
    world.office.put("none.xml", "<a/>");
    let mut late = world.list("granted");
    late.next_update = Some(Moment::now().plus_days(-1));
    world.put("late.xml", &late);
    for (file, word) in [
        ("unsigned.xml", "not signed"),
        ("altered.xml", "HASH_FAILURE"),
        ("other.xml", "NO_CERTIFICATE_CHAIN_FOUND"),
        ("none.xml", "signed"),
        ("late.xml", "was due on"),
        ("missing.xml", "no such file"),
    ] {
        let said = world.judged(file, &["--trust", "root.pem"]);
        assert!(!said.out.contains("passed"), "{file}: {said:?}");
        said.complains(5, &[file, word]);
        let said = world.judged(file, &["--lang", "vi"]);
        assert_eq!((said.status, said.err.lines().count()), (5, 2), "{said:?}");
    }
    world.office.kyso(&["verify", "signed.pdf", "--trust-list", "x"]).complains(2, &[]);
    let url = world.services.serve("list.xml", TYPE, signed.into());
    world.services.fault("/file", Fault::Status(500));
    world.judged(&url, &["--timeout", "3"]).complains(6, &[&url, "500"]);
    world.judged(&url, &["--offline"]).complains(6, &[&url]);
}

#[test]
fn a_list_of_lists_leads_to_those_of_countries_each_by_its_own_signer() {
    let world = World::new();
    let country =
        Pki::new(KeyKind::P256).issue(KeyKind::P256, &Template::signer(Dn::new().cn("VN")));
    let national = world.list("granted").sign(&country);
    let url = world.services.serve("vn.xml", TYPE, national.into());
    let lists = |signer: &Identity| {
        let mut lists = ListTemplate::new(Moment::now());
        lists.pointers.push((url.clone(), TYPE.into(), vec![signer.cert_der.clone()]));
        lists
    };
    world.put("lists.xml", &lists(&country));
    let said = world.judged("lists.xml", &[]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(world.judged("lists.xml", &["--trust-list-territory", "vn"]).status, 0);
    assert_eq!(world.judged("lists.xml", &["--trust-list-territory", "LA"]).status, 4);
    // The operator of the list of lists does not sign for a country.
    world.put("lists.xml", &lists(&world.operator));
    let said = world.judged("lists.xml", &[]);
    assert_eq!(said.status, 4, "{said:?}");
    assert!(said.err.contains(&url), "{said:?}");
    world.services.fault("/file", Fault::Status(404));
    let said = world.judged("lists.xml", &[]);
    assert!(said.status == 4 && said.err.contains("404"), "{said:?}");
}
