# The texts of the command in English. build.rs compares this file with the other languages.

## Headings and single words

word-error = error
word-warning = warning
word-note = note
heading-usage = Usage
heading-verb = COMMAND
heading-verbs = Commands
heading-arguments = Arguments
heading-options = Options
heading-options-word = OPTIONS
heading-common = Common options

## Help

about-kyso = Signs and verifies documents: PDF with PAdES, XML with XAdES signatures
about-kyso-after =
    Try it without a key of your own: kyso demo
    Help for one command:             kyso sign --help

    Exit status: 0 done, every signature passed; 1 a signature failed; 2 the call is wrong;
    3 no signature; 4 a signature cannot be decided; 5 something could not be read or written;
    6 the key or an outside service refused.
help-sign = Signs documents
help-sign-inputs = Documents to sign; a folder stands for the PDF, XML and container files in it, a pattern in quotes ('in/*.pdf') for what fits it, - for stdin
help-sign-after =
    Examples:
      kyso sign contract.pdf --p12 me.p12 -o contract.signed.pdf
      kyso sign contract.pdf --key me.key.pem --cert me.pem --chain ca.pem --reason Approved -o out.pdf
      kyso sign contract.pdf --p12 me.p12 --level lta --tsa https://tsa.example -o contract.signed.pdf
      kyso sign inbox/ --p12 me.p12 --passphrase-file secret.txt --out-dir signed --json
      kyso sign inbox/ --remote vnpt-smartca --out-dir signed
      kyso sign --manifest list.csv --p12 me.p12 --out-dir signed --yes
      kyso sign contract.pdf --key-command ./hsm-sign --cert me.pem --chain ca.pem -o out.pdf
      kyso sign dossier.xml --p12 me.p12 -o dossier.signed.xml
      kyso sign a.pdf b.xml c.jpg --p12 me.p12 -o dossier.asice
      kyso sign invoice.xml --p12 me.p12 --element /HDon/DLHDon --inside /HDon/DSCKS/NBan -o out.xml
      kyso sign letter.pdf --p12 me.p12 --role leader --image signature.png -o leader.pdf
help-verify = Judges every signature in documents
help-verify-inputs = Documents to judge; a folder stands for the PDF, XML and container files in it, a pattern in quotes ('in/*.pdf') for what fits it, - for stdin
help-verify-report = Write a report to -o as well: html (a page to look at and to print, with pictures) or etsi (ETSI TS 119 102-2 XML, for archives)
help-verify-output = File for the report, or a folder with / at the end for the reports of several documents; - is stdout
help-verify-force = Replace a report or an exported file that exists
help-verify-after =
    Examples:
      kyso verify contract.signed.pdf --trust root.pem
      kyso verify inbox/ --trust roots/ --json
      kyso verify contract.signed.pdf --trust root.pem --at 2026-11-22
      kyso verify invoice.signed.xml --trust root.pem --expect-element /HDon/DLHDon
      kyso verify contract.signed.pdf --trust root.pem --report html -o contract.html
      kyso verify inbox/ --policy cong-vu
help-sign-trust = Take time-stamps only under these CA certificates, and judge by them what is signed already (--role): a file, or a folder of files; can be given several times
help-extend = Raises signatures to a higher level, or renews their last time-stamp
help-extend-inputs = Signed documents; a folder stands for the PDF, XML and container files in it, - for stdin
help-extend-level = Level to reach: t (with a time-stamp), lt (with revocation data), lta (for the archive, or to renew it)
help-extend-trust = Take time-stamps only under these CA certificates: a file, or a folder of files; can be given several times
help-extend-after =
    Examples:
      kyso extend contract.signed.pdf --level lta --tsa https://tsa.example -o contract.lta.pdf
      kyso extend archive/ --level lta --tsa https://tsa.example --in-place
help-timestamp = Adds a document time-stamp alone
help-timestamp-inputs = Documents, signed or not; a folder stands for the PDF files in it, - for stdin
help-timestamp-trust = Take time-stamps only under these CA certificates: a file, or a folder of files; can be given several times
help-timestamp-after =
    Example:
      kyso timestamp contract.pdf --tsa https://tsa.example -o contract.stamped.pdf
help-inspect = Shows revisions, fields and signatures as they are; judges nothing
help-inspect-input = Document to look into; - is stdin
help-inspect-after =
    Examples:
      kyso inspect contract.signed.pdf
      kyso inspect contract.signed.pdf --json
help-prepare = Prepares a signature for a key on another machine
help-prepare-input = Document to sign; - is stdin
help-prepare-cert = Certificate of the signer, with its issuers as far as you have them (PEM, DER or P7B)
help-prepare-chain = More certificates of issuers
help-prepare-output = File for the prepared signature, which `kyso complete` takes
help-prepare-after =
    Examples:
      kyso prepare contract.pdf --cert chain.pem --tbs contract.tbs -o contract.state
      kyso prepare contract.pdf --cert chain.pem --digest sha384 --json -o contract.state
help-complete = Completes a prepared signature with the value from another machine
help-complete-state = The prepared signature, as `kyso prepare` wrote it
help-complete-signature = The signature value: raw bytes or base64; ECDSA as DER
help-complete-after =
    Example:
      kyso complete contract.state --signature contract.sig -o contract.signed.pdf
help-trust = Keeps the CA certificates that you trust
help-trust-after =
    Nothing is trusted until you add it: compare the fingerprint with the one that the
    authority publishes. The store is a folder of yours, or the one that the environment
    variable KYSO_TRUST_STORE names.
help-trust-list = Shows the trust store
help-trust-list-domain = Only this trust domain
help-trust-list-history = Show every decision, not what they come to
help-trust-list-json = Print one JSON object
help-trust-list-after =
    Examples:
      kyso trust list
      kyso trust list --domain cong-vu --json
      kyso trust list --history
help-trust-add = Trusts CA certificates, once you have confirmed their fingerprints
help-trust-add-inputs = Certificates: PEM, DER or P7B; - is stdin. Roots are trusted; a CA under another one only helps to build paths
help-trust-add-domain = Trust domain that they belong to, such as cong-cong or cong-vu; own without this option
help-trust-add-fingerprint = Confirms without a question: the SHA-256 that the authority publishes; once for every certificate that becomes trusted
help-trust-add-yes = Confirms without a question: only where the file comes from a place that you trust
help-trust-add-as-anchor = Trust them by themselves, even a CA under another one or a certificate that is no CA's
help-trust-add-until = Trust ends at this time: for what is judged as of a later one it is not trusted; adding it again with another time, or without one, changes that
help-trust-add-after =
    Examples:
      kyso trust add root.pem --domain cong-vu
      kyso trust add roots.p7b --domain cong-cong --yes
      kyso trust add root.pem --domain cong-vu --until 2030-01-01
help-trust-remove = Withdraws trust; the certificate and the decision stay in the store
help-trust-remove-fingerprints = SHA-256 fingerprint, or its first 8 digits or more
help-trust-remove-until = Trust ends at this time, or stays ended where it ends earlier already: what a time-stamp of an authority under another root proves to be older still holds
help-trust-remove-reason = Why, for the history
help-trust-remove-after =
    Examples:
      kyso trust remove f04ba4b4
      kyso trust remove f04ba4b4 --until 2026-03-01
help-fields = Lists the signature fields of a PDF, or adds one
help-fields-input = PDF to look into; - is stdin
help-fields-json = Print one JSON object
help-fields-after =
    Examples:
      kyso fields contract.pdf
      kyso fields contract.pdf --json
      kyso fields contract.pdf add --name Director --page 2 --rect 300,100,200,60 -o prepared.pdf
      kyso fields contract.pdf add --name Director --rect 105mm,35mm,70mm,20mm --lock all -o out.pdf
      kyso fields contract.pdf add --name Director --at-text Director: --side below -o prepared.pdf
help-fields-add = Adds an empty signature field, before anybody signs
help-fields-add-name = Name of the new field
help-fields-add-page = Its page, counted from 1; the first without this option
help-fields-add-rect = Where it is seen: left, bottom, width, height in points, or each with mm behind; without this option it is not seen
help-fields-add-kind = What it is for: signature (to be signed), or text (to be filled in, as number and date are); signature without this option
help-fields-add-font-size = Size of the text in points; 13 without this option
help-fields-add-at-text = Place it beside this text of the document instead, above it unless --side says otherwise; the text must be there once
help-fields-add-occurrence = Which one, where the text is there several times: first, last or a number
help-fields-add-side = On which side of the text: above (the room up to the line above), below, left, right or over
help-fields-add-size = Width and height beside the text in points, or each with mm behind; smaller where there is less room; 50mm,25mm without this option
help-fields-add-lock = What its signature locks: all fields, include:a,b or exclude:a,b
help-fields-add-lock-changes = What may follow its signature: none, forms (filling and signing) or annotations (PDF 2.0)
help-fields-add-json = Print one JSON object
help-preview = Draws a page as it will look, before any key is touched
help-preview-input = PDF to look at; - is stdin
help-preview-output = Write the picture (PNG) to this file; - is stdout; a terminal shows it without this option
help-preview-page = Page of the signature, counted from 1, or last; it is the one shown
help-preview-show = Pages to draw: all, or 2-5; can be given several times. Without it the page of the signature and those of --pages. Of several, each has its number in the name of its file: page-2.png
help-preview-cert = Certificate of the signer; without this option its names stand in braces
help-preview-dpi = Dots an inch of the picture, 10 to 600; 144 without this option
help-preview-after =
    Examples:
      kyso preview contract.pdf -o page.png
      kyso preview contract.pdf --page 2 --dpi 96 -o page-2.png
      kyso preview contract.pdf --show 2-5 -o page.png
      kyso preview letter.pdf --cert leader.pem --profile nd30-leader --image signature.png -o a.png
help-demo = Signs and verifies a sample with a throw-away key, to look at
help-demo-out-dir = Folder for the files; ./kyso-demo without this option
help-demo-after =
    Examples:
      kyso demo
      kyso demo --out-dir try --lang vi
help-completions = Prints the completion script of a shell
help-completions-shell = bash, elvish, fish, powershell or zsh
help-completions-after =
    Example:
      kyso completions bash
help-man = Prints the manual page
help-man-after =
    Example:
      kyso man
help-opt-output = Write the result to this file; - is stdout
help-opt-out-dir = Write the results into this folder, under the names of the inputs
help-opt-in-place = Replace the inputs by the results, each in one step
help-opt-force = Replace an output that exists
help-opt-p12 = Key and certificates in a PKCS#12 file (.p12, .pfx)
help-opt-key = Private key, PEM: PKCS#8, PKCS#1 or SEC1
help-opt-cert = Certificate of the key, PEM
help-opt-chain = Certificates of the issuers, PEM
help-opt-passphrase-file = Read the passphrase from this file
help-opt-passphrase-fd = Read the passphrase from this file descriptor
help-opt-passphrase-env = Read the passphrase from this environment variable
help-opt-pdf-password-file = Read the password of encrypted PDFs, the user's or the owner's, from this file
help-opt-pdf-password-fd = Read the password of encrypted PDFs from this file descriptor
help-opt-pdf-password-env = Read the password of encrypted PDFs from this environment variable
help-opt-ignore-permissions = Add to an encrypted PDF although its permissions forbid it
help-opt-digest = Hash to sign with
help-opt-scheme = Scheme of an RSA signature
help-opt-reason = Why you sign; shown by every reader
help-opt-location = Where you sign
help-opt-contact = How you can be reached
help-opt-field = Signature field to sign: an empty one, or where none is empty, a new one of this name. Without it the only empty one, or a new one
help-opt-new-field = Sign in a new field, whatever empty ones there are; its name stands after =
help-opt-fill = Fill an empty field of text, and sign it with the rest: NAME=TEXT; can be given several times
help-opt-certify = Certify, as the first signature: after it none (nothing), forms (filling and signing) or annotations too may follow
help-opt-lock = What the signature locks: all fields, include:a,b or exclude:a,b
help-opt-lock-changes = What may follow the signature: none, forms (filling and signing) or annotations (PDF 2.0)
help-opt-subfilter = Form of the signature: cades (PAdES, the default) or pkcs7 for old readers
help-opt-allow-expired = Sign although the certificate has expired or is not yet valid
help-opt-repair = Sign a damaged PDF that nobody has signed: a complete cross-reference is added to it
help-opt-visible = Show the signature on a page; any option about its look does so too
help-opt-page = Page to show the signature on, counted from 1, or last; the first without this option, with --at-text any
help-opt-rect = Where on the page as it is seen: left, bottom, width, height in points, or each with mm behind
help-sign-at = Corner of the page: top-left, top-right, bottom-left or bottom-right (the default)
help-prepare-at = Corner of the page: top-left, top-right, bottom-left or bottom-right (the default)
help-preview-at = Corner of the page: top-left, top-right, bottom-left or bottom-right (the default)
help-opt-size = Width and height in the corner or beside the text, in points or with mm behind; without this option what is shown decides, beside a text 50mm,25mm
help-opt-at-text = Place it beside this text of the document instead, above it unless --side says otherwise; the text must be there once
help-opt-ignore-case = Take upper and lower case for the same in the text of --at-text
help-opt-occurrence = Which one, where the text is there several times: first, last or a number
help-opt-side = On which side of the text: above (the room up to the line above), below, left, right or over
help-opt-margin = Distance of the corner from the edges, in points or with mm behind; 10mm without this option
help-opt-image = Picture to show: PNG, with transparency if you like, or JPEG
help-opt-image-place = Where the picture stands to the text: left (the default), above or behind
help-opt-text = Text to show; {"{"}signer{"}"}, {"{"}title{"}"}, {"{"}organization{"}"}, {"{"}serial{"}"}, {"{"}reason{"}"}, {"{"}location{"}"}, {"{"}time{"}"} are filled in, \n starts a line
help-opt-font = Font of the text, TTF or OTF; Liberation Serif without this option
help-opt-font-size = Size of the text, in points or with mm behind; what fits without this option
help-opt-text-color = Colour of the text: #rrggbb, black, white, red, green, blue or gray
help-opt-align = Where lines begin: left (the default), center or right
help-opt-border = Draw a border of this colour
help-opt-background = Fill the ground with this colour
help-opt-qr = QR code to show; its text is filled in like that of --text
help-opt-pages = The same look as a stamp on all other pages, or on pages 2-5; can be given several times
help-opt-level = Level of the signature: b (alone), t (with a time-stamp), lt (with revocation data), lta (for the archive)
help-opt-json = Print one JSON object for each document
help-opt-trust = CA certificates to trust: a file, or a folder of files; can be given several times
help-opt-trust-list = Trust the CAs and time-stamp authorities in good standing of this trusted list (ETSI TS 119 612), a file or a URL, and of the lists it points to; can be given several times
help-opt-trust-list-signer = Who signs the trusted lists: certificates of which one must have signed; can be given several times
help-opt-trust-list-territory = Follow a list of lists only to the lists of this territory, such as VN; can be given several times
help-opt-store = Folder of the trust store; without it the one that KYSO_TRUST_STORE names, or that of your account
help-opt-no-store = Do not use your trust store
help-opt-system-trust = Trust the roots that this system trusts for servers, in the domain system
help-opt-trust-domain = The certificates of this call, from --trust and trusted lists, belong to this trust domain
help-opt-policy = Rules to judge by: baseline (the default), cong-cong, cong-vu, or a TOML file
help-opt-at = Judge as of this time: 2026-11-22T15:00:00+07:00, or a date
help-opt-element = Sign this element alone, by name or path such as /HDon/DLHDon; it needs an Id (XML)
help-opt-inside = Put the signature into this element; without it, into the document element (XML)
help-opt-last = Sign the other signatures too: nobody can sign after this one. Without it several people can sign the same document (XML)
help-opt-form = Form of an XML signature: xades (the default) or xmldsig for readers that know nothing more
help-opt-format = What it is to become: cades (a file signed with CMS, whatever it is; also for a file that is neither PDF nor XML, and by the endings .p7s and .p7m of -o), asic-e (all files in one container, signed together), asic-s (a container of one file); containers also by the endings .asice, .sce, .asics, .scs of -o
help-opt-signature-id = Id of the signature (XML)
help-opt-asic-signature = Signatures in a container: xades (the default, which readers of DigiDoc know) or cades; without this option as those that are there
help-opt-attached = Put the file into the signature (.p7m) instead of beside it (.p7s) (CMS)
help-opt-pem = Write the signature as text, PEM (CMS)
help-opt-content = The file that a detached signature (.p7s) is of; without it, the one that is called like the signature without .p7s
help-opt-countersign = Sign the signature with this name in the report, and not the file (CMS)
help-opt-mime-type = Media type of the file, such as image/png (CMS)
help-opt-content-hint = What the file is, for people (CMS)
help-opt-commitment = Why it is signed: origin, receipt, delivery, sender, approval or creation (CMS)
help-opt-signature-policy = Policy that the signer follows: its identifier and the file with its text, OID=FILE (CMS)
help-opt-set = What stands for a name in the profile's text, as number in nd30-attachment: NAME=TEXT; can be given several times
help-opt-profile = What to sign, where and how, or what must be signed: einvoice-seller, einvoice-buyer, einvoice-tax (verify), tax-declaration, social-insurance, edxml, dossier (XML), number-and-date (PDF, verify), nd30-leader, nd30-agency, nd30-attachment, nd30-copy, initials, incoming, text-and-image (what is seen in a PDF), or a file
help-opt-export-signed = Write what each intact signature covers into this folder: a PDF as it was signed, what each reference of an XML signature covers
help-opt-external = File for what an XML signature refers to outside of its document: URI=FILE; can be given several times
help-opt-expect-root = The document element must have this name, and a valid signature must cover all of it (XML)
help-opt-expect-element = Every element of this name or path must be covered by a valid signature (XML); can be given several times
help-opt-offline = Use no network
help-opt-revocation-check = Before the key is used, ask whether the signer's certificate is revoked, and when that cannot be told: warn (the default) or refuse (require); off asks nobody
help-opt-level-fallback = Take the highest level that can be reached instead of failing; the result says which
help-opt-tsa = Time-stamp authority (RFC 3161); given several times, the next is asked when one fails
help-opt-tsa-user = User's name for the time-stamp authority
help-opt-tsa-passphrase-file = Read the passphrase for the time-stamp authority from this file
help-opt-tsa-passphrase-fd = Read the passphrase for the time-stamp authority from this file descriptor
help-opt-tsa-passphrase-env = Read the passphrase for the time-stamp authority from this environment variable
help-opt-tsa-policy = Policy to ask the time-stamp authority for, an OID such as 1.2.3.4
help-opt-evidence = CRLs, OCSP responses and certificates to draw on: a file, or a folder of files; can be given several times
help-opt-evidence-out = Keep certificates, CRLs and OCSP responses in this folder, each named by its SHA-256
help-opt-tsa-cert = Certificate to show the time-stamp authority in TLS, with those above it
help-opt-tsa-key = Private key of that certificate
help-opt-tsa-key-passphrase-file = Read the passphrase of that key from this file
help-opt-tsa-key-passphrase-fd = Read the passphrase of that key from this file descriptor
help-opt-tsa-key-passphrase-env = Read the passphrase of that key from this environment variable
help-opt-tls-ca = Trust these CA certificates for https instead of the usual ones
help-opt-grace = Revocation data about the signer counts only when issued this long after the time-stamp
help-opt-max-age = Take revocation data about the signer that is at most this old
help-opt-cache = Keep what is fetched in this folder for later calls, a week at most
help-opt-timeout = Wait this long: for each call to a service, retries included; for a remote signing service in all; for each signature of a --key-command
help-opt-tbs = Write the bytes to be signed to this file
help-opt-lang = Language of the texts
help-opt-color = When to colour
help-opt-quiet = Say less: verdicts and errors only
help-opt-verbose = Say more
help-opt-help = Show this help
help-opt-version = Show the version
help-opt-role = What the signature is for: initials, leader, number, agency, attachment, copy, incoming or comment. It stands in the signature, and chooses its look, field and reason
help-opt-roles = Take the rules of roles from this file instead of the shipped ones
help-opt-no-look = Show nothing of the signature, whatever its role shows
help-opt-leader-field = The leader's signature is the one in this field, made with software that records no role
help-opt-leader-cert-serial = The leader's signature is the one of the certificate with this serial number, made with software that records no role
help-opt-claimed-role = Role that the signer claims in words, such as the office held; can be given several times
help-opt-ignore-order = Sign although the paper lacks what the role asks for, and answer for it; never where a signature failed or was revoked
help-sign-policy = Rules by which the signatures on the paper are judged for --role: baseline (the default), cong-cong, cong-vu, or a file
help-inbox = Shows the papers waiting in a folder: look at them, sign them, refuse them
help-inbox-inputs = Folder of papers
help-inbox-output = Not used: results go into a folder
help-inbox-out-dir = Folder for signed papers; DIR/signed without this option
help-inbox-list = Print the papers as plain lines and end; so also where stdout is no terminal
help-inbox-refuse = Refuse this paper of the folder for the --reason given: it is moved into DIR/refused and recorded there
help-inbox-reason = Reason written into signatures; with --refuse why the paper is refused
help-inbox-json = Print the papers as JSON, one object a line, and end
help-inbox-trust = Judge signatures by these CA certificates: a file, or a folder of files; can be given several times; without it by the user's store
help-inbox-after =
    In the view: space marks, Enter shows a paper, s signs it, S signs the marked ones with one PIN, r refuses, ? tells all keys.
    Examples:
      kyso inbox inbox/ --pkcs11 pkcs11:token=Leader --profile nd30-leader --image signature.png
      kyso inbox inbox/ --p12 me.p12 --level t --tsa https://tsa.example --out-dir signed
      kyso inbox inbox/ --list
      kyso inbox inbox/ --json
      kyso inbox inbox/ --refuse a.pdf --reason Incomplete

