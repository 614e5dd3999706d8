#!/usr/bin/env python3
"""Operations a second of CPU through the C ABI, from Python and from Java, beside pyHanko and the JDK.

    cargo build --release -p kyso-ffi -p kyso-testkit && python3 benches/c_abi_peers.py [--key rsa2048|p256]

All work in process and in memory, on the same samples with the same key: bytes in, signed bytes or
a verdict out. PDF is signed at PAdES B-B; XML with XMLDSig over the whole document, enveloped and
with exclusive canonicalization, and everybody verifies what kyso signed. The JDK does no more than
the cryptography of it: no path, no report. pyHanko is measured in the Python that KYSO_PYTHON names
(this one otherwise), Java where JNA is (KYSO_JNA, or as Debian's libjna-java has it). Prints a
Markdown table. Nothing is asserted but the verdicts: timing is shown, never tested.
"""

import argparse
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
JNA = os.environ.get("KYSO_JNA", "/usr/share/java/jna.jar")

PROFILE = """name = "bench"
[signature]
form = "xmldsig"
canonicalization = "exc-c14n"
[[reference]]
document = true
transforms = ["enveloped-signature", "exc-c14n"]
"""

OPERATIONS = ["sign PDF", "verify PDF", "sign XML", "verify XML", "bare signature", "bare check"]


def measure(name, operation, seconds):
    """How often it is done in a second of the CPU, after it was done for a while."""
    for time_given in (seconds / 4, seconds):
        times, begun = 0, time.process_time()
        while (cpu := time.process_time() - begun) < time_given:
            operation()
            times += 1
    print(json.dumps({"name": name, "rate": times / cpu}), flush=True)


def with_kyso(folder, seconds):
    """Through ctypes, with the binding of examples/python."""
    sys.path.insert(0, str(ROOT / "examples/python"))
    import kyso_example as ks
    from ctypes import POINTER, byref, c_char_p, c_int64, c_size_t, c_uint32, c_void_p, string_at

    lib, out = ks.lib, POINTER(c_void_p)
    for name, arguments in {
        "kyso_buffer_data": [c_void_p, out, POINTER(c_size_t)],
        "kyso_signed_bytes": [c_void_p, out],
        "kyso_signing_set_profile_text": [c_void_p, c_char_p],
        "kyso_verify_memory": [c_void_p, c_char_p, c_size_t, c_int64, c_void_p, out],
    }.items():
        getattr(lib, name).argtypes, getattr(lib, name).restype = [*arguments, out], c_uint32
    lib.kyso_buffer_free.argtypes, lib.kyso_buffer_free.restype = [c_void_p], None

    def sign(signing, data):
        with ks.handle("document", "kyso_document_from_memory", data, len(data), None) as document, \
                ks.handle("signed", "kyso_sign", document, signing, lib.kyso_now()) as signed, \
                ks.handle("buffer", "kyso_signed_bytes", signed) as buffer:
            start, size = c_void_p(), c_size_t()
            ks.call("kyso_buffer_data", buffer, byref(start), byref(size))
            return string_at(start, size.value)

    def verify(verifier, data):
        with ks.handle("report", "kyso_verify_memory", verifier, data, len(data), lib.kyso_now(),
                       None) as report:
            conclusion = c_uint32()
            ks.call("kyso_report_conclusion", report, byref(conclusion))
            assert conclusion.value == ks.PASSED

    p12, pdf, xml = ((folder / name).read_bytes() for name in ("signer.p12", "sample.pdf", "sample.xml"))
    with ks.handle("credential", "kyso_credential_from_pkcs12", p12, len(p12), b"kyso") as credential, \
            ks.handle("signing", "kyso_signing_new", credential) as plain, \
            ks.handle("signing", "kyso_signing_new", credential) as dsig, \
            ks.verifier_of(folder / "root.pem") as verifier:
        ks.call("kyso_signing_set_profile_text", dsig, PROFILE.encode())
        signed = {"pdf": sign(plain, pdf), "xml": sign(dsig, xml)}
        for kind, data in signed.items():
            (folder / f"signed.{kind}").write_bytes(data)
        measure("sign PDF", lambda: sign(plain, pdf), seconds)
        measure("verify PDF", lambda: verify(verifier, signed["pdf"]), seconds)
        measure("sign XML", lambda: sign(dsig, xml), seconds)
        measure("verify XML", lambda: verify(verifier, signed["xml"]), seconds)


