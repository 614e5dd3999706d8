//! The numbers of everything that is one of a few: verdicts, levels, kinds, fields of a report.
//! They begin at 2000, so that none of them is ever taken for a return code, nor one for them.

// 2000-2099: conclusions. None is 0, and none is a return code.

/// Every signature passed every stage.
pub const KYSO_CONCLUSION_PASSED: u32 = 2001;
/// None failed, and at least one could not be decided.
pub const KYSO_CONCLUSION_INDETERMINATE: u32 = 2002;
/// At least one signature failed.
pub const KYSO_CONCLUSION_FAILED: u32 = 2003;
/// There is no signature: not a success.
pub const KYSO_CONCLUSION_UNSIGNED: u32 = 2004;

// 2100-2199: what a signature is for.

/// An approval signature.
pub const KYSO_KIND_SIGNATURE: u32 = 2101;
/// A certification signature.
pub const KYSO_KIND_CERTIFICATION: u32 = 2102;
/// A document time-stamp.
pub const KYSO_KIND_DOCUMENT_TIMESTAMP: u32 = 2103;
/// One that this version of the header does not know.
pub const KYSO_KIND_OTHER: u32 = 2199;

// 2200-2299: levels.

/// An XML signature without the properties of XAdES.
pub const KYSO_LEVEL_XMLDSIG: u32 = 2201;
/// A CMS signature without the attributes of AdES.
pub const KYSO_LEVEL_PKCS7: u32 = 2202;
/// B-B: the signature alone.
pub const KYSO_LEVEL_B: u32 = 2203;
/// B-T: with a time-stamp.
pub const KYSO_LEVEL_T: u32 = 2204;
/// B-LT: with certificates and revocation data.
pub const KYSO_LEVEL_LT: u32 = 2205;
/// B-LTA: with a time-stamp over these.
pub const KYSO_LEVEL_LTA: u32 = 2206;
/// One that this version of the header does not know.
pub const KYSO_LEVEL_OTHER: u32 = 2299;

// 2300-2399: whether the covered bytes are those that were signed.

/// They are.
pub const KYSO_INTEGRITY_INTACT: u32 = 2301;
/// They are not.
pub const KYSO_INTEGRITY_BROKEN: u32 = 2302;
/// It could not be told.
pub const KYSO_INTEGRITY_UNKNOWN: u32 = 2303;

// 2400-2499: how much of the file a signature covers.

/// Everything but itself.
pub const KYSO_COVERAGE_WHOLE_FILE: u32 = 2401;
/// Everything up to the end of its revision.
pub const KYSO_COVERAGE_WHOLE_REVISION: u32 = 2402;
/// Less than that, or it cannot be told.
pub const KYSO_COVERAGE_PARTIAL: u32 = 2403;

// 2500-2599: the most far-reaching change after a signature.

/// Nothing came after.
pub const KYSO_MODIFICATION_NONE: u32 = 2501;
/// Evidence and document time-stamps.
pub const KYSO_MODIFICATION_LTA_UPDATE: u32 = 2502;
/// Form fields were filled, further signatures among them.
pub const KYSO_MODIFICATION_FORM_FILLING: u32 = 2503;
/// Annotations were added or changed.
pub const KYSO_MODIFICATION_ANNOTATION: u32 = 2504;
/// Something that no rule explains.
pub const KYSO_MODIFICATION_SUSPICIOUS: u32 = 2505;

// 2600-2699: the outcome of checking revocation.

/// Shown good at the time judged.
pub const KYSO_REVOCATION_GOOD: u32 = 2601;
/// Revoked.
pub const KYSO_REVOCATION_REVOKED: u32 = 2602;
/// Not shown either way.
pub const KYSO_REVOCATION_UNKNOWN: u32 = 2603;

// 2700-2799: how much a finding, or a line of the log, weighs.

/// Worth knowing; changes nothing.
pub const KYSO_SEVERITY_INFO: u32 = 2701;
/// A deviation that the policy lets pass, or a reason for an indeterminate verdict.
pub const KYSO_SEVERITY_WARNING: u32 = 2702;
/// A reason why the signature cannot pass; in the log, a call that failed.
pub const KYSO_SEVERITY_ERROR: u32 = 2703;

// 2800-2899: kinds of document.

