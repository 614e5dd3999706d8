"""Decides whom to trust and by what rules, and keeps what was signed: trust_example.py FOLDER.

What every program needs (calls, handles, errors) comes from kyso_example.py."""

import json
import sys
from contextlib import ExitStack
from ctypes import POINTER, byref, c_char_p, c_int64, c_size_t, c_uint32, c_void_p
from pathlib import Path

from kyso_example import NUMBER, OUT, PASSED, call, handle, lib, path, sign

ANCHOR = 2901  # KYSO_ROLE_ANCHOR
FINGERPRINT = 3602  # KYSO_STORED_FINGERPRINT
TRUST_DOMAIN = 3015  # KYSO_SIGNATURE_TRUST_DOMAIN
NARROWED = 4103  # KYSO_POLICY_NARROWED
TEXT, COUNT = POINTER(c_char_p), POINTER(c_size_t)

ARGUMENTS = {
    "kyso_buffer_text": [c_void_p, TEXT],
    "kyso_parts_count": [c_void_p, COUNT],
    "kyso_parts_new": [c_void_p, c_void_p, c_void_p, c_size_t, OUT],
    "kyso_parts_save": [c_void_p, c_size_t, c_char_p],
    "kyso_path_valid": [c_void_p, NUMBER, TEXT],
    "kyso_path_validate": [
        c_void_p, c_void_p, c_void_p, c_char_p, c_size_t, c_int64, c_int64, c_void_p, OUT,
    ],
    "kyso_policy_from_toml": [c_char_p, c_void_p, OUT],
    "kyso_policy_text": [c_void_p, c_uint32, TEXT],
    "kyso_report_etsi": [c_void_p, c_char_p, OUT],
    "kyso_signature_change_count": [c_void_p, c_size_t, COUNT, COUNT],
    "kyso_store_add": [
        c_void_p, c_char_p, c_size_t, c_uint32, c_char_p, c_int64, COUNT,
    ],
    "kyso_store_anchors": [c_void_p, OUT],
    "kyso_store_history": [c_void_p, OUT],
    "kyso_store_intermediates": [c_void_p, OUT],
    "kyso_store_open": [c_char_p, OUT],
    "kyso_store_remove": [c_void_p, c_char_p, c_char_p, c_int64, COUNT],
    "kyso_store_text": [c_void_p, c_size_t, c_uint32, TEXT],
    "kyso_verifier_add_evidence": [c_void_p, c_void_p],
    "kyso_verify": [c_void_p, c_void_p, c_int64, OUT],
}
for name, arguments in ARGUMENTS.items():
    getattr(lib, name).argtypes = [*arguments, OUT]
    getattr(lib, name).restype = c_uint32
for kind in "buffer evidence parts path store".split():
    free = getattr(lib, f"kyso_{kind}_free")
    free.argtypes, free.restype = [c_void_p], None

RULES = b"""
name = "our-office"
[trust]
domains = ["cong-vu"]
[later-changes]
annotations = false
"""


def text_of(name, *arguments):
    """A text that belongs to a handle, copied."""
    text = c_char_p()
    call(name, *arguments, byref(text))
    return text.value.decode() if text.value else None


def buffer(name, *arguments):
    """A text that a call makes."""
    with handle("buffer", name, *arguments) as made:
        return text_of("kyso_buffer_text", made)


def trust(store, certificates):
    """Puts a root into a store that is empty, having shown it to whoever decides."""
    count = c_size_t()
    call("kyso_store_add", store, certificates, len(certificates), ANCHOR, b"cong-vu",
         lib.kyso_now(), byref(count))
    return text_of("kyso_store_text", store, 0, FINGERPRINT)


def judge(store, file, folder=None):
    """The conclusion by the store as it is now; into `folder`, what was signed and the reports."""
    with ExitStack() as held:
        def made(kind, name, *arguments):
            return held.enter_context(handle(kind, name, *arguments))

        anchors = made("trust", "kyso_store_anchors", store)
        intermediates = made("evidence", "kyso_store_intermediates", store)
        policy = made("policy", "kyso_policy_from_toml", RULES, anchors)
        verifier = made("verifier", "kyso_verifier_new", policy)
        call("kyso_verifier_add_evidence", verifier, intermediates)
        document = made("document", "kyso_document_open", path(file), None)
        report = made("report", "kyso_verify", verifier, document, lib.kyso_now())
        conclusion = c_uint32()
        call("kyso_report_conclusion", report, byref(conclusion))
        if folder:
            changes, omitted = c_size_t(), c_size_t()
            call("kyso_signature_change_count", report, 0, byref(changes), byref(omitted))
            print(f"rules: {text_of('kyso_policy_text', policy, NARROWED)}")
            print(f"domain: {text_of('kyso_signature_text', report, 0, TRUST_DOMAIN)}, "
                  f"changes: {changes.value + omitted.value}")
            etsi = buffer("kyso_report_etsi", report, b"office.pdf")
            (folder / "report.xml").write_text(etsi, encoding="utf-8")
            parts = made("parts", "kyso_parts_new", verifier, document, report, 0)
            call("kyso_parts_save", parts, 0, path(folder / "office.as-signed.pdf"))
        return conclusion.value == PASSED


def is_valid(store, certificate):
    """Whether a certificate holds just now, such as before somebody signs with it."""
    valid, why = c_uint32(), c_char_p()
    with handle("trust", "kyso_store_anchors", store) as anchors, \
            handle("evidence", "kyso_store_intermediates", store) as evidence, \
            handle("policy", "kyso_policy_new", anchors) as policy, \
            handle("path", "kyso_path_validate", policy, evidence, None, certificate,
                   len(certificate), lib.kyso_now(), lib.kyso_now(), None) as found:
        call("kyso_path_valid", found, byref(valid), byref(why))
        return valid.value == 1, why.value and why.value.decode()


def main(folder):
    p12 = (folder / "signer.p12").read_bytes()
    with handle("credential", "kyso_credential_from_pkcs12", p12, len(p12), b"kyso") as credential:
        sign(credential, folder / "sample.pdf", folder / "office.pdf")
    removed = c_size_t()
    with handle("store", "kyso_store_open", path(folder / "store")) as store:
        fingerprint = trust(store, (folder / "root.pem").read_bytes())
        passed = judge(store, folder / "office.pdf", folder)
        whole = (folder / "office.pdf").read_bytes()
        same = (folder / "office.as-signed.pdf").read_bytes() == whole
        print(f"by the store: {'passed' if passed else 'NOT passed'}, as signed: {same}")

        valid, _ = is_valid(store, (folder / "root.pem").read_bytes())
        call("kyso_store_remove", store, fingerprint.encode(), b"the key was stolen",
             lib.kyso_now(), byref(removed))
        gone, why = is_valid(store, (folder / "root.pem").read_bytes())
        print(f"root: {valid}, then {gone}: {why}")

        later = judge(store, folder / "office.pdf")
        history = json.loads(buffer("kyso_store_history", store))
        print(f"once removed: {'passed' if later else 'NOT passed'}, "
              f"{' and '.join(event['action'] for event in history)} stay on record")
    return 0 if passed and same and valid and not gone and not later else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
