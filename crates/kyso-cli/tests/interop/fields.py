"""Makes signature fields with pyHanko, and changes signed files with it.

fields.py add IN OUT SPEC --dir DIR    SPEC: a JSON array, a field each: name, box, page, apart
                                       (the widget is a kid), lock, changes, seed,
                                       filter
fields.py fill IN OUT NAME TEXT        writes a text into a field
fields.py certify IN OUT P --dir DIR [--field NAME]   certifies with P = 1, 2 or 3

DIR holds key.pem, cert.pem, chain.pem and root.pem.
"""

import argparse
import json
from pathlib import Path

from asn1crypto import x509
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


def lock(spec):
    if spec is None:
        return None
    return fields.FieldMDPSpec(fields.FieldMDPAction("/" + spec["action"]), spec.get("fields"))


def certificate_seed(spec, folder):
    flag = fields.SigCertConstraintFlags
    flags, wanted = flag(0), {}
    if "subject" in spec:
        flags |= flag.SUBJECT
        wanted["subjects"] = [load_cert_from_pemder(str(folder / spec["subject"]))]
    if "issuer" in spec:
        flags |= flag.ISSUER
        wanted["issuers"] = [load_cert_from_pemder(str(folder / spec["issuer"]))]
    if "dn" in spec:
        flags |= flag.SUBJECT_DN
        wanted["subject_dn"] = x509.Name.build(spec["dn"])
    if "usage" in spec:
        flags |= flag.KEY_USAGE
        wanted["key_usage"] = [fields.SigCertKeyUsage.read_from_sv_string(spec["usage"])]
    return fields.SigCertConstraints(flags=flags, **wanted)


def seed(spec, folder):
    if spec is None:
        return None
    flag = fields.SigSeedValFlags
    flags, wanted = flag(0), {}
    if "reasons" in spec:
        flags |= flag.REASONS
        wanted["reasons"] = spec["reasons"]
    if "digests" in spec:
        flags |= flag.DIGEST_METHOD
        wanted["digest_methods"] = spec["digests"]
    if "subfilters" in spec:
        flags |= flag.SUBFILTER
        wanted["subfilters"] = [fields.SigSeedSubFilter("/" + name) for name in spec["subfilters"]]
    if "lock_document" in spec:
        flags |= flag.LOCK_DOCUMENT
        wanted["lock_document"] = fields.SeedLockDocument("/" + spec["lock_document"])
    if "mdp" in spec:
        p = spec["mdp"]
        perm = fields.MDPPerm(p) if p else None
        wanted["seed_signature_type"] = fields.SeedSignatureType(perm)
    if "timestamp" in spec:
        wanted["timestamp_server_url"] = spec["timestamp"]
        wanted["timestamp_required"] = True
    if "cert" in spec:
        wanted["cert"] = certificate_seed(spec["cert"], folder)
    if spec.get("optional"):
        flags = flag(0)
    return fields.SigSeedValueSpec(flags=flags, **wanted)


def add(args):
    with open(args.input, "rb") as source, open(args.output, "wb") as out:
        writer = IncrementalPdfFileWriter(source, strict=False)
        for one in json.loads(args.what):
            changes = one.get("changes")
            spec = fields.SigFieldSpec(
                one["name"],
                on_page=one.get("page", 0),
                box=one.get("box"),
                combine_annotation=not one.get("apart", False),
                field_mdp_spec=lock(one.get("lock")),
                doc_mdp_update_value=fields.MDPPerm(changes) if changes else None,
                seed_value_dict=seed(one.get("seed"), args.dir),
            )
            fields.append_signature_field(writer, spec)
            if "filter" in one:
                require_filter(writer, one["name"], one["filter"])
        writer.write(out)


def require_filter(writer, name, wanted):
    """A seed value that pyHanko reads and does not write."""
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/T") == name:
            field["/SV"] = generic.DictionaryObject(
                {
                    pdf_name("/Type"): pdf_name("/SV"),
                    pdf_name("/Ff"): generic.NumberObject(1),
                    pdf_name("/Filter"): pdf_name("/" + wanted),
                }
            )
            writer.update_container(field)


def fill(args):
    with open(args.input, "rb") as source, open(args.output, "wb") as out:
        writer = IncrementalPdfFileWriter(source, strict=False)
        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            if field.get("/T") == args.what:
                field["/V"] = generic.pdf_string(args.text)
                writer.update_container(field)
        writer.write(out)


def certify(args):
    with open(args.input, "rb") as source, open(args.output, "w+b") as out:
        writer = IncrementalPdfFileWriter(source, strict=False)
        signer = signers.SimpleSigner.load(
            str(args.dir / "key.pem"),
            str(args.dir / "cert.pem"),
            ca_chain_files=(str(args.dir / "chain.pem"),),
        )
        metadata = signers.PdfSignatureMetadata(
            field_name=args.field,
            certify=True,
            docmdp_permissions=fields.MDPPerm(int(args.what)),
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        signers.PdfSigner(metadata, signer=signer).sign_pdf(writer, output=out)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["add", "fill", "certify"])
    parser.add_argument("input", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("what")
    parser.add_argument("text", nargs="?")
    parser.add_argument("--dir", type=Path)
    parser.add_argument("--field", default="Author")
    args = parser.parse_args()
    {"add": add, "fill": fill, "certify": certify}[args.verb](args)


if __name__ == "__main__":
    main()
