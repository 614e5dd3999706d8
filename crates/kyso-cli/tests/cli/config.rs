//! The configuration: what stands for options that a call leaves out, and the verb that keeps it.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::office::{Office, Said, said};

/// The place of the file in an office.
const FILE: &str = "config/kyso/config.toml";

/// An office with this configuration.
fn configured(text: &str) -> Office {
    let office = Office::new();
    configure(&office, text);
    office
}

fn configure(office: &Office, text: &str) {
    fs::create_dir_all(office.path("config/kyso")).unwrap();
    office.put(FILE, text);
    #[cfg(unix)]
    rights(&office.path(FILE), 0o644);
}

#[cfg(unix)]
fn rights(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// The configuration of the office's own key.
const KEY: &str =
    "key = \"../../key.pem\"\ncert = \"../../cert.pem\"\nchain = \"../../chain.pem\"\n";

fn text(office: &Office) -> String {
    String::from_utf8(office.read(FILE)).unwrap()
}

/// A call with these variables.
fn with(office: &Office, variables: &[(&str, &str)], call: &[&str]) -> Said {
    said(office.command(call).envs(variables.iter().copied()).output().unwrap())
}

#[test]
fn a_file_stands_for_options() {
    let office = configured(&format!("{KEY}out-dir = \"../../signed\"\n"));
    let signed = office.kyso(&["sign", "in.pdf", "in.xml"]);
    assert_eq!(signed.status, 0, "{signed:?}");
    assert!(office.has("signed/in.pdf") && office.has("signed/in.xml"));
    configure(&office, "trust = [\"../../root.pem\"]\nlang = \"vi\"\n");
    let judged = office.kyso(&["verify", "signed/in.pdf"]);
    assert_eq!(judged.status, 0, "{judged:?}");
    assert!(judged.out.contains("hợp lệ"), "{judged:?}");
    // A wrong call is explained in its language too.
    office.kyso(&["verify", "in.pdf", "--nope"]).complains(2, &["tùy chọn"]);
}

#[test]
fn an_option_comes_before_a_variable_and_a_variable_before_the_file() {
    let office = configured("lang = \"vi\"\nlevel = \"t\"\ntsa = \"https://file.example\"\n");
    let get = |variables: &[(&str, &str)], call: &[&str]| {
        with(&office, variables, &[&["config", "get"], call].concat()).out.trim_end().to_owned()
    };
    assert_eq!(get(&[], &["lang"]), "vi");
    assert_eq!(get(&[("KYSO_LANG", "en")], &["lang"]), "en");
    assert_eq!(get(&[("KYSO_LANG", "en")], &["lang", "--lang", "vi"]), "vi");
    assert_eq!(get(&[("LC_ALL", "en_US.UTF-8")], &["lang"]), "vi");
    assert_eq!(get(&[], &["lang", "--no-config"]), "en");
    assert_eq!(get(&[("KYSO_LEVEL", "")], &["level"]), "t");
    assert_eq!(get(&[("KYSO_LEVEL", "lt")], &["level"]), "lt");
    assert_eq!(
        get(&[("KYSO_TSA", "https://a.example https://b.example")], &["tsa"]),
        "https://a.example\nhttps://b.example"
    );
    assert_eq!(get(&[], &["image"]), "");
    assert_eq!(get(&[], &["policy"]), "baseline");
}

/// Two sources of keys never mix: neither a key of the call with a passphrase of the file, nor one
/// of a variable with a certificate of the file.
#[test]
fn a_key_in_the_call_ends_what_is_configured_of_keys() {
    let office = configured("pkcs11 = \"pkcs11:token=Nobody\"\npassphrase-file = \"pin.txt\"\n");
    let signed = office.sign(&["in.pdf", "-o", "a.pdf"]);
    assert_eq!(signed.status, 0, "{signed:?}");
    let variables = [("KYSO_KEY", "key.pem"), ("KYSO_CERT", "cert.pem")];
    let signed = with(&office, &variables, &["sign", "in.pdf", "-o", "b.pdf", "-v"]);
    assert_eq!(signed.status, 0, "{signed:?}");
    assert!(signed.err.contains("--key (KYSO_KEY), --cert (KYSO_CERT)"), "{signed:?}");
    // Without either it is the file's.
    let refused = office.kyso(&["sign", "in.pdf", "-o", "c.pdf"]);
    assert_ne!(refused.status, 0, "{refused:?}");
    assert!(!office.has("c.pdf"));
}

/// What a script names as trusted is all that counts.
#[test]
fn trust_in_the_call_is_not_widened_by_the_file() {
    let office = configured("trust = [\"../../root.pem\"]\n");
    office.signed("signed.pdf");
    assert_eq!(office.kyso(&["verify", "signed.pdf"]).status, 0);
    let other = Office::new();
    office.put("other.pem", other.read("root.pem"));
    assert_eq!(office.kyso(&["verify", "signed.pdf", "--trust", "other.pem"]).status, 4);
    assert_eq!(office.kyso(&["verify", "signed.pdf", "--no-config"]).status, 4);
    let variable = [("KYSO_TRUST", "other.pem")];
    assert_eq!(with(&office, &variable, &["verify", "signed.pdf"]).status, 4);
    let told = office.kyso(&["verify", "signed.pdf", "--verbose"]);
    assert!(told.err.contains("config.toml:1"), "{told:?}");
    // The report is the same whoever named the anchor.
    let json = |call: &[&str]| {
        let mut report = office.kyso(&[&["verify", "signed.pdf", "--json"], call].concat()).json();
        report[0]["validated_at"].take();
        report
    };
    assert_eq!(json(&[]), json(&["--trust", "root.pem"]));
}

#[test]
fn a_configured_authority_is_left_alone_where_no_time_stamp_is_asked_for() {
    let office = configured(&format!("{KEY}tsa = \"http://127.0.0.1:1/\"\n"));
    assert_eq!(office.kyso(&["sign", "in.pdf", "-o", "a.pdf"]).status, 0);
    // One that nobody answers for is asked.
    let stamped = office.kyso(&["sign", "in.pdf", "-o", "b.pdf", "--level", "t"]);
    assert_eq!(stamped.status, 6, "{stamped:?}");
    configure(&office, &format!("{KEY}tsa = \"http://127.0.0.1:1/\"\nlevel = \"t\"\n"));
    assert_eq!(office.kyso(&["sign", "in.pdf", "-o", "c.pdf"]).status, 6);
    assert_eq!(office.kyso(&["sign", "in.pdf", "-o", "d.pdf", "--level", "b"]).status, 0);
}

/// A look is for PDF: what else is signed goes without, unless the call itself asks for one.
#[test]
fn a_configured_look_is_seen_where_it_can_be() {
    let office = configured(&format!("{KEY}text = \"{{signer}}\"\nat = \"top-left\"\n"));
    office.put("a.csv", "1;2;3");
    for (input, output) in [("in.pdf", "o.pdf"), ("in.xml", "o.xml"), ("a.csv", "o.p7s")] {
        let signed = office.kyso(&["sign", input, "-o", output]);
        assert_eq!(signed.status, 0, "{input}: {signed:?}");
    }
    let fields = office.kyso(&["fields", "o.pdf", "--json"]).json();
    let seen = fields[0].to_string().contains("\"rect\"");
    assert!(seen, "{fields:?}");
    // What the call says about the place counts for it.
    let placed = office.kyso(&["sign", "in.pdf", "-o", "p.pdf", "--rect", "10,10,100,40"]);
    assert_eq!(placed.status, 0, "{placed:?}");
    let asked = office.kyso(&["sign", "in.xml", "-o", "q.xml", "--visible"]);
    assert_ne!(asked.status, 0, "{asked:?}");
}

#[test]
fn a_wrong_configuration_stops_every_call_but_those_that_mend_it() {
    let office = configured("tsas = \"https://tsa.example\"\n");
    for call in [&["sign", "in.pdf", "-o", "o.pdf"][..], &["verify", "in.pdf"], &["keys"]] {
        office.kyso(call).complains(5, &["config.toml:1", "tsa?"]);
    }
    let json = office.kyso(&["verify", "in.pdf", "--json"]).json().remove(0);
    assert_eq!(json["error"]["code"], "config-similar");
    let json = office.kyso(&["verify", "in.pdf", "--json", "--no-config"]);
    assert_eq!(json.status, 3, "{json:?}");
    assert_eq!(office.kyso(&["--help"]).status, 0);
    assert_eq!(office.kyso(&["--version"]).status, 0);
    assert_eq!(office.kyso(&["man"]).status, 0);
    let doctor = office.kyso(&["doctor", "--offline", "--json"]);
    assert_eq!(doctor.status, 5, "{doctor:?}");
    let findings = doctor.json().remove(0);
    let fault = findings["findings"].as_array().unwrap().iter().find(|f| f["severity"] == "error");
    assert_eq!(fault.unwrap()["code"], "config-similar");
    assert_eq!(fault.unwrap()["area"], "configuration");
    assert_eq!(office.kyso(&["config", "unset", "tsas"]).status, 0);
    assert_eq!(text(&office), "# tsas = \"https://tsa.example\"\n");
    assert_eq!(office.kyso(&["verify", "in.pdf"]).status, 3);
}

#[test]
fn a_wrong_variable_is_a_wrong_call() {
    let office = Office::new();
    let call = ["sign", "in.pdf", "-o", "o.pdf"];
    with(&office, &[("KYSO_LEVEL", "x")], &call).complains(2, &["KYSO_LEVEL", "b, t, lt, lta"]);
    with(&office, &[("KYSO_OFFLINE", "x")], &call).complains(2, &["KYSO_OFFLINE"]);
    // Half of a key is named with its place.
    with(&office, &[("KYSO_KEY", "key.pem")], &call).complains(2, &["--cert", "KYSO_KEY"]);
    let conflict = [("KYSO_KEY_COMMAND", "/bin/true"), ("KYSO_CERT", "cert.pem")];
    let call = [&call[..], &["--passphrase-file", "x"]].concat();
    with(&office, &conflict, &call).complains(2, &["--key-command (KYSO_KEY_COMMAND)"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_may_write_is_refused() {
    let office = configured("lang = \"vi\"\n");
    for mode in [0o664, 0o646] {
        rights(&office.path(FILE), mode);
        office.kyso(&["verify", "in.pdf"]).complains(5, &["config.toml", "chmod go-w"]);
    }
    rights(&office.path(FILE), 0o644);
    rights(&office.path("config/kyso"), 0o777);
    office.kyso(&["verify", "in.pdf"]).complains(5, &["config/kyso", "chmod go-w"]);
    rights(&office.path("config/kyso"), 0o755);
    assert_eq!(office.kyso(&["verify", "in.pdf"]).status, 3);
    // A folder above it, and one on the way that a link leads.
    rights(&office.path("config"), 0o777);
    office.kyso(&["verify", "in.pdf"]).complains(5, &["config", "chmod go-w"]);
    rights(&office.path("config"), 0o1777);
    assert_eq!(office.kyso(&["verify", "in.pdf"]).status, 3);
    for folder in ["open", "other"] {
        fs::create_dir(office.path(folder)).unwrap();
    }
    std::os::unix::fs::symlink(office.path(FILE), office.path("open/c.toml")).unwrap();
    std::os::unix::fs::symlink("../open/c.toml", office.path("other/c.toml")).unwrap();
    let named = [("KYSO_CONFIG", "other/c.toml")];
    assert_eq!(with(&office, &named, &["verify", "in.pdf"]).status, 3);
    rights(&office.path("open"), 0o777);
    with(&office, &named, &["verify", "in.pdf"]).complains(5, &["open", "chmod go-w"]);
}

#[test]
fn a_key_is_set_and_unset_beside_its_explanation() {
    let office = Office::new();
    let call = |call: &[&str]| {
        let said = office.kyso(&[&["config"], call].concat());
        assert_eq!(said.status, 0, "{said:?}");
        said.out
    };
    let path = office.path(FILE).display().to_string();
    assert_eq!(call(&["path"]), format!("{path}\n"));
    call(&["init"]);
    let fresh = text(&office);
    assert!(fresh.contains("\n# level = \"lta\"\n"), "{fresh}");
    office.kyso(&["config", "init"]).complains(5, &["config.toml", "--force"]);
    call(&["set", "level", "lt"]);
    assert_eq!(text(&office), fresh.replace("# level = \"lta\"", "level = \"lt\""));
    call(&["set", "image", "hand.png"]);
    let image = office.path("hand.png").display().to_string();
    assert_eq!(call(&["get", "image"]), format!("{image}\n"));
    call(&["set", "trust", "root.pem", "chain.pem"]);
    call(&["set", "offline", "true"]);
    call(&["set", "timeout", "9"]);
    assert_eq!(call(&["get", "offline"]), "true\n");
    for key in ["image", "trust", "offline", "timeout"] {
        call(&["unset", key]);
    }
    assert_eq!(call(&["get", "image"]), "");
    let left: Vec<String> = text(&office)
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(str::to_owned)
        .collect();
    assert_eq!(left, ["level = \"lt\""]);
    // On an absent file as on one that `init` wrote.
    call(&["init", "--force"]);
    assert_eq!(text(&office), fresh);
    fs::remove_file(office.path(FILE)).unwrap();
    call(&["set", "level", "lt"]);
    assert_eq!(text(&office), fresh.replace("# level = \"lta\"", "level = \"lt\""));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |name: &str| office.path(name).metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(FILE) & 0o022, mode("config/kyso")), (0, 0o700));
    }
}

/// What is refused leaves the file as it was.
#[test]
fn a_wrong_set_changes_nothing() {
    let office = configured("p12 = \"a.p12\" # mine\n");
    for (call, status, word) in [
        (&["set", "pin", "1234"][..], 2, "passphrase-file"),
        (&["set", "nope", "1"], 2, "nope"),
        (&["set", "level", "x"], 2, "b, t, lt, lta"),
        (&["set", "level", "b", "t"], 2, "level"),
        (&["set", "offline", "perhaps"], 2, "true"),
        (&["set", "timeout", "-1"], 2, "-1"),
        (&["set", "remote", "vnpt-smartca"], 2, "p12"),
        (&["set", "tsa", "https://an:secret@tsa.example"], 2, "tsa-user"),
        (&["unset", "nope"], 2, "nope"),
    ] {
        let refused = office.kyso(&[&["config"], call].concat());
        refused.complains(status, &[word]);
        assert!(!refused.err.contains("1234") && !refused.err.contains("secret@"), "{refused:?}");
    }
    assert_eq!(text(&office), "p12 = \"a.p12\" # mine\n");
}

#[test]
fn where_values_come_from_is_data_too() {
    let office = configured("pkcs11 = \"pkcs11:token=A\"\nlevel = \"t\"\n");
    let call = ["config", "show", "--json", "--color", "never"];
    let variables = [("KYSO_P12", "a.p12"), ("KYSO_TIMEOUT", "9")];
    let shown = with(&office, &variables, &call).json().remove(0);
    let file = office.path(FILE).display().to_string();
    assert_eq!(
        (&shown["schema"], &shown["file"], &shown["found"]),
        (&json!(1), &json!(file), &json!(true))
    );
    let of = |key: &str| {
        let values = shown["values"].as_array().unwrap();
        values.iter().find(|value| value["key"] == key).unwrap().clone()
    };
    let row = |key: &str,
               value: serde_json::Value,
               origin: &str,
               place: Option<&str>,
               line: Option<u32>,
               instead: Option<&str>| {
        assert_eq!(
            of(key),
            json!({
                "key": key, "value": value, "origin": origin, "place": place, "line": line,
                "instead": instead,
            })
        );
    };
    row("color", json!("never"), "option", Some("--color"), None, None);
    row("p12", json!("a.p12"), "variable", Some("KYSO_P12"), None, None);
    row("timeout", json!(9), "variable", Some("KYSO_TIMEOUT"), None, None);
    row("pkcs11", json!("pkcs11:token=A"), "file", Some(&file), Some(1), Some("KYSO_P12"));
    row("level", json!("t"), "file", Some(&file), Some(2), None);
    row("policy", json!("baseline"), "default", None, None, None);
    configure(&office, "x = 1\n");
    let fault = office.kyso(&["config", "show", "--json"]);
    assert_eq!(
        (fault.status, fault.json()[0]["error"]["code"].clone()),
        (5, json!("config-unknown"))
    );
}

#[test]
fn the_manual_is_a_folder_of_pages() {
    let office = Office::new();
    let made = office.kyso(&["man", "--out-dir", "man/man1"]);
    assert_eq!(made.status, 0, "{made:?}");
    let names = office.names("man/man1");
    assert!(names.len() >= 17 && names.contains(&"kyso.1".to_owned()), "{names:?}");
    let page = String::from_utf8(office.read("man/man1/kyso-trust.1")).unwrap();
    assert!(page.contains(".TH kyso-trust 1") && page.contains(".SH \"kyso trust add\""), "{page}");
    let main = String::from_utf8(office.read("man/man1/kyso.1")).unwrap();
    for word in ["KYSO_TSA", "KYSO_CONFIG", "config.toml", "kyso\\-sign"] {
        assert!(main.contains(word), "{word}");
    }
    office.kyso(&["man", "--out-dir", "man/man1"]).complains(5, &["kyso.1", "--force"]);
    assert_eq!(office.kyso(&["man", "--out-dir", "man/man1", "--force"]).status, 0);
    office.kyso(&["man", "--force"]).complains(2, &["--out-dir"]);
    let vi = office.kyso(&["man", "--lang", "vi"]);
    assert!(vi.out.contains("BIẾN MÔI TRƯỜNG") && !vi.out.contains(".SH OPTIONS"), "{vi:?}");
}

/// The variable is above the file, whatever it names.
#[test]
fn a_store_in_a_variable_ends_the_files_trust() {
    let office = configured("trust = [\"../../root.pem\"]\n");
    office.signed("signed.pdf");
    assert_eq!(office.kyso(&["verify", "signed.pdf"]).status, 0);
    fs::create_dir(office.path("empty")).unwrap();
    let variable = [("KYSO_TRUST_STORE", "empty")];
    assert_eq!(with(&office, &variable, &["verify", "signed.pdf"]).status, 4);
}

/// A script's exit status is not widened by a file that it does not name.
#[test]
fn a_policy_that_widens_is_given_on_the_call() {
    let office = configured("trust = [\"../../root.pem\"]\npolicy = \"../../own.toml\"\n");
    office.signed("signed.pdf");
    office.put("own.toml", "name = \"own\"\n");
    assert_eq!(office.kyso(&["verify", "signed.pdf"]).status, 0);
    office.put("own.toml", "name = \"own\"\n[dangerous]\nunchecked-revocation = true\n");
    office.kyso(&["verify", "signed.pdf"]).complains(5, &["config.toml:2", "--policy"]);
    office.sign(&["in.pdf", "-o", "x.pdf"]).complains(5, &["config.toml:2", "--policy"]);
    assert_eq!(office.kyso(&["verify", "signed.pdf", "--policy", "own.toml"]).status, 0);
    let variable = [("KYSO_POLICY", "own.toml")];
    with(&office, &variable, &["verify", "signed.pdf"]).complains(2, &["KYSO_POLICY", "--policy"]);
}

/// A configured place is for where the document has none.
#[test]
fn a_configured_place_gives_way_to_a_ready_field() {
    let office = configured(&format!("{KEY}at = \"top-left\"\nsize = \"70mm,25mm\"\n"));
    let add = ["fields", "in.pdf", "add", "--name", "Ky", "--rect", "10mm,10mm,60mm,20mm"];
    let added = office.kyso(&[&add[..], &["-o", "ready.pdf"]].concat());
    assert_eq!(added.status, 0, "{added:?}");
    let rect = |file: &str, name: &str| {
        let fields = office.kyso(&["fields", file, "--json"]).json().remove(0);
        let all = fields["fields"].as_array().unwrap().clone();
        all.into_iter().find(|one| one["name"] == name).unwrap()["rect"].clone()
    };
    for call in [&["--visible"][..], &["--field", "Ky", "--visible"], &[]] {
        let sign = ["sign", "ready.pdf", "-o", "o.pdf", "--force"];
        let signed = office.kyso(&[&sign[..], call].concat());
        assert_eq!(signed.status, 0, "{signed:?}");
        assert_eq!(rect("o.pdf", "Ky"), rect("ready.pdf", "Ky"));
    }
    // A new field has no place of its own.
    let signed = office.kyso(&["sign", "in.pdf", "-o", "n.pdf", "--field", "New"]);
    assert_eq!(signed.status, 0, "{signed:?}");
}

#[test]
fn what_a_certificate_lacks_is_listed_once() {
    let office = Office::new();
    let said = office.kyso(&["sign", "in.pdf", "-o", "o.pdf", "--cert", "cert.pem"]);
    said.complains(2, &["--p12, --key, --key-command, --pkcs11, --remote\n"]);
    assert!(!said.err.contains(">,"), "{said:?}");
}

/// Whoever did not type an option learns where it stands.
#[test]
fn an_option_that_does_not_fit_is_named_with_its_place() {
    let level = "level = \"t\"\ntsa = \"http://127.0.0.1:1/\"\n";
    let office = configured(&format!("{KEY}{level}"));
    let said = office.kyso(&["sign", "in.xml", "-o", "o.xml", "--form", "xmldsig"]);
    assert_eq!(said.status, 2, "{said:?}");
    assert!(said.err.contains("--level") && said.err.contains("config.toml:4"), "{said:?}");
    configure(&office, &format!("{KEY}profile = \"nd30-leader\"\n"));
    let said = office.kyso(&["sign", "in.pdf", "-o", "o.pdf"]);
    assert_eq!(said.status, 2, "{said:?}");
    assert!(said.err.contains("--image") && said.err.contains("config.toml:4"), "{said:?}");
}
