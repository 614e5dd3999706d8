//! `kyso trust`, and what `verify` makes of the store.

use std::fs;
use std::process::Stdio;

use kyso_testkit::pki::pem;
use kyso_testkit::{KeyKind, Pki};
use serde_json::{Value, json};

use crate::office::{Office, Said, said};

/// The SHA-256 of the only certificate in the store.
fn fingerprint(office: &Office) -> String {
    let list = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    list["certificates"][0]["sha256"].as_str().unwrap().to_owned()
}

fn verdict(office: &Office, more: &[&str]) -> Said {
    office.kyso(&[&["verify", "signed.pdf", "--json"], more].concat())
}

fn anchor_of(said: &Said) -> Value {
    json!([
        said.json()[0]["signatures"][0]["trust_anchor"].is_string(),
        said.json()[0]["signatures"][0]["trust_domain"]
    ])
}

#[test]
fn what_is_added_is_trusted_by_every_later_call() {
    let office = Office::new();
    office.signed("signed.pdf");
    let said = verdict(&office, &[]);
    assert_eq!(said.status, 4, "{said:?}");
    let text = office.kyso(&["verify", "signed.pdf"]).out;
    assert!(text.contains("kyso trust add"), "{text}");
    let added = office.kyso(&["trust", "add", "root.pem", "--domain", "cong-vu", "--yes"]);
    assert_eq!((added.status, added.out.as_str()), (0, ""), "{added:?}");
    let said = verdict(&office, &[]);
    assert_eq!((said.status, anchor_of(&said)), (0, json!([true, "cong-vu"])), "{said:?}");
    let text = office.kyso(&["verify", "signed.pdf"]).out;
    assert!(text.contains("(trust domain cong-vu)"), "{text}");
    assert_eq!(verdict(&office, &["--no-store"]).status, 4);
    // What the call names counts in the place of the store, unless it names that too.
    office.put("other.pem", Pki::new(KeyKind::P384).root_pem());
    assert_eq!(verdict(&office, &["--trust", "other.pem"]).status, 4);
    let store = office.path("trust");
    let store = store.to_str().unwrap();
    assert_eq!(verdict(&office, &["--trust", "other.pem", "--store", store]).status, 0);
    office.kyso(&["verify", "signed.pdf", "--store", "nowhere"]).complains(5, &["nowhere"]);
    office
        .kyso(&["verify", "signed.pdf", "--store", store, "--no-store"])
        .complains(2, &["--store"]);
}

#[test]
fn nothing_is_trusted_that_nobody_confirmed() {
    let office = Office::new();
    let refused = office.kyso(&["trust", "add", "root.pem"]);
    assert_eq!(refused.status, 2, "{refused:?}");
    assert!(refused.err.contains("--fingerprint") && refused.err.contains("--yes"), "{refused:?}");
    // What was to be confirmed is shown.
    assert!(refused.err.contains("Root") && refused.err.contains("SHA-256"), "{refused:?}");
    assert!(!office.has("trust"));
    let zeros = "0".repeat(64);
    let other = office.kyso(&["trust", "add", "root.pem", "--fingerprint", &zeros]);
    assert_eq!(other.status, 5, "{other:?}");
    assert!(!office.has("trust"));
    office.kyso(&["trust", "add", "root.pem", "--fingerprint", "12"]).complains(2, &["12"]);
    office.kyso(&["trust", "add", "root.pem", "--domain", "Công vụ"]).complains(2, &["Công vụ"]);
    office.kyso(&["trust", "add", "none.pem", "--yes"]).complains(5, &["none.pem"]);
    // As a script does that was given the fingerprint, in the form that other programs print.
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let hex = fingerprint(&office).to_uppercase();
    let pairs: Vec<_> = hex.as_bytes().chunks(2).map(|p| std::str::from_utf8(p).unwrap()).collect();
    fs::remove_dir_all(office.path("trust")).unwrap();
    let added = office.kyso(&["trust", "add", "root.pem", "--fingerprint", &pairs.join(":")]);
    assert_eq!(added.status, 0, "{added:?}");
    assert_eq!(fingerprint(&office).to_uppercase(), hex);
}

#[test]
fn a_person_at_no_terminal_is_not_taken_for_one_who_says_yes() {
    let office = Office::new();
    let mut command = office.command(&["trust", "add", "-"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), &office.read("root.pem")).unwrap();
    let refused = said(child.wait_with_output().unwrap());
    assert_eq!(refused.status, 2, "{refused:?}");
    let yes = said(office.kyso_reading(b"y\n", &["trust", "add", "root.pem"]));
    assert_eq!(yes.status, 2, "{yes:?}");
    let piped =
        said(office.kyso_reading(&office.read("root.pem"), &["trust", "add", "-", "--yes"]));
    assert_eq!(piped.status, 0, "{piped:?}");
}