/// PDF.
pub const KYSO_FORMAT_PDF: u32 = 2801;
/// XML.
pub const KYSO_FORMAT_XML: u32 = 2802;
/// A file of any kind that is signed by CMS, or the CMS (CAdES, PKCS#7).
pub const KYSO_FORMAT_CADES: u32 = 2803;
/// A container of one file (ASiC-S).
pub const KYSO_FORMAT_ASIC_S: u32 = 2804;
/// A container of any number of files (ASiC-E).
pub const KYSO_FORMAT_ASIC_E: u32 = 2805;
/// One that this version of the header does not know.
pub const KYSO_FORMAT_OTHER: u32 = 2899;

// 2900-2909: what a certificate in a trust store is for.

/// A path may end at it: it is trusted.
pub const KYSO_ROLE_ANCHOR: u32 = 2901;
/// A path may lead through it, to an anchor. It is not trusted by itself.
pub const KYSO_ROLE_INTERMEDIATE: u32 = 2902;

// 2910-2919: whether a certificate in a trust store counts.

/// It does.
pub const KYSO_STATE_TRUSTED: u32 = 2911;
/// For what is judged as of a time: KYSO_STORED_UNTIL.
pub const KYSO_STATE_RETIRED: u32 = 2912;
/// No more.
pub const KYSO_STATE_REMOVED: u32 = 2913;

// 2920-2929: what a time-stamp inside a signature covers.

/// The signature value.
pub const KYSO_STAMP_SIGNATURE: u32 = 2921;
/// Everything that the signature needs to be judged later.
pub const KYSO_STAMP_ARCHIVE: u32 = 2922;
/// Something that this version of the header does not know.
pub const KYSO_STAMP_OTHER: u32 = 2929;

// 2930-2939: what may come after a signature, for kyso_policy_forbid_later.

/// Further signatures.
pub const KYSO_LATER_SIGNATURES: u32 = 2931;
/// Document time-stamps and evidence.
pub const KYSO_LATER_TIMESTAMPS: u32 = 2932;
/// Filling of form fields.
pub const KYSO_LATER_FILLING: u32 = 2933;
/// Annotations, where a certification allows them.
pub const KYSO_LATER_ANNOTATIONS: u32 = 2934;

// 3000-3099: texts about a signature, for kyso_signature_text.

/// PDF: the name of the field. XML: the Id of the signature, else its path. CMS: made of what was
/// signed.
pub const KYSO_SIGNATURE_ID: u32 = 3001;
/// Why it is indeterminate or failed, by the names of ETSI EN 319 102-1.
pub const KYSO_SIGNATURE_SUB_INDICATION: u32 = 3002;
/// The whole subject of the signer's certificate (RFC 4514).
pub const KYSO_SIGNATURE_SUBJECT: u32 = 3003;
/// The signer's common name, or the whole subject where there is none.
pub const KYSO_SIGNATURE_COMMON_NAME: u32 = 3004;
/// The signer's title: the office held.
pub const KYSO_SIGNATURE_TITLE: u32 = 3005;
/// The signer's organization.
pub const KYSO_SIGNATURE_ORGANIZATION: u32 = 3006;
/// The whole issuer of the signer's certificate (RFC 4514).
pub const KYSO_SIGNATURE_ISSUER: u32 = 3007;
/// The serial number of the signer's certificate, lower-case hexadecimal.
pub const KYSO_SIGNATURE_SERIAL: u32 = 3008;
/// The hash function of the document, such as `sha256`.
pub const KYSO_SIGNATURE_DIGEST_ALGORITHM: u32 = 3009;
/// The signature algorithm, such as `ecdsa-sha256`.
pub const KYSO_SIGNATURE_ALGORITHM: u32 = 3010;
/// The subject of the anchor that the path ends at.
pub const KYSO_SIGNATURE_TRUST_ANCHOR: u32 = 3011;
/// The reason, as claimed.
pub const KYSO_SIGNATURE_REASON: u32 = 3012;
/// The place, as claimed.
pub const KYSO_SIGNATURE_LOCATION: u32 = 3013;
/// How the signer can be reached, as claimed.
pub const KYSO_SIGNATURE_CONTACT: u32 = 3014;
/// The trust domain of that anchor.
pub const KYSO_SIGNATURE_TRUST_DOMAIN: u32 = 3015;
/// The signer's organizational unit.
pub const KYSO_SIGNATURE_UNIT: u32 = 3016;
/// The common name of the issuer, or its whole name where there is none.
pub const KYSO_SIGNATURE_ISSUER_NAME: u32 = 3017;
/// The organization of the issuer.
pub const KYSO_SIGNATURE_ISSUER_ORGANIZATION: u32 = 3018;
/// PDF: `/SubFilter`, the form of the signature.
pub const KYSO_SIGNATURE_SUB_FILTER: u32 = 3019;
/// CMS: why it was signed, as claimed: `approval` and the like, or an identifier.
pub const KYSO_SIGNATURE_COMMITMENT: u32 = 3020;
/// What it is for on an office's paper, as claimed: `initials`, `leader`, `number`, `agency`,
/// `attachment`, `copy`, `incoming` or `comment`.
pub const KYSO_SIGNATURE_ROLE: u32 = 3021;

