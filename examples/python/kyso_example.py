"""Signs and verifies through libkyso, with ctypes alone: kyso_example.py FOLDER. See README.md."""

import ctypes
import subprocess
import sys
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from pathlib import Path

ABI_VERSION = 1  # KYSO_ABI_VERSION of the header that this was written for
PASSED = 2001  # KYSO_CONCLUSION_PASSED: any other number is no success
COMMON_NAME = 3004  # KYSO_SIGNATURE_COMMON_NAME

SIGN_CALLBACK = ctypes.CFUNCTYPE(
    c_uint32, c_void_p, c_char_p, c_void_p, c_size_t, c_void_p, c_size_t, c_void_p
)

lib = ctypes.CDLL("libkyso.so")
OUT, NUMBER = POINTER(c_void_p), POINTER(c_uint32)

# ctypes takes every argument for an int unless it is told. The `error` at the end goes without
# saying here: call() adds it.
ARGUMENTS = {
    "kyso_credential_from_callback": [
        c_char_p, c_size_t, c_char_p, SIGN_CALLBACK, c_void_p, c_void_p, OUT,
    ],
    "kyso_credential_from_pkcs12": [c_char_p, c_size_t, c_char_p, OUT],
    "kyso_document_from_memory": [c_char_p, c_size_t, c_void_p, OUT],
    "kyso_document_open": [c_char_p, c_void_p, OUT],
    "kyso_policy_new": [c_void_p, OUT],
    "kyso_reply_explain": [c_void_p, c_char_p],
    "kyso_reply_set": [c_void_p, c_char_p, c_size_t],
    "kyso_report_conclusion": [c_void_p, NUMBER],
    "kyso_report_signature_count": [c_void_p, POINTER(c_size_t)],
    "kyso_sign": [c_void_p, c_void_p, c_int64, OUT],
    "kyso_signature_text": [c_void_p, c_size_t, c_uint32, POINTER(c_char_p)],
    "kyso_signed_save_replacing": [c_void_p, c_char_p],
    "kyso_signing_new": [c_void_p, OUT],
    "kyso_trust_add_file": [c_void_p, c_char_p],
    "kyso_trust_new": [OUT],
    "kyso_verifier_new": [c_void_p, OUT],
    "kyso_verify_file": [c_void_p, c_char_p, c_int64, c_void_p, OUT],
}
for name, arguments in ARGUMENTS.items():
    getattr(lib, name).argtypes = [*arguments, OUT]
    getattr(lib, name).restype = c_uint32
lib.kyso_now.argtypes, lib.kyso_now.restype = [], c_int64
lib.kyso_abi_version.argtypes, lib.kyso_abi_version.restype = [], c_uint32
lib.kyso_error_text.argtypes, lib.kyso_error_text.restype = [c_void_p], c_char_p
lib.kyso_error_offset.argtypes = [c_void_p, POINTER(c_uint64)]
lib.kyso_error_offset.restype = c_uint32
for kind in "credential document error policy report signed signing trust verifier".split():
    free = getattr(lib, f"kyso_{kind}_free")
    free.argtypes, free.restype = [c_void_p], None


class KysoError(Exception):
    """A call that failed: a code, a text, and a byte offset where there is one."""

    def __init__(self, code, error):
        self.code, self.offset = code, None
        offset = c_uint64()
        if lib.kyso_error_offset(error, byref(offset)) == 0:
            self.offset = offset.value
        super().__init__(lib.kyso_error_text(error).decode())  # copied: the text is the error's


def call(name, *arguments):
    error = c_void_p()
    code = getattr(lib, name)(*arguments, byref(error))
    if code != 0:
        try:
            raise KysoError(code, error)
        finally:
            lib.kyso_error_free(error)


@contextmanager
def handle(kind, name, *arguments):
    """What a call makes, freed at the end of the block."""
    made = c_void_p()
    call(name, *arguments, byref(made))
    try:
        yield made
    finally:
        getattr(lib, f"kyso_{kind}_free")(made)


def path(file):
    return str(file).encode()


def sign(credential, source, target):
    with handle("document", "kyso_document_open", path(source), None) as document, \
            handle("signing", "kyso_signing_new", credential) as signing, \
            handle("signed", "kyso_sign", document, signing, lib.kyso_now()) as signed:
        call("kyso_signed_save_replacing", signed, path(target))


@contextmanager
def verifier_of(root):
    with handle("trust", "kyso_trust_new") as trust:
        call("kyso_trust_add_file", trust, path(root))
        with handle("policy", "kyso_policy_new", trust) as policy, \
                handle("verifier", "kyso_verifier_new", policy) as verifier:
            yield verifier


def verify(verifier, file):
    """Whether it passed, and who signed. That a call succeeds says no more than: it was judged."""
    with handle("report", "kyso_verify_file", verifier, path(file), lib.kyso_now(), None) as report:
        conclusion, count = c_uint32(), c_size_t()
        call("kyso_report_conclusion", report, byref(conclusion))
        call("kyso_report_signature_count", report, byref(count))
        signers = []
        for index in range(count.value):
            text = c_char_p()
            call("kyso_signature_text", report, index, COMMON_NAME, byref(text))
            signers.append(text.value.decode() if text.value else "no name")
        return conclusion.value == PASSED, signers


def callback_signing_with(key):
    """A callback of kyso. The openssl program stands for a token or a service of your own."""

    def sign_digest(_user_data, _algorithm, _message, _message_len, digest, digest_len, reply):
        try:  # nothing may be raised through the library
            value = subprocess.run(
                ["openssl", "pkeyutl", "-sign", "-inkey", key],
                input=ctypes.string_at(digest, digest_len), stdout=subprocess.PIPE, check=True,
            ).stdout
            call("kyso_reply_set", reply, value, len(value))
            return 0
        except Exception as problem:
            lib.kyso_reply_explain(reply, str(problem).encode(), None)
            return 1

    return SIGN_CALLBACK(sign_digest)


def main(folder):
    if lib.kyso_abi_version() != ABI_VERSION:
        sys.exit("this libkyso is not the one that this program was written for")
    p12 = (folder / "signer.p12").read_bytes()
    with handle("credential", "kyso_credential_from_pkcs12", p12, len(p12), b"kyso") as credential:
        sign(credential, folder / "sample.pdf", folder / "signed.pdf")
        sign(credential, folder / "sample.xml", folder / "signed.xml")

    certificates = (folder / "cert.pem").read_bytes()
    callback = callback_signing_with(folder / "key.pem")  # must live as long as the credential
    with handle("credential", "kyso_credential_from_callback", certificates, len(certificates),
                b"ecdsa-sha256", callback, None, None) as credential:
        sign(credential, folder / "sample.pdf", folder / "callback.pdf")

    well = True
    with verifier_of(folder / "root.pem") as verifier:
        for name in ["signed.pdf", "signed.xml", "callback.pdf"]:
            passed, signers = verify(verifier, folder / name)
            print(f"{name}: {'passed' if passed else 'NOT passed'}, {', '.join(signers)}")
            well = well and passed

    try:
        broken = b"<a><b></a>"
        with handle("document", "kyso_document_from_memory", broken, len(broken), None):
            well = False
    except KysoError as error:
        place = "" if error.offset is None else f" at byte {error.offset}"
        print(f"error {error.code}{place}: {error}")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
