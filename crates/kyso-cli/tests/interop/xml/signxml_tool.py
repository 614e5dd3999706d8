"""Lets signxml sign and judge XML.

signxml_tool.py sign IN OUT KEY.pem CERT.pem SHAPE C14N SCHEME
signxml_tool.py verify FILE CERT.pem

SHAPE   enveloped | enveloping | id:ID:PARENT (the element with this Id; the signature goes to the
        last element with the local name PARENT) | xades
C14N    exclusive | inclusive
SCHEME  pkcs1 | pss | ecdsa
"""

import sys

from lxml import etree
from signxml import (
    CanonicalizationMethod,
    SignatureConfiguration,
    SignatureConstructionMethod,
    SignatureMethod,
    XMLSigner,
    XMLVerifier,
)
from signxml.exceptions import SignXMLException
from signxml.xades import XAdESSignatureConfiguration, XAdESSigner, XAdESVerifier

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
C14N = {
    "exclusive": CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    "inclusive": CanonicalizationMethod.CANONICAL_XML_1_0,
}
SCHEMES = {
    "pkcs1": SignatureMethod.RSA_SHA256,
    "pss": SignatureMethod.SHA256_RSA_MGF1,
    "ecdsa": SignatureMethod.ECDSA_SHA256,
}


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def sign(source, out, key, cert, shape, c14n, scheme):
    document = etree.parse(source).getroot()
    method = SignatureConstructionMethod.enveloped
    # Without a list it references the whole document, by the root's Id where it has one.
    references = None
    if shape == "enveloping":
        method = SignatureConstructionMethod.enveloping
    elif shape.startswith("id:"):
        _, target, parent = shape.split(":")
        place = [e for e in document.iter("{*}*") if etree.QName(e).localname == parent][-1]
        etree.SubElement(place, DS + "Signature", Id="placeholder", nsmap={"ds": DS[1:-1]})
        references = ["#" + target]
    signer = XAdESSigner if shape == "xades" else XMLSigner
    signer = signer(
        method=method, signature_algorithm=SCHEMES[scheme], c14n_algorithm=C14N[c14n]
    )
    signed = signer.sign(document, key=text(key), cert=text(cert), reference_uri=references)
    etree.ElementTree(signed).write(out, xml_declaration=True, encoding="utf-8")
    return 0


def verify(path, cert):
    root = etree.parse(path, etree.XMLParser(huge_tree=True)).getroot()
    tree, faults = root.getroottree(), 0
    signatures = list(root.iter(DS + "Signature"))
    for signature in signatures:
        place = tree.getelementpath(signature)
        place = "./" if signature is root else "./" + place.rpartition(DS)[0]
        qualified = signature.find(f"{DS}Object/{XADES}QualifyingProperties") is not None
        kind = XAdESSignatureConfiguration if qualified else SignatureConfiguration
        config = kind(location=place, expect_references=True)
        try:
            verifier = XAdESVerifier() if qualified else XMLVerifier()
            verifier.verify(root, x509_cert=text(cert), expect_config=config)
            print(place, "valid")
        except SignXMLException as fault:
            faults += 1
            print(place, "invalid:", repr(fault))
    return 0 if signatures and not faults else 1


if __name__ == "__main__":
    sys.exit({"sign": sign, "verify": verify}[sys.argv[1]](*sys.argv[2:]))