// 3100-3199: times of a signature, for kyso_signature_time.

/// What the signer says; it proves nothing.
pub const KYSO_SIGNATURE_CLAIMED_TIME: u32 = 3101;
/// What a time-stamp proves.
pub const KYSO_SIGNATURE_PROVEN_TIME: u32 = 3102;
/// Start of validity of the signer's certificate.
pub const KYSO_SIGNATURE_NOT_BEFORE: u32 = 3103;
/// End of validity of the signer's certificate.
pub const KYSO_SIGNATURE_NOT_AFTER: u32 = 3104;

// 3200-3299: what a signature is, as one of the numbers above, for kyso_signature_code.

/// KYSO_CONCLUSION_...
pub const KYSO_SIGNATURE_CONCLUSION: u32 = 3201;
/// KYSO_KIND_...
pub const KYSO_SIGNATURE_KIND: u32 = 3202;
/// KYSO_LEVEL_...
pub const KYSO_SIGNATURE_LEVEL: u32 = 3203;
/// KYSO_INTEGRITY_...
pub const KYSO_SIGNATURE_INTEGRITY: u32 = 3204;
/// KYSO_COVERAGE_...
pub const KYSO_SIGNATURE_COVERAGE: u32 = 3205;
/// KYSO_MODIFICATION_...
pub const KYSO_SIGNATURE_MODIFICATION: u32 = 3206;
/// KYSO_REVOCATION_...
pub const KYSO_SIGNATURE_REVOCATION: u32 = 3207;

// 3300-3399: the form of a signature, for kyso_signing_set_form.

/// PDF: PAdES, ETSI.CAdES.detached. The default.
pub const KYSO_FORM_PADES: u32 = 3301;
/// PDF: adbe.pkcs7.detached, for readers that know nothing newer.
pub const KYSO_FORM_PKCS7: u32 = 3302;
/// Container: XAdES. The default where there is no signature yet.
pub const KYSO_FORM_ASIC_XADES: u32 = 3305;
/// Container: CAdES.
pub const KYSO_FORM_ASIC_CADES: u32 = 3306;
/// XML: XAdES. The default.
pub const KYSO_FORM_XADES: u32 = 3303;
/// XML: XML Signature alone, for readers that know nothing more.
pub const KYSO_FORM_XMLDSIG: u32 = 3304;

// 3400-3499: what is fetched, for kyso_fetch_callback; kinds of evidence, for kyso_evidence_piece.

/// A time-stamp: the request is a TimeStampReq, the answer a TimeStampResp, both DER.
pub const KYSO_FETCH_TIMESTAMP: u32 = 3401;
/// An OCSP response: the request is an OCSPRequest, the answer an OCSPResponse, both DER.
pub const KYSO_FETCH_OCSP: u32 = 3402;
/// A CRL, DER or PEM; the request is empty: a GET.
pub const KYSO_FETCH_CRL: u32 = 3403;
/// Certificates, DER, PEM or PKCS#7; the request is empty: a GET.
pub const KYSO_FETCH_CERTIFICATES: u32 = 3404;

// 3500-3599: texts about a credential, for kyso_credential_text.

