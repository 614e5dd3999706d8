/*
 * kyso: signs and verifies PDF (PAdES) and XML (XAdES) documents.
 *
 * Made of the sources by cbindgen; `KYSO_BLESS=1 cargo test -p kyso-ffi --test header` writes it
 * again. Do not edit.
 *
 * Rules for every function
 *
 * - Returns KYSO_OK (0) or why nothing was done. KYSO_OK says that the call was carried out: it
 *   never says that a signature passed. Verdicts are numbers of their own, from 2000 on.
 * - The order is inputs, outputs, `error`. Outputs are written on success alone.
 * - `error` may be NULL. Else it is set to NULL on success, and on failure to an error that the
 *   caller frees with kyso_error_free.
 * - No pointer may be NULL unless its comment says so: KYSO_NULL_POINTER. kyso_..._free takes NULL.
 * - Handles (kyso_document, ...) are opaque. Whoever got one frees it with the function of its
 *   name, once, in any order: what was made of a handle keeps what it needs of it. After that the
 *   pointer is not to be used; setting it to NULL makes a later use KYSO_NULL_POINTER.
 * - Texts are UTF-8 and end with a NUL. Those that go in are copied; those that come out belong to
 *   the handle that the comment names.
 * - Times are seconds since 1970-01-01T00:00:00Z. The library reads no clock: kyso_now does.
 * - A handle may move between threads. Where its comment says so, several threads may use it at
 *   once; else one at a time. A handle must not be freed while a call uses it.
 * - A defect of the library is KYSO_PANIC, and never ends the process. Callbacks must return: they
 *   may neither throw nor jump out.
 * - Numbers and functions are added and never change their meaning. A number that is not known to
 *   this header may come back: it is never a success.
 */


#ifndef KYSO_H
#define KYSO_H

#include <stddef.h>
#include <stdint.h>

/**
 * The version of this header; kyso_version() is that of the library.
 */
#define KYSO_VERSION_MAJOR 0
#define KYSO_VERSION_MINOR 1
#define KYSO_VERSION_PATCH 0
#define KYSO_VERSION "0.1.0"

/**
 * Done. It says that the call was carried out, never that a signature passed.
 */
#define KYSO_OK 0

/**
 * A pointer that must not be NULL is NULL.
 */
#define KYSO_NULL_POINTER 1

/**
 * A text is not UTF-8.
 */
#define KYSO_NOT_UTF8 2

/**
 * An argument is none of those there are.
 */
#define KYSO_INVALID_ARGUMENT 3

/**
 * An index is beyond the end.
 */
#define KYSO_OUT_OF_RANGE 4

/**
 * The handle was used up by an earlier call; it can only be freed.
 */
#define KYSO_USED_UP 5

/**
 * This build of the library cannot do that.
 */
#define KYSO_UNSUPPORTED 6

/**
 * The call was cancelled.
 */
#define KYSO_CANCELLED 7

/**
 * What was asked for is not there, and nothing is wrong with that.
 */
#define KYSO_ABSENT 8

/**
 * A length or a size is larger than memory or the library allows.
 */
#define KYSO_TOO_LARGE 9

/**
 * The library met a defect of its own. The handles of the call should only be freed.
 */
#define KYSO_PANIC 99

/**
 * The system refused to read or write.
 */
#define KYSO_IO 100

/**
 * There is no such file.
 */
#define KYSO_NOT_FOUND 101

/**
 * There is a file where a new one was to be written.
 */
#define KYSO_ALREADY_EXISTS 102

/**
 * The system allows no reading or writing there.
 */
#define KYSO_PERMISSION_DENIED 103

/**
 * The bytes of a document can no longer be read.
 */
#define KYSO_SOURCE 104

/**
 * There are no bytes.
 */
#define KYSO_EMPTY 200

/**
 * The bytes are of no kind of document that is known here.
 */
#define KYSO_UNKNOWN_FORMAT 201

/**
 * A PDF that is broken.
 */
#define KYSO_PDF 202

/**
 * A PDF that is encrypted in a way that is not read here, or not in every revision.
 */
#define KYSO_PDF_ENCRYPTED 203

/**
 * An XML document that is broken.
 */
#define KYSO_XML 204

/**
 * A PDF that is encrypted, and no password was given.
 */
#define KYSO_PASSWORD_NEEDED 205

/**
 * The password does not open the PDF.
 */
#define KYSO_WRONG_PASSWORD 206

/**
 * The permissions of an encrypted PDF forbid it.
 */
#define KYSO_NOT_PERMITTED 207

/**
 * A container that breaks a rule, or files that cannot be put into one.
 */
#define KYSO_CONTAINER 220

/**
 * A key cannot be used; the text says why.
 */
#define KYSO_KEY 300

/**
 * The passphrase does not open the file.
 */
#define KYSO_WRONG_PASSPHRASE 301

/**
 * The key is encrypted, and no passphrase was given.
 */
#define KYSO_PASSPHRASE_NEEDED 302

/**
 * There is no private key.
 */
#define KYSO_NO_KEY 303

/**
 * There are several private keys with certificates.
 */
#define KYSO_SEVERAL_KEYS 304

/**
 * The key is not that of the certificate, or there is no certificate.
 */
#define KYSO_KEY_MISMATCH 305

/**
 * The file is no key file, or a broken one.
 */
#define KYSO_KEY_MALFORMED 306

/**
 * What holds the key refused or failed: a callback, a token, a remote service.
 */
#define KYSO_KEY_REFUSED 307

/**
 * The PIN, or the one-time password, is not the right one. It was tried once at most.
 */
#define KYSO_WRONG_PIN 308

/**
 * The PIN is locked: whoever issued the token unlocks it.
 */
#define KYSO_PIN_LOCKED 309

/**
 * There is no PKCS#11 module, or it cannot be used, or no token fits.
 */
#define KYSO_TOKEN 310

/**
 * The token was pulled out, or the connection to it is lost.
 */
#define KYSO_TOKEN_GONE 311

/**
 * A certificate cannot be read.
 */
#define KYSO_CERTIFICATE 400

/**
 * A CMS structure cannot be read or built.
 */
#define KYSO_CMS 401

/**
 * Evidence cannot be read.
 */
#define KYSO_EVIDENCE 402

/**
 * The signature cannot be made; the text says why.
 */
#define KYSO_SIGN 500

/**
 * The certificate expired.
 */
#define KYSO_CERTIFICATE_EXPIRED 501

/**
 * The certificate is not valid yet.
 */
#define KYSO_CERTIFICATE_NOT_YET_VALID 502

/**
 * The certificate is for something else.
 */
#define KYSO_USAGE_FORBIDDEN 503

/**
 * The key cannot sign with the algorithm asked for.
 */
#define KYSO_ALGORITHM_UNSUPPORTED 504

/**
 * No certificate was given.
 */
#define KYSO_NO_CERTIFICATE 505

/**
 * An option, or the whole operation, means nothing for this kind of document.
 */
#define KYSO_MISPLACED 506

/**
 * A path names no element, or several; or the element has no identifier.
 */
#define KYSO_ELEMENT 507

/**
 * What is asked for is not what the profile says.
 */
#define KYSO_PROFILE_CONFLICT 508

/**
 * An earlier certification allows no further signature.
 */
#define KYSO_CERTIFICATION_FORBIDS 509

/**
 * The signature value does not fit the document and the certificate's key.
 */
#define KYSO_VALUE_MISMATCH 510

/**
 * The bytes are no prepared state, or an altered one.
 */
#define KYSO_STATE_INVALID 511

/**
 * A certificate is revoked.
 */
#define KYSO_CERTIFICATE_REVOKED 512

/**
 * Whether a certificate was revoked cannot be shown.
 */
#define KYSO_EVIDENCE_MISSING 513

/**
 * Evidence does not count yet.
 */
#define KYSO_GRACE_PERIOD 514

/**
 * The document is not signed.
 */
#define KYSO_NOT_SIGNED 515

/**
 * A signature that is to be extended does not hold, or does not say who signed.
 */
#define KYSO_SIGNATURE_BROKEN 516

/**
 * The field asked for cannot be signed or added: it is signed, it is no signature field, its name
 * is taken or not the only one; or several are empty and none was named.
 */
#define KYSO_FIELD 517

/**
 * An earlier signature stands against it: it locks the field, or it stands before a certification,
 * a lock or an empty field.
 */
#define KYSO_SIGNED_BEFORE 518

/**
 * The field requires what the signature is not (seed values).
 */
#define KYSO_SEED_VALUE 519

/**
 * What is to be seen of a signature cannot be drawn, or has no such place; the text says why.
 */
#define KYSO_LOOK 520

/**
 * No time-stamp was obtained.
 */
#define KYSO_TIMESTAMP 600

/**
 * The time-stamp authority is none that the caller trusts.
 */
#define KYSO_TIMESTAMP_UNTRUSTED 601

/**
 * A service cannot be set up as asked.
 */
#define KYSO_SERVICE_CONFIG 602

/**
 * A service did not answer, or not with what it was asked for.
 */
#define KYSO_SERVICE 603

/**
 * The text is no profile.
 */
#define KYSO_PROFILE 700

/**
 * The text is no table of algorithms.
 */
#define KYSO_ALGORITHM_TABLE 701

/**
 * The text is no policy.
 */
#define KYSO_POLICY 702

/**
 * The trust store was changed by hand, or is of a later version: it is refused as a whole.
 */
#define KYSO_STORE 703

/**
 * Others wrote to the trust store first, again and again.
 */
#define KYSO_STORE_BUSY 704

/**
 * The trust store has more records than it may.
 */
#define KYSO_STORE_FULL 705

/**
 * The trusted list is not used: it is none, or its signature does not hold, or it is overdue.
 */
#define KYSO_TRUST_LIST 706

/**
 * The text and the QR code; black unless said otherwise.
 */
#define KYSO_LOOK_TEXT 4401

/**
 * A border of 0.75 points; none unless said otherwise.
 */
#define KYSO_LOOK_BORDER 4402

/**
 * The ground; what stands on the page is seen through unless said otherwise.
 */
#define KYSO_LOOK_BACKGROUND 4403

/**
 * At the left. The default.
 */
#define KYSO_ALIGN_LEFT 4411

/**
 * In the middle.
 */
#define KYSO_ALIGN_CENTER 4412

/**
 * At the right.
 */
#define KYSO_ALIGN_RIGHT 4413

/**
 * At the left of it.
 */
#define KYSO_PICTURE_LEFT 4421

/**
 * Above it.
 */
#define KYSO_PICTURE_ABOVE 4422

/**
 * Behind it.
 */
#define KYSO_PICTURE_BEHIND 4423

/**
 * Top left.
 */
#define KYSO_CORNER_TOP_LEFT 4431

/**
 * Top right.
 */
#define KYSO_CORNER_TOP_RIGHT 4432

/**
 * Bottom left.
 */
#define KYSO_CORNER_BOTTOM_LEFT 4433

/**
 * Bottom right.
 */
#define KYSO_CORNER_BOTTOM_RIGHT 4434

/**
 * Every signature passed every stage.
 */
#define KYSO_CONCLUSION_PASSED 2001

/**
 * None failed, and at least one could not be decided.
 */
#define KYSO_CONCLUSION_INDETERMINATE 2002

/**
 * At least one signature failed.
 */
#define KYSO_CONCLUSION_FAILED 2003

/**
 * There is no signature: not a success.
 */
#define KYSO_CONCLUSION_UNSIGNED 2004

/**
 * An approval signature.
 */
#define KYSO_KIND_SIGNATURE 2101

/**
 * A certification signature.
 */
#define KYSO_KIND_CERTIFICATION 2102

/**
 * A document time-stamp.
 */
#define KYSO_KIND_DOCUMENT_TIMESTAMP 2103

/**
 * One that this version of the header does not know.
 */
#define KYSO_KIND_OTHER 2199

/**
 * An XML signature without the properties of XAdES.
 */
#define KYSO_LEVEL_XMLDSIG 2201

/**
 * A CMS signature without the attributes of AdES.
 */
#define KYSO_LEVEL_PKCS7 2202

/**
 * B-B: the signature alone.
 */
#define KYSO_LEVEL_B 2203

/**
 * B-T: with a time-stamp.
 */
#define KYSO_LEVEL_T 2204

/**
 * B-LT: with certificates and revocation data.
 */
#define KYSO_LEVEL_LT 2205

/**
 * B-LTA: with a time-stamp over these.
 */
#define KYSO_LEVEL_LTA 2206

/**
 * One that this version of the header does not know.
 */
#define KYSO_LEVEL_OTHER 2299

/**
 * They are.
 */
#define KYSO_INTEGRITY_INTACT 2301

/**
 * They are not.
 */
#define KYSO_INTEGRITY_BROKEN 2302

/**
 * It could not be told.
 */
#define KYSO_INTEGRITY_UNKNOWN 2303

/**
 * Everything but itself.
 */
#define KYSO_COVERAGE_WHOLE_FILE 2401

/**
 * Everything up to the end of its revision.
 */
#define KYSO_COVERAGE_WHOLE_REVISION 2402

/**
 * Less than that, or it cannot be told.
 */
#define KYSO_COVERAGE_PARTIAL 2403

/**
 * Nothing came after.
 */
#define KYSO_MODIFICATION_NONE 2501

/**
 * Evidence and document time-stamps.
 */
#define KYSO_MODIFICATION_LTA_UPDATE 2502

/**
 * Form fields were filled, further signatures among them.
 */
#define KYSO_MODIFICATION_FORM_FILLING 2503

/**
 * Annotations were added or changed.
 */
#define KYSO_MODIFICATION_ANNOTATION 2504

/**
 * Something that no rule explains.
 */
#define KYSO_MODIFICATION_SUSPICIOUS 2505

/**
 * Shown good at the time judged.
 */
#define KYSO_REVOCATION_GOOD 2601

/**
 * Revoked.
 */
#define KYSO_REVOCATION_REVOKED 2602

/**
 * Not shown either way.
 */
#define KYSO_REVOCATION_UNKNOWN 2603

/**
 * Worth knowing; changes nothing.
 */
#define KYSO_SEVERITY_INFO 2701

/**
 * A deviation that the policy lets pass, or a reason for an indeterminate verdict.
 */
#define KYSO_SEVERITY_WARNING 2702

/**
 * A reason why the signature cannot pass; in the log, a call that failed.
 */
#define KYSO_SEVERITY_ERROR 2703

/**
 * PDF.
 */
#define KYSO_FORMAT_PDF 2801

/**
 * XML.
 */
#define KYSO_FORMAT_XML 2802

/**
 * A file of any kind that is signed by CMS, or the CMS (CAdES, PKCS#7).
 */
#define KYSO_FORMAT_CADES 2803

/**
 * A container of one file (ASiC-S).
 */
#define KYSO_FORMAT_ASIC_S 2804

/**
 * A container of any number of files (ASiC-E).
 */
#define KYSO_FORMAT_ASIC_E 2805

/**
 * One that this version of the header does not know.
 */
#define KYSO_FORMAT_OTHER 2899

/**
 * A path may end at it: it is trusted.
 */
#define KYSO_ROLE_ANCHOR 2901

/**
 * A path may lead through it, to an anchor. It is not trusted by itself.
 */
#define KYSO_ROLE_INTERMEDIATE 2902

/**
 * It does.
 */
#define KYSO_STATE_TRUSTED 2911

/**
 * For what is judged as of a time: KYSO_STORED_UNTIL.
 */
#define KYSO_STATE_RETIRED 2912

/**
 * No more.
 */
#define KYSO_STATE_REMOVED 2913

/**
 * The signature value.
 */
#define KYSO_STAMP_SIGNATURE 2921

/**
 * Everything that the signature needs to be judged later.
 */
#define KYSO_STAMP_ARCHIVE 2922

/**
 * Something that this version of the header does not know.
 */
#define KYSO_STAMP_OTHER 2929

/**
 * Further signatures.
 */
#define KYSO_LATER_SIGNATURES 2931

/**
 * Document time-stamps and evidence.
 */
#define KYSO_LATER_TIMESTAMPS 2932

/**
 * Filling of form fields.
 */
#define KYSO_LATER_FILLING 2933

/**
 * Annotations, where a certification allows them.
 */
#define KYSO_LATER_ANNOTATIONS 2934

/**
 * PDF: the name of the field. XML: the Id of the signature, else its path. CMS: made of what was
 * signed.
 */
#define KYSO_SIGNATURE_ID 3001

/**
 * Why it is indeterminate or failed, by the names of ETSI EN 319 102-1.
 */
#define KYSO_SIGNATURE_SUB_INDICATION 3002

/**
 * The whole subject of the signer's certificate (RFC 4514).
 */
#define KYSO_SIGNATURE_SUBJECT 3003

/**
 * The signer's common name, or the whole subject where there is none.
 */
#define KYSO_SIGNATURE_COMMON_NAME 3004

/**
 * The signer's title: the office held.
 */
#define KYSO_SIGNATURE_TITLE 3005

/**
 * The signer's organization.
 */
#define KYSO_SIGNATURE_ORGANIZATION 3006

/**
 * The whole issuer of the signer's certificate (RFC 4514).
 */
#define KYSO_SIGNATURE_ISSUER 3007

/**
 * The serial number of the signer's certificate, lower-case hexadecimal.
 */
#define KYSO_SIGNATURE_SERIAL 3008

/**
 * The hash function of the document, such as `sha256`.
 */
#define KYSO_SIGNATURE_DIGEST_ALGORITHM 3009

/**
 * The signature algorithm, such as `ecdsa-sha256`.
 */
#define KYSO_SIGNATURE_ALGORITHM 3010

/**
 * The subject of the anchor that the path ends at.
 */
#define KYSO_SIGNATURE_TRUST_ANCHOR 3011

/**
 * The reason, as claimed.
 */
#define KYSO_SIGNATURE_REASON 3012

/**
 * The place, as claimed.
 */
#define KYSO_SIGNATURE_LOCATION 3013

/**
 * How the signer can be reached, as claimed.
 */
#define KYSO_SIGNATURE_CONTACT 3014

/**
 * The trust domain of that anchor.
 */
