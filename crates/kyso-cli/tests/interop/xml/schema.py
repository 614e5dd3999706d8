"""Validates every ds:Signature of a file against the schemas of XMLDSig and XAdES.

schema.py FILE    says each fault on a line, and ends with 1 when there is one

The schemas are ETSI's for EN 319 132-1 (XAdES 1.3.2 and 1.4.1), as the package signxml ships
them: XMLDSig's ds:Object takes any content, and whatever the XAdES schemas declare in it is held
to them.
"""

import pathlib
import sys

import signxml
from lxml import etree

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
SCHEMAS = pathlib.Path(signxml.__file__).parent / "xades/schemas"


def main(path):
    schema = etree.XMLSchema(file=str(SCHEMAS / "XAdES01903v141-201601.xsd"))
    signatures = list(etree.parse(path).iter(DS + "Signature"))
    faults = [] if signatures else ["no ds:Signature"]
    for signature in signatures:
        alone = etree.fromstring(etree.tostring(signature, with_tail=False))
        schema.validate(alone)
        faults += [f"{error.line}: {error.message}" for error in schema.error_log]
        for qualifying in alone.iter(XADES + "QualifyingProperties"):
            if qualifying.get("Target") != f"#{alone.get('Id')}" and qualifying.getparent().getparent() is alone:
                faults.append(f"Target is {qualifying.get('Target')!r}")
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
