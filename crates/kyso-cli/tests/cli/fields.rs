//! `kyso fields`, and what `sign` makes of fields, certifications and locks.

use kyso_testkit::pdf::Office as Form;

use crate::office::Office;

/// An office with `form.pdf`: text fields, and the empty signature fields `lanh_dao`, `con_dau`.
fn office() -> Office {
    let office = Office::new();
    office.put("form.pdf", Form::default().build());
    office
}

#[test]
fn fields_are_added_listed_and_signed() {
    let office = office();
    let add = ["fields", "in.pdf", "add", "--name", "Giám đốc", "--page", "2"];
    let place = ["--rect", "25.4mm,25.4mm,50.8mm,25.4mm", "--lock", "include:Giám đốc"];
    let said = office.kyso(&[&add[..], &place, &["-o", "ready.pdf"]].concat());
    assert!(said.status == 0 && said.out.contains("Giám đốc"), "{said:?}");
    let said = office.kyso(&["fields", "ready.pdf", "--json"]);
    let field = &said.json()[0]["fields"][0];
    assert_eq!(field["name"], "Giám đốc", "{said:?}");
    assert_eq!(field["page"], 2);
    assert_eq!(field["rect_mm"], serde_json::json!([25.4, 25.4, 76.2, 50.8]));
    assert_eq!(field["lock"]["action"], "include");
    assert!(field["signed"].is_null());
    let said = office.sign(&["ready.pdf", "-o", "signed.pdf"]);
    assert!(said.status == 0 && said.err.contains("the only empty one"), "{said:?}");
    let said = office.kyso(&["fields", "signed.pdf", "--lang", "vi"]);
    for words in ["đã được Nguyễn Thị Ánh ký", "25.4, 25.4, 50.8 × 25.4 mm"] {
        assert!(said.out.contains(words), "{words}: {said:?}");
    }
    let said = office.kyso(&["fields", "signed.pdf", "add", "--name", "x", "-o", "more.pdf"]);
    said.complains(5, &["Giám đốc", "invalidate"]);
    assert!(!office.has("more.pdf"));
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_written() {
    let office = office();
    let add = |options: &[&str]| {
        office.kyso(&[&["fields", "form.pdf", "add", "-o", "out.pdf"], options].concat())
    };
    add(&["--name", "so"]).complains(5, &["so", "already"]);
    add(&["--name", "a.b"]).complains(5, &["a.b"]);
    add(&["--name", "x", "--page", "9"]).complains(5, &["page 9", "has 1"]);
    add(&["--name", "x", "--rect", "900,0,10,10"]).complains(5, &["page 1"]);
    add(&["--name", "x", "--rect", "1,2,3"]).complains(2, &["1,2,3"]);
    add(&["--name", "x", "--lock", "some"]).complains(2, &["some"]);
    office.kyso(&["fields", "in.xml"]).complains(5, &["in.xml", "no PDF"]);
    assert!(!office.has("out.pdf"));
}

#[test]
fn a_field_is_chosen_by_who_signs() {
    let office = office();
    let said = office.sign(&["form.pdf", "-o", "out.pdf"]);
    said.complains(5, &["lanh_dao, con_dau", "--field"]);
    office.sign(&["form.pdf", "--field", "lanhdao", "-o", "out.pdf"]).complains(5, &["lanhdao"]);
    office.sign(&["form.pdf", "--field", "so", "-o", "out.pdf"]).complains(5, &["so"]);
    let said = office.sign(&["form.pdf", "--field", "a", "--new-field", "-o", "out.pdf"]);
    said.complains(2, &["--new-field"]);
    assert!(!office.has("out.pdf"));
    let said = office.sign(&["form.pdf", "--new-field=Khác", "-o", "out.pdf", "--json"]);
    assert_eq!(said.json()[0]["field"], "Khác", "{said:?}");
}

#[test]
fn what_an_earlier_signature_forbids_ends_with_status_5() {
    let office = office();
    let certify = ["--certify", "none", "--field", "lanh_dao"];
    let said = office.sign(&[&["form.pdf", "-o", "certified.pdf"], &certify[..]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.sign(&["certified.pdf", "--field", "con_dau", "-o", "out.pdf"]);
    said.complains(5, &["certification", "lanh_dao"]);
    let report = office.kyso(&["verify", "certified.pdf", "--trust", "root.pem"]);
    assert!(report.out.contains("nothing but evidence and time-stamps"), "{report:?}");
    let lock = ["--lock", "include:con_dau", "--field", "lanh_dao"];
    let said = office.sign(&[&["form.pdf", "-o", "locked.pdf"], &lock[..]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.sign(&["locked.pdf", "--field", "con_dau", "-o", "out.pdf"]);
    said.complains(5, &["locked", "con_dau", "lanh_dao"]);
    assert!(!office.has("out.pdf"));
    let said = office.kyso(&["inspect", "locked.pdf", "--json"]);
    assert_eq!(said.json()[0]["signatures"][0]["locks"][0]["fields"][0], "con_dau");
}

#[test]
fn fields_options_mean_nothing_in_xml() {
    let office = office();
    let said = office.sign(&["in.xml", "--certify", "none", "-o", "out.xml"]);
    assert_eq!(said.status, 2, "{said:?}");
    assert!(!office.has("out.xml"));
}
