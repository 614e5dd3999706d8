//! `kyso demo`: the first thing a user sees.

use std::fs;

use crate::office::Office;

#[test]
fn the_demonstration_runs_twice_and_in_both_languages() {
    let office = Office::new();
    for lang in ["en", "vi"] {
        let said = office.kyso(&["demo", "--lang", lang]);
        assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
        assert_eq!(said.out.lines().count(), 8, "{said:?}");
    }
    let names = office.names("kyso-demo");
    for name in
        ["ca.pem", "leader.key.pem", "report.json", "sample.altered.pdf", "sample.signed.pdf"]
    {
        assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
    }
    let verify = |file| {
        let path = format!("kyso-demo/{file}");
        office.kyso(&["verify", &path, "--trust", "kyso-demo/ca.pem"]).status
    };
    assert_eq!(verify("sample.signed.pdf"), 0);
    assert_eq!(verify("sample.altered.pdf"), 1);
    assert_eq!(verify("sample.pdf"), 3);
    assert_eq!(verify("sample.signed.xml"), 0);
    assert_eq!(verify("sample.altered.xml"), 1);
    assert_eq!(verify("sample.xml"), 3);
    let signed = office.read("kyso-demo/sample.signed.pdf");
    let altered = office.read("kyso-demo/sample.altered.pdf");
    assert_eq!(signed.iter().zip(&altered).filter(|(a, b)| a != b).count(), 1);
    assert!(signed.starts_with(&office.read("kyso-demo/sample.pdf")));
    #[cfg(feature = "preview")]
    assert!(office.read("kyso-demo/page-1.png").starts_with(b"\x89PNG"));
}

#[test]
fn a_folder_in_use_is_left_alone() {
    let office = Office::new();
    fs::create_dir(office.path("mine")).unwrap();
    office.put("mine/ca.pem", "mine");
    office.kyso(&["demo", "--out-dir", "mine"]).complains(5, &["mine", "--out-dir"]);
    assert_eq!(office.names("mine"), ["ca.pem"]);
    assert_eq!(office.read("mine/ca.pem"), b"mine");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_not_followed() {
    use std::os::unix::fs::symlink;
    let office = Office::new();
    office.put("mine.pdf", "mine");
    assert_eq!(office.kyso(&["demo"]).status, 0);
    for name in ["sample.pdf", "leader.key.pem", ".kyso-demo"] {
        let path = office.path("kyso-demo").join(name);
        let content = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        symlink("../mine.pdf", &path).unwrap();
        office.kyso(&["demo"]).complains(5, &["kyso-demo", "--out-dir"]);
        assert_eq!(office.read("mine.pdf"), b"mine");
        fs::remove_file(&path).unwrap();
        fs::write(&path, content).unwrap();
    }
    // Anybody's file of that name claims nothing.
    fs::create_dir(office.path("other")).unwrap();
    office.put("other/.kyso-demo", "");
    office.put("other/ca.pem", "mine");
    office.kyso(&["demo", "--out-dir", "other"]).complains(5, &["other"]);
    assert_eq!(office.read("other/ca.pem"), b"mine");
    office.kyso(&["demo", "--out-dir", "mine.pdf"]).complains(5, &["mine.pdf", "folder"]);
}

#[cfg(unix)]
#[test]
fn the_key_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let office = Office::new();
    assert_eq!(office.kyso(&["demo"]).status, 0);
    let mode = fs::metadata(office.path("kyso-demo/leader.key.pem")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
