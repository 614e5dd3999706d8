#!/usr/bin/env python3
"""The Rust crate underskrift, which has no command, as one: through its bindings (PyPI).

    underskrift_peer.py sign IN OUT P12 PASSWORD | underskrift_peer.py verify IN ROOT

Signing ends well when a file was written; verifying when every signature is valid.
"""

import pathlib
import sys

import pyunderskrift as underskrift


def main(verb, source, *rest):
    data = pathlib.Path(source).read_bytes()
    if verb == "sign":
        out, p12, password = rest
        signer = underskrift.SoftwareSigner.from_pkcs12_file(p12, password)
        pathlib.Path(out).write_bytes(underskrift.PdfSigner().sign(data, signer))
        return 0
    stores = underskrift.TrustStoreSet()
    stores.set_sig_store(underskrift.TrustStore.from_pem_file(rest[0]))
    report = underskrift.SignatureVerifier(stores).verify_pdf(data)
    return 0 if report.signatures and report.all_valid() else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
