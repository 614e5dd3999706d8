//! The way of a paper through an office: each signs in a role, when it is that one's turn.

use kyso_testkit::{Dn, KeyKind, Pki, Template};
use serde_json::Value;

use crate::flow::office_of;
use crate::office::{Office, Said};

/// Keys of one CA: `cert.pem` is the leader's; `agency.pem`, `drafter.pem`, `clerk.pem`; and one of
/// a CA that nobody trusts, `stranger.pem`. `ready.pdf` has fields for number and date.
fn office() -> Office {
    let pki = Pki::new(KeyKind::P256);
    let office = office_of(&pki);
    for (serial, (file, name)) in
        (7_u8..).zip([("drafter", "Trần Văn Bình"), ("clerk", "Lê Thị Cúc")])
    {
        let template = Template::signer(Dn::new().cn(name).o("Bộ Mẫu"));
        let template = Template { serial: vec![0x42, serial], ..template };
        let key = pki.issue(KeyKind::P256, &template);
        office.put(&format!("{file}.key.pem"), key.key_pem());
        office.put(&format!("{file}.pem"), key.cert_pem());
    }
    let stranger = Pki::new(KeyKind::P256).signer;
    office.put("stranger.key.pem", stranger.key_pem());
    office.put("stranger.pem", stranger.cert_pem());
    office
}

/// Signs in a role, with the key of `who`, trusting the office's CA.
fn sign(office: &Office, who: &str, role: &str, [from, to]: [&str; 2], more: &[&str]) -> Said {
    let (key, cert) = match who {
        "leader" => ("key.pem".to_owned(), "cert.pem".to_owned()),
        who => (format!("{who}.key.pem"), format!("{who}.pem")),
    };
    let key = ["--key", &key, "--cert", &cert, "--chain", "chain.pem"];
    let call = ["sign", from, "-o", to, "--role", role, "--trust", "root.pem"];
    office.kyso(&[&call[..], &key, more].concat())
}

#[track_caller]
fn goes(said: &Said) {
    assert_eq!(said.status, 0, "{said:?}");
}

const BARE: &[&str] = &["--no-look"];
const HAND: &[&str] = &["--image", "signature.png"];
const NUMBERED: &[&str] = &["--fill", "so=215", "--fill", "ngay=ngày 16 tháng 11 năm 2026"];

/// A paper that the leader has signed, without a look.
fn led(office: &Office) {
    goes(&sign(office, "leader", "leader", ["ready.pdf", "led.pdf"], BARE));
}

fn agency(office: &Office, from: &str, more: &[&str]) -> Said {
    sign(office, "agency", "agency", [from, "out.pdf"], &[BARE, more].concat())
}

fn report(office: &Office, file: &str) -> Value {
    office.kyso(&["verify", file, "--trust", "root.pem", "--json"]).json().remove(0)
}

#[test]
fn initials_leader_number_agency_and_copy_on_one_paper() {
    let office = office();
    let initials = &["--set", "initials=TVB"];
    goes(&sign(&office, "drafter", "initials", ["ready.pdf", "1.pdf"], initials));
    goes(&sign(&office, "leader", "leader", ["1.pdf", "2.pdf"], HAND));
    goes(&sign(&office, "clerk", "number", ["2.pdf", "3.pdf"], NUMBERED));
    goes(&sign(&office, "agency", "agency", ["3.pdf", "4.pdf"], &["--image", "seal.png"]));
    let said = sign(&office, "agency", "copy", ["4.pdf", "5.pdf"], &["--json"]);
    goes(&said);
    assert_eq!(said.json()[0]["role"], "copy");
    let report = report(&office, "5.pdf");
    assert_eq!(report["conclusion"], "passed", "{report:#}");
    let signatures = report["signatures"].as_array().unwrap();
    let of = |name: &str| signatures.iter().map(|one| one[name].clone()).collect::<Vec<_>>();
    assert_eq!(of("role"), ["initials", "leader", "number", "agency", "copy"]);
    assert_eq!(of("id"), ["Initials1", "Leader", "NumberDate", "Agency", "Copy1"]);
    let reasons = ["Ký nháy", "Phê duyệt", "Cấp số, ngày ban hành", "Phát hành", "Sao văn bản"];
    assert_eq!(of("reason"), reasons);
    // The seal stands over the leader's signature, not over the initials that came first.
    assert_eq!(signatures[3]["place"]["page"], signatures[1]["place"]["page"]);
    let text = office.kyso(&["verify", "5.pdf", "--trust", "root.pem"]);
    let apart = text.out.find("Initials, which never stand").expect("apart");
    assert!(
        text.out.find("  Copy1").unwrap() < apart && apart < text.out.find("  Initials1").unwrap()
    );
    assert!(text.out.contains("Role (claimed)"), "{text:?}");
    let said = office.kyso(&["verify", "5.pdf", "--trust", "root.pem", "--lang", "vi"]);
    for words in ["Chữ ký nháy, không thay cho chữ ký của lãnh đạo", "lãnh đạo", "số và ngày"]
    {
        assert!(said.out.contains(words), "{words}: {said:?}");
    }
    let filled = ["verify", "5.pdf", "--trust", "root.pem", "--profile", "number-and-date"];
    goes(&office.kyso(&filled));
    let inspected = office.kyso(&["inspect", "5.pdf", "--json"]).json().remove(0);
    assert_eq!(inspected["signatures"][1]["role"], "leader");
    assert!(office.kyso(&["inspect", "5.pdf"]).out.contains("Role (claimed)"));
}

