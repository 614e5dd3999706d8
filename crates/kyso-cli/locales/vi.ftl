# Lời văn của lệnh kyso bằng tiếng Việt. build.rs đối chiếu tệp này với en.ftl.

## Headings and single words

word-error = lỗi
word-warning = cảnh báo
word-note = ghi chú
heading-usage = Cách dùng
heading-verb = LỆNH
heading-verbs = Các lệnh
heading-arguments = Tham số
heading-options = Tùy chọn
heading-options-word = TÙY CHỌN
heading-common = Tùy chọn chung

## Help

about-kyso = Ký số và kiểm tra chữ ký số trên văn bản điện tử: PDF với chữ ký PAdES, XML với chữ ký XAdES
about-kyso-after =
    Dùng thử khi chưa có khóa:   kyso demo
    Hướng dẫn cho từng lệnh:     kyso sign --help

    Mã kết thúc: 0 xong, mọi chữ ký hợp lệ; 1 có chữ ký không hợp lệ; 2 gọi lệnh sai;
    3 không có chữ ký số; 4 có chữ ký chưa xác định được; 5 không đọc hoặc không ghi được;
    6 khóa hoặc thiết bị từ chối.
help-sign = Ký số văn bản
help-sign-inputs = Các văn bản cần ký; tên thư mục thay cho mọi tệp PDF, XML và gói ASiC trong đó, mẫu tên đặt trong dấu nháy ('in/*.pdf') thay cho các tệp hợp mẫu, - là đầu vào chuẩn
help-sign-after =
    Ví dụ:
      kyso sign hop-dong.pdf --p12 toi.p12 -o hop-dong.signed.pdf
      kyso sign hop-dong.pdf --key toi.key.pem --cert toi.pem --chain ca.pem --reason Duyệt -o out.pdf
      kyso sign hop-dong.pdf --p12 toi.p12 --level lta --tsa https://tsa.example -o hop-dong.signed.pdf
      kyso sign cong-van-di/ --p12 toi.p12 --passphrase-file mat-khau.txt --out-dir da-ky --json
      kyso sign cong-van-di/ --remote vnpt-smartca --out-dir da-ky
      kyso sign --manifest bang-ke.csv --p12 toi.p12 --out-dir da-ky --yes
      kyso sign hop-dong.pdf --key-command ./ky-hsm --cert toi.pem --chain ca.pem -o out.pdf
      kyso sign ho-so.xml --p12 toi.p12 -o ho-so.signed.xml
      kyso sign a.pdf b.xml c.jpg --p12 toi.p12 -o ho-so.asice
      kyso sign hoa-don.xml --p12 toi.p12 --element /HDon/DLHDon --inside /HDon/DSCKS/NBan -o out.xml
      kyso sign cong-van.pdf --p12 toi.p12 --role leader --image chu-ky.png -o out.pdf
help-verify = Kiểm tra mọi chữ ký số trên văn bản
help-verify-inputs = Các văn bản cần kiểm tra; tên thư mục thay cho mọi tệp PDF, XML và gói ASiC trong đó, mẫu tên đặt trong dấu nháy ('in/*.pdf') thay cho các tệp hợp mẫu, - là đầu vào chuẩn
help-verify-report = Ghi thêm báo cáo vào -o: html (một trang để xem và in, có hình) hoặc etsi (XML theo ETSI TS 119 102-2, để lưu trữ)
help-verify-output = Tệp báo cáo, hoặc thư mục có dấu / ở cuối khi có nhiều văn bản; - là đầu ra chuẩn
help-verify-force = Thay báo cáo hoặc tệp xuất ra đã có sẵn
help-verify-after =
    Ví dụ:
      kyso verify hop-dong.signed.pdf --trust ca-goc.pem
      kyso verify cong-van-den/ --trust ca-goc/ --json
      kyso verify hop-dong.signed.pdf --trust ca-goc.pem --at 2026-11-22
      kyso verify hoa-don.signed.xml --trust ca-goc.pem --expect-element /HDon/DLHDon
      kyso verify hop-dong.signed.pdf --trust ca-goc.pem --report html -o hop-dong.html
      kyso verify cong-van-den/ --policy cong-vu
help-sign-trust = Chỉ nhận dấu thời gian thuộc các chứng thư số CA này, và theo đó xét những gì đã ký (--role): tệp, hoặc thư mục chứa các tệp; dùng được nhiều lần
help-extend = Nâng chữ ký lên mức cao hơn, hoặc gia hạn dấu thời gian cuối cùng
help-extend-inputs = Các văn bản đã ký; tên thư mục thay cho mọi tệp PDF, XML và gói ASiC trong đó, - là đầu vào chuẩn
help-extend-level = Mức cần đạt: t (kèm dấu thời gian), lt (kèm dữ liệu thu hồi), lta (để lưu trữ lâu dài, hoặc để gia hạn)
help-extend-trust = Chỉ nhận dấu thời gian thuộc các chứng thư số CA này: tệp, hoặc thư mục chứa các tệp; dùng được nhiều lần
help-extend-after =
    Ví dụ:
      kyso extend hop-dong.signed.pdf --level lta --tsa https://tsa.example -o hop-dong.lta.pdf
      kyso extend luu-tru/ --level lta --tsa https://tsa.example --in-place
help-timestamp = Chỉ thêm dấu thời gian cho văn bản
help-timestamp-inputs = Các văn bản, đã ký hoặc chưa; tên thư mục thay cho mọi tệp PDF trong đó, - là đầu vào chuẩn
help-timestamp-trust = Chỉ nhận dấu thời gian thuộc các chứng thư số CA này: tệp, hoặc thư mục chứa các tệp; dùng được nhiều lần
help-timestamp-after =
    Ví dụ:
      kyso timestamp hop-dong.pdf --tsa https://tsa.example -o hop-dong.stamped.pdf
help-inspect = Trình bày các phiên bản, trường và chữ ký như chúng vốn có; không đánh giá
help-inspect-input = Văn bản cần xem; - là đầu vào chuẩn
help-inspect-after =
    Ví dụ:
      kyso inspect hop-dong.signed.pdf
      kyso inspect hop-dong.signed.pdf --json
help-prepare = Chuẩn bị chữ ký để ký bằng khóa ở máy khác
help-prepare-input = Văn bản cần ký; - là đầu vào chuẩn
help-prepare-cert = Chứng thư số của người ký, kèm các chứng thư số cấp trên nếu có (PEM, DER hoặc P7B)
help-prepare-chain = Thêm các chứng thư số cấp trên
help-prepare-output = Tệp chứa chữ ký đã chuẩn bị, dùng cho `kyso complete`
help-prepare-after =
    Ví dụ:
      kyso prepare hop-dong.pdf --cert chuoi.pem --tbs hop-dong.tbs -o hop-dong.state
      kyso prepare hop-dong.pdf --cert chuoi.pem --digest sha384 --json -o hop-dong.state
help-complete = Hoàn tất chữ ký đã chuẩn bị bằng giá trị ký từ máy khác
help-complete-state = Chữ ký đã chuẩn bị, do `kyso prepare` ghi ra
help-complete-signature = Giá trị chữ ký: byte thô hoặc base64; ECDSA ở dạng DER
help-complete-after =
    Ví dụ:
      kyso complete hop-dong.state --signature hop-dong.sig -o hop-dong.signed.pdf
help-trust = Lưu các chứng thư số CA mà bạn tin cậy
help-trust-after =
    Chưa thêm thì chưa có gì được tin cậy: hãy đối chiếu dấu vân tay với dấu vân tay mà nơi cấp
    công bố. Kho tin cậy là một thư mục của bạn, hoặc thư mục nêu trong biến môi trường
    KYSO_TRUST_STORE.
help-trust-list = Hiển thị kho tin cậy
help-trust-list-domain = Chỉ miền tin cậy này
help-trust-list-history = Hiển thị từng quyết định thay vì kết quả của chúng
help-trust-list-json = In một đối tượng JSON
help-trust-list-after =
    Ví dụ:
      kyso trust list
      kyso trust list --domain cong-vu --json
      kyso trust list --history
help-trust-add = Tin cậy các chứng thư số CA sau khi bạn xác nhận dấu vân tay
help-trust-add-inputs = Các chứng thư số: PEM, DER hoặc P7B; - là đầu vào chuẩn. Chứng thư số gốc được tin cậy; CA cấp dưới chỉ giúp lập chuỗi
help-trust-add-domain = Miền tin cậy của chúng, ví dụ cong-cong hoặc cong-vu; nếu không nêu thì là own
help-trust-add-fingerprint = Xác nhận mà không hỏi: SHA-256 do nơi cấp công bố; nêu một lần cho mỗi chứng thư số sẽ được tin cậy
help-trust-add-yes = Xác nhận mà không hỏi: chỉ dùng khi tệp lấy từ nơi bạn tin cậy
help-trust-add-as-anchor = Tin cậy chính các chứng thư số này, kể cả CA cấp dưới hoặc chứng thư số không phải của CA
help-trust-add-until = Chỉ tin cậy đến thời điểm này: không tin cậy khi đánh giá tại một thời điểm sau đó; thêm lại với thời điểm khác, hoặc không nêu thời điểm, thì thay đổi được
help-trust-add-after =
    Ví dụ:
      kyso trust add ca-goc.pem --domain cong-vu
      kyso trust add ca-goc.p7b --domain cong-cong --yes
      kyso trust add ca-goc.pem --domain cong-vu --until 2030-01-01
help-trust-remove = Thôi tin cậy; chứng thư số và quyết định vẫn được giữ trong kho
help-trust-remove-fingerprints = Dấu vân tay SHA-256, hoặc từ 8 chữ số đầu trở lên
help-trust-remove-until = Chỉ tin cậy đến thời điểm này (nếu đã hết hạn tin cậy sớm hơn thì giữ nguyên): những gì dấu thời gian do nơi cấp thuộc CA gốc khác chứng minh là có trước đó vẫn được công nhận
help-trust-remove-reason = Lý do, ghi vào lịch sử
help-trust-remove-after =
    Ví dụ:
      kyso trust remove f04ba4b4
      kyso trust remove f04ba4b4 --until 2026-03-01
help-fields = Liệt kê các trường chữ ký của tệp PDF, hoặc thêm trường mới
help-fields-input = Tệp PDF cần xem; - là đầu vào chuẩn
help-fields-json = In một đối tượng JSON
help-fields-after =
    Ví dụ:
      kyso fields hop-dong.pdf
      kyso fields hop-dong.pdf --json
      kyso fields hop-dong.pdf add --name GiamDoc --page 2 --rect 300,100,200,60 -o cho-ky.pdf
      kyso fields hop-dong.pdf add --name GiamDoc --rect 105mm,35mm,70mm,20mm --lock all -o out.pdf
      kyso fields hop-dong.pdf add --name GiamDoc --at-text 'GIÁM ĐỐC' --side below -o cho-ky.pdf
help-fields-add = Thêm một trường chữ ký trống, trước khi có người ký
help-fields-add-name = Tên của trường mới
help-fields-add-page = Trang đặt trường, tính từ 1; không có tùy chọn này thì là trang đầu
help-fields-add-rect = Vị trí hiển thị: trái, dưới, rộng, cao tính bằng điểm (pt), hoặc thêm mm sau mỗi số; không có tùy chọn này thì trường không hiển thị
help-fields-add-kind = Trường dùng để làm gì: signature (để ký) hoặc text (để điền, như số và ngày tháng); mặc định là signature
help-fields-add-font-size = Cỡ chữ tính bằng điểm (pt); mặc định là 13
help-fields-add-at-text = Đặt cạnh đoạn chữ này của văn bản thay vì theo tọa độ; ở phía trên, trừ khi --side nêu khác; đoạn chữ phải có đúng một chỗ
help-fields-add-occurrence = Lấy chỗ nào khi đoạn chữ có ở nhiều chỗ: first (đầu tiên), last (cuối cùng) hoặc số thứ tự
help-fields-add-side = Ở phía nào của đoạn chữ: above (khoảng trống tới dòng phía trên), below (dưới), left (trái), right (phải) hoặc over (đè lên)
help-fields-add-size = Chiều rộng và chiều cao của khung cạnh đoạn chữ, bằng điểm (pt) hoặc thêm mm sau mỗi số; nhỏ lại nếu thiếu chỗ; không có tùy chọn này thì là 50mm,25mm
help-fields-add-lock = Chữ ký ở trường này khóa những trường nào: all (tất cả), include:a,b hoặc exclude:a,b
help-fields-add-lock-changes = Sau chữ ký ở trường này được phép: none (không gì cả), forms (điền biểu mẫu và ký) hoặc annotations (cả chú thích) (PDF 2.0)
help-fields-add-json = In một đối tượng JSON
help-preview = Vẽ trang đúng như khi đã ký, trước khi dùng đến khóa
help-preview-input = Tệp PDF cần xem; - là đầu vào chuẩn
help-preview-output = Ghi hình (PNG) vào tệp này; - là đầu ra chuẩn; không có tùy chọn này thì hình hiện ngay trên dòng lệnh
help-preview-page = Trang đặt chữ ký, tính từ 1, hoặc last; cũng là trang được vẽ
help-preview-show = Các trang cần vẽ: all (tất cả) hoặc 2-5; dùng được nhiều lần. Không có tùy chọn này thì vẽ trang có chữ ký và các trang của --pages. Nếu có nhiều trang thì tên mỗi tệp mang số trang: trang-2.png
help-preview-cert = Chứng thư số của người ký; không có tùy chọn này thì tên để trong ngoặc nhọn
help-preview-dpi = Số điểm ảnh mỗi inch, từ 10 đến 600; không có tùy chọn này thì là 144
help-preview-after =
    Ví dụ:
      kyso preview hop-dong.pdf -o trang.png
      kyso preview hop-dong.pdf --page 2 --dpi 96 -o trang-2.png
      kyso preview hop-dong.pdf --show 2-5 -o trang.png
      kyso preview cong-van.pdf --cert lanh-dao.pem --profile nd30-leader --image chu-ky.png -o a.png
help-demo = Ký và kiểm tra một văn bản mẫu bằng khóa dùng thử
help-demo-out-dir = Thư mục chứa các tệp; mặc định là ./kyso-demo
help-demo-after =
    Ví dụ:
      kyso demo
      kyso demo --out-dir xem-thu --lang vi
help-completions = In tập lệnh tự điền cho trình dòng lệnh
help-completions-shell = bash, elvish, fish, powershell hoặc zsh
help-completions-after =
    Ví dụ:
      kyso completions bash
help-man = In trang hướng dẫn
help-man-after =
    Ví dụ:
      kyso man
help-opt-output = Ghi kết quả vào tệp này; - là đầu ra chuẩn
help-opt-out-dir = Ghi kết quả vào thư mục này, giữ nguyên tên tệp
help-opt-in-place = Thay tệp gốc bằng kết quả, mỗi tệp trong một bước
help-opt-force = Thay tệp kết quả đã có sẵn
help-opt-p12 = Khóa và chứng thư số trong tệp PKCS#12 (.p12, .pfx)
help-opt-key = Khóa bí mật, PEM: PKCS#8, PKCS#1 hoặc SEC1
help-opt-cert = Chứng thư số của khóa, PEM
help-opt-chain = Các chứng thư số cấp trên, PEM
help-opt-passphrase-file = Đọc mật khẩu từ tệp này
help-opt-passphrase-fd = Đọc mật khẩu từ bộ mô tả tệp này
help-opt-passphrase-env = Đọc mật khẩu từ biến môi trường này
help-opt-pdf-password-file = Đọc mật khẩu mở tệp PDF (của người dùng hoặc của chủ tệp) từ tệp này
help-opt-pdf-password-fd = Đọc mật khẩu mở tệp PDF từ bộ mô tả tệp này
help-opt-pdf-password-env = Đọc mật khẩu mở tệp PDF từ biến môi trường này
help-opt-ignore-permissions = Vẫn ghi thêm vào tệp PDF mã hóa dù quyền của tệp không cho phép
help-opt-digest = Thuật toán băm dùng để ký
help-opt-scheme = Lược đồ của chữ ký RSA
help-opt-reason = Lý do ký; mọi trình đọc PDF đều hiển thị
help-opt-location = Nơi ký
help-opt-contact = Cách liên hệ với người ký
help-opt-field = Trường chữ ký cần ký: một trường còn trống, hoặc nếu không có trường nào trống thì thêm trường mới mang tên này. Không có tùy chọn này thì ký vào trường trống duy nhất, hoặc thêm trường mới
help-opt-new-field = Ký vào một trường mới dù còn trường trống; tên của trường đặt sau dấu =
help-opt-fill = Điền vào một trường văn bản còn trống rồi ký cùng nội dung: TÊN=NỘI-DUNG; dùng được nhiều lần
help-opt-certify = Ký chứng thực, là chữ ký đầu tiên: sau đó được phép none (không gì cả), forms (điền biểu mẫu và ký) hoặc annotations (cả chú thích)
help-opt-lock = Chữ ký khóa những trường nào: all (tất cả), include:a,b hoặc exclude:a,b
help-opt-lock-changes = Sau chữ ký được phép: none (không gì cả), forms (điền biểu mẫu và ký) hoặc annotations (cả chú thích) (PDF 2.0)
help-opt-subfilter = Dạng chữ ký: cades (PAdES, mặc định) hoặc pkcs7 cho trình đọc cũ
help-opt-allow-expired = Vẫn ký khi chứng thư số đã hết hạn hoặc chưa có hiệu lực
help-opt-repair = Ký tệp PDF bị hỏng mà chưa ai ký: thêm vào tệp một bảng tham chiếu chéo đầy đủ
help-opt-visible = Hiển thị chữ ký trên trang; tùy chọn nào về hình thức chữ ký cũng có tác dụng này
help-opt-page = Trang hiển thị chữ ký, tính từ 1, hoặc last (trang cuối); không có tùy chọn này thì là trang đầu, với --at-text thì là mọi trang
help-opt-rect = Vị trí trên trang như khi xem: trái, dưới, rộng, cao tính bằng điểm (pt), hoặc thêm mm sau mỗi số
help-sign-at = Góc trang: top-left (trên trái), top-right (trên phải), bottom-left (dưới trái) hoặc bottom-right (dưới phải, mặc định)
help-prepare-at = Góc trang: top-left (trên trái), top-right (trên phải), bottom-left (dưới trái) hoặc bottom-right (dưới phải, mặc định)
help-preview-at = Góc trang: top-left (trên trái), top-right (trên phải), bottom-left (dưới trái) hoặc bottom-right (dưới phải, mặc định)
help-opt-size = Chiều rộng và chiều cao tại góc hoặc cạnh đoạn chữ, bằng điểm hoặc thêm mm; không có tùy chọn này thì tùy nội dung hiển thị, cạnh đoạn chữ là 50mm,25mm
help-opt-at-text = Đặt cạnh đoạn chữ này của văn bản thay vì theo tọa độ; ở phía trên, trừ khi --side nêu khác; đoạn chữ phải có đúng một chỗ
help-opt-ignore-case = Không phân biệt chữ hoa, chữ thường trong đoạn chữ của --at-text
help-opt-occurrence = Lấy chỗ nào khi đoạn chữ có ở nhiều chỗ: first (đầu tiên), last (cuối cùng) hoặc số thứ tự
help-opt-side = Ở phía nào của đoạn chữ: above (khoảng trống tới dòng phía trên), below (dưới), left (trái), right (phải) hoặc over (đè lên)
help-opt-margin = Khoảng cách từ góc đến mép trang, bằng điểm hoặc thêm mm; mặc định là 10mm
help-opt-image = Hình ảnh hiển thị: PNG (có thể trong suốt) hoặc JPEG
help-opt-image-place = Vị trí của hình so với chữ: left (bên trái, mặc định), above (phía trên) hoặc behind (phía sau)
help-opt-text = Nội dung hiển thị; {"{"}signer{"}"}, {"{"}title{"}"}, {"{"}organization{"}"}, {"{"}serial{"}"}, {"{"}reason{"}"}, {"{"}location{"}"}, {"{"}time{"}"} được điền vào, \n để xuống dòng
help-opt-font = Phông chữ, TTF hoặc OTF; mặc định là Liberation Serif
help-opt-font-size = Cỡ chữ, bằng điểm hoặc thêm mm; không có tùy chọn này thì lấy cỡ vừa khung
help-opt-text-color = Màu chữ: #rrggbb, black, white, red, green, blue hoặc gray
help-opt-align = Căn dòng: left (trái, mặc định), center (giữa) hoặc right (phải)
help-opt-border = Kẻ khung viền với màu này
help-opt-background = Tô nền với màu này
help-opt-qr = Mã QR hiển thị; nội dung được điền như của --text
help-opt-pages = Đóng cùng hình thức này lên mọi trang khác (all), hoặc lên các trang như 2-5; có thể dùng nhiều lần
help-opt-level = Mức của chữ ký: b (chỉ chữ ký), t (kèm dấu thời gian), lt (kèm dữ liệu thu hồi), lta (để lưu trữ lâu dài)
help-opt-json = In một đối tượng JSON cho mỗi văn bản
help-opt-trust = Chứng thư số CA tin cậy: tệp, hoặc thư mục chứa các tệp; dùng được nhiều lần
help-opt-trust-list = Tin cậy các CA và dịch vụ cấp dấu thời gian đang được công nhận trong danh sách tin cậy này (ETSI TS 119 612), là tệp hoặc URL, và trong các danh sách mà nó dẫn tới; dùng được nhiều lần
help-opt-trust-list-signer = Người ký danh sách tin cậy: các chứng thư số, trong đó một chứng thư số phải là của người đã ký; dùng được nhiều lần
help-opt-trust-list-territory = Từ danh sách tổng chỉ theo tới danh sách của lãnh thổ này, ví dụ VN; dùng được nhiều lần
help-opt-store = Thư mục của kho tin cậy; nếu không nêu thì là thư mục trong biến KYSO_TRUST_STORE, hoặc của tài khoản bạn
help-opt-no-store = Không dùng kho tin cậy của bạn
help-opt-system-trust = Tin cậy các chứng thư số gốc mà hệ thống này dùng cho máy chủ, trong miền system
help-opt-trust-domain = Các chứng thư số nêu trong lệnh này, bằng --trust và danh sách tin cậy, thuộc miền tin cậy này
help-opt-policy = Chính sách để đánh giá: baseline (mặc định), cong-cong, cong-vu, hoặc một tệp TOML
help-opt-at = Đánh giá tại thời điểm này: 2026-11-22T15:00:00+07:00, hoặc một ngày
help-opt-element = Chỉ ký phần tử này, theo tên hoặc đường dẫn như /HDon/DLHDon; phần tử cần có Id (XML)
help-opt-inside = Đặt chữ ký vào phần tử này; nếu không nêu thì đặt vào phần tử gốc (XML)
help-opt-last = Ký cả các chữ ký khác: sau chữ ký này không ai ký thêm được nữa. Nếu không nêu thì nhiều người cùng ký được một văn bản (XML)
help-opt-form = Dạng chữ ký XML: xades (mặc định) hoặc xmldsig cho phần mềm chỉ biết dạng này
help-opt-format = Kết quả là gì: cades (tệp bất kỳ được ký bằng CMS; mặc nhiên như vậy nếu không phải PDF hay XML, hoặc -o có đuôi .p7s, .p7m), asic-e (mọi tệp trong một gói, ký chung), asic-s (gói có một tệp); gói cũng được chọn theo đuôi .asice, .sce, .asics, .scs của -o
help-opt-signature-id = Id của chữ ký (XML)
help-opt-asic-signature = Dạng chữ ký trong gói: xades (mặc định, các chương trình DigiDoc đọc được) hoặc cades; không có tùy chọn này thì theo chữ ký đã có
help-opt-attached = Đặt tệp vào trong chữ ký (.p7m) thay vì để chữ ký bên cạnh tệp (.p7s) (CMS)
help-opt-pem = Ghi chữ ký ở dạng văn bản PEM (CMS)
help-opt-content = Tệp mà chữ ký tách rời (.p7s) đã ký; nếu không có, là tệp trùng tên với chữ ký sau khi bỏ .p7s
help-opt-countersign = Ký xác nhận chữ ký có tên này trong báo cáo, không ký tệp (CMS)
help-opt-mime-type = Kiểu nội dung của tệp, ví dụ image/png (CMS)
help-opt-content-hint = Mô tả tệp cho người đọc (CMS)
help-opt-commitment = Lý do ký: origin (nguồn gốc), receipt (đã nhận), delivery (đã giao), sender (đã gửi), approval (phê duyệt) hoặc creation (soạn thảo) (CMS)
help-opt-signature-policy = Chính sách ký mà người ký tuân theo: mã định danh và tệp nội dung, OID=TỆP (CMS)
help-opt-set = Nội dung thay cho một tên trong mẫu, như number của nd30-attachment: TÊN=NỘI-DUNG; dùng được nhiều lần
help-opt-profile = Ký gì, ở đâu, thế nào, hoặc phải ký những gì: einvoice-seller, einvoice-buyer, einvoice-tax (chỉ kiểm tra), tax-declaration, social-insurance, edxml, dossier (XML), number-and-date (PDF, chỉ kiểm tra), nd30-leader, nd30-agency, nd30-attachment, nd30-copy, initials, incoming, text-and-image (hình thức chữ ký trong PDF), hoặc một tệp
help-opt-export-signed = Ghi phần mà mỗi chữ ký còn nguyên vẹn bao trùm vào thư mục này: bản PDF lúc ký, nội dung từng tham chiếu của chữ ký XML
help-opt-external = Tệp cho phần mà chữ ký XML tham chiếu ở ngoài văn bản: URI=TỆP; dùng được nhiều lần
help-opt-expect-root = Phần tử gốc phải có tên này và được một chữ ký hợp lệ bao trùm toàn bộ (XML)
help-opt-expect-element = Mọi phần tử có tên hoặc đường dẫn này phải được một chữ ký hợp lệ bao trùm (XML); dùng được nhiều lần
help-opt-offline = Không dùng mạng
help-opt-revocation-check = Trước khi dùng khóa, hỏi xem chứng thư số của người ký có bị thu hồi không; khi không xác định được: warn (cảnh báo, mặc định) hoặc require (từ chối); off là không hỏi
help-opt-level-fallback = Nếu không đạt mức yêu cầu thì lấy mức cao nhất đạt được thay vì báo lỗi; kết quả nêu rõ mức đạt được
help-opt-tsa = Địa chỉ dịch vụ cấp dấu thời gian (RFC 3161); nêu nhiều lần thì hỏi lần lượt khi dịch vụ trước không đáp ứng
help-opt-tsa-user = Tên đăng nhập dịch vụ cấp dấu thời gian
help-opt-tsa-passphrase-file = Đọc mật khẩu của dịch vụ cấp dấu thời gian từ tệp này
help-opt-tsa-passphrase-fd = Đọc mật khẩu của dịch vụ cấp dấu thời gian từ bộ mô tả tệp này
help-opt-tsa-passphrase-env = Đọc mật khẩu của dịch vụ cấp dấu thời gian từ biến môi trường này
help-opt-tsa-policy = Chính sách yêu cầu dịch vụ cấp dấu thời gian áp dụng, là một OID như 1.2.3.4
help-opt-evidence = CRL, phản hồi OCSP và chứng thư số có sẵn: tệp, hoặc thư mục chứa các tệp; dùng được nhiều lần
help-opt-evidence-out = Lưu chứng thư số, CRL và phản hồi OCSP vào thư mục này, tên tệp là giá trị SHA-256
help-opt-tsa-cert = Chứng thư số xuất trình cho dịch vụ cấp dấu thời gian qua TLS, kèm các chứng thư số cấp trên
help-opt-tsa-key = Khóa bí mật của chứng thư số đó
help-opt-tsa-key-passphrase-file = Đọc mật khẩu của khóa đó từ tệp này
help-opt-tsa-key-passphrase-fd = Đọc mật khẩu của khóa đó từ bộ mô tả tệp này
help-opt-tsa-key-passphrase-env = Đọc mật khẩu của khóa đó từ biến môi trường này
help-opt-tls-ca = Tin cậy các chứng thư số CA này cho https thay cho danh sách thông thường
help-opt-grace = Dữ liệu thu hồi về người ký chỉ được tính khi phát hành sau dấu thời gian ít nhất chừng này
help-opt-max-age = Chỉ nhận dữ liệu thu hồi về người ký không cũ hơn chừng này
help-opt-cache = Giữ những gì tải về trong thư mục này cho lần gọi sau, tối đa một tuần
help-opt-timeout = Thời gian chờ tối đa: cho mỗi lần hỏi một dịch vụ, tính cả các lần thử lại; cho toàn bộ việc ký tại dịch vụ từ xa; cho mỗi chữ ký của --key-command
help-opt-tbs = Ghi dữ liệu cần ký vào tệp này
help-opt-lang = Ngôn ngữ
help-opt-color = Khi nào tô màu
help-opt-quiet = Nói ít hơn: chỉ kết luận và lỗi
help-opt-verbose = Nói nhiều hơn
help-opt-help = Hiển thị hướng dẫn này
help-opt-version = Hiển thị phiên bản
help-opt-role = Chữ ký này để làm gì: initials (ký nháy), leader (lãnh đạo), number (số và ngày), agency (cơ quan), attachment (phụ lục), copy (bản sao), incoming (văn bản đến) hoặc comment (ý kiến). Vai trò được ghi vào chữ ký, và quyết định hình thức, trường ký và lý do
help-opt-roles = Lấy quy tắc về vai trò từ tệp này thay cho quy tắc có sẵn
help-opt-no-look = Không hiển thị gì của chữ ký, dù vai trò có hình thức riêng
help-opt-leader-field = Chữ ký của lãnh đạo là chữ ký ở trường này, ký bằng phần mềm không ghi vai trò
help-opt-leader-cert-serial = Chữ ký của lãnh đạo là chữ ký của chứng thư có số sê-ri này, ký bằng phần mềm không ghi vai trò
help-opt-claimed-role = Vai trò do người ký tự khai bằng lời, ví dụ chức vụ; dùng được nhiều lần
help-opt-ignore-order = Vẫn ký dù văn bản chưa có những gì vai trò đòi hỏi, và tự chịu trách nhiệm; không bao giờ khi có chữ ký không hợp lệ hoặc đã bị thu hồi
help-sign-policy = Chính sách để xét các chữ ký đã có trên văn bản khi dùng --role: baseline (mặc định), cong-cong, cong-vu, hoặc một tệp
help-inbox = Xem, ký và từ chối các văn bản đang chờ trong một thư mục
help-inbox-inputs = Thư mục chứa các văn bản
help-inbox-output = Không dùng: kết quả được ghi vào một thư mục
help-inbox-out-dir = Thư mục cho các văn bản đã ký; không có tùy chọn này là DIR/signed
help-inbox-list = In danh sách văn bản thành từng dòng rồi kết thúc; cũng như vậy khi kết quả không ra cửa sổ dòng lệnh
help-inbox-refuse = Từ chối văn bản này trong thư mục với lý do ở --reason: tệp được chuyển vào DIR/refused và ghi sổ ở đó
help-inbox-reason = Lý do ghi vào chữ ký; cùng với --refuse là lý do từ chối văn bản
help-inbox-json = In danh sách văn bản dạng JSON, mỗi dòng một đối tượng, rồi kết thúc
help-inbox-trust = Đánh giá chữ ký theo các chứng thư số gốc này: tệp hoặc thư mục; dùng được nhiều lần; không có tùy chọn này thì theo kho tin cậy của người dùng
help-inbox-after =
    Trong màn hình: phím cách để đánh dấu, Enter để xem văn bản, s để ký, S để ký các văn bản đã đánh dấu với một lần nhập PIN, r để từ chối, ? để xem tất cả các phím.
    Ví dụ:
      kyso inbox cong-van-di/ --pkcs11 pkcs11:token=Leader --profile nd30-leader --image chu-ky.png
      kyso inbox cong-van-di/ --p12 toi.p12 --level t --tsa https://tsa.example --out-dir da-ky
      kyso inbox cong-van-di/ --list
      kyso inbox cong-van-di/ --json
      kyso inbox cong-van-di/ --refuse a.pdf --reason Sai

