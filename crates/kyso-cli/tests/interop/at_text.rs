//! A place beside a text in a document that LibreOffice makes of it on the spot; fixed documents
//! of other programs stand in `testdata/text`.

use std::fs;
use std::process::Command;

use kyso_testkit::KeyKind;

use crate::Case;
use crate::kyso::{kyso, sign};
use crate::tools::{ensure, succeed};

/// Every case of this file.
pub(crate) fn cases() -> Vec<Case> {
    vec![Case::new("at_text::libreoffice", |signers| {
        let folder = signers.folder()?;
        let path = |name: &str| folder.path().join(name);
        let text = "<meta charset=utf-8><p align=center><b>GIÁM ĐỐC</b><br><br><br><br><br><br><br>\
            <b>Đặng Thị Mỹ Phượng</b><p>Đặng Thị Mỹ Hạnh";
        fs::write(path("text.html"), text)?;
        let mut office = Command::new("soffice");
        office.arg(format!("-env:UserInstallation=file://{}", path("office").display()));
        office.args(["--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir"]);
        succeed(office.arg(folder.path()).arg(path("text.html")))?;
        let signer = signers.get(KeyKind::Rsa2048)?;
        let options = ["--visible", "--at-text", "Đặng Thị Mỹ Phượng"];
        sign(signer, &path("text.pdf"), &path("signed.pdf"), &options)?;
        let listed = succeed(kyso().arg("fields").arg(path("signed.pdf")))?;
        ensure(listed.stdout.contains("50 × 25 mm"), || listed.whole())
    })]
}