#[test]
fn the_seal_is_refused_without_the_leader() {
    let office = office();
    let refused = |from: &str, more: &[&str], words: &[&str]| {
        let said = agency(&office, from, more);
        said.complains(5, words);
        assert!(!office.has("out.pdf"), "{from}");
    };
    let decree = "Đ32.2d NĐ 30/2020/NĐ-CP (05/03/2020)";
    refused(
        "ready.pdf",
        &[],
        &["no signature says that it is the leader's", decree, "--leader-field"],
    );
    // Initials, whatever their field and their reason say.
    let posing = [BARE, &["--field", "Leader", "--reason", "Phê duyệt"]].concat();
    goes(&sign(&office, "drafter", "initials", ["ready.pdf", "posing.pdf"], &posing));
    refused("posing.pdf", &[], &["no signature says", decree]);
    refused("posing.pdf", &["--leader-field", "Leader"], &["says that it is “initials”"]);
    let never = &["--leader-field", "Leader", "--ignore-order"];
    refused("posing.pdf", never, &["says that it is “initials”"]);
    // An empty field called so.
    let add = ["fields", "ready.pdf", "add", "--name", "Leader", "-o", "field.pdf"];
    goes(&office.kyso(&add));
    refused("field.pdf", &[], &["no signature says"]);
    // The leader's, with a byte changed, and with a later revision that rewrites it.
    led(&office);
    let mut broken = office.read("led.pdf");
    broken[20] ^= 1;
    office.put("broken.pdf", &broken);
    refused("broken.pdf", &[], &["is not valid", "kyso verify"]);
    refused("broken.pdf", &["--ignore-order"], &["is not valid"]);
    // Somebody whom nobody trusts.
    let stranger = sign(&office, "stranger", "leader", ["ready.pdf", "strange.pdf"], BARE);
    goes(&stranger);
    refused("strange.pdf", &[], &["cannot be decided", "no path leads", "--ignore-order"]);
    // The leader's own key is not the agency's.
    let own = sign(&office, "leader", "agency", ["led.pdf", "out.pdf"], BARE);
    own.complains(5, &["signed as the leader too", "Đ5.1"]);
    let vi = agency(&office, "ready.pdf", &["--lang", "vi"]);
    vi.complains(5, &["không có chữ ký nào ghi là của lãnh đạo", "“cơ quan”", decree]);
    assert!(!office.has("out.pdf"));
    goes(&agency(&office, "led.pdf", &[]));
}