#define KYSO_SIGNATURE_TRUST_DOMAIN 3015

/**
 * The signer's organizational unit.
 */
#define KYSO_SIGNATURE_UNIT 3016

/**
 * The common name of the issuer, or its whole name where there is none.
 */
#define KYSO_SIGNATURE_ISSUER_NAME 3017

/**
 * The organization of the issuer.
 */
#define KYSO_SIGNATURE_ISSUER_ORGANIZATION 3018

/**
 * PDF: `/SubFilter`, the form of the signature.
 */
#define KYSO_SIGNATURE_SUB_FILTER 3019

/**
 * CMS: why it was signed, as claimed: `approval` and the like, or an identifier.
 */
#define KYSO_SIGNATURE_COMMITMENT 3020

/**
 * What it is for on an office's paper, as claimed: `initials`, `leader`, `number`, `agency`,
 * `attachment`, `copy`, `incoming` or `comment`.
 */
#define KYSO_SIGNATURE_ROLE 3021

/**
 * What the signer says; it proves nothing.
 */
#define KYSO_SIGNATURE_CLAIMED_TIME 3101

/**
 * What a time-stamp proves.
 */
#define KYSO_SIGNATURE_PROVEN_TIME 3102

/**
 * Start of validity of the signer's certificate.
 */
#define KYSO_SIGNATURE_NOT_BEFORE 3103

/**
 * End of validity of the signer's certificate.
 */
#define KYSO_SIGNATURE_NOT_AFTER 3104

/**
 * KYSO_CONCLUSION_...
 */
#define KYSO_SIGNATURE_CONCLUSION 3201

/**
 * KYSO_KIND_...
 */
#define KYSO_SIGNATURE_KIND 3202

/**
 * KYSO_LEVEL_...
 */
#define KYSO_SIGNATURE_LEVEL 3203

/**
 * KYSO_INTEGRITY_...
 */
#define KYSO_SIGNATURE_INTEGRITY 3204

/**
 * KYSO_COVERAGE_...
 */
#define KYSO_SIGNATURE_COVERAGE 3205

/**
 * KYSO_MODIFICATION_...
 */
#define KYSO_SIGNATURE_MODIFICATION 3206

/**
 * KYSO_REVOCATION_...
 */
#define KYSO_SIGNATURE_REVOCATION 3207

/**
 * PDF: PAdES, ETSI.CAdES.detached. The default.
 */
#define KYSO_FORM_PADES 3301

/**
 * PDF: adbe.pkcs7.detached, for readers that know nothing newer.
 */
#define KYSO_FORM_PKCS7 3302

/**
 * Container: XAdES. The default where there is no signature yet.
 */
#define KYSO_FORM_ASIC_XADES 3305

/**
 * Container: CAdES.
 */
#define KYSO_FORM_ASIC_CADES 3306

/**
 * XML: XAdES. The default.
 */
#define KYSO_FORM_XADES 3303

/**
 * XML: XML Signature alone, for readers that know nothing more.
 */
#define KYSO_FORM_XMLDSIG 3304

/**
 * A time-stamp: the request is a TimeStampReq, the answer a TimeStampResp, both DER.
 */
#define KYSO_FETCH_TIMESTAMP 3401

/**
 * An OCSP response: the request is an OCSPRequest, the answer an OCSPResponse, both DER.
 */
#define KYSO_FETCH_OCSP 3402

/**
 * A CRL, DER or PEM; the request is empty: a GET.
 */
#define KYSO_FETCH_CRL 3403

/**
 * Certificates, DER, PEM or PKCS#7; the request is empty: a GET.
 */
#define KYSO_FETCH_CERTIFICATES 3404

/**
 * The whole subject of its certificate (RFC 4514).
 */
#define KYSO_CREDENTIAL_SUBJECT 3501

/**
 * The whole issuer of its certificate (RFC 4514).
 */
#define KYSO_CREDENTIAL_ISSUER 3502

/**
 * The serial number of its certificate, lower-case hexadecimal.
 */
#define KYSO_CREDENTIAL_SERIAL 3503

/**
 * What it signs with, preferred first, with commas between.
 */
#define KYSO_CREDENTIAL_ALGORITHMS 3504

/**
 * Start of validity of its certificate.
 */
#define KYSO_CREDENTIAL_NOT_BEFORE 3551

/**
 * End of validity of its certificate.
 */
#define KYSO_CREDENTIAL_NOT_AFTER 3552

/**
 * Its whole subject (RFC 4514).
 */
#define KYSO_STORED_SUBJECT 3601

/**
 * Its SHA-256, 64 hexadecimal digits.
 */
#define KYSO_STORED_FINGERPRINT 3602

/**
 * The trust domain that it belongs to.
 */
#define KYSO_STORED_DOMAIN 3603

/**
 * KYSO_ROLE_...
 */
#define KYSO_STORED_ROLE 3701

/**
 * KYSO_STATE_...
 */
#define KYSO_STORED_STATE 3702

/**
 * When it was last added.
 */
#define KYSO_STORED_ADDED 3801

/**
 * When it was decided not to trust it any more.
 */
#define KYSO_STORED_WITHDRAWN 3802

/**
 * Until when it is trusted, where it is retired.
 */
#define KYSO_STORED_UNTIL 3803

/**
 * What it is about, such as `form-field`.
 */
#define KYSO_CHANGE_KIND 3901

/**
 * The rule that allows it, or what forbids it.
 */
#define KYSO_CHANGE_RULE 3902

/**
 * The full name of the field.
 */
#define KYSO_CHANGE_FIELD 3903

/**
 * The revision that made it, counted from 1.
 */
#define KYSO_CHANGE_REVISION 4001

/**
 * The page that the field is seen on, counted from 1.
 */
#define KYSO_CHANGE_PAGE 4002

/**
 * How many objects were written for it.
 */
#define KYSO_CHANGE_OBJECTS 4003

/**
 * How many of these kyso_signature_change_object names.
 */
#define KYSO_CHANGE_OBJECTS_NAMED 4004

/**
 * Its name in reports.
 */
#define KYSO_POLICY_NAME 4101

/**
 * What widens it, names with commas between.
 */
#define KYSO_POLICY_WIDENED 4102

/**
 * By what it asks for more than `baseline`, names with commas between.
 */
#define KYSO_POLICY_NARROWED 4103

/**
 * The trust domains in which a signer's path may end, names with commas between; NULL for any.
 */
#define KYSO_POLICY_TRUST_DOMAINS 4104

/**
 * Who issues it.
 */
#define KYSO_TRUST_LIST_OPERATOR 4201

/**
 * Its territory, such as `VN`; empty where it says none.
 */
#define KYSO_TRUST_LIST_TERRITORY 4202

/**
 * Above it, in the room up to the next line.
 */
#define KYSO_SIDE_ABOVE 4801

/**
 * Below it.
 */
#define KYSO_SIDE_BELOW 4802

/**
 * To the left of it.
 */
#define KYSO_SIDE_LEFT 4803

/**
 * To the right of it.
 */
#define KYSO_SIDE_RIGHT 4804

/**
 * Over it.
 */
#define KYSO_SIDE_OVER 4805

/**
 * Nothing but evidence and document time-stamps.
 */
#define KYSO_PERMITS_NONE 4901

/**
 * Filling forms and signing too.
 */
#define KYSO_PERMITS_FORMS 4902

/**
 * Annotations too.
 */
#define KYSO_PERMITS_ANNOTATIONS 4903

/**
 * The URI that names this key alone on this machine (RFC 7512).
 */
#define KYSO_TOKEN_KEY_URI 5001

/**
 * The label of its token.
 */
#define KYSO_TOKEN_KEY_TOKEN 5002

/**
 * The label of its certificate.
 */
#define KYSO_TOKEN_KEY_LABEL 5003

/**
 * The whole subject of its certificate (RFC 4514).
 */
#define KYSO_TOKEN_KEY_SUBJECT 5004

/**
 * The whole issuer of its certificate (RFC 4514).
 */
#define KYSO_TOKEN_KEY_ISSUER 5005

/**
 * The serial number of its certificate, lower-case hexadecimal.
 */
#define KYSO_TOKEN_KEY_SERIAL 5006

/**
 * What the token signs with it, preferred first, with commas between; may be empty.
 */
#define KYSO_TOKEN_KEY_ALGORITHMS 5007

/**
 * To log in, once for everything that follows.
 */
#define KYSO_PIN_LOGIN 5101

/**
 * For one signature: the key asks each time.
 */
#define KYSO_PIN_SIGNATURE 5102

/**
 * The reader is about to ask for it; no PIN is wanted here.
 */
#define KYSO_PIN_ON_READER 5103

/**
 * Nothing is wrong.
 */
#define KYSO_TRIES_ENOUGH 5111

/**
 * A wrong PIN was given since the last right one.
 */
#define KYSO_TRIES_LOW 5112

/**
 * One wrong PIN more locks it.
 */
#define KYSO_TRIES_LAST 5113

/**
 * It is locked.
 */
#define KYSO_TRIES_LOCKED 5114

/**
 * What the service calls it.
 */
#define KYSO_REMOTE_KEY_ID 5201

/**
 * Why it cannot sign now, in the words of the service; NULL where it can.
 */
#define KYSO_REMOTE_KEY_FAULT 5202

/**
 * The whole subject of its certificate (RFC 4514).
 */
#define KYSO_REMOTE_KEY_SUBJECT 5203

/**
 * The whole issuer of its certificate (RFC 4514).
 */
#define KYSO_REMOTE_KEY_ISSUER 5204

/**
 * The serial number of its certificate, lower-case hexadecimal.
 */
#define KYSO_REMOTE_KEY_SERIAL 5205

/**
 * What it signs with, preferred first, with commas between.
 */
#define KYSO_REMOTE_KEY_ALGORITHMS 5206

/**
 * A value that the profile takes from outside: the name is the profile's own, as `client_secret`.
 */
#define KYSO_REMOTE_ASK_INPUT 5301

/**
 * The PIN of the key. A wrong one costs a try.
 */
#define KYSO_REMOTE_ASK_PIN 5302

/**
 * The one-time password, which was just sent where the service sends it.
 */
#define KYSO_REMOTE_ASK_OTP 5303

/**
 * The URL in the name is to be shown in a browser of this machine; no answer is wanted.
 */
#define KYSO_REMOTE_ASK_BROWSE 5304

/**
 * The signer is waited for: the name is seconds waited and allowed, `12/300`; no answer is wanted.
 */
#define KYSO_REMOTE_ASK_WAITING 5305

/**
 * The service took the request under this name; no answer is wanted.
 */
#define KYSO_REMOTE_ASK_ACCEPTED 5306

/**
 * In a file of its own, the signature beside it (`.p7s`).
 */
#define KYSO_PACKAGING_DETACHED 5401

/**
 * In the CMS (`.p7m`).
 */
#define KYSO_PACKAGING_ATTACHED 5402

/**
 * The version of the binary interface. It grows by one with every change after which programs
 * must be built again; functions and numbers that are added are no such change.
 */
#define KYSO_ABI_VERSION 1

/**
 * Files to sign or to verify in one call. One thread at a time may use it.
 */
typedef struct kyso_batch kyso_batch;

/**
 * Bytes, or a text, that the library made for the caller, who frees it with kyso_buffer_free. It
 * never changes: any number of threads may read it at once.
 */
typedef struct kyso_buffer kyso_buffer;

/**
 * Stops calls from another thread. Given where the bytes of a document come in, it stops whatever
 * is done with that document: the call returns KYSO_CANCELLED and has written nothing. A file that
 * was finished before the flag was seen is there, and its call returns KYSO_OK.
 *
 * Any number of threads may use it at once, and any number of documents may have it.
 */
typedef struct kyso_cancellation kyso_cancellation;

/**
 * A key with the certificate of its public key and the chain above it. It never changes: any
 * number of threads may use it at once.
 */
typedef struct kyso_credential kyso_credential;

/**
 * A document to sign or verify. It never changes: any number of threads may use it at once.
 */
typedef struct kyso_document kyso_document;

/**
 * Why a call failed. Whoever got it frees it with kyso_error_free.
 *
 * It never changes: any number of threads may read it at once.
 */
typedef struct kyso_error kyso_error;

/**
 * A bag of certificates, CRLs and OCSP responses. Nothing in it is trusted by itself. One thread
 * at a time may add to it; what is verified or signed with it keeps a copy.
 */
typedef struct kyso_evidence kyso_evidence;

/**
 * How to raise what is signed to a higher level, or to renew its last time-stamp. It is of no
 * document: the same one extends any number of them, on any number of threads at once, as long as
 * nobody changes it.
 */
typedef struct kyso_extension kyso_extension;

/**
 * What is drawn where a signature is seen: text, a picture, a QR code. One thread at a time.
 */
typedef struct kyso_look kyso_look;

/**
 * How to use the network: deadlines, the certifiers of https servers, connections that are shared.
 * One thread at a time may change it; services that were made of it keep what they need of it, as
 * it was then.
 */
typedef struct kyso_network kyso_network;

/**
 * Files on their way into a container. One thread at a time may use it.
 */
typedef struct kyso_pack kyso_pack;

/**
 * What one signature covers: the revision of a PDF, or what each reference of an XML signature
 * digests. It never changes: any number of threads may use it at once.
 */
typedef struct kyso_parts kyso_parts;

/**
 * What was found of one certificate. It never changes: any number of threads may use it at once.
 */
typedef struct kyso_path kyso_path;

/**
 * The rules by which signatures are judged, strict unless widened. One thread at a time may change
 * it; a verifier keeps a copy.
 */
typedef struct kyso_policy kyso_policy;

/**
 * A signed document that lacks only the signature value. One thread at a time may use it.
 * Completing uses it up; a state that was saved can be read again.
 */
typedef struct kyso_prepared kyso_prepared;

/**
 * A remote service, logged in, with the keys of the user. It never changes: any number of threads
 * may use it at once.
 */
typedef struct kyso_remote kyso_remote;

/**
 * What a callback answers. It is the library's and lives until the callback returns.
 */
typedef struct kyso_reply kyso_reply;

/**
 * What was told of a document. It never changes: any number of threads may read it at once.
 */
typedef struct kyso_report kyso_report;

/**
 * Who knows of revocations: OCSP, CRLs and issuers' certificates. One thread at a time may change
 * it; what signs or verifies with it keeps what it needs of it, any number may do so at once, and
 * what was fetched once is used again.
 */
typedef struct kyso_revocation kyso_revocation;

/**
 * A signed document. Nothing stands on disk until it is saved. It never changes: any number of
 * threads may use it at once.
 */
typedef struct kyso_signed kyso_signed;

/**
 * How to sign: the signer, and what is asked of the signature. It is of no document: the same one
 * signs any number of them, on any number of threads at once, as long as nobody changes it.
 */
typedef struct kyso_signing kyso_signing;

/**
 * A trust store in a folder, the same that the command `kyso trust` keeps: nothing in it is ever
 * changed or deleted, and several processes may add to it. The handle shows it as it was when it
 * was opened or last written through this handle. One thread at a time may write.
 */
typedef struct kyso_store kyso_store;

/**
 * The keys that were found on tokens. It never changes: any number of threads may use it at once.
 */
typedef struct kyso_token_keys kyso_token_keys;

/**
 * The certificates at which a path may end, each on its terms. Nobody is trusted by default. One
 * thread at a time may add to it; those that made a policy of it keep a copy.
 */
typedef struct kyso_trust kyso_trust;

/**
 * A trusted list whose signature held. It never changes: any number of threads may use it at once.
 */
typedef struct kyso_trust_list kyso_trust_list;

/**
 * A time-stamp authority, or several of which the next is asked when one fails. One thread at a
 * time may change it; what signs with it keeps what it needs of it, and any number may do so at
 * once.
 */
typedef struct kyso_tsa kyso_tsa;

/**
 * How to judge documents: the policy, where evidence comes from, what is expected. It is of no
 * document: the same one judges any number of them, on any number of threads at once, as long as
 * nobody changes it.
 */
typedef struct kyso_verifier kyso_verifier;

/**
 * Told of every file as it is done: how many are done, `done` of `total`, which one it was,
 * `index`, its code, and the text of its error, empty without one. The text is the library's and
 * lives until the callback returns. Any other answer than 0 stops the batch, as cancelling does.
 * Of one batch it is called by one thread at a time, not always the same. It must not use the batch
 * itself: every function of the running batch returns KYSO_INVALID_ARGUMENT, and kyso_batch_free
 * does nothing.
 */
typedef uint32_t (*kyso_progress_callback)(void *user_data,
                                           size_t done,
                                           size_t total,
                                           size_t index,
                                           uint32_t code,
                                           const char *text);

/**
 * Signs. Either `message` or its `digest` is to be signed, by the algorithm of that name
 * (`rsa-pkcs1-sha256`, `rsa-pss-sha256`, `ecdsa-sha256`, `ed25519`, ...); Ed25519 needs the
 * message. The value goes into `reply` with kyso_reply_set: RSA big-endian as long as the modulus,
 * ECDSA the DER of r and s, Ed25519 64 bytes.
 *
 * 0 says that it signed; any other number that it refused, and kyso_reply_explain may say why.
 * What it is given is the library's and lives until it returns. It is called from whatever thread
 * signs, from several at once where several sign with the credential. One call that signs may ask
 * twice: where the room for the signature in a PDF was too small, it is made again with more.
 */
typedef uint32_t (*kyso_sign_callback)(void *user_data,
                                       const char *algorithm,
                                       const uint8_t *message,
                                       size_t message_len,
                                       const uint8_t *digest,
                                       size_t digest_len,
                                       kyso_reply *reply);

/**
 * Frees what a callback was given as user data, once nothing will call it any more. May be NULL.
 * It is called from whatever thread lets go of it last.
 */
typedef void (*kyso_free_callback)(void *user_data);

/**
 * Told of every call when it ends: its function, its code, the text of its error (empty without
 * one), and how long it took. `severity` is KYSO_SEVERITY_INFO, KYSO_SEVERITY_WARNING for a call
 * that failed, KYSO_SEVERITY_ERROR for a defect of the library. The texts are the library's and
 * live until the callback returns. It is called from whatever thread calls the library, from
 * several at once too, and must not call kyso_set_log. It may call every other function, of which it
 * is not told. No text has a secret in it.
 */
