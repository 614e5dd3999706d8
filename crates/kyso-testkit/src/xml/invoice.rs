//! An e-invoice after the message layout of the tax administration (version 2.1.0).

use std::fmt::Write;

const GOODS: [(&str, &str, u32, u32); 3] = [
    ("Giấy in A4 định lượng 70 g/m²", "Ram", 20, 68_000),
    ("Bút ký \"Hồng Hà\" & ống mực", "Chiếc", 5, 120_000),
    ("Bảo trì phần mềm quản lý văn bản, quý IV", "Gói", 1, 15_000_000),
];

pub(super) fn invoice() -> String {
    let mut lines = String::new();
    let mut net = 0;
    for (position, (goods, unit, amount, price)) in (1..).zip(GOODS) {
        let sum = amount * price;
        net += sum;
        let goods = goods.replace('&', "&amp;");
        let _ = write!(
            lines,
            "<HHDVu><TChat>1</TChat><STT>{position}</STT><THHDVu>{goods}</THHDVu>\
             <DVTinh>{unit}</DVTinh><SLuong>{amount}</SLuong><DGia>{price}</DGia>\
             <ThTien>{sum}</ThTien><TSuat>10%</TSuat></HHDVu>"
        );
    }
    let (tax, all) = (net / 10, net + net / 10);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <HDon><DLHDon Id=\"HD-C26TKS-00000015\">\
         <TTChung><PBan>2.1.0</PBan><THDon>Hóa đơn giá trị gia tăng</THDon><KHMSHDon>1</KHMSHDon>\
         <KHHDon>C26TKS</KHHDon><SHDon>15</SHDon><NLap>2026-11-22</NLap><DVTTe>VND</DVTTe>\
         <TGia>1</TGia><HTTToan>TM/CK</HTTToan><MSTTCGP>0000000001</MSTTCGP></TTChung>\
         <NDHDon><NBan><Ten>Công ty TNHH Mẫu Số Một</Ten><MST>0000000002</MST>\
         <DChi>Số 1, phố Mẫu, Hà Nội</DChi></NBan>\
         <NMua><Ten>Văn phòng Ủy ban nhân dân tỉnh Mẫu</Ten><MST>0000000003</MST>\
         <DChi>Số 2, đường Mẫu, tỉnh Mẫu</DChi><HVTNMHang>Trần Văn Mẫu</HVTNMHang></NMua>\
         <DSHHDVu>{lines}</DSHHDVu>\
         <TToan><THTTLTSuat><LTSuat><TSuat>10%</TSuat><ThTien>{net}</ThTien>\
         <TThue>{tax}</TThue></LTSuat></THTTLTSuat><TgTCThue>{net}</TgTCThue>\
         <TgTThue>{tax}</TgTThue><TgTTTBSo>{all}</TgTTTBSo></TToan></NDHDon>\
         <TTKhac><TTin><TTruong>Ghi chú</TTruong><KDLieu>string</KDLieu>\
         <DLieu>Giao tại kho &lt;2&gt;</DLieu></TTin></TTKhac></DLHDon>\
         <DLQRCode>00020101021202000400</DLQRCode>\
         <MCCQT Id=\"MCCQT-15\">00MAU0000000000000000000000000015A</MCCQT>\
         <DSCKS><NBan/><NMua/><CQT/><CCKSKhac/></DSCKS></HDon>\n"
    )
}
