//! `--at-text`: places beside texts in documents of several programs, and what is said where
//! there is none.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::office::Office;

/// Where the name stands in every document.
const NAME: &str = "Đặng Thị Mỹ Phượng";

fn office() -> Office {
    let office = Office::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/text");
    for file in fs::read_dir(folder).unwrap().flatten() {
        let name = file.file_name().into_string().unwrap();
        if name.ends_with(".pdf") {
            office.put(&name, fs::read(file.path()).unwrap());
        }
    }
    office
}

/// Adds a field and says where it stands, in millimetres.
fn placed(office: &Office, document: &str, options: &[&str]) -> (u64, [f64; 4]) {
    let add = ["fields", document, "add", "--name", "A", "-o", "placed.pdf", "--force"];
    let said = office.kyso(&[&add[..], options].concat());
    assert_eq!(said.status, 0, "{document}: {said:?}");
    let field: Value =
        office.kyso(&["fields", "placed.pdf", "--json"]).json()[0]["fields"][0].clone();
    let sides = field["rect_mm"].as_array().unwrap();
    let sides: Vec<f64> = sides.iter().map(|side| side.as_f64().unwrap()).collect();
    (field["page"].as_u64().unwrap(), sides.try_into().unwrap())
}

#[test]
fn a_name_is_found_in_the_documents_of_every_program() {
    let office = office();
    for (program, left, bottom) in [
        ("chromium", 130.8, 168.2),
        ("libreoffice", 61.7, 189.1),
        ("pdftex", 120.4, 202.2),
        ("typst", 120.0, 167.5),
    ] {
        for form in ["", "-nfd"] {
            let document = format!("{program}{form}.pdf");
            // TeX puts every letter of its source down as it is.
            if document == "pdftex-nfd.pdf" {
                continue;
            }
            let (page, place) = placed(&office, &document, &["--at-text", NAME]);
            // Centred on the name, between it and the title.
            let wanted = [left, bottom, left + 50.0, bottom + 25.0];
            let near = place.iter().zip(wanted).all(|(is, wanted)| (is - wanted).abs() < 0.3);
            assert!(page == 1 && near, "{document}: {place:?}");
        }
    }
}

#[test]
fn what_gives_no_place_is_said_with_what_was_found() {
    let office = office();
    let add = |document: &str, options: &[&str]| {
        let add = ["fields", document, "add", "--name", "A", "-o", "no.pdf"];
        office.kyso(&[&add[..], options].concat())
    };
    let several = add("libreoffice.pdf", &["--at-text", "số"]);
    several.complains(5, &["2 times", "page 1", "chuyển đổi số,", "--occurrence"]);
    add("libreoffice.pdf", &["--at-text", "số", "--occurrence", "3"]).complains(5, &["3", "2"]);
    add("typst.pdf", &["--at-text", "đặng thị"]).complains(5, &["no page", NAME]);
    add("typst.pdf", &["--at-text", "Nobody"]).complains(5, &["Nobody", "no page"]);
    add("scanned.pdf", &["--at-text", NAME]).complains(5, &["pictures without text", ": 1"]);
    add("scanned.pdf", &["--at-text", NAME, "--lang", "vi"]).complains(5, &["chỉ là ảnh"]);
    add("typst.pdf", &["--at-text", NAME, "--page", "2"]).complains(5, &["page 2", "has 1"]);
    let large = add("typst.pdf", &["--at-text", NAME, "--size", "60mm,90mm"]);
    large.complains(5, &["too little room"]);
    add("typst.pdf", &["--at-text", NAME, "--occurrence", "0"]).complains(2, &["first, last"]);
    add("typst.pdf", &["--at-text", NAME, "--rect", "1,2,3,4"]).complains(2, &[]);
    add("typst.pdf", &["--occurrence", "last"]).complains(2, &[]);
    assert!(!office.has("no.pdf"));
}

#[test]
fn a_signature_is_shown_beside_a_text() {
    let office = office();
    let at = ["typst.pdf", "--visible", "--at-text", "Nguyễn Hữu Thắng", "--side", "over"];
    let said = office.sign(&[&at[..], &["--size", "60,30", "-o", "signed.pdf"]].concat());
    assert_eq!(said.status, 0, "{said:?}");
    let field = office.kyso(&["fields", "signed.pdf", "--json"]).json()[0]["fields"][0].clone();
    assert_eq!(field["page"], 1, "{field}");
    let sides: Vec<f64> =
        field["rect_mm"].as_array().unwrap().iter().map(|side| side.as_f64().unwrap()).collect();
    assert!((sides[2] - sides[0] - 21.2).abs() < 0.2, "{sides:?}");
}

#[test]
fn upper_and_lower_case_are_the_same_where_that_is_said() {
    let office = office();
    let lower = ["--at-text", "đặng thị mỹ phượng"];
    let add = ["fields", "typst.pdf", "add", "--name", "A", "-o", "no.pdf"];
    office.kyso(&[&add[..], &lower].concat()).complains(5, &["--ignore-case"]);
    let found = placed(&office, "typst.pdf", &[&lower[..], &["--ignore-case"]].concat());
    assert_eq!(found, placed(&office, "typst.pdf", &["--at-text", NAME]));
    office.kyso(&[&add[..], &["--ignore-case"]].concat()).complains(2, &["--at-text"]);
}
