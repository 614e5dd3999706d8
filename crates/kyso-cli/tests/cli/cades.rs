//! Files signed by CMS: where the signature goes, where its file is looked for, what is told.

use crate::office::Office;

const KEY: [&str; 6] = ["--key", "key.pem", "--cert", "cert.pem", "--chain", "chain.pem"];

fn office() -> Office {
    let office = Office::new();
    office.put("a.csv", b"1;2;3\n");
    office
}

fn sign(office: &Office, call: &[&str]) -> crate::office::Said {
    office.kyso(&[&["sign"], call, &KEY].concat())
}

#[test]
fn a_file_that_is_no_document_gets_its_signature_beside_it() {
    let office = office();
    let said = sign(&office, &["a.csv", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let told = &said.json()[0];
    assert_eq!(
        (told["format"].as_str(), told["output"].as_str()),
        (Some("cades"), Some("a.csv.p7s"))
    );
    let said = office.kyso(&["verify", "a.csv.p7s", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let signature = &said.json()[0]["signatures"][0];
    assert_eq!(signature["id"], told["field"]);
    assert_eq!(signature["covers"][0]["uri"], "a.csv");
    // It is never written over, nor the file.
    sign(&office, &["a.csv"]).complains(5, &["a.csv.p7s", "--force"]);
    sign(&office, &["a.csv", "--in-place"]).complains(2, &["a.csv.p7s"]);
    assert_eq!(office.read("a.csv"), b"1;2;3\n");
}

#[test]
fn the_file_is_asked_for_where_it_is_not_there() {
    let office = office();
    sign(&office, &["a.csv", "-o", "elsewhere.p7s"]);
    let verify = |more: &[&str]| {
        office.kyso(&[&["verify", "elsewhere.p7s", "--trust", "root.pem"], more].concat())
    };
    let said = verify(&[]);
    assert!(said.status == 4 && said.out.contains("--content"), "{said:?}");
    assert_eq!(verify(&["--content", "a.csv"]).status, 0);
    office.put("other", b"1;2;4\n");
    assert_eq!(verify(&["--content", "other"]).status, 1);
    verify(&["--content", "missing"]).complains(5, &["missing"]);
    sign(&office, &["elsewhere.p7s", "-o", "two.p7s"]).complains(2, &["--content"]);
    let said = sign(&office, &["elsewhere.p7s", "-o", "two.p7s", "--content", "a.csv"]);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["verify", "two.p7s", "--content", "a.csv", "--trust", "root.pem"]);
    assert!(said.status == 0 && said.out.contains("2 signatures"), "{said:?}");
}

#[test]
fn a_file_changed_beside_its_signature_fails() {
    let office = office();
    sign(&office, &["a.csv"]);
    office.put("a.csv", b"1;2;4\n");
    assert_eq!(office.kyso(&["verify", "a.csv.p7s", "--trust", "root.pem"]).status, 1);
}

#[test]
fn a_pdf_is_a_file_too_and_comes_out_of_its_signature_again() {
    let office = office();
    let said = sign(&office, &["in.pdf", "-o", "in.pdf.p7m"]);
    assert_eq!(said.status, 0, "{said:?}");
    let verify = ["verify", "in.pdf.p7m", "--trust", "root.pem", "--export-signed", "out"];
    let said = office.kyso(&verify);
    assert_eq!(said.status, 0, "{said:?}");
    let name = std::fs::read_dir(office.path("out")).unwrap().next().unwrap().unwrap().path();
    assert_eq!(name.extension().unwrap(), "pdf");
    assert_eq!(std::fs::read(name).unwrap(), office.read("in.pdf"));
    let said = sign(&office, &["in.pdf", "--format", "cades"]);
    assert!(said.status == 0 && office.has("in.pdf.p7s"), "{said:?}");
    // What goes with a PDF alone does not go with a file.
    let said = sign(&office, &["in.pdf", "--format", "cades", "--reason", "x", "-o", "x.p7s"]);
    said.complains(2, &["--reason", "CMS"]);
}

#[test]
fn a_batch_puts_each_under_its_name() {
    let office = office();
    office.put("b.txt", b"b");
    let said = sign(&office, &["a.csv", "in.pdf", "b.txt", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    for name in ["out/a.csv.p7s", "out/in.pdf", "out/b.txt.p7s"] {
        assert!(office.has(name), "{name}");
    }
}

#[test]
fn what_a_mail_program_keeps_apart_is_asked_for() {
    let office = office();
    office.put("mail.eml", b"MIME-Version: 1.0\nContent-Type: multipart/signed; x=y\n\n...\n");
    office.kyso(&["verify", "mail.eml"]).complains(5, &["smime.p7s"]);
}

#[test]
fn a_broken_signature_file_is_a_failed_one() {
    let office = office();
    sign(&office, &["a.csv"]);
    let whole = office.read("a.csv.p7s");
    office.put("a.csv.p7s", &whole[..whole.len() / 2]);
    assert_eq!(office.kyso(&["verify", "a.csv.p7s"]).status, 1);
    sign(&office, &["a.csv.p7s", "-o", "x.p7s"]).complains(5, &["a.csv.p7s"]);
}

#[test]
fn inspect_shows_who_signed_and_what_is_inside() {
    let office = office();
    sign(&office, &["a.csv", "-o", "a.p7m"]);
    let said = office.kyso(&["inspect", "a.p7m", "--json"]);
    let found = &said.json()[0];
    assert_eq!((found["format"].as_str(), found["attached"].as_u64()), (Some("cades"), Some(6)));
    assert_eq!(found["cms"]["signers"].as_array().map(Vec::len), Some(1));
    let said = office.kyso(&["inspect", "a.p7m"]);
    assert!(said.status == 0 && said.out.contains("signing-certificate-v2"), "{said:?}");
}

#[test]
fn what_is_called_a_signature_and_is_none_says_nothing_of_its_neighbour() {
    let office = office();
    assert_eq!(office.sign(&["in.pdf", "-o", "signed.pdf"]).status, 0);
    assert_eq!(office.sign(&["in.pdf", "-o", "in.asice"]).status, 0);
    for signed in ["signed.pdf", "in.asice"] {
        for name in ["a.csv.p7s", "a.csv.sig", "elsewhere.p7m"] {
            office.put(name, office.read(signed));
            let said = office.kyso(&["verify", name, "--trust", "root.pem"]);
            said.complains(5, &[name, "CMS"]);
        }
        let said = office.kyso(&["verify", signed, "--content", "a.csv", "--trust", "root.pem"]);
        said.complains(2, &["--content", signed]);
    }
}

#[test]
fn a_signature_that_holds_its_file_is_held_against_the_one_beside_it() {
    let office = office();
    assert_eq!(sign(&office, &["a.csv", "-o", "a.csv.p7m"]).status, 0);
    let verify = |name: &str| office.kyso(&["verify", name, "--trust", "root.pem"]).status;
    for name in ["a.csv.p7s", "a.csv.sig", "a.csv.p7"] {
        office.put(name, office.read("a.csv.p7m"));
        assert_eq!(verify(name), 0, "{name}");
    }
    office.put("a.csv", b"1;2;4\n");
    for name in ["a.csv.p7s", "a.csv.sig", "a.csv.p7"] {
        assert_eq!(verify(name), 1, "{name}");
    }
    // Its ending says that it holds its file.
    assert_eq!(verify("a.csv.p7m"), 0);
}

#[test]
fn options_that_mean_nothing_are_refused() {
    let office = office();
    for input in ["in.pdf", "in.xml", "a.csv"] {
        sign(&office, &[input, "--content", "a.csv", "-o", "x"]).complains(2, &["--content"]);
    }
    for (format, output) in
        [("cades", "x.asice"), ("cades", "x.pdf"), ("asic-e", "x.asics"), ("asic-s", "x.p7s")]
    {
        let said = sign(&office, &["a.csv", "--format", format, "-o", output]);
        said.complains(2, &["--format", output]);
        assert!(!office.has(output));
    }
}