#[test]
fn a_leaders_signature_that_was_overwritten_later_seals_nothing() {
    let office = office();
    led(&office);
    // The field's value is taken away, and with it what stood there.
    let led = office.read("led.pdf");
    let text = String::from_utf8_lossy(&led);
    let at = text.rfind("/T(Leader)").or_else(|| text.rfind("/T (Leader)")).expect("the field");
    let start = text[..at].rfind(" 0 obj").expect("its object");
    let number = text[..start].rsplit(['\n', '\r']).next().unwrap().trim().to_owned();
    let previous = text.rfind("startxref").unwrap();
    let previous = text[previous + 9..].split_whitespace().next().unwrap().to_owned();
    let trailer = text.rfind("trailer").expect("a classic file");
    let trailer = text[trailer..].split("startxref").next().unwrap().to_owned();
    let root = trailer.split("/Root").nth(1).unwrap().trim_start().to_owned();
    let root = root.split_inclusive('R').next().unwrap();
    let size = trailer.split("/Size").nth(1).unwrap().trim_start().to_owned();
    let size: String = size.chars().take_while(char::is_ascii_digit).collect();
    let mut bytes = led.clone();
    let object = bytes.len();
    bytes.extend_from_slice(
        format!("{number} 0 obj\n<</FT/Sig/T(Leader)/Type/Annot/Subtype/Widget/Rect[0 0 0 0]>>\nendobj\n")
            .as_bytes(),
    );
    let table = bytes.len();
    bytes.extend_from_slice(
        format!(
            "xref\n{number} 1\n{object:010} 00000 n \ntrailer\n<</Size {size}/Root {root}/Prev {previous}>>\nstartxref\n{table}\n%%EOF\n"
        )
        .as_bytes(),
    );
    office.put("gone.pdf", bytes);
    let said = agency(&office, "gone.pdf", &[]);
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("is not valid"), "{said:?}");
    assert!(!office.has("out.pdf"));
}

#[test]
fn whoever_answers_for_the_order_is_told_so() {
    let office = office();
    let said = agency(&office, "ready.pdf", &["--ignore-order"]);
    goes(&said);
    assert!(said.err.contains("--ignore-order") && said.err.contains("Đ32.2d"), "{said:?}");
    // Nobody is trusted: it cannot be decided, and one may answer for that too.
    led(&office);
    let key = ["--key", "agency.key.pem", "--cert", "agency.pem", "--chain", "chain.pem"];
    let call = ["sign", "led.pdf", "-o", "blind.pdf", "--role", "agency", "--no-look"];
    office.kyso(&[&call[..], &key].concat()).complains(5, &["cannot be decided", "kyso trust add"]);
    let said = office.kyso(&[&call[..], &key, &["--ignore-order"]].concat());
    goes(&said);
    assert!(said.err.contains("cannot be decided"), "{said:?}");
}

#[test]
fn a_leader_with_other_software_is_named() {
    let office = office();
    let said = office.sign(&["ready.pdf", "-o", "other.pdf", "--field", "Ky"]);
    goes(&said);
    agency(&office, "other.pdf", &[]).complains(5, &["these say no role: Ky", "--leader-field"]);
    let missing = agency(&office, "other.pdf", &["--leader-field", "Kỳ"]);
    missing.complains(5, &["there is no signature Kỳ"]);
    goes(&agency(&office, "other.pdf", &["--leader-field", "Ky"]));
    let serial = report(&office, "other.pdf")["signatures"][0]["signer"]["serial"].clone();
    let by_serial = ["--leader-cert-serial", serial.as_str().unwrap(), "--force"];
    goes(&agency(&office, "other.pdf", &by_serial));
    let wrong = ["--leader-cert-serial", "xyz"];
    agency(&office, "other.pdf", &wrong).complains(2, &["xyz"]);
}

#[test]
fn no_secret_is_asked_for_a_paper_whose_turn_it_is_not() {
    let office = office();
    let signer = Pki::new(KeyKind::P256).signer;
    office.put("me.p12", signer.p12("mật khẩu", kyso_testkit::P12Kind::Aes256));
    // A wrong passphrase would be status 6: it is not even read.
    office.put("wrong.txt", "wrong");
    let key = ["--p12", "me.p12", "--passphrase-file", "wrong.txt"];
    let call = ["sign", "ready.pdf", "-o", "out.pdf", "--role", "agency", "--no-look"];
    let said = office.kyso(&[&call[..], &key, &["--trust", "root.pem"]].concat());
    said.complains(5, &["no signature says"]);
    led(&office);
    let call = ["sign", "led.pdf", "-o", "out.pdf", "--role", "agency", "--no-look"];
    let said = office.kyso(&[&call[..], &key, &["--trust", "root.pem"]].concat());
    assert_eq!(said.status, 6, "{said:?}");
}

