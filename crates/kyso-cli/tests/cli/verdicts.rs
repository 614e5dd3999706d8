//! Exit status and words of `verify`.

use kyso_testkit::attacks::flip;

use crate::office::Office;

#[test]
fn each_verdict_has_its_status_and_its_words() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    office.put("altered.pdf", flip(&signed, 100));
    for (file, trust, status, en, vi) in [
        ("signed.pdf", true, 0, "VALID", "HỢP LỆ"),
        ("altered.pdf", true, 1, "NOT VALID", "KHÔNG HỢP LỆ"),
        ("in.pdf", true, 3, "NO SIGNATURE", "KHÔNG CÓ CHỮ KÝ SỐ"),
        ("signed.pdf", false, 4, "CANNOT BE DECIDED", "CHƯA XÁC ĐỊNH"),
    ] {
        for (lang, words) in [("en", en), ("vi", vi)] {
            let mut call = vec!["verify", file, "--lang", lang];
            if trust {
                call.extend(["--trust", "root.pem"]);
            }
            let said = office.kyso(&call);
            assert_eq!(said.status, status, "{said:?}");
            assert!(said.out.starts_with(&format!("{file}: {words}")), "{said:?}");
            assert_eq!(said.err, "", "the report is all there is");
        }
    }
}

#[test]
fn without_trust_the_reason_is_named() {
    let office = Office::new();
    office.signed("signed.pdf");
    let said = office.kyso(&["verify", "signed.pdf"]);
    assert!(said.out.contains("NO_CERTIFICATE_CHAIN_FOUND"), "{said:?}");
    assert!(said.out.contains("--trust"), "{said:?}");
}

#[test]
fn who_signed_and_when_stands_in_the_report() {
    let office = Office::new();
    let claims = ["--reason", "Đồng ý", "--location", "Hà Nội"];
    office.sign(&[&["in.pdf", "-o", "signed.pdf"], claims.as_slice()].concat());
    let said = office.kyso(&["verify", "signed.pdf", "--trust", "root.pem", "--lang", "vi"]);
    for line in ["Người ký ", "Nguyễn Thị Ánh", "Lý do ký ", "Đồng ý", "Nơi ký ", "Hà Nội"]
    {
        assert!(said.out.contains(line), "{line}: {said:?}");
    }
    // In the zone of the machine, written out.
    assert!(said.out.contains("Thời gian ký (tự khai)"), "{said:?}");
    assert!(said.out.contains("(+07:00)"), "{said:?}");
}

#[test]
fn a_time_can_be_given_to_judge_at() {
    let office = Office::new();
    office.signed("signed.pdf");
    let at = |time| {
        office.kyso(&["verify", "signed.pdf", "--trust", "root.pem", "--json", "--at", time])
    };
    let said = at("2030-01-01T00:00:00+07:00");
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(said.json()[0]["validated_at"], "2029-12-31T17:00:00Z");
    // A date begins in the zone of this machine; the certificates are not valid for ever.
    let said = at("2090-01-01");
    assert_eq!(said.status, 4, "{said:?}");
    assert_eq!(said.json()[0]["validated_at"], "2089-12-31T17:00:00Z");
}

#[test]
fn quiet_gives_the_verdict_alone_and_verbose_more() {
    let office = Office::new();
    office.signed("signed.pdf");
    let call = ["verify", "signed.pdf", "--trust", "root.pem"];
    let lines = |option: &[&str]| office.kyso(&[&call, option].concat()).out.lines().count();
    let (quiet, plain, verbose) = (lines(&["--quiet"]), lines(&[]), lines(&["--verbose"]));
    assert_eq!(quiet, 1);
    assert!(quiet < plain && plain < verbose, "{quiet} {plain} {verbose}");
}

#[test]
fn colour_is_for_terminals_and_on_demand() {
    let office = Office::new();
    let colored =
        |option| office.kyso(&["verify", "in.pdf", "--color", option]).out.contains('\u{1b}');
    assert!(!colored("auto"), "stdout is a pipe here");
    assert!(!colored("never"));
    assert!(colored("always"));
}

#[test]
fn text_from_a_document_cannot_steer_the_terminal() {
    let office = Office::new();
    let said = office.sign(&["in.pdf", "-o", "signed.pdf", "--reason", "a\u{1b}[2Jb\u{202e}c"]);
    assert_eq!(said.status, 0, "{said:?}");
    for verb in ["verify", "inspect"] {
        let said = office.kyso(&[verb, "signed.pdf"]);
        assert!(said.out.contains("a\\u{1b}[2Jb\\u{202e}c"), "{said:?}");
        assert!(!said.out.contains('\u{1b}'), "{said:?}");
    }
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    let office = Office::new();
    let mut child = office
        .command(&["verify", "in.pdf", "in.pdf", "in.pdf"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let said = crate::office::said(child.wait_with_output().unwrap());
    assert_eq!((said.status, said.err.as_str()), (3, ""));
}

#[test]
fn every_broken_file_is_told_apart_from_a_verdict() {
    use kyso_testkit::pdf::{Bad, bad};
    let office = Office::new();
    for fault in [Bad::Empty, Bad::NotPdf, Bad::HeaderOnly] {
        office.put("bad.pdf", bad(fault));
        office.kyso(&["verify", "bad.pdf"]).complains(5, &["bad.pdf"]);
        office.sign(&["bad.pdf", "-o", "out.pdf"]).complains(5, &["bad.pdf"]);
        assert!(!office.has("out.pdf"));
    }
}

#[test]
fn stdin_is_a_document_too() {
    let office = Office::new();
    let signed = office.signed("signed.pdf");
    let output = office.kyso_reading(&signed, &["verify", "-", "--trust", "root.pem"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.starts_with(b"-: VALID"));
}

#[test]
fn a_folder_of_anchors_may_hold_other_files() {
    let office = Office::new();
    office.signed("signed.pdf");
    let said = office.kyso(&["verify", "signed.pdf", "--trust", "."]);
    assert_eq!(said.status, 0, "{said:?}");
    std::fs::create_dir(office.path("empty")).unwrap();
    let call = ["verify", "signed.pdf", "--trust", "empty"];
    office.kyso(&call).complains(5, &["empty"]);
}

#[test]
fn inspect_shows_what_stands_there() {
    let office = Office::new();
    office.signed("signed.pdf");
    let said = office.kyso(&["inspect", "signed.pdf", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let found = &said.json()[0];
    assert_eq!(found["revisions"].as_array().unwrap().len(), 2);
    assert_eq!(found["revisions"][1]["start"], office.read("in.pdf").len());
    let signature = &found["signatures"][0];
    assert_eq!(signature["sub_filter"], "ETSI.CAdES.detached");
    assert_eq!(signature["byte_range"][0], 0);
    assert_eq!(signature["cms"]["signers"][0]["signature_algorithm"], "ecdsa-sha256");
    assert_eq!(signature["cms"]["certificates"].as_array().unwrap().len(), 3);
    let text = office.kyso(&["inspect", "signed.pdf", "--lang", "vi"]);
    assert!(text.out.contains("Chứng thư số 3"), "{text:?}");
    // It judges nothing: a broken signature is shown all the same.
    office.put("altered.pdf", flip(&office.read("signed.pdf"), 100));
    assert_eq!(office.kyso(&["inspect", "altered.pdf"]).status, 0);
}