def with_pyhanko(folder, seconds):
    """pyHanko, in this process."""
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign import fields, signers
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    signer = signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "cert.pem"),
                                       ca_chain_files=(str(folder / "chain.pem"),))
    metadata = signers.PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256",
                                            subfilter=fields.SigSeedSubFilter.PADES)
    root = load_cert_from_pemder(str(folder / "root.pem"))
    pdf, signed = (folder / "sample.pdf").read_bytes(), (folder / "signed.pdf").read_bytes()

    def sign():
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        return signers.PdfSigner(metadata, signer=signer).sign_pdf(writer).getvalue()

    def verify():
        signature = PdfFileReader(io.BytesIO(signed)).embedded_signatures[0]
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root]))
        assert status.bottom_line

    measure("sign PDF", sign, seconds)
    measure("verify PDF", verify, seconds)


def rates(command, environment):
    """What one program measured; nothing where it is not installed."""
    done = subprocess.run([str(part) for part in command], env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"{' '.join(map(str, command[:3]))} ... ended with {done.returncode}", file=sys.stderr)
        return {}
    return {line["name"]: line["rate"] for line in map(json.loads, done.stdout.splitlines())}


def prepare(folder, key):
    """Keys, samples, and the library under the name that programs load."""
    kit = BIN / "kyso-testkit"
    for arguments in (["mint", folder, "--key", key], ["pdf", "classic", folder / "sample.pdf"],
                      ["xml", "small", folder / "sample.xml"]):
        subprocess.run([kit, *arguments], check=True, stdout=subprocess.DEVNULL)
    (folder / "profile.toml").write_text(PROFILE)
    (folder / "libkyso.so").symlink_to(BIN / "libkyso_ffi.so")
    return {name: (folder / name).stat().st_size for name in ("sample.pdf", "sample.xml")}


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--key", choices=["rsa2048", "p256"], default="rsa2048")
    arguments.add_argument("--seconds", type=float, default=2.0)
    arguments.add_argument("--part", choices=["kyso", "pyhanko"], help=argparse.SUPPRESS)
    arguments.add_argument("--folder", type=pathlib.Path, help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.part:
        work = {"kyso": with_kyso, "pyhanko": with_pyhanko}[options.part]
        return work(options.folder, options.seconds)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        sizes = prepare(folder, options.key)
        environment = {**os.environ, "LD_LIBRARY_PATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        python = os.environ.get("KYSO_PYTHON", sys.executable)
        itself = [__file__, "--folder", folder, "--seconds", options.seconds, "--part"]
        columns = {"kyso from Python": rates([sys.executable, *itself, "kyso"], environment),
                   "pyHanko": rates([python, *itself, "pyhanko"], environment)}
        sources = [ROOT / "benches/java/Peers.java", ROOT / "examples/java/KysoExample.java"]
        compiled = subprocess.run(["javac", "-cp", JNA, "-d", folder, *sources])
        java = ["java", "-cp", f"{folder}:{JNA}", f"-Djna.library.path={folder}", "Peers"]
        if compiled.returncode == 0:
            jdk = rates([*java, "jdk", folder, options.seconds], environment)
            columns["kyso from Java"] = rates([*java, "kyso", folder, options.seconds], environment)
            columns["JDK"] = jdk
    print(f"{options.key}, {sizes}; operations a second of CPU\n")
    print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for operation in OPERATIONS:
        cells = (f"{rate:,.0f}" if (rate := column.get(operation)) else "-" for column in columns.values())
        print(f"| {operation} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
