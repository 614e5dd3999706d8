"""A PKI of certomancer's, with its services on loopback.

services.py DIR    writes key.pem, cert.pem, chain.pem and root.pem into DIR, prints the URL of its
                   time-stamping authority, and serves until standard input ends

The signer's certificates name an OCSP responder and a CRL, those of the authorities a CRL.
"""

import sys
import threading
from datetime import datetime, timedelta, timezone
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from asn1crypto import pem
from certomancer.integrations.animator import Animator, AnimatorArchStore
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

NAMES = {
    "root": "Certomancer Root",
    "issuing": "Certomancer Issuing CA",
    "responder": "Certomancer OCSP",
    "tsa": "Certomancer TSA",
    "signer": "Nguyễn Thị Ánh",
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def make_keys(folder):
    for name in NAMES:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        data = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        (folder / f"{name}.pem").write_bytes(data)


def profile(name, **params):
    return {"id": name, "params": params} if params else name


def certificates(now):
    start, end = now - timedelta(days=300), now + timedelta(days=3000)
    validity = {"valid-from": start.isoformat(), "valid-to": end.isoformat()}
    stamping = [
        {
            "id": "key_usage",
            "critical": True,
            "smart-value": {"schema": "key-usage", "params": ["digital_signature"]},
        },
        {"id": "extended_key_usage", "critical": True, "value": ["time_stamping"]},
    ]
    all_of = {
        "root": ("root", [profile("simple-ca", **{"crl-repo": "root"})]),
        "issuing": (
            "root",
            [profile("simple-ca", **{"crl-repo": "issuing", "ocsp-service": "issuing"})],
        ),
        "responder": ("issuing", ["ocsp-responder"]),
        "tsa": ("issuing", []),
        "signer": ("issuing", ["digsig-commitment"]),
    }
    specs = {
        name: {"subject": name, "issuer": issuer, "validity": validity, "profiles": profiles}
        for name, (issuer, profiles) in all_of.items()
    }
    specs["tsa"]["extensions"] = stamping
    return specs


def config(url, now):
    return {
        "external-url-prefix": url,
        "keysets": {"keys": {"keys": {name: {"path": f"{name}.pem"} for name in NAMES}}},
        "pki-architectures": {
            "pki": {
                "keyset": "keys",
                "entity-defaults": {"country-name": "VN"},
                "entities": {name: {"common-name": text} for name, text in NAMES.items()},
                "certs": certificates(now),
                "services": {
                    "ocsp": {"issuing": {"for-issuer": "issuing", "responder-cert": "responder"}},
                    "crl-repo": {
                        name: {"for-issuer": name, "simulated-update-schedule": "P30D"}
                        for name in ("root", "issuing")
                    },
                    "time-stamping": {
                        "tsa": {"signing-cert": "tsa", "certs-to-embed": ["issuing"]}
                    },
                },
            }
        },
    }


def main(folder):
    keys = folder / "keys"
    keys.mkdir(parents=True, exist_ok=True)
    make_keys(keys)
    server = make_server("127.0.0.1", 0, None, handler_class=Quiet)
    url = f"http://127.0.0.1:{server.server_port}"
    now = datetime.now(timezone.utc).replace(microsecond=0)
    archs = CertomancerConfig(config(url, now), key_search_dir=str(keys)).pki_archs
    server.set_app(Animator(AnimatorArchStore(archs), with_web_ui=False))
    pki = archs[ArchLabel("pki")]

    def save(name, *labels):
        certs = (pki.get_cert(CertLabel(label)).dump() for label in labels)
        (folder / name).write_bytes(b"".join(pem.armor("CERTIFICATE", der) for der in certs))

    save("root.pem", "root")
    save("chain.pem", "issuing", "root")
    save("cert.pem", "signer")
    (folder / "key.pem").write_bytes((keys / "signer.pem").read_bytes())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"{url}/pki/tsa/tsa", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