/// The whole subject of its certificate (RFC 4514).
pub const KYSO_CREDENTIAL_SUBJECT: u32 = 3501;
/// The whole issuer of its certificate (RFC 4514).
pub const KYSO_CREDENTIAL_ISSUER: u32 = 3502;
/// The serial number of its certificate, lower-case hexadecimal.
pub const KYSO_CREDENTIAL_SERIAL: u32 = 3503;
/// What it signs with, preferred first, with commas between.
pub const KYSO_CREDENTIAL_ALGORITHMS: u32 = 3504;

// 3550-3599: times of a credential, for kyso_credential_time.

/// Start of validity of its certificate.
pub const KYSO_CREDENTIAL_NOT_BEFORE: u32 = 3551;
/// End of validity of its certificate.
pub const KYSO_CREDENTIAL_NOT_AFTER: u32 = 3552;

// 3600-3699: texts about a certificate in a trust store, for kyso_store_text.

/// Its whole subject (RFC 4514).
pub const KYSO_STORED_SUBJECT: u32 = 3601;
/// Its SHA-256, 64 hexadecimal digits.
pub const KYSO_STORED_FINGERPRINT: u32 = 3602;
/// The trust domain that it belongs to.
pub const KYSO_STORED_DOMAIN: u32 = 3603;

// 3700-3799: what it is, as one of the numbers above, for kyso_store_code.

/// KYSO_ROLE_...
pub const KYSO_STORED_ROLE: u32 = 3701;
/// KYSO_STATE_...
pub const KYSO_STORED_STATE: u32 = 3702;

// 3800-3899: its times, for kyso_store_time.

/// When it was last added.
pub const KYSO_STORED_ADDED: u32 = 3801;
/// When it was decided not to trust it any more.
pub const KYSO_STORED_WITHDRAWN: u32 = 3802;
/// Until when it is trusted, where it is retired.
pub const KYSO_STORED_UNTIL: u32 = 3803;

// 3900-3999: texts about a change after a signature, for kyso_signature_change_text.

/// What it is about, such as `form-field`.
pub const KYSO_CHANGE_KIND: u32 = 3901;
/// The rule that allows it, or what forbids it.
pub const KYSO_CHANGE_RULE: u32 = 3902;
/// The full name of the field.
pub const KYSO_CHANGE_FIELD: u32 = 3903;

// 4000-4099: numbers about it, for kyso_signature_change_number.

/// The revision that made it, counted from 1.
pub const KYSO_CHANGE_REVISION: u32 = 4001;
/// The page that the field is seen on, counted from 1.
pub const KYSO_CHANGE_PAGE: u32 = 4002;
/// How many objects were written for it.
pub const KYSO_CHANGE_OBJECTS: u32 = 4003;
/// How many of these kyso_signature_change_object names.
pub const KYSO_CHANGE_OBJECTS_NAMED: u32 = 4004;

// 4100-4199: texts about a policy, for kyso_policy_text.

/// Its name in reports.
pub const KYSO_POLICY_NAME: u32 = 4101;
/// What widens it, names with commas between.
pub const KYSO_POLICY_WIDENED: u32 = 4102;
/// By what it asks for more than `baseline`, names with commas between.
pub const KYSO_POLICY_NARROWED: u32 = 4103;
/// The trust domains in which a signer's path may end, names with commas between; NULL for any.
pub const KYSO_POLICY_TRUST_DOMAINS: u32 = 4104;

// 4200-4299: texts about a trusted list, for kyso_trust_list_text.

/// Who issues it.
pub const KYSO_TRUST_LIST_OPERATOR: u32 = 4201;
/// Its territory, such as `VN`; empty where it says none.
pub const KYSO_TRUST_LIST_TERRITORY: u32 = 4202;
// 4800-4899: on which side of a text something stands, as it is read.

/// Above it, in the room up to the next line.
pub const KYSO_SIDE_ABOVE: u32 = 4801;
/// Below it.
pub const KYSO_SIDE_BELOW: u32 = 4802;
/// To the left of it.
pub const KYSO_SIDE_LEFT: u32 = 4803;
/// To the right of it.
pub const KYSO_SIDE_RIGHT: u32 = 4804;
/// Over it.
pub const KYSO_SIDE_OVER: u32 = 4805;
// 4900-4999: what may follow a signature by its own word.