#[test]
fn an_authority_below_a_root_helps_and_is_not_trusted() {
    let pki = Pki::new(KeyKind::P256);
    let office = Office::with(&pki.signer);
    // The signer embeds nobody else's certificate, as government software does.
    let alone = ["sign", "in.pdf", "-o", "signed.pdf", "--key", "key.pem", "--cert", "cert.pem"];
    assert_eq!(office.kyso(&alone).status, 0);
    office.put("sub.cer", pki.intermediate.cert_der());
    // It needs no confirmation: nothing is trusted by it.
    let added = office.kyso(&["trust", "add", "sub.cer"]);
    assert_eq!(added.status, 0, "{added:?}");
    assert_eq!(verdict(&office, &[]).status, 4);
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    assert_eq!(verdict(&office, &[]).status, 0);
    let anchored = office.kyso(&["trust", "add", "sub.cer", "--as-anchor"]);
    assert_eq!(anchored.status, 2, "{anchored:?}");
    // A person's certificate is no authority's.
    let refused = office.kyso(&["trust", "add", "cert.pem", "--yes"]);
    refused.complains(5, &["cert.pem", "--as-anchor"]);
    assert_eq!(office.kyso(&["trust", "add", "cert.pem", "--yes", "--as-anchor"]).status, 0);
    let list = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    let roles: Vec<_> =
        list["certificates"].as_array().unwrap().iter().map(|c| &c["role"]).collect();
    assert_eq!(roles, ["anchor", "anchor", "intermediate"]);
}

#[test]
fn a_ca_that_trust_was_withdrawn_from_stands_in_no_path_though_documents_bring_it() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "root.pem", "chain.pem", "--yes"]);
    assert_eq!(verdict(&office, &[]).status, 0);
    let list = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    let all = list["certificates"].as_array().unwrap().iter();
    let below = all.filter(|one| one["role"] == "intermediate");
    let [hex] = below.map(|one| one["sha256"].as_str().unwrap()).collect::<Vec<_>>()[..] else {
        panic!("{list}")
    };
    let until = ["trust", "remove", hex, "--until", "2026-01-01T00:00:00Z"];
    assert_eq!(office.kyso(&until).status, 0);
    assert_eq!(verdict(&office, &[]).status, 4, "judged as of now");
    assert_eq!(verdict(&office, &["--at", "2025-12-31T00:00:00Z"]).status, 0);
    assert_eq!(office.kyso(&["trust", "remove", hex]).status, 0);
    let said = verdict(&office, &["--at", "2025-12-31T00:00:00Z"]);
    assert!(said.status == 4 && said.out.contains("trust-withdrawn"), "{said:?}");
}

#[test]
fn removal_is_remembered_and_can_leave_the_past_alone() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let hex = fingerprint(&office);
    let short = &hex[..8];
    office.kyso(&["trust", "remove", &hex[..4]]).complains(2, &[&hex[..4]]);
    office.kyso(&["trust", "remove", "00000000"]).complains(2, &["00000000"]);
    let tomorrow = "2099-01-01T00:00:00Z";
    assert_eq!(office.kyso(&["trust", "remove", short, "--until", tomorrow]).status, 0);
    assert_eq!(verdict(&office, &[]).status, 0);
    let until = "2026-01-01T00:00:00Z";
    assert_eq!(office.kyso(&["trust", "remove", short, "--until", until]).status, 0);
    let said = verdict(&office, &[]);
    assert_eq!(said.status, 4, "{said:?}");
    assert!(said.out.contains("anchor-retired"), "{said:?}");
    assert_eq!(verdict(&office, &["--at", "2025-12-31T00:00:00Z"]).status, 0);
    let said = office.kyso(&["trust", "remove", short, "--reason", "lộ khóa"]);
    assert_eq!((said.status, said.out.as_str()), (0, ""), "{said:?}");
    assert_eq!(verdict(&office, &["--at", "2025-12-31T00:00:00Z"]).status, 4);
    let list = office.kyso(&["trust", "list", "--json", "--history"]).json().remove(0);
    assert_eq!(list["certificates"][0]["state"], "removed");
    let actions: Vec<_> =
        list["history"].as_array().unwrap().iter().map(|e| &e["action"]).collect();
    assert_eq!(actions, ["add", "remove", "remove", "remove"]);
    assert_eq!(list["history"][3]["reason"], "lộ khóa");
    for lang in ["en", "vi"] {
        let text = office.kyso(&["trust", "list", "--history", "--lang", lang]).out;
        assert!(text.lines().count() == 4 && text.contains("lộ khóa"), "{text}");
    }
}