typedef void (*kyso_log_callback)(void *user_data,
                                  uint32_t severity,
                                  const char *function,
                                  uint32_t code,
                                  const char *text,
                                  uint64_t microseconds);

/**
 * Takes the next `len` bytes at `data`, which are the library's and live until it returns. 0 says
 * that more may come; any other number stops the call. It is called by the thread that calls the
 * library.
 */
typedef uint32_t (*kyso_write_callback)(void *user_data,
                                        const uint8_t *data,
                                        size_t len);

/**
 * Speaks for the signer: `kind` is one of KYSO_REMOTE_ASK_..., `name` what it is about. What is
 * asked for goes into `reply` with kyso_reply_set and is wiped afterwards.
 *
 * 0 says that it is there, or that it may go on; any other number that it is not given. What it
 * is given is the library's and lives until it returns. It is called by the thread that logs in
 * or signs, from several at once where several sign.
 */
typedef uint32_t (*kyso_remote_callback)(void *user_data,
                                         uint32_t kind,
                                         const char *name,
                                         kyso_reply *reply);

/**
 * Gives the PIN of a token: `token` is its label, `tries` one of KYSO_TRIES_..., `purpose` one of
 * KYSO_PIN_.... The PIN goes into `reply` with kyso_reply_set and is wiped afterwards; for
 * KYSO_PIN_ON_READER nothing does: the signer is about to be asked by the reader itself.
 *
 * 0 says that it is there; any other number that nobody gives one. A PIN is tried once: with
 * KYSO_TRIES_LAST a wrong one locks the token. What it is given is the library's and lives until
 * it returns. It is called by the thread that opens the key or, where the key asks for its PIN each
 * time, by the one that signs.
 */
typedef uint32_t (*kyso_pin_callback)(void *user_data,
                                      uint32_t purpose,
                                      const char *token,
                                      uint32_t tries,
                                      kyso_reply *reply);

/**
 * Fetches something: `kind` is one of KYSO_FETCH_..., `url` where from, `request` what to send,
 * empty for a GET. The answer goes into `reply` with kyso_reply_set.
 *
 * 0 says that an answer came; any other number that there is none. What it is given is the
 * library's and lives until it returns. It is called from whatever thread signs or verifies, from
 * several at once where several do.
 */
typedef uint32_t (*kyso_fetch_callback)(void *user_data,
                                        uint32_t kind,
                                        const char *url,
                                        const uint8_t *request,
                                        size_t request_len,
                                        kyso_reply *reply);

/**
 * Gives the bytes that an XML signature names outside of the document: `uri` as the reference
 * writes it and its `type`, each NULL where there is none. The bytes go into `reply` with
 * kyso_reply_set.
 *
 * 0 says that they are there; any other number that there is nothing of that name. What it is
 * given is the library's and lives until it returns.
 */
typedef uint32_t (*kyso_resolve_callback)(void *user_data,
                                          const char *uri,
                                          const char *kind,
                                          kyso_reply *reply);

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * No file yet. `batch` is the caller's, to be freed with kyso_batch_free.
 */
uint32_t kyso_batch_new(kyso_batch **batch,
                        kyso_error **error);

/**
 * Adds a file, and where what becomes of it is written, which must not exist yet; NULL for a file
 * that is only verified.
 */
uint32_t kyso_batch_add(kyso_batch *batch,
                        const char *input,
                        const char *output,
                        kyso_error **error);

/**
 * The password that opens the encrypted PDFs among the files to be signed, UTF-8, of which a copy
 * is kept and wiped; NULL is none. With `ignore_permissions` other than 0 they are signed although
 * their permissions forbid that. What is verified is opened by the verifier's password.
 */
uint32_t kyso_batch_set_password(kyso_batch *batch,
                                 const char *password,
                                 uint32_t ignore_permissions,
                                 kyso_error **error);

/**
 * Signs every file as of `now`, on as many threads as said. One that fails does not stop the rest:
 * kyso_batch_code says what became of each, and `failed` how many failed. `cancellation` and
 * `progress` may be NULL; `user_data` is the caller's and is passed on as it is.
 *
 * KYSO_CANCELLED where the batch was stopped; files that were done by then stay.
 */
uint32_t kyso_batch_sign(kyso_batch *batch,
                         const kyso_signing *signing,
                         int64_t now,
                         size_t threads,
                         const kyso_cancellation *cancellation,
                         kyso_progress_callback progress,
                         void *user_data,
                         size_t *failed,
                         kyso_error **error);

/**
 * Verifies every file as of `now`: as kyso_batch_sign. A file that could be judged has not failed,
 * whatever the verdict: kyso_batch_conclusion says it.
 */
uint32_t kyso_batch_verify(kyso_batch *batch,
                           const kyso_verifier *verifier,
                           int64_t now,
                           size_t threads,
                           const kyso_cancellation *cancellation,
                           kyso_progress_callback progress,
                           void *user_data,
                           size_t *failed,
                           kyso_error **error);

/**
 * Writes how many files there are to `count`.
 */
uint32_t kyso_batch_count(const kyso_batch *batch,
                          size_t *count,
                          kyso_error **error);

/**
 * Writes what became of a file to `code`, and the text of its error to `text`, NULL without one.
 * KYSO_ABSENT stands for one that was not reached. The text is the batch's and lives until its next
 * run or kyso_batch_free.
 */
uint32_t kyso_batch_code(const kyso_batch *batch,
                         size_t index,
                         uint32_t *code,
                         const char **text,
                         kyso_error **error);

/**
 * Writes where the report on a file that was verified is to `report`. It is the batch's, lives
 * until its next run or kyso_batch_free, and is not to be freed. KYSO_ABSENT where there is none.
 */
uint32_t kyso_batch_report(const kyso_batch *batch,
                           size_t index,
                           const kyso_report **report,
                           kyso_error **error);

/**
 * Writes the conclusion on a file that was verified to `conclusion`: one of KYSO_CONCLUSION_....
 * KYSO_ABSENT where there is none.
 */
uint32_t kyso_batch_conclusion(const kyso_batch *batch,
                               size_t index,
                               uint32_t *conclusion,
                               kyso_error **error);

/**
 * Frees the batch with its reports; files that were written stay. NULL is left alone, and so is a
 * batch that is running.
 */
void kyso_batch_free(kyso_batch *batch);

/**
 * Writes where the bytes are to `data`, and how many to `len`. They are the buffer's and live
 * until kyso_buffer_free. A NUL that is not counted stands after them.
 */
uint32_t kyso_buffer_data(const kyso_buffer *buffer,
                          const uint8_t **data,
                          size_t *len,
                          kyso_error **error);

/**
 * Writes where the text is to `text`: UTF-8, ended by a NUL, the buffer's, alive until
 * kyso_buffer_free.
 */
uint32_t kyso_buffer_text(const kyso_buffer *buffer,
                          const char **text,
                          kyso_error **error);

/**
 * Frees the buffer with its bytes. NULL is left alone.
 */
void kyso_buffer_free(kyso_buffer *buffer);

/**
 * Takes any file, PDF and XML too, as what a CMS signature (CAdES) is to be over; nothing of it is
 * looked into. Signing it with kyso_signing gives the CMS. Otherwise as kyso_document_open.
 * `document` is the caller's, to be freed with kyso_document_free.
 */
uint32_t kyso_document_open_file(const char *path,
                                 const kyso_cancellation *cancellation,
                                 kyso_document **document,
                                 kyso_error **error);

/**
 * The same of `len` bytes at `data`, which are copied. `document` is the caller's, to be freed with
 * kyso_document_free.
 */
uint32_t kyso_document_file_from_memory(const uint8_t *data,
                                        size_t len,
                                        const kyso_cancellation *cancellation,
                                        kyso_document **document,
                                        kyso_error **error);

/**
 * A detached CMS (`.p7s`) together with the file at `path` that it is over, to be judged, raised,
 * or signed by one more. `name` is that of the file in reports; NULL is none. `document` stays as
 * it is; `together` is the caller's, to be freed with kyso_document_free.
 */
uint32_t kyso_document_with_content(const kyso_document *document,
                                    const char *path,
                                    const char *name,
                                    kyso_document **together,
                                    kyso_error **error);

/**
 * What a detached CMS is over where the document does not know it: the file at `path`, `name` in
 * reports.
 */
uint32_t kyso_verifier_set_content(kyso_verifier *verifier,
                                   const char *path,
                                   const char *name,
                                   kyso_error **error);

/**
 * CMS: where the content is, one of KYSO_PACKAGING_...: detached unless said otherwise.
 */
uint32_t kyso_signing_set_packaging(kyso_signing *signing,
                                    uint32_t packaging,
                                    kyso_error **error);

/**
 * CMS: writes text (PEM) where `pem` is not 0, else bytes (DER). Without this call bytes, and what a
 * CMS to which a signer is added was.
 */
uint32_t kyso_signing_set_pem(kyso_signing *signing,
                              uint32_t pem,
                              kyso_error **error);

/**
 * CMS: signs the value of the signature that reports call `id`, and not the file.
 */
uint32_t kyso_signing_set_countersign(kyso_signing *signing,
                                      const char *id,
                                      kyso_error **error);

/**
 * CMS: the media type of the file, such as `image/png`.
 */
uint32_t kyso_signing_set_mime_type(kyso_signing *signing,
                                    const char *mime_type,
                                    kyso_error **error);

/**
 * CMS: why it is signed: `origin`, `receipt`, `delivery`, `sender`, `approval` or `creation`.
 */
uint32_t kyso_signing_set_commitment(kyso_signing *signing,
                                     const char *commitment,
                                     kyso_error **error);

/**
 * Answers with `len` bytes at `data`, which are copied. Said twice, the second counts.
 */
uint32_t kyso_reply_set(kyso_reply *reply,
                        const uint8_t *data,
                        size_t len,
                        kyso_error **error);

/**
 * Says why there is no answer; the text is copied and stands in the error of the call, or in the
 * report where the call goes on without the answer. Of a kyso_resolve_callback it is not kept.
 */
uint32_t kyso_reply_explain(kyso_reply *reply,
                            const char *why,
                            kyso_error **error);

/**
 * A flag that is down. `cancellation` is the caller's, to be freed with kyso_cancellation_free;
 * documents that have it keep what they need of it.
 */
uint32_t kyso_cancellation_new(kyso_cancellation **cancellation,
                               kyso_error **error);

/**
 * Puts the flag up, for good. Calls that are under way return soon: at the next piece of a file,
 * and within some 20 ms where they wait for the network. May be called from any thread, while
 * other threads use the same handle.
 */
uint32_t kyso_cancel(const kyso_cancellation *cancellation,
                     kyso_error **error);

/**
 * Frees the handle. NULL is left alone.
 */
void kyso_cancellation_free(kyso_cancellation *cancellation);

/**
 * Judges the first of the certificates in `len` bytes at `data` (PEM, DER or PKCS#7) as of `at`,
 * seen from `now`, both in seconds since 1970: by the anchors of `policy` and what it asks of
 * paths. What the certificate may be used for, but to issue others, is not asked. `evidence`,
 * `revocation` and `cancellation` may be NULL; the last stops waiting for the network. `path` is
 * the caller's, to be freed with kyso_path_free.
 */
uint32_t kyso_path_validate(const kyso_policy *policy,
                            const kyso_evidence *evidence,
                            const kyso_revocation *revocation,
                            const uint8_t *data,
                            size_t len,
                            int64_t at,
                            int64_t now,
                            const kyso_cancellation *cancellation,
                            kyso_path **path,
                            kyso_error **error);

/**
 * Writes 1 to `valid` where a path holds and nothing in it was revoked, else 0 and why to `text`,
 * by the names of ETSI EN 319 102-1: NULL where it is valid. The text is the path's and lives
 * until kyso_path_free.
 */
uint32_t kyso_path_valid(const kyso_path *path,
                         uint32_t *valid,
                         const char **text,
                         kyso_error **error);

/**
 * Writes what evidence says of revocation to `code`: one of KYSO_REVOCATION_....
 */
uint32_t kyso_path_revocation(const kyso_path *path,
                              uint32_t *code,
                              kyso_error **error);

/**
 * Writes how many certificates the path has to `count`; 0 where none holds.
 */
uint32_t kyso_path_count(const kyso_path *path,
                         size_t *count,
                         kyso_error **error);

/**
 * Writes where the DER of a certificate of the path is to `data`, the one in question first and
 * the anchor last, and its length to `len`. The bytes are the path's and live until
 * kyso_path_free.
 */
uint32_t kyso_path_certificate(const kyso_path *path,
                               size_t index,
                               const uint8_t **data,
                               size_t *len,
                               kyso_error **error);

/**
 * The certificate policies that the path holds under, a text of object identifiers with commas
 * between; empty where there are none. `buffer` is the caller's, to be freed with
 * kyso_buffer_free.
 */
uint32_t kyso_path_policies(const kyso_path *path,
                            kyso_buffer **buffer,
                            kyso_error **error);

/**
 * What was noticed, as a JSON array of findings like those of schema 1. `buffer` is the caller's,
 * to be freed with kyso_buffer_free.
 */
uint32_t kyso_path_findings(const kyso_path *path,
                            kyso_buffer **buffer,
                            kyso_error **error);

/**
 * The certificates and revocation data that were relied on. `evidence` is the caller's, to be
 * freed with kyso_evidence_free.
 */
uint32_t kyso_path_evidence(const kyso_path *path,
                            kyso_evidence **evidence,
                            kyso_error **error);

/**
 * Frees it. NULL is left alone.
 */
void kyso_path_free(kyso_path *path);

/**
 * Writes how many changes after a signature in a PDF are listed to `count`, those that were not
 * allowed before all others; and how many more there are to `omitted`.
 */
uint32_t kyso_signature_change_count(const kyso_report *report,
                                     size_t signature,
                                     size_t *count,
                                     size_t *omitted,
                                     kyso_error **error);

/**
 * Writes 1 to `allowed` where a change may stand there after this signature, else 0.
 */
uint32_t kyso_signature_change_allowed(const kyso_report *report,
                                       size_t signature,
                                       size_t index,
                                       uint32_t *allowed,
                                       kyso_error **error);

/**
 * Writes a text about a change to `text`: `field` is one of KYSO_CHANGE_KIND and the numbers after
 * it. NULL where there is none. The text is the report's and lives until kyso_report_free.
 */
uint32_t kyso_signature_change_text(const kyso_report *report,
                                    size_t signature,
                                    size_t index,
                                    uint32_t field,
                                    const char **text,
                                    kyso_error **error);

/**
 * Writes a number about a change to `number`: `field` is one of KYSO_CHANGE_REVISION and the
 * numbers after it. KYSO_ABSENT where there is none.
 */
uint32_t kyso_signature_change_number(const kyso_report *report,
                                      size_t signature,
                                      size_t index,
                                      uint32_t field,
                                      size_t *number,
                                      kyso_error **error);

/**
 * Writes the number of one of the objects written for a change to `object`.
 */
uint32_t kyso_signature_change_object(const kyso_report *report,
                                      size_t signature,
                                      size_t change,
                                      size_t index,
                                      uint32_t *object,
                                      kyso_error **error);

/**
 * Writes where a signature in a PDF is seen: its page, counted from 1, to `page`, and the sides of
 * its rectangle in points, in the page's own coordinates, to the others. KYSO_ABSENT where it is
 * not seen.
 */
uint32_t kyso_signature_place(const kyso_report *report,
                              size_t signature,
                              size_t *page,
                              double *left,
                              double *bottom,
                              double *right,
                              double *top,
                              kyso_error **error);

/**
 * Starts a container of the kind `format`: KYSO_FORMAT_ASIC_E for any number of files,
 * KYSO_FORMAT_ASIC_S for one. `pack` is the caller's, to be freed with kyso_pack_free.
 */
uint32_t kyso_pack_new(uint32_t format,
                       kyso_pack **pack,
                       kyso_error **error);

/**
 * Adds the file at `path`, which is read where it is, under `name`: a path in the container with
 * slashes. Names are checked by kyso_pack_document.
 */
uint32_t kyso_pack_add_file(kyso_pack *pack,
                            const char *name,
                            const char *path,
                            kyso_error **error);

/**
 * Adds `len` bytes at `data`, which are copied, under `name`, as kyso_pack_add_file does.
 */
uint32_t kyso_pack_add_memory(kyso_pack *pack,
                              const char *name,
                              const uint8_t *data,
                              size_t len,
                              kyso_error **error);

/**
 * The container of these files, unsigned, as a document to be signed. `document` is the caller's,
 * to be freed with kyso_document_free.
 */
uint32_t kyso_pack_document(const kyso_pack *pack,
                            kyso_document **document,
                            kyso_error **error);

/**
 * Frees it; documents made of it keep what they need. NULL is left alone.
 */
void kyso_pack_free(kyso_pack *pack);

/**
 * Opens a PKCS#12 file of `len` bytes at `data`. `passphrase` may be empty, not NULL. `credential`
 * is the caller's, to be freed with kyso_credential_free; what was given is copied as far as it is
 * needed.
 */
uint32_t kyso_credential_from_pkcs12(const uint8_t *data,
                                     size_t len,
                                     const char *passphrase,
                                     kyso_credential **credential,
                                     kyso_error **error);

/**
 * Opens a private key (PEM or DER; PKCS#8 plain or encrypted, PKCS#1, SEC 1) with its
 * certificates (PEM, DER or PKCS#7, in any order); both may be the same bytes. `passphrase` is
 * NULL where there is none. `credential` is the caller's, to be freed with kyso_credential_free.
 */
uint32_t kyso_credential_from_pem(const uint8_t *key,
                                  size_t key_len,
                                  const uint8_t *certificates,
                                  size_t certificates_len,
                                  const char *passphrase,
                                  kyso_credential **credential,
                                  kyso_error **error);

