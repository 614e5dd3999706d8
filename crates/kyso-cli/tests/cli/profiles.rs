//! `--profile`: shipped ones, own ones out of a file, and what does not fit.

use kyso::xml::profile::Profile;
use kyso_testkit::xml::{XmlKind, xml};

use crate::office::{Office, Said};

/// These layouts carry the signer's certificate alone.
fn verify(office: &Office, file: &str, options: &[&str]) -> Said {
    let known = ["--trust", "root.pem", "--evidence", "chain.pem"];
    office.kyso(&[&["verify", file][..], &known, options].concat())
}

#[test]
fn seller_and_buyer_sign_and_each_is_judged_in_its_place() {
    let office = Office::new();
    let seller = ["in.xml", "-o", "seller.xml", "--profile", "einvoice-seller"];
    assert_eq!(office.sign(&seller).status, 0);
    assert_eq!(verify(&office, "seller.xml", &["--profile", "einvoice-seller"]).status, 0);
    let said = verify(&office, "seller.xml", &["--profile", "einvoice-buyer"]);
    assert_eq!(said.status, 1, "{said:?}");
    assert!(said.out.contains("/HDon/DLHDon"), "{said:?}");
    let buyer = ["seller.xml", "-o", "both.xml", "--profile", "einvoice-buyer"];
    assert_eq!(office.sign(&buyer).status, 0);
    let both = ["--profile", "einvoice-seller", "--profile", "einvoice-buyer"];
    assert_eq!(verify(&office, "both.xml", &both).status, 0);
}

#[test]
fn a_message_brings_its_attachments() {
    let office = Office::new();
    office.put("message.xml", xml(XmlKind::EdXml));
    let said = office.sign(&["message.xml", "-o", "signed.xml", "--profile", "edxml"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(verify(&office, "signed.xml", &["--profile", "edxml"]).status, 0);
    assert_eq!(verify(&office, "signed.xml", &[]).status, 4);
}

#[test]
fn a_profile_of_ones_own_is_a_file() {
    let office = Office::new();
    let text = Profile::text("einvoice-seller").unwrap().replace("\"seller\"", "\"ben-ban\"");
    office.put("own.toml", text);
    let said = office.sign(&["in.xml", "-o", "out.xml", "--profile", "own.toml"]);
    assert_eq!(said.status, 0, "{said:?}");
    let signed = String::from_utf8(office.read("out.xml")).unwrap();
    assert!(signed.contains("Id=\"ben-ban\""), "{signed}");
    assert_eq!(verify(&office, "out.xml", &["--profile", "own.toml"]).status, 0);
    office.put("bad.toml", "name = \"x\"\n[signature]\nform = \"xmldsig\"\nphorm = 1\n");
    let said = office.sign(&["in.xml", "-o", "no.xml", "--profile", "bad.toml"]);
    said.complains(2, &["bad.toml", "phorm", "line 4"]);
    assert!(!office.has("no.xml"));
}

#[test]
fn what_does_not_fit_says_so_and_writes_nothing() {
    let office = Office::new();
    let refused = |profile: &str, more: &[&str], words: &[&str]| {
        let call = [&["in.xml", "-o", "no.xml", "--profile", profile][..], more].concat();
        office.sign(&call).complains(2, words);
        assert!(!office.has("no.xml"));
    };
    refused("khong-co", &[], &["khong-co", "einvoice-seller"]);
    refused("einvoice-tax", &[], &["einvoice-tax", "verify"]);
    refused("dossier", &[], &["dossier", "B-LT", "--level"]);
    refused("einvoice-seller", &["--last"], &["last"]);
}

#[test]
fn a_profile_of_pdf_judges_what_was_filled_in() {
    let office = Office::new();
    office.signed("signed.pdf");
    let call = ["verify", "signed.pdf", "--trust", "root.pem", "--profile", "number-and-date"];
    for (lang, words) in
        [("en", "there is no field for: number"), ("vi", "không có trường cho: number")]
    {
        let said = office.kyso(&[&call[..], &["--lang", lang]].concat());
        assert_eq!(said.status, 1, "{said:?}");
        assert!(said.out.contains(words), "{said:?}");
    }
    let said = office.sign(&["in.pdf", "-o", "x.pdf", "--profile", "number-and-date"]);
    said.complains(2, &["number-and-date"]);
    let own = "format = \"pdf\"\nname = \"own\"\nsigners = 1\n\
        [[field]]\nrole = \"number\"\nnames = [\"Ref\"]\n";
    office.put("own.toml", own);
    let own = ["verify", "signed.pdf", "--trust", "root.pem", "--profile", "own.toml"];
    assert_eq!(office.kyso(&own).status, 1);
    office.put("own.toml", "format = \"pdf\"\nname = \"own\"\n");
    office.kyso(&own).complains(2, &["own.toml"]);
}
