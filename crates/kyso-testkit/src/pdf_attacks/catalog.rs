//! Optional content and the catalog's other entries: actions, names, labels, views.

use super::Forgery;
use super::base::Base;
use super::sample::object;
use crate::pdf::writer::stream;

/// What is shown and what is not.
pub(super) fn layers(base: &Base) -> Vec<Forgery> {
    let edit = |number, from: &str, to: &str| base.later(&[base.edit(number, from, to)]);
    let all = |to: &str| edit(object::LAYERS, "/OFF [35 0 R]", to);
    let layer = |to: &str| edit(object::LAYER, "/Name", &format!("{to} /Name"));
    vec![
        ("layer-on", all("/ON [35 0 R]")),
        ("layer-on-by-default", all("/OFF []")),
        ("base-state-on", all("/BaseState /ON")),
        ("base-state-unchanged", all("/BaseState /Unchanged")),
        ("configuration-replaced", edit(object::LAYERS, "/D <<", "/D << /ON [35 0 R] >> /Was <<")),
        (
            "configurations-added",
            edit(object::LAYERS, "/OCGs", "/Configs [<< /ON [35 0 R] >>] /OCGs"),
        ),
        ("usage-when-printed", {
            let usage = "/AS [<< /Event /Print /OCGs [35 0 R] /Category [/Print] >>] /OFF [35 0 R]";
            base.later(&[
                base.edit(object::LAYERS, "/OFF [35 0 R]", usage),
                base.edit(
                    object::LAYER,
                    "/Name",
                    "/Usage << /Print << /PrintState /ON >> >> /Name",
                ),
            ])
        }),
        ("usage-when-viewed", layer("/Usage << /View << /ViewState /ON >> >>")),
        ("usage-when-zoomed", layer("/Usage << /Zoom << /min 0.1 >> >>")),
        ("layer-renamed", edit(object::LAYER, "(draft)", "(final)")),
        ("layer-becomes-membership", edit(object::LAYER, "/OCG", "/OCMD")),
        ("properties-swapped", edit(object::RESOURCES, "/Properties << /L1 35 0 R >>", "")),
        ("layers-removed", edit(object::CATALOG, "/OCProperties", "/OCProps")),
        ("layers-locked", all("/OFF [35 0 R] /Locked [35 0 R]")),
        ("layers-as-radio-buttons", all("/OFF [35 0 R] /RBGroups [[35 0 R]]")),
    ]
}

/// The catalog.
pub(super) fn entries(base: &Base) -> Vec<Forgery> {
    let edit = |number, from: &str, to: &str| base.later(&[base.edit(number, from, to)]);
    let add = |to: &str| edit(object::CATALOG, "/Type /Catalog", &format!("/Type /Catalog {to}"));
    let file = stream("/Type /EmbeddedFile", b"Pay 9,000,000 VND", false);
    vec![
        ("open-action-script", add("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")),
        ("open-action-page", add("/OpenAction [4 0 R /Fit]")),
        ("open-action-launch", add("/OpenAction << /S /Launch /F (cmd.exe) >>")),
        ("additional-actions", add("/AA << /WC << /S /JavaScript /JS (x) >> >>")),
        ("threads", add("/Threads []")),
        ("outlines", add("/Outlines << /Count 0 >>")),
        ("page-mode", add("/PageMode /UseAttachments")),
        ("page-layout", add("/PageLayout /TwoColumnLeft")),
        ("language", add("/Lang (en)")),
        ("base-address", add("/URI << /Base (https://evil.example/) >>")),
        ("collection", add("/Collection << /View /D >>")),
        ("needs-rendering", add("/NeedsRendering true")),
        ("requirements", add("/Requirements [<< /S /EnableJavaScripts >>]")),
        ("legal", add("/Legal << >>")),
        ("permissions", add("/Perms << /DocMDP 100 0 R >>")),
        ("usage-rights", add("/Perms << /UR3 100 0 R >>")),
        ("structure", add("/StructTreeRoot << /Type /StructTreeRoot >>")),
        ("marked", add("/MarkInfo << /Marked true >>")),
        ("output-intents", add("/OutputIntents []")),
        ("parts", add("/DPartRoot << >>")),
        ("associated-files", add("/AF [36 0 R]")),
        ("piece-info", add("/PieceInfo << /X << /Private (x) >> >>")),
        ("spider-info", add("/SpiderInfo << >>")),
        ("destinations", add("/Dests << /a [4 0 R /Fit] >>")),
        (
            "extensions-lead-elsewhere",
            base.later(&[
                base.edit(object::CATALOG, "/Type /Catalog", "/Type /Catalog /Extensions 900 0 R"),
                (900, b"<< /Type /Page >>".to_vec()),
            ]),
        ),
        (
            "script-by-name",
            edit(
                object::NAMES,
                "<< /Emb",
                "<< /JavaScript << /Names [(x) << /S /JavaScript /JS (x) >>] >> /Emb",
            ),
        ),
        (
            "templates-by-name",
            edit(object::NAMES, "<< /Emb", "<< /Templates << /Names [(x) 4 0 R] >> /Emb"),
        ),
        ("attachment-added", edit(object::NAMES, "36 0 R]", "36 0 R (b.txt) 36 0 R]")),
        ("attachment-removed", edit(object::NAMES, "(a.txt) 36 0 R", "")),
        ("attachment-replaced", base.later(&[(object::FILE, file)])),
        ("attachment-renamed", edit(object::FILE_SPEC, "/UF (a.txt)", "/UF (b.exe)")),
        ("labels-changed", edit(object::LABELS, "/S /D", "/S /R /St 7")),
        ("labels-removed", edit(object::CATALOG, "/PageLabels", "/PageLabelz")),
        ("title-shown", edit(object::VIEWER, "false", "true")),
        (
            "right-to-left",
            edit(object::VIEWER, "/DisplayDocTitle", "/Direction /R2L /DisplayDocTitle"),
        ),
        ("printed-differently", edit(object::VIEWER, "/Display", "/PrintPageRange [2 2] /Display")),
        ("viewed-by-another-box", edit(object::VIEWER, "/Display", "/ViewArea /ArtBox /Display")),
        ("title-of-the-notes", edit(object::INFO, "(Payment)", "(Refund)")),
        ("notes-lead-elsewhere", edit(object::INFO, "(testkit)", "5 0 R")),
        ("metadata-becomes-a-form", {
            let entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]";
            base.later(&[(object::METADATA, stream(entries, b"q Q", false))])
        }),
        ("metadata-removed", edit(object::CATALOG, "/Metadata", "/Metadatum")),
    ]
}