/**
 * A key that the caller holds: `callback` signs by the algorithm of that name. The first of
 * `certificates` (PEM, DER or PKCS#7) is that of the key.
 *
 * `user_data` is the caller's and is passed on as it is; `free_user_data`, where it is not NULL,
 * is called with it once nothing will call the callback any more, also where this call fails.
 * `credential` is the caller's, to be freed with kyso_credential_free.
 */
uint32_t kyso_credential_from_callback(const uint8_t *certificates,
                                       size_t certificates_len,
                                       const char *algorithm,
                                       kyso_sign_callback callback,
                                       void *user_data,
                                       kyso_free_callback free_user_data,
                                       kyso_credential **credential,
                                       kyso_error **error);

/**
 * Writes a text about the credential to `text`: `field` is one of KYSO_CREDENTIAL_.... The text is
 * the credential's and lives until kyso_credential_free.
 */
uint32_t kyso_credential_text(const kyso_credential *credential,
                              uint32_t field,
                              const char **text,
                              kyso_error **error);

/**
 * Writes a time of the credential to `seconds`, since 1970: `field` is KYSO_CREDENTIAL_NOT_BEFORE
 * or KYSO_CREDENTIAL_NOT_AFTER.
 */
uint32_t kyso_credential_time(const kyso_credential *credential,
                              uint32_t field,
                              int64_t *seconds,
                              kyso_error **error);

/**
 * Writes how many certificates the credential has to `count`, its own and the chain above it.
 */
uint32_t kyso_credential_chain_count(const kyso_credential *credential,
                                     size_t *count,
                                     kyso_error **error);

/**
 * Writes where the DER of one of these is to `data`, its own first, and its length to `len`. The
 * bytes are the credential's and live until kyso_credential_free.
 */
uint32_t kyso_credential_chain_certificate(const kyso_credential *credential,
                                           size_t index,
                                           const uint8_t **data,
                                           size_t *len,
                                           kyso_error **error);

/**
 * Frees the credential; what signs with it keeps what it needs of it. NULL is left alone.
 */
void kyso_credential_free(kyso_credential *credential);

/**
 * Opens a file, which is read in place while the document lives, never loaded whole. `path` is
 * bytes as the system has them (UTF-8 on Windows). `cancellation` may be NULL; else it stops
 * whatever is done with the document. `document` is the caller's, to be freed with
 * kyso_document_free.
 */
uint32_t kyso_document_open(const char *path,
                            const kyso_cancellation *cancellation,
                            kyso_document **document,
                            kyso_error **error);

/**
 * Takes a document of `len` bytes at `data`, which are copied. `cancellation` as in
 * kyso_document_open. `document` is the caller's, to be freed with kyso_document_free.
 */
uint32_t kyso_document_from_memory(const uint8_t *data,
                                   size_t len,
                                   const kyso_cancellation *cancellation,
                                   kyso_document **document,
                                   kyso_error **error);

/**
 * As kyso_document_open, for a PDF that may be encrypted: with the user's or the owner's password,
 * UTF-8, of which a copy is kept and wiped; NULL is none. With `ignore_permissions` other than 0
 * it is signed although its permissions forbid that. `document` is the caller's, to be freed with
 * kyso_document_free.
 */
uint32_t kyso_document_open_encrypted(const char *path,
                                      const char *password,
                                      uint32_t ignore_permissions,
                                      const kyso_cancellation *cancellation,
                                      kyso_document **document,
                                      kyso_error **error);

/**
 * As kyso_document_from_memory, with a password as in kyso_document_open_encrypted. `document` is
 * the caller's, to be freed with kyso_document_free.
 */
uint32_t kyso_document_from_memory_encrypted(const uint8_t *data,
                                             size_t len,
                                             const char *password,
                                             uint32_t ignore_permissions,
                                             const kyso_cancellation *cancellation,
                                             kyso_document **document,
                                             kyso_error **error);

/**
 * As kyso_document_open, for a PDF that may be damaged: what stands in it is found by searching,
 * and signing it adds a complete cross-reference. One that bears a trace of a signature opens and
 * cannot be signed.
 */
uint32_t kyso_document_open_repaired(const char *path,
                                     const kyso_cancellation *cancellation,
                                     kyso_document **document,
                                     kyso_error **error);

/**
 * As kyso_document_from_memory, for a PDF that may be damaged; see kyso_document_open_repaired.
 */
uint32_t kyso_document_from_memory_repaired(const uint8_t *data,
                                            size_t len,
                                            const kyso_cancellation *cancellation,
                                            kyso_document **document,
                                            kyso_error **error);

/**
 * Writes whether a PDF was damaged and had to be repaired to `repaired`: 1 or 0.
 */
uint32_t kyso_document_is_repaired(const kyso_document *document,
                                   uint32_t *repaired,
                                   kyso_error **error);

/**
 * Writes what kind of document it is to `format`: one of KYSO_FORMAT_....
 */
uint32_t kyso_document_format(const kyso_document *document,
                              uint32_t *format,
                              kyso_error **error);

/**
 * Writes how many form fields a PDF has to `count`; KYSO_MISPLACED for XML.
 */
uint32_t kyso_document_field_count(const kyso_document *document,
                                   size_t *count,
                                   kyso_error **error);

/**
 * Writes what a form field is: its full name to `name`, 1 or 0 to `is_signature`, and 1 to
 * `is_filled` where it has a value (a signature field: where it is signed), else 0. The text is
 * the document's and lives until kyso_document_free.
 */
uint32_t kyso_document_field(const kyso_document *document,
                             size_t index,
                             const char **name,
                             uint32_t *is_signature,
                             uint32_t *is_filled,
                             kyso_error **error);

/**
 * Frees the document; what was made of it keeps what it needs of it. NULL is left alone.
 */
void kyso_document_free(kyso_document *document);

/**
 * The code of an error, KYSO_OK for NULL: no error.
 */
uint32_t kyso_error_code(const kyso_error *error);

/**
 * What happened, in English and UTF-8; NULL for NULL. The text is the error's: it lives until
 * kyso_error_free.
 */
const char *kyso_error_text(const kyso_error *error);

/**
 * Where in the input, in bytes from its start, is written to `offset`. KYSO_ABSENT where the error
 * has no place; KYSO_NULL_POINTER where a pointer is NULL.
 */
uint32_t kyso_error_offset(const kyso_error *error,
                           uint64_t *offset);

/**
 * Frees an error. NULL is left alone.
 */
void kyso_error_free(kyso_error *error);

/**
 * An empty bag. `evidence` is the caller's, to be freed with kyso_evidence_free.
 */
uint32_t kyso_evidence_new(kyso_evidence **evidence,
                           kyso_error **error);

/**
 * Adds what is in `len` bytes at `data`, which are copied: certificates, CRLs, OCSP responses or a
 * PKCS#7 bundle, DER or PEM.
 */
uint32_t kyso_evidence_add(kyso_evidence *evidence,
                           const uint8_t *data,
                           size_t len,
                           kyso_error **error);

/**
 * Writes how many pieces of a kind there are to `count`: KYSO_FETCH_CERTIFICATES, KYSO_FETCH_CRL
 * or KYSO_FETCH_OCSP.
 */
uint32_t kyso_evidence_count(const kyso_evidence *evidence,
                             uint32_t kind,
                             size_t *count,
                             kyso_error **error);

/**
 * Writes where the DER of a piece is to `data`, and its length to `len`. The bytes are the bag's
 * and live until something is added to it or kyso_evidence_free.
 */
uint32_t kyso_evidence_piece(const kyso_evidence *evidence,
                             uint32_t kind,
                             size_t index,
                             const uint8_t **data,
                             size_t *len,
                             kyso_error **error);

/**
 * Frees the bag. NULL is left alone.
 */
void kyso_evidence_free(kyso_evidence *evidence);

/**
 * How to extend to `level`: KYSO_LEVEL_T, _LT or _LTA. `tsa` stamps; from LT on `revocation` knows
 * of revocations, NULL below. What is needed of both is kept. `extension` is the caller's, to be
 * freed with kyso_extension_free.
 */
uint32_t kyso_extension_new(uint32_t level,
                            const kyso_tsa *tsa,
                            const kyso_revocation *revocation,
                            kyso_extension **extension,
                            kyso_error **error);

/**
 * Lets a lower level do where the one asked for cannot be reached; kyso_signed_level says which it
 * became.
 */
uint32_t kyso_extension_allow_lower_level(kyso_extension *extension,
                                          kyso_error **error);

/**
 * Takes time-stamps only from authorities whose path ends at one of `trust`, of which a copy is
 * kept.
 */
uint32_t kyso_extension_set_trust(kyso_extension *extension,
                                  const kyso_trust *trust,
                                  kyso_error **error);

/**
 * Certificates and revocation data to draw on before anything is fetched, of which a copy is kept.
 */
uint32_t kyso_extension_set_evidence(kyso_extension *extension,
                                     const kyso_evidence *evidence,
                                     kyso_error **error);

/**
 * How recent evidence must be: the grace period and the greatest age, in seconds; 0 sets none.
 */
uint32_t kyso_extension_set_freshness(kyso_extension *extension,
                                      uint32_t grace_seconds,
                                      uint32_t max_age_seconds,
                                      kyso_error **error);

/**
 * Extends a document; the bytes that are there stay. `now`, in seconds since 1970, is the time as
 * of which certificates that no time-stamp covers are judged. `signed` is the caller's, to be freed
 * with kyso_signed_free.
 */
uint32_t kyso_extend(const kyso_document *document,
                     const kyso_extension *extension,
                     int64_t now,
                     kyso_signed **signed_,
                     kyso_error **error);

/**
 * Frees it. NULL is left alone.
 */
void kyso_extension_free(kyso_extension *extension);

/**
 * The signature fields of a PDF as JSON, an array in the order of the form: name, page, rectangle,
 * who signed, lock and seed values, as `kyso fields --json` has them; KYSO_MISPLACED for XML.
 * `json` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_document_signature_fields(const kyso_document *document,
                                        kyso_buffer **json,
                                        kyso_error **error);

/**
 * Adds an empty signature field to a PDF that nobody has signed: on `page`, counted from 1, with
 * its sides in points from the page's lower left corner; all four 0 make a field that is not seen.
 * `lock` says what its signature is to lock, as for kyso_signing_set_lock, or is NULL; `permits`
 * is 0 or one of KYSO_PERMITS_.... `grown` is the document with the field, saved as a signed one is;
 * it is the caller's, to be freed with kyso_signed_free.
 */
uint32_t kyso_document_add_signature_field(const kyso_document *document,
                                           const char *name,
                                           size_t page,
                                           float left,
                                           float bottom,
                                           float right,
                                           float top,
                                           const char *lock,
                                           uint32_t permits,
                                           kyso_signed **grown,
                                           kyso_error **error);

/**
 * Adds an empty field of text to a PDF that nobody has signed, for somebody to fill in with
 * kyso_signing_fill: on `page`, counted from 1, with its sides in points from the page's lower left
 * corner; its text is `font_size` points high. `grown` is the document with the field; it is the
 * caller's, to be freed with kyso_signed_free.
 */
uint32_t kyso_document_add_text_field(const kyso_document *document,
                                      const char *name,
                                      size_t page,
                                      float left,
                                      float bottom,
                                      float right,
                                      float top,
                                      float font_size,
                                      kyso_signed **grown,
                                      kyso_error **error);

/**
 * PDF: fills an empty field of text, by its full name, in the revision that is signed. May be
 * called for several fields.
 */
uint32_t kyso_signing_fill(kyso_signing *signing,
                           const char *field,
                           const char *value,
                           kyso_error **error);

/**
 * PDF: signs in a new field, whatever empty ones there are. `field` is its name; NULL takes the
 * first free one.
 */
uint32_t kyso_signing_set_new_field(kyso_signing *signing,
                                    const char *field,
                                    kyso_error **error);

/**
 * PDF: certifies, as the first signature; `permits` says what may follow: one of KYSO_PERMITS_....
 */
uint32_t kyso_signing_set_certify(kyso_signing *signing,
                                  uint32_t permits,
                                  kyso_error **error);

/**
 * PDF: locks fields: `lock` is `all`, `include:a,b` or `exclude:a,b`, by full names, or NULL for
 * none; `permits` is 0 or one of KYSO_PERMITS_..., what may follow at all (PDF 2.0). NULL and 0 take
 * back what was asked for.
 */
uint32_t kyso_signing_set_lock(kyso_signing *signing,
                               const char *lock,
                               uint32_t permits,
                               kyso_error **error);

/**
 * Tells `callback` of every call from now on, in the whole process; NULL tells nobody.
 * `user_data` is the caller's and is passed on as it is; `free_user_data`, where it is not NULL,
 * is called with it once nobody will be told any more. A callback that another thread is in just
 * now may still run when this returns.
 */
uint32_t kyso_set_log(kyso_log_callback callback,
                      void *user_data,
                      kyso_free_callback free_user_data,
                      kyso_error **error);

/**
 * A look that draws nothing yet. `look` is the caller's, to be freed with kyso_look_free.
 */
uint32_t kyso_look_new(kyso_look **look,
                       kyso_error **error);

/**
 * Lines of text, parted by newlines: {signer}, {title}, {organization} and {serial} stand for what
 * the certificate says, {reason}, {location} and {time} for what the signature does; a line whose
 * names all stand for nothing is left out, and {{ is a brace.
 */
uint32_t kyso_look_set_text(kyso_look *look,
                            const char *template_,
                            kyso_error **error);

/**
 * A QR code of this text, which is filled in like that of kyso_look_set_text.
 */
uint32_t kyso_look_set_qr(kyso_look *look,
                          const char *template_,
                          kyso_error **error);

/**
 * A picture, the bytes of a PNG or JPEG file, and where it stands to the text: KYSO_PICTURE_....
 */
uint32_t kyso_look_set_picture(kyso_look *look,
                               const uint8_t *picture,
                               size_t len,
                               uint32_t place,
                               kyso_error **error);

/**
 * The font of the text, the bytes of a TTF, OTF or TTC file; without it Liberation Serif.
 */
uint32_t kyso_look_set_font(kyso_look *look,
                            const uint8_t *font,
                            size_t len,
                            kyso_error **error);

/**
 * The size of the text in points; without it what fits, 12 points at most.
 */
uint32_t kyso_look_set_font_size(kyso_look *look,
                                 float points,
                                 kyso_error **error);

/**
 * The colour of a part, KYSO_LOOK_...: red, green and blue as 0xRRGGBB.
 */
uint32_t kyso_look_set_color(kyso_look *look,
                             uint32_t part,
                             uint32_t rgb,
                             kyso_error **error);

/**
 * Where lines begin: KYSO_ALIGN_....
 */
uint32_t kyso_look_set_align(kyso_look *look,
                             uint32_t align,
                             kyso_error **error);

/**
 * In which zone {time} is written, by its distance from UTC in minutes: 420 is +07:00.
 */
uint32_t kyso_look_set_utc_offset(kyso_look *look,
                                  int32_t minutes,
                                  kyso_error **error);

/**
 * Frees the handle. NULL is left alone.
 */
void kyso_look_free(kyso_look *look);

/**
 * PDF: shows the signature in a rectangle of the page as it is seen: its left lower corner from
 * the left and from the bottom, width and height, in points on paper. `page` counts from 1; 0 is
 * the last. The signing keeps a copy of the look.
 */
uint32_t kyso_signing_set_visible_rect(kyso_signing *signing,
                                       const kyso_look *look,
                                       size_t page,
                                       float x,
                                       float y,
                                       float width,
                                       float height,
                                       kyso_error **error);

/**
 * PDF: shows the signature in a corner of the page as it is seen, KYSO_CORNER_..., this far from
 * both edges, in points on paper. A width and a height of 0 leave the size to the look. `page`
 * counts from 1; 0 is the last. The signing keeps a copy of the look.
 */
uint32_t kyso_signing_set_visible_corner(kyso_signing *signing,
                                         const kyso_look *look,
                                         size_t page,
                                         uint32_t corner,
                                         float margin,
                                         float width,
                                         float height,
                                         kyso_error **error);

/**
 * PDF: shows the signature in the rectangle of the field that is signed. The signing keeps a copy
 * of the look.
 */
uint32_t kyso_signing_set_visible_field(kyso_signing *signing,
                                        const kyso_look *look,
                                        kyso_error **error);

/**
 * PDF: the same look as a stamp on the pages from `first` to `last`, counted from 1, beside the
 * one with the signature; 0 and 0 for all of them. May be called for several ranges.
 */
uint32_t kyso_signing_add_stamps(kyso_signing *signing,
                                 size_t first,
                                 size_t last,
                                 kyso_error **error);

/**
 * The names of the shipped profiles that kyso_signing_set_visible_profile takes, a text with
 * commas between; kyso_profile_text hands out what stands in them. `buffer` is the caller's, to be
 * freed with kyso_buffer_free.
 */
uint32_t kyso_look_profile_names(kyso_buffer **buffer,
                                 kyso_error **error);

/**
 * PDF: shows the signature on `document`, which is to be signed, as a profile says: `profile` is
 * the name of a shipped one (nd30-leader, nd30-agency, ...) or the TOML text of another. `values`
 * are what it asks to be said, lines of name=text; `name` is the name on the page above which the
 * signature stands, for profiles that stand above one: most often the signer's; `picture` is a
 * PNG or JPEG file. Each may be NULL where the profile needs none; KYSO_PROFILE where it does, or
 * knows no such value. KYSO_ABSENT and KYSO_INVALID_ARGUMENT as kyso_document_place_at_text;
 * KYSO_MISPLACED for XML.
 */
uint32_t kyso_signing_set_visible_profile(kyso_signing *signing,
                                          const kyso_document *document,
                                          const char *profile,
                                          const char *values,
                                          const char *name,
                                          const uint8_t *picture,
                                          size_t len,
                                          kyso_error **error);

/**
 * Writes how many certificates the signer's chain has to `count`. Its last one is the anchor only
 * where KYSO_SIGNATURE_TRUST_ANCHOR is there.
 */
uint32_t kyso_signature_chain_count(const kyso_report *report,
                                    size_t signature,
                                    size_t *count,
                                    kyso_error **error);

/**
 * Writes where the DER of a certificate of this chain is to `data`, the signer's first, and its
 * length to `len`. The bytes are the report's and live until kyso_report_free.
 */
