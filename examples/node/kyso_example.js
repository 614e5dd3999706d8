// Signs and verifies through libkyso, with koffi: node kyso_example.js FOLDER. See README.md.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const koffi = require('koffi');

const ABI_VERSION = 1; // KYSO_ABI_VERSION of the header that this was written for
const PASSED = 2001; // KYSO_CONCLUSION_PASSED: any other number is no success
const COMMON_NAME = 3004; // KYSO_SIGNATURE_COMMON_NAME

const kinds = ['credential', 'document', 'policy', 'report', 'signed', 'signing', 'trust', 'verifier'];
for (const name of [...kinds, 'cancellation', 'error', 'reply']) koffi.opaque(`kyso_${name}`);
const signCallback = koffi.proto(
  'uint32_t kyso_sign_callback(void *user_data, const char *algorithm, const uint8_t *message, ' +
    'size_t message_len, const uint8_t *digest, size_t digest_len, kyso_reply *reply)',
);

const lib = koffi.load('libkyso.so');
// As in kyso.h; _Out_ marks what the library writes. Texts are copied when they come out.
const functions = [
  'credential_from_pkcs12(const uint8_t *data, size_t len, const char *passphrase, _Out_ kyso_credential **credential',
  'credential_from_callback(const uint8_t *certificates, size_t len, const char *algorithm, ' +
    'kyso_sign_callback *callback, void *user_data, void *free_user_data, _Out_ kyso_credential **credential',
  'document_open(const char *path, const kyso_cancellation *cancellation, _Out_ kyso_document **document',
  'document_from_memory(const uint8_t *data, size_t len, const kyso_cancellation *cancellation, ' +
    '_Out_ kyso_document **document',
  'policy_new(const kyso_trust *trust, _Out_ kyso_policy **policy',
  'reply_set(kyso_reply *reply, const uint8_t *data, size_t len',
  'reply_explain(kyso_reply *reply, const char *why',
  'report_conclusion(const kyso_report *report, _Out_ uint32_t *conclusion',
  'report_signature_count(const kyso_report *report, _Out_ size_t *count',
  'sign(const kyso_document *document, const kyso_signing *signing, int64_t now, _Out_ kyso_signed **signed_',
  'signature_text(const kyso_report *report, size_t signature, uint32_t field, _Out_ const char **text',
  'signed_save_replacing(const kyso_signed *signed_, const char *file',
  'signing_new(const kyso_credential *credential, _Out_ kyso_signing **signing',
  'trust_new(_Out_ kyso_trust **trust',
  'trust_add_file(kyso_trust *trust, const char *file',
  'verifier_new(const kyso_policy *policy, _Out_ kyso_verifier **verifier',
  'verify_file(const kyso_verifier *verifier, const char *file, int64_t now, ' +
    'const kyso_cancellation *cancellation, _Out_ kyso_report **report',
];
const kyso = {
  now: lib.func('int64_t kyso_now(void)'),
  abi_version: lib.func('uint32_t kyso_abi_version(void)'),
  error_text: lib.func('const char *kyso_error_text(const kyso_error *error)'),
  error_offset: lib.func('uint32_t kyso_error_offset(const kyso_error *error, _Out_ uint64_t *offset)'),
  error_free: lib.func('void kyso_error_free(kyso_error *error)'),
};
for (const kind of kinds) kyso[`${kind}_free`] = lib.func(`void kyso_${kind}_free(kyso_${kind} *it)`);
for (const text of functions) {
  const call = lib.func(`uint32_t kyso_${text}, _Out_ kyso_error **error)`);
  kyso[text.slice(0, text.indexOf('('))] = (...given) => {
    const error = [null];
    const code = call(...given, error);
    if (code !== 0) throw new KysoError(code, error[0]);
  };
}

/** A call that failed: a code, a text, and a byte offset where there is one. */
class KysoError extends Error {
  constructor(code, error) {
    super(kyso.error_text(error));
    this.code = code;
    const offset = [0];
    if (kyso.error_offset(error, offset) === 0) this.offset = Number(offset[0]);
    kyso.error_free(error);
  }
}