#[test]
fn the_list_tells_of_each_whose_it_is_and_until_when() {
    let office = Office::new();
    let empty = office.kyso(&["trust", "list"]);
    assert!(
        empty.status == 0 && empty.out.is_empty() && empty.err.contains("trust add"),
        "{empty:?}"
    );
    let old = Pki::builder(KeyKind::P384).root(|t| *t = t.clone().expired()).build();
    // One file with a root and an authority below it, as public bundles have them.
    let bundle = old.root_pem() + &pem("CERTIFICATE", old.intermediate.cert_der());
    office.put("old.pem", bundle);
    office.kyso(&["trust", "add", "old.pem", "--domain", "cong-cong", "--yes"]);
    office.kyso(&["trust", "add", "root.pem", "--domain", "cong-vu", "--yes"]);
    let list = office.kyso(&["trust", "list"]).out;
    for words in ["cong-cong:", "cong-vu:", "(expired)", "SHA-256", "not trusted by itself"] {
        assert!(list.contains(words), "{words}: {list}");
    }
    let vi = office.kyso(&["trust", "list", "--lang", "vi", "--domain", "cong-vu"]).out;
    assert!(vi.contains("cong-vu:") && !vi.contains("cong-cong"), "{vi}");
    let json = office.kyso(&["trust", "list", "--json"]).json().remove(0);
    let states: Vec<_> = json["certificates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| json!([c["domain"], c["expired"], c["state"]]))
        .collect();
    assert!(states.contains(&json!(["cong-cong", true, "trusted"])), "{json:#}");
    assert!(states.contains(&json!(["cong-vu", false, "trusted"])), "{json:#}");
}

#[test]
fn a_store_broken_by_hand_is_an_error_that_names_the_file() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "root.pem", "--yes"]);
    let record = office.path("trust/history/000001.json");
    fs::write(&record, "{}").unwrap();
    for call in [["trust", "list"], ["verify", "signed.pdf"]] {
        office.kyso(&call).complains(5, &["000001.json"]);
    }
    let vi = office.kyso(&["trust", "list", "--lang", "vi"]);
    vi.complains(5, &["000001.json"]);
    fs::remove_dir_all(office.path("trust/certificates")).unwrap();
    fs::write(&record, "").unwrap();
    office.kyso(&["trust", "list"]).complains(5, &["000001.json"]);
}

#[test]
fn policies_by_name_and_out_of_files() {
    let office = Office::new();
    office.signed("signed.pdf");
    office.kyso(&["trust", "add", "root.pem", "--domain", "cong-vu", "--yes"]);
    // A shipped policy asks for revocation data, which this certificate does not publish.
    let said = verdict(&office, &["--policy", "cong-vu"]);
    assert_eq!((said.status, &said.json()[0]["policy"]), (4, &json!("cong-vu")), "{said:?}");
    assert_eq!(said.json()[0]["signatures"][0]["sub_indication"], "TRY_LATER");
    let said = verdict(&office, &["--policy", "cong-cong"]);
    assert_eq!(said.status, 4, "{said:?}");
    assert!(said.out.contains("trust-domain-refused"), "{said:?}");
    // Nobody is trusted in its domain: that is worth a word before any verdict.
    assert!(said.err.contains("cong-cong"), "{said:?}");
    let own = "name = \"noi-bo\"\nbase = \"cong-vu\"\n[revocation]\nrequired = false\n";
    office.put("own.toml", own);
    let said = verdict(&office, &["--policy", "own.toml"]);
    assert_eq!((said.status, &said.json()[0]["policy"]), (0, &json!("noi-bo")), "{said:?}");
    // Named on the call, the root is in no domain until the call says which.
    let trust = ["--policy", "own.toml", "--trust", "root.pem"];
    assert_eq!(verdict(&office, &trust).status, 4);
    let domain = [trust.as_slice(), &["--trust-domain", "cong-vu"]].concat();
    assert_eq!(verdict(&office, &domain).status, 0);
    office.put("wide.toml", "name = \"x\"\n[dangerous]\nclaimed-time = true\n");
    let text = office.kyso(&["verify", "signed.pdf", "--policy", "wide.toml"]).out;
    assert!(text.contains("the policy was widened: the time that the signer claims"), "{text}");
    office.put("bad.toml", "name = \"x\"\n\n[trust]\ndomain = \"cong-vu\"\n");
    office.kyso(&["verify", "signed.pdf", "--policy", "bad.toml"]).complains(2, &["line 4"]);
    office.kyso(&["verify", "signed.pdf", "--policy", "nope"]).complains(2, &["cong-vu"]);
    // No name looks like a shipped one; a list of nothing is no list.
    for text in ["name = \"cong-vu \"\n", "name = \"cong\u{200b}-vu\"\n"] {
        office.put("bad.toml", text);
        assert_eq!(office.kyso(&["verify", "signed.pdf", "--policy", "bad.toml"]).status, 2);
    }
    office.put("bad.toml", "name = \"x\"\n[path]\npolicies = []\n");
    office.kyso(&["verify", "signed.pdf", "--policy", "bad.toml"]).complains(2, &["line 3"]);
    office.put("asks.toml", "name = \"x\"\n[path]\npolicies = [\"1.2.3\"]\n");
    assert_ne!(verdict(&office, &["--policy", "asks.toml"]).status, 0, "no certificate has it");
}