uint32_t kyso_signature_chain_certificate(const kyso_report *report,
                                          size_t signature,
                                          size_t index,
                                          const uint8_t **data,
                                          size_t *len,
                                          kyso_error **error);

/**
 * Writes where the signature value is to `data`, of a document time-stamp that of its token, and
 * its length to `len`. KYSO_ABSENT where it cannot be read. The bytes are the report's and live
 * until kyso_report_free.
 */
uint32_t kyso_signature_value(const kyso_report *report,
                              size_t signature,
                              const uint8_t **data,
                              size_t *len,
                              kyso_error **error);

/**
 * Writes where the token of a document time-stamp is to `data`, DER, and its length to `len`.
 * KYSO_ABSENT for other signatures. The bytes are the report's and live until kyso_report_free.
 */
uint32_t kyso_signature_token(const kyso_report *report,
                              size_t signature,
                              const uint8_t **data,
                              size_t *len,
                              kyso_error **error);

/**
 * Writes how many digests of what is covered were computed to `count`: one for PDF, one for each
 * reference of XML that holds, manifests not looked into.
 */
uint32_t kyso_signature_digest_count(const kyso_report *report,
                                     size_t signature,
                                     size_t *count,
                                     kyso_error **error);

/**
 * Writes where one of these digests is to `data`, and its length to `len`. The bytes are the
 * report's and live until kyso_report_free.
 */
uint32_t kyso_signature_digest(const kyso_report *report,
                               size_t signature,
                               size_t index,
                               const uint8_t **data,
                               size_t *len,
                               kyso_error **error);

/**
 * Writes the `/ByteRange` of a signature in a PDF, proved, to the others: where what is covered
 * begins and how many bytes it has, twice. KYSO_ABSENT where there is none.
 */
uint32_t kyso_signature_byte_range(const kyso_report *report,
                                   size_t signature,
                                   uint64_t *first,
                                   uint64_t *first_count,
                                   uint64_t *second,
                                   uint64_t *second_count,
                                   kyso_error **error);

/**
 * All that is told of one thing that a signature in XML covers, as a JSON object: that of `covers`
 * in schema 1. `buffer` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_signature_cover_json(const kyso_report *report,
                                   size_t signature,
                                   size_t index,
                                   kyso_buffer **buffer,
                                   kyso_error **error);

/**
 * Writes how many time-stamps inside a signature can be read to `count`. Document time-stamps of a
 * PDF are signatures of their own.
 */
uint32_t kyso_signature_stamp_count(const kyso_report *report,
                                    size_t signature,
                                    size_t *count,
                                    kyso_error **error);

/**
 * Writes what a time-stamp is: what it covers to `kind`, one of KYSO_STAMP_...; what it says to
 * `seconds`, since 1970; 1 to `proven` where every stage held, so that its time is proven, else 0;
 * and the subject of who signed it to `authority`, NULL where it is not sound in itself. The text
 * is the report's and lives until kyso_report_free.
 */
uint32_t kyso_signature_stamp(const kyso_report *report,
                              size_t signature,
                              size_t index,
                              uint32_t *kind,
                              int64_t *seconds,
                              uint32_t *proven,
                              const char **authority,
                              kyso_error **error);

/**
 * Writes where the token of a time-stamp is to `data`, DER, and its length to `len`. The bytes are
 * the report's and live until kyso_report_free.
 */
uint32_t kyso_signature_stamp_token(const kyso_report *report,
                                    size_t signature,
                                    size_t index,
                                    const uint8_t **data,
                                    size_t *len,
                                    kyso_error **error);

/**
 * The network with the usual deadlines and Mozilla's list of certifiers; proxies come from the
 * environment. KYSO_UNSUPPORTED in builds without network. `network` is the caller's, to be freed
 * with kyso_network_free.
 */
uint32_t kyso_network_new(kyso_network **network,
                          kyso_error **error);

/**
 * Sets how long a whole call to a time-stamp authority, and one for revocation data, may take, in
 * milliseconds, retries included.
 */
uint32_t kyso_network_set_deadlines(kyso_network *network,
                                    uint32_t timestamp_milliseconds,
                                    uint32_t evidence_milliseconds,
                                    kyso_error **error);

/**
 * Trusts these certificates, PEM, as certifiers of https servers, and no others. It has no bearing
 * on signatures.
 */
uint32_t kyso_network_set_tls_roots(kyso_network *network,
                                    const uint8_t *pem,
                                    size_t len,
                                    kyso_error **error);

/**
 * Sets how often a call is tried, at least once; the pause before the second try, which doubles
 * for each further one; and how long until a connection stands, both in milliseconds.
 */
uint32_t kyso_network_set_tries(kyso_network *network,
                                uint32_t tries,
                                uint32_t pause_milliseconds,
                                uint32_t connect_milliseconds,
                                kyso_error **error);

/**
 * Sets how many calls go out at the same time, at least one; the others wait for their turn.
 */
uint32_t kyso_network_set_parallel_calls(kyso_network *network,
                                         size_t count,
                                         kyso_error **error);

/**
 * Uses no proxy, whatever the environment names.
 */
uint32_t kyso_network_without_proxies(kyso_network *network,
                                      kyso_error **error);

/**
 * Sends nothing: every call fails as if nobody answered.
 */
uint32_t kyso_network_set_offline(kyso_network *network,
                                  kyso_error **error);

/**
 * Fetches a trusted list, for kyso_trust_list_open: whose it is, is found out there.
 * `cancellation` may be NULL. `buffer` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_network_fetch_trust_list(const kyso_network *network,
                                       const char *url,
                                       const kyso_cancellation *cancellation,
                                       kyso_buffer **buffer,
                                       kyso_error **error);

/**
 * Frees the network; services that were made of it go on. NULL is left alone.
 */
void kyso_network_free(kyso_network *network);

/**
 * What a signature of a report on `document` by `verifier` covers; no part where its bytes are not
 * those that were signed. It says nothing of who signed: that is the conclusion. `parts` is the
 * caller's, to be freed with kyso_parts_free; it keeps what it needs of the others.
 */
uint32_t kyso_parts_new(const kyso_verifier *verifier,
                        const kyso_document *document,
                        const kyso_report *report,
                        size_t signature,
                        kyso_parts **parts,
                        kyso_error **error);

/**
 * Writes how many parts there are to `count`.
 */
uint32_t kyso_parts_count(const kyso_parts *parts,
                          size_t *count,
                          kyso_error **error);

/**
 * Writes what a part is: to `reference` the number of the reference in XML, counted from 1, 0 for
 * the revision of a PDF; and 1 to `is_xml` where its bytes are canonical XML in UTF-8, else 0.
 */
uint32_t kyso_parts_describe(const kyso_parts *parts,
                             size_t index,
                             size_t *reference,
                             uint32_t *is_xml,
                             kyso_error **error);

/**
 * Writes a part, exactly as it was signed, to a file that must not exist yet, whole or not at all.
 * `file` is bytes as the system has them (UTF-8 on Windows).
 */
uint32_t kyso_parts_save(const kyso_parts *parts,
                         size_t index,
                         const char *file,
                         kyso_error **error);

/**
 * A part in memory, exactly as it was signed. `buffer` is the caller's, to be freed with
 * kyso_buffer_free.
 */
uint32_t kyso_parts_bytes(const kyso_parts *parts,
                          size_t index,
                          kyso_buffer **buffer,
                          kyso_error **error);

/**
 * Gives a part to `callback`, piece by piece; it may have some of it when this fails. `user_data`
 * is the caller's and is passed on as it is.
 */
uint32_t kyso_parts_write(const kyso_parts *parts,
                          size_t index,
                          kyso_write_callback callback,
                          void *user_data,
                          kyso_error **error);

/**
 * Frees them. NULL is left alone.
 */
void kyso_parts_free(kyso_parts *parts);

/**
 * The default policy `baseline`, by which only `trust` is trusted. `policy` is the caller's, to be
 * freed with kyso_policy_free; it keeps a copy of the anchors.
 */
uint32_t kyso_policy_new(const kyso_trust *trust,
                         kyso_policy **policy,
                         kyso_error **error);

/**
 * The shipped policy of this name, such as `cong-vu`, by which only `trust` is trusted. `policy`
 * is the caller's, to be freed with kyso_policy_free; it keeps a copy of the anchors.
 */
uint32_t kyso_policy_shipped(const char *name,
                             const kyso_trust *trust,
                             kyso_policy **policy,
                             kyso_error **error);

/**
 * A policy of the caller's own, a TOML text as in docs/policy.toml. `policy` is the caller's, to
 * be freed with kyso_policy_free; it keeps a copy of the anchors.
 */
uint32_t kyso_policy_from_toml(const char *toml,
                               const kyso_trust *trust,
                               kyso_policy **policy,
                               kyso_error **error);

/**
 * The names of the shipped policies, a text with commas between. `buffer` is the caller's, to be
 * freed with kyso_buffer_free.
 */
uint32_t kyso_policy_shipped_names(kyso_buffer **buffer,
                                   kyso_error **error);

/**
 * The TOML text of a shipped policy: to be read, and to start an own one from. `buffer` is the
 * caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_policy_shipped_text(const char *name,
                                  kyso_buffer **buffer,
                                  kyso_error **error);

/**
 * Writes a text about the policy to `text`: `field` is one of KYSO_POLICY_NAME and the numbers
 * after it. NULL where there is none. The text is the policy's and lives until kyso_policy_free.
 */
uint32_t kyso_policy_text(const kyso_policy *policy,
                          uint32_t field,
                          const char **text,
                          kyso_error **error);

/**
 * What the rules rest on, as a JSON array of objects with `mark` (how well it is known), `clause`,
 * `since` and `text`. `buffer` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_policy_notes(const kyso_policy *policy,
                           kyso_buffer **buffer,
                           kyso_error **error);

/**
 * Adds certificates that may help to find a path, such as intermediates that a signer left out:
 * PEM, DER or PKCS#7. They are not trusted.
 */
uint32_t kyso_policy_add_certificates(kyso_policy *policy,
                                      const uint8_t *data,
                                      size_t len,
                                      kyso_error **error);

/**
 * Asks that every certificate but the anchor is shown not to be revoked, even one that names no
 * place where that would be published.
 */
uint32_t kyso_policy_require_revocation(kyso_policy *policy,
                                        kyso_error **error);

/**
 * Sets the grace period in seconds (EN 319 102-1, 5.2.5.4): evidence about the signer's
 * certificate counts only when it was issued this long after the time that proves the signature.
 */
uint32_t kyso_policy_set_grace(kyso_policy *policy,
                               uint32_t seconds,
                               kyso_error **error);

/**
 * Sets how old evidence about signers and time-stamp authorities may be at the time judged, in
 * seconds.
 */
uint32_t kyso_policy_set_max_evidence_age(kyso_policy *policy,
                                          uint32_t seconds,
                                          kyso_error **error);

/**
 * Asks that algorithms also stand by this table (JSON, as the library's own); what the built-in
 * table refuses stays refused.
 */
uint32_t kyso_policy_add_algorithms(kyso_policy *policy,
                                    const uint8_t *json,
                                    size_t len,
                                    kyso_error **error);

/**
 * Frees the policy. NULL is left alone.
 */
void kyso_policy_free(kyso_policy *policy);

/**
 * Dangerous: judges algorithms by this table in the place of the built-in one. Whoever can find
 * collisions can put another document in the place of the signed one. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_algorithms(kyso_policy *policy,
                                                 const uint8_t *json,
                                                 size_t len,
                                                 kyso_error **error);

/**
 * Dangerous: lets a signature pass that does not bind its certificate. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_missing_signing_certificate(kyso_policy *policy,
                                                                  kyso_error **error);

/**
 * Dangerous: takes the wrong name that old edXML samples give to exclusive canonicalization for
 * the right one. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_legacy_transforms(kyso_policy *policy,
                                                        kyso_error **error);

/**
 * Dangerous: lets revocation evidence stand for so many seconds after its nextUpdate. Whoever
 * holds back the newer one hides a revocation for as long. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_overdue_evidence(kyso_policy *policy,
                                                       uint32_t seconds,
                                                       kyso_error **error);

/**
 * Dangerous: lets certificates sign documents whose key usage says that they are for something
 * else, such as servers. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_other_purposes(kyso_policy *policy,
                                                     kyso_error **error);

/**
 * Dangerous: lets certificates stand for so many seconds after they expired, when their authority
 * does not tell any more whether they were revoked. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_expired_certificates(kyso_policy *policy,
                                                           uint32_t seconds,
                                                           kyso_error **error);

/**
 * Dangerous: lets a certificate pass of which nobody could say whether it was revoked. Whoever
 * stole a key signs until the certificate expires. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_unchecked_revocation(kyso_policy *policy,
                                                           kyso_error **error);

/**
 * Dangerous: judges certificates and algorithms as of the time that the signer claims, where no
 * time-stamp proves one. Whoever finds an old key signs with a date of its time. The report says
 * so.
 */
uint32_t kyso_policy_dangerous_accept_claimed_time(kyso_policy *policy,
                                                   kyso_error **error);

/**
 * Dangerous: lets annotations come after a signature though no certification allows them. They
 * cover what was signed as far as they reach. The report says so.
 */
uint32_t kyso_policy_dangerous_accept_annotations(kyso_policy *policy,
                                                  kyso_error **error);

/**
 * Dangerous: lets a document pass in which one signature passed and others could not be decided.
 * The report says so.
 */
uint32_t kyso_policy_dangerous_accept_undecided_signatures(kyso_policy *policy,
                                                           kyso_error **error);

/**
 * Takes only paths that end in one of these trust domains, names with commas between; for
 * time-stamps too, unless kyso_policy_set_timestamp_domains says otherwise. Said again, or after a
 * policy file said it, the last counts.
 */
uint32_t kyso_policy_set_trust_domains(kyso_policy *policy,
                                       const char *domains,
                                       kyso_error **error);

/**
 * Takes only time-stamps whose paths end in one of these trust domains, names with commas between.
 */
uint32_t kyso_policy_set_timestamp_domains(kyso_policy *policy,
                                           const char *domains,
                                           kyso_error **error);

/**
 * Asks that a signature covers the whole document as it stood when it was made: an XML signature
 * over one part is undecided.
 */
uint32_t kyso_policy_require_whole_document(kyso_policy *policy,
                                            kyso_error **error);

/**
 * Asks that a time-stamp proves when a signature was made.
 */
uint32_t kyso_policy_require_proven_time(kyso_policy *policy,
                                         kyso_error **error);

/**
 * Asks that so many different persons signed and passed, document time-stamps not counted.
 */
uint32_t kyso_policy_require_signatures(kyso_policy *policy,
                                        size_t count,
                                        kyso_error **error);

/**
 * Asks that what was signed names the signer's certificate, also in XML signatures without XAdES,
 * which have no place for it.
 */
uint32_t kyso_policy_require_signing_certificate(kyso_policy *policy,
                                                 kyso_error **error);

/**
 * Asks that signers' certificates have `keyUsage` with `nonRepudiation` (RFC 5280, 4.2.1.3).
 */
uint32_t kyso_policy_require_non_repudiation(kyso_policy *policy,
                                             kyso_error **error);

/**
 * Asks that signers' certificates have `extendedKeyUsage` with one of these purposes (RFC 5280,
 * 4.2.1.12), object identifiers with commas between. Said again, the last counts.
 */
uint32_t kyso_policy_set_purposes(kyso_policy *policy,
                                  const char *purposes,
                                  kyso_error **error);

/**
 * Lets nothing of this kind come after a signature: KYSO_LATER_SIGNATURES, _TIMESTAMPS, _FILLING
 * or _ANNOTATIONS.
 */
uint32_t kyso_policy_forbid_later(kyso_policy *policy,
                                  uint32_t kind,
                                  kyso_error **error);

/**
 * Of form fields, lets the one with this full name be filled after a signature, beside those that
 * were named so before, and no others.
 */
uint32_t kyso_policy_add_fillable(kyso_policy *policy,
                                  const char *field,
                                  kyso_error **error);

/**
 * Asks that algorithms also stand by the shipped table of this name: `tt-15-2025`, or `baseline`.
 */
uint32_t kyso_policy_add_shipped_algorithms(kyso_policy *policy,
                                            const char *name,
                                            kyso_error **error);

/**
 * Warns of algorithms that this table (JSON, as the library's own) does not allow, and takes them
 * all the same.
 */
uint32_t kyso_policy_add_advised_algorithms(kyso_policy *policy,
                                            const uint8_t *json,
                                            size_t len,
                                            kyso_error **error);

/**
 * Asks that paths hold under one of these certificate policies (RFC 5280, 6.1.1 c and e), object
 * identifiers with commas between. Said again, the last counts.
 */
uint32_t kyso_policy_set_certificate_policies(kyso_policy *policy,
                                              const char *policies,
                                              kyso_error **error);

/**
 * Asks that paths hold under a certificate policy, whichever (RFC 5280, 6.1.1 e).
 */
uint32_t kyso_policy_require_explicit_policy(kyso_policy *policy,
                                             kyso_error **error);

/**
 * Lets no CA map certificate policies (RFC 5280, 6.1.1 d).
 */
uint32_t kyso_policy_inhibit_policy_mapping(kyso_policy *policy,
                                            kyso_error **error);

/**
 * Lets anyPolicy in a certificate stand for no other policy (RFC 5280, 6.1.1 f).
 */
uint32_t kyso_policy_inhibit_any_policy(kyso_policy *policy,
                                        kyso_error **error);

/**
 * Lets no more than so many certificates stand between the signer's and the anchor, self-issued
 * ones not counted.
 */
uint32_t kyso_policy_set_max_path_length(kyso_policy *policy,
                                         size_t count,
                                         kyso_error **error);

/**
 * Asks that the names in paths lie within these subtrees: the value of a `nameConstraints`
 * extension, `len` bytes of DER at `data` (RFC 5280, 4.2.1.10). Said again, the last counts.
 */
uint32_t kyso_policy_set_name_constraints(kyso_policy *policy,
                                          const uint8_t *data,
                                          size_t len,
                                          kyso_error **error);

