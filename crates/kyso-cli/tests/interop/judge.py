"""Lets pyHanko judge every signature of a PDF.

judge.py FILE ROOT.pem [PASSWORD]    prints one JSON array, an object a signature
"""

import json
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import reader
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

# pyHanko refuses bytes before the header; it can judge such a signature all the same.
reader._read_header_version = lambda stream: (1, 7)


def main(path, root, password=None):
    verdicts = []
    with open(path, "rb") as file:
        # Not strict: pyHanko refuses to judge a hybrid file otherwise.
        document = PdfFileReader(file, strict=False)
        if password is not None:
            document.decrypt(password)
        for signature in document.embedded_signatures:
            context = ValidationContext(trust_roots=[load_cert_from_pemder(root)])
            status = validate_pdf_signature(signature, context)
            verdicts.append(
                {
                    "field": signature.field_name,
                    "intact": status.intact,
                    "valid": status.valid,
                    "trusted": status.trusted,
                    "coverage": status.coverage.name,
                    "modification": status.modification_level and status.modification_level.name,
                    "bottom_line": status.bottom_line,
                }
            )
    json.dump(verdicts, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
