"""Lets pyHanko read what the first signature of a PDF claims of its signer.

roles.py FILE    prints the claimed attributes in their order
"""

import sys

from pyhanko.pdf_utils.reader import PdfFileReader


def main(path):
    with open(path, "rb") as file:
        signature = PdfFileReader(file).embedded_signatures[0]
        attributes = signature.signer_info["signed_attrs"]
        (signer,) = (one for one in attributes if one["type"].dotted == "0.4.0.19122.1.1")
        said = []
        for claimed in signer["values"][0]["claimed_attributes"]:
            kind, value = claimed["type"].native, claimed["values"][0]
            if kind == "role":
                value = value["role_name"]
            said.append(f"{kind}={value.native}")
        print(*said)


if __name__ == "__main__":
    main(sys.argv[1])
