//! A folder stands for its documents; what else is in it is named.

use std::fs;

use crate::office::Office;

#[test]
fn what_is_passed_over_in_a_folder_is_said() {
    let office = Office::new();
    fs::create_dir_all(office.path("box/deeper")).unwrap();
    office.signed("box/signed.pdf");
    for index in 0..7 {
        office.put(&format!("box/note{index}.txt"), "");
    }
    office.put("box/.hidden", "");
    let call = ["verify", "box", "--trust", "root.pem", "--json"];
    let said = office.kyso(&call);
    assert_eq!((said.status, said.json().len()), (0, 1), "{said:?}");
    assert!(said.err.contains("box/deeper") && said.err.contains("7"), "{said:?}");
    assert!(said.err.contains("note0.txt") && !said.err.contains("note6.txt"), "{said:?}");
    assert!(!said.err.contains(".hidden"), "{said:?}");
    let said = office.kyso(&[&call[..], &["--quiet"]].concat());
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    // A batch that signs says so too.
    let said = office.sign(&["box", "--out-dir", "out"]);
    assert!(said.status == 0 && said.err.contains("box/deeper"), "{said:?}");
}

#[cfg(unix)]
#[test]
fn what_is_called_like_a_document_and_is_none_is_no_success() {
    let office = Office::new();
    fs::create_dir(office.path("box")).unwrap();
    office.signed("box/signed.pdf");
    std::os::unix::fs::symlink("nowhere", office.path("box/gone.pdf")).unwrap();
    let call = ["verify", "box", "--trust", "root.pem", "--json"];
    let said = office.kyso(&call);
    assert_eq!((said.status, said.json().len()), (5, 2), "{said:?}");
    assert!(said.err.contains("box/gone.pdf"), "{said:?}");
    fs::remove_file(office.path("box/gone.pdf")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(office.path("box/pipe.pdf")).status();
    assert!(made.unwrap().success());
    std::os::unix::fs::symlink("..", office.path("box/up.pdf")).unwrap();
    let said = office.kyso(&call);
    assert_eq!((said.status, said.json().len()), (0, 1), "{said:?}");
    assert!(said.err.contains("box/pipe.pdf") && said.err.contains("box/up.pdf"), "{said:?}");
}