/** Makes a handle with a function of the library, works with it, and frees it. */
function using(name, given, work) {
  const made = [null];
  kyso[name](...given, made);
  try {
    return work(made[0]);
  } finally {
    kyso[`${name.split('_')[0].replace(/^sign$/, 'signed').replace('verify', 'report')}_free`](made[0]);
  }
}

function sign(credential, source, target) {
  using('document_open', [source, null], (document) =>
    using('signing_new', [credential], (signing) =>
      using('sign', [document, signing, kyso.now()], (signed) =>
        kyso.signed_save_replacing(signed, target),
      ),
    ),
  );
}

/** A callback of kyso. Node's own key stands for a token or a service of your own. */
function callbackSigningWith(pem) {
  const key = crypto.createPrivateKey(pem);
  return (userData, algorithm, message, messageLen, digest, digestLen, reply) => {
    try { // nothing may be thrown through the library
      const toSign = Buffer.from(koffi.decode(message, koffi.array('uint8_t', Number(messageLen))));
      const value = crypto.sign('sha256', toSign, key);
      kyso.reply_set(reply, value, value.length);
      return 0;
    } catch (problem) {
      kyso.reply_explain(reply, String(problem));
      return 1;
    }
  };
}

function withVerifier(root, work) {
  using('trust_new', [], (trust) => {
    kyso.trust_add_file(trust, root);
    using('policy_new', [trust], (policy) => using('verifier_new', [policy], work));
  });
}

/** Whether a file passed, and who signed it. That nothing is thrown says only that it was judged. */
function verify(verifier, file) {
  return using('verify_file', [verifier, file, kyso.now(), null], (report) => {
    const [conclusion, count, signers] = [[0], [0], []];
    kyso.report_conclusion(report, conclusion);
    kyso.report_signature_count(report, count);
    for (let index = 0; index < count[0]; index++) {
      const name = [null];
      kyso.signature_text(report, index, COMMON_NAME, name);
      signers.push(name[0] ?? 'no name');
    }
    return { passed: conclusion[0] === PASSED, signers };
  });
}

function main(folder) {
  if (kyso.abi_version() !== ABI_VERSION) throw new Error('this libkyso is another than this was written for');
  const at = (name) => path.join(folder, name);
  const p12 = fs.readFileSync(at('signer.p12'));
  using('credential_from_pkcs12', [p12, p12.length, 'kyso'], (credential) => {
    sign(credential, at('sample.pdf'), at('signed.pdf'));
    sign(credential, at('sample.xml'), at('signed.xml'));
  });

  const certificates = fs.readFileSync(at('cert.pem'));
  const callback = koffi.register(callbackSigningWith(fs.readFileSync(at('key.pem'))), koffi.pointer(signCallback));
  try {
    const given = [certificates, certificates.length, 'ecdsa-sha256', callback, null, null];
    using('credential_from_callback', given, (credential) =>
      sign(credential, at('sample.pdf'), at('callback.pdf')),
    );
  } finally {
    koffi.unregister(callback); // after the credential is gone
  }

  let well = true;
  withVerifier(at('root.pem'), (verifier) => {
    for (const name of ['signed.pdf', 'signed.xml', 'callback.pdf']) {
      const { passed, signers } = verify(verifier, at(name));
      console.log(`${name}: ${passed ? 'passed' : 'NOT passed'}, ${signers.join(', ')}`);
      well &&= passed;
    }
  });

  try {
    const broken = Buffer.from('<a><b></a>');
    using('document_from_memory', [broken, broken.length, null], () => (well = false));
  } catch (error) {
    if (!(error instanceof KysoError)) throw error;
    const place = error.offset === undefined ? '' : ` at byte ${error.offset}`;
    console.log(`error ${error.code}${place}: ${error.message}`);
  }
  return well ? 0 : 1;
}

process.exitCode = main(process.argv[2]);