## What stands for values in the help

value-file = FILE
value-key = KEY
value-value = VALUE
value-dir = DIR
value-name = NAME
value-names = NAMES
value-text = TEXT
value-n = N
value-number = NUMBER
value-seconds = SECONDS
value-color = COLOR
value-length = LENGTH
value-path = PATH
value-first = FIRST
value-last = LAST
value-state = STATE
value-code = CODE
value-time = TIME
value-corner = CORNER
value-type = TYPE
value-kind = KIND
value-program = PROGRAM
value-chain = CHAIN
value-points = POINTS
value-arg = ARG

## Wrong calls

call-unknown = { $argument } is no option of this command
    .fix = See kyso --help, or --help after the command.
call-too-many = { $argument } is one argument too many
    .fix = See --help after the command for what it takes; an option stands with its dashes.
call-new-field-apart = there is no file { $name }; if it is the name of the new field, it must stand right behind --new-field
    .fix = Write it with an equals sign: --new-field={ $name }
call-unknown-similar = { $argument } is no option of this command
    .fix = Did you mean { $suggestion }?
call-unknown-verb = there is no command { $verb }
    .fix = The commands are listed by kyso --help.
call-value-missing = { $argument } needs a value
    .fix = Put the value after it, separated by a space.
call-value-not-offered = { $value } is no value of { $argument }
    .fix = Choose one of: { $offered }
call-value-invalid = { $value } cannot be read as the value of { $argument }
    .fix = It must be a number in decimal digits.
call-time-invalid = { $value } cannot be read as the time of { $argument }
    .fix = A time is written 2026-11-22T15:00:00+07:00 or 2026-11-22.
call-external-invalid = { $value } cannot be read as the value of --external
    .fix = Write the address that the signature has, an equals sign and the file: cid:letter=letter.pdf
call-element-invalid = { $value } cannot be read as the element of { $argument }
    .fix = Write a name, such as HDon, or a path, such as /HDon/DLHDon; a namespace goes before a name in braces.
call-policy-invalid = { $value } is no policy: an OID is needed
    .fix = An OID is written as numbers with full stops, such as 1.2.3.4.
call-profile-unknown = there is no profile { $name }, and no file of that name
    .fix = Choose one of { $known }, or name a file.
call-profile-verifies = the profile { $name } serves to verify, not to sign
    .fix = Sign without it; it judges what was filled in and sealed after the first signature.
call-profile-signs = the profile { $name } serves to sign, not to verify
    .fix = Verify without it; number-and-date judges what was filled in and sealed.
call-profile-needs-name = the profile { $profile } stands above the signer's name, and no certificate says it
    .fix = Give --cert, or a place with --rect or --at.
call-profile-picture-missing = the profile { $profile } shows a picture
    .fix = Give it with --image FILE.
call-profile-picture-forbidden = the profile { $profile } shows no picture
    .fix = Leave out --image.
call-profile-value-missing = the profile { $profile } does not know what { $name } is
    .fix = Say it: --set { $name }=TEXT
call-profile-value-unknown = the profile { $profile } does not ask for { $name }
    .fix = Leave out --set { $name }.
error-profile-nothing-to-cover = the profile { $profile } stands over the leader's signature, and no signature is seen in the document
    .fix = Let the leader sign first, visibly (--profile nd30-leader), or give a place with --rect.
call-profile-invalid = the profile { $name } cannot be used: { $detail }
    .fix = Compare it with the shipped profiles.
call-rules-unknown = there is no policy { $name }, and no file of that name
    .fix = Choose one of { $known }, or name a file.
call-rules-invalid = the policy { $name } cannot be used: { $detail }
    .fix = Compare it with docs/policy.toml, which has every key.
call-domain-invalid = { $value } cannot be the name of a trust domain
    .fix = It is written in small letters a to z, digits and hyphens, such as cong-vu.
call-rect-invalid = { $value } is no rectangle
    .fix = Give left, bottom, width and height: 300,100,200,60 in points or 105mm,35mm,70mm,20mm.
call-occurrence-invalid = { $value } does not say which occurrence is meant
    .fix = Give first, last or a number from 1.
call-length-invalid = { $value } is no length for { $argument }
    .fix = Give points or millimetres: 12, 12pt or 12mm; a size is two of them, such as 60mm,25mm.
call-color-invalid = { $value } is no colour for { $argument }
    .fix = Give #rrggbb, or black, white, red, green, blue or gray.
call-page-invalid = { $value } names no page for { $argument }
    .fix = --page takes a number from 1 on, or last; --pages and --show take all, 3 or 2-5.
call-dpi-invalid = { $value } dots an inch cannot be drawn
    .fix = --dpi takes a whole number from 10 to 600.
call-pair-invalid = { $value } does not say what stands where, for { $argument }
    .fix = Give a name and its text with = between: NAME=TEXT, such as so=215.
call-lock-invalid = { $value } does not say what to lock
    .fix = Give all, include:NAME,NAME or exclude:NAME,NAME.
call-fingerprint-invalid = { $value } is no SHA-256 fingerprint
    .fix = It has 64 hexadecimal digits; colons between them do not matter.
call-fingerprint-short = { $value } does not say which certificate is meant
    .fix = Give more digits of the fingerprint, at least 8: kyso trust list shows them.
call-fingerprint-unknown = no certificate in the trust store has the fingerprint { $value }
    .fix = kyso trust list shows those that are there.
call-trust-unconfirmed = nothing was added: nobody confirmed the fingerprints, and there is no terminal to ask at
    .fix = Compare them with those that the authority publishes, then give them with --fingerprint, or add --yes.
call-trust-declined = nothing was added
    .fix = Compare the fingerprints with those that the authority publishes, then try again.
call-tsa-missing = no time-stamp authority is named, and this needs one
    .fix = Add --tsa URL; the level b of a signature does without.
call-tsa-without-level = --tsa names a time-stamp authority, and a signature of level b has no time-stamp
    .fix = Add --level t, lt or lta, or leave --tsa out.
call-tsa-url = { $url } cannot be the address of a time-stamp authority
    .fix = It must be an http or https URL without a user's name; that goes into --tsa-user.
call-tsa-user = the user's name for the time-stamp authority cannot be sent
    .fix = It must have neither a colon nor control characters.
call-tsa-user-for-several = --tsa-user goes with one time-stamp authority, so that no other learns the passphrase
    .fix = Give --tsa once, or leave --tsa-user out.
call-tsa-in-clear = { $service } is not https: everybody on the way could read the passphrase
    .fix = Use the https address of the time-stamp authority.
call-tsa-cert-without-tls = { $url } is not https: no certificate can be shown there
    .fix = Use the https address of the time-stamp authority, or leave --tsa-cert out.
call-conflict = { $argument } and { $other } cannot be used together
    .fix = Leave one of them out.
call-argument-missing = something is missing: { $argument }
    .fix = See --help after the command for what each stands for.
call-verb-missing = no command was given
    .fix = The commands are listed by kyso --help.
call-not-utf8 = an argument is not valid UTF-8
    .fix = Names of files may hold any bytes; texts and options must be UTF-8.
call-other = the call cannot be understood: { $detail }
    .fix = See kyso --help.
call-stdin-twice = - stands for stdin and can be read only once
    .fix = Give the other document as a file.
call-stdin-in-place = stdin cannot be replaced by the result
    .fix = Use -o FILE instead of --in-place.
call-stdin-out-dir = a document from stdin has no name to put into a folder
    .fix = Use -o FILE instead of --out-dir.
call-one-output-many-inputs = { $count ->
        [0] there is nothing to sign for the output named by -o
       *[other] -o names one output, and there are { $count } documents
    }
    .fix = Use --out-dir DIR for several documents.
call-no-output = where should the result go? Nothing is overwritten by default
    .fix = Add for example: -o { $suggestion } (or --in-place to replace the document itself)
call-no-output-folder = where should the results go? Nothing is overwritten by default
    .fix = Add --out-dir DIR (or -o FILE for a single one).
call-preview-several-to-stdout = stdout takes one picture, and there are { $count } pages
    .fix = Name a file: -o page.png makes page-1.png, page-2.png and so on.
call-in-place-beside = { $file }: the signature stands beside the file, so that --in-place would put it in its place
    .fix = Leave --in-place out; the signature is written to { $file }.{ $ending }.
call-one-content-many-inputs = --content is the file of one signature, and { $count } are given
    .fix = Verify one at a time, or put each file beside its signature: contract.pdf beside contract.pdf.p7s.
call-signature-policy-invalid = --signature-policy: { $value } is no object identifier
    .fix = Write it as OID=FILE, for example 1.2.3.4=policy.pdf.
call-preview-no-output = where should the picture go? Only a terminal shows it by itself
    .fix = Add for example: -o page.png
call-same-name-twice = two documents are called { $name } and would get the same output
    .fix = Sign them in two calls, with two folders.
call-same-document-twice = { $file } is named twice in this call, perhaps by another path or link
    .fix = Name every document once.
call-one-output-twice = { $file } would be both the prepared signature and the bytes to be signed
    .fix = Give -o and --tbs two different names.
call-one-report-many-inputs = -o names one report, and there are { $count } documents
    .fix = Name a folder: -o reports/
call-json-and-report = --json and the report in -o cannot both go to stdout
    .fix = Use -o FILE, or leave --json out.
call-stdin-report-folder = a document from stdin has no name for a report in a folder
    .fix = Use -o FILE.
call-same-report-twice = two documents would get the same report { $name }
    .fix = Verify them in two calls, with two folders.
call-json-and-stdout = --json and a document cannot both go to stdout
    .fix = Use -o FILE, or leave --json out.
call-algorithm-not-offered = the key cannot sign as --digest and --scheme ask
    .fix = This key offers: { $offered }
call-pack-output = where should the container go?
    .fix = Name it with -o: -o dossier.asice, or -o report.asics for a single file.
call-pack-stdin = what is put into a container needs a name, and stdin has none
    .fix = Name files or a folder.
call-content-not-cms = { $file }: this is no CMS signature, and --content is the file of one
    .fix = Leave --content out, or name the signature (.p7s) instead of this file.
call-format-and-ending = { $file }: its ending says something else than --format { $name }
    .fix = Leave --format out, or give the file an ending that agrees with it.
call-role-fill-missing = the role { $role } fills in the number and the date, and nothing is to be filled in
    .fix = Say what: --fill so=215 --fill "ngay=ngày 16 tháng 11 năm 2026"; kyso inspect FILE shows what the fields are called.
call-role-fill-unknown = the field { $field } is none that { $profile } knows, so that kyso verify --profile { $profile } would refuse the paper
    .fix = Fill in the fields for number and date; fill in others in another role.
call-roles-invalid = { $file } holds no rules of roles: { $detail }
    .fix = Start from the shipped `roles.toml`; the README leads to it.
call-claimed-role-reserved = { $value } is no role in words: what begins with kyso-role: is written by --role alone
    .fix = Sign with --role to record what the signature is for; say an office held in plain words.
call-roles-lack = { $file } has no rules for the role { $role }
    .fix = Add them, or leave --roles out.
call-inbox-output = kyso inbox has no -o: several papers may be signed
    .fix = Put results into a folder with --out-dir DIR, or leave it out: they go to DIR/signed.
call-refuse-outside = { $file } is no file right inside { $folder }
    .fix = Name a paper of that folder, as kyso inbox --list does.
call-refuse-reason = a refusal needs a reason of at most { $most } characters
    .fix = Say why with --reason TEXT.

## Errors

error-not-found = { $file }: there is no such file
    .fix = Check the name and the folder.
error-no-read-permission = { $file }: no permission to read it
    .fix = Ask the owner of the file, or copy it to a folder of your own.
error-is-folder = { $file }: this is a folder where a file is needed
    .fix = Name a file in it.
error-key-file-too-large = { $file }: too large for what it is given as
    .fix = Check that this is the right file.
error-read = { $file }: reading failed: { $detail }
    .fix = Check the disk or the connection, then try again.
error-no-folder = { $file }: the folder does not exist
    .fix = Create the folder first, or choose another.
error-no-write-permission = { $file }: no permission to write there
    .fix = Choose a folder that you may write to.
error-output-is-folder = { $file }: the output is a folder
    .fix = Use --out-dir for a folder, or name a file in it.
error-exists = { $file }: exists already and was not touched
    .fix = Choose another name, or add --force to replace it.
error-output-is-input = { $file }: the output is the input itself; it was not touched
    .fix = Choose another name, or use --in-place to replace the document.
error-output-is-read = { $file }: the output is a file that this call reads; it was not touched
    .fix = Choose another name.
error-output-is-written = { $file }: this call has written it already; a second result does not take its place
    .fix = Choose another name.
error-out-dir-is-file = { $file }: this is a file where a folder is needed
    .fix = Name a folder, or one that does not exist yet.
error-fields-pdf-only = { $file } is no PDF: only a PDF has signature fields
    .fix = Give a PDF; kyso inspect shows the signatures of XML documents.
error-preview-pdf-only = { $file } is no PDF: only a PDF has pages to look at
    .fix = Give a PDF; kyso inspect shows what stands in XML documents.
error-no-picture = { $file }: no picture: { $why }
    .fix = Look at the page in a PDF reader; signing does not need the picture.
error-not-regular = { $file }: a pipe or device cannot be replaced by the result
    .fix = Use -o FILE instead of --in-place.
error-export-not-regular = { $file }: a link, pipe or device stands where a signed part would go
    .fix = Remove it, or name another folder.
error-stdout-full = stdout: the disk is full; what stands there is incomplete
    .fix = Free some space. A file named by -o or --out-dir is whole if it is there.
error-stdout = stdout: writing failed: { $detail }; what stands there is incomplete
    .fix = Check where it leads. A file named by -o or --out-dir is whole if it is there.
error-disk-full = { $file }: the disk is full; nothing was left behind
    .fix = Free some space, or choose another disk.
error-write = { $file }: writing failed: { $detail }; nothing was left behind
    .fix = Check the disk or the connection, then try again.
error-stream-too-large = { $file }: more than { $limit } bytes
    .fix = Check that this is the right file; a large document is read from a file, not from a pipe.
error-no-document-in-folder = { $folder }: there is no PDF or XML file in this folder
    .fix = Folders inside it are not searched: name the folder that holds the files.
error-no-certificate-in-folder = { $folder }: there is no certificate file in this folder
    .fix = Certificates are files called .pem, .crt, .cer, .der, .p7b or .p7c.
error-tls-key = { $key } is not the key of the first certificate in { $cert }, or TLS cannot use it
    .fix = Give the two that belong together, the certificate of the key first.
error-no-certificate = { $file }: there is no certificate in it
    .fix = Give the certificate of the signer, as PEM, DER or P7B.
error-no-evidence = { $file }: there is neither a certificate nor a CRL nor an OCSP response in it
    .fix = Check that this is the right file; DER, PEM and P7B are read.
error-evidence-unreadable = { $file }: this evidence cannot be read: { $detail }
    .fix = Get the file again from where it comes.
error-no-evidence-in-folder = { $folder }: there is neither a certificate nor a CRL nor an OCSP response in this folder
    .fix = Such files are called .crl, .ocsp, .pem, .crt, .cer, .der, .p7b or .p7c.
error-no-anchor = { $file }: there is no certificate in it
    .fix = Give the certificates of CAs that you trust, as PEM, DER or P7B.
error-not-an-authority = { $file }: the certificate of { $subject } is no CA's; nothing was added
    .fix = Give the certificate of its CA; --as-anchor trusts it by itself all the same.
error-fingerprint-other = nothing was added: the file holds a certificate with the fingerprint { $found }, which --fingerprint does not name
    .fix = Compare it with what the authority publishes; if it is not there, do not use this file.
error-fingerprint-absent = nothing was added: no certificate in the file has the fingerprint { $wanted }
    .fix = Check the file and the digits; if the authority publishes them so, this is another file.
error-no-home = there is no folder of yours for the trust store
    .fix = Name one with --store or the environment variable KYSO_TRUST_STORE.
error-no-store = { $folder }: there is no trust store in this folder
    .fix = Check the name; kyso trust add makes one.
error-store-no-folder = { $folder }: a trust store is a folder, and this is none
    .fix = Name the folder with --store, or leave it out.