/// Nothing but evidence and document time-stamps.
pub const KYSO_PERMITS_NONE: u32 = 4901;
/// Filling forms and signing too.
pub const KYSO_PERMITS_FORMS: u32 = 4902;
/// Annotations too.
pub const KYSO_PERMITS_ANNOTATIONS: u32 = 4903;

// 5000-5099: texts about a key on a token, for kyso_token_keys_text.

/// The URI that names this key alone on this machine (RFC 7512).
pub const KYSO_TOKEN_KEY_URI: u32 = 5001;
/// The label of its token.
pub const KYSO_TOKEN_KEY_TOKEN: u32 = 5002;
/// The label of its certificate.
pub const KYSO_TOKEN_KEY_LABEL: u32 = 5003;
/// The whole subject of its certificate (RFC 4514).
pub const KYSO_TOKEN_KEY_SUBJECT: u32 = 5004;
/// The whole issuer of its certificate (RFC 4514).
pub const KYSO_TOKEN_KEY_ISSUER: u32 = 5005;
/// The serial number of its certificate, lower-case hexadecimal.
pub const KYSO_TOKEN_KEY_SERIAL: u32 = 5006;
/// What the token signs with it, preferred first, with commas between; may be empty.
pub const KYSO_TOKEN_KEY_ALGORITHMS: u32 = 5007;

// 5100-5109: what a PIN is wanted for, for kyso_pin_callback.

/// To log in, once for everything that follows.
pub const KYSO_PIN_LOGIN: u32 = 5101;
/// For one signature: the key asks each time.
pub const KYSO_PIN_SIGNATURE: u32 = 5102;
/// The reader is about to ask for it; no PIN is wanted here.
pub const KYSO_PIN_ON_READER: u32 = 5103;

// 5110-5119: what a token says of the tries left, for kyso_pin_callback.

/// Nothing is wrong.
pub const KYSO_TRIES_ENOUGH: u32 = 5111;
/// A wrong PIN was given since the last right one.
pub const KYSO_TRIES_LOW: u32 = 5112;
/// One wrong PIN more locks it.
pub const KYSO_TRIES_LAST: u32 = 5113;
/// It is locked.
pub const KYSO_TRIES_LOCKED: u32 = 5114;

// 5200-5299: texts about a key at a remote service, for kyso_remote_text.

/// What the service calls it.
pub const KYSO_REMOTE_KEY_ID: u32 = 5201;
/// Why it cannot sign now, in the words of the service; NULL where it can.
pub const KYSO_REMOTE_KEY_FAULT: u32 = 5202;
/// The whole subject of its certificate (RFC 4514).
pub const KYSO_REMOTE_KEY_SUBJECT: u32 = 5203;
/// The whole issuer of its certificate (RFC 4514).
pub const KYSO_REMOTE_KEY_ISSUER: u32 = 5204;
/// The serial number of its certificate, lower-case hexadecimal.
pub const KYSO_REMOTE_KEY_SERIAL: u32 = 5205;
/// What it signs with, preferred first, with commas between.
pub const KYSO_REMOTE_KEY_ALGORITHMS: u32 = 5206;

// 5300-5399: what is asked of the signer, for kyso_remote_callback.

/// A value that the profile takes from outside: the name is the profile's own, as `client_secret`.
pub const KYSO_REMOTE_ASK_INPUT: u32 = 5301;
/// The PIN of the key. A wrong one costs a try.
pub const KYSO_REMOTE_ASK_PIN: u32 = 5302;
/// The one-time password, which was just sent where the service sends it.
pub const KYSO_REMOTE_ASK_OTP: u32 = 5303;
/// The URL in the name is to be shown in a browser of this machine; no answer is wanted.
pub const KYSO_REMOTE_ASK_BROWSE: u32 = 5304;
/// The signer is waited for: the name is seconds waited and allowed, `12/300`; no answer is wanted.
pub const KYSO_REMOTE_ASK_WAITING: u32 = 5305;
/// The service took the request under this name; no answer is wanted.
pub const KYSO_REMOTE_ASK_ACCEPTED: u32 = 5306;

// 5400-5499: where the content of a CMS signature is.

/// In a file of its own, the signature beside it (`.p7s`).
pub const KYSO_PACKAGING_DETACHED: u32 = 5401;
/// In the CMS (`.p7m`).
pub const KYSO_PACKAGING_ATTACHED: u32 = 5402;
