"""Takes the time-stamp tokens out of a PDF, each with the bytes that it stamps.

tokens.py FILE DIR    writes 0.tst and 0.data, 1.tst and 1.data, ... and prints how many
"""

import sys
from pathlib import Path

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader


def tokens(file):
    """Of each signature value, and of each document time-stamp."""
    file.seek(0)
    whole = file.read()
    for signature in PdfFileReader(file).embedded_signatures:
        if signature.sig_object_type == "/DocTimeStamp":
            a, b, c, d = (int(number) for number in signature.byte_range)
            # Loaded and dumped, the token is without the padding of /Contents.
            token = cms.ContentInfo.load(signature.pkcs7_content)
            yield token, whole[a : a + b] + whole[c : c + d]
            continue
        attributes = signature.signer_info["unsigned_attrs"]
        for attribute in attributes if attributes else []:
            if attribute["type"].native == "signature_time_stamp_token":
                for value in attribute["values"]:
                    yield value, signature.signer_info["signature"].native


def main(path, folder):
    count = 0
    with open(path, "rb") as file:
        for token, data in tokens(file):
            (folder / f"{count}.tst").write_bytes(token.dump())
            (folder / f"{count}.data").write_bytes(data)
            count += 1
    print(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
