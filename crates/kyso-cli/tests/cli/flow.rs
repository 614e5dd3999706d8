//! A paper as an office issues it, by the command: prepared, looked at, signed by the leader,
//! numbered, dated and sealed by the agency.

use kyso_testkit::{Dn, KeyKind, Pki, Template};

use crate::office::Office;

const DRAFT: &[u8] = include_bytes!("../../../../testdata/sample/draft.pdf");
const SIGNATURE: &[u8] = include_bytes!("../../../../testdata/sample/signature.png");
const SEAL: &[u8] = include_bytes!("../../../../testdata/sample/seal.png");

fn office() -> Office {
    office_of(&Pki::new(KeyKind::P256))
}

/// The leader's keys as in any office, the agency's beside them, and the draft with its fields.
pub(crate) fn office_of(pki: &Pki) -> Office {
    let office = Office::with(&pki.signer);
    let name = Dn::new().cn("Vụ Công nghệ số").o("Bộ Mẫu");
    let agency = pki.issue(KeyKind::P256, &Template::signer(name));
    office.put("agency.key.pem", agency.key_pem());
    office.put("agency.pem", agency.cert_pem());
    office.put("draft.pdf", DRAFT);
    office.put("signature.png", SIGNATURE);
    office.put("seal.png", SEAL);
    office.add_text_field("draft.pdf", "so", "136.5,719.5,44.5,18", "so.pdf");
    office.add_text_field("so.pdf", "ngay", "339.5,719.5,180,18", "ready.pdf");
    office
}

const LEADER: [&str; 4] = ["--profile", "nd30-leader", "--image", "signature.png"];
const AGENCY: [&str; 4] = ["--profile", "nd30-agency", "--image", "seal.png"];

fn led(office: &Office) {
    let said = office.sign(&[&["ready.pdf", "-o", "led.pdf"][..], &LEADER].concat());
    assert_eq!(said.status, 0, "{said:?}");
}

#[test]
fn leader_then_number_and_date_then_seal() {
    let office = office();
    led(&office);
    let key = ["--key", "agency.key.pem", "--cert", "agency.pem", "--chain", "chain.pem"];
    let fill = ["--fill", "so=215", "--fill", "ngay=ngày 16 tháng 11 năm 2026"];
    let call = [&["sign", "led.pdf", "-o", "issued.pdf"][..], &key, &AGENCY, &fill].concat();
    let said = office.kyso(&call);
    assert_eq!(said.status, 0, "{said:?}");
    let judge = ["verify", "issued.pdf", "--trust", "root.pem", "--json"];
    let said = office.kyso(&[&judge[..], &["--profile", "number-and-date"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let report = &said.json()[0];
    assert_eq!(report["conclusion"], "passed");
    assert_eq!(report["signatures"][0]["modification"], "form-filling");
    assert_eq!(report["signatures"][0]["kind"], "signature", "a leader never certifies");
    // Once filled, always filled.
    let again = [&["sign", "issued.pdf", "-o", "x.pdf"][..], &key, &["--fill", "so=216"]].concat();
    office.kyso(&again).complains(5, &["so", "filled in"]);
    assert!(!office.has("x.pdf"));
}

#[test]
fn a_preview_is_what_the_signed_paper_looks_like() {
    let office = office();
    let look = [&["--cert", "cert.pem", "-o", "before.png"][..], &LEADER].concat();
    let said = office.kyso(&[&["preview", "ready.pdf"][..], &look].concat());
    assert!(said.status == 0 && said.out.contains("page 2"), "{said:?}");
    led(&office);
    for (page, name) in [("1", "first.png"), ("2", "after.png")] {
        let said = office.kyso(&["preview", "led.pdf", "--page", page, "-o", name]);
        assert_eq!(said.status, 0, "{said:?}");
    }
    let unsigned = office.kyso(&["preview", "ready.pdf", "--page", "2", "-o", "bare.png"]);
    assert_eq!(unsigned.status, 0, "{unsigned:?}");
    assert!(office.read("before.png") == office.read("after.png"));
    assert!(office.read("before.png") != office.read("bare.png"));
}

#[test]
fn what_a_profile_needs_is_asked_for() {
    let office = office();
    let sign =
        |options: &[&str]| office.sign(&[&["ready.pdf", "-o", "out.pdf"][..], options].concat());
    sign(&["--profile", "nd30-leader"]).complains(2, &["nd30-leader", "--image"]);
    sign(&["--profile", "nd30-copy", "--image", "seal.png"]).complains(2, &["no picture"]);
    sign(&["--profile", "nd30-attachment"]).complains(2, &["--set number"]);
    sign(&["--profile", "nd30-copy", "--set", "x=1"]).complains(2, &["x", "does not ask"]);
    sign(&AGENCY).complains(5, &["leader"]);
    sign(&["--fill", "khong-co=1"]).complains(5, &["khong-co"]);
    let verify = ["verify", "ready.pdf", "--profile", "nd30-copy"];
    office.kyso(&verify).complains(2, &["nd30-copy", "sign"]);
    let preview = [&["preview", "ready.pdf", "-o", "out.png"][..], &LEADER].concat();
    office.kyso(&preview).complains(2, &["--cert"]);
    let field = ["fields", "ready.pdf", "add", "--kind", "text", "--name", "x", "-o", "out.pdf"];
    office.kyso(&field).complains(2, &["--rect"]);
    assert!(!office.has("out.pdf") && !office.has("out.png"));
}
