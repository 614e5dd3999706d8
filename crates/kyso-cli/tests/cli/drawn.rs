//! What a signature shows of itself, told in the report where nobody vouches for it.

use serde_json::Value;

use crate::office::Office;

fn findings(office: &Office, options: &[&str]) -> Vec<Value> {
    let call = [&["in.pdf", "-o", "out.pdf", "--force"][..], options].concat();
    let said = office.sign(&call);
    assert_eq!(said.status, 0, "{said:?}");
    let said = office.kyso(&["verify", "out.pdf", "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let report = said.json().remove(0);
    let all = report["signatures"][0]["findings"].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|one| one["code"] == "appearance-text-unproven").collect()
}

#[test]
fn a_drawn_name_that_the_certificate_does_not_hold_is_marked() {
    let office = Office::new();
    let found = findings(&office, &["--text", "Ký bởi: Trần Văn Bình\\n{time}"]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["severity"], &found[0]["facts"]["text"]),
        (&Value::from("warning"), &Value::from("Trần Văn Bình"))
    );
    for (lang, words) in [("en", "neither its certificate"), ("vi", "chứng thư số lẫn")] {
        let judge = ["verify", "out.pdf", "--trust", "root.pem", "--lang", lang];
        let said = office.kyso(&judge);
        assert!(said.out.contains(words) && said.out.contains("Trần Văn Bình"), "{said:?}");
    }
    let found = findings(&office, &["--text", "phê chuẩn"]);
    assert_eq!(found[0]["severity"], "info", "{found:?}");
}

#[test]
fn what_the_certificate_holds_is_not() {
    let office = Office::new();
    for options in [
        &["--visible"][..],
        &["--visible", "--reason", "Phê Duyệt Toàn Bộ", "--text", "{signer}\\n{reason}\\n{serial}"],
        &["--visible", "--lang", "vi"],
        &["--profile", "text-and-image"],
        &["--profile", "nd30-copy"],
        &["--profile", "nd30-attachment", "--set", "number=215/CNS-VP"],
        &["--profile", "incoming", "--set", "number=42"],
        &[],
    ] {
        assert_eq!(findings(&office, options), Vec::<Value>::new(), "{options:?}");
    }
}