## Chữ thay cho giá trị trong phần trợ giúp

value-file = TỆP
value-key = KHÓA
value-value = GIÁ-TRỊ
value-dir = THƯ-MỤC
value-name = TÊN
value-names = CÁC-TÊN
value-text = CHỮ
value-n = SỐ
value-number = SỐ
value-seconds = GIÂY
value-color = MÀU
value-length = ĐỘ-DÀI
value-path = ĐƯỜNG-DẪN
value-first = ĐẦU
value-last = CUỐI
value-state = TRẠNG-THÁI
value-code = MÃ
value-time = THỜI-ĐIỂM
value-corner = GÓC
value-type = LOẠI
value-kind = LOẠI
value-program = CHƯƠNG-TRÌNH
value-chain = CHUỖI
value-points = ĐIỂM
value-arg = THAM-SỐ

## Wrong calls

call-unknown = lệnh này không có tùy chọn { $argument }
    .fix = Xem kyso --help, hoặc thêm --help sau tên lệnh.
call-too-many = thừa đối số { $argument }
    .fix = Thêm --help sau tên lệnh để xem lệnh nhận những gì; tùy chọn phải có dấu gạch ở đầu.
call-new-field-apart = không có tệp { $name }; nếu đó là tên trường mới, tên phải viết liền sau --new-field
    .fix = Hãy viết với dấu bằng: --new-field={ $name }
call-unknown-similar = lệnh này không có tùy chọn { $argument }
    .fix = Có phải ý bạn là { $suggestion }?
call-unknown-verb = không có lệnh { $verb }
    .fix = Danh sách lệnh: kyso --help.
call-value-missing = { $argument } cần có giá trị
    .fix = Ghi giá trị ngay sau đó, cách một dấu cách.
call-value-not-offered = { $value } không phải là giá trị của { $argument }
    .fix = Chọn một trong các giá trị: { $offered }
call-value-invalid = không đọc được { $value } làm giá trị của { $argument }
    .fix = Giá trị phải là một số, ghi bằng chữ số thập phân.
call-time-invalid = không đọc được { $value } làm thời điểm của { $argument }
    .fix = Thời điểm ghi 2026-11-22T15:00:00+07:00 hoặc 2026-11-22.
call-external-invalid = không đọc được { $value } là giá trị của --external
    .fix = Hãy viết địa chỉ nêu trong chữ ký, dấu bằng và tên tệp: cid:van-ban=van-ban.pdf
call-element-invalid = không đọc được { $value } là phần tử của { $argument }
    .fix = Hãy viết tên, ví dụ HDon, hoặc đường dẫn, ví dụ /HDon/DLHDon; không gian tên đặt trước tên trong dấu ngoặc nhọn.
call-policy-invalid = { $value } không phải là chính sách: cần một OID
    .fix = OID là dãy số cách nhau bằng dấu chấm, ví dụ 1.2.3.4.
call-profile-unknown = không có mẫu { $name }, cũng không có tệp nào tên như vậy
    .fix = Hãy chọn một trong { $known }, hoặc nêu một tệp.
call-profile-verifies = mẫu { $name } chỉ dùng để kiểm tra, không dùng để ký
    .fix = Hãy ký không kèm mẫu này; nó xét phần được điền và đóng dấu sau chữ ký đầu tiên.
call-profile-signs = mẫu { $name } chỉ dùng để ký, không dùng để kiểm tra
    .fix = Hãy kiểm tra không kèm mẫu này; number-and-date xét phần được điền và đóng dấu.
call-profile-needs-name = mẫu { $profile } đặt chữ ký phía trên họ tên người ký, nhưng không có chứng thư số cho biết họ tên
    .fix = Hãy thêm --cert, hoặc nêu vị trí bằng --rect hay --at.
call-profile-picture-missing = mẫu { $profile } cần có hình
    .fix = Hãy thêm --image TỆP.
call-profile-picture-forbidden = mẫu { $profile } không hiển thị hình
    .fix = Hãy bỏ --image.
call-profile-value-missing = mẫu { $profile } chưa biết { $name } là gì
    .fix = Hãy nêu: --set { $name }=NỘI-DUNG
call-profile-value-unknown = mẫu { $profile } không dùng { $name }
    .fix = Hãy bỏ --set { $name }.
error-profile-nothing-to-cover = mẫu { $profile } đóng đè lên chữ ký của người có thẩm quyền, nhưng văn bản chưa có chữ ký nào hiển thị
    .fix = Để người có thẩm quyền ký trước với chữ ký hiển thị (--profile nd30-leader), hoặc nêu vị trí bằng --rect.
call-profile-invalid = không dùng được mẫu { $name }: { $detail }
    .fix = Hãy so với các mẫu có sẵn.
call-rules-unknown = không có chính sách { $name }, cũng không có tệp nào tên như vậy
    .fix = Hãy chọn một trong { $known }, hoặc nêu một tệp.
call-rules-invalid = không dùng được chính sách { $name }: { $detail }
    .fix = Hãy so với docs/policy.toml, tệp này có mọi khóa.
call-domain-invalid = { $value } không thể là tên miền tin cậy
    .fix = Tên gồm chữ thường a đến z, chữ số và dấu gạch nối, ví dụ cong-vu.
call-rect-invalid = { $value } không phải là một khung chữ nhật
    .fix = Hãy ghi trái, dưới, rộng, cao: 300,100,200,60 tính bằng điểm hoặc 105mm,35mm,70mm,20mm.
call-occurrence-invalid = { $value } không cho biết lấy chỗ nào
    .fix = Hãy ghi first, last hoặc một số từ 1 trở lên.
call-length-invalid = { $value } không phải là độ dài cho { $argument }
    .fix = Hãy ghi bằng điểm hoặc milimét: 12, 12pt hoặc 12mm; kích thước gồm hai số, ví dụ 60mm,25mm.
call-color-invalid = { $value } không phải là màu cho { $argument }
    .fix = Hãy ghi #rrggbb, hoặc black, white, red, green, blue hay gray.
call-page-invalid = { $value } không chỉ trang nào cho { $argument }
    .fix = --page nhận một số từ 1 trở lên, hoặc last; --pages và --show nhận all, 3 hoặc 2-5.
call-dpi-invalid = không vẽ được với { $value } điểm ảnh mỗi inch
    .fix = --dpi nhận một số nguyên từ 10 đến 600.
call-pair-invalid = { $value } không cho biết nội dung nào điền vào đâu, cho { $argument }
    .fix = Hãy ghi tên và nội dung, giữa là dấu =: TÊN=NỘI DUNG, ví dụ so=215.
call-lock-invalid = { $value } không cho biết cần khóa trường nào
    .fix = Hãy ghi all, include:TÊN,TÊN hoặc exclude:TÊN,TÊN.
call-fingerprint-invalid = { $value } không phải là dấu vân tay SHA-256
    .fix = Dấu vân tay có 64 chữ số thập lục phân; có dấu hai chấm ở giữa cũng được.
call-fingerprint-short = { $value } chưa cho biết là chứng thư số nào
    .fix = Hãy nêu thêm chữ số của dấu vân tay, ít nhất 8: xem bằng kyso trust list.
call-fingerprint-unknown = trong kho tin cậy không có chứng thư số nào mang dấu vân tay { $value }
    .fix = Xem các chứng thư số hiện có bằng kyso trust list.
call-trust-unconfirmed = chưa thêm gì: chưa ai xác nhận dấu vân tay, và không có cửa sổ dòng lệnh để hỏi
    .fix = Hãy đối chiếu với dấu vân tay mà nơi cấp công bố, rồi nêu bằng --fingerprint, hoặc thêm --yes.
call-trust-declined = chưa thêm gì
    .fix = Hãy đối chiếu dấu vân tay với dấu vân tay mà nơi cấp công bố, rồi thử lại.
call-tsa-missing = chưa nêu dịch vụ cấp dấu thời gian mà việc này cần đến
    .fix = Thêm --tsa URL; chữ ký mức b không cần dấu thời gian.
call-tsa-without-level = --tsa nêu dịch vụ cấp dấu thời gian, nhưng chữ ký mức b không có dấu thời gian
    .fix = Thêm --level t, lt hoặc lta, hoặc bỏ --tsa.
call-tsa-url = { $url } không thể là địa chỉ của dịch vụ cấp dấu thời gian
    .fix = Địa chỉ phải là URL http hoặc https, không kèm tên đăng nhập; tên đăng nhập ghi ở --tsa-user.
call-tsa-user = không gửi được tên đăng nhập này đến dịch vụ cấp dấu thời gian
    .fix = Tên không được có dấu hai chấm hoặc ký tự điều khiển.
call-tsa-user-for-several = --tsa-user chỉ đi với một dịch vụ cấp dấu thời gian, để nơi khác không biết được mật khẩu
    .fix = Hãy nêu --tsa một lần, hoặc bỏ --tsa-user.
call-tsa-in-clear = { $service } không phải là https: mật khẩu có thể bị đọc trên đường truyền
    .fix = Hãy dùng địa chỉ https của dịch vụ cấp dấu thời gian.
call-tsa-cert-without-tls = { $url } không phải là https: không xuất trình được chứng thư số ở đó
    .fix = Hãy dùng địa chỉ https của dịch vụ cấp dấu thời gian, hoặc bỏ --tsa-cert.
call-conflict = không dùng đồng thời { $argument } và { $other }
    .fix = Hãy bỏ bớt một tùy chọn.
call-argument-missing = còn thiếu: { $argument }
    .fix = Thêm --help sau tên lệnh để xem ý nghĩa từng tham số.
call-verb-missing = chưa có tên lệnh
    .fix = Danh sách lệnh: kyso --help.
call-not-utf8 = có tham số không phải là UTF-8
    .fix = Tên tệp có thể chứa byte bất kỳ; lời văn và tùy chọn phải là UTF-8.
call-other = không hiểu lời gọi lệnh: { $detail }
    .fix = Xem kyso --help.
call-stdin-twice = - là đầu vào chuẩn và chỉ đọc được một lần
    .fix = Hãy đưa văn bản còn lại bằng tên tệp.
call-stdin-in-place = không thể thay đầu vào chuẩn bằng kết quả
    .fix = Dùng -o TỆP thay cho --in-place.
call-stdin-out-dir = văn bản từ đầu vào chuẩn không có tên để ghi vào thư mục
    .fix = Dùng -o TỆP thay cho --out-dir.
call-one-output-many-inputs = { $count ->
        [0] không có văn bản nào để ký cho tệp kết quả ghi ở -o
       *[other] -o chỉ một tệp kết quả, nhưng có { $count } văn bản
    }
    .fix = Dùng --out-dir THƯ-MỤC khi có nhiều văn bản.
call-no-output = chưa rõ ghi kết quả vào đâu; mặc định không ghi đè tệp nào
    .fix = Thêm, ví dụ: -o { $suggestion } (hoặc --in-place để thay chính văn bản đó)
call-no-output-folder = chưa rõ ghi các kết quả vào đâu; mặc định không ghi đè tệp nào
    .fix = Thêm --out-dir THƯ-MỤC (hoặc -o TỆP khi chỉ có một văn bản).
call-preview-several-to-stdout = đầu ra chuẩn chỉ nhận một hình, mà có { $count } trang
    .fix = Nêu tên tệp: -o trang.png sẽ tạo trang-1.png, trang-2.png, v.v.
call-in-place-beside = { $file }: chữ ký nằm bên cạnh tệp, nên --in-place sẽ thay tệp bằng chữ ký
    .fix = Bỏ --in-place; chữ ký được ghi vào { $file }.{ $ending }.
call-one-content-many-inputs = --content là tệp của một chữ ký, mà có { $count } tệp chữ ký
    .fix = Kiểm tra từng chữ ký, hoặc đặt mỗi tệp cạnh chữ ký của nó: hopdong.pdf cạnh hopdong.pdf.p7s.
call-signature-policy-invalid = --signature-policy: { $value } không phải mã định danh (OID)
    .fix = Viết dạng OID=TỆP, ví dụ 1.2.3.4=chinhsach.pdf.
call-preview-no-output = chưa rõ ghi hình vào đâu; chỉ cửa sổ dòng lệnh mới tự hiện được hình
    .fix = Thêm, ví dụ: -o trang.png
call-same-name-twice = hai văn bản cùng tên { $name } nên sẽ trùng tệp kết quả
    .fix = Hãy ký trong hai lần gọi lệnh, với hai thư mục.
call-same-document-twice = { $file } được nêu hai lần trong lời gọi lệnh, có thể qua đường dẫn hoặc liên kết khác
    .fix = Hãy nêu mỗi văn bản một lần.
call-one-output-twice = { $file } vừa là tệp chữ ký đã chuẩn bị vừa là tệp dữ liệu cần ký
    .fix = Hãy đặt hai tên khác nhau cho -o và --tbs.
call-one-report-many-inputs = -o chỉ một báo cáo, nhưng có { $count } văn bản
    .fix = Hãy chỉ một thư mục: -o bao-cao/
call-json-and-report = --json và báo cáo ở -o không thể cùng ghi ra đầu ra chuẩn
    .fix = Dùng -o TỆP, hoặc bỏ --json.
call-stdin-report-folder = văn bản từ đầu vào chuẩn không có tên để đặt cho báo cáo trong thư mục
    .fix = Dùng -o TỆP.
call-same-report-twice = hai văn bản sẽ trùng tệp báo cáo { $name }
    .fix = Hãy kiểm tra trong hai lần gọi lệnh, với hai thư mục.
call-json-and-stdout = --json và văn bản không thể cùng ghi ra đầu ra chuẩn
    .fix = Dùng -o TỆP, hoặc bỏ --json.
call-algorithm-not-offered = khóa không ký được theo yêu cầu của --digest và --scheme
    .fix = Khóa này ký được: { $offered }
call-pack-output = chưa rõ ghi gói tệp vào đâu
    .fix = Đặt tên bằng -o: -o hoso.asice, hoặc -o baocao.asics khi chỉ có một tệp.
call-pack-stdin = tệp đưa vào gói phải có tên, còn stdin thì không
    .fix = Hãy ghi tên các tệp hoặc một thư mục.
call-content-not-cms = { $file }: đây không phải chữ ký CMS, mà --content là tệp của chữ ký CMS
    .fix = Hãy bỏ --content, hoặc nêu tệp chữ ký (.p7s) thay cho tệp này.
call-format-and-ending = { $file }: đuôi tệp không khớp với --format { $name }
    .fix = Hãy bỏ --format, hoặc đặt đuôi tệp cho khớp.
call-role-fill-missing = vai trò { $role } điền số và ngày, nhưng lệnh không điền gì
    .fix = Hãy nói điền gì: --fill so=215 --fill "ngay=ngày 16 tháng 11 năm 2026"; kyso inspect TỆP cho biết tên các trường.
call-role-fill-unknown = trường { $field } không có trong { $profile }, nên kyso verify --profile { $profile } sẽ không chấp nhận văn bản
    .fix = Hãy điền các trường số và ngày; điền trường khác với vai trò khác.
call-roles-invalid = { $file } không phải là quy tắc về vai trò: { $detail }
    .fix = Hãy bắt đầu từ tệp `roles.toml` có sẵn; xem `README`.
call-claimed-role-reserved = { $value } không phải là vai trò bằng lời: chỉ --role mới ghi vai trò bắt đầu bằng kyso-role:
    .fix = Hãy ký với --role để ghi chữ ký dùng làm gì; chức vụ thì nêu bằng lời thường.
call-roles-lack = { $file } không có quy tắc cho vai trò { $role }
    .fix = Hãy thêm vào, hoặc bỏ --roles.
call-inbox-output = kyso inbox không nhận -o, vì có thể ký nhiều văn bản
    .fix = Dùng --out-dir DIR để chọn thư mục kết quả; không có thì kết quả nằm trong DIR/signed.
call-refuse-outside = { $file } không phải là tệp nằm ngay trong { $folder }
    .fix = Hãy nêu một văn bản của thư mục đó, như kyso inbox --list liệt kê.
call-refuse-reason = từ chối thì phải nêu lý do, không quá { $most } ký tự
    .fix = Nêu lý do bằng --reason TEXT.

## Errors

error-not-found = { $file }: không có tệp này
    .fix = Hãy kiểm tra lại tên tệp và thư mục.
error-no-read-permission = { $file }: không có quyền đọc
    .fix = Hãy hỏi chủ của tệp, hoặc chép tệp vào thư mục của bạn.
error-is-folder = { $file }: đây là thư mục, nhưng cần một tệp
    .fix = Hãy chỉ rõ một tệp trong đó.
error-key-file-too-large = { $file }: quá lớn so với loại tệp cần ở đây
    .fix = Hãy kiểm tra xem có đúng tệp không.
error-read = { $file }: đọc không được: { $detail }
    .fix = Hãy kiểm tra ổ đĩa hoặc kết nối rồi thử lại.
error-no-folder = { $file }: thư mục không tồn tại
    .fix = Hãy tạo thư mục trước, hoặc chọn thư mục khác.
error-no-write-permission = { $file }: không có quyền ghi vào đó
    .fix = Hãy chọn thư mục mà bạn được phép ghi.
error-output-is-folder = { $file }: nơi ghi kết quả là một thư mục
    .fix = Dùng --out-dir cho thư mục, hoặc chỉ rõ một tệp trong đó.
error-exists = { $file }: tệp đã có và được giữ nguyên
    .fix = Hãy chọn tên khác, hoặc thêm --force để thay tệp đó.
error-output-is-input = { $file }: tệp kết quả chính là văn bản gốc; tệp được giữ nguyên
    .fix = Hãy chọn tên khác, hoặc dùng --in-place để thay văn bản gốc.
error-output-is-read = { $file }: tệp kết quả là tệp mà lệnh này đọc; tệp được giữ nguyên
    .fix = Hãy chọn tên khác.
error-output-is-written = { $file }: lệnh này vừa ghi tệp này; kết quả thứ hai không ghi đè lên
    .fix = Hãy chọn tên khác.
error-out-dir-is-file = { $file }: đây là tệp, nhưng cần một thư mục
    .fix = Hãy chỉ rõ một thư mục, hoặc một tên chưa có.
error-fields-pdf-only = { $file } không phải là tệp PDF: chỉ PDF mới có trường chữ ký
    .fix = Hãy đưa tệp PDF; kyso inspect cho xem chữ ký trong văn bản XML.
error-preview-pdf-only = { $file } không phải là tệp PDF: chỉ PDF mới có trang để xem
    .fix = Hãy đưa tệp PDF; kyso inspect cho xem nội dung của văn bản XML.
error-no-picture = { $file }: không có hình: { $why }
    .fix = Hãy xem trang bằng phần mềm đọc PDF; việc ký không cần đến hình này.
error-not-regular = { $file }: không thể thay đường ống hoặc thiết bị bằng kết quả
    .fix = Dùng -o TỆP thay cho --in-place.
error-export-not-regular = { $file }: nơi ghi phần đã ký đang có liên kết, đường ống hoặc thiết bị
    .fix = Hãy xóa nó, hoặc chọn thư mục khác.
error-stdout-full = đầu ra chuẩn: ổ đĩa đã đầy; phần đã ghi ra không đầy đủ
    .fix = Hãy giải phóng dung lượng. Tệp nêu ở -o hoặc --out-dir nếu có thì vẫn trọn vẹn.
error-stdout = đầu ra chuẩn: ghi không được: { $detail }; phần đã ghi ra không đầy đủ
    .fix = Hãy kiểm tra nơi nhận. Tệp nêu ở -o hoặc --out-dir nếu có thì vẫn trọn vẹn.
error-disk-full = { $file }: ổ đĩa đã đầy; không để lại tệp dở dang
    .fix = Hãy giải phóng dung lượng, hoặc chọn ổ đĩa khác.
error-write = { $file }: ghi không được: { $detail }; không để lại tệp dở dang
    .fix = Hãy kiểm tra ổ đĩa hoặc kết nối rồi thử lại.
error-stream-too-large = { $file }: dài hơn { $limit } byte
    .fix = Hãy kiểm tra xem có đúng tệp không; văn bản lớn cần đọc từ tệp, không qua đường ống.
