//! What a look may draw beside its text, and where the text may stand.

use super::super::sample::{self, stream};
use super::{shows, shows_list};

fn shown(painted: bool, content: &str) -> bool {
    shown_in("[0 0 100 20]", painted, content)
}

fn shown_in(bounds: &str, painted: bool, content: &str) -> bool {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let look =
        stream(&format!("/Subtype/Form/BBox{bounds}/Resources<</Font<</F{font}>>>>"), content);
    let document = sample::document(&["<</Type/Catalog>>", &look]);
    let view = document.latest();
    let look = view.object((2, 0)).unwrap();
    shows(&view, look.as_stream().unwrap(), &["12".into()], ((1, 0), painted), None).unwrap()
}

/// Whether a look shows the list one, two with the first of them chosen.
fn listed(bounds: &str, mark: &str) -> bool {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let content = format!("{mark} 0 g BT /F 10 Tf 2 25 Td (one) Tj 0 -20 Td (two) Tj ET");
    let look =
        stream(&format!("/Subtype/Form/BBox{bounds}/Resources<</Font<</F{font}>>>>"), &content);
    let document = sample::document(&["<</Type/Catalog>>", &look]);
    let view = document.latest();
    let look = view.object((2, 0)).unwrap();
    shows_list(&view, look.as_stream().unwrap(), &["one".into(), "two".into()], 0).unwrap()
}

#[test]
fn a_choice_is_marked_across_half_of_the_list() {
    let whole = "[0 0 100 40]";
    assert!(listed(whole, "0.8 g 0 21 100 15 re f") && listed(whole, "0.8 g 20 21 50 15 re f"));
    assert!(!listed(whole, "") && !listed(whole, "0.8 g 0 1 100 15 re f"));
    assert!(!listed(whole, "0.8 g 20 21 49 15 re f") && !listed(whole, "0.8 g .3 21 20 15 re f"));
    assert!(!listed("[-60 0 60 40]", "0.8 g 0 21 40 15 re f"));
}

#[test]
fn nothing_is_read_in_a_look_without_an_area() {
    let small = "BT /F 2 Tf 0 .5 Td (12) Tj ET";
    let narrow = "BT /F 2 Tf -1 5 Td (12) Tj ET";
    let low = "BT /F 2 Tf 0 -.5 Td (12) Tj ET";
    assert!(shown_in("[0 0 9 9]", false, small));
    assert!(!shown_in("[0 0 9 0]", false, low));
    for bounds in ["[0 0 9 0]", "[0 1 9 .5]", "[9 9 0 0]"] {
        assert!(!shown_in(bounds, false, small), "{bounds}");
    }
    for bounds in ["[0 0 0 9]", "[1 0 .5 9]"] {
        assert!(!shown_in(bounds, false, narrow), "{bounds}");
    }
}

#[test]
fn the_space_of_lines_is_not_that_of_letters() {
    assert!(shown(false, &format!("0.5 g /DeviceGray CS {TEXT}")));
    assert!(!shown(false, &format!("1 g /DeviceGray CS {TEXT}")));
    assert!(shown(false, &format!("1 g /DeviceGray cs {TEXT}")));
}

const TEXT: &str = "BT /F 10 Tf 2 5 Td (12) Tj ET";

#[test]
fn a_ground_is_painted_where_the_field_has_one() {
    let ground = format!("1 g 0 0 100 20 re f 0 g {TEXT}");
    assert!(shown(true, &ground) && !shown(false, &ground));
    assert!(shown(false, TEXT));
}

#[test]
fn a_clip_is_a_whole_rectangle() {
    let within = |path: &str| shown(false, &format!("{path} h W n {TEXT}"));
    assert!(within("0 0 m 100 0 l 100 20 l 0 20 l"));
    // Around the same box, and only half of it inside.
    assert!(!within("0 0 m 100 0 l 100 10 l 0 10 l 0 20 l 0 0 l"));
    assert!(!within("0 0 m 60 0 l 60 20 l 0 20 l 0 0 l 100 0 l"));
}

#[test]
fn a_shape_does_not_go_on_from_the_one_before() {
    let frame = "0 0 100 20 re 1 1 98 18 re f*";
    let shape = "0 0 m 100 0 l 100 20 l 0 20 l h f*";
    assert!(shown(true, &format!("{frame} 1 g {shape} 0 g {TEXT}")));
    // What is painted after a frame is a ground all the same.
    assert!(!shown(true, &format!("{frame} 0 g {shape} {TEXT}")));
}

#[test]
fn kerning_neither_tears_apart_nor_pushes_together() {
    let kerned = |by: &str| shown(false, &format!("BT /F 10 Tf 2 5 Td [(1) {by} (2)] TJ ET"));
    assert!(kerned("-1000") && kerned("200"));
    assert!(!kerned("-1001") && !kerned("300") && !kerned("/X"));
    assert!(!shown(false, "BT /F 10 Tf 60 5 Td [5000 (12)] TJ ET"));
}
