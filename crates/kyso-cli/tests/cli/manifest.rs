//! `--manifest`: a table says for each document what it gets.

use std::fs;

use crate::office::{Office, Said, said};

/// Papers `in/a.pdf`, `in/b.pdf`, `in/c.pdf`, each with fields for a number and a date.
fn office() -> Office {
    let office = Office::new();
    fs::create_dir(office.path("in")).unwrap();
    office.add_text_field("in.pdf", "so", "20,20,80,20", "so.pdf");
    office.add_text_field("so.pdf", "ngay", "120,20,180,20", "in/a.pdf");
    for name in ["in/b.pdf", "in/c.pdf"] {
        fs::copy(office.path("in/a.pdf"), office.path(name)).unwrap();
    }
    office
}

fn sign(office: &Office, arguments: &[&str]) -> Said {
    let mut command = office.signing(arguments);
    said(command.env("KYSO_STATE", office.path("state")).output().unwrap())
}

fn field(office: &Office, file: &str, name: &str) -> String {
    let said = office.kyso(&["verify", file, "--trust", "root.pem", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    said.json()[0]["signatures"][0][name].as_str().unwrap_or_default().to_owned()
}

#[test]
fn each_row_is_signed_as_it_says() {
    let office = office();
    office.put(
        "in/list.csv",
        "\u{feff}file;output;number;date;reason;location;rect;page\r\n\
         a.pdf;mot.pdf;215/QĐ;ngày 16 tháng 11 năm 2026;Phê duyệt;Hà Nội;;\r\n\
         b.pdf;;;;;;20mm,200mm,60mm,25mm;last\r\n",
    );
    let call = ["--manifest", "in/list.csv", "--out-dir", "out", "--reason", "Đồng ý"];
    let said = sign(&office, &call);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("2 signed"), "{said:?}");
    assert_eq!(office.names("out"), ["b.pdf", "mot.pdf"]);
    assert_eq!(field(&office, "out/mot.pdf", "reason"), "Phê duyệt");
    assert_eq!(field(&office, "out/mot.pdf", "location"), "Hà Nội");
    assert_eq!(field(&office, "out/b.pdf", "reason"), "Đồng ý");
    let seen = office.kyso(&["fields", "out/b.pdf", "--json"]).out;
    assert!(seen.contains("56.6"), "20 mm from the left: {seen}");
    // The number is filled in; the row without one leaves it empty.
    let filled = office.sign(&["out/mot.pdf", "-o", "x.pdf", "--new-field", "--fill", "so=216"]);
    filled.complains(5, &["so", "filled in"]);
    let empty = office.sign(&["out/b.pdf", "-o", "x.pdf", "--new-field", "--fill", "so=216"]);
    assert_eq!(empty.status, 0, "{empty:?}");
}

#[test]
fn json_says_the_same() {
    let office = office();
    office.put(
        "list.json",
        "[\n {\"file\": \"in/a.pdf\", \"output\": \"out/a.pdf\", \"profile\": \"incoming\", \
         \"number\": 7},\n {\"file\": \"in/b.pdf\", \"output\": \"b.pdf\", \"page\": 1}\n]\n",
    );
    fs::create_dir(office.path("out")).unwrap();
    let said = sign(&office, &["--manifest", "list.json", "--json"]);
    assert_eq!(said.status, 0, "{said:?}");
    let outputs: Vec<_> = said.json().iter().map(|line| line["output"].clone()).collect();
    assert_eq!(outputs, ["out/a.pdf", "b.pdf"]);
    // The profile's mark needs a number, and got it.
    office.put(
        "bad.json",
        "[{\"file\": \"in/c.pdf\", \"output\": \"c.pdf\", \"profile\": \"incoming\"}]",
    );
    let said = sign(&office, &["--manifest", "bad.json"]);
    assert!(said.status == 2 && said.err.contains("number"), "{said:?}");
}

/// Every way in which a table can be wrong, as it is said in both languages.
#[test]
fn what_is_wrong_is_said_in_both_languages() {
    let office = office();
    let tables = [
        "file,colour\nin/a.pdf,x\n",
        "file,colour,size\nin/a.pdf,x,y\n",
        "file,page,page\nin/a.pdf,1,1\n",
        "output\nx.pdf\n",
        "file\n",
        "file,page\nin/a.pdf\n",
        "file,reason\nin/a.pdf,\"Approved\nin/b.pdf,no\nin/c.pdf,no\n",
        "file,output\n,x.pdf\nin/none.pdf,x.pdf\nin/a.pdf,y.pdf\nin/a.pdf,z.pdf\nin/b.pdf,y.pdf\nin/c.pdf,\n",
        "file,output,page,rect\nin/a.pdf,x.pdf,0,\nin/b.pdf,y.pdf,,20mm\n",
        "file,output,number,date\nin.pdf,x.pdf,7,\nin.xml,y.xml,,7\n",
        "file,output,profile\nin/a.pdf,x.pdf,unheard-of\n",
    ];
    for lang in ["en", "vi"] {
        let mut all = String::new();
        for table in tables {
            office.put("list.csv", table);
            let said = sign(&office, &["--manifest", "list.csv", "--lang", lang]);
            assert_eq!(said.status, 2, "{said:?}");
            all.push_str(&format!("{table}---\n{}\n", said.err));
        }
        office.put("list.json", "[{\"file\": 1},\n {\"file\": true}]");
        let said = sign(&office, &["--manifest", "list.json", "--lang", lang]);
        all.push_str(&format!("---\n{}", said.err));
        crate::screen::is_as_blessed("manifest", lang, &all);
    }
}

/// No key is touched: the one of the call is not there.
#[test]
fn whatever_is_wrong_is_named_by_its_line_before_the_key() {
    let office = office();
    let refused = |table: &str, words: &[&str]| {
        office.put("list.csv", table);
        let call = ["sign", "--manifest", "list.csv", "--p12", "none.p12", "--passphrase-fd", "77"];
        let said = office.kyso(&call);
        assert_eq!(said.status, 2, "{said:?}");
        for word in words {
            assert!(said.err.contains(word), "{word}: {said:?}");
        }
        assert!(!said.err.contains("none.p12"), "{said:?}");
        let said = office.kyso(&[&call[..], &["--lang", "vi"]].concat());
        assert!(said.status == 2 && !said.err.contains("line "), "{said:?}");
    };
    refused("file,colour,output,size\nin/a.pdf,x,o.pdf,y\n", &["colour, size", "profile"]);
    refused("file,output,output\nin/a.pdf,x,y\n", &["output", "twice"]);
    refused("name,output\nin/a.pdf,x\n", &["name"]);
    refused("output,page\nx,1\n", &["file"]);
    refused("file,output\n", &["no document"]);
    refused("file,output\nin/a.pdf,x.pdf\nin/b.pdf,y.pdf,z\n", &["line 3", "3 cells"]);
    refused("file,reason\nin/a.pdf,\"Yes\nin/b.pdf,no\n", &["line 2", "quote", "not closed"]);
    refused("file,reason\nin/a.pdf,no\nin/b.pdf,\"a\"b\n", &["line 3", "quote"]);
    refused(
        "file,output\nin/a.pdf,x.pdf\nin/none.pdf,y.pdf\n",
        &["line 3", "in/none.pdf", "1 of 2"],
    );
    refused("file,output\nin/a.pdf,x.pdf\nin/b.pdf,./X.pdf\n", &["line 3", "line 2 writes"]);
    refused("file,output\nin/a.pdf,x.pdf\nin/../in/a.pdf,y.pdf\n", &["line 3", "on line 2"]);
    refused("file,page,output\nin/a.pdf,0,x.pdf\n,1,y.pdf\n", &["line 2", "line 3", "2 of 2"]);
    refused("file,rect,output\nin/a.pdf,\"1,2\",x.pdf\n", &["line 2", "1,2"]);
    refused("file,profile,output\nin/a.pdf,unknown,x.pdf\n", &["line 2", "unknown"]);
    refused("file,number,output\nin.pdf,7,x.pdf\n", &["line 2", "number"]);
    refused("file\nin/a.pdf\n", &["line 2", "--out-dir"]);
    office.put("list.csv", b"file,output\n\xff.pdf,x\n".as_slice());
    let said = sign(&office, &["--manifest", "list.csv"]);
    assert!(said.status == 2 && said.err.contains("UTF-8"), "{said:?}");
    let said = sign(&office, &["--manifest", "none.csv"]);
    assert!(said.status == 5 && said.err.contains("none.csv"), "{said:?}");
}

#[test]
fn a_result_stays_in_the_folder_that_is_named() {
    let office = office();
    for output in ["../x.pdf", "/tmp/kyso-x.pdf", "a/../../x.pdf"] {
        office.put("list.csv", format!("file,output\nin/a.pdf,{output}\n"));
        let said = sign(&office, &["--manifest", "list.csv", "--out-dir", "out"]);
        assert!(said.status == 2 && said.err.contains("line 2"), "{said:?}");
    }
    office.put("list.csv", "file,output\nin/a.pdf,deep/er/x.pdf\n");
    let said = sign(&office, &["--manifest", "list.csv", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert!(office.has("out/deep/er/x.pdf"));
    let said = sign(&office, &["--manifest", "list.csv", "--in-place"]);
    assert!(said.status == 2 && said.err.contains("line 2"), "{said:?}");
    let said = sign(&office, &["--manifest", "list.csv", "in.pdf", "--out-dir", "out"]);
    assert_eq!(said.status, 2, "{said:?}");
}

/// Each paper in the role of its row: one that may not be sealed yet is refused, the others go on.
#[test]
fn a_row_names_a_role() {
    let office = office();
    office.put("seal.png", include_bytes!("../../../../testdata/sample/seal.png"));
    office.put(
        "list.csv",
        "file,role,rect\nin/a.pdf,comment,\nin/b.pdf,agency,\nin/c.pdf,comment,\n",
    );
    let call = ["--manifest", "list.csv", "--out-dir", "out", "--trust", "root.pem", "--json"];
    let said = sign(&office, &[&call[..], &["--image", "seal.png"]].concat());
    assert_eq!(said.status, 5, "{said:?}");
    let lines = said.json();
    assert_eq!(lines[0]["role"], "comment", "{said:?}");
    assert_eq!(lines[1]["error"]["code"], "role-order", "{said:?}");
    assert_eq!(lines[2]["role"], "comment", "{said:?}");
    assert_eq!(office.names("out"), ["a.pdf", "c.pdf"]);
    office.put("list.csv", "file,role\nin/a.pdf,comment\nin/b.pdf,boss\n");
    let said = sign(&office, &call);
    assert!(said.status == 2 && said.err.contains("line 3: boss"), "{said:?}");
}

/// A line that is mended is signed by the same call, the others are not signed again.
#[test]
fn a_mended_manifest_goes_on() {
    let office = office();
    office.put("in/b.pdf", "text");
    office.put("list.csv", "file,reason\nin/a.pdf,Một\nin/b.pdf,Hai\nin/c.pdf,Ba\n");
    let call = ["--manifest", "list.csv", "--in-place"];
    let said = sign(&office, &call);
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("2 signed, 1 failed"), "{said:?}");
    sign(&office, &call).complains(2, &["--resume", "2 of these 3"]);
    fs::copy(office.path("so.pdf"), office.path("in/b.pdf")).unwrap();
    office.put("list.csv", "file,reason\nin/a.pdf,Một\nin/b.pdf,Hai nữa\nin/c.pdf,Ba\n");
    let said = sign(&office, &[&call[..], &["--resume"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    assert!(said.err.contains("1 signed, 0 failed"), "{said:?}");
    assert_eq!(field(&office, "in/b.pdf", "reason"), "Hai nữa");
    // One that was signed otherwise is not signed again, nor passed over in silence.
    office.put("list.csv", "file,reason\nin/a.pdf,Khác\nin/b.pdf,Hai nữa\nin/c.pdf,Ba\n");
    let before = office.read("in/a.pdf");
    let said = sign(&office, &[&call[..], &["--resume"]].concat());
    assert_eq!(said.status, 5, "{said:?}");
    assert!(said.err.contains("in/a.pdf") && said.err.contains("row"), "{said:?}");
    assert_eq!(office.read("in/a.pdf"), before);
}

/// Nor is a row signed twice whose result is to go elsewhere by now.
#[test]
fn a_row_whose_output_changed_is_not_signed_again() {
    let office = office();
    office.put("in/b.pdf", "text");
    let table = |a: &str| format!("file,output\nin/a.pdf,{a}\nin/b.pdf,b.pdf\n");
    office.put("list.csv", table("a.pdf"));
    let call = ["--manifest", "list.csv"];
    assert_eq!(sign(&office, &call).status, 5);
    let again = [&call[..], &["--resume"]].concat();
    office.put("list.csv", table("other.pdf"));
    let said = sign(&office, &again);
    assert!(said.status == 5 && said.err.contains("in/a.pdf was signed"), "{said:?}");
    assert!(!office.has("other.pdf"));
    // Nor where nothing but the result itself tells that it got its name.
    let journal = format!("state/batch/{}", office.names("state/batch")[0]);
    let lines = String::from_utf8(office.read(&journal)).unwrap();
    let lines = lines.split_inclusive('\n').filter(|line| line.contains("\"document\""));
    office.put(&journal, lines.collect::<String>());
    let said = sign(&office, &again);
    assert!(said.status == 5 && said.err.contains("in/a.pdf was signed"), "{said:?}");
    assert!(!office.has("other.pdf"));
    office.put("list.csv", table("a.pdf"));
    fs::copy(office.path("in/c.pdf"), office.path("in/b.pdf")).unwrap();
    let said = sign(&office, &again);
    assert_eq!((said.status, said.out.lines().count()), (0, 1), "{said:?}");
}

#[test]
fn what_only_the_document_refuses_is_told_with_its_line() {
    let office = office();
    office.put(
        "list.csv",
        "file,page,rect,field\nin/a.pdf,,,\nin/b.pdf,99,\"1,2,90,40\",\nin/c.pdf,,,so\n",
    );
    let said = sign(&office, &["--manifest", "list.csv", "--out-dir", "out"]);
    assert_ne!(said.status, 0, "{said:?}");
    assert!(said.err.contains("(list.csv, line 3)"), "{said:?}");
    assert!(said.err.contains("(list.csv, line 4)"), "{said:?}");
    assert_eq!(office.names("out"), ["a.pdf"]);
}

#[test]
fn a_profile_is_found_from_the_folder_of_the_manifest() {
    let office = office();
    let own = include_bytes!("../../../kyso/src/pdf/profile/data/incoming.toml");
    office.put("in/own.toml", own);
    office.put("in/list.csv", "file,profile,number\na.pdf,own.toml,7\nb.pdf,incoming,8\n");
    let said = sign(&office, &["--manifest", "in/list.csv", "--out-dir", "out"]);
    assert_eq!(said.status, 0, "{said:?}");
    assert_eq!(office.names("out"), ["a.pdf", "b.pdf"]);
    // What stands where the call was made is another file.
    fs::rename(office.path("in/own.toml"), office.path("own.toml")).unwrap();
    let said = sign(&office, &["--manifest", "in/list.csv", "--out-dir", "o"]);
    assert!(said.status == 2 && said.err.contains("in/own.toml"), "{said:?}");
}