/**
 * Lays out the signed document up to the one thing missing. `now`, in seconds since 1970, is the
 * time at which the certificate must be valid. `prepared` is the caller's, to be freed with
 * kyso_prepared_free; it needs neither the document nor the signing any more.
 */
uint32_t kyso_prepare(const kyso_document *document,
                      const kyso_signing *signing,
                      int64_t now,
                      kyso_prepared **prepared,
                      kyso_error **error);

/**
 * Reads a state out of a file; the document inside stays on disk. `prepared` is the caller's, to
 * be freed with kyso_prepared_free.
 */
uint32_t kyso_prepared_open(const char *file,
                            kyso_prepared **prepared,
                            kyso_error **error);

/**
 * Reads a state of `len` bytes at `data`, which are copied. `prepared` is the caller's, to be
 * freed with kyso_prepared_free.
 */
uint32_t kyso_prepared_from_memory(const uint8_t *data,
                                   size_t len,
                                   kyso_prepared **prepared,
                                   kyso_error **error);

/**
 * Writes the state to a file that must not exist yet, whole or not at all.
 */
uint32_t kyso_prepared_save(const kyso_prepared *prepared,
                            const char *file,
                            kyso_error **error);

/**
 * Writes the state to a file, replacing what stands there in one step. `file` is bytes as the
 * system has them (UTF-8 on Windows).
 */
uint32_t kyso_prepared_save_replacing(const kyso_prepared *prepared,
                                      const char *file,
                                      kyso_error **error);

/**
 * The state in memory: as large as the document and a little more. `buffer` is the caller's, to be
 * freed with kyso_buffer_free.
 */
uint32_t kyso_prepared_bytes(const kyso_prepared *prepared,
                             kyso_buffer **buffer,
                             kyso_error **error);

/**
 * Writes where the message to be signed is to `data`, and its length to `len`: what Ed25519 keys
 * and whole-message signers need. The bytes live until the prepared signature is completed or
 * freed.
 */
uint32_t kyso_prepared_message(const kyso_prepared *prepared,
                               const uint8_t **data,
                               size_t *len,
                               kyso_error **error);

/**
 * Writes where the digest of that message is to `data`, and its length to `len`: what tokens and
 * remote services sign. The bytes live until the prepared signature is completed or freed.
 */
uint32_t kyso_prepared_digest(const kyso_prepared *prepared,
                              const uint8_t **data,
                              size_t *len,
                              kyso_error **error);

/**
 * Writes the name of the algorithm that the value must be made with to `text`. It is the prepared
 * signature's and lives until kyso_prepared_free.
 */
uint32_t kyso_prepared_algorithm(const kyso_prepared *prepared,
                                 const char **text,
                                 kyso_error **error);

/**
 * Writes what kind of document it is to `format`: one of KYSO_FORMAT_....
 */
uint32_t kyso_prepared_format(const kyso_prepared *prepared,
                              uint32_t *format,
                              kyso_error **error);

/**
 * Writes the name of the signature field (PDF) or the Id of the signature (XML) to `text`. It is
 * the prepared signature's and lives until kyso_prepared_free.
 */
uint32_t kyso_prepared_id(const kyso_prepared *prepared,
                          const char **text,
                          kyso_error **error);

/**
 * The signer's certificate, DER: whose key is to sign. `buffer` is the caller's, to be freed with
 * kyso_buffer_free.
 */
uint32_t kyso_prepared_certificate(const kyso_prepared *prepared,
                                   kyso_buffer **buffer,
                                   kyso_error **error);

/**
 * Puts the signature value in, which is checked first. `signing` may be NULL: level B-B; else its
 * level with its services and evidence: the one that was prepared by, so that there is room for a
 * time-stamp. `now`, in seconds since 1970, is the time as of which certificates are judged.
 *
 * The prepared signature is used up, whatever comes of it, and is still to be freed; a NULL
 * argument or a `now` outside the years leaves it as it is. `signed` is
 * the caller's, to be freed with kyso_signed_free.
 */
uint32_t kyso_complete(kyso_prepared *prepared,
                       const uint8_t *value,
                       size_t len,
                       const kyso_signing *signing,
                       int64_t now,
                       kyso_signed **signed_,
                       kyso_error **error);

/**
 * The password that opens the PDF inside, UTF-8, of which a copy is kept and wiped: completing at
 * B-LT and above reads an encrypted one again.
 */
uint32_t kyso_prepared_set_password(kyso_prepared *prepared,
                                    const char *password,
                                    kyso_error **error);

/**
 * Stops what is done with a prepared signature that was read, as a document is stopped that was
 * opened with `cancellation`: saving it, completing it, and the services that completing asks. One
 * that was made by kyso_prepare has that of its document until then.
 */
uint32_t kyso_prepared_set_cancellation(kyso_prepared *prepared,
                                        const kyso_cancellation *cancellation,
                                        kyso_error **error);

/**
 * Frees the prepared signature. NULL is left alone.
 */
void kyso_prepared_free(kyso_prepared *prepared);

/**
 * PDF: the document with all that will be seen of a signature, and an empty signature: to be drawn
 * and looked at before the key is touched, and never to be sent. `now` counts in seconds since
 * 1970. `pdf` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_preview(const kyso_document *document,
                      const kyso_signing *signing,
                      int64_t now,
                      kyso_buffer **pdf,
                      kyso_error **error);

/**
 * The names of the shipped profiles, a text with commas between: KYSO_FORMAT_XML for those that
 * kyso_signing_set_profile and kyso_verifier_add_profile take, KYSO_FORMAT_PDF for those of
 * kyso_verifier_add_filling. `buffer` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_profile_names(uint32_t format,
                            kyso_buffer **buffer,
                            kyso_error **error);

/**
 * The TOML text of a shipped profile: to be read, and to start an own one from. `buffer` is the
 * caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_profile_text(const char *name,
                           kyso_buffer **buffer,
                           kyso_error **error);

/**
 * Logs in as `profile` says, which is the name of a shipped one (`vnpt-smartca`, `viettel-mysign`)
 * or the text of one in TOML, and lists the user's keys. `callback` is asked for what the profile
 * takes from outside. KYSO_PROFILE for a text that is no profile, KYSO_UNSUPPORTED in builds
 * without network.
 *
 * `user_data` is the caller's and is passed on as it is; `free_user_data`, where it is not NULL, is
 * called with it once nothing will call the callback any more, also where this call fails. `remote`
 * is the caller's, to be freed with kyso_remote_free.
 */
uint32_t kyso_remote_open(const kyso_network *network,
                          const char *profile,
                          kyso_remote_callback callback,
                          void *user_data,
                          kyso_free_callback free_user_data,
                          kyso_remote **remote,
                          kyso_error **error);

/**
 * Writes how many keys the user has there to `count`, those that cannot sign now among them.
 */
uint32_t kyso_remote_count(const kyso_remote *remote,
                           size_t *count,
                           kyso_error **error);

/**
 * Writes a text about one of the keys to `text`, NULL where there is none: `field` is one of
 * KYSO_REMOTE_KEY_.... The text is the service's and lives until kyso_remote_free.
 */
uint32_t kyso_remote_text(const kyso_remote *remote,
                          size_t index,
                          uint32_t field,
                          const char **text,
                          kyso_error **error);

/**
 * Writes where the DER of the certificate of one of the keys is to `data`, and its length to `len`;
 * KYSO_NO_CERTIFICATE where the service tells none. The bytes are the service's and live until
 * kyso_remote_free.
 */
uint32_t kyso_remote_certificate(const kyso_remote *remote,
                                 size_t index,
                                 const uint8_t **data,
                                 size_t *len,
                                 kyso_error **error);

/**
 * One of the keys, for signing: each signature is an authorization of its own, for which the
 * callback of kyso_remote_open is asked for PIN and one-time password, or the signer confirms on the
 * telephone. A call that signs takes as long as that. `credential` is the caller's, to be freed with
 * kyso_credential_free.
 */
uint32_t kyso_credential_from_remote(const kyso_remote *remote,
                                     size_t index,
                                     kyso_credential **credential,
                                     kyso_error **error);

/**
 * Frees the service; credentials that were made of it go on. NULL is left alone.
 */
void kyso_remote_free(kyso_remote *remote);

/**
 * Writes the conclusion over all signatures to `conclusion`: one of KYSO_CONCLUSION_.... Only
 * KYSO_CONCLUSION_PASSED is a success; an unsigned document is none.
 */
uint32_t kyso_report_conclusion(const kyso_report *report,
                                uint32_t *conclusion,
                                kyso_error **error);

/**
 * Writes why the document is indeterminate or failed to `text`, by the names of ETSI EN 319 102-1;
 * NULL where it passed or is unsigned. The text is the report's and lives until kyso_report_free.
 */
uint32_t kyso_report_sub_indication(const kyso_report *report,
                                    const char **text,
                                    kyso_error **error);

/**
 * Writes the kind of document to `format`: one of KYSO_FORMAT_....
 */
uint32_t kyso_report_format(const kyso_report *report,
                            uint32_t *format,
                            kyso_error **error);

/**
 * Writes the name of the policy to `text`. It is the report's and lives until kyso_report_free.
 */
uint32_t kyso_report_policy(const kyso_report *report,
                            const char **text,
                            kyso_error **error);

/**
 * Writes the time that the document was judged as of to `seconds`, since 1970.
 */
uint32_t kyso_report_validated_at(const kyso_report *report,
                                  int64_t *seconds,
                                  kyso_error **error);

/**
 * Writes how many revisions the document has to `count`.
 */
uint32_t kyso_report_revisions(const kyso_report *report,
                               size_t *count,
                               kyso_error **error);

/**
 * Writes how many signatures there are to `count`.
 */
uint32_t kyso_report_signature_count(const kyso_report *report,
                                     size_t *count,
                                     kyso_error **error);

/**
 * Writes how much was noticed about the document or the policy, rather than one signature, to
 * `count`.
 */
uint32_t kyso_report_finding_count(const kyso_report *report,
                                   size_t *count,
                                   kyso_error **error);

/**
 * Writes one of these: its code in `kebab-case` to `code`, its weight to `severity`, one of
 * KYSO_SEVERITY_..., and its facts as a JSON object to `facts`. The texts are the report's and live
 * until kyso_report_free.
 */
uint32_t kyso_report_finding(const kyso_report *report,
                             size_t index,
                             const char **code,
                             uint32_t *severity,
                             const char **facts,
                             kyso_error **error);

/**
 * Writes one fact of these, by its name, to `text`; NULL where there is none of that name. The
 * text is the report's and lives until kyso_report_free.
 */
uint32_t kyso_report_finding_fact(const kyso_report *report,
                                  size_t index,
                                  const char *name,
                                  const char **text,
                                  kyso_error **error);

/**
 * The whole report as JSON, schema 1, under the name `file`. `buffer` is the caller's, to be freed
 * with kyso_buffer_free.
 */
uint32_t kyso_report_json(const kyso_report *report,
                          const char *file,
                          kyso_buffer **buffer,
                          kyso_error **error);

/**
 * The whole report as ETSI TS 119 102-2 V1.4.1 has it, XML in UTF-8, under the name `file`.
 * `buffer` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_report_etsi(const kyso_report *report,
                          const char *file,
                          kyso_buffer **buffer,
                          kyso_error **error);

/**
 * The certificates and revocation data that were relied on: what an office keeps beside the file.
 * `evidence` is the caller's, to be freed with kyso_evidence_free.
 */
uint32_t kyso_report_evidence(const kyso_report *report,
                              kyso_evidence **evidence,
                              kyso_error **error);

/**
 * Frees the report with its texts. NULL is left alone.
 */
void kyso_report_free(kyso_report *report);

/**
 * What the signature is for, by the name of a role: `initials`, `leader`, `number`, `agency`,
 * `attachment`, `copy`, `incoming` or `comment`. It stands in the signed attributes; a PDF gets the
 * field of the role, where no other is named, and its reason, where none is set. Whether it is its
 * turn is asked before, with kyso_report_role_breaches.
 */
uint32_t kyso_signing_set_office_role(kyso_signing *signing,
                                      const char *role,
                                      kyso_error **error);

/**
 * What speaks against signing in `role` the document that `report` is on, by the shipped rules, as
 * a JSON array: `fault`, `signature`, `refusal` (law; otherwise worth a warning), `overridable`
 * (never what failed), `clause`, `mark`. Empty: it is its turn. `leader_field` or
 * `leader_cert_serial` (hexadecimal) name the leader's signature where other software made it;
 * `credential` is who is about to sign; each may be NULL. `json` is the caller's, to be freed with
 * kyso_buffer_free.
 */
uint32_t kyso_report_role_breaches(const kyso_report *report,
                                   const char *role,
                                   const char *leader_field,
                                   const char *leader_cert_serial,
                                   const kyso_credential *credential,
                                   kyso_buffer **json,
                                   kyso_error **error);

/**
 * Writes a text about a signature to `text`: `field` is one of KYSO_SIGNATURE_ID and the numbers
 * after it. NULL where there is none. The text is the report's and lives until kyso_report_free.
 */
uint32_t kyso_signature_text(const kyso_report *report,
                             size_t signature,
                             uint32_t field,
                             const char **text,
                             kyso_error **error);

/**
 * Writes a time of a signature to `seconds`, since 1970: `field` is one of
 * KYSO_SIGNATURE_CLAIMED_TIME and the numbers after it. KYSO_ABSENT where there is none.
 */
uint32_t kyso_signature_time(const kyso_report *report,
                             size_t signature,
                             uint32_t field,
                             int64_t *seconds,
                             kyso_error **error);

/**
 * Writes what a signature is to `code`, as one of the numbers of its kind: `field` is one of
 * KYSO_SIGNATURE_CONCLUSION and the numbers after it.
 */
uint32_t kyso_signature_code(const kyso_report *report,
                             size_t signature,
                             uint32_t field,
                             uint32_t *code,
                             kyso_error **error);

/**
 * Writes the revision that a signature ends to `revision`, counted from 1. KYSO_ABSENT where it
 * ends none.
 */
uint32_t kyso_signature_revision(const kyso_report *report,
                                 size_t signature,
                                 size_t *revision,
                                 kyso_error **error);

/**
 * Writes how many roles the signer claims in words of his own to `count`; what the signature is for
 * is KYSO_SIGNATURE_ROLE.
 */
uint32_t kyso_signature_role_count(const kyso_report *report,
                                   size_t signature,
                                   size_t *count,
                                   kyso_error **error);

/**
 * Writes one of these roles to `text`. It is the report's and lives until kyso_report_free.
 */
uint32_t kyso_signature_role(const kyso_report *report,
                             size_t signature,
                             size_t index,
                             const char **text,
                             kyso_error **error);

/**
 * Writes how many things a signature in XML covers to `count`. A caller reads these and nothing
 * beside them.
 */
uint32_t kyso_signature_cover_count(const kyso_report *report,
                                    size_t signature,
                                    size_t *count,
                                    kyso_error **error);

/**
 * Writes one thing that a signature in XML covers: the URI of the reference to `uri`, NULL where
 * it has none; the path of the element to `path`, `/` for the whole document, NULL for what lies
 * outside; and 1 to `whole` where all of it is covered but the signature itself, else 0. The texts
 * are the report's and live until kyso_report_free.
 */
uint32_t kyso_signature_cover(const kyso_report *report,
                              size_t signature,
                              size_t index,
                              const char **uri,
                              const char **path,
                              uint32_t *whole,
                              kyso_error **error);

/**
 * Writes how much was noticed about a signature to `count`.
 */
uint32_t kyso_signature_finding_count(const kyso_report *report,
                                      size_t signature,
                                      size_t *count,
                                      kyso_error **error);

/**
 * Writes one of these: its code in `kebab-case` to `code`, its weight to `severity`, one of
 * KYSO_SEVERITY_..., and its facts as a JSON object to `facts`. The texts are the report's and live
 * until kyso_report_free.
 */
uint32_t kyso_signature_finding(const kyso_report *report,
                                size_t signature,
                                size_t index,
                                const char **code,
                                uint32_t *severity,
                                const char **facts,
                                kyso_error **error);

/**
 * Writes one fact of these, by its name, to `text`; NULL where there is none of that name. The
 * text is the report's and lives until kyso_report_free.
 */
uint32_t kyso_signature_finding_fact(const kyso_report *report,
                                     size_t signature,
                                     size_t index,
                                     const char *name,
                                     const char **text,
                                     kyso_error **error);

/**
 * Signs a document. `now`, in seconds since 1970, is the time at which the certificate must be
 * valid. `signed` is the caller's, to be freed with kyso_signed_free; it needs neither the document
 * nor the signing any more.
 */
uint32_t kyso_sign(const kyso_document *document,
                   const kyso_signing *signing,
                   int64_t now,
                   kyso_signed **signed_,
                   kyso_error **error);

/**
 * Adds a document time-stamp alone to a PDF: it proves that the document, signed or not, existed.
 * `trust` may be NULL; else only an authority whose path ends at one of these anchors will do.
 * `signed` is the caller's, to be freed with kyso_signed_free.
 */
uint32_t kyso_timestamp(const kyso_document *document,
                        const kyso_tsa *tsa,
                        const kyso_trust *trust,
                        kyso_signed **signed_,
                        kyso_error **error);

/**
 * Writes a file that must not exist yet, whole or not at all. `file` is bytes as the system has
 * them (UTF-8 on Windows).
 */
uint32_t kyso_signed_save(const kyso_signed *signed_,
                          const char *file,
                          kyso_error **error);

/**
 * Writes a file, replacing what stands there in one step; it may be the original itself.
 */
uint32_t kyso_signed_save_replacing(const kyso_signed *signed_,
                                    const char *file,
                                    kyso_error **error);

/**
 * The signed document in memory. `buffer` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_signed_bytes(const kyso_signed *signed_,
                           kyso_buffer **buffer,
                           kyso_error **error);

/**
 * Gives the signed document to `callback`, piece by piece, without holding it in memory; it may
 * have some of it when this fails. `user_data` is the caller's and is passed on as it is.
 */
uint32_t kyso_signed_write(const kyso_signed *signed_,
                           kyso_write_callback callback,
                           void *user_data,
                           kyso_error **error);

