#!/usr/bin/env python3
"""Writes the sample letter of `kyso demo`: a two-page official letter as Vietnamese offices lay it out.

    python3 testdata/sample/make.py crates/kyso-cli/assets/sample.pdf
    python3 testdata/sample/make.py --draft testdata/sample/draft.pdf

A draft has no number and no date yet: gaps, where `kyso fields add --text` puts fields.

Needs fpdf2 2.8 and Debian's fonts-liberation2 (Liberation Serif 2.1.5, OFL-1.1). The ministry, its
people and its numbers are invented. The same input gives the same bytes.
"""

import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align

FONTS = Path("/usr/share/fonts/truetype/liberation2")
DATE = datetime(2026, 11, 16, 9, 0, 0, tzinfo=timezone(timedelta(hours=7)))

# Millimetres. Decree 30/2020, annex I: margins 20-25 top and bottom, 30-35 left, 15-20 right.
LEFT, RIGHT, TOP, BOTTOM = 30, 18, 20, 20
WIDTH = 210 - LEFT - RIGHT
INDENT = 10
BODY = 14
LINE_HEIGHT = 1.42
LINE = BODY * LINE_HEIGHT * 25.4 / 72


class Letter(FPDF):
    """A4 with the page number in the middle of the top margin from page 2 on."""

    def header(self):
        if self.page_no() > 1:
            self.set_xy(LEFT, 10)
            self.set_font("serif", "", 13)
            self.cell(WIDTH, 6, str(self.page_no()), align=Align.C)
            self.set_y(TOP)


def column(pdf, x, width, y, lines):
    """Centred lines in one column; gives back where the next line would stand."""
    for text, style, size, height in lines:
        pdf.set_font("serif", style, size)
        pdf.set_xy(x, y)
        pdf.cell(width, height, text, align=Align.C)
        y += height
    return y


def rule(pdf, x, width, y, length):
    pdf.set_line_width(0.25)
    middle = x + width / 2
    pdf.line(middle - length / 2, y, middle + length / 2, y)


def masthead(pdf, draft):
    left, right = 62, WIDTH - 62
    x2 = LEFT + left
    column(pdf, LEFT, left, TOP, [("BỘ MẪU", "", 13, 6), ("VỤ CÔNG NGHỆ SỐ", "B", 13, 6)])
    rule(pdf, LEFT, left, TOP + 12.6, 22)
    column(
        pdf,
        x2,
        right,
        TOP,
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "B", 12.5, 6),
            ("Độc lập - Tự do - Hạnh phúc", "B", 13.5, 6),
        ],
    )
    pdf.set_font("serif", "B", 13.5)
    rule(pdf, x2, right, TOP + 12.6, pdf.get_string_width("Độc lập - Tự do - Hạnh phúc"))
    y = TOP + 17
    column(pdf, LEFT, left, y, [("Số:               /CNS-VP" if draft else "Số: 215/CNS-VP", "", 13, 6)])
    column(pdf, x2, right, y, [("Hà Nội," + " " * 52 if draft else "Hà Nội, ngày 16 tháng 11 năm 2026", "I", 13.5, 6)])
    column(
        pdf,
        LEFT,
        left,
        y + 7,
        [("V/v thay văn bản giấy bằng", "", 12, 5), ("văn bản điện tử có ký số", "", 12, 5)],
    )
    pdf.set_y(y + 24)


def addressees(pdf):
    pdf.set_font("serif", "", BODY)
    label = 46
    y = pdf.get_y()
    pdf.set_xy(LEFT, y)
    pdf.cell(label, LINE + 0.4, "Kính gửi:", align=Align.R)
    for who in ("- Văn phòng Bộ;", "- Các Vụ, Cục thuộc Bộ;", "- Các Trung tâm trực thuộc Bộ."):
        pdf.set_xy(LEFT + label + 4, y)
        pdf.cell(0, LINE + 0.4, who)
        y += LINE + 0.4
    pdf.set_y(y + 4)


def paragraph(pdf, text, after=2.3):
    """A justified paragraph, first line indented; what stands between ** is bold."""
    with pdf.text_columns(text_align=Align.J, line_height=LINE_HEIGHT) as columns:
        with columns.paragraph(first_line_indent=INDENT) as words:
            for position, part in enumerate(text.split("**")):
                pdf.set_font("serif", "B" if position % 2 else "", BODY)
                words.write(part)
    pdf.ln(after)


def schedule(pdf):
    """The table of the schedule."""
    pdf.set_font("serif", "", 12.5)
    pdf.set_line_width(0.2)
    rows = [
        ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Hoàn thành"),
        ("1", "Rà soát mẫu văn bản, quy chế văn thư", "Văn phòng Bộ", "15/12/2026"),
        ("2", "Cấp, kiểm tra thiết bị lưu khóa bí mật", "Vụ Công nghệ số", "31/12/2026"),
        ("3", "Tập huấn ký và kiểm tra chữ ký số", "Vụ Công nghệ số", "15/01/2027"),
        ("4", "Vận hành chính thức, báo cáo kết quả", "Các đơn vị", "01/02/2027"),
    ]
    with pdf.table(
        width=WIDTH,
        align="LEFT",
        col_widths=(11, 82, 38, 31),
        text_align=(Align.C, Align.L, Align.C, Align.C),
        line_height=6.2,
        padding=(0.9, 1.6),
        v_align="MIDDLE",
    ) as table:
        for cells in rows:
            row = table.row()
            for text in cells:
                row.cell(text, align=Align.C if cells is rows[0] else None)
    pdf.ln(3.6)