error-no-document-in-folder = { $folder }: không có tệp PDF hay XML nào trong thư mục này
    .fix = Lệnh không tìm trong các thư mục con: hãy chỉ rõ thư mục chứa tệp.
error-no-certificate-in-folder = { $folder }: thư mục không có tệp chứng thư số nào
    .fix = Tệp chứng thư số có đuôi .pem, .crt, .cer, .der, .p7b hoặc .p7c.
error-tls-key = { $key } không phải là khóa của chứng thư số đầu tiên trong { $cert }, hoặc TLS không dùng được
    .fix = Hãy đưa đúng cặp khóa và chứng thư số, chứng thư số của khóa đứng đầu.
error-no-certificate = { $file }: không có chứng thư số trong tệp
    .fix = Hãy đưa chứng thư số của người ký, dạng PEM, DER hoặc P7B.
error-no-evidence = { $file }: không có chứng thư số, CRL hoặc phản hồi OCSP trong tệp
    .fix = Hãy kiểm tra xem có đúng tệp không; đọc được dạng DER, PEM và P7B.
error-evidence-unreadable = { $file }: không đọc được bằng chứng này: { $detail }
    .fix = Hãy lấy lại tệp từ nơi cung cấp.
error-no-evidence-in-folder = { $folder }: thư mục không có tệp chứng thư số, CRL hoặc phản hồi OCSP nào
    .fix = Các tệp đó có đuôi .crl, .ocsp, .pem, .crt, .cer, .der, .p7b hoặc .p7c.
error-no-anchor = { $file }: không có chứng thư số trong tệp
    .fix = Hãy đưa chứng thư số của các CA mà bạn tin cậy, dạng PEM, DER hoặc P7B.
error-not-an-authority = { $file }: chứng thư số của { $subject } không phải của CA; chưa thêm gì
    .fix = Hãy nêu chứng thư số của CA đã cấp nó; --as-anchor vẫn tin cậy chính nó.
error-fingerprint-other = chưa thêm gì: trong tệp có chứng thư số với dấu vân tay { $found } mà --fingerprint không nêu
    .fix = Hãy đối chiếu với dấu vân tay mà nơi cấp công bố; nếu không khớp thì đừng dùng tệp này.
error-fingerprint-absent = chưa thêm gì: trong tệp không có chứng thư số nào mang dấu vân tay { $wanted }
    .fix = Hãy kiểm tra tệp và các chữ số; nếu nơi cấp công bố đúng như vậy thì đây là tệp khác.
error-no-home = không có thư mục riêng để đặt kho tin cậy
    .fix = Hãy nêu thư mục bằng --store hoặc biến môi trường KYSO_TRUST_STORE.
error-no-store = { $folder }: thư mục này không có kho tin cậy
    .fix = Hãy kiểm tra tên; kyso trust add sẽ tạo kho.
error-store-no-folder = { $folder }: kho tin cậy phải là thư mục, nhưng đây không phải là thư mục
    .fix = Hãy nêu thư mục bằng --store, hoặc bỏ tùy chọn này.
error-store-file-missing = { $file }: kho tin cậy thiếu tệp này
    .fix = Có người đã xóa bằng tay: hãy lấy lại từ bản sao lưu, hoặc thêm lại các chứng thư số vào thư mục khác (--store).
error-store-broken = { $file }: không đọc được tệp này của kho tin cậy: { $detail }
    .fix = Có người đã sửa bằng tay: hãy lấy lại từ bản sao lưu, hoặc thêm lại các chứng thư số vào thư mục khác (--store).
error-store-other = { $file }: tệp này của kho tin cậy chứa chứng thư số khác với tên của nó
    .fix = Có người đã sửa bằng tay: hãy lấy lại từ bản sao lưu, hoặc thêm lại các chứng thư số vào thư mục khác (--store).
error-store-changed = { $file }: bản ghi này của kho tin cậy đã bị sửa sau khi ghi
    .fix = Hãy lấy lại từ bản sao lưu, hoặc thêm lại các chứng thư số vào thư mục khác (--store).
error-store-not-a-file = { $file }: trong kho tin cậy đây phải là một tệp thường, nhưng lại là đường ống, thiết bị hoặc thư mục
    .fix = Hãy bỏ nó đi và lấy lại tệp từ bản sao lưu, hoặc dùng thư mục khác (--store).
error-store-version = { $file }: tệp này của kho tin cậy thuộc phiên bản { $version } mà chương trình này chưa biết
    .fix = Hãy dùng chương trình đã ghi tệp, hoặc bản mới hơn.
error-store-busy = { $folder }: kho tin cậy hiện không ghi thêm được
    .fix = Hãy chờ các chương trình khác đang ghi xong, rồi thử lại.
error-no-system-trust = không đọc được các chứng thư số gốc của hệ thống: { $detail }
    .fix = Hãy nêu chứng thư số của các CA mà bạn tin cậy bằng --trust.
error-key-is-p12 = { $file }: đây là tệp PKCS#12
    .fix = Hãy đưa tệp này bằng --p12, không dùng --key, --cert và --chain.
error-key-kind = { $file }: không ký được bằng loại khóa này: { $kind }
    .fix = Hãy ký bằng RSA từ 2048 bit, ECDSA P-256 hoặc P-384, hoặc Ed25519.
error-passphrase-fd = không đọc được mật khẩu từ bộ mô tả tệp { $number }: { $detail }
    .fix = Hãy mở nó trong trình dòng lệnh, ví dụ: { $number }<mat-khau.txt
error-passphrase-not-text = { $file }: không đọc được mật khẩu: tệp không phải là UTF-8
    .fix = Hãy kiểm tra đúng tệp chưa, và lưu tệp dưới dạng UTF-8.
error-passphrase-env = biến môi trường { $name } chưa được đặt hoặc không phải là UTF-8
    .fix = Hãy đặt biến đó, hoặc cho đọc mật khẩu từ tệp hoặc bộ mô tả tệp.
error-no-terminal = { $file } cần mật khẩu, nhưng không có màn hình để hỏi
    .fix = Dùng --passphrase-file, --passphrase-fd hoặc --passphrase-env.
error-other = { $file }: { $detail }
    .fix = Hãy kiểm tra tệp; thêm --verbose để biết thêm.
error-bug = kyso { $version } gặp lỗi của chính chương trình tại { $place } và đã dừng
    .fix = Các tệp của bạn còn nguyên. Xin báo lại dòng này cùng lời gọi lệnh.
error-demo-folder-in-use = { $folder }: thư mục đang chứa tệp khác hoặc liên kết; chưa ghi gì
    .fix = Hãy chọn thư mục trống hoặc thư mục mới bằng --out-dir.
error-demo-failed = bản trình diễn không cho kết quả phải có: { $detail }
    .fix = Đây là lỗi của kyso { $version }: xin báo lại.
error-pack-name = { $file }: không ghi được tên này vào gói
    .fix = Hãy đổi tên tệp; tên trong gói phải ở dạng UTF-8.
error-export-name = { $name }: không ghi ra tệp này trong gói, vì tên không dùng được trên hệ thống này
    .fix = Hãy giải nén bằng chương trình khác, sau khi kyso verify cho biết phần nào đã được ký.
error-config-policy-widens = { $place }: chính sách { $policy } nới lỏng điều kiện hợp lệ ({ $widened }), cấu hình không được làm vậy
    .fix = Hãy nêu nó trong lệnh bằng --policy, để ai đọc lệnh cũng biết; hoặc bỏ phần `[dangerous]`.
error-role-order = { $file } chưa được ký với vai trò “{ $role }”: { $fault } ({ $clause })
    .fix = { $kind ->
        [no-leader] Hãy để lãnh đạo ký trước. Nếu lãnh đạo đã ký bằng phần mềm khác, hãy chỉ ra chữ ký đó: --leader-field hoặc --leader-cert-serial; kyso verify liệt kê các chữ ký.
        [misnamed] kyso verify liệt kê các chữ ký; chữ ký nháy hay con dấu không bao giờ thay được chữ ký của lãnh đạo.
        [same-person] Hãy ký bằng khóa của cơ quan.
        [failed] Đừng ký văn bản này: kyso verify cho biết nó sai ở đâu. Hãy xin một văn bản còn giá trị.
        [undecided] Hãy cho biết bạn tin cậy ai (kyso trust add, --trust) và để kiểm tra thu hồi (không dùng --offline, hoặc dùng --evidence). Nếu tự chịu trách nhiệm: --ignore-order.
       *[other] Hãy xem văn bản bằng kyso verify. Nếu tự chịu trách nhiệm về thứ tự ký: --ignore-order.
    }
error-inbox-no-folder = { $folder } không phải là thư mục
    .fix = Hãy nêu thư mục chứa các văn bản.
error-inbox-too-many = { $folder } có { $count } văn bản; chỉ hiển thị được tối đa { $most }
    .fix = Hãy chia chúng thành nhiều thư mục.

## Signing

prompt-passphrase = Mật khẩu của { $file }:
note-folder-inside = { $folder }: bỏ qua: đây là thư mục con; nếu muốn xử lý văn bản trong đó, hãy nêu cả thư mục này
note-special-inside = { $file }: bỏ qua: đây là đường ống hoặc thiết bị
note-same-inside = { $file }: bỏ qua: cùng một tệp với một tên khác trong thư mục này
note-no-documents-inside = { $folder }: bỏ qua { $count } tệp có tên không phải của văn bản ({ $names })
prompt-pdf-password = Mật khẩu mở { $file }:
note-exported = { $signature }: phần được ký nằm trong { $path }
note-nothing-exported = { $name }: không xuất gì vì phần đã ký không còn nguyên vẹn
note-wrong-passphrase = mật khẩu này không mở được khóa
signed = { $format ->
        [cades] { $file } → { $output }: đã ký bởi { $signer } (chữ ký { $field }, { $level }, { $algorithm })
        [xml] { $file } → { $output }: đã ký bởi { $signer } (chữ ký { $field }, { $level }, { $algorithm })
       *[pdf] { $file } → { $output }: đã ký bởi { $signer } (trường { $field }, { $level }, { $algorithm })
    }
field-added = { $file } → { $output }: đã thêm trường trống { $field }
note-field-used = { $file }: ký vào trường { $field } là trường trống duy nhất; dùng --new-field nếu muốn thêm trường khác
note-field-seeded = { $file }: trường { $field } đã quyết định những điều chưa nêu: { $entries }
extended = { $file } → { $output }: đã nâng lên mức { $level }
extended-unchanged = { $file } → { $output }: đã có sẵn mức { $level }, không cần thêm gì
timestamped = { $file } → { $output }: đã thêm dấu thời gian (trường { $field })
warn-trust-list-skipped = bỏ qua danh sách tin cậy { $place }: { $why }
warn-trust-list-empty = danh sách tin cậy { $place } không nêu tổ chức nào đang được công nhận
warn-system-trust = đang tin cậy { $count } chứng thư số gốc của hệ thống này; chúng được chọn cho máy chủ, không phải cho người ký văn bản
warn-domain-empty = chính sách { $policy } chỉ chấp nhận miền tin cậy { $domains }, mà miền này chưa có ai được tin cậy; hãy thêm chứng thư số gốc bằng kyso trust add
warn-trust-again = { $subject } đã bị thôi tin cậy từ { $time }{ $reason }; thêm vào là tin cậy trở lại
warn-trust-moved = { $subject } hiện ở miền tin cậy { $from }; thêm vào sẽ chuyển sang miền { $to }
warn-trust-role = { $subject }: thêm vào sẽ đổi vai trò từ “{ $from }” thành “{ $to }”
warn-trust-endless = { $subject } hiện được tin cậy đến { $from }; thêm vào sẽ bỏ thời hạn này
warn-trust-end-moved = { $subject } hiện được tin cậy đến { $from }; thêm vào sẽ đổi thời hạn thành { $to }
warn-trust-end-set = { $subject } hiện được tin cậy không thời hạn; thêm vào sẽ đặt thời hạn đến { $to }
prompt-trust-again = Các dấu vân tay có khớp với công bố của nơi cấp không, và có tin cậy trở lại chứng thư số đã bị thôi tin cậy không? [c/K]
prompt-trust = { $count ->
        [1] Dấu vân tay này có khớp với công bố của nơi cấp không? Tin cậy chứng thư số này? [c/K]
       *[other] { $count } dấu vân tay này có khớp với công bố của nơi cấp không? Tin cậy các chứng thư số này? [c/K]
    }
trust-added = { $count ->
        [1] đã thêm 1 chứng thư số vào miền tin cậy { $domain } ({ $folder })
       *[other] đã thêm { $count } chứng thư số vào miền tin cậy { $domain } ({ $folder })
    }
trust-nothing-new = kho tin cậy vốn đã như vậy; không thay đổi gì
trust-removed = đã thôi tin cậy: { $subject }
trust-retired = chỉ còn tin cậy cho những gì có từ { $until } trở về trước: { $subject }
trust-ends-already = vốn chỉ được tin cậy cho những gì có từ { $until } trở về trước, và vẫn giữ như vậy: { $subject } (lệnh remove không bao giờ lùi hạn tin cậy về sau; hãy dùng kyso trust add)
trust-empty = ở đây chưa có gì được tin cậy ({ $folder }); hãy thêm chứng thư số gốc bằng kyso trust add
trust-role-anchor = gốc tin cậy
trust-role-intermediate = giúp lập chuỗi, tự nó không được tin cậy
trust-state-retired = được tin cậy cho những gì có từ { $until } trở về trước
trust-state-removed = đã loại bỏ, không còn được tin cậy
trust-event-added = { $time }: thêm vào { $domain }: { $subject } ({ $hex })
trust-event-added-until = { $time }: tin cậy trong miền { $domain } đến { $until }: { $subject } ({ $hex })
trust-event-removed = { $time }: loại bỏ: { $subject } ({ $hex }) { $why }
trust-event-retired = { $time }: chỉ tin cậy đến { $until }: { $subject } ({ $hex }) { $why }
warn-level-lower = chỉ đạt mức { $level }: { $why }
warn-permissions-ignored = { $file }: quyền của tệp không cho thêm chữ ký; chữ ký vẫn được thêm, và chương trình khác có thể từ chối
warn-expired = chứng thư số của { $signer } đã hết hạn lúc { $time }
warn-not-yet-valid = chứng thư số của { $signer } chỉ có hiệu lực từ { $time }
warn-look-moved = { $file }: phần hiển thị vượt ra ngoài mép trang và đã được dời vào trong trang
warn-repaired = { $file }: tệp bị hỏng và đã được sửa: { $fault }; hãy xem lại từng trang trước khi sử dụng
warn-xfa = { $file }: văn bản có biểu mẫu XFA, được giữ nguyên; trình đọc hiển thị biểu mẫu này có thể cho thấy nội dung khác với các trang
prepared = { $format ->
        [cades] { $file } → { $output }: đã chuẩn bị cho { $signer } (chữ ký { $field })
        [xml] { $file } → { $output }: đã chuẩn bị cho { $signer } (chữ ký { $field })
       *[pdf] { $file } → { $output }: đã chuẩn bị cho { $signer } (trường { $field })
    }
prepared-digest = Cần ký bằng { $algorithm }; giá trị băm { $hash } của dữ liệu cần ký: { $digest }
prepared-message = Dữ liệu cần ký: { $file }
completed = { $format ->
        [cades] { $output }: đã ký bởi { $signer } (chữ ký { $field }, { $algorithm })
        [xml] { $output }: đã ký bởi { $signer } (chữ ký { $field }, { $algorithm })
       *[pdf] { $output }: đã ký bởi { $signer } (trường { $field }, { $algorithm })
    }
role-name = { $role ->
        [initials] ký nháy
        [leader] lãnh đạo
        [number] số và ngày
        [agency] cơ quan
        [attachment] phụ lục
        [copy] bản sao
        [incoming] văn bản đến
        [comment] ý kiến
       *[other] { $role }
    }
role-fault-no-leader = { $unclaimed ->
        [none] không có chữ ký nào ghi là của lãnh đạo
       *[other] không có chữ ký nào ghi là của lãnh đạo; các chữ ký không ghi vai trò: { $unclaimed }
    }
role-fault-no-such-leader = không có chữ ký { $named }
role-fault-leader-other-role = chữ ký { $id } ghi vai trò “{ $role }”, không phải của lãnh đạo
role-fault-leader-not-passed = { $failed ->
        [yes] chữ ký { $id } của lãnh đạo ({ $signer }) không hợp lệ: { $why }
       *[no] chưa xác định được chữ ký { $id } của lãnh đạo ({ $signer }): { $why }
    }
role-fault-leader-part = chữ ký { $id } của lãnh đạo chỉ bao trùm một phần văn bản
role-fault-same-person = { $signer } cũng đã ký với vai trò lãnh đạo ({ $id })
role-fault-after = “{ $role }” đã ký rồi ({ $id })
role-fault-unsigned = chưa ai ký văn bản
role-fault-not-passed = { $failed ->
        [yes] chữ ký { $id } không hợp lệ: { $why }
       *[no] chưa xác định được chữ ký { $id }: { $why }
    }
role-fault-document = { $failed ->
        [yes] văn bản không hợp lệ: { $why }
       *[no] chưa xác định được văn bản: { $why }
    }
note-role-leader = { $file }: chữ ký { $id } của lãnh đạo do { $signer } ký
warn-role-order = { $file }: { $fault }
warn-role-order-ignored = { $file }: vẫn ký theo --ignore-order: { $fault } ({ $clause })
role-unclear = không phải đúng một vai trò đã biết, nên không của ai: { $claimed }
role-fault-unclear-role = chữ ký { $id } không ghi đúng một vai trò đã biết, nên không phải của ai: { $claimed }

## The report

verdict-passed = hợp lệ
verdict-failed = không hợp lệ
verdict-indeterminate = chưa xác định
verdict-unsigned = không có chữ ký số
report-count = { $count } chữ ký
report-unsigned = Chưa ai ký số văn bản này: không có gì bảo đảm nội dung không bị sửa đổi.
report-judged = Đánh giá tại thời điểm { $time }, theo chính sách { $policy }.
report-encrypted = Văn bản được mã hóa: { $how }.
report-pdf-a = Văn bản tự nhận là PDF/A-{ $level }.
pdf-a-claimed = { $level }, theo lời tự nhận của văn bản
kind-signature = chữ ký số
kind-certification = chữ ký chứng thực văn bản
kind-document-timestamp = dấu thời gian của văn bản
label-why = Lý do kết luận
label-signer = Người ký
label-title = Chức vụ
label-organization = Cơ quan, tổ chức
label-subject = Chủ thể chứng thư số
label-issuer = Nơi cấp chứng thư số
label-serial = Số sê-ri
label-validity = Hiệu lực chứng thư số
label-claimed-time = Thời gian ký (tự khai)
label-proven-time = Thời gian ký (có chứng thực)
label-content = Nội dung
label-covers = Phạm vi ký
label-afterwards = Sau khi ký
label-trust = Gốc tin cậy
label-domain = Miền tin cậy
label-use = Vai trò
label-added = Ngày thêm
label-withdrawn = Ngày loại bỏ
label-revocation = Thu hồi
label-reason = Lý do ký
label-location = Nơi ký
label-contact = Liên hệ
label-level = Mức chữ ký
label-digest = Thuật toán băm
label-algorithm = Thuật toán ký
label-revision = Phiên bản
label-unit = Đơn vị
label-place = Hiển thị ở
label-stamp = Dấu thời gian
label-change = Phiên bản { $revision }
label-change-file = Tệp
signer-unknown = không rõ
validity = từ { $from } đến { $to }
validity-over = từ { $from } đến { $to } (đã hết hạn)
validity-yet-to-come = từ { $from } đến { $to } (chưa có hiệu lực)
plain-time = { $time }
validity-at-signing = { $held ->
        [yes] còn trong thời hạn khi ký{ $proven ->
            [yes] {""}
           *[no] {" "}(theo thời gian tự khai, chưa có chứng thực)
        }
       *[no] ngoài thời hạn khi ký{ $proven ->
            [yes] {""}
           *[no] {" "}(theo thời gian tự khai, chưa có chứng thực)
        }
    }
validity-unknown = không rõ thời gian ký
object = đối tượng { $number }
place = trang { $page }
stamp = { $holds ->
        [yes] { $time }, do { $authority } cấp
       *[no] { $time }, do { $authority } cấp; không chứng minh được gì
    }
stamp-of-content = { $stamp } (trên nội dung, trước khi ký)
changed-line = { $what }: { $allowed ->
        [yes] được phép
       *[no] không được phép: { $rule }
    }
changed-more = còn { $count } thay đổi nữa
change-kind-signature = chữ ký số thêm sau
change-kind-document-timestamp = dấu thời gian của văn bản
change-kind-security-store = chứng thư số và dữ liệu thu hồi để kiểm tra về sau
change-kind-form-field = trường biểu mẫu
change-kind-form = danh sách trường của biểu mẫu
change-kind-annotation = chú thích
change-kind-page = trang
change-kind-content = nội dung hiển thị
change-kind-catalog = danh mục của văn bản
change-kind-metadata = thông tin mô tả văn bản
change-kind-file-structure = cách ghi tệp
change-kind-other = đối tượng khác
integrity-intact = còn nguyên vẹn như khi ký
integrity-broken = đã bị thay đổi sau khi ký
integrity-unknown = chưa xác định
coverage-whole-file = toàn bộ tệp
coverage-whole-revision = toàn bộ văn bản ở phiên bản { $revision }
coverage-partial = không phải toàn bộ văn bản
part-document = toàn bộ văn bản
part = { $what } ({ $bytes } byte, { $digest })
part-filtered = phần còn lại sau bộ lọc của { $what } ({ $bytes } byte, { $digest })
part-decoded = dữ liệu được mã hóa trong { $what } ({ $bytes } byte, { $digest })
part-content = tệp nằm trong chữ ký
part-signature = chữ ký { $id }
content-elsewhere = ở một tệp riêng
label-commitment = Ký với tư cách (tự khai)
commitment = { $name ->
        [origin] người lập, phê duyệt và gửi
        [receipt] người nhận
        [delivery] người giao
        [sender] người gửi
        [approval] người phê duyệt
        [creation] người soạn thảo
       *[other] { $name }
    }
label-part = Phần được ký
modification-none = không thêm gì
modification-none-kept = nội dung không đổi, chỉ ghi lại ghi chú về tài liệu hoặc cách lưu tệp
modification-lta-update = chỉ thêm bằng chứng và dấu thời gian
modification-form-filling = đã điền biểu mẫu hoặc thêm chữ ký khác
modification-annotation = đã thêm hoặc sửa chú thích
modification-suspicious = đã thêm nội dung không giải thích được
trust-none = không dẫn tới chứng thư số nào được tin cậy
trust-in-domain = { $anchor } (miền tin cậy { $domain })
revocation-good = không bị thu hồi
revocation-revoked = đã bị thu hồi
revocation-unknown = chưa kiểm tra
report-initials = Chữ ký nháy, không thay cho chữ ký của lãnh đạo:

## The page

page-title = Báo cáo kiểm tra chữ ký số: { $file }
page-passed = { $count ->
        [1] Chữ ký số trên văn bản này hợp lệ.
       *[other] Cả { $count } chữ ký số trên văn bản này đều hợp lệ.
    }
page-failed = Không thể tin cậy văn bản này: { $why }.
page-indeterminate = Chưa xác định được có thể tin cậy văn bản này hay không: { $why }.
page-signatures = Chữ ký số
page-pages = Văn bản
page-missing = Không hiển thị ở đây: { $count ->
        [1] một trang có chữ ký
       *[other] { $count } trang có chữ ký
    }.
page-no-picture = Không hiển thị được các trang: { $why }. Điều này không ảnh hưởng đến kết luận.
page-findings = Về văn bản
page-details = Chi tiết kỹ thuật
page-made = Lập bởi kyso { $version }. Trang này cho biết kết quả kiểm tra tệp tại thời điểm nêu trên; căn cứ là các chữ ký số trong chính tệp đó, ai cũng có thể kiểm tra lại.
no-picture-not-built = bản kyso này không vẽ trang
no-picture-too-large = tệp quá lớn để vẽ
no-picture-failed = không vẽ được tệp này
no-picture-encrypted = văn bản được mã hóa, và mật khẩu không được đưa cho chương trình vẽ
label-file = Tệp
label-judged = Kiểm tra
label-covered-digest = Giá trị băm của phần được ký
label-path = Chuỗi chứng thư số
place-none = không hiển thị trên trang nào

## Why: the sub-indications of ETSI EN 319 102-1

sub-format-failure = cấu trúc chữ ký không đúng tiêu chuẩn
sub-hash-failure = nội dung không phải là nội dung đã được ký
sub-sig-crypto-failure = giá trị chữ ký không khớp với khóa của người ký
sub-revoked = chứng thư số đã bị thu hồi
sub-expired = chứng thư số đã hết hạn
sub-not-yet-valid = chứng thư số chưa có hiệu lực
sub-sig-constraints-failure = chữ ký thiếu yếu tố mà chính sách đòi hỏi
sub-chain-constraints-failure = chuỗi chứng thư số thiếu yếu tố mà chính sách đòi hỏi
sub-certificate-chain-general-failure = không xác nhận được chuỗi chứng thư số
sub-crypto-constraints-failure = thuật toán hoặc khóa quá yếu
sub-crypto-constraints-failure-no-poe = thuật toán hoặc khóa nay đã quá yếu, và không có bằng chứng chữ ký được tạo từ trước
sub-policy-processing-error = không áp dụng được chính sách
sub-signature-policy-not-available = không có chính sách chữ ký
sub-timestamp-order-failure = các dấu thời gian mâu thuẫn nhau
sub-no-signing-certificate-found = thiếu chứng thư số của người ký
sub-no-certificate-chain-found = không có đường dẫn tới chứng thư số được tin cậy
sub-no-certificate-chain-found-no-poe = chứng thư số CA không còn được tin cậy, và không có bằng chứng chữ ký được tạo từ trước
sub-revoked-no-poe = chứng thư số đã bị thu hồi, và không có bằng chứng chữ ký được tạo từ trước
sub-revoked-ca-no-poe = chứng thư số của nơi cấp đã bị thu hồi, và không có bằng chứng chữ ký được tạo từ trước
sub-out-of-bounds-not-revoked = chứng thư số đã hết hạn, chưa từng bị thu hồi
sub-out-of-bounds-no-poe = chứng thư số không có hiệu lực vào lúc này, và không có bằng chứng chữ ký được tạo từ trước
sub-revocation-out-of-bounds-no-poe = bằng chứng về thu hồi đã quá thời hạn sử dụng
sub-no-poe = không có bằng chứng chữ ký đã tồn tại vào thời điểm cần xét
sub-try-later = chưa kiểm tra được việc thu hồi
sub-signed-data-not-found = không tìm thấy dữ liệu đã ký
sub-generic = lý do khác