#[test]
fn of_a_folder_only_papers_whose_turn_it_is_are_sealed() {
    let office = office();
    led(&office);
    std::fs::create_dir(office.path("in")).unwrap();
    office.put("in/a.pdf", office.read("led.pdf"));
    office.put("in/b.pdf", office.read("ready.pdf"));
    office.put("in/c.pdf", office.read("led.pdf"));
    let key = ["--key", "agency.key.pem", "--cert", "agency.pem", "--chain", "chain.pem"];
    let call = ["sign", "in", "--out-dir", "out", "--role", "agency", "--no-look"];
    let said = office.kyso(&[&call[..], &key, &["--trust", "root.pem"]].concat());
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("b.pdf"), "{said:?}");
    assert_eq!(office.names("out"), ["a.pdf", "c.pdf"]);
}

#[test]
fn what_is_no_law_is_a_warning() {
    let office = office();
    led(&office);
    let said = sign(&office, "drafter", "initials", ["led.pdf", "late.pdf"], BARE);
    goes(&said);
    assert!(said.err.contains("“leader” has signed already (Leader)"), "{said:?}");
    let early = [BARE, NUMBERED].concat();
    let said = sign(&office, "clerk", "number", ["ready.pdf", "early.pdf"], &early);
    goes(&said);
    assert!(said.err.contains("no signature says that it is the leader's"), "{said:?}");
    goes(&agency(&office, "led.pdf", &[]));
    let late = sign(&office, "clerk", "number", ["out.pdf", "x.pdf"], &early);
    late.complains(5, &["“agency” has signed already (Agency)", "Đ14"]);
    assert!(!office.has("x.pdf"));
}

#[test]
fn an_incoming_paper_is_one_that_holds() {
    let office = office();
    led(&office);
    let incoming = |from: &str| {
        let more = ["--set", "number=77"];
        sign(&office, "clerk", "incoming", [from, "in-book.pdf"], &more)
    };
    incoming("ready.pdf").complains(5, &["nobody has signed it", "Đ21.2"]);
    let mut broken = office.read("led.pdf");
    broken[20] ^= 1;
    office.put("broken.pdf", &broken);
    incoming("broken.pdf").complains(5, &["Leader is not valid"]);
    assert!(!office.has("in-book.pdf"));
    goes(&incoming("led.pdf"));
    let report = report(&office, "in-book.pdf");
    assert_eq!(report["conclusion"], "passed");
    assert_eq!(report["signatures"][1]["role"], "incoming");
}

#[test]
fn what_a_role_needs_is_asked_for() {
    let office = office();
    let call =
        |role: &str, more: &[&str]| sign(&office, "clerk", role, ["ready.pdf", "x.pdf"], more);
    call("boss", &[]).complains(2, &["boss", "initials"]);
    call("leader", &[]).complains(2, &["--image"]);
    call("number", BARE).complains(2, &["--fill"]);
    let other = [BARE, &["--fill", "khac=1"]].concat();
    call("number", &other).complains(2, &["khac", "number-and-date"]);
    call("leader", &["--certify", "forms", "--no-look"]).complains(2, &["--certify"]);
    office.put("own.toml", "format = \"roles\"\n");
    call("leader", &["--roles", "own.toml"]).complains(2, &["own.toml"]);
    office.put("own.toml", "format = \"roles\"\nname = \"own\"\nrole = []\n");
    call("leader", &["--roles", "own.toml"]).complains(2, &["own.toml", "leader"]);
    let own = "format = \"roles\"\nname = \"own\"\n[[role]]\nname = \"leader\"\nfield = \"Sếp\"\n";
    office.put("own.toml", own);
    goes(&call("leader", &["--roles", "own.toml"]));
    assert_eq!(report(&office, "x.pdf")["signatures"][0]["id"], "Sếp");
    assert!(office.kyso(&["sign", "ready.pdf", "--ignore-order"]).status == 2);
}

#[test]
fn a_preview_shows_the_look_of_the_role() {
    let office = office();
    let leader = ["--role", "leader", "--image", "signature.png", "--cert", "cert.pem"];
    goes(&office.kyso(&[&["preview", "ready.pdf", "-o", "before.png"][..], &leader].concat()));
    goes(&sign(&office, "leader", "leader", ["ready.pdf", "seen.pdf"], HAND));
    goes(&office.kyso(&["preview", "seen.pdf", "--page", "2", "-o", "after.png"]));
    assert!(office.read("before.png") == office.read("after.png"));
    let seal = ["--role", "agency", "--image", "seal.png", "--cert", "agency.pem"];
    goes(&office.kyso(&[&["preview", "seen.pdf", "-o", "seal.png.png"][..], &seal].concat()));
}

