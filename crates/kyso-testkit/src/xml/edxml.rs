//! A message between offices after QCVN 102:2016: an edXML envelope with two attachments.

use base64::Engine;

/// Content id and file name of each attachment of the sample.
pub const ATTACHMENTS: [(&str, &str); 2] =
    [("15-CV-MAU.pdf", "15-CV-MAU.pdf"), ("phu-luc.xml", "phu-luc.xml")];

/// The bytes of an attachment by its content id.
#[must_use]
pub fn attachment(id: &str) -> Option<Vec<u8>> {
    match id {
        "15-CV-MAU.pdf" => Some(crate::pdf::pdf(crate::pdf::PdfKind::Classic)),
        "phu-luc.xml" => Some("<PhuLuc>\r\n  <Dòng số=\"1\">Mẫu</Dòng>\r\n</PhuLuc>\r\n".into()),
        _ => None,
    }
}

const HEADER: &str = r#"<edXML:edXMLHeader>
      <edXML:MessageHeader>
        <edXML:From>
          <edXML:OrganId>000.00.01.H00</edXML:OrganId>
          <edXML:OrganizationInCharge>Ủy ban nhân dân tỉnh Mẫu</edXML:OrganizationInCharge>
          <edXML:OrganName>Văn phòng Ủy ban nhân dân tỉnh Mẫu</edXML:OrganName>
          <edXML:OrganAdd>Số 2, đường Mẫu, tỉnh Mẫu</edXML:OrganAdd>
          <edXML:Email>vanthu@example.vn</edXML:Email>
        </edXML:From>
        <edXML:To>
          <edXML:OrganId>000.00.02.H00</edXML:OrganId>
          <edXML:OrganName>Sở Nội vụ tỉnh Mẫu</edXML:OrganName>
        </edXML:To>
        <edXML:Code>
          <edXML:CodeNumber>15</edXML:CodeNumber>
          <edXML:CodeNotation>CV-MAU</edXML:CodeNotation>
        </edXML:Code>
        <edXML:PromulgationInfo>
          <edXML:Place>tỉnh Mẫu</edXML:Place>
          <edXML:PromulgationDate>2026/11/22</edXML:PromulgationDate>
        </edXML:PromulgationInfo>
        <edXML:DocumentType>
          <edXML:Type>2</edXML:Type>
          <edXML:TypeName>Công văn</edXML:TypeName>
        </edXML:DocumentType>
        <edXML:Subject>V/v thử nghiệm ký số &amp; kiểm tra chữ ký số</edXML:Subject>
        <edXML:SignerInfo>
          <edXML:Competence>Q.</edXML:Competence>
          <edXML:Position>Chánh Văn phòng</edXML:Position>
          <edXML:FullName>Nguyễn Thị Ánh</edXML:FullName>
        </edXML:SignerInfo>
        <edXML:DocumentId>000.00.01.H00,2026/11/22,15/CV-MAU</edXML:DocumentId>
      </edXML:MessageHeader>
      <edXML:TraceHeaderList>
        <edXML:TraceHeader>
          <edXML:OrganId>000.00.01.H00</edXML:OrganId>
          <edXML:Timestamp>2026/11/22 08:00:00</edXML:Timestamp>
        </edXML:TraceHeader>
        <edXML:Bussiness>
          <edXML:BussinessDocType>0</edXML:BussinessDocType>
          <edXML:BussinessDocReason>Văn bản mới</edXML:BussinessDocReason>
          <edXML:Paper>0</edXML:Paper>
        </edXML:Bussiness>
      </edXML:TraceHeaderList>
    </edXML:edXMLHeader>"#;

pub(super) fn edxml() -> String {
    let mut references = String::new();
    let mut encoded = String::new();
    for (id, name) in ATTACHMENTS {
        let kind = if name.ends_with(".pdf") { "application/pdf" } else { "application/xml" };
        references += &format!(
            "\n        <edXML:Reference xlink:href=\"cid:{id}\">\
             <edXML:ContentId>{id}</edXML:ContentId>\
             <edXML:ContentType>{kind}</edXML:ContentType>\
             <edXML:AttachmentName>{name}</edXML:AttachmentName>\
             <edXML:Description>Tệp {name}</edXML:Description></edXML:Reference>"
        );
        let bytes = attachment(id).expect("every attachment of the sample is known");
        let text = base64::engine::general_purpose::STANDARD.encode(bytes);
        encoded += &format!(
            "\n    <Attachment><ContentType>{kind}</ContentType><ContentId>{id}</ContentId>\
             <Description>Tệp {name}</Description>\
             <ContentTransferEncoded>{text}</ContentTransferEncoded>\
             <AttachmentName>{name}</AttachmentName></Attachment>"
        );
    }
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
    {HEADER}
    <edXML:edXMLBody>
      <edXML:edXMLManifest xmlns:xlink="http://www.w3.org/1999/xlink" version="1.0">{references}
      </edXML:edXMLManifest>
    </edXML:edXMLBody>
  </edXML:edXMLEnvelope>
  <AttachmentEncoded>{encoded}
  </AttachmentEncoded>
</edXML>
"#
    )
}
