//! Wrong calls, help, and the generated texts.

use crate::office::Office;

#[test]
fn a_wrong_call_is_explained_in_two_lines_in_both_languages() {
    let office = Office::new();
    let calls: [(&[&str], &str, &str); 8] = [
        (&["verify", "in.pdf", "--nope"], "--nope", "--nope"),
        (&["verify", "in.pdf", "--trus", "x"], "Did you mean --trust", "Có phải ý bạn là --trust"),
        (&["sgn"], "no command sgn", "không có lệnh sgn"),
        (&["sign", "in.pdf", "-o", "x"], "--p12", "--p12"),
        (&["sign", "in.pdf", "--key", "k"], "--cert", "--cert"),
        (&["sign", "in.pdf", "--p12", "k", "--digest", "md5"], "sha256, sha384", "sha256, sha384"),
        (&["sign", "in.pdf", "--p12", "k", "--level", "x"], "b, t, lt, lta", "b, t, lt, lta"),
        (&["verify", "in.pdf", "--at", "hôm qua"], "hôm qua", "hôm qua"),
    ];
    for (call, en, vi) in calls {
        office.kyso(call).complains(2, &[en]);
        office.kyso(&[call, &["--lang", "vi"]].concat()).complains(2, &[vi]);
    }
}

#[test]
fn help_speaks_the_readers_language() {
    let office = Office::new();
    let said = office.kyso(&["sign", "--help"]);
    assert!(said.status == 0 && said.out.contains("Usage: kyso sign"), "{said:?}");
    let vi = office.command(&["sign", "--help"]).env("LC_ALL", "vi_VN.UTF-8").output().unwrap();
    let vi = crate::office::said(vi);
    assert!(vi.status == 0 && vi.out.contains("Cách dùng: kyso sign"), "{vi:?}");
    assert!(vi.out.contains("Tùy chọn") && !vi.out.contains("Usage"), "{vi:?}");
    let bare = office.kyso(&[]);
    assert_eq!((bare.status, bare.out.as_str()), (2, ""));
    let version = office.kyso(&["--version"]);
    assert_eq!(version.out, concat!("kyso ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn help_is_a_word_too() {
    let office = Office::new();
    assert_eq!(office.kyso(&["help"]).out, office.kyso(&["--help"]).out);
    let vi = office.kyso(&["--lang", "vi", "help", "sign"]);
    assert_eq!(vi.out, office.kyso(&["sign", "--help", "--lang", "vi"]).out);
    assert!(vi.status == 0 && vi.out.contains("[TÙY CHỌN]"), "{vi:?}");
    assert!(!vi.out.contains("OPTIONS"), "{vi:?}");
    office.kyso(&["help", "sgn"]).complains(2, &["sgn"]);
}

#[test]
fn manual_and_completions_are_complete() {
    let office = Office::new();
    let man = office.kyso(&["man"]);
    assert!(man.status == 0 && man.out.starts_with(".ie"), "{man:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = office.kyso(&["completions", shell]);
        assert_eq!(script.status, 0);
        for verb in [
            "sign",
            "verify",
            "inspect",
            "extend",
            "timestamp",
            "prepare",
            "complete",
            "fields",
            "preview",
            "trust",
            "keys",
            "doctor",
            "demo",
        ] {
            assert!(script.out.contains(verb), "{shell} {verb}");
            assert!(man.out.contains(&format!("kyso {verb}")), "{verb}");
        }
    }
}