def closing(pdf):
    """Recipients on the left; on the right the signer's office, room to sign, the name."""
    y = pdf.get_y() + 3
    pdf.set_font("serif", "BI", 12)
    pdf.set_xy(LEFT, y)
    pdf.cell(60, 5.4, "Nơi nhận:")
    pdf.set_font("serif", "", 11)
    at = y + 5.6
    for who in ("- Như trên;", "- Bộ trưởng (để báo cáo);", "- Trang thông tin của Bộ;", "- Lưu: VT, CNS (02)."):
        pdf.set_xy(LEFT, at)
        pdf.cell(60, 4.9, who)
        at += 4.9
    x, width = LEFT + 72, WIDTH - 72
    column(pdf, x, width, y, [("TL. BỘ TRƯỞNG", "B", 13.5, 6), ("VỤ TRƯỞNG VỤ CÔNG NGHỆ SỐ", "B", 13.5, 6)])
    column(pdf, x, width, y + 43, [("Nguyễn Thị Ánh", "B", 14, 6.5)])


PAGE_TEXT = [
    "Thực hiện Luật Giao dịch điện tử và Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của "
    "Chính phủ về công tác văn thư, Bộ chủ trương thay việc trao đổi văn bản giấy giữa các đơn vị "
    "bằng văn bản điện tử có ký số. Vụ Công nghệ số đề nghị các đơn vị triển khai một số nội dung "
    "sau:",
    "**1. Phạm vi áp dụng.** Từ ngày 01 tháng 02 năm 2027, công văn, tờ trình, báo cáo, giấy mời và "
    "thông báo giữa các đơn vị thuộc Bộ được lập, ký và gửi ở dạng điện tử, không gửi kèm bản "
    "giấy. Quy định này không áp dụng đối với văn bản có nội dung thuộc bí mật nhà nước.",
    "**2. Định dạng văn bản.** Văn bản được trình bày theo thể thức quy định, chuyển sang định dạng "
    "PDF trước khi ký và không được chuyển đổi lại sau khi ký. Phông chữ phải được nhúng trong tệp "
    "để mọi đơn vị nhận đều nhìn thấy cùng một nội dung.",
    "**3. Ký số của người có thẩm quyền và của cơ quan.** Người có thẩm quyền dùng khóa bí mật của "
    "mình để ký; văn thư cấp số, ngày ban hành và ký số của cơ quan trên chính tệp đã được người có "
    "thẩm quyền ký. Chữ ký sau được bổ sung vào cuối tệp và không làm thay đổi phần nội dung mà chữ "
    "ký trước đã bảo vệ. Mỗi cá nhân tự quản lý thiết bị lưu khóa bí mật của mình.",
    "**4. Kiểm tra khi tiếp nhận.** Trước khi đăng ký văn bản đến, văn thư kiểm tra tính xác thực "
    "của người ký và tính toàn vẹn của nội dung. Văn bản có chữ ký không hợp lệ, hoặc bị sửa đổi "
    "sau khi ký dù chỉ một ký tự, phải được trả lại nơi gửi trong ngày kèm theo lý do cụ thể.",
    "**5. Lưu trữ.** Bản gốc điện tử được lưu trên hệ thống quản lý văn bản cùng với kết quả kiểm "
    "tra chữ ký số tại thời điểm tiếp nhận. Khi cần sử dụng bản giấy, văn thư in và thực hiện sao y "
    "theo quy định hiện hành.",
    "**6. Lộ trình thực hiện.** Các đơn vị phối hợp thực hiện theo bảng dưới đây:",
]

END_TEXT = [
    "Đề nghị Thủ trưởng các đơn vị cử một công chức làm đầu mối, gửi danh sách về Vụ Công nghệ số "
    "trước ngày 30 tháng 11 năm 2026. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn "
    "vị phản ánh kịp thời để được hướng dẫn.",
    "Trân trọng đề nghị các đơn vị quan tâm, phối hợp thực hiện./.",
]


def main(path, draft):
    pdf = Letter(format="A4")
    for style, name in (("", "Regular"), ("B", "Bold"), ("I", "Italic"), ("BI", "BoldItalic")):
        pdf.add_font("serif", style, FONTS / f"LiberationSerif-{name}.ttf")
    pdf.set_margins(LEFT, TOP, RIGHT)
    pdf.set_auto_page_break(True, BOTTOM)
    pdf.set_title("Về việc thay văn bản giấy bằng văn bản điện tử có ký số")
    pdf.set_author("Vụ Công nghệ số, Bộ Mẫu")
    pdf.set_lang("vi-VN")
    pdf.set_creation_date(DATE)
    pdf.add_page()
    masthead(pdf, draft)
    addressees(pdf)
    for text in PAGE_TEXT[:-1]:
        paragraph(pdf, text)
    if pdf.get_y() > 297 - BOTTOM - 60:  # the table's introduction stays with the table
        pdf.add_page()
    paragraph(pdf, PAGE_TEXT[-1])
    schedule(pdf)
    for text in END_TEXT:
        paragraph(pdf, text)
    closing(pdf)
    pdf.output(path)


if __name__ == "__main__":
    main(sys.argv[-1], "--draft" in sys.argv)