## Findings

finding-byte-range-invalid = chữ ký không bao trùm văn bản như phải có: { $fault }
finding-signature-dictionary-invalid = không dùng được chữ ký trong văn bản: { $fault }
finding-sub-filter-unsupported = chưa đánh giá được dạng chữ ký này: { $sub-filter }
finding-cms-malformed = không đọc được chữ ký: { $fault }{ $offset ->
        [0] {""}
       *[other] , tại byte { $offset } của phần chữ ký
    }
finding-cms-deviation = chữ ký có điểm khác tiêu chuẩn nhưng vô hại: { $deviation }
finding-signer-count = chữ ký có { $signers } người ký, trong khi mỗi chữ ký trên văn bản chỉ có đúng một người
finding-content-attached = chữ ký mang nội dung riêng, không phải nội dung văn bản
finding-signed-attributes-invalid = phần người ký đã ký kèm văn bản không đúng: { $attribute }, { $fault }
finding-signed-attributes-missing = người ký chỉ ký tệp mà không ký gì về mình (PKCS#7 kiểu cũ): không có gì gắn chữ ký với chứng thư số
finding-content-missing = không tìm thấy tệp mà chữ ký này đã ký: hãy đặt tệp cạnh chữ ký, cùng tên nhưng bỏ .p7s, hoặc chỉ ra bằng --content
finding-content-differs = tệp đưa vào không phải tệp nằm trong chữ ký
finding-content-type-unknown = nội dung trong chữ ký được ghi là không chỉ là một tệp: { $type }
finding-foreign-structure = tệp được làm sao cho chương trình khác hiện ra thứ không ai ký
finding-digest-mismatch = nội dung văn bản đã bị thay đổi sau khi ký
finding-signature-mismatch = chữ ký không được tạo bằng khóa của người ký, hoặc đã bị sửa
finding-algorithm-mismatch = các thuật toán được nêu mâu thuẫn nhau: { $digest }, { $signature }
finding-algorithm-unknown = thuật toán mà phiên bản này chưa biết: { $algorithm }
finding-signer-certificate-missing = chữ ký không kèm chứng thư số của người ký
finding-signing-certificate-missing = chữ ký không gắn với một chứng thư số xác định
finding-signing-certificate-mismatch = chữ ký gắn với chứng thư số khác với chứng thư số kèm theo
finding-certificate-unreadable = số chứng thư số trong chữ ký không đọc được: { $count }
finding-profile-unmet = không đúng mẫu { $profile }: { $fault ->
        [not-pdf] văn bản không phải PDF
        [form-unreadable] không đọc được biểu mẫu
        [field-not-named] trường { $field } được điền sau chữ ký (phiên bản { $revision }) nhưng mẫu không nêu
        [filled-twice] trường { $field } lại được điền ở phiên bản { $revision }
        [was-not-empty] trường { $field } không trống trước khi được điền ở phiên bản { $revision }
        [not-sealed] không có người khác ký lên trường { $field } được điền ở phiên bản { $revision }
        [no-such-field] không có trường cho: { $role }
        [not-filled] trường { $field } chưa được điền
        [not-shown] trường { $field } đã được điền nhưng không trang nào hiển thị
        [off-page] trường { $field } đã được điền nhưng nằm ngoài trang
        [covered] trường { $field } đã được điền nhưng bị nội dung khác vẽ đè lên (đối tượng { $object })
        [no-look] trường { $field } đã được điền nhưng trong tệp không có hình hiển thị của trường
        [look-differs] trường { $field } đã được điền nhưng hình hiển thị nói khác giá trị
        [several-fields] có nhiều trường giống { $field }
        [too-few-signers] chỉ có { $signers } người ký hợp lệ
       *[other] { $fault }
    }
finding-number-and-date-filled = số: { $number }; ngày: { $date }
finding-algorithm-too-weak = quá yếu để ký số: { $algorithm } ({ $where })
finding-weak-digest = hàm băm { $algorithm } có thể bị giả mạo ({ $where ->
        [document] trên nội dung văn bản
       *[signature] bên trong chữ ký
    })
finding-only-leaf-embedded = văn bản chỉ kèm chứng thư số của người ký; chứng thư số của { $issuer } lấy từ nơi khác, người khác có thể không tìm thấy
finding-algorithm-not-advised = { $algorithm } ({ $where }) không có trong danh mục { $table }
finding-key-usage-forbids-signing = chứng thư số không dùng cho việc ký văn bản
finding-no-trusted-path = không tìm thấy chứng thư số được tin cậy cho nơi cấp { $issuer }; hãy đưa vào bằng --trust, hoặc thêm bằng kyso trust add
finding-trust-domain-refused = chuỗi dẫn tới { $subject }, mà chính sách không chấp nhận miền tin cậy của chứng thư số này ({ $domain }); với chứng thư số nêu bằng --trust, hãy nêu miền bằng --trust-domain
finding-anchor-retired = chuỗi dẫn tới { $subject }, chứng thư số này chỉ còn được tin cậy cho những gì có từ { $until } trở về trước; đánh giá tại { $time }
finding-anchor-expired = chuỗi dẫn tới { $subject }, chứng thư số này đã hết hạn từ { $not-after }; tại { $time } chuỗi vẫn có giá trị vì bạn tin cậy chứng thư số đó
finding-path-search-cut-off = đã dừng tìm chuỗi chứng thư số cho nơi cấp { $issuer }: có quá nhiều khả năng
finding-path-constraint-violated = { $subject } vi phạm quy tắc của chuỗi chứng thư số: { $fault }
finding-certificate-expired = chứng thư số của { $subject } đã hết hạn lúc { $not-after }; thời điểm đánh giá { $time }
finding-certificate-not-yet-valid = chứng thư số của { $subject } chỉ có hiệu lực từ { $not-before }; thời điểm đánh giá { $time }
finding-revocation-not-published = chứng thư số của { $subject } không nêu nơi công bố việc thu hồi
finding-revocation-not-checked = không có bằng chứng cho biết chứng thư số của { $subject } có bị thu hồi hay không
finding-claimed-time-unproven = thời gian ký { $time } do người ký tự khai
finding-claimed-time-in-future = thời gian ký tự khai { $time } nằm trong tương lai
finding-local-time-as-utc = thời gian ký tự khai { $claimed } sau thời gian được chứng minh { $proven } đúng { $hours } giờ: phần mềm ký đã ghi giờ địa phương như giờ UTC
finding-certificate-revoked = { $reason ->
        [none] chứng thư số của { $subject } đã bị thu hồi lúc { $time }, không có gì chứng minh chữ ký có trước đó
       *[other] chứng thư số của { $subject } đã bị thu hồi lúc { $time } ({ $reason }), không có gì chứng minh chữ ký có trước đó
    }
finding-revoked-after-signing = chứng thư số của { $subject } bị thu hồi lúc { $time }, sau thời điểm ký đã được chứng minh; chữ ký vẫn có giá trị
finding-service-failed = { $service } không trả lời hoặc trả lời không dùng được: { $fault }
finding-timestamp-invalid = dấu thời gian không chứng minh được gì: { $fault }
finding-timestamp-order = dấu thời gian { $time } nằm trong dấu thời gian { $covered-at }: hai thời điểm mâu thuẫn nhau
finding-modified-after-signing = { $object ->
        [0] văn bản đã bị thay đổi sau khi ký, ở phiên bản { $revision }: { $fault }
        [none] văn bản đã bị thay đổi sau khi ký, ở phiên bản { $revision }: { $fault }
       *[other] văn bản đã bị thay đổi sau khi ký, ở phiên bản { $revision }: { $fault } (đối tượng { $object })
    }
finding-later-signature = có thêm chữ ký khác: { $field } ở phiên bản { $revision }
finding-later-filling = có trường biểu mẫu được điền sau: { $field } ở phiên bản { $revision }
finding-signature-removed = chữ ký đã bị gỡ khỏi văn bản hoặc bị sửa về sau
finding-signature-unreachable = tệp không còn dẫn tới chữ ký nằm ở byte { $offset }: tệp đã hỏng hoặc bị sửa
finding-appearance-text-unproven = phần hiển thị của chữ ký có nội dung mà cả chứng thư số lẫn chính chữ ký đều không nêu: { $text }
finding-later-appearance = chữ ký sau này { $field } ở phiên bản { $revision } đã thêm hình ảnh của nó lên trang
finding-later-annotation = sau chữ ký này, ở phiên bản { $revision }, chú thích ({ $kind }) trên trang { $page } đã được { $change ->
    [added] thêm vào
    [changed] sửa đổi
   *[removed] gỡ bỏ
 }; chứng nhận của tài liệu cho phép và nó không che nội dung nào
finding-trailing-bytes = sau phần cuối văn bản còn { $length } byte, kể từ byte { $offset }
finding-document-unreadable = không tìm được các chữ ký của văn bản: { $fault }{ $offset ->
        [0] {""}
       *[other] , tại byte { $offset }
    }
finding-xref-repaired = tệp bị hỏng, nội dung được tìm ra bằng cách dò tệp: { $fault }{ $offset ->
        [0] {""}
       *[other] , tại byte { $offset }
    }
finding-signature-shape-invalid = cấu trúc chữ ký trong tệp XML không đúng tiêu chuẩn: { $fault }, tại byte { $offset }
finding-reference-mismatch = { $path ->
        [none] phần được ký đã bị thay đổi sau khi ký: { $uri }
       *[other] phần được ký đã bị thay đổi sau khi ký: { $path } ({ $uri })
    }
finding-reference-unusable = không xác định được phần mà chữ ký bao trùm ({ $uri }): { $fault }{ $transform ->
        [none] {""}
       *[other] {" "}({ $transform })
    }
finding-reference-external = chữ ký bao trùm dữ liệu ngoài tệp này mà chưa được cung cấp: { $uri }
finding-manifest-entry-invalid = mục { $entry } trong danh sách đã ký không còn đúng: { $fault } { $uri }
finding-namespaces-around = { $change ->
        [added] chữ ký sẽ đúng nếu { $path } đứng riêng: sau khi ký, nó bị bọc vào một phong bì mà các không gian tên ({ $prefixes }) cũng thuộc phần được ký
       *[other] chữ ký sẽ đúng nếu { $path } vẫn khai báo { $prefixes }: sau khi ký, nó bị tách khỏi phong bì mà các không gian tên cũng thuộc phần được ký
    }
finding-covers-part = chỉ phần này của văn bản được ký, ngoài ra không gồm phần nào khác: { $path }
finding-covers-outside = không phần nào của văn bản này được ký, chỉ ký dữ liệu mà nó dẫn tới: { $uri }
finding-counter-signature-elsewhere = nằm ở chỗ của chữ ký xác nhận nhưng không ký lên chữ ký bao quanh nó
finding-covers-nothing = chữ ký không bao trùm phần nào của văn bản, chỉ gồm thông tin về chính nó
finding-covers-filtered = một bộ lọc quyết định phần nào của { $uri } được ký: phần còn lại không có gì bảo đảm
finding-object-not-covered = trong chữ ký có phần không được chính chữ ký bao trùm: { $path }
finding-legacy-transform = phép biến đổi mang tên sai do hệ thống cũ ghi, được hiểu theo tên đúng: { $uri }
finding-qualifying-properties-invalid = phần người ký đã ký kèm văn bản (XAdES) không đúng: { $fault }
finding-evidence-unreadable = số chứng thư số hoặc dữ liệu thu hồi kèm chữ ký không đọc được: { $count }
finding-property-unknown = { $signed ->
        [yes] người ký đã ký một thuộc tính mà phiên bản này chưa hiểu: { $property }
       *[other] kèm chữ ký có thuộc tính mà phiên bản này chưa hiểu: { $property }
    }
finding-root-unexpected = văn bản là { $found }, trong khi cần { $expected }
finding-element-not-covered = { $path ->
        [none] không chữ ký hợp lệ nào bao trùm { $element }, là phần phải được ký
       *[other] không chữ ký hợp lệ nào bao trùm { $path }, là phần phải được ký
    }
finding-policy-widened = chính sách đã được nới lỏng: { $option }
finding-policy-narrowed = chính sách yêu cầu nhiều hơn baseline: { $rule }
finding-policy-unmet = không đáp ứng yêu cầu của chính sách: { $rule }
finding-later-look-over-text = { $sight ->
        [untold] hình ảnh của chữ ký sau này { $field } ở phiên bản { $revision } nằm trên trang { $page }, mà chữ trên trang đó không đọc được: hãy tự xem nó có che nội dung nào không
        [sheer] hình ảnh của chữ ký sau này { $field } ở phiên bản { $revision } nằm đè lên chữ của trang { $page }, vẫn nhìn thấy chữ bên dưới{ $text ->
            [none] {""}
           *[other] : “{ $text }”
        }
       *[opaque] hình ảnh của chữ ký sau này { $field } ở phiên bản { $revision } CHE MẤT { $lines } dòng chữ trên trang { $page }{ $text ->
            [none] {""}
           *[other] : “{ $text }”
        }; xem trang như khi được ký: --export-signed
    }

finding-file-not-covered = chữ ký không bao trùm một tệp trong gói: { $name }
finding-file-unsigned = trong gói có tệp không ai ký: { $name }
finding-file-unknown = bên cạnh các chữ ký có tệp không rõ để làm gì và không ai ký: { $name }
finding-signature-file-invalid = không dùng được một tệp chữ ký trong gói: { $name }: { $fault }
finding-file-name-unsigned = nội dung của { $name } được ký, còn tên tệp thì không: ASiC-S dùng CMS không ký tên tệp
finding-file-list-differs = danh mục tệp trong gói (không ảnh hưởng đến kết quả) không khớp với các tệp có thật: { $name }
finding-file-not-judged = trong gói có phần mà phiên bản này chưa đánh giá: { $name }
finding-container-unsound = gói tệp sai cấu trúc nên không phần nào trong đó có giá trị: { $name ->
        [none] {""}
       *[other] { $name }:{" "}
    }{ $fault }, tại byte { $offset }
finding-container-shape-invalid = gói tệp không có đủ những gì loại gói này đòi hỏi: { $fault }

## Facts that are themselves codes

fact-unreadable = không đọc được
fact-object-added = có phần được thêm mà không quy tắc nào giải thích
fact-object-replaced = có phần bị thay mà không quy tắc nào giải thích
fact-object-removed = có phần bị xóa
fact-too-many-changes = quá nhiều thay đổi
fact-generation-changed = có đối tượng bị đánh số lại
fact-ambiguous-number = có số mà các phần mềm đọc khác nhau
fact-ambiguous-value = có giá trị mà các phần mềm đọc khác nhau
fact-annotation-draws-text-or-pictures = chú thích vẽ chữ hoặc hình
fact-annotation-entries = chú thích có phần không đánh giá được
fact-annotation-flags = chú thích bị ẩn hoặc chỉ hiện trong một số trường hợp
fact-annotation-hides-content = chú thích che nội dung đã ký
fact-annotation-kind = loại chú thích không được phép thêm sau khi ký
fact-annotation-look = không đánh giá được cách hiển thị của chú thích
fact-annotation-place = chú thích đặt ở chỗ mà các phần mềm hiển thị khác nhau
fact-annotation-window = cửa sổ ghi chú che trang
fact-shared-catalog = đối tượng gốc của tài liệu còn được dùng vào việc khác, nên mọi thay đổi trong đó cũng làm thay đổi chỗ kia
fact-dangling-reference-filled = có phần mới điền vào chỗ đã được trỏ tới khi còn trống
fact-dangling-row = bảng tham chiếu trỏ tới chỗ không có gì
fact-duplicate-key = có mục lặp lại hai lần
fact-form-changed = biểu mẫu bị thay đổi
fact-hybrid-row = hai bảng tham chiếu của phiên bản không khớp nhau
fact-look-differs-from-value = trường hiển thị khác với giá trị của nó
fact-look-hides-text = phần hiển thị mới của trường che nội dung của trang: chữ, hình vẽ, ảnh, dấu hoặc chữ ký khác
fact-metadata-changed = thông tin mô tả văn bản bị thay đổi không được phép
fact-misplaced-object = bảng tham chiếu trỏ sai chỗ
fact-not-judged = phiên bản này chưa được xem xét
fact-page-cannot-be-told = không xác định được trang hiển thị những gì
fact-second-root = phiên bản thêm một danh mục thứ hai
fact-security-store-malformed = kho chứng thư số và dữ liệu thu hồi chứa nội dung khác
fact-signature-covers-page = chữ ký thêm sau che quá nhiều nội dung của trang
fact-signature-removed = chính chữ ký này đã bị gỡ bỏ
fact-signed-annotation = chú thích đã được ký bị thay đổi
fact-size = phiên bản ghi sai số đối tượng
fact-startxref = phiên bản ghi sai chỗ bắt đầu
fact-padded = có quá nhiều dữ liệu sau cuối tệp
fact-too-many-annotations = quá nhiều chú thích
fact-trailer-changed = phần cuối tệp bị thay đổi không được phép
fact-unlisted-bytes = tệp có dữ liệu mà bảng tham chiếu không nêu
fact-unlisted-objects = tệp có đối tượng mà bảng tham chiếu không nêu
fact-doc-mdp-forbids = chữ ký chứng thực không cho phép thay đổi này
fact-field-locked = một trường đã khóa bị thay đổi
fact-missing = bị thiếu
fact-differs = khác với thuật toán được dùng
fact-extension-malformed = có phần mở rộng không đọc được
fact-not-a-ca = không phải chứng thư số CA mà lại cấp chứng thư số khác
fact-path-length-exceeded = chuỗi dài hơn mức cho phép
fact-key-usage-forbids-certificates = khóa không dùng để cấp chứng thư số
fact-shared-value = một trường khác dùng chung chữ ký này, và chữ ký được xét ở trường đó
fact-name-not-permitted = có tên mà nơi cấp phía trên không cho phép
fact-name-excluded = có tên mà nơi cấp phía trên đã loại trừ
fact-trust-withdrawn = đã bị rút lại sự tin cậy
fact-name-undecidable = không xác định được nơi cấp phía trên có cho phép một tên trong đó hay không
fact-too-many-names = có quá nhiều tên để so sánh
fact-policy-required = chuỗi không theo chính sách chứng thư số nào được yêu cầu
fact-any-policy-mapped = ánh xạ chính sách đại diện cho mọi chính sách
fact-extension-repeated = có một phần mở rộng lặp lại
fact-name-constraints-not-processed = có ràng buộc về tên ở dạng không ai dùng và phiên bản này không kiểm tra
fact-critical-extension-unknown = có phần mở rộng bắt buộc mà phiên bản này chưa biết
fact-document = hàm băm của văn bản
fact-signature = chữ ký
fact-key = khóa của người ký
fact-key-usage = mục đích dùng khóa
fact-extended-key-usage = mục đích dùng khóa mở rộng
fact-not-der = viết theo BER thay vì DER
fact-unsorted-attributes = các thuộc tính không theo thứ tự
fact-unreadable-certificate = có chứng thư số không đọc được
fact-certificates-passed-over = có nhiều chứng thư số hơn mức được xem xét
fact-trailing-bytes = có byte thừa ở cuối
fact-digest-not-listed = thuật toán băm không có trong danh sách
fact-other-algorithms = các thuật toán bình thường bị từ chối
fact-missing-signing-certificate = chữ ký không nêu chứng thư số của mình
fact-legacy-transforms = phép biến đổi ghi sai tên
fact-overdue-evidence = dữ liệu thu hồi đã quá hạn cập nhật
fact-other-purposes = chứng thư số dùng cho mục đích khác
fact-expired-certificates = chứng thư số đã hết hạn
fact-unchecked-revocation = chứng thư số không kiểm tra được thu hồi
fact-claimed-time = thời gian do người ký tự khai
fact-annotations = chú thích thêm sau khi ký
fact-undecided-signatures = chữ ký chưa xác định được, bên cạnh một chữ ký hợp lệ
fact-trust-domains = một số miền tin cậy nhất định
fact-timestamp-domains = một số miền tin cậy nhất định cho dấu thời gian
fact-whole-document = chữ ký trên toàn bộ văn bản
fact-signing-certificate = nội dung được ký nêu rõ chứng thư số
fact-algorithms = thuật toán chặt chẽ hơn
fact-path-constraints = ràng buộc đối với chuỗi chứng thư số
fact-revocation-required = dữ liệu thu hồi cho mọi chứng thư số
fact-grace = thời gian chờ đối với dữ liệu thu hồi
fact-max-age = dữ liệu thu hồi phải mới
fact-proven-time = dấu thời gian chứng minh thời gian ký
fact-later-changes = ít thay đổi hơn sau khi ký
fact-at-least = đủ số chữ ký hợp lệ
fact-policy-forbids-timestamps = chính sách không chấp nhận dấu thời gian hoặc dữ liệu kiểm chứng thêm sau
fact-policy-forbids-signatures = chính sách không chấp nhận chữ ký thêm sau
fact-policy-forbids-filling = chính sách không cho điền trường này sau khi ký
fact-policy-forbids-annotations = chính sách không chấp nhận chú thích thêm sau

fact-id-missing = không phần tử nào mang mã định danh này
fact-id-duplicate = nhiều phần tử cùng mang mã định danh này
fact-uri-not-understood = không hiểu dạng địa chỉ này
fact-external-unreadable = không đọc được
fact-transform-unsupported = phép biến đổi không được hỗ trợ
fact-transform-misplaced = phép biến đổi đặt sai chỗ
fact-nothing-left = các phép biến đổi không để lại gì
fact-not-base64 = có phần không phải base64
fact-over-budget = cần quá nhiều công xử lý
fact-xml-malformed = XML không xử lý được
fact-xpath-malformed = biểu thức XPath không xử lý được
fact-digest-differs = đã bị thay đổi
fact-digest-unknown = hàm băm mà phiên bản này chưa biết
fact-entry-external = chưa được cung cấp
fact-zip-unreadable = không đọc được dữ liệu
fact-zip-end-record = không kết thúc bằng đúng một bản ghi kết thúc
fact-zip-large-records = các bản ghi cho tệp lớn mâu thuẫn với phần còn lại
fact-zip-split = bị chia thành nhiều tệp
fact-zip-directory = mục lục không đúng như bản ghi kết thúc
fact-zip-stray-bytes = có dữ liệu không thuộc tệp nào hoặc thuộc hai tệp
fact-zip-empty = không có tệp nào bên trong
fact-zip-mimetype = mục đầu tiên không cho biết đây là loại gói nào
fact-zip-too-many = vượt các giới hạn bảo vệ máy này
fact-zip-name = tên không được phép dùng trong gói
fact-zip-name-encoding = tên không ở dạng UTF-8
fact-zip-duplicate = đã có tệp khác mang tên này, hoặc tên mà có hệ thống coi là một
fact-zip-reserved = tên dành riêng cho chính gói tệp
fact-zip-flags = bị mã hóa hoặc lưu ở dạng không đọc được
fact-zip-method = kiểu nén không đọc được
fact-zip-extra = các trường phụ sai dạng, không rõ là gì hoặc mâu thuẫn
fact-zip-local-header = phần đầu tệp không đúng như mục lục
fact-zip-descriptor = phần cuối tệp không đúng như mục lục
fact-zip-not-regular = là liên kết hoặc thiết bị, không phải tệp
fact-zip-size = kích thước vô lý
fact-zip-bomb = giải nén ra quá lớn
fact-zip-content = nội dung không đúng như mục lục
fact-files = ASiC-S chỉ có đúng một tệp
fact-signature-files = ASiC-S chỉ có đúng một tệp chữ ký, META-INF/signatures.xml hoặc META-INF/signature.p7s
fact-disguised = có chương trình sẽ coi nó là một tệp PDF mà không ai ký
fact-comment = có ghi chú không ai ký
fact-pieces = nội dung là một văn bản bị cắt thành nhiều mảnh
fact-no-manifest = không có danh mục (ASiCManifest) nào trong gói đi với nó
fact-manifests = có nhiều danh mục (ASiCManifest) trong gói cùng tự nhận đi với nó
fact-shape = không đúng cấu trúc mà tiêu chuẩn yêu cầu
fact-too-many = có quá nhiều chữ ký
fact-certificate-revoked = chứng thư số đã bị thu hồi
fact-certificate-expired = chứng thư số đã hết hạn
fact-certificate-not-yet-valid = chứng thư số chưa có hiệu lực
fact-no-trusted-path = không dẫn tới chứng thư số nào được tin cậy
fact-path-search-cut-off = có quá nhiều đường dẫn phải tìm
fact-path-constraint-violated = vi phạm ràng buộc trong chuỗi chứng thư số
fact-trust-domain-refused = miền tin cậy của nó không được chấp nhận
fact-anchor-retired = gốc tin cậy của nó không còn được tin cậy
fact-revocation-not-checked = chưa kiểm tra được việc thu hồi chứng thư số
fact-algorithm-too-weak = thuật toán hoặc khóa quá yếu
fact-signature-mismatch = chữ ký của nó sai
fact-digest-mismatch = nó dành cho dữ liệu khác
fact-signer-certificate-missing = thiếu chứng thư số
fact-timestamp-order = nó mâu thuẫn với dấu thời gian khác
fact-state-altered = văn bản trong đó đã khác
fact-state-none = tệp không bắt đầu đúng dạng
fact-state-malformed = một phần của nó bị sai

## Errors of the library

core-unknown-format = { $file }: đây không phải là văn bản PDF hay XML, cũng không phải chữ ký CMS
    .fix = Hãy kiểm tra xem có đúng tệp không; nếu chữ ký nằm ở tệp riêng (.p7s), hãy đưa tệp đó vào.
core-empty = { $file }: tệp rỗng
    .fix = Hãy kiểm tra xem tệp đã được chép hoặc tải về đầy đủ chưa; sign --repair ký phần còn lại.
xml-fault-encoding = có byte không phải là ký tự của bảng mã mà tệp nêu
xml-fault-encoding-unsupported = tệp ghi bảng mã là { $name }, nhưng nội dung không đúng bảng mã đó hoặc bảng mã đó không đọc được
xml-fault-character = có ký tự mà XML không cho phép
xml-fault-unexpected-end = tệp bị cụt, thiếu phần cuối
xml-fault-syntax = thẻ hoặc nội dung viết không đúng quy tắc của XML
xml-fault-end-tag = thẻ { $name } bị đóng bằng một thẻ khác
xml-fault-duplicate-attribute = thuộc tính { $name } xuất hiện hai lần
xml-fault-entity = thực thể { $name } chưa được khai báo hoặc không được dùng ở đây
xml-fault-doctype = tệp có khai báo DOCTYPE; kyso từ chối vì khai báo này có thể làm đổi nội dung văn bản
xml-fault-undeclared-prefix = tiền tố { $name } chưa được khai báo
xml-fault-reserved-namespace = tiền tố { $name } không được khai báo như vậy
xml-fault-relative-namespace = không gian tên { $name } là tương đối, chữ ký số không cho phép
xml-fault-too-many = tệp vượt giới hạn { $bound } bảo vệ máy này
xml-fault-elided = tệp quá lớn cho việc này
core-xml-damaged = { $file }: XML không đúng cú pháp, tại byte { $offset }: { $fault }
    .fix = Hãy lấy lại tệp từ nơi gửi, hoặc xuất lại; sign --repair ký được tệp hỏng mà chưa ai ký.
core-xml-encoding = { $file }: chỉ ký và nâng mức được tệp XML ở bảng mã UTF-8
    .fix = Hãy lưu văn bản ở UTF-8, ghi đúng bảng mã ở dòng đầu và không sửa gì khác: chữ ký đã có vẫn hợp lệ.
core-xml-encoding-declared = { $file }: { $fault }
    .fix = Hãy lưu văn bản ở UTF-8, dòng đầu ghi encoding="UTF-8".
core-xml-breaks-other = { $file }: chữ ký tại { $path } bao trùm chỗ đặt dữ liệu mới và sẽ không còn đúng
    .fix = Hãy đặt chữ ký mới ra ngoài phần mà chữ ký đó bao trùm, bằng --inside. Nếu chữ ký đó bao trùm cả văn bản, hãy đề nghị ký lại mà không dùng --last, --form xmldsig và --profile; khi đó người khác ký thêm được. Hãy nâng mức chữ ký trước khi bị chữ ký khác bao trùm.
core-xml-algorithm = { $file }: XML không có tên cho { $algorithm }
    .fix = Hãy chọn thuật toán khác bằng --digest hoặc --scheme.
core-xml-id = { $file }: mã định danh { $id } đã được dùng
    .fix = Hãy chọn mã khác bằng --signature-id, hoặc bỏ tùy chọn này.
core-xml-refused = { $file }: không đưa được chữ ký vào tệp XML: { $detail }
    .fix = Hãy kiểm tra phần tử nêu ở --element và --inside.
core-xml-element-count = { $file }: { $path } chỉ ra { $found ->
        [0] không phần tử nào
       *[other] { $found } phần tử
    } trong khi cần đúng một
    .fix = Hãy viết đường dẫn đầy đủ, ví dụ /HDon/DLHDon; kyso inspect cho biết văn bản có gì.
core-xml-no-identifier = { $file }: phần tử { $path } không có mã định danh riêng
    .fix = Hãy thêm thuộc tính Id có giá trị không trùng phần tử nào khác, hoặc ký cả văn bản.
core-xml-properties = { $file }: thông tin kèm chữ ký không ghi được vào XML: { $detail }
    .fix = Bỏ ký tự điều khiển trong --claimed-role và --location; --signature-id chỉ gồm chữ, số, - và _.
core-xml-raise-plain = { $file }: chữ ký tại { $path } là XML Signature thường, không nâng mức được
    .fix = Chỉ nâng được chữ ký XAdES; hãy ký bằng kyso sign, không dùng --form xmldsig.
core-xml-raise-refused = { $file }: không nâng mức được chữ ký: { $detail }
    .fix = Xem kyso verify nói gì về chữ ký đó.
core-profile-verifies = { $file }: mẫu { $profile } chỉ dùng để kiểm tra, không dùng để ký
    .fix = Hãy chọn mẫu của bên ký.
core-profile-level = { $file }: mẫu { $profile } yêu cầu chữ ký từ mức { $level } trở lên
    .fix = Thêm --level và --tsa URL.
core-profile-fixes = { $file }: { $option } đã do mẫu quy định
    .fix = Hãy bỏ một trong hai, hoặc sửa mẫu trong một tệp riêng.
core-attachments = { $file }: không ký được các tệp đính kèm trong thông điệp: { $detail }
    .fix = Mỗi tệp đính kèm cần mã nội dung riêng và nội dung dạng base64.
core-option-misplaced = { $file }: { $option } không dùng được với văn bản dạng { $format }
    .fix = Hãy bỏ tùy chọn này với các văn bản đó.
core-operation-misplaced = { $file }: văn bản dạng { $format } không làm được việc này ({ $operation })
    .fix = Xem --help sau lệnh để biết lệnh nhận những văn bản nào.
core-pdf-password-needed = { $file }: văn bản đã được mã hóa và cần mật khẩu để mở
    .fix = Dùng --pdf-password-file, --pdf-password-fd hoặc --pdf-password-env, hoặc chạy lệnh trong cửa sổ dòng lệnh.
core-pdf-password-wrong = { $file }: mật khẩu không mở được văn bản
    .fix = Hãy đưa mật khẩu của người dùng hoặc của chủ tệp, gõ đúng như khi đặt.
core-encryption-handler = { $file }: văn bản được mã hóa bằng { $name }, cách này chưa được hỗ trợ
    .fix = Hãy lưu lại văn bản với mật khẩu, hoặc không mã hóa.
core-encryption-changed = { $file }: các lần lưu của văn bản không được mã hóa như nhau
    .fix = Hãy xin người lập một bản mới; không thể ghi thêm gì vào bản này.
core-encryption = { $file }: không giải mã được văn bản: { $detail }
    .fix = Hãy lưu lại bằng chương trình đã tạo ra văn bản.
core-permissions-add-field = { $file }: quyền của tệp không cho thêm chữ ký hoặc trường chữ ký
    .fix = Hãy mở bằng mật khẩu của chủ tệp, hoặc ký vào trường có sẵn (--field) nếu quyền cho phép; --ignore-permissions thì vẫn tiếp tục.
core-permissions-sign = { $file }: quyền của tệp không cho ký
    .fix = Hãy mở bằng mật khẩu của chủ tệp; --ignore-permissions thì vẫn ký.
core-truncated = { $file }: văn bản bị thiếu phần cuối{ $offset ->
        [0] {""}
       *[other] , xem byte { $offset }
    }
    .fix = Hãy kiểm tra xem tệp đã được chép hoặc tải về đầy đủ chưa; sign --repair ký phần còn lại.
core-damaged = { $file }: tệp PDF bị hỏng tại byte { $offset }: { $fault }
    .fix = Hãy lấy lại tệp từ nơi gửi, hoặc xuất lại; sign --repair ký được tệp hỏng mà chưa ai ký.
core-damaged-somewhere = { $file }: tệp PDF bị hỏng: { $fault }
    .fix = Hãy lấy lại tệp từ nơi gửi, hoặc xuất lại; sign --repair ký được tệp hỏng mà chưa ai ký.
core-repair-signed = { $file }: tệp PDF bị hỏng và đã có chữ ký{ $offset ->
        [0] {""}
       *[other] , xem byte { $offset }
    }
    .fix = Hãy lấy lại tệp từ người đã ký: sửa tệp sẽ che mất những gì đã xảy ra với nó.
core-beyond-limits = { $file }: tệp PDF vượt các giới hạn bảo vệ máy này: { $detail }
    .fix = Văn bản bình thường hầu như không như vậy; hãy xuất lại từ chương trình đã tạo ra nó.
core-field-signed = { $file }: trường { $field } đã được ký
    .fix = Hãy chọn trường khác bằng --field, hoặc ký vào trường mới: --new-field
core-not-fillable = { $file }: không điền được vào trường { $field }
    .fix = Hãy nêu một trường văn bản có sẵn, còn trống, được phép sửa và chỉ hiển thị ở một chỗ.
core-bad-font-size = { $file }: cỡ chữ của trường phải từ 1 đến 200 điểm
    .fix = Hãy cho --font-size khác.
core-not-a-signature-field = { $file }: trường { $field } không phải là trường chữ ký
    .fix = Hãy chọn trường khác bằng --field, hoặc ký vào trường mới: --new-field
core-bad-field-name = không thể đặt tên “{ $field }” cho trường chữ ký mới
    .fix = Tên có từ 1 đến 255 ký tự, không có dấu chấm và không xuống dòng.
core-room-too-large = yêu cầu dành { $room } byte cho chữ ký, nhưng chỉ dành được nhiều nhất { $limit } byte
    .fix = Hãy yêu cầu ít hơn; một chữ ký cùng chứng thư số và dấu thời gian có dưới 65536 byte.
core-archival = { $file } tự nhận là PDF/A-{ $level }, và việc ký sẽ làm sai chuẩn đó: { $breach }
    .fix = Hãy ký một bản sao không nhận chuẩn PDF/A, hoặc một văn bản nằm trong giới hạn của mức đó.
fault-breach-integer = số { $value } vượt quá 2147483647, như ở tệp lớn hơn 2 GiB
fault-breach-string = một chuỗi dài { $length } byte, trong khi chỉ cho phép nhiều nhất { $limit } byte (thường là chỗ dành cho chữ ký)
fault-breach-array = một danh sách có { $length } trường hoặc chú thích, trong khi chỉ cho phép nhiều nhất { $limit }
fault-breach-transparency = hình ảnh có phần trong suốt
fault-breach-no-output-intent = hình ảnh có phần trong suốt hoặc nội dung điền vào trường, trong khi văn bản không nêu hồ sơ màu đầu ra (output intent)
fault-breach-font = phông chữ không nhúng, như ở trường văn bản
core-contents-too-small = chữ ký cần { $needed } byte, nhưng chỉ dành sẵn { $room } byte
    .fix = Hãy chuẩn bị lại với đầy đủ chuỗi chứng thư số.
core-certification-forbids = { $file }: chữ ký ở trường { $field } không cho phép ký thêm, do chứng thực hoặc khóa của nó
    .fix = Hãy xin người đã ký ở đó một bản cho phép ký.
core-duplicate-field = { $file }: có nhiều trường cùng tên { $field }
    .fix = Hãy lấy biểu mẫu không có trường trùng tên, hoặc ký vào trường mới: --new-field
core-several-empty-fields = { $file }: có nhiều trường chữ ký còn trống: { $fields }
    .fix = Hãy nêu rõ trường cần ký bằng --field TÊN, hoặc ký vào trường mới: --new-field
core-no-such-field = { $file }: không có trường { $field }
    .fix = Dùng kyso fields để xem tên các trường.
core-no-such-empty-field = { $file }: không có trường { $field }; các trường chữ ký còn trống: { $fields }
    .fix = Hãy dùng --field với một trong các tên này, hoặc thêm trường của bạn: --new-field=TÊN
core-field-exists = { $file }: đã có trường { $field }
    .fix = Hãy chọn tên khác; kyso fields liệt kê những tên đã dùng.
core-no-such-page = { $file }: không có trang { $page }, văn bản có { $pages } trang
    .fix = Hãy chọn trang từ 1 đến { $pages }.
core-off-page = { $file }: khung chữ nhật không nằm trọn trên trang { $page }
    .fix = Tọa độ tính từ góc dưới bên trái của trang, bằng điểm (1/72 inch) hoặc mm.
error-text-not-found = { $file }: không trang nào có đoạn chữ "{ $text }"
    .fix = Hãy chép đoạn chữ từ chính văn bản, hoặc nêu vị trí bằng --page và --rect.
error-text-similar = { $file }: không trang nào có đoạn chữ "{ $text }"; gần giống: { $places }
    .fix = Hãy ghi trọn các từ đúng như trong văn bản, cả chữ hoa chữ thường, hoặc thêm --ignore-case.
error-text-scanned = { $file }: không tìm thấy đoạn chữ "{ $text }"; các trang sau chỉ là ảnh, không có chữ (bản quét): { $pages }
    .fix = Hãy nêu vị trí bằng --page và --rect.
error-text-untold = { $file }: không tìm thấy đoạn chữ "{ $text }"; ở các trang sau phông chữ không cho biết là những chữ nào: { $pages }
    .fix = Hãy nêu vị trí bằng --page và --rect.
error-text-unread = { $file }: không đọc được hết chữ ở các trang sau nên chưa chắc là chỗ nào: { $pages }
    .fix = Hãy nêu trang bằng --page, hoặc nêu vị trí bằng --rect.
error-text-several = { $file }: đoạn chữ "{ $text }" có ở { $count } chỗ: { $places }
    .fix = Hãy nêu chỗ nào: --occurrence first, last hoặc số thứ tự; hoặc --page
error-text-occurrence = { $file }: không có chỗ thứ { $wanted } của đoạn chữ "{ $text }", chỉ có { $count }: { $places }
    .fix = Hãy chọn một trong các chỗ này bằng --occurrence.
error-text-no-room = { $file }: cạnh đoạn chữ "{ $text }" ở trang { $page } còn quá ít chỗ, { $width } × { $height } mm
    .fix = Hãy chọn --size nhỏ hơn, --side khác, hoặc --side over.
text-place = trang { $page }, cách mép trái { $left } mm, cách mép dưới { $bottom } mm: { $context }
text-places-more = và { $count } chỗ nữa
look-signed-by = Người ký
look-signed-at = Thời gian ký
look-empty = không có gì để hiển thị
    .fix = Hãy dùng --text, --image hoặc --qr.
look-font-unreadable = { $file }: không đọc được phông chữ, hoặc không đọc được hết
    .fix = Hãy dùng phông TrueType hoặc OpenType (.ttf, .otf, .ttc).
look-font-forbids = { $file }: giấy phép của phông chữ không cho nhúng vào văn bản
    .fix = Hãy chọn phông khác, hoặc bỏ --font: Liberation Serif được phép nhúng.
look-characters-missing = phông chữ không có ký tự { $characters }
    .fix = Hãy chọn phông có các ký tự này bằng --font, hoặc sửa nội dung.
look-script = ký tự { $character } thuộc hệ chữ chưa trình bày được ở đây
    .fix = Hãy bỏ nội dung này, hoặc đưa vào dưới dạng hình ảnh bằng --image.
look-text-too-long = nội dung cần chiều cao { $needed } pt, nhưng chỉ có { $room } pt
    .fix = Hãy mở rộng khung, rút ngắn nội dung hoặc giảm --font-size.
look-text-too-large = nội dung có hơn { $limit } ký tự
    .fix = Hãy rút ngắn nội dung.
look-unknown-name = { $name } trong ngoặc nhọn không có nghĩa
    .fix = Có thể dùng signer, title, organization, serial, reason, location và time; muốn viết dấu ngoặc nhọn thì viết hai lần.
look-picture-unreadable = { $file }: { $detail }
    .fix = Hãy dùng PNG, hoặc JPEG hệ màu RGB hay xám.
look-picture-too-large = { $file }: hình ảnh có quá nhiều điểm ảnh
    .fix = Hãy thu nhỏ hình; tối đa là 25 triệu điểm ảnh.
look-qr-too-long = nội dung không vừa một mã QR
    .fix = Hãy rút ngắn nội dung của --qr.
look-bad-length = có độ dài quá nhỏ hoặc quá lớn
    .fix = Hãy xem lại khung, --size, --font-size và khung viền.
look-no-page-box = { $file }: trang { $page } không cho biết kích thước
    .fix = Hãy lưu lại văn bản bằng chương trình đã tạo ra nó.
look-no-field-rectangle = { $file }: trường { $field } không có vị trí hiển thị trên trang
    .fix = Hãy bỏ --field và chỉ vị trí bằng --rect hoặc --at, hoặc ký không hiển thị.
look-field-has-place = { $file }: trường { $field } đã có sẵn, với vị trí riêng
    .fix = Hãy bỏ --rect, --at và --page để ký tại vị trí của trường, hoặc ký vào trường mới: --new-field
look-stamps-after = { $file }: đóng lên các trang khác sẽ làm mất hiệu lực chữ ký ở trường { $field }
    .fix = Hãy đóng lên các trang ngay ở chữ ký đầu tiên, hoặc bỏ --pages.
look-hides-signed-text = { $file }: phần hiển thị sẽ che chữ hoặc hình trên trang { $page }, là nội dung đã được ký
    .fix = Hãy chọn vị trí khác, dùng hình có nền trong suốt (PNG), và không đặt --background hay --qr đè lên chữ.
look-stamps-need-place = muốn đóng lên các trang khác cần một vị trí mà trang nào cũng có
    .fix = Hãy dùng thêm --rect hoặc --at.
core-field-locked = { $file }: chữ ký ở trường { $by } đã khóa trường { $field }
    .fix = Hãy xin người đã ký ở đó một bản còn cho phép ký vào trường này hoặc trường khác: kyso fields liệt kê các trường đã khóa.
core-not-first = { $file }: chữ ký chứng thực phải là chữ ký đầu tiên, nhưng trường { $field } đã được ký
    .fix = Hãy ký không dùng --certify, hoặc chứng thực một văn bản chưa ai ký.
core-signed-before = { $file }: trường { $field } đã được ký, thêm trường trống lúc này sẽ làm chữ ký đó mất giá trị
    .fix = Hãy thêm mọi trường trước chữ ký đầu tiên; để ký tiếp, kyso sign tự thêm trường.
core-lock-misplaced = { $file }: trường { $field } không nhận được khóa này
    .fix = Trường đã có khóa riêng, hoặc đã nằm trong phạm vi của một chữ ký trước: hãy bỏ --lock và --lock-changes, hoặc ký vào trường mới.
core-seed-value = { $file }: trường { $field } bắt buộc { $entry }: { $wanted }
    .fix = Hãy ký đúng theo yêu cầu của trường, hoặc ký vào trường khác; kyso fields cho biết từng trường yêu cầu gì.
core-seed-unreadable = { $file }: trường { $field } bắt buộc một điều không hiểu được ({ $entry })
    .fix = Hãy ký vào trường khác, hoặc hỏi người lập biểu mẫu.
core-value-mismatch = { $file }: giá trị này không phải là chữ ký trên văn bản đã chuẩn bị bằng khóa của chứng thư số
    .fix = Hãy ký đúng dữ liệu mà kyso prepare đã nêu, đúng thuật toán; giá trị ECDSA ở dạng DER.
core-state-invalid = { $file }: đây không phải là chữ ký đã chuẩn bị, hoặc đã bị sửa ({ $fault })
    .fix = Hãy đưa nguyên tệp mà kyso prepare đã ghi ra.
core-certificate-expired = chứng thư số của { $subject } đã hết hạn lúc { $time }
    .fix = Hãy ký bằng chứng thư số còn hiệu lực; --allow-expired vẫn ký, nhưng sẽ không ai tin cậy.
core-certificate-not-yet-valid = chứng thư số của { $subject } chỉ có hiệu lực từ { $time }
    .fix = Hãy kiểm tra đồng hồ của máy này; --allow-expired vẫn ký.
core-usage-forbidden = chứng thư số của { $subject } không dùng cho việc ký văn bản ({ $extension })
    .fix = Hãy chọn chứng thư số để ký; nơi cấp có thể cho biết chứng thư số nào.
core-not-signed = { $file }: không có chữ ký hoặc dấu thời gian nào để nâng mức
    .fix = Hãy ký văn bản bằng kyso sign trước, hoặc thêm dấu thời gian bằng kyso timestamp.
core-content-missing = { $file }: thiếu tệp mà chữ ký này đã ký
    .fix = Đặt tệp đó cạnh chữ ký, cùng tên nhưng bỏ .p7s, hoặc chỉ ra bằng --content TỆP.
core-content-differs = { $file }: tệp đưa vào không phải tệp nằm trong chữ ký
    .fix = Bỏ --content: chữ ký đã chứa sẵn tệp. kyso verify --export-signed THƯ-MỤC ghi tệp đó ra.
core-no-such-signature = { $file }: không có chữ ký { $id }
    .fix = kyso verify nêu tên các chữ ký trong tệp.
core-old-archive = { $file }: chữ ký { $field } có dấu thời gian lưu trữ kiểu cũ, không cho thêm gì nữa
    .fix = Hãy nâng mức bằng chương trình đã tạo ra nó, trước khi dấu thời gian hết hạn.
core-cms-damaged = { $file }: tệp chữ ký bị hỏng hoặc bị cắt ({ $detail })
    .fix = Hãy chép hoặc tải lại; nếu đây là bản gốc, hãy xin người ký một bản nguyên vẹn.
core-mime = { $file }: đây là thư điện tử, không phải chữ ký trong thư
    .fix = Hãy lưu tệp đính kèm smime.p7s cạnh phần đã ký, hoặc smime.p7m, rồi đưa tệp đó vào.
core-not-cms = { $file }: đây không phải chữ ký CMS như tên tệp cho thấy, mà là văn bản dạng { $format }
    .fix = Tệp này không nói gì về tệp nằm cạnh nó: hãy xin lại đúng tệp chữ ký. Muốn kiểm tra riêng tệp này, hãy đặt lại đuôi tệp đúng định dạng.
core-signature-broken = { $file }: chữ ký ở trường { $field } không còn đúng
    .fix = Hãy xem bằng kyso verify; chữ ký đã hỏng thì không nâng mức hay ký thêm được.
core-signer-unknown = { $file }: chữ ký ở trường { $field } không cho biết là của ai
    .fix = Chỉ nâng mức được chữ ký có kèm chứng thư số của người ký.
core-certificate-revoked = { $file }: chứng thư số của { $subject } đã bị thu hồi lúc { $time }
    .fix = Hãy ký bằng chứng thư số còn hiệu lực; nếu đó là của dịch vụ cấp dấu thời gian, hãy chọn dịch vụ khác bằng --tsa.
core-evidence-missing = { $file }: không có bằng chứng cho biết chứng thư số của { $subject } có bị thu hồi hay không: { $detail }
    .fix = Hãy thử lại sau, hoặc đưa CRL, phản hồi OCSP và chứng thư số cấp trên bằng --evidence.
core-evidence-not-published = { $file }: không có bằng chứng cho biết chứng thư số của { $subject } có bị thu hồi hay không, và chứng thư số không nêu nơi để hỏi
    .fix = Hãy đưa CRL, phản hồi OCSP và chứng thư số cấp trên bằng --evidence, hoặc chọn --level t.
core-grace-period = { $file }: dữ liệu thu hồi về { $subject } chỉ được tính từ { $until }, khi hết thời gian chờ
    .fix = Hãy ký bằng --level t lúc này rồi dùng kyso extend sau thời điểm đó, hoặc thêm --level-fallback.
core-trust-list-unreachable = không lấy được danh sách tin cậy { $place }: { $detail }
    .fix = Hãy thử lại sau, hoặc đưa danh sách dưới dạng tệp.
core-trust-list-none = { $file } không phải là danh sách tin cậy
    .fix = Hãy đưa danh sách dạng XML theo ETSI TS 119 612, không phải bản PDF để đọc.
core-trust-list-unsigned = { $file }: danh sách tin cậy chưa được ký
    .fix = Hãy lấy lại từ cơ quan công bố.
core-trust-list-untrusted = { $file }: chữ ký trên danh sách tin cậy không có giá trị ({ $why })
    .fix = Hãy lấy lại từ cơ quan công bố, và đưa chứng thư số của người đang ký danh sách bằng --trust-list-signer.
core-trust-list-other-signer = { $file }: danh sách tin cậy do người khác ký, không phải người nêu ở --trust-list-signer
    .fix = Hãy đưa chứng thư số của chính người ký, không phải của CA cấp cho người đó.
core-trust-list-overdue = { $file }: danh sách tin cậy mới lẽ ra đã có từ { $until }
    .fix = Hãy lấy danh sách hiện hành từ cơ quan công bố.
core-trust-list-unreadable = { $file }: không đọc được danh sách tin cậy: { $detail }
    .fix = Hãy báo cho cơ quan công bố.
core-timestamp-failed = { $file }: không lấy được dấu thời gian: { $detail }
    .fix = Hãy thử lại sau, hoặc nêu thêm dịch vụ khác bằng một --tsa nữa.
core-timestamp-login = { $file }: không lấy được dấu thời gian: { $detail }
    .fix = Hãy kiểm tra --tsa-user và mật khẩu.
core-timestamp-untrusted = { $file }: { $service } cấp dấu thời gian bằng chứng thư số của { $subject }, không thuộc CA nào mà bạn tin cậy
    .fix = Nếu tin cậy, hãy đưa chứng thư số CA đó bằng --trust (hoặc kyso trust add); nếu không, hãy chọn dịch vụ khác bằng --tsa; --no-store để không dùng kho tin cậy.
core-cms = { $file }: không lập hoặc không đọc được chữ ký: { $detail }
    .fix = Hãy kiểm tra các chứng thư số đã đưa, và xem văn bản có trọn vẹn không.
core-key-malformed = { $file }: không đọc được khóa từ tệp này
    .fix = Khóa là tệp PKCS#12 (.p12, .pfx) cho --p12, hoặc PEM cho --key.
core-key-encryption-unsupported = { $file }: chưa hỗ trợ cách mã hóa của khóa: { $detail }
    .fix = Hãy xuất lại khóa ở dạng PKCS#12 với AES, hoặc PKCS#8.
core-key-too-expensive = { $file }: mở khóa này đòi hỏi quá nhiều tính toán: { $detail }
    .fix = Hãy xuất lại khóa với thiết lập thông thường.
core-passphrase-needed = { $file }: cần mật khẩu của khóa
    .fix = Dùng --passphrase-file, --passphrase-fd hoặc --passphrase-env, hoặc gọi lệnh từ màn hình dòng lệnh.
core-wrong-passphrase = { $file }: mật khẩu không mở được khóa
    .fix = Hãy kiểm tra chữ hoa và bộ gõ tiếng Việt, rồi thử lại.
core-no-key = { $file }: không có khóa bí mật trong tệp
    .fix = Hãy đưa tệp được xuất kèm khóa bí mật.
core-no-certificate-for-key = { $file }: thiếu chứng thư số của khóa
    .fix = Hãy xuất tệp PKCS#12 kèm các chứng thư số, hoặc đưa cả hai dạng PEM bằng --key và --cert.
core-several-keys = { $file }: tệp chứa nhiều khóa: { $keys }
    .fix = Hãy xuất riêng khóa cần dùng để ký ra một tệp.
core-certificate-mismatch = { $file }: khóa này không phải của chứng thư số của { $subject }
    .fix = Hãy đưa khóa và chứng thư số đi cùng nhau.
core-key-refused = { $file }: không dùng được khóa: { $detail }
    .fix = Hãy ký bằng RSA từ 2048 bit, ECDSA P-256 hoặc P-384, hoặc Ed25519.
core-certificate-unreadable = { $file }: không đọc được chứng thư số: { $detail }
    .fix = Chứng thư số ở dạng PEM, DER hoặc P7B; hãy kiểm tra xem có đúng tệp không.

core-key-size = { $file }: không ký được bằng khóa RSA { $bits } bit
    .fix = Hãy ký bằng RSA từ 2048 đến 8192 bit, ECDSA P-256 hoặc P-384, hoặc Ed25519.
core-key-algorithm = { $file }: khóa không ký được bằng { $algorithm }
    .fix = Hãy bỏ --digest và --scheme, hoặc chọn giá trị khác.
core-key-backend = { $file }: ký bằng khóa không thành công
    .fix = Hãy kiểm tra xem tệp khóa có trọn vẹn không; hãy xuất lại khóa.
core-container = { $file }: không dùng được gói tệp: { $fault }
    .fix = Hãy lấy lại từ nơi gửi, hoặc tạo lại bằng kyso sign CÁC-TỆP -o TÊN.asice.
core-container-entry = { $file }: { $name } trong gói: { $fault }
    .fix = Hãy lấy lại từ nơi gửi; khi tạo gói, hãy đưa các tệp có tên khác nhau và bình thường.
core-signature-file = { $file }: { $name } trong gói chứa chữ ký không đọc được nên không ký thêm vào
    .fix = Hãy hỏi người đã ký trước; kyso verify cho biết tệp đó sai ở đâu.
core-container-unsound = { $file }: gói tệp này dù ai ký thêm cũng không hợp lệ được: { $fault }
    .fix = Hãy xin người đã ký trước một gói đúng, hoặc ký lại các tệp trong đó bằng kyso sign CÁC-TỆP -o TÊN.asice.
core-role-certifies = { $file }: chữ ký với vai trò “{ $role }” không thể là chữ ký chứng thực, vì còn người ký sau
    .fix = Hãy chọn trường khác bằng --field, hoặc ký không dùng --role.

## What is wrong inside a file

fault-byte = byte không hợp lệ { $byte }
fault-hex-digit = { $byte } nằm trong chuỗi thập lục phân
fault-keyword = có từ lạ ở chỗ của giá trị
fault-unbalanced = dấu ngoặc không cân
fault-key-not-name = khóa của từ điển không phải là tên
fault-missing-value = khóa của từ điển không có giá trị
fault-expected = chỗ này phải là { $what }
fault-not-a-section = chỗ này không có bảng tham chiếu
fault-outside-file = bảng tham chiếu chỉ ra ngoài tệp
fault-row = một dòng của bảng tham chiếu bị sai
fault-subsection = một phần của bảng tham chiếu vượt phạm vi hoặc chồng lên phần khác
fault-stream-shape = /Size, /W hoặc /Index bị sai
fault-stream-data = không giải mã được luồng tham chiếu
fault-xref-inflates = các luồng tham chiếu giải nén ra quá lớn
fault-no-root = phần cuối không có /Root
fault-link = /Prev hoặc /XRefStm không phải là vị trí
fault-missing-eof = thiếu %%EOF sau startxref
fault-xref-loop = các bảng tham chiếu nối thành vòng
fault-encryption-version = không rõ phiên bản { $version }, bản sửa đổi { $revision }
fault-encryption-method = không rõ phương pháp { $name }
fault-encryption-entry = mục { $key } trong từ điển mã hóa bị thiếu hoặc sai
fault-encryption-missing = không có từ điển mã hóa ở nơi phần cuối tệp chỉ đến
fault-encryption-perms = từ điển mã hóa tự mâu thuẫn
fault-no-random = hệ thống không cung cấp số ngẫu nhiên
fault-reference-loop = các tham chiếu ở đối tượng { $number } nối thành vòng
fault-page-tree-loop = cây trang nối thành vòng ở đối tượng { $number }
fault-no-page = không có trang nào
fault-direct-field = trường { $name } nằm bên trong đối tượng khác
fault-object = đối tượng { $number }: { $fault }
fault-no-header = không nằm ở chỗ mà bảng tham chiếu chỉ tới
fault-other-object = đối tượng { $number } nằm ở chỗ của nó
fault-length = /Length của luồng không dùng được
fault-end-stream = không có endstream ở chỗ mà /Length chỉ ra
fault-filter = không giải được bộ lọc của luồng
fault-decryption = không giải mã được chuỗi hoặc luồng của nó
fault-object-stream = luồng đối tượng không chứa nó
fault-type = cần { $expected }, nhưng là { $found }
fault-nested-too-deep = lồng nhau quá sâu tại byte { $offset }
fault-object-too-large = đối tượng tại byte { $offset } vượt quá { $limit }
fault-inflates-too-large = đối tượng { $number } giải nén ra hơn { $limit } byte
fault-too-many-sections = có hơn { $limit } bảng tham chiếu
fault-too-many-pages = có hơn { $limit } trang
fault-too-many-fields = có hơn { $limit } trường
fault-too-many-signatures = có hơn { $limit } chữ ký
fault-too-much-work = phải đọc hơn { $limit } byte
fault-numbers-exhausted = không còn số đối tượng nào dưới { $limit }
fault-offset-too-large = byte { $offset } quá xa đối với bảng tham chiếu
fault-too-many-certificates = có quá nhiều chứng thư số
fault-ber-truncated = bị thiếu phần cuối, tại byte { $offset }
fault-ber-unexpected = tại byte { $offset } là giá trị khác với giá trị phải có
fault-ber-left-over = thừa dữ liệu từ byte { $offset }
fault-ber-malformed = mã hóa sai tại byte { $offset }
fault-work = { $iterations } vòng lặp, { $bytes } byte bộ nhớ

## What is wrong with an outside service

fault-service = { $service }: { $fault }
fault-and = { $first }; { $second }
fault-other = { $detail }
fault-name-not-found = tên máy chủ không có địa chỉ
fault-connection-refused = máy chủ không nhận kết nối
fault-connection-lost = kết nối bị ngắt
fault-tls = không lập được kết nối bảo mật (TLS)
fault-url = không phải là địa chỉ http hoặc https
fault-insecure-redirect = chuyển hướng từ https sang http
fault-offline = --offline không cho phép hỏi dịch vụ
fault-unreachable = không kết nối được
fault-timeout = không trả lời đầy đủ trong { $seconds } giây
fault-http-status = trả lời với mã HTTP { $status }
fault-answer-too-large = trả lời dài hơn { $limit } byte
fault-too-many-redirects = chuyển hướng quá { $limit } lần
fault-content-type = trả lời với { $found } thay vì { $expected }
fault-credentials = từ chối tên đăng nhập hoặc mật khẩu
fault-nonce = trả lời thuộc về yêu cầu khác
fault-stamp-refused = từ chối: { $detail }
fault-stamp-policy = dấu thời gian theo chính sách { $found } thay vì { $expected }
fault-stamp-unreadable = trả lời không phải là dấu thời gian đọc được
fault-stamp-other-bytes = dấu thời gian dành cho dữ liệu khác
fault-stamp-no-certificate = thiếu chứng thư số của dấu thời gian
fault-stamp-other-certificate = dấu thời gian gắn với chứng thư số khác
fault-stamp-signature = chữ ký của dấu thời gian không đúng
fault-stamp-purpose = chứng thư số không dành riêng cho việc cấp dấu thời gian
fault-stamp-certificate-validity = chứng thư số không có hiệu lực vào lúc cấp dấu thời gian
fault-stamp-unsound = dấu thời gian không dùng được: { $detail }
fault-ocsp-status = trả lời { $status }
fault-ocsp-other-certificate = trả lời về chứng thư số khác
fault-evidence-unreadable = không đọc được trả lời
fault-issuer-unknown = không có chứng thư số của nơi cấp; đưa vào bằng --chain
fault-evidence-of-no-use = trả lời không đủ để kết luận

## Inspection

heading-revisions = Các phiên bản
heading-fields = Các trường
heading-signatures = Các chữ ký
heading-certificate = Chứng thư số { $number }
word-yes = có
word-none = không có
bytes = { $count } byte
contents = { $length } byte, từ byte { $offset } của tệp
revision-line = { $number }: byte { $start } đến { $end }, { $kind ->
        [table] bảng tham chiếu
        [stream] luồng tham chiếu
       *[hybrid] bảng và luồng tham chiếu
    } tại byte { $xref }, { $changed } đối tượng
field-kind = { $kind ->
        [signature] trường chữ ký
        [text] trường văn bản
        [button] nút
        [choice] lựa chọn
       *[unknown] trường không rõ loại
    }
dictionary-kind = { $kind ->
        [document-timestamp] dấu thời gian của văn bản
       *[signature] chữ ký
    }
field-filled = đã điền
field-empty = trống
field-page = trang { $page }
field-rect = { $points } pt ({ $mm } mm)
field-unseen = không hiển thị trên trang nào
field-signed = { $kind ->
        [document-timestamp] dấu thời gian của { $by }
        [certification] đã được { $by } chứng thực
       *[signature] đã được { $by } ký
    }
fields-none = không có trường chữ ký nào
permits = { $changes ->
        [none] chỉ bằng chứng và dấu thời gian
        [forms] điền biểu mẫu và ký
       *[annotations] điền biểu mẫu, ký và chú thích
    }
locks = { $action ->
        [all] mọi trường
        [include] { $count ->
            [0] không trường nào
           *[other] { $fields }
        }
       *[exclude] mọi trường trừ { $fields }
    }
seed-required = { $entry }: { $value } (bắt buộc)
seed-suggested = { $entry }: { $value }
label-page = Trang
label-rect = Vị trí
label-state = Trạng thái
label-permits = Được phép sau đó
label-locks = Khóa
label-locked-by = Bị khóa bởi
label-seed = Yêu cầu
label-format = Định dạng
label-length = Độ dài
label-before-header = Trước phần đầu
label-after-end = Sau phần cuối
label-encrypted = Mã hóa
label-pdf-a = PDF/A
label-damaged = Bị hỏng
label-allowed = Được phép
permission-print = in
permission-modify = sửa nội dung
permission-copy = sao chép
permission-annotate = ghi chú và điền
permission-fill = điền
permission-assemble = sắp xếp trang
permission-print-high-quality = in chất lượng cao
encrypted-user = { $method }, mở bằng quyền người dùng
encrypted-owner = { $method }, mở bằng quyền chủ tệp
label-unreadable = Không đọc được
label-root = Phần tử gốc
label-offset = Tại byte
label-canonicalization = Chuẩn hóa
label-value = Giá trị chữ ký
label-properties = Thuộc tính kèm theo
label-role = Vai trò (tự khai)
label-role-words = Vai trò (tự khai bằng lời)
label-policy = Chính sách
label-reference = Tham chiếu
label-type = Kiểu
label-transform = Phép biến đổi
label-object = Đối tượng
label-removed = Đã bị gỡ hoặc thay
label-sub-filter = Dạng
label-byte-range = Phạm vi byte
label-contents = Phần chữ ký
label-name = Tên
label-fault = Lỗi
label-content-attached = Có nội dung bên trong
label-deviations = Điểm khác tiêu chuẩn
label-crls = Dữ liệu thu hồi
label-key-id = Định danh khóa
label-message-digest = Giá trị băm
label-signing-certificate = Gắn với chứng thư số
label-signed-attributes = Thuộc tính được ký
label-unsigned-attributes = Thuộc tính không ký
label-key = Khóa
label-certificate-signature = Được ký bằng
label-ca = CA
label-key-usage = Mục đích dùng khóa
label-ocsp = OCSP
label-crl = CRL
label-fingerprint = SHA-256
heading-entries = Các mục trong gói
label-comment = Ghi chú
entry = { $role }, { $method }, { $size } byte ({ $compressed } byte trong gói)

## The demonstration

previewed = { $file }, trang { $page } → { $output }
demo-made = Đã tạo trong { $folder }: một CA dùng thử, khóa của { $signer }, sample.pdf là một công văn hai trang và sample.xml là kết quả của một hồ sơ.
demo-signed = Đã ký: { $file } (tên chữ ký { $field }, { $algorithm }).
demo-verified = Kiểm tra với ca.pem: { $verdict }. Báo cáo nằm trong { $report }.
demo-altered = Sau đó đổi đúng một byte, số { $offset }, trong { $file }: { $verdict }.
demo-next = Hãy mở xem, rồi thử: kyso verify { $signed } --trust { $ca } --verbose

## Chi tiết phần bị từ chối trong XML, và lỗi của hệ thống

detail-place = không đặt được ở chỗ đó
detail-no-reference = chưa nêu phần nào để ký
detail-covers-itself = phần cần ký chứa chính chữ ký này
detail-reference = tham chiếu thứ { $number }: { $detail }
detail-shape = có chữ ký viết không đúng tiêu chuẩn
detail-value = giá trị chữ ký không đúng
detail-properties = các thuộc tính (XAdES) của chữ ký không đúng
detail-at = { $path }: { $detail }
detail-signer-unknown = không nêu ai đã ký
detail-sealed = nằm dưới một dấu thời gian lưu trữ
detail-no-value-id = giá trị chữ ký không có Id
detail-imprint = không xác định được dữ liệu cần gắn dấu thời gian
detail-character = ký tự U+{ $code } không được phép có trong XML
detail-name = { $name } không dùng làm Id được
detail-attachment-id = { $path } có { $count } mã nội dung
detail-attachment-content = { $path } có { $count } nội dung
detail-attachment-repeated = hai tệp cùng mang mã nội dung { $id }
detail-attachment-encoding = nội dung của { $path } không ở dạng base64
detail-attachment-too-many = có nhiều hơn { $limit } tệp
detail-profile-syntax = không đọc được: { $message }
detail-profile-syntax-at = không đọc được dòng { $line }: { $message }
detail-profile-value = { $key } không thể là “{ $value }”
detail-profile-too-long = dài quá { $limit } byte
detail-profile-targets = tham chiếu { $index } chỉ tới { $count } đích, trong khi cần đúng một
detail-profile-incomplete = { $part } cần có { $missing }
detail-picture-kind = đây không phải là PNG hay JPEG
detail-picture-no-points = hình không có điểm ảnh nào
detail-picture-damaged = tệp { $kind } bị hỏng
detail-picture-jpeg-kind = đây là loại JPEG mà PDF không hỗ trợ
detail-picture-jpeg-depth = đây là JPEG không dùng 8 bit
detail-picture-cmyk = đây là JPEG dùng hệ màu in (CMYK)
detail-io-missing = không tồn tại
detail-io-denied = không có quyền truy cập
detail-io-folder = đây là thư mục
detail-io-cut = bị thiếu phần cuối
detail-io-full = không còn chỗ trống
detail-io-busy = đang được dùng ở nơi khác
detail-io-slow = quá thời gian chờ
detail-io-link = mất kết nối
detail-io-other = lỗi hệ thống { $code }
detail-io-not-text = không phải là UTF-8
detail-io-too-long = quá dài
detail-toml-unknown = khóa { $name } không có trong định dạng này
detail-toml-missing = thiếu khóa { $name }
detail-toml-value = “{ $name }” không phải là giá trị cho phép
detail-toml-twice = một khóa xuất hiện hai lần
detail-toml-kind = giá trị không đúng kiểu
detail-toml-syntax = không viết đúng cú pháp TOML
detail-json = không viết đúng như chương trình đã ghi

## Tokens

help-opt-pkcs11 = Khóa trên token hoặc HSM, viết theo URI PKCS#11: pkcs11:token=NHÃN;object=NHÃN?module-path=TỆP; chỉ pkcs11: nếu chỉ có một khóa
help-opt-cert-serial = Dùng khóa có chứng thư số mang số sê-ri này
help-opt-cert-subject = Dùng khóa có chứng thư số mà tên chủ thể chứa đoạn chữ này
help-opt-last-try = Thử mã PIN lấy từ tệp, descriptor hoặc biến cả khi chỉ một lần sai nữa là token bị khóa
call-pkcs11-invalid = --pkcs11: { $detail }
    .fix = Viết theo dạng pkcs11:token=NHÃN;object=NHÃN?module-path=TỆP. Không bao giờ ghi mã PIN vào đó: dùng --passphrase-file, --passphrase-fd, hoặc nhập khi được hỏi.
call-pin-twice = mã PIN được chỉ ra hai lần: pin-source trong URI và một tùy chọn
    .fix = Bỏ bớt một trong hai.
prompt-pin = Mã PIN của token { $token }:
prompt-pin-again = Mã PIN của token { $token } cho chữ ký này:
ask-which-key = Số thứ tự của khóa dùng để ký:
warn-pin-low = { $token }: trước đó đã có lần nhập sai mã PIN; chỉ còn ít lần thử
warn-pin-last = { $token }: đây là lần thử cuối: nhập sai mã PIN sẽ khóa token
note-pin-on-reader = { $token }: hãy nhập mã PIN trên đầu đọc
token-no-module = không tìm thấy mô-đun PKCS#11 nào
    .fix = Cài phần mềm của token, hoặc chỉ ra thư viện của nó: --pkcs11 'pkcs11:?module-path=TỆP'.
token-module-missing = { $path }: không có mô-đun này
    .fix = Cài phần mềm của token, hoặc sửa lại module-path.
token-module-bits = { $path }: được làm cho { $library } bit, còn kyso là { $program } bit
    .fix = Cài bản { $program } bit của phần mềm token.
token-module-none = { $path }: đây không phải là mô-đun PKCS#11
    .fix = Chỉ ra thư viện của phần mềm token bằng module-path.
token-module-static = { $path }: bản kyso này được liên kết tĩnh nên không nạp được mô-đun
    .fix = Nếu dùng token, hãy dùng kyso trong gói Debian hoặc bản dựng cho hệ thống này; khóa trong tệp và tại dịch vụ từ xa vẫn dùng được.
token-module-fails = { $path }: { $detail }
    .fix = Xem phần mềm của token đã được cài đầy đủ chưa.
token-none = không tìm thấy token nào; số đầu đọc trống: { $count }
    .fix = Cắm token vào, rồi xem bằng: kyso keys --pkcs11 pkcs11:
token-none-fits = không có token nào khớp với URI; tìm thấy: { $tokens }
    .fix = Sửa token, serial hoặc slot-id trong URI.
token-no-certificate = không có chứng thư số để ký nào khớp trên { $tokens }
    .fix = Sửa object hoặc id, --cert-serial hoặc --cert-subject; xem bằng: kyso keys --pkcs11 pkcs11:
token-several-keys = có nhiều khóa khớp: { $keys }
    .fix = Chọn một khóa bằng --cert-serial hoặc --cert-subject, hoặc dùng URI của nó.
token-no-private-key = { $token }: có chứng thư số nhưng không có khóa bí mật của nó
    .fix = Dùng đúng token mà chứng thư số được cấp trên đó.
token-pin-wrong = { $token }: sai mã PIN; đã thử một lần
    .fix = Nhập đúng mã PIN; sai quá nhiều lần sẽ khóa token.
token-pin-wrong-last = { $token }: sai mã PIN; sai một lần nữa token sẽ bị khóa
    .fix = Hãy chắc chắn về mã PIN trước khi thử lại.
token-pin-locked-now = { $token }: sai mã PIN; token đã bị khóa
    .fix = Nơi cấp token sẽ mở khóa.
token-pin-last = { $token }: sai một lần nữa token sẽ bị khóa, nên không tự ý thử
    .fix = Chạy từ cửa sổ dòng lệnh, hoặc dùng --last-try nếu chắc chắn về mã PIN.
token-pin-length = { $token }: mã PIN dài từ { $min } đến { $max } ký tự; mã này chưa được thử
    .fix = Nhập đúng mã PIN.
token-pin-locked = { $token }: mã PIN đã bị khóa
    .fix = Nơi cấp token sẽ mở khóa.
token-pin-unset = { $token }: phải đặt hoặc đổi mã PIN trước
    .fix = Đặt mã PIN bằng phần mềm của token.
token-pin-missing = { $token }: chưa có mã PIN
    .fix = Nhập mã PIN, hoặc dùng --passphrase-file hay --passphrase-fd.
token-pin-no-terminal = { $token } cần mã PIN mà không có cửa sổ dòng lệnh để hỏi
    .fix = Dùng --passphrase-file, --passphrase-fd hoặc --passphrase-env.
token-gone = { $token }: token không còn ở đó nữa
    .fix = Cắm lại token rồi chạy lại cho các tệp còn lại.
token-no-algorithm = { $token }: không ký được bằng thuật toán an toàn nào mà kyso biết
    .fix = Xem token hỗ trợ gì bằng: kyso keys --pkcs11 pkcs11:
token-refused = token từ chối: { $detail }
    .fix = Cắm lại token; xem phần mềm riêng của nó có ký được không.
error-signer-revoked = { $reason ->
        [none] chứng thư số của { $subject } đã bị thu hồi lúc { $time }; chưa ký gì cả
       *[other] chứng thư số của { $subject } đã bị thu hồi lúc { $time } ({ $reason }); chưa ký gì cả
    }
    .fix = Hãy ký bằng chứng thư số còn hiệu lực; nơi cấp chứng thư số này biết lý do thu hồi.
error-signer-unchecked = không xác định được chứng thư số của { $subject } có bị thu hồi hay không: { $detail }
    .fix = Hãy thử lại sau, hoặc đưa dữ liệu thu hồi bằng --evidence và chứng thư số cấp trên bằng --chain; nếu bỏ --revocation-check require thì chỉ cảnh báo.
warn-signer-unchecked = hiện không xác định được chứng thư số của { $subject } có bị thu hồi hay không: { $detail }
error-batch-stopped = chưa bắt đầu: { $count } tài liệu: { $names }
    .fix = Chạy lại cho các tài liệu này.
help-keys = Liệt kê khóa trên token hoặc trong tệp, và khóa nào ký được ngay
help-keys-p12 = Liệt kê khóa trong tệp PKCS#12 (.p12, .pfx); cần mật khẩu của tệp
help-keys-pkcs11 = Liệt kê khóa trên các token khớp với URI này; không có thì liệt kê tất cả. Không hỏi mã PIN
help-keys-json = In ra một đối tượng JSON
help-keys-after =
    Ví dụ:
      kyso keys
      kyso keys --pkcs11 pkcs11:token=Office --json
      kyso keys --p12 toi.p12
      kyso keys --remote vnpt-smartca
key-holder = { $holder }
key-can-sign = ký được ngay
key-cannot-sign = chưa ký được: { $why }
key-place = Khóa: { $place }
key-certificate = Chứng thư số: số sê-ri { $serial }, có hiệu lực từ { $notbefore } đến { $notafter }, do { $issuer } cấp
key-usage = Mục đích sử dụng: { $usage }
key-algorithms = Thuật toán: { $names }
# ký số từ xa
help-opt-remote = Ký tại dịch vụ ký số từ xa: tên hồ sơ dịch vụ (vnpt-smartca, viettel-mysign) hoặc tệp hồ sơ
help-opt-remote-credential = Mã khóa dùng để ký tại dịch vụ từ xa
help-opt-otp-file = Đọc mật khẩu một lần (OTP) của dịch vụ từ xa trong tệp này
prompt-otp = Mật khẩu một lần (OTP) của { $service }:
note-remote-browse = Hãy đăng nhập { $service } bằng trình duyệt trên máy này: { $url }
note-remote-waiting = { $service }: đang chờ bạn xác nhận, { $waited }/{ $allowed } giây
note-remote-resumed = { $service }: tiếp tục yêu cầu đã gửi trước đó; không phải xác nhận lại
call-remote-unknown = { $name }: không có hồ sơ dịch vụ ký từ xa hay tệp nào tên như vậy
    .fix = Hãy dùng một trong các tên { $known }, hoặc nêu tệp hồ sơ dịch vụ.
call-remote-invalid = { $name }: đây không phải hồ sơ dịch vụ ký từ xa: { $detail }
    .fix = Hãy sửa tệp, hoặc bắt đầu lại từ hồ sơ có sẵn.
error-remote-input-env = chưa đặt biến môi trường { $variable }; biến này cho biết { $input } của { $service }
    .fix = Hãy đặt biến này, hoặc viết hồ sơ riêng lấy giá trị từ tệp.
error-remote-input-open = { $file }: người khác đọc được bí mật này
    .fix = Hãy bỏ quyền của người khác: chmod 600 { $file }
error-remote-input = { $service }: thiếu { $input }
    .fix = Hãy đưa mã PIN bằng --passphrase-file, OTP bằng --otp-file, giá trị khác theo hồ sơ dịch vụ; hoặc dùng cửa sổ dòng lệnh.
error-remote-service = không liên lạc được với { $service }: { $fault }
    .fix = Hãy kiểm tra mạng và base_url trong hồ sơ, rồi gọi lại; yêu cầu đã được nhận sẽ được tiếp tục.
error-remote-refused = { $service } từ chối ở bước { $step }: { $detail }
    .fix = Hãy hỏi dịch vụ về lỗi này; kiểm tra người dùng, mã khách và bí mật của mã khách trong hồ sơ.
error-remote-pin = { $service } không chấp nhận mã PIN hoặc OTP: { $detail }
    .fix = Hãy kiểm tra trước khi gọi lại: sai nhiều lần thì khóa bị khóa.
error-remote-unreadable = { $service } trả lời ở bước { $step } mà không có { $field } dùng được
    .fix = Hãy kiểm tra hồ sơ có đúng với dịch vụ không.
error-remote-busy = { $seconds ->
        [0] { $service } hiện không nhận thêm yêu cầu
       *[other] { $service } không nhận thêm yêu cầu trong { $seconds } giây
    }
    .fix = Hãy chờ đủ thời gian đó, hoặc vài phút nếu không nêu thời gian, rồi gọi lại, mỗi lần ít văn bản hơn.
error-remote-declined = yêu cầu đã bị từ chối trên thiết bị của người ký
    .fix = Nếu vẫn muốn ký, hãy gọi lại và xác nhận trên thiết bị.
error-remote-expired = không ai xác nhận trước khi yêu cầu hoặc lượt cho phép hết hạn
    .fix = Hãy gọi lại và xác nhận sớm hơn.
error-remote-waiting = { $service }: chưa được xác nhận sau { $seconds } giây
    .fix = Hãy xác nhận trên thiết bị rồi gọi lại đúng lệnh này; không phải xác nhận hai lần.
error-remote-unusable = { $service }: khóa { $id } hiện không ký được: { $status }
    .fix = Hãy gia hạn hoặc kích hoạt lại tại dịch vụ, hoặc chọn khóa khác bằng --remote-credential.
error-remote-state = trình duyệt quay lại với lượt đăng nhập không bắt đầu từ đây
    .fix = Hãy đóng trang và gọi lại; nếu lặp lại thì có người can thiệp.
error-remote-browser = đăng nhập bằng trình duyệt không thành: { $detail }
    .fix = Hãy mở địa chỉ được hiện ra bằng trình duyệt trên máy này.
error-remote-none = { $service }: người dùng này không có khóa nào
    .fix = Hãy kiểm tra người dùng trong hồ sơ, và hỏi dịch vụ chứng thư số đã được cấp chưa.
error-remote-several = { $service }: có nhiều khóa: { $keys }
    .fix = Hãy chọn một khóa bằng --remote-credential.
error-remote-no-such = { $service }: không có khóa { $id }; hiện có: { $keys }
    .fix = Hãy chọn một trong các khóa này bằng --remote-credential.
error-remote-value = { $service }: giá trị ký trả về không phải của văn bản này
    .fix = Chưa ghi gì. Hãy kiểm tra khóa và thuật toán (--digest, --scheme), rồi báo cho dịch vụ.

# batches
help-sign-jobs = Số tài liệu xử lý cùng lúc (mặc định: mỗi bộ xử lý một tài liệu)
help-sign-resume = Ký những tài liệu mà lần chạy trước giống thế này còn để lại
help-sign-restart = Ký mọi tài liệu, bất kể lần chạy trước giống thế này đã ký những gì
help-sign-fail-fast = Không bắt đầu tài liệu nào nữa khi một tài liệu bị lỗi
error-batch-running = một lần chạy giống thế này đang ký các tài liệu này
    .fix = Hãy đợi lần chạy ấy kết thúc.
error-batch-interrupted = đã bị ngắt; chưa bắt đầu { $count } tài liệu
    .fix = Hãy chạy lại kèm --resume để ký phần còn lại.
call-batch-interrupted = lần chạy trước giống thế này bị ngắt sau khi đã ký { $signed } trong { $all } tài liệu này
    .fix = Thêm --resume để ký phần còn lại, hoặc --restart để ký lại tất cả.
warn-no-journal = không ghi được { $file } ({ $detail }): nếu lần chạy này bị ngắt, --resume sẽ không biết tài liệu nào đã ký
note-batch-resumed = { $signed } trong { $all } tài liệu đã được ký ở lần chạy trước
note-batch-nothing-left = không còn tài liệu nào phải ký
note-batch-ended = đã ký { $done }, lỗi { $failed }, chưa bắt đầu { $left }, trong { $seconds } giây
note-batch-resume = để ký phần còn lại, hãy chạy lại kèm --resume
help-sign-yes = Ký ngay; nếu không có tùy chọn này, ở cửa sổ dòng lệnh sẽ hiện những gì sắp ký và hỏi lại
help-sign-manifest = Bảng kê tài liệu, dạng CSV hoặc JSON: các cột file, output, profile, number, date, reason, location, page, rect, field và role cho biết mỗi tài liệu được ký thế nào; đường dẫn tính từ thư mục của bảng kê
help-opt-plain = Dành cho phần mềm đọc màn hình: mỗi dòng một ý, không thanh tiến độ, không kẻ khung, không màu
before-heading = { $count ->
        [1] Bạn sắp ký tài liệu này:
       *[other] Bạn sắp ký { $count } tài liệu:
    }
label-before-document = Tài liệu
label-before-pages = Số trang
label-before-signed = Người đã ký trước
label-before-role = Vai trò
label-before-profile = Mẫu chữ ký
label-before-filled = Điền vào
label-before-output = Kết quả ghi vào
label-before-until = Chứng thư số có hiệu lực đến
label-before-sum = Tổng cộng
before-unsigned = chưa có ai
before-untold = chưa biết được: { $why }
before-earlier = { $kind ->
        [stamp] { $by } (dấu thời gian): { $verdict }
       *[signature] { $by }: { $verdict }
    }
before-place = trang { $page }, { $rect }, trường { $field }
before-place-unseen = không trang nào (trường { $field })
before-place-by-name = phía trên họ tên người ký, sẽ biết khi mở được khóa
before-page = hiển thị ở trang { $page }
before-refused = không ký được: { $why }
before-stream = chưa biết trước khi đọc, vì đây không phải là tệp
before-more = và { $count } tài liệu nữa
before-sum = { $count } tài liệu, { $whole },{ $tenth } MB
before-pages = { $count ->
        [1] 1 trang
       *[other] { $count } trang
    }
before-digest = SHA-256 { $digest }…
before-signed-by = người đã ký trước: { $names }
before-level = { $level }, dấu thời gian do { $authorities } cấp
before-in-place = chính các tài liệu này
before-time = { $time }
ask-sign = { $count ->
        [1] Ký tài liệu này? [c/K]
       *[other] Ký { $count } tài liệu này? [c/K]
    }
call-sign-declined = chưa ký gì, vì câu trả lời không phải là có
    .fix = Khi đã sẵn sàng, hãy chạy lại; --yes ký mà không hỏi.
progress = { $done }/{ $all }, { $whole },{ $tenth } tài liệu mỗi giây, còn { $left }
error-no-match = { $pattern }: không có tệp nào hợp với mẫu tên này
    .fix = Hãy kiểm tra thư mục và đuôi tệp; dấu * không thay cho tệp ẩn.
error-resume-row = { $file } đã được lần chạy trước ký theo dòng của bảng kê khi đó, nay dòng ấy đã khác
    .fix = Hãy trả dòng về như cũ, hoặc bỏ dòng đi; nếu muốn ký lại thì ký tài liệu này bằng một lệnh riêng.
call-manifest-not-utf8 = { $file } không ở dạng UTF-8
    .fix = Hãy lưu lại ở dạng "CSV UTF-8" trong chương trình bảng tính.
call-manifest-empty = { $file } không kê tài liệu nào
    .fix = Hãy ghi mỗi tài liệu một dòng, dưới dòng tên cột.
call-manifest-column = { $count ->
        [1] { $file }: không có cột nào tên là { $names }
       *[other] { $file }: không có các cột tên là { $names }
    }
    .fix = Hãy bỏ hoặc đổi tên; các cột dùng được là { $known }.
call-manifest-column-twice = { $file }: cột { $name } có hai lần
    .fix = Hãy chỉ giữ lại một cột.
call-manifest-no-file-column = { $file }: thiếu cột file
    .fix = Hãy ghi tên các cột ở dòng đầu tiên, trong số { $known }.
call-manifest-cells = { $file }, dòng { $line }: có { $found } ô, trong khi có { $columns } cột
    .fix = Hãy đặt ô có dấu phân cách vào giữa hai dấu nháy kép, và không bỏ cột nào.
call-manifest-line = { $file }, dòng { $line }: không đọc được
    .fix = Hãy viết CSV có dòng đầu là tên cột, hoặc JSON là mảng các đối tượng chỉ gồm chữ và số.
call-manifest-quote = { $file }, dòng { $line }: dấu nháy kép chưa đóng trên dòng này, hoặc có chữ sát bên ngoài
    .fix = Hãy đặt cả ô trong cặp dấu nháy kép, trên cùng một dòng; dấu nháy kép bên trong ô thì viết hai lần.
call-manifest-row = { $file }, dòng { $line }: { $detail }
    .fix = Hãy sửa dòng này; chưa ký gì khi còn dòng sai.
call-manifest-wrong = { $file }: { $wrong } trong { $all } dòng bị sai, chưa ký gì
    .fix = Hãy sửa các dòng nêu ở trên rồi chạy lại.
detail-row-no-file = không nêu tài liệu nào
detail-row-missing = không có tệp { $path }
detail-row-same-file = tài liệu này đã có ở dòng { $line }
detail-row-same-output = dòng { $line } cũng ghi vào { $output }
detail-row-no-output = chưa nói kết quả ghi vào đâu: bằng cột output, hoặc --out-dir hay --in-place
detail-row-output-in-place = --in-place ghi kết quả vào chính tài liệu, còn cột output lại nêu nơi khác
detail-row-output-outside = { $output } không nằm trong { $folder }
detail-row-role = { $name } không phải là vai trò; các vai trò là { $known }
detail-row-page = { $value } không phải là số trang: cần một số từ 1 trở lên, hoặc last
detail-row-rect = { $value } không phải là vị trí: cần khoảng cách từ trái, từ dưới, chiều rộng và chiều cao, như 20mm,30mm,60mm,25mm
detail-row-field = { $count ->
        [0] { $path } không có ô nào để điền { $role ->
            [date] ngày
           *[number] số
        }, mẫu chữ ký cũng không
       *[other] { $path } có nhiều ô để điền { $role ->
            [date] ngày
           *[number] số
        }: { $names }
    }
# khóa do chương trình khác giữ
help-opt-key-command = Chương trình giữ khóa, chạy không qua shell: đọc giá trị băm dạng nhị phân ở đầu vào chuẩn và ghi chữ ký, nhị phân hoặc base64, ra đầu ra chuẩn; biến môi trường KYSO_SIGNATURE_ALGORITHM và KYSO_DIGEST cho biết cần ký thế nào. Cần có --cert
help-opt-key-command-arg = Một tham số của chương trình đó; dùng được nhiều lần
call-serial-invalid = { $value } không phải là số sê-ri chứng thư số
    .fix = Viết các chữ số thập lục phân như kyso keys hiện ra.
error-key-command-start = không chạy được { $program }: { $detail }
    .fix = Chỉ ra tệp chạy được hoặc chương trình có trong PATH; mỗi tham số của nó đưa vào một --key-command-arg.
error-key-command-failed = { $program } kết thúc với mã { $status }: { $words }
    .fix = Chưa ký gì. Hãy tự chạy chương trình với giá trị băm ở đầu vào chuẩn để xem lý do.
error-key-command-silent = { $program } kết thúc với mã { $status } và không báo gì
    .fix = Chưa ký gì. Hãy tự chạy chương trình với giá trị băm ở đầu vào chuẩn để xem lý do.
error-key-command-slow = { $program } chưa xong sau { $seconds } giây nên đã bị dừng
    .fix = Xem chương trình đang chờ gì, hoặc cho thêm thời gian bằng --timeout GIÂY.
error-key-command-long = { $program } ghi quá { $limit } byte ra đầu ra chuẩn
    .fix = Chương trình chỉ được ghi giá trị chữ ký ra đó, nhị phân hoặc base64.
error-key-command-empty = { $program } không ghi chữ ký nào ra đầu ra chuẩn
    .fix = Chương trình phải ghi giá trị chữ ký ra đó, nhị phân hoặc base64, và chỉ khi ấy mới kết thúc với mã 0.
error-key-command-value = { $program }: giá trị ký không phải của văn bản này, hoặc khóa không phải của chứng thư số
    .fix = Chưa ghi gì. Chương trình phải ký nguyên giá trị băm ở đầu vào chuẩn theo KYSO_SIGNATURE_ALGORITHM, bằng khóa của --cert.
detail-loader = hệ thống không nạp được thư viện: { $words }
detail-loader-library = nó cần { $library }, mà máy này không có
detail-loader-symbol = nó không hợp với các thư viện của hệ thống này
detail-initialize = không khởi động được: { $code }
detail-line = dòng { $line }: { $detail }
detail-no-port = máy này không còn cổng trống
detail-no-browser = không có trình duyệt
detail-browser-refused = dịch vụ từ chối: { $detail }
detail-profile-url = base_url không phải https và không ở trên máy này
detail-profile-missing = thiếu { $key }
detail-profile-source = chưa nêu các giá trị đầu vào lấy từ đâu
detail-profile-secret = { $key } là bí mật mà lại nằm trong tệp; hãy lấy từ biến môi trường (env) hoặc từ một tệp riêng
detail-profile-unknown = { $name } nằm trong ngoặc nhọn nhưng không có trong inputs
token-value = giá trị token trả về không phải là chữ ký
    .fix = Xem phần mềm riêng của token có ký được không; cập nhật phần mềm đó.
error-remote-busy-now = { $service } hiện không nhận thêm yêu cầu
    .fix = Hãy gọi lại sau vài phút, mỗi lần ít văn bản hơn.
error-remote-cancelled = { $service }: đã dừng chờ
    .fix = Hãy gọi lại; yêu cầu đã được nhận sẽ được tiếp tục.
error-remote-foreign = { $service } chuyển đăng nhập tới { $url }, máy chủ khác với máy chủ trong hồ sơ
    .fix = Nếu đúng như vậy, hãy ghi địa chỉ đó vào hồ sơ: path và authorize_path dưới [login].
token-module-hangs = { $path }: không trả lời sau { $seconds } giây
    .fix = Rút token ra rồi cắm lại, đóng các chương trình khác đang dùng token, hoặc cài lại phần mềm của token; --timeout GIÂY để chờ lâu hơn.
token-module-crashes = { $path }: bị lỗi và dừng đột ngột ({ $status })
    .fix = Cập nhật hoặc cài lại phần mềm của token; ký bằng phần mềm này cũng sẽ lỗi như vậy.
key-at-service = Khóa: --remote-credential { $place } tại { $service }
help-keys-remote = Liệt kê khóa tại dịch vụ ký số từ xa: tên hồ sơ dịch vụ (vnpt-smartca, viettel-mysign) hoặc tệp hồ sơ
help-keys-timeout = Thời gian chờ mỗi mô-đun token, hoặc tổng thời gian chờ dịch vụ từ xa
detail-uri-scheme = không bắt đầu bằng pkcs11:
detail-uri-malformed = phần { $part } viết sai
detail-uri-twice = { $name } xuất hiện hai lần
detail-uri-unknown = không hiểu { $name }
detail-uri-pin = có mã PIN trong đó, ai dùng máy này cũng thấy
detail-uri-pin-source = pin-source không chỉ ra tệp nào
step-login = đăng nhập
step-credentials = lấy danh sách khóa
step-authorize = cho phép ký
step-send-otp = gửi mật khẩu một lần
step-sign = ký
step-poll = hỏi tình trạng yêu cầu
error-remote-other = { $service }: { $detail }
    .fix = Hãy hỏi dịch vụ về lỗi này, rồi gọi lại.

## Configuration

help-config = Ghi và giải thích cấu hình: giá trị dùng khi lời gọi không nêu tùy chọn
help-config-after =
    Tùy chọn trong lời gọi được ưu tiên nhất, rồi đến biến môi trường, rồi đến tệp cấu hình, sau cùng là giá trị có sẵn.

    Ví dụ:
      kyso config init
      kyso config set p12 toi.p12
      kyso config set tsa https://tsa.example https://tsa2.example
      kyso config show --origin
help-config-path = In ra nơi đặt tệp cấu hình
help-config-path-after =
    Ví dụ:
      kyso config path
help-config-init = Ghi một tệp cấu hình có giải thích mọi khóa cấu hình và chưa đặt khóa nào
help-config-init-force = Thay tệp cấu hình đã có
help-config-init-after =
    Ví dụ:
      kyso config init --lang vi
help-config-get = In ra giá trị đang dùng của một khóa cấu hình
help-config-get-key = Tên khóa cấu hình: tên của tùy chọn, bỏ hai dấu gạch đầu
help-config-get-after =
    Ví dụ:
      kyso config get tsa
help-config-set = Đặt một khóa trong tệp cấu hình; các dòng khác và lời ghi chú được giữ nguyên
help-config-set-key = Tên khóa cấu hình: tên của tùy chọn, bỏ hai dấu gạch đầu
help-config-set-value = Giá trị; với khóa dùng được nhiều lần thì nêu mọi giá trị. Đường dẫn có thể tính từ thư mục hiện tại
help-config-set-after =
    Ví dụ:
      kyso config set level lta
      kyso config set image chu-ky.png
      kyso config set trust ca-goc.pem ca-goc-khac.pem
help-config-unset = Đổi các dòng của một khóa trong tệp cấu hình thành ghi chú
help-config-unset-key = Tên khóa cấu hình: tên của tùy chọn, bỏ hai dấu gạch đầu
help-config-unset-after =
    Ví dụ:
      kyso config unset tsa
help-config-show = In ra giá trị đang dùng của mọi khóa được đặt hoặc có giá trị sẵn
help-config-show-origin = Nêu nguồn của từng giá trị: tùy chọn, biến môi trường, tệp và dòng, hay giá trị sẵn; và những gì đặt mà không dùng
help-config-show-json = In ra một đối tượng JSON
help-config-show-after =
    Ví dụ:
      kyso config show --origin
      kyso config show --json
help-opt-no-config = Không đọc tệp cấu hình
help-man-out-dir = Thay vào đó, ghi mỗi lệnh một trang vào thư mục này: kyso.1, kyso-sign.1, v.v.
help-man-force = Thay các trang đã có
heading-name = Tên
heading-environment = Biến môi trường
heading-files = Tệp
heading-see-also = Xem thêm
man-written = { $folder }: số trang đã ghi: { $count }
man-environment =
    Những gì lời gọi không nêu được lấy từ các biến này, rồi từ tệp cấu hình; kyso config show --origin cho biết lấy từ đâu.
    Nhiều đường dẫn cách nhau bằng dấu hai chấm (trên Windows là dấu chấm phẩy), nhiều giá trị khác cách nhau bằng dấu cách. Biến rỗng coi như không có.
man-variable-config = Tệp cấu hình dùng thay cho tệp thường dùng.
man-variable-state = Thư mục cho những gì lần chạy này để lại cho lần sau, như nhật ký của một lượt ký nhiều tài liệu.
man-variable-no-color = Nếu được đặt và không rỗng thì không tô màu.
man-variable-locale = Ngôn ngữ, khi cả --lang lẫn cấu hình đều không nêu.
man-file-config = Tệp cấu hình; kyso config path cho biết tệp nằm ở đâu trên hệ thống này.
man-file-trust = Những ai được tin cậy; lệnh kyso trust quản lý.
man-file-state = Những gì lần chạy này để lại cho lần sau.
config-head =
    Cấu hình của kyso: giá trị dùng khi lời gọi không nêu tùy chọn.

    Mỗi khóa cấu hình mang tên của tùy chọn, bỏ hai dấu gạch đầu. Khóa có tác dụng khi dấu # ở đầu dòng được bỏ đi. Tùy chọn trong lời gọi được ưu tiên nhất, rồi đến biến môi trường (KYSO_ và tên viết hoa), rồi đến tệp này.
    Khi tùy chọn hoặc biến môi trường đã nêu khóa ký, dịch vụ cấp dấu thời gian hay người được tin cậy thì những gì tệp này nói về điều đó không bị trộn vào.
    Đường dẫn tương đối tính từ thư mục của tệp này, ~/ là thư mục riêng. Không để mật khẩu ở đây: hãy nêu tệp hoặc biến môi trường chứa mật khẩu.

    kyso config show --origin cho biết giá trị nào đang dùng; kyso --no-config không đọc tệp này.
config-part-words = Ngôn ngữ và màu
config-part-key = Ký bằng khóa nào: một trong p12, key kèm cert, pkcs11, remote, key-command kèm cert
config-part-result = Xử lý tài liệu
config-part-look = Phần hiển thị của chữ ký trên PDF; tài liệu khác được ký mà không có phần này
config-part-time = Dịch vụ cấp dấu thời gian, dùng khi cần dấu thời gian
config-part-trust = Tin cậy ai và theo quy tắc nào; --trust trong lời gọi thay cho toàn bộ phần này
config-part-network = Mạng
config-written = { $file }: đã ghi
config-set = { $file }: { $key } nay là { $value }
config-unset = { $file }: { $key } nay là ghi chú
config-file = Tệp cấu hình: { $file }
config-file-absent = Tệp cấu hình: { $file } (chưa có)
config-file-off = Tệp cấu hình: không đọc
config-default = giá trị sẵn
config-aside = { $place }, không dùng: đã có { $by }
config-type-text = một chuỗi trong dấu ngoặc kép
config-type-list = một chuỗi trong dấu ngoặc kép, hoặc nhiều chuỗi trong ngoặc vuông: ["a", "b"]
config-type-number = một số nguyên
config-type-switch = true hoặc false
note-configured = lời gọi này có thêm: { $options }
note-config-not-set = { $key } chưa được đặt
note-config-not-in-file = { $file }: không đặt { $key }
warn-config-missing = { $file } chưa có; { $key } sẽ cần đến tệp này
call-configured = { $why }; lời gọi này còn có { $places }
    .fix = Hãy sửa ở nơi đặt, nêu khác đi trong lời gọi, hoặc gọi với --no-config.
call-config-unknown = { $key } không phải là khóa cấu hình
    .fix = kyso config init ghi một tệp có mọi khóa cấu hình; tùy chọn không có trong đó thì nêu trong lời gọi.
call-config-similar = { $key } không phải là khóa cấu hình
    .fix = Có phải ý bạn là { $similar } không?
call-config-secret = { $key }: mật khẩu không được để trong cấu hình
    .fix = Hãy nêu tệp chứa mật khẩu (passphrase-file) hoặc biến môi trường (passphrase-env), hoặc bỏ trống để được hỏi.
call-config-one-value = { $key } chỉ nhận một giá trị
    .fix = Hãy đặt giá trị trong dấu ngoặc kép nếu có dấu cách.
call-config-type = { $key } cần { $expected }
    .fix = kyso config init ghi một tệp có ví dụ cho mọi khóa cấu hình.
error-config-no-home = không có thư mục riêng để đặt cấu hình
    .fix = Hãy nêu tệp bằng biến môi trường KYSO_CONFIG.
error-config-not-a-file = { $file }: cấu hình không phải là tệp
    .fix = Hãy đặt một tệp ở đó, nêu tệp khác bằng KYSO_CONFIG, hoặc gọi với --no-config.
error-config-open = { $file }: người khác ghi được vào tệp này, là tệp cho biết chương trình và mô-đun nào dùng khóa của bạn
    .fix = Hãy xem lại tệp, rồi chạy: chmod go-w { $file }
error-config-folder-open = { $file }: người khác có thể đặt tệp khác vào đó, vì ghi được vào { $folder }
    .fix = Hãy xem lại tệp, rồi chạy: chmod go-w { $folder }
error-config-owner = { $file }: cấu hình thuộc về người dùng khác
    .fix = Hãy xem lại và nhận tệp về mình, nêu tệp khác bằng KYSO_CONFIG, hoặc gọi với --no-config.
error-config-too-large = { $file }: quá lớn, không thể là tệp cấu hình
    .fix = kyso config init --force ghi một tệp mới.
error-config-not-utf8 = { $file }: cấu hình không viết bằng UTF-8
    .fix = Hãy lưu lại bằng UTF-8, hoặc ghi tệp mới: kyso config init --force
error-config-toml = { $file }:{ $line }: không hiểu được dòng này, từ cột { $column }
    .fix = Mỗi dòng viết một khóa, chuỗi đặt trong dấu ngoặc kép: level = "t"
error-config-unknown = { $place }: { $key } không phải là khóa cấu hình
    .fix = Hãy bỏ dòng này: kyso config unset { $key }; kyso config init cho thấy mọi khóa cấu hình.
error-config-similar = { $place }: { $key } không phải là khóa cấu hình
    .fix = Có phải ý bạn là { $similar } không?
error-config-secret = { $place }: { $key } không phải là khóa cấu hình: mật khẩu không được để trong cấu hình
    .fix = Hãy bỏ mật khẩu ra; nêu tệp chứa mật khẩu (passphrase-file) hoặc biến môi trường (passphrase-env).
error-config-type = { $place }: { $key } cần { $expected }
    .fix = Hãy sửa ở đó, hoặc bằng kyso config set { $key } GIÁ-TRỊ.
error-config-number = { $place }: { $key } cần một số nguyên
    .fix = Hãy viết số không có dấu, dấu chấm và đơn vị.
error-config-switch = { $place }: { $key } cần true hoặc false
    .fix = Hãy sửa ở đó, hoặc để trống.
error-config-empty = { $place }: { $key } để trống
    .fix = Hãy cho giá trị, hoặc bỏ đi: kyso config unset { $key }
error-config-choice = { $place }: { $key } nhận một trong các giá trị: { $valid }
    .fix = Hãy sửa ở đó.
error-config-pkcs11 = { $place }: không phải là URI PKCS#11: { $fault }
    .fix = Viết như pkcs11:token=NHÃN; kyso keys liệt kê những gì đang có. Mã PIN không bao giờ để ở đây.
error-config-login = { $place }: { $key } có tên người dùng hoặc mật khẩu
    .fix = Hãy bỏ chúng khỏi URL; dùng tsa-user kèm tsa-passphrase-file.
error-config-sources = { $place }: { $second } nêu khóa để ký, mà { $first } cũng nêu
    .fix = Hãy bỏ một trong hai: kyso config unset { $first }

## Doctor

help-doctor = Cho biết những gì dùng được trên máy này (token, độ tin cậy, dấu thời gian, phông chữ, cửa sổ dòng lệnh, thư mục) và cách khắc phục phần còn lại
help-doctor-pkcs11 = Xem các token khớp với URI này; không có thì xem tất cả. Không hỏi mã PIN
help-doctor-p12 = Xem cả chứng thư số trong tệp PKCS#12; cần mật khẩu của tệp
help-doctor-cert = Xem cả các chứng thư số trong tệp này; dùng được nhiều lần
help-doctor-trust = Xem cả các chứng thư số gốc này: tệp, hoặc thư mục chứa các tệp; dùng được nhiều lần
help-doctor-tsa = Hỏi thử dịch vụ cấp dấu thời gian này và so đồng hồ với nó; dùng được nhiều lần
help-doctor-timeout = Thời gian chờ mỗi mô-đun token và mỗi dịch vụ
help-doctor-offline = Không dùng mạng
help-doctor-json = In ra một đối tượng JSON
help-doctor-after =
    Mã kết thúc: 0 khi không có lỗi nào; nếu có thì 5 hoặc 6, như các lệnh khác sẽ kết thúc.

    Ví dụ:
      kyso doctor
      kyso doctor --tsa https://tsa.example --cert toi.pem
      kyso doctor --pkcs11 pkcs11:?module-path=/usr/lib/libbit4xpki.so --json
doctor-area-tokens = Token
doctor-area-trust = Độ tin cậy
doctor-area-certificates = Chứng thư số
doctor-area-time = Thời gian
doctor-area-fonts = Phông chữ
doctor-area-terminal = Cửa sổ dòng lệnh
doctor-area-permissions = Thư mục
doctor-summary = Lỗi: { $errors }, cảnh báo: { $warnings }
word-no = không
doctor-no-module = không tìm thấy mô-đun PKCS#11 nào; khóa trong tệp và khóa tại dịch vụ từ xa không cần mô-đun
    .fix = Nếu dùng token, hãy cài phần mềm của token, hoặc chỉ ra thư viện của nó: kyso doctor --pkcs11 'pkcs11:?module-path=TỆP'
doctor-module-loads = { $path }: nạp được; số token: { $tokens }, đầu đọc trống: { $empty }
doctor-token = { $token } ({ $model }, { $serial }): số khóa để ký: { $count }
doctor-token-useless = { $token }: hiện không khóa nào ký được
    .fix = Đề nghị nơi cấp gia hạn chứng thư số, hoặc dùng token khác.
doctor-pin-low = { $token }: đã có lần nhập sai mã PIN kể từ lần đúng gần nhất; chỉ còn ít lần thử
    .fix = Hãy chắc chắn về mã PIN trước lần thử tới; nhập đúng thì số lần thử được tính lại.
doctor-pin-last = { $token }: nhập sai mã PIN một lần nữa token sẽ bị khóa
    .fix = Hãy chắc chắn về mã PIN, hoặc nhờ nơi cấp token đặt lại trước khi thử.
doctor-reader-empty = số đầu đọc không có token: { $count }
    .fix = Cắm token vào, hoặc đẩy thẻ vào hết khe.
doctor-driver-missing = { $device } đã được cắm nhưng không mô-đun nào dùng được thiết bị này
    .fix = Cài phần mềm đi kèm thiết bị, bản { $bits } bit, rồi chạy lại.
doctor-no-pcscd = { $device } đã được cắm nhưng dịch vụ pcscd để dùng thiết bị này chưa chạy
    .fix = Cài và chạy dịch vụ: sudo apt install pcscd && sudo systemctl enable --now pcscd.socket
doctor-no-reader = không thấy đầu đọc hay token nào được cắm
doctor-trust = { $folder }: số lượng chứng thư số gốc: { $anchors }, số lượng chứng thư số trung gian: { $others }
doctor-trust-empty = { $folder }: chưa tin cậy ai, nên không chữ ký nào hợp lệ nếu không có --trust
    .fix = Lấy chứng thư số gốc từ chính tổ chức chứng thực, so dấu vân tay, rồi chạy: kyso trust add ca-goc.pem
doctor-anchors = { $file }: số lượng chứng thư số gốc: { $count }
doctor-anchor-expired = { $holder }: chứng thư số gốc này đã hết hạn lúc { $until }; nó vẫn có giá trị với những gì được chứng minh là có trước đó
    .fix = Thêm chứng thư số gốc kế nhiệm bằng kyso trust add, và giữ chứng thư số này cho văn bản cũ.
doctor-anchor-ends = { $holder }: chứng thư số gốc này còn { $days } ngày, đến { $until }
    .fix = Xem tổ chức chứng thực đã công bố chứng thư số gốc kế nhiệm chưa.
doctor-certificate = { $holder }: có hiệu lực đến { $until }
doctor-certificate-ends = { $holder }: chứng thư số còn { $days } ngày, đến { $until }
    .fix = Hãy đề nghị gia hạn ngay; hết hạn thì không ký được nữa.
doctor-tsa = { $service }: trả lời sau { $millis } ms
doctor-tsa-fails = { $fault }
    .fix = Kiểm tra địa chỉ, mạng và máy chủ trung gian (HTTPS_PROXY, NO_PROXY); thêm dịch vụ thứ hai bằng một --tsa nữa.
doctor-tsa-offline = { $service }: không hỏi vì có --offline
doctor-clock = đồng hồ chỉ { $now }; thêm --tsa URL để so với đồng hồ của dịch vụ
doctor-clock-past = đồng hồ chỉ { $now }, trước cả lúc chương trình này được làm ra
    .fix = Chỉnh đồng hồ theo mạng: sudo timedatectl set-ntp true
doctor-clock-agrees = đồng hồ lệch so với { $service } không quá { $seconds } giây
doctor-clock-fast = đồng hồ nhanh hơn { $service } { $seconds } giây
    .fix = Chỉnh đồng hồ theo mạng: sudo timedatectl set-ntp true
doctor-clock-slow = đồng hồ chậm hơn { $service } { $seconds } giây
    .fix = Chỉnh đồng hồ theo mạng: sudo timedatectl set-ntp true
doctor-fonts = có sẵn phông { $font } với đủ chữ tiếng Việt; không cần cài gì thêm
doctor-terminal = cửa sổ dòng lệnh: { $terminal }, màu: { $color }, hình: { $pictures ->
        [half-blocks] nửa ô chữ
       *[other] { $pictures }
    }, locale: { $locale }
doctor-locale = locale { $locale } không phải UTF-8: chữ có dấu có thể hiện sai
    .fix = Đặt locale UTF-8: export LC_ALL=C.UTF-8 (hoặc vi_VN.UTF-8)
doctor-folder = { $folder }: ghi được
doctor-folder-closed = { $folder }: không ghi được
    .fix = Lấy lại quyền trên thư mục, hoặc chỉ thư mục khác: --store hay KYSO_TRUST_STORE cho độ tin cậy, KYSO_STATE cho các yêu cầu.
doctor-folder-open = { $folder }: người khác ghi được vào đây, tức là quyết định được bạn tin cậy ai
    .fix = Hãy bỏ quyền của người khác: chmod -R go-w { $folder }
doctor-state-open = { $folder }: người khác xem được nơi chứa các văn bản đã chuẩn bị
    .fix = Hãy bỏ quyền của người khác: chmod 700 { $folder }
error-changed-meanwhile = { $file } đã bị người khác sửa trong lúc đang ký; chưa ghi gì
    .fix = Hãy xem lại tệp hiện nay rồi ký lại.
error-inbox-not-its-file = { $file } là liên kết hoặc đường ống, không phải tệp nằm trong thư mục này
    .fix = Hãy đặt chính tệp đó vào thư mục để xem và ký.
call-resume-unknown = không biết lần chạy nào trước đây giống thế này, nên --resume không rõ tài liệu nào đã ký
    .fix = Bỏ --resume để ký tất cả các tài liệu này.
error-resume-changed = { $file } đã được ký ở lần chạy trước và đã thay đổi từ đó
    .fix = Hãy xem lại; nếu cần ký lần nữa thì ký riêng tài liệu này.
error-resume-gone = { $file } đã được ký ở lần chạy trước, nhưng kết quả { $output } không còn ở đó
    .fix = Hãy đưa kết quả về chỗ cũ; nếu cần ký lần nữa thì ký riêng tài liệu này.
note-at-row = { $file }, dòng { $line }
error-no-journal = không ghi được { $file } ({ $detail }), nên --resume không rõ tài liệu nào đã ký
    .fix = Cho phép ghi vào thư mục ấy, hoặc đặt KYSO_STATE thành thư mục ghi được.
doctor-area-configuration = Cấu hình
doctor-config = { $file }: đọc được và đúng; các khóa: { $keys }
doctor-config-none = { $file }: chưa có tệp cấu hình và cũng không bắt buộc; kyso config init ghi một tệp
doctor-config-off = không đọc tệp cấu hình
doctor-config-variables = biến môi trường có tác dụng: { $variables }

## Câu của thư viện: bản tiếng Anh giữ nguyên từng chữ, build.rs dựa vào đó để tìm câu tiếng Việt.

said-ber-truncated = phần tử ASN.1 bị cụt tại byte { $a }
said-ber-left-over = thừa dữ liệu ASN.1 từ byte { $a }
said-ber-header = phần đầu ASN.1 sai tại byte { $a }
said-ber-identifier = tại byte { $b } cần mã ASN.1 { $a } nhưng gặp { $c }
said-ber-identifier-end = tại byte { $b } cần mã ASN.1 { $a } nhưng dữ liệu đã hết
said-ber-deep = ASN.1 lồng nhau quá { $a } tầng tại byte { $b }
said-ber-value = giá trị ASN.1 sai tại byte { $a }
said-ber-members = cấu trúc ASN.1 tại byte { $b } có quá { $a } thành phần
said-byte-range-end = /ByteRange kết thúc tại byte { $a }, còn tệp kết thúc tại byte { $b }
said-byte-range-revision = /ByteRange kết thúc tại byte { $a }, không phải cuối một phiên bản nào
said-byte-range-later = /ByteRange kết thúc phiên bản { $a }, còn chữ ký xuất hiện lần đầu ở phiên bản { $b }
said-byte-range-value = /ByteRange có giá trị ngoài khoảng cho phép: { $a }
said-byte-range-count = /ByteRange có { $a } số nguyên
said-byte-range-gap = /ByteRange chừa lại { $a }, còn /Contents là { $b }
said-byte-range-start = /ByteRange bắt đầu từ byte { $a }
said-contents-not-hex = /Contents không phải là chuỗi thập lục phân
said-contents-object = đối tượng { $a } nằm bên trong /Contents
said-signature-outside = dữ liệu của chữ ký tại { $a } nằm ngoài phiên bản của nó
said-signature-unfit = dữ liệu của chữ ký không dùng được: { $a }
said-revision-alone = phiên bản { $a } không tự đứng được
said-cms-content = nội dung CMS là { $a }, không phải dữ liệu được ký
said-cms-stamp-content = nội dung CMS là { $a }, không phải dấu thời gian
said-cms-large = CMS có { $a } byte, quá giới hạn { $b }
said-cms-signers = CMS có quá { $a } người ký
said-cms-pem = không phải một CMS dạng PEM
said-cms-attributes = thuộc tính được ký không đúng dạng SET OF Attribute theo DER
said-cms-no-identifier = không ghi được { $a } trong CMS
said-cms-digest = { $a } không dùng với thuật toán băm { $b }
said-attribute-count = thuộc tính { $a } xuất hiện { $b } lần
said-attribute-values = thuộc tính { $a } có { $b } giá trị thay vì một
said-attribute-malformed = thuộc tính { $a } bị sai
said-extension-twice = phần mở rộng { $a } xuất hiện hai lần
said-extension-malformed = phần mở rộng { $a } bị sai
said-extension-critical = phần mở rộng quan trọng { $a } chưa được biết đến
said-extension-critical-stamp = dấu thời gian có phần mở rộng quan trọng { $a } chưa được biết đến
said-algorithm-unknown = thuật toán ký { $a } chưa được biết đến
said-digest-unknown = thuật toán băm { $a } chưa được biết đến
said-algorithm-parameters = tham số của thuật toán { $a } bị sai
said-algorithm-open = thuật toán { $a } không nêu thuật toán băm
said-algorithm-weak = { $a } hoặc khóa của nó quá yếu
said-algorithm-key = chưa hỗ trợ { $a } với khóa { $b }
said-algorithms-differ = chứng thư số nêu hai thuật toán ký khác nhau
said-key-malformed = khóa công khai bị sai
said-private-key-malformed = khóa bí mật bị sai
said-value-differs = giá trị chữ ký không khớp
said-value-length = giá trị chữ ký có { $a } byte, còn khóa này tạo ra { $b } byte
said-certificates-many = có quá { $a } chứng thư số
said-certificate-none = không có chứng thư số
said-certificate-other-attribute = thuộc tính signing-certificate nêu chứng thư số khác
said-certificate-serial-attribute = nơi cấp và số sê-ri trong thuộc tính signing-certificate là của chứng thư số khác
said-certificate-no-attribute = không có thuộc tính signing-certificate
said-certificate-other-property = thuộc tính SigningCertificate nêu chứng thư số khác
said-certificate-serial-property = nơi cấp và số sê-ri trong thuộc tính SigningCertificate là của chứng thư số khác
said-certificate-no-property = không có thuộc tính SigningCertificate
said-stamp-no-attributes = dấu thời gian không có thuộc tính được ký
said-stamp-signers = dấu thời gian có { $a } người ký
said-stamp-other-bytes = dấu thời gian là của dữ liệu khác
said-stamp-attribute = dấu thời gian thiếu thuộc tính được ký { $a }
said-stamp-content = dấu thời gian nêu nội dung của nó là { $a }
said-stamp-changed = nội dung của dấu thời gian đã bị thay đổi
said-stamp-certificate = thiếu chứng thư số của dịch vụ dấu thời gian
said-stamp-purpose = chứng thư số của dịch vụ dấu thời gian không chỉ dùng cho dấu thời gian
said-stamp-validity = chứng thư số của dịch vụ dấu thời gian không có hiệu lực tại thời điểm { $a }
said-stamp-token = dấu thời gian không có nội dung
said-stamp-token-content = nội dung dấu thời gian: { $a }
said-stamp-form = chưa hỗ trợ dấu thời gian dạng này
said-stamp-parts = chưa hỗ trợ dấu thời gian trên các phần được liệt kê này
said-stamp-nonce = mã nonce của dấu thời gian không khớp
said-stamp-policy = dấu thời gian theo chính sách { $a }, không phải { $b }
said-stamp-granted = được chấp nhận nhưng không kèm dấu thời gian
said-ocsp-type = phản hồi OCSP thuộc loại { $a }
said-ocsp-large = phản hồi OCSP có { $a } byte, quá giới hạn { $b }
said-ocsp-empty = phản hồi OCSP không có nội dung trả lời
said-ocsp-status = dịch vụ OCSP trả lời { $a }
said-ocsp-other = phản hồi OCSP nói về chứng thư số khác
said-ocsp-nonce = mã nonce của phản hồi OCSP không khớp
said-ocsp-unknown = dịch vụ OCSP không biết chứng thư số này
said-ocsp-responder = chưa có gì cho thấy chứng thư số của dịch vụ OCSP còn tốt
said-ocsp-responder-validity = chứng thư số của dịch vụ OCSP không có hiệu lực tại thời điểm { $a }
said-ocsp-responder-revoked = chứng thư số của dịch vụ OCSP đã bị thu hồi lúc { $a }
said-crl-large = CRL có { $a } byte, quá giới hạn { $b }
said-crl-delta = CRL bổ sung (delta) thiếu CRL gốc
said-crl-none = không phải CRL: { $a }
said-crl-other = CRL dành cho các chứng thư số khác
said-crl-signer = nơi ký CRL không được tin cậy
said-crl-usage = mục đích sử dụng khóa của nơi ký không cho phép ký CRL
said-crl-reasons = CRL không bao gồm một số lý do thu hồi
said-evidence-signer = không có chứng thư số của nơi có quyền ký
said-evidence-checks = quá { $a } lần kiểm tra chữ ký
said-evidence-no-update = phát hành lúc { $a }, không nêu lần cập nhật sau, trước thời điểm { $b }
said-evidence-future = phát hành lúc { $a }, sau thời điểm hiện tại ({ $b })
said-evidence-after-expiry = phát hành lúc { $a }, sau khi chứng thư số hết hạn lúc { $b }
said-evidence-grace = phát hành lúc { $a }, trước khi hết thời gian ân hạn lúc { $b }
said-evidence-old = phát hành lúc { $a }, trước { $c } quá { $b } giây
said-evidence-overdue = lần cập nhật sau đến hạn lúc { $a }, trước { $b }
said-evidence-unreadable = không đọc được: { $a }
said-xml-none = không có ds:Signature tại { $a }
said-xml-unexpected = gặp { $a } không đúng chỗ trong { $b } tại { $c }
said-xml-attribute = { $a } tại { $b } không có { $c }
said-xml-base64 = { $a } tại { $b } không phải base64
said-xml-signed-info = SignedInfo có quá { $a } byte
said-xml-many = có quá { $a } phần tử { $b }
said-xml-canonicalization = phép chuẩn hóa { $a } chưa được biết đến
said-xml-method = chưa hỗ trợ thuật toán ký { $a }
said-xml-digest = thuật toán băm { $a } chưa được biết đến
said-xml-malformed = { $a } bị sai
said-xml-times = { $a } xuất hiện { $b } lần
said-xml-lacks = { $a } không có { $b }
said-xml-target = thuộc tính XAdES dành cho { $a }, không phải chữ ký này
said-xml-properties-elsewhere = tham chiếu tới thuộc tính được ký dẫn tới chỗ khác
said-xml-properties-uncovered = không tham chiếu nào của chữ ký bao trùm các thuộc tính được ký
said-xml-no-certificate = không có chứng thư số để kiểm tra giá trị chữ ký
said-pdf-xref = bảng tham chiếu sai tại byte { $a }: { $b }
said-pdf-syntax = sai cú pháp tại byte { $a }: { $b }
said-pdf-startxref = không có startxref từ byte { $a } đến cuối tệp
said-pdf-cut = tệp kết thúc tại byte { $a }, giữa một đối tượng hoặc bảng
said-pdf-loop = các phần bảng tham chiếu tạo thành vòng lặp tại byte { $a }
said-pdf-reading = đọc tại byte { $a }: { $b }
said-list-version = phiên bản { $a } của danh sách tin cậy chưa được biết đến
said-list-malformed = { $a } tại byte { $b } bị thiếu hoặc sai
said-list-services = quá nhiều dịch vụ
said-list-future = danh sách phát hành lúc { $a }, sau thời điểm { $b }
said-list-closed = danh sách đã đóng lúc { $a }
said-list-large = danh sách có { $a } byte, quá giới hạn { $b }
said-reason-key = lộ khóa
said-reason-ca = lộ khóa của CA
said-reason-affiliation = thay đổi nơi công tác
said-reason-superseded = đã có chứng thư số thay thế
said-reason-cessation = ngừng hoạt động
said-reason-hold = tạm dừng
said-reason-removed = gỡ khỏi CRL
said-reason-privilege = bị rút quyền
said-reason-aa = lộ khóa của AA
said-reason-unspecified = không nêu lý do
said-operation-stamp = dấu thời gian cho cả văn bản
said-dictionary = chữ ký không phải là một từ điển PDF
said-object-stream = chữ ký nằm trong luồng đối tượng
said-duplicate-key = khóa { $a } xuất hiện hai lần
said-no-contents = không có /Contents
said-contents-not-string = /Contents không phải là chuỗi
said-contents-large = /Contents quá lớn
said-shared-value = trường { $a } có cùng chữ ký này
said-no-byte-range = không có /ByteRange
said-byte-range-not-integers = /ByteRange không phải là danh sách số nguyên
said-object-fault = đối tượng { $a } { $b }: { $c }
said-object-no-header = chỗ mà bảng tham chiếu trỏ tới không có phần đầu đối tượng
said-role-folder = thư mục
said-role-data = tệp dữ liệu
said-role-xml-signatures = chữ ký XML
said-role-cms-signature = chữ ký CMS
said-role-manifest = bảng kê
said-role-archive-manifest = bảng kê lưu trữ
said-role-evidence-manifest = bảng kê bằng chứng
said-role-timestamp = dấu thời gian
said-role-evidence = bằng chứng lưu trữ
said-role-file-list = danh mục tệp
said-role-unknown = không rõ loại
said-method-stored = không nén
said-method-deflated = nén

## Inbox

refused = { $file } → { $to }: đã từ chối và ghi sổ
paper-secret-mark = trang có dấu độ mật “{ $mark }”
paper-scanned = trang là hình, không có chữ: chưa đọc được gì trên đó, kể cả dấu độ mật
paper-untold = chưa đọc được hết chữ ở trang 1, có thể cả dấu độ mật
paper-encrypted = văn bản được mã hóa
paper-script = có chứa mã lệnh (JavaScript)
paper-launch = có thể khởi chạy chương trình
paper-sends = có thể gửi dữ liệu đi nơi khác
paper-open-action = tự thực hiện thao tác khi được mở
paper-triggers = tự thực hiện thao tác khi được xem hoặc in
paper-files = có tệp khác đính kèm bên trong
paper-xfa = có biểu mẫu XFA, có thể cho thấy nội dung khác với các trang
paper-unlooked = chưa xem xét được hết những gì bên trong
paper-signed-by-you = đã được ký bằng chính chứng thư số này
paper-signed-there = đã có tệp cùng tên trong số kết quả: { $file }
paper-signature-failed = chữ ký của { $signer } không hợp lệ
paper-signature-expired = không còn xác định được chữ ký của { $signer }: chứng thư số hoặc thuật toán đã hết hiệu lực
paper-bug = { $file }: chương trình này gặp lỗi với tệp này
inbox-count = { $count } văn bản
inbox-marked = đã đánh dấu { $count }
inbox-reading = còn { $count } đang đọc
inbox-empty = Không có văn bản nào đang chờ trong thư mục này.
inbox-unsigned = chưa ai ký
inbox-unreadable = không đọc được
inbox-being-read = Đang đọc …
inbox-pages = { $count } trang
inbox-size = { $amount } KiB, { $format }
inbox-more-lines = … còn { $count } dòng nữa (v: kết luận, Enter: văn bản)
inbox-column-number = Số, ký hiệu
inbox-column-title = Trích yếu
inbox-column-pages = Trang
inbox-column-state = Chữ ký
inbox-done-signed = ĐÃ KÝ
inbox-done-refused = đã từ chối
inbox-done-failed = chưa ký: có lỗi
inbox-signed-to = Đã ký: { $file }
inbox-refused-to = Đã từ chối, chuyển vào { $file }
inbox-signed = đã ký { $signed } trên { $all } văn bản
inbox-press-enter = Enter: trở lại danh sách
inbox-in-place = thay chính các tệp văn bản
inbox-no-key = Chưa nêu khóa: hãy chạy lại với --pkcs11, --p12 hoặc khóa khác để ký
inbox-none-marked = Chưa đánh dấu văn bản nào
inbox-cannot-mark = Chưa thể ký { $file } lúc này
inbox-too-small = Cửa sổ quá nhỏ: cần { $columns } cột và { $rows } dòng.
inbox-page-of = trang { $page }/{ $pages }
inbox-no-pages = văn bản này không có trang để vẽ
inbox-no-text = trang này không có chữ
inbox-place = Chữ ký: trang { $page }, cách mép trái { $left } mm, mép dưới { $bottom } mm, cỡ { $width } × { $height } mm
inbox-place-none = Chữ ký: không hiển thị trên trang nào
inbox-place-untold = Chữ ký: mở văn bản để xem vị trí
inbox-place-here = chữ ký
inbox-confirm = { $count ->
        [1] Ký văn bản này?
       *[other] Ký { $count } văn bản này?
    }
inbox-signer = Người ký: { $signer }
inbox-signer-hidden = Người ký: sẽ biết khi mở khóa
inbox-certificate = Chứng thư số: { $serial }, đến { $until }
inbox-certificate-serial = Chứng thư số: { $serial }
inbox-confirm-level = Mức chữ ký: { $level }
inbox-confirm-results = Kết quả: { $folder }
inbox-refuse-title = Từ chối { $file }
inbox-refuse-prompt = Lý do? Lý do được ghi sổ và tệp được chuyển sang thư mục riêng.
inbox-cap-space = Cách
inbox-cap-enter = Enter
inbox-key-mark = đánh dấu
inbox-key-look = xem
inbox-key-sign = ký
inbox-key-sign-marked = ký loạt
inbox-key-refuse = từ chối
inbox-key-verdict = kết luận
inbox-key-help = phím
inbox-key-quit = thoát
inbox-key-back = trở lại
inbox-key-turn = trang
inbox-key-scroll = cuộn
inbox-key-picture = chữ/hình
inbox-key-confirm = ký
inbox-key-do-not = thôi
inbox-help = Các phím
inbox-help-move = Lên, xuống
inbox-help-mark = Đánh dấu văn bản để ký, hoặc bỏ đánh dấu
inbox-help-mark-all = Đánh dấu tất cả, hoặc bỏ hết
inbox-help-look = Xem các trang của văn bản
inbox-help-turn = Trang sau, trang trước
inbox-help-picture = Xem trang dạng chữ hoặc dạng hình
inbox-help-verdict = Kết luận đầy đủ về các chữ ký
inbox-help-sign = Ký văn bản này
inbox-help-sign-marked = Ký các văn bản đã đánh dấu, nhập PIN một lần
inbox-help-refuse = Từ chối kèm lý do: tệp được chuyển sang thư mục riêng và ghi sổ
inbox-help-redraw = Vẽ lại màn hình
inbox-help-back = Trở lại; ở danh sách: thoát
inbox-help-quit = Thoát
inbox-names-alike = Có hai văn bản cùng hiện tên { $file }: hãy ký từng văn bản một, hoặc đổi tên một văn bản