#[test]
fn xml_papers_have_roles_too() {
    let office = office();
    goes(&sign(&office, "leader", "leader", ["in.xml", "led.xml"], &[]));
    let early = sign(&office, "agency", "agency", ["in.xml", "out.xml"], &[]);
    early.complains(5, &["no signature says"]);
    let said = sign(&office, "agency", "agency", ["led.xml", "out.xml"], &[]);
    goes(&said);
    assert!(said.err.contains("is by Nguyễn Thị Ánh, Vụ trưởng"), "{said:?}");
    let part = ["--element", "/HDon/DLHDon"];
    goes(&sign(&office, "leader", "leader", ["in.xml", "part.xml"], &part));
    let early = sign(&office, "agency", "agency", ["part.xml", "no.xml"], &[]);
    early.complains(5, &["covers only a part"]);
    let report = report(&office, "out.xml");
    assert_eq!(report["conclusion"], "passed");
    let roles = report["signatures"].as_array().unwrap().iter().map(|one| one["role"].clone());
    assert_eq!(roles.collect::<Vec<_>>(), ["leader", "agency"]);
    let claimed = ["--claimed-role", "Bộ trưởng"];
    goes(&sign(&office, "leader", "leader", ["in.pdf", "said.pdf"], &[BARE, &claimed].concat()));
    let said = self::report(&office, "said.pdf");
    assert_eq!(said["signatures"][0]["roles"], serde_json::json!(["Bộ trưởng"]));
}

/// Somebody's signature on the paper failed, be it no leader's: nobody answers for that.
#[test]
fn what_failed_is_signed_in_no_role() {
    let office = office();
    led(&office);
    let mut broken = office.read("led.pdf");
    broken[20] ^= 1;
    office.put("broken.pdf", &broken);
    for role in ["initials", "leader", "agency", "copy", "comment", "attachment"] {
        let more = [BARE, &["--ignore-order"]].concat();
        let said = sign(&office, "clerk", role, ["broken.pdf", "x.pdf"], &more);
        said.complains(5, &["is not valid"]);
        assert!(!said.err.contains("--ignore-order"), "{said:?}");
        assert!(!office.has("x.pdf"), "{role}");
    }
}

#[test]
fn one_person_in_two_places_is_never_overridden() {
    let office = office();
    led(&office);
    let more = [BARE, &["--ignore-order"]].concat();
    let own = sign(&office, "leader", "agency", ["led.pdf", "out.pdf"], &more);
    own.complains(5, &["signed as the leader too", "Đ5.1"]);
    assert!(!office.has("out.pdf"));
}

#[test]
fn a_role_in_words_is_no_recorded_role() {
    let office = office();
    let sign = |text: &str, to: &str| office.sign(&["ready.pdf", "-o", to, "--claimed-role", text]);
    sign("kyso-role:leader", "x.pdf").complains(2, &["kyso-role:leader", "--role"]);
    assert!(!office.has("x.pdf"));
    goes(&sign("leader", "said.pdf"));
    let text = office.kyso(&["verify", "said.pdf", "--trust", "root.pem"]);
    assert!(text.out.contains("Role (claimed in words)"), "{text:?}");
    assert!(!text.out.contains("Role (claimed) "), "{text:?}");
}

/// As `kyso verify` would judge: out of the same layers.
#[test]
fn the_gate_judges_by_what_is_configured() {
    let office = office();
    led(&office);
    std::fs::create_dir_all(office.path("config/kyso")).unwrap();
    let configured = |text: &str| {
        office.put("config/kyso/config.toml", text);
        let key = ["--key", "agency.key.pem", "--cert", "agency.pem", "--chain", "chain.pem"];
        let call = ["sign", "led.pdf", "-o", "out.pdf", "--role", "agency", "--no-look", "--force"];
        office.kyso(&[&call[..], &key].concat())
    };
    configured("").complains(5, &["cannot be decided"]);
    // Nobody stands in the domain that the policy asks for, until the domain is said.
    let trust = "trust = [\"../../root.pem\"]\n";
    office.put("own.toml", "name = \"own\"\n[trust]\ndomains = [\"office\"]\n");
    let policy = format!("{trust}policy = \"../../own.toml\"\n");
    let outside = configured(&policy);
    assert!(outside.status == 5 && outside.err.contains("cannot be decided"), "{outside:?}");
    goes(&configured(&format!("{policy}trust-domain = \"office\"\n")));
    goes(&configured(trust));
}