error-store-file-missing = { $file }: this file of the trust store is missing
    .fix = Somebody deleted it by hand: bring it back from a backup, or add the certificates anew in another folder (--store).
error-store-broken = { $file }: this file of the trust store cannot be read: { $detail }
    .fix = Somebody changed it by hand: bring it back from a backup, or add the certificates anew in another folder (--store).
error-store-other = { $file }: this file of the trust store holds another certificate than its name says
    .fix = Somebody changed it by hand: bring it back from a backup, or add the certificates anew in another folder (--store).
error-store-changed = { $file }: this record of the trust store was changed after it was written
    .fix = Bring it back from a backup, or add the certificates anew in another folder (--store).
error-store-not-a-file = { $file }: in the trust store this must be a plain file, and it is a pipe, a device or a folder
    .fix = Take it away and bring the file back from a backup, or use another folder (--store).
error-store-version = { $file }: this file of the trust store is of version { $version }, which this program does not know
    .fix = Use the program that wrote it, or a newer one.
error-store-busy = { $folder }: the trust store takes no more records now
    .fix = Wait for the other programs that write to it, then try again.
error-no-system-trust = the roots of this system cannot be read: { $detail }
    .fix = Name the certificates of CAs that you trust with --trust.
error-key-is-p12 = { $file }: this is a PKCS#12 file
    .fix = Give it with --p12, without --key, --cert and --chain.
error-key-kind = { $file }: a key of this kind cannot sign here: { $kind }
    .fix = Sign with RSA from 2048 bits, ECDSA P-256 or P-384, or Ed25519.
error-passphrase-fd = no secret could be read from descriptor { $number }: { $detail }
    .fix = Open it in the shell, for example: { $number }<secret.txt
error-passphrase-not-text = { $file }: no secret can be read from it: it is not UTF-8
    .fix = Check that this is the right file, and save it as UTF-8.
error-passphrase-env = the environment variable { $name } is not set or is not UTF-8
    .fix = Set it, or have the secret read from a file or a descriptor.
error-no-terminal = { $file } needs a passphrase, and there is no terminal to ask at
    .fix = Use --passphrase-file, --passphrase-fd or --passphrase-env.
error-other = { $file }: { $detail }
    .fix = Check the file; with --verbose more is said.
error-bug = kyso { $version } made a mistake at { $place } and stopped
    .fix = Your files are untouched. Please report this line with the call you made.
error-demo-folder-in-use = { $folder }: the folder holds other files or links; nothing was written
    .fix = Choose an empty or new folder with --out-dir.
error-demo-failed = the demonstration did not come out as it must: { $detail }
    .fix = This is a mistake of kyso { $version }: please report it.
error-pack-name = { $file }: the name cannot be written in a container
    .fix = Rename the file; names in a container are in UTF-8.
error-export-name = { $name }: a file of the container is not written, because its name is not one for this system
    .fix = Unpack it with another program, after kyso verify has said what is signed.
error-config-policy-widens = { $place }: the policy { $policy } widens what passes ({ $widened }), and the configuration may not
    .fix = Give it on the call, with --policy, so that whoever reads the call knows; or take [dangerous] out of it.
error-role-order = { $file } was not signed in the role “{ $role }”: { $fault } ({ $clause })
    .fix = { $kind ->
        [no-leader] Have the leader sign first. Where that was done with other software, name the signature: --leader-field or --leader-cert-serial; kyso verify lists them.
        [misnamed] kyso verify lists the signatures; initials and seals never stand for the leader's.
        [same-person] Sign with the key of the agency.
        [failed] Do not sign it: kyso verify says what is wrong. Get a paper that holds.
        [undecided] Say whom you trust (kyso trust add, --trust) and let revocation be checked (without --offline, or with --evidence). To answer for it yourself: --ignore-order.
       *[other] Look at it with kyso verify. To answer for the order yourself: --ignore-order.
    }
error-inbox-no-folder = { $folder } is no folder
    .fix = Name the folder where the papers are.
error-inbox-too-many = { $folder } has { $count } papers; at most { $most } are shown
    .fix = Divide them into several folders.

## Signing

prompt-passphrase = Passphrase for { $file }:
note-folder-inside = { $folder }: passed over: a folder inside the one named; name it too if its documents are meant
note-special-inside = { $file }: passed over: a pipe or device
note-same-inside = { $file }: passed over: the same file as another one in this folder
note-no-documents-inside = { $folder }: passed over as no documents by their names: { $count } ({ $names })
prompt-pdf-password = Password to open { $file }:
note-exported = { $signature }: what it covers is in { $path }
note-nothing-exported = { $name }: nothing is exported, since the signed bytes are not intact
note-wrong-passphrase = this passphrase does not open the key
signed = { $format ->
        [cades] { $file } → { $output }: signed by { $signer } (signature { $field }, { $level }, { $algorithm })
        [xml] { $file } → { $output }: signed by { $signer } (signature { $field }, { $level }, { $algorithm })
       *[pdf] { $file } → { $output }: signed by { $signer } (field { $field }, { $level }, { $algorithm })
    }
field-added = { $file } → { $output }: empty field { $field } added
note-field-used = { $file }: signing in the field { $field }, the only empty one; --new-field would add another
note-field-seeded = { $file }: the field { $field } decided what was left open: { $entries }
extended = { $file } → { $output }: raised to { $level }
extended-unchanged = { $file } → { $output }: has { $level } already, nothing was added
timestamped = { $file } → { $output }: time-stamped (field { $field })
warn-trust-list-skipped = the trusted list { $place } is left out: { $why }
warn-trust-list-empty = the trusted list { $place } names nobody in good standing
warn-system-trust = the { $count } roots of this system are trusted; they were chosen for servers, not for who signs documents
warn-domain-empty = the policy { $policy } takes only the trust domain { $domains }, and nobody in it is trusted; add its root with kyso trust add
warn-trust-again = trust was withdrawn on { $time }{ $reason } from { $subject }; adding it trusts it again
warn-trust-moved = { $subject } is in the trust domain { $from } now; adding it moves it to { $to }
warn-trust-role = { $subject }: adding it changes its use from “{ $from }” to “{ $to }”
warn-trust-endless = { $subject } is trusted until { $from } now; adding it takes that end away
warn-trust-end-moved = { $subject } is trusted until { $from } now; adding it changes that to { $to }
warn-trust-end-set = { $subject } is trusted without an end now; adding it ends that at { $to }
prompt-trust-again = Do all fingerprints agree with what the authorities publish, and is what was withdrawn to be trusted again? [y/N]
prompt-trust = { $count ->
        [1] Does this fingerprint agree with what the authority publishes? Trust it? [y/N]
       *[other] Do these { $count } fingerprints agree with what the authorities publish? Trust them? [y/N]
    }
trust-added = { $count ->
        [1] added 1 certificate to the trust domain { $domain } ({ $folder })
       *[other] added { $count } certificates to the trust domain { $domain } ({ $folder })
    }
trust-nothing-new = the trust store says so already; nothing was changed
trust-removed = no longer trusted: { $subject }
trust-retired = trusted only for what is from { $until } or before: { $subject }
trust-ends-already = trusted only for what is from { $until } or before, and that stays so: { $subject } (removing never gives a later end; kyso trust add does)
trust-empty = nothing here is trusted ({ $folder }); add a root with kyso trust add
trust-role-anchor = anchor, trusted by itself
trust-role-intermediate = helps to build paths, not trusted by itself
trust-state-retired = trusted for what is from { $until } or before
trust-state-removed = removed, no longer trusted
trust-event-added = { $time }: added to { $domain }: { $subject } ({ $hex })
trust-event-added-until = { $time }: trusted in { $domain } until { $until }: { $subject } ({ $hex })
trust-event-removed = { $time }: removed: { $subject } ({ $hex }) { $why }
trust-event-retired = { $time }: trusted until { $until } only: { $subject } ({ $hex }) { $why }
warn-level-lower = only { $level } was reached: { $why }
warn-permissions-ignored = { $file }: its permissions forbid to add a signature; it is added all the same, and other programs may refuse it
warn-expired = the certificate of { $signer } expired at { $time }
warn-not-yet-valid = the certificate of { $signer } is valid only from { $time }
warn-look-moved = { $file }: what is shown reached over the edge of its page and was moved onto it
warn-repaired = { $file }: the file was damaged and was repaired: { $fault }; look at every page before you rely on it
warn-xfa = { $file }: the document has an XFA form, which is kept; readers that show it may show something else than the pages
prepared = { $format ->
        [cades] { $file } → { $output }: prepared for { $signer } (signature { $field })
        [xml] { $file } → { $output }: prepared for { $signer } (signature { $field })
       *[pdf] { $file } → { $output }: prepared for { $signer } (field { $field })
    }
prepared-digest = To be signed with { $algorithm }; { $hash } of the bytes to be signed: { $digest }
prepared-message = The bytes to be signed: { $file }
completed = { $format ->
        [cades] { $output }: signed by { $signer } (signature { $field }, { $algorithm })
        [xml] { $output }: signed by { $signer } (signature { $field }, { $algorithm })
       *[pdf] { $output }: signed by { $signer } (field { $field }, { $algorithm })
    }
role-name = { $role ->
        [initials] initials
        [leader] leader
        [number] number and date
        [agency] agency
        [attachment] attachment
        [copy] copy
        [incoming] incoming paper
        [comment] comment
       *[other] { $role }
    }
role-fault-no-leader = { $unclaimed ->
        [none] no signature says that it is the leader's
       *[other] no signature says that it is the leader's; these say no role: { $unclaimed }
    }
role-fault-no-such-leader = there is no signature { $named }
role-fault-leader-other-role = the signature { $id } says that it is “{ $role }”, not the leader's
role-fault-leader-not-passed = { $failed ->
        [yes] the leader's signature { $id } ({ $signer }) is not valid: { $why }
       *[no] the leader's signature { $id } ({ $signer }) cannot be decided: { $why }
    }
role-fault-leader-part = the leader's signature { $id } covers only a part of the document
role-fault-same-person = { $signer } signed as the leader too ({ $id })
role-fault-after = “{ $role }” has signed already ({ $id })
role-fault-unsigned = nobody has signed it
role-fault-not-passed = { $failed ->
        [yes] the signature { $id } is not valid: { $why }
       *[no] the signature { $id } cannot be decided: { $why }
    }
role-fault-document = { $failed ->
        [yes] the document is not valid: { $why }
       *[no] the document cannot be decided: { $why }
    }
note-role-leader = { $file }: the leader's signature { $id } is by { $signer }
warn-role-order = { $file }: { $fault }
warn-role-order-ignored = { $file }: signed all the same, by --ignore-order: { $fault } ({ $clause })
role-unclear = not one known role, so that it counts as nobody's: { $claimed }
role-fault-unclear-role = the signature { $id } does not claim one known role, and is nobody's: { $claimed }

## The report

verdict-passed = valid
verdict-failed = not valid
verdict-indeterminate = cannot be decided
verdict-unsigned = no signature
report-count = { $count ->
        [one] { $count } signature
       *[other] { $count } signatures
    }
report-unsigned = Nobody has signed this document: nothing protects it from changes.
report-judged = Judged as of { $time } under the policy { $policy }.
report-encrypted = The document is encrypted: { $how }.
report-pdf-a = The document calls itself PDF/A-{ $level }.
pdf-a-claimed = { $level }, as the document says of itself
kind-signature = signature
kind-certification = certification signature
kind-document-timestamp = document time-stamp
label-why = Why
label-signer = Signer
label-title = Title
label-organization = Organisation
label-subject = Subject
label-issuer = Issued by
label-serial = Serial number
label-validity = Certificate valid
label-claimed-time = Signed (claimed)
label-proven-time = Signed (proven)
label-content = Content
label-covers = Covers
label-afterwards = After signing
label-trust = Trust
label-domain = Trust domain
label-use = Role
label-added = Added
label-withdrawn = Withdrawn
label-revocation = Revocation
label-reason = Reason
label-location = Location
label-contact = Contact
label-level = Level
label-digest = Hash
label-algorithm = Algorithm
label-revision = Revision
label-unit = Unit
label-place = Seen on
label-stamp = Time-stamp
label-change = Revision { $revision }
label-change-file = File
signer-unknown = unknown
validity = from { $from } to { $to }
validity-over = from { $from } to { $to } (expired)
validity-yet-to-come = from { $from } to { $to } (not yet valid)
plain-time = { $time }
validity-at-signing = { $held ->
        [yes] within that time when signed{ $proven ->
            [yes] {""}
           *[no] {" "}(by the claimed time, which nothing proves)
        }
       *[no] outside of that time when signed{ $proven ->
            [yes] {""}
           *[no] {" "}(by the claimed time, which nothing proves)
        }
    }
validity-unknown = the signing time is not known
object = object { $number }
place = page { $page }
stamp = { $holds ->
        [yes] { $time }, by { $authority }
       *[no] { $time }, by { $authority }; it proves nothing
    }
stamp-of-content = { $stamp } (over the content, before it was signed)
changed-line = { $what }: { $allowed ->
        [yes] allowed
       *[no] not allowed: { $rule }
    }
changed-more = { $count } more
change-kind-signature = further signature
change-kind-document-timestamp = document time-stamp
change-kind-security-store = certificates and revocation data for later
change-kind-form-field = form field
change-kind-form = the form's list of fields
change-kind-annotation = annotation
change-kind-page = page
change-kind-content = drawn content
change-kind-catalog = the document's catalog
change-kind-metadata = notes about the document
change-kind-file-structure = how the file is written
change-kind-other = another object
integrity-intact = exactly as signed
integrity-broken = changed since it was signed
integrity-unknown = cannot be told
coverage-whole-file = the whole file
coverage-whole-revision = the whole document as it was in revision { $revision }
coverage-partial = not the whole document
part-document = the whole document
part = { $what } ({ $bytes } bytes, { $digest })
part-filtered = what a filter leaves of { $what } ({ $bytes } bytes, { $digest })
part-decoded = the bytes that { $what } encodes ({ $bytes } bytes, { $digest })
part-content = the file inside the signature
part-signature = the signature { $id }
content-elsewhere = in a file of its own
label-commitment = Signed as (claimed)
commitment = { $name ->
        [origin] who made, approved and sent it
        [receipt] who received it
        [delivery] who delivered it
        [sender] who sent it
        [approval] who approves of it
        [creation] who made it
       *[other] { $name }
    }
label-part = Signed part
modification-none = nothing was added
modification-none-kept = nothing of its content: only notes about the document or how the file is kept
modification-lta-update = only evidence and time-stamps were added
modification-form-filling = forms were filled in or further signatures added
modification-annotation = annotations were added or changed
modification-suspicious = something was added that nothing explains
trust-none = no path to a certificate that you trust
trust-in-domain = { $anchor } (trust domain { $domain })
revocation-good = not revoked
revocation-revoked = revoked
revocation-unknown = not checked
report-initials = Initials, which never stand for the leader's signature:

## The page

page-title = Report on the signatures: { $file }
page-passed = { $count ->
        [one] The signature on this document is valid.
       *[other] All { $count } signatures on this document are valid.
    }
page-failed = This document cannot be relied on: { $why }.
page-indeterminate = Whether this document can be relied on is not known: { $why }.
page-signatures = Signatures
page-pages = The document
page-missing = Not shown here: { $count ->
        [one] one page with a signature
       *[other] { $count } pages with signatures
    }.
page-no-picture = The pages are not shown: { $why }. This changes nothing about the verdict.
page-findings = About the document
page-details = Technical details
page-made = Made by kyso { $version }. This page tells how the file was judged at the time above; what counts are the signatures in the file itself, which anybody can check again.
no-picture-not-built = this build of kyso draws no pages
no-picture-too-large = the file is too large to be drawn
no-picture-failed = the file cannot be drawn here
no-picture-encrypted = the document is encrypted, and its password is given to no program that draws
label-file = File
label-judged = Checked
label-covered-digest = Hash of what is signed
label-path = Chain of certificates
place-none = on no page

## Why: the sub-indications of ETSI EN 319 102-1

sub-format-failure = the signature is not built as the standard asks
sub-hash-failure = the content is not the one that was signed
sub-sig-crypto-failure = the signature value does not fit the signer's key
sub-revoked = the certificate was revoked
sub-expired = the certificate had expired
sub-not-yet-valid = the certificate was not yet valid
sub-sig-constraints-failure = the signature lacks what the policy asks for
sub-chain-constraints-failure = the chain of certificates lacks what the policy asks for
sub-certificate-chain-general-failure = the chain of certificates cannot be validated
sub-crypto-constraints-failure = an algorithm or key is too weak
sub-crypto-constraints-failure-no-poe = an algorithm or key is too weak today, and nothing proves that the signature is older
sub-policy-processing-error = the policy could not be applied
sub-signature-policy-not-available = the signature policy is not at hand
sub-timestamp-order-failure = the time-stamps contradict each other
sub-no-signing-certificate-found = the certificate of the signer is missing
sub-no-certificate-chain-found = no path leads to a certificate that you trust
sub-no-certificate-chain-found-no-poe = the CA certificate is no longer trusted, and nothing proves that the signature is older
sub-revoked-no-poe = the certificate was revoked, and nothing proves that the signature is older
sub-revoked-ca-no-poe = the certificate of an issuer was revoked, and nothing proves that the signature is older
sub-out-of-bounds-not-revoked = the certificate has expired, and it was not revoked
sub-out-of-bounds-no-poe = the certificate is not valid now, and nothing proves that the signature is older
sub-revocation-out-of-bounds-no-poe = the evidence about revocation is outside its validity
sub-no-poe = nothing proves that the signature existed at the time needed
sub-try-later = revocation could not be checked
sub-signed-data-not-found = what was signed cannot be found
sub-generic = another reason

## Findings

finding-byte-range-invalid = the signature does not cover the document as it must: { $fault }
finding-signature-dictionary-invalid = the signature in the document cannot be used: { $fault }
finding-sub-filter-unsupported = this form of signature is not judged yet: { $sub-filter }
finding-cms-malformed = the signature cannot be read: { $fault }{ $offset ->
        [0] {""}
       *[other] , at byte { $offset } of its content
    }
