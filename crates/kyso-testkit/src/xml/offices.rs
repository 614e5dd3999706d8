//! What offices, firms and citizens hand in: a tax declaration, an insurance claim, a dossier.

pub(super) fn tax_declaration() -> String {
    r#"<?xml version="1.0" encoding="UTF-8"?>
<HSoThueDTu xmlns="http://kekhaithue.gdt.gov.vn/TKhaiThue" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <HSoKhaiThue id="NODETOSIGN">
    <TTinChung>
      <TTinDVu>
        <maDVu>KYSO</maDVu>
        <tenDVu>Phần mềm mẫu</tenDVu>
        <pbanDVu>1.0</pbanDVu>
      </TTinDVu>
      <TTinTKhaiThue>
        <TKhaiThue>
          <maTKhai>842</maTKhai>
          <tenTKhai>TỜ KHAI THUẾ GIÁ TRỊ GIA TĂNG (Mẫu số 01/GTGT)</tenTKhai>
          <loaiTKhai>C</loaiTKhai>
          <soLan>0</soLan>
          <KyKKhaiThue>
            <kieuKy>Q</kieuKy>
            <kyKKhai>3/2026</kyKKhai>
          </KyKKhaiThue>
          <maCQTNoiNop>00000</maCQTNoiNop>
          <ngayLapTKhai>2026-10-20</ngayLapTKhai>
        </TKhaiThue>
        <NNT>
          <mst>0000000002</mst>
          <tenNNT>Công ty TNHH Mẫu Số Một</tenNNT>
        </NNT>
      </TTinTKhaiThue>
    </TTinChung>
    <CTieuTKhaiChinh>
      <ct21>0</ct21>
      <ct22>1250000</ct22>
      <ct40 xsi:nil="true"/>
      <nguoiKy>Nguyễn Thị Ánh</nguoiKy>
      <ngayKy>2026-10-20</ngayKy>
    </CTieuTKhaiChinh>
  </HSoKhaiThue>
  <CKyDTu></CKyDTu>
</HSoThueDTu>
"#
    .into()
}

pub(super) fn social_insurance() -> String {
    let content = "<TONG_HOP><MA_LK>0001</MA_LK><HO_TEN>Trần Văn Mẫu</HO_TEN>\
                   <T_TONGCHI>125000</T_TONGCHI></TONG_HOP>";
    let content = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, content);
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?>
<GIAMDINHHS xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <THONGTINDONVI>
    <MACSKCB>00000</MACSKCB>
  </THONGTINDONVI>
  <THONGTINHOSO>
    <NGAYLAP>20261122</NGAYLAP>
    <SOLUONGHOSO>1</SOLUONGHOSO>
    <DANHSACHHOSO>
      <HOSO>
        <FILEHOSO>
          <LOAIHOSO>XML1</LOAIHOSO>
          <NOIDUNGFILE>{content}</NOIDUNGFILE>
        </FILEHOSO>
      </HOSO>
    </DANHSACHHOSO>
  </THONGTINHOSO>
  <CHUKYDONVI />
</GIAMDINHHS>
"#
    )
}

pub(super) fn dossier() -> String {
    r#"<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/css" href="ho-so.css"?>
<!-- Hồ sơ mẫu, không có thật -->
<hs:HoSo xmlns:hs="urn:example:ho-so" xmlns:xml-form="urn:example:bieu-mau" Id="hs-1" phienBan='1.0'>
	<hs:MaHoSo>H00.000.000-261122-0001</hs:MaHoSo>
	<hs:ThuTuc ma="1.000001">Cấp bản sao trích lục hộ tịch</hs:ThuTuc>
	<hs:NguoiNop>
		<hs:HoTen>Trần Văn Mẫu</hs:HoTen>
		<hs:SoDinhDanh>000000000001</hs:SoDinhDanh>
		<hs:DiaChi><![CDATA[Thôn 1 <Đội 2>, xã Mẫu & vùng lân cận]]></hs:DiaChi>
	</hs:NguoiNop>
	<xml-form:ToKhai ngày="2026-11-22" nội-dung="dòng 1&#10;dòng 2">
		<xml-form:Truong ten="yeuCau">2 bản</xml-form:Truong>
		<xml-form:Truong ten="liDo">Bổ túc hồ sơ &#x111;&#x1EA5;t đai</xml-form:Truong>
	</xml-form:ToKhai>
	<hs:ThanhPhan>
		<hs:Tep ten="don.pdf" bam="sha256" xml:lang="vi"/>
		<hs:Tep ten="can-cuoc.pdf" bam="sha256"></hs:Tep>
	</hs:ThanhPhan>
</hs:HoSo>
"#
    .into()
}
