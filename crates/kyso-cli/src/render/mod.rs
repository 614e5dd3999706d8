//! Results for people: as text, and as a page.

pub(crate) mod fields_text;
pub(crate) mod html;
pub(crate) mod inspect_cades_text;
pub(crate) mod inspect_container_text;
pub(crate) mod inspect_text;
pub(crate) mod inspect_xml_text;
mod lines;
pub(crate) mod report_text;
pub(crate) mod words;

pub(crate) use lines::Lines;