finding-cms-deviation = the signature deviates from the standard in a harmless way: { $deviation }
finding-signer-count = the signature has { $signers } signers, and a document's signature has exactly one
finding-content-attached = the signature carries content of its own, which is not the document
finding-signed-attributes-invalid = what the signer signed beside the document is not in order: { $attribute }, { $fault }
finding-signed-attributes-missing = the signer signed the file alone and nothing of himself (PKCS#7 of old): nothing binds the certificate
finding-content-missing = the file that this signature is of was not found: put it beside the signature under the same name without .p7s, or name it with --content
finding-content-differs = the file given is not the one that the signature holds
finding-content-type-unknown = what the signature holds is said to be more than a file: { $type }
finding-foreign-structure = the file is made so that other programs show something that nobody signed
finding-digest-mismatch = the content of the document was changed after signing
finding-signature-mismatch = the signature was not made with the signer's key, or it was changed
finding-algorithm-mismatch = the algorithms named contradict each other: { $digest }, { $signature }
finding-algorithm-unknown = an algorithm that this version does not know: { $algorithm }
finding-signer-certificate-missing = the signature does not carry the signer's certificate
finding-signing-certificate-missing = the signature is not bound to one certificate
finding-signing-certificate-mismatch = the signature is bound to another certificate than the one it carries
finding-certificate-unreadable = certificates in the signature that cannot be read: { $count }
finding-profile-unmet = the profile { $profile } is not met: { $fault ->
        [not-pdf] the document is no PDF
        [form-unreadable] the form cannot be read
        [field-not-named] { $field } was filled after a signature (revision { $revision }), and the profile does not name it
        [filled-twice] { $field } was filled once more in revision { $revision }
        [was-not-empty] { $field } was not empty before it was filled in revision { $revision }
        [not-sealed] nobody else signed over { $field }, filled in revision { $revision }
        [no-such-field] there is no field for: { $role }
        [not-filled] { $field } is not filled
        [not-shown] { $field } is filled, but no page shows it
        [off-page] { $field } is filled, but it lies outside of its page
        [covered] { $field } is filled, but something else is painted there (object { $object })
        [no-look] { $field } is filled, but nothing in the file draws it
        [look-differs] { $field } is filled, but what is drawn there says something else
        [several-fields] there are several fields like { $field }
        [too-few-signers] only { $signers } signed validly
       *[other] { $fault }
    }
finding-number-and-date-filled = number: { $number }; date: { $date }
finding-algorithm-too-weak = too weak for a signature: { $algorithm } ({ $where })
finding-weak-digest = the hash { $algorithm } can be forged ({ $where ->
        [document] over the document
       *[signature] inside the signature
    })
finding-only-leaf-embedded = the document has the signer's certificate alone; that of { $issuer } came from elsewhere, and others may not find it
finding-algorithm-not-advised = { $algorithm } ({ $where }) is not on the list { $table }
finding-key-usage-forbids-signing = the certificate is not meant for signing documents
finding-no-trusted-path = no certificate that you trust was found for the issuer { $issuer }; give it with --trust, or add it with kyso trust add
finding-trust-domain-refused = the path ends at { $subject }, whose trust domain ({ $domain }) the policy does not take; for certificates given with --trust, --trust-domain says which it is
finding-anchor-retired = the path ends at { $subject }, which you trust only for what is from { $until } or before; judged as of { $time }
finding-anchor-expired = the path ends at { $subject }, which expired on { $not-after }; it holds because you trust it, as of { $time }
finding-path-search-cut-off = looking for a chain of certificates for the issuer { $issuer } was given up: there are too many possible ones
finding-path-constraint-violated = a rule of the chain of certificates is broken by { $subject }: { $fault }
finding-certificate-expired = the certificate of { $subject } expired at { $not-after }; judged as of { $time }
finding-certificate-not-yet-valid = the certificate of { $subject } is valid only from { $not-before }; judged as of { $time }
finding-revocation-not-published = the certificate of { $subject } names no place where a revocation would be published
finding-revocation-not-checked = no evidence is at hand whether the certificate of { $subject } was revoked
finding-claimed-time-unproven = the signing time { $time } is the signer's own statement
finding-claimed-time-in-future = the signing time { $time } claimed lies in the future
finding-local-time-as-utc = the signing time { $claimed } claimed is { $hours } hours after the proven { $proven }: the signing software wrote its local time as if it were UTC
finding-certificate-revoked = { $reason ->
        [none] the certificate of { $subject } was revoked on { $time }, and nothing proves that the signature is older
       *[other] the certificate of { $subject } was revoked on { $time } ({ $reason }), and nothing proves that the signature is older
    }
finding-revoked-after-signing = the certificate of { $subject } was revoked on { $time }, after the proven signing time; the signature stands
finding-service-failed = { $service } gave no usable answer: { $fault }
finding-timestamp-invalid = a time-stamp proves nothing: { $fault }
finding-timestamp-order = a time-stamp of { $time } is covered by one of { $covered-at }: the two contradict each other
finding-modified-after-signing = { $object ->
        [0] the document was changed after signing, in revision { $revision }: { $fault }
        [none] the document was changed after signing, in revision { $revision }: { $fault }
       *[other] the document was changed after signing, in revision { $revision }: { $fault } (object { $object })
    }
finding-later-signature = a further signature was added: { $field } in revision { $revision }
finding-later-filling = a form field was filled later: { $field } in revision { $revision }
finding-signature-removed = the signature was removed from the document or changed later
finding-signature-unreachable = the file no longer leads to a signature that stands at byte { $offset }: it was damaged or altered
finding-appearance-text-unproven = the signature shows text that neither its certificate nor the signature itself says: { $text }
finding-later-appearance = a later signature, { $field } in revision { $revision }, added its own picture to a page
finding-later-annotation = after this signature, in revision { $revision }, an annotation ({ $kind }) on page { $page }: { $change ->
    [added] added
    [changed] changed
   *[removed] removed
 }; the certification allows it and it hides nothing
finding-trailing-bytes = after the end of the document stand { $length } more bytes, from byte { $offset }
finding-document-unreadable = the signatures of the document cannot be found: { $fault }{ $offset ->
        [0] {""}
       *[other] , at byte { $offset }
    }
finding-xref-repaired = the file is damaged, and what stands in it was found by searching: { $fault }{ $offset ->
        [0] {""}
       *[other] , at byte { $offset }
    }
finding-signature-shape-invalid = the signature in the XML is not built as the standard asks: { $fault }, at byte { $offset }
finding-reference-mismatch = { $path ->
        [none] what the signature covers was changed after signing: { $uri }
       *[other] what the signature covers was changed after signing: { $path } ({ $uri })
    }
finding-reference-unusable = what the signature covers cannot be determined ({ $uri }): { $fault }{ $transform ->
        [none] {""}
       *[other] {" "}({ $transform })
    }
finding-reference-external = the signature covers something outside this file, which was not given: { $uri }
finding-manifest-entry-invalid = entry { $entry } of the list that was signed does not hold: { $fault } { $uri }
finding-namespaces-around = { $change ->
        [added] the signature would hold if { $path } stood alone: an envelope was put around it after signing, and its namespaces ({ $prefixes }) are signed along
       *[other] the signature would hold if { $path } still declared { $prefixes }: it was taken out of its envelope after signing, whose namespaces are signed along
    }
finding-covers-part = only this part of the document is signed, nothing beside it: { $path }
finding-covers-outside = nothing of this document is signed, only what it refers to: { $uri }
finding-counter-signature-elsewhere = it stands where a counter-signature stands, but does not sign the signature around it
finding-covers-nothing = the signature covers nothing of the document, only what it says of itself
finding-covers-filtered = a filter decides what of { $uri } is signed: nothing can be said for the rest
finding-object-not-covered = something inside the signature is not signed by it: { $path }
finding-legacy-transform = a transform has a wrong name that older systems write, and was taken for the right one: { $uri }
finding-qualifying-properties-invalid = what the signer signed beside the document (XAdES) is not in order: { $fault }
finding-evidence-unreadable = certificates or revocation data beside the signature that cannot be read: { $count }
finding-property-unknown = { $signed ->
        [yes] the signer signed a property that this version does not understand: { $property }
       *[other] beside the signature stands a property that this version does not understand: { $property }
    }
finding-root-unexpected = the document is a { $found }, and { $expected } was expected
finding-element-not-covered = { $path ->
        [none] no valid signature covers { $element }, which was expected to be signed
       *[other] no valid signature covers { $path }, which was expected to be signed
    }
finding-policy-widened = the policy was widened: { $option }
finding-policy-narrowed = the policy asks for more than baseline: { $rule }
finding-policy-unmet = what the policy asks for is not there: { $rule }
finding-later-look-over-text = { $sight ->
        [untold] the picture of a later signature, { $field } in revision { $revision }, lies on page { $page }, whose text cannot be read: look for yourself whether it covers any
        [sheer] the picture of a later signature, { $field } in revision { $revision }, lies over text of page { $page }, which shows through{ $text ->
            [none] {""}
           *[other] : “{ $text }”
        }
       *[opaque] the picture of a later signature, { $field } in revision { $revision }, COVERS { $lines ->
            [1] a line
           *[other] { $lines } lines
        } of text on page { $page }{ $text ->
            [none] {""}
           *[other] : “{ $text }”
        }; the page as it was signed: --export-signed
    }

finding-file-not-covered = the signature does not cover a file of the container: { $name }
finding-file-unsigned = a file of the container that nobody has signed: { $name }
finding-file-unknown = beside the signatures stands a file of unknown purpose, which nobody has signed: { $name }
finding-signature-file-invalid = a file of the container that should hold signatures cannot be used: { $name }: { $fault }
finding-file-name-unsigned = the content of { $name } is signed and its name is not: an ASiC-S with CMS signs none
finding-file-list-differs = the list of files in the container, which nothing depends on, is not one of what is there: { $name }
finding-file-not-judged = the container has something that this version does not judge: { $name }
finding-container-unsound = the container breaks a rule of its structure, so that nothing in it counts: { $name ->
        [none] {""}
       *[other] { $name }:{" "}
    }{ $fault }, at byte { $offset }
finding-container-shape-invalid = the container has not what its kind asks for: { $fault }

## Facts that are themselves codes

fact-unreadable = it cannot be read
fact-object-added = something was added that no rule explains
fact-object-replaced = something was replaced that no rule explains
fact-object-removed = something was removed
fact-too-many-changes = too many changes
fact-generation-changed = an object was numbered anew
fact-ambiguous-number = a number that programs read differently
fact-ambiguous-value = a value that programs read differently
fact-annotation-draws-text-or-pictures = an annotation draws text or a picture
fact-annotation-entries = an annotation has entries that nobody could judge
fact-annotation-flags = an annotation is hidden, or shown on some occasions only
fact-annotation-hides-content = an annotation hides what was signed
fact-annotation-kind = an annotation of a kind that is not allowed after signing
fact-annotation-look = an annotation's look cannot be judged
fact-annotation-place = an annotation stands where programs show it differently
fact-annotation-window = the window of a note covers the page
fact-shared-catalog = the root of the document is used for something else as well, which what changes in it would change too
fact-dangling-reference-filled = something new fills a place that was referred to and empty
fact-dangling-row = the cross-reference leads to nothing
fact-duplicate-key = an entry stands twice
fact-form-changed = the form itself was changed
fact-hybrid-row = the two cross-references of the revision disagree
fact-look-differs-from-value = a field shows something else than its value
fact-look-hides-text = a field's new look hides what the page showed: text, a drawing, a picture, a stamp or another signature
fact-metadata-changed = the notes about the document were changed in a way that is not allowed
fact-misplaced-object = the cross-reference leads to the wrong place
fact-not-judged = nobody looked at this revision
fact-page-cannot-be-told = what the page shows cannot be told
fact-second-root = the revision brings a second catalog
fact-security-store-malformed = the store of certificates and revocation data holds something else
fact-signature-covers-page = a later signature covers too much of a page
fact-signature-removed = the signature itself was removed
fact-signed-annotation = an annotation that was signed was changed
fact-size = the revision does not count its objects
fact-startxref = the revision does not say where it begins
fact-padded = too much stands behind the end of the file
fact-too-many-annotations = too many annotations
fact-trailer-changed = the trailer was changed in a way that is not allowed
fact-unlisted-bytes = the file has bytes that its cross-reference does not list
fact-unlisted-objects = the file has objects that its cross-reference does not list
fact-doc-mdp-forbids = the certification allows no such change
fact-field-locked = a locked field was changed
fact-missing = missing
fact-differs = different from what is used
fact-extension-malformed = an extension cannot be read
fact-not-a-ca = it is no CA certificate and issued another
fact-path-length-exceeded = the chain is longer than it allows
fact-key-usage-forbids-certificates = its key is not meant for issuing certificates
fact-shared-value = another field has the same signature for its value, and it is judged there
fact-name-not-permitted = it has a name that a CA above it does not permit
fact-name-excluded = it has a name that a CA above it excludes
fact-trust-withdrawn = trust in it was withdrawn
fact-name-undecidable = whether a CA above it permits one of its names cannot be told
fact-too-many-names = it has too many names to compare
fact-policy-required = the chain holds under no certificate policy that is required
fact-any-policy-mapped = it maps the policy that stands for any
fact-extension-repeated = an extension comes twice
fact-name-constraints-not-processed = it has name constraints of a form that nobody uses and this version does not check
fact-critical-extension-unknown = it has a critical extension that this version does not know
fact-document = hash of the document
fact-signature = signature
fact-key = key of the signer
fact-key-usage = key usage
fact-extended-key-usage = extended key usage
fact-not-der = written in BER instead of DER
fact-unsorted-attributes = attributes out of order
fact-unreadable-certificate = a certificate that cannot be read
fact-certificates-passed-over = more certificates than are looked at
fact-trailing-bytes = bytes after its end
fact-digest-not-listed = its hash is not listed
fact-other-algorithms = algorithms that are refused otherwise
fact-missing-signing-certificate = signatures that do not name their certificate
fact-legacy-transforms = wrong names of transforms
fact-overdue-evidence = revocation data after its next update was due
fact-other-purposes = certificates for other purposes
fact-expired-certificates = expired certificates
fact-unchecked-revocation = certificates whose revocation could not be checked
fact-claimed-time = the time that the signer claims
fact-annotations = annotations after signing
fact-undecided-signatures = signatures that cannot be told beside one that holds
fact-trust-domains = certain trust domains
fact-timestamp-domains = certain trust domains for time-stamps
fact-whole-document = a signature over the whole document
fact-signing-certificate = what was signed names the certificate
fact-algorithms = stricter algorithms
fact-path-constraints = constraints on the chain
fact-revocation-required = revocation data for every certificate
fact-grace = a grace period for revocation data
fact-max-age = revocation data that is recent
fact-proven-time = a time-stamp that proves the time of signing
fact-later-changes = fewer changes after signing
fact-at-least = a number of signatures that hold
fact-policy-forbids-timestamps = the policy does not take time-stamps or evidence added later
fact-policy-forbids-signatures = the policy does not take signatures added later
fact-policy-forbids-filling = the policy does not let this field be filled later
fact-policy-forbids-annotations = the policy does not take annotations added later

fact-id-missing = no element has this identifier
fact-id-duplicate = several elements have this identifier
fact-uri-not-understood = this form of address is not understood
fact-external-unreadable = it could not be read
fact-transform-unsupported = a transform that is not supported
fact-transform-misplaced = a transform in a place where it means nothing
fact-nothing-left = the transforms leave nothing of it
fact-not-base64 = text that is not base64
fact-over-budget = it takes too much work
fact-xml-malformed = XML that cannot be processed
fact-xpath-malformed = an XPath expression that cannot be processed
fact-digest-differs = it was changed
fact-digest-unknown = a hash that this version does not know
fact-entry-external = it was not given
fact-zip-unreadable = its bytes cannot be read
fact-zip-end-record = it does not end with its one end record
fact-zip-large-records = the records for large files contradict the others
fact-zip-split = it is split over several files
fact-zip-directory = its directory is not what its end record says
fact-zip-stray-bytes = it has bytes that belong to no file, or to two
fact-zip-empty = there is no file in it
fact-zip-mimetype = its first entry does not say what kind of container it is
fact-zip-too-many = it has more than the limits that protect this machine allow
fact-zip-name = a name that is not allowed in a container
fact-zip-name-encoding = a name that is not in UTF-8
fact-zip-duplicate = another file has this name, or one that some systems take for it
fact-zip-reserved = a name that is reserved for the container itself
fact-zip-flags = it is encrypted, or kept in a form that is not read
fact-zip-method = its compression is not read
fact-zip-extra = its extra fields are malformed, not known, or contradict the others
fact-zip-local-header = its header is not what the directory says
fact-zip-descriptor = what stands behind it is not what the directory says
fact-zip-not-regular = it is a link or a device and no file
fact-zip-size = its sizes cannot be
fact-zip-bomb = it inflates to too much
fact-zip-content = its content is not what the directory says
fact-files = an ASiC-S has exactly one file
fact-signature-files = an ASiC-S has exactly one file of signatures, META-INF/signatures.xml or META-INF/signature.p7s
fact-disguised = programs could take it for a PDF that nobody signed
fact-comment = it has a comment that nobody signed
fact-pieces = its content is a document cut into pieces
fact-no-manifest = no manifest of the container belongs to it
fact-manifests = several manifests of the container say to belong to it
fact-shape = it is not built as the standard asks
fact-too-many = it has too many signatures
fact-certificate-revoked = its certificate was revoked
fact-certificate-expired = its certificate had expired
fact-certificate-not-yet-valid = its certificate was not valid yet
fact-no-trusted-path = no path leads from it to a certificate that you trust
fact-path-search-cut-off = there are too many paths to look for
fact-path-constraint-violated = a rule of its chain of certificates is broken
fact-trust-domain-refused = its trust domain is not taken
fact-anchor-retired = trust in its anchor has ended
fact-revocation-not-checked = whether its certificate was revoked is not known
fact-algorithm-too-weak = its algorithm or key is too weak
fact-signature-mismatch = its signature is wrong
fact-digest-mismatch = it is for other bytes
fact-signer-certificate-missing = its certificate is missing
fact-timestamp-order = it contradicts another time-stamp
fact-state-altered = the document in it is another
fact-state-none = it does not begin like one
fact-state-malformed = a part of it is malformed

## Errors of the library

core-unknown-format = { $file }: this is neither a PDF nor an XML document, nor a CMS signature
    .fix = Check that this is the right file; where the signature is in a file of its own (.p7s), give that one.
core-empty = { $file }: the file is empty
    .fix = Check that it was copied or downloaded completely; sign --repair signs what is there.
xml-fault-encoding = there are bytes that are no letters of the document's encoding
xml-fault-encoding-unsupported = it says that its encoding is { $name }; the bytes are not, or that encoding is not read
xml-fault-character = there is a character that XML does not allow
xml-fault-unexpected-end = the document ends too early
xml-fault-syntax = a tag or a text is not written as XML asks
xml-fault-end-tag = the tag { $name } is closed by another
xml-fault-duplicate-attribute = the attribute { $name } occurs twice
xml-fault-entity = the entity { $name } is not declared, or not allowed here
xml-fault-doctype = it has a DOCTYPE, which is refused because it can change what a document says
xml-fault-undeclared-prefix = the prefix { $name } is not declared
xml-fault-reserved-namespace = the prefix { $name } may not be declared so
xml-fault-relative-namespace = the namespace { $name } is relative, which signatures do not allow
xml-fault-too-many = it goes beyond the bound { $bound } that protects this machine
xml-fault-elided = it is too large for this
core-xml-damaged = { $file }: not well-formed XML, at byte { $offset }: { $fault }
    .fix = Get the file again from where it comes, or export it anew; kyso does not repair files.
core-xml-encoding = { $file }: only XML in UTF-8 can be signed or extended
    .fix = Save it in UTF-8, say so in its first line and change nothing else: signatures in it stay valid.
core-xml-encoding-declared = { $file }: { $fault }
    .fix = Save the document in UTF-8, with encoding="UTF-8" in its first line.
core-xml-breaks-other = { $file }: the signature that stands at { $path } covers the place of the new data and would no longer hold
    .fix = Put the new signature outside of what that one covers, with --inside. If it covers the whole document, have it made again without --last, --form xmldsig and --profile; others can then sign beside it. Extend a signature before it is covered.
core-xml-algorithm = { $file }: XML has no name for { $algorithm }
    .fix = Choose another with --digest or --scheme.
core-xml-id = { $file }: the identifier { $id } is taken already
    .fix = Choose another with --signature-id, or leave it out.
core-xml-refused = { $file }: the signature cannot be put into the XML: { $detail }
    .fix = Check what --element and --inside name.
core-xml-element-count = { $file }: { $path } names { $found ->
        [0] no element
       *[other] { $found } elements
    } where one is needed
    .fix = Write the whole path, such as /HDon/DLHDon; kyso inspect shows what stands in the document.
core-xml-no-identifier = { $file }: the element { $path } has no identifier of its own
    .fix = Give it an attribute Id with a value that no other element has, or sign the whole document.
core-xml-properties = { $file }: what the signature is to say cannot be written in XML: { $detail }
    .fix = Leave control characters out of --claimed-role and --location; --signature-id takes letters, digits, - and _.
core-xml-raise-plain = { $file }: the signature at { $path } is plain XML Signature, which no level can be added to
    .fix = Only XAdES signatures are raised; sign with kyso sign, without --form xmldsig.
core-xml-raise-refused = { $file }: the signature cannot be raised: { $detail }
    .fix = See what kyso verify says of it.
core-profile-verifies = { $file }: the profile { $profile } serves to verify, not to sign
    .fix = Choose the profile of the one who signs.
core-profile-level = { $file }: the profile { $profile } asks for a signature of level { $level } at least
    .fix = Add --level and --tsa URL.
core-profile-fixes = { $file }: { $option } is what the profile says
    .fix = Leave one of the two out, or change the profile in a file of your own.
core-attachments = { $file }: the attachments in the message cannot be signed: { $detail }
    .fix = Give every attachment a content id of its own and its content in base64.
core-option-misplaced = { $file }: { $option } does not go with a document in { $format }
    .fix = Leave it out for such documents.
core-operation-misplaced = { $file }: a document in { $format } has no { $operation }
    .fix = See --help after the command for the documents it takes.
core-pdf-password-needed = { $file }: the document is encrypted and needs its password
    .fix = Use --pdf-password-file, --pdf-password-fd or --pdf-password-env, or call from a terminal.
core-pdf-password-wrong = { $file }: the password does not open the document
    .fix = Give the password of its user or of its owner, in the same letters as when it was set.
core-encryption-handler = { $file }: the document is encrypted by { $name }, which is not supported
    .fix = Save it with a password instead, or without encryption.
core-encryption-changed = { $file }: the revisions of the document are not encrypted alike
    .fix = Ask whoever made it for a new copy; nothing can be added to this one.
core-encryption = { $file }: the document's encryption cannot be undone: { $detail }
    .fix = Save it anew in the program that made it.
core-permissions-add-field = { $file }: its permissions forbid to add a signature or a field for one
    .fix = Open it with its owner's password, or sign a field that is there (--field) where its permissions allow that; --ignore-permissions goes on all the same.
core-permissions-sign = { $file }: its permissions forbid to sign it
    .fix = Open it with its owner's password; --ignore-permissions signs all the same.
core-truncated = { $file }: the end of the document is missing{ $offset ->
        [0] {""}
       *[other] , see byte { $offset }
    }
    .fix = Check that it was copied or downloaded completely; sign --repair signs what is there.
core-damaged = { $file }: the PDF is damaged at byte { $offset }: { $fault }
    .fix = Get the file again from where it comes, or export it again; sign --repair signs one that nobody has signed.
core-damaged-somewhere = { $file }: the PDF is damaged: { $fault }
    .fix = Get the file again from where it comes, or export it again; sign --repair signs one that nobody has signed.
core-repair-signed = { $file }: the PDF is damaged and bears a signature{ $offset ->
        [0] {""}
       *[other] , see byte { $offset }
    }
    .fix = Get the file again from whoever signed it: a repair would hide what was done to it.
core-beyond-limits = { $file }: the PDF goes beyond the limits that protect this machine: { $detail }
    .fix = An honest document hardly ever does; export it again from the program that made it.
core-field-signed = { $file }: the field { $field } is signed already
    .fix = Choose another field with --field, or sign in a new one: --new-field
core-not-fillable = { $file }: the field { $field } cannot be filled in
    .fix = Name an empty field of text that is there, may be changed and is seen in one place.
core-bad-font-size = { $file }: the text of a field is 1 to 200 points high
    .fix = Give another --font-size.
core-not-a-signature-field = { $file }: the field { $field } is no signature field
    .fix = Choose another field with --field, or sign in a new one: --new-field
core-bad-field-name = “{ $field }” cannot be the name of a new signature field
    .fix = A name has 1 to 255 characters, no full stop among them and no line break.
core-room-too-large = { $room } bytes were asked for the signature, and at most { $limit } can be kept
    .fix = Ask for less room; a signature with its certificates and time-stamp has under 65536 bytes.
core-archival = { $file } calls itself PDF/A-{ $level }, and signing would break that: { $breach }
    .fix = Sign a copy that does not claim PDF/A, or a document within the limits of its level.
fault-breach-integer = the number { $value } is past 2147483647, as in files of over 2 GiB
fault-breach-string = a string of { $length } bytes, and at most { $limit } are allowed (room for the signature, mostly)
fault-breach-array = a list of { $length } fields or annotations, and at most { $limit } are allowed
fault-breach-transparency = a picture with transparency
fault-breach-no-output-intent = a picture with transparency or the text of a field, where the document names no output intent
fault-breach-font = a font that is not embedded, as text fields have
core-contents-too-small = the signature needs { $needed } bytes, and { $room } were kept for it
    .fix = Prepare it again with the whole chain of certificates.
core-certification-forbids = { $file }: the signature in the field { $field } allows no further signature, by its certification or its lock
    .fix = Ask who signed there for a document that may be signed.
core-duplicate-field = { $file }: several fields are called { $field }
    .fix = Get a form without such fields, or sign in a new field: --new-field
core-several-empty-fields = { $file }: several signature fields are empty: { $fields }
    .fix = Say which one with --field NAME, or sign in a new one: --new-field
core-no-such-field = { $file }: there is no field { $field }
    .fix = See kyso fields for the names.
core-no-such-empty-field = { $file }: there is no field { $field }; these signature fields are empty: { $fields }
    .fix = Give one of these names with --field, or add yours: --new-field=NAME
core-field-exists = { $file }: there is a field { $field } already
    .fix = Choose another name; kyso fields lists those that are taken.
core-no-such-page = { $file }: there is no page { $page }, the document has { $pages }
    .fix = Give a page from 1 to { $pages }.
core-off-page = { $file }: the rectangle does not lie wholly on page { $page }
    .fix = Coordinates count from the lower left corner of the page, in points (1/72 inch) or mm.
error-text-not-found = { $file }: the text "{ $text }" is on no page
    .fix = Copy the text out of the document, or say where with --page and --rect.
error-text-similar = { $file }: the text "{ $text }" is on no page; like it: { $places }
    .fix = Give the whole words as they stand there, capitals too, or add --ignore-case.
error-text-scanned = { $file }: the text "{ $text }" is not found; these pages are pictures without text, as scanners make them: { $pages }
    .fix = Give a place with --page and --rect.
error-text-untold = { $file }: the text "{ $text }" is not found; on these pages fonts do not say which letters they show: { $pages }
    .fix = Give a place with --page and --rect.
error-text-unread = { $file }: the text of these pages cannot be read to its end, so which place is meant is not certain: { $pages }
    .fix = Say on which page with --page, or give a place with --rect.
error-text-several = { $file }: the text "{ $text }" is there { $count } times: { $places }
    .fix = Say which one: --occurrence first, last or a number; or --page
error-text-occurrence = { $file }: there is no occurrence { $wanted } of the text "{ $text }", only { $count }: { $places }
    .fix = Choose one of these with --occurrence.
error-text-no-room = { $file }: beside the text "{ $text }" on page { $page } there is too little room, { $width } × { $height } mm
    .fix = Choose a smaller --size, another --side, or --side over.
text-place = page { $page }, { $left } mm from the left, { $bottom } mm from the bottom: { $context }
text-places-more = { $count } more
look-signed-by = Signed by
look-signed-at = Date
look-empty = nothing is to be shown
    .fix = Give --text, --image or --qr.
look-font-unreadable = { $file }: the font cannot be read, or not to its end
    .fix = Give a TrueType or OpenType font (.ttf, .otf, .ttc).
look-font-forbids = { $file }: the font's licence forbids to embed it in documents
    .fix = Choose another font, or leave out --font: Liberation Serif may be embedded.
look-characters-missing = the font has no sign for { $characters }
    .fix = Choose a font that has them with --font, or change the text.
look-script = { $character } is of a script that cannot be set here
    .fix = Leave the text out, or give it as a picture with --image.
look-text-too-long = the text needs a height of { $needed } pt, and there are { $room } pt
    .fix = Make the rectangle larger, the text shorter or --font-size smaller.
look-text-too-large = the text has more than { $limit } characters
    .fix = Shorten it.
look-unknown-name = { $name } in braces stands for nothing known
    .fix = Known are signer, title, organization, serial, reason, location and time; a brace itself is written twice.
look-picture-unreadable = { $file }: { $detail }
    .fix = Give a PNG, or a JPEG in RGB or grey.
look-picture-too-large = { $file }: the picture has too many points
    .fix = Make it smaller; 25 million points are the most.
look-qr-too-long = the text does not fit into a QR code
    .fix = Shorten the text of --qr.
look-bad-length = a length of the look is too small or too large
    .fix = Look at the rectangle, --size, --font-size and the border.
look-no-page-box = { $file }: page { $page } does not say how large it is
    .fix = Save the document again with the program that made it.
look-no-field-rectangle = { $file }: the field { $field } has no place on a page where something could be shown
    .fix = Leave out --field and say where with --rect or --at, or sign unseen.
look-field-has-place = { $file }: the field { $field } is there already, with a place of its own
    .fix = Leave out --rect, --at and --page to sign in its place, or sign in a new field: --new-field
look-stamps-after = { $file }: stamps on other pages would invalidate the signature in the field { $field }
    .fix = Stamp all pages with the first signature, or leave out --pages.
look-hides-signed-text = { $file }: what is to be shown would hide text or drawings of page { $page }, which is signed already
    .fix = Choose another place, a picture with a transparent ground (PNG), and neither --background nor --qr over text.
look-stamps-need-place = stamps on other pages need a place that every page has
    .fix = Give --rect or --at as well.
core-field-locked = { $file }: the signature in the field { $by } has locked the field { $field }
    .fix = Ask who signed there for a document in which this field may still be signed, or in which another is free: kyso fields says which are locked.
core-not-first = { $file }: a certification must be the first signature, and the field { $field } is signed
    .fix = Sign without --certify, or certify a document that nobody has signed.
core-signed-before = { $file }: the field { $field } is signed, and an empty field added now would invalidate that signature
    .fix = Add all fields before the first signature; to sign beside it, kyso sign adds a field by itself.
core-lock-misplaced = { $file }: the field { $field } cannot take this lock
    .fix = It has one of its own, or an earlier signature covers it: leave out --lock and --lock-changes, or sign in a new field.
core-seed-value = { $file }: the field { $field } requires { $entry }: { $wanted }
    .fix = Sign as the field requires, or in another field; kyso fields shows what each one asks for.
core-seed-unreadable = { $file }: the field { $field } requires something that is not understood ({ $entry })
    .fix = Sign in another field, or ask who made the form.
core-value-mismatch = { $file }: this value does not sign the prepared document with the certificate's key
    .fix = Sign the bytes that kyso prepare named, with its algorithm; ECDSA values are DER.
core-state-invalid = { $file }: this is no prepared signature, or it was altered ({ $fault })
    .fix = Give the file that kyso prepare wrote, unchanged.
core-certificate-expired = the certificate of { $subject } expired at { $time }
    .fix = Sign with a valid certificate; --allow-expired signs all the same, and nobody will trust it.
core-certificate-not-yet-valid = the certificate of { $subject } is valid only from { $time }
    .fix = Check the clock of this machine; --allow-expired signs all the same.
core-usage-forbidden = the certificate of { $subject } is not meant for signing documents ({ $extension })
    .fix = Choose a certificate for signing; its issuer can tell which.
core-not-signed = { $file }: there is no signature and no time-stamp to extend
    .fix = Sign the document first with kyso sign, or add a time-stamp with kyso timestamp.
core-content-missing = { $file }: the file that this signature is of is missing
    .fix = Put it beside the signature under the same name without .p7s, or name it with --content FILE.
core-content-differs = { $file }: the file given is not the one inside the signature
    .fix = Leave --content out: the signature holds its file. kyso verify --export-signed DIR writes it out.
core-no-such-signature = { $file }: there is no signature { $id }
    .fix = kyso verify names the signatures of the file.
core-old-archive = { $file }: the signature { $field } has an archive time-stamp of an older kind, which allows no addition
    .fix = Extend it with the program that made it, before its time-stamp expires.
core-cms-damaged = { $file }: the signature file is damaged or cut short ({ $detail })
    .fix = Copy or download it again; if it is the original, ask who signed for a sound one.
core-mime = { $file }: this is a mail message, not the signature in it
    .fix = Save its attachment smime.p7s beside the signed part, or smime.p7m, and give that file.
core-not-cms = { $file }: this is no CMS signature, as its name says, but a document in the format { $format }
    .fix = It says nothing of the file beside it: ask for the right signature. To judge it by itself, give it the ending of its format.
core-signature-broken = { $file }: the signature in the field { $field } does not hold
    .fix = Look at it with kyso verify; a broken signature can be neither raised nor followed by another.
core-signer-unknown = { $file }: the signature in the field { $field } does not say whose it is
    .fix = Only signatures that carry the signer's certificate can be extended.
core-certificate-revoked = { $file }: the certificate of { $subject } was revoked on { $time }
    .fix = Sign with a certificate in force; if it is that of a time-stamp authority, name another with --tsa.
core-evidence-missing = { $file }: nothing shows whether the certificate of { $subject } was revoked: { $detail }
    .fix = Try again later, or give CRLs, OCSP responses and certificates of issuers with --evidence.
core-evidence-not-published = { $file }: nothing shows whether the certificate of { $subject } was revoked, and it names nobody to ask
    .fix = Give CRLs, OCSP responses and certificates of issuers with --evidence, or choose --level t.
core-grace-period = { $file }: revocation data about { $subject } counts only from { $until } on, when the grace period is over
    .fix = Sign with --level t now and use kyso extend after that time, or add --level-fallback.
core-trust-list-unreachable = the trusted list { $place } could not be had: { $detail }
    .fix = Try again later, or give the list as a file.
core-trust-list-none = { $file } is no trusted list
    .fix = Give a list in XML as ETSI TS 119 612 describes it, not the PDF for people.
core-trust-list-unsigned = { $file }: the trusted list is not signed
    .fix = Get it again from who publishes it.
core-trust-list-untrusted = { $file }: the signature of the trusted list does not hold ({ $why })
    .fix = Get it again from who publishes it, and give the certificate of who signs it now with --trust-list-signer.
core-trust-list-other-signer = { $file }: the trusted list is signed by somebody else than --trust-list-signer names
    .fix = Give the certificate of the signer itself, not that of its CA.
core-trust-list-overdue = { $file }: the next trusted list was due on { $until }
    .fix = Get the list of today from who publishes it.
core-trust-list-unreadable = { $file }: the trusted list cannot be read: { $detail }
    .fix = Tell who publishes it.
core-timestamp-failed = { $file }: no time-stamp could be had: { $detail }
    .fix = Try again later, or name a further authority with another --tsa.
core-timestamp-login = { $file }: no time-stamp could be had: { $detail }
    .fix = Check --tsa-user and its passphrase.
core-timestamp-untrusted = { $file }: { $service } stamps with the certificate of { $subject }, which leads to no CA that you trust
    .fix = Give its CA with --trust (or kyso trust add) if you trust it, or name another authority with --tsa; --no-store leaves your trust store aside.
core-cms = { $file }: the signature cannot be built or read: { $detail }
    .fix = Check the certificates given, and that the document is whole.
core-key-malformed = { $file }: no key can be read from this file
    .fix = A key is a PKCS#12 file (.p12, .pfx) for --p12, or PEM for --key.
core-key-encryption-unsupported = { $file }: the key is encrypted in a way that is not supported: { $detail }
    .fix = Export the key again as PKCS#12 with AES, or as PKCS#8.
core-key-too-expensive = { $file }: opening the key would take too much work: { $detail }
    .fix = Export the key again with the usual settings.
core-passphrase-needed = { $file }: the key needs its passphrase
    .fix = Use --passphrase-file, --passphrase-fd or --passphrase-env, or call from a terminal.
core-wrong-passphrase = { $file }: the passphrase does not open the key
    .fix = Check capital letters and the input method for Vietnamese, then try again.
core-no-key = { $file }: there is no private key in it
    .fix = Give the file that was exported together with the private key.
core-no-certificate-for-key = { $file }: the certificate of the key is missing
    .fix = Export the PKCS#12 file together with its certificates, or give both as PEM with --key and --cert.
core-several-keys = { $file }: there are several keys in it: { $keys }
    .fix = Export the one to sign with into a file of its own.
core-certificate-mismatch = { $file }: this key is not that of the certificate of { $subject }
    .fix = Give the key and the certificate that belong together.
core-key-refused = { $file }: the key cannot be used: { $detail }
    .fix = Sign with RSA from 2048 bits, ECDSA P-256 or P-384, or Ed25519.
core-certificate-unreadable = { $file }: the certificate cannot be read: { $detail }
    .fix = Certificates are PEM, DER or P7B; check that this is the right file.

core-key-size = { $file }: an RSA key of { $bits } bits does not sign here
    .fix = Sign with RSA from 2048 to 8192 bits, ECDSA P-256 or P-384, or Ed25519.
core-key-algorithm = { $file }: the key does not sign with { $algorithm }
    .fix = Leave --digest and --scheme out, or choose others.
core-key-backend = { $file }: signing with the key failed
    .fix = Check that the key file is whole; export it again.
core-container = { $file }: the container cannot be used: { $fault }
    .fix = Get it again from where it comes, or make it again with kyso sign FILES -o NAME.asice.
core-container-entry = { $file }: { $name } in the container: { $fault }
    .fix = Get it again from where it comes; to make one, give files that have different, plain names.
core-signature-file = { $file }: { $name } in the container holds signatures that cannot be read, so that none is added
    .fix = Ask whoever signed first; kyso verify says what is wrong with it.
core-container-unsound = { $file }: nobody can sign this container so that it passes: { $fault }
    .fix = Ask whoever signed first for a sound one, or sign its files anew with kyso sign FILES -o NAME.asice.
core-role-certifies = { $file }: a signature in the role “{ $role }” cannot certify, since others sign after it
    .fix = Name another field with --field, or sign without --role.

## What is wrong inside a file

fault-byte = unexpected byte { $byte }
fault-hex-digit = { $byte } in a hexadecimal string
fault-keyword = an unknown word stands in place of a value
fault-unbalanced = unbalanced bracket
fault-key-not-name = a dictionary key is no name
fault-missing-value = a dictionary key has no value
fault-expected = { $what } had to stand here
fault-not-a-section = no cross-reference section stands here
fault-outside-file = a cross-reference points outside the file
fault-row = a row of the cross-reference table is malformed
fault-subsection = a cross-reference subsection is out of range or overlaps another
fault-stream-shape = /Size, /W or /Index is malformed
fault-stream-data = the cross-reference stream cannot be decoded
fault-xref-inflates = the cross-reference streams inflate to too much
fault-no-root = the trailer has no /Root
fault-link = /Prev or /XRefStm is no offset
fault-missing-eof = no %%EOF after startxref
fault-xref-loop = the cross-reference sections form a loop
fault-encryption-version = version { $version }, revision { $revision } is unknown
fault-encryption-method = the method { $name } is unknown
fault-encryption-entry = the entry { $key } of its encryption dictionary is missing or malformed
fault-encryption-missing = there is no encryption dictionary where the trailer says
fault-encryption-perms = its encryption dictionary contradicts itself
fault-no-random = the system gives no random numbers
fault-reference-loop = the references at object { $number } form a loop
fault-page-tree-loop = the page tree forms a loop at object { $number }
fault-no-page = it has no page
fault-direct-field = the field { $name } stands inside another object
fault-object = object { $number }: { $fault }
fault-no-header = it does not stand where the cross-reference points
fault-other-object = object { $number } stands in its place
fault-length = the /Length of its stream is unusable
fault-end-stream = no endstream stands where /Length says
fault-filter = the filters of its stream cannot be undone
fault-decryption = a string or its stream cannot be decrypted
fault-object-stream = its object stream does not hold it
fault-type = { $expected } expected, { $found } found
fault-nested-too-deep = nested too deep at byte { $offset }
fault-object-too-large = the object at byte { $offset } exceeds { $limit }
fault-inflates-too-large = object { $number } inflates to more than { $limit } bytes
fault-too-many-sections = more than { $limit } cross-reference sections
fault-too-many-pages = more than { $limit } pages
fault-too-many-fields = more than { $limit } form fields
fault-too-many-signatures = more than { $limit } signatures
fault-too-much-work = more than { $limit } bytes had to be read
fault-numbers-exhausted = no object number is left below { $limit }
fault-offset-too-large = byte { $offset } is too far for its cross-reference table
fault-too-many-certificates = there are too many
fault-ber-truncated = it ends too early, at byte { $offset }
fault-ber-unexpected = something else stands where a certain value must, at byte { $offset }
fault-ber-left-over = bytes are left over from byte { $offset }
fault-ber-malformed = its encoding is malformed at byte { $offset }
fault-work = { $iterations } rounds, { $bytes } bytes of memory

## What is wrong with an outside service

fault-service = { $service }: { $fault }
fault-and = { $first }; { $second }
fault-other = { $detail }
fault-name-not-found = its name has no address
fault-connection-refused = nobody answers there
fault-connection-lost = the connection broke
fault-tls = no secure connection (TLS) could be made
fault-url = this is no http or https address
fault-insecure-redirect = it leads from https to http
fault-offline = --offline forbids to ask it
fault-unreachable = it cannot be reached
fault-timeout = no whole answer within { $seconds } s
fault-http-status = it answered with HTTP status { $status }
fault-answer-too-large = its answer has more than { $limit } bytes
fault-too-many-redirects = it redirects more than { $limit } times
fault-content-type = it answered with { $found } instead of { $expected }
fault-credentials = it refused the user's name or passphrase
fault-nonce = its answer belongs to another request
fault-stamp-refused = it refused: { $detail }
fault-stamp-policy = its time-stamp has the policy { $found } instead of { $expected }
fault-stamp-unreadable = its answer is no time-stamp that can be read
fault-stamp-other-bytes = its time-stamp is for other bytes
fault-stamp-no-certificate = the certificate of its time-stamp is missing
fault-stamp-other-certificate = its time-stamp is bound to another certificate
fault-stamp-signature = the signature of its time-stamp is wrong
fault-stamp-purpose = its certificate is not meant for time-stamps alone
fault-stamp-certificate-validity = its certificate was not valid when it stamped
fault-stamp-unsound = its time-stamp is not sound: { $detail }
fault-ocsp-status = it answered { $status }
fault-ocsp-other-certificate = its answer is about other certificates
fault-evidence-unreadable = its answer cannot be read
fault-issuer-unknown = the certificate of its issuer is not known; --chain gives it
fault-evidence-of-no-use = its answer does not settle it

## Inspection

heading-revisions = Revisions
heading-fields = Fields
heading-signatures = Signatures
heading-certificate = Certificate { $number }
word-yes = yes
word-none = none
bytes = { $count } bytes
contents = { $length } bytes, from byte { $offset } of the file
revision-line = { $number }: bytes { $start } to { $end }, cross-reference { $kind ->
        [table] table
        [stream] stream
       *[hybrid] table and stream
    } at byte { $xref }, { $changed ->
        [one] { $changed } object
       *[other] { $changed } objects
    }
field-kind = { $kind ->
        [signature] signature field
        [text] text field
        [button] button
        [choice] choice
       *[unknown] field of unknown type
    }
dictionary-kind = { $kind ->
        [document-timestamp] document time-stamp
       *[signature] signature
    }
field-filled = filled
field-empty = empty
field-page = page { $page }
field-rect = { $points } pt ({ $mm } mm)
field-unseen = not seen on a page
field-signed = { $kind ->
        [document-timestamp] document time-stamp of { $by }
        [certification] certified by { $by }
       *[signature] signed by { $by }
    }
fields-none = no signature fields
permits = { $changes ->
        [none] nothing but evidence and time-stamps
        [forms] filling forms and signing
       *[annotations] filling forms, signing and annotations
    }
locks = { $action ->
        [all] all fields
        [include] { $count ->
            [0] no field
           *[other] { $fields }
        }
       *[exclude] all fields but { $fields }
    }
seed-required = { $entry }: { $value } (required)
seed-suggested = { $entry }: { $value }
label-page = Page
label-rect = Place
label-state = State
label-permits = May follow
label-locks = Locks
label-locked-by = Locked by
label-seed = Asks for
label-format = Format
label-length = Length
label-before-header = Before the header
label-after-end = After the end
label-encrypted = Encrypted
label-pdf-a = PDF/A
label-damaged = Damaged
label-allowed = Allowed
permission-print = printing
permission-modify = changing
permission-copy = copying
permission-annotate = notes and filling
permission-fill = filling
permission-assemble = moving pages
permission-print-high-quality = printing at full quality
encrypted-user = { $method }, opened as its user
encrypted-owner = { $method }, opened as its owner
label-unreadable = Cannot be read
label-root = Document element
label-offset = At byte
label-canonicalization = Canonicalization
label-value = Signature value
label-properties = Properties
label-role = Role (claimed)
label-role-words = Role (claimed in words)
label-policy = Policy
label-reference = Reference
label-type = Type
label-transform = Transform
label-object = Object
label-removed = Removed or replaced
label-sub-filter = Form
label-byte-range = Byte range
label-contents = Contents
label-name = Name
label-fault = Fault
label-content-attached = Content inside
label-deviations = Deviations
label-crls = Revocation data
label-key-id = Key identifier
label-message-digest = Message digest
label-signing-certificate = Bound to certificate
label-signed-attributes = Signed attributes
label-unsigned-attributes = Unsigned attributes
label-key = Key
label-certificate-signature = Signed with
label-ca = CA
label-key-usage = Key usage
label-ocsp = OCSP
label-crl = CRL
label-fingerprint = SHA-256
heading-entries = Entries
label-comment = Comment
entry = { $role }, { $method }, { $size } bytes ({ $compressed } in the container)

## The demonstration

previewed = { $file }, page { $page } → { $output }
demo-made = Made in { $folder }: a throw-away CA, the key of { $signer }, sample.pdf, a two-page letter, and sample.xml, a dossier's result.
demo-signed = Signed: { $file } (as { $field }, { $algorithm }).
demo-verified = Verified with ca.pem: { $verdict }. The report is in { $report }.
demo-altered = Then one byte, number { $offset }, was changed in { $file }: { $verdict }.
demo-next = Look at it, then try: kyso verify { $signed } --trust { $ca } --verbose

## Details of what was refused in XML, and of what the system refused

detail-place = it cannot stand there
detail-no-reference = nothing is named to be signed
detail-covers-itself = what is to be signed holds the signature itself
detail-reference = reference { $number }: { $detail }
detail-shape = a signature is not written as the standard asks
detail-value = the signature value is not right
detail-properties = its properties (XAdES) are not in order
detail-at = { $path }: { $detail }
detail-signer-unknown = it does not say who signed
detail-sealed = it lies under an archive time-stamp
detail-no-value-id = its value has no Id
detail-imprint = what is to be time-stamped cannot be told
detail-character = the character U+{ $code } cannot stand in XML
detail-name = { $name } cannot be an Id
detail-attachment-id = { $path } has { $count } content ids
detail-attachment-content = { $path } has { $count } contents
detail-attachment-repeated = two are called { $id }
detail-attachment-encoding = the content of { $path } is not base64
detail-attachment-too-many = there are more than { $limit }
detail-profile-syntax = it cannot be read: { $message }
detail-profile-syntax-at = line { $line } cannot be read: { $message }
detail-profile-value = { $key } cannot be “{ $value }”
detail-profile-too-long = it has more than { $limit } bytes
detail-profile-targets = reference { $index } names { $count } targets, and one is needed
detail-profile-incomplete = { $part } needs { $missing }
detail-picture-kind = this is neither PNG nor JPEG
detail-picture-no-points = the picture has no points
detail-picture-damaged = the { $kind } is damaged
detail-picture-jpeg-kind = this is a kind of JPEG that PDF does not know
detail-picture-jpeg-depth = this is a JPEG of other than 8 bits
detail-picture-cmyk = this is a JPEG in the colours of print (CMYK)
detail-io-missing = it does not exist
detail-io-denied = access is denied
detail-io-folder = it is a folder
detail-io-cut = it ends too early
detail-io-full = there is no room left
detail-io-busy = it is in use
detail-io-slow = it took too long
detail-io-link = the connection was lost
detail-io-other = system error { $code }
detail-io-not-text = it is not UTF-8
detail-io-too-long = it is too long
detail-toml-unknown = the key { $name } is not known
detail-toml-missing = the key { $name } is missing
detail-toml-value = “{ $name }” is not among the values it takes
detail-toml-twice = a key stands there twice
detail-toml-kind = a value of another kind is needed there
detail-toml-syntax = it is not written as TOML asks
detail-json = it is not written as the store writes it

## Tokens

help-opt-pkcs11 = Key on a token or HSM, as a PKCS#11 URI: pkcs11:token=LABEL;object=LABEL?module-path=FILE; pkcs11: alone where there is one
help-opt-cert-serial = Use the key whose certificate has this serial number
help-opt-cert-subject = Use the key whose certificate has this text in its subject
help-opt-last-try = Try the PIN of a file, a descriptor or a variable even if one wrong PIN more locks the token
call-pkcs11-invalid = --pkcs11: { $detail }
    .fix = Write it as pkcs11:token=LABEL;object=LABEL?module-path=FILE. A PIN never stands in it: use --passphrase-file, --passphrase-fd, or the prompt.
call-pin-twice = the PIN is named twice: pin-source in the URI, and an option
    .fix = Leave one of them out.
prompt-pin = PIN of the token { $token }:
prompt-pin-again = PIN of the token { $token } for this signature:
ask-which-key = Number of the key to sign with:
warn-pin-low = { $token }: a wrong PIN was given before; few tries are left
warn-pin-last = { $token }: this is the last try: a wrong PIN locks the token
note-pin-on-reader = { $token }: type the PIN on the reader
token-no-module = no PKCS#11 module was found
    .fix = Install the software of your token, or name its library: --pkcs11 'pkcs11:?module-path=FILE'.
token-module-missing = { $path }: there is no such module
    .fix = Install the software of your token, or correct module-path.
token-module-bits = { $path }: made for { $library } bits, kyso has { $program }
    .fix = Install the { $program }-bit version of the token's software.
token-module-none = { $path }: this is no PKCS#11 module
    .fix = Name the library of your token's software with module-path.
token-module-static = { $path }: this kyso is linked statically and loads no modules
    .fix = For tokens use the kyso of the Debian package, or one built for this system; keys in files and at remote services work here.
token-module-fails = { $path }: { $detail }
    .fix = Look whether the software of your token is installed completely.
token-none = no token was found; empty readers: { $count }
    .fix = Plug the token in, then look with: kyso keys --pkcs11 pkcs11:
token-none-fits = no token fits the URI; found: { $tokens }
    .fix = Correct token, serial or slot-id in the URI.
token-no-certificate = no certificate for signing fits on { $tokens }
    .fix = Correct object or id, --cert-serial or --cert-subject; look with: kyso keys --pkcs11 pkcs11:
token-several-keys = several keys fit: { $keys }
    .fix = Choose one with --cert-serial or --cert-subject, or give its URI.
token-no-private-key = { $token }: it holds the certificate and not its private key
    .fix = Use the token that the certificate was issued on.
token-pin-wrong = { $token }: wrong PIN; it was tried once
    .fix = Give the right PIN; too many wrong ones lock the token.
token-pin-wrong-last = { $token }: wrong PIN; one wrong PIN more locks the token
    .fix = Be sure of the PIN before you try again.
token-pin-locked-now = { $token }: wrong PIN; the token is locked now
    .fix = Whoever issued the token unlocks it.
token-pin-last = { $token }: one wrong PIN locks the token, so it is not tried unasked
    .fix = Call from a terminal, or with --last-try if you are sure of the PIN.
token-pin-length = { $token }: the PIN has { $min } to { $max } characters; this one was not tried
    .fix = Give the right PIN.
token-pin-locked = { $token }: the PIN is locked
    .fix = Whoever issued the token unlocks it.
token-pin-unset = { $token }: its PIN must be set or changed first
    .fix = Set it with the software of the token.
token-pin-missing = { $token }: no PIN was given
    .fix = Type the PIN, or use --passphrase-file or --passphrase-fd.
token-pin-no-terminal = { $token } needs a PIN, and there is no terminal to ask at
    .fix = Use --passphrase-file, --passphrase-fd or --passphrase-env.
token-gone = { $token }: the token is not there any more
    .fix = Plug it in again, and call again for the files left.
token-no-algorithm = { $token }: it signs with no algorithm that is safe and known here
    .fix = Look what it offers with: kyso keys --pkcs11 pkcs11:
token-refused = the token refused: { $detail }
    .fix = Plug it in again; look whether its own software can sign.
error-signer-revoked = { $reason ->
        [none] the certificate of { $subject } was revoked on { $time }; nothing was signed
       *[other] the certificate of { $subject } was revoked on { $time } ({ $reason }); nothing was signed
    }
    .fix = Sign with a certificate in force; who issued this one knows why it is revoked.
error-signer-unchecked = whether the certificate of { $subject } is revoked cannot be told: { $detail }
    .fix = Try again later, or give revocation data with --evidence and certificates of issuers with --chain; without --revocation-check require it is a warning.
warn-signer-unchecked = whether the certificate of { $subject } is revoked cannot be told now: { $detail }
error-batch-stopped = not begun: { $count } documents: { $names }
    .fix = Call again for these.
help-keys = Lists the keys of tokens or of a file, and whether each can sign now
help-keys-p12 = List the key of a PKCS#12 file (.p12, .pfx); it needs its passphrase
help-keys-pkcs11 = List the keys on tokens that this URI fits; all without it. No PIN is asked for
help-keys-json = Print one JSON object
help-keys-after =
    Examples:
      kyso keys
      kyso keys --pkcs11 pkcs11:token=Office --json
      kyso keys --p12 me.p12
      kyso keys --remote vnpt-smartca
key-holder = { $holder }
key-can-sign = can sign now
key-cannot-sign = cannot sign now: { $why }
key-place = Key: { $place }
key-certificate = Certificate: serial { $serial }, valid { $notbefore } to { $notafter }, issued by { $issuer }
key-usage = Usage: { $usage }
key-algorithms = Algorithms: { $names }
# remote signing
help-opt-remote = Sign at a remote service: the name of a profile (vnpt-smartca, viettel-mysign) or a file with one
help-opt-remote-credential = Which credential of the remote service signs, by its id
help-opt-otp-file = Read the one-time password of the remote service from this file
prompt-otp = One-time password of { $service }:
note-remote-browse = Log in at { $service } in a browser of this computer: { $url }
note-remote-waiting = { $service }: waiting for you to confirm, { $waited } of { $allowed } s
note-remote-resumed = { $service }: taking up the request that was sent before; nothing needs to be confirmed again
call-remote-unknown = { $name }: there is no such profile of a remote service, and no such file
    .fix = Name one of { $known }, or a file with a profile.
call-remote-invalid = { $name }: this is no profile of a remote service: { $detail }
    .fix = Correct the file, or begin again with the text of a shipped profile.
error-remote-input-env = the environment variable { $variable } is not set; it gives { $input } of { $service }
    .fix = Set it, or write a profile of your own that takes it from a file.
error-remote-input-open = { $file }: others may read this secret
    .fix = Take their rights away: chmod 600 { $file }
error-remote-input = { $service }: { $input } is missing
    .fix = Give the PIN with --passphrase-file, the one-time password with --otp-file, other values as the profile says; or use a terminal.
error-remote-service = { $service } cannot be spoken with: { $fault }
    .fix = Check the network and the profile's base_url, then call again; what was accepted is taken up again.
error-remote-refused = { $service } refused { $step }: { $detail }
    .fix = Ask the service what this means; check the user, the client id and its secret in the profile.
error-remote-pin = { $service } does not accept the PIN or the one-time password: { $detail }
    .fix = Check it before you call again: too many wrong ones lock the key.
error-remote-unreadable = { $service } answered { $step } without a usable { $field }
    .fix = Check that the profile fits the service.
error-remote-busy = { $seconds ->
        [0] { $service } takes no more requests now
       *[other] { $service } takes no more requests for { $seconds } s
    }
    .fix = Wait that long, or some minutes where it says no time, then call again, with fewer documents at once.
error-remote-declined = the request was declined on the signer's device
    .fix = Call again and confirm it there, if the documents are to be signed.
error-remote-expired = nobody confirmed before the request or its authorization expired
    .fix = Call again and confirm sooner.
error-remote-waiting = { $service }: not confirmed after { $seconds } s
    .fix = Confirm on the device, then make the same call again; nothing is asked twice.
error-remote-unusable = { $service }: the key { $id } cannot sign now: { $status }
    .fix = Renew or reactivate it at the service, or name another with --remote-credential.
error-remote-state = the browser came back with a login that was not begun here
    .fix = Close the page and call again; if it happens again, somebody interferes.
error-remote-browser = the login in the browser failed: { $detail }
    .fix = Open the address that is shown in a browser of this computer.
error-remote-none = { $service }: no key of this user
    .fix = Check the user in the profile, and with the service whether a certificate was issued.
error-remote-several = { $service }: several keys: { $keys }
    .fix = Choose one with --remote-credential.
error-remote-no-such = { $service }: there is no key { $id }; there are: { $keys }
    .fix = Choose one of these with --remote-credential.
error-remote-value = { $service }: what it signed is not this document
    .fix = Nothing was written. Check the credential and the algorithm (--digest, --scheme), then tell the service.

# batches
help-sign-jobs = Documents in work at once (default: one for each processor)
help-sign-resume = Sign what an earlier call like this one left
help-sign-restart = Sign every document, whatever an earlier call like this one has signed
help-sign-fail-fast = Begin no other document once one has failed
error-batch-running = a call like this one is signing these documents at this moment
    .fix = Wait until it has ended.
error-batch-interrupted = interrupted; not begun: { $count } documents
    .fix = Repeat the call with --resume to sign what is left.
call-batch-interrupted = an earlier call like this one was cut off after signing { $signed } of these { $all } documents
    .fix = Add --resume to sign what is left, or --restart to sign all of them once more.
warn-no-journal = { $file } cannot be written ({ $detail }): if this call is cut off, --resume will not know what was signed
note-batch-resumed = { $signed } of { $all } documents were signed by an earlier call
note-batch-nothing-left = nothing is left to sign
note-batch-ended = { $done } signed, { $failed } failed, { $left } not begun, in { $seconds } s
note-batch-resume = to sign what is left, repeat the call with --resume
help-sign-yes = Sign at once: without it, a terminal shows what is about to be signed, and asks
help-sign-manifest = Table of the documents, CSV or JSON: the columns file, output, profile, number, date, reason, location, page, rect, field and role say for each what it gets; paths start from its folder
help-opt-plain = For screen readers: one fact a line, no bars, no frames, no colours
before-heading = { $count ->
        [1] You are about to sign this document:
       *[other] You are about to sign { $count } documents:
    }
label-before-document = Document
label-before-pages = Pages
label-before-signed = Signed before by
label-before-role = Role
label-before-profile = Profile
label-before-filled = Filled in
label-before-output = Result goes to
label-before-until = Certificate until
label-before-sum = Together
before-unsigned = nobody
before-untold = cannot be told: { $why }
before-earlier = { $kind ->
        [stamp] { $by } (time-stamp): { $verdict }
       *[signature] { $by }: { $verdict }
    }
before-place = page { $page }, { $rect }, field { $field }
before-place-unseen = no page (field { $field })
before-place-by-name = above the signer's name, which is known once the key is open
before-page = seen on page { $page }
before-refused = cannot be signed: { $why }
before-stream = not known before it is read: it is no file
before-more = and { $count } more
before-sum = { $count } documents, { $whole }.{ $tenth } MB
before-pages = { $count ->
        [1] 1 page
       *[other] { $count } pages
    }
before-digest = SHA-256 { $digest }…
before-signed-by = signed before by: { $names }
before-level = { $level }, time-stamp by { $authorities }
before-in-place = the documents themselves
before-time = { $time }
ask-sign = { $count ->
        [1] Sign it? [y/N]
       *[other] Sign these { $count } documents? [y/N]
    }
call-sign-declined = nothing was signed, for the answer was not yes
    .fix = Repeat the call when you are ready; --yes signs without a question.
progress = { $done } of { $all }, { $whole }.{ $tenth } a second, { $left } left
error-no-match = { $pattern }: no file fits this pattern
    .fix = Check the folder and the ending; a * does not stand for hidden files.
error-resume-row = { $file } was signed by an earlier call as its row of the manifest asked then, and the row is another now
    .fix = Put the row back as it was, or take it out; sign the document by a call of its own if it is to be signed again.
call-manifest-not-utf8 = { $file } is not in UTF-8
    .fix = Save it again as "CSV UTF-8" in the spreadsheet program.
call-manifest-empty = { $file } lists no document
    .fix = Write one document a line below the line with the names of the columns.
call-manifest-column = { $count ->
        [1] { $file }: the column { $names } is not known
       *[other] { $file }: these columns are not known: { $names }
    }
    .fix = Take them out or rename them; known columns are { $known }.
call-manifest-column-twice = { $file }: the column { $name } stands there twice
    .fix = Leave one of them.
call-manifest-no-file-column = { $file }: there is no column called file
    .fix = Write the names of the columns into the first line, of { $known }.
call-manifest-cells = { $found ->
        [1] { $file }, line { $line }: 1 cell, and there are { $columns } columns
       *[other] { $file }, line { $line }: { $found } cells for { $columns ->
            [1] 1 column
           *[other] { $columns } columns
        }
    }
    .fix = Put a cell that has the separator in it between double quotes, and leave no column out.
call-manifest-line = { $file }, line { $line }: cannot be read
    .fix = Write CSV with a first line of names, or JSON as an array of objects with texts and numbers.
call-manifest-quote = { $file }, line { $line }: a double quote is not closed on this line, or text stands beside it
    .fix = Put the whole cell between double quotes, on one line, and write a double quote inside it twice.
call-manifest-row = { $file }, line { $line }: { $detail }
    .fix = Mend this line; nothing is signed before all lines are right.
call-manifest-wrong = { $wrong ->
        [1] { $file }: 1 of { $all } documents has a wrong line, and nothing was signed
       *[other] { $file }: { $wrong } of { $all } documents have wrong lines, and nothing was signed
    }
    .fix = Mend the lines named above, then repeat the call.
detail-row-no-file = no document is named
detail-row-missing = there is no file { $path }
detail-row-same-file = the document stands on line { $line } already
detail-row-same-output = line { $line } writes to { $output } too
detail-row-no-output = it is not said where the result goes: in the column output, or by --out-dir or --in-place
detail-row-output-in-place = --in-place puts the result into the document, and the column output names another place
detail-row-output-outside = { $output } does not lie in { $folder }
detail-row-role = { $name } is no role; there are { $known }
detail-row-page = { $value } is no page: a number from 1 on, or last
detail-row-rect = { $value } is no place: left, bottom, width and height, as in 20mm,30mm,60mm,25mm
detail-row-field = { $count ->
        [0] { $path } has no text field for the { $role }, nor has the profile
       *[other] { $path } has several text fields for the { $role }: { $names }
    }
# keys of other programs, and what the system around them says
help-opt-key-command = Program that holds the key, run without a shell: it reads the digest as raw bytes on stdin and writes the signature, raw or base64, to stdout; the environment variables KYSO_SIGNATURE_ALGORITHM and KYSO_DIGEST name what is asked for. Needs --cert
help-opt-key-command-arg = One argument of that program; can be given several times
call-serial-invalid = { $value } is no serial number of a certificate
    .fix = Write its hexadecimal digits as kyso keys shows them.
error-key-command-start = { $program } cannot be started: { $detail }
    .fix = Name an executable file or a program on the PATH; its arguments go into --key-command-arg, one each.
error-key-command-failed = { $program } ended with status { $status }: { $words }
    .fix = Nothing was signed. Run it by hand with the digest on stdin to see why.
error-key-command-silent = { $program } ended with status { $status } and said nothing on stderr
    .fix = Nothing was signed. Run it by hand with the digest on stdin to see why.
error-key-command-slow = { $program } did not end within { $seconds } s and was stopped
    .fix = Look what it waits for, or give it longer with --timeout SECONDS.
error-key-command-long = { $program } wrote more than { $limit } bytes to stdout
    .fix = It must write the signature value there and nothing else, raw or as base64.
error-key-command-empty = { $program } wrote no signature to stdout
    .fix = It must write the signature value there, raw or as base64, and end with status 0 only then.
error-key-command-value = { $program }: what it signed is not this document, or its key is not that of the certificate
    .fix = Nothing was written. It must sign the digest on stdin as it is, by KYSO_SIGNATURE_ALGORITHM, with the key of --cert.
detail-loader = the system's loader refused it: { $words }
detail-loader-library = it needs { $library }, which is not on this computer
detail-loader-symbol = it does not fit the libraries of this system
detail-initialize = it does not start: { $code }
detail-line = line { $line }: { $detail }
detail-no-port = no port of this computer is free
detail-no-browser = there is no browser
detail-browser-refused = the service refused: { $detail }
detail-profile-url = base_url is neither https nor on this computer
detail-profile-missing = { $key } is missing
detail-profile-source = it does not say where the inputs come from
detail-profile-secret = { $key } is a secret and stands in the file; take it from a variable (env) or a file of its own
detail-profile-unknown = { $name } stands in braces and is not among the inputs
token-value = what the token returned is no signature
    .fix = Look whether its own software can sign; update it.
error-remote-busy-now = { $service } takes no more requests for now
    .fix = Call again in some minutes, with fewer documents at once.
error-remote-cancelled = { $service }: given up
    .fix = Call again; what was accepted is taken up again.
error-remote-foreign = { $service } sends logins to { $url }, another server than that of the profile
    .fix = If that is right, write it into the profile: path and authorize_path under [login].
token-module-hangs = { $path }: it did not answer within { $seconds } s
    .fix = Unplug the token and plug it in again, end other programs that use it, or install its software anew; --timeout SECONDS waits longer.
token-module-crashes = { $path }: it crashed ({ $status })
    .fix = Update or reinstall the software of your token; signing with it would crash too.
key-at-service = Key: --remote-credential { $place } at { $service }
help-keys-remote = List the keys at a remote signing service: the name of a profile (vnpt-smartca, viettel-mysign) or a file with one
help-keys-timeout = Wait this long for each module of tokens, or for the remote service in all
detail-uri-scheme = it does not begin with pkcs11:
detail-uri-malformed = the part { $part } is malformed
detail-uri-twice = { $name } stands there twice
detail-uri-unknown = { $name } is not understood
detail-uri-pin = a PIN stands in it, where everybody on this computer sees it
detail-uri-pin-source = pin-source names no file
step-login = the login
step-credentials = the list of keys
step-authorize = the authorization
step-send-otp = the sending of a one-time password
step-sign = signing
step-poll = the question how the request stands
error-remote-other = { $service }: { $detail }
    .fix = Ask the service what this means, then call again.

## Configuration

help-config = Writes and explains the configuration: what holds where a call leaves an option out
help-config-after =
    An option of the call comes first, then its variable, then the file, then what is built in.

    Examples:
      kyso config init
      kyso config set p12 me.p12
      kyso config set tsa https://tsa.example https://tsa2.example
      kyso config show --origin
help-config-path = Prints where the configuration file is, or would be
help-config-path-after =
    Example:
      kyso config path
help-config-init = Writes a configuration file in which every key is explained and none is set
help-config-init-force = Replace a configuration file that exists
help-config-init-after =
    Example:
      kyso config init --lang en
help-config-get = Prints what holds for one key
help-config-get-key = Name of the key: that of its option, without the dashes
help-config-get-after =
    Example:
      kyso config get tsa
help-config-set = Sets one key in the configuration file; its other lines and comments stay
help-config-set-key = Name of the key: that of its option, without the dashes
help-config-set-value = The value; of a key that may be given several times, all values. Paths may be relative to where you are
help-config-set-after =
    Examples:
      kyso config set level lta
      kyso config set image hand.png
      kyso config set trust root.pem other-root.pem
help-config-unset = Turns the lines of one key in the configuration file into a comment
help-config-unset-key = Name of the key: that of its option, without the dashes
help-config-unset-after =
    Example:
      kyso config unset tsa
help-config-show = Prints what holds for every key that is set or has a default
help-config-show-origin = Say where each value comes from: option, variable, file and line, or default; and what is set in vain
help-config-show-json = Print one JSON object
help-config-show-after =
    Examples:
      kyso config show --origin
      kyso config show --json
help-opt-no-config = Do not read the configuration file
help-man-out-dir = Write a page for each command into this folder instead: kyso.1, kyso-sign.1 and so on
help-man-force = Replace pages that exist
heading-name = Name
heading-environment = Environment
heading-files = Files
heading-see-also = See also
man-written = { $folder }: pages written: { $count }
man-environment =
    What a call leaves out is taken from these variables, then from the configuration file; kyso config show --origin says which.
    Several paths are parted by a colon (on Windows a semicolon), several other values by a space. An empty variable says nothing.
man-variable-config = The configuration file, in place of the usual one.
man-variable-state = The folder for what a call leaves to a later one, such as the journal of a batch.
man-variable-no-color = When it is set and not empty, nothing is coloured.
man-variable-locale = The language, where neither --lang nor the configuration names one.
man-file-config = The configuration; kyso config path says where it is on this system.
man-file-trust = Whom you trust; kyso trust keeps it.
man-file-state = What a call leaves to a later one.
config-head =
    The configuration of kyso: what holds where a call leaves an option out.

    Each key is called as its option without the dashes. A key counts once the # before it is taken away. An option of the call comes first, then the variable (KYSO_ and the name in capitals), then this file.
    Where an option or a variable names a key, an authority or whom to trust, nothing that this file says of these is mixed into it.
    Relative paths start at the folder of this file, ~/ at your home. A secret never stands here: name the file or the variable that holds it.

    kyso config show --origin says what holds; kyso --no-config does without this file.
config-part-words = Words and colours
config-part-key = Whose key signs: one of p12, key with cert, pkcs11, remote, key-command with cert
config-part-result = What becomes of a document
config-part-look = What is seen of a signature in a PDF; other documents are signed without it
config-part-time = Who stamps the time, where a time-stamp is asked for
config-part-trust = Whom to trust, and by what rules; --trust in a call replaces all of it
config-part-network = The network
config-written = { $file }: written
config-set = { $file }: { $key } is now { $value }
config-unset = { $file }: { $key } is a comment now
config-file = Configuration file: { $file }
config-file-absent = Configuration file: { $file } (there is none)
config-file-off = Configuration file: not read
config-default = default
config-aside = { $place }, in vain: { $by } is said instead
config-type-text = a text in quotation marks
config-type-list = a text in quotation marks, or several in brackets: ["a", "b"]
config-type-number = a whole number
config-type-switch = true or false
note-configured = also in this call: { $options }
note-config-not-set = { $key } is not set
note-config-not-in-file = { $file }: { $key } is not set there
warn-config-missing = { $file } is not there yet; { $key } will need it
call-configured = { $why }; this call also has { $places }
    .fix = Change it where it stands, say otherwise in the call, or call with --no-config.
call-config-unknown = { $key } is no key of the configuration
    .fix = kyso config init writes a file with every key; options that are not in it are given in the call.
call-config-similar = { $key } is no key of the configuration
    .fix = Did you mean { $similar }?
call-config-secret = { $key }: a secret is not kept in the configuration
    .fix = Name the file that holds it (passphrase-file) or the variable (passphrase-env), or leave it out to be asked.
call-config-one-value = { $key } takes one value
    .fix = Put it in quotation marks if it has spaces.
call-config-type = { $key } takes { $expected }
    .fix = kyso config init writes a file with an example of every key.
error-config-no-home = there is no home in which the configuration could be
    .fix = Name the file with the variable KYSO_CONFIG.
error-config-not-a-file = { $file }: the configuration is no file
    .fix = Put a file there, name another with KYSO_CONFIG, or call with --no-config.
error-config-open = { $file }: others may write to this file, which says which programs and modules use your key
    .fix = Look at it, then run: chmod go-w { $file }
error-config-folder-open = { $file }: others may put another file there, for they may write to { $folder }
    .fix = Look at the file, then run: chmod go-w { $folder }
error-config-owner = { $file }: the configuration belongs to another user
    .fix = Look at it and make it yours, name another with KYSO_CONFIG, or call with --no-config.
error-config-too-large = { $file }: too large for a configuration
    .fix = kyso config init --force writes a new one.
error-config-not-utf8 = { $file }: the configuration is not in UTF-8
    .fix = Save it as UTF-8, or write a new one: kyso config init --force
error-config-toml = { $file }:{ $line }: this line is not understood, at column { $column }
    .fix = Write one key a line, texts in quotation marks: level = "t"
error-config-unknown = { $place }: { $key } is no key of the configuration
    .fix = Take the line out: kyso config unset { $key }; kyso config init shows every key there is.
error-config-similar = { $place }: { $key } is no key of the configuration
    .fix = Did you mean { $similar }?
error-config-secret = { $place }: { $key } is no key: a secret is not kept in the configuration
    .fix = Take the secret out; name the file that holds it (passphrase-file) or the variable (passphrase-env).
error-config-type = { $place }: { $key } takes { $expected }
    .fix = Correct it there, or with kyso config set { $key } VALUE.
error-config-number = { $place }: { $key } takes a whole number
    .fix = Write it without a sign, a point and a unit.
error-config-switch = { $place }: { $key } takes true or false
    .fix = Correct it there, or leave it empty.
error-config-empty = { $place }: { $key } is empty
    .fix = Give it a value, or take it out: kyso config unset { $key }
error-config-choice = { $place }: { $key } takes one of these: { $valid }
    .fix = Correct it there.
error-config-pkcs11 = { $place }: this is no PKCS#11 URI: { $fault }
    .fix = Write it like pkcs11:token=LABEL; kyso keys lists what is there. A PIN never stands in it.
error-config-login = { $place }: { $key } holds a user or a password
    .fix = Take them out of the URL; use tsa-user with tsa-passphrase-file.
error-config-sources = { $place }: { $second } names a key to sign with, and so does { $first }
    .fix = Take one of them out: kyso config unset { $first }

## Doctor

help-doctor = Says what works on this computer (tokens, trust, time-stamps, fonts, terminal, folders), and what to do about the rest
help-doctor-pkcs11 = Look at the tokens that this URI fits; all without it. No PIN is asked for
help-doctor-p12 = Look at the certificate of a PKCS#12 file as well; it needs its passphrase
help-doctor-cert = Look at the certificates of this file as well; can be given several times
help-doctor-trust = Look at these anchors as well: a file, or a folder of files; can be given several times
help-doctor-tsa = Ask this time-stamping authority, and hold the clock against it; can be given several times
help-doctor-timeout = Wait this long for each module of tokens and each authority
help-doctor-offline = Do not use the network
help-doctor-json = Print one JSON object
help-doctor-after =
    Exit status: 0 when nothing is an error; else 5 or 6, as the other commands would end.

    Examples:
      kyso doctor
      kyso doctor --tsa https://tsa.example --cert me.pem
      kyso doctor --pkcs11 pkcs11:?module-path=/usr/lib/libbit4xpki.so --json
doctor-area-tokens = Tokens
doctor-area-trust = Trust
doctor-area-certificates = Certificates
doctor-area-time = Time
doctor-area-fonts = Fonts
doctor-area-terminal = Terminal
doctor-area-permissions = Folders
doctor-summary = Errors: { $errors }, warnings: { $warnings }
word-no = no
doctor-no-module = no PKCS#11 module was found; keys in files and at remote services need none
    .fix = For a token, install its software, or name its library: kyso doctor --pkcs11 'pkcs11:?module-path=FILE'
doctor-module-loads = { $path }: it loads; tokens: { $tokens }, empty readers: { $empty }
doctor-token = { $token } ({ $model }, { $serial }): keys for signing: { $count }
doctor-token-useless = { $token }: none of its keys can sign now
    .fix = Have the certificate renewed by whoever issued it, or use another token.
doctor-pin-low = { $token }: a wrong PIN was given since the last right one; few tries are left
    .fix = Be sure of the PIN before the next try; the right one counts anew.
doctor-pin-last = { $token }: one wrong PIN more locks the token
    .fix = Be sure of the PIN, or ask whoever issued the token to reset it before you try.
doctor-reader-empty = readers without a token: { $count }
    .fix = Plug the token in, or push the card in as far as it goes.
doctor-driver-missing = { $device } is plugged in, and no module reaches it
    .fix = Install the software that came with it, for { $bits } bits; then call again.
doctor-no-pcscd = { $device } is plugged in, and the service pcscd, which reaches it, does not run
    .fix = Install and start it: sudo apt install pcscd && sudo systemctl enable --now pcscd.socket
doctor-no-reader = no reader and no token is plugged in, as far as can be seen
doctor-trust = { $folder }: anchors: { $anchors }, authorities below them: { $others }
doctor-trust-empty = { $folder }: nobody is trusted yet, so no signature passes without --trust
    .fix = Fetch the root certificate from the authority itself, compare its fingerprint, then: kyso trust add root.pem
doctor-anchors = { $file }: anchors: { $count }
doctor-anchor-expired = { $holder }: this anchor ended on { $until }; it still holds what is proven to be older
    .fix = Add its successor with kyso trust add, and keep this one for old documents.
doctor-anchor-ends = { $holder }: this anchor ends in { $days } days, on { $until }
    .fix = Look whether the authority has published its successor.
doctor-certificate = { $holder }: valid until { $until }
doctor-certificate-ends = { $holder }: the certificate ends in { $days } days, on { $until }
    .fix = Have it renewed now; nothing is signed with it afterwards.
doctor-tsa = { $service }: it answers in { $millis } ms
doctor-tsa-fails = { $fault }
    .fix = Check the URL, the network and the proxy (HTTPS_PROXY, NO_PROXY); name a second authority with another --tsa.
doctor-tsa-offline = { $service }: not asked because of --offline
doctor-clock = the clock says { $now }; with --tsa URL it is held against an authority's
doctor-clock-past = the clock says { $now }, which is before this program was made
    .fix = Set it by the network: sudo timedatectl set-ntp true
doctor-clock-agrees = the clock agrees with { $service } to { $seconds } s
doctor-clock-fast = the clock is { $seconds } s ahead of { $service }
    .fix = Set it by the network: sudo timedatectl set-ntp true
doctor-clock-slow = the clock is { $seconds } s behind { $service }
    .fix = Set it by the network: sudo timedatectl set-ntp true
doctor-fonts = { $font } is built in, with every letter of Vietnamese; nothing needs to be installed
doctor-terminal = a terminal: { $terminal }, colour: { $color }, pictures: { $pictures ->
        [half-blocks] half blocks
       *[other] { $pictures }
    }, locale: { $locale }
doctor-locale = the locale { $locale } is not UTF-8: letters with diacritics may be shown wrong
    .fix = Set one that is: export LC_ALL=C.UTF-8 (or vi_VN.UTF-8)
doctor-folder = { $folder }: can be written
doctor-folder-closed = { $folder }: cannot be written
    .fix = Take ownership of it, or name another: --store or KYSO_TRUST_STORE for trust, KYSO_STATE for requests.
doctor-folder-open = { $folder }: others may write here, and so decide whom you trust
    .fix = Take their rights away: chmod -R go-w { $folder }
doctor-state-open = { $folder }: others may look here, where prepared documents lie
    .fix = Take their rights away: chmod 700 { $folder }
error-changed-meanwhile = { $file } was changed by somebody else while it was being signed; nothing was written
    .fix = Look at what it is now, and sign again.
error-inbox-not-its-file = { $file } is a link or a pipe, and no file of this folder
    .fix = Put the file itself there to look at it and sign it.
call-resume-unknown = no earlier call like this one is known, so that --resume cannot tell what it signed
    .fix = Leave --resume out to sign all of these documents.
error-resume-changed = { $file } was signed by an earlier call and changed since
    .fix = Look at it, and sign it by a call of its own if it is to be signed again.
error-resume-gone = { $file } was signed by an earlier call, and its result { $output } does not stand there any more
    .fix = Put the result back, or sign the document by a call of its own if it is to be signed again.
note-at-row = { $file }, line { $line }
error-no-journal = { $file } cannot be written ({ $detail }), so that --resume cannot tell what was signed
    .fix = Make the folder writable, or set KYSO_STATE to one that is.
doctor-area-configuration = Configuration
doctor-config = { $file }: it is sound; keys: { $keys }
doctor-config-none = { $file }: there is no configuration, and none is needed; kyso config init writes one
doctor-config-off = the configuration file was not read
doctor-config-variables = variables that decide: { $variables }

## The library's own sentences. The English is what the library says, word for word: build.rs makes
## patterns of it, by which the command finds the words of the other language.

said-ber-truncated = ASN.1 element cut short at byte { $a }
said-ber-left-over = ASN.1 bytes left over at byte { $a }
said-ber-header = ASN.1 header malformed at byte { $a }
said-ber-identifier = ASN.1 identifier { $a } expected at byte { $b }, found { $c }
said-ber-identifier-end = ASN.1 identifier { $a } expected at byte { $b }, found the end
said-ber-deep = ASN.1 nested deeper than { $a } at byte { $b }
said-ber-value = ASN.1 value malformed at byte { $a }
said-ber-members = more than { $a } members in the ASN.1 structure at byte { $b }
said-byte-range-end = /ByteRange ends at byte { $a }, the file at { $b }
said-byte-range-revision = /ByteRange ends at byte { $a }, where no revision ends
said-byte-range-later = /ByteRange ends revision { $a }, the signature is first seen in { $b }
said-byte-range-value = /ByteRange has a value out of range: { $a }
said-byte-range-count = /ByteRange has { $a } integers
said-byte-range-gap = /ByteRange leaves out { $a }, /Contents is { $b }
said-byte-range-start = /ByteRange starts at byte { $a }
said-contents-not-hex = /Contents is no hexadecimal string
said-contents-object = object { $a } would lie inside /Contents
said-signature-outside = the signature dictionary at { $a } lies outside its revision
said-signature-unfit = the signature dictionary is unfit: { $a }
said-revision-alone = revision { $a } does not stand alone
said-cms-content = CMS content { $a } where signed data was expected
said-cms-stamp-content = CMS content { $a } where a time-stamp was expected
said-cms-large = CMS of { $a } bytes, more than { $b }
said-cms-signers = CMS with more than { $a } signers
said-cms-pem = not one CMS in PEM
said-cms-attributes = signed attributes are not a SET OF Attribute in DER
said-cms-no-identifier = { $a } cannot be written in CMS
said-cms-digest = { $a } is not used with digest { $b }
said-attribute-count = attribute { $a } comes { $b } times
said-attribute-values = attribute { $a } has { $b } values instead of one
said-attribute-malformed = attribute { $a } malformed
said-extension-twice = extension { $a } comes twice
said-extension-malformed = extension { $a } malformed
said-extension-critical = unknown critical extension { $a }
said-extension-critical-stamp = unknown critical extension { $a } in the time-stamp
said-algorithm-unknown = unknown signature algorithm { $a }
said-digest-unknown = unknown digest algorithm { $a }
said-algorithm-parameters = parameters of algorithm { $a } malformed
said-algorithm-open = algorithm { $a } leaves the digest open
said-algorithm-weak = { $a } or its key is too weak
said-algorithm-key = { $a } with a { $b } key is not supported
said-algorithms-differ = the certificate names two different signature algorithms
said-key-malformed = the public key is malformed
said-private-key-malformed = the private key is malformed
said-value-differs = the signature value does not match
said-value-length = signature value of { $a } bytes where the key makes { $b }
said-certificates-many = more than { $a } certificates
said-certificate-none = no certificate found
said-certificate-other-attribute = the signing-certificate attribute names another certificate
said-certificate-serial-attribute = issuer and serial number in the signing-certificate attribute are another's
said-certificate-no-attribute = no signing-certificate attribute
said-certificate-other-property = the signing-certificate property names another certificate
said-certificate-serial-property = issuer and serial number in the signing-certificate property are another's
said-certificate-no-property = no signing-certificate property
said-stamp-no-attributes = the time-stamp has no signed attributes
said-stamp-signers = the time-stamp has { $a } signers
said-stamp-other-bytes = the time-stamp is for other bytes
said-stamp-attribute = the time-stamp lacks the signed attribute { $a }
said-stamp-content = the time-stamp says that its content is { $a }
said-stamp-changed = the content of the time-stamp was changed
said-stamp-certificate = the certificate of the time-stamp authority is missing
said-stamp-purpose = the certificate of the time-stamp authority is not one for time-stamps alone
said-stamp-validity = the certificate of the time-stamp authority was not valid at { $a }
said-stamp-token = time-stamp token without its content
said-stamp-token-content = time-stamp content: { $a }
said-stamp-form = a time-stamp of this form is not supported
said-stamp-parts = a time-stamp over these listed parts is not supported
said-stamp-nonce = the nonce of the time-stamp is another
said-stamp-policy = the time-stamp has policy { $a }, not { $b }
said-stamp-granted = granted without a token
said-ocsp-type = OCSP response of type { $a }
said-ocsp-large = OCSP response of { $a } bytes, more than { $b }
said-ocsp-empty = OCSP response without a response in it
said-ocsp-status = the OCSP responder says { $a }
said-ocsp-other = the OCSP response is about other certificates
said-ocsp-nonce = the nonce of the OCSP response is another
said-ocsp-unknown = the responder does not know the certificate
said-ocsp-responder = the responder's certificate is not shown good
said-ocsp-responder-validity = the responder's certificate was not valid at { $a }
said-ocsp-responder-revoked = the responder's certificate was revoked at { $a }
said-crl-large = CRL of { $a } bytes, more than { $b }
said-crl-delta = delta CRL without its base
said-crl-none = no CRL: { $a }
said-crl-other = the CRL covers other certificates
said-crl-signer = the CRL signer is not trusted
said-crl-usage = the signer's key usage forbids CRLs
said-crl-reasons = some reasons of revocation are not covered
said-evidence-signer = no certificate of an entitled signer
said-evidence-checks = more than { $a } signature checks
said-evidence-no-update = issued at { $a } without next update, before { $b }
said-evidence-future = issued at { $a }, after now ({ $b })
said-evidence-after-expiry = issued at { $a }, after the certificate expired at { $b }
said-evidence-grace = issued at { $a }, before the grace period ended at { $b }
said-evidence-old = issued at { $a }, more than { $b } s before { $c }
said-evidence-overdue = next update was due at { $a }, before { $b }
said-evidence-unreadable = unreadable: { $a }
said-xml-none = no ds:Signature at { $a }
said-xml-unexpected = unexpected { $a } in { $b } at { $c }
said-xml-attribute = { $a } at { $b } has no { $c }
said-xml-base64 = { $a } at { $b } is not base64
said-xml-signed-info = SignedInfo of more than { $a } bytes
said-xml-many = more than { $a } { $b } elements
said-xml-canonicalization = canonicalization { $a } is not known
said-xml-method = signature method { $a } is not supported
said-xml-digest = digest method { $a } is not known
said-xml-malformed = { $a } is malformed
said-xml-times = { $a } stands { $b } times
said-xml-lacks = { $a } has no { $b }
said-xml-target = the qualifying properties are for { $a }, not for this signature
said-xml-properties-elsewhere = the reference to the signed properties leads elsewhere
said-xml-properties-uncovered = no reference of the signature covers its signed properties
said-xml-no-certificate = no certificate to check the value with
said-pdf-xref = bad cross-reference data at byte { $a }: { $b }
said-pdf-syntax = bad syntax at byte { $a }: { $b }
said-pdf-startxref = no startxref between byte { $a } and the end of the file
said-pdf-cut = the file ends at byte { $a }, in the middle of an object or table
said-pdf-loop = the cross-reference sections form a loop at byte { $a }
said-pdf-reading = reading at byte { $a }: { $b }
said-list-version = version { $a } of trusted lists is not known
said-list-malformed = { $a } at byte { $b } is missing or malformed
said-list-services = too many services
said-list-future = the list was issued at { $a }, after { $b }
said-list-closed = the list was closed at { $a }
said-list-large = a list of { $a } bytes, more than { $b }
said-reason-key = keyCompromise
said-reason-ca = cACompromise
said-reason-affiliation = affiliationChanged
said-reason-superseded = superseded
said-reason-cessation = cessationOfOperation
said-reason-hold = certificateHold
said-reason-removed = removeFromCRL
said-reason-privilege = privilegeWithdrawn
said-reason-aa = aACompromise
said-reason-unspecified = unspecified
said-operation-stamp = document time-stamp
said-dictionary = the signature is no dictionary
said-object-stream = the signature stands in an object stream
said-duplicate-key = the key { $a } stands twice
said-no-contents = no /Contents
said-contents-not-string = /Contents is no string
said-contents-large = /Contents is too large
said-shared-value = the field { $a } has the same signature
said-no-byte-range = no /ByteRange
said-byte-range-not-integers = /ByteRange is no list of integers
said-object-fault = object { $a } { $b }: { $c }
said-object-no-header = no object header where the cross-reference points
said-role-folder = folder
said-role-data = data
said-role-xml-signatures = xml-signatures
said-role-cms-signature = cms-signature
said-role-manifest = manifest
said-role-archive-manifest = archive-manifest
said-role-evidence-manifest = evidence-record-manifest
said-role-timestamp = timestamp
said-role-evidence = evidence-record
said-role-file-list = file-list
said-role-unknown = unknown
said-method-stored = stored
said-method-deflated = deflated

## Inbox

refused = { $file } → { $to }: refused and recorded
paper-secret-mark = the page bears the secret mark “{ $mark }”
paper-scanned = the page is a picture without text: nothing on it was read, a secret mark neither
paper-untold = not all text of page 1 could be read, a secret mark perhaps neither
paper-encrypted = the paper is encrypted
paper-script = it contains scripts (JavaScript)
paper-launch = it can start programs
paper-sends = it can send data elsewhere
paper-open-action = it does something when it is opened
paper-triggers = it does something when it is looked at or printed
paper-files = it has other files in it
paper-xfa = it has an XFA form, which may show something else than the pages
paper-unlooked = not everything in it could be looked at
paper-signed-by-you = already signed with this certificate
paper-signed-there = a file of this name is among the results: { $file }
paper-signature-failed = the signature of { $signer } has failed
paper-signature-expired = the signature of { $signer } can no longer be decided: a certificate or an algorithm is out of force
paper-bug = { $file }: this program made a mistake on this file
inbox-count = { $count ->
        [1] 1 paper
       *[other] { $count } papers
    }
inbox-marked = { $count } marked
inbox-reading = { $count } still to be read
inbox-empty = No paper is waiting in this folder.
inbox-unsigned = not signed
inbox-unreadable = unreadable
inbox-being-read = Being read …
inbox-pages = { $count ->
        [1] 1 page
       *[other] { $count } pages
    }
inbox-size = { $amount } KiB, { $format }
inbox-more-lines = … and { $count } more lines (v: the verdict, Enter: the paper)
inbox-column-number = Number
inbox-column-title = Title
inbox-column-pages = Pages
inbox-column-state = Signatures
inbox-done-signed = SIGNED
inbox-done-refused = refused
inbox-done-failed = not signed: error
inbox-signed-to = Signed: { $file }
inbox-refused-to = Refused, moved to { $file }
inbox-signed = { $signed } of { $all } signed
inbox-press-enter = Enter: back to the papers
inbox-in-place = the papers themselves are replaced
inbox-no-key = No key was named: start again with --pkcs11, --p12 or another key to sign
inbox-none-marked = No paper is marked
inbox-cannot-mark = { $file } cannot be signed now
inbox-too-small = This window is too small: { $columns } columns and { $rows } rows are needed.
inbox-page-of = page { $page } of { $pages }
inbox-no-pages = this document has no pages to draw
inbox-no-text = this page has no text
inbox-place = Signature: page { $page }, { $left } mm from the left, { $bottom } mm from the bottom, { $width } × { $height } mm
inbox-place-none = Signature: not seen on the pages
inbox-place-untold = Signature: its place shows when the paper is opened
inbox-place-here = signature
inbox-confirm = { $count ->
        [1] Sign this paper?
       *[other] Sign these { $count } papers?
    }
inbox-signer = Signer: { $signer }
inbox-signer-hidden = Signer: shows when the key is opened
inbox-certificate = Certificate: { $serial }, until { $until }
inbox-certificate-serial = Certificate: { $serial }
inbox-confirm-level = Level: { $level }
inbox-confirm-results = Results: { $folder }
inbox-refuse-title = Refuse { $file }
inbox-refuse-prompt = Why? It is recorded, and the paper is moved aside.
inbox-cap-space = Space
inbox-cap-enter = Enter
inbox-key-mark = mark
inbox-key-look = look
inbox-key-sign = sign
inbox-key-sign-marked = sign marked
inbox-key-refuse = refuse
inbox-key-verdict = verdict
inbox-key-help = help
inbox-key-quit = quit
inbox-key-back = back
inbox-key-turn = page
inbox-key-scroll = scroll
inbox-key-picture = text or picture
inbox-key-confirm = sign
inbox-key-do-not = do not
inbox-help = Keys
inbox-help-move = Move up and down
inbox-help-mark = Mark the paper to be signed, or take the mark away
inbox-help-mark-all = Mark all, or none
inbox-help-look = Look at the pages of the paper
inbox-help-turn = Next page, page before
inbox-help-picture = Page as text or as a picture
inbox-help-verdict = The whole verdict on its signatures
inbox-help-sign = Sign this paper
inbox-help-sign-marked = Sign the marked papers with one PIN
inbox-help-refuse = Refuse it with a reason: it is moved aside and recorded
inbox-help-redraw = Draw the screen anew
inbox-help-back = Back; in the list: quit
inbox-help-quit = Quit
inbox-names-alike = Two of these papers are both shown as { $file }: sign one at a time, or rename one