#[test]
fn the_roots_of_the_system_count_on_request_alone() {
    let pki = Pki::new(KeyKind::P256);
    let office = Office::with(&pki.signer);
    office.signed("signed.pdf");
    let system = |more: &[&str]| {
        let call = [&["verify", "signed.pdf", "--json"], more].concat();
        let mut command = office.command(&call);
        // What the system trusts is what this variable names.
        command.env("SSL_CERT_FILE", office.path("root.pem"));
        said(command.output().unwrap())
    };
    assert_eq!(system(&[]).status, 4);
    let trusted = system(&["--system-trust"]);
    assert_eq!((trusted.status, anchor_of(&trusted)), (0, json!([true, "system"])), "{trusted:?}");
    assert!(trusted.err.contains("servers"), "{trusted:?}");
    assert_eq!(system(&["--system-trust", "--policy", "cong-vu"]).status, 4);
}

#[test]
fn trust_may_end_on_a_date_that_is_known_beforehand() {
    let office = Office::new();
    office.signed("signed.pdf");
    let until = |time| office.kyso(&["trust", "add", "root.pem", "--yes", "--until", time]);
    assert_eq!(until("2099-01-01T00:00:00Z").status, 0);
    assert_eq!(verdict(&office, &[]).status, 0);
    let listed = || {
        let list = office.kyso(&["trust", "list", "--json", "--history"]).json().remove(0);
        let one = list["certificates"][0].clone();
        json!([one["state"], one["until"], one["withdrawn"]])
    };
    assert_eq!(listed(), json!(["trusted", "2099-01-01T00:00:00Z", null]));
    for (lang, words) in [("en", "trusted for what is from"), ("vi", "được tin cậy cho những gì")]
    {
        let said = office.kyso(&["trust", "list", "--lang", lang]).out;
        assert!(said.contains(words), "{said}");
        let said = office.kyso(&["trust", "list", "--history", "--lang", lang]).out;
        assert!(said.contains("2099"), "{said}");
    }
    assert_eq!(until("2026-01-01T00:00:00Z").status, 0);
    assert_eq!(listed(), json!(["retired", "2026-01-01T00:00:00Z", null]));
    let said = verdict(&office, &[]);
    assert_eq!(said.status, 4, "{said:?}");
    let why = &said.json()[0]["signatures"][0]["sub_indication"];
    assert_eq!(why, "NO_CERTIFICATE_CHAIN_FOUND_NO_POE");
    assert_eq!(verdict(&office, &["--at", "2025-12-31T00:00:00Z"]).status, 0);
    until("never").complains(2, &["--until"]);
    assert_eq!(office.kyso(&["trust", "add", "root.pem", "--yes"]).status, 0);
    assert_eq!((verdict(&office, &[]).status, listed()), (0, json!(["trusted", null, null])));
}

#[test]
fn of_a_root_of_the_system_the_users_own_word_counts() {
    let office = Office::new();
    office.signed("signed.pdf");
    let store = office.path("trust");
    let judged = |more: &[&str]| {
        let call = ["verify", "signed.pdf", "--json", "--system-trust"];
        let mut command = office.command(&[&call, more].concat());
        command.env("SSL_CERT_FILE", office.path("root.pem"));
        said(command.output().unwrap())
    };
    office.kyso(&["trust", "add", "root.pem", "--domain", "cong-vu", "--yes"]);
    let store = ["--store", store.to_str().unwrap()];
    assert_eq!(anchor_of(&judged(&store)), json!([true, "cong-vu"]));
    assert_eq!(anchor_of(&judged(&[])), json!([true, "system"]));
    // What the call says of a certificate that it names, before all else.
    let named = ["--trust", "root.pem", "--trust-domain", "noi-bo"];
    assert_eq!(anchor_of(&judged(&[named.as_slice(), &store].concat())), json!([true, "noi-bo"]));
    let hex = fingerprint(&office);
    office.kyso(&["trust", "remove", &hex, "--until", "2026-01-01T00:00:00Z"]);
    assert_eq!(judged(&store).status, 4, "retired by the user");
    office.kyso(&["trust", "remove", &hex]);
    assert_eq!(judged(&store).status, 4, "removed by the user");
}