/**
 * Writes how many bytes the signed document has to `count`.
 */
uint32_t kyso_signed_size(const kyso_signed *signed_,
                          uint64_t *count,
                          kyso_error **error);

/**
 * Writes the level reached to `level`: one of KYSO_LEVEL_.... KYSO_ABSENT for a document
 * time-stamp alone.
 */
uint32_t kyso_signed_level(const kyso_signed *signed_,
                           uint32_t *level,
                           kyso_error **error);

/**
 * Writes why the level asked for was not reached to `text`, NULL where it was. The text is the
 * signed document's and lives until kyso_signed_free.
 */
uint32_t kyso_signed_shortfall(const kyso_signed *signed_,
                               const char **text,
                               kyso_error **error);

/**
 * Writes the name of the signature field (PDF) or the Id of the signature (XML) to `text`; it is
 * empty where none was added. The text is the signed document's and lives until kyso_signed_free.
 */
uint32_t kyso_signed_id(const kyso_signed *signed_,
                        const char **text,
                        kyso_error **error);

/**
 * Writes 1 to `unchanged` where nothing was added, because an extension found everything there,
 * else 0.
 */
uint32_t kyso_signed_unchanged(const kyso_signed *signed_,
                               uint32_t *unchanged,
                               kyso_error **error);

/**
 * The certificates and revocation data that were relied on; none below B-LT. `evidence` is the
 * caller's, to be freed with kyso_evidence_free.
 */
uint32_t kyso_signed_evidence(const kyso_signed *signed_,
                              kyso_evidence **evidence,
                              kyso_error **error);

/**
 * Writes 1 to `moved` where what is seen, or a stamp, reached over the edge of its page and was
 * moved onto it, else 0.
 */
uint32_t kyso_signed_look_moved(const kyso_signed *signed_,
                                uint32_t *moved,
                                kyso_error **error);

/**
 * Frees the signed document; what was saved stays. NULL is left alone.
 */
void kyso_signed_free(kyso_signed *signed_);

/**
 * Whether the first of `certificates` (PEM, DER or PKCS#7) may sign documents at `now`, in seconds
 * since 1970, as TT 15/2025/TT-BKHCN Đ5 wants it asked before signing; the others may be its
 * issuers. `trust` may bring more of them, and where their path ends; `evidence` and `revocation`
 * say what is known of revocations. These three and `cancellation` may be NULL.
 *
 * KYSO_OK: nothing speaks against it, which is no verdict on a signature. Else
 * KYSO_CERTIFICATE_EXPIRED, KYSO_CERTIFICATE_NOT_YET_VALID, KYSO_USAGE_FORBIDDEN,
 * KYSO_CERTIFICATE_REVOKED for one of the path, or KYSO_EVIDENCE_MISSING where one of them names a
 * CRL or an OCSP responder and nobody says whether it is revoked: whether to sign then is the
 * caller's to decide, and the signer's to be warned of.
 */
uint32_t kyso_signer_check(const uint8_t *certificates,
                           size_t certificates_len,
                           const kyso_trust *trust,
                           const kyso_evidence *evidence,
                           const kyso_revocation *revocation,
                           int64_t now,
                           const kyso_cancellation *cancellation,
                           kyso_error **error);

/**
 * How to sign with a credential: at level B-B, as the format does by default. `signing` is the
 * caller's, to be freed with kyso_signing_free; it keeps what it needs of the credential.
 */
uint32_t kyso_signing_new(const kyso_credential *credential,
                          kyso_signing **signing,
                          kyso_error **error);

/**
 * How to prepare for a key that is elsewhere: its certificate first, then those above it as far as
 * they are known (PEM, DER or PKCS#7), and the name of the algorithm that it will sign with. Only
 * kyso_prepare takes it. `signing` is the caller's, to be freed with kyso_signing_free.
 */
uint32_t kyso_signing_new_external(const uint8_t *certificates,
                                   size_t certificates_len,
                                   const char *algorithm,
                                   kyso_signing **signing,
                                   kyso_error **error);

/**
 * Signs with this algorithm, out of those of the key; without it, the key's first.
 */
uint32_t kyso_signing_set_algorithm(kyso_signing *signing,
                                    const char *algorithm,
                                    kyso_error **error);

/**
 * The level to reach: KYSO_LEVEL_B, _T, _LT or _LTA. From T on `tsa` stamps, from LT on
 * `revocation` knows of revocations; NULL where the level takes none. What is needed of both is
 * kept.
 */
uint32_t kyso_signing_set_level(kyso_signing *signing,
                                uint32_t level,
                                const kyso_tsa *tsa,
                                const kyso_revocation *revocation,
                                kyso_error **error);

/**
 * Lets a lower level do where the one asked for cannot be reached; kyso_signed_level says which it
 * became.
 */
uint32_t kyso_signing_allow_lower_level(kyso_signing *signing,
                                        kyso_error **error);

/**
 * Takes time-stamps only from authorities whose path ends at one of `trust`, of which a copy is
 * kept.
 */
uint32_t kyso_signing_set_trust(kyso_signing *signing,
                                const kyso_trust *trust,
                                kyso_error **error);

/**
 * Certificates and revocation data to draw on before anything is fetched, of which a copy is kept.
 */
uint32_t kyso_signing_set_evidence(kyso_signing *signing,
                                   const kyso_evidence *evidence,
                                   kyso_error **error);

/**
 * How recent evidence must be from B-LT on: the grace period and the greatest age, in seconds; 0
 * sets none.
 */
uint32_t kyso_signing_set_freshness(kyso_signing *signing,
                                    uint32_t grace_seconds,
                                    uint32_t max_age_seconds,
                                    kyso_error **error);

/**
 * PDF: why the document is signed. The text is copied, as all texts are.
 */
uint32_t kyso_signing_set_reason(kyso_signing *signing,
                                 const char *reason,
                                 kyso_error **error);

/**
 * Where the document is signed.
 */
uint32_t kyso_signing_set_location(kyso_signing *signing,
                                   const char *location,
                                   kyso_error **error);

/**
 * PDF: how the signer can be reached.
 */
uint32_t kyso_signing_set_contact(kyso_signing *signing,
                                  const char *contact,
                                  kyso_error **error);

/**
 * PDF: the signature field, by its full name: an empty one that exists, or where none is empty, a
 * new one. Without it the only empty one, or a new one; with several empty ones KYSO_FIELD.
 */
uint32_t kyso_signing_set_field(kyso_signing *signing,
                                const char *field,
                                kyso_error **error);

/**
 * The form of the signature: one of KYSO_FORM_.... One for each format may be said.
 */
uint32_t kyso_signing_set_form(kyso_signing *signing,
                               uint32_t form,
                               kyso_error **error);

/**
 * XML: signs the element at `path`, such as `/HDon/DLHDon`, which needs an identifier; without it,
 * the whole document.
 */
uint32_t kyso_signing_set_element(kyso_signing *signing,
                                  const char *path,
                                  kyso_error **error);

/**
 * XML: puts the signature into the element at `path`, as its last child; without it, into the
 * document element.
 */
uint32_t kyso_signing_set_inside(kyso_signing *signing,
                                 const char *path,
                                 kyso_error **error);

/**
 * XML: covers the other signatures too, so that none can be added or raised after this one.
 */
uint32_t kyso_signing_set_last(kyso_signing *signing,
                               kyso_error **error);

/**
 * Adds a role that the signer claims in words of his own, such as the office held.
 */
uint32_t kyso_signing_add_role(kyso_signing *signing,
                               const char *role,
                               kyso_error **error);

/**
 * XML: the Id of the signature; without it, one that is free.
 */
uint32_t kyso_signing_set_signature_id(kyso_signing *signing,
                                       const char *id,
                                       kyso_error **error);

/**
 * XML: signs as the shipped profile of this name says, such as `einvoice-seller`.
 */
uint32_t kyso_signing_set_profile(kyso_signing *signing,
                                  const char *name,
                                  kyso_error **error);

/**
 * XML: signs as a profile of the caller's own says, a TOML text.
 */
uint32_t kyso_signing_set_profile_text(kyso_signing *signing,
                                       const char *toml,
                                       kyso_error **error);

/**
 * The time that the signature claims, in seconds since 1970; without it, the `now` of kyso_sign.
 */
uint32_t kyso_signing_set_claimed_time(kyso_signing *signing,
                                       int64_t seconds,
                                       kyso_error **error);

/**
 * Signs with a certificate that is out of its validity all the same.
 */
uint32_t kyso_signing_allow_expired(kyso_signing *signing,
                                    kyso_error **error);

/**
 * PDF: the room kept for the CMS, in bytes, where the computed one will not do.
 */
uint32_t kyso_signing_set_contents_room(kyso_signing *signing,
                                        size_t room,
                                        kyso_error **error);

/**
 * Frees it. NULL is left alone.
 */
void kyso_signing_free(kyso_signing *signing);

/**
 * Reads the store in `folder`, bytes as the system has them (UTF-8 on Windows); a folder that is
 * not there is an empty store. One that somebody changed by hand is refused as a whole. `store` is
 * the caller's, to be freed with kyso_store_free.
 */
uint32_t kyso_store_open(const char *folder,
                         kyso_store **store,
                         kyso_error **error);

/**
 * Puts the certificates in `len` bytes at `data` (PEM, DER or PKCS#7) into the store, all by one
 * record: `role` is KYSO_ROLE_ANCHOR or KYSO_ROLE_INTERMEDIATE, `domain` the trust domain that
 * they belong to, `at` when it was decided, in seconds since 1970. Writes how many were recorded
 * to `count`; what is there already is passed over. Show people what they are about to trust,
 * first of all.
 */
uint32_t kyso_store_add(kyso_store *store,
                        const uint8_t *data,
                        size_t len,
                        uint32_t role,
                        const char *domain,
                        int64_t at,
                        size_t *count,
                        kyso_error **error);

/**
 * The same for certificates that are trusted only for what is judged as of a time up to `until`, in
 * seconds since 1970.
 */
uint32_t kyso_store_add_until(kyso_store *store,
                              const uint8_t *data,
                              size_t len,
                              uint32_t role,
                              const char *domain,
                              int64_t until,
                              int64_t at,
                              size_t *count,
                              kyso_error **error);

/**
 * Withdraws trust altogether from the certificate of this SHA-256 `fingerprint`, 64 hexadecimal
 * digits: documents cannot bring it back. `reason` is for people and may be NULL. `at` is when it
 * was decided, in seconds since 1970. Writes to `count` how many were recorded: 0 where it is not
 * in the store, or stood so already.
 */
uint32_t kyso_store_remove(kyso_store *store,
                           const char *fingerprint,
                           const char *reason,
                           int64_t at,
                           size_t *count,
                           kyso_error **error);

/**
 * The same for what is judged as of a time after `until`, in seconds since 1970. This never widens
 * trust: of two ends the earlier holds, and what was removed stays so; kyso_store_add and
 * kyso_store_add_until alone give a later end.
 */
uint32_t kyso_store_retire(kyso_store *store,
                           const char *fingerprint,
                           int64_t until,
                           const char *reason,
                           int64_t at,
                           size_t *count,
                           kyso_error **error);

/**
 * Writes how many certificates were ever added to `count`, those removed among them.
 */
uint32_t kyso_store_count(const kyso_store *store,
                          size_t *count,
                          kyso_error **error);

/**
 * Writes where the one certificate stands whose SHA-256 begins with these hexadecimal digits to
 * `index`; colons, spaces and case play no part. KYSO_ABSENT where there is none,
 * KYSO_INVALID_ARGUMENT where there are several.
 */
uint32_t kyso_store_find(const kyso_store *store,
                         const char *digits,
                         size_t *index,
                         kyso_error **error);

/**
 * Writes where the DER of a certificate is to `data`, and its length to `len`. The bytes are the
 * store's and live until it is written through this handle or kyso_store_free.
 */
uint32_t kyso_store_certificate(const kyso_store *store,
                                size_t index,
                                const uint8_t **data,
                                size_t *len,
                                kyso_error **error);

/**
 * Writes a text about a certificate to `text`: `field` is one of KYSO_STORED_SUBJECT and the
 * numbers after it. The text is the store's and lives until kyso_store_free.
 */
uint32_t kyso_store_text(const kyso_store *store,
                         size_t index,
                         uint32_t field,
                         const char **text,
                         kyso_error **error);

/**
 * Writes what a certificate is for, or whether it is trusted, to `code`: `field` is
 * KYSO_STORED_ROLE or KYSO_STORED_STATE.
 */
uint32_t kyso_store_code(const kyso_store *store,
                         size_t index,
                         uint32_t field,
                         uint32_t *code,
                         kyso_error **error);

/**
 * Writes a time of a certificate to `seconds`, since 1970: `field` is one of KYSO_STORED_ADDED and
 * the numbers after it. KYSO_ABSENT where there is none.
 */
uint32_t kyso_store_time(const kyso_store *store,
                         size_t index,
                         uint32_t field,
                         int64_t *seconds,
                         kyso_error **error);

/**
 * Those at which paths may end, each with its domain and its end, and all that trust was withdrawn
 * from: for kyso_policy_new. `trust` is the caller's, to be freed with kyso_trust_free.
 */
uint32_t kyso_store_anchors(const kyso_store *store,
                            kyso_trust **trust,
                            kyso_error **error);

/**
 * Those that paths may lead through and that are not trusted by themselves: for
 * kyso_verifier_add_evidence and kyso_signing_set_evidence. `evidence` is the caller's, to be
 * freed with kyso_evidence_free.
 */
uint32_t kyso_store_intermediates(const kyso_store *store,
                                  kyso_evidence **evidence,
                                  kyso_error **error);

/**
 * Every decision, the oldest first, as a JSON array of what stands in the records. `buffer` is the
 * caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_store_history(const kyso_store *store,
                            kyso_buffer **buffer,
                            kyso_error **error);

/**
 * Frees the handle; the folder stays. NULL is left alone.
 */
void kyso_store_free(kyso_store *store);

/**
 * Every place of a text on the pages of a PDF, as JSON: `matches` in the order of reading, each
 * with `page`, `rect` (left, bottom, right, top in the page's user space), `text` and `context`;
 * where there is none, `similar` ones; and pages that are pictures without text
 * (`pictures_only`), whose fonts do not say their letters (`untold`) or that were not read to
 * their end (`unread`). Whole words are found, composed or not; with `ignores_case` other than 0 upper and lower case are the same. `page` counts
 * from 1, 0 is all.
 * KYSO_MISPLACED for XML. `json` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_document_find_text(const kyso_document *document,
                                 const char *wanted,
                                 size_t page,
                                 uint32_t ignores_case,
                                 kyso_buffer **json,
                                 kyso_error **error);

/**
 * What a page of a PDF says, counted from 1, as JSON: `lines` in the order of reading, pieces of
 * one line with the same `row`, each with `text`, `span` (from where to where along the line, 0 to
 * 1), `rect` (left, bottom, right, top in the page's user space), `degrees` and `hidden`; and
 * whether the page is `pictures_only`, `untold` (its fonts do not say their letters) or `is_cut`
 * (not read to its end). It is for people to look at and proves nothing. KYSO_FIELD where there is
 * no such page, KYSO_MISPLACED for XML. `json` is the caller's, to be freed with kyso_buffer_free.
 */
uint32_t kyso_document_page_text(const kyso_document *document,
                                 size_t page,
                                 kyso_buffer **json,
                                 kyso_error **error);

/**
 * The place beside a text on the pages of a PDF, as JSON: `page`, `rect`, and `is_smaller` where
 * there is less room than was asked for. `page` as for kyso_document_find_text. `occurrence`
 * says which one, from 1, or from the end with -1; with 0 the text must be there once. `side` is
 * one of KYSO_SIDE_...; `width` and `height` are points on paper, 0 and 0 take 50 by 25 mm or
 * what there is room for. KYSO_ABSENT where there is no such text or no room,
 * KYSO_INVALID_ARGUMENT where it is there several times. `json` is the caller's, to be freed with
 * kyso_buffer_free.
 */
uint32_t kyso_document_place_at_text(const kyso_document *document,
                                     const char *wanted,
                                     size_t page,
                                     int32_t occurrence,
                                     uint32_t side,
                                     float width,
                                     float height,
                                     kyso_buffer **json,
                                     kyso_error **error);

/**
 * Looks for the keys that a PKCS#11 URI (RFC 7512) asks for, with those of its tokens' certificates
 * that are for signing: `pkcs11:` alone means all. A URI without module-path asks the modules of
 * p11-kit's configuration; loading a module runs its code. No PIN is asked for.
 *
 * KYSO_NO_KEY, or KYSO_TOKEN where no module or no token fits, says that there is none, and why.
 * `keys` is the caller's, to be freed with kyso_token_keys_free.
 */
uint32_t kyso_token_search(const char *uri,
                           kyso_token_keys **keys,
                           kyso_error **error);

/**
 * Writes how many keys were found to `count`, at least one.
 */
uint32_t kyso_token_keys_count(const kyso_token_keys *keys,
                               size_t *count,
                               kyso_error **error);

/**
 * Writes a text about one of the keys to `text`: `field` is one of KYSO_TOKEN_KEY_.... The text is
 * that of `keys` and lives until kyso_token_keys_free.
 */
uint32_t kyso_token_keys_text(const kyso_token_keys *keys,
                              size_t index,
                              uint32_t field,
                              const char **text,
                              kyso_error **error);

/**
 * Writes where the DER of the certificate of one of the keys is to `data`, and its length to `len`.
 * The bytes are those of `keys` and live until kyso_token_keys_free.
 */
uint32_t kyso_token_keys_certificate(const kyso_token_keys *keys,
                                     size_t index,
                                     const uint8_t **data,
                                     size_t *len,
                                     kyso_error **error);

