"""Signs a PDF with pyHanko, or embeds a CMS that openssl wrote.

sign.py IN OUT --dir DIR [--subfilter cades|pkcs7] [--pss] [--visible] [--field NAME] [--certify]
               [--digest sha256] [--password WORD] [--ber] [--level b|t|lt|lta] [--tsa URL] [--openssl OPTION...]

DIR holds key.pem, cert.pem, chain.pem and root.pem. With --openssl, the options after it go to
`openssl cms -sign`, and what that writes is embedded as it is; with --ber its outer elements
get indefinite lengths, as CMS made in a stream has.
"""

import argparse
import subprocess
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko.sign.signers import cms_embedder, pdf_byterange
from pyhanko_certvalidator import ValidationContext

SUBFILTERS = {
    "cades": fields.SigSeedSubFilter.PADES,
    "pkcs7": fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
}


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--subfilter", choices=SUBFILTERS, default="cades")
    parser.add_argument("--pss", action="store_true")
    parser.add_argument("--visible", action="store_true")
    parser.add_argument("--certify", action="store_true")
    parser.add_argument("--field", default="PyHanko")
    parser.add_argument("--digest", default="sha256")
    parser.add_argument("--ber", action="store_true")
    parser.add_argument("--level", choices=["b", "t", "lt", "lta"], default="b")
    parser.add_argument("--tsa")
    parser.add_argument("--password")
    parser.add_argument("--openssl", nargs=argparse.REMAINDER)
    return parser.parse_args()


def with_pyhanko(args, writer, out):
    signer = signers.SimpleSigner.load(
        str(args.dir / "key.pem"),
        str(args.dir / "cert.pem"),
        ca_chain_files=(str(args.dir / "chain.pem"),),
        prefer_pss=args.pss,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=args.field,
        md_algorithm=args.digest,
        subfilter=SUBFILTERS[args.subfilter],
        reason="Đồng ý",
        location="Hà Nội",
        certify=args.certify,
        **at_level(args),
    )
    spec = None
    if args.visible:
        spec = fields.SigFieldSpec(args.field, on_page=0, box=(300, 100, 500, 150))
    stamper = timestamps.HTTPTimeStamper(args.tsa) if args.tsa else None
    pdf_signer = signers.PdfSigner(metadata, signer=signer, timestamper=stamper, new_field_spec=spec)
    pdf_signer.sign_pdf(writer, output=out)


def at_level(args):
    if args.level in ("b", "t"):
        return {}
    root = load_cert_from_pemder(str(args.dir / "root.pem"))
    return {
        "embed_validation_info": True,
        "use_pades_lta": args.level == "lta",
        "validation_context": ValidationContext(
            trust_roots=[root], allow_fetching=True, revocation_mode="require"
        ),
    }


def with_openssl(args, writer, out):
    steps = cms_embedder.PdfCMSEmbedder().write_cms(field_name=args.field, writer=writer)
    next(steps)
    placeholder = pdf_byterange.SignatureObject(
        timestamp=datetime.now(timezone.utc),
        subfilter=SUBFILTERS[args.subfilter],
        bytes_reserved=16384,
    )
    steps.send(cms_embedder.SigObjSetup(sig_placeholder=placeholder))
    prepared, _ = steps.send(
        cms_embedder.SigIOSetup(md_algorithm=args.digest, in_place=False, output=out)
    )
    out.seek(0)
    data = out.read()
    covered = data[: prepared.reserved_region_start] + data[prepared.reserved_region_end :]
    with tempfile.NamedTemporaryFile() as content:
        content.write(covered)
        content.flush()
        command = ["openssl", "cms", "-sign", "-binary", "-outform", "DER", "-cades"]
        command += ["-md", args.digest, "-in", content.name]
        command += ["-signer", str(args.dir / "cert.pem"), "-inkey", str(args.dir / "key.pem")]
        command += ["-certfile", str(args.dir / "chain.pem"), *args.openssl]
        cms = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    steps.send(indefinite(cms) if args.ber else cms)


def content(element):
    """The content octets of a DER element."""
    long = element[1] & 0x7F if element[1] & 0x80 else 0
    return element[2 + long :]


def indefinite(cms):
    """ContentInfo, [0] and SignedData with indefinite lengths (X.690 8.1.3.6)."""
    info = content(cms)
    oid = info[: 2 + info[1]]
    signed_data = content(content(info[len(oid) :]))
    return b"\x30\x80" + oid + b"\xa0\x80\x30\x80" + signed_data + bytes(6)


def main():
    args = arguments()
    with open(args.input, "rb") as source, open(args.output, "w+b") as out:
        writer = IncrementalPdfFileWriter(source, strict=False)
        if args.password is not None:
            writer.encrypt(args.password)
        (with_pyhanko if args.openssl is None else with_openssl)(args, writer, out)


if __name__ == "__main__":
    main()
