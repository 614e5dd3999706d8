"""Signs with a key on a token or HSM: token_example.py FOLDER URI, the PIN on standard input.

What every program needs (calls, handles, errors) comes from kyso_example.py."""

import ctypes
import getpass
import sys
from ctypes import POINTER, byref, c_char_p, c_int64, c_size_t, c_uint32, c_void_p
from pathlib import Path

from kyso_example import OUT, call, handle, lib, sign, verifier_of, verify

TRIES_LAST = 5113  # KYSO_TRIES_LAST: one wrong PIN more locks the token
URI, SUBJECT = 5001, 5004  # KYSO_TOKEN_KEY_URI, KYSO_TOKEN_KEY_SUBJECT

PIN_CALLBACK = ctypes.CFUNCTYPE(c_uint32, c_void_p, c_uint32, c_char_p, c_uint32, c_void_p)
TEXT, COUNT = POINTER(c_char_p), POINTER(c_size_t)

ARGUMENTS = {
    "kyso_credential_from_token": [
        c_void_p, c_size_t, c_char_p, c_size_t, PIN_CALLBACK, c_void_p, c_void_p, OUT,
    ],
    "kyso_signer_check": [
        c_void_p, c_size_t, c_void_p, c_void_p, c_void_p, c_int64, c_void_p,
    ],
    "kyso_token_keys_certificate": [c_void_p, c_size_t, POINTER(c_void_p), COUNT],
    "kyso_token_keys_count": [c_void_p, COUNT],
    "kyso_token_keys_text": [c_void_p, c_size_t, c_uint32, TEXT],
    "kyso_token_search": [c_char_p, OUT],
}
for name, arguments in ARGUMENTS.items():
    getattr(lib, name).argtypes = [*arguments, OUT]
    getattr(lib, name).restype = c_uint32
lib.kyso_token_keys_free.argtypes, lib.kyso_token_keys_free.restype = [c_void_p], None


def ask(user, purpose, token, tries, reply):
    """One PIN, one try. An exception must not leave a callback: no PIN is given then."""
    try:
        if tries == TRIES_LAST:
            return 1
        ask_here = getpass.getpass if sys.stdin.isatty() else lambda _: sys.stdin.readline().rstrip("\n")
        pin = ask_here(f"PIN of {token.decode()}: ").encode()
        call("kyso_reply_set", reply, pin, len(pin))
        return 0
    except Exception:
        return 1


def text_of(keys, index, field):
    text = c_char_p()
    call("kyso_token_keys_text", keys, index, field, byref(text))
    return text.value.decode()


def main(folder, uri):
    with handle("token_keys", "kyso_token_search", uri.encode()) as keys:
        count, der, size = c_size_t(), c_void_p(), c_size_t()
        call("kyso_token_keys_count", keys, byref(count))
        for index in range(count.value):
            print(f"key: {text_of(keys, index, URI)}, {text_of(keys, index, SUBJECT)}")
        # Before the PIN: in force, for signing, not revoked as far as anybody is asked.
        call("kyso_token_keys_certificate", keys, 0, byref(der), byref(size))
        call("kyso_signer_check", der, size, None, None, None, lib.kyso_now(), None)
        chain, callback = (folder / "cert.pem").read_bytes(), PIN_CALLBACK(ask)
        with handle("credential", "kyso_credential_from_token", keys, 0, chain, len(chain),
                    callback, None, None) as credential:
            sign(credential, folder / "sample.pdf", folder / "by-token.pdf")
    with verifier_of(folder / "root.pem") as verifier:
        passed, signers = verify(verifier, folder / "by-token.pdf")
    print(f"by-token.pdf: {'passed' if passed else 'NOT passed'}, {', '.join(signers)}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