/**
 * Logs in and takes hold of one of the keys. Whether its certificate may sign is worth asking
 * before: kyso_signer_check. `certificates` (PEM, DER or PKCS#7) are those of its issuers that the
 * token does not hold; it may be NULL.
 *
 * `callback` gives the PIN, unless the token is logged in already: it is called at most once here,
 * and a wrong PIN (KYSO_WRONG_PIN) costs one try. `user_data` is the caller's and is passed on as it
 * is; `free_user_data`, where it is not NULL, is called with it once nothing will call the callback
 * any more, also where this call fails. `credential` is the caller's, to be freed with
 * kyso_credential_free: that logs out where nobody else uses the token. Several threads may sign
 * with it: their calls come one after the other.
 */
uint32_t kyso_credential_from_token(const kyso_token_keys *keys,
                                    size_t index,
                                    const uint8_t *certificates,
                                    size_t certificates_len,
                                    kyso_pin_callback callback,
                                    void *user_data,
                                    kyso_free_callback free_user_data,
                                    kyso_credential **credential,
                                    kyso_error **error);

/**
 * Frees the list; credentials that were opened of it go on. NULL is left alone.
 */
void kyso_token_keys_free(kyso_token_keys *keys);

/**
 * No anchor. `trust` is the caller's, to be freed with kyso_trust_free.
 */
uint32_t kyso_trust_new(kyso_trust **trust,
                        kyso_error **error);

/**
 * Adds the certificates in `len` bytes at `data`: PEM, DER or PKCS#7.
 */
uint32_t kyso_trust_add(kyso_trust *trust,
                        const uint8_t *data,
                        size_t len,
                        kyso_error **error);

/**
 * Adds the certificates of a file: PEM, DER or PKCS#7.
 */
uint32_t kyso_trust_add_file(kyso_trust *trust,
                             const char *file,
                             kyso_error **error);

/**
 * Adds the certificates in `len` bytes at `data` (PEM, DER or PKCS#7) as anchors of a trust
 * domain, such as `cong-vu`: a policy may ask for it, and reports name it.
 */
uint32_t kyso_trust_add_in_domain(kyso_trust *trust,
                                  const uint8_t *data,
                                  size_t len,
                                  const char *domain,
                                  kyso_error **error);

/**
 * Adds the certificates in `len` bytes at `data` as anchors that are trusted until then, in
 * seconds since 1970: what is judged as of a later time does not end at them. `domain` may be
 * NULL.
 */
uint32_t kyso_trust_add_until(kyso_trust *trust,
                              const uint8_t *data,
                              size_t len,
                              const char *domain,
                              int64_t until,
                              kyso_error **error);

/**
 * Adds every anchor of `other` on its terms, and all that was withdrawn there. `other` stays the
 * caller's.
 */
uint32_t kyso_trust_add_all(kyso_trust *trust,
                            const kyso_trust *other,
                            kyso_error **error);

/**
 * Withdraws trust from the certificates in `len` bytes at `data`, wherever they come from: no path
 * may start at them, lead through them or end at them.
 */
uint32_t kyso_trust_withdraw(kyso_trust *trust,
                             const uint8_t *data,
                             size_t len,
                             kyso_error **error);

/**
 * The same for what is judged as of a time after `until`, in seconds since 1970.
 */
uint32_t kyso_trust_withdraw_after(kyso_trust *trust,
                                   const uint8_t *data,
                                   size_t len,
                                   int64_t until,
                                   kyso_error **error);

/**
 * Writes where the DER of an anchor is to `data`, and its length to `len`. The bytes are the
 * anchors' and live until kyso_trust_free.
 */
uint32_t kyso_trust_certificate(const kyso_trust *trust,
                                size_t index,
                                const uint8_t **data,
                                size_t *len,
                                kyso_error **error);

/**
 * Writes the trust domain of an anchor to `text`; NULL where it is in none. The text is the
 * anchors' and lives until kyso_trust_free.
 */
uint32_t kyso_trust_domain(const kyso_trust *trust,
                           size_t index,
                           const char **text,
                           kyso_error **error);

/**
 * Writes the last moment at which an anchor is trusted to `seconds`, since 1970. KYSO_ABSENT where
 * there is none.
 */
uint32_t kyso_trust_until(const kyso_trust *trust,
                          size_t index,
                          int64_t *seconds,
                          kyso_error **error);

/**
 * Writes how many anchors there are to `count`.
 */
uint32_t kyso_trust_count(const kyso_trust *trust,
                          size_t *count,
                          kyso_error **error);

/**
 * Frees the anchors. NULL is left alone.
 */
void kyso_trust_free(kyso_trust *trust);

/**
 * Reads a list of `len` bytes at `data`. First of all one of `signers` (PEM, DER or PKCS#7), and
 * nobody else, must have signed it whole, and the next one must not have been due before `now`, in
 * seconds since 1970. `list` is the caller's, to be freed with kyso_trust_list_free.
 */
uint32_t kyso_trust_list_open(const uint8_t *data,
                              size_t len,
                              const uint8_t *signers,
                              size_t signers_len,
                              int64_t now,
                              kyso_trust_list **list,
                              kyso_error **error);

/**
 * Writes a text about the list to `text`: `field` is KYSO_TRUST_LIST_OPERATOR or
 * KYSO_TRUST_LIST_TERRITORY. The text is the list's and lives until kyso_trust_list_free.
 */
uint32_t kyso_trust_list_text(const kyso_trust_list *list,
                              uint32_t field,
                              const char **text,
                              kyso_error **error);

/**
 * Writes the number of this issue to `number`: it grows with every issue, so that whoever keeps
 * the last one sees when an older list is served again.
 */
uint32_t kyso_trust_list_sequence(const kyso_trust_list *list,
                                  uint64_t *number,
                                  kyso_error **error);

/**
 * Writes where the DER of the certificate that signed the list is to `data`, and its length to
 * `len`. The bytes are the list's and live until kyso_trust_list_free.
 */
uint32_t kyso_trust_list_signer(const kyso_trust_list *list,
                                const uint8_t **data,
                                size_t *len,
                                kyso_error **error);

/**
 * Everything that the list says, as a JSON object. `buffer` is the caller's, to be freed with
 * kyso_buffer_free.
 */
uint32_t kyso_trust_list_json(const kyso_trust_list *list,
                              kyso_buffer **buffer,
                              kyso_error **error);

/**
 * The certificates of the services that were in good standing at `at`, in seconds since 1970, and
 * are for documents. `kinds` says of which services, URIs of TS 119 612 with commas between; NULL
 * for all that certify signers or stamp time. `trust` is the caller's, to be freed with
 * kyso_trust_free.
 */
uint32_t kyso_trust_list_anchors(const kyso_trust_list *list,
                                 const char *kinds,
                                 int64_t at,
                                 kyso_trust **trust,
                                 kyso_error **error);

/**
 * Frees the list; anchors that were made of it stay. NULL is left alone.
 */
void kyso_trust_list_free(kyso_trust_list *list);

/**
 * The authority at `url`, http or https. KYSO_UNSUPPORTED in builds without network. `tsa` is the
 * caller's, to be freed with kyso_tsa_free.
 */
uint32_t kyso_tsa_new(const kyso_network *network,
                      const char *url,
                      kyso_tsa **tsa,
                      kyso_error **error);

/**
 * An authority behind `callback`, which is asked for KYSO_FETCH_TIMESTAMP at `url`, a name of the
 * caller's own. `user_data` is the caller's and is passed on as it is; `free_user_data`, where it
 * is not NULL, is called with it once nothing will call the callback any more, also where this
 * call fails. `tsa` is the caller's, to be freed with kyso_tsa_free.
 */
uint32_t kyso_tsa_from_callback(const char *url,
                                kyso_fetch_callback callback,
                                void *user_data,
                                kyso_free_callback free_user_data,
                                kyso_tsa **tsa,
                                kyso_error **error);

/**
 * Adds the authority at `url`, which is asked when those before fail. KYSO_UNSUPPORTED where the
 * first is a callback.
 */
uint32_t kyso_tsa_add(kyso_tsa *tsa,
                      const kyso_network *network,
                      const char *url,
                      kyso_error **error);

/**
 * Stamps with this hash function for the imprint, such as `sha384`; SHA-256 without it.
 */
uint32_t kyso_tsa_set_digest(kyso_tsa *tsa,
                             const char *digest,
                             kyso_error **error);

/**
 * Says a user's name and secret with every request, to every authority that was added so far; only
 * over https. Both are copied.
 */
uint32_t kyso_tsa_set_login(kyso_tsa *tsa,
                            const char *user,
                            const char *secret,
                            kyso_error **error);

/**
 * Shows a certificate in TLS, to every authority that was added so far: PEM texts of the
 * certificate with those above it, and of its key, which is not encrypted. Both are copied.
 */
uint32_t kyso_tsa_set_identity(kyso_tsa *tsa,
                               const uint8_t *certificates,
                               size_t certificates_len,
                               const uint8_t *key,
                               size_t key_len,
                               kyso_error **error);

/**
 * Dangerous: as kyso_tsa_set_login, over plain http too. Whoever is on the way reads the secret.
 */
uint32_t kyso_tsa_dangerous_set_login_in_clear(kyso_tsa *tsa,
                                               const char *user,
                                               const char *secret,
                                               kyso_error **error);

/**
 * Asks every authority that was added so far for a time-stamp under this policy, an object
 * identifier, and takes no other.
 */
uint32_t kyso_tsa_set_policy(kyso_tsa *tsa,
                             const char *policy,
                             kyso_error **error);

/**
 * Keeps so many bytes free for a token; without it 16 KiB, and what the longest answer needed once
 * there was one.
 */
uint32_t kyso_tsa_set_token_room(kyso_tsa *tsa,
                                 size_t room,
                                 kyso_error **error);

/**
 * Sets how long a whole call to an authority that was added so far may take, in milliseconds,
 * retries included; without it what the network says. KYSO_UNSUPPORTED where it is a callback.
 */
uint32_t kyso_tsa_set_deadline(kyso_tsa *tsa,
                               uint32_t milliseconds,
                               kyso_error **error);

/**
 * Sends no nonce, for authorities that do not repeat it. KYSO_UNSUPPORTED where it is a callback,
 * which is never sent one.
 */
uint32_t kyso_tsa_without_nonce(kyso_tsa *tsa,
                                kyso_error **error);

/**
 * Frees the authority; what signs with it goes on. NULL is left alone.
 */
void kyso_tsa_free(kyso_tsa *tsa);

/**
 * OCSP, CRLs and issuers' certificates over HTTP, kept in memory for as long as they say.
 * KYSO_UNSUPPORTED in builds without network. `revocation` is the caller's, to be freed with
 * kyso_revocation_free.
 */
uint32_t kyso_revocation_new(const kyso_network *network,
                             kyso_revocation **revocation,
                             kyso_error **error);

/**
 * The same behind `callback`, which is asked for KYSO_FETCH_OCSP, KYSO_FETCH_CRL and
 * KYSO_FETCH_CERTIFICATES. `user_data` is the caller's and is passed on as it is;
 * `free_user_data`, where it is not NULL, is called with it once nothing will call the callback
 * any more, also where this call fails. `revocation` is the caller's, to be freed with
 * kyso_revocation_free.
 */
uint32_t kyso_revocation_from_callback(kyso_fetch_callback callback,
                                       void *user_data,
                                       kyso_free_callback free_user_data,
                                       kyso_revocation **revocation,
                                       kyso_error **error);

/**
 * Keeps what was fetched also in this folder, for other processes and later ones. `folder` is
 * bytes as the system has them (UTF-8 on Windows). KYSO_UNSUPPORTED where it is a callback.
 */
uint32_t kyso_revocation_set_folder(kyso_revocation *revocation,
                                    const char *folder,
                                    kyso_error **error);

/**
 * Sends a nonce with every OCSP request, so that no answer is used again. KYSO_UNSUPPORTED where
 * it is a callback.
 */
uint32_t kyso_revocation_use_nonces(kyso_revocation *revocation,
                                    kyso_error **error);

/**
 * Forgets what was fetched and kept in memory, so that the next questions go out: when evidence
 * must be from after a certain time. KYSO_UNSUPPORTED where it is a callback, which keeps nothing.
 */
uint32_t kyso_revocation_forget(kyso_revocation *revocation,
                                kyso_error **error);

/**
 * Sets how long answers are kept at most, in seconds, unless they end before: CRLs, OCSP
 * responses, certificates; and for how long a service that failed is not asked again.
 * KYSO_UNSUPPORTED where it is a callback.
 */
uint32_t kyso_revocation_set_keep(kyso_revocation *revocation,
                                  uint32_t crl_seconds,
                                  uint32_t ocsp_seconds,
                                  uint32_t certificates_seconds,
                                  uint32_t failure_seconds,
                                  kyso_error **error);

/**
 * Frees the source; what signs or verifies with it goes on. NULL is left alone.
 */
void kyso_revocation_free(kyso_revocation *revocation);

/**
 * A verifier that judges by `policy`, of which a copy is kept, with the evidence in the document
 * alone. `verifier` is the caller's, to be freed with kyso_verifier_free.
 */
uint32_t kyso_verifier_new(const kyso_policy *policy,
                           kyso_verifier **verifier,
                           kyso_error **error);

/**
 * Adds certificates and revocation data to draw on beside those in the document, of which a copy is
 * kept. Nothing in them is trusted by itself.
 */
uint32_t kyso_verifier_add_evidence(kyso_verifier *verifier,
                                    const kyso_evidence *evidence,
                                    kyso_error **error);

/**
 * Fetches evidence that is missing from `revocation`, of which what is needed is kept. Without it,
 * what is missing stays missing.
 */
uint32_t kyso_verifier_set_revocation(kyso_verifier *verifier,
                                      const kyso_revocation *revocation,
                                      kyso_error **error);

/**
 * Asks `callback` for what XML signatures cover outside of the document. Without it such a
 * signature cannot be decided. `user_data` is the caller's and is passed on as it is;
 * `free_user_data`, where it is not NULL, is called with it once nothing will call the callback any
 * more, also where this call fails.
 */
uint32_t kyso_verifier_set_resolver(kyso_verifier *verifier,
                                    kyso_resolve_callback callback,
                                    void *user_data,
                                    kyso_free_callback free_user_data,
                                    kyso_error **error);

/**
 * The document must be XML, its document element must be called so (`local`, or
 * `{namespace}local`), and a signature that passed must cover it. Else nothing passes.
 */
uint32_t kyso_verifier_expect_root(kyso_verifier *verifier,
                                   const char *name,
                                   kyso_error **error);

/**
 * The document must have an element at `path`, such as `/HDon/DLHDon`, and signatures that passed
 * must cover every one there is. May be said for several. Else nothing passes.
 */
uint32_t kyso_verifier_expect_element(kyso_verifier *verifier,
                                      const char *path,
                                      kyso_error **error);

/**
 * A signature that passed must stand where the shipped profile of this name puts it and cover what
 * it says. Else nothing passes.
 */
uint32_t kyso_verifier_add_profile(kyso_verifier *verifier,
                                   const char *name,
                                   kyso_error **error);

/**
 * The same with a profile of the caller's own, a TOML text.
 */
uint32_t kyso_verifier_add_profile_text(kyso_verifier *verifier,
                                        const char *toml,
                                        kyso_error **error);

/**
 * The document must be a PDF, and what was filled in after a signature must be what the shipped
 * profile of this name, such as `number-and-date`, says, signed over by somebody else. Else
 * nothing passes.
 */
uint32_t kyso_verifier_add_filling(kyso_verifier *verifier,
                                   const char *name,
                                   kyso_error **error);

/**
 * The same with a profile of the caller's own, a TOML text.
 */
uint32_t kyso_verifier_add_filling_text(kyso_verifier *verifier,
                                        const char *toml,
                                        kyso_error **error);

/**
 * The password that opens encrypted PDFs in kyso_verify_file, kyso_verify_memory and batches: the
 * user's or the owner's, UTF-8, of which a copy is kept and wiped. A document that is open already
 * has its own.
 */
uint32_t kyso_verifier_set_password(kyso_verifier *verifier,
                                    const char *password,
                                    kyso_error **error);

/**
 * Frees it. NULL is left alone.
 */
void kyso_verifier_free(kyso_verifier *verifier);

/**
 * Judges every signature of a document that is open, as of `now` in seconds since 1970. KYSO_OK
 * says that there is a report, not what stands in it. `report` is the caller's, to be freed with
 * kyso_report_free.
 */
uint32_t kyso_verify(const kyso_verifier *verifier,
                     const kyso_document *document,
                     int64_t now,
                     kyso_report **report,
                     kyso_error **error);

/**
 * Opens a file and judges it: as kyso_verify, and a signed file that is too damaged to be opened
 * is a failed one, not an error. `cancellation` may be NULL. `report` is the caller's, to be freed
 * with kyso_report_free.
 */
uint32_t kyso_verify_file(const kyso_verifier *verifier,
                          const char *file,
                          int64_t now,
                          const kyso_cancellation *cancellation,
                          kyso_report **report,
                          kyso_error **error);

/**
 * The same for `len` bytes at `data`, which are copied for as long as it takes. `report` is the
 * caller's, to be freed with kyso_report_free.
 */
uint32_t kyso_verify_memory(const kyso_verifier *verifier,
                            const uint8_t *data,
                            size_t len,
                            int64_t now,
                            const kyso_cancellation *cancellation,
                            kyso_report **report,
                            kyso_error **error);

/**
 * KYSO_ABI_VERSION of the library that is loaded. A program compares it with the macro before it
 * calls anything else.
 */
uint32_t kyso_abi_version(void);

/**
 * The version of the library that is loaded, such as `0.1.0`: KYSO_VERSION of its header. The text
 * is static; nobody frees it.
 */
const char *kyso_version(void);

/**
 * 1 where this build has HTTP clients for time-stamps and revocation data, else 0: then
 * kyso_network_new is KYSO_UNSUPPORTED, and services come from callbacks.
 */
uint32_t kyso_has_network(void);

/**
 * 1 where this build reaches tokens (PKCS#11), else 0: then kyso_token_search is KYSO_UNSUPPORTED,
 * and keys elsewhere come through callbacks.
 */
uint32_t kyso_has_tokens(void);

/**
 * The system's clock, in seconds since 1970-01-01T00:00:00Z. The library itself never reads it:
 * every function that needs a time takes it from the caller.
 */
int64_t kyso_now(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* KYSO_H */
